//! URLs, queries and pages: callbacks, error pages, login pages, requests of a browser.

use super::tokens;
use crate::diagnosis::callback::login_page_found;
use crate::diagnosis::inspect::inspection::{Inspection, imported};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::ReadContext;
use crate::diagnosis::inspect::rules::{APPLICATION_PAGE, LOGOUT_INCOMPLETE};
use crate::diagnosis::inspect::token_set::TokenSet;
use crate::diagnosis::{SessionEvidence, diagnose, discovery, evidence, federation, provider_page, ranked};
use crate::profile::{cognito, import};
use crate::protocol::urls;
use crate::protocol::{
    Callback, CallbackKind, Finding, HttpRequest, Method, Parameters, Place, RequestDraft, Secret, Severity,
    text::url_in_text,
};
use crate::reading::input::Input;
use crate::reading::sentences;
use crate::session::{AuthorizationDraft, Purpose, Session};

/// `4/0A…` and `M.C507_…`, which are recognised without their URL.
fn is_code_of_google_or_microsoft(text: &str) -> bool {
    let is_rest =
        |rest: &str| rest.len() > 20 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!*$".contains(&b));
    text.strip_prefix("4/0A").or_else(|| text.strip_prefix("M.C")).is_some_and(is_rest)
}

/// Reads a callback in any form: URL, query, fragment, form, JARM response, a bare code; and a provider's error page by
/// its URL.
pub(in crate::diagnosis::inspect) fn callback(input: &Input, options: &ReadContext<'_>) -> Option<Inspection> {
    let text = input.text.as_str();
    if text.contains(char::is_whitespace) && !text.contains(['=', '?']) {
        return None;
    }
    let is_url = text.contains("://") || text.starts_with(['/', '?', '#']) || text.contains('=');
    let is_one = is_url || cognito::is_code(text) || is_code_of_google_or_microsoft(text);
    let read = Callback::read(text);
    let names = ["code", "error", "access_token", "id_token", "response"];
    let answers = names.iter().any(|name| read.parameters.get(name).is_some()) || is_error_page(&read);
    // `error_uri` of Entra: `https://login.microsoftonline.com/error?code=9002313`.
    let is_explained = read.location.as_deref().is_some_and(|url| urls::path_of(url).ends_with("/error"))
        && read.parameters.iter().all(|(name, value)| name == "code" && value.bytes().all(|b| b.is_ascii_digit()));
    let answers = answers && !is_explained;
    let answers =
        answers && is_plain(&read.parameters) || read.location.as_deref() == Some(text) && read.has_lost_its_answer();
    if !is_one || !answers || read.parameters.get("grant_type").is_some() {
        return None;
    }
    let mut session = options.session();
    let mut read = read;
    match jarm(&read) {
        // The response is in the JWT's claims (JARM section 2.1); they are listed after the parameter that contains it.
        Some(claims) => {
            session.receive_callback(&format!("?{}", claims.encode()), options.now);
            read.parameters.pairs_mut().extend(claims.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
        None => session.receive_callback(text, options.now),
    }
    let mut inspection = Inspection::new(Kind::Callback);
    if is_applications_error(&read) {
        inspection.findings.push(application_page(&read));
    } else if is_error_page(&read) {
        inspection.kind = Kind::ProviderErrorPage;
        let found = provider_page::read(&SessionEvidence::new(&session, options.now), &provider_page::Page::at(&read));
        inspection.findings.push(found);
    } else {
        inspection.findings = diagnose(&session, options.now);
        add_tokens(&mut inspection, &session, &read, options);
    }
    inspection.repairs.extend(read.repairs.iter().cloned());
    inspection.parameters = Some(read.parameters).filter(|parameters| !parameters.is_empty());
    Some(inspection)
}

/// The parameters in a JARM response.
fn jarm(callback: &Callback) -> Option<Parameters> {
    let token = Secret::new(callback.parameters.get("response")?);
    let names = ["code", "state", "error", "error_description", "iss", "access_token", "id_token", "token_type"];
    let claims: Parameters = names.iter().filter_map(|name| Some((*name, evidence::claim(&token, name)?))).collect();
    (!claims.is_empty()).then_some(claims)
}

/// The names in a query are words; a text that merely contains an equals sign is not a query.
fn is_plain(parameters: &Parameters) -> bool {
    let is_word =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.[]".contains(c));
    parameters.iter().all(|(name, _)| is_word(name))
}

/// A page of the provider instead of the client: recognised by its path, or by Cognito's host.
fn is_error_page(callback: &Callback) -> bool {
    let location = callback.location.as_deref().unwrap_or_default();
    let path = urls::path_of(location).trim_end_matches('/');
    match callback.kind {
        CallbackKind::ProviderErrorPage => true,
        // The state belongs to the application: a URL that returns it has reached the application.
        CallbackKind::Error => {
            path.ends_with("/error") && callback.state().is_none() || evidence::is_cognito_host(location)
        }
        // Google's has nothing readable except its path.
        CallbackKind::Nothing => path.ends_with("/error") && callback.parameters.get("client_id").is_some(),
        _ => false,
    }
}

/// Whether the error is from a library inside the application: `OAuthCallback`, `AccessDenied`. OAuth's codes are in
/// lower case.
fn is_applications_error(callback: &Callback) -> bool {
    let is_name = |code: &str| {
        code.starts_with(|c: char| c.is_ascii_uppercase()) && code.chars().all(|c| c.is_ascii_alphanumeric())
    };
    callback.code().is_none() && callback.state().is_none() && callback.error().is_some_and(is_name)
}

fn application_page(callback: &Callback) -> Finding {
    let code = callback.error().unwrap_or_default();
    APPLICATION_PAGE
        .found(
            format!(
                "The application's sign-in library stopped with {code} and shows a page of its own. What the provider \
                 said is not in this URL."
            ),
            "Check the application's log at that time: the library logs the provider's response. Or record the sign-in \
             in the browser and inspect the HAR.",
        )
        .seen(None, Place::callback("error"), code)
}

/// The tokens of an implicit, hybrid or JARM response.
fn add_tokens(inspection: &mut Inspection, session: &Session, callback: &Callback, options: &ReadContext<'_>) {
    let mut set = session.grant().map(TokenSet::of).unwrap_or_default();
    if let Some(report) = callback.parameters.get("response").and_then(|token| tokens::report(token, options)) {
        inspection.findings.extend(tokens::named(&report));
        set.other.push(report);
    }
    if set.reports().next().is_some() {
        inspection.token_sets.push(set);
    }
}

/// Reads the text of an error page that was copied with its URL: the URL shows the request, the text the result.
pub(in crate::diagnosis::inspect) fn page_with_its_address(
    input: &Input,
    options: &ReadContext<'_>,
) -> Option<Inspection> {
    let url = url_in_text::url(&input.text).filter(|_| !input.is_html() && !input.is_json())?;
    let shown = provider_page::Page::from_text(&input.text.replacen(url, " ", 1));
    let parameters = Parameters::decode(urls::query_of(url));
    let asked = asked_by(url, &parameters).filter(|_| shown.text.len() < LONGEST_PAGE)?;
    let session = requested(&asked, url, &parameters, options)?;
    let evidence = SessionEvidence::new(&session, options.now);
    let shown = provider_page::Page { path: urls::path_of(url).to_owned(), ..shown };
    if !provider_page::is_error(&evidence, &shown) {
        return None;
    }
    let mut findings = diagnose(&session, options.now);
    // An invalid sign-out explains its error page.
    if asked.kind != Kind::LogoutUrl || !findings.iter().any(|finding| finding.severity() == Severity::Error) {
        findings.insert(0, provider_page::read(&evidence, &shown));
    }
    let repairs = vec!["separated the page's URL from its text".to_owned()];
    let profile = asked.profile;
    Some(
        Inspection { repairs, profile, parameters: Some(parameters), ..Inspection::new(Kind::ProviderErrorPage) }
            .with_findings(findings),
    )
}

/// Reads Cognito's message about the identity provider, which may contain the response of another endpoint.
pub(in crate::diagnosis::inspect) fn federation(input: &Input, options: &ReadContext<'_>) -> Option<Inspection> {
    let is_answer = input.text.contains("error=") || input.text.contains("://") || input.text.starts_with("HTTP/");
    let shown = provider_page::Page::from_text(&input.text);
    if is_answer || input.is_json() || shown.text.len() >= LONGEST_PAGE || !federation::is_cognitos(&shown.text) {
        return None;
    }
    let session = options.session();
    let finding = provider_page::read(&SessionEvidence::new(&session, options.now), &shown);
    Some(Inspection::new(Kind::ProviderErrorPage).with_findings([finding]))
}

/// The maximum length of the text of a copied page.
const LONGEST_PAGE: usize = 2_000;

/// Reads a provider's page as HTML or as copied text.
pub(in crate::diagnosis::inspect) fn page(input: &Input, options: &ReadContext<'_>) -> Option<Inspection> {
    let session = options.session();
    let evidence = SessionEvidence::new(&session, options.now);
    let shown = match input.is_html() {
        true => provider_page::Page::from_text(&input.text),
        false => provider_page::Page::from_text(&sentences::reported(&input.text)),
    };
    let lower = input.text.to_ascii_lowercase();
    if input.is_html()
        && lower.contains("<form")
        && lower.contains("password")
        && !provider_page::is_error(&evidence, &shown)
    {
        return Some(Inspection::new(Kind::LoginPage).with_findings([login_page_found()]));
    }
    let short = input.text.len() < LONGEST_PAGE || input.is_html();
    // A URL alone is not a page, but with words around it, it may be.
    let is_text = !input.text.contains("://") || input.text.contains(char::is_whitespace);
    (short && !input.is_json() && is_text && provider_page::is_error(&evidence, &shown))
        .then(|| Inspection::new(Kind::ProviderErrorPage).with_findings([provider_page::read(&evidence, &shown)]))
}

/// Reads the URL of a browser's request, or an issuer.
pub(in crate::diagnosis::inspect) fn link(input: &Input, options: &ReadContext<'_>) -> Option<Inspection> {
    let text = input.text.as_str();
    if text.contains(char::is_whitespace) || !text.contains("://") {
        return None;
    }
    let parameters = Parameters::decode(urls::query_of(text));
    let mut inspection = asked_by(text, &parameters)?;
    let asked = requested(&inspection, text, &parameters, options);
    let findings = match (inspection.kind, asked) {
        (Kind::LogoutUrl, Some(session)) => logout(&session, &parameters, options),
        (kind, Some(session)) => {
            let mut findings = diagnose(&session, options.now);
            findings.extend((kind == Kind::LoginPage).then(login_page_found));
            findings
        }
        (Kind::Issuer, None) => discovery::at_the_domain(text).into_iter().collect(),
        _ => return None,
    };
    inspection.findings.extend(findings);
    inspection.findings = ranked(std::mem::take(&mut inspection.findings));
    inspection.parameters = (!parameters.is_empty()).then_some(parameters);
    Some(inspection)
}

/// The kind of the URL, and the client it names.
fn asked_by(url: &str, parameters: &Parameters) -> Option<Inspection> {
    match import::recognise(url) {
        Some(import) => Some(judged_here(imported(import), url, parameters)),
        None => without_client(url, parameters).map(Inspection::new),
    }
}

/// Skips findings that the rules below make with more evidence, and those that matter only for importing.
fn judged_here(mut inspection: Inspection, url: &str, parameters: &Parameters) -> Inspection {
    let rules = [&import::rules::NO_ISSUER, &import::rules::PLACEHOLDER, &import::rules::REDIRECT_URI_UNUSABLE];
    if matches!(inspection.kind, Kind::AuthorizationUrl | Kind::LoginPage | Kind::LogoutUrl) {
        inspection.findings.retain(|finding| !rules.iter().any(|rule| rule.id == finding.id()));
    }
    // Nobody called the URL an issuer: people paste the endpoint that failed.
    inspection.findings.retain(|finding| finding.id() != import::rules::ISSUER_IS_ENDPOINT.id);
    if inspection.kind == Kind::AuthorizationUrl && without_client(url, parameters) == Some(Kind::LogoutUrl) {
        inspection.kind = Kind::LogoutUrl;
    }
    inspection
}

/// The kind of a URL that names no client.
fn without_client(url: &str, parameters: &Parameters) -> Option<Kind> {
    let has = |name: &str| parameters.get(name).is_some();
    let path = urls::path_of(url);
    if path.ends_with("/logout") || has("logout_uri") || has("post_logout_redirect_uri") {
        return Some(Kind::LogoutUrl);
    }
    (has("response_type") || has("redirect_uri") || path.ends_with("/authorize")).then_some(Kind::AuthorizationUrl)
}

fn session(inspection: &Inspection, options: &ReadContext<'_>) -> Session {
    match (&options.profile, &inspection.profile) {
        (None, Some(profile)) => Session::new(profile.clone().into_profile(), None),
        _ => options.session(),
    }
}

/// A session with that request. The login page has the authorization request's query. `None` for a URL that is neither
/// an authorization request nor a sign-out.
fn requested(
    inspection: &Inspection,
    url: &str,
    parameters: &Parameters,
    options: &ReadContext<'_>,
) -> Option<Session> {
    let mut session = session(inspection, options);
    match inspection.kind {
        Kind::AuthorizationUrl | Kind::LoginPage => {
            let endpoint = url.split(['?', '#']).next().unwrap_or_default();
            let request = RequestDraft { parameters: parameters.clone(), ..RequestDraft::new(Method::Get, endpoint) };
            session.authorize(AuthorizationDraft { request, verifier: None }, options.now);
        }
        Kind::LogoutUrl => {
            session.begin(Purpose::Logout, HttpRequest::get(url), options.now);
        }
        _ => return None,
    }
    Some(session)
}

/// The findings about a sign-out request.
fn logout(session: &Session, parameters: &Parameters, options: &ReadContext<'_>) -> Vec<Finding> {
    let mut findings = diagnose(session, options.now);
    let has = |name: &str| parameters.get(name).is_some();
    let is_cognito = SessionEvidence::new(session, options.now).cognito;
    if is_cognito && findings.is_empty() && !has("logout_uri") && !(has("redirect_uri") && has("response_type")) {
        findings.push(LOGOUT_INCOMPLETE.found(
            "There is neither logout_uri nor redirect_uri with response_type.",
            "Send client_id and logout_uri, the exact text of a registered sign-out URL.",
        ));
    }
    findings
}
