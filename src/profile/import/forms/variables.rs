//! Variables: a `.env` file, exports of a shell, settings in Python, the environment of a container. The end of a name
//! says what it contains, whatever its prefix.

use super::container::container;
use super::variable_names::{COMMON, ENDINGS, PUBLIC_PREFIXES, SHORT, SOCIAL};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::profile::cognito;
use crate::profile::import::draft::{Draft, Field};
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::Members;
use crate::profile::import::node::Node;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::{objects, text};
use crate::protocol::json::{Kind, Value};
use crate::protocol::{Endpoints, Finding, Json};

/// A relevant variable.
struct Variable {
    name: String,
    field: Field,
    /// `None` if it is unresolved.
    value: Option<String>,
    /// The prefix before the words that name the field.
    prefix: String,
    /// The words of the prefix that say whose value it is.
    owner: Vec<String>,
}

/// Reads variables: of the document itself, or of every `environment` or `env` in it.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    let is_shouted = |value: Value<'_>| !variables(value).is_empty();
    if root.is_object() && is_shouted(root) {
        return of_map("", root);
    }
    if let Some(data) = root.get("data").filter(|_| text(root, "kind").as_deref() == Some("Secret")) {
        let parts = of_secret(data);
        if !parts.is_empty() {
            return parts;
        }
    }
    let is_environment = |path: &str, value: Value<'_>| {
        ["environment", "env", "data", "stringData"]
            .iter()
            .any(|name| path == *name || path.ends_with(&format!(".{name}")))
            && is_shouted(value)
    };
    let mut parts: Vec<Part> = objects(root, &is_environment)
        .iter()
        .flat_map(|(path, value)| within(container(root, path), of_map(path, *value)))
        .collect();
    // Kubernetes: a list of `{ name, value }`; Compose: a list of `NAME=value`.
    let lists = objects(root, &|_, value| {
        ["env", "environment"].iter().any(|name| value.get(name).is_some_and(|list| list.items().next().is_some()))
    });
    for (path, holder) in lists {
        for name in ["env", "environment"] {
            let mut quoted: Vec<String> = Vec::new();
            let rows = holder.get(name).into_iter().flat_map(Value::items).filter_map(|item| match item.as_string() {
                Some(text) => text.split_once('=').map(|(name, value)| {
                    let bare = without_quotes(value);
                    if bare.len() < value.len() && field_of(name).is_some() {
                        quoted.push(name.to_owned());
                    }
                    (name.to_owned(), Node::Text(bare.to_owned()))
                }),
                None => {
                    let value = item
                        .get("value")
                        .and_then(Value::as_string)
                        .map_or_else(|| Node::Unresolved("a secret".into()), Node::Text);
                    Some((item.get("name")?.as_string()?, value))
                }
            });
            if let Ok(json) = Json::parse(Node::Map(rows.collect()).json())
                && is_shouted(json.root())
            {
                let path = format!("{path}.{name}");
                let mut found = within(container(root, &path), of_map(&path, json.root()));
                if let Some(first) = found.first_mut().filter(|_| !quoted.is_empty()) {
                    first.findings.push(quotes(&quoted));
                }
                parts.extend(found);
            }
        }
    }
    parts
}

/// A value without the quotation marks around it.
fn without_quotes(value: &str) -> &str {
    let inner = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

/// In a list, Compose does not remove quotation marks.
fn quotes(names: &[String]) -> Finding {
    rules::QUOTES_IN_VALUE
        .found(
            format!("{} has quotation marks, which become part of the value in a list of Compose", names.join(", ")),
            "Remove them, or put the whole entry in quotation marks: - \"NAME=value\"",
        )
        .seen(None, "variables", names.join(", "))
}

/// The parts of a container, except what is for the browser.
fn within(container: Option<String>, mut parts: Vec<Part>) -> Vec<Part> {
    let is_public = |line: &String| {
        let name = line.rsplit_once(": ").and_then(|(place, _)| place.rsplit('.').next()).unwrap_or_default();
        PUBLIC_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
    };
    for part in parts.iter_mut().filter(|part| !part.read.iter().any(is_public)) {
        part.draft.container.clone_from(&container);
    }
    parts
}

/// The values of a Kubernetes Secret, which are Base64. `echo value | base64` encodes a line feed, too.
fn of_secret(data: Value<'_>) -> Vec<Part> {
    let mut ended = Vec::new();
    let decoded = data.members().map(|(name, value)| {
        let encoded = value.as_string().unwrap_or_default();
        let plain = STANDARD.decode(encoded.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(plain) = plain else { return (name.into_owned(), Node::Text(encoded)) };
        if plain.ends_with('\n') && plain.lines().count() == 1 && field_of(&name).is_some() {
            ended.push(name.to_string());
        }
        (name.into_owned(), Node::Text(plain.trim_end().to_owned()))
    });
    let Ok(json) = Json::parse(Node::Map(decoded.collect()).json()) else { return Vec::new() };
    let mut parts = of_map("data", json.root());
    if let Some(first) = parts.first_mut().filter(|_| !ended.is_empty()) {
        first.findings.push(rules::TRAILING_NEWLINE.found(
            format!("{} ends with a line feed, which the program sends as part of the value", ended.join(", ")),
            "Encode the value without it: printf %s VALUE | base64",
        ));
        first.repairs.push("decoded the Base64 of the Secret".to_owned());
    }
    parts
}

/// One part for each client id, or one part if there is none.
fn of_map(path: &str, map: Value<'_>) -> Vec<Part> {
    let variables = variables(map);
    let tells = |field: Field| {
        !matches!(field, Field::Region | Field::Scopes | Field::Domain | Field::ResponseType | Field::ClientSecret)
    };
    if !variables.iter().any(|variable| tells(variable.field)) {
        return Vec::new();
    }
    // The client of a service such as Stripe, without a provider, is not a configuration of a login.
    let is_client = |one: &&Variable| one.field == Field::ClientId;
    let has_provider = variables.iter().any(|one| {
        matches!(
            one.field,
            Field::Issuer | Field::Discovery | Field::UserPoolId | Field::Authorization | Field::Token | Field::Domain
        )
    });
    let only_social = !has_provider
        && variables.iter().filter(is_client).count() > 0
        && variables.iter().filter(is_client).all(is_social);
    let has_secret =
        |one: &Variable| variables.iter().any(|other| other.field == Field::ClientSecret && other.prefix == one.prefix);
    if only_social && !variables.iter().filter(is_client).any(|one| has_secret(one) && social_issuer(one).is_some()) {
        return Vec::new();
    }
    let mut clients: Vec<&Variable> = Vec::new();
    for variable in variables.iter().filter(|variable| variable.field == Field::ClientId) {
        let is_twin = variable.value.is_some() && clients.iter().any(|other| other.value == variable.value);
        let is_known = !only_social || has_secret(variable) && social_issuer(variable).is_some();
        if !is_twin && is_known && is_of_the_pool(&variables, variable) {
            clients.push(variable);
        }
    }
    let mut parts: Vec<Part> = match clients.is_empty() {
        true => vec![part(path, map, &variables, None, false)],
        false => clients.iter().map(|client| part(path, map, &variables, Some(client), clients.len() > 1)).collect(),
    };
    if let Some(first) = parts.first_mut() {
        first.findings.extend(set_twice(map));
        first.findings.extend(app_secret_empty(map));
    }
    parts
}

fn variables(map: Value<'_>) -> Vec<Variable> {
    let mut variables: Vec<Variable> = Vec::new();
    let mut places = std::collections::HashMap::new();
    let is_nextauth = ["NEXTAUTH_URL", "NEXTAUTH_SECRET"].iter().any(|name| map.get(name).is_some());
    for (name, value) in map.members() {
        // NextAuth's documentation: `KEYCLOAK_ID` and `KEYCLOAK_SECRET` beside `KEYCLOAK_ISSUER`.
        let beside = |ending: &str, other: &str, field: Field| {
            let prefix = name.strip_suffix(ending)?;
            let is_pair = is_nextauth && !prefix.contains("AUTH") && map.get(&format!("{prefix}{other}")).is_some();
            let has_issuer = map.get(&format!("{prefix}_ISSUER")).is_some();
            (is_pair || has_issuer).then_some((field, &name[..=prefix.len()]))
        };
        let found = field_of(&name)
            .or_else(|| beside("_ID", "_SECRET", Field::ClientId))
            .or_else(|| beside("_SECRET", "_ID", Field::ClientSecret));
        let Some((field, prefix)) = found else { continue };
        let resolved = value.as_string().filter(|text| !text.starts_with('\u{1}'));
        if value.raw() == "\"\"" || value.raw() == "null" {
            continue;
        }
        let variable = Variable {
            field,
            value: resolved,
            owner: words(prefix),
            prefix: prefix.to_owned(),
            name: name.into_owned(),
        };
        // It is set again further down, and the last value counts.
        match places.get(&variable.name) {
            Some(at) => variables[*at] = variable,
            None => {
                places.insert(variable.name.clone(), variables.len());
                variables.push(variable);
            }
        }
    }
    variables
}

/// If there are a user pool and a client id of Cognito's form, client ids of other forms belong to other providers.
fn is_of_the_pool(variables: &[Variable], client: &Variable) -> bool {
    let shaped = |variable: &Variable| variable.value.as_deref().is_some_and(cognito::is_client_id);
    let of = |field: Field| variables.iter().filter(move |variable| variable.field == field);
    let is_shaped = of(Field::UserPoolId).next().is_none() || shaped(client) || !of(Field::ClientId).any(shaped);
    // The clients of social sign-in, beside the client of this provider.
    let is_beside = is_social(client) && of(Field::ClientId).any(|other| !is_social(other));
    is_shaped && !is_beside
}

/// The issuer of a service with only one.
fn social_issuer(variable: &Variable) -> Option<&'static str> {
    const ISSUERS: &[(&str, &str)] =
        &[("google", "https://accounts.google.com"), ("apple", "https://appleid.apple.com")];
    ISSUERS.iter().find(|(name, _)| variable.owner.iter().any(|word| word == name)).map(|(_, issuer)| *issuer)
}

/// The issuer of an Entra tenant: `AZURE_AD_TENANT_ID`.
fn tenant_issuer(map: Value<'_>) -> Option<(String, String)> {
    const WORDS: &[&str] = &["AZURE", "ENTRA", "MICROSOFT", "AAD", "MSAL"];
    let is_tenant = |name: &str| name.ends_with("TENANT_ID") || name.ends_with("TENANT");
    let (name, tenant) =
        map.members().find(|(name, _)| is_tenant(name) && WORDS.iter().any(|word| name.contains(word)))?;
    let tenant = tenant.as_string().filter(|tenant| tenant.len() == 36 && tenant.matches('-').count() == 4)?;
    Some((name.into_owned(), format!("https://login.microsoftonline.com/{tenant}/v2.0")))
}

/// The secret with which Auth.js encrypts its cookies.
fn app_secret_empty(map: Value<'_>) -> Option<Finding> {
    let name = ["NEXTAUTH_SECRET", "AUTH_SECRET"]
        .iter()
        .find(|name| map.get(name).is_some_and(|value| value.raw() == "\"\"" || value.kind() == Kind::Null))?;
    Some(
        rules::APP_SECRET_EMPTY
            .found(
                format!("{name} is empty: in production, the application cannot encrypt its sign-in cookies and fails"),
                "Set it to a random value: openssl rand -base64 32",
            )
            .seen(None, *name, "empty"),
    )
}

fn is_social(variable: &Variable) -> bool {
    variable.owner.iter().any(|word| SOCIAL.contains(&word.as_str()))
}

fn part(path: &str, map: Value<'_>, variables: &[Variable], client: Option<&&Variable>, several: bool) -> Part {
    let nobody =
        Variable { name: String::new(), field: Field::ClientId, value: None, prefix: String::new(), owner: Vec::new() };
    let client_name = client.map(|client| client.name.as_str());
    let beside = client.copied().unwrap_or(&nobody);
    let mut members = Members::at(map, path);
    let mut draft = Draft::default();
    let mut findings = Vec::new();
    draft.name = (several && !beside.owner.is_empty()).then(|| beside.owner.join("-"));
    let mut seen: Vec<Field> = Vec::new();
    for field in ENDINGS.iter().map(|(_, field)| *field) {
        if seen.contains(&field) {
            continue;
        }
        seen.push(field);
        let chosen = match field {
            Field::ClientId => client_name,
            _ => nearest(variables, field, beside, several).map(|variable| variable.name.as_str()),
        };
        let Some(name) = chosen else {
            findings.extend(left_out(variables, field, beside));
            continue;
        };
        // Docker's secrets: the variable has the path of a file.
        if let Some(path) = name.strip_suffix("_FILE").and_then(|_| members.text(name, field.name())) {
            draft.unresolved.push((field, format!("the file {path}")));
            continue;
        }
        draft.take(field, name, &mut members);
        if field == Field::ClientSecret && PUBLIC_PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
            findings.push(rules::SECRET_IN_APP.found(
                format!("{name} is put into the page by the bundler, so everyone can read this client secret"),
                "Use a public client with PKCE in a browser, and replace this secret",
            ));
        }
    }
    let derived = social_issuer(beside).map(|issuer| (beside.name.clone(), issuer.to_owned()));
    let is_known = draft.issuer.is_some() || draft.user_pool_id.is_some() || draft.endpoints != Endpoints::default();
    if let Some((name, issuer)) = derived.or_else(|| tenant_issuer(map)).filter(|_| !is_known && draft.domain.is_none())
    {
        members.read.push(format!("{name}: issuer"));
        draft.fill(Field::Issuer, issuer);
    }
    // An issuer beside its own discovery document is the same.
    let (read, mut ignored, repairs) = members.rest();
    for line in &mut ignored {
        explain(line, variables, beside, &draft);
    }
    let kind = match variables {
        _ if has_prefix(variables, &["OIDC_RP_", "SOCIAL_AUTH_"]) => ImportKind::Django,
        _ if has_prefix(variables, &["OAUTH2_PROXY_"]) => ImportKind::Oauth2Proxy,
        _ => ImportKind::Dotenv,
    };
    // python-social-auth adds its setting to its own scopes.
    draft.adds_openid = has_prefix(variables, &["SOCIAL_AUTH_"]);
    Part { read, ignored, findings, repairs, ..Part::new(kind, draft) }
}

fn has_prefix(variables: &[Variable], prefixes: &[&str]) -> bool {
    variables.iter().any(|variable| prefixes.iter().any(|prefix| variable.name.starts_with(prefix)))
}

/// Why a variable was not used, if its name means a field.
fn explain(line: &mut String, variables: &[Variable], beside: &Variable, draft: &Draft) {
    let name = line.split(": ").next().unwrap_or_default();
    if line.contains(": unresolved") || line.ends_with(": empty") {
        return;
    }
    let Some(variable) =
        variables.iter().find(|variable| name == variable.name || name.ends_with(&format!(".{}", variable.name)))
    else {
        *line = format!("{name}: its name does not end with the name of a field");
        return;
    };
    let says_the_same = variable.field == Field::ClientId && variable.value == draft.client_id;
    let why = if says_the_same {
        "has the same value as another variable".to_owned()
    } else if variable.owner == beside.owner {
        format!("another {} is used", variable.field.name())
    } else {
        "its name belongs to another client".to_owned()
    };
    *line = format!("{name}: {why}");
}

/// The variable for a field whose name is closest to the client id's, among those that may belong to it.
fn nearest<'a>(variables: &'a [Variable], field: Field, client: &Variable, several: bool) -> Option<&'a Variable> {
    let common = |name: &str| name.bytes().zip(client.name.bytes()).take_while(|(a, b)| a == b).count();
    let speaks = |name: &str| ["COGNITO", "OIDC", "OAUTH", "AUTH"].iter().any(|word| name.contains(word));
    let rank = |variable: &Variable| (speaks(&variable.name), common(&variable.name));
    let of =
        variables.iter().filter(|variable| variable.field == field && may_be_of(variables, variable, client, several));
    of.fold(None, |best: Option<&Variable>, one| match best {
        Some(best) if rank(best) >= rank(one) => Some(best),
        _ => Some(one),
    })
}

/// Whether a variable may belong to that client: a file often has values of other providers. The names of a secret and
/// of a domain, to which a secret would be sent, must match the client id's name; if there are several clients, the
/// secret's name must begin like the client id's.
fn may_be_of(variables: &[Variable], one: &Variable, client: &Variable, several: bool) -> bool {
    let is_secret = one.field == Field::ClientSecret;
    if one.prefix == client.prefix {
        return true;
    }
    let is_anothers = variables.iter().any(|other| {
        other.field == Field::ClientId
            && other.name != client.name
            && (other.prefix == one.prefix && is_secret || !one.owner.is_empty() && other.owner == one.owner)
    });
    let goes_by = one.owner.iter().all(|word| client.owner.contains(word));
    match one.field {
        _ if is_anothers && one.owner != client.owner => false,
        Field::ClientSecret if several => !is_anothers && one.owner == client.owner && !one.owner.is_empty(),
        Field::ClientSecret => !is_anothers && goes_by,
        Field::Domain => goes_by || one.value.as_deref().is_some_and(|value| cognito::is_prefix_domain(host(value))),
        _ => true,
    }
}

fn host(value: &str) -> &str {
    value.split_once("://").map_or(value, |(_, rest)| rest).split('/').next().unwrap_or_default()
}

/// A finding if the file has a secret or domain that was not used, unless it clearly belongs to another client id.
fn left_out(variables: &[Variable], field: Field, client: &Variable) -> Option<Finding> {
    let ending = match field {
        Field::ClientSecret => "CLIENT_SECRET",
        Field::Domain => "DOMAIN",
        _ => return None,
    };
    let has_client = |one: &Variable| variables.iter().any(|id| id.field == Field::ClientId && id.prefix == one.prefix);
    let names: Vec<&str> =
        variables.iter().filter(|one| one.field == field && !has_client(one)).map(|one| one.name.as_str()).collect();
    let (first, beside) = (names.first()?, if client.name.is_empty() { "a user pool" } else { &client.name });
    Some(rules::OF_ANOTHER.found(
        format!("{} was not used: its name does not match {beside}", names.join(", ")),
        format!(
            "If {first} is the {} of this client, rename it to {}{ending} and import the file again",
            field.name(),
            client.prefix
        ),
    ))
}

/// If a name is set twice, the last value counts, as in all programs that read these files.
fn set_twice(map: Value<'_>) -> Vec<Finding> {
    let mut last: std::collections::HashMap<String, &str> = std::collections::HashMap::new();
    let mut found: Vec<Finding> = Vec::new();
    for (name, value) in map.members().filter(|(name, _)| field_of(name).is_some()) {
        if last.insert(name.to_string(), value.raw()).is_some_and(|before| before != value.raw()) && found.len() < 8 {
            found.push(rules::VARIABLE_TWICE.found(
                format!("{name} is set more than once, to different values; the last value is used"),
                format!("Keep only one of the {name} lines"),
            ));
        }
    }
    found
}

/// The field of a variable and the prefix of its name. By convention, these names are in capitals: `client_id=a` is
/// part of a query, or of another file.
fn field_of(name: &str) -> Option<(Field, &str)> {
    // In Django this is the page after sign-in, not the redirect URI.
    let name = name.strip_suffix("_FILE").unwrap_or(name);
    let is_other = matches!(name, "LOGIN_REDIRECT_URL" | "LOGOUT_REDIRECT_URL")
        || ["COOKIE", "SESSION", "JWT_"].iter().any(|word| name.contains(word))
        || name.contains("IDENTITY_POOL")
        || name.bytes().any(|b| b.is_ascii_lowercase());
    if is_other || name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        return None;
    }
    let before = |ending: &str| name.strip_suffix(ending).filter(|prefix| prefix.is_empty() || prefix.ends_with('_'));
    if let Some((field, _)) = ENDINGS.iter().find_map(|(ending, field)| Some((*field, before(ending)?))) {
        // The shortest matching suffix, so that `USER_POOL_` counts as a prefix in every name.
        let endings = ENDINGS.iter().filter(|(_, known)| *known == field);
        return Some((
            field,
            endings.filter_map(|(ending, _)| name.strip_suffix(ending)).max_by_key(|rest| rest.len())?,
        ));
    }
    SHORT.iter().find_map(|(start, end, field)| {
        let is_word =
            |inner: &&str| !inner.is_empty() && !["TENANT", "POOL", "KEY"].iter().any(|word| inner.ends_with(word));
        let inner = name.strip_prefix(start)?.strip_suffix(end).filter(is_word)?;
        Some((*field, &name[..start.len() + inner.len() + 1]))
    })
}

/// The words of a prefix that say whose value it is.
fn words(prefix: &str) -> Vec<String> {
    let words = prefix.split('_').map(str::to_lowercase);
    words.filter(|word| !word.is_empty() && !COMMON.contains(&word.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use crate::profile::import::{Import, recognise};
    use crate::protocol::Secret;

    fn only(text: &str) -> Import {
        let import = recognise(text).expect("variables");
        assert_eq!(import.profiles.len(), 1, "{import:?}");
        import
    }

    const POOL: &str = "COGNITO_USER_POOL_ID=eu-west-1_AbCdEfGhI\nCOGNITO_CLIENT_ID=2k4h8d9s0a1q2w3e4r5t6y7u8i\n";

    #[test]
    fn quotes_comments_exports_and_references_are_understood() {
        let import = only(
            "# app\nexport COGNITO_REGION=eu-west-1 # where\nCOGNITO_USER_POOL_ID=\"${COGNITO_REGION}_Abc\"\n\
             COGNITO_CLIENT_ID=${OTHER}\nCOGNITO_DOMAIN=${PREFIX:-shop}\n",
        );
        let profile = &import.profiles[0];
        assert_eq!(profile.user_pool_id.as_deref(), Some("eu-west-1_Abc"));
        assert_eq!(profile.client_id, None);
        assert_eq!(profile.domain.as_deref(), Some("shop.auth.eu-west-1.amazoncognito.com"));
        assert!(import.findings.iter().any(|finding| finding.id() == "import.unresolved_variable"));
    }

    #[test]
    fn variables_that_refer_to_each_other_in_a_circle_end() {
        assert!(recognise("A_CLIENT_ID=${B}\nB=${A_CLIENT_ID}${A_CLIENT_ID}\n").is_some());
    }

    #[test]
    fn two_environments_in_one_file_are_two_clients_each_with_its_own_values() {
        let import = recognise(
            "DEV_CLIENT_ID=a\nDEV_DOMAIN=dev\nPROD_CLIENT_ID=b\nPROD_DOMAIN=prod\nUSER_POOL_ID=eu-west-1_A\n",
        )
        .unwrap();
        let found: Vec<_> = import.profiles.iter().map(|p| (p.client_id.as_deref(), p.domain.as_deref())).collect();
        let host = |name: &str| format!("{name}.auth.eu-west-1.amazoncognito.com");
        assert_eq!(found, [(Some("a"), Some(host("dev").as_str())), (Some("b"), Some(host("prod").as_str()))]);
    }

    #[test]
    fn a_query_string_or_prose_is_no_dotenv_file() {
        for text in ["client_id=a&state=b", "CLIENT_ID", "hello = world", "", "PATH=/usr/bin\nREGION=x"] {
            assert!(recognise(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_secret_and_a_domain_of_something_else_are_left_out_and_named() {
        let file = format!("GOOGLE_CLIENT_SECRET=GOCSPX-zzz\n{POOL}MAIL_DOMAIN=mail.example.com\n");
        let import = only(&file);
        assert_eq!((&import.profiles[0].client_secret, &import.profiles[0].domain), (&None, &None));
        let said = import.findings.iter().filter(|finding| finding.id() == "import.value_of_another").count();
        assert_eq!(said, 2);
        let import = only(&format!("GOOGLE_CLIENT_ID=1-a.apps.googleusercontent.com\n{file}"));
        assert_eq!(import.profiles[0].client_secret, None);
    }

    #[test]
    fn a_secret_and_a_domain_that_go_by_the_client_ids_name_are_taken() {
        for (id, secret) in [
            ("NEXT_PUBLIC_COGNITO_CLIENT_ID", "COGNITO_CLIENT_SECRET"),
            ("COGNITO_USER_POOL_CLIENT_ID", "COGNITO_CLIENT_SECRET"),
            ("SHOP_CLIENT_ID", "SHOP_CLIENT_SECRET"),
            ("SHOP_CLIENT_ID", "CLIENT_SECRET"),
            ("CLIENT_ID", "CLIENT_SECRET"),
            ("AUTH_COGNITO_ID", "AUTH_COGNITO_SECRET"),
        ] {
            let import = only(&format!("{id}=c\n{secret}=s\nCOGNITO_DOMAIN=shop\nISSUER=https://op.example\n"));
            assert_eq!(import.profiles[0].client_secret, Some(Secret::new("s")), "{id} {secret}");
            assert_eq!(import.profiles[0].domain.as_deref(), Some("shop"), "{id} {secret}");
        }
    }

    #[test]
    fn each_of_several_clients_gets_its_own_secret_and_no_other() {
        let text = "DEV_CLIENT_ID=a\nDEV_CLIENT_SECRET=x\nPROD_CLIENT_ID=b\nISSUER=https://op.example\n";
        let import = recognise(text).unwrap();
        let secrets: Vec<bool> = import.profiles.iter().map(|profile| profile.client_secret.is_some()).collect();
        assert_eq!(secrets, [true, false]);
    }

    #[test]
    fn a_quote_ends_where_a_comment_follows_and_a_value_may_have_several_lines() {
        let import = only(&format!(
            "http_proxy=x\nPRIVATE_KEY=\"-----BEGIN\nabc= def\n-----END\"\n{POOL}COGNITO_CLIENT_SECRET='abc123def' # don't change\n"
        ));
        assert_eq!(import.profiles[0].client_secret, Some(Secret::new("abc123def")));
        assert!(import.ignored.iter().any(|line| line.starts_with("http_proxy: ")), "{:?}", import.ignored);
    }

    #[test]
    fn a_name_set_twice_has_its_last_value_and_a_finding_says_so() {
        let import = only("CLIENT_ID=a\nISSUER=https://op.example\nCLIENT_ID=b\n");
        assert_eq!(import.profiles[0].client_id.as_deref(), Some("b"));
        assert_eq!(import.findings.iter().map(|finding| finding.id()).collect::<Vec<_>>(), ["import.variable_twice"]);
        assert!(only("CLIENT_ID=a\nISSUER=https://op.example\nCLIENT_ID=a\n").findings.is_empty());
    }

    #[test]
    fn references_to_a_long_value_do_not_multiply_it_without_end() {
        let long = "x".repeat(60_000);
        let many: String = (0..1000).map(|n| format!("A{n}_DOMAIN={}\n", "${L}".repeat(10))).collect();
        let import = recognise(&format!("L={long}\nCLIENT_ID=a\n{many}")).unwrap();
        assert!(format!("{import:?}").len() < 4 << 20);
    }
}
