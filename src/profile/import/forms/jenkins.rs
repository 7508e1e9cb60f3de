//! Jenkins with the OpenID Connect Authentication plugin: `securityRealm.oic` of Configuration as Code, and the realm in
//! `config.xml`.

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
    // `config.xml` has the class instead of its name.
    (Field::Discovery, "serverConfiguration.wellKnownOpenIDConfigurationUrl"),
    (Field::Scopes, "serverConfiguration.scopesOverride"),
    (Field::Issuer, "serverConfiguration.issuer"),
    (Field::Authorization, "serverConfiguration.authorizationServerUrl"),
    (Field::Token, "serverConfiguration.tokenServerUrl"),
    (Field::Userinfo, "serverConfiguration.userInfoServerUrl"),
    (Field::JwksUri, "serverConfiguration.jwksServerUrl"),
    (Field::EndSession, "serverConfiguration.endSessionUrl"),
    (Field::Scopes, "serverConfiguration.scopes"),
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
        let is_xml = has(value, &["serverConfiguration", "tokenServerUrl", "wellKnownOpenIDConfigurationUrl"]);
        let is_named = path == "oic" || path.ends_with(".oic");
        is_named && has(value, &["clientId", "serverConfiguration"]) || is_xml && has(value, &["clientId"])
    };
    let found = objects(candidate.root, &is_realm);
    found.iter().map(|(path, value)| Part::of(ImportKind::Jenkins, *value, path, FIELDS)).collect()
}
