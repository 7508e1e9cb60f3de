//! What a client and a provider compare, worked out with the session's own values, step by step.

use crate::protocol::endpoint::pkce::sha256;
use crate::protocol::request_draft::{basic, basic_pair};
use crate::protocol::text::hexadecimal::hexadecimal;
use crate::protocol::text::secret::{constant_time_equal, is_masked};
use crate::protocol::token::at_hash::half_hash;
use crate::protocol::{ClientAuthentication, Pkce, parameters};
use crate::session::{Attempt, Entry, Exchange, Grant, Purpose, Session, Source};

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Working {
    /// What is compared, and by whom.
    pub title: &'static str,
    /// Where the comparison is written.
    pub spec: &'static str,
    /// The values, in the order in which one follows from the other.
    pub rows: Vec<Row>,
    /// The result.
    pub result: Equality,
}

/// A value on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub name: &'static str,
    /// The value.
    pub value: String,
    /// Whether it must not be seen.
    pub is_secret: bool,
}

/// How a comparison ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Equality {
    /// Equal.
    Equal,
    /// Not equal.
    NotEqual,
    /// Not compared, and why.
    NotCompared(&'static str),
}

/// Every comparison for which the session has a value.
pub fn worked_out(session: &Session) -> Vec<Working> {
    let begun = session.log().iter().rposition(|entry| matches!(entry, Entry::Authorization(_)));
    let round = Round { session, attempt: session.attempt(), begun: begun.unwrap_or(0) };
    [round.state(), round.pkce(), round.nonce(), round.at_hash(), round.basic()].into_iter().flatten().collect()
}

/// The session since its last authorization request: older values belong to another one.
struct Round<'a> {
    session: &'a Session,
    attempt: Option<&'a Attempt>,
    begun: usize,
}

impl<'a> Round<'a> {
    /// RFC 6749 section 10.12.
    fn state(&self) -> Option<Working> {
        let sent = self.attempt?.parameter("state")?;
        let found = self.session.callback().and_then(|record| record.callback.state());
        let rows = [Some(row("sent", sent)), found.map(|found| row("in the callback", found))];
        Some(Working {
            title: "state: the client compares",
            spec: "RFC 6749 10.12",
            rows: rows.into_iter().flatten().collect(),
            result: compare(sent, found, "no callback has returned it yet"),
        })
    }

    /// RFC 7636 sections 4.2 and 4.6.
    fn pkce(&self) -> Option<Working> {
        let attempt = self.attempt?;
        let challenge = attempt.parameter("code_challenge")?;
        let sent = self
            .last(Purpose::Token)
            .and_then(|exchange| exchange.request.form().get("code_verifier").map(str::to_owned));
        let is_sent = sent.is_some();
        let verifier = sent.or_else(|| attempt.verifier.as_ref().map(|own| own.expose().to_owned()))?;
        let is_hashed = attempt.parameter("code_challenge_method") == Some("S256");
        let digest = sha256(verifier.as_bytes());
        let made = if is_hashed { Pkce::from_verifier(&verifier).challenge } else { verifier.clone() };
        let mut rows = vec![secret("code_verifier", &verifier)];
        if is_hashed && !is_masked(&verifier) {
            rows.push(row("SHA-256, hex", &hexadecimal(&digest)));
            rows.push(row("base64url", &made));
        }
        rows.push(Row { is_secret: !is_hashed, ..row("code_challenge", challenge) });
        let found = (!is_masked(&verifier)).then_some(made.as_str());
        let result = match compare(challenge, found, "the verifier is masked") {
            // The provider has only the challenge so far.
            Equality::Equal if !is_sent => {
                Equality::NotCompared("code_verifier is sent with the code; they will match")
            }
            Equality::NotEqual if !is_sent => {
                Equality::NotCompared("code_verifier is sent with the code; they will not match")
            }
            result => result,
        };
        Some(Working { title: "PKCE: the provider compares", spec: "RFC 7636 4.2, 4.6", rows, result })
    }

    /// OpenID Connect Core section 3.1.3.7.
    fn nonce(&self) -> Option<Working> {
        let sent = self.attempt?.parameter("nonce")?;
        let token = self.grant().and_then(|grant| grant.id_token.as_ref());
        let found = token.and_then(|token| token.claim("nonce"));
        let rows = [Some(row("sent", sent)), found.as_deref().map(|found| row("in the ID token", found))];
        let result = match (&found, token) {
            (None, Some(_)) => Equality::NotEqual,
            _ => compare(sent, found.as_deref(), "there is no ID token for this request yet"),
        };
        Some(Working {
            title: "nonce: the client compares",
            spec: "OpenID Connect Core 3.1.3.7",
            rows: rows.into_iter().flatten().collect(),
            result,
        })
    }

    /// OpenID Connect Core section 3.1.3.6.
    fn at_hash(&self) -> Option<Working> {
        let grant = self.session.grants().iter().rev().find(|grant| grant.id_token.is_some())?;
        let token = grant.id_token.as_ref()?;
        let claim = token.claim("at_hash")?;
        let access = grant.response.access_token()?;
        let alg = token.header.as_ref()?.get("alg")?.as_string()?;
        let mut rows = vec![secret("access token", access.expose()), row("alg of the ID token", &alg)];
        let made = half_hash(&alg, access.expose()).filter(|_| !is_masked(access.expose()));
        if let Some(made) = &made {
            if alg.ends_with("256") {
                let digest = sha256(access.expose().as_bytes());
                rows.push(row("SHA-256, hex", &hexadecimal(&digest)));
                rows.push(row("its left half", &hexadecimal(&digest[..digest.len() / 2])));
            }
            rows.push(row("base64url", made));
        }
        rows.push(row("at_hash", &claim));
        Some(Working {
            title: "at_hash: the client compares",
            spec: "OpenID Connect Core 3.1.3.6",
            rows,
            result: compare(&claim, made.as_deref(), "the token is masked, or no hash belongs to this algorithm"),
        })
    }

    /// RFC 6749 section 2.3.1, RFC 7617 section 2.
    fn basic(&self) -> Option<Working> {
        let credentials = self.session.credentials();
        let own = credentials.client_secret.as_ref().filter(|_| credentials.method == ClientAuthentication::Basic)?;
        let pair = [credentials.client_id.as_str(), own.expose()].map(parameters::encode).join(":");
        let made = basic(&pair);
        let sent = self.last(Purpose::Token).and_then(|exchange| exchange.request.header("authorization"));
        let mut rows = vec![row("client_id", &credentials.client_id), secret("client_secret", own.expose())];
        rows.push(secret("form-encoded, with a colon", &pair));
        rows.push(secret("base64, after Basic", &made));
        rows.extend(sent.map(|sent| secret("sent", sent)));
        // Both forms are compared decoded, so that another base64 of the same pair is equal.
        let result = match sent.map(basic_pair) {
            Some(Some(_)) if own.expose().is_empty() || is_masked(own.expose()) => {
                Equality::NotCompared("the secret is masked")
            }
            Some(found) if found == basic_pair(&made) => Equality::Equal,
            Some(_) => Equality::NotEqual,
            None => Equality::NotCompared("no token request has sent it yet"),
        };
        Some(Working { title: "Basic: the provider compares", spec: "RFC 6749 2.3.1, RFC 7617 2", rows, result })
    }

    /// The last request for a purpose in this round.
    fn last(&self, purpose: Purpose) -> Option<&'a Exchange> {
        let exchange = self.session.last_exchange(purpose)?;
        (self.session.position(exchange.id)? >= self.begun).then_some(exchange)
    }

    /// The tokens for the code of this round.
    fn grant(&self) -> Option<&'a Grant> {
        let is_of_round = |grant: &&Grant| {
            let at = grant.exchange.and_then(|id| self.session.position(id));
            grant.source == Source::Code && at.is_some_and(|at| at >= self.begun)
        };
        self.session.grants().iter().rev().find(is_of_round)
    }
}

fn row(name: &'static str, value: &str) -> Row {
    Row { name, value: value.to_owned(), is_secret: false }
}

fn secret(name: &'static str, value: &str) -> Row {
    Row { is_secret: true, ..row(name, value) }
}

fn compare(expected: &str, found: Option<&str>, why_not: &'static str) -> Equality {
    match found {
        None => Equality::NotCompared(why_not),
        Some(found) if constant_time_equal(expected, found) => Equality::Equal,
        Some(_) => Equality::NotEqual,
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::profile::{Profile, Provider};
    use crate::protocol::{Endpoints, Secret};
    use crate::session::Randomness;

    /// RFC 7636 appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    fn asked() -> Session {
        let endpoints =
            Endpoints { authorization: Some("https://op.example/authorize".into()), ..Endpoints::default() };
        let profile = Profile::new(Provider::Explicit(endpoints), "client-1");
        let mut session = Session::new(profile, None);
        let random = Randomness { state: [1; 32], nonce: [2; 32], verifier: [3; 32] };
        let mut draft = session.draft_authorization(&random).unwrap();
        draft.verifier = Some(Secret::new(VERIFIER));
        draft.request.parameters.set("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        session.authorize(draft, Timestamp::UNIX_EPOCH);
        session
    }

    fn result(session: &Session, title: &str) -> Option<Equality> {
        worked_out(session).iter().find(|working| working.title.split(':').next() == Some(title)).map(|it| it.result)
    }

    #[test]
    fn the_example_of_the_standard_is_worked_out_and_compared_only_once_it_is_sent() {
        let session = asked();
        let workings = worked_out(&session);
        let pkce = workings.iter().find(|working| working.spec.contains("7636")).unwrap();
        assert_eq!(pkce.rows[1].value, "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3");
        assert_eq!((&pkce.rows[2].value, pkce.rows[2].name), (&pkce.rows[3].value, "base64url"));
        assert!(matches!(pkce.result, Equality::NotCompared(_)), "the provider has no verifier yet");
        assert!(pkce.rows[0].is_secret);
    }

    #[test]
    fn what_has_not_come_yet_is_not_compared_and_a_foreign_state_is_not_equal() {
        let mut session = asked();
        assert!(matches!(result(&session, "state"), Some(Equality::NotCompared(_))));
        session.receive_callback("http://localhost/cb?code=c&state=other", Timestamp::UNIX_EPOCH);
        assert_eq!(result(&session, "state"), Some(Equality::NotEqual));
        let state = session.attempt().unwrap().parameter("state").unwrap().to_owned();
        session.receive_callback(&format!("http://localhost/cb?code=c&state={state}"), Timestamp::UNIX_EPOCH);
        assert_eq!(result(&session, "state"), Some(Equality::Equal));
        assert_eq!(worked_out(&Session::new(session.profile().clone(), None)), []);
    }
}
