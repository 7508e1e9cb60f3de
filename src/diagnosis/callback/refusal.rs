//! An error in place of a code: why the authorization request was refused.

use super::{
    ACCESS_DENIED, ATTRIBUTES, CONSENT, DISABLED, FLOW, IDP_CONNECTION, IDP_REFUSED, IDP_TIMEOUT, IMMUTABLE,
    INTERACTION, INVALID, LINKED, LOGIN_REQUIRED, REFUSED, RESOURCE, SCOPE, SERVER_ERROR, TRIGGER,
};
use crate::diagnosis::case::{with_asked, with_callback};
use crate::diagnosis::{Case, authorization, page};
use crate::protocol::{Callback, Finding, Severity};

/// An error that the provider sent to the client. What the request itself explains is found there.
pub(in crate::diagnosis) fn refusal(case: &Case<'_>, callback: &Callback) -> Finding {
    let finding = explained_by_the_request(case, callback).unwrap_or_else(|| by_code(case, callback));
    with_callback(with_callback(finding, callback, "error"), callback, "error_description")
}

/// An error of the request that was seen before it was sent, and that the provider now confirms.
fn explained_by_the_request(case: &Case<'_>, callback: &Callback) -> Option<Finding> {
    let refused = matches!(callback.error()?, "invalid_request" | "invalid_scope" | "unsupported_response_type");
    // A federated sign-in was on its way already: the request was fine.
    if !refused || (case.cognito && federation(case, description(callback)).is_some()) {
        return None;
    }
    let errors = (authorization::AREA.look)(case).into_iter();
    errors
        .filter(|finding| finding.severity() == Severity::Error)
        .find(|finding| finding.id() != "pkce.verifier_mismatch")
}

fn description(callback: &Callback) -> &str {
    callback.parameters.get("error_description").unwrap_or_default().trim()
}

fn by_code(case: &Case<'_>, callback: &Callback) -> Finding {
    let said = description(callback);
    // Cognito answers invalid_request and puts the code into the description, alone.
    let code = match (callback.error().unwrap_or_default(), said) {
        ("invalid_request", "unauthorized_client") => "unauthorized_client",
        ("invalid_request", "invalid_scope") => "invalid_scope",
        (code, _) => code,
    };
    let hint = case.cognito.then(|| federation(case, said)).flatten();
    match (code, hint) {
        ("invalid_request" | "server_error" | "access_denied", Some(finding)) => finding,
        ("access_denied", None) => ACCESS_DENIED.found(
            "Nobody signed in: the person cancelled, consent was refused, or a policy of the provider forbids it.",
            "Try again and agree; if nobody was asked, look at the provider's sign-in log.",
        ),
        ("unauthorized_client" | "unsupported_response_type", _) => {
            let asked = case.asked("response_type").map(|types| format!("response_type={types}"));
            let asked = asked.unwrap_or_else(|| "the response_type of its request".to_owned());
            let finding = FLOW.found(
                format!("The client is known, but may not use {asked}."),
                if case.cognito {
                    "Use response_type=code and allow the Authorization code grant on the app client."
                } else {
                    "Use response_type=code, and allow that grant in the client's registration."
                },
            );
            with_asked(finding, case, "response_type")
        }
        ("invalid_scope", _) => scope_refused(case),
        ("invalid_target", _) => with_asked(
            RESOURCE.found("The provider does not know the API that resource names.", "Correct or remove resource."),
            case,
            "resource",
        ),
        ("consent_required", _) if asked_without_a_page(case) == Some(false) => consent_missing(),
        ("interaction_required" | "account_selection_required", _) if asked_without_a_page(case) == Some(false) => {
            interaction_needed()
        }
        ("login_required", _) if asked_without_a_page(case) == Some(false) => LOGIN_REQUIRED.found(
            "The provider says that nobody is signed in, and shows no login page, though the request allows one.",
            "Send the request in the browser's address bar, not in a hidden frame; then look at the provider's sign-in log.",
        ),
        ("login_required", _) => with_asked(
            LOGIN_REQUIRED.found(
                "prompt=none asks for an answer without any page, and the browser has no session at the provider.",
                "Send the request again without prompt=none.",
            ),
            case,
            "prompt",
        ),
        ("interaction_required" | "consent_required" | "account_selection_required", _) => INTERACTION.found(
            format!("prompt=none asks for an answer without any page; the provider says {code}."),
            "Send the request again without prompt=none.",
        ),
        ("server_error" | "temporarily_unavailable", None) => SERVER_ERROR.found(
            "The provider failed while it handled the request, or is overloaded.",
            "Try again later; look at its logs and status page.",
        ),
        ("invalid_request", None) => INVALID.found(
            match case.attempt() {
                Some(_) => "The provider calls the request invalid, and the request shows none of the usual mistakes.",
                None => "The provider calls the request invalid. The request itself is not known here.",
            },
            "Take away optional parameters one by one; the description, if there is one, is the provider's own hint.",
        ),
        (code, _) => REFUSED.found(
            format!("The provider answered with the error {code:?}."),
            "Look the code up in the provider's documentation; the description is its own hint.",
        ),
    }
}

/// Whether the request forbids every page; `None` when it is not known.
fn asked_without_a_page(case: &Case<'_>) -> Option<bool> {
    case.attempt()?;
    Some(case.asked("prompt").is_some_and(|prompt| prompt.split(' ').any(|word| word == "none")))
}

/// A consent that the provider does not ask for.
pub(in crate::diagnosis) fn consent_missing() -> Finding {
    CONSENT.found(
        "Neither the person nor an administrator has agreed to what the client asks for, and the provider does not ask.",
        "Give the consent: the person with prompt=consent in the authorization request, or an administrator for everybody. \
         Or ask for fewer scopes.",
    )
}

/// A policy of the provider wants more than a request without the person can give.
pub(in crate::diagnosis) fn interaction_needed() -> Finding {
    INTERACTION.found(
        "The provider gives nothing without the person: a second factor, a device or a condition is asked for.",
        "Send the person to the authorization endpoint again; the provider's sign-in log names the condition.",
    )
}

fn scope_refused(case: &Case<'_>) -> Finding {
    let asked = match (case.asked("scope"), case.attempt()) {
        (Some(scope), _) => format!("it asked for {scope}"),
        (None, Some(_)) => "it asked for none, and so for the client's default scopes".to_owned(),
        (None, None) => "the request is not known here".to_owned(),
    };
    let finding = SCOPE.found(
        format!("A scope of the request is unknown or not allowed for this client: {asked}."),
        if case.cognito {
            "Ask with openid alone, then add scopes one by one (`grantscope preflight --oracle` does it). Custom \
             scopes need their resource server and must be enabled on the app client; resource can cause this too."
        } else {
            "Ask with openid alone, then add scopes one by one; allow the missing one in the client's registration."
        },
    );
    with_asked(finding, case, "scope")
}

/// Whether a sentence is one that only Cognito writes; the others of [`federation`] may be anybody's.
pub(in crate::diagnosis) fn is_cognitos_sentence(said: &str) -> bool {
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
        || triggers.iter().any(|trigger| lower.contains(&format!("{trigger} failed with error")))
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

/// Sentences of Cognito's that others could write as well, within a text of their own: nothing else stands beside them.
pub(in crate::diagnosis) fn is_whole_sentence_of_cognito(said: &str) -> bool {
    let sentence = said.trim().trim_end_matches('.').to_ascii_lowercase();
    ["user is not enabled", "user is disabled", "read timed out", "connection reset"].contains(&sentence.as_str())
}

/// What Cognito's sentence says of a federated sign-in. AWS may change these sentences: they only make a finding of
/// `invalid_request` more precise.
pub(in crate::diagnosis) fn federation(case: &Case<'_>, said: &str) -> Option<Finding> {
    let lower = said.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    Some(if says(&["attributes required"]) {
        ATTRIBUTES.found(
            format!("{said}: the user pool requires attributes that the identity provider did not send."),
            "Map the attribute at the identity provider. A required attribute cannot be made optional later; that takes \
             a new user pool.",
        )
    } else if says(&["cannot be updated"]) {
        IMMUTABLE.found(
            format!("{said} It is mapped from the identity provider and immutable, so the second sign-in fails."),
            "Remove the mapping, or make a user pool where the attribute is mutable: it cannot be changed in place.",
        )
    } else if says(&["failed with error"]) {
        TRIGGER.found(
            format!("A Lambda trigger of the user pool refused: {said}"),
            "Read the function's log; what stands after \"error\" is its own message.",
        )
    } else if says(&["already found an entry for username"]) {
        LINKED.found(
            "The first sign-in right after two users were linked fails once.",
            "Sign in again; have the application repeat the authorization request once.",
        )
    } else if says(&["user is not enabled", "user is disabled"]) {
        DISABLED.found("The user exists and is disabled.", "Enable the user in the user pool (AdminEnableUser).")
    } else if says(&["connection reset"]) {
        IDP_CONNECTION.found(
            "The connection from the user pool to the identity provider broke.",
            "Try again; then check the endpoints configured for the identity provider, and its firewall.",
        )
    } else if says(&["timeout occurred", "timeout in calling", "read timed out"]) {
        IDP_TIMEOUT.found(
            "The user pool could not reach the identity provider's token endpoint or keys in time.",
            "Try again; then check the endpoints configured for the identity provider, and its firewall.",
        )
    } else if says(&["user_denied", "access_denied"]) {
        ACCESS_DENIED.found("The person cancelled at the identity provider, or it refused.", "Sign in again and agree.")
    } else if says(&["bad token response", "+error+-+", " error - "]) {
        let asked = case.asked("identity_provider").unwrap_or("the identity provider");
        IDP_REFUSED.found(
            format!("{asked} refused the token request that the user pool made with its own client there."),
            "At the identity provider, check that client's id and secret, and register exactly \
             https://DOMAIN/oauth2/idpresponse as its redirect URI.",
        )
    } else if says(&["saml"]) {
        page::saml()
    } else {
        return None;
    })
}
