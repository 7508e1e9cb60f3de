//! What the system asks of the program: to end, to stop, to go on.
//!
//! Whoever holds the terminal in a mode of its own waits for these, since what a signal does by itself leaves the terminal
//! as it is.

use std::io;
#[cfg(unix)]
use std::task::Poll;

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To end.
    End,
    /// To stop until told to go on. Only Unix asks it.
    Stop,
    /// To go on: the program was stopped, perhaps by a signal that cannot be waited for.
    Continue,
}

/// The signals that are waited for.
#[cfg(unix)]
#[derive(Debug)]
pub struct Signals(Vec<(Asked, tokio::signal::unix::Signal)>);

#[cfg(unix)]
impl Signals {
    /// Waits for every signal that ends or stops a program and can be waited for. Needs the asynchronous runtime.
    pub fn new() -> io::Result<Self> {
        use rustix::process::Signal;
        use tokio::signal::unix::{SignalKind, signal};
        let ends = [
            Signal::TERM,
            Signal::HUP,
            Signal::INT,
            Signal::QUIT,
            Signal::ABORT,
            Signal::ALARM,
            Signal::USR1,
            Signal::USR2,
            Signal::VTALARM,
            Signal::PROF,
            Signal::XCPU,
            Signal::XFSZ,
            Signal::TRAP,
            Signal::SYS,
        ];
        let ends = ends.map(|signal| (Asked::End, signal));
        let others = [(Asked::Stop, Signal::TSTP), (Asked::Continue, Signal::CONT)];
        let every = ends.into_iter().chain(others);
        let waited = every.map(|(asked, kind)| Ok((asked, signal(SignalKind::from_raw(kind.as_raw()))?)));
        waited.collect::<io::Result<_>>().map(Self)
    }

    /// The next thing that is asked. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Asked {
        std::future::poll_fn(|context| {
            let mut ready =
                self.0.iter_mut().filter_map(|(asked, signal)| signal.poll_recv(context).is_ready().then_some(*asked));
            ready.next().map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

/// Ctrl-C from outside.
#[cfg(not(unix))]
#[derive(Debug)]
pub struct Signals(());

#[cfg(not(unix))]
impl Signals {
    /// Waits for Ctrl-C.
    pub fn new() -> io::Result<Self> {
        Ok(Self(()))
    }

    /// The next thing that is asked. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Asked {
        drop(tokio::signal::ctrl_c().await);
        Asked::End
    }
}
