//! PowerShell's `Invoke-WebRequest` and `Invoke-RestMethod`, hand-written or copied from a browser.

use super::message::{Reading, request};
use super::starts::{first_of, without_prompt};
use crate::protocol::http::FORM;
use crate::protocol::literal::{Closer, Source};
use crate::protocol::{Header, HttpRequest, Method, Parameters};

/// The beginnings of the command; the first one creates the session in a browser's copy.
const NAMES: [&str; 7] = [
    "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession",
    "Invoke-WebRequest",
    "Invoke-RestMethod",
    "invoke-webrequest",
    "invoke-restmethod",
    "iwr",
    "irm",
];

/// Where the command starts on a line: at its name, at the session in a browser's copy, or at a table whose variable
/// the command uses.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    // PowerShell repeats the command below its error.
    if line.trim_start().starts_with("+ ") {
        return None;
    }
    let table = line
        .find("@{")
        .filter(|_| from == 0)
        .and_then(|_| line.find('$'))
        .filter(|at| assigned(&line[*at..]).is_some());
    table.or_else(|| command_begins(line, from))
}

/// The name of an assigned variable and what follows the equals sign: `$body = @{`.
fn assigned(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.strip_prefix('$')?.split_once('=')?;
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    (is_name && !value.starts_with('=')).then(|| (name, value.trim_start()))
}

fn command_begins(line: &str, from: usize) -> Option<usize> {
    let mut searched = from;
    loop {
        let (at, which) = first_of(line, searched, &NAMES)?;
        searched = at + NAMES[which].len();
        let is_word = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_' || c == '.');
        let argument = line[searched..].trim_start();
        let has_argument = argument.len() < line[searched..].len()
            && (argument.starts_with(['-', '"', '\'', '$', '@', '`', '(']) || argument.starts_with("http"));
        if is_word && (which == 0 || has_argument) {
            return Some(at);
        }
    }
}

/// Reads the command.
pub fn read(source: &Source, at: usize) -> Reading {
    let mut reader = Reader { source, at, variables: Vec::new() };
    let mut found = Arguments::default();
    while reader.source.at(reader.at, "$session") {
        reader.session_line(&mut found);
    }
    reader.variables();
    // A browser's copy has nothing between the session and the command; people assign the response to a variable.
    let line = source.line(reader.at);
    let answer = assigned(line).map_or(0, |(_, value)| line.len() - value.len());
    let Some(name) = command_begins(line, 0).filter(|at| *at == 0 || *at == answer) else {
        return Err(reader.at.max(at + 1));
    };
    reader.at += name + line.find(' ').unwrap_or(line.len());
    reader.arguments(&mut found);
    let end = reader.at;
    found.request().map(|sent| vec![request(at..end, sent)]).ok_or(end.max(at + 1))
}

#[derive(Default)]
struct Arguments {
    url: Option<String>,
    method: Option<String>,
    headers: Vec<(String, String)>,
    body: Option<Value>,
    media_type: Option<String>,
    user_agent: Option<String>,
    cookies: Vec<String>,
    token: Option<String>,
}

impl Arguments {
    fn request(self) -> Option<HttpRequest> {
        let mut sent = HttpRequest::get(self.url?);
        sent.headers = self.headers.into_iter().map(|(name, value)| Header::new(name, value)).collect();
        let cookie = (!self.cookies.is_empty()).then(|| self.cookies.join("; "));
        let bearer = self.token.map(|token| format!("Bearer {token}"));
        let added = [
            ("user-agent", self.user_agent),
            ("cookie", cookie),
            ("authorization", bearer),
            ("content-type", self.media_type),
        ];
        for (name, value) in added {
            let value = value.filter(|_| sent.header(name).is_none());
            sent.headers.extend(value.map(|value| Header::new(name, value)));
        }
        let method = self.method.unwrap_or_else(|| "GET".to_owned()).to_ascii_uppercase();
        let is_get = method == "GET";
        sent.method = Method::parse(&method);
        match self.body {
            // A hash table becomes the query of a GET and the form of any other method.
            Some(table @ Value::Table(_)) => {
                let mut form = Parameters::new();
                table.pairs().into_iter().for_each(|(name, value)| form.push(name, value));
                if is_get {
                    let separator = if sent.url.contains('?') { '&' } else { '?' };
                    sent.url = format!("{}{separator}{}", sent.url, form.encode());
                } else {
                    sent.body = form.encode().into_bytes();
                    if sent.header("content-type").is_none() {
                        sent.headers.push(Header { added_by_transport: true, ..Header::new("content-type", FORM) });
                    }
                }
            }
            Some(Value::Text(text)) => {
                sent.body = text.into_bytes();
                // Windows PowerShell and PowerShell both send a POST's string as a form.
                if sent.header("content-type").is_none() && !is_get {
                    sent.headers.push(Header { added_by_transport: true, ..Header::new("content-type", FORM) });
                }
            }
            None => {}
        }
        Some(sent)
    }
}

#[derive(Clone)]
enum Value {
    Text(String),
    Table(Vec<(String, Value)>),
}

impl Value {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Table(_) => String::new(),
        }
    }

    /// The entries of a table, as strings.
    fn pairs(self) -> Vec<(String, String)> {
        match self {
            Self::Text(_) => Vec::new(),
            Self::Table(entries) => entries.into_iter().map(|(name, value)| (name, value.text())).collect(),
        }
    }
}

struct Reader<'s, 't> {
    source: &'s Source<'t>,
    at: usize,
    /// The assignments before the command.
    variables: Vec<(String, Value)>,
}

impl Reader<'_, '_> {
    /// `$session.UserAgent = "…"`, `$session.Cookies.Add((New-Object System.Net.Cookie("name", "value", …)))`
    fn session_line(&mut self, found: &mut Arguments) {
        let (line, start) = (self.source.line(self.at), self.at);
        if line.starts_with("$session.UserAgent") {
            self.at += line.find('"').unwrap_or(line.len());
            found.user_agent = self.value().map(Value::text);
        } else if line.starts_with("$session.Cookies.Add") {
            self.at += line.find('"').unwrap_or(line.len());
            let name = self.value().map(Value::text).unwrap_or_default();
            self.at = self.source.skip_white(self.at);
            self.at += usize::from(self.source.at(self.at, ","));
            self.at = self.source.skip_white(self.at);
            let value = self.value().map(Value::text).unwrap_or_default();
            found.cookies.push(format!("{name}={value}"));
        }
        self.at = self.source.next_line(self.at.max(start));
    }

    /// Lines that assign a string or a table to a variable.
    fn variables(&mut self) {
        loop {
            self.at = self.source.skip_white(self.at);
            let line = self.source.line(self.at);
            let begun = self.at + (line.len() - without_prompt(line).len());
            let Some((name, value)) = assigned(self.source.line(begun)) else {
                self.at = begun;
                return;
            };
            let is_literal = value.starts_with(['"', '\'']) || value.starts_with("@{");
            if !is_literal {
                self.at = begun;
                return;
            }
            self.at = begun + (self.source.line(begun).len() - value.len());
            let Some(value) = self.value() else { return };
            self.variables.push((name.to_owned(), value));
            self.at = self.source.next_line(self.at);
        }
    }

    /// The value of a variable, written as `${name}`.
    fn resolved(&self, value: Value) -> Value {
        let Value::Text(text) = &value else { return value };
        let name = text.strip_prefix("${").and_then(|name| name.strip_suffix('}'));
        let known = name.and_then(|name| self.variables.iter().rfind(|(known, _)| known.eq_ignore_ascii_case(name)));
        known.map_or(value, |(_, known)| known.clone())
    }

    fn arguments(&mut self, found: &mut Arguments) {
        loop {
            self.blanks();
            let Some(c) = self.source.char(self.at) else { return };
            // `@params` passes each entry of a table as an argument.
            if c == '@' && !self.source.at(self.at, "@{") {
                self.at += 1;
                let Some(Value::Text(name)) = self.value() else { return };
                let Value::Table(pairs) = self.resolved(Value::Text(format!("${{{name}}}"))) else { continue };
                for (name, value) in pairs {
                    self.argument(&name.to_ascii_lowercase(), value, found);
                }
                continue;
            }
            if matches!(c, '\n' | '\r' | '|' | ';' | ')' | '`') {
                return;
            }
            let rest = self.source.line(self.at);
            let Some(name) = rest.strip_prefix('-').map(|rest| rest.split([' ', ':', '\t']).next().unwrap_or_default())
            else {
                let Some(value) = self.value() else { return };
                let url = self.resolved(value).text();
                found.url.get_or_insert(url);
                continue;
            };
            let option = name.trim_end_matches('`').to_ascii_lowercase();
            self.at += 1 + name.len();
            self.at += usize::from(self.source.at(self.at, ":"));
            if matches!(
                option.as_str(),
                "usebasicparsing"
                    | "skipcertificatecheck"
                    | "skiphttperrorcheck"
                    | "usedefaultcredentials"
                    | "verbose"
                    | "allowunencryptedauthentication"
            ) {
                continue;
            }
            self.blanks();
            let Some(value) = self.value() else { return };
            self.argument(&option, value, found);
        }
    }

    fn argument(&self, option: &str, value: Value, found: &mut Arguments) {
        match (option, self.resolved(value)) {
            ("uri", value) => found.url = Some(value.text()),
            ("method" | "custommethod", value) => found.method = Some(value.text()),
            ("headers" | "header", table @ Value::Table(_)) => found.headers = table.pairs(),
            ("body", value) => found.body = Some(value),
            ("form", value) => found.body = Some(value),
            ("contenttype", value) => found.media_type = Some(value.text()),
            ("useragent", value) => found.user_agent = Some(value.text()),
            ("token", value) => found.token = Some(value.text()),
            _ => {}
        }
    }

    /// Blanks and line breaks after a backtick; an option at the beginning of a line continues a command whose backtick
    /// was lost.
    fn blanks(&mut self) {
        loop {
            self.at = self.source.skip_blanks(self.at);
            let line = self.source.line(self.at);
            let next = self.source.next_line(self.at);
            let goes_on = line.trim_end() == "`"
                || line.is_empty()
                    && self
                        .source
                        .line(next)
                        .trim_start()
                        .strip_prefix('-')
                        .is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
            if !goes_on || next <= self.at {
                return;
            }
            self.at = next;
            if self.source.at(self.at, ">> ") {
                self.at += 3;
            }
        }
    }

    fn value(&mut self) -> Option<Value> {
        if self.source.at(self.at, "@{") {
            self.at += 2;
            return self.table().map(Value::Table);
        }
        match self.source.char(self.at)? {
            '"' | '\'' => self.string().map(Value::Text),
            '(' => self.parenthesis(),
            _ => {
                let line = self.source.line(self.at);
                let length = line.find([' ', '\t', ';', ')', '}']).unwrap_or(line.len());
                let word = line[..length].trim_end_matches('`');
                self.at += length;
                let text = word.strip_prefix('$').map_or_else(|| word.to_owned(), |name| format!("${{{name}}}"));
                (length > 0).then_some(Value::Text(text))
            }
        }
    }

    /// An expression: the first string in it, otherwise a variable.
    fn parenthesis(&mut self) -> Option<Value> {
        let start = self.at;
        let (mut open, mut first, mut table) = (0, None, None);
        loop {
            match self.source.char(self.at)? {
                '(' => open += 1,
                ')' => open -= 1,
                '"' | '\'' => {
                    let text = self.string()?;
                    first.get_or_insert(text);
                    continue;
                }
                '@' if self.source.at(self.at, "@{") => {
                    self.at += 2;
                    let pairs = self.table()?;
                    table.get_or_insert(pairs);
                    continue;
                }
                _ => {}
            }
            self.at += self.source.char(self.at)?.len_utf8();
            if open == 0 {
                break;
            }
        }
        let text = &self.source.text[start..self.at];
        if let Some(entries) = table {
            let members =
                Value::Table(entries).pairs().into_iter().map(|(name, value)| (name, serde_json::Value::from(value)));
            let json = text.contains("ConvertTo-Json");
            return json.then(|| Value::Text(serde_json::Value::Object(members.collect()).to_string()));
        }
        Some(Value::Text(first.unwrap_or_else(|| format!("${{{}}}", text.trim_matches(['(', ')', '$'])))))
    }

    /// `name = value` entries up to `}`.
    fn table(&mut self) -> Option<Vec<(String, Value)>> {
        let mut pairs = Vec::new();
        loop {
            self.at = self.source.skip_white(self.at);
            match self.source.char(self.at)? {
                '}' => {
                    self.at += 1;
                    return Some(pairs);
                }
                ';' | ',' | '`' | '>' => self.at += 1,
                '#' => self.at = self.source.next_line(self.at),
                '"' | '\'' => {
                    let name = self.string()?;
                    self.entry(name, &mut pairs)?;
                }
                _ => {
                    let line = self.source.line(self.at);
                    let length =
                        line.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(line.len());
                    let name = line[..length].to_owned();
                    self.at += length;
                    self.entry(name, &mut pairs)?;
                }
            }
        }
    }

    fn entry(&mut self, name: String, pairs: &mut Vec<(String, Value)>) -> Option<()> {
        self.at = self.source.skip_white(self.at);
        self.source.at(self.at, "=").then_some(())?;
        self.at = self.source.skip_white(self.at + 1);
        let value = self.value()?;
        let value = self.resolved(value);
        pairs.push((name, value));
        Some(())
    }

    /// A quoted string. `$([char]233)` in double quotes is one UTF-16 unit, which browsers use for non-ASCII
    /// characters.
    fn string(&mut self) -> Option<String> {
        let is_double = self.source.at(self.at, "\"");
        let (closer, escape) = if is_double { (Closer::Double, Some('`')) } else { (Closer::Single, None) };
        let mut out = String::new();
        loop {
            let start = self.at + 1;
            let end = self.source.closing(closer, start, escape)?;
            let text = &self.source.text[start..end];
            out.push_str(&if is_double { double_quoted(text) } else { text.to_owned() });
            self.at = end + 1;
            let quote = if is_double { "\"" } else { "'" };
            if !self.source.at(self.at, quote) {
                return Some(out);
            }
            out.push_str(quote);
        }
    }
}

fn double_quoted(text: &str) -> String {
    const UNIT: &str = "$([char]";
    let mut units = Vec::with_capacity(text.len());
    let mut rest = text;
    let mut plain = String::new();
    let flush = |plain: &mut String, units: &mut Vec<u16>| units.extend(std::mem::take(plain).encode_utf16());
    while let Some(c) = rest.chars().next() {
        let unit = rest
            .strip_prefix(UNIT)
            .and_then(|unit| unit.split_once(')'))
            .and_then(|(unit, rest)| Some((unit.parse().ok()?, rest)));
        if let Some((unit, behind)) = unit {
            flush(&mut plain, &mut units);
            units.push(unit);
            rest = behind;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if c != '`' {
            plain.push(c);
            continue;
        }
        let Some(escaped) = rest.chars().next() else { break };
        rest = &rest[escaped.len_utf8()..];
        plain.push(match escaped {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '0' => '\0',
            other => other,
        });
    }
    flush(&mut plain, &mut units);
    String::from_utf16_lossy(&units)
}
