//! Key presses as values, so that the core does not depend on a terminal library.

use std::fmt;

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character; upper case if Shift was held.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift+Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key.
    F(u8),
}

/// One key press. Shift is used only with characters, because terminals cannot report it for other keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key.
    pub code: KeyCode,
    /// Whether Ctrl was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

/// Why a text names no key that can be bound.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is not the name of a key.
    #[error("found {0:?}, expected a key such as g, ctrl-r, alt-x, F5, enter or space")]
    Unknown(String),
    /// Terminals send the same bytes for another key.
    #[error("found {0:?}, which terminals cannot distinguish from {1}")]
    SameAs(String, &'static str),
}

impl Key {
    /// A key by itself.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// A character.
    pub const fn char(character: char) -> Self {
        Self::plain(KeyCode::Char(character))
    }

    /// Ctrl with a lower-case character.
    pub const fn ctrl(character: char) -> Self {
        Self { code: KeyCode::Char(character), ctrl: true, alt: false }
    }

    /// Parses a key's displayed name: `ctrl-r`, `F5`, `g`, `shift-tab`.
    pub fn parse(name: &str) -> Result<Self, KeyError> {
        let unknown = || KeyError::Unknown(name.to_owned());
        let (ctrl, rest) = prefixed(name, "ctrl-");
        let (alt, rest) = prefixed(rest, "alt-");
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.next()) {
            (Some(character), None) if !character.is_control() => KeyCode::Char(character),
            _ => named(rest).ok_or_else(unknown)?,
        };
        let code = match code {
            KeyCode::Char(character) if ctrl => KeyCode::Char(character.to_ascii_lowercase()),
            code => code,
        };
        let same = match code {
            KeyCode::Char('i') if ctrl => Some("tab"),
            KeyCode::Char('m') if ctrl => Some("enter"),
            KeyCode::Char('[') if ctrl => Some("esc"),
            _ => None,
        };
        match same {
            Some(same) => Err(KeyError::SameAs(name.to_owned(), same)),
            None => Ok(Self { code, ctrl, alt }),
        }
    }

    /// The character that this key types into a text field.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(character) if !self.ctrl && !self.alt => Some(character),
            _ => None,
        }
    }
}

/// `enter`, `ctrl-c`, `Q`, `↑`: as shown in the footer and the help.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("ctrl-")?;
        }
        if self.alt {
            f.write_str("alt-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("space"),
            KeyCode::Char(character) => write!(f, "{character}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            other => f.write_str(name(other)),
        }
    }
}

fn prefixed<'a>(name: &'a str, prefix: &str) -> (bool, &'a str) {
    match name.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) && name.len() > prefix.len() => (true, &name[prefix.len()..]),
        _ => (false, name),
    }
}

/// The keys with names.
const NAMED: [KeyCode; 14] = [
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::PageUp,
    KeyCode::PageDown,
];

fn named(text: &str) -> Option<KeyCode> {
    if text.eq_ignore_ascii_case("space") {
        return Some(KeyCode::Char(' '));
    }
    let function = text.strip_prefix(['f', 'F']).and_then(|number| number.parse().ok());
    let function = function.filter(|number| (1..=12).contains(number)).map(KeyCode::F);
    function.or_else(|| NAMED.into_iter().find(|code| name(*code).eq_ignore_ascii_case(text)))
}

fn name(code: KeyCode) -> &'static str {
    match code {
        KeyCode::Enter => "enter",
        KeyCode::Esc => "esc",
        KeyCode::Tab => "tab",
        KeyCode::BackTab => "shift-tab",
        KeyCode::Backspace => "backspace",
        KeyCode::Delete => "del",
        KeyCode::Up => "up",
        KeyCode::Down => "down",
        KeyCode::Left => "left",
        KeyCode::Right => "right",
        KeyCode::Home => "home",
        KeyCode::End => "end",
        KeyCode::PageUp => "pgup",
        KeyCode::PageDown => "pgdn",
        KeyCode::Char(_) | KeyCode::F(_) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_people_say_them() {
        for (key, text) in [
            (Key::char('Q'), "Q"),
            (Key::ctrl('c'), "ctrl-c"),
            (Key::plain(KeyCode::BackTab), "shift-tab"),
            (Key::char(' '), "space"),
            (Key::plain(KeyCode::F(1)), "F1"),
        ] {
            assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn every_key_is_read_as_it_is_written() {
        let codes =
            NAMED.into_iter().chain([KeyCode::F(12), KeyCode::Char('Q'), KeyCode::Char('-'), KeyCode::Char(' ')]);
        for key in codes.map(Key::plain).chain([Key::ctrl('r'), Key { alt: true, ..Key::char('x') }]) {
            assert_eq!(Key::parse(&key.to_string()), Ok(key));
        }
        assert_eq!(Key::parse("Ctrl-R"), Ok(Key::ctrl('r')));
        for wrong in ["", "ctrl-", "F13", "shift-up", "gg", "ctrl-i", "\n"] {
            assert!(Key::parse(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn only_plain_characters_type() {
        assert_eq!(Key::char('x').typed(), Some('x'));
        assert_eq!(Key::ctrl('x').typed(), None);
        assert_eq!(Key::plain(KeyCode::Enter).typed(), None);
    }
}
