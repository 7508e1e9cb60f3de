//! The facts of lifetimes and of the truth table in words.

use jiff::Timestamp;

use super::lane::{End, Ending, Lane, Lived, Stop};
use super::truth::{Answer, Asked, Ground};
use crate::protocol::urls::path_of;

/// A time as the reader's clock shows it.
type Clock<'a> = &'a dyn Fn(Timestamp) -> String;

impl Lived {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::IdToken => "ID token",
            Self::AccessToken => "access token",
            Self::RefreshToken => "refresh token",
            Self::BrowserSession => "login cookie",
        }
    }
}

/// When something ends by itself, and how that is known.
fn end(of: Lived, end: End, clock: Clock<'_>) -> String {
    match end {
        End::Stated(at) => format!("exp {}", clock(at)),
        End::Documented(at) if of == Lived::BrowserSession => format!("until {}, 1 h after sign-in", clock(at)),
        End::Documented(at) => format!("until {}, 5 min", clock(at)),
        End::Recommended(at) => format!("at most until {} (RFC 6749 4.1.2)", clock(at)),
        End::Default(at) => format!("until {} (default: 30 days)", clock(at)),
        End::Unknown => "end unknown".to_owned(),
    }
}

/// What ended something early.
fn stop(stop: Stop, clock: Clock<'_>) -> String {
    let how = match stop.by {
        Ending::Redeemed => "redeemed",
        Ending::Revoked => "revoked",
        Ending::SignedOut => "signed out",
    };
    format!("{how} {}", clock(stop.at))
}

/// How a lane ends, or ended.
pub fn told(lane: &Lane, clock: Clock<'_>) -> String {
    lane.stop.map_or_else(|| end(lane.of, lane.end, clock), |by| stop(by, clock))
}

/// Who is asked.
pub fn asked(asked: &Asked, is_cognito: bool) -> String {
    match asked {
        Asked::UserInfo => "UserInfo".to_owned(),
        Asked::VerifyingApi => "API that verifies".to_owned(),
        Asked::Api(api) => path_of(&api.url).to_owned(),
        Asked::AskingApi if is_cognito => "API that asks (GetUser)".to_owned(),
        Asked::AskingApi => "API that introspects".to_owned(),
        Asked::Refresh => "refresh".to_owned(),
        Asked::SignIn => "sign in again".to_owned(),
        Asked::Client => "this client, ID token".to_owned(),
    }
}

/// What would be answered.
pub fn answer(asked: &Asked, answer: Answer) -> String {
    match (answer, asked) {
        (Answer::Accepted, Asked::UserInfo | Asked::Api(_)) => "200".to_owned(),
        (Answer::Accepted, Asked::Refresh) => "200 new tokens".to_owned(),
        (Answer::Accepted, Asked::SignIn) => "no password".to_owned(),
        (Answer::Accepted, Asked::VerifyingApi | Asked::Client) => "valid".to_owned(),
        (Answer::Accepted, Asked::AskingApi) => "accepted".to_owned(),
        (Answer::Rejected(..), Asked::SignIn) => "password again".to_owned(),
        (Answer::Rejected(None, None), _) => "not valid".to_owned(),
        (Answer::Rejected(status, error), _) => {
            let parts = [status.map(|status| status.to_string()), error.map(str::to_owned)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        }
        (Answer::Unknown, _) => "unknown".to_owned(),
        (Answer::Nothing, _) => "no token".to_owned(),
    }
}

/// Why, as a sentence.
pub fn ground(ground: &Ground, clock: Clock<'_>) -> String {
    match ground {
        Ground::Seen(exchange, status) => {
            format!("Exchange {exchange} got {status} with this token, and nothing that ends it has happened since.")
        }
        Ground::Expired(at) => format!("The token expired at {}.", clock(*at)),
        Ground::Valid(Some(at)) => format!("Expected: nothing has ended it, and it lives until {}.", clock(*at)),
        Ground::Valid(None) => "Expected: nothing has ended it.".to_owned(),
        Ground::Verifies(until, revoked) => {
            let until = until.map(|at| format!(" until {}", clock(at))).unwrap_or_default();
            let revoked = match revoked {
                Some(at) => format!(" Nobody tells the verifier of the revocation at {}.", clock(*at)),
                None => String::new(),
            };
            format!("Signature, issuer and time are right{until}.{revoked}")
        }
        Ground::Revoked(at) => {
            format!("The refresh token was revoked at {}, and its access token with it.", clock(*at))
        }
        Ground::SignedOut(at) => format!("The logout at {} ended the browser's session.", clock(*at)),
        Ground::Cookie(at) => format!("The login cookie lives until {}, if the browser kept it.", clock(*at)),
        Ground::CookieEnded(at) => format!("The login cookie ended at {}.", clock(*at)),
        Ground::DefaultPassed(at) => {
            format!("The default of 30 days passed at {}; the app client may have another lifetime.", clock(*at))
        }
        Ground::LacksScope(scope) => format!("The access token lacks the scope {scope}."),
        Ground::OtherAudience(audience) => format!("The access token is for {audience}."),
        Ground::Unverified => "The token was not verified here, so nothing says what a verifier finds.".to_owned(),
        Ground::NoToken => "There was no such token at that time.".to_owned(),
        Ground::Untried => "Neither the record nor a rule of the provider says it: only trying does.".to_owned(),
    }
}

/// Where the rule behind a ground is written.
pub fn spec(asked: &Asked, ground: &Ground) -> &'static str {
    match (ground, asked) {
        (Ground::Seen(..) | Ground::NoToken | Ground::Untried, _) => "",
        (_, Asked::Client) => "OpenID Connect Core 3.1.3.7",
        (Ground::Cookie(_) | Ground::CookieEnded(_), _) => "Cognito: managed login, 1 h session",
        (Ground::SignedOut(_), _) => "OpenID Connect RP-Initiated Logout 2",
        (Ground::Revoked(_), Asked::Refresh) => "RFC 7009 2.1; RFC 6749 5.2",
        (Ground::Revoked(_), _) => "RFC 7009 2.1; Cognito: revoke endpoint",
        (Ground::Verifies(_, Some(_)), _) => "RFC 7009 3; RFC 9068 4",
        (Ground::Verifies(..), _) => "RFC 9068 4",
        (Ground::LacksScope(_), Asked::Api(_)) => "RFC 6750 3.1: insufficient_scope",
        (Ground::LacksScope(_), Asked::AskingApi) => "Cognito: GetUser",
        (Ground::LacksScope(_), _) => "OpenID Connect Core 5.3",
        (Ground::OtherAudience(_), _) => "RFC 8707 2; RFC 9068 4",
        (Ground::Valid(_) | Ground::DefaultPassed(_), Asked::Refresh) => "RFC 6749 6; Cognito: RefreshTokenValidity",
        (Ground::Valid(_), Asked::UserInfo) => "OpenID Connect Core 5.3",
        (Ground::Valid(_), _) => "Cognito: GetUser",
        _ => "RFC 6750 3.1: invalid_token",
    }
}
