//! Programs that grantscope starts: a browser, or a command that prints a client secret. They get our environment
//! without the client secret in it, because a browser passes its environment on to the programs it starts.

use std::collections::BTreeSet;
use std::env::VarError;
use std::ffi::OsStr;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// The environment variable of the client secret.
pub const SECRET_VARIABLE: &str = "GRANTSCOPE_CLIENT_SECRET";

/// A program to start, without input, because the terminal belongs to us. No shell interprets its arguments.
pub fn command(program: impl AsRef<OsStr>, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env_remove(SECRET_VARIABLE).stdin(Stdio::null());
    SECRET_VARIABLES.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|name| {
        command.env_remove(name);
    });
    command
}

/// The variables that profiles name for their client secrets, among the profiles read so far.
static SECRET_VARIABLES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// The client secret in a variable, which no program started from now on receives.
pub fn secret_variable(name: &str) -> Result<String, VarError> {
    SECRET_VARIABLES.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
    std::env::var(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_with_a_secret_is_not_inherited() {
        let arguments: [&str; 0] = [];
        let removed =
            |name: &str| command("x", arguments).get_envs().any(|(key, value)| key == name && value.is_none());
        assert!(removed(SECRET_VARIABLE) && !removed("GRANTSCOPE_TEST_SHOP"));
        assert_eq!(secret_variable("GRANTSCOPE_TEST_SHOP"), Err(VarError::NotPresent));
        assert!(removed("GRANTSCOPE_TEST_SHOP"));
    }
}
