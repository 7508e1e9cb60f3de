//! The key table: every binding is reachable, none is bound twice in one place, and the help shows all of them.

use std::collections::HashSet;

use grantscope::app::keys::keymap::{BINDINGS, Binding};
use grantscope::app::{Action, Key, KeyContext, Keymap};
use grantscope::session::Step;

/// Which contexts can hold at the same moment as `context`: the table is looked through from the most specific on.
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
    for context in KeyContext::ALL {
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
