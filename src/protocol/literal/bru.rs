//! Bruno's `.bru` files: `name {` … `}` blocks of `name: value` lines. Blocks are not nested.

/// A block of a `.bru` file.
#[derive(Clone, Copy, Debug)]
pub struct Block<'t> {
    /// Its name: `post`, `body:json`, `auth:oauth2`.
    pub name: &'t str,
    /// Its lines.
    pub text: &'t str,
    /// Its length from the start of its first line to the brace that closes it.
    pub length: usize,
}

/// The name of the block that a line opens.
pub fn opened(line: &str) -> Option<&str> {
    let name = line.trim_end().strip_suffix('{')?.trim_end();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || ":-_".contains(c));
    is_name.then_some(name)
}

/// The block at the beginning of a text; `None` if it is never closed.
pub fn block(text: &str) -> Option<Block<'_>> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let name = opened(first)?;
    let mut end = first.len();
    for line in lines {
        if line.starts_with('}') {
            return Some(Block { name, text: &text[first.len()..end], length: end + 1 });
        }
        // Another block begins, so this one was never closed.
        if !line.starts_with([' ', '\t']) && line.trim_end().ends_with('{') {
            return None;
        }
        end += line.len();
    }
    None
}

impl<'t> Block<'t> {
    /// Its lines as names and values. A `~` before a name disables the line.
    pub fn pairs(&self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let pairs = self.text.lines().filter_map(|line| line.trim().split_once(':'));
        pairs.map(|(name, value)| (name.trim(), value.trim()))
    }
}
