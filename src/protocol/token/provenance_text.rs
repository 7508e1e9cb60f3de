//! Where a token comes from, in words.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::provenance::{Basis, IssuerKind, Provenance, Verifier};
use crate::protocol::judgement::capitalised;
use crate::protocol::token::kind::TokenKind;

/// What it is, who can verify it and how, and advice: a few sentences on one line.
impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let basis = match self.basis {
            Basis::Claims => "by its own claims",
            Basis::Header => "by its own header",
            Basis::Form => "by its form",
        };
        write!(f, "{basis}, {}. {}", self.what(), self.verification())?;
        match self.advice() {
            "" => Ok(()),
            advice => write!(f, " {advice}"),
        }
    }
}

/// `{"issuer_kind", "note"}`.
impl Serialize for Provenance {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("issuer_kind", &self.issuer)?;
        map.serialize_entry("note", &capitalised(&self.to_string()))?;
        map.end()
    }
}

impl Provenance {
    /// What it is: `an ID token from an Amazon Cognito user pool`.
    pub fn what(&self) -> String {
        use IssuerKind as K;
        let kind = if self.is_incomplete() { "a token".to_owned() } else { self.kind.to_string() };
        let from = |issuer: &str| format!("{kind} from {issuer}");
        match self.issuer {
            K::Cognito => from("an Amazon Cognito user pool"),
            K::CognitoRefreshToken => "a refresh token from Amazon Cognito".to_owned(),
            K::CognitoIdentity => "a token from an Amazon Cognito identity pool, for AWS STS".to_owned(),
            K::Localstack => from("LocalStack, which imitates Amazon Cognito"),
            K::CognitoLocal => from("cognito-local, which imitates Amazon Cognito"),
            K::AwsSts => "a web identity token from AWS STS, for a service outside AWS".to_owned(),
            K::LoadBalancer => "the claims that an AWS load balancer (ALB) forwards in x-amzn-oidc-data".to_owned(),
            K::EntraV1 => from("Microsoft Entra ID, version 1.0"),
            K::EntraV2 => from("Microsoft Entra ID, version 2.0"),
            K::MicrosoftGraph => "an access token from Microsoft Entra ID for Microsoft Graph".to_owned(),
            K::EntraExternal => from("Azure AD B2C or Microsoft Entra External ID"),
            K::Auth0 => from("Auth0"),
            K::Auth0Userinfo => "an encrypted access token from Auth0 for its UserInfo endpoint".to_owned(),
            K::OktaOrg => from("Okta's org authorization server"),
            K::OktaCustom => from("a custom authorization server at Okta"),
            K::Keycloak => from("Keycloak"),
            K::Google => from("Google"),
            K::GoogleAccessToken => "an opaque access token from Google".to_owned(),
            K::GoogleRefreshToken => "an opaque refresh token from Google".to_owned(),
            K::GoogleIap => "an assertion from Google's Identity-Aware Proxy".to_owned(),
            K::Firebase => "an ID token from Firebase Authentication".to_owned(),
            K::FirebaseSession => "a session cookie from Firebase Authentication".to_owned(),
            K::FirebaseCustomToken => "a Firebase custom token, signed by your own server".to_owned(),
            K::Apple => from("Apple"),
            K::AppleClientSecret => "a client secret for Sign in with Apple, signed by your own server".to_owned(),
            K::AppleCode => "an authorization code from Apple".to_owned(),
            K::AppleAccessToken => "an opaque access token from Apple".to_owned(),
            K::AppleRefreshToken => "an opaque refresh token from Apple".to_owned(),
            K::GithubActions => "an ID token from GitHub Actions, for a workflow".to_owned(),
            K::Github => "an opaque access token from GitHub".to_owned(),
            K::GithubRefreshToken => "an opaque refresh token from GitHub".to_owned(),
            K::Slack => "an opaque token from Slack".to_owned(),
            K::Supabase => "an access token from Supabase Auth".to_owned(),
            K::SupabaseKey => "an API key of a Supabase project".to_owned(),
            K::Clerk => "a session token from Clerk".to_owned(),
            K::Workos => "an access token from WorkOS".to_owned(),
            K::SessionCookie => "a session cookie that an application encrypted for itself".to_owned(),
            K::Kubernetes => "a service account token from Kubernetes".to_owned(),
            K::Zitadel => from("ZITADEL"),
            K::Authentik => from("authentik"),
            K::Kinde => from("Kinde"),
            K::Fusionauth => from("FusionAuth"),
            K::Pingone => from("PingOne"),
            K::Onelogin => from("OneLogin"),
            K::Logto => from("Logto"),
            K::CloudflareAccess => "a token from Cloudflare Access, for the application behind it".to_owned(),
            K::Gitlab => from("GitLab"),
            K::GitlabJob => "an ID token from GitLab CI, for a job".to_owned(),
            K::Salesforce => from("Salesforce"),
            K::Linkedin => from("LinkedIn"),
            K::Twitch => from("Twitch"),
            K::Facebook => from("Facebook Limited Login"),
        }
    }

    /// Whether some claims can be read, but the token is incomplete.
    fn is_incomplete(&self) -> bool {
        self.kind == TokenKind::Opaque && self.basis != Basis::Form
    }

    fn verification(&self) -> String {
        let is_encrypted = self.kind == TokenKind::Jwe;
        match &self.verifier {
            _ if self.is_incomplete() => "It is incomplete, so nobody can verify it.".to_owned(),
            Verifier::Keys(url) => format!("If you trust that issuer, verify it with the keys at {url}."),
            Verifier::Secret(secret) => format!("Only {secret} verifies it."),
            Verifier::Only(party) if is_encrypted => format!("It is encrypted: only {party} can read it."),
            Verifier::Only(party) => format!("Only {party} can verify it."),
            Verifier::Unknown => "Its keys are in the issuer's discovery document.".to_owned(),
        }
    }

    /// Advice that depends on its origin, or empty.
    fn advice(&self) -> &'static str {
        use IssuerKind as K;
        match (self.issuer, self.kind) {
            (K::Cognito | K::Localstack, TokenKind::AccessToken) => {
                "client_id names its app client; unless a resource was requested it has no aud, so an audience check \
                 needs the ID token."
            }
            (K::CognitoLocal, _) => {
                "Its issuer names port 9229 whatever port cognito-local listens on: set TokenConfig.IssuerDomain to the \
                 address that your application uses."
            }
            (K::LoadBalancer, _) => "These are not the keys of the provider behind it, although iss names that one.",
            (K::EntraV1, TokenKind::AccessToken) => {
                "The app manifest of the API decides the version: requestedAccessTokenVersion (accessTokenAcceptedVersion) \
                 is 1 or null there."
            }
            (K::MicrosoftGraph, _) => {
                "For your own API, request a token with a scope of that API, such as api://CLIENT_ID/SCOPE."
            }
            (K::Auth0Userinfo, _) => {
                "No API was named: request the token with audience, the identifier of your API, to get a JWT."
            }
            (K::OktaOrg, TokenKind::AccessToken) => {
                "For your own API, request the token from a custom authorization server (/oauth2/default)."
            }
            (K::Google, TokenKind::IdToken) => {
                "Firebase does not accept it as its own: sign in with it (signInWithCredential) and send what \
                 getIdToken() returns."
            }
            (K::FirebaseCustomToken, _) => {
                "It is not an ID token: exchange it for one first (signInWithCustomToken), then send what \
                 getIdToken() returns."
            }
            (K::AppleCode, _) => "It has dots but is not a JWT: send it to the token endpoint once, within 5 minutes.",
            (K::SessionCookie, _) => {
                "NextAuth (Auth.js) encrypts its session cookie with NEXTAUTH_SECRET or AUTH_SECRET: it is not a token for \
                 an API. Send the provider's access token there."
            }
            (K::SupabaseKey, _) => "It represents a role, not a user. A service_role key is a secret.",
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Json;

    #[test]
    fn a_note_says_what_it_is_who_verifies_it_and_what_follows() {
        let claims = Json::parse(r#"{"iss":"https://a.okta.com","cid":"c"}"#).unwrap();
        let header = Json::parse(r#"{"alg":"RS256"}"#).unwrap();
        let found = Provenance::of("", TokenKind::AccessToken, Some(&header), Some(&claims)).unwrap();
        assert_eq!(
            found.to_string(),
            "by its own claims, an access token from Okta's org authorization server. Only Okta can verify it. For your \
             own API, request the token from a custom authorization server (/oauth2/default)."
        );
    }
}
