export const authCodeFlowConfig: AuthConfig = {
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Kx7Qp2LmN',
  redirectUri: 'http://localhost:4200/index.html',
  clientId: '7h3kq9v2m1t8r5c4x0w6y2b9zd',
  responseType: 'implicit',
  scope: 'openid profile email offline_access',
  showDebugInformation: true,
};
