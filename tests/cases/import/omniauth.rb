Rails.application.config.middleware.use OmniAuth::Builder do
  provider :openid_connect, {
    name: :cognito,
    scope: [:openid, :email],
    response_type: :code,
    issuer: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI",
    discovery: true,
    client_options: {
      identifier: "7h3kq9v2m1t8r5c4x0w6y2b9zd",
      secret: ENV["COGNITO_SECRET"],
      redirect_uri: "http://localhost:3000/auth/cognito/callback",
    },
  }
end
