//! What printed objects have: words without quotes, and the labels of Node's `util.inspect`.

use super::parser::Parser;
use super::value::{Value, is_json, plain};

impl Parser<'_, '_> {
    /// A printed value: what is not a string, object or array is kept as written.
    pub(super) fn printed(&mut self, depth: usize) -> Option<Value> {
        self.skip();
        self.reference();
        // Elixir's maps and structs: `%{"error" => "x"}`, `%OAuth2.Client{token: nil}`.
        self.take("%");
        if self.string_begins() {
            let start = self.at;
            if let Some(text) = self.expression(depth) {
                return Some(text);
            }
            self.at = start;
        }
        let name = self.length(|c| c.is_ascii_alphanumeric() || "_$.".contains(c));
        let open = self.source.skip_blanks(self.at + name);
        if self.source.at(open, "{") {
            self.at = open + 1;
            return self.members(depth, '}');
        }
        if self.peek() == Some('[') && !self.is_label() {
            self.at += 1;
            return self.list(depth, ']');
        }
        self.words()
    }

    /// A number, a constant, or words, kept as written.
    pub(super) fn words(&mut self) -> Option<Value> {
        let rest = self.source.rest(self.at);
        let mut open = 0_usize;
        let end = rest.find(|c| {
            match c {
                '(' | '[' | '<' => open += 1,
                ')' | ']' | '>' if open > 0 => open -= 1,
                ',' | '}' | ']' | ';' | '\n' if open == 0 => return true,
                _ => {}
            }
            false
        });
        let words = rest[..end.unwrap_or(rest.len())].trim_end();
        self.at += words.len();
        (!words.is_empty()).then(|| plain(words).unwrap_or_else(|| Value::Name(words.to_owned())))
    }

    /// A name without quotes, with the colons within it: `cognito:groups: …`, `[Symbol(x)]: …`, `exp:1`.
    pub(super) fn printed_name(&mut self) -> Option<String> {
        let rest = self.source.rest(self.at);
        let bracketed = rest.starts_with('[').then(|| self.source.line(self.at).find(']')).flatten().map(|end| end + 1);
        let word = rest.char_indices().find(|(at, c)| match c {
            ':' => !rest[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric()),
            c => c.is_whitespace() || "=,{}".contains(*c),
        });
        let end = bracketed.or(word.map(|(at, _)| at)).filter(|end| *end > 0)?;
        let name = match rest[..end].split_once(':') {
            Some((name, value)) if is_json(value) => name,
            _ => &rest[..end],
        };
        self.at += name.len();
        Some(name.to_owned())
    }

    /// Whether what util.inspect writes for omitted values follows: `[Object]`, `[Function: x]`, `[Circular *1]`.
    pub(super) fn is_label(&self) -> bool {
        const LABELS: [&str; 11] = [
            "[Function",
            "[Object",
            "[Array",
            "[Circular",
            "[Getter",
            "[Setter",
            "[AsyncFunction",
            "[class ",
            "[Symbol",
            "[Date",
            "[object",
        ];
        LABELS.iter().any(|label| self.source.at(self.at, label))
    }

    pub(super) fn label(&mut self, depth: usize) -> Option<Value> {
        let is_object = self.source.at(self.at, "[Object");
        self.at += self.source.line(self.at).find(']')? + 1;
        // `[Object: null prototype] {`
        let open = self.source.skip_blanks(self.at);
        if is_object && self.source.at(open, "{") {
            self.at = open + 1;
            return self.members(depth + 1, '}');
        }
        Some(Value::Plain("undefined".to_owned()))
    }

    /// Skips `<ref *1>` and the white space after it.
    pub(super) fn reference(&mut self) -> bool {
        let is_here = self.source.at(self.at, "<ref ");
        if is_here && let Some(length) = self.source.line(self.at).find('>') {
            self.at = self.source.skip_white(self.at + length + 1);
            return true;
        }
        false
    }

    /// `<Buffer 7b 22>`
    pub(super) fn buffer(&mut self) -> Option<Value> {
        let line = self.source.line(self.at);
        let bytes = line.strip_prefix("<Buffer")?.split_once('>')?.0;
        self.at += "<Buffer>".len() + bytes.len();
        let bytes = bytes.split(' ').filter_map(|byte| u8::from_str_radix(byte, 16).ok());
        Some(Value::Text(String::from_utf8_lossy(&bytes.collect::<Vec<_>>()).into_owned()))
    }
}
