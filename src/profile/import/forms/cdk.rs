//! The AWS CDK in every language: `new cognito.UserPoolClient(this, …, { … })` and `pool.addClient(…, { … })`; Pulumi's
//! `new aws.cognito.UserPoolClient(…, { … })` and YAML; SST's `transform`; Terraform's CDK.

use crate::profile::import::draft::Draft;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::Members;
use crate::profile::import::node::Node;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::registration::{self, AWS, Names, PULUMI};
use crate::profile::import::search::{at, has, objects, text};
use crate::protocol::Json;
use crate::protocol::json::{Kind, Value};

/// The functions and types that create a client.
const FUNCTIONS: &[&str] =
    &["CfnUserPoolClient", "UserPoolClient", "CognitoUserPoolClient", "addClient", "add_client", "AddClient"];

/// Members of which a client has one.
const OWN: &[&str] = &[
    "userPool",
    "oAuth",
    "userPoolClientName",
    "generateSecret",
    "authFlows",
    "disableOAuth",
    "supportedIdentityProviders",
    "preventUserExistenceErrors",
    "enableTokenRevocation",
];

/// Reads the properties of one app client.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let function = candidate.name.rsplit('.').next().unwrap_or_default();
    if !FUNCTIONS.contains(&function) {
        return in_pulumi_yaml(candidate.root);
    }
    // C# gives the properties as the last argument.
    let given = ["2", "1"].iter().find_map(|at| candidate.root.get(at).filter(|value| value.is_object()));
    let given = given.unwrap_or(candidate.root);
    if let Some(client) = at(given, "transform.client").filter(|value| value.is_object()) {
        let names = Names { enables_oauth: true, ..PULUMI };
        return vec![registration::client(ImportKind::Cdk, client, "transform.client", &names)];
    }
    // Alchemy has the names of AWS.
    if has(given, &["AllowedOAuthFlows", "CallbackURLs", "AllowedOAuthScopes"]) {
        return vec![registration::client(ImportKind::Cdk, given, "", &AWS)];
    }
    let Ok(json) = Json::parse(camel(given).json()) else { return Vec::new() };
    let root = json.root();
    // L1 constructs, whose properties are CloudFormation's with a lower-case first letter.
    if function == "CfnUserPoolClient" {
        let Ok(json) = Json::parse(capitalised(root.raw())) else { return Vec::new() };
        return vec![registration::client(ImportKind::Cdk, json.root(), "", &AWS)];
    }
    if has(root, &["allowedOauthFlows", "allowedOauthFlowsUserPoolClient", "allowedOauthScopes", "callbackUrls"]) {
        return vec![registration::client(ImportKind::Cdk, root, "", &PULUMI)];
    }
    if !has(root, OWN) {
        return Vec::new();
    }
    vec![construct(root)]
}

/// Resources with `type: aws:cognito:UserPoolClient`.
fn in_pulumi_yaml(root: Value<'_>) -> Vec<Part> {
    let is_client = |_: &str, value: Value<'_>| {
        text(value, "type").is_some_and(|name| name.starts_with("aws:cognito") && name.ends_with(":UserPoolClient"))
    };
    let found = objects(root, &is_client);
    let properties = found.iter().filter_map(|(path, value)| Some((path, value.get("properties")?)));
    properties
        .map(|(path, value)| registration::client(ImportKind::Cdk, value, &format!("{path}.properties"), &PULUMI))
        .collect()
}

/// The same with all names as in TypeScript: `o_auth` and `OAuth` are `oAuth`.
fn camel(value: Value<'_>) -> Node {
    let name = |name: &str| {
        let mut words = name.split('_').filter(|word| !word.is_empty());
        let first = words.next().unwrap_or_default();
        let with_first = |word: &str, first: fn(char) -> char| {
            word.chars().take(1).map(first).chain(word.chars().skip(1)).collect::<String>()
        };
        let rest: String = words.map(|word| with_first(word, |c| c.to_ascii_uppercase())).collect();
        with_first(first, |c| c.to_ascii_lowercase()) + &rest
    };
    match value.kind() {
        Kind::Object => Node::Map(value.members().map(|(member, value)| (name(&member), camel(value))).collect()),
        Kind::Array => Node::List(value.items().map(camel).collect()),
        Kind::String => Node::Text(value.as_string().unwrap_or_default()),
        _ => Node::scalar(value.raw()),
    }
}

fn construct(root: Value<'_>) -> Part {
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
