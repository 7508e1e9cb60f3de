//! `grantscope preflight`: checks a client without a browser or a password.
//!
//! Exit status 0 if no check failed, apart from the clock's, and no error was found; 1 otherwise; 3 or 4 if the
//! provider could not be reached.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::client::ClientArgs;
use super::global::{Global, OUTPUT};
use super::junit;
use super::output::{self, Page, Style};
use super::report;
use super::status::{Failure, Status};
use crate::cli::login::flow::LoginFlow;
use crate::cli::resource::{self, discovery::ResourceArgs};
use crate::diagnosis::registration_oracle::{Oracle, PAUSE, Row, Verdict};
use crate::diagnosis::{diagnose, discovery, preflight};
use crate::protocol::{Check, CheckId, Finding, Outcome, RequestDraft, Severity};
use crate::runtime::{self, clock, private_file, random};
use crate::session::{FailureKind, Purpose, Received, Session, Target};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct PreflightArgs {
    /// The client.
    #[command(flatten)]
    pub client: ClientArgs,
    /// The resource to begin with.
    #[command(flatten)]
    pub resource: ResourceArgs,
    /// Also test which redirect URIs and scopes the provider accepts.
    ///
    /// Requests are sent one at a time, with a pause between them.
    #[arg(long = "registration", alias = "oracle", help_heading = "Checks")]
    pub oracle: bool,
    /// Also test the client secret with a made-up code.
    ///
    /// This sends one token request. Without this option, grantscope asks first when it runs in a terminal.
    #[arg(long, help_heading = "Checks")]
    pub test_secret: bool,
    /// Print one JSON document.
    #[arg(long, help_heading = OUTPUT)]
    pub json: bool,
    /// Also write the result to a file as JUnit XML, for CI.
    #[arg(long, value_name = "FILE", help_heading = OUTPUT, hide_short_help = true)]
    pub junit: Option<PathBuf>,
}

/// `preflight --json`.
#[derive(Serialize)]
struct Document<'a> {
    checks: &'a [Check],
    findings: &'a [Finding],
    #[serde(skip_serializing_if = "Option::is_none")]
    registration: Option<&'a [Row]>,
}

/// Checks the client.
pub fn run(args: &PreflightArgs, global: &Global) -> Result<Status, Failure> {
    let target = args.resource.target()?;
    let client = match &target {
        Some(_) => args.client.resolve_for_resource(global)?,
        None => args.client.resolve(global)?,
    };
    let mut flow = LoginFlow::new(client)?;
    let asked = runtime::block_on(async {
        let base = match &target {
            Some(target) => ask_from(&mut flow, target, args.client.names_scopes()).await?,
            None => ask(&mut flow).await?,
        };
        if args.test_secret || !args.json && wants_secret_tested(&flow.session)? {
            drop(test_secret(&mut flow).await);
        }
        match base {
            Some(base) if args.oracle => Ok::<_, Failure>(Some(probe_registration(&flow, &base).await)),
            _ => Ok(None),
        }
    });
    let oracle = asked??;
    let now = clock::now();
    let checks = preflight::checks(&flow.session, now);
    let findings = diagnose(&flow.session, now);
    if let Some(file) = &args.junit {
        let xml = junit::document(&checks, &findings);
        private_file::write(file, xml.as_bytes())
            .map_err(|error| Failure::usage(format!("--junit: {}: {error}", file.display())))?;
    }
    if args.json {
        let registration = oracle.as_ref().map(Oracle::rows);
        output::json(&Document { checks: &checks, findings: &findings, registration })?;
    } else {
        page(&flow.session, &checks, &findings, oracle.as_ref()).print()?;
    }
    Ok(status(&flow.session, &checks, &findings))
}

/// Sends discovery, JWK Set and the authorization request, as far as each can be built; failures are recorded. Returns
/// the authorization request if its endpoint is known.
async fn ask(flow: &mut LoginFlow) -> Result<Option<RequestDraft>, Failure> {
    // A failed discovery is reported by a check and a finding; the endpoints may still be known.
    drop(flow.discover().await);
    probe(flow).await
}

/// Finds the way from the resource; the authorization request follows only if there is a client id.
async fn ask_from(flow: &mut LoginFlow, target: &Target, has_scopes: bool) -> Result<Option<RequestDraft>, Failure> {
    let arrived = resource::discovery::find(flow, target, has_scopes).await.is_ok();
    if arrived && flow.session.endpoints().jwks_uri.is_some() {
        drop(flow.send(Purpose::JwkSet).await);
    }
    if !arrived || flow.session.profile().client_id.is_empty() {
        return Ok(None);
    }
    probe(flow).await
}

async fn probe(flow: &mut LoginFlow) -> Result<Option<RequestDraft>, Failure> {
    let randomness = random::randomness()?;
    let Ok(draft) = flow.session.draft_authorization(&randomness) else { return Ok(None) };
    if preflight::has_no_domain(&flow.session) {
        return Ok(None);
    }
    let base = draft.request.clone();
    flow.session.authorize(draft, clock::now());
    drop(flow.exchange(Purpose::AuthorizationProbe, base.build()).await);
    Ok(Some(base))
}

/// Asks the person at a terminal, if the request is possible and the rest succeeded.
fn wants_secret_tested(session: &Session) -> Result<bool, Failure> {
    let is_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let checks = preflight::checks(session, clock::now());
    let is_fine =
        checks.iter().any(|check| check.id == CheckId::AuthorizationRequest && check.outcome == Outcome::Pass);
    let Ok(draft) = session.draft_client_probe() else { return Ok(false) };
    if !is_terminal || !is_fine {
        return Ok(false);
    }
    output::progress(&format!(
        "Test the client secret with one token request whose code is made up, to {}? [y/N]",
        draft.endpoint
    ));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// Sends a token request with a code that does not exist. A failure is recorded.
async fn test_secret(flow: &mut LoginFlow) -> Result<(), Failure> {
    let obstacle = discovery::obstacle(&flow.session);
    let draft = || flow.session.draft_client_probe().map_err(|error| error.to_string());
    match obstacle.map_or_else(draft, Err) {
        Ok(draft) => flow.exchange(Purpose::Token, draft.build()).await,
        Err(missing) => {
            output::progress(&format!("The client secret was not tested: {missing}."));
            Ok(())
        }
    }
}

/// Sends the probes of the registration check, one at a time.
async fn probe_registration(flow: &LoginFlow, base: &RequestDraft) -> Oracle {
    let mut oracle = Oracle::plan(&flow.session, base, clock::now());
    let endpoint = base.endpoint.split('?').next().unwrap_or_default();
    output::progress(&format!(
        "Sending {} authorization requests to {endpoint}, one at a time, {} s apart, without cookies; \
         redirects are not followed.",
        oracle.len(),
        PAUSE.as_secs()
    ));
    while let Some(probe) = oracle.next_probe() {
        let request = probe.draft.build();
        tokio::time::sleep(PAUSE).await;
        let delivery = flow.http().send(&request).await;
        oracle.record(delivery.received, clock::now());
        if let Some(row) = oracle.rows().last() {
            // On a terminal, the table that follows shows the results; progress lines would repeat them.
            if std::io::stdout().is_terminal() {
                output::progress(&format!("sent {} of {}: {}", oracle.rows().len(), oracle.len(), row.parameter))
            } else {
                output::progress(&format!("{:<18} {:<8} {}", row.parameter, verdict(row.verdict).1, row.value));
            }
        }
    }
    oracle
}

fn status(session: &Session, checks: &[Check], findings: &[Finding]) -> Status {
    let failed = |exchange: &crate::session::Exchange| match &exchange.received {
        received if received.ran_out_of_time() => Some(Status::TimedOut),
        Received::Failed(failure) if failure.kind != FailureKind::Refused => Some(Status::Network),
        _ => None,
    };
    let bad = checks.iter().any(preflight::is_in_the_way) || findings.iter().any(|f| f.severity() == Severity::Error);
    match session.exchanges().find_map(failed) {
        Some(status) => status,
        None if bad => Status::Bad,
        None => Status::Worked,
    }
}

fn page(session: &Session, checks: &[Check], findings: &[Finding], oracle: Option<&Oracle>) -> Page {
    let mut page = Page::stdout();
    page.line(&preflight::verdict(session, checks, findings).detail);
    let is_open = |check: &Check| matches!(check.outcome, Outcome::NotChecked { .. });
    let is_accepted =
        checks.iter().any(|check| check.id == CheckId::AuthorizationRequest && check.outcome == Outcome::Pass);
    if is_accepted && checks.iter().any(|check| check.id == CheckId::ClientAuthentication && is_open(check)) {
        let what = match session.client_secret() {
            Some(_) => "the client secret",
            None => "whether the client needs a secret",
        };
        page.line(&format!("To test {what} with one token request whose code is made up: --test-secret"));
    }
    page.end_line();
    for check in checks {
        let (style, glyph) = match check.outcome {
            Outcome::Pass => (Style::Good, "pass"),
            Outcome::Fail { .. } if preflight::is_in_the_way(check) => (Style::Bad, "FAIL"),
            Outcome::Fail { .. } => (Style::Warning, "warn"),
            Outcome::NotChecked { .. } => (Style::Faint, "  - "),
        };
        page.styled(style, glyph)
            .plain(" ")
            .styled(Style::Name, &format!("{:<38}", check.id))
            .plain(" ")
            .line(&check.detail);
    }
    if let Some(oracle) = oracle {
        page.end_line().styled(Style::Heading, "What this client accepts").end_line();
        for row in oracle.rows() {
            let (style, word) = verdict(row.verdict);
            page.styled(style, &format!("{word:<9}")).styled(Style::Name, &format!("{:<18}", row.parameter));
            page.plain(&row.value).styled(Style::Faint, &format!("  {}", row.evidence)).end_line();
        }
        page.end_line();
        for sentence in oracle.sentences() {
            page.line(&sentence);
        }
    }
    report::findings(&mut page, findings);
    page
}

fn verdict(verdict: Verdict) -> (Style, &'static str) {
    match verdict {
        Verdict::Accepted => (Style::Good, "accepted"),
        Verdict::Refused => (Style::Bad, "refused"),
        Verdict::Unknown => (Style::Faint, "unknown"),
    }
}
