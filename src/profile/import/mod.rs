//! Configuration that people already have, read into profiles.
//!
//! ```text
//!   text ─► JSON, or object literals in source code ─► shapes, user_pool ─┐
//!        ─► link (URL, pool id)  ─────────────────────────────────────────┼─► Draft ─► settle + rules ─► Import
//!        ─► dotenv ───────────────────────────────────────────────────────┘
//! ```
//!
//! Every importer says what it read from where and what it left; none of them runs code, and none guesses between
//! several clients: each becomes a profile of its own.

mod dotenv;
mod draft;
mod imported;
mod javascript;
mod link;
mod members;
mod outputs;
pub mod rules;
mod shapes;
mod user_pool;

use serde::Serialize;

use crate::protocol::json::Value;
use crate::protocol::text::line_ends::line_feeds;
use crate::protocol::{Finding, Json};
use draft::Draft;
pub use imported::ImportedProfile;

/// No configuration file is longer, in bytes; a HAR may be.
const MAX_LENGTH: usize = 4 << 20;

/// No file configures more clients: nobody chooses among so many.
const MAX_CLIENTS: usize = 200;

/// What was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// `amplify_outputs.json` of Amplify Gen 2.
    AmplifyOutputs,
    /// `aws-exports.js`, or `amplifyconfiguration.json` of a JavaScript project.
    AwsExports,
    /// `amplifyconfiguration.json` and `.dart` of a native project, `awsconfiguration.json`, or source code that
    /// configures Amplify.
    AmplifyConfig,
    /// Options of an OpenID client library (`authority`, `client_id` …).
    OidcConfig,
    /// `aws cognito-idp describe-user-pool-client` or `list-user-pool-clients`.
    UserPoolClient,
    /// `aws cognito-idp describe-user-pool` or `describe-user-pool-domain`: a provider without a client.
    UserPool,
    /// A `.env` file.
    Dotenv,
    /// The URL of an authorization request.
    AuthorizationUrl,
    /// The URL of a login page with an authorization request's parameters.
    LoginPage,
    /// The URL of a sign-out.
    LogoutUrl,
    /// An issuer, the URL of its discovery document, or a user pool id.
    Issuer,
}

/// What an import came to. Serialises as `{"kind", "profiles", "read", "ignored", "findings", "repairs"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Import {
    /// What it was.
    pub kind: ImportKind,
    /// One profile for each client; one without a client id when no client is named.
    pub profiles: Vec<ImportedProfile>,
    /// What was read: `path: field`.
    pub read: Vec<String>,
    /// What was left: `path: why`.
    pub ignored: Vec<String>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// What had to be changed for it to be understood.
    pub repairs: Vec<String>,
}

/// What one document or object said, before the rules that hold for all.
#[derive(Clone, Debug)]
struct Part {
    kind: ImportKind,
    draft: Draft,
    read: Vec<String>,
    ignored: Vec<String>,
    findings: Vec<Finding>,
}

/// Reads a file of any of the formats, in UTF-8 or in the UTF-16 that PowerShell writes. The error says where the bytes
/// are no text.
pub fn recognise_bytes(bytes: &[u8]) -> Result<Option<Import>, String> {
    let units = |read: fn([u8; 2]) -> u16| -> String {
        let units = bytes[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => {
            let text = std::str::from_utf8(bytes);
            return text.map(recognise).map_err(|error| format!("byte {} is not UTF-8", error.valid_up_to()));
        }
    };
    Ok(recognise(&text).map(|mut import| {
        import.repairs.insert(0, "read as UTF-16".to_owned());
        import
    }))
}

/// The object literals of a text, the outermost ones, as strict JSON: objects as a program or a person writes them.
pub fn object_literals(text: &str) -> Vec<String> {
    const MOST: usize = 20;
    let mut found = Vec::new();
    javascript::objects(text, |literal| {
        if found.len() < MOST {
            found.push(literal.json);
        }
        true
    });
    found
}

/// Reads any of the formats; `None` when the text is none of them. Total: any text is survived.
pub fn recognise(text: &str) -> Option<Import> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let text = line_feeds(text);
    let text = text.as_ref();
    let mut repairs = Vec::new();
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            repairs.push("removed the byte order mark".to_owned());
            rest
        }
        None => text,
    };
    let parts = first_found([
        &mut || documents(text),
        &mut || link::read(text, &mut repairs).into_iter().collect(),
        &mut || dotenv::read(text),
    ]);
    let parts = if parts.is_empty() { source(text, &mut repairs) } else { parts };
    let mut parts = user_pool::join(parts);
    let kind = parts.first()?.kind;
    let further = parts.len().saturating_sub(MAX_CLIENTS);
    parts.truncate(MAX_CLIENTS);
    let read = once_each(parts.iter().flat_map(|part| &part.read));
    let mut ignored = once_each(parts.iter().flat_map(|part| &part.ignored));
    let mut findings = Vec::new();
    if further > 0 {
        ignored.push(format!("(document): {further} further clients, expected at most {MAX_CLIENTS}"));
    }
    ignored.retain(|line| !read.iter().any(|read: &String| read.split(": ").next() == line.split(": ").next()));
    let profiles = draft::settle(parts, &mut findings);
    findings.sort_by_key(Finding::severity);
    Some(Import { kind, profiles, read, ignored, findings, repairs })
}

fn first_found(readers: [&mut dyn FnMut() -> Vec<Part>; 3]) -> Vec<Part> {
    readers.into_iter().map(|read| read()).find(|parts| !parts.is_empty()).unwrap_or_default()
}

fn once_each<'a>(lines: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    lines.filter(|line| !line.is_empty() && seen.insert(line.as_str())).cloned().collect()
}

/// One JSON document, an array of them, or several one after another, as a shell loop over `aws` prints them.
fn documents(text: &str) -> Vec<Part> {
    if !text.trim_start().starts_with(['{', '[']) {
        return Vec::new();
    }
    if let Ok(json) = Json::parse(text) {
        return document(json.root());
    }
    let stream = serde_json::Deserializer::from_str(text).into_iter::<&serde_json::value::RawValue>();
    let documents: Option<Vec<Json>> = stream.map(|raw| Json::parse(raw.ok()?.get()).ok()).collect();
    documents.unwrap_or_default().iter().flat_map(|json| document(json.root())).collect()
}

fn document(root: Value<'_>) -> Vec<Part> {
    let objects = std::iter::once(root).chain(root.items()).filter(|value| value.is_object());
    let parts: Vec<Part> = objects.flat_map(object).collect();
    if parts.is_empty() { outputs::read(root) } else { parts }
}

fn object(root: Value<'_>) -> Vec<Part> {
    let parts = user_pool::read(root);
    let mut parts = if parts.is_empty() { shapes::read(root) } else { parts };
    for part in &mut parts {
        let app = matches!(part.kind, ImportKind::AwsExports | ImportKind::AmplifyConfig | ImportKind::OidcConfig);
        if app && part.draft.client_secret.is_some() {
            part.findings.push(rules::SECRET_IN_APP.found(
                "The file holds a client secret, and everybody who has the app has the file",
                "Use a public client with PKCE in the app, and replace this secret",
            ));
        }
    }
    parts
}

/// Source code: JSON within Dart's triple quotes, or object literals.
fn source(text: &str, repairs: &mut Vec<String>) -> Vec<Part> {
    for quotes in ["'''", "\"\"\""] {
        let quoted: Vec<Part> = text.split(quotes).skip(1).step_by(2).flat_map(documents).collect();
        if !quoted.is_empty() {
            return quoted;
        }
    }
    let mut parts = Vec::new();
    let mut strict = true;
    javascript::objects(text, |literal| {
        let Ok(json) = Json::parse(literal.json.as_str()) else { return false };
        let mut found = object(json.root());
        strict &= Json::parse(&text[literal.span.clone()]).is_ok();
        for part in &mut found {
            for (path, expression) in &literal.expressions {
                part.ignored.push(unread(path, expression));
            }
        }
        let taken = !found.is_empty();
        if taken {
            repairs.extend(literal.defaults.iter().map(|(path, text)| took_default(path, text)));
        }
        parts.append(&mut found);
        taken
    });
    if !parts.is_empty() && !strict {
        repairs.push("read as a JavaScript object, which is no strict JSON".to_owned());
    }
    parts
}

fn unread(path: &str, expression: &str) -> String {
    let path = if path.is_empty() { "(object)" } else { path };
    // A secret may stand within the expression.
    let secret = [path, expression].iter().any(|text| text.to_lowercase().contains("secret"));
    let shown = if secret { "an expression".to_owned() } else { short(expression) };
    format!("{path}: {shown} is no literal, and nothing is run")
}

/// The default itself is not repeated: it may be a secret.
fn took_default(path: &str, expression: &str) -> String {
    let asked = expression.rsplit_once("||").or_else(|| expression.rsplit_once("??")).map_or("", |(asked, _)| asked);
    format!("{path}: took the default of {}", short(asked))
}

/// An expression on one line and not long: a whole function may stand there.
fn short(expression: &str) -> String {
    let one_line = expression.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = one_line.chars().take(60).collect();
    if short.len() < one_line.len() { format!("{short}…") } else { short }
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
        assert_eq!(import.ignored, ["state: made anew for every request"]);
        let profile = import.profiles[0].clone().into_profile();
        assert_eq!(profile.redirect_uris, ["http://localhost:8765/cb"]);
        assert_eq!(profile.parameters.get("lang"), Some("de"));
        assert_eq!(
            profile.provider.endpoints().token.as_deref(),
            Some("https://shop.auth.eu-west-1.amazoncognito.com/oauth2/token")
        );
    }

    #[test]
    fn a_url_of_another_provider_tells_its_authorization_endpoint_only() {
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
        assert_eq!(recognise_bytes(b"ab\xff"), Err("byte 2 is not UTF-8".to_owned()));
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
