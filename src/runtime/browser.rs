//! Opens the person's own browser (RFC 8252 section 8.12: an external browser, not an embedded one).

use std::ffi::OsString;
use std::process::Stdio;

use tokio::sync::oneshot::{self, Receiver};
use url::Url;

use super::child;

/// The system's commands to open a URL, in the form of `$BROWSER`; the first available one is used.
const SYSTEM: &str = match () {
    () if cfg!(target_os = "macos") => "open",
    () if cfg!(windows) => "rundll32.exe url.dll,FileProtocolHandler",
    // The last two are for Linux on Windows (WSL) and for Debian.
    () => "xdg-open:gio open:wslview:x-www-browser",
};

/// Opens `url` through `$BROWSER`, else as the system does. The error is one sentence; the caller continues, since a
/// person can open the URL by hand. The receiver gets how the command ended, perhaps hours later.
pub fn open(url: &str) -> Result<Receiver<Result<(), String>>, String> {
    match Url::parse(url) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") => {}
        _ => return Err("only http and https URLs can be opened in a browser".to_owned()),
    }
    let configured = std::env::var("BROWSER").unwrap_or_default();
    if !configured.trim().is_empty() {
        return start("$BROWSER: ", &configured, url);
    }
    if !has_display() {
        return Err("this machine has no display to open a browser on".to_owned());
    }
    start("the system's browser: ", SYSTEM, url)
}

/// Starts the first available command of a list. `source` is the beginning of every sentence about it.
fn start(source: &'static str, list: &str, url: &str) -> Result<Receiver<Result<(), String>>, String> {
    let mut problem = format!("{source}no command found");
    for entry in list.split(':').filter(|entry| !entry.trim().is_empty()) {
        let words = command(entry, url);
        let Some((program, arguments)) = words.split_first() else { continue };
        match child::command(program, arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
            Ok(mut child) => {
                let name = program.to_string_lossy().into_owned();
                let (ended, end) = oneshot::channel();
                // A thread waits for its end; nothing waits for that thread.
                std::thread::spawn(move || {
                    let end = match child.wait() {
                        Ok(status) if !status.success() => Err(format!("{source}{name} ended with {status}")),
                        _ => Ok(()),
                    };
                    drop(ended.send(end));
                });
                return Ok(end);
            }
            Err(error) => problem = format!("{source}{} cannot be started: {error}", program.to_string_lossy()),
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

    #[cfg(unix)]
    #[test]
    fn the_first_available_command_is_started_and_its_failure_is_reported() {
        let url = "https://op.example/";
        let end = start("x: ", "no-such-browser-here:sh -c exit${IFS}3", url).unwrap();
        assert_eq!(end.blocking_recv().unwrap().unwrap_err(), "x: sh ended with exit status: 3");
        let none = start("x: ", "no-such-browser-here", url).unwrap_err();
        assert!(none.starts_with("x: no-such-browser-here cannot be started"), "{none}");
        assert_eq!(start("x: ", ":", url).unwrap_err(), "x: no command found");
    }

    #[test]
    fn only_web_addresses_are_opened() {
        for url in ["file:///etc/passwd", "javascript:alert(1)", "-private", "myapp://callback"] {
            assert!(open(url).is_err(), "{url}");
        }
    }
}
