//! The log of a session: what was recorded, with indexes so that nothing is searched from its beginning.

use std::collections::{BTreeSet, HashMap};

use super::attempt::{Attempt, CallbackRecord, Entry};
use super::edit::Edit;
use super::exchange::{Exchange, Purpose, Received};
use super::left_out::LeftOut;
use super::state_match::StateMatch;
use crate::protocol::{Callback, ExchangeId};

/// How many consecutive callbacks for other requests are kept.
const FOREIGN_CALLBACKS: usize = 5;

/// The entries in order. Positions are indexes into them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Log {
    entries: Vec<Entry>,
    /// What was omitted from it.
    pub(super) left_out: Option<LeftOut>,
    /// The last authorization request.
    attempt: Option<usize>,
    /// All of them.
    attempts: Vec<usize>,
    /// The last callback after it.
    callback: Option<usize>,
    /// How many callbacks since the last authorization request belong to another one.
    foreign_callbacks: usize,
    exchanges: HashMap<ExchangeId, usize>,
    /// All exchanges, in order.
    order: Vec<usize>,
    /// Those of each purpose, in order.
    of_purpose: HashMap<Purpose, Vec<usize>>,
    /// Those without a result.
    pending: BTreeSet<ExchangeId>,
    highest: ExchangeId,
}

impl Log {
    pub(super) fn push(&mut self, entry: Entry) {
        let at = self.entries.len();
        match &entry {
            Entry::Authorization(_) => {
                self.attempts.push(at);
                (self.attempt, self.callback, self.foreign_callbacks) = (Some(at), None, 0);
            }
            Entry::Callback(record) => {
                self.callback = Some(at);
                self.foreign_callbacks += usize::from(self.is_foreign(&record.callback));
            }
            Entry::Exchange(exchange) => {
                self.exchanges.entry(exchange.id).or_insert(at);
                self.order.push(at);
                self.of_purpose.entry(exchange.purpose).or_default().push(at);
                if exchange.received == Received::Pending {
                    self.pending.insert(exchange.id);
                }
                self.highest = self.highest.max(exchange.id);
            }
        }
        self.entries.push(entry);
    }

    /// Removes the oldest of the last consecutive callbacks for other requests before another one arrives.
    pub(super) fn make_room_for(&mut self, callback: &Callback) {
        let foreign = |entry: &&Entry| matches!(entry, Entry::Callback(record) if self.is_foreign(&record.callback));
        let in_a_row = || self.entries.iter().rev().take(FOREIGN_CALLBACKS).take_while(foreign).count();
        if self.is_foreign(callback) && in_a_row() == FOREIGN_CALLBACKS {
            self.entries.remove(self.entries.len() - FOREIGN_CALLBACKS);
        }
    }

    fn is_foreign(&self, callback: &Callback) -> bool {
        self.attempt().is_some_and(|attempt| StateMatch::of(attempt.parameter("state"), callback).is_foreign())
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn exchanges(&self) -> impl DoubleEndedIterator<Item = &Exchange> + Clone {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Exchange(exchange) => Some(exchange),
            _ => None,
        })
    }

    pub(super) fn exchange(&self, id: ExchangeId) -> Option<&Exchange> {
        self.exchange_at(self.position(id)?)
    }

    pub(super) fn exchange_mut(&mut self, id: ExchangeId) -> Option<&mut Exchange> {
        let at = self.position(id)?;
        match self.entries.get_mut(at) {
            Some(Entry::Exchange(exchange)) => Some(exchange),
            _ => None,
        }
    }

    pub(super) fn position(&self, id: ExchangeId) -> Option<usize> {
        self.exchanges.get(&id).copied()
    }

    pub(super) fn last_exchange(&self, purpose: Purpose) -> Option<&Exchange> {
        self.exchanges_of(purpose).next_back()
    }

    pub(super) fn exchange_count(&self) -> usize {
        self.order.len()
    }

    pub(super) fn nth_exchange(&self, at: usize) -> Option<&Exchange> {
        self.exchange_at(*self.order.get(at)?)
    }

    pub(super) fn place_of(&self, id: ExchangeId) -> Option<usize> {
        self.order.binary_search(&self.position(id)?).ok()
    }

    pub(super) fn exchanges_of(&self, purpose: Purpose) -> impl DoubleEndedIterator<Item = &Exchange> + Clone {
        self.at_positions(self.positions_of(purpose))
    }

    /// Those since the last authorization request.
    pub(super) fn exchanges_of_round(&self, purpose: Purpose) -> impl DoubleEndedIterator<Item = &Exchange> + Clone {
        let positions = self.positions_of(purpose);
        let from = positions.partition_point(|at| self.attempt.is_some_and(|attempt| *at < attempt));
        self.at_positions(&positions[from..])
    }

    /// Those for some purposes, in order.
    pub(super) fn exchanges_of_any(&self, purposes: &[Purpose]) -> Vec<&Exchange> {
        let of = |purpose: &Purpose| self.positions_of(*purpose).iter().copied();
        let mut positions: Vec<usize> = purposes.iter().flat_map(of).collect();
        positions.sort_unstable();
        positions.into_iter().filter_map(|at| self.exchange_at(at)).collect()
    }

    fn positions_of(&self, purpose: Purpose) -> &[usize] {
        self.of_purpose.get(&purpose).map(Vec::as_slice).unwrap_or_default()
    }

    fn at_positions<'a>(
        &'a self,
        positions: &'a [usize],
    ) -> impl DoubleEndedIterator<Item = &'a Exchange> + Clone + use<'a> {
        positions.iter().filter_map(|at| self.exchange_at(*at))
    }

    pub(super) fn pending(&self) -> impl Iterator<Item = &Exchange> {
        self.pending.iter().filter_map(|id| self.exchange(*id))
    }

    /// An exchange has a result.
    pub(super) fn ended(&mut self, id: ExchangeId) {
        self.pending.remove(&id);
    }

    fn exchange_at(&self, at: usize) -> Option<&Exchange> {
        match self.entries.get(at) {
            Some(Entry::Exchange(exchange)) => Some(exchange),
            _ => None,
        }
    }

    pub(super) fn attempt(&self) -> Option<&Attempt> {
        match self.entries.get(self.attempt?) {
            Some(Entry::Authorization(attempt)) => Some(attempt),
            _ => None,
        }
    }

    /// The positions of the authorization requests.
    pub(super) fn attempts(&self) -> &[usize] {
        &self.attempts
    }

    pub(super) fn callback(&self) -> Option<&CallbackRecord> {
        match self.entries.get(self.callback?) {
            Some(Entry::Callback(record)) => Some(record),
            _ => None,
        }
    }

    /// The last authorization request before a position, and the last callback between both.
    pub(super) fn round_before(&self, at: usize) -> (Option<&Attempt>, Option<&CallbackRecord>) {
        if [self.attempt, self.callback].into_iter().flatten().all(|it| it < at) {
            return (self.attempt(), self.callback());
        }
        let mut callback = None;
        for entry in self.entries.iter().take(at).rev() {
            match entry {
                Entry::Authorization(attempt) => return (Some(attempt), callback),
                Entry::Callback(record) => callback = callback.or(Some(record)),
                Entry::Exchange(_) => {}
            }
        }
        (None, callback)
    }

    pub(super) fn foreign_callbacks(&self) -> usize {
        self.foreign_callbacks
    }

    /// The highest number of an exchange; 0 if there is none.
    pub(super) fn last_id(&self) -> ExchangeId {
        self.highest
    }

    pub(super) fn mark_edited(&mut self, edits: Vec<Edit>) {
        match self.entries.last_mut() {
            Some(Entry::Authorization(attempt)) => attempt.edits = edits,
            Some(Entry::Callback(record)) => record.edits = edits,
            Some(Entry::Exchange(exchange)) => exchange.edits = edits,
            None => {}
        }
    }
}
