//! `grantscope logout-url`: prints the URL that signs a saved session out. It sends nothing: only the browser has the
//! cookies to delete.

use clap::Args;
use serde::Serialize;

use super::global::Global;
use super::output;
use super::status::{Failure, Status};
use crate::cli::session::saved_step;
use crate::runtime::sessions::Sessions;
use crate::session::Purpose;

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct LogoutUrlArgs {
    /// The saved session: a name or a file.
    #[arg(value_name = "SESSION", add = super::candidates::sessions())]
    pub session: String,
    /// Where the browser returns after sign-out (logout_uri), exactly as registered.
    #[arg(long, value_name = "URI")]
    pub sign_out_uri: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct Document {
    logout_url: String,
}

/// Prints the URL.
pub fn run(args: &LogoutUrlArgs, global: &Global) -> Result<Status, Failure> {
    let opened = saved_step::open(&Sessions::of(&global.data_dir()?), &args.session)?;
    let mut session = opened.saved.session;
    if let Some(uri) = &args.sign_out_uri {
        let mut profile = session.profile().clone();
        profile.sign_out_uris = vec![uri.clone()];
        let secret = session.client_secret().cloned();
        session.set_profile(profile, secret);
    }
    let draft = session.draft(Purpose::Logout);
    let logout_url = draft.map_err(|problem| Failure::new(Status::Bad, problem))?.url();
    if args.json {
        output::json(&Document { logout_url })?;
    } else {
        output::text(&logout_url)?;
    }
    Ok(Status::Worked)
}
