//! How an exchange became known, and so what may be concluded from it.
//!
//! A saved session has no member for it: the request's method and URL stand for an exchange without a request.

use strum::VariantArray;

use crate::protocol::{HttpRequest, Method};

/// The method that stands for tokens without an exchange.
const IMPORT: &str = "IMPORT";

/// How an exchange became known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This program sent the request and received the result.
    Own,
    /// Someone else's record of both, which can claim any response.
    Recorded,
    /// A response whose request is unknown.
    ResponseOnly,
    /// Tokens from elsewhere: there was no request, and the response was built from them.
    Import(TokenSource),
}

/// Where imported tokens were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum TokenSource {
    /// Anywhere in a recording.
    Recording,
    /// In a browser's storage, which names the client separately from the tokens.
    AmplifyStorage,
    /// In the result of Cognito's `InitiateAuth`.
    InitiateAuth,
    /// In a document with its own names for them.
    TokenResponse,
    /// In the response of an endpoint that was pasted alone.
    EndpointResponse,
    /// In a text with no document around them.
    Paste,
}

impl TokenSource {
    /// What stands for the URL in saved sessions.
    fn name(self) -> &'static str {
        match self {
            Self::Recording => "har",
            Self::AmplifyStorage => "amplify_storage",
            Self::InitiateAuth => "initiate_auth",
            Self::TokenResponse => "token_response",
            Self::EndpointResponse => "",
            Self::Paste => "paste",
        }
    }
}

impl Origin {
    /// The origin of an exchange in a saved session. `is_own` is what a trusted file says.
    pub(in crate::session) fn of_saved(request: &HttpRequest, is_own: bool) -> Self {
        let is_source = |source: &TokenSource| source.name() == request.url;
        match &request.method {
            Method::Other(name) if name == IMPORT => {
                let source = TokenSource::VARIANTS.iter().copied().find(is_source);
                Self::Import(source.unwrap_or(TokenSource::TokenResponse))
            }
            _ if request.url.is_empty() => Self::ResponseOnly,
            _ if is_own => Self::Own,
            _ => Self::Recorded,
        }
    }

    /// What stands in the log for a request that is unknown or never was.
    pub(super) fn no_request(self) -> HttpRequest {
        match self {
            Self::Import(source) => {
                HttpRequest { method: Method::Other(IMPORT.to_owned()), ..HttpRequest::get(source.name()) }
            }
            _ => HttpRequest::get(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_request_says_the_origin_again() {
        let imports = TokenSource::VARIANTS.iter().map(|source| Origin::Import(*source));
        for origin in imports.chain([Origin::ResponseOnly]) {
            assert_eq!(Origin::of_saved(&origin.no_request(), true), origin);
        }
    }
}
