'use client';
import { Amplify } from 'aws-amplify';

Amplify.configure({
  Auth: {
    Cognito: {
      userPoolId: 'us-east-1_Han6Wr1tt',
      userPoolClientId: '8u7y6t5r4e3w2q1a0s9d8f7g6h',
      identityPoolId: process.env.NEXT_PUBLIC_IDENTITY_POOL!,
      loginWith: {
        email: true,
        oauth: {
          domain: 'login.example.com',
          scopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
          redirectSignIn: ['http://localhost:3000/', `${window.location.origin}/`],
          redirectSignOut: ['http://localhost:3000/'],
          responseType: 'code',
          providers: ['Google', 'Apple', { custom: 'Okta' }],
        },
      },
    },
  },
}, { ssr: true });

export default function Providers({ children }: { children: React.ReactNode }) {
  return <p>Don't panic{children}</p>;
}
