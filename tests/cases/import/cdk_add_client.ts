pool.addClient('machine', {
  generateSecret: true,
  oAuth: {
    flows: { clientCredentials: true },
    scopes: [OAuthScope.resourceServer(server, read), OAuthScope.OPENID],
  },
});
