//! The output of `aws cognito-idp` about a user pool, its domain and its app clients. This is the registration itself,
//! so problems can be reported before anything is sent.

use crate::profile::import::draft::{Draft, Field};
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::Members;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::registration;
use crate::protocol::json::Value;

/// Reads one document of `aws cognito-idp`: `describe-user-pool-client` (with or without its outer member),
/// `list-user-pool-clients`, `describe-user-pool-domain`, `describe-user-pool`.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    let is_object = |name: &str| root.get(name).is_some_and(Value::is_object);
    let has = |names: &[&str]| names.iter().all(|name| root.get(name).is_some());
    let function = candidate.name.rsplit('.').next().unwrap_or_default();
    if matches!(function, "create_user_pool_client" | "update_user_pool_client")
        || matches!(function, "CreateUserPoolClientCommand" | "UpdateUserPoolClientCommand" | "createUserPoolClient")
    {
        return vec![registration::client(ImportKind::CreateClient, root, "", &registration::AWS)];
    }
    let is_command = has(&["user-pool-id"]) && !has(&["oidc-issuer-url"]);
    if is_command && (has(&["client-name"]) || has(&["allowed-o-auth-flows"]) || has(&["callback-urls"])) {
        return vec![registration::client(ImportKind::CreateClient, root, "", &registration::AWS_CLI)];
    }
    if is_object("UserPoolClient") {
        return vec![client(root, "UserPoolClient")];
    }
    if has(&["UserPoolId", "ClientId"]) && (has(&["ClientName"]) || has(&["CallbackURLs"]) || has(&["CreationDate"])) {
        return vec![client(root, "")];
    }
    if let Some(clients) = root.get("UserPoolClients") {
        return clients.items().filter(|item| item.is_object()).map(listed).collect();
    }
    if is_object("DomainDescription") {
        return vec![pool(
            root,
            &[(Field::UserPoolId, "DomainDescription.UserPoolId"), (Field::Domain, "DomainDescription.Domain")],
        )];
    }
    if is_object("UserPool") {
        // If a pool has both domains, discovery uses the custom one.
        return vec![pool(
            root,
            &[
                (Field::UserPoolId, "UserPool.Id"),
                (Field::Domain, "UserPool.CustomDomain"),
                (Field::Domain, "UserPool.Domain"),
            ],
        )];
    }
    Vec::new()
}

fn pool(root: Value<'_>, fields: &[(Field, &str)]) -> Part {
    let mut members = Members::of(root);
    let mut draft = Draft::default();
    for (field, path) in fields {
        draft.take(*field, path, &mut members);
    }
    Part::account(ImportKind::UserPool, draft, members)
}

fn listed(item: Value<'_>) -> Part {
    let mut members = Members::of(item);
    let mut draft = Draft { name: members.text("ClientName", "name"), ..Draft::default() };
    draft.take(Field::UserPoolId, "UserPoolId", &mut members);
    draft.take(Field::ClientId, "ClientId", &mut members);
    Part::account(ImportKind::UserPoolClient, draft, members)
}

/// A client as printed by `describe-user-pool-client`.
fn client(root: Value<'_>, prefix: &str) -> Part {
    let value = root.get(prefix).unwrap_or(root);
    let mut part = registration::client(ImportKind::UserPoolClient, value, prefix, &registration::AWS);
    part.draft.response_type = registration::response_type(&part.draft.grants);
    part
}
