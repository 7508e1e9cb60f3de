// From: authts/oidc-client-ts
import { UserManager } from 'oidc-client-ts';
export const userManager = new UserManager({
  authority: 'https://sso.example.com/realms/shop',
  client_id: 'spa',
  redirect_uri: 'http://localhost:5173/callback',
  response_type: 'code',
  scope: 'openid profile',
  metadata: {
    issuer: 'https://sso.example.com/realms/shop',
    authorization_endpoint: 'https://sso.example.com/realms/shop/protocol/openid-connect/auth',
    userinfo_endpoint: 'https://sso.example.com/realms/shop/protocol/openid-connect/userinfo',
    end_session_endpoint: 'https://sso.example.com/realms/shop/protocol/openid-connect/logout',
  },
});
