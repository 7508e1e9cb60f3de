import { Auth0Provider } from '@auth0/auth0-react';

root.render(
  <Auth0Provider
    domain="dev-example.us.auth0.com"
    clientId="4HG31VL05FH8OvkRvKeepktRC21LrTAu"
    authorizationParams={{
      redirect_uri: "http://localhost:3000",
      audience: "https://api.example.com",
      scope: "openid profile email"
    }}
  >
    <App />
  </Auth0Provider>
);
