//! The truth table: what everybody who is asked would answer at a moment, and why.

use jiff::Timestamp;

use super::lane::{Ending, Lived, Stop, endings, lanes};
use crate::diagnosis::evidence::is_cognito;
use crate::protocol::{ExchangeId, Secret, SignatureStatus, TokenReport};
use crate::session::{Exchange, Grant, Purpose, Session};

/// The scope that UserInfo needs.
const OPENID: &str = "openid";

/// The scope that Cognito's GetUser needs.
const USER_ADMIN: &str = "aws.cognito.signin.user.admin";

/// An API that verifies tokens itself, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// The URL to call.
    pub url: String,
    /// The scope that it needs.
    pub scope: Option<String>,
    /// The audience that it accepts, if a token has one.
    pub audience: Option<String>,
}

/// Who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The provider's UserInfo, with the access token.
    UserInfo,
    /// Any API that verifies the access token itself.
    VerifyingApi,
    /// One such API.
    Api(Api),
    /// An API that asks the provider about the access token: introspection, or Cognito's GetUser.
    AskingApi,
    /// The token endpoint, with the refresh token.
    Refresh,
    /// The provider, with the browser's cookie: a sign-in without a password.
    SignIn,
    /// This client, which verifies the ID token.
    Client,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Who is asked.
    pub asked: Asked,
    /// The answers, one for each moment.
    pub cells: Vec<Cell>,
}

/// One answer with its ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The answer.
    pub answer: Answer,
    /// Why.
    pub ground: Ground,
}

/// What would be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It works.
    Accepted,
    /// It is rejected: with this status, if one is sent, and this error code, if it is known.
    Rejected(Option<u16>, Option<&'static str>),
    /// Unknown until it is tried.
    Unknown,
    /// There is nothing to ask with.
    Nothing,
}

/// Why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// It was tried: the exchange and its status. Nothing that ends it has happened since.
    Seen(ExchangeId, u16),
    /// It has expired.
    Expired(Timestamp),
    /// It is valid until then, if known, and nothing ended it.
    Valid(Option<Timestamp>),
    /// It verifies until then, if known. The time of a revocation that the verifier does not hear of.
    Verifies(Option<Timestamp>, Option<Timestamp>),
    /// The refresh token was revoked.
    Revoked(Timestamp),
    /// The browser was signed out.
    SignedOut(Timestamp),
    /// The login cookie lives until then.
    Cookie(Timestamp),
    /// The login cookie has ended.
    CookieEnded(Timestamp),
    /// The provider's default lifetime has passed, which its administrator may have changed.
    DefaultPassed(Timestamp),
    /// The token lacks a scope.
    LacksScope(String),
    /// The token is for another audience.
    OtherAudience(String),
    /// The signature was not verified, or a check failed.
    Unverified,
    /// There was no such token.
    NoToken,
    /// Neither the record nor a rule says it.
    Untried,
}

/// A moment: a time, and the part of the record that lies before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The time.
    pub at: Timestamp,
    /// The first exchange that had not happened yet; `None` after the last one.
    pub before: Option<ExchangeId>,
}

impl When {
    /// A time.
    pub fn at(session: &Session, at: Timestamp) -> Self {
        let later = |exchange: &&Exchange| exchange.received_at() > at;
        Self { at, before: session.exchanges().find(later).map(|exchange| exchange.id) }
    }

    /// Just before something ended.
    pub fn before(stop: Stop) -> Self {
        Self { at: stop.at, before: Some(stop.exchange) }
    }

    /// Now, with the whole record.
    pub fn now(now: Timestamp) -> Self {
        Self { at: now, before: None }
    }

    /// Whether an exchange had happened.
    fn had(self, exchange: ExchangeId) -> bool {
        self.before.is_none_or(|first| exchange < first)
    }
}

/// The table: a row for everybody who can be asked, a cell for each moment. The record counts up to each moment; after
/// its end, nothing else is assumed to happen.
pub fn truth_table(session: &Session, apis: &[Api], moments: &[When]) -> Vec<Row> {
    let mut asked = vec![Asked::UserInfo, Asked::VerifyingApi];
    asked.extend(apis.iter().cloned().map(Asked::Api));
    asked.extend([Asked::AskingApi, Asked::Refresh, Asked::SignIn, Asked::Client]);
    let cells = |asked: &Asked| moments.iter().map(|when| Moment::new(session, *when).cell(asked)).collect();
    asked.into_iter().map(|asked| Row { cells: cells(&asked), asked }).collect()
}

impl Cell {
    fn new(answer: Answer, ground: Ground) -> Self {
        Self { answer, ground }
    }

    fn unauthorized(ground: Ground) -> Self {
        Self::new(Answer::Rejected(Some(401), Some("invalid_token")), ground)
    }

    fn seen(exchange: &Exchange, status: u16) -> Self {
        let answer = match status {
            200..300 => Answer::Accepted,
            _ => Answer::Rejected(Some(status), None),
        };
        Self::new(answer, Ground::Seen(exchange.id, status))
    }
}

/// A session at a moment.
struct Moment<'a> {
    session: &'a Session,
    when: When,
    is_cognito: bool,
    grant: Option<&'a Grant>,
    /// The revocation of the refresh token of that time.
    revoked: Option<Stop>,
}

impl<'a> Moment<'a> {
    fn new(session: &'a Session, when: When) -> Self {
        let grants = || session.grants().iter().rev().filter(|grant| when.had(grant.since));
        let since = grants().find(|grant| grant.response.refresh_token().is_some());
        let since = since.map(|grant| grant.since).unwrap_or_default();
        let revoked = endings(session)
            .into_iter()
            .find(|stop| stop.by == Ending::Revoked && when.had(stop.exchange) && stop.exchange > since);
        Self { session, when, is_cognito: is_cognito(session), grant: grants().next(), revoked }
    }

    /// The tokens of that time, the newest first.
    fn grants(&self) -> impl Iterator<Item = &'a Grant> {
        let when = self.when;
        self.session.grants().iter().rev().filter(move |grant| when.had(grant.since))
    }

    fn cell(&self, asked: &Asked) -> Cell {
        match asked {
            Asked::Refresh => self.refresh(),
            Asked::SignIn => self.sign_in(),
            Asked::Client => self.client(),
            _ => match self.grant.and_then(|grant| Some((grant, grant.response.access_token()?))) {
                None => Cell::new(Answer::Nothing, Ground::NoToken),
                Some((grant, token)) => self.with_access_token(asked, grant, &token),
            },
        }
    }

    fn with_access_token(&self, asked: &Asked, grant: &Grant, token: &Secret) -> Cell {
        let expiry = grant.access_token_expires_at(self.session);
        if let Some(expiry) = expiry.filter(|expiry| *expiry <= self.when.at) {
            return Cell::unauthorized(Ground::Expired(expiry));
        }
        let report = grant.access_token.as_ref();
        match asked {
            Asked::UserInfo => self.userinfo(token, report, expiry),
            Asked::AskingApi => self.asking_api(report, expiry),
            Asked::Api(api) => match self.seen(&api.url, token, None) {
                Some(seen) => seen,
                None => self.api(api, report, expiry),
            },
            _ => self.verifier(report, expiry),
        }
    }

    fn userinfo(&self, token: &Secret, report: Option<&TokenReport>, expiry: Option<Timestamp>) -> Cell {
        let url = self.session.endpoints().userinfo.unwrap_or_default();
        if let Some(seen) = self.seen(&url, token, self.revoked) {
            return seen;
        }
        match self.revoked {
            // Cognito's own endpoints reject every token of a revoked family (developer guide: revoke endpoint).
            Some(stop) if self.is_cognito => Cell::unauthorized(Ground::Revoked(stop.at)),
            Some(_) => Cell::new(Answer::Unknown, Ground::Untried),
            None if self.is_cognito && lacks(report, OPENID) => Cell::unauthorized(Ground::LacksScope(OPENID.into())),
            None if self.is_cognito && report.is_some_and(is_verified) => {
                Cell::new(Answer::Accepted, Ground::Valid(expiry))
            }
            None => Cell::new(Answer::Unknown, Ground::Untried),
        }
    }

    /// Cognito has no introspection: an API asks it by GetUser, which needs a scope of its own.
    fn asking_api(&self, report: Option<&TokenReport>, expiry: Option<Timestamp>) -> Cell {
        if !self.is_cognito {
            return Cell::new(Answer::Unknown, Ground::Untried);
        }
        match self.revoked {
            Some(stop) => Cell::new(Answer::Rejected(None, Some("NotAuthorizedException")), Ground::Revoked(stop.at)),
            None if lacks(report, USER_ADMIN) => {
                let ground = Ground::LacksScope(USER_ADMIN.into());
                Cell::new(Answer::Rejected(None, Some("NotAuthorizedException")), ground)
            }
            None if report.is_some_and(is_verified) => Cell::new(Answer::Accepted, Ground::Valid(expiry)),
            None => Cell::new(Answer::Unknown, Ground::Untried),
        }
    }

    fn api(&self, api: &Api, report: Option<&TokenReport>, expiry: Option<Timestamp>) -> Cell {
        let cell = self.verifier(report, expiry);
        let audience = report.and_then(|report| report.claim("aud"));
        if cell.answer != Answer::Accepted {
            return cell;
        }
        match (&api.audience, audience) {
            (Some(wanted), Some(found)) if *wanted != found => Cell::unauthorized(Ground::OtherAudience(found)),
            _ => match api.scope.as_ref().filter(|scope| lacks(report, scope)) {
                Some(scope) => {
                    let ground = Ground::LacksScope(scope.clone());
                    Cell::new(Answer::Rejected(Some(403), Some("insufficient_scope")), ground)
                }
                None => cell,
            },
        }
    }

    fn verifier(&self, report: Option<&TokenReport>, expiry: Option<Timestamp>) -> Cell {
        let ground = Ground::Verifies(expiry, self.revoked.map(|stop| stop.at));
        match report {
            Some(report) if is_verified(report) => Cell::new(Answer::Accepted, ground),
            Some(report) if report.signature.status == SignatureStatus::Failed => {
                Cell::unauthorized(Ground::Unverified)
            }
            _ => Cell::new(Answer::Unknown, Ground::Unverified),
        }
    }

    fn refresh(&self) -> Cell {
        let rejected = |ground| Cell::new(Answer::Rejected(Some(400), Some("invalid_grant")), ground);
        let Some(token) = self.grants().find_map(|grant| grant.response.refresh_token()) else {
            return Cell::new(Answer::Nothing, Ground::NoToken);
        };
        // A revoked token is invalid at once (RFC 7009 section 2.1).
        if let Some(stop) = self.revoked {
            return rejected(Ground::Revoked(stop.at));
        }
        let tried = self.until().rfind(|it| {
            it.purpose == Purpose::Refresh && it.request.form().get("refresh_token") == Some(token.expose())
        });
        match tried.and_then(|it| Some((it, it.response()?.status))) {
            Some((exchange, status @ (400 | 401))) => return Cell::seen(exchange, status),
            Some((exchange, status @ 200..300)) if self.default_end().is_none_or(|end| end > self.when.at) => {
                return Cell::seen(exchange, status);
            }
            _ => {}
        }
        match self.default_end() {
            Some(end) if end <= self.when.at => Cell::new(Answer::Unknown, Ground::DefaultPassed(end)),
            Some(end) => Cell::new(Answer::Accepted, Ground::Valid(Some(end))),
            None => Cell::new(Answer::Unknown, Ground::Untried),
        }
    }

    fn default_end(&self) -> Option<Timestamp> {
        lanes(self.session).iter().find(|lane| lane.of == Lived::RefreshToken)?.end.at()
    }

    fn sign_in(&self) -> Cell {
        let rejected = |ground| Cell::new(Answer::Rejected(None, Some("login_required")), ground);
        let Some(lane) = lanes(self.session).into_iter().find(|lane| lane.of == Lived::BrowserSession) else {
            return Cell::new(Answer::Unknown, Ground::Untried);
        };
        match (lane.stop.filter(|stop| self.when.had(stop.exchange)), lane.end.at()) {
            (Some(stop), _) => rejected(Ground::SignedOut(stop.at)),
            _ if lane.from > self.when.at && self.when.before.is_some() => Cell::new(Answer::Unknown, Ground::Untried),
            (None, Some(end)) if end <= self.when.at => rejected(Ground::CookieEnded(end)),
            (None, Some(end)) => Cell::new(Answer::Accepted, Ground::Cookie(end)),
            (None, None) => Cell::new(Answer::Unknown, Ground::Untried),
        }
    }

    fn client(&self) -> Cell {
        let Some((grant, report)) = self.grants().find_map(|grant| Some((grant, grant.id_token.as_ref()?))) else {
            return Cell::new(Answer::Nothing, Ground::NoToken);
        };
        let expiry = grant.id_token_expires_at(self.session);
        match expiry.filter(|expiry| *expiry <= self.when.at) {
            Some(expiry) => Cell::new(Answer::Rejected(None, None), Ground::Expired(expiry)),
            None => match self.verifier(Some(report), expiry) {
                Cell { answer: Answer::Rejected(..), ground } => Cell::new(Answer::Rejected(None, None), ground),
                cell => cell,
            },
        }
    }

    /// The last response to this token at a URL, unless something ended the token since.
    fn seen(&self, url: &str, token: &Secret, ended: Option<Stop>) -> Option<Cell> {
        let bearer = format!("Bearer {}", token.expose());
        let is_it = |exchange: &&Exchange| {
            exchange.request.url == url
                && exchange.request.header("authorization") == Some(&bearer)
                && ended.is_none_or(|stop| exchange.id > stop.exchange)
        };
        let exchange = self.until().rev().find(is_it)?;
        let status = exchange.response()?.status;
        matches!(status, 200..300 | 401 | 403).then(|| Cell::seen(exchange, status))
    }

    /// The exchanges that were answered by then.
    fn until(&self) -> impl DoubleEndedIterator<Item = &'a Exchange> {
        let when = self.when;
        self.session.exchanges().filter(move |exchange| exchange.response().is_some() && when.had(exchange.id))
    }
}

/// Whether a token that lists its scopes lacks one.
fn lacks(report: Option<&TokenReport>, scope: &str) -> bool {
    let scopes = report.and_then(|report| report.claim("scope"));
    scopes.is_some_and(|scopes| !scopes.split(' ').any(|found| found == scope))
}

/// Whether the signature was verified and no check but that of the time failed: the time is compared here.
fn is_verified(report: &TokenReport) -> bool {
    use crate::protocol::CheckId;
    let is_wrong = |check: &crate::protocol::Check| check.failed() && check.id != CheckId::Expiry;
    report.signature.status == SignatureStatus::Verified && !report.checks.iter().any(is_wrong)
}
