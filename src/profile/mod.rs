//! Who the client is and which provider it talks to.

pub mod cognito;
mod fields;
pub mod file;
pub mod import;

use std::path::Path;

use crate::protocol::endpoint::token::ClientAuthentication;
use crate::protocol::{Endpoints, Parameters};

/// Where the endpoints come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provider {
    /// A Cognito user pool: the issuer follows from the pool id, the endpoints from the domain or from discovery.
    Cognito {
        /// `us-east-1_AbCdEfGhI`, exact.
        user_pool_id: String,
        /// The bare host of the user pool domain; without one, discovery tells it.
        domain: Option<String>,
    },
    /// An issuer with a discovery document, exact.
    Issuer(String),
    /// Endpoints given one by one; what is missing stays missing.
    Explicit(Endpoints),
}

impl Provider {
    /// The issuer, where it is known without asking.
    pub fn issuer(&self) -> Option<String> {
        match self {
            Self::Cognito { user_pool_id, .. } => cognito::issuer(user_pool_id),
            Self::Issuer(issuer) => Some(issuer.clone()),
            Self::Explicit(endpoints) => endpoints.issuer.clone(),
        }
    }

    /// The endpoints, as far as they are known without asking.
    pub fn endpoints(&self) -> Endpoints {
        match self {
            Self::Cognito { user_pool_id, domain } => cognito::endpoints(user_pool_id, domain.as_deref()),
            Self::Issuer(issuer) => Endpoints { issuer: Some(issuer.clone()), ..Endpoints::default() },
            Self::Explicit(endpoints) => endpoints.clone(),
        }
    }
}

/// Where the client secret is kept. The secret itself never stands in a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SecretSource {
    /// There is none: a public client, or one whose secret is given when it is used.
    #[default]
    None,
    /// The keyring of the operating system.
    Keyring,
    /// What a command prints: program and arguments, run without a shell.
    Command(Vec<String>),
    /// An environment variable.
    Environment(String),
    /// A file that holds nothing else.
    File(String),
}

impl SecretSource {
    /// Whether grantscope itself keeps the secret there, so that it goes when its profile goes.
    pub fn is_own(&self) -> bool {
        match self {
            Self::Keyring => true,
            Self::File(path) => Path::new(path).parent() == Some(Path::new("secrets")),
            Self::None | Self::Command(_) | Self::Environment(_) => false,
        }
    }

    /// The source in plain words.
    pub fn describe(&self) -> String {
        match self {
            Self::None => "none".to_owned(),
            Self::Keyring => "the keyring".to_owned(),
            Self::Command(words) => format!("the command {}", words.first().map_or("", String::as_str)),
            Self::Environment(name) => format!("the environment variable {name}"),
            Self::File(path) => format!("the file {path}"),
        }
    }
}

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

/// Why a URL cannot be used as an endpoint or redirect URI: one sentence that names the field.
pub fn url_problem(field: &str, url: &str) -> Option<String> {
    let parsed = match url::Url::parse(url) {
        // The text of a refusal is printed: it must not repeat a password.
        Ok(parsed) if !parsed.username().is_empty() || parsed.password().is_some() => {
            return Some(format!("{field}: found a user name or password before the host, expected none"));
        }
        Ok(_) if url.contains(|c: char| c.is_control() || c == ' ') => {
            return Some(format!("{field}: {url:?} has a space or control character in it"));
        }
        Ok(parsed) => parsed,
        Err(error) => return Some(format!("{field}: {url:?} is no absolute URL ({error})")),
    };
    // OpenID Connect Core section 2 and RFC 8414 section 2: an issuer has neither.
    if field.ends_with("issuer") && url.contains(['?', '#']) {
        return Some(format!("{field}: {url:?} has a query or fragment, which no issuer has"));
    }
    if parsed.scheme() == "http" && !is_loopback(&parsed) {
        return Some(format!(
            "{field}: plain http to {} is refused, expected https (http only on loopback)",
            parsed.host_str().unwrap_or("no host")
        ));
    }
    if !matches!(parsed.scheme(), "http" | "https") {
        return Some(format!("{field}: found the scheme {}, expected https", parsed.scheme()));
    }
    None
}

/// Why a redirect URI cannot be used. Custom schemes (`myapp://callback`) are fine: their callback is pasted.
pub fn redirect_uri_problem(uri: &str) -> Option<String> {
    if let Some(problem) = scheme_problem(uri) {
        return Some(problem);
    }
    if uri.contains('#') {
        return Some(format!("redirect URI: {uri:?} has a fragment, which RFC 6749 section 3.1.2 forbids"));
    }
    match url::Url::parse(uri) {
        Ok(parsed) if !matches!(parsed.scheme(), "http" | "https") => None,
        _ => url_problem("redirect URI", uri),
    }
}

/// Why a redirect URI is refused even where a person tries a wrong one on purpose: it is code, content or a file, and no
/// place where a client waits.
pub fn scheme_problem(uri: &str) -> Option<String> {
    let parsed = url::Url::parse(uri).ok()?;
    let is_no_place = matches!(parsed.scheme(), "javascript" | "vbscript" | "data" | "file" | "blob" | "about");
    is_no_place
        .then(|| format!("redirect URI: a {}: URI leads to no client and may run what it holds", parsed.scheme()))
}

/// Whether a URL points at this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
pub fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_refused_beyond_loopback() {
        assert_eq!(url_problem("issuer", "http://localhost:9000/x"), None);
        assert_eq!(url_problem("issuer", "http://127.0.0.1:9000"), None);
        assert_eq!(url_problem("issuer", "http://[::1]:9000"), None);
        assert_eq!(
            url_problem("issuer", "http://op.example/x").as_deref(),
            Some("issuer: plain http to op.example is refused, expected https (http only on loopback)")
        );
        assert!(url_problem("token endpoint", "op.example").is_some_and(|p| p.starts_with("token endpoint:")));
        let password = url_problem("issuer", "https://app:topsecret@op.example").unwrap_or_default();
        assert!(password.contains("password") && !password.contains("topsecret"), "{password}");
        assert!(url_problem("--issuer", "https://op.example/?x=1").is_some_and(|p| p.contains("query")));
        assert!(url_problem("issuer", "https://op.example\n").is_some_and(|p| p.contains("control character")));
        assert!(url_problem("issuer", "ftp://op.example").is_some_and(|p| p.contains("ftp")));
    }

    #[test]
    fn a_redirect_uri_may_have_a_custom_scheme_but_no_fragment() {
        assert_eq!(redirect_uri_problem("myapp://callback"), None);
        assert_eq!(redirect_uri_problem("http://localhost:8765/callback"), None);
        assert!(redirect_uri_problem("http://localhost/cb#x").is_some_and(|p| p.contains("fragment")));
        assert!(redirect_uri_problem("http://example.com/cb").is_some());
        for uri in
            ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"]
        {
            assert!(redirect_uri_problem(uri).is_some_and(|p| p.contains("leads to no client")), "{uri}");
        }
    }
}
