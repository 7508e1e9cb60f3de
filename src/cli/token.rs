//! `grantscope token`: prints a valid token of a saved session, refreshed first if it expires soon. For
//! `curl -H "Authorization: Bearer $(grantscope token NAME)"` and for kubectl's credential plugins.

use std::fmt::Display;

use clap::{Args, ValueEnum};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::global::Global;
use super::output::{self, Page};
use super::report;
use super::status::{Failure, Status};
use super::times::whole_seconds;
use crate::cli::login::flow::LoginFlow;
use crate::cli::session::export::printable;
use crate::cli::session::saved_step::{self, SavedArgs};
use crate::cli::session::sign_in_status::{self, NotSignedIn};
use crate::cli::session::status;
use crate::protocol::{CheckId, Json, Secret, TokenReport};
use crate::runtime::{clock, sessions::Sessions};
use crate::session::{Ended, Grant, Purpose, Session, snippets};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct TokenArgs {
    /// The session.
    #[command(flatten)]
    pub saved: SavedArgs,
    /// The output format.
    #[arg(long = "as", value_name = "FORMAT", default_value = "bearer", help_heading = super::global::OUTPUT)]
    pub format: Format,
    /// The same as --as json.
    #[arg(long, conflicts_with = "format", help_heading = super::global::OUTPUT)]
    pub json: bool,
    /// The kind of token.
    #[arg(long, value_name = "KIND", default_value = "access", help_heading = super::global::OUTPUT)]
    pub kind: Kind,
    /// Refresh first if the token expires within this time.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, help_heading = super::global::OUTPUT)]
    pub within: u32,
}

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Only the token.
    Bearer,
    /// The Authorization header.
    Header,
    /// A JSON object: kind, token, token_type, expires_at.
    Json,
    /// A credential for kubectl (client.authentication.k8s.io).
    ExecCredential,
}

/// The tokens that APIs accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The access token.
    Access,
    /// The ID token: expected by Kubernetes, and by API Gateway user pool authorizers that require no scope.
    Id,
}

/// Why a token is not printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum NoToken {
    #[error("the session has no {}", .0.name())]
    Absent(Kind),
    #[error("the {} fails the check {check}", kind.name())]
    Failed { kind: Kind, check: CheckId },
}

/// Prints the token.
pub fn run(args: &TokenArgs, global: &Global) -> Result<Status, Failure> {
    let opened = saved_step::open(&Sessions::of(&global.data_dir()?), &args.saved.session)?;
    if let Some(reason) = opened.saved.read_only() {
        return Err(Failure::new(Status::Bad, format!("the session has no tokens to print: {reason}")));
    }
    if args.lasts_long_enough(&opened.saved.session) {
        return args.print(&opened.saved.session).map(|()| Status::Worked);
    }
    args.may_be_used(&opened.saved.session)?;
    args.can_refresh(&opened.saved.session)?;
    let outcome = args.saved.run(Purpose::Refresh, global, async |flow: &mut LoginFlow| {
        // Another program may have refreshed it since it was read.
        if args.lasts_long_enough(&flow.session) {
            return Ok(());
        }
        flow.refresh().await?;
        flow.verdict()
    })?;
    let mut page = Page::stderr();
    report::findings(&mut page, &outcome.findings);
    page.conceal(outcome.session.known_secrets()).print_to_stderr();
    // A script that uses the token as it comes must not get one that `refresh` calls bad.
    match outcome.status(true)? {
        Status::Worked => args.print(&outcome.session).map(|()| Status::Worked),
        status => Ok(status),
    }
}

impl TokenArgs {
    /// Whether the token is valid for longer than requested.
    fn lasts_long_enough(&self, session: &Session) -> bool {
        let least = SignedDuration::from_secs(self.within.into());
        let lasts = |at: Timestamp| at.duration_since(clock::now()) > least;
        session.sign_in().ended.is_none() && self.find(session).is_ok() && self.expires_at(session).is_none_or(lasts)
    }

    /// Says that the tokens failed their verification or lack it, with the findings about them.
    fn may_be_used(&self, session: &Session) -> Result<(), Failure> {
        let ended = session.sign_in().ended.filter(|it| matches!(it, Ended::Rejected | Ended::Unverified));
        let Some(reason) = ended.map(|ended| NotSignedIn::of(session, ended)) else { return Ok(()) };
        let mut page = Page::stderr();
        report::findings(&mut page, &status::of_the_tokens(session, clock::now()));
        page.conceal(session.known_secrets()).print_to_stderr();
        Err(self.sign_in_again(&reason))
    }

    fn sign_in_again(&self, reason: &dyn Display) -> Failure {
        let name = &self.saved.session;
        let problem = format!("{name}: {reason}: sign in again with `grantscope login … --save {name} --replace`");
        Failure::new(Status::Bad, problem)
    }

    /// Says what to do if the session cannot be refreshed.
    fn can_refresh(&self, session: &Session) -> Result<(), Failure> {
        if session.can_refresh() {
            return Ok(());
        }
        let is_revoked = session.refresh_token_revocation().is_some();
        let reason = match (sign_in_status::offline(session, clock::now()), self.find(session)) {
            (Err(reason), _) => reason.to_string(),
            (Ok(()), Err(reason)) => reason.to_string(),
            (Ok(()), Ok(_)) => format!("the {} expires within {} s", self.kind.name(), self.within),
        };
        let reason = match session.refresh_token() {
            _ if is_revoked || session.grant().is_none() => reason,
            None => format!("{reason}, and the session has no refresh token"),
            Some(_) => format!("{reason}, and the provider rejected its refresh token"),
        };
        Err(self.sign_in_again(&reason))
    }

    fn expires_at(&self, session: &Session) -> Option<Timestamp> {
        let grant = session.grant()?;
        match self.kind {
            Kind::Access => grant.access_token_expires_at(session),
            Kind::Id => grant.id_token_expires_at(session),
        }
    }

    /// The token, if the session has one and no check failed.
    fn find<'a>(&self, session: &'a Session) -> Result<&'a TokenReport, NoToken> {
        let report = session.grant().and_then(|grant| self.kind.of(grant)).ok_or(NoToken::Absent(self.kind))?;
        match report.checks.iter().find(|check| check.failed()) {
            Some(check) => Err(NoToken::Failed { kind: self.kind, check: check.id }),
            None => Ok(report),
        }
    }

    fn print(&self, session: &Session) -> Result<(), Failure> {
        let report = self.find(session).map_err(|problem| Failure::new(Status::Bad, problem))?;
        let format = if self.json { Format::Json } else { self.format };
        // The JSON object states the type; the other formats are for bearer tokens.
        let is_bearer_form = self.kind == Kind::Access && format != Format::Json;
        if let Some(problem) = session.foreign_token_problem().filter(|_| is_bearer_form) {
            return Err(Failure::new(Status::Bad, problem));
        }
        let expires_at = self.expires_at(session).map(|at| whole_seconds(at).to_string());
        if expires_at.is_none() {
            output::progress(&format!("The expiry of the {} is unknown.", self.kind.name()));
        }
        let token = &report.raw;
        printable(token.expose())?;
        match format {
            Format::Bearer => printed(token),
            Format::Header => printed(&snippets::authorization_header(token)),
            Format::Json => output::json(&TokenDocument {
                kind: self.kind,
                token: token.expose(),
                token_type: session.grant().and_then(|grant| grant.response.token_type()),
                expires_at,
            }),
            Format::ExecCredential => output::json(&ExecCredential {
                kind: "ExecCredential",
                api_version: exec_version(),
                spec: Spec { interactive: false },
                status: CredentialStatus { token: token.expose(), expiration_timestamp: expires_at },
            }),
        }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Access => "access token",
            Self::Id => "ID token",
        }
    }

    fn of(self, grant: &Grant) -> Option<&TokenReport> {
        match self {
            Self::Access => grant.access_token.as_ref(),
            Self::Id => grant.id_token.as_ref(),
        }
    }
}

/// Prints a credential as one line.
fn printed(text: &Secret) -> Result<(), Failure> {
    output::exact(format!("{}\n", text.expose()).as_bytes())
}

/// What `--as json` prints.
#[derive(Serialize)]
struct TokenDocument<'a> {
    kind: Kind,
    token: &'a str,
    token_type: Option<String>,
    expires_at: Option<String>,
}

/// The answer of a credential plugin to kubectl (client.authentication.k8s.io, ExecCredential).
#[derive(Serialize)]
struct ExecCredential<'a> {
    kind: &'static str,
    #[serde(rename = "apiVersion")]
    api_version: String,
    spec: Spec,
    status: CredentialStatus<'a>,
}

#[derive(Serialize)]
struct Spec {
    interactive: bool,
}

#[derive(Serialize)]
struct CredentialStatus<'a> {
    token: &'a str,
    #[serde(rename = "expirationTimestamp", skip_serializing_if = "Option::is_none")]
    expiration_timestamp: Option<String>,
}

/// The version of the API: kubectl accepts only the one in `$KUBERNETES_EXEC_INFO`.
fn exec_version() -> String {
    const GROUP: &str = "client.authentication.k8s.io/";
    let info = std::env::var("KUBERNETES_EXEC_INFO").ok();
    let asked =
        info.and_then(|info| Json::parse(&info).ok()?.root().get("apiVersion")?.as_str().map(|v| v.into_owned()));
    match asked {
        Some(version) if matches!(version.strip_prefix(GROUP), Some("v1" | "v1beta1")) => version,
        _ => format!("{GROUP}v1"),
    }
}
