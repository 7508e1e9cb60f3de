export const userPool = new sst.aws.CognitoUserPool('UserPool', { usernames: ['email'] });

export const userPoolClient = userPool.addClient('WebClient', {
  transform: {
    client: {
      callbackUrls: ['https://oauth.pstmn.io/v1/callback'],
      allowedOauthFlows: ['token'],
      allowedOauthScopes: ['openid', 'email'],
      allowedOauthFlowsUserPoolClient: true,
      refreshTokenValidity: 1,
    },
  },
});
