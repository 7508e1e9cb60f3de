//! Client id metadata documents (draft-ietf-oauth-client-id-metadata-document): a client id that is the URL of its own
//! registration.

use serde_json::json;

use super::metadata::{DocumentProblem, read};
use crate::protocol::http::HttpResponse;
use crate::protocol::json::Value;
use crate::protocol::urls::is_loopback;

/// The largest document that servers accept, in bytes.
const LARGEST: usize = 5 * 1024;

/// A document to host at `client_id`, for a native client on loopback: with and without its port, because servers differ
/// in whether they compare it.
pub fn document(client_id: &str, redirect_uri: &str) -> serde_json::Value {
    let mut redirect_uris = vec![redirect_uri.to_owned()];
    if let Ok(uri) = url::Url::parse(redirect_uri)
        && is_loopback(&uri)
    {
        for host in ["localhost", "127.0.0.1"] {
            let mut other = uri.clone();
            let _ = other.set_host(Some(host));
            let with_port = other.to_string();
            let _ = other.set_port(None);
            for uri in [with_port, other.into()] {
                if !redirect_uris.contains(&uri) {
                    redirect_uris.push(uri);
                }
            }
        }
    }
    json!({
        "client_id": client_id,
        "client_name": "grantscope",
        "redirect_uris": redirect_uris,
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
        "application_type": "native",
    })
}

/// Why a URL cannot be the client id of a document.
pub fn url_problem(client_id: &str) -> Option<&'static str> {
    let Ok(url) = url::Url::parse(client_id) else { return Some("it is not an absolute URL") };
    let has_dots =
        client_id.split(['?', '#']).next().is_some_and(|path| path.split('/').any(|it| matches!(it, "." | "..")));
    match () {
        () if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) => Some("it must be https"),
        () if matches!(url.path(), "" | "/") => Some("it needs a path"),
        () if has_dots => Some("its path has a . or .. segment"),
        () if url.fragment().is_some() => Some("it has a fragment"),
        () if !url.username().is_empty() || url.password().is_some() => Some("it has a user name"),
        () => None,
    }
}

/// What a server would reject in the document at `client_id`, for a request with this redirect URI.
pub fn problems(client_id: &str, response: &HttpResponse, redirect_uri: &str) -> Vec<String> {
    let mut found: Vec<String> = url_problem(client_id).map(|why| format!("the URL: {why}")).into_iter().collect();
    let json = match read(Some(response)) {
        Ok(json) => json,
        Err(DocumentProblem::Unreadable(what)) => {
            found.push(format!("the body is not a JSON object: {what}"));
            return found;
        }
        Err(problem) => {
            found.push(format!("its URL {problem}"));
            return found;
        }
    };
    if response.body.len() > LARGEST {
        found.push(format!("{} bytes, servers accept {LARGEST}", response.body.len()));
    }
    let told = json.get("client_id").and_then(Value::as_string);
    if told.as_deref() != Some(client_id) {
        found.push(format!("client_id is {:?}, expected the URL of the document", told.unwrap_or_default()));
    }
    for name in ["client_secret", "client_secret_expires_at"] {
        if json.get(name).is_some() {
            found.push(format!("{name} must not be in a public document"));
        }
    }
    let method = json.get("token_endpoint_auth_method").and_then(Value::as_string);
    if method.as_deref().is_some_and(|method| !matches!(method, "none" | "private_key_jwt")) {
        found.push(format!("token_endpoint_auth_method is {}, expected none", method.unwrap_or_default()));
    }
    let uris: Vec<String> =
        json.get("redirect_uris").into_iter().flat_map(Value::items).filter_map(Value::as_string).collect();
    if !uris.iter().any(|uri| uri == redirect_uri) {
        found.push(format!(
            "redirect_uris has {}, and the request will have {redirect_uri}: a server that compares the port rejects it",
            if uris.is_empty() { "no entry".to_owned() } else { uris.join(" ") }
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_that_is_printed_has_no_problem() {
        let (id, uri) = ("https://me.example/c.json", "http://localhost:8765/callback");
        let body = document(id, uri).to_string();
        let response = HttpResponse::new(200).with_body("application/json", body.clone());
        assert_eq!(problems(id, &response, uri), Vec::<String>::new());
        assert!(body.contains("http://127.0.0.1/callback") && body.contains("\"native\""));
    }

    #[test]
    fn each_rule_has_its_own_sentence() {
        let response = |body: &str| HttpResponse::new(200).with_body("application/json", body);
        let found = problems(
            "https://me.example",
            &response(
                r#"{"client_id":"https://other","client_secret":"s","token_endpoint_auth_method":"client_secret_post"}"#,
            ),
            "http://localhost:1/cb",
        );
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(problems("https://me.example/c", &HttpResponse::new(301), "x")[0].contains("redirects"));
        assert_eq!(url_problem("http://me.example/c"), Some("it must be https"));
        assert_eq!(url_problem("https://me.example/a/../c"), Some("its path has a . or .. segment"));
    }
}
