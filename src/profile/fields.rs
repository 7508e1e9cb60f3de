//! The members of a profile in TOML: one table of names, read and written by the same code.

use toml_edit::{Array, Item, TableLike, Value};

use super::{Profile, Provider, SecretSource};
use crate::protocol::Endpoints;
use crate::protocol::endpoint::token::{ClientAuthentication, METHODS};

/// All members of a profile, in the order in which a new profile is written.
pub(super) const MEMBERS: &[&str] = &[
    "user_pool_id",
    "domain",
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
    "revocation_endpoint",
    "end_session_endpoint",
    "jwks_uri",
    "client_id",
    "registered_at",
    "grant",
    "client_auth",
    "client_key_id",
    "client_secret_keyring",
    "client_secret_command",
    "client_secret_env",
    "client_secret_file",
    "redirect_uris",
    "sign_out_uris",
    "scopes",
    "response_type",
    "parameters",
    "pkce",
    "identity_providers",
];

/// The grant of a machine client.
const CLIENT_CREDENTIALS: &str = "client_credentials";

/// The value of a member; `None` for the default, which is not written.
pub(super) fn written(profile: &Profile, member: &str) -> Option<Value> {
    let text = |text: &Option<String>| text.as_ref().map(Value::from);
    let unless_empty = |items: &[String]| (!items.is_empty()).then(|| list(items));
    let endpoints = match &profile.provider {
        Provider::Explicit(endpoints) => endpoints.clone(),
        Provider::Issuer(issuer) => Endpoints { issuer: Some(issuer.clone()), ..Endpoints::default() },
        Provider::Cognito { .. } => Endpoints::default(),
    };
    match (member, &profile.provider, &profile.secret_source) {
        ("user_pool_id", Provider::Cognito { user_pool_id, .. }, _) => Some(user_pool_id.into()),
        ("domain", Provider::Cognito { domain, .. }, _) => text(domain),
        ("client_id", ..) => (!profile.client_id.is_empty()).then(|| Value::from(&profile.client_id)),
        ("registered_at", ..) => profile.registered_at.map(|time| Value::from(time.to_string())),
        ("grant", ..) => profile.is_machine.then(|| Value::from(CLIENT_CREDENTIALS)),
        ("client_auth", ..) => {
            (profile.authentication != ClientAuthentication::Auto).then(|| Value::from(profile.authentication.name()))
        }
        ("client_key_id", ..) => text(&profile.client_key_id),
        ("client_secret_keyring", _, SecretSource::Keyring) => Some(true.into()),
        ("client_secret_command", _, SecretSource::Command(words)) => Some(list(words)),
        ("client_secret_env", _, SecretSource::Environment(name)) => Some(name.into()),
        ("client_secret_file", _, SecretSource::File(path)) => Some(path.into()),
        ("redirect_uris", ..) => unless_empty(&profile.redirect_uris),
        ("sign_out_uris", ..) => unless_empty(&profile.sign_out_uris),
        ("scopes", ..) => Some(list(&profile.scopes)),
        ("response_type", ..) => (profile.response_type != "code").then(|| Value::from(&profile.response_type)),
        ("parameters", ..) => {
            let pairs: Vec<String> = profile.parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
            unless_empty(&pairs)
        }
        ("pkce", ..) => (!profile.pkce).then(|| false.into()),
        ("identity_providers", ..) => unless_empty(&profile.identity_providers),
        _ => endpoints.members().into_iter().find(|(name, _)| *name == member).and_then(|(_, url)| text(url)),
    }
}

/// A list on one line if it is short, otherwise one item per line.
fn list(items: &[String]) -> Value {
    let mut array: Array = items.iter().collect();
    if items.iter().map(|item| item.len() + 4).sum::<usize>() > 90 {
        for item in array.iter_mut() {
            item.decor_mut().set_prefix("\n    ");
        }
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    Value::Array(array)
}

/// Whether two values are equal, regardless of their notation.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(a), Value::String(b)) => a.value() == b.value(),
        (Value::Boolean(a), Value::Boolean(b)) => a.value() == b.value(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same(a, b)),
        _ => false,
    }
}

/// Reads a table. Each problem is passed to `report` with the member's name (empty for the whole profile) and a
/// sentence.
pub(super) fn read(name: &str, table: &dyn TableLike, report: &mut dyn FnMut(&str, String)) -> Profile {
    for (member, _) in table.iter().filter(|(member, _)| !MEMBERS.contains(member)) {
        report(member, unknown(member));
    }
    let mut reader = Reader { table, report };
    let mut profile = Profile::new(reader.provider(), reader.text("client_id").unwrap_or_default());
    profile.name = Some(name.to_owned());
    profile.secret_source = reader.secret_source();
    if let Some(method) = reader.text("client_auth") {
        match ClientAuthentication::parse(&method) {
            Some(method) => profile.authentication = method,
            None => (reader.report)("client_auth", format!("found {method:?}, expected {METHODS}")),
        }
    }
    profile.client_key_id = reader.text("client_key_id");
    if let Some(time) = reader.text("registered_at") {
        profile.registered_at = time.parse().ok();
        if profile.registered_at.is_none() {
            (reader.report)("registered_at", format!("found {time:?}, expected a time as in 2026-01-02T03:04:05Z"));
        }
    }
    match reader.text("grant").as_deref() {
        None | Some("authorization_code") => {}
        Some(CLIENT_CREDENTIALS) => profile.is_machine = true,
        Some(other) => {
            (reader.report)("grant", format!("found {other:?}, expected authorization_code or {CLIENT_CREDENTIALS}"));
        }
    }
    if let Some(scopes) = reader.list("scopes") {
        profile.scopes = scopes;
    }
    if let Some(response_type) = reader.text("response_type") {
        profile.response_type = response_type;
    }
    profile.redirect_uris = reader.list("redirect_uris").unwrap_or_default();
    profile.sign_out_uris = reader.list("sign_out_uris").unwrap_or_default();
    profile.identity_providers = reader.list("identity_providers").unwrap_or_default();
    profile.pkce = reader.flag("pkce").unwrap_or(true);
    for pair in reader.list("parameters").unwrap_or_default() {
        match pair.split_once('=') {
            Some((name, value)) => profile.parameters.push(name, value),
            None => (reader.report)("parameters", format!("found {pair:?}, expected \"name=value\"")),
        }
    }
    profile
}

fn unknown(member: &str) -> String {
    match member {
        // The value is not quoted: it is a secret in the wrong place.
        "client_secret" => "found a client secret, expected client_secret_keyring, client_secret_command, \
                            client_secret_env or client_secret_file: a profile contains only the place of a secret"
            .to_owned(),
        _ => {
            let near = MEMBERS.iter().find(|known| known.trim_end_matches('s') == member.trim_end_matches('s'));
            match near {
                Some(near) => format!("not a profile member, expected {near}"),
                None => format!("not a profile member, expected one of {}", MEMBERS.join(", ")),
            }
        }
    }
}

struct Reader<'a> {
    table: &'a dyn TableLike,
    report: &'a mut dyn FnMut(&str, String),
}

impl Reader<'_> {
    fn provider(&mut self) -> Provider {
        let user_pool_id = self.text("user_pool_id");
        let domain = self.text("domain");
        let endpoints = Endpoints::from_members(|name| self.text(name));
        let only_issuer = Endpoints { issuer: endpoints.issuer.clone(), ..Endpoints::default() };
        if let Some(user_pool_id) = user_pool_id {
            if endpoints != Endpoints::default() {
                let what = "found together with an issuer or endpoints, expected only one of them";
                (self.report)("user_pool_id", what.to_owned());
            }
            return Provider::Cognito { user_pool_id, domain };
        }
        if domain.is_some() {
            (self.report)("domain", "found without user_pool_id, expected both".to_owned());
        }
        match &endpoints.issuer {
            Some(issuer) if endpoints == only_issuer => Provider::Issuer(issuer.clone()),
            _ => Provider::Explicit(endpoints),
        }
    }

    fn secret_source(&mut self) -> SecretSource {
        let command = self.list("client_secret_command").filter(|words| {
            if words.is_empty() {
                (self.report)(
                    "client_secret_command",
                    "found an empty list, expected a program and its arguments".to_owned(),
                );
            }
            !words.is_empty()
        });
        let sources = [
            self.flag("client_secret_keyring").filter(|on| *on).map(|_| SecretSource::Keyring),
            command.map(SecretSource::Command),
            self.text("client_secret_env").map(SecretSource::Environment),
            self.text("client_secret_file").map(SecretSource::File),
        ];
        let mut given = sources.into_iter().flatten();
        let source = given.next().unwrap_or_default();
        if given.next().is_some() {
            (self.report)("", "found several sources of the client secret, expected one".to_owned());
        }
        source
    }

    fn value(&self, member: &str) -> Option<&Item> {
        self.table.get(member)
    }

    fn text(&mut self, member: &str) -> Option<String> {
        let item = self.value(member)?;
        let text = item.as_str().map(str::to_owned);
        if text.is_none() {
            let what = format!("found {}, expected a string", kind(item));
            (self.report)(member, what);
        }
        text
    }

    fn flag(&mut self, member: &str) -> Option<bool> {
        let item = self.value(member)?;
        let flag = item.as_bool();
        if flag.is_none() {
            let what = format!("found {}, expected true or false", kind(item));
            (self.report)(member, what);
        }
        flag
    }

    fn list(&mut self, member: &str) -> Option<Vec<String>> {
        let item = self.value(member)?;
        let strings = item.as_array().map(|array| array.iter().map(|item| item.as_str().map(str::to_owned)).collect());
        match strings {
            Some(Some(strings)) => Some(strings),
            Some(None) => {
                (self.report)(member, "found an array with other values, expected an array of strings".to_owned());
                None
            }
            None => {
                let what = format!("found {}, expected an array of strings", kind(item));
                (self.report)(member, what);
                None
            }
        }
    }
}

fn kind(item: &Item) -> &'static str {
    match item.type_name() {
        "string" => "a string",
        "integer" => "an integer",
        "float" => "a number",
        "boolean" => "true or false",
        "datetime" => "a date",
        "array" => "an array",
        _ => "a table",
    }
}
