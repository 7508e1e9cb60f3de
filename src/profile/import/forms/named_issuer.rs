//! Settings of libraries without OAuth clients, which name the issuer of their tokens: Clerk's publishable key (`pk_test_`
//! and the Base64 of `HOST$`), and Firebase's web configuration.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::profile::import::draft::{Draft, Field};
use crate::profile::import::kind::ImportKind;
use crate::profile::import::node::expression;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::text;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Reads the first member that names an issuer.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    let key = |text: String| issuer(&text);
    let found = root.members().find_map(|(name, value)| Some((name.into_owned(), value.as_string().and_then(key)?)));
    let is_firebase = ["apiKey", "authDomain", "projectId"].iter().all(|name| root.get(name).is_some());
    let project = || {
        let id = text(root, "projectId").filter(|id| is_firebase && !id.is_empty() && expression(id).is_none())?;
        Some(("projectId".to_owned(), format!("https://securetoken.google.com/{id}")))
    };
    let Some((name, issuer)) = found.or_else(project) else { return Vec::new() };
    let mut draft = Draft { is_resource: true, ..Draft::default() };
    draft.fill(Field::Issuer, issuer);
    let mut part = Part::new(ImportKind::OidcConfig, draft);
    part.read.push(format!("{name}: issuer"));
    vec![part]
}

/// The issuer in a key. A key of another service has the same beginning, but no host.
fn issuer(key: &str) -> Option<String> {
    let encoded = ["pk_test_", "pk_live_"].iter().find_map(|start| key.trim().strip_prefix(start))?;
    let decoded = String::from_utf8(BASE64.decode(encoded).ok()?).ok()?;
    let host = decoded.strip_suffix('$').filter(|host| host.contains('.'))?;
    host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b)).then(|| format!("https://{host}"))
}
