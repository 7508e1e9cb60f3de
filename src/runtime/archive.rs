//! Saves exchanges as a HAR file at a typed path.

use std::io;
use std::path::PathBuf;

use super::files::Attempt;
use super::private_file;
use crate::app::{Consent, SaveOutcome};
use crate::session::{Session, write_har_to};

/// Writes the whole file or nothing, readable by its owner only. An existing file is replaced only on request.
pub fn save(typed: &str, session: &Session, whole: bool, replace: bool) -> SaveOutcome {
    let path = at(typed);
    let fill = |to: &mut dyn io::Write| write_har_to(session, whole, to);
    let written =
        if replace { private_file::write_with(&path, fill) } else { private_file::write_new_with(&path, fill) };
    match written {
        Ok(()) => {
            let what = if whole { "tokens included" } else { "secrets masked" };
            SaveOutcome::Done(format!("saved in {}, {what}, readable only by you", path.display()))
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            SaveOutcome::Asks { question: format!("{typed} exists"), consent: Consent::Replace }
        }
        Err(error) => SaveOutcome::Failed(Attempt::Written.of(&path)(error).to_string()),
    }
}

/// The absolute path; `~/` means the home directory.
fn at(path: &str) -> PathBuf {
    let home = || directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let path = match path.strip_prefix("~/") {
        Some(rest) => home().map_or_else(|| PathBuf::from(path), |home| home.join(rest)),
        None => PathBuf::from(path),
    };
    std::path::absolute(&path).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, Provider};
    use crate::protocol::HttpRequest;
    use crate::session::Purpose;

    fn session() -> Session {
        let profile = Profile::new(Provider::Issuer("https://op.example".into()), "c");
        let mut session = Session::new(profile, Some("the-client-secret".into()));
        let request =
            HttpRequest::get("https://op.example/userinfo").with_header("authorization", "Bearer abcdefghijkl");
        session.begin(Purpose::UserInfo, request, jiff::Timestamp::UNIX_EPOCH);
        session
    }

    #[test]
    fn a_file_that_is_in_the_way_stays_until_it_is_named_again() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.har");
        let path_text = path.to_str().unwrap();
        std::fs::write(&path, "old").unwrap();
        let asked = save(path_text, &session(), false, false);
        assert!(matches!(asked, SaveOutcome::Asks { consent: Consent::Replace, .. }), "{asked:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
        let SaveOutcome::Done(sentence) = save(path_text, &session(), false, true) else { panic!("not written") };
        assert!(sentence.contains(path_text) && sentence.contains("secrets masked"), "{sentence}");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("https://op.example/userinfo") && !text.contains("abcdefghijkl"), "{text}");
    }

    #[cfg(unix)]
    #[test]
    fn it_is_its_owners_only_and_the_client_secret_is_never_in_it() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a.har");
        assert!(matches!(save(path.to_str().unwrap(), &session(), true, false), SaveOutcome::Done(_)));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("abcdefghijkl") && !text.contains("the-client-secret"));
    }

    #[test]
    fn a_directory_that_is_not_there_is_said() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("none/a.har");
        assert!(
            matches!(save(path.to_str().unwrap(), &session(), false, false), SaveOutcome::Failed(why) if why.contains("none"))
        );
    }
}
