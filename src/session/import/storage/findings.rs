//! Reads Amplify's session from a browser's storage, in any form in which a person can copy it.
//!
//! A JSON object, an array of `name`/`value` or `key`/`value` objects or of pairs, Playwright's `storageState`,
//! `setItem` lines, tab-separated rows from developer tools, a cookie string. The keys are those of
//! [`crate::session::amplify`].

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::forms::{READERS, Storage};
use crate::protocol::finding::rules;
use crate::protocol::{Finding, Secret};
use crate::session::export::amplify::Version;
use crate::session::import::token_set::{TokenSet, is_jwt};
use crate::session::record::origin::TokenSource;
use crate::session::record::session::Session;

/// The prefix of all keys of a session.
const PREFIX: &str = "CognitoIdentityServiceProvider.";

/// What is stored for one user of one app client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredUser {
    /// The app client.
    pub client_id: String,
    /// The user name in the keys.
    pub user_name: String,
    /// The tokens.
    pub tokens: TokenSet,
    /// `clockDrift` as written.
    pub clock_drift: Option<String>,
    /// Whether `LastAuthUser` names this user.
    pub is_last: bool,
}

rules! {
    /// The findings of this module.
    pub RULES;

    /// `clockDrift` is not a number.
    pub CLOCK_DRIFT_UNREADABLE: Error "amplify.clock_drift_unreadable",
        "clockDrift is not a number: the session is never refreshed";
    /// `clockDrift` says that the clocks are far apart.
    pub CLOCK_DRIFT: Warning "amplify.clock_drift", "clockDrift reports that the clocks are far apart";
    /// A sign-in that never finished.
    pub INFLIGHT: Warning "amplify.inflight_oauth", "Redirect sign-in never finished";
    /// `LastAuthUser` is missing.
    pub NO_LAST_USER: Error "amplify.last_auth_user_missing", "LastAuthUser is missing";
    /// `LastAuthUser` names a user without tokens.
    pub OTHER_LAST_USER: Error "amplify.last_auth_user_mismatch", "LastAuthUser names a user without tokens";
    /// There is no access token that Amplify can decode.
    pub NO_ACCESS_TOKEN: Error "amplify.access_token_unreadable", "No access token that Amplify can decode";
    /// There is no refresh token.
    pub NO_REFRESH_TOKEN: Info "amplify.refresh_token_missing", "Refresh token missing";
}

/// Reads a dump that contains at least one key of an Amplify session; `None` for anything else.
pub fn recognise(text: &str) -> Option<Storage> {
    if !text.contains(PREFIX) {
        return None;
    }
    let text = text.trim_start_matches('\u{feff}').trim();
    READERS.iter().filter_map(|read| read(text)).find(|found| found.entries.iter().any(|(k, _)| is_session_key(k)))
}

fn is_session_key(key: &str) -> bool {
    key.strip_prefix(PREFIX).is_some_and(|rest| rest.contains('.'))
}

impl Storage {
    /// The version of Amplify that wrote it, if a key shows that.
    pub fn version(&self) -> Option<Version> {
        let has = |ends: &[&str]| self.entries.iter().any(|(key, _)| ends.iter().any(|end| key.ends_with(end)));
        if has(&[".oauthMetadata", ".signInDetails", ".oauthSignIn"]) {
            return Some(Version::V6);
        }
        has(&["amplify-signin-with-hostedUI", ".userData"]).then_some(Version::V5)
    }

    /// The app clients with keys here, in order.
    pub fn clients(&self) -> Vec<&str> {
        let keys = self.entries.iter().filter_map(|(key, _)| key.strip_prefix(PREFIX)?.split_once('.'));
        let mut seen = HashSet::new();
        keys.map(|(client, _)| client).filter(|client| seen.insert(*client)).collect()
    }

    /// All users with tokens here, the oldest sign-in first: the last one is the newest.
    pub fn users(&self) -> Vec<StoredUser> {
        let values = self.values();
        let mut seen = HashSet::new();
        let names = self.entries.iter().filter_map(|(key, _)| token_key(key)).filter(|name| seen.insert(*name));
        let mut users: Vec<StoredUser> = names.map(|(client, user)| stored_user(&values, client, user)).collect();
        users.sort_by_key(|user| (user.tokens.issued_at(), user.is_last));
        users
    }

    /// The values by their keys; the last one counts if a key repeats.
    fn values(&self) -> HashMap<&str, &str> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value.expose())).collect()
    }

    /// The problems that the application would have at a time of the browser's clock.
    pub fn findings(&self, now: Timestamp) -> Vec<Finding> {
        let users = self.users();
        let version = self.version();
        let mut findings: Vec<Finding> = users.iter().flat_map(|user| user.findings(version)).collect();
        let values = self.values();
        let names = users.iter().map(|user| (user.client_id.as_str(), user.user_name.as_str())).collect();
        findings.extend(self.clients().into_iter().flat_map(|client| client_findings(&values, client, &names, now)));
        findings
    }
}

fn stored_user(values: &HashMap<&str, &str>, client_id: &str, user_name: &str) -> StoredUser {
    let of_user = |field: &str| values.get(format!("{PREFIX}{client_id}.{user_name}.{field}").as_str()).copied();
    let token = |field: &str| of_user(field).filter(|token| !token.is_empty()).map(Secret::new);
    let last = values.get(format!("{PREFIX}{client_id}.LastAuthUser").as_str()).copied();
    StoredUser {
        client_id: client_id.to_owned(),
        user_name: user_name.to_owned(),
        tokens: TokenSet {
            id_token: token("idToken"),
            access_token: token("accessToken"),
            refresh_token: token("refreshToken"),
            expires_in: None,
        },
        clock_drift: of_user("clockDrift").map(str::to_owned),
        is_last: last == Some(user_name),
    }
}

/// The problems of a client's keys. `users` are the names with tokens, each with its client.
fn client_findings(
    values: &HashMap<&str, &str>,
    client: &str,
    users: &HashSet<(&str, &str)>,
    now: Timestamp,
) -> Vec<Finding> {
    let of_client = |field: &str| values.get(format!("{PREFIX}{client}.{field}").as_str()).copied();
    let mut findings = Vec::new();
    match of_client("LastAuthUser") {
        // Amplify then reads the keys of a user called "username".
        None if !users.contains(&(client, "username")) => findings.push(
            NO_LAST_USER
                .found(
                    "Amplify finds the signed-in user by this key. Without it, Amplify does not read the tokens.",
                    "Store the user name under this key, exactly as in the names of the token keys.",
                )
                .seen(None, format!("{PREFIX}{client}.LastAuthUser"), "missing"),
        ),
        Some(name) if !users.contains(&(client, name)) => findings.push(
            OTHER_LAST_USER
                .found(
                    "Amplify looks for tokens under this name and finds none. Names must match exactly: a pool's \
                         user name is often not the email address or the sub.",
                    "Set it to the user name in the token keys.",
                )
                .seen(None, format!("{PREFIX}{client}.LastAuthUser"), name),
        ),
        _ => {}
    }
    if of_client("inflightOAuth") == Some("true") {
        findings.push(inflight(client, of_client("inflightOAuthDeadline"), now));
    }
    findings
}

fn inflight(client: &str, deadline: Option<&str>, now: Timestamp) -> Finding {
    let ends = deadline.and_then(|text| Timestamp::from_millisecond(text.parse().ok()?).ok());
    let detail = match ends {
        Some(ends) if ends <= now => {
            format!("inflightOAuth is left over from a sign-in whose time limit was {ends}.")
        }
        Some(ends) => format!("inflightOAuth is set, and getCurrentUser waits until {ends} for the callback."),
        None => "inflightOAuth is set without a deadline, and getCurrentUser waits for the callback.".to_owned(),
    };
    INFLIGHT.found(detail, "Finish the sign-in, or remove inflightOAuth, oauthState and oauthPKCE.").seen(
        None,
        format!("{PREFIX}{client}.inflightOAuth"),
        "true",
    )
}

impl StoredUser {
    /// The session with these tokens.
    pub fn session(&self, now: Timestamp) -> Session {
        self.tokens.session(TokenSource::AmplifyStorage, Some(&self.client_id), now)
    }

    fn findings(&self, version: Option<Version>) -> Vec<Finding> {
        let key = |field: &str| format!("{PREFIX}{}.{}.{field}", self.client_id, self.user_name);
        let mut findings: Vec<Finding> = self.drift_finding(&key("clockDrift"), version).into_iter().collect();
        if !self.tokens.access_token.as_ref().is_some_and(is_jwt) {
            let found = if self.tokens.access_token.is_some() { "not a JWT with three parts" } else { "missing" };
            findings.push(
                NO_ACCESS_TOKEN
                    .found(
                        "Amplify treats the user as signed out.",
                        "Sign in again, or store the access token as issued.",
                    )
                    .seen(None, key("accessToken"), found),
            );
        }
        if self.tokens.refresh_token.is_none() {
            findings.push(
                NO_REFRESH_TOKEN.found("The session ends when its tokens expire.", "Sign in again after that.").seen(
                    None,
                    key("refreshToken"),
                    "missing",
                ),
            );
        }
        findings
    }

    /// Amplify 6 stores milliseconds, server minus browser; version 5 stores seconds, browser minus server. Each
    /// misreads the other's value, and a drift of minutes is more often a wrong unit than a wrong clock.
    fn drift_finding(&self, key: &str, version: Option<Version>) -> Option<Finding> {
        const FAR_SECONDS: i64 = 300;
        let text = self.clock_drift.as_deref()?;
        let Some(drift) = parse_int(text) else {
            return Some(
                CLOCK_DRIFT_UNREADABLE
                    .found(
                        "Amplify compares every expiry with NaN, which is never true, so it keeps using expired \
                         tokens.",
                        "Remove the key, or store a whole number.",
                    )
                    .seen(None, key, text),
            );
        };
        let (far, reading) = match version {
            Some(Version::V5) => (FAR_SECONDS, format!("the browser's clock differs from the server's by {drift} s")),
            _ => (
                FAR_SECONDS * 1000,
                format!("the server's clock differs from the browser's by {} s", drift as f64 / 1000.0),
            ),
        };
        (drift.saturating_abs() > far).then(|| {
            CLOCK_DRIFT
                .found(
                    format!("It says that {reading}. Amplify uses it for every expiry."),
                    "If both clocks are right, the value is in the other version's unit and sign: Amplify 6 stores \
                     milliseconds (server minus browser), version 5 seconds (browser minus server).",
                )
                .seen(None, key, text)
        })
    }
}

/// Like JavaScript's `parseInt`: leading space, a sign, then all following digits; `None` for `NaN`.
fn parse_int(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let number: i64 = digits[..end].parse().ok()?;
    Some(sign * number)
}

/// The client and user in the key of a token. A user name may contain dots, a client id cannot.
fn token_key(key: &str) -> Option<(&str, &str)> {
    let (client, rest) = key.strip_prefix(PREFIX)?.split_once('.')?;
    let (user, field) = rest.rsplit_once('.')?;
    matches!(field, "idToken" | "accessToken" | "refreshToken").then_some((client, user))
}

#[cfg(test)]
mod tests {
    use super::*;

    const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpYXQiOjEwMCwidXNlcm5hbWUiOiJhQGIuYyJ9.c2ln";

    fn entries() -> Vec<(String, String)> {
        let user = format!("{PREFIX}client1.a@b.c");
        vec![
            (format!("{PREFIX}client1.LastAuthUser"), "a@b.c".into()),
            (format!("{user}.accessToken"), JWT.into()),
            (format!("{user}.idToken"), JWT.into()),
            (format!("{user}.refreshToken"), "refresh".into()),
            (format!("{user}.clockDrift"), "-312".into()),
            (format!("{user}.oauthMetadata"), r#"{"oauthSignIn":true}"#.into()),
            (format!("{PREFIX}client1.oauthSignIn"), "true,false".into()),
        ]
    }

    fn joined(line: impl Fn(&str, &str) -> String, between: &str) -> String {
        entries().iter().map(|(key, value)| line(key, value)).collect::<Vec<_>>().join(between)
    }

    fn changed(key: &str, value: Option<&str>) -> Storage {
        let mut found = Storage::new("a test", entries());
        found.entries.retain(|(k, _)| !k.ends_with(key));
        found.entries.extend(value.map(|value| (format!("{PREFIX}client1.{key}"), value.into())));
        found
    }

    fn ids(storage: &Storage) -> Vec<&'static str> {
        storage.findings(Timestamp::UNIX_EPOCH).iter().map(Finding::id).collect()
    }

    #[test]
    fn every_form_of_a_dump_holds_the_same_keys() {
        let quote = |text: &str| serde_json::Value::from(text).to_string();
        let cookie = |text: &str| text.replace('@', "%40").replace('{', "%7B").replace('"', "%22");
        for text in [
            format!("{{{}}}", joined(|k, v| format!("{}:{}", quote(k), quote(v)), ",")),
            format!("{{\"localStorage\":{{{}}}}}", joined(|k, v| format!("{}:{}", quote(k), quote(v)), ",")),
            format!("[{}]", joined(|k, v| format!("{{\"name\":{},\"value\":{}}}", quote(k), quote(v)), ",")),
            format!("[{}]", joined(|k, v| format!("{{\"key\":{},\"value\":{}}}", quote(k), quote(v)), ",")),
            format!("[{}]", joined(|k, v| format!("[{},{}]", quote(k), quote(v)), ",")),
            format!(
                "{{\"cookies\":[],\"origins\":[{{\"origin\":\"http://x\",\"localStorage\":[{}]}}]}}",
                joined(|k, v| format!("{{\"name\":{},\"value\":{}}}", quote(k), quote(v)), ",")
            ),
            joined(|k, v| format!("localStorage.setItem({}, {});", quote(k), quote(v)), "\n"),
            joined(|k, v| format!("window.localStorage.setItem ( '{k}' , `{v}` )"), "\n"),
            joined(|k, v| format!("{k}\t{v}"), "\n"),
            joined(|k, v| format!("{}={}", cookie(k), cookie(v)), "; "),
            format!("Cookie: {}", joined(|k, v| format!("{}={}", cookie(k), cookie(v)), "; ")),
        ] {
            let found = recognise(&text).unwrap_or_else(|| panic!("not recognised: {text}"));
            let pairs: Vec<_> = found.entries.iter().map(|(k, v)| (k.clone(), v.expose().to_owned())).collect();
            assert!(entries().iter().all(|entry| pairs.contains(entry)), "{text}");
            let users = found.users();
            assert_eq!((users.len(), users[0].user_name.as_str(), users[0].is_last), (1, "a@b.c", true));
            let tokens = &users[0].tokens;
            assert!(
                [&tokens.id_token, &tokens.access_token, &tokens.refresh_token].iter().all(|token| token.is_some())
            );
            assert!(ids(&found).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_no_dump_of_a_session_is_not_taken_for_one() {
        for text in
            ["", "{}", "a=1; b=2", r#"{"name":"x"}"#, PREFIX, "see CognitoIdentityServiceProvider.x in the docs"]
        {
            assert_eq!(recognise(text), None, "{text}");
        }
    }

    #[test]
    fn several_users_and_clients_stand_in_the_order_of_their_sign_in() {
        let older = JWT.replace("eyJpYXQiOjEwMCw", "eyJpYXQiOjk5LCA");
        let mut found = Storage::new("a test", entries());
        found.entries.push((format!("{PREFIX}client2.bob.accessToken"), older.into()));
        let users = found.users();
        assert_eq!(users.iter().map(|user| user.user_name.as_str()).collect::<Vec<_>>(), ["bob", "a@b.c"]);
        assert_eq!(found.clients(), ["client1", "client2"]);
    }

    #[test]
    fn a_drift_in_the_wrong_unit_or_without_a_number_is_found() {
        assert_eq!(ids(&changed("a@b.c.clockDrift", Some("NaN"))), ["amplify.clock_drift_unreadable"]);
        assert_eq!(ids(&changed("a@b.c.clockDrift", Some("-3600000"))), ["amplify.clock_drift"]);
        assert!(ids(&changed("a@b.c.clockDrift", Some("12.7"))).is_empty());
        let mut version_5 = changed("oauthSignIn", None);
        version_5.entries.retain(|(key, _)| !key.ends_with("oauthMetadata"));
        version_5.entries.push(("amplify-signin-with-hostedUI".into(), "true".into()));
        assert!(ids(&version_5).contains(&"amplify.clock_drift"), "-312 is in milliseconds");
    }

    #[test]
    fn missing_and_leftover_keys_are_found() {
        assert_eq!(ids(&changed("LastAuthUser", None)), ["amplify.last_auth_user_missing"]);
        assert_eq!(ids(&changed("LastAuthUser", Some("alice"))), ["amplify.last_auth_user_mismatch"]);
        assert_eq!(ids(&changed("inflightOAuth", Some("true"))), ["amplify.inflight_oauth"]);
        assert_eq!(ids(&changed("a@b.c.accessToken", Some("opaque"))), ["amplify.access_token_unreadable"]);
        assert_eq!(ids(&changed("a@b.c.refreshToken", None)), ["amplify.refresh_token_missing"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_not(text in ".{0,120}", with in "[{\\[(\"'=;\t%\\\\]{0,8}") {
            drop(recognise(&format!("{text}{PREFIX}c.u.idToken{with}{text}")));
            drop(recognise(&format!("setItem({with}{PREFIX}c.u.idToken{text}")));
        }
    }
}
