//! Opens the person's own browser (RFC 8252 section 8.12: an external one, never one of ours).

use std::ffi::OsString;
use std::process::{Command, Stdio};

use url::Url;

/// Opens `url` through `$BROWSER`, else as the system does. The error is one sentence; whoever calls goes on, since a
/// person can open the URL by hand. A browser command that ends badly later is told to `ended_badly`, from another
/// thread.
pub fn open(url: &str, ended_badly: impl FnOnce(String) + Send + 'static) -> Result<(), String> {
    match Url::parse(url) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") => {}
        _ => return Err("only http and https URLs are opened in a browser".to_owned()),
    }
    let configured = std::env::var("BROWSER").unwrap_or_default();
    if !configured.trim().is_empty() {
        return start(&configured, url, ended_badly);
    }
    if !has_display() {
        return Err("this machine has no display to open a browser on".to_owned());
    }
    let mut options = webbrowser::BrowserOptions::new();
    options.with_suppress_output(true);
    webbrowser::open_browser_with_options(webbrowser::Browser::Default, url, &options)
        .map_err(|error| format!("the system opens no browser: {error}"))
}

/// Starts the first command of a `$BROWSER` list that can be started.
fn start(list: &str, url: &str, ended_badly: impl FnOnce(String) + Send + 'static) -> Result<(), String> {
    let mut problem = "$BROWSER names no command".to_owned();
    for entry in list.split(':').filter(|entry| !entry.trim().is_empty()) {
        let words = command(entry, url);
        let Some((program, arguments)) = words.split_first() else { continue };
        let spawned = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match spawned {
            Ok(mut child) => {
                let name = program.to_string_lossy().into_owned();
                std::thread::spawn(move || match child.wait() {
                    Ok(status) if !status.success() => ended_badly(format!("$BROWSER: {name} ended with {status}")),
                    _ => {}
                });
                return Ok(());
            }
            Err(error) => problem = format!("$BROWSER: {} does not start: {error}", program.to_string_lossy()),
        }
    }
    Err(problem)
}

/// The words of one entry, split at white space unless the whole entry is a file. `%s` stands for the URL, which is
/// appended where no word has it; no shell ever sees it.
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

/// Whether a browser has somewhere to appear. Without a display the system's choice would be a text browser, which
/// takes the terminal away.
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

    #[test]
    fn only_web_addresses_are_opened() {
        for url in ["file:///etc/passwd", "javascript:alert(1)", "-private", "myapp://callback"] {
            assert!(open(url, |_| {}).is_err(), "{url}");
        }
    }
}
