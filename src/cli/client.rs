//! CLIENT: the arguments that name a client and its provider.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use super::candidates;
use super::global::{ENDPOINTS, Global};
use super::status::{Failure, Status};
use super::times::seconds;
use crate::profile::{Profile, Provider, SecretSource, metadata_url_problem, quoted, redirect_uri_problem};
use crate::protocol::endpoint::token::METHODS;
use crate::protocol::{ClientAuthentication, Endpoints, Secret};
use crate::runtime::http::Limits;
use crate::runtime::{files, secrets};

/// The environment variable of the client secret.
pub use crate::runtime::child::SECRET_VARIABLE;

/// The arguments that name a client and its provider.
#[derive(Args, Clone, Debug, Default, PartialEq)]
#[command(next_help_heading = "Client")]
pub struct ClientArgs {
    /// A saved profile.
    ///
    /// Other options override it for this run.
    #[arg(long, value_name = "NAME", add = candidates::profiles())]
    pub profile: Option<String>,
    /// The issuer URL of any OpenID provider.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// A Cognito user pool: us-east-1_AbCdEfGhI.
    #[arg(long, value_name = "ID")]
    pub user_pool_id: Option<String>,
    /// The user pool's domain, as a host or a prefix.
    #[arg(long, value_name = "HOST", hide_short_help = true)]
    pub domain: Option<String>,
    /// The authorization endpoint.
    #[arg(long, value_name = "URL", help_heading = ENDPOINTS, hide_short_help = true)]
    pub authorization_endpoint: Option<String>,
    /// The token endpoint.
    #[arg(long, value_name = "URL", help_heading = ENDPOINTS, hide_short_help = true)]
    pub token_endpoint: Option<String>,
    /// The UserInfo endpoint.
    #[arg(long, value_name = "URL", help_heading = ENDPOINTS, hide_short_help = true)]
    pub userinfo_endpoint: Option<String>,
    /// The revocation endpoint.
    #[arg(long, value_name = "URL", help_heading = ENDPOINTS, hide_short_help = true)]
    pub revocation_endpoint: Option<String>,
    /// The logout endpoint.
    #[arg(long, value_name = "URL", help_heading = ENDPOINTS, hide_short_help = true)]
    pub end_session_endpoint: Option<String>,
    /// The URL of the JWK Set.
    #[arg(long, value_name = "URL", help_heading = ENDPOINTS, hide_short_help = true)]
    pub jwks_uri: Option<String>,
    /// The client ID.
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// A file with the client secret.
    ///
    /// `-` reads standard input. Or set $GRANTSCOPE_CLIENT_SECRET.
    #[arg(long, value_name = "FILE")]
    pub client_secret_file: Option<PathBuf>,
    /// Not accepted: other users of this machine can see arguments.
    #[arg(long, hide = true, value_name = "SECRET", num_args = 0..=1, default_missing_value = "")]
    pub client_secret: Option<Secret>,
    /// How the client authenticates: auto, none, basic, post, private_key_jwt or client_secret_jwt.
    #[arg(long, value_name = "METHOD", hide_short_help = true)]
    pub client_auth: Option<String>,
    /// The redirect URI, exactly as registered.
    #[arg(long, value_name = "URI")]
    pub redirect_uri: Option<String>,
    /// Where the browser returns after sign-out (logout_uri), exactly as registered.
    #[arg(long, value_name = "URI", hide_short_help = true)]
    pub sign_out_uri: Option<String>,
    /// The scopes, separated by spaces; repeatable.
    #[arg(long, value_name = "SCOPES")]
    pub scope: Vec<String>,
    /// An extra parameter of the authorization request; repeatable.
    #[arg(long, value_name = "KEY=VALUE", hide_short_help = true)]
    pub param: Vec<String>,
    /// Do not use PKCE: send no code challenge.
    #[arg(long, hide_short_help = true)]
    pub no_pkce: bool,
    /// The connection.
    #[command(flatten)]
    pub transport: TransportArgs,
}

/// The connection to the provider.
#[derive(Args, Clone, Debug, Default, PartialEq)]
#[command(next_help_heading = "Network")]
pub struct TransportArgs {
    /// Also trust the certificates in this PEM file.
    #[arg(long, value_name = "PEM", hide_short_help = true)]
    pub ca_file: Option<PathBuf>,
    /// The time limit for connecting [default: 10].
    #[arg(long, value_name = "SECONDS", hide_short_help = true)]
    pub connect_timeout: Option<f64>,
    /// The time limit for a request and its response [default: 30].
    #[arg(long, value_name = "SECONDS", hide_short_help = true)]
    pub request_timeout: Option<f64>,
}

/// A client, ready to use.
#[derive(Clone, Debug)]
pub struct Client {
    /// The client and its provider.
    pub profile: Profile,
    /// Its secret.
    pub secret: Option<Secret>,
    /// The connection to the provider.
    pub limits: Limits,
    /// Certificates that are trusted in addition to the system's.
    pub ca_file: Option<PathBuf>,
}

impl ClientArgs {
    /// The client that the arguments name, with its secret. All problems are reported together.
    pub fn resolve(&self, global: &Global) -> Result<Client, Failure> {
        self.resolved(global, Self::profile)
    }

    /// The same if the resource to call leads to the provider and perhaps to the client. A secret is sent only to a
    /// provider that the arguments name.
    pub fn resolve_for_resource(&self, global: &Global) -> Result<Client, Failure> {
        let client = self.resolved(global, Self::profile_so_far)?;
        let is_unnamed = client.profile.provider == Provider::Explicit(Endpoints::default());
        if client.secret.is_some() && is_unnamed {
            return Err(Failure::usage(
                "--issuer: missing, expected the authorization server that the client secret belongs to: it is sent \
                 nowhere else",
            ));
        }
        Ok(client)
    }

    fn resolved(
        &self,
        global: &Global,
        profile: impl Fn(&Self, &Global, &mut Vec<String>) -> Profile,
    ) -> Result<Client, Failure> {
        let mut problems = Vec::new();
        let profile = profile(self, global, &mut problems);
        let mut secret = self.secret().unwrap_or_else(|error| {
            problems.push(error.to_string());
            None
        });
        let limits = self.transport.limits(&mut problems);
        if problems.is_empty() && secret.is_none() && profile.secret_source != SecretSource::None {
            match secrets::resolve(&profile, &global.config_dir()?) {
                Ok(resolved) => secret = resolved,
                Err(error) => problems.push(error.to_string()),
            }
        }
        Failure::unless_empty(Status::Usage, problems)?;
        Ok(Client { profile, secret, limits, ca_file: self.transport.ca_file.clone() })
    }

    /// Whether the arguments or the profile name the scopes.
    pub fn names_scopes(&self) -> bool {
        !self.scope.is_empty() || self.profile.is_some()
    }

    /// Whether the arguments leave the provider to be named elsewhere.
    pub fn names_no_provider(&self) -> bool {
        self.profile.is_none()
            && self.issuer.is_none()
            && self.user_pool_id.is_none()
            && self.endpoints() == Endpoints::default()
    }

    /// The client that the arguments name, without its secret.
    pub fn profile(&self, global: &Global, problems: &mut Vec<String>) -> Profile {
        let Some(profile) = self.read_profile(global, problems) else { return nobody() };
        if profile.provider == Provider::Explicit(Endpoints::default()) && self.profile.is_none() {
            problems.push(
                "provider: missing, expected --profile, --issuer, --user-pool-id, or --authorization-endpoint with \
                 --token-endpoint"
                    .to_owned(),
            );
        }
        if profile.client_id.is_empty() {
            problems.push("--client-id: missing, expected the client ID".to_owned());
        }
        profile
    }

    /// The same without asking for what is missing.
    fn profile_so_far(&self, global: &Global, problems: &mut Vec<String>) -> Profile {
        self.read_profile(global, problems).unwrap_or_else(nobody)
    }

    fn read_profile(&self, global: &Global, problems: &mut Vec<String>) -> Option<Profile> {
        let mut profile = match &self.profile {
            Some(name) => self.saved_profile(name, global, problems)?,
            None => self.provider(problems).map_or_else(nobody, |provider| Profile::new(provider, "")),
        };
        self.change(&mut profile, problems);
        Some(profile)
    }

    /// A saved profile, with another provider if the arguments name one. `None` if it is invalid.
    fn saved_profile(&self, name: &str, global: &Global, problems: &mut Vec<String>) -> Option<Profile> {
        let mut profile = match global.profile(name) {
            Ok(profile) => profile,
            Err(failure) => {
                problems.extend(failure.problems);
                return None;
            }
        };
        match (self.provider(problems), &self.domain, &mut profile.provider) {
            (Some(provider), ..) => profile.provider = provider,
            (None, Some(domain), Provider::Cognito { domain: known, .. }) => *known = Some(domain.clone()),
            (None, Some(_), _) => problems.push("--domain: the profile's provider is not a user pool".to_owned()),
            (None, None, _) => problems.extend(saved_problems(name, &profile)),
        }
        Some(profile)
    }

    /// The provider that the arguments name.
    fn provider(&self, problems: &mut Vec<String>) -> Option<Provider> {
        let explicit = self.endpoints();
        if self.issuer.is_some() && self.user_pool_id.is_some() {
            problems.push("provider: found both --issuer and --user-pool-id, expected one of them".to_owned());
        }
        if self.domain.is_some() && self.user_pool_id.is_none() && self.profile.is_none() {
            problems.push("--domain: found without --user-pool-id, expected both".to_owned());
        }
        if let Some(domain) = self.domain.as_deref().filter(|domain| !is_host(domain)) {
            problems.push(format!("--domain: found {:?}, expected a host or a prefix", quoted(domain)));
        }
        for (flag, url) in self.urls() {
            let member = flag.trim_start_matches("--").replace('-', "_");
            let problem = url.and_then(|url| metadata_url_problem(&member, flag, url));
            problems.extend(problem.map(|problem| problem.to_string()));
        }
        if explicit != Endpoints::default() {
            return Some(Provider::Explicit(Endpoints { issuer: self.issuer.clone(), ..explicit }));
        }
        if let Some(id) = &self.user_pool_id {
            if !id.contains('_') {
                problems.push(format!("--user-pool-id: found {id:?}, expected an ID like us-east-1_AbCdEfGhI"));
            }
            return Some(Provider::Cognito { user_pool_id: id.clone(), domain: self.domain.clone() });
        }
        self.issuer.clone().map(Provider::Issuer)
    }

    /// The endpoints that are given individually.
    fn endpoints(&self) -> Endpoints {
        Endpoints {
            issuer: None,
            authorization: self.authorization_endpoint.clone(),
            token: self.token_endpoint.clone(),
            userinfo: self.userinfo_endpoint.clone(),
            revocation: self.revocation_endpoint.clone(),
            end_session: self.end_session_endpoint.clone(),
            jwks_uri: self.jwks_uri.clone(),
        }
    }

    fn urls(&self) -> [(&'static str, Option<&str>); 8] {
        [
            ("--issuer", self.issuer.as_deref()),
            ("--authorization-endpoint", self.authorization_endpoint.as_deref()),
            ("--token-endpoint", self.token_endpoint.as_deref()),
            ("--userinfo-endpoint", self.userinfo_endpoint.as_deref()),
            ("--revocation-endpoint", self.revocation_endpoint.as_deref()),
            ("--end-session-endpoint", self.end_session_endpoint.as_deref()),
            ("--jwks-uri", self.jwks_uri.as_deref()),
            ("--sign-out-uri", self.sign_out_uri.as_deref().filter(|uri| !has_custom_scheme(uri))),
        ]
    }

    /// Applies the other arguments to a profile.
    fn change(&self, profile: &mut Profile, problems: &mut Vec<String>) {
        if let Some(id) = &self.client_id {
            profile.registered_at = profile.registered_at.filter(|_| profile.client_id == *id);
            profile.client_id.clone_from(id);
        }
        if let Some(method) = &self.client_auth {
            match ClientAuthentication::parse(method) {
                Some(method) => profile.authentication = method,
                None => problems.push(format!("--client-auth: found {method:?}, expected {METHODS}")),
            }
        }
        if let Some(uri) = &self.redirect_uri {
            problems.extend(redirect_uri_problem("--redirect-uri", uri).map(|problem| problem.to_string()));
            profile.redirect_uris = vec![uri.clone()];
        }
        if let Some(uri) = &self.sign_out_uri {
            profile.sign_out_uris = vec![uri.clone()];
        }
        if !self.scope.is_empty() {
            let scopes = self.scope.iter().flat_map(|scopes| scopes.split_ascii_whitespace());
            profile.scopes = scopes.map(str::to_owned).collect();
            problems.extend(profile.scopes.iter().filter_map(|scope| scope_problem(scope)));
        }
        for parameter in &self.param {
            match parameter.split_once('=') {
                Some(("client_secret", _)) => problems.push(
                    "--param: client_secret does not belong in an authorization request, and other users of this machine \
                     can see arguments; use --client-secret-file FILE or $GRANTSCOPE_CLIENT_SECRET"
                        .to_owned(),
                ),
                Some((name, value)) if !name.is_empty() => profile.parameters.set(name, value),
                _ => problems.push(format!("--param: found {parameter:?}, expected KEY=VALUE")),
            }
        }
        if self.no_pkce {
            profile.pkce = false;
        }
    }

    /// The client secret: from the file, otherwise from the environment.
    pub fn secret(&self) -> Result<Option<Secret>, SecretArgumentError> {
        if self.client_secret.is_some() {
            return Err(SecretArgumentError::Visible);
        }
        client_secret(self.client_secret_file.as_deref())
    }
}

/// A client of which nothing is known.
fn nobody() -> Profile {
    Profile::new(Provider::Explicit(Endpoints::default()), "")
}

/// Why a saved profile is invalid, by the same rules as the arguments.
fn saved_problems(name: &str, profile: &Profile) -> Vec<String> {
    let endpoints = profile.provider.endpoints();
    let urls = endpoints.members();
    let endpoint = |(member, url): &(&str, &Option<String>)| metadata_url_problem(member, member, url.as_ref()?);
    let redirect_uri = profile.redirect_uris.first().and_then(|uri| redirect_uri_problem("redirect URI", uri));
    let mut found: Vec<String> =
        urls.iter().filter_map(endpoint).chain(redirect_uri).map(|it| it.to_string()).collect();
    if profile.provider == Provider::Explicit(Endpoints::default()) {
        found.push("provider: missing, expected user_pool_id, issuer or endpoints".to_owned());
    }
    found.into_iter().map(|problem| format!("profile {name}: {problem}")).collect()
}

impl TransportArgs {
    /// The time limits.
    pub fn limits(&self, problems: &mut Vec<String>) -> Limits {
        let mut limits = Limits::default();
        let mut set = |flag, given: Option<f64>, limit: &mut Duration| match given.map(|g| seconds(flag, g)) {
            Some(Ok(duration)) => *limit = duration,
            Some(Err(error)) => problems.push(error.to_string()),
            None => {}
        };
        set("--connect-timeout", self.connect_timeout, &mut limits.connect);
        set("--request-timeout", self.request_timeout, &mut limits.total);
        limits
    }
}

/// Why the arguments give no client secret.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum SecretArgumentError {
    #[error(
        "--client-secret: other users of this machine can see arguments; use --client-secret-file FILE or \
         ${SECRET_VARIABLE}"
    )]
    Visible,
    #[error("--client-secret-file: {}: {source}", file.display())]
    Unread { file: PathBuf, source: io::Error },
    #[error("--client-secret-file: {} is not UTF-8", .0.display())]
    NotText(PathBuf),
    #[error("--client-secret-file: {} is empty, expected the client secret on its first line", .0.display())]
    Empty(PathBuf),
    #[error("--client-secret-file: {} has a control character, expected the client secret", .0.display())]
    Control(PathBuf),
}

/// The client secret: from a file, otherwise from the environment.
pub fn client_secret(file: Option<&Path>) -> Result<Option<Secret>, SecretArgumentError> {
    match file {
        Some(file) => read_secret(file).map(Some),
        None => Ok(std::env::var(SECRET_VARIABLE).ok().filter(|secret| !secret.is_empty()).map(Secret::new)),
    }
}

/// The longest file with a client secret, in bytes.
const LONGEST_SECRET: u64 = 64 << 10;

/// Reads a secret: the first line of the file, without the line break.
fn read_secret(file: &Path) -> Result<Secret, SecretArgumentError> {
    let read = if file.as_os_str() == "-" {
        let mut bytes = Vec::with_capacity(4096);
        std::io::stdin().lock().take(LONGEST_SECRET).read_to_end(&mut bytes).map(|_| bytes)
    } else {
        files::read_given(file, LONGEST_SECRET)
    };
    let read = read.map_err(|source| SecretArgumentError::Unread { file: file.to_owned(), source })?;
    let bytes = zeroize::Zeroizing::new(read);
    let text = str::from_utf8(&bytes).map_err(|_| SecretArgumentError::NotText(file.to_owned()))?;
    if text.starts_with("-----BEGIN ") {
        return Ok(Secret::new(text.trim_end()));
    }
    match text.lines().next().unwrap_or_default() {
        "" => Err(SecretArgumentError::Empty(file.to_owned())),
        // Probably another file, or UTF-16.
        secret if secret.contains(char::is_control) => Err(SecretArgumentError::Control(file.to_owned())),
        secret => Ok(Secret::new(secret)),
    }
}

/// A host or a prefix; a scheme is removed, because people copy URLs.
fn is_host(domain: &str) -> bool {
    let host = domain.strip_prefix("https://").or(domain.strip_prefix("http://")).unwrap_or(domain);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
}

fn has_custom_scheme(uri: &str) -> bool {
    url::Url::parse(uri).is_ok_and(|uri| !matches!(uri.scheme(), "http" | "https"))
}

/// Why a scope is invalid: RFC 6749 section 3.3 allows visible ASCII except `"` and `\`.
fn scope_problem(scope: &str) -> Option<String> {
    let bad = scope.chars().find(|c| !c.is_ascii_graphic() || matches!(c, '"' | '\\'))?;
    Some(format!(
        "--scope: found {bad:?} in {scope:?}, expected visible ASCII other than \" and \\ (RFC 6749 section 3.3)"
    ))
}
