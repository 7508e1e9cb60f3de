//! An error instead of a code: why the authorization request was rejected.

use crate::diagnosis::evidence::{with_callback, with_requested};
use crate::diagnosis::federation::{self, ACCESS_DENIED, INTERACTION, consent_missing, interaction_needed};
use crate::diagnosis::{SessionEvidence, authorization, described, provider_page};
use crate::protocol::finding::rules;
use crate::protocol::{Callback, Finding, Remedy, RemedyAction, Severity};

rules! {
    /// All rules of this module. The errors are checked together with the callback.
    pub(super) RULES;

    pub(super) FLOW: Error "authorization.flow_not_allowed",
        "response_type not allowed for this client", "RFC 6749 4.1.2.1";
    pub(super) SCOPE: Error "authorization.scope_refused", "Scope rejected", "RFC 6749 4.1.2.1";
    pub(super) LOGIN_REQUIRED: Error "login.required", "Login required", "OIDC Core 3.1.2.6";
    pub(super) SERVER_ERROR: Error "authorization.server_error", "Provider error", "RFC 6749 4.1.2.1";
    pub(super) INVALID: Error "authorization.invalid_request", "Authorization request rejected as invalid", "RFC 6749 4.1.2.1";
    pub(super) REFUSED: Error "authorization.refused", "Authorization request rejected", "RFC 6749 4.1.2.1";
    pub(super) RESOURCE: Error "authorization.resource_refused", "Resource rejected", "RFC 8707 2";
}

/// An error that the provider sent to the client. Problems of the request itself are detected there.
pub(super) fn refusal(evidence: &SessionEvidence<'_>, callback: &Callback) -> Finding {
    let finding = explained_by_the_request(evidence, callback).unwrap_or_else(|| by_code(evidence, callback));
    with_callback(with_callback(finding, callback, "error"), callback, "error_description")
}

/// An error of the request that was detected before it was sent, and that the provider confirms.
fn explained_by_the_request(evidence: &SessionEvidence<'_>, callback: &Callback) -> Option<Finding> {
    let refused = matches!(callback.error()?, "invalid_request" | "invalid_scope" | "unsupported_response_type");
    // A federated sign-in had already started, so the request was valid.
    if !refused || (evidence.cognito && federation::of_text(description(callback)).is_some()) {
        return None;
    }
    let errors = authorization::look(evidence).into_iter();
    errors
        .filter(|finding| finding.severity() == Severity::Error)
        .find(|finding| finding.rule != &authorization::PKCE_MISMATCH)
}

fn description(callback: &Callback) -> &str {
    callback.parameters.get("error_description").unwrap_or_default().trim()
}

/// An error by its code and its description; an unknown code is reported as such.
fn by_code(evidence: &SessionEvidence<'_>, callback: &Callback) -> Finding {
    let said = description(callback);
    // Cognito returns invalid_request, with only the code in the description.
    let code = match (callback.error().unwrap_or_default(), said) {
        ("invalid_request", "unauthorized_client") => "unauthorized_client",
        ("invalid_request", "invalid_scope") => "invalid_scope",
        (code, _) => code,
    };
    let hint = evidence.cognito.then(|| federation::of_text(said)).flatten();
    match (code, hint) {
        ("invalid_request" | "server_error" | "access_denied", Some(finding)) => finding,
        (code, None) if is_denied(code, said) => ACCESS_DENIED.found(
            "The provider reports that the user denied the request.",
            "Sign in again and allow the access. In the application, treat this callback as a decision of the user.",
        ),
        (code, None) if is_cancelled(code, said) => ACCESS_DENIED.found(
            "No one signed in: the user cancelled at the provider or at the identity provider behind it.",
            "Sign in again. In the application, treat this callback as a cancelled sign-in, not as a failure.",
        ),
        ("access_denied", None) => ACCESS_DENIED.found(
            "The provider issued no code: the user cancelled or denied consent, or a policy of the provider forbids it.",
            "Sign in again. If the provider showed no page, check its sign-in log.",
        ),
        ("unauthorized_client" | "unsupported_response_type", _) => {
            let asked = evidence.requested("response_type").map(|types| format!("response_type={types}"));
            let asked = asked.unwrap_or_else(|| "the response_type of the request".to_owned());
            let finding = FLOW.found(
                format!("The provider knows the client, but the client may not use {asked}."),
                if evidence.cognito {
                    "Use response_type=code and allow the authorization code grant for the app client."
                } else {
                    "Use response_type=code, and allow that grant in the client's registration."
                },
            );
            with_requested(finding, evidence, "response_type")
        }
        ("invalid_scope", _) => scope_refused(evidence),
        ("invalid_target", _) => with_requested(
            RESOURCE.found(
                "The provider does not know the API that the parameter resource names.",
                "Correct or remove resource.",
            ),
            evidence,
            "resource",
        ),
        ("consent_required", _) if requested_without_a_page(evidence) == Some(false) => consent_missing(),
        ("interaction_required" | "account_selection_required", _)
            if requested_without_a_page(evidence) == Some(false) =>
        {
            interaction_needed()
        }
        ("login_required", _) if requested_without_a_page(evidence) == Some(false) => LOGIN_REQUIRED.found(
            "The provider reports that no one is signed in, but shows no login page, although the request allows one.",
            "Send the request in the browser's address bar, not in a hidden frame. Then check the provider's sign-in \
             log.",
        ),
        ("login_required", _) => with_requested(
            LOGIN_REQUIRED.found(
                "prompt=none forbids any page, and the browser has no session at the provider.",
                "Send the request again without prompt=none.",
            ),
            evidence,
            "prompt",
        ),
        ("interaction_required" | "consent_required" | "account_selection_required", _) => INTERACTION.found(
            format!("prompt=none forbids any page, and the provider responded with {code}."),
            "Send the request again without prompt=none.",
        ),
        ("server_error" | "temporarily_unavailable", None) => SERVER_ERROR.found(
            "The provider failed while processing the request, or is overloaded.",
            "Try again later. Check the provider's logs and status page.",
        ),
        ("invalid_request", None) if let Some(finding) = described::invalid_request(said) => finding,
        ("invalid_request", None) => INVALID.found(
            match evidence.attempt() {
                Some(_) => "The provider rejects the request as invalid. The request has none of the common mistakes.",
                None => "The provider rejects the request as invalid. The request itself is unknown.",
            },
            "Remove optional parameters one by one. A description, if there is one, is the provider's own hint.",
        ),
        // Some proxies and libraries pass the provider's error page on to the client.
        (code, _) => provider_page::explained(evidence, &provider_page::Page::at(callback)).unwrap_or_else(|| {
            REFUSED.found(
                format!("The provider returned the error {code:?}, which is not a code of OAuth or OpenID Connect."),
                "Look up the error in the provider's documentation. A description is the provider's own hint.",
            )
        }),
    }
}

/// What a code on the provider's own page means, if the sentences of the page do not explain it.
pub(super) fn on_a_page(evidence: &SessionEvidence<'_>, callback: &Callback) -> Option<Finding> {
    callback.error()?;
    Some(by_code(evidence, callback)).filter(|finding| finding.rule != &REFUSED)
}

/// Whether an error says that the user saw what is requested, and denied it.
fn is_denied(code: &str, said: &str) -> bool {
    let said = said.to_ascii_lowercase();
    let words = ["user denied", "user has denied", "denied by user", "user declined", "declined to consent"];
    code == "access_denied" && words.iter().any(|word| said.contains(word))
}

/// Whether an error says that the user cancelled: Apple (`user_cancelled_authorize`), Facebook (`user_denied`),
/// LinkedIn (`user_cancelled_login`), Microsoft Entra ID (AADSTS65004, AADB2C90091), and others in words.
fn is_cancelled(code: &str, said: &str) -> bool {
    let (code, said) = (code.to_ascii_lowercase(), said.to_ascii_lowercase());
    let is_code = ["cancel", "user_denied", "declined"].iter().any(|word| code.contains(word));
    let is_said = || {
        let words = ["cancel", "aadsts65004", "aadb2c90091", "declined to consent", "denied by user", "user denied"];
        words.iter().any(|word| said.contains(word))
    };
    is_code || matches!(code.as_str(), "access_denied" | "invalid_request" | "server_error") && is_said()
}

/// Whether the request forbids showing pages; `None` if unknown.
fn requested_without_a_page(evidence: &SessionEvidence<'_>) -> Option<bool> {
    evidence.attempt()?;
    Some(evidence.requested("prompt").is_some_and(|prompt| prompt.split(' ').any(|word| word == "none")))
}

fn scope_refused(evidence: &SessionEvidence<'_>) -> Finding {
    let asked = match (evidence.requested("scope"), evidence.attempt()) {
        (Some(scope), _) => format!("it requested {scope}"),
        (None, Some(_)) => "it requested none, which means the client's default scopes".to_owned(),
        (None, None) => "the request is unknown".to_owned(),
    };
    let finding = SCOPE.found(
        format!("A scope of the request is unknown or not allowed for this client: {asked}."),
        Remedy::new(if evidence.cognito {
            "Request openid alone, then add scopes one by one. Custom scopes need their resource server and must be \
             enabled for the app client. The parameter resource can cause this error too."
        } else {
            "Request openid alone, then add scopes one by one. Allow the missing one in the client's registration."
        })
        .offering(RemedyAction::RegistrationOracle),
    );
    with_requested(finding, evidence, "scope")
}
