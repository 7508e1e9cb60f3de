//! The call of a resource with the access token: its next request, and what the response asks for.
//!
//! ```text
//!   next_call ─► GET                                              ─┬─► answered
//!             └► initialize ─► notifications/initialized ─► tools ─┼─► 403: more scopes, a new authorization
//!                                                                  └─► 401: the discovery is repeated, once
//! ```

use super::discovery_step::next_message;
use super::drafts::ForeignToken;
use super::exchange::{Exchange, Purpose};
use super::grant::Grant;
use super::session::Session;
use super::target::{Target, call};
use crate::protocol::resource::{challenge, mcp};
use crate::protocol::{HttpRequest, HttpResponse, Secret};

/// The next thing to do in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextCall {
    /// Send this request. It has the access token.
    Send(Box<HttpRequest>),
    /// The resource answered.
    Answered,
    /// It asks for these scopes, which were not requested before (RFC 6750 section 3.1).
    Wants(Vec<String>),
    /// It rejects the token: 401, with the error of the challenge.
    Unauthorized(Option<String>),
    /// It rejects the call: the status, and the error of the challenge.
    Rejected(u16, Option<String>),
    /// An MCP server answered without a usable message: what was found instead.
    NoMessage(String),
    /// There was no response.
    NoResponse,
}

/// Why the resource cannot be called.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotCall {
    /// There is no access token.
    #[error("there is no access token to call with")]
    NoToken,
    /// The access token must not be sent as a bearer token.
    #[error("the resource was not called: {0}")]
    ForeignToken(ForeignToken),
}

impl Session {
    /// The next thing to do in the call of a resource with the current access token. `anew` begins another call.
    pub fn next_call(&self, target: &Target, anew: bool) -> Result<NextCall, CannotCall> {
        if let Some(problem) = self.foreign_token_problem() {
            return Err(CannotCall::ForeignToken(problem));
        }
        let token = self.grant().and_then(Grant::access_token_text).ok_or(CannotCall::NoToken)?;
        let calls = if anew { Vec::new() } else { self.last_call(target) };
        let next = match target.kind.is_mcp() {
            true => next_message(target, Some(&token), &calls),
            false => calls.is_empty().then(|| call(&target.url, target.kind, Some(&token))),
        };
        Ok(next.map_or_else(|| self.ended(target, &calls), |request| NextCall::Send(Box::new(request))))
    }

    /// How the requests without a token ended that the resource answered as if they had one.
    pub fn open_call(&self, target: &Target) -> NextCall {
        self.ended(target, &self.discovered().map(|(_, open)| open).unwrap_or_default())
    }

    fn ended(&self, target: &Target, calls: &[&Exchange]) -> NextCall {
        let Some(response) = calls.last().and_then(|exchange| exchange.response()) else {
            return NextCall::NoResponse;
        };
        let is_list = |it: &&&Exchange| mcp::method(&it.request).as_deref() == Some("tools/list");
        let lists = || calls.iter().rfind(is_list).and_then(|it| it.response());
        match self.judged(response) {
            NextCall::Answered if target.kind.is_mcp() && lists().and_then(mcp::tools).is_none() => {
                NextCall::NoMessage(problem(response))
            }
            judged => judged,
        }
    }

    /// The requests of the last call with the current access token, in order.
    pub fn last_call(&self, target: &Target) -> Vec<&Exchange> {
        if self.last_exchange(Purpose::Resource).is_none() {
            return Vec::new();
        }
        let token = self.grant().and_then(Grant::access_token_text);
        let Some(header) = token.as_ref().map(bearer) else { return Vec::new() };
        let is_ours =
            |it: &&Exchange| it.request.url == target.url && it.request.header("authorization") == Some(&header);
        let mut calls: Vec<&Exchange> = self.exchanges_of(Purpose::Resource).filter(is_ours).collect();
        let is_first = |it: &&Exchange| !target.kind.is_mcp() || mcp::is_first(&it.request);
        let from = calls.iter().rposition(is_first).unwrap_or(calls.len());
        calls.split_off(from)
    }

    fn judged(&self, response: &HttpResponse) -> NextCall {
        if response.is_success() {
            return NextCall::Answered;
        }
        let challenges = challenge::challenges(response);
        let challenge = challenge::of_token(&challenges);
        let get = |name| challenge.and_then(|challenge| challenge.get(name)).map(str::to_owned);
        let error = get("error");
        if response.status == 403 && error.as_deref() == Some("insufficient_scope") {
            let asked = &self.profile().scopes;
            let wanted = get("scope").unwrap_or_default();
            let is_new = |scope: &&str| !asked.iter().any(|it| it == scope);
            let new: Vec<String> = wanted.split_ascii_whitespace().filter(is_new).map(str::to_owned).collect();
            if !new.is_empty() {
                return NextCall::Wants(new);
            }
        }
        match response.status {
            401 => NextCall::Unauthorized(error),
            status => NextCall::Rejected(status, error),
        }
    }

    /// Asks for these scopes, too, with the next authorization request: all scopes together.
    pub fn step_up(&mut self, scopes: Vec<String>) {
        let mut profile = self.profile().clone();
        profile.scopes.extend(scopes);
        let secret = self.client_secret().cloned();
        self.set_profile(profile, secret);
    }
}

fn bearer(token: &Secret) -> String {
    format!("Bearer {}", token.expose())
}

/// Why the response of an MCP server has no usable message.
fn problem(response: &HttpResponse) -> String {
    match mcp::reply(response) {
        mcp::Reply::Error(code, message) => format!("error {code}: {message}"),
        mcp::Reply::Unreadable(problem) => problem,
        mcp::Reply::Result(_) => "no usable message".to_owned(),
    }
}
