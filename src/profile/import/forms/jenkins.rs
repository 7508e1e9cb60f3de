//! Jenkins Configuration as Code with the OpenID Connect Authentication plugin: `securityRealm.oic`.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{has, objects};
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::ClientId, "clientId"),
    (Field::ClientSecret, "clientSecret"),
    (Field::Discovery, "serverConfiguration.wellKnown.wellKnownOpenIDConfigurationUrl"),
    (Field::Scopes, "serverConfiguration.wellKnown.scopesOverride"),
    (Field::Authorization, "serverConfiguration.manual.authorizationServerUrl"),
    (Field::Issuer, "serverConfiguration.manual.issuer"),
    (Field::JwksUri, "serverConfiguration.manual.jwksServerUrl"),
    (Field::Scopes, "serverConfiguration.manual.scopes"),
    (Field::Token, "serverConfiguration.manual.tokenServerUrl"),
    (Field::Userinfo, "serverConfiguration.manual.userInfoServerUrl"),
    (Field::EndSession, "serverConfiguration.manual.endSessionUrl"),
    // Before version 4 of the plugin.
    (Field::Discovery, "wellKnownOpenIDConfigurationUrl"),
    (Field::Authorization, "authorizationServerUrl"),
    (Field::Token, "tokenServerUrl"),
    (Field::Userinfo, "userInfoServerUrl"),
    (Field::JwksUri, "jwksServerUrl"),
    (Field::EndSession, "endSessionEndpoint"),
    (Field::Scopes, "scopes"),
];

/// Reads the security realm.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let is_realm = |path: &str, value: Value<'_>| {
        (path == "oic" || path.ends_with(".oic")) && has(value, &["clientId", "serverConfiguration"])
    };
    let found = objects(candidate.root, &is_realm);
    found.iter().map(|(path, value)| Part::of(ImportKind::Jenkins, *value, path, FIELDS)).collect()
}
