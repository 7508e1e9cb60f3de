//! The sequence diagram of a session: who sent what to whom, in order.
//!
//! ```text
//!   Browser              Client               Provider
//!      │◄───── authorization request ─┤               │
//!      ├───────────────────────────── sign in ───────►│
//!      ├─ callback: code ────────────►│               │
//!      │                              ├── token ─────►│
//!      │                              │◄─ 200 OK ─────┤
//! ```

use jiff::Timestamp;

use crate::protocol::urls::origin_of;
use crate::protocol::{CallbackKind, ExchangeId, HttpResponse, Parameters, TokenAnswer};
use crate::session::record::attempt::{Attempt, CallbackRecord, Entry};
use crate::session::record::exchange::{Exchange, FailureKind, Purpose, Received};
use crate::session::record::session::Session;
use crate::session::record::state_match::StateMatch;

/// A participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Participant {
    /// The person's browser.
    Browser,
    /// The client: this program.
    Client,
    /// The provider.
    Provider,
}

impl Participant {
    /// All three, from left to right.
    pub const ALL: [Self; 3] = [Self::Browser, Self::Client, Self::Provider];

    /// Its name in the diagram.
    pub fn name(self) -> &'static str {
        match self {
            Self::Browser => "Browser",
            Self::Client => "Client",
            Self::Provider => "Provider",
        }
    }
}

/// The result of an arrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrowOutcome {
    /// A neutral message.
    Plain,
    /// A response with what was requested.
    Good,
    /// An error, or no response.
    Bad,
    /// The response is pending.
    Waiting,
}

/// One arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// The sender.
    pub from: Participant,
    /// The receiver.
    pub to: Participant,
    /// A few words, without secrets.
    pub label: String,
    /// The result.
    pub mood: ArrowOutcome,
    /// The time.
    pub at: Timestamp,
    /// The request or response that it shows; `None` for what only the browser saw.
    pub exchange: Option<ExchangeId>,
    /// The number of the round that it starts, from 2 on: each authorization request starts a round.
    pub round: Option<usize>,
}

/// The arrows of a session so far.
pub fn arrows(session: &Session) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    let (mut rounds, mut last) = (0_usize, None);
    // An authorization request whose exchange may follow: grantscope acted as the browser, or sent the request itself.
    let mut asked: Option<&Attempt> = None;
    for entry in session.log() {
        match entry {
            Entry::Authorization(attempt) => {
                let first = arrows.len();
                authorization(attempt, &mut arrows);
                (rounds, last, asked) = (rounds + 1, Some(attempt), Some(attempt));
                if let Some(arrow) = arrows.get_mut(first).filter(|_| rounds > 1) {
                    arrow.round = Some(rounds);
                }
            }
            Entry::Callback(record) => arrows.push(callback(record, last)),
            // Thirty arrows would hide the flow.
            Entry::Exchange(exchange) if exchange.purpose == Purpose::RegistrationProbe => {}
            Entry::Exchange(exchange) => {
                let returns_to = last.and_then(|attempt| attempt.parameter("redirect_uri"));
                let is_it = asked.take_if(|attempt| attempt.url() == exchange.request.url).is_some();
                match (exchange.purpose, arrows.pop_if(|_| is_it)) {
                    // It is one request: drawn once, followed by its response.
                    (Purpose::SignIn, Some(request)) => {
                        arrows.push(Arrow { exchange: Some(exchange.id), ..request });
                        arrows.push(answered(exchange, returns_to));
                    }
                    // No browser saw it: it does not start a round.
                    (_, Some(_)) => {
                        arrows.pop();
                        rounds -= 1;
                        exchanged(exchange, returns_to, &mut arrows);
                    }
                    (_, None) => exchanged(exchange, returns_to, &mut arrows),
                }
            }
        }
    }
    arrows
}

fn authorization(attempt: &Attempt, arrows: &mut Vec<Arrow>) {
    let arrow = |from, to, label: &str| Arrow {
        from,
        to,
        label: label.to_owned(),
        mood: ArrowOutcome::Plain,
        at: attempt.sent_at,
        exchange: None,
        round: None,
    };
    let pkce = if attempt.parameter("code_challenge").is_some() { " + challenge" } else { "" };
    arrows.push(arrow(Participant::Client, Participant::Browser, "open this URL"));
    let label = format!("authorization request{pkce}");
    arrows.push(arrow(Participant::Browser, Participant::Provider, &label));
}

fn callback(record: &CallbackRecord, attempt: Option<&Attempt>) -> Arrow {
    let parameters = &record.callback.parameters;
    let compare = |attempt: &Attempt| StateMatch::of(attempt.parameter("state"), &record.callback);
    let is_wrong = attempt.map(compare).is_some_and(StateMatch::is_foreign);
    let (label, mood) = match record.callback.kind {
        CallbackKind::BareCode => ("callback: code".to_owned(), ArrowOutcome::Good),
        CallbackKind::Code if is_wrong => ("callback: code, wrong state".to_owned(), ArrowOutcome::Bad),
        CallbackKind::Code if parameters.get("state").is_some() => {
            ("callback: code + state".to_owned(), ArrowOutcome::Good)
        }
        CallbackKind::Code => ("callback: code".to_owned(), ArrowOutcome::Good),
        CallbackKind::Tokens => ("callback: tokens".to_owned(), ArrowOutcome::Good),
        CallbackKind::Error => (format!("callback: {}", record.callback.error().unwrap_or("error")), ArrowOutcome::Bad),
        CallbackKind::ProviderErrorPage => ("the provider's error page".to_owned(), ArrowOutcome::Bad),
        CallbackKind::LoginPage => ("still at the login page".to_owned(), ArrowOutcome::Waiting),
        CallbackKind::Nothing => ("callback: no response parameters".to_owned(), ArrowOutcome::Bad),
    };
    let at = record.received_at;
    Arrow { from: Participant::Browser, to: Participant::Client, label, mood, at, exchange: None, round: None }
}

/// Its sender.
fn sender(exchange: &Exchange) -> Participant {
    match exchange.purpose {
        Purpose::SignIn | Purpose::Logout => Participant::Browser,
        _ => Participant::Client,
    }
}

fn exchanged(exchange: &Exchange, returns_to: Option<&str>, arrows: &mut Vec<Arrow>) {
    let label = format!("{} {}{}", exchange.request.method, exchange.request.path(), sent_credential(exchange));
    let (from, to) = (sender(exchange), Participant::Provider);
    let (mood, at) = (ArrowOutcome::Plain, exchange.sent_at);
    arrows.push(Arrow { from, to, label, mood, at, exchange: Some(exchange.id), round: None });
    arrows.push(answered(exchange, returns_to));
}

/// The response; `returns_to` is the redirect URI of the authorization request.
fn answered(exchange: &Exchange, returns_to: Option<&str>) -> Arrow {
    let (label, mood) = match &exchange.received {
        Received::Pending => ("…".to_owned(), ArrowOutcome::Waiting),
        Received::Response(response) => outcome(exchange, response, returns_to),
        Received::Failed(failure) => (no_answer(&failure.kind).to_owned(), ArrowOutcome::Bad),
    };
    let (from, to) = (Participant::Provider, sender(exchange));
    Arrow { from, to, label, mood, at: exchange.received_at(), exchange: Some(exchange.id), round: None }
}

/// The credential that a token request sends.
fn sent_credential(exchange: &Exchange) -> &'static str {
    let form = exchange.request.form();
    match exchange.purpose {
        Purpose::Token if form.get("code_verifier").is_some() => ": code + verifier",
        Purpose::Token if form.get("code").is_some() => ": code",
        Purpose::Refresh => ": refresh",
        _ => "",
    }
}

/// `400 invalid_grant`
fn refusal(exchange: &Exchange, response: &HttpResponse) -> String {
    let error = exchange.refusal().map(|body| body.error()).unwrap_or_default();
    format!("{} {error}", response.status).trim_end().to_owned()
}

/// What a response contains. A success counts as good only if its content is valid.
fn outcome(exchange: &Exchange, response: &HttpResponse, returns_to: Option<&str>) -> (String, ArrowOutcome) {
    let status = response.status;
    let brings = match exchange.purpose {
        _ if status >= 400 => return (refusal(exchange, response), ArrowOutcome::Bad),
        Purpose::SignIn if status >= 300 => {
            let place = redirected(exchange, response, returns_to).unwrap_or_else(|| "redirect".to_owned());
            return (format!("{status} {place}"), ArrowOutcome::Good);
        }
        Purpose::Logout | Purpose::AuthorizationProbe if status >= 300 => "redirect",
        // Requests for tokens, claims or keys are not redirected.
        _ if status >= 300 => return (format!("{status} redirect"), ArrowOutcome::Bad),
        Purpose::Token | Purpose::Refresh => match exchange.token_answer() {
            Some(TokenAnswer::Tokens(_)) => "tokens",
            Some(TokenAnswer::Refused(_)) => return (refusal(exchange, response), ArrowOutcome::Bad),
            _ => return (format!("{status} no tokens"), ArrowOutcome::Bad),
        },
        Purpose::Discovery => "metadata",
        Purpose::JwkSet => "keys",
        Purpose::UserInfo | Purpose::Probe => "claims",
        Purpose::Api => "answer",
        Purpose::Revocation => "revoked",
        _ => "page",
    };
    (format!("{status} {brings}"), ArrowOutcome::Good)
}

/// Where a redirect leads: to the client with what it brings, or to another page.
fn redirected(exchange: &Exchange, response: &HttpResponse, returns_to: Option<&str>) -> Option<String> {
    let location = response.header("location")?;
    let (page, parameters) = location.split_once(['?', '#']).unwrap_or((location, ""));
    if Some(page) != returns_to {
        let own = origin_of(&exchange.request.url).unwrap_or_default();
        let page = page.strip_prefix(&own).unwrap_or(page);
        return Some(format!("to {page}"));
    }
    let parameters = Parameters::decode(parameters);
    let has = |name| parameters.get(name).is_some();
    let brings = match parameters.get("error") {
        Some(error) => error,
        None if has("code") && has("state") => "code + state",
        None if has("code") => "code",
        None if has("access_token") || has("id_token") => "tokens",
        None => return Some("to the callback".to_owned()),
    };
    Some(format!("to the callback: {brings}"))
}

fn no_answer(kind: &FailureKind) -> &'static str {
    match kind {
        FailureKind::Dns => "host not found",
        FailureKind::Connect => "no connection",
        FailureKind::Tls | FailureKind::NotTls => "TLS failed",
        FailureKind::Timeout | FailureKind::ConnectTimeout => "timed out",
        FailureKind::Transport => "connection lost",
        FailureKind::Unknown => "no response",
        FailureKind::NotHttp | FailureKind::HeadTooLarge => "invalid HTTP",
        FailureKind::Cancelled => "cancelled",
        FailureKind::Refused => "not sent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, Provider};
    use crate::protocol::{Endpoints, HttpRequest};
    use crate::session::{Delivery, Failure, Origin, Randomness};

    #[test]
    fn one_request_is_one_arrow_from_whoever_sent_it() {
        let draw = |purpose| {
            let endpoints =
                Endpoints { authorization: Some("https://op.example/authorize".into()), ..Endpoints::default() };
            let mut session = Session::new(Profile::new(Provider::Explicit(endpoints), "c"), None);
            let now = Timestamp::UNIX_EPOCH;
            let random = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
            let draft = session.draft_authorization(&random).unwrap();
            session.authorize(draft, now);
            let url = session.attempt().unwrap().url();
            session.begin(purpose, HttpRequest::get(url), now);
            let seen = arrows(&session).into_iter();
            seen.map(|arrow| (arrow.from, arrow.label, arrow.exchange.is_some())).collect::<Vec<_>>()
        };
        let asked = |from, label: &str, opens| (from, label.to_owned(), opens);
        let waiting = asked(Participant::Provider, "…", true);
        assert_eq!(
            draw(Purpose::SignIn),
            [
                asked(Participant::Client, "open this URL", false),
                asked(Participant::Browser, "authorization request + challenge", true),
                waiting.clone(),
            ]
        );
        let probe = asked(Participant::Client, "GET /authorize", true);
        assert_eq!(draw(Purpose::AuthorizationProbe), [probe, waiting]);
    }

    #[test]
    fn a_preflight_begins_no_round() {
        let endpoints =
            Endpoints { authorization: Some("https://op.example/authorize".into()), ..Endpoints::default() };
        let mut session = Session::new(Profile::new(Provider::Explicit(endpoints), "c"), None);
        let mut begin = |purpose| {
            let random = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
            let draft = session.draft_authorization(&random).unwrap();
            session.authorize(draft, Timestamp::UNIX_EPOCH);
            let url = session.attempt().unwrap().url();
            session.begin(purpose, HttpRequest::get(url), Timestamp::UNIX_EPOCH);
            arrows(&session).iter().filter_map(|arrow| arrow.round).collect::<Vec<_>>()
        };
        assert!(begin(Purpose::AuthorizationProbe).is_empty());
        assert!(begin(Purpose::SignIn).is_empty());
        assert!(begin(Purpose::AuthorizationProbe).is_empty());
        assert_eq!(begin(Purpose::SignIn), [2]);
    }

    #[test]
    fn an_answer_is_good_only_where_it_brings_what_was_asked_for() {
        let answer = |status, body: &str| {
            let mut session = Session::new(Profile::new(Provider::Explicit(Endpoints::default()), "c"), None);
            let response = HttpResponse::new(status).with_body("application/json", body);
            session.record(Purpose::Token, Origin::ResponseOnly, response.clone(), Timestamp::UNIX_EPOCH);
            outcome(session.last_exchange(Purpose::Token).unwrap(), &response, None)
        };
        let tokens = r#"{"access_token":"a","token_type":"Bearer"}"#;
        assert_eq!(answer(200, tokens), ("200 tokens".to_owned(), ArrowOutcome::Good));
        assert_eq!(answer(200, r#"{"error":"invalid_grant"}"#), ("200 invalid_grant".to_owned(), ArrowOutcome::Bad));
        assert_eq!(answer(302, ""), ("302 redirect".to_owned(), ArrowOutcome::Bad));
        assert_eq!(answer(200, "<html>"), ("200 no tokens".to_owned(), ArrowOutcome::Bad));
        assert_eq!(answer(500, ""), ("500".to_owned(), ArrowOutcome::Bad));
    }

    #[test]
    fn a_login_draws_its_arrows_in_the_order_they_happened() {
        let endpoints =
            Endpoints { authorization: Some("https://op.example/authorize".into()), ..Endpoints::default() };
        let mut session = Session::new(Profile::new(Provider::Explicit(endpoints), "c"), None);
        let now = Timestamp::UNIX_EPOCH;
        let random = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
        let draft = session.draft_authorization(&random).unwrap();
        session.authorize(draft, now);
        session.receive_callback("http://localhost/cb?code=a&state=s", now);
        let token = session.begin(Purpose::Token, HttpRequest::get("https://op.example/oauth2/token?code=secret"), now);
        session.absorb(token, Delivery::from(Received::Response(HttpResponse::new(400))));
        let failed = session.begin(Purpose::Refresh, HttpRequest::get("https://op.example/oauth2/token"), now);
        let failure = Failure { kind: FailureKind::Timeout, message: String::new() };
        session.absorb(failed, Delivery::from(Received::Failed(failure)));
        session.begin(Purpose::UserInfo, HttpRequest::get("https://op.example/userinfo"), now);

        let seen: Vec<(String, ArrowOutcome)> = arrows(&session).into_iter().map(|a| (a.label, a.mood)).collect();
        let expected = [
            ("open this URL", ArrowOutcome::Plain),
            ("authorization request + challenge", ArrowOutcome::Plain),
            ("callback: code, wrong state", ArrowOutcome::Bad),
            ("GET /oauth2/token", ArrowOutcome::Plain),
            ("400", ArrowOutcome::Bad),
            ("GET /oauth2/token: refresh", ArrowOutcome::Plain),
            ("timed out", ArrowOutcome::Bad),
            ("GET /userinfo", ArrowOutcome::Plain),
            ("…", ArrowOutcome::Waiting),
        ];
        assert_eq!(seen, expected.map(|(label, mood)| (label.to_owned(), mood)));
    }
}
