//! The discovery from the URL of a resource to its authorization server, as a state machine without I/O.
//!
//! ```text
//!   request without a token ─► protected resource metadata ─► authorization server metadata ─► arrived
//!            │                  challenge, path, root           RFC 8414, OpenID inserted, appended
//!            └─ open: stopped       └─ none, or about another resource: stopped      └─ none: one probe, stopped
//! ```
//!
//! [`ResourceDiscovery::next`] says what to request and why; the caller sends it and passes the response to
//! [`ResourceDiscovery::answered`]. The same answers in the same order always lead to the same place, so a recorded
//! session can be repeated.

use super::challenge::{self, Challenge};
use super::identifier::{Relation, relation};
use super::metadata::{self, DocumentProblem, MetadataLocation, ResourceMetadata};
use super::server::{self, ServerProblem};
use super::why::Why;
use crate::protocol::endpoint::discovery::Metadata;
use crate::protocol::http::HttpResponse;
use crate::protocol::json::Json;

/// A kind of request in the discovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hop {
    /// The resource itself, without a token.
    Resource,
    /// Protected resource metadata.
    ResourceMetadata,
    /// Authorization server metadata.
    ServerMetadata,
    /// A location that is wrong by RFC 8414, requested only to explain why the right ones have no document.
    Misplaced,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Send this request.
    Ask {
        /// Its kind.
        hop: Hop,
        /// Its URL.
        url: String,
        /// Why it is sent.
        why: Why,
    },
    /// The authorization server is known.
    Arrived,
    /// The discovery ends here.
    Stopped(Stop),
}

/// Why the discovery ends before the authorization server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The resource did not respond.
    NoAnswer,
    /// The resource answered without a token.
    Open,
    /// No location has the protected resource metadata.
    NoMetadata,
    /// The document has a member twice, with different values: readers differ in which one they use.
    Ambiguous,
    /// The document does not name its resource.
    ResourceMissing,
    /// The document is about another resource.
    OtherResource(Relation),
    /// The document names no authorization server.
    NoServer,
    /// The person named an authorization server that the document does not.
    ServerNotListed,
    /// The URL of the authorization server cannot be used.
    ServerUnusable(ServerProblem),
    /// No location has the metadata of the authorization server.
    NoServerMetadata,
    /// The metadata is of another issuer.
    OtherIssuer,
}

/// A location that was requested, and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The URL.
    pub url: String,
    /// Why its document cannot be used; `None` if it can.
    pub problem: Option<DocumentProblem>,
}

/// What the resource answered without a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The status; `None` without a response.
    pub status: Option<u16>,
    /// Its challenges.
    pub challenges: Vec<Challenge>,
}

/// The source of the scopes to request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeSource {
    /// `scope` of the challenge, which counts for the operation.
    Challenge,
    /// `scopes_supported` of the protected resource metadata.
    Metadata,
}

/// The discovery so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceDiscovery {
    resource: String,
    preferred: Option<String>,
    probe: Option<Probe>,
    documents: Vec<Tried>,
    metadata: Option<(String, ResourceMetadata)>,
    servers: Vec<Tried>,
    server: Option<Metadata>,
    misplaced: Option<Tried>,
}

impl ResourceDiscovery {
    /// The discovery from `resource`. `preferred` is an issuer that the person named.
    pub fn new(resource: &str, preferred: Option<String>) -> Self {
        Self {
            resource: resource.to_owned(),
            preferred,
            probe: None,
            documents: Vec::new(),
            metadata: None,
            servers: Vec::new(),
            server: None,
            misplaced: None,
        }
    }

    /// What to do next.
    pub fn next(&self) -> Next {
        let Some(probe) = &self.probe else {
            return Next::Ask { hop: Hop::Resource, url: self.resource.clone(), why: Why::WithoutToken };
        };
        match probe.status {
            None => return Next::Stopped(Stop::NoAnswer),
            Some(200..300) => return Next::Stopped(Stop::Open),
            Some(_) => {}
        }
        let Some((_, document)) = &self.metadata else { return self.next_document(probe) };
        if document.conflict().is_some() {
            return Next::Stopped(Stop::Ambiguous);
        }
        let Some(identifier) = document.resource() else { return Next::Stopped(Stop::ResourceMissing) };
        let relation = relation(&identifier, &self.resource);
        if !relation.may_be_meant() {
            return Next::Stopped(Stop::OtherResource(relation));
        }
        let servers = document.authorization_servers();
        if servers.is_empty() {
            return Next::Stopped(Stop::NoServer);
        }
        let Some(issuer) = self.issuer() else { return Next::Stopped(Stop::ServerNotListed) };
        if let Some(problem) = server::problem(&issuer, &self.resource) {
            return Next::Stopped(Stop::ServerUnusable(problem));
        }
        self.next_server(&issuer)
    }

    fn next_document(&self, probe: &Probe) -> Next {
        let challenge = challenge::resource_metadata(&probe.challenges);
        for (at, (location, url)) in metadata::locations(&self.resource, challenge).into_iter().enumerate() {
            if self.documents.iter().any(|tried| tried.url == url) {
                continue;
            }
            if server::document_problem(&url, &self.resource).is_some() {
                continue;
            }
            let why = match location {
                MetadataLocation::Challenge => Why::NamedByChallenge,
                MetadataLocation::Path if challenge.is_none() => Why::NotNamedByChallenge,
                _ if at == 0 => Why::NotNamedByChallenge,
                _ => Why::NextLocation(self.documents.last().and_then(|tried| tried.problem.clone())),
            };
            return Next::Ask { hop: Hop::ResourceMetadata, url, why };
        }
        Next::Stopped(Stop::NoMetadata)
    }

    fn next_server(&self, issuer: &str) -> Next {
        if let Some(server) = &self.server {
            let is_same = server.text("issuer").as_deref() == Some(issuer);
            return if is_same { Next::Arrived } else { Next::Stopped(Stop::OtherIssuer) };
        }
        let untried = |url: &String| self.servers.iter().all(|tried| tried.url != *url);
        let why = match self.servers.last() {
            None => Why::NamedByMetadata,
            Some(tried) => Why::NextLocation(tried.problem.clone()),
        };
        if let Some((_, url)) = server::locations(issuer).into_iter().find(|(_, url)| untried(url)) {
            return Next::Ask { hop: Hop::ServerMetadata, url, why };
        }
        match server::misplaced(issuer).filter(|_| self.misplaced.is_none()) {
            Some(url) => Next::Ask { hop: Hop::Misplaced, url, why: Why::Misplaced },
            None => Next::Stopped(Stop::NoServerMetadata),
        }
    }

    /// Records the response to a request of [`ResourceDiscovery::next`]; `None` if there was none.
    pub fn answered(&mut self, hop: Hop, url: &str, response: Option<&HttpResponse>) {
        let read = || metadata::read(response);
        // Another client may have requested it as if it were a right location.
        let is_misplaced = || self.issuer().and_then(|issuer| server::misplaced(&issuer)).is_some_and(|it| it == url);
        let hop = if hop == Hop::ServerMetadata && is_misplaced() { Hop::Misplaced } else { hop };
        let tried = |problem| Tried { url: url.to_owned(), problem };
        match hop {
            Hop::Resource => {
                let challenges = response.map(challenge::challenges).unwrap_or_default();
                self.probe = Some(Probe { status: response.map(|response| response.status), challenges });
            }
            // A recording may show the way to another resource, or to another server, too.
            Hop::ResourceMetadata if !self.leads_to_document(url) => {}
            Hop::ServerMetadata if !self.leads_to_server(url) => {}
            Hop::ResourceMetadata => match read() {
                Ok(json) => {
                    self.documents.push(tried(None));
                    self.metadata.get_or_insert((url.to_owned(), ResourceMetadata { json }));
                }
                Err(problem) => self.documents.push(tried(Some(problem))),
            },
            Hop::ServerMetadata => match read() {
                Ok(json) => {
                    self.servers.push(tried(None));
                    self.server.get_or_insert(Metadata { json });
                }
                Err(problem) => self.servers.push(tried(Some(problem))),
            },
            Hop::Misplaced => self.misplaced = Some(tried(read().err())),
        }
    }

    fn leads_to_document(&self, url: &str) -> bool {
        let named = self.probe.as_ref().and_then(|probe| challenge::resource_metadata(&probe.challenges));
        metadata::locations(&self.resource, named).iter().any(|(_, known)| known == url)
    }

    fn leads_to_server(&self, url: &str) -> bool {
        self.issuer().is_some_and(|issuer| server::locations(&issuer).iter().any(|(_, known)| known == url))
    }

    /// The discovery as a document alone shows it, wherever it comes from.
    #[must_use]
    pub fn with_document(self, document: Json) -> Self {
        let probe = Probe { status: Some(401), challenges: Vec::new() };
        Self { probe: Some(probe), metadata: Some((String::new(), ResourceMetadata { json: document })), ..self }
    }

    /// The URL of the resource, as the person gave it.
    pub fn url(&self) -> &str {
        &self.resource
    }

    /// What the resource answered without a token.
    pub fn probe(&self) -> Option<&Probe> {
        self.probe.as_ref()
    }

    /// The protected resource metadata, with its URL.
    pub fn metadata(&self) -> Option<(&str, &ResourceMetadata)> {
        self.metadata.as_ref().map(|(url, document)| (url.as_str(), document))
    }

    /// The locations of the protected resource metadata that were requested.
    pub fn documents(&self) -> &[Tried] {
        &self.documents
    }

    /// The locations of the server's metadata that were requested.
    pub fn servers(&self) -> &[Tried] {
        &self.servers
    }

    /// The wrong location, if it was requested.
    pub fn misplaced(&self) -> Option<&Tried> {
        self.misplaced.as_ref()
    }

    /// The metadata of the authorization server.
    pub fn server(&self) -> Option<&Metadata> {
        self.server.as_ref()
    }

    /// The authorization server: the one that the person named, or the first one of the document.
    pub fn issuer(&self) -> Option<String> {
        let servers = self.metadata.as_ref()?.1.authorization_servers();
        match &self.preferred {
            Some(preferred) => servers.into_iter().find(|issuer| issuer == preferred),
            None => servers.into_iter().next(),
        }
    }

    /// The value of `resource`, exactly as the metadata writes it.
    pub fn identifier(&self) -> Option<String> {
        self.metadata.as_ref()?.1.resource()
    }

    /// The scopes to request and their source, in the order of the MCP specification: the challenge counts for this
    /// operation, then the metadata. `None` means that no scope is requested.
    pub fn scopes(&self) -> Option<(Vec<String>, ScopeSource)> {
        let asked = challenge::scope(&self.probe.as_ref()?.challenges);
        let asked: Vec<String> = asked.unwrap_or_default().split_ascii_whitespace().map(str::to_owned).collect();
        if !asked.is_empty() {
            return Some((asked, ScopeSource::Challenge));
        }
        let told = self.metadata.as_ref()?.1.scopes();
        (!told.is_empty()).then_some((told, ScopeSource::Metadata))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(body: &str) -> HttpResponse {
        HttpResponse::new(200).with_body("application/json", body)
    }

    /// Walks with answers by URL, everything else is 404; returns the URLs and the end.
    fn discovered(first: HttpResponse, answers: &[(&str, HttpResponse)]) -> (Vec<String>, Next) {
        let mut discovered = ResourceDiscovery::new("https://h/mcp", None);
        let mut asked = Vec::new();
        loop {
            match discovered.next() {
                Next::Ask { hop, url, .. } => {
                    let answer = match hop {
                        Hop::Resource => first.clone(),
                        _ => answers
                            .iter()
                            .find(|(at, _)| *at == url)
                            .map_or(HttpResponse::new(404), |(_, it)| it.clone()),
                    };
                    discovered.answered(hop, &url, Some(&answer));
                    asked.push(url);
                }
                end => return (asked, end),
            }
        }
    }

    #[test]
    fn the_way_goes_through_every_location_in_order_and_ends_at_the_server() {
        let document = json(r#"{"resource":"https://h/mcp","authorization_servers":["https://as/t1"]}"#);
        let server = json(r#"{"issuer":"https://as/t1"}"#);
        let (asked, end) = discovered(
            HttpResponse::new(401),
            &[
                ("https://h/.well-known/oauth-protected-resource", document),
                ("https://as/t1/.well-known/openid-configuration", server),
            ],
        );
        assert_eq!(end, Next::Arrived);
        assert_eq!(
            asked,
            [
                "https://h/mcp",
                "https://h/.well-known/oauth-protected-resource/mcp",
                "https://h/.well-known/oauth-protected-resource",
                "https://as/.well-known/oauth-authorization-server/t1",
                "https://as/.well-known/openid-configuration/t1",
                "https://as/t1/.well-known/openid-configuration",
            ]
        );
    }

    #[test]
    fn the_origin_is_never_taken_for_a_server_when_no_document_exists() {
        let (asked, end) = discovered(HttpResponse::new(401), &[]);
        assert_eq!((asked.len(), end), (3, Next::Stopped(Stop::NoMetadata)));
        let (asked, end) = discovered(HttpResponse::new(200), &[]);
        assert_eq!((asked.len(), end), (1, Next::Stopped(Stop::Open)));
    }

    #[test]
    fn a_document_about_another_resource_leads_nowhere() {
        let at = "https://h/.well-known/oauth-protected-resource/mcp";
        let other = json(r#"{"resource":"https://evil.example/mcp","authorization_servers":["https://as"]}"#);
        let (_, end) = discovered(HttpResponse::new(401), &[(at, other)]);
        assert!(matches!(end, Next::Stopped(Stop::OtherResource(_))), "{end:?}");
    }

    #[test]
    fn a_server_with_another_issuer_is_not_used() {
        let at = "https://h/.well-known/oauth-protected-resource/mcp";
        let document = json(r#"{"resource":"https://h/mcp","authorization_servers":["https://as"]}"#);
        let server = json(r#"{"issuer":"https://as/"}"#);
        let (_, end) = discovered(
            HttpResponse::new(401),
            &[(at, document), ("https://as/.well-known/oauth-authorization-server", server)],
        );
        assert_eq!(end, Next::Stopped(Stop::OtherIssuer));
    }
}
