//! Reads what a person types or pastes.

use std::io::{self, BufRead, IsTerminal, Read};

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

/// All of standard input, but no more than `longest` bytes and one that tells of more. `ask` tells a person at a terminal
/// what to do. `None` when they broke off.
pub fn all(longest: u64, ask: impl FnOnce()) -> io::Result<Option<Vec<u8>>> {
    let stdin = io::stdin();
    #[cfg(unix)]
    if stdin.is_terminal()
        && let Some(_mode) = terminal::LongLines::begin()
    {
        ask();
        return terminal::until_the_end(stdin.lock().take(longest + 1));
    }
    if stdin.is_terminal() {
        ask();
    }
    let mut bytes = Vec::new();
    stdin.lock().take(longest + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// A terminal gives a line when it is complete, and cuts it at 4,095 bytes: a token response is longer. Without that mode
/// each byte comes as it is typed, the keys of the line discipline too.
#[cfg(unix)]
mod terminal {
    use std::io::{self, Read};

    use rustix::termios::{self, LocalModes, OptionalActions, Termios};

    const INTERRUPT: u8 = 3;
    const END: u8 = 4;
    const KILL: u8 = 21;
    const ERASE: [u8; 2] = [8, 127];

    /// The terminal in that mode, until this is dropped.
    pub struct LongLines {
        before: Termios,
    }

    impl LongLines {
        pub fn begin() -> Option<Self> {
            let before = termios::tcgetattr(io::stdin()).ok()?;
            let mut now = before.clone();
            now.local_modes.remove(LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN);
            now.special_codes[termios::SpecialCodeIndex::VMIN] = 1;
            now.special_codes[termios::SpecialCodeIndex::VTIME] = 0;
            termios::tcsetattr(io::stdin(), OptionalActions::Now, &now).ok()?;
            Some(Self { before })
        }
    }

    impl Drop for LongLines {
        fn drop(&mut self) {
            // Where it fails the terminal is gone.
            let _ = termios::tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
        }
    }

    /// What comes before Ctrl-D; nothing when Ctrl-C does.
    pub fn until_the_end(mut input: impl Read) -> io::Result<Option<Vec<u8>>> {
        let (mut text, mut piece) = (Vec::new(), [0; 4096]);
        loop {
            let count = match input.read(&mut piece) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            for byte in &piece[..count] {
                match *byte {
                    INTERRUPT => return Ok(None),
                    END => return Ok(Some(text)),
                    KILL => text.truncate(text.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1)),
                    erase if ERASE.contains(&erase) => {
                        let starts = |byte: &u8| *byte & 0xC0 != 0x80;
                        text.truncate(text.iter().rposition(starts).unwrap_or(0));
                    }
                    byte => text.push(byte),
                }
            }
            if count == 0 {
                return Ok(Some(text));
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn the_keys_of_a_line_do_what_they_do_elsewhere() {
            let read = |typed: &str| until_the_end(typed.as_bytes()).unwrap();
            assert_eq!(read("one\ntwi\u{7f}o\u{4}rest"), Some(b"one\ntwo".to_vec()));
            assert_eq!(read("a\nwrong\u{15}€\u{8}b"), Some(b"a\nb".to_vec()));
            assert_eq!(read("abc\u{3}"), None);
        }
    }
}
