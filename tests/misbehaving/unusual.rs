//! Faults that providers and whatever stands before them make more rarely: in HTTP, in documents, in keys and claims.

use serde_json::{Value, json};

use super::server::{Good, Place, Reply, Then, gzip, http, ok, page, raw, sign};
use super::table::{Fault, GOOD, fault};

use Place::{Discovery, Jwks, Refresh, Revocation, Token, UserInfo};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncache-control: no-store\r\n";
const JSON: &str = "content-type: application/json\ncache-control: no-store";

pub fn faults() -> Vec<Fault> {
    [
        transport(Discovery, "discovery.unreadable"),
        transport(Token, "token_response.unreadable"),
        transport(UserInfo, "userinfo.unreadable"),
        documents(),
        keys(),
        headers(),
        claims(),
        tokens(),
        userinfo(),
        refresh(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// HTTP that is right, and a document in it, or a wrong one.
fn transport(at: Place, unreadable: &'static str) -> Vec<Fault> {
    let bytes = |head: &'static str, body: fn(&str) -> Vec<u8>| {
        move |good: &Good| raw([head.as_bytes(), &body(&good.document().to_string())].concat())
    };
    let head = |fields: &'static str| {
        move |good: &Good| http(&format!("200 OK\n{JSON}\n{fields}"), good.document().to_string())
    };
    vec![
        fault(
            at,
            "HTTP/1.0",
            bytes("HTTP/1.0 200 OK\r\ncontent-type: application/json\r\ncache-control: no-store\r\n\r\n", |text| {
                text.into()
            }),
            GOOD,
        ),
        fault(
            at,
            "lines that end with LF",
            bytes("HTTP/1.1 200 OK\ncontent-type: application/json\ncache-control: no-store\n\n", |text| text.into()),
            GOOD,
        ),
        fault(at, "ICY", bytes("ICY 200 OK\r\n\r\n", |text| text.into()), (3, "response.not_http")),
        fault(at, "a folded header", head("x-a: b\n c"), (3, "response.not_http")),
        fault(
            at,
            "chunks with extensions and trailers",
            |good| {
                let text = good.document().to_string();
                raw(format!(
                    "{HEAD}transfer-encoding: chunked\r\n\r\n{:X};a=\"b\"\r\n{text}\r\n0\r\nx-sum: 1\r\n\r\n",
                    text.len()
                ))
                .then(Then::Stay)
            },
            GOOD,
        ),
        fault(
            at,
            "gzip twice",
            |good| {
                http(
                    &format!("200 OK\n{JSON}\ncontent-encoding: gzip, gzip"),
                    gzip(&gzip(good.document().to_string().as_bytes())),
                )
            },
            GOOD,
        ),
        fault(
            at,
            "gzip and garbage after it",
            |good| {
                let mut body = gzip(good.document().to_string().as_bytes());
                body.extend(b"garbage");
                http(&format!("200 OK\n{JSON}\ncontent-encoding: gzip"), body)
            },
            (1, "response.compressed"),
        ),
        fault(
            at,
            "a coding nobody knows",
            |good| http(&format!("200 OK\n{JSON}\ncontent-encoding: rot13"), good.document().to_string()),
            (1, "response.compressed"),
        ),
        fault(
            at,
            "203",
            |good| http(&format!("203 Non-Authoritative Information\n{JSON}"), good.document().to_string()),
            GOOD,
        ),
        fault(
            at,
            "206",
            |good| {
                http(
                    &format!("206 Partial Content\n{JSON}\ncontent-range: bytes 0-9/90"),
                    &good.document().to_string()[..10],
                )
            },
            (1, "provider.unexpected_status"),
        ),
        fault(at, "302 without a location", |_| http("302 Found", ""), (1, "provider.redirected")),
        fault(
            at,
            "302 to itself with a control character",
            |good| http(&format!("302 Found\nlocation: {}\u{9b}31m/x?a=\u{7f}", good.origin), ""),
            (3, "response.not_http"),
        ),
        fault(
            at,
            "20 informational responses",
            |good| {
                let reply = ok(good.document().to_string());
                raw([b"HTTP/1.1 100 Continue\r\n\r\n".repeat(20), reply.bytes].concat()).then(Then::Stay)
            },
            GOOD,
        ),
        fault(
            at,
            "a cookie of 100 kB",
            |good| http(&format!("200 OK\n{JSON}\nset-cookie: a={}", "b".repeat(100_000)), good.document().to_string()),
            GOOD,
        ),
        fault(at, "two content types", head("content-type: text/html"), GOOD),
        fault(at, "an attachment", head("content-disposition: attachment; filename=\"../../x\""), GOOD),
        fault(
            at,
            "bytes that are not UTF-8",
            |good| ok([&good.document().to_string().into_bytes()[..], b" \xff"].concat()),
            (1, unreadable),
        ),
        fault(
            at,
            "429 until the year 9999",
            |_| http("429 Too Many Requests\nretry-after: Fri, 31 Dec 9999 23:59:59 GMT", ""),
            (1, "provider.throttled"),
        ),
        fault(
            at,
            "429 with a negative wait",
            |_| http("429 Too Many Requests\nretry-after: -5", ""),
            (1, "provider.throttled"),
        ),
        fault(
            at,
            "503 with a wait beyond 64 bits",
            |_| http("503 Service Unavailable\nretry-after: 99999999999999999999999", ""),
            (1, "provider.unavailable"),
        ),
        fault(
            at,
            "200 without a reason",
            |good| {
                let text = good.document().to_string();
                raw(format!("HTTP/1.1 200\r\ncontent-type: application/json\r\ncache-control: no-store\r\ncontent-length: {}\r\n\r\n{text}", text.len())).then(Then::Stay)
            },
            GOOD,
        ),
    ]
}

fn with(member: &'static str, value: Value) -> impl Fn(&Good) -> Reply {
    move |good| {
        let value = value.as_str().map_or_else(|| value.clone(), |text| text.replace("ORIGIN", &good.origin).into());
        good.with(member, value)
    }
}

fn documents() -> Vec<Fault> {
    let at = Discovery;
    vec![
        fault(
            at,
            "issuer in capitals",
            |good| good.with("issuer", json!(good.origin.to_uppercase())),
            (1, "discovery.issuer_mismatch"),
        ),
        fault(at, "a space behind the issuer", with("issuer", json!("ORIGIN ")), (1, "discovery.issuer_mismatch")),
        fault(
            at,
            "issuer with a user",
            |good| good.with("issuer", json!(good.origin.replace("//", "//a@"))),
            (1, "discovery.issuer_mismatch"),
        ),
        fault(
            at,
            "issuer with an invisible character",
            with("issuer", json!("ORIGIN\u{200b}")),
            (1, "discovery.issuer_mismatch"),
        ),
        fault(
            at,
            "token endpoint an array",
            with("token_endpoint", json!(["ORIGIN/token"])),
            (1, "discovery.member_missing"),
        ),
        fault(
            at,
            "token endpoint with a control character",
            with("token_endpoint", json!("ORIGIN/token\u{1b}[2J")),
            (1, "discovery.unusable_endpoint"),
        ),
        fault(
            at,
            "token endpoint at port 0",
            with("token_endpoint", json!("https://127.0.0.1:0/token")),
            (3, "discovery.mixed_origins network.connect"),
        ),
        fault(
            at,
            "token endpoint of a megabyte",
            |good| good.with("token_endpoint", json!(format!("{}/{}", good.origin, "a".repeat(1_000_000)))),
            (1, "discovery.unusable_endpoint"),
        ),
        fault(at, "response types a text", with("response_types_supported", json!("code")), GOOD),
        fault(at, "no response type code", with("response_types_supported", json!(["id_token"])), GOOD),
        fault(at, "only the method plain", with("code_challenge_methods_supported", json!(["plain"])), GOOD),
        fault(
            at,
            "another algorithm announced",
            with("id_token_signing_alg_values_supported", json!(["RS256"])),
            (1, "jwt.alg_unexpected"),
        ),
        fault(
            at,
            "only private_key_jwt",
            with("token_endpoint_auth_methods_supported", json!(["private_key_jwt"])),
            GOOD,
        ),
        fault(
            at,
            "comments in the document",
            |good| ok(format!("// hello\n{}", good.document())),
            (1, "discovery.unreadable"),
        ),
        fault(
            at,
            "a comma too many",
            |good| ok(good.document().to_string().replace("}", ",}")),
            (1, "discovery.unreadable"),
        ),
        fault(at, "NUL behind the document", |good| ok(format!("{}\0", good.document())), (1, "discovery.unreadable")),
        fault(
            at,
            "100,000 members",
            |good| {
                let mut document = good.document();
                for at in 0..100_000 {
                    document[format!("m{at}")] = json!(at);
                }
                ok(document.to_string())
            },
            GOOD,
        ),
        fault(
            at,
            "jwks_uri twice, different",
            |good| good.rewritten("{\"", "{\"jwks_uri\":\"https://evil.example/\",\""),
            (1, "discovery.conflicting_member"),
        ),
    ]
}

fn keys() -> Vec<Fault> {
    let at = Jwks;
    let changed = |change: fn(&mut Value)| {
        move |good: &Good| {
            let mut set = good.jwks();
            change(&mut set["keys"]);
            ok(set.to_string())
        }
    };
    vec![
        fault(at, "null among the keys", changed(|keys| keys.as_array_mut().unwrap().insert(0, json!(null))), GOOD),
        fault(
            at,
            "a text among the keys",
            changed(|keys| keys.as_array_mut().unwrap().insert(0, json!("-----BEGIN PUBLIC KEY-----"))),
            GOOD,
        ),
        fault(
            at,
            "the same kid for another key first",
            changed(|keys| {
                let mut other = keys[0].clone();
                other["x"] = json!("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
                other["y"] = json!("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
                keys.as_array_mut().unwrap().insert(0, other);
            }),
            GOOD,
        ),
        fault(
            at,
            "a private key",
            changed(|keys| keys[0]["d"] = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE")),
            (1, "jwks.private_key"),
        ),
        fault(
            at,
            "padding in a coordinate",
            changed(|keys| keys[0]["x"] = json!(format!("{}=", keys[0]["x"].as_str().unwrap()))),
            (1, "signature.unusable_key"),
        ),
        fault(
            at,
            "no kty",
            changed(|keys| drop(keys[0].as_object_mut().unwrap().remove("kty"))),
            (1, "signature.unusable_key"),
        ),
        fault(at, "use an array", changed(|keys| keys[0]["use"] = json!(["sig"])), (1, "signature.unusable_key")),
        fault(at, "only to sign", changed(|keys| keys[0]["key_ops"] = json!(["sign"])), (1, "jwt.alg_mismatch")),
        fault(at, "alg of another family", changed(|keys| keys[0]["alg"] = json!("RS256")), (1, "jwt.alg_mismatch")),
        fault(at, "kid a number", changed(|keys| keys[0]["kid"] = json!(1)), (1, "signature.unknown_kid")),
        fault(
            at,
            "kid with an escape",
            changed(|keys| keys[0]["kid"] = json!("k1\u{1b}[31m")),
            (1, "signature.unknown_kid"),
        ),
        fault(at, "another curve", changed(|keys| keys[0]["crv"] = json!("P-384")), (1, "jwt.alg_mismatch")),
        fault(
            at,
            "the point at infinity",
            changed(|keys| {
                keys[0]["x"] = json!("A".repeat(43));
                keys[0]["y"] = json!("A".repeat(43));
            }),
            (1, "signature.unusable_key"),
        ),
        fault(
            at,
            "a secret key with the kid",
            changed(|keys| {
                keys[0] = json!({"kty": "oct", "kid": "k1", "k": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
            }),
            (1, "jwks.private_key jwt.alg_mismatch"),
        ),
        fault(
            at,
            "2,000 keys",
            changed(|keys| {
                let key = keys[0].clone();
                for at in 0..2000 {
                    let mut other = key.clone();
                    other["kid"] = json!(format!("o{at}"));
                    keys.as_array_mut().unwrap().insert(0, other);
                }
            }),
            GOOD,
        ),
        fault(at, "kid in another case", changed(|keys| keys[0]["kid"] = json!("K1")), (1, "signature.unknown_kid")),
    ]
}

/// An ID token with another header, or with the signature changed.
fn headers() -> Vec<Fault> {
    let header = |header: Value| move |good: &Good| good.with("id_token", json!(sign(&header, &good.claims())));
    let changed =
        |change: fn(String) -> String| move |good: &Good| good.with("id_token", json!(change(good.id_token())));
    let at = Token;
    vec![
        fault(at, "crit", header(json!({"alg": "ES256", "kid": "k1", "crit": ["exp"], "exp": 1})), (1, "jwt.crit")),
        fault(at, "crit empty", header(json!({"alg": "ES256", "kid": "k1", "crit": []})), (1, "jwt.crit")),
        fault(at, "b64 false", header(json!({"alg": "ES256", "kid": "k1", "b64": false})), (1, "jwt.b64")),
        fault(
            at,
            "alg in lower case",
            header(json!({"alg": "es256", "kid": "k1"})),
            (1, "jwt.alg_unexpected signature.unsupported"),
        ),
        fault(at, "alg a number", header(json!({"alg": 256, "kid": "k1"})), (1, "jwt.alg_unexpected jwt.header")),
        fault(at, "alg nOnE", header(json!({"alg": "nOnE", "kid": "k1"})), (1, "jwt.alg_none jwt.alg_unexpected")),
        fault(at, "no alg", header(json!({"kid": "k1"})), (1, "jwt.alg_unexpected jwt.header")),
        fault(at, "kid a number", header(json!({"alg": "ES256", "kid": 1})), (1, "jwt.header")),
        fault(at, "kid a path", header(json!({"alg": "ES256", "kid": "../../dev/null"})), (1, "signature.unknown_kid")),
        fault(
            at,
            "typ of an access token",
            header(json!({"alg": "ES256", "kid": "k1", "typ": "at+jwt"})),
            (1, "token.at_jwt_incomplete token.wrong_kind"),
        ),
        fault(
            at,
            "typ of a logout token",
            header(json!({"alg": "ES256", "kid": "k1", "typ": "logout+jwt"})),
            (1, "token.wrong_kind"),
        ),
        fault(
            at,
            "a key of its own",
            header(json!({"alg": "ES256", "jwk": {"kty": "EC"}, "jku": "https://evil.example/k"})),
            (0, "jwt.jku jwt.jwk"),
        ),
        fault(at, "zip", header(json!({"alg": "ES256", "kid": "k1", "zip": "DEF"})), GOOD),
        fault(
            at,
            "HS256 with a public key",
            header(json!({"alg": "HS256", "kid": "k1"})),
            (1, "jwt.alg_mismatch jwt.alg_unexpected"),
        ),
        fault(
            at,
            "ES512",
            header(json!({"alg": "ES512", "kid": "k1"})),
            (1, "jwt.alg_unexpected signature.unsupported"),
        ),
        fault(
            at,
            "a signature of zeros",
            changed(|token| format!("{}.{}", token.rsplit_once('.').unwrap().0, "A".repeat(86))),
            (1, "signature.failed"),
        ),
        fault(
            at,
            "no signature",
            changed(|token| format!("{}.", token.rsplit_once('.').unwrap().0)),
            (1, "signature.failed"),
        ),
        fault(at, "half a signature", changed(|token| token[..token.len() - 43].to_owned()), (1, "signature.failed")),
        fault(at, "a signature with padding", changed(|token| token + "=="), (1, "signature.failed")),
        fault(at, "a newline behind the token", changed(|token| token + "\n"), (1, "token_response.token_text")),
        fault(
            at,
            "a newline within the token",
            changed(|token| token.replacen('.', ".\n", 1)),
            (1, "token_response.token_text"),
        ),
        fault(at, "four parts", changed(|token| token + ".e30"), (1, "jwt.malformed")),
        fault(at, "a token in quotes", changed(|token| format!("\"{token}\"")), (1, "token_response.token_text")),
        fault(
            at,
            "Bearer before the token",
            changed(|token| format!("Bearer {token}")),
            (1, "token_response.token_text"),
        ),
    ]
}

fn claim(name: &'static str, value: Value) -> impl Fn(&Good) -> Reply {
    move |good| {
        let mut claims = good.claims();
        claims[name] = value.clone();
        good.with("id_token", json!(sign(&json!({"alg": "ES256", "kid": "k1"}), &claims)))
    }
}

fn claims() -> Vec<Fault> {
    let at = Token;
    vec![
        fault(at, "audiences without azp", claim("aud", json!(["client-1", "other"])), (0, "audience.several")),
        fault(at, "azp of another client", claim("azp", json!("other")), GOOD),
        fault(at, "aud empty", claim("aud", json!([])), (1, "claim.wrong_type")),
        fault(at, "aud a part of the client", claim("aud", json!("client-")), (1, "audience.mismatch")),
        fault(at, "aud an object", claim("aud", json!({"client-1": true})), (1, "claim.wrong_type")),
        fault(at, "iss an array", |good| claim("iss", json!([good.origin]))(good), (1, "claim.wrong_type")),
        fault(at, "exp a text", claim("exp", json!("9999999999")), (1, "claim.wrong_type")),
        fault(at, "exp in milliseconds", claim("exp", json!(9_999_999_999_999_i64)), (1, "claim.wrong_type")),
        fault(at, "exp negative", claim("exp", json!(-1)), (1, "token.expired token.no_lifetime")),
        fault(
            at,
            "iat in the future",
            claim("iat", json!(4_000_000_000_i64)),
            (1, "token.issued_in_future token.no_lifetime"),
        ),
        fault(at, "nbf in the future", claim("nbf", json!(4_000_000_000_i64)), (1, "token.not_yet_valid")),
        fault(at, "sub empty", claim("sub", json!("")), (1, "claim.sub_malformed userinfo.sub_mismatch")),
        fault(at, "sub a number", claim("sub", json!(1)), (1, "claim.wrong_type userinfo.sub_mismatch")),
        fault(
            at,
            "sub of 300 characters",
            claim("sub", json!("u".repeat(300))),
            (1, "claim.sub_malformed userinfo.sub_mismatch"),
        ),
        fault(at, "nonce an array", |good| claim("nonce", json!([good.nonce]))(good), (1, "claim.wrong_type")),
        fault(
            at,
            "nonce in capitals",
            |good| claim("nonce", json!(good.nonce.to_uppercase()))(good),
            (1, "nonce.mismatch"),
        ),
        fault(
            at,
            "at_hash of another token",
            claim("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")),
            (1, "at_hash.mismatch"),
        ),
        fault(
            at,
            "auth_time in the future",
            claim("auth_time", json!(4_000_000_000_i64)),
            (1, "token.issued_in_future"),
        ),
        fault(at, "claims of a megabyte", claim("x", json!("y".repeat(1_000_000))), GOOD),
        fault(
            at,
            "claims that are an array",
            |good| good.with("id_token", json!(sign(&json!({"alg": "ES256", "kid": "k1"}), &json!([])))),
            (1, "jwt.payload"),
        ),
    ]
}

fn tokens() -> Vec<Fault> {
    let at = Token;
    vec![
        fault(
            at,
            "access token with a newline",
            with("access_token", json!("abc\r\nX-Evil: 1")),
            (1, "token_response.token_text"),
        ),
        fault(
            at,
            "access token in Greek",
            with("access_token", json!("αβγ-token-0123456789")),
            (1, "token_response.token_text"),
        ),
        fault(
            at,
            "access token with an escape",
            with("access_token", json!("a\u{1b}]0;x\u{7}b")),
            (1, "token_response.token_text"),
        ),
        fault(at, "access token of 200 kB", with("access_token", json!("a".repeat(200_000))), GOOD),
        fault(at, "scope an array", with("scope", json!(["openid"])), (0, "token_response.scope_type")),
        fault(at, "scope without openid", with("scope", json!("email")), GOOD),
        fault(at, "more scope than requested", with("scope", json!("openid admin")), GOOD),
        fault(at, "expires_in a fraction", with("expires_in", json!(3600.5)), (0, "token_response.lifetime")),
        fault(at, "expires_in true", with("expires_in", json!(true)), (0, "token_response.lifetime")),
        fault(at, "expires_in zero", with("expires_in", json!(0)), (0, "token_response.lifetime")),
        fault(at, "token type with a space", with("token_type", json!("Bearer ")), (0, "token_response.type_unknown")),
        fault(at, "token type an array", with("token_type", json!(["Bearer"])), (1, "token_response.type_missing")),
        fault(at, "refresh token empty", with("refresh_token", json!("")), GOOD),
        fault(
            at,
            "an error beside the tokens",
            with("error", json!("invalid_scope")),
            (1, "token_request.scope_refused"),
        ),
        fault(at, "an error null beside the tokens", with("error", json!(null)), GOOD),
        fault(
            at,
            "an error that is an array",
            |_| http("400 Bad Request\ncontent-type: application/json", r#"{"error":["invalid_grant"]}"#),
            (1, "token_request.refused"),
        ),
        fault(
            at,
            "an error of a megabyte",
            |_| {
                http(
                    "400 Bad Request\ncontent-type: application/json",
                    json!({"error": "invalid_grant", "error_description": "x".repeat(1_000_000)}).to_string(),
                )
            },
            (1, "code.refused"),
        ),
        fault(
            at,
            "an unknown error",
            |_| http("400 Bad Request\ncontent-type: application/json", r#"{"error":"E_TEAPOT"}"#),
            (1, "token_request.refused"),
        ),
        fault(
            at,
            "invalid_client without a challenge",
            |_| http("401 Unauthorized\ncontent-type: application/json", r#"{"error":"invalid_client"}"#),
            (1, "client.secret_refused"),
        ),
        fault(
            at,
            "an error in capitals",
            |_| http("400 Bad Request\ncontent-type: application/json", r#"{"error":"INVALID_GRANT"}"#),
            (1, "token_request.refused"),
        ),
        fault(at, "the page of a sign-in with 200", |_| page("200 OK", "Sign in"), (1, "token_response.unreadable")),
    ]
}

fn userinfo() -> Vec<Fault> {
    let at = UserInfo;
    let jwt =
        |token: fn(&Good) -> String| move |good: &Good| http("200 OK\ncontent-type: application/jwt", token(good));
    vec![
        fault(at, "sub in capitals", |good| good.with("sub", json!("U-1")), (1, "userinfo.sub_mismatch")),
        fault(at, "a space behind sub", |good| good.with("sub", json!("u-1 ")), (1, "userinfo.sub_mismatch")),
        fault(at, "sub null", |good| good.with("sub", json!(null)), (1, "userinfo.sub_mismatch")),
        fault(
            at,
            "two subs that differ",
            |good| good.rewritten("{\"", "{\"sub\":\"u-2\",\""),
            (1, "jwt.duplicate_member"),
        ),
        fault(
            at,
            "signed",
            jwt(|good| {
                sign(
                    &json!({"alg": "ES256", "kid": "k1"}),
                    &json!({"sub": "u-1", "iss": good.origin, "aud": "client-1"}),
                )
            }),
            GOOD,
        ),
        fault(
            at,
            "signed for another client",
            jwt(|good| {
                sign(&json!({"alg": "ES256", "kid": "k1"}), &json!({"sub": "u-1", "iss": good.origin, "aud": "other"}))
            }),
            (1, "audience.mismatch"),
        ),
        fault(
            at,
            "signed by another issuer",
            jwt(|_| {
                sign(
                    &json!({"alg": "ES256", "kid": "k1"}),
                    &json!({"sub": "u-1", "iss": "https://evil.example", "aud": "client-1"}),
                )
            }),
            (1, "issuer.mismatch"),
        ),
        fault(
            at,
            "signed, another sub",
            jwt(|good| {
                sign(
                    &json!({"alg": "ES256", "kid": "k1"}),
                    &json!({"sub": "u-2", "iss": good.origin, "aud": "client-1"}),
                )
            }),
            (1, "userinfo.sub_mismatch"),
        ),
        fault(
            at,
            "not signed, called a JWT",
            jwt(|_| sign(&json!({"alg": "none"}), &json!({"sub": "u-1"}))),
            (1, "jwt.alg_none"),
        ),
        fault(at, "claims called a JWT", jwt(|_| json!({"sub": "u-1"}).to_string()), (1, "userinfo.unreadable")),
        fault(at, "the ID token again", jwt(Good::id_token), GOOD),
        fault(at, "a name with an escape", |good| good.with("name", json!("A\u{1b}[2J\u{202e}")), GOOD),
    ]
}

fn refresh() -> Vec<Fault> {
    let at = Refresh;
    vec![
        fault(at, "another sub", claim("sub", json!("u-2")), (1, "refresh.claim_changed")),
        fault(
            at,
            "another issuer",
            claim("iss", json!("https://evil.example")),
            (1, "issuer.mismatch refresh.claim_changed"),
        ),
        fault(at, "another client", claim("aud", json!("other")), (1, "audience.mismatch refresh.claim_changed")),
        fault(
            at,
            "no access token",
            |good| good.with("access_token", None),
            (0, "token_response.access_token_missing"),
        ),
        fault(at, "refresh token empty", |good| good.with("refresh_token", json!("")), GOOD),
        fault(at, "refresh token null", |good| good.with("refresh_token", json!(null)), GOOD),
        fault(at, "no refresh token", |good| good.with("refresh_token", None), GOOD),
        fault(
            at,
            "invalid_client",
            |_| {
                http(
                    "401 Unauthorized\ncontent-type: application/json\nwww-authenticate: Basic",
                    r#"{"error":"invalid_client"}"#,
                )
            },
            (1, "client.secret_refused"),
        ),
        fault(Revocation, "202", |_| http("202 Accepted", ""), GOOD),
        fault(Revocation, "an empty object", |_| ok("{}"), GOOD),
        fault(
            Revocation,
            "invalid_client",
            |_| http("401 Unauthorized\ncontent-type: application/json", r#"{"error":"invalid_client"}"#),
            (1, "client.secret_refused"),
        ),
    ]
}
