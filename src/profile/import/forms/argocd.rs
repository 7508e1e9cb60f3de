//! Argo CD's `oidc.config` and `dex.config`, in its ConfigMap or in Helm values: strings that contain YAML.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::{at, has, objects, text};
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

/// A connector of Dex.
const CONNECTOR: &[(Field, &str)] = &[
    (Field::Name, "name"),
    (Field::Issuer, "config.issuer"),
    (Field::ClientId, "config.clientID"),
    (Field::ClientSecret, "config.clientSecret"),
    (Field::RedirectUris, "config.redirectURI"),
    (Field::Scopes, "config.scopes"),
];

/// Reads the settings, inside the string or alone.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let mut parts = connectors(candidate.root);
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

/// The connectors in `dex.config` with an issuer; others have a provider of their own.
fn connectors(root: Value<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for (path, holder) in objects(root, &|_, value| value.get("dex.config").is_some()) {
        let place = if path.is_empty() { "dex.config".to_owned() } else { format!("{path}.dex.config") };
        let url = text(holder, "url").filter(|url| url.starts_with("http"));
        let settings = holder.get("dex.config").and_then(Value::as_string).unwrap_or_default();
        yaml::read(&settings, &mut |document| {
            let Ok(json) = Json::parse(document.json) else { return true };
            let is_connector = |_: &str, value: Value<'_>| at(value, "config.clientID").is_some();
            for (inner, value) in objects(json.root(), &is_connector) {
                let mut part = Part::of(ImportKind::Argocd, value, &format!("{place}.{inner}"), CONNECTOR);
                part.draft.adds_openid = true;
                if part.draft.issuer.is_none() && !part.draft.lacks(&[Field::Issuer]) {
                    part.draft.unresolved.push((Field::Issuer, "of the connector".to_owned()));
                }
                if let Some(url) = url.as_ref().filter(|_| part.draft.redirect_uris.is_empty()) {
                    part.draft.redirect_uris.push(format!("{}/api/dex/callback", url.trim_end_matches('/')));
                }
                parts.push(part);
            }
            // `-config:` is a member, not an item.
            let broken = json.root().members().find(|(name, value)| name.starts_with('-') && value.is_object());
            if let Some((name, value)) = broken {
                let fields: Vec<(Field, &str)> = CONNECTOR
                    .iter()
                    .filter_map(|(field, path)| Some((*field, path.strip_prefix("config.")?)))
                    .collect();
                let mut part = Part::of(ImportKind::Argocd, value, &format!("{place}.{name}"), &fields);
                part.draft.adds_openid = true;
                part.findings.push(
                    rules::BROKEN_YAML
                        .found(
                            format!(
                                "{place} contains {name}: without a space after the hyphen, it is no item of a list"
                            ),
                            format!("Write - {}:", &name[1..]),
                        )
                        .seen(None, "line", format!("{name}:")),
                );
                parts.push(part);
            }
            true
        });
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
