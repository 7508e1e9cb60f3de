//! The lesson of each step: what to look at, what to break and predict, and which standard to read.

use crate::session::Step;

/// The lesson of one step.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// What to look at on this screen.
    pub look: &'static [&'static str],
    /// What to break on purpose; the findings show the result.
    pub experiments: &'static [Experiment],
    /// The standards to read.
    pub read: &'static str,
}

/// An experiment, with a question to answer before running it.
#[derive(Clone, Copy, Debug)]
pub struct Experiment {
    /// What is changed, and the question.
    pub question: &'static str,
    /// The scenario of the embedded provider that makes the change.
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
        "Compare the hosts of the endpoints. In Cognito, discovery is at the issuer and the endpoints are at the pool's domain.",
        "The kid of each key appears in the header of every token signed with it.",
    ],
    experiments: &[
        predict("The user pool has no domain. At which step does the login fail?", "no-domain"),
        predict(
            "The signing keys cannot be fetched. Does the client still get tokens, and can it trust them?",
            "jwks-dead",
        ),
    ],
    read: "OpenID Connect Discovery 1.0; RFC 7517; RFC 8414",
};

const AUTHORIZE: Lesson = Lesson {
    look: &[
        "No value in this URL is secret: anyone who can see the browser can see it.",
        "Rebuild the request: only state, nonce and code challenge change.",
    ],
    experiments: &[
        predict("redirect_uri gets a trailing slash. Does the browser return to the client?", "redirect-slash"),
        predict("code_challenge_method is plain. What does the challenge still protect?", "pkce-plain"),
        predict(
            "prompt=none is sent, but no user is signed in. Which response does the client get, and where?",
            "login-required",
        ),
        predict(
            "The request asks for a scope that Cognito does not support. Which error comes back, and where?",
            "offline-access",
        ),
    ],
    read: "RFC 6749 4.1.1; RFC 7636 4.1 to 4.3; OpenID Connect Core 3.1.2.1; RFC 9700 2.1",
};

const CALLBACK: Lesson = Lesson {
    look: &[
        "Compare state with the value in step 2, character by character.",
        "The code is now in the browser's history. What else would an attacker need?",
    ],
    experiments: &[
        predict("An attacker injects a callback with their own code. What stops the attack?", "state-forged"),
        predict("The user cancels the sign-in at the identity provider. Which parameters come back?", "cancelled"),
        predict("The client redeems the code after it has expired. Who detects this, and when?", "code-expired"),
    ],
    read: "RFC 6749 4.1.2 and 10.12; RFC 9207; RFC 9700 4.4 and 4.7",
};

const REDEEM: Lesson = Lesson {
    look: &[
        "Hash code_verifier (SHA-256, base64url): the result must match code_challenge in step 2.",
        "Nothing is redirected here. Why does the request contain redirect_uri?",
        "A public client identifies itself only by its client_id. A confidential client authenticates: with its secret in a Basic \
         header (client_secret_basic) or in the body (client_secret_post).",
    ],
    experiments: &[
        predict("The code is redeemed twice. What happens to the second request, and why?", "code-replayed"),
        predict(
            "The request has no code_verifier. Which error comes back, and does it mention the verifier?",
            "verifier-lost",
        ),
        predict("redirect_uri differs in its last character. Which error do you expect?", "redirect-changed"),
        predict(
            "The client secret is wrong. How does the response differ from the one for an invalid code?",
            "secret-wrong",
        ),
    ],
    read: "RFC 6749 4.1.3, 5.1 and 5.2; RFC 7636 4.5 and 4.6; RFC 9700 4.5 and 4.8",
};

const TOKENS: Lesson = Lesson {
    look: &[
        "Compare the audience of each token. In Cognito, the access token has none.",
        "sub is the same in both tokens. Which other claims do they share, and which are in only one?",
    ],
    experiments: &[
        predict("The provider rotated its keys after it signed the token. Is the token invalid?", "keys-rotated"),
        predict(
            "The provider's clock is two hours behind. Do its tokens pass the checks, and how can you tell whose clock is right?",
            "clock-behind",
        ),
        predict(
            "The ID token comes from the right provider but has a different nonce. May the client use it?",
            "nonce-mismatch",
        ),
        predict(
            "The first federated sign-in returns a nonce that the client did not send. Is this an attack?",
            "nonce-unsolicited",
        ),
    ],
    read: "OpenID Connect Core 2 and 3.1.3.7; RFC 7519; RFC 8725; RFC 9068",
};

const USERINFO: Lesson = Lesson {
    look: &[
        "Which claims are only in this response, and which only in the ID token? Here, Cognito returns booleans as strings.",
    ],
    experiments: &[
        predict(
            "The UserInfo request carries the ID token, signed by the same provider. Is it accepted?",
            "userinfo-id-token",
        ),
        predict(
            "The scope openid was not requested. Is there an ID token, and does UserInfo return claims?",
            "openid-missing",
        ),
        predict("UserInfo returns a different sub. What may the client do with the response?", "userinfo-foreign"),
    ],
    read: "OpenID Connect Core 5.3; RFC 6750 2.1 and 3.1",
};

const REFRESH: Lesson = Lesson {
    look: &[
        "Compare the old and new tokens: which claims changed? auth_time did not, because the user did not sign in again.",
    ],
    experiments: &[
        predict(
            "A rotated refresh token is used again. Whom does this affect, the attacker or the user?",
            "refresh-rotated-out",
        ),
        predict(
            "The refresh token was revoked. What happens to an access token that has not expired?",
            "refresh-revoked",
        ),
    ],
    read: "RFC 6749 6; RFC 9700 2.2.2 and 4.14; OpenID Connect Core 12",
};

const SIGN_OUT: Lesson = Lesson {
    look: &["Sign in again after each of the two requests: does the provider ask for the password?"],
    experiments: &[
        predict(
            "The access token is sent to the revocation endpoint. How does Cognito respond?",
            "revoke-access-token",
        ),
        predict("logout_uri is not registered. Does the browser's session still end?", "sign-out-uri"),
        predict("The user was signed out on all devices. Which requests still work?", "signed-out-everywhere"),
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
