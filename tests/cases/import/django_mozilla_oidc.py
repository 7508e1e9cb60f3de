INSTALLED_APPS = [
    "django.contrib.admin",
    "mozilla_django_oidc",
]
DEBUG = True
OIDC_RP_CLIENT_ID = "web"
OIDC_RP_CLIENT_SECRET = "django-secret-0123456789abcdefghijkl"
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_OP_JWKS_ENDPOINT = "https://sso.example.com/realms/main/protocol/openid-connect/certs"
LOGIN_REDIRECT_URL = "/"
