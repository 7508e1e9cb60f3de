//! APIs and proxies that accept tokens: Istio's RequestAuthentication, Envoy's and Envoy Gateway's JWT providers, KrakenD,
//! Kong, ASP.NET Core's JwtBearer.

use crate::profile::cognito;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::{has, objects, text};
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::Issuer, "issuer"),
    (Field::Issuer, "Authority"),
    (Field::JwksUri, "jwksUri"),
    (Field::JwksUri, "jwks_uri"),
    (Field::JwksUri, "remote_jwks.http_uri.uri"),
    (Field::JwksUri, "remoteJWKS.uri"),
    (Field::JwksUri, "jwk_url"),
    (Field::JwksUri, "jwks_url"),
];

/// The members with the accepted audiences.
const AUDIENCES: &[&str] = &["audiences", "audience", "Audience", "ValidAudience", "ValidAudiences"];

/// Reads every rule with an issuer and its keys.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let is_rule = |_: &str, value: Value<'_>| {
        has(value, &["issuer"])
            && (has_keys(value) || text(value, "issuer").is_some_and(|issuer| issuer.contains("://")))
            && has(
                value,
                &["jwksUri", "jwks", "remote_jwks", "remoteJWKS", "local_jwks", "jwk_url", "jwks_url", "audiences"],
            )
            && !has(value, &["client_id", "clientID", "clientId", "authorization_endpoint", "token_endpoint"])
    };
    let found = objects(candidate.root, &is_rule);
    let rules = found.iter().map(|(path, value)| rule(path, *value));
    // Kubernetes: `AuthenticationConfiguration`, for ID tokens, whose audience is the client id.
    let is_issuer = |_: &str, value: Value<'_>| has(value, &["issuer.url"]) && has(value, &["issuer.audiences"]);
    let servers = objects(candidate.root, &is_issuer);
    let servers = servers.iter().map(|(path, value)| {
        let fields = [(Field::Issuer, "issuer.url"), (Field::ClientId, "issuer.audiences")];
        let mut part = Part::of(ImportKind::JwtPolicy, *value, path, &fields);
        part.draft.is_resource = true;
        part
    });
    // ASP.NET Core's JwtBearer.
    let is_bearer = |_: &str, value: Value<'_>| {
        text(value, "Authority").is_some_and(|url| url.contains("://"))
            && has(value, AUDIENCES)
            && !has(value, &["ClientId"])
    };
    let bearers = objects(candidate.root, &is_bearer);
    let bearers = bearers.iter().map(|(path, value)| rule(path, *value));
    rules.chain(servers).chain(bearers).collect()
}

fn has_keys(value: Value<'_>) -> bool {
    has(value, &["jwksUri", "jwks", "remote_jwks", "remoteJWKS", "local_jwks", "jwk_url", "jwks_url"])
}

fn rule(path: &str, value: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::JwtPolicy, value, path, FIELDS);
    part.draft.is_resource = true;
    let audiences: Vec<String> = AUDIENCES
        .iter()
        .filter_map(|name| value.get(name))
        .flat_map(|list| list.items().filter_map(Value::as_string).chain(list.as_string()))
        .collect();
    let issuer = part.draft.issuer.as_deref().unwrap_or_default().trim_end_matches('/');
    if cognito::issuer_user_pool_id(issuer).is_some() && !audiences.is_empty() {
        part.findings.push(rules::audience_of_a_user_pool(&audiences));
    }
    part
}
