//! The key table: every binding is reachable, none is bound twice in one place, and the help shows all of them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::HashSet;

use grantscope::app::keys::keymap::{BINDINGS, Binding};
use grantscope::app::model::choice::Choice;
use grantscope::app::query::contexts::contexts;
use grantscope::app::update::palette;
use grantscope::app::{Action, Effect, Key, KeyCode, KeyContext, Keymap, Message, Model, Overlay, update};
use grantscope::demo::scenarios::CLEAN;
use grantscope::session::Step;
use grantscope::ui::{self, Styles};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::stage::{Stage, states};

/// Which contexts can be active together with `context`: the table is searched from the most specific one on.
fn shadowed_by(binding: &Binding, key: &Key) -> Option<&'static Binding> {
    BINDINGS
        .iter()
        .find(|other| other.context == binding.context && !std::ptr::eq(*other, binding) && other.keys.contains(key))
}

#[test]
fn no_key_is_bound_twice_in_one_context() {
    for binding in BINDINGS {
        for key in binding.keys.iter() {
            assert!(shadowed_by(binding, key).is_none(), "{key} is bound twice in {:?}", binding.context);
        }
        let distinct: HashSet<_> = binding.keys.iter().collect();
        assert_eq!(distinct.len(), binding.keys.len(), "{:?} names a key twice", binding.action);
    }
}

#[test]
fn every_binding_has_keys_a_heading_a_label_and_a_line_of_help() {
    for binding in BINDINGS {
        assert!(!binding.keys.is_empty(), "{:?}", binding.action);
        assert!(KeyContext::ALL.contains(&binding.context), "{:?} has no heading in the help", binding.context);
        assert!(!binding.action.label().is_empty() && !binding.help().is_empty(), "{:?}", binding.action);
    }
    for &context in KeyContext::ALL {
        assert!(BINDINGS.iter().any(|binding| binding.context == context), "{context:?} is an empty heading");
    }
}

#[test]
fn every_step_and_the_ways_out_are_one_key_away() {
    let in_session = [KeyContext::Step, KeyContext::Session, KeyContext::Global, KeyContext::Always];
    for (number, step) in ('1'..='8').zip(Step::ALL) {
        assert_eq!(Keymap::default().find(&in_session, Key::char(number)), Some(Action::GoTo(step)));
    }
    assert_eq!(Keymap::default().find(&in_session, Key::char('q')), Some(Action::Quit));
    assert_eq!(Keymap::default().find(&in_session, Key::char('?')), Some(Action::Help));
}

#[test]
fn while_a_text_field_has_the_keys_letters_type_and_ctrl_c_still_gets_out() {
    let typing = [KeyContext::Text, KeyContext::Always];
    for letter in ('a'..='z').chain('A'..='Z').chain("?/:. 0123456789".chars()) {
        assert_eq!(Keymap::default().find(&typing, Key::char(letter)), None, "{letter} must type");
    }
    assert_eq!(Keymap::default().find(&typing, Key::ctrl('c')), Some(Action::Quit));
    assert_eq!(Keymap::default().find(&typing, Key::ctrl('z')), Some(Action::Suspend));
}

#[test]
fn esc_goes_back_and_never_quits() {
    let esc = grantscope::app::Key::plain(grantscope::app::KeyCode::Esc);
    for binding in BINDINGS.iter().filter(|binding| binding.keys.contains(&esc)) {
        assert_eq!(binding.action, Action::Back, "in {:?}", binding.context);
    }
}

/// tmux, screen and the Linux console pass on no Ctrl+Enter and no Ctrl+Shift+letter, and Ctrl+I is Tab there. Shift
/// counts only with characters: a [`Key`] has no place for it.
#[test]
fn every_key_reaches_the_program_through_a_terminal_that_knows_only_the_old_codes() {
    for (binding, key) in BINDINGS.iter().flat_map(|binding| binding.keys.iter().map(move |key| (binding, key))) {
        let is_old = match key.code {
            KeyCode::Char(letter) if key.ctrl => letter.is_ascii_lowercase() && !"himj".contains(letter),
            KeyCode::Char(character) => character.is_ascii(),
            KeyCode::F(number) => !key.ctrl && number <= 12,
            _ => !key.ctrl,
        };
        assert!(is_old && !key.alt, "{key} of {:?}", binding.action);
    }
}

/// What a key changes: the model without its message at the bottom, and the effects.
fn change(model: &Model, key: Key) -> (Model, Vec<Effect>) {
    let mut after = model.clone();
    let effects = update(&mut after, Message::Key(key), model.now);
    (after, effects)
}

/// Whether a key does anything but say that it cannot.
fn does_something(model: &Model, key: Key) -> bool {
    let quiet = |mut model: Model| {
        model.notice = model.notice.filter(|notice| !notice.is_problem || notice.asks.is_some());
        format!("{model:?}")
    };
    let (after, effects) = change(model, key);
    !effects.is_empty() || quiet(after) != quiet(model.clone())
}

#[test]
fn in_some_state_every_binding_does_what_it_says() {
    let states = states::all();
    let mut missing: Vec<&Binding> = BINDINGS.iter().collect();
    for (_, model) in &states {
        let contexts = contexts(model);
        missing.retain(|binding| {
            let is_bound = |key: &&Key| model.keymap.find(&contexts, **key) == Some(binding.action);
            let holds = contexts.contains(&binding.context);
            !holds || !binding.keys.iter().filter(is_bound).any(|key| does_something(model, *key))
        });
    }
    let missing: Vec<_> = missing.iter().map(|binding| (binding.context, binding.action)).collect();
    assert!(missing.is_empty(), "these do nothing anywhere: {missing:?}");
}

#[test]
fn what_a_key_does_in_a_state_stands_in_the_help_of_that_state() {
    for (name, model) in states::all() {
        let here = contexts(&model);
        if here.contains(&KeyContext::Text) || here.contains(&KeyContext::Filter) || here.contains(&KeyContext::Copy) {
            continue;
        }
        let mut helped = model.clone();
        palette::open_help(&mut helped);
        let Some(Overlay::List(list)) = &helped.overlay else { panic!("no list") };
        let rows = list.kind.choices(&helped);
        for binding in here.iter().flat_map(|context| model.keymap.of(*context)) {
            let keys: Vec<String> = binding.keys.iter().map(ToString::to_string).collect();
            let is_it = |row: &Choice| row.name == keys.join(" ") && row.remark == binding.help();
            assert!(rows.iter().any(is_it), "{name}: {:?} is missing", binding.action);
        }
    }
}

#[test]
fn the_help_is_searched_by_typing_and_enter_runs_what_was_found() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter enter down ?").type_text("edit the sel");
    let shown = text(&stage.model, (80, 24));
    assert!(shown.contains("edit the selected value") && !shown.contains("remove the selected"), "{shown}");
    stage.press("enter");
    assert!(stage.view().position.editing.is_some() && stage.model.overlay.is_none());
    stage.press("esc ?").type_text("fold or unf").press("enter");
    assert!(
        stage.model.notice.as_ref().unwrap().text.contains("not available: only in step 5"),
        "{:?}",
        stage.model.notice
    );
}

/// Other keys for everything, so that no old one is left.
fn remapped() -> Keymap {
    let mut keymap = Keymap::default();
    let mut old: Vec<Key> = keymap.bindings().iter().flat_map(|binding| binding.keys.to_vec()).collect();
    old.sort_by_key(Key::to_string);
    old.dedup();
    for binding in keymap.bindings_mut() {
        let new = |key: &Key| Key::plain(KeyCode::F(100 + old.iter().position(|one| one == key).unwrap() as u8));
        binding.keys = binding.keys.iter().map(new).collect::<Vec<_>>().into();
    }
    keymap
}

/// The old keys that a text names, and templates that were not filled in.
fn named(shown: &str) -> Vec<String> {
    let is_unit =
        |before: &str| before.chars().last().is_some_and(|last| last.is_ascii_digit() || "≥~<>".contains(last));
    let mut found = Vec::new();
    // A letter at a border is what an overlay leaves of a word, or a mark.
    for cell in shown.split(|c: char| c == '\n' || "│┃╭╮╰╯".contains(c)).filter(|cell| cell.trim().len() > 1)
    {
        let words: Vec<&str> =
            cell.split_whitespace().map(|word| word.trim_matches(|c| ",;.:()".contains(c))).collect();
        for (at, word) in words.iter().enumerate() {
            let before = at.checked_sub(1).map_or("", |before| words[before]);
            let is_counted = words.get(at + 1).is_some_and(|next| next.chars().all(|c| c.is_ascii_digit()));
            let is_mark = *word == "i" && (at == 0 || before == "▸" || is_counted) || ["a", "A"].contains(word) || is_unit(before)
                // A unit that was wrapped away from its number.
                || *word == "s" && at == 0;
            let is_cut = at == 0 && !cell.starts_with(' ') || at + 1 == words.len() && !cell.ends_with(' ');
            let is_letter = word.len() == 1 && word.chars().all(|c| c.is_ascii_alphabetic()) && !is_mark && !is_cut;
            let is_press = *word == "enter" && ["press", "Press"].contains(&before);
            let is_template = word.starts_with('{') && word.ends_with('}') && word.len() > 2 && !word.contains('"');
            let is_name =
                ["Enter", "Esc", "esc", "Tab", "shift-tab", "pgdn", "pgup", "del", "F1"].contains(word) && !is_cut;
            if is_letter || is_press || is_template || is_name || word.to_lowercase().starts_with("ctrl-") {
                found.push(format!("{word:?} in {:?}", cell.trim()));
            }
        }
    }
    found
}

#[test]
fn with_other_keys_for_everything_no_screen_names_an_old_one() {
    let mut found = std::collections::BTreeSet::new();
    // The palette and the help have the keys from when they were opened: they are opened anew below.
    let is_kept = |name: &str| !name.contains(": :") && !name.contains(": ?");
    for (name, mut model) in states::all().into_iter().filter(|(name, _)| is_kept(name)) {
        model.keymap = remapped();
        model.notice = None;
        let mut see = |how: &str, shown: &str| {
            found.extend(named(shown).into_iter().map(|what| format!("{what} ({name}{how})")));
        };
        see("", &text(&model, (160, 90)));
        let contexts = contexts(&model);
        for action in contexts.iter().flat_map(|context| model.keymap.of(*context)).map(|binding| binding.action) {
            let Some(key) = model.keymap.key(&contexts, action) else { continue };
            let (after, _) = change(&model, key);
            if let Some(notice) = &after.notice {
                see(&format!(", {}", action.name()), &notice.text);
            }
            if matches!(action, Action::Palette | Action::Help) {
                see(", palette", &text(&after, (200, 120)));
            }
        }
    }
    let found: Vec<_> = found.into_iter().collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The screen as text.
fn text(model: &Model, (width, height): (u16, u16)) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| drop(ui::draw(frame, model, &Styles::default()))).unwrap();
    let cells = terminal.backend().buffer().content().chunks(usize::from(width));
    cells.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>() + "\n").collect()
}
