//! Captures of tools whose form is not HTTP, rewritten as the plain messages: `curl --trace` and `--trace-ascii`, and the
//! items that Burp Suite saves as XML.
//!
//! ```text
//!   => Send header, 63 bytes (0x3f)              POST /oauth2/token HTTP/1.1
//!   0000: POST /oauth2/token HTTP/1.1      ─►    Host: shop.example
//!   001d: Host: shop.example
//! ```

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The most bytes of a capture.
const LONGEST: usize = 8 << 20;

/// The plain messages in a capture, and how it is called.
pub(super) fn rewritten(text: &str) -> Option<(String, &'static str)> {
    if text.len() > LONGEST {
        return None;
    }
    trace(text).map(|plain| (plain, "read the curl trace as HTTP")).or_else(|| {
        let plain = burp(text)?;
        Some((plain, "decoded the messages of a Burp Suite export"))
    })
}

/// A section of a trace.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    SendHeader,
    RecvHeader,
    Data,
    Other,
}

fn section(line: &str) -> Option<Section> {
    let at = ["=> Send ", "<= Recv ", "== Info"].iter().find_map(|mark| line.find(mark))?;
    // `--trace-time` writes the time before it.
    let is_start = line[..at].chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ' '));
    is_start.then(|| match &line[at..] {
        rest if rest.starts_with("=> Send header") => Section::SendHeader,
        rest if rest.starts_with("<= Recv header") => Section::RecvHeader,
        rest if rest.starts_with("=> Send data") || rest.starts_with("<= Recv data") => Section::Data,
        _ => Section::Other,
    })
}

fn trace(text: &str) -> Option<String> {
    if !text.contains("=> Send header") && !text.contains("<= Recv header") {
        return None;
    }
    let mut plain = String::new();
    let mut now = Section::Other;
    // Where the line before ended in its section.
    let mut end = 0;
    for line in text.lines() {
        if let Some(next) = section(line) {
            let is_message = next == Section::SendHeader || next == Section::RecvHeader && now != Section::RecvHeader;
            if is_message && !plain.is_empty() {
                plain.push_str("\n\n");
            }
            now = if next == Section::Other && now == Section::RecvHeader { now } else { next };
            end = 0;
            continue;
        }
        let content = line.split_once(": ").or_else(|| line.split_once(':'));
        let offset = content.and_then(|(offset, rest)| Some((usize::from_str_radix(offset, 16).ok()?, rest)));
        let Some((offset, rest)) = offset.filter(|_| now != Section::Other) else { continue };
        match hexadecimal(rest) {
            Some(bytes) => plain.push_str(&String::from_utf8_lossy(&bytes).replace('\r', "")),
            None => {
                // A long line is cut; a line of its own has its line end between the offsets.
                if offset > end || offset == 0 && now != Section::Data && !plain.is_empty() && !plain.ends_with('\n') {
                    plain.push('\n');
                }
                plain.push_str(rest);
                end = offset + rest.len();
            }
        }
        if now == Section::RecvHeader && rest.is_empty() {
            plain.push('\n');
        }
    }
    (!plain.trim().is_empty()).then_some(plain)
}

/// The bytes of a line of `--trace`: up to sixteen pairs of digits, then the same as text.
fn hexadecimal(rest: &str) -> Option<Vec<u8>> {
    const COLUMNS: usize = 16 * 3;
    let columns = rest.get(..COLUMNS)?;
    columns.split_whitespace().map(|pair| u8::from_str_radix(pair, 16).ok().filter(|_| pair.len() == 2)).collect()
}

fn burp(text: &str) -> Option<String> {
    if !text.contains("<items burpVersion") {
        return None;
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some((name, found)) = ["request", "response"]
        .iter()
        .filter_map(|name| Some((name, rest.find(&format!("<{name} base64=\"true\">"))?)))
        .min_by_key(|(_, at)| *at)
    {
        let inner = &rest[found..];
        let end = inner.find(&format!("</{name}>"))?;
        let value = inner[..end].split_once('>')?.1.trim();
        let encoded = value.strip_prefix("<![CDATA[").and_then(|value| value.strip_suffix("]]>")).unwrap_or(value);
        let bytes = STANDARD.decode(encoded.trim()).ok()?;
        plain.push_str(String::from_utf8_lossy(&bytes).replace("\r\n", "\n").trim_end());
        plain.push_str("\n\n");
        rest = &inner[end..];
    }
    (!plain.is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_in_text_and_in_digits_gives_its_messages() {
        let text = "== Info: x\n=> Send header, 45 bytes (0x2d)\n0000: POST /token HTTP/1.1\n0016: Host: a.example\n0029: \n\
                    => Send data, 6 bytes (0x6)\n0000: ab=c\n0004: de\n<= Recv header, 24 bytes (0x18)\n0000: HTTP/1.1 400 Bad Request\n\
                    <= Recv header, 2 bytes (0x2)\n0000: \n<= Recv data, 2 bytes (0x2)\n0000: {}\n";
        let plain = "POST /token HTTP/1.1\nHost: a.example\n\nab=cde\n\nHTTP/1.1 400 Bad Request\n\n{}";
        let found = trace(text).expect("a trace");
        assert_eq!(found.lines().filter(|line| !line.is_empty()).count(), 5, "{found}");
        assert!(found.contains("ab=cde"), "{found}");
        assert!(found.starts_with(&plain[..37]), "{found}");
        let digits = format!("=> Send header, 4 bytes (0x4)\n0000: {:<48}POST\n", "50 4f 53 54");
        assert_eq!(trace(&digits).as_deref(), Some("POST"));
    }

    #[test]
    fn what_is_no_capture_stays() {
        for text in ["", "POST / HTTP/1.1\n", "=> Send header\n", "<items burpVersion=\"1\"><request base64=\"true\">"]
        {
            assert_eq!(rewritten(text), None, "{text}");
        }
    }
}
