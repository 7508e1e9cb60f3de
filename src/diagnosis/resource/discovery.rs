//! From the challenge to the name of the authorization server.

use super::rules::{
    BEARER_NOT_FIRST, CHALLENGE_CONFLICT, INEXACT, MEMBER_CONFLICT, NO_401, NO_CHALLENGE, NO_SCOPE, NO_SERVER,
    NOT_FOUND, NOT_LISTED, OPEN, OTHER_RESOURCE, PROTECTED, RESOURCE_MISSING, SERVER_UNUSABLE, SLASH, UNREADABLE,
};
use crate::diagnosis::SessionEvidence;
use crate::protocol::json::Value;
use crate::protocol::resource::challenge;
use crate::protocol::resource::discovery::{Next, ResourceDiscovery, Stop};
use crate::protocol::resource::identifier::{Relation, relation};
use crate::protocol::resource::metadata::{self, DocumentProblem};
use crate::protocol::resource::server::{self, ServerProblem};
use crate::protocol::{ExchangeId, Finding, Json, Place};
use crate::session::{Exchange, Purpose};

pub(super) fn look(evidence: &SessionEvidence<'_>, discovered: &ResourceDiscovery) -> Vec<Finding> {
    let mut found: Vec<Finding> = probe(evidence, discovered).into_iter().collect();
    found.extend(documents(evidence, discovered));
    let document = discovered.metadata().and_then(|(url, _)| sent(evidence, url));
    found.extend(identifier(document, discovered));
    found.extend(servers(document, discovered));
    if matches!(discovered.next(), Next::Arrived) && discovered.scopes().is_none() {
        found.push(NO_SCOPE.found(
            "Neither the challenge nor the protected resource metadata names a scope, so none is requested: the provider \
             decides what the token may do.",
            "Name the scopes that a call needs in the challenge of the resource, the minimum in scopes_supported.",
        ));
    }
    found
}

/// The last request to the resource without a token.
fn asked<'a>(evidence: &SessionEvidence<'a>) -> Option<&'a Exchange> {
    let is_it = |it: &&Exchange| it.purpose == Purpose::Resource && it.request.header("authorization").is_none();
    evidence.session.exchanges().rev().find(is_it)
}

fn probe(evidence: &SessionEvidence<'_>, discovered: &ResourceDiscovery) -> Option<Finding> {
    let exchange = asked(evidence)?;
    let response = exchange.response()?;
    let challenges = challenge::challenges(response);
    let named = challenge::resource_metadata(&challenges);
    let seen = |finding: Finding| finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string());
    let header = response.header("www-authenticate").unwrap_or("absent");
    match (response.status, named) {
        (200..300, _) => Some(seen(OPEN.found(
            if response.is_page() {
                "The request had no token, and the response is an HTML page with a success status: often a login page, \
                     which clients do not recognise as a request for a token."
            } else {
                "The request had no token, and the response is a success: a token may be needed only for other \
                     operations, or the resource is not protected."
            },
            "If it should be protected, answer requests without a token with 401 and WWW-Authenticate: Bearer.",
        ))),
        (status, Some(url)) => {
            let is_tried = discovered.documents().iter().any(|tried| tried.url == url);
            if let Some(problem) = server::document_problem(url, discovered.url()) {
                return Some(
                    seen(NO_CHALLENGE.found(
                        format!(
                            "The challenge names a metadata URL that {}. It was not requested; the well-known locations \
                             were, which not every client does.",
                            unusable_because(problem)
                        ),
                        "Name the public https URL of the metadata in resource_metadata.",
                    ))
                    .seen(Some(exchange.id), Place::response_header("www-authenticate"), header),
                );
            }
            if let Some(name) = challenge::conflict(&challenges) {
                return Some(
                    CHALLENGE_CONFLICT
                        .found(
                            format!(
                                "{name} occurs more than once, with different values, and clients differ in which one they \
                                 use. grantscope uses the first."
                            ),
                            "Send each parameter of the challenge once.",
                        )
                        .seen(Some(exchange.id), Place::response_header("www-authenticate"), header),
                );
            }
            // RFC 9728 section 5.1 has an example with 400. A recording may lack the token that was sent.
            let lacks_scope =
                challenge::of_token(&challenges).and_then(|it| it.get("error")) == Some("insufficient_scope");
            if !matches!(status, 400 | 401) && !lacks_scope {
                return Some(
                    seen(NO_401.found(
                        format!(
                            "The request had no token, and the response is {status} instead of 401. It has a challenge, but \
                             most clients read that only with 401."
                        ),
                        "Answer requests without a token with 401.",
                    ))
                    .seen(Some(exchange.id), Place::response_header("www-authenticate"), header),
                );
            }
            let first = challenges.first().filter(|it| !it.scheme.is_empty() && !it.is("bearer") && !it.is("dpop"));
            first.filter(|_| is_tried).map(|first| {
                BEARER_NOT_FIRST
                    .found(
                        format!(
                            "The challenge begins with {}. That is allowed, but some clients read only the first scheme: \
                             they miss resource_metadata and scope, and look for the metadata at the well-known locations.",
                            first.scheme
                        ),
                        "Send the Bearer challenge before the others.",
                    )
                    .seen(Some(exchange.id), Place::response_header("www-authenticate"), header)
            })
        }
        (401, None) => {
            let detail = match header {
                "absent" => "The 401 response has no WWW-Authenticate header",
                _ => "The challenge has no resource_metadata",
            };
            Some(
                seen(NO_CHALLENGE.found(
                    format!(
                        "{detail}. The metadata is looked for at the well-known locations instead, which not every \
                         client does."
                    ),
                    "Send WWW-Authenticate: Bearer resource_metadata=\"URL\" with every 401, and let no gateway remove it.",
                ))
                .seen(Some(exchange.id), Place::response_header("www-authenticate"), header),
            )
        }
        (status, None) => {
            let finding = NO_401.found(
                format!(
                    "The request had no token, and the response is {status} instead of 401. Most clients stop here: they \
                     do not learn that a token is needed."
                ),
                "Answer requests without a token with 401 and WWW-Authenticate: Bearer resource_metadata=\"URL\". Check \
                 the URL, and what a proxy or login page in front of the resource answers.",
            );
            let finding = seen(finding);
            Some(match response.header("location") {
                Some(target) if response.is_redirect() => {
                    finding.seen(Some(exchange.id), Place::response_header("location"), target)
                }
                _ => finding,
            })
        }
    }
}

/// The locations of the metadata: a document that the challenge names must be there; the others matter only if none has
/// it.
fn documents(evidence: &SessionEvidence<'_>, discovered: &ResourceDiscovery) -> Option<Finding> {
    let challenges = discovered.probe().map(|probe| probe.challenges.as_slice()).unwrap_or_default();
    let named = challenge::resource_metadata(challenges);
    let failed: Vec<(&str, &DocumentProblem)> = discovered
        .documents()
        .iter()
        .filter_map(|tried| Some((tried.url.as_str(), tried.problem.as_ref()?)))
        .filter(|(url, _)| discovered.metadata().is_none() || named == Some(*url))
        .collect();
    let is_open =
        !failed.is_empty() && (discovered.metadata().is_some() || discovered.next() == Next::Stopped(Stop::NoMetadata));
    // The first location is the right one: why it gave no complete response is told elsewhere.
    if !is_open || failed.first().is_some_and(|(_, problem)| **problem == DocumentProblem::NoAnswer) {
        return None;
    }
    let one = |is_it: fn(&DocumentProblem) -> bool| failed.iter().any(|(_, problem)| is_it(problem));
    let rest = match discovered.metadata() {
        Some((url, _)) => format!(" The document at {url} was used instead, which not every client does."),
        None => format!(
            " Clients of the MCP version 2025-03-26 would take {} for the authorization server; grantscope does not \
             guess.",
            metadata::origin(discovered.url()).unwrap_or_default()
        ),
    };
    let public = "Serve the document without authentication at the well-known path, inserted between the host and the path \
                  of the resource, and name its URL in the challenge.";
    let finding = if one(|problem| matches!(problem, DocumentProblem::Protected(_))) {
        PROTECTED.found(
            format!("A location of the metadata requires authentication, but the document must be public.{rest}"),
            format!("Exclude /.well-known/ from the authentication of the resource. {public}"),
        )
    } else if one(|problem| !matches!(problem, DocumentProblem::Missing(_) | DocumentProblem::NoAnswer)) {
        UNREADABLE.found(
            format!("A location of the metadata has no JSON document: a page, a redirect or a server error.{rest}"),
            public,
        )
    } else {
        NOT_FOUND.found(format!("No document is at the requested location.{rest}"), public)
    };
    Some(failed.iter().fold(finding, |finding, (url, problem)| {
        finding.seen(sent(evidence, url), Place::Named((*url).to_owned()), problem.to_string())
    }))
}

/// What is wrong with a URL that the resource names, to follow its name.
fn unusable_because(problem: ServerProblem) -> &'static str {
    match problem {
        ServerProblem::NoUrl => "is not an absolute URL",
        ServerProblem::Insecure => "is not https: others on the way could read and change what is sent",
        ServerProblem::Loopback => "points at this machine, but the resource is on another one",
        ServerProblem::Parts => "has a user name, a query or a fragment, which is not allowed here",
    }
}

/// The exchange that requested a URL.
pub(super) fn sent(evidence: &SessionEvidence<'_>, url: &str) -> Option<ExchangeId> {
    evidence.session.exchanges().find(|exchange| exchange.request.url == url).map(|exchange| exchange.id)
}

/// What is wrong with a document that was pasted; `called` is the URL of the resource, if it is known.
pub(in crate::diagnosis) fn of_document(json: &Json, called: Option<&str>) -> Vec<Finding> {
    let own = json.get("resource").and_then(Value::as_string).unwrap_or_default();
    let discovered = ResourceDiscovery::new(called.unwrap_or(&own), None).with_document(json.clone());
    identifier(None, &discovered).into_iter().chain(servers(None, &discovered)).collect()
}

fn identifier(id: Option<ExchangeId>, discovered: &ResourceDiscovery) -> Option<Finding> {
    let (_, document) = discovered.metadata()?;
    let place = Place::response_body("resource");
    if let Some(name) = document.conflict() {
        return Some(
            MEMBER_CONFLICT
                .found(
                    format!(
                        "{name} occurs more than once, with different values, and clients differ in which one they use."
                    ),
                    "Do not use this document. Find out what writes or rewrites it.",
                )
                .seen(id, Place::response_body(name), "different values"),
        );
    }
    let Some(identifier) = document.resource() else {
        let finding = RESOURCE_MISSING.found(
            "The document does not say which resource it is about, so it must not be used.",
            "Add resource with the public URL of the resource.",
        );
        return Some(finding.seen(id, place, "absent"));
    };
    let called = discovered.url();
    let finding = match relation(&identifier, called) {
        Relation::Same => return None,
        Relation::Slash => SLASH.found(
            format!(
                "The metadata has {identifier}, and the called URL is {called}: they differ by a slash at the end. \
                 grantscope sends the identifier exactly as the metadata writes it; some clients stop here or send the \
                 other form."
            ),
            "Use one form everywhere: in the metadata, in the URL that clients are given, and in the audience that is \
             checked. Without a special meaning, leave the slash out.",
        ),
        Relation::Above | Relation::Spelling => INEXACT.found(
            format!(
                "The metadata is about {identifier}, and the called URL is {called}. RFC 9728 requires the same string; \
                 some clients stop here."
            ),
            "Write the URL that clients call into resource, or give clients the URL that is in the metadata.",
        ),
        Relation::Other(part) => OTHER_RESOURCE.found(
            format!(
                "The metadata is about {identifier}, but the called URL is {called}: the {} differs. It must not be used.",
                part.name()
            ),
            "Configure the server's public URL as resource, exactly as clients call it. Behind a proxy, let the server \
             trust the forwarded scheme and host (X-Forwarded-Proto, X-Forwarded-Host).",
        ),
        Relation::NoUrl => OTHER_RESOURCE.found(
            format!("The metadata has the resource {identifier:?}, which is not an absolute URL. It must not be used."),
            "Configure the server's public URL as resource, exactly as clients call it.",
        ),
    };
    Some(finding.seen(id, place, identifier))
}

fn servers(id: Option<ExchangeId>, discovered: &ResourceDiscovery) -> Option<Finding> {
    let (_, document) = discovered.metadata()?;
    let Next::Stopped(stop) = discovered.next() else { return None };
    let listed = document.authorization_servers().join(" ");
    let finding = match stop {
        Stop::NoServer => NO_SERVER.found(
            "The protected resource metadata names no authorization server, so no client can find out where to get a token.",
            "Add authorization_servers with the issuer of the authorization server.",
        ),
        Stop::ServerNotListed => NOT_LISTED.found(
            "The authorization server of this client is not among those that the resource names. Its client id and secret \
             are not sent to another one.",
            "Use one of the authorization servers that the resource names, or add this one to authorization_servers.",
        ),
        Stop::ServerUnusable(problem) => {
            SERVER_UNUSABLE.found(
                format!("The URL of the authorization server {}. It was not requested.", unusable_because(problem)),
                "Name the issuer of the authorization server: its public https URL.",
            )
        }
        _ => return None,
    };
    let listed = if listed.is_empty() { "absent".to_owned() } else { listed };
    Some(finding.seen(id, Place::response_body("authorization_servers"), listed))
}
