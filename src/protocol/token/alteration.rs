//! A token that is another one with edited parts.

use super::compare::{Relation, compare};
use crate::protocol::finding::rules;
use crate::protocol::jose::compact::{Compact, REMOVED_SIGNATURE};
use crate::protocol::json::Value;
use crate::protocol::{Finding, Json, Secret};

rules! {
    /// The rules about edited tokens.
    pub RULES;

    ALTERED: Error "token.altered", "The token was edited", "RFC 7515 5.2";
}

/// A token that a session received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownToken {
    /// Which one it is: `the access token of saved session "work"`.
    pub what: String,
    /// As received, with its signature.
    pub token: Secret,
}

impl KnownToken {
    /// The finding about `given` if it is this token with edited parts.
    pub fn altered(&self, given: &str) -> Option<Finding> {
        let (own, given) = (Compact::split(self.token.expose()), Compact::split(given));
        let (&[header, payload, signature], &[header_2, payload_2, signature_2]) = (&own.parts[..], &given.parts[..])
        else {
            return None;
        };
        let is_removed = |part: &str| part.starts_with(REMOVED_SIGNATURE);
        if own.text == given.text || is_removed(signature) || is_removed(signature_2) {
            return None;
        }
        let claims = own.claims().ok().zip(given.claims().ok());
        let is_same_signature = signature == signature_2 && signature.len() > 20;
        if payload != payload_2
            && !is_same_signature
            && !claims.as_ref().is_some_and(|(own, given)| is_same(own, given))
        {
            return None;
        }
        let mut parts = Vec::new();
        parts.extend((header != header_2).then(|| "the header".to_owned()));
        parts.extend((payload != payload_2).then(|| edited_claims(claims.as_ref())));
        parts.extend((signature != signature_2).then(|| "the signature".to_owned()));
        let why = match (is_same_signature, payload == payload_2 && header == header_2) {
            (true, _) => "Its signature was made for the original, so nobody accepts it.",
            (_, true) => "Everything that is signed is the same, so only the original signature matches it.",
            _ => "Only the issuer can sign the edited content.",
        };
        let detail = format!("It is {} with edited parts: {}. {why}", self.what, parts.join(", "));
        Some(ALTERED.found(detail, "Use the original token."))
    }
}

/// Whether two different payloads are of the same token: its id, or else its subject and its time.
fn is_same(own: &Json, given: &Json) -> bool {
    let text = |json: &Json, name: &str| json.get(name).map(|value: Value<'_>| value.raw().to_owned());
    let agree = |name: &str| text(own, name) == text(given, name);
    let has = |name: &str| own.get(name).is_some();
    let is_same_kind = agree("token_use") && agree("typ");
    is_same_kind
        && (has("jti") && agree("jti")
            || !has("jti") && has("iat") && has("sub") && agree("iat") && agree("sub") && agree("aud"))
}

fn edited_claims(claims: Option<&(Json, Json)>) -> String {
    let names: Vec<String> = claims
        .map(|(own, given)| compare(own, given, Relation::Sessions).into_iter().map(|it| it.name).collect())
        .unwrap_or_default();
    match names.len() {
        0 => "the claims".to_owned(),
        1..=5 => format!("the claims ({})", names.join(", ")),
        more => format!("the claims ({} and {} more)", names[..5].join(", "), more - 5),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;

    fn token(header: &str, claims: &str, signature: &str) -> String {
        format!("{}.{}.{signature}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
    }

    const SIGNATURE: &str = "c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU";

    fn told(given: &str) -> Option<String> {
        let own = token(r#"{"alg":"RS256"}"#, r#"{"sub":"u","jti":"1","exp":10,"scope":"a"}"#, SIGNATURE);
        let known = KnownToken { what: "the access token of this session".to_owned(), token: Secret::new(own) };
        known.altered(given).map(|finding| finding.detail)
    }

    #[test]
    fn the_edited_parts_of_a_known_token_are_named() {
        let rs256 = r#"{"alg":"RS256"}"#;
        let own = r#"{"sub":"u","jti":"1","exp":10,"scope":"a"}"#;
        let edited = r#"{"sub":"u","jti":"1","exp":99,"scope":"b"}"#;
        assert_eq!(told(&token(rs256, own, SIGNATURE)), None);
        let parts = |given: &str| told(given).unwrap_or_default();
        assert!(
            parts(&token(rs256, edited, SIGNATURE))
                .contains("edited parts: the claims (exp, scope). Its signature was")
        );
        assert!(parts(&token(rs256, own, "AAAA")).contains("edited parts: the signature. Everything that is signed"));
        let forged = parts(&token(r#"{"alg":"none"}"#, edited, ""));
        assert!(forged.contains("edited parts: the header, the claims (exp, scope), the signature."), "{forged}");
    }

    #[test]
    fn another_token_of_the_same_person_is_not_an_edited_one() {
        let other =
            token(r#"{"alg":"RS256"}"#, r#"{"sub":"u","jti":"2","exp":10,"scope":"a"}"#, "b3RoZXItc2lnbmF0dXJl");
        assert_eq!(told(&other), None);
        assert_eq!(told("not.a.token"), None);
    }
}
