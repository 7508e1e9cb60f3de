//! Which exchanges the list shows.

use crate::app::model::session_view::SessionView;
use crate::session::Exchange;

/// The indexes of the exchanges that match the filter: each of its words is found in the purpose, the method, the URL
/// without its query, or the status.
pub fn shown(view: &SessionView) -> Vec<usize> {
    let words: Vec<String> = view.exchanges.filter.split_whitespace().map(str::to_lowercase).collect();
    let matches = |exchange: &Exchange| {
        let status = exchange.response().map(|response| response.status.to_string()).unwrap_or_default();
        let url = exchange.request.url.split(['?', '#']).next().unwrap_or_default();
        let row = format!("{} {} {url} {status}", exchange.purpose.title(), exchange.request.method.as_str());
        let row = row.to_lowercase();
        words.iter().all(|word| row.contains(word))
    };
    let all = view.session.exchanges().enumerate();
    all.filter(|(_, exchange)| words.is_empty() || matches(exchange)).map(|(at, _)| at).collect()
}
