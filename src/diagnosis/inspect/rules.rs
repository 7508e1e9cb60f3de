//! The rules that only an inspection uses.

use crate::protocol::finding::rules;

rules! {
    /// The rules that only an inspection uses.
    pub(in crate::diagnosis) RULES;

    pub(super) NO_TEXT: Error "input.no_text", "The input is not text";
    pub(super) TOO_LONG: Error "input.too_long", "Only the beginning of the text was read";
    pub(super) BROKEN_JSON: Error "input.broken_json", "Invalid JSON document", "RFC 8259 2";
    pub(super) UNKNOWN_PAGE: Info "input.page", "Unrecognised web page";
    pub(super) DAMAGED: Error "session.damaged", "The saved session cannot be opened";
    pub(super) LOGOUT_INCOMPLETE: Error "logout.uri_missing", "Sign-out request without a URL to return to";
    pub(super) APPLICATION_PAGE: Error "callback.application_page", "This is an error page of the application itself";
    pub(super) UNREAD_ERROR: Warning "input.error_not_read", "An unread line mentions an error";
    pub(super) TOO_MANY: Warning "input.too_many_tokens", "Only some of the tokens were read";
    pub(super) APPLE_CODE: Info "code.apple", "This is an authorization code from Apple, not a JWT", "Sign in with Apple";
    pub(super) INACTIVE: Error "introspection.inactive", "The authorization server reports that the token is inactive",
        "RFC 7662 2.2";
    pub(super) CALLER_REFUSED: Error "introspection.caller_refused", "The introspection endpoint rejected the caller",
        "RFC 7662 2.3";
    pub(super) BROKEN_BODY: Error "request.broken_json", "Request body is not valid JSON", "RFC 8259 2";
    pub(super) NOT_USERINFO: Error "userinfo.no_sub", "The UserInfo response has no sub", "OIDC Core 5.3.2";
}
