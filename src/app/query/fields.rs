//! The selectable and editable rows of a step. Drawing and editing use the same list.

use crate::app::model::field::{AUTHORIZATION, ClientField, Field};
use crate::app::model::session_view;
use crate::app::model::session_view::SessionView;
use crate::app::query::sign_out;
use crate::profile::{Profile, Provider, SecretSource};
use crate::protocol::endpoint::token::ClientAuthentication;
use crate::protocol::notes::parameter_meaning;
use crate::protocol::{Authentication, RequestDraft};
use crate::session::{Edit, Purpose, ResourceKind, Step, redaction};

/// The name of the client secret's row.
pub const CLIENT_SECRET: &str = "client secret";

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
    /// How the person changed it.
    pub change: Change,
}

/// How a person changed a value that the program or the profile had set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Change {
    /// Not at all.
    #[default]
    None,
    /// Changed; this is what it was, secrets masked.
    Changed(String),
    /// Added.
    Added,
    /// Removed: the row shows what it was.
    Removed,
}

impl Change {
    /// What became of the value of a name.
    pub fn of(edits: &[Edit], name: &str) -> Self {
        match edits.iter().find(|edit| edit.name == name) {
            None => Self::None,
            Some(Edit { now: None, .. }) => Self::Removed,
            Some(Edit { was: None, .. }) => Self::Added,
            Some(Edit { was: Some(was), .. }) => Self::Changed(was.clone()),
        }
    }
}

/// The rows of the current step, in order.
pub fn rows(view: &SessionView) -> Vec<Row> {
    match view.step() {
        Step::Find => target_rows(view),
        Step::Call if view.is_composing(Step::Call) => call_rows(view),
        Step::Call => Vec::new(),
        Step::Client => client_rows(view),
        Step::Authorize => authorization_rows(view),
        Step::Callback => Vec::new(),
        Step::Tokens => Vec::new(),
        Step::SignOut => sign_out::requests(view).flat_map(|purpose| rows_of(view, purpose)).collect(),
        Step::Redeem | Step::UserInfo | Step::Refresh if view.is_composing(view.step()) => {
            session_view::purpose_of(view.step()).map_or_else(Vec::new, |purpose| rows_of(view, purpose))
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

fn rows_of(view: &SessionView, purpose: Purpose) -> Vec<Row> {
    view.draft(purpose).map(|draft| request_rows(view, purpose, &draft)).unwrap_or_default()
}

/// How a resource is called, as a person enters it.
pub const KINDS: [(ResourceKind, &str); 3] =
    [(ResourceKind::McpServer, "MCP"), (ResourceKind::Api, "GET"), (ResourceKind::ApiHead, "HEAD")];

fn target_rows(view: &SessionView) -> Vec<Row> {
    let target = view.session.target();
    let url = target.as_ref().map(|target| target.url.clone()).unwrap_or_default();
    let kind = target.map_or(ResourceKind::Api, |target| target.kind);
    let is_kind = |(it, _): &(ResourceKind, &str)| *it == kind || it.is_mcp() && kind.is_mcp();
    let row = |field, name: &str, value, meaning| Row {
        field,
        name: name.to_owned(),
        value,
        meaning,
        is_secret: false,
        change: Change::None,
    };
    vec![
        row(Field::Target, "resource", url, "the URL of the API or MCP server to call, exactly as clients call it"),
        row(
            Field::TargetKind,
            "call as",
            KINDS.into_iter().find(is_kind).map(|(_, name)| name.to_owned()).unwrap_or_default(),
            "MCP (initialize and tools/list), or GET or HEAD for an API",
        ),
    ]
}

fn call_rows(view: &SessionView) -> Vec<Row> {
    let mut rows = target_rows(view);
    if let Some(target) = view.session.target().filter(|target| target.kind.is_mcp()) {
        rows.push(Row {
            field: Field::Tool,
            name: "tool".to_owned(),
            value: target.tool.unwrap_or_default(),
            meaning: "a tool to call after tools/list, without arguments; a tool may act. Empty: none",
            is_secret: false,
            change: Change::None,
        });
    }
    rows
}

fn client_rows(view: &SessionView) -> Vec<Row> {
    let profile = view.session.profile();
    let mut fields = vec![ClientField::Provider];
    if matches!(profile.provider, Provider::Cognito { .. }) {
        fields.push(ClientField::Domain);
    }
    fields.extend([ClientField::ClientId, ClientField::Grant, ClientField::Authentication]);
    if view.session.client_secret().is_some() || profile.authentication != ClientAuthentication::None {
        fields.push(ClientField::Secret);
    }
    if profile.authentication == ClientAuthentication::PrivateKeyJwt {
        fields.push(ClientField::KeyId);
    }
    match profile.is_machine {
        // No browser comes back.
        true => fields.push(ClientField::Scopes),
        false => fields.extend([
            ClientField::RedirectUri,
            ClientField::SignOutUri,
            ClientField::Scopes,
            ClientField::ResponseType,
            ClientField::Pkce,
        ]),
    }
    let opened = &view.storage.opened_profile;
    let row = |field| {
        let change = match client_row(view, opened, field).value {
            // Everything of a new client is new.
            _ if opened.client_id.is_empty() => Change::None,
            _ if field == ClientField::Secret => {
                if view.storage.secret_changed {
                    Change::Changed("the stored one, if any".to_owned())
                } else {
                    Change::None
                }
            }
            was if was == client_row(view, profile, field).value => Change::None,
            was => Change::Changed(was),
        };
        Row { change, ..client_row(view, profile, field) }
    };
    fields.into_iter().map(row).collect()
}

fn client_row(view: &SessionView, profile: &Profile, field: ClientField) -> Row {
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
        ClientField::ClientId => ("client ID", profile.client_id.clone(), "identifies the app client"),
        ClientField::Grant => (
            "grant",
            grant_name(profile.is_machine).to_owned(),
            "authorization_code for a user, or client_credentials for the client itself",
        ),
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
                _ => {
                    "auto, none, basic (client_secret_basic), post (client_secret_post), private_key_jwt or client_secret_jwt"
                }
            },
        ),
        ClientField::Secret if profile.authentication == ClientAuthentication::PrivateKeyJwt => (
            "client key",
            match (&profile.secret_source, view.session.client_secret()) {
                (SecretSource::File(path), _) => path.clone(),
                (_, Some(_)) => "available".to_owned(),
                (_, None) => String::new(),
            },
            "its private key, never sent: type the path of a PEM file (RSA, EC P-256 or P-384, Ed25519)",
        ),
        ClientField::Secret => (
            CLIENT_SECRET,
            view.session.client_secret().map(|secret| secret.expose().to_owned()).unwrap_or_default(),
            "public clients have none; to change it, type the whole secret",
        ),
        ClientField::KeyId => (
            "key ID",
            profile.client_key_id.clone().unwrap_or_default(),
            "kid in the header of the assertion, if the provider needs it to find the key; empty: none",
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
            ("sign-out URI", first(&profile.sign_out_uris), meaning)
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
    let is_secret = field == ClientField::Secret && name != "client key";
    Row { field: Field::Client(field), name: name.to_owned(), value, meaning, is_secret, change: Change::None }
}

/// The name of the grant that a client uses.
pub fn grant_name(is_machine: bool) -> &'static str {
    if is_machine { "client_credentials" } else { "authorization_code" }
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
    let mut rows = request_rows(view, AUTHORIZATION, &draft.request);
    if let Some(verifier) = &draft.verifier {
        let built = view.drafts.built_authorization.as_ref().and_then(|built| built.verifier.as_ref());
        let was = built.filter(|built| *built != verifier);
        let row = Row {
            field: Field::Verifier,
            name: "code_verifier".to_owned(),
            value: verifier.expose().to_owned(),
            meaning: "stays on this machine until step 4; editing it creates a new challenge",
            is_secret: true,
            change: was.map_or(Change::None, |was| Change::Changed(redaction::masked("code_verifier", was.expose()))),
        };
        rows.push(row);
    }
    rows
}

/// What a value of the client leads to, where the value does not say it: the method that `auto` selects.
pub fn effect(view: &SessionView, row: &Row) -> Option<&'static str> {
    let is_auto = view.session.profile().authentication == ClientAuthentication::Auto;
    (row.field == Field::Client(ClientField::Authentication) && is_auto).then(|| {
        match view.session.credentials().method {
            ClientAuthentication::None => "none: no client secret",
            method => method.name(),
        }
    })
}

/// The rows of an unsent request. What the person removed stays in its place.
pub fn request_rows(view: &SessionView, purpose: Purpose, draft: &RequestDraft) -> Vec<Row> {
    let Some((_, built)) = view.edited(purpose) else { return draft_rows(purpose, draft, &[]) };
    let mut rows = draft_rows(purpose, draft, &view.edits(purpose));
    let first_removed = rows.iter().position(|row| row.change == Change::Removed).unwrap_or(rows.len());
    for mut removed in rows.split_off(first_removed) {
        let names: Vec<&str> = built.parameters.iter().map(|(name, _)| name).collect();
        let before = names.iter().take_while(|name| **name != removed.name);
        let after = before.filter_map(|name| rows.iter().rposition(|row| row.name == *name)).max();
        let first = rows.iter().position(|row| matches!(row.field, Field::Parameter(..)));
        if names.contains(&removed.name.as_str()) {
            removed.value = built.parameters.all(&removed.name).collect::<Vec<_>>().join(" ");
            rows.insert(after.map_or(first.unwrap_or(rows.len()), |at| at + 1), removed);
        } else {
            if let Authentication::Bearer(token) = &built.authentication {
                token.expose().clone_into(&mut removed.value);
            }
            rows.insert(1, removed);
        }
    }
    rows
}

/// The rows of a request: its endpoint, its `Authorization` header, its parameters; then what the person removed.
pub fn draft_rows(purpose: Purpose, draft: &RequestDraft, edits: &[Edit]) -> Vec<Row> {
    let mut rows = vec![Row {
        field: Field::Endpoint(purpose),
        name: draft.method.to_string(),
        value: draft.endpoint.clone(),
        meaning: "",
        is_secret: false,
        change: Change::of(edits, Edit::URL),
    }];
    if let Authentication::Bearer(token) = &draft.authentication {
        rows.push(Row {
            field: Field::Bearer(purpose),
            name: "authorization".to_owned(),
            value: token.expose().to_owned(),
            meaning: BEARER,
            is_secret: true,
            change: Change::of(edits, Edit::AUTHORIZATION),
        });
    }
    rows.extend(draft.parameters.iter().enumerate().map(|(at, (name, value))| Row {
        field: Field::Parameter(purpose, at),
        name: name.to_owned(),
        value: value.to_owned(),
        meaning: meaning(purpose, name),
        is_secret: redaction::is_secret(name),
        change: Change::of(edits, name),
    }));
    let removed = edits.iter().enumerate().filter(|(_, edit)| edit.now.is_none());
    rows.extend(removed.map(|(at, edit)| Row {
        field: Field::Removed(purpose, at),
        name: edit.name.clone(),
        value: edit.was.clone().unwrap_or_default(),
        meaning: meaning(purpose, &edit.name),
        is_secret: edit.name == Edit::AUTHORIZATION || redaction::is_secret(&edit.name),
        change: Change::Removed,
    }));
    rows
}

/// What a token in the Authorization header means.
const BEARER: &str = "anyone who has it can use it (Bearer, RFC 6750)";

fn meaning(purpose: Purpose, name: &str) -> &'static str {
    match (purpose, name) {
        // RFC 6749 section 4.1.3: this request redirects nothing; the value is only compared.
        (Purpose::Token, "redirect_uri") => "must exactly match the one in the authorization request (RFC 6749 4.1.3)",
        (_, Edit::AUTHORIZATION) => BEARER,
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
            Step::Find | Step::Client | Step::Call => None,
            Step::Authorize => Some(AUTHORIZATION),
            step => session_view::purpose_of(step),
        }
    }
}
