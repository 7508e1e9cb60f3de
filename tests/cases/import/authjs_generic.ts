  providers: [
    {
      id: "acme",
      name: "Acme",
      type: "oidc",
      issuer: "https://acme.eu.auth0.com/",
      clientId: "auth0client",
      clientSecret: "auth0-secret-0123456789abcdefghijkl",
      authorization: { params: { scope: "openid email" } },
    },
  ],
