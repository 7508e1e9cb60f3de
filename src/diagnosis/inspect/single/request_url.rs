//! The URL of a request that a browser sends: to authorize, to sign in, to sign out; or an issuer.

use crate::diagnosis::callback::login_page_found;
use crate::diagnosis::inspect::inspection::{Inspection, imported};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::inspect::rules::LOGOUT_INCOMPLETE;
use crate::diagnosis::{SessionEvidence, diagnose, discovery, ranked};
use crate::profile::import;
use crate::protocol::urls;
use crate::protocol::{Finding, HttpRequest, Method, Parameters, RequestDraft};
use crate::reading::input::Input;
use crate::session::{AuthorizationDraft, Purpose, Session};

/// Reads the URL of a browser's request, or an issuer.
pub(in crate::diagnosis::inspect) fn link(input: &Input, options: &Options) -> Option<Inspection> {
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
pub(super) fn asked_by(url: &str, parameters: &Parameters) -> Option<Inspection> {
    match import::recognise(url) {
        Some(import) => Some(judged_here(imported(import), url, parameters)),
        None => without_client(url, parameters).map(Inspection::new),
    }
}

/// Skips findings that the rules below make with more evidence, and those that matter only for importing.
fn judged_here(mut inspection: Inspection, url: &str, parameters: &Parameters) -> Inspection {
    let rules = [&import::rules::NO_ISSUER, &import::rules::PLACEHOLDER, &import::rules::REDIRECT_URI_UNUSABLE];
    if matches!(inspection.kind, Kind::AuthorizationUrl | Kind::LoginPage | Kind::LogoutUrl) {
        inspection.findings.retain(|finding| !rules.contains(&finding.rule));
    }
    // Nobody called the URL an issuer: people paste the endpoint that failed.
    inspection.findings.retain(|finding| finding.rule != &import::rules::ISSUER_IS_ENDPOINT);
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

fn session(inspection: &Inspection, options: &Options) -> Session {
    match (&options.profile, &inspection.profile) {
        (None, Some(profile)) => Session::new(profile.clone().into_profile(), None),
        _ => options.session(),
    }
}

/// A session with that request. The login page has the authorization request's query. `None` for a URL that is neither
/// an authorization request nor a sign-out.
pub(super) fn requested(
    inspection: &Inspection,
    url: &str,
    parameters: &Parameters,
    options: &Options,
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
fn logout(session: &Session, parameters: &Parameters, options: &Options) -> Vec<Finding> {
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
