//! Reads what a person types or pastes.

use std::io::{self, BufRead, IsTerminal, Read};

use tokio::sync::mpsc;

/// The lines of standard input without line breaks. A separate thread reads them, and nothing waits for it, because
/// reading a terminal cannot be cancelled.
pub fn lines() -> mpsc::UnboundedReceiver<String> {
    let (sender, receiver) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            // Invalid UTF-8 ends the input: no callback contains it.
            let Ok(line) = line else { return };
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// How the terminal takes lines, until this is dropped: by default as the shell left it.
#[derive(Debug, Default)]
pub struct Mode {
    #[cfg(unix)]
    _changed: Option<terminal::Changed>,
    is_hidden: bool,
}

impl Mode {
    /// Without the limit of a line.
    pub fn long_lines() -> Self {
        #[cfg(unix)]
        return Self { _changed: terminal::Changed::long_lines(), is_hidden: false };
        #[cfg(not(unix))]
        Self::default()
    }

    /// Without showing what is typed.
    pub fn hidden() -> Self {
        #[cfg(unix)]
        return Self { _changed: terminal::Changed::hidden(), is_hidden: true };
        #[cfg(not(unix))]
        Self { is_hidden: true }
    }

    /// Whether what is typed is not shown.
    pub fn is_hidden(&self) -> bool {
        self.is_hidden
    }
}

/// All of standard input, up to `longest` bytes plus one that shows that there is more. `ask` tells a person at a
/// terminal what to do. `None` if the person or a signal cancelled it.
pub fn all(longest: u64, ask: impl Fn()) -> io::Result<Option<Vec<u8>>> {
    let stdin = io::stdin();
    #[cfg(unix)]
    if stdin.is_terminal() {
        return super::block_on(terminal::until_the_end(longest, ask))?;
    }
    if stdin.is_terminal() {
        ask();
    }
    let mut bytes = Vec::new();
    stdin.lock().take(longest + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Turns off the terminal's line mode, which cuts lines at 4,095 bytes: a token response is longer. Without it,
/// each byte comes as it is typed, also the editing keys.
#[cfg(unix)]
mod terminal {
    use std::io::{self, Read};

    use rustix::termios::{self, LocalModes, OptionalActions, Termios};
    use tokio::sync::mpsc;

    use crate::runtime::signals::{SignalRequest, Signals};
    use crate::runtime::terminal as screen;

    const END: u8 = 4;
    const KILL: u8 = 21;
    const ERASE: [u8; 2] = [8, 127];

    /// The terminal in another mode, until this is dropped.
    #[derive(Debug)]
    pub struct Changed {
        before: Termios,
    }

    impl Changed {
        /// Without line mode.
        pub fn long_lines() -> Option<Self> {
            Self::begin(LocalModes::ICANON | LocalModes::IEXTEN)
        }

        /// Without showing what is typed.
        pub fn hidden() -> Option<Self> {
            Self::begin(LocalModes::ECHO)
        }

        fn begin(without: LocalModes) -> Option<Self> {
            let before = termios::tcgetattr(io::stdin()).ok()?;
            let mut now = before.clone();
            now.local_modes.remove(without);
            now.special_codes[termios::SpecialCodeIndex::VMIN] = 1;
            now.special_codes[termios::SpecialCodeIndex::VTIME] = 0;
            termios::tcsetattr(io::stdin(), OptionalActions::Now, &now).ok()?;
            Some(Self { before })
        }
    }

    impl Drop for Changed {
        fn drop(&mut self) {
            // If this fails, the terminal is gone.
            let _ = termios::tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
        }
    }

    /// The input before Ctrl-D; nothing if a signal ends it. In either case the terminal is restored.
    pub async fn until_the_end(longest: u64, ask: impl Fn()) -> io::Result<Option<Vec<u8>>> {
        let mut signals = Signals::new()?;
        let mut mode = Changed::long_lines();
        ask();
        let mut pieces = pieces(longest);
        let mut text = Vec::new();
        loop {
            tokio::select! {
                biased;
                asked = signals.next() => match asked {
                    SignalRequest::End | SignalRequest::Interrupt => return Ok(None),
                    SignalRequest::Stop if screen::can_stop() => {
                        drop(mode.take());
                        screen::stop()?;
                    }
                    SignalRequest::Stop => {}
                    SignalRequest::Continue => {
                        // The shell has used the terminal since; its earlier mode is known.
                        let before = mode.take().map(|mode| mode.before.clone());
                        mode = Changed::long_lines();
                        if let (Some(mode), Some(before)) = (&mut mode, before) {
                            mode.before = before;
                        }
                        ask();
                    }
                },
                piece = pieces.recv() => match piece {
                    None => return Ok(Some(text)),
                    Some(piece) => if take(&mut text, &piece?) { return Ok(Some(text)) },
                }
            }
        }
    }

    /// What is typed. It is read by a thread of its own, which nothing waits for: a read of a terminal cannot be called
    /// off.
    fn pieces(longest: u64) -> mpsc::UnboundedReceiver<io::Result<Vec<u8>>> {
        let (sender, pieces) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            let mut input = io::stdin().lock().take(longest + 1);
            let mut piece = [0; 4096];
            loop {
                let read = match input.read(&mut piece) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Ok(0) => return,
                    read => read.map(|count| piece[..count].to_vec()),
                };
                let is_over = read.is_err();
                if sender.send(read).is_err() || is_over {
                    return;
                }
            }
        });
        pieces
    }

    /// Handles what was typed; returns whether it ends the text.
    fn take(text: &mut Vec<u8>, piece: &[u8]) -> bool {
        for byte in piece {
            match *byte {
                END => return true,
                KILL => text.truncate(text.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1)),
                erase if ERASE.contains(&erase) => {
                    let starts = |byte: &u8| *byte & 0xC0 != 0x80;
                    text.truncate(text.iter().rposition(starts).unwrap_or(0));
                }
                byte => text.push(byte),
            }
        }
        false
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_keys_of_a_line_do_what_they_do_elsewhere() {
            let read = |typed: &str| {
                let mut text = Vec::new();
                let is_over = take(&mut text, typed.as_bytes());
                (String::from_utf8(text).unwrap(), is_over)
            };
            assert_eq!(read("one\ntwi\u{7f}o\u{4}rest"), ("one\ntwo".to_owned(), true));
            assert_eq!(read("a\nwrong\u{15}€\u{8}b"), ("a\nb".to_owned(), false));
        }
    }
}
