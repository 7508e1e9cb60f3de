//! What a person has around the program: tmux, a theme file that is being written, keys of their own.

use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use super::Sitting;

/// The client ID of the demo, in base64.
const COPIED: &str = "MXB1YmxpYzAwZ3JhbnRzY29wZTAwZGVtbzE=";

#[test]
fn within_tmux_a_copy_is_sent_in_both_forms_that_tmux_passes_on() {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_grantscope"));
    command.arg("demo");
    let variables = [("TERM", "tmux-256color"), ("TMUX", "/tmp/tmux-0/default,1,0")];
    let mut sitting = Sitting::before(tempfile::tempdir().unwrap(), 120, 36, command, &variables);
    sitting.see("enter discover").send("j").see("▸ client ID").send("yy").see("sent through tmux to the terminal");
    // `set-clipboard on` reads the first, `allow-passthrough on` passes the second.
    sitting.wrote(&format!("\u{1b}]52;c;{COPIED}\u{7}\u{1b}Ptmux;\u{1b}\u{1b}]52;c;{COPIED}\u{7}\u{1b}\\"));
    assert_eq!(sitting.send("q").ended(), 0);
}

#[test]
fn a_theme_file_that_is_saved_while_the_program_runs_is_drawn_without_a_restart() {
    let home = tempfile::tempdir().unwrap();
    let themes = home.path().join("config/themes");
    let file = themes.join("mine.toml");
    std::fs::create_dir_all(&themes).unwrap();
    std::fs::write(&file, "accent = 201\n").unwrap();
    let mut sitting = Sitting::within(home, 100, 30, &["demo", "--theme", "mine"]);
    sitting.see("enter discover").wrote("38;5;201").forget();
    std::fs::write(&file, "accent = 202\n").unwrap();
    // It looks at the file when something happens, at most twice a second.
    let end = Instant::now() + Duration::from_secs(120);
    while !sitting.written().contains("38;5;202") {
        assert!(Instant::now() < end, "the saved theme was never drawn");
        sitting.send("?").see("╭ Keys ").send("\u{1b}").see("enter discover");
    }
    assert_eq!(sitting.send("q").ended(), 0);
}

#[test]
fn esc_quits_where_the_settings_say_so_and_still_closes_what_is_open_first() {
    let settings = "[keys.session]\nback = \"ctrl-b\"\n[keys.global]\nquit = [\"q\", \"esc\"]\n";
    let mut sitting = Sitting::with_settings(settings, 120, 36, &["demo"]);
    sitting.see("enter discover").send("x").see("No requests").send("\u{1b}").see("enter discover");
    assert_eq!(sitting.send("\u{1b}").ended(), 0);
}
