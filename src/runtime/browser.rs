//! Opens the person's own browser (RFC 8252 section 8.12: an external browser, not an embedded one).

use std::ffi::OsString;
use std::io;
use std::process::{ExitStatus, Stdio};

use tokio::sync::oneshot::{self, Receiver};
use url::Url;

use super::child;

/// What separates the commands in `$BROWSER`: on Windows a path contains a colon.
const SEPARATOR: char = if cfg!(windows) { ';' } else { ':' };

/// The system's commands to open a URL, in the form of `$BROWSER`; the first available one is used.
const SYSTEM: &str = match () {
    () if cfg!(target_os = "macos") => "open",
    () if cfg!(windows) => "rundll32.exe url.dll,FileProtocolHandler",
    // The last two are for Linux on Windows (WSL) and for Debian.
    () => "xdg-open:gio open:wslview:x-www-browser",
};

/// Why no browser was started, or how its command failed.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum BrowserError {
    #[error("only http and https URLs can be opened in a browser")]
    NotWeb,
    #[error("this machine has no display to open a browser on")]
    NoDisplay,
    #[error("{0}: no command found")]
    NoCommand(Source),
    #[error("{from}: {command} cannot be started: {error}")]
    Unstarted {
        from: Source,
        command: String,
        #[source]
        error: io::Error,
    },
    #[error("{from}: {command} ended with {status}")]
    Failed { from: Source, command: String, status: ExitStatus },
}

/// Who chose the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
pub enum Source {
    /// The environment variable.
    #[strum(to_string = "$BROWSER")]
    Variable,
    /// The system.
    #[strum(to_string = "the system's browser")]
    System,
}

/// Opens `url` through `$BROWSER`, else as the system does. After an error the caller continues, since a person can open
/// the URL by hand. The receiver gets how the command ended, perhaps hours later.
pub fn open(url: &str) -> Result<Receiver<Result<(), BrowserError>>, BrowserError> {
    match Url::parse(url) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") => {}
        _ => return Err(BrowserError::NotWeb),
    }
    let configured = std::env::var("BROWSER").unwrap_or_default();
    if !configured.trim().is_empty() {
        return start(Source::Variable, &configured, url);
    }
    if !has_display() {
        return Err(BrowserError::NoDisplay);
    }
    start(Source::System, SYSTEM, url)
}

/// Starts the first available command of a list.
fn start(from: Source, list: &str, url: &str) -> Result<Receiver<Result<(), BrowserError>>, BrowserError> {
    let mut problem = BrowserError::NoCommand(from);
    for entry in list.split(SEPARATOR).filter(|entry| !entry.trim().is_empty()) {
        let words = command(entry, url);
        let Some((program, arguments)) = words.split_first() else { continue };
        let command = program.to_string_lossy().into_owned();
        match child::command(program, arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
            Ok(mut child) => {
                let (ended, end) = oneshot::channel();
                // A thread waits for its end; nothing waits for that thread.
                std::thread::spawn(move || {
                    let end = match child.wait() {
                        Ok(status) if !status.success() => Err(BrowserError::Failed { from, command, status }),
                        _ => Ok(()),
                    };
                    drop(ended.send(end));
                });
                return Ok(end);
            }
            Err(error) => problem = BrowserError::Unstarted { from, command, error },
        }
    }
    Err(problem)
}

/// The words of one entry, split at white space unless the whole entry is a file. `%s` means the URL; without it, the
/// URL is appended. No shell is involved.
fn command(entry: &str, url: &str) -> Vec<OsString> {
    let entry = entry.trim();
    if std::path::Path::new(entry).is_file() {
        return vec![entry.into(), url.into()];
    }
    let mut words: Vec<OsString> = entry.split_ascii_whitespace().map(|word| word.replace("%s", url).into()).collect();
    if !entry.contains("%s") {
        words.push(url.into());
    }
    words
}

/// Whether there is a display. Without one, the system would start a text browser, which takes over the terminal.
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY") || set("WSL_DISTRO_NAME")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_is_one_argument_wherever_the_entry_puts_it() {
        let url = "https://op.example/a?b=c&d=$(x) y";
        assert_eq!(command("firefox --new-tab", url), ["firefox", "--new-tab", url]);
        assert_eq!(command("open-it --url=%s -x", url), ["open-it", format!("--url={url}").as_str(), "-x"]);
    }

    #[cfg(windows)]
    #[test]
    fn the_colon_of_a_drive_separates_no_commands() {
        let tried = |list| start(Source::Variable, list, "https://op.example/").unwrap_err().to_string();
        assert!(tried(r"C:\no\browser.exe").starts_with(r"$BROWSER: C:\no\browser.exe cannot be started"));
        assert!(tried(r"C:\no\browser.exe;D:\none.exe").starts_with(r"$BROWSER: D:\none.exe cannot be started"));
    }

    #[cfg(unix)]
    #[test]
    fn the_first_available_command_is_started_and_its_failure_is_reported() {
        let url = "https://op.example/";
        let start = |list| start(Source::Variable, list, url);
        let end = start("no-such-browser-here:sh -c exit${IFS}3").unwrap();
        let failed = end.blocking_recv().unwrap().unwrap_err().to_string();
        assert_eq!(failed, "$BROWSER: sh ended with exit status: 3");
        let none = start("no-such-browser-here").unwrap_err().to_string();
        assert!(none.starts_with("$BROWSER: no-such-browser-here cannot be started"), "{none}");
        assert_eq!(start(":").unwrap_err().to_string(), "$BROWSER: no command found");
    }

    #[test]
    fn only_web_addresses_are_opened() {
        for url in ["file:///etc/passwd", "javascript:alert(1)", "-private", "myapp://callback"] {
            assert!(open(url).is_err(), "{url}");
        }
    }
}
