//! A session and its connection: the requests of the commands, one after the other.
//!
//! ```text
//!   LoginFlow::send(purpose) ─► session.draft ─► build ─► begin ─► HttpClient ─► absorb ─► progress on standard error
//!                                                     │                    tokens are saved where they are kept
//!                                                     ▲                                    │
//!                                                     └───── session.follow_up ◄───────────┘
//! ```

use crate::cli::client::Client;
use crate::cli::output::{self, Page, Style};
use crate::cli::session::session_file::SessionFile;
use crate::cli::signer::Signer;
use crate::cli::status::{Failure, Status};
use crate::demo::Scenario;
use crate::diagnosis::{self, discovery, preflight::has_no_domain};
use crate::profile::Provider;
use crate::protocol::resource::why::Why;
use crate::protocol::urls;
use crate::protocol::{ExchangeId, Finding, HttpRequest, Metadata, TokenAnswer, UserInfoAnswer};
use crate::runtime::{clock, http::HttpClient, interruption::PreciousResponse, saved_send};
use crate::session::{Delivery, Exchange, FailureKind, Purpose, Received, Session, TokenProblem, redaction};

/// A session in progress.
#[derive(Debug)]
pub struct LoginFlow {
    /// The session.
    pub session: Session,
    /// Where it is saved; `None` if that was not requested.
    pub kept: Option<SessionFile>,
    http: HttpClient,
    scenario: Option<&'static Scenario>,
    signer: Option<Signer>,
    tokens: PreciousResponse,
}

impl LoginFlow {
    /// A new flow.
    pub fn new(client: Client) -> Result<Self, Failure> {
        let http = HttpClient::new(client.limits, client.ca_file.as_deref())?;
        Ok(Self::resume(Session::new(client.profile, client.secret), http))
    }

    /// Continues a saved session.
    pub fn resume(session: Session, http: HttpClient) -> Self {
        Self { session, kept: None, http, scenario: None, signer: None, tokens: PreciousResponse::default() }
    }

    /// The same flow with a client that signs assertions.
    #[must_use]
    pub fn with_signer(self, signer: Option<Signer>) -> Self {
        Self { signer, ..self }
    }

    /// The same flow with a client that makes a scenario's mistakes.
    #[must_use]
    pub fn with_faults_of(self, scenario: &'static Scenario) -> Self {
        Self { scenario: Some(scenario), ..self }
    }

    /// Sends the request for a purpose and its follow-up requests, and records the responses. Fails only if the first
    /// request cannot be built or is not answered; whether a response is good is for the session to say.
    pub async fn send(&mut self, purpose: Purpose) -> Result<(), Failure> {
        self.sign(purpose)?;
        let mut draft = self.session.draft(purpose).map_err(|problem| Failure::new(Status::Bad, problem))?;
        if let Some(scenario) = self.scenario {
            scenario.amend(&self.session, purpose, &mut draft);
        }
        self.tokens.expect(matches!(purpose, Purpose::Token | Purpose::Refresh));
        let mut outcome = self.exchange(purpose, draft.build()).await;
        while let Some((next, request)) = self.follows() {
            let answered = self.exchange(next, request).await;
            if next == purpose {
                outcome = answered;
            }
        }
        outcome
    }

    /// The tokens, which cannot be requested a second time.
    pub fn expected_tokens(&self) -> PreciousResponse {
        self.tokens.clone()
    }

    /// Saves tokens as soon as they are received: a code is redeemed once, a rotated refresh token is no longer valid,
    /// and the server with the keys that verify the new ones may never respond. If this fails, the save at the end says
    /// so.
    fn keep(&mut self) {
        if let Some(kept) = self.kept.as_mut().filter(|kept| kept.is_saved() || self.session.grant().is_some()) {
            drop(kept.save(&self.session));
        }
    }

    /// The follow-up request of the last response.
    fn follows(&self) -> Option<(Purpose, HttpRequest)> {
        let last = self.session.exchanges().next_back()?.id;
        self.session.follow_up(last, clock::now())
    }

    /// The transport, for requests outside the session.
    pub fn http(&self) -> &HttpClient {
        &self.http
    }

    /// Sends a request and records the response.
    pub async fn exchange(&mut self, purpose: Purpose, request: HttpRequest) -> Result<(), Failure> {
        let id = self.session.begin(purpose, request.clone(), clock::now());
        self.deliver(id, purpose, request).await
    }

    /// The same with the reason why it is sent.
    pub async fn exchange_because(&mut self, purpose: Purpose, request: HttpRequest, why: &Why) -> Result<(), Failure> {
        let id = self.session.begin_because(purpose, request.clone(), Some(why.to_string()), clock::now());
        self.deliver(id, purpose, request).await
    }

    async fn deliver(&mut self, id: ExchangeId, purpose: Purpose, request: HttpRequest) -> Result<(), Failure> {
        let delivery = self.http.send(&request).await;
        self.session.absorb(id, delivery);
        if self.tokens.expect(false) {
            self.keep();
        }
        let Some(exchange) = self.session.exchange(id) else { return Ok(()) };
        tell(exchange);
        match (&exchange.received, no_answer(&exchange.received)) {
            (Received::Failed(failure), Some(status)) => {
                Err(Failure::new(status, format!("{}: {}", name(exchange), failure.message)))
            }
            // The response of the revocation endpoint is its status (RFC 7009 section 2.2).
            (Received::Response(response), Some(status))
                if purpose != Purpose::Revocation || !response.is_success() =>
            {
                let problem = response.completeness.problem().unwrap_or_default();
                Err(Failure::new(status, format!("{}: {problem}", name(exchange))))
            }
            _ => Ok(()),
        }
    }

    /// Records that the pending request was cancelled.
    pub fn cancel(&mut self) {
        let pending = |exchange: &&Exchange| exchange.received == Received::Pending;
        let ids: Vec<_> = self.session.exchanges().filter(pending).map(|exchange| exchange.id).collect();
        for id in ids {
            let elapsed = self.session.exchange(id).map(|exchange| clock::now().duration_since(exchange.sent_at));
            let elapsed = elapsed.and_then(|elapsed| elapsed.try_into().ok()).unwrap_or_default();
            self.session.absorb(id, Delivery::failed(FailureKind::Cancelled, "cancelled", elapsed));
        }
    }

    /// Fetches the discovery document if there is an issuer, then the keys. Failing to get them is an error only if the
    /// flow cannot continue, because endpoints may be configured.
    pub async fn discover(&mut self) -> Result<(), Failure> {
        if self.needs_discovery() {
            let asked = self.send(Purpose::Discovery).await;
            if let Some((told, asked)) = self.session.other_issuer() {
                let told = told.map_or_else(|| "no issuer".to_owned(), |told| format!("the issuer {told}"));
                let problem = format!("found {told}, expected {asked} (OpenID Connect Discovery 4.3)");
                return Err(Failure::new(Status::Bad, format!("the discovery document: {problem}")));
            }
            let known = self.session.endpoints();
            if known.authorization.is_none() || known.token.is_none() {
                asked?;
                return Err(self.without_endpoints());
            }
            if let Some(problem) = discovery::obstacle(&self.session) {
                return Err(Failure::new(Status::Bad, format!("the discovery document: {problem}")));
            }
        } else if self.session.endpoints().jwks_uri.is_some() {
            // Without keys no signature is verified; the reports say so.
            drop(self.send(Purpose::JwkSet).await);
        }
        if has_no_domain(&self.session) {
            // Do not send the user to a page that does not exist.
            return Err(Failure::new(Status::Bad, "the user pool has no domain: its endpoints do not work"));
        }
        self.tell_other_origins();
        Ok(())
    }

    /// Shows the endpoints that code, secret and tokens are sent to if their origin differs from the issuer's, before
    /// anything is sent.
    fn tell_other_origins(&self) {
        let known = self.session.endpoints();
        let Some(issuer) = known.issuer.as_deref().and_then(urls::origin_of) else { return };
        let named = [("token", known.token), ("UserInfo", known.userinfo), ("revocation", known.revocation)];
        let elsewhere = named.into_iter().filter_map(|(name, url)| {
            let url = redaction::url(&url?);
            (urls::origin_of(&url)? != issuer).then(|| format!("{name} {url}"))
        });
        let elsewhere: Vec<String> = elsewhere.collect();
        if !elsewhere.is_empty() {
            output::progress(&format!("Endpoints at another origin than the issuer: {}", elsewhere.join(", ")));
        }
    }

    fn needs_discovery(&self) -> bool {
        let known = self.session.endpoints();
        let complete = known.authorization.is_some() && known.token.is_some() && known.jwks_uri.is_some();
        let explicit = matches!(self.session.profile().provider, Provider::Explicit(_));
        known.issuer.is_some() && !(explicit && complete)
    }

    /// Why the endpoints are unknown.
    fn without_endpoints(&self) -> Failure {
        let response = self.session.last_exchange(Purpose::Discovery).and_then(Exchange::response);
        let incomplete = response.and_then(|response| response.completeness.problem());
        let problem = match response.map(Metadata::read) {
            _ if let Some(problem) = incomplete => format!("the discovery document: {problem}"),
            Some(Err(problem)) => format!("the discovery document: {problem}"),
            _ => "the discovery document names no authorization endpoint and token endpoint".to_owned(),
        };
        Failure::new(Status::Bad, problem)
    }

    /// Redeems the code of the callback.
    pub async fn redeem(&mut self) -> Result<(), Failure> {
        self.send(Purpose::Token).await?;
        self.take_tokens(Purpose::Token)
    }

    /// Makes the assertion of the next request, if the client authenticates with one, and shows what is in it.
    fn sign(&mut self, purpose: Purpose) -> Result<(), Failure> {
        let Some(signer) = self.signer.as_ref().filter(|_| purpose.authenticates()) else { return Ok(()) };
        let audience = self.session.assertion_audience();
        let assertion = signer.assertion(&self.session.profile().client_id, &audience)?;
        self.session.set_assertion(Some(assertion));
        Ok(())
    }

    /// Requests tokens for the client itself.
    pub async fn request_own_tokens(&mut self) -> Result<(), Failure> {
        self.sign(Purpose::Token)?;
        let draft = self.session.draft_client_credentials().map_err(|problem| Failure::new(Status::Bad, problem))?;
        self.tokens.expect(true);
        self.exchange(Purpose::Token, draft.build()).await?;
        self.take_tokens(Purpose::Token)
    }

    /// Sends the refresh token, unless another program has just done so: then its tokens are used.
    pub async fn refresh(&mut self) -> Result<(), Failure> {
        if let Some(kept) = &mut self.kept {
            let patience = saved_send::patience(self.http.limits().total);
            if let Some(mut newer) = kept.hold(&self.session, patience).await? {
                newer.set_profile(self.session.profile().clone(), self.session.client_secret().cloned());
                self.session = newer;
                return Ok(());
            }
        }
        self.send(Purpose::Refresh).await?;
        self.take_tokens(Purpose::Refresh)
    }

    /// Fetches the keys again if the tokens of a callback need it.
    pub async fn look_at_keys(&mut self) {
        if self.session.wants_keys(clock::now()).is_some() {
            drop(self.send(Purpose::JwkSet).await);
        }
    }

    /// Whether the last response of the token endpoint contained tokens.
    fn take_tokens(&self, purpose: Purpose) -> Result<(), Failure> {
        let answer = self.session.last_exchange(purpose).and_then(Exchange::token_answer);
        let problem = match answer {
            Some(TokenAnswer::Tokens(_)) => return Ok(()),
            Some(TokenAnswer::Refused(body)) => refusal("the token endpoint", &body.error(), body.description()),
            Some(TokenAnswer::Unreadable(problem)) => format!("the token endpoint: {problem}"),
            None => "the token endpoint did not respond".to_owned(),
        };
        Err(Failure::new(Status::Bad, problem))
    }

    /// Calls UserInfo.
    pub async fn ask_userinfo(&mut self) -> Result<(), Failure> {
        self.send(Purpose::UserInfo).await?;
        let Some(answer) = self.session.userinfo() else { return Ok(()) };
        let problem = match &answer.answer {
            UserInfoAnswer::Refused { error, description } => {
                refusal("UserInfo", error.as_deref().unwrap_or("no error code"), description.clone())
            }
            UserInfoAnswer::Unreadable(problem) => format!("UserInfo: {problem}"),
            UserInfoAnswer::Claims(_) => return Ok(()),
            UserInfoAnswer::Jwt(_) => {
                match answer.report.as_ref().and_then(|report| TokenProblem::of("UserInfo", report)) {
                    Some(problem) => problem.to_string(),
                    None => return Ok(()),
                }
            }
        };
        Err(Failure::new(Status::Bad, problem))
    }

    /// Revokes the refresh token. A success response has no body (RFC 7009 section 2.2); an error response has one.
    pub async fn revoke(&mut self) -> Result<(), Failure> {
        self.send(Purpose::Revocation).await?;
        let Some(exchange) = self.session.last_exchange(Purpose::Revocation) else { return Ok(()) };
        let Some(response) = exchange.response().filter(|_| !exchange.succeeded()) else { return Ok(()) };
        let problem = match exchange.refusal() {
            _ if response.is_success() && response.is_page() => {
                "the revocation endpoint: the response is an HTML page".to_owned()
            }
            Some(body) => refusal("the revocation endpoint", &body.error(), body.description()),
            None => format!("the revocation endpoint: HTTP {}, expected 200", response.status),
        };
        Err(Failure::new(Status::Bad, problem))
    }

    /// Reads or deletes the registration of the client (RFC 7592).
    pub async fn manage_registration(&mut self, purpose: Purpose) -> Result<(), Failure> {
        self.send(purpose).await?;
        let Some(exchange) = self.session.last_exchange(purpose) else { return Ok(()) };
        let Some(response) = exchange.response().filter(|_| !exchange.succeeded()) else { return Ok(()) };
        let problem = match response.status {
            401 | 404 => "the client or its management token is unknown to the provider".to_owned(),
            status => format!("HTTP {status}"),
        };
        Err(Failure::new(Status::Bad, format!("{}: {problem}", name(exchange))))
    }

    /// What speaks against accepting the current tokens.
    pub fn verdict(&self) -> Result<(), Failure> {
        let problems = self.session.token_problems();
        // If the keys could not be fetched, that is the cause, and the tokens may be valid.
        let lost = self.session.last_exchange(Purpose::JwkSet).filter(|_| self.session.keys().is_none());
        let failed = problems.iter().any(|problem| matches!(problem, TokenProblem::Check(..)));
        let status = lost.and_then(|exchange| no_answer(&exchange.received)).filter(|_| !failed);
        Failure::unless_empty(status.unwrap_or(Status::Bad), problems)
    }

    /// The findings, the worst first.
    pub fn findings(&self) -> Vec<Finding> {
        diagnosis::diagnose(&self.session, clock::now())
    }
}

/// The exit status of a request that was not answered.
fn no_answer(received: &Received) -> Option<Status> {
    if received.ran_out_of_time() {
        return Some(Status::TimedOut);
    }
    let Received::Failed(failure) = received else { return None };
    Some(match failure.kind {
        FailureKind::Cancelled => Status::TimedOut,
        FailureKind::Refused => Status::Bad,
        _ => Status::Network,
    })
}

fn refusal(who: &str, error: &str, description: Option<String>) -> String {
    match description {
        Some(description) => format!("{who} rejected the request: {error} ({})", description.trim()),
        None => format!("{who} rejected the request: {error}"),
    }
}

/// The name of a request in progress output.
fn name(exchange: &Exchange) -> &'static str {
    match exchange.purpose {
        Purpose::Discovery => "discovery",
        Purpose::JwkSet => "JWK Set",
        Purpose::Token if exchange.request.form().get("grant_type") == Some("client_credentials") => "request a token",
        Purpose::Token => "redeem the code",
        Purpose::Refresh => "refresh",
        Purpose::UserInfo => "UserInfo",
        Purpose::Api => "API",
        Purpose::Revocation => "revoke",
        Purpose::Logout => "logout",
        Purpose::AuthorizationProbe | Purpose::RegistrationProbe => "authorization request",
        Purpose::SignIn => "sign-in",
        Purpose::Probe => "probe",
        Purpose::Resource => "resource",
        Purpose::ResourceMetadata => "resource metadata",
        Purpose::MisplacedMetadata => "misplaced metadata",
        Purpose::ClientRegistration => "client registration",
        Purpose::RegistrationRead => "read the registration",
        Purpose::RegistrationDeletion => "delete the registration",
        Purpose::Other => "request",
    }
}

/// One line about an exchange on standard error, with the number that findings use.
fn tell(exchange: &Exchange) {
    let mut page = Page::stderr();
    let (style, outcome) = match &exchange.received {
        Received::Response(response) if response.is_success() => (Style::Good, response.status.to_string()),
        Received::Response(response) => (Style::Bad, response.status.to_string()),
        Received::Failed(_) => (Style::Bad, "no response".to_owned()),
        Received::Pending => (Style::Faint, "pending".to_owned()),
    };
    page.styled(Style::Faint, &format!("{:>2} ", exchange.id)).plain(&format!("{:<21} ", name(exchange)));
    page.styled(style, &outcome);
    let took = exchange.timing.total.as_secs_f64() * 1000.0;
    page.styled(Style::Faint, &format!("  {took:.0} ms  {}", origin(&exchange.request.url))).end_line();
    if let Some(why) = &exchange.why {
        page.styled(Style::Faint, &format!("   {why}")).end_line();
    }
    page.print_to_stderr();
}

/// The endpoint without its query.
fn origin(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}
