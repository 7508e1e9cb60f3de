class Settings(BaseSettings):
    oidc_client_id: str = "fastapi"
    oidc_client_secret: str = "fasecretfa"
    oidc_issuer: str = "https://sso.example.com/realms/shop"
    oidc_redirect_uri: str = "http://localhost:8000/callback"
