//! curl commands: the request that they send, from the options that are common in logins.

use super::message::{Reading, request};
use super::shell::{self, Shell};
use super::starts::{first_of, head, is_url};
use crate::protocol::http::FORM;
use crate::protocol::literal::Source;
use crate::protocol::request_draft::basic;
use crate::protocol::{Header, HttpRequest, Method, Parameters};

/// Short options that take a value.
const SHORT: &str = "AbcCdDeEFHKmoPQrtTuUwxXyYz";

/// Long options that take a value and do not affect the request.
const LONG: [&str; 46] = [
    "--output",
    "--cookie-jar",
    "--max-time",
    "--connect-timeout",
    "--proxy",
    "--proxy-user",
    "--proxy-header",
    "--proxy-cacert",
    "--proxy-cert",
    "--proxy-key",
    "--preproxy",
    "--socks5",
    "--socks5-hostname",
    "--noproxy",
    "--cacert",
    "--capath",
    "--cert",
    "--cert-type",
    "--key",
    "--key-type",
    "--pass",
    "--ciphers",
    "--tls13-ciphers",
    "--tls-max",
    "--curves",
    "--write-out",
    "--resolve",
    "--connect-to",
    "--retry",
    "--retry-delay",
    "--retry-max-time",
    "--limit-rate",
    "--speed-time",
    "--speed-limit",
    "--interface",
    "--dump-header",
    "--range",
    "--config",
    "--unix-socket",
    "--trace",
    "--trace-ascii",
    "--stderr",
    "--max-redirs",
    "--pinnedpubkey",
    "--aws-sigv4",
    "--dns-servers",
];

/// Where a curl command for a POSIX shell or PowerShell begins on a line, including a command piped into it.
pub fn begins(line: &str, from: usize) -> Option<usize> {
    let at = place(line, from)?;
    if is_cmd(&line[at..]) {
        return None;
    }
    let piped = ["printf ", "echo "].into_iter().find_map(|name| line.get(from..at)?.find(name));
    Some(piped.filter(|_| line[..at].trim_end().ends_with('|')).map_or(at, |piped| from + piped))
}

/// Where a curl command for cmd.exe begins on a line: with carets before its quotes, or one at the line's end.
pub fn cmd_begins(line: &str, from: usize) -> Option<usize> {
    place(line, from).filter(|at| is_cmd(&line[*at..]))
}

/// Reads a command for a POSIX shell, or for PowerShell's curl.exe.
pub fn read(source: &Source, at: usize) -> Reading {
    let line = source.line(at);
    let shell = if line.trim_end().ends_with(" `") { Shell::Pwsh } else { Shell::Posix };
    let mut command = shell::command(source, at, shell);
    let mut piped = None;
    if !name(&command.words) && command.piped {
        let text = command.words.iter().skip(1).find(|word| !matches!(word.as_str(), "-n" | "-e")).cloned();
        let printed = command.words.first().is_some_and(|word| word == "printf");
        piped = text.map(|text| if printed { shell::printf(&text) } else { text + "\n" });
        let next = source.text[command.end..].find('|').map_or(command.end, |bar| command.end + bar + 1);
        command = shell::command(source, source.skip_white(next), shell);
    }
    found(at, &command, piped.as_deref())
}

/// Reads a command for cmd.exe.
pub fn read_cmd(source: &Source, at: usize) -> Reading {
    found(at, &shell::command(source, at, Shell::Cmd), None)
}

fn found(at: usize, command: &shell::Command, piped: Option<&str>) -> Reading {
    match sent(&command.words, piped).filter(|_| name(&command.words)) {
        Some(sent) => Ok(vec![request(at..command.end, sent)]),
        None => Err(command.end.max(at + 1)),
    }
}

fn name(words: &[String]) -> bool {
    words.first().is_some_and(|word| is_name(word))
}

fn is_name(word: &str) -> bool {
    let name = word.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    matches!(name.as_str(), "curl" | "curl.exe")
}

/// The first `curl` on a line that is followed by arguments instead of the words of a sentence.
fn place(line: &str, from: usize) -> Option<usize> {
    let mut searched = from;
    loop {
        // Windows ignores the letter case of program names.
        let (at, _) = first_of(line, searched, &["curl", "CURL", "Curl"])?;
        searched = at + 4;
        let is_word = !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
        let rest = line[at + 4..].strip_prefix(".exe").unwrap_or(&line[at + 4..]);
        let argument = rest.trim_start();
        if is_word && argument.len() < rest.len() && is_argument(argument) {
            return Some(at);
        }
    }
}

fn is_argument(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    let word = word.trim_start_matches('^');
    let option = word.trim_start_matches('-');
    let is_option = word.starts_with('-') && option.starts_with(|c: char| c.is_ascii_alphabetic());
    is_option
        || word.starts_with(['"', '\'', '“', '‘'])
        || matches!(word, "\\" | "`" | "")
        || word.starts_with("$'")
        || word.starts_with('$')
        || is_url(word)
        || word.starts_with("localhost")
        || word.split(['/', '?', ':']).next().is_some_and(|host| host.contains('.') && !host.ends_with('.'))
}

fn is_cmd(command: &str) -> bool {
    head(command, 2000).contains("^\"") || command.trim_end().ends_with('^') || command.starts_with("CURL")
}

/// The request that a command sends; `None` if it has no URL.
fn sent(words: &[String], piped: Option<&str>) -> Option<HttpRequest> {
    let mut command = Command { method: None, ..Command::default() };
    let mut words = words.iter().skip(1);
    while let Some(word) = words.next() {
        if word == "--next" {
            break;
        }
        if let Some(name) = word.strip_prefix("--").filter(|name| !name.is_empty()) {
            // curl does not support `--name=value`, but people write it.
            match name.split_once('=').filter(|(name, _)| takes_value(name)) {
                Some((name, value)) => command.option(&format!("--{name}"), value, piped),
                None if takes_value(name) => command.option(word, words.next()?, piped),
                None => command.flag(word),
            }
        } else if let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) {
            let value_at = letters.find(|letter| SHORT.contains(letter));
            let (flags, rest) = letters.split_at(value_at.unwrap_or(letters.len()));
            flags.chars().for_each(|flag| command.flag(&format!("-{flag}")));
            if let Some(letter) = rest.chars().next() {
                let attached = &rest[letter.len_utf8()..];
                let value = if attached.is_empty() { words.next()?.as_str() } else { attached };
                command.option(&format!("-{letter}"), value, piped);
            }
        } else if command.url.is_empty() {
            command.url.clone_from(word);
        }
    }
    command.request()
}

fn takes_value(name: &str) -> bool {
    const READ: [&str; 16] = [
        "request",
        "header",
        "data",
        "data-raw",
        "data-binary",
        "data-ascii",
        "data-urlencode",
        "json",
        "form",
        "form-string",
        "user",
        "oauth2-bearer",
        "url",
        "url-query",
        "user-agent",
        "cookie",
    ];
    READ.contains(&name) || matches!(name, "referer" | "upload-file") || LONG.iter().any(|long| long[2..] == *name)
}

#[derive(Default)]
struct Command {
    url: String,
    query: Vec<String>,
    method: Option<String>,
    headers: Vec<Header>,
    data: Vec<String>,
    media_type: Option<&'static str>,
    is_json: bool,
    in_query: bool,
    is_head: bool,
    is_upload: bool,
}

impl Command {
    fn flag(&mut self, flag: &str) {
        match flag {
            "-G" | "--get" => self.in_query = true,
            "-I" | "--head" => self.is_head = true,
            _ => {}
        }
    }

    fn option(&mut self, option: &str, value: &str, piped: Option<&str>) {
        let text = match (value, piped) {
            ("@-" | "@/dev/stdin", Some(piped)) => piped,
            _ => value,
        };
        match option {
            "-X" | "--request" => self.method = Some(value.to_owned()),
            "-H" | "--header" => self.header(value),
            // curl removes line ends from data that it reads from a file.
            "-d" | "--data" | "--data-ascii" => {
                let text = if text == value { text.to_owned() } else { text.replace(['\r', '\n'], "") };
                self.data(text, FORM);
            }
            "--data-raw" => self.data(value.to_owned(), FORM),
            "--data-binary" => self.data(text.to_owned(), FORM),
            "--data-urlencode" => self.data(url_encoded(value), FORM),
            "--json" => {
                self.is_json = true;
                self.data(text.to_owned(), "application/json");
            }
            "-F" | "--form" | "--form-string" => {
                let (name, text) = value.split_once('=').unwrap_or((value, ""));
                let pair = Parameters::new().with(name, text.trim_matches('"')).encode();
                self.data(pair, "multipart/form-data");
            }
            "-T" | "--upload-file" => self.is_upload = true,
            // Both parts are used unchanged, without form encoding.
            "-u" | "--user" => self.headers.push(Header::new("authorization", basic(value))),
            "--oauth2-bearer" => self.headers.push(Header::new("authorization", format!("Bearer {value}"))),
            "-A" | "--user-agent" => self.headers.push(Header::new("user-agent", value)),
            "-e" | "--referer" => self.headers.push(Header::new("referer", value)),
            // Without `=` it names a cookie file.
            "-b" | "--cookie" if value.contains('=') => self.headers.push(Header::new("cookie", value)),
            "--url" => value.clone_into(&mut self.url),
            "--url-query" => self.query.push(url_encoded(value)),
            _ => {}
        }
    }

    /// `name: value`; `name;` for an empty value; `name:` removes a default header of curl.
    fn header(&mut self, text: &str) {
        match text.split_once(':') {
            Some((_, value)) if value.trim().is_empty() => {}
            Some((name, value)) => self.headers.push(Header::new(name.trim(), value.trim_matches([' ', '\t']))),
            None => self.headers.extend(text.strip_suffix(';').map(|name| Header::new(name, ""))),
        }
    }

    fn data(&mut self, text: String, media_type: &'static str) {
        self.data.push(text);
        self.media_type.get_or_insert(media_type);
    }

    fn request(mut self) -> Option<HttpRequest> {
        if self.url.is_empty() {
            return None;
        }
        let has_data = self.media_type.is_some();
        let body = self.data.join(if self.is_json { "" } else { "&" });
        if self.in_query && has_data {
            self.query.insert(0, body.clone());
        }
        for query in &self.query {
            let separator = if self.url.contains('?') { '&' } else { '?' };
            self.url = format!("{}{separator}{query}", self.url);
        }
        let mut request = HttpRequest { headers: self.headers, ..HttpRequest::get(self.url) };
        if has_data && !self.in_query {
            request.method = Method::Post;
            let added = [("content-type", self.media_type), ("accept", self.is_json.then_some("application/json"))];
            for (name, value) in added {
                let value = value.filter(|_| request.header(name).is_none());
                request.headers.extend(value.map(|value| Header::new(name, value)));
            }
            request.body = body.into_bytes();
        }
        let other = [(self.is_upload, "PUT"), (self.is_head, "HEAD")].into_iter().find(|(given, _)| *given);
        let named = self.method.as_deref().or(other.map(|(_, method)| method));
        if let Some(method) = named {
            request.method = Method::parse(method);
        }
        Some(request)
    }
}

/// `--data-urlencode`: `name=text` encodes the text, `=text` and `text` all of it. `@` names a file, which is missing
/// here.
fn url_encoded(value: &str) -> String {
    use crate::protocol::parameters::encode;
    match value.split_once('=') {
        Some(("", text)) => encode(text),
        Some((name, text)) => format!("{name}={}", encode(text)),
        None if value.contains('@') => value.to_owned(),
        None => encode(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::wire::message::Message;

    fn curl(text: &str) -> Option<HttpRequest> {
        let read = read(&Source::new(text), begins(text.lines().next()?, 0)?).ok()?.pop()?;
        match read.value {
            Message::Request(request) => Some(request),
            Message::Response(_) => None,
        }
    }

    #[test]
    fn a_curl_command_is_read_as_the_request_it_sends() {
        let command = "curl -sS -X POST \\\n 'https://d/oauth2/token' -H \"Content-Type: application/x-www-form-urlencoded\" \
                       -u c1:s --data-urlencode 'redirect_uri=http://localhost/cb' -d grant_type=authorization_code | jq";
        let request = curl(command).unwrap();
        assert_eq!((&request.method, request.url.as_str()), (&Method::Post, "https://d/oauth2/token"));
        assert_eq!(request.header("authorization"), Some("Basic YzE6cw=="));
        assert_eq!(request.form().get("redirect_uri"), Some("http://localhost/cb"));
        assert_eq!(request.form().get("grant_type"), Some("authorization_code"));
        assert_eq!(curl("curl -G https://d/x -d a=1").unwrap().url, "https://d/x?a=1");
        assert_eq!(curl("curl --version"), None);
    }

    #[test]
    fn short_options_are_combined_and_joined_with_their_value() {
        let request = curl("$ curl -skXPUT -Hx:1 -da=1 -d 'b=2' https://d/x -o out").unwrap();
        assert_eq!((request.method.as_str(), request.url.as_str()), ("PUT", "https://d/x"));
        assert_eq!((request.header("x"), request.body.as_slice()), (Some("1"), &b"a=1&b=2"[..]));
    }

    #[test]
    fn what_is_piped_into_curl_is_its_body() {
        assert_eq!(curl("printf 'a\\000%%b' | curl https://d/x --data-binary @-").unwrap().body, b"a\0%b");
        assert_eq!(curl("echo '{\"a\":1}' | curl -d @- https://d/x").unwrap().body, b"{\"a\":1}");
    }

    #[test]
    fn json_is_sent_with_its_headers() {
        let request = curl("curl https://d/x --json '{\"a\":' --json '1}'").unwrap();
        assert_eq!((request.method.as_str(), request.body.as_slice()), ("POST", &b"{\"a\":1}"[..]));
        assert_eq!(
            (request.header("content-type"), request.header("accept")),
            (Some("application/json"), Some("application/json"))
        );
    }

    #[test]
    fn a_sentence_about_curl_is_no_command() {
        for text in ["curl doesn't work", "the curl command", "libcurl -x", "use curl. Then", "curl"] {
            assert_eq!(begins(text, 0), None, "{text}");
        }
        assert_eq!(begins("I ran `curl https://d/x`", 0), Some(7));
        assert_eq!(curl("I ran `curl https://d/x` and").unwrap().url, "https://d/x");
    }
}
