//! Servers and applications: oauth2-proxy, Dex, Argo CD, Grafana, Jenkins.

rows! {
    Oauth2Proxy: EmailUnverified, r"email in id_token \([^)\n]{1,200}\) isn't verified",
        "Error redeeming code during OAuth2 callback: email in id_token (pat@example.com) isn't verified", "oauth2-proxy/oauth2-proxy#3234";
    Oauth2Proxy: EmailClaimMissing, r"neither the id_token nor the profileURL set an email",
        "Error creating session during OAuth2 callback: neither the id_token nor the profileURL set an email", "oauth2-proxy/oauth2-proxy#1470";
    Oauth2Proxy: CorrelationCookieLost, r"unable too? obtain CSRF cookie",
        "[AuthFailure] Invalid authentication via OAuth2: unable to obtain CSRF cookie", "oauth2-proxy/oauth2-proxy#2216";
    Oauth2Proxy: CorrelationCookieLost, r"Unable to find a valid CSRF token",
        "Login Failed: Unable to find a valid CSRF token. Please try again.", "oauth2-proxy/oauth2-proxy#1283";
    Oauth2Proxy: StateMismatch, r"csrf token mismatch, potential attack",
        "[AuthFailure] Invalid authentication via OAuth2: csrf token mismatch, potential attack", "oauth2-proxy/oauth2-proxy oauthproxy.go";
    Oauth2Proxy: UserNotAllowed, r"Invalid authentication via OAuth2: unauthorized",
        "[AuthFailure] Invalid authentication via OAuth2: unauthorized", "oauth2-proxy/oauth2-proxy oauthproxy.go";
    Oauth2Proxy: CauseElsewhere, r"Error redeeming code during OAuth2 callback: ",
        "Error redeeming code during OAuth2 callback: token exchange failed", "oauth2-proxy/oauth2-proxy oauthproxy.go";
    Oauth2Proxy: SessionUnreadable, r"Error loading cookied session: (cookie signature not valid|error validating CSRF cookie|session ticket cookie failed validation)",
        "Error loading cookied session: cookie signature not valid", "oauth2-proxy/oauth2-proxy oauthproxy.go";
    Oauth2Proxy: ConfigurationMissing, r"cookie_secret must be 16, 24, or 32 bytes to create an AES cipher",
        "invalid configuration: cookie_secret must be 16, 24, or 32 bytes to create an AES cipher, but is 10 bytes",
        "oauth2-proxy/oauth2-proxy pkg/validation/cookie.go";
    Oauth2Proxy: AudienceMismatch, r"audience from claim {attribute} with value \[?{found}\]? does not match with any of allowed audiences",
        "audience from claim aud with value [account] does not match with any of allowed audiences map[shop:{}]", "oauth2-proxy/oauth2-proxy pkg/providers/oidc/verifier.go";

    Oauth2Proxy: DiscoveryUnreachable, r"failed to discover OIDC configuration",
        "error while discovery OIDC configuration: failed to discover OIDC configuration: unexpected status \"404\"", "oauth2-proxy/manifests#299";
    Dex: RedirectUriUnregistered, r"Unregistered redirect_uri \(\\?'{redirect_uri}\\?'\)",
        "Failed to parse authorization request: Unregistered redirect_uri (\"http://192.0.2.15:5555/callback\").", "dexidp/dex#1145";
    Dex: ClientUnknown, r"Invalid client_id \(\\?'{client}\\?'\)",
        "Failed to parse authorization request: Invalid client_id (\"shop\").", "dexidp/dex server/oauth2.go";
    Dex: InvalidClient, r"oauth2: 'invalid client' 'invalid client credentials",
        "failed to get token: oauth2: \"invalid client\" \"invalid client credentials.\"", "argoproj/argo-cd#17088";
    Dex: ClientSecretWrong, r"invalid client_secret on token request for client: {client}",
        "invalid client_secret on token request for client: shop", "dexidp/dex server/handlers.go";
    Dex: RedirectUriChanged, r"redirect_uri did not match URI from initial request",
        "{\"error\":\"invalid_request\",\"error_description\":\"redirect_uri did not match URI from initial request.\"}", "dexidp/dex server/handlers.go";
    Dex: CauseElsewhere, r"Failed to authenticate: oidc: failed to get token",
        "level=error msg=\"Failed to authenticate: oidc: failed to get token: oauth2: cannot fetch token: 401 Unauthorized\"", "dexidp/dex#1375";
    Dex: EmailUnverified, r"missing 'email_verified' claim",
        "Failed to authenticate: missing \"email_verified\" claim", "dexidp/dex connector/oidc/oidc.go";
    Dex: EmailClaimMissing, r"missing email claim, not found 'email' key",
        "Failed to authenticate: missing email claim, not found \"email\" key", "dexidp/dex connector/oidc/oidc.go";

    ArgoCd: TokenRefused, r"invalid session: failed to verify the token",
        "rpc error: code = Unauthenticated desc = invalid session: failed to verify the token", "argoproj/argo-cd#13432";
    ArgoCd: DiscoveryUnreachable, r"Failed to query provider '{url}'",
        "Failed to query provider \"https://id.example.com\": Get \"https://id.example.com/.well-known/openid-configuration\": EOF", "argoproj/argo-cd#18735";
    ArgoCd: RedirectUriUnregistered, r"Invalid redirect URL: the protocol and host \(including port\) must match",
        "Invalid redirect URL: the protocol and host (including port) must match and the path must be within allowed URLs if provided", "argoproj/argo-cd util/oidc/oidc.go";

    Grafana: SessionLost, r"login\.OAuthLogin\(missing saved state\)",
        "login.OAuthLogin(missing saved state)", "grafana/grafana#17925";
    Grafana: StateMismatch, r"login\.OAuthLogin\(state mismatch\)",
        "login.OAuthLogin(state mismatch)", "grafana/grafana#17978";
    Grafana: SessionLost, r"\[auth\.oauth\.state\.missing\]",
        "error=\"[auth.oauth.state.missing] missing oauth_state cookie\"", "grafana/grafana pkg/services/authn/clients/oauth.go";
    Grafana: StateMismatch, r"\[auth\.oauth\.state\.invalid\]",
        "error=\"[auth.oauth.state.invalid] provided state did not match stored state\"", "grafana/grafana pkg/services/authn/clients/oauth.go";
    Grafana: PkceCookieLost, r"\[auth\.oauth\.pkce\.missing\]",
        "error=\"[auth.oauth.pkce.missing] missing required pkce cookie\"", "grafana/grafana pkg/services/authn/clients/oauth.go";
    Grafana: EmailClaimMissing, r"\[auth\.oauth\.email\.missing\]",
        "error=\"[auth.oauth.email.missing] required attribute email was not provided\"", "grafana/grafana pkg/services/authn/clients/oauth.go";
    Grafana: EmailRefused, r"\[auth\.oauth\.email\.not-allowed\]",
        "error=\"[auth.oauth.email.not-allowed] provided email is not allowed\"", "grafana/grafana pkg/services/authn/clients/oauth.go";
    Grafana: UserInfoFailed, r"\[auth\.oauth\.userinfo\.error\]",
        "error=\"[auth.oauth.userinfo.error] failed to retrieve userinfo\"", "grafana/grafana pkg/services/authn/clients/oauth.go";
    Grafana: AccountNotLinked, r"Failed to create user'? error='user already exists'",
        "level=error msg=\"Failed to create user\" error=\"user already exists\" auth_module=oauth_generic_oauth", "grafana/grafana#74154";
    Grafana: CauseElsewhere, r"\[auth\.oauth\.token\.exchange\] failed to exchange code to token",
        "error=\"[auth.oauth.token.exchange] failed to exchange code to token\"", "grafana/grafana#119185";
    Grafana: CauseElsewhere, r"\[user\.sync\.internal\]",
        "error=\"[user.sync.internal] unable to create user\"", "grafana/grafana#74154";
    Grafana: UserNotAllowed, r"User is not a member of one of the required (organizations|teams|groups)",
        "User is not a member of one of the required organizations", "grafana/grafana pkg/login/social";

    ModAuthOpenidc: CorrelationCookieLost, r"no '?mod_auth_openidc_state_[\w-]+'? state cookie found",
        "oidc_restore_proto_state: no \"mod_auth_openidc_state_ozyXg3KHgY88aR-OzODVmJIhUks\" state cookie found", "OpenIDC/mod_auth_openidc#505";
    ModAuthOpenidc: CorrelationCookieLost, r"unable to restore state",
        "oidc_authorization_response_match_state: unable to restore state", "OpenIDC/mod_auth_openidc#505";
    ModAuthOpenidc: SessionUnreadable, r"oidc_util_jwt_verify: parsing JWT failed",
        "oidc_util_jwt_verify: parsing JWT failed: [src/jose.c:1114]", "OpenIDC/mod_auth_openidc src/util.c";
    ModAuthOpenidc: InvalidClient, r"oidc_util_check_json_error: response contained an 'error' entry with value: '+invalid_client",
        "oidc_util_check_json_error: response contained an \"error\" entry with value: \"\"invalid_client\"\"", "OpenIDC/mod_auth_openidc#52";
    ModAuthOpenidc: InvalidGrant, r"oidc_util_check_json_error: response contained an 'error' entry with value: '+invalid_grant",
        "oidc_util_check_json_error: response contained an \"error\" entry with value: \"\"invalid_grant\"\"", "OpenIDC/mod_auth_openidc src/util.c";
    LuaRestyOpenidc: SessionLost, r"state from argument: \S{1,200} does not match state restored from session: nil",
        "authenticate(): state from argument: adf7c9545d2d880ec073c96b63da7a60 does not match state restored from session: nil", "zmartzone/lua-resty-openidc#39";
    LuaRestyOpenidc: StateMismatch, r"state from argument: {found} does not match state restored from session: {expected}",
        "authenticate(): state from argument: 4ba273aded3294e5684674a39fe778cc does not match state restored from session: a60dd9fb58feda4d72eee2af52a79789", "zmartzone/lua-resty-openidc#44";
    LuaRestyOpenidc: SessionLost, r"request to the redirect_uri path but there's no session state found",
        "request to the redirect_uri path but there's no session state found", "zmartzone/lua-resty-openidc#422";
    LuaRestyOpenidc: CauseElsewhere, r"openid-connect exits with http status code {word}",
        "run_plugin(): openid-connect exits with http status code 500", "apache/apisix#8452";
    Nginx: HeadersTooLarge, r"upstream sent too big header while reading response header from upstream",
        "upstream sent too big header while reading response header from upstream, client: 192.0.2.44", "oauth2-proxy/oauth2-proxy docs (nginx)";
    ArgoCd: NotSignedIn, r"code = Unauthenticated desc = no session information",
        "rpc error: code = Unauthenticated desc = no session information", "argoproj/argo-cd#16242";
    Envoy: ApiForbidden, r"\brbac_access_denied_matched_policy\b",
        "\"response_code_details\":\"rbac_access_denied_matched_policy[none]\"", "istio/istio (access log, RBAC filter)";
    Nginx: CauseElsewhere, r"auth request unexpected status: \d{3}",
        "[error] 2915#2915: *1 auth request unexpected status: 404 while sending to client", "oauth2-proxy/oauth2-proxy#2111";
    Docker: CauseElsewhere, r"login attempt to \S+ failed with status: 40[13]",
        "Error response from daemon: login attempt to https://harbor.example.com/v2/ failed with status: 401 Unauthorized", "goharbor/harbor#8506";
    Docker: CauseElsewhere, r"\blogin failed: unauthorized\b",
        "Error: login failed: unauthorized", "a general form of registry clients (helm, oras)";
    Nginx: HeadersTooLarge, r"Request Header Or Cookie Too Large",
        "400 Bad Request\nRequest Header Or Cookie Too Large\nnginx", "nginx/nginx src/http/ngx_http_special_response.c";
    Envoy: IssuerMismatch, r"Jwt[ _]issuer[ _]is[ _]not[ _]configured",
        "HTTP/1.1 401 Unauthorized\n\nJwt issuer is not configured", "istio/istio#40718";
    Envoy: AudienceMismatch, r"Audiences[ _]in[ _]Jwt[ _]are[ _]not[ _]allowed",
        "HTTP/1.1 403 Forbidden\n\nAudiences in Jwt are not allowed", "envoyproxy/envoy source/extensions/filters/http/jwt_authn (jwt_verify_lib status.cc)";
    Envoy: KeyNotFound, r"Jwks[ _]doesn't[ _]have[ _]key[ _]to[ _]match[ _]kid[ _]or[ _]alg[ _]from[ _]Jwt",
        "Jwks doesn't have key to match kid or alg from Jwt", "envoyproxy/envoy (jwt_verify_lib status.cc)";
    Envoy: SignatureInvalid, r"Jwt[ _]verification[ _]fails",
        "Jwt verification fails", "envoyproxy/envoy (jwt_verify_lib status.cc)";
    Envoy: TokenExpired, r"Jwt[ _]is[ _]expired",
        "Jwt is expired", "envoyproxy/envoy (jwt_verify_lib status.cc)";
    Program: TokenNotYetValid, r"\bJwt( is)? not yet valid\b",
        "Jwt not yet valid", "envoyproxy/envoy (jwt_verify_lib status.cc)";
    Envoy: ApiForbidden, r"RBAC: access denied",
        "HTTP/1.1 403 Forbidden\n\nRBAC: access denied", "envoyproxy/envoy source/extensions/filters/http/rbac/rbac_filter.cc";
    Envoy: TokenMissing, r"Jwt[ _]is[ _]missing",
        "Jwt is missing", "envoyproxy/envoy (jwt_verify_lib status.cc)";
    Envoy: KeysUnreachable, r"Jwks[ _]remote[ _]fetch[ _]is[ _]failed",
        "Jwks remote fetch is failed", "envoyproxy/envoy (jwt_verify_lib status.cc)";
    Envoy: MalformedToken, r"Jwt is not in the form of Header\.Payload\.Signature",
        "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections", "envoyproxy/envoy (jwt_verify_lib status.cc)";

    Jenkins: ScopeMissing, r"Bad User Info response, error=insufficient_scope",
        "Bad User Info response, error=insufficient_scope", "jenkinsci/oic-auth-plugin#573";
    Jenkins: IdTokenMissing, r"because 'idToken' is null",
        "java.lang.NullPointerException: Cannot invoke \"com.nimbusds.jwt.JWT.getParsedString()\" because \"idToken\" is null", "jenkinsci/oic-auth-plugin#573";
    Jenkins: ClaimMissing, r"no field '{attribute}' was supplied in the UserInfo or the IdToken payload to be used as the username",
        "no field 'email' was supplied in the UserInfo or the IdToken payload to be used as the username", "jenkinsci/oic-auth-plugin OicSecurityRealm.java";
    RabbitMq: KeyNotFound, r"OAuth 2/JWT token failed: \{error,key_not_found\}",
        "Authentication using an OAuth 2/JWT token failed: {error,key_not_found}", "rabbitmq/rabbitmq-server#7247";
    RabbitMq: SignatureInvalid, r"OAuth 2/JWT token failed: signature_invalid",
        "Authentication using an OAuth 2/JWT token failed: signature_invalid", "rabbitmq/rabbitmq-server deps/rabbitmq_auth_backend_oauth2/src";
    RabbitMq: AudienceMismatch, r"OAuth 2/JWT token failed: \{invalid_aud,",
        "Authentication using an OAuth 2/JWT token failed: {invalid_aud,{resource_id_not_found_in_aud,<<\"rabbitmq\">>,[]}}", "rabbitmq/rabbitmq-server deps/rabbitmq_auth_backend_oauth2/src";
    RabbitMq: TokenExpired, r"Provided JWT token has expired at timestamp \d",
        "Provided JWT token has expired at timestamp 1772550131 (validated at 1772550132)", "rabbitmq/rabbitmq-server deps/rabbitmq_auth_backend_oauth2/src";

    // caddy-security.
    Program: MalformedToken, r"keystore: failed to parse token",
        "user authorization failed: src_ip=192.0.2.1, src_conn_ip=192.0.2.1, reason: keystore: failed to parse token", "greenpau/caddy-security#325";
    Program: UserNotAllowed, r"user role is valid, but not allowed by access list",
        "user authorization failed: src_ip=192.0.2.2, reason: user role is valid, but not allowed by access list", "greenpau/caddy-security#10";
    Program: EmailClaimMissing, r"\bid_token email claim not found\b",
        "failed validating OAuth 2.0 access token: OAuth 2.0 id_token email claim not found", "greenpau/caddy-security#77";
    LuaRestyOpenidc: DiscoveryIssuerMismatch, r"issuer field in Discovery data does not match URL",
        "openidc_discover(): issuer field in Discovery data does not match URL, client: 192.0.2.125", "nokia/kong-oidc#83";

    // Kubernetes' API server, Synapse, Mattermost, Nextcloud, Gitea, Kong.
    Kubernetes: DiscoveryUnreachable, r"oidc authenticator: initializing plugin: {word}",
        "E0929 11:12:31.421256 1 oidc.go:335] oidc authenticator: initializing plugin: 404 Not Found: ", "kubernetes/apiserver#88";
    Kubernetes: DiscoveryUnreachable, r"(Unable to authenticate the request…)?oidc: authenticator not initialized",
        "Unable to authenticate the request due to an error: [invalid bearer token, oidc: authenticator not initialized]", "TremoloSecurity/openunison-qs-kubernetes#1";
    Program: SessionLost, r"\bNo session cookie found\b",
        "missing_session: No session cookie found", "matrix-org/synapse synapse/handlers/oidc.py";
    Program: SessionLost, r"Invalid session for OIDC callback",
        "WARNING - GET-1 - Invalid session for OIDC callback: Unable to decode macaroon", "matrix-org/synapse synapse/handlers/oidc.py";
    Program: StateMismatch, r"\bmismatching_session\b",
        "error_code: mismatching_session", "matrix-org/synapse synapse/handlers/oidc.py";
    Program: TokenResponseUnreadable, r"api\.user\.authorize_oauth_user\.(bad_response|missing|response)\.app_error",
        "AuthorizeOAuthUser: api.user.authorize_oauth_user.bad_response.app_error", "mattermost/mattermost server/channels/app/oauth.go";
    Program: TypeMissing, r"api\.user\.authorize_oauth_user\.bad_token\.app_error",
        "AuthorizeOAuthUser: api.user.authorize_oauth_user.bad_token.app_error", "mattermost/mattermost server/channels/app/oauth.go";
    Nextcloud: DiscoveryUnreachable, r"Could not reach the OpenID Connect provider",
        "Could not reach the OpenID Connect provider.", "nextcloud/user_oidc lib/Controller/LoginController.php";
    Nextcloud: AudienceMismatch, r"\bThis token is not for us\b",
        "This token is not for us", "nextcloud/user_oidc lib/Controller/LoginController.php";
    Program: SessionLost, r"\bcould not find a matching session for this request\b",
        "OAuth2Callback: could not find a matching session for this request", "markbates/goth gothic/gothic.go";
    Program: IssuerMismatch, r"No credentials found for given 'iss'",
        "{\"message\":\"No credentials found for given 'iss'\"}", "Kong/kong kong/plugins/jwt/handler.lua";
    Program: ClaimMissing, r"No mandatory '{attribute}' in claims",
        "{\"message\":\"No mandatory 'iss' in claims\"}", "Kong/kong kong/plugins/jwt/handler.lua";
    Program: SignatureInvalid, r"\{ ?'message' ?: ?'Invalid signature' ?\}",
        "{\"message\":\"Invalid signature\"}", "Kong/kong kong/plugins/jwt/handler.lua";
    Program: UserInfoFailed, r"\bFailed to fetch identity from {word} at {url}",
        "Failed to fetch identity from keycloak at https://id.example.com/userinfo. 401 Unauthorized", "RocketChat/Rocket.Chat apps/meteor/app/custom-oauth/server/custom_oauth_server.js";
    Program: NotSignedIn, r"Failed to authenticate request'? client=auth\.client\.session error='user token not found'",
        "level=warn msg=\"Failed to authenticate request\" client=auth.client.session error=\"user token not found\"", "grafana/grafana pkg/services/authn/clients/session.go";
    Program: SessionLost, r"Failed to get the state from the session",
        "java.lang.IllegalStateException: Failed to get the state from the session", "a general form, as in jenkinsci/oic-auth-plugin";
}
