//! The way to the authorization server as checks of a preflight.

use super::server::takes_documents;
use crate::diagnosis::SessionEvidence;
use crate::protocol::resource::discovery::{Next, ResourceDiscovery, Stop};
use crate::protocol::{Check, CheckId, Finding, Severity};
use crate::session::Session;

/// One check for each stage of the way; none without a resource.
pub(in crate::diagnosis) fn checks(evidence: &SessionEvidence<'_>, findings: &[Finding]) -> Vec<Check> {
    let Some(discovered) = evidence.session.resource_discovery() else { return Vec::new() };
    let named = |area: &str| {
        let is_it = |finding: &&Finding| finding.rule.area() == area && finding.severity() == Severity::Error;
        findings.iter().find(is_it)
    };
    let mut checks = vec![match (named("resource"), discovered.probe().and_then(|probe| probe.status)) {
        (Some(finding), _) => Check::fail(CheckId::Resource, "RFC 6750 3", &finding.detail, "401", finding.rule.title),
        (None, Some(401)) => {
            Check::pass(CheckId::Resource, "RFC 6750 3", format!("{} requires a token", discovered.url()))
        }
        (None, Some(status)) => Check::not_checked(
            CheckId::Resource,
            "RFC 6750 3",
            format!("{} answered {status} without a token", discovered.url()),
        ),
        (None, None) => {
            Check::fail(CheckId::Resource, "RFC 6750 3", "the resource did not respond", "401", "no response")
        }
    }];
    checks.push(match (discovered.metadata(), named("resource_metadata")) {
        (_, Some(finding)) => {
            let title = finding.rule.title;
            Check::fail(CheckId::ResourceMetadata, "RFC 9728 3", &finding.detail, "usable metadata", title)
        }
        (Some((url, _)), None) => Check::pass(CheckId::ResourceMetadata, "RFC 9728 3", format!("found at {url}")),
        (None, None) => Check::not_checked(CheckId::ResourceMetadata, "RFC 9728 3", "it was not reached"),
    });
    checks.push(server(&discovered));
    if discovered.next() == Next::Arrived {
        checks.push(client(evidence.session));
    }
    checks
}

fn server(discovered: &ResourceDiscovery) -> Check {
    const ID: CheckId = CheckId::AuthorizationServer;
    const SPEC: &str = "RFC 8414 3";
    let at = discovered.servers().iter().find(|tried| tried.problem.is_none()).map(|tried| tried.url.as_str());
    let issuer = discovered.issuer().unwrap_or_default();
    match discovered.next() {
        Next::Arrived => Check::pass(ID, SPEC, format!("{issuer}, metadata found at {}", at.unwrap_or_default())),
        Next::Stopped(Stop::NoServerMetadata) => {
            Check::fail(ID, SPEC, format!("no location has the metadata of {issuer}"), "a document", "none")
        }
        Next::Stopped(Stop::OtherIssuer) => {
            let told = discovered.server().and_then(|server| server.text("issuer")).unwrap_or_default();
            Check::fail(ID, SPEC, format!("the metadata is of {told}, the resource names {issuer}"), issuer, told)
        }
        _ => Check::not_checked(ID, SPEC, "it was not reached"),
    }
}

fn client(session: &Session) -> Check {
    const ID: CheckId = CheckId::Registration;
    const SPEC: &str = "RFC 7591 3";
    let registers = session.metadata().and_then(|metadata| metadata.text("registration_endpoint")).is_some();
    let takes = session.metadata().is_some_and(takes_documents);
    match &session.profile().client_id {
        id if !id.is_empty() => Check::pass(ID, SPEC, format!("the client ID {id} is given")),
        _ if takes && registers => Check::not_checked(
            ID,
            SPEC,
            "no client ID is given; the server takes a client ID metadata document, or registers clients (login asks first)",
        ),
        _ if takes => {
            Check::not_checked(ID, SPEC, "no client ID is given; the server takes a client ID metadata document")
        }
        _ if registers => {
            Check::not_checked(ID, SPEC, "no client ID is given; the server registers clients (login asks first)")
        }
        _ => {
            Check::fail(ID, SPEC, "no client ID is given, and the server has no way to get one", "a client ID", "none")
        }
    }
}
