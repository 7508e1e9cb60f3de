//! What an error's description names if its code alone is too general.

use super::provider_page::NOT_REGISTERED;
use crate::protocol::Finding;

/// The parameter that a description of `invalid_request` names, for any endpoint.
pub(super) fn invalid_request(said: &str) -> Option<Finding> {
    let lower = said.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if says(&["redirect_uri", "redirect uri", "redirect url", "callback url"])
        && says(&["match", "registered", "allowed", "not in", "not valid", "invalid", "unknown", "whitelist", "listed"])
    {
        return Some(redirect_uri_refused(said, says(&["cimd", "metadata document", "client metadata"])));
    }
    None
}

/// A description that says that the redirect URI is not in the registration or the client's metadata document.
fn redirect_uri_refused(said: &str, is_document: bool) -> Finding {
    let uri = said.split(['\'', '"', '`', ' ', '<', '>', '(', ')', ',']).find(|word| word.contains("://"));
    let registered = if is_document { "the client metadata document lists" } else { "is registered for this client" };
    let has_port = uri.and_then(|uri| url::Url::parse(uri).ok()).is_some_and(|url| url.port().is_some());
    let what = match (uri, is_document) {
        (Some(uri), true) => format!("{uri} is not listed in redirect_uris of the client metadata document."),
        (Some(uri), false) => format!("{uri} is not registered for this client."),
        (None, _) => format!("The redirect URI is not one that {registered}."),
    };
    let port = if has_port {
        " Compare the port too: a server may ignore it for http://127.0.0.1 only, or not at all (RFC 8252 7.3)."
    } else {
        ""
    };
    let remedy = format!("Send a redirect URI that {registered}, byte for byte, or add this one.{port}");
    NOT_REGISTERED.found(what, remedy)
}
