//! `grantscope session`: saved sessions.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::candidates;
use crate::cli::client::TransportArgs;
use crate::cli::document::SessionDocument;
use crate::cli::examples;
use crate::cli::global::Global;
use crate::cli::output::{self, Page, Style};
use crate::cli::report;
use crate::cli::session::export::{self, ExportArgs};
use crate::cli::session::saved_step;
use crate::cli::session::sign_in_status;
use crate::cli::session::status;
use crate::cli::status::{Failure, Status};
use crate::cli::times::whole_seconds;
use crate::diagnosis;
use crate::profile::Profile;
use crate::protocol::{Finding, text::sanitise};
use crate::runtime::clock;
use crate::runtime::sessions::{Listed, Opened, Sessions};
use crate::session::saved::{Tokens, name_problem};
use crate::session::{Ended, Received, Replaced, Session, SignInStatus, redaction};

/// The arguments.
#[derive(Args, Clone, Debug)]
#[command(subcommand_value_name = "list|show|status|export|import|rename|remove")]
pub struct SessionArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: SessionCommand,
}

/// What to do with saved sessions.
#[derive(Clone, Debug, Subcommand)]
pub enum SessionCommand {
    /// List the saved sessions.
    #[command(after_long_help = examples::SESSION_LIST)]
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Show one session.
    #[command(after_long_help = examples::SESSION_SHOW)]
    Show {
        /// The session: a name or a file.
        #[arg(add = candidates::sessions())]
        session: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Report whether a session's tokens have expired or were revoked (also as exit status).
    #[command(after_long_help = examples::SESSION_STATUS)]
    Status {
        /// The session: a name or a file.
        #[arg(add = candidates::sessions())]
        session: String,
        /// Also call UserInfo.
        #[arg(long)]
        online: bool,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
        /// The connection to the provider.
        #[command(flatten)]
        transport: TransportArgs,
    },
    /// Export a session: HTML, HAR, curl, .env and more.
    #[command(after_long_help = examples::SESSION_EXPORT)]
    Export(ExportArgs),
    /// Import a session from a file: HAR, Amplify storage dump, token response or saved session.
    #[command(after_long_help = examples::SESSION_IMPORT)]
    Import {
        /// The file; - reads standard input.
        file: PathBuf,
        /// The name to save it under [default: that of the file].
        #[arg(long)]
        name: Option<String>,
    },
    /// Rename a session.
    #[command(after_long_help = examples::SESSION_RENAME)]
    Rename {
        /// The name.
        #[arg(add = candidates::sessions())]
        session: String,
        /// The new name.
        name: String,
    },
    /// Delete saved sessions.
    #[command(alias = "delete", alias = "rm")]
    #[command(after_long_help = examples::SESSION_REMOVE)]
    Remove {
        /// The names.
        #[arg(required = true, add = candidates::sessions())]
        sessions: Vec<String>,
    },
}

/// Works on saved sessions.
pub fn run(args: &SessionArgs, global: &Global) -> Result<Status, Failure> {
    let sessions = Sessions::of(&global.data_dir()?);
    match &args.command {
        SessionCommand::List { json } => return list(&sessions, *json),
        SessionCommand::Show { session, json } => return show(&saved_step::open(&sessions, session)?, *json),
        SessionCommand::Status { session, online, json, transport } => {
            let opened = saved_step::open(&sessions, session)?;
            return status::run(&opened, online.then_some(transport), *json);
        }
        SessionCommand::Export(args) => return export::run(args, &sessions),
        SessionCommand::Import { file, name } => import(&sessions, file, name.as_deref())?,
        SessionCommand::Rename { session, name } => sessions.rename(session, name)?,
        SessionCommand::Remove { sessions: names } => return remove(&sessions, names),
    }
    Ok(Status::Worked)
}

/// Removes the named sessions that exist; the missing ones are reported at the end.
fn remove(sessions: &Sessions, names: &[String]) -> Result<Status, Failure> {
    let mut problems = Vec::new();
    for name in names {
        match sessions.remove(name) {
            Ok(()) => output::progress(&format!("Removed the saved session {}.", sanitise::line(name))),
            Err(error) => problems.push(error.to_string()),
        }
    }
    Failure::unless_empty(Status::Usage, problems).map(|()| Status::Worked)
}

/// One row of `session list --json`.
#[derive(Serialize)]
struct Row {
    name: String,
    profile: Option<String>,
    issuer: Option<String>,
    client_id: Option<String>,
    user: Option<String>,
    tokens: Option<Tokens>,
    /// As in `session status`, offline.
    signed_in: Option<bool>,
    saved_at: Option<String>,
    expires_at: Option<String>,
    problem: Option<String>,
}

impl Row {
    fn of(listed: &Listed) -> Self {
        let opened = listed.opened.as_ref().ok();
        let session = opened.map(|opened| &opened.saved.session);
        Self {
            name: listed.name.clone(),
            profile: session.and_then(|session| session.profile().name.clone()),
            issuer: session.and_then(|session| session.endpoints().issuer),
            client_id: session.map(|session| session.profile().client_id.clone()),
            user: session.and_then(Session::user),
            tokens: opened.filter(|opened| opened.saved.session.grant().is_some()).map(|opened| opened.saved.tokens),
            signed_in: opened.map(|opened| {
                opened.saved.read_only().is_none()
                    && sign_in_status::offline(&opened.saved.session, clock::now()).is_ok()
            }),
            saved_at: opened.and_then(|opened| opened.saved.saved_at).map(|at| at.to_string()),
            expires_at: session.and_then(Session::expires_at).map(|at| at.to_string()),
            problem: listed.opened.as_ref().err().map(ToString::to_string),
        }
    }
}

fn list(sessions: &Sessions, json: bool) -> Result<Status, Failure> {
    let listed = sessions.list()?;
    if json {
        output::json(&listed.map(|listed| Row::of(&listed)).collect::<Vec<_>>())?;
        return Ok(Status::Worked);
    }
    let mut page = Page::stdout();
    for listed in listed {
        let row = Row::of(&listed);
        page.styled(Style::Name, &format!("{:<20}", row.name)).plain(" ");
        match &listed.opened {
            Ok(opened) => summary(&mut page, &row, opened),
            Err(error) => page.styled(Style::Bad, &sanitise::line(&error.to_string())),
        };
        page.end_line();
    }
    if page.as_str().is_empty() {
        output::progress("No saved sessions. To save one: grantscope login … --save NAME");
    }
    page.print()?;
    Ok(Status::Worked)
}

fn summary<'a>(page: &'a mut Page, row: &Row, opened: &Opened) -> &'a mut Page {
    let who = row.user.as_deref().unwrap_or("no user");
    let client = row.profile.as_deref().or(row.client_id.as_deref()).unwrap_or_default();
    page.plain(&format!("{}  {}  ", sanitise::line(who), sanitise::line(client)));
    let session = &opened.saved.session;
    let (style, state) = match session.sign_in_status(clock::now()) {
        SignInStatus::Ended(Ended::Revoked) => (Style::Bad, "revoked".to_owned()),
        SignInStatus::Ended(Ended::Refused) => (Style::Bad, "rejected by UserInfo".to_owned()),
        SignInStatus::Ended(Ended::Rejected) => (Style::Bad, "rejected tokens".to_owned()),
        SignInStatus::Ended(Ended::Unverified) => (Style::Bad, "unverified tokens".to_owned()),
        SignInStatus::Ended(Ended::NoTokens) => (Style::Faint, "no tokens".to_owned()),
        SignInStatus::SignedIn(at) => (Style::Good, format!("expires {}", whole_seconds(at))),
        SignInStatus::Expired(at) => (Style::Faint, format!("expired {}", whole_seconds(at))),
        SignInStatus::Unknown => (Style::Faint, "expiry unknown".to_owned()),
    };
    page.styled(style, &state);
    match opened.saved.tokens {
        Tokens::Kept => page,
        Tokens::Masked => page.styled(Style::Faint, "  masked"),
        Tokens::Fingerprinted => page.styled(Style::Faint, "  evidence capsule"),
    }
}

/// `session show --json`: the document of `login --json`, and facts about the file.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    session: SessionDocument<'a>,
    saved_at: Option<String>,
    stored_tokens: Tokens,
    receipt: &'a [Replaced],
    /// How many older exchanges the file no longer has.
    left_out: u32,
}

fn show(opened: &Opened, json: bool) -> Result<Status, Failure> {
    let session = &opened.saved.session;
    let now = clock::now();
    let findings = diagnosis::diagnose(session, now);
    if json {
        output::json(&Shown {
            session: SessionDocument::new(session, &findings),
            saved_at: opened.saved.saved_at.map(|at| at.to_string()),
            stored_tokens: opened.saved.tokens,
            receipt: &opened.saved.receipt,
            left_out: session.left_out().map_or(0, |left_out| left_out.exchanges),
        })?;
        return Ok(Status::Worked);
    }
    text(opened, &findings, now).conceal(session.known_secrets()).print()?;
    Ok(Status::Worked)
}

fn text(opened: &Opened, findings: &[Finding], now: Timestamp) -> Page {
    let session = &opened.saved.session;
    let mut page = Page::stdout();
    match sign_in_status::offline(session, now) {
        Ok(()) => {
            report::row(&mut page, "state").styled(Style::Good, "not expired").line(", provider not asked");
        }
        Err(reason) => {
            report::row(&mut page, "state").styled(Style::Bad, "not signed in").line(&format!(": {reason}"));
        }
    }
    report::session(&mut page, session, &[], now);
    if let Some(reason) = opened.saved.read_only() {
        page.styled(Style::Warning, "read-only:").line(&format!(" {reason}"));
    }
    page.end_line().styled(Style::Heading, "Exchanges").end_line();
    for exchange in session.exchanges() {
        let outcome = match &exchange.received {
            _ if exchange.is_import() => "pasted, no exchange".to_owned(),
            Received::Response(response) => response.status.to_string(),
            Received::Failed(failure) => failure.message.clone(),
            Received::Pending => "pending".to_owned(),
        };
        let place = redaction::url(&exchange.request.url);
        let line = format!("{:>4}  {:<13} {} {place}  ", exchange.id, exchange.purpose.name(), exchange.request.method);
        page.plain(&sanitise::line(&line)).line(&sanitise::line(&outcome));
    }
    if let Some(left_out) = session.left_out() {
        let line = format!(
            "left out: {} older refreshes and requests for claims and keys (kept_requests in config.toml)",
            left_out.exchanges
        );
        page.styled(Style::Faint, &line).end_line();
    }
    for row in &opened.saved.receipt {
        let line = format!("replaced {}: {} values in {} places", row.what, row.values, row.places);
        page.styled(Style::Faint, &sanitise::line(&line)).end_line();
    }
    report::findings(&mut page, findings);
    page
}

/// Saved with its tokens, as an import is for using them. The profile name of another machine does not apply here.
fn import(sessions: &Sessions, file: &std::path::Path, name: Option<&str>) -> Result<(), Failure> {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| name_problem(stem).is_none());
    let missing = || Failure::usage("--name: found none, expected the name of the session");
    let name = name.or(stem).ok_or_else(missing)?;
    let mut session = export::read_session(file, clock::now())?;
    session.set_profile(Profile { name: None, ..session.profile().clone() }, None);
    let path = sessions.save(name, &session, true, false, clock::now())?;
    output::progress(&format!("Saved with its tokens: {}", path.display()));
    Ok(())
}
