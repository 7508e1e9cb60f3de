//! How messages begin, which also ends the body of the previous one.

/// The methods in request lines and commands.
pub const METHODS: [&str; 8] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT"];

/// The parts of a request line and their place on the line.
pub struct RequestLine<'l> {
    /// The start of the method.
    pub at: usize,
    /// The end of the last part.
    pub end: usize,
    /// The method.
    pub method: &'l str,
    /// The request target: a path or a whole URL.
    pub target: &'l str,
}

/// The first request line with a version, anywhere on a line from an offset on.
pub fn request_line(line: &str, from: usize) -> Option<RequestLine<'_>> {
    let mut searched = from;
    loop {
        let version = searched + line.get(searched..)?.find(" HTTP/")?;
        searched = version + 6;
        let head = line.get(from..version)?;
        let Some((before, target)) = head.rsplit_once(' ') else { continue };
        let Some(method) = METHODS.into_iter().find(|method| before.ends_with(method)) else { continue };
        let at = from + before.len() - method.len();
        let is_word = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
        if target.is_empty() || !is_word {
            continue;
        }
        let digits = line[searched..].bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        if digits > 0 {
            return Some(RequestLine { at, end: searched + digits, method, target });
        }
    }
}

/// The method and the target of a request line without a version, at the beginning of a line: `POST https://…`.
pub fn bare_request_line(line: &str) -> Option<(&str, &str, &str)> {
    let (method, rest) = line.split_once([' ', '\t'])?;
    METHODS.contains(&method).then_some(())?;
    let rest = rest.trim_start();
    let (target, rest) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
    is_target(target).then_some((method, target, rest.trim()))
}

/// Whether a text can be a request target: an absolute URL, a path, or a variable that begins one.
pub fn is_target(text: &str) -> bool {
    let text = text.trim_start_matches(['"', '\'', '<', '`']);
    let is_path = text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/*");
    is_path || is_url(text)
}

/// Whether a text is an absolute http or https URL, or begins with a variable for one.
pub fn is_url(text: &str) -> bool {
    let scheme = text.get(..8).or_else(|| text.get(..7)).unwrap_or_default().to_ascii_lowercase();
    scheme.starts_with("http://") || scheme.starts_with("https://") || text.starts_with("{{") || text.starts_with("${")
}

/// The status of a status line at the beginning of a text, and the end of the number: `HTTP/1.1 400 Bad …`.
pub fn status_line(text: &str) -> Option<(u16, usize)> {
    let version = text.strip_prefix("HTTP/")?;
    let digits = version.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let rest = version.get(digits..)?;
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let at = "HTTP/".len() + digits + spaces;
    (digits > 0 && spaces > 0).then_some(())?;
    Some((status(text.get(at..)?)?, at + 3))
}

/// Three digits from 100 to 599 at the beginning of a text, not followed by a digit or letter.
pub fn status(text: &str) -> Option<u16> {
    let digits = text.get(..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let ends = !text[3..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    digits.parse().ok().filter(|status| ends && (100..600).contains(status))
}

/// The first status line anywhere on a line from an offset on.
pub fn status_line_in(line: &str, from: usize) -> Option<usize> {
    let mut searched = from;
    loop {
        let at = searched + line.get(searched..)?.find("HTTP/")?;
        let is_word = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '/');
        if is_word && status_line(&line[at..]).is_some() {
            return Some(at);
        }
        searched = at + 5;
    }
}

/// The first place of any of several texts from an offset on. On a long line, a text that does not occur is not
/// searched for again and again.
pub fn first_of(line: &str, from: usize, texts: &[&str]) -> Option<(usize, usize)> {
    const WINDOW: usize = 1024;
    let longest = texts.iter().map(|text| text.len()).max().unwrap_or(0);
    let mut start = from;
    loop {
        let window = head(line.get(start..)?, WINDOW + longest);
        let first =
            texts.iter().enumerate().filter_map(|(which, text)| Some((start + window.find(text)?, which))).min();
        if first.is_some() || start + window.len() >= line.len() {
            return first;
        }
        start = start + head(&line[start..], WINDOW).len().max(1);
    }
}

/// At most that many bytes from the beginning of a text, in whole characters.
pub fn head(text: &str, length: usize) -> &str {
    let end = (0..=length.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// A line without a shell prompt, a list marker or a code fence before it.
pub fn without_prompt(line: &str) -> &str {
    let mut line = line.trim_start();
    if let Some(rest) = line.strip_prefix("PS ").and_then(|rest| rest.find("> ").map(|at| &rest[at + 2..])) {
        return rest.trim_start();
    }
    for prompt in ["$ ", "% ", "# ", "> ", "- ", "* ", "// ", "`"] {
        line = line.strip_prefix(prompt).unwrap_or(line);
    }
    line.trim_start()
}

/// Whether a text begins with a command's name, followed by something.
pub fn is_command(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| {
        let rest = rest.strip_prefix(".exe").unwrap_or(rest);
        rest.starts_with([' ', '\t'])
    })
}

/// Whether a line begins a message, which ends the body above it.
pub fn begins_message(line: &str) -> bool {
    let line = without_prompt(line);
    let line = line.strip_prefix("< ").unwrap_or(line);
    status_line(line).is_some()
        || request_line(line, 0).is_some_and(|request| request.at == 0)
        || bare_request_line(line).is_some_and(|(_, _, rest)| rest.is_empty())
        || line.starts_with("###")
        || line.starts_with("* Preparing request to")
        || ["curl", "wget", "http", "https", "xh", "Invoke-WebRequest", "Invoke-RestMethod"]
            .iter()
            .any(|name| is_command(line, name) && line.contains("://"))
        || ["fetch(", "await fetch(", "axios", "requests.", "httpx."].iter().any(|call| line.starts_with(call))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_line_is_found_behind_any_words() {
        let line = "03:00:12 DEBUG >> \"POST /oauth2/token HTTP/1.1[\\r]";
        let found = request_line(line, 0).unwrap();
        assert_eq!(
            (found.method, found.target, &line[found.at..found.end]),
            ("POST", "/oauth2/token", "POST /oauth2/token HTTP/1.1")
        );
        assert!(request_line("HTTP/1.1 400 and HTTP/2", 0).is_none());
        assert!(request_line("XGET / HTTP/1.1", 0).is_none());
    }

    #[test]
    fn a_status_has_three_digits_and_a_word_end() {
        assert_eq!(status_line("HTTP/2 401 "), Some((401, 10)));
        assert_eq!(status_line("HTTP/1.1 4000"), None);
        assert_eq!(status_line("HTTP/1.1"), None);
        assert_eq!(status("404"), Some(404));
        assert_eq!(status("700"), None);
    }
}
