//! What is said of the client and of its registration.

use super::row::{Made, Row, rows};
use crate::diagnosis::token_endpoint::client;
use crate::diagnosis::{authorization_error, provider_page, resource};
use crate::profile::import::rules::OAUTH_DISABLED;
use crate::protocol::Finding;
use crate::protocol::finding::rules;
use crate::reading::sentences::{Cause, Library, Said};

rules! {
    /// Rules that are detected only in messages of this kind.
    pub(super) RULES;

    FLOW: Error "api.flow_not_enabled", "Sign-in flow not enabled for the app client";
    SECRET_HASH: Error "api.secret_hash", "SECRET_HASH missing or wrong";
    SUBDOMAIN: Error "domain.parent_unresolved", "Parent of the custom domain has no A record";
    CERTIFICATE: Error "domain.certificate", "Custom domain certificate rejected";
    pub(in crate::diagnosis) CLIENT_REFUSED: Error "client.refused", "The provider rejected the client", "RFC 6749 5.2";
    SECRET_EXPIRED: Error "client.secret_expired", "The client secret has expired", "RFC 6749 5.2";
    SECRET_UNEXPECTED: Error "client.secret_unexpected", "A public client sent a secret", "RFC 6749 2.1";
    PKCE_UNANNOUNCED: Error "pkce.unannounced", "The provider's metadata does not announce PKCE", "RFC 8414 2";
    MALFORMED: Error "redirect_uri.malformed", "The redirect URI is not an absolute URI", "RFC 6749 3.1.2";
    PLATFORM: Error "redirect_uri.platform", "The redirect URI is registered for another platform";
    ORIGIN: Error "client.origin_not_registered", "The page's origin is not registered";
}

rows! {
    OriginUnregistered: ORIGIN,
        "{Source} reports that the origin of the page is not registered.",
        "Add the page's host to the authorized domains or web origins of the project or client.";
    IdpDisabled: provider_page::LOGIN_OPTION,
        "The identity provider that the request names is not enabled for this app client, or its name is misspelled.",
        "Add it to SupportedIdentityProviders of the app client; the name must match exactly.";
    ClientUnknown from GooglePlay: provider_page::CLIENT_UNKNOWN,
        "Google Play services found no OAuth client for this app (DEVELOPER_ERROR): its package name or the SHA-1 \
         fingerprint of its signing certificate is not registered.",
        "Register an OAuth client of type Android with the package name and the SHA-1 fingerprint of the certificate \
         that signs this build (debug, release and Play each have one), and pass the client ID of type Web to the \
         sign-in.";
    ClientUnknown: provider_page::CLIENT_UNKNOWN,
        "{Source} reports a client ID that the provider does not know: a wrong id, tenant, realm, user pool or \
         region.",
        "Copy the client ID from the provider and compare issuer, tenant or realm with those of the client's \
         registration.";
    ClientSecretWrong: client::SECRET_REFUSED,
        "{Source} reports that the client secret does not belong to the client.",
        "Copy the client secret again and compare its length: an id in its place, a trailing line feed and an \
         environment variable of another stage are common mistakes.",
        [Entra] "Copy the secret's Value, not its Secret ID, from Certificates & secrets; make a new one if the value was \
         not stored.";
    ClientSecretExpired: SECRET_EXPIRED,
        "{Source} reports that the client secret has expired.",
        "Create a new client secret at the provider and set it wherever the client runs.";
    CredentialsTwice: client::CREDENTIALS_TWICE,
        "{Source} reports that the client sent its credentials in two ways: in the Authorization header and in the \
         form.",
        "Send them in one of the two ways, the one that the client is registered for.";
    ClientIsPublic: SECRET_UNEXPECTED,
        "{Source} reports that the client is public, but sent a secret or an assertion.",
        "Send no client secret, or register the client (or its redirect URI's platform) as confidential.";
    SecretHashMissing: SECRET_HASH,
        "The app client has a secret, but the call has no SECRET_HASH.",
        "Use an app client without a secret: browser and mobile libraries cannot keep one. On a server send \
         SECRET_HASH, the base64 of HMAC-SHA256 with the secret as key over the user name and the client ID.";
    SecretHashWrong: SECRET_HASH,
        "The app client has a secret, but the SECRET_HASH of the call does not match this user name, client ID and \
         secret.",
        "Send the base64 of HMAC-SHA256 with the secret as key over the user name and the client ID; for a refresh \
         the user name is the token's cognito:username or sub. Or use an app client without a secret.";
    RedirectUriMalformed: MALFORMED,
        "{Source} cannot use the redirect URI of the request: it must be absolute, with scheme and host.",
        "Look at redirect_uri in the authorization request. An unresolved variable, a path without a host or a \
         second encoding are the usual reasons.";
    RedirectUriPlatform: PLATFORM,
        "The redirect URI is not registered under the platform that the request needs: a browser application \
         (MSAL.js, PKCE without a secret) needs the platform \"Single-page application\", a server needs \"Web\" and \
         a client secret. A public client that is meant to send no secret is rejected under \"Web\".",
        "In the app registration, under Authentication, move the redirect URI: to \"Single-page application\" (SPA) \
         for a page, to \"Mobile and desktop applications\" for a program on a device, to \"Web\" for a server that \
         sends its secret.";
    LogoutUriUnregistered: provider_page::LOGOUT_URI,
        "{Source} reports that the URL to return to after sign-out is not registered for the client.",
        "Register exactly this URL as a sign-out URL (post-logout redirect URI) of the client.";
    ScopeNotAllowed: authorization_error::SCOPE,
        "{Source} reports a scope that does not exist or that the client may not request.",
        "Request the scopes one by one to find it, then enable it for the client or remove it. A scope of your own \
         API is written with the API's identifier as prefix.";
    ResourceUnknown: authorization_error::RESOURCE,
        "{Source} reports that it does not know the resource, API or audience that was requested.",
        "Compare the identifier with the API's registration byte for byte, and the tenant with the one it is \
         registered in.";
    ResponseTypeNotAllowed: authorization_error::FLOW,
        "{Source} reports that the client may not use this response_type.",
        "Use response_type=code with PKCE, or allow the other flow for the client.";
    FlowNotEnabled: FLOW,
        "The call uses a sign-in flow that the app client does not allow.",
        "Allow the flow in ExplicitAuthFlows of the app client (ALLOW_USER_SRP_AUTH, ALLOW_USER_PASSWORD_AUTH, …).";
    DomainParentUnresolved: SUBDOMAIN,
        "The parent of the custom domain has no A record, which Cognito requires.",
        "Give the parent (example.com for auth.example.com) an A record with any address. Create the domain once the \
         record is visible everywhere.";
    DomainCertificate: CERTIFICATE,
        "The certificate of a custom domain must be in us-east-1, issued and valid, with its whole chain, and cover \
         the domain name.",
        "Request or import it in ACM in us-east-1, whatever the region of the user pool, and use that ARN.";
    OauthDisabled: OAUTH_DISABLED,
        "The app client cannot use OAuth: its OAuth flows are disabled, or the domain was created after the client.",
        "Set AllowedOAuthFlowsUserPoolClient to true together with AllowedOAuthFlows, AllowedOAuthScopes and the \
         callback URLs.";
    RegistrationUnsupported: resource::NO_CLIENT_ID,
        "{Source} wants to register itself (dynamic client registration, RFC 7591), and the provider's metadata has \
         no registration_endpoint. Cognito, Entra, Google and GitHub have none.",
        "Register a client manually (for Cognito an app client) with the redirect URI of this client, and configure \
         its client ID.";
    RegistrationRefused: resource::REGISTRATION_REFUSED,
        "{Source} tried to register a client, but the provider rejected it: a redirect URI, a scope or the client \
         type is not allowed, or registration needs a token.",
        "Read error and error_description of the registration response. Or register a client by hand and configure \
         its client id.";
    PkceNotAnnounced: PKCE_UNANNOUNCED,
        "The provider's metadata has no code_challenge_methods_supported with S256, and {source} stops there. \
         Cognito supports PKCE with S256 and does not announce it.",
        "Put a proxy in front of the metadata that adds \"code_challenge_methods_supported\": [\"S256\"], or use a \
         client that does not require it.";
}

/// Those whose words need more than a template.
pub(super) const MADE: &[Made] = &[
    (Cause::InvalidClient, invalid_client),
    (Cause::ClientSecretMissing, client_secret_missing),
    (Cause::RedirectUriUnregistered, redirect_uri_unregistered),
];

fn invalid_client(said: &Said) -> Finding {
    let who = said.library().subject();
    CLIENT_REFUSED.found(
        format!(
            "{who} reports that the client was not accepted: the client ID is unknown, the client secret is \
                 missing or wrong, or it was not sent as registered (Basic header or form)."
        ),
        client_remedy(said),
    )
}

fn client_secret_missing(said: &Said) -> Finding {
    let who = said.library().subject();
    client::SECRET_MISSING
        .found(format!("{who} reports that the client has a secret, but none was sent."), client_remedy(said))
}

fn redirect_uri_unregistered(said: &Said) -> Finding {
    let uri = said.value("redirect_uri").map(|uri| format!(" The request sent {uri}.")).unwrap_or_default();
    let client = said.value("client").map_or("the client".to_owned(), |client| format!("client {client}"));
    provider_page::NOT_REGISTERED.found(
        format!("The redirect URI of the request is not registered for {client}.{uri}"),
        "Register exactly this text for the client: scheme, host, port, path, letter case and trailing slash \
                 matter. Also check that the client ID is the intended one.",
    )
}

fn client_remedy(said: &Said) -> String {
    let compare = "Compare client ID, client secret and authentication method (client_secret_basic or client_secret_post) with the \
                   client's registration.";
    match (said.library(), said.value("client")) {
        (Library::Keycloak | Library::KeycloakJs, client) => format!(
            "{compare} A browser application must be a public client: turn client authentication off at {}.",
            client.unwrap_or("the client")
        ),
        (Library::Entra, _) => "A server sends its client_secret or client_assertion. A page or a program on a device sends \
                                none: register its redirect URI under the platform \"Single-page application\" or \"Mobile \
                                and desktop applications\" in place of \"Web\", and for a device or password sign-in turn \
                                on \"Allow public client flows\"."
            .to_owned(),
        (Library::AuthJs | Library::OpenidClient, _) => format!(
            "{compare} A Cognito app client without a secret needs client: {{ token_endpoint_auth_method: \"none\" }}."
        ),
        _ => compare.to_owned(),
    }
}
