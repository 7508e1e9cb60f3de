//! The sequence diagram as a document: Mermaid for a wiki, SVG for a page.
//!
//! The browser's messages (the front channel) are dashed lines, the client's own (the back channel) solid lines.

use std::fmt::Write;

use super::diagram::{Arrow, ArrowOutcome, Participant, arrows};
use crate::protocol::text::html::escape;
use crate::protocol::text::sanitise;
use crate::session::record::session::Session;

/// The diagram as Mermaid text (`sequenceDiagram`).
pub fn mermaid(session: &Session) -> String {
    let mut text = String::from("sequenceDiagram\n");
    for participant in Participant::ALL {
        let _ = writeln!(text, "    participant {0} as {0}", participant.name());
    }
    for arrow in arrows(session) {
        if let Some(round) = arrow.round {
            let _ = writeln!(text, "    Note over Browser,Provider: round {round}");
        }
        let line = match (arrow.mood, is_front_channel(&arrow)) {
            (ArrowOutcome::Bad, _) => "-x",
            (_, true) => "-->>",
            (_, false) => "->>",
        };
        let label = label(&arrow);
        let _ = writeln!(text, "    {}{line}{}: {}", arrow.from.name(), arrow.to.name(), mermaid_text(&label));
    }
    text
}

/// In Mermaid, a semicolon ends a message and `#…;` is a character.
fn mermaid_text(label: &str) -> String {
    let escaped: String = label.chars().fold(String::new(), |mut text, c| {
        match c {
            '#' | ';' | '<' | '>' | '&' | '"' | '%' => {
                let _ = write!(text, "#{};", u32::from(c));
            }
            c => text.push(c),
        }
        text
    });
    // A message must not be empty.
    if escaped.trim().is_empty() { "…".to_owned() } else { escaped }
}

const WIDTH: usize = 920;
const LANES: [usize; 3] = [90, 460, 830];
const ROW: usize = 34;
const TOP: usize = 64;

/// The diagram as an SVG image, which follows the reader's light or dark setting. `id` distinguishes several images on
/// one page.
pub fn svg(session: &Session, id: &str) -> String {
    let arrows = arrows(session);
    let height = TOP + ROW * arrows.len() + 24;
    let mut image = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"{id}-title \
         {id}-desc\" class=\"diagram\">\n<title id=\"{id}-title\">Sequence diagram of the session</title>\n<desc \
         id=\"{id}-desc\">{}</desc>\n<style>{STYLE}</style>\n",
        escape(&in_words(&arrows))
    );
    for (participant, x) in Participant::ALL.into_iter().zip(LANES) {
        let _ = writeln!(
            image,
            "<line class=\"lane\" x1=\"{x}\" y1=\"44\" x2=\"{x}\" y2=\"{}\"/><text class=\"name\" x=\"{x}\" y=\"30\">{}</text>",
            height - 12,
            participant.name()
        );
    }
    for (row, arrow) in arrows.iter().enumerate() {
        draw(&mut image, arrow, TOP + ROW * row + 20);
    }
    image + "</svg>\n"
}

const STYLE: &str = ".diagram{font:13px system-ui,sans-serif;color:#1b1f24;--good:#116329;--bad:#a40e26;--line:#57606a}\
@media(prefers-color-scheme:dark){.diagram{color:#e6edf3;--good:#56d364;--bad:#ff8f8a;--line:#8b949e}}\
.diagram text{fill:currentColor;text-anchor:middle}.diagram .name{font-weight:600}\
.diagram .lane{stroke:var(--line);stroke-dasharray:2 4}.diagram .arrow{stroke:currentColor;stroke-width:1.5;fill:none}\
.diagram .front{stroke-dasharray:7 4}.diagram .good{fill:var(--good)}.diagram .bad{fill:var(--bad)}\
.diagram .arrow.good{stroke:var(--good);fill:none}.diagram .arrow.bad{stroke:var(--bad);fill:none}.diagram .round{fill:var(--line);font-style:italic}";

fn draw(image: &mut String, arrow: &Arrow, y: usize) {
    let x = |participant: Participant| LANES[participant as usize];
    let (from, to) = (x(arrow.from), x(arrow.to));
    // The tip stops short of its lane so that it is visible.
    let (tip, back) = if to > from { (to - 3, to - 12) } else { (to + 3, to + 12) };
    let (mark, mood) = match arrow.mood {
        ArrowOutcome::Good => ("✓ ", "good"),
        ArrowOutcome::Bad => ("✗ ", "bad"),
        ArrowOutcome::Plain | ArrowOutcome::Waiting => ("", "plain"),
    };
    let front = if is_front_channel(arrow) { " front" } else { "" };
    let label = label(arrow);
    let _ = writeln!(
        image,
        "<line class=\"arrow {mood}{front}\" x1=\"{from}\" y1=\"{y}\" x2=\"{tip}\" y2=\"{y}\"/><path class=\"arrow {mood}\" \
         d=\"M{back} {} L{tip} {y} L{back} {}\"/><text class=\"{mood}\" x=\"{}\" y=\"{}\">{mark}{}</text>",
        y - 5,
        y + 5,
        from.midpoint(to),
        y - 6,
        escape(&label)
    );
    if let Some(round) = arrow.round {
        let _ = writeln!(image, "<text class=\"round\" x=\"24\" y=\"{}\">round {round}</text>", y - 12);
    }
}

/// Whether the browser sends or receives it.
pub(super) fn is_front_channel(arrow: &Arrow) -> bool {
    arrow.from == Participant::Browser || arrow.to == Participant::Browser
}

/// The label, safe to show and short enough.
pub(super) fn label(arrow: &Arrow) -> String {
    const LONGEST: usize = 44;
    let label = sanitise::line(&arrow.label);
    match label.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &label[..at]),
        None => label.into_owned(),
    }
}

/// The messages as a list, for people who cannot see them.
fn in_words(arrows: &[Arrow]) -> String {
    let words = arrows.iter().map(|arrow| format!("{} to {}: {}.", arrow.from.name(), arrow.to.name(), label(arrow)));
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::profile::{Profile, Provider};
    use crate::protocol::Endpoints;
    use crate::session::Randomness;

    /// A login that ended with an error in its callback.
    pub fn session(error: &str) -> Session {
        let endpoints =
            Endpoints { authorization: Some("https://op.example/authorize".into()), ..Endpoints::default() };
        let mut session = Session::new(Profile::new(Provider::Explicit(endpoints), "c"), None);
        let random = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
        let draft = session.draft_authorization(&random).unwrap();
        session.authorize(draft, Timestamp::UNIX_EPOCH);
        session.receive_callback(&format!("http://localhost/cb?error={error}&state=s"), Timestamp::UNIX_EPOCH);
        session
    }

    #[test]
    fn the_front_channel_is_dashed_and_a_failure_is_crossed_in_mermaid() {
        let text = mermaid(&session("access_denied"));
        let lines: Vec<_> = text.lines().skip(4).map(str::trim).collect();
        assert_eq!(
            lines,
            [
                "Client-->>Browser: open this URL",
                "Browser-->>Provider: authorization request + challenge",
                "Browser-xClient: callback: access_denied",
            ]
        );
    }

    #[test]
    fn text_of_a_provider_is_text_in_both_documents() {
        let hostile = session("%3C/text%3E%3Cscript%3Ealert(1)%3C/script%3E;%0Aend%23x");
        let image = svg(&hostile, "d");
        assert!(!image.contains("<script") && image.contains("&lt;script&gt;"), "{image}");
        let text = mermaid(&hostile);
        assert_eq!(text.lines().count(), 7, "no line of its own: {text}");
        assert!(!text.contains("<") && text.contains("#60;"), "{text}");
    }
}
