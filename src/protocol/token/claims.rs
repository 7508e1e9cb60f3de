//! The claim catalogue: each claim's meaning, type and specification.
//!
//! It has the registered claims of JWTs (RFC 7519 section 4.1), those of OpenID Connect (Core sections 2 and 5.1), of
//! JWT access tokens (RFC 9068), common ones of the IANA registry, and Cognito's own.

use std::collections::HashMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::protocol::json::{Json, Kind, Value};

/// The type of a claim's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimType {
    /// A string.
    Text,
    /// A string that is a URL.
    Url,
    /// A string, or an array of strings.
    TextOrTexts,
    /// An array of strings.
    Texts,
    /// Seconds since 1970 in UTC, without leap seconds (RFC 7519 section 2).
    NumericDate,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// An object.
    Object,
    /// An array of objects.
    Objects,
    /// A number or a string.
    NumberOrText,
}

impl ClaimType {
    /// The expected type, for a sentence.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Text | Self::Url => "a string",
            Self::TextOrTexts => "a string or an array of strings",
            Self::Texts => "an array of strings",
            Self::NumericDate => "a number (seconds since 1970)",
            Self::Number => "a number",
            Self::Bool => "true or false",
            Self::Object => "an object",
            Self::Objects => "an array of objects",
            Self::NumberOrText => "a number or a string",
        }
    }

    /// Whether `value` has this type.
    pub fn fits(self, value: Value<'_>) -> bool {
        match self {
            Self::Text | Self::Url => value.kind() == Kind::String,
            Self::TextOrTexts => value.string_or_strings().is_some(),
            Self::Texts => value.kind() == Kind::Array && value.string_or_strings().is_some(),
            Self::NumericDate | Self::Number => value.kind() == Kind::Number,
            Self::Bool => value.kind() == Kind::Bool,
            Self::Object => value.is_object(),
            Self::Objects => value.kind() == Kind::Array && value.items().all(Value::is_object),
            Self::NumberOrText => matches!(value.kind(), Kind::Number | Kind::String),
        }
    }
}

/// A claim of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its name.
    pub name: &'static str,
    /// Its meaning in one sentence.
    pub meaning: &'static str,
    /// Its type.
    pub kind: ClaimType,
    /// Its specification.
    pub source: &'static str,
}

const fn claim(name: &'static str, kind: ClaimType, source: &'static str, meaning: &'static str) -> Claim {
    Claim { name, meaning, kind, source }
}

use ClaimType::{Bool, Number, NumberOrText, NumericDate, Object, Objects, Text, TextOrTexts, Texts, Url};

const JWT: &str = "RFC 7519 4.1";
const CORE: &str = "OIDC Core 2";
const STANDARD: &str = "OIDC Core 5.1";
const COGNITO: &str = "Cognito";

/// The catalogue, sorted by name.
pub const CATALOGUE: &[Claim] = &[
    claim("aal", Text, "Supabase", "The assurance level of the sign-in: aal1 with one factor, aal2 with two."),
    claim("acr", Text, CORE, "How strongly the person was authenticated, as a class the provider defines."),
    claim("act", Object, "RFC 8693 4.1", "Who acts for the subject: delegation, possibly nested."),
    claim("address", Object, STANDARD, "The postal address, as an object of its parts."),
    claim("amr", Texts, CORE, "How the person was authenticated: pwd, otp, mfa, hwk …"),
    claim("appid", Text, "Microsoft Entra ID", "The client the token was issued to."),
    claim(
        "appidacr",
        Text,
        "Microsoft Entra ID",
        "How the client authenticated: 0 not at all, 1 with a secret, 2 with a certificate.",
    ),
    claim("apptype", Text, "AD FS", "Whether the client is Public or Confidential."),
    claim(
        "at_hash",
        Text,
        "OIDC Core 3.1.3.6",
        "Binds the ID token to its access token: the left half of the access token's hash.",
    ),
    claim("aud", TextOrTexts, JWT, "Who the token is for. In an ID token this is the client."),
    claim("auth_time", NumericDate, CORE, "When the person last signed in. A refresh does not change it."),
    claim("authorization_details", Objects, "RFC 9396 9.1", "What exactly was authorized, as structured objects."),
    claim("azp", Text, CORE, "The client the ID token was issued to, if it is not the audience."),
    claim(
        "azpacr",
        Text,
        "Microsoft Entra ID",
        "How the client authenticated: 0 not at all, 1 with a secret, 2 with a certificate.",
    ),
    claim(
        "birthdate",
        Text,
        STANDARD,
        "The date of birth as YYYY-MM-DD. The year 0000 means that the year is not given.",
    ),
    claim("c_hash", Text, "OIDC Core 3.3.2.11", "Binds the ID token to the authorization code in the hybrid flow."),
    claim("cid", Text, "Okta", "The client the token was issued to."),
    claim(
        "client_id",
        Text,
        "RFC 8693 4.3, Cognito",
        "The client that requested the token. Cognito's access token has it instead of aud.",
    ),
    claim(
        "cnf",
        Object,
        "RFC 7800 3.1",
        "The key whose possession the sender must prove. The token is not a plain bearer token.",
    ),
    claim("cognito:groups", Texts, COGNITO, "The groups of the user pool that the user belongs to."),
    claim("cognito:preferred_role", Text, COGNITO, "The IAM role of the group with the highest precedence."),
    claim("cognito:roles", Texts, COGNITO, "The IAM roles of the user's groups."),
    claim("cognito:username", Text, COGNITO, "The user's name in the pool; Provider_id for federated users."),
    claim("device_key", Text, COGNITO, "The remembered device that signed in."),
    claim("email", Text, STANDARD, "The preferred email address. Do not use it as a key: it may change or be reused."),
    claim("email_verified", Bool, STANDARD, "Whether the provider verified the email address."),
    claim("entitlements", Texts, "RFC 9068 2.2.3.1", "What the subject is entitled to."),
    claim("event_id", Text, COGNITO, "The sign-in event this token came from."),
    claim("events", Object, "RFC 8417 2.2", "The security events this token reports, such as a logout."),
    claim("exp", NumericDate, JWT, "When the token expires. It must not be accepted from then on."),
    claim("family_name", Text, STANDARD, "Surname(s) or last name(s)."),
    claim("gender", Text, STANDARD, "The gender, as stated by the user."),
    claim("given_name", Text, STANDARD, "Given name(s) or first name(s)."),
    claim("groups", Texts, "RFC 9068 2.2.3.1", "The groups the subject belongs to."),
    claim("gty", TextOrTexts, "Auth0", "The grant type of the access token, such as client-credentials."),
    claim("iat", NumericDate, JWT, "When the token was issued."),
    claim("identities", Objects, COGNITO, "The outside accounts linked to the user; dates are text, in milliseconds."),
    claim(
        "idtyp",
        Text,
        "Microsoft Entra ID",
        "Whether the access token is for a user (user) or for the client itself (app).",
    ),
    claim("iss", Text, JWT, "Who issued the token. It must match the expected issuer exactly."),
    claim("jti", Text, JWT, "The token's ID, unique for its issuer."),
    claim("locale", Text, STANDARD, "The person's language and region, such as en-US."),
    claim("may_act", Object, "RFC 8693 4.4", "Who may act for the subject."),
    claim("middle_name", Text, STANDARD, "Middle name(s)."),
    claim("name", Text, STANDARD, "The full name for display."),
    claim("nbf", NumericDate, JWT, "The token must not be accepted before this time."),
    claim("nickname", Text, STANDARD, "The casual name."),
    claim("nonce", Text, CORE, "The value from the authorization request. It binds the ID token to that request."),
    claim("oid", Text, "Microsoft Entra ID", "The person's object id, the same for all clients of a tenant."),
    claim(
        "origin_jti",
        Text,
        COGNITO,
        "The original sign-in. After a revocation, Cognito's own endpoints reject all tokens with this value.",
    ),
    claim("permissions", Texts, "Auth0", "What the roles of the subject permit at this API."),
    claim("phone_number", Text, STANDARD, "The preferred phone number, ideally in E.164 format."),
    claim("phone_number_verified", Bool, STANDARD, "Whether the provider verified the phone number."),
    claim("picture", Url, STANDARD, "The URL of a picture of the person."),
    claim(
        "preferred_username",
        Text,
        STANDARD,
        "The short name the person prefers. Do not use it as a key: it may change.",
    ),
    claim("profile", Url, STANDARD, "The URL of the person's profile page."),
    claim("redirect_uri", Url, "RFC 9101 4", "Where the response to a request object goes."),
    claim("response_type", Text, "RFC 9101 4", "The response that a request object requests."),
    claim("roles", Texts, "RFC 9068 2.2.3.1", "The roles of the subject."),
    claim("scope", Text, "RFC 8693 4.2", "What the access token permits, separated by spaces."),
    claim("scp", TextOrTexts, "Microsoft Entra ID, Okta", "What the access token permits."),
    claim("sid", Text, "OIDC Front-Channel Logout 3", "The person's session at the provider."),
    claim("sub", Text, JWT, "Who the token is about: the person's stable id at this issuer."),
    claim("sub_jwk", Object, "OIDC Core 7.4", "The key of a self-issued identity."),
    claim("tid", Text, "Microsoft Entra ID", "The tenant the person belongs to."),
    claim("token_use", Text, COGNITO, "Which token this is: id or access."),
    claim("typ", Text, "Keycloak", "Which token this is: ID or Bearer."),
    claim("updated_at", Number, STANDARD, "When the person's data last changed, in seconds since 1970."),
    claim("username", Text, COGNITO, "The user's name in the pool, in an access token and in UserInfo."),
    claim("vc", Object, "W3C VC Data Model 6.3.1", "A verifiable credential."),
    claim("version", NumberOrText, COGNITO, "The version of the access token's format; 2 for Cognito."),
    claim("vot", Text, "RFC 8485 4.1", "How well the identity was verified, as a vector of trust."),
    claim("website", Url, STANDARD, "The URL of the person's web page."),
    claim("zoneinfo", Text, STANDARD, "The person's time zone, such as Europe/Paris."),
];

/// Custom attributes of a Cognito user pool.
const CUSTOM: Claim =
    claim("custom:*", Text, COGNITO, "A custom attribute of the user pool. Cognito writes all of them as strings.");
/// Attributes for developers only, of the same type.
const DEVELOPER: Claim =
    claim("dev:custom:*", Text, COGNITO, "A custom attribute that only an administrator can change.");

/// The catalogue entry of a claim. Unknown claims are valid: the provider defines them.
pub fn meaning(name: &str) -> Option<&'static Claim> {
    match CATALOGUE.binary_search_by(|claim| claim.name.cmp(name)) {
        Ok(index) => Some(&CATALOGUE[index]),
        Err(_) if name.starts_with("custom:") => Some(&CUSTOM),
        Err(_) if name.starts_with("dev:custom:") => Some(&DEVELOPER),
        Err(_) => None,
    }
}

/// Whether `value` has a type that its claim must not have; returns the catalogue entry.
pub fn wrong_type(name: &str, value: Value<'_>) -> Option<&'static Claim> {
    meaning(name).filter(|claim| !claim.kind.fits(value))
}

/// The catalogue claims in a document, found in one pass: separate lookups would each walk a document with a million
/// members. If a claim repeats, the last one counts (RFC 7519 section 4).
pub struct Known<'a> {
    values: HashMap<&'static str, Value<'a>>,
}

impl<'a> Known<'a> {
    /// Visits the members of the outermost object.
    pub fn of(claims: &'a Json) -> Self {
        let mut values = HashMap::new();
        for (name, value) in claims.root().members() {
            if let Ok(index) = CATALOGUE.binary_search_by(|claim| claim.name.cmp(&name)) {
                values.insert(CATALOGUE[index].name, value);
            }
        }
        Self { values }
    }

    /// A claim of the catalogue.
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        self.values.get(name).copied()
    }

    /// A claim that is a string.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)?.as_string()
    }
}

/// What was found instead of a NumericDate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NotADate {
    #[error("{found}, expected {}", NumericDate.expected())]
    Kind { found: Kind },
    #[error("{found}, not a valid date in seconds (in milliseconds it would be {time})")]
    Milliseconds { found: String, time: Timestamp },
    #[error("{0}, out of range for a date")]
    OutOfRange(String),
}

/// Reads a NumericDate (RFC 7519 section 2): a number, possibly with a fraction, between the years -9999 and 9999.
pub fn numeric_date(value: Value<'_>) -> Result<Timestamp, NotADate> {
    let seconds = value.as_f64().ok_or(NotADate::Kind { found: value.kind() })?;
    let whole = value.as_i64().or_else(|| {
        // Beyond i64 the cast saturates, and the result is not a valid timestamp.
        #[expect(clippy::cast_possible_truncation)]
        seconds.is_finite().then(|| seconds.floor() as i64)
    });
    whole.and_then(|seconds| Timestamp::from_second(seconds).ok()).ok_or_else(|| {
        let found: String = value.raw().chars().take(40).collect();
        match Timestamp::from_millisecond(whole.unwrap_or(i64::MAX)) {
            Ok(time) if seconds > 0.0 => NotADate::Milliseconds { found, time },
            _ => NotADate::OutOfRange(found),
        }
    })
}

/// A time in readable form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// `2026-11-21 05:04:03 UTC`
    pub utc: String,
    /// `Sat 21 Nov 06:04:03 CET`, in the given zone.
    pub local: String,
    /// `in 59 min`, `3 days ago`.
    pub distance: String,
}

impl Moment {
    /// `time` as seen from `now` in `zone`.
    pub fn of(time: Timestamp, now: Timestamp, zone: &TimeZone) -> Self {
        Self {
            utc: time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
            local: time.to_zoned(zone.clone()).strftime("%a %d %b %Y %H:%M:%S %Z").to_string(),
            distance: distance(time, now),
        }
    }
}

/// How far `time` is from `now`, in the largest unit that fits: `in 59 min`, `3 days ago`, `now`.
pub fn distance(time: Timestamp, now: Timestamp) -> String {
    let seconds = time.duration_since(now).as_secs();
    let amount = duration(SignedDuration::from_secs(seconds.abs()));
    match seconds {
        0 => "now".to_owned(),
        1.. => format!("in {amount}"),
        _ => format!("{amount} ago"),
    }
}

/// A duration in the largest unit that fits: `45 s`, `59 min`, `5 h 30 min`, `3 days`, `2 years`.
pub fn duration(length: SignedDuration) -> String {
    let seconds = length.as_secs().abs();
    let of = |unit: i64, name: &str| match seconds / unit {
        1 => format!("1 {name}"),
        n => format!("{n} {name}s"),
    };
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7199 => format!("{} min", seconds / 60),
        7200..=172_799 if seconds % 3600 < 60 => format!("{} h", seconds / 3600),
        7200..=172_799 => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
        172_800..=63_071_999 => of(86_400, "day"),
        _ => of(31_536_000, "year"),
    }
}

/// A duration in the two largest units: `45 s`, `59 min 41 s`, `5 h 33 min`, from two days on like [`duration`].
pub fn precise(length: SignedDuration) -> String {
    let seconds = length.as_secs().abs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (48.., _, _) => duration(length),
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_in_order_and_every_claim_has_a_sentence() {
        assert!(CATALOGUE.windows(2).all(|pair| pair[0].name < pair[1].name));
        assert!(CATALOGUE.iter().all(|claim| claim.meaning.ends_with(['.', '…']) && !claim.source.is_empty()));
        assert_eq!(meaning("aud").map(|claim| claim.kind), Some(TextOrTexts));
        assert_eq!(meaning("custom:tenant").map(|claim| claim.source), Some("Cognito"));
        assert_eq!(meaning("tenant"), None);
    }

    #[test]
    fn a_claim_of_the_wrong_type_is_recognised() {
        let json =
            Json::parse(r#"{"exp":"1","aud":["a",1],"cognito:groups":"admin","email_verified":"true","x":1}"#).unwrap();
        let wrong: Vec<_> =
            json.root().members().filter_map(|(name, value)| wrong_type(&name, value)).map(|c| c.name).collect();
        assert_eq!(wrong, ["exp", "aud", "cognito:groups", "email_verified"]);
    }

    #[test]
    fn dates_are_read_as_seconds_and_milliseconds_are_named() {
        let json = Json::parse(r#"[1700000000, 1.9e9, -1.5, 1700000000000, 1e300, "1", 1e999]"#).unwrap();
        let read: Vec<_> = json.root().items().map(|value| numeric_date(value).map(|time| time.as_second())).collect();
        assert_eq!(read[..3], [Ok(1_700_000_000), Ok(1_900_000_000), Ok(-2)]);
        let sentence = |index: usize| read[index].clone().unwrap_err().to_string();
        assert_eq!(
            sentence(3),
            "1700000000000, not a valid date in seconds (in milliseconds it would be 2023-11-14T22:13:20Z)"
        );
        assert_eq!(sentence(4), "1e300, out of range for a date");
        assert_eq!(sentence(5), "a string, expected a number (seconds since 1970)");
        assert_eq!(sentence(6), "1e999, out of range for a date");
    }

    #[test]
    fn times_are_shown_in_utc_locally_and_as_a_distance() {
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        let moment =
            Moment::of(Timestamp::from_second(1_700_003_540).unwrap(), now, &TimeZone::fixed(jiff::tz::offset(1)));
        assert_eq!(moment.utc, "2023-11-14 23:12:20 UTC");
        assert_eq!(moment.local, "Wed 15 Nov 2023 00:12:20 +01");
        assert_eq!(moment.distance, "in 59 min");
        for (seconds, text) in [
            (0, "now"),
            (-45, "45 s ago"),
            (-19_800, "5 h 30 min ago"),
            (86_400, "in 24 h"),
            (-259_200, "3 days ago"),
            (900_000_000, "in 28 years"),
        ] {
            assert_eq!(distance(Timestamp::from_second(1_700_000_000 + seconds).unwrap(), now), text);
        }
    }
}
