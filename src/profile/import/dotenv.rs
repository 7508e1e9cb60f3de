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
        let values: Vec<String> = (0..self.variables.len()).map(|index| self.filled(index)).collect();
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
        for field in ENDINGS.iter().map(|(_, field)| *field) {
            let chosen = match field {
                Field::ClientId => client,
                Field::ClientSecret if several => self.secret_of(&beside),
                _ => self.nearest(field, &beside),
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

    /// The variable for a field whose name has most in common with the client id's.
    fn nearest(&self, field: Field, beside: &str) -> Option<usize> {
        let common = |name: &str| name.bytes().zip(beside.bytes()).take_while(|(a, b)| a == b).count();
        let speaks =
            |name: &str| usize::from(["COGNITO", "OIDC", "OAUTH", "AUTH"].iter().any(|word| name.contains(word)));
        let rank = |index: usize| {
            let name = &self.variables[index].name;
            (speaks(name), common(name))
        };
        let candidates = self.known.iter().filter(|(_, f)| *f == field).map(|(index, _)| *index);
        candidates.fold(None, |best: Option<usize>, index| match best {
            Some(best) if rank(best) >= rank(index) => Some(best),
            _ => Some(index),
        })
    }

    /// The secret of one client among several: its name must begin as the client id's does.
    fn secret_of(&self, client: &str) -> Option<usize> {
        let prefix = client.rfind("CLIENT_ID").map(|at| &client[..at])?;
        let mut secrets = self.known.iter().filter(|(_, field)| *field == Field::ClientSecret).map(|(index, _)| *index);
        secrets
            .find(|index| self.variables[*index].name.strip_prefix(prefix).is_some_and(|rest| rest == "CLIENT_SECRET"))
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
                    } else {
                        format!("another {} is used", field.name())
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
    fn filled(&mut self, index: usize) -> String {
        let (mut missing, mut left) = (Vec::new(), MAX_REFERENCES);
        let value = fill_in(&self.variables, index, &mut left, &mut missing);
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

/// No file of this kind is longer, in variables.
const MAX_VARIABLES: usize = 2000;

fn fill_in(variables: &[Variable], index: usize, left: &mut usize, missing: &mut Vec<String>) -> String {
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
            (Some(other), _) if *left > 0 => {
                *left -= 1;
                text.push_str(&fill_in(variables, other, left, missing));
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
    let prefix = &client_variable[..client_variable.rfind("CLIENT_ID")?];
    let lower = prefix.to_lowercase();
    let common =
        ["cognito", "user", "pool", "web", "app", "vite", "next", "public", "react", "aws", "oauth", "oidc", "auth"];
    let words: Vec<&str> = lower.split('_').filter(|word| !word.is_empty() && !common.contains(word)).collect();
    (!words.is_empty()).then(|| words.join("-"))
}

fn field_of(name: &str) -> Option<Field> {
    let name = name.to_uppercase();
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
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=')?;
        let name = name.trim_end();
        let is_name = !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && !name.starts_with(|c: char| c.is_ascii_digit());
        let shouts = name.bytes().any(|b| b.is_ascii_uppercase()) && !name.bytes().any(|b| b.is_ascii_lowercase());
        if !is_name || !shouts {
            return None;
        }
        variables.push(variable(name, value.trim()));
        if variables.len() > MAX_VARIABLES {
            return None;
        }
    }
    (!variables.is_empty()).then_some(variables)
}

fn variable(name: &str, value: &str) -> Variable {
    for quote in ['"', '\'', '`'] {
        if let Some((inner, _)) = value.strip_prefix(quote).and_then(|rest| rest.rsplit_once(quote)) {
            return Variable { name: name.to_owned(), value: inner.to_owned(), literal: quote == '\'' };
        }
    }
    // Without quotes, ` #` starts a comment.
    let end = value.find(" #").or_else(|| value.find("\t#")).unwrap_or(value.len());
    Variable { name: name.to_owned(), value: value[..end].trim_end().to_owned(), literal: false }
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
}
