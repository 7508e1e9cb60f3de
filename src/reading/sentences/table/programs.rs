//! General messages that prove the same whatever program writes them. The more specific message of a library takes
//! precedence.

rows! {
    Program: StateMismatch, r"\bstate( parameter| token| value)?( is)? (mismatch(ed)?|invalid)\b",
        "OAuth login state mismatch", "a general form, as in zmartzone/lua-resty-openidc#44";
    Program: StateMismatch, r"\binvalid( oauth2?)? state( parameter| token)?\b",
        "Invalid OAuth state parameter", "a general form, as in nextcloud/user_oidc#916";
    Program: StateMismatch, r"\bstate\b[^\n]{0,80}(does|did|do)( not|n't) match",
        "The received state value does not match.", "nextcloud/user_oidc#916";
    Program: StateAbsent, r"\b(missing|no) state( parameter)? (in|from) (the )?(callback|response|request|url|query)\b",
        "OAuth state missing: no state in the callback", "a general form, as in jupyterhub/oauthenticator oauthenticator/oauth2.py";
    Program: StateAbsent, r"\bstate missing from url\b",
        "OAuth state missing from URL", "jupyterhub/oauthenticator oauthenticator/oauth2.py";
    Program: SessionLost, r"\bstate( was| is)? (missing|not found|absent) (from|in) (the )?(cookies?|session|store|storage|cache)\b",
        "OAuth state missing from cookies", "jupyterhub/jupyterhub#2044";
    Program: CorrelationCookieLost, r"\b(state|nonce|pkce|csrf|correlation)[ _-]cookie( is| was)? (missing|not found|absent|not present|expired)\b",
        "The state cookie is missing after the redirect from IDP, authentication has failed", "quarkusio/quarkus extensions/oidc CodeAuthenticationMechanism.java";
    Program: CorrelationCookieLost, r"\b(missing|no|invalid)( oauth)? (state|nonce|pkce|csrf|correlation) cookie\b",
        "Missing state cookie", "a general form, as in auth0/express-openid-connect#170";
    Program: AudienceMismatch, r"\b(invalid|unexpected|wrong|incorrect)( token| jwt)? audience\b",
        "Unauthorized: invalid token audience", "a general form, as in adcontextprotocol/adcp#1131";
    Program: AudienceMismatch, r"\baudience\b[^\n]{0,120}(does|did|do)( not|n't) match",
        "audience claim abc does not match expected audience: def", "okta/okta-oidc-js packages/jwt-verifier/lib.js";
    Program: AudienceMismatch, r"\baud(ience)?( claim)? mismatch\b",
        "Token rejected: aud mismatch", "a general form, as in adcontextprotocol/adcp#1131";
    Program: AudienceMismatch, r"\bnot in( the)? (expected|allowed) audiences?\b",
        "claim 'aud' value 'api://default' not in expected audience", "a general form, as in okta/okta-jwt-verifier";
    Program: IssuerMismatch, r"\b(invalid|unexpected|wrong|untrusted|unknown)( token| jwt)? issuer\b",
        "Unauthorized: untrusted issuer", "a general form, as in istio/istio#40718";
    Program: IssuerMismatch, r"\bissuer\b[^\n]{0,120}(does|did|do)( not|n't) match",
        "issuer https://a.example does not match expected issuer: https://b.example", "okta/okta-oidc-js packages/jwt-verifier/lib.js";
    Program: IssuerMismatch, r"\biss(uer)?( claim)? mismatch\b",
        "JWT verification failed: issuer mismatch", "a general form, as in istio/istio#39427";
    Program: TokenExpired, r"\b(id[ _-]?|access[ _-]?|bearer |jwt |auth )?token( has| is| was)?( already)? expired\b",
        "401 Unauthorized: bearer token expired", "a general form, as in aws-amplify/amplify-js#2205";
    Program: TokenExpired, r"\bjwt( has| is)? expired\b",
        "JWT expired", "PostgREST/postgrest docs (PGRST301)";
    Program: SignatureInvalid, r"\b(invalid|bad|wrong) (token|jwt|jws|id_token) signature\b",
        "invalid JWT signature", "a general form, as in supabase/auth#2476";
    Program: SignatureInvalid, r"\b(token|jwt|jws)\b[^\n]{0,60}(invalid|bad) signature\b",
        "JWT rejected: invalid signature", "a general form, as in ghdna/cognito-express#59";
    Program: SignatureInvalid, r"\b(token|jwt|jws|id_token)\b[^\n]{0,40}signature( verification| validation)?( is| has)? (failed|invalid|not valid)\b",
        "id_token signature verification failed", "a general form, as in awslabs/aws-support-tools#76";
    Program: SignatureInvalid, r"\bJWSInvalidSignature\b",
        "JWSError JWSInvalidSignature", "supabase/auth#2476";
    Program: SamlSignature, r"\bSAML\b[^\n]{0,60}signature[^\n]{0,40}(invalid|failed|not valid)",
        "SAML Response signature validation failed", "a general form, as in SAML-Toolkits/php-saml#117";
    Program: SamlSignature, r"\bsignature[^\n]{0,40}(invalid|failed)[^\n]{0,40}\bSAML\b",
        "Signature validation failed. SAML Response rejected", "SAML-Toolkits/php-saml#117";
    Program: SamlAudience, r"\bSAML Response is not valid for this audience",
        "Error: SAML Response is not valid for this audience", "Clever/saml2#126";
    Program: NonceMismatch, r"\bnonce( claim| value)?( is)? (mismatch|invalid)\b",
        "ID token nonce mismatch", "a general form, as in int128/kubelogin pkg/oidc/client";
    Program: NonceMismatch, r"\bnonce\b[^\n]{0,60}(does|did)( not|n't) match",
        "ID token nonce does not match", "a general form, as in hashicorp/vault-plugin-auth-jwt#105";
    Program: KeyNotFound, r"\bkid\b[^\n]{0,60} not found\b",
        "signing key with kid abc not found", "a general form, as in tokusumi/fastapi-cloudauth#87";
    Program: KeyNotFound, r"\bno matching( signing| public)? (key|jwk)s?\b",
        "no matching key found in JWKS", "a general form, as in quarkusio/quarkus#45582";
    Program: KeyNotFound, r"\bJWK public Attribute for authorization token not found",
        "{\"detail\": \"JWK public Attribute for authorization token not found\"}", "tokusumi/fastapi-cloudauth#87";
    Program: RedirectUriUnregistered, r"\bredirect[ _]ur[il]( parameter)?( is)? (mismatch|not allowed|not registered|not whitelisted|not valid|invalid)\b",
        "redirect_uri is not allowed", "a general form, as in hashicorp/vault-plugin-auth-jwt path_oidc.go";
    Program: RedirectUriUnregistered, r"\b(invalid|unregistered|mismatch(ed|ing)|unknown)( oauth2?)? redirect[ _]ur[il]\b",
        "Mismatching redirect URI.", "oauthlib/oauthlib oauthlib/oauth2/rfc6749/errors.py";
    Program: RedirectUriUnregistered, r"\bredirect_uri_mismatch\b",
        "Login failed: redirect_uri_mismatch", "expo/expo#22594";
    Program: CodeExpired, r"\bauthori[sz]ation code( has| is| was)?( already)? expired\b",
        "authorization code has expired", "a general form, as in auth0/passport-auth0#31";
    Program: CodeReused, r"\bauthori[sz]ation code( has| is| was)?( already)?( been)? (used|redeemed)\b",
        "authorization code already used", "a general form, as in mauriciovigolo/keycloak-angular#464";
    Program: VerifierMismatch, r"\b(invalid|wrong|incorrect) code[ _]verifier\b",
        "invalid code_verifier", "a general form, as in doorkeeper-gem/doorkeeper#827";
    Program: RefreshTokenRefused, r"\binvalid refresh[ _]token\b",
        "401: Invalid refresh token", "a general form, as in auth0/auth0-spa-js src/constants.ts";
    Program: RefreshTokenExpired, r"\brefresh[ _]token( has| is| was)?( already)? expired\b",
        "refresh_token is expired", "a general form, as in aws-amplify/amplify-swift#3496";
    Program: RefreshTokenRevoked, r"\brefresh[ _]token( has| is| was)?( been)? revoked\b",
        "refresh token was revoked", "a general form, as in aws-amplify/amplify-js#2205";
    Program: EmailUnverified, r"\bemail( address)?( is| has)? not( been)? verified\b",
        "Email address is not verified", "a general form, as in oauth2-proxy/oauth2-proxy#3234";
    Program: UserCancelled, r"\buser( has)? cancell?ed( the| your| this)? (application|login|sign-?in|authori[sz]ation|consent|access|request|flow)\b",
        "The user cancelled the sign-in", "a general form, as in aws-amplify/amplify-js#3640";
    Program: ConsentDenied, r"\buser( has)? (denied|declined)( the| your| this)? (application|login|sign-?in|authori[sz]ation|consent|access|request|flow)\b",
        "access_denied (The user has denied your application access.)", "akash-network/console#2690";
    Program: ScopeMissing, r"\b(insufficient|missing|missing required)( oauth)? scopes?\b",
        "403 Forbidden: insufficient scope", "a general form, as in jenkinsci/oic-auth-plugin#573";
    Program: BrowserCors, r"\bCORS\b[^\n]{0,80}\bAccess-Control-Allow-Origin\b",
        "Raison : l’en-tête CORS « Access-Control-Allow-Origin » est manquant", "mdn/content CORS errors (localised)";
    Program: ApiForbidden, r"\bNot Authorized to access {word} on type {attribute}",
        "Not Authorized to access createTodo on type Mutation", "a general form, as in aws-amplify/amplify-js#4209";
    Program: ApiForbidden, r"\bUser is not authorized to access this resource\b",
        "{\"Message\":\"User is not authorized to access this resource with an explicit deny\"}", "docs.aws.amazon.com apigateway troubleshooting";
    Program: AudienceMismatch, r"\btoken (does|did)( not|n't) match( the)?( expected)? audience\b",
        "The specified JWT token does not match the audience", "a general form, as in minio/minio cmd/sts-handlers.go";
    Program: IssuerMismatch, r"\btoken (does|did)( not|n't) match( the)?( expected)? issuer\b",
        "The specified JWT token does not match the issuer", "a general form, as in minio/minio cmd/sts-handlers.go";
    // Rust and Elixir.
    OpenidConnectRs: TokenResponseUnreadable, r"Failed to contact token endpoint[:,] Failed to parse server response",
        "openid authentication failure; msg=Failed to contact token endpoint: Failed to parse server response", "ramosbugs/openidconnect-rs#194";
    OpenidConnectRs: TokenEndpointUnreachable, r"Failed to contact token endpoint: Request failed",
        "Failed to contact token endpoint: Request failed", "ramosbugs/openidconnect-rs#194";
    OpenidConnectRs: DiscoveryUnreachable, r"discover OpenID (Connect )?provider\w*: (Failed to parse server response|Request failed|Server returned invalid response)",
        "An error occured trying to discover OpenID provider: Failed to parse server response", "lennart-k/rustical#127";
    Assent: TokenExpired, r#"Claim %\{"exp" => \d+\} did not pass validation"#,
        "Claim %{\"exp\" => 1734516548} did not pass validation.", "team-alembic/ash_authentication#883";
    Assent: AudienceMismatch, r#"Claim %\{"aud" => [^\n]{1,200}\} did not pass validation"#,
        "Claim %{\"aud\" => \"shop\"} did not pass validation.", "joken-elixir/joken lib/joken.ex";
    Assent: IssuerMismatch, r#"Claim %\{"iss" => [^\n]{1,200}\} did not pass validation"#,
        "Claim %{\"iss\" => \"https://id.example.com\"} did not pass validation.", "joken-elixir/joken lib/joken.ex";
    Program: VerifierMissing, r"\bcode[ _]verifier( parameter)?( is| was)? (missing|not (provided|sent|present)|required[.)])",
        "invalid_request (code_verifier is required)", "supabase/auth-js#782";
    Program: VerifierMissing, r"\bmissing( required)?( parameters?:?)? '?code_verifier",
        "Missing required parameter: 'code_verifier'", "doorkeeper-gem/doorkeeper lib/doorkeeper/oauth";
    // Tokens: time, form, keys and claims.
    Program: TokenFromFuture, r"\bJWTIssuedAtFuture\b",
        "Could not verify JWT: JWTIssuedAtFuture", "zino-hofmann/graphql-flutter#1085";
    Program: TokenFromFuture, r"\b(token|jwt)\b[^\n]{0,40} issued (at|in) (the )?future\b",
        "{\"code\":\"PGRST303\",\"message\":\"JWT issued at future\"}", "PostgREST/postgrest#5196";
    Program: TokenFromFuture, r"\biat\b[^\n]{0,30} in the future\b",
        "Token iat is in the future", "a general form, as in adcontextprotocol/adcp#1131";
    Program: TokenNotYetValid, r"\btoken cannot be accepted yet\b",
        "BadCredentialsException: The token cannot be accepted yet", "opendistro-for-elasticsearch/opendistro-build#310";
    Program: KeyNotFound, r"\bunknown (kid|key id)\b",
        "BadCredentialsException: Unknown kid fd8Ue2kQ1", "opendistro/for-elasticsearch-docs#68";
    Program: KeyNotFound, r"\bunable to find( an?| the)?( appropriate| matching| signing| public)* key\b",
        "{\"code\": \"invalid_header\", \"description\": \"Unable to find appropriate key\"}", "auth0-samples/auth0-python-api-samples";
    Program: KeyNotFound, r"\bunable to match key\b",
        "JWT rejected: unable to match key", "a general form, as in ghdna/cognito-express#59";
    Program: ClaimMissing, r"\bmissing required claim:? '?{attribute}'?",
        "token has invalid claims: token is missing required claim: aud claim is required", "sevensolutions/traefik-oidc-auth#35";
    Program: ClaimMissing, r"\bclaim '{attribute}' (is |was )?(missing|not (found|present))\b",
        "Required claim 'groups' is missing", "a general form, as in quarkusio/quarkus#45582";
    Program: IdTokenMissing, r"\bmissing id[ _]token\b",
        "level=error msg=\"missing ID token: <nil>\"", "mesosphere/traefik-forward-auth#78";
    Program: IdTokenMissing, r"\bno id[ _]token (was |is )?(found|in|present|returned|received)\b",
        "no id_token in token response", "a general form, as in coreos/go-oidc example";
    Program: IdTokenMissing, r"\b(did|does) not (contain|include|have|return) an? id[ _]token\b",
        "The token response did not include an id_token", "a general form, as in kubernetes/kubernetes#51501";

    Program: KeyNotFound, r"\bno [\w ]{0,20}key found for( the)? kid\b",
        "no jwk key found for kid ins_2Q8vYxZ", "clerk/clerk-sdk-go#132";
    Program: AudienceMismatch, r"\baud( claim)? (does|did)( not|n't) match\b",
        "error validating claims: aud claim does not match any bound audience", "hashicorp/vault#8376";
    Program: IssuerMismatch, r"\biss( claim)? (does|did)( not|n't) match\b",
        "error validating claims: iss claim does not match the issuer", "a general form, as in hashicorp/vault#8376";
    Program: CauseElsewhere, r"\btoken verification (has )?fail(ed|ure)\b",
        "ERROR [io.qua.oid.run.CodeAuthenticationMechanism] ID token verification has failed: null", "quarkusio/quarkus#34732";
    JsonWebTokenRs: IssuerMismatch, r"\bInvalidIssuer\b",
        "\"err\": \"Error(InvalidIssuer)\"", "goauthentik/authentik#26280";
    JsonWebTokenRs: AudienceMismatch, r"\bInvalidAudience\b",
        "JWT error: InvalidAudience", "Keats/jsonwebtoken src/errors.rs";
    JsonWebTokenRs: TokenExpired, r"\bError\(ExpiredSignature\)",
        "Error(ExpiredSignature)", "Keats/jsonwebtoken src/errors.rs";
    JsonWebTokenRs: TokenNotYetValid, r"\bError\(ImmatureSignature\)",
        "Error(ImmatureSignature)", "Keats/jsonwebtoken src/errors.rs";
    JsonWebTokenRs: SignatureInvalid, r"\bError\(InvalidSignature\)",
        "Error(InvalidSignature)", "Keats/jsonwebtoken src/errors.rs";
    JsonWebTokenRs: AlgorithmMismatch, r"\bError\(InvalidAlgorithm\)",
        "Error(InvalidAlgorithm)", "Keats/jsonwebtoken src/errors.rs";
    Program: NotOAuthAnswer, r"\b(oauth2?|oidc|openid|token|user ?info|UserSignIn|discovery|jwks)\b[^\n]{0,120}invalid character '<' looking for beginning of value",
        "[E] UserSignIn: invalid character '<' looking for beginning of value", "go-gitea/gitea#10836";

    // Callbacks.
    Program: CallbackEmpty, r"\bmissing (code or state|state or code)\b",
        "Login failed.\nMissing code or state parameter.", "christiaangoossens/hass-oidc-auth#230";
    Program: CallbackEmpty, r"\bcode must be present on\b",
        "{\"error\":\"Bad Request\",\"reason\":\"Code must be present on oidc callback\"}", "couchbase/sync_gateway#1811";
    Program: CallbackEmpty, r"\b(missing|no) (authori[sz]ation|auth|oauth) code\b",
        "No authorization code in the callback URL.", "constructorfabric/insight#1295";

    // Discovery, metadata, UserInfo, token responses.
    Program: DiscoveryUnreachable, r"\b(could not|cannot|can't|failed to|unable to|error) (reach|fetch|get|load|connect|connecting|read|retrieve|retrieving|resolve|fetching|loading)\b[^\n]{0,160}/\.well-known/(openid-configuration|oauth-authorization-server)",
        "Could not reach provider at URL https://id.example.com/.well-known/openid-configuration", "nextcloud/user_oidc#397";
    Program: DiscoveryUnreachable, r"\b(oidc|openid|oauth2?|provider|sso)\b[^\n]{0,60}\bdiscovery( document| endpoint| request)?( is| has| was)? (failed|unreachable|not reachable)\b",
        "\"message\":\"oidc provider discovery failed\"", "rustfs/rustfs#5744";
    Program: DiscoveryUnreachable, r"\bdiscovery endpoint is not reachable\b",
        "ERROR The discovery endpoint is not reachable.", "nextcloud/user_oidc#803";
    Nextcloud: DiscoveryUnreachable, r"was not connected to because it violates local access rules",
        "Host 192.0.2.9 was not connected to because it violates local access rules", "nextcloud/user_oidc#397";
    Program: DiscoveryIssuerMismatch, r"\bissuer name does not match authority:? {found}",
        "Issuer name does not match authority: https://cloud.example.com:444/nextcloud", "Flowfin/jellyfin-plugin-sso#1811";
    Program: UserInfoFailed, r"\bfailed to (fetch|get|retrieve|obtain|load)( the)? user ?info\b",
        "failed to get userinfo: 401 Unauthorized", "a general form, as in grafana/grafana pkg/login/social";
    Program: UserInfoFailed, r"\berror returning oauth user info\b",
        "ERROR - Error returning OAuth user info: Expecting value: line 1 column 1 (char 0)", "dpgaspar/Flask-AppBuilder#1814";
    Program: TokenResponseUnreadable, r"\b(unable|failed) to (parse|decode|read)( the)? token (endpoint )?response\b",
        "Failed to exchange code for Id Token using the Token Endpoint. Unable to parse Token Response", "elastic/kibana#167469";
    Program: DeviceCodeExpired, r"\bdevice[ _]code (has |is )?expired\b",
        "ERROR: The device code has expired. Please try again.", "a general form, as in InsForge/CLI#199";
    Program: DeviceCodeExpired, r"\bUnexpected polling state code_expired\b",
        "Unexpected polling state code_expired", "Azure/azure-cli#22252";
    Program: DeviceCodeExpired, r"devicetoken: Error while retrieving OAuth token: Code Expired",
        "autorest/adal/devicetoken: Error while retrieving OAuth token: Code Expired", "Azure/azure-cli#22252";
    Program: NotSignedIn, r"\bmissing or invalid session cookie\b",
        "auth.session.invalid reason=\"missing or invalid session cookie\"", "RackulaLives/Rackula#3140";
    Program: CredentialsTwice, r"\bClient must not use multiple authentication methods\b",
        "invalid_request: Client must not use multiple authentication methods", "onyx-dot-app/onyx#12874";
    Program: CredentialsTwice, r"\bmultiple client authentication methods\b",
        "Multiple client authentication methods found in the token request.", "9p4/jellyfin-plugin-sso#263";
    Nextcloud: ClaimMissing, r"\bCan not get identifier from provider",
        "Error\nCan not get identifier from provider", "pulsejet/nextcloud-oidc-login#83";
    Program: CauseElsewhere, r"\bAuthentication finally failed for\b",
        "[WARN ][c.a.o.s.a.BackendRegistry] Authentication finally failed for null from 192.0.2.9:49830", "opensearch-project/security#150";
    Program: NotSignedIn, r"unable to read session cookie: (http: )?named cookie not present",
        "[WARN] [traefik-oidc-auth] Verifying token: unable to read session cookie: named cookie not present", "sevensolutions/traefik-oidc-auth#96";
    Program: NotSignedIn, r"\bno active session was found in this request\b",
        "message:request does not have a valid authentication session reason:No active session was found in this request.", "ory/kratos session/manager_http.go";

    OpenidConnectRs: TokenResponseUnreadable, r"Server returned empty error response",
        "Failed to contact token endpoint: Server returned empty error response", "ramosbugs/oauth2-rs src/error.rs";
    Program: DiscoveryUnreachable, r"\b(error|failed|failure|unable|could not)\b[^\n]{0,30}\bdiscovery doc\b",
        "[ERROR] Error fetching OIDC discovery doc", "a general form, as in rancher/rancher#42000";
    Program: ClientSecretExpired, r"\bclient[ _]secret( keys?)?( has| is| are)?( already)? expired\b",
        "{\"error\":\"invalid_client\",\"error_description\":\"The client secret is expired\"}", "a general form, as in Apple's token endpoint";
    Program: RedirectUriUnregistered, r"\bredirect[ _]ur[il] included is not valid\b",
        "The redirect uri included is not valid.", "doorkeeper-gem/doorkeeper config/locales/en.yml";
    Program: TokenRefused, r"^\s*\{ ?'message' ?: ?'Unauthorized' ?\}\s*$",
        "{\"message\":\"Unauthorized\"}", "docs.aws.amazon.com apigateway troubleshooting";
    Program: SessionLost, r"\b(oauth|oidc|login|auth|sso) session( was| is| has)?( not found| expired| missing| lost)\b",
        "OAuth session not found", "a general form, as in bluesky-social/atproto";
}
