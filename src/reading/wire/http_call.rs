//! Requests in source code: `fetch`, axios and similar clients, Python's requests and httpx.

use super::message::{Reading, request};
use super::starts::is_url;
use crate::protocol::http::FORM;
use crate::protocol::literal::Source;
use crate::protocol::literal::{self, Argument, Value};
use crate::protocol::request_draft::basic;
use crate::protocol::{Header, HttpRequest, Method};

/// Where a call of `fetch` begins on a line.
pub fn fetch_begins(line: &str, from: usize) -> Option<usize> {
    call_begins(line, from, &["fetch(", "fetchImpl(", "UrlFetchApp.fetch("])
}

/// Where a call of axios, or of a client with the same arguments, begins on a line.
pub fn axios_begins(line: &str, from: usize) -> Option<usize> {
    const NAMES: [&str; 26] = [
        "axios(",
        "axios.request(",
        "axios.post(",
        "axios.get(",
        "axios.put(",
        "axios.patch(",
        "axios.delete(",
        "axios.head(",
        "$.ajax(",
        "jQuery.ajax(",
        "$.post(",
        "$.get(",
        "http.post(",
        "http.get(",
        "http.put(",
        "http.delete(",
        "http.patch(",
        "got(",
        "got.post(",
        "got.get(",
        "request(",
        "request.post(",
        "api.post(",
        "api.get(",
        "rp(",
        "ky.post(",
    ];
    call_begins(line, from, &NAMES)
}

/// Where a call of Python's requests or httpx begins on a line.
pub fn python_begins(line: &str, from: usize) -> Option<usize> {
    const NAMES: [&str; 20] = [
        "requests.post(",
        "requests.get(",
        "requests.put(",
        "requests.patch(",
        "requests.delete(",
        "requests.request(",
        "httpx.post(",
        "httpx.get(",
        "httpx.put(",
        "httpx.patch(",
        "httpx.delete(",
        "httpx.request(",
        "session.post(",
        "session.get(",
        "session.request(",
        "client.post(",
        "client.get(",
        "client.request(",
        "s.post(",
        "s.get(",
    ];
    call_begins(line, from, &NAMES)
}

/// The first of the names on a line that is a separate word.
fn call_begins(line: &str, from: usize, names: &[&str]) -> Option<usize> {
    let mut searched = from;
    loop {
        let open = searched + line.get(searched..)?.find('(')?;
        searched = open + 1;
        let head = &line[..searched];
        let word = |name: &&&str| {
            head.ends_with(**name)
                && !head[..head.len() - name.len()].ends_with(|c: char| c.is_alphanumeric() || c == '_')
        };
        let Some(name) = names.iter().find(word) else { continue };
        let at = searched - name.len();
        if at >= from {
            return Some(at);
        }
    }
}

/// Reads a call of `fetch`.
pub fn read_fetch(source: &Source, at: usize) -> Reading {
    let (arguments, end) = arguments(source, at)?;
    let sent = || {
        let (url, options) = address(&arguments)?;
        let options = options.unwrap_or(&Value::Map(Vec::new())).clone();
        let mut sent = HttpRequest::get(url);
        sent.headers = headers(options.get("headers"));
        if let Some(method) = options.get("method").and_then(Value::text) {
            sent.method = Method::parse(&method);
        }
        if let Some(referrer) = options.get("referrer").and_then(Value::text).filter(|url| is_url(url)) {
            sent.headers.push(Header::new("referer", referrer));
        }
        let body = options.get("body").or(options.get("payload"));
        match body {
            // What a browser sends for an object that is not a valid body.
            Some(Value::Map(_)) if options.get("payload").is_none() => sent.body = b"[object Object]".to_vec(),
            Some(body) => set_body(&mut sent, body, BodyKind::Form),
            None => {}
        }
        if !sent.body.is_empty() && sent.header("content-type").is_none() {
            sent.headers
                .push(Header { added_by_transport: true, ..Header::new("content-type", "text/plain;charset=UTF-8") });
        }
        Some(sent)
    };
    sent().map(|sent| vec![request(at..end, sent)]).ok_or(end)
}

/// Reads a call of axios or a similar client: `(url, data, config)`, `(url, config)` or `(config)`.
pub fn read_axios(source: &Source, at: usize) -> Reading {
    let name = name(source, at);
    let (arguments, end) = arguments(source, at)?;
    let sent = || {
        let nothing = Value::Map(Vec::new());
        let verb = name.rsplit('.').next().unwrap_or_default().to_ascii_uppercase();
        let is_verb = super::starts::METHODS.contains(&verb.as_str());
        let (config, mut url, data) = match arguments.as_slice() {
            [Argument { value: config @ Value::Map(_), .. }, ..] => (config, String::new(), None),
            // jQuery and got have all options in the second argument.
            [url, data] if is_verb && takes_data(&verb) && !name.starts_with("got") && !name.starts_with("ky") => {
                (&nothing, url.value.text()?, Some(&data.value))
            }
            [url, data, config, ..] if takes_data(&verb) => (&config.value, url.value.text()?, Some(&data.value)),
            [url, config, ..] => (&config.value, url.value.text()?, None),
            [url] => (&nothing, url.value.text()?, None),
            [] => return None,
        };
        let mut sent = of_config(config).unwrap_or_else(|| HttpRequest::get(""));
        if !url.is_empty() {
            if let (Some(base), false) = (config.get("baseURL").and_then(Value::text), is_url(&url)) {
                url = base + &url;
            }
            let query = sent.url.split_once('?').map(|(_, query)| query.to_owned());
            sent.url = with_query(url, query.as_deref().unwrap_or_default());
        }
        if is_verb {
            sent.method = Method::parse(&verb);
        }
        if let Some(data) = data {
            set_body(&mut sent, data, if name.starts_with('$') { BodyKind::Form } else { BodyKind::Json });
        }
        let target = sent.url.split('?').next().unwrap_or_default();
        (is_url(target) || target.starts_with('/')).then_some(sent)
    };
    sent().map(|sent| vec![request(at..end, sent)]).ok_or(end)
}

fn takes_data(verb: &str) -> bool {
    matches!(verb, "POST" | "PUT" | "PATCH")
}

/// Reads a call of requests or httpx.
pub fn read_python(source: &Source, at: usize) -> Reading {
    let name = name(source, at);
    let (arguments, end) = arguments(source, at)?;
    let sent = || {
        let named = |name: &str| arguments.iter().find(|a| a.name.as_deref() == Some(name)).map(|a| &a.value);
        let mut positional = arguments.iter().filter(|a| a.name.is_none()).map(|a| &a.value);
        let verb = name.rsplit('.').next().unwrap_or_default().to_ascii_uppercase();
        let method = match verb.as_str() {
            "REQUEST" => named("method").or_else(|| positional.next())?.text()?.to_ascii_uppercase(),
            verb => verb.to_owned(),
        };
        let url = named("url").or_else(|| positional.next())?.text()?;
        // A client's own method with that name has no URL.
        if !(is_url(&url) || url.starts_with('/') && arguments.len() > 1) {
            return None;
        }
        let mut sent = HttpRequest { headers: headers(named("headers")), ..HttpRequest::get(url) };
        sent.method = Method::parse(&method);
        if let Some(params) = named("params") {
            let query = if let Value::Text(query) = params { query.clone() } else { params.form() };
            sent.url = with_query(sent.url, &query);
        }
        credentials(&mut sent, named("auth"));
        if let Some(json) = named("json") {
            set_body(&mut sent, json, BodyKind::Json);
        }
        if let Some(data) = named("data")
            .or_else(|| named("content"))
            .or_else(|| takes_data(&method).then(|| positional.next()).flatten())
        {
            set_body(&mut sent, data, BodyKind::Form);
        }
        Some(sent)
    };
    sent().map(|sent| vec![request(at..end, sent)]).ok_or(end)
}

/// The request in a configuration: `{ method, url, headers, data, params, auth }`, with the names that clients use.
pub fn of_config(config: &Value) -> Option<HttpRequest> {
    let member = |names: &[&str]| names.iter().find_map(|name| config.get(name));
    let mut url = member(&["url", "uri", "href"]).and_then(url_of).unwrap_or_default();
    if let (Some(base), false) = (config.get("baseURL").and_then(Value::text), is_url(&url)) {
        url = format!("{}/{}", base.trim_end_matches('/'), url.trim_start_matches('/'));
    }
    let method = member(&["method", "type"]).and_then(Value::text).map(|method| method.to_ascii_uppercase());
    if url.is_empty() && method.is_none() && config.get("headers").is_none() && config.get("params").is_none() {
        return None;
    }
    let mut sent = HttpRequest { headers: headers(member(&["headers", "header"])), ..HttpRequest::get(url) };
    sent.method = Method::parse(method.as_deref().unwrap_or("GET"));
    if let Some(params) = member(&["params", "qs", "searchParams"]) {
        let query = params.form();
        sent.url = with_query(std::mem::take(&mut sent.url), &query);
    }
    credentials(&mut sent, config.get("auth"));
    let is_form = config.get("type").is_some() && config.get("url").is_some();
    if let Some(data) = member(&["data", "postData"]) {
        match data.get("text") {
            Some(text) => set_body(&mut sent, text, BodyKind::Form),
            None if data.get("params").is_some_and(|params| matches!(params, Value::List(_))) => {
                set_body(&mut sent, data.get("params").unwrap_or(data), BodyKind::Form);
            }
            None => set_body(&mut sent, data, if is_form { BodyKind::Form } else { BodyKind::Json }),
        }
    } else if let Some(form) = config.get("form") {
        set_body(&mut sent, form, BodyKind::Form);
    } else if let Some(json) = config.get("json").filter(|json| matches!(json, Value::Map(_))) {
        set_body(&mut sent, json, BodyKind::Json);
    } else if let Some(body) = config.get("body") {
        collection_body(&mut sent, body);
    }
    Some(sent)
}

/// A URL as a string, or as Postman's object.
fn url_of(value: &Value) -> Option<String> {
    value.get("raw").or(Some(value)).and_then(Value::text)
}

/// A body in the forms of Postman (`mode`), Insomnia (`mimeType`) and of clients.
fn collection_body(sent: &mut HttpRequest, body: &Value) {
    let mode = body.get("mode").and_then(Value::text);
    match (mode.as_deref(), body.get("params"), body.get("text")) {
        (Some(mode @ ("urlencoded" | "formdata")), ..) => {
            if let Some(pairs) = body.get(mode) {
                set_body(sent, &enabled(pairs), BodyKind::Form);
            }
        }
        (Some("raw"), ..) => {
            if let Some(raw) = body.get("raw") {
                set_body(sent, raw, BodyKind::Json);
            }
        }
        (_, Some(params @ Value::List(_)), _) => set_body(sent, &enabled(params), BodyKind::Form),
        (_, _, Some(text)) if body.get("mimeType").is_some() => set_body(sent, text, BodyKind::Json),
        (None, ..) if body.get("mimeType").is_none() => set_body(sent, body, BodyKind::Json),
        _ => {}
    }
}

/// The enabled rows of a table.
fn enabled(rows: &Value) -> Value {
    let Value::List(rows) = rows else { return rows.clone() };
    let is_off = |row: &Value| row.get("disabled").and_then(Value::text).is_some_and(|text| text == "true");
    Value::List(rows.iter().filter(|row| !is_off(row)).cloned().collect())
}

/// The body that is sent for an object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BodyKind {
    Form,
    Json,
}

/// Sets the body, and the content type that the client adds.
fn set_body(sent: &mut HttpRequest, body: &Value, kind: BodyKind) {
    let declared = sent.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let as_form = kind == BodyKind::Form || declared.starts_with(FORM) || declared.starts_with("multipart/");
    let (text, media_type) = match body {
        Value::Call(name, arguments) => {
            let first = arguments.first().map(|first| &first.value);
            let is_list = |value: &&Value| matches!(value, Value::Map(_) | Value::List(_));
            match (name.rsplit('.').next().unwrap_or_default(), first) {
                ("stringify", Some(value)) if name.starts_with("JSON") => (value.json(), None),
                ("dumps", Some(value)) => (value.json(), None),
                ("URLSearchParams" | "stringify" | "urlencode" | "FormData" | "Headers", Some(value)) => {
                    let text = if let Value::Text(text) = value { text.clone() } else { value.form() };
                    (text, Some(FORM))
                }
                (_, Some(value)) if is_list(&value) => (value.form(), None),
                (_, Some(Value::Text(text))) => (text.clone(), None),
                _ => (body.text().unwrap_or_default(), None),
            }
        }
        Value::Map(_) | Value::List(_) if as_form => (body.form(), Some(FORM)),
        Value::Map(_) | Value::List(_) => (body.json(), Some("application/json")),
        other => (other.text().unwrap_or_default(), None),
    };
    if text.is_empty() {
        return;
    }
    sent.body = text.into_bytes();
    let media_type = media_type.filter(|_| sent.header("content-type").is_none());
    sent.headers
        .extend(media_type.map(|value| Header { added_by_transport: true, ..Header::new("content-type", value) }));
}

fn headers(value: Option<&Value>) -> Vec<Header> {
    let pairs = value.map(|value| enabled(value).pairs()).unwrap_or_default();
    pairs.into_iter().filter(|(name, _)| !name.starts_with(':')).map(|(name, value)| Header::new(name, value)).collect()
}

/// `(user, password)`, `{ username, password }`, `HTTPBasicAuth(user, password)`.
fn credentials(sent: &mut HttpRequest, auth: Option<&Value>) {
    let pair = match auth {
        Some(Value::List(pair)) => pair.first().zip(pair.get(1)).map(|(user, password)| (user.text(), password.text())),
        Some(Value::Call(_, pair)) => {
            pair.first().zip(pair.get(1)).map(|(user, password)| (user.value.text(), password.value.text()))
        }
        Some(map) => {
            let user = map.get("username").or(map.get("user"));
            user.map(|user| (user.text(), map.get("password").or(map.get("pass")).and_then(Value::text)))
        }
        None => None,
    };
    if let Some((Some(user), password)) = pair {
        sent.headers.push(Header::new("authorization", basic(&format!("{user}:{}", password.unwrap_or_default()))));
    }
}

fn with_query(url: String, query: &str) -> String {
    match (query, url.contains('?')) {
        ("", _) => url,
        (query, true) => format!("{url}&{query}"),
        (query, false) => format!("{url}?{query}"),
    }
}

/// The URL and the options of `fetch`, also if it is called with a `Request`.
fn address(arguments: &[Argument]) -> Option<(String, Option<&Value>)> {
    let (first, options) = (&arguments.first()?.value, arguments.get(1).map(|options| &options.value));
    match first {
        Value::Call(name, inner) if name == "Request" => address(inner),
        Value::Map(_) | Value::List(_) => None,
        // Only names: this is the code of a program instead of a request.
        Value::Name(_) | Value::Call(..) if options.is_none_or(|options| options.members().is_empty()) => None,
        url => Some((url.text()?, options)),
    }
}

/// The name of the call that begins at `at`.
fn name<'t>(source: &Source<'t>, at: usize) -> &'t str {
    let line = source.line(at);
    &line[..line.find('(').unwrap_or(0)]
}

fn arguments(source: &Source, at: usize) -> Result<(Vec<Argument>, usize), usize> {
    let open = at + name(source, at).len();
    literal::arguments(source, open).map_err(|read| read.max(open + 1))
}
