//! Requests to end a command early: Ctrl-C, SIGTERM and a closed terminal (SIGHUP), handled alike.

use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use super::block_on;

/// How long to wait for a response that must not be lost. A second signal ends the program at once.
pub const GRACE: Duration = Duration::from_secs(2);

/// Whether work waits for a response that cannot be obtained twice. The work says so, and what ends it looks here.
#[derive(Clone, Debug, Default)]
pub struct PreciousResponse(Rc<Cell<bool>>);

impl PreciousResponse {
    /// Says whether such a response is expected from now on. Returns what was said before.
    pub fn expect(&self, is_expected: bool) -> bool {
        self.0.replace(is_expected)
    }
}

/// Runs work until it ends or a signal arrives, after which there is no output. While a precious response is expected,
/// the work may finish within a short time. After the work, a signal ends the program as if it had never been caught.
pub fn run_until_asked_to_end<T>(work: impl Future<Output = T>, response: &PreciousResponse) -> io::Result<Option<T>> {
    let output = block_on(async {
        let mut work = std::pin::pin!(work);
        tokio::select! {
            biased;
            output = &mut work => return Some(output),
            () = asked_to_end() => {}
        }
        let over = async {
            while response.0.get() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::select! {
            biased;
            output = &mut work => Some(output),
            () = over => None,
            () = tokio::time::sleep(GRACE) => None,
            () = asked_to_end() => None,
        }
    });
    end_when_asked();
    output
}

/// Waits for a signal that ends the program.
#[cfg(unix)]
pub async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
    let mut signals: Vec<_> = kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect();
    std::future::poll_fn(|context| {
        let has_come = signals.iter_mut().any(|signal| signal.poll_recv(context).is_ready());
        if has_come { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

/// Waits for a signal that ends the program.
#[cfg(not(unix))]
pub async fn asked_to_end() {
    drop(tokio::signal::ctrl_c().await);
}

/// From now on, a thread ends the program on a signal: a signal that was caught once remains caught, and printing may
/// block.
fn end_when_asked() {
    std::thread::spawn(|| {
        if block_on(asked_to_end()).is_ok() {
            std::process::exit(130);
        }
    });
}
