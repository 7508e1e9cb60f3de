//! A small MCP server over streamable HTTP: a handshake, a session, two tools.

use serde_json::{Value, json};

use crate::demo::state::Turn;
use crate::protocol::HttpResponse;

/// The version that it speaks.
const VERSION: &str = "2025-11-25";

/// Answers one message.
pub(super) fn answer(turn: &mut Turn<'_>) -> HttpResponse {
    let Ok(message) = serde_json::from_slice::<Value>(&turn.request.body) else {
        return failed(400, Value::Null, -32700, "Parse error");
    };
    let id = message.get("id").cloned().unwrap_or(Value::Null);
    match message.get("method").and_then(Value::as_str).unwrap_or_default() {
        "initialize" => {
            let result = json!({
                "protocolVersion": VERSION,
                "capabilities": { "tools": {} },
                "serverInfo": { "name": "grantscope demo", "version": env!("CARGO_PKG_VERSION") },
            });
            succeeded(&id, result).with_header("mcp-session-id", turn.uuid())
        }
        method if method.starts_with("notifications/") => HttpResponse::new(202),
        "tools/list" => {
            let tool = |name: &str, description: &str| json!({ "name": name, "description": description, "inputSchema": { "type": "object" } });
            let tools = [tool("list_orders", "Lists the orders."), tool("who_am_i", "Says who calls.")];
            let message = json!({ "jsonrpc": "2.0", "id": id, "result": { "tools": tools } });
            HttpResponse::new(200).with_body("text/event-stream", format!("event: message\ndata: {message}\n\n"))
        }
        "tools/call" => succeeded(&id, json!({ "content": [{ "type": "text", "text": "two orders" }] })),
        _ => failed(404, id, -32601, "Method not found"),
    }
}

fn succeeded(id: &Value, result: Value) -> HttpResponse {
    let message = json!({ "jsonrpc": "2.0", "id": id, "result": result });
    HttpResponse::new(200).with_body("application/json", message.to_string())
}

fn failed(status: u16, id: Value, code: i64, text: &str) -> HttpResponse {
    let message = json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": text } });
    HttpResponse::new(status).with_body("application/json", message.to_string())
}
