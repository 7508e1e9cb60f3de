//! Signals that end, stop or continue the program.
//!
//! Code that changes the mode of the terminal waits for these, because the default action of a signal leaves the
//! terminal as it is.

use std::io;
#[cfg(unix)]
use std::task::Poll;

/// The request of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalRequest {
    /// To end.
    End,
    /// To end, by a key of the terminal: it is for the program that uses the terminal.
    Interrupt,
    /// To stop until told to continue. Only on Unix.
    Stop,
    /// To continue: the program was stopped, perhaps by a signal that cannot be caught.
    Continue,
}

/// The signals to wait for.
#[cfg(unix)]
#[derive(Debug)]
pub struct Signals(Vec<(SignalRequest, tokio::signal::unix::Signal)>);

#[cfg(unix)]
impl Signals {
    /// Catches every signal that ends or stops a program and can be caught. Needs the asynchronous runtime.
    pub fn new() -> io::Result<Self> {
        use rustix::process::Signal;
        use tokio::signal::unix::{SignalKind, signal};
        let ends = [
            Signal::TERM,
            Signal::HUP,
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
        let ends = ends.into_iter().map(Signal::as_raw).chain(of_linux()).map(|kind| (SignalRequest::End, kind));
        let others = [
            (SignalRequest::Interrupt, Signal::INT.as_raw()),
            (SignalRequest::Interrupt, Signal::QUIT.as_raw()),
            (SignalRequest::Stop, Signal::TSTP.as_raw()),
            (SignalRequest::Continue, Signal::CONT.as_raw()),
        ];
        let every = ends.chain(others);
        let waited = every.map(|(asked, kind)| Ok((asked, signal(SignalKind::from_raw(kind))?)));
        waited.collect::<io::Result<_>>().map(Self)
    }

    /// The next signal. Dropping the future loses nothing.
    pub async fn next(&mut self) -> SignalRequest {
        std::future::poll_fn(|context| {
            let mut ready =
                self.0.iter_mut().filter_map(|(asked, signal)| signal.poll_recv(context).is_ready().then_some(*asked));
            ready.next().map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

/// The signals that end a program only on Linux: I/O, power failure, coprocessor, and the real-time signals but those
/// that the C library uses.
#[cfg(unix)]
fn of_linux() -> impl Iterator<Item = i32> {
    #[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
    let signals = {
        use rustix::process::Signal;
        [Signal::IO, Signal::POWER, Signal::STKFLT].into_iter().map(Signal::as_raw).chain(36..64)
    };
    #[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64"))))]
    let signals = std::iter::empty();
    signals
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

    /// The next signal. Dropping the future loses nothing.
    pub async fn next(&mut self) -> SignalRequest {
        drop(tokio::signal::ctrl_c().await);
        SignalRequest::Interrupt
    }
}
