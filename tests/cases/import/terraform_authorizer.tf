resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.api.id
  authorizer_type  = "JWT"
  name             = "cognito"
  jwt_configuration {
    audience = ["7h3kq9v2m1t8r5c4x0w6y2b9zd"]
    issuer   = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Kx7Qp2LmN"
  }
}
