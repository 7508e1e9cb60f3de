//! Revocation (developer guide: revoke endpoint): revoking a refresh token revokes its whole family.

use super::response::{api_response, wrong_method};
use super::state::{Provider, Turn};
use super::token::{INVALID_CLIENT, TokenError, bare, form, refuse};
use crate::protocol::{HttpResponse, Method};

impl Provider {
    /// `POST /oauth2/revoke`
    pub(super) fn revoke(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        if turn.request.method != Method::Post {
            return wrong_method(turn, Method::Post);
        }
        match self.end_family(turn) {
            Ok(()) => api_response(turn, 200),
            Err(error) => {
                let status = if error == INVALID_CLIENT { 401 } else { 400 };
                refuse(turn, status, error)
            }
        }
    }

    fn end_family(&mut self, turn: &Turn<'_>) -> Result<(), TokenError> {
        let form = form(turn.request)?;
        // token missing or revocation disabled → 400 invalid_request
        let token = form.get("token").filter(|token| !token.is_empty() && self.knobs.revocation);
        let token = token.ok_or(bare("invalid_request"))?;
        // three-part JWT → 400 unsupported_token_type
        if token.split('.').count() == 3 {
            return Err(bare("unsupported_token_type"));
        }
        // bad or missing client auth → 401 invalid_client; `invalid_request` is only for the two cases above
        let client = self.authenticate(turn.request, &form).map_err(|_| INVALID_CLIENT)?;
        // everything else 200 empty; it must be the issuing client
        let kept = self.state.refresh_tokens.get(token);
        if let Some(kept) = kept.filter(|kept| kept.grant.ask.client_id == client.client_id) {
            self.state.revoked.insert(kept.origin_jti.clone());
        }
        Ok(())
    }
}
