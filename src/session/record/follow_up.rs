//! Follow-up requests, which the terminal interface and the commands send automatically after a response.

use jiff::Timestamp;

use super::exchange::{Exchange, Failure, FailureKind, Purpose, Received};
use super::session::Session;
use crate::protocol::{ExchangeId, HttpRequest, endpoint::discovery};

/// The maximum number of redirects of a public document.
const MAX_HOPS: usize = 3;

impl Session {
    /// The follow-up request of a response: a redirect of a public document within its origin, the keys after
    /// discovery, or the keys again if a response names an unknown one.
    pub fn follow_up(&self, id: ExchangeId, now: Timestamp) -> Option<(Purpose, HttpRequest)> {
        let exchange = self.exchange(id)?;
        match &exchange.received {
            Received::Pending | Received::Failed(Failure { kind: FailureKind::Cancelled, .. }) => return None,
            Received::Response(_) | Received::Failed(_) => {}
        }
        match exchange.purpose {
            Purpose::Discovery if redirected(exchange).is_some() => self.hop(exchange),
            Purpose::Discovery if self.leads_to_keys() => self.ask_for_keys(),
            Purpose::JwkSet => self.hop(exchange),
            Purpose::Token | Purpose::Refresh | Purpose::UserInfo => {
                let is_wanted = self.wants_keys(now).is_some() || self.target().is_some() && self.lacks_keys();
                is_wanted.then(|| self.ask_for_keys())?
            }
            _ => None,
        }
    }

    /// Whether a token needs the keys, and they were not fetched: in the discovery from a resource, nothing needs them
    /// earlier. An opaque token has no signature.
    pub fn lacks_keys(&self) -> bool {
        let reports = self.grant().into_iter().flat_map(|grant| [&grant.id_token, &grant.access_token]).flatten();
        self.keys().is_none() && reports.into_iter().any(|report| report.claims.is_some())
    }

    /// Whether discovery succeeded, or the endpoints are known without it.
    fn leads_to_keys(&self) -> bool {
        let known = self.endpoints();
        let is_enough = self.metadata().is_some() || known.authorization.is_some() && known.token.is_some();
        is_enough && self.other_issuer().is_none()
    }

    fn ask_for_keys(&self) -> Option<(Purpose, HttpRequest)> {
        Some((Purpose::JwkSet, self.draft(Purpose::JwkSet).ok()?.build()))
    }

    /// The next redirect, unless there were too many.
    fn hop(&self, exchange: &Exchange) -> Option<(Purpose, HttpRequest)> {
        let next = redirected(exchange)?;
        let same = |other: &&Exchange| other.purpose == exchange.purpose;
        let mut hops = 1;
        let mut target = &exchange.request.url;
        for earlier in self.exchanges().rev().filter(same).skip_while(|e| e.id >= exchange.id) {
            if redirected(earlier).is_none_or(|hop| hop.url != *target) {
                break;
            }
            target = &earlier.request.url;
            hops += 1;
        }
        (hops <= MAX_HOPS).then_some((exchange.purpose, next))
    }
}

fn redirected(exchange: &Exchange) -> Option<HttpRequest> {
    exchange.response().and_then(|response| discovery::redirected(&exchange.request, response))
}
