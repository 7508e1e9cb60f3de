import { defineAuth, secret } from '@aws-amplify/backend';

export const auth = defineAuth({
  loginWith: {
    email: true,
    externalProviders: {
      google: {
        clientId: secret('GOOGLE_CLIENT_ID'),
        clientSecret: secret('GOOGLE_CLIENT_SECRET'),
      },
      callbackUrls: ['http://localhost:3000/profile', 'https://mywebsite.com/profile'],
      logoutUrls: ['http://localhost:3000/'],
      scopes: ['EMAIL', 'OPENID', 'PROFILE'],
    },
  },
});
