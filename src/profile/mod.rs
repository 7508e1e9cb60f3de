//! The client and its provider.

mod client;
pub mod cognito;
mod fields;
pub mod file;
pub mod import;
mod provider;
mod secret_source;
mod url_rules;

pub use client::{DEFAULT_REDIRECT_URI, Profile};
pub use provider::Provider;
pub use secret_source::SecretSource;
pub use url_rules::{
    UrlFault, UrlProblem, authorization_endpoint_problem, endpoint_problem, issuer_problem, metadata_url_problem,
    quoted, redirect_uri_problem, resource_problem, scheme_problem, url_problem,
};
