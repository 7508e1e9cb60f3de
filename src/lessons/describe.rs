//! Facts and entries of the record in words.

use super::fact::{Bearer, CallbackWant, Fact, TokenOf, Want};
use crate::session::{Entry, Exchange, Purpose, Received};

/// What a step waits for, as part of a sentence: `a token request with the code of an earlier one, answered 400`.
pub fn describe(fact: &Fact) -> String {
    match fact {
        Fact::Authorization { sends } => with("an authorization request".to_owned(), sends),
        Fact::Exchange { purpose, status, error, sends, bearer, path } => {
            let path = path.as_ref().map(|path| format!(" to {path}")).unwrap_or_default();
            let mut words = with(format!("{}{path}", request(*purpose)), sends);
            match bearer {
                Some(Bearer::Access) => words += " with the access token",
                Some(Bearer::Id) => words += " with the ID token",
                Some(Bearer::Foreign) => words += " with a changed token",
                Some(Bearer::None) => words += " without a token",
                None => {}
            }
            let answer = [status.map(|status| status.to_string()), error.clone()];
            let answer: Vec<String> = answer.into_iter().flatten().collect();
            if answer.is_empty() { words } else { format!("{words}, answered {}", answer.join(" ")) }
        }
        Fact::Callback { kind, state_matches, error } => {
            let what = match kind {
                CallbackWant::Code => "a callback with a code",
                CallbackWant::Error => "a callback with an error",
                CallbackWant::Tokens => "a callback with tokens",
            };
            let state = match state_matches {
                Some(true) => " and the state of the request",
                Some(false) => " and another state",
                None => "",
            };
            let error = error.as_ref().map(|error| format!(": {error}")).unwrap_or_default();
            format!("{what}{state}{error}")
        }
        Fact::Claim { token, name, want } => match want {
            Want::Absent => format!("an {} without {name}", of(*token)),
            Want::Is(text) => format!("an {} with {name} = {text}", of(*token)),
            _ => format!("an {} with {name}", of(*token)),
        },
        Fact::Check { token, id, outcome } => {
            let outcome = match *outcome {
                "pass" => "passes",
                "fail" => "fails",
                _ => "is not made",
            };
            format!("an {} whose check of {id} {outcome}", of(*token))
        }
        Fact::Finding(_) => "a finding that names the fault".to_owned(),
    }
}

/// What was recorded instead, as a sentence.
pub fn seen(entry: &Entry) -> String {
    match entry {
        Entry::Authorization(_) => "Seen: an authorization request with other parameters.".to_owned(),
        Entry::Callback(record) => match record.callback.error() {
            Some(_) => "Seen: a callback with an error.".to_owned(),
            None => "Seen: another callback.".to_owned(),
        },
        Entry::Exchange(exchange) => format!("Seen: {}, {}.", request(exchange.purpose), result(exchange)),
    }
}

fn result(exchange: &Exchange) -> String {
    match &exchange.received {
        Received::Pending => "not answered yet".to_owned(),
        Received::Failed(_) => "without a response".to_owned(),
        Received::Response(response) => match exchange.refusal() {
            // Only a code of the standards: the rest may be any text.
            Some(body) if is_code(&body.error()) => {
                format!("answered {} {}", response.status, body.error())
            }
            _ => format!("answered {}", response.status),
        },
    }
}

fn is_code(error: &str) -> bool {
    error.len() <= 40 && error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The parameters that are wanted alike are named together.
fn with(words: String, sends: &[(String, Want)]) -> String {
    let mut alike: Vec<(&Want, Vec<String>)> = Vec::new();
    for (name, want) in sends {
        let name = match want {
            Want::Is(text) => format!("{name}={text}"),
            _ => name.clone(),
        };
        match alike.iter_mut().find(|(other, _)| std::mem::discriminant(*other) == std::mem::discriminant(want)) {
            Some((_, names)) => names.push(name),
            None => alike.push((want, vec![name])),
        }
    }
    let groups = alike.into_iter().map(|(want, names)| {
        let names = names.join(" and ");
        match want {
            Want::Present | Want::Is(_) => format!("with {names}"),
            Want::Absent => format!("without {names}"),
            Want::Used => format!("with {names} as before"),
            Want::New => format!("with a new {names}"),
            Want::Own => format!("with the {names} of this session"),
            Want::Foreign => format!("with another {names}"),
        }
    });
    let groups: Vec<String> = groups.collect();
    if groups.is_empty() { words } else { format!("{words} {}", groups.join(", ")) }
}

fn of(token: TokenOf) -> &'static str {
    match token {
        TokenOf::Id => "ID token",
        TokenOf::Access => "access token",
    }
}

fn request(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Discovery => "a request for the discovery document",
        Purpose::JwkSet => "a request for the keys",
        Purpose::AuthorizationProbe => "an authorization request",
        Purpose::RegistrationProbe => "a registration probe",
        Purpose::SignIn => "a request of the browser",
        Purpose::Token => "a token request",
        Purpose::Refresh => "a refresh request",
        Purpose::UserInfo => "a UserInfo request",
        Purpose::Api | Purpose::Resource => "a call",
        Purpose::Revocation => "a revocation request",
        Purpose::Logout => "a logout request",
        Purpose::Probe => "a probe of the access token",
        _ => "a request",
    }
}
