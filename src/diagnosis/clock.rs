//! Compares this machine's clock with the provider's.

use super::SessionEvidence;
use crate::protocol::finding::rules;
use crate::protocol::token::claims::precise;
use crate::protocol::{Expectations, Finding, Place};
use crate::session::ClockOffset;

rules! {
    pub(super) RULES;

    pub(super) OFFSET: Warning "clock.offset", "This machine's clock differs from the provider's", "RFC 9110 6.6.1";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(offset) = evidence.session.clock().significant() else { return Vec::new() };
    if offset.abs() <= Expectations::LEEWAY {
        return Vec::new();
    }
    let (word, effect) = if offset.is_negative() {
        ("ahead of", "Tokens look older than they are and are discarded too early.")
    } else {
        ("behind", "New tokens seem to be issued in the future, and strict verifiers reject them.")
    };
    let by = precise(offset);
    let told = Some(evidence.session.clock());
    let newest = evidence.session.exchanges().rev().find(|exchange| ClockOffset::from_exchange(exchange) == told);
    let date = newest.and_then(|exchange| exchange.response()?.header("date")).unwrap_or_default();
    let arrived = newest.and_then(|exchange| exchange.sent_at.checked_add(exchange.timing.head).ok());
    let here = arrived.map_or("unknown".to_owned(), |at| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    vec![
        OFFSET
            .found(
                format!(
                    "This machine's clock is {by} {word} the provider's. {effect} grantscope corrects its times by \
                     this offset."
                ),
                "Compare both with a third clock, such as a phone's. If this machine's is wrong, set it by NTP; in a \
                 container or virtual machine, set the host's. If the provider's is wrong, contact its operator.",
            )
            .seen(newest.map(|exchange| exchange.id), Place::response_header("date"), date)
            .seen(newest.map(|exchange| exchange.id), Place::LocalClock, here),
    ]
}
