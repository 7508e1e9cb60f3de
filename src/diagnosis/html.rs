//! The text and title of an HTML page.

/// The visible text, without tags, scripts and styles, and with entities decoded.
pub(super) fn visible_text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    // This keeps the length: only ASCII letters change.
    let lower_html = html.to_ascii_lowercase();
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let lower = &lower_html[html.len() - tag.len()..];
        let hidden = ["script", "style"].into_iter().find(|name| lower.starts_with(name));
        // A script without an end hides the rest of the page, as in a browser.
        let from = match hidden {
            Some(name) => lower.find(&format!("</{name}")).map_or("", |at| &tag[at..]),
            None => tag,
        };
        rest = from.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let entities = [("&#39;", "'"), ("&#x27;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    for (entity, character) in entities {
        text = text.replace(entity, character);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text after the title: the visible text of the page itself.
pub fn body_text(html: &str) -> String {
    let text = visible_text(html);
    let title = title(html).and_then(|title| Some(text.strip_prefix(title.as_str())?.trim_start().to_owned()));
    title.unwrap_or(text)
}

/// The error on a page of Microsoft Entra ID, `AADSTS50011: …`: its status is 200, and the text may be in a script.
pub(super) fn microsofts_error(html: &str) -> Option<String> {
    let said = html.match_indices("AADSTS").find_map(|(at, name)| {
        let digits = html[at + name.len()..].bytes().take_while(u8::is_ascii_digit).count();
        html[at + name.len() + digits..].starts_with(": ").then(|| &html[at..]).filter(|_| digits >= 5)
    })?;
    let end = said.find(['"', '<', '\n']).unwrap_or(said.len());
    Some(visible_text(&said[..end].replace("\\u0027", "'")).chars().take(300).collect())
}

/// The title of an HTML page; `None` if it is missing or empty.
pub fn title(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let title: String = visible_text(&html[start..end]).chars().take(120).collect();
    (!title.is_empty()).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_ends_at_its_end_however_that_is_written() {
        for (begin, end) in [("<SCRIPT>", "</SCRIPT>"), ("<script src=x>", "</Script >"), ("<Style>", "</style>")] {
            assert_eq!(visible_text(&format!("a{begin}if (1<2) x{end}b")), "a b", "{begin}");
        }
    }
}
