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
        assert!(ended.status == Some(2) && !ended.stderr.contains("found no session"), "{ended:?}");
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
