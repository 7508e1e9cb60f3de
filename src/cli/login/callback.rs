//! How the callback reaches `grantscope login`: through the loopback listener or standard input.

use std::error::Error;
use std::time::Duration;

use clap::Args;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::cli::global::CALLBACK;
use crate::cli::login::flow::LoginFlow;
use crate::cli::output::{self, Page, Style};
use crate::cli::status::{Failure, Status};
use crate::diagnosis::inspect::{Kind, Options, inspect};
use crate::profile::cognito;
use crate::protocol::Severity;
use crate::protocol::urls::is_same_place;
use crate::protocol::{Callback, CallbackKind};
use crate::runtime::listener::{Hit, Listener, Verdict};
use crate::runtime::{browser, clock, paste, private_page};
use crate::session::{Attempt, Unredeemable};

/// The wait before a hint: the browser may show an error page instead of the login page.
const LONG: Duration = Duration::from_secs(10);
/// The hint. A provider does not redirect to a client that it does not trust.
const HINT: &str = "Does the browser show an error page? Paste its URL and its text here (or into grantscope inspect), \
                    or run grantscope preflight with the same arguments: it checks what is registered for the client.";

/// The hint after the time limit.
const AFTERWARDS: &str = "Did the browser show an error page? Pass its URL and its text to grantscope inspect, or run grantscope \
                          preflight with the same arguments: it checks what is registered for the client.";

/// The lines of one paste arrive within this time.
const PASTE: Duration = Duration::from_millis(80);
/// More of what was pasted is not kept. Bytes.
const LONGEST_PASTE: usize = 64 * 1024;

/// How the callback arrives.
#[derive(Args, Clone, Debug)]
pub struct CallbackArgs {
    /// Do not open a browser: only print the URL.
    #[arg(long, help_heading = CALLBACK)]
    pub no_browser: bool,
    /// Do not listen: read the callback from standard input.
    #[arg(long, help_heading = CALLBACK)]
    pub paste: bool,
    /// Follow the authorization request without a browser.
    ///
    /// Only for test servers on this machine that need no login page.
    #[arg(long, conflicts_with_all = ["paste", "no_browser"], help_heading = CALLBACK, hide_short_help = true)]
    pub unattended: bool,
    /// The time limit for the callback [default: 300].
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 300.0,
        hide_default_value = true,
        help_heading = CALLBACK,
        hide_short_help = true
    )]
    pub timeout: f64,
}

/// Listens at the redirect URI if it is on this machine. Without a listener, the callback is pasted.
pub async fn listen(args: &CallbackArgs, flow: &mut LoginFlow) -> Option<Listener> {
    if args.paste {
        return None;
    }
    match Listener::bind(flow.session.profile().redirect_uri()).await {
        Ok(listener) => {
            if listener.redirect_uri() != flow.session.profile().redirect_uri() {
                let mut profile = flow.session.profile().clone();
                profile.redirect_uris = vec![listener.redirect_uri().to_owned()];
                let secret = flow.session.client_secret().cloned();
                flow.session.set_profile(profile, secret);
            }
            if let Some(fingerprint) = listener.certificate_sha256() {
                output::progress(&format!(
                    "The browser will warn about the certificate for this redirect URI; its SHA-256 fingerprint \
                     is {fingerprint}"
                ));
            }
            Some(listener)
        }
        Err(error) => {
            output::progress(&format!("Not listening: {error}. Paste the callback instead."));
            None
        }
    }
}

/// Prints the URL of the authorization request and, unless told otherwise, opens it in a browser.
pub async fn open_browser(args: &CallbackArgs, url: &str) {
    let mut page = Page::stderr();
    page.line("Sign in with a browser at").styled(Style::Name, url).end_line();
    page.print_to_stderr();
    if args.no_browser {
        return;
    }
    let tell = |error: &dyn Error| {
        output::progress(&format!(
            "No browser was opened: {error}. Open the URL yourself. On another machine, forward the port of the redirect URI \
             to this one (ssh -L), or log in with --paste."
        ));
    };
    match private_page::address(url).await.map(|address| browser::open(&address)) {
        Ok(Ok(end)) => drop(tokio::spawn(async move {
            if let Ok(Err(error)) = end.await {
                tell(&error);
            }
        })),
        Ok(Err(error)) => tell(&error),
        Err(error) => tell(&error),
    }
}

/// Waits for the callback from the listener or standard input, whichever is first, and records it.
pub async fn wait(args: &CallbackArgs, flow: &mut LoginFlow, listener: Option<&mut Listener>) -> Result<(), Failure> {
    let reads = args.paste || listener.is_none() || std::io::IsTerminal::is_terminal(&std::io::stdin());
    let mut lines = reads.then(paste::lines);
    if reads {
        output::progress(match &listener {
            Some(_) => "Waiting for the callback. Or paste the final URL from the browser:",
            None => "Paste the final URL from the browser:",
        });
    }
    let mut listener = listener;
    let mut hint = std::pin::pin!(tokio::time::sleep(LONG));
    let mut hinted = false;
    let mut pasted = String::new();
    loop {
        tokio::select! {
            () = &mut hint, if !hinted && !args.paste => {
                output::progress(HINT);
                hinted = true;
            }
            hit = hit(&mut listener) => {
                if take_hit(flow, &hit) { return Ok(()) }
            }
            line = line(&mut lines) => match line {
                Some(line) if line.trim().is_empty() => {}
                Some(line) => {
                    let text = whole_paste(line, &mut lines).await;
                    if take_paste(flow, &text, &mut pasted)? { return Ok(()) }
                }
                None if listener.is_some() => lines = None,
                None => {
                    let problem = "standard input ended before a callback was read";
                    return Err(Failure::new(Status::TimedOut, problem));
                }
            }
        }
    }
}

/// The time limit is over. If a callback with another state arrived, that is the cause.
pub fn too_late(args: &CallbackArgs, flow: &LoginFlow) -> Failure {
    match check_callback(flow) {
        Err(failure) if flow.session.callback().is_some() => failure,
        _ => Failure::new(Status::TimedOut, format!("no callback arrived within {} s. {AFTERWARDS}", args.timeout)),
    }
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

/// Records what arrived at the redirect URI. Returns whether the wait is over.
fn take_hit(flow: &mut LoginFlow, hit: &Hit) -> bool {
    match hit.verdict {
        Verdict::Answer => {
            flow.session.receive_callback(hit.url.expose(), hit.at);
            return true;
        }
        Verdict::OtherState => {
            // Any page on this machine can send one, so it is only recorded as evidence.
            flow.session.receive_callback(hit.url.expose(), hit.at);
            match flow.session.foreign_callbacks() {
                1 => output::progress("Ignored a callback: its state does not match. Still waiting."),
                // More of them are counted rather than listed.
                count if count.is_power_of_two() => {
                    output::progress(&format!("Ignored {count} callbacks: their state does not match. Still waiting."));
                }
                _ => {}
            }
        }
        Verdict::Nothing if flow.session.attempt().is_some_and(Attempt::answers_in_fragment) => output::progress(
            "The callback has no query. Browsers do not send the part after #: paste the page's whole URL here.",
        ),
        Verdict::Nothing => output::progress("The browser opened the redirect URI without a response. Still waiting."),
        Verdict::OtherHost => output::progress(&hit.refusal()),
        Verdict::Elsewhere if hit.has_our_state => {
            flow.session.receive_callback(hit.url.expose(), hit.at);
            return true;
        }
        Verdict::Elsewhere | Verdict::OtherMethod => {}
    }
    false
}

/// The lines of a paste, the first of which has arrived.
async fn whole_paste(first: String, lines: &mut Option<UnboundedReceiver<String>>) -> String {
    let mut text = first;
    while let Ok(Some(more)) = tokio::time::timeout(PASTE, line(lines)).await {
        text.push('\n');
        text.push_str(&more);
    }
    text
}

/// Records the callback in what a person pasted. Returns whether the wait is over, and fails if the text is that of an
/// error page. `before` has what was pasted before: first the URL of a page, then its text.
fn take_paste(flow: &mut LoginFlow, text: &str, before: &mut String) -> Result<bool, Failure> {
    let is_one_line = text.lines().filter(|line| !line.trim().is_empty()).count() == 1;
    let is_callback = |line: &&str| match Callback::read(line).kind {
        CallbackKind::LoginPage | CallbackKind::Nothing => false,
        // Any word of a page could be a code.
        CallbackKind::BareCode => is_one_line && may_be_code(flow, line.trim()),
        _ => true,
    };
    if let Some(callback) = text.lines().filter(|line| !line.trim().is_empty()).find(is_callback) {
        flow.session.receive_callback(callback, clock::now());
        return Ok(true);
    }
    if before.len() < LONGEST_PASTE {
        before.push_str(text);
        before.push('\n');
    }
    if let Some(problem) = page_problem(flow, before) {
        return Err(Failure::new(Status::Bad, problem));
    }
    let is_of_request = || flow.session.attempt().is_some_and(|attempt| is_same_place(&attempt.url(), text.trim()));
    output::progress(match Callback::read(text).kind {
        CallbackKind::BareCode => "That is not an authorization code of this provider. Paste the callback URL:",
        _ if is_of_request() => {
            "That is the URL of the authorization request. If the page shows an error, paste its text too. Otherwise sign \
             in there, then paste the final URL:"
        }
        CallbackKind::LoginPage => "That is the login page. Sign in there first, then paste the final URL.",
        _ => "That text has no code, error or token. Paste the callback URL:",
    });
    Ok(false)
}

/// What a provider's error page says, from its URL and its text.
fn page_problem(flow: &LoginFlow, pasted: &str) -> Option<String> {
    let profile = Some(flow.session.profile().clone());
    let read = inspect(pasted.as_bytes(), &Options { profile, ..Options::at(clock::now()) });
    let has_words = pasted.lines().any(|line| !line.contains("://") && line.contains(' '));
    let is_page = read.kind == Kind::ProviderErrorPage || has_words;
    let finding = read.findings.iter().find(|finding| is_page && finding.severity() == Severity::Error)?;
    Some(format!("{}: {} {}", finding.rule.title, finding.detail, finding.remedy))
}

/// Whether a single word can be a code. A token cannot, and Cognito's codes are UUIDs: other words may be passwords.
fn may_be_code(flow: &LoginFlow, word: &str) -> bool {
    let is_token = word.starts_with("eyJ") && word.split('.').count() >= 3;
    !is_token && (!flow.session.profile().is_cognito() || cognito::is_code(word))
}

/// Why the callback must not be used: it is an error, or the response to another request.
pub fn check_callback(flow: &LoginFlow) -> Result<(), Failure> {
    match flow.session.may_redeem() {
        Ok(()) | Err(Unredeemable::NoCallback) => Ok(()),
        Err(why) => Err(Failure::new(Status::Bad, why.to_string())),
    }
}
