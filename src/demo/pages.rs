//! The pages for the browser: small, without scripts, and with Cognito's texts if they are known. Text from outside is
//! escaped.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::federated_users::{FEDERATED_USERS, FederatedOutcome, FederatedUser};
use super::response::domain_headers;
use super::state::Provider;
use crate::protocol::endpoint::pkce::sha256;
use crate::protocol::text::html::escape;
use crate::protocol::{HttpRequest, HttpResponse};

/// The content of the login page.
pub(super) struct LoginForm<'a> {
    /// The target of its form.
    pub(super) action: String,
    /// The value that must match the `XSRF-TOKEN` cookie.
    pub(super) csrf: &'a str,
    /// The value of the user name field.
    pub(super) username: &'a str,
    /// The error of the last try.
    pub(super) problem: Option<&'a str>,
    /// Whether the link to the identity provider is shown.
    pub(super) offers_google: bool,
}

const STYLE: &str = "\
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0;display:grid;place-items:center;\
min-height:100vh;background:light-dark(#f2f4f7,#14171c);color:light-dark(#1b2430,#e4e9f0)}\
main{width:min(22rem,90vw);margin:1rem;padding:2rem;border-radius:12px;background:light-dark(#fff,#1e232b);\
box-shadow:0 6px 24px #0003}h1{font-size:1.3rem;margin:0 0 1rem}label{display:block;margin:.8rem 0 .2rem;\
font-size:.9rem}input{width:100%;box-sizing:border-box;padding:.55rem;font:inherit;border:1px solid #8a94a3;\
border-radius:6px}button{width:100%;margin-top:1.2rem;padding:.6rem;font:inherit;border:0;border-radius:6px;\
background:#2456c7;color:#fff;cursor:pointer}a{color:light-dark(#2456c7,#8fb3ff)}\
[role=alert]{color:light-dark(#b3261e,#ffb4ab);margin:0}aside{margin-top:1.5rem;font-size:.85rem;opacity:.85}\
table{border-collapse:collapse;width:100%}td{padding:.1rem .4rem .1rem 0}code{font-size:.95em}\
.who{margin-top:.4rem;padding:.35rem .7rem;text-align:left;background:light-dark(#e9eef9,#2a3346);\
color:inherit}small{display:block;opacity:.75}";

/// The login page.
pub(super) fn login(provider: &Provider, form: &LoginForm<'_>) -> HttpResponse {
    let problem = form.problem.map(|text| format!("<p role=\"alert\">{}</p>", escape(text))).unwrap_or_default();
    let users: String = provider
        .users()
        .iter()
        .filter(|user| !user.password.is_empty())
        .map(|user| {
            let groups = match (user.enabled, user.groups.is_empty()) {
                (false, _) => "disabled".to_owned(),
                (true, true) => "no groups".to_owned(),
                (true, false) => user.groups.join(", "),
            };
            let (name, password, groups) = (escape(&user.username), escape(&user.password), escape(&groups));
            format!("<tr><td><code>{name}</code></td><td><code>{password}</code></td><td>{groups}</td></tr>")
        })
        .collect();
    let google = match (form.offers_google, form.action.strip_prefix("/login?")) {
        (true, Some(query)) => {
            let query = escape(query);
            format!(
                "<p><a href=\"/oauth2/authorize?{query}&amp;identity_provider=Google\">Continue with Google \
                 (simulated)</a></p>"
            )
        }
        _ => String::new(),
    };
    let body = format!(
        "<h1>Sign in with your username and password</h1>{problem}<form method=\"post\" action=\"{action}\" \
         name=\"cognitoSignInForm\"><input type=\"hidden\" name=\"_csrf\" value=\"{csrf}\"><label \
         for=\"signInFormUsername\">Username</label><input id=\"signInFormUsername\" name=\"username\" \
         value=\"{username}\" autocomplete=\"username\" autocapitalize=\"none\" required autofocus><label \
         for=\"signInFormPassword\">Password</label><input id=\"signInFormPassword\" name=\"password\" \
         type=\"password\" autocomplete=\"current-password\" required><button type=\"submit\" \
         name=\"signInSubmitButton\">Sign in</button></form>{google}<aside>This is the <b>grantscope demo</b>, a \
         simulation of Amazon Cognito on this machine. Its users:<table>{users}</table></aside>",
        action = escape(&form.action),
        csrf = escape(form.csrf),
        username = escape(form.username),
    );
    page(200, "Sign in", &body)
}

/// The simulated identity provider.
pub(super) fn identity_provider(provider: &str, state: &str) -> HttpResponse {
    let choices: String = FEDERATED_USERS
        .iter()
        .map(|user| {
            let (email, outcome) = (escape(user.email), escape(&outcome(user)));
            format!("<button class=\"who\" type=\"submit\" name=\"email\" value=\"{email}\">{email}<small>{outcome}</small></button>")
        })
        .collect();
    let body = format!(
        "<h1>{provider} (simulated)</h1><p>Who are you today? Each sign-in ends differently.</p><form method=\"post\" \
         action=\"/idp/{provider}?state={state}\">{choices}</form>",
        provider = escape(provider),
        state = escape(state),
    );
    page(200, provider, &body)
}

/// How a user's sign-in ends, in one line.
fn outcome(user: &FederatedUser) -> String {
    match user.outcome {
        FederatedOutcome::SignedIn => "signs in".to_owned(),
        FederatedOutcome::RefusedOnce => "rejected once, then signs in".to_owned(),
        FederatedOutcome::Refused { error, description: "" } => error.to_owned(),
        FederatedOutcome::Refused { description, .. } => description.trim_end().to_owned(),
    }
}

/// `/error`: status 400 and the text of `error`.
pub(super) fn error(request: &HttpRequest) -> HttpResponse {
    let query = request.query();
    let text = query.get("error_description").or_else(|| query.get("error")).unwrap_or_default();
    let body = format!("<h1>An error was encountered with the requested page.</h1><p>{}</p>", escape(text));
    page(400, "Error", &body)
}

/// Managed login without a branding style.
pub(super) fn unavailable() -> HttpResponse {
    page(403, "Login pages unavailable", "<h1>Login pages unavailable. Please contact an administrator.</h1>")
}

/// An identity provider that is not enabled for the app client.
pub(super) fn no_such_login_option() -> HttpResponse {
    page(401, "Sign in", "<h1>Login option is not available. Please try another one</h1>")
}

/// A sign-in that took longer than five minutes, or a form of another site.
pub(super) fn something_went_wrong() -> HttpResponse {
    page(400, "Error", "<h1>Something went wrong</h1><p>Go back to the application and sign in again.</p>")
}

/// A request that the authorization server beside the pool rejects without a redirect.
pub(super) fn refused(title: &str, text: &str) -> HttpResponse {
    page(400, title, &format!("<h1>{}</h1><p>{}</p>", escape(title), escape(text)))
}

/// An unknown path.
pub(super) fn not_found() -> HttpResponse {
    page(404, "Not found", "<h1>Not found</h1>")
}

/// A response of something between client and provider.
pub(super) fn gateway(status: u16) -> HttpResponse {
    page(status, "Error", "<h1>The request could not be satisfied.</h1><p>Generated by the demo's gateway.</p>")
}

/// `/`: what this server is.
pub(super) fn welcome(provider: &Provider) -> HttpResponse {
    let clients: String = provider
        .clients()
        .iter()
        .map(|client| format!("<li><code>{}</code>: {}</li>", escape(&client.client_id), escape(&client.note)))
        .collect();
    let body = format!(
        "<h1>grantscope demo</h1><p>A simulated Amazon Cognito user pool.</p><p>Issuer: \
         <code>{}</code></p><ul>{clients}</ul>",
        escape(&provider.issuer())
    );
    page(200, "grantscope demo", &body)
}

/// A whole page. Its policy has no `form-action`, because browsers also apply that to the redirect after the form,
/// which leads to the application.
fn page(status: u16, title: &str, body: &str) -> HttpResponse {
    let style = STANDARD.encode(sha256(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; frame-ancestors 'none'; img-src data:"
    );
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{}</title>\
         <link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style></head><body><main>{body}</main></body></html>",
        escape(title)
    );
    domain_headers(HttpResponse::new(status))
        .with_header("content-security-policy", policy)
        .with_header("referrer-policy", "no-referrer")
        .with_body("text/html;charset=UTF-8", html)
}
