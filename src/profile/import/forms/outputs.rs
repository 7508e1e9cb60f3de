//! The outputs of infrastructure tools: `cdk deploy --outputs-file` (`{"Stack": {"Name": "value"}}`) and
//! `terraform output -json` (`{"name": {"value": "…"}}`). Authors choose their names: the words in them decide, and the
//! value must have the matching form.

use crate::profile::cognito;
use crate::profile::import::draft::{Draft, Field};
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::Members;
use crate::profile::import::part::{Candidate, Part};
use crate::protocol::json::Value;

/// Words in a name, ignoring case and separators, and the field they mean. The first match counts.
const NAMES: &[(&str, Field)] = &[
    ("clientsecret", Field::ClientSecret),
    ("clientid", Field::ClientId),
    ("userpoolclient", Field::ClientId),
    ("domain", Field::Domain),
    ("userpool", Field::UserPoolId),
    ("region", Field::Region),
];

/// Reads the outputs of one deployment: one part for each app client. Nothing unless both pool and client are named.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    root.members()
        .filter(|(name, stack)| !name.contains('.') && stack.members().all(|(_, output)| !output.is_object()))
        .map(|(name, stack)| stack_outputs(&name, stack))
        .chain([terraform_outputs(root)])
        .flat_map(|outputs| parts(root, &outputs))
        .collect()
}

fn stack_outputs(stack: &str, outputs: Value<'_>) -> Vec<(Field, String)> {
    let known =
        outputs.members().filter_map(|(name, value)| Some((field_of(&name, value)?, format!("{stack}.{name}"))));
    known.collect()
}

fn terraform_outputs(root: Value<'_>) -> Vec<(Field, String)> {
    let known = root
        .members()
        .filter_map(|(name, output)| Some((field_of(&name, output.get("value")?)?, format!("{name}.value"))));
    known.collect()
}

fn field_of(name: &str, value: Value<'_>) -> Option<Field> {
    let text = value.as_string().filter(|text| !text.is_empty() && !name.contains('.'))?;
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let (_, field) = NAMES.iter().find(|(word, _)| plain.contains(word))?;
    let is_word = text.chars().all(|c| c.is_ascii_alphanumeric());
    let fits = match field {
        Field::UserPoolId => cognito::region(&text).is_some(),
        Field::ClientId => is_word && text.len() >= 20,
        _ => true,
    };
    fits.then_some(*field)
}

fn parts(root: Value<'_>, outputs: &[(Field, String)]) -> Vec<Part> {
    let has_pool = outputs.iter().any(|(field, _)| *field == Field::UserPoolId);
    let clients = outputs.iter().filter(|(field, _)| has_pool && *field == Field::ClientId);
    let part = |client: &(Field, String)| {
        let (mut members, mut draft) = (Members::of(root), Draft::default());
        let shared = outputs.iter().filter(|(field, _)| *field != Field::ClientId);
        for (field, path) in shared.chain([client]) {
            draft.take(*field, path, &mut members);
        }
        Part::account(ImportKind::UserPoolClient, draft, members)
    };
    clients.map(part).collect()
}
