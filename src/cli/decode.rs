//! `grantscope decode`: one token, decoded and verified, with every check.
//!
//! Exit status 0 if the signature is verified and no check failed, 1 if the token was decoded but is not verified, 2 if
//! the input is not a token, 3 if nobody answered the request for the keys.

use std::path::Path;

use clap::Args;
use jiff::{SignedDuration, Timestamp};

use super::client::{SECRET_VARIABLE, TransportArgs};
use super::given_keys::GivenKeys;
use super::global::{Global, OUTPUT};
use super::input;
use super::output::{self, Page};
use super::status::{Failure, Status};
use super::token_text::TokenText;
use crate::cli::session::kept_sessions::KeptSessions;
use crate::profile::cognito;
use crate::protocol::token::pasted::Pasted;
use crate::protocol::{
    Expectations, Finding, JwkSet, Nonce, Rule, Secret, Severity, SignatureReason, SignatureStatus, TokenKind,
    TokenReport,
};
use crate::runtime::clock;

/// `signature.not_checked`, for keys that were given by URL.
static UNFETCHED: Rule = Rule::new(
    "signature.not_checked",
    Severity::Info,
    "The signature was not checked: the keys could not be fetched",
    "OIDC Core 3.1.3.7",
);

/// The longest input, in bytes. Real tokens have a few kilobytes.
const LONGEST: u64 = 64 * 1024 * 1024;

/// The expected values.
const EXPECTED: &str = "Expected";

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct DecodeArgs {
    /// The token, or a file that contains it; - or no argument reads standard input.
    #[arg(value_name = "TOKEN|FILE|-")]
    pub token: Option<String>,
    /// The JWK Set that verifies the signature.
    ///
    /// A file or a URL.
    #[arg(long, value_name = "FILE_OR_URL", help_heading = "Keys")]
    pub jwks: Option<String>,
    /// The expected issuer.
    #[arg(long, value_name = "URL", help_heading = EXPECTED)]
    pub issuer: Option<String>,
    /// The expected client ID.
    #[arg(long, value_name = "ID", allow_hyphen_values = true, help_heading = EXPECTED)]
    pub client_id: Option<String>,
    /// The expected nonce.
    #[arg(long, value_name = "NONCE", allow_hyphen_values = true, help_heading = EXPECTED)]
    pub nonce: Option<String>,
    /// The access token that was issued with the ID token, to check at_hash.
    #[arg(long, value_name = "TOKEN", allow_hyphen_values = true, help_heading = EXPECTED)]
    pub access_token: Option<String>,
    /// The allowed clock difference.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, allow_negative_numbers = true, help_heading = EXPECTED, hide_short_help = true)]
    pub leeway: u32,
    /// Check against this time instead of now.
    #[arg(long, value_name = "RFC3339", value_parser = super::times::moment, help_heading = EXPECTED)]
    pub at: Option<Timestamp>,
    /// Print one JSON document.
    #[arg(long, help_heading = OUTPUT)]
    pub json: bool,
    /// The connection to the keys.
    #[command(flatten)]
    pub transport: TransportArgs,
}

/// Decodes a token.
pub fn run(args: &DecodeArgs, global: &Global) -> Result<Status, Failure> {
    let token = read_token(args.token.as_deref())?;
    let GivenKeys { keys, unfetched } = GivenKeys::read(args.jwks.as_deref(), &args.transport)?;
    let expected = args.expectations();
    let mut report = TokenReport::of(&token, keys.as_ref(), &expected);
    let kept = KeptSessions::about([&report].into_iter().filter(|_| args.jwks.is_none()), global);
    if let Some((_, keys)) = kept.keys.first() {
        report = TokenReport::of(&token, Some(keys), &expected);
    }
    drop(token);
    finish(&mut report, keys.as_ref(), unfetched.as_ref());
    if report.signature.status != SignatureStatus::Verified {
        let altered = kept.tokens.iter().find_map(|known| known.altered(report.raw.expose()));
        report.findings.splice(0..0, altered);
    }
    print(&report, expected.now, args.json, global)?;
    if let Some(failure) = unfetched {
        return Err(failure);
    }
    Ok(match report.kind {
        TokenKind::Opaque => Status::Usage,
        _ if report.is_verified() => Status::Worked,
        _ => Status::Bad,
    })
}

impl DecodeArgs {
    fn expectations(&self) -> Expectations {
        let access_token = self.access_token.as_deref().map(|token| Pasted::read(token, None).text.into_owned());
        let secret = std::env::var(SECRET_VARIABLE).ok().filter(|secret| !secret.is_empty());
        Expectations {
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            nonce: self.nonce.as_deref().map_or(Nonce::Unknown, |nonce| Nonce::of_request(Some(nonce))),
            access_token: access_token.map(Secret::new),
            client_secret: secret.map(Secret::new),
            // The checks recognise AWS issuers themselves, but only the profile layer knows those of emulators.
            is_cognito: self.issuer.as_deref().is_some_and(cognito::is_issuer),
            leeway: SignedDuration::from_secs(i64::from(self.leeway)),
            ..Expectations::at(self.at.unwrap_or_else(clock::now))
        }
    }
}

/// The problems of the JWK Set, and why it is missing.
fn finish(report: &mut TokenReport, keys: Option<&JwkSet>, unfetched: Option<&Failure>) {
    report.findings.extend(keys.map(JwkSet::findings).unwrap_or_default());
    report.findings.sort_by_key(Finding::severity);
    if let Some(failure) = unfetched
        && report.signature.status == SignatureStatus::NotChecked
        && report.kind != TokenKind::Opaque
    {
        report.signature.reason = SignatureReason::KeysUnfetched(Some(failure.problems.join("; ")));
        for finding in report.findings.iter_mut().filter(|finding| finding.id() == UNFETCHED.id) {
            finding.rule = &UNFETCHED;
            finding.detail = "The keys could not be fetched.".into();
            finding.remedy =
                "Provide the JWK Set as a file, or as the jwks_uri in the issuer's discovery document.".into();
        }
    }
}

fn print(report: &TokenReport, now: Timestamp, as_json: bool, global: &Global) -> Result<(), Failure> {
    if report.kind == TokenKind::Opaque {
        output::problems(&Failure::usage(format!("not a token: {}", no_token(report))));
    }
    if as_json {
        return output::json(report);
    }
    if report.kind == TokenKind::Opaque {
        return Ok(());
    }
    let mut page = Page::stdout();
    TokenText { now, zone: clock::zone(), ascii: global.ascii }.write(&mut page, report);
    page.print()
}

/// Why the input is not a token. The input is not quoted, because it may be a secret.
fn no_token(report: &TokenReport) -> String {
    let is_opaque = report.header.is_none() && report.claims.is_none();
    if let Some(provenance) = report.provenance().filter(|_| is_opaque) {
        return provenance.to_string();
    }
    match report.findings.first() {
        Some(_) => report.signature.reason.to_string(),
        None if report.raw.is_empty() => "the input is empty".to_owned(),
        None => {
            let found = match report.raw.expose().split('.').take(7).count() {
                1 => "found no dots".to_owned(),
                7 => "found more than 6 parts".to_owned(),
                parts => format!("found {parts} parts"),
            };
            format!("{found}, expected 3 parts (signed) or 5 parts (encrypted) separated by dots")
        }
    }
}

fn read_token(argument: Option<&str>) -> Result<String, Failure> {
    let bytes = match argument.filter(|token| *token != "-") {
        Some(file) if Path::new(file).is_file() => input::read(Path::new(file), LONGEST)?,
        Some(token) => return Ok(token.to_owned()),
        None => input::pasted("the token", LONGEST)?,
    };
    // Invalid UTF-8 becomes replacement characters. No token contains them, so the report names the place.
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}
