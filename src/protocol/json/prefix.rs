//! Reads JSON that may be incomplete: everything before the break, without parsing the document as a whole. Recordings
//! are large, and an interrupted download or paste still contains everything before the break.

/// Where and why reading stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The byte offset.
    pub offset: usize,
    /// What was expected there.
    pub what: &'static str,
}

/// The complete members of an incomplete object, as an object; `None` if there are none.
pub fn begun_object(text: &str) -> Option<String> {
    let mut reader = Prefix { bytes: text.as_bytes(), at: 0 };
    reader.space();
    reader.expect(b'{', "an object").ok()?;
    let mut end = None;
    while reader.name().and_then(|_| reader.value()).is_ok() {
        reader.space();
        if reader.peek() != Some(b',') {
            break;
        }
        end = Some(reader.at);
        reader.at += 1;
    }
    Some(format!("{}}}", text.get(..end?)?))
}

/// Iterates over the elements of an array as slices of the document. Within an element, only the brackets outside
/// strings are checked for balance.
pub struct Elements<'a> {
    reader: Prefix<'a>,
    /// How many objects enclose the array.
    depth: usize,
    is_done: bool,
}

impl<'a> Elements<'a> {
    /// Finds the array at a path of member names. `None` if the document has none, `Some(Err)` if it ends before the
    /// array.
    pub fn of(bytes: &'a [u8], path: &[&str]) -> Option<Result<Self, Break>> {
        let start = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let mut reader = Prefix { bytes, at: start };
        for (depth, name) in path.iter().enumerate() {
            match reader.enter(name, if depth + 1 < path.len() { b'{' } else { b'[' }) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(broken) => return Some(Err(broken)),
            }
        }
        Some(Ok(Self { reader, depth: path.len(), is_done: false }))
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Result<&'a [u8], Break>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let reader = &mut self.reader;
        reader.space();
        if reader.peek() == Some(b',') {
            reader.at += 1;
            reader.space();
        }
        let start = reader.at;
        if reader.peek() == Some(b']') {
            reader.at += 1;
            self.is_done = true;
            return reader.finish(self.depth).err().map(Err);
        }
        let value = reader.value();
        self.is_done = value.is_err();
        Some(value.map(|()| &reader.bytes[start..reader.at]))
    }
}

struct Prefix<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Prefix<'a> {
    /// From before an object or after its brace, enters its member `name`, which must start with `bracket`.
    fn enter(&mut self, name: &str, bracket: u8) -> Result<bool, Break> {
        self.space();
        if self.peek() == Some(b'{') {
            self.at += 1;
        }
        loop {
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'"') if self.name()? == name.as_bytes() => {
                    let opens = self.peek() == Some(bracket);
                    self.at += usize::from(opens);
                    return Ok(opens);
                }
                // After the name of another member.
                Some(b'"') => self.value()?,
                None => return Err(self.broken("the rest of the document")),
                Some(_) => return Ok(false),
            }
        }
    }

    /// The name of a member, up to its value.
    fn name(&mut self) -> Result<&'a [u8], Break> {
        self.space();
        if self.peek() != Some(b'"') {
            return Err(self.broken("a member name"));
        }
        let start = self.at + 1;
        self.string()?;
        let name = &self.bytes[start..self.at - 1];
        self.space();
        self.expect(b':', "':' after a member name")?;
        self.space();
        Ok(name)
    }

    /// Skips one value.
    fn value(&mut self) -> Result<(), Break> {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                Some(b'"') => self.string()?,
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') if depth == 0 => return Err(self.broken("a value")),
                Some(b'}' | b']') => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(_) if depth == 0 => return self.scalar(),
                Some(_) => self.at += 1,
                None => return Err(self.broken("the end of a value")),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// A number, `true`, `false`, `null`, or anything else up to the next separator.
    fn scalar(&mut self) -> Result<(), Break> {
        let rest = &self.bytes[self.at..];
        match rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t')) {
            Some(0) => Err(self.broken("a value")),
            Some(length) => {
                self.at += length;
                Ok(())
            }
            None => {
                self.at = self.bytes.len();
                Err(self.broken("the end of a value"))
            }
        }
    }

    fn string(&mut self) -> Result<(), Break> {
        let start = self.at;
        self.at += 1;
        loop {
            let rest = &self.bytes[self.at.min(self.bytes.len())..];
            match rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
                Some(length) if rest[length] == b'"' => {
                    self.at += length + 1;
                    return Ok(());
                }
                Some(length) => self.at += length + 2,
                None => {
                    self.at = start;
                    return Err(self.broken("the end of this string"));
                }
            }
        }
    }

    fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), Break> {
        if self.peek() != Some(byte) {
            return Err(self.broken(what));
        }
        self.at += 1;
        Ok(())
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn broken(&self, what: &'static str) -> Break {
        Break { offset: self.at, what }
    }

    /// After `]`: the enclosing objects must be closed; their other members are skipped.
    fn finish(&mut self, depth: usize) -> Result<(), Break> {
        for _ in 0..depth {
            loop {
                self.space();
                match self.peek() {
                    Some(b'}') => break,
                    Some(b',' | b':') => self.at += 1,
                    Some(_) => self.value()?,
                    None => return Err(self.broken("the end of the document")),
                }
            }
            self.at += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<&str>, Option<Break>) {
        let (mut found, mut broken) = (Vec::new(), None);
        match Elements::of(text.as_bytes(), &["log", "entries"]) {
            None => broken = Some(Break { offset: 0, what: "not a HAR" }),
            Some(Err(error)) => broken = Some(error),
            Some(Ok(elements)) => {
                for element in elements {
                    match element {
                        Ok(bytes) => found.push(std::str::from_utf8(bytes).unwrap()),
                        Err(error) => broken = Some(error),
                    }
                }
            }
        }
        (found, broken)
    }

    #[test]
    fn elements_are_found_whatever_surrounds_them() {
        let text = r#" {"x":[{"log":1}],"log" : {"version":"1.2","pages":[{"a":"]}"}], "entries" :[ {"a":"}\"]"} ,[1,{}],7 ],"comment":"\\"},"y":null} "#;
        assert_eq!(read(text), (vec![r#"{"a":"}\"]"}"#, "[1,{}]", "7"], None));
        assert_eq!(read("{\"log\":{\"entries\":[]}}"), (vec![], None));
    }

    #[test]
    fn a_document_cut_anywhere_keeps_its_whole_elements() {
        let text = r#"{"log":{"entries":[{"a":"x\\"},{"b":[1,2]}]}}"#;
        for cut in 0..text.len() {
            let (found, broken) = read(&text[..cut]);
            assert!(broken.is_some(), "{cut}");
            let whole = usize::from(cut >= 30) + usize::from(cut >= 42);
            assert_eq!(found.len(), whole, "{cut}: {}", &text[..cut]);
        }
        assert_eq!(read(text).1, None);
    }

    #[test]
    fn an_object_cut_anywhere_keeps_its_whole_members() {
        let text = r#"{"a":"x,\\","b":[1,{"c":2}],"d":3,"e"#;
        let read = |cut: usize| begun_object(&text[..cut]);
        assert_eq!(read(11), None);
        assert_eq!(read(12).as_deref(), Some(r#"{"a":"x,\\"}"#));
        assert_eq!(read(text.len()).as_deref(), Some(r#"{"a":"x,\\","b":[1,{"c":2}],"d":3}"#));
    }

    #[test]
    fn other_json_is_not_read_as_har() {
        for text in ["", "[]", "{}", "{\"log\":[]}", "{\"log\":{\"entries\":{}}}", "hello", "{\"a\":1}"] {
            assert!(read(text).0.is_empty() && read(text).1.is_some(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80)) {
            let mut text = b"{\"log\":{\"entries\":[".to_vec();
            text.extend(bytes);
            if let Some(Ok(elements)) = Elements::of(&text, &["log", "entries"]) {
                proptest::prop_assert!(elements.count() <= text.len());
            }
        }
    }
}
