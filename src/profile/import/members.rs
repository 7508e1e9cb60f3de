//! A document read by dotted paths, with a record of what was read and what was ignored.

use super::node::{expression, is_encrypted, with_defaults};
use crate::protocol::Json;
use crate::protocol::json::{Kind, Value};

/// Reads members by path and remembers them; members that were never requested are listed as ignored at the end.
pub(super) struct Members<'a> {
    root: Value<'a>,
    /// The path of the root in its document: `spring.security.`, or empty.
    prefix: String,
    taken: Vec<String>,
    /// `path: field`, in the order of reading.
    pub read: Vec<String>,
    /// `path: why`.
    pub ignored: Vec<String>,
    /// The members of which the default was used.
    defaults: Vec<String>,
    /// The expression of the last requested member, if it has no value.
    pub unresolved: Option<String>,
}

impl<'a> Members<'a> {
    pub fn of(root: Value<'a>) -> Self {
        Self::at(root, "")
    }

    /// The members of a value that is at `prefix` in its document.
    pub fn at(root: Value<'a>, prefix: &str) -> Self {
        let prefix = if prefix.is_empty() || prefix.ends_with('.') { prefix.to_owned() } else { format!("{prefix}.") };
        let (taken, read, ignored, defaults) = Default::default();
        Self { root, prefix, taken, read, ignored, defaults, unresolved: None }
    }

    /// The value at a dotted path.
    pub fn find(&self, path: &str) -> Option<Value<'a>> {
        path.split('.').try_fold(self.root, |value, name| value.get(name))
    }

    /// The full path of a member in the document.
    pub fn place(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// Reads a text. `what` is the field it fills.
    pub fn text(&mut self, path: &str, what: &str) -> Option<String> {
        if let Some(text) = self.default(path, what) {
            return Some(text);
        }
        // Kong and others accept several clients.
        let is_one = |value: Value<'_>| value.items().next().is_some_and(|item| item.as_str().is_some());
        let fits = |value: Value<'_>| matches!(value.kind(), Kind::String | Kind::Number) || is_one(value);
        let value = self.take(path, what, "a string", fits)?;
        let item = value.items().next().and_then(Value::as_string);
        value.as_string().or(item).or_else(|| Some(value.raw().to_owned()))
    }

    /// Reads a boolean.
    pub fn flag(&mut self, path: &str, what: &str) -> Option<bool> {
        self.take(path, what, "true or false", |value| value.kind() == Kind::Bool)?.as_bool()
    }

    /// Reads an array of strings, or one string that `split` splits. Items of other types are skipped and listed.
    pub fn list(&mut self, path: &str, what: &str, split: fn(char) -> bool) -> Option<Vec<String>> {
        let cut =
            |text: &str| text.split(split).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
        if let Some(text) = self.default(path, what) {
            return Some(cut(&text));
        }
        let fits = |value: Value<'_>| matches!(value.kind(), Kind::String | Kind::Array);
        let value = self.take(path, what, "a string or an array of strings", fits)?;
        if let Some(text) = value.as_str() {
            // An environment variable with a list in JSON.
            let json = Some(&*text).filter(|text| text.starts_with('[')).and_then(|text| Json::parse(text).ok());
            let listed: Option<Vec<String>> =
                json.map(|list| list.root().items().filter_map(Value::as_string).collect());
            return Some(listed.filter(|list| !list.is_empty()).unwrap_or_else(|| cut(&text)));
        }
        let mut items = Vec::new();
        for (index, item) in value.items().enumerate() {
            if let Some(expression) = unresolved(item) {
                self.leave_unresolved(&format!("{path}.{index}"), &expression);
                continue;
            }
            match item_text(item) {
                Some(text) => items.push(text),
                None if item.kind() == Kind::Null => {}
                None => {
                    let place = self.place(path);
                    self.ignored.push(format!("{place}.{index}: found {}, expected a string", item.kind()));
                }
            }
        }
        Some(items)
    }

    /// What was read, what was ignored, and what was repaired. Members that nobody requested are summarised as the
    /// outermost ones without a read value.
    pub fn rest(mut self) -> (Vec<String>, Vec<String>, Vec<String>) {
        self.leftovers(self.root, "");
        (self.read, self.ignored, self.defaults)
    }

    /// The value of an expression that has defaults.
    fn default(&mut self, path: &str, what: &str) -> Option<String> {
        let (text, names) = with_defaults(&unresolved(self.find(path)?)?)?;
        let place = self.place(path);
        self.taken.push(path.to_owned());
        self.read.push(format!("{place}: {what}"));
        self.defaults.push(format!("{place}: used the default of {names}"));
        Some(text)
    }

    fn take(&mut self, path: &str, what: &str, expected: &str, fits: impl Fn(Value<'a>) -> bool) -> Option<Value<'a>> {
        let value = self.find(path).filter(|value| value.kind() != Kind::Null)?;
        self.taken.push(path.to_owned());
        let place = self.place(path);
        if value.raw() == "\"\"" {
            self.ignored.push(format!("{place}: empty"));
            return None;
        }
        if let Some(expression) = unresolved(value) {
            self.leave_unresolved(path, &expression);
            return None;
        }
        if !fits(value) {
            self.ignored.push(format!("{place}: found {}, expected {expected}", value.kind()));
            return None;
        }
        self.read.push(format!("{place}: {what}"));
        Some(value)
    }

    fn leave_unresolved(&mut self, path: &str, expression: &str) {
        let place = self.place(path);
        self.ignored.push(unresolved_line(&place, expression));
        self.unresolved = Some(expression.to_owned());
    }

    fn leftovers(&mut self, value: Value<'a>, above: &str) {
        for (name, member) in value.members() {
            let path = if above.is_empty() { name.into_owned() } else { format!("{above}.{name}") };
            let within = format!("{path}.");
            if member.kind() == Kind::Null || self.taken.contains(&path) {
                continue;
            }
            if member.is_object() && self.taken.iter().any(|taken| taken.starts_with(&within)) {
                self.leftovers(member, &path);
            } else if let Some(expression) = unresolved(member) {
                let place = self.place(&path);
                self.ignored.push(unresolved_line(&place, &expression));
            } else if !(member.is_object() && member.members().next().is_none()) {
                let place = self.place(&path);
                self.ignored.push(format!("{place}: {}", why_ignored(&path)));
            }
        }
    }
}

/// The expression in a value: a marked one, a template, or a CloudFormation function (`{"Ref": "Pool"}`).
pub(super) fn unresolved(value: Value<'_>) -> Option<String> {
    if let Some(text) = value.as_string() {
        return expression(&text).map(str::to_owned);
    }
    let mut members = value.members();
    let (name, argument) = members.next().filter(|(name, _)| name == "Ref" || name.starts_with("Fn::"))?;
    let argument = argument.as_string().unwrap_or_else(|| "…".to_owned());
    members.next().is_none().then(|| format!("{name} {argument}"))
}

/// The description of an expression, which may contain a secret.
fn unresolved_line(place: &str, expression: &str) -> String {
    if is_encrypted(expression) {
        return format!("{place}: encrypted");
    }
    let secret = [place, expression].iter().any(|text| text.to_lowercase().contains("secret"));
    let shown = if secret && !is_reference(expression) { "an expression".to_owned() } else { short(expression) };
    format!("{place}: unresolved ({shown})")
}

/// Whether an expression only refers to a value.
pub(super) fn is_reference(expression: &str) -> bool {
    expression.len() < 100
        && expression.chars().all(|c| c.is_alphanumeric() || "_.${}!: ".contains(c))
        && !expression.contains(":-")
}

/// An expression on one line and shortened: it may be a whole function.
pub(super) fn short(expression: &str) -> String {
    let one_line = expression.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = one_line.chars().take(60).collect();
    if short.len() < one_line.len() { format!("{short}…") } else { short }
}

/// A string, the name in Amplify v6's `{ custom: 'MyProvider' }`, or the URL in authentik's `{ matching_mode, url }`.
fn item_text(item: Value<'_>) -> Option<String> {
    let is_pattern = item.get("matching_mode").and_then(Value::as_string).is_some_and(|mode| mode == "regex");
    let named = || ["custom", "url"].iter().find_map(|name| item.get(name)).and_then(Value::as_string);
    item.as_string().or_else(|| named().filter(|_| !is_pattern))
}

/// Why a member is irrelevant to an OAuth client. `path` is matched by its words, because tools spell them differently.
fn why_ignored(path: &str) -> &'static str {
    let squeezed: String = path.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| squeezed.contains(word));
    if has(&["identitypool", "cognitoidentity", "credentialsprovider", "unauthenticatedidentities"]) {
        "belongs to the identity pool, which issues AWS credentials, not tokens"
    } else if has(&[
        "mfa",
        "passwordless",
        "passwordpolicy",
        "passwordprotection",
        "verificationm",
        "verificationtypes",
        "usernameattributes",
    ]) || has(&[
        "signupattributes",
        "usermfatype",
        "signupverification",
        "standardrequiredattributes",
        "groups",
    ]) {
        "decided by the user pool during the sign-in"
    } else if has(&[
        "validity",
        "explicitauthflows",
        "authenticationflowtype",
        "authsessionvalidity",
        "writeattributes",
    ]) {
        "a setting of the user pool; its responses will show it"
    } else if squeezed.ends_with("version") {
        "describes the format of the file"
    } else if squeezed.starts_with("auth") || squeezed.starts_with("cognito") || !path.contains('.') && has(&["auth"]) {
        "not needed to sign in"
    } else if has(&[
        "data",
        "api",
        "storage",
        "analytics",
        "geo",
        "notifications",
        "appsync",
        "graphql",
        "bucket",
        "s3",
    ]) {
        "not part of signing in"
    } else {
        "not needed to sign in"
    }
}
