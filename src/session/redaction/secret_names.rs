//! Which names are those of secrets. Names are compared without case and punctuation, since one thing is called
//! `refresh_token`, `refreshToken` and `REFRESH-TOKEN`.

/// Whole names, normalised.
const SECRET: [&str; 46] = [
    "code",
    "codeverifier",
    "assertion",
    "clientassertion",
    "idtokenhint",
    "secrethash",
    "secretblock",
    "response",
    "samlresponse",
    "samlart",
    "wresult",
    "session",
    "sessionid",
    "csrf",
    "xsrf",
    "authreqid",
    "credential",
    "authorization",
    "proxyauthorization",
    "xapikey",
    "xamzsecuritytoken",
    "cookie",
    "setcookie",
    "bearer",
    "jwt",
    "xamzsignature",
    "subscriptionkey",
    "cognitoasfdata",
    // What Amplify keeps in a browser's storage.
    "oauthpkce",
    "ouathpkcekey",
    "devicekey",
    "devicegroupkey",
    "apikey",
    "secretkey",
    "privatekey",
    "devicecode",
    "usercode",
    "authcode",
    "authorizationcode",
    "oauthcode",
    "accesscode",
    "logincode",
    "resetcode",
    "invitecode",
    "invitationcode",
    "srpb",
];

/// Whole names, normalised, of what a person or a client proves itself with.
const CREDENTIAL: [&str; 10] = ["pass", "pwd", "pin", "otp", "totp", "mfa", "passcode", "answer", "secret", "userpass"];

/// Ends of such names.
const CREDENTIAL_ENDS: [&str; 18] = [
    "clientsecret",
    "passwd",
    "passphrase",
    "passcode",
    "otp",
    "pwd",
    "otpcode",
    "mfacode",
    "verificationcode",
    "confirmationcode",
    "authenticationcode",
    "securitycode",
    "secretcode",
    "smscode",
    "emailcode",
    "totpcode",
    "recoverycode",
    "backupcode",
];

/// How many bytes of a name are looked at, so that the work grows with the text alone.
const LONGEST: usize = 256;

/// Whether a parameter, JSON member or header of that name holds a secret.
pub fn is_secret(name: &str) -> bool {
    let matches = |name: &str| SECRET.contains(&name) || name.ends_with("token") || name.ends_with("secret");
    is_credential(name) || any_number(&normalised(name), matches)
}

/// Whether it holds what a person or a client proves itself with again: a password, a client secret, a one-time code.
/// Nothing of those is shown, not even their ends, and no file of ours keeps them.
pub fn is_credential(name: &str) -> bool {
    let matches = |name: &str| {
        CREDENTIAL.contains(&name)
            || name.contains("password") && !name.contains("passwordless")
            || CREDENTIAL_ENDS.iter().any(|end| name.ends_with(end))
    };
    any_number(&normalised(name), matches)
}

/// Lower-case letters and digits of the last part of a name: Amplify's storage keys have dots, forms `user[password]`.
fn normalised(name: &str) -> String {
    // Names of this length are no names of ours; what one is called shows at its end.
    let start = (name.len().saturating_sub(LONGEST)..=name.len()).find(|at| name.is_char_boundary(*at));
    let name = &name[start.unwrap_or_default()..];
    let part = |part: &str| -> String {
        part.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    name.rsplit(['.', '[', ':']).map(part).find(|part| !part.is_empty()).unwrap_or_default()
}

/// `tokens` are what a `token` is.
fn any_number(name: &str, matches: impl Fn(&str) -> bool) -> bool {
    matches(name) || name.strip_suffix('s').is_some_and(matches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_secret_as_a_header_is_secret_as_a_member_too() {
        for name in
            ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "X-Amz-Security-Token"]
        {
            assert!(is_secret(name), "{name}");
        }
    }

    #[test]
    fn a_secret_is_known_under_every_spelling_of_its_name() {
        for name in [
            "access_token",
            "AccessToken",
            "CognitoIdentityServiceProvider.c1.alice.refreshToken",
            "subject_token",
            "registration_access_token",
            "device_secret",
            "DeviceGroupKey",
            "cognitoAsfData",
            "backup_codes",
            "tokens[]",
            "csrf_token",
            "code",
        ] {
            assert!(is_secret(name), "{name}");
            assert_eq!(is_credential(name), name.starts_with("backup"), "{name}");
        }
    }

    #[test]
    fn what_proves_a_person_or_a_client_is_a_credential() {
        for name in [
            "NEW_PASSWORD",
            "confirmPassword",
            "passwordConfirm",
            "user[password]",
            "pass",
            "SMS_MFA_CODE",
            "EMAIL_OTP_CODE",
            "authentication_code",
            "mfa_code",
            "client_secret",
            "ClientSecret",
            "ANSWER",
        ] {
            assert!(is_secret(name) && is_credential(name), "{name}");
        }
    }

    #[test]
    fn what_only_sounds_like_a_secret_is_shown() {
        for name in [
            "token_type",
            "token_use",
            "token_endpoint",
            "expires_in",
            "code_challenge",
            "error_code",
            "error_codes",
            "status_code",
            "client_secret_expires_at",
            "subject_token_type",
            "response_type",
            "session_state",
            "grant_type",
            "scope",
            "state",
            "nonce",
            "",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
