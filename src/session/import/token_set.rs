//! Tokens from elsewhere as a session: a backend's response, the result of `InitiateAuth`, a browser's storage.
//!
//! A session derives everything from its log, so the tokens become one entry in it: an exchange with the method
//! `IMPORT` and a response built from the tokens. It is never shown as a request that was sent.

use jiff::Timestamp;

use crate::profile::{Profile, Provider, cognito};
use crate::protocol::jose::compact::{Compact, peek};
use crate::protocol::json::{Json, Kind, Value};
use crate::protocol::{Endpoints, HttpResponse, Secret};
use crate::session::record::exchange::Purpose;
use crate::session::record::origin::{Origin, TokenSource};
use crate::session::record::session::Session;

/// The tokens of one sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenSet {
    /// The ID token.
    pub id_token: Option<Secret>,
    /// The access token.
    pub access_token: Option<Secret>,
    /// The refresh token.
    pub refresh_token: Option<Secret>,
    /// `expires_in` in seconds, if the source has it.
    pub expires_in: Option<i64>,
}

impl TokenSet {
    /// Reads the tokens of a JSON document in any spelling: `access_token`, `accessToken`, `AccessToken`, within
    /// `AuthenticationResult`, `tokens` or another object, as text, as `{"jwtToken": "…"}`, or as the reports of `login
    /// --json` with the token in `raw`.
    pub fn from_json(json: &Json) -> Option<Self> {
        Self::within(json.root(), 0)
    }

    fn within(value: Value<'_>, depth: usize) -> Option<Self> {
        const DEEPEST: usize = 4;
        let mut set = Self::default();
        for (name, member) in value.members() {
            // MSAL's cache has one entry for each token.
            let entry = embedded(member);
            let entry = entry.as_ref().map_or(member, Json::root);
            let secret = || entry.get("secret").and_then(token_text);
            match entry.get("credentialType").and_then(Value::as_string).as_deref() {
                Some("IdToken") => set.id_token = secret(),
                Some("AccessToken" | "AccessToken_With_AuthScheme") => set.access_token = secret(),
                Some("RefreshToken") => set.refresh_token = secret(),
                _ => {}
            }
            let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
            match name.to_ascii_lowercase().as_str() {
                "idtoken" => set.id_token = token_text(member),
                "accesstoken" => set.access_token = token_text(member),
                "refreshtoken" => set.refresh_token = token_text(member),
                "expiresin" => {
                    set.expires_in = member.as_i64().or_else(|| member.as_str()?.parse().ok());
                }
                _ => {}
            }
        }
        if set.id_token.is_some() || set.access_token.is_some() {
            return Some(set);
        }
        if depth == DEEPEST {
            return None;
        }
        // In an app client's description, these names contain the unit of a token's lifetime.
        let mut holders = value.members().filter(|(name, _)| name != "TokenValidityUnits");
        holders.find_map(|(_, member)| match embedded(member) {
            Some(json) => Self::within(json.root(), depth + 1),
            None => Self::within(member, depth + 1),
        })
    }

    /// When the tokens were issued: the later `iat`.
    pub fn issued_at(&self) -> Option<Timestamp> {
        let tokens = [&self.access_token, &self.id_token];
        let times = tokens.into_iter().flatten().filter_map(|token| numeric_claim(token, "iat"));
        Timestamp::from_second(times.max()?).ok()
    }

    /// The client: the ID token's audience. An access token is for an API and names its client in another claim; each
    /// provider has its own (RFC 9068 section 2.2, Okta, Microsoft Entra ID).
    fn client_id(&self) -> Option<String> {
        let id = self.id_token.as_ref().and_then(begun_claims);
        let access = self.access_token.as_ref().and_then(begun_claims);
        let text = |token: &Option<Json>, name: &str| token.as_ref()?.get(name)?.as_string();
        let audiences = id.as_ref().and_then(|claims| claims.get("aud")?.string_or_strings()).unwrap_or_default();
        let named = || ["client_id", "azp", "cid", "appid"].iter().find_map(|name| text(&access, name));
        match audiences.as_slice() {
            [] => named(),
            [only] => Some(only.clone()),
            several => {
                let is_one = |client: &String| several.contains(client);
                let party = text(&id, "azp").filter(is_one).or_else(|| named().filter(is_one));
                party.or_else(|| several.first().cloned())
            }
        }
    }

    /// The session with these tokens. The client is the given one, otherwise the one that the tokens name.
    pub fn session(&self, source: TokenSource, client_id: Option<&str>, now: Timestamp) -> Session {
        let response = HttpResponse::new(200).with_body("application/json", self.answer());
        let mut session = Session::new(self.profile(client_id), None);
        session.record(Purpose::Token, Origin::Import(source), response, now);
        session
    }

    /// The response that a token endpoint would have sent. No source has a token type; all use `Bearer`.
    fn answer(&self) -> String {
        let mut answer = serde_json::Map::new();
        let tokens = [
            ("id_token", &self.id_token),
            ("access_token", &self.access_token),
            ("refresh_token", &self.refresh_token),
        ];
        for (name, token) in tokens {
            if let Some(token) = token {
                answer.insert(name.to_owned(), token.expose().into());
            }
        }
        if let Some(seconds) = self.expires_in {
            answer.insert("expires_in".to_owned(), seconds.into());
        }
        answer.insert("token_type".to_owned(), "Bearer".into());
        serde_json::Value::Object(answer).to_string()
    }

    /// The client and provider that the tokens name.
    pub fn profile(&self, client_id: Option<&str>) -> Profile {
        let claim = |token: &Option<Secret>, name| begun_claims(token.as_ref()?)?.get(name)?.as_string();
        // An access token may have a different issuer, meant for its API (Microsoft Entra ID, AD FS).
        let issuer = claim(&self.id_token, "iss").or_else(|| claim(&self.access_token, "iss"));
        let provider = match (issuer.as_deref().and_then(cognito::amazon_user_pool_id), issuer.clone()) {
            (Some(pool), _) => Provider::Cognito { user_pool_id: pool.to_owned(), domain: None },
            (None, Some(issuer)) => Provider::Issuer(issuer),
            (None, None) => Provider::Explicit(Endpoints::default()),
        };
        let named = client_id.map(str::to_owned).or_else(|| self.client_id());
        let mut profile = Profile::new(provider, named.unwrap_or_default());
        if let Some(scope) = claim(&self.access_token, "scope") {
            profile.scopes = scope.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
        }
        profile
    }
}

/// The object in a string, as browsers store it: the caches of MSAL, auth0-spa-js and okta-auth-js.
fn embedded(value: Value<'_>) -> Option<Json> {
    let text =
        value.as_str().filter(|text| text.starts_with('{') && (text.contains("oken") || text.contains("secret")))?;
    Json::parse(text.into_owned()).ok()
}

/// A token as text, or as amazon-cognito-identity-js writes it: `{"jwtToken": "…", "payload": {…}}`, `{"token": "…"}`.
fn token_text(value: Value<'_>) -> Option<Secret> {
    let text = match value.kind() {
        Kind::Object => ["jwtToken", "token", "raw", "accessToken", "idToken", "refreshToken"]
            .iter()
            .find_map(|name| value.get(name))?
            .as_string(),
        _ => value.as_string(),
    };
    text.filter(|text| !text.is_empty()).map(Secret::new)
}

/// Whether Amplify can decode a token: it expects a JWT with three parts, whatever the third one is.
pub(in crate::session) fn is_jwt(token: &Secret) -> bool {
    token.expose().split('.').count() == 3 && peek(token.expose()).is_some()
}

/// The claims of a JWT; of an incomplete one, those before its end.
fn begun_claims(token: &Secret) -> Option<Json> {
    peek(token.expose()).or_else(|| Compact::split(token.expose()).begun_claims())
}

/// A claim in whole seconds.
pub(in crate::session) fn numeric_claim(token: &Secret, name: &str) -> Option<i64> {
    let claims = peek(token.expose())?;
    let value = claims.get(name)?;
    #[expect(clippy::cast_possible_truncation)]
    value.as_i64().or_else(|| Some(value.as_f64()?.floor() as i64))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn read(text: &str) -> Option<TokenSet> {
        TokenSet::from_json(&Json::parse(text).unwrap())
    }

    #[test]
    fn tokens_are_found_under_every_usual_name_and_depth() {
        let expected = TokenSet {
            id_token: Some("i".into()),
            access_token: Some("a".into()),
            refresh_token: Some("r".into()),
            expires_in: Some(3600),
        };
        for text in [
            r#"{"id_token":"i","access_token":"a","refresh_token":"r","expires_in":3600}"#,
            r#"{"idToken":"i","accessToken":"a","refreshToken":"r","expiresIn":"3600"}"#,
            r#"{"ChallengeParameters":{},"AuthenticationResult":{"IdToken":"i","AccessToken":"a","RefreshToken":"r","ExpiresIn":3600,"TokenType":"Bearer"}}"#,
            r#"{"data":{"user":{"name":"x"},"tokens":{"idToken":{"jwtToken":"i","payload":{}},"accessToken":{"jwtToken":"a"},"refreshToken":{"token":"r"},"expires_in":3600}}}"#,
        ] {
            assert_eq!(read(text), Some(expected.clone()), "{text}");
        }
        let units = r#"{"UserPoolClient":{"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"hours"}}}"#;
        for text in ["{}", "[]", units, r#"{"accessToken":5}"#, r#"{"access_token":""}"#, r#"{"refreshToken":"r"}"#] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_session_names_the_client_and_the_pool_that_the_tokens_name() {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let claims = r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_X1","client_id":"c1","iat":100,"scope":"openid email"}"#;
        let token = format!("{}.{}.x", part(r#"{"alg":"RS256"}"#), part(claims));
        let set = TokenSet { access_token: Some(token.as_str().into()), ..TokenSet::default() };
        let session = set.session(TokenSource::TokenResponse, None, Timestamp::UNIX_EPOCH);
        let profile = session.profile();
        assert_eq!(profile.provider, Provider::Cognito { user_pool_id: "eu-west-1_X1".into(), domain: None });
        assert_eq!((profile.client_id.as_str(), profile.scopes.len()), ("c1", 2));
        assert_eq!(session.grant().unwrap().response.access_token().unwrap().expose(), token);
        assert_eq!(set.issued_at().unwrap().as_second(), 100);
        assert!(session.exchanges().next().unwrap().is_import());
    }
    #[test]
    fn the_session_of_an_emulator_keeps_its_issuer() {
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let issuer = "http://localhost:9876/us-east-1_DemoPool1";
        let token = format!("{}.{}.x", part(r#"{"alg":"RS256"}"#), part(&format!(r#"{{"iss":"{issuer}"}}"#)));
        let set = TokenSet { access_token: Some(token.as_str().into()), ..TokenSet::default() };
        let profile = set.profile(None);
        assert_eq!(profile.provider, Provider::Issuer(issuer.to_owned()));
        assert!(profile.is_cognito());
    }
}
