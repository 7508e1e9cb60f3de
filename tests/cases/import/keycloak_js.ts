const keycloak = new Keycloak({ url: 'https://sso.example.com/', realm: 'main', clientId: 'spa' });
