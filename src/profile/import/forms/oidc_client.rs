//! OpenID client libraries of JavaScript and other languages with all options in one object: oidc-client-ts and
//! react-oidc-context, angular-oauth2-oidc, angular-auth-oidc-client, auth0-spa-js, keycloak-js, passport,
//! openid-client, express-openid-connect, AppAuth, expo-auth-session, and hand-written provider metadata.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::{at, has, text};
use crate::protocol::Finding;
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    // Explicit metadata takes precedence over the authority's.
    (Field::Issuer, "metadata.issuer"),
    (Field::Issuer, "authority"),
    (Field::Issuer, "issuer"),
    (Field::Issuer, "issuerBaseURL"),
    (Field::Issuer, "issuerUrl"),
    (Field::Issuer, "issuer_url"),
    (Field::Issuer, "stsServer"),
    (Field::Discovery, "wellKnown"),
    (Field::Discovery, "discoveryUrl"),
    (Field::Discovery, "discovery_url"),
    (Field::Discovery, "server_metadata_url"),
    (Field::Discovery, "metadataUrl"),
    (Field::Discovery, "authWellknownEndpointUrl"),
    (Field::Discovery, "authWellknownEndpoint"),
    (Field::ClientId, "client_id"),
    (Field::ClientId, "clientId"),
    (Field::ClientId, "clientID"),
    (Field::ClientSecret, "client_secret"),
    (Field::ClientSecret, "clientSecret"),
    (Field::RedirectUris, "redirect_uri"),
    (Field::RedirectUris, "redirect_uris"),
    (Field::RedirectUris, "redirectUri"),
    (Field::RedirectUris, "redirectURI"),
    (Field::RedirectUris, "redirectUrl"),
    (Field::RedirectUris, "callbackURL"),
    (Field::RedirectUris, "callbackUrl"),
    (Field::RedirectUris, "authorizationParams.redirect_uri"),
    (Field::SignOutUris, "post_logout_redirect_uri"),
    (Field::SignOutUris, "postLogoutRedirectUri"),
    (Field::Scopes, "scope"),
    (Field::Scopes, "scopes"),
    (Field::Scopes, "authorizationParams.scope"),
    (Field::ResponseType, "response_type"),
    (Field::ResponseType, "responseType"),
    (Field::Authorization, "metadata.authorization_endpoint"),
    (Field::Token, "metadata.token_endpoint"),
    (Field::Userinfo, "metadata.userinfo_endpoint"),
    (Field::EndSession, "metadata.end_session_endpoint"),
    (Field::JwksUri, "metadata.jwks_uri"),
    (Field::Authorization, "authorization_endpoint"),
    (Field::Token, "token_endpoint"),
    (Field::Userinfo, "userinfo_endpoint"),
    (Field::EndSession, "end_session_endpoint"),
    (Field::JwksUri, "jwks_uri"),
    (Field::Authorization, "authorizationURL"),
    (Field::Token, "tokenURL"),
    (Field::Userinfo, "userInfoURL"),
    (Field::Authorization, "loginUrl"),
    (Field::Token, "tokenEndpoint"),
    (Field::Userinfo, "userinfoEndpoint"),
    (Field::EndSession, "logoutUrl"),
    (Field::Authorization, "authorizationEndpoint"),
    (Field::EndSession, "endSessionEndpoint"),
    (Field::Authorization, "serviceConfiguration.authorizationEndpoint"),
    (Field::Token, "serviceConfiguration.tokenEndpoint"),
];

const PROVIDER: &[&str] = &[
    "authority",
    "issuer",
    "issuerBaseURL",
    "issuerUrl",
    "issuer_url",
    "stsServer",
    "wellKnown",
    "discoveryUrl",
    "discovery_url",
    "server_metadata_url",
    "metadataUrl",
    "authWellknownEndpointUrl",
    "authWellknownEndpoint",
    "authorizationURL",
    "serviceConfiguration",
    "authorizationEndpoint",
    "authorization_endpoint",
    "metadata",
];

const CLIENT: &[&str] = &["client_id", "clientId", "clientID"];

/// Reads one object with options.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    if !root.is_object() {
        return Vec::new();
    }
    if let Some(part) = keycloak_js(root).or_else(|| auth0(candidate)).or_else(|| google(candidate)) {
        return vec![part];
    }
    let of_client = has(root, CLIENT) && has(root, PROVIDER);
    // Metadata alone supplements a client elsewhere; a complete discovery document is not a client's setting.
    let is_metadata = (has(root, &["authorization_endpoint"])
        || has(root, &["authorizationEndpoint"]) && has(root, &["tokenEndpoint"]))
        && !has(root, CLIENT)
        && !has(root, &["response_types_supported", "subject_types_supported"]);
    // Its provider is the second argument, or comes from discovery.
    let is_request = is_request(candidate.name) && has(root, CLIENT);
    let is_authority = text(root, "authority").is_some_and(|text| text.contains("://"));
    // One of the issuers of Elixir's oidcc.
    let is_named = has(root, &["issuer"]) && has(root, &["name"]) && root.members().count() == 2;
    if !of_client && !is_metadata && !is_authority && !is_request && !is_named || is_answer(root) {
        return Vec::new();
    }
    let mut part = Part::of(ImportKind::OidcConfig, root, "", FIELDS);
    let is_angular = candidate.name == "AuthConfig"
        || has(root, &["showDebugInformation", "requireHttps", "skipIssuerCheck", "strictDiscoveryDocumentValidation"]);
    if is_angular && at(root, "strictDiscoveryDocumentValidation").and_then(Value::as_bool) != Some(false) {
        let issuer = part.draft.issuer.as_deref().unwrap_or_default();
        part.findings.extend(rules::strict_discovery(issuer));
    }
    part.findings.extend(metadata_incomplete(root));
    // Only browser libraries have these options.
    if has(root, &["authority"]) && part.draft.client_secret.is_some() {
        part.findings.push(rules::secret_in_app());
    }
    let is_provider = is_metadata || is_named || !of_client && !is_request && root.members().count() == 1;
    vec![if is_provider { part.addition() } else { part }]
}

/// oidc-client-ts does not fetch the discovery document if it has metadata; `metadataSeed` adds to the document.
fn metadata_incomplete(root: Value<'_>) -> Option<Finding> {
    let metadata = root.get("metadata").filter(|metadata| metadata.is_object() && has(root, &["authority"]))?;
    let implicit = |kind: String| !kind.contains("code");
    let needed = ["authorization_endpoint", "token_endpoint"];
    let needed = if text(root, "response_type").is_some_and(implicit) { &needed[..1] } else { &needed[..] };
    let lacks: Vec<&str> = needed.iter().copied().filter(|name| metadata.get(name).is_none()).collect();
    let is_whole = metadata.members().all(|(name, _)| !name.starts_with("..."));
    (!lacks.is_empty() && is_whole).then(|| {
        let names = lacks.join(" and ");
        rules::METADATA_INCOMPLETE
            .found(
                format!("metadata has no {names}: with metadata, the library does not fetch the discovery document"),
                format!("Add {names}, or rename metadata to metadataSeed, which only adds to the document"),
            )
            .seen(
                None,
                "metadata",
                metadata.members().map(|(name, _)| name.into_owned()).collect::<Vec<_>>().join(", "),
            )
    })
}

/// Functions that get a client without its provider: expo-auth-session, openid-client.
fn is_request(function: &str) -> bool {
    let name = function.rsplit('.').next().unwrap_or_default();
    matches!(name, "useAuthRequest" | "AuthRequest") || name == "Client" && function.to_lowercase().contains("issuer")
}

/// A registration or token response also has a client id and an issuer.
fn is_answer(root: Value<'_>) -> bool {
    has(
        root,
        &[
            "access_token",
            "registration_client_uri",
            "iat",
            "exp",
            "token_use",
            "client_id_issued_at",
            "active",
            "error",
        ],
    )
}

/// `new Keycloak({ url, realm, clientId })`
fn keycloak_js(root: Value<'_>) -> Option<Part> {
    let (url, realm) = (text(root, "url")?, text(root, "realm")?);
    has(root, &["clientId"]).then(|| {
        let mut part = Part::of(ImportKind::OidcConfig, root, "", FIELDS);
        let is_read = |line: &String| !line.starts_with("url:") && !line.starts_with("realm:");
        part.ignored.retain(is_read);
        part.read.extend(["url: issuer".to_owned(), "realm: issuer".to_owned()]);
        part.draft.fill(Field::Issuer, format!("{}/realms/{realm}", url.trim_end_matches('/')));
        part
    })
}

/// `<GoogleOAuthProvider clientId="…">`, and the clients of an app: the one for the web requests the ID token.
fn google(candidate: &Candidate<'_>) -> Option<Part> {
    const OF_APP: &[(Field, &str)] = &[
        (Field::ClientId, "webClientId"),
        (Field::ClientId, "expoClientId"),
        (Field::ClientId, "androidClientId"),
        (Field::ClientId, "iosClientId"),
        (Field::RedirectUris, "redirectUri"),
        (Field::Scopes, "scopes"),
    ];
    let is_app =
        matches!(candidate.name, "Google.useAuthRequest" | "Google.useIdTokenAuthRequest" | "GoogleSignin.configure");
    let (fields, needs) =
        if is_app { (OF_APP, &["webClientId", "androidClientId", "iosClientId"][..]) } else { (FIELDS, CLIENT) };
    ((is_app || candidate.name == "GoogleOAuthProvider") && has(candidate.root, needs)).then(|| {
        let mut part = Part::of(ImportKind::OidcConfig, candidate.root, "", fields);
        part.draft.adds_openid = true;
        part.draft.fill(Field::Issuer, "https://accounts.google.com");
        part
    })
}

/// `new Auth0Client({ domain, clientId })`: the issuer ends with a slash.
fn auth0(candidate: &Candidate<'_>) -> Option<Part> {
    let root = candidate.root;
    let is_auth0 = |domain: &String| {
        domain.contains("auth0.com") || has(root, &["authorizationParams"]) || candidate.name.contains("Auth0")
    };
    let domain = text(root, "domain").filter(is_auth0)?;
    (has(root, CLIENT) && !has(root, PROVIDER)).then(|| {
        let mut part = Part::of(ImportKind::OidcConfig, root, "", FIELDS);
        part.ignored.retain(|line| !line.starts_with("domain:"));
        part.read.push("domain: issuer".to_owned());
        let host = domain.trim_start_matches("https://").trim_end_matches('/');
        part.draft.fill(Field::Issuer, format!("https://{host}/"));
        part
    })
}
