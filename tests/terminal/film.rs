//! The moving picture of the README: the demo, played in a terminal by its keys and drawn as an animated SVG. The test
//! plays it, so that the picture cannot show what the program no longer does; `UPDATE_README=1` writes it again.

use std::fmt::Write;

use super::Sitting;

const COLUMNS: u16 = 110;
const ROWS: u16 = 32;
/// A cell in SVG units: 0.6 of the font size is the advance of most monospaced fonts.
const CELL: (f64, f64) = (8.4, 17.0);
const FONT_SIZE: f64 = 14.0;
const BACKGROUND: &str = "#14161b";
const FOREGROUND: &str = "#d5d9e0";

/// A scene: the keys that lead to it, the words that show that it is there, how long it stays, what is said below it.
struct Scene(&'static str, &'static str, f64, &'static str);

const SCENES: [Scene; 10] = [
    Scene("", "enter discover", 1.6, "grantscope demo: a provider of its own, no account, no network"),
    Scene("\r", "enter continues to 2", 1.6, "Enter: read the provider's metadata and keys"),
    Scene("\r", "code_challenge", 1.8, "Enter: the authorization URL, every parameter explained and editable"),
    Scene("\r", "alice", 1.2, "Enter: sign in as one of the users"),
    Scene("\r", "state matches", 1.6, "The callback: state compared before the code is used"),
    Scene("\r", "grant_type", 1.4, "Enter: the token request, before it is sent"),
    Scene("\r", "200 OK", 1.6, "Enter: the code is redeemed; request and response as they were sent"),
    Scene("\r", "Read the tokens", 2.4, "The tokens: every claim, its check, its meaning, its expiry"),
    Scene("y", "access token", 1.2, "y: copy"),
    Scene("a", "oken sent", 1.8, "a: the access token, where a program takes it"),
];

#[test]
fn the_film_in_the_readme_is_what_the_demo_shows() {
    let mut sitting = Sitting::at(COLUMNS, ROWS, &["demo"]);
    let frames: Vec<_> = SCENES
        .iter()
        .map(|Scene(keys, shown, ..)| {
            sitting.send(keys).see(shown);
            drawn(sitting.shared.screen.lock().unwrap().0.screen())
        })
        .collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/demo.svg");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, film(&frames)).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    for Scene(.., caption) in &SCENES {
        assert!(written.contains(caption), "{caption:?}: run UPDATE_README=1 cargo test film");
    }
}

/// The frames one after the other, for ever; where motion is not wanted, the last one.
fn film(frames: &[String]) -> String {
    let whole: f64 = SCENES.iter().map(|scene| scene.2).sum();
    let (width, height) = (f64::from(COLUMNS) * CELL.0 + 24.0, f64::from(ROWS) * CELL.1 + 60.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" font-size=\"{FONT_SIZE}\" \
         role=\"img\" aria-label=\"The demo, played by Enter alone\">\n<style>text{{white-space:pre;\
         font-family:ui-monospace,SFMono-Regular,Menlo,'DejaVu Sans Mono',monospace}}\
         .f{{visibility:hidden;animation-duration:{whole:.1}s;animation-iteration-count:infinite;\
         animation-timing-function:step-end}}\n"
    );
    let mut from = 0.0;
    for (number, scene) in SCENES.iter().enumerate() {
        let to = from + scene.2;
        let percent = |seconds: f64| seconds / whole * 100.0;
        let _ = writeln!(
            svg,
            "@keyframes k{number}{{0%{{visibility:hidden}}{:.2}%{{visibility:visible}}{:.2}%{{visibility:hidden}}\
             100%{{visibility:hidden}}}}.f{number}{{animation-name:k{number}}}",
            percent(from),
            percent(to).min(99.99),
        );
        from = to;
    }
    let last = SCENES.len() - 1;
    let _ = write!(
        svg,
        "@media(prefers-reduced-motion:reduce){{.f{{animation:none}}.f{last}{{visibility:visible}}}}</style>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n"
    );
    for (number, (frame, scene)) in frames.iter().zip(&SCENES).enumerate() {
        let _ = writeln!(
            svg,
            "<g class=\"f f{number}\"><g transform=\"translate(12 8)\">{frame}</g><text x=\"{:.0}\" y=\"{:.0}\" \
             text-anchor=\"middle\" font-size=\"17\" fill=\"#ffffff\">{}</text></g>",
            width / 2.0,
            height - 18.0,
            scene.3
        );
    }
    svg + "</svg>\n"
}

/// A screen as SVG: one `text` for each run of cells that look alike.
fn drawn(screen: &vt100::Screen) -> String {
    let mut svg = String::new();
    for row in 0..ROWS {
        let mut column = 0;
        while column < COLUMNS {
            let from = column;
            let look = Look::of(screen, row, column);
            let mut text = String::new();
            while column < COLUMNS && Look::of(screen, row, column) == look {
                let contents = screen.cell(row, column).map(vt100::Cell::contents).unwrap_or_default();
                text += if contents.is_empty() { " " } else { contents };
                column += 1;
            }
            look.draw(&mut svg, (row, from), &text);
        }
    }
    svg
}

/// What a cell looks like.
#[derive(PartialEq)]
struct Look {
    text: String,
    behind: String,
    bold: bool,
    faint: bool,
    underline: bool,
}

impl Look {
    fn of(screen: &vt100::Screen, row: u16, column: u16) -> Self {
        let Some(cell) = screen.cell(row, column) else {
            return Self { text: String::new(), behind: String::new(), bold: false, faint: false, underline: false };
        };
        let (mut text, mut behind) = (colour(cell.fgcolor(), FOREGROUND), colour(cell.bgcolor(), BACKGROUND));
        if cell.inverse() {
            std::mem::swap(&mut text, &mut behind);
        }
        Self { text, behind, bold: cell.bold(), faint: cell.dim(), underline: cell.underline() }
    }

    fn draw(&self, svg: &mut String, (row, column): (u16, u16), text: &str) {
        let cells = text.chars().count() as f64;
        let (x, y) = (f64::from(column) * CELL.0, f64::from(row) * CELL.1);
        let width = cells * CELL.0;
        if self.behind != BACKGROUND {
            let _ = write!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{}\"/>",
                CELL.1, self.behind
            );
        }
        if text.trim().is_empty() {
            return;
        }
        let bold = if self.bold { " font-weight=\"bold\"" } else { "" };
        let faint = if self.faint { " opacity=\".65\"" } else { "" };
        let underline = if self.underline { " text-decoration=\"underline\"" } else { "" };
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = write!(
            svg,
            "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" fill=\"{}\"{bold}{faint}{underline}>{escaped}</text>",
            y + 13.0,
            self.text
        );
    }
}

/// A terminal's colour as SVG has it.
fn colour(colour: vt100::Color, default: &str) -> String {
    const NAMED: [&str; 16] = [
        "#2b303b", "#e06c75", "#8cc570", "#e0b86a", "#6aaef0", "#c58af0", "#5ac8c8", "#c8ccd4", "#6b7280", "#f08a92",
        "#a6de8c", "#f0d08a", "#8cc4ff", "#d8a8ff", "#86e0e0", "#ffffff",
    ];
    match colour {
        vt100::Color::Default => default.to_owned(),
        vt100::Color::Idx(index @ 0..16) => NAMED[usize::from(index)].to_owned(),
        vt100::Color::Idx(index @ 16..232) => {
            let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
            let (red, green, blue) = ((index - 16) / 36, (index - 16) / 6 % 6, (index - 16) % 6);
            format!("#{:02x}{:02x}{:02x}", level(red), level(green), level(blue))
        }
        vt100::Color::Idx(index) => format!("#{0:02x}{0:02x}{0:02x}", 8 + 10 * (index - 232)),
        vt100::Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
    }
}
