//! Texts of browsers' copy menus and of our own exporters are read as the same request. The writers below quote like
//! the menus: Chrome's NetworkLogView and Firefox's Curl.

use proptest::prelude::*;

use super::*;
use crate::protocol::{Header, HttpRequest, Method};
use crate::session::curl as exporter;
use crate::session::snippets;

/// The only message of a text, as a request.
fn read_back(text: &str) -> Option<HttpRequest> {
    let mut found = find(text);
    match (found.len(), found.pop()?.value.message) {
        (1, Message::Request(request)) => Some(request),
        _ => None,
    }
}

/// What must be equal: method, URL, body and the headers of the request itself.
fn essence(request: &HttpRequest) -> (String, String, String, Vec<(String, String)>) {
    let headers = request.headers.iter().filter(|header| !header.added_by_transport);
    (
        request.method.to_string(),
        request.url.clone(),
        String::from_utf8_lossy(&request.body).into_owned(),
        headers.map(|header| (header.name.clone(), header.value.clone())).collect(),
    )
}

fn posix(text: &str) -> String {
    let is_special = |c: char| c.is_control() || c == '!' || c == '\'';
    if !text.contains(is_special) {
        return format!("'{text}'");
    }
    let text = text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n").replace('\r', "\\r");
    let escaped = text
        .chars()
        .map(|c| if c.is_control() || c == '!' { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() });
    format!("$'{}'", escaped.collect::<String>())
}

fn windows(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    let plain = |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || "_-:=+~'/.',?;()*`".contains(c);
    let carets: String = text.chars().map(|c| if plain(c) { c.to_string() } else { format!("^{c}") }).collect();
    let mut out = String::new();
    let mut characters = carets.chars().peekable();
    while let Some(c) = characters.next() {
        out.push(c);
        if c == '%' && characters.peek().is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_') {
            out.push('^');
        }
    }
    format!("^\"{}^\"", out.replace('\n', "^\n\n"))
}

fn curl(request: &HttpRequest, quote: fn(&str) -> String, go_on: &str) -> String {
    let mut options = vec![quote(&request.url)];
    let inferred = if request.body.is_empty() { Method::Get } else { Method::Post };
    if request.method != inferred {
        options.push(format!("-X {}", quote(request.method.as_str())));
    }
    for header in &request.headers {
        let argument = if header.value.is_empty() {
            format!("{};", header.name)
        } else {
            format!("{}: {}", header.name, header.value)
        };
        options.push(format!("-H {}", quote(&argument)));
    }
    if !request.body.is_empty() {
        options.push(format!("--data-raw {}", quote(&String::from_utf8_lossy(&request.body))));
    }
    format!("curl {}", options.join(&format!(" {go_on}\n  ")))
}

fn power_shell(request: &HttpRequest) -> String {
    let quote = |text: &str| {
        let escaped = text.chars().map(|c| match c {
            '`' | '$' | '"' => format!("`{c}"),
            ' '..='~' => c.to_string(),
            c => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("$([char]{unit})")).collect(),
        });
        format!("\"{}\"", escaped.collect::<String>())
    };
    let mut command = vec![format!("Invoke-WebRequest -UseBasicParsing -Uri {}", quote(&request.url))];
    if request.method != Method::Get {
        command.push(format!("-Method {}", quote(request.method.as_str())));
    }
    let (types, headers): (Vec<&Header>, Vec<&Header>) =
        request.headers.iter().partition(|header| header.name == "content-type");
    if !headers.is_empty() {
        let lines: Vec<_> =
            headers.iter().map(|header| format!("{}={}", quote(&header.name), quote(&header.value))).collect();
        command.push(format!("-Headers @{{\n{}\n}}", lines.join("\n  ")));
    }
    command.extend(types.iter().map(|header| format!("-ContentType {}", quote(&header.value))));
    let body = String::from_utf8_lossy(&request.body);
    if !body.is_empty() {
        let quoted = quote(&body);
        let is_plain = body.chars().all(|c| (' '..='~').contains(&c));
        command.push(if is_plain {
            format!("-Body {quoted}")
        } else {
            format!("-Body ([System.Text.Encoding]::UTF8.GetBytes({quoted}))")
        });
    }
    format!("$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n{}", command.join(" `\n"))
}

fn fetch(request: &HttpRequest, before: &str) -> String {
    let literal = |text: &str| serde_json::Value::from(text).to_string();
    let headers: Vec<_> = request
        .headers
        .iter()
        .map(|header| format!("    {}: {}", literal(&header.name), literal(&header.value)))
        .collect();
    let body =
        if request.body.is_empty() { "null".to_owned() } else { literal(&String::from_utf8_lossy(&request.body)) };
    format!(
        "{before}fetch({}, {{\n  \"headers\": {{\n{}\n  }},\n  \"body\": {body},\n  \"method\": {},\n  \"mode\": \"cors\",\n  \"credentials\": \"include\"\n}});",
        literal(&request.url),
        headers.join(",\n"),
        literal(request.method.as_str())
    )
}

/// Requests whose texts contain the quoting characters of shells and languages.
fn requests() -> impl Strategy<Value = HttpRequest> {
    let nasty = "[a-z0-9 '\"^%$`!&|<>(){}=;,#~*?\\\\é😀/:+._-]{0,24}";
    let value = "([a-z0-9'\"^%$`!&|<>(){}=;,#~*?\\\\/+._-][a-z0-9 '\"^%$`!&|<>(){}=;,#~*?\\\\/+._-]{0,20}[a-z0-9'\"^%$!&|=;,*])?";
    let query = "[a-zA-Z0-9%&=+._~!'()*-]{0,24}";
    let method = prop::sample::select(vec!["GET", "POST", "PUT", "DELETE"]);
    let headers = prop::collection::vec(("[a-z]{1,6}", value), 0..4);
    (method, query, headers, nasty, "[a-z=&]{1,5}\n?").prop_map(|(method, query, headers, body, first)| {
        let mut request = HttpRequest::get(format!("https://op.example/token?{query}"));
        request.method = Method::parse(method);
        let mut names = std::collections::HashSet::new();
        let headers = headers.into_iter().filter(|(name, _)| names.insert(name.clone()));
        request.headers = headers.map(|(name, value)| Header::new(format!("x-{name}"), value)).collect();
        if request.method != Method::Get {
            request.headers.push(Header::new("content-type", "application/x-www-form-urlencoded"));
            request.body = format!("{first}{body}").into_bytes();
        }
        request
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn what_the_copy_menus_of_browsers_write_is_read_back(request in requests()) {
        for text in [
            curl(&request, posix, "\\"),
            curl(&request, windows, "^"),
            fetch(&request, ""),
            fetch(&request, "await "),
            power_shell(&request),
        ] {
            prop_assert_eq!(read_back(&text).as_ref().map(essence), Some(essence(&request)), "{}", text);
        }
    }

    #[test]
    fn what_our_own_exporters_write_is_read_back(request in requests()) {
        for text in [exporter::curl(&request), snippets::fetch(&request), snippets::axios(&request)] {
            prop_assert_eq!(read_back(&text).as_ref().map(essence), Some(essence(&request)), "{}", text);
        }
    }

    #[test]
    fn messages_of_texts_below_each_other_are_those_of_each(one in requests(), other in requests()) {
        let writers: [fn(&HttpRequest) -> String; 4] = [
            |request| curl(request, posix, "\\"),
            |request| curl(request, windows, "^"),
            |request| fetch(request, "await "),
            power_shell,
        ];
        for first in writers {
            for second in writers {
                let (first, second) = (first(&one), second(&other));
                let values = |text: &str| find(text).into_iter().map(|found| found.value).collect::<Vec<_>>();
                let expected: Vec<_> = values(&first).into_iter().chain(values(&second)).collect();
                prop_assert_eq!(values(&format!("{first}\n\n{second}")), expected);
            }
        }
    }
}
