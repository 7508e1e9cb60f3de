//! The faults: the place, the response, and the right verdict.
//!
//! `findings` are all errors and warnings: another finding would blame something else for the same fault. Exit statuses
//! are those of the README.

use std::sync::Arc;

use serde_json::json;

use super::server::{
    Bend, Good, Place, Reply, Then, bare_deflate, chunked, gzip, http, ok, page, raw, sign, utf16, zlib,
};

use Place::{Authorization, Discovery, Jwks, Logout, Refresh, Revocation, Token, UserInfo};

/// One fault.
pub struct Fault {
    pub name: String,
    pub at: Place,
    pub bend: Bend,
    pub findings: &'static str,
    pub status: i32,
    /// What the first finding must say.
    pub says: &'static str,
    /// Whether the time limit ends it.
    pub short: bool,
}

impl Fault {
    fn says(self, says: &'static str) -> Self {
        Self { says, ..self }
    }
}

pub fn fault(
    at: Place,
    name: impl Into<String>,
    bend: impl Fn(&Good) -> Reply + Send + Sync + 'static,
    (status, findings): (i32, &'static str),
) -> Fault {
    Fault { name: name.into(), at, bend: Arc::new(bend), findings, status, says: "", short: status == 4 }
}

/// Every fault.
pub fn faults() -> Vec<Fault> {
    let places = [Discovery, Jwks, Token, Refresh, UserInfo, Revocation];
    // There is one transport: all faults where code and secret are sent, some of them elsewhere.
    let mut all: Vec<Fault> = places.into_iter().flat_map(|at| part(at, no_http(at))).collect();
    all.extend(places.into_iter().flat_map(|at| part(at, bodies(at))));
    all.extend(places.into_iter().flat_map(|at| part(at, statuses(at))));
    all.extend(discovery());
    all.extend(jwks());
    all.extend(tokens());
    all.extend(userinfo());
    all.extend(others());
    all.extend(super::unusual::faults());
    all
}

fn part(at: Place, faults: Vec<Fault>) -> impl Iterator<Item = Fault> {
    let (first, step) = match at {
        Token => (0, 1),
        Discovery => (0, 2),
        UserInfo => (1, 2),
        Jwks => (0, 4),
        Refresh => (1, 4),
        _ => (2, 4),
    };
    faults.into_iter().skip(first).step_by(step)
}

const CLOSED: (i32, &str) = (3, "network.broken");
const NOT_HTTP: (i32, &str) = (3, "response.not_http");
const HEAD: (i32, &str) = (3, "response.head_too_large");
const TIMEOUT: (i32, &str) = (4, "network.timeout");

/// Not a response.
fn no_http(at: Place) -> Vec<Fault> {
    let head = |head: &str| {
        let bytes = format!("{head}\r\n\r\n");
        move |_: &Good| raw(&bytes)
    };
    let bytes = |bytes: &'static [u8], then: Then| move |_: &Good| raw(bytes).then(then);
    let large = format!("HTTP/1.1 200 OK\r\nx-large: {}", "x".repeat(600_000));
    let many = format!("HTTP/1.1 200 OK{}", (0..300).map(|i| format!("\r\nx-{i}: 1")).collect::<String>());
    vec![
        fault(at, "closed without a byte", bytes(b"", Then::Close), CLOSED),
        fault(at, "reset without a byte", bytes(b"", Then::Reset), CLOSED),
        fault(at, "closed within the head", bytes(b"HTTP/1.1 200 OK\r\nContent-Ty", Then::Close), CLOSED),
        fault(at, "silent", bytes(b"", Then::Hang), TIMEOUT).says("0.8 s"),
        fault(at, "silent within the head", bytes(b"HTTP/1.1 200 OK\r\nContent-Ty", Then::Hang), TIMEOUT),
        fault(at, "a head that trickles", bytes(b"HTTP/1.1 200 OK\r\nx: ", Then::Trickle), TIMEOUT),
        fault(at, "garbage", bytes(b"\x00\x01\x02garbage\xff\xfe\r\n\r\n", Then::Close), NOT_HTTP),
        fault(at, "an SSH server", bytes(b"SSH-2.0-OpenSSH_9.6\r\n", Then::Close), NOT_HTTP),
        fault(at, "HTTP/0.9", bytes(b"<html><body>hello</body></html>\n", Then::Close), NOT_HTTP),
        fault(
            at,
            "an HTTP/2 frame",
            bytes(b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64", Then::Close),
            NOT_HTTP,
        ),
        fault(at, "a TLS alert to plain http", bytes(b"\x15\x03\x01\x00\x02\x02\x28", Then::Close), NOT_HTTP),
        fault(at, "status line HTTP/2.0", head("HTTP/2.0 200 OK\r\ncontent-length: 0"), NOT_HTTP),
        fault(at, "status line in lower case", head("http/1.1 200 OK\r\ncontent-length: 0"), NOT_HTTP),
        fault(at, "a status that is a word", head("HTTP/1.1 abc OK\r\ncontent-length: 0"), NOT_HTTP),
        fault(at, "a status of four digits", head("HTTP/1.1 2000 OK\r\ncontent-length: 0"), NOT_HTTP),
        fault(at, "a header without a colon", head("HTTP/1.1 200 OK\r\nbroken header\r\ncontent-length: 0"), NOT_HTTP),
        fault(at, "a header name with a space", head("HTTP/1.1 200 OK\r\nx y: 1\r\ncontent-length: 0"), NOT_HTTP),
        fault(at, "NUL in a header", head("HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 0"), NOT_HTTP),
        fault(at, "a length that is a word", head("HTTP/1.1 200 OK\r\ncontent-length: many"), NOT_HTTP)
            .says("content-length"),
        fault(at, "a negative length", head("HTTP/1.1 200 OK\r\ncontent-length: -5"), NOT_HTTP).says("content-length"),
        fault(at, "two lengths", head("HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6"), NOT_HTTP),
        fault(
            at,
            "a length beyond 64 bits",
            head("HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999"),
            NOT_HTTP,
        ),
        fault(at, "a header of 600 kB", head(&large), HEAD),
        fault(at, "300 headers", head(&many), HEAD),
    ]
}

const CUT: (i32, &str) = (1, "response.cut");
const FRAMING: (i32, &str) = (1, "response.malformed");
const COMPRESSED: (i32, &str) = (1, "response.compressed");
pub const GOOD: (i32, &str) = (0, "");

/// A valid head with a broken body, or with one that is valid but unusual.
fn bodies(at: Place) -> Vec<Fault> {
    const JSON: &str = "content-type: application/json\ncache-control: no-store";
    fn head(fields: &str) -> String {
        format!("HTTP/1.1 200 OK\n{JSON}\n{fields}\n\n").replace('\n', "\r\n")
    }
    fn after(fields: &'static str, body: fn(&str) -> Vec<u8>, then: Then) -> impl Fn(&Good) -> Reply {
        move |good| raw([head(fields).into_bytes(), body(&good.document().to_string())].concat()).then(then)
    }
    fn coded(coding: &'static str, body: fn(&[u8]) -> Vec<u8>) -> impl Fn(&Good) -> Reply {
        move |good| http(&format!("200 OK\n{JSON}{coding}"), body(good.document().to_string().as_bytes()))
    }
    let half = |text: &str| text.as_bytes()[..text.len() / 2].to_vec();
    let chunk = "transfer-encoding: chunked";
    vec![
        fault(at, "a body that stops", after("content-length: 90000", half, Then::Hang), TIMEOUT).says("0.8 s"),
        fault(at, "a body that trickles", after("content-length: 90000", half, Then::Trickle), TIMEOUT),
        fault(at, "chunks that stop", after(chunk, |text| format!("ffff\r\n{text}").into(), Then::Hang), TIMEOUT),
        fault(at, "chunks that trickle", after(chunk, |text| format!("ffff\r\n{text}").into(), Then::Trickle), TIMEOUT),
        fault(at, "a body without an end", after("x: y", half, Then::Hang), TIMEOUT),
        fault(at, "closed within the body", after("content-length: 90000", half, Then::Close), CUT),
        fault(at, "reset within the body", after("content-length: 90000", half, Then::Reset), CUT),
        fault(at, "closed within a chunk", after(chunk, |text| format!("ffff\r\n{text}").into(), Then::Close), CUT),
        fault(
            at,
            "chunks without the last",
            after(chunk, |text| format!("{:x}\r\n{text}\r\n", text.len()).into(), Then::Close),
            CUT,
        ),
        fault(
            at,
            "a chunk size that is a word",
            after(chunk, |text| format!("zz\r\n{text}").into(), Then::Close),
            FRAMING,
        )
        .says("chunk"),
        fault(
            at,
            "a chunk size beyond 64 bits",
            after(chunk, |text| format!("fffffffffffffffff1\r\n{text}").into(), Then::Close),
            FRAMING,
        ),
        fault(
            at,
            "a chunk longer than its size",
            after(chunk, |text| format!("5\r\n{text}\r\n0\r\n\r\n").into(), Then::Close),
            FRAMING,
        ),
        fault(at, "chunked named, not chunked", after(chunk, |text| text.into(), Then::Close), FRAMING),
        fault(
            at,
            "chunked and a length",
            after("transfer-encoding: chunked\ncontent-length: 3", |text| chunked(text).into(), Then::Close),
            GOOD,
        ),
        fault(at, "whole chunks", after(chunk, |text| chunked(text).into(), Then::Stay), GOOD),
        fault(at, "a body up to the end of the connection", after("x: y", |text| text.into(), Then::Close), GOOD),
        fault(
            at,
            "informational responses first",
            |good| {
                let reply = ok(good.document().to_string());
                raw([b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n".to_vec(), reply.bytes].concat()).then(Then::Stay)
            },
            GOOD,
        ),
        fault(
            at,
            "garbage after the body",
            |good| {
                let reply = ok(good.document().to_string());
                raw([reply.bytes, b"\r\ngarbage".to_vec()].concat())
            },
            GOOD,
        ),
        fault(at, "gzip", coded("\ncontent-encoding: gzip", gzip), GOOD),
        fault(at, "x-gzip in capitals", coded("\ncontent-encoding: X-GZIP", gzip), GOOD),
        fault(at, "deflate", coded("\ncontent-encoding: deflate", zlib), GOOD),
        fault(at, "deflate without its head", coded("\ncontent-encoding: deflate", bare_deflate), GOOD),
        fault(at, "identity", coded("\ncontent-encoding: identity", <[u8]>::to_vec), GOOD),
        fault(at, "br", coded("\ncontent-encoding: br", |_| b"\x0b\x05\x80{\"a\":1}\xff\x03\x91".to_vec()), COMPRESSED)
            .says("br"),
        fault(
            at,
            "zstd",
            coded("\ncontent-encoding: zstd", |_| b"\x28\xb5\x2f\xfd\x04\x00\x01\x00\x00".to_vec()),
            COMPRESSED,
        )
        .says("zstd"),
        fault(at, "gzip named, not gzip", coded("\ncontent-encoding: gzip", <[u8]>::to_vec), COMPRESSED).says("gzip"),
        fault(at, "gzip, cut", coded("\ncontent-encoding: gzip", |body| gzip(body)[..20].to_vec()), COMPRESSED)
            .says("gzip"),
        fault(at, "gzip, not named", coded("", gzip), COMPRESSED).says("gzip"),
    ]
    .into_iter()
    // The response of the revocation endpoint is its status (RFC 7009 section 2.2).
    .map(|fault| {
        if at == Revocation {
            Fault { findings: "", status: 0, says: "", short: fault.status == 4, ..fault }
        } else {
            fault
        }
    })
    .collect()
}

/// Statuses that do not answer the request.
fn statuses(at: Place) -> Vec<Fault> {
    const UNEXPECTED: &str = "provider.unexpected_status";
    // Without a document: discovery, JWK Set, tokens, UserInfo, revocation.
    let by_place = |[discovery, jwks, token, userinfo, revocation]: [&'static str; 5]| match at {
        Discovery => discovery,
        Jwks => jwks,
        Token | Refresh => token,
        UserInfo => userinfo,
        _ => revocation,
    };
    let own = |first| by_place([first, first, "token_response.unreadable", "userinfo.refused", "revocation.refused"]);
    let missing = by_place([
        "discovery.not_found",
        "jwks.not_found",
        "token_response.unreadable",
        "userinfo.refused",
        "revocation.refused",
    ]);
    let row = |status: &'static str, body: &'static str, finding: &'static str| {
        let bend = move |_: &Good| match body {
            "page" => page(status, "Nothing here"),
            body => http(status, body),
        };
        fault(at, status.replace('\n', ", "), bend, (1, finding))
    };
    vec![
        row("101 Switching Protocols\nupgrade: x\nconnection: upgrade", "", UNEXPECTED),
        row("300 Multiple Choices", "", UNEXPECTED),
        row("304 Not Modified", "", UNEXPECTED).says("304"),
        row("305 Use Proxy", "", UNEXPECTED),
        row("301 Moved Permanently\nlocation: https://login.example/", "", "provider.redirected"),
        row("302 Found\nlocation: https://login.example/sign-in", "page", "provider.redirected").says("302"),
        row("303 See Other\nlocation: https://login.example/", "", "provider.redirected"),
        row("307 Temporary Redirect\nlocation: https://evil.example/", "", "provider.redirected"),
        row("308 Permanent Redirect\nlocation: https://evil.example/", "", "provider.redirected"),
        row("400 Bad Request", "", own(if at == Discovery { "discovery.not_found" } else { UNEXPECTED })),
        row(
            "400 Bad Request\nx: y",
            "page",
            if at == UserInfo {
                "provider.forbidden"
            } else {
                own(if at == Discovery { "discovery.unreadable" } else { UNEXPECTED })
            },
        ),
        row("402 Payment Required", "", own(UNEXPECTED)),
        row("403 Forbidden", "page", "provider.forbidden").says("403"),
        row("404 Not Found", "page", missing).says("404"),
        row("406 Not Acceptable", "", own(UNEXPECTED)),
        row("407 Proxy Authentication Required\nproxy-authenticate: Basic", "page", "provider.forbidden").says("407"),
        row("408 Request Timeout", "", own(UNEXPECTED)),
        row("409 Conflict", "", own(UNEXPECTED)),
        row("410 Gone", "", missing),
        row("413 Content Too Large", "", own(UNEXPECTED)),
        row("415 Unsupported Media Type", "", own(UNEXPECTED)),
        row("418 I'm a teapot", "", own(UNEXPECTED)).says("418"),
        row("421 Misdirected Request", "", own(UNEXPECTED)),
        row("426 Upgrade Required\nupgrade: h2c", "", own(UNEXPECTED)),
        row("429 Too Many Requests\nretry-after: 30", "", "provider.throttled").says(" Retry-After is 30 s"),
        row("431 Request Header Fields Too Large", "", own(UNEXPECTED)),
        row("451 Unavailable For Legal Reasons", "", own(UNEXPECTED)),
        row("500 Internal Server Error", "", "provider.unavailable"),
        row("502 Bad Gateway", "page", "provider.unavailable"),
        row("503 Service Unavailable\nretry-after: 120", "", "provider.unavailable").says("120 s"),
        row("504 Gateway Timeout", "page", "provider.unavailable"),
        row("511 Network Authentication Required", "page", "provider.forbidden").says("511"),
        row("520 ", "", "provider.unavailable"),
        row("999 Request Denied", "page", UNEXPECTED),
    ]
}

/// Invalid documents of every endpoint that has one; `finding` says so.
fn unreadable(at: Place, finding: &'static str) -> Vec<Fault> {
    let text = |body: &'static [u8]| move |_: &Good| ok(body);
    let bad = (1, finding);
    let nested = "[".repeat(200_000);
    vec![
        fault(at, "an empty body", text(b""), bad),
        fault(at, "204", |_| http("204 No Content", ""), bad),
        fault(at, "null", text(b"null"), bad),
        fault(at, "a number", text(b"42"), bad),
        fault(at, "a text", text(b"\"hello\""), bad),
        fault(at, "an array", text(b"[]"), bad),
        fault(at, "XML", text(b"<?xml version=\"1.0\"?><error/>"), bad),
        fault(at, "JSONP", |good| ok(format!("callback({});", good.document())), bad),
        fault(at, "a guard before the document", |good| ok(format!(")]}}',\n{}", good.document())), bad),
        fault(at, "single quotes", |good| ok(good.document().to_string().replace('"', "'")), bad),
        fault(at, "two documents", |good| ok(format!("{0}{0}", good.document())), bad),
        fault(at, "garbage after the document", |good| ok(format!("{}xyz", good.document())), bad),
        fault(at, "half a document", |good| ok(&good.document().to_string()[..20]), bad),
        fault(at, "200,000 arrays deep", move |_| ok(&nested), bad),
        fault(at, "UTF-16, little", |good| ok(utf16(&good.document().to_string(), false, true)), bad).says("UTF-16"),
        fault(at, "UTF-16, big", |good| ok(utf16(&good.document().to_string(), true, true)), bad).says("UTF-16"),
        fault(at, "UTF-16 without a mark", |good| ok(utf16(&good.document().to_string(), false, false)), bad)
            .says("UTF-16"),
        fault(at, "NUL bytes", text(b"\0\0\0\0"), bad),
        fault(at, "an HTML page", |_| page("200 OK", "Please enable cookies"), bad).says("Please enable cookies"),
        fault(at, "an HTML page called JSON", |_| ok("<!DOCTYPE html><title>Captive portal</title>"), bad),
        fault(at, "a byte order mark", |good| ok(format!("\u{feff}{}", good.document())), bad).says("byte order mark"),
        fault(
            at,
            "another content type",
            |good| http("200 OK\ncontent-type: text/plain", good.document().to_string()),
            GOOD,
        ),
        fault(at, "called HTML", |good| http("200 OK\ncontent-type: text/html", good.document().to_string()), GOOD),
        fault(
            at,
            "another charset",
            |good| http("200 OK\ncontent-type: application/json; charset=iso-8859-1", good.document().to_string()),
            GOOD,
        ),
    ]
}

fn discovery() -> Vec<Fault> {
    let at = Discovery;
    let with = |member: &'static str, value: serde_json::Value| {
        move |good: &Good| {
            let text = value.as_str().map(|text| text.replace("ORIGIN", &good.origin));
            good.with(member, text.map_or_else(|| value.clone(), Into::into))
        }
    };
    let too_large = (1, "response.too_large");
    let no_issuer = (1, "discovery.issuer_missing");
    let unusable = (1, "discovery.unusable_endpoint");
    let missing = (1, "discovery.member_missing");
    let mut all = unreadable(at, "discovery.unreadable");
    all.extend([
        fault(at, "a gzip bomb", |_| http("200 OK\ncontent-encoding: gzip", gzip(&vec![b' '; 20_000_000])), too_large),
        fault(at, "a body of 11 MB", |_| ok(vec![b' '; 11_000_000]), too_large),
        fault(at, "no issuer", |good| good.with("issuer", None), no_issuer),
        fault(at, "issuer null", with("issuer", json!(null)), no_issuer),
        fault(at, "issuer a number", with("issuer", json!(7)), no_issuer),
        fault(at, "issuer an array", with("issuer", json!(["ORIGIN"])), no_issuer),
        fault(at, "issuer empty", with("issuer", json!("")), no_issuer),
        fault(at, "an empty object", |_| ok("{}"), no_issuer),
        fault(at, "an error document", |_| ok(r#"{"error":"not_found"}"#), no_issuer),
        fault(at, "another issuer", with("issuer", json!("https://evil.example")), (1, "discovery.issuer_mismatch")),
        fault(at, "a slash behind the issuer", with("issuer", json!("ORIGIN/")), (1, "discovery.issuer_mismatch")),
        fault(
            at,
            "issuers that differ",
            |good| good.rewritten("{\"", "{\"issuer\":\"https://evil.example\",\""),
            (1, "discovery.conflicting_member"),
        ),
        fault(
            at,
            "token endpoints that differ",
            |good| good.rewritten("{\"", "{\"token_endpoint\":\"https://evil.example/\",\""),
            (1, "discovery.conflicting_member"),
        ),
        fault(at, "no authorization endpoint", |good| good.with("authorization_endpoint", None), missing),
        fault(at, "no token endpoint", |good| good.with("token_endpoint", None), missing),
        fault(at, "token endpoint a number", with("token_endpoint", json!(1)), missing),
        fault(at, "token endpoint null", with("token_endpoint", json!(null)), missing),
        fault(at, "no jwks_uri", |good| good.with("jwks_uri", None), missing),
        fault(at, "token endpoint ftp", with("token_endpoint", json!("ftp://op.example/token")), unusable).says("ftp"),
        fault(at, "token endpoint relative", with("token_endpoint", json!("/token")), unusable),
        fault(at, "token endpoint empty", with("token_endpoint", json!("")), unusable),
        fault(
            at,
            "token endpoint with a password",
            with("token_endpoint", json!("https://a:b@op.example/token")),
            unusable,
        ),
        fault(at, "token endpoint with a space", with("token_endpoint", json!("ORIGIN/to ken")), unusable),
        fault(at, "token endpoint with a fragment", with("token_endpoint", json!("ORIGIN/token#x")), unusable)
            .says("fragment"),
        fault(
            at,
            "token endpoint plain http",
            with("token_endpoint", json!("http://op.example/token")),
            (1, "discovery.insecure_endpoint"),
        ),
        fault(
            at,
            "authorization endpoint javascript",
            with("authorization_endpoint", json!("javascript:alert(1)")),
            unusable,
        ),
        fault(
            at,
            "authorization endpoint with a fragment",
            with("authorization_endpoint", json!("ORIGIN/authorize#x")),
            unusable,
        )
        .says("fragment"),
        fault(
            at,
            "authorization endpoint with client_id",
            with("authorization_endpoint", json!("ORIGIN/authorize?client_id=evil")),
            unusable,
        )
        .says("client_id"),
        fault(
            at,
            "authorization endpoint with response_type",
            with("authorization_endpoint", json!("ORIGIN/authorize?response_type=token")),
            unusable,
        ),
        fault(
            at,
            "authorization endpoint with state",
            with("authorization_endpoint", json!("ORIGIN/authorize?a=b&state=x")),
            unusable,
        ),
        fault(
            at,
            "authorization endpoint with redirect_uri",
            with("authorization_endpoint", json!("ORIGIN/authorize?redirect_uri=https%3A%2F%2Fevil.example")),
            unusable,
        ),
        fault(
            at,
            "authorization endpoint with a tenant",
            with("authorization_endpoint", json!("ORIGIN/authorize?tenant=1")),
            GOOD,
        ),
        fault(
            at,
            "authorization endpoint plain http",
            with("authorization_endpoint", json!("http://op.example/authorize")),
            (1, "discovery.insecure_endpoint"),
        ),
        fault(at, "jwks_uri data", with("jwks_uri", json!("data:application/json,{}")), unusable),
        fault(at, "userinfo endpoint file", with("userinfo_endpoint", json!("file:///etc/passwd")), unusable),
        fault(at, "revocation endpoint no URL", with("revocation_endpoint", json!("nowhere")), unusable),
    ]);
    all
}

fn jwks() -> Vec<Fault> {
    let at = Jwks;
    let mut all = unreadable(at, "jwks.unreadable");
    let key = |member: &'static str, value: serde_json::Value| {
        move |good: &Good| {
            let mut keys = good.jwks();
            keys["keys"][0][member] = value.clone();
            ok(keys.to_string())
        }
    };
    all.extend([
        fault(at, "no keys member", |_| ok("{}"), (1, "jwks.unreadable")),
        fault(at, "keys an object", |_| ok(r#"{"keys":{}}"#), (1, "jwks.unreadable")),
        fault(at, "no keys", |_| ok(r#"{"keys":[]}"#), (1, "jwks.empty")),
        fault(
            at,
            "a PEM file",
            |_| ok("-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n"),
            (1, "jwks.unreadable"),
        ),
        fault(at, "one key, no set", |good| ok(good.jwks()["keys"][0].to_string()), (0, "jwks.single_key")),
        fault(at, "another kid", key("kid", json!("k2")), (1, "signature.unknown_kid")),
        fault(
            at,
            "another key",
            key("x", json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")),
            (1, "signature.unusable_key"),
        ),
        fault(at, "a key for encryption", key("use", json!("enc")), (1, "jwt.alg_mismatch")),
    ]);
    all
}

/// Five parts with a header that says how the token is encrypted.
fn jwe() -> String {
    format!("{}.a2V5.aXY.Y2lwaGVy.dGFn", base64_of(r#"{"alg":"RSA-OAEP-256","enc":"A128GCM"}"#))
}

fn base64_of(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}

fn tokens() -> Vec<Fault> {
    let at = Token;
    let with = |member: &'static str, value: serde_json::Value| move |good: &Good| good.with(member, value.clone());
    let claim = |name: &'static str, value: serde_json::Value| {
        move |good: &Good| {
            let mut claims = good.claims();
            match value.is_null() {
                true => drop(claims.as_object_mut().unwrap().remove(name)),
                false => claims[name] = value.clone(),
            }
            good.with("id_token", json!(sign(&json!({"alg": "ES256", "kid": "k1"}), &claims)))
        }
    };
    let wrong_type = (1, "token_response.member_type");
    let mut all = unreadable(at, "token_response.unreadable");
    all.extend(unreadable(Refresh, "token_response.unreadable").into_iter().step_by(5));
    all.extend([
        fault(at, "ID token a number", with("id_token", json!(42)), wrong_type).says("id_token"),
        fault(at, "ID token null", with("id_token", json!(null)), (1, "id_token.missing")).says("null"),
        fault(at, "ID token an object", with("id_token", json!({"a": 1})), wrong_type),
        fault(at, "ID token an array", with("id_token", json!(["e30.e30."])), wrong_type),
        fault(at, "ID token true", with("id_token", json!(true)), wrong_type),
        fault(at, "ID token empty", with("id_token", json!("")), (1, "id_token.missing")),
        fault(at, "no ID token", |good| good.with("id_token", None), (1, "id_token.missing")),
        fault(at, "ID token encrypted", with("id_token", json!(jwe())), (1, "id_token.encrypted")).says("RSA-OAEP-256"),
        fault(at, "ID token of two parts", with("id_token", json!("e30.e30")), (1, "jwt.malformed")),
        fault(at, "ID token a word", with("id_token", json!("hello")), (1, "token.wrong_kind")),
        fault(
            at,
            "ID token without algorithm",
            |good| good.with("id_token", json!(sign(&json!({"alg": "none"}), &good.claims()))),
            (1, "jwt.alg_none jwt.alg_unexpected"),
        ),
        fault(at, "ID token of another issuer", claim("iss", json!("https://evil.example")), (1, "issuer.mismatch")),
        fault(at, "ID token for another client", claim("aud", json!("client-2")), (1, "audience.mismatch")),
        fault(at, "ID token of another request", claim("nonce", json!("another")), (1, "nonce.mismatch")),
        fault(at, "ID token without nonce", claim("nonce", json!(null)), (1, "nonce.mismatch")),
        fault(at, "ID token expired", claim("exp", json!(1_700_000_000)), (1, "token.expired token.no_lifetime")),
        fault(at, "ID token with exp a huge number", claim("exp", json!(1e300)), (1, "claim.wrong_type")),
        fault(at, "access token a number", with("access_token", json!(42)), wrong_type).says("access_token"),
        fault(at, "access token null", with("access_token", json!(null)), wrong_type),
        fault(at, "access token an object", with("access_token", json!({})), wrong_type),
        fault(at, "access token empty", with("access_token", json!("")), wrong_type),
        fault(
            at,
            "access token a number, no ID token",
            |_| ok(r#"{"access_token":1,"token_type":"Bearer"}"#),
            wrong_type,
        ),
        fault(at, "refresh token a number", with("refresh_token", json!(5)), (1, "token_response.member_type")),
        fault(
            at,
            "no access token",
            |good| good.with("access_token", None),
            (1, "token_response.access_token_missing"),
        ),
        fault(at, "no token type", |good| good.with("token_type", None), (1, "token_response.type_missing")),
        fault(at, "token type a number", with("token_type", json!(1)), (1, "token_response.type_missing")),
        fault(at, "token type DPoP", with("token_type", json!("DPoP")), (0, "token_response.type_unknown")),
        fault(at, "token type mac", with("token_type", json!("mac")), (0, "token_response.type_unknown")),
        fault(at, "token type bearer", with("token_type", json!("bEARER")), GOOD),
        fault(at, "expires_in negative", with("expires_in", json!(-1)), (0, "token_response.lifetime")),
        fault(at, "expires_in huge", |good| good.rewritten("3600", "1e400"), (0, "token_response.lifetime")),
        fault(at, "expires_in the largest", with("expires_in", json!(i64::MAX)), (0, "token_response.lifetime")),
        fault(at, "expires_in a text", with("expires_in", json!("3600")), GOOD),
        fault(at, "expires_in a word", with("expires_in", json!("soon")), (0, "token_response.lifetime")),
        fault(
            at,
            "the same access token twice",
            |good| good.rewritten("{\"", "{\"access_token\":\"opaque-access-token-0123456789\",\""),
            (0, "token_response.duplicate_member"),
        ),
        fault(
            at,
            "access tokens that differ",
            |good| good.rewritten("{\"", "{\"access_token\":\"other\",\""),
            (1, "token_response.conflicting_member"),
        ),
        fault(at, "an error with 200", |_| ok(r#"{"error":"invalid_grant"}"#), (1, "code.refused")),
        fault(
            at,
            "an error that is an object",
            |_| http("400 Bad Request\ncontent-type: application/json", r#"{"error":{"code":400,"message":"no"}}"#),
            (1, "token_request.refused"),
        ),
        fault(
            at,
            "an error with 500",
            |_| http("500 Internal Server Error\ncontent-type: application/json", r#"{"error":"server_error"}"#),
            (1, "provider.unavailable"),
        ),
        fault(
            at,
            "tokens with 400",
            |good| http("400 Bad Request\ncontent-type: application/json", good.tokens().to_string()),
            (1, "token_response.status"),
        ),
        fault(at, "an empty object", |_| ok("{}"), (1, "token_response.unreadable")),
        fault(at, "a message", |_| ok(r#"{"message":"Forbidden"}"#), (1, "token_response.unreadable")),
        fault(
            at,
            "camel case",
            |_| ok(r#"{"accessToken":"a","tokenType":"Bearer"}"#),
            (1, "token_response.unreadable"),
        ),
        fault(
            at,
            "tokens within data",
            |good| ok(json!({"data": good.tokens()}).to_string()),
            (1, "token_response.unreadable"),
        ),
        fault(
            at,
            "tokens within an array",
            |good| ok(json!([good.tokens()]).to_string()),
            (1, "token_response.unreadable"),
        ),
        fault(
            at,
            "a form",
            |_| http("200 OK\ncontent-type: application/x-www-form-urlencoded", "access_token=a&token_type=bearer"),
            (1, "token_response.unreadable"),
        )
        .says("form"),
        fault(
            at,
            "401 of an API gateway",
            |_| http("401 Unauthorized\ncontent-type: application/json", r#"{"message":"Unauthorized"}"#),
            (1, "token_response.unreadable"),
        ),
        fault(at, "405", |_| http("405 Method Not Allowed\nallow: GET", ""), (1, "token_request.headers_refused")),
    ]);
    all
}

fn userinfo() -> Vec<Fault> {
    let at = UserInfo;
    let status = |head: &'static str, body: &'static str| move |_: &Good| http(head, body);
    const JSON_401: &str = "401 Unauthorized\ncontent-type: application/json";
    let mut all = unreadable(at, "userinfo.unreadable");
    all.extend([
        fault(at, "a firewall's 403", |_| page("403 Forbidden", "Request blocked by WAF"), (1, "provider.forbidden"))
            .says("Request blocked"),
        fault(at, "a firewall's 401", |_| page("401 Unauthorized", "Sign in to the proxy"), (1, "provider.forbidden")),
        fault(
            at,
            "a firewall's 400",
            |_| page("400 Bad Request", "The requested URL was rejected"),
            (1, "provider.forbidden"),
        ),
        fault(
            at,
            "a page with a challenge",
            |_| page("401 Unauthorized\nwww-authenticate: Bearer error=\"invalid_token\"", "Unauthorized"),
            (1, "userinfo.token_refused"),
        ),
        fault(at, "401 without a reason", status("401 Unauthorized", ""), (1, "userinfo.token_refused")),
        fault(at, "401 invalid_token", status(JSON_401, r#"{"error":"invalid_token"}"#), (1, "userinfo.token_refused")),
        fault(
            at,
            "403 insufficient_scope",
            status("403 Forbidden\nwww-authenticate: Bearer error=\"insufficient_scope\"", ""),
            (1, "userinfo.insufficient_scope"),
        ),
        fault(
            at,
            "an error with 200",
            status("200 OK\ncontent-type: application/json", r#"{"error":"invalid_token"}"#),
            (1, "userinfo.token_refused"),
        )
        .says("invalid_token"),
        fault(at, "no sub", |good| good.with("sub", None), (1, "userinfo.sub_mismatch")),
        fault(at, "another sub", |good| good.with("sub", json!("u-2")), (1, "userinfo.sub_mismatch")),
        fault(at, "sub a number", |good| good.with("sub", json!(1)), (1, "userinfo.sub_mismatch")),
        fault(at, "encrypted", |_| http("200 OK\ncontent-type: application/jwt", jwe()), (0, "userinfo.encrypted")),
        fault(
            at,
            "a page called a JWT",
            |_| http("200 OK\ncontent-type: application/jwt", "<html>no</html>"),
            (1, "userinfo.unreadable"),
        ),
    ]);
    all
}

fn others() -> Vec<Fault> {
    vec![
        fault(Revocation, "a page with 200", |_| page("200 OK", "Please enable cookies"), (1, "revocation.unreadable")),
        fault(Revocation, "204", |_| http("204 No Content", ""), GOOD),
        fault(Revocation, "an error with 200", |_| ok(r#"{"error":"invalid_request"}"#), (1, "revocation.refused")),
        fault(
            Revocation,
            "unsupported_token_type",
            |_| http("400 Bad Request\ncontent-type: application/json", r#"{"error":"unsupported_token_type"}"#),
            (1, "revocation.token_type"),
        ),
        fault(
            Refresh,
            "invalid_grant",
            |_| http("400 Bad Request\ncontent-type: application/json", r#"{"error":"invalid_grant"}"#),
            (1, "refresh.refused"),
        ),
        fault(Refresh, "ID token a number", |good| good.with("id_token", json!(1)), (1, "token_response.member_type")),
        fault(
            Refresh,
            "token type DPoP",
            |good| good.with("token_type", json!("DPoP")),
            (0, "token_response.type_unknown"),
        ),
        fault(Authorization, "closed without a byte", |_| raw(""), CLOSED),
        fault(Authorization, "garbage", |_| raw("garbage\r\n\r\n"), NOT_HTTP),
        fault(Authorization, "silent", |_| raw("").then(Then::Hang), TIMEOUT),
        fault(
            Authorization,
            "a page that stops",
            |_| raw("HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n<html>").then(Then::Hang),
            TIMEOUT,
        ),
        fault(Authorization, "429", |_| http("429 Too Many Requests\nretry-after: 5", ""), (1, "provider.throttled")),
        fault(Logout, "closed without a byte", |_| raw(""), CLOSED),
        fault(Logout, "garbage", |_| raw("garbage\r\n\r\n"), NOT_HTTP),
        fault(Logout, "silent", |_| raw("").then(Then::Hang), TIMEOUT),
        fault(Logout, "500", |_| http("500 Internal Server Error", ""), (1, "logout.refused")),
        fault(
            Logout,
            "an error page",
            |_| page("400 Bad Request", "Invalid post_logout_redirect_uri"),
            (1, "logout.uri_not_registered"),
        ),
    ]
}
