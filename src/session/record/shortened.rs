//! Limits the record of a session that runs for months.
//!
//! Only repeated requests are omitted: successful and failed requests for tokens by refresh, for claims, keys and the
//! discovery document. The first and the newest of them remain, and those that something else is derived from.

use std::collections::HashSet;

use super::attempt::Entry;
use super::exchange::{Exchange, Purpose};
use super::left_out::{LeftOut, repeats};
use super::session::Session;
use crate::protocol::{ExchangeId, HttpResponse, JwkSet, Metadata};

/// How many of the newest repeated requests a session keeps unless the settings say otherwise; as many failed ones.
pub const KEPT_REQUESTS: usize = 50;

/// How many of the first repeated requests remain: those of the first sign-in.
const FIRST: usize = 10;

impl Session {
    /// Shortens the record that an open session keeps, as its file is. That costs as much as the record is long, so it
    /// waits until three times as many repeated requests are there as would be kept.
    pub fn shorten(&mut self, kept: usize) {
        let repeated = self.exchanges().filter(|exchange| repeats(exchange)).count();
        if repeated <= kept.saturating_mul(3).saturating_add(FIRST) {
            return;
        }
        let Some(mut shorter) = self.shortened(kept) else { return };
        if let Some(keys) = self.keys().filter(|keys| shorter.keys() != Some(keys)) {
            shorter.give_keys(keys.clone());
        }
        *self = shorter;
    }

    /// The session without the repeated requests between the first ten and the newest `kept` successful and `kept`
    /// failed ones; `None` if there are no others. Exchanges keep their numbers.
    pub fn shortened(&self, kept: usize) -> Option<Self> {
        let repeated: Vec<&Exchange> = self.exchanges().filter(|exchange| repeats(exchange)).collect();
        let (failed, successful): (Vec<&Exchange>, Vec<&Exchange>) =
            repeated.iter().skip(FIRST).copied().partition(|exchange| !exchange.succeeded());
        let needed = self.needed();
        let older = [failed, successful].into_iter().flat_map(|them| {
            let older = them.len().saturating_sub(kept);
            them.into_iter().take(older)
        });
        let left_out: HashSet<ExchangeId> = older.map(|it| it.id).filter(|id| !needed.contains(id)).collect();
        let newest = repeated.iter().filter(|it| left_out.contains(&it.id)).map(|it| it.sent_at).max()?;
        let stays = |entry: &&Entry| !matches!(entry, Entry::Exchange(exchange) if left_out.contains(&exchange.id));
        let log = self.log().iter().filter(stays).cloned().collect();
        let before = self.left_out();
        let exchanges = u32::try_from(left_out.len()).unwrap_or(u32::MAX);
        let left_out = LeftOut {
            exchanges: exchanges.saturating_add(before.map_or(0, |before| before.exchanges)),
            until: before.map_or(newest, |before| before.until.max(newest)),
        };
        Some(self.with_log(log).leaving_out(Some(left_out)))
    }

    /// The exchanges that the state of the session comes from.
    fn needed(&self) -> HashSet<ExchangeId> {
        let last = |is_it: &dyn Fn(&Exchange) -> bool| self.exchanges().rev().find(|it| is_it(it)).map(|it| it.id);
        let answer = |it: &Exchange, purpose, reads: &dyn Fn(&HttpResponse) -> bool| {
            it.purpose == purpose && it.response().is_some_and(reads)
        };
        let grants = || self.grants().iter().rev();
        [
            last(&|it| answer(it, Purpose::Discovery, &|response| Metadata::read(response).is_ok())),
            last(&|it| answer(it, Purpose::JwkSet, &|response| JwkSet::parse(&response.text()).is_ok())),
            last(&|it| it.purpose == Purpose::JwkSet && it.why.is_some()),
            last(&|it| it.purpose == Purpose::UserInfo),
            last(&|it| it.purpose == Purpose::Probe),
            last(&|it| it.purpose == Purpose::Refresh),
            grants().next().and_then(|grant| grant.exchange),
            grants().find(|grant| grant.response.refresh_token().is_some()).and_then(|grant| grant.exchange),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
