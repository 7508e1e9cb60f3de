//! Derives what a new entry of the log says: it reads documents, and checks tokens against the requests before them.

use jiff::Timestamp;

use super::attempt::{Attempt, Entry};
use super::exchange::{Exchange, Purpose, Received};
use super::grant::Grant;
use super::key_refetch;
use super::session::Session;
use super::userinfo::UserInfo;
use crate::protocol::{
    Completeness, ExchangeId, Expectations, JwkSet, Metadata, Nonce, SignatureReason, TokenAnswer, TokenKind,
};

impl Session {
    /// Derives the effects of a finished exchange; returns whether there are new keys to check all tokens with.
    pub(super) fn conclude(&mut self, id: ExchangeId) -> bool {
        let Some(exchange) = self.log.exchange(id) else { return false };
        let Some(response) = exchange.response() else { return false };
        let is_cacheable = matches!(exchange.purpose, Purpose::Discovery | Purpose::JwkSet);
        // Another round may have begun before the response arrived.
        let (attempt, callback) = self.log.round_before(self.log.position(id).unwrap_or_default());
        self.derived.set_clock(exchange, is_cacheable);
        match exchange.purpose {
            // Half a document may differ from the whole. Tokens are kept in any case.
            _ if is_cacheable && response.completeness != Completeness::Complete => {}
            Purpose::Discovery => {
                if let Ok(metadata) = Metadata::read(response) {
                    self.derived.metadata = Some(metadata);
                }
            }
            Purpose::JwkSet if response.has_document() => {
                if let Ok(keys) = JwkSet::parse(&response.text()) {
                    self.derived.keys = Some(keys);
                    return true;
                }
            }
            Purpose::Token | Purpose::Refresh => {
                if let Some(TokenAnswer::Tokens(tokens)) = exchange.token_answer() {
                    let expected = self.expectations(TokenKind::IdToken, attempt, exchange.received_at());
                    let code = callback.and_then(|record| record.callback.code());
                    let grant = Grant::new(exchange, tokens, expected, code);
                    self.take(grant);
                }
            }
            Purpose::UserInfo => {
                let expected = self.expectations(TokenKind::UserInfo, attempt, exchange.received_at());
                let answer = UserInfo::new(exchange, response, expected).judged_by(self.keys());
                self.derived.userinfo = Some(answer);
            }
            _ => {}
        }
        false
    }

    /// Adds the tokens of the last callback. The tokens of a callback that may not be redeemed are only evidence,
    /// because any page can send the browser to the redirect URI.
    pub(super) fn take_tokens(&mut self) {
        let Some(Entry::Callback(record)) = self.log().last() else { return };
        if self.may_use(record).is_err() {
            return;
        }
        let expected = self.expectations(TokenKind::IdToken, self.attempt(), record.received_at);
        if let Some(grant) = Grant::of_callback(record, self.log.last_id(), expected) {
            self.take(grant);
        }
    }

    fn take(&mut self, grant: Grant) {
        let without_keys = self.why_no_keys();
        self.derived.take(grant.in_record(self.record), without_keys.as_ref());
    }

    pub(super) fn judge_again(&mut self) {
        let without_keys = self.why_no_keys();
        self.derived.judge_again(without_keys.as_ref());
    }

    /// Why there are no keys, if they were requested.
    fn why_no_keys(&self) -> Option<SignatureReason> {
        let look = self.last_exchange(Purpose::JwkSet).filter(|_| self.keys().is_none());
        look.map(key_refetch::why_missing)
    }

    /// Why to fetch the JWK Set again: a response has a token with an unknown key, or the first fetch failed.
    pub fn wants_keys(&self, now: Timestamp) -> Option<String> {
        let uri = self.endpoints().jwks_uri?;
        // A browser that had the set in its cache did not fail to fetch it.
        let is_missing = self.keys().is_none();
        let is_failed = |it: &Exchange| it.received != Received::Pending && !it.is_kept_by_browser();
        if is_missing && !self.last_exchange(Purpose::JwkSet).is_some_and(is_failed) {
            return None;
        }
        key_refetch::wanted(&uri, self.grant(), self.userinfo(), self.exchanges(), now)
    }

    /// The expected values of a token for an authorization request, at a time of this machine's clock.
    fn expectations(&self, kind: TokenKind, attempt: Option<&Attempt>, now: Timestamp) -> Expectations {
        Expectations {
            kind: Some(kind),
            issuer: self.token_issuer(),
            // For a document that was pasted alone, the client is unknown.
            client_id: Some(self.profile().client_id.clone()).filter(|client_id| !client_id.is_empty()),
            nonce: attempt.map_or(Nonce::Unknown, |attempt| Nonce::of_request(attempt.parameter("nonce"))),
            max_age: attempt.and_then(|a| a.parameter("max_age")?.parse().ok()),
            client_secret: self.client_secret().cloned(),
            algorithms: self.metadata().and_then(|metadata| match kind {
                TokenKind::IdToken => metadata.list("id_token_signing_alg_values_supported"),
                TokenKind::UserInfo => metadata.list("userinfo_signing_alg_values_supported"),
                _ => None,
            }),
            is_cognito: self.profile().is_cognito(),
            as_client: true,
            ..Expectations::at(self.clock().corrected(now))
        }
    }
}
