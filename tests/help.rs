//! The help and the manual: short, with examples that work.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use clap::{Command, CommandFactory, Parser};
use grantscope::cli::command_line::CommandLine;

/// Every command with its words, including subcommands.
fn commands() -> Vec<(Vec<String>, Command)> {
    fn collect(words: &[String], command: &Command, found: &mut Vec<(Vec<String>, Command)>) {
        found.push((words.to_vec(), command.clone()));
        for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
            collect(&[words, &[below.get_name().to_owned()]].concat(), below, found);
        }
    }
    let mut program = CommandLine::command();
    program.build();
    let mut found = Vec::new();
    collect(&["grantscope".to_owned()], &program, &mut found);
    found
}

/// The examples of a command, without their descriptions.
fn examples(command: &Command) -> Vec<String> {
    let text = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    // A shell joins them in the same way.
    let text = text.replace(" \\\n      ", " ");
    text.lines().filter_map(|line| line.strip_prefix("    ").map(str::to_owned)).collect()
}

/// The words of every `grantscope …` in a shell line, as the shell would pass them.
fn calls(line: &str) -> Vec<Vec<String>> {
    let mut calls = Vec::new();
    for start in line.match_indices("grantscope ").map(|(at, _)| at) {
        let before = &line[..start];
        let is_command =
            before.is_empty() || before.ends_with("$(") || before.ends_with("| ") || before.ends_with("&& ");
        if !is_command {
            continue;
        }
        let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
        for c in line[start..].chars() {
            match c {
                '"' => quoted = !quoted,
                '|' | '>' | '<' | '&' | ')' if !quoted => break,
                ' ' if !quoted => words.push(std::mem::take(&mut word)),
                c => word.push(c),
            }
        }
        words.push(word);
        words.retain(|word| !word.is_empty());
        calls.push(words);
    }
    calls
}

#[test]
fn every_command_has_two_examples_and_each_is_a_call_that_is_understood() {
    for (words, command) in commands() {
        let name = words.join(" ");
        let examples = examples(&command);
        assert!(examples.len() >= 2, "{name}: {examples:?}");
        for example in &examples {
            let calls = calls(example);
            assert!(!calls.is_empty(), "{name}: {example}");
            for call in calls {
                let parsed = CommandLine::try_parse_from(&call);
                assert!(parsed.is_ok(), "{example}: {}", parsed.unwrap_err());
            }
        }
        let own = examples.iter().filter(|example| example.contains(&name)).count();
        assert!(own >= 2 || words.len() == 1 || command.has_subcommands(), "{name}: {examples:?}");
    }
}

#[test]
fn the_short_help_of_every_command_fits_on_a_small_screen() {
    let helps = commands().into_iter().map(|(_, command)| command.term_width(80).render_help().to_string());
    let long: Vec<_> = helps.filter(|help| help.lines().count() > 24).collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_command_has_a_manual_page_with_its_exit_status_and_examples() {
    let sandbox = crate::program::Sandbox::new();
    let directory = sandbox.0.path().join("man");
    let ended = sandbox.run(&["man", "--dir", directory.to_str().unwrap()]);
    assert_eq!(ended.status, Some(0), "{ended:?}");
    let mut expected: Vec<_> = commands().iter().map(|(words, _)| format!("{}.1", words.join("-"))).collect();
    let mut written: Vec<_> =
        std::fs::read_dir(&directory).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    expected.sort();
    written.sort();
    assert_eq!(written, expected);
    for file in written {
        let page = std::fs::read_to_string(directory.join(&file)).unwrap();
        assert!(page.contains("EXIT STATUS") && page.contains("EXAMPLES"), "{file}");
        assert!(page.matches("\ngrantscope").count() + page.matches("grantscope ").count() > 2, "{file}: {page}");
    }
}

/// What a shell is offered behind these words.
#[cfg(unix)]
fn offered(sandbox: &crate::program::Sandbox, words: &[&str]) -> Vec<String> {
    let mut command = sandbox.command(&[&["--", "grantscope"], words].concat());
    command.env("COMPLETE", "fish");
    let ended = crate::program::Ended::of(command.output().unwrap());
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{words:?}");
    ended.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[cfg(unix)]
#[test]
fn a_shell_offers_the_profiles_sessions_and_scenarios_that_there_are() {
    let sandbox = crate::program::Sandbox::new();
    assert!(offered(&sandbox, &["session", "show", "sta"]).is_empty(), "nothing is saved yet");
    let add = ["profile", "add", "staging", "--issuer", "https://id.example.com", "--client-id", "web"];
    assert_eq!(sandbox.run(&add).status, Some(0));
    std::fs::create_dir_all(sandbox.data().join("sessions")).unwrap();
    std::fs::write(sandbox.data().join("sessions/before-the-fix.json"), "not opened").unwrap();
    assert_eq!(offered(&sandbox, &["login", "--profile", ""]), ["staging"]);
    for command in [&["session", "show", ""][..], &["refresh", ""], &["token", ""], &["session", "remove", ""]] {
        assert!(offered(&sandbox, command).contains(&"before-the-fix".to_owned()), "{command:?}");
    }
    assert_eq!(offered(&sandbox, &["demo", "--scenario", "code-re"]), ["code-replayed"]);
    assert!(offered(&sandbox, &["session", "exp"]).contains(&"export".to_owned()));
    assert_eq!(offered(&sandbox, &["learn", "code-tw"]), ["code-twice"]);
    std::fs::create_dir_all(sandbox.config().join("themes")).unwrap();
    std::fs::write(sandbox.config().join("themes/mine.toml"), "").unwrap();
    let themes = offered(&sandbox, &["demo", "--theme", ""]);
    assert!(["dark", "mine"].iter().all(|name| themes.iter().any(|theme| theme == name)), "{themes:?}");
}

#[test]
fn a_global_option_works_before_and_after_the_command_and_a_missing_subcommand_is_named() {
    for call in [
        &["grantscope", "--ascii", "--linear", "demo"][..],
        &["grantscope", "demo", "--ascii", "--linear"],
        &["grantscope", "session", "--ascii", "--linear", "list"],
    ] {
        let line = CommandLine::try_parse_from(call).unwrap();
        assert!(line.global.ascii && line.global.linear, "{call:?}");
    }
    for (command, names) in [("session", "list|show|status|export|import"), ("profile", "list|show|add|import")] {
        let error = CommandLine::try_parse_from(["grantscope", command]).unwrap_err().to_string();
        assert!(error.contains(names), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn the_completion_script_works_in_a_real_bash() {
    let sandbox = crate::program::Sandbox::new();
    let script = sandbox.run(&["completions", "bash"]).stdout;
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_grantscope"));
    let path = format!("{}:{}", program.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let complete = "COMP_WORDS=(grantscope demo --scenario code-re); COMP_CWORD=3; COMP_TYPE=9\n\
                    $(complete -p grantscope | sed -E 's/.*-F ([^ ]+).*/\\1/') grantscope code-re --scenario\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
    let output = std::process::Command::new("bash")
        .args(["--norc", "-c", &format!("{script}\n{complete}")])
        .env("PATH", path)
        .output()
        .unwrap();
    let ended = crate::program::Ended::of(output);
    assert_eq!(ended.stdout.trim(), "code-replayed", "{ended:?}");
}
