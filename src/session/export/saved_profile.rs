//! The profile of a saved session, as in its document ([`super::saved`]).

use serde::{Deserialize, Serialize};

use super::damage::Damage;
use crate::profile::{Profile, Provider};
use crate::protocol::{ClientAuthentication, Endpoints};

#[derive(Serialize, Deserialize)]
pub(super) struct ProfilePart {
    #[serde(default)]
    name: Option<String>,
    provider: ProviderPart,
    client_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    registered_at: Option<String>,
    #[serde(default)]
    client_auth: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_key_id: Option<String>,
    #[serde(default)]
    redirect_uris: Vec<String>,
    #[serde(default)]
    sign_out_uris: Vec<String>,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    response_type: Option<String>,
    #[serde(default)]
    parameters: Vec<(String, String)>,
    #[serde(default = "yes")]
    pkce: bool,
    #[serde(default)]
    identity_providers: Vec<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    is_machine: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ProviderPart {
    Cognito { user_pool_id: String, domain: Option<String> },
    Issuer(String),
    Endpoints(Endpoints),
}

fn is_false(is: &bool) -> bool {
    !is
}

fn yes() -> bool {
    true
}

impl ProfilePart {
    pub(super) fn of(profile: &Profile) -> Self {
        Self {
            name: profile.name.clone(),
            provider: ProviderPart::of(&profile.provider),
            client_id: profile.client_id.clone(),
            registered_at: profile.registered_at.map(|time| time.to_string()),
            client_auth: Some(profile.authentication.name().to_owned()),
            client_key_id: profile.client_key_id.clone(),
            redirect_uris: profile.redirect_uris.clone(),
            sign_out_uris: profile.sign_out_uris.clone(),
            scopes: profile.scopes.clone(),
            response_type: Some(profile.response_type.clone()),
            parameters: profile.parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            pkce: profile.pkce,
            identity_providers: profile.identity_providers.clone(),
            is_machine: profile.is_machine,
        }
    }

    pub(super) fn profile(&self) -> Result<Profile, Damage> {
        let new = Profile::new(self.provider.provider(), &self.client_id);
        let authentication = match &self.client_auth {
            None => new.authentication,
            Some(name) => ClientAuthentication::parse(name).ok_or(Damage::ClientAuth)?,
        };
        Ok(Profile {
            name: self.name.clone(),
            registered_at: self.registered_at.as_ref().and_then(|time| time.parse().ok()),
            authentication,
            client_key_id: self.client_key_id.clone(),
            redirect_uris: self.redirect_uris.clone(),
            sign_out_uris: self.sign_out_uris.clone(),
            scopes: self.scopes.clone(),
            response_type: self.response_type.clone().unwrap_or_else(|| new.response_type.clone()),
            parameters: self.parameters.iter().cloned().collect(),
            pkce: self.pkce,
            identity_providers: self.identity_providers.clone(),
            is_machine: self.is_machine,
            ..new
        })
    }
}

impl ProviderPart {
    fn of(provider: &Provider) -> Self {
        match provider.clone() {
            Provider::Cognito { user_pool_id, domain } => Self::Cognito { user_pool_id, domain },
            Provider::Issuer(issuer) => Self::Issuer(issuer),
            Provider::Explicit(endpoints) => Self::Endpoints(endpoints),
        }
    }

    fn provider(&self) -> Provider {
        match self {
            Self::Cognito { user_pool_id, domain } => {
                Provider::Cognito { user_pool_id: user_pool_id.clone(), domain: domain.clone() }
            }
            Self::Issuer(issuer) => Provider::Issuer(issuer.clone()),
            Self::Endpoints(endpoints) => Provider::Explicit(endpoints.clone()),
        }
    }
}
