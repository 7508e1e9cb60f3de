//! Calls, builders and initialisers in source code: Python, Dart, Java, Kotlin, C#, Go, PHP and Swift.
//!
//! ```text
//!   oauth.register(name='shop', client_id='c')     UserPoolClient.Builder.create(this, "Web").generateSecret(true).build()
//!   new OAuthSettings { Scopes = new[] { … } }     oauth2.Config{ClientID: "c", Scopes: []string{"openid"}}
//! ```
//!
//! A call becomes an object with its named arguments, the methods of a builder, and the arguments without a name as `0`,
//! `1` …. No code is run: a name that the text sets to a string is resolved, everything else is an expression.

use std::collections::HashMap;

use crate::profile::import::node::{Document, Node};
use crate::profile::import::syntax::lines::lines;

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 32;

/// Functions whose result is the list of their arguments.
const LISTS: &[&str] =
    &["of", "asList", "listOf", "setOf", "arrayOf", "mutableListOf", "arrayListOf", "setof", "Set", "List", "tuple"];

/// Offers every call with arguments, the outermost first; rejected ones are searched for calls within them. The work is
/// bounded by a multiple of the text's length.
pub(in super::super) fn read(text: &str, offer: &mut dyn FnMut(Document) -> bool) {
    let constants = constants(text);
    let mut fuel = text.len().saturating_mul(16).saturating_add(4096);
    let mut at = 0;
    while let Some(start) = next_name(text, at).filter(|_| fuel > 0) {
        let mut reader = Reader { text, at: start, fuel, depth: 0, constants: &constants };
        let call = reader.chain();
        let end = reader.at;
        fuel = reader.fuel;
        at = start + name_length(&text[start..]);
        let Some(Chain { name, node: Some(Node::Map(members)), .. }) = call else { continue };
        let document = Document {
            json: Node::Map(members).json(),
            spans: std::iter::once(start..end).collect(),
            name,
            ..Document::default()
        };
        if offer(document) {
            at = end;
        }
    }
}

/// The start of the next name that a bracket or a dot may follow.
fn next_name(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|at| {
        is_start(bytes[*at]) && (*at == 0 || !is_word(bytes[*at - 1]) && !matches!(bytes[*at - 1], b'.' | b'$' | b'-'))
    })
}

fn is_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn name_length(text: &str) -> usize {
    text.bytes().take_while(|byte| is_word(*byte)).count()
}

/// The names that a text sets to a string: `CLIENT_ID = "c"`, `final String issuer = "https://op.example";`.
fn constants(text: &str) -> HashMap<&str, &str> {
    let constant = |line: &'_ str| -> Option<(usize, usize, usize, usize)> {
        let (before, value) = line.split_once('=')?;
        let name = before.split(':').next()?.trim_end().rsplit([' ', '\t', '.', '$']).next()?;
        let value = value.trim().trim_end_matches(';').trim_end();
        // `URL(string: "https://…")!`
        let wrapped = ["URL(string: ", "Uri.parse(", "URI.create(", "new URL(", "new Uri("];
        let value = match wrapped.iter().find_map(|start| value.strip_prefix(start)) {
            Some(inner) => inner.trim_end_matches(['!', ')']),
            None => value,
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
        let is_name = !name.is_empty() && name.bytes().all(is_word);
        let place = |part: &str| part.as_ptr() as usize - line.as_ptr() as usize;
        (is_name && !inner.contains([quote, '\\'])).then(|| (place(name), name.len(), place(inner), inner.len()))
    };
    let found = lines(text).filter_map(|line| {
        let (name, name_length, value, length) = constant(line.text)?;
        Some((&line.text[name..name + name_length], &line.text[value..value + length]))
    });
    found.collect()
}

/// A name with what follows it.
struct Chain {
    /// The type or function: `UserPoolClient` of `UserPoolClient.Builder.create`, `oauth.register`.
    name: String,
    /// `None` if nothing was called.
    node: Option<Node>,
    /// Whether all arguments are without a name, and nothing follows the call.
    is_plain: bool,
}

struct Reader<'a, 'b> {
    text: &'a str,
    at: usize,
    fuel: usize,
    depth: usize,
    constants: &'b HashMap<&'a str, &'a str>,
}

impl Reader<'_, '_> {
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Moves one byte on; `None` at the end.
    fn step(&mut self) -> Option<()> {
        self.fuel = self.fuel.checked_sub(1)?;
        (self.at < self.text.len()).then(|| self.at += 1)
    }

    fn eat(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == byte;
        if found {
            self.at += 1;
        }
        found
    }

    /// Steps over white space and comments.
    fn space(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            if rest.starts_with(|c: char| c.is_whitespace()) {
                let length = rest.len() - rest.trim_start().len();
                self.fuel = self.fuel.saturating_sub(length);
                self.at += length;
            } else if rest.starts_with("//") || rest.starts_with('#') && !rest.starts_with("#{") {
                let length = rest.find('\n').unwrap_or(rest.len());
                self.fuel = self.fuel.saturating_sub(length);
                self.at += length;
            } else {
                return;
            }
        }
    }

    fn word(&mut self) -> Option<&str> {
        let rest = &self.text[self.at..];
        let length = name_length(rest);
        (length > 0 && is_start(rest.as_bytes()[0])).then(|| {
            self.at += length;
            &rest[..length]
        })
    }

    /// A name, its calls and its initialiser.
    fn chain(&mut self) -> Option<Chain> {
        self.depth += 1;
        let chain = if self.depth < MAX_DEPTH { self.chain_within() } else { None };
        self.depth -= 1;
        chain
    }

    fn chain_within(&mut self) -> Option<Chain> {
        let mut path = vec![self.word()?.to_owned()];
        loop {
            let before = self.at;
            // Builders continue on the next line.
            if self.text[self.at..].starts_with(['\n', '\r']) {
                self.space();
            }
            let rest = &self.text[self.at..];
            let dot = ["?.", ".", "::", "->"].iter().find(|dot| rest.starts_with(**dot));
            self.at += dot.map_or(0, |dot| dot.len());
            match dot.and_then(|_| self.word().map(str::to_owned)) {
                Some(name) => path.push(name),
                None => {
                    self.at = before;
                    break;
                }
            }
        }
        self.generics();
        let is_type = |name: &String| name.starts_with(|c: char| c.is_ascii_uppercase());
        let typed = path.iter().rfind(|name| is_type(name) && *name != "Builder").cloned();
        let name = typed.unwrap_or_else(|| path.join("."));
        let last = path.pop().unwrap_or_default();
        let ends_typed = is_type(&last);
        let mut members: Vec<(String, Node)> = Vec::new();
        let mut calls = 0;
        let mut is_plain = true;
        // A space before the bracket belongs to prose and control flow, except in PHP's `array (`.
        if last == "array" {
            self.space();
        }
        if self.peek() == b'(' {
            let given = self.arguments()?;
            is_plain = given.iter().all(|(name, _)| name.starts_with(|c: char| c.is_ascii_digit()));
            if !path.is_empty() && !ends_typed && given.len() == 1 && is_plain {
                members.push((last, given[0].1.clone()));
            }
            members.extend(given);
            calls = 1;
        }
        if ends_typed {
            let before = self.at;
            if self.eat(b'{') {
                match self.entries(b'}') {
                    Some(entries) if !entries.is_empty() => {
                        members.extend(entries);
                        is_plain = false;
                        calls += 1;
                    }
                    _ => self.at = before,
                }
            } else {
                self.at = before;
            }
        }
        if calls == 0 {
            return Some(Chain { name, node: None, is_plain });
        }
        is_plain &= !self.methods(&mut members)?;
        Some(Chain { name, node: Some(Node::Map(members)), is_plain })
    }

    /// `.name(value).other(value)`: whether there were any.
    fn methods(&mut self, members: &mut Vec<(String, Node)>) -> Option<bool> {
        let mut any = false;
        loop {
            let before = self.at;
            self.space();
            let rest = &self.text[self.at..];
            let dots = ["?.", "..", ".", "->"].iter().find(|dot| rest.starts_with(**dot)).map_or(0, |dot| dot.len());
            self.at += dots;
            let name = if dots > 0 { self.word().map(str::to_owned) } else { None };
            // What is done with the result does not belong to the call.
            let is_own = |name: &String| !matches!(name.as_str(), "then" | "catch" | "pipe" | "subscribe");
            let Some(name) = name.filter(|name| self.peek() == b'(' && is_own(name)) else {
                self.at = before;
                return Some(any);
            };
            let mut given = self.arguments()?;
            any = true;
            let value = match given.len() {
                0 => continue,
                1 if given[0].0 == "0" => given.swap_remove(0).1,
                _ if given.iter().all(|(name, _)| name.starts_with(|c: char| c.is_ascii_digit())) => {
                    Node::List(given.into_iter().map(|(_, value)| value).collect())
                }
                _ => Node::Map(given),
            };
            members.push((name, value));
        }
    }

    /// `<String>` before a bracket.
    fn generics(&mut self) {
        let rest = &self.text[self.at..];
        let Some(inner) = rest.strip_prefix('<') else { return };
        let length = inner.bytes().take_while(|b| is_word(*b) || b",<>?. ".contains(b)).count();
        if inner[..length].trim_end().ends_with('>') && inner[length..].starts_with(['(', '{']) {
            self.at += 1 + length;
        }
    }

    /// The arguments in brackets: the name of each, or its number.
    fn arguments(&mut self) -> Option<Vec<(String, Node)>> {
        self.step()?;
        self.entries(b')')
    }

    fn entries(&mut self, end: u8) -> Option<Vec<(String, Node)>> {
        let mut found = Vec::new();
        let mut number = 0;
        loop {
            self.step_over_marks();
            if self.eat(end) {
                return Some(found);
            }
            if self.at >= self.text.len() {
                return None;
            }
            let name = self.entry_name();
            let value = self.value()?;
            match name {
                Some(name) => found.push((name, value)),
                // `'name' => value`
                None if self.text[self.at..].starts_with("=>") => {
                    self.at += 2;
                    let inner = self.value()?;
                    found.extend(Some(value).and_then(|name| match name {
                        Node::Text(name) => Some((name, inner)),
                        _ => None,
                    }));
                }
                None => {
                    found.push((number.to_string(), value));
                    number += 1;
                }
            }
            self.space();
            if !matches!(self.peek(), b',' | b';') && self.peek() != end {
                return None;
            }
            if self.peek() != end {
                self.step()?;
            }
        }
    }

    fn step_over_marks(&mut self) {
        self.space();
        while matches!(self.peek(), b'&' | b'@') {
            self.at += 1;
        }
    }

    /// `name=` of Python, Kotlin and C#, `name:` of Dart, Swift and Go, `"name":` of an object.
    fn entry_name(&mut self) -> Option<String> {
        let before = self.at;
        let quote = self.peek();
        let name = if matches!(quote, b'"' | b'\'') {
            match self.string() {
                Some(Node::Text(text)) => Some(text),
                _ => None,
            }
        } else {
            self.word().map(str::to_owned)
        };
        self.space();
        let rest = &self.text[self.at..];
        let is_assignment = rest.starts_with('=') && !rest.starts_with("==") && !rest.starts_with("=>");
        let is_member = rest.starts_with(':') && !rest.starts_with("::");
        if name.is_some() && (is_assignment || is_member) {
            self.at += 1;
            return name;
        }
        self.at = before;
        None
    }

    /// One value; what is not a literal or a call is an expression.
    fn value(&mut self) -> Option<Node> {
        self.step_over_marks();
        let start = self.at;
        let node = self.literal();
        self.space();
        // Swift's `!` asserts that there is a value.
        while self.peek() == b'!' && node.is_some() {
            self.at += 1;
        }
        let rest = &self.text[self.at..];
        if let Some(node) = node
            && (rest.starts_with([',', ')', ']', '}', ';']) || rest.starts_with("=>"))
        {
            return Some(node);
        }
        self.at = start;
        self.expression()?;
        Some(Node::Unresolved(self.text[start..self.at].trim().to_owned()))
    }

    fn literal(&mut self) -> Option<Node> {
        for keyword in ["new ", "const ", "await ", "f", "r", "b", "u", "$"] {
            let rest = self.text[self.at..].strip_prefix(keyword);
            let is_prefix = keyword.len() == 1;
            if rest.is_some_and(|rest| !is_prefix || rest.starts_with(['"', '\''])) {
                self.at += keyword.len();
                if is_prefix {
                    let text = self.string()?;
                    return Some(if matches!(keyword, "f" | "$") { self.filled(text) } else { text });
                }
                self.space();
                break;
            }
        }
        match self.peek() {
            b'"' | b'\'' => self.string(),
            b'[' => self.list(),
            b'{' => {
                self.step()?;
                self.nested(b'}').map(Node::Map)
            }
            b'0'..=b'9' | b'-' => {
                let rest = &self.text[self.at..];
                let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"._-".contains(b)).count();
                self.at += length;
                Some(Node::scalar(&rest[..length]))
            }
            _ => self.name(),
        }
    }

    fn nested(&mut self, end: u8) -> Option<Vec<(String, Node)>> {
        self.depth += 1;
        let entries = if self.depth < MAX_DEPTH { self.entries(end) } else { None };
        self.depth -= 1;
        entries
    }

    /// `[a, b]`, PHP's `['a' => b]`, Go's `[]string{a, b}`, C#'s `new[] {a, b}` after `new`.
    fn list(&mut self) -> Option<Node> {
        self.step()?;
        let mut entries = self.nested(b']')?;
        let before = self.at;
        if entries.is_empty() {
            let _ = self.word();
            if self.eat(b'{') {
                entries = self.nested(b'}')?;
            } else {
                self.at = before;
            }
        }
        Some(listed(entries))
    }

    /// A constant, a call, `true` or `nil`.
    fn name(&mut self) -> Option<Node> {
        let start = self.at;
        let chain = self.chain()?;
        let raw = self.text[start..self.at].trim();
        let last = chain.name.rsplit('.').next().unwrap_or_default();
        let node = match chain.node {
            None => match (raw, self.constants.get(raw)) {
                (_, Some(text)) => Node::Text((*text).to_owned()),
                ("true" | "True" | "false" | "False" | "null" | "None" | "nil", None) => Node::scalar(raw),
                ("OIDScopeOpenID", None) => Node::Text("openid".to_owned()),
                ("OIDScopeProfile", None) => Node::Text("profile".to_owned()),
                ("OIDScopeEmail", None) => Node::Text("email".to_owned()),
                ("oidc.ScopeOpenID", None) => Node::Text("openid".to_owned()),
                ("oidc.ScopeOfflineAccess", None) => Node::Text("offline_access".to_owned()),
                // C#'s `new string[] { … }`.
                _ if self.text[self.at..].starts_with("[]") => {
                    self.at += 2;
                    self.eat(b'{').then_some(())?;
                    listed(self.nested(b'}')?)
                }
                _ => Node::Unresolved(raw.to_owned()),
            },
            Some(Node::Map(members)) if chain.is_plain => {
                let method = raw.split('(').next().unwrap_or_default().rsplit('.').next().unwrap_or_default();
                let plain = || members.iter().filter(|(name, _)| name.starts_with(|c: char| c.is_ascii_digit()));
                if LISTS.contains(&method) || method == "array" {
                    Node::List(plain().map(|(_, value)| value.clone()).collect())
                } else {
                    wrapped(last, raw, &members).unwrap_or_else(|| Node::Unresolved(raw.to_owned()))
                }
            }
            Some(Node::Map(members)) => wrapped(last, raw, &members).unwrap_or_else(|| listed(members)),
            Some(other) => other,
        };
        Some(node)
    }

    /// A string in quotes; `None` if it does not end.
    fn string(&mut self) -> Option<Node> {
        let rest = &self.text[self.at..];
        let quote = &rest[..1];
        let triple = quote.repeat(3);
        let mark = if rest.starts_with(triple.as_str()) { triple.as_str() } else { quote };
        let inner = &rest[mark.len()..];
        let mut text = String::new();
        let mut escaped = false;
        for (at, c) in inner.char_indices() {
            self.fuel = self.fuel.checked_sub(1)?;
            if escaped {
                text.push(if c == 'n' { '\n' } else { c });
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if inner[at..].starts_with(mark) {
                self.at += mark.len() * 2 + at;
                return Some(Node::Text(text));
            } else if c == '\n' && mark.len() == 1 {
                return None;
            } else {
                text.push(c);
            }
        }
        None
    }

    /// Python's `f"{NAME}"` and C#'s `$"{NAME}"`, with the constants of the text.
    fn filled(&self, text: Node) -> Node {
        let Node::Text(text) = text else { return text };
        let mut filled = String::new();
        let mut rest = text.as_str();
        while let Some((before, reference)) = rest.split_once('{') {
            let value = reference.split_once('}').and_then(|(name, after)| Some((self.constants.get(name)?, after)));
            let Some((value, after)) = value else { return Node::Unresolved(text) };
            filled.push_str(before);
            filled.push_str(value);
            rest = after;
        }
        Node::Text(filled + rest)
    }

    /// Steps over an expression, up to the comma or bracket behind it.
    fn expression(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek() {
                b'"' | b'\'' => match self.string() {
                    Some(_) => continue,
                    None => self.step()?,
                },
                b'(' | b'[' | b'{' => {
                    depth += 1;
                    self.step()?;
                }
                b')' | b']' | b'}' if depth > 0 => {
                    depth -= 1;
                    self.step()?;
                }
                b')' | b']' | b'}' | b',' | b';' if depth == 0 => return Some(()),
                0 => return None,
                _ => {
                    self.step()?;
                    while !self.text.is_char_boundary(self.at) {
                        self.at += 1;
                    }
                }
            }
        }
    }
}

/// A list, or an object if its entries have names.
fn listed(entries: Vec<(String, Node)>) -> Node {
    if entries.iter().all(|(name, _)| name.starts_with(|c: char| c.is_ascii_digit())) {
        Node::List(entries.into_iter().map(|(_, value)| value).collect())
    } else {
        Node::Map(entries)
    }
}

/// The text in `Uri.parse("…")`, `URL(string: "…")`, `URI.create("…")`; the object of Python's `dict(…)`.
fn wrapped(name: &str, raw: &str, members: &[(String, Node)]) -> Option<Node> {
    if name == "dict" {
        return Some(Node::Map(members.to_vec()));
    }
    let is_url = ["Uri", "URI", "URL", "Url"].iter().any(|word| raw.starts_with(word));
    members.iter().find(|(_, value)| is_url && matches!(value, Node::Text(_))).map(|(_, value)| value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> String {
        let mut found = String::new();
        read(text, &mut |document| {
            found = format!("{} {}", document.name, document.json.replace("\\u0001", "="));
            true
        });
        found
    }

    #[test]
    fn calls_of_many_languages_are_read() {
        for (text, expected) in [
            (
                "ID = \"c\"\noauth.register(name='a', client_id=ID, kw={'scope': 'x y'}, f=f\"https://{ID}/t\") # z",
                r#"oauth.register {"name":"a","client_id":"c","kw":{"scope":"x y"},"f":"https://c/t"}"#,
            ),
            (
                "AuthorizationTokenRequest('c', redirect, scopes: ['openid'], a: const B('x'),)",
                r#"AuthorizationTokenRequest {"0":"c","1":"=redirect","scopes":["openid"],"a":"=B('x')"}"#,
            ),
            (
                "Client x = Client.Builder.create(this, \"Web\")\n .secret(false).urls(List.of(\"a\", \"b\"))\n .o(S.builder().code(true).build()).build();",
                r#"Client {"0":"=this","1":"Web","secret":false,"urls":["a","b"],"o":{"code":true}}"#,
            ),
            (
                "new P(this, \"C\", new Props { Pool = pool, O = new S { U = new[] { \"a\" }, V = new string[] { \"b\" } } });",
                r#"P {"0":"=this","1":"C","2":{"Pool":"=pool","O":{"U":["a"],"V":["b"]}}}"#,
            ),
            (
                "&oauth2.Config{ClientID: \"c\", Scopes: []string{\"a\", oidc.X}, Endpoint: oauth2.Endpoint{AuthURL: \"u\"}}",
                r#"Config {"ClientID":"c","Scopes":["a","=oidc.X"],"Endpoint":{"AuthURL":"u"}}"#,
            ),
            ("$C = array (\n 'a' => 'b', // x\n 'c' => array('d'),\n);", r#"array {"a":"b","c":["d"]}"#),
            (
                "OIDRequest(configuration: c, clientId: \"x\", redirectURL: URL(string: \"app:/cb\")!)",
                r#"OIDRequest {"configuration":"=c","clientId":"x","redirectURL":"app:/cb"}"#,
            ),
        ] {
            assert_eq!(first(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_nesting_ends() {
        for hostile in ["a(".repeat(100_000), "a(b=".repeat(60_000), "A{b=[".repeat(50_000), "é(\"".repeat(50_000)] {
            assert_eq!(first(&hostile), "");
        }
    }
}
