//! The AWS CDK in TypeScript or JavaScript: `new cognito.UserPoolClient(this, …, { … })` and `pool.addClient(…, { … })`.

use crate::profile::import::draft::Draft;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::Members;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::registration::{self, AWS};
use crate::profile::import::search::at;

/// Reads the properties of one app client.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let function = candidate.name.rsplit('.').next().unwrap_or_default();
    match function {
        // L1 constructs, whose properties are CloudFormation's with a lower-case first letter.
        "CfnUserPoolClient" => {
            let json = capitalised(candidate.root.raw());
            let Ok(json) = crate::protocol::Json::parse(json) else { return Vec::new() };
            vec![registration::client(ImportKind::Cdk, json.root(), "", &AWS)]
        }
        "UserPoolClient" | "addClient" => vec![construct(candidate)],
        _ => Vec::new(),
    }
}

fn construct(candidate: &Candidate<'_>) -> Part {
    let root = candidate.root;
    let mut members = Members::of(root);
    let mut draft = Draft { name: members.text("userPoolClientName", "name"), ..Draft::default() };
    draft.take(Field::UserPoolId, "userPool", &mut members);
    draft.take(Field::RedirectUris, "oAuth.callbackUrls", &mut members);
    draft.take(Field::SignOutUris, "oAuth.logoutUrls", &mut members);
    let scopes =
        at(root, "oAuth.scopes").map(|scopes| scopes.items().filter_map(|item| scope(&item.as_string()?)).collect());
    draft.scopes = scopes.unwrap_or_default();
    for (flag, grant) in [
        ("authorizationCodeGrant", "code"),
        ("implicitCodeGrant", "implicit"),
        ("clientCredentials", "client_credentials"),
    ] {
        if members.flag(&format!("oAuth.flows.{flag}"), "a flow") == Some(true) {
            draft.grants.push(grant.to_owned());
        }
    }
    draft.response_type = registration::response_type(&draft.grants);
    let findings = registration::predict_flows_of(&draft, "oAuth.flows", "oAuth.scopes");
    let mut part = Part { findings, ..Part::account(ImportKind::Cdk, draft, members) };
    if !part.draft.scopes.is_empty() {
        part.ignored.retain(|line| !line.starts_with("oAuth.scopes"));
        part.read.push("oAuth.scopes: scopes".to_owned());
    }
    part
}

/// `cognito.OAuthScope.OPENID`, `OAuthScope.custom('server/read')`
fn scope(expression: &str) -> Option<String> {
    let name = expression.trim_start_matches('\u{1}').rsplit("OAuthScope.").next()?;
    Some(match name {
        "OPENID" => "openid".to_owned(),
        "EMAIL" => "email".to_owned(),
        "PHONE" => "phone".to_owned(),
        "PROFILE" => "profile".to_owned(),
        "COGNITO_ADMIN" => "aws.cognito.signin.user.admin".to_owned(),
        _ => name.strip_prefix("custom(")?.trim_end_matches(')').trim_matches(['\'', '"', '`']).to_owned(),
    })
}

/// The JSON with the first letter of every member in upper case, and AWS's spelling of URLs.
fn capitalised(json: &str) -> String {
    let known = [
        ("\"clientName\"", "\"ClientName\""),
        ("\"userPoolId\"", "\"UserPoolId\""),
        ("\"callbackUrLs\"", "\"CallbackURLs\""),
        ("\"logoutUrLs\"", "\"LogoutURLs\""),
        ("\"allowedOAuthScopes\"", "\"AllowedOAuthScopes\""),
        ("\"allowedOAuthFlows\"", "\"AllowedOAuthFlows\""),
        ("\"allowedOAuthFlowsUserPoolClient\"", "\"AllowedOAuthFlowsUserPoolClient\""),
        ("\"supportedIdentityProviders\"", "\"SupportedIdentityProviders\""),
        ("\"readAttributes\"", "\"ReadAttributes\""),
        ("\"defaultRedirectUri\"", "\"DefaultRedirectURI\""),
        ("\"enableTokenRevocation\"", "\"EnableTokenRevocation\""),
    ];
    known.iter().fold(json.to_owned(), |json, (small, capital)| json.replace(small, capital))
}
