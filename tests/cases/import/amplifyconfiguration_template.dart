const amplifyconfig = ''' {
  "auth": {
    "plugins": {
      "awsCognitoAuthPlugin": {
        "CognitoUserPool": {
          "Default": { "PoolId": "[COGNITO USER POOL ID]", "AppClientId": "[APP CLIENT ID]", "Region": "[REGION]" }
        },
        "Auth": { "Default": { "socialProviders": ["GOOGLE"], "authenticationFlowType": "USER_SRP_AUTH" } }
      }
    }
  }
}''';
