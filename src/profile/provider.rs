//! The provider of a profile: where its endpoints come from.

use super::cognito;
use crate::protocol::Endpoints;

/// Where the endpoints come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provider {
    /// A Cognito user pool: the issuer follows from the pool id, the endpoints from the domain or from discovery.
    Cognito {
        /// `us-east-1_AbCdEfGhI`, exact.
        user_pool_id: String,
        /// The bare host of the user pool domain; without one, discovery tells it.
        domain: Option<String>,
    },
    /// An issuer with a discovery document, exact.
    Issuer(String),
    /// Endpoints given one by one; what is missing stays missing.
    Explicit(Endpoints),
}

impl Provider {
    /// The issuer, where it is known without asking.
    pub fn issuer(&self) -> Option<String> {
        match self {
            Self::Cognito { user_pool_id, .. } => cognito::issuer(user_pool_id),
            Self::Issuer(issuer) => Some(issuer.clone()),
            Self::Explicit(endpoints) => endpoints.issuer.clone(),
        }
    }

    /// The endpoints, as far as they are known without asking.
    pub fn endpoints(&self) -> Endpoints {
        match self {
            Self::Cognito { user_pool_id, domain } => cognito::endpoints(user_pool_id, domain.as_deref()),
            Self::Issuer(issuer) => Endpoints { issuer: Some(issuer.clone()), ..Endpoints::default() },
            Self::Explicit(endpoints) => endpoints.clone(),
        }
    }
}
