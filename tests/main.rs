//! Every integration test in one binary: the crate is linked once. `cargo test cli::` runs those of one file.

mod answers;
mod architecture;
mod cli;
mod demo;
mod demo_provider;
mod diagnosis;
mod echoes;
mod exports;
mod flows;
mod fuzzed;
mod har;
mod help;
mod import;
mod inspect;
mod keymap;
mod lessons;
mod listener;
mod lists;
mod misbehaving;
#[cfg(target_os = "linux")]
mod nasty_inputs;
mod notes;
mod nothing_lost;
mod one_rule;
mod preflight;
mod profiles;
mod program;
mod readme;
mod recorded;
mod redaction;
mod rehearsal;
mod reported;
mod resources;
mod scenarios;
mod screens;
mod sessions;
mod stage;
mod terminal;
mod themes;
mod tokens;
mod troubleshooting;
mod wire;

/// The browser of the tests in `cli`: this test binary, which grantscope starts through `$BROWSER` with the URL after
/// these words. The words are here because `$BROWSER` is a list separated by colons.
#[test]
#[ignore = "started by grantscope as a browser"]
fn the_scripted_browser() {
    cli::act_as_the_browser();
}
