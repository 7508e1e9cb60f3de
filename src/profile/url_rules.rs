//! Which URLs a profile may contain.

use crate::protocol::Parameters;
use crate::protocol::http::{is_loopback, query_of};

/// The longest URL that can be sent, in bytes: more do not fit into a request of the HTTP library.
const LONGEST: usize = 65_534;

/// Why a URL is invalid as an endpoint or redirect URI: one sentence that names the field.
pub fn url_problem(field: &str, url: &str) -> Option<String> {
    if url.len() > LONGEST {
        return Some(format!("{field}: found {} bytes, expected at most {LONGEST}", url.len()));
    }
    let parsed = match url::Url::parse(url) {
        // The message is printed, so it must not contain a password.
        Ok(parsed) if !parsed.username().is_empty() || parsed.password().is_some() => {
            return Some(format!("{field}: found a user name or password before the host, expected none"));
        }
        Ok(_) if url.contains(|c: char| c.is_control() || c == ' ') => {
            return Some(format!("{field}: {url:?} contains a space or control character"));
        }
        Ok(parsed) => parsed,
        Err(error) => return Some(format!("{field}: {url:?} is not an absolute URL ({error})")),
    };
    // OpenID Connect Core section 2 and RFC 8414 section 2: an issuer has neither.
    if field.ends_with("issuer") && url.contains(['?', '#']) {
        return Some(format!("{field}: {url:?} has a query or fragment, which an issuer cannot have"));
    }
    if parsed.scheme() == "http" && !is_loopback(&parsed) {
        return Some(format!(
            "{field}: plain http to {} is not allowed, expected https (http only on loopback)",
            parsed.host_str().unwrap_or("no host")
        ));
    }
    if !matches!(parsed.scheme(), "http" | "https") {
        return Some(format!("{field}: {url:?} must start with https:// (or http:// on loopback)"));
    }
    None
}

/// Why the token endpoint, or another endpoint that receives credentials, cannot be used (RFC 6749 section 3.2).
pub fn endpoint_problem(field: &str, url: &str) -> Option<String> {
    url_problem(field, url).or_else(|| {
        url.contains('#').then(|| format!("{field}: {url:?} has a fragment, which RFC 6749 section 3.1 forbids"))
    })
}

/// Why the authorization endpoint cannot be used for a request with these parameters: its query must not have one of them,
/// because no parameter may occur twice (RFC 6749 section 3.1).
pub fn authorization_endpoint_problem(url: &str, parameters: &Parameters) -> Option<String> {
    const FIELD: &str = "authorization endpoint";
    endpoint_problem(FIELD, url).or_else(|| {
        let own = Parameters::decode(query_of(url));
        let (name, _) = own.iter().find(|(name, _)| parameters.get(name).is_some())?;
        Some(format!(
            "{FIELD}: its query already has {name}, which the request also sends (RFC 6749 3.1 allows it once)"
        ))
    })
}

/// Why a redirect URI is invalid. Custom schemes (`myapp://callback`) are allowed: their callback is pasted.
pub fn redirect_uri_problem(uri: &str) -> Option<String> {
    if let Some(problem) = scheme_problem(uri) {
        return Some(problem);
    }
    if uri.contains('#') {
        return Some(format!("redirect URI: {uri:?} has a fragment, which RFC 6749 section 3.1.2 forbids"));
    }
    match url::Url::parse(uri) {
        Ok(parsed) if !matches!(parsed.scheme(), "http" | "https") => None,
        _ => url_problem("redirect URI", uri),
    }
}

/// Why a redirect URI is rejected even if a person tries a wrong one on purpose: its scheme contains code, content or a
/// file, so no client can receive it.
pub fn scheme_problem(uri: &str) -> Option<String> {
    let parsed = url::Url::parse(uri).ok()?;
    let is_no_place = matches!(parsed.scheme(), "javascript" | "vbscript" | "data" | "file" | "blob" | "about");
    is_no_place.then(|| {
        format!("redirect URI: no client can receive a {}: URI, and opening one may run code", parsed.scheme())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_refused_beyond_loopback() {
        assert_eq!(url_problem("issuer", "http://localhost:9000/x"), None);
        assert_eq!(url_problem("issuer", "http://127.0.0.1:9000"), None);
        assert_eq!(url_problem("issuer", "http://[::1]:9000"), None);
        assert_eq!(
            url_problem("issuer", "http://op.example/x").as_deref(),
            Some("issuer: plain http to op.example is not allowed, expected https (http only on loopback)")
        );
        assert!(url_problem("token endpoint", "op.example").is_some_and(|p| p.starts_with("token endpoint:")));
        let password = url_problem("issuer", "https://app:topsecret@op.example").unwrap_or_default();
        assert!(password.contains("password") && !password.contains("topsecret"), "{password}");
        assert!(url_problem("--issuer", "https://op.example/?x=1").is_some_and(|p| p.contains("query")));
        assert!(url_problem("issuer", "https://op.example\n").is_some_and(|p| p.contains("control character")));
        assert!(url_problem("issuer", "ftp://op.example").is_some_and(|p| p.contains("ftp")));
    }

    #[test]
    fn an_authorization_endpoint_has_no_fragment_and_no_parameter_that_the_request_sends() {
        let sent = Parameters::new().with("client_id", "c").with("state", "s");
        let problem = |url: &str| authorization_endpoint_problem(url, &sent).unwrap_or_default();
        assert_eq!(problem("https://op.example/authorize?tenant=1"), "");
        assert!(problem("https://op.example/authorize#x").contains("fragment"));
        assert!(problem("https://op.example/authorize?a=b&state=x").contains("already has state"));
        assert!(problem("https://op.example/authorize?client%5Fid=x").contains("already has client_id"));
        assert!(problem("javascript:alert(1)").contains("javascript"));
    }

    #[test]
    fn a_redirect_uri_may_have_a_custom_scheme_but_no_fragment() {
        assert_eq!(redirect_uri_problem("myapp://callback"), None);
        assert_eq!(redirect_uri_problem("http://localhost:8765/callback"), None);
        assert!(redirect_uri_problem("http://localhost/cb#x").is_some_and(|p| p.contains("fragment")));
        assert!(redirect_uri_problem("http://example.com/cb").is_some());
        for uri in
            ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"]
        {
            assert!(redirect_uri_problem(uri).is_some_and(|p| p.contains("no client can receive")), "{uri}");
        }
    }
}
