//! Python: Authlib, python-jose, PyJWT, oauthlib, django-allauth, social-core, Streamlit, Flask.

rows! {
    Flask: SessionLost, r"KeyError: '(code_verifier|oauth_state|nonce|state)'",
        "KeyError: 'code_verifier'", "mblackgeo/flask-cognito-lib#81";
    Authlib: StateMismatch, r"mismatching_state: CSRF Warning! State not equal in request and response",
        "MismatchingStateError: mismatching_state: CSRF Warning! State not equal in request and response.", "streamlit/streamlit#14991";
    PythonJose: AtHashNeedsAccessToken, r"No access_token provided to compare against at_hash claim",
        "jose.exceptions.JWTClaimsError: No access_token provided to compare against at_hash claim.", "tokusumi/fastapi-cloudauth#53";
    DjangoAllauth: InvalidClient, r#"Error retrieving access token: b?'\{"error": ?"invalid_client""#,
        "Error retrieving access token: b'{\"error\": \"invalid_client\", \"error_description\": \"Client authentication failed\"}'",
        "pennersr/django-allauth#3569";
    DjangoAllauth: InvalidGrant, r"Error retrieving access token: …invalid_grant",
        "Error retrieving access token: b'{\\n  \"error\": \"invalid_grant\"'", "pennersr/django-allauth#3380";
}
