//! Every kind of place that a person can be in: each step before and after, each overlay, list, prompt and text field.

use grantscope::app::model::start_screen::{StoredItems, StoredSession};
use grantscope::app::{Answer, Model, Work, WorkError};
use grantscope::demo::scenarios::{self, CLEAN};
use grantscope::profile::{Profile, Provider, SecretSource};
use grantscope::protocol::Endpoints;
use grantscope::session::{Session, SignIn};

use super::Stage;

/// Keys that sign in at the embedded provider and redeem the code.
const SIGN_IN: &str = "enter enter enter enter enter enter";

/// A token with nested claims.
const NESTED: &str = "eyJhbGciOiAiUlMyNTYifQ.eyJzdWIiOiAiYWxpY2UiLCAiaXNzIjogImh0dHBzOi8vb3AuZXhhbXBsZSIsICJhZGRyZXNzIjogeyJjaXR5IjogIlJvbWUiLCAic3RyZWV0IjogIlZpYSBBcHBpYSJ9fQ.AAAA";

const CALLBACK: &str = "http://localhost:8765/callback";

/// The start screen with a profile, whose secret is in a keyring, and a saved session.
pub fn stored() -> Stage {
    let mut stage = Stage::at_start();
    read_stored_items(&mut stage);
    stage
}

/// Answers that these are stored.
pub fn read_stored_items(stage: &mut Stage) {
    let profile = Profile {
        name: Some("staging".to_owned()),
        secret_source: SecretSource::Keyring,
        ..Profile::new(Provider::Issuer("https://op.example".to_owned()), "client-1")
    };
    let session = StoredSession {
        name: "tuesday".to_owned(),
        user: None,
        client: "client-1".to_owned(),
        sign_in: SignIn { ended: None, expires_at: None },
        has_tokens: true,
    };
    let found = StoredItems { profiles: vec![profile], sessions: vec![session], ..StoredItems::default() };
    stage.start_and_reply(Work::ReadStoredItems, Answer::ReadStoredItems(Box::new(found)));
}

/// A client of a provider that is not embedded.
pub fn elsewhere(redirect_uri: &str) -> Stage {
    let endpoints = Endpoints {
        issuer: Some("https://op.example".into()),
        authorization: Some("https://op.example/authorize".into()),
        token: Some("https://op.example/token".into()),
        ..Endpoints::default()
    };
    let mut profile = Profile::new(Provider::Explicit(endpoints), "client-1");
    profile.redirect_uris = vec![redirect_uri.to_owned()];
    Stage::session(Session::new(profile, None))
}

/// A lesson at its first step.
pub fn lesson(name: &str) -> Stage {
    let mut stage = Stage::at_start();
    let lesson = grantscope::lessons::find(name).unwrap().clone();
    let first = grantscope::app::start_lesson(&mut stage.model, lesson, 0);
    stage.perform(first);
    stage
}

fn pressed(mut stage: Stage, keys: &str) -> Stage {
    for part in keys.split(" | ") {
        match part.strip_prefix("type ") {
            Some(text) => stage.type_text(text),
            None => match part.strip_prefix("paste ") {
                Some(text) => stage.paste(text),
                None => stage.press(part),
            },
        };
    }
    stage
}

/// The places, each with a name.
pub fn all() -> Vec<(String, Model)> {
    let mut all = Vec::new();
    let mut add = |name: &str, stage: Stage| all.push((name.to_owned(), stage.model));
    add("start", Stage::at_start());
    for keys in ["down", "down down", "down down | r", "down down | del", "end", "?", ": | type del"] {
        add(&format!("stored: {keys}"), pressed(stored(), keys));
    }
    add("a new client", pressed(Stage::at_start(), "down down enter"));
    for step in 1..=8 {
        add(&format!("step {step} before"), pressed(Stage::demo(&CLEAN), &format!("{step}")));
        add(&format!("step {step} elsewhere"), pressed(elsewhere(CALLBACK), &format!("{step}")));
        add(&format!("step {step} ready"), pressed(Stage::demo(&CLEAN), &format!("enter {step}")));
        add(&format!("step {step} after"), pressed(Stage::demo(&CLEAN), &format!("{SIGN_IN} 6 enter 7 enter {step}")));
        add(&format!("lesson {step}"), pressed(Stage::demo(&CLEAN), &format!("{SIGN_IN} {step} w down")));
    }
    for keys in [
        "x",
        "x | /",
        "x / | type openid | enter",
        "x s",
        "d",
        "?",
        "y",
        ":",
        ": | type save",
        "b",
        "b / | type zzz",
        "b / | type jw | down | pgdn",
        "1 A",
        "2 s",
        "5 D",
        "=",
        "T",
        "T | L L | down down",
        "T 6",
        "8 home enter enter T",
        "B",
        "B down | enter",
        "B down down down | enter a enter",
        "5 /",
        "5 / | type em | enter",
        "5 f",
        "5 t t",
        "2 Q",
        "4 down down down | e",
        "4 r down | e",
        "4 r down | e | type x | enter",
        "8 enter enter enter",
        "V",
        "v",
        "z",
        "f",
        "2 f r",
        "2 f r enter",
        "1 p",
        "S",
        "W",
        "q",
        "2 r a",
        "paste http://localhost:8765/cb?code=2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4c&state=other",
        "paste eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIiwiaXNzIjoiaHR0cHM6Ly9vcC5leGFtcGxlIn0.AAAA",
        "paste eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIiwiaXNzIjoiaHR0cHM6Ly9vcC5leGFtcGxlIn0.AAAA | enter",
        "paste curl https://op.example/token -d grant_type=refresh_token -d refresh_token=abc",
        "paste {\"error\":\"invalid_grant\"}",
        "paste {\"error\":\"invalid_grant\"} | enter",
        "paste nothing that anything here could read",
        "paste [default] user_pool_id = us-east-1_AbCdEfGhI client_id=abc",
    ] {
        add(&format!("signed in: {keys}"), pressed(Stage::demo(&CLEAN), &format!("{SIGN_IN} | {keys}")));
    }
    for keys in [
        "2 o",
        "2 o y u",
        "3 e",
        "2 e",
        "1 e",
        "1 down down down | e",
        "f",
        "2 enter | paste https://op.example/error?error=redirect_mismatch",
    ] {
        add(&format!("elsewhere: {keys}"), pressed(elsewhere(CALLBACK), keys));
    }
    for keys in ["", "0 e", "enter", "enter enter", "enter enter enter enter enter enter enter", "9", "4"] {
        let begin = pressed(Stage::at_start(), "down enter enter");
        add(&format!("from a resource: {keys}"), pressed(begin, keys));
    }
    add("a resource to type", pressed(Stage::at_start(), "down enter | type https://h.example/mcp"));
    for downs in 1..7 {
        let keys = format!("paste {NESTED} | enter | {}", "down ".repeat(downs).trim());
        add(&format!("nested claims, row {downs}"), pressed(Stage::at_start(), &keys));
    }
    for (name, keys) in [
        ("authorization-url", "]"),
        ("authorization-url", "] ] enter"),
        ("authorization-url", "] b"),
        ("authorization-url", "] #"),
        ("code-twice", "1 enter"),
        ("code-twice", "]"),
        ("code-twice", "] a enter"),
        ("code-twice", "] a enter ."),
        ("redirect", "down enter"),
        ("redirect", "] ] ] ] ]"),
    ] {
        add(&format!("lesson {name}: {keys}"), pressed(lesson(name), keys));
    }
    add("lessons", pressed(Stage::at_start(), "end enter"));
    let mut probing = pressed(Stage::demo(&CLEAN), &format!("{SIGN_IN} 2 f r"));
    probing.answers = false;
    add("probing", pressed(probing, "enter"));
    let mut waiting = Stage::demo(&CLEAN);
    waiting.answers = false;
    add("waiting", pressed(waiting, "enter"));
    let mut copied = pressed(Stage::demo(&CLEAN), SIGN_IN);
    let copy = Work::Copy { what: "the ID token".to_owned(), text: "eyJhbGciOiJSUzI1NiJ9.e30.AAAA".into() };
    copied.start_and_reply(copy, Answer::Copy(Err(WorkError::of("the ID token was not copied"))));
    add("not copied", copied);
    for scenario in scenarios::ALL {
        add(
            &format!("{} finding", scenario.id),
            pressed(Stage::demo(scenario), &format!("{SIGN_IN} 6 enter 7 enter tab enter")),
        );
    }
    all
}
