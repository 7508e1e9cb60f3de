# From: ueberauth/ueberauth_okta#16
import Config

config :ueberauth, Ueberauth,
  providers: [
    oidc: {Ueberauth.Strategy.Oidcc,
     issuer: :shop_issuer,
     client_id: "shop-web",
     client_secret: "very-secret-value-of-shop",
     scopes: ["openid", "profile", "email"],
     callback_path: "/auth/oidc/callback"}
  ]

config :ueberauth_oidcc, :issuers, [
  %{name: :shop_issuer, issuer: "https://sso.example.com/realms/shop"}
]
