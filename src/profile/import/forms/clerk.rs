//! Clerk's publishable key, which names its issuer: `pk_test_` and the Base64 of `HOST$`.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::profile::import::draft::{Draft, Field};
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Reads the first key among the members.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let key = |text: String| issuer(&text);
    let found = candidate.root.members().find_map(|(name, value)| Some((name, value.as_string().and_then(key)?)));
    let Some((name, issuer)) = found else { return Vec::new() };
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
