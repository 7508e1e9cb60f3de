//! How to change a setting in Cognito: where in the console, and with which command. Only what the service's
//! documentation says.

/// Where the console has an app client's callback and sign-out URLs, grant types, scopes and identity providers.
pub(super) const LOGIN_PAGES: &str = "Console: App clients, your app client, Login pages, Edit.";

/// The command that sets the options of an app client. It sets all of them: options that are omitted are reset.
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
