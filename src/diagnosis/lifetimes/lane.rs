//! The lifetimes: from when, until when, and what ended them early.

use jiff::{SignedDuration, Timestamp};

use crate::diagnosis::evidence::{code_lifetime, is_cognito};
use crate::protocol::{ExchangeId, HttpResponse};
use crate::session::{Exchange, Purpose, Session, Source};

/// The `cognito` cookie lives an hour from the last interactive sign-in (developer guide: managed login).
const COGNITO_COOKIE: SignedDuration = SignedDuration::from_hours(1);

/// Cognito's default for refresh tokens, counted from the sign-in; each app client may have another.
const COGNITO_REFRESH_TOKEN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Something that lives for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lived {
    /// The authorization code.
    Code,
    /// The ID token.
    IdToken,
    /// The access token.
    AccessToken,
    /// The refresh token.
    RefreshToken,
    /// The browser's session at the provider: its login cookie.
    BrowserSession,
}

/// The lifetime of one thing, by this machine's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane {
    /// What it is.
    pub of: Lived,
    /// When it was received, or began.
    pub from: Timestamp,
    /// When it ends by itself.
    pub end: End,
    /// What ended it earlier.
    pub stop: Option<Stop>,
}

/// When something ends by itself, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It says so itself, or its response did: `exp`, `expires_in`.
    Stated(Timestamp),
    /// The provider documents it.
    Documented(Timestamp),
    /// The standard recommends no more than this.
    Recommended(Timestamp),
    /// The provider's default, which its administrator may have changed.
    Default(Timestamp),
    /// Nothing says it.
    Unknown,
}

impl End {
    /// The time, however it is known.
    pub fn at(self) -> Option<Timestamp> {
        match self {
            Self::Stated(at) | Self::Documented(at) | Self::Recommended(at) | Self::Default(at) => Some(at),
            Self::Unknown => None,
        }
    }
}

/// What ended something early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// When.
    pub at: Timestamp,
    /// How.
    pub by: Ending,
    /// The exchange that shows it.
    pub exchange: ExchangeId,
}

/// How something ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The code was redeemed.
    Redeemed,
    /// The provider accepted the revocation of the refresh token.
    Revoked,
    /// The provider accepted the logout request of the browser that signed in.
    SignedOut,
}

/// The lifetimes that the record shows, in the order of the flow.
pub fn lanes(session: &Session) -> Vec<Lane> {
    [code(session), id_token(session), access_token(session), refresh_token(session), browser_session(session)]
        .into_iter()
        .flatten()
        .collect()
}

/// What ended the sign-in, in order: revocation and logout.
pub fn endings(session: &Session) -> Vec<Stop> {
    let since = session.grants().first().map(|grant| grant.since).unwrap_or_default();
    let stops = session.exchanges().filter(|exchange| exchange.id > since).filter_map(|exchange| {
        let by = match exchange.purpose {
            Purpose::Revocation if is_revocation(session, exchange) => Ending::Revoked,
            Purpose::Logout if is_logout(exchange) => Ending::SignedOut,
            _ => return None,
        };
        Some(Stop { at: exchange.received_at(), by, exchange: exchange.id })
    });
    stops.collect()
}

/// When the user last signed in interactively: `auth_time`, otherwise the arrival of the tokens that the browser
/// brought.
fn signed_in_at(session: &Session) -> Option<Timestamp> {
    let own = session.grants().iter().rev().find_map(|grant| {
        let reports = [grant.id_token.as_ref(), grant.access_token.as_ref()];
        reports.into_iter().flatten().find_map(|report| report.time("auth_time"))
    });
    let came = || session.grants().iter().rev().find(|grant| grant.source != Source::Refresh);
    own.map(|at| session.clock().local(at)).or_else(|| Some(came()?.received_at))
}

fn code(session: &Session) -> Option<Lane> {
    let record = session.callback()?;
    let code = record.callback.code()?;
    let length = code_lifetime(is_cognito(session));
    let end = record
        .received_at
        .saturating_add(length)
        .map_or(End::Unknown, |at| if is_cognito(session) { End::Documented(at) } else { End::Recommended(at) });
    let used = session.exchanges().find(|exchange| {
        exchange.purpose == Purpose::Token
            && exchange.request.form().get("code") == Some(code)
            && exchange.response().is_some_and(HttpResponse::is_success)
    });
    let stop = used.map(|it| Stop { at: it.received_at(), by: Ending::Redeemed, exchange: it.id });
    Some(Lane { of: Lived::Code, from: record.received_at, end, stop })
}

fn id_token(session: &Session) -> Option<Lane> {
    let grant = session.grants().iter().rev().find(|grant| grant.id_token.is_some())?;
    let end = grant.id_token_expires_at(session).map_or(End::Unknown, End::Stated);
    Some(Lane { of: Lived::IdToken, from: grant.received_at, end, stop: None })
}

fn access_token(session: &Session) -> Option<Lane> {
    let grant = session.grants().iter().rev().find(|grant| grant.response.access_token().is_some())?;
    let end = grant.access_token_expires_at(session).map_or(End::Unknown, End::Stated);
    Some(Lane { of: Lived::AccessToken, from: grant.received_at, end, stop: None })
}

fn refresh_token(session: &Session) -> Option<Lane> {
    let grant = session.grants().iter().rev().find(|grant| grant.response.refresh_token().is_some())?;
    let default = signed_in_at(session).filter(|_| is_cognito(session));
    let default = default.and_then(|at| at.saturating_add(COGNITO_REFRESH_TOKEN).ok());
    let since = grant.since;
    let revoked = endings(session).into_iter().find(|stop| stop.by == Ending::Revoked && stop.exchange > since);
    let end = default.map_or(End::Unknown, End::Default);
    Some(Lane { of: Lived::RefreshToken, from: grant.received_at, end, stop: revoked })
}

fn browser_session(session: &Session) -> Option<Lane> {
    // Tokens without a callback came without a browser.
    session.callback()?.callback.code()?;
    let from = signed_in_at(session)?;
    let end = is_cognito(session).then(|| from.saturating_add(COGNITO_COOKIE).ok()).flatten();
    let stop = endings(session).into_iter().rfind(|stop| stop.by == Ending::SignedOut && stop.at >= from);
    Some(Lane { of: Lived::BrowserSession, from, end: end.map_or(End::Unknown, End::Documented), stop })
}

/// Whether a revocation request named a refresh token of the session and was accepted. Servers answer 200 for any other
/// text too (RFC 7009 section 2.2).
fn is_revocation(session: &Session, exchange: &Exchange) -> bool {
    let form = exchange.request.form();
    let is_held = |token: &str| {
        let tokens = session.grants().iter().filter_map(|grant| grant.response.refresh_token());
        tokens.into_iter().any(|held| held.expose() == token)
    };
    exchange.response().is_some_and(HttpResponse::is_success) && form.get("token").is_some_and(is_held)
}

/// Whether a logout request had the cookies of the browser, and was redirected to the sign-out URL. Without its cookies,
/// the provider has no session to end.
fn is_logout(exchange: &Exchange) -> bool {
    let Some(response) = exchange.response().filter(|_| exchange.request.header("cookie").is_some()) else {
        return false;
    };
    let location = response.header("location").unwrap_or_default();
    response.is_redirect() && !crate::protocol::urls::path_of(location).ends_with("/error")
}
