//! The metadata of the authorization server, and what a client needs of it.

use super::discovery::sent;
use super::rules::{
    COGNITO_OFFLINE, COGNITO_PORT, COGNITO_RESOURCE, NO_CLIENT_ID, PKCE_SILENT, PKCE_WITHOUT_S256, WRONG_LIST,
    WRONG_LOCATION,
};
use crate::diagnosis::{SessionEvidence, discovery};
use crate::protocol::json::Value;
use crate::protocol::resource::discovery::{Next, ResourceDiscovery, Stop};
use crate::protocol::resource::metadata::DocumentProblem;
use crate::protocol::{Finding, Metadata, Place, Remedy};
use crate::session::Purpose;

pub(super) fn look(evidence: &SessionEvidence<'_>, discovered: &ResourceDiscovery) -> Vec<Finding> {
    match discovered.next() {
        Next::Stopped(Stop::NoServerMetadata) => not_found(evidence, discovered).into_iter().collect(),
        Next::Stopped(Stop::OtherIssuer) => other_issuer(evidence, discovered).into_iter().collect(),
        Next::Arrived => {
            let mut found: Vec<Finding> = pkce(evidence).into_iter().collect();
            // Another client may have an id that its recording does not show. Our own requests on the way have a
            // reason.
            let discovery = evidence.session.last_exchange(Purpose::Discovery);
            let is_own = !evidence.session.is_record() || discovery.is_some_and(|exchange| exchange.why.is_some());
            found.extend(no_client_id(evidence).filter(|_| is_own));
            if evidence.cognito && evidence.session.grant().is_none() && is_own {
                found.extend(cognito(evidence, discovered));
            }
            found
        }
        _ => Vec::new(),
    }
}

fn not_found(evidence: &SessionEvidence<'_>, discovered: &ResourceDiscovery) -> Option<Finding> {
    let issuer = discovered.issuer()?;
    let problems = || discovered.servers().iter().filter_map(|tried| Some((&tried.url, tried.problem.as_ref()?)));
    // Why a location gave no complete response is told elsewhere; then it is unknown whether the document is there.
    if problems().any(|(_, problem)| *problem == DocumentProblem::NoAnswer) {
        return None;
    }
    let misplaced = discovered.misplaced().filter(|tried| tried.problem.is_none());
    let finding = match misplaced {
        Some(tried) => WRONG_LOCATION
            .found(
                format!(
                    "No valid location has the metadata of {issuer}, but {} has it: there the well-known string is \
                     appended to the issuer. RFC 8414 inserts it between host and path.",
                    tried.url
                ),
                "Serve the document at the inserted location too. Clients cannot use the one that exists.",
            )
            .seen(sent(evidence, &tried.url), Place::Named(tried.url.clone()), "found"),
        None => discovery::NOT_FOUND.found(
            format!(
                "No location has the metadata of the authorization server {issuer}. The resource names this issuer, so no \
                 client can continue."
            ),
            "Check authorization_servers in the protected resource metadata: each entry must be an issuer. Then serve the \
             metadata of that issuer at one of these locations.",
        ),
    };
    Some(problems().fold(finding, |finding, (url, problem)| {
        finding.seen(sent(evidence, url), Place::Named(url.clone()), problem.to_string())
    }))
}

fn other_issuer(evidence: &SessionEvidence<'_>, discovered: &ResourceDiscovery) -> Option<Finding> {
    let (named, server) = (discovered.issuer()?, discovered.server()?);
    let url = discovered.servers().iter().find(|tried| tried.problem.is_none()).map(|tried| tried.url.as_str())?;
    let told = server.text("issuer").unwrap_or_default();
    let how = if told.trim_end_matches('/') == named.trim_end_matches('/') {
        " They differ only by a trailing slash, which matters."
    } else {
        ""
    };
    let finding = discovery::ISSUER.found(
        format!(
            "The resource names the authorization server {named:?}, and its metadata has the issuer {told:?}.{how} The \
             metadata must not be used; some clients ignore the difference."
        ),
        "Write one spelling everywhere, byte for byte: in authorization_servers of the resource, in issuer of the \
         metadata, and in iss of the tokens.",
    );
    Some(finding.seen(sent(evidence, url), Place::response_body("issuer"), told))
}

fn pkce(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let metadata = evidence.session.metadata()?;
    let id = evidence.session.last_exchange(Purpose::Discovery).map(|exchange| exchange.id);
    let place = Place::response_body("code_challenge_methods_supported");
    match metadata.list("code_challenge_methods_supported") {
        None => {
            let (cognito, remedy) = match evidence.cognito {
                true => (
                    " Cognito supports S256 and does not announce it.",
                    "A user pool's metadata cannot be changed. For a client that stops here, serve a copy of it that adds \
                     \"code_challenge_methods_supported\": [\"S256\"], from a proxy in front of the user pool.",
                ),
                false => ("", "Add \"code_challenge_methods_supported\": [\"S256\"] to the metadata."),
            };
            let finding = PKCE_SILENT.found(
                format!(
                    "The metadata has no code_challenge_methods_supported, so clients of the MCP version 2025-11-25 or later \
                     must stop. grantscope sends a code challenge anyway.{cognito}"
                ),
                remedy,
            );
            Some(finding.seen(id, place, "absent"))
        }
        Some(methods) if !methods.iter().any(|method| method == "S256") => {
            let finding = PKCE_WITHOUT_S256.found(
                "The metadata lists code challenge methods without S256, the only one that MCP clients may use.",
                "Support S256 and announce it.",
            );
            Some(finding.seen(id, place, methods.join(" ")))
        }
        Some(_) => None,
    }
}

/// Whether the server takes the URL of a client metadata document as a client id.
pub(super) fn takes_documents(metadata: &Metadata) -> bool {
    metadata.json.get("client_id_metadata_document_supported").and_then(Value::as_bool) == Some(true)
}

fn no_client_id(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let metadata = evidence.session.metadata()?;
    let is_known = !evidence.session.profile().client_id.is_empty();
    if is_known || takes_documents(metadata) || metadata.text("registration_endpoint").is_some() {
        return None;
    }
    let remedy = if evidence.cognito {
        Remedy::new(
            "Create an app client without a secret in the user pool, with the redirect URI of the client, and pass its id \
             (--client-id). Clients that can only register themselves need a proxy in front of the user pool.",
        )
        .at("CLI: aws cognito-idp create-user-pool-client --user-pool-id POOL_ID --client-name NAME --no-generate-secret."
            .to_owned())
    } else {
        Remedy::new(
            "Register a client by hand and pass its id (--client-id), or enable dynamic registration or client id \
             metadata documents at the authorization server.",
        )
    };
    let id = evidence.session.last_exchange(Purpose::Discovery).map(|exchange| exchange.id);
    Some(
        NO_CLIENT_ID
            .found(
                "No client ID is given, and the authorization server has no way to get one: no registration_endpoint, and \
                 no client_id_metadata_document_supported.",
                remedy,
            )
            .seen(id, Place::response_body("registration_endpoint"), "absent")
            .seen(id, Place::response_body("client_id_metadata_document_supported"), "absent"),
    )
}

/// What will fail later at a user pool, before it does.
fn cognito(evidence: &SessionEvidence<'_>, discovered: &ResourceDiscovery) -> Vec<Finding> {
    let identifier = discovered.identifier().unwrap_or_default();
    let redirect_uri = evidence.session.profile().redirect_uri();
    let mut found = vec![
        COGNITO_PORT.found(
            format!(
                "The redirect URI is compared byte for byte with the app client's, port included: clients that choose a new \
                 port for each sign-in fail. grantscope uses {redirect_uri}."
            ),
            Remedy::new("Register the exact redirect URI of each client, and configure a fixed port in the client.")
                .at("App clients > client > Login pages > Allowed callback URLs.".to_owned()),
        ),
        COGNITO_RESOURCE.found(
            format!(
                "The requests have resource={identifier}. The user pool puts it into aud only with managed login on the \
                 Essentials or Plus plan, and only if a resource server has exactly this identifier. Otherwise the token \
                 has no aud, or the code cannot be redeemed."
            ),
            Remedy::new(format!("Create a resource server with the identifier {identifier} in the user pool."))
                .at("Branding > Domain > Resource servers.".to_owned()),
        ),
        COGNITO_OFFLINE.found(
            "Clients that always request offline_access fail with invalid_scope. Cognito returns a refresh token without it, \
             and grantscope does not request it here.",
            "Configure the client not to request offline_access.",
        ),
    ];
    if discovered.scopes().is_none() {
        found.push(WRONG_LIST.found(
            "The resource names no scope. Some clients then request scopes_supported of the user pool (openid email phone \
             profile), and the request fails if the app client does not allow one of them.",
            "Name the scopes in the challenge or in scopes_supported of the protected resource metadata.",
        ));
    }
    found
}
