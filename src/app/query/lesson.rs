//! What a step teaches beyond why it exists: what to look at, what to break and predict, and where it is written.

use crate::session::Step;

/// The lesson of one step.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// What on this screen deserves a second look.
    pub look: &'static [&'static str],
    /// What to break on purpose; what comes of it, the findings tell.
    pub experiments: &'static [Experiment],
    /// Where it is written.
    pub read: &'static str,
}

/// Something to break, to be answered before it is tried.
#[derive(Clone, Copy, Debug)]
pub struct Experiment {
    /// What is done, and the question.
    pub question: &'static str,
    /// The scenario of the embedded provider that does it.
    pub scenario: &'static str,
}

const fn predict(question: &'static str, scenario: &'static str) -> Experiment {
    Experiment { question, scenario }
}

/// The lesson of a step.
pub fn lesson(step: Step) -> Lesson {
    match step {
        Step::Client => CLIENT,
        Step::Authorize => AUTHORIZE,
        Step::Callback => CALLBACK,
        Step::Redeem => REDEEM,
        Step::Tokens => TOKENS,
        Step::UserInfo => USERINFO,
        Step::Refresh => REFRESH,
        Step::SignOut => SIGN_OUT,
    }
}

const CLIENT: Lesson = Lesson {
    look: &[
        "Which hosts do the endpoints have? At Cognito discovery lives at the issuer, the endpoints at the pool's domain.",
        "The kid of each key comes back in the header of each token that it signs.",
    ],
    experiments: &[
        predict("The user pool has no domain. How far does the login get?", "no-domain"),
        predict("The keys cannot be fetched. Do tokens still come, and may they be believed?", "jwks-dead"),
    ],
    read: "OpenID Connect Discovery 1.0; RFC 7517; RFC 8414",
};

const AUTHORIZE: Lesson = Lesson {
    look: &[
        "No value in this URL is a secret: everybody who sees the browser sees them.",
        "Compose the request again: state, nonce and code challenge change, all else stays.",
    ],
    experiments: &[
        predict("redirect_uri gets a slash at its end. Does the browser come back at all?", "redirect-slash"),
        predict("code_challenge_method says plain. What would the challenge protect then?", "pkce-plain"),
        predict("prompt=none, and nobody is signed in. Who answers, and where?", "login-required"),
        predict(
            "The scope is one that Cognito does not have. What comes back, where, and with which words?",
            "offline-access",
        ),
    ],
    read: "RFC 6749 4.1.1; RFC 7636 4.1 to 4.3; OpenID Connect Core 3.1.2.1; RFC 9700 2.1",
};

const CALLBACK: Lesson = Lesson {
    look: &[
        "Compare state, character by character, with the one in step 2.",
        "The code is in the browser's history now. What would a thief still lack?",
    ],
    experiments: &[
        predict("Somebody plants a callback with a code of their own. What stops it?", "state-forged"),
        predict("The person cancels at the identity provider. Which parameters come back?", "cancelled"),
        predict("The callback waits longer than the code lives. Who notices, and when?", "code-expired"),
    ],
    read: "RFC 6749 4.1.2 and 10.12; RFC 9207; RFC 9700 4.4 and 4.7",
};

const REDEEM: Lesson = Lesson {
    look: &[
        "Hash code_verifier (SHA-256, base64url): it must be the code_challenge of step 2.",
        "redirect_uri goes nowhere in this request. What is it there for?",
        "A public client names itself by client_id alone. A confidential one authenticates: with its secret in a Basic \
         header (client_secret_basic) or in the body (client_secret_post).",
    ],
    experiments: &[
        predict("The code is redeemed twice. What happens to the second request, and why must it?", "code-replayed"),
        predict("code_verifier is left out. Which error, and does it say so?", "verifier-lost"),
        predict("redirect_uri differs by its last character. Which error would you expect?", "redirect-changed"),
        predict("The client secret is wrong. How does the answer differ from a wrong code's?", "secret-wrong"),
    ],
    read: "RFC 6749 4.1.3, 5.1 and 5.2; RFC 7636 4.5 and 4.6; RFC 9700 4.5 and 4.8",
};

const TOKENS: Lesson = Lesson {
    look: &[
        "Who is the audience of each token? At Cognito the access token has none.",
        "The same person is sub in both tokens; what else do they share, and what does only one of them say?",
    ],
    experiments: &[
        predict("The provider rotated its keys after signing. Is the token false?", "keys-rotated"),
        predict(
            "The provider's clock is two hours behind. Do its tokens still pass, and whose clock is right?",
            "clock-behind",
        ),
        predict("The ID token comes from the right provider, with another nonce. May it be used?", "nonce-mismatch"),
        predict("A first federated sign-in brings a nonce that nobody sent. Is it an attack?", "nonce-unsolicited"),
    ],
    read: "OpenID Connect Core 2 and 3.1.3.7; RFC 7519; RFC 8725; RFC 9068",
};

const USERINFO: Lesson = Lesson {
    look: &["Which claims are only here, and which only in the ID token? Cognito writes booleans as strings here."],
    experiments: &[
        predict(
            "UserInfo is asked with the ID token. It is signed by the same provider: is that enough?",
            "userinfo-id-token",
        ),
        predict(
            "The scope openid was not asked for. Does an ID token come, and does UserInfo answer?",
            "openid-missing",
        ),
        predict("UserInfo answers for another sub. What may the client do with it?", "userinfo-foreign"),
    ],
    read: "OpenID Connect Core 5.3; RFC 6750 2.1 and 3.1",
};

const REFRESH: Lesson = Lesson {
    look: &["Compare old and new: which claims changed? auth_time did not, since nobody signed in again."],
    experiments: &[
        predict(
            "A refresh token that was rotated out is used again. Who is hurt, thief or owner?",
            "refresh-rotated-out",
        ),
        predict(
            "The refresh token was revoked. What becomes of the access token that is still valid?",
            "refresh-revoked",
        ),
    ],
    read: "RFC 6749 6; RFC 9700 2.2.2 and 4.14; OpenID Connect Core 12",
};

const SIGN_OUT: Lesson = Lesson {
    look: &["After each of the two requests sign in again: does the provider ask for the password?"],
    experiments: &[
        predict("The access token is handed to the revocation endpoint. What does Cognito say?", "revoke-access-token"),
        predict("logout_uri is not registered. Is the browser's session ended all the same?", "sign-out-uri"),
        predict("The user was signed out everywhere. Which requests still work?", "signed-out-everywhere"),
    ],
    read: "RFC 7009; OpenID Connect RP-Initiated Logout 1.0",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::scenarios;

    #[test]
    fn every_experiment_is_a_scenario_that_teaches_something() {
        for step in Step::ALL {
            let lesson = lesson(step);
            assert!(!lesson.look.is_empty() && !lesson.read.is_empty(), "{step:?}");
            for experiment in lesson.experiments {
                let scenario = scenarios::find(experiment.scenario);
                assert!(scenario.is_some_and(|scenario| !scenario.findings.is_empty()), "{}", experiment.scenario);
                assert!(experiment.question.ends_with('?'), "{}", experiment.question);
            }
        }
    }
}
