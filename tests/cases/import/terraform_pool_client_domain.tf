resource "aws_cognito_user_pool" "main" {
  name = "shop"
}

resource "aws_cognito_user_pool_domain" "main" {
  domain       = "login.example.com"
  user_pool_id = aws_cognito_user_pool.main.id
}

# Two clients of one pool
resource "aws_cognito_user_pool_client" "web" {
  name                                 = "web"
  user_pool_id                         = aws_cognito_user_pool.main.id
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "email"]
  callback_urls                        = ["http://localhost:8765/callback", "https://${var.host}/callback"]
  logout_urls                          = ["http://localhost:8765/"]
  supported_identity_providers         = ["COGNITO", aws_cognito_identity_provider.google.provider_name]
}

resource "aws_cognito_user_pool_client" "worker" {
  name                 = "worker"
  user_pool_id         = aws_cognito_user_pool.main.id
  generate_secret      = true
  allowed_oauth_flows  = ["client_credentials"]
  allowed_oauth_scopes = ["orders/read"]
}
