//! The lesson of each step: what to look at, and which standard to read. Its experiments are in
//! [`crate::lessons`].

use crate::session::Step;

/// The lesson of one step.
#[derive(Clone, Copy, Debug)]
pub struct Lesson {
    /// What to look at on this screen.
    pub look: &'static [&'static str],
    /// The standards to read.
    pub read: &'static str,
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
    read: "RFC 9728 3 and 5; RFC 8414 3; RFC 7591; MCP authorization 2026-07-28",
};

const CALL: Lesson = Lesson {
    look: &[
        "Compare aud of the access token (step 5) with the URL that is called.",
        "The scopes that are missing are in WWW-Authenticate of the response.",
    ],
    read: "RFC 6750 2.1 and 3; RFC 8707 2; RFC 9068 4; MCP streamable HTTP",
};

const CLIENT: Lesson = Lesson {
    look: &[
        "Compare the hosts of the endpoints. In Cognito, discovery is at the issuer and the endpoints are at the pool's domain.",
        "The kid of each key appears in the header of every token signed with it.",
    ],
    read: "OpenID Connect Discovery 1.0; RFC 7517; RFC 8414",
};

const AUTHORIZE: Lesson = Lesson {
    look: &[
        "No value in this URL is secret: anyone who can see the browser can see it.",
        "Rebuild the request: only state, nonce and code challenge change.",
    ],
    read: "RFC 6749 4.1.1; RFC 7636 4.1 to 4.3; OpenID Connect Core 3.1.2.1; RFC 9700 2.1",
};

const CALLBACK: Lesson = Lesson {
    look: &[
        "Compare state with the value in step 2, character by character.",
        "The code is now in the browser's history. What else would an attacker need?",
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
    read: "RFC 6749 4.1.3, 5.1 and 5.2; RFC 7636 4.5 and 4.6; RFC 9700 4.5 and 4.8",
};

const TOKENS: Lesson = Lesson {
    look: &[
        "Compare the audience of each token. In Cognito, the access token has none.",
        "sub is the same in both tokens. Which other claims do they share, and which are in only one?",
    ],
    read: "OpenID Connect Core 2 and 3.1.3.7; RFC 7519; RFC 8725; RFC 9068",
};

const USERINFO: Lesson = Lesson {
    look: &[
        "Which claims are only in this response, and which only in the ID token? Here, Cognito returns booleans as strings.",
    ],
    read: "OpenID Connect Core 5.3; RFC 6750 2.1 and 3.1",
};

const REFRESH: Lesson = Lesson {
    look: &[
        "Compare the old and new tokens: which claims changed? auth_time did not, because the user did not sign in again.",
    ],
    read: "RFC 6749 6; RFC 9700 2.2.2 and 4.14; OpenID Connect Core 12",
};

const SIGN_OUT: Lesson = Lesson {
    look: &["Sign in again after each of the two requests: does the provider ask for the password?"],
    read: "RFC 7009; OpenID Connect RP-Initiated Logout 1.0",
};
