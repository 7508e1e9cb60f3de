//! Terraform and OpenTofu: app clients, domains and resource servers of user pools, load balancers with authentication,
//! JWT authorizers of API Gateway, and the registrations of other providers.

use super::api_gateway::authorizer;
use super::cloudformation;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::registration::{self, Names, TERRAFORM};
use crate::profile::import::rules;
use crate::profile::import::search::{at, has, objects, text};
use crate::protocol::json::Value;

const DOMAIN: &[(Field, &str)] = &[(Field::Domain, "domain"), (Field::UserPoolId, "user_pool_id")];

const BALANCER: &[(Field, &str)] = &[
    (Field::ClientId, "client_id"),
    (Field::ClientSecret, "client_secret"),
    (Field::Issuer, "issuer"),
    (Field::Authorization, "authorization_endpoint"),
    (Field::Token, "token_endpoint"),
    (Field::Userinfo, "user_info_endpoint"),
    (Field::Scopes, "scope"),
    (Field::ClientId, "user_pool_client_id"),
    (Field::Domain, "user_pool_domain"),
];

const KEYCLOAK: &[(Field, &str)] = &[
    (Field::ClientId, "client_id"),
    (Field::ClientSecret, "client_secret"),
    (Field::RedirectUris, "valid_redirect_uris"),
    (Field::SignOutUris, "valid_post_logout_redirect_uris"),
    (Field::Name, "name"),
];

/// Registrations with other providers: the resource, and its fields.
const REGISTRATIONS: &[(&str, &[(Field, &str)])] = &[
    (
        "okta_app_oauth",
        &[
            (Field::Name, "label"),
            (Field::ClientId, "client_id"),
            (Field::RedirectUris, "redirect_uris"),
            (Field::SignOutUris, "post_logout_redirect_uris"),
            (Field::Grants, "grant_types"),
        ],
    ),
    (
        "auth0_client",
        &[
            (Field::Name, "name"),
            (Field::RedirectUris, "callbacks"),
            (Field::SignOutUris, "allowed_logout_urls"),
            (Field::Grants, "grant_types"),
        ],
    ),
    (
        "azuread_application",
        &[
            (Field::Name, "display_name"),
            (Field::RedirectUris, "web.redirect_uris"),
            (Field::RedirectUris, "single_page_application.redirect_uris"),
            (Field::RedirectUris, "public_client.redirect_uris"),
        ],
    ),
    (
        "zitadel_application_oidc",
        &[
            (Field::Name, "name"),
            (Field::RedirectUris, "redirect_uris"),
            (Field::SignOutUris, "post_logout_redirect_uris"),
            (Field::Grants, "grant_types"),
        ],
    ),
    (
        "authentik_provider_oauth2",
        &[(Field::Name, "name"), (Field::ClientId, "client_id"), (Field::RedirectUris, "allowed_redirect_uris")],
    ),
];

/// Reads all blocks of a text.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for kind in ["resource", "data"] {
        let Some(types) = candidate.root.get(kind) else { continue };
        for (name, resources) in types.members() {
            for (label, body) in resources.members().filter(|(_, body)| body.is_object()) {
                parts.extend(resource(&name, &format!("{kind}.{name}.{label}"), &label, body));
            }
        }
    }
    parts.extend(candidate.root.get("module").into_iter().flat_map(modules));
    // State and plan in JSON: a list of resources with their values.
    let is_instance = |_: &str, value: Value<'_>| {
        text(value, "type").is_some() && has(value, &["instances", "values", "change.after"])
    };
    for (path, value) in objects(candidate.root, &is_instance) {
        let (kind, label) = (text(value, "type").unwrap_or_default(), text(value, "name").unwrap_or_default());
        let instances =
            value.get("instances").into_iter().flat_map(Value::items).filter_map(|item| item.get("attributes"));
        let bodies = instances.chain(["values", "change.after"].iter().filter_map(|name| at(value, name)));
        for body in bodies.filter(|body| body.is_object()) {
            parts.extend(resource(&kind, &path, &label, body));
        }
    }
    parts
}

/// The clients of modules for user pools: a list of clients, or one with `client_` before each name. Their defaults are
/// the module's.
fn modules(modules: Value<'_>) -> Vec<Part> {
    let names = Names { enables_oauth: true, ..TERRAFORM };
    let is_client =
        |_: &str, value: Value<'_>| has(value, &["allowed_oauth_flows", "allowed_oauth_scopes", "callback_urls"]);
    let found = objects(modules, &is_client);
    let mut parts: Vec<Part> = found
        .iter()
        .map(|(path, value)| registration::client(ImportKind::Terraform, *value, &format!("module.{path}"), &names))
        .collect();
    let is_flat = |_: &str, value: Value<'_>| {
        has(value, &["client_allowed_oauth_flows", "client_allowed_oauth_scopes", "client_callback_urls"])
    };
    let flat = Names {
        name: "client_name",
        redirect_uris: "client_callback_urls",
        sign_out_uris: "client_logout_urls",
        scopes: "client_allowed_oauth_scopes",
        identity_providers: "client_supported_identity_providers",
        flows: "client_allowed_oauth_flows",
        readable: "client_read_attributes",
        oauth_enabled: "client_allowed_oauth_flows_user_pool_client",
        default_redirect_uri: "client_default_redirect_uri",
        ..names
    };
    let found = objects(modules, &is_flat);
    parts.extend(
        found
            .iter()
            .map(|(path, value)| registration::client(ImportKind::Terraform, *value, &format!("module.{path}"), &flat)),
    );
    parts
}

fn resource(kind: &str, path: &str, label: &str, body: Value<'_>) -> Vec<Part> {
    let of = |fields| Part::of(ImportKind::Terraform, body, path, fields);
    match kind {
        "aws_cognito_user_pool_client" | "aws_cognito_managed_user_pool_client" => {
            let mut part = registration::client(ImportKind::Terraform, body, path, &TERRAFORM);
            part.draft.name.get_or_insert_with(|| label.to_owned());
            vec![part]
        }
        "aws_cognito_user_pool_domain" => vec![of(DOMAIN).addition()],
        "aws_cognito_resource_server" => vec![of(&[]).addition()],
        "aws_lb_listener" | "aws_lb_listener_rule" | "aws_alb_listener" | "aws_alb_listener_rule" => {
            let is_action =
                |path: &str, _: Value<'_>| path.contains("authenticate_oidc") || path.contains("authenticate_cognito");
            let found = objects(body, &is_action);
            let one = |(place, value): &(String, Value<'_>)| {
                Part::of(ImportKind::LoadBalancer, *value, &format!("{path}.{place}"), BALANCER)
            };
            found.iter().map(one).collect()
        }
        "aws_apigatewayv2_authorizer" => match body.get("jwt_configuration") {
            Some(jwt) => vec![authorizer(&format!("{path}.jwt_configuration"), jwt)],
            None => Vec::new(),
        },
        "aws_appsync_graphql_api" => cloudformation::user_pool_of_an_api(
            body,
            path,
            "user_pool_config.user_pool_id",
            "user_pool_config.aws_region",
        ),
        "keycloak_openid_client" => {
            let mut part = of(KEYCLOAK);
            part.draft.name.get_or_insert_with(|| label.to_owned());
            vec![part]
        }
        _ => {
            let Some((_, fields)) = REGISTRATIONS.iter().find(|(known, _)| *known == kind) else { return Vec::new() };
            let mut part = of(fields);
            part.draft.redirect_uris.retain(|uri| !uri.contains('*'));
            let is_implicit = |grant: &String| grant.to_lowercase().contains("implicit");
            if part.draft.grants.iter().any(is_implicit) {
                part.findings.push(rules::IMPLICIT_ALLOWED.found(
                    "grant_types contains implicit: tokens can be requested in a URL",
                    "Remove it unless an old app still needs it",
                ));
            }
            vec![part]
        }
    }
}
