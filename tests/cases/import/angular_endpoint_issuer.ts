export const authConfig: AuthConfig = {
  issuer: 'https://example-test-login.auth.us-east-2.amazoncognito.com/oauth2/authorize',
  redirectUri: window.location.origin + '/index.html',
  clientId: '7h3kq9v2m1t8r5c4x0w6y2b9zd',
  responseType: 'code',
  scope: 'openid profile email',
  strictDiscoveryDocumentValidation: false,
};
