//! How a setting of Cognito is changed: where in the console, and by which command. What the documentation of the
//! service does not say is not said here.

/// Where the console has the callback and sign-out URLs, grant types, scopes and identity providers of an app client.
pub(super) const LOGIN_PAGES: &str = "Console: App clients, your app client, Login pages, Edit.";

/// The command that sets options of an app client. It sets all of them: one that is left out goes back to its default.
pub(super) fn app_client(options: &str) -> String {
    format!(
        "CLI: aws cognito-idp update-user-pool-client {options}, together with every setting that \
         describe-user-pool-client shows: an omitted setting is reset to its default."
    )
}

/// Console and command for a setting of the login pages.
pub(super) fn login_pages(options: &str) -> String {
    format!("{LOGIN_PAGES} {}", app_client(options))
}
