//! Which keys a session can lend to verify a token that it did not receive.

use jiff::Timestamp;

use super::exchange::{Exchange, Purpose};
use super::origin::Origin;
use crate::protocol::endpoint::discovery::discovery_url;
use crate::protocol::{Completeness, JwkSet, Metadata};

/// The newest JWK Set that this program itself fetched from an issuer, and when. A recording, a pasted document or an
/// imported configuration could name any keys for any issuer, so only these count: from a URL under the issuer, or from
/// the one in the issuer's own discovery document.
pub fn lent_keys<'a>(
    exchanges: impl DoubleEndedIterator<Item = &'a Exchange> + Clone,
    issuer: &str,
) -> Option<(JwkSet, Timestamp)> {
    let fetched = |purpose| move |it: &&Exchange| it.purpose == purpose && is_fetched(it);
    let announces = |it: &Exchange, url: &str| {
        let metadata = it.response().and_then(|response| Metadata::read(response).ok());
        it.request.url == discovery_url(issuer)
            && metadata.is_some_and(|metadata| {
                metadata.text("issuer").as_deref() == Some(issuer) && metadata.text("jwks_uri").as_deref() == Some(url)
            })
    };
    let is_under_issuer =
        |url: &str| url.strip_prefix(issuer.trim_end_matches('/')).is_some_and(|path| path.starts_with('/'));
    exchanges.clone().rev().filter(fetched(Purpose::JwkSet)).find_map(|exchange| {
        let url = exchange.request.url.as_str();
        let is_of_issuer = !issuer.is_empty()
            && (is_under_issuer(url)
                || exchanges.clone().filter(fetched(Purpose::Discovery)).any(|it| announces(it, url)));
        let keys = is_of_issuer.then(|| JwkSet::parse(&exchange.response()?.text()).ok()).flatten()?;
        Some((keys, exchange.received_at()))
    })
}

/// Whether this program sent the request and got the whole document.
fn is_fetched(exchange: &Exchange) -> bool {
    let is_whole = exchange
        .response()
        .is_some_and(|response| response.is_success() && response.completeness == Completeness::Complete);
    exchange.origin == Origin::Own && is_whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, Provider};
    use crate::protocol::{HttpRequest, HttpResponse};
    use crate::session::saved;
    use crate::session::{Received, Session};

    const ISSUER: &str = "https://op.example";
    const KEYS: &str = r#"{"keys":[{"kty":"oct","kid":"a","k":"MDEy"}]}"#;

    fn fetch(session: &mut Session, purpose: Purpose, url: &str, body: &str) {
        let id = session.begin(purpose, HttpRequest::get(url), Timestamp::UNIX_EPOCH);
        let received = Received::Response(HttpResponse::new(200).with_body("application/json", body));
        session.absorb(id, received.into());
    }

    fn session(jwks_uri: &str, announced: bool) -> Session {
        let mut session = Session::new(Profile::new(Provider::Issuer(ISSUER.into()), "c"), None);
        if announced {
            let document = format!(r#"{{"issuer":"{ISSUER}","jwks_uri":"{jwks_uri}"}}"#);
            fetch(&mut session, Purpose::Discovery, &discovery_url(ISSUER), &document);
        }
        fetch(&mut session, Purpose::JwkSet, jwks_uri, KEYS);
        session
    }

    fn lends(session: &Session, issuer: &str) -> bool {
        lent_keys(session.exchanges(), issuer).is_some()
    }

    #[test]
    fn keys_from_the_issuer_or_from_where_its_discovery_says_are_lent_for_that_issuer_only() {
        for (uri, announced, expected) in [
            ("https://op.example/keys", false, true),
            ("https://keys.example/op", true, true),
            ("https://keys.example/op", false, false),
            ("https://op.example.evil.example/keys", false, false),
        ] {
            assert_eq!(lends(&session(uri, announced), ISSUER), expected, "{uri}, announced: {announced}");
        }
        assert!(!lends(&session("https://op.example/keys", true), "https://other.example"));
    }

    #[test]
    fn a_file_from_elsewhere_lends_nothing_even_if_it_claims_to_have_fetched_its_keys() {
        let text = saved::write(&session("https://op.example/keys", true), true, Timestamp::UNIX_EPOCH);
        assert!(text.contains(r#""own": true"#), "{text}");
        assert!(saved::lent_keys(&text, ISSUER).is_some(), "in the directory of saved sessions, it was written here");
        let opened = saved::read(&text).unwrap().session;
        assert!(!lends(&opened, ISSUER));
        let saved_again = saved::write(&opened, true, Timestamp::UNIX_EPOCH);
        assert!(saved::lent_keys(&saved_again, ISSUER).is_none(), "saving it here changes nothing");
    }
}
