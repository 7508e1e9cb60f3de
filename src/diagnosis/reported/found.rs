//! From what was said to findings.

use super::rules::ELSEWHERE;
use super::{api, client, network, person, sign_in, tokens, verifier};
use crate::diagnosis::ranked::ranked;
use crate::protocol::Finding;
use crate::reading::Found;
use crate::reading::sentences::{Library, Said};

/// The findings from the messages in one text, one per rule. Less specific findings are omitted if there is a more
/// specific one.
pub fn findings(said: &[Found<Said>]) -> Vec<Finding> {
    // The message of a library is more specific than a general one.
    let exactness = |found: &&Found<Said>| {
        let said = &found.value;
        (said.proves().exactness(), said.library() != Library::Program)
    };
    let most = said.iter().map(|found| exactness(&found)).max();
    ranked(said.iter().filter(|found| Some(exactness(found)) == most).map(|found| self::found(&found.value)))
}

/// The finding that a message proves, with the message as its evidence.
pub fn found(said: &Said) -> Finding {
    let finding = meaning(said).seen(None, "text", &said.excerpt);
    said.values.iter().fold(finding, |finding, (name, value)| finding.seen(None, *name, value))
}

/// The finding that a message proves, without evidence.
pub(in crate::diagnosis) fn meaning(said: &Said) -> Finding {
    let areas = [
        sign_in::finding,
        verifier::finding,
        tokens::finding,
        client::finding,
        person::finding,
        api::finding,
        network::finding,
    ];
    areas.iter().find_map(|area| area(said)).unwrap_or_else(|| elsewhere(said))
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
        format!("{who} reports that the sign-in failed. The reason is elsewhere in its log."),
        match said.library() {
            Library::AspNetCore => "Read the inner exception (after --->) and the log lines just before it.",
            Library::AuthJs => {
                "Read the [auth][cause] and [auth][details] lines, or error in the block below; set debug: true for \
                                more."
            }
            Library::Jumbojett => {
                "A claim of the ID token is not the expected one: decode it and compare iss (with the trailing slash), \
                 aud, exp and nonce with what the library is configured with."
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
}
