//! The call of a resource with the access token, and what it asks for next.

use crate::cli::login::flow::LoginFlow;
use crate::cli::output;
use crate::cli::status::{Failure, Status};
use crate::protocol::resource::mcp;
use crate::protocol::resource::why::Why;
use crate::session::{Exchange, NextCall, Purpose, Target};

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// The resource answered.
    Answered,
    /// It asks for these scopes, some of which were not requested before (RFC 6750 section 3.1).
    Wants(Vec<String>),
    /// It rejects the token, and says why.
    Unauthorized(Failure),
}

/// Calls the resource. The token goes to the URL that the person named and nowhere else: redirects are not followed.
pub async fn call(flow: &mut LoginFlow, target: &Target) -> Result<Called, Failure> {
    let bad = |text: String| Failure::new(Status::Bad, text);
    let said = |error: Option<String>| error.map(|error| format!(" ({error})")).unwrap_or_default();
    let rejected = |status: u16, error| bad(format!("the resource rejected the call: HTTP {status}{}", said(error)));
    let mut is_new = true;
    loop {
        match flow.session.next_call(target, is_new).map_err(|problem| bad(problem.to_string()))? {
            NextCall::Send(request) => {
                let is_notification = mcp::method(&request).is_some_and(|method| method.starts_with("notifications/"));
                let sent = flow.exchange_because(Purpose::Resource, *request, &Why::Call).await;
                if !is_notification {
                    sent?;
                }
                let response = flow.session.last_exchange(Purpose::Resource).and_then(Exchange::response);
                if let Some(tools) = response.and_then(mcp::tools) {
                    output::progress(&format!("{} tools: {}", tools.len(), tools.join(", ")));
                }
            }
            NextCall::Answered => return Ok(Called::Answered),
            NextCall::Wants(scopes) => return Ok(Called::Wants(scopes)),
            NextCall::Unauthorized(error) => return Ok(Called::Unauthorized(rejected(401, error))),
            NextCall::Rejected(status, error) => return Err(rejected(status, error)),
            NextCall::NoMessage(problem) => return Err(bad(format!("the MCP server: {problem}"))),
            NextCall::NoResponse => return Err(Failure::new(Status::Network, "the resource did not respond")),
        }
        is_new = false;
    }
}
