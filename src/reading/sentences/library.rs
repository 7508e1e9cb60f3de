//! The sources of messages.

/// A library, provider or server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Library {
    /// AD FS.
    Adfs,
    /// The Application Load Balancer.
    Alb,
    /// Amplify.
    Amplify,
    /// Amplify for Android.
    AmplifyAndroid,
    /// Amplify for Flutter.
    AmplifyFlutter,
    /// Amplify for Swift.
    AmplifySwift,
    /// angular-auth-oidc-client.
    AngularAuthOidcClient,
    /// angular-oauth2-oidc.
    AngularOauth2Oidc,
    /// API Gateway.
    ApiGateway,
    /// AppAuth, and flutter_appauth and react-native-app-auth on top of it.
    AppAuth,
    /// Apple.
    Apple,
    /// AppSync.
    AppSync,
    /// Argo CD.
    ArgoCd,
    /// ASP.NET Core.
    AspNetCore,
    /// Assent, for Elixir.
    Assent,
    /// Auth0.
    Auth0,
    /// Auth.js (NextAuth).
    AuthJs,
    /// authentik.
    Authentik,
    /// Authlib.
    Authlib,
    /// amazon-cognito-identity-js.
    AwsAmplifyIdentityJs,
    /// An AWS API.
    AwsApi,
    /// aws-jwt-verify.
    AwsJwtVerify,
    /// An AWS SDK.
    AwsSdk,
    /// The browser.
    Browser,
    /// Cognito.
    Cognito,
    /// Cognito identity pools.
    CognitoIdentity,
    /// Dex.
    Dex,
    /// django-allauth.
    DjangoAllauth,
    /// Microsoft.IdentityModel.
    DotNetIdentityModel,
    /// Microsoft Entra ID.
    Entra,
    /// Envoy's JWT filter, which Istio uses.
    Envoy,
    /// Facebook.
    Facebook,
    /// Firebase.
    Firebase,
    /// Flask.
    Flask,
    /// Ory Fosite, in Authelia, Hydra and Pocket ID.
    Fosite,
    /// GitHub.
    GitHub,
    /// golang.org/x/oauth2.
    GoOauth2,
    /// go-oidc.
    GoOidc,
    /// golang-jwt.
    GoJwt,
    /// Google.
    Google,
    /// google-auth-library.
    GoogleAuth,
    /// Grafana.
    Grafana,
    /// An HTTP client.
    HttpClient,
    /// IdentityServer.
    IdentityServer,
    /// java-jwt.
    JavaJwt,
    /// The Jenkins plugin oic-auth.
    Jenkins,
    /// jjwt.
    JjwtJava,
    /// jose.
    JoseNode,
    /// jsonwebtoken.
    JsonWebToken,
    /// jumbojett/openid-connect-php.
    Jumbojett,
    /// jwks-rsa.
    JwksRsa,
    /// Keycloak.
    Keycloak,
    /// keycloak-js.
    KeycloakJs,
    /// kubelogin.
    Kubelogin,
    /// Kubernetes.
    Kubernetes,
    /// Laravel Socialite.
    Laravel,
    /// league/oauth2-server, in Laravel Passport.
    LeagueServer,
    /// lcobucci/jwt.
    LcobucciJwt,
    /// league/oauth2-client.
    LeagueOauth2,
    /// LinkedIn.
    LinkedIn,
    /// An MCP client.
    Mcp,
    /// mcp-remote.
    McpRemote,
    /// An MCP server.
    McpServer,
    /// Microsoft Graph.
    MicrosoftGraph,
    /// mod_auth_openidc.
    ModAuthOpenidc,
    /// mozilla-django-oidc.
    MozillaDjangoOidc,
    /// The debugger of jwt.io.
    JwtIo,
    /// lua-resty-openidc.
    LuaRestyOpenidc,
    /// MSAL.NET.
    MsalDotNet,
    /// MSAL.js.
    MsalJs,
    /// MSAL Node.
    MsalNode,
    /// MSAL Python.
    MsalPython,
    /// Nextcloud.
    Nextcloud,
    /// nginx.
    Nginx,
    /// Nimbus JOSE + JWT.
    Nimbus,
    /// oauth2-proxy.
    Oauth2Proxy,
    /// oauthlib.
    Oauthlib,
    /// oidc-client-ts.
    OidcClientTs,
    /// oidc-provider, in Logto.
    OidcProvider,
    /// Okta.
    Okta,
    /// OmniAuth.
    Omniauth,
    /// OpenIddict.
    OpenIddict,
    /// The crates openidconnect and oauth2.
    OpenidConnectRs,
    /// openid-client.
    OpenidClient,
    /// pac4j.
    Pac4j,
    /// Passport.
    Passport,
    /// firebase/php-jwt.
    PhpJwt,
    /// An unknown program.
    Program,
    /// PyJWT.
    PyJwt,
    /// python-jose.
    PythonJose,
    /// ruby-jwt.
    RubyJwt,
    /// RabbitMQ.
    RabbitMq,
    /// rack-oauth2.
    RackOauth2,
    /// Rails.
    Rails,
    /// Slack.
    Slack,
    /// social-core.
    SocialCore,
    /// Spring Security.
    Spring,
    /// Streamlit.
    Streamlit,
    /// Supabase.
    Supabase,
    /// The plugin OpenID Connect Generic.
    WordPress,
    /// Vault.
    Vault,
    /// Zitadel.
    Zitadel,
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
        match self {
            Self::Adfs => "AD FS",
            Self::Alb => "the Application Load Balancer",
            Self::Amplify => "Amplify",
            Self::AmplifyAndroid => "Amplify for Android",
            Self::AmplifyFlutter => "Amplify for Flutter",
            Self::AmplifySwift => "Amplify for Swift",
            Self::AngularAuthOidcClient => "angular-auth-oidc-client",
            Self::AngularOauth2Oidc => "angular-oauth2-oidc",
            Self::ApiGateway => "API Gateway",
            Self::AppAuth => "AppAuth",
            Self::Apple => "Apple",
            Self::AppSync => "AppSync",
            Self::ArgoCd => "Argo CD",
            Self::AspNetCore => "ASP.NET Core",
            Self::Assent => "Assent",
            Self::Auth0 => "Auth0",
            Self::AuthJs => "Auth.js (NextAuth)",
            Self::Authentik => "authentik",
            Self::Authlib => "Authlib",
            Self::AwsAmplifyIdentityJs => "amazon-cognito-identity-js",
            Self::AwsApi => "an AWS API",
            Self::AwsJwtVerify => "aws-jwt-verify",
            Self::AwsSdk => "an AWS SDK",
            Self::Browser => "the browser",
            Self::Cognito => "Cognito",
            Self::CognitoIdentity => "Cognito identity pools",
            Self::Dex => "Dex",
            Self::DjangoAllauth => "django-allauth",
            Self::DotNetIdentityModel => "Microsoft.IdentityModel",
            Self::Entra => "Microsoft Entra ID",
            Self::Envoy => "Envoy (Istio)",
            Self::Facebook => "Facebook",
            Self::Firebase => "Firebase",
            Self::Flask => "Flask",
            Self::Fosite => "Fosite (Authelia, Hydra)",
            Self::GitHub => "GitHub",
            Self::GoOauth2 => "golang.org/x/oauth2",
            Self::GoJwt => "golang-jwt",
            Self::GoOidc => "go-oidc",
            Self::Google => "Google",
            Self::GoogleAuth => "google-auth-library",
            Self::Grafana => "Grafana",
            Self::HttpClient => "an HTTP client",
            Self::JjwtJava => "jjwt",
            Self::IdentityServer => "IdentityServer",
            Self::JavaJwt => "java-jwt",
            Self::Jenkins => "the Jenkins plugin oic-auth",
            Self::JoseNode => "jose",
            Self::JsonWebToken => "jsonwebtoken",
            Self::Jumbojett => "jumbojett/openid-connect-php",
            Self::JwksRsa => "jwks-rsa",
            Self::Keycloak => "Keycloak",
            Self::KeycloakJs => "keycloak-js",
            Self::Kubernetes => "Kubernetes",
            Self::Kubelogin => "kubelogin",
            Self::Laravel => "Laravel Socialite",
            Self::LeagueServer => "league/oauth2-server",
            Self::LcobucciJwt => "lcobucci/jwt",
            Self::LeagueOauth2 => "league/oauth2-client",
            Self::LinkedIn => "LinkedIn",
            Self::Mcp => "an MCP client",
            Self::McpRemote => "mcp-remote",
            Self::McpServer => "an MCP server",
            Self::MicrosoftGraph => "Microsoft Graph",
            Self::ModAuthOpenidc => "mod_auth_openidc",
            Self::MozillaDjangoOidc => "mozilla-django-oidc",
            Self::JwtIo => "jwt.io",
            Self::LuaRestyOpenidc => "lua-resty-openidc",
            Self::MsalDotNet => "MSAL.NET",
            Self::MsalJs => "MSAL.js",
            Self::MsalNode => "MSAL Node",
            Self::Nextcloud => "Nextcloud",
            Self::Nginx => "nginx",
            Self::Nimbus => "Nimbus JOSE + JWT",
            Self::MsalPython => "MSAL Python",
            Self::Oauth2Proxy => "oauth2-proxy",
            Self::Oauthlib => "oauthlib",
            Self::OidcClientTs => "oidc-client-ts",
            Self::OidcProvider => "oidc-provider",
            Self::Okta => "Okta",
            Self::Omniauth => "OmniAuth",
            Self::OpenIddict => "OpenIddict",
            Self::OpenidConnectRs => "openidconnect for Rust",
            Self::OpenidClient => "openid-client",
            Self::PhpJwt => "firebase/php-jwt",
            Self::Pac4j => "pac4j",
            Self::Passport => "Passport",
            Self::Program => "the application",
            Self::PyJwt => "PyJWT",
            Self::PythonJose => "python-jose",
            Self::RubyJwt => "ruby-jwt",
            Self::RabbitMq => "RabbitMQ",
            Self::RackOauth2 => "rack-oauth2",
            Self::Rails => "Rails",
            Self::Slack => "Slack",
            Self::SocialCore => "social-core",
            Self::Spring => "Spring Security",
            Self::Streamlit => "Streamlit",
            Self::WordPress => "the WordPress plugin OpenID Connect Generic",
            Self::Vault => "Vault",
            Self::Zitadel => "Zitadel",
            Self::Supabase => "Supabase",
        }
    }

    /// Its name at the beginning of a sentence.
    pub fn subject(self) -> String {
        let name = self.name();
        let article = ["the ", "an "].into_iter().find(|article| name.starts_with(article));
        article.map_or_else(|| name.to_owned(), |_| format!("{}{}", name[..1].to_ascii_uppercase(), &name[1..]))
    }
}
