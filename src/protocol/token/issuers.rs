//! The issuers whose tokens are recognised: a row for each in words, and rows for their hosts and the forms of their
//! opaque tokens.

use serde::Serialize;

use crate::protocol::enum_table::enum_table;

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
        KeycloakRefreshToken => "a refresh token from Keycloak";
        LogoutToken => "a logout token, which a provider sends to the server of an application";
        Google => "{kind} from Google";
        GoogleAccessToken => "an opaque access token from Google";
        GoogleRefreshToken => "an opaque refresh token from Google";
        GoogleIap => "an assertion from Google's Identity-Aware Proxy";
        Firebase => "an ID token from Firebase Authentication";
        FirebaseSession => "a session cookie from Firebase Authentication";
        FirebaseCustomToken => "a Firebase custom token, signed by your own server";
        Apple => "{kind} from Apple";
        AppleClientSecret => "a client secret for Sign in with Apple, signed by your own server";
        AppleProviderToken => "a provider token for Apple's push service (APNs), signed by your own server";
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

/// Issuers that their host is enough to know: how the host ends, or all of it; the kind; where the keys are, after the
/// issuer, or whole.
const HOSTED: &[(&str, IssuerKind, &str)] = &[
    ("cognito-identity.amazonaws.com", IssuerKind::CognitoIdentity, "/.well-known/jwks_uri"),
    (".tokens.sts.global.api.aws", IssuerKind::AwsSts, "/.well-known/jwks.json"),
    (
        "securetoken.google.com",
        IssuerKind::Firebase,
        "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
    ),
    (
        "session.firebase.google.com",
        IssuerKind::FirebaseSession,
        "https://identitytoolkit.googleapis.com/v1/sessionCookiePublicKeys",
    ),
    ("accounts.google.com", IssuerKind::Google, "https://www.googleapis.com/oauth2/v3/certs"),
    ("appleid.apple.com", IssuerKind::Apple, "https://appleid.apple.com/auth/keys"),
    ("account.apple.com", IssuerKind::Apple, "https://appleid.apple.com/auth/keys"),
    (".auth0.com", IssuerKind::Auth0, "/.well-known/jwks.json"),
    ("token.actions.githubusercontent.com", IssuerKind::GithubActions, "/.well-known/jwks"),
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

/// The issuer with this host, and where its keys are: after the issuer if it begins with a slash.
pub(super) fn hosted(host: &str) -> Option<(IssuerKind, &'static str)> {
    let is_host = |end: &str| if end.starts_with('.') { host.ends_with(end) } else { host == end };
    HOSTED.iter().find(|(end, ..)| is_host(end)).map(|(_, kind, keys)| (*kind, *keys))
}

/// The issuer of an opaque token and the only party that can verify it. Prefixes let issuers find leaked tokens.
pub(super) fn opaque(text: &str) -> Option<(IssuerKind, &'static str)> {
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
        return Some((issuer, "Apple"));
    }
    let is_token =
        |rest: &str| rest.len() >= 16 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let known = PREFIXES.iter().find(|(prefix, ..)| text.strip_prefix(prefix).is_some_and(is_token));
    known.map(|(_, issuer, party)| (*issuer, *party))
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
