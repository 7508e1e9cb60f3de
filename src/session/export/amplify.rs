//! A session in AWS Amplify's browser storage: version 6 (`@aws-amplify/auth` 6), and version 5 with
//! `amazon-cognito-identity-js`. The format is from their sources; [`crate::session::storage`] reads it.
//!
//! ```text
//!   P = CognitoIdentityServiceProvider.{client id}     U = P.{user name}
//!   P.LastAuthUser   U.accessToken   U.idToken   U.refreshToken   U.clockDrift
//!   version 6: P.oauthSignIn = "true,false", U.oauthMetadata = {"oauthSignIn":true}
//!   version 5: amplify-signin-with-hostedUI = "true"
//! ```
//!
//! `clockDrift` differs in unit and sign: version 6 stores milliseconds, the server's clock minus the browser's;
//! version 5 stores seconds, the browser's clock minus the server's. Keys that exist only during a sign-in
//! (`inflightOAuth`, `oauthState`, `oauthPKCE`) are never written: a leftover one blocks `getCurrentUser`.

use super::snippets::{ExportError, literal};
use crate::protocol::jose::compact::peek;
use crate::protocol::urls::origin_of;
use crate::protocol::{Secret, TokenKind, text::sanitise};
use crate::session::import::token_set::{is_jwt, numeric_claim};
use crate::session::record::attempt::Entry;
use crate::session::record::grant::Grant;
use crate::session::record::session::Session;

/// The version of Amplify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `aws-amplify` 6.
    V6,
    /// `aws-amplify` 5 and `amazon-cognito-identity-js`.
    V5,
}

/// The storage keys of a session. The values contain unmasked tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Keys and values in the order in which they are written.
    pub entries: Vec<(String, Secret)>,
    /// The origin of the application, for Playwright.
    pub origin: String,
}

impl Export {
    /// The keys of the session's last tokens. `oauth` says whether they come from a redirect sign-in (then signing out
    /// uses the logout endpoint); `None` decides from the log.
    pub fn of(session: &Session, version: Version, oauth: Option<bool>) -> Result<Self, ExportError> {
        let grant = session.grant().ok_or(ExportError::NoTokens)?;
        let access = access_token(grant, version)?;
        let id_token = grant.response.id_token();
        let user_name = match version {
            // v6 uses the access token's claim, v5 the ID token's; both differ from `sub` in most pools.
            Version::V6 => claim(&access, "username").unwrap_or_else(|| "username".to_owned()),
            Version::V5 => {
                id_token.as_ref().and_then(|token| claim(token, "cognito:username")).ok_or(ExportError::NoUser)?
            }
        };
        let client = format!("CognitoIdentityServiceProvider.{}", session.profile().client_id);
        let user = format!("{client}.{user_name}");
        let mut entries = vec![(format!("{user}.accessToken"), access.clone())];
        entries.extend(id_token.clone().map(|token| (format!("{user}.idToken"), token)));
        entries.extend(session.refresh_token().map(|token| (format!("{user}.refreshToken"), token)));
        let drift = clock_drift(session, grant, version, &access, id_token.as_ref());
        entries.push((format!("{user}.clockDrift"), drift.to_string().into()));
        if oauth.unwrap_or_else(|| redirect_sign_in(session)) {
            entries.extend(match version {
                Version::V6 => vec![
                    (format!("{user}.oauthMetadata"), r#"{"oauthSignIn":true}"#.into()),
                    (format!("{client}.oauthSignIn"), "true,false".into()),
                ],
                Version::V5 => vec![("amplify-signin-with-hostedUI".to_owned(), "true".into())],
            });
        }
        entries.push((format!("{client}.LastAuthUser"), user_name.into()));
        let origin = origin_of(session.profile().redirect_uri()).unwrap_or_else(|| "http://localhost:3000".to_owned());
        Ok(Self { entries, origin })
    }

    /// A JSON object of keys and values.
    pub fn json(&self) -> String {
        let object: serde_json::Map<String, serde_json::Value> =
            self.entries.iter().map(|(key, value)| (key.clone(), value.expose().into())).collect();
        sanitise::json_text(&object) + "\n"
    }

    /// Lines for the browser's console, to run on the application's own origin.
    pub fn console(&self) -> String {
        let line = |(key, value): &(String, Secret)| {
            format!("localStorage.setItem({}, {});\n", literal(key), literal(value.expose()))
        };
        self.entries.iter().map(line).collect()
    }

    /// Playwright's `storageState`.
    pub fn playwright(&self) -> String {
        let items: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| serde_json::json!({ "name": key, "value": value.expose() }))
            .collect();
        let state = serde_json::json!({
            "cookies": [],
            "origins": [{ "origin": self.origin, "localStorage": items }],
        });
        sanitise::json_text(&state) + "\n"
    }
}

/// The access token. v6 must be able to decode it, otherwise it sees no session.
fn access_token(grant: &Grant, version: Version) -> Result<Secret, ExportError> {
    let access = grant.response.access_token().ok_or(ExportError::NoAccessToken)?;
    let readable = is_jwt(&access) && grant.access_token.as_ref().is_none_or(|t| t.kind != TokenKind::Opaque);
    match version {
        Version::V6 if !readable => Err(ExportError::Opaque),
        _ => Ok(access),
    }
}

fn claim(token: &Secret, name: &str) -> Option<String> {
    peek(token.expose())?.get(name)?.as_string()
}

/// Whether the tokens were requested through the browser.
fn redirect_sign_in(session: &Session) -> bool {
    session.log().iter().any(|entry| matches!(entry, Entry::Authorization(_) | Entry::Callback(_)))
}

/// The value Amplify would have stored when the tokens arrived: `iat` compared with this machine's clock. If the tokens
/// were already old on arrival, `iat` says nothing about the clock; then the offset of the `Date` header is used.
fn clock_drift(session: &Session, grant: &Grant, version: Version, access: &Secret, id: Option<&Secret>) -> i64 {
    const BELIEVABLE: i64 = 60_000;
    let received = grant.received_at.as_millisecond();
    let by_date = session.clock().significant().map_or(0, |offset| offset.as_millis() as i64);
    let iat = |token: &Secret| numeric_claim(token, "iat");
    let issued = match version {
        Version::V6 => iat(access),
        Version::V5 => [iat(access), id.and_then(iat)].into_iter().flatten().min(),
    };
    let by_issue = issued.map(|iat| iat.saturating_mul(1000).saturating_sub(received));
    let server_minus_client =
        by_issue.filter(|drift| drift.saturating_sub(by_date).abs() <= BELIEVABLE).unwrap_or(by_date);
    match version {
        Version::V6 => server_minus_client,
        Version::V5 => (-server_minus_client).div_euclid(1000),
    }
}
