//! JWT authorizers of API Gateway: the issuer and audience that an API accepts.

use crate::profile::cognito;
use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::{objects, text};
use crate::protocol::json::Value;

const FIELDS: &[(Field, &str)] = &[(Field::Issuer, "Issuer"), (Field::Issuer, "issuer"), (Field::Issuer, "issuerUrl")];

/// Reads every authorizer.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let names = ["JwtConfiguration", "jwtConfiguration", "jwt-configuration"];
    // The Serverless Framework writes `issuerUrl` and `audience`.
    let is_serverless = |value: Value<'_>| value.get("issuerUrl").is_some() && value.get("audience").is_some();
    let is_jwt = |path: &str, value: Value<'_>| {
        names.iter().any(|name| path == *name || path.ends_with(&format!(".{name}"))) || is_serverless(value)
    };
    let mut parts: Vec<Part> =
        objects(candidate.root, &is_jwt).iter().map(|(path, value)| authorizer(path, *value)).collect();
    // Authorizers of REST APIs name the user pool by its ARN.
    let is_expression = |arn: &str| arn.starts_with('\u{1}');
    let is_pool =
        |_: &str, value: Value<'_>| arn(value).is_some_and(|arn| arn.contains(":userpool/") || is_expression(&arn));
    parts.extend(objects(candidate.root, &is_pool).iter().filter_map(|(path, value)| {
        let mut part = Part::of(ImportKind::ApiGateway, *value, path, &[]);
        part.draft.is_resource = true;
        match arn(*value)? {
            arn if is_expression(&arn) => part.draft.unresolved.push((Field::UserPoolId, arn[1..].to_owned())),
            arn => part.draft.fill(Field::UserPoolId, arn.rsplit('/').next()?),
        }
        Some(part)
    }));
    // The options of `aws apigatewayv2 create-authorizer --jwt-configuration` alone.
    let is_alone = candidate.root.get("Audience").is_some() && candidate.root.get("Issuer").is_some();
    if parts.is_empty() && is_alone {
        parts.push(authorizer("", candidate.root));
    }
    parts
}

/// The ARN of the user pool of an authorizer.
fn arn(value: Value<'_>) -> Option<String> {
    let is_typed = text(value, "type").is_some_and(|kind| kind == "COGNITO_USER_POOLS");
    text(value, "UserPoolArn").or_else(|| text(value, "arn").filter(|_| is_typed))
}

/// Reads one authorizer. Its audience is a client id only for Cognito, and if it has the right form.
pub(super) fn authorizer(path: &str, value: Value<'_>) -> Part {
    let mut part = Part::of(ImportKind::ApiGateway, value, path, FIELDS);
    part.draft.is_resource = true;
    for name in ["Audience", "audience"] {
        let Some(audience) = value.get(name) else { continue };
        let first = audience.as_string().or_else(|| audience.items().next().and_then(Value::as_string));
        if let Some(client) = first.filter(|text| cognito::is_client_id(text)) {
            part.ignored.retain(|line| !line.contains(name));
            let place = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            part.read.push(format!("{place}: client id"));
            part.draft.fill(Field::ClientId, client);
        }
    }
    part
}
