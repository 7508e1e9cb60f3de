//! Splits a command line into words, as its shell does.

use crate::protocol::literal::{Closer, Source, unescape};

/// The shells that people copy commands from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// sh, bash, zsh.
    Posix,
    /// Windows' cmd.exe.
    Cmd,
    /// PowerShell.
    Pwsh,
}

/// A parsed command.
#[derive(Debug)]
pub struct Command {
    /// The words, without quotes.
    pub words: Vec<String>,
    /// The end of the command.
    pub end: usize,
    /// Whether its output is piped into the next command: a single `|` follows.
    pub piped: bool,
}

/// Reads the command that begins at `at`. It ends with its line, or before an unquoted `|`, `;` or `&&`. An unclosed
/// quote also ends with its line.
pub fn command(source: &Source, at: usize, shell: Shell) -> Command {
    let before = source.text[..at].trim_end_matches(' ').chars().next_back();
    // A command in a sentence's code quotes or in `$(…)` ends with them.
    let enclosing = before.filter(|c| matches!(c, '`' | '('));
    let mut reader =
        Reader { source, at, shell, words: Vec::new(), word: String::new(), begun: false, enclosing, piped: false };
    reader.run();
    let end = at + source.text[at..reader.at].trim_end().len();
    Command { words: reader.words, end, piped: reader.piped }
}

struct Reader<'s, 't> {
    source: &'s Source<'t>,
    at: usize,
    shell: Shell,
    words: Vec<String>,
    word: String,
    begun: bool,
    enclosing: Option<char>,
    piped: bool,
}

impl Reader<'_, '_> {
    fn run(&mut self) {
        while let Some(c) = self.source.char(self.at) {
            match c {
                '\r' | '\n' => {
                    if !self.goes_on() {
                        break;
                    }
                }
                ' ' | '\t' => {
                    self.finish_word();
                    self.at += 1;
                }
                '`' if self.enclosing == Some('`') => break,
                ')' if self.enclosing == Some('(') => break,
                '|' | ';' => {
                    self.piped = c == '|' && !self.source.at(self.at, "||");
                    break;
                }
                '&' if self.source.at(self.at, "&&")
                    || self.source.rest(self.at)[1..].starts_with([' ', '\n', '\r']) =>
                {
                    break;
                }
                '>' | '<' if !self.begun || self.word.bytes().all(|b| b.is_ascii_digit()) => self.redirection(),
                '#' if !self.begun => self.at = self.source.line_end(self.at),
                _ => self.character(c),
            }
        }
        self.finish_word();
    }

    fn finish_word(&mut self) {
        if std::mem::take(&mut self.begun) {
            self.words.push(std::mem::take(&mut self.word));
        }
    }

    fn push(&mut self, c: char) {
        self.word.push(c);
        self.begun = true;
    }

    /// Whether the command continues after this line: an option at the beginning of the next line belongs to a command
    /// whose backslash was lost.
    fn goes_on(&mut self) -> bool {
        let next = self.source.next_line(self.at);
        let line = self.source.line(next).trim_start();
        let is_option = line.strip_prefix("--").or(line.strip_prefix('-')).is_some_and(|name| {
            let name = name.split([' ', '=', '\'', '"']).next().unwrap_or_default();
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !name.starts_with('-')
        });
        if next >= self.source.text.len() || !is_option || self.words.is_empty() && !self.begun {
            return false;
        }
        self.finish_word();
        self.at = next;
        true
    }

    /// `> file`, `2>&1`, `< file`.
    fn redirection(&mut self) {
        (self.begun, self.word) = (false, String::new());
        let rest = self.source.line(self.at);
        let target = rest.trim_start_matches(['>', '<', '&', ' ']);
        self.at += rest.len() - target.trim_start_matches(|c: char| !c.is_whitespace() && c != '|' && c != ';').len();
    }

    /// The line continues after the character at `at + 1`, or after blanks following it.
    fn continuation(&mut self) -> bool {
        let after = self.at + 1;
        let end = self.source.line_end(after);
        if !self.source.text[after..end].trim().is_empty() || after > self.source.text.len() {
            return false;
        }
        self.at = self.source.next_line(after);
        // The continuation prompt of a shell.
        if self.source.at(self.at, "> ") {
            self.at += 2;
        } else if self.source.at(self.at, ">> ") {
            self.at += 3;
        }
        true
    }

    fn character(&mut self, c: char) {
        match (self.shell, c) {
            (Shell::Posix, '\\') | (Shell::Pwsh, '`') => self.escape(c),
            (Shell::Posix, '`') if self.at_line_end(self.at + 1) => drop(self.continuation()),
            (Shell::Posix, '$') if self.source.at(self.at, "$'") => self.ansi_c(),
            (Shell::Posix, '$') if self.source.at(self.at, "$\"") => self.at += 1,
            (Shell::Cmd, '^') if self.source.at(self.at, "^\"") => {
                self.at += 1;
                self.cmd_quoted();
            }
            (Shell::Cmd, '^') => self.escape(c),
            (Shell::Cmd, '"') => self.cmd_quoted(),
            (Shell::Posix | Shell::Pwsh, '\'') | (Shell::Pwsh, '‘' | '’') => self.single(),
            (Shell::Posix | Shell::Pwsh, '"') => self.double(),
            // Quotes that a word processor changed.
            (Shell::Posix, '“' | '”' | '‘' | '’') if !self.begun => self.typographic(),
            _ => {
                self.push(c);
                self.at += c.len_utf8();
            }
        }
    }

    fn at_line_end(&self, at: usize) -> bool {
        self.source.text[at..self.source.line_end(at)].trim().is_empty()
    }

    fn escape(&mut self, escape: char) {
        if self.at_line_end(self.at + 1) {
            // cmd.exe keeps the second of two line breaks after a caret.
            let next = self.source.next_line(self.at);
            if escape == '^' && self.begun && self.source.line(next).is_empty() && next < self.source.text.len() {
                self.push('\n');
                self.at = self.source.next_line(next);
                return;
            }
            self.continuation();
            return;
        }
        self.at += escape.len_utf8();
        if let Some(next) = self.source.char(self.at) {
            self.push(next);
            self.at += next.len_utf8();
        }
    }

    /// The end of a quote that opened before `at`: its closing quote, or the end of the line.
    fn close(&self, closer: Closer, at: usize, escape: Option<char>) -> (usize, usize) {
        match self.source.closing(closer, at, escape) {
            Some(end) => (end, end + 1),
            None => {
                let end = self.source.line_end(at);
                (end, end)
            }
        }
    }

    fn single(&mut self) {
        let start = self.at + self.source.char(self.at).map_or(1, char::len_utf8);
        let (end, after) = self.close(Closer::Single, start, None);
        self.begun = true;
        self.word.push_str(&self.source.text[start..end]);
        self.at = after;
        // PowerShell doubles a quote inside quotes.
        if self.shell == Shell::Pwsh && self.source.at(self.at, "'") {
            self.word.push('\'');
            self.single();
        }
    }

    fn typographic(&mut self) {
        let line = self.source.line(self.at);
        let inner = line.trim_start_matches(['“', '”', '‘', '’']);
        let start = self.at + (line.len() - inner.len());
        let length = inner.find(['“', '”', '‘', '’']).unwrap_or(inner.len());
        self.begun = true;
        self.word.push_str(&inner[..length]);
        self.at =
            start + length + self.source.char(start + length).filter(|c| "“”‘’".contains(*c)).map_or(0, char::len_utf8);
    }

    fn double(&mut self) {
        if let Some(end) = self.printed() {
            self.at = end;
            return;
        }
        let escape = if self.shell == Shell::Pwsh { '`' } else { '\\' };
        let start = self.at + 1;
        let (end, after) = self.close(Closer::Double, start, Some(escape));
        let text = &self.source.text[start..end];
        self.begun = true;
        self.at = after;
        if self.shell == Shell::Pwsh {
            self.word.push_str(&power_shell(text));
            if self.source.at(self.at, "\"") {
                self.word.push('"');
                self.double();
            }
            return;
        }
        self.word.push_str(&double_quoted(text));
    }

    /// `"$(printf '…')"`, which writes a word with control characters: uses what it prints.
    fn printed(&mut self) -> Option<usize> {
        const OPEN: &str = "\"$(printf '";
        let start = self.at + OPEN.len();
        let is_one = self.shell == Shell::Posix && self.source.at(self.at, OPEN);
        let end = is_one.then(|| self.source.closing(Closer::Single, start, None)).flatten()?;
        self.source.at(end, "')\"").then_some(())?;
        self.word.push_str(&printf(&self.source.text[start..end]));
        self.begun = true;
        Some(end + 3)
    }

    /// `$'…'`
    fn ansi_c(&mut self) {
        let start = self.at + 2;
        let (end, after) = self.close(Closer::Single, start, Some('\\'));
        self.begun = true;
        self.word.push_str(&unescape(&self.source.text[start..end]));
        self.at = after;
    }

    /// A quoted argument of cmd.exe. Chrome and Firefox put carets before special characters of cmd.exe, including the
    /// quotes, and double backslashes; older versions double quotes, or interrupt the quotes for `"%"` and `"^`.
    fn cmd_quoted(&mut self) {
        self.at += 1;
        self.begun = true;
        let mut before = ' ';
        while let Some(c) = self.source.char(self.at) {
            let rest = self.source.rest(self.at);
            let two = rest.get(1..).and_then(|rest| rest.chars().next());
            let taken = match (c, two) {
                ('^', Some('\n' | '\r')) => {
                    let next = self.source.next_line(self.at);
                    if self.source.line(next).is_empty() && next < self.source.text.len() {
                        self.word.push('\n');
                        self.at = self.source.next_line(next);
                    } else {
                        self.at = next;
                    }
                    before = '\n';
                    continue;
                }
                ('^', _) if rest.starts_with("^\\^\"") => ("\"", 4),
                ('^', _) if rest.starts_with("^\\\\^\"") || rest.starts_with("^\\^\\^\"") => {
                    ("\\", if rest.starts_with("^\\\\") { 3 } else { 4 })
                }
                ('^', _) if rest.starts_with("^\\^\\") => ("\\", 4),
                ('^', Some('"')) => {
                    self.at += 2;
                    return;
                }
                ('^', Some(next)) if !next.is_ascii_alphanumeric() => {
                    self.word.push(next);
                    self.at += 1 + next.len_utf8();
                    before = next;
                    continue;
                }
                ('^', Some(_)) if before == '%' => ("", 1),
                ('\\', Some('"')) => ("\"", 2),
                ('\\', Some('\\')) => ("\\", 2),
                ('"', Some('"')) => ("\"", 2),
                ('"', Some('%')) if rest.starts_with("\"%\"") => ("%", 3),
                ('"', Some('^')) if rest.starts_with("\"^\n") || rest.starts_with("\"^\r\n") => {
                    let inner = rest[2..].trim_start_matches(['\r', '\n']);
                    if inner.starts_with('"') {
                        self.word.push('\n');
                        self.at += rest.len() - inner.len() + 1;
                        continue;
                    }
                    self.at += 1;
                    return;
                }
                ('"', _) => {
                    self.at += 1;
                    return;
                }
                ('\n', _) if self.source.closing(Closer::Double, self.at, None).is_none() => return,
                _ => {
                    self.word.push(c);
                    self.at += c.len_utf8();
                    before = c;
                    continue;
                }
            };
            before = taken.0.chars().next().unwrap_or(before);
            self.word.push_str(taken.0);
            self.at += taken.1;
        }
    }
}

/// In double quotes, a POSIX shell removes a backslash before `"`, `\`, `$`, a backtick and a line break.
fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match (c, characters.peek()) {
            ('\\', Some('\n')) => drop(characters.next()),
            ('\\', Some('"' | '\\' | '$' | '`')) => out.extend(characters.next()),
            _ => out.push(c),
        }
    }
    out
}

/// The meaning of PowerShell's backtick escapes.
fn power_shell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match (c, if c == '`' { characters.next() } else { None }) {
            ('`', Some('n')) => out.push('\n'),
            ('`', Some('r')) => out.push('\r'),
            ('`', Some('t')) => out.push('\t'),
            ('`', Some('0')) => out.push('\0'),
            ('`', Some(other)) => out.push(other),
            _ => out.push(c),
        }
    }
    out
}

/// The output of `printf` for a format without arguments.
pub fn printf(format: &str) -> String {
    unescape(&format.replace("%%", "%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, shell: Shell) -> Vec<String> {
        command(&Source::new(text), 0, shell).words
    }

    #[test]
    fn a_posix_shell_joins_quotes_and_ends_the_command_at_its_line_or_a_pipe() {
        assert_eq!(words("a 'b c'\"d\\\"e\"f\\ g | h", Shell::Posix), ["a", "b cd\"ef g"]);
        assert_eq!(words("a \\\n  b\nc", Shell::Posix), ["a", "b"]);
        assert_eq!(words("a \\  \n> b > out 2>&1 c # d", Shell::Posix), ["a", "b", "c"]);
        assert_eq!(words("a $'x\\u0021\\'\\n\\x41\\101'", Shell::Posix), ["a", "x!'\nAA"]);
        assert_eq!(words("a '' \"\"", Shell::Posix), ["a", "", ""]);
        assert_eq!(words("a u?x=1&y=2 & b", Shell::Posix), ["a", "u?x=1&y=2"]);
        assert_eq!(words("a 'open\nb", Shell::Posix), ["a", "open"]);
        assert_eq!(words("a x\n  -H y\n  z", Shell::Posix), ["a", "x", "-H", "y"]);
    }

    #[test]
    fn cmd_takes_carets_away_and_knows_both_ways_of_browsers_to_quote() {
        assert_eq!(words("curl ^\"a^%^41^&b^\\^\"c^\" ^\n  -H ^\"x^\"", Shell::Cmd), ["curl", "a%41&b\"c", "-H", "x"]);
        assert_eq!(words("curl \"a\"\"b\"%\"41\" ^\n  -k", Shell::Cmd), ["curl", "a\"b%41", "-k"]);
        assert_eq!(words("^\"a^\n\nb^\"", Shell::Cmd), ["a\nb"]);
    }

    #[test]
    fn power_shell_escapes_with_backticks() {
        assert_eq!(words("a \"x`\"y`n\" `\n 'it''s' b", Shell::Pwsh), ["a", "x\"y\n", "it's", "b"]);
    }
}
