//! The theme: the user's own file if there is one, otherwise one that fits the terminal.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::files::{self, Attempt};
use crate::app::model::theme::Theme;
use crate::ui::Styles;
use crate::ui::styles::THEMES;

/// The longest theme, in bytes.
const MAX_LENGTH: u64 = 1 << 20;

/// The theme of dark terminals, of light ones, and of those with sixteen colours.
const DEFAULTS: [&str; 3] = ["dark", "light", "terminal"];

/// What the terminal can show, by its environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Abilities {
    /// The colours.
    pub colours: Colours,
    /// Whether it draws only ASCII characters.
    pub ascii: bool,
    /// Whether it may be asked for its background: what cannot answer might print the question.
    pub answers: bool,
}

/// How many colours there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// None, or none are wanted.
    None,
    /// The terminal's own sixteen.
    Sixteen,
    /// At least 256.
    Many,
}

impl Abilities {
    /// Reads the environment.
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let is_console = matches!(term.as_str(), "linux" | "dumb" | "ansi" | "cygwin") || term.starts_with("vt");
        let has_many = set("COLORTERM").is_some_and(|value| matches!(value.as_str(), "truecolor" | "24bit"));
        let is_small = is_console || matches!(term.as_str(), "screen" | "rxvt") || term.ends_with("-16color");
        let colours = match (set("NO_COLOR"), is_small && !has_many) {
            (Some(_), _) => Colours::None,
            (None, true) => Colours::Sixteen,
            (None, false) => Colours::Many,
        };
        // POSIX: the first of these that is set decides. Where none is, most terminals take UTF-8 all the same.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        let has_unicode = |locale: &String| {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        };
        let ascii = is_console || (cfg!(unix) && !locale.as_ref().is_none_or(has_unicode));
        Self { colours, ascii, answers: cfg!(unix) && colours == Colours::Many && !term.is_empty() }
    }

    /// Those of this terminal.
    pub fn here() -> Self {
        Self::of(|name| std::env::var(name).ok())
    }
}

/// How the screen looks.
#[derive(Debug)]
pub struct Look {
    /// The styles.
    pub styles: Styles,
    /// Those for a light background, if the terminal is to be asked for its own.
    pub on_light: Option<Styles>,
    /// What is wrong with the theme.
    pub problems: Vec<String>,
    /// Where the theme comes from.
    pub source: Source,
}

impl Look {
    /// The requested theme, otherwise one that fits the terminal.
    pub fn of(name: Option<&str>, config_dir: &Path, ascii: bool, abilities: Abilities) -> Self {
        let [dark, light, sixteen] = DEFAULTS;
        let is_small = abilities.colours == Colours::Sixteen;
        let mut chosen = name.unwrap_or(if is_small { sixteen } else { dark });
        let (mut styles, mut problems) = styles(Some(chosen), Some(config_dir), ascii);
        if is_small && styles.needs_many_colours() {
            problems.push(format!("theme: this terminal has sixteen colours, so {sixteen} is used"));
            styles = self::styles(Some(sixteen), None, ascii).0;
            chosen = sixteen;
        }
        let is_asked = name.is_none() && abilities.answers;
        let on_light = is_asked.then(|| self::styles(Some(light), Some(config_dir), ascii).0);
        Self { styles, on_light, problems, source: Source::new(chosen, config_dir, ascii) }
    }
}

/// The styles of the requested theme; a file of that name below the config directory overrides the built-in theme. Its
/// problems are reported, and its valid parts apply.
pub fn styles(name: Option<&str>, config_dir: Option<&Path>, ascii: bool) -> (Styles, Vec<String>) {
    let name = name.unwrap_or(DEFAULTS[0]);
    let file = config_dir.and_then(|dir| file(name, dir)).filter(|file| files::exists(file).unwrap_or(true));
    let own =
        file.as_ref().map(|file| files::read_written(file, MAX_LENGTH).map_err(Attempt::Read.of(file))).transpose();
    let (mut styles, mut problems) = Styles::named(name, own.as_ref().ok().and_then(Option::as_deref));
    match (&own, &file) {
        (Ok(Some(_)), Some(file)) => {
            problems.iter_mut().for_each(|problem| *problem = format!("{}: {problem}", file.display()));
        }
        (Err(error), _) => problems.push(error.to_string()),
        _ => {}
    }
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        styles = styles.without_colour();
    }
    if ascii {
        styles = styles.with_ascii();
    }
    (styles, problems)
}

/// The user's own theme of that name.
fn file(name: &str, config_dir: &Path) -> Option<PathBuf> {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    is_plain.then(|| config_dir.join("themes").join(format!("{name}.toml")))
}

/// The names of the built-in themes and of the person's own.
pub fn names(config_dir: &Path) -> Vec<String> {
    let files = std::fs::read_dir(config_dir.join("themes")).into_iter().flatten().flatten();
    let own = files.filter_map(|entry| {
        let path = entry.path();
        let name = path.file_stem()?.to_str()?.to_owned();
        let is_built_in = THEMES.iter().any(|(theme, _)| *theme == name);
        (file(&name, config_dir)? == path && !is_built_in).then_some(name)
    });
    THEMES.iter().map(|(theme, _)| (*theme).to_owned()).chain(own).collect()
}

/// The problem of an unknown theme name.
pub fn unknown(name: &str, config_dir: &Path) -> Option<String> {
    let known: Vec<&str> = THEMES.iter().map(|(theme, _)| *theme).collect();
    let is_known = known.contains(&name) || file(name, config_dir).is_some_and(|file| file.is_file());
    (!is_known).then(|| format!("theme: found {name:?}, expected {} or a file of that name", known.join(", ")))
}

/// All themes: the built-in ones, then the files of the person.
pub fn all(config_dir: &Path) -> Vec<Theme> {
    let mut all: Vec<Theme> =
        THEMES.iter().map(|(name, text)| Theme { name: (*name).to_owned(), about: about(text) }).collect();
    let mut own: Vec<String> = fs::read_dir(config_dir.join("themes"))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".toml")?.to_owned()))
        .filter(|name| file(name, config_dir).is_some())
        .collect();
    own.sort();
    for name in own {
        all.retain(|theme| theme.name != name);
        all.push(Theme { name, about: "your file".to_owned() });
    }
    all
}

/// The first sentence of a theme's comment.
fn about(text: &str) -> String {
    let comment: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("# ")).collect();
    let comment = comment.join(" ");
    let end = comment.find([':', '.', ';']).unwrap_or(comment.len());
    comment[..end].to_owned()
}

/// The theme on the screen, and the file that it comes from.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    config_dir: PathBuf,
    is_ascii: bool,
    changed: Option<SystemTime>,
}

impl Source {
    /// The name of the theme.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The theme for a light background is used.
    pub fn is_light(&mut self) {
        self.name = DEFAULTS[1].to_owned();
        self.changed = self.changed_at();
    }

    /// A theme by its name.
    pub fn new(name: &str, config_dir: &Path, is_ascii: bool) -> Self {
        let mut source = Self { name: name.to_owned(), config_dir: config_dir.to_owned(), is_ascii, changed: None };
        source.changed = source.changed_at();
        source
    }

    /// The styles of another theme, and the problems of its file.
    pub fn choose(&mut self, name: String) -> (Styles, Vec<String>) {
        self.name = name;
        self.changed = self.changed_at();
        styles(Some(&self.name), Some(&self.config_dir), self.is_ascii)
    }

    /// The same, if the file was saved since it was read.
    pub fn reload(&mut self) -> Option<(Styles, Vec<String>)> {
        let changed = self.changed_at();
        (changed != self.changed).then(|| self.choose(self.name.clone()))
    }

    fn changed_at(&self) -> Option<SystemTime> {
        fs::metadata(file(&self.name, &self.config_dir)?).and_then(|found| found.modified()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn abilities(variables: &[(&str, &str)]) -> (Colours, bool, bool) {
        let variable = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
        let Abilities { colours, ascii, answers } = Abilities::of(variable);
        (colours, ascii, answers)
    }

    #[test]
    fn a_theme_of_ones_own_with_a_built_in_name_is_listed_once() {
        let config = tempfile::tempdir().unwrap();
        fs::create_dir(config.path().join("themes")).unwrap();
        for name in ["dark", "mine"] {
            fs::write(config.path().join(format!("themes/{name}.toml")), "").unwrap();
        }
        let names = names(config.path());
        assert_eq!(names.iter().filter(|name| *name == "dark").count(), 1, "{names:?}");
        assert_eq!((names.last().map(String::as_str), names.len()), (Some("mine"), THEMES.len() + 1));
    }

    #[test]
    fn colours_and_characters_follow_the_terminal_and_the_locale() {
        assert_eq!(abilities(&[("TERM", "xterm-256color")]), (Colours::Many, false, cfg!(unix)));
        assert_eq!(abilities(&[("TERM", "linux"), ("LANG", "en_US.UTF-8")]), (Colours::Sixteen, true, false));
        assert_eq!(abilities(&[("TERM", "screen"), ("LANG", "C.utf8")]), (Colours::Sixteen, false, false));
        assert_eq!(abilities(&[("TERM", "xterm"), ("NO_COLOR", "1")]), (Colours::None, false, false));
        assert_eq!(abilities(&[("TERM", "xterm"), ("LC_ALL", ""), ("LANG", "C")]).1, cfg!(unix));
        assert!(!abilities(&[("TERM", "xterm"), ("LC_ALL", "de_DE.UTF-8"), ("LANG", "C")]).1);
    }

    #[test]
    fn a_terminal_with_sixteen_colours_gets_a_theme_of_its_own_colours() {
        let none = Path::new("/nonexistent");
        let linux = Abilities { colours: Colours::Sixteen, ascii: true, answers: false };
        for name in [None, Some("tokyo-night")] {
            let look = Look::of(name, none, false, linux);
            assert!(!look.styles.needs_many_colours() && look.on_light.is_none(), "{name:?}");
            assert_eq!(look.problems.len(), usize::from(name.is_some()));
        }
    }

    #[test]
    fn a_file_that_is_saved_again_is_read_again_and_its_problems_are_told() {
        let config = tempfile::tempdir().unwrap();
        let path = config.path().join("themes/mine.toml");
        fs::create_dir(config.path().join("themes")).unwrap();
        fs::write(&path, "good = \"blue\"\n").unwrap();
        let mut source = Source::new("mine", config.path(), false);
        assert!(source.reload().is_none());
        fs::write(&path, "good = \"no colour\"\n").unwrap();
        let later = SystemTime::now() + std::time::Duration::from_secs(5);
        fs::File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
        let (_, problems) = source.reload().unwrap();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(source.reload().is_none());
        let names: Vec<String> = all(config.path()).into_iter().map(|theme| theme.name).collect();
        assert_eq!((names.len(), names.last().map(String::as_str)), (THEMES.len() + 1, Some("mine")));
    }
}
