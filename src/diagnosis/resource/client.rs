//! The client id: registration, redirect URI, and client authentication as registered.

use super::rules::{
    DEAD, HOST_DRIFTED, METHOD_MISMATCH, PATH_DRIFTED, PORT_DRIFTED, REDIRECT_REFUSED, REGISTRATION_REFUSED,
};
use crate::diagnosis::SessionEvidence;
use crate::diagnosis::evidence::Refusal;
use crate::protocol::json::Value;
use crate::protocol::resource::registration::RegistrationAnswer;
use crate::protocol::{ClientAuthentication, Finding, Json, Method, Place};
use crate::session::{Exchange, Purpose};

pub(super) fn look(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let refused = refused(evidence);
    if !refused.is_empty() {
        return refused;
    }
    redirect_uri_not_registered(evidence)
        .or_else(|| client_deleted(evidence))
        .or_else(|| method(evidence))
        .into_iter()
        .collect()
}

/// Whether a refusal of the client is explained by its registration, so that no other rule has to.
pub(in crate::diagnosis) fn is_explained(evidence: &SessionEvidence<'_>) -> bool {
    redirect_uri_not_registered(evidence).is_some() || client_deleted(evidence).is_some() || method(evidence).is_some()
}

/// Whether the provider no longer knows the registered client.
pub(in crate::diagnosis) fn is_dead(evidence: &SessionEvidence<'_>) -> bool {
    client_deleted(evidence).is_some()
}

/// The same for a client that a profile kept from its registration.
pub(super) fn of_profile(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    evidence.session.profile().registered_at.and_then(|_| client_deleted(evidence))
}

/// The answer to a registration that gave no client.
pub(super) fn refused(evidence: &SessionEvidence<'_>) -> Vec<Finding> {
    let Some(exchange) = evidence.session.last_exchange(Purpose::ClientRegistration) else { return Vec::new() };
    let Some(response) = exchange.response().filter(|_| exchange.request.method == Method::Post) else {
        return Vec::new();
    };
    let status =
        |finding: Finding| finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string());
    let by_hand = "Register a client by hand at the authorization server and pass its id (--client-id).";
    match RegistrationAnswer::read(response) {
        RegistrationAnswer::Registered(_) => Vec::new(),
        RegistrationAnswer::Unreadable(problem) => vec![status(REGISTRATION_REFUSED.found(
            format!("The response of the registration endpoint is neither a client nor an error: {problem}."),
            by_hand,
        ))],
        RegistrationAnswer::Refused(body) => {
            let error = body.error();
            let redirect_uri = exchange.request.form_of_json("redirect_uris");
            let finding = if error == "invalid_redirect_uri" {
                redirect_uri_refused(&exchange.request.body)
            } else {
                match (Json::from_bytes(&exchange.request.body), response.status, error.as_str()) {
                    (Err(problem), ..) => REGISTRATION_REFUSED.found(
                        format!("The body of the registration request is not valid JSON: {problem}."),
                        "Correct the JSON of the request.",
                    ),
                    (_, 401 | 403, _) => REGISTRATION_REFUSED
                        .found("Registration needs a token or is limited to certain clients.", by_hand),
                    (_, _, "invalid_client_metadata" | "invalid_software_statement" | "unapproved_software_statement") => {
                        metadata_refused()
                    }
                    _ => REGISTRATION_REFUSED.found(
                        "The registration endpoint returned an error that RFC 7591 does not define. A description is the \
                         provider's own hint.",
                        by_hand,
                    ),
                }
            };
            let finding = status(finding).seen(Some(exchange.id), Place::response_body("error"), error);
            let finding = match body.description() {
                Some(text) => finding.seen(Some(exchange.id), Place::response_body("error_description"), text),
                None => finding,
            };
            vec![finding.seen(Some(exchange.id), Place::request_body("redirect_uris"), redirect_uri)]
        }
    }
}

/// The metadata of a client was rejected.
pub(in crate::diagnosis) fn metadata_refused() -> Finding {
    REGISTRATION_REFUSED.found(
        "The registration endpoint rejected the metadata of the client. A description is the provider's own hint.",
        "Change what the error names: redirect URIs must have a form that the provider allows (https, or loopback for a \
         native app), and grant types, scopes and methods must be supported. Or register a client by hand and pass its id \
         (--client-id).",
    )
}

/// `invalid_redirect_uri`, by what was to be registered.
fn redirect_uri_refused(request: &[u8]) -> Finding {
    let asked = Json::from_bytes(request).ok();
    let member = |name: &str| asked.as_ref().and_then(|json| json.get(name));
    let uris = member("redirect_uris").map(|uris| uris.items().count()).unwrap_or_default();
    let is_native = member("application_type").and_then(Value::as_string).as_deref() == Some("native");
    match (uris, is_native) {
        (2.., _) => REDIRECT_REFUSED.found(
            format!(
                "The authorization server does not accept one of the {uris} redirect URIs, and one is enough to reject the \
                 whole registration."
            ),
            "Register only the redirect URI that is used: on loopback with application_type native, or https. Custom \
             schemes are often refused. Operators: allow loopback redirect URIs for native clients (RFC 8252).",
        ),
        (_, false) => REDIRECT_REFUSED.found(
            "The authorization server does not accept this redirect URI. The registration does not say that the client is \
             native, so it counts as a web client, which may have to use https.",
            "Send \"application_type\": \"native\" for a client on the user's machine. Operators: allow loopback redirect \
             URIs for native clients (RFC 8252).",
        ),
        (_, true) => REDIRECT_REFUSED.found(
            "The authorization server does not accept this redirect URI for a native client.",
            "Allow loopback redirect URIs for native clients (RFC 8252). Or try another form with --redirect-uri \
             (127.0.0.1 instead of localhost), or register a client by hand and pass its id.",
        ),
    }
}

/// The redirect URI of the request against those that the registration response lists.
fn redirect_uri_not_registered(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let (exchange, registered) = evidence.session.registration()?;
    let sent = evidence.requested("redirect_uri")?;
    let listed = registered.redirect_uris();
    if listed.is_empty() || listed.iter().any(|uri| uri == sent) {
        return None;
    }
    let own = url::Url::parse(sent).ok()?;
    let (closest, theirs) = listed
        .iter()
        .filter_map(|uri| Some((uri, url::Url::parse(uri).ok()?)))
        .min_by_key(|(_, uri)| usize::from(uri.host_str() != own.host_str()) + usize::from(uri.path() != own.path()))?;
    let (rule, what) = if theirs.host_str() != own.host_str() {
        (&HOST_DRIFTED, "host")
    } else if theirs.path() != own.path() {
        (&PATH_DRIFTED, "path")
    } else {
        (&PORT_DRIFTED, "port")
    };
    let finding = rule.found(
        format!(
            "The registration lists {closest}, and the authorization request has {sent}: the {what} differs. A server that \
             compares exactly rejects it."
        ),
        "Register anew with the redirect URI that is used, or listen at the registered one (--redirect-uri). Servers \
         should ignore the port of loopback addresses.",
    );
    let finding = finding.seen(Some(exchange.id), Place::response_body("redirect_uris"), listed.join(" "));
    Some(finding.seen(None, Place::authorization_request("redirect_uri"), sent))
}

/// A client that was registered and that the server does not know any more: it says so on a page, at the token endpoint,
/// or when the registration is read.
fn client_deleted(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let session = evidence.session;
    let registered =
        session.registration().filter(|(_, it)| it.client_id().as_ref() == Some(&session.profile().client_id));
    let registered_at = session.profile().registered_at.filter(|_| registered.is_none());
    let is_registered = registered.is_some() || registered_at.is_some();
    let page = is_registered.then_some(()).and_then(|()| {
        let page = evidence.current(Purpose::SignIn).or_else(|| evidence.current(Purpose::AuthorizationProbe))?;
        let response = page.response().filter(|response| (400..500).contains(&response.status))?;
        let text = response.text().to_ascii_lowercase();
        (text.contains("client") && !text.contains("redirect")).then_some(page)
    });
    let deleted = session.registration_deletion().map(|it| it.id);
    // What the person deleted is expected to be unknown, unless it is used again.
    let exchange = session.unknown_registration().filter(|_| deleted.is_none()).or(page);
    let exchange = exchange.or_else(|| forgotten_later(evidence));
    let exchange = exchange
        .or_else(|| registered_at.and_then(|_| unknown_public(evidence)))
        .filter(|it| deleted.is_none_or(|id| it.id > id))?;
    let status = exchange.response()?.status;
    Some(
        DEAD.found(
            match (deleted, exchange.purpose) {
                (Some(id), _) => format!("Exchange {id} deleted the registration of this client."),
                (None, Purpose::RegistrationRead) => {
                    "The client id comes from a registration, and the authorization server no longer shows it: the client \
                     was removed, or its management token is no longer accepted."
                        .to_owned()
                }
                (None, _) if let Some(time) = registered_at => format!(
                    "The client id comes from a registration of {}, and the authorization server does not know it: it forgot \
                     or removed the client.",
                    time.strftime("%Y-%m-%d")
                ),
                (None, _) => {
                    "The client id comes from a registration, and the authorization server does not know it: it forgot or \
                     removed the client."
                        .to_owned()
                }
            },
            "Register a new client once (login --resource URL --register). Operators: keep registrations, and answer with \
             invalid_client when a client is gone.",
        )
        .seen(Some(exchange.id), Place::RESPONSE_STATUS, status.to_string()),
    )
}

/// A refresh that was rejected with `invalid_client`, although the same registration got these tokens in the same way.
fn forgotten_later<'e>(evidence: &SessionEvidence<'e>) -> Option<&'e Exchange> {
    let exchange = evidence.current(Purpose::Refresh)?;
    Refusal::of(exchange).filter(|refusal| refusal.error == "invalid_client")?;
    let (_, registered) = evidence.session.registration()?;
    let is_ours =
        exchange.edits.is_empty() && registered.client_id().as_ref() == Some(&evidence.session.profile().client_id);
    let redeemed = evidence.session.last_exchange(Purpose::Token).filter(|it| it.succeeded())?;
    (is_ours && sent_method(redeemed) == sent_method(exchange)).then_some(exchange)
}

/// `invalid_client` for a client that has no secret which could be wrong.
fn unknown_public<'e>(evidence: &SessionEvidence<'e>) -> Option<&'e Exchange> {
    let exchange = evidence.current(Purpose::Token).or_else(|| evidence.current(Purpose::Refresh))?;
    Refusal::of(exchange).filter(|refusal| refusal.error == "invalid_client")?;
    (sent_method(exchange) == ClientAuthentication::None).then_some(exchange)
}

/// `invalid_client` for a registered client: what was registered, and what was sent.
fn method(evidence: &SessionEvidence<'_>) -> Option<Finding> {
    let exchange = evidence.current(Purpose::Token)?;
    let refusal = Refusal::of(exchange).filter(|refusal| refusal.error == "invalid_client")?;
    let (registration, registered) = evidence.session.registration()?;
    let told = registered.json.get("token_endpoint_auth_method").map_or("absent".to_owned(), |value| value.readable());
    let metadata = evidence.session.metadata()?;
    let offered = metadata.list("token_endpoint_auth_methods_supported").unwrap_or_default();
    let sent = match sent_method(exchange) {
        ClientAuthentication::Basic => "client_secret_basic",
        ClientAuthentication::Post => "client_secret_post",
        _ => "none",
    };
    let finding = METHOD_MISMATCH.found(
        format!(
            "The registration says token_endpoint_auth_method {told}, the request authenticated with {sent}, and the token \
             endpoint answered invalid_client: it expects another method than it registered, or another secret."
        ),
        "Accept the method that the registration response names. Clients: use the method of the response, not the requested \
         one.",
    );
    let finding = finding.seen(Some(registration.id), Place::response_body("token_endpoint_auth_method"), told).seen(
        None,
        Place::Named("token_endpoint_auth_methods_supported".to_owned()),
        offered.join(" "),
    );
    Some(refusal.said(finding))
}

fn sent_method(exchange: &Exchange) -> ClientAuthentication {
    if exchange.request.header("authorization").is_some() {
        return ClientAuthentication::Basic;
    }
    match exchange.request.form().get("client_secret") {
        Some(_) => ClientAuthentication::Post,
        None => ClientAuthentication::None,
    }
}
