//! Spring Security: clients and their providers, and the issuer of a resource server, in `application.yml` or
//! `application.properties`.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::{at, has, objects, text};
use crate::protocol::Finding;
use crate::protocol::json::Value;

/// Spring treats `client-id`, `clientId` and `client_id` alike.
const CLIENT: &[(Field, &str)] = &[
    (Field::ClientId, "client-id"),
    (Field::ClientId, "clientId"),
    (Field::ClientId, "client_id"),
    (Field::ClientSecret, "client-secret"),
    (Field::ClientSecret, "clientSecret"),
    (Field::ClientSecret, "client_secret"),
    (Field::Scopes, "scope"),
    (Field::Scopes, "scopes"),
    (Field::RedirectUris, "redirect-uri"),
    (Field::RedirectUris, "redirectUri"),
    (Field::RedirectUris, "redirect-uri-template"),
    (Field::Name, "client-name"),
    (Field::Name, "clientName"),
    (Field::Grants, "authorization-grant-type"),
    (Field::Grants, "authorizationGrantType"),
];

const PROVIDER: &[(Field, &str)] = &[
    (Field::Issuer, "issuer-uri"),
    (Field::Issuer, "issuerUri"),
    (Field::Issuer, "issuer_uri"),
    (Field::Authorization, "authorization-uri"),
    (Field::Authorization, "authorizationUri"),
    (Field::Token, "token-uri"),
    (Field::Token, "tokenUri"),
    (Field::Userinfo, "user-info-uri"),
    (Field::Userinfo, "userInfoUri"),
    (Field::JwksUri, "jwk-set-uri"),
    (Field::JwksUri, "jwkSetUri"),
];

/// Spring's built-in providers, with the issuer or the authorization endpoint.
const KNOWN: &[(&str, Field, &str)] = &[
    ("google", Field::Issuer, "https://accounts.google.com"),
    ("github", Field::Authorization, "https://github.com/login/oauth/authorize"),
    ("facebook", Field::Authorization, "https://www.facebook.com/v2.8/dialog/oauth"),
];

/// Reads all registrations, or without one, the issuer that a resource server trusts.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let is_oauth2 = |_: &str, value: Value<'_>| at(value, "client.registration").is_some() || is_server(value);
    let found = objects(candidate.root, &is_oauth2);
    let clients: Vec<Part> = found.iter().flat_map(|(path, oauth2)| clients(path, *oauth2)).collect();
    if !clients.is_empty() {
        return clients;
    }
    let server = |(path, oauth2): &(String, Value<'_>)| {
        let server =
            ["resourceserver.jwt", "resource-server.jwt"].iter().find_map(|name| Some((*name, at(*oauth2, name)?)));
        server.map(|(name, jwt)| {
            let mut part = Part::of(ImportKind::Spring, jwt, &format!("{path}.{name}"), PROVIDER);
            part.draft.is_resource = true;
            part
        })
    };
    found.iter().filter_map(server).collect()
}

fn is_server(value: Value<'_>) -> bool {
    at(value, "resourceserver.jwt").is_some() || at(value, "resource-server.jwt").is_some()
}

fn clients(path: &str, oauth2: Value<'_>) -> Vec<Part> {
    let Some(registrations) = at(oauth2, "client.registration") else { return Vec::new() };
    let one = |name: &str, registration: Value<'_>| {
        let place = format!("{path}.client.registration.{name}");
        let mut part = Part::of(ImportKind::Spring, registration, &place, CLIENT);
        part.draft.name.get_or_insert_with(|| name.to_owned());
        let provider = text(registration, "provider").unwrap_or_else(|| name.to_owned());
        part.ignored.retain(|line| !line.starts_with(&format!("{place}.provider:")));
        match at(oauth2, "client.provider").and_then(|providers| providers.get(&provider)) {
            Some(value) => {
                let place = format!("{path}.client.provider.{provider}");
                let other = Part::of(ImportKind::Spring, value, &place, PROVIDER);
                part.findings.extend(misnamed(&place, value));
                part.draft.absorb(&other.draft);
                part.draft.unresolved.extend(other.draft.unresolved);
                part.read.extend(other.read);
                part.repairs.extend(other.repairs);
                part.ignored.extend(other.ignored);
            }
            None => {
                if let Some((_, field, url)) = KNOWN.iter().find(|(known, ..)| *known == provider) {
                    part.draft.fill(*field, *url);
                }
            }
        }
        part.findings.extend(callback_slash(&place, registration));
        part
    };
    registrations.members().filter(|(_, value)| value.is_object()).map(|(name, value)| one(&name, value)).collect()
}

/// Spring's filter for callbacks has the path `/login/oauth2/code/*`, without a slash at its end.
fn callback_slash(place: &str, registration: Value<'_>) -> Option<Finding> {
    let names = ["redirect-uri", "redirectUri", "redirect-uri-template"];
    let uri = names.iter().find_map(|name| text(registration, name)).filter(|uri| uri.ends_with('/'))?;
    let uri = uri.trim_start_matches('\u{1}');
    let right = uri.trim_end_matches('/');
    right.contains("/login/oauth2/code/").then(|| {
        rules::REDIRECT_URI_SLASH
            .found(
                format!("{place} has the redirect URI {uri}: Spring Security does not receive the callback at a path with a slash at its end"),
                format!("Set it to {right}, and register exactly that"),
            )
            .seen(None, "redirect URI", uri)
    })
}

/// Settings of a provider with the name of the standard, which Spring does not read.
fn misnamed(place: &str, provider: Value<'_>) -> Option<Finding> {
    const NAMES: &[(&str, &str)] = &[
        ("issuer", "issuer-uri"),
        ("issuer-url", "issuer-uri"),
        ("authorization-endpoint", "authorization-uri"),
        ("authorization-url", "authorization-uri"),
        ("token-endpoint", "token-uri"),
        ("token-url", "token-uri"),
        ("userinfo-endpoint", "user-info-uri"),
        ("userinfo-uri", "user-info-uri"),
        ("user-info-url", "user-info-uri"),
        ("jwks-uri", "jwk-set-uri"),
        ("jwk-uri", "jwk-set-uri"),
        ("jwks-url", "jwk-set-uri"),
    ];
    let (wrong, right) = NAMES.iter().find(|(wrong, right)| has(provider, &[wrong]) && !has(provider, &[right]))?;
    Some(
        rules::SETTING_UNKNOWN
            .found(
                format!("Spring Security does not read {place}.{wrong}: the setting is called {right}"),
                format!("Rename {wrong} to {right}"),
            )
            .seen(None, "setting", *wrong),
    )
}
