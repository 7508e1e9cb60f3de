//! Whole texts, and properties of all texts.

use proptest::prelude::*;

use super::*;

/// The result, one line each: form, method and URL or status, and the body.
fn summary(text: &str) -> Vec<String> {
    find(text)
        .into_iter()
        .map(|found| match found.value.message {
            Message::Request(request) => {
                format!(
                    "{}: {} {} {}",
                    found.value.form,
                    request.method,
                    request.url,
                    String::from_utf8_lossy(&request.body)
                )
            }
            Message::Response(response) => format!(
                "{}: {} {}",
                found.value.form,
                response.status.map_or("-".to_owned(), |status| status.to_string()),
                String::from_utf8_lossy(&response.body)
            ),
        })
        .collect()
}

#[test]
fn a_request_and_its_response_under_it() {
    let text = "POST /oauth2/token HTTP/1.1\nHost: op.example\nAccept: */*\n\ngrant_type=x\n\nHTTP/1.1 405 Method Not Allowed\nContent-Length: 0\n\n";
    assert_eq!(
        summary(text),
        ["HTTP request: POST https://op.example/oauth2/token grant_type=x", "HTTP response: 405 "]
    );
}

#[test]
fn a_curl_command_and_the_head_it_sent_are_one_request() {
    let text = "$ curl -v -d a=1 https://op.example/token\n* Connected to op.example\n> POST /token HTTP/1.1\n> Host: op.example\n> \n< HTTP/1.1 401 Unauthorized\n< \n{\"error\":1}";
    assert_eq!(summary(text), ["HTTP request: POST https://op.example/token a=1", "HTTP response: 401 {\"error\":1}"]);
}

#[test]
fn the_columns_of_a_w3c_log_are_read_by_their_names() {
    let fields = "#Fields: date time cs-method cs-uri-stem cs-uri-query s-port sc-status\n";
    let line = "2026-11-30 03:00:12 POST /signin-oidc - 443 500\n2026-11-30 03:00:13 GET /cb code=1&state=2 443 302";
    assert_eq!(
        summary(&format!("{fields}{line}")),
        [
            "access log line: POST /signin-oidc ",
            "access log line: 500 ",
            "access log line: GET /cb?code=1&state=2 ",
            "access log line: 302 "
        ]
    );
    assert!(summary(line).is_empty(), "the port of a log without names is no status");
}

#[test]
fn a_curl_command_and_what_it_printed() {
    for (text, answer) in [
        (
            "curl https://op.example/token \\\n  -d a=1\n{\n \"error\": \"x\"\n}",
            "response body: - {\n \"error\": \"x\"\n}",
        ),
        (
            "$ curl -i https://op.example/token -d a=1\nHTTP/2 401 \nx-a: b\n\n{\"m\":1}\n",
            "HTTP response: 401 {\"m\":1}",
        ),
        ("curl -d a=1 https://op.example/token\n\nI'm getting {\"error\":1}.", "response body: - {\"error\":1}"),
    ] {
        let found = summary(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0], "curl command: POST https://op.example/token a=1");
        assert_eq!(found[1], answer);
    }
}

#[test]
fn a_transcript_of_curl_or_insomnia() {
    let curl = "* Connected to op.example\n> GET /places HTTP/2\n> Host: op.example\n> \n* done\n< HTTP/2 401 \n< x-a: b\n< \n{ [5 bytes data]\n{\"message\":\"x\"}\n* Connection #0 left intact";
    assert_eq!(
        summary(curl),
        ["HTTP request: GET https://op.example/places ", "HTTP response: 401 {\"message\":\"x\"}"]
    );
    let insomnia = "> POST /t HTTP/2\n> Host: op.example\n\n| a=1\n\n< HTTP/2 400 \n< x-a: b\n\n| {\"error\":1}\n";
    assert_eq!(summary(insomnia), ["HTTP request: POST https://op.example/t a=1", "HTTP response: 400 {\"error\":1}"]);
}

#[test]
fn lines_behind_times_and_loggers() {
    let text = "03:00:12,1 wire >> \"POST /t HTTP/1.1[\\r][\\n]\"\n03:00:12,12 wire >> \"Host: op.example[\\r][\\n]\"\n03:00:13,1 wire >> \"[\\r][\\n]\"\n03:00:13,2 wire >> \"a=1\"\n03:00:14,2 wire << \"HTTP/1.1 400 Bad Request[\\r][\\n]\"\n";
    assert_eq!(summary(text), ["HTTP request: POST https://op.example/t a=1", "HTTP response: 400 "]);
}

#[test]
fn what_a_proxy_says_first_is_no_answer() {
    let text = "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 Bad Request\r\nx: y\r\n\r\n{\"e\":1}\r\n";
    assert_eq!(summary(text), ["HTTP response: 400 {\"e\":1}"]);
}

#[test]
fn calls_of_fetch_axios_and_requests() {
    let body = "grant_type=authorization_code&code=c";
    for (text, form) in [
        (
            "fetch(\"https://op.example/token\", {\n  \"headers\": {\n    \"content-type\": \"application/x-www-form-urlencoded\"\n  },\n  \"body\": \"grant_type=authorization_code&code=c\",\n  \"method\": \"POST\"\n});",
            "fetch call",
        ),
        (
            "const r = await fetch('https://op.example/token', { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', code: \"c\" }) })",
            "fetch call",
        ),
        (
            "await fetch(`https://op.example/token`, {\n method: 'POST', headers: new Headers({'a': 'b'}), body: new URLSearchParams([['grant_type', 'authorization_code'], ['code', 'c']]).toString(),\n})",
            "fetch call",
        ),
        (
            "axios.post('https://op.example/token', qs.stringify({ grant_type: 'authorization_code', code: 'c' }), { headers: { a: 'b' } })",
            "axios call",
        ),
        (
            "axios({ method: 'post', url: 'https://op.example/token', data: 'grant_type=authorization_code&code=c' }).then(r => r.data)",
            "axios call",
        ),
        (
            "r = requests.post(\n  \"https://op.example/token\",\n  data={\"grant_type\": \"authorization_code\", 'code': 'c'},  # why\n  auth=(CLIENT_ID, 's'),\n)",
            "Python requests call",
        ),
        (
            "httpx.post('https://op.example/token', data=urlencode({'grant_type': 'authorization_code', 'code': 'c'}))",
            "Python requests call",
        ),
    ] {
        assert_eq!(summary(text), [format!("{form}: POST https://op.example/token {body}")], "{text}");
    }
    assert_eq!(
        summary("axios.post('https://op.example/token', { a: 1 })"),
        ["axios call: POST https://op.example/token {\"a\":1}"]
    );
    assert_eq!(
        summary(
            "requests.get(f'{BASE}/x', headers=h)\nrequests.get('https://op.example/x', params={'a': 'b c'}, headers={'Authorization': 'Bearer ' + token})"
        ),
        ["Python requests call: GET https://op.example/x?a=b%20c "]
    );
}

#[test]
fn objects_that_a_program_printed() {
    let request = "logged object: POST https://op.example/token a=1";
    let dump = "AxiosError: Request failed with status code 400\n    at settle (/x.js:1:2) {\n  config: {\n    headers: AxiosHeaders {\n      Accept: '*/*'\n    },\n    transform: [ [Function: x] ],\n    method: 'post',\n    url: 'https://op.example/token',\n    data: 'a=1'\n  },\n  request: <ref *1> ClientRequest {\n    _events: [Object: null prototype] {},\n    method: 'POST'\n  },\n  response: {\n    status: 400,\n    config: { method: 'post', headers: AxiosHeaders { Accept: '*/*' }, url: 'https://op.example/token', data: 'a=1' },\n    data: { error: 'invalid_grant' }\n  }\n}";
    assert_eq!(summary(dump), [request, "logged object: 400 {\"error\":\"invalid_grant\"}"]);
    let json = "{\"message\":\"m\",\"config\":{\"method\":\"post\",\"url\":\"https://op.example/token\",\"data\":\"a=1\"},\"code\":\"E\",\"status\":400}";
    assert_eq!(summary(json), [request, "logged object: 400 "]);
    let postman = "{\"item\":[{\"name\":\"t\",\"request\":{\"method\":\"POST\",\"header\":[],\"body\":{\"mode\":\"urlencoded\",\"urlencoded\":[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"value\":\"1\",\"disabled\":true}]},\"url\":{\"raw\":\"https://op.example/token\"}},\"response\":[]}]}";
    assert_eq!(summary(postman), [request]);
    let insomnia = "{\"resources\":[{\"_id\":\"req_1\",\"url\":\"https://op.example/token\",\"method\":\"POST\",\"body\":{\"mimeType\":\"application/x-www-form-urlencoded\",\"params\":[{\"name\":\"a\",\"value\":\"1\"}]},\"headers\":[],\"_type\":\"request\"}]}";
    assert_eq!(summary(insomnia), ["Insomnia request: POST https://op.example/token a=1"]);
    let angular = "ERROR HttpErrorResponse {headers: HttpHeaders, status: 400, statusText: 'Bad Request', url: 'https://op.example/token', ok: false, error: {error: 'invalid_grant'}}";
    assert_eq!(summary(angular), ["HttpErrorResponse: 400 {\"error\":\"invalid_grant\"}"]);
    let har = "{\"request\": {\"method\": \"POST\", \"url\": \"https://op.example/token\", \"headers\": [{\"name\":\"a\",\"value\":\"b\"}], \"postData\": {\"mimeType\": \"x\", \"text\": \"a=1\"}}, \"response\": {\"status\": 400, \"headers\": [], \"content\": {\"mimeType\": \"x\", \"text\": \"{}\"}}}";
    assert_eq!(summary(har), [request, "logged object: 400 {}"]);
}

#[test]
fn commands_of_other_tools() {
    let token = "POST https://op.example/token a=1&b=x%20y";
    for (text, form) in [
        (
            "Invoke-RestMethod -Uri 'https://op.example/token' -Method Post -Body @{ a = '1'; b = \"x y\" }",
            "PowerShell command",
        ),
        (
            "PS C:\\> Invoke-WebRequest -UseBasicParsing -Uri \"https://op.example/token\" `\n-Method \"POST\" `\n-WebSession $session `\n-Headers @{\n\"a\"=\"b\"\n  \"c\"=\"d\"\n} `\n-ContentType \"application/x-www-form-urlencoded\" `\n-Body \"a=1&b=x%20y\"",
            "PowerShell command",
        ),
        ("$ http --form POST https://op.example/token a=1 b='x y' X-H:1", "HTTPie command"),
        ("wget -qO- --header='a: b' --post-data 'a=1&b=x%20y' https://op.example/token", "wget command"),
        (
            "### Token\nPOST https://op.example/token\nContent-Type: application/x-www-form-urlencoded\n\na=1\n&b=x%20y\n\n###\n",
            "HTTP request",
        ),
        (
            "send: b'POST /token HTTP/1.1\\r\\nHost: op.example\\r\\n\\r\\n'\nsend: b'a=1&b=x%20y'\n",
            "http.client debug output",
        ),
        (
            "meta {\n  name: t\n}\n\npost {\n  url: https://op.example/token\n  body: formUrlEncoded\n}\n\nbody:form-urlencoded {\n  a: 1\n  b: x y\n  ~c: 2\n}\n",
            "Bruno request",
        ),
        (
            "Request URL: https://op.example/token\nRequest Method: POST\nRequest Headers\na: b\nForm Data\na: 1\nb: x y\n",
            "developer tools panel",
        ),
    ] {
        assert_eq!(summary(text), [format!("{form}: {token}")], "{text}");
    }
    assert_eq!(summary("http :3000/cb q==1 a=1"), ["HTTPie command: POST http://localhost:3000/cb?q=1 {\"a\":\"1\"}"]);
}

#[test]
fn panels_log_lines_and_sentences() {
    let cases: [(&str, &[&str]); 16] = [
        (
            "Request URL: https://op.example/token\nRequest Method: POST\nStatus Code: 400\n\nResponse Headers\na: b\n\nRequest Headers\nc: d",
            &["developer tools panel: POST https://op.example/token ", "developer tools panel: 400 "],
        ),
        (
            "Request URL\nhttps://op.example/token\nRequest Method\nPOST\nStatus Code\n400 Bad Request\nRemote Address\n1.2.3.4:443",
            &["developer tools panel: POST https://op.example/token ", "developer tools panel: 400 "],
        ),
        (
            "1.2.3.4 - - [30/Nov/2026:03:00:12 +0000] \"GET /cb?code=1 HTTP/2.0\" 500 283 \"https://op.example/\" \"Mozilla/5.0\"",
            &["access log line: GET /cb?code=1 ", "access log line: 500 "],
        ),
        (
            "https 2026-11-30T03:00:57Z app/web/5 192.0.2.44:5 - -1 -1 -1 561 - 1823 257 \"GET https://app.example:443/cb HTTP/2.0\" \"M\"",
            &["access log line: GET https://app.example:443/cb ", "access log line: 561 "],
        ),
        ("[0] GET /cb?code=1 302 in 12ms", &["log line: GET /cb?code=1 ", "log line: 302 "]),
        (
            "app.js:3 POST https://op.example/token 400 (Bad Request)",
            &["log line: POST https://op.example/token ", "log line: 400 "],
        ),
        (
            "x: oauth2: cannot fetch token: 401 Unauthorized\nResponse: {\"error\":\"invalid_client\"}",
            &["error message: 401 {\"error\":\"invalid_client\"}"],
        ),
        (
            "msg=\"oauth2: cannot fetch token: 400 Bad Request\\nResponse: {\\\"error\\\":\\\"x\\\"}\" y",
            &["error message: 400 {\"error\":\"x\"}"],
        ),
        (
            "HttpClientErrorException$BadRequest: 400 Bad Request: \"{\"error\":\"invalid_grant\"}\"",
            &["error message: 400 {\"error\":\"invalid_grant\"}"],
        ),
        (
            "WebClientResponseException$Unauthorized: 401 Unauthorized from POST https://op.example/token",
            &["error message: POST https://op.example/token ", "error message: 401 "],
        ),
        (
            "requests.exceptions.HTTPError: 400 Client Error: Bad Request for url: https://op.example/token",
            &["error message: 400 "],
        ),
        (
            "Client error: `POST https://op.example/token` resulted in a `400 Bad Request` response:\n{\"error\":\"x\"}\n",
            &["error message: POST https://op.example/token ", "error message: 400 {\"error\":\"x\"}"],
        ),
        ("Http failure response for https://op.example/token: 400 Bad Request", &["error message: 400 "]),
        ("Response status code does not indicate success: 400 (Bad Request).", &["error message: 400 "]),
        ("reply: 'HTTP/1.1 400 Bad Request\\r\\n'\nheader: a: b\n", &["http.client debug output: 400 "]),
        ("200 OK is what I get from GET /x most of the time", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(summary(text), expected, "{text}");
    }
}

/// Texts made of what the readers look for.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "curl ",
            "curl ^\"",
            "-d ",
            "-H ",
            "'",
            "\"",
            "`",
            "^",
            "\\",
            "\n",
            "\r\n",
            " ",
            "{",
            "}",
            "[",
            "(",
            ")",
            "> ",
            "< ",
            "| ",
            "* ",
            "GET ",
            "POST ",
            "/a ",
            "https://x.example/t",
            "HTTP/1.1",
            " HTTP/1.1",
            "HTTP/1.1 400 Bad",
            "Host: h",
            ": ",
            "a=1&b=2",
            "{\"error\":\"x\"}",
            "ü",
            "“",
            "$'",
            "$(printf '",
            "@-",
            "<html>",
            "</html>",
            "printf 'x' | ",
            "fetch(\"",
            "axios.post(",
            "requests.post(",
            "Invoke-WebRequest ",
            "-Uri ",
            "@{",
            "http POST ",
            "wget ",
            "config: {",
            "response: {",
            "send: b'",
            "reply: '",
            "\"GET /x HTTP/1.1\" 400",
            "Request URL: ",
            "Status Code: 400",
            "###",
            "500",
            "%",
            "${x}",
            "=>",
            ",",
            ":",
            "url",
            "method",
            "/*",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_log_line_before_a_typographic_quote_ends_at_a_whole_character() {
    let text = "\"GET /x HTTP/1.1\" 400\u{201c}GET a HTTP/1.1";
    for found in find(text) {
        assert!(text.get(found.span.clone()).is_some(), "{:?}", found.span);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn any_text_is_searched_without_a_panic_and_spans_are_in_order(text in pieces()) {
        let mut end = 0;
        for found in find(&text) {
            prop_assert!(end <= found.span.start && found.span.start < found.span.end && found.span.end <= text.len(), "{:?}", found.span);
            prop_assert!(text.is_char_boundary(found.span.start) && text.is_char_boundary(found.span.end));
            end = found.span.end;
        }
    }
}

/// Prints how much longer a text four times as long takes, without asserting anything, because machines differ.
/// `cargo test --release --lib beginnings -- --ignored --nocapture`
#[test]
#[ignore = "prints ratios of times"]
#[allow(clippy::print_stdout, reason = "it prints figures")]
fn measure_beginnings_without_ends() {
    for begun in [
        "curl -d 'a",
        "curl -H \\\n",
        "curl \"",
        "curl ^\"a^",
        "fetch(\"x\", {",
        "fetch(`",
        "requests.post(\"x\", data={",
        "Invoke-WebRequest -Uri \"",
        "POST /x HTTP/1.1\n\n{\n",
        "> POST /x HTTP/1.1\n> a: b\n",
        "HTTP/1.1 200 OK\n\n<html>\n",
        "GET / HTTP/1.1 ",
        "curl -x curl ",
        "{\"request\": ",
        "printf 'x' | ",
        "response: {\n",
        "config: { data: [ ",
        "send: b'POST",
        "HTTP/1.1 100 Continue\n\n",
        "[[[[",
        "wget '",
        "http POST ",
        "axios({ url: /* ",
        "\"GET /x HTTP/1.1\" ",
        "Request URL: https://x\n",
        "HTTP Error 4",
        "\"config\": ",
        "HTTP/1.1 400 x ",
        "iwr ",
        "GET /x 400 ",
        "HttpErrorResponse ",
        "### a\n",
    ] {
        for between in ["", "\n"] {
            let text = format!("{begun}{between}");
            let time = |size: usize| {
                let text = text.repeat(size / text.len());
                let start = std::time::Instant::now();
                find(&text);
                start.elapsed()
            };
            let (small, large) = (time(250_000), time(1_000_000));
            let ratio = large.as_secs_f64() / small.as_secs_f64();
            println!("x{ratio:5.2}  {small:?} {large:?}  {text:?}");
        }
    }
}
