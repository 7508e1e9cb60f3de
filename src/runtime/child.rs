//! Programs that are started: a browser, or a command that knows a client secret. They get our environment, less the
//! client secret that may stand in it: a browser hands its own on to whatever it starts in turn.

use std::ffi::OsStr;
use std::process::{Command, Stdio};

/// The variable that a client secret may come in.
pub const SECRET_VARIABLE: &str = "GRANTSCOPE_CLIENT_SECRET";

/// A program to start, without input: the terminal is ours. No shell reads its arguments.
pub fn command(program: impl AsRef<OsStr>, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env_remove(SECRET_VARIABLE).stdin(Stdio::null());
    command
}
