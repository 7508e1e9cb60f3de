//! The kind of a text with several parts.

use crate::diagnosis::inspect::inspection::{Inspection, ReadPart};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::token_set;
use crate::reading::Spanned;
use crate::reading::sentences::{Library, Said};
use crate::session::{Purpose, Session};

/// The kinds, with the one that names the whole first: later steps of the flow say more.
pub(super) const LEADING: [Kind; 29] = [
    Kind::Session,
    Kind::Har,
    Kind::AmplifyStorage,
    Kind::TokenRequest,
    Kind::TokenResponse,
    Kind::RevocationRequest,
    Kind::InitiateAuth,
    Kind::ProviderErrorPage,
    Kind::Callback,
    Kind::LogoutUrl,
    Kind::LoginPage,
    Kind::AuthorizationUrl,
    Kind::ApiChallenge,
    Kind::UserInfo,
    Kind::Introspection,
    Kind::ClientRegistration,
    Kind::DeviceAuthorization,
    Kind::AccessToken,
    Kind::IdToken,
    Kind::Claims,
    Kind::Jwt,
    Kind::Jwe,
    Kind::RefreshToken,
    Kind::Discovery,
    Kind::Jwks,
    Kind::BasicCredentials,
    Kind::HttpRequest,
    Kind::Issuer,
    Kind::ErrorMessage,
];

pub(super) fn leading(parts: &[ReadPart]) -> Kind {
    let configuration = parts.iter().map(|part| part.kind).find(|kind| matches!(kind, Kind::Configuration(_)));
    let ranked = LEADING.into_iter().find(|kind| parts.iter().any(|part| part.kind == *kind));
    match (ranked, configuration) {
        (None | Some(Kind::ErrorMessage), Some(configuration)) => configuration,
        (Some(kind), _) => kind,
        (None, None) => Kind::Unknown,
    }
}

/// A response after a request is from the request's endpoint.
pub(super) fn judge_answers(parts: &mut [ReadPart], session: Option<&Session>) {
    let last = session.and_then(|session| session.exchanges().rfind(|exchange| exchange.response().is_some()));
    let last = last.filter(|exchange| exchange.has_request());
    let of_last = last.and_then(|exchange| match (exchange.purpose, exchange.response()?.status) {
        (Purpose::UserInfo, _) => Some(Kind::UserInfo),
        (Purpose::Other, 401 | 403) => Some(Kind::ApiChallenge),
        (Purpose::Other, _) => Some(Kind::HttpRequest),
        (Purpose::Discovery, _) => Some(Kind::Discovery),
        (Purpose::JwkSet, _) => Some(Kind::Jwks),
        _ => None,
    });
    for at in 0..parts.len() {
        let before = at.checked_sub(1).map(|before| parts[before].kind);
        let kind = match before {
            Some(kind @ (Kind::Discovery | Kind::Jwks)) => Some(kind),
            Some(Kind::TokenRequest) => None,
            _ => of_last,
        };
        if let Some(kind) = kind.filter(|_| parts[at].kind == Kind::TokenResponse) {
            parts[at].kind = kind;
        }
    }
}

/// A request to another server: the token in it says more than its URL.
pub(super) fn kind_of_shown(read: &Inspection) -> Option<Kind> {
    read.tokens().and_then(|set| set.reports().next()).and_then(token_set::kind)
}

/// What messages belong to: a provider's page, in which each of them is the provider's own.
pub(super) fn kind_of_sentences(said: &[Spanned<Said>], text: &str) -> Kind {
    let is_thrown = ["Exception", "An error occurred (", "    at "].iter().any(|mark| text.contains(mark))
        || text.trim_start().starts_with('{');
    let is_page = text.lines().filter(|line| !line.trim().is_empty()).count() > 1 && !text.contains('{') && !is_thrown;
    let is_of = |library: Library| library.is_provider();
    let libraries = || said.iter().map(|found| found.value.library());
    match is_page && libraries().any(is_of) && libraries().all(|library| is_of(library) || library == Library::Program)
    {
        true => Kind::ProviderErrorPage,
        false => Kind::ErrorMessage,
    }
}
