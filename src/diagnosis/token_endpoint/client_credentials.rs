//! The client credentials grant: the client requests its own tokens, so there is no code and no user.

use super::grant_not_allowed::{GRANT, SCOPE};
use crate::diagnosis::evidence::{Refusal, with_form};
use crate::diagnosis::{SessionEvidence, cognito_advice};
use crate::profile::import::rules::OAUTH_DISABLED;
use crate::protocol::finding::rules;
use crate::protocol::{ExchangeId, Finding, HttpRequest, Place, Remedy};

rules! {
    pub(super) RULES;

    PERSON_IGNORED: Warning "token_request.password_ignored",
        "Username and password ignored by the client credentials grant", "RFC 6749 4.4.2";
}

/// The value of `grant_type`.
const NAME: &str = "client_credentials";

/// Whether a request uses this grant.
pub(super) fn is_used(request: &HttpRequest) -> bool {
    request.form().get("grant_type") == Some(NAME)
}

/// Why this grant was rejected; `None` for other grants, and for errors that all grants share.
pub(super) fn refused(evidence: &SessionEvidence<'_>, refusal: &Refusal<'_>) -> Option<Finding> {
    if !is_used(&refusal.exchange.request) {
        return None;
    }
    let finding = match refusal.error.as_str() {
        "invalid_grant" if evidence.cognito => OAUTH_DISABLED.found(
            "The request has grant_type=client_credentials, so no code or user is involved: Cognito rejects the grant \
             for this app client. Most often OAuth flows are disabled (AllowedOAuthFlowsUserPoolClient is false), \
             although AllowedOAuthFlows names the grant.",
            Remedy::new(
                "Enable OAuth flows for the app client, with the client_credentials grant and at least one scope of a \
                 resource server. The client needs a secret.",
            )
            .at(settings()),
        ),
        "invalid_grant" => GRANT.found(
            "The request has grant_type=client_credentials, so no code or user is involved: the provider rejects the \
             grant for this client.",
            "Enable the client credentials grant in the client's registration.",
        ),
        "unauthorized_client" if evidence.cognito => GRANT.found(
            "The app client may not use grant_type=client_credentials.",
            Remedy::new(
                "Use an app client with a secret, and enable the client_credentials grant with at least one scope of a \
                 resource server. It cannot be combined with the code and implicit grants.",
            )
            .at(settings()),
        ),
        "unauthorized_client" => GRANT.found(
            "The client may not use grant_type=client_credentials.",
            "Enable the client credentials grant in the client's registration (Keycloak: service accounts).",
        ),
        "invalid_scope" if evidence.cognito => scope(refusal),
        _ => return None,
    };
    let finding = with_form(finding, refusal.exchange, "grant_type");
    Some(if refusal.error == "invalid_scope" { with_form(finding, refusal.exchange, "scope") } else { finding })
}

fn settings() -> String {
    cognito_advice::login_pages(
        "--allowed-o-auth-flows-user-pool-client --allowed-o-auth-flows client_credentials --allowed-o-auth-scopes \
         RESOURCE_SERVER/SCOPE",
    )
}

/// Cognito issues tokens for this grant only with scopes of a resource server: those of OpenID Connect need a user.
fn scope(refusal: &Refusal<'_>) -> Finding {
    let form = refusal.exchange.request.form();
    let of_a_person = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];
    let scopes = form.get("scope").unwrap_or_default();
    let mistaken: Vec<&str> = scopes.split_whitespace().filter(|scope| of_a_person.contains(scope)).collect();
    let detail = if !mistaken.is_empty() {
        format!(
            "The request contains the scope {}, which needs a user who signs in. The client credentials grant has \
             scopes of a resource server only.",
            mistaken.join(" ")
        )
    } else if scopes.is_empty() {
        "The request names no scope, and no scope of a resource server is allowed for the app client. Cognito has no \
         token without one for the client credentials grant."
            .to_owned()
    } else {
        format!("The app client may not use the scope {scopes}, or no resource server of this user pool has it.")
    };
    SCOPE.found(
        detail,
        Remedy::new(
            "Create a resource server with a custom scope in the user pool, allow the scope for an app client that has a \
             secret, and request it as RESOURCE_SERVER/SCOPE.",
        )
        .at(settings()),
    )
}

/// The grant has no user: a client that sends a user name and a password expects another grant.
pub(super) fn person_ignored(request: &HttpRequest, exchange: Option<ExchangeId>) -> Option<Finding> {
    let form = request.form();
    let sent: Vec<&str> = ["username", "password"].into_iter().filter(|name| form.get(name).is_some()).collect();
    let first = sent.first().filter(|_| is_used(request))?;
    Some(
        PERSON_IGNORED
            .found(
                format!(
                    "{} {} not part of the client credentials grant and {} ignored: the token is for the client, not \
                     for a person.",
                    sent.join(" and "),
                    if sent.len() == 1 { "is" } else { "are" },
                    if sent.len() == 1 { "is" } else { "are" }
                ),
                "To sign in a user, use the authorization code grant. Cognito's token endpoint has no password grant; \
                 its user pools API signs in with InitiateAuth.",
            )
            .seen(exchange, Place::request_body(first), "present"),
    )
}
