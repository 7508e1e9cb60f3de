//! Java: Spring Security, Keycloak's server log and adapters.

rows! {
    Keycloak: RedirectUriUnregistered, r"type=\w+_ERROR…clientId={client},…error=invalid_redirect_uri(, redirect_uri={redirect_uri})?",
        "type=LOGIN_ERROR, realmId=master, clientId=account, userId=null, ipAddress=192.0.2.15, error=invalid_redirect_uri, redirect_uri=http://hub.example.test:8600/hub/oauth_callback",
        "keycloak/keycloak-community#185";
    Keycloak: InvalidClient, r"type=\w+_ERROR…clientId={client},…error=invalid_client_credentials",
        "type=CODE_TO_TOKEN_ERROR, realmId=shop, clientId=shop-web, userId=null, ipAddress=192.0.2.15, error=invalid_client_credentials, grant_type=authorization_code",
        "mauriciovigolo/keycloak-angular#212";
    Keycloak: CodeReused, r"Code '[^'\n]{8,200}' already used for userSession",
        "Code '11111111-2222-4333-8444-555555555555' already used for userSession '22222222-3333-4444-8555-666666666666'",
        "mauriciovigolo/keycloak-angular#464";
}
