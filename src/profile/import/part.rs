//! The content of one document, and how the documents of one text are combined.

use super::draft::{Draft, Field};
use super::kind::ImportKind;
use super::members::Members;
use crate::profile::cognito;
use crate::protocol::Finding;
use crate::protocol::json::Value;

/// The content of one document or object, before the common rules.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub kind: ImportKind,
    pub draft: Draft,
    /// `path: field`.
    pub read: Vec<String>,
    /// `path: why`.
    pub ignored: Vec<String>,
    pub findings: Vec<Finding>,
    pub repairs: Vec<String>,
    /// Whether it only supplements clients in other documents: with scopes, a domain, cookies.
    pub is_addition: bool,
}

/// A document to read.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    /// Its root value.
    pub root: Value<'a>,
    /// The name before it: of the function, the constant, or the command.
    pub name: &'a str,
}

impl Part {
    pub fn new(kind: ImportKind, draft: Draft) -> Self {
        let (read, ignored, findings, repairs) = Default::default();
        Self { kind, draft, read, ignored, findings, repairs, is_addition: false }
    }

    /// Reads an object by a table of fields and members.
    pub fn of(kind: ImportKind, value: Value<'_>, prefix: &str, fields: &[(Field, &str)]) -> Self {
        let mut members = Members::at(value, prefix);
        let mut draft = Draft::default();
        for (field, path) in fields {
            draft.take(*field, path, &mut members);
        }
        Self::account(kind, draft, members)
    }

    /// A part, with the record of what was read and ignored.
    pub fn account(kind: ImportKind, draft: Draft, members: Members<'_>) -> Self {
        let (read, ignored, repairs) = members.rest();
        Self { read, ignored, repairs, ..Self::new(kind, draft) }
    }

    /// The same, for a part that only supplements clients elsewhere in the text.
    #[must_use]
    pub fn addition(self) -> Self {
        Self { is_addition: true, ..self }
    }

    fn is_client(&self) -> bool {
        !self.is_addition && self.kind != ImportKind::UserPool
    }

    /// Whether it says something without a client.
    fn is_whole(&self) -> bool {
        matches!(self.kind, ImportKind::UserPool | ImportKind::NativeApp)
    }

    /// Whether two parts may have the same provider.
    fn shares_provider(&self, other: &Self) -> bool {
        let pool = |part: &Self| {
            let issuer = part.draft.issuer.as_deref();
            part.draft.user_pool_id.clone().or_else(|| issuer.and_then(cognito::issuer_user_pool_id).map(str::to_owned))
        };
        let reference = |part: &Self| {
            part.draft.unresolved.iter().find(|(field, _)| *field == Field::UserPoolId).map(|(_, text)| text.clone())
        };
        match (pool(self), pool(other)) {
            (Some(one), Some(two)) => one == two,
            (None, None) => match (&self.draft.issuer, &other.draft.issuer) {
                (Some(one), Some(two)) => one == two,
                _ => reference(self) == reference(other) || reference(self).is_none() || reference(other).is_none(),
            },
            _ => true,
        }
    }
}

/// Copies facts about a provider from one document to the clients of the same provider in others. Returns the indexes
/// of the clients: `true` for a part that is one.
pub(super) fn join(parts: Vec<Part>) -> Vec<(usize, Part)> {
    let (mut clients, additions): (Vec<_>, Vec<_>) =
        parts.into_iter().enumerate().partition(|(_, part)| part.is_client());
    if clients.is_empty() {
        return additions.into_iter().filter(|(_, part)| part.is_whole()).reduce(absorb).into_iter().collect();
    }
    // A variable of the provider beside a client: an option in a comment, or another service.
    let is_named = |part: &Part| part.draft.client_id.is_some() || part.draft.lacks(&[Field::ClientId]);
    if clients.iter().any(|(_, part)| is_named(part)) {
        clients.retain(|(_, part)| is_named(part) || part.kind != ImportKind::Dotenv);
    }
    drop_repeated(&mut clients);
    /// Above this number, supplementary parts are not compared with each client.
    const MOST: usize = 200;
    for (_, addition) in additions.into_iter().take(MOST) {
        let mut first = true;
        for (_, client) in clients.iter_mut().take(MOST).filter(|(_, client)| client.shares_provider(&addition)) {
            client.draft.absorb(&addition.draft);
            if std::mem::take(&mut first) {
                client.read.extend(addition.read.iter().cloned());
                client.ignored.extend(addition.ignored.iter().cloned());
                client.repairs.extend(addition.repairs.iter().cloned());
                client.findings.extend(addition.findings.iter().cloned());
            }
        }
    }
    clients
}

/// Removes a client of which only the ids are known if another part describes it: a command above its output.
fn drop_repeated(clients: &mut Vec<(usize, Part)>) {
    /// Above this number, nobody compares.
    const MOST: usize = 50;
    if clients.len() < 2 || clients.len() > MOST {
        return;
    }
    let is_bare = |draft: &Draft| {
        let ids = Draft {
            client_id: draft.client_id.clone(),
            user_pool_id: draft.user_pool_id.clone(),
            region: draft.region.clone(),
            ..Draft::default()
        };
        ids == *draft
    };
    let ids: Vec<(Option<String>, Option<String>, bool)> = clients
        .iter()
        .map(|(_, part)| (part.draft.client_id.clone(), part.draft.user_pool_id.clone(), is_bare(&part.draft)))
        .collect();
    let mut index = 0;
    clients.retain(|_| {
        let (id, pool, bare) = &ids[index];
        index += 1;
        !bare || id.is_none() || !ids.iter().any(|(other, of, is_bare)| other == id && of == pool && !is_bare)
    });
}

fn absorb((at, mut one): (usize, Part), (_, other): (usize, Part)) -> (usize, Part) {
    if one.draft.user_pool_id == other.draft.user_pool_id {
        one.draft.absorb(&other.draft);
        one.read.extend(other.read);
        one.ignored.extend(other.ignored);
    }
    (at, one)
}
