//! The load balancer's actions `authenticate-oidc` and `authenticate-cognito`: a rule printed by AWS, its actions
//! alone, or annotations of a Kubernetes Ingress.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{has, objects};
use crate::protocol::Json;
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::ClientId, "ClientId"),
    (Field::ClientId, "UserPoolClientId"),
    (Field::ClientId, "userPoolClientID"),
    (Field::ClientSecret, "ClientSecret"),
    (Field::Issuer, "Issuer"),
    (Field::Issuer, "issuer"),
    (Field::Authorization, "AuthorizationEndpoint"),
    (Field::Authorization, "authorizationEndpoint"),
    (Field::Token, "TokenEndpoint"),
    (Field::Token, "tokenEndpoint"),
    (Field::Userinfo, "UserInfoEndpoint"),
    (Field::Userinfo, "userInfoEndpoint"),
    (Field::Domain, "UserPoolDomain"),
    (Field::Domain, "userPoolDomain"),
    (Field::Scopes, "Scope"),
];

/// Reads every action.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let is_action = |path: &str, value: Value<'_>| {
        path.ends_with("AuthenticateOidcConfig")
            || path.ends_with("AuthenticateCognitoConfig")
            || has(value, &["UserPoolArn"]) && has(value, &["UserPoolClientId"])
    };
    let mut parts: Vec<Part> =
        objects(candidate.root, &is_action).iter().map(|(path, value)| action(path, *value)).collect();
    let has_annotations = |_: &str, value: Value<'_>| value.members().any(|(name, _)| is_annotation(&name));
    for (path, annotations) in objects(candidate.root, &has_annotations) {
        for (name, value) in annotations.members().filter(|(name, _)| is_annotation(name)) {
            if let Some(json) = value.as_string().and_then(|text| Json::parse(text).ok()) {
                let scopes = annotations.get("alb.ingress.kubernetes.io/auth-scope").and_then(Value::as_string);
                let mut part = action(&format!("{path}.{name}"), json.root());
                part.draft.scopes =
                    scopes.map(|text| text.split_whitespace().map(str::to_owned).collect()).unwrap_or_default();
                parts.push(part);
            }
        }
    }
    parts
}

fn is_annotation(name: &str) -> bool {
    name.ends_with("/auth-idp-oidc") || name.ends_with("/auth-idp-cognito")
}

fn action(path: &str, value: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::LoadBalancer, value, path, FIELDS);
    // The ingress controller reads the client from a secret of the cluster.
    if let Some(secret) = value.get("secretName").and_then(Value::as_string).filter(|_| part.draft.client_id.is_none())
    {
        part.draft.unresolved.push((Field::ClientId, format!("secret {secret}")));
    }
    // arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbC
    for name in ["UserPoolArn", "userPoolARN"] {
        let arn = value.get(name).and_then(Value::as_string);
        if let Some(pool) = arn.as_deref().and_then(|arn| arn.rsplit_once(":userpool/")).map(|(_, pool)| pool) {
            part.ignored.retain(|line| !line.contains(name));
            part.read.push(if path.is_empty() {
                format!("{name}: user pool id")
            } else {
                format!("{path}.{name}: user pool id")
            });
            part.draft.fill(Field::UserPoolId, pool);
        }
    }
    part
}
