//! The discovery document and the JWK Set.

use super::{SessionEvidence, transport};
use crate::profile::{cognito, metadata_url_problem};
use crate::protocol::cognito_issuer::CognitoIssuer;
use crate::protocol::finding::rules;
use crate::protocol::jose::jwk::JwkSetError;
use crate::protocol::json::Value;
use crate::protocol::resource::discovery::Next;
use crate::protocol::urls::{self, is_loopback};
use crate::protocol::{
    Endpoints, ExchangeId, Finding, HttpResponse, Json, JwkSet, Metadata, Parameters, Place, Remedy, RemedyAction,
    jose::jwk,
};
use crate::session::{Exchange, Purpose, Session, redaction};

rules! {
    pub(super) RULES;

    NO_DOMAIN: Error "discovery.no_domain", "User pool without a domain";
    WRONG_HOST: Error "discovery.wrong_host", "Discovery requested from the user pool domain", "OIDC Discovery 4";
    pub(super) NOT_FOUND: Error "discovery.not_found", "Discovery document not found", "OIDC Discovery 4";
    UNREADABLE: Error "discovery.unreadable", "Unreadable discovery document", "OIDC Discovery 4.2";
    pub(super) ISSUER: Error "discovery.issuer_mismatch",
        "Issuer does not match the discovery document", "OIDC Discovery 4.3";
    NO_ISSUER: Error "discovery.issuer_missing", "issuer missing from the discovery document", "OIDC Discovery 4.3";
    CONFLICT: Error "discovery.conflicting_member",
        "Conflicting values of a discovery document member", "RFC 8259 4";
    UNUSABLE: Error "discovery.unusable_endpoint", "Endpoint cannot be used", "RFC 6749 3.1";
    MEMBER: Error "discovery.member_missing", "Endpoint missing from the discovery document", "OIDC Discovery 3";
    ELSEWHERE: Warning "discovery.endpoints_elsewhere",
        "No endpoint is at the issuer's host", "OIDC Discovery 4.3";
    MIXED: Warning "discovery.mixed_origins",
        "Endpoints differ from the issuer in scheme or port", "OIDC Discovery 3";
    NO_JWKS_URI: Info "discovery.no_jwks_uri", "jwks_uri missing", "RFC 8414 2";
    INSECURE: Error "discovery.insecure_endpoint", "Endpoint uses plain http", "RFC 6749 3.1";
    JWKS_NOT_FOUND: Error "jwks.not_found", "JWK Set not found", "RFC 7517 5";
    JWKS_UNREADABLE: Error "jwks.unreadable", "Unreadable JWK Set", "RFC 7517 5";
    JWKS_SINGLE: Warning "jwks.single_key", "One key instead of a JWK Set", "RFC 7517 5";
    pub(super) JWKS_EMPTY: Error "jwks.empty", "JWK Set without keys", "RFC 7517 5.1";
}

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(exchange) = evidence.session.last_exchange(Purpose::Discovery)
        && is_answered(evidence, exchange)
        && !is_of_another_area(evidence)
    {
        found.extend(discovery(evidence, exchange));
    }
    if let Some(exchange) = evidence.session.last_exchange(Purpose::JwkSet)
        && is_answered(evidence, exchange)
    {
        found.extend(keys(exchange));
    }
    found
}

/// Whether there is a response to read.
fn is_answered(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> bool {
    !exchange.is_kept_by_browser() && transport::problem(evidence, exchange).is_none()
}

/// Whether the way from a resource did not lead to the authorization server: then its own rules say why.
fn is_of_another_area(evidence: &SessionEvidence<'_>) -> bool {
    evidence.session.resource_discovery().is_some_and(|discovered| discovered.next() != Next::Arrived)
}

fn wrong_host() -> Finding {
    WRONG_HOST.found(
        "The user pool domain has no discovery document and no keys.",
        "Use the issuer https://cognito-idp.REGION.amazonaws.com/POOL_ID, with the region in the pool id.",
    )
}

/// Problems of a well-known document's URL, independent of the response.
pub(super) fn at_the_domain(url: &str) -> Option<Finding> {
    (url.contains("/.well-known/") && is_user_pool_domain(url)).then(|| wrong_host().seen(None, Place::Url, url))
}

fn discovery(evidence: &SessionEvidence<'_>, exchange: &Exchange) -> Vec<Finding> {
    let Some(response) = exchange.response() else { return Vec::new() };
    let seen = |finding: Finding, value: String| vec![finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, value)];
    let metadata = match Metadata::read(response) {
        Ok(metadata) => metadata,
        Err(_) if is_user_pool_domain(&exchange.request.url) => {
            return seen(wrong_host(), response.status.to_string());
        }
        Err(_) if matches!(response.status, 404 | 410) || !response.is_success() && !response.is_page() => {
            let detail = format!("HTTP {} instead of the discovery document.", response.status);
            let finding = NOT_FOUND.found(detail, where_it_is(evidence, &exchange.request.url));
            return vec![transport::with_page(
                finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string()),
                exchange,
                response,
            )];
        }
        Err(problem) => {
            let finding = UNREADABLE
                .found(
                    format!("{problem}."),
                    "Open the URL. Common causes are a login page, a page of a proxy, or a single-page application \
                     that responds to every path.",
                )
                .seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string())
                .seen(Some(exchange.id), Place::response_header("content-type"), media_type(response));
            return vec![transport::with_page(finding, exchange, response)];
        }
    };
    document(evidence, exchange.id, &metadata)
}

/// The end of the URL of a discovery document, after the issuer.
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// Where the discovery document is, if it is not at this URL.
fn where_it_is(evidence: &SessionEvidence<'_>, url: &str) -> String {
    if evidence.cognito {
        return "Check the region and the pool id, including letter case: no user pool exists at this issuer."
            .to_owned();
    }
    if let Some(issuer) = url.strip_suffix(WELL_KNOWN).and_then(|issuer| issuer.strip_suffix(WELL_KNOWN)) {
        return format!("The configured issuer is the URL of the discovery document. Set the issuer to {issuer}.");
    }
    let keycloak = match url.contains("/realms/") {
        true => " At Keycloak, the letter case of the realm matters, and versions before 17 have /auth before /realms.",
        false => "",
    };
    format!(
        "Check the issuer: the document is at its URL with {WELL_KNOWN} appended. If the provider has no discovery, \
         configure each endpoint.{keycloak}"
    )
}

/// What is wrong with the document itself.
fn document(evidence: &SessionEvidence<'_>, id: ExchangeId, metadata: &Metadata) -> Vec<Finding> {
    if let Some(endpoint) = without_domain(metadata) {
        return vec![
            NO_DOMAIN
                .found(
                    "The endpoints in the discovery document are at the issuer's own host: the user pool has no \
                     domain, so these endpoints do not work.",
                    Remedy::new(
                        "Create a domain for the user pool (a prefix or your own). Without a domain there are no \
                         login pages and no OAuth endpoints.",
                    )
                    .at("CLI: aws cognito-idp create-user-pool-domain --user-pool-id POOL_ID --domain PREFIX."
                        .to_owned()),
                )
                .seen(Some(id), Place::response_body("authorization_endpoint"), endpoint),
        ];
    }
    // Without the right issuer, the rest of the document does not count.
    if let Some(finding) = no_issuer(evidence, id, metadata) {
        return vec![finding];
    }
    let mut found = Vec::new();
    found.extend(issuer_mismatch(evidence, id, metadata));
    found.extend(conflicts(id, metadata));
    found.extend(unusable(evidence.session, id, metadata));
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        match metadata.text(name) {
            None if name == "jwks_uri" && !is_openid(metadata) => found.push(
                NO_JWKS_URI
                    .found(
                        "jwks_uri is missing, which OAuth metadata permits: signatures cannot be verified.",
                        Remedy::new("Treat access tokens as opaque.").offering(RemedyAction::GiveKeys),
                    )
                    .seen(Some(id), Place::response_body("jwks_uri"), "absent"),
            ),
            None if is_not_used(metadata, name) => {}
            None => found.push(
                MEMBER
                    .found(
                        format!("{name} is missing or not a string: {} is not possible.", purpose_of(name)),
                        "Configure the endpoint yourself, and tell the provider that the member is required.",
                    )
                    .seen(Some(id), Place::response_body(name), "absent"),
            ),
            Some(_) => {}
        }
    }
    found.extend(insecure(id, metadata));
    if found.is_empty() {
        found.extend(origins(id, metadata));
    }
    found
}

fn no_issuer(evidence: &SessionEvidence<'_>, id: ExchangeId, metadata: &Metadata) -> Option<Finding> {
    evidence.session.profile().provider.issuer()?;
    if metadata.text("issuer").is_some_and(|issuer| !issuer.is_empty()) {
        return None;
    }
    let seen = metadata.json.get("issuer").map_or("absent", Value::raw);
    Some(
        NO_ISSUER
            .found(
                "The document does not say which issuer it belongs to, so none of its endpoints can be trusted with a code \
                 or a secret.",
                "Check the URL: this may be another document. If you know the endpoints, configure each of them.",
            )
            .seen(Some(id), Place::response_body("issuer"), seen),
    )
}

/// Endpoints that occur more than once with different values: readers differ in which one they use.
fn conflicts(id: ExchangeId, metadata: &Metadata) -> Vec<Finding> {
    let names = Endpoints::default().members().map(|(name, _)| name);
    let members = metadata.json.root().members().filter(|(name, _)| names.contains(&name.as_ref()));
    let members: Parameters = members.map(|(name, value)| (name.into_owned(), value.raw().to_owned())).collect();
    let conflicting = members.duplicates().into_iter().filter(|(_, is_equal)| !is_equal);
    let finding = |name: &str| {
        CONFLICT
            .found(
                format!(
                    "{name} occurs more than once, with different values, and readers differ in which one they use."
                ),
                "Do not use this document. Find out what writes or rewrites it.",
            )
            .seen(Some(id), Place::response_body(name), "different values")
    };
    conflicting.map(|(name, _)| finding(name)).collect()
}

/// Endpoints that no request can be sent to. Plain http has a finding of its own.
fn unusable(session: &Session, id: ExchangeId, metadata: &Metadata) -> Vec<Finding> {
    let (endpoints, registration) = (metadata.endpoints(), metadata.text("registration_endpoint"));
    let named = endpoints.members().into_iter().filter(|(name, _)| *name != "issuer");
    let named = named.chain([("registration_endpoint", &registration)]);
    let found = named.filter_map(|(name, url)| Some((name, url.as_deref().filter(|url| !is_plain_http(url))?)));
    found
        .filter_map(|(name, url)| {
            let finding = UNUSABLE.found(
                format!("{}.", unusable_because(session, name, url)?),
                "Tell the provider, or configure the endpoint yourself.",
            );
            Some(finding.seen(Some(id), Place::response_body(name), redaction::url(url)))
        })
        .collect()
}

/// Why no request of this client can be sent to an endpoint.
fn unusable_because(session: &Session, name: &str, url: &str) -> Option<String> {
    let problem = match name {
        // A profile that names its own endpoint does not use this one.
        "authorization_endpoint" if session.endpoints().authorization.as_deref() == Some(url) => {
            return session.authorization_problem().map(|problem| problem.to_string());
        }
        _ => metadata_url_problem(name, name, url),
    };
    problem.map(|problem| problem.to_string())
}

/// Why a sign-in must not continue with the discovery document although its issuer matches: an endpoint for code and
/// secret is unusable, or differs between readers.
pub fn obstacle(session: &Session) -> Option<String> {
    let exchange = session.last_exchange(Purpose::Discovery)?;
    let metadata = session.metadata()?;
    let is_named = |finding: &Finding| {
        finding.evidence.iter().any(|evidence| {
            let place = &evidence.place;
            ["authorization_endpoint", "token_endpoint", "issuer"]
                .iter()
                .any(|name| *place == Place::response_body(name))
        })
    };
    let found = conflicts(exchange.id, metadata).into_iter().chain(unusable(session, exchange.id, metadata));
    let plain = insecure(exchange.id, metadata);
    found.chain(plain).find(is_named).map(|finding| finding.detail.trim_end_matches('.').to_owned())
}

/// Compares the endpoints with the issuer. Providers may have endpoints on other hosts. If AWS serves none of a pool's
/// endpoints, or all are on this machine, the provider is an emulator.
fn origins(id: ExchangeId, metadata: &Metadata) -> Option<Finding> {
    const NAMES: [&str; 4] = ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"];
    let text = metadata.text("issuer")?;
    let issuer = url::Url::parse(&text).ok()?;
    let endpoints: Vec<(&str, url::Url)> =
        NAMES.into_iter().filter_map(|name| Some((name, url::Url::parse(&metadata.text(name)?).ok()?))).collect();
    let (_, first) = endpoints.first()?;
    let seen = |finding: Finding, name: &str, url: &url::Url| {
        finding.seen(Some(id), Place::response_body("issuer"), &text).seen(
            Some(id),
            Place::response_body(name),
            url.as_str(),
        )
    };
    let of_aws = |url: &url::Url| {
        url.host_str().is_some_and(|host| host.ends_with(".amazonaws.com") || host.ends_with(".amazoncognito.com"))
    };
    let is_pool = cognito::issuer_user_pool_id(&text).is_some() && of_aws(&issuer);
    let is_here = |url: &url::Url| is_loopback(url) && !is_loopback(&issuer);
    if endpoints.iter().all(|(_, url)| is_pool && !of_aws(url) || is_here(url)) {
        let (issuers, theirs) = (issuer.host_str()?, first.host_str()?);
        let finding = ELSEWHERE.found(
            format!(
                "The issuer is at the host {issuers}, but every endpoint is at another host ({theirs}): an emulator, a proxy \
                 or a copied document. The keys at the issuer are not the ones of this server."
            ),
            "Use this document for tests with that server only. If the server is yours, configure its public URL, so that \
             issuer and endpoints agree.",
        );
        return Some(seen(finding, endpoints.first()?.0, first));
    }
    let differs = |url: &url::Url| {
        url.host_str() == issuer.host_str()
            && (url.scheme(), url.port_or_known_default()) != (issuer.scheme(), issuer.port_or_known_default())
    };
    let (name, url) = endpoints.iter().find(|(_, url)| differs(url))?;
    let finding = MIXED.found(
        format!("{name} has another scheme or port than the issuer at the same host. Behind a proxy one of them is wrong."),
        "Configure the provider's public URL, and have the proxy pass the original scheme and host on (X-Forwarded-Proto, \
         X-Forwarded-Host).",
    );
    Some(seen(finding, name, url))
}

/// The endpoints that handle codes, tokens and keys.
fn insecure(id: ExchangeId, metadata: &Metadata) -> Option<Finding> {
    const TRUSTED: [&str; 8] = [
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "userinfo_endpoint",
        "revocation_endpoint",
        "introspection_endpoint",
        "end_session_endpoint",
        "registration_endpoint",
    ];
    let plain =
        TRUSTED.into_iter().filter_map(|name| Some((name, metadata.text(name).filter(|url| is_plain_http(url))?)));
    let plain: Vec<(&str, String)> = plain.collect();
    let names: Vec<&str> = plain.iter().map(|(name, _)| *name).collect();
    let finding = (!plain.is_empty()).then(|| {
        let are = if plain.len() == 1 { "is" } else { "are" };
        INSECURE.found(
            format!("{} {are} plain http: codes and tokens would be readable on the way.", names.join(", ")),
            "Have the provider publish https endpoints. Behind a proxy, the provider often needs to know its public \
             address.",
        )
    })?;
    Some(
        plain.into_iter().fold(finding, |finding, (name, url)| finding.seen(Some(id), Place::response_body(name), url)),
    )
}

/// Whether the server announces no grant that uses the endpoint (RFC 8414 section 2, OpenID Connect Discovery section
/// 3).
fn is_not_used(metadata: &Metadata, endpoint: &str) -> bool {
    let (grants, types) = (metadata.list("grant_types_supported"), metadata.list("response_types_supported"));
    let has_none = |list: &Option<Vec<String>>, names: &[&str]| {
        list.as_ref().is_some_and(|list| !list.iter().any(|entry| entry.split(' ').any(|word| names.contains(&word))))
    };
    match endpoint {
        "authorization_endpoint" => !is_openid(metadata) && has_none(&grants, &["authorization_code", "implicit"]),
        "token_endpoint" => {
            let only_implicit = grants.as_ref().is_some_and(|grants| grants.iter().all(|grant| grant == "implicit"));
            only_implicit || grants.is_none() && has_none(&types, &["code"])
        }
        _ => false,
    }
}

/// Whether the document is from an OpenID provider: plain OAuth metadata (RFC 8414) has none of these.
pub(super) fn is_openid(metadata: &Metadata) -> bool {
    let own = ["subject_types_supported", "id_token_signing_alg_values_supported", "userinfo_endpoint"];
    let scopes = metadata.json.get("scopes_supported").and_then(Value::string_or_strings).unwrap_or_default();
    own.iter().any(|name| metadata.json.get(name).is_some()) || scopes.iter().any(|scope| scope == "openid")
}

fn issuer_mismatch(evidence: &SessionEvidence<'_>, id: ExchangeId, metadata: &Metadata) -> Option<Finding> {
    let configured = evidence.session.profile().provider.issuer();
    let found = metadata.text("issuer").unwrap_or_default();
    // No token has an issuer with a tenant placeholder.
    let is_open = found.contains("{tenantid}");
    // OpenID Connect Discovery section 4.3: the issuer must be the one that the URL was made of. Microsoft's tenants have
    // one at another host.
    let asked = || evidence.session.exchange(id)?.request.url.strip_suffix(WELL_KNOWN).map(str::to_owned);
    let is_elsewhere = |asked: &String| {
        !is_open && !found.starts_with("https://sts.windows.net/") && urls::origin_of(asked) != urls::origin_of(&found)
    };
    let expected = match configured.filter(|issuer| *issuer != found) {
        Some(issuer) => issuer,
        None => asked().filter(is_elsewhere)?,
    };
    let pool = |issuer: &str| CognitoIssuer::parse(issuer);
    if let (Some(asked), Some(pool)) = (pool(&expected), pool(&found))
        && asked.pool_id == pool.pool_id
        && asked.region != pool.region
    {
        let pool = pool.pool_id;
        let finding = ISSUER.found(
            format!(
                "The document has issuer {found:?}, expected {expected:?}. Both name the user pool {pool}, in \
                 different regions: one is a replica of a multi-Region user pool."
            ),
            "Expect the issuer of the region that signs people in, and accept both in a verifier that serves both regions.",
        );
        return Some(finding.seen(Some(id), Place::response_body("issuer"), found));
    }
    if cognito::is_same_issuer(&found, &expected) {
        return None;
    }
    let only_slash = found.trim_end_matches('/') == expected.trim_end_matches('/');
    let how = if only_slash { " They differ only by a trailing slash, which matters." } else { "" };
    let carried = if is_open { "" } else { " Tokens have the first one." };
    let remedy = if is_open {
        "Set the issuer to that of your tenant, or discover at the host that the document names."
    } else if urls::origin_of(&found) != urls::origin_of(&expected) {
        "If the document has the provider's public name, set the issuer to exactly that. If it has an internal one (a container, \
         the server behind a proxy), set the public URL at the provider (Keycloak: --hostname, and --proxy-headers behind a \
         proxy), so that everyone gets the same issuer."
    } else {
        "If this is the provider you mean, set the issuer to exactly the issuer in the document."
    };
    let detail = format!("The document has issuer {found:?}, expected {expected:?}.{how}{carried}");
    Some(ISSUER.found(detail, remedy).seen(Some(id), Place::response_body("issuer"), found))
}

/// The authorization endpoint of a pool without a domain: it is below the issuer itself. Cognito only.
pub(super) fn without_domain(metadata: &Metadata) -> Option<String> {
    let (issuer, endpoint) = (metadata.text("issuer")?, metadata.text("authorization_endpoint")?);
    cognito::issuer_user_pool_id(&issuer)?;
    endpoint.starts_with(&format!("{issuer}/")).then_some(endpoint)
}

fn purpose_of(member: &str) -> &'static str {
    match member {
        "authorization_endpoint" => "sending the browser to the provider",
        "token_endpoint" => "redeeming a code",
        _ => "verifying a signature",
    }
}

fn is_user_pool_domain(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| url.host_str().is_some_and(cognito::is_prefix_domain))
}

fn is_plain_http(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| url.scheme() == "http" && !is_loopback(&url))
}

fn media_type(response: &HttpResponse) -> String {
    response.media_type().unwrap_or_else(|| "absent".to_owned())
}

fn keys(exchange: &Exchange) -> Option<Finding> {
    let response = exchange.response()?;
    if !response.has_document() {
        let finding = JWKS_NOT_FOUND.found(
            format!("HTTP {} instead of the JWK Set: signatures cannot be verified.", response.status),
            "Compare jwks_uri with the discovery document.",
        );
        return Some(finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string()));
    }
    match JwkSet::parse(&response.text()) {
        Err(problem) => {
            // The text replaces bytes that are not UTF-8.
            let problem = Json::from_bytes(&response.body).err().map_or(problem, JwkSetError::NotJson);
            let finding = JWKS_UNREADABLE
                .found(
                    format!("{problem}: signatures cannot be verified."),
                    format!("Open {} and check what is there instead.", urls::path_of(&exchange.request.url)),
                )
                .seen(Some(exchange.id), Place::response_header("content-type"), media_type(response));
            Some(transport::with_page(finding, exchange, response))
        }
        Ok(keys) if keys.keys().is_empty() => Some(
            JWKS_EMPTY
                .found("The JWK Set has no keys: signatures cannot be verified.", "Ask the provider for its keys.")
                .seen(Some(exchange.id), Place::response_body("keys"), "[]"),
        ),
        Ok(_) if Json::from_bytes(&response.body).is_ok_and(|json| json.get("keys").is_none()) => Some(
            JWKS_SINGLE
                .found(
                    "The document is one key, not a set with the member keys. grantscope can read it, but most clients \
                     cannot.",
                    "Have the provider publish {\"keys\": [KEY]}.",
                )
                .seen(Some(exchange.id), Place::response_body("keys"), "absent"),
        ),
        // The other problems are reported when the set itself is inspected.
        Ok(keys) => keys.published_findings().into_iter().find(|finding| finding.rule == &jwk::PRIVATE_KEY),
    }
}
