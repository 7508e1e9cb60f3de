//! All I/O: sockets, disk, clock, randomness, clipboard, browser, terminal.
//!
//! Everything below this layer is pure. Nothing here starts before it is needed.

pub mod app_loop;
pub mod archive;
pub mod arrangement;
mod background;
pub mod browser;
mod burst;
pub mod child;
pub mod client_store;
pub mod clipboard;
pub mod clock;
pub mod effects;
pub mod files;
mod foreground;
mod gate;
pub mod http;
pub mod interruption;
pub mod linear;
pub mod listener;
pub mod log;
pub mod loopback;
pub mod paste;
mod performer;
mod port_owner;
pub mod private_file;
pub mod private_page;
pub mod random;
pub mod saved_send;
pub mod scores;
pub mod secrets;
pub mod server;
pub mod sessions;
pub mod settings;
pub mod signals;
pub mod signing;

pub mod profiles;
pub mod stored;
pub mod terminal;
pub mod theme;
pub mod trust;

use std::future::Future;
use std::io;
use std::time::Duration;

/// How long the program waits at its end for work on other threads. This is enough to finish saving a file, but does
/// not wait for a keyring that asks for a password or a name server that does not respond.
const GRACE: Duration = Duration::from_secs(2);

/// Runs a future on its own single-threaded runtime. The error says why the runtime cannot start.
pub fn block_on<F: Future>(future: F) -> io::Result<F::Output> {
    block_on_until(future, GRACE)
}

fn block_on_until<F: Future>(future: F, grace: Duration) -> io::Result<F::Output> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let output = runtime.block_on(future);
    // Dropping it would wait for all such threads without a limit.
    runtime.shutdown_timeout(grace);
    Ok(output)
}

/// Disables core dumps, which would contain tokens: files, and on Linux also those that the system pipes to a program, for
/// which the limit on files does not count.
pub fn keep_no_core_file() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let maximum = getrlimit(Resource::Core).maximum;
        // If it cannot be set, the system's limit remains.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum });
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn no_core_is_dumped_into_a_file_or_a_pipe() {
        use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};
        keep_no_core_file();
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
    }

    #[test]
    fn the_end_waits_for_a_save_and_not_for_a_thread_that_is_stuck() {
        let (hold, held) = mpsc::channel::<()>();
        let stuck = async {
            // Not awaited: the command ends before the thread.
            drop(tokio::task::spawn_blocking(move || held.recv()));
        };
        block_on_until(stuck, Duration::ZERO).unwrap();
        drop(hold);

        let (saved, result) = mpsc::channel();
        block_on(async { drop(tokio::task::spawn_blocking(move || saved.send("written"))) }).unwrap();
        assert_eq!(result.try_recv(), Ok("written"));
    }
}
