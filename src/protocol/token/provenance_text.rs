//! Where a token comes from, in words.

use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::issuers::IssuerKind;
use super::provenance::{Basis, Provenance, Verifier};
use crate::protocol::judgement::capitalised;
use crate::protocol::token::kind::TokenKind;

/// What it is, who can verify it and how, and advice: a few sentences on one line.
impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let basis = match self.basis {
            Basis::Claims => "according to its own claims, this is",
            Basis::Header => "according to its own header, this is",
            Basis::Form => "it looks like",
        };
        write!(f, "{basis} {}.", self.what())?;
        let said = [self.verification(), self.advice().to_owned()];
        said.iter().filter(|sentence| !sentence.is_empty()).try_for_each(|sentence| write!(f, " {sentence}"))
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
        let kind = if self.is_incomplete() { "a token".to_owned() } else { self.kind.to_string() };
        self.issuer.token(&kind)
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
            // Its signature is not checked for this reason, which is said there.
            Verifier::Only(_) if self.issuer == IssuerKind::CognitoRefreshToken => String::new(),
            Verifier::Only(party) if is_encrypted => format!("Only {party} can read it."),
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
            "according to its own claims, this is an access token from Okta's org authorization server. Only Okta can \
             verify it. For your own API, request the token from a custom authorization server (/oauth2/default)."
        );
    }
}
