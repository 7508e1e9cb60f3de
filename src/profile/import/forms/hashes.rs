//! Hashes in Ruby and PHP: an OmniAuth initialiser, and Laravel's `config/services.php`.

use super::common::with_realm;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{has, text};
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[
    (Field::ClientId, "client_id"),
    (Field::ClientId, "client_options.identifier"),
    (Field::ClientSecret, "client_secret"),
    (Field::ClientSecret, "client_options.secret"),
    (Field::RedirectUris, "redirect"),
    (Field::RedirectUris, "redirect_uri"),
    (Field::RedirectUris, "client_options.redirect_uri"),
    (Field::Issuer, "issuer"),
    (Field::Issuer, "base_url"),
    (Field::Domain, "host"),
    (Field::Domain, "client_options.host"),
    (Field::Domain, "user_pool_domain"),
    (Field::UserPoolId, "user_pool_id"),
    (Field::Region, "region"),
    (Field::Region, "aws_region"),
    (Field::Scopes, "scope"),
    (Field::ResponseType, "response_type"),
    (Field::Name, "name"),
    (Field::Authorization, "client_options.authorization_endpoint"),
    (Field::Token, "client_options.token_endpoint"),
    (Field::Userinfo, "client_options.userinfo_endpoint"),
    (Field::JwksUri, "client_options.jwks_uri"),
];

/// Reads the hash of one provider.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    if has(root, &["app_id"]) && has(root, &["args.client_options.site"]) {
        return vec![generic(root)];
    }
    if has(root, &["client_options"]) && has(root, &["issuer", "client_options.identifier"]) {
        return vec![symbols(Part::of(ImportKind::Omniauth, root, "", FIELDS), root)];
    }
    if has(root, &["client_id"])
        && has(root, &["redirect"])
        && has(root, &["client_secret", "issuer", "host", "base_url"])
    {
        let mut part = Part::of(ImportKind::Laravel, root, candidate.name, FIELDS);
        part.draft.name =
            part.draft.name.take().or_else(|| Some(candidate.name.to_owned()).filter(|name| !name.is_empty()));
        with_realm(&mut part, root);
        // Socialite knows the services by their names.
        let services = ["github", "google", "facebook", "twitter", "linkedin", "gitlab", "bitbucket", "slack", "apple"];
        if services.contains(&candidate.name) && !has(root, &["issuer", "host", "base_url"]) {
            part.draft.unresolved.push((Field::Issuer, "of the service".to_owned()));
        }
        return vec![part];
    }
    Vec::new()
}

/// GitLab's generic strategy: endpoints are paths below a site.
fn generic(root: Value<'_>) -> Part {
    const FIELDS: &[(Field, &str)] = &[
        (Field::ClientId, "app_id"),
        (Field::ClientSecret, "app_secret"),
        (Field::Scopes, "args.scope"),
        (Field::Scopes, "args.authorize_params.scope"),
        (Field::RedirectUris, "args.redirect_url"),
        (Field::Name, "name"),
    ];
    let mut part = Part::of(ImportKind::Omniauth, root, "", FIELDS);
    let option = |name: &str| text(root, &format!("args.client_options.{name}"));
    let site = option("site").unwrap_or_default();
    for (field, name) in
        [(Field::Authorization, "authorize_url"), (Field::Token, "token_url"), (Field::Userinfo, "user_info_url")]
    {
        let url = option(name).map(|path| if path.starts_with('/') { format!("{site}{path}") } else { path });
        if let Some(url) = url.filter(|url| url.contains("://")) {
            part.draft.fill(field, url);
        }
    }
    part
}

/// `scope: [:openid, :email]`, `response_type: :code`
fn symbols(mut part: Part, root: Value<'_>) -> Part {
    let symbol = |value: Value<'_>| {
        let text = value.as_string()?;
        Some(text.trim_start_matches('\u{1}').strip_prefix(':')?.to_owned())
    };
    for (name, field) in [("name", Field::Name), ("response_type", Field::ResponseType)] {
        if let Some(text) = root.get(name).and_then(symbol) {
            part.ignored.retain(|line| !line.starts_with(&format!("{name}:")));
            part.read.push(format!("{name}: {}", field.name()));
            part.draft.fill(field, text);
        }
    }
    if let Some(scopes) = root.get("scope") {
        let scopes: Vec<String> = scopes.items().filter_map(symbol).collect();
        if !scopes.is_empty() {
            part.ignored.retain(|line| !line.starts_with("scope"));
            part.read.push("scope: scopes".to_owned());
            part.draft.scopes = scopes;
        }
    }
    part
}
