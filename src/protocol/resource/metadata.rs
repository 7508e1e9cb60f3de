//! Protected resource metadata (RFC 9728): where it is, and what it says.

use crate::protocol::http::HttpResponse;
use crate::protocol::json::{Json, Value};

/// Where the document of a resource was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetadataLocation {
    /// The URL in the challenge (section 5.1).
    Challenge,
    /// The well-known path, inserted before the path of the resource (section 3.1).
    Path,
    /// The well-known path of the host.
    Root,
}

/// The locations in the order of the MCP specification, each URL once.
pub fn locations(resource: &str, challenge: Option<&str>) -> Vec<(MetadataLocation, String)> {
    let mut found: Vec<(MetadataLocation, String)> = Vec::new();
    let given = challenge.map(|url| (MetadataLocation::Challenge, url.to_owned()));
    let path = well_known(resource, "oauth-protected-resource").map(|url| (MetadataLocation::Path, url));
    let root = origin(resource)
        .map(|origin| (MetadataLocation::Root, format!("{origin}/.well-known/oauth-protected-resource")));
    for (location, url) in [given, path, root].into_iter().flatten() {
        if found.iter().all(|(_, known)| *known != url) {
            found.push((location, url));
        }
    }
    found
}

/// The well-known URL of an identifier (RFC 9728 section 3.1, RFC 8414 section 3.1): the string goes between host and
/// path. Only a single slash after the host is removed; the path is used as written.
pub fn well_known(identifier: &str, name: &str) -> Option<String> {
    let origin = origin(identifier)?;
    let rest = identifier[origin.len()..].split('#').next().unwrap_or_default();
    let rest = match rest.split_once('?') {
        Some(("/", query)) => format!("?{query}"),
        _ if rest == "/" => String::new(),
        _ => rest.to_owned(),
    };
    Some(format!("{origin}/.well-known/{name}{rest}"))
}

/// The resource whose metadata is at a well-known URL (section 3.1): the inverse of [`well_known`].
pub fn resource_of(url: &str) -> Option<String> {
    let origin = origin(url)?;
    let rest = url[origin.len()..].strip_prefix("/.well-known/oauth-protected-resource")?;
    (rest.is_empty() || rest.starts_with(['/', '?'])).then(|| format!("{origin}{rest}"))
}

/// Scheme, host and port as written.
pub fn origin(url: &str) -> Option<&str> {
    let start = url.find("://")? + 3;
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    (end > start).then(|| &url[..end])
}

/// The document as received, including unknown members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceMetadata {
    /// The document.
    pub json: Json,
}

impl ResourceMetadata {
    /// `resource`: the identifier, exact.
    pub fn resource(&self) -> Option<String> {
        self.json.get("resource").and_then(Value::as_string).filter(|text| !text.is_empty())
    }

    /// `authorization_servers`: issuers, exact.
    pub fn authorization_servers(&self) -> Vec<String> {
        self.list("authorization_servers")
    }

    /// `scopes_supported`
    pub fn scopes(&self) -> Vec<String> {
        self.list("scopes_supported")
    }

    /// A member that decides where the way leads, and occurs more than once with different values.
    pub fn conflict(&self) -> Option<&'static str> {
        ["resource", "authorization_servers"].into_iter().find(|name| {
            let mut values =
                self.json.root().members().filter(|(known, _)| known == name).map(|(_, value)| value.raw());
            values.next().is_some_and(|first| values.any(|other| other != first))
        })
    }

    fn list(&self, name: &str) -> Vec<String> {
        let items = self.json.get(name).into_iter().flat_map(Value::items);
        items.filter_map(Value::as_string).filter(|text| !text.is_empty()).collect()
    }
}

/// Why a metadata document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentProblem {
    /// There was no response, or only a part of one.
    NoAnswer,
    /// 404 or another status that says there is no such document.
    Missing(u16),
    /// 401 or 403: the document is public by definition (RFC 9728 section 3.2).
    Protected(u16),
    /// The response redirects; this is the target.
    Redirected(String),
    /// The server failed.
    Broken(u16),
    /// A body that is not a JSON object: what it is.
    Unreadable(String),
}

/// Reads the document of a response. `None` is a request without a usable response.
pub fn read(response: Option<&HttpResponse>) -> Result<Json, DocumentProblem> {
    let response = response.ok_or(DocumentProblem::NoAnswer)?;
    if response.is_redirect() && !response.has_document() {
        return Err(DocumentProblem::Redirected(response.header("location").unwrap_or("absent").to_owned()));
    }
    match response.status {
        401 | 403 | 407 => return Err(DocumentProblem::Protected(response.status)),
        500.. => return Err(DocumentProblem::Broken(response.status)),
        _ if !response.has_document() => return Err(DocumentProblem::Missing(response.status)),
        _ if response.completeness.problem().is_some() => return Err(DocumentProblem::NoAnswer),
        _ => {}
    }
    match Json::from_bytes(&response.body) {
        Ok(json) if json.root().is_object() => Ok(json),
        Ok(json) => Err(DocumentProblem::Unreadable(format!("{}, expected an object", json.root().kind()))),
        Err(error) => Err(DocumentProblem::Unreadable(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_well_known_string_goes_between_host_and_path() {
        let at = |url: &str| well_known(url, "oauth-protected-resource").unwrap();
        assert_eq!(at("https://h/public/mcp"), "https://h/.well-known/oauth-protected-resource/public/mcp");
        assert_eq!(at("https://h:8443/"), "https://h:8443/.well-known/oauth-protected-resource");
        assert_eq!(at("https://h/mcp/"), "https://h/.well-known/oauth-protected-resource/mcp/");
        assert_eq!(at("https://h/a%3Ab?q=1#f"), "https://h/.well-known/oauth-protected-resource/a%3Ab?q=1");
        assert_eq!(well_known("mcp", "x"), None);
    }

    #[test]
    fn the_challenge_comes_first_and_no_url_twice() {
        let path = "https://h/.well-known/oauth-protected-resource/mcp";
        let found = locations("https://h/mcp", Some(path));
        let kinds: Vec<_> = found.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, [MetadataLocation::Challenge, MetadataLocation::Root]);
        assert_eq!(locations("https://h", None).len(), 1);
    }

    #[test]
    fn a_document_is_public_json_and_everything_else_has_its_reason() {
        let page = HttpResponse::new(200).with_body("text/html", "<html>");
        assert!(matches!(read(Some(&page)), Err(DocumentProblem::Unreadable(_))));
        assert_eq!(read(Some(&HttpResponse::new(404))), Err(DocumentProblem::Missing(404)));
        assert_eq!(read(Some(&HttpResponse::new(401))), Err(DocumentProblem::Protected(401)));
        assert_eq!(read(Some(&HttpResponse::new(503))), Err(DocumentProblem::Broken(503)));
        let away = HttpResponse::new(302).with_header("location", "https://i/");
        assert_eq!(read(Some(&away)), Err(DocumentProblem::Redirected("https://i/".into())));
        assert_eq!(read(None), Err(DocumentProblem::NoAnswer));
    }
}
