//! Sign-out through the browser: both forms of Cognito's `/logout`, and RP-Initiated Logout 1.0.

use crate::protocol::http::Method;
use crate::protocol::parameters::Parameters;
use crate::protocol::request_draft::RequestDraft;

/// Cognito: ends the session at the provider and goes to a registered sign-out URL.
pub fn cognito_logout(endpoint: &str, client_id: &str, logout_uri: &str) -> RequestDraft {
    get(endpoint, Parameters::new().with("client_id", client_id).with("logout_uri", logout_uri))
}

/// Cognito: ends the session at the provider and goes to the login page of a new authorization request. `request` has
/// `redirect_uri`, `response_type` and the other parameters of that request.
pub fn cognito_logout_and_login(endpoint: &str, client_id: &str, request: &Parameters) -> RequestDraft {
    let mut parameters = Parameters::new().with("client_id", client_id);
    for (name, value) in request.iter().filter(|(name, _)| *name != "client_id") {
        parameters.push(name, value);
    }
    get(endpoint, parameters)
}

/// RP-Initiated Logout 1.0 section 2.
pub fn rp_initiated_logout(
    endpoint: &str,
    client_id: &str,
    id_token_hint: Option<&str>,
    post_logout_redirect_uri: Option<&str>,
    state: Option<&str>,
) -> RequestDraft {
    let given = [
        ("id_token_hint", id_token_hint),
        ("client_id", Some(client_id)),
        ("post_logout_redirect_uri", post_logout_redirect_uri),
        ("state", state),
    ];
    get(endpoint, given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
}

fn get(endpoint: &str, parameters: Parameters) -> RequestDraft {
    RequestDraft { parameters, ..RequestDraft::new(Method::Get, endpoint) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_shapes_carry_their_own_parameters() {
        assert_eq!(
            cognito_logout("https://d/logout", "c", "http://localhost/out").url(),
            "https://d/logout?client_id=c&logout_uri=http%3A%2F%2Flocalhost%2Fout"
        );
        let login = Parameters::new().with("client_id", "x").with("response_type", "code").with("redirect_uri", "r");
        assert_eq!(
            cognito_logout_and_login("https://d/logout", "c", &login).url(),
            "https://d/logout?client_id=c&response_type=code&redirect_uri=r"
        );
        assert_eq!(
            rp_initiated_logout("https://d/end", "c", Some("j"), None, Some("s")).url(),
            "https://d/end?id_token_hint=j&client_id=c&state=s"
        );
    }
}
