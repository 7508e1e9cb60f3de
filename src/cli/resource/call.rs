//! The call of a resource with the access token, and what it asks for next.

use crate::cli::login::flow::LoginFlow;
use crate::cli::output;
use crate::cli::status::{Failure, Status};
use crate::protocol::HttpResponse;
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
    let mut is_new = true;
    loop {
        let next = flow.session.next_call(target, is_new);
        match next.map_err(|problem| Failure::new(Status::Bad, problem))? {
            NextCall::Send(request) => {
                let is_notification = mcp::method(&request).is_some_and(|method| method.starts_with("notifications/"));
                let sent = flow.exchange_because(Purpose::Resource, *request, &Why::Call).await;
                if !is_notification {
                    sent?;
                }
                name_tools(flow.session.last_exchange(Purpose::Resource));
            }
            ended => return verdict(ended),
        }
        is_new = false;
    }
}

/// The end at a resource that answers without a token: nobody has to sign in.
pub fn open(flow: &LoginFlow, target: &Target) -> Result<(), Failure> {
    let open = flow.session.discovery_exchanges();
    let is_page = open.last().and_then(|exchange| exchange.response()).is_some_and(HttpResponse::is_page);
    if is_page {
        return Err(Failure::new(Status::Bad, "the resource answered with an HTML page instead of asking for a token"));
    }
    let lists = |exchange: &&&Exchange| exchange.response().and_then(mcp::tools).is_some();
    name_tools(open.iter().find(lists).copied());
    verdict(flow.session.open_call(target))?;
    output::progress("The resource answered without a token: no sign-in is needed.");
    Ok(())
}

fn name_tools(exchange: Option<&Exchange>) {
    if let Some(tools) = exchange.and_then(Exchange::response).and_then(mcp::tools) {
        output::progress(&format!("{} tools: {}", tools.len(), tools.join(", ")));
    }
}

fn verdict(ended: NextCall) -> Result<Called, Failure> {
    let bad = |text: String| Failure::new(Status::Bad, text);
    let said = |error: Option<String>| error.map(|error| format!(" ({error})")).unwrap_or_default();
    let rejected = |status: u16, error| bad(format!("the resource rejected the call: HTTP {status}{}", said(error)));
    match ended {
        NextCall::Answered => Ok(Called::Answered),
        NextCall::Wants(scopes) => Ok(Called::Wants(scopes)),
        NextCall::Unauthorized(error) => Ok(Called::Unauthorized(rejected(401, error))),
        NextCall::Rejected(status, error) => Err(rejected(status, error)),
        NextCall::NoMessage(problem) => Err(bad(format!("the MCP server: {problem}"))),
        NextCall::Send(_) | NextCall::NoResponse => Err(Failure::new(Status::Network, "the resource did not respond")),
    }
}
