//! The theme, from the person's own file where there is one.

use std::path::Path;

use crate::ui::Styles;

/// The styles of the theme that was asked for; a file of that name below the config directory wins. What is wrong with
/// it is told, and what is right with it holds.
pub fn styles(name: Option<&str>, config_dir: Option<&Path>, ascii: bool) -> (Styles, Vec<String>) {
    let name = name.unwrap_or("dark");
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let file = config_dir.filter(|_| is_plain).map(|dir| dir.join("themes").join(format!("{name}.toml")));
    let own = file.and_then(|file| std::fs::read_to_string(file).ok());
    let (mut styles, problems) = Styles::named(name, own.as_deref());
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        styles = styles.without_colour();
    }
    if ascii {
        styles = styles.with_ascii();
    }
    (styles, problems)
}
