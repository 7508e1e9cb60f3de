//! A profile: a client at a provider, with everything but its secret.

use super::cognito;
use super::provider::Provider;
use super::secret_source::SecretSource;
use crate::protocol::Parameters;
use crate::protocol::endpoint::token::ClientAuthentication;

/// A client at a provider: everything but the secret, which never stands in a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name it is saved under; `None` when it was given inline.
    pub name: Option<String>,
    /// The provider.
    pub provider: Provider,
    /// The client identifier; empty when an import did not find one.
    pub client_id: String,
    /// How the client proves itself.
    pub authentication: ClientAuthentication,
    /// Where its secret is kept.
    pub secret_source: SecretSource,
    /// Redirect URIs, exact; the first one is used.
    pub redirect_uris: Vec<String>,
    /// Sign-out URLs, exact; the first one is used.
    pub sign_out_uris: Vec<String>,
    /// The scopes to ask for.
    pub scopes: Vec<String>,
    /// `code`, or `token` for teaching.
    pub response_type: String,
    /// Further parameters of the authorization request.
    pub parameters: Parameters,
    /// Whether to send a code challenge.
    pub pkce: bool,
    /// The names that `identity_provider` takes, where known.
    pub identity_providers: Vec<String>,
}

impl Profile {
    /// A public client that asks for a code with PKCE and the scope `openid`.
    pub fn new(provider: Provider, client_id: impl Into<String>) -> Self {
        Self {
            name: None,
            provider,
            client_id: client_id.into(),
            authentication: ClientAuthentication::Auto,
            secret_source: SecretSource::None,
            redirect_uris: Vec::new(),
            sign_out_uris: Vec::new(),
            scopes: vec!["openid".to_owned()],
            response_type: "code".to_owned(),
            parameters: Parameters::new(),
            pkce: true,
            identity_providers: Vec::new(),
        }
    }

    /// The redirect URI in use; the loopback default when none is given.
    pub fn redirect_uri(&self) -> &str {
        self.redirect_uris.first().map_or(DEFAULT_REDIRECT_URI, String::as_str)
    }

    /// Whether it is the same client at the same provider, whatever else differs. Endpoints given one by one must be the
    /// same ones: what is kept for a client is sent to them.
    pub fn is_same_client(&self, other: &Self) -> bool {
        let same_provider = match (&self.provider, &other.provider) {
            (Provider::Explicit(one), Provider::Explicit(two)) => one == two,
            (Provider::Explicit(_), _) | (_, Provider::Explicit(_)) => false,
            (one, two) => one == two || one.issuer().is_some_and(|issuer| two.issuer() == Some(issuer)),
        };
        self.client_id == other.client_id && same_provider
    }

    /// Whether the provider is Cognito or an emulator of it: by its kind, its issuer, or the host of an endpoint.
    pub fn is_cognito(&self) -> bool {
        if matches!(self.provider, Provider::Cognito { .. }) {
            return true;
        }
        let endpoints = self.provider.endpoints();
        let host = |endpoint: &String| Some(url::Url::parse(endpoint).ok()?.host_str()?.to_owned());
        endpoints.issuer.as_deref().is_some_and(cognito::is_issuer)
            || [&endpoints.authorization, &endpoints.token]
                .into_iter()
                .flatten()
                .any(|endpoint| host(endpoint).is_some_and(|host| cognito::is_prefix_domain(&host)))
    }
}

/// What is listened on when nothing is configured: register exactly this.
pub const DEFAULT_REDIRECT_URI: &str = "http://localhost:8765/callback";
