//! Dynamic client registration (RFC 7591) and its management (RFC 7592).

use serde_json::json;

use crate::protocol::endpoint::token::{ClientAuthentication, ErrorBody};
use crate::protocol::http::{Header, HttpRequest, HttpResponse, Method};
use crate::protocol::json::{Json, Value};
use crate::protocol::request_draft::{Authentication, RequestDraft};
use crate::protocol::text::secret::Secret;

/// The metadata that grantscope registers: a public native client with one redirect URI. Scopes are left out, because they
/// would limit a later request for more.
pub fn metadata(redirect_uri: &str) -> serde_json::Value {
    json!({
        "client_name": "grantscope",
        "redirect_uris": [redirect_uri],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
        "application_type": "native",
    })
}

/// The registration request (RFC 7591 section 3.1).
pub fn register(endpoint: &str, redirect_uri: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        url: endpoint.to_owned(),
        headers: vec![Header::new("content-type", "application/json"), Header::new("accept", "application/json")],
        body: metadata(redirect_uri).to_string().into_bytes(),
    }
}

/// Whether a request with this body registers a client: `redirect_uris` is in no other request of OAuth.
pub fn is_registration(method: &Method, body: &str) -> bool {
    *method == Method::Post && body.trim_start().starts_with('{') && body.contains("\"redirect_uris\"")
}

/// A request to the client configuration endpoint (RFC 7592 section 2): `GET` reads, `DELETE` removes the registration.
pub fn manage(method: Method, endpoint: &str, token: &Secret) -> RequestDraft {
    let mut draft = RequestDraft::new(method, endpoint);
    draft.authentication = Authentication::Bearer(token.clone());
    draft.headers.push(Header::new("accept", "application/json"));
    draft
}

/// The response to a registration request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistrationAnswer {
    /// A client.
    Registered(Registered),
    /// An error (RFC 7591 section 3.2.2).
    Refused(ErrorBody),
    /// Neither: what was found instead.
    Unreadable(String),
}

/// A registered client as the response describes it; the server may have changed any value (section 3.2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The document.
    pub json: Json,
}

impl RegistrationAnswer {
    /// Reads a response. Some servers answer 200 instead of 201.
    pub fn read(response: &HttpResponse) -> Self {
        let json = match Json::from_bytes(&response.body) {
            Ok(json) if json.root().is_object() => json,
            Ok(json) => {
                let found = json.root().kind();
                return Self::Unreadable(format!(
                    "HTTP {}, the body is {found}, expected a JSON object",
                    response.status
                ));
            }
            Err(error) => {
                return Self::Unreadable(format!("HTTP {}, expected a JSON object: {error}", response.status));
            }
        };
        // Some frameworks write every member that a response may have.
        if json.get("error").is_some_and(|error| error.raw() != "null") {
            return Self::Refused(ErrorBody { json });
        }
        if !response.is_success() {
            return Self::Unreadable(format!("HTTP {} without error", response.status));
        }
        let registered = Registered { json };
        match registered.client_id() {
            Some(_) => Self::Registered(registered),
            None => Self::Unreadable(format!("HTTP {} without client_id", response.status)),
        }
    }
}

impl Registered {
    fn text(&self, name: &str) -> Option<String> {
        self.json.get(name).and_then(Value::as_string).filter(|text| !text.is_empty())
    }

    /// `client_id`
    pub fn client_id(&self) -> Option<String> {
        self.text("client_id")
    }

    /// `client_secret`
    pub fn client_secret(&self) -> Option<Secret> {
        self.text("client_secret").map(Secret::new)
    }

    /// `token_endpoint_auth_method` as the server decided; `client_secret_basic` is the default (section 2).
    pub fn method(&self) -> Option<ClientAuthentication> {
        match self.text("token_endpoint_auth_method") {
            Some(name) => ClientAuthentication::parse(&name),
            None if self.client_secret().is_some() => Some(ClientAuthentication::Basic),
            None => Some(ClientAuthentication::None),
        }
    }

    /// `redirect_uris`
    pub fn redirect_uris(&self) -> Vec<String> {
        self.json.get("redirect_uris").into_iter().flat_map(Value::items).filter_map(Value::as_string).collect()
    }

    /// Where the registration is managed, and with which token (RFC 7592 section 3).
    pub fn management(&self) -> Option<(String, Secret)> {
        Some((self.text("registration_client_uri")?, Secret::new(self.text("registration_access_token")?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_native_public_client_with_one_redirect_uri_is_registered() {
        let request = register("https://as/register", "http://127.0.0.1:8765/callback");
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body["application_type"], "native");
        assert_eq!(body["token_endpoint_auth_method"], "none");
        assert_eq!(body["redirect_uris"], json!(["http://127.0.0.1:8765/callback"]));
        assert_eq!(body.get("scope"), None);
    }

    #[test]
    fn the_response_decides_the_method_and_an_error_is_an_error_with_any_status() {
        let read = |status, body: &str| {
            RegistrationAnswer::read(&HttpResponse::new(status).with_body("application/json", body))
        };
        let RegistrationAnswer::Registered(client) = read(201, r#"{"client_id":"c","client_secret":"s"}"#) else {
            panic!("not registered")
        };
        assert_eq!(client.method(), Some(ClientAuthentication::Basic));
        assert!(matches!(read(400, r#"{"error":"invalid_redirect_uri"}"#), RegistrationAnswer::Refused(_)));
        assert!(matches!(read(200, r#"{"error":"x","client_id":"c"}"#), RegistrationAnswer::Refused(_)));
        assert!(matches!(read(201, r#"{"error":null,"client_id":"c"}"#), RegistrationAnswer::Registered(_)));
        assert!(matches!(read(201, "{}"), RegistrationAnswer::Unreadable(_)));
    }
}
