//! The pool's app clients, users and groups. They are fixed and shown to everyone: the demo has no secrets.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::protocol::Parameters;

/// The pool id. It looks like any other in us-east-1.
pub const POOL_ID: &str = "us-east-1_DemoPool1";

/// One app client of each kind. Like Cognito's, ids are 26 lower-case alphanumerics.
pub mod client_id {
    /// A public client with every system scope.
    pub const PUBLIC: &str = "1public00grantscope00demo1";
    /// A confidential client: it has a secret.
    pub const CONFIDENTIAL: &str = "2secret00grantscope00demo2";
    /// A public client that may not request `openid`.
    pub const WITHOUT_OPENID: &str = "3scopes00grantscope00demo3";
    /// A public client with refresh token rotation.
    pub const ROTATING: &str = "4rotate00grantscope00demo4";
    /// A public client that also allows the implicit grant.
    pub const IMPLICIT: &str = "5tokens00grantscope00demo5";
    /// A public client with tokens that expire after five minutes.
    pub const SHORT_LIVED: &str = "7minute00grantscope00demo7";
    /// A machine client: client credentials only, no redirect URI.
    pub const MACHINE: &str = "6server00grantscope00demo6";
}

/// The app clients by a short name, as in the files of lessons.
pub const CLIENT_NAMES: [(&str, &str); 7] = [
    ("public", client_id::PUBLIC),
    ("confidential", client_id::CONFIDENTIAL),
    ("without-openid", client_id::WITHOUT_OPENID),
    ("rotating", client_id::ROTATING),
    ("implicit", client_id::IMPLICIT),
    ("short-lived", client_id::SHORT_LIVED),
    ("machine", client_id::MACHINE),
];

/// The secret of the confidential and the machine client.
pub const CLIENT_SECRET: &str = "0demo0secret0of0grantscope0not0a0secret0at0all0demo0";

/// A registered application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppClient {
    /// The client identifier.
    pub client_id: String,
    /// The secret of a confidential client.
    pub client_secret: Option<String>,
    /// Callback URLs, matched byte for byte.
    pub redirect_uris: Vec<String>,
    /// Sign-out URLs, matched byte for byte.
    pub sign_out_uris: Vec<String>,
    /// The scopes that it may request.
    pub scopes: Vec<String>,
    /// Its description.
    pub note: String,
    /// Whether the code grant, and with it refresh, is enabled.
    #[serde(skip)]
    pub code_grant: bool,
    /// Whether the implicit grant is enabled.
    #[serde(skip)]
    pub implicit_grant: bool,
    /// Whether client credentials are enabled.
    #[serde(skip)]
    pub client_credentials_grant: bool,
    /// The grace period in seconds if refresh token rotation is enabled.
    #[serde(skip)]
    pub rotation_grace: Option<i64>,
    /// `AccessTokenValidity` and `IdTokenValidity` in seconds, if they differ from the pool's.
    #[serde(skip)]
    pub token_lifetime: Option<i64>,
    /// `SupportedIdentityProviders`
    #[serde(skip)]
    pub identity_providers: Vec<String>,
}

/// A user of the pool.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct User {
    /// The user name.
    pub username: String,
    /// The password, which everyone can see; empty for federated users.
    pub password: String,
    /// The groups.
    pub groups: Vec<String>,
    /// The subject: a UUID.
    #[serde(skip)]
    pub sub: String,
    /// The attributes, as in ID tokens.
    #[serde(skip)]
    pub attributes: Map<String, Value>,
    /// Whether the user is enabled.
    #[serde(skip)]
    pub enabled: bool,
}

/// The system scopes, one of which does not come from OpenID Connect.
const SYSTEM_SCOPES: [&str; 5] = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];

/// The scopes of the demo's resource server.
pub const API_SCOPES: [&str; 2] = ["demo-api/read", "demo-api/write"];

const REDIRECT_URIS: [&str; 4] = [
    "http://localhost:8765/callback",
    "http://127.0.0.1:8765/callback",
    "http://localhost:3000/",
    "https://localhost:8443/callback",
];

const SIGN_OUT_URIS: [&str; 3] = ["http://localhost:8765/", "http://localhost:3000/", "https://localhost:8443/"];

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// A public client with the code grant and every scope. Each of the others differs from it in one thing.
fn public(client_id: &str, note: &str) -> AppClient {
    AppClient {
        client_id: client_id.to_owned(),
        client_secret: None,
        redirect_uris: texts(&REDIRECT_URIS),
        sign_out_uris: texts(&SIGN_OUT_URIS),
        scopes: texts(&[&SYSTEM_SCOPES[..], &API_SCOPES].concat()),
        note: note.to_owned(),
        code_grant: true,
        implicit_grant: false,
        client_credentials_grant: false,
        rotation_grace: None,
        token_lifetime: None,
        identity_providers: texts(&["COGNITO", "Google", "Facebook"]),
    }
}

/// The app clients.
pub fn clients() -> Vec<AppClient> {
    let secret = || Some(CLIENT_SECRET.to_owned());
    vec![
        public(client_id::PUBLIC, "public client, any scope"),
        AppClient { client_secret: secret(), ..public(client_id::CONFIDENTIAL, "confidential client: has a secret") },
        AppClient {
            scopes: texts(&["aws.cognito.signin.user.admin", "demo-api/read", "demo-api/write"]),
            ..public(client_id::WITHOUT_OPENID, "public client without the openid scope")
        },
        AppClient {
            rotation_grace: Some(10),
            ..public(client_id::ROTATING, "public client, refresh tokens rotate (10 s grace period)")
        },
        AppClient {
            implicit_grant: true,
            ..public(client_id::IMPLICIT, "public client that also allows response_type=token")
        },
        AppClient {
            client_secret: secret(),
            redirect_uris: Vec::new(),
            sign_out_uris: Vec::new(),
            scopes: texts(&API_SCOPES),
            code_grant: false,
            client_credentials_grant: true,
            ..public(client_id::MACHINE, "machine client: client credentials only")
        },
        AppClient {
            // The shortest lifetime that Cognito allows.
            token_lifetime: Some(300),
            ..public(client_id::SHORT_LIVED, "public client, tokens expire after five minutes")
        },
    ]
}

/// The users with a password.
pub fn users() -> Vec<User> {
    vec![
        User {
            username: "alice".to_owned(),
            password: "Alice-demo-1".to_owned(),
            groups: texts(&["admins", "readers"]),
            sub: "a11ce000-7d5c-4a3e-9b1f-5f0c2d9e8a01".to_owned(),
            // Non-ASCII on purpose: a decoder that confuses base64url with base64 fails here.
            attributes: attributes(json!({
                "address": { "formatted": "1 Rabbit Hole\nOxford" },
                "birthdate": "1985-07-04",
                "custom:tenant": "wonderland",
                "email": "alice@example.com",
                "email_verified": true,
                "family_name": "Liddell",
                "given_name": "Zoë",
                "locale": "en-GB",
                "name": "Zoë Liddell ♔",
                "phone_number": "+441865000001",
                "phone_number_verified": true,
                "updated_at": 1_760_000_000,
                "zoneinfo": "Europe/London",
            })),
            enabled: true,
        },
        User {
            username: "bob".to_owned(),
            password: "Bob-demo-1".to_owned(),
            groups: Vec::new(),
            sub: "b0b00000-3c1d-4f6a-8e2b-7a9d4c5b6e02".to_owned(),
            attributes: attributes(json!({
                "email": "bob@example.com",
                "email_verified": false,
                "name": "Bob Builder",
            })),
            enabled: true,
        },
        User {
            username: "carol".to_owned(),
            password: "Carol-demo-1".to_owned(),
            groups: Vec::new(),
            sub: "ca401000-9e8f-4b7a-a6c5-d4e3f2a1b003".to_owned(),
            attributes: attributes(json!({ "email": "carol@example.com", "email_verified": true, "name": "Carol" })),
            enabled: false,
        },
    ]
}

/// A user who signed in through an identity provider: named `{Provider}_{id}`, member of `{poolId}_{Provider}`.
pub(super) fn federated(provider: &str, email: &str, sub: String, now: i64) -> User {
    let id = format!(
        "10{:018}",
        email.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()))
            % 1_000_000_000_000_000_000
    );
    let identity = json!([{
        "dateCreated": (now * 1000).to_string(),
        "issuer": null,
        "primary": "true",
        "providerName": provider,
        "providerType": provider,
        "userId": id,
    }]);
    let name = email.split('@').next().unwrap_or_default();
    User {
        username: format!("{provider}_{id}"),
        password: String::new(),
        groups: vec![format!("{POOL_ID}_{provider}")],
        sub,
        attributes: attributes(json!({ "email": email, "email_verified": true, "identities": identity, "name": name })),
        enabled: true,
    }
}

/// The identity provider that an authorization request names, if any: by its name or an alias.
pub(super) fn identity_provider(query: &Parameters) -> Option<&str> {
    query.get("identity_provider").or_else(|| match query.get("idp_identifier") {
        Some("example.com") => Some("Google"),
        alias => alias,
    })
}

/// The IAM role of a group, if it has one.
pub(super) fn role_of(group: &str) -> Option<&'static str> {
    (group == "admins").then_some("arn:aws:iam::123456789012:role/DemoAdmins")
}

fn attributes(object: Value) -> Map<String, Value> {
    match object {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// Whether `scopes` let a client see an attribute: `openid` alone shows all; with `email`, `phone` or `profile`, only
/// the attributes of those scopes.
pub(super) fn is_visible(attribute: &str, scopes: &[String]) -> bool {
    let asked = |scope: &str| scopes.iter().any(|asked| asked == scope);
    if attribute == "identities" || !(asked("email") || asked("phone") || asked("profile")) {
        return true;
    }
    match attribute {
        "email" | "email_verified" => asked("email"),
        "phone_number" | "phone_number_verified" => asked("phone"),
        "address" => false,
        _ => asked("profile"),
    }
}
