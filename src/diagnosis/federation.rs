//! Sign-ins that end at an identity provider, at a policy, or because of a missing consent.

use crate::protocol::Finding;
use crate::protocol::finding::rules;
use crate::reading::sentences::{self, Cause, Library, Said};

rules! {
    /// All rules of this module, detected in an error of the callback, on a page, or at the token endpoint.
    pub(super) RULES;

    pub(super) ACCESS_DENIED: Error "authorization.access_denied", "Access denied", "RFC 6749 4.1.2.1";
    pub(super) INTERACTION: Error "login.interaction_required", "User interaction required", "OIDC Core 3.1.2.6";
    pub(super) CONSENT: Error "login.consent_required", "Consent required", "OIDC Core 3.1.2.6";
    ATTRIBUTES: Error "federation.attributes_missing",
        "Required attribute missing from the identity provider";
    IMMUTABLE: Error "federation.attribute_immutable", "Mapped attribute is immutable";
    TRIGGER: Error "login.trigger_refused", "Lambda trigger rejected the sign-in";
    LINKED: Error "federation.account_linked", "First sign-in after linking two users failed";
    pub(super) DISABLED: Error "user.disabled", "User disabled";
    IDP_TIMEOUT: Error "federation.idp_timeout", "Identity provider timed out";
    IDP_CONNECTION: Error "federation.idp_connection", "Connection to the identity provider lost";
    IDP_REFUSED: Error "federation.idp_error",
        "Identity provider rejected the user pool's token request", "RFC 6749 5.2";
    SAML: Error "federation.saml_refused", "SAML response rejected", "SAML Profiles 4.1.4.3";
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

/// The finding that a message about a federated sign-in proves.
pub(super) fn finding(said: &Said) -> Option<Finding> {
    Some(match said.proves() {
        Cause::TriggerRefused => TRIGGER.found(
            "A Lambda trigger of the user pool rejected the sign-in or failed. The text after \"failed with error\" \
             is its own message.",
            "Read the trigger's log in CloudWatch at that time; its exception is the reason.",
        ),
        Cause::LinkedAccountRetry => LINKED.found(
            "The first sign-in after two users were linked (AdminLinkProviderForUser) fails with this message.",
            "Start the sign-in a second time; have the application retry once automatically after this message.",
        ),
        Cause::AttributeImmutable => IMMUTABLE.found(
            format!(
                "The identity provider sends the attribute {}, but the user pool or the app client may not update it.",
                said.value("attribute").unwrap_or("that the message names")
            ),
            "Allow the app client to write the attribute. An attribute that is immutable in the user pool cannot be \
             mapped: remove the mapping, or create a user pool with the attribute mutable.",
        ),
        Cause::AttributesMissing => ATTRIBUTES.found(
            format!(
                "The user pool requires {}, but the identity provider did not send it.",
                said.value("attribute").unwrap_or("an attribute")
            ),
            "Map the attribute from the identity provider and request the scope that includes it, or use a user pool \
             that does not require it.",
        ),
        Cause::IdpTokenExchange => match said.library() {
            Library::Cognito => idp_refused("The user pool", "the user pool"),
            other => idp_refused(&other.subject(), other.name()),
        },
        Cause::SamlSignature => SAML.found(
            "The signature of the SAML response does not match the certificate in the user pool's metadata: the \
             certificate was renewed, or the response or the assertion is not signed as expected.",
            "Upload the identity provider's current metadata, or have the user pool read it from a URL.",
        ),
        Cause::SamlAudience => SAML.found(
            "The SAML response is for another audience than this user pool.",
            "Set the audience (SP entity ID) at the identity provider to urn:amazon:cognito:sp:POOL.",
        ),
        Cause::SamlRefused => saml(),
        Cause::IdpTimeout => idp_timeout(),
        _ => return None,
    })
}

/// Whether only Cognito writes a text: it identifies the provider if nothing else does.
pub(super) fn is_cognitos(text: &str) -> bool {
    of_cognito(text).is_some_and(|said| said.proves() != Cause::UserDisabled)
}

/// Whether a text is a message of Cognito that others could write too.
pub(super) fn may_be_cognitos(text: &str) -> bool {
    let sentence = text.trim().trim_end_matches('.').to_ascii_lowercase();
    ["user is not enabled", "user is disabled", "read timed out", "connection reset"].contains(&sentence.as_str())
}

/// The cause that a text of Cognito names. AWS may change its messages: they only make a finding about
/// `invalid_request` more precise.
pub(super) fn of_text(text: &str) -> Option<Finding> {
    if let Some(said) = of_cognito(text) {
        return match said.proves() {
            Cause::UserDisabled => Some(
                DISABLED
                    .found("The user exists but is disabled.", "Enable the user in the user pool (AdminEnableUser)."),
            ),
            Cause::AccessDenied => Some(denied()),
            _ => finding(&said),
        };
    }
    // Others write these too, so they count only because Cognito wrote the text.
    let lower = text.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match () {
        () if says(&["connection reset"]) => Some(IDP_CONNECTION.found(
            "The user pool lost its connection to the identity provider.",
            "Try again. Then check the endpoints configured for the identity provider, and its firewall.",
        )),
        () if says(&["read timed out"]) => Some(idp_timeout()),
        () if says(&["user_denied", "access_denied"]) => Some(denied()),
        () if says(&["+error+-+", " error - "]) => Some(idp_refused("The user pool", "the user pool")),
        () if says(&["saml"]) => Some(saml()),
        () => None,
    }
}

/// The most specific message of Cognito about a sign-in in a text.
fn of_cognito(text: &str) -> Option<Said> {
    let is_about_sign_in =
        |said: &Said| finding(said).is_some() || matches!(said.proves(), Cause::UserDisabled | Cause::AccessDenied);
    let found = sentences::find(text).into_iter().map(|found| found.value);
    let found = found.filter(|said| said.library() == Library::Cognito && is_about_sign_in(said));
    found.max_by_key(|said| said.proves().exactness())
}

fn denied() -> Finding {
    ACCESS_DENIED.found(
        "The user cancelled at the identity provider, or the identity provider denied access.",
        "Sign in again and give consent.",
    )
}

fn idp_timeout() -> Finding {
    IDP_TIMEOUT.found(
        "The user pool did not reach the identity provider's token endpoint or keys in time.",
        "Try again. Then check the endpoints configured for the identity provider, and its firewall.",
    )
}

fn idp_refused(who: &str, place: &str) -> Finding {
    IDP_REFUSED.found(
        format!("{who} redeemed the code at the external identity provider and received an error instead of tokens."),
        format!(
            "Check the client id, client secret, token URL and authentication method of the identity provider in {place}, \
             and the redirect URI registered there (for a user pool https://DOMAIN/oauth2/idpresponse). The identity \
             provider's log has the request."
        ),
    )
}

/// A SAML response that Cognito rejects.
pub(super) fn saml() -> Finding {
    SAML.found(
        "The user pool rejected the SAML response. The message names the reason.",
        "Compare destination (https://DOMAIN/saml2/idpresponse), audience (urn:amazon:cognito:sp:POOL), times and NameID of \
         the response with what the user pool expects. Upload the identity provider's current metadata.",
    )
}
