const amplifyconfig = '''{
    "UserAgent": "aws-amplify-cli/2.0",
    "Version": "1.0",
    "auth": {
        "plugins": {
            "awsCognitoAuthPlugin": {
                "CognitoUserPool": {
                    "Default": {
                        "PoolId": "eu-north-1_F1utt3rAb",
                        "AppClientId": "9q8w7e6r5t4y3u2i1o0p9a8s7d",
                        "Region": "eu-north-1"
                    }
                },
                "Auth": {
                    "Default": {
                        "OAuth": {
                            "WebDomain": "flutter-dev.auth.eu-north-1.amazoncognito.com",
                            "AppClientId": "9q8w7e6r5t4y3u2i1o0p9a8s7d",
                            "SignInRedirectURI": "http://localhost:3000/,myflutterapp://",
                            "SignOutRedirectURI": "http://localhost:3000/,myflutterapp://",
                            "Scopes": ["phone", "email", "openid"]
                        }
                    }
                }
            }
        }
    }
}''';
