//! `amplify/auth/resource.ts` of Amplify Gen 2: `defineAuth({ … externalProviders … })`. Its client gets an id only
//! when it is deployed.

use crate::profile::import::draft::Field;
use crate::profile::import::kind::ImportKind;
use crate::profile::import::part::{Candidate, Part};
use crate::profile::import::search::objects;

const FIELDS: &[(Field, &str)] = &[
    (Field::RedirectUris, "loginWith.externalProviders.callbackUrls"),
    (Field::SignOutUris, "loginWith.externalProviders.logoutUrls"),
    (Field::Domain, "loginWith.externalProviders.domainPrefix"),
    (Field::Scopes, "loginWith.externalProviders.scopes"),
    (Field::Name, "name"),
];

/// Reads the argument of `defineAuth`.
pub(in super::super) fn read(candidate: &Candidate<'_>) -> Vec<Part> {
    if !candidate.name.ends_with("defineAuth") || !candidate.root.is_object() {
        return Vec::new();
    }
    let mut part = Part::of(ImportKind::AmplifyResource, candidate.root, "", FIELDS);
    part.draft
        .scopes
        .iter_mut()
        .for_each(|scope| *scope = scope.to_lowercase().replace("cognito_admin", "aws.cognito.signin.user.admin"));
    let providers = objects(candidate.root, &|path, _| {
        let parent = path.strip_prefix("loginWith.externalProviders.");
        parent.is_some_and(|name| !name.contains('.'))
    });
    for (path, _) in providers {
        let name = match path.rsplit('.').next().unwrap_or_default() {
            "google" => "Google",
            "facebook" => "Facebook",
            "loginWithAmazon" => "LoginWithAmazon",
            "signInWithApple" => "SignInWithApple",
            _ => continue,
        };
        part.draft.identity_providers.push(name.to_owned());
    }
    vec![part]
}
