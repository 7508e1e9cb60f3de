//! The rules that only an inspection uses.

use crate::protocol::finding::rules;

rules! {
    /// The rules that only an inspection uses.
    pub(in crate::diagnosis) RULES;

    pub(super) NO_TEXT: Error "input.no_text", "The input is not text";
    pub(super) BROKEN_JSON: Error "input.broken_json", "The JSON document is broken", "RFC 8259 2";
    pub(super) UNKNOWN_PAGE: Info "input.page", "This is a web page of unknown meaning";
    pub(super) DAMAGED: Error "session.damaged", "The saved session cannot be opened";
    pub(super) LOGOUT_INCOMPLETE: Error "logout.uri_missing", "The sign-out request says no place to go";
    pub(super) APPLICATION_PAGE: Error "callback.application_page", "This is an error page of the application itself";
    pub(super) UNREAD_ERROR: Warning "input.error_not_read", "The text reports an error that was not recognised";
    pub(super) TOO_MANY: Warning "input.too_many_tokens", "Only the first 100 tokens were read";
    pub(super) APPLE_CODE: Info "code.apple", "This is an authorization code from Apple, not a JWT", "Sign in with Apple";
    pub(super) INACTIVE: Error "introspection.inactive", "The authorization server calls the token inactive",
        "RFC 7662 2.2";
    pub(super) NOT_USERINFO: Error "userinfo.no_sub", "The UserInfo response has no sub", "OIDC Core 5.3.2";
}
