//! The sequence diagram of one session: who sent what to whom, in the order it happened.
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

use super::{Attempt, CallbackRecord, Entry, Exchange, ExchangeId, FailureKind, Purpose, Received, Session};
use crate::protocol::{CallbackKind, HttpResponse, TokenAnswer};

/// Who takes part.
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

    /// The name at the head of its line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Browser => "Browser",
            Self::Client => "Client",
            Self::Provider => "Provider",
        }
    }
}

/// How an arrow ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// A message like any other.
    Plain,
    /// An answer that brings what was asked for.
    Good,
    /// A refusal, an error, or nothing at all.
    Bad,
    /// The answer is still awaited.
    Waiting,
}

/// One arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// Where it starts.
    pub from: Participant,
    /// Where it points.
    pub to: Participant,
    /// A few words, without secrets.
    pub label: String,
    /// How it ended.
    pub mood: Mood,
    /// When.
    pub at: Timestamp,
    /// The exchange that it opens.
    pub exchange: Option<ExchangeId>,
    /// The number of the round that it begins, from the second on: each authorization request begins one.
    pub round: Option<usize>,
}

/// The arrows of a session so far.
pub fn arrows(session: &Session) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    let (mut rounds, mut last) = (0, None);
    for entry in session.log() {
        match entry {
            Entry::Authorization(attempt) => {
                let first = arrows.len();
                authorization(attempt, &mut arrows);
                (rounds, last) = (rounds + 1, Some(attempt));
                if let Some(arrow) = arrows.get_mut(first).filter(|_| rounds > 1) {
                    arrow.round = Some(rounds);
                }
            }
            Entry::Callback(record) => arrows.push(callback(record, last)),
            // Thirty arrows beside the flow would hide it.
            Entry::Exchange(exchange) if exchange.purpose == Purpose::RegistrationProbe => {}
            Entry::Exchange(exchange) => exchanged(exchange, &mut arrows),
        }
    }
    arrows
}

fn authorization(attempt: &Attempt, arrows: &mut Vec<Arrow>) {
    let arrow = |from, to, label: &str| Arrow {
        from,
        to,
        label: label.to_owned(),
        mood: Mood::Plain,
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
    let is_wrong = attempt.is_some_and(|attempt| attempt.parameter("state") != parameters.get("state"));
    let (label, mood) = match record.callback.kind {
        CallbackKind::BareCode => ("callback: code".to_owned(), Mood::Good),
        CallbackKind::Code if is_wrong => ("callback: code, wrong state".to_owned(), Mood::Bad),
        CallbackKind::Code if parameters.get("state").is_some() => ("callback: code + state".to_owned(), Mood::Good),
        CallbackKind::Code => ("callback: code".to_owned(), Mood::Good),
        CallbackKind::Tokens => ("callback: tokens".to_owned(), Mood::Good),
        CallbackKind::Error => (format!("callback: {}", record.callback.error().unwrap_or("error")), Mood::Bad),
        CallbackKind::ProviderErrorPage => ("the provider's error page".to_owned(), Mood::Bad),
        CallbackKind::LoginPage => ("still at the login page".to_owned(), Mood::Waiting),
        CallbackKind::Nothing => ("callback: nothing in it".to_owned(), Mood::Bad),
    };
    let at = record.received_at;
    Arrow { from: Participant::Browser, to: Participant::Client, label, mood, at, exchange: None, round: None }
}

fn exchanged(exchange: &Exchange, arrows: &mut Vec<Arrow>) {
    let by_browser = matches!(exchange.purpose, Purpose::SignIn | Purpose::Logout);
    let client = if by_browser { Participant::Browser } else { Participant::Client };
    let arrow = |from, to, label: String, mood, at| Arrow {
        from,
        to,
        label,
        mood,
        at,
        exchange: Some(exchange.id),
        round: None,
    };
    let label = format!("{} {}{}", exchange.request.method, exchange.request.path(), handed_in(exchange));
    arrows.push(arrow(client, Participant::Provider, label, Mood::Plain, exchange.sent_at));
    let (label, mood) = match &exchange.received {
        Received::Pending => ("…".to_owned(), Mood::Waiting),
        Received::Response(response) if response.status < 400 => {
            (outcome(exchange.purpose, response.status), Mood::Good)
        }
        Received::Response(response) => (refusal(response), Mood::Bad),
        Received::Failed(failure) => (no_answer(&failure.kind).to_owned(), Mood::Bad),
    };
    arrows.push(arrow(Participant::Provider, client, label, mood, exchange.received_at()));
}

/// What a token request hands in.
fn handed_in(exchange: &Exchange) -> &'static str {
    let form = exchange.request.form();
    match exchange.purpose {
        Purpose::Token if form.get("code_verifier").is_some() => ": code + verifier",
        Purpose::Token if form.get("code").is_some() => ": code",
        Purpose::Refresh => ": refresh",
        _ => "",
    }
}

/// `400 invalid_grant`
fn refusal(response: &HttpResponse) -> String {
    let error = match TokenAnswer::read(response) {
        TokenAnswer::Refused(body) => body.error(),
        _ => String::new(),
    };
    format!("{} {error}", response.status).trim_end().to_owned()
}

fn outcome(purpose: Purpose, status: u16) -> String {
    let what = match purpose {
        Purpose::Discovery => "metadata",
        Purpose::JwkSet => "keys",
        Purpose::Token | Purpose::Refresh => "tokens",
        Purpose::UserInfo | Purpose::Probe => "claims",
        Purpose::Revocation => "revoked",
        _ if (300..400).contains(&status) => "redirect",
        _ => "page",
    };
    format!("{status} {what}")
}

fn no_answer(kind: &FailureKind) -> &'static str {
    match kind {
        FailureKind::Dns => "host not found",
        FailureKind::Connect => "no connection",
        FailureKind::Tls => "TLS failed",
        FailureKind::Timeout => "timed out",
        FailureKind::Transport => "broken off",
        FailureKind::Cancelled => "cancelled",
        FailureKind::Refused => "not sent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, Provider};
    use crate::protocol::{Endpoints, HttpRequest};
    use crate::session::{Connection, Delivery, Failure, Randomness, Timing};

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
        let deliver = |received| Delivery {
            sent_headers: Vec::new(),
            received,
            timing: Timing::default(),
            connection: Connection::default(),
        };
        let token = session.begin(Purpose::Token, HttpRequest::get("https://op.example/oauth2/token?code=secret"), now);
        session.absorb(token, deliver(Received::Response(HttpResponse::new(400))));
        let failed = session.begin(Purpose::Refresh, HttpRequest::get("https://op.example/oauth2/token"), now);
        let failure = Failure { kind: FailureKind::Timeout, message: String::new() };
        session.absorb(failed, deliver(Received::Failed(failure)));
        session.begin(Purpose::UserInfo, HttpRequest::get("https://op.example/userinfo"), now);

        let seen: Vec<(String, Mood)> = arrows(&session).into_iter().map(|a| (a.label, a.mood)).collect();
        let expected = [
            ("open this URL", Mood::Plain),
            ("authorization request + challenge", Mood::Plain),
            ("callback: code, wrong state", Mood::Bad),
            ("GET /oauth2/token", Mood::Plain),
            ("400", Mood::Bad),
            ("GET /oauth2/token: refresh", Mood::Plain),
            ("timed out", Mood::Bad),
            ("GET /userinfo", Mood::Plain),
            ("…", Mood::Waiting),
        ];
        assert_eq!(seen, expected.map(|(label, mood)| (label.to_owned(), mood)));
    }
}
