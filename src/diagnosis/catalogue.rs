//! All rules.

use super::{
    authorization, authorization_error, callback, clock, cognito_api, discovery, federation, inspect, protected_api,
    provider_page, refresh, reported, resource, sign_out, sign_out_request, token_endpoint, tokens, transport,
    userinfo,
};
use crate::profile::import;
use crate::protocol::token::{alteration, checks, cross_checks, provenance_rules, report};
use crate::protocol::{Rule, jose};
use crate::session::{har, storage};

/// All rules of all modules.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    let session = [
        transport::RULES,
        resource::RULES,
        discovery::RULES,
        authorization::RULES,
        authorization_error::RULES,
        callback::RULES,
        federation::RULES,
        protected_api::RULES,
        provider_page::RULES,
        tokens::RULES,
        refresh::RULES,
        userinfo::RULES,
        sign_out::RULES,
        sign_out_request::RULES,
        cognito_api::RULES,
        clock::RULES,
    ];
    let tokens = [
        alteration::RULES,
        checks::RULES,
        jose::rules::RULES,
        cross_checks::RULES,
        jose::jwk::RULES,
        report::RULES,
        provenance_rules::RULES,
    ];
    let imports = [inspect::RULES, inspect::SAML_RULES, import::rules::RULES, storage::RULES, har::RULES];
    let all = session.into_iter().chain(token_endpoint::RULES).chain(reported::RULES).chain(tokens).chain(imports);
    all.flat_map(|rules| rules.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_own_id_of_dotted_words_and_a_title() {
        let mut seen = std::collections::HashSet::new();
        for rule in catalogue() {
            assert!(seen.insert(rule.id), "{} is declared twice", rule.id);
            assert!(rule.id.contains('.') && !rule.title.is_empty(), "{}", rule.id);
            assert!(rule.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._".contains(c)));
        }
    }
}
