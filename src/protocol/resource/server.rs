//! Where the metadata of an authorization server is: RFC 8414 section 3.1, OpenID Connect Discovery section 4.1, in the
//! order of the MCP specification.

use super::metadata::{origin, well_known};
use crate::protocol::urls::is_loopback;

/// A location of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerLocation {
    /// `oauth-authorization-server`, inserted before the issuer's path.
    OAuth,
    /// `openid-configuration`, inserted before the issuer's path.
    OpenIdInserted,
    /// `openid-configuration`, appended to the issuer.
    OpenIdAppended,
}

/// The locations of an issuer, in order. A slash at the end of the issuer is removed before building.
pub fn locations(issuer: &str) -> Vec<(ServerLocation, String)> {
    let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
    let oauth = well_known(issuer, "oauth-authorization-server").map(|url| (ServerLocation::OAuth, url));
    let inserted = well_known(issuer, "openid-configuration").map(|url| (ServerLocation::OpenIdInserted, url));
    let appended = (ServerLocation::OpenIdAppended, format!("{issuer}/.well-known/openid-configuration"));
    let has_path = origin(issuer).is_some_and(|origin| origin.len() < issuer.len());
    oauth.into_iter().chain(inserted.filter(|_| has_path)).chain([appended]).collect()
}

/// Why a URL that a resource names is not requested (RFC 9728 section 7.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerProblem {
    /// It is not an absolute URL.
    NoUrl,
    /// It is not https.
    Insecure,
    /// It points at this machine, and the resource is on another one.
    Loopback,
    /// It has a user name, a query or a fragment, which an issuer cannot have.
    Parts,
}

/// Why the metadata document at `url`, which a challenge of `resource` names, is not requested, if there is a reason. The
/// document needs no secret, but the request tells its host about this person.
pub fn document_problem(url: &str, resource: &str) -> Option<ServerProblem> {
    let is_same_host = origin(url).is_some_and(|own| Some(own) == origin(resource));
    let without_query = url.split(['?', '#']).next().unwrap_or_default();
    problem(without_query, resource).filter(|_| !is_same_host)
}

/// Why the authorization server or document at `url` is not requested for `resource`, if there is a reason.
pub fn problem(url: &str, resource: &str) -> Option<ServerProblem> {
    let Ok(server) = url::Url::parse(url) else { return Some(ServerProblem::NoUrl) };
    let is_local = url::Url::parse(resource).is_ok_and(|resource| is_loopback(&resource));
    match server.scheme() {
        _ if is_loopback(&server) && !is_local => Some(ServerProblem::Loopback),
        "https" => None,
        "http" if is_loopback(&server) => None,
        _ => Some(ServerProblem::Insecure),
    }
    .or_else(|| {
        let has_parts = !server.username().is_empty() || server.password().is_some();
        (has_parts || url.contains(['?', '#'])).then_some(ServerProblem::Parts)
    })
}

/// Where RFC 8414 does not put the document, and some servers do: appended to the issuer. Only for diagnosis.
pub fn misplaced(issuer: &str) -> Option<String> {
    let issuer = issuer.strip_suffix('/').unwrap_or(issuer);
    let has_path = origin(issuer)?.len() < issuer.len();
    has_path.then(|| format!("{issuer}/.well-known/oauth-authorization-server"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_with_a_path_has_three_locations_and_one_without_has_two() {
        let urls = |issuer: &str| locations(issuer).into_iter().map(|(_, url)| url).collect::<Vec<_>>();
        let with_path = [
            "https://as/.well-known/oauth-authorization-server/t1",
            "https://as/.well-known/openid-configuration/t1",
            "https://as/t1/.well-known/openid-configuration",
        ];
        assert_eq!(urls("https://as/t1"), with_path);
        assert_eq!(urls("https://as/t1/"), with_path);
        let without =
            ["https://as/.well-known/oauth-authorization-server", "https://as/.well-known/openid-configuration"];
        assert_eq!(urls("https://as"), without);
        assert_eq!(urls("https://as/"), without);
        assert_eq!(problem("https://as/t1", "https://h/mcp"), None);
        assert_eq!(problem("http://as", "https://h/mcp"), Some(ServerProblem::Insecure));
        assert_eq!(problem("https://127.0.0.1:1", "https://h/mcp"), Some(ServerProblem::Loopback));
        assert_eq!(problem("http://localhost:1/as", "http://localhost:1/mcp"), None);
        assert_eq!(problem("https://u@as", "https://h/mcp"), Some(ServerProblem::Parts));
        assert_eq!(document_problem("https://as/x?y", "https://h/mcp"), None);
        assert_eq!(document_problem("https://u@as/x", "https://h/mcp"), Some(ServerProblem::Parts));
        assert_eq!(document_problem("/x", "https://h/mcp"), Some(ServerProblem::NoUrl));
        assert_eq!(document_problem("http://h/x", "https://h/mcp"), Some(ServerProblem::Insecure));
        assert_eq!(misplaced("https://as"), None);
        assert_eq!(misplaced("https://as/t1").as_deref(), Some("https://as/t1/.well-known/oauth-authorization-server"));
    }
}
