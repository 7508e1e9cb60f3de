//! Problems of an imported configuration that are known before anything is sent.

mod all;
mod catalogue;
mod endpoint;
mod issuer;
mod missing;
mod redirect;
mod scope;

pub use all::of_registration;
pub(super) use all::{audience_of_a_user_pool, of_configuration, of_profile, provider_default, secret_in_app};
pub use catalogue::*;
pub(super) use issuer::{authority_unknown, issuer_is_domain, of_endpoints, repair_issuer, strict_discovery};
pub(super) use redirect::scheme_is_uri;
