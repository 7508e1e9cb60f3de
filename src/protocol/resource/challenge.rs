//! The challenges of a `WWW-Authenticate` header (RFC 9110 section 11.6.1): what a resource asks for.

use crate::protocol::http::HttpResponse;

/// One challenge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Challenge {
    /// The scheme as written; empty if a parameter comes first, as in Cognito's header.
    pub scheme: String,
    /// The parameters in order, unquoted.
    pub parameters: Vec<(String, String)>,
}

impl Challenge {
    /// The first parameter called `name`, ignoring case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether its scheme is this one, ignoring case.
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }
}

/// The challenges of all `WWW-Authenticate` headers of a response, in order.
pub fn challenges(response: &HttpResponse) -> Vec<Challenge> {
    let fields = response.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("www-authenticate"));
    fields.flat_map(|field| parse(&field.value)).collect()
}

/// The challenge about an access token: the one with an `error` if there is one, otherwise the first. Its scheme is
/// `Bearer`, or `DPoP` (RFC 9449 section 7.1), or missing, as at Cognito.
pub fn of_token(challenges: &[Challenge]) -> Option<&Challenge> {
    let is_about_a_token = |it: &&Challenge| it.is("bearer") || it.is("dpop");
    let has_error = |it: &&Challenge| it.get("error").is_some();
    let named = || challenges.iter().filter(is_about_a_token);
    let nameless = || challenges.iter().filter(|it| it.scheme.is_empty()).find(has_error);
    named().find(has_error).or_else(nameless).or_else(|| named().next())
}

/// The URL of the protected resource metadata (RFC 9728 section 5.1): of any scheme, because DPoP may have it too.
pub fn resource_metadata(challenges: &[Challenge]) -> Option<&str> {
    challenges.iter().find_map(|challenge| challenge.get("resource_metadata"))
}

/// The scopes that a token needs (RFC 6750 section 3): of the challenge about the token, or of another one of its kind. A
/// parameter of the same name in another scheme means something else.
pub fn scope(challenges: &[Challenge]) -> Option<&str> {
    let of_tokens = || challenges.iter().filter(|it| it.is("bearer") || it.is("dpop") || it.scheme.is_empty());
    of_token(challenges).and_then(|it| it.get("scope")).or_else(|| of_tokens().find_map(|it| it.get("scope")))
}

/// A parameter of the challenge about the token that leads the client, and occurs more than once with different values:
/// RFC 6750 section 3 allows each once.
pub fn conflict(challenges: &[Challenge]) -> Option<&'static str> {
    let parameters = &of_token(challenges)?.parameters;
    ["resource_metadata", "scope", "error"].into_iter().find(|name| {
        let mut values =
            parameters.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        values.next().is_some_and(|first| values.any(|other| other != first))
    })
}

/// Reads one field, which may contain several challenges: after a comma, a word before `=` is another parameter, any
/// other word is the next scheme.
pub fn parse(field: &str) -> Vec<Challenge> {
    let mut found: Vec<Challenge> = Vec::new();
    let mut rest = field;
    let mut is_after_scheme = false;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t']);
        let after_comma = trimmed.trim_start_matches([',', ' ', '\t']);
        is_after_scheme &= after_comma.len() == trimmed.len();
        let word_ends = after_comma.find([' ', '\t', ',', '=', '"']).unwrap_or(after_comma.len());
        let (word, after) = after_comma.split_at(word_ends);
        if word.is_empty() {
            let mut characters = after.chars();
            match characters.next() {
                Some(_) => rest = characters.as_str(),
                None => return found,
            }
            continue;
        }
        let spaced = after.trim_start_matches([' ', '\t']);
        match spaced.strip_prefix('=').map(|value| value.trim_start_matches([' ', '\t'])) {
            // The padding of credentials in base64 (token68), which no challenge of OAuth has.
            Some(value) if value.is_empty() || value.starts_with(['=', ',']) => {
                rest = value.trim_start_matches('=');
            }
            Some(value) => {
                let (value, after) = value_of(value);
                if found.is_empty() {
                    found.push(Challenge::default());
                }
                if let Some(last) = found.last_mut() {
                    last.parameters.push((word.to_owned(), value));
                }
                rest = after;
                is_after_scheme = false;
            }
            // Credentials without padding.
            None if is_after_scheme => {
                rest = after;
                is_after_scheme = false;
            }
            None => {
                found.push(Challenge { scheme: word.to_owned(), parameters: Vec::new() });
                rest = after;
                is_after_scheme = true;
            }
        }
    }
}

/// A value and what follows it. In quotes, `\x` stands for `x` (RFC 9110 section 5.6.4); a missing end is the end.
fn value_of(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ', '\t']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut characters = quoted.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => value.extend(characters.next()),
            other => value.push(other),
        }
    }
    (value, characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_challenges_in_one_field_are_told_apart() {
        let found = parse(
            r#"Basic realm="a, b", bearer error="invalid_token",scope="x y" , Negotiate YWJj==, DPoP algs=ES256"#,
        );
        let schemes: Vec<_> = found.iter().map(|challenge| challenge.scheme.as_str()).collect();
        assert_eq!(schemes, ["Basic", "bearer", "Negotiate", "DPoP"]);
        assert_eq!(found[0].get("Realm"), Some("a, b"));
        assert_eq!(of_token(&found).and_then(|it| it.get("scope")), Some("x y"));
        assert_eq!(found[3].get("algs"), Some("ES256"));
    }

    #[test]
    fn only_a_challenge_about_a_token_asks_for_scopes() {
        let of = |field: &str| scope(&parse(field)).map(str::to_owned);
        assert_eq!(of(r#"Basic realm=x, scope="admin", Bearer scope="a b""#).as_deref(), Some("a b"));
        assert_eq!(of(r#"Basic realm=x, scope="admin""#), None);
        assert_eq!(of(r#"DPoP algs=ES256, Bearer scope="a""#).as_deref(), Some("a"));
    }

    #[test]
    fn a_parameter_with_two_values_is_a_conflict() {
        let of = |field: &str| conflict(&parse(field));
        assert_eq!(
            of(r#"Bearer resource_metadata="https://a", Resource_Metadata="https://b""#),
            Some("resource_metadata")
        );
        assert_eq!(of(r#"Bearer scope="a", scope="a""#), None);
        assert_eq!(of(r#"Basic realm=a, Bearer realm=b, scope=c"#), None);
    }

    #[test]
    fn the_challenge_with_an_error_is_the_one_about_the_token() {
        let of = |field: &str| of_token(&parse(field)).map(|it| it.scheme.clone());
        assert_eq!(of(r#"Basic realm="x", Bearer error="invalid_token""#).as_deref(), Some("Bearer"));
        assert_eq!(of(r#"Bearer realm="x", DPoP error="use_dpop_nonce""#).as_deref(), Some("DPoP"));
        assert_eq!(of("DPoP algs=ES256, Bearer realm=x").as_deref(), Some("DPoP"));
        assert_eq!(of(r#"Basic error="x""#), None);
    }

    #[test]
    fn a_parameter_before_any_scheme_is_kept_and_escapes_are_undone() {
        let found = parse(r#"error = "a \"b\"", Error_Description=c"#);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].get("error"), found[0].get("error_description")), (Some("a \"b\""), Some("c")));
        assert!(of_token(&found).is_some());
    }

    #[test]
    fn the_metadata_may_stand_on_another_scheme_and_in_another_field() {
        let response = HttpResponse::new(401)
            .with_header("WWW-Authenticate", "Basic realm=x")
            .with_header("www-authenticate", r#"DPoP resource_metadata="https://h/.well-known/x""#);
        assert_eq!(resource_metadata(&challenges(&response)), Some("https://h/.well-known/x"));
    }

    #[test]
    fn no_text_makes_it_run_forever_or_fail() {
        for text in ["", ",", "=", "\"", "a=\"", "a=\"\\", "Bearer", "Bearer ,,, =x", "é=ü, ñ \u{1b}", "a==b", "a= =b"]
        {
            parse(text);
        }
        assert_eq!(parse("Bearer").len(), 1);
    }
}
