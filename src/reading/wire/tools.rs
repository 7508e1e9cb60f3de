//! Commands of HTTPie (and xh) and wget.

use super::message::{Reading, request};
use super::shell::{self, Shell};
use super::starts::{METHODS, is_command, is_url, without_prompt};
use crate::protocol::http::FORM;
use crate::protocol::literal::Source;
use crate::protocol::request_draft::basic;
use crate::protocol::{Header, HttpRequest, Method, Parameters};

/// Where a command of HTTPie begins on a line.
pub fn httpie_begins(line: &str, from: usize) -> Option<usize> {
    let start = line.len() - without_prompt(line).len();
    let command = &line[start..];
    let name = ["http", "https", "xh", "xhs"].into_iter().find(|name| is_command(command, name))?;
    let first = command[name.len()..].split_whitespace().next().unwrap_or_default();
    let argument = METHODS.contains(&first)
        || is_address(first)
        || first.starts_with("--")
        || first.len() > 1 && first.starts_with('-');
    (from <= start && argument).then_some(start)
}

fn is_address(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'']);
    is_url(word)
        || (word.starts_with(":/")
            || word.strip_prefix(':').is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit())))
        || word.starts_with("localhost")
        || word.split('/').next().is_some_and(|host| host.contains('.') && host.len() > 3 && !host.ends_with('.'))
}

/// Reads a command of HTTPie.
pub fn read_httpie(source: &Source, at: usize) -> Reading {
    let command = shell::command(source, at, Shell::Posix);
    let end = command.end.max(at + 1);
    let scheme = if command.words.first().is_some_and(|name| matches!(name.as_str(), "https" | "xhs")) {
        "https"
    } else {
        "http"
    };
    httpie(&command.words, scheme).map(|sent| vec![request(at..end, sent)]).ok_or(end)
}

/// A word of a command: an option's name, and the value attached to it (`--name=value`).
fn option(word: &str) -> (&str, Option<String>) {
    let attached = word.split_once('=').filter(|_| word.starts_with("--"));
    attached.map_or((word, None), |(name, value)| (name, Some(value.to_owned())))
}

fn httpie(words: &[String], scheme: &str) -> Option<HttpRequest> {
    let (mut method, mut url) = (None, None);
    let (mut headers, mut query, mut fields) = (Vec::new(), Parameters::new(), Vec::new());
    let (mut is_form, mut raw, mut auth, mut auth_type) = (false, None, None, String::new());
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        let (name, attached) = option(word);
        let mut value = || attached.clone().or_else(|| words.next().cloned());
        match name {
            "-f" | "--form" | "--multipart" => is_form = true,
            "-a" | "--auth" => auth = value(),
            "-A" | "--auth-type" => auth_type = value()?,
            "--raw" => raw = value(),
            "--session" | "--proxy" | "--verify" | "--cert" | "--timeout" | "--print" | "-p" | "-o" | "--output"
            | "--pretty" | "-s" | "--style" => drop(value()),
            _ if word.starts_with('-') => {
                is_form |= word.starts_with("-f") || !word.starts_with("--") && word.contains('f')
            }
            _ if url.is_none() && method.is_none() && METHODS.contains(&word.as_str()) => method = Some(word.clone()),
            _ if url.is_none() => url = Some(word.clone()),
            item => {
                // The first separator counts: `==` a query, `:=` JSON, `=` a field, `:` a header.
                let at = item.find(['=', ':'])?;
                let (name, rest) = item.split_at(at);
                if let Some(text) = rest.strip_prefix("==") {
                    query.push(name, text);
                } else if let Some(json) = rest.strip_prefix(":=") {
                    fields.push((name.to_owned(), json.to_owned(), true));
                } else if let Some(text) = rest.strip_prefix('=') {
                    fields.push((name.to_owned(), text.to_owned(), false));
                } else if let Some(text) = rest.strip_prefix(':') {
                    headers.push(Header::new(name, text.trim()));
                }
            }
        }
    }
    let mut url = url?;
    if let Some(rest) = url.strip_prefix(':') {
        let port = if rest.starts_with(|c: char| c.is_ascii_digit()) { ":" } else { "" };
        url = format!("{scheme}://localhost{port}{rest}");
    } else if !is_url(&url) {
        url = format!("{scheme}://{url}");
    }
    if !query.is_empty() {
        url = format!("{url}{}{}", if url.contains('?') { '&' } else { '?' }, query.encode());
    }
    let mut sent = HttpRequest { headers, ..HttpRequest::get(url) };
    if let Some(auth) = auth {
        let value = if auth_type.eq_ignore_ascii_case("bearer") { format!("Bearer {auth}") } else { basic(&auth) };
        sent.headers.push(Header::new("authorization", value));
    }
    if let Some(raw) = raw {
        sent.body = raw.into_bytes();
    } else if !fields.is_empty() {
        let form = || fields.iter().fold(Parameters::new(), |form, (name, text, _)| form.with(name, text)).encode();
        let json = || {
            let text = |text: &str| serde_json::Value::from(text).to_string();
            let members: Vec<_> = fields
                .iter()
                .map(|(name, value, is_json)| {
                    format!("{}:{}", text(name), if *is_json { value.clone() } else { text(value) })
                })
                .collect();
            format!("{{{}}}", members.join(","))
        };
        sent.body = if is_form { form() } else { json() }.into_bytes();
        if sent.header("content-type").is_none() {
            let value = if is_form { FORM } else { "application/json" };
            sent.headers.push(Header { added_by_transport: true, ..Header::new("content-type", value) });
        }
    }
    sent.method = match method {
        Some(method) => Method::parse(&method),
        None if sent.body.is_empty() => Method::Get,
        None => Method::Post,
    };
    Some(sent)
}

/// Where a wget command begins on a line.
pub fn wget_begins(line: &str, from: usize) -> Option<usize> {
    let rest = line.get(from..)?;
    let at = from + rest.find("wget")?;
    let is_word = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
    let argument = line[at + 4..].trim_start();
    let is_argument = argument.starts_with(['-', '"', '\'', '\\', '$']) || is_url(argument);
    (is_word && is_argument && is_command(&line[at..], "wget")).then_some(at)
}

/// Reads a wget command.
pub fn read_wget(source: &Source, at: usize) -> Reading {
    let command = shell::command(source, at, Shell::Posix);
    let end = command.end.max(at + 1);
    wget(&command.words).map(|sent| vec![request(at..end, sent)]).ok_or(end)
}

fn wget(words: &[String]) -> Option<HttpRequest> {
    let (mut method, mut url, mut body, mut headers) = (None, None, None, Vec::new());
    let (mut user, mut password) = (None, None);
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        let (name, attached) = option(word);
        let mut value = || attached.clone().or_else(|| words.next().cloned());
        match name {
            "--method" => method = value(),
            "--post-data" => {
                body = value();
                method.get_or_insert_with(|| "POST".to_owned());
            }
            "--body-data" => body = value(),
            "--header" => {
                let header = value()?;
                let (name, text) = header.split_once(':')?;
                headers.push(Header::new(name.trim(), text.trim()));
            }
            "--user" | "--http-user" => user = value(),
            "--password" | "--http-password" => password = value(),
            "-U" | "--user-agent" => headers.push(Header::new("user-agent", value()?)),
            "-O" | "-o" | "--output-document" | "--output-file" | "--timeout" | "--tries" | "-T" | "-t"
            | "--ca-certificate" | "--certificate" | "--private-key" => drop(value()),
            _ if word.starts_with('-') => {}
            _ => drop(url.get_or_insert_with(|| word.clone())),
        }
    }
    let mut sent = HttpRequest { headers, ..HttpRequest::get(url?) };
    if let Some(user) = user {
        sent.headers.push(Header::new("authorization", basic(&format!("{user}:{}", password.unwrap_or_default()))));
    }
    if let Some(body) = body {
        sent.body = body.into_bytes();
        if sent.header("content-type").is_none() {
            sent.headers.push(Header { added_by_transport: true, ..Header::new("content-type", FORM) });
        }
    }
    sent.method = Method::parse(method.as_deref().unwrap_or("GET"));
    Some(sent)
}
