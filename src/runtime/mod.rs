//! All I/O: sockets, disk, clock, randomness, clipboard, browser, terminal.
//!
//! Everything below this layer is values; this is where they meet the world. Nothing here starts before it is needed.

pub mod app_loop;
pub mod archive;
pub mod browser;
pub mod child;
pub mod client_store;
pub mod clipboard;
pub mod clock;
pub mod effects;
pub mod files;
pub mod http;
pub mod interruption;
pub mod listener;
pub mod log;
pub mod loopback;
pub mod paste;
mod port_owner;
pub mod private_file;
pub mod random;
pub mod saved_send;
pub mod secrets;
pub mod server;
pub mod sessions;
pub mod settings;
pub mod signals;

pub mod profiles;
pub mod stored;
pub mod terminal;
pub mod theme;
mod trust;

use std::future::Future;
use std::io;
use std::time::Duration;

/// How long the end waits for work on other threads: a file that is being saved is finished, while a keyring that asks
/// for a password or a name server that does not answer holds nobody up.
const GRACE: Duration = Duration::from_secs(2);

/// Runs a future on a runtime of its own: one thread, no more than the commands need. The error is why the runtime
/// cannot start.
pub fn block_on<F: Future>(future: F) -> io::Result<F::Output> {
    block_on_until(future, GRACE)
}

fn block_on_until<F: Future>(future: F, grace: Duration) -> io::Result<F::Output> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let output = runtime.block_on(future);
    // Dropping it would wait for every such thread, however long.
    runtime.shutdown_timeout(grace);
    Ok(output)
}

/// A program that is made to end abnormally leaves its memory in a file: ours holds tokens.
pub fn keep_no_core_file() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let maximum = getrlimit(Resource::Core).maximum;
        // Where it cannot be set, the system's own limit counts.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn the_end_waits_for_a_save_and_not_for_a_thread_that_is_stuck() {
        let (hold, held) = mpsc::channel::<()>();
        let stuck = async {
            // Not awaited: the command is over before the thread.
            drop(tokio::task::spawn_blocking(move || held.recv()));
        };
        block_on_until(stuck, Duration::ZERO).unwrap();
        drop(hold);

        let (saved, result) = mpsc::channel();
        block_on(async { drop(tokio::task::spawn_blocking(move || saved.send("written"))) }).unwrap();
        assert_eq!(result.try_recv(), Ok("written"));
    }
}
