//! Whether a callback may be redeemed. `login`, the screens and the session itself all ask here.

use std::fmt;

use crate::protocol::{Callback, CallbackKind, Check, CheckId};

/// Why a callback must not be redeemed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unredeemable {
    /// There is none.
    NoCallback,
    /// It answers another request, comes from another issuer, or arrived at another address.
    Failed(Check),
    /// A parameter has different values.
    Conflict(String),
    /// It has a code and an error.
    CodeAndError,
    /// It has an error in place of a code.
    Refused {
        /// `error`.
        error: String,
        /// `error_description`, else empty.
        description: String,
    },
    /// It has neither a code, nor tokens, nor an error.
    NoCode,
}

impl fmt::Display for Unredeemable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCallback => f.write_str("there is no callback"),
            Self::Failed(check) => write!(f, "the callback: {}", check.detail),
            Self::Conflict(name) => write!(f, "the callback: {name} is given more than once, with different values"),
            Self::CodeAndError => f.write_str("the callback: it brings a code and an error, expected one of them"),
            Self::Refused { error, description } if description.is_empty() => {
                write!(f, "the provider refuses: {error}")
            }
            Self::Refused { error, description } => write!(f, "the provider refuses: {error}: {description}"),
            Self::NoCode => f.write_str("the callback carries no code"),
        }
    }
}

/// Whether the code or the tokens of a callback may be used, by what its `checks` found. This stands between a forged
/// callback and a token request.
pub(super) fn may_redeem(callback: &Callback, checks: &[Check]) -> Result<(), Unredeemable> {
    // An error contains nothing to steal: what it says counts more than where it arrived.
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
        (_, CallbackKind::Code | CallbackKind::BareCode | CallbackKind::Tokens) => Ok(()),
        (Some(error), _) => Err(Unredeemable::Refused {
            error: error.to_owned(),
            description: callback.parameters.get("error_description").unwrap_or_default().trim().to_owned(),
        }),
        _ => Err(Unredeemable::NoCode),
    }
}
