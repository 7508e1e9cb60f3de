resource "harbor_config_auth" "oidc" {
  auth_mode          = "oidc_auth"
  primary_auth_mode  = true
  oidc_name          = "Vault OIDC Provider"
  oidc_endpoint      = "https://vault.example.com/v1/identity/oidc/provider/main"
  oidc_client_id     = "GA9g3lYNTbQEpbT5pSA7zcWX14JinLHK"
  oidc_client_secret = "hvo_secret_h5OqFQs5JLvrb19M86kMxruuz6koG95S"
  oidc_scope         = "openid,groups,user,profile,email"
  oidc_verify_cert   = true
}
