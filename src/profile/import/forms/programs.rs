//! Programs whose settings have the client and its provider in different objects, or under names of their own. A program
//! is one row.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{at, objects};
use crate::protocol::json::Value;

/// A program: the members that its object must have, and their fields.
struct Program {
    needs: &'static [&'static str],
    /// Whether it requests `openid` without being told.
    adds_openid: bool,
    fields: &'static [(Field, &'static str)],
}

const PROGRAMS: &[Program] = &[
    // Elasticsearch: `xpack.security.authc.realms.oidc.NAME`.
    Program {
        needs: &["rp.client_id", "op.issuer"],
        adds_openid: true,
        fields: &[
            (Field::ClientId, "rp.client_id"),
            (Field::ClientSecret, "rp.client_secret"),
            (Field::RedirectUris, "rp.redirect_uri"),
            (Field::SignOutUris, "rp.post_logout_redirect_uri"),
            (Field::Scopes, "rp.requested_scopes"),
            (Field::ResponseType, "rp.response_type"),
            (Field::Issuer, "op.issuer"),
            (Field::Authorization, "op.authorization_endpoint"),
            (Field::Token, "op.token_endpoint"),
            (Field::Userinfo, "op.userinfo_endpoint"),
            (Field::EndSession, "op.endsession_endpoint"),
            (Field::JwksUri, "op.jwkset_path"),
        ],
    },
    // traefik-oidc-auth.
    Program {
        needs: &["Provider.ClientId", "Provider.Url"],
        adds_openid: false,
        fields: &[
            (Field::ClientId, "Provider.ClientId"),
            (Field::ClientSecret, "Provider.ClientSecret"),
            (Field::Issuer, "Provider.Url"),
            (Field::Scopes, "Scopes"),
            (Field::RedirectUris, "CallbackUri"),
        ],
    },
    // django-allauth.
    Program {
        needs: &["client_id", "settings.server_url"],
        adds_openid: true,
        fields: &[
            (Field::ClientId, "client_id"),
            (Field::ClientSecret, "secret"),
            (Field::Discovery, "settings.server_url"),
            (Field::Name, "provider_id"),
        ],
    },
    // Hoppscotch.
    Program {
        needs: &["grantTypeInfo.clientID", "grantTypeInfo.tokenEndpoint"],
        adds_openid: false,
        fields: &[
            (Field::ClientId, "grantTypeInfo.clientID"),
            (Field::ClientSecret, "grantTypeInfo.clientSecret"),
            (Field::Authorization, "grantTypeInfo.authEndpoint"),
            (Field::Token, "grantTypeInfo.tokenEndpoint"),
            (Field::Scopes, "grantTypeInfo.scopes"),
            (Field::Grants, "grantTypeInfo.grantType"),
        ],
    },
    // Gitea and Forgejo: `gitea admin auth add-oauth`.
    Program {
        needs: &["key", "auto-discover-url"],
        adds_openid: true,
        fields: &[
            (Field::ClientId, "key"),
            (Field::ClientSecret, "secret"),
            (Field::Discovery, "auto-discover-url"),
            (Field::Scopes, "scopes"),
            (Field::Name, "name"),
        ],
    },
    // Authelia, the clients that it serves.
    Program { needs: &["client_id", "redirect_uris", "authorization_policy"], adds_openid: false, fields: SERVED },
    Program { needs: &["id", "redirect_uris", "authorization_policy"], adds_openid: false, fields: SERVED },
    // node-oidc-provider and other servers with a list of clients.
    Program { needs: &["client_id", "redirect_uris", "client_secret"], adds_openid: false, fields: SERVED },
    // Dex, the clients that it serves, and the providers that it is a client of.
    Program {
        needs: &["id", "redirectURIs"],
        adds_openid: false,
        fields: &[
            (Field::ClientId, "id"),
            (Field::ClientSecret, "secret"),
            (Field::RedirectUris, "redirectURIs"),
            (Field::Name, "name"),
        ],
    },
    Program {
        needs: &["type", "config.clientID", "config.issuer"],
        adds_openid: true,
        fields: &[
            (Field::ClientId, "config.clientID"),
            (Field::ClientSecret, "config.clientSecret"),
            (Field::Issuer, "config.issuer"),
            (Field::RedirectUris, "config.redirectURI"),
            (Field::Scopes, "config.scopes"),
            (Field::Name, "name"),
        ],
    },
    // Hydra's controller: the client is in a Secret.
    Program {
        needs: &["spec.grantTypes", "spec.secretName"],
        adds_openid: false,
        fields: &[
            (Field::Name, "metadata.name"),
            (Field::Grants, "spec.grantTypes"),
            (Field::Scopes, "spec.scope"),
            (Field::Scopes, "spec.scopeArray"),
            (Field::RedirectUris, "spec.redirectUris"),
            (Field::SignOutUris, "spec.postLogoutRedirectUris"),
        ],
    },
    // SonarQube with the plugin for OpenID Connect.
    Program {
        needs: &["issuerUri", "clientId.secured"],
        adds_openid: false,
        fields: &[
            (Field::Issuer, "issuerUri"),
            (Field::ClientId, "clientId.secured"),
            (Field::ClientSecret, "clientSecret.secured"),
            (Field::Scopes, "scopes"),
        ],
    },
    // authentik's blueprints.
    Program { needs: &["client_id", "authorization_flow"], adds_openid: false, fields: SERVED },
    // Envoy's OAuth2 filter, as written and as dumped.
    Program {
        needs: &["credentials.client_id", "authorization_endpoint"],
        adds_openid: false,
        fields: &[
            (Field::ClientId, "credentials.client_id"),
            (Field::Authorization, "authorization_endpoint"),
            (Field::Token, "token_endpoint.uri"),
            (Field::RedirectUris, "redirect_uri"),
            (Field::Scopes, "auth_scopes"),
        ],
    },
    Program {
        needs: &["credentials.clientId", "authorizationEndpoint"],
        adds_openid: false,
        fields: &[
            (Field::ClientId, "credentials.clientId"),
            (Field::Authorization, "authorizationEndpoint"),
            (Field::Token, "tokenEndpoint.uri"),
            (Field::RedirectUris, "redirectUri"),
            (Field::Scopes, "authScopes"),
        ],
    },
    // Supabase: `[auth.external.NAME]`.
    Program {
        needs: &["enabled", "client_id", "secret"],
        adds_openid: true,
        fields: &[
            (Field::ClientId, "client_id"),
            (Field::ClientSecret, "secret"),
            (Field::Issuer, "url"),
            (Field::RedirectUris, "redirect_uri"),
        ],
    },
    // Vault and OpenBao: `vault write auth/oidc/config`, and the same printed.
    Program {
        needs: &["oidc_client_id", "oidc_discovery_url"],
        adds_openid: true,
        fields: &[
            (Field::ClientId, "oidc_client_id"),
            (Field::ClientSecret, "oidc_client_secret"),
            (Field::Issuer, "oidc_discovery_url"),
        ],
    },
];

/// A client in the configuration of its provider, which does not name its own URL.
const SERVED: &[(Field, &str)] = &[
    (Field::ClientId, "client_id"),
    (Field::ClientId, "id"),
    (Field::ClientSecret, "client_secret"),
    (Field::ClientSecret, "secret"),
    (Field::RedirectUris, "redirect_uris"),
    (Field::Scopes, "scopes"),
    (Field::Grants, "grant_types"),
    (Field::Name, "client_name"),
];

/// Whether an object is one of the clients in the configuration of a server.
fn is_served(path: &str, value: Value<'_>) -> bool {
    at(value, "authorization_policy").is_some() || path.split('.').any(|name| name == "clients")
}

/// The role of Vault that belongs to its configuration.
const VAULT_ROLE: &[(Field, &str)] = &[(Field::RedirectUris, "allowed_redirect_uris"), (Field::Scopes, "oidc_scopes")];

/// Reads every object of a known program.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for program in PROGRAMS {
        let fits = |path: &str, value: Value<'_>| {
            let is_listed =
                !program.needs.contains(&"redirect_uris") || program.needs.len() < 3 || is_served(path, value);
            is_listed && program.needs.iter().all(|path| at(value, path).is_some())
        };
        let found = objects(candidate.root, &fits);
        parts.extend(found.iter().map(|(path, value)| {
            let mut part = Part::of(ImportKind::OidcConfig, *value, path, program.fields);
            without_paths(&mut part);
            part.draft.adds_openid = program.adds_openid;
            // Dex names its own URL, and compares the issuers of its providers exactly.
            if program.needs[1] == "redirectURIs" {
                match candidate.root.get("issuer").and_then(Value::as_string) {
                    Some(issuer) => part.draft.fill(Field::Issuer, issuer),
                    None => part.draft.is_served = true,
                }
            }
            part.draft.compares_issuer |= program.needs[0] == "type";
            if program.needs[0] == "enabled" && part.draft.issuer.is_none() {
                part.draft.unresolved.push((Field::Issuer, "of the service".to_owned()));
            }
            if program.needs[0] == "spec.grantTypes" {
                part.draft.unresolved.push((Field::ClientId, "the Secret".to_owned()));
            }
            if program.fields == SERVED || program.needs[0] == "spec.grantTypes" {
                part.draft.is_served = true;
            }
            part
        }));
    }
    if parts.is_empty() && candidate.root.get("allowed_redirect_uris").is_some() {
        parts.push(Part::of(ImportKind::OidcConfig, candidate.root, "", VAULT_ROLE).addition());
    }
    parts
}

/// Removes redirect URIs that are only a path: the program adds its own address.
pub(super) fn without_paths(part: &mut Part) {
    let (paths, uris): (Vec<String>, Vec<String>) =
        std::mem::take(&mut part.draft.redirect_uris).into_iter().partition(|uri| uri.starts_with('/'));
    part.draft.redirect_uris = uris;
    if let Some(path) = paths.first() {
        part.read.retain(|line| !line.ends_with(": redirect URIs"));
        part.ignored.push(format!("redirect URI {path}: only a path, the program adds its address"));
    }
}
