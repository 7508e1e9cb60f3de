//! The only place that turns roles into styles and meanings into glyphs. Colour never carries a meaning alone.

use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};
use strum::VariantArray;
use toml_edit::{Item, Value};

use crate::app::keys::settings::{self, At, Problem};
use crate::protocol::enum_table::enum_table;

enum_table! {
    /// The role of a piece of the screen, with its name in themes. Themes give each role a style.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
    pub enum Role: 2 {
        Background: "background" => "The whole screen: the terminal's own colours, unless a theme has its own background.";
        Text: "text" => "Ordinary text.";
        Dim: "dim" => "Less important or unavailable.";
        Title: "title" => "Titles.";
        Accent: "accent" => "What should be noticed first: the current step, what to do next.";
        Border: "border" => "Frames.";
        BorderFocused: "border_focused" => "The frame of the focused pane.";
        Selected: "selected" => "The selected row.";
        Key: "key" => "Keys in the footer.";
        Name: "name" => "Names of parameters, headers, claims.";
        Value: "value" => "Their values.";
        Secret: "secret" => "Masked values.";
        Changed: "changed" => "Edited values.";
        Meaning: "meaning" => "Explanations.";
        Field: "field" => "The focused text field.";
        Good: "good" => "Success.";
        Warning: "warning" => "Warnings.";
        Bad: "bad" => "Errors.";
        Method: "method" => "HTTP methods and status lines.";
    }
}

impl Role {
    /// Every role.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The name in themes.
    pub fn name(self) -> &'static str {
        self.row()[0]
    }
}

/// The built-in themes, the default first.
pub const THEMES: [(&str, &str); 9] = [
    ("dark", include_str!("../../themes/dark.toml")),
    ("light", include_str!("../../themes/light.toml")),
    ("terminal", include_str!("../../themes/terminal.toml")),
    ("high-contrast", include_str!("../../themes/high-contrast.toml")),
    ("blue-orange", include_str!("../../themes/blue-orange.toml")),
    ("catppuccin-mocha", include_str!("../../themes/catppuccin-mocha.toml")),
    ("gruvbox-dark", include_str!("../../themes/gruvbox-dark.toml")),
    ("tokyo-night", include_str!("../../themes/tokyo-night.toml")),
    ("github-light", include_str!("../../themes/github-light.toml")),
];

/// The styles of every role, and the glyphs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Styles {
    roles: [Style; 19],
    /// The glyphs.
    pub glyphs: Glyphs,
    /// Whether there are colours; otherwise frames show the focus by their lines.
    pub has_colour: bool,
}

/// The glyphs that carry meaning beside words and colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Success.
    pub good: &'static str,
    /// Failure.
    pub bad: &'static str,
    /// Warning.
    pub warning: &'static str,
    /// Information.
    pub info: &'static str,
    /// In progress.
    pub running: &'static str,
    /// The pictures of a moving sign for the same.
    pub moving: &'static [&'static str],
    /// Current.
    pub here: &'static str,
    /// Not checked, or unknown.
    pub unknown: &'static str,
    /// The filled part of a gauge.
    pub full: &'static str,
    /// The empty part of a gauge; a missing value.
    pub empty: &'static str,
    /// Between items.
    pub dot: &'static str,
    /// Text was cut here.
    pub more: &'static str,
    /// From left to right.
    pub arrow: &'static str,
    /// Whether frames are drawn as lines.
    pub has_lines: bool,
    /// Whether they are words to be read aloud, so that a word beside one is enough.
    pub are_words: bool,
}

impl Glyphs {
    /// For terminals with Unicode.
    pub const UNICODE: Self = Self {
        good: "✓",
        bad: "✗",
        warning: "!",
        info: "i",
        running: "◌",
        moving: &["◐", "◓", "◑", "◒"],
        here: "▸",
        unknown: "?",
        full: "━",
        empty: "╌",
        dot: "·",
        more: "…",
        arrow: "→",
        has_lines: true,
        are_words: false,
    };

    /// For terminals without Unicode.
    pub const ASCII: Self = Self {
        good: "+",
        bad: "X",
        warning: "!",
        info: "*",
        running: "%",
        moving: &["|", "/", "-", "\\"],
        here: ">",
        unknown: "?",
        full: "=",
        empty: "-",
        dot: ".",
        more: "~",
        arrow: "->",
        has_lines: false,
        are_words: false,
    };

    /// Words, for what is read aloud.
    pub const WORDS: Self = Self {
        good: "ok:",
        bad: "failed:",
        warning: "warning:",
        info: "note:",
        running: "running:",
        moving: &["running:"],
        here: "",
        unknown: "unknown:",
        dot: ",",
        arrow: "->",
        are_words: true,
        ..Self::ASCII
    };
}

impl Default for Styles {
    fn default() -> Self {
        let mut styles = Self { roles: [Style::new(); 19], glyphs: Glyphs::UNICODE, has_colour: true };
        styles.apply(THEMES[0].1);
        styles
    }
}

impl Styles {
    /// The built-in theme of a name, overridden by `own`, the text of a user's file. Roles that neither sets keep the
    /// default theme's style. Returns the problems of the user's file, one sentence each.
    pub fn named(name: &str, own: Option<&str>) -> (Self, Vec<String>) {
        let mut styles = Self::default();
        let built_in = THEMES.iter().find(|(theme, _)| *theme == name);
        if let Some((_, text)) = built_in {
            styles.apply(text);
        }
        let problems = match own {
            Some(text) => styles.apply(text).iter().map(ToString::to_string).collect(),
            None if built_in.is_none() => {
                let known: Vec<_> = THEMES.iter().map(|(theme, _)| *theme).collect();
                vec![format!("theme: found {name:?}, expected {} or a file of that name", known.join(", "))]
            }
            None => Vec::new(),
        };
        (styles, problems)
    }

    /// Without colours: bold, reverse and underline stay (the convention of `NO_COLOR`).
    #[must_use]
    pub fn without_colour(mut self) -> Self {
        for style in &mut self.roles {
            *style = Style { fg: None, bg: None, underline_color: None, ..*style };
        }
        self.has_colour = false;
        self.roles[Role::Selected as usize] = Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
        self.roles[Role::Field as usize] = Style::new().add_modifier(Modifier::REVERSED);
        self.roles[Role::BorderFocused as usize] = Style::new().add_modifier(Modifier::BOLD);
        self.roles[Role::Bad as usize] = Style::new().add_modifier(Modifier::BOLD);
        self
    }

    /// With ASCII instead of all other glyphs.
    #[must_use]
    pub fn with_ascii(mut self) -> Self {
        self.glyphs = Glyphs::ASCII;
        self
    }

    /// With words instead of glyphs, and without colours.
    #[must_use]
    pub fn as_words(self) -> Self {
        Self { glyphs: Glyphs::WORDS, ..self.without_colour() }
    }

    /// Whether some colour is not one of the terminal's own sixteen.
    pub fn needs_many_colours(&self) -> bool {
        let is_other = |colour: Option<Color>| match colour {
            Some(Color::Rgb(..)) => true,
            Some(Color::Indexed(index)) => index >= 16,
            _ => false,
        };
        self.roles.iter().any(|style| is_other(style.fg) || is_other(style.bg))
    }

    /// The style of a role.
    pub fn of(&self, role: Role) -> Style {
        self.roles[role as usize]
    }

    /// Applies the roles that a theme's text sets. Returns its problems.
    fn apply(&mut self, text: &str) -> Vec<Problem> {
        let (document, mut problems) = settings::parse(text);
        let Some(document) = document else { return problems };
        for (name, item) in document.iter() {
            let of_name = document.key(name).and_then(toml_edit::Key::span);
            let role = Role::ALL.iter().find(|role| role.name() == name);
            let (span, what) = match (role, style(item)) {
                (Some(role), Ok(style)) => {
                    self.roles[*role as usize] = style;
                    continue;
                }
                (Some(_), Err(problem)) => (item.span().or(of_name), format!("{name}: {problem}")),
                (None, _) => (of_name, format!("unknown role {name}")),
            };
            problems.push(Problem { at: At::of(document.raw(), span), what });
        }
        problems.sort();
        problems
    }
}

/// Why the value of a role is no style.
#[derive(Debug, thiserror::Error)]
enum StyleError {
    #[error("expected a colour or a table")]
    NotAStyle,
    #[error("expected a colour")]
    NotAColour,
    #[error("found {0:?}, expected a colour such as cyan, #5fafaf or 73")]
    UnknownColour(String),
    #[error("found {0}, expected fg, bg, bold, dim, italic, underline or reverse")]
    Unknown(String),
    #[error("{0}: expected a value")]
    NotAValue(String),
    #[error("{0}: expected true or false")]
    NotABoolean(String),
}

fn style(item: &Item) -> Result<Style, StyleError> {
    match item {
        Item::Value(Value::InlineTable(table)) => {
            let members: Vec<(&str, &Value)> = table.iter().collect();
            members.into_iter().try_fold(Style::new(), |style, (name, value)| member(style, name, value))
        }
        Item::Table(table) => table.iter().try_fold(Style::new(), |style, (name, item)| match item {
            Item::Value(value) => member(style, name, value),
            _ => Err(StyleError::NotAValue(name.to_owned())),
        }),
        Item::Value(value) => Ok(Style::new().fg(colour(value)?)),
        _ => Err(StyleError::NotAStyle),
    }
}

fn member(style: Style, name: &str, value: &Value) -> Result<Style, StyleError> {
    let modifier = match name {
        "fg" => return Ok(style.fg(colour(value)?)),
        "bg" => return Ok(style.bg(colour(value)?)),
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "italic" => Modifier::ITALIC,
        "underline" => Modifier::UNDERLINED,
        "reverse" => Modifier::REVERSED,
        other => return Err(StyleError::Unknown(other.to_owned())),
    };
    match value.as_bool() {
        Some(true) => Ok(style.add_modifier(modifier)),
        Some(false) => Ok(style.remove_modifier(modifier)),
        None => Err(StyleError::NotABoolean(name.to_owned())),
    }
}

fn colour(value: &Value) -> Result<Color, StyleError> {
    let text = match (value.as_str(), value.as_integer()) {
        (Some(text), _) => text.to_owned(),
        (None, Some(index)) => index.to_string(),
        _ => return Err(StyleError::NotAColour),
    };
    Color::from_str(&text).map_err(|_| StyleError::UnknownColour(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_users_file_overrides_what_it_names_and_its_mistakes_are_all_reported() {
        let (styles, problems) = Styles::named("dark", Some("bad = \"#ff0000\"\ngood = 7.5\nnonsense = \"red\""));
        assert_eq!(styles.of(Role::Bad).fg, Some(Color::Rgb(255, 0, 0)));
        assert_eq!(styles.of(Role::Good), Styles::default().of(Role::Good));
        let found = |place: &str| problems.iter().any(|problem| problem.starts_with(place));
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(found("line 2, column 8: good: ") && found("line 3, column 1: unknown role"), "{problems:?}");
    }

    #[test]
    fn without_colour_nothing_has_a_colour_and_selection_still_shows() {
        let styles = Styles::default().without_colour();
        for role in Role::ALL {
            assert_eq!((styles.of(*role).fg, styles.of(*role).bg), (None, None), "{role:?}");
        }
        assert!(styles.of(Role::Selected).add_modifier.contains(Modifier::UNDERLINED));
    }
}
