//! The URL schemes that a native app registers with its system, for redirect URIs in other documents of the same text.

use crate::profile::import::draft::Draft;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::node::is_placeholder;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::protocol::Finding;
use crate::protocol::json::Value;

/// Reads the schemes.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let listed = candidate.root.get("schemes").into_iter().flat_map(Value::items).filter_map(Value::as_string);
    let (variables, schemes): (Vec<String>, Vec<String>) = listed.partition(|scheme| scheme.contains(['$', '{']));
    if schemes.is_empty() {
        return Vec::new();
    }
    let findings =
        schemes.iter().filter(|scheme| scheme.contains([':', '/'])).map(|scheme| rules::scheme_is_uri(scheme));
    let mut findings: Vec<Finding> = findings.collect();
    let unfilled = schemes.iter().find(|scheme| is_placeholder(scheme));
    findings.extend(unfilled.map(|scheme| {
        rules::PLACEHOLDER
            .found(
                format!("The URL scheme is {scheme}, which is a placeholder"),
                "Replace it with the scheme of the app",
            )
            .seen(None, "URL scheme", scheme.clone())
    }));
    // A variable may stand for any scheme, so that nothing can be said to be missing.
    let schemes = if variables.is_empty() { schemes } else { Vec::new() };
    let draft = Draft { schemes, ..Draft::default() };
    let read = vec!["schemes: URL schemes of the app".to_owned()];
    vec![Part { findings, read, ..Part::new(ImportKind::NativeApp, draft) }.addition()]
}
