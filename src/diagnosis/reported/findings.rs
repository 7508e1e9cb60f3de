//! From what was said to findings.

use super::row::{Made, Row};
use super::{api, client, network, person, sign_in, tokens, verifier};
use crate::diagnosis::federation;
use crate::diagnosis::ranked::{add_evidence, ranked};
use crate::protocol::finding::rules;
use crate::protocol::{Finding, Rule};
use crate::reading::Spanned;
use crate::reading::sentences::{Library, Said};

rules! {
    /// Rules of this module.
    OWN;

    pub(in crate::diagnosis) ELSEWHERE: Error "login.cause_not_logged",
        "The sign-in failed, and the line does not say why";
}

/// All rules that are detected only in messages.
pub(in crate::diagnosis) const RULES: [&[&Rule]; 8] =
    [OWN, sign_in::RULES, verifier::RULES, tokens::RULES, client::RULES, person::RULES, api::RULES, network::RULES];

/// The rows of each area.
const ROWS: [&[Row]; 7] =
    [sign_in::ROWS, verifier::ROWS, tokens::ROWS, client::ROWS, person::ROWS, api::ROWS, network::ROWS];

/// The causes whose findings need more than a row.
const MADE: [&[Made]; 4] = [verifier::MADE, tokens::MADE, client::MADE, network::MADE];

/// The findings from the messages in one text, one per rule. A general message that a specific one explains is evidence
/// of the specific one; that something failed, without a reason, is then not repeated.
pub fn findings(said: &[Spanned<Said>]) -> Vec<Finding> {
    let mut specific: Vec<&Said> = Vec::new();
    for found in said {
        if !specific.iter().any(|other| other.proves() == found.value.proves()) {
            specific.push(&found.value);
        }
    }
    let reason = |general: &Said| specific.iter().copied().find(|it| it.proves().explains(general.proves()));
    let (explained, own): (Vec<_>, Vec<_>) =
        said.iter().map(|found| &found.value).partition(|said| reason(said).is_some());
    let mut findings = ranked(own.into_iter().map(self::found));
    for general in explained.into_iter().filter(|said| said.proves().exactness() > 0) {
        let Some(rule) = reason(general).map(|it| meaning(it).rule) else { continue };
        if let Some(finding) = findings.iter_mut().find(|finding| finding.rule == rule) {
            add_evidence(finding, self::found(general).evidence);
        }
    }
    findings
}

/// The finding that a message proves, with the message as its evidence.
pub fn found(said: &Said) -> Finding {
    let finding = meaning(said).seen(None, "text", &said.excerpt);
    said.values.iter().fold(finding, |finding, (name, value)| finding.seen(None, *name, value))
}

/// The finding that a message proves, without evidence.
pub(in crate::diagnosis) fn meaning(said: &Said) -> Finding {
    if let Some((_, made)) = MADE.iter().copied().flatten().find(|(cause, _)| *cause == said.proves()) {
        return made(said);
    }
    let row = ROWS.iter().copied().flatten().find(|row| row.is_for(said));
    row.map(|row| row.finding(said)).or_else(|| federation::finding(said)).unwrap_or_else(|| elsewhere(said))
}

/// A line reports that something about the sign-in failed, in words that are not known.
pub fn cause_not_logged() -> Finding {
    ELSEWHERE.found(
        "The line reports a failure of the sign-in or of a token. The reason is not in it, or in words that grantscope \
         does not know.",
        "Read the lines before and after it, and raise the log level of the program that wrote it.",
    )
}

/// What a line says that names no cause.
fn elsewhere(said: &Said) -> Finding {
    let who = said.library().subject();
    ELSEWHERE.found(
        match said.library() {
            Library::HttpClient => {
                format!("{who} received no response to a request. The reason is elsewhere in its log.")
            }
            _ => format!("{who} reports that the sign-in failed. The reason is elsewhere in its log."),
        },
        match said.library() {
            Library::AspNetCore => "Read the inner exception (after --->) and the log lines just before it.",
            Library::HttpClient => {
                "Read the cause of the error (in Node error.cause): its code names a host, a certificate or a refused \
                 connection."
            }
            Library::AuthJs => {
                "Read the [auth][cause] and [auth][details] lines, or error in the block below; set debug: true for \
                                more."
            }
            Library::Jumbojett => {
                "A claim of the ID token is not the expected one: decode it and compare iss (with the trailing slash), \
                 aud, exp and nonce with what the library is configured with."
            }
            Library::Docker => {
                "Sign in again with docker login. A registry with single sign-on (Harbor, GitLab) does not accept the \
                 password of the identity provider: use the CLI secret or access token from the user's profile, and \
                 check that the user may read the project."
            }
            Library::Nginx => {
                "nginx asked the authentication service (auth_request, auth-url) and received neither 2xx, 401 nor \
                 403. Check that URL and the log of the service."
            }
            _ => "Read the lines before and after it, and raise the log level of the library.",
        },
    )
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;
    use crate::reading::sentences::{Cause, find, sentences};

    #[test]
    fn every_cause_has_a_sentence() {
        let missing: Vec<Cause> = Cause::iter().filter(|cause| sentences().all(|row| row.proves != *cause)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn each_cause_has_one_row_for_all_sources_and_it_is_the_last_one() {
        for cause in Cause::iter() {
            let made = MADE.iter().copied().flatten().filter(|(it, _)| *it == cause).count();
            let rows: Vec<&Row> = ROWS.iter().copied().flatten().filter(|row| row.cause == cause).collect();
            let is_general = |row: &&Row| row.from.is_none() && row.with.is_none();
            let general = rows.iter().copied().filter(|row| is_general(row)).count();
            assert!(general + made <= 1 && rows.last().is_none_or(is_general), "{cause:?}");
            let outside = matches!(cause, Cause::CauseElsewhere) || is_federated(cause);
            assert_eq!(general + made == 0, outside, "{cause:?}");
        }
    }

    fn is_federated(cause: Cause) -> bool {
        let said = |text| find(text).into_iter().map(|found| found.value);
        sentences()
            .flat_map(|row| said(row.example))
            .any(|it| it.proves() == cause && federation::finding(&it).is_some())
    }

    #[test]
    fn every_sentence_gives_a_finding_that_quotes_it() {
        for row in sentences() {
            let said = find(row.example);
            let said = said.iter().find(|found| std::ptr::eq(found.value.sentence, row)).unwrap();
            let finding = found(&said.value);
            assert!(finding.evidence.iter().any(|evidence| evidence.value == said.value.excerpt), "{}", row.example);
            assert_eq!(finding.rule == &ELSEWHERE, row.proves == Cause::CauseElsewhere, "{}", row.example);
            assert!(!finding.detail.is_empty() && !finding.remedy.instruction.is_empty());
        }
    }

    #[test]
    fn a_sentence_that_says_why_leaves_out_the_one_that_does_not() {
        let text =
            "[next-auth][error][OAUTH_CALLBACK_ERROR]\nRPError: nonce mismatch, expected undefined, got: aB3dE5\n";
        let ids: Vec<&str> = findings(&find(text)).iter().map(Finding::id).collect();
        assert_eq!(ids, ["nonce.unexpected"]);
    }

    fn ids(text: &str) -> Vec<&'static str> {
        findings(&find(text)).iter().map(Finding::id).collect()
    }

    #[test]
    fn each_failure_in_a_log_has_its_finding() {
        let event = |kind: &str, error: &str| {
            format!(
                "2026-11-30 09:00:01,123 WARN  [org.keycloak.events] (x) type=\"{kind}\", clientId=\"web\", error=\"{error}\"\n"
            )
        };
        let code = |error| event("CODE_TO_TOKEN_ERROR", error);
        for (text, expected) in [
            (
                code("invalid_code_verifier") + &code("invalid_client_credentials"),
                ["pkce.verifier_mismatch", "client.refused"],
            ),
            (
                code("invalid_code") + &event("LOGIN_ERROR", "invalid_redirect_uri"),
                ["code.refused", "redirect_uri.not_registered"],
            ),
            (event("LOGIN_ERROR", "client_not_found") + &code("invalid_code"), ["client.unknown", "code.refused"]),
        ] {
            assert_eq!(ids(&text), expected, "{text}");
        }
        let amplify = "[ERROR] OAuth - Error handling auth response. Error: invalid_grant\n\
                       Uncaught (in promise) UserUnAuthenticatedException: User needs to be authenticated to call this API.";
        assert_eq!(ids(amplify), ["grant.refused", "app_session.not_signed_in"]);
        let spring = "OAuth2AuthenticationException: [invalid_nonce]\nOAuth2AuthenticationException: [invalid_token_response] \
                      401 Unauthorized: [no body]\nOAuth2AuthenticationException: [invalid_id_token] The ID Token contains \
                      invalid claims: {iat=2026-11-30T09:00:00Z}";
        assert_eq!(ids(spring), ["nonce.mismatch", "token_response.unreadable", "token.issued_in_future"]);
    }

    #[test]
    fn a_general_message_is_evidence_of_the_reason_that_explains_it() {
        let text = "[auth][error] InvalidCheck: pkceCodeVerifier value could not be parsed.\n\
                    [auth][cause]: JWEDecryptionFailed: decryption operation failed";
        let findings = findings(&find(text));
        assert_eq!(findings.iter().map(Finding::id).collect::<Vec<_>>(), ["app_session.unreadable"]);
        assert!(findings[0].evidence.iter().any(|seen| seen.value.contains("value could not be parsed")));
    }
}
