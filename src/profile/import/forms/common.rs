//! A client in an unknown format: an object with a client id and a provider, by their usual names in any spelling.
//! Quarkus, Kong, Dex connectors, JupyterHub, mod_auth_openidc, lua-resty-openidc, ASP.NET Core in source code.

use super::programs::without_paths;
use crate::profile::import::draft::{Field, issuer_of};
use crate::profile::import::kind::ImportKind;
use crate::profile::import::node::expression;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::{at, objects, text};
use crate::protocol::Finding;
use crate::protocol::json::Value;

/// Names without case and punctuation.
const NAMES: &[(&str, Field)] = &[
    ("clientid", Field::ClientId),
    ("clientidentifier", Field::ClientId),
    ("appclientid", Field::ClientId),
    ("clientsecret", Field::ClientSecret),
    ("clientkey", Field::ClientSecret),
    ("credentialssecret", Field::ClientSecret),
    ("credentialsecret", Field::ClientSecret),
    ("oidcsecret", Field::ClientSecret),
    ("issuer", Field::Issuer),
    ("issueruri", Field::Issuer),
    ("issuerurl", Field::Issuer),
    ("providerissuer", Field::Issuer),
    ("authority", Field::Issuer),
    ("authserverurl", Field::Issuer),
    ("providerurl", Field::Issuer),
    ("serverurl", Field::Issuer),
    // Harbor.
    ("oidcendpoint", Field::Issuer),
    ("discovery", Field::Discovery),
    ("discoveryuri", Field::Discovery),
    ("discoverydocumenturi", Field::Discovery),
    ("discoveryendpointurl", Field::Discovery),
    ("connecturl", Field::Discovery),
    ("autodiscoverurl", Field::Discovery),
    ("discoveryurl", Field::Discovery),
    ("discoveryendpoint", Field::Discovery),
    ("discoverydocumenturl", Field::Discovery),
    ("wellknown", Field::Discovery),
    ("wellknownurl", Field::Discovery),
    ("wellknownendpoint", Field::Discovery),
    ("wellknownendpointurl", Field::Discovery),
    ("openidconfiguration", Field::Discovery),
    ("openidconfigurationurl", Field::Discovery),
    ("configurationendpoint", Field::Discovery),
    ("metadataurl", Field::Discovery),
    ("metadataaddress", Field::Discovery),
    ("servermetadataurl", Field::Discovery),
    ("providermetadataurl", Field::Discovery),
    ("openiddiscoveryurl", Field::Discovery),
    ("authorizationurl", Field::Authorization),
    ("authorizeurl", Field::Authorization),
    ("authurl", Field::Authorization),
    ("authorizationendpoint", Field::Authorization),
    ("providerauthorizationendpoint", Field::Authorization),
    ("authorizationuri", Field::Authorization),
    ("authorizationendpointuri", Field::Authorization),
    ("tokenurl", Field::Token),
    ("tokenendpoint", Field::Token),
    ("providertokenendpoint", Field::Token),
    ("tokenuri", Field::Token),
    ("tokenendpointuri", Field::Token),
    ("accesstokenurl", Field::Token),
    ("userinfourl", Field::Userinfo),
    ("userinfoendpoint", Field::Userinfo),
    ("provideruserinfoendpoint", Field::Userinfo),
    ("userdataurl", Field::Userinfo),
    ("userinfouri", Field::Userinfo),
    ("userinfoendpointuri", Field::Userinfo),
    ("jwksuri", Field::JwksUri),
    ("jwkseturi", Field::JwksUri),
    ("jwksurl", Field::JwksUri),
    ("providerjwksuri", Field::JwksUri),
    ("redirecturi", Field::RedirectUris),
    ("redirecturis", Field::RedirectUris),
    ("redirecturl", Field::RedirectUris),
    ("callbackurl", Field::RedirectUris),
    ("callbackuri", Field::RedirectUris),
    ("oauthcallbackurl", Field::RedirectUris),
    ("postlogoutredirecturi", Field::SignOutUris),
    ("endsessionredirecturi", Field::SignOutUris),
    ("defaultloggedouturl", Field::SignOutUris),
    ("scope", Field::Scopes),
    ("scopes", Field::Scopes),
    ("defaultscopes", Field::Scopes),
    ("requestedscopes", Field::Scopes),
    ("authorizationscope", Field::Scopes),
    ("granttype", Field::Grants),
    ("responsetype", Field::ResponseType),
    ("userpoolid", Field::UserPoolId),
    ("region", Field::Region),
    ("domain", Field::Domain),
];

/// Prefixes of these names.
const PREFIXES: &[&str] = &[
    "idp", "oauth2", "oauth", "oidc", "openid", "cognito", "sso", "login", "appauth", "auth", "ida", "comauth0",
    "auth0",
];

/// Members next to a client id in objects that do not configure a client: protocol messages and tokens.
const OTHERS: [&str; 16] = [
    // A service account of Google, and a broker of messages.
    "client_email",
    "broker",
    "access_token",
    "id_token",
    "iat",
    "exp",
    "token_use",
    "active",
    "error",
    "grant_type",
    "response_types_supported",
    "registration_client_uri",
    "client_id_issued_at",
    "code",
    "state",
    "log",
];

/// Reads every object with a client and its provider.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let is_client = |path: &str, value: Value<'_>| {
        let fields = fields_at(path, value);
        let is_text =
            |path: &str| at(value, path).is_some_and(|id| id.as_str().is_some() || id.items().next().is_some());
        let has = |field: Field| fields.iter().any(|(found, path)| *found == field && is_text(path));
        let has_client = fields.iter().any(|(field, path)| *field == Field::ClientId && is_text(path));
        let has_provider = [Field::Issuer, Field::Discovery, Field::Authorization, Field::Token, Field::UserPoolId]
            .into_iter()
            .any(has);
        // Auth0's domain is its issuer.
        let is_auth0 = |(_, path): &(Field, String)| text(value, path).is_some_and(|host| host.ends_with(".auth0.com"));
        let has_provider = has_provider || fields.iter().any(|one| one.0 == Field::Domain && is_auth0(one));
        has_client && has_provider && !OTHERS.iter().any(|name| value.get(name).is_some_and(|it| it.raw() != "\"\""))
    };
    objects(candidate.root, &is_client)
        .iter()
        .map(|(path, value)| {
            let fields = fields_at(path, *value);
            let fields: Vec<(Field, &str)> = fields.iter().map(|(field, path)| (*field, path.as_str())).collect();
            let mut part = Part::of(ImportKind::OidcConfig, *value, path, &fields);
            without_paths(&mut part);
            // Vikunja's `authurl` is the issuer.
            let is_bare = |url: &mut String| url::Url::parse(url).is_ok_and(|url| url.path() == "/");
            if part.draft.issuer.is_none() {
                part.draft.issuer = part.draft.endpoints.authorization.take_if(is_bare);
            }
            with_realm(&mut part, *value);
            part.draft.adds_openid = adds_openid(path, *value);
            // The settings of a program have a place in its file; those of a library are an object of their own.
            part.draft.compares_issuer = !path.is_empty();
            // Immich accepts both as its issuer.
            if value.get("mobileRedirectUri").is_some() {
                part.draft.issuer = part.draft.issuer.map(|issuer| issuer_of(&issuer).to_owned());
            }
            part.findings.extend(misnamed_in_quarkus(path, *value));
            // Quarkus and Kong.
            part.draft.ignores_slash = path.contains("quarkus") || value.get("auth_methods").is_some();
            // Nuxt fills empty settings from its environment.
            if path.contains("untimeConfig") {
                let is_empty = |path: &str| at(*value, path).is_some_and(|value| value.raw() == "\"\"");
                let empty = fields.iter().filter(|(_, path)| is_empty(path));
                part.draft.unresolved.extend(empty.map(|(field, path)| (*field, format!("{path} is empty"))));
            }
            part
        })
        .collect()
}

/// Keycloak in PHP: the URL of the server and the realm are different settings.
pub(super) fn with_realm(part: &mut Part, value: Value<'_>) {
    let has_server = ["auth_server_url", "authServerUrl", "base_url"].iter().any(|name| value.get(name).is_some());
    let realm = ["realm", "realms"].iter().find_map(|name| value.get(name)?.as_string());
    let realm = realm.filter(|realm| has_server && !realm.is_empty() && expression(realm).is_none());
    if let (Some(realm), Some(issuer)) = (realm, part.draft.issuer.as_mut().filter(|it| !it.contains("/realms/"))) {
        *issuer = format!("{}/realms/{realm}", issuer.trim_end_matches('/'));
    }
}

/// Settings that Quarkus does not read below `quarkus.oidc`.
fn misnamed_in_quarkus(path: &str, value: Value<'_>) -> Option<Finding> {
    const NAMES: &[(&str, &str)] = &[
        ("client-type", "application-type"),
        ("client-secret", "credentials.secret"),
        ("scopes", "authentication.scopes"),
        ("redirect-path", "authentication.redirect-path"),
    ];
    let is_oidc = path == "quarkus.oidc" || path.starts_with("quarkus.oidc.");
    let (wrong, right) =
        NAMES.iter().find(|(wrong, right)| is_oidc && at(value, wrong).is_some() && at(value, right).is_none())?;
    Some(
        rules::SETTING_UNKNOWN
            .found(
                format!("Quarkus does not read {path}.{wrong}: the setting is called {right}"),
                format!("Rename {wrong} to {right}"),
            )
            .seen(None, "setting", *wrong),
    )
}

/// Whether the program requests `openid` without being told: Quarkus, Dex, traefikoidc, Envoy Gateway, Nextcloud's
/// oidc_login, Proxmox.
fn adds_openid(path: &str, value: Value<'_>) -> bool {
    path.contains("quarkus")
        || path.contains("traefikoidc")
        || path.contains("connectors.") && path.ends_with("config")
        || path.ends_with("spec.oidc")
        || ["oidc_login_client_id", "username-claim"].iter().any(|name| value.get(name).is_some())
}

/// The fields of an object at a path: a provider of nuxt-oidc-auth has its issuer as `baseUrl`.
fn fields_at(path: &str, value: Value<'_>) -> Vec<(Field, String)> {
    let mut fields = fields(value);
    if path.contains("oidc.providers.") && value.get("baseUrl").is_some() {
        fields.push((Field::Issuer, "baseUrl".to_owned()));
    }
    fields
}

/// The members of an object and its inner objects that describe a client.
pub(super) fn fields(value: Value<'_>) -> Vec<(Field, String)> {
    let mut fields = Vec::new();
    for (name, member) in value.members() {
        if !member.is_object() {
            fields.extend(field_of(&name).map(|field| (field, name.into_owned())));
            continue;
        }
        // Micronaut: `openid.authorization.url`.
        let deeper = member.members().filter(|(_, member)| member.is_object()).flat_map(|(inner, member)| {
            let leaves = member.members().filter(|(_, leaf)| leaf.as_str().is_some());
            leaves.map(move |(leaf, _)| (format!("{inner}{leaf}"), format!("{inner}.{leaf}"))).collect::<Vec<_>>()
        });
        let deeper = deeper.filter_map(|(joined, path)| Some((field_of(&joined)?, format!("{name}.{path}"))));
        fields.extend(deeper.filter(|(field, _)| *field != Field::ClientId));
        for (inner, member) in member.members().filter(|(_, member)| !member.is_object()) {
            let path = format!("{name}.{inner}");
            let is_text = member.as_str().is_some();
            // The client id belongs to the object itself; only other members may be nested.
            let field = field_of(&inner).or_else(|| field_of(&path)).filter(|field| *field != Field::ClientId);
            fields.extend(field.filter(|_| is_text).map(|field| (field, path)));
        }
    }
    fields
}

fn field_of(name: &str) -> Option<Field> {
    let squeezed: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let known = |name: &str| NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
    let mut rest = squeezed.as_str();
    loop {
        if let Some(field) = known(rest) {
            return Some(field);
        }
        rest = PREFIXES.iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    }
}
