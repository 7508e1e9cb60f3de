//! Forms in which many programs report the same, in a few words. They count only in a text that is about a sign-in: its
//! words alone could be about anything.

rows! {
    Program: StateMismatch, r"\bstate (verification|validation|check)( has| is)? failed\b",
        "OAuth login failed: state verification failed", "a general form, as in bluesky-social/atproto";
    Program: StateMismatch, r"\bstates? (do|does|did)( not|n't) match\b",
        "OAuthStateMismatchError: states do not match", "a general form, as in jupyterhub/oauthenticator oauthenticator/oauth2.py";
    Program: StateMismatch, r"\bcsrf( token| state)?( check)? (mismatch|failed)\b",
        "OAuth callback: csrf token mismatch", "a general form, as in oauth2-proxy/oauth2-proxy oauthproxy.go";
    Program: CorrelationCookieLost, r"\b(state|nonce|csrf) cookie (mismatch|does not match|did not match)\b",
        "AuthenticationError: OAuth state cookie mismatch", "a general form, as in oauth2-proxy/oauth2-proxy#2216";
    Program: NonceMissing, r"\bnonce( claim)?( is| was)? (missing|required|absent)\b",
        "ID token validation failed: nonce missing", "a general form, as in ramosbugs/openidconnect-rs#219";
    Program: NonceMissing, r"\b(no|missing) nonce( claim)?\b",
        "Error: ID token has no nonce claim", "a general form, as in ramosbugs/openidconnect-rs#219";
    Program: AudienceMismatch, r"\baud(ience)?( claim)? (validation|check|verification)( has| is)? failed\b",
        "JWT audience check failed: expected shop", "a general form, as in adcontextprotocol/adcp#1131";
    Program: AudienceMismatch, r"\baudience( '{found}')? is not (allowed|accepted|valid|for this client)\b",
        "OAuth: token audience \"account\" is not allowed", "a general form, as in istio/istio#40718";
    Program: AudienceMismatch, r"\baud(ience)?( claim)? is not for this (client|application|api)\b",
        "OIDC: aud claim is not for this client", "a general form, as in nextcloud/user_oidc";
    Program: IssuerMismatch, r"\biss(uer)?( claim)? (validation|check|verification)( has| is)? failed\b",
        "JWT issuer validation failed", "a general form, as in istio/istio#39427";
    Program: IssuerMismatch, r"\btoken issuer( '{found}')? is (invalid|not valid|not allowed|not trusted|unknown)\b",
        "OIDC: token issuer is invalid", "a general form, as in istio/istio#39427";
    Program: IssuerMismatch, r"\b(unrecogni[sz]ed|unexpected|untrusted) issuer\b",
        "JWT: unrecognized issuer https://id.example.com/", "a general form, as in istio/istio#39427";
    Program: SignatureInvalid, r"\b(could not|cannot|can't|failed to|unable to) (verify|validate)( the)?( jwt| token| id[_ ]token)( token)?('s)? signature\b",
        "Could not verify JWT signature", "a general form, as in awslabs/aws-support-tools#76";
    Program: SignatureInvalid, r"\bsignature verification failed( for| of| on|:)? ?(the )?(id_?token|access_?token|token|jwt)\b",
        "signature verification failed for id_token", "a general form, as in awslabs/aws-support-tools#76";
    Program: SignatureInvalid, r"\b(bad|wrong|invalid) signature (on|of|in|for)( the)? (jwt|token|id[_ ]token|access[_ ]token)\b",
        "OIDC: bad signature on id token", "a general form, as in ghdna/cognito-express#59";
    Program: KeyNotFound, r"\bkey( with)?( the)? (id|kid) '?{found}'? (was |is )?not found\b",
        "OIDC: key with id \"abc\" not found in JWKS", "a general form, as in quarkusio/quarkus#45582";
    Program: KeyNotFound, r"\bkid (does|did)( not|n't) match\b",
        "JWT: kid does not match any key", "a general form, as in quarkusio/quarkus#45582";
    Program: KeysUnreachable, r"\b(could not|cannot|can't|failed to|unable to|error) (get|fetch|fetching|load|loading|retrieve|retrieving|download|read|reading|refresh)( the)?( oidc| remote)? jwks\b",
        "Unable to fetch JWKS from https://id.example.com/jwks", "a general form, as in quarkusio/quarkus#34732";
    Program: KeysUnreachable, r"\b(could not|cannot|can't|failed to|unable to|error) (get|fetch|fetching|load|loading|retrieve|retrieving)( the)? (public|signing) keys (from|of)\b",
        "OIDC: could not retrieve public keys from issuer", "a general form, as in quarkusio/quarkus#34732";
    Program: KeysUnreachable, r"\bjwks (request|fetch|endpoint)( has| is)? (failed|unreachable|not reachable)\b",
        "OIDC: JWKS request failed", "a general form, as in quarkusio/quarkus#34732";
    Program: TokenExpired, r"\b(id|access) ?token is no longer valid\b",
        "The access token is no longer valid", "a general form, as in aws-amplify/amplify-js#2205";
    Program: TokenNotYetValid, r"\btoken is not yet valid\b",
        "JWT rejected: token is not yet valid (nbf)", "a general form, as in golang-jwt/jwt validator.go";
    Program: RedirectUriUnregistered, r"\bredirect[ _]ur[il] (does|did)( not|n't) match\b",
        "OAuth: redirect_uri does not match", "a general form, as in oauthlib/oauthlib";
    Program: RedirectUriUnregistered, r"\b(invalid|unregistered|disallowed) callback ur[il]\b",
        "OAuth error: Invalid callback URL", "a general form, as in auth0/docs error page";
    Program: RedirectUriUnregistered, r"\bcallback ur[il]( is)? (not allowed|not registered|not whitelisted|mismatch)\b",
        "OAuth: callback url not allowed", "a general form, as in auth0/docs error page";
    Program: RedirectUriUnregistered, r"\binvalid_redirect_ur[il]\b",
        "{\"error\":\"invalid_redirect_uri\"}", "a general form, as in keycloak/keycloak events";
    Program: ClientUnknown, r"\b(unknown|unregistered|nonexistent) (oauth2? )?client[_ ]id\b",
        "OAuth: Unknown client_id: shop", "a general form, as in auth0/docs error page";
    Program: ClientUnknown, r"\b(oauth2? )?client([_ ]id)?( '{client}')? (was |could )?(not found|not be found|does not exist|doesn't exist)\b",
        "OAuth authorize: client not found", "a general form, as in keycloak/keycloak (clientNotFoundMessage)";
    Program: ClientUnknown, r"\binvalid client[_ ]id\b",
        "OAuth: invalid client_id", "a general form, as in oauthlib/oauthlib oauthlib/oauth2/rfc6749/errors.py";
    Program: ClientSecretWrong, r"\b(invalid|wrong|incorrect|bad) client[_ ]secret\b",
        "OAuth: invalid client secret", "a general form, as in doorkeeper-gem/doorkeeper#827";
    Program: ClientSecretWrong, r"\bclient[_ ]secret( is| was)? (invalid|wrong|incorrect)\b",
        "OAuth: client secret is invalid", "a general form, as in doorkeeper-gem/doorkeeper#827";
    Program: ClientSecretMissing, r"\bclient[_ ]secret( is| was)? (missing|required|not provided|empty)\b",
        "{\"error\":\"invalid_request\",\"error_description\":\"client_secret is missing.\"}", "ueberauth/ueberauth_google#18";
    Program: ClientSecretMissing, r"\b(missing|empty|no) client[_ ]secret\b",
        "OAuth: missing client secret", "a general form, as in woodpecker-ci/woodpecker#5677";
    Program: InvalidClient, r"\b(invalid|bad|wrong) client credentials\b",
        "OAuth: invalid client credentials", "a general form, as in keycloak/keycloak";
    Program: InvalidClient, r"\bclient authentication (has )?failed\b",
        "OAuth: Client authentication failed", "a general form, as in doorkeeper-gem/doorkeeper config/locales/en.yml";
    Program: GrantNotAllowed, r"\bclient is not (authorized|allowed) to use this grant\b",
        "The client is not authorized to use this grant type", "a general form, as in thephpleague/oauth2-server";
    Program: GrantNotAllowed, r"\bgrant[_ ]type( is)? not (allowed|permitted|enabled)\b",
        "OAuth: grant type not allowed", "a general form, as in thephpleague/oauth2-server";
    Program: CodeRefused, r"\bauthori[sz]ation code (is |was )?(invalid|not found|not valid|unknown|rejected)\b",
        "The authorization code is invalid", "a general form, as in auth0/docs token endpoint";
    Program: CodeReused, r"\b(auth|oauth2?) code( was| has been| is)? already (been )?(used|redeemed|consumed)\b",
        "OAuth code already used", "a general form, as in mauriciovigolo/keycloak-angular#464";
    Program: VerifierMismatch, r"(^|[^/\w])code[_ ]verifier( does not match| did not match| mismatch| is invalid| invalid)\b",
        "invalid_grant: code verifier mismatch", "a general form, as in doorkeeper-gem/doorkeeper#827";
    Program: VerifierMismatch, r"\b(pkce|code[_ ]challenge) (verification|validation|check)?( has)? ?failed\b",
        "PKCE verification failed", "a general form, as in keycloak/keycloak PkceUtils.java";
    Program: PkceRequired, r"\b(code[_ ]challenge|pkce|proof key for code exchange) is required\b",
        "PKCE is required for this client", "a general form, as in okta/okta-auth-js#1431";
    Program: RefreshTokenRefused, r"\brefresh[_ ]token (is |was )?(invalid|not found|not valid|unknown|rejected)\b",
        "Refresh token is invalid", "a general form, as in supabase/auth internal/api/token_refresh.go";
    Program: RefreshTokenReused, r"\brefresh[_ ]token (was|has been|is) (already )?used( already)?\b",
        "refresh token has been used already", "a general form, as in supabase/auth internal/api/token_refresh.go";
    Program: RefreshTokenMissing, r"\bno refresh[_ ]token (available|found|in|present|was|returned|stored)\b",
        "no refresh token available", "a general form, as in golang/oauth2 oauth2.go";
    Program: RefreshTokenMissing, r"\brefresh[_ ]token (is |was )?(missing|not set|not present|not available|undefined)\b",
        "refresh token is missing", "a general form, as in golang/oauth2 oauth2.go";
    Program: ScopeNotAllowed, r"\b(scope|scopes) '?{scope}'? (is |are )?not allowed\b",
        "OAuth: scope admin not allowed", "a general form, as in ory/fosite";
    Program: ScopeNotAllowed, r"\brequested scopes? (is|are) (not allowed|invalid|unknown)\b",
        "OAuth: Requested scope is not allowed for this client", "a general form, as in ory/fosite";
    Program: UserNotAllowed, r"\buser( is)? not (allowed|authorized|permitted) to (access|use|log ?in|sign ?in)\b",
        "OIDC: user is not allowed to access this application", "a general form, as in grafana/grafana pkg/login/social";
    Program: UserNotAllowed, r"\buser( is)?( not in|n't in| not a member of)( any| an)?( of the| the)? (allowed|required|authorized) (groups?|roles?|organi[sz]ations?|teams?)\b",
        "SSO login: user not in allowed groups", "a general form, as in grafana/grafana pkg/login/social";
    Program: EmailRefused, r"\bemail( address| domain)?( is)? not (allowed|authorized|permitted)\b",
        "SSO login: email domain not allowed", "a general form, as in oauth2-proxy/oauth2-proxy";
    Program: EmailClaimMissing, r"\bno email (address )?(in|from|claim|was|returned)\b",
        "OIDC: No email in userinfo", "a general form, as in dexidp/dex connector/oidc/oidc.go";
    Program: EmailClaimMissing, r"\b(missing|did not (return|provide|send|include)) (an |the )?email\b",
        "The OAuth provider did not return an email address", "a general form, as in dexidp/dex connector/oidc/oidc.go";
    Program: EmailClaimMissing, r"\bemail claim( is| was)? (missing|not found|absent)\b",
        "OIDC: email claim missing", "a general form, as in greenpau/caddy-security#77";
    Program: AccountNotLinked, r"\b(account|user)( with this email)?( address)? already exists with( a)? different (provider|credential|sign-?in)\b",
        "OAuth: user already exists with different provider", "a general form, as in firebase/firebase-js-sdk";
    Program: UserInfoFailed, r"\buser ?info( endpoint)?( request| call)? (failed|returned an error|error)\b",
        "OIDC: userinfo request failed with status 401", "a general form, as in grafana/grafana pkg/login/social";
    Program: UserInfoFailed, r"\b(failed to|could not|unable to|error) (fetch|fetching|get|getting|load|retrieve|retrieving)( the)? user ?info(rmation)?\b",
        "OIDC: Failed to fetch user info from provider", "a general form, as in grafana/grafana pkg/login/social";
    Program: DiscoveryUnreachable, r"\b(failed to|could not|cannot|unable to|error) (fetch|fetching|get|load|loading|read|retrieve|retrieving)( the)?( oidc| openid| provider| connect)+ configuration\b",
        "Failed to load openid configuration: 404", "a general form, as in nextcloud/user_oidc#397";
    Program: DiscoveryUnreachable, r"\b(failed to|could not|cannot|unable to|error) (fetch|fetching|get|load|loading|read|retrieve|retrieving)( the)?( oidc| openid| provider| connect)* discovery (document|configuration|metadata)\b",
        "failed to fetch OIDC discovery document", "a general form, as in nextcloud/user_oidc#397";
    Program: ResponseBodyMissing, r"\b(token exchange|exchanging( the)?( authori[sz]ation)? code|token request)( has)?( failed)?:? (request )?(failed )?with status( code)?:? {word}",
        "Token exchange failed with status 401", "a general form, as in homarr-labs/homarr#2000";
    Program: ConnectionRefused, r"\bSocketException \(111\): Connection refused",
        "OpenIdConnect: System.Net.Sockets.SocketException (111): Connection refused", "dotnet/runtime System.Net.Sockets";
    Program: ConnectionRefused, r"\[Errno 111\] Connection refused",
        "OIDC: NewConnectionError: Failed to establish a new connection: [Errno 111] Connection refused", "psf/requests (urllib3)";
    Program: ConnectionRefused, r"\bnet::ERR_CONNECTION_REFUSED\b",
        "POST https://id.example.com/oauth2/token net::ERR_CONNECTION_REFUSED", "chromium net/base/net_error_list.h";
    Program: HostUnknown, r"\bnet::ERR_NAME_NOT_RESOLVED\b",
        "GET https://id.example.com/oauth2/authorize net::ERR_NAME_NOT_RESOLVED", "chromium net/base/net_error_list.h";
    Program: CertificateUntrusted, r"\b(net::)?ERR_CERT_(AUTHORITY_INVALID|COMMON_NAME_INVALID|DATE_INVALID)\b",
        "POST https://id.example.com/oauth2/token net::ERR_CERT_AUTHORITY_INVALID", "chromium net/base/net_error_list.h";
    Program: CertificateUntrusted, r"\bThe SSL connection could not be established\b",
        "OpenIdConnect: HttpRequestException: The SSL connection could not be established, see inner exception.", "dotnet/runtime System.Net.Http";
    Program: TlsFailed, r"\bReceived fatal alert: handshake_failure\b",
        "OAuth: javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure", "openjdk sun.security.ssl";
    Program: RedirectLoop, r"\btoo many (http )?redirects\b",
        "SSO login: too many redirects", "a general form, as in the browsers' error pages";
    Program: HeadersTooLarge, r"\bRequest Header Fields Too Large\b",
        "GET /oauth2/callback: 431 Request Header Fields Too Large", "RFC 6585 5";
    Program: DiscoveryUnreachable, r"\b(failed to|could not|cannot|unable to|error) (fetch|fetching|get|load|loading|read|retrieve|retrieving)( the)?( oidc| openid| connect)* well-known\b",
        "OIDC: Could not fetch well-known configuration", "a general form, as in nextcloud/user_oidc#397";
    Program: ClientUnknown, r"\bno (oauth2? )?client found\b",
        "OAuth: No client found with id shop", "a general form, as in oauthlib/oauthlib";
    Program: IssuerMismatch, r"\bissuer '?{found}'? is not (trusted|allowed|known)\b",
        "OIDC: Issuer \"https://id.example.com/\" is not trusted", "a general form, as in istio/istio#39427";
    Program: ScopeNotAllowed, r"\b(invalid|unknown) scopes?: {scope}",
        "OAuth: invalid scope: openidd", "a general form, as in ory/fosite";
    Program: ScopeMissing, r"\binsufficient_scope\b",
        "OAuth: insufficient_scope: requires read:users", "RFC 6750 3.1";
    Program: AccountNotLinked, r"\baccount with (this|that|the same) email( address)? already exists\b",
        "OAuth login: An account with this email already exists", "a general form, as in nextauthjs/next-auth#7530";
    Program: ConnectionRefused, r"\bNo route to host\b",
        "OIDC: dial tcp 192.0.2.9:443: connect: no route to host", "a general form, as in golang/go net";
    Program: CertificateUntrusted, r"\bhostname '{word}' doesn't match\b",
        "OIDC: hostname 'id.example.com' doesn't match 'ingress.local'", "urllib3/urllib3 src/urllib3/util/ssl_match_hostname.py";
    Program: RedirectLoop, r"\bredirected you too many times\b",
        "login.example.com redirected you too many times.", "chromium components/error_page";
}
