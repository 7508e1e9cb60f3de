# From: appcues/ueberauth_okta#16
config :ueberauth, Ueberauth,
  providers: [
    okta: {Ueberauth.Strategy.Okta, [oauth2_params: [scope: "openid email profile"]]}
  ]

config :ueberauth, Ueberauth.Strategy.Okta.OAuth,
  site: "https://dev-123456.okta.com",
  client_id: "0oa1b2c3d4e5f6g7h8i9",
  client_secret: System.get_env("OKTA_CLIENT_SECRET")
