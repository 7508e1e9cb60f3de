//! Parses the grammar of RFC 8259 into nodes, without recursion.

use super::node::{MAX_DEPTH, Node};

/// The offset and the reason of an error.
pub(super) type Stop = (usize, String);

pub(super) struct Parser<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) nodes: Vec<Node>,
}

impl Parser<'_> {
    pub(super) fn document(mut self) -> Result<Vec<Node>, Stop> {
        if u32::try_from(self.bytes.len()).is_err() {
            return Err((0, "longer than 4 GiB".to_owned()));
        }
        if self.bytes.starts_with(b"\xef\xbb\xbf") {
            return Err((0, "unexpected byte order mark".to_owned()));
        }
        self.space();
        self.value()?;
        self.space();
        match self.peek() {
            None => Ok(self.nodes),
            Some(_) => self.unexpected("the end of the document"),
        }
    }

    /// Reads one value, with its own stack of open arrays and objects, so that nesting does not deepen the call stack.
    fn value(&mut self) -> Result<(), Stop> {
        let mut open: Vec<u32> = Vec::new();
        loop {
            let opened = self.open_value(open.len())?;
            if let Some(node) = opened {
                open.push(node);
                if self.first_of(node)? {
                    continue;
                }
            }
            // A value has ended: close what ends with it, until another value follows.
            loop {
                let Some(&parent) = open.last() else { return Ok(()) };
                self.space();
                let object = self.is_object(parent);
                let (close, what) = if object { (b'}', "',' or '}'") } else { (b']', "',' or ']'") };
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.space();
                        if object {
                            self.member_name()?;
                        }
                        break;
                    }
                    Some(byte) if byte == close => {
                        self.at += 1;
                        self.close_container(parent);
                        open.pop();
                    }
                    _ => return self.unexpected(what),
                }
            }
        }
    }

    /// After `{` or `[`: whether a value follows. If not, the caller closes it.
    fn first_of(&mut self, node: u32) -> Result<bool, Stop> {
        self.space();
        let object = self.is_object(node);
        match (object, self.peek()) {
            (true, Some(b'}')) | (false, Some(b']')) => Ok(false),
            (true, _) => self.member_name().map(|()| true),
            (false, _) => Ok(true),
        }
    }

    fn member_name(&mut self) -> Result<(), Stop> {
        if self.peek() != Some(b'"') {
            return self.unexpected("a member name in double quotes");
        }
        self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            return self.unexpected("':' after the member name");
        }
        self.at += 1;
        self.space();
        Ok(())
    }

    /// Reads a whole scalar, or the opening of an array or object, and returns its node.
    fn open_value(&mut self, depth: usize) -> Result<Option<u32>, Stop> {
        match self.peek() {
            Some(b'{' | b'[') => {}
            Some(b'"') => return self.string().map(|()| None),
            Some(b'-' | b'0'..=b'9') => return self.number().map(|()| None),
            Some(b't') => return self.literal("true").map(|()| None),
            Some(b'f') => return self.literal("false").map(|()| None),
            Some(b'n') => return self.literal("null").map(|()| None),
            _ => return self.unexpected("a value"),
        }
        if depth == MAX_DEPTH {
            return Err((self.at, format!("nested deeper than {MAX_DEPTH} levels")));
        }
        let node = self.push(self.at);
        self.at += 1;
        Ok(Some(node))
    }

    fn string(&mut self) -> Result<(), Stop> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err((start, "unterminated string".to_owned())),
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                Some(0..=0x1f) => return Err((self.at, "unescaped control character in a string".to_owned())),
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        self.scalar(start);
        Ok(())
    }

    fn escape(&mut self) -> Result<(), Stop> {
        let start = self.at;
        match self.bytes.get(start + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                let code = self.hex(start)?;
                match code {
                    0xd800..=0xdbff if matches!(self.hex(start + 6), Ok(0xdc00..=0xdfff)) => self.at = start + 12,
                    0xd800..=0xdfff => return Err((start, "unpaired surrogate".to_owned())),
                    _ => self.at = start + 6,
                }
            }
            _ => return Err((start, "invalid escape".to_owned())),
        }
        Ok(())
    }

    /// The code of the `\uXXXX` at `start`.
    fn hex(&self, start: usize) -> Result<u32, Stop> {
        let digits = match self.bytes.get(start..start + 6) {
            Some([b'\\', b'u', digits @ ..]) if digits.iter().all(u8::is_ascii_hexdigit) => digits,
            _ => return Err((start, "\\u needs four hexadecimal digits".to_owned())),
        };
        Ok(digits.iter().fold(0, |code, digit| code * 16 + char::from(*digit).to_digit(16).unwrap_or_default()))
    }

    fn number(&mut self) -> Result<(), Stop> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return self.unexpected("a digit"),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.some_digits()?;
        }
        self.scalar(start);
        Ok(())
    }

    fn some_digits(&mut self) -> Result<(), Stop> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return self.unexpected("a digit");
        }
        self.digits();
        Ok(())
    }

    fn digits(&mut self) {
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
    }

    fn literal(&mut self, word: &str) -> Result<(), Stop> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return self.unexpected("a value");
        }
        let start = self.at;
        self.at += word.len();
        self.scalar(start);
        Ok(())
    }

    fn is_object(&self, node: u32) -> bool {
        self.bytes[self.nodes[node as usize].start as usize] == b'{'
    }

    /// Offsets fit in `u32`, because `document` checks the length.
    #[expect(clippy::cast_possible_truncation)]
    fn push(&mut self, start: usize) -> u32 {
        let at = self.nodes.len() as u32;
        self.nodes.push(Node { start: start as u32, end: 0 });
        at
    }

    /// Adds what was read since `start`: a scalar or a member name.
    #[expect(clippy::cast_possible_truncation)]
    fn scalar(&mut self, start: usize) {
        let node = self.push(start);
        self.nodes[node as usize].end = self.at as u32;
    }

    /// Closes the array or object of `node`.
    fn close_container(&mut self, node: u32) {
        let end = self.push(self.at);
        self.nodes[node as usize].end = end;
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn unexpected<T>(&self, expected: &str) -> Result<T, Stop> {
        // The text is UTF-8, and `at` is always at the start of a character.
        let rest = std::str::from_utf8(&self.bytes[self.at..]).unwrap_or_default();
        let found = match rest.chars().next() {
            None => "found the end of the text".to_owned(),
            Some(character) => format!("found {character:?}"),
        };
        Err((self.at, format!("expected {expected}, {found}")))
    }
}
