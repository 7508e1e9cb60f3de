//! Client secrets at rest: in the keyring of the operating system, in what a command prints, in an environment
//! variable, or, where there is no keyring and the person agrees, in a file that only its owner can read.
//!
//! A secret comes and goes as [`Secret`]. It is never an argument, never in an error text: errors name the place.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use super::child;
use super::private_file::{self, sentence};
use super::store;
use crate::profile::{Profile, Provider, SecretSource};
use crate::protocol::{Secret, parameters, text::sanitise};
use crate::session::Session;

/// The name under which the keyring lists our entries.
const SERVICE: &str = "grantscope";

/// How long a keyring or a command may take: a person may have to type a password.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often a command is looked at.
const GLANCE: Duration = Duration::from_millis(5);

/// How long the end of a command's output is waited for once it has ended: another process may hold it open.
const MOMENT: Duration = Duration::from_millis(500);

/// No client secret is longer, in bytes.
const MAX_LENGTH: u64 = 64 << 10;

/// Why a secret was not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// This machine has no keyring, and a plain file was not agreed to. The sentence explains it in full when it is
    /// said for the first time on this machine.
    NoKeyring(String),
    /// Something failed.
    Failed(String),
}

impl std::fmt::Display for NotKept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::NoKeyring(sentence) | Self::Failed(sentence)) = self;
        f.write_str(sentence)
    }
}

/// Fetches a profile's client secret from where the profile says it is; `None` when the profile names no place.
pub fn resolve(profile: &Profile, config_dir: &Path) -> Result<Option<Secret>, String> {
    let secret = match &profile.secret_source {
        SecretSource::None => return Ok(None),
        SecretSource::Keyring => from_keyring(profile)?,
        SecretSource::Command(words) => from_command(words, PATIENCE)?,
        SecretSource::Environment(name) => match child::secret_variable(name) {
            Ok(text) => Secret::new(text),
            Err(_) => {
                return Err(format!("client_secret_env: found no variable {name}, expected the client secret in it"));
            }
        },
        SecretSource::File(path) => from_file(&config_dir.join(path))?,
    };
    if secret.is_empty() {
        return Err(format!(
            "client secret: {} gave nothing, expected the client secret",
            profile.secret_source.describe()
        ));
    }
    Ok(Some(secret))
}

/// The client of a saved session, with the place where its profile keeps the secret, and that secret. The session itself
/// says neither: its profile is asked, as long as it still is one of the same client. A file from elsewhere names no
/// profile of ours: it could send the secret to an endpoint of its own. The sentence of a failure says why there is no
/// secret although the session's tokens came with one.
pub fn of_session(session: &Session, is_own: bool, config_dir: &Path) -> (Profile, Result<Option<Secret>, String>) {
    let mut client = session.profile().clone();
    let name = client.name.as_deref().filter(|_| is_own);
    let kept = match name.map(|name| (name, store::load_profile(name, config_dir))) {
        Some((_, Ok(profile))) if profile.is_same_client(&client) => {
            client.secret_source = profile.secret_source;
            resolve(&client, config_dir)
        }
        Some((name, Ok(_))) => Err(format!("the profile {name} is another client now")),
        Some((_, Err(problems))) => Err(problems.join("; ")),
        None => Ok(None),
    };
    let is_needed = session.grant().is_some_and(|grant| grant.came_with_client_secret(session));
    let secret = match kept {
        Ok(None) if is_needed => Err("no profile says where it is".to_owned()),
        Err(_) if !is_needed && client.secret_source == SecretSource::None => Ok(None),
        kept => kept,
    };
    (client, secret.map_err(|reason| format!("the client secret of this session is missing: {reason}")))
}

/// Keeps a secret as [`keep_unasked`] does. The first refusal on a machine without a keyring explains itself in full.
pub fn keep(profile: &Profile, secret: &Secret, config_dir: &Path, plain: bool) -> Result<SecretSource, NotKept> {
    keep_unasked(profile, secret, config_dir, plain).map_err(|refusal| match refusal {
        NotKept::NoKeyring(reason) => NotKept::NoKeyring(Notice::of(config_dir).say(&reason)),
        NotKept::Failed(problem) => NotKept::Failed(problem),
    })
}

/// Keeps a secret in the keyring, or, where there is none and `plain` (now or earlier on this machine) agrees to it, in
/// a file of mode 0600. The answer belongs into the profile; a refusal says in a few words why there is no keyring.
pub fn keep_unasked(
    profile: &Profile,
    secret: &Secret,
    config_dir: &Path,
    plain: bool,
) -> Result<SecretSource, NotKept> {
    let notice = Notice::of(config_dir);
    let text = Zeroizing::new(secret.expose().to_owned());
    let reason = match in_keyring(account(profile), move |entry| entry.set_password(&text)) {
        Ok(()) => {
            notice.forget();
            return Ok(SecretSource::Keyring);
        }
        Err(Keyring::Unavailable(reason)) => reason,
        Err(Keyring::NoEntry) => "it has no place for the secret".to_owned(),
        Err(Keyring::Failed(problem)) => {
            return Err(NotKept::Failed(format!("the keyring refused the client secret: {problem}")));
        }
    };
    if !plain && !notice.agreed() {
        return Err(NotKept::NoKeyring(reason));
    }
    notice.agree().map_err(NotKept::Failed)?;
    let name = own_file(profile.name.as_deref().unwrap_or("unnamed"));
    let path = config_dir.join(&name);
    private_file::make_directory(&config_dir.join("secrets"))
        .and_then(|()| private_file::write(&path, secret.expose().as_bytes()))
        .map_err(|error| NotKept::Failed(sentence(&path, "cannot be written", &error)))?;
    Ok(SecretSource::File(name.display().to_string()))
}

/// Removes what [`keep`] kept. What somebody else manages (a command, a variable, a file elsewhere) is left alone.
pub fn forget(profile: &Profile, config_dir: &Path) -> Result<(), String> {
    match &profile.secret_source {
        SecretSource::Keyring => match in_keyring(account(profile), |entry| entry.delete_credential()) {
            Ok(()) | Err(Keyring::NoEntry) => Ok(()),
            Err(Keyring::Unavailable(problem) | Keyring::Failed(problem)) => {
                Err(format!("the client secret is still in the keyring: {problem}"))
            }
        },
        SecretSource::File(path) if profile.secret_source.is_own() => {
            let path = config_dir.join(path);
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    Err(sentence(&path, "cannot be removed", &error))
                }
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Whether two profiles have their secret from the same place.
pub fn is_shared(one: &Profile, other: &Profile) -> bool {
    one.secret_source == other.secret_source
        && (one.secret_source != SecretSource::Keyring || account(one) == account(other))
}

/// Where the file of a secret goes when its profile gets another name: it is there then, under both names. `None` for a
/// secret that is in no file of ours.
pub fn carry(profile: &Profile, name: &str, config_dir: &Path) -> Result<Option<SecretSource>, String> {
    let SecretSource::File(from) = &profile.secret_source else { return Ok(None) };
    if !profile.secret_source.is_own() {
        return Ok(None);
    }
    let to = own_file(name);
    match std::fs::hard_link(config_dir.join(from), config_dir.join(&to)) {
        Ok(()) => Ok(Some(SecretSource::File(to.display().to_string()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(sentence(&config_dir.join(to), "cannot be written", &error)),
    }
}

/// The file of the secret of a profile of this name, below the config directory.
fn own_file(name: &str) -> PathBuf {
    PathBuf::from("secrets").join(format!("{}.secret", parameters::encode(name)))
}

/// One sentence when others than its owner can read the file a profile's secret is in.
pub fn exposure(profile: &Profile, config_dir: &Path) -> Option<String> {
    let SecretSource::File(path) = &profile.secret_source else { return None };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = config_dir.join(path);
        let mode = std::fs::metadata(&path).ok()?.permissions().mode() & 0o777;
        (mode & 0o077 != 0).then(|| {
            format!("{}: found mode {mode:04o}, expected 0600: others can read the client secret", path.display())
        })
    }
    #[cfg(not(unix))]
    {
        let _ = (path, config_dir);
        None
    }
}

/// The keyring's key: a secret belongs to a client at a provider, whatever a profile is called.
fn account(profile: &Profile) -> String {
    let provider = match &profile.provider {
        Provider::Cognito { user_pool_id, .. } => user_pool_id.clone(),
        Provider::Issuer(issuer) => issuer.clone(),
        Provider::Explicit(endpoints) => {
            let told = [&endpoints.issuer, &endpoints.token, &endpoints.authorization];
            told.into_iter().flatten().next().cloned().unwrap_or_default()
        }
    };
    format!("{} at {provider}", profile.client_id)
}

fn from_keyring(profile: &Profile) -> Result<Secret, String> {
    let name = profile.name.as_deref().unwrap_or("this client");
    match in_keyring(account(profile), |entry| entry.get_password().map(Secret::new)) {
        Ok(secret) => Ok(secret),
        Err(Keyring::NoEntry) => Err(format!(
            "client_secret_keyring: the keyring has no secret for {name}, expected one: save it with \
             `grantscope profile add {name} --profile {name} --replace --client-secret-file FILE`"
        )),
        Err(Keyring::Unavailable(problem) | Keyring::Failed(problem)) => {
            Err(format!("client_secret_keyring: the keyring cannot be read: {problem}"))
        }
    }
}

/// How the keyring failed.
enum Keyring {
    Unavailable(String),
    NoEntry,
    Failed(String),
}

/// Works on one entry, in a thread of its own: the keyring may ask the person for a password and never answer, and its
/// client brings an event loop that must not meet ours.
fn in_keyring<T: Send + 'static>(
    account: String,
    work: impl FnOnce(keyring::Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<T, Keyring> {
    let (answer, answered) = mpsc::channel();
    let worker = std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
        let outcome = match keyring::Entry::store_status() {
            Err(error) => Err(Keyring::Unavailable(short(&error.to_string()))),
            Ok(()) => keyring::Entry::new(SERVICE, &account).and_then(work).map_err(classify),
        };
        drop(answer.send(outcome));
    });
    worker.map_err(|error| Keyring::Failed(error.to_string()))?;
    match answered.recv_timeout(PATIENCE) {
        Ok(outcome) => outcome,
        Err(_) => Err(Keyring::Failed(format!("no answer within {} seconds", PATIENCE.as_secs()))),
    }
}

fn classify(error: keyring::Error) -> Keyring {
    match error {
        keyring::Error::NoEntry => Keyring::NoEntry,
        keyring::Error::NoDefaultStore => Keyring::Unavailable("none answers".to_owned()),
        keyring::Error::NoStorageAccess(error) => Keyring::Unavailable(short(&error.to_string())),
        // Its text would list entries.
        keyring::Error::Ambiguous(found) => Keyring::Failed(format!("{} entries fit, expected one", found.len())),
        error => Keyring::Failed(short(&error.to_string())),
    }
}

/// Runs a command without a shell; what it prints, less one line end, is the secret.
fn from_command(words: &[String], patience: Duration) -> Result<Secret, String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err("client_secret_command: found none, expected a program and its arguments".to_owned());
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
        return Err(format!("{named} gave no answer within {} seconds", patience.as_secs()));
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

/// Waits until a child has ended; `None` when it did not in time, and was killed. What it prints does not tell: a child may
/// close its output and live on, or end and leave it open to another process.
fn ended(child: &mut Child, patience: Duration) -> io::Result<Option<ExitStatus>> {
    let until = Instant::now() + patience;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= until {
            drop(child.kill());
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(GLANCE);
    }
}

/// A pipe that a thread of its own reads to its end, so that none blocks the other and nobody writes into a closed one.
struct Drained {
    /// Not more than is wanted of it, and one byte that tells of more.
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
            // Whoever asked may have given up.
            let _ = tell.send(());
        });
        Self { read, ended }
    }

    /// What came, after the process has ended: a moment is left for the last of it.
    fn bytes(&self) -> Zeroizing<Vec<u8>> {
        let _ = self.ended.recv_timeout(MOMENT);
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn from_file(path: &Path) -> Result<Secret, String> {
    let failed = |error: io::Error| format!("client_secret_file: {}", sentence(path, "cannot be read", &error));
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096));
    std::fs::File::open(path).and_then(|file| file.take(MAX_LENGTH + 1).read_to_end(&mut bytes)).map_err(failed)?;
    let wrong = |found| format!("client_secret_file: {} holds {found}, expected the client secret", path.display());
    one_line_less(&bytes).map_err(wrong)
}

/// The text without one line end at its end, or what was found instead of a secret.
fn one_line_less(bytes: &[u8]) -> Result<Secret, &'static str> {
    if bytes.len() as u64 > MAX_LENGTH {
        return Err("more than 64 KiB");
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "bytes that are no UTF-8")?;
    let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    Ok(Secret::new(text))
}

/// One line of somebody else's text, safe and not long.
fn short(text: &str) -> String {
    sanitise::line(text.trim()).chars().take(200).collect()
}

/// What this machine's person was told about the missing keyring, and what they agreed to: one word in a file.
struct Notice {
    path: PathBuf,
}

impl Notice {
    fn of(config_dir: &Path) -> Self {
        Self { path: config_dir.join("no-keyring") }
    }

    fn word(&self) -> Option<String> {
        std::fs::read_to_string(&self.path).ok()
    }

    fn agreed(&self) -> bool {
        self.word().is_some_and(|word| word.trim() == "plain")
    }

    /// The whole story the first time, a reminder after it.
    fn say(&self, reason: &str) -> String {
        if self.word().is_some() {
            return "the client secret was not saved: this machine has no keyring. client_secret_command or \
                    client_secret_env in the profile gives it, or grantscope profile add --plain-secret keeps it in a file"
                .to_owned();
        }
        // When even this cannot be written, it is said again.
        drop(self.write("told"));
        format!(
            "the client secret was not saved: this machine has no keyring ({reason}). Use client_secret_command or \
             client_secret_env in the profile, or --plain-secret: then it is kept unencrypted in a file of mode 0600, which \
             every program of yours, and whoever gets at a backup, can read. This is said once"
        )
    }

    fn agree(&self) -> Result<(), String> {
        self.write("plain").map_err(|error| sentence(&self.path, "cannot be written", &error))
    }

    fn forget(&self) {
        // A keyring is there again: should one be missing later, that is news.
        drop(std::fs::remove_file(&self.path));
    }

    fn write(&self, word: &str) -> io::Result<()> {
        if let Some(directory) = self.path.parent() {
            private_file::make_directory(directory)?;
        }
        private_file::write(&self.path, format!("{word}\n").as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(source: SecretSource) -> Profile {
        let mut profile = Profile::new(Provider::Issuer("https://op.example".into()), "c");
        profile.name = Some("p".into());
        profile.secret_source = source;
        profile
    }

    fn command(words: &[&str]) -> Result<Secret, String> {
        from_command(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), Duration::from_secs(10))
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
        assert!(command(&["printf", "\\377"]).unwrap_err().contains("no UTF-8"));
        let slow = from_command(&["sleep".into(), "60".into()], Duration::from_millis(50)).unwrap_err();
        assert!(slow.contains("no answer"), "{slow}");
    }

    #[cfg(unix)]
    #[test]
    fn a_command_is_waited_for_by_its_end_and_not_by_its_output() {
        let run = |script: &str, patience| from_command(&["sh".into(), "-c".into(), script.into()], patience);
        let closed = run("echo s; exec >&- 2>&-; exec sleep 60", Duration::from_millis(200)).unwrap_err();
        assert!(closed.contains("no answer"), "{closed}");
        assert_eq!(run("echo s; sleep 2 &", Duration::from_secs(60)).unwrap(), Secret::new("s"));
        let loud = run("head -c 300000 /dev/zero >&2 && echo s", Duration::from_secs(60));
        assert_eq!(loud.unwrap(), Secret::new("s"));
    }

    #[test]
    fn an_empty_answer_and_a_missing_variable_are_named() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("s"), "\n").unwrap();
        let empty = resolve(&with(SecretSource::File("s".into())), home.path()).unwrap_err();
        assert_eq!(empty, "client secret: the file s gave nothing, expected the client secret");
        let unset = resolve(&with(SecretSource::Environment("GRANTSCOPE_NOT_SET".into())), home.path()).unwrap_err();
        assert!(unset.contains("GRANTSCOPE_NOT_SET"));
        assert_eq!(resolve(&with(SecretSource::None), home.path()), Ok(None));
    }

    #[test]
    fn what_is_too_long_for_a_secret_is_refused_and_not_cut() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("s"), "x".repeat(64 << 10)).unwrap();
        let profile = with(SecretSource::File("s".into()));
        assert!(resolve(&profile, home.path()).is_ok_and(|secret| secret.is_some()));
        std::fs::write(home.path().join("s"), "x".repeat((64 << 10) + 1)).unwrap();
        let refused = resolve(&profile, home.path()).unwrap_err();
        assert!(refused.ends_with("holds more than 64 KiB, expected the client secret"), "{refused}");
        #[cfg(unix)]
        assert!(command(&["head", "-c", "65537", "/dev/zero"]).unwrap_err().contains("printed more than 64 KiB"));
    }

    #[test]
    fn only_a_file_that_was_kept_here_is_removed() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("secrets")).unwrap();
        for (name, stays) in [("secrets/p.secret", false), ("secrets/../profiles.toml", true), ("mine", true)] {
            std::fs::write(home.path().join(name), "x").unwrap();
            forget(&with(SecretSource::File(name.into())), home.path()).unwrap();
            assert_eq!(home.path().join(name).exists(), stays, "{name}");
        }
    }

    #[test]
    fn the_missing_keyring_is_explained_once_and_remembered() {
        let home = tempfile::tempdir().unwrap();
        let notice = Notice::of(&home.path().join("config"));
        assert!(notice.say("no bus").contains("--plain-secret"));
        let again = notice.say("no bus");
        assert!(!again.contains("This is said once") && again.contains("--plain-secret"), "a way out: {again}");
        assert!(!notice.agreed());
        notice.agree().unwrap();
        assert!(notice.agreed());
        notice.forget();
        assert!(notice.say("no bus").contains("This is said once"));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_reported() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("s");
        private_file::write(&path, b"secret").unwrap();
        let profile = with(SecretSource::File("s".into()));
        assert_eq!(exposure(&profile, home.path()), None);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(exposure(&profile, home.path()).is_some_and(|sentence| sentence.contains("0644")));
    }
}
