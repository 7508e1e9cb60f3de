import * as cognito from 'aws-cdk-lib/aws-cognito';

export class AuthStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const pool = new cognito.UserPool(this, 'Pool', { selfSignUpEnabled: true });
    const client = new cognito.UserPoolClient(this, 'WebClient', {
      userPool: pool,
      userPoolClientName: 'web',
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true, implicitCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.custom('orders/read')],
        callbackUrls: ['https://app.example.com/callback'],
        logoutUrls: ['https://app.example.com/'],
      },
    });
  }
}
