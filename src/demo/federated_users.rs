//! The users of the simulated identity provider. Most of them fail in one documented way.

/// How a federated sign-in ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FederatedOutcome {
    /// The user is signed in.
    SignedIn,
    /// The application receives this `error` and `error_description`.
    Refused {
        /// The error code.
        error: &'static str,
        /// Cognito's sentence.
        description: &'static str,
    },
    /// Rejected with `Already found an entry …` the first time, signed in afterwards.
    RefusedOnce,
}

/// A user of the simulated identity provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FederatedUser {
    /// The email address, which selects the user.
    pub email: &'static str,
    /// How the sign-in ends.
    pub outcome: FederatedOutcome,
}

const fn refused(email: &'static str, description: &'static str) -> FederatedUser {
    FederatedUser { email, outcome: FederatedOutcome::Refused { error: "invalid_request", description } }
}

/// All users of the simulated identity provider. Trailing spaces and line feeds are Cognito's own.
pub const FEDERATED_USERS: &[FederatedUser] = &[
    FederatedUser { email: "erin@example.com", outcome: FederatedOutcome::SignedIn },
    FederatedUser { email: "linked@example.com", outcome: FederatedOutcome::RefusedOnce },
    refused("disabled@example.com", "User is not enabled"),
    refused("noattr@example.com", "attributes required: [email]"),
    refused("presignup@example.com", "PreSignUp failed with error Sign-ups are closed today. "),
    refused("preauth@example.com", "PreAuthentication failed with error Not from this network. "),
    refused("immutable@example.com", "user.email: Attribute cannot be updated.\n"),
    refused("timeout@example.com", "Timeout occurred in calling IdP token endpoint"),
    refused("jwks@example.com", "Timeout in calling jwks uri"),
    refused("badclient@example.com", "Google Error - 400 invalid_client"),
    refused(
        "badtoken@example.com",
        "Bad token response: HTTP/1.1 400 Bad Request, entity: {\"error\":\"invalid_client\"}",
    ),
    refused("reset@example.com", "Connection reset"),
    refused("slow@example.com", "Read timed out"),
    refused("denied@example.com", "Permissions error; error=access_denied; error_reason=user_denied"),
    FederatedUser {
        email: "cancel@example.com",
        outcome: FederatedOutcome::Refused { error: "access_denied", description: "user_denied" },
    },
    FederatedUser {
        email: "server@example.com",
        outcome: FederatedOutcome::Refused { error: "server_error", description: "" },
    },
];
