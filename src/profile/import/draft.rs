//! The result of one importer, before the common rules turn it into a profile.

use super::members::Members;
use crate::protocol::enum_table::enum_table;
use crate::protocol::{Endpoints, Parameters, Secret};

enum_table! {
    /// The fields of a client, by name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) enum Field: 1 {
        Name => "name";
        UserPoolId => "user pool id";
        Region => "region";
        Domain => "domain";
        ClientId => "client id";
        ClientSecret => "client secret";
        Issuer => "issuer";
        /// The URL of the discovery document.
        Discovery => "issuer";
        Authorization => "authorization endpoint";
        Token => "token endpoint";
        Userinfo => "UserInfo endpoint";
        EndSession => "logout endpoint";
        JwksUri => "JWKS URL";
        Grants => "grants";
        RedirectUris => "redirect URIs";
        SignOutUris => "sign-out URLs";
        Scopes => "scopes";
        ResponseType => "response type";
        IdentityProviders => "identity providers";
    }
}

impl Field {
    /// The name of the field.
    pub fn name(self) -> &'static str {
        self.row()[0]
    }
}

/// The values as written in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub name: Option<String>,
    pub user_pool_id: Option<String>,
    pub region: Option<String>,
    pub domain: Option<String>,
    pub client_id: Option<String>,
    pub client_secret: Option<Secret>,
    pub issuer: Option<String>,
    pub endpoints: Endpoints,
    pub redirect_uris: Vec<String>,
    pub sign_out_uris: Vec<String>,
    pub scopes: Vec<String>,
    pub response_type: Option<String>,
    pub identity_providers: Vec<String>,
    pub parameters: Parameters,
    /// The grants or flows that the client may use, as named in the file.
    pub grants: Vec<String>,
    /// The URL schemes that a native app registers with its system.
    pub schemes: Vec<String>,
    /// Whether a program, not a library in a page, compares the issuer as text.
    pub compares_issuer: bool,
    /// Whether the program ignores a slash at the end of the issuer: it only finds the discovery document with it.
    pub ignores_slash: bool,
    /// Whether the program requests `openid` without being told.
    pub adds_openid: bool,
    /// Whether it describes a resource server, which accepts tokens, instead of a client, which requests them.
    pub is_resource: bool,
    /// Whether it is a client in the configuration of its provider, which does not name its own URL.
    pub is_served: bool,
    /// The container in which the program with these settings runs.
    pub container: Option<String>,
    /// The fields whose value is not in the file, with the expression that refers to it.
    pub unresolved: Vec<(Field, String)>,
}

impl Draft {
    /// Fills a field from a member. If the field already has a value, that value is kept, and a different member is
    /// listed as ignored.
    pub fn take(&mut self, field: Field, path: &str, members: &mut Members<'_>) {
        let what = field.name();
        members.unresolved = None;
        let filled = match field {
            Field::Grants => fill_list(&mut self.grants, members.list(path, what, |c| c == ',' || c.is_whitespace())),
            Field::RedirectUris => fill_list(&mut self.redirect_uris, members.list(path, what, |c| c == ',')),
            Field::SignOutUris => fill_list(&mut self.sign_out_uris, members.list(path, what, |c| c == ',')),
            Field::Scopes => fill_list(&mut self.scopes, members.list(path, what, |c| c == ',' || c.is_whitespace())),
            Field::IdentityProviders => fill_list(&mut self.identity_providers, members.list(path, what, |c| c == ',')),
            _ => {
                let text = members.text(path, what);
                self.fill_text(field, text)
            }
        };
        if !filled {
            members.read.pop();
            let place = members.place(path);
            members.ignored.push(format!("{place}: another {what} is used"));
        }
        if let Some(expression) = members.unresolved.take() {
            self.unresolved.push((field, expression));
        }
    }

    /// Fills a field with a value that was derived.
    pub fn fill(&mut self, field: Field, text: impl Into<String>) {
        self.fill_text(field, Some(text.into()));
    }

    /// Whether a field has no value because it is defined elsewhere.
    pub fn lacks(&self, fields: &[Field]) -> bool {
        self.unresolved.iter().any(|(field, _)| fields.contains(field))
    }

    /// Takes the values of another draft for fields that are empty here.
    pub fn absorb(&mut self, other: &Self) {
        let or = |mine: &mut Option<String>, other: &Option<String>| {
            if mine.is_none() {
                mine.clone_from(other);
            }
        };
        or(&mut self.domain, &other.domain);
        let had_issuer = self.issuer.is_some();
        or(&mut self.issuer, &other.issuer);
        or(&mut self.user_pool_id, &other.user_pool_id);
        or(&mut self.region, &other.region);
        if self.issuer.is_some() && !had_issuer {
            self.unresolved.retain(|(field, _)| !matches!(field, Field::Issuer | Field::Discovery));
        }
        self.endpoints = std::mem::take(&mut self.endpoints).or(other.endpoints.clone());
        for (mine, other) in [
            (&mut self.scopes, &other.scopes),
            (&mut self.redirect_uris, &other.redirect_uris),
            (&mut self.schemes, &other.schemes),
        ] {
            if mine.is_empty() {
                mine.clone_from(other);
            }
        }
    }

    /// Sets a single text; returns whether it was set or already equal.
    pub fn fill_text(&mut self, field: Field, text: Option<String>) -> bool {
        let Some(text) = text else { return true };
        let text = if field == Field::Discovery { issuer_of(&text).to_owned() } else { text };
        if field == Field::ClientSecret {
            let secret = Secret::new(text);
            return *self.client_secret.get_or_insert_with(|| secret.clone()) == secret;
        }
        let slot = match field {
            Field::Name => &mut self.name,
            Field::Authorization => &mut self.endpoints.authorization,
            Field::Token => &mut self.endpoints.token,
            Field::Userinfo => &mut self.endpoints.userinfo,
            Field::EndSession => &mut self.endpoints.end_session,
            Field::JwksUri => &mut self.endpoints.jwks_uri,
            Field::UserPoolId => &mut self.user_pool_id,
            Field::Region => &mut self.region,
            Field::Domain => &mut self.domain,
            Field::ClientId => &mut self.client_id,
            Field::Issuer | Field::Discovery => &mut self.issuer,
            _ => &mut self.response_type,
        };
        *slot.get_or_insert_with(|| text.clone()) == text
    }
}

/// The issuer in a discovery document's URL. Issuers of Auth0 and authentik end with a slash.
pub(super) fn issuer_of(url: &str) -> &str {
    let known =
        ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/.well-known/jwks.json"];
    let Some(issuer) = known.iter().find_map(|suffix| url.strip_suffix(suffix)) else { return url };
    if ends_with_slash(issuer) { &url[..=issuer.len()] } else { issuer }
}

/// Whether the issuers of this provider end with a slash, which is missing here.
pub(super) fn ends_with_slash(issuer: &str) -> bool {
    let rest = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
    let mut segments = rest.split('/');
    let host = segments.next().unwrap_or_default();
    let path: Vec<&str> = segments.collect();
    host.ends_with(".auth0.com") && path.is_empty()
        || matches!(path[..], [.., "application", "o", slug] if !slug.is_empty())
}

fn fill_list(slot: &mut Vec<String>, list: Option<Vec<String>>) -> bool {
    let Some(list) = list else { return true };
    if slot.is_empty() {
        *slot = list;
        return true;
    }
    *slot == list
}
