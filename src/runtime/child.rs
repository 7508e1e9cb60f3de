//! Programs that are started: a browser, or a command that knows a client secret. They get our environment, less the
//! client secret that may stand in it: a browser hands its own on to whatever it starts in turn.

use std::collections::BTreeSet;
use std::env::VarError;
use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// The variable that a client secret may come in.
pub const SECRET_VARIABLE: &str = "GRANTSCOPE_CLIENT_SECRET";

/// A program to start, without input: the terminal is ours. No shell reads its arguments.
pub fn command(program: impl AsRef<OsStr>, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env_remove(SECRET_VARIABLE).stdin(Stdio::null());
    SECRET_VARIABLES.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|name| {
        command.env_remove(name);
    });
    command
}

/// The variables that profiles name for their client secrets, as far as they were read.
static SECRET_VARIABLES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The client secret in a variable, which no program that is started from now on gets.
pub fn secret_variable(name: &str) -> Result<String, VarError> {
    SECRET_VARIABLES.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
    std::env::var(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_was_read_for_a_secret_is_not_handed_on() {
        let arguments: [&str; 0] = [];
        let removed =
            |name: &str| command("x", arguments).get_envs().any(|(key, value)| key == name && value.is_none());
        assert!(removed(SECRET_VARIABLE) && !removed("GRANTSCOPE_TEST_SHOP"));
        assert_eq!(secret_variable("GRANTSCOPE_TEST_SHOP"), Err(VarError::NotPresent));
        assert!(removed("GRANTSCOPE_TEST_SHOP"));
    }
}
