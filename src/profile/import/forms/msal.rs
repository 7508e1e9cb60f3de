//! MSAL for JavaScript, `{ auth: { clientId, authority, redirectUri } }`, and for Android. Its authority is not the
//! issuer: version 2.0 tokens have the issuer AUTHORITY/v2.0.

use super::programs::without_paths;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::{has, text};
use crate::protocol::json::{Kind, Value};

const FIELDS: &[(Field, &str)] = &[
    (Field::ClientId, "auth.clientId"),
    (Field::ClientSecret, "auth.clientSecret"),
    (Field::Issuer, "auth.authority"),
    (Field::RedirectUris, "auth.redirectUri"),
    (Field::SignOutUris, "auth.postLogoutRedirectUri"),
];

/// Reads a configuration, or the scopes of a separate request.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    if has(root, &["auth.clientId"])
        && (has(root, &["auth.authority", "auth.redirectUri", "auth.knownAuthorities", "cache", "system"]))
    {
        let mut part = Part::of(ImportKind::Msal, root, "", FIELDS);
        without_paths(&mut part);
        let is_known = has(root, &["auth.knownAuthorities", "auth.authorityMetadata", "auth.cloudDiscoveryMetadata"]);
        let authority = part.draft.issuer.as_deref().filter(|_| !is_known);
        part.findings.extend(authority.and_then(rules::authority_unknown));
        part.draft.issuer = part.draft.issuer.take().map(|authority| issuer_of(&authority));
        // Without an authority, MSAL uses the one for all tenants.
        if text(root, "auth.authority").is_none() {
            part.draft.fill(Field::Issuer, "https://login.microsoftonline.com/common/v2.0");
        }
        return vec![part];
    }
    if has(root, &["client_id"]) && has(root, &["authorities", "broker_redirect_uri_registered", "account_mode"]) {
        return vec![android(root)];
    }
    let only_scopes = |value: Value<'_>| value.get("scopes").is_some_and(|scopes| scopes.kind() == Kind::Array);
    let few = root.is_object() && root.members().count() <= 4 && !has(root, &["domain", "clientId", "redirectSignIn"]);
    if few && only_scopes(root) && (candidate.name.ends_with("equest") || text_of(root).contains(".default")) {
        return vec![Part::of(ImportKind::Msal, root, "", &[(Field::Scopes, "scopes")]).addition()];
    }
    Vec::new()
}

/// Android's `auth_config.json`: the default authority is the first one, or the one for all accounts.
fn android(root: Value<'_>) -> Part {
    const FIELDS: &[(Field, &str)] = &[(Field::ClientId, "client_id"), (Field::RedirectUris, "redirect_uri")];
    let mut part = Part::of(ImportKind::Msal, root, "", FIELDS);
    let authorities = || root.get("authorities").into_iter().flat_map(Value::items);
    let is_default = |value: &Value<'_>| value.get("default").and_then(Value::as_bool) == Some(true);
    let chosen = authorities().find(is_default).or_else(|| authorities().next());
    let url = chosen.and_then(|authority| text(authority, "authority_url"));
    let tenant = chosen.and_then(|authority| {
        let tenant = ["audience.tenant_id", "audience.tenantId"].iter().find_map(|path| text(authority, path));
        tenant.or_else(|| match text(authority, "audience.type")?.as_str() {
            "AzureADMultipleOrgs" => Some("organizations".to_owned()),
            "PersonalMicrosoftAccount" => Some("consumers".to_owned()),
            _ => None,
        })
    });
    let tenant = tenant.unwrap_or_else(|| "common".to_owned());
    let authority = url.unwrap_or_else(|| format!("https://login.microsoftonline.com/{tenant}"));
    part.ignored.retain(|line| !line.starts_with("authorities:"));
    part.read.push("authorities: issuer".to_owned());
    part.draft.fill(Field::Issuer, issuer_of(&authority));
    part
}

fn text_of(root: Value<'_>) -> &str {
    root.raw()
}

/// The issuer of an Entra authority; a B2C tenant or another provider is its own issuer.
fn issuer_of(authority: &str) -> String {
    let bare = authority.trim_end_matches('/');
    let is_entra = bare.contains("://login.microsoftonline.") || bare.contains(".ciamlogin.com");
    if is_entra && !bare.ends_with("/v2.0") { format!("{bare}/v2.0") } else { authority.to_owned() }
}
