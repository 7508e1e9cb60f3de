//! The selectable and editable rows of a step. Drawing and editing use the same list.

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
    /// What editing it changes.
    pub field: Field,
    /// Its name: the parameter, or a label.
    pub name: String,
    /// Its value, unmasked.
    pub value: String,
    /// What it is for, in one sentence.
    pub meaning: &'static str,
    /// Whether the value is a secret.
    pub is_secret: bool,
}

/// The rows of the current step, in order.
pub fn rows(view: &SessionView) -> Vec<Row> {
    match view.step() {
        Step::Client => client_rows(view),
        Step::Authorize => authorization_rows(view),
        Step::Callback => Vec::new(),
        Step::Tokens => Vec::new(),
        Step::SignOut => SIGN_OUT.iter().flat_map(|purpose| request_rows(view, *purpose)).collect(),
        Step::Redeem | Step::UserInfo | Step::Refresh if view.is_composing(view.step()) => {
            session_view::purpose_of(view.step()).map_or_else(Vec::new, |purpose| request_rows(view, purpose))
        }
        Step::Redeem | Step::UserInfo | Step::Refresh => Vec::new(),
    }
}

/// The selected row of the current step.
pub fn selected(view: &SessionView) -> Option<Row> {
    let rows = rows(view);
    let at = view.position.selection().row.min(rows.len().saturating_sub(1));
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
            ("domain", domain, "host of the login pages and the token endpoint; if empty, discovery provides it")
        }
        ClientField::ClientId => ("client_id", profile.client_id.clone(), "identifies the app client"),
        ClientField::Authentication => (
            "client auth",
            profile.authentication.name().to_owned(),
            match (&profile.authentication, view.session.client_secret()) {
                (ClientAuthentication::Auto, None) => {
                    "auto sends only client_id (none) because there is no secret; or basic, post (client_secret_basic, …_post)"
                }
                (ClientAuthentication::Auto, Some(_)) => {
                    "auto sends the secret with client_secret_basic unless the provider offers only _post; or none, basic, post"
                }
                _ => "auto, none, basic (client_secret_basic) or post (client_secret_post)",
            },
        ),
        ClientField::Secret => (
            "client secret",
            view.session.client_secret().map(|secret| secret.expose().to_owned()).unwrap_or_default(),
            "public clients have none; to change it, type the whole secret",
        ),
        ClientField::RedirectUri => {
            let meaning = match profile.redirect_uris.len() {
                0 | 1 => "where the browser returns; must match the registered URI exactly",
                _ => {
                    "where the browser returns; must match the registered URI exactly. First of several; the others stay unchanged"
                }
            };
            ("redirect URI", profile.redirect_uri().to_owned(), meaning)
        }
        ClientField::SignOutUri => {
            let meaning = match profile.sign_out_uris.len() {
                0 | 1 => "where the browser goes after sign-out; must be registered",
                _ => {
                    "where the browser goes after sign-out; must be registered. First of several; the others stay unchanged"
                }
            };
            ("sign-out URL", first(&profile.sign_out_uris), meaning)
        }
        ClientField::Scopes => {
            ("scopes", profile.scopes.join(" "), "requested permissions; openid returns an ID token")
        }
        ClientField::ResponseType => {
            ("response type", profile.response_type.clone(), "code, or token (implicit grant, for learning only)")
        }
        ClientField::Pkce => {
            ("PKCE", if profile.pkce { "S256" } else { "off" }.to_owned(), "S256 or off; binds the code to this client")
        }
    };
    let is_secret = field == ClientField::Secret;
    Row { field: Field::Client(field), name: name.to_owned(), value, meaning, is_secret }
}

fn provider_row(provider: &Provider) -> (&'static str, String, &'static str) {
    match provider {
        Provider::Cognito { user_pool_id, .. } => (
            "user pool",
            user_pool_id.clone(),
            "the Cognito user pool ID; it determines the issuer and the signing keys",
        ),
        Provider::Issuer(issuer) => (
            "issuer",
            issuer.clone(),
            "must exactly match the issuer in the discovery document; you can also enter a user pool ID",
        ),
        Provider::Explicit(endpoints) => {
            ("issuer", endpoints.issuer.clone().unwrap_or_default(), "the endpoints are configured individually")
        }
    }
}

fn authorization_rows(view: &SessionView) -> Vec<Row> {
    let Some(draft) = &view.drafts.authorization else { return Vec::new() };
    let mut rows = draft_rows(AUTHORIZATION, &draft.request);
    if let Some(verifier) = &draft.verifier {
        let row = Row {
            field: Field::Verifier,
            name: "code_verifier".to_owned(),
            value: verifier.expose().to_owned(),
            meaning: "stays on this machine until step 4; editing it creates a new challenge",
            is_secret: true,
        };
        rows.push(row);
    }
    rows
}

fn request_rows(view: &SessionView, purpose: Purpose) -> Vec<Row> {
    view.draft(purpose).map(|draft| draft_rows(purpose, &draft)).unwrap_or_default()
}

/// The rows of a request: its endpoint, its `Authorization` header, its parameters.
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
            meaning: "Bearer: anyone who has the token can use it (RFC 6750)",
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
        // RFC 6749 section 4.1.3: this request redirects nothing; the value is only compared.
        (Purpose::Token, "redirect_uri") => "must exactly match the one in the authorization request (RFC 6749 4.1.3)",
        _ => parameter_meaning(name).unwrap_or("an extra parameter"),
    }
}

/// Whether a request may be sent without it.
pub fn can_be_left_out(field: Field) -> bool {
    matches!(field, Field::Parameter(..) | Field::Bearer(_) | Field::Client(ClientField::Secret))
}

impl SessionView {
    /// The request of this step that accepts parameters.
    pub fn extensible(&self) -> Option<Purpose> {
        match self.step() {
            Step::Client => None,
            Step::Authorize => Some(AUTHORIZATION),
            step => session_view::purpose_of(step),
        }
    }
}
