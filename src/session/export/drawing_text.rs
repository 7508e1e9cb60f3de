//! The sequence diagram as plain text: for a mail, a ticket, a commit message.

use unicode_width::UnicodeWidthStr;

use super::diagram::{Arrow, ArrowOutcome, Participant, arrows};
use super::drawing::{is_front_channel, label};
use crate::session::record::session::Session;

/// The columns of the lifelines, from 0.
const LANES: [usize; 3] = [4, 36, 68];

/// The diagram as text of 80 columns. Messages through the browser are drawn with `-`, the client's own with `=`.
pub fn text(session: &Session) -> String {
    let mut lines = vec![names(), quiet()];
    for arrow in arrows(session) {
        if let Some(round) = arrow.round {
            lines.extend([quiet(), format!("round {round}")]);
        }
        lines.push(line(&arrow));
    }
    lines.extend([
        quiet(),
        String::new(),
        "-: through the browser (front channel), =: from the client itself (back channel)".into(),
    ]);
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn names() -> String {
    let mut line = String::new();
    for (participant, at) in Participant::ALL.into_iter().zip(LANES) {
        let start = at.saturating_sub(participant.name().len() / 2);
        line = format!("{line:start$}{}", participant.name());
    }
    line
}

/// The lifelines without a message.
fn quiet() -> String {
    LANES.iter().fold(String::new(), |line, at| format!("{line:at$}|"))
}

/// One message. Its label stands on the shaft, cut where the shaft ends.
fn line(arrow: &Arrow) -> String {
    let at = |participant: Participant| LANES[participant as usize];
    let (from, to) = (at(arrow.from), at(arrow.to));
    let (left, room) = (from.min(to), from.abs_diff(to) - 1);
    let shaft = if is_front_channel(arrow) { "-" } else { "=" };
    let mark = match arrow.mood {
        ArrowOutcome::Bad => "x ",
        _ => "",
    };
    let label: String = format!("{mark}{}", label(arrow)).chars().take(room.saturating_sub(6)).collect();
    let rest = room.saturating_sub(label.width() + 5);
    let message = if from < to {
        format!("{} {label} {}>", shaft.repeat(2), shaft.repeat(rest))
    } else {
        format!("<{} {label} {}", shaft.repeat(rest), shaft.repeat(2))
    };
    let mut line = quiet();
    line.replace_range(left + 1..left + 1 + room.min(line.len() - left - 1), &message);
    line
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::protocol::HttpRequest;
    use crate::session::Purpose;
    use crate::session::export::drawing;

    #[test]
    fn the_front_and_the_back_channel_are_drawn_differently_and_a_failure_is_marked() {
        let mut session = drawing::tests::session("access_denied");
        session.begin(Purpose::Token, HttpRequest::get("https://op.example/token"), Timestamp::UNIX_EPOCH);
        let drawn = text(&session);
        let expected = "\x20Browser                         Client                         Provider
    |                               |                               |
    |<------------- open this URL --|                               |
    |-- authorization request + challenge ------------------------->|
    |-- x callback: access_denied ->|                               |
    |                               |== GET /token ================>|
    |                               |<========================= … ==|
    |                               |                               |

-: through the browser (front channel), =: from the client itself (back channel)
";
        assert_eq!(drawn, expected, "{drawn}");
        assert!(drawn.lines().all(|line| line.width() <= 80));
    }
}
