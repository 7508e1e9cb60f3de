//! What `grantscope login` saves and prints, however far it got.

use clap::Args;

use crate::cli::document::SessionDocument;
use crate::cli::global::{Global, OUTPUT};
use crate::cli::login::flow::LoginFlow;
use crate::cli::output::{self, Page};
use crate::cli::report;
use crate::cli::session::session_file::SessionFile;
use crate::cli::status::{Failure, Status};
use crate::profile::Profile;
use crate::protocol::Severity;
use crate::runtime::clock;
use crate::runtime::sessions::Sessions;

/// What is saved and printed.
#[derive(Args, Clone, Debug)]
pub struct ResultArgs {
    /// Save the session, including its tokens, under this name.
    #[arg(long, value_name = "NAME", help_heading = OUTPUT)]
    pub save: Option<String>,
    /// With --save: replace the saved session of that name if tokens are received.
    #[arg(long, requires = "save", help_heading = OUTPUT, hide_short_help = true)]
    pub replace: bool,
    /// Print one JSON document.
    #[arg(long, help_heading = OUTPUT)]
    pub json: bool,
}

/// Saves and prints the session as far as it got.
pub fn conclude(
    args: &ResultArgs,
    flow: &mut LoginFlow,
    ended: Result<(), Failure>,
    global: &Global,
) -> Result<Status, Failure> {
    let findings = flow.findings();
    // Save before printing: a code can be redeemed only once, and writing to standard output may fail.
    let saved = args.save.as_deref().map_or(Ok(()), |name| save(args, flow, name, global));
    if args.json {
        output::json(&SessionDocument::new(&flow.session, &findings))?;
    } else {
        let mut page = Page::stdout();
        report::session(&mut page, &flow.session, &findings, clock::now());
        page.conceal(flow.session.known_secrets()).print()?;
    }
    let ended = ended.map_err(|failure| failure.concealing(flow.session.known_secrets()));
    let ended = ended.map_err(|failure| if args.json { failure } else { failure.unless_told_by(&findings) });
    Failure::first_with_all_problems(ended, saved)?;
    let wrong = findings.iter().any(|finding| finding.severity() == Severity::Error);
    Ok(if wrong { Status::Bad } else { Status::Worked })
}

/// Why the session cannot be saved under its name, if that is known before the login.
pub fn taken(args: &ResultArgs, client: Option<&Profile>, global: &Global) -> Option<String> {
    let name = args.save.as_deref()?;
    if let Some(problem) = crate::session::saved::name_problem(name) {
        return Some(format!("--save: {problem}"));
    }
    let sessions = Sessions::of(&global.data_dir().ok()?);
    if let Err(problem) = sessions.can_save(name) {
        return Some(format!("--save: {problem}"));
    }
    let is_free = !sessions.contains(name) || client.is_some_and(|client| sessions.is_failed_try_of(name, client));
    (!args.replace && !is_free).then(|| format!("--save: session {name:?} already exists; use a new name or --replace"))
}

/// Where the session is kept, if it is to be saved.
pub fn kept(args: &ResultArgs, global: &Global) -> Result<Option<SessionFile>, Failure> {
    let Some(name) = &args.save else { return Ok(None) };
    Ok(Some(SessionFile::under(Sessions::of(&global.data_dir()?), name, args.replace)))
}

/// Saves the session as far as it got. Without tokens, its exchanges are still useful, but they do not replace a
/// session that has tokens.
fn save(args: &ResultArgs, flow: &mut LoginFlow, name: &str, global: &Global) -> Result<(), Failure> {
    if flow.session.log().is_empty() {
        output::progress("Not saved: no request was sent.");
        return Ok(());
    }
    let sessions = Sessions::of(&global.data_dir()?);
    let has_tokens = flow.session.grant().is_some();
    let mut kept = flow.kept.take().unwrap_or_else(|| SessionFile::under(sessions.clone(), name, args.replace));
    if !has_tokens && sessions.holds_tokens(name) {
        output::progress(&format!("Not saved: no tokens received; the saved session {name} is unchanged."));
        return Ok(());
    }
    kept.save(&flow.session).map_err(|problem| Failure::usage(format!("--save: {problem}")))?;
    let name = kept.name().unwrap_or_else(|| name.to_owned());
    let what = if has_tokens { "tokens included" } else { "exchanges only: no tokens received" };
    output::progress(&format!("Saved as {name}, {what}."));
    Ok(())
}
