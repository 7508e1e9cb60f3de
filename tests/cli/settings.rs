//! The settings file, as the command line reads and reports it.

use super::*;

#[test]
fn how_the_terminal_interface_reaches_providers_is_read_before_it_opens() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.0.path().join("empty.pem"), "").unwrap();
    for (arguments, said) in [
        (&["--ca-file", "missing.pem"][..], "--ca-file: missing.pem"),
        (&["--ca-file", "empty.pem"], "--ca-file: empty.pem has no certificate"),
        (&["--request-timeout", "0"], "--request-timeout: found 0"),
        (&["--connect-timeout", "5"], "needs a terminal"),
        (&["--ca-file", "empty.pem", "profile", "list"], "put these options after the command"),
        (&["--profile", "x", "preflight"], "put these options after the command"),
    ] {
        let ended = sandbox.run(arguments);
        assert_eq!(ended.status, Some(2), "{arguments:?}: {ended:?}");
        assert!(ended.stderr.contains(said), "{arguments:?}: {ended:?}");
    }
}

#[test]
fn a_settings_file_with_mistakes_is_reported_with_every_line_and_column_at_once() {
    let sandbox = Sandbox::new();
    let config = sandbox.0.path().join("config");
    std::fs::create_dir(&config).unwrap();
    let file = config.join("config.toml");
    std::fs::write(&file, "mouse = 1\n\n[keys]\nexchanges = \"d\"\nno-such = \"x\"\n").unwrap();
    for arguments in [&["--linear"][..], &["demo", "--linear"]] {
        let ended = sandbox.run(arguments);
        assert_eq!(ended.status, Some(0), "{ended:?}");
        let places =
            ["line 1, column 9: mouse", "line 4, column 1: found the key d", "line 5, column 1: found the action"];
        let lines: Vec<&str> = ended.stderr.lines().collect();
        assert_eq!(lines.len(), 3, "{}", ended.stderr);
        for (line, place) in lines.iter().zip(places) {
            assert!(line.contains("config.toml: ") && line.contains(place), "{line}");
            assert!(ended.stdout.contains(place), "the interface says it too: {}", ended.stdout);
        }
    }
    std::fs::write(&file, "theme = \"lihgt\"\n").unwrap();
    let stderr = sandbox.run(&["demo"]).stderr;
    assert!(stderr.contains("config.toml: line 1, column 1: theme: found \"lihgt\", expected dark, light"), "{stderr}");
    assert_eq!(sandbox.run(&["demo", "--list-scenarios"]).status, Some(0), "what opens no screen reads no settings");
}

#[test]
fn a_settings_file_from_powershell_is_read() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.config()).unwrap();
    for (mark, bytes) in [(b"\xff\xfe", u16::to_le_bytes as fn(u16) -> [u8; 2]), (b"\xfe\xff", u16::to_be_bytes)] {
        let text = "mouse = false\r\nmotion = 1\r\n".encode_utf16().flat_map(bytes);
        let written: Vec<u8> = mark.iter().copied().chain(text).collect();
        std::fs::write(sandbox.config().join("config.toml"), written).unwrap();
        let stderr = sandbox.run(&["--linear"]).stderr;
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert!(stderr.contains("line 2, column 10: motion: found 1"), "{stderr}");
    }
}

#[test]
fn config_prints_a_settings_file_and_says_where_it_belongs() {
    let sandbox = Sandbox::new();
    let ended = sandbox.run(&["config"]);
    assert_eq!(ended.status, Some(0));
    assert!(ended.stdout.contains("#theme = \"dark\"") && ended.stdout.contains("[keys.session]"));
    let place = std::path::Path::new("config").join("config.toml");
    assert!(ended.stderr.contains(place.to_str().unwrap()), "{}", ended.stderr);
}
