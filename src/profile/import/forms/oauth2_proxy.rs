//! oauth2-proxy: command-line options, also in a list of arguments, its configuration file, its providers in YAML, and
//! the values of its Helm chart.

use super::container::container;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::node::Node;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::{has, objects, text};
use crate::profile::import::syntax::{flags, ini};
use crate::protocol::Json;
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::ClientId, "client-id"),
    (Field::ClientSecret, "client-secret"),
    (Field::Issuer, "oidc-issuer-url"),
    (Field::JwksUri, "oidc-jwks-url"),
    (Field::Authorization, "login-url"),
    (Field::Token, "redeem-url"),
    (Field::Userinfo, "profile-url"),
    (Field::RedirectUris, "redirect-url"),
    (Field::Scopes, "scope"),
    // The configuration file.
    (Field::ClientId, "client_id"),
    (Field::ClientSecret, "client_secret"),
    (Field::Issuer, "oidc_issuer_url"),
    (Field::JwksUri, "oidc_jwks_url"),
    (Field::Authorization, "login_url"),
    (Field::Token, "redeem_url"),
    (Field::Userinfo, "profile_url"),
    (Field::RedirectUris, "redirect_url"),
    // One of the providers.
    (Field::ClientId, "clientID"),
    (Field::ClientSecret, "clientSecret"),
    (Field::Issuer, "oidcConfig.issuerURL"),
    (Field::JwksUri, "oidcConfig.jwksURL"),
    (Field::Authorization, "loginURL"),
    (Field::Token, "redeemURL"),
    (Field::Userinfo, "profileURL"),
    // The Helm chart.
    (Field::ClientId, "clientId"),
];

/// The values of the Helm chart, with the client and the options in different places.
const CHART: &[(Field, &str)] = &[
    (Field::ClientId, "config.clientID"),
    (Field::ClientSecret, "config.clientSecret"),
    (Field::Issuer, "extraArgs.oidc-issuer-url"),
    (Field::JwksUri, "extraArgs.oidc-jwks-url"),
    (Field::Authorization, "extraArgs.login-url"),
    (Field::Token, "extraArgs.redeem-url"),
    (Field::Userinfo, "extraArgs.profile-url"),
    (Field::RedirectUris, "extraArgs.redirect-url"),
    (Field::Scopes, "extraArgs.scope"),
];

const PROVIDER: &[&str] = &["oidc-issuer-url", "oidc_issuer_url", "oidcConfig", "login-url", "login_url", "redeem_url"];

/// Reads options from any of these sources.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    let is_kubelogin =
        candidate.name.contains("kube") || candidate.name == "get-token" || has(root, &["oidc-client-id"]);
    let is_proxy = |value: Value<'_>| {
        has(value, PROVIDER)
            || text(value, "provider").is_some()
                && has(
                    value,
                    &["cookie_secret", "cookie-secret", "upstreams", "upstream", "email-domain", "email_domains"],
                )
    };
    if is_kubelogin {
        return Vec::new();
    }
    let is_options =
        |_: &str, value: Value<'_>| is_proxy(value) && has(value, &["client-id", "client_id", "clientID", "clientId"]);
    let mut parts: Vec<Part> = objects(root, &is_options)
        .iter()
        .map(|(path, value)| Part::of(ImportKind::Oauth2Proxy, *value, path, FIELDS))
        .collect();
    for (path, value) in
        objects(root, &|_, value| value.members().any(|(_, list)| is_arguments(list)) || has_file(value))
    {
        for (name, list) in value.members().filter(|(_, list)| is_arguments(*list)) {
            let words: Vec<String> = list.items().filter_map(Value::as_string).collect();
            let place = format!("{path}.{name}");
            let part = one(&place, flags::options(words.iter().map(String::as_str)));
            parts.extend(part.map(|mut part| {
                part.draft.container = container(root, &place);
                part
            }));
        }
        // The chart's `extraArgs:` is an object; `configFile:` contains the file as a string.
        let file = ["configFile", "oauth2_proxy.cfg"].iter().find_map(|name| text(value, name));
        if let Some(file) = file {
            ini::read(&file, &mut |document| {
                let json = Json::parse(document.json).ok();
                let part = json
                    .map(|json| Part::of(ImportKind::Oauth2Proxy, json.root(), &format!("{path}.configFile"), FIELDS));
                // The client stands beside the file.
                let beside = Part::of(ImportKind::Oauth2Proxy, value, &path, FIELDS);
                if beside.draft.client_id.is_some() && part.as_ref().is_some_and(|part| part.draft.client_id.is_none())
                {
                    parts.push(beside);
                }
                parts.extend(part);
                true
            });
        }
    }
    let is_chart = |_: &str, value: Value<'_>| has(value, &["config.clientID"]) && has(value, &["extraArgs"]);
    let charts = objects(root, &is_chart);
    parts.extend(charts.iter().map(|(path, value)| Part::of(ImportKind::Oauth2Proxy, *value, path, CHART)));
    parts.retain(|part| !part.read.is_empty() || !part.draft.unresolved.is_empty());
    let mut parts = merge(parts);
    if !root.raw().contains("provider") {
        let issuer = parts.iter().find_map(|part| part.draft.issuer.clone());
        let default = issuer.as_deref().map(rules::provider_default);
        if let Some(first) = parts.first_mut() {
            first.findings.extend(default);
        }
    }
    parts
}

fn has_file(value: Value<'_>) -> bool {
    ["configFile", "oauth2_proxy.cfg"].iter().any(|name| {
        text(value, name).is_some_and(|text| text.contains("client_id") || text.contains("oidc_issuer_url"))
    })
}

fn is_arguments(list: Value<'_>) -> bool {
    list.items().any(|item| {
        item.as_string().is_some_and(|word| word.contains("-oidc-issuer-url") || word.starts_with("--provider="))
    }) && !list
        .items()
        .any(|item| item.as_string().is_some_and(|word| word == "get-token" || word.starts_with("--oidc-client-id")))
}

fn one(path: &str, options: Node) -> Option<Part> {
    let json = Json::parse(options.json()).ok()?;
    Some(Part::of(ImportKind::Oauth2Proxy, json.root(), path, FIELDS))
}

/// The Helm chart separates the client from its issuer.
fn merge(parts: Vec<Part>) -> Vec<Part> {
    let (mut clients, rest): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| part.draft.client_id.is_some() || part.draft.lacks(&[Field::ClientId]));
    if clients.is_empty() {
        return rest;
    }
    clients.extend(rest.into_iter().map(Part::addition));
    clients
}
