const config = {
  oidc: {
    issuer: 'https://dev-1234-admin.okta.com/oauth2/default',
    clientId: '0oa1l1yt0yLxNjkvo4x7',
    redirectUri: 'http://localhost:3000/callback',
    scopes: ['openid', 'profile', 'email'],
  }
};
