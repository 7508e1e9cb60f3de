//! `grantscope`: arguments → TUI or headless → exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    grantscope::cli::main().into()
}
