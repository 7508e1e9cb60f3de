//! Sign-ins that end at an identity provider, at a policy, or because of a missing consent.

use super::SessionEvidence;
use crate::protocol::Finding;
use crate::protocol::finding::rules;

rules! {
    /// All rules of this module, detected in an error of the callback, on a page, or at the token endpoint.
    pub(super) RULES;

    pub(super) ACCESS_DENIED: Error "authorization.access_denied", "Access denied", "RFC 6749 4.1.2.1";
    pub(super) INTERACTION: Error "login.interaction_required", "User interaction required", "OIDC Core 3.1.2.6";
    pub(super) CONSENT: Error "login.consent_required", "Consent required", "OIDC Core 3.1.2.6";
    pub(super) ATTRIBUTES: Error "federation.attributes_missing",
        "Required attribute missing from the identity provider";
    pub(super) IMMUTABLE: Error "federation.attribute_immutable", "Mapped attribute is immutable";
    pub(super) TRIGGER: Error "login.trigger_refused", "Lambda trigger rejected the sign-in";
    pub(super) LINKED: Error "federation.account_linked", "First sign-in after linking two users failed";
    pub(super) DISABLED: Error "user.disabled", "User disabled";
    IDP_TIMEOUT: Error "federation.idp_timeout", "Identity provider timed out";
    IDP_CONNECTION: Error "federation.idp_connection", "Connection to the identity provider lost";
    pub(super) IDP_REFUSED: Error "federation.idp_error",
        "Identity provider rejected the user pool's token request", "RFC 6749 5.2";
    pub(super) SAML: Error "federation.saml_refused", "SAML response rejected", "SAML Profiles 4.1.4.3";
}

/// A consent that the provider does not offer to the user.
pub(super) fn consent_missing() -> Finding {
    CONSENT.found(
        "Neither the user nor an administrator has consented to what the client requests, and the provider does not \
         ask for consent.",
        "Give consent: the user with prompt=consent in the authorization request, or an administrator for all users. \
         Or request fewer scopes.",
    )
}

/// A policy of the provider requires an interaction that the request cannot have.
pub(super) fn interaction_needed() -> Finding {
    INTERACTION.found(
        "The provider requires the user to act: a second factor, a device or another condition.",
        "Send the user to the authorization endpoint again. The provider's sign-in log names the condition.",
    )
}

/// The cause in Cognito's sentence about a federated sign-in. AWS may change these sentences: they only make a finding
/// about `invalid_request` more precise.
pub(super) fn federation(evidence: &SessionEvidence<'_>, said: &str) -> Option<Finding> {
    let lower = said.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    Some(if says(&["attributes required"]) {
        ATTRIBUTES.found(
            format!("{said}: the user pool requires attributes that the identity provider did not send."),
            "Map the attribute at the identity provider. A required attribute cannot be made optional later: that \
             needs a new user pool.",
        )
    } else if says(&["cannot be updated"]) {
        IMMUTABLE.found(
            format!(
                "{said} The attribute is mapped from the identity provider and immutable, so every sign-in after the \
                 first fails."
            ),
            "Remove the mapping, or create a user pool in which the attribute is mutable. An existing attribute \
             cannot be changed.",
        )
    } else if says(&["failed with error", "invocation failed"]) {
        TRIGGER.found(
            format!("A Lambda trigger of the user pool rejected the sign-in: {said}"),
            "Read the log of the function. The text after \"error\" is its own message.",
        )
    } else if says(&["already found an entry for username"]) {
        LINKED.found(
            "The first sign-in after two users were linked fails once.",
            "Sign in again. Have the application repeat the authorization request once.",
        )
    } else if says(&["user is not enabled", "user is disabled"]) {
        DISABLED.found("The user exists but is disabled.", "Enable the user in the user pool (AdminEnableUser).")
    } else if says(&["connection reset"]) {
        IDP_CONNECTION.found(
            "The user pool lost its connection to the identity provider.",
            "Try again. Then check the endpoints configured for the identity provider, and its firewall.",
        )
    } else if says(&["timeout occurred", "timeout in calling", "read timed out"]) {
        IDP_TIMEOUT.found(
            "The user pool did not reach the identity provider's token endpoint or keys in time.",
            "Try again. Then check the endpoints configured for the identity provider, and its firewall.",
        )
    } else if says(&["user_denied", "access_denied"]) {
        ACCESS_DENIED.found(
            "The user cancelled at the identity provider, or the identity provider denied access.",
            "Sign in again and give consent.",
        )
    } else if says(&["bad token response", "+error+-+", " error - "]) {
        let asked = evidence.asked("identity_provider").unwrap_or("the identity provider");
        IDP_REFUSED.found(
            format!("{asked} rejected the token request that the user pool sent with its own client there."),
            "At the identity provider, check the id and secret of that client, and register exactly \
             https://DOMAIN/oauth2/idpresponse as its redirect URI.",
        )
    } else if says(&["saml"]) {
        saml()
    } else {
        return None;
    })
}

/// A SAML response that Cognito rejects.
pub(super) fn saml() -> Finding {
    SAML.found(
        "Cognito rejected the SAML response: its signature, audience or attributes do not match.",
        "Upload the identity provider's current metadata. The audience must be urn:amazon:cognito:sp:POOL_ID.",
    )
}
