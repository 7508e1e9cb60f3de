//! The theme, from the user's own file if there is one.

use std::path::{Path, PathBuf};

use super::files::{self, Attempt};
use crate::ui::Styles;
use crate::ui::styles::THEMES;

/// The longest theme, in bytes.
const MAX_LENGTH: u64 = 1 << 20;

/// The styles of the requested theme; a file of that name below the config directory overrides the built-in theme. Its
/// problems are reported, and its valid parts apply.
pub fn styles(name: Option<&str>, config_dir: Option<&Path>, ascii: bool) -> (Styles, Vec<String>) {
    let name = name.unwrap_or("dark");
    let file = config_dir.and_then(|dir| file(name, dir)).filter(|file| files::exists(file).unwrap_or(true));
    let own = file.map(|file| files::read_text(&file, MAX_LENGTH).map_err(Attempt::Read.of(&file))).transpose();
    let (mut styles, mut problems) = Styles::named(name, own.as_ref().ok().and_then(Option::as_deref));
    problems.extend(own.err().map(|error| error.to_string()));
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

/// The problem of an unknown theme name.
pub fn unknown(name: &str, config_dir: &Path) -> Option<String> {
    let known: Vec<&str> = THEMES.iter().map(|(theme, _)| *theme).collect();
    let is_known = known.contains(&name) || file(name, config_dir).is_some_and(|file| file.is_file());
    (!is_known).then(|| format!("theme: found {name:?}, expected {} or a file of that name", known.join(", ")))
}
