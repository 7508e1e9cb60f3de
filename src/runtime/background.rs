//! The terminal's answer to the question for its background (OSC 11).
//!
//! It comes among the keys, at any time or never. Reading the terminal for it would lose what is typed meanwhile, so it
//! is taken out of the events, in which it arrives as keys: Alt-`]`, `11;rgb:1e1e/1e1e/2e2e`, Alt-`\`.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use xterm_color::Color;

/// The question.
pub const QUESTION: &str = "\u{1b}]11;?\u{1b}\\";

/// How an answer begins after Alt-`]`.
const BEGINNING: &str = "11;";

/// The longest answer.
const LONGEST: usize = 40;

/// Whether the last events may be the beginning of an answer.
pub fn is_begun(events: &[Event]) -> bool {
    let Some(at) = events.iter().rposition(is_introducer) else { return false };
    let text = text(&events[at + 1..]);
    text.is_some_and(|text| text.len() < LONGEST && (BEGINNING.starts_with(&text) || text.starts_with(BEGINNING)))
}

/// Takes the answer out of the events: whether the background is light, `None` if it cannot be read.
pub fn taken(events: &mut Vec<Event>) -> Option<Option<bool>> {
    let at = events.iter().position(is_introducer)?;
    let length = events[at + 1..].iter().position(is_terminator)?;
    let answer = text(&events[at + 1..=at + length])?;
    let colour = answer.strip_prefix(BEGINNING)?;
    let is_light = Color::parse(colour.as_bytes()).ok().map(|colour| colour.perceived_lightness() > 0.5);
    events.drain(at..=at + 1 + length);
    Some(is_light)
}

fn is_introducer(event: &Event) -> bool {
    matches!(event, Event::Key(KeyEvent { code: KeyCode::Char(']'), modifiers: KeyModifiers::ALT, .. }))
}

/// ST, or BEL.
fn is_terminator(event: &Event) -> bool {
    let Event::Key(key) = event else { return false };
    matches!(
        (key.code, key.modifiers),
        (KeyCode::Char('\\'), KeyModifiers::ALT) | (KeyCode::Char('g'), KeyModifiers::CONTROL)
    )
}

/// The characters of keys; `None` if other events are among them.
fn text(events: &[Event]) -> Option<String> {
    let character = |event: &Event| match event {
        Event::Key(KeyEvent { code: KeyCode::Char(character), modifiers, .. })
            if (*modifiers - KeyModifiers::SHIFT).is_empty() =>
        {
            Some(*character)
        }
        _ => None,
    };
    events.iter().map(character).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(character: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(character), modifiers))
    }

    fn answer(colour: &str, end: Event) -> Vec<Event> {
        let mut events = vec![key('j', KeyModifiers::NONE), key(']', KeyModifiers::ALT)];
        events.extend(format!("11;{colour}").chars().map(|c| key(c, KeyModifiers::NONE)));
        events.extend([end, key('k', KeyModifiers::NONE)]);
        events
    }

    #[test]
    fn the_answer_is_taken_out_and_the_keys_around_it_stay() {
        let ends = [key('\\', KeyModifiers::ALT), key('g', KeyModifiers::CONTROL)];
        for (end, (colour, is_light)) in ends.into_iter().zip([("rgb:ffff/fafa/f0f0", true), ("rgb:1e/1e/2e", false)]) {
            let mut events = answer(colour, end);
            assert_eq!(taken(&mut events), Some(Some(is_light)));
            assert_eq!(events, [key('j', KeyModifiers::NONE), key('k', KeyModifiers::NONE)]);
        }
        let mut nonsense = answer("red?", key('\\', KeyModifiers::ALT));
        assert_eq!((taken(&mut nonsense), nonsense.len()), (Some(None), 2));
    }

    #[test]
    fn a_part_of_an_answer_is_waited_for_and_other_keys_are_not() {
        let whole = answer("rgb:ffff/fafa/f0f0", key('\\', KeyModifiers::ALT));
        assert!((2..whole.len() - 2).all(|end| is_begun(&whole[..end])));
        assert!(!is_begun(&whole[..1]) && !is_begun(&[key(']', KeyModifiers::ALT), key('q', KeyModifiers::NONE)]));
        let mut typed = vec![key(']', KeyModifiers::ALT), key('q', KeyModifiers::NONE)];
        assert_eq!((taken(&mut typed), typed.len()), (None, 2));
    }
}
