//! Which step shows the effect of a scenario, and what to do first.

use super::scenario::{CLEAN, Scenario};
use crate::demo::knobs::{Endpoint, Knobs};
use crate::session::{Purpose, Step};

impl Scenario {
    /// What is broken: `provider`, `client`, or `user` if it depends on who signs in. A correct request that the
    /// provider rejects counts as the client's mistake.
    pub fn breaks(&self) -> &'static str {
        match self {
            scenario if scenario.resource.is_some() => "resource",
            scenario if !scenario.faults.is_empty() => "client",
            scenario if scenario.user != CLEAN.user => "user",
            scenario if scenario.requests != CLEAN.requests && scenario.knobs == Knobs::FAITHFUL => "client",
            _ => "provider",
        }
    }

    /// Whether its client makes a mistake that other clients do not make.
    pub fn needs_its_own_client(&self) -> bool {
        !self.faults.is_empty()
    }

    /// The step whose response shows it.
    pub fn step(&self) -> Step {
        if self.resource.is_some() {
            let first =
                self.findings.iter().find(|id| !id.starts_with("resource.ignored")).copied().unwrap_or_default();
            return match first {
                "registration.dead" | "redirect_uri.port_drifted" => Step::Callback,
                "client.method_mismatch" | "refresh_token.missing" => Step::Redeem,
                id if id.starts_with("api.") || id.starts_with("scope.step_up") => Step::Call,
                _ => Step::Find,
            };
        }
        match self.requests.last() {
            Some(Purpose::Revocation | Purpose::Logout) => return Step::SignOut,
            Some(Purpose::Refresh) => return Step::Refresh,
            Some(Purpose::Token) => return Step::Redeem,
            _ => {}
        }
        match self.knobs.faults.first() {
            Some((Endpoint::Discovery | Endpoint::Jwks, _)) => return Step::Client,
            Some((Endpoint::Token, _)) => return Step::Redeem,
            Some((Endpoint::UserInfo, _)) => return Step::UserInfo,
            _ => {}
        }
        match self.findings.first().copied().unwrap_or_default() {
            "redirect_uri.changed" | "pkce.verifier_missing" | "code.refused" | "code.without_scope" => Step::Redeem,
            "client.secret_missing" | "client.secret_refused" => Step::Redeem,
            "scope.openid_missing" => Step::UserInfo,
            id => match id.split('.').next().unwrap_or_default() {
                "discovery" | "clock" => Step::Client,
                "token" | "token_request" | "signature" | "nonce" => Step::Redeem,
                "userinfo" => Step::UserInfo,
                _ => Step::Callback,
            },
        }
    }

    /// What to do first: `sign in as carol`, `sign in, redeem the code twice`.
    pub fn instructions(&self) -> String {
        if let Some(path) = self.resource {
            return match self.step() {
                Step::Find => format!("discover from {path}, then register"),
                Step::Callback => format!("discover from {path}, register, sign in"),
                Step::Redeem => format!("discover from {path}, register, sign in, redeem the code"),
                _ => format!("sign in for {path} and call it"),
            };
        }
        let sign_in = if self.user == CLEAN.user { "sign in".to_owned() } else { format!("sign in as {}", self.user) };
        let own: Vec<&str> = match self.step() {
            Step::Client => return "fetch the discovery document and the keys".to_owned(),
            Step::Callback => Vec::new(),
            Step::Redeem if self.requests == CLEAN.requests => vec!["redeem the code"],
            _ => self.requests.iter().map(|purpose| instruction(*purpose)).collect(),
        };
        let mut instructions = vec![sign_in];
        for instruction in own {
            match instructions.last_mut().filter(|last| *last == instruction) {
                Some(last) => last.push_str(" twice"),
                None => instructions.push(instruction.to_owned()),
            }
        }
        instructions.join(", ")
    }
}

fn instruction(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Token => "redeem the code",
        Purpose::UserInfo => "call UserInfo",
        Purpose::Refresh => "refresh",
        Purpose::Revocation => "revoke the refresh token",
        Purpose::Logout => "log out",
        _ => "send the request",
    }
}
