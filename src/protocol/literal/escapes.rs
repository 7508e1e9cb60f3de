//! Escapes within strings.

/// A string without its escapes: those of JavaScript, Python, JSON and `$'…'` of a shell.
pub fn unescape(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c != '\\' {
            out.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        let Some(escaped) = rest.chars().next() else { break };
        rest = &rest[escaped.len_utf8()..];
        let character = match escaped {
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'a' => Some('\u{7}'),
            'b' => Some('\u{8}'),
            'e' | 'E' => Some('\u{1b}'),
            'f' => Some('\u{c}'),
            'v' => Some('\u{b}'),
            'u' => {
                let mut code = number(&mut rest, 16, 4).unwrap_or(0);
                // A surrogate pair, as browsers escape it.
                if let (0xd800..0xdc00, Some(low)) = (code, rest.strip_prefix("\\u").and_then(|low| low.get(..4)))
                    && let Ok(low @ 0xdc00..0xe000) = u32::from_str_radix(low, 16)
                {
                    rest = &rest[6..];
                    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                }
                Some(char::from_u32(code).unwrap_or('\u{fffd}'))
            }
            'U' => Some(number(&mut rest, 16, 8).and_then(char::from_u32).unwrap_or('\u{fffd}')),
            'x' => {
                out.extend(number(&mut rest, 16, 2).and_then(|byte| u8::try_from(byte).ok()));
                None
            }
            '0'..='7' => {
                let mut code = escaped.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let Some(digit) = rest.chars().next().and_then(|c| c.to_digit(8)) else { break };
                    code = code * 8 + digit;
                    rest = &rest[1..];
                }
                out.extend(u8::try_from(code).ok());
                None
            }
            other => Some(other),
        };
        if let Some(character) = character {
            out.extend(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// Reads a number of at most this many digits from the beginning of a text.
fn number(text: &mut &str, radix: u32, longest: usize) -> Option<u32> {
    let digits = text.chars().take(longest).take_while(|c| c.is_digit(radix)).count();
    let (number, rest) = text.split_at(digits);
    *text = rest;
    u32::from_str_radix(number, radix).ok()
}
