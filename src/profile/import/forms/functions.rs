//! Calls of libraries in source code, whose arguments have their meaning from their position: flutter_appauth,
//! openid-client, go-oidc, MSAL for Python, AppAuth for iOS, and any call with a client id and its provider by name.

use super::common;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::has;

/// What a call tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CallKind {
    /// A client; its provider may be elsewhere in the text.
    Client,
    /// The provider of clients elsewhere in the text.
    Provider,
    /// An API that accepts tokens of a provider.
    Resource,
}

use CallKind::{Client, Provider, Resource};

/// A function or type, the argument that must be there, and the fields of its arguments.
type Function = (&'static str, &'static str, CallKind, &'static [(Field, &'static str)]);

const FUNCTIONS: &[Function] = &[
    ("AuthorizationTokenRequest", "1", Client, &[(Field::ClientId, "0"), (Field::RedirectUris, "1")]),
    // AppAuth for Android.
    (
        "AuthorizationRequest",
        "3",
        Client,
        &[
            (Field::ClientId, "1"),
            (Field::RedirectUris, "3"),
            (Field::Scopes, "setScope"),
            (Field::Scopes, "setScopes"),
        ],
    ),
    ("AuthorizationRequest", "1", Client, &[(Field::ClientId, "0"), (Field::RedirectUris, "1")]),
    ("TokenRequest", "1", Client, &[(Field::ClientId, "0"), (Field::RedirectUris, "1")]),
    ("AuthorizationServiceConfiguration", "authorizationEndpoint", Provider, &[]),
    ("AuthorizationServiceConfiguration", "1", Provider, &[(Field::Authorization, "0"), (Field::Token, "1")]),
    ("OIDServiceConfiguration", "authorizationEndpoint", Provider, &[]),
    ("OIDAuthorizationRequest", "clientId", Client, &[]),
    ("ConfidentialClientApplication", "authority", Client, MSAL),
    ("PublicClientApplication", "authority", Client, MSAL),
    (
        "OAuth2Component",
        "3",
        Client,
        &[(Field::ClientId, "0"), (Field::ClientSecret, "1"), (Field::Authorization, "2"), (Field::Token, "3")],
    ),
    ("OpenIDConnectClient", "1", Client, DISCOVERED),
    ("client.discovery", "1", Client, DISCOVERED),
    ("oidc.discovery", "1", Client, DISCOVERED),
    ("discovery", "1", Client, DISCOVERED),
    ("Issuer", "discover", Provider, &[(Field::Discovery, "discover")]),
    ("useAutoDiscovery", "0", Provider, &[(Field::Discovery, "0")]),
    ("AuthSession.useAutoDiscovery", "0", Provider, &[(Field::Discovery, "0")]),
    ("NewProvider", "1", Provider, &[(Field::Issuer, "1")]),
    ("Config", "RedirectURL", Client, &[]),
    ("ClientRegistrations", "fromIssuerLocation", Client, REGISTERED),
    ("ClientRegistrations", "fromOidcIssuerLocation", Client, REGISTERED),
    ("HttpJwtAuthorizer", "1", Resource, &[(Field::Issuer, "1"), (Field::ClientId, "2.jwtAudience")]),
    ("JwtDecoders", "fromIssuerLocation", Resource, &[(Field::Issuer, "fromIssuerLocation")]),
    ("JwtDecoders", "fromOidcIssuerLocation", Resource, &[(Field::Issuer, "fromOidcIssuerLocation")]),
    ("NimbusJwtDecoder", "withIssuerLocation", Resource, &[(Field::Issuer, "withIssuerLocation")]),
    ("NimbusJwtDecoder", "withJwkSetUri", Resource, &[(Field::JwksUri, "withJwkSetUri")]),
];

/// Spring Security's builder.
const REGISTERED: &[(Field, &str)] = &[
    (Field::Issuer, "fromIssuerLocation"),
    (Field::Issuer, "fromOidcIssuerLocation"),
    (Field::Name, "registrationId"),
];

const MSAL: &[(Field, &str)] = &[(Field::ClientId, "0"), (Field::ClientSecret, "client_credential")];

/// `discovery(issuer, client_id, client_secret)`
const DISCOVERED: &[(Field, &str)] = &[(Field::Discovery, "0"), (Field::ClientId, "1"), (Field::ClientSecret, "2")];

/// Reads one call.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    let row = FUNCTIONS.iter().find(|(name, needs, ..)| *name == candidate.name && has(root, &[needs]));
    let Some((_, _, tells, positions)) = row else { return common::read(candidate) };
    let named = common::fields(root);
    let named = named.iter().map(|(field, path)| (*field, path.as_str()));
    let fields: Vec<(Field, &str)> = positions.iter().copied().chain(named).collect();
    let mut part = Part::of(ImportKind::OidcConfig, root, "", &fields);
    part.draft.is_resource = *tells == Resource;
    // jumbojett/openid-connect-php.
    part.draft.adds_openid = candidate.name == "OpenIDConnectClient";
    let draft = &part.draft;
    let is_client = draft.client_id.is_some() || draft.lacks(&[Field::ClientId]);
    let is_url = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains("://"));
    let is_provider =
        is_url(&draft.issuer) || is_url(&draft.endpoints.authorization) || is_url(&draft.endpoints.jwks_uri);
    match tells {
        Client if is_client => vec![part],
        Provider if is_provider => vec![part.addition()],
        Resource if is_provider => vec![part],
        _ => Vec::new(),
    }
}
