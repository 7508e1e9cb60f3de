//! Grants that a client may not use: rules that several grants share.

use crate::protocol::finding::rules;

rules! {
    pub(super) RULES;

    pub(in crate::diagnosis) GRANT: Error "client.grant_not_allowed", "Grant not allowed for this client", "RFC 6749 5.2";
    pub(super) GRANT_TYPE: Error "token_request.grant_type", "Unsupported grant type", "RFC 6749 5.2";
    pub(in crate::diagnosis) SCOPE: Error "token_request.scope_refused", "Scope rejected by the token endpoint", "RFC 6749 5.2";
}
