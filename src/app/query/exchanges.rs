//! Which exchanges the list shows.

use crate::app::model::session_view::SessionView;
use crate::session::Exchange;

/// How many exchanges the list shows.
pub fn count(view: &SessionView) -> usize {
    view.exchanges.found.as_ref().map_or_else(|| view.session.exchange_count(), Vec::len)
}

/// The place of the exchange in a row of the list, from 0.
pub fn at_row(view: &SessionView, row: usize) -> Option<usize> {
    match &view.exchanges.found {
        Some(found) => found.get(row).copied(),
        None => Some(row).filter(|row| *row < view.session.exchange_count()),
    }
}

/// The row of an exchange by its place.
pub fn row_of(view: &SessionView, at: usize) -> Option<usize> {
    match &view.exchanges.found {
        Some(found) => found.binary_search(&at).ok(),
        None => Some(at).filter(|at| *at < view.session.exchange_count()),
    }
}

/// The places of the exchanges that match the filter; `None` without one. Each of its words is found in the purpose, the
/// method, the URL without its query, or the status.
pub fn found(view: &SessionView) -> Option<Vec<usize>> {
    let words: Vec<String> = view.exchanges.filter.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty() {
        return None;
    }
    let matches = |exchange: &Exchange| {
        let status = exchange.response().map(|response| response.status.to_string()).unwrap_or_default();
        let url = exchange.request.url.split(['?', '#']).next().unwrap_or_default();
        let row = format!("{} {} {url} {status}", exchange.purpose.title(), exchange.request.method.as_str());
        let row = row.to_lowercase();
        words.iter().all(|word| row.contains(word))
    };
    let all = view.session.exchanges().enumerate();
    Some(all.filter(|(_, exchange)| matches(exchange)).map(|(at, _)| at).collect())
}
