//! The names of secrets. Case and punctuation are ignored, because the same thing is called `refresh_token`,
//! `refreshToken` and `REFRESH-TOKEN`.

/// Complete names, normalised.
const SECRET: [&str; 49] = [
    "code",
    "codeverifier",
    // A request object (RFC 9101) and a proof of possession (RFC 9449), whatever their form.
    "request",
    "dpop",
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
    "mcpsessionid",
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
    // The names in Amplify's browser storage.
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

/// Complete names of credentials, normalised.
const CREDENTIAL: [&str; 10] = ["pass", "pwd", "pin", "otp", "totp", "mfa", "passcode", "answer", "secret", "userpass"];

/// Suffixes of such names.
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

/// How many bytes of a name are examined, so that the work is linear in the text.
const LONGEST: usize = 256;

/// Whether a parameter, JSON member or header with that name is a secret.
pub fn is_secret(name: &str) -> bool {
    let matches = |name: &str| SECRET.contains(&name) || name.ends_with("token") || name.ends_with("secret");
    is_credential(name) || any_number(&normalised(name), matches)
}

/// Whether it is a reusable credential or one-time code: a password, a client secret, a one-time code. They are never
/// shown, not even partly, and our files never contain them.
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
    // Names of secrets are shorter, and the end of a name determines its kind.
    let start = (name.len().saturating_sub(LONGEST)..=name.len()).find(|at| name.is_char_boundary(*at));
    let name = &name[start.unwrap_or_default()..];
    let part = |part: &str| -> String {
        part.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    name.rsplit(['.', '[', ':']).map(part).find(|part| !part.is_empty()).unwrap_or_default()
}

/// The singular of a name: `tokens` is treated like `token`.
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
