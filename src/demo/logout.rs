//! `/logout` in both forms (developer guide: logout endpoint). It ends the browser's session; tokens stay valid.

use super::authorize::{Refusal, missing_parameter};
use super::response::redirect;
use super::response::wrong_method;
use super::state::{Provider, Turn};
use crate::protocol::urls::query_of;
use crate::protocol::{HttpResponse, Method};

impl Provider {
    /// `GET /logout`
    pub(super) fn logout(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        if turn.request.method != Method::Get {
            return wrong_method(turn, Method::Get);
        }
        match self.after_logout(turn) {
            Ok(location) => {
                if let Some(session) = turn.cookie("cognito") {
                    self.state.browser_sessions.remove(session);
                }
                redirect(&location).with_header("set-cookie", "cognito=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
            }
            Err(refusal) => self.refuse(&refusal),
        }
    }

    /// The target of the redirect. `post_logout_redirect_uri` and `id_token_hint` are ignored.
    fn after_logout(&self, turn: &Turn<'_>) -> Result<String, Refusal> {
        let query = turn.request.query();
        // client_id missing → /error page text
        let client_id = query.get("client_id").ok_or_else(|| missing_parameter("client_id"))?;
        let registered = self.client(client_id).map(|client| &client.sign_out_uris);
        // logout_uri registered → delete cookie, 302 there; it takes precedence if both are given
        if let Some(uri) = query.get("logout_uri").filter(|uri| registered.is_some_and(|r| r.iter().any(|r| r == uri)))
        {
            return Ok(uri.to_owned());
        }
        // else if redirect_uri+response_type valid → delete cookie, 302 /login?…
        if query.get("redirect_uri").is_some() && self.check(&query).is_ok() {
            return Ok(format!("{}/login?{}", self.origin, query_of(&turn.request.url)));
        }
        // else /error page with the redirect_uri text: misleading, but as on live pools
        Err(missing_parameter("redirect_uri"))
    }
}
