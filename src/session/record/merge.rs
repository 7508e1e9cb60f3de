//! Two programs continued one saved session: merges both records into one.

use std::collections::HashMap;

use jiff::Timestamp;

use super::attempt::Entry;
use super::exchange::{Exchange, Received};
use super::left_out::LeftOut;
use super::origin::Origin;
use super::session::Session;
use crate::protocol::ExchangeId;
use crate::session::redaction::whole_session;

/// Merges two records into one.
#[derive(Clone, Debug)]
pub struct Merged {
    /// Without credentials, as in a saved file.
    pub session: Session,
    /// Whether it has something that only `there` had.
    pub has_more: bool,
}

/// The entries of `there`, followed by those that only `here` has, with new exchange numbers and without credentials.
/// `None` if the two are not records of the same session, which have the same beginning.
pub fn merged(there: &Session, here: &Session) -> Option<Merged> {
    let (there, here) = (whole_session::without_credentials(there), whole_session::without_credentials(here));
    let first = |session: &Session| session.log().first().map(unnumbered);
    if first(&there).is_none() || first(&there) != first(&here) {
        return None;
    }
    // A request that was pending when it was saved has ended since; the program that sent it has the result.
    let is_over = |entry: &&Entry| !matches!(entry, Entry::Exchange(Exchange { received: Received::Pending, .. }));
    let (known_there, known_here) =
        (EntriesByTime::of(there.log().iter().filter(is_over)), EntriesByTime::of(here.log().iter()));
    // Either program omitted it on purpose when it shortened the record.
    let left_out = there.left_out();
    let is_left_out = |by: Option<LeftOut>, entry: &Entry| by.is_some_and(|left_out| left_out.covers(entry));
    let mut log: Vec<Entry> = there.log().iter().filter(is_over).cloned().collect();
    let only_there: Vec<&Entry> = log.iter().filter(|entry| !known_here.has(entry)).collect();
    let has_more = only_there.iter().any(|entry| !is_left_out(here.left_out(), entry));
    let has_all = only_there.is_empty();
    let mut last = there.exchanges().map(|exchange| exchange.id).max().unwrap_or_default();
    for entry in here.log().iter().filter(|entry| !known_there.has(entry) && !is_left_out(left_out, entry)) {
        let mut entry = entry.clone();
        if let Entry::Exchange(exchange) = &mut entry {
            last = last.next();
            exchange.id = last;
        }
        log.push(entry);
    }
    let longest = [here.left_out(), left_out].into_iter().flatten().max_by_key(|left_out| left_out.exchanges);
    // Equal lengths alone would not do: `there` may have left out as many entries as it added.
    let is_here = has_all && log.len() == here.log().len();
    // Then `here` has all entries, in its own order.
    let session = if is_here { here } else { here.with_log(log) };
    Some(Merged { session: session.leaving_out(longest), has_more })
}

/// The entries of a record by their times, to avoid comparing two long records entry by entry.
struct EntriesByTime<'a>(HashMap<Timestamp, Vec<&'a Entry>>);

impl<'a> EntriesByTime<'a> {
    fn of(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let mut known: HashMap<Timestamp, Vec<&Entry>> = HashMap::new();
        entries.for_each(|entry| known.entry(at(entry)).or_default().push(entry));
        Self(known)
    }

    fn has(&self, entry: &Entry) -> bool {
        let entry = unnumbered(entry);
        self.0.get(&at(&entry)).is_some_and(|same| same.iter().any(|one| unnumbered(one) == entry))
    }
}

fn at(entry: &Entry) -> Timestamp {
    match entry {
        Entry::Authorization(attempt) => attempt.sent_at,
        Entry::Callback(record) => record.received_at,
        Entry::Exchange(exchange) => exchange.sent_at,
    }
}

/// The entry without its number, and without what a file next to the saved sessions does not keep.
fn unnumbered(entry: &Entry) -> Entry {
    match entry {
        Entry::Exchange(exchange) => {
            let origin = if exchange.origin == Origin::Own { Origin::Recorded } else { exchange.origin };
            Entry::Exchange(Exchange { id: ExchangeId::default(), origin, ..exchange.clone() })
        }
        other => other.clone(),
    }
}
