//! The way from a protected resource to its authorization server, at the embedded provider and without a socket.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use grantscope::demo::ResourceFault::{self, *};
use grantscope::demo::{Keys, Knobs, Provider, client_id};
use grantscope::diagnosis::inspect::{Kind, Options, inspect};
use grantscope::diagnosis::{diagnose, preflight};
use grantscope::profile::{Profile, Provider as Named};
use grantscope::protocol::endpoint::pkce::sha256;
use grantscope::protocol::resource::discovery::{Next, ResourceDiscovery};
use grantscope::protocol::{Completeness, Endpoints, Finding, HttpResponse, Severity};
use grantscope::session::{Received, ResourceKind, Session, saved, write_har};
use jiff::Timestamp;

const ORIGIN: &str = "http://localhost:9876";

fn now() -> Timestamp {
    "2026-01-02T03:04:05Z".parse().unwrap()
}

/// The session of a walk from a path of the provider.
fn walk(resource: &'static [ResourceFault], path: &str, client_id: &str) -> Session {
    let keys = Keys::from_pkcs8(include_bytes!("keys/demo-id.pk8"), include_bytes!("keys/demo-access.pk8"));
    let mut provider = Provider::new(ORIGIN, keys.unwrap(), Knobs { resource, ..Knobs::FAITHFUL });
    let mut session = Session::new(Profile::new(Named::Explicit(Endpoints::default()), client_id), None);
    let url = format!("{ORIGIN}{path}");
    let kind = ResourceKind::of(&url);
    let mut random = || sha256(b"fixed").try_into().unwrap();
    loop {
        let walk = session.resource_discovery().unwrap_or_else(|| ResourceDiscovery::new(&url, None));
        let Next::Ask { hop, url, why } = walk.next() else { return session };
        let request = hop.request(&url, kind);
        let received = Received::Response(provider.answer(&request, now(), &mut random).response);
        let id = session.begin_because(hop.purpose(), request, Some(why.to_string()), now());
        session.absorb(id, received.into());
    }
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    let mut ids: Vec<_> = findings.iter().map(Finding::id).collect();
    ids.sort_unstable();
    ids
}

/// Each fault, the resource, and exactly the findings of the way.
const FAULTS: &[(&[ResourceFault], &str, &[&str])] = &[
    (&[], "/mcp", &[]),
    (&[], "/api/orders", &[]),
    (&[Open], "/api/orders", &["resource.open"]),
    (&[LoginPage], "/mcp", &["resource.unexpected_answer"]),
    (&[NoChallenge], "/mcp", &["resource.no_challenge"]),
    (&[MetadataMissing], "/mcp", &["resource_metadata.not_found"]),
    (&[MetadataProtected], "/mcp", &["resource_metadata.protected"]),
    (&[MetadataPage], "/mcp", &["resource_metadata.unreadable"]),
    (&[OtherResource], "/mcp", &["resource_metadata.resource_mismatch"]),
    (&[ResourceMissing], "/mcp", &["resource_metadata.resource_missing"]),
    (&[Origin], "/mcp", &["resource_metadata.resource_inexact"]),
    (&[Slash], "/mcp", &["resource.slash_added"]),
    (&[NoServer], "/mcp", &["resource_metadata.no_authorization_server"]),
    (&[InsecureServer], "/mcp", &["resource_metadata.server_unusable"]),
    (&[ServerMisplaced], "/mcp", &["discovery.wrong_location"]),
    (&[ServerMissing], "/mcp", &["discovery.not_found"]),
    (&[IssuerSlash], "/mcp", &["discovery.issuer_mismatch"]),
    (&[PkceSilent], "/mcp", &["pkce.not_in_metadata"]),
    (&[NoRegistration], "/mcp", &["registration.no_client_id"]),
    (&[NoScope], "/mcp", &["scope.none_known"]),
];

#[test]
fn each_fault_of_a_resource_gives_exactly_its_finding() {
    let surprises: Vec<String> = FAULTS
        .iter()
        .filter_map(|(faults, path, expected)| {
            let found = diagnose(&walk(faults, path, ""), now());
            (ids(&found) != *expected).then(|| format!("{faults:?} at {path}: {:?}", ids(&found)))
        })
        .collect();
    assert_eq!(surprises, Vec::<String>::new());
}

#[test]
fn a_walk_that_was_saved_and_opened_again_gives_the_same_findings_and_reasons() {
    for (faults, path, expected) in FAULTS {
        let session = walk(faults, path, "");
        let read = saved::read(&saved::write(&session, true, now())).unwrap().session;
        assert_eq!(ids(&diagnose(&read, now())), *expected, "{faults:?}");
        let reasons = |session: &Session| session.exchanges().map(|it| it.why.clone()).collect::<Vec<_>>();
        assert_eq!(reasons(&read), reasons(&session));
    }
}

#[test]
fn every_finding_tells_what_to_do_and_shows_where_it_was_seen() {
    for (faults, path, _) in FAULTS {
        for finding in diagnose(&walk(faults, path, ""), now()) {
            assert!(!finding.remedy.instruction.is_empty(), "{}", finding.id());
            let is_about_nothing_sent = finding.id() == "scope.none_known";
            assert!(is_about_nothing_sent || !finding.evidence.is_empty(), "{}", finding.id());
        }
    }
}

/// Six of the well-known failures follow from the metadata of a user pool, before anyone signs in.
#[test]
fn a_user_pool_behind_an_mcp_server_is_told_what_will_fail() {
    let found = diagnose(&walk(&[], "/pool/mcp", ""), now());
    let expected = [
        "pkce.not_in_metadata",
        "redirect_uri.port_fixed",
        "registration.no_client_id",
        "resource.must_be_registered",
        "scope.none_known",
        "scope.offline_access_unknown",
        "scope.wrong_list",
    ];
    assert_eq!(ids(&found), expected);
    assert!(found.iter().all(|finding| !finding.remedy.instruction.is_empty()));
    let with_client = diagnose(&walk(&[], "/pool/mcp", client_id::PUBLIC), now());
    assert!(!ids(&with_client).contains(&"registration.no_client_id"));
    assert!(with_client.iter().all(|finding| finding.severity() != Severity::Error));
}

#[test]
fn the_checks_name_every_stage_and_what_was_not_reached() {
    let checks = |faults| preflight::checks(&walk(faults, "/mcp", ""), now());
    let status = |faults, id: &str| {
        let checks = checks(faults);
        let check = checks.iter().find(|check| check.id.as_str() == id).unwrap();
        check.outcome.status()
    };
    assert_eq!(status(&[], "resource"), "pass");
    assert_eq!(status(&[], "resource_metadata"), "pass");
    assert_eq!(status(&[], "authorization_server"), "pass");
    assert_eq!(status(&[], "client_registration"), "not_checked");
    assert_eq!(status(&[NoRegistration], "client_registration"), "fail");
    assert_eq!(status(&[MetadataMissing], "resource_metadata"), "fail");
    assert_eq!(status(&[MetadataMissing], "authorization_server"), "not_checked");
    assert_eq!(status(&[IssuerSlash], "authorization_server"), "fail");
}

#[test]
fn no_request_on_the_way_has_credentials_and_none_goes_to_a_server_without_https() {
    for (faults, path, _) in FAULTS {
        for exchange in walk(faults, path, "").exchanges() {
            assert_eq!(exchange.request.header("authorization"), None);
            assert!(exchange.request.url.starts_with(ORIGIN), "{}", exchange.request.url);
        }
    }
}

#[test]
fn pasted_metadata_is_recognised_and_compared_with_the_resource_that_is_called() {
    let read = |text: &str, resource: Option<&str>| {
        let options = Options { resource: resource.map(str::to_owned), ..Options::at(now()) };
        let inspection = inspect(text.as_bytes(), &options);
        assert_eq!(inspection.kind, Kind::ProtectedResource);
        ids(&inspection.findings)
    };
    let document = r#"{"resource":"https://h/mcp","authorization_servers":["https://as"]}"#;
    assert_eq!(read(document, None), Vec::<&str>::new());
    assert_eq!(read(document, Some("https://h/mcp")), Vec::<&str>::new());
    assert_eq!(read(document, Some("https://h/mcp/")), ["resource.slash_added"]);
    assert_eq!(read(document, Some("https://gateway/mcp")), ["resource_metadata.resource_mismatch"]);
    let silent = r#"{"resource":"https://h/mcp","scopes_supported":["a"]}"#;
    assert_eq!(read(silent, None), ["resource_metadata.no_authorization_server"]);
    let insecure = r#"{"resource":"https://h/mcp","authorization_servers":["http://as"]}"#;
    assert_eq!(read(insecure, None), ["resource_metadata.server_unusable"]);
}

/// A recording of another client has no names of purposes: the requests show what they are.
#[test]
fn a_recording_of_another_client_is_walked_too() {
    for (faults, path, expected) in FAULTS.iter().filter(|(faults, ..)| !faults.iter().any(is_silent)) {
        let har = write_har(&walk(faults, path, ""), true).replace("\"_grantscope\"", "\"_other\"");
        let found = ids(&inspect(har.as_bytes(), &Options::at(now())).findings);
        assert_eq!(found, *expected, "{faults:?}");
    }
}

/// Without a challenge that names metadata, nothing says that a request is to a resource; and another client may have an id
/// that its recording does not show.
fn is_silent(fault: &ResourceFault) -> bool {
    matches!(fault, Open | LoginPage | NoChallenge | NoRegistration)
}

#[test]
fn the_way_to_one_resource_says_nothing_about_another() {
    let both = [walk(&[], "/mcp", ""), walk(&[], "/api/orders", "")];
    let har = |session: &Session| -> serde_json::Value { serde_json::from_str(&write_har(session, true)).unwrap() };
    let mut joined = har(&both[0]);
    joined["log"]["entries"]
        .as_array_mut()
        .unwrap()
        .extend(har(&both[1])["log"]["entries"].as_array().unwrap().clone());
    let found = inspect(joined.to_string().as_bytes(), &Options::at(now())).findings;
    assert_eq!(ids(&found), Vec::<&str>::new());
}

/// The walk from https://api.example/mcp with answers by URL; everything else is 404.
fn walk_among(answers: &[(&str, HttpResponse)]) -> Session {
    let url = "https://api.example/mcp";
    let mut session = Session::new(Profile::new(Named::Explicit(Endpoints::default()), "given"), None);
    loop {
        let walk = session.resource_discovery().unwrap_or_else(|| ResourceDiscovery::new(url, None));
        let Next::Ask { hop, url, why } = walk.next() else { return session };
        let known = answers.iter().find(|(at, _)| *at == url).map(|(_, answer)| answer.clone());
        let received =
            Received::Response(known.unwrap_or_else(|| HttpResponse::new(404).with_body("text/plain", "no")));
        let request = hop.request(&url, ResourceKind::McpServer);
        let id = session.begin_because(hop.purpose(), request, Some(why.to_string()), now());
        session.absorb(id, received.into());
    }
}

/// A resource that answers like no resource should, one answer at a time: exactly one finding, and no request to a host that
/// nobody named.
#[test]
fn each_bad_answer_gives_one_finding_and_leads_to_no_host_that_was_not_named() {
    const MCP: &str = "https://api.example/mcp";
    const METADATA: &str = "https://api.example/.well-known/oauth-protected-resource/mcp";
    const SERVER: &str = "https://login.example/.well-known/oauth-authorization-server";
    let json = |body: &str| HttpResponse::new(200).with_body("application/json", body);
    let page = |status| HttpResponse::new(status).with_body("text/html", "<html><title>Sign in</title></html>");
    let away = HttpResponse::new(302).with_header("location", "https://elsewhere.example/login");
    let asks = |challenge: &str| HttpResponse::new(401).with_header("www-authenticate", challenge);
    let bearer = format!("Bearer resource_metadata=\"{METADATA}\", scope=\"a\"");
    let names = |resource: &str, server: &str| {
        json(&format!(
            "{{\"resource\":\"{resource}\",\"authorization_servers\":[\"{server}\"],\"scopes_supported\":[\"a\"]}}"
        ))
    };
    let good = || names(MCP, "https://login.example");
    let server = || {
        json(
            r#"{"issuer":"https://login.example","authorization_endpoint":"https://login.example/authorize",
                "token_endpoint":"https://login.example/token","jwks_uri":"https://login.example/jwks",
                "response_types_supported":["code"],
                "code_challenge_methods_supported":["S256"]}"#,
        )
    };
    let mut huge = json(&format!("{{\"resource\":\"{MCP}\",\"x\":\"{}", "x".repeat(2000)));
    huge.completeness = Completeness::TooLarge { limit: 2000 };
    let from = |first: HttpResponse| vec![(MCP, first), (METADATA, good()), (SERVER, server())];
    let with = |document: HttpResponse| vec![(MCP, asks(&bearer)), (METADATA, document), (SERVER, server())];
    let table = [
        ("nothing wrong", from(asks(&bearer)), &[][..]),
        ("200", from(json("{}")), &["resource.open"]),
        ("a page", from(page(200)), &["resource.open"]),
        ("a redirect", from(away.clone()), &["resource.unexpected_answer"]),
        ("a page with 403", from(page(403)), &["resource.unexpected_answer"]),
        ("500", from(page(500)), &["resource.unexpected_answer"]),
        ("503", from(HttpResponse::new(503)), &["resource.unexpected_answer"]),
        ("two schemes", from(asks(&format!("Basic realm=\"x\", {bearer}"))), &["resource.bearer_not_first"]),
        (
            "metadata of another resource",
            with(names("https://evil.example/mcp", "https://login.example")),
            &["resource_metadata.resource_mismatch"],
        ),
        ("a server without https", with(names(MCP, "http://login.example")), &["resource_metadata.server_unusable"]),
        ("a server on this machine", with(names(MCP, "http://127.0.0.1:9000")), &["resource_metadata.server_unusable"]),
        ("metadata elsewhere", with(away), &["resource_metadata.unreadable"]),
        ("a page as metadata", with(page(200)), &["resource_metadata.unreadable"]),
        ("500 as metadata", with(page(500)), &["resource_metadata.unreadable"]),
        ("10 MB of metadata", with(huge), &["response.too_large"]),
    ];
    for (name, answers, expected) in table {
        let session = walk_among(&answers);
        let found = diagnose(&session, now());
        assert_eq!(ids(&found), expected, "{name}");
        for exchange in session.exchanges() {
            let url = &exchange.request.url;
            assert_eq!(exchange.request.header("authorization"), None, "{name}: {url}");
            assert!(
                ["https://api.example/", "https://login.example/"].iter().any(|it| url.starts_with(it)),
                "{name}: {url}"
            );
        }
    }
}

#[test]
fn a_pasted_registration_is_recognised_and_a_refusal_says_what_was_to_be_registered() {
    let exchange = |uris: &str, more: &str, status: u16, answer: &str| {
        let text = format!(
            "POST /register HTTP/1.1\nHost: as.example\nContent-Type: application/json\n\n\
             {{\"client_name\":\"x\",\"redirect_uris\":[{uris}]{more}}}\n\n\
             HTTP/1.1 {status} Answer\nContent-Type: application/json\n\n{answer}\n"
        );
        inspect(text.as_bytes(), &Options::at(now()))
    };
    let refused = r#"{"error":"invalid_redirect_uri"}"#;
    let several = exchange("\"http://127.0.0.1:1/\",\"cursor://a/b\"", "", 400, refused);
    assert_eq!(ids(&several.findings), ["registration.redirect_uri_refused"]);
    assert!(several.findings[0].detail.contains("one of the 2"), "{}", several.findings[0].detail);
    let web = exchange("\"http://127.0.0.1:1/\"", "", 400, refused);
    assert!(web.findings[0].detail.contains("does not say that the client is native"), "{}", web.findings[0].detail);
    let native = exchange("\"http://127.0.0.1:1/\"", ",\"application_type\":\"native\"", 400, refused);
    assert!(native.findings[0].detail.contains("native client"), "{}", native.findings[0].detail);
    let closed = exchange("\"http://127.0.0.1:1/\"", "", 403, r#"{"error":"access_denied"}"#);
    assert_eq!(ids(&closed.findings), ["registration.refused"]);
    let answer = r#"{"client_id":"c1","client_id_issued_at":1,"redirect_uris":["http://127.0.0.1:1/"]}"#;
    let registered = exchange("\"http://127.0.0.1:1/\"", "", 201, answer);
    assert_eq!(ids(&registered.findings), Vec::<&str>::new());
    assert_eq!(registered.profile.unwrap().client_id.as_deref(), Some("c1"));
}
