//! Pages of a provider: its error pages, as HTML or as copied text, and its login page.

use super::request_url::{asked_by, requested};
use crate::diagnosis::callback::login_page_found;
use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::{SessionEvidence, diagnose, federation, provider_page};
use crate::protocol::urls;
use crate::protocol::{Parameters, Severity, text::url_in_text};
use crate::reading::input::Input;
use crate::reading::sentences;

/// Reads the text of an error page that was copied with its URL: the URL shows the request, the text the result.
pub(in crate::diagnosis::inspect) fn page_with_its_address(input: &Input, options: &Options) -> Option<Inspection> {
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
pub(in crate::diagnosis::inspect) fn federation(input: &Input, options: &Options) -> Option<Inspection> {
    let is_answer = input.text.contains("error=") || input.text.contains("://") || input.text.starts_with("HTTP/");
    let shown = provider_page::Page::from_text(&input.text);
    if is_answer || input.is_json() || shown.text.len() >= LONGEST_PAGE || !federation::is_cognitos(&shown.text) {
        return None;
    }
    let session = options.session();
    let finding = provider_page::read(&SessionEvidence::new(&session, options.now), &shown);
    Some(Inspection::new(Kind::ProviderErrorPage).with_findings([finding]))
}

/// The provider's page of which only the error code is known.
pub(in crate::diagnosis::inspect) fn page_with_code(code: &str, options: &Options) -> Option<Inspection> {
    let session = options.session();
    let shown = provider_page::Page { parameters: Parameters::new().with("error", code), ..Default::default() };
    let finding = provider_page::read(&SessionEvidence::new(&session, options.now), &shown);
    Some(Inspection::new(Kind::ProviderErrorPage).with_findings([finding]))
}

/// The maximum length of the text of a copied page.
const LONGEST_PAGE: usize = 2_000;

/// Reads a provider's page as HTML or as copied text.
pub(in crate::diagnosis::inspect) fn page(input: &Input, options: &Options) -> Option<Inspection> {
    let session = options.session();
    let evidence = SessionEvidence::new(&session, options.now);
    let shown = if input.is_html() {
        provider_page::Page::from_text(&input.text)
    } else {
        provider_page::Page::from_text(&sentences::reported(&input.text))
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
