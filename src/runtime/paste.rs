//! Reads what a person types or pastes, line by line.

use std::io::BufRead;

use tokio::sync::mpsc;

/// The lines of standard input, without their ends, until it ends. They are read by a thread of their own, which
/// nothing waits for: a read of a terminal cannot be called off.
pub fn lines() -> mpsc::UnboundedReceiver<String> {
    let (sender, receiver) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            // Bytes that are no UTF-8 end the input: no callback has any.
            let Ok(line) = line else { return };
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
