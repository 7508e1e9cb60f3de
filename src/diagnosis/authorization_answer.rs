//! The response to an authorization request that was sent without a browser.

use super::authorization_error::refusal;
use super::evidence::is_cognito_host;
use super::{SessionEvidence, provider_page};
use crate::protocol::urls;
use crate::protocol::urls::absolute;
use crate::protocol::{Callback, CallbackKind, Finding, HttpResponse};
use crate::session::Exchange;

/// The meaning of the response to an authorization request without cookies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The user would be asked to sign in, and how that shows.
    Accepted(String),
    /// The request was rejected, and why.
    Refused(Finding),
    /// The response does not show it.
    Unclear(String),
}

/// Reads the response to an authorization request that was sent without a browser: status and `Location` decide.
pub(super) fn read(evidence: &SessionEvidence<'_>, exchange: &Exchange, response: &HttpResponse) -> Answer {
    if response.is_redirect() {
        return redirected(evidence, exchange, response);
    }
    match response.status {
        429 => Answer::Unclear("too many requests".to_owned()),
        500.. => Answer::Unclear(format!("the provider returned {}", response.status)),
        400.. => match provider_page::Page::of(exchange.id, &exchange.request.url, response) {
            Some(page) => Answer::Refused(provider_page::read(evidence, &page)),
            None => Answer::Unclear(format!("the response is {}", response.status)),
        },
        _ if let Some(page) = provider_page::Page::of(exchange.id, &exchange.request.url, response) => {
            Answer::Refused(provider_page::read(evidence, &page))
        }
        _ if response.text().to_ascii_lowercase().contains("type=\"password\"") => {
            Answer::Accepted("the provider shows a login page".to_owned())
        }
        status => Answer::Unclear(format!(
            "{status} with a page: only a browser shows whether it is a login page or an error"
        )),
    }
}

fn redirected(evidence: &SessionEvidence<'_>, exchange: &Exchange, response: &HttpResponse) -> Answer {
    let url = &exchange.request.url;
    let Some(target) = response.header("location").and_then(|location| absolute(url, location)) else {
        return Answer::Unclear("a redirect without a readable Location".to_owned());
    };
    let came = Callback::of_url(&target);
    let query = exchange.request.query();
    let redirect_uri = query.get("redirect_uri").unwrap_or_default();
    let returns = !redirect_uri.is_empty() && urls::is_same_place(redirect_uri, &target);
    let foreign = urls::origin_of(&target) != urls::origin_of(url);
    match came.kind {
        CallbackKind::ProviderErrorPage => {
            let page = provider_page::Page { exchange: Some(exchange.id), ..provider_page::Page::at(&came) };
            Answer::Refused(provider_page::read(evidence, &page))
        }
        CallbackKind::Error if returns || came.state().is_some() => Answer::Refused(refusal(evidence, &came)),
        CallbackKind::Code | CallbackKind::Tokens if returns => {
            Answer::Accepted("the provider responded at once, without a sign-in".to_owned())
        }
        // The browser is sent to the login page or to an identity provider.
        _ if foreign && !returns => {
            let host = urls::origin_of(&target).unwrap_or_default();
            Answer::Accepted(format!("the provider redirects to {host}"))
        }
        _ if urls::path_of(&target) == "/login" || !is_cognito_host(url) => {
            Answer::Accepted(format!("the provider redirects to {}", urls::path_of(&target)))
        }
        _ => Answer::Unclear(format!("the provider redirects to {}", urls::path_of(&target))),
    }
}
