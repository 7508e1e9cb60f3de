//! The sources of messages.

use crate::protocol::enum_table::enum_table;

enum_table! {
    /// A library, provider or server, with its name within a sentence.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Library: 1 {
        Adfs => "AD FS";
        Alb => "the Application Load Balancer";
        Amplify => "Amplify";
        AmplifyAndroid => "Amplify for Android";
        AmplifyFlutter => "Amplify for Flutter";
        AmplifySwift => "Amplify for Swift";
        AngularAuthOidcClient => "angular-auth-oidc-client";
        AngularOauth2Oidc => "angular-oauth2-oidc";
        ApiGateway => "API Gateway";
        /// AppAuth, and flutter_appauth and react-native-app-auth on top of it.
        AppAuth => "AppAuth";
        Apple => "Apple";
        AppSync => "AppSync";
        ArgoCd => "Argo CD";
        AspNetCore => "ASP.NET Core";
        /// Assent, for Elixir.
        Assent => "Assent";
        Auth0 => "Auth0";
        AuthJs => "Auth.js (NextAuth)";
        Authentik => "authentik";
        Authlib => "Authlib";
        AwsAmplifyIdentityJs => "amazon-cognito-identity-js";
        AwsApi => "an AWS API";
        AwsJwtVerify => "aws-jwt-verify";
        AwsSdk => "an AWS SDK";
        Browser => "the browser";
        Cognito => "Cognito";
        CognitoIdentity => "Cognito identity pools";
        Dex => "Dex";
        /// Docker and other clients of a registry.
        Docker => "the registry client";
        DjangoAllauth => "django-allauth";
        DotNetIdentityModel => "Microsoft.IdentityModel";
        Entra => "Microsoft Entra ID";
        /// Envoy's JWT filter, which Istio uses.
        Envoy => "Envoy (Istio)";
        Facebook => "Facebook";
        Firebase => "Firebase";
        Flask => "Flask";
        /// Ory Fosite, in Authelia, Hydra and Pocket ID.
        Fosite => "Fosite (Authelia, Hydra)";
        GitHub => "GitHub";
        GoOauth2 => "golang.org/x/oauth2";
        GoOidc => "go-oidc";
        GoJwt => "golang-jwt";
        Google => "Google";
        /// The sign-in of Android.
        GooglePlay => "Google Play services";
        GoogleAuth => "google-auth-library";
        Grafana => "Grafana";
        HttpClient => "an HTTP client";
        IdentityServer => "IdentityServer";
        JavaJwt => "java-jwt";
        Jenkins => "the Jenkins plugin oic-auth";
        JjwtJava => "jjwt";
        JoseNode => "jose";
        JsonWebToken => "jsonwebtoken";
        JsonWebTokenRs => "jsonwebtoken for Rust";
        Jumbojett => "jumbojett/openid-connect-php";
        JwksRsa => "jwks-rsa";
        Keycloak => "Keycloak";
        KeycloakJs => "keycloak-js";
        Kubelogin => "kubelogin";
        Kubernetes => "Kubernetes";
        Laravel => "Laravel Socialite";
        /// league/oauth2-server, in Laravel Passport.
        LeagueServer => "league/oauth2-server";
        LcobucciJwt => "lcobucci/jwt";
        LeagueOauth2 => "league/oauth2-client";
        LinkedIn => "LinkedIn";
        Mcp => "an MCP client";
        McpRemote => "mcp-remote";
        McpServer => "an MCP server";
        MicrosoftGraph => "Microsoft Graph";
        ModAuthOpenidc => "mod_auth_openidc";
        MozillaDjangoOidc => "mozilla-django-oidc";
        /// The debugger of jwt.io.
        JwtIo => "jwt.io";
        LuaRestyOpenidc => "lua-resty-openidc";
        MsalDotNet => "MSAL.NET";
        MsalJs => "MSAL.js";
        MsalNode => "MSAL Node";
        MsalPython => "MSAL Python";
        Nextcloud => "Nextcloud";
        Nginx => "nginx";
        Nimbus => "Nimbus JOSE + JWT";
        Oauth2Proxy => "oauth2-proxy";
        Oauthlib => "oauthlib";
        OidcClientTs => "oidc-client-ts";
        /// oidc-provider, in Logto.
        OidcProvider => "oidc-provider";
        Okta => "Okta";
        Omniauth => "OmniAuth";
        OpenIddict => "OpenIddict";
        /// The crates openidconnect and oauth2.
        OpenidConnectRs => "openidconnect for Rust";
        OpenidClient => "openid-client";
        Pac4j => "pac4j";
        Passport => "Passport";
        PhpJwt => "firebase/php-jwt";
        /// An unknown program.
        Program => "the application";
        PyJwt => "PyJWT";
        PythonJose => "python-jose";
        Quarkus => "Quarkus";
        RubyJwt => "ruby-jwt";
        RabbitMq => "RabbitMQ";
        RackOauth2 => "rack-oauth2";
        Rails => "Rails";
        Slack => "Slack";
        SocialCore => "social-core";
        Spring => "Spring Security";
        Streamlit => "Streamlit";
        Supabase => "Supabase";
        /// The plugin OpenID Connect Generic.
        WordPress => "the WordPress plugin OpenID Connect Generic";
        Vault => "Vault";
        Wso2 => "WSO2 Identity Server";
        Zitadel => "Zitadel";
    }
}

impl Library {
    /// Whether it is a provider with its own pages for users.
    pub fn is_provider(self) -> bool {
        matches!(
            self,
            Self::Apple | Self::Auth0 | Self::Cognito | Self::Entra | Self::GitHub | Self::Google | Self::Okta
        )
    }

    /// Its name within a sentence.
    pub fn name(self) -> &'static str {
        self.row()[0]
    }

    /// Its name at the beginning of a sentence.
    pub fn subject(self) -> String {
        let name = self.name();
        let article = ["the ", "an "].into_iter().find(|article| name.starts_with(article));
        article.map_or_else(|| name.to_owned(), |_| format!("{}{}", name[..1].to_ascii_uppercase(), &name[1..]))
    }
}
