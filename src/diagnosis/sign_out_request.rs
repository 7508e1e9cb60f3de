//! Missing parameters of a sign-out request, by provider. Also for an error page, whose URL contains them.

use crate::protocol::finding::rules;
use crate::protocol::{Finding, Parameters, Place};

rules! {
    pub(super) RULES;

    LOGOUT_CLIENT_ID: Error "logout.client_id_missing", "client_id missing from the logout request";
    POST_LOGOUT: Error "logout.post_logout_redirect_uri",
        "Cognito ignores post_logout_redirect_uri", "OIDC RP-Initiated Logout 2";
    NOT_READ: Error "logout.parameter_not_read",
        "Sign-out parameter that this provider does not read", "OIDC RP-Initiated Logout 2";
    HINT: Error "logout.hint_missing", "The logout request does not name its client", "OIDC RP-Initiated Logout 2";
}

/// The parameter names that providers and libraries use for the URL to return to after a sign-out.
const RETURN_NAMES: [&str; 8] = [
    "post_logout_redirect_uri",
    "logout_uri",
    "returnTo",
    "return_to",
    "post_logout_uri",
    "redirect_uri",
    "redirectUri",
    "redirect_url",
];

/// A logout endpoint that reads one name only.
struct Endpoint {
    /// The end of its path.
    path: &'static str,
    provider: &'static str,
    reads: &'static str,
    /// Parameters of which one is required to identify the client; none if it is not required.
    client: &'static [&'static str],
}

const ENDPOINTS: [Endpoint; 5] = [
    Endpoint {
        path: "/protocol/openid-connect/logout",
        provider: "Keycloak (since version 18)",
        reads: "post_logout_redirect_uri",
        client: &["id_token_hint", "client_id"],
    },
    Endpoint {
        path: "/oauth2/v2.0/logout",
        provider: "Microsoft Entra ID",
        reads: "post_logout_redirect_uri",
        client: &[],
    },
    Endpoint { path: "/v1/logout", provider: "Okta", reads: "post_logout_redirect_uri", client: &["id_token_hint"] },
    Endpoint { path: "/oidc/logout", provider: "Auth0", reads: "post_logout_redirect_uri", client: &[] },
    Endpoint { path: "/v2/logout", provider: "Auth0", reads: "returnTo", client: &[] },
];

/// Whether a URL has the parameters of a sign-out.
pub(super) fn is_sign_out(path: &str, parameters: &Parameters) -> bool {
    let has = |name: &str| parameters.get(name).is_some();
    let is_sign_in = has("response_type") || has("code_challenge") || has("scope");
    path.ends_with("/logout")
        || has("logout_uri")
        || has("post_logout_redirect_uri")
        || has("id_token_hint") && !is_sign_in
}

/// The problems of a sign-out's parameters at Cognito.
pub(super) fn at_cognito(path: &str, parameters: &Parameters) -> Option<Finding> {
    let has = |name: &str| parameters.get(name).is_some_and(|value| !value.is_empty());
    // With these two, it signs out and shows the login page again.
    let signs_in_again = has("redirect_uri") && has("response_type");
    if has("logout_uri") && has("client_id") || has("client_id") && signs_in_again {
        return None;
    }
    let is_foreign = |name: &&&str| **name != "logout_uri" && (**name != "redirect_uri" || path.ends_with("/logout"));
    let foreign = RETURN_NAMES.iter().filter(|_| !has("logout_uri")).filter(is_foreign).find(|name| has(name));
    let place = |name: &str| Place::logout_request(name);
    if let Some(name) = foreign {
        let client = if has("client_id") { "" } else { ", and it has no client_id" };
        let rule = if *name == "post_logout_redirect_uri" { &POST_LOGOUT } else { &NOT_READ };
        let finding = rule.found(
            format!(
                "The sign-out request has {name}{client}. Cognito's logout endpoint reads client_id and logout_uri, and \
                 shows an error page or its login page without them."
            ),
            "Send the browser to https://DOMAIN/logout with client_id, and logout_uri with the exact text of a registered \
             sign-out URL. A library that builds OpenID Connect sign-outs (post_logout_redirect_uri, id_token_hint) needs \
             both as extra parameters.",
        );
        return Some(finding.seen(None, place(name), parameters.get(name).unwrap_or_default()));
    }
    (!has("client_id")).then(|| {
        LOGOUT_CLIENT_ID
            .found("The sign-out request has no client_id.", "Send client_id and logout_uri to the logout endpoint.")
            .seen(None, place("client_id"), "absent")
    })
}

/// The problems of a sign-out's parameters at a provider whose endpoint has a known path.
pub(super) fn elsewhere(path: &str, parameters: &Parameters) -> Option<Finding> {
    let has = |name: &str| parameters.get(name).is_some_and(|value| !value.is_empty());
    let endpoint = ENDPOINTS.iter().find(|endpoint| path.ends_with(endpoint.path))?;
    let Endpoint { provider, reads, client, .. } = endpoint;
    let client_words = client.join(" or ");
    if !has(reads) {
        let name = RETURN_NAMES.into_iter().find(|name| has(name))?;
        let with = if client.is_empty() { String::new() } else { format!(", with {client_words}") };
        let finding = NOT_READ.found(
            format!("The sign-out request has {name}, but {provider} reads {reads}."),
            format!(
                "Send {reads}{with}. Its text must be registered at the client as a URL to return to after sign-out."
            ),
        );
        return Some(finding.seen(None, Place::logout_request(name), parameters.get(name).unwrap_or_default()));
    }
    (!client.is_empty() && !client.iter().any(|name| has(name))).then(|| {
        HINT.found(
            format!("{provider} reads {reads} only together with {client_words}: it must know which client signs out."),
            format!("Add {client_words} to the logout request (id_token_hint is the ID token of the sign-in)."),
        )
        .seen(None, Place::logout_request(client[0]), "absent")
    })
}
