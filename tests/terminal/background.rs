//! The question for the terminal's background: it delays nothing, and its answer never acts as keys.

use super::Sitting;

const QUESTION: &str = "\u{1b}]11;?\u{1b}\\";
const LIGHT: &str = "\u{1b}]11;rgb:ffff/fafa/f0f0\u{1b}\\";
/// How the two themes draw the name of the program: accent, 80 or 24.
const ACCENTS: [&str; 2] = ["38;5;80", "38;5;24"];

impl Sitting {
    pub(super) fn written(&self) -> String {
        String::from_utf8_lossy(&self.shared.screen.lock().unwrap().1).into_owned()
    }
}

#[test]
fn a_light_background_switches_to_the_light_theme_after_the_first_frame() {
    let mut sitting = Sitting::at(100, 30, &[]);
    sitting.see("Try the demo").wrote(QUESTION);
    let written = sitting.written();
    assert!(written.find("Try the demo") < written.find(QUESTION), "the first frame does not wait");
    assert!(written.contains(ACCENTS[0]), "{written}");
    sitting.forget().send(LIGHT).wrote(ACCENTS[1]);
    sitting.send("q");
    assert_eq!(sitting.child.wait().unwrap().exit_code(), 0);
}

#[test]
fn without_an_answer_everything_works_and_a_late_one_changes_nothing() {
    let mut sitting = Sitting::at(100, 30, &["demo"]);
    sitting.see("enter discover").wrote(QUESTION);
    // Each of its letters would be a key: b shows the scenarios, g goes to the top.
    sitting.send("w").see("What to look at").send(LIGHT).send("\u{1b}").see("enter discover");
    sitting.forget().send("x").see("No requests have been sent yet");
    let written = sitting.written();
    assert!(!written.contains(ACCENTS[1]) && !written.contains("Each scenario breaks"), "{written}");
}

#[test]
fn a_chosen_theme_and_a_terminal_without_colours_ask_nothing() {
    for (settings, arguments) in [("", &["--theme", "light"][..]), ("theme = \"dark\"\n", &[])] {
        let mut sitting = Sitting::with_settings(settings, 100, 30, arguments);
        sitting.see("Try the demo").send("?").see("Keys");
        assert!(!sitting.written().contains("]11;"), "{arguments:?}");
    }
}

#[test]
fn mistakes_in_the_settings_open_in_a_window_and_no_mouse_leaves_it_to_the_terminal() {
    let settings = "motion = 1\n[keys]\nno-such = \"x\"\n";
    let mut sitting = Sitting::with_settings(settings, 120, 36, &["demo", "--no-mouse"]);
    sitting.see("Mistakes in the settings").see("line 1, column 10").see("line 3, column 1");
    sitting.send("\u{1b}").see("enter discover");
    assert!(!sitting.written().contains("?1000h"), "the mouse was captured");
}
