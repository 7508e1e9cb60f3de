//! What the saved sessions know about tokens that were given: the keys of their issuer, and the tokens that they are
//! edited copies of. Sends nothing.

use crate::cli::global::Global;
use crate::protocol::token::alteration::KnownToken;
use crate::protocol::{JwkSet, SignatureReason, TokenReport};
use crate::runtime::sessions::Sessions;

/// What the saved sessions know.
#[derive(Debug, Default)]
pub struct KeptSessions {
    /// Keys, each with its issuer.
    pub keys: Vec<(String, JwkSet)>,
    /// Tokens that resemble the given ones.
    pub tokens: Vec<KnownToken>,
}

impl KeptSessions {
    /// Looks for the tokens that no key was given for.
    pub fn about<'a>(reports: impl Iterator<Item = &'a TokenReport>, global: &Global) -> Self {
        /// More would take long, and a text with so many tokens is a log.
        const MOST: usize = 8;
        let unverified: Vec<_> =
            reports.filter(|it| it.signature.reason == SignatureReason::NoKey).take(MOST).collect();
        let mut kept = Self::default();
        let Some(sessions) = global.data_dir().ok().filter(|_| !unverified.is_empty()).map(|at| Sessions::of(&at))
        else {
            return kept;
        };
        for report in &unverified {
            let Some(issuer) = report.claim("iss").filter(|issuer| !kept.keys.iter().any(|(known, _)| known == issuer))
            else {
                continue;
            };
            let keys = sessions.lend_keys(&issuer, report.signature.kid.as_deref());
            kept.keys.extend(keys.map(|keys| (issuer, keys)));
        }
        kept.tokens = sessions.tokens_like(unverified.iter().map(|report| report.raw.expose()));
        kept
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.tokens.is_empty()
    }
}
