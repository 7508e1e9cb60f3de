//! Recordings with several providers: which entries belong to which session.

use std::collections::HashMap;

use crate::protocol::Metadata;
use crate::protocol::urls::{origin_of, place_of};
use crate::session::record::attempt::Entry;
use crate::session::record::exchange::{Exchange, Purpose};

/// The log of each provider, distinguished by the origin of its authorization endpoint, ordered by the first request.
pub(super) fn by_provider(log: Vec<Entry>) -> Vec<Vec<Entry>> {
    let mut providers = Providers::default();
    // Discovery documents and callbacks can only be assigned once all authorization requests are known.
    let (requests, others): (Vec<_>, Vec<_>) = log.iter().partition(|entry| matches!(entry, Entry::Authorization(_)));
    requests.into_iter().chain(others).for_each(|entry| providers.learn(entry));
    if providers.origins.len() < 2 {
        return vec![log];
    }
    let mut logs = vec![Vec::new(); providers.origins.len()];
    let mut current = 0;
    for entry in log {
        current = providers.of(&entry).unwrap_or(current);
        logs[current].push(entry);
    }
    logs
}

/// What distinguishes providers: each map leads to a provider's index.
#[derive(Default)]
struct Providers {
    origins: HashMap<String, usize>,
    states: HashMap<String, usize>,
    redirects: HashMap<String, usize>,
    codes: HashMap<String, usize>,
    /// The endpoints in discovery documents.
    endpoints: HashMap<String, usize>,
}

impl Providers {
    fn learn(&mut self, entry: &Entry) {
        match entry {
            Entry::Authorization(attempt) => {
                let Some(origin) = origin_of(&attempt.draft.endpoint) else { return };
                let next = self.origins.len();
                let number = *self.origins.entry(origin).or_insert(next);
                self.states.extend(attempt.parameter("state").map(|state| (state.to_owned(), number)));
                self.redirects.extend(attempt.parameter("redirect_uri").map(|uri| (place_of(uri), number)));
            }
            Entry::Callback(record) => {
                let number = self.of(entry);
                self.codes.extend(record.callback.code().map(str::to_owned).zip(number));
            }
            Entry::Exchange(exchange) => {
                let Some((number, urls)) = self.named_by(exchange) else { return };
                self.endpoints.extend(urls.into_iter().map(|url| (place_of(&url), number)));
            }
        }
    }

    /// The provider of a discovery document, and the endpoints in it.
    fn named_by(&self, exchange: &Exchange) -> Option<(usize, Vec<String>)> {
        let response = exchange.response().filter(|_| exchange.purpose == Purpose::Discovery)?;
        let endpoints = Metadata::read(response).ok()?.endpoints();
        let number = *self.origins.get(&origin_of(endpoints.authorization.as_deref()?)?)?;
        let named =
            [endpoints.token, endpoints.userinfo, endpoints.jwks_uri, endpoints.revocation, endpoints.end_session];
        Some((number, named.into_iter().flatten().chain([exchange.request.url.clone()]).collect()))
    }

    fn of(&self, entry: &Entry) -> Option<usize> {
        let by_origin = |url: &str| self.origins.get(&origin_of(url)?).copied();
        match entry {
            Entry::Authorization(attempt) => by_origin(&attempt.draft.endpoint),
            Entry::Callback(record) => {
                let by_state = record.callback.state().and_then(|state| self.states.get(state)).copied();
                by_state.or_else(|| self.redirects.get(&place_of(record.callback.location.as_deref()?)).copied())
            }
            Entry::Exchange(exchange) => {
                let url = &exchange.request.url;
                let by_code = || self.codes.get(exchange.request.form().get("code")?).copied();
                self.endpoints.get(&place_of(url)).copied().or_else(by_code).or_else(|| by_origin(url))
            }
        }
    }
}
