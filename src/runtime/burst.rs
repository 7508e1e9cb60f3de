//! A paste that arrives as single keys. Windows consoles, and terminals without bracketed paste, type a pasted text as
//! fast as it is read: as keys, its letters would run commands and its line ends would confirm them.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::terminal::typed;

/// So many keys in one burst are a text if so many of them differ: nobody types that fast, and keys that repeat, or a
/// hand on the keyboard, are few different ones.
const TEXT: (usize, usize) = (24, 8);

/// The events of one burst, with every run of keys that is a pasted text as one paste.
pub fn joined(events: Vec<Event>) -> Vec<Event> {
    let mut joined = Vec::with_capacity(events.len());
    let mut run = Vec::new();
    for event in events {
        match &event {
            // It belongs to the press before it, and means nothing.
            Event::Key(KeyEvent { kind: KeyEventKind::Release, .. }) => {}
            Event::Key(key) if character(key).is_some() => run.push(event),
            _ => {
                finish(&mut run, &mut joined);
                joined.push(event);
            }
        }
    }
    finish(&mut run, &mut joined);
    joined
}

fn finish(run: &mut Vec<Event>, joined: &mut Vec<Event>) {
    let text: String = run.iter().filter_map(Event::as_key_event).filter_map(|key| character(&key)).collect();
    let different: std::collections::BTreeSet<char> = text.chars().collect();
    if run.len() >= TEXT.0 && different.len() >= TEXT.1 {
        joined.push(Event::Paste(text));
        run.clear();
    } else {
        joined.append(run);
    }
}

/// The character that a key types into a text, if it does.
fn character(key: &KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(character) => typed(character, key.modifiers).then_some(character),
        KeyCode::Enter if key.modifiers.is_empty() => Some('\n'),
        KeyCode::Tab if key.modifiers.is_empty() => Some('\t'),
        _ => None,
    }
    .filter(|_| !key.modifiers.contains(KeyModifiers::SUPER))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Event> {
        let code = |character| if character == '\n' { KeyCode::Enter } else { KeyCode::Char(character) };
        text.chars().map(|character| Event::Key(KeyEvent::new(code(character), KeyModifiers::NONE))).collect()
    }

    #[test]
    fn a_text_that_arrives_at_once_is_a_paste_with_its_line_ends() {
        let text = "http://localhost:8765/callback?code=abc&state=x\nq\n";
        let mut events = keys(text);
        let released = KeyEvent::new_with_kind(KeyCode::Char('h'), KeyModifiers::NONE, KeyEventKind::Release);
        events.insert(1, Event::Key(released));
        assert_eq!(joined(events), [Event::Paste(text.to_owned())]);
    }

    #[test]
    fn keys_that_repeat_and_short_bursts_stay_keys() {
        for burst in ["jk".repeat(6000), "https://".to_owned(), "\n".repeat(100)] {
            assert_eq!(joined(keys(&burst)), keys(&burst));
        }
    }

    #[test]
    fn what_is_no_text_ends_the_paste_and_keeps_its_place() {
        let text = "openid email phone profile";
        let escape = Event::Key(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
        let events = [keys(text), vec![escape.clone()], keys("q")].concat();
        let expected = [vec![Event::Paste(text.to_owned()), escape], keys("q")].concat();
        assert_eq!(joined(events), expected);
    }
}
