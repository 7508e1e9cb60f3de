//! Compares the claims of two documents: which were added, removed or changed, and whether that is expected.

use std::collections::HashMap;

use crate::protocol::json::{Json, Value};
use crate::protocol::token::cross_checks::same;

/// The relation of the second document to the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The ID token, then the access token of the same response.
    IdAndAccess,
    /// A token, then the one that replaced it in a refresh.
    Refresh,
    /// The same token of two sign-ins.
    Sessions,
    /// The ID token, then the UserInfo response.
    UserInfo,
}

/// The change of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Only the second document has it.
    Added,
    /// Only the first one has it.
    Removed,
    /// Both have it, with different values.
    Changed,
}

/// One claim that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The claim.
    pub name: String,
    /// Added, removed or changed, from the first document to the second.
    pub change: Change,
    /// Its value in the first document, strings without quotes.
    pub before: Option<String>,
    /// Its value in the second one.
    pub after: Option<String>,
    /// Whether such documents usually differ like this.
    pub expected: bool,
    /// One sentence that explains it, or empty.
    pub note: &'static str,
}

/// The differences between two documents: in the order of the first, then those that only the second has. Different
/// escapes and white space do not count.
pub fn compare(first: &Json, second: &Json, relation: Relation) -> Vec<Difference> {
    let of_second: HashMap<_, _> = second.root().members().collect();
    let of_first: HashMap<_, _> = first.root().members().collect();
    let mut differences = Vec::new();
    let mut add = |name: &str, before: Option<Value<'_>>, after: Option<Value<'_>>| {
        let change = match (before, after) {
            (Some(a), Some(b)) if same(a, b) => return,
            (Some(_), Some(_)) => Change::Changed,
            (Some(_), None) => Change::Removed,
            (None, _) => Change::Added,
        };
        let (expected, note) = judge(relation, name, change, before.zip(after));
        let name = name.to_owned();
        differences.push(Difference {
            name,
            change,
            before: before.map(Value::readable),
            after: after.map(Value::readable),
            expected,
            note,
        });
    };
    // Of a repeated member only the last one counts, as everywhere.
    let is_last =
        |value: Value<'_>, found: Option<&Value<'_>>| found.is_some_and(|last| std::ptr::eq(last.raw(), value.raw()));
    for (name, value) in first.root().members().filter(|(name, value)| is_last(*value, of_first.get(name))) {
        add(&name, Some(value), of_second.get(&name).copied());
    }
    for (name, value) in second.root().members().filter(|(name, value)| is_last(*value, of_second.get(name))) {
        if !of_first.contains_key(&name) {
            add(&name, None, Some(value));
        }
    }
    differences
}

type Judged = (bool, &'static str);

fn judge(relation: Relation, name: &str, change: Change, values: Option<(Value<'_>, Value<'_>)>) -> Judged {
    match relation {
        Relation::IdAndAccess => id_and_access(name, change),
        Relation::Refresh => refresh(name, change),
        Relation::Sessions => sessions(name),
        Relation::UserInfo => userinfo(name, change, values),
    }
}

fn id_and_access(name: &str, change: Change) -> Judged {
    match (name, change) {
        ("iss" | "sub", _) => (false, "Both tokens of one response have the same issuer and subject."),
        ("auth_time" | "origin_jti" | "event_id" | "cognito:groups", Change::Changed) => {
            (false, "Both tokens come from the same sign-in.")
        }
        ("token_use" | "typ", _) => (true, "The claim names the kind of token."),
        ("jti", _) => (true, "Each token has its own ID."),
        ("aud", _) => {
            (true, "An ID token is for the client, an access token for the API; Cognito's has client_id instead.")
        }
        ("client_id" | "scope" | "version" | "username", Change::Added) => {
            (true, "Only Cognito's access tokens have such claims, not its ID tokens.")
        }
        ("at_hash", Change::Removed) => (true, "The hash binds the ID token to the access token."),
        ("nonce", Change::Removed) => (true, "Only the ID token is bound to the authorization request."),
        ("exp", Change::Changed) => (true, "Each token has its own lifetime."),
        (_, Change::Removed) => (true, "Only the ID token describes the person."),
        (_, Change::Added) => (true, ""),
        (_, Change::Changed) => (false, "Both tokens describe the same sign-in."),
    }
}

fn refresh(name: &str, change: Change) -> Judged {
    match (name, change) {
        ("iat" | "exp" | "jti" | "event_id" | "at_hash", _) => (true, "New with every refresh."),
        ("nonce", Change::Removed) => (true, "A refreshed ID token should have none."),
        ("nonce", _) => (false, "A refreshed ID token has the same nonce or none (OIDC Core 12.2)."),
        ("auth_time", _) => (false, "A refresh is not a sign-in: auth_time stays the same (OIDC Core 12.2)."),
        ("origin_jti", _) => (false, "Both tokens come from the same sign-in."),
        ("iss" | "sub" | "aud" | "azp" | "client_id" | "token_use" | "username" | "cognito:username", _) => {
            (false, "A refresh keeps issuer, person and client (OIDC Core 12.2).")
        }
        ("scope", _) => (true, "A refresh may request fewer scopes, never more."),
        _ => (true, "Updated at the refresh: the person's data, groups or roles changed."),
    }
}

fn sessions(name: &str) -> Judged {
    match name {
        "iss" => (false, "The sessions have different issuers; they may be from different environments."),
        "aud" | "client_id" | "azp" => (false, "The sessions belong to different clients."),
        "token_use" | "typ" => (false, "These are different kinds of token."),
        "iat" | "exp" | "jti" | "auth_time" | "event_id" | "origin_jti" | "nonce" | "at_hash" | "sid" => {
            (true, "New with every sign-in.")
        }
        "sub" | "username" | "cognito:username" => (true, "The sessions belong to different users."),
        _ => (true, ""),
    }
}

/// Claims about the token, not about the user. UserInfo does not have them.
const ABOUT_THE_TOKEN: [&str; 17] = [
    "iss",
    "aud",
    "exp",
    "iat",
    "nbf",
    "auth_time",
    "nonce",
    "at_hash",
    "c_hash",
    "azp",
    "acr",
    "amr",
    "jti",
    "origin_jti",
    "event_id",
    "token_use",
    "sid",
];

fn userinfo(name: &str, change: Change, values: Option<(Value<'_>, Value<'_>)>) -> Judged {
    match (name, change) {
        ("sub", _) => (false, "UserInfo is about another user. Do not use it (OIDC Core 5.3.2)."),
        (_, Change::Removed) if ABOUT_THE_TOKEN.contains(&name) => {
            (true, "Such claims are about the token, not about the person.")
        }
        (_, Change::Removed) if name.starts_with("cognito:") => (true, "Cognito adds such claims only to tokens."),
        ("username", Change::Added) => (true, "Cognito adds this claim, the same as cognito:username in the ID token."),
        (_, Change::Changed) if values.is_some_and(|(a, b)| is_same_but_text(a, b)) => {
            (true, "The same as text: Cognito's UserInfo returns strings, contrary to OIDC Core 5.1.")
        }
        (_, Change::Changed) => (false, "The person's data changed since the ID token was issued."),
        (_, Change::Added) => (true, "UserInfo may return more than the ID token."),
        (_, Change::Removed) => (true, "UserInfo returns what the scopes of the access token allow."),
    }
}

/// Whether the second value is the first one as text: `"true"` for `true`, or `identities` as a JSON string.
fn is_same_but_text(first: Value<'_>, second: Value<'_>) -> bool {
    let Some(text) = second.as_str() else { return false };
    first.as_str().is_none() && Json::parse(text.as_ref()).is_ok_and(|json| same(json.root(), first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences(first: &str, second: &str, relation: Relation) -> Vec<(String, Change, bool)> {
        let (first, second) = (Json::parse(first).unwrap(), Json::parse(second).unwrap());
        compare(&first, &second, relation).into_iter().map(|d| (d.name, d.change, d.expected)).collect()
    }

    #[test]
    fn a_refresh_that_changes_the_user_is_distinguished_from_a_renewal() {
        let found = differences(
            r#"{"sub":"u","iat":1,"nonce":"n","email":"a@x"}"#,
            r#"{"sub":"v","iat":2,"email":"b@x","new":1}"#,
            Relation::Refresh,
        );
        let expected = [
            ("sub", Change::Changed, false),
            ("iat", Change::Changed, true),
            ("nonce", Change::Removed, true),
            ("email", Change::Changed, true),
            ("new", Change::Added, true),
        ];
        assert_eq!(found, expected.map(|(name, change, is)| (name.to_owned(), change, is)));
    }

    #[test]
    fn userinfo_that_writes_booleans_as_strings_says_the_same() {
        let id = r#"{"sub":"u","email_verified":true,"identities":[{"a":1}],"name":"A","iss":"x"}"#;
        let answer = r#"{"sub":"u","email_verified":"true","identities":"[{\"a\": 1}]","name":"B","username":"u"}"#;
        let found = differences(id, answer, Relation::UserInfo);
        let expected = [
            ("email_verified", Change::Changed, true),
            ("identities", Change::Changed, true),
            ("name", Change::Changed, false),
            ("iss", Change::Removed, true),
            ("username", Change::Added, true),
        ];
        assert_eq!(found, expected.map(|(name, change, is)| (name.to_owned(), change, is)));
    }

    #[test]
    fn escapes_and_spaces_make_no_difference_and_the_last_of_a_repeated_member_counts() {
        let first = r#"{"iss":"https:\/\/op","a":[1, 2],"b":1,"b":2}"#;
        let second = r#"{"b":2,"a":[1,2],"iss":"https://op"}"#;
        assert_eq!(differences(first, second, Relation::Sessions), []);
    }

    #[test]
    fn the_two_tokens_of_one_answer_share_their_sign_in() {
        let id = r#"{"sub":"u","aud":"c","token_use":"id","origin_jti":"1","email":"a@x"}"#;
        let access = r#"{"sub":"u","client_id":"c","token_use":"access","origin_jti":"2","scope":"openid"}"#;
        let unexpected: Vec<_> =
            differences(id, access, Relation::IdAndAccess).into_iter().filter(|d| !d.2).map(|d| d.0).collect();
        assert_eq!(unexpected, ["origin_jti"]);
    }
}
