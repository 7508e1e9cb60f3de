//! `grantscope profile` and its files: the real binary with its own config directory and no keyring.

#![allow(clippy::unwrap_used, reason = "a test that cannot prepare its files must fail")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::program::{Ended, Sandbox, feed};
use grantscope::profile::{Profile, Provider};
use grantscope::runtime::profiles::{ProfileError, Profiles, load_profile};
use serde_json::Value;

struct Home(Sandbox);

impl Home {
    fn new() -> Self {
        Self(Sandbox::new())
    }

    fn config(&self) -> PathBuf {
        self.0.config()
    }

    fn file(&self) -> PathBuf {
        self.config().join("profiles.toml")
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.0.command(arguments);
        command.env("PATH", std::env::var("PATH").unwrap());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        feed(&mut self.command(arguments), b"")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        self.run(arguments).json()
    }
}

fn status(ended: &Ended) -> i32 {
    ended.status.unwrap()
}

fn stderr(ended: &Ended) -> String {
    ended.stderr.clone()
}

fn case(name: &str) -> String {
    format!("{}/tests/cases/import/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_profile_is_added_listed_shown_used_and_removed() {
    let home = Home::new();
    let add = ["profile", "add", "work", "--user-pool-id", "eu-west-1_Abc", "--client-id", "c1", "--domain", "shop"];
    let added =
        home.run(&[&add[..], &["--scope", "openid email", "--redirect-uri", "http://localhost:8765/cb"]].concat());
    assert_eq!((status(&added), added.stdout.len()), (0, 0), "{added:?}");

    let again = home.run(&add);
    assert_eq!(status(&again), 2);
    assert!(stderr(&again).contains("already exists"), "{}", stderr(&again));

    let shown = home.json(&["profile", "show", "work", "--json"]);
    assert_eq!(shown["issuer"], "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc");
    assert_eq!(shown["domain"], "shop.auth.eu-west-1.amazoncognito.com");
    assert_eq!(shown["scopes"], serde_json::json!(["openid", "email"]));
    assert_eq!(home.json(&["profile", "list", "--json"])["profiles"][0], shown);

    assert_eq!(status(&home.run(&["profile", "remove", "work"])), 0);
    let gone = home.run(&["profile", "show", "work"]);
    assert_eq!(status(&gone), 2);
    assert!(stderr(&gone).contains("no profile \"work\": there are no profiles yet"), "{}", stderr(&gone));
    assert_eq!(status(&home.run(&["profile", "remove", "work"])), 2);
}

#[test]
fn what_a_profile_cannot_keep_is_refused_and_replacing_needs_no_provider_again() {
    let home = Home::new();
    let add = ["profile", "add", "p", "--user-pool-id", "eu-west-1_AbCdEfGhI", "--client-id", "c"];
    for (option, value) in
        [("--domain", "foo bar"), ("--connect-timeout", "5"), ("--client-secret-command", "sh -c 'cat x'")]
    {
        let refused = home.run(&[&add[..], &[option, value]].concat());
        assert_eq!(status(&refused), 2, "{option}");
        assert!(stderr(&refused).contains(option), "{}", stderr(&refused));
    }
    assert_eq!(status(&home.run(&add)), 0);
    assert_eq!(status(&home.run(&["profile", "add", "p", "--replace", "--scope", "openid email"])), 0);
    let shown = home.json(&["profile", "show", "p", "--json"]);
    assert_eq!((&shown["user_pool_id"], &shown["client_id"]), (&"eu-west-1_AbCdEfGhI".into(), &"c".into()));
    assert_eq!(shown["scopes"], serde_json::json!(["openid", "email"]));
}

#[test]
fn what_is_shown_of_a_profile_has_its_endpoints_and_parameters() {
    let home = Home::new();
    let profile = "[p]\nauthorization_endpoint = \"https://op.example/a\"\ntoken_endpoint = \"https://op.example/t\"\n";
    home.write("config/profiles.toml", &format!("{profile}parameters = [\"audience=api\"]\n"));
    let shown = home.json(&["profile", "show", "p", "--json"]);
    assert_eq!((&shown["token_endpoint"], &shown["client_id"]), (&"https://op.example/t".into(), &Value::Null));
    assert_eq!(shown["parameters"], serde_json::json!({"audience": "api"}));
    let text = home.run(&["profile", "show", "p"]).stdout;
    assert!(text.contains("authorization_endpoint  https://op.example/a\n") && text.contains("audience=api"), "{text}");
}

#[test]
fn replacing_keeps_comments_and_order() {
    let home = Home::new();
    let text =
        "# mine\n\n[b] # second\nclient_id = 'x' # old\nissuer = \"https://op.example\"\n\n[a]\nclient_id = \"a\"\n";
    home.write("config/profiles.toml", text);
    let output = home.run(&["profile", "add", "b", "--profile", "b", "--client-id", "y", "--replace"]);
    assert_eq!(status(&output), 0, "{output:?}");
    assert_eq!(fs::read_to_string(home.file()).unwrap(), text.replace("'x'", "\"y\""));
}

#[test]
fn a_broken_profile_is_reported_with_its_place_and_blocks_no_other() {
    let home = Home::new();
    home.write(
        "config/profiles.toml",
        "[a]\nclient_id = \n\n[b]\nissuer = \"https://op.example\"\nclient_id = \"b\"\n\n[b]\n",
    );
    let listed = home.run(&["profile", "list", "--json"]);
    assert_eq!(status(&listed), 2);
    let names = listed.json();
    assert_eq!(names["profiles"].as_array().unwrap().len(), 1);
    assert_eq!(names["problems"].as_array().unwrap().len(), 2, "{names}");
    assert!(stderr(&listed).contains("line 2 column"), "{}", stderr(&listed));
    assert!(stderr(&listed).contains("[b] is already used in line 4"), "{}", stderr(&listed));

    let broken = home.run(&["login", "--profile", "a"]);
    assert_eq!(status(&broken), 2);
    assert_eq!(stderr(&broken).lines().count(), 1, "{}", stderr(&broken));
    assert!(stderr(&broken).contains("profiles.toml: line 2 column"), "{}", stderr(&broken));
}

#[test]
fn importing_saves_every_client_once_and_again_changes_it_in_place() {
    let home = Home::new();
    let import = ["profile", "import", &case("two_environments.env")];
    let document = home.json(&[&import[..], &["--json"]].concat());
    assert_eq!(document["profiles"].as_array().unwrap().len(), 2);
    let first = fs::read_to_string(home.file()).unwrap();
    assert_eq!(status(&home.run(&import)), 0);
    assert_eq!(fs::read_to_string(home.file()).unwrap(), first);
    assert!(!first.contains("secretstaging"), "a secret never stands in the file");
}

#[test]
fn a_list_of_clients_says_nothing_of_their_redirect_uris_and_scopes() {
    let home = Home::new();
    let client = "[web]\nuser_pool_id = \"us-west-2_EXAMPLE1\"\nclient_id = \"38fjsnc484p94kpqsnet7mpld0\"\n";
    home.write(
        "profiles.toml",
        &format!("{client}redirect_uris = [\"http://localhost:3000/\"]\nscopes = [\"openid\"]\n"),
    );
    let document = home.json(&["profile", "import", &case("clients_list.json"), "--dry-run", "--json"]);
    assert_eq!(document["profiles"][0]["name"], "web");
    let found =
        document["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] == "error").count();
    assert_eq!(found, 0, "{}", document["findings"]);
}

#[test]
fn a_dry_run_writes_nothing_at_all() {
    let home = Home::new();
    let document = home.json(&["profile", "import", &case("client_good.json"), "--dry-run", "--json"]);
    assert_eq!(document["profiles"][0]["has_client_secret"], true);
    assert_eq!(document["findings"], serde_json::json!([]));
    assert!(!home.config().exists());
}

#[test]
fn what_is_recognised_decides_the_exit_status() {
    let home = Home::new();
    let import = |file: &str| home.run(&["profile", "import", file, "--dry-run", "--json"]);
    assert_eq!(status(&import(&case("exports_classic.js"))), 0);
    assert_eq!(status(&import(&case("client_api_only.json"))), 1);
    assert_eq!(status(&import(&case("pool_id.txt"))), 1);
    let nothing = import(home.write("x.txt", "hello").to_str().unwrap());
    assert_eq!(status(&nothing), 2);
    assert_eq!(nothing.json()["profiles"], serde_json::json!([]));
    let missing = import("/nonexistent/file");
    assert_eq!((status(&missing), missing.stdout.len()), (2, 0));
    assert!(stderr(&missing).contains("/nonexistent/file cannot be read"), "{}", stderr(&missing));
}

#[test]
fn an_import_is_read_from_standard_input_too() {
    let home = Home::new();
    let mut command = home.command(&["profile", "import", "-", "--json", "--name", "pasted"]);
    let output = feed(&mut command, &fs::read(case("amplify_v6.tsx")).unwrap());
    assert_eq!(status(&output), 0);
    assert_eq!(load_profile("pasted", &home.config()).unwrap().client_id, "8u7y6t5r4e3w2q1a0s9d8f7g6h");
}

#[test]
fn without_a_keyring_a_secret_is_refused_once_in_full_and_kept_in_a_private_file_on_request() {
    let home = Home::new();
    let secret = home.write("secret", "hunter2hunter2\n");
    let arguments = [
        "profile",
        "add",
        "p",
        "--issuer",
        "https://op.example",
        "--client-id",
        "c",
        "--client-secret-file",
        secret.to_str().unwrap(),
    ];
    let first = home.run(&arguments);
    assert_eq!(status(&first), 2);
    assert!(stderr(&first).contains("--plain-secret"), "{}", stderr(&first));
    let again = stderr(&home.run(&arguments));
    assert!(again.contains("this machine has no keyring. ") && again.contains("--plain-secret"), "{again}");
    assert!(!home.file().exists());

    let plain = home.run(&[&arguments[..], &["--plain-secret"]].concat());
    assert_eq!(status(&plain), 0, "{plain:?}");
    let kept = home.config().join("secrets/p.secret");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "hunter2hunter2");
    assert_private(&kept);
    assert_private(&home.file());
    for output in [&first, &plain] {
        assert!(!format!("{output:?}").contains("hunter2"));
    }
    assert!(!fs::read_to_string(home.file()).unwrap().contains("hunter2"));

    fs::write(&secret, "another secret").unwrap();
    let again =
        ["profile", "add", "p", "--profile", "p", "--replace", "--client-secret-file", secret.to_str().unwrap()];
    assert_eq!(status(&home.run(&again)), 0, "the agreement is remembered");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "another secret");

    assert_eq!(status(&home.run(&["profile", "remove", "p"])), 0);
    assert!(!kept.exists());
}

#[cfg(unix)]
fn assert_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path), 0o600, "{}", path.display());
    assert_eq!(mode(path.parent().unwrap()), 0o700, "{}", path.display());
}

#[cfg(not(unix))]
fn assert_private(_path: &Path) {}

#[test]
fn a_secret_in_an_argument_or_in_the_file_is_refused_without_repeating_it() {
    let home = Home::new();
    let argument = home.run(&[
        "profile",
        "add",
        "p",
        "--issuer",
        "https://op.example",
        "--client-id",
        "c",
        "--client-secret",
        "hunter2",
    ]);
    assert_eq!(status(&argument), 2);
    assert!(!stderr(&argument).contains("hunter2"), "{}", stderr(&argument));
    home.write(
        "config/profiles.toml",
        "[p]\nissuer = \"https://op.example\"\nclient_id = \"c\"\nclient_secret = \"hunter2\"\n",
    );
    let file = home.run(&["profile", "show", "p"]);
    assert_eq!(status(&file), 2);
    assert!(stderr(&file).contains("line 4") && !stderr(&file).contains("hunter2"), "{}", stderr(&file));
}

#[test]
fn a_config_directory_that_cannot_be_written_gives_one_sentence() {
    let home = Home::new();
    home.write("config", "a file stands where the directory should");
    let output = home.run(&["profile", "import", &case("exports_classic.js")]);
    assert_eq!(status(&output), 2);
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    assert!(stderr(&output).contains("profiles.toml cannot be"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_while_saving_loses_nothing_that_was_stored() {
    let home = Home::new();
    let text = "[old]\nissuer = \"https://op.example\"\nclient_id = \"c\"\n";
    home.write("config/profiles.toml", text);
    // No file may grow: every write fails as on a full disk.
    let script = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} profile import {} --config-dir {}",
        env!("CARGO_BIN_EXE_grantscope"),
        case("exports_classic.js"),
        home.config().display()
    );
    let output = Ended::of(Command::new("sh").args(["-c", &script]).output().unwrap());
    assert_eq!(status(&output), 2, "{output:?}");
    assert!(stderr(&output).contains("cannot be written"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(home.file()).unwrap(), text);
    let left: Vec<_> = fs::read_dir(home.config()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the file and the lock, nothing half written: {left:?}");
}

#[cfg(unix)]
#[test]
fn a_profile_file_that_is_a_link_is_not_replaced() {
    let home = Home::new();
    let real = home.write("dotfiles/profiles.toml", "# mine\n");
    fs::create_dir_all(home.config()).unwrap();
    std::os::unix::fs::symlink(&real, home.file()).unwrap();
    let output = home.run(&["profile", "import", &case("exports_classic.js")]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("symbolic link"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(&real).unwrap(), "# mine\n");
}

#[test]
fn many_who_save_at_once_lose_nothing() {
    let home = Home::new();
    let config = home.config();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let config = &config;
            scope.spawn(move || {
                for number in 0..10 {
                    let mut profile = Profile::new(Provider::Issuer("https://op.example".into()), format!("c{number}"));
                    profile.name = Some(format!("w{writer}-{number}"));
                    Profiles::of(config).edit(|file| file.set(&profile).map_err(ProfileError::from)).unwrap();
                }
            });
        }
    });
    let file = Profiles::of(&config).load().unwrap();
    assert_eq!((file.profiles().count(), file.problems()), (40, Vec::new()));
}

#[test]
fn two_programs_that_save_at_once_lose_nothing() {
    let home = Home::new();
    let children: Vec<_> = (0..6)
        .map(|number| {
            let name = format!("p{number}");
            home.command(&["profile", "add", &name, "--issuer", "https://op.example", "--client-id", "c"])
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(home.json(&["profile", "list", "--json"])["profiles"].as_array().unwrap().len(), 6);
}

#[test]
fn foreign_text_reaches_the_terminal_as_text() {
    let home = Home::new();
    let file = home.write(
        "evil.json",
        "{\"aws_user_pools_id\":\"eu-west-1_A\\u001b]0;x\\u0007\",\"aws_user_pools_web_client_id\":\"c\\u202e\"}",
    );
    let output = home.run(&["profile", "import", file.to_str().unwrap()]);
    let listed = home.run(&["profile", "list"]);
    for output in [output, listed] {
        let shown = output.stdout + &output.stderr;
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
    }
}

#[test]
fn the_profile_in_the_readme_is_one() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let text = readme.split("```").filter_map(|block| block.strip_prefix("toml\n"));
    let text = text.into_iter().find(|text| text.starts_with("[my-app]")).unwrap();
    let file = grantscope::profile::file::ProfileFile::read(text);
    assert_eq!(file.problems(), []);
    assert_eq!(file.get("my-app").unwrap().client_id, "1h57kf5cpq17m0eml12EXAMPLE");
}

/// Two profiles of one client, each with its own secret file.
fn two_with_secrets() -> Home {
    let home = Home::new();
    let secret = home.write("secret", "s3cr3t-s3cr3t");
    for name in ["one", "two words"] {
        let client = ["--issuer", "https://op.example", "--client-id", "c", "--redirect-uri", "http://localhost/cb"];
        let file = ["--client-secret-file", secret.to_str().unwrap(), "--plain-secret"];
        let output = home.run(&[&["profile", "add", name][..], &client, &file].concat());
        assert_eq!(status(&output), 0, "{output:?}");
    }
    home
}

fn secrets_of(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.config().join("secrets")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_renamed_profile_takes_its_secret_and_its_comment_along() {
    let home = two_with_secrets();
    let text = fs::read_to_string(home.file()).unwrap().replace("[one]", "# mine\n[one] # here");
    fs::write(home.file(), text).unwrap();
    assert_eq!(status(&home.run(&["profile", "rename", "one", "a new one"])), 0);
    assert!(fs::read_to_string(home.file()).unwrap().contains("# mine\n[\"a new one\"] # here\n"));
    assert_eq!(secrets_of(&home), ["a%20new%20one.secret", "two%20words.secret"]);
    let profile = load_profile("a new one", &home.config()).unwrap();
    let secret = grantscope::runtime::secrets::resolve(&profile, &home.config()).unwrap();
    assert_eq!(secret.unwrap().expose(), "s3cr3t-s3cr3t");
    for (from, to) in [("one", "x"), ("two words", "a new one"), ("two words", "-x")] {
        let output = home.run(&["profile", "rename", from, to]);
        assert_eq!(status(&output), 2, "{output:?}");
    }
    assert_eq!(secrets_of(&home).len(), 2, "a refused rename leaves nothing behind");
}

#[test]
fn a_removed_profile_leaves_no_secret_behind_although_another_one_has_the_same_client() {
    let home = two_with_secrets();
    assert_eq!(status(&home.run(&["profile", "remove", "one"])), 0);
    assert_eq!(secrets_of(&home), ["two%20words.secret"]);
    let profile = load_profile("two words", &home.config()).unwrap();
    assert!(grantscope::runtime::secrets::resolve(&profile, &home.config()).is_ok());
}

#[test]
fn several_profiles_are_removed_at_once_and_one_that_is_not_there_stops_none() {
    let home = Home::new();
    for name in ["a", "b"] {
        let added = home.run(&["profile", "add", name, "--issuer", "https://op.example", "--client-id", "c"]);
        assert_eq!(status(&added), 0, "{added:?}");
    }
    let removed = home.run(&["profile", "delete", "a", "nobody", "b"]);
    assert_eq!(status(&removed), 2);
    assert!(stderr(&removed).contains("nobody"), "{}", stderr(&removed));
    assert_eq!(home.run(&["profile", "list"]).stdout, "");
}
