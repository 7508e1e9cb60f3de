//! `appsettings.json` of ASP.NET Core: Microsoft.Identity.Web, OpenID Connect and Cognito sections.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{has, objects, text};
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::ClientId, "ClientId"),
    (Field::ClientId, "UserPoolClientId"),
    (Field::ClientId, "AppClientId"),
    (Field::ClientSecret, "ClientSecret"),
    (Field::ClientSecret, "UserPoolClientSecret"),
    (Field::Issuer, "Authority"),
    (Field::Issuer, "Issuer"),
    (Field::Discovery, "MetadataAddress"),
    (Field::UserPoolId, "UserPoolId"),
    (Field::Region, "Region"),
    (Field::Domain, "CognitoDomain"),
    (Field::ResponseType, "ResponseType"),
    (Field::Scopes, "Scope"),
    (Field::Scopes, "Scopes"),
    (Field::RedirectUris, "RedirectUri"),
    (Field::SignOutUris, "PostLogoutRedirectUri"),
];

/// Reads every section of a client.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let is_section = |path: &str, value: Value<'_>| {
        !path.is_empty()
            && has(value, &["ClientId", "UserPoolClientId", "AppClientId"])
            && has(value, &["Authority", "MetadataAddress", "Instance", "TenantId", "UserPoolId", "Issuer"])
            && !has(value, &["ClientName", "CreationDate"])
    };
    objects(candidate.root, &is_section).iter().map(|(path, value)| section(path, *value)).collect()
}

fn section(path: &str, value: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::Appsettings, value, path, FIELDS);
    let last = path.rsplit('.').next().unwrap_or(path);
    part.draft.name = Some(last.to_owned());
    if let (Some(instance), Some(tenant)) = (text(value, "Instance"), text(value, "TenantId")) {
        part.ignored.retain(|line| !line.contains(".Instance:") && !line.contains(".TenantId:"));
        part.read.extend([format!("{path}.Instance: issuer"), format!("{path}.TenantId: issuer")]);
        part.draft.fill(Field::Issuer, format!("{}/{tenant}/v2.0", instance.trim_end_matches('/')));
    }
    part
}
