//! How the client gets its id at the authorization server of a resource, in the order of the MCP specification: given,
//! the URL of a client id metadata document, or registered.

use super::exchange::{Exchange, Purpose};
use super::session::Session;
use crate::protocol::ClientAuthentication;
use crate::protocol::json::Value;
use crate::protocol::resource::registration::RegistrationAnswer;

/// How the client gets its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientIdSource {
    /// It is known.
    Known,
    /// The URL of the document is the id.
    Document(String),
    /// It is registered at this endpoint.
    Register(String),
    /// The server offers no way: the id must be given.
    None,
}

/// Why a registration gave no client id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationProblem {
    /// The endpoint rejected the client: the error.
    #[error("the registration endpoint rejected the client: {0}")]
    Refused(String),
    /// The response is neither a client nor an error.
    #[error("the registration endpoint: {0}")]
    Unreadable(String),
    /// There was no response.
    #[error("the registration endpoint did not respond")]
    NoAnswer,
}

impl Session {
    /// Whether the authorization server takes the URL of a client id metadata document as a client id.
    pub fn takes_documents(&self) -> bool {
        let told = self.metadata().and_then(|it| it.json.get("client_id_metadata_document_supported"));
        told.and_then(Value::as_bool) == Some(true)
    }

    /// How the client gets its id. `document` is the URL of a client id metadata document that the person has.
    pub fn client_id_source(&self, document: Option<&str>) -> ClientIdSource {
        if !self.profile().client_id.is_empty() {
            return ClientIdSource::Known;
        }
        let endpoint = self.metadata().and_then(|it| it.text("registration_endpoint"));
        match (document, endpoint) {
            (Some(url), _) if self.takes_documents() => ClientIdSource::Document(url.to_owned()),
            (_, Some(endpoint)) => ClientIdSource::Register(endpoint),
            (_, None) => ClientIdSource::None,
        }
    }

    /// Uses a client id that is the URL of its metadata document.
    pub fn use_document(&mut self, url: String) {
        let mut profile = self.profile().clone();
        (profile.client_id, profile.authentication) = (url, ClientAuthentication::None);
        profile.registered_at = None;
        self.set_profile(profile, None);
    }

    /// Uses the client of the last registration, and returns its id. The server decides the authentication method; with
    /// an unknown one, the client is tried as a public one.
    pub fn use_registration(&mut self) -> Result<String, RegistrationProblem> {
        let exchange = self.last_exchange(Purpose::ClientRegistration);
        let registered_at = exchange.map(Exchange::received_at);
        let client = match exchange.and_then(Exchange::response).map(RegistrationAnswer::read) {
            Some(RegistrationAnswer::Registered(client)) => client,
            Some(RegistrationAnswer::Refused(body)) => return Err(RegistrationProblem::Refused(body.error())),
            Some(RegistrationAnswer::Unreadable(problem)) => return Err(RegistrationProblem::Unreadable(problem)),
            None => return Err(RegistrationProblem::NoAnswer),
        };
        let id = client.client_id().unwrap_or_default();
        let mut profile = self.profile().clone();
        profile.client_id.clone_from(&id);
        profile.registered_at = registered_at;
        profile.authentication = client.method().unwrap_or(ClientAuthentication::None);
        self.set_profile(profile, client.client_secret());
        Ok(id)
    }
}
