//! Why a step cannot run: what it needs and does not have.

use super::drafts::{DraftError, ForeignToken};

/// What a step needs and does not have. Its text is half a sentence, with the step that brings it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// The request that a callback answers.
    #[error("no authorization request was sent: run step 2")]
    Request,
    /// The key of a client that signs assertions.
    #[error("the client key is missing: enter the path of its file in step 1")]
    ClientKey,
    /// The secret of a machine client.
    #[error("the client secret is missing: enter it in step 1")]
    ClientSecret,
    /// A code, in a flow that returned the tokens in the callback.
    #[error("there is no code to redeem: the callback contained the tokens")]
    CodeOfImplicitFlow,
    /// A code.
    #[error("there is no code: run steps 2 and 3")]
    Code,
    /// Tokens.
    #[error("there are no tokens: redeem a code in step 4")]
    Tokens,
    /// Tokens of a machine client.
    #[error("there are no tokens: request them in step 4")]
    MachineTokens,
    /// The URL of the resource.
    #[error("the URL of the API is unknown: enter it")]
    Target,
    /// An access token.
    #[error("there is no access token: redeem a code in step 4")]
    AccessToken,
    /// The access token of a machine client.
    #[error("there is no access token: request one in step 4")]
    MachineAccessToken,
    /// A refresh token.
    #[error("there is no refresh token: redeem a code in step 4")]
    RefreshToken,
    /// Something to sign out of.
    #[error("there is nothing to sign out of: redeem a code in step 4")]
    SignIn,
    /// An endpoint by its name; the document about the provider was read.
    #[error("the {0} is unknown: the discovery document does not name it")]
    EndpointInDocument(&'static str),
    /// An endpoint by its name, and the step that discovers it.
    #[error("the {0} is unknown: run step {1}")]
    Endpoint(&'static str, u8),
    /// The authorization request cannot be built.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// A token that can be sent.
    #[error(transparent)]
    BearerToken(#[from] ForeignToken),
}
