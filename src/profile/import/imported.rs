//! One client as described by its configuration, and the profile made from it.

use serde::Serialize;

use crate::profile::{Profile, Provider, cognito};
use crate::protocol::{Endpoints, Parameters, Secret, text::sanitise};

/// One client as described by its configuration; unknown fields are `None` or empty. Serialises without the secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportedProfile {
    /// The client's name in its user pool; the profile's name is chosen later.
    pub name: Option<String>,
    /// The issuer, exact: given, or derived from the pool id.
    pub issuer: Option<String>,
    /// The user pool id.
    pub user_pool_id: Option<String>,
    /// The region, from the pool id if possible.
    pub region: Option<String>,
    /// The bare host of the user pool domain or authorization server.
    pub domain: Option<String>,
    /// The client identifier.
    pub client_id: Option<String>,
    /// Whether a client secret was found.
    pub has_client_secret: bool,
    /// Redirect URIs, exact.
    pub redirect_uris: Vec<String>,
    /// Sign-out URLs, exact.
    pub sign_out_uris: Vec<String>,
    /// Scopes.
    pub scopes: Vec<String>,
    /// `code`, or `token` if only that is possible.
    pub response_type: Option<String>,
    /// The valid values of `identity_provider`.
    pub identity_providers: Vec<String>,
    /// Whether it gets tokens for itself only.
    #[serde(skip)]
    pub is_machine: bool,
    /// The client secret itself.
    #[serde(skip)]
    pub client_secret: Option<Secret>,
    /// The individually configured endpoints.
    #[serde(skip)]
    pub endpoints: Endpoints,
    /// Extra parameters of the authorization request, if a URL contained them.
    #[serde(skip)]
    pub parameters: Parameters,
}

impl From<&Profile> for ImportedProfile {
    /// The description of a profile's client, from a recording or a saved profile.
    fn from(profile: &Profile) -> Self {
        let issuer = profile.provider.issuer();
        let user_pool_id = match &profile.provider {
            Provider::Cognito { user_pool_id, .. } => Some(user_pool_id.clone()),
            _ => issuer.as_deref().and_then(cognito::issuer_user_pool_id).map(str::to_owned),
        };
        let region = user_pool_id.as_deref().and_then(cognito::region).map(str::to_owned);
        let endpoints = profile.provider.endpoints();
        let domain = match &profile.provider {
            Provider::Cognito { domain, .. } => domain.as_deref().map(|d| cognito::domain_host(d, region.as_deref())),
            _ => endpoints.authorization.as_deref().and_then(host),
        };
        Self {
            name: profile.name.clone(),
            issuer,
            user_pool_id,
            region,
            domain,
            client_id: Some(profile.client_id.clone()).filter(|id| !id.is_empty()),
            has_client_secret: false,
            redirect_uris: profile.redirect_uris.clone(),
            sign_out_uris: profile.sign_out_uris.clone(),
            scopes: profile.scopes.clone(),
            response_type: Some(profile.response_type.clone()),
            identity_providers: profile.identity_providers.clone(),
            is_machine: profile.is_machine,
            client_secret: None,
            endpoints,
            parameters: profile.parameters.clone(),
        }
    }
}

/// The host of a URL, with its port.
fn host(url: &str) -> Option<String> {
    crate::protocol::urls::origin_of(url)?.split_once("://").map(|(_, host)| host.to_owned())
}

impl ImportedProfile {
    /// The profile to use or save. It does not contain the secret: store that first.
    pub fn into_profile(self) -> Profile {
        let provider = self.provider();
        let mut profile = Profile::new(provider, self.client_id.unwrap_or_default());
        profile.name = self.name;
        profile.redirect_uris = self.redirect_uris;
        profile.sign_out_uris = self.sign_out_uris;
        profile.identity_providers = self.identity_providers;
        profile.parameters = self.parameters;
        profile.is_machine = self.is_machine;
        if !self.scopes.is_empty() {
            profile.scopes = self.scopes;
        }
        if let Some(response_type) = self.response_type {
            profile.response_type = response_type;
        }
        profile
    }

    /// The default name for saving it: the client's own, otherwise the provider's.
    pub fn suggested_name(&self) -> String {
        let real_domain = self.domain.as_deref().filter(|domain| !domain.contains("cognito-idp."));
        let prefix = real_domain.and_then(|domain| {
            let (prefix, rest) = domain.split_once('.')?;
            Some(if rest.ends_with(".amazoncognito.com") { prefix } else { domain })
        });
        let host = self.issuer.as_deref().and_then(|issuer| issuer.split_once("://")).map(|(_, rest)| rest);
        let host = host.map(|rest| rest.split('/').next().unwrap_or(rest));
        let told = [self.name.as_deref(), prefix, self.user_pool_id.as_deref(), host, self.client_id.as_deref()];
        let name = told.into_iter().flatten().find(|name| !name.trim().is_empty()).unwrap_or("imported");
        let safe: String = sanitise::line(name.trim()).trim_start_matches('-').chars().take(48).collect();
        if safe.trim().is_empty() { "imported".to_owned() } else { safe.trim().to_owned() }
    }

    /// Whether a saved profile has the same client.
    pub fn is_client_of(&self, saved: &Profile) -> bool {
        let issuer = saved.provider.issuer();
        let same_provider = self.provider() == saved.provider
            || issuer.is_some() && issuer == self.issuer
            || matches!(&saved.provider, Provider::Cognito { user_pool_id, .. } if Some(user_pool_id) == self.user_pool_id.as_ref());
        self.client_id.as_deref() == Some(&saved.client_id) && same_provider
    }

    /// A saved profile of the same client, updated with this import; fields that are unknown here stay.
    #[must_use]
    pub fn onto(&self, saved: &Profile) -> Profile {
        let fresh = self.clone().into_profile();
        let or = |new: Vec<String>, old: &Vec<String>| if new.is_empty() { old.clone() } else { new };
        let provider = match (&fresh.provider, &saved.provider) {
            (Provider::Cognito { user_pool_id, domain: None }, Provider::Cognito { domain, .. }) => {
                Provider::Cognito { user_pool_id: user_pool_id.clone(), domain: domain.clone() }
            }
            (_, Provider::Explicit(_)) => saved.provider.clone(),
            _ => fresh.provider,
        };
        Profile {
            provider,
            redirect_uris: or(fresh.redirect_uris, &saved.redirect_uris),
            sign_out_uris: or(fresh.sign_out_uris, &saved.sign_out_uris),
            scopes: or(self.scopes.clone(), &saved.scopes),
            response_type: self.response_type.clone().unwrap_or_else(|| saved.response_type.clone()),
            identity_providers: or(fresh.identity_providers, &saved.identity_providers),
            ..saved.clone()
        }
    }

    fn provider(&self) -> Provider {
        match (&self.issuer, &self.user_pool_id) {
            (Some(issuer), _) if !cognito::is_issuer(issuer) => Provider::Issuer(issuer.clone()),
            (_, Some(pool)) => Provider::Cognito { user_pool_id: pool.clone(), domain: self.domain.clone() },
            (Some(issuer), None) => Provider::Issuer(issuer.clone()),
            (None, None) => Provider::Explicit(self.endpoints()),
        }
    }

    /// The endpoints of a provider of which only a host or one URL is known. A user pool's domain has Cognito's paths,
    /// and so does a custom domain if the client id has the form of Cognito's.
    fn endpoints(&self) -> Endpoints {
        let host = self.domain.as_deref().unwrap_or_default();
        let told = self.endpoints.authorization.as_deref().or(self.endpoints.token.as_deref());
        let shaped = self.client_id.as_deref().is_some_and(cognito::is_client_id);
        let custom =
            shaped && told.is_none_or(|url| url.ends_with("/oauth2/authorize") || url.ends_with("/oauth2/token"));
        let derived = if !host.is_empty() && (host.ends_with(".amazoncognito.com") || custom) {
            cognito::domain_endpoints(host)
        } else {
            Endpoints::default()
        };
        self.endpoints.clone().or(derived)
    }
}
