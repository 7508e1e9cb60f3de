//! Reads existing configuration into profiles.
//!
//! ```text
//!   text ─► syntax/ (JSON, JavaScript, YAML, HCL, INI, …) ─► documents, each with its place
//!        ─► forms/ (Spring, Terraform, MSAL, …)            ─► parts
//!        ─► join, settle, rules                            ─► Import
//! ```
//!
//! `table` has a row for every form. Every form records what it read and what it ignored. None runs code, and none
//! chooses between several clients: each becomes its own profile.

mod draft;
mod forms;
mod imported;
mod kind;
mod members;
mod node;
mod part;
mod registration;
pub mod rules;
mod search;
mod settle;
mod syntax;
mod table;

use std::ops::Range;
use std::str::Utf8Error;

use serde::Serialize;

use crate::protocol::Finding;
use crate::protocol::text::line_ends::line_feeds;
pub use imported::ImportedProfile;
pub use kind::ImportKind;
use part::{Part, join};

/// The longest configuration file, in bytes; a HAR may be longer.
const MAX_LENGTH: usize = 4 << 20;

/// The maximum number of clients in a file; nobody could choose among more.
const MAX_CLIENTS: usize = 200;

/// The result of an import. Serialises as `{"kind", "profiles", "read", "ignored", "findings", "repairs"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Import {
    /// The kind of configuration.
    pub kind: ImportKind,
    /// One profile for each client; one without a client id if no client is named.
    pub profiles: Vec<ImportedProfile>,
    /// What was read: `path: field`.
    pub read: Vec<String>,
    /// What was ignored: `path: why`.
    pub ignored: Vec<String>,
    /// Its findings.
    pub findings: Vec<Finding>,
    /// What was repaired to read it.
    pub repairs: Vec<String>,
}

/// Reads a file of any kind, in UTF-8 or in the UTF-16 that PowerShell writes.
pub fn recognise_bytes(bytes: &[u8]) -> Result<Option<Import>, Utf8Error> {
    let units = |read: fn([u8; 2]) -> u16| -> String {
        let units = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => return std::str::from_utf8(bytes).map(recognise),
    };
    Ok(recognise(&text).map(|mut import| {
        import.repairs.insert(0, "read as UTF-16".to_owned());
        import
    }))
}

/// Reads any kind of configuration; `None` if the text is none of them. Total: accepts any text.
pub fn recognise(text: &str) -> Option<Import> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let text = line_feeds(text);
    let bare = text.strip_prefix('\u{feff}');
    let parts = table::read(bare.unwrap_or(&text), true).into_iter().flat_map(|located| located.parts).collect();
    let mut import = import(join(parts).into_iter().map(|(_, part)| part).collect())?;
    if bare.is_some() {
        import.repairs.insert(0, "removed the byte order mark".to_owned());
    }
    Some(import)
}

/// Finds the configurations in a longer text, each with its byte range, in order. If a configuration is split into
/// several pieces (a client here, its endpoints there), one piece has its profiles, and the others have an import
/// without profiles. Lines must end with line feeds. Total, and linear in the text.
pub fn find(text: &str) -> Vec<(Range<usize>, Import)> {
    if text.len() > MAX_LENGTH {
        return Vec::new();
    }
    let located = table::read(text, false);
    // The document of each part.
    let mut origins = Vec::new();
    let mut kinds = Vec::new();
    let mut spans = Vec::new();
    let mut parts = Vec::new();
    for (index, document) in located.into_iter().enumerate() {
        origins.extend(std::iter::repeat_n(index, document.parts.len()));
        kinds.extend(document.parts.first().map(|part| part.kind));
        spans.push(document.spans);
        parts.extend(document.parts);
    }
    let mut clients: Vec<Vec<Part>> = spans.iter().map(|_| Vec::new()).collect();
    for (at, part) in join(parts) {
        clients[origins[at]].push(part);
    }
    if clients.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    // A piece that only adds to a client is of the client's kind.
    let leading = clients.iter().flatten().next().map(|part| part.kind);
    let mut found = Vec::new();
    for ((spans, kind), parts) in spans.into_iter().zip(kinds).zip(clients) {
        let kind = leading.filter(|_| parts.is_empty()).unwrap_or(kind);
        let empty =
            || Import { kind, profiles: vec![], read: vec![], ignored: vec![], findings: vec![], repairs: vec![] };
        let mut whole = Some(import(parts).unwrap_or_else(empty));
        for span in spans {
            found.push((span, whole.take().unwrap_or_else(empty)));
        }
    }
    found.sort_by_key(|(span, _)| span.start);
    found
}

/// The result of the parts of one text, or of one piece of it.
fn import(mut parts: Vec<Part>) -> Option<Import> {
    let kind = parts.first()?.kind;
    let further = parts.len().saturating_sub(MAX_CLIENTS);
    parts.truncate(MAX_CLIENTS);
    let read = once_each(parts.iter().flat_map(|part| &part.read));
    let mut ignored = once_each(parts.iter().flat_map(|part| &part.ignored));
    let repairs = once_each(parts.iter().flat_map(|part| &part.repairs));
    let mut findings = Vec::new();
    if further > 0 {
        ignored.push(format!("(document): {further} more clients, expected at most {MAX_CLIENTS}"));
    }
    ignored.retain(|line| !read.iter().any(|read: &String| read.split(": ").next() == line.split(": ").next()));
    let profiles = settle::settle(parts, &mut findings);
    findings.sort_by_key(Finding::severity);
    // Two documents may repeat each other.
    let mut seen: Vec<Finding> = Vec::new();
    findings.retain(|finding| {
        !seen.contains(finding) && {
            seen.push(finding.clone());
            true
        }
    });
    Some(Import { kind, profiles, read, ignored, findings, repairs })
}

fn once_each<'a>(lines: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    lines.filter(|line| !line.is_empty() && seen.insert(line.as_str())).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Provider;
    use crate::protocol::Secret;

    #[test]
    fn a_url_of_a_user_pools_domain_gives_its_endpoints() {
        let url = "https://shop.auth.eu-west-1.amazoncognito.com/oauth2/authorize?response_type=code&client_id=c1\
                   &redirect_uri=http%3A%2F%2Flocalhost%3A8765%2Fcb&scope=openid+email&state=s&lang=de";
        let import = recognise(url).expect("an authorization URL");
        assert_eq!(import.kind, ImportKind::AuthorizationUrl);
        assert_eq!(import.ignored, ["state: new in every request"]);
        let profile = import.profiles[0].clone().into_profile();
        assert_eq!(profile.redirect_uris, ["http://localhost:8765/cb"]);
        assert_eq!(profile.parameters.get("lang"), Some("de"));
        assert_eq!(
            profile.provider.endpoints().token.as_deref(),
            Some("https://shop.auth.eu-west-1.amazoncognito.com/oauth2/token")
        );
    }

    #[test]
    fn a_url_of_another_provider_shows_only_its_authorization_endpoint() {
        let import = recognise("https://op.example/authorize?client_id=abc&response_type=code").expect("a URL");
        let endpoints = import.profiles[0].clone().into_profile().provider.endpoints();
        assert_eq!(endpoints.authorization.as_deref(), Some("https://op.example/authorize"));
        assert_eq!(endpoints.token, None);
    }

    #[test]
    fn what_powershell_wrote_is_read() {
        let text = r#"{"UserPoolClients":[{"ClientId":"c","UserPoolId":"eu-west-1_A","ClientName":"é"}]}"#;
        let bytes: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let import = recognise_bytes(&bytes).expect("text").expect("a client");
        assert_eq!(import.profiles[0].suggested_name(), "é");
        assert_eq!(import.repairs, ["read as UTF-16"]);
        assert!(recognise_bytes(b"ab\xff").is_err_and(|error| error.valid_up_to() == 2));
    }

    #[test]
    fn importing_again_changes_what_the_file_says_and_keeps_the_rest() {
        let text = r#"{"UserPoolClients":[{"ClientId":"c","UserPoolId":"eu-west-1_A","ClientName":"web"}]}"#;
        let import = recognise(text).expect("a client");
        let mut saved = import.profiles[0].clone().into_profile();
        saved.name = Some("mine".into());
        saved.provider = Provider::Cognito { user_pool_id: "eu-west-1_A".into(), domain: Some("login.example".into()) };
        saved.redirect_uris = vec!["http://localhost:1/".into()];
        assert!(import.profiles[0].is_client_of(&saved));
        assert_eq!(import.profiles[0].onto(&saved), saved);
        saved.client_id = "other".into();
        assert!(!import.profiles[0].is_client_of(&saved));
    }

    #[test]
    fn what_configures_nothing_is_not_recognised() {
        for text in [
            "",
            "hello",
            "{}",
            "[]",
            "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}",
            "http://localhost:8765/callback?code=a&state=b",
            "eyJhbGciOiJub25lIn0.e30.",
            "import awsExports from './aws-exports'; Amplify.configure(awsExports);",
            "client = make_client(client_id='c', timeout=3)",
            "public Client client(String clientId) { return new Client(clientId, Scope.of(\"openid\")); }",
            "We call login(client_id, redirect_uri) and then callback(code, state).",
            "<activity android:name=\".Main\"><data android:mimeType=\"text/plain\" /></activity>",
            "Key  Value\n---  -----\ntoken  s.abc\nclient_id  c\n",
        ] {
            assert_eq!(recognise(text), None, "{text}");
        }
    }

    #[test]
    fn the_secret_is_in_no_output() {
        let text = r#"{"UserPoolClient":{"UserPoolId":"eu-west-1_A","ClientId":"c","ClientName":"n","ClientSecret":"hunter2hunter2"}}"#;
        let import = recognise(text).expect("a client");
        assert!(import.profiles[0].has_client_secret);
        assert_eq!(import.profiles[0].client_secret, Some(Secret::new("hunter2hunter2")));
        let shown = format!("{import:?}{}", crate::protocol::text::sanitise::json_text(&import));
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn configurations_within_words_are_found_where_they_stand() {
        let client = "COGNITO_CLIENT_ID=2k4h8d9s0a1q2w3e4r5t6y7u8i\nCOGNITO_ISSUER=https://op.example";
        let block = "resource \"aws_cognito_user_pool_client\" \"a\" {\n  user_pool_id = \"eu-west-1_A\"\n}";
        let spring = "spring:\n  security:\n    oauth2:\n      client:\n        registration:\n          a:\n            client-id: x";
        let object = "{ authority: 'https://op.example', client_id: 'spa' }";
        for (configuration, kind) in [
            (client, ImportKind::Dotenv),
            (block, ImportKind::Terraform),
            (spring, ImportKind::Spring),
            (object, ImportKind::OidcConfig),
        ] {
            let text = format!("It fails, here is all:\n\n{configuration}\nError: invalid_client: no such client\n");
            let found = find(&text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((&text[found[0].0.clone()], found[0].1.kind), (configuration, kind));
            assert_eq!(found[0].1.profiles.len(), 1);
        }
    }

    #[test]
    fn a_megabyte_of_anything_ends_soon() {
        let client = r#"{"ClientId":"c","UserPoolId":"eu-west-1_A","ClientName":"n"},"#;
        let members: String = (0..50_000).map(|n| format!("\"m{n}\":{n},")).collect();
        let references = ["B", "C", "D", "E"].map(|name| format!("${{{name}}}").repeat(99));
        for (text, recognised) in [
            (format!("{{\"UserPoolClients\":[{}{{}}]}}", client.repeat(20_000)), true),
            (format!("{{{members}\"aws_user_pools_id\":\"eu-west-1_A\"}}"), true),
            ("f({ userPoolId: 'eu-west-1_A', clientId: x });\n".repeat(20_000), true),
            ("A_CLIENT_ID=c\n".repeat(80_000), false),
            (
                format!(
                    "A_CLIENT_ID={}\nB={}\nC={}\nD={}\n",
                    references[0], references[1], references[2], references[3]
                ),
                true,
            ),
            ("`".repeat(1 << 20), false),
            ("{a:`".repeat(1 << 16), false),
            ("'''{".repeat(1 << 16), false),
            ("oauth2: x: y\n".repeat(60_000), false),
            ("oauth2:\n".repeat(80_000), false),
            ("A_CLIENT_ID=\"x".repeat(60_000), true),
            ("aws_cognito\nresource \"a\" \"b\" {\n".repeat(30_000), false),
            ("--oidc-issuer-url \\\n".repeat(50_000), false),
            ("[auth.generic_oauth]\na = [\n".repeat(30_000), false),
            ("client(a(b=".repeat(60_000), false),
            ("Client.builder().x(".repeat(40_000), false),
            ("<data <string> CFBundleURLSchemes\n".repeat(20_000), false),
            ("Key  Value\nclient_id  c\n".repeat(30_000), false),
        ] {
            assert_eq!(recognise(&text).is_some(), recognised, "{}", &text[..20]);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in ".{0,200}") {
            let _ = recognise(&text);
        }

        #[test]
        fn anything_near_a_configuration_is_survived(
            text in r#"([{}\[\]:,'"`/=;$ \n]|userPoolId|ClientId|auth|CLIENT_ID|oauth|https://|us-east-1_A|Auth|Cognito){0,40}"#
        ) {
            let _ = recognise(&text);
        }
    }
}
