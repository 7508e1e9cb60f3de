//! The lesson of each step: what to look at. Its experiments are in
//! [`crate::lessons`].

use crate::session::Step;

/// The lesson of one step.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// What to look at on this screen.
    pub look: &'static [&'static str],
}

/// The lesson of a step.
pub fn lesson(step: Step) -> Lesson {
    match step {
        Step::Find => FIND,
        Step::Client => CLIENT,
        Step::Authorize => AUTHORIZE,
        Step::Callback => CALLBACK,
        Step::Redeem => REDEEM,
        Step::Tokens => TOKENS,
        Step::UserInfo => USERINFO,
        Step::Refresh => REFRESH,
        Step::SignOut => SIGN_OUT,
        Step::Call => CALL,
    }
}

const FIND: Lesson = Lesson {
    look: &[
        "Compare resource in the metadata with the URL that you entered, byte by byte.",
        "Compare the issuer with the server that the metadata of the resource names.",
    ],
};

const CALL: Lesson = Lesson {
    look: &[
        "Compare aud of the access token (step 5) with the URL that is called.",
        "The scopes that are missing are in WWW-Authenticate of the response.",
    ],
};

const CLIENT: Lesson = Lesson {
    look: &[
        "Compare the hosts of the endpoints. In Cognito, discovery is at the issuer and the endpoints are at the pool's domain.",
        "The kid of each key appears in the header of every token signed with it.",
    ],
};

const AUTHORIZE: Lesson = Lesson {
    look: &[
        "Everything in this URL is visible in the browser, so it contains no secret.",
        "Prepare a new request: only state, nonce and code_challenge change.",
    ],
};

const CALLBACK: Lesson = Lesson {
    look: &[
        "Compare state with the value in step 2, character by character.",
        "The code is now in the browser's history. To redeem it, an attacker also needs code_verifier, which was in no URL.",
    ],
};

const REDEEM: Lesson = Lesson {
    look: &[
        "To check: the SHA-256 hash of code_verifier, in base64url, must equal code_challenge in step 2.",
        "Nothing is redirected here: redirect_uri is only compared with the one of step 2. A code that was sent elsewhere is rejected.",
        "A public client identifies itself only by its client ID. A confidential client authenticates: with its secret in a Basic \
         header (client_secret_basic) or in the body (client_secret_post).",
    ],
};

const TOKENS: Lesson = Lesson {
    look: &[
        "Compare the audience of each token. In Cognito, the access token has none.",
        "sub is the same in both tokens. nonce and at_hash are only in the ID token, scope only in the access token.",
    ],
};

const USERINFO: Lesson = Lesson {
    look: &[
        "The ID token also has claims about itself (iss, aud, exp); UserInfo returns only claims about the user. Cognito's \
         UserInfo returns booleans as strings: compare email_verified.",
    ],
};

const REFRESH: Lesson = Lesson {
    look: &[
        "Compare the old and new tokens: which claims changed? auth_time did not, because the user did not sign in again.",
    ],
};

const SIGN_OUT: Lesson = Lesson {
    look: &["Sign in again after each of the two requests: the provider asks for the password only after the logout."],
};
