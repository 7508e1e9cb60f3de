//! What is said of the person who signs in, and of the identity provider behind the user pool.

use super::rules::{
    CANCELLED, CREDENTIALS, EMAIL_ABSENT, EMAIL_REFUSED, EMAIL_UNVERIFIED, LOGIN_PAGE_EXPIRED, NOT_ALLOWED,
    NOT_CONFIRMED, NOT_LINKED, OTHER_USER, TENANT, USER_UNKNOWN,
};
use crate::diagnosis::{authorization_error, federation};
use crate::protocol::Finding;
use crate::reading::sentences::{Cause, Library, Said};

pub(super) fn finding(said: &Said) -> Option<Finding> {
    let who = said.library().subject();
    Some(match said.proves() {
        Cause::LoginPageExpired => LOGIN_PAGE_EXPIRED.found(
            format!(
                "{who} no longer has the sign-in of its login page: the page was open too long, it was opened from a \
                 bookmark or the browser's history, or the browser did not send the provider's cookie."
            ),
            "Start the sign-in at the application. If the problem persists, check the provider's cookie: its host \
             behind a proxy, Secure over plain http, SameSite in a frame. Raise the login timeout if people need \
             longer.",
        ),
        Cause::OtherUserSignedIn => OTHER_USER.found(
            format!("{who} reports that this browser is signed in as another user than the one who signs in now."),
            "Sign out at the provider (its logout URL) and sign in again, or use a private window.",
        ),
        Cause::PolicyRefused => federation::ACCESS_DENIED.found(
            format!("{who} reports that the application does not comply with a policy of the provider or of the organisation."),
            "Open the details of the error page: a redirect URI or scope that is not allowed, or an administrator's decision.",
        ),
        Cause::UserNotConfirmed => NOT_CONFIRMED.found(
            "The user exists, but has not confirmed the sign-up.",
            "Confirm with the code that was sent (ConfirmSignUp), or as an administrator (AdminConfirmSignUp).",
        ),
        Cause::CredentialsWrong => CREDENTIALS.found(
            format!("{who} reports a wrong user name or password. The message is the same for an unknown user."),
            "Type them again, and check that the user belongs to this user pool, realm or tenant.",
        ),
        Cause::ConsentMissing => federation::CONSENT.found(
            format!("{who} reports that neither the user nor an administrator consented to what the client requests."),
            "Have the user sign in once with prompt=consent, or have an administrator consent for everyone.",
        ),
        Cause::LoginRequired => authorization_error::LOGIN_REQUIRED.found(
            "No user is signed in at the provider, or its cookie did not reach it, and the request does not allow a \
             login page (prompt=none). In a hidden frame browsers block the cookies of other sites.",
            "Start a visible sign-in. For silent renewal use refresh tokens, or a custom domain of the provider under the \
             application's own site.",
        ),
        Cause::InteractionRequired => federation::INTERACTION.found(
            format!("{who} reports that the provider needs the user: a second factor, a device, a consent or a new \
                     sign-in."),
            match said.library() {
                Library::Keycloak => {
                    "Sign in once with a browser: the user has required actions, such as a new password, a second factor or \
                     an email to verify, or a required profile attribute is empty. Or remove them in the admin console (Users, \
                     Details)."
                }
                _ => "Start a visible sign-in (for MSAL acquireTokenRedirect or acquireTokenPopup after acquireTokenSilent \
                      failed).",
            },
        ),
        Cause::UserCancelled => CANCELLED.found(
            match said.library() {
                Library::Program => "The user closed or cancelled the sign-in.".to_owned(),
                _ => format!("{who} reports that the user closed or cancelled the sign-in."),
            },
            "Start the sign-in again. If nobody cancelled, the window was closed by the application or the redirect \
             did not return to it: compare the redirect URI with the one the application listens for.",
        ),
        Cause::ConsentDenied => federation::ACCESS_DENIED.found(
            match said.library() {
                Library::Program => "The provider reports that the user denied the request.".to_owned(),
                _ => format!("{who} reports that the user denied the request."),
            },
            "Sign in again and allow the access. In the application, treat this callback as a decision of the user.",
        ),
        Cause::AccessDenied => federation::ACCESS_DENIED.found(
            format!("{who} reports that the user or the provider denied access."),
            "Read the provider's log for the reason: consent, assignment to the application, or a policy.",
        ),
        Cause::UserNotAllowed => NOT_ALLOWED.found(
            format!("{who} reports that the user signed in, but is not allowed into the application."),
            "Assign the user, or one of the user's groups, to the application; check that the groups reach the \
             application as a claim with the name that it reads.",
        ),
        Cause::AccountNotLinked => NOT_LINKED.found(
            format!("{who} found an account with the same email address or identity that is not linked to this \
                     sign-in."),
            "Sign in as when the account was created, and link the other one there. Link automatically by address \
             only if the provider verifies addresses.",
        ),
        Cause::UserDisabled => federation::DISABLED.found(
            format!("{who} reports that the user is disabled or blocked."),
            "Enable the user at the provider.",
        ),
        Cause::UserUnknown => USER_UNKNOWN.found(
            format!("{who} reports that it does not know the user."),
            "Compare the name with the one at the provider: letter case, alias or email, tenant or user pool.",
        ),
        Cause::TenantMismatch => TENANT.found(
            format!("{who} reports that the account, the client or the endpoint belong to different tenants."),
            "Sign in at the tenant of the application (with its id instead of common in the authority), invite the \
             account as a guest, or register the application for multiple tenants.",
        ),
        Cause::EmailUnverified => EMAIL_UNVERIFIED.found(
            format!("{who} rejects the user because email_verified is not true."),
            match said.library() {
                Library::Oauth2Proxy => {
                    "Verify the email address at the provider (the claim email_verified must be true), or set \
                     --insecure-oidc-allow-unverified-email if every address of this provider can be trusted."
                }
                _ => "Verify the address at the provider: the claim email_verified must be true.",
            },
        ),
        Cause::EmailClaimMissing => EMAIL_ABSENT.found(
            format!("{who} needs an email address, but found none in the ID token or at UserInfo."),
            match said.library() {
                Library::Oauth2Proxy => {
                    "Request the scope email and map the address to the claim email at the provider, or name the claim that has \
                     it (--oidc-email-claim)."
                }
                _ => "Request the scope email, let the client read the attribute, and map it to the claim email at the provider.",
            },
        ),
        Cause::EmailRefused => EMAIL_REFUSED.found(
            format!("{who} does not allow this email address or its domain."),
            match said.library() {
                Library::Oauth2Proxy => "Add the domain to --email-domain (\"*\" allows all) or the address to the file of allowed \
                                         addresses.",
                _ => "Add the email address or its domain to the allowed ones.",
            },
        ),
        _ => return federation::finding(said),
    })
}
