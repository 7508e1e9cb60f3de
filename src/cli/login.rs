//! `grantscope login`: the whole flow, headless.
//!
//! ```text
//!   discovery, keys ─► authorization request ─► browser ┬─► loopback listener ─┐
//!                                                       └─► pasted callback  ──┴─► redeem ─► verify ─► UserInfo
//!                                                           (implicit grant: nothing to redeem)
//! ```
//! Whatever happens, the session is kept as far as it got, and `--json` prints it.

use std::time::Duration;

use clap::Args;
use tokio::sync::mpsc::UnboundedReceiver;

use super::args::{CALLBACK, Global, OUTPUT};
use super::client::{Client, ClientArgs, SECRET_VARIABLE, seconds};
use super::document::SessionDocument;
use super::output::{self, Page, Style};
use super::report;
use super::scenario;
use super::status::{Failure, Status};
use super::walk::Walk;
use crate::profile::{Profile, Provider, url_problem};
use crate::protocol::{Callback, CallbackKind, ClientAuthentication, Endpoints, Severity};
use crate::runtime::listener::{Hit, Listener, Verdict};
use crate::runtime::sessions::Sessions;
use crate::runtime::{self, browser, clock, paste, random};
use crate::session::Attempt;

/// Who waits as long as this may not know that the browser shows an error in place of the login page.
const LONG: Duration = Duration::from_secs(10);
/// What to do then: a provider does not send the browser back to a client that it does not trust.
const HINT: &str = "Does the browser show an error page? Paste its address here (or into grantscope inspect), or run \
                    grantscope preflight with the same arguments: it asks what the registration accepts.";

/// The same, when nobody waits any more.
const AFTERWARDS: &str = "Did the browser show an error page? Give its address to grantscope inspect, or run grantscope \
                          preflight with the same arguments: it asks what the registration accepts.";

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct LoginArgs {
    /// The client.
    #[command(flatten)]
    pub client: ClientArgs,
    /// Open no browser: print the URL only.
    #[arg(long, help_heading = CALLBACK)]
    pub no_browser: bool,
    /// Do not listen: read the callback from standard input.
    #[arg(long, help_heading = CALLBACK)]
    pub paste: bool,
    /// How long to wait for the callback [default: 300].
    #[arg(long, value_name = "SECONDS", default_value_t = 300.0, hide_default_value = true, help_heading = CALLBACK)]
    pub timeout: f64,
    /// Do not ask UserInfo.
    #[arg(long, help_heading = OUTPUT)]
    pub no_userinfo: bool,
    /// Keep the session, tokens included, under this name.
    #[arg(long, value_name = "NAME", help_heading = OUTPUT)]
    pub save: Option<String>,
    /// With --save: replace the saved session of that name, once tokens came.
    #[arg(long, requires = "save", help_heading = OUTPUT)]
    pub replace: bool,
    /// Print one JSON document.
    #[arg(long, help_heading = OUTPUT)]
    pub json: bool,
    /// Log in at the embedded provider instead, with one thing broken: a name of demo --list-scenarios.
    #[arg(long, value_name = "NAME", help_heading = "Rehearsal", conflicts_with_all = ["paste", "no_userinfo"])]
    pub scenario: Option<String>,
}

/// Logs in.
pub fn run(args: &LoginArgs, global: &Global) -> Result<Status, Failure> {
    if let Some(id) = &args.scenario {
        return scenario::run(args, id, global);
    }
    let client = args.client.resolve(global);
    let limit = seconds("--timeout", args.timeout);
    let mut problems: Vec<String> = client.as_ref().err().map(|failure| failure.problems.clone()).unwrap_or_default();
    problems.extend(limit.as_ref().err().cloned());
    problems.extend(client.as_ref().map(incomplete).unwrap_or_default());
    problems.extend(args.taken(client.as_ref().ok().map(|client| &client.profile), global));
    Failure::unless_empty(Status::Usage, problems)?;
    let mut walk = Walk::new(client?)?;
    let limit = limit.map_err(Failure::usage)?;

    let ended = runtime::block_on(async {
        tokio::select! {
            ended = args.walk(&mut walk, limit) => ended,
            _ = tokio::signal::ctrl_c() => Err(Failure { status: Status::Interrupted, problems: Vec::new() }),
        }
    });
    walk.cancel();
    args.conclude(&walk, ended.map_err(|error| Failure::usage(error.to_string()))?, global)
}

impl LoginArgs {
    async fn walk(&self, walk: &mut Walk, limit: Duration) -> Result<(), Failure> {
        let mut listener = self.listen(walk).await;
        walk.discover().await?;
        let url = authorize(walk)?;
        if let Some(listener) = &listener {
            let state = walk.session.attempt().and_then(|attempt| attempt.parameter("state"));
            listener.expect(state.unwrap_or_default());
        }
        self.open(&url);
        let waiting = tokio::time::timeout(limit, self.callback(walk, listener.as_mut())).await;
        // A good answer has come, or none is waited for any more: the port is free again.
        drop(listener);
        match waiting {
            Ok(ended) => ended?,
            Err(_) => return Err(self.too_late(walk)),
        }
        check_callback(walk)?;
        match walk.session.callback().is_some_and(|record| record.callback.kind == CallbackKind::Tokens) {
            true => walk.look_at_keys().await,
            false => {
                output::progress("Callback received. Redeeming the code …");
                walk.redeem().await?;
            }
        }
        let verified = walk.verdict();
        if self.wants_userinfo(walk) {
            walk.ask_userinfo().await?;
        }
        verified
    }

    /// Listens on the redirect URI where it is on this machine. Without a listener the callback is pasted.
    async fn listen(&self, walk: &mut Walk) -> Option<Listener> {
        if self.paste {
            return None;
        }
        match Listener::bind(walk.session.profile().redirect_uri()).await {
            Ok(listener) => {
                if listener.redirect_uri() != walk.session.profile().redirect_uri() {
                    let mut profile = walk.session.profile().clone();
                    profile.redirect_uris = vec![listener.redirect_uri().to_owned()];
                    let secret = walk.session.client_secret().cloned();
                    walk.session.set_profile(profile, secret);
                }
                if let Some(fingerprint) = listener.certificate_sha256() {
                    output::progress(&format!(
                        "The browser will warn of the certificate made for this redirect URI; its SHA-256 fingerprint \
                         is {fingerprint}"
                    ));
                }
                Some(listener)
            }
            Err(problem) => {
                output::progress(&format!("Not listening: {problem}. Paste the callback instead."));
                None
            }
        }
    }

    fn open(&self, url: &str) {
        let mut page = Page::stderr();
        page.line("Sign in with a browser at").styled(Style::Name, url).end_line();
        page.print_to_stderr();
        if self.no_browser {
            return;
        }
        let tell = |problem: String| output::progress(&format!("{problem}; open the URL yourself"));
        if let Err(problem) = browser::open(url, tell) {
            tell(problem);
        }
    }

    /// Waits for the callback, from the listener or from standard input, whichever has it first, and records it.
    async fn callback(&self, walk: &mut Walk, listener: Option<&mut Listener>) -> Result<(), Failure> {
        let reads = self.paste || listener.is_none() || std::io::IsTerminal::is_terminal(&std::io::stdin());
        let mut lines = reads.then(paste::lines);
        if reads {
            output::progress(match &listener {
                Some(_) => "Waiting for the callback. Or paste the address that the browser ends at:",
                None => "Paste the address that the browser ends at:",
            });
        }
        let mut listener = listener;
        let mut hint = std::pin::pin!(tokio::time::sleep(LONG));
        let mut hinted = false;
        loop {
            tokio::select! {
                () = &mut hint, if !hinted && !self.paste => {
                    output::progress(HINT);
                    hinted = true;
                }
                hit = hit(&mut listener) => {
                    if take_hit(walk, &hit) { return Ok(()) }
                }
                line = line(&mut lines) => match line {
                    Some(line) if line.trim().is_empty() => {}
                    Some(line) => if take_paste(walk, &line) { return Ok(()) },
                    None if listener.is_some() => lines = None,
                    None => {
                        let problem = "standard input ended without a callback";
                        return Err(Failure::new(Status::TimedOut, problem));
                    }
                }
            }
        }
    }

    /// No answer came in time. Where a callback with another state did, that is the cause.
    fn too_late(&self, walk: &Walk) -> Failure {
        match check_callback(walk) {
            Err(failure) if walk.session.callback().is_some() => failure,
            _ => Failure::new(Status::TimedOut, format!("no callback came within {} s. {AFTERWARDS}", self.timeout)),
        }
    }

    /// UserInfo is OpenID Connect's: without `openid` the access token is not for it.
    fn wants_userinfo(&self, walk: &Walk) -> bool {
        let scopes = walk.session.attempt().and_then(|attempt| attempt.parameter("scope")).unwrap_or_default();
        let has_endpoint = walk.session.endpoints().userinfo.is_some();
        !self.no_userinfo && has_endpoint && scopes.split(' ').any(|scope| scope == "openid")
    }

    /// Saves and prints the session as far as it got.
    pub fn conclude(&self, walk: &Walk, ended: Result<(), Failure>, global: &Global) -> Result<Status, Failure> {
        let findings = walk.findings();
        // Before anything is printed: a code is redeemed once, and standard output may be full.
        let saved = self.save.as_deref().map_or(Ok(()), |name| self.save(walk, name, global));
        if self.json {
            output::json(&SessionDocument::new(&walk.session, &findings))?;
        } else {
            let mut page = Page::stdout();
            report::session(&mut page, &walk.session, &findings, clock::now());
            page.print()?;
        }
        ended.map_err(|failure| if self.json { failure } else { failure.unless_told_by(&findings) })?;
        saved?;
        let wrong = findings.iter().any(|finding| finding.severity() == Severity::Error);
        Ok(if wrong { Status::Bad } else { Status::Worked })
    }

    /// Why the session of a client cannot be saved under its name, as far as that is known before it begins.
    pub fn taken(&self, client: Option<&Profile>, global: &Global) -> Option<String> {
        let name = self.save.as_deref()?;
        if let Some(problem) = crate::session::saved::name_problem(name) {
            return Some(format!("--save: {problem}"));
        }
        let sessions = Sessions::of(&global.data_dir().ok()?);
        if let Err(problem) = sessions.can_save(name) {
            return Some(format!("--save: {problem}"));
        }
        let is_free = !sessions.contains(name) || client.is_some_and(|client| sessions.is_failed_try_of(name, client));
        (!self.replace && !is_free).then(|| {
            format!("--save: found {name:?}, which is a saved session already, expected a new name or --replace")
        })
    }

    /// Saves the session as far as it got: without tokens, its exchanges are still what is looked for, but not at the
    /// price of a session that has tokens.
    fn save(&self, walk: &Walk, name: &str, global: &Global) -> Result<(), Failure> {
        if walk.session.log().is_empty() {
            output::progress("Nothing was saved: no request was sent.");
            return Ok(());
        }
        let sessions = Sessions::of(&global.data_dir()?);
        let has_tokens = walk.session.grant().is_some();
        if !has_tokens && sessions.holds_tokens(name) {
            output::progress(&format!(
                "Nothing was saved: no tokens came, and the saved session {name} keeps its own."
            ));
            return Ok(());
        }
        sessions
            .save(name, &walk.session, true, self.replace, clock::now())
            .map_err(|problem| Failure::usage(format!("--save: {problem}")))?;
        let what = if has_tokens { "tokens included" } else { "no tokens came, its exchanges only" };
        output::progress(&format!("Saved as {name}, {what}."));
        Ok(())
    }
}

/// What a login of this client would miss at its end, after somebody has signed in.
fn incomplete(client: &Client) -> Vec<String> {
    let mut problems = Vec::new();
    let profile = &client.profile;
    let is_code = profile.response_type.split(' ').any(|kind| kind == "code");
    if let Provider::Explicit(Endpoints { issuer: None, authorization, token, .. }) = &profile.provider {
        if authorization.is_none() {
            problems.push("--authorization-endpoint: found none, expected its URL".to_owned());
        }
        if token.is_none() && is_code {
            problems.push("--token-endpoint: found none, expected its URL: the code is redeemed there".to_owned());
        }
    }
    let method = profile.authentication;
    if matches!(method, ClientAuthentication::Basic | ClientAuthentication::Post) && client.secret.is_none() && is_code
    {
        problems.push(format!(
            "--client-auth: {} needs a client secret, expected --client-secret-file FILE or ${SECRET_VARIABLE}",
            method.name()
        ));
    }
    problems
}

/// Records the authorization request and returns its URL.
fn authorize(walk: &mut Walk) -> Result<String, Failure> {
    let random = random::randomness().map_err(Failure::usage)?;
    let draft = walk.session.draft_authorization(&random).map_err(|problem| Failure::new(Status::Bad, problem))?;
    if let Some(problem) = url_problem("authorization endpoint", &draft.request.endpoint) {
        return Err(Failure::new(Status::Bad, problem));
    }
    Ok(walk.session.authorize(draft, clock::now()))
}

async fn hit(listener: &mut Option<&mut Listener>) -> Hit {
    match listener {
        Some(listener) => listener.hit().await,
        None => std::future::pending().await,
    }
}

async fn line(lines: &mut Option<UnboundedReceiver<String>>) -> Option<String> {
    match lines {
        Some(lines) => lines.recv().await,
        None => std::future::pending().await,
    }
}

/// Records what came to the redirect URI. Whether it ends the wait.
fn take_hit(walk: &mut Walk, hit: &Hit) -> bool {
    match hit.verdict {
        Verdict::Answer => {
            walk.session.receive_callback(hit.url.expose(), hit.at);
            return true;
        }
        Verdict::OtherState => {
            // Any page on this machine can send one: it is evidence, and the wait goes on.
            walk.session.receive_callback(hit.url.expose(), hit.at);
            output::progress("Ignored a callback whose state is not the one that was sent. Still waiting.");
        }
        Verdict::Nothing if walk.session.attempt().is_some_and(Attempt::answers_in_fragment) => output::progress(
            "The browser came back. It keeps what stands behind # to itself: paste the whole address of its page here.",
        ),
        Verdict::Nothing => output::progress("The browser came to the redirect URI without an answer. Still waiting."),
        Verdict::Elsewhere => {}
    }
    false
}

/// Records what a person pasted. Whether it ends the wait.
fn take_paste(walk: &mut Walk, text: &str) -> bool {
    match Callback::read(text).kind {
        CallbackKind::LoginPage => {
            output::progress("That is the login page: sign in there first, then paste the address it ends at.");
            false
        }
        CallbackKind::Nothing => {
            output::progress("Found no code, error or token in that text, expected the callback's address. Once more:");
            false
        }
        CallbackKind::BareCode if !may_be_code(walk, text.trim()) => {
            output::progress(
                "That is no authorization code of this provider's, expected the callback's address. Once more:",
            );
            false
        }
        _ => {
            walk.session.receive_callback(text, clock::now());
            true
        }
    }
}

/// Whether a single word can be a code. A token is none, and Cognito's codes are UUIDs: anything else may be a password.
fn may_be_code(walk: &Walk, word: &str) -> bool {
    let is_uuid = || {
        let parts: Vec<&str> = word.split('-').collect();
        parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
            && parts.iter().all(|part| part.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let is_token = word.starts_with("eyJ") && word.split('.').count() >= 3;
    !is_token && (!walk.session.profile().is_cognito() || is_uuid())
}

/// Why the callback must not be used: an error in place of a code, or an answer to somebody else's request.
pub fn check_callback(walk: &Walk) -> Result<(), Failure> {
    let Some(record) = walk.session.callback() else { return Ok(()) };
    let bad = |problem: String| Err(Failure::new(Status::Bad, problem));
    // The checks that stand between a forged callback and a token request.
    let callback = &record.callback;
    // An error brings nothing that could be stolen: where it arrived says less than what it says.
    let guards: &[&str] =
        if callback.error().is_some() { &["state", "iss"] } else { &["state", "iss", "redirect_uri"] };
    let checks = walk.session.callback_checks();
    if let Some(check) = checks.iter().find(|check| check.failed() && guards.contains(&check.id)) {
        return bad(format!("the callback: {}", check.detail));
    }
    if let Some((name, _)) = callback.parameters.duplicates().into_iter().find(|(_, equal)| !equal) {
        return bad(format!("the callback: {name} is given more than once, with different values"));
    }
    if callback.code().is_some() && callback.error().is_some() {
        return bad("the callback: it brings a code and an error, expected one of them".to_owned());
    }
    match (&callback.kind, callback.error()) {
        (CallbackKind::Code | CallbackKind::BareCode | CallbackKind::Tokens, _) => Ok(()),
        (_, Some(error)) => {
            let description = callback.parameters.get("error_description").unwrap_or_default().trim();
            let separator = if description.is_empty() { "" } else { ": " };
            bad(format!("the provider refuses: {error}{separator}{description}"))
        }
        _ => bad("the callback carries no code".to_owned()),
    }
}
