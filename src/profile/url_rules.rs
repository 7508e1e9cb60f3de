//! Which URLs a profile may contain.

use crate::protocol::Parameters;
use crate::protocol::text::secret::HIDDEN;
use crate::protocol::urls::{is_loopback, query_of};

/// The longest URL that can be sent, in bytes: more do not fit into a request of the HTTP library.
const LONGEST: usize = 65_534;

/// Why the URL of a field is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct UrlProblem {
    /// The field, as the reader of the message knows it.
    pub field: String,
    /// What is wrong with its URL.
    pub fault: UrlFault,
}

/// What is wrong with a URL. A password in it is never repeated: each URL here is [`quoted`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum UrlFault {
    #[error("found {0} bytes, expected at most {LONGEST}")]
    TooLong(usize),
    #[error("found a user name or password before the host, expected none")]
    Credentials,
    #[error("{0:?} has a fragment, expected none (RFC 8707 2)")]
    ResourceFragment(String),
    #[error("{0:?} contains a space or control character")]
    Characters(String),
    #[error("{url:?} is not an absolute URL, such as https://id.example.com ({error})")]
    NotAbsolute { url: String, error: url::ParseError },
    #[error("{0:?} has a query or fragment, which an issuer cannot have")]
    IssuerWithQuery(String),
    #[error("plain http to {host} is not allowed, expected https (http only on loopback)")]
    PlainHttp { host: String },
    #[error("{0:?} must start with https:// (or http:// on loopback)")]
    Scheme(String),
    #[error("{url:?} has a fragment, which RFC 6749 section {section} forbids")]
    Fragment { url: String, section: &'static str },
    #[error("its query already has {0}, which the request also sends (RFC 6749 3.1 allows it once)")]
    RepeatedParameter(String),
    #[error("no client can receive a {0}: URI, and opening one may run code")]
    Unreceivable(String),
}

impl UrlFault {
    /// The problem of a field with this fault.
    fn of(self, field: &str) -> UrlProblem {
        UrlProblem { field: field.to_owned(), fault: self }
    }
}

/// A URL as a message may repeat it: without user name and password. Where the host begins is only known of a URL that can
/// be parsed: of other texts, everything before the last `@` is hidden.
pub fn quoted(url: &str) -> String {
    let is_known = |url: &url::Url| url.has_host() && url.username().is_empty() && url.password().is_none();
    match url.rfind('@').filter(|_| !url::Url::parse(url).is_ok_and(|url| is_known(&url))) {
        None => url.to_owned(),
        Some(at) => {
            let scheme = url[..at].find("://").map_or("", |end| &url[..end + 3]);
            format!("{scheme}{HIDDEN}{}", &url[at..])
        }
    }
}

/// Why a URL is invalid as an endpoint or redirect URI.
pub fn url_problem(field: &str, url: &str) -> Option<UrlProblem> {
    url_fault(url).map(|fault| fault.of(field))
}

fn url_fault(url: &str) -> Option<UrlFault> {
    if url.len() > LONGEST {
        return Some(UrlFault::TooLong(url.len()));
    }
    let parsed = match url::Url::parse(url) {
        Ok(parsed) if !parsed.username().is_empty() || parsed.password().is_some() => {
            return Some(UrlFault::Credentials);
        }
        Ok(_) if url.contains(|c: char| c.is_control() || c == ' ') => {
            return Some(UrlFault::Characters(quoted(url)));
        }
        Ok(parsed) => parsed,
        Err(error) => return Some(UrlFault::NotAbsolute { url: quoted(url), error }),
    };
    match parsed.scheme() {
        "http" if !is_loopback(&parsed) => {
            Some(UrlFault::PlainHttp { host: parsed.host_str().unwrap_or("no host").to_owned() })
        }
        "http" | "https" => None,
        _ => Some(UrlFault::Scheme(quoted(url))),
    }
}

/// Why a URL is invalid as an issuer, which has neither query nor fragment (OpenID Connect Core section 2, RFC 8414).
pub fn issuer_problem(field: &str, url: &str) -> Option<UrlProblem> {
    let extra = || url.contains(['?', '#']).then(|| UrlFault::IssuerWithQuery(quoted(url)));
    url_fault(url).or_else(extra).map(|fault| fault.of(field))
}

/// Why a URL is invalid as that member of the provider's metadata, whoever names it.
pub fn metadata_url_problem(member: &str, field: &str, url: &str) -> Option<UrlProblem> {
    match member {
        "issuer" => issuer_problem(field, url),
        "authorization_endpoint" | "token_endpoint" | "revocation_endpoint" => endpoint_problem(field, url),
        _ => url_problem(field, url),
    }
}

/// Why a URL is invalid as that of a resource to call.
pub fn resource_problem(field: &str, url: &str) -> Option<UrlProblem> {
    let extra = || url.contains('#').then(|| UrlFault::ResourceFragment(quoted(url)));
    url_fault(url).or_else(extra).map(|fault| fault.of(field))
}

/// Why the token endpoint, or another endpoint that receives credentials, cannot be used (RFC 6749 section 3.2).
pub fn endpoint_problem(field: &str, url: &str) -> Option<UrlProblem> {
    url_fault(url).or_else(|| fragment(url, "3.1")).map(|fault| fault.of(field))
}

fn fragment(url: &str, section: &'static str) -> Option<UrlFault> {
    url.contains('#').then(|| UrlFault::Fragment { url: quoted(url), section })
}

/// Why the authorization endpoint cannot be used for a request with these parameters: its query must not have one of them,
/// because no parameter may occur twice (RFC 6749 section 3.1).
pub fn authorization_endpoint_problem(url: &str, parameters: &Parameters) -> Option<UrlProblem> {
    const FIELD: &str = "authorization endpoint";
    endpoint_problem(FIELD, url).or_else(|| {
        let own = Parameters::decode(query_of(url));
        let (name, _) = own.iter().find(|(name, _)| parameters.get(name).is_some())?;
        Some(UrlFault::RepeatedParameter(name.to_owned()).of(FIELD))
    })
}

/// Why a redirect URI is invalid. Custom schemes (`myapp://callback`) are allowed: their callback is pasted.
pub fn redirect_uri_problem(field: &str, uri: &str) -> Option<UrlProblem> {
    let is_custom = || url::Url::parse(uri).is_ok_and(|parsed| !matches!(parsed.scheme(), "http" | "https"));
    let fault = scheme_fault(uri).or_else(|| if is_custom() { None } else { url_fault(uri) });
    fault.or_else(|| fragment(uri, "3.1.2")).map(|fault| fault.of(field))
}

/// Why a redirect URI is rejected even if a person tries a wrong one on purpose: its scheme contains code, content or a
/// file, so no client can receive it.
pub fn scheme_problem(field: &str, uri: &str) -> Option<UrlProblem> {
    scheme_fault(uri).map(|fault| fault.of(field))
}

fn scheme_fault(uri: &str) -> Option<UrlFault> {
    let parsed = url::Url::parse(uri).ok()?;
    let is_no_place = matches!(parsed.scheme(), "javascript" | "vbscript" | "data" | "file" | "blob" | "about");
    is_no_place.then(|| UrlFault::Unreceivable(parsed.scheme().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_repeats_a_password_in_whatever_is_wrong_with_the_url() {
        let urls = [
            "https://app:topsecret@op.example",
            "https://app:topsecret@op.example:99999",
            "https://app:topsecret@op.example/#part",
            "https://app:topsecret@op.example/?query",
            "https://app:topsecret@op example/",
            "https://app:top/topsecret@op.example/",
            "https:/app:topsecret@op.example:99999",
            "app:topsecret@op.example",
            "//app:topsecret@op.example",
            "ftp://app:topsecret@op.example/#part",
            "myapp://app:topsecret@callback#part",
            "myapp:topsecret@callback#part",
        ];
        let rules =
            [url_problem, issuer_problem, resource_problem, endpoint_problem, redirect_uri_problem, scheme_problem];
        for url in urls {
            for problem in rules.iter().filter_map(|rule| rule("URL", url)) {
                assert!(!format!("{problem} {problem:?}").contains("topsecret"), "{url}: {problem}");
            }
            assert!(!quoted(url).contains("topsecret"), "{url}");
        }
        assert_eq!(quoted("https://app:p@op.example:99999/x"), format!("https://{HIDDEN}@op.example:99999/x"));
        assert_eq!(quoted("https://op.example/@tenant#x"), "https://op.example/@tenant#x");
    }

    #[test]
    fn plain_http_is_refused_beyond_loopback() {
        for url in ["http://localhost:9000/x", "http://127.0.0.1:9000", "http://[::1]:9000"] {
            assert_eq!(issuer_problem("issuer", url), None);
        }
        assert_eq!(
            url_problem("issuer", "http://op.example/x").map(|problem| problem.to_string()).as_deref(),
            Some("issuer: plain http to op.example is not allowed, expected https (http only on loopback)")
        );
        assert!(matches!(url_fault("op.example"), Some(UrlFault::NotAbsolute { .. })));
        assert_eq!(url_fault("https://app:topsecret@op.example"), Some(UrlFault::Credentials));
        assert!(matches!(url_fault("https://op.example\n"), Some(UrlFault::Characters(_))));
        assert!(matches!(url_fault("ftp://op.example"), Some(UrlFault::Scheme(_))));
        let issuer = issuer_problem("--issuer", "https://op.example/?x=1").map(|problem| problem.fault);
        assert!(matches!(issuer, Some(UrlFault::IssuerWithQuery(_))));
    }

    #[test]
    fn an_authorization_endpoint_has_no_fragment_and_no_parameter_that_the_request_sends() {
        let sent = Parameters::new().with("client_id", "c").with("state", "s");
        let fault = |url: &str| authorization_endpoint_problem(url, &sent).map(|problem| problem.fault);
        let repeated = |name: &str| Some(UrlFault::RepeatedParameter(name.to_owned()));
        assert_eq!(fault("https://op.example/authorize?tenant=1"), None);
        assert!(matches!(fault("https://op.example/authorize#x"), Some(UrlFault::Fragment { .. })));
        assert_eq!(fault("https://op.example/authorize?a=b&state=x"), repeated("state"));
        assert_eq!(fault("https://op.example/authorize?client%5Fid=x"), repeated("client_id"));
        assert!(matches!(fault("javascript:alert(1)"), Some(UrlFault::Scheme(_))));
    }

    #[test]
    fn a_redirect_uri_may_have_a_custom_scheme_but_no_fragment() {
        let fault = |uri: &str| redirect_uri_problem("redirect URI", uri).map(|problem| problem.fault);
        assert_eq!(fault("myapp://callback"), None);
        assert_eq!(fault("http://localhost:8765/callback"), None);
        assert!(matches!(fault("http://localhost/cb#x"), Some(UrlFault::Fragment { .. })));
        assert!(matches!(fault("http://example.com/cb"), Some(UrlFault::PlainHttp { .. })));
        for uri in
            ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"]
        {
            assert!(matches!(fault(uri), Some(UrlFault::Unreceivable(_))), "{uri}");
        }
    }
}
