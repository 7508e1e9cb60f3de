//! Imports from one line: an authorization, login or logout URL, an issuer or the URL of its discovery document, a bare
//! user pool id.

use crate::profile::cognito;
use crate::profile::import::draft::Draft;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::protocol::urls::{host_and_port, path_of, query_of};
use crate::protocol::{Callback, Parameters, text::url_in_text};

/// Parameters that are new in each request and say nothing about the client.
const PER_REQUEST: &[&str] = &["state", "nonce", "code_challenge", "code_challenge_method", "request_uri"];

/// Reads a pasted link or pool id.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let text = candidate.root.as_string().unwrap_or_default();
    link(&text).into_iter().collect()
}

fn link(text: &str) -> Option<Part> {
    let mut repaired = Vec::new();
    let text = repair(text, &mut repaired);
    if text.is_empty() || text.contains(char::is_whitespace) {
        return None;
    }
    let part = if text.contains("://") { url(&text)? } else { pool_id(&text)? };
    Some(Part { repairs: repaired, ..part })
}

fn repair(text: &str, repairs: &mut Vec<String>) -> String {
    let mut text = text.trim().to_owned();
    let quotes: &[char] = &['"', '\'', '`', '<', '>'];
    if text.starts_with(quotes) && text.ends_with(quotes) && text.len() > 1 {
        text = text.trim_matches(quotes).to_owned();
        repairs.push("removed the surrounding quotes".to_owned());
    }
    if text.contains("://") && text.contains('\n') && url_in_text::may_be_broken(&text) {
        text = text.split('\n').map(str::trim).collect();
        repairs.push("joined its lines".to_owned());
    }
    if text.contains("&amp;") {
        text = text.replace("&amp;", "&");
        repairs.push("read &amp; as &".to_owned());
    }
    if let Some(encoded) = url_in_text::spaces_encoded(&text) {
        text = encoded;
        repairs.push(url_in_text::SPACES.to_owned());
    }
    if let Some(bare) = without_user(&text) {
        text = bare;
        repairs.push("removed the user name and password before the host".to_owned());
    }
    text
}

/// A URL without its user information; `None` if it has none. A password is never shown.
fn without_user(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, _) = authority.rsplit_once('@')?;
    Some(format!("{scheme}://{}", &rest[user.len() + 1..]))
}

fn pool_id(text: &str) -> Option<Part> {
    let draft = Draft { user_pool_id: Some(text.to_owned()), ..Draft::default() };
    cognito::is_pool_id(text).then(|| part(ImportKind::Issuer, draft, vec!["text: user pool id".to_owned()]))
}

fn url(text: &str) -> Option<Part> {
    let parsed = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    let parameters = Parameters::decode(query_of(text));
    let is_answer = parameters.get("code").is_some() || parameters.get("error").is_some() || text.contains('#');
    if is_answer || Callback::read(text).has_lost_its_answer() {
        // A callback or an error page says nothing about the client's configuration.
        return None;
    }
    let Some(client_id) = parameters.get("client_id") else {
        return parameters.is_empty().then(|| issuer(text)).flatten();
    };
    let path = path_of(text);
    let kind = match path {
        _ if path.ends_with("/logout") => ImportKind::LogoutUrl,
        "/login" | "/signup" | "/forgotPassword" | "/confirmUser" => ImportKind::LoginPage,
        _ => ImportKind::AuthorizationUrl,
    };
    let base = text.split(['?', '#']).next().unwrap_or_default();
    let host = host_and_port(&parsed)?;
    let mut part = part(kind, Draft::default(), vec!["host: domain".to_owned(), "client_id: client id".to_owned()]);
    part.draft.client_id = Some(client_id.to_owned());
    if kind == ImportKind::AuthorizationUrl {
        part.draft.endpoints.authorization = Some(base.to_owned());
    }
    part.draft.domain = Some(host);
    for (name, value) in parameters.iter() {
        fill(&mut part, name, value);
    }
    Some(part)
}

fn fill(part: &mut Part, name: &str, value: &str) {
    let draft = &mut part.draft;
    let what = match name {
        "client_id" => return,
        "redirect_uri" => {
            draft.redirect_uris.push(value.to_owned());
            "redirect URIs"
        }
        "logout_uri" | "post_logout_redirect_uri" => {
            draft.sign_out_uris.push(value.to_owned());
            "sign-out URLs"
        }
        "scope" => {
            draft.scopes = value.split_whitespace().map(str::to_owned).collect();
            "scopes"
        }
        "response_type" => {
            draft.response_type = Some(value.to_owned());
            "response type"
        }
        "identity_provider" => {
            draft.identity_providers.push(value.to_owned());
            "identity providers"
        }
        _ if PER_REQUEST.contains(&name) => {
            part.ignored.push(format!("{name}: new in every request"));
            return;
        }
        _ => {
            draft.parameters.push(name, value);
            "an extra parameter"
        }
    };
    part.read.push(format!("{name}: {what}"));
}

/// A URL without parameters: an issuer, its well-known documents, or a user pool domain mistaken for an issuer.
fn issuer(text: &str) -> Option<Part> {
    let (issuer, from) = [
        ("/.well-known/openid-configuration", "the discovery document's URL"),
        ("/.well-known/oauth-authorization-server", "the authorization server metadata's URL"),
        ("/.well-known/jwks.json", "the JWK Set's URL"),
    ]
    .into_iter()
    .find_map(|(suffix, what)| Some((text.strip_suffix(suffix)?, what)))
    .unwrap_or((text, "text"));
    let host = host_and_port(&url::Url::parse(text).ok()?)?;
    let draft = if host.ends_with(".amazoncognito.com") {
        Draft { domain: Some(host), ..Draft::default() }
    } else {
        Draft { issuer: Some(issuer.to_owned()), ..Draft::default() }
    };
    let what = if draft.domain.is_some() { "domain" } else { "issuer" };
    Some(part(ImportKind::Issuer, draft, vec![format!("{from}: {what}")]))
}

fn part(kind: ImportKind, draft: Draft, read: Vec<String>) -> Part {
    Part { read, ..Part::new(kind, draft) }
}
