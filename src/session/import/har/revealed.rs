//! Endpoints and tokens that a recording itself reveals: from discovery documents and token responses.

use std::collections::{HashMap, HashSet};

use super::entry::HarEntry;
use crate::protocol::urls::{origin_of, place_of};
use crate::protocol::{Json, Metadata, TokenAnswer};
use crate::session::record::exchange::{Exchange, Purpose};

/// Endpoints by their URL, and the tokens so far.
#[derive(Default)]
pub(super) struct Revealed {
    endpoints: HashMap<String, Purpose>,
    tokens: HashSet<String>,
    /// The origins of token endpoints and of the endpoints in discovery documents.
    origins: HashSet<String>,
}

impl Revealed {
    /// Learns from a discovery document or a token response.
    pub fn learn(&mut self, exchange: &Exchange) {
        let Some(response) = exchange.response() else { return };
        match exchange.purpose {
            Purpose::Discovery => {
                let Ok(metadata) = Metadata::read(response) else { return };
                let endpoints = metadata.endpoints();
                self.origins.extend(endpoints.issuer.as_deref().and_then(origin_of));
                for (url, purpose) in [
                    (endpoints.userinfo, Purpose::UserInfo),
                    (endpoints.jwks_uri, Purpose::JwkSet),
                    (endpoints.revocation, Purpose::Revocation),
                    (endpoints.end_session, Purpose::Logout),
                ] {
                    if let Some(url) = url {
                        self.origins.extend(origin_of(&url));
                        self.endpoints.insert(place_of(&url), purpose);
                    }
                }
            }
            Purpose::Token | Purpose::Refresh => {
                if let Some(TokenAnswer::Tokens(tokens)) = exchange.token_answer() {
                    let named = [tokens.access_token(), tokens.id_token()];
                    self.tokens.extend(named.into_iter().flatten().map(|token| token.expose().to_owned()));
                    self.origins.extend(origin_of(&exchange.request.url));
                }
            }
            _ => {}
        }
    }

    /// The purpose of a request, by its URL, or because it sends a known token: to the provider, which responds with
    /// `sub`, or to an API, which rejects it.
    pub fn purpose(&self, entry: &HarEntry<'_>, url: &str) -> Option<Purpose> {
        if self.endpoints.is_empty() && self.tokens.is_empty() {
            return None;
        }
        if let Some(purpose) = self.endpoints.get(&place_of(url)) {
            return Some(*purpose);
        }
        let header = entry.request_header("authorization")?;
        let (scheme, token) = header.split_once(' ')?;
        let is_known = scheme.eq_ignore_ascii_case("bearer") && self.tokens.contains(token.trim());
        if !is_known {
            return None;
        }
        // An API that rejects a token of this login, or whose response the browser withheld.
        if matches!(entry.status(), None | Some(-1 | 0 | 401 | 403)) {
            return Some(Purpose::Other);
        }
        if !self.origins.contains(&origin_of(url)?) {
            return None;
        }
        let answer = Json::parse(entry.response_text()?).ok()?;
        answer.get("sub").is_some().then_some(Purpose::UserInfo)
    }
}
