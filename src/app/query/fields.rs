//! The rows of a step that can be selected and changed: what is drawn and what is edited are the same list.

use crate::app::model::field::{AUTHORIZATION, ClientField, Field, SIGN_OUT};
use crate::app::model::session_view;
use crate::app::model::session_view::SessionView;
use crate::profile::Provider;
use crate::protocol::endpoint::authorization::parameter_meaning;
use crate::protocol::endpoint::token::ClientAuthentication;
use crate::protocol::{Authentication, RequestDraft};
use crate::session::{Purpose, Step, redaction};

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

/// The rows of the current step, in order.
pub fn rows(view: &SessionView) -> Vec<Row> {
    match view.step {
        Step::Client => client_rows(view),
        Step::Authorize => authorization_rows(view),
        Step::Callback => Vec::new(),
        Step::Tokens => Vec::new(),
        Step::SignOut => SIGN_OUT.iter().flat_map(|purpose| request_rows(view, *purpose)).collect(),
        Step::Redeem | Step::UserInfo | Step::Refresh if view.is_composing(view.step) => {
            session_view::purpose_of(view.step).map_or_else(Vec::new, |purpose| request_rows(view, purpose))
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

/// Whether a request goes without it.
pub fn can_be_left_out(field: Field) -> bool {
    matches!(field, Field::Parameter(..) | Field::Bearer(_) | Field::Client(ClientField::Secret))
}

impl SessionView {
    /// The request of this step to which a parameter can be added.
    pub fn extensible(&self) -> Option<Purpose> {
        match self.step {
            Step::Client => None,
            Step::Authorize => Some(AUTHORIZATION),
            step => session_view::purpose_of(step),
        }
    }
}
