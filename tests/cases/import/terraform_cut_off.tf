resource "aws_cognito_user_pool_client" "client" {
  name                                 = "client"
  user_pool_id                         = aws_cognito_user_pool.pool.id
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["authorization_code"]
  allowed_oauth_scopes                 = ["email", "openid"]
  callback_urls                        = ["https://example.com"]
