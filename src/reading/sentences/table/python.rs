//! Python: Authlib, python-jose, PyJWT, oauthlib, django-allauth, social-core, mozilla-django-oidc, Flask.

rows! {
    Flask: SessionLost, r"KeyError: '(code_verifier|oauth_state|nonce|state)'",
        "KeyError: 'code_verifier'", "mblackgeo/flask-cognito-lib#81";
    Authlib: StateMismatch, r"mismatching_state: CSRF Warning! State not equal in request and response",
        "MismatchingStateError: mismatching_state: CSRF Warning! State not equal in request and response.", "streamlit/streamlit#14991";
    Authlib: NotSignedIn, r"missing_token: ",
        "authlib.integrations.base_client.errors.MissingTokenError: missing_token: ", "authlib/authlib authlib/integrations/base_client/errors.py";
    Authlib: ClaimMissing, r"missing_claim: Missing '{attribute}' claim",
        "authlib.jose.errors.MissingClaimError: missing_claim: Missing 'nonce' claim", "authlib/authlib authlib/jose/errors.py";
    Authlib: IssuerMismatch, r"invalid_claim: Invalid claim 'iss'",
        "authlib.jose.errors.InvalidClaimError: invalid_claim: Invalid claim 'iss'", "authlib/authlib authlib/jose/errors.py";
    Authlib: AudienceMismatch, r"invalid_claim: Invalid claim 'aud'",
        "authlib.jose.errors.InvalidClaimError: invalid_claim: Invalid claim 'aud'", "authlib/authlib authlib/jose/errors.py";
    Authlib: NonceMismatch, r"invalid_claim: Invalid claim 'nonce'",
        "authlib.jose.errors.InvalidClaimError: invalid_claim: Invalid claim 'nonce'", "authlib/authlib authlib/jose/errors.py";
    Authlib: AtHashMismatch, r"invalid_claim: Invalid claim 'at_hash'",
        "authlib.jose.errors.InvalidClaimError: invalid_claim: Invalid claim 'at_hash'", "authlib/authlib authlib/jose/errors.py";
    Authlib: TokenExpired, r"expired_token: The token is expired",
        "authlib.jose.errors.ExpiredTokenError: expired_token: The token is expired", "authlib/authlib authlib/jose/errors.py";
    Authlib: TokenFromFuture, r"invalid_token: The token is not valid as it was issued in the future",
        "authlib.jose.errors.InvalidTokenError: invalid_token: The token is not valid as it was issued in the future", "authlib/authlib authlib/jose/rfc7519/claims.py";
    Authlib: SignatureInvalid, r"authlib\.jose\.errors\.BadSignatureError",
        "authlib.jose.errors.BadSignatureError: bad_signature: ", "authlib/authlib authlib/jose/errors.py";
    Authlib: ConfigurationMissing, r"Missing 'authorize_url' value",
        "RuntimeError: Missing \"authorize_url\" value", "authlib/authlib authlib/integrations/base_client/sync_app.py";
    Authlib: KeysUrlUnknown, r"Missing 'jwks_uri' in metadata",
        "RuntimeError: Missing \"jwks_uri\" in metadata", "authlib/authlib authlib/integrations/base_client/sync_openid.py";
    Authlib: StateAbsent, r"Missing 'request_token' in temporary data",
        "OAuthError: missing_request_token: Missing \"request_token\" in temporary data", "authlib/authlib authlib/integrations/base_client/errors.py";
    Streamlit: ConfigurationMissing, r"StreamlitAuthError",
        "streamlit.errors.StreamlitAuthError: To use authentication features, you need to configure credentials for at least one authentication provider in `secrets.toml`.",
        "streamlit/streamlit lib/streamlit/auth_util.py";

    // python-jose and PyJWT.
    PythonJose: AtHashNeedsAccessToken, r"No access_token provided to compare against at_hash claim",
        "jose.exceptions.JWTClaimsError: No access_token provided to compare against at_hash claim.", "tokusumi/fastapi-cloudauth#53";
    PythonJose: AtHashMismatch, r"at_hash claim does not match access_token",
        "jose.exceptions.JWTClaimsError: at_hash claim does not match access_token.", "mpdavis/python-jose jose/jwt.py";
    PythonJose: AudienceMismatch, r"JWTClaimsError: Invalid audience",
        "jose.exceptions.JWTClaimsError: Invalid audience", "mpdavis/python-jose jose/jwt.py";
    PythonJose: IssuerMismatch, r"JWTClaimsError: Invalid issuer",
        "jose.exceptions.JWTClaimsError: Invalid issuer", "mpdavis/python-jose jose/jwt.py";
    PythonJose: TokenExpired, r"jose\.exceptions\.ExpiredSignatureError",
        "jose.exceptions.ExpiredSignatureError: Signature has expired.", "mpdavis/python-jose jose/jwt.py";
    PyJwt: TokenExpired, r"jwt\.exceptions\.ExpiredSignatureError",
        "jwt.exceptions.ExpiredSignatureError: Signature has expired", "jpadilla/pyjwt jwt/api_jwt.py";
    Program: TokenExpired, r"\bSignature has expired\b",
        "401 Unauthorized: Signature has expired.", "mpdavis/python-jose jose/jwt.py";
    PythonJose: SignatureInvalid, r"JWTError: Signature verification failed",
        "jose.exceptions.JWTError: Signature verification failed.", "mpdavis/python-jose jose/jws.py";
    Program: AlgorithmMismatch, r"The specified alg value is not allowed",
        "jwt.exceptions.InvalidAlgorithmError: The specified alg value is not allowed", "jpadilla/pyjwt#278";
    PyJwt: AudienceMismatch, r"InvalidAudienceError: (Invalid audience|Audience doesn't match)",
        "jwt.exceptions.InvalidAudienceError: Invalid audience", "jpadilla/pyjwt#120";
    PyJwt: AudienceMissing, r"MissingRequiredClaimError: Token is missing the 'aud' claim",
        "jwt.exceptions.MissingRequiredClaimError: Token is missing the \"aud\" claim", "jpadilla/pyjwt jwt/exceptions.py";
    PyJwt: IssuerMismatch, r"InvalidIssuerError: Invalid issuer",
        "jwt.exceptions.InvalidIssuerError: Invalid issuer", "jpadilla/pyjwt jwt/api_jwt.py";
    PyJwt: SignatureInvalid, r"InvalidSignatureError: Signature verification failed",
        "jwt.exceptions.InvalidSignatureError: Signature verification failed", "jpadilla/pyjwt jwt/api_jws.py";
    PyJwt: TokenFromFuture, r"ImmatureSignatureError: The token is not yet valid \(iat\)",
        "jwt.exceptions.ImmatureSignatureError: The token is not yet valid (iat)", "jpadilla/pyjwt jwt/api_jwt.py";
    PyJwt: TokenNotYetValid, r"ImmatureSignatureError: The token is not yet valid \(nbf\)",
        "jwt.exceptions.ImmatureSignatureError: The token is not yet valid (nbf)", "jpadilla/pyjwt jwt/api_jwt.py";
    PyJwt: MalformedToken, r"DecodeError: (Not enough segments|Invalid header padding|Invalid token type)",
        "jwt.exceptions.DecodeError: Not enough segments", "jpadilla/pyjwt jwt/api_jws.py";
    PyJwt: ConfigurationMissing, r"It is required that you pass in a value for the 'algorithms' argument",
        "jwt.exceptions.DecodeError: It is required that you pass in a value for the \"algorithms\" argument when calling decode().",
        "paypay/paypayopa-sdk-python#83";
    PyJwt: KeyNotFound, r"Unable to find a signing key that matches: '{word}'",
        "jwt.exceptions.PyJWKClientError: Unable to find a signing key that matches: \"abc123\"", "jpadilla/pyjwt jwt/jwks_client.py";
    PyJwt: KeysUnreachable, r"Fail to fetch data from the url",
        "jwt.exceptions.PyJWKClientConnectionError: Fail to fetch data from the url, err: \"HTTP Error 403: Forbidden\"", "jpadilla/pyjwt jwt/jwks_client.py";
    PyJwt: KeyUnusable, r"Unable to find an? algorithm for key",
        "jwt.exceptions.PyJWKError: Unable to find a algorithm for key", "jpadilla/pyjwt#677";

    // oauthlib and requests-oauthlib.
    Oauthlib: StateMismatch, r"\(mismatching_state\) CSRF Warning! State not equal in request and response",
        "MismatchingStateError: (mismatching_state) CSRF Warning! State not equal in request and response.", "oauthlib/oauthlib#875";
    Oauthlib: HttpsRequired, r"OAuth 2 MUST utilize https",
        "InsecureTransportError: (insecure_transport) OAuth 2 MUST utilize https.", "requests/requests-oauthlib#107";
    Oauthlib: CallbackEmpty, r"\(missing_code\) Missing code parameter in response",
        "MissingCodeError: (missing_code) Missing code parameter in response.", "requests/requests-oauthlib#370";
    Oauthlib: TokenResponseUnreadable, r"\(missing_token\) Missing access token parameter",
        "MissingTokenError: (missing_token) Missing access token parameter.", "oauthlib/oauthlib oauthlib/oauth2/rfc6749/parameters.py";
    Oauthlib: ScopeChanged, r"Warning: Scope has changed from '[^'\n]{0,400}' to",
        "Warning: Scope has changed from \"email profile\" to \"openid email profile\".", "oauthlib/oauthlib oauthlib/oauth2/rfc6749/parameters.py";
    Oauthlib: InvalidGrant, r"InvalidGrantError: \(invalid_grant\)",
        "oauthlib.oauth2.rfc6749.errors.InvalidGrantError: (invalid_grant) Bad Request", "oauthlib/oauthlib oauthlib/oauth2/rfc6749/errors.py";
    Oauthlib: InvalidClient, r"InvalidClientError: \(invalid_client\)",
        "oauthlib.oauth2.rfc6749.errors.InvalidClientError: (invalid_client) Unauthorized", "oauthlib/oauthlib oauthlib/oauth2/rfc6749/errors.py";
    Oauthlib: TokenExpired, r"TokenExpiredError: \(token_expired\)",
        "oauthlib.oauth2.rfc6749.errors.TokenExpiredError: (token_expired) ", "oauthlib/oauthlib oauthlib/oauth2/rfc6749/errors.py";

    // Django.
    DjangoAllauth: InvalidClient, r#"Error retrieving access token: b?'\{"error": ?"invalid_client""#,
        "Error retrieving access token: b'{\"error\": \"invalid_client\", \"error_description\": \"Client authentication failed\"}'",
        "pennersr/django-allauth#3569";
    DjangoAllauth: InvalidGrant, r"Error retrieving access token: …invalid_grant",
        "Error retrieving access token: b'{\\n  \"error\": \"invalid_grant\"'", "pennersr/django-allauth#3380";
    SocialCore: SessionLost, r"Session value state missing",
        "social_core.exceptions.AuthStateMissing: Session value state missing.", "gitcoinco/web#869";
    SocialCore: StateMismatch, r"Wrong state parameter given",
        "AuthStateForbidden: Wrong state parameter given.", "omab/python-social-auth#857";
    SocialCore: StateAbsent, r"Missing needed parameter state",
        "AuthMissingParameter: Missing needed parameter state", "omab/python-social-auth#711";
    SocialCore: CallbackEmpty, r"Missing needed parameter code",
        "AuthMissingParameter: Missing needed parameter code", "python-social-auth/social-core social_core/exceptions.py";
    SocialCore: UserCancelled, r"Authentication process (was )?cancell?ed",
        "AuthCanceled: Authentication process canceled", "python-social-auth/social-core social_core/exceptions.py";
    SocialCore: UserNotAllowed, r"Your credentials aren't allowed",
        "AuthForbidden: Your credentials aren't allowed", "python-social-auth/social-core social_core/exceptions.py";
    SocialCore: AccountNotLinked, r"AuthAlreadyAssociated",
        "AuthAlreadyAssociated: This account is already in use.", "python-social-auth/social-core social_core/exceptions.py";
    SocialCore: SignatureInvalid, r"AuthTokenError: Token error: Signature verification failed",
        "AuthTokenError: Token error: Signature verification failed", "python-social-auth/social-core social_core/backends/open_id_connect.py";
    SocialCore: NonceMismatch, r"Token error: Incorrect id_token: nonce",
        "AuthTokenError: Token error: Incorrect id_token: nonce", "python-social-auth/social-core social_core/backends/open_id_connect.py";
    SocialCore: SessionLost, r"State could not be found in server-side session data",
        "{\"non_field_errors\": [\"State could not be found in server-side session data.\"]}", "sunscrapers/djoser#587";
    MozillaDjangoOidc: StateUnknown, r"OIDC callback state not found in session",
        "SuspiciousOperation: OIDC callback state not found in session `oidc_states`!", "mozilla/mozilla-django-oidc#435";
    MozillaDjangoOidc: StateMismatch, r"Session 'oidc_state' does not match the OIDC callback state",
        "SuspiciousOperation: Session `oidc_state` does not match the OIDC callback state", "mozilla/mozilla-django-oidc#303";
    MozillaDjangoOidc: SignatureInvalid, r"JWS token verification failed",
        "SuspiciousOperation: JWS token verification failed.", "mozilla/mozilla-django-oidc#461";
    MozillaDjangoOidc: KeyNotFound, r"Could not find a valid JWKS",
        "SuspiciousOperation: Could not find a valid JWKS.", "mozilla/mozilla-django-oidc mozilla_django_oidc/auth.py";
    MozillaDjangoOidc: NonceMismatch, r"JWT Nonce verification failed",
        "SuspiciousOperation: JWT Nonce verification failed.", "mozilla/mozilla-django-oidc mozilla_django_oidc/auth.py";
    Flask: SessionLost, r"KeyError: u?'\w{0,40}oauth_(state|token)'",
        "KeyError: 'google_oauth_state'", "singingwolfboy/flask-dance#6";
    Flask: EmailClaimMissing, r"OAUTH userinfo does not have username or email",
        "ERROR - OAUTH userinfo does not have username or email {}", "dpgaspar/Flask-AppBuilder#1683";

    PyJwt: KeyUnusable, r"InvalidKeyError: Could not parse the provided public key",
        "jwt.exceptions.InvalidKeyError: Could not parse the provided public key.", "jpadilla/pyjwt jwt/algorithms.py";
    PythonJose: KeyUnusable, r"JWKError: Unable to load PEM file",
        "jose.exceptions.JWKError: Unable to load PEM file.", "mpdavis/python-jose jose/backends/cryptography_backend.py";
    Authlib: TypeMissing, r"OAuthError: unsupported_token_type",
        "authlib.integrations.base_client.errors.OAuthError: unsupported_token_type: ", "lepture/authlib authlib/oauth2/auth.py";
    SocialCore: ConnectionRefused, r"AuthUnreachableProvider",
        "social_core.exceptions.AuthUnreachableProvider: The authentication provider could not be reached", "python-social-auth/social-core social_core/exceptions.py";
    DjangoAllauth: ConfigurationMissing, r"SocialApp(\.DoesNotExist: SocialApp)? matching query does not exist",
        "allauth.socialaccount.models.SocialApp.DoesNotExist: SocialApp matching query does not exist.", "pennersr/django-allauth allauth/socialaccount/adapter.py";
}
