//! The schemas in docs/schemas are true of what the program prints and reads, and errors are JSON where `--json` is.

use serde_json::{Value, json};

use super::{Demo, PUBLIC, Sandbox, free_port, sign_in};
use crate::lessons::{disagree, json_of};
use crate::program::{Ended, feed};

fn schema(file: &str) -> Value {
    let path = format!("{}/docs/schemas/{file}.schema.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Fails unless a value is as a schema says.
fn agrees(root: &Value, schema: &Value, value: &Value, what: &str) {
    let mut found = Vec::new();
    disagree(root, schema, value, "", &mut found);
    assert!(found.is_empty(), "{what}: {found:#?}");
}

#[test]
fn what_every_command_prints_with_json_is_as_its_schema_says() {
    let (demo, sandbox, schema) = (Demo::start(&[]), Sandbox::new(), schema("output"));
    let is = |name: &str, document: &Value| {
        agrees(&schema, &schema["$defs"][name], document, name);
        let members = document.as_object().map_or(0, |members| members.len());
        let known = schema["$defs"][name]["properties"].as_object().map_or(members, |known| {
            document.as_object().unwrap().keys().filter(|name| known.contains_key(*name)).count()
        });
        let names: Vec<_> = document.as_object().into_iter().flat_map(|members| members.keys()).collect();
        assert_eq!(known, members, "{name} has a member that its schema has not: {names:?}");
    };
    let mut login = sandbox.login(&[&["--paste", "--save", "mine"], &demo.client(PUBLIC)[..]].concat());
    let callback = sign_in(&login.url, "alice");
    login.paste(&callback);
    is("login", &login.end().json());
    let failed = sandbox.run(&["login", "--scenario", "code-expired", "--json"]);
    is("login", &failed.json());
    assert_eq!(failed.status, Some(1));
    let run = |arguments: &[&str]| sandbox.run(&[arguments, &["--json"]].concat()).json();
    is("preflight", &run(&[&["preflight"], &demo.client(PUBLIC)[..]].concat()));
    is("preflight", &run(&["preflight", "--issuer", "http://127.0.0.1:1", "--client-id", "c"]));
    let add = ["profile", "add", "work", "--issuer", "https://id.example.com", "--client-id", "web"];
    assert_eq!(sandbox.run(&add).status, Some(0));
    for (name, command) in [
        ("profile-show", &["profile", "show", "work"][..]),
        ("profile-list", &["profile", "list"]),
        ("session-list", &["session", "list"]),
        ("session-show", &["session", "show", "mine"]),
        ("session-status", &["session", "status", "mine"]),
        ("session-status", &["session", "status", "mine", "--online"]),
        ("login", &["userinfo", "mine"]),
        ("login", &["refresh", "mine"]),
        ("logout-url", &["logout-url", "mine"]),
        ("list-findings", &["inspect", "--list-findings"]),
        ("list-scenarios", &["demo", "--list-scenarios"]),
        ("learn", &["learn"]),
    ] {
        is(name, &run(command));
    }
    let token = sandbox.run(&["token", "mine"]).stdout;
    is("token", &sandbox.run(&["token", "mine", "--as", "json"]).json());
    let fed = |arguments: &[&str], text: &str| feed(&mut sandbox.command(arguments), text.as_bytes()).json();
    is("decode", &fed(&["decode", "-", "--json"], &token));
    is("inspect", &fed(&["inspect", "-", "--json"], &token));
    is("inspect", &fed(&["inspect", "-", "--json"], "http://localhost/cb?error=access_denied&state=a&state=b"));
    let dotenv = "VITE_USER_POOL_ID=us-east-1_AbCdEfGhI\nVITE_CLIENT_ID=1h57kf5cpq17m0eml12example\n";
    is("profile-import", &fed(&["profile", "import", "-", "--dry-run", "--json"], dotenv));
    is("login", &run(&["revoke", "mine"]));
    let serve = std::process::Command::new(env!("CARGO_BIN_EXE_grantscope"))
        .args(["demo", "--serve", "--json"])
        .stdout(std::process::Stdio::piped())
        .spawn();
    let mut serve = serve.unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(serve.stdout.take().unwrap()), &mut line).unwrap();
    serve.kill().unwrap();
    serve.wait().unwrap();
    is("demo", &serde_json::from_str(&line).unwrap());
}

#[test]
fn the_files_that_people_write_are_as_their_schemas_say() {
    let sandbox = Sandbox::new();
    let client = ["--client-id", "web", "--client-secret-env", "SECRET", "--redirect-uri", "http://localhost:8765/cb"];
    let add = ["profile", "add", "work", "--issuer", "https://id.example.com", "--param", "prompt=login", "--no-pkce"];
    let added = sandbox.run(&[&add[..], &client].concat());
    assert_eq!(added.status, Some(0), "{added:?}");
    let read = |text: &str| json_of(text.parse::<toml_edit::DocumentMut>().unwrap().as_item());
    let profiles = read(&std::fs::read_to_string(sandbox.config().join("profiles.toml")).unwrap());
    agrees(&schema("profiles"), &schema("profiles"), &profiles, "profiles.toml");
    let sample = sandbox.run(&["config"]).stdout;
    let lines = sample.lines().map(|line| line.strip_prefix('#').filter(|line| !line.starts_with(' ')).unwrap_or(line));
    let settings = read(&lines.collect::<Vec<_>>().join("\n"));
    agrees(&schema("config"), &schema("config"), &settings, "config.toml");
    let mut found = Vec::new();
    disagree(&schema("config"), &schema("config"), &json!({ "mouse": 1, "no": true }), "", &mut found);
    assert_eq!(found.len(), 2, "{found:?}");
}

/// The document on the last line of standard error.
fn error(ended: &Ended) -> Value {
    let line = ended.stderr.lines().last().unwrap_or_else(|| panic!("no error: {ended:?}"));
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {ended:?}"))
}

#[test]
fn each_exit_status_means_the_same_for_every_command_and_errors_are_json_with_json() {
    let (sandbox, schema) = (Sandbox::new(), schema("output"));
    let issuer = format!("http://127.0.0.1:{}", free_port());
    let client = ["--issuer", &issuer, "--client-id", "c", "--redirect-uri", "http://localhost:8765/cb"];
    let endpoints = ["--authorization-endpoint", &issuer, "--token-endpoint", &issuer, "--client-id", "c"];
    let wait = ["--paste", "--timeout", "1", "--redirect-uri", "http://localhost:8765/cb"];
    let unsigned = "eyJhbGciOiJSUzI1NiJ9.e30.AA";
    for (arguments, status, reason) in [
        (&["demo", "--list-scenarios"][..], 0, None),
        (&["inspect", "--list-findings"], 0, None),
        (&["decode", unsigned], 1, None),
        (&["decode", "no-token"], 2, Some("usage")),
        (&["decode", "--no-such"], 2, Some("usage")),
        (&["session", "show", "nobody"], 2, Some("usage")),
        (&["session", "frobnicate"], 2, Some("usage")),
        (&["token", "nobody", "--as", "json"], 2, Some("usage")),
        (&["refresh", "nobody"], 2, Some("usage")),
        (&["profile", "show", "nobody"], 2, Some("usage")),
        (&["login", "--issuer", "http://id.example.com", "--client-id", "c"], 2, Some("usage")),
        (&[&["preflight"], &client[..]].concat(), 3, None),
        (&[&["login", "--no-browser"], &client[..]].concat(), 3, None),
        (&[&["login"], &endpoints[..], &wait].concat(), 4, Some("timed_out")),
    ] {
        let plain = sandbox.run(arguments);
        assert_eq!(plain.status, Some(status), "{arguments:?}: {plain:?}");
        let ended = sandbox.run(&[arguments, &["--json"]].concat());
        let is_option = !arguments.contains(&"token");
        assert!(!is_option || ended.status == Some(status), "{arguments:?}: {ended:?}");
        if let Some(reason) = reason {
            let error = error(&ended);
            agrees(&schema, &schema["$defs"]["error"], &error, reason);
            assert_eq!((&error["error"]["status"], &error["error"]["reason"]), (&json!(status), &json!(reason)));
            assert!(
                error["error"]["problems"][0].as_str().is_some_and(|problem| !problem.contains("Usage:")),
                "{error}"
            );
        } else if status > 0 {
            assert!(!ended.stdout.is_empty(), "the document tells what is wrong: {ended:?}");
        }
    }
}
