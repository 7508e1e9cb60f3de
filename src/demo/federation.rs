//! A stand-in for an identity provider such as Google, and the way back from it.
//!
//! ```text
//!   /oauth2/authorize?identity_provider=Google ─► /idp/Google ─► /oauth2/idpresponse ─► the application
//!                       csrf-state cookie            pick who          code, or the error
//! ```
//! Who is picked decides what happens: most of its users exist to fail in one documented way.

use super::authorize::{AuthorizationAsk, redirect};
use super::directory;
use super::pages;
use super::provider::{Federation, Provider, Turn};
use crate::protocol::{HttpResponse, Parameters};

/// How a federated sign-in ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FederatedOutcome {
    /// Signed in.
    SignedIn,
    /// The application gets this `error` and `error_description`.
    Refused {
        /// The error code.
        error: &'static str,
        /// Cognito's sentence.
        description: &'static str,
    },
    /// Refused with `Already found an entry …` the first time, signed in afterwards.
    RefusedOnce,
}

/// A user of the stand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FederatedUser {
    /// The email address, by which the user is picked.
    pub email: &'static str,
    /// What happens.
    pub outcome: FederatedOutcome,
}

const fn refused(email: &'static str, description: &'static str) -> FederatedUser {
    FederatedUser { email, outcome: FederatedOutcome::Refused { error: "invalid_request", description } }
}

/// Everyone the stand-in knows. Trailing spaces and line feeds are Cognito's own.
pub const FEDERATED_USERS: &[FederatedUser] = &[
    FederatedUser { email: "erin@example.com", outcome: FederatedOutcome::SignedIn },
    FederatedUser { email: "linked@example.com", outcome: FederatedOutcome::RefusedOnce },
    refused("disabled@example.com", "User is not enabled"),
    refused("noattr@example.com", "attributes required: [email]"),
    refused("presignup@example.com", "PreSignUp failed with error Sign-ups are closed today. "),
    refused("preauth@example.com", "PreAuthentication failed with error Not from this network. "),
    refused("immutable@example.com", "user.email: Attribute cannot be updated.\n"),
    refused("timeout@example.com", "Timeout occurred in calling IdP token endpoint"),
    refused("jwks@example.com", "Timeout in calling jwks uri"),
    refused("badclient@example.com", "Google Error - 400 invalid_client"),
    refused(
        "badtoken@example.com",
        "Bad token response: HTTP/1.1 400 Bad Request, entity: {\"error\":\"invalid_client\"}",
    ),
    refused("reset@example.com", "Connection reset"),
    refused("slow@example.com", "Read timed out"),
    refused("denied@example.com", "Permissions error; error=access_denied; error_reason=user_denied"),
    FederatedUser {
        email: "cancel@example.com",
        outcome: FederatedOutcome::Refused { error: "access_denied", description: "user_denied" },
    },
    FederatedUser {
        email: "server@example.com",
        outcome: FederatedOutcome::Refused { error: "server_error", description: "" },
    },
];

/// Cognito's sentence when a linked account signs in for the first time.
const ALREADY_FOUND: &str = "Already found an entry for username Google_100000000000000000001";

impl Provider {
    /// Sends the browser to the identity provider, tied to it by the `csrf-state` cookie.
    pub(super) fn begin_federation(&mut self, turn: &mut Turn<'_>, provider: &str, query: &str) -> HttpResponse {
        let state = turn.uuid();
        let federation =
            Federation { provider: provider.to_owned(), query: query.to_owned(), begun: turn.now, code: None };
        self.state.federations.insert(state.clone(), federation);
        let redirect = redirect(&format!("{}/idp/{provider}?state={state}", self.origin));
        if !self.knobs.csrf_cookie {
            return redirect;
        }
        redirect.with_header("set-cookie", format!("csrf-state={state}; Path=/; HttpOnly; SameSite=Lax"))
    }

    /// `/idp/{provider}`: who are you today?
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
        // Facebook's own addition survives the way through Cognito.
        if federation.provider == "Facebook" {
            answer.headers.iter_mut().filter(|h| h.name == "location").for_each(|h| h.value.push_str("#_=_"));
        }
        answer
    }

    /// Stale or missing csrf cookie when the identity provider returns.
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
        // If the nonce is omitted and the user federates, Cognito generates one and it appears in the ID token.
        if ask.nonce.is_none() {
            ask.nonce = Some(turn.uuid());
        }
        self.signed_in(turn, ask, username, provider)
    }
}
