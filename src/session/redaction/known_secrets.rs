//! Finds known secrets in any text and notation: a provider that echoes what it received may escape it for a URL, JSON
//! or HTML, or encode it in base64 or as hex digits.
//!
//! ```text
//!   text ─┬─► as it is ───────────────────────────────────────► known values ─┐
//!         ├─► without escapes of one kind, up to three deep ──► known values ─┼─► ranges of the text ─► replaced
//!         └─► each run of base64, decoded ────────────────────► known values ─┘
//! ```
//!
//! A value of eight bytes or more is replaced wherever it stands. A shorter one may be a part of other words, so it is
//! replaced only as a word; and one that is an ordinary word or a number, only as a whole value: a sentence of this
//! program with a gap in place of `wrong` would tell the secret, and a document without its `true` would be none.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::notations::{ESCAPES, Unescaped, base64_runs, from_base64, from_hex};
use super::secret_names::is_secret;
use crate::protocol::text::secret::HIDDEN;

/// How many bytes of a value are looked up first. Shorter values are words.
pub(super) const START: usize = 8;

/// The shortest word that is replaced, in bytes.
pub(super) const WORD: usize = 4;

/// How deep notations may be nested.
const NESTED: u8 = 3;

/// The shortest run of base64 that can contain a value, and a word, in bytes.
const BASE64: [usize; 2] = [11, 6];

/// Replaces known values in any text, the longest at each position, in one pass for any number of values.
#[derive(Debug, Default)]
pub struct KnownSecrets {
    /// Sorted, without duplicates.
    values: Vec<Value>,
    /// The beginnings of the values.
    starts: HashSet<[u8; START]>,
    /// Their first bytes.
    firsts: Vec<u8>,
    /// Values too short to be replaced anywhere, and their replacements.
    words: HashMap<Vec<u8>, String>,
    identity: u64,
}

struct Value {
    text: Vec<u8>,
    by: String,
    /// The longest other value that is a prefix of it.
    within: Option<usize>,
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The known values of a session, collected on first use and kept until the session changes. A copy of a session starts
/// without them, and they do not affect equality.
#[derive(Debug, Default)]
pub struct KnownValues(pub(super) OnceLock<KnownSecrets>);

impl Clone for KnownValues {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for KnownValues {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for KnownValues {}

/// A range of a text and its replacement.
struct Hit {
    range: Range<usize>,
    by: String,
}

impl KnownSecrets {
    /// Values and their replacements.
    pub(super) fn new(replaced: Vec<(String, String)>) -> Self {
        // Forms encode a space as a plus.
        let spaced = replaced.iter().filter(|(value, _)| value.contains(' '));
        let spaced: Vec<_> = spaced.map(|(value, by)| (value.replace(' ', "+"), by.clone())).collect();
        let all = replaced.into_iter().chain(spaced);
        let mut replaced: Vec<(Vec<u8>, String)> = all.map(|(value, by)| (value.into_bytes(), by)).collect();
        replaced.retain(|(value, _)| value.len() >= WORD);
        replaced.sort();
        replaced.dedup_by(|a, b| a.0 == b.0);
        let mut identity = DefaultHasher::new();
        replaced.hash(&mut identity);
        let (replaced, words): (Vec<_>, Vec<_>) = replaced.into_iter().partition(|(value, _)| value.len() >= START);
        let words = words.into_iter().collect();
        let starts: HashSet<_> = replaced.iter().filter_map(|(value, _)| start_of(value)).collect();
        let mut values: Vec<Value> = Vec::with_capacity(replaced.len());
        for (text, by) in replaced {
            let mut within = values.len().checked_sub(1);
            while let Some(at) = within.filter(|at| !text.starts_with(&values[*at].text)) {
                within = values[at].within;
            }
            values.push(Value { text, by, within });
        }
        let mut firsts: Vec<u8> = starts.iter().map(|start: &[u8; START]| start[0]).collect();
        firsts.sort_unstable();
        firsts.dedup();
        Self { values, starts, firsts, words, identity: identity.finish() }
    }

    /// Whether a text is one of the values.
    pub fn contains(&self, text: &str) -> bool {
        self.values.binary_search_by(|value| value.text.as_slice().cmp(text.as_bytes())).is_ok()
    }

    /// A number that distinguishes these values from all others.
    pub(super) fn identity(&self) -> u64 {
        self.identity
    }

    /// The text with every known value replaced. Of a value that is cut by the end of the text or an ellipsis, the
    /// visible part is replaced.
    pub fn replace<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.values.is_empty() && self.words.is_empty() || text.len() < WORD {
            return text.into();
        }
        let hits = self.hits(text.as_bytes(), NESTED, true);
        if hits.is_empty() {
            return text.into();
        }
        let mut replaced = String::with_capacity(text.len());
        let mut done = 0;
        for hit in hits {
            // Values are text, so they start and end between characters.
            let (Some(before), true) = (text.get(done..hit.range.start), text.is_char_boundary(hit.range.end)) else {
                continue;
            };
            replaced.push_str(before);
            replaced.push_str(&hit.by);
            done = hit.range.end;
        }
        replaced.push_str(&text[done..]);
        replaced.into()
    }

    /// The ranges of known values, sorted; overlapping ones are merged.
    fn hits(&self, text: &[u8], nested: u8, may_be_base64: bool) -> Vec<Hit> {
        let mut hits = self.plain(text);
        if !self.words.is_empty() {
            hits.extend((0..text.len()).filter_map(|at| self.word(text, at)));
        }
        // One kind at a time: a value may contain what looks like an escape of another kind.
        for mark in ESCAPES.into_iter().filter(|_| nested > 0) {
            let Some(unescaped) = Unescaped::of(text, mark) else { continue };
            let within = self.hits(&unescaped.bytes, nested - 1, may_be_base64);
            hits.extend(within.into_iter().map(|hit| Hit { range: unescaped.source(&hit.range), by: hit.by }));
        }
        if may_be_base64 && nested + 1 >= NESTED {
            let runs = base64_runs(text, BASE64[usize::from(!self.words.is_empty())]);
            hits.extend(runs.filter_map(|range| Some(Hit { by: self.in_base64(&text[range.clone()])?, range })));
        }
        hits.sort_by_key(|hit| (hit.range.start, Reverse(hit.range.end)));
        hits.dedup_by(|next, hit| {
            let overlap = next.range.start < hit.range.end;
            if overlap {
                hit.range.end = hit.range.end.max(next.range.end);
            }
            overlap
        });
        hits
    }

    /// The ranges of known values without any escapes.
    fn plain(&self, text: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut at = 0;
        while at + START <= text.len() {
            if self.firsts.binary_search(&text[at]).is_err() {
                at += 1;
                continue;
            }
            match self.at_the_start_of(&text[at..]) {
                Some((value, length)) => {
                    hits.push(Hit { range: at..at + length, by: value.by.clone() });
                    at += length;
                }
                None => at += 1,
            }
        }
        hits
    }

    /// The short value that stands at `at`.
    fn word(&self, text: &[u8], at: usize) -> Option<Hit> {
        let before = at.checked_sub(1).map(|before| text[before]);
        let continues = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        (WORD..START).rev().find_map(|length| {
            let word = text.get(at..at + length)?;
            let after = text.get(at + length).copied();
            if continues(before) && continues(word.first().copied())
                || continues(after) && continues(word.last().copied())
            {
                return None;
            }
            let by = self.words.get(word)?;
            let is_hidden = !is_ordinary(word) || is_whole_value(before, &text[at + length..]);
            is_hidden.then(|| Hit { range: at..at + length, by: by.clone() })
        })
    }

    /// The longest value that `text` starts with, otherwise one that is cut there, and its visible length. It is the
    /// last value in order that is not after `text`, or a prefix of that one; a cut value is next to it.
    fn at_the_start_of(&self, text: &[u8]) -> Option<(&Value, usize)> {
        self.starts.get(&start_of(text)?)?;
        let behind = self.values.partition_point(|value| value.text.as_slice() <= text);
        let mut at = behind.checked_sub(1);
        while let Some(value) = at.map(|at| &self.values[at]) {
            if text.starts_with(&value.text) {
                return Some((value, value.text.len()));
            }
            at = value.within;
        }
        let beside = [behind.checked_sub(1), Some(behind)].into_iter().flatten().filter_map(|at| self.values.get(at));
        let cut = beside.map(|value| (value, common(&value.text, text))).max_by_key(|(_, length)| *length)?;
        let rest = &text[cut.1..];
        let is_cut = rest.is_empty() || rest.starts_with("…".as_bytes()) || rest.starts_with(b"...");
        // A secret may begin like a mask; what is masked shows nothing of it.
        let is_mask = || String::from_utf8_lossy(&text[..cut.1]).chars().all(|shown| shown == '•');
        (is_cut && cut.1 >= START && !is_mask()).then_some(cut)
    }

    /// The replacement of a run of base64 that contains a known value. A document in it, as in a JWT, remains a
    /// document.
    fn in_base64(&self, run: &[u8]) -> Option<String> {
        let decoded = from_base64(run);
        if decoded.starts_with(b"{")
            && let Ok(document) = std::str::from_utf8(&decoded)
        {
            return match self.replace(document) {
                Cow::Borrowed(_) => None,
                Cow::Owned(replaced) => Some(URL_SAFE_NO_PAD.encode(replaced)),
            };
        }
        // The text before it may look like a part of it.
        let holds = |skipped: usize| !self.hits(&from_base64(&run[skipped..]), 1, false).is_empty();
        let mut digits = run.split(|byte| !byte.is_ascii_hexdigit()).filter(|digits| digits.len() >= 2 * START);
        let mut holds_digits = || {
            digits.any(|digits| (0..2).any(|skipped| !self.hits(&from_hex(&digits[skipped..]), 1, false).is_empty()))
        };
        ((0..4).any(holds) || holds_digits()).then(|| HIDDEN.to_owned())
    }
}

/// Whether a value also stands in documents and sentences that do not mean it: a number, or one of [`WORDS`].
fn is_ordinary(word: &[u8]) -> bool {
    let is_listed = |word: &str| WORDS.contains(word.to_ascii_lowercase().as_str());
    word.iter().all(u8::is_ascii_digit) || std::str::from_utf8(word).is_ok_and(is_listed)
}

/// Whether what stands between `before` and `after` is a whole value: of a parameter, or in quotes and not the name of
/// a member.
fn is_whole_value(before: Option<u8>, after: &[u8]) -> bool {
    let next = after.first().copied();
    match before {
        Some(b'=') => next.is_none_or(|byte| byte.is_ascii_whitespace() || b"&;,\"'<".contains(&byte)),
        Some(quote @ (b'"' | b'\'' | b'`')) => next == Some(quote) && !after[1..].trim_ascii_start().starts_with(b":"),
        None => next.is_none(),
        Some(_) => false,
    }
}

/// Words of OAuth, its documents, and the sentences of this program about them.
static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("words.txt").split_whitespace().collect());

/// Whether a value differs from the words of pages and documents: it is long enough and not the name of a secret.
pub(super) fn is_telling(value: &str, length: usize) -> bool {
    let is_a_name = value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && is_secret(value);
    value.len() >= length && !is_a_name
}

fn start_of(bytes: &[u8]) -> Option<[u8; START]> {
    bytes.first_chunk().copied()
}

fn common(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    fn known(values: &[&str]) -> KnownSecrets {
        KnownSecrets::new(
            values.iter().enumerate().map(|(at, value)| ((*value).to_owned(), format!("<{at}>"))).collect(),
        )
    }

    #[test]
    fn the_longest_of_the_known_values_is_replaced_at_each_place() {
        let known = known(&["abcdefgh", "abcdefghij", "abcdefghijklm", "abcdefghix", "é€-secret", "zzzzzzzz"]);
        for (text, replaced) in [
            ("abcdefghijklm abcdefghijkl abcdefghix abcdefghiy", "<2> <1>kl <3> <0>iy"),
            ("éé€-secret%C3%A9%E2%82%AC-secret", "é<4><4>"),
            ("abcdefg", "abcdefg"),
            ("azzzzzzzzz", "a<5>z"),
            ("", ""),
        ] {
            assert_eq!(known.replace(text), replaced);
        }
    }

    #[test]
    fn a_mask_stays_as_it_is_even_if_a_secret_begins_like_one() {
        let known = KnownSecrets::new(vec![("•••••secret•".to_owned(), HIDDEN.to_owned())]);
        let once = known.replace("a=•••••secret•").into_owned();
        assert_eq!((once.as_str(), known.replace(&once).as_ref()), ("a=••••••", "a=••••••"));
    }

    #[test]
    fn a_value_is_found_in_every_notation() {
        let secret = "s3cr+t/\"value\"&é\\x%41";
        let known = known(&[secret]);
        let percent = |text: &str| crate::protocol::parameters::encode(text);
        let every_byte = secret.bytes().map(|byte| format!("%{byte:02x}")).collect::<String>();
        let json = |text: &str| serde_json::Value::from(text).to_string();
        let hex = secret.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        let units = secret.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect::<String>();
        let html = secret.replace('&', "&amp;").replace('"', "&quot;").replace('é', "&#xe9;");
        let numbers = secret.chars().map(|c| format!("&#{};", u32::from(c))).collect::<String>();
        let written = [
            secret.to_owned(),
            percent(secret),
            every_byte,
            json(secret).trim_matches('"').to_owned(),
            json(&percent(secret)),
            json(&json(secret)),
            percent(&json(secret)),
            units,
            format!("a{hex}"),
            format!("0x{}", hex.to_uppercase()),
            html.clone(),
            percent(&html),
            numbers,
            format!("Basic {}", STANDARD.encode(format!("client-1:{secret}"))),
            format!("Basic {}", STANDARD.encode(format!("c:{}", percent(secret)))),
            percent(&STANDARD.encode(format!("id:{secret}"))),
            URL_SAFE_NO_PAD.encode(secret),
            format!("x-{}", URL_SAFE_NO_PAD.encode(format!("12{secret}34"))),
        ];
        for text in written {
            let replaced = known.replace(&text).into_owned();
            let is_hidden = replaced.contains("<0>") || replaced.contains(HIDDEN);
            assert!(is_hidden && replaced.chars().count() < 24, "{text} became {replaced}");
            let within = known.replace(&format!("seen: {text} there")).into_owned();
            assert!(within.starts_with("seen: ") && within.ends_with(" there"), "{within}");
        }
    }

    #[test]
    fn a_value_that_contains_what_looks_like_an_escape_is_found_when_it_is_escaped_once_more() {
        for secret in
            ["%804\"\\u0x", "eyJ\\u12%b3x", "\\udd0dd\\u12345&7%d4", "&\\\\\\%2523", "%255C\\\\u12357", "\\\\1&amp;%41"]
        {
            let json = serde_json::Value::from(secret).to_string();
            let written = json.trim_matches('"');
            assert_eq!(known(&[secret]).replace(written), "<0>", "{written}");
        }
    }

    #[test]
    fn a_short_value_is_replaced_as_a_word_and_an_ordinary_word_as_a_whole_value() {
        let known = known(&["s3cr", "Xy$9", "hunter", "client", "8765", "redirect", "wrong"]);
        for (text, replaced) in [
            ("you sent s3cr.", "you sent <0>."),
            ("id:s3cr, %733cr and \\u00733cr", "id:<0>, <0> and <0>"),
            ("s3cret is3cr s3cr_x", "s3cret is3cr s3cr_x"),
            ("aXy$9b Xy$9", "aXy$9b <1>"),
            ("secret hunter, hunters", "secret <2>, hunters"),
            ("the client is unknown", "the client is unknown"),
            (r#"{"client": "client", "x": 8765}"#, r#"{"client": "<3>", "x": 8765}"#),
            ("client_secret=client&port=8765", "client_secret=<3>&port=<4>"),
            ("http://localhost:8765/client", "http://localhost:8765/client"),
            ("client", "<3>"),
            ("czNjcg== is czNjcg", "•••••• is ••••••"),
            ("it is wrong, or the redirect URI is", "it is wrong, or the <5> URI is"),
            ("client_secret=redirect or \"wrong\"", "client_secret=<5> or \"<6>\""),
        ] {
            assert_eq!(known.replace(text), replaced);
        }
        let basic = format!("Basic {}", STANDARD.encode("c1:s3cr"));
        assert_eq!(known.replace(&basic), "Basic ••••••");
    }

    #[test]
    fn a_value_that_is_cut_is_replaced_as_far_as_it_goes() {
        let known = known(&["abcdefghijklmnop"]);
        for text in ["found abcdefghij", "found abcdefghij…", "found abcdefghij..."] {
            assert!(known.replace(text).starts_with("found <0>"), "{text}");
        }
        assert_eq!(known.replace("found abcdefghij there"), "found abcdefghij there", "another word");
    }

    #[test]
    fn the_claims_of_a_token_stay_readable_without_the_value() {
        let token = URL_SAFE_NO_PAD.encode(r#"{"sub":"alice","leak":"abcdefghijklmnop"}"#);
        let replaced = known(&["abcdefghijklmnop"]).replace(&token).into_owned();
        assert_eq!(from_base64(replaced.as_bytes()), br#"{"sub":"alice","leak":"<0>"}"#);
    }
}
