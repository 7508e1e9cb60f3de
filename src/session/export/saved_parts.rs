//! The log of a saved session, as in its document ([`super::saved`]).

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::damage::Damage;
use crate::protocol::{
    Authentication, Callback, Completeness, ExchangeId, Header, HttpRequest, HttpResponse, Method, Parameters,
    RequestDraft, Secret,
};
use crate::session::record::attempt::{Attempt, CallbackRecord, Entry};
use crate::session::record::edit::Edit;
use crate::session::record::exchange::{
    Connection, Exchange, Failure, FailureKind, Purpose, Received, RedactedBodies, Timing,
};
use crate::session::record::grant::OnlyTokens;
use crate::session::record::left_out::LeftOut;
use crate::session::record::origin::Origin;
use crate::session::record::target::{ResourceKind, Target};

/// Names and values in order; names may repeat.
type Pairs = Vec<(String, String)>;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum EntryPart {
    Authorization(AttemptPart),
    Callback(CallbackPart),
    Exchange(Box<ExchangePart>),
}

#[derive(Serialize, Deserialize)]
pub(super) struct AttemptPart {
    at: String,
    #[serde(default = "get")]
    method: String,
    endpoint: String,
    parameters: Pairs,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<HeaderPart>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code_verifier: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    edits: Vec<Edit>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct CallbackPart {
    at: String,
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    edits: Vec<Edit>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ExchangePart {
    id: ExchangeId,
    purpose: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    at: String,
    request: RequestPart,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    edits: Vec<Edit>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    own: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    response: Option<ResponsePart>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failure: Option<FailurePart>,
    #[serde(default)]
    head_ns: u64,
    #[serde(default)]
    total_ns: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    remote: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    http_version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    certificate_sha256: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct RequestPart {
    method: String,
    url: String,
    headers: Vec<HeaderPart>,
    #[serde(default)]
    body: BodyPart,
}

#[derive(Default, Serialize, Deserialize)]
struct ResponsePart {
    status: u16,
    headers: Vec<HeaderPart>,
    #[serde(default)]
    body: BodyPart,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cut: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    too_large: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    timed_out_ms: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    malformed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    compressed: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct FailurePart {
    kind: String,
    message: String,
}

#[derive(Serialize, Deserialize)]
struct HeaderPart {
    name: String,
    value: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    added_by_transport: bool,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BodyPart {
    #[default]
    Empty,
    Text(String),
    Base64(String),
}

fn get() -> String {
    "GET".to_owned()
}

/// The resource to call.
#[derive(Serialize, Deserialize)]
pub(super) struct TargetPart {
    url: String,
    kind: KindPart,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tool: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KindPart {
    Api,
    ApiHead,
    McpServer,
    McpStateless,
}

impl TargetPart {
    pub(super) fn of(target: &Target) -> Self {
        let kind = match target.kind {
            ResourceKind::Api => KindPart::Api,
            ResourceKind::ApiHead => KindPart::ApiHead,
            ResourceKind::McpServer => KindPart::McpServer,
            ResourceKind::McpStateless => KindPart::McpStateless,
        };
        Self { url: target.url.clone(), kind, tool: target.tool.clone() }
    }

    pub(super) fn target(self) -> Target {
        let kind = match self.kind {
            KindPart::Api => ResourceKind::Api,
            KindPart::ApiHead => ResourceKind::ApiHead,
            KindPart::McpServer => ResourceKind::McpServer,
            KindPart::McpStateless => ResourceKind::McpStateless,
        };
        Target { url: self.url, kind, tool: self.tool }
    }
}

/// What only the tokens of a record name.
#[derive(Serialize, Deserialize)]
pub(super) struct OnlyTokensPart {
    issuer: bool,
    client: bool,
}

impl OnlyTokensPart {
    pub(super) fn of(OnlyTokens { issuer, client }: OnlyTokens) -> Self {
        Self { issuer, client }
    }

    pub(super) fn only_tokens(self) -> OnlyTokens {
        OnlyTokens { issuer: self.issuer, client: self.client }
    }
}

/// What was omitted from the log.
#[derive(Serialize, Deserialize)]
pub(super) struct LeftOutPart {
    exchanges: u32,
    until: String,
}

impl LeftOutPart {
    pub(super) fn of(left_out: &LeftOut) -> Self {
        Self { exchanges: left_out.exchanges, until: left_out.until.to_string() }
    }

    pub(super) fn left_out(&self) -> Result<LeftOut, Damage> {
        Ok(LeftOut { exchanges: self.exchanges, until: time(&self.until).map_err(|_| Damage::LeftOut)? })
    }
}

impl EntryPart {
    pub(super) fn of(entry: &Entry) -> Self {
        match entry {
            Entry::Authorization(attempt) => Self::Authorization(AttemptPart {
                at: attempt.sent_at.to_string(),
                method: attempt.draft.method.to_string(),
                endpoint: attempt.draft.endpoint.clone(),
                parameters: pairs(&attempt.draft.parameters),
                headers: attempt.draft.headers.iter().map(HeaderPart::of).collect(),
                code_verifier: attempt.verifier.as_ref().map(|v| v.expose().to_owned()),
                edits: attempt.edits.clone(),
            }),
            Entry::Callback(record) => Self::Callback(CallbackPart {
                at: record.received_at.to_string(),
                text: record.text.expose().to_owned(),
                edits: record.edits.clone(),
            }),
            Entry::Exchange(exchange) => Self::Exchange(Box::new(ExchangePart::of(exchange))),
        }
    }

    /// The error names the field. What the file says of its own exchanges counts only if it `is_trusted`.
    pub(super) fn entry(&self, is_trusted: bool) -> Result<Entry, Damage> {
        Ok(match self {
            Self::Authorization(part) => Entry::Authorization(Attempt {
                draft: RequestDraft {
                    method: Method::parse(&part.method),
                    endpoint: part.endpoint.clone(),
                    parameters: part.parameters.iter().cloned().collect(),
                    authentication: Authentication::None,
                    headers: part.headers.iter().map(HeaderPart::header).collect(),
                },
                verifier: part.code_verifier.as_deref().map(Secret::from),
                sent_at: time(&part.at)?,
                edits: part.edits.clone(),
            }),
            Self::Callback(part) => Entry::Callback(CallbackRecord {
                text: Secret::new(part.text.as_str()),
                callback: Callback::read(&part.text),
                received_at: time(&part.at)?,
                edits: part.edits.clone(),
            }),
            Self::Exchange(part) => Entry::Exchange(part.exchange(is_trusted)?),
        })
    }
}

impl ExchangePart {
    fn of(exchange: &Exchange) -> Self {
        let failure = match &exchange.received {
            Received::Failed(failure) => {
                Some(FailurePart { kind: failure.kind.name().to_owned(), message: failure.message.clone() })
            }
            _ => None,
        };
        Self {
            id: exchange.id,
            purpose: exchange.purpose.name().to_owned(),
            why: exchange.why.clone(),
            at: exchange.sent_at.to_string(),
            request: RequestPart {
                method: exchange.request.method.to_string(),
                url: exchange.request.url.clone(),
                headers: exchange.request.headers.iter().map(HeaderPart::of).collect(),
                body: BodyPart::of(&exchange.request.body),
            },
            edits: exchange.edits.clone(),
            own: exchange.origin == Origin::Own,
            response: exchange.response().map(ResponsePart::of),
            failure,
            head_ns: nanoseconds(exchange.timing.head),
            total_ns: nanoseconds(exchange.timing.total),
            remote: exchange.connection.remote.clone(),
            http_version: exchange.connection.version.clone(),
            certificate_sha256: exchange.connection.certificate_sha256.clone(),
        }
    }

    pub(super) fn exchange(&self, is_trusted: bool) -> Result<Exchange, Damage> {
        let received = match (&self.response, &self.failure) {
            (Some(response), _) => Received::Response(response.response()?),
            (None, Some(failure)) => Received::Failed(failure.failure()?),
            // A request that was pending when the session was saved never gets a response.
            (None, None) => Received::Failed(Failure {
                kind: FailureKind::Cancelled,
                message: "the session was saved before a response arrived".to_owned(),
            }),
        };
        let request = HttpRequest {
            method: Method::parse(&self.request.method),
            url: self.request.url.clone(),
            headers: self.request.headers.iter().map(HeaderPart::header).collect(),
            body: self.request.body.bytes()?,
        };
        Ok(Exchange {
            id: self.id,
            purpose: Purpose::parse(&self.purpose).unwrap_or(Purpose::Other),
            why: self.why.clone(),
            edits: self.edits.clone(),
            origin: Origin::of_saved(&request, self.own && is_trusted),
            request,
            sent_at: time(&self.at)?,
            received,
            timing: Timing { head: Duration::from_nanos(self.head_ns), total: Duration::from_nanos(self.total_ns) },
            connection: Connection {
                remote: self.remote.clone(),
                version: self.http_version.clone(),
                certificate_sha256: self.certificate_sha256.clone(),
            },
            redacted: RedactedBodies::default(),
        })
    }
}

impl ResponsePart {
    fn of(response: &HttpResponse) -> Self {
        let mut part = Self {
            status: response.status,
            headers: response.headers.iter().map(HeaderPart::of).collect(),
            body: BodyPart::of(&response.body),
            ..Self::default()
        };
        match &response.completeness {
            Completeness::Complete => {}
            Completeness::Cut { reason } => part.cut = Some(reason.clone()),
            Completeness::TooLarge { limit } => part.too_large = Some(*limit),
            Completeness::TimedOut { limit } => part.timed_out_ms = limit.as_millis().try_into().ok(),
            Completeness::Malformed { reason } => part.malformed = Some(reason.clone()),
            Completeness::Compressed { coding } => part.compressed = Some(coding.clone()),
        }
        part
    }

    fn response(&self) -> Result<HttpResponse, Damage> {
        let cut = || Some(Completeness::Cut { reason: self.cut.clone()? });
        let too_large = || Some(Completeness::TooLarge { limit: self.too_large? });
        let timed_out = || Some(Completeness::TimedOut { limit: Duration::from_millis(self.timed_out_ms?) });
        let malformed = || Some(Completeness::Malformed { reason: self.malformed.clone()? });
        let compressed = || Some(Completeness::Compressed { coding: self.compressed.clone()? });
        let completeness = cut().or_else(too_large).or_else(timed_out).or_else(malformed).or_else(compressed);
        Ok(HttpResponse {
            status: self.status,
            headers: self.headers.iter().map(HeaderPart::header).collect(),
            body: self.body.bytes()?,
            completeness: completeness.unwrap_or_default(),
        })
    }
}

impl FailurePart {
    fn failure(&self) -> Result<Failure, Damage> {
        let kind = FailureKind::parse(&self.kind).ok_or(Damage::FailureKind)?;
        Ok(Failure { kind, message: self.message.clone() })
    }
}

impl HeaderPart {
    fn of(header: &Header) -> Self {
        let Header { name, value, added_by_transport } = header.clone();
        Self { name, value, added_by_transport }
    }

    fn header(&self) -> Header {
        Header { name: self.name.clone(), value: self.value.clone(), added_by_transport: self.added_by_transport }
    }
}

impl BodyPart {
    fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok("") => Self::Empty,
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64(STANDARD.encode(bytes)),
        }
    }

    fn bytes(&self) -> Result<Vec<u8>, Damage> {
        match self {
            Self::Empty => Ok(Vec::new()),
            Self::Text(text) => Ok(text.clone().into_bytes()),
            Self::Base64(text) => Ok(STANDARD.decode(text)?),
        }
    }
}

fn pairs(from: &Parameters) -> Pairs {
    from.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn time(text: &str) -> Result<Timestamp, Damage> {
    text.parse().map_err(|_| Damage::Time)
}

/// Saturates after 584 years.
fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}
