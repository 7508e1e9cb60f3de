//! The theme files: each parses without a complaint and names every role.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use grantscope::ui::styles::{Role, Styles, THEMES};

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
