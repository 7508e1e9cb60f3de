//! The requests of an MCP client over streamable HTTP (Model Context Protocol, 2025-11-25 and 2026-07-28) and their
//! responses, as far as a call with a token needs them.
//!
//! ```text
//!   initialize ─► 200: version, session ─► notifications/initialized ─► tools/list
//!        └─► the server knows no initialize (2026-07-28) ───────┬─────► tools/list with its version in every request
//!   server/discover, if the person names that version ──────────┘
//! ```

use serde_json::{Value, json};

use crate::protocol::http::{Header, HttpRequest, HttpResponse, Method};
use crate::protocol::json::Json;
use crate::protocol::text::secret::Secret;

/// The newest version with a handshake.
pub const VERSION: &str = "2025-11-25";

/// The version without a handshake.
pub const STATELESS: &str = "2026-07-28";

/// What a server answered to `initialize`, and every later request repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handshake {
    /// The negotiated version.
    pub version: String,
    /// `Mcp-Session-Id`, if the server has sessions.
    pub session: Option<Secret>,
    /// Whether the server needs no handshake: each request describes its client.
    pub is_stateless: bool,
}

impl Handshake {
    /// The version without a handshake.
    fn stateless() -> Self {
        Self { version: STATELESS.to_owned(), session: None, is_stateless: true }
    }
}

/// A response of an MCP server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// `result`, as JSON text.
    Result(Json),
    /// `error`: its code and its message.
    Error(i64, String),
    /// Neither: what was found instead.
    Unreadable(String),
}

/// `initialize`
pub fn initialize(url: &str, token: Option<&Secret>) -> HttpRequest {
    let params = json!({ "protocolVersion": VERSION, "capabilities": {}, "clientInfo": client() });
    request(url, token, json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params }))
}

/// `server/discover`, the first message to a server that needs no handshake.
pub fn discover(url: &str, token: Option<&Secret>) -> HttpRequest {
    message(url, token, &Handshake::stateless(), DISCOVER, json!({}))
}

const DISCOVER: &str = "server/discover";

/// Whether a message is the first one of a client.
pub fn is_first(request: &HttpRequest) -> bool {
    method(request).is_some_and(|method| method == "initialize" || method == DISCOVER)
}

/// `notifications/initialized`, which ends the handshake.
pub fn initialized(url: &str, token: Option<&Secret>, handshake: &Handshake) -> HttpRequest {
    with(handshake, request(url, token, json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })))
}

/// `tools/list`
pub fn list_tools(url: &str, token: Option<&Secret>, handshake: &Handshake) -> HttpRequest {
    message(url, token, handshake, "tools/list", json!({}))
}

/// `tools/call` without arguments.
pub fn call_tool(url: &str, token: Option<&Secret>, handshake: &Handshake, tool: &str) -> HttpRequest {
    let request = message(url, token, handshake, "tools/call", json!({ "name": tool, "arguments": {} }));
    if handshake.is_stateless { request.with_header("mcp-name", tool) } else { request }
}

fn message(url: &str, token: Option<&Secret>, handshake: &Handshake, method: &str, params: Value) -> HttpRequest {
    let mut body = json!({ "jsonrpc": "2.0", "id": 2, "method": method, "params": params });
    if handshake.is_stateless {
        body["params"]["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": handshake.version,
            "io.modelcontextprotocol/clientInfo": client(),
            "io.modelcontextprotocol/clientCapabilities": {},
        });
    }
    let mut request = with(handshake, request(url, token, body));
    if handshake.is_stateless {
        request = request.with_header("mcp-method", method);
    }
    request
}

/// The result of the first message; `None` if it failed. A server without a handshake rejects a missing or unknown version
/// (-32020 to -32022) or `initialize` (-32601).
pub fn handshake(first: &HttpRequest, response: &HttpResponse) -> Option<Handshake> {
    match reply(response) {
        Reply::Result(_) if method(first).as_deref() == Some(DISCOVER) => Some(Handshake::stateless()),
        Reply::Result(result) => Some(Handshake {
            // It becomes the value of a header.
            version: result
                .get("protocolVersion")
                .and_then(crate::protocol::json::Value::as_string)
                .filter(|version| version.bytes().all(|byte| byte.is_ascii_graphic()))?,
            session: response.header("mcp-session-id").map(Secret::new),
            is_stateless: false,
        }),
        Reply::Error(-32022..=-32020 | -32601, _) => Some(Handshake::stateless()),
        _ => None,
    }
}

/// The method of a message, if a request has one.
pub fn method(request: &HttpRequest) -> Option<String> {
    let json = Json::from_bytes(&request.body).ok()?;
    json.get("method").and_then(crate::protocol::json::Value::as_string)
}

/// The names of the tools in the response to `tools/list`.
pub fn tools(response: &HttpResponse) -> Option<Vec<String>> {
    let Reply::Result(result) = reply(response) else { return None };
    let tools = result.get("tools")?;
    Some(tools.items().filter_map(|tool| tool.get("name")?.as_string()).collect())
}

/// Reads a response: JSON, or the first message of an event stream that has a result or an error.
pub fn reply(response: &HttpResponse) -> Reply {
    let text = response.text();
    let is_stream = response.media_type().as_deref() == Some("text/event-stream");
    let messages: Vec<String> = if is_stream { events(&text) } else { vec![text.into_owned()] };
    let mut problem = format!("HTTP {} without a message", response.status);
    for message in messages {
        let json = match Json::parse(message) {
            Ok(json) => json,
            Err(error) => {
                problem = format!("HTTP {}, expected JSON-RPC: {error}", response.status);
                continue;
            }
        };
        if let Some(error) = json.get("error").filter(|error| error.is_object()) {
            let text = error.get("message").and_then(crate::protocol::json::Value::as_string);
            let code = error.get("code").and_then(crate::protocol::json::Value::as_i64);
            return Reply::Error(code.unwrap_or_default(), text.unwrap_or_default());
        }
        if let Some(result) = json.get("result").and_then(|result| Json::parse(result.raw()).ok()) {
            return Reply::Result(result);
        }
        problem = format!("HTTP {} with JSON that is neither a result nor an error of JSON-RPC", response.status);
    }
    Reply::Unreadable(problem)
}

/// The `data` of the events of a stream (HTML Living Standard 9.2.6).
fn events(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut data: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        match line.strip_prefix("data:") {
            Some(part) => data.push(part.strip_prefix(' ').unwrap_or(part)),
            None if line.is_empty() && !data.is_empty() => {
                found.push(data.join("\n"));
                data.clear();
            }
            None => {}
        }
    }
    found
}

fn client() -> Value {
    json!({ "name": "grantscope", "version": env!("CARGO_PKG_VERSION") })
}

/// The token stands in the header of every request, never in the URL.
fn request(url: &str, token: Option<&Secret>, body: Value) -> HttpRequest {
    let mut request = HttpRequest {
        method: Method::Post,
        url: url.to_owned(),
        headers: vec![
            Header::new("content-type", "application/json"),
            Header::new("accept", "application/json, text/event-stream"),
        ],
        body: body.to_string().into_bytes(),
    };
    if let Some(token) = token {
        request.headers.push(Header::new("authorization", format!("Bearer {}", token.expose())));
    }
    request
}

fn with(handshake: &Handshake, request: HttpRequest) -> HttpRequest {
    let request = request.with_header("mcp-protocol-version", &handshake.version);
    match &handshake.session {
        Some(session) => request.with_header("mcp-session-id", session.expose()),
        None => request,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handshake_is_read_from_json_and_from_an_event_stream() {
        let message = r#"{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18","capabilities":{}}}"#;
        let plain = HttpResponse::new(200).with_header("Mcp-Session-Id", "s1").with_body("application/json", message);
        let first = initialize("https://h/mcp", None);
        let read = handshake(&first, &plain).unwrap();
        assert_eq!((read.version.as_str(), read.session.is_some(), read.is_stateless), ("2025-06-18", true, false));
        let stream = HttpResponse::new(200)
            .with_body("text/event-stream", format!(": hello\n\nevent: message\ndata: {message}\n\n"));
        assert_eq!(handshake(&first, &stream).unwrap().version, "2025-06-18");
    }

    #[test]
    fn a_server_without_a_handshake_gets_its_version_with_every_request() {
        let refused = HttpResponse::new(400).with_body(
            "application/json",
            r#"{"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"unsupported"}}"#,
        );
        let handshake = handshake(&initialize("https://h/mcp", None), &refused).unwrap();
        let request = list_tools("https://h/mcp", Some(&"at".into()), &handshake);
        assert_eq!(request.header("mcp-protocol-version"), Some(STATELESS));
        assert_eq!(request.header("authorization"), Some("Bearer at"));
        assert!(String::from_utf8_lossy(&request.body).contains("io.modelcontextprotocol/protocolVersion"));
    }

    #[test]
    fn every_message_of_the_version_without_a_handshake_describes_itself_in_its_headers() {
        let url = "https://h/mcp";
        let first = discover(url, None);
        let answer =
            HttpResponse::new(200).with_body("application/json", r#"{"id":2,"result":{"supportedVersions":[]}}"#);
        let handshake = handshake(&first, &answer).unwrap();
        for (message, method) in [
            (first, "server/discover"),
            (list_tools(url, None, &handshake), "tools/list"),
            (call_tool(url, None, &handshake, "t"), "tools/call"),
        ] {
            assert_eq!(message.header("mcp-method"), Some(method));
            assert_eq!(message.header("mcp-protocol-version"), Some(STATELESS));
            assert!(
                String::from_utf8_lossy(&message.body)
                    .contains(r#""io.modelcontextprotocol/protocolVersion":"2026-07-28""#)
            );
        }
    }

    #[test]
    fn anything_else_is_unreadable_with_its_reason() {
        let page = HttpResponse::new(200).with_body("text/html", "<html>");
        assert!(matches!(reply(&page), Reply::Unreadable(why) if why.contains("expected JSON-RPC")));
        assert_eq!(tools(&page), None);
    }
}
