//! The kinds of configuration that can be read.

use serde::Serialize;

/// Declares the kinds with their names in `--json`.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal;)+) => {
        /// The kind of a configuration.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        pub enum ImportKind {
            $($(#[$doc])* #[serde(rename = $name)] $kind,)+
        }

        impl ImportKind {
            /// The name of the kind in JSON.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

kinds! {
    /// `amplify_outputs.json` of Amplify Gen 2.
    AmplifyOutputs = "amplify_outputs";
    /// `aws-exports.js`, or `amplifyconfiguration.json` of a JavaScript project.
    AwsExports = "aws_exports";
    /// `amplifyconfiguration.json` and `.dart` of a native project, `awsconfiguration.json`, or source code that
    /// configures Amplify.
    AmplifyConfig = "amplify_config";
    /// `auth/resource.ts` of Amplify Gen 2 (`defineAuth`).
    AmplifyResource = "amplify_resource";
    /// Options of an OpenID client library (`authority`, `client_id` …).
    OidcConfig = "oidc_config";
    /// Options of MSAL.
    Msal = "msal";
    /// Providers of NextAuth and Auth.js.
    Authjs = "authjs";
    /// `aws cognito-idp describe-user-pool-client` or `list-user-pool-clients`.
    UserPoolClient = "user_pool_client";
    /// A request to create or update an app client: `aws cognito-idp create-user-pool-client`, or a call of an AWS SDK.
    CreateClient = "create_user_pool_client";
    /// `aws cognito-idp describe-user-pool` or `describe-user-pool-domain`: a provider without a client.
    UserPool = "user_pool";
    /// Terraform or OpenTofu.
    Terraform = "terraform";
    /// CloudFormation, SAM and the Serverless Framework.
    Cloudformation = "cloudformation";
    /// The AWS CDK in TypeScript or JavaScript.
    Cdk = "cdk";
    /// The load balancer's actions `authenticate-oidc` and `authenticate-cognito`.
    LoadBalancer = "load_balancer";
    /// A JWT authorizer of API Gateway.
    ApiGateway = "api_gateway";
    /// A proxy's policy for tokens: Istio, Envoy.
    JwtPolicy = "jwt_policy";
    /// The URL schemes of a native app: `Info.plist`, `AndroidManifest.xml`, `build.gradle`.
    NativeApp = "native_app";
    /// Spring Boot's `application.yml` and `application.properties`.
    Spring = "spring";
    /// `appsettings.json` of ASP.NET Core.
    Appsettings = "appsettings";
    /// Settings of Django.
    Django = "django";
    /// Laravel's `config/services.php`.
    Laravel = "laravel";
    /// An OmniAuth initialiser.
    Omniauth = "omniauth";
    /// oauth2-proxy: flags, configuration file or variables.
    Oauth2Proxy = "oauth2_proxy";
    /// `grafana.ini`, or the same in Helm values.
    Grafana = "grafana";
    /// A kubeconfig that uses kubelogin.
    Kubeconfig = "kubeconfig";
    /// Argo CD's `oidc.config`.
    Argocd = "argocd";
    /// Streamlit's `secrets.toml`.
    Streamlit = "streamlit";
    /// Jenkins Configuration as Code with the OpenID Connect plugin.
    Jenkins = "jenkins";
    /// A client exported from Keycloak, or an adapter's `keycloak.json`.
    Keycloak = "keycloak";
    /// The OAuth 2.0 settings of a Postman collection.
    Postman = "postman";
    /// The OAuth 2.0 settings of an Insomnia export.
    Insomnia = "insomnia";
    /// The OAuth 2.0 settings of a Bruno file.
    Bruno = "bruno";
    /// The servers of an MCP client: `.mcp.json` and similar files.
    McpConfig = "mcp_config";
    /// A `.env` file.
    Dotenv = "dotenv";
    /// The URL of an authorization request.
    AuthorizationUrl = "authorization_url";
    /// The URL of a login page with an authorization request's parameters.
    LoginPage = "login_page";
    /// A sign-out URL.
    LogoutUrl = "logout_url";
    /// An issuer, the URL of its discovery document, or a user pool id.
    Issuer = "issuer";
}

impl ImportKind {
    /// Whether it is one URL or id instead of a configuration.
    pub fn is_link(self) -> bool {
        matches!(self, Self::AuthorizationUrl | Self::LoginPage | Self::LogoutUrl | Self::Issuer)
    }

    /// Whether it describes clients that a deployment creates, whose ids are not known before.
    pub fn is_deployed(self) -> bool {
        matches!(self, Self::Terraform | Self::Cloudformation | Self::Cdk | Self::AmplifyResource | Self::CreateClient)
    }

    /// Whether everyone who has the app also has this file.
    pub fn is_in_app(self) -> bool {
        matches!(self, Self::AwsExports | Self::AmplifyConfig)
    }
}
