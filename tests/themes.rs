//! The theme files: each parses without a complaint and names every role.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use grantscope::ui::styles::{Role, Styles, THEMES};
use ratatui::style::Color;

fn theme_files() -> Vec<(String, String)> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/themes");
    let mut files: Vec<_> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_theme_file_is_built_in_and_says_something_of_every_role() {
    for (name, text) in theme_files() {
        assert!(THEMES.iter().any(|(built_in, _)| *built_in == name), "{name} is not built in");
        let (_, problems) = Styles::named("dark", Some(&text));
        assert_eq!(problems, Vec::<String>::new(), "{name}");
        for (_, role) in Role::ALL {
            assert!(text.lines().any(|line| line.starts_with(&format!("{role} ="))), "{name} leaves out {role}");
        }
    }
    assert_eq!(theme_files().len(), THEMES.len());
}

#[test]
fn an_unknown_theme_is_named_with_those_that_are_known() {
    let (styles, problems) = Styles::named("nosuch", None);
    assert_eq!(styles, Styles::default());
    assert_eq!(problems, ["theme: found \"nosuch\", expected dark, light, blue-orange or a file of that name"]);
}

#[test]
fn good_news_and_bad_news_differ_by_glyph_in_every_alphabet() {
    for styles in [Styles::default(), Styles::default().with_ascii()] {
        let glyphs = styles.glyphs;
        let marks = [glyphs.good, glyphs.bad, glyphs.warning, glyphs.info, glyphs.running, glyphs.unknown];
        let distinct: std::collections::HashSet<_> = marks.iter().collect();
        assert_eq!(distinct.len(), marks.len());
    }
    let glyphs = Styles::default().with_ascii().glyphs;
    assert!([glyphs.good, glyphs.here, glyphs.full, glyphs.more, glyphs.arrow].iter().all(|glyph| glyph.is_ascii()));
}

/// Red, green and blue of one of the fixed 240 colours.
fn rgb(colour: Color) -> Option<[u8; 3]> {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let Color::Indexed(index) = colour else { return None };
    match index {
        0..16 => None,
        16..232 => Some([(index - 16) / 36, (index - 16) / 6 % 6, (index - 16) % 6].map(|at| LEVELS[usize::from(at)])),
        _ => Some([8 + 10 * (index - 232); 3]),
    }
}

/// WCAG 2.2, "contrast ratio".
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |colour: [u8; 3]| {
        let [red, green, blue] = colour.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// On the lightest ground that a dark terminal has, the darkest of a light one, and on the selected row.
#[test]
fn every_text_has_enough_contrast_on_its_ground_and_on_the_selected_row() {
    for (theme, ground) in [("dark", [0x1c; 3]), ("light", [0xff; 3])] {
        let styles = Styles::named(theme, None).0;
        let selected = styles.of(Role::Selected).bg.and_then(rgb).expect("one of the 256 colours");
        for (role, name) in Role::ALL {
            if matches!(role, Role::Border | Role::BorderFocused) {
                continue;
            }
            let style = styles.of(role);
            let Some(text) = style.fg.filter(|colour| *colour != Color::Reset) else { continue };
            let text = rgb(text).unwrap_or_else(|| panic!("{theme}: {name} depends on the terminal's palette"));
            let here = contrast(text, style.bg.and_then(rgb).unwrap_or(ground));
            assert!(here >= 4.5, "{theme}: {name} has {here:.1} to 1");
            let on_row = contrast(text, selected);
            assert!(role == Role::Field || on_row >= 3.5, "{theme}: {name} has {on_row:.1} to 1 on the selected row");
        }
    }
}
