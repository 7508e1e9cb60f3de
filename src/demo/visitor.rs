//! A simulated browser: visits the pages of a sign-in as a person would; the caller sends its requests.
//!
//! ```text
//!   Visitor::new ─► start ─► HttpRequest ─► (sent) ─► HttpResponse ─► next ─┐
//!                               ▲                                            ├─► Visit::Request, once more
//!                               └────────────────────────────────────────────┤
//!                                                                            └─► Visit::Arrived, Visit::Stranded
//! ```
//! It stores cookies, follows redirects within the provider's origin, fills in the login form, and stops when the
//! browser would leave for the application.

use super::directory;
use crate::protocol::urls::{origin_of, path_of, query_of};
use crate::protocol::{Header, HttpRequest, HttpResponse, Parameters};

/// What comes next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Visit {
    /// Send this request.
    Request(HttpRequest),
    /// The browser leaves for the application with this URL.
    Arrived(String),
    /// The sign-in ended on a page of the provider: its URL and its text.
    Stranded {
        /// The URL.
        url: String,
        /// The page's first heading and paragraph.
        text: String,
    },
}

/// A person at a browser.
#[derive(Clone, Debug)]
pub struct Visitor {
    who: String,
    origin: String,
    at: String,
    has_answered: bool,
    cookies: Cookies,
}

/// The cookies of one browser for the provider's origin. If they are kept, the next sign-in needs no password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cookies(Vec<(String, String)>);

impl Visitor {
    /// `who` signs in: a user name of the pool, or the email address of a user of the simulated identity provider.
    pub fn new(authorization_url: &str, who: &str, cookies: Cookies) -> Self {
        Self {
            who: who.to_owned(),
            origin: origin_of(authorization_url).unwrap_or_default(),
            at: authorization_url.to_owned(),
            has_answered: false,
            cookies,
        }
    }

    /// The first request.
    pub fn start(&self) -> HttpRequest {
        self.with_cookies(HttpRequest::get(&self.at))
    }

    /// The next visit after a response.
    pub fn next(&mut self, response: &HttpResponse) -> Visit {
        self.cookies.absorb(response);
        if let (true, Some(location)) = (response.is_redirect(), response.header("location")) {
            let url = self.resolve(location);
            if origin_of(&url).as_ref() != Some(&self.origin) {
                return Visit::Arrived(url);
            }
            return self.go(url);
        }
        let page = response.text();
        let is_form = response.status == 200 && !self.has_answered;
        match path_of(&self.at) {
            "/login" if is_form && self.who.contains('@') => {
                self.go(format!("{}/oauth2/authorize?{}&identity_provider=Google", self.origin, query_of(&self.at)))
            }
            "/login" | "/as/login" if is_form => {
                let users = directory::users();
                let user = users.iter().find(|user| user.username == self.who);
                let form = Parameters::new()
                    .with("_csrf", field(&page, "_csrf"))
                    .with("username", &self.who)
                    .with("password", user.map(|user| user.password.as_str()).unwrap_or_default());
                self.submit(&form)
            }
            path if is_form && path.starts_with("/idp/") => self.submit(&Parameters::new().with("email", &self.who)),
            _ => Visit::Stranded { url: self.at.clone(), text: says(&page) },
        }
    }

    /// Its cookies.
    pub fn cookies(&self) -> &Cookies {
        &self.cookies
    }

    fn go(&mut self, url: String) -> Visit {
        self.at = url;
        Visit::Request(self.start())
    }

    /// Each form is submitted once: if it appears again, the input was rejected.
    fn submit(&mut self, form: &Parameters) -> Visit {
        self.has_answered = true;
        Visit::Request(self.with_cookies(HttpRequest::post_form(&self.at, form)))
    }

    fn resolve(&self, location: &str) -> String {
        if location.starts_with('/') { format!("{}{location}", self.origin) } else { location.to_owned() }
    }

    fn with_cookies(&self, mut request: HttpRequest) -> HttpRequest {
        request.headers.extend(self.cookies.header().map(|cookies| Header::new("cookie", cookies)));
        request
    }
}

impl Cookies {
    /// The value of the `Cookie` header; `None` without cookies.
    pub fn header(&self) -> Option<String> {
        let pairs: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn absorb(&mut self, response: &HttpResponse) {
        let set = response.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("set-cookie"));
        for header in set {
            let pair = header.value.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else { continue };
            self.0.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.0.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

/// The value of a hidden field.
fn field<'a>(html: &'a str, name: &str) -> &'a str {
    let after = html.split_once(&format!("name=\"{name}\" value=\"")).map_or("", |(_, after)| after);
    after.split('"').next().unwrap_or_default()
}

/// The heading of a page and the paragraph after it, if there is one.
fn says(html: &str) -> String {
    let between = |tag: &str| {
        let (_, after) = html.split_once(&format!("<{tag}>"))?;
        after.split_once(&format!("</{tag}>")).map(|(text, _)| text.replace("&#39;", "'").replace("&amp;", "&"))
    };
    [between("h1"), between("p")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
