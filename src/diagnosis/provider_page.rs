//! The provider's own pages: errors that the client never receives.

use super::evidence::with_requested;
use super::federation::{self, consent_missing, saml};
use super::html::{microsofts_error, visible_text};
use super::url_difference::closest;
use super::{SessionEvidence, cognito_advice, sign_out_request};
use crate::profile::import::rules::OAUTH_DISABLED;
use crate::protocol::finding::rules;
use crate::protocol::judgement::capitalised;
use crate::protocol::urls;
use crate::protocol::urls::absolute;
use crate::protocol::{
    Callback, CallbackKind, ExchangeId, Finding, HttpResponse, Parameters, Part, Place, Remedy, RemedyAction,
};
use crate::session::Purpose;

rules! {
    /// All rules of this module. The pages are checked together with the callback.
    pub(super) RULES;

    pub(super) NOT_REGISTERED: Error "redirect_uri.not_registered", "Redirect URI not registered", "RFC 6749 3.1.2.4";
    pub(super) CLIENT_UNKNOWN: Error "client.unknown", "Unknown client", "RFC 6749 4.1.2.1";
    STATE_LOST: Error "federation.invalid_state", "Sign-in state lost (cookie missing)";
    RELAY_STATE: Error "federation.saml_relay_state", "SAML RelayState invalid", "SAML Bindings 3.4.3";
    NO_BRANDING: Error "login.no_branding", "No managed login style for this client";
    pub(super) LOGIN_OPTION: Error "identity_provider.not_enabled", "Identity provider not enabled for this client";
    SIGN_IN_TIMEOUT: Error "login.timeout", "Sign-in timed out";
    PARAMETER: Error "authorization.parameter_missing",
        "Required parameter missing from the authorization request", "RFC 6749 4.1.1";
    /// The request had none, as the provider says.
    pub(super) REDIRECT_REQUIRED: Error "authorization.redirect_uri_missing",
        "redirect_uri required", "OIDC Core 3.1.2.1";
    pub(super) LOGOUT_URI: Error "logout.uri_not_registered", "Sign-out URL not registered";
    /// For a page that names its error only by a code, the code is explained.
    pub(super) UNEXPLAINED: Error "login.error_page", "Provider error page", "RFC 6749 4.1.2.1";
}

/// What is known of a provider's page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The exchange of the page.
    pub exchange: Option<ExchangeId>,
    /// The path of its URL.
    pub path: String,
    /// The parameters of its URL.
    pub parameters: Parameters,
    /// The status, if it was fetched.
    pub status: Option<u16>,
    /// The visible text; empty if only the URL is known.
    pub text: String,
    /// Whether its HTML says that it is an error page.
    pub is_marked: bool,
}

impl Page {
    /// The page at a URL in the browser.
    pub fn at(callback: &Callback) -> Self {
        let path = urls::path_of(callback.location.as_deref().unwrap_or_default()).to_owned();
        Self { path, parameters: callback.parameters.clone(), ..Self::default() }
    }

    /// The page in a response, or the one it redirects to. `None` if neither is an error page.
    pub fn of(exchange: ExchangeId, url: &str, response: &HttpResponse) -> Option<Self> {
        let exchange = Some(exchange);
        if response.is_redirect() {
            let target = response.header("location")?;
            let callback = Callback::of_url(&absolute(url, target)?);
            let is_error_page = callback.kind == CallbackKind::ProviderErrorPage;
            return is_error_page.then(|| Self { exchange, ..Self::at(&callback) });
        }
        let html = response.text();
        let said = microsofts_error(&html);
        // The server first offers Kerberos to the browser (RFC 4559), which is not an error.
        let is_asked = response.status == 401 && response.header("www-authenticate").is_some();
        (response.status >= 400 && !is_asked || said.is_some()).then(|| Self {
            exchange,
            path: urls::path_of(url).to_owned(),
            parameters: Parameters::decode(urls::query_of(url)),
            status: Some(response.status),
            text: said.unwrap_or_else(|| visible_text(&html)),
            is_marked: false,
        })
    }

    /// The page in a pasted piece of HTML or text.
    pub fn from_text(text: &str) -> Self {
        // Keycloak marks its error page the same in every language.
        let is_marked = text.contains("id=\"kc-error-message\"");
        Self { text: visible_text(text), is_marked, ..Self::default() }
    }

    fn description(&self) -> &str {
        self.parameters.get("error_description").unwrap_or_default().trim()
    }

    fn says(&self, words: &str) -> bool {
        let within = |text: &str| text.to_ascii_lowercase().contains(words);
        within(&self.text) || self.parameters.iter().any(|(name, value)| name.starts_with("error") && within(value))
    }

    /// The parameter that a page of Cognito says is missing.
    fn missing_parameter(&self) -> Option<String> {
        let text = self.text.to_ascii_lowercase();
        let name = text.split_once("required string parameter '")?.1.split('\'').next()?;
        (!name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')).then(|| name.to_owned())
    }

    /// A finding with its place on the page.
    pub fn place(&self, finding: Finding) -> Finding {
        let mut finding = finding;
        for (name, value) in self.parameters.iter().filter(|(name, _)| name.starts_with("error")) {
            finding = finding.seen(self.exchange, Place::ErrorPage(Part::Parameter(name.to_owned())), value.trim());
        }
        if let Some(status) = self.status {
            finding = finding.seen(self.exchange, Place::RESPONSE_STATUS, status.to_string());
        }
        if !self.text.is_empty() && (self.status.is_some() || finding.evidence.is_empty()) {
            let start: String = self.text.chars().take(120).collect();
            finding = finding.seen(self.exchange, Place::Page(Part::Text), start);
        }
        finding
    }
}

/// The findings about a provider's page. Total: an unknown page is an error page without an explanation.
pub(super) fn read(evidence: &SessionEvidence<'_>, page: &Page) -> Finding {
    let finding = explained(evidence, page).unwrap_or_else(|| {
        UNEXPLAINED.found(
            "The provider shows its own error page and does not report the error to the client.",
            "Compare client_id and redirect_uri with the registration first: errors in these two are never reported \
             to the client.",
        )
    });
    page.place(finding)
}

/// The meaning of a page's error, or of a sentence on it, still without its place.
pub(super) fn explained(evidence: &SessionEvidence<'_>, page: &Page) -> Option<Finding> {
    let error = page.parameters.get("error").unwrap_or_default().trim();
    if let Some(finding) = sign_out_fault(evidence, page) {
        return Some(finding);
    }
    Some(match error {
        "redirect_mismatch" | "redirect_uri_mismatch" if is_logout(evidence, page) => {
            if evidence.cognito {
                logout_uri_not_registered(evidence, page, true)
            } else {
                post_logout_redirect_uri(evidence, page)
            }
        }
        "redirect_mismatch" | "redirect_uri_mismatch" => redirect_mismatch(evidence),
        _ => return known_sentence(evidence, page).or_else(|| by_code(evidence, error)),
    })
}

fn by_code(evidence: &SessionEvidence<'_>, error: &str) -> Option<Finding> {
    Some(match error {
        "invalid_request" | "invalid_client" | "unauthorized_client" if evidence.cognito => CLIENT_UNKNOWN.found(
            "Cognito shows its error page without a reason: the user pool of this domain has no such app client, or \
             no identity provider is enabled for the client.",
            "Compare client_id with the app clients of the user pool that owns this domain, and check that COGNITO or \
             another identity provider is enabled for it.",
        ),
        "invalid_client" | "unauthorized_client" => CLIENT_UNKNOWN.found(
            format!(
                "The provider shows its own page with {error}: it does not know this client_id, or not at this \
                 issuer."
            ),
            "Compare client_id and issuer with the client's registration.",
        ),
        _ => return None,
    })
}

/// Whether the page is the response to a sign-out.
fn is_logout(evidence: &SessionEvidence<'_>, page: &Page) -> bool {
    let logout = evidence.current(Purpose::Logout);
    let is_of_logout = match page.exchange {
        Some(id) => logout.is_some_and(|exchange| exchange.id == id),
        None => logout.is_some() && evidence.attempt().is_none(),
    };
    is_of_logout || sign_out_request::is_sign_out(&page.path, &page.parameters)
}

/// The parameters of the sign-out that led to the page: from the page's URL, or from the request.
fn sign_out_parameters(evidence: &SessionEvidence<'_>, page: &Page) -> Parameters {
    if sign_out_request::is_sign_out("", &page.parameters) {
        page.parameters.clone()
    } else {
        evidence.current(Purpose::Logout).map(|exchange| exchange.request.query()).unwrap_or_default()
    }
}

/// The problems of the sign-out request itself.
fn sign_out_fault(evidence: &SessionEvidence<'_>, page: &Page) -> Option<Finding> {
    let is_to_be_read = is_logout(evidence, page);
    let parameters = sign_out_parameters(evidence, page);
    let path = || evidence.current(Purpose::Logout).map_or(page.path.as_str(), |exchange| exchange.request.path());
    match evidence.cognito {
        _ if !is_to_be_read || parameters.is_empty() && !path().ends_with("/logout") => None,
        true => sign_out_request::at_cognito(path(), &parameters),
        false => sign_out_request::elsewhere(path(), &parameters),
    }
}

/// The beginning of the error page of Cognito's classic hosted UI, in lower case.
const ERROR_PAGE: &str = "an error was encountered with the requested page.";

/// Sentences on the pages; each is a hint that its place or status supports.
fn known_sentence(evidence: &SessionEvidence<'_>, page: &Page) -> Option<Finding> {
    let is_logout = is_logout(evidence, page);
    // The sentence may contain the words of the provider behind Cognito.
    if page.description().is_empty() && federation::is_cognitos(&page.text) {
        return federation::of_text(&page.text);
    }
    Some(if let Some(finding) = (!evidence.cognito).then(|| elsewhere(evidence, page, is_logout)).flatten() {
        finding
    } else if page.says("redirect_mismatch") || page.says("redirect_uri_mismatch") {
        redirect_mismatch(evidence)
    } else if page.says("required string parameter 'redirect_uri'") {
        if is_logout || evidence.attempt().is_none_or(|attempt| attempt.parameter("redirect_uri").is_some()) {
            logout_uri_not_registered(evidence, page, is_logout)
        } else {
            redirect_uri_required(evidence)
        }
    } else if let Some(name) = page.missing_parameter() {
        let detail = format!("The request has no parameter {name}.");
        PARAMETER.found(detail, format!("Send {name} in the query."))
    } else if page.says("not enabled for oauth") {
        OAUTH_DISABLED.found(
            "OAuth flows are disabled for the app client. An app client created before the pool's domain, or a \
             callback URL that differs in letter case, causes the same message.",
            Remedy::new("Enable OAuth for the app client, with a grant type and scopes, once the domain exists.").at(
                cognito_advice::login_pages(
                    "--allowed-o-auth-flows-user-pool-client --allowed-o-auth-flows code --allowed-o-auth-scopes openid email"
                ),
            ),
        )
    } else if page.says("login pages unavailable") {
        NO_BRANDING.found(
            "The domain uses managed login, but this app client has no managed login style, so there is no page to \
             show.",
            Remedy::new(
                "Create a managed login style for the app client, or set the domain back to the classic hosted UI.",
            )
            .at(
                "Console: Managed login, Create a style. CLI: aws cognito-idp create-managed-login-branding \
                 --user-pool-id POOL_ID --client-id CLIENT_ID --use-cognito-provided-values."
                    .to_owned(),
            ),
        )
    } else if page.says("login option is not available") {
        let asked = evidence.requested("identity_provider").or(evidence.requested("idp_identifier"));
        LOGIN_OPTION.found(
            match asked {
                Some(name) => format!("identity_provider={name} is not enabled for this app client."),
                None => "No identity provider is enabled for this app client.".to_owned(),
            },
            Remedy::new("Enable the identity provider for the app client. Its name is case-sensitive.")
                .at(cognito_advice::login_pages("--supported-identity-providers COGNITO NAME")),
        )
    } else if page.says("invalid relaystate") {
        RELAY_STATE.found(
            "The SAML response has no RelayState from a sign-in that started at the provider.",
            "Start at the authorization endpoint, not at the identity provider. Or enable IdP-initiated sign-in and \
             send its RelayState.",
        )
    } else if page.says("invalid saml response") || page.says("invalid samlresponse") {
        saml()
    } else if page.says("invalid state") {
        STATE_LOST.found(
            "The cookie that ties the identity provider's response to this sign-in is missing: cookies are blocked, \
             the back button was used, or the identity provider's page was bookmarked.",
            "Start again at the authorization endpoint, in one tab, with cookies allowed for the provider's domain.",
        )
    } else if let Some(finding) = evidence.cognito.then(|| federation::of_text(page.description())).flatten() {
        finding
    } else if evidence.cognito && page.says("something went wrong") {
        SIGN_IN_TIMEOUT
            .found("The sign-in was not finished within five minutes.", "Start again at the authorization endpoint.")
    } else {
        return None;
    })
}

/// Pages of other providers, which say in their own words what they reject. A pasted page may be any text, so only
/// whole phrases count.
fn elsewhere(evidence: &SessionEvidence<'_>, page: &Page, is_logout: bool) -> Option<Finding> {
    let is_fetched = page.is_marked || page.status.is_some_and(|status| status >= 400);
    let says = |words: &[&str], phrases: &[&str]| {
        is_fetched && words.iter().any(|it| page.says(it)) || phrases.iter().any(|it| page.says(it))
    };
    // Microsoft Entra ID, Keycloak, Auth0, Okta, Zitadel, Dex, Ory Hydra.
    let redirect = [
        "aadsts50011",
        "invalid parameter: redirect_uri",
        "callback url mismatch",
        "'redirect_uri' parameter must be",
        "redirect_uri is missing in the client configuration",
        "unregistered redirect_uri",
        "'redirect_uri' parameter does not match",
    ];
    let after_logout = ["'post_logout_redirect_uri' parameter must be", "post_logout_redirect_uri is not"];
    if says(&["post_logout_redirect_uri"], &after_logout)
        || is_logout
            && says(&["redirect_uri", "redirect uri", "returnto"], &["invalid redirect uri", "parameter: redirect_uri"])
    {
        return Some(post_logout_redirect_uri(evidence, page));
    }
    if !is_logout && says(&["redirect_uri", "redirect uri", "callback url"], &redirect) {
        return Some(redirect_mismatch(evidence));
    }
    if page.says("aadsts65001") {
        return Some(consent_missing());
    }
    let client = ["aadsts700016", "the oauth client was not found", "client not found."];
    says(&["invalid_client", "client is invalid", "client not found", "unknown client"], &client).then(|| {
        CLIENT_UNKNOWN.found(
            "The provider shows its own error page: it does not know this client_id, or not at this issuer.",
            "Compare client_id and issuer with the client's registration.",
        )
    })
}

/// Whether a text is from an error page.
pub(super) fn is_error(evidence: &SessionEvidence<'_>, page: &Page) -> bool {
    page.is_marked || known_sentence(evidence, page).is_some() || page.says(ERROR_PAGE)
}

/// Compares the sent URI with the known registered ones.
pub(super) fn redirect_mismatch(evidence: &SessionEvidence<'_>) -> Finding {
    let sent = evidence.requested("redirect_uri");
    if sent.is_none() && evidence.attempt().is_some() {
        return redirect_uri_required(evidence);
    }
    let registered = &evidence.session.profile().redirect_uris;
    let near = sent.and_then(|sent| Some((sent, closest(sent, registered)?)));
    let finding = match (sent, near) {
        (_, Some((sent, (uri, difference)))) => NOT_REGISTERED.found(
            format!("{}: the request sent {sent}, but registered is {uri}.", capitalised(&difference)),
            Remedy::new("Make them identical. A changed registration takes effect within a minute.")
                .at(where_registered(evidence, "--callback-urls")),
        ),
        (Some(sent), None) => NOT_REGISTERED.found(
            format!("Not registered for this client: {sent}."),
            Remedy::new(
                "Register exactly this text. Common differences: a trailing slash, http or https, the port, letter case, \
                 localhost or 127.0.0.1, another client.",
            )
            .at(where_registered(evidence, "--callback-urls"))
            .offering(RemedyAction::RegistrationOracle),
        ),
        (None, _) => NOT_REGISTERED.found(
            "The redirect URI of the request is not registered for this client.",
            "Compare byte for byte: trailing slash, scheme, host, port, path and letter case. Also compare the \
             client ID.",
        ),
    };
    match sent {
        Some(sent) => finding.seen(None, Place::authorization_request("redirect_uri"), sent),
        None => finding,
    }
}

/// Where Cognito has the registered URLs; empty for other providers.
fn where_registered(evidence: &SessionEvidence<'_>, option: &str) -> Option<String> {
    evidence.cognito.then(|| cognito_advice::login_pages(&format!("{option} URL ...")))
}

/// The provider requires a redirect URI that the authorization request does not have.
fn redirect_uri_required(evidence: &SessionEvidence<'_>) -> Finding {
    let finding = REDIRECT_REQUIRED.found(
        "The authorization request has no redirect_uri, and the provider requires one.",
        "Send the exact text of a registered redirect URI, and the same text again when the code is redeemed.",
    );
    with_requested(finding, evidence, "redirect_uri")
}

/// Whether the provider reported a missing redirect URI.
pub(super) fn asks_for_redirect_uri(evidence: &SessionEvidence<'_>) -> bool {
    let visits =
        [Purpose::SignIn, Purpose::AuthorizationProbe].into_iter().filter_map(|purpose| evidence.current(purpose));
    let fetched = visits.filter_map(|exchange| Page::of(exchange.id, &exchange.request.url, exchange.response()?));
    let shown = evidence.callback().map(|record| &record.callback);
    let shown = shown.filter(|callback| callback.kind == CallbackKind::ProviderErrorPage).map(Page::at);
    fetched.chain(shown).any(|page| read(evidence, &page).rule == &REDIRECT_REQUIRED)
}

/// Cognito's misleading response to an unknown sign-out URL. The page alone does not show whether it belongs to a
/// sign-out or to an authorization request without its redirect URI.
fn logout_uri_not_registered(evidence: &SessionEvidence<'_>, page: &Page, is_logout: bool) -> Finding {
    if !is_logout {
        return LOGOUT_URI.found(
            "Two causes are possible: a logout request whose logout_uri is missing or not registered (Cognito reports \
             that with this message too), or an authorization request without redirect_uri.",
            "To sign out, send logout_uri with the exact text of a registered sign-out URL. To sign in, send \
             redirect_uri with the exact text of a registered one. The URL of the page shows which: /logout or \
             /oauth2/authorize.",
        );
    }
    let sent = sign_out_parameters(evidence, page).get("logout_uri").map(str::to_owned);
    let near = sent.as_deref().and_then(|sent| closest(sent, &evidence.session.profile().sign_out_uris));
    let detail = match (&sent, near) {
        (Some(sent), Some((uri, difference))) => {
            format!("The request sent logout_uri {sent}, but the client has {uri}: {difference}.")
        }
        (Some(sent), None) => format!("logout_uri {sent} is not one of the sign-out URLs of this app client."),
        (None, _) => "The logout request has no logout_uri, or one that is not registered.".to_owned(),
    };
    let finding = LOGOUT_URI.found(
        format!("{detail} Cognito then expects redirect_uri and reports that as missing."),
        Remedy::new(
            "Send logout_uri with the exact text of a registered sign-out URL, or register it. Most often a trailing slash \
             differs. Cognito does not read post_logout_redirect_uri.",
        )
        .at(cognito_advice::login_pages("--logout-urls URL ...")),
    );
    match sent {
        Some(sent) => finding.seen(None, Place::logout_request("logout_uri"), sent),
        None => finding,
    }
}

/// A provider other than Cognito does not know the sign-out URL. This says nothing about the login's redirect URI.
fn post_logout_redirect_uri(evidence: &SessionEvidence<'_>, page: &Page) -> Finding {
    let query = sign_out_parameters(evidence, page);
    let names = ["post_logout_redirect_uri", "returnTo", "redirect_uri"];
    let sent = names.iter().find_map(|name| Some((*name, query.get(name)?)));
    let finding = LOGOUT_URI.found(
        match sent {
            Some((name, uri)) => format!("{name} {uri} is not registered for this client's sign-out."),
            None => "The URL to return to after sign-out is not registered for this client.".to_owned(),
        },
        "Register exactly this text as a post-logout redirect URI of the client. This list is separate from the \
         redirect URIs. client_id or id_token_hint identifies the client to the provider.",
    );
    match sent {
        Some((name, uri)) => finding.seen(None, Place::logout_request(name), uri),
        None => finding,
    }
}
