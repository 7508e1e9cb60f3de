//! The command that prints a client secret.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use wait_timeout::ChildExt;
use zeroize::Zeroizing;

use super::super::child;
use super::super::private_file::{self, Exposure};
use super::text::{MAX_LENGTH, NotASecret, TIMEOUT, one_line_less, short};
use crate::protocol::Secret;

/// The file of the profiles, in the config directory.
pub const PROFILES_FILE: &str = "profiles.toml";

/// How long to wait for the rest of a command's output after it ended: another process may keep the pipe open.
const MOMENT: Duration = Duration::from_millis(500);

/// Why a command printed no client secret.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("client_secret_command: missing, expected a program and its arguments")]
    Missing,
    #[error("client_secret_command is not run: {0}")]
    Exposed(#[source] Exposure),
    #[error("client_secret_command: {program} {failure}")]
    Failed {
        program: String,
        #[source]
        failure: CommandFailure,
    },
}

/// How a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CommandFailure {
    #[error("cannot be started: {0}")]
    Unstarted(#[source] io::Error),
    #[error("cannot be waited for: {0}")]
    Lost(#[source] io::Error),
    #[error("did not finish within {} s", .0.as_secs())]
    Slow(Duration),
    #[error("failed ({status}){}{said}", if said.is_empty() { "" } else { ": " })]
    Unsuccessful { status: ExitStatus, said: String },
    #[error("printed {0}, expected the client secret")]
    Printed(#[source] NotASecret),
}

/// Anyone who can change the profiles can choose the command, so in that case none is run.
pub(super) fn only_its_owner_changes(config_dir: &Path) -> Result<(), CommandError> {
    let paths = [config_dir.to_owned(), config_dir.join(PROFILES_FILE)];
    let exposure = paths.iter().find_map(|path| private_file::exposure(path, 0o022));
    exposure.map_or(Ok(()), |exposure| Err(CommandError::Exposed(exposure)))
}

/// Runs a command without a shell. Its output, without one final line break, is the secret.
pub(super) fn from_command(words: &[String]) -> Result<Secret, CommandError> {
    let (program, arguments) = words.split_first().ok_or(CommandError::Missing)?;
    let failed = |failure| CommandError::Failed { program: program.clone(), failure };
    printed(program, arguments, TIMEOUT).map_err(failed)
}

fn printed(program: &str, arguments: &[String], patience: Duration) -> Result<Secret, CommandFailure> {
    let mut child = child::command(program, arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(CommandFailure::Unstarted)?;
    let (stdout, stderr) = (Drained::of(child.stdout.take()), Drained::of(child.stderr.take()));
    let ended = ended(&mut child, patience).map_err(CommandFailure::Lost)?;
    let status = ended.ok_or(CommandFailure::Slow(patience))?;
    if !status.success() {
        let said = stderr.bytes();
        let said = String::from_utf8_lossy(&said);
        let said = short(said.lines().find(|line| !line.trim().is_empty()).unwrap_or_default());
        return Err(CommandFailure::Unsuccessful { status, said });
    }
    one_line_less(&stdout.bytes()).map_err(CommandFailure::Printed)
}

/// Waits until a child has ended; `None` if it was killed at the time limit. The end of its output is no sign, because
/// a child may close its output early, or leave it open in another process.
fn ended(child: &mut Child, patience: Duration) -> io::Result<Option<ExitStatus>> {
    let status = child.wait_timeout(patience)?;
    if status.is_none() {
        drop(child.kill());
        child.wait()?;
    }
    Ok(status)
}

/// A pipe that a separate thread reads to its end, so that the child is never blocked and never writes to a closed
/// pipe.
struct Drained {
    /// Keeps only what is needed of it, plus one byte that shows that there is more.
    read: Arc<Mutex<Zeroizing<Vec<u8>>>>,
    ended: mpsc::Receiver<()>,
}

impl Drained {
    fn of(pipe: Option<impl Read + Send + 'static>) -> Self {
        let read = Arc::new(Mutex::new(Zeroizing::new(Vec::with_capacity(4096))));
        let (tell, ended) = mpsc::channel();
        let shared = Arc::clone(&read);
        std::thread::spawn(move || {
            let mut piece = Zeroizing::new([0; 4096]);
            let mut pipe = pipe;
            while let Some(count) =
                pipe.as_mut().and_then(|pipe| pipe.read(&mut piece[..]).ok()).filter(|count| *count > 0)
            {
                let mut read = shared.lock().unwrap_or_else(PoisonError::into_inner);
                let room = (MAX_LENGTH as usize + 1).saturating_sub(read.len());
                read.extend_from_slice(&piece[..count.min(room)]);
            }
            // The receiver may have given up.
            let _ = tell.send(());
        });
        Self { read, ended }
    }

    /// What arrived, after the process has ended; waits a moment for the rest.
    fn bytes(&self) -> Zeroizing<Vec<u8>> {
        let _ = self.ended.recv_timeout(MOMENT);
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Result<Secret, String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        from_command(&words).map_err(|error| error.to_string())
    }

    /// What a script prints; the limit is in milliseconds.
    fn script(script: &str, patience: u64) -> Result<Secret, CommandFailure> {
        printed("sh", &["-c".into(), script.into()], Duration::from_millis(patience))
    }

    #[test]
    fn a_command_is_run_without_a_shell_and_loses_one_line_end() {
        assert_eq!(command(&["printf", "%s\\n", "$HOME; echo x"]).unwrap(), Secret::new("$HOME; echo x"));
        assert!(
            command(&["printf", "one\\n\\n"]).unwrap_err().contains("printed a control character or a second line")
        );
        assert_eq!(command(&["printf", "secret\\r\\n"]).unwrap(), Secret::new("secret"));
        assert_eq!(command(&["printf", " kept "]).unwrap(), Secret::new(" kept "));
    }

    #[test]
    fn a_command_that_fails_says_so_in_one_sentence_without_its_output() {
        let error = command(&["sh", "-c", "echo hunter2; echo 'not signed in' >&2; exit 3"]).unwrap_err();
        assert_eq!(error, "client_secret_command: sh failed (exit status: 3): not signed in");
        assert!(
            command(&["/nonexistent/op"])
                .unwrap_err()
                .starts_with("client_secret_command: /nonexistent/op cannot be started")
        );
        assert!(command(&["printf", "\\377"]).unwrap_err().contains("not UTF-8"));
        assert!(command(&["head", "-c", "65537", "/dev/zero"]).unwrap_err().contains("printed more than 64 KiB"));
        assert!(matches!(script("exec sleep 60", 50), Err(CommandFailure::Slow(_))));
    }

    #[test]
    fn a_command_is_waited_for_by_its_end_and_not_by_its_output() {
        let closed = script("echo s; exec >&- 2>&-; exec sleep 60", 200);
        assert!(matches!(closed, Err(CommandFailure::Slow(_))));
        assert_eq!(script("echo s; sleep 2 &", 60_000).unwrap(), Secret::new("s"));
        let loud = script("head -c 300000 /dev/zero >&2 && echo s", 60_000);
        assert_eq!(loud.unwrap(), Secret::new("s"));
    }
}
