//! Argo CD's `oidc.config`, in its ConfigMap or in Helm values: a string that contains YAML.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{has, objects, text};
use crate::profile::import::syntax::yaml;
use crate::protocol::Json;
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::Name, "name"),
    (Field::Issuer, "issuer"),
    (Field::ClientId, "clientID"),
    (Field::ClientSecret, "clientSecret"),
    (Field::Scopes, "requestedScopes"),
];

/// Reads the settings, inside the string or alone.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for (path, holder) in objects(candidate.root, &|_, value| value.get("oidc.config").is_some()) {
        let place = if path.is_empty() { "oidc.config".to_owned() } else { format!("{path}.oidc.config") };
        match holder.get("oidc.config").filter(|value| value.is_object()) {
            Some(value) => parts.push(part(&place, value)),
            None => yaml::read(&text_of(holder), &mut |document| {
                let json = Json::parse(document.json).ok();
                let settings = json.as_ref().map(Json::root).filter(|root| has(*root, &["clientID", "issuer"]));
                parts.extend(settings.map(|root| part(&place, root)));
                true
            }),
        }
        if let Some(url) = text(holder, "url").filter(|url| url.starts_with("http")) {
            let redirect = format!("{}/auth/callback", url.trim_end_matches('/'));
            parts
                .iter_mut()
                .filter(|part| part.draft.redirect_uris.is_empty())
                .for_each(|part| part.draft.redirect_uris.push(redirect.clone()));
        }
    }
    let root = candidate.root;
    if parts.is_empty()
        && has(root, &["clientID"])
        && has(root, &["issuer"])
        && has(root, &["requestedScopes", "requestedIDTokenClaims", "cliClientID", "name"])
    {
        parts.push(part("", root));
    }
    parts
}

fn text_of(holder: Value<'_>) -> String {
    holder.get("oidc.config").and_then(Value::as_string).unwrap_or_default()
}

fn part(path: &str, value: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::Argocd, value, path, FIELDS);
    if part.draft.scopes.is_empty() {
        // Argo CD's own default.
        part.draft.scopes = ["openid", "profile", "email", "groups"].map(str::to_owned).to_vec();
    }
    part
}
