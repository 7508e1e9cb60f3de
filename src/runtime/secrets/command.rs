//! The command that prints a client secret.

use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use wait_timeout::ChildExt;
use zeroize::Zeroizing;

use super::super::{child, private_file};
use super::text::{MAX_LENGTH, PATIENCE, one_line_less, short};
use crate::protocol::Secret;

/// The file of the profiles, in the config directory.
pub const PROFILES_FILE: &str = "profiles.toml";

/// How long to wait for the rest of a command's output after it ended: another process may keep the pipe open.
const MOMENT: Duration = Duration::from_millis(500);

/// Anyone who can change the profiles can choose the command, so in that case none is run.
pub(super) fn only_its_owner_changes(config_dir: &Path) -> Result<(), String> {
    let paths = [config_dir.to_owned(), config_dir.join(PROFILES_FILE)];
    let exposure = paths.iter().find_map(|path| private_file::exposure(path, 0o022));
    exposure.map_or(Ok(()), |exposure| Err(format!("client_secret_command is not run: {exposure}")))
}

/// Runs a command without a shell. Its output, without one final line break, is the secret.
pub(super) fn from_command(words: &[String]) -> Result<Secret, String> {
    printed(words, PATIENCE)
}

fn printed(words: &[String], patience: Duration) -> Result<Secret, String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err("client_secret_command: missing, expected a program and its arguments".to_owned());
    };
    let named = format!("client_secret_command: {program}");
    let mut child = child::command(program, arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{named} cannot be started: {error}"))?;
    let (stdout, stderr) = (Drained::of(child.stdout.take()), Drained::of(child.stderr.take()));
    let ended = ended(&mut child, patience).map_err(|error| format!("{named}: {error}"))?;
    let Some(status) = ended else {
        return Err(format!("{named} did not finish within {} s", patience.as_secs()));
    };
    if !status.success() {
        let said = stderr.bytes();
        let said = String::from_utf8_lossy(&said);
        let said = short(said.lines().find(|line| !line.trim().is_empty()).unwrap_or_default());
        let said = if said.is_empty() { said } else { format!(": {said}") };
        return Err(format!("{named} failed ({status}){said}"));
    }
    one_line_less(&stdout.bytes()).map_err(|found| format!("{named} printed {found}, expected the client secret"))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn command(words: &[&str]) -> Result<Secret, String> {
        printed(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), Duration::from_secs(10))
    }

    #[cfg(unix)]
    #[test]
    fn a_command_is_run_without_a_shell_and_loses_one_line_end() {
        assert_eq!(command(&["printf", "%s\\n\\n", "$HOME; echo x"]).unwrap(), Secret::new("$HOME; echo x\n"));
        assert_eq!(command(&["printf", "secret\\r\\n"]).unwrap(), Secret::new("secret"));
        assert_eq!(command(&["printf", " kept "]).unwrap(), Secret::new(" kept "));
    }

    #[cfg(unix)]
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
        let slow = printed(&["sleep".into(), "60".into()], Duration::from_millis(50)).unwrap_err();
        assert!(slow.contains("did not finish"), "{slow}");
    }

    #[cfg(unix)]
    #[test]
    fn a_command_is_waited_for_by_its_end_and_not_by_its_output() {
        let run = |script: &str, patience| printed(&["sh".into(), "-c".into(), script.into()], patience);
        let closed = run("echo s; exec >&- 2>&-; exec sleep 60", Duration::from_millis(200)).unwrap_err();
        assert!(closed.contains("did not finish"), "{closed}");
        assert_eq!(run("echo s; sleep 2 &", Duration::from_secs(60)).unwrap(), Secret::new("s"));
        let loud = run("head -c 300000 /dev/zero >&2 && echo s", Duration::from_secs(60));
        assert_eq!(loud.unwrap(), Secret::new("s"));
    }
}
