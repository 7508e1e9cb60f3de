//! What the verifier of a token says: its signature, its keys and its claims.

use super::rules::{AT_HASH, AUDIENCE_ABSENT, ENCRYPTED, KEYS, NO_JWT, NO_KEY};
use crate::diagnosis::discovery;
use crate::protocol::Finding;
use crate::protocol::jose::rules as signature;
use crate::protocol::token::{checks, cross_checks};
use crate::reading::sentences::{Cause, Library, Said};

pub(super) fn finding(said: &Said) -> Option<Finding> {
    let who = said.library().subject();
    let name = said.library().name();
    Some(match said.proves() {
        Cause::SubMismatch => cross_checks::USERINFO_SUB.found(
            format!("{who} found another sub at UserInfo than in the ID token."),
            "Call UserInfo with the access token of the same sign-in.",
        ),
        Cause::AlbIdToken => signature::FAILED.found(
            "The load balancer (ALB) found the ID token from the provider invalid: its signature does not match the \
             keys of the issuer, or its issuer or claims do not match.",
            "Compare Issuer of the listener rule with the issuer in the discovery document, and its endpoints with the same \
             document; the keys must be those of that issuer.",
        ),
        Cause::AuthTimeTooOld => checks::TOO_OLD.found(
            format!("{who} found that the user signed in longer ago than max_age allows."),
            "Have the user sign in again with max_age or prompt=login, or increase max_age.",
        ),
        Cause::KeyAbsent => NO_KEY.found(
            format!("{who} has no key to verify the token with: the key could not be fetched, the token has no kid, \
                     or the setting is empty."),
            "Print the key or the error of the function that fetches it; configure the verifier with the JWK Set of \
             the token's issuer.",
        ),
        Cause::KeysEmpty => discovery::JWKS_EMPTY.found(
            format!("{who} read a JWK Set without signing keys."),
            "Open the URL that the verifier reads: it must be the issuer's jwks_uri, with keys for use \"sig\" or without use.",
        ),
        Cause::KeyUnusable => signature::UNUSABLE_KEY.found(
            format!("{who} cannot use the key: its kty or alg is missing or unknown to the library."),
            match said.library() {
                Library::PyJwt => "Update PyJWT (from 2.4 a key without alg is read), or pass it the key itself with \
                                   algorithms=[\"RS256\"].",
                _ => "Update the library, or use a key type that it supports.",
            },
        ),
        Cause::IssuerMismatch => {
            let slash = if differ_by_slash(said) { " They differ only by the trailing slash, which matters." } else { "" };
            checks::ISSUER.found(
                format!("{who} expects another issuer than the token's iss, compared byte for byte.{slash}"),
                issuer_remedy(said.library()),
            )
        }
        Cause::DiscoveryIssuerMismatch => {
            let slash = if differ_by_slash(said) {
                "They differ only by a trailing slash, which matters."
            } else {
                "A trailing slash, http instead of https, another host or a tenant placeholder is enough."
            };
            discovery::ISSUER.found(
                format!("The issuer in the discovery document differs from the one configured in {name}. {slash}"),
                "Set the issuer to exactly the text of the member issuer in the discovery document.",
            )
        }
        Cause::AudienceMismatch => checks::AUDIENCE.found(
            format!(
                "{who} expects another aud than the token has: the token is for another client or API, or the expected value \
                 is wrong. Cognito's access tokens have no aud: their client is in client_id."
            ),
            audience_remedy(said.library()),
        ),
        Cause::AudienceMissing => AUDIENCE_ABSENT.found(
            format!("{who} checks aud, but the token has none. Cognito's access tokens have none: their client is in \
                     client_id."),
            audience_remedy(said.library()),
        ),
        Cause::TokenUseMismatch => checks::WRONG_KIND.found(
            "An ID token was sent instead of an access token, or vice versa (token_use).",
            "Send the access token to APIs and read the ID token only in the application; or set the verifier's \
             tokenUse to the token to accept.",
        ),
        Cause::ClientIdMismatch => checks::CLIENT.found(
            format!("{who} expects another client ID than the token has."),
            "Configure the verifier with the id of the client that signs users in, or with a list of all allowed \
             clients.",
        ),
        Cause::WrongTokenKind => checks::WRONG_KIND.found(
            format!("{who} received a different kind of token than it expects."),
            match said.library() {
                Library::Firebase => {
                    "Send the ID token of Firebase (user.getIdToken()). A custom token is exchanged first \
                     (signInWithCustomToken); Google's own ID token is for another audience."
                }
                _ => "Send the kind of token that it expects: the ID token, the access token or the session token.",
            },
        ),
        Cause::KeyNotFound => signature::UNKNOWN_KID.found(
            format!(
                "{who} found no key with the token's kid in the keys that it read: the token is from another issuer, user \
                 pool or tenant, or the keys are an old copy."
            ),
            match said.library() {
                Library::DotNetIdentityModel => {
                    "Compare the token's iss with Authority or MetadataAddress. For Entra, a token for Microsoft \
                     Graph cannot be verified by others: request a scope of your own API."
                }
                Library::Spring => {
                    "Decode the token. If alg is not RS256, set it in the verifier (jws-algorithms). Otherwise compare iss \
                     with the issuer whose keys the verifier reads, then fetch the keys again."
                }
                _ => "Compare the token's iss with the issuer whose keys the verifier reads, then fetch the keys again.",
            },
        ),
        Cause::KeysUnreachable => KEYS.found(
            format!("{who} could not read the JWK Set: a wrong URL, no route from the server, a proxy, or an untrusted certificate."),
            "Open the jwks_uri of the discovery document from the machine that verifies. For Cognito it is \
             https://cognito-idp.REGION.amazonaws.com/POOL/.well-known/jwks.json.",
        ),
        Cause::KeysUrlUnknown => KEYS.found(
            format!("{who} has no jwks_uri: without the discovery document it does not know where the keys are."),
            "Set server_metadata_url to ISSUER/.well-known/openid-configuration (in pgAdmin OAUTH2_SERVER_METADATA_URL), \
             or set jwks_uri.",
        ),
        Cause::SignatureInvalid => signature::FAILED.found(
            format!(
                "{who} used a key that does not match the signature: a key or secret of another issuer, a token that \
                 was changed or cut, or another algorithm."
            ),
            "Verify with the key of the token's kid from the issuer's JWK Set, never with the client secret unless \
             alg is HS256. An Entra token with nonce in its header is for Microsoft Graph and only Graph can verify \
             it.",
        ),
        Cause::AlgorithmMismatch => checks::ALG.found(
            format!("{who} does not accept the token's alg."),
            "Allow exactly the algorithm that the issuer uses (RS256 for Cognito, Entra and most others) and use a \
             key of that kind: a public key or JWK Set for RS256 and ES256, a shared secret for HS256 only.",
        ),
        Cause::TokenExpired => checks::EXPIRED.found(
            format!("{who} found the token's exp in the past, by the clock of the machine that verifies."),
            "Refresh the token or sign in again. If it is fresh, set the machine's clock by NTP.",
        ),
        Cause::TokenNotYetValid => checks::NOT_YET.found(
            format!("{who} found the token's nbf in the future, by the clock of the machine that verifies."),
            "Set the machine's clock by NTP and allow a leeway of some seconds.",
        ),
        Cause::TokenFromFuture => checks::FUTURE.found(
            format!("{who} found the token's iat in the future: the verifier's clock is behind the issuer's."),
            "Set the verifier's clock by NTP and allow a leeway of some seconds.",
        ),
        Cause::AtHashNeedsAccessToken => AT_HASH.found(
            format!("The ID token has at_hash, but {name} received no access token to compare it with. The token \
                     itself is not the problem."),
            match said.library() {
                Library::PythonJose => {
                    "Pass access_token= to jwt.decode together with the ID token, or turn the check off with \
                     options={\"verify_at_hash\": False}."
                }
                _ => "Pass the access token of the same sign-in to the verifier, or turn the at_hash check off.",
            },
        ),
        Cause::AtHashMismatch => checks::AT_HASH.found(
            format!("{who} compared at_hash with the access token that it received, and they do not match."),
            "Pass the complete, unchanged access token that was issued with this ID token.",
        ),
        Cause::ClaimMissing => checks::MISSING.found(
            match said.value("attribute") {
                Some(claim) => format!("{who} needs the claim {claim}, which the token does not have."),
                None => format!("{who} needs a claim that the token does not have."),
            },
            "Request the scope that includes the claim, map it at the provider, or name the claim that the token \
             does have. An access token has fewer claims than an ID token.",
        ),
        Cause::MalformedToken => NO_JWT.found(
            format!(
                "{who} expects a JWT with three parts but received something else: undefined or an empty value, the \
                 text with \"Bearer \" before it, a token that was cut, an opaque token, or an encrypted one (five \
                 parts)."
            ),
            "Print the length and the first characters of what is passed. Pass the token alone. An opaque access \
             token cannot be verified locally: request one for your API (audience or resource), or use the ID token.",
        ),
        Cause::EncryptedToken => ENCRYPTED.found(
            format!("{who} received an encrypted token (JWE), and expects a signed one."),
            "Request a signed token: with Auth0, request the audience of your own API, with Auth.js read the session \
             through the library (the cookie is encrypted with its secret).",
        ),
        _ => return None,
    })
}

/// Whether the expected and the found value differ only by a trailing slash.
fn differ_by_slash(said: &Said) -> bool {
    let values = said.value("expected").zip(said.value("found"));
    values.is_some_and(|(expected, found)| {
        expected != found && expected.trim_end_matches('/') == found.trim_end_matches('/')
    })
}

fn issuer_remedy(library: Library) -> &'static str {
    match library {
        Library::DotNetIdentityModel | Library::Entra | Library::MsalJs => {
            "Set ValidIssuer (or Authority) to the token's iss. Entra has two: https://sts.windows.net/TENANT/ for version 1 tokens \
             and https://login.microsoftonline.com/TENANT/v2.0 for version 2 (requestedAccessTokenVersion in the manifest)."
        }
        Library::Spring => {
            "Set issuer-uri to exactly the issuer of the discovery document; behind a proxy or in containers the \
             issuer must be the public URL for everyone."
        }
        _ => {
            "Set the verifier's issuer to exactly the one in the discovery document: user pool, realm or tenant, \
             scheme, host and trailing slash."
        }
    }
}

fn audience_remedy(library: Library) -> &'static str {
    match library {
        Library::PyJwt => {
            "Pass audience= the client ID for an ID token. For Cognito's access token pass no audience and compare client_id \
             yourself."
        }
        Library::Firebase => {
            "Send the ID token of the same Firebase project (user.getIdToken()); Google's own ID token has a client ID of Google in aud."
        }
        _ => {
            "Decode the token and look at aud. Send the token that was issued for this API or client, or set the expected audience to \
             its aud. For Cognito compare aud of an ID token, client_id of an access token."
        }
    }
}
