//! Stops the thread that reads the terminal while another program uses it.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long to wait for the thread.
const PATIENCE: Duration = Duration::from_secs(2);

/// A gate that the thread passes before each read.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    is_closed: bool,
    is_waiting: bool,
}

impl Gate {
    /// Waits while the gate is closed.
    pub fn pass(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.is_closed {
            state.is_waiting = true;
            self.changed.notify_all();
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.is_waiting = false;
    }

    /// Closes the gate and waits until the thread stands before it: a read that has begun would take the other program's
    /// first key. `wake` ends that read. False, and open again, if the thread does not come.
    pub fn close(&self, wake: impl FnOnce()) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_closed = true;
        drop(state);
        wake();
        state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = |state: &mut State| !state.is_waiting;
        let (mut state, _) =
            self.changed.wait_timeout_while(state, PATIENCE, waits).unwrap_or_else(PoisonError::into_inner);
        state.is_closed = state.is_waiting;
        state.is_closed
    }

    /// Opens the gate.
    pub fn open(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_closed = false;
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use super::*;

    #[test]
    fn while_the_gate_is_closed_the_thread_reads_nothing() {
        let gate = Arc::new(Gate::default());
        let (wake, woken) = mpsc::channel();
        let (read, reads) = mpsc::channel();
        let passing = Arc::clone(&gate);
        std::thread::spawn(move || {
            loop {
                passing.pass();
                let Ok(read_by) = woken.recv() else { return };
                read.send(read_by).unwrap();
            }
        });
        assert!(gate.close(|| wake.send("the waking").unwrap()));
        // It was woken out of a read, or stood before the gate already.
        let mut read_before: Vec<_> = reads.try_iter().collect();
        assert!(read_before.is_empty() || read_before == ["the waking"], "{read_before:?}");
        wake.send("a key").unwrap();
        assert!(reads.try_recv().is_err(), "it is for the other program");
        gate.open();
        read_before.extend(reads.iter().take(2 - read_before.len()));
        assert_eq!(read_before, ["the waking", "a key"]);
    }
}
