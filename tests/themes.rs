//! The theme files: each parses without problems and defines every role.

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
        for role in Role::ALL.iter().map(|role| role.name()) {
            assert!(text.lines().any(|line| line.starts_with(&format!("{role} ="))), "{name} leaves out {role}");
        }
    }
    assert_eq!(theme_files().len(), THEMES.len());
}

#[test]
fn an_unknown_theme_is_named_with_those_that_are_known() {
    let (styles, problems) = Styles::named("nosuch", None);
    assert_eq!(styles, Styles::default());
    assert_eq!(
        problems,
        [
            "theme: found \"nosuch\", expected dark, light, terminal, high-contrast, blue-orange, catppuccin-mocha, gruvbox-dark, tokyo-night, github-light or a file of that name"
        ]
    );
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

/// Red, green and blue of a colour that is the same on every terminal.
fn rgb(colour: Color) -> Option<[u8; 3]> {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let index = match colour {
        Color::Indexed(index) => index,
        Color::Rgb(red, green, blue) => return Some([red, green, blue]),
        _ => return None,
    };
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

/// On the lightest ground that a dark terminal has, the darkest of a light one, or the theme's own; and on the selected
/// row. Frames need less than text (WCAG 2.2, 1.4.11).
#[test]
fn every_text_has_enough_contrast_on_its_ground_and_on_the_selected_row() {
    for (theme, _) in THEMES {
        let styles = Styles::named(theme, None).0;
        let ground = match theme {
            // Its colours are the terminal's.
            "terminal" => continue,
            "light" => [0xff; 3],
            _ => styles.of(Role::Background).bg.and_then(rgb).unwrap_or([0x1c; 3]),
        };
        let selected = styles.of(Role::Selected).bg.and_then(rgb).expect("a colour that is the same everywhere");
        for &role in Role::ALL {
            let name = role.name();
            let style = styles.of(role);
            let Some(text) = style.fg.filter(|colour| *colour != Color::Reset) else { continue };
            let text = rgb(text).unwrap_or_else(|| panic!("{theme}: {name} depends on the terminal's palette"));
            let least = match role {
                Role::Border | Role::BorderFocused => 3.0,
                _ if theme == "high-contrast" => 7.0,
                _ => 4.5,
            };
            let here = contrast(text, style.bg.and_then(rgb).unwrap_or(ground));
            assert!(here >= least, "{theme}: {name} has {here:.1} to 1, expected {least}");
            let on_row = contrast(text, selected);
            let is_on_rows = !matches!(role, Role::Field | Role::Border | Role::BorderFocused);
            assert!(!is_on_rows || on_row >= 3.5, "{theme}: {name} has {on_row:.1} to 1 on the selected row");
        }
    }
}

#[test]
fn a_theme_with_its_own_ground_leaves_no_cell_of_the_screen_on_the_terminals() {
    let model = crate::stage::Stage::at_start().model;
    for (theme, _) in THEMES {
        let styles = Styles::named(theme, None).0;
        let ground = styles.of(Role::Background);
        let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(80, 24)).unwrap();
        terminal.draw(|frame| drop(grantscope::ui::draw(frame, &model, &styles))).unwrap();
        let content = &terminal.backend().buffer().content;
        let bare = content.iter().filter(|cell| cell.bg == Color::Reset).count();
        assert_eq!(bare == 0, ground.bg.is_some(), "{theme}: {bare} cells");
    }
}
