//! The common rules of all forms, and the resulting profiles.

use super::draft::{Draft, Field};
use super::imported::ImportedProfile;
use super::part::Part;
use super::rules;
use crate::profile::cognito;
use crate::protocol::Finding;

/// Makes a profile of each part, without duplicates.
pub(super) fn settle(parts: Vec<Part>, findings: &mut Vec<Finding>) -> Vec<ImportedProfile> {
    let mut profiles: Vec<ImportedProfile> = Vec::new();
    for mut part in parts {
        findings.append(&mut part.findings);
        let mut found = Vec::new();
        let draft = part.draft.clone();
        let profile = profile(part.draft, &mut found);
        if !profiles.contains(&profile) {
            found.extend(rules::of_configuration(part.kind, &draft, &profile));
            findings.extend(found);
            profiles.push(profile);
        }
    }
    profiles
}

/// Makes a profile of one draft, with its findings.
fn profile(mut draft: Draft, findings: &mut Vec<Finding>) -> ImportedProfile {
    // An endpoint on a user pool's domain has one fault: the domain.
    place_the_domain(&mut draft, findings);
    findings.extend(rules::repair_issuer(&mut draft));
    let is_known = draft.issuer.is_some() || draft.user_pool_id.is_some();
    if !is_known && !draft.lacks(&[Field::Issuer, Field::Discovery, Field::UserPoolId]) {
        draft.issuer = rules::of_endpoints(&draft.endpoints);
    }
    // A slash too many does not make it another pool; a finding names the slash.
    let issuer = draft.issuer.as_deref().map(|issuer| issuer.trim_end_matches('/'));
    let issuer_pool = issuer.and_then(cognito::issuer_user_pool_id).map(str::to_owned);
    let user_pool_id = trimmed(draft.user_pool_id.take()).or(issuer_pool);
    let client_id = trimmed(draft.client_id.take());
    let pool_region = user_pool_id.as_deref().and_then(cognito::region).map(str::to_owned);
    let file_region = trimmed(draft.region.take());
    let region = pool_region.clone().or_else(|| file_region.clone()).or_else(|| domain_region(draft.domain.as_deref()));
    let domain = draft.domain.as_deref().map(|domain| cognito::domain_host(domain, region.as_deref()));
    let issuer = draft.issuer.take().or_else(|| user_pool_id.as_deref().and_then(cognito::issuer));
    let profile = ImportedProfile {
        name: draft.name.take(),
        issuer,
        user_pool_id,
        region,
        domain,
        has_client_secret: draft.client_secret.is_some(),
        client_id,
        redirect_uris: std::mem::take(&mut draft.redirect_uris),
        sign_out_uris: std::mem::take(&mut draft.sign_out_uris),
        scopes: std::mem::take(&mut draft.scopes),
        response_type: trimmed(draft.response_type.take()),
        identity_providers: draft.identity_providers.iter().map(|name| provider_name(name)).collect(),
        is_machine: !draft.grants.is_empty()
            && draft.grants.iter().all(|grant| grant.eq_ignore_ascii_case("client_credentials")),
        client_secret: draft.client_secret.take(),
        endpoints: std::mem::take(&mut draft.endpoints),
        parameters: std::mem::take(&mut draft.parameters),
    };
    findings.extend(rules::of_profile(&profile, file_region.as_deref(), pool_region.as_deref()));
    profile
}

/// The domain is the host of the authorization endpoint. An issuer on the domain of a user pool is wrong.
fn place_the_domain(draft: &mut Draft, findings: &mut Vec<Finding>) {
    if let Some(issuer) =
        draft.issuer.take_if(|issuer| host(issuer).is_some_and(|host| cognito::is_prefix_domain(&host)))
    {
        findings.push(rules::issuer_is_domain(&issuer, draft.user_pool_id.as_deref()));
        draft.domain = draft.domain.take().or_else(|| host(&issuer));
    }
    // Auth0's domain is its issuer, with a slash.
    let is_auth0 = |domain: &String| domain.ends_with(".auth0.com") && !domain.contains('/');
    if let Some(domain) = draft.domain.as_ref().filter(|domain| draft.issuer.is_none() && is_auth0(domain)) {
        draft.issuer = Some(format!("https://{domain}/"));
    }
    let told = [&draft.endpoints.authorization, &draft.endpoints.token];
    let told = told.into_iter().flatten().find_map(|endpoint| host(endpoint));
    draft.domain = draft.domain.take().or(told);
}

/// The host of a URL, with its port.
fn host(url: &str) -> Option<String> {
    crate::protocol::urls::origin_of(url)?.split_once("://").map(|(_, host)| host.to_owned())
}

fn trimmed(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The region in a prefix domain's host.
fn domain_region(domain: Option<&str>) -> Option<String> {
    let host = domain?.trim_start_matches("https://").split('/').next()?;
    let rest = host.strip_suffix(".amazoncognito.com")?;
    let (_, region) = rest.split_once(".auth.").or_else(|| rest.split_once(".auth-fips."))?;
    Some(region.to_owned())
}

/// A provider's name as in `identity_provider`: Amplify's tools write `LOGIN_WITH_AMAZON` or `Amazon`.
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
        let profile = profile(draft, &mut findings);
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
