//! The resource that a pasted text is about: the settings of an MCP client, protected resource metadata, a challenge, or
//! its URL alone.

use crate::diagnosis::inspect::{Inspection, Kind};
use crate::profile::resource_problem;
use crate::protocol::Json;
use crate::protocol::json::Value;
use crate::protocol::resource::{challenge, metadata};

/// Its URL, if there is one that can be called.
pub fn resource_in(text: &str, inspection: &Inspection) -> Option<String> {
    let text = text.trim();
    let configured = inspection.profile.as_ref().and_then(|client| client.parameters.get("resource"));
    let document = || {
        let json = Json::parse(text).ok().filter(|_| inspection.kind == Kind::ProtectedResource)?;
        json.get("resource").and_then(Value::as_string)
    };
    let alone = || {
        let is_open = matches!(inspection.kind, Kind::Unknown | Kind::Issuer);
        (is_open && !text.contains(char::is_whitespace)).then(|| text.to_owned())
    };
    let found = configured.map(str::to_owned).or_else(document).or_else(|| challenged(text)).or_else(alone)?;
    resource_problem("resource", &found).is_none().then_some(found)
}

/// The resource whose metadata a challenge names (RFC 9728 section 5.1).
fn challenged(text: &str) -> Option<String> {
    text.lines().filter(|line| line.contains("resource_metadata")).find_map(|line| {
        let named = line.split_once(':').filter(|(name, _)| name.trim().eq_ignore_ascii_case("www-authenticate"));
        let field = named.map_or(line, |(_, value)| value);
        metadata::resource_of(challenge::resource_metadata(&challenge::parse(field))?)
    })
}
