//! Provider metadata: OpenID Connect Discovery 1.0 and OAuth 2.0 Authorization Server Metadata (RFC 8414).

use serde::{Deserialize, Serialize};

use crate::protocol::http::{Header, HttpRequest, HttpResponse, Method};
use crate::protocol::json::{Json, JsonError, Kind, Value};
use crate::protocol::request_draft::RequestDraft;
use crate::protocol::urls::origin_of;

/// The endpoints of a provider, from any source. Saved sessions use the names of these fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Endpoints {
    /// The issuer identifier, exact.
    pub issuer: Option<String>,
    /// The authorization endpoint.
    pub authorization: Option<String>,
    /// The token endpoint.
    pub token: Option<String>,
    /// The UserInfo endpoint.
    pub userinfo: Option<String>,
    /// The revocation endpoint.
    pub revocation: Option<String>,
    /// The logout endpoint (`end_session_endpoint`).
    pub end_session: Option<String>,
    /// The JWK Set.
    pub jwks_uri: Option<String>,
}

impl Endpoints {
    /// Fills missing endpoints from `other`.
    #[must_use]
    pub fn or(self, other: Endpoints) -> Self {
        Self {
            issuer: self.issuer.or(other.issuer),
            authorization: self.authorization.or(other.authorization),
            token: self.token.or(other.token),
            userinfo: self.userinfo.or(other.userinfo),
            revocation: self.revocation.or(other.revocation),
            end_session: self.end_session.or(other.end_session),
            jwks_uri: self.jwks_uri.or(other.jwks_uri),
        }
    }

    /// The endpoints by their names in a metadata document (RFC 8414 section 2, Discovery section 3).
    pub fn members(&self) -> [(&'static str, &Option<String>); 7] {
        [
            ("issuer", &self.issuer),
            ("authorization_endpoint", &self.authorization),
            ("token_endpoint", &self.token),
            ("userinfo_endpoint", &self.userinfo),
            ("revocation_endpoint", &self.revocation),
            ("end_session_endpoint", &self.end_session),
            ("jwks_uri", &self.jwks_uri),
        ]
    }

    /// The endpoints with those names.
    pub fn from_members(mut text: impl FnMut(&str) -> Option<String>) -> Self {
        Self {
            issuer: text("issuer"),
            authorization: text("authorization_endpoint"),
            token: text("token_endpoint"),
            userinfo: text("userinfo_endpoint"),
            revocation: text("revocation_endpoint"),
            end_session: text("end_session_endpoint"),
            jwks_uri: text("jwks_uri"),
        }
    }
}

/// The URL of the OpenID discovery document: appended to the issuer's path (Discovery section 4.1), after removing a
/// trailing slash.
pub fn discovery_url(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
}

/// Requests a JSON document: discovery, metadata or a JWK Set.
pub fn get_json(url: &str) -> RequestDraft {
    let mut draft = RequestDraft::new(Method::Get, url);
    draft.headers.push(Header::new("accept", "application/json"));
    draft
}

/// The target of a redirect of a discovery document or JWK Set, if it stays within its origin: these two documents are
/// public, and no other request is ever redirected. Headers that the transport added are left to it.
pub fn redirected(request: &HttpRequest, response: &HttpResponse) -> Option<HttpRequest> {
    let location = response.header("location").filter(|_| response.is_redirect())?;
    let target = url::Url::parse(&request.url).ok()?.join(location).ok()?;
    let stays = origin_of(&request.url)? == origin_of(target.as_str())?;
    let headers = request.headers.iter().filter(|header| !header.added_by_transport).cloned().collect();
    stays.then(|| HttpRequest { url: target.into(), headers, ..request.clone() })
}

/// A metadata document as received, including unknown members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// The document.
    pub json: Json,
}

/// Why a response is no metadata document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum MetadataError {
    #[error("HTTP {0}, expected 200 with a JSON object")]
    Status(u16),
    #[error("the document is not JSON: {0}")]
    NotJson(#[from] JsonError),
    #[error("the document is {0}, expected an object")]
    NotAnObject(Kind),
}

impl Metadata {
    /// Reads a response.
    pub fn read(response: &HttpResponse) -> Result<Self, MetadataError> {
        if !response.has_document() {
            return Err(MetadataError::Status(response.status));
        }
        let json = Json::from_bytes(&response.body)?;
        if json.root().is_object() { Ok(Self { json }) } else { Err(MetadataError::NotAnObject(json.root().kind())) }
    }

    /// The string of a member.
    pub fn text(&self, name: &str) -> Option<String> {
        self.json.get(name).and_then(Value::as_string)
    }

    /// The strings of a member that is an array of strings.
    pub fn list(&self, name: &str) -> Option<Vec<String>> {
        self.json.get(name)?.items().map(Value::as_string).collect()
    }

    /// The endpoints that it names, as written: whether they can be used is a separate question.
    pub fn endpoints(&self) -> Endpoints {
        Endpoints::from_members(|name| self.text(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_well_known_url_follows_the_issuers_path_and_no_slash_is_doubled() {
        let issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Abc";
        assert_eq!(discovery_url(issuer), format!("{issuer}/.well-known/openid-configuration"));
        assert_eq!(discovery_url("https://op.example/"), "https://op.example/.well-known/openid-configuration");
    }

    #[test]
    fn a_page_instead_of_the_document_says_so() {
        let page = HttpResponse::new(200).with_body("text/html", "<html>");
        assert!(matches!(Metadata::read(&page), Err(MetadataError::NotJson(_))));
        let missing = Metadata::read(&HttpResponse::new(404)).unwrap_err();
        assert_eq!(missing.to_string(), "HTTP 404, expected 200 with a JSON object");
    }

    #[test]
    fn a_redirect_is_followed_within_the_origin_only() {
        let request = HttpRequest::get("https://op.example/a/.well-known/openid-configuration");
        let to = |location: &str| {
            redirected(&request, &HttpResponse::new(301).with_header("location", location)).map(|next| next.url)
        };
        assert_eq!(to("/b").as_deref(), Some("https://op.example/b"));
        assert_eq!(to("https://op.example:443/b").as_deref(), Some("https://op.example/b"));
        for elsewhere in
            ["https://evil.example/b", "//evil.example/b", "http://op.example/b", "https://op.example:444/b"]
        {
            assert_eq!(to(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(redirected(&request, &HttpResponse::new(200).with_header("location", "/b")), None);
    }
}
