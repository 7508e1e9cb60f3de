//! The authorization endpoint (developer guide: authorize endpoint): eight checks in their order, and where an error is
//! shown: on the provider's own page, which the application does not see, or at the application.

use super::directory::{self, AppClient};
use super::response::{Pairs, encode, redirect, with_query, wrong_method};
use super::state::{AuthorizationAsk, BrowserSession, Federation, Grant, Provider, Turn};
use crate::protocol::{HttpResponse, Method, Parameters};

/// How a request is rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// With the provider's own page, which the application does not see.
    Page {
        /// The value of `error=`.
        error: String,
        /// Whether `client_id` is added.
        client_id: Option<String>,
    },
    /// With a redirect to the application.
    Application {
        redirect_uri: String,
        /// Whether the parameters are in the fragment, as for `response_type=token`.
        in_fragment: bool,
        error: &'static str,
        description: Option<String>,
        state: Option<String>,
    },
}

impl Provider {
    /// `GET /oauth2/authorize`
    pub(super) fn authorize(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        if turn.request.method != Method::Get {
            return wrong_method(turn, Method::Get);
        }
        let query = turn.request.query();
        let ask = match self.check(&query) {
            Ok(ask) => ask,
            Err(refusal) => return self.refuse(&refusal),
        };
        let prompts: Vec<&str> = query.get("prompt").unwrap_or_default().split(' ').collect();
        let provider = directory::identity_provider(&query);
        // A session is only valid for the identity provider it was made with.
        let fits = |session: &BrowserSession| provider.is_none_or(|provider| provider == session.method);
        let session = self.browser_session(turn).filter(fits);
        // (7) prompt=none & no session → login_required
        if prompts.contains(&"none") && session.is_none() {
            return self.refuse(&ask.refusal("login_required", None));
        }
        // (8) live session cookie, prompt≠login → code immediately
        if let Some(session) = session.filter(|_| !prompts.contains(&"login")) {
            return self.admit(turn, ask, &session.username, session.auth_time);
        }
        // (9) IdP param → fake IdP, else 302 `/login?same query`
        let raw = crate::protocol::urls::query_of(&turn.request.url).to_owned();
        match provider {
            Some(provider) if provider != "COGNITO" && self.offers(&ask, provider) => {
                let provider = provider.to_owned();
                self.begin_federation(turn, &provider, &raw)
            }
            _ => redirect(&format!("{}/login?{raw}", self.origin)),
        }
    }

    /// Checks (1) to (6).
    pub(super) fn check(&self, query: &Parameters) -> Result<AuthorizationAsk, Refusal> {
        let (client, redirect_uri) = self.registered(query)?;
        let ask = AuthorizationAsk::of(query, client, redirect_uri);
        // (4) response_type present & code/token, PKCE pair sane & S256, else app redirect invalid_request
        let response_type = query.get("response_type").unwrap_or_default();
        let is_resource_sane = ask.resource.as_deref().is_none_or(is_resource);
        if !matches!(response_type, "code" | "token") || !ask.has_sane_pkce(query) || !is_resource_sane {
            return Err(ask.refusal("invalid_request", None));
        }
        // (5) flow allowed? app redirect description=unauthorized_client,error=invalid_request
        let is_allowed = if ask.implicit { client.implicit_grant } else { client.code_grant };
        if !is_allowed {
            return Err(self.observed_or_documented(&ask, "unauthorized_client"));
        }
        // (6) scopes ⊆ client scopes else description=invalid_scope,error=invalid_request. Seen of live pools: a resource
        // that the app client is not ready for looks the same.
        let is_ready = ask.resource.is_none() || self.knobs.resource_binding;
        if !is_ready || !ask.scopes.iter().all(|scope| client.scopes.contains(scope)) {
            return Err(self.observed_or_documented(&ask, "invalid_scope"));
        }
        Ok(ask)
    }

    /// Checks (1) to (3): the client and its redirect URI. Without both, there is nowhere to send an error to.
    fn registered<'a>(&self, query: &'a Parameters) -> Result<(&AppClient, &'a str), Refusal> {
        // (1) client_id known? else →/error invalid_request&client_id
        let client_id = query.get("client_id").ok_or_else(|| missing_parameter("client_id"))?;
        let page = |error: &str| Refusal::Page { error: error.to_owned(), client_id: Some(client_id.to_owned()) };
        let client = self.client(client_id).ok_or_else(|| page("invalid_request"))?;
        // (2) OAuth flows enabled? else error page text
        if !self.knobs.oauth_flows {
            return Err(page("Client is not enabled for OAuth2.0 flows."));
        }
        // (3) redirect_uri byte-equal to a registered one? else →/error redirect_mismatch&client_id
        let redirect_uri = query.get("redirect_uri").ok_or_else(|| missing_parameter("redirect_uri"))?;
        if !client.redirect_uris.iter().any(|registered| registered == redirect_uri) {
            return Err(page("redirect_mismatch"));
        }
        Ok((client, redirect_uri))
    }

    /// The documentation returns the code as `error`; live pools return it as `error_description`.
    fn observed_or_documented(&self, ask: &AuthorizationAsk, code: &'static str) -> Refusal {
        if self.knobs.documented_errors {
            ask.refusal(code, None)
        } else {
            ask.refusal("invalid_request", Some(code.to_owned()))
        }
    }

    /// Whether the app client offers an identity provider.
    pub(super) fn offers(&self, ask: &AuthorizationAsk, provider: &str) -> bool {
        self.client(&ask.client_id).is_some_and(|client| client.identity_providers.iter().any(|p| p == provider))
    }

    /// Redirects the browser to the identity provider and sets the `csrf-state` cookie to recognise it.
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

    /// The live session of the browser's `cognito` cookie.
    pub(super) fn browser_session(&self, turn: &Turn<'_>) -> Option<BrowserSession> {
        self.state.browser_sessions.get(turn.cookie("cognito")?).cloned()
    }

    /// Redirects the browser to the application with a code or, for the implicit grant, with tokens.
    pub(super) fn admit(
        &mut self,
        turn: &mut Turn<'_>,
        ask: AuthorizationAsk,
        username: &str,
        auth_time: i64,
    ) -> HttpResponse {
        let expires = turn.now + self.knobs.code_lifetime;
        let grant = Grant { ask, username: username.to_owned(), auth_time, expires };
        let (redirect_uri, state) = (grant.ask.redirect_uri.clone(), grant.ask.state.clone());
        if grant.ask.implicit {
            let answer = self.implicit_answer(turn, &grant);
            return redirect(&format!("{redirect_uri}#{}", encode(&answer.with_optional("state", state))));
        }
        let code = turn.uuid();
        self.state.codes.insert(code.clone(), grant);
        let answer = Pairs::default().with("code", code).with_optional("state", state);
        redirect(&with_query(&redirect_uri, &encode(&answer)))
    }

    /// Turns an error into its redirect.
    pub(super) fn refuse(&self, refusal: &Refusal) -> HttpResponse {
        match refusal {
            Refusal::Page { error, client_id } => {
                let answer = Pairs::default().with("error", error).with_optional("client_id", client_id.clone());
                redirect(&format!("{}/error?{}", self.origin, encode(&answer)))
            }
            Refusal::Application { redirect_uri, in_fragment, error, description, state } => {
                // Parameter order on errors: error_description, state, error.
                let answer = Pairs::default()
                    .with_optional("error_description", description.clone())
                    .with_optional("state", state.clone())
                    .with("error", *error);
                redirect(&if *in_fragment {
                    format!("{redirect_uri}#{}", encode(&answer))
                } else {
                    with_query(redirect_uri, &encode(&answer))
                })
            }
        }
    }
}

impl AuthorizationAsk {
    /// Reads a request of a known client.
    fn of(query: &Parameters, client: &AppClient, redirect_uri: &str) -> Self {
        let text = |name| query.get(name).map(str::to_owned);
        // RFC 6749 section 3.3: separated by spaces only.
        let scopes = query.get("scope").unwrap_or_default().split(' ').filter(|scope| !scope.is_empty());
        let asked: Vec<String> = scopes.map(str::to_owned).collect();
        Self {
            client_id: client.client_id.clone(),
            redirect_uri: redirect_uri.to_owned(),
            implicit: query.get("response_type") == Some("token"),
            state: text("state"),
            nonce: text("nonce").filter(|nonce| !nonce.is_empty()),
            challenge: text("code_challenge").filter(|challenge| !challenge.is_empty()),
            is_scopeless: asked.is_empty(),
            // Omitted means all of the client's.
            scopes: if asked.is_empty() { client.scopes.clone() } else { asked },
            resource: text("resource"),
        }
    }

    /// Challenge and method must both be present or both be missing, and the method must be `S256` in capitals.
    fn has_sane_pkce(&self, query: &Parameters) -> bool {
        match query.get("code_challenge_method") {
            None => self.challenge.is_none(),
            Some(method) => method == "S256" && self.challenge.is_some(),
        }
    }

    /// An error that is sent to the application.
    pub(super) fn refusal(&self, error: &'static str, description: Option<String>) -> Refusal {
        Refusal::Application {
            redirect_uri: self.redirect_uri.clone(),
            in_fragment: self.implicit,
            error,
            description,
            state: self.state.clone(),
        }
    }

    /// Whether a scope was granted.
    pub(super) fn has_scope(&self, scope: &str) -> bool {
        self.scopes.iter().any(|granted| granted == scope)
    }
}

/// A missing parameter is reported with a sentence instead of an error code.
pub(super) fn missing_parameter(name: &str) -> Refusal {
    Refusal::Page { error: format!("Required String parameter '{name}' is not present"), client_id: None }
}

/// A resource (RFC 8707) starts with `https://`, `http://localhost` or a custom scheme.
fn is_resource(resource: &str) -> bool {
    match resource.split_once("://") {
        Some(("http", rest)) => rest.split(['/', ':']).next() == Some("localhost"),
        Some((scheme, rest)) => !scheme.is_empty() && !rest.is_empty(),
        None => false,
    }
}
