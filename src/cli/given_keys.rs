//! `--jwks FILE_OR_URL`: the keys to verify with.

use super::client::TransportArgs;
use super::status::{Failure, Status};
use crate::protocol::{Completeness, JwkSet, endpoint::discovery};
use crate::runtime::{self, files, http::HttpClient};
use crate::session::{FailureKind, Received, redaction};

/// The result of reading the argument.
#[derive(Debug, Default)]
pub struct GivenKeys {
    /// The keys.
    pub keys: Option<JwkSet>,
    /// Why a URL returned none. This does not stop the rest of the command.
    pub unfetched: Option<Failure>,
}

impl GivenKeys {
    /// Reads the file or fetches the URL; a file that cannot be read is wrong usage.
    pub fn read(argument: Option<&str>, transport: &TransportArgs) -> Result<Self, Failure> {
        Ok(match argument {
            None => Self::default(),
            Some(url) if url.contains("://") => match fetch_keys(url, transport) {
                Ok(keys) => Self { keys: Some(keys), unfetched: None },
                Err(failure) => Self { keys: None, unfetched: Some(failure) },
            },
            Some(file) => Self { keys: Some(read_keys(file)?), unfetched: None },
        })
    }
}

/// The longest file of keys, in bytes.
const LONGEST: u64 = 10 << 20;

fn read_keys(file: &str) -> Result<JwkSet, Failure> {
    let text = files::read_given(file.as_ref(), LONGEST)
        .map_err(|error| Failure::usage(format!("--jwks: {file}: {error}")))?;
    let text = String::from_utf8_lossy(&text);
    JwkSet::parse(text.trim_start_matches('\u{feff}')).map_err(|why| Failure::usage(format!("--jwks: {file}: {why}")))
}

/// Fetches a JWK Set. This is the command's only request, sent because its URL was given.
fn fetch_keys(url: &str, transport: &TransportArgs) -> Result<JwkSet, Failure> {
    let mut problems = Vec::new();
    let limits = transport.limits(&mut problems);
    Failure::unless_empty(Status::Usage, problems)?;
    let client = HttpClient::new(limits, transport.ca_file.as_deref())?;
    let request = discovery::get_json(url).build();
    let delivery = runtime::block_on(client.send(&request))
        .map_err(|error| Failure::new(Status::Network, format!("--jwks: {error}")))?;
    // The URL is printed in error messages, so its secrets are masked.
    let url = redaction::url(url);
    match delivery.received {
        ref received @ Received::Response(ref response) if response.completeness != Completeness::Complete => {
            let status = if received.ran_out_of_time() { Status::TimedOut } else { Status::Bad };
            let problem = response.completeness.problem().unwrap_or_default();
            Err(Failure::new(status, format!("--jwks: {url}: {problem}")))
        }
        Received::Response(response) if response.is_success() => {
            JwkSet::parse(&response.text()).map_err(|why| Failure::new(Status::Bad, format!("--jwks: {url}: {why}")))
        }
        Received::Response(response) => {
            let found = format!("--jwks: {url} returned HTTP {}, expected 200 with a JWK Set", response.status);
            Err(Failure::new(Status::Bad, found))
        }
        Received::Failed(failure) => {
            let status = match failure.kind {
                FailureKind::Timeout | FailureKind::ConnectTimeout => Status::TimedOut,
                FailureKind::Refused => Status::Usage,
                _ => Status::Network,
            };
            Err(Failure::new(status, format!("--jwks: {url}: {}", failure.message)))
        }
        Received::Pending => Err(Failure::new(Status::Network, format!("--jwks: {url} did not respond"))),
    }
}
