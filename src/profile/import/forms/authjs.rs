//! NextAuth and Auth.js: providers in source code, and the cookies in their configuration.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::members::unresolved;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::rules;
use crate::profile::import::search::{at, has, text};
use crate::protocol::json::{Kind, Value};

const FIELDS: &[(Field, &str)] = &[
    (Field::ClientId, "clientId"),
    (Field::ClientSecret, "clientSecret"),
    (Field::Issuer, "issuer"),
    (Field::Discovery, "wellKnown"),
    (Field::Authorization, "authorization.url"),
    (Field::Authorization, "authorization"),
    (Field::Scopes, "authorization.params.scope"),
    (Field::Token, "token"),
    (Field::Token, "token.url"),
    (Field::Userinfo, "userinfo"),
    (Field::Userinfo, "userinfo.url"),
    (Field::JwksUri, "jwks_endpoint"),
    (Field::Domain, "domain"),
    (Field::Name, "name"),
];

/// The functions that create a provider, with the issuer if it is fixed.
const PROVIDERS: &[(&str, Option<&str>)] = &[
    ("Cognito", None),
    ("Keycloak", None),
    ("Auth0", None),
    ("AzureAD", None),
    ("AzureADB2C", None),
    ("MicrosoftEntraID", None),
    ("AzureAd", None),
    ("Okta", None),
    ("Google", Some("https://accounts.google.com")),
    ("Apple", Some("https://appleid.apple.com")),
    ("Authentik", None),
    ("Zitadel", None),
    ("ZITADEL", None),
    ("OneLogin", None),
    ("FusionAuth", None),
    ("Descope", None),
    ("IdentityServer4", None),
    ("DuendeIDS6", None),
    ("DuendeIDS6Provider", None),
    ("GitHub", None),
    ("Github", None),
    ("GitLab", None),
];

/// Reads one provider, or the options of a cookie.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    let root = candidate.root;
    if let Some(cookie) = cookie(root) {
        return vec![cookie];
    }
    let name = candidate.name.rsplit('.').next().unwrap_or_default().trim_end_matches("Provider");
    let known = PROVIDERS.iter().find(|(known, _)| *known == name);
    // `{ id: 'x', type: 'oidc', … }`
    let is_generic = matches!(text(root, "type").as_deref(), Some("oidc" | "oauth")) && has(root, &["id", "name"]);
    if known.is_none() && !is_generic || !has(root, &["clientId", "issuer"]) || has(root, &["realm"]) {
        return Vec::new();
    }
    // An endpoint is a string, or an object with more settings.
    let fields = FIELDS.iter().filter(|(_, path)| at(root, path).is_none_or(|value| !value.is_object()));
    let fields: Vec<(Field, &str)> = fields.copied().collect();
    let mut part = Part::of(ImportKind::Authjs, root, "", &fields);
    part.draft.name =
        part.draft.name.take().or_else(|| text(root, "id")).or_else(|| known.map(|(name, _)| (*name).to_owned()));
    let authorization = part.draft.endpoints.authorization.clone().unwrap_or_default();
    if let Some((url, query)) = authorization.split_once('?') {
        scopes_of_query(&mut part, url, query);
    }
    let (issuer, tenant) = (part.draft.issuer.is_some() || part.draft.lacks(&[Field::Issuer]), at(root, "tenantId"));
    if let Some(tenant) = tenant.filter(|_| !issuer) {
        part.ignored.retain(|line| !line.starts_with("tenantId:"));
        match (unresolved(tenant), tenant.as_string()) {
            (Some(expression), _) => {
                part.ignored.push(format!("tenantId: unresolved ({expression})"));
                part.draft.unresolved.push((Field::Issuer, expression));
            }
            (None, Some(id)) => {
                part.read.push("tenantId: issuer".to_owned());
                part.draft.fill(Field::Issuer, format!("https://login.microsoftonline.com/{id}/v2.0"));
            }
            _ => {}
        }
    } else if let Some(issuer) = known.and_then(|(_, issuer)| *issuer).filter(|_| !issuer) {
        part.draft.fill(Field::Issuer, issuer);
    }
    part.findings.extend(empty_secret(root));
    vec![part]
}

/// `authorization: "https://…?scope=openid"`
fn scopes_of_query(part: &mut Part, url: &str, query: &str) {
    let parameters = crate::protocol::Parameters::decode(query);
    if let Some(scope) = parameters.get("scope").filter(|_| part.draft.scopes.is_empty()) {
        part.draft.scopes = scope.split_whitespace().map(str::to_owned).collect();
    }
    part.draft.endpoints.authorization = Some(url.to_owned());
}

/// With an empty secret, the library still sends one unless it is configured as a public client.
fn empty_secret(root: Value<'_>) -> Option<crate::protocol::Finding> {
    let secret = root.get("clientSecret")?;
    let is_empty = secret.kind() == Kind::Null
        || secret.raw() == "\"\""
        || unresolved(secret).is_some_and(|text| text == "undefined" || text.starts_with("null "));
    let method =
        ["client.token_endpoint_auth_method", "token_endpoint_auth_method"].iter().find_map(|path| text(root, path));
    (is_empty && method.as_deref() != Some("none")).then(|| {
        rules::SECRET_EMPTY
            .found(
                "clientSecret is empty: the token request still authenticates with an empty secret, and the provider \
                 responds with invalid_client",
                "Add client: { token_endpoint_auth_method: 'none' } to the provider, or set the secret",
            )
            .seen(None, "clientSecret", "empty")
    })
}

/// Cross-site cookies must be `secure`.
fn cookie(root: Value<'_>) -> Option<Part> {
    let same_site = text(root, "sameSite").filter(|value| value.eq_ignore_ascii_case("none"))?;
    let secure = root.get("secure").map(|value| value.raw().to_owned());
    if has(root, &["clientId"]) || !matches!(secure.as_deref(), None | Some("false")) {
        return None;
    }
    let mut part = Part::of(ImportKind::Authjs, root, "", &[]).addition();
    let found = if secure.is_none() { "no secure" } else { "secure: false" };
    part.findings.push(
        rules::COOKIE_NOT_SECURE
            .found(
                format!(
                    "A cookie has sameSite: '{same_site}' with {found}: browsers reject it, so the callback has \
                         no state or PKCE verifier"
                ),
                "Set secure: true, or sameSite: 'lax'",
            )
            .seen(None, "sameSite", same_site),
    );
    Some(part)
}
