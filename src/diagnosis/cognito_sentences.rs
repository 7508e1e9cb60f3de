//! Sentences that only Cognito writes: they identify the provider if nothing else does.

/// Whether only Cognito writes a sentence.
pub(super) fn is_cognitos_sentence(said: &str) -> bool {
    let lower = said.to_ascii_lowercase();
    let triggers = [
        "presignup",
        "preauthentication",
        "postauthentication",
        "postconfirmation",
        "pretokengeneration",
        "usermigration",
    ];
    let sentences = [
        "attributes required: [",
        ": attribute cannot be updated",
        "already found an entry for username",
        "in calling idp token endpoint",
        "in calling jwks uri",
        "error getting token",
        "bad token response: http",
        "invalid saml response",
        "invalid samlresponse",
        "error in saml response processing",
        "permissions error; error=access_denied",
    ];
    sentences.iter().any(|sentence| lower.contains(sentence))
        || triggers.iter().any(|trigger| {
            ["failed with error", "invocation failed"].iter().any(|how| lower.contains(&format!("{trigger} {how}")))
        })
        || is_idp_error(&lower)
}

/// `Google Error - 400 invalid_client …`, `[MyOIDC] Error - [401] error getting token`: a name, a status and an error code.
fn is_idp_error(lower: &str) -> bool {
    let Some((_, said)) = lower.split_once(" error - ") else { return false };
    let said = said.trim_start_matches('[');
    let Some((status, rest)) = said.split_at_checked(3) else { return false };
    let code = rest.trim_start_matches([']', ' ']).split(' ').next().unwrap_or_default();
    let is_code = code == "error" || code.contains('_') && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    is_code && status.starts_with(['4', '5']) && status.bytes().all(|b| b.is_ascii_digit())
}

/// Sentences of Cognito that others could write too; they must be the whole text.
pub(super) fn is_whole_sentence_of_cognito(said: &str) -> bool {
    let sentence = said.trim().trim_end_matches('.').to_ascii_lowercase();
    ["user is not enabled", "user is disabled", "read timed out", "connection reset"].contains(&sentence.as_str())
}
