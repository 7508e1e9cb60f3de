//! The clipboard: the system's if there is a display, otherwise or over SSH the terminal's (OSC 52).
//!
//! ```text
//!   copy ─► local display? ─► system clipboard ─► cleared after a while or at the end, if it still contains our text
//!            │ no, SSH, failed
//!            ▼
//!           terminal with OSC 52? ─► written to it; it never confirms
//!            │ no, too long
//!            ▼
//!           not copied: the value is shown instead
//! ```
//!
//! Nothing is opened before the first copy.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::protocol::Secret;

/// How long the system's clipboard keeps our text, unless `$GRANTSCOPE_CLIPBOARD_SECONDS` says otherwise.
pub const CLEAR_AFTER: Duration = Duration::from_secs(60);

/// The variable with another time in seconds; 0 never clears.
pub const CLEAR_VARIABLE: &str = "GRANTSCOPE_CLIPBOARD_SECONDS";

/// The limit of OSC 52, in bytes before base64: the strictest common terminal accepts 100,000 characters.
pub const LONGEST_SEQUENCE: usize = 74_994;

/// Where text can be copied to, according to the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// Whether the person sits at a display of this machine.
    pub display: bool,
    /// What is between the program and the terminal.
    pub terminal: Terminal,
}

/// How a control sequence reaches the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terminal {
    /// Directly.
    Plain,
    /// Through tmux.
    Tmux,
    /// Through GNU screen.
    Screen,
    /// Not at all: there is no terminal, or it does not support the sequence.
    None,
}

impl Surroundings {
    /// Reads the environment. `is_terminal` says whether our output is a terminal.
    pub fn of(variable: impl Fn(&str) -> Option<String>, is_terminal: bool) -> Self {
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let remote = ["SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"].into_iter().any(set);
        let always = cfg!(any(windows, target_os = "macos"));
        let display = !remote && (always || set("WAYLAND_DISPLAY") || set("DISPLAY"));
        let term = variable("TERM").unwrap_or_default();
        let terminal = match term.as_str() {
            _ if !is_terminal => Terminal::None,
            // Terminals such as the Linux console have no clipboard.
            "dumb" | "linux" | "" if !(always && term.is_empty()) => Terminal::None,
            _ if set("TMUX") => Terminal::Tmux,
            term if set("STY") || term == "screen" || term.starts_with("screen.") => Terminal::Screen,
            _ => Terminal::Plain,
        };
        Self { display, terminal }
    }
}

/// The system's clipboard.
pub trait Board: Send {
    /// Copies text, and asks the system to keep it out of the clipboard history.
    fn set(&mut self, text: &str) -> Result<(), BoardError>;
    /// The current text.
    fn get(&mut self) -> Result<String, BoardError>;
    /// Empties it.
    fn clear(&mut self) -> Result<(), BoardError>;
}

/// Why the system's clipboard cannot be used.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum BoardError {
    #[error("grantscope was built without clipboard support")]
    NotBuilt,
    #[cfg(feature = "clipboard")]
    #[error(transparent)]
    Desktop(#[from] arboard::Error),
}

/// Where a text was copied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// To the system's clipboard.
    Clipboard,
    /// To the terminal, which never confirms.
    Terminal,
}

/// Why a text was copied nowhere.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NotCopied {
    #[error("{system}, and {terminal}")]
    NoPlace { system: NoSystem, terminal: NoTerminal },
    #[error("the terminal cannot be written ({0})")]
    Unwritable(#[from] io::Error),
}

/// Why the system's clipboard was not used.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NoSystem {
    #[error("there is no display")]
    NoDisplay,
    #[error("the system's clipboard cannot be used ({0})")]
    Unusable(#[source] BoardError),
}

/// Why the terminal's clipboard was not used.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NoTerminal {
    #[error("this terminal has no clipboard")]
    Unsupported,
    #[error("{0} bytes are too many for a terminal")]
    TooLong(usize),
}

/// Opens the system's clipboard.
type Opener = Box<dyn Fn() -> Result<Box<dyn Board>, BoardError> + Send>;

/// Copies text, and clears the clipboard later.
pub struct Clipboard {
    surroundings: Surroundings,
    open: Opener,
    board: Option<Box<dyn Board>>,
    clear_after: Option<Duration>,
    /// The text that was last copied to the system's clipboard, and the number of that copy.
    ours: Option<(u64, Secret)>,
    copies: u64,
}

/// Omits the copied text.
impl std::fmt::Debug for Clipboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clipboard").field("surroundings", &self.surroundings).finish_non_exhaustive()
    }
}

impl Clipboard {
    /// A clipboard in a given environment. `clear_after` is `None` if nothing is cleared.
    pub fn new(surroundings: Surroundings, clear_after: Option<Duration>, open: Opener) -> Self {
        Self { surroundings, open, board: None, clear_after, ours: None, copies: 0 }
    }

    /// The clipboard of this machine and environment; with the terminal's, if control sequences may be written to it.
    pub fn here(has_sequences: bool) -> Self {
        let variable = |name: &str| std::env::var(name).ok();
        let surroundings = Surroundings::of(variable, has_sequences && io::stdout().is_terminal());
        let seconds = variable(CLEAR_VARIABLE).and_then(|text| text.trim().parse().ok());
        let clear_after = seconds.map_or(CLEAR_AFTER, Duration::from_secs);
        Self::new(surroundings, Some(clear_after).filter(|time| !time.is_zero()), Box::new(system))
    }

    /// Copies a text; a control sequence is written to `terminal`.
    pub fn copy(&mut self, text: &Secret, terminal: &mut dyn Write) -> Result<Copied, NotCopied> {
        let system = match self.surroundings.display.then(|| self.copy_to_board(text)) {
            Some(Ok(())) => return Ok(Copied::Clipboard),
            Some(Err(error)) => NoSystem::Unusable(error),
            None => NoSystem::NoDisplay,
        };
        let Some(sequence) = osc52(text.expose(), self.surroundings.terminal) else {
            let terminal = match self.surroundings.terminal {
                Terminal::None => NoTerminal::Unsupported,
                _ => NoTerminal::TooLong(text.expose().len()),
            };
            return Err(NotCopied::NoPlace { system, terminal });
        };
        terminal.write_all(&sequence)?;
        terminal.flush()?;
        Ok(Copied::Terminal)
    }

    fn copy_to_board(&mut self, text: &Secret) -> Result<(), BoardError> {
        if self.board.is_none() {
            self.board = Some((self.open)()?);
        }
        let set = self.board.as_mut().map_or(Ok(()), |board| board.set(text.expose()));
        if set.is_err() {
            // A lost display may come back: the next copy opens it again.
            self.board = None;
            return set;
        }
        self.copies += 1;
        self.ours = Some((self.copies, text.clone()));
        Ok(())
    }

    /// When to call [`Clipboard::clear`], and with which number; `None` if there is nothing to clear.
    pub fn to_clear(&self) -> Option<(u64, Duration)> {
        let (copy, _) = self.ours.as_ref()?;
        Some((*copy, self.clear_after?))
    }

    /// Empties the system's clipboard if it still contains the text of that copy. Returns whether it did.
    pub fn clear(&mut self, copy: u64) -> bool {
        let Some((_, text)) = self.ours.take_if(|(ours, _)| *ours == copy) else { return false };
        let Some(board) = self.board.as_mut() else { return false };
        board.get().is_ok_and(|held| text == Secret::new(held)) && board.clear().is_ok()
    }

    /// Empties the system's clipboard now instead of later: after the end of the program, nobody would. Returns whether it
    /// did.
    pub fn clear_at_end(&mut self) -> bool {
        self.to_clear().is_some_and(|(copy, _)| self.clear(copy))
    }

    /// One sentence about a copy that claims no more than is known. What was copied comes first: the end may be cut.
    pub fn sentence(&self, what: &str, copied: Copied) -> String {
        match copied {
            Copied::Clipboard => match self.clear_after {
                Some(time) => format!("{what} copied for {} s or until grantscope ends", time.as_secs()),
                None => format!("{what} copied"),
            },
            Copied::Terminal => {
                let through = match self.surroundings.terminal {
                    Terminal::Tmux => " through tmux",
                    Terminal::Screen => " through screen",
                    _ => "",
                };
                format!("{what} sent{through} to the terminal (OSC 52), unconfirmed: clear the clipboard yourself")
            }
        }
    }
}

/// The control sequence that copies a text to the terminal's clipboard; `None` if unsupported or too long.
pub fn osc52(text: &str, terminal: Terminal) -> Option<Vec<u8>> {
    if text.len() > LONGEST_SEQUENCE {
        return None;
    }
    let encoded = STANDARD.encode(text);
    let plain = format!("\u{1b}]52;c;{encoded}\u{7}");
    let sequence = match terminal {
        Terminal::None => return None,
        Terminal::Plain => plain,
        // tmux accepts the plain sequence with `set-clipboard on`, the wrapped one with `allow-passthrough on`. Either
        // may be off, so both are sent. In the wrapped one, every escape character is doubled.
        Terminal::Tmux => format!("{plain}\u{1b}Ptmux;{}\u{1b}\\", plain.replace('\u{1b}', "\u{1b}\u{1b}")),
        Terminal::Screen => screen(&encoded),
    };
    Some(sequence.into_bytes())
}

/// GNU screen forwards strings of at most 768 bytes, so the sequence is split.
fn screen(encoded: &str) -> String {
    let pieces: Vec<String> =
        encoded.as_bytes().chunks(240).map(|piece| String::from_utf8_lossy(piece).into()).collect();
    format!("\u{1b}P\u{1b}]52;c;{}\u{7}\u{1b}\\", pieces.join("\u{1b}\\\u{1b}P"))
}

/// The clipboard of the desktop.
#[cfg(feature = "clipboard")]
struct System(arboard::Clipboard);

#[cfg(feature = "clipboard")]
fn system() -> Result<Box<dyn Board>, BoardError> {
    Ok(Box::new(System(arboard::Clipboard::new()?)))
}

#[cfg(not(feature = "clipboard"))]
fn system() -> Result<Box<dyn Board>, BoardError> {
    Err(BoardError::NotBuilt)
}

#[cfg(feature = "clipboard")]
impl Board for System {
    fn set(&mut self, text: &str) -> Result<(), BoardError> {
        let set = self.0.set();
        #[cfg(all(unix, not(target_os = "macos")))]
        let set = arboard::SetExtLinux::exclude_from_history(set);
        #[cfg(target_os = "macos")]
        let set = arboard::SetExtApple::exclude_from_history(set);
        #[cfg(windows)]
        let set = arboard::SetExtWindows::exclude_from_history(set);
        Ok(set.text(text)?)
    }

    fn get(&mut self) -> Result<String, BoardError> {
        Ok(self.0.get_text()?)
    }

    fn clear(&mut self) -> Result<(), BoardError> {
        Ok(self.0.clear()?)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A desktop in memory.
    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<String>>);

    impl Board for Memory {
        fn set(&mut self, text: &str) -> Result<(), BoardError> {
            *self.0.lock().unwrap() = text.to_owned();
            Ok(())
        }

        fn get(&mut self) -> Result<String, BoardError> {
            Ok(self.0.lock().unwrap().clone())
        }

        fn clear(&mut self) -> Result<(), BoardError> {
            self.set("")
        }
    }

    fn clipboard(display: bool, terminal: Terminal) -> (Clipboard, Memory) {
        let memory = Memory::default();
        let board = memory.clone();
        let open = move || Ok(Box::new(board.clone()) as Box<dyn Board>);
        let surroundings = Surroundings { display, terminal };
        (Clipboard::new(surroundings, Some(CLEAR_AFTER), Box::new(open)), memory)
    }

    #[cfg(not(any(windows, target_os = "macos")))]
    #[test]
    fn a_display_of_this_machine_comes_first_and_ssh_never_uses_the_one_it_left() {
        let of = |variables: &[(&str, &str)]| {
            let variable =
                |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned());
            let found = Surroundings::of(variable, true);
            (found.display, found.terminal)
        };
        let term = ("TERM", "xterm-256color");
        assert_eq!(of(&[term, ("WAYLAND_DISPLAY", "wayland-0")]), (true, Terminal::Plain));
        assert_eq!(of(&[term, ("DISPLAY", "")]), (false, Terminal::Plain));
        assert_eq!(of(&[term, ("DISPLAY", ":0"), ("SSH_TTY", "/dev/pts/1")]), (false, Terminal::Plain));
        assert_eq!(of(&[("TERM", "tmux-256color"), ("TMUX", "/tmp/x,1,0")]), (false, Terminal::Tmux));
        assert_eq!(of(&[("TERM", "screen.xterm"), ("STY", "1.pts")]), (false, Terminal::Screen));
        assert_eq!(of(&[("TERM", "linux")]), (false, Terminal::None));
        assert_eq!(of(&[("TERM", "dumb"), ("DISPLAY", ":0")]), (true, Terminal::None));
        assert_eq!(Surroundings::of(|_| None, false).terminal, Terminal::None);
    }

    #[test]
    fn each_way_to_the_terminal_has_its_wrapping() {
        let sequence = |text: &str, terminal| osc52(text, terminal).map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!(sequence("token", Terminal::Plain).unwrap(), "\u{1b}]52;c;dG9rZW4=\u{7}");
        assert_eq!(
            sequence("token", Terminal::Tmux).unwrap(),
            "\u{1b}]52;c;dG9rZW4=\u{7}\u{1b}Ptmux;\u{1b}\u{1b}]52;c;dG9rZW4=\u{7}\u{1b}\\"
        );
        let long = sequence(&"x".repeat(1000), Terminal::Screen).unwrap();
        let pieces: Vec<_> = long.split("\u{1b}\\").collect();
        assert!(pieces.len() > 3 && pieces.iter().all(|piece| piece.len() < 768));
        assert_eq!(long.replace("\u{1b}\\\u{1b}P", "").matches('\u{1b}').count(), 3);
        assert_eq!(sequence("x", Terminal::None), None);
        assert_eq!(sequence(&"x".repeat(LONGEST_SEQUENCE + 1), Terminal::Plain), None);
        assert!(sequence(&"x".repeat(LONGEST_SEQUENCE), Terminal::Plain).unwrap().len() < 100_010);
    }

    #[test]
    fn the_systems_clipboard_is_cleared_only_while_it_holds_our_value() {
        let (mut clipboard, memory) = clipboard(true, Terminal::Plain);
        let mut terminal = Vec::new();
        assert_eq!(clipboard.to_clear(), None);
        assert_eq!(clipboard.copy(&"first".into(), &mut terminal).unwrap(), Copied::Clipboard);
        let (first, after) = clipboard.to_clear().unwrap();
        assert_eq!(after, CLEAR_AFTER);
        assert_eq!(clipboard.copy(&"second".into(), &mut terminal).unwrap(), Copied::Clipboard);
        assert!(!clipboard.clear(first), "a later copy has a time of its own");
        let (second, _) = clipboard.to_clear().unwrap();
        assert!(clipboard.clear(second) && memory.0.lock().unwrap().is_empty());
        clipboard.copy(&"third".into(), &mut terminal).unwrap();
        *memory.0.lock().unwrap() = "somebody else's".to_owned();
        let (third, _) = clipboard.to_clear().unwrap();
        assert!(!clipboard.clear(third));
        assert_eq!(*memory.0.lock().unwrap(), "somebody else's");
        assert!(terminal.is_empty());
    }

    #[test]
    fn at_the_end_what_is_still_ours_is_cleared_at_once_unless_the_person_keeps_it() {
        let (mut clipboard, memory) = clipboard(true, Terminal::Plain);
        assert!(!clipboard.clear_at_end(), "nothing was copied: the desktop is not opened");
        let copied = clipboard.copy(&"token".into(), &mut Vec::new()).unwrap();
        assert_eq!(clipboard.sentence("Access token", copied), "Access token copied for 60 s or until grantscope ends");
        assert!(clipboard.clear_at_end() && memory.0.lock().unwrap().is_empty());
        clipboard.clear_after = None;
        let copied = clipboard.copy(&"token".into(), &mut Vec::new()).unwrap();
        assert_eq!(clipboard.sentence("Access token", copied), "Access token copied");
        assert!(!clipboard.clear_at_end() && *memory.0.lock().unwrap() == "token");
    }

    #[test]
    fn without_a_display_the_text_goes_to_the_terminal_and_the_sentence_claims_no_more() {
        let (mut clipboard, memory) = clipboard(false, Terminal::Tmux);
        let mut terminal = Vec::new();
        let copied = clipboard.copy(&"token".into(), &mut terminal).unwrap();
        assert_eq!(copied, Copied::Terminal);
        assert_eq!(terminal, osc52("token", Terminal::Tmux).unwrap());
        assert_eq!((clipboard.to_clear(), memory.0.lock().unwrap().as_str()), (None, ""));
        assert_eq!(
            clipboard.sentence("Access token", copied),
            "Access token sent through tmux to the terminal (OSC 52), unconfirmed: clear the clipboard yourself"
        );
    }

    #[test]
    fn a_display_that_does_not_answer_is_said_and_the_terminal_takes_over() {
        let open = || Err(BoardError::NotBuilt);
        let surroundings = Surroundings { display: true, terminal: Terminal::None };
        let mut clipboard = Clipboard::new(surroundings, None, Box::new(open));
        assert_eq!(
            clipboard.copy(&"token".into(), &mut Vec::new()).unwrap_err().to_string(),
            "the system's clipboard cannot be used (grantscope was built without clipboard support), and this terminal \
             has no clipboard"
        );
        clipboard.surroundings.terminal = Terminal::Plain;
        assert_eq!(clipboard.copy(&"token".into(), &mut Vec::new()).unwrap(), Copied::Terminal);
        let long = Secret::new("x".repeat(LONGEST_SEQUENCE + 1));
        assert!(clipboard.copy(&long, &mut Vec::new()).unwrap_err().to_string().contains("74995 bytes"));
        assert!(!format!("{clipboard:?}").contains("token"));
    }
}
