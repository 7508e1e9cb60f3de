//! `grantscope decode`: one token, decoded and verified, with every check.

use clap::Args;

use super::args::Global;
use super::client::TransportArgs;
use super::status::{Failure, Status};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct DecodeArgs {
    /// The token; - or nothing reads standard input.
    #[arg(value_name = "TOKEN|-")]
    pub token: Option<String>,
    /// The JWK Set: a file or a URL.
    #[arg(long, value_name = "FILE_OR_URL")]
    pub jwks: Option<String>,
    /// The issuer expected; without --jwks its keys are asked for.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// The client expected.
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// The nonce expected.
    #[arg(long, value_name = "NONCE")]
    pub nonce: Option<String>,
    /// The access token that came with an ID token, for at_hash.
    #[arg(long, value_name = "TOKEN")]
    pub access_token: Option<String>,
    /// How far clocks may differ.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub leeway: u32,
    /// Judge at this time instead of now.
    #[arg(long, value_name = "RFC3339")]
    pub at: Option<jiff::Timestamp>,
    /// Print one JSON document.
    #[arg(long)]
    pub json: bool,
    /// How to reach the keys.
    #[command(flatten)]
    pub transport: TransportArgs,
}

/// Decodes a token.
pub fn run(_args: &DecodeArgs, _global: &Global) -> Result<Status, Failure> {
    Err(Failure::usage("decode is not built yet"))
}
