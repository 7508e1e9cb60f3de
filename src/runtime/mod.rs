//! All I/O: sockets, disk, clock, randomness, clipboard, browser, terminal.
//!
//! Everything below this layer is values; this is where they meet the world. Nothing here starts before it is needed.

pub mod app_loop;
pub mod archive;
pub mod browser;
pub mod clipboard;
pub mod clock;
pub mod effects;
pub mod http;
pub mod listener;
pub mod log;
pub mod loopback;
pub mod paste;
mod port_owner;
pub mod private_file;
pub mod random;
pub mod secrets;
pub mod server;
pub mod sessions;
pub mod shelves;
pub mod store;
pub mod terminal;
pub mod theme;

use std::future::Future;

/// Runs a future on a runtime of its own: one thread, no more than the commands need. The error is why the runtime
/// cannot start.
pub fn block_on<F: Future>(future: F) -> std::io::Result<F::Output> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future))
}
