//! What a command prints. Data goes to standard output, progress and problems to standard error. Text from outside is
//! sanitised. Colours are used only on a terminal and never under `NO_COLOR`.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use super::status::{Failure, Status};
use crate::protocol::{Severity, text::sanitise};
use crate::session::redaction::KnownSecrets;

/// Prints one JSON document piece by piece, so that a large one is never held in memory as text.
pub fn json(value: &impl Serialize) -> Result<(), Failure> {
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    let written = sanitise::write_json(&mut stdout, value).map_err(io::Error::from);
    written_or_left(written.and_then(|()| stdout.write_all(b"\n")).and_then(|()| stdout.flush()))
}

/// Prints one JSON document on one line.
pub fn json_line(value: &impl Serialize) -> Result<(), Failure> {
    let mut line = Vec::new();
    sanitise::write_json_line(&mut line, value)?;
    line.push(b'\n');
    exact(&line)
}

/// Prints lines of text, safe for a terminal.
pub fn text(text: &str) -> Result<(), Failure> {
    exact(format!("{}\n", sanitise::lines(text.trim_end_matches('\n'))).as_bytes())
}

/// Prints bytes unchanged: for text that is already safe.
pub fn exact(bytes: &[u8]) -> Result<(), Failure> {
    exact_with(|to| to.write_all(bytes))
}

/// Prints what `fill` writes unchanged: for text that is already safe.
pub fn exact_with(fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    written_or_left(fill(&mut stdout).and_then(|()| stdout.flush()))
}

fn written_or_left(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        // The reader has closed the pipe, as in `grantscope … | head -1`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::new(Status::Usage, format!("standard output cannot be written: {error}"))),
        Ok(()) => Ok(()),
    }
}

/// Prints progress to standard error, on one line whatever a name or argument in it contains. If that fails, there is
/// no way to report it.
pub fn progress(text: &str) {
    drop(writeln!(io::stderr().lock(), "{}", sanitise::line(text)));
}

/// Prints several lines to standard error.
pub fn progress_lines(text: &str) {
    drop(writeln!(io::stderr().lock(), "{}", sanitise::lines(text)));
}

/// Prints problems to standard error: one line each, or as one JSON document on one line if `--json` was given.
pub fn problems(failure: &Failure) {
    if is_json_wanted() {
        let is_silent = failure.problems.is_empty() && matches!(failure.status, Status::Bad | Status::Network);
        if !is_silent {
            let (status, reason) = (failure.status as u8, failure.status.name());
            let error = serde_json::json!({ "status": status, "reason": reason, "problems": failure.problems });
            let mut line = Vec::new();
            drop(sanitise::write_json_line(&mut line, &serde_json::json!({ "error": error })));
            line.push(b'\n');
            drop(io::stderr().lock().write_all(&line));
        }
        return;
    }
    let mut page = Page::stderr();
    for problem in &failure.problems {
        page.styled(Style::Bad, "error:").plain(" ").plain(&sanitise::line(problem)).end_line();
    }
    page.print_to_stderr();
}

/// Whether `--json` was given, also where the other arguments cannot be read.
pub fn is_json_wanted() -> bool {
    std::env::args_os().take_while(|argument| argument != "--").any(|argument| argument == "--json")
}

/// The meaning of a piece of text. It sets the colour on a terminal; the words carry the same meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A heading.
    Heading,
    /// Less important.
    Faint,
    /// Good.
    Good,
    /// Bad.
    Bad,
    /// A warning.
    Warning,
    /// A name or a key.
    Name,
}

impl Style {
    /// The SGR parameters: the terminal's own 16 colours, which follow its theme.
    fn sequence(self) -> &'static str {
        match self {
            Self::Heading => "\u{1b}[1m",
            Self::Faint => "\u{1b}[2m",
            Self::Good => "\u{1b}[32m",
            Self::Bad => "\u{1b}[31m",
            Self::Warning => "\u{1b}[33m",
            Self::Name => "\u{1b}[36m",
        }
    }
}

impl From<Severity> for Style {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Bad,
            Severity::Warning => Self::Warning,
            Severity::Info => Self::Faint,
        }
    }
}

/// Text under construction. Every piece is sanitised when it is added, so that the only control sequences are our own
/// colours.
#[derive(Clone, Debug)]
pub struct Page {
    colours: bool,
    text: String,
}

impl Page {
    /// A page for standard output.
    pub fn stdout() -> Self {
        Self::with_colours(io::stdout().is_terminal() && colours_wanted())
    }

    /// A page for standard error.
    pub fn stderr() -> Self {
        Self::with_colours(io::stderr().is_terminal() && colours_wanted())
    }

    /// A page with or without colours.
    pub fn with_colours(colours: bool) -> Self {
        Self { colours, text: String::new() }
    }

    /// An empty page for the same output.
    pub fn empty(&self) -> Self {
        Self::with_colours(self.colours)
    }

    /// Adds the content of another page.
    pub fn append(&mut self, other: &Self) -> &mut Self {
        self.text.push_str(&other.text);
        self
    }

    /// Adds text.
    pub fn plain(&mut self, text: &str) -> &mut Self {
        self.text.push_str(&sanitise::lines(text));
        self
    }

    /// Adds text with a style.
    pub fn styled(&mut self, style: Style, text: &str) -> &mut Self {
        if !self.colours {
            return self.plain(text);
        }
        self.text.push_str(style.sequence());
        self.plain(text);
        self.text.push_str("\u{1b}[0m");
        self
    }

    /// Ends the line.
    pub fn end_line(&mut self) -> &mut Self {
        self.text.push('\n');
        self
    }

    /// Adds one line.
    pub fn line(&mut self, text: &str) -> &mut Self {
        self.plain(text).end_line()
    }

    /// Replaces the secrets of a session: a provider may repeat in any text what it was sent.
    pub fn conceal(&mut self, known: &KnownSecrets) -> &mut Self {
        self.text = known.replace(&self.text).into_owned();
        self
    }

    /// The text so far.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Prints the page on standard output.
    pub fn print(&self) -> Result<(), Failure> {
        exact(self.text.as_bytes())
    }

    /// Prints the page on standard error.
    pub fn print_to_stderr(&self) {
        drop(io::stderr().lock().write_all(self.text.as_bytes()));
    }
}

/// Set once, before anything is printed.
static WITHOUT_COLOURS: AtomicBool = AtomicBool::new(false);

/// Turns colours off for the rest of this run.
pub fn without_colours() {
    WITHOUT_COLOURS.store(true, Ordering::Relaxed);
}

/// `NO_COLOR` (any non-empty value), `TERM=dumb` and `--linear` turn colours off.
fn colours_wanted() -> bool {
    if WITHOUT_COLOURS.load(Ordering::Relaxed) {
        return false;
    }
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !no_color && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_foreign_control_characters_and_colours_only_its_own_pieces() {
        let mut page = Page::with_colours(true);
        page.styled(Style::Bad, "a\u{1b}[32mb").plain(" \u{202e}").end_line();
        assert_eq!(page.as_str(), "\u{1b}[31ma\\u{1b}[32mb\u{1b}[0m \\u{202e}\n");
        let mut plain = Page::with_colours(false);
        plain.styled(Style::Good, "ok");
        assert_eq!(plain.as_str(), "ok");
    }
}
