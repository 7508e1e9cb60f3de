//! The hosted login page and the sign-in.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::directory::{self, User};
use super::pages;
use super::response::wrong_method;
use super::state::AuthorizationAsk;
use super::state::{BROWSER_SESSION_LIFETIME, BrowserSession, Provider, SIGN_IN_LIFETIME, Turn};
use crate::protocol::text::secret::constant_time_equal;
use crate::protocol::urls::query_of;
use crate::protocol::{HttpResponse, Method};

impl Provider {
    /// `/login`: the page on `GET`, the sign-in on `POST`. Its parameters are those of the authorization request.
    pub(super) fn login(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        let query = turn.request.query();
        let ask = match self.check(&query) {
            Ok(ask) => ask,
            Err(refusal) => return self.refuse(&refusal),
        };
        // A managed login domain, but the client has no branding style.
        if !self.knobs.branding {
            return pages::unavailable();
        }
        let provider = directory::identity_provider(&query);
        if provider.is_some_and(|provider| !self.offers(&ask, provider)) {
            return pages::no_such_login_option();
        }
        match turn.request.method {
            Method::Get => self.login_page(turn, None),
            Method::Post => self.sign_in(turn, ask),
            Method::Other(_) => wrong_method(turn, Method::Get),
        }
    }

    /// The form, bound to this browser by the `XSRF-TOKEN` cookie.
    pub(super) fn login_page(&mut self, turn: &mut Turn<'_>, problem: Option<&str>) -> HttpResponse {
        let csrf = turn.uuid();
        self.state.login_pages.insert(csrf.clone(), turn.now);
        let query = turn.request.query();
        let typed = turn.request.form();
        let form = pages::LoginForm {
            action: format!("{}?{}", turn.request.path(), query_of(&turn.request.url)),
            csrf: &csrf,
            username: typed.get("username").or_else(|| query.get("login_hint")).unwrap_or_default(),
            problem,
            offers_google: query.get("identity_provider").is_none(),
        };
        pages::login(self, &form)
            // Not `Secure`: the demo is plain http on loopback, where some browsers would drop the cookie.
            .with_header("set-cookie", format!("XSRF-TOKEN={csrf}; Path=/; HttpOnly; SameSite=Lax"))
    }

    fn sign_in(&mut self, turn: &mut Turn<'_>, ask: AuthorizationAsk) -> HttpResponse {
        match self.user_of_form(turn) {
            Ok(user) if !user.enabled => {
                self.refuse(&ask.refusal("invalid_request", Some("User is not enabled".to_owned())))
            }
            Ok(user) => self.signed_in(turn, ask, user.username, "COGNITO"),
            Err(page) => *page,
        }
    }

    /// The user whose name and password the form has; otherwise the page that says what is wrong.
    pub(super) fn user_of_form(&mut self, turn: &mut Turn<'_>) -> Result<User, Box<HttpResponse>> {
        let form = turn.request.form();
        let csrf = form.get("_csrf").unwrap_or_default();
        let is_ours = turn.cookie("XSRF-TOKEN").is_some_and(|cookie| constant_time_equal(cookie, csrf));
        let begun = self.state.login_pages.get(csrf).filter(|_| is_ours);
        // The sign-in must be finished within 5 minutes.
        if begun.is_none_or(|begun| turn.now - begun > SIGN_IN_LIFETIME) {
            return Err(Box::new(pages::something_went_wrong()));
        }
        let username = form.get("username").unwrap_or_default().trim();
        let password = form.get("password").unwrap_or_default();
        let user = self.user(username).filter(|user| !user.password.is_empty());
        let Some(user) = user.filter(|user| constant_time_equal(&user.password, password)) else {
            // A wrong password is shown on the page, without a redirect; unknown users get the same text.
            return Err(Box::new(self.login_page(turn, Some("Incorrect username or password."))));
        };
        let user = user.clone();
        if user.enabled {
            self.state.login_pages.remove(csrf);
        }
        Ok(user)
    }

    /// Starts the browser's session and redirects to the application.
    pub(super) fn signed_in(
        &mut self,
        turn: &mut Turn<'_>,
        ask: AuthorizationAsk,
        username: String,
        method: &str,
    ) -> HttpResponse {
        let cookie = self.begin_browser_session(turn, &username, method);
        let now = turn.now;
        self.admit(turn, ask, &username, now).with_header("set-cookie", cookie)
    }

    /// Starts the browser's session, and returns its cookie.
    pub(super) fn begin_browser_session(&mut self, turn: &mut Turn<'_>, username: &str, method: &str) -> String {
        let cookie = URL_SAFE_NO_PAD.encode(turn.random());
        let session = BrowserSession { username: username.to_owned(), method: method.to_owned(), auth_time: turn.now };
        self.state.browser_sessions.insert(cookie.clone(), session);
        format!("cognito={cookie}; Path=/; Max-Age={BROWSER_SESSION_LIFETIME}; HttpOnly; SameSite=Lax")
    }
}
