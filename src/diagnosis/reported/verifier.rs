//! What the verifier of a token says: its signature, its keys and its claims.

use super::row::{Made, Other, Row, rows};
use crate::diagnosis::discovery;
use crate::protocol::Finding;
use crate::protocol::finding::rules;
use crate::protocol::jose::rules as signature;
use crate::protocol::token::{checks, cross_checks};
use crate::reading::sentences::{Cause, Library, Said};

rules! {
    /// Rules that are detected only in messages of this kind.
    pub(super) RULES;

    AUDIENCE_ABSENT: Error "audience.missing", "The token has no audience", "RFC 7519 4.1.3";
    AT_HASH: Error "at_hash.access_token_needed", "The access token is needed to check at_hash", "OIDC Core 3.1.3.8";
    ENCRYPTED: Error "token.encrypted", "The token is encrypted", "RFC 7516 1";
    NO_JWT: Error "token.not_a_jwt", "The value is not a JWT", "RFC 7519 7.2";
    KEYS: Error "jwks.not_fetched", "The verifier could not fetch the signing keys", "OIDC Core 10.1.1";
    NO_KEY: Error "signature.no_key", "The verifier has no key", "RFC 7515 5.2";
}

rows! {
    SubMismatch: cross_checks::USERINFO_SUB,
        "{Source} found another sub at UserInfo than in the ID token.",
        "Call UserInfo with the access token of the same sign-in.";
    AlbIdToken: signature::FAILED,
        "The load balancer (ALB) found the ID token from the provider invalid: its signature does not match the keys \
         of the issuer, or its issuer or claims do not match.",
        "Compare Issuer of the listener rule with the issuer in the discovery document, and its endpoints with the \
         same document; the keys must be those of that issuer.";
    AuthTimeTooOld: checks::TOO_OLD,
        "{Source} found that the user signed in longer ago than max_age allows.",
        "Have the user sign in again with max_age or prompt=login, or increase max_age.";
    KeyAbsent: NO_KEY,
        "{Source} has no key to verify the token with: the key could not be fetched, the token has no kid, or the \
         setting is empty.",
        "Print the key or the error of the function that fetches it; configure the verifier with the JWK Set of the \
         token's issuer.";
    KeysEmpty: discovery::JWKS_EMPTY,
        "{Source} read a JWK Set without signing keys.",
        "Open the URL that the verifier reads: it must be the issuer's jwks_uri, with keys for use \"sig\" or \
         without use.";
    KeyUnusable: signature::UNUSABLE_KEY,
        "{Source} cannot use the key: its kty or alg is missing or unknown to the library.",
        "Update the library, or use a key type that it supports.",
        [PyJwt] "Update PyJWT (from 2.4 a key without alg is read), or pass it the key itself with algorithms=[\"RS256\"].";
    AudienceMismatch: checks::AUDIENCE,
        "{Source} expects another aud than the token has: the token is for another client or API, or the expected \
         value is wrong. Cognito's access tokens have no aud: their client is in client_id.",
        AUDIENCE_FIX.0, ..AUDIENCE_FIX.1;
    AudienceMissing: AUDIENCE_ABSENT,
        "{Source} checks aud, but the token has none. Cognito's access tokens have none: their client is in \
         client_id.",
        AUDIENCE_FIX.0, ..AUDIENCE_FIX.1;
    TokenUseMismatch: checks::WRONG_KIND,
        "An ID token was sent instead of an access token, or vice versa (token_use).",
        "Send the access token to APIs and read the ID token only in the application; or set the verifier's tokenUse \
         to the token to accept.";
    ClientIdMismatch: checks::CLIENT,
        "{Source} expects another client ID than the token has.",
        "Configure the verifier with the id of the client that signs users in, or with a list of all allowed \
         clients.";
    WrongTokenKind: checks::WRONG_KIND,
        "{Source} received a different kind of token than it expects.",
        "Send the kind of token that it expects: the ID token, the access token or the session token.",
        [Firebase] "Send the ID token of Firebase (user.getIdToken()). A custom token is exchanged first \
         (signInWithCustomToken); Google's own ID token is for another audience.";
    KeyNotFound: signature::UNKNOWN_KID,
        "{Source} found no key with the token's kid in the keys that it read: the token is from another issuer, user \
         pool or tenant, or the keys are an old copy.",
        "Compare the token's iss with the issuer whose keys the verifier reads, then fetch the keys again.",
        [DotNetIdentityModel] "Compare the token's iss with Authority or MetadataAddress. For Entra, a token for Microsoft Graph cannot be \
         verified by others: request a scope of your own API.",
        [Spring] "Decode the token. If alg is not RS256, set it in the verifier (jws-algorithms). Otherwise compare iss with \
         the issuer whose keys the verifier reads, then fetch the keys again.";
    KeysUnreachable: KEYS,
        "{Source} could not read the JWK Set: a wrong URL, no route from the server, a proxy, or an untrusted \
         certificate.",
        "Open the jwks_uri of the discovery document from the machine that verifies. For Cognito it is \
         https://cognito-idp.REGION.amazonaws.com/POOL/.well-known/jwks.json.";
    KeysUrlUnknown: KEYS,
        "{Source} has no jwks_uri: without the discovery document it does not know where the keys are.",
        "Set server_metadata_url to ISSUER/.well-known/openid-configuration (in pgAdmin OAUTH2_SERVER_METADATA_URL), \
         or set jwks_uri.";
    SignatureInvalid: signature::FAILED,
        "{Source} used a key that does not match the signature: a key or secret of another issuer, a token that was \
         changed or cut, or another algorithm.",
        "Verify with the key of the token's kid from the issuer's JWK Set, never with the client secret unless alg \
         is HS256. An Entra token with nonce in its header is for Microsoft Graph and only Graph can verify it.";
    AlgorithmMismatch: checks::ALG,
        "{Source} does not accept the token's alg.",
        "Allow exactly the algorithm that the issuer uses (RS256 for Cognito, Entra and most others) and use a key \
         of that kind: a public key or JWK Set for RS256 and ES256, a shared secret for HS256 only.";
    TokenExpired: checks::EXPIRED,
        "{Source} found the token's exp in the past, by the clock of the machine that verifies.",
        "Refresh the token or sign in again. If it is fresh, set the machine's clock by NTP.";
    TokenNotYetValid: checks::NOT_YET,
        "{Source} found the token's nbf in the future, by the clock of the machine that verifies.",
        "Set the machine's clock by NTP and allow a leeway of some seconds.";
    TokenFromFuture: checks::FUTURE,
        "{Source} found the token's iat in the future: the verifier's clock is behind the issuer's.",
        "Set the verifier's clock by NTP and allow a leeway of some seconds.";
    AtHashNeedsAccessToken: AT_HASH,
        "The ID token has at_hash, but {source} received no access token to compare it with. The token itself is not \
         the problem.",
        "Pass the access token of the same sign-in to the verifier, or turn the at_hash check off.",
        [PythonJose] "Pass access_token= to jwt.decode together with the ID token, or turn the check off with \
         options={\"verify_at_hash\": False}.";
    AtHashMismatch: checks::AT_HASH,
        "{Source} compared at_hash with the access token that it received, and they do not match.",
        "Pass the complete, unchanged access token that was issued with this ID token.";
    ClaimMissing with attribute: checks::MISSING,
        "{Source} needs the claim {attribute}, which the token does not have.",
        "Request the scope that includes the claim, map it at the provider, or name the claim that the token does \
         have. An access token has fewer claims than an ID token.";
    ClaimMissing: checks::MISSING,
        "{Source} needs a claim that the token does not have.",
        "Request the scope that includes the claim, map it at the provider, or name the claim that the token does \
         have. An access token has fewer claims than an ID token.";
    MalformedToken: NO_JWT,
        "{Source} expects a JWT with three parts but received something else: undefined or an empty value, the text \
         with \"Bearer \" before it, a token that was cut, an opaque token, or an encrypted one (five parts).",
        "Print the length and the first characters of what is passed. Pass the token alone. An opaque access token \
         cannot be verified locally: request one for your API (audience or resource), or use the ID token.";
    EncryptedToken: ENCRYPTED,
        "{Source} received an encrypted token (JWE), and expects a signed one.",
        "Request a signed token: with Auth0, request the audience of your own API, with Auth.js read the session \
         through the library (the cookie is encrypted with its secret).";
}

/// The fix in the words of some sources.
const AUDIENCE_FIX: (&str, &[Other]) = (
    "Decode the token and look at aud. Send the token that was issued for this API or client, or set the expected \
     audience to its aud. For Cognito compare aud of an ID token, client_id of an access token.",
    &[
        (
            &[Library::PyJwt],
            "Pass audience= the client ID for an ID token. For Cognito's access token pass no audience and compare \
             client_id yourself.",
        ),
        (
            &[Library::Firebase],
            "Send the ID token of the same Firebase project (user.getIdToken()); Google's own ID token has a client \
             ID of Google in aud.",
        ),
    ],
);

/// Those whose words need more than a template.
pub(super) const MADE: &[Made] =
    &[(Cause::IssuerMismatch, issuer_mismatch), (Cause::DiscoveryIssuerMismatch, discovery_issuer_mismatch)];

fn issuer_mismatch(said: &Said) -> Finding {
    let who = said.library().subject();
    let slash = if differ_by_slash(said) { " They differ only by the trailing slash, which matters." } else { "" };
    checks::ISSUER.found(
        format!("{who} expects another issuer than the token's iss, compared byte for byte.{slash}"),
        issuer_remedy(said.library()),
    )
}

fn discovery_issuer_mismatch(said: &Said) -> Finding {
    let name = said.library().name();
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
