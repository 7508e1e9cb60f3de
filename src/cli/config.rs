//! `grantscope config`: a settings file for the terminal interface, to save and edit.

use clap::Args;

use super::global::Global;
use super::output;
use super::status::{Failure, Status};
use crate::app::keys::settings;
use crate::runtime;

/// The arguments: none.
#[derive(Args, Clone, Debug)]
pub struct ConfigArgs {}

/// Prints the sample, and on standard error where to save it.
pub fn run(_args: &ConfigArgs, global: &Global) -> Result<Status, Failure> {
    output::exact(settings::sample().as_bytes())?;
    let path = runtime::settings::path(&global.config_dir()?);
    output::progress(&format!(
        "Save this as {} to set the theme, mouse and keys of the terminal interface.",
        path.display()
    ));
    Ok(Status::Worked)
}
