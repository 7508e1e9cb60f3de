import { Amplify } from 'aws-amplify';

const region = 'us-east-1';
export const LOCAL: string = "http://localhost:5173/auth/callback";

const amplifyConfig = {
  Auth: {
    Cognito: {
      region,
      userPoolId: import.meta.env.VITE_COGNITO_USER_POOL_ID || 'us-east-1_Def4ultPl',
      userPoolClientId: import.meta.env.VITE_COGNITO_CLIENT_ID ?? '4oc76981p9te4uegc85r0mnjg7',
      userPoolClientSecret: import.meta.env.VITE_COGNITO_CLIENT_SECRET || '1defaultfakesecretdefaultfakesecretdefault00',
      loginWith: {
        oauth: {
          domain: import.meta.env.VITE_COGNITO_DOMAIN || 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Def4ultPl',
          scopes: ['openid', 'email', 'profile'],
          redirectSignIn: [LOCAL, import.meta.env.VITE_REDIRECT_URI || 'https://app.example.com/auth/callback'],
          redirectSignOut: [window.location.origin],
          responseType: 'code' as const,
        },
        email: true,
      },
    },
  },
};

Amplify.configure(amplifyConfig);

export default amplifyConfig;
