//! What an API that is called with a token says.

use super::row::{Row, rows};
use crate::diagnosis::protected_api::{API_SCOPE, FORBIDDEN, TOKEN_MISSING, TOKEN_REFUSED};
use crate::diagnosis::{resource, userinfo};
use crate::protocol::finding::rules;

rules! {
    /// Rules that are detected only in messages of this kind.
    pub(super) RULES;

    ID_TOKEN_UNEXPECTED: Error "token_response.id_token_unexpected",
        "The library is not configured for an ID token", "OIDC Core 3.1.3.3";
    TOKEN_REVOKED: Error "token.revoked", "The access token was revoked", "RFC 7009 2";
    USER_API_SCOPE: Error "api.scope_missing", "Scope missing for the user API";
    TWO_AUTHORIZATIONS: Error "api.two_authorizations", "The request has two authorizations at once";
    AWS_SIGNATURE: Error "api.aws_signature_expected", "The API expects an AWS signature";
    POOL_UNKNOWN: Error "api.pool_unknown", "The API does not know the user pool";
    IDENTITY_POOL: Error "identity_pool.provider", "The identity pool does not accept this user pool's tokens";
    IDENTITY_POOL_ROLE: Error "identity_pool.no_role", "The identity pool assigns no role";
    IDENTITY: Error "identity_pool.identity_forbidden", "The identity pool denies access to the identity";
    ROLE: Error "aws_role.token_not_accepted", "The AWS role does not accept the token";
    ROLE_PROVIDER: Error "aws_role.provider_unknown", "The AWS account does not know the token's issuer";
    METADATA: Error "resource_metadata.not_read", "The OAuth metadata could not be read", "RFC 9728 3, RFC 8414 3";
}

rows! {
    UserInfoFailed: userinfo::REFUSED,
        "{Source} could not get UserInfo: the request failed, was rejected, or its response cannot be read.",
        "Call UserInfo yourself with the access token. It needs the scope openid, and the UserInfo endpoint of the \
         same provider.";
    MetadataMissing: METADATA,
        "{Source} could not read the OAuth metadata of the server or resource.",
        "Open /.well-known/oauth-protected-resource and /.well-known/oauth-authorization-server of the server \
         without a token: both must return JSON.";
    TokenMissing from AppSync: TOKEN_MISSING,
        "AppSync could not read a JWT from the Authorization header: the header is missing, has another scheme (an \
         AWS signature, SigV4), or the API and the client have different authorization modes.",
        "Send the token itself in Authorization and use the API's authorization mode in the client (Cognito user \
         pools or OpenID Connect, not IAM or API key).";
    TokenMissing: TOKEN_MISSING,
        "{Source} found no token in the request: no Authorization header, another scheme, or a proxy removed it.",
        "Send Authorization: Bearer and the token. Check the request that arrives at the API: proxies and redirects \
         may drop the header.";
    IdTokenUnexpected: ID_TOKEN_UNEXPECTED,
        "{Source} received an ID token but is configured for OAuth without OpenID. The sign-in itself succeeded.",
        "Configure the provider as OpenID Connect: in Auth.js idToken: true or type: \"oidc\", with openid-client \
         client.callback() in place of client.oauthCallback(). Otherwise remove openid from the scopes.";
    ScopeMissing from Cognito: USER_API_SCOPE,
        "The user API needs the scope aws.cognito.signin.user.admin in the access token.",
        "Add that scope to the authorization request and allow it on the app client.";
    ScopeMissing: API_SCOPE,
        "{Source} reports that the access token lacks a scope or permission.",
        "Request the scope, allow it for the client, get consent, then sign in again: a token that was already \
         issued does not change.";
    AccessTokenRevoked: TOKEN_REVOKED,
        "The access token was revoked: the user was signed out everywhere (global sign-out) or its refresh token was \
         revoked.",
        "Delete the stored tokens and sign in again.";
    TokenRefused: TOKEN_REFUSED,
        "{Source} rejected the token without a reason: it has expired, it is from another issuer, client or kind, or \
         its signature cannot be verified.",
        "Decode the token and compare exp, iss and aud with what the API expects.",
        [ApiGateway] "Decode the token and compare iss and aud (or client_id) with the authorizer. A Cognito authorizer without \
         scopes on the method expects the ID token, with scopes the access token.";
    ApiForbidden: FORBIDDEN,
        "{Source} identified the caller but denied access: a rule, group, scope or policy does not allow this call.",
        "Compare the groups, scopes and claims of the token with the rule of the API (for AppSync the @auth rule and \
         the authorization mode of the call, for API Gateway the policy that the authorizer returns).";
    TwoAuthorizations: TWO_AUTHORIZATIONS,
        "The request has an Authorization header and another authorization (a presigned URL or an AWS signature).",
        "Send one of them: leave the Authorization header out of requests to presigned URLs, also after a redirect.";
    AwsSignatureExpected: AWS_SIGNATURE,
        "The API reads the Authorization header as an AWS signature (SigV4): no authorizer for tokens is set on this \
         route, or the path or stage does not exist.",
        "Check method, stage and path first, then attach the Cognito or JWT authorizer to the route, or sign the \
         request with AWS credentials.";
    IdentityPoolProvider: IDENTITY_POOL,
        "The identity pool has no authentication provider for the user pool and app client of this token.",
        "Add the user pool id and the app client id (both must be those of the token) as an authentication provider \
         of the identity pool, and name it cognito-idp.REGION.amazonaws.com/POOL in Logins.";
    IdentityPoolNoRole: IDENTITY_POOL_ROLE,
        "The identity pool assigns no role to this user: no role is set, no rule matches, or the role's trust policy \
         does not allow this identity pool.",
        "Set the authenticated role and compare aud and amr in its trust policy with the identity pool id.";
    IdentityForbidden: IDENTITY,
        "The call has no login of the user to whom this identity id belongs: the token is missing, it is from \
         another user, or a stored identity id of an earlier sign-in is used again.",
        "Delete the stored identity id, get it again with GetId, and send the same Logins (the current ID token) to \
         GetCredentialsForIdentity.";
    RoleRefused: ROLE,
        "AWS STS did not let the token assume the role: the role does not exist, or the conditions of its trust \
         policy (aud, sub, amr) do not match the claims of the token.",
        "Decode the token and compare its aud and sub with the Condition of the role's trust policy, letter by \
         letter. For GitHub Actions sub contains repository, branch or environment; for an identity pool aud is the \
         identity pool id.";
    RoleProviderUnknown: ROLE_PROVIDER,
        "The AWS account has no OpenID Connect provider in IAM for the issuer of the token.",
        "Create the provider in IAM of the account that owns the role, with exactly the issuer's URL and the \
         audience (sts.amazonaws.com for GitHub Actions), and check the account id in the role's ARN.";
    PoolUnknown: POOL_UNKNOWN,
        "The API of this region does not know the user pool.",
        "Compare the user pool id with the region of the call: the id begins with its region.";
    ResourceMismatch: resource::OTHER_RESOURCE,
        "The protected resource metadata names another resource than the called server: another path, scheme, host \
         or port, often the internal address behind a proxy.",
        "Configure the server's public URL as resource, exactly as clients call it.";
}
