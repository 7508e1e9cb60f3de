//! A SAML response, which an identity provider posts to a service provider. It is another protocol: its content is
//! shown but not verified (SAML 2.0 Core section 3.3.3, Bindings section 3.5).

use crate::diagnosis::inspect::inspection::Inspection;
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::protocol::finding::rules;
use crate::protocol::text::base64_text;
use crate::protocol::{Parameters, parameters};
use crate::reading::input::Input;

rules! {
    /// The rules of SAML.
    pub(in crate::diagnosis) RULES;

    SAML: Info "saml.response", "This is a SAML response, not an OAuth message", "SAML 2.0 Core 3.3.3";
    FAILED: Error "saml.failed", "The SAML response reports a failure", "SAML 2.0 Core 3.2.2.2";
}

/// The form field that contains it.
const FIELD: &str = "SAMLResponse";

/// Reads a response as XML, in base64, or as the form field that contains it.
pub(in crate::diagnosis::inspect) fn read(input: &Input, _: &Options) -> Option<Inspection> {
    let text = input.text.as_str();
    let field = Parameters::decode(text.trim_start_matches('?')).get(FIELD).map(|value| value.replace(' ', "+"));
    let labelled = || Some(text.split_once(FIELD)?.1.trim_start_matches([':', '=', ' ', '"', '\t', '\n']).to_owned());
    let value = field.or_else(labelled).unwrap_or_else(|| text.to_owned());
    let value = if value.contains('%') { parameters::decode(&value.replace('+', "%2B")) } else { value };
    let xml = if value.trim_start().starts_with('<') {
        value
    } else {
        base64_text::decoded(value.split(['&', '"']).next().unwrap_or_default())?
    };
    if !is_response(&xml) {
        return None;
    }
    let facts = facts(&xml);
    let status = facts.get("status").unwrap_or_default().to_owned();
    let mut inspection = Inspection { facts, ..Inspection::new(Kind::SamlResponse) };
    inspection.findings.push(SAML.found(
        "An identity provider sends this to the assertion consumer service (Cognito: /saml2/idpresponse) by a form post. \
         Its signature was not checked.",
        "Compare Issuer, Audience and Destination with what both sides have configured. For what follows at the \
         application, inspect the OAuth callback or a recording of the browser (HAR).",
    ));
    if !status.is_empty() && !status.ends_with(":Success") {
        inspection.findings.push(
            FAILED
                .found("The identity provider did not sign the user in.", "Look at the identity provider's log.")
                .seen(None, "StatusCode", status),
        );
    }
    Some(inspection)
}

fn is_response(xml: &str) -> bool {
    let head: String = xml.chars().take(2_000).collect();
    // Metadata names the services for assertions.
    let is_metadata = head.contains("EntityDescriptor");
    head.contains("urn:oasis:names:tc:SAML")
        && !is_metadata
        && (head.contains("Response") || head.contains("Assertion"))
}

/// Its content.
fn facts(xml: &str) -> Parameters {
    let mut facts = Parameters::new();
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            facts.push(name, value);
        }
    };
    add("issuer", element(xml, "Issuer"));
    add("audience", element(xml, "Audience"));
    add("destination", attribute(xml, "Destination"));
    add("recipient", attribute(xml, "Recipient"));
    add("in_response_to", attribute(xml, "InResponseTo"));
    add("status", xml.find("StatusCode").and_then(|at| attribute(&xml[at..], "Value")));
    add("name_id", element(xml, "NameID"));
    add("not_before", attribute(xml, "NotBefore"));
    add("not_on_or_after", attribute(xml, "NotOnOrAfter"));
    facts
}

/// The text of the first element with a name, ignoring its prefix.
fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let opens = |at: &usize| {
        let behind = xml[at + name.len()..].starts_with([' ', '>', '\n']);
        behind && xml[..*at].ends_with(['<', ':'])
    };
    let at = xml.match_indices(name).map(|(at, _)| at).find(opens)?;
    let rest = &xml[at..];
    let inner = &rest[rest.find('>')? + 1..];
    Some(&inner[..inner.find('<')?])
}

/// The first attribute with a name.
fn attribute<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let at = xml.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(&xml[at..at + xml[at..].find('"')?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_read_from_its_form_field_and_a_failure_is_named() {
        use base64::Engine;
        let xml = "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" Destination=\"https://sp.example/acs\">\
                   <saml:Issuer>https://idp.example</saml:Issuer><samlp:Status><samlp:StatusCode \
                   Value=\"urn:oasis:names:tc:SAML:2.0:status:Requester\"/></samlp:Status></samlp:Response>";
        let field =
            format!("SAMLResponse={}", parameters::encode(&base64::engine::general_purpose::STANDARD.encode(xml)));
        let options = Options::at(jiff::Timestamp::UNIX_EPOCH);
        for text in [xml, &field] {
            let input = Input { text: text.to_owned(), repairs: Vec::new() };
            let read = read(&input, &options).unwrap();
            assert_eq!(read.facts.get("issuer"), Some("https://idp.example"));
            assert_eq!(read.findings.iter().map(|finding| finding.id()).collect::<Vec<_>>(), [SAML.id, FAILED.id]);
        }
        let input = Input { text: "<html>Response</html>".to_owned(), repairs: Vec::new() };
        assert!(self::read(&input, &options).is_none());
    }
}
