//! The notations in which a value may stand in a text: escapes of URLs, JSON, scripts and HTML, base64, and hex digits.

use std::ops::Range;

/// The runs that may be base64, with their padding; `least` is the length of the shortest.
pub(super) fn base64_runs(text: &[u8], least: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.iter().position(|byte| sextet(*byte).is_some())?;
            let rest = &text[start..];
            let length = rest.iter().position(|byte| sextet(*byte).is_none()).unwrap_or(rest.len());
            at = start + length;
            if length >= least {
                at += rest[length..].iter().take(2).take_while(|byte| **byte == b'=').count();
                return Some(start..at);
            }
        }
    })
}

/// In either alphabet (RFC 4648 sections 4 and 5).
fn sextet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// The bytes of a run of hex digits; a last single digit is left out.
pub(super) fn from_hex(digits: &[u8]) -> Vec<u8> {
    let value =
        |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or_default();
    digits.as_chunks().0.iter().map(|[high, low]| value(*high) << 4 | value(*low)).collect()
}

pub(super) fn from_base64(run: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(run.len() * 3 / 4);
    let (mut bits, mut held) = (0, 0_u32);
    for sextet in run.iter().map_while(|byte| sextet(*byte)) {
        held = (held << 6) | u32::from(sextet);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            // The upper eight bits.
            decoded.push((held >> bits) as u8);
        }
    }
    decoded
}

/// How escapes of URLs, of strings in JSON and scripts, and of HTML begin.
pub(super) const ESCAPES: [u8; 3] = *b"%\\&";

/// A text without its escapes of one kind.
pub(super) struct Unescaped {
    pub(super) bytes: Vec<u8>,
    /// The end of each escape: in `bytes`, and in the text.
    ends: Vec<(usize, usize)>,
}

impl Unescaped {
    /// `None` for a text without escapes.
    pub(super) fn of(text: &[u8], mark: u8) -> Option<Self> {
        let mut unescaped = Self { bytes: Vec::new(), ends: Vec::new() };
        let (mut done, mut at) = (0, 0);
        while let Some(found) = text[at..].iter().position(|byte| *byte == mark) {
            let start = at + found;
            at = start + 1;
            let Some((length, byte)) = escape(&text[start..]) else { continue };
            unescaped.bytes.extend_from_slice(&text[done..start]);
            match byte {
                Escaped::Byte(byte) => unescaped.bytes.push(byte),
                Escaped::Character(character) => {
                    unescaped.bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
            at = start + length;
            done = at;
            unescaped.ends.push((unescaped.bytes.len(), at));
        }
        unescaped.bytes.extend_from_slice(&text[done..]);
        (!unescaped.ends.is_empty()).then_some(unescaped)
    }

    /// The position in the text that a position in `bytes` comes from.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let behind = self.ends.partition_point(|(end, _)| *end <= at);
            let (decoded, written) = behind.checked_sub(1).map_or((0, 0), |last| self.ends[last]);
            written + (at - decoded)
        };
        place(range.start)..place(range.end)
    }
}

enum Escaped {
    Byte(u8),
    Character(char),
}

/// The escape that a text starts with: its length and its meaning.
fn escape(text: &[u8]) -> Option<(usize, Escaped)> {
    let hexadecimal = |range: Range<usize>| {
        let digits = std::str::from_utf8(text.get(range)?).ok()?;
        digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    let byte = |range| hexadecimal(range).and_then(|byte| u8::try_from(byte).ok()).map(Escaped::Byte);
    match text {
        [b'%', ..] => Some((3, byte(1..3)?)),
        [b'\\', b'x', ..] => Some((4, byte(2..4)?)),
        [b'\\', b'u', ..] => {
            let unit = hexadecimal(2..6)?;
            if let Some(character) = char::from_u32(unit) {
                return Some((6, Escaped::Character(character)));
            }
            let low = text.get(6..8).filter(|mark| *mark == b"\\u").and_then(|_| hexadecimal(8..12))?;
            let units = [u16::try_from(unit).ok()?, u16::try_from(low).ok()?];
            Some((12, Escaped::Character(char::decode_utf16(units).next()?.ok()?)))
        }
        [b'\\', mark @ (b'"' | b'\'' | b'/' | b'\\'), ..] => Some((2, Escaped::Byte(*mark))),
        [b'&', ..] => entity(text),
        _ => None,
    }
}

fn entity(text: &[u8]) -> Option<(usize, Escaped)> {
    let end = text.iter().take(12).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(&text[1..end]).ok()?;
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "plus" => '+',
        "sol" => '/',
        "equals" => '=',
        "lowbar" => '_',
        "period" => '.',
        _ => match name.strip_prefix('#')? {
            digits if digits.starts_with(['x', 'X']) => number(&digits[1..], 16)?,
            digits => number(digits, 10)?,
        },
    };
    Some((end + 1, Escaped::Character(character)))
}
