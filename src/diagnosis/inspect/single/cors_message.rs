//! The message of a browser that kept the response of another origin from a script.

use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::transport;
use crate::protocol::{Finding, Part, Place};
use crate::reading::input::Input;

/// The maximum length of a message, which may contain URLs.
const LONGEST: usize = 8_000;

/// A CORS message of a browser's console. It contains URLs but is not about one of them alone, so it is read before
/// they are.
pub(in crate::diagnosis::inspect) fn console(input: &Input, _: &Options) -> Option<Inspection> {
    let lower = input.text.to_ascii_lowercase();
    let phrases = ["by cors policy", "cross-origin request blocked", "due to access control checks"];
    // Browsers localize their messages, except the names of the policy and the header.
    let is_named =
        lower.contains("cors") && lower.contains("access-control-allow-origin") && !lower.contains("origin: ");
    if input.text.len() > LONGEST
        || input.text.lines().count() > 3
        || !is_named && !phrases.iter().any(|phrase| lower.contains(phrase))
    {
        return None;
    }
    Some(Inspection::new(Kind::ErrorMessage).with_findings([blocked(&input.text)]))
}

/// The endpoint that a script requested, by its name; the provider is unknown.
fn blocked(text: &str) -> Finding {
    let end = |c: char| c.is_whitespace() || "'\"‘’“”?#)>".contains(c);
    let mut urls = text.split(end).filter(|word| word.contains("://")).map(|url| url.trim_end_matches(['.', ',']));
    let is_at = |url: &str, names: &[&str]| names.iter().any(|name| url.ends_with(name));
    let pages = ["/authorize", "/login", "/logout", "/signup", "/auth", "/end_session"];
    let endpoints = ["/token", "/userinfo", "/userInfo", "/revoke"];
    let asked = urls.clone().find(|url| is_at(url, &pages));
    let finding = transport::blocked(asked.is_some(), true);
    let asked = asked.or_else(|| urls.find(|url| is_at(url, &endpoints)));
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect();
    match asked {
        Some(url) => finding.seen(None, Place::Request(Part::Url), url),
        None => finding.seen(None, Place::Text, line),
    }
}
