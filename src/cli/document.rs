//! The JSON documents of `login` and similar commands, made from the session as far as it got.

use std::borrow::Cow;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::protocol::resource::mcp;
use crate::protocol::{Finding, Json, TokenReport};
use crate::session::redaction::KnownSecrets;
use crate::session::{Exchange, Grant, Received, Session, UserInfo, redaction};

/// What `login --json` prints.
#[derive(Debug, Serialize)]
pub struct SessionDocument<'a> {
    profile: Option<&'a str>,
    issuer: Option<String>,
    authorization_url: Option<String>,
    redirect_uri: &'a str,
    tokens: Option<TokensDocument<'a>>,
    userinfo: Option<Cow<'a, Json>>,
    /// What is known about a signed or encrypted response.
    #[serde(skip_serializing_if = "Option::is_none")]
    userinfo_token: Option<ReportDocument<'a>>,
    /// The resource that the session began with.
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<ResourceDocument>,
    /// The registration of the client, as it was read last (RFC 7592).
    #[serde(skip_serializing_if = "Option::is_none")]
    registration: Option<Json>,
    findings: &'a [Finding],
    exchanges: Vec<ExchangeDocument<'a>>,
}

/// `resource`: the way to it, and the last call.
#[derive(Debug, Serialize)]
struct ResourceDocument {
    url: String,
    /// As its metadata writes it.
    identifier: Option<String>,
    authorization_server: Option<String>,
    /// The status of the last call with a token.
    status: Option<u16>,
    /// The tools of an MCP server.
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<Vec<String>>,
}

impl ResourceDocument {
    fn of(session: &Session) -> Option<Self> {
        let discovered = session.resource_discovery()?;
        let last = session.calls().next_back().and_then(Exchange::response);
        Some(Self {
            url: discovered.url().to_owned(),
            identifier: discovered.identifier(),
            authorization_server: discovered.issuer(),
            status: last.map(|response| response.status),
            tools: session.calls().rev().find_map(|call| mcp::tools(call.response()?)),
        })
    }
}

impl<'a> SessionDocument<'a> {
    /// The document of a session and its findings.
    pub fn new(session: &'a Session, findings: &'a [Finding]) -> Self {
        let profile = session.profile();
        let attempt = session.attempt();
        Self {
            profile: profile.name.as_deref(),
            issuer: session.endpoints().issuer,
            authorization_url: attempt.map(crate::session::Attempt::url),
            redirect_uri: attempt.and_then(|a| a.parameter("redirect_uri")).unwrap_or(profile.redirect_uri()),
            tokens: session.grant().map(|grant| TokensDocument::new(session, grant)),
            userinfo: session.userinfo().and_then(UserInfo::claims).map(|claims| concealed(session, claims)),
            userinfo_token: session.userinfo().and_then(|answer| answer.report.as_ref()).map(ReportDocument),
            resource: ResourceDocument::of(session),
            registration: session.read_registration().map(|json| concealed(session, &json).into_owned()),
            findings,
            exchanges: exchanges(session),
        }
    }
}

/// `tokens`: the last response of the token endpoint, with a report on each current token.
#[derive(Debug, Serialize)]
pub struct TokensDocument<'a> {
    token_type: Option<String>,
    expires_in: Option<i64>,
    scope: Option<String>,
    id_token: Option<ReportDocument<'a>>,
    access_token: Option<ReportDocument<'a>>,
    refresh_token: Option<ReportDocument<'a>>,
}

impl<'a> TokensDocument<'a> {
    /// The current tokens after a response: a refresh that returns no refresh token keeps the previous one (RFC 6749
    /// section 6).
    pub fn new(session: &'a Session, grant: &'a Grant) -> Self {
        let conceal = |text: String| session.known_secrets().replace(&text).into_owned();
        let refresh_token = session.grants().iter().rev().find_map(|grant| grant.refresh_token.as_ref());
        Self {
            token_type: grant.response.token_type().map(conceal),
            expires_in: grant.response.expires_in(),
            scope: grant.response.scope().map(conceal),
            id_token: grant.id_token.as_ref().map(ReportDocument),
            access_token: grant.access_token.as_ref().map(ReportDocument),
            refresh_token: refresh_token.map(ReportDocument),
        }
    }
}

/// REPORT: the document of `decode --json`, and the token itself as `raw`.
#[derive(Debug)]
pub struct ReportDocument<'a>(pub &'a TokenReport);

impl Serialize for ReportDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.serialize_members(&mut map)?;
        map.serialize_entry("raw", self.0.raw.expose())?;
        map.end()
    }
}

/// One row of `exchanges`.
#[derive(Debug, Serialize)]
pub struct ExchangeDocument<'a> {
    name: &'static str,
    method: &'a str,
    /// The URL, secrets masked.
    url: String,
    status: Option<u16>,
    elapsed_ms: f64,
    /// Why there is no response.
    error: Option<Cow<'a, str>>,
    /// Why it was sent, if it was sent automatically.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Cow<'a, str>>,
}

/// The claims of UserInfo as received, with repeated secrets of the request masked.
fn concealed<'a>(session: &Session, claims: &'a Json) -> Cow<'a, Json> {
    match session.known_secrets().replace(claims.text()) {
        Cow::Borrowed(_) => Cow::Borrowed(claims),
        Cow::Owned(text) => Json::parse(text).map_or(Cow::Borrowed(claims), Cow::Owned),
    }
}

/// The recorded exchanges, as `exchanges` lists them.
pub fn exchanges(session: &Session) -> Vec<ExchangeDocument<'_>> {
    session.exchanges().map(|each| exchange(session.known_secrets(), each)).collect()
}

fn exchange<'a>(known: &KnownSecrets, exchange: &'a Exchange) -> ExchangeDocument<'a> {
    let error = match &exchange.received {
        Received::Failed(failure) => Some(known.replace(&failure.message)),
        Received::Pending | Received::Response(_) => None,
    };
    ExchangeDocument {
        name: exchange.purpose.name(),
        method: exchange.request.method.as_str(),
        url: redaction::url(&known.replace(&exchange.request.url)),
        status: exchange.response().filter(|_| !exchange.is_import()).map(|response| response.status),
        elapsed_ms: (exchange.timing.total.as_secs_f64() * 10_000.0).round() / 10.0,
        error,
        why: exchange.why.as_deref().map(|why| known.replace(why)),
    }
}
