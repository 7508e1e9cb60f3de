//! The response of an endpoint without its request, judged in a session of its own.

use super::tokens;
use crate::diagnosis::inspect::inspection::{Inspection, members};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::{diagnose, evidence, protected_api, userinfo};
use crate::profile::{Profile, Provider};
use crate::protocol::json::Value;
use crate::protocol::{Finding, HttpResponse, Json, Place, Secret};
use crate::session::{Origin, Purpose, Session, TokenSource};

/// One exchange with this response, in its own session.
pub(super) fn answered(
    mut session: Session,
    purpose: Purpose,
    origin: Origin,
    (body, status): (&str, Option<u16>),
    options: &Options,
) -> Session {
    let is_error = Json::parse(body).is_ok_and(|json| json.get("error").is_some());
    let status = status.unwrap_or(if is_error { 400 } else { 200 });
    session.record(purpose, origin, HttpResponse::new(status).with_body("application/json", body), options.now);
    session
}

pub(super) fn token_response(json: &Json, options: &Options) -> Inspection {
    // Two codes come from one kind of endpoint only: from resource servers, or from revocation.
    let purpose = match json.get("error").and_then(Value::as_string).as_deref() {
        Some("invalid_token" | "insufficient_scope") => return token_refusal(json, options),
        Some("unsupported_token_type") => Purpose::Revocation,
        _ => Purpose::Token,
    };
    answer_of(purpose, json, None, options)
}

/// An access token was rejected: by UserInfo if the message is Cognito's, otherwise by an API.
pub(super) fn token_refusal(json: &Json, options: &Options) -> Inspection {
    let said = ["error", "error_description", "scope"].map(|name| json.get(name).and_then(Value::as_string));
    let words = said[1].as_deref().unwrap_or_default();
    let is_cognito = options.profile.as_ref().is_some_and(Profile::is_cognito);
    if is_cognito || userinfo::is_own_sentence(words) {
        return answer_of(Purpose::UserInfo, json, None, options);
    }
    let finding = protected_api::refused_without_request(&said);
    Inspection { parameters: Some(members(json)), ..Inspection::new(Kind::ApiChallenge) }.with_findings([finding])
}

/// A response of an endpoint, success or error, without its request; with its status, if that was given.
pub(super) fn answer_of(purpose: Purpose, json: &Json, status: Option<u16>, options: &Options) -> Inspection {
    // The request was not recorded, so it cannot be checked. Its response is shown as pasted, a failure as such.
    let is_error = json.get("error").is_some();
    let origin = if is_error { Origin::ResponseOnly } else { Origin::Import(TokenSource::EndpointResponse) };
    let session = answered(session_of(json, options), purpose, origin, (json.text(), status), options);
    let mut findings = of_document(diagnose(&session, options.now));
    if status.is_none() {
        let seen = findings.iter_mut().map(|finding| &mut finding.evidence);
        seen.for_each(|seen| seen.retain(|seen| seen.place != Place::RESPONSE_STATUS));
    }
    let parameters = is_error.then(|| members(json));
    let token_sets = tokens::sets_alone(&session, options);
    let kind = if purpose == Purpose::UserInfo { Kind::UserInfo } else { Kind::TokenResponse };
    Inspection { parameters, token_sets, session: Some(session), findings, ..Inspection::new(kind) }
}

/// The session of the client in the tokens: their issuer determines which rules apply.
fn session_of(json: &Json, options: &Options) -> Session {
    if options.profile.is_some() {
        return options.session();
    }
    let claim = |token: &str, claim: &str| evidence::claim(&Secret::new(json.get(token)?.as_string()?), claim);
    let issuer = claim("id_token", "iss").or_else(|| claim("access_token", "iss"));
    let client = claim("access_token", "client_id").or_else(|| claim("id_token", "aud")).unwrap_or_default();
    match issuer.filter(|issuer| crate::profile::cognito::is_issuer(issuer)) {
        Some(issuer) => options.with_keys(Session::new(Profile::new(Provider::Issuer(issuer), client), None)),
        None => options.session(),
    }
}

/// A document alone belongs to no exchange that could be looked up.
pub(super) fn of_document(mut findings: Vec<Finding>) -> Vec<Finding> {
    for evidence in findings.iter_mut().flat_map(|finding| &mut finding.evidence) {
        evidence.exchange = None;
    }
    findings
}
