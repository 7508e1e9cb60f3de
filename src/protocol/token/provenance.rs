//! Who issued a token, according to its own claims, header or form. That proves nothing and no check uses it; it says
//! who could verify the token, and how.

use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::jose::header::is_of_a_load_balancer;
use crate::protocol::json::{Json, Value};
use crate::protocol::token::claims::is_for_apns;
use crate::protocol::token::issuers::{self, IssuerKind};
use crate::protocol::token::kind::TokenKind;

/// The event of a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4).
const BACKCHANNEL_LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The application id of Microsoft Graph.
const GRAPH: [&str; 4] = [
    "00000003-0000-0000-c000-000000000000",
    "https://graph.microsoft.com",
    "https://graph.microsoft.com/",
    // Azure AD Graph, its predecessor.
    "00000002-0000-0000-c000-000000000000",
];

/// The source of the information.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The claims.
    Claims,
    /// The header.
    Header,
    /// The form of the token.
    Form,
}

/// Who can verify a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verifier {
    /// Anyone who trusts the issuer, with the public keys at this URL.
    Keys(String),
    /// Anyone who has this secret.
    Secret(&'static str),
    /// Only this party.
    Only(&'static str),
    /// Unknown.
    Unknown,
}

/// Where a token comes from, according to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Who issued it.
    pub issuer: IssuerKind,
    /// The kind of token.
    pub kind: TokenKind,
    /// The source of the information.
    pub basis: Basis,
    /// Who can verify it.
    pub verifier: Verifier,
}

impl Provenance {
    /// Reads where a token of this `kind` comes from; `None` if unknown.
    pub fn of(text: &str, kind: TokenKind, header: Option<&Json>, claims: Option<&Json>) -> Option<Self> {
        let (issuer, basis, verifier) = if kind == TokenKind::Jwe {
            encrypted(header?)?
        } else if let Some(claims) = claims {
            ReadableToken { kind, header, claims }.found()?
        } else {
            let (issuer, party) = issuers::opaque(text)?;
            (issuer, Basis::Form, Verifier::Only(party))
        };
        Some(Self { issuer, kind, basis, verifier })
    }

    /// Whether only its recipient can verify it, so that the issuer's keys are of no use to others.
    pub fn is_for_one_party(&self) -> bool {
        matches!(self.verifier, Verifier::Only(_))
    }
}

/// An encrypted token: only its header can be read (RFC 7516 section 4).
fn encrypted(header: &Json) -> Option<(IssuerKind, Basis, Verifier)> {
    let text = |name| header.get(name).and_then(Value::as_string).unwrap_or_default();
    let (alg, enc) = (text("alg"), text("enc"));
    match (alg.as_str(), enc.as_str()) {
        ("dir", _) if !text("iss").is_empty() => {
            Some((IssuerKind::Auth0Userinfo, Basis::Header, Verifier::Only("the issuer")))
        }
        ("dir", "A256GCM" | "A256CBC-HS512") => {
            Some((IssuerKind::SessionCookie, Basis::Form, Verifier::Only("the application that encrypted it")))
        }
        ("RSA-OAEP", "A256GCM") if text("cty") == "JWT" => {
            Some((IssuerKind::CognitoRefreshToken, Basis::Form, Verifier::Only("Amazon Cognito")))
        }
        _ => None,
    }
}

/// What a readable token says.
struct ReadableToken<'a> {
    kind: TokenKind,
    header: Option<&'a Json>,
    claims: &'a Json,
}

impl ReadableToken<'_> {
    fn found(&self) -> Option<(IssuerKind, Basis, Verifier)> {
        if self.header.is_some_and(is_of_a_load_balancer) {
            return Some((IssuerKind::LoadBalancer, Basis::Header, self.load_balancer_keys()));
        }
        let issuer = self.claim("iss");
        let found = self.of_aws(&issuer).or_else(|| self.of_microsoft(&issuer));
        let found = found.or_else(|| self.for_one_audience()).or_else(|| self.of_okta(&issuer));
        let found = found.or_else(|| self.of_host(&issuer)).or_else(|| self.of_services(&issuer));
        let (kind, verifier) = found?;
        Some((kind, Basis::Claims, verifier))
    }

    fn of_aws(&self, issuer: &str) -> Option<(IssuerKind, Verifier)> {
        let (host, path) = address(issuer);
        let kid = self.named("kid");
        let keys = |suffix| keys_at(issuer, suffix);
        let is_pool_token = self.claims.get("token_use").is_some();
        if CognitoIssuer::is_host_of(issuer) {
            return Some((IssuerKind::Cognito, keys("/.well-known/jwks.json")));
        }
        if kid == "CognitoLocal" || path.starts_with("/local_") || is_pool_token && host == "localhost:9229" {
            return Some((IssuerKind::CognitoLocal, keys("/.well-known/jwks.json")));
        }
        let is_localstack = host.contains("localhost.localstack.cloud") || host.ends_with(":4566");
        if is_localstack && is_pool_token {
            return Some((IssuerKind::Localstack, keys("/.well-known/jwks.json")));
        }
        None
    }

    fn of_microsoft(&self, issuer: &str) -> Option<(IssuerKind, Verifier)> {
        let (host, path) = address(issuer);
        if host.ends_with(".b2clogin.com") || host.ends_with(".ciamlogin.com") {
            return Some((IssuerKind::EntraExternal, Verifier::Unknown));
        }
        let is_v1 = host == "sts.windows.net";
        let is_v2 = ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"];
        if !is_v1 && !is_v2.contains(&host) {
            return None;
        }
        let is_for_graph = self.audiences().iter().any(|audience| GRAPH.contains(&audience.as_str()));
        if self.header.is_some_and(|header| header.get("nonce").is_some())
            || is_for_graph && self.kind != TokenKind::IdToken
        {
            return Some((IssuerKind::MicrosoftGraph, Verifier::Only("Microsoft Graph")));
        }
        let tenant = path.trim_matches('/').split('/').next().unwrap_or_default();
        let is_tenant = !tenant.is_empty() && tenant.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
        let cloud = if is_v1 { "login.microsoftonline.com" } else { host };
        let version = if is_v1 { "" } else { "v2.0/" };
        let keys = if is_tenant {
            Verifier::Keys(format!("https://{cloud}/{tenant}/discovery/{version}keys"))
        } else {
            Verifier::Unknown
        };
        Some((if is_v1 { IssuerKind::EntraV1 } else { IssuerKind::EntraV2 }, keys))
    }

    /// What an application signs itself to show it to one provider.
    fn for_one_audience(&self) -> Option<(IssuerKind, Verifier)> {
        const FIREBASE: &str =
            "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit";
        if self.header.is_some_and(|header| is_for_apns(header, |name| self.claims.get(name))) {
            return Some((IssuerKind::AppleProviderToken, Verifier::Only("Apple")));
        }
        self.audiences().iter().find_map(|audience| match audience.as_str() {
            FIREBASE => Some((IssuerKind::FirebaseCustomToken, Verifier::Only("Firebase Authentication"))),
            "https://appleid.apple.com" => Some((IssuerKind::AppleClientSecret, Verifier::Only("Apple"))),
            _ => None,
        })
    }

    fn of_okta(&self, issuer: &str) -> Option<(IssuerKind, Verifier)> {
        const HOSTS: [&str; 4] = [".okta.com", ".oktapreview.com", ".okta-emea.com", ".okta-gov.com"];
        let (host, path) = address(issuer);
        if !self.named("typ").contains("okta-internal") && !HOSTS.iter().any(|end| host.ends_with(end)) {
            return None;
        }
        Some(if path.starts_with("/oauth2/") {
            (IssuerKind::OktaCustom, keys_at(issuer, "/v1/keys"))
        } else if self.kind == TokenKind::AccessToken {
            (IssuerKind::OktaOrg, Verifier::Only("Okta"))
        } else {
            (IssuerKind::OktaOrg, keys_at(issuer, "/oauth2/v1/keys"))
        })
    }

    /// Google's issuer may omit the scheme, and its proxy's has a path.
    fn of_host(&self, issuer: &str) -> Option<(IssuerKind, Verifier)> {
        if issuer == "https://cloud.google.com/iap" {
            let keys = "https://www.gstatic.com/iap/verify/public_key-jwk";
            return Some((IssuerKind::GoogleIap, Verifier::Keys(keys.to_owned())));
        }
        let host = if issuer == "accounts.google.com" { issuer } else { address(issuer).0 };
        let (kind, keys) = issuers::hosted(host)?;
        let keys = if keys.starts_with('/') { keys_at(issuer, keys) } else { Verifier::Keys(keys.to_owned()) };
        Some((kind, keys))
    }

    /// Providers that name themselves in a claim or in their path.
    fn of_services(&self, issuer: &str) -> Option<(IssuerKind, Verifier)> {
        let (host, path) = address(issuer);
        let keys = |suffix| keys_at(issuer, suffix);
        let is_symmetric = self.named("alg").starts_with("HS");
        let subject = self.claim("sub");
        if path.contains("/realms/") {
            let verifier =
                if is_symmetric { Verifier::Only("Keycloak") } else { keys("/protocol/openid-connect/certs") };
            let is_logout = self.claims.get("events").and_then(|events| events.get(BACKCHANNEL_LOGOUT)).is_some();
            let kind = match self.claim("typ").as_str() {
                _ if is_logout => IssuerKind::LogoutToken,
                "Refresh" | "Offline" if is_symmetric => IssuerKind::KeycloakRefreshToken,
                _ => IssuerKind::Keycloak,
            };
            return Some((kind, verifier));
        }
        if issuer == "supabase" && self.claims.get("role").is_some() {
            return Some((IssuerKind::SupabaseKey, Verifier::Secret("the project's JWT secret")));
        }
        if path.ends_with("/auth/v1") && (host.ends_with(".supabase.co") || self.claims.get("aal").is_some()) {
            let verifier = if is_symmetric {
                Verifier::Secret("the project's JWT secret")
            } else {
                keys("/.well-known/jwks.json")
            };
            return Some((IssuerKind::Supabase, verifier));
        }
        if let Some(found) = self.self_hosted(issuer, host, path) {
            return Some(found);
        }
        let session = self.claim("sid");
        if host.ends_with(".clerk.accounts.dev") || host.starts_with("clerk.") && session.starts_with("sess_") {
            return Some((IssuerKind::Clerk, keys("/.well-known/jwks.json")));
        }
        if host == "api.workos.com" || session.starts_with("session_0") && subject.starts_with("user_0") {
            return Some((IssuerKind::Workos, self.workos_keys(path)));
        }
        let is_kubernetes = issuer == "kubernetes/serviceaccount"
            || self.claims.get("kubernetes.io").is_some()
            || subject.starts_with("system:serviceaccount:");
        is_kubernetes.then(|| (IssuerKind::Kubernetes, keys("/openid/v1/jwks")))
    }

    /// Providers that run under any host.
    fn self_hosted(&self, issuer: &str, host: &str, path: &str) -> Option<(IssuerKind, Verifier)> {
        let has = |start: &str| self.claims.root().members().any(|(name, _)| name.starts_with(start));
        let is_job = self.claims.get("project_path").is_some() && self.claims.get("job_id").is_some();
        if host == "gitlab.com" || is_job {
            let kind = if is_job { IssuerKind::GitlabJob } else { IssuerKind::Gitlab };
            return Some((kind, keys_at(issuer, "/oauth/discovery/keys")));
        }
        if matches!(path.trim_matches('/').split('/').collect::<Vec<_>>()[..], ["application", "o", _]) {
            let verifier = if self.named("alg").starts_with("HS") {
                Verifier::Secret("the client secret")
            } else {
                keys_at(issuer, "/jwks/")
            };
            return Some((IssuerKind::Authentik, verifier));
        }
        if has("urn:zitadel:iam:") {
            return Some((IssuerKind::Zitadel, keys_at(issuer, "/oauth/v2/keys")));
        }
        let is_fusionauth =
            self.claims.get("applicationId").is_some() && self.claims.get("authenticationType").is_some();
        is_fusionauth.then(|| (IssuerKind::Fusionauth, keys_at(issuer, "/.well-known/jwks.json")))
    }

    /// A member of the header.
    fn named(&self, name: &str) -> String {
        self.header.and_then(|header| header.get(name)).and_then(Value::as_string).unwrap_or_default()
    }

    fn claim(&self, name: &str) -> String {
        self.claims.get(name).and_then(Value::as_string).unwrap_or_default()
    }

    fn audiences(&self) -> Vec<String> {
        self.claims.get("aud").and_then(Value::string_or_strings).unwrap_or_default()
    }

    /// The load balancer's region is in its ARN, the id of its key in the header. AWS's other partitions keep the keys
    /// elsewhere.
    fn load_balancer_keys(&self) -> Verifier {
        let (signer, kid) = (self.named("signer"), self.named("kid"));
        let is_word = |word: &str| {
            let is_of_a_word = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
            !word.is_empty() && word.len() <= 64 && word.bytes().all(is_of_a_word)
        };
        let mut parts = signer.split(':').skip(1);
        match (parts.next(), parts.nth(1)) {
            (Some("aws"), Some(region)) if is_word(region) && is_word(&kid) => {
                Verifier::Keys(format!("https://public-keys.auth.elb.{region}.amazonaws.com/{kid}"))
            }
            _ => Verifier::Unknown,
        }
    }

    fn workos_keys(&self, path: &str) -> Verifier {
        let named = path.rsplit('/').next().filter(|id| id.starts_with("client_")).map(str::to_owned);
        let client = named.unwrap_or_else(|| self.claim("client_id"));
        if client.starts_with("client_") && client.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            Verifier::Keys(format!("https://api.workos.com/sso/jwks/{client}"))
        } else {
            Verifier::Unknown
        }
    }
}

/// The host with port, and the path, of an issuer that is a URL; otherwise both are empty.
fn address(issuer: &str) -> (&str, &str) {
    let rest = issuer.strip_prefix("https://").or_else(|| issuer.strip_prefix("http://")).unwrap_or_default();
    let end = rest.find('/').unwrap_or(rest.len());
    (&rest[..end], &rest[end..])
}

fn keys_at(issuer: &str, suffix: &str) -> Verifier {
    const LONGEST: usize = 300;
    let is_url = issuer.starts_with("http") && issuer.len() <= LONGEST && !issuer.contains(['?', '#', ' ']);
    if is_url { Verifier::Keys(format!("{}{suffix}", issuer.trim_end_matches('/'))) } else { Verifier::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: TokenKind, header: &str, claims: &str) -> Option<(IssuerKind, Verifier)> {
        let json = |text: &str| Json::parse(text).unwrap();
        let found = Provenance::of("", kind, Some(&json(header)), Some(&json(claims)))?;
        Some((found.issuer, found.verifier))
    }

    #[test]
    fn claims_and_header_say_who_issued_a_token_and_where_its_keys_are() {
        for case in include_str!("provenance_cases.tsv").lines().filter(|line| !line.starts_with('#')) {
            let [kind, header, claims, issuer, verifier] = case.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{case}")
            };
            let kind = match kind {
                "id_token" => TokenKind::IdToken,
                "access_token" => TokenKind::AccessToken,
                _ => TokenKind::Jwt,
            };
            let (found, by) = of(kind, header, claims).expect(case);
            let by = match by {
                Verifier::Keys(url) => format!("keys {url}"),
                Verifier::Secret(secret) => format!("secret {secret}"),
                Verifier::Only(party) => format!("only {party}"),
                Verifier::Unknown => "unknown".to_owned(),
            };
            assert_eq!((serde_json::json!(found).as_str(), by.as_str()), (Some(issuer), verifier), "{case}");
        }
    }

    #[test]
    fn a_lookalike_of_a_known_issuer_is_not_recognised() {
        for claims in [
            r#"{"iss":"https://auth0.com.evil.example/"}"#,
            r#"{"iss":"https://evilokta.com"}"#,
            r#"{"iss":"https://sts.windows.net.evil.example/t/"}"#,
            r#"{"iss":"https://op.example","sub":"u"}"#,
            r#"{"sub":"u"}"#,
        ] {
            assert_eq!(of(TokenKind::AccessToken, r#"{"alg":"RS256"}"#, claims), None, "{claims}");
        }
    }

    #[test]
    fn encrypted_and_opaque_tokens_are_known_by_header_and_form() {
        let sealed = |header: &str| {
            Provenance::of("", TokenKind::Jwe, Some(&Json::parse(header).unwrap()), None).map(|found| found.issuer)
        };
        assert_eq!(sealed(r#"{"alg":"dir","enc":"A256GCM"}"#), Some(IssuerKind::SessionCookie));
        assert_eq!(sealed(r#"{"alg":"dir","enc":"A256CBC-HS512","kid":"k"}"#), Some(IssuerKind::SessionCookie));
        assert_eq!(sealed(r#"{"alg":"dir","enc":"A256GCM","iss":"https://a/"}"#), Some(IssuerKind::Auth0Userinfo));
        assert_eq!(sealed(r#"{"cty":"JWT","alg":"RSA-OAEP","enc":"A256GCM"}"#), Some(IssuerKind::CognitoRefreshToken));
        assert_eq!(sealed(r#"{"alg":"RSA-OAEP-256","enc":"A128GCM"}"#), None);
        let opaque = |text: &str| Provenance::of(text, TokenKind::Opaque, None, None).map(|found| found.issuer);
        assert_eq!(opaque("gho_16C7e42F292c6912E7710c838347Ae178B4a"), Some(IssuerKind::Github));
        assert_eq!(opaque("xoxb-123456789012-abcdefABCDEF"), Some(IssuerKind::Slack));
        assert_eq!(opaque("ya29.a0AfH6SMBx-example-example"), Some(IssuerKind::GoogleAccessToken));
        assert_eq!(opaque("c0a1b2c3d4e5f60718293a4b5c6d7e8f9.0.rsy.aB3dE5fG7hI9"), Some(IssuerKind::AppleCode));
        assert_eq!(opaque("a0a1b2c3d4e5f60718293a4b5c6d7e8f9.0.rsy.aB3dE5fG7hI9"), Some(IssuerKind::AppleAccessToken));
        for text in ["", "gho_", "2YotnFZFEjr1zCsicMWpAA", "c0a1.0.rsy.a", "ya29. and more text than a token"] {
            assert_eq!(opaque(text), None, "{text}");
        }
    }
}
