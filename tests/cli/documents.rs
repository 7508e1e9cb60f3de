//! The shell blocks of the documents, run as they are: each document in one shell, against one embedded provider.

use super::{Demo, Sandbox};
use crate::program::feed;

const DOCUMENTS: [(&str, &str); 4] = [
    ("README.md", include_str!("../../README.md")),
    ("debugging.md", include_str!("../../docs/debugging.md")),
    ("teaching.md", include_str!("../../docs/teaching.md")),
    ("tokens.md", include_str!("../../docs/tokens.md")),
];

/// The line that a reader runs in another terminal. The test starts the provider itself, on a free port.
const SERVE: &str = "grantscope demo --serve --port 9876";
const ADDRESS: &str = "http://localhost:9876";

#[test]
fn the_commands_of_the_documents_do_what_their_readers_are_told() {
    for (name, text) in DOCUMENTS {
        let (demo, sandbox) = (Demo::start(&[]), Sandbox::new());
        let script = script(text, &demo);
        let path = std::path::Path::new(env!("CARGO_BIN_EXE_grantscope")).parent().unwrap().display().to_string();
        let browser = format!("{} --exact the_scripted_browser --ignored", std::env::current_exe().unwrap().display());
        let mut shell = sandbox.other("bash", &["-exo", "pipefail", "-c", &script]);
        shell.env("PATH", format!("{path}:{}", std::env::var("PATH").unwrap())).env("BROWSER", browser);
        let ended = feed(&mut shell, b"");
        assert_eq!(ended.status, Some(0), "{name}\n{}\n{}", ended.stdout, ended.stderr);
    }
}

/// The blocks, with this test's provider and redirect URI in them. The README's first ones are about other providers.
fn script(text: &str, demo: &Demo) -> String {
    let blocks = text.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("sh\n"));
    let from_serve = blocks.skip_while(|block| !block.contains(SERVE));
    let script: String = from_serve
        .flat_map(str::lines)
        .filter(|line| !line.starts_with(SERVE))
        .map(|line| format!("{line}\n"))
        .collect();
    assert!(script.contains("grantscope"), "no command:\n{text}");
    let login = format!("grantscope login --redirect-uri {}", demo.redirect_uri);
    let origin = demo.issuer.rsplit_once('/').unwrap().0;
    // Everything else in the documents is grantscope or what every shell has.
    let script = format!("command -v curl || curl() {{ echo no curl here >&2; }}\n{script}");
    let fails = " && exit 9 || test $? = 1";
    script.replace("grantscope login", &login).replace(ADDRESS, origin).replace(" # exit status 1", fails)
}
