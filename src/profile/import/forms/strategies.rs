//! Strategies of OmniAuth and Ueberauth: arguments by position and by name, and what each provider adds.
//!
//! `provider :auth0, 'id', 'secret', 'domain'` and `config :ueberauth, Ueberauth.Strategy.Auth0.OAuth, domain: …`

use super::common;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::unresolved;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{has, text};
use crate::protocol::json::Value;

/// The issuer of a strategy.
enum Issuer {
    Fixed(&'static str),
    /// The host, in a member, with a slash at the end.
    Host(&'static [&'static str]),
    /// The URL, in a member.
    Url(&'static [&'static str]),
    /// The URL of the server and the realm.
    Realm(&'static str, &'static str),
}

/// The words in the name of a strategy, and its issuer.
const STRATEGIES: &[(&str, Issuer)] = &[
    ("auth0", Issuer::Host(&["3", "domain"])),
    ("google", Issuer::Fixed("https://accounts.google.com")),
    ("keycloak", Issuer::Realm("client_options.site", "client_options.realm")),
    ("okta", Issuer::Url(&["client_options.site", "site"])),
];

/// Reads the arguments of one strategy.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    let is_elixir = candidate.name == "config";
    let argument = |at: &str| root.get(at).and_then(|value| unresolved(value).or_else(|| value.as_string()));
    let strategy = match is_elixir {
        true => argument("1").filter(|name| name.starts_with("Ueberauth.Strategy.") && name.ends_with(".OAuth")),
        false => argument("0").filter(|_| candidate.name.starts_with(['p', 'c'])),
    };
    let strategy = strategy.map(|name| name.trim_start_matches(':').to_owned());
    let named = || root.get("client_id").is_some() || root.get("client_options").is_some();
    let Some(strategy) = strategy.filter(|_| has(root, &["2"]) || named()) else { return Vec::new() };
    let positions = [(Field::ClientId, "1"), (Field::ClientSecret, "2"), (Field::Scopes, "authorize_params.scope")];
    let positions = if is_elixir { &[][..] } else { &positions };
    let named = common::fields(root);
    let named = named.iter().map(|(field, path)| (*field, path.as_str()));
    let fields: Vec<(Field, &str)> = positions.iter().copied().chain(named).collect();
    let mut part = Part::of(ImportKind::Omniauth, root, "", &fields);
    let lower = strategy.to_lowercase();
    let row = STRATEGIES.iter().find(|(word, _)| lower.contains(word));
    let issuer = row.and_then(|(_, issuer)| issuer_of(issuer, root)).filter(|_| part.draft.issuer.is_none());
    part.draft.issuer = part.draft.issuer.take().or(issuer);
    part.draft.name = part.draft.name.take().or(Some(strategy));
    // A service of its own.
    if row.is_none() && part.draft.issuer.is_none() {
        part.draft.unresolved.push((Field::Issuer, "of the strategy".to_owned()));
    }
    let is_client = part.draft.client_id.is_some() || part.draft.lacks(&[Field::ClientId]);
    if is_client { vec![part] } else { Vec::new() }
}

fn issuer_of(issuer: &Issuer, root: Value<'_>) -> Option<String> {
    let first = |names: &[&str]| {
        names.iter().find_map(|name| text(root, name)).filter(|text| !text.starts_with('\u{1}') && !text.is_empty())
    };
    let bare = |url: String| url.trim_end_matches('/').to_owned();
    match issuer {
        Issuer::Fixed(issuer) => Some((*issuer).to_owned()),
        Issuer::Host(names) => Some(format!("https://{}/", bare(first(names)?).trim_start_matches("https://"))),
        Issuer::Url(names) => first(names).map(bare),
        Issuer::Realm(server, realm) => {
            let base = text(root, "client_options.base_url").unwrap_or_else(|| "/auth".to_owned());
            Some(format!("{}{}/realms/{}", bare(first(&[server])?), bare(base), first(&[realm])?))
        }
    }
}
