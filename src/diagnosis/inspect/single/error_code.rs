//! An error code in the words of a program, a library or a person.

use super::{callback, endpoint_response};
use crate::diagnosis::authorization;
use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::options::Options;
use crate::protocol::Json;
use crate::reading::input::Input;
use crate::reading::sentences::{explains_codes, is_mentioned};

/// An error as written by a program, a library or a person: an exception of Cognito's API, or the error code itself.
/// Tried if nothing else recognises the text.
pub(in crate::diagnosis::inspect) fn error(input: &Input, options: &Options) -> Option<Inspection> {
    let text = input.text.as_str();
    if !input.is_message() {
        return None;
    }
    let code = error_code(text)?;
    let mut inspection = if TOKEN_ERRORS.contains(&code) {
        endpoint_response::token_response(&Json::parse(format!("{{\"error\":\"{code}\"}}")).ok()?, options)
    } else {
        callback::callback(&Input { text: format!("?error={code}"), repairs: Vec::new() }, options)?
    };
    inspection.repairs.insert(0, "found the error code in the text".to_owned());
    // The callback itself is unknown; only its error is.
    inspection.findings.retain(|finding| finding.rule != &authorization::STATE_MISSING);
    Some(inspection)
}

/// The first error code in a text that can be nothing else, one of the token endpoint before others.
pub(in crate::diagnosis::inspect) fn error_code(text: &str) -> Option<&str> {
    if explains_codes(text) {
        return None;
    }
    let words = || text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let is_reported = |word: &str| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        !is_mentioned(text, &(start..start + word.len()))
    };
    let one_of = |codes: &[&str]| words().find(|word| codes.contains(word) && is_reported(word));
    one_of(&TOKEN_ERRORS).or_else(|| one_of(&CALLBACK_ERRORS))
}

/// Errors that identify their endpoint: the token endpoint, UserInfo, revocation. `invalid_request` and `access_denied`
/// occur in any program.
const TOKEN_ERRORS: [&str; 6] = [
    "invalid_grant",
    "invalid_client",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_token_type",
    "invalid_token",
];
/// Errors of the authorization endpoint.
const CALLBACK_ERRORS: [&str; 4] = ["login_required", "interaction_required", "consent_required", "invalid_scope"];
