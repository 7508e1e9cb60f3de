//! `grantscope client-metadata`: prints a client id metadata document for a person to host.

use clap::Args;

use super::output;
use super::status::{Failure, Status};
use crate::profile::{DEFAULT_REDIRECT_URI, quoted, redirect_uri_problem};
use crate::protocol::resource::client_document;

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct ClientMetadataArgs {
    /// The URL where you will host the document. It becomes the client ID.
    #[arg(value_name = "URL")]
    pub client_id: String,
    /// The redirect URI of the client.
    #[arg(long, value_name = "URI", default_value = DEFAULT_REDIRECT_URI)]
    pub redirect_uri: String,
}

/// Prints the document.
pub fn run(args: &ClientMetadataArgs) -> Result<Status, Failure> {
    let url =
        client_document::url_problem(&args.client_id).map(|why| format!("URL: {:?}: {why}", quoted(&args.client_id)));
    let redirect_uri = redirect_uri_problem("redirect URI", &args.redirect_uri).map(|problem| problem.to_string());
    Failure::unless_empty(Status::Usage, url.into_iter().chain(redirect_uri))?;
    output::json(&client_document::document(&args.client_id, &args.redirect_uri))?;
    Ok(Status::Worked)
}
