//! Paths that are not regular files, files that others can change, and symbolic links.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use grantscope::runtime::sessions::Sessions;
use rustix::fs::{CWD, FileType, mknodat};

use super::{Demo, Ended, PUBLIC, Sandbox};

fn fifo(path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    mknodat(CWD, path, FileType::Fifo, 0o600.into(), 0).unwrap();
}

/// A sandbox with the session `mine`.
fn with_session() -> Sandbox {
    let sandbox = Sandbox::new();
    let session = crate::recorded::public_session();
    Sessions::of(&sandbox.data()).save("mine", &session, true, false, crate::recorded::start()).unwrap();
    sandbox
}

#[track_caller]
fn refused(ended: &Ended, found: &str) {
    assert_eq!(ended.status, Some(2), "{ended:?}");
    assert!(ended.stderr.contains(found) && ended.stderr.lines().count() == 1, "{ended:?}");
}

#[test]
fn a_fifo_is_no_session_lock_profile_or_key_file_and_nobody_waits_for_it() {
    let sandbox = with_session();
    let at = |path: &str| sandbox.0.path().join(path);
    for path in
        ["data/sessions/pipe.json", "data/other/sessions/.lock", "config/profiles.toml", "config/config.toml", "fifo"]
    {
        fifo(&at(path));
    }
    let login = ["login", "--no-browser", "--issuer", "http://127.0.0.1:1", "--client-id", "c"];
    for arguments in [
        &["session", "show", "pipe"][..],
        &["refresh", "pipe"],
        &["session", "show", "fifo"],
        &["session", "import", "mine.json", "--name", "new", "--data-dir", "data/other"],
        &["profile", "list"],
        &["login", "--profile", "p"],
        &["decode", "a.b.c", "--jwks", "fifo"],
        &[&login[..], &["--client-secret-file", "fifo"]].concat(),
        &[&login[..], &["--ca-file", "fifo"]].concat(),
        &["--log-file", "fifo", "session", "list"],
    ] {
        std::fs::copy(at("data/sessions/mine.json"), at("mine.json")).unwrap();
        refused(&sandbox.run(arguments), "found a FIFO, expected a file");
    }
    std::fs::create_dir_all(at("config/themes")).unwrap();
    fifo(&at("config/themes/pipe.toml"));
    for arguments in [&["--linear"][..], &["demo", "--linear", "--theme", "pipe"]] {
        let ended = sandbox.run(arguments);
        let said = ended.stderr.matches("found a FIFO, expected a file").count();
        assert_eq!((ended.status, said), (Some(0), arguments.len().div_ceil(2)), "settings and theme: {ended:?}");
    }
    assert!(sandbox.run(&["session", "list"]).stdout.contains("found a FIFO"), "the others are listed");
    refused(&sandbox.run(&["decode", "a.b.c", "--jwks", "/dev/zero"]), "found a device, expected a file");
}

#[test]
fn a_symbolic_link_is_a_session_for_no_command_and_can_be_removed() {
    let sandbox = with_session();
    let link = sandbox.data().join("sessions/link.json");
    symlink("mine.json", &link).unwrap();
    for arguments in [
        &["session", "show", "link"][..],
        &["session", "status", "link"],
        &["session", "export", "link", "--as", "json"],
        &["session", "rename", "link", "other"],
        &["refresh", "link"],
        &["userinfo", "link"],
        &["logout-url", "link"],
        &["session", "show", "data/sessions/link.json"],
    ] {
        refused(&sandbox.run(arguments), "found a symbolic link, expected a file");
    }
    assert!(sandbox.run(&["session", "list"]).stdout.contains("found a symbolic link"));
    assert_eq!(sandbox.run(&["session", "remove", "link"]).status, Some(0));
    assert!(!link.is_symlink() && sandbox.run(&["session", "show", "mine"]).status == Some(0));
}

#[test]
fn a_directory_that_cannot_be_searched_is_not_said_to_have_no_session() {
    let sandbox = Sandbox::new();
    std::fs::create_dir_all(sandbox.data()).unwrap();
    // Permissions do not stop root, but a symbolic link to itself does.
    symlink("sessions", sandbox.data().join("sessions")).unwrap();
    for arguments in [["session", "show", "mine"], ["session", "rename", "mine"], ["session", "remove", "mine"]] {
        let ended = sandbox.run(&[&arguments[..], if arguments[1] == "rename" { &["new"] } else { &[] }].concat());
        assert!(ended.status == Some(2) && !ended.stderr.contains("no saved session"), "{ended:?}");
        assert!(ended.stderr.contains("cannot be re"), "{ended:?}");
    }
}

#[test]
fn a_command_of_a_profile_that_others_can_change_is_not_run() {
    let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
    let command = ["--client-secret-command", "touch was-run"];
    let added = sandbox.run(&[&["profile", "add", "p"], &demo.client(PUBLIC)[..], &command].concat());
    assert_eq!(added.status, Some(0), "{added:?}");
    let mode = |path: &Path, mode: u32| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let (directory, file) = (sandbox.config(), sandbox.config().join("profiles.toml"));
    for (path, open, closed) in [(&file, 0o666, 0o600), (&directory, 0o777, 0o700)] {
        mode(path, open);
        let ended = sandbox.run(&["login", "--no-browser", "--profile", "p"]);
        refused(&ended, &format!("client_secret_command is not run: {}: found mode {open:04o}", path.display()));
        assert!(sandbox.run(&["profile", "show", "p"]).stderr.contains("others can change it"));
        assert!(!sandbox.0.path().join("was-run").exists());
        mode(path, closed);
    }
    drop(sandbox.run(&["login", "--no-browser", "--profile", "p", "--timeout", "0.05"]));
    assert!(sandbox.0.path().join("was-run").exists());
}

#[test]
fn a_session_that_others_can_read_is_used_with_a_warning() {
    let sandbox = with_session();
    let file = sandbox.data().join("sessions/mine.json");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let shown = sandbox.run(&["session", "show", "mine"]);
    assert_eq!(shown.status, Some(0), "{shown:?}");
    assert!(shown.stderr.contains("found mode 0644, expected 0600: others can read it"), "{shown:?}");
}

#[test]
fn a_line_feed_in_an_argument_begins_no_line_on_standard_error() {
    let sandbox = with_session();
    let injected = "x\nerror: INJECTED";
    let option = format!("--{injected}");
    for arguments in [
        &[injected][..],
        &[&option],
        &["profile", "list", "--config-dir", injected],
        &["profile", "show", injected],
        &["config", "--config-dir", injected],
        &["session", "show", injected],
        &["session", "remove", injected],
        &["session", "rename", "mine", injected],
        &["session", "import", injected, "new"],
        &["session", "export", "mine", "--as", injected],
        &["session", "export", "mine", "--as", "har", "--output", injected],
        &["decode", "a.b.c", "--jwks", injected],
        &["decode", injected],
        &["inspect", injected],
        &["refresh", "mine", "--ca-file", injected],
        &["refresh", "mine", "--profile", injected],
        &["login", "--issuer", injected, "--client-id", injected],
        &["login", "--profile", injected],
        &["preflight", "--issuer", "http://127.0.0.1:1", "--client-id", "c", "--scope", injected],
        &["demo", "--scenario", injected],
        &["--log-file", "x\nerror: INJECTED/y", "session", "list"],
        &["--theme", injected],
    ] {
        let ended = sandbox.run(arguments);
        let begins = |line: &str| line.starts_with("error: INJECTED") || line.starts_with("INJECTED");
        assert!(!ended.stderr.lines().any(begins), "{arguments:?}: {}", ended.stderr);
    }
}

/// Files of the person that something damaged: refused in one line, or read as far as they can be. None is changed.
#[test]
fn a_damaged_file_is_refused_in_a_sentence_and_stays_as_it_is() {
    let sandbox = with_session();
    let session = std::fs::read(sandbox.0.path().join("data/sessions/mine.json")).unwrap();
    let wide: Vec<u8> = String::from_utf8(session.clone()).unwrap().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let text = |text: &str| text.as_bytes().to_vec();
    let show = ["session", "show", "odd"];
    let (at, profiles, config) = ("data/sessions/odd.json", "config/profiles.toml", "config/config.toml");
    let login =
        ["login", "--no-browser", "--paste", "--timeout", "1", "--issuer", "http://127.0.0.1:1", "--client-id", "c"];
    let secret = [&login[..], &["--client-secret-file", "odd"]].concat();
    let keys = ["decode", "eyJhbGciOiJSUzI1NiJ9.e30.AA", "--jwks", "odd"];
    let authority = [&login[..], &["--ca-file", "odd"]].concat();
    let damaged: Vec<(&str, Vec<u8>, &[&str], i32)> = vec![
        (at, Vec::new(), &show, 2),
        (at, vec![0; 4096], &show, 2),
        (at, b"\x1f\x8b\x08\0garbage".to_vec(), &show, 2),
        (at, wide, &show, 2),
        (at, [&session[..], &session].concat(), &show, 2),
        (at, [&session[..], b"\0"].concat(), &show, 2),
        (at, session[..session.len() - 3].to_vec(), &show, 2),
        (at, [b"\xff", &session[..]].concat(), &show, 2),
        (at, text(&"[".repeat(1_000_000)), &show, 2),
        (
            at,
            text(&format!("{{\"format\":\"grantscope.session\",\"version\":1,\"x\":\"{}\"}}", "\u{1b}[2J".repeat(9))),
            &show,
            2,
        ),
        (profiles, b"\xff\xfe[\0a\0]\0".to_vec(), &["profile", "list"], 2),
        (profiles, text("[a]\n[a]\n"), &["profile", "list"], 2),
        (profiles, text("[work\nissuer = \"https://op.example\"\n"), &["profile", "list"], 2),
        (profiles, text(&format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000))), &["profile", "list"], 2),
        (profiles, text("[work]\nissuer = 2026-01-01\nclient_id = [[]]\n"), &["profile", "show", "work"], 2),
        (profiles, text("[\"\u{1b}[31m\"]\nissuer = \"x\"\n"), &["profile", "list"], 2),
        (config, text("kept_requests = 0\n"), &[], 2),
        (config, text("kept_requests = 99999999999999999999999\n"), &[], 2),
        (config, text("theme = \"../../etc/passwd\"\n"), &[], 2),
        (config, text("[keys]\n\"\u{1b}\" = \"quit\"\nquit = 7\n"), &[], 2),
        ("config/themes/odd.toml", text("accent = \"#12345\"\nbackground = {}\n"), &["--theme", "odd"], 2),
        ("odd", Vec::new(), &secret, 2),
        ("odd", b"a\0b".to_vec(), &secret, 2),
        ("odd", text("one\ntwo\n"), &secret, 3),
        ("odd", vec![b'x'; 20_000_000], &secret, 2),
        ("odd", text("{\"keys\": 7}"), &keys, 2),
        ("odd", text(&format!("{{\"keys\": {}}}", "[".repeat(500_000))), &keys, 2),
        ("odd", vec![b' '; 20_000_000], &keys, 2),
        ("odd", text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"), &authority, 3),
        ("odd", text("-----BEGIN CERTIFICATE-----\n"), &authority, 2),
    ];
    for (path, bytes, command, status) in damaged {
        let file = sandbox.0.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &bytes).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
        let begun = std::time::Instant::now();
        let ended = sandbox.run(command);
        let shown = format!("{command:?} with {path} {:.40}: {ended:?}", String::from_utf8_lossy(&bytes));
        assert_eq!(ended.status, Some(status), "{shown}");
        assert!(!ended.stderr.is_empty() && !ended.stderr.contains("panicked"), "{shown}");
        assert!(ended.stderr.len() < 2000, "{shown}");
        let is_plain = |line: &str| !line.chars().any(grantscope::protocol::text::sanitise::is_unsafe);
        assert!((ended.stderr + &ended.stdout).lines().all(is_plain), "{shown}");
        assert!(begun.elapsed().as_secs() < 20, "{shown}");
        assert!(std::fs::read(&file).unwrap() == bytes, "{path} is changed");
        std::fs::remove_file(&file).unwrap();
    }
}

/// A callback of an error page, and a token endpoint's answer without a fault.
fn two_files() -> Sandbox {
    let sandbox = Sandbox::new();
    let callback = "https://app.example.com/callback?error=redirect_mismatch&client_id=1h57kf5cpq17m0eml12EXAMPLE";
    std::fs::write(sandbox.0.path().join("callback.txt"), callback).unwrap();
    std::fs::write(
        sandbox.0.path().join("issuer.txt"),
        "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI",
    )
    .unwrap();
    sandbox
}

#[test]
fn a_text_without_a_session_has_a_page_of_its_findings() {
    let sandbox = two_files();
    let page = sandbox.run(&["inspect", "callback.txt", "--as", "html"]);
    assert_eq!(page.status, Some(1), "{page:?}");
    assert!(page.stdout.contains("Redirect URI not registered") && page.stdout.ends_with("</html>\n"), "{page:?}");
    let page = sandbox.run(&["inspect", "issuer.txt", "--as", "html"]);
    assert_eq!(page.status, Some(0), "{page:?}");
    assert!(page.stdout.contains("No problems found in what was read."), "{page:?}");
}

#[test]
fn several_files_are_inspected_one_after_the_other() {
    let sandbox = two_files();
    let ended = sandbox.run(&["inspect", "issuer.txt", "callback.txt", "missing.txt"]);
    assert_eq!(ended.status, Some(1), "{ended:?}");
    let at = |text: &str| ended.stdout.find(text).unwrap();
    assert!(
        at("issuer.txt:") < at("callback.txt:") && at("callback.txt:") < at("redirect_uri.not_registered"),
        "{ended:?}"
    );
    assert!(ended.stderr.contains("missing.txt: "), "{ended:?}");
    let ended = sandbox.run(&["inspect", "--json", "issuer.txt", "callback.txt"]);
    assert_eq!(ended.status, Some(2), "{ended:?}");
    let empty = sandbox.command(&["inspect", "-"]).stdin(std::process::Stdio::null()).output().unwrap();
    assert!(String::from_utf8_lossy(&empty.stderr).contains("the input is empty"), "{empty:?}");
}
