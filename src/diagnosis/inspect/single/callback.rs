//! A callback in any form: what the browser brought back to the client.

use super::tokens;
use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::inspect::rules::APPLICATION_PAGE;
use crate::diagnosis::inspect::token_set::TokenSet;
use crate::diagnosis::{SessionEvidence, diagnose, evidence, provider_page};
use crate::profile::cognito;
use crate::protocol::urls;
use crate::protocol::{Callback, CallbackKind, Finding, Parameters, Place, Secret};
use crate::reading::input::Input;
use crate::session::Session;

/// `4/0A…` and `M.C507_…`, which are recognised without their URL.
fn is_code_of_google_or_microsoft(text: &str) -> bool {
    let is_rest =
        |rest: &str| rest.len() > 20 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!*$".contains(&b));
    text.strip_prefix("4/0A").or_else(|| text.strip_prefix("M.C")).is_some_and(is_rest)
}

/// Reads a callback in any form: URL, query, fragment, form, JARM response, a bare code; and a provider's error page by
/// its URL.
pub(in crate::diagnosis::inspect) fn callback(input: &Input, options: &Options) -> Option<Inspection> {
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
fn add_tokens(inspection: &mut Inspection, session: &Session, callback: &Callback, options: &Options) {
    let mut set = session.grant().map(TokenSet::of).unwrap_or_default();
    if let Some(report) = callback.parameters.get("response").and_then(|token| tokens::report(token, options)) {
        inspection.findings.extend(tokens::named(&report));
        set.other.push(report);
    }
    if set.reports().next().is_some() {
        inspection.token_sets.push(set);
    }
}
