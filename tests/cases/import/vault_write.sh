vault write auth/oidc/config \
    oidc_discovery_url="https://sso.example.com/realms/shop" \
    oidc_client_id="vault" \
    oidc_client_secret="vaultsecretvalue" \
    default_role="reader"
vault write auth/oidc/role/reader \
    allowed_redirect_uris="http://localhost:8250/oidc/callback" \
    allowed_redirect_uris="https://vault.example.com/ui/vault/auth/oidc/oidc/callback" \
    user_claim="sub" \
    oidc_scopes="profile,email"
