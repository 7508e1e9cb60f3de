Amplify.configure({
  Auth: {
    Cognito: {
      userPoolClientId: '7h3kq9v2m1t8r5c4x0w6y2b9zd',
      userPoolId: 'us-east-2_Kx7Qp2LmN',
      loginWith: { // Optional
        oauth: {
          domain: 'https://example-test-login.auth.us-east-2.amazoncognito.com',
          scopes: ['openid','email','phone','profile','aws.cognito.signin.user.admin'],
          redirectSignIn: ['http://localhost:3000/','https://example.com/'],
          redirectSignOut: ['http://localhost:3000/','https://example.com/'],
          responseType: 'code',
        }
      }
    }
  }
});
