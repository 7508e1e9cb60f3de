resource "aws_cognito_user_pool_client" "spa" {
  name         = "spa"
  user_pool_id = "eu-central-1_Qw3rTyUiO"
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows  = ["code", "client_credentials"]
  allowed_oauth_scopes = toset(["openid", "phone"])
  callback_urls        = ["https://app.example.com/callback"]
}
╷
│ Error: creating Cognito User Pool Client (spa): InvalidOAuthFlowException: client_credentials flow can not be selected along with code flow or implicit flow.
╵
