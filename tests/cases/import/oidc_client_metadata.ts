const userManager = new UserManager({
  authority: `https://shop.auth.us-east-1.amazoncognito.com`,
  client_id: "7h3kq9v2m1t8r5c4x0w6y2b9zd",
  redirect_uri: window.location.origin,
  response_type: 'code',
  scope: 'email profile',
  metadata: {
    issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Kx7Qp2LmN',
    authorization_endpoint: 'https://shop.auth.us-east-1.amazoncognito.com/oauth2/authorize',
    token_endpoint: 'https://shop.auth.us-east-1.amazoncognito.com/oauth2/token',
    jwks_uri: 'https://shop.auth.us-east-1.amazoncognito.com/.well-known/jwks.json',
  },
});
