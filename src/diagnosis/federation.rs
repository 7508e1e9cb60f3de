//! Sign-ins that end at an identity provider behind the provider, at a policy, or for want of a consent.

use super::SessionEvidence;
use crate::protocol::Finding;
use crate::protocol::finding::rules;

rules! {
    /// Every rule of this module: found by an error of the callback, by a page, or at the token endpoint.
    pub(super) RULES;

    pub(super) ACCESS_DENIED: Error "authorization.access_denied", "The person or the provider refused", "RFC 6749 4.1.2.1";
    pub(super) INTERACTION: Error "login.interaction_required", "The person has to be asked, and is not", "OIDC Core 3.1.2.6";
    pub(super) CONSENT: Error "login.consent_required", "Nobody agreed to what the client asks for", "OIDC Core 3.1.2.6";
    pub(super) ATTRIBUTES: Error "federation.attributes_missing", "The identity provider did not bring a required attribute";
    pub(super) IMMUTABLE: Error "federation.attribute_immutable", "A mapped attribute cannot be updated";
    pub(super) TRIGGER: Error "login.trigger_refused", "A Lambda trigger refused the sign-in";
    pub(super) LINKED: Error "federation.account_linked", "The first sign-in after linking two users fails";
    pub(super) DISABLED: Error "user.disabled", "The user is disabled";
    IDP_TIMEOUT: Error "federation.idp_timeout", "The identity provider did not answer in time";
    IDP_CONNECTION: Error "federation.idp_connection", "The connection to the identity provider broke";
    pub(super) IDP_REFUSED: Error "federation.idp_error",
        "The identity provider gave the user pool an error, not tokens", "RFC 6749 5.2";
    pub(super) SAML: Error "federation.saml_refused", "The SAML response was refused", "SAML Profiles 4.1.4.3";
}

/// A consent that the provider does not ask for.
pub(super) fn consent_missing() -> Finding {
    CONSENT.found(
        "Neither the person nor an administrator has agreed to what the client asks for, and the provider does not ask.",
        "Give the consent: the person with prompt=consent in the authorization request, or an administrator for everybody. \
         Or ask for fewer scopes.",
    )
}

/// A policy of the provider wants more than a request without the person can give.
pub(super) fn interaction_needed() -> Finding {
    INTERACTION.found(
        "The provider gives nothing without the person: a second factor, a device or a condition is asked for.",
        "Send the person to the authorization endpoint again; the provider's sign-in log names the condition.",
    )
}

/// What Cognito's sentence says of a federated sign-in. AWS may change these sentences: they only make a finding of
/// `invalid_request` more precise.
pub(super) fn federation(evidence: &SessionEvidence<'_>, said: &str) -> Option<Finding> {
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
        let asked = evidence.asked("identity_provider").unwrap_or("the identity provider");
        IDP_REFUSED.found(
            format!("{asked} refused the token request that the user pool made with its own client there."),
            "At the identity provider, check that client's id and secret, and register exactly \
             https://DOMAIN/oauth2/idpresponse as its redirect URI.",
        )
    } else if says(&["saml"]) {
        saml()
    } else {
        return None;
    })
}

/// A SAML response that Cognito refuses.
pub(super) fn saml() -> Finding {
    SAML.found(
        "The SAML response was refused: signature, audience or attributes do not fit.",
        "Upload the identity provider's current metadata; the audience must be urn:amazon:cognito:sp:POOL_ID.",
    )
}
