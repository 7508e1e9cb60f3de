//! The servers of MCP clients: `.mcp.json`, and the settings of Claude, VS Code and Cursor. A server is the resource;
//! it has a client id only if the server does not support client registration.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{at, has, objects, text};
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::ClientId, "oauth.clientId"),
    (Field::ClientId, "auth.CLIENT_ID"),
    (Field::ClientId, "auth.clientId"),
    (Field::ClientId, "oauth.client_id"),
    (Field::ClientSecret, "oauth.clientSecret"),
    (Field::ClientSecret, "auth.CLIENT_SECRET"),
    (Field::ClientSecret, "oauth.client_secret"),
    (Field::Scopes, "oauth.scopes"),
    (Field::Scopes, "oauth.scope"),
    (Field::Scopes, "auth.scopes"),
    (Field::RedirectUris, "oauth.redirectUri"),
    (Field::RedirectUris, "oauth.redirect_uri"),
    (Field::Discovery, "oauth.authServerMetadataUrl"),
    (Field::Issuer, "oauth.issuer"),
    (Field::Authorization, "oauth.authorizationUrl"),
    (Field::Token, "oauth.tokenUrl"),
];

/// Reads every server that has a URL.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let named = ["mcpServers", "servers", "mcp.servers"];
    let has_servers =
        |_: &str, value: Value<'_>| named.iter().any(|name| at(value, name).is_some_and(Value::is_object));
    let mut parts = Vec::new();
    for (path, holder) in objects(candidate.root, &has_servers) {
        for name in named {
            let Some(servers) = at(holder, name).filter(|servers| servers.is_object()) else { continue };
            for (server, settings) in servers.members().filter(|(_, settings)| is_remote(*settings)) {
                let place = [path.as_str(), name, &server]
                    .iter()
                    .filter(|part| !part.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join(".");
                parts.push(remote(&place, &server, settings));
            }
        }
    }
    parts
}

fn is_remote(settings: Value<'_>) -> bool {
    has(settings, &["url", "serverUrl", "httpUrl"])
        || has(settings, &["oauth.clientId", "auth.CLIENT_ID"])
        || bridge(settings).is_some()
}

/// The arguments of mcp-remote, which is the client of a remote server in place of the program.
fn bridge(settings: Value<'_>) -> Option<Vec<String>> {
    let words: Vec<String> = settings.get("args")?.items().filter_map(Value::as_string).collect();
    let at = words.iter().position(|word| word == "mcp-remote" || word.starts_with("mcp-remote@"))?;
    Some(words[at + 1..].to_vec()).filter(|words| words.iter().any(|word| word.contains("://")))
}

fn bridged(part: &mut Part, place: &str, words: &[String]) {
    /// The default of mcp-remote.
    const PORT: &str = "3334";
    part.ignored.retain(|line| !line.starts_with(&format!("{place}.args")));
    part.read.push(format!("{place}.args: resource"));
    let port = words.iter().find(|word| word.len() > 3 && word.bytes().all(|b| b.is_ascii_digit()));
    let port = port.map_or(PORT, String::as_str);
    part.draft.redirect_uris.push(format!("http://localhost:{port}/oauth/callback"));
    if let Some(url) = words.iter().find(|word| word.starts_with("http")) {
        part.draft.parameters.push("resource", url.clone());
    }
    let given = words.iter().skip_while(|word| *word != "--static-oauth-client-info").nth(1);
    if let Some(json) = given.and_then(|given| crate::protocol::Json::parse(given.as_str()).ok()) {
        for (field, name) in [(Field::ClientId, "client_id"), (Field::ClientSecret, "client_secret")] {
            if let Some(value) = json.get(name).and_then(Value::as_string) {
                part.draft.fill(field, value);
            }
        }
    }
}

fn remote(place: &str, name: &str, settings: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::McpConfig, settings, place, FIELDS);
    part.draft.name = Some(name.to_owned());
    // Most servers register clients dynamically.
    part.draft.is_resource = true;
    if let Some(port) =
        settings.get("oauth").and_then(|oauth| oauth.get("callbackPort")).map(|port| port.raw().to_owned())
    {
        part.ignored.retain(|line| !line.contains("callbackPort"));
        part.read.push(format!("{place}.oauth.callbackPort: redirect URIs"));
        part.draft.redirect_uris.push(format!("http://localhost:{port}/callback"));
    }
    if let Some(words) = bridge(settings) {
        bridged(&mut part, place, &words);
    }
    for field in ["url", "serverUrl", "httpUrl"] {
        if let Some(url) = text(settings, field).filter(|url| url.contains("://") && !url.contains(['$', '{'])) {
            part.ignored.retain(|line| !line.starts_with(&format!("{place}.{field}:")));
            part.read.push(format!("{place}.{field}: resource"));
            // RFC 8707: a client of an MCP server sends it in every request.
            part.draft.parameters.push("resource", url);
        }
    }
    part
}
