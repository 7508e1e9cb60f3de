//! What an importer found, before the rules that hold for every format make a profile of it.

use super::members::Members;
use super::{ImportedProfile, Part, rules};
use crate::profile::cognito;
use crate::protocol::{Finding, Parameters, Secret};

/// What a client needs to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    UserPoolId,
    Region,
    Domain,
    ClientId,
    ClientSecret,
    Issuer,
    RedirectUris,
    SignOutUris,
    Scopes,
    ResponseType,
    IdentityProviders,
}

impl Field {
    /// The field in plain words.
    pub fn name(self) -> &'static str {
        match self {
            Self::UserPoolId => "user pool id",
            Self::Region => "region",
            Self::Domain => "domain",
            Self::ClientId => "client id",
            Self::ClientSecret => "client secret",
            Self::Issuer => "issuer",
            Self::RedirectUris => "redirect URIs",
            Self::SignOutUris => "sign-out URLs",
            Self::Scopes => "scopes",
            Self::ResponseType => "response type",
            Self::IdentityProviders => "identity providers",
        }
    }
}

/// The fields as they stand in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub name: Option<String>,
    pub user_pool_id: Option<String>,
    pub region: Option<String>,
    pub domain: Option<String>,
    pub client_id: Option<String>,
    pub client_secret: Option<Secret>,
    pub issuer: Option<String>,
    pub authorization_endpoint: Option<String>,
    pub redirect_uris: Vec<String>,
    pub sign_out_uris: Vec<String>,
    pub scopes: Vec<String>,
    pub response_type: Option<String>,
    pub identity_providers: Vec<String>,
    pub parameters: Parameters,
}

impl Draft {
    /// Fills a field from a member. A field that is filled already keeps its value, and the member is named as ignored
    /// when it says something else.
    pub fn take(&mut self, field: Field, path: &str, members: &mut Members<'_>) {
        let what = field.name();
        let filled = match field {
            Field::RedirectUris => fill_list(&mut self.redirect_uris, members.list(path, what, |c| c == ',')),
            Field::SignOutUris => fill_list(&mut self.sign_out_uris, members.list(path, what, |c| c == ',')),
            Field::Scopes => fill_list(&mut self.scopes, members.list(path, what, |c| c == ',' || c.is_whitespace())),
            Field::IdentityProviders => fill_list(&mut self.identity_providers, members.list(path, what, |c| c == ',')),
            _ => {
                let text = members.text(path, what);
                self.fill_text(field, text)
            }
        };
        if !filled {
            members.read.pop();
            members.ignored.push(format!("{path}: another {what} is used"));
        }
    }

    /// Sets a single text; whether it was taken, or equal to what stands there.
    pub fn fill_text(&mut self, field: Field, text: Option<String>) -> bool {
        let Some(text) = text else { return true };
        if field == Field::ClientSecret {
            let secret = Secret::new(text);
            return *self.client_secret.get_or_insert_with(|| secret.clone()) == secret;
        }
        let slot = match field {
            Field::UserPoolId => &mut self.user_pool_id,
            Field::Region => &mut self.region,
            Field::Domain => &mut self.domain,
            Field::ClientId => &mut self.client_id,
            Field::Issuer => &mut self.issuer,
            _ => &mut self.response_type,
        };
        *slot.get_or_insert_with(|| text.clone()) == text
    }

    /// Makes the profile, with what the rules found.
    pub fn settle(self, findings: &mut Vec<Finding>) -> ImportedProfile {
        let issuer_pool = self.issuer.as_deref().and_then(cognito::issuer_user_pool_id).map(str::to_owned);
        let user_pool_id = trimmed(self.user_pool_id).or(issuer_pool);
        let client_id = trimmed(self.client_id);
        let pool_region = user_pool_id.as_deref().and_then(cognito::region).map(str::to_owned);
        let file_region = trimmed(self.region);
        let region =
            pool_region.clone().or_else(|| file_region.clone()).or_else(|| domain_region(self.domain.as_deref()));
        let domain = self.domain.as_deref().map(|domain| cognito::domain_host(domain, region.as_deref()));
        let issuer = self.issuer.or_else(|| user_pool_id.as_deref().and_then(cognito::issuer));
        let profile = ImportedProfile {
            name: self.name,
            issuer,
            user_pool_id,
            region,
            domain,
            has_client_secret: self.client_secret.is_some(),
            client_id,
            redirect_uris: self.redirect_uris,
            sign_out_uris: self.sign_out_uris,
            scopes: self.scopes,
            response_type: trimmed(self.response_type),
            identity_providers: self.identity_providers.iter().map(|name| provider_name(name)).collect(),
            client_secret: self.client_secret,
            authorization_endpoint: self.authorization_endpoint,
            parameters: self.parameters,
        };
        findings.extend(rules::of_profile(&profile, file_region.as_deref(), pool_region.as_deref()));
        profile
    }
}

/// Joins what several documents say of one client, and makes a profile of each.
pub(super) fn settle(parts: Vec<Part>, findings: &mut Vec<Finding>) -> Vec<ImportedProfile> {
    let mut profiles: Vec<ImportedProfile> = Vec::new();
    for part in parts {
        findings.extend(part.findings);
        let mut found = Vec::new();
        let profile = part.draft.settle(&mut found);
        if !profiles.contains(&profile) {
            findings.extend(found);
            profiles.push(profile);
        }
    }
    profiles
}

fn fill_list(slot: &mut Vec<String>, list: Option<Vec<String>>) -> bool {
    let Some(list) = list else { return true };
    if slot.is_empty() {
        *slot = list;
        return true;
    }
    *slot == list
}

fn trimmed(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The region within a prefix domain's host.
fn domain_region(domain: Option<&str>) -> Option<String> {
    let host = domain?.trim_start_matches("https://").split('/').next()?;
    let rest = host.strip_suffix(".amazoncognito.com")?;
    let (_, region) = rest.split_once(".auth.").or_else(|| rest.split_once(".auth-fips."))?;
    Some(region.to_owned())
}

/// A provider in the name that `identity_provider` takes: Amplify's tools write `LOGIN_WITH_AMAZON` or `Amazon`.
fn provider_name(name: &str) -> String {
    match name {
        "GOOGLE" => "Google",
        "FACEBOOK" => "Facebook",
        "LOGIN_WITH_AMAZON" | "AMAZON" | "Amazon" => "LoginWithAmazon",
        "SIGN_IN_WITH_APPLE" | "APPLE" | "Apple" => "SignInWithApple",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pool_id_wins_over_a_contradicting_region_and_a_finding_says_so() {
        let mut findings = Vec::new();
        let draft = Draft {
            user_pool_id: Some("eu-west-1_Abc123".into()),
            region: Some("us-east-1".into()),
            domain: Some("shop".into()),
            client_id: Some("c".into()),
            ..Draft::default()
        };
        let profile = draft.settle(&mut findings);
        assert_eq!(profile.region.as_deref(), Some("eu-west-1"));
        assert_eq!(profile.domain.as_deref(), Some("shop.auth.eu-west-1.amazoncognito.com"));
        assert_eq!(profile.issuer.as_deref(), Some("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc123"));
        assert_eq!(findings.iter().map(Finding::id).collect::<Vec<_>>(), ["import.region_contradicts_pool"]);
    }

    #[test]
    fn a_domain_alone_tells_the_region() {
        let region = domain_region(Some("https://shop.auth-fips.us-gov-west-1.amazoncognito.com/login"));
        assert_eq!(region.as_deref(), Some("us-gov-west-1"));
        assert_eq!(domain_region(Some("login.example.com")), None);
    }
}
