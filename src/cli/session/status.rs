//! `grantscope session status`: "still signed in?" The exit status answers for scripts: 0 yes, 1 no.
//!
//! Offline, the session is signed in until its access token expires or its record says that it ended. Online, UserInfo
//! decides if there is an access token; nothing is saved or refreshed.

use jiff::Timestamp;
use serde::Serialize;

use crate::cli::client::TransportArgs;
use crate::cli::login::flow::LoginFlow;
use crate::cli::output::{self, Page, Style};
use crate::cli::report;
use crate::cli::session::sign_in_status::{NotSignedIn, offline};
use crate::cli::status::{Failure, Status};
use crate::cli::times::whole_seconds;
use crate::diagnosis;
use crate::protocol::{ExchangeId, Finding, Severity};
use crate::runtime::http::HttpClient;
use crate::runtime::sessions::Opened;
use crate::runtime::{self, clock};
use crate::session::{Ended, Exchange, Purpose, Session};

/// Why `--online` asks nobody.
const NOT_ASKED: &str = "the session has no access token, so the provider was not asked";

/// `session status --json`.
#[derive(Serialize)]
struct Document {
    signed_in: bool,
    reason: String,
    expires_at: Option<String>,
    can_refresh: bool,
    /// Whether the provider was asked.
    online: bool,
    /// The findings about requests with these tokens.
    findings: Vec<Finding>,
}

/// Reports the status. `online` has the connection to the provider.
pub fn run(opened: &Opened, online: Option<&TransportArgs>, json: bool) -> Result<Status, Failure> {
    let session = &opened.saved.session;
    let now = clock::now();
    let mut answer =
        opened.saved.read_only().map_or_else(|| offline(session, now), |reason| Err(NotSignedIn::ReadOnly(reason)));
    let has_token = session.grant().is_some_and(|grant| grant.response.access_token().is_some());
    // A token that the record calls expired or revoked may be accepted all the same: the provider knows.
    let asked = online.filter(|_| has_token && opened.saved.read_only().is_none());
    if let Some(transport) = asked {
        answer = ask(opened, transport)?;
    }
    let cannot_ask = online.is_some() && !has_token;
    let document = Document {
        signed_in: answer.is_ok(),
        reason: match answer {
            Err(error) => error.to_string(),
            Ok(()) if asked.is_some() => "UserInfo accepts the access token".to_owned(),
            Ok(()) if cannot_ask => format!("not expired; {NOT_ASKED}"),
            Ok(()) => "not expired".to_owned(),
        },
        expires_at: session.expires_at().map(|at| at.to_string()),
        can_refresh: opened.saved.read_only().is_none() && session.can_refresh(),
        online: asked.is_some(),
        findings: of_the_tokens(session, now),
    };
    if json {
        output::json(&document)?;
    } else {
        text(&document, cannot_ask, session.expires_at()).print()?;
    }
    Ok(if document.signed_in { Status::Worked } else { Status::Bad })
}

/// The errors of these tokens and of the requests with them.
pub fn of_the_tokens(session: &Session, now: Timestamp) -> Vec<Finding> {
    let since = session.grant().map(|grant| grant.since).unwrap_or_default();
    let is_rejected = matches!(session.sign_in().ended, Some(Ended::Rejected | Ended::Unverified));
    let is_about = |id: ExchangeId| id > since || is_rejected && id == since;
    let is_recent = |finding: &Finding| finding.evidence.iter().filter_map(|seen| seen.exchange).any(is_about);
    let mut findings = diagnosis::diagnose(session, now);
    findings.retain(|finding| finding.severity() == Severity::Error && is_recent(finding));
    findings
}

/// Calls UserInfo. If there is no response, the command fails: the status is unknown.
fn ask(opened: &Opened, transport: &TransportArgs) -> Result<Result<(), NotSignedIn>, Failure> {
    let mut problems = Vec::new();
    let limits = transport.limits(&mut problems);
    Failure::unless_empty(Status::Usage, problems)?;
    let http = HttpClient::new(limits, transport.ca_file.as_deref())?;
    let mut flow = LoginFlow::resume(opened.saved.session.clone(), http);
    let asked = runtime::block_on(flow.ask_userinfo())?;
    let answer = flow.session.last_exchange(Purpose::UserInfo).and_then(Exchange::response);
    match asked {
        Ok(()) => Ok(Ok(())),
        Err(failure) if answer.is_some() => Ok(Err(NotSignedIn::RefusedNow(failure.problems))),
        Err(failure) => Err(failure),
    }
}

fn text(document: &Document, cannot_ask: bool, expires_at: Option<Timestamp>) -> Page {
    let mut page = Page::stdout();
    if document.signed_in {
        match document.online {
            true => page.styled(Style::Good, "signed in").plain(": UserInfo accepts the access token"),
            false if cannot_ask => page.styled(Style::Good, "not expired").plain("; ").plain(NOT_ASKED),
            false => page.styled(Style::Good, "not expired").plain(", provider not asked"),
        };
        if let Some(at) = expires_at {
            page.plain(&format!("; it expires at {}", whole_seconds(at)));
        }
    } else {
        page.styled(Style::Bad, "not signed in").plain(": ").plain(&document.reason);
        if document.can_refresh {
            page.plain(". To use the refresh token: grantscope refresh");
        }
    }
    page.end_line();
    report::findings(&mut page, &document.findings);
    page
}
