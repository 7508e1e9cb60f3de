module "aws_cognito_user_pool" {
  source = "lgallard/cognito-user-pool/aws"

  user_pool_name = "mypool"
  domain         = "example-test-login"

  clients = [
    {
      name                                 = "web"
      allowed_oauth_flows                  = ["code"]
      allowed_oauth_flows_user_pool_client = true
      allowed_oauth_scopes                 = ["email", "profile"]
      callback_urls                        = ["https://mydomain.com/callback"]
      generate_secret                      = false
      supported_identity_providers         = ["COGNITO"]
    },
  ]
}
