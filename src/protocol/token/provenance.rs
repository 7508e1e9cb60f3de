//! Who issued a token, according to its own claims, header or form. That proves nothing and no check uses it; it says
//! who could verify the token, and how.

use serde::Serialize;

use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::enum_table::enum_table;
use crate::protocol::jose::header::is_of_a_load_balancer;
use crate::protocol::json::{Json, Value};
use crate::protocol::token::kind::TokenKind;

/// The application id of Microsoft Graph.
const GRAPH: [&str; 4] = [
    "00000003-0000-0000-c000-000000000000",
    "https://graph.microsoft.com",
    "https://graph.microsoft.com/",
    // Azure AD Graph, its predecessor.
    "00000002-0000-0000-c000-000000000000",
];

enum_table! {
    /// The issuer of a token, and which of its tokens it is: what a token of it is, where `{kind}` stands for its kind.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "snake_case")]
    pub enum IssuerKind: 1 {
        Cognito => "{kind} from an Amazon Cognito user pool";
        CognitoRefreshToken => "a refresh token from Amazon Cognito";
        CognitoIdentity => "a token from an Amazon Cognito identity pool, for AWS STS";
        Localstack => "{kind} from LocalStack, which imitates Amazon Cognito";
        CognitoLocal => "{kind} from cognito-local, which imitates Amazon Cognito";
        AwsSts => "a web identity token from AWS STS, for a service outside AWS";
        LoadBalancer => "the claims that an AWS load balancer (ALB) forwards in x-amzn-oidc-data";
        EntraV1 => "{kind} from Microsoft Entra ID, version 1.0";
        EntraV2 => "{kind} from Microsoft Entra ID, version 2.0";
        MicrosoftGraph => "an access token from Microsoft Entra ID for Microsoft Graph";
        EntraExternal => "{kind} from Azure AD B2C or Microsoft Entra External ID";
        Auth0 => "{kind} from Auth0";
        Auth0Userinfo => "an encrypted access token from Auth0 for its UserInfo endpoint";
        OktaOrg => "{kind} from Okta's org authorization server";
        OktaCustom => "{kind} from a custom authorization server at Okta";
        Keycloak => "{kind} from Keycloak";
        Google => "{kind} from Google";
        GoogleAccessToken => "an opaque access token from Google";
        GoogleRefreshToken => "an opaque refresh token from Google";
        GoogleIap => "an assertion from Google's Identity-Aware Proxy";
        Firebase => "an ID token from Firebase Authentication";
        FirebaseSession => "a session cookie from Firebase Authentication";
        FirebaseCustomToken => "a Firebase custom token, signed by your own server";
        Apple => "{kind} from Apple";
        AppleClientSecret => "a client secret for Sign in with Apple, signed by your own server";
        AppleCode => "an authorization code from Apple";
        AppleAccessToken => "an opaque access token from Apple";
        AppleRefreshToken => "an opaque refresh token from Apple";
        GithubActions => "an ID token from GitHub Actions, for a workflow";
        Github => "an opaque access token from GitHub";
        GithubRefreshToken => "an opaque refresh token from GitHub";
        Slack => "an opaque token from Slack";
        Supabase => "an access token from Supabase Auth";
        SupabaseKey => "an API key of a Supabase project";
        Clerk => "a session token from Clerk";
        Workos => "an access token from WorkOS";
        SessionCookie => "a session cookie that an application encrypted for itself";
        Kubernetes => "a service account token from Kubernetes";
        Zitadel => "{kind} from ZITADEL";
        Authentik => "{kind} from authentik";
        Kinde => "{kind} from Kinde";
        Fusionauth => "{kind} from FusionAuth";
        Pingone => "{kind} from PingOne";
        Onelogin => "{kind} from OneLogin";
        Logto => "{kind} from Logto";
        CloudflareAccess => "a token from Cloudflare Access, for the application behind it";
        Gitlab => "{kind} from GitLab";
        GitlabJob => "an ID token from GitLab CI, for a job";
        Salesforce => "{kind} from Salesforce";
        Linkedin => "{kind} from LinkedIn";
        Twitch => "{kind} from Twitch";
        Facebook => "{kind} from Facebook Limited Login";
    }
}

impl IssuerKind {
    /// What a token of it is: `an ID token from Keycloak`.
    pub(super) fn token(self, kind: &str) -> String {
        self.row()[0].replace("{kind}", kind)
    }
}

/// Hosted providers: how the host ends, their kind, and where the keys are, after the issuer, or whole.
const HOSTED: &[(&str, IssuerKind, &str)] = &[
    (".zitadel.cloud", IssuerKind::Zitadel, "/oauth/v2/keys"),
    (".kinde.com", IssuerKind::Kinde, "/.well-known/jwks"),
    (".fusionauth.io", IssuerKind::Fusionauth, "/.well-known/jwks.json"),
    ("auth.pingone.com", IssuerKind::Pingone, "/jwks"),
    ("auth.pingone.eu", IssuerKind::Pingone, "/jwks"),
    ("auth.pingone.ca", IssuerKind::Pingone, "/jwks"),
    ("auth.pingone.asia", IssuerKind::Pingone, "/jwks"),
    ("auth.pingone.com.au", IssuerKind::Pingone, "/jwks"),
    (".onelogin.com", IssuerKind::Onelogin, "/certs"),
    (".logto.app", IssuerKind::Logto, "/jwks"),
    (".cloudflareaccess.com", IssuerKind::CloudflareAccess, "/cdn-cgi/access/certs"),
    ("login.salesforce.com", IssuerKind::Salesforce, "/id/keys"),
    (".my.salesforce.com", IssuerKind::Salesforce, "/id/keys"),
    ("www.linkedin.com", IssuerKind::Linkedin, "https://www.linkedin.com/oauth/openid/jwks"),
    ("id.twitch.tv", IssuerKind::Twitch, "/keys"),
    ("www.facebook.com", IssuerKind::Facebook, "https://www.facebook.com/.well-known/oauth/openid/jwks/"),
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
            Read { kind, header, claims }.found()?
        } else {
            let (issuer, verifier) = opaque(text)?;
            (issuer, Basis::Form, verifier)
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

/// Opaque tokens with a prefix, by which their issuers find leaked ones.
fn opaque(text: &str) -> Option<(IssuerKind, Verifier)> {
    use IssuerKind::{Github, GithubRefreshToken, GoogleAccessToken, GoogleRefreshToken, Slack};
    const PREFIXES: [(&str, IssuerKind, &str); 18] = [
        ("gho_", Github, "GitHub"),
        ("ghu_", Github, "GitHub"),
        ("ghp_", Github, "GitHub"),
        ("ghs_", Github, "GitHub"),
        ("github_pat_", Github, "GitHub"),
        ("ghr_", GithubRefreshToken, "GitHub"),
        ("xoxb-", Slack, "Slack"),
        ("xoxp-", Slack, "Slack"),
        ("xoxa-", Slack, "Slack"),
        ("xoxs-", Slack, "Slack"),
        ("xoxc-", Slack, "Slack"),
        ("xoxd-", Slack, "Slack"),
        ("xoxe-", Slack, "Slack"),
        ("xoxe.xoxp-", Slack, "Slack"),
        ("xoxe.xoxb-", Slack, "Slack"),
        ("xapp-", Slack, "Slack"),
        ("ya29.", GoogleAccessToken, "Google"),
        ("1//", GoogleRefreshToken, "Google"),
    ];
    if let Some(issuer) = of_apple(text) {
        return Some((issuer, Verifier::Only("Apple")));
    }
    let is_token =
        |rest: &str| rest.len() >= 16 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let known = PREFIXES.iter().find(|(prefix, ..)| text.strip_prefix(prefix).is_some_and(is_token));
    known.map(|(_, issuer, party)| (*issuer, Verifier::Only(party)))
}

/// Apple's codes and tokens: a letter and 32 digits, a number, a word, and the rest, with dots between.
fn of_apple(text: &str) -> Option<IssuerKind> {
    let mut parts = text.split('.');
    let (Some(id), Some(number), Some(word), Some(rest), None) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let issuer = match id.as_bytes().first()? {
        b'c' => IssuerKind::AppleCode,
        b'a' => IssuerKind::AppleAccessToken,
        b'r' => IssuerKind::AppleRefreshToken,
        _ => return None,
    };
    let is_id = id.len() == 33 && id.bytes().skip(1).all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase());
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    let is_rest = rest.len() >= 8 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    (is_id && is_number && is_word && is_rest).then_some(issuer)
}

/// What a readable token says.
struct Read<'a> {
    kind: TokenKind,
    header: Option<&'a Json>,
    claims: &'a Json,
}

impl Read<'_> {
    fn found(&self) -> Option<(IssuerKind, Basis, Verifier)> {
        if self.header.is_some_and(is_of_a_load_balancer) {
            return Some((IssuerKind::LoadBalancer, Basis::Header, self.load_balancer_keys()));
        }
        let issuer = self.claim("iss");
        let (kind, verifier) = self.of_aws(&issuer).or_else(|| self.of_microsoft(&issuer)).or_else(|| {
            let of_others = self.of_google(&issuer).or_else(|| self.of_apple(&issuer));
            of_others.or_else(|| self.of_services(&issuer))
        })?;
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
        if host == "cognito-identity.amazonaws.com" {
            return Some((IssuerKind::CognitoIdentity, keys("/.well-known/jwks_uri")));
        }
        let is_sts = host.ends_with(".tokens.sts.global.api.aws");
        is_sts.then(|| (IssuerKind::AwsSts, keys("/.well-known/jwks.json")))
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
        let keys = match is_tenant {
            true => Verifier::Keys(format!("https://{cloud}/{tenant}/discovery/{version}keys")),
            false => Verifier::Unknown,
        };
        Some((if is_v1 { IssuerKind::EntraV1 } else { IssuerKind::EntraV2 }, keys))
    }

    fn of_google(&self, issuer: &str) -> Option<(IssuerKind, Verifier)> {
        const CUSTOM: &str =
            "https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit";
        let keys = |url: &str| Verifier::Keys(url.to_owned());
        let (host, _) = address(issuer);
        if self.audiences().iter().any(|audience| audience == CUSTOM) {
            return Some((IssuerKind::FirebaseCustomToken, Verifier::Only("Firebase Authentication")));
        }
        match host {
            "securetoken.google.com" => Some((
                IssuerKind::Firebase,
                keys("https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com"),
            )),
            "session.firebase.google.com" => Some((
                IssuerKind::FirebaseSession,
                keys("https://identitytoolkit.googleapis.com/v1/sessionCookiePublicKeys"),
            )),
            "accounts.google.com" => Some((IssuerKind::Google, keys("https://www.googleapis.com/oauth2/v3/certs"))),
            _ if issuer == "accounts.google.com" => {
                Some((IssuerKind::Google, keys("https://www.googleapis.com/oauth2/v3/certs")))
            }
            _ if issuer == "https://cloud.google.com/iap" => {
                Some((IssuerKind::GoogleIap, keys("https://www.gstatic.com/iap/verify/public_key-jwk")))
            }
            _ => None,
        }
    }

    fn of_apple(&self, issuer: &str) -> Option<(IssuerKind, Verifier)> {
        if self.audiences().iter().any(|audience| audience == "https://appleid.apple.com") {
            return Some((IssuerKind::AppleClientSecret, Verifier::Only("Apple")));
        }
        let is_apple = ["https://appleid.apple.com", "https://account.apple.com"].contains(&issuer);
        is_apple.then(|| (IssuerKind::Apple, Verifier::Keys("https://appleid.apple.com/auth/keys".to_owned())))
    }

    fn of_services(&self, issuer: &str) -> Option<(IssuerKind, Verifier)> {
        let (host, path) = address(issuer);
        let keys = |suffix| keys_at(issuer, suffix);
        let is_access_token = self.kind == TokenKind::AccessToken;
        let is_symmetric = self.named("alg").starts_with("HS");
        let of_okta = [".okta.com", ".oktapreview.com", ".okta-emea.com", ".okta-gov.com"];
        let typ = self.named("typ");
        let subject = self.claim("sub");
        if typ.contains("okta-internal") || of_okta.iter().any(|end| host.ends_with(end)) {
            return Some(match path.starts_with("/oauth2/") {
                true => (IssuerKind::OktaCustom, keys("/v1/keys")),
                false if is_access_token => (IssuerKind::OktaOrg, Verifier::Only("Okta")),
                false => (IssuerKind::OktaOrg, keys("/oauth2/v1/keys")),
            });
        }
        if host.ends_with(".auth0.com") {
            return Some((IssuerKind::Auth0, keys("/.well-known/jwks.json")));
        }
        if path.contains("/realms/") {
            let verifier = match is_symmetric {
                true => Verifier::Only("Keycloak"),
                false => keys("/protocol/openid-connect/certs"),
            };
            return Some((IssuerKind::Keycloak, verifier));
        }
        if host == "token.actions.githubusercontent.com" {
            return Some((IssuerKind::GithubActions, keys("/.well-known/jwks")));
        }
        if issuer == "supabase" && self.claims.get("role").is_some() {
            return Some((IssuerKind::SupabaseKey, Verifier::Secret("the project's JWT secret")));
        }
        if path.ends_with("/auth/v1") && (host.ends_with(".supabase.co") || self.claims.get("aal").is_some()) {
            let verifier = match is_symmetric {
                true => Verifier::Secret("the project's JWT secret"),
                false => keys("/.well-known/jwks.json"),
            };
            return Some((IssuerKind::Supabase, verifier));
        }
        if let Some(found) = self.of_hosted(issuer, host, path) {
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

    /// Providers with hosts of their own, and those that name themselves in a claim or path.
    fn of_hosted(&self, issuer: &str, host: &str, path: &str) -> Option<(IssuerKind, Verifier)> {
        let ends = |end: &str| if end.starts_with('.') { host.ends_with(end) } else { host == end };
        if let Some((_, kind, keys)) = HOSTED.iter().find(|(end, ..)| ends(end)) {
            let keys = if keys.starts_with('/') { keys_at(issuer, keys) } else { Verifier::Keys((*keys).to_owned()) };
            return Some((*kind, keys));
        }
        let has = |start: &str| self.claims.root().members().any(|(name, _)| name.starts_with(start));
        let is_job = self.claims.get("project_path").is_some() && self.claims.get("job_id").is_some();
        if host == "gitlab.com" || is_job {
            let kind = if is_job { IssuerKind::GitlabJob } else { IssuerKind::Gitlab };
            return Some((kind, keys_at(issuer, "/oauth/discovery/keys")));
        }
        if matches!(path.trim_matches('/').split('/').collect::<Vec<_>>()[..], ["application", "o", _]) {
            let verifier = match self.named("alg").starts_with("HS") {
                true => Verifier::Secret("the client secret"),
                false => keys_at(issuer, "/jwks/"),
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
        match client.starts_with("client_") && client.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            true => Verifier::Keys(format!("https://api.workos.com/sso/jwks/{client}")),
            false => Verifier::Unknown,
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
    match is_url {
        true => Verifier::Keys(format!("{}{suffix}", issuer.trim_end_matches('/'))),
        false => Verifier::Unknown,
    }
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
        use IssuerKind as K;
        use TokenKind::{AccessToken, IdToken, Jwt};
        let keys = |url: &str| Verifier::Keys(url.to_owned());
        let rs = r#"{"alg":"RS256"}"#;
        let cases: [(TokenKind, &str, &str, K, Verifier); 24] = [
            (
                IdToken,
                rs,
                r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A1"}"#,
                K::Cognito,
                keys("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A1/.well-known/jwks.json"),
            ),
            (
                AccessToken,
                rs,
                r#"{"iss":"http://localhost.localstack.cloud:4566/us-east-1_a","token_use":"access"}"#,
                K::Localstack,
                keys("http://localhost.localstack.cloud:4566/us-east-1_a/.well-known/jwks.json"),
            ),
            (
                AccessToken,
                r#"{"alg":"RS256","kid":"CognitoLocal"}"#,
                r#"{"iss":"http://localhost:9229/local_2D"}"#,
                K::CognitoLocal,
                keys("http://localhost:9229/local_2D/.well-known/jwks.json"),
            ),
            (
                AccessToken,
                rs,
                r#"{"iss":"https://sts.windows.net/t-1/","aud":"api://a"}"#,
                K::EntraV1,
                keys("https://login.microsoftonline.com/t-1/discovery/keys"),
            ),
            (
                AccessToken,
                rs,
                r#"{"iss":"https://login.microsoftonline.com/t-1/v2.0","aud":"a"}"#,
                K::EntraV2,
                keys("https://login.microsoftonline.com/t-1/discovery/v2.0/keys"),
            ),
            (
                AccessToken,
                rs,
                r#"{"iss":"https://sts.windows.net/t/","aud":"00000003-0000-0000-c000-000000000000"}"#,
                K::MicrosoftGraph,
                Verifier::Only("Microsoft Graph"),
            ),
            (
                AccessToken,
                r#"{"alg":"RS256","nonce":"n"}"#,
                r#"{"iss":"https://sts.windows.net/t/","aud":"x"}"#,
                K::MicrosoftGraph,
                Verifier::Only("Microsoft Graph"),
            ),
            (
                AccessToken,
                rs,
                r#"{"iss":"https://a.eu.auth0.com/","aud":["api","https://a.eu.auth0.com/userinfo"]}"#,
                K::Auth0,
                keys("https://a.eu.auth0.com/.well-known/jwks.json"),
            ),
            (AccessToken, rs, r#"{"iss":"https://a.okta.com","cid":"c"}"#, K::OktaOrg, Verifier::Only("Okta")),
            (IdToken, rs, r#"{"iss":"https://a.okta.com"}"#, K::OktaOrg, keys("https://a.okta.com/oauth2/v1/keys")),
            (
                AccessToken,
                rs,
                r#"{"iss":"https://a.okta.com/oauth2/default"}"#,
                K::OktaCustom,
                keys("https://a.okta.com/oauth2/default/v1/keys"),
            ),
            (
                AccessToken,
                rs,
                r#"{"iss":"https://sso.example/realms/r"}"#,
                K::Keycloak,
                keys("https://sso.example/realms/r/protocol/openid-connect/certs"),
            ),
            (
                Jwt,
                r#"{"alg":"HS512"}"#,
                r#"{"iss":"https://sso.example/realms/r"}"#,
                K::Keycloak,
                Verifier::Only("Keycloak"),
            ),
            (
                IdToken,
                rs,
                r#"{"iss":"https://accounts.google.com"}"#,
                K::Google,
                keys("https://www.googleapis.com/oauth2/v3/certs"),
            ),
            (
                IdToken,
                rs,
                r#"{"iss":"https://securetoken.google.com/p","aud":"p"}"#,
                K::Firebase,
                keys("https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com"),
            ),
            (
                IdToken,
                rs,
                r#"{"iss":"https://appleid.apple.com"}"#,
                K::Apple,
                keys("https://appleid.apple.com/auth/keys"),
            ),
            (
                Jwt,
                r#"{"alg":"ES256","kid":"K"}"#,
                r#"{"iss":"TEAM","aud":"https://appleid.apple.com","sub":"com.example"}"#,
                K::AppleClientSecret,
                Verifier::Only("Apple"),
            ),
            (
                Jwt,
                r#"{"alg":"ES256","kid":"k-1","signer":"arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/b"}"#,
                r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A1"}"#,
                K::LoadBalancer,
                keys("https://public-keys.auth.elb.eu-west-1.amazonaws.com/k-1"),
            ),
            (
                Jwt,
                rs,
                r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:a/b:ref:refs/heads/main"}"#,
                K::GithubActions,
                keys("https://token.actions.githubusercontent.com/.well-known/jwks"),
            ),
            (
                AccessToken,
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://p.supabase.co/auth/v1","role":"authenticated"}"#,
                K::Supabase,
                Verifier::Secret("the project's JWT secret"),
            ),
            (
                Jwt,
                rs,
                r#"{"iss":"https://a-1.clerk.accounts.dev","sid":"sess_1"}"#,
                K::Clerk,
                keys("https://a-1.clerk.accounts.dev/.well-known/jwks.json"),
            ),
            (
                Jwt,
                rs,
                r#"{"iss":"https://api.workos.com/user_management/client_01A","sid":"session_01"}"#,
                K::Workos,
                keys("https://api.workos.com/sso/jwks/client_01A"),
            ),
            (
                Jwt,
                rs,
                r#"{"iss":"https://kubernetes.default.svc.cluster.local","sub":"system:serviceaccount:a:b"}"#,
                K::Kubernetes,
                keys("https://kubernetes.default.svc.cluster.local/openid/v1/jwks"),
            ),
            (
                Jwt,
                rs,
                r#"{"iss":"https://u-1.tokens.sts.global.api.aws","sub":"arn:aws:iam::1:role/a"}"#,
                K::AwsSts,
                keys("https://u-1.tokens.sts.global.api.aws/.well-known/jwks.json"),
            ),
        ];
        for (kind, header, claims, issuer, verifier) in cases {
            assert_eq!(of(kind, header, claims), Some((issuer, verifier)), "{header} {claims}");
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
