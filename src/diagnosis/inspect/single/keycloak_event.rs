//! Log events of a server, stored or shown as objects.

use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::reported;
use crate::protocol::Json;
use crate::reading::sentences;

/// An event that Keycloak stores or shows as an object, with the content of its log line.
pub(super) fn read(json: &Json) -> Option<Inspection> {
    let first = json.root().items().next();
    let event = first.unwrap_or(json.root());
    let text = |name: &str| event.get(name).and_then(|value| value.as_string());
    let is_event = text("type").is_some_and(|kind| kind.ends_with("_ERROR")) && event.get("realmId").is_some();
    let details = event.get("details").into_iter().flat_map(|details| details.members());
    let members = ["type", "realmId", "clientId", "userId", "ipAddress", "error"]
        .into_iter()
        .map(|name| (name.to_owned(), text(name).unwrap_or_else(|| "null".to_owned())))
        .chain(details.filter_map(|(name, value)| Some((name.into_owned(), value.as_string()?))));
    let line = members.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(", ");
    is_event.then(|| {
        let findings = reported::findings(&sentences::find(&line));
        Inspection::new(Kind::ErrorMessage).with_findings(findings)
    })
}
