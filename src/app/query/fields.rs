//! The rows of a step that can be selected and changed: what is drawn and what is edited are the same list.

use crate::app::model::session_view::{SessionView, purpose_of};
use crate::app::model::start_screen::Naming;
use crate::profile::{Profile, Provider, SecretSource, scheme_problem};
use crate::protocol::endpoint::authorization::parameter_meaning;
use crate::protocol::endpoint::token::ClientAuthentication;
use crate::protocol::{Authentication, Pkce, RequestDraft, Secret};
use crate::session::{Purpose, Step, redaction};

/// A value of a step that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Something about the client itself.
    Client(ClientField),
    /// The endpoint of a request.
    Endpoint(Purpose),
    /// A parameter of a request by its place; `AuthorizationProbe` stands for the authorization request.
    Parameter(Purpose, usize),
    /// A parameter that is about to be added, written `name=value`.
    NewParameter(Purpose),
    /// The code verifier behind the authorization request.
    Verifier,
    /// The token in the `Authorization` header of a request.
    Bearer(Purpose),
    /// The callback, pasted or typed.
    Callback,
    /// What is searched for in step 5.
    Search,
    /// What is searched for in the exchanges.
    FindExchange,
    /// The path to save the exchanges at as HAR.
    Archive {
        /// Whether tokens and codes are kept whole.
        whole: bool,
    },
    /// A name to save something under.
    Name(Naming),
}

impl Field {
    /// The question of a field that stands in the line at the bottom; the others have a row of their own.
    pub fn question(self) -> Option<&'static str> {
        match self {
            Self::Name(naming) => Some(naming.question()),
            Self::FindExchange => Some("find in the exchanges"),
            Self::Archive { whole: false } => Some("save HAR, secrets masked, in"),
            Self::Archive { whole: true } => Some("save HAR, tokens included, in"),
            _ => None,
        }
    }
}

/// Something about the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientField {
    /// The user pool id, or the issuer.
    Provider,
    /// The domain of a user pool.
    Domain,
    /// The client identifier.
    ClientId,
    /// How the client proves itself.
    Authentication,
    /// The client secret.
    Secret,
    /// The redirect URI.
    RedirectUri,
    /// The scopes.
    Scopes,
    /// `code` or `token`.
    ResponseType,
    /// Whether a code challenge is sent.
    Pkce,
    /// The sign-out URL.
    SignOutUri,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it changes.
    pub field: Field,
    /// Its name, as it is sent or as people say it.
    pub name: String,
    /// Its value, whole.
    pub value: String,
    /// What it is for, in one sentence.
    pub meaning: &'static str,
    /// Whether the value is a secret.
    pub is_secret: bool,
}

/// The purpose under which step 2 keeps its request: it is the same request, sent by a browser.
pub const AUTHORIZATION: Purpose = Purpose::AuthorizationProbe;

/// The requests of step 8: revocation, logout, and the probe that shows what they ended.
pub const SIGN_OUT: [Purpose; 3] = [Purpose::Revocation, Purpose::Logout, Purpose::Probe];

/// The rows of the current step, in order.
pub fn rows(view: &SessionView) -> Vec<Row> {
    match view.step {
        Step::Client => client_rows(view),
        Step::Authorize => authorization_rows(view),
        Step::Callback => Vec::new(),
        Step::Tokens => Vec::new(),
        Step::SignOut => SIGN_OUT.iter().flat_map(|purpose| request_rows(view, *purpose)).collect(),
        Step::Redeem | Step::UserInfo | Step::Refresh if view.is_composing(view.step) => {
            purpose_of(view.step).map_or_else(Vec::new, |purpose| request_rows(view, purpose))
        }
        Step::Redeem | Step::UserInfo | Step::Refresh => Vec::new(),
    }
}

/// The selected row of the current step.
pub fn selected(view: &SessionView) -> Option<Row> {
    let rows = rows(view);
    let at = view.cursor().min(rows.len().saturating_sub(1));
    rows.into_iter().nth(at)
}

fn client_rows(view: &SessionView) -> Vec<Row> {
    let profile = view.session.profile();
    let mut fields = vec![ClientField::Provider];
    if matches!(profile.provider, Provider::Cognito { .. }) {
        fields.push(ClientField::Domain);
    }
    fields.push(ClientField::ClientId);
    fields.push(ClientField::Authentication);
    if view.session.client_secret().is_some() || profile.authentication != ClientAuthentication::None {
        fields.push(ClientField::Secret);
    }
    fields.extend([ClientField::RedirectUri, ClientField::SignOutUri, ClientField::Scopes]);
    fields.extend([ClientField::ResponseType, ClientField::Pkce]);
    fields.into_iter().map(|field| client_row(view, field)).collect()
}

fn client_row(view: &SessionView, field: ClientField) -> Row {
    let profile = view.session.profile();
    let first = |uris: &[String]| uris.first().cloned().unwrap_or_default();
    let (name, value, meaning) = match field {
        ClientField::Provider => provider_row(&profile.provider),
        ClientField::Domain => {
            let domain = match &profile.provider {
                Provider::Cognito { domain, .. } => domain.clone().unwrap_or_default(),
                _ => String::new(),
            };
            ("domain", domain, "where the login pages and the token endpoint live; discovery tells it when empty")
        }
        ClientField::ClientId => ("client_id", profile.client_id.clone(), "which app client this is"),
        ClientField::Authentication => (
            "client auth",
            profile.authentication.name().to_owned(),
            match (&profile.authentication, view.session.client_secret()) {
                (ClientAuthentication::Auto, None) => {
                    "auto sends client_id alone (none), as there is no secret; or basic, post (client_secret_basic, …_post)"
                }
                (ClientAuthentication::Auto, Some(_)) => {
                    "auto sends the secret as client_secret_basic, unless only _post is offered; or none, basic, post"
                }
                _ => "auto, none, basic (client_secret_basic) or post (client_secret_post)",
            },
        ),
        ClientField::Secret => (
            "client secret",
            view.session.client_secret().map(|secret| secret.expose().to_owned()).unwrap_or_default(),
            "a public client has none; a change is typed whole",
        ),
        ClientField::RedirectUri => {
            let meaning = match profile.redirect_uris.len() {
                0 | 1 => "where the browser returns; registered byte for byte",
                _ => {
                    "where the browser returns; registered byte for byte. The first of several: a change keeps the others"
                }
            };
            ("redirect URI", profile.redirect_uri().to_owned(), meaning)
        }
        ClientField::SignOutUri => {
            let meaning = match profile.sign_out_uris.len() {
                0 | 1 => "where the browser goes after sign-out; registered too",
                _ => {
                    "where the browser goes after sign-out; registered too. The first of several: a change keeps the others"
                }
            };
            ("sign-out URL", first(&profile.sign_out_uris), meaning)
        }
        ClientField::Scopes => ("scopes", profile.scopes.join(" "), "what is asked for; openid brings an ID token"),
        ClientField::ResponseType => {
            ("response type", profile.response_type.clone(), "code; or token, the implicit grant, for teaching")
        }
        ClientField::Pkce => {
            ("PKCE", if profile.pkce { "S256" } else { "off" }.to_owned(), "S256 or off: ties the code to this client")
        }
    };
    let is_secret = field == ClientField::Secret;
    Row { field: Field::Client(field), name: name.to_owned(), value, meaning, is_secret }
}

fn provider_row(provider: &Provider) -> (&'static str, String, &'static str) {
    match provider {
        Provider::Cognito { user_pool_id, .. } => {
            ("user pool", user_pool_id.clone(), "the Cognito user pool; issuer and keys follow from it")
        }
        Provider::Issuer(issuer) => {
            ("issuer", issuer.clone(), "exact; its discovery document names the endpoints. Or a user pool id")
        }
        Provider::Explicit(endpoints) => {
            ("issuer", endpoints.issuer.clone().unwrap_or_default(), "the endpoints are given one by one")
        }
    }
}

fn authorization_rows(view: &SessionView) -> Vec<Row> {
    let Some(draft) = &view.authorization else { return Vec::new() };
    let mut rows = draft_rows(AUTHORIZATION, &draft.request);
    if let Some(verifier) = &draft.verifier {
        let row = Row {
            field: Field::Verifier,
            name: "code_verifier".to_owned(),
            value: verifier.expose().to_owned(),
            meaning: "stays here until step 4; a change makes a new challenge",
            is_secret: true,
        };
        rows.push(row);
    }
    rows
}

fn request_rows(view: &SessionView, purpose: Purpose) -> Vec<Row> {
    view.draft(purpose).map(|draft| draft_rows(purpose, &draft)).unwrap_or_default()
}

/// The rows of one request: its endpoint, what its `Authorization` header proves, its parameters.
pub fn draft_rows(purpose: Purpose, draft: &RequestDraft) -> Vec<Row> {
    let mut rows = vec![Row {
        field: Field::Endpoint(purpose),
        name: draft.method.to_string(),
        value: draft.endpoint.clone(),
        meaning: "",
        is_secret: false,
    }];
    if let Authentication::Bearer(token) = &draft.authentication {
        rows.push(Row {
            field: Field::Bearer(purpose),
            name: "authorization".to_owned(),
            value: token.expose().to_owned(),
            meaning: "Bearer: whoever holds the token may use it (RFC 6750)",
            is_secret: true,
        });
    }
    rows.extend(draft.parameters.iter().enumerate().map(|(at, (name, value))| Row {
        field: Field::Parameter(purpose, at),
        name: name.to_owned(),
        value: value.to_owned(),
        meaning: meaning(purpose, name),
        is_secret: redaction::is_secret(name),
    }));
    rows
}

fn meaning(purpose: Purpose, name: &str) -> &'static str {
    match (purpose, name) {
        // RFC 6749 section 4.1.3: nothing is registered for this request; the browser goes nowhere with it.
        (Purpose::Token, "redirect_uri") => "must be the authorization request's, byte for byte (RFC 6749 4.1.3)",
        _ => parameter_meaning(name).unwrap_or("an extra parameter"),
    }
}

/// Takes a new text for a field. The sentence of a failure says what was found and what was expected.
pub fn set(view: &mut SessionView, field: Field, text: &str) -> Result<(), String> {
    match field {
        Field::Client(field) => set_client(view, field, text.trim())?,
        Field::Verifier => {
            if let Some(draft) = &mut view.authorization {
                view.authorization_changed = true;
                let pkce = Pkce::from_verifier(text);
                draft.request.parameters.set("code_challenge", &pkce.challenge);
                draft.verifier = Some(pkce.verifier);
            }
        }
        Field::Search => view.tokens.search = text.trim().to_owned(),
        Field::Callback | Field::FindExchange | Field::Archive { .. } | Field::Name(_) => {}
        Field::Endpoint(purpose) => change(view, purpose, |draft| text.trim().clone_into(&mut draft.endpoint))?,
        Field::Bearer(purpose) => {
            change(view, purpose, |draft| draft.authentication = Authentication::Bearer(Secret::new(text)))?;
        }
        Field::Parameter(purpose, at) => change(view, purpose, |draft| {
            if let Some((_, value)) = draft.parameters.pairs_mut().get_mut(at) {
                text.clone_into(value);
            }
        })?,
        Field::NewParameter(purpose) => {
            let (name, value) = text.split_once('=').ok_or("a parameter is written name=value: found no =")?;
            change(view, purpose, |draft| draft.parameters.push(name.trim(), value))?;
        }
    }
    Ok(())
}

/// Whether a request goes without it.
pub fn can_be_left_out(field: Field) -> bool {
    matches!(field, Field::Parameter(..) | Field::Bearer(_) | Field::Client(ClientField::Secret))
}

/// Leaves a parameter out.
pub fn remove(view: &mut SessionView, field: Field) -> Result<(), String> {
    match field {
        Field::Parameter(purpose, at) => change(view, purpose, |draft| {
            let pairs = draft.parameters.pairs_mut();
            if at < pairs.len() {
                pairs.remove(at);
            }
        }),
        Field::Bearer(purpose) => change(view, purpose, |draft| draft.authentication = Authentication::None),
        Field::Client(ClientField::Secret) => {
            let profile = Profile { secret_source: SecretSource::None, ..view.session.profile().clone() };
            take_client(view, profile, None);
            view.secret_changed = true;
            Ok(())
        }
        _ => Err("only parameters and the client secret can be left out".to_owned()),
    }
}

/// Changes the person's own version of a request.
fn change(view: &mut SessionView, purpose: Purpose, edit: impl FnOnce(&mut RequestDraft)) -> Result<(), String> {
    if purpose == AUTHORIZATION {
        let draft = view.authorization.as_mut().ok_or("there is no authorization request yet")?;
        let before = draft.request.clone();
        edit(&mut draft.request);
        view.authorization_changed |= draft.request != before;
        return Ok(());
    }
    let mut draft = view.draft(purpose)?;
    edit(&mut draft);
    view.edited.retain(|(p, _)| *p != purpose);
    view.edited.push((purpose, draft));
    Ok(())
}

fn set_client(view: &mut SessionView, field: ClientField, text: &str) -> Result<(), String> {
    let mut profile = view.session.profile().clone();
    let mut secret = view.session.client_secret().cloned();
    match field {
        // The field opens empty: nothing typed is no change.
        ClientField::Secret if text.is_empty() => return Ok(()),
        ClientField::Secret => {
            secret = Some(Secret::new(text));
            view.secret_changed = true;
        }
        field => set_profile(&mut profile, field, text)?,
    }
    // The keyring has it under the client's old name.
    let is_moved = matches!(field, ClientField::ClientId | ClientField::Provider);
    view.secret_changed |= is_moved && secret.is_some() && profile.secret_source == SecretSource::Keyring;
    take_client(view, profile, secret);
    Ok(())
}

/// Makes the client what it was when it was opened or saved last; a secret that was typed stays.
pub fn reset_client(view: &mut SessionView) {
    let profile =
        Profile { secret_source: view.session.profile().secret_source.clone(), ..view.opened_profile.clone() };
    let secret = view.session.client_secret().cloned();
    take_client(view, profile, secret);
}

impl SessionView {
    /// Whether the client is another one than was opened or saved last, its secret aside.
    pub fn is_client_changed(&self) -> bool {
        let now = self.session.profile();
        let opened = &self.opened_profile;
        *now != Profile { secret_source: now.secret_source.clone(), name: now.name.clone(), ..opened.clone() }
    }
}

/// Makes the client of the session another one: what was prepared for it is prepared anew.
fn take_client(view: &mut SessionView, profile: Profile, secret: Option<Secret>) {
    // What one issuer answered says nothing of another.
    let is_elsewhere = profile.provider.issuer() != view.session.profile().provider.issuer();
    if is_elsewhere && !view.again.contains(&Step::Client) {
        view.again.push(Step::Client);
    }
    view.session.set_profile(profile, secret);
    view.authorization = None;
    view.registration = None;
    view.edited.clear();
}

/// A user pool id makes it a user pool, a URL an issuer; endpoints given one by one stay.
fn set_provider(provider: &mut Provider, text: &str) {
    let is_pool = text.contains('_') && !text.contains("://");
    match provider {
        Provider::Explicit(endpoints) => endpoints.issuer = (!text.is_empty()).then(|| text.to_owned()),
        Provider::Cognito { user_pool_id, .. } if is_pool => text.clone_into(user_pool_id),
        other if is_pool => *other = Provider::Cognito { user_pool_id: text.to_owned(), domain: None },
        other => *other = Provider::Issuer(text.to_owned()),
    }
}

/// The first one is the one in use; the others are the client's too.
fn set_first(uris: &mut Vec<String>, text: &str) {
    if !uris.is_empty() {
        uris.remove(0);
    }
    uris.retain(|other| other != text);
    if !text.is_empty() {
        uris.insert(0, text.to_owned());
    }
}

fn set_profile(profile: &mut Profile, field: ClientField, text: &str) -> Result<(), String> {
    match field {
        ClientField::Provider => set_provider(&mut profile.provider, text),
        ClientField::Domain => {
            if let Provider::Cognito { domain, .. } = &mut profile.provider {
                *domain = (!text.is_empty()).then(|| text.to_owned());
            }
        }
        ClientField::ClientId => text.clone_into(&mut profile.client_id),
        ClientField::Authentication => {
            profile.authentication = ClientAuthentication::parse(text)
                .ok_or_else(|| format!("client auth: found {text:?}, expected auto, none, basic or post"))?;
        }
        ClientField::RedirectUri => match scheme_problem(text) {
            Some(problem) => return Err(problem),
            None => set_first(&mut profile.redirect_uris, text),
        },
        ClientField::SignOutUri => set_first(&mut profile.sign_out_uris, text),
        ClientField::Scopes => profile.scopes = text.split_whitespace().map(str::to_owned).collect(),
        ClientField::ResponseType => text.clone_into(&mut profile.response_type),
        ClientField::Pkce => {
            profile.pkce = match text.to_ascii_lowercase().as_str() {
                "s256" | "on" | "yes" => true,
                "off" | "no" | "" => false,
                other => return Err(format!("PKCE: found {other:?}, expected S256 or off")),
            }
        }
        ClientField::Secret => {}
    }
    Ok(())
}
