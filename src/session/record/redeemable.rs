//! Whether a callback may be redeemed. `login` redeems no other one. The screens mark it as failed, and the person may
//! still redeem it, to see what the provider does.

use std::fmt;

use crate::protocol::{Callback, CallbackKind, Check, CheckId};

/// Why a callback must not be redeemed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unredeemable {
    /// There is no callback.
    NoCallback,
    /// It belongs to another request, comes from another issuer, or arrived at another URL.
    Failed(Check),
    /// A parameter has different values.
    Conflict(String),
    /// It has both a code and an error.
    CodeAndError,
    /// It has an error instead of a code.
    Refused {
        /// `error`.
        error: String,
        /// `error_description`, or empty.
        description: String,
    },
    /// It has tokens, although only a code was requested.
    TokensInstead,
    /// It has no code, token or error.
    NoCode,
}

impl fmt::Display for Unredeemable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCallback => f.write_str("there is no callback"),
            Self::Failed(check) => write!(f, "invalid callback: {}", check.detail),
            Self::Conflict(name) => write!(f, "invalid callback: {name} is repeated with different values"),
            Self::CodeAndError => f.write_str("invalid callback: it has both a code and an error"),
            Self::Refused { error, description } if description.is_empty() => {
                write!(f, "the provider rejected the request: {error}")
            }
            Self::Refused { error, description } => {
                write!(f, "the provider rejected the request: {error}: {description}")
            }
            Self::TokensInstead => f.write_str("invalid callback: it has tokens, and a code was requested"),
            Self::NoCode => f.write_str("the callback has no code"),
        }
    }
}

/// Whether the code or the tokens of a callback may be used, according to its `checks` and the requested
/// `response_type`. A forged callback then causes no token request of `login`, and its tokens are not used.
pub(super) fn may_redeem(
    callback: &Callback,
    checks: &[Check],
    response_type: Option<&str>,
) -> Result<(), Unredeemable> {
    // An error has nothing to steal, so its content matters more than where it arrived.
    let guards: &[CheckId] = match callback.error() {
        Some(_) => &[CheckId::State, CheckId::Issuer],
        None => &[CheckId::State, CheckId::Issuer, CheckId::RedirectUri],
    };
    if let Some(check) = checks.iter().find(|check| check.failed() && guards.contains(&check.id)) {
        return Err(Unredeemable::Failed(check.clone()));
    }
    if let Some((name, _)) = callback.parameters.duplicates().into_iter().find(|(_, equal)| !equal) {
        return Err(Unredeemable::Conflict(name.to_owned()));
    }
    match (callback.error(), &callback.kind) {
        (Some(_), _) if callback.code().is_some() => Err(Unredeemable::CodeAndError),
        (None, CallbackKind::Tokens) if response_type == Some("code") => Err(Unredeemable::TokensInstead),
        (_, CallbackKind::Code | CallbackKind::BareCode | CallbackKind::Tokens) => Ok(()),
        (Some(error), _) => Err(Unredeemable::Refused {
            error: error.to_owned(),
            description: callback.parameters.get("error_description").unwrap_or_default().trim().to_owned(),
        }),
        _ => Err(Unredeemable::NoCode),
    }
}
