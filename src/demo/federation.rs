//! A simulated identity provider such as Google, and the return from it.
//!
//! ```text
//!   /oauth2/authorize?identity_provider=Google ─► /idp/Google ─► /oauth2/idpresponse ─► the application
//!                       csrf-state cookie            pick who          code, or the error
//! ```
//! The selected user decides what happens: most of them fail in one documented way.

use super::directory;
use super::federated_users::{FEDERATED_USERS, FederatedOutcome, FederatedUser};
use super::pages;
use super::response::redirect;
use super::state::{AuthorizationAsk, Provider, Turn};
use crate::protocol::{HttpResponse, Parameters};

/// Cognito's error when a linked account signs in for the first time.
const ALREADY_FOUND: &str = "Already found an entry for username Google_100000000000000000001";

impl Provider {
    /// `/idp/{provider}`: lets the person select a user.
    pub(super) fn identity_provider(&mut self, provider: &str, turn: &mut Turn<'_>) -> HttpResponse {
        let state = turn.request.query().get("state").unwrap_or_default().to_owned();
        let form = turn.request.form();
        let picked = FEDERATED_USERS.iter().find(|user| form.get("email") == Some(user.email));
        let code = turn.uuid();
        match (self.state.federations.get_mut(&state), picked) {
            (None, _) => pages::something_went_wrong(),
            (Some(_), None) => pages::identity_provider(provider, &state),
            (Some(federation), Some(user)) => {
                federation.code = Some((code.clone(), user));
                redirect(&format!("{}/oauth2/idpresponse?code={code}&state={state}", self.origin))
            }
        }
    }

    /// `GET /oauth2/idpresponse`
    pub(super) fn idp_response(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        let query = turn.request.query();
        let state = query.get("state").unwrap_or_default();
        let is_ours = turn.cookie("csrf-state").is_some_and(|cookie| cookie == state);
        let federation = self.state.federations.remove(state).filter(|_| is_ours);
        let who = federation.as_ref().and_then(|federation| federation.code.as_ref());
        let (Some(federation), Some((code, user))) = (&federation, who) else { return self.invalid_state() };
        if query.get("code") != Some(code.as_str()) {
            return self.invalid_state();
        }
        let ask = match self.check(&Parameters::decode(&federation.query)) {
            Ok(ask) => ask,
            Err(refusal) => return self.refuse(&refusal),
        };
        let mut answer = match self.federated_refusal(user) {
            Some((error, description)) => {
                let description = (!description.is_empty()).then(|| description.to_owned());
                self.refuse(&ask.refusal(error, description))
            }
            None => self.federated_sign_in(turn, ask, &federation.provider, user.email),
        };
        // Cognito passes Facebook's own parameters on.
        if federation.provider == "Facebook" {
            answer.headers.iter_mut().filter(|h| h.name == "location").for_each(|h| h.value.push_str("#_=_"));
        }
        answer
    }

    /// A stale or missing csrf cookie on return from the identity provider.
    fn invalid_state(&self) -> HttpResponse {
        redirect(&format!("{}/error?error=Invalid%20state", self.origin))
    }

    fn federated_refusal(&mut self, user: &FederatedUser) -> Option<(&'static str, &'static str)> {
        match user.outcome {
            FederatedOutcome::SignedIn => None,
            FederatedOutcome::Refused { error, description } => Some((error, description)),
            FederatedOutcome::RefusedOnce => {
                self.state.linked.insert(user.email).then_some(("invalid_request", ALREADY_FOUND))
            }
        }
    }

    fn federated_sign_in(
        &mut self,
        turn: &mut Turn<'_>,
        mut ask: AuthorizationAsk,
        provider: &str,
        email: &str,
    ) -> HttpResponse {
        let user = directory::federated(provider, email, turn.uuid(), turn.now);
        let username = user.username.clone();
        if self.user(&username).is_none() {
            self.users.push(user);
        }
        // If a federated sign-in has no nonce, Cognito generates one and puts it into the ID token.
        if ask.nonce.is_none() {
            ask.nonce = Some(turn.uuid());
        }
        self.signed_in(turn, ask, username, provider)
    }
}
