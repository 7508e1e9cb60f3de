//! kubelogin: the credentials plugin in a kubeconfig (`oidc-login get-token`), or the command alone.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{has, objects, text};
use crate::profile::import::syntax::flags;
use crate::protocol::Json;
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::Issuer, "oidc-issuer-url"),
    (Field::ClientId, "oidc-client-id"),
    (Field::ClientSecret, "oidc-client-secret"),
    (Field::RedirectUris, "oidc-redirect-url"),
    (Field::Scopes, "oidc-extra-scope"),
    (Field::Grants, "grant-type"),
];

/// The older `auth-provider: { name: oidc, config: … }`.
const AUTH_PROVIDER: &[(Field, &str)] =
    &[(Field::Issuer, "idp-issuer-url"), (Field::ClientId, "client-id"), (Field::ClientSecret, "client-secret")];

/// Reads every user that signs in with OpenID Connect.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    if has(root, &["oidc-issuer-url"]) && has(root, &["oidc-client-id"]) {
        return vec![options("", root)];
    }
    let mut parts = Vec::new();
    for (path, exec) in objects(root, &|_, value| has(value, &["args"]) && is_get_token(value)) {
        let words: Vec<String> =
            exec.get("args").into_iter().flat_map(Value::items).filter_map(Value::as_string).collect();
        let node = flags::options(words.iter().map(String::as_str));
        if let Ok(json) = Json::parse(node.json()) {
            parts.push(options(&format!("{path}.args"), json.root()));
        }
    }
    let is_provider = |_: &str, value: Value<'_>| has(value, &["idp-issuer-url"]);
    parts.extend(
        objects(root, &is_provider)
            .iter()
            .map(|(path, value)| Part::of(ImportKind::Kubeconfig, *value, path, AUTH_PROVIDER)),
    );
    parts
}

fn is_get_token(exec: Value<'_>) -> bool {
    let words = exec.get("args").into_iter().flat_map(Value::items).filter_map(Value::as_string);
    words.into_iter().any(|word| word.starts_with("--oidc-issuer-url"))
        && text(exec, "command").is_none_or(|command| !command.contains("oauth2"))
}

fn options(path: &str, value: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::Kubeconfig, value, path, FIELDS);
    if !part.draft.scopes.iter().any(|scope| scope == "openid") {
        // kubelogin always requests it.
        part.draft.scopes.insert(0, "openid".to_owned());
    }
    if part.draft.redirect_uris.is_empty() {
        part.draft.redirect_uris = vec!["http://localhost:8000".to_owned(), "http://localhost:18000".to_owned()];
    }
    part
}
