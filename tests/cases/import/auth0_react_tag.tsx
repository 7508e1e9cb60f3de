<Auth0Provider
  domain="https://dev-uizu7j8qzflxzjpy.us.auth0.com"
  clientId="XFt8FzJrPByvX5WFaBj9wMS2yFXTjji6"
  authorizationParams={{ redirect_uri: window.location.origin }}
>
