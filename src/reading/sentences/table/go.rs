//! Go: golang.org/x/oauth2, go-oidc, golang-jwt and programs that use them.

rows! {
    GoOauth2: InvalidClient, r#"oauth2: cannot fetch token: 40[01] \w+( \w+)? Response: \{ ?"error" ?: ?"invalid_client""#,
        "oauth2: cannot fetch token: 401 Unauthorized\nResponse: {\"error\":\"invalid_client\",\"error_description\":\"Invalid client credentials.\"}",
        "int128/kubelogin#234";
    GoOauth2: InvalidGrant, r#"oauth2: cannot fetch token: 40[01] \w+( \w+)? Response: \{ ?"error" ?: ?"invalid_grant""#,
        "oauth2: cannot fetch token: 400 Bad Request\nResponse: {\"error\":\"invalid_grant\",\"error_description\":\"Code not valid\"}",
        "golang/oauth2 internal/token.go (older versions)";
    GoOauth2: InvalidClient, r#"oauth2: "invalid_client""#,
        "oauth2: \"invalid_client\" \"Client authentication failed\"", "golang/oauth2 oauth2.go (RetrieveError)";
    GoOauth2: InvalidGrant, r#"oauth2: "invalid_grant""#,
        "failed to exchange code to token: oauth2: \"invalid_grant\"", "grafana/grafana#119185";
    GoOauth2: InvalidClient, r#"oauth2: "unauthorized_client" "[^"\n]{0,80}\bclient\b"#,
        "oauth2: \"unauthorized_client\" \"Invalid client or Invalid client credentials\"", "goharbor/harbor-helm#1878";
    GoOauth2: GrantNotAllowed, r#"oauth2: "unauthorized_client"\s*($|[^"\s\\]|"[,}])"#,
        "oauth2: \"unauthorized_client\"", "golang/oauth2 oauth2.go (RetrieveError)";
    GoOauth2: ClientSecretMissing, r#"oauth2: "(unauthorized_client|invalid_client)" "(invalid )?(empty|missing) client secret"#,
        "oauth2: \"unauthorized_client\" \"invalid empty client secret\"", "woodpecker-ci/woodpecker#5677";
    GoOauth2: TokenResponseUnreadable, r"oauth2: (cannot parse json|server response missing access_token)",
        "oauth2: server response missing access_token", "golang/oauth2 internal/token.go";
    GoOauth2: RefreshTokenMissing, r"oauth2: token expired and refresh token is not set",
        "oauth2: token expired and refresh token is not set", "golang/oauth2 oauth2.go";
    GoOidc: DiscoveryIssuerMismatch, r#"oidc: issuer URL provided to client \({expected}\) did not match the issuer URL returned by provider \({found}\)"#,
        "oidc: issuer URL provided to client (https://id.example.com) did not match the issuer URL returned by provider (https://id.example.com/)",
        "coreos/go-oidc oidc/oidc.go";
    GoOidc: DiscoveryIssuerMismatch, r#"oidc: issuer did not match the issuer returned by provider, expected "{expected}" got "{found}""#,
        "oidc: issuer did not match the issuer returned by provider, expected \"https://auth.example.com/o/shop\" got \"https://auth.example.com/o/shop/\"",
        "MizuchiLabs/mantrae#47";
    GoOidc: IssuerMismatch, r#"oidc: id token issued by a different provider, expected "{expected}" got "{found}""#,
        "oidc: id token issued by a different provider, expected \"https://id.example.com\" got \"https://id.example.com/\"",
        "coreos/go-oidc oidc/verify.go";
    GoOidc: AudienceMismatch, r#"oidc: expected audience "{expected}" got \[?"?{found}"#,
        "oidc: expected audience \"argo-cd\" got [\"argo-cd-cli\"]", "argoproj/argo-cd#13432";
    GoOidc: TokenExpired, r"oidc: token is expired",
        "oidc: token is expired (Token Expiry: 2026-11-30 02:00:00 +0000 UTC)", "coreos/go-oidc oidc/verify.go";
    GoOidc: TokenNotYetValid, r"oidc: current time …before the nbf \(not before\) time",
        "oidc: current time 2026-11-30 03:00:00 +0000 UTC before the nbf (not before) time: 2026-11-30 03:05:00 +0000 UTC",
        "coreos/go-oidc oidc/verify.go";
    GoOidc: AlgorithmMismatch, r#"oidc: id token signed with unsupported algorithm, expected \["?{expected}"?\] got "{found}""#,
        "oidc: id token signed with unsupported algorithm, expected [\"RS256\"] got \"HS256\"", "coreos/go-oidc oidc/verify.go";
    GoOidc: MalformedToken, r"oidc: malformed jwt",
        "oidc: malformed jwt: oidc: malformed jwt, expected 3 parts got 1", "coreos/go-oidc oidc/verify.go";
    GoOidc: SignatureInvalid, r"failed to verify id token signature",
        "failed to verify signature: failed to verify id token signature", "coreos/go-oidc oidc/jwks.go";
    GoOidc: KeysUnreachable, r"failed to verify signature: fetching keys",
        "failed to verify signature: fetching keys oidc: get keys failed Get \"https://id.example.com/keys\": EOF", "coreos/go-oidc oidc/jwks.go";
    GoOidc: DiscoveryUnreachable, r"oidc: failed to decode provider discovery object",
        "oidc: failed to decode provider discovery object: expected Content-Type = application/json, got \"text/html\"", "coreos/go-oidc oidc/oidc.go";
    GoOidc: AtHashMismatch, r"access token hash does not match value in ID token",
        "access token hash does not match value in ID token", "coreos/go-oidc oidc/oidc.go";
    GoJwt: TokenExpired, r"token has invalid claims: token is expired",
        "token has invalid claims: token is expired", "golang-jwt/jwt errors.go";
    GoJwt: TokenFromFuture, r"token used before issued",
        "token has invalid claims: token used before issued", "golang-jwt/jwt errors.go";
    GoJwt: TokenNotYetValid, r"token has invalid claims: token is not valid yet",
        "token has invalid claims: token is not valid yet", "golang-jwt/jwt errors.go";
    GoJwt: AudienceMismatch, r"token has invalid audience",
        "token has invalid claims: token has invalid audience", "golang-jwt/jwt errors.go";
    GoJwt: IssuerMismatch, r"token has invalid issuer",
        "token has invalid claims: token has invalid issuer", "golang-jwt/jwt errors.go";
    GoJwt: SignatureInvalid, r"token signature is invalid",
        "token signature is invalid: crypto/rsa: verification error", "golang-jwt/jwt errors.go";
    GoJwt: KeyAbsent, r"token is unverifiable: error while executing keyfunc",
        "token is unverifiable: error while executing keyfunc: no key configured", "golang-jwt/jwt parser.go";
    GoJwt: KeyNotFound, r"token is unverifiable: error while executing keyfunc: …(unable to find key|key not found|kid not found)",
        "token is unverifiable: error while executing keyfunc: unable to find key \"abc\"", "MicahParks/keyfunc keyfunc.go";
    GoJwt: MalformedToken, r"token is malformed: ",
        "token is malformed: token contains an invalid number of segments", "golang-jwt/jwt errors.go";
    GoJwt: MalformedToken, r"token contains an invalid number of segments",
        "token contains an invalid number of segments", "golang-jwt/jwt parser.go";
    Kubernetes: TokenRefused, r"You must be logged in to the server \((Unauthorized|the server has asked for the client to provide credentials)\)",
        "error: You must be logged in to the server (Unauthorized)", "int128/kubelogin#156";
    Kubernetes: EmailUnverified, r"'email_verified' claim not present",
        "[crypto/rsa: verification error, invalid bearer token, 'email_verified' claim not present]", "kubernetes/kubernetes#48777";
    Kubernetes: IdTokenMissing, r"token response did not contain an id_token",
        "token response did not contain an id_token", "kubernetes/kubernetes#51501";
    Kubernetes: TokenRefused, r"Unable to authenticate the request…invalid bearer token",
        "Unable to authenticate the request due to an error: invalid bearer token", "int128/kubelogin#156";
    Kubernetes: EmailUnverified, r"oidc: email not verified",
        "Unable to authenticate the request\" err=\"[invalid bearer token, oidc: email not verified]\"", "kubernetes/kubernetes staging/src/k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go";
    Kubelogin: NonceMismatch, r"nonce did not match \(wants {expected} but was {found}\)",
        "nonce did not match (wants abc but was def)", "int128/kubelogin pkg/oidc/client";
    Kubelogin: StateMismatch, r"state does not match \(wants {expected} but got {found}\)",
        "state does not match (wants abc but got def)", "int128/oauth2cli server.go";
    Vault: ConfigurationMissing, r"audience claim found in JWT but no audiences bound to the role",
        "{\"errors\":[\"audience claim found in JWT but no audiences bound to the role\"]}", "artis3n/course-vault-github-oidc#21";
    Vault: DiscoveryUnreachable, r"error checking (oidc )?discovery URL",
        "Code: 400. Errors: * error checking oidc discovery URL", "openbao/openbao#1204";
    Vault: NonceMismatch, r"Invalid ID token nonce",
        "Token verification failed. Invalid ID token nonce", "hashicorp/vault-plugin-auth-jwt#105";
    Vault: RedirectUriUnregistered, r"unauthorized redirect_uri: {redirect_uri}",
        "unauthorized redirect_uri: http://localhost:8250/oidc/callback", "hashicorp/vault-plugin-auth-jwt path_oidc.go";
    Vault: SessionLost, r"Expired or missing OAuth state",
        "Error making API request. Code: 400. Errors: * Vault login failed. Expired or missing OAuth state.", "hashicorp/vault-plugin-auth-jwt path_oidc.go";
    GoOidc: SignatureInvalid, r"go-jose: error in cryptographic primitive",
        "square/go-jose: error in cryptographic primitive", "tbaehler/gin-keycloak#12";

    GoJwt: KeyNotFound, r"(token is unverifiable: )?(error while executing keyfunc: )?the given key ID was not found in the JWK Set",
        "token is unverifiable: error while executing keyfunc: the given key ID was not found in the JWK Set", "MicahParks/keyfunc keyfunc.go";
    Program: KeyNotFound, r"\bcould not find( a| any)? matching( public| signing)? key\b",
        "could not find matching key: kid abc", "a general form, as in lestrrat-go/jwx";
    HttpClient: ResponseTimeout, r"\(Client\.Timeout exceeded while awaiting headers\)",
        "context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "golang/go src/net/http/client.go";
}
