//! What a person edited in a request or callback before it was used.

use serde::{Deserialize, Serialize};

use crate::protocol::{Authentication, Callback, Parameters, RequestDraft};
use crate::session::redaction;

/// A value that a person edited before it was used. Its texts have their secrets masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The parameter; or [`Edit::URL`] or [`Edit::AUTHORIZATION`].
    pub name: String,
    /// The value that the program would have used; `None` if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// The value that was used; `None` if it was removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// Where the values differ, which masked values need not show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<EditedAt>,
}

/// Where an edited secret differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EditedAt {
    /// The header of a JWT.
    Header,
    /// Its payload.
    Payload,
    /// Its signature.
    Signature,
    /// A character, counted from 1.
    Character(usize),
}

impl Edit {
    /// The name of an edited URL, without its query.
    pub const URL: &str = "url";
    /// The name of an edited `Authorization` header.
    pub const AUTHORIZATION: &str = "authorization";

    /// What `sent` has that `own`, the request as the program built it, has not; and the reverse.
    pub fn of_request(own: &RequestDraft, sent: &RequestDraft) -> Vec<Self> {
        let bearer = |draft: &RequestDraft| match &draft.authentication {
            Authentication::Bearer(token) => Some(token.expose().to_owned()),
            Authentication::Basic { .. } | Authentication::None => None,
        };
        let (was, now) = (bearer(own), bearer(sent));
        let mut edits = Vec::new();
        edits.extend(Self::of(Self::URL, Some(&own.endpoint), Some(&sent.endpoint)));
        edits.extend(Self::of(Self::AUTHORIZATION, was.as_deref(), now.as_deref()));
        edits.extend(Self::of_parameters(&own.parameters, &sent.parameters));
        edits
    }

    /// What a person changed in a callback before using it.
    pub fn of_callback(before: &Callback, used: &Callback) -> Vec<Self> {
        let mut edits = Vec::new();
        edits.extend(Self::of(Self::URL, before.location.as_deref(), used.location.as_deref()));
        edits.extend(Self::of_parameters(&before.parameters, &used.parameters));
        edits
    }

    /// Whether `used` is `before` with a few characters edited, and not another callback of the same request.
    pub fn is_edited_copy(before: &Callback, used: &Callback) -> bool {
        let both = |name| before.parameters.get(name).zip(used.parameters.get(name));
        let is_similar = |(one, other): (&str, &str)| {
            let differing = one.chars().zip(other.chars()).filter(|(a, b)| a != b).count();
            one.len() >= 8 && one.len().abs_diff(other.len()) + differing <= one.len() / 4
        };
        before.location == used.location && both("code").is_some_and(is_similar)
    }

    /// What was changed, in half a sentence for each value; empty if nothing was.
    pub fn listed(edits: &[Self]) -> String {
        let clause = |edit: &Self| match (&edit.was, &edit.now) {
            (Some(was), Some(_)) => format!("{} was {was}", edit.name),
            (Some(was), None) => format!("{} removed, was {was}", edit.name),
            (None, _) => format!("{} added", edit.name),
        };
        edits.iter().map(clause).collect::<Vec<_>>().join("; ")
    }

    fn of_parameters(before: &Parameters, after: &Parameters) -> Vec<Self> {
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in before.iter().chain(after.iter()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let value = |from: &Parameters, name: &str| match from.all(name).collect::<Vec<_>>() {
            all if all.is_empty() => None,
            all => Some(all.join(" and ")),
        };
        let edit = |name: &&str| Self::of(name, value(before, name).as_deref(), value(after, name).as_deref());
        names.iter().filter_map(edit).collect()
    }

    fn of(name: &str, was: Option<&str>, now: Option<&str>) -> Option<Self> {
        let is_secret = name == Self::AUTHORIZATION || redaction::is_secret(name);
        let shown = |value: &str| match name {
            Self::URL => redaction::url(value),
            Self::AUTHORIZATION => redaction::masked("access_token", value),
            _ => redaction::value(name, value).into_owned(),
        };
        let at = was.zip(now).filter(|_| is_secret).map(|(was, now)| EditedAt::of(was, now));
        (was != now).then(|| Self { name: name.to_owned(), was: was.map(shown), now: now.map(shown), at })
    }
}

impl EditedAt {
    /// The first place where two different values differ.
    fn of(was: &str, now: &str) -> Self {
        let parts = |token: &str| token.starts_with("eyJ").then(|| token.split('.').map(str::to_owned).collect());
        let (one, other): (Option<Vec<String>>, Option<Vec<String>>) = (parts(was), parts(now));
        if let Some((one, other)) = one.zip(other).filter(|(one, other)| one.len() == 3 && other.len() == 3) {
            let differs = one.iter().zip(&other).position(|(one, other)| one != other);
            return [Self::Header, Self::Payload, Self::Signature][differs.unwrap_or(2)];
        }
        let same = was.chars().zip(now.chars()).take_while(|(one, other)| one == other).count();
        Self::Character(same + 1)
    }
}
