//! The claim catalogue: each claim's meaning, type and specification.
//!
//! It has the registered claims of JWTs (RFC 7519 section 4.1), those of OpenID Connect (Core sections 2 and 5.1), of
//! JWT access tokens (RFC 9068), common ones of the IANA registry, and Cognito's own.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::protocol::json::{Json, Kind, Value};
use crate::protocol::notes::{self, Subject};

/// Whether these are header and claims of a provider token for Apple's push service (APNs): the ids of a key and of a
/// team, each of ten characters, and `iat`.
pub(super) fn is_for_apns<'a>(header: &Json, claim: impl Fn(&str) -> Option<Value<'a>>) -> bool {
    let is_id = |id: Option<Value<'_>>| {
        id.and_then(Value::as_string).is_some_and(|id| {
            id.len() == 10 && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        })
    };
    let is_es256 = header.get("alg").and_then(Value::as_string).as_deref() == Some("ES256");
    let has_others = ["aud", "sub", "exp", "scope"].iter().any(|name| claim(name).is_some());
    is_es256 && is_id(header.get("kid")) && is_id(claim("iss")) && claim("iat").is_some() && !has_others
}

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
    /// As in a token; names are case-sensitive.
    pub name: &'static str,
    /// Its meaning in one sentence.
    pub meaning: &'static str,
    /// Its type.
    pub kind: ClaimType,
    /// Its specification.
    pub source: &'static str,
}

use ClaimType::{Bool, Number, NumberOrText, NumericDate, Object, Objects, Text, TextOrTexts, Texts, Url};

const COGNITO: &str = "Cognito";

/// The catalogue, sorted by name: the notes about claims, with their types.
static CATALOGUE: LazyLock<Vec<Claim>> = LazyLock::new(|| {
    let notes = notes::all().iter().filter(|note| note.subject == Subject::Claim);
    let mut claims: Vec<Claim> = notes
        .map(|note| Claim { name: &note.name, meaning: &note.text, kind: kind(&note.kind), source: &note.spec })
        .collect();
    claims.sort_unstable_by_key(|claim| claim.name);
    claims
});

/// The type with a name in the notes.
fn kind(name: &str) -> ClaimType {
    match name {
        "Bool" => Bool,
        "Number" => Number,
        "NumberOrText" => NumberOrText,
        "NumericDate" => NumericDate,
        "Object" => Object,
        "Objects" => Objects,
        "TextOrTexts" => TextOrTexts,
        "Texts" => Texts,
        "Url" => Url,
        _ => Text,
    }
}

/// Custom attributes of a Cognito user pool.
const CUSTOM: Claim = Claim {
    name: "custom:*",
    meaning: "A custom attribute of the user pool. Cognito writes all of them as strings.",
    kind: Text,
    source: COGNITO,
};
/// Attributes for developers only, of the same type.
const DEVELOPER: Claim = Claim {
    name: "dev:custom:*",
    meaning: "A custom attribute that only an administrator can change.",
    kind: Text,
    source: COGNITO,
};

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
pub struct KnownClaims<'a> {
    values: HashMap<&'static str, Value<'a>>,
}

impl<'a> KnownClaims<'a> {
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
        assert!(CATALOGUE.len() > 50, "{}", CATALOGUE.len());
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
