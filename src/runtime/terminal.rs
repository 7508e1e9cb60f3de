//! The terminal: takes it over, restores it in any case, and turns its events into messages.

use std::io::{self, Stdout, Write, stdout};
use std::thread::ThreadId;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture, Event, KeyCode as Code,
    KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};

use crate::app::{Key, KeyCode, Message, MouseKind};
use crate::protocol::Secret;

/// The output of the screen. Errors of a closed terminal are ignored: the program is about to receive the signal to
/// end, and an error would be printed to that terminal.
#[derive(Debug)]
pub struct Screen(Stdout);

impl Screen {
    /// Standard output.
    #[allow(clippy::new_without_default, reason = "there is one screen")]
    pub fn new() -> Self {
        Self(stdout())
    }
}

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = self.0.flush();
        Ok(())
    }
}

/// The terminal in use; dropping it restores it.
#[derive(Debug)]
pub struct RawTerminal(());

/// Takes the terminal over: raw mode, the alternate screen, bracketed paste, the mouse if wanted.
pub fn take(mouse: bool) -> io::Result<RawTerminal> {
    enable_raw_mode()?;
    let taken = RawTerminal(());
    execute!(Screen::new(), EnterAlternateScreen, EnableBracketedPaste, Hide)?;
    if mouse {
        capture_mouse(true)?;
    }
    Ok(taken)
}

impl Drop for RawTerminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Restores the terminal. May be called twice. Errors are ignored, because the terminal may be gone.
pub fn give_back() {
    // One by one: a classic console fails to give back a mouse that was never captured, and the rest must follow.
    let _ = execute!(stdout(), DisableMouseCapture);
    let _ = execute!(stdout(), DisableBracketedPaste);
    let _ = execute!(stdout(), LeaveAlternateScreen);
    let _ = execute!(stdout(), Show);
    let _ = disable_raw_mode();
}

/// Leaves the alternate screen and prints a text there, until a key is pressed; the terminal stays taken.
pub fn print(text: &str) -> io::Result<()> {
    execute!(Screen::new(), DisableMouseCapture, LeaveAlternateScreen, Show)?;
    let mut screen = Screen::new();
    // In raw mode, a line feed alone stays in its column.
    write!(screen, "{}\r\n\r\nPress any key to return to grantscope.", text.replace('\n', "\r\n"))?;
    screen.flush()
}

/// Ends a read of the terminal that waits for a key.
pub fn wake_reader() {
    #[cfg(unix)]
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::WINCH);
}

/// Turns mouse capture on or off.
pub fn capture_mouse(on: bool) -> io::Result<()> {
    if on { execute!(Screen::new(), EnableMouseCapture) } else { execute!(Screen::new(), DisableMouseCapture) }
}

/// Restores the terminal before a panic of this thread is printed. A panic in a task or on another thread (such as the
/// keyring's client) ends only that, and its supervisor answers: the screen stays. A panic that cannot unwind, on any
/// thread, aborts the program, and no signal handler runs then.
pub fn restore_on_panic() {
    let print = std::panic::take_hook();
    let screen = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        if ends_the_program(screen) || panic.payload_as_str().is_some_and(aborts) {
            give_back();
            print(panic);
        }
    }));
}

/// Whether a panic now would be on the drawing thread, outside every task.
fn ends_the_program(screen: ThreadId) -> bool {
    std::thread::current().id() == screen && tokio::task::try_id().is_none()
}

/// Whether the standard library aborts the program after a panic with this message: in a destructor while another panic
/// unwinds, or in a function that cannot unwind.
fn aborts(message: &str) -> bool {
    message.starts_with("panic in a destructor") || message.starts_with("panic in a function that cannot unwind")
}

/// Whether a shell could resume the program after it is stopped. A shell with job control gives each job its own
/// process group. In the session leader's group (a terminal or container that runs nothing else), nobody could: POSIX
/// calls that group orphaned, and Ctrl-Z has no effect in it.
#[cfg(unix)]
pub fn can_stop() -> bool {
    rustix::process::getsid(None).is_ok_and(|leader| leader != rustix::process::getpgrp())
}

/// Stopping is not supported here.
#[cfg(not(unix))]
pub fn can_stop() -> bool {
    false
}

/// Stops the program like Ctrl-Z, and returns when the shell resumes it.
#[cfg(unix)]
pub fn stop() -> io::Result<()> {
    use rustix::process::{Signal, kill_current_process_group};
    Ok(kill_current_process_group(Signal::STOP)?)
}

/// Not supported here.
#[cfg(not(unix))]
pub fn stop() -> io::Result<()> {
    Ok(())
}

/// The message of an event, if it has one.
pub fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(event) => key(event).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(Secret::new(text))),
        Event::Resize(..) => Some(Message::Resized),
        Event::Mouse(event) => mouse(event),
        Event::FocusGained | Event::FocusLost => None,
    }
}

fn mouse(event: MouseEvent) -> Option<Message> {
    let kind = match event.kind {
        MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
        MouseEventKind::ScrollUp => MouseKind::WheelUp,
        MouseEventKind::ScrollDown => MouseKind::WheelDown,
        _ => return None,
    };
    Some(Message::Mouse { kind, x: event.column, y: event.row })
}

fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let code = match event.code {
        Code::Char(character) if typed(character, event.modifiers) => return Some(Key::char(character)),
        Code::Char(character) if ctrl => KeyCode::Char(character.to_ascii_lowercase()),
        Code::Char(character) => KeyCode::Char(character),
        Code::Enter => KeyCode::Enter,
        Code::Esc => KeyCode::Esc,
        Code::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        Code::Tab => KeyCode::Tab,
        Code::BackTab => KeyCode::BackTab,
        Code::Backspace => KeyCode::Backspace,
        Code::Delete => KeyCode::Delete,
        Code::Up => KeyCode::Up,
        Code::Down => KeyCode::Down,
        Code::Left => KeyCode::Left,
        Code::Right => KeyCode::Right,
        Code::Home => KeyCode::Home,
        Code::End => KeyCode::End,
        Code::PageUp => KeyCode::PageUp,
        Code::PageDown => KeyCode::PageDown,
        Code::F(number) => KeyCode::F(number),
        _ => return None,
    };
    // Enter, Esc and similar keys mean the same with any modifier, because terminals report modifiers differently.
    let modified = matches!(code, KeyCode::Char(_) | KeyCode::Left | KeyCode::Right | KeyCode::Backspace);
    Some(Key { code, ctrl: ctrl && modified, alt: alt && modified })
}

/// Whether a key types its character. Windows reports AltGr as Ctrl and Alt together, and with it the character that it
/// makes: `@`, `{`, `€`. A Latin letter is made by no layout that way.
pub fn typed(character: char, modifiers: KeyModifiers) -> bool {
    let altgr = KeyModifiers::CONTROL | KeyModifiers::ALT;
    let held = modifiers.intersection(altgr);
    held.is_empty() || (held == altgr && !character.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: Code, modifiers: KeyModifiers) -> Option<Message> {
        message(Event::Key(KeyEvent::new(code, modifiers)))
    }

    #[tokio::test]
    async fn only_a_panic_of_the_thread_that_draws_gives_the_terminal_back() {
        let screen = std::thread::current().id();
        assert!(ends_the_program(screen));
        assert!(!std::thread::spawn(move || ends_the_program(screen)).join().unwrap());
        assert!(!tokio::spawn(async move { ends_the_program(screen) }).await.unwrap());
        assert!(!tokio::task::spawn_blocking(move || ends_the_program(screen)).await.unwrap());
    }

    /// A panic in a destructor of a thread, while another one unwinds; only in a process of its own.
    #[test]
    #[ignore = "aborts; the next test runs it"]
    fn a_double_panic() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("second");
            }
        }
        let messages = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        std::panic::set_hook(Box::new(move |panic| {
            messages.lock().unwrap().push(panic.payload_as_str().is_some_and(aborts));
            if messages.lock().unwrap().last() == Some(&true) {
                println!("restored before the abort: {:?}", messages.lock().unwrap());
            }
        }));
        drop(
            std::thread::spawn(|| {
                let _bomb = Bomb;
                panic!("first");
            })
            .join(),
        );
    }

    #[test]
    fn a_panic_that_aborts_is_known_by_its_message() {
        let test = "runtime::terminal::tests::a_double_panic";
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        let ended = command.args(["--exact", test, "--ignored", "--nocapture"]).output().unwrap();
        let stdout = String::from_utf8(ended.stdout).unwrap();
        assert!(!ended.status.success() && stdout.contains("restored before the abort"), "{stdout}");
    }

    #[test]
    fn keys_mean_the_same_however_the_terminal_reports_them() {
        assert_eq!(pressed(Code::Char('C'), KeyModifiers::CONTROL), Some(Message::Key(Key::ctrl('c'))));
        assert_eq!(pressed(Code::Char('G'), KeyModifiers::SHIFT), Some(Message::Key(Key::char('G'))));
        assert_eq!(pressed(Code::BackTab, KeyModifiers::SHIFT), Some(Message::Key(Key::plain(KeyCode::BackTab))));
        assert_eq!(pressed(Code::Enter, KeyModifiers::SHIFT), Some(Message::Key(Key::plain(KeyCode::Enter))));
        for character in ['@', '{', '\\', '€', 'ą'] {
            let altgr = KeyModifiers::CONTROL | KeyModifiers::ALT;
            assert_eq!(pressed(Code::Char(character), altgr), Some(Message::Key(Key::char(character))));
        }
        let mut released = KeyEvent::new(Code::Enter, KeyModifiers::NONE);
        released.kind = KeyEventKind::Release;
        assert_eq!(message(Event::Key(released)), None);
    }
}
