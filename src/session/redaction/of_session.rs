//! The secrets that a session knows, wherever a text repeats them.

use super::known_secrets::{KnownSecrets, START, WORD, is_telling};
use super::masks::{is_redacted, masked};
use super::secret_names::{is_credential, is_secret};
use crate::session::record::attempt::Entry;
use crate::session::record::exchange::Exchange;
use crate::session::record::session::Session;

impl Session {
    /// The secrets of the session: the credentials of its client, and every code, verifier and token that was sent or
    /// received in a parameter or member with such a name. Each is replaced by its form on a screen.
    pub fn known_secrets(&self) -> &KnownSecrets {
        self.known.0.get_or_init(|| known(self))
    }
}

fn known(session: &Session) -> KnownSecrets {
    let mut secrets = Secrets(Vec::new());
    if let Some(secret) = session.client_secret() {
        // It is never one that was read from a masked file, whatever it looks like.
        secrets.add_telling("client_secret", secret.expose(), WORD);
    }
    for entry in session.log() {
        match entry {
            Entry::Authorization(attempt) => {
                attempt.verifier.iter().for_each(|verifier| secrets.add("code_verifier", verifier.expose()));
                attempt.draft.parameters.iter().for_each(|(name, value)| secrets.add(name, value));
            }
            Entry::Callback(record) => {
                record.callback.parameters.iter().for_each(|(name, value)| secrets.add(name, value));
                record.callback.code().into_iter().for_each(|code| secrets.add("code", code));
            }
            Entry::Exchange(exchange) => secrets.of_exchange(exchange),
        }
    }
    KnownSecrets::new(secrets.0)
}

/// Values and their replacements.
struct Secrets(Vec<(String, String)>);

impl Secrets {
    fn add(&mut self, name: &str, value: &str) {
        let least = if is_credential(name) { WORD } else { START };
        if is_secret(name) && !is_redacted(value) {
            self.add_telling(name, value, least);
        }
    }

    fn add_telling(&mut self, name: &str, value: &str, least: usize) {
        if is_telling(value, least) {
            self.0.push((value.to_owned(), masked(name, value)));
        }
    }

    fn of_exchange(&mut self, exchange: &Exchange) {
        exchange.request.form().iter().for_each(|(name, value)| self.add(name, value));
        for header in exchange.request.headers.iter().filter(|header| is_secret(&header.name)) {
            match header.value.split_once(' ') {
                Some((scheme, secret)) if scheme.eq_ignore_ascii_case("basic") => self.add("secret", secret),
                Some((_, secret)) => self.add("token", secret),
                None => self.add("token", &header.value),
            }
        }
        let Some(response) = exchange.response().filter(|response| response.has_document()) else { return };
        let Ok(document) = crate::protocol::Json::from_bytes(&response.body) else { return };
        for (name, value) in document.root().members() {
            // An error code is not an authorization code.
            if let Some(text) = value.as_str().filter(|_| !name.eq_ignore_ascii_case("code")) {
                self.add(&name, &text);
            }
        }
    }
}
