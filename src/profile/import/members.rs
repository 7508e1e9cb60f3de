//! A document read by dotted path, with an account of what was read and what was left.

use crate::protocol::json::{Kind, Value};

/// Reads members by path and remembers which: what nobody asked for is listed as ignored in the end.
pub(super) struct Members<'a> {
    root: Value<'a>,
    taken: Vec<String>,
    /// `path: what it is`, in the order of reading.
    pub read: Vec<String>,
    /// `path: why`.
    pub ignored: Vec<String>,
}

impl<'a> Members<'a> {
    pub fn of(root: Value<'a>) -> Self {
        Self { root, taken: Vec::new(), read: Vec::new(), ignored: Vec::new() }
    }

    /// The value at a dotted path, whatever it is.
    pub fn find(&self, path: &str) -> Option<Value<'a>> {
        path.split('.').try_fold(self.root, |value, name| value.get(name))
    }

    /// Reads a text. `what` is the field it fills.
    pub fn text(&mut self, path: &str, what: &str) -> Option<String> {
        let value = self.take(path, what, "a string", |value| value.kind() == Kind::String)?;
        value.as_string()
    }

    /// Reads a boolean.
    pub fn flag(&mut self, path: &str, what: &str) -> Option<bool> {
        self.take(path, what, "true or false", |value| value.kind() == Kind::Bool)?.as_bool()
    }

    /// Reads an array of texts, or one text that `split` takes apart. Items that are no text are left out and named.
    pub fn list(&mut self, path: &str, what: &str, split: fn(char) -> bool) -> Option<Vec<String>> {
        let fits = |value: Value<'_>| matches!(value.kind(), Kind::String | Kind::Array);
        let value = self.take(path, what, "a string or an array of strings", fits)?;
        if let Some(text) = value.as_str() {
            return Some(text.split(split).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect());
        }
        let mut items = Vec::new();
        for (index, item) in value.items().enumerate() {
            match item_text(item) {
                Some(text) => items.push(text),
                None if item.kind() == Kind::Null => {}
                None => self.ignored.push(format!("{path}.{index}: found {}, expected a string", item.kind())),
            }
        }
        Some(items)
    }

    /// Everything that was not read, as the outermost members that hold nothing read.
    pub fn rest(mut self) -> (Vec<String>, Vec<String>) {
        self.leftovers(self.root, "");
        (self.read, self.ignored)
    }

    fn take(&mut self, path: &str, what: &str, expected: &str, fits: impl Fn(Value<'a>) -> bool) -> Option<Value<'a>> {
        let value = self.find(path).filter(|value| value.kind() != Kind::Null)?;
        self.taken.push(path.to_owned());
        if value.raw() == "\"\"" {
            self.ignored.push(format!("{path}: empty"));
            return None;
        }
        if !fits(value) {
            self.ignored.push(format!("{path}: found {}, expected {expected}", value.kind()));
            return None;
        }
        self.read.push(format!("{path}: {what}"));
        Some(value)
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
            } else if !(member.is_object() && member.members().next().is_none()) {
                self.ignored.push(format!("{path}: {}", why_ignored(&path)));
            }
        }
    }
}

/// A text, or the name in Amplify v6's `{ custom: 'MyProvider' }`.
fn item_text(item: Value<'_>) -> Option<String> {
    item.as_string().or_else(|| item.get("custom").and_then(Value::as_string))
}

/// Why a member is of no use to an OAuth client. `path` is matched by its words, which the tools spell in many ways.
fn why_ignored(path: &str) -> &'static str {
    let squeezed: String = path.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| squeezed.contains(word));
    if has(&["identitypool", "cognitoidentity", "credentialsprovider", "unauthenticatedidentities"]) {
        "belongs to the identity pool, which gives AWS credentials, not tokens"
    } else if has(&[
        "mfa",
        "passwordless",
        "passwordpolicy",
        "passwordprotection",
        "verification",
        "usernameattributes",
    ]) || has(&[
        "signupattributes",
        "usermfatype",
        "signupverification",
        "standardrequiredattributes",
        "groups",
    ]) {
        "decided by the user pool while the person signs in"
    } else if has(&[
        "validity",
        "explicitauthflows",
        "authenticationflowtype",
        "authsessionvalidity",
        "writeattributes",
    ]) {
        "a setting of the user pool, which its answers will show"
    } else if squeezed.ends_with("version") {
        "says how the file is laid out"
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
        "no part of signing in"
    } else {
        "not needed to sign in"
    }
}
