resource "aws_lb_listener_rule" "app" {
  listener_arn = aws_lb_listener.https.arn
  action {
    type = "authenticate-oidc"
    authenticate_oidc {
      authorization_endpoint = "https://op.example.com/authorize"
      client_id              = "alb-client"
      client_secret          = var.oidc_secret
      issuer                 = "https://op.example.com"
      token_endpoint         = "https://op.example.com/token"
      user_info_endpoint     = "https://op.example.com/userinfo"
      scope                  = "openid email"
    }
  }
}
