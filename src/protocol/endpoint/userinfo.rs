//! UserInfo (OpenID Connect Core section 5.3).

use crate::protocol::http::{Header, HttpResponse, Method};
use crate::protocol::json::Json;
use crate::protocol::request_draft::{Authentication, RequestDraft};
use crate::protocol::resource::challenge;
use crate::protocol::text::secret::Secret;

/// Requests the claims of the user of an access token. The token is sent only in the header (RFC 6750 section 2.1),
/// never into the URL.
pub fn userinfo(endpoint: &str, access_token: &Secret) -> RequestDraft {
    let mut draft = RequestDraft::new(Method::Get, endpoint);
    draft.authentication = Authentication::Bearer(access_token.clone());
    draft.headers.push(Header::new("accept", "application/json"));
    draft
}

/// The response of UserInfo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserInfoAnswer {
    /// The claims.
    Claims(Json),
    /// A signed or encrypted response (`application/jwt`, section 5.3.2), as text.
    Jwt(Secret),
    /// An error: from `WWW-Authenticate` (RFC 6750 section 3), or from the body if the header has none.
    Refused {
        /// `error`, if there is one.
        error: Option<String>,
        /// `error_description`, if there is one.
        description: Option<String>,
    },
    /// Neither.
    Unreadable(String),
}

impl UserInfoAnswer {
    /// Reads a response.
    pub fn read(response: &HttpResponse) -> Self {
        let json = Json::from_bytes(&response.body);
        if !response.is_success() {
            let challenges = challenge::challenges(response);
            let challenge = challenge::of_token(&challenges);
            let member = |name| {
                let from_body = || json.as_ref().ok()?.get(name)?.as_string();
                challenge.and_then(|it| it.get(name)).map(str::to_owned).or_else(from_body)
            };
            return Self::Refused { error: member("error"), description: member("error_description") };
        }
        let text = response.text();
        let is_called_a_jwt = response.media_type().as_deref() == Some("application/jwt");
        if is_called_a_jwt && !text.trim_start().starts_with(['<', '{']) {
            return Self::Jwt(Secret::new(response.text().trim()));
        }
        match json {
            Ok(json) if is_called_a_jwt && json.root().is_object() => {
                Self::Unreadable("the content type is application/jwt, but the body is a JSON object".to_owned())
            }
            // An error document with the wrong status: claims have a subject.
            Ok(json) if json.get("error").is_some_and(|error| error.raw() != "null") && json.get("sub").is_none() => {
                let member = |name| json.get(name)?.as_string();
                Self::Refused { error: member("error"), description: member("error_description") }
            }
            Ok(json) if json.root().is_object() => Self::Claims(json),
            Ok(json) => Self::Unreadable(format!("the body is {}, expected a JSON object", json.root().kind())),
            Err(error) => Self::Unreadable(format!("expected a JSON object: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_access_token_goes_into_the_header_and_nowhere_else() {
        let request = userinfo("https://op/userinfo", &"at".into()).build();
        assert_eq!(request.header("authorization"), Some("Bearer at"));
        assert_eq!(request.url, "https://op/userinfo");
    }

    #[test]
    fn a_challenge_without_a_scheme_word_is_read_as_cognito_sends_it() {
        let challenge = r#"error="invalid_token", error_description="Access token is expired, disabled, or deleted""#;
        let response = HttpResponse::new(401).with_header("WWW-Authenticate", challenge);
        assert_eq!(
            UserInfoAnswer::read(&response),
            UserInfoAnswer::Refused {
                error: Some("invalid_token".into()),
                description: Some("Access token is expired, disabled, or deleted".into())
            }
        );
    }

    #[test]
    fn the_challenge_about_the_token_is_found_in_any_field_and_after_other_schemes() {
        let refused = |fields: &[&str]| {
            let response =
                fields.iter().fold(HttpResponse::new(401), |it, field| it.with_header("WWW-Authenticate", *field));
            match UserInfoAnswer::read(&response) {
                UserInfoAnswer::Refused { error, .. } => error,
                other => panic!("{other:?}"),
            }
        };
        for fields in [
            &[r#"Basic realm="x""#, r#"Bearer error="invalid_token""#] as &[&str],
            &[r#"Basic realm="x", Bearer realm=y, error = invalid_token"#],
            &[r#"Bearer realm=x"#, r#"DPoP error="invalid_token", algs="ES256""#],
        ] {
            assert_eq!(refused(fields).as_deref(), Some("invalid_token"), "{fields:?}");
        }
        assert_eq!(refused(&[r#"Bearer error_description="a \"b\"""#]), None);
    }

    #[test]
    fn a_page_instead_of_claims_is_unreadable_with_its_reason() {
        let response = HttpResponse::new(200).with_body("text/html", "<html>");
        assert!(
            matches!(UserInfoAnswer::read(&response), UserInfoAnswer::Unreadable(why) if why.contains("found '<'"))
        );
    }
}
