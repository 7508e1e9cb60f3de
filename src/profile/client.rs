//! A profile: a client at a provider, without its secret.

use jiff::Timestamp;

use super::cognito;
use super::provider::Provider;
use super::secret_source::SecretSource;
use crate::protocol::Parameters;
use crate::protocol::endpoint::token::ClientAuthentication;

/// A client at a provider. A profile never contains the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name it is saved under; `None` if it was given as arguments.
    pub name: Option<String>,
    /// The provider.
    pub provider: Provider,
    /// The client identifier; empty if an import did not find one.
    pub client_id: String,
    /// When the authorization server registered it (RFC 7591), if this program asked for that.
    pub registered_at: Option<Timestamp>,
    /// How the client authenticates.
    pub authentication: ClientAuthentication,
    /// `kid` in the header of its assertions, if it signs them with a key.
    pub client_key_id: Option<String>,
    /// Where its secret is stored.
    pub secret_source: SecretSource,
    /// Redirect URIs, exact; the first one is used.
    pub redirect_uris: Vec<String>,
    /// Sign-out URLs, exact; the first one is used.
    pub sign_out_uris: Vec<String>,
    /// The scopes to request.
    pub scopes: Vec<String>,
    /// `code`, or `token` for teaching.
    pub response_type: String,
    /// Extra parameters of the authorization request.
    pub parameters: Parameters,
    /// Whether to send a code challenge.
    pub pkce: bool,
    /// The valid values of `identity_provider`, if known.
    pub identity_providers: Vec<String>,
    /// Whether it gets tokens for itself, without a user (`client_credentials`, RFC 6749 section 4.4).
    pub is_machine: bool,
}

impl Profile {
    /// A public client that requests a code with PKCE and the scope `openid`.
    pub fn new(provider: Provider, client_id: impl Into<String>) -> Self {
        Self {
            name: None,
            provider,
            client_id: client_id.into(),
            registered_at: None,
            authentication: ClientAuthentication::Auto,
            client_key_id: None,
            secret_source: SecretSource::None,
            redirect_uris: Vec::new(),
            sign_out_uris: Vec::new(),
            scopes: vec!["openid".to_owned()],
            response_type: "code".to_owned(),
            parameters: Parameters::new(),
            pkce: true,
            identity_providers: Vec::new(),
            is_machine: false,
        }
    }

    /// The redirect URI to use; the loopback default if there is none.
    pub fn redirect_uri(&self) -> &str {
        self.redirect_uris.first().map_or(DEFAULT_REDIRECT_URI, String::as_str)
    }

    /// Whether it is the same client at the same provider; other settings may differ. Individually configured endpoints
    /// must be equal, because the client's stored secret is sent to them.
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

/// The default callback URL: register exactly this one.
pub const DEFAULT_REDIRECT_URI: &str = "http://localhost:8765/callback";
