//! CloudFormation, SAM and the Serverless Framework, in YAML or JSON: app clients with the domain of their user pool,
//! load balancers with authentication actions, and JWT authorizers.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::registration::{self, AWS};
use crate::profile::import::search::{objects, text};
use crate::protocol::json::Value;

const DOMAIN: &[(Field, &str)] = &[(Field::Domain, "Properties.Domain"), (Field::UserPoolId, "Properties.UserPoolId")];

const BALANCER: &[(Field, &str)] = &[
    (Field::ClientId, "ClientId"),
    (Field::ClientId, "UserPoolClientId"),
    (Field::ClientSecret, "ClientSecret"),
    (Field::Issuer, "Issuer"),
    (Field::Authorization, "AuthorizationEndpoint"),
    (Field::Token, "TokenEndpoint"),
    (Field::Userinfo, "UserInfoEndpoint"),
    (Field::Domain, "UserPoolDomain"),
    (Field::Scopes, "Scope"),
];

/// Reads the resources of a template that are about authentication.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let is_resource = |_: &str, value: Value<'_>| text(value, "Type").is_some_and(|kind| kind.starts_with("AWS::"));
    let found = objects(candidate.root, &is_resource);
    let mut parts: Vec<Part> = found.iter().flat_map(|(path, value)| resource(path, *value)).collect();
    parts.extend(super::api_gateway::read(candidate));
    parts
}

/// An AppSync API that accepts the tokens of a user pool, if the template names the pool itself.
pub(super) fn user_pool_of_an_api(value: Value<'_>, path: &str, pool: &str, region: &str) -> Vec<Part> {
    let mut part = Part::of(ImportKind::ApiGateway, value, path, &[(Field::UserPoolId, pool), (Field::Region, region)]);
    part.draft.is_resource = true;
    if part.draft.user_pool_id.is_some() { vec![part] } else { Vec::new() }
}

fn resource(path: &str, value: Value<'_>) -> Vec<Part> {
    let kind = text(value, "Type").unwrap_or_default();
    match kind.as_str() {
        "AWS::Cognito::UserPoolClient" => {
            let Some(properties) = value.get("Properties") else { return Vec::new() };
            let mut part =
                registration::client(ImportKind::Cloudformation, properties, &format!("{path}.Properties"), &AWS);
            part.draft.name.get_or_insert_with(|| path.rsplit('.').next().unwrap_or_default().to_owned());
            vec![part]
        }
        "AWS::Cognito::UserPoolDomain" => {
            vec![Part::of(ImportKind::Cloudformation, value, path, DOMAIN).addition()]
        }
        "AWS::AppSync::GraphQLApi" => {
            let named = |name: &str| format!("Properties.UserPoolConfig.{name}");
            user_pool_of_an_api(value, path, &named("UserPoolId"), &named("AwsRegion"))
        }
        "AWS::ElasticLoadBalancingV2::ListenerRule" | "AWS::ElasticLoadBalancingV2::Listener" => {
            let is_action = |path: &str, _: Value<'_>| {
                path.ends_with("AuthenticateOidcConfig") || path.ends_with("AuthenticateCognitoConfig")
            };
            let found = objects(value, &is_action);
            found
                .iter()
                .map(|(place, value)| Part::of(ImportKind::LoadBalancer, *value, &format!("{path}.{place}"), BALANCER))
                .collect()
        }
        _ => Vec::new(),
    }
}
