//! What is said of the person who signs in, and of the identity provider behind the user pool.

use super::row::{Row, rows};
use crate::diagnosis::{authorization_error, federation};
use crate::protocol::finding::rules;

rules! {
    /// Rules that are detected only in messages of this kind.
    pub(super) RULES;

    CANCELLED: Error "login.cancelled", "The user cancelled the sign-in", "RFC 6749 4.1.2.1";
    NOT_ALLOWED: Error "user.not_allowed", "The user is not allowed into the application";
    NOT_LINKED: Error "user.not_linked", "The account exists, but is not linked to this sign-in";
    USER_UNKNOWN: Error "user.unknown", "The provider does not know the user";
    EMAIL_UNVERIFIED: Error "user.email_unverified", "The email address is not verified", "OIDC Core 5.1";
    EMAIL_ABSENT: Error "user.email_absent", "The application received no email address", "OIDC Core 5.4";
    EMAIL_REFUSED: Error "user.email_not_allowed", "The application does not allow this email address";
    TENANT: Error "tenant.mismatch", "The account or the client belongs to another tenant";
    OTHER_USER: Error "login.other_user", "Another user is signed in at the provider in this browser";
    LOGIN_PAGE_EXPIRED: Error "login.page_expired", "The provider's login page expired";
    NOT_CONFIRMED: Error "user.not_confirmed", "The user has not confirmed the sign-up";
    CREDENTIALS: Error "user.credentials_wrong", "User name or password is wrong";
}

rows! {
    LoginPageExpired: LOGIN_PAGE_EXPIRED,
        "{Source} no longer has the sign-in of its login page: the page was open too long, it was opened from a \
         bookmark or the browser's history, or the browser did not send the provider's cookie.",
        "Start the sign-in at the application. If the problem persists, check the provider's cookie: its host behind \
         a proxy, Secure over plain http, SameSite in a frame. Raise the login timeout if people need longer.";
    OtherUserSignedIn: OTHER_USER,
        "{Source} reports that this browser is signed in as another user than the one who signs in now.",
        "Sign out at the provider (its logout URL) and sign in again, or use a private window.";
    PolicyRefused: federation::ACCESS_DENIED,
        "{Source} reports that the application does not comply with a policy of the provider or of the organisation.",
        "Open the details of the error page: a redirect URI or scope that is not allowed, or an administrator's \
         decision.";
    UserNotConfirmed: NOT_CONFIRMED,
        "The user exists, but has not confirmed the sign-up.",
        "Confirm with the code that was sent (ConfirmSignUp), or as an administrator (AdminConfirmSignUp).";
    CredentialsWrong: CREDENTIALS,
        "{Source} reports a wrong user name or password. The message is the same for an unknown user.",
        "Type them again, and check that the user belongs to this user pool, realm or tenant.";
    ConsentMissing: federation::CONSENT,
        "{Source} reports that neither the user nor an administrator consented to what the client requests.",
        "Have the user sign in once with prompt=consent, or have an administrator consent for everyone.";
    LoginRequired: authorization_error::LOGIN_REQUIRED,
        "No user is signed in at the provider, or its cookie did not reach it, and the request does not allow a \
         login page (prompt=none). In a hidden frame browsers block the cookies of other sites.",
        "Start a visible sign-in. For silent renewal use refresh tokens, or a custom domain of the provider under \
         the application's own site.";
    InteractionRequired: federation::INTERACTION,
        "{Source} reports that the provider needs the user: a second factor, a device, a consent or a new sign-in.",
        "Start a visible sign-in (for MSAL acquireTokenRedirect or acquireTokenPopup after acquireTokenSilent \
         failed).",
        [Keycloak] "Sign in once with a browser: the user has required actions, such as a new password, a second factor or an \
         email to verify, or a required profile attribute is empty. Or remove them in the admin console (Users, \
         Details).";
    UserCancelled from Program: CANCELLED,
        "The user closed or cancelled the sign-in.",
        "Start the sign-in again. If nobody cancelled, the window was closed by the application or the redirect did \
         not return to it: compare the redirect URI with the one the application listens for.";
    UserCancelled: CANCELLED,
        "{Source} reports that the user closed or cancelled the sign-in.",
        "Start the sign-in again. If nobody cancelled, the window was closed by the application or the redirect did \
         not return to it: compare the redirect URI with the one the application listens for.";
    ConsentDenied from Program: federation::ACCESS_DENIED,
        "The provider reports that the user denied the request.",
        "Sign in again and allow the access. In the application, treat this callback as a decision of the user.";
    ConsentDenied: federation::ACCESS_DENIED,
        "{Source} reports that the user denied the request.",
        "Sign in again and allow the access. In the application, treat this callback as a decision of the user.";
    AccessDenied: federation::ACCESS_DENIED,
        "{Source} reports that the user or the provider denied access.",
        "Read the provider's log for the reason: consent, assignment to the application, or a policy.";
    UserNotAllowed: NOT_ALLOWED,
        "{Source} reports that the user signed in, but is not allowed into the application.",
        "Assign the user, or one of the user's groups, to the application; check that the groups reach the \
         application as a claim with the name that it reads.";
    AccountNotLinked: NOT_LINKED,
        "{Source} found an account with the same email address or identity that is not linked to this sign-in.",
        "Sign in as when the account was created, and link the other one there. Link automatically by address only \
         if the provider verifies addresses.";
    UserDisabled: federation::DISABLED,
        "{Source} reports that the user is disabled or blocked.",
        "Enable the user at the provider.";
    UserUnknown: USER_UNKNOWN,
        "{Source} reports that it does not know the user.",
        "Compare the name with the one at the provider: letter case, alias or email, tenant or user pool.";
    TenantMismatch: TENANT,
        "{Source} reports that the account, the client or the endpoint belong to different tenants.",
        "Sign in at the tenant of the application (with its id instead of common in the authority), invite the \
         account as a guest, or register the application for multiple tenants.";
    EmailUnverified: EMAIL_UNVERIFIED,
        "{Source} rejects the user because email_verified is not true.",
        "Verify the address at the provider: the claim email_verified must be true.",
        [Oauth2Proxy] "Verify the email address at the provider (the claim email_verified must be true), or set \
         --insecure-oidc-allow-unverified-email if every address of this provider can be trusted.";
    EmailClaimMissing: EMAIL_ABSENT,
        "{Source} needs an email address, but found none in the ID token or at UserInfo.",
        "Request the scope email, let the client read the attribute, and map it to the claim email at the provider.",
        [Oauth2Proxy] "Request the scope email and map the address to the claim email at the provider, or name the claim that has \
         it (--oidc-email-claim).";
    EmailRefused: EMAIL_REFUSED,
        "{Source} does not allow this email address or its domain.",
        "Add the email address or its domain to the allowed ones.",
        [Oauth2Proxy] "Add the domain to --email-domain (\"*\" allows all) or the address to the file of allowed addresses.";
}
