//! `.env` files: names that end in what they hold, whatever their prefix, with `${OTHER}` filled in from the same file.

use super::draft::{Draft, Field};
use super::{ImportKind, Part, rules};

/// The endings that tell what a variable holds. The first that fits counts.
const ENDINGS: &[(&str, Field)] = &[
    ("USER_POOL_CLIENT_ID", Field::ClientId),
    ("CLIENT_ID", Field::ClientId),
    ("CLIENT_SECRET", Field::ClientSecret),
    ("USER_POOL_ID", Field::UserPoolId),
    ("USERPOOL_ID", Field::UserPoolId),
    ("USER_POOLS_ID", Field::UserPoolId),
    ("REGION", Field::Region),
    ("DOMAIN", Field::Domain),
    ("DOMAIN_URL", Field::Domain),
    ("LOGOUT_REDIRECT_URI", Field::SignOutUris),
    ("SIGN_OUT_REDIRECT_URI", Field::SignOutUris),
    ("LOGOUT_URI", Field::SignOutUris),
    ("SIGN_OUT_URI", Field::SignOutUris),
    ("REDIRECT_URI", Field::RedirectUris),
    ("REDIRECT_URIS", Field::RedirectUris),
    ("CALLBACK_URL", Field::RedirectUris),
    ("REDIRECT_URL", Field::RedirectUris),
    ("ISSUER", Field::Issuer),
    ("ISSUER_URL", Field::Issuer),
    ("AUTHORITY", Field::Issuer),
    ("SCOPE", Field::Scopes),
    ("SCOPES", Field::Scopes),
    ("RESPONSE_TYPE", Field::ResponseType),
];

/// Prefixes that make a bundler put the value into the page.
const PUBLIC_PREFIXES: &[&str] =
    &["VITE_", "NEXT_PUBLIC_", "REACT_APP_", "PUBLIC_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "GATSBY_"];

/// Words of a name that tell nothing of whose value it is.
const COMMON: &[&str] = &[
    "cognito", "user", "pool", "pools", "userpool", "web", "app", "vite", "next", "public", "react", "nuxt", "expo",
    "gatsby", "aws", "amplify", "oauth", "oauth2", "oidc", "auth", "sso", "login", "signin", "hosted", "ui", "custom",
    "server", "client",
];

/// One assignment. `literal` is set for single quotes, within which nothing is filled in.
#[derive(Debug, PartialEq, Eq)]
struct Variable {
    name: String,
    value: String,
    literal: bool,
}

/// Reads a `.env` file; nothing when the text is none, or holds no name that matters here.
pub(super) fn read(text: &str) -> Vec<Part> {
    let Some(variables) = variables(text) else { return Vec::new() };
    let known: Vec<(usize, Field)> = variables
        .iter()
        .enumerate()
        .filter(|(_, variable)| !variable.value.is_empty())
        // Set again further down, which is what counts.
        .filter(|(index, variable)| !variables[index + 1..].iter().any(|later| later.name == variable.name))
        .filter_map(|(index, variable)| Some((index, field_of(&variable.name)?)))
        .collect();
    if !known
        .iter()
        .any(|(_, field)| !matches!(field, Field::Region | Field::Scopes | Field::Domain | Field::ResponseType))
    {
        return Vec::new();
    }
    let mut file = File { variables, known, findings: Vec::new(), ignored: Vec::new() };
    file.parts()
}

struct File {
    variables: Vec<Variable>,
    known: Vec<(usize, Field)>,
    findings: Vec<crate::protocol::Finding>,
    ignored: Vec<String>,
}

impl File {
    /// One part for each client id; without any, one part.
    fn parts(&mut self) -> Vec<Part> {
        let mut room = MAX_FILLED;
        let values: Vec<String> = (0..self.variables.len()).map(|index| self.filled(index, &mut room)).collect();
        self.name_the_overwritten(&values);
        let mut clients: Vec<usize> = Vec::new();
        for &(index, field) in &self.known {
            let twin = clients.iter().any(|&other| values[other] == values[index]);
            if field == Field::ClientId && !twin && self.is_client_of_the_pool(&values[index]) {
                clients.push(index);
            }
        }
        let mut parts: Vec<Part> = match clients.is_empty() {
            true => vec![self.part(None, false, &values)],
            false => clients.iter().map(|&client| self.part(Some(client), clients.len() > 1, &values)).collect(),
        };
        self.name_the_unused(&values, &parts);
        if let Some(first) = parts.first_mut() {
            first.findings.append(&mut self.findings);
            first.ignored.append(&mut self.ignored);
        }
        parts
    }

    /// Where a user pool and a client id in the shape of its clients are given, another shape is another provider's.
    fn is_client_of_the_pool(&self, value: &str) -> bool {
        let shaped =
            |value: &str| value.len() == 26 && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let of = |field: Field| self.known.iter().filter(move |(_, f)| *f == field);
        let pool = of(Field::UserPoolId).next().is_some();
        !pool || shaped(value) || !of(Field::ClientId).any(|(index, _)| shaped(&self.variables[*index].value))
    }

    fn part(&mut self, client: Option<usize>, several: bool, values: &[String]) -> Part {
        let mut part =
            Part { kind: ImportKind::Dotenv, draft: Draft::default(), read: vec![], ignored: vec![], findings: vec![] };
        let beside = client.map(|client| self.variables[client].name.clone()).unwrap_or_default();
        part.draft.name = environment(&beside).filter(|_| several);
        for field in [Field::ClientSecret, Field::Domain] {
            if self.nearest(field, &beside, several).is_none() {
                part.findings.extend(self.left_out(field, &beside));
            }
        }
        for field in ENDINGS.iter().map(|(_, field)| *field) {
            let chosen = match field {
                Field::ClientId => client,
                _ => self.nearest(field, &beside, several),
            };
            let Some(index) = chosen else { continue };
            let (name, value) = (&self.variables[index].name, values[index].as_str());
            let line = format!("{name}: {}", field.name());
            if part.read.contains(&line) {
                continue;
            }
            part.read.push(line);
            let list = |split: fn(char) -> bool| {
                value.split(split).map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
            };
            match field {
                Field::RedirectUris => part.draft.redirect_uris = list(|c| c == ','),
                Field::SignOutUris => part.draft.sign_out_uris = list(|c| c == ','),
                Field::Scopes => part.draft.scopes = list(|c| c == ',' || c.is_whitespace()),
                _ => {
                    part.draft.fill_text(field, Some(value.to_owned()));
                }
            }
            if field == Field::ClientSecret && PUBLIC_PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
                part.findings.push(rules::SECRET_IN_APP.found(
                    format!("{name} is put into the page by the bundler: everybody can read this client secret"),
                    "Use a public client with PKCE in a browser, and replace this secret",
                ));
            }
        }
        part
    }

    /// The variable for a field whose name has most in common with the client id's, among those that may be of it.
    fn nearest(&self, field: Field, beside: &str, several: bool) -> Option<usize> {
        let common = |name: &str| name.bytes().zip(beside.bytes()).take_while(|(a, b)| a == b).count();
        let speaks =
            |name: &str| usize::from(["COGNITO", "OIDC", "OAUTH", "AUTH"].iter().any(|word| name.contains(word)));
        let rank = |index: usize| {
            let name = &self.variables[index].name;
            (speaks(name), common(name))
        };
        let candidates = self.of(field).filter(|index| self.may_be_of(*index, field, beside, several));
        candidates.fold(None, |best: Option<usize>, index| match best {
            Some(best) if rank(best) >= rank(index) => Some(best),
            _ => Some(index),
        })
    }

    fn of(&self, field: Field) -> impl Iterator<Item = usize> {
        self.known.iter().filter(move |(_, known)| *known == field).map(|(index, _)| *index)
    }

    /// Whether a variable may be of that client: a file often holds what is another provider's, too. A secret and a domain,
    /// where a secret would be sent to, have to go by the client id's name; a secret of one among several clients must
    /// begin as the client id does.
    fn may_be_of(&self, index: usize, field: Field, client: &str, several: bool) -> bool {
        let name = &self.variables[index].name;
        let (prefix, own) = (prefix(name, field), prefix(client, Field::ClientId));
        if prefix == own {
            return true;
        }
        let mut others = self.of(Field::ClientId).map(|other| self.variables[other].name.as_str());
        let whose = words(prefix);
        let is_anothers = others.any(|other| {
            let theirs = self::prefix(other, Field::ClientId);
            other != client
                && (theirs == prefix && field == Field::ClientSecret || !whose.is_empty() && words(theirs) == whose)
        });
        let goes_by = |client: &str| whose.iter().all(|word| words(client).contains(word));
        match field {
            _ if is_anothers && whose != words(own) => false,
            Field::ClientSecret if several => !is_anothers && whose == words(own) && !whose.is_empty(),
            Field::ClientSecret => !is_anothers && goes_by(own),
            Field::Domain => goes_by(own) || self.variables[index].value.contains(".amazoncognito.com"),
            _ => true,
        }
    }

    /// What tells that the file has a secret or domain which was not taken, unless it plainly goes with another client id.
    fn left_out(&self, field: Field, client: &str) -> Option<crate::protocol::Finding> {
        let has_client = |name: &str| {
            self.of(Field::ClientId).any(|id| prefix(&self.variables[id].name, Field::ClientId) == prefix(name, field))
        };
        let names = self.of(field).map(|index| self.variables[index].name.as_str());
        let names: Vec<&str> = names.filter(|name| !has_client(name)).collect();
        let (first, beside) = (names.first()?, if client.is_empty() { "a user pool" } else { client });
        let named = match field {
            Field::ClientSecret => "CLIENT_SECRET",
            _ => "DOMAIN",
        };
        let own = prefix(client, Field::ClientId);
        Some(rules::OF_ANOTHER.found(
            format!("{} is no {} of {beside} by its name, and was left out", names.join(", "), field.name()),
            format!("Where {first} is meant, call it {own}{named} and import the file again"),
        ))
    }

    /// A name that is set twice has its last value, as in every program that reads these files.
    fn name_the_overwritten(&mut self, values: &[String]) {
        for (index, variable) in self.variables.iter().enumerate() {
            let later = (index + 1..values.len()).find(|later| self.variables[*later].name == variable.name);
            if later.is_some_and(|later| values[later] != values[index]) && field_of(&variable.name).is_some() {
                let name = &variable.name;
                self.findings.push(rules::VARIABLE_TWICE.found(
                    format!("{name} is set more than once, to different values: the last one counts"),
                    format!("Keep one line of {name}"),
                ));
            }
        }
    }

    fn name_the_unused(&mut self, values: &[String], parts: &[Part]) {
        for index in 0..self.variables.len() {
            let name = &self.variables[index].name;
            let used = |part: &Part| part.read.iter().any(|line| line.split(": ").next() == Some(name));
            if parts.iter().any(used) {
                continue;
            }
            let why = match self.known.iter().find(|(known, _)| *known == index) {
                Some((_, field)) => {
                    let twin = self.known.iter().any(|(k, f)| f == field && *k != index && values[*k] == values[index]);
                    if twin {
                        "says the same as another variable".to_owned()
                    } else if parts.iter().any(|part| part.read.iter().any(|line| line.ends_with(field.name()))) {
                        format!("another {} is used", field.name())
                    } else {
                        "by its name it is of another client".to_owned()
                    }
                }
                None if self.variables[index].value.is_empty() => "empty".to_owned(),
                None => "its name does not end in a field of a client".to_owned(),
            };
            self.ignored.push(format!("{name}: {why}"));
        }
    }

    /// A variable's value with `${OTHER}` and `${OTHER:-default}` filled in. What the file does not define stays as it
    /// is written, and a finding says so.
    fn filled(&mut self, index: usize, room: &mut usize) -> String {
        let (mut missing, mut left) = (Vec::new(), MAX_REFERENCES);
        let value = fill_in(&self.variables, index, (&mut left, room), &mut missing);
        if self.known.iter().any(|(known, _)| *known == index) {
            for name in missing {
                self.findings.push(rules::UNRESOLVED_VARIABLE.found(
                    format!("{} refers to {name}, which this file does not define", self.variables[index].name),
                    format!("Define {name}, or put the value there"),
                ));
            }
        }
        value
    }
}

/// How many references one value may come to: beyond it they go in a circle.
const MAX_REFERENCES: usize = 64;

/// How many bytes the references of a whole file may come to: beyond it they stay as they are written.
const MAX_FILLED: usize = 1 << 20;

/// No file of this kind is longer, in variables.
const MAX_VARIABLES: usize = 2000;

fn fill_in(
    variables: &[Variable],
    index: usize,
    (left, room): (&mut usize, &mut usize),
    missing: &mut Vec<String>,
) -> String {
    let variable = &variables[index];
    if variable.literal {
        return variable.value.clone();
    }
    let mut text = String::new();
    let mut rest = variable.value.as_str();
    while let Some((before, reference)) = rest.split_once("${") {
        let Some((inner, after)) = reference.split_once('}') else { break };
        let (name, default) = inner.split_once(":-").map_or((inner, None), |(name, default)| (name, Some(default)));
        // The last assignment wins, but a variable that extends itself means the one before it.
        let found = variables.iter().enumerate().rfind(|(i, v)| v.name == name && *i != index).map(|(i, _)| i);
        text.push_str(before);
        match (found, default) {
            (Some(other), _) if *left > 0 && variables[other].value.len() <= *room => {
                *left -= 1;
                *room -= variables[other].value.len();
                text.push_str(&fill_in(variables, other, (left, room), missing));
            }
            (_, Some(default)) => text.push_str(default),
            _ => {
                if !missing.iter().any(|known| known == name) {
                    missing.push(name.to_owned());
                }
                text.push_str("${");
                text.push_str(inner);
                text.push('}');
            }
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// What tells one client's variables from another's: `staging` in `STAGING_COGNITO_CLIENT_ID`.
fn environment(client_variable: &str) -> Option<String> {
    let words = words(prefix(client_variable, Field::ClientId));
    (!words.is_empty()).then(|| words.join("-"))
}

/// What stands in front of the words that tell the field: `STAGING_COGNITO_` in `STAGING_COGNITO_CLIENT_ID`.
fn prefix(name: &str, field: Field) -> &str {
    let endings = ENDINGS.iter().filter(|(_, known)| *known == field);
    // The shortest ending that fits, so that `USER_POOL_` counts as a prefix in every name.
    let rest = endings.filter_map(|(ending, _)| name.strip_suffix(ending)).max_by_key(|rest| rest.len());
    rest.unwrap_or_default()
}

/// The words of a prefix that tell whose the value is.
fn words(prefix: &str) -> Vec<String> {
    let words = prefix.split('_').map(str::to_lowercase);
    words.filter(|word| !word.is_empty() && !COMMON.contains(&word.as_str())).collect()
}

/// By convention these names are in capitals: `client_id=a` is a line of a query, or of another file.
fn field_of(name: &str) -> Option<Field> {
    if name.bytes().any(|b| b.is_ascii_lowercase()) {
        return None;
    }
    // A cookie's domain, and the identity pool, are something else.
    if name.contains("COOKIE") || name.contains("IDENTITY_POOL") {
        return None;
    }
    let ends =
        |ending: &str| name.strip_suffix(ending).is_some_and(|prefix| prefix.is_empty() || prefix.ends_with('_'));
    ENDINGS.iter().find(|(ending, _)| ends(ending)).map(|(_, field)| *field)
}

/// The assignments of a `.env` file, or `None` when a line is something else.
fn variables(text: &str) -> Option<Vec<Variable>> {
    let mut variables: Vec<Variable> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim();
        let (skipped, assignment) = (line.is_empty() || line.starts_with('#'), rest.trim_start());
        rest = after;
        if skipped {
            continue;
        }
        let (name, value) = assignment.strip_prefix("export ").unwrap_or(assignment).split_once('=')?;
        let name = name.trim_end();
        let is_name = !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && !name.starts_with(|c: char| c.is_ascii_digit());
        if !is_name || variables.len() == MAX_VARIABLES {
            return None;
        }
        let (variable, end) = variable(name, value);
        variables.push(variable);
        rest = value[end..].split_once('\n').map_or("", |(_, after)| after);
    }
    (!variables.is_empty()).then_some(variables)
}

/// The variable, and where its value ends.
fn variable(name: &str, value: &str) -> (Variable, usize) {
    let named = |value: &str, literal| Variable { name: name.to_owned(), value: value.to_owned(), literal };
    let line = &value[..value.find('\n').unwrap_or(value.len())];
    let begin = line.len() - line.trim_start().len();
    if let Some(quote) = line[begin..].chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) {
        let inner = begin + 1;
        if let Some(end) = closing(&value[inner..], quote) {
            return (named(&value[inner..inner + end], quote == '\''), inner + end + 1);
        }
    }
    // Without quotes, ` #` starts a comment.
    let end = line.find(" #").or_else(|| line.find("\t#")).unwrap_or(line.len());
    (named(line[..end].trim(), false), line.len())
}

/// Where a quoted value ends, which may be some lines further down: at the first quote that nothing but a comment follows.
/// Another one on its line is a part of the value, as a shell's user would have it.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped && quote == '"';
        if !ends {
            continue;
        }
        let behind = text[at + c.len_utf8()..].split('\n').next().unwrap_or_default().trim();
        if behind.is_empty() || behind.starts_with('#') {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_comments_exports_and_references_are_understood() {
        let parts = read(
            "# app\nexport COGNITO_REGION=eu-west-1 # where\nCOGNITO_USER_POOL_ID=\"${COGNITO_REGION}_Abc\"\n\
             COGNITO_CLIENT_ID='${literal}'\nCOGNITO_DOMAIN=${PREFIX:-shop}\n",
        );
        assert_eq!(parts.len(), 1);
        let draft = &parts[0].draft;
        assert_eq!(draft.user_pool_id.as_deref(), Some("eu-west-1_Abc"));
        assert_eq!(draft.client_id.as_deref(), Some("${literal}"));
        assert_eq!(draft.domain.as_deref(), Some("shop"));
    }

    #[test]
    fn variables_that_refer_to_each_other_in_a_circle_end() {
        let parts = read("A_CLIENT_ID=${B}\nB=${A_CLIENT_ID}${A_CLIENT_ID}\n");
        assert!(!parts[0].findings.is_empty());
    }

    #[test]
    fn two_environments_in_one_file_are_two_clients_each_with_its_own_values() {
        let parts =
            read("DEV_CLIENT_ID=a\nDEV_DOMAIN=dev\nPROD_CLIENT_ID=b\nPROD_DOMAIN=prod\nUSER_POOL_ID=eu-west-1_A\n");
        let found: Vec<_> = parts.iter().map(|p| (p.draft.client_id.as_deref(), p.draft.domain.as_deref())).collect();
        assert_eq!(found, [(Some("a"), Some("dev")), (Some("b"), Some("prod"))]);
        assert!(parts.iter().all(|part| part.draft.user_pool_id.is_some()));
    }

    #[test]
    fn a_query_string_or_prose_is_no_dotenv_file() {
        for text in ["client_id=a&state=b", "CLIENT_ID", "hello = world", "", "PATH=/usr/bin\nREGION=x"] {
            assert!(read(text).is_empty(), "{text:?}");
        }
    }

    fn only(text: &str) -> Part {
        let mut parts = read(text);
        assert_eq!(parts.len(), 1, "{parts:?}");
        parts.remove(0)
    }

    const POOL: &str = "COGNITO_USER_POOL_ID=eu-west-1_AbCdEfGhI\nCOGNITO_CLIENT_ID=2k4h8d9s0a1q2w3e4r5t6y7u8i\n";

    #[test]
    fn a_secret_and_a_domain_of_something_else_are_left_out_and_named() {
        let file = format!("GOOGLE_CLIENT_SECRET=GOCSPX-zzz\n{POOL}MAIL_DOMAIN=mail.example.com\n");
        let part = only(&file);
        assert_eq!((part.draft.client_secret, part.draft.domain), (None, None));
        let said: Vec<_> = part.findings.iter().map(|finding| (finding.id(), finding.detail.as_str())).collect();
        assert_eq!(
            said,
            [
                (
                    "import.value_of_another",
                    "GOOGLE_CLIENT_SECRET is no client secret of COGNITO_CLIENT_ID by its name, and was left out"
                ),
                (
                    "import.value_of_another",
                    "MAIL_DOMAIN is no domain of COGNITO_CLIENT_ID by its name, and was left out"
                ),
            ]
        );
        let part = only(&format!("GOOGLE_CLIENT_ID=1-a.apps.googleusercontent.com\n{file}"));
        assert_eq!((part.draft.client_secret, part.findings.len()), (None, 1));
        let expected = "GOOGLE_CLIENT_SECRET: by its name it is of another client".to_owned();
        assert!(part.ignored.contains(&expected), "{:?}", part.ignored);
    }

    #[test]
    fn a_secret_and_a_domain_that_go_by_the_client_ids_name_are_taken() {
        for (id, secret) in [
            ("NEXT_PUBLIC_COGNITO_CLIENT_ID", "COGNITO_CLIENT_SECRET"),
            ("COGNITO_USER_POOL_CLIENT_ID", "COGNITO_CLIENT_SECRET"),
            ("SHOP_CLIENT_ID", "SHOP_CLIENT_SECRET"),
            ("SHOP_CLIENT_ID", "CLIENT_SECRET"),
            ("CLIENT_ID", "CLIENT_SECRET"),
        ] {
            let part = only(&format!("{id}=c\n{secret}=s\nCOGNITO_DOMAIN=shop\nISSUER=https://op.example\n"));
            assert_eq!(part.draft.client_secret, Some(crate::protocol::Secret::new("s")), "{id} {secret}");
            assert_eq!(part.draft.domain.as_deref(), Some("shop"), "{id} {secret}");
        }
    }

    #[test]
    fn each_of_several_clients_gets_its_own_secret_and_no_other() {
        let parts = read("DEV_CLIENT_ID=a\nDEV_CLIENT_SECRET=x\nPROD_CLIENT_ID=b\nISSUER=https://op.example\n");
        let secrets: Vec<bool> = parts.iter().map(|part| part.draft.client_secret.is_some()).collect();
        assert_eq!(secrets, [true, false]);
    }

    #[test]
    fn a_quote_ends_where_a_comment_follows_and_a_value_may_have_several_lines() {
        let part = only(&format!(
            "http_proxy=x\nPRIVATE_KEY=\"-----BEGIN\nabc= def\n-----END\"\n{POOL}COGNITO_CLIENT_SECRET='abc123def' # don't change\n"
        ));
        assert_eq!(part.draft.client_secret, Some(crate::protocol::Secret::new("abc123def")));
        assert_eq!(part.draft.client_id.as_deref(), Some("2k4h8d9s0a1q2w3e4r5t6y7u8i"));
        assert!(part.ignored.iter().any(|line| line.starts_with("http_proxy: ")), "{:?}", part.ignored);
    }

    #[test]
    fn a_name_set_twice_has_its_last_value_and_a_finding_says_so() {
        let part = only("CLIENT_ID=a\nISSUER=https://op.example\nCLIENT_ID=b\n");
        assert_eq!(part.draft.client_id.as_deref(), Some("b"));
        assert_eq!(part.findings.iter().map(|finding| finding.id()).collect::<Vec<_>>(), ["import.variable_twice"]);
        let part = only("CLIENT_ID=a\nISSUER=https://op.example\nCLIENT_ID=a\n");
        assert!(part.findings.is_empty());
    }

    #[test]
    fn references_to_a_long_value_do_not_multiply_it_without_end() {
        let long = "x".repeat(60_000);
        let many: String = (0..1000).map(|n| format!("A{n}_DOMAIN={}\n", "${L}".repeat(10))).collect();
        let parts = read(&format!("L={long}\nCLIENT_ID=a\n{many}"));
        let size: usize = parts.iter().map(|part| format!("{part:?}").len()).sum();
        assert!(size < 4 << 20, "{size}");
    }
}
