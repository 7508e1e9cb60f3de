//! The call of a resource with the access token, and what it asks for next.

use super::login_flow::LoginFlow;
use super::output;
use super::resource_way::Target;
use super::status::{Failure, Status};
use crate::protocol::resource::why::Why;
use crate::protocol::resource::{challenge, mcp};
use crate::protocol::{HttpRequest, HttpResponse, Secret};
use crate::session::{self, Exchange, Purpose, ResourceKind};

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// The resource answered.
    Answered,
    /// It asks for these scopes, some of which were not requested before (RFC 6750 section 3.1).
    Wants(Vec<String>),
}

/// Calls the resource. The token goes to the URL that the person named and nowhere else: redirects are not followed.
pub async fn call(flow: &mut LoginFlow, target: &Target) -> Result<Called, Failure> {
    if let Some(problem) = flow.session.foreign_token_problem() {
        return Err(Failure::new(Status::Bad, format!("the resource was not called: {problem}")));
    }
    let token = flow.session.grant().and_then(|grant| grant.response.access_token());
    let Some(token) = token else { return Err(Failure::new(Status::Bad, "there is no access token to call with")) };
    match target.kind {
        ResourceKind::Api => send(flow, session::call(&target.url, Some(&token))).await,
        ResourceKind::McpServer => call_mcp(flow, target, &token).await,
    }
}

async fn call_mcp(flow: &mut LoginFlow, target: &Target, token: &Secret) -> Result<Called, Failure> {
    let url = &target.url;
    drop(flow.exchange_because(Purpose::Resource, mcp::initialize(url, Some(token)), &Why::Call).await);
    let Some(handshake) = last(flow).and_then(mcp::handshake) else {
        return judge(flow).and_then(|called| match called {
            Called::Answered => Err(no_message(flow)),
            wants => Ok(wants),
        });
    };
    if !handshake.is_stateless {
        let request = mcp::initialized(url, Some(token), &handshake);
        drop(flow.exchange_because(Purpose::Resource, request, &Why::Call).await);
    }
    let called = send(flow, mcp::list_tools(url, Some(token), &handshake)).await?;
    let Called::Answered = &called else { return Ok(called) };
    match last(flow).and_then(mcp::tools) {
        Some(tools) => output::progress(&format!("{} tools: {}", tools.len(), tools.join(", "))),
        None => return Err(no_message(flow)),
    }
    match &target.tool {
        Some(tool) => send(flow, mcp::call_tool(url, Some(token), &handshake, tool)).await,
        None => Ok(called),
    }
}

async fn send(flow: &mut LoginFlow, request: HttpRequest) -> Result<Called, Failure> {
    flow.exchange_because(Purpose::Resource, request, &Why::Call).await?;
    judge(flow)
}

fn last(flow: &LoginFlow) -> Option<&HttpResponse> {
    flow.session.last_exchange(Purpose::Resource).and_then(Exchange::response)
}

fn no_message(flow: &LoginFlow) -> Failure {
    let problem = match last(flow).map(mcp::reply) {
        Some(mcp::Reply::Error(code, message)) => format!("error {code}: {message}"),
        Some(mcp::Reply::Unreadable(problem)) => problem,
        _ => "no usable message".to_owned(),
    };
    Failure::new(Status::Bad, format!("the MCP server: {problem}"))
}

fn judge(flow: &LoginFlow) -> Result<Called, Failure> {
    let Some(response) = last(flow) else { return Err(Failure::new(Status::Network, "the resource did not respond")) };
    if response.is_success() {
        return Ok(Called::Answered);
    }
    let challenges = challenge::challenges(response);
    let challenge = challenge::bearer(&challenges);
    let get = |name| challenge.and_then(|challenge| challenge.get(name));
    if response.status == 403 && get("error") == Some("insufficient_scope") {
        let asked = &flow.session.profile().scopes;
        let wanted = get("scope").unwrap_or_default().split_ascii_whitespace();
        let new: Vec<String> = wanted.filter(|scope| !asked.iter().any(|it| it == scope)).map(str::to_owned).collect();
        if !new.is_empty() {
            return Ok(Called::Wants(new));
        }
    }
    let said = get("error").map(|error| format!(" ({error})")).unwrap_or_default();
    Err(Failure::new(Status::Bad, format!("the resource rejected the call: HTTP {}{said}", response.status)))
}
