const client = await createAuth0Client({
  domain: 'acme.eu.auth0.com',
  clientId: 'Xk3qP9',
  authorizationParams: { redirect_uri: 'http://localhost:3000/callback', audience: 'https://api.acme.example' }
});
