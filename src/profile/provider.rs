//! The provider of a profile: the source of its endpoints.

use super::cognito;
use crate::protocol::Endpoints;

/// The source of the endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provider {
    /// A Cognito user pool: the issuer is derived from the pool id, the endpoints from the domain or from discovery.
    Cognito {
        /// `us-east-1_AbCdEfGhI`, exact.
        user_pool_id: String,
        /// The bare host of the user pool domain; without it, discovery provides the endpoints.
        domain: Option<String>,
    },
    /// An issuer with a discovery document, exact.
    Issuer(String),
    /// Individually configured endpoints, possibly incomplete.
    Explicit(Endpoints),
}

impl Provider {
    /// The issuer, if it is known without a request.
    pub fn issuer(&self) -> Option<String> {
        match self {
            Self::Cognito { user_pool_id, .. } => cognito::issuer(user_pool_id),
            Self::Issuer(issuer) => Some(issuer.clone()),
            Self::Explicit(endpoints) => endpoints.issuer.clone(),
        }
    }

    /// The endpoints that are known without a request.
    pub fn endpoints(&self) -> Endpoints {
        match self {
            Self::Cognito { user_pool_id, domain } => cognito::endpoints(user_pool_id, domain.as_deref()),
            Self::Issuer(issuer) => Endpoints { issuer: Some(issuer.clone()), ..Endpoints::default() },
            Self::Explicit(endpoints) => endpoints.clone(),
        }
    }
}
