//! Requests as a curl line or as they go over the wire, and what a client sends alone: its credentials, the form of a
//! token request.

use super::{Input, Inspection, Kind, Options, documents, inspect, ranked};
use crate::diagnosis::{SessionEvidence, evidence, sign_out, token_endpoint, userinfo};
use crate::protocol::{Header, HttpRequest, Json, Method, Parameters, http};

/// What `curl -F` sends: parts in place of a form.
const MULTIPART: &str = "multipart/form-data";

/// Reads a curl line, a request as it goes over the wire, the credentials of a client, or a form with `grant_type`.
pub(super) fn read(input: &Input, options: &Options) -> Option<Inspection> {
    // What a shell prints before the command.
    let line = input.text.trim_start_matches(['$', '%', '#']).trim_start();
    if let Some(command) = line.strip_prefix("curl ").or_else(|| line.strip_prefix("curl.exe ")) {
        let request = curl(command)?;
        return known(&request, "a curl line", options).or_else(|| {
            let mut inspection = inspect(request.url.as_bytes(), options);
            inspection.repairs.insert(0, "took the URL out of a curl line".to_owned());
            Some(inspection)
        });
    }
    if let Some(request) = http_request(&input.text) {
        return known(&request, "an HTTP request", options);
    }
    credentials(&input.text).or_else(|| form(&input.text))
}

fn form(text: &str) -> Option<Inspection> {
    let is_form = !text.contains("://") || text.starts_with("grant_type=");
    let has_grant = text.split('&').any(|pair| pair.trim_start_matches('?').starts_with("grant_type="));
    if !is_form || !has_grant || text.contains(char::is_whitespace) {
        return None;
    }
    Some(token_request(&HttpRequest::post_form("", &Parameters::decode(text))))
}

/// `Authorization: Basic …`, with or without the header's name.
fn credentials(text: &str) -> Option<Inspection> {
    let value = match text.split_once(':') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("authorization") => value.trim(),
        _ => text,
    };
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || encoded.trim().contains(char::is_whitespace) {
        return None;
    }
    let header = format!("Basic {}", encoded.trim());
    let read = evidence::basic_credentials(&header);
    // Without the header's name, two words may be anything.
    if read.is_none() && value.len() == text.len() {
        return None;
    }
    let parameters = read.map(|(id, secret)| Parameters::new().with("client_id", id).with("client_secret", secret));
    Some(
        Inspection { parameters, ..Inspection::new(Kind::BasicCredentials) }
            .with_findings(token_endpoint::basic_finding(&header)),
    )
}

/// A request as it goes over the wire, or as developer tools copy its head.
fn http_request(text: &str) -> Option<HttpRequest> {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let mut words = lines.next()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    if !version.starts_with("HTTP/") || !method.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let headers =
        lines.filter_map(|line| line.split_once(':')).map(|(name, value)| Header::new(name.trim(), value.trim()));
    let mut request =
        HttpRequest { method: Method::parse(method), headers: headers.collect(), ..HttpRequest::get(target) };
    if let Some(host) = request.header("host").filter(|_| target.starts_with('/')) {
        request.url = format!("https://{host}{target}");
    }
    request.body = body.trim_end().as_bytes().to_vec();
    Some(request)
}

/// A request to an endpoint of the provider, or one with a token.
fn known(request: &HttpRequest, from: &str, options: &Options) -> Option<Inspection> {
    let is_token_request = request.form().get("grant_type").is_some()
        || request.query().get("grant_type").is_some()
        || request.path().ends_with("/token");
    if is_token_request || request.body.starts_with(b"{") && request.path().contains("token") {
        return Some(token_request(request));
    }
    if request.path().ends_with("/revoke") || request.path().ends_with("/revocation") {
        let findings = sign_out::request_findings(request);
        let inspection = Inspection { parameters: Some(sent(request)), ..Inspection::new(Kind::RevocationRequest) };
        return Some(inspection.with_findings(findings));
    }
    with_token(request, from, options)
}

/// A request that shows a token: the token, and at UserInfo what is wrong with showing it.
fn with_token(request: &HttpRequest, from: &str, options: &Options) -> Option<Inspection> {
    let is_userinfo = request.path().trim_end_matches('/').to_ascii_lowercase().ends_with("/userinfo");
    let header = request.header("authorization").map(|header| match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim().to_owned(),
        _ => header.to_owned(),
    });
    let parameter = || request.form().get("access_token").or(request.query().get("access_token")).map(str::to_owned);
    let token = header.or_else(|| parameter().filter(|_| is_userinfo))?;
    let mut inspection = inspect(token.as_bytes(), options);
    inspection.repairs.insert(0, format!("took the token out of {from}"));
    if is_userinfo {
        let session = options.session();
        inspection.findings.extend(userinfo::request_finding(&SessionEvidence::new(&session, options.now), request));
        inspection.findings = ranked(std::mem::take(&mut inspection.findings));
    }
    Some(inspection)
}

fn token_request(request: &HttpRequest) -> Inspection {
    let mut parameters = sent(request);
    if let Some((id, secret)) = request.header("authorization").and_then(evidence::basic_credentials) {
        parameters.push("client_id", id);
        parameters.push("client_secret", secret);
    }
    Inspection { parameters: Some(parameters), ..Inspection::new(Kind::TokenRequest) }
        .with_findings(token_endpoint::request_findings(request))
}

/// The parameters that a request sends, wherever it puts them: in a form, in the query, or in JSON.
fn sent(request: &HttpRequest) -> Parameters {
    if let Some(json) = Json::from_bytes(&request.body).ok().filter(|json| json.root().is_object()) {
        return documents::members(&json);
    }
    let form = request.form();
    if form.get("grant_type").is_some() || request.query().is_empty() { form } else { request.query() }
}

/// The request that a curl command sends; `None` when it names no URL.
fn curl(command: &str) -> Option<HttpRequest> {
    let mut words = shell_words(command).into_iter();
    let mut request = HttpRequest::get("");
    let (mut data, mut method, mut in_query) = (Vec::new(), None, false);
    let mut media_type = http::FORM;
    while let Some(word) = words.next() {
        let (option, attached) = match word.split_once('=') {
            Some((option, value)) if word.starts_with("--") => (option.to_owned(), Some(value.to_owned())),
            _ => (word.clone(), None),
        };
        let mut value = || attached.clone().or_else(|| words.next()).unwrap_or_default();
        match option.as_str() {
            "-X" | "--request" => method = Some(value()),
            "-H" | "--header" => {
                let header = value();
                let (name, text) = header.split_once(':').unwrap_or((&header, ""));
                request.headers.push(Header::new(name.trim(), text.trim()));
            }
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii" => data.push(value()),
            "--data-urlencode" => {
                let pair = value();
                let (name, text) = pair.split_once('=').unwrap_or(("", &pair));
                data.push(Parameters::new().with(name, text).encode());
            }
            "-F" | "--form" | "--form-string" => {
                let pair = value();
                let (name, text) = pair.split_once('=').unwrap_or((&pair, ""));
                data.push(Parameters::new().with(name, text.trim_matches('"')).encode());
                media_type = MULTIPART;
            }
            // Both parts as they are, not form-encoded.
            "-u" | "--user" => request.headers.push(Header::new("authorization", http::basic(&value()))),
            "--oauth2-bearer" => {
                let token = value();
                request.headers.push(Header::new("authorization", format!("Bearer {token}")));
            }
            "-G" | "--get" => in_query = true,
            "--url" => request.url = value(),
            "-o" | "--output" | "-A" | "--user-agent" | "-b" | "--cookie" | "-m" | "--max-time" | "-e"
            | "--referer" => {
                drop(value());
            }
            _ if option.starts_with("-X") && option.len() > 2 => method = Some(option[2..].to_owned()),
            _ if option.starts_with('-') => {}
            _ if request.url.is_empty() => request.url = word,
            _ => {}
        }
    }
    let body = data.join("&");
    if in_query {
        let separator = if request.url.contains('?') { '&' } else { '?' };
        request.url = format!("{}{separator}{body}", request.url);
    } else if !body.is_empty() {
        request.method = Method::Post;
        if request.header("content-type").is_none() {
            request.headers.push(Header::new("content-type", media_type));
        }
        request.body = body.into_bytes();
    }
    if let Some(method) = method {
        request.method = Method::parse(&method);
    }
    (!request.url.is_empty()).then_some(request)
}

/// The words of a POSIX shell's command line; what comes behind an unquoted `|`, `;` or `&&` is left out.
fn shell_words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut begun) = (Vec::new(), String::new(), false);
    let mut characters = command.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                // The line goes on.
                Some('\n') | None => {}
                Some(next) => {
                    word.push(next);
                    begun = true;
                }
            },
            '\'' => {
                word.extend(characters.by_ref().take_while(|c| *c != '\''));
                begun = true;
            }
            '"' => {
                begun = true;
                while let Some(next) = characters.next().filter(|c| *c != '"') {
                    let escaped = next == '\\' && matches!(characters.peek(), Some('"' | '\\' | '$' | '`'));
                    word.push(if escaped { characters.next().unwrap_or(next) } else { next });
                }
            }
            '$' if characters.peek() == Some(&'\'') => {}
            '|' | ';' => break,
            c if c.is_whitespace() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curl_command_is_read_as_the_request_it_sends() {
        let command = "-sS -X POST \\\n 'https://d/oauth2/token' -H \"Content-Type: application/x-www-form-urlencoded\" \
                       -u c1:s --data-urlencode 'redirect_uri=http://localhost/cb' -d grant_type=authorization_code | jq";
        let request = curl(command).unwrap();
        assert_eq!((&request.method, request.url.as_str()), (&Method::Post, "https://d/oauth2/token"));
        assert_eq!(request.header("authorization"), Some("Basic YzE6cw=="));
        assert_eq!(request.form().get("redirect_uri"), Some("http://localhost/cb"));
        assert_eq!(request.form().get("grant_type"), Some("authorization_code"));
        assert_eq!(curl("-G https://d/x -d a=1").unwrap().url, "https://d/x?a=1");
        assert_eq!(curl("--version"), None);
    }
}
