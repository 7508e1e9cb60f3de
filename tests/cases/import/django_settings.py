import os
OIDC_RP_CLIENT_ID = os.environ["OIDC_RP_CLIENT_ID"]
OIDC_RP_CLIENT_SECRET = os.environ.get("OIDC_RP_CLIENT_SECRET")
OIDC_RP_SCOPES = "openid email"
OIDC_OP_AUTHORIZATION_ENDPOINT = "https://shop.auth.eu-west-1.amazoncognito.com/oauth2/authorize"
OIDC_OP_TOKEN_ENDPOINT = "https://shop.auth.eu-west-1.amazoncognito.com/oauth2/token"
OIDC_OP_USER_ENDPOINT = "https://shop.auth.eu-west-1.amazoncognito.com/oauth2/userInfo"
OIDC_OP_JWKS_ENDPOINT = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI/.well-known/jwks.json"
