//! `grantscope session export`: a session in another tool's format.
//!
//! Formats for use (Amplify's storage, `.env`, a request to run) are unmasked, because they would not work otherwise.
//! Formats for sharing (HAR, JSON) are masked unless `--whole` is given. A capsule is always masked.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use crate::cli::evidence_page;
use crate::cli::input::{self, InputError};
use crate::cli::output;
use crate::cli::status::{Failure, Status};
use crate::diagnosis::diagnose;
use crate::protocol::{ExchangeId, HttpRequest, Json, Secret};
use crate::runtime::files::Attempt;
use crate::runtime::sessions::Sessions;
use crate::runtime::{clock, private_file, random};
use crate::session::amplify::{Export, Version};
use crate::session::redaction::whole_session;
use crate::session::saved::{self, OpenProblem, Saved, Tokens};
use crate::session::token_set::TokenSet;
use crate::session::{
    Exchange, Session, TokenSource, capsule, curl, drawing, drawing_text, har, repeat, snippets, storage, write_har_to,
};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct ExportArgs {
    /// The session: a name or a file.
    ///
    /// A file may contain a saved session, a HAR, an Amplify storage dump or a token response.
    #[arg(add = crate::cli::candidates::sessions())]
    pub session: String,
    /// The format.
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Format,
    /// The form of Amplify's storage [default: json].
    #[arg(long, value_name = "FORM", hide_short_help = true)]
    pub form: Option<Form>,
    /// Omit the entry that makes Amplify sign out through the logout endpoint.
    #[arg(long, hide_short_help = true)]
    pub no_oauth_sign_in: bool,
    /// The application's origin, for Playwright [default: that of the redirect URI].
    #[arg(long, value_name = "URL", hide_short_help = true)]
    pub origin: Option<String>,
    /// Export only the exchange with this number.
    #[arg(long, value_name = "NUMBER")]
    pub exchange: Option<ExchangeId>,
    /// Include tokens, codes and verifiers in har and json.
    #[arg(long, visible_alias = "with-tokens", conflicts_with = "masked")]
    pub whole: bool,
    /// Mask tokens, codes and verifiers in curl, fetch and axios.
    #[arg(long)]
    pub masked: bool,
    /// Write to a file, readable only by you, instead of to standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The storage of aws-amplify 6.
    AmplifyV6,
    /// The storage of aws-amplify 5 and amazon-cognito-identity-js.
    AmplifyV5,
    /// A .env file with the client and its tokens.
    Env,
    /// The Authorization header.
    #[value(alias = "bearer")]
    Header,
    /// Only the access token.
    #[value(alias = "token")]
    AccessToken,
    /// A curl command for each exchange.
    Curl,
    /// A fetch call for each exchange.
    Fetch,
    /// An axios call for each exchange.
    Axios,
    /// An HTTP Archive.
    Har,
    /// A saved session.
    Json,
    /// A saved session to share: fingerprints replace secrets and identifiers.
    Capsule,
    /// The evidence as a readable web page, without secrets.
    Html,
    /// The sequence diagram for Mermaid.
    Mermaid,
    /// The sequence diagram as an image.
    Svg,
    /// The sequence diagram as plain text.
    Text,
}

/// The form of Amplify's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A JSON object of keys and values.
    Json,
    /// JavaScript for the browser's console.
    Console,
    /// Playwright's storageState.
    Playwright,
}

/// Exports a session.
pub fn run(args: &ExportArgs, sessions: &Sessions) -> Result<Status, Failure> {
    Failure::unless_empty(Status::Usage, args.without_effect())?;
    let saved = open(sessions, &args.session)?;
    if let Some(note) = args.note(&saved.session, clock::now()) {
        output::progress(&note);
    }
    let text = args.text(&saved)?;
    let fill = |to: &mut dyn io::Write| match &text {
        Some(text) => to.write_all(text.expose().as_bytes()),
        None => write_har_to(&saved.session, args.whole, to),
    };
    match &args.output {
        Some(path) => {
            private_file::write_with(path, fill).map_err(Attempt::Written.of(path))?;
            output::progress(&format!("Written to {}, readable only by you.", path.display()));
        }
        None => output::exact_with(fill)?,
    }
    Ok(Status::Worked)
}

impl ExportArgs {
    /// Rejects options that the format does not support. Ignoring one that promises safety would be dangerous.
    fn without_effect(&self) -> Vec<String> {
        let is_amplify = matches!(self.format, Format::AmplifyV6 | Format::AmplifyV5);
        let is_request = matches!(self.format, Format::Curl | Format::Fetch | Format::Axios);
        let is_tokens = is_amplify || matches!(self.format, Format::Env | Format::Header | Format::AccessToken);
        let given = [
            (
                self.masked && is_tokens,
                "--masked: this format cannot mask its tokens, expected har, json, capsule, curl, fetch or axios",
            ),
            (
                self.whole
                    && matches!(
                        self.format,
                        Format::Capsule | Format::Html | Format::Mermaid | Format::Svg | Format::Text
                    ),
                "--whole: this format contains no secrets, expected har or json",
            ),
            (self.exchange.is_some() && !is_request, "--exchange: expected the format curl, fetch or axios"),
            (self.form.is_some() && !is_amplify, "--form: expected the format amplify-v6 or amplify-v5"),
            (self.no_oauth_sign_in && !is_amplify, "--no-oauth-sign-in: expected the format amplify-v6 or amplify-v5"),
            (
                self.origin.is_some() && !(is_amplify && self.form == Some(Form::Playwright)),
                "--origin: expected the format amplify-v6 or amplify-v5 with --form playwright",
            ),
        ];
        let mut problems: Vec<String> =
            given.iter().filter(|(is_given, _)| *is_given).map(|(_, problem)| (*problem).to_owned()).collect();
        let origin = self.origin.as_ref().map(|origin| (origin, url::Url::parse(origin)));
        if let Some((origin, parsed)) = origin
            && !parsed.is_ok_and(|url| url.origin().ascii_serialization() == origin.trim_end_matches('/'))
        {
            problems.push(format!("--origin: found {origin:?}, expected an origin such as https://app.example.com"));
        }
        problems
    }

    /// The note on a token that is no longer accepted.
    fn note(&self, session: &Session, now: Timestamp) -> Option<String> {
        let is_used = matches!(self.format, Format::Header | Format::AccessToken | Format::Env);
        let at = session.expires_at().filter(|at| is_used && *at <= now)?;
        let at = crate::cli::times::whole_seconds(at);
        Some(format!("The access token expired at {at}. To get a new one with a refresh token: grantscope refresh"))
    }

    /// The text; `None` for a recording, which is large for a long session and is written as it is made.
    fn text(&self, saved: &Saved) -> Result<Option<Secret>, Failure> {
        let session = &saved.session;
        let text = match self.format {
            Format::AmplifyV6 | Format::AmplifyV5 => self.amplify(saved)?,
            Format::Env => return whole(saved).and_then(|()| snippets::dotenv(session).map(Some).map_err(unavailable)),
            Format::Header | Format::AccessToken => {
                whole(saved)?;
                let token = session.grant().and_then(|grant| grant.response.access_token());
                let token = token.ok_or_else(|| unavailable("the session has no access token to export"))?;
                printable(token.expose())?;
                let is_header = self.format == Format::Header;
                if let Some(problem) = session.foreign_token_problem().filter(|_| is_header) {
                    return Err(unavailable(problem));
                }
                let text = if is_header { snippets::authorization_header(&token) } else { token };
                format!("{}\n", text.expose())
            }
            Format::Curl => self.requests(session, |request| curl::curl(request) + "\n", "#")?,
            Format::Fetch => self.requests(session, snippets::fetch, "//")?,
            Format::Axios => self.requests(session, snippets::axios, "//")?,
            Format::Har => return Ok(None),
            Format::Json => crate::session::saved::write(session, self.whole, clock::now()),
            Format::Html => {
                let now = clock::now();
                evidence_page::write(session, diagnose(session, now), &random::bytes()?, now)?
            }
            Format::Mermaid => drawing::mermaid(&whole_session::masked(session)),
            Format::Svg => drawing::svg(&whole_session::masked(session), "diagram"),
            Format::Text => drawing_text::text(&whole_session::masked(session)),
            Format::Capsule => capsule::write(session, &random::bytes()?, clock::now()),
        };
        Ok(Some(text.into()))
    }

    fn amplify(&self, saved: &Saved) -> Result<String, Failure> {
        whole(saved)?;
        let version = if self.format == Format::AmplifyV6 { Version::V6 } else { Version::V5 };
        let oauth = self.no_oauth_sign_in.then_some(false);
        let mut export = Export::of(&saved.session, version, oauth).map_err(unavailable)?;
        if let Some(origin) = &self.origin {
            export.origin.clone_from(origin);
        }
        Ok(match self.form.unwrap_or(Form::Json) {
            Form::Json => export.json(),
            Form::Console => export.console(),
            Form::Playwright => export.playwright(),
        })
    }

    /// The requests of the exchanges. If there are several, a comment identifies each.
    fn requests(&self, session: &Session, write: fn(&HttpRequest) -> String, comment: &str) -> Result<String, Failure> {
        let spent = repeat::UsedCredentials::of(session);
        let note = |exchange: &Exchange| {
            let recorded = session.exchange(exchange.id)?;
            Some(format!("as sent: {}", spent.obstacle(recorded)?))
        };
        let masked = self.masked.then(|| whole_session::masked(session));
        let session = masked.as_ref().unwrap_or(session);
        let wanted = |exchange: &&Exchange| !exchange.is_import() && self.exchange.is_none_or(|id| id == exchange.id);
        let exchanges: Vec<_> = session.exchanges().filter(wanted).collect();
        match (exchanges.as_slice(), self.exchange) {
            ([], Some(id)) => Err(Failure::usage(format!(
                "--exchange: found {id}, expected one of {}",
                session.exchanges().map(|exchange| exchange.id.to_string()).collect::<Vec<_>>().join(", ")
            ))),
            ([], None) => Err(Failure::new(Status::Bad, "the session has no exchanges to export")),
            ([one], Some(_)) => {
                let note = note(one).map(|note| format!("{comment} {note}\n")).unwrap_or_default();
                Ok(note + &write(&one.request))
            }
            (several, _) => {
                let written = several.iter().map(|exchange| {
                    let name = exchange.purpose.name();
                    let call = write(&exchange.request);
                    // Each JavaScript call declares `response`: in blocks of their own they can run as one script.
                    let call = if comment == "//" { format!("{{\n{call}}}\n") } else { call };
                    let note = note(exchange).map(|note| format!(", {note}")).unwrap_or_default();
                    format!("{comment} {} {name}{note}\n{call}", exchange.id)
                });
                Ok(written.collect::<Vec<_>>().join("\n"))
            }
        }
    }
}

/// A token is printed to the terminal and into a header unchanged, so one that could break out of the line is rejected.
pub fn printable(text: &str) -> Result<(), Failure> {
    match text.chars().enumerate().find(|(_, c)| !c.is_ascii_graphic()) {
        Some((at, found)) => Err(unavailable(format!(
            "token: found {} at character {}, expected letters, digits and -._~+/= (RFC 6750 section 2.1)",
            found.escape_unicode(),
            at + 1
        ))),
        None => Ok(()),
    }
}

/// A format that needs tokens needs a session that has them.
fn whole(saved: &Saved) -> Result<(), Failure> {
    let reason = saved.read_only().map(|reason| format!("the session has no tokens to export: {reason}"));
    reason.map_or(Ok(()), |reason| Err(unavailable(reason)))
}

/// The session does not have what the format needs.
fn unavailable(problem: impl ToString) -> Failure {
    Failure::new(Status::Bad, problem)
}

/// A saved session by its name or file, or another file that contains a session.
fn open(sessions: &Sessions, session: &str) -> Result<Saved, Failure> {
    let file = Path::new(session);
    match crate::cli::session::saved_step::open(sessions, session) {
        Ok(opened) => Ok(opened.saved),
        Err(_) if session == "-" || file.is_file() && !starts_as_session(file) => {
            let session = read_any(file, clock::now())?;
            let tokens = if saved::read_only(&session).is_some() { Tokens::Masked } else { Tokens::Kept };
            Ok(Saved { session, tokens, saved_at: None, receipt: Vec::new() })
        }
        Err(failure) => Err(failure),
    }
}

fn starts_as_session(file: &Path) -> bool {
    let mut start = [0; 1024];
    let read = std::fs::File::open(file).and_then(|mut file| file.read(&mut start));
    read.is_ok_and(|length| saved::is_session(&String::from_utf8_lossy(&start[..length])))
}

/// Why a file has no session.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NoSession {
    #[error(transparent)]
    Input(#[from] InputError),
    #[error("{0} is not UTF-8 text")]
    NotText(String),
    #[error("{name}: {problem}")]
    Unopened {
        name: String,
        #[source]
        problem: OpenProblem,
    },
    #[error("{name}: {reason}")]
    ReadOnly { name: String, reason: &'static str },
    #[error("{0}: found no session, expected a saved session, a HAR, an Amplify storage dump or a token response")]
    NotFound(String),
}

/// The session in a file, if it can be continued.
pub fn read_session(file: &Path, now: Timestamp) -> Result<Session, NoSession> {
    let session = read_any(file, now)?;
    match saved::read_only(&session) {
        None => Ok(session),
        Some(reason) => Err(NoSession::ReadOnly { name: input::name(file), reason }),
    }
}

/// The session in a file: a saved session, a HAR, an Amplify storage dump, a token response.
fn read_any(file: &Path, now: Timestamp) -> Result<Session, NoSession> {
    let (name, bytes) = (input::name(file), input::read(file, input::LONGEST_RECORDING)?);
    if har::is_har(&bytes)
        && let Some(recording) = har::read(&bytes)
    {
        recording.findings.iter().for_each(|finding| output::progress(&format!("{name}: {}", finding.detail)));
        return Ok(recording.session);
    }
    let Ok(text) = String::from_utf8(bytes) else { return Err(NoSession::NotText(name)) };
    if saved::is_session(&text) {
        return match saved::read(&text) {
            Err(problem) => Err(NoSession::Unopened { name, problem }),
            Ok(saved) => match saved.read_only() {
                None => Ok(saved.session),
                Some(reason) => Err(NoSession::ReadOnly { name, reason }),
            },
        };
    }
    let stored = storage::recognise(&text).and_then(|storage| storage.users().pop()).map(|user| user.session(now));
    let answer =
        || Some(TokenSet::from_json(&Json::parse(text.as_str()).ok()?)?.session(TokenSource::TokenResponse, None, now));
    stored.or_else(answer).ok_or(NoSession::NotFound(name))
}
