//! What a log says, derived again whenever an entry is added.

use super::clock::ClockOffset;
use super::exchange::Exchange;
use super::grant::{Grant, Source};
use super::userinfo::UserInfo;
use crate::protocol::{JwkSet, Metadata, Secret, SignatureReason};

/// The documents, tokens and claims in a log, each with its checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Derived {
    /// The last discovery document, whoever's it is.
    pub(super) metadata: Option<Metadata>,
    pub(super) keys: Option<JwkSet>,
    pub(super) grants: Vec<Grant>,
    /// For each grant, the index of the grant with which its sign-in began.
    pub(super) sign_ins: Vec<usize>,
    pub(super) userinfo: Option<UserInfo>,
    pub(super) clock: ClockOffset,
    /// Whether the clock came from a response that no cache stores.
    clock_is_sure: bool,
    /// The last grant with a refresh token, by its index.
    refresh_token: Option<usize>,
}

impl Derived {
    pub(super) fn take(&mut self, grant: Grant, without_keys: Option<&SignatureReason>) {
        self.sign_ins.push(self.sign_in_of(&grant));
        if grant.response.refresh_token().is_some() {
            self.refresh_token = Some(self.grants.len());
        }
        self.grants.push(grant.judged_by(self.keys.as_ref(), without_keys));
    }

    /// Checks all tokens again after the keys have changed.
    pub(super) fn judge_again(&mut self, without_keys: Option<&SignatureReason>) {
        let (grants, keys) = (std::mem::take(&mut self.grants), self.keys.as_ref());
        self.grants = grants.into_iter().map(|grant| grant.judged_by(keys, without_keys)).collect();
        self.userinfo = self.userinfo.take().map(|answer| answer.judged_by(keys));
    }

    /// Caches store discovery and keys, not always visibly: other responses show the clock more reliably.
    pub(super) fn set_clock(&mut self, by: &Exchange, is_cacheable: bool) {
        if let Some(clock) = ClockOffset::from_exchange(by).filter(|_| !is_cacheable || !self.clock_is_sure) {
            self.clock = clock;
            self.clock_is_sure |= !is_cacheable;
        }
    }

    /// Where the sign-in of the next grant began: a refresh continues the one whose refresh token it sent.
    fn sign_in_of(&self, next: &Grant) -> usize {
        let last = self.sign_ins.last().copied();
        let began = match next.source {
            Source::Refresh => next.sent_refresh_token().and_then(|sent| self.sign_in_that_brought(sent)).or(last),
            Source::Code if self.grants.last().is_some_and(|last| next.is_for_code_of(last)) => last,
            Source::Callback | Source::Code | Source::ClientCredentials => None,
        };
        began.unwrap_or(self.grants.len())
    }

    fn sign_in_that_brought(&self, refresh_token: &Secret) -> Option<usize> {
        let grants = &self.grants;
        let brought = |at: usize| grants.get(at)?.response.refresh_token().filter(|it| it == refresh_token).map(|_| at);
        // Nearly always the current one.
        let at = self.refresh_token.and_then(brought).or_else(|| (0..grants.len()).rev().find_map(brought))?;
        self.sign_ins.get(at).copied()
    }

    /// The last refresh token received: a refresh without rotation returns none (RFC 6749 section 6).
    pub(super) fn refresh_token(&self) -> Option<Secret> {
        self.grants.get(self.refresh_token?)?.response.refresh_token()
    }
}
