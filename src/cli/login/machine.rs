//! The machine client: `login --grant client_credentials`, and assertions instead of a secret.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::client::Client;
use crate::cli::login::flow::LoginFlow;
use crate::cli::output;
use crate::cli::resource::call::{self, Called};
use crate::cli::resource::{discovery, login};
use crate::cli::status::{Failure, Status};
use crate::protocol::ClientAuthentication;
use crate::protocol::resource::discovery::Stop;
use crate::runtime::signing::SigningKey;
use crate::session::Target;

/// The grant and the client's key.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Client")]
pub struct MachineArgs {
    /// The grant: code, or client_credentials for a machine client, which has no user.
    #[arg(long, value_name = "GRANT", hide_short_help = true)]
    pub grant: Option<GrantName>,
    /// The private key for --client-auth private_key_jwt, in PEM.
    #[arg(long, value_name = "PEM", hide_short_help = true)]
    pub client_key_file: Option<PathBuf>,
    /// The key ID (kid) in the header of the assertion.
    #[arg(long, value_name = "KID", hide_short_help = true)]
    pub client_key_id: Option<String>,
}

/// A grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GrantName {
    /// The authorization code grant.
    Code,
    /// The client credentials grant (RFC 6749 section 4.4).
    #[value(name = "client_credentials")]
    ClientCredentials,
}

impl MachineArgs {
    /// Sets the grant of a client and the id of its key, unless its profile decides.
    pub fn apply(&self, client: &mut Client) {
        if let Some(grant) = self.grant {
            client.profile.is_machine = grant == GrantName::ClientCredentials;
        }
        if self.client_key_id.is_some() {
            client.profile.client_key_id.clone_from(&self.client_key_id);
        }
    }

    /// The key that signs assertions, if the client authenticates with them.
    pub fn key(&self, client: &Client) -> Result<Option<SigningKey>, Failure> {
        let problem = |text: &str| Err(Failure::usage(text.to_owned()));
        match (client.profile.authentication, &self.client_key_file) {
            (ClientAuthentication::PrivateKeyJwt, Some(file)) => Ok(Some(SigningKey::read(file)?)),
            (method @ ClientAuthentication::PrivateKeyJwt, None) => match &client.secret {
                Some(key) => SigningKey::of_client(method, key).map(Some).map_err(Failure::usage),
                None => problem("--client-key-file: missing, expected the private key for private_key_jwt"),
            },
            (ClientAuthentication::SecretJwt, _) => match &client.secret {
                Some(secret) => Ok(Some(SigningKey::Secret(secret.clone()))),
                None => problem("--client-secret-file: missing, expected the client secret for client_secret_jwt"),
            },
            (_, Some(_)) => problem("--client-key-file: expected --client-auth private_key_jwt with it"),
            (_, None) => Ok(None),
        }
    }

    /// Why a machine client cannot authenticate.
    pub fn problem(client: &Client) -> Option<String> {
        if client.profile.is_machine && client.profile.client_id.is_empty() {
            return Some("--client-id: missing, expected the id of the machine client".to_owned());
        }
        let is_silent = client.secret.is_none() && client.profile.authentication != ClientAuthentication::PrivateKeyJwt;
        (client.profile.is_machine && is_silent).then(|| {
            "--client-secret-file: missing, expected the secret of the machine client, or --client-auth private_key_jwt with \
             --client-key-file"
                .to_owned()
        })
    }
}

/// Gets tokens for the client itself, and calls the resource with them if there is one.
pub async fn log_in(flow: &mut LoginFlow, target: Option<&Target>, has_scopes: bool) -> Result<(), Failure> {
    match target {
        Some(target) => match discovery::find(flow, target, has_scopes).await {
            Err(Stop::Open) => return call::open(flow, target),
            found => login::arrived(found)?,
        },
        None => {
            if !has_scopes {
                let mut profile = flow.session.profile().clone();
                profile.scopes.clear();
                let secret = flow.session.client_secret().cloned();
                flow.session.set_profile(profile, secret);
            }
            flow.discover().await?;
        }
    }
    output::progress("Requesting a token for the client itself: no user signs in.");
    flow.request_own_tokens().await?;
    discovery::fetch_keys(flow).await;
    let verified = flow.verdict();
    if let Some(target) = target {
        match call::call(flow, target).await? {
            Called::Answered => {}
            Called::Unauthorized(failure) => return Err(failure),
            Called::Wants(scopes) => {
                let problem = format!("the call needs more scopes; pass --scope: {}", scopes.join(" "));
                return Err(Failure::new(Status::Bad, problem));
            }
        }
    }
    verified
}
