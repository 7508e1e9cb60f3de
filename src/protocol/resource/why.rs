//! Why a request in the discovery of an authorization server is sent, in words.

use std::fmt;

use super::metadata::DocumentProblem;

/// The reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The response to a request without a token says what the resource requires.
    WithoutToken,
    /// The challenge names the document.
    NamedByChallenge,
    /// The challenge names no document.
    NotNamedByChallenge,
    /// The previous location has no usable document.
    NextLocation(Option<DocumentProblem>),
    /// The protected resource metadata names the authorization server.
    NamedByMetadata,
    /// No valid location has the document.
    Misplaced,
    /// The token is used.
    Call,
    /// The authorization server gives out client ids.
    Register,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WithoutToken => f.write_str("sent without a token to see what the resource requires"),
            Self::NamedByChallenge => f.write_str("the challenge names it (resource_metadata)"),
            Self::NotNamedByChallenge => {
                f.write_str("the challenge names no metadata: this is the well-known location of RFC 9728")
            }
            Self::NextLocation(None) => f.write_str("the next location in the order of the specification"),
            Self::NextLocation(Some(problem)) => write!(f, "the previous location {problem}: this is the next one"),
            Self::NamedByMetadata => f.write_str("the protected resource metadata names this authorization server"),
            Self::Misplaced => f.write_str(
                "no valid location has the metadata: some servers have it here, where RFC 8414 does not allow it",
            ),
            Self::Call => f.write_str("the call with the access token"),
            Self::Register => f.write_str("no client ID is known, and the authorization server offers registration"),
        }
    }
}

/// What a location did, to follow its name.
impl fmt::Display for DocumentProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAnswer => f.write_str("did not respond completely"),
            Self::Missing(status) => write!(f, "returned {status}"),
            Self::Protected(status) => write!(f, "returned {status} (the document must be public)"),
            Self::Redirected(target) => write!(f, "redirects to {target}, which is not followed"),
            Self::Broken(status) => write!(f, "returned {status}"),
            Self::Unreadable(what) => write!(f, "returned a body that is not a JSON object ({what})"),
        }
    }
}
