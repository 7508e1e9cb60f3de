//! The authorization server beside the pool, by the standards: RFC 8414 metadata, RFC 7591 and 7592 registration, PKCE,
//! RFC 8707 resources, RFC 9207 `iss`. Its users are the pool's.

use serde_json::{Value, json};

use super::faults::ResourceFault;
use super::registered::{Consent, RegisteredClient};
use crate::demo::directory::CLIENT_SECRET;
use crate::demo::keys::KeyUse;
use crate::demo::pages;
use crate::demo::response::{Pairs, encode, redirect, with_query};
use crate::demo::state::{Provider, Turn};
use crate::protocol::endpoint::pkce::Pkce;
use crate::protocol::request_draft::basic_pair;
use crate::protocol::text::secret::constant_time_equal;
use crate::protocol::urls::{is_loopback, query_of};
use crate::protocol::{HttpResponse, Method, Parameters, parameters};

/// The lifetime of its codes, in seconds.
const CODE_LIFETIME: i64 = 60;

/// An OAuth error with its description.
type Refusal = (u16, &'static str, &'static str);

impl Provider {
    /// Its issuer: with a path, so that every location of its metadata differs.
    pub(in crate::demo) fn standards_issuer(&self) -> String {
        format!("{}/as", self.origin)
    }

    pub(super) fn authorization_server(&mut self, turn: &mut Turn<'_>, path: &str) -> Option<HttpResponse> {
        let is_misplaced = self.breaks(ResourceFault::ServerMisplaced);
        let method = turn.request.method.clone();
        Some(match (path, method) {
            ("/.well-known/oauth-authorization-server/as", _) if !is_misplaced => self.server_metadata(),
            ("/as/.well-known/oauth-authorization-server", _) if is_misplaced => self.server_metadata(),
            ("/as/authorize", Method::Get) => self.standards_authorize(turn),
            ("/as/login", _) => self.standards_login(turn),
            ("/as/token", Method::Post) => match self.standards_token(turn) {
                Ok(tokens) => document(200, &tokens),
                Err(refusal) => refused(refusal),
            },
            ("/as/register", Method::Post) => self.register(turn),
            ("/as/jwks", _) => document(200, &self.keys.jwk_set(false, false)),
            ("/client.json", _) => document(200, &self.client_document()),
            (path, method) => self.manage(turn, path.strip_prefix("/as/register/")?, &method),
        })
    }

    fn server_metadata(&self) -> HttpResponse {
        if self.breaks(ResourceFault::ServerMissing) {
            return pages::not_found();
        }
        let issuer = self.standards_issuer();
        let mut document = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "registration_endpoint": format!("{issuer}/register"),
            "jwks_uri": format!("{issuer}/jwks"),
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"],
            "authorization_response_iss_parameter_supported": true,
            "client_id_metadata_document_supported": true,
            "scopes_supported": self.known_scopes(),
        });
        if self.breaks(ResourceFault::IssuerSlash) {
            document["issuer"] = json!(format!("{issuer}/"));
        }
        if let Some(members) = document.as_object_mut() {
            if self.breaks(ResourceFault::PkceSilent) {
                members.remove("code_challenge_methods_supported");
            }
            if self.breaks(ResourceFault::NoRegistration) {
                members.remove("registration_endpoint");
                members.remove("client_id_metadata_document_supported");
            }
        }
        self::document(200, &document)
    }

    /// A client id metadata document that this server hosts itself, so that nothing has to be fetched.
    fn client_document(&self) -> Value {
        json!({
            "client_id": format!("{}/client.json", self.origin),
            "client_name": "grantscope",
            "redirect_uris": ["http://localhost/callback", "http://127.0.0.1/callback"],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "none",
            "application_type": "native",
        })
    }

    fn standards_client(&self, client_id: &str) -> Option<RegisteredClient> {
        if client_id == format!("{}/client.json", self.origin) {
            let redirect_uris = ["http://localhost/callback", "http://127.0.0.1/callback"].map(str::to_owned).to_vec();
            return Some(RegisteredClient { redirect_uris, secret: None, management: String::new() });
        }
        self.state.standards.clients.get(client_id).cloned()
    }

    fn standards_authorize(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        let query = turn.request.query();
        let consent = match self.standards_check(&query) {
            Ok(consent) => consent,
            Err(response) => return *response,
        };
        match self.browser_session(turn) {
            Some(session) => self.standards_admit(turn, Consent { username: session.username, ..consent }, &query),
            None => redirect(&format!("{}/login?{}", self.standards_issuer(), query_of(&turn.request.url))),
        }
    }

    /// The request, if everything in it is acceptable; otherwise the page or the redirect that says what is not.
    fn standards_check(&self, query: &Parameters) -> Result<Consent, Box<HttpResponse>> {
        let client_id = query.get("client_id").unwrap_or_default();
        let client = self.standards_client(client_id).ok_or_else(|| {
            Box::new(pages::refused("Unknown client", "No client with this client_id is registered."))
        })?;
        let redirect_uri = query.get("redirect_uri").unwrap_or_default();
        let is_exact = self.breaks(ResourceFault::OtherPort);
        if !client.redirect_uris.iter().any(|known| fits(known, redirect_uri, is_exact)) {
            let text = "The redirect_uri is not one of those that the registration lists.";
            return Err(Box::new(pages::refused("redirect_uri not registered", text)));
        }
        let error = |error: &str, description: &str| {
            let answer = Pairs::default()
                .with("error", error)
                .with("error_description", description)
                .with_optional("state", query.get("state").map(str::to_owned))
                .with("iss", self.standards_issuer());
            Box::new(redirect(&with_query(redirect_uri, &encode(&answer))))
        };
        if query.get("response_type") != Some("code") {
            return Err(error("unsupported_response_type", "Only code is supported."));
        }
        let challenge = query.get("code_challenge").unwrap_or_default();
        if challenge.is_empty() || query.get("code_challenge_method") != Some("S256") {
            return Err(error("invalid_request", "PKCE with S256 is required."));
        }
        let scopes: Vec<String> =
            query.get("scope").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        if scopes.iter().any(|scope| !self.known_scopes().contains(&scope.as_str())) {
            return Err(error("invalid_scope", "A scope is unknown."));
        }
        let resource = query.get("resource").map(str::to_owned);
        if resource.as_deref().is_some_and(|resource| !resource.starts_with(&self.origin)) {
            return Err(error("invalid_target", "The resource is unknown."));
        }
        Ok(Consent {
            client_id: client_id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            challenge: challenge.to_owned(),
            scopes,
            resource,
            username: String::new(),
            expires: 0,
        })
    }

    fn standards_login(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        let query = turn.request.query();
        let consent = match self.standards_check(&query) {
            Ok(consent) => consent,
            Err(response) => return *response,
        };
        if turn.request.method != Method::Post {
            return self.login_page(turn, None);
        }
        match self.user_of_form(turn) {
            Ok(user) => {
                let username = user.username;
                let cookie = self.begin_browser_session(turn, &username, "COGNITO");
                let response = self.standards_admit(turn, Consent { username, ..consent }, &query);
                response.with_header("set-cookie", cookie)
            }
            Err(page) => *page,
        }
    }

    fn standards_admit(&mut self, turn: &mut Turn<'_>, consent: Consent, query: &Parameters) -> HttpResponse {
        let code = turn.uuid();
        let redirect_uri = consent.redirect_uri.clone();
        let expires = turn.now + CODE_LIFETIME;
        self.state.standards.codes.insert(code.clone(), Consent { expires, ..consent });
        let answer = Pairs::default()
            .with("code", code)
            .with_optional("state", query.get("state").map(str::to_owned))
            .with("iss", self.standards_issuer());
        redirect(&with_query(&redirect_uri, &encode(&answer)))
    }

    fn standards_token(&mut self, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
        let form = turn.request.form();
        let client_id = self.standards_authenticate(turn, &form)?;
        let consent = match form.get("grant_type") {
            Some("authorization_code") => self.standards_redeem(turn.now, &form)?,
            Some("refresh_token") => {
                let token = form.get("refresh_token").unwrap_or_default();
                let kept = self.state.standards.refresh_tokens.remove(token);
                kept.ok_or((400, "invalid_grant", "The refresh token is unknown."))?
            }
            _ => return Err((400, "unsupported_grant_type", "Only authorization_code and refresh_token.")),
        };
        if consent.client_id != client_id {
            return Err((400, "invalid_grant", "It was issued to another client."));
        }
        let asked = form.get("resource");
        if asked.is_some() && asked != consent.resource.as_deref() {
            return Err((400, "invalid_target", "The resource was not granted."));
        }
        let is_lasting = consent.scopes.iter().any(|scope| scope == "offline_access");
        let refresh_token = (is_lasting && !self.breaks(ResourceFault::NoRefresh)).then(|| {
            let token = format!("{}{}", turn.uuid(), turn.uuid());
            self.state.standards.refresh_tokens.insert(token.clone(), consent.clone());
            token
        });
        let mut answer = json!({
            "access_token": self.standards_access_token(turn, &consent),
            "token_type": "Bearer",
            "expires_in": self.knobs.access_token_lifetime,
            "scope": consent.scopes.join(" "),
        });
        if let Some(token) = refresh_token {
            answer["refresh_token"] = json!(token);
        }
        Ok(answer)
    }

    /// The client that authenticated as it is registered.
    fn standards_authenticate(&self, turn: &Turn<'_>, form: &Parameters) -> Result<String, Refusal> {
        const REFUSED: Refusal = (401, "invalid_client", "The client authentication is not the expected one.");
        let basic = turn.request.header("authorization").and_then(basic_pair);
        let basic = basic.map(|(id, secret)| (parameters::decode(&id), parameters::decode(&secret)));
        let (client_id, secret) = match basic {
            Some((id, secret)) => (id, Some(secret)),
            None => {
                (form.get("client_id").unwrap_or_default().to_owned(), form.get("client_secret").map(str::to_owned))
            }
        };
        let client = self.standards_client(&client_id).ok_or(REFUSED)?;
        if self.breaks(ResourceFault::OtherMethod) {
            return Err(REFUSED);
        }
        let expected = client.secret.unwrap_or_default();
        let is_right = constant_time_equal(&expected, secret.as_deref().unwrap_or_default());
        if is_right { Ok(client_id) } else { Err(REFUSED) }
    }

    fn standards_redeem(&mut self, now: i64, form: &Parameters) -> Result<Consent, Refusal> {
        const REFUSED: Refusal = (400, "invalid_grant", "The code is not valid for this request.");
        let consent = self.state.standards.codes.remove(form.get("code").unwrap_or_default()).ok_or(REFUSED)?;
        let verifier = form.get("code_verifier").unwrap_or_default();
        let is_valid = consent.expires > now
            && form.get("redirect_uri") == Some(&consent.redirect_uri)
            && Pkce::from_verifier(verifier).fits(&consent.challenge);
        if is_valid { Ok(consent) } else { Err(REFUSED) }
    }

    /// RFC 9068: `aud` is the resource, or the client if none was requested.
    fn standards_access_token(&self, turn: &mut Turn<'_>, consent: &Consent) -> String {
        let is_bound = !self.breaks(ResourceFault::ResourceIgnored);
        let audience = consent.resource.as_ref().filter(|_| is_bound).unwrap_or(&consent.client_id);
        let subject = self.user(&consent.username).map(|user| user.sub.clone()).unwrap_or_default();
        let claims = json!({
            "iss": self.standards_issuer(),
            "sub": subject,
            "aud": audience,
            "client_id": consent.client_id,
            "scope": consent.scopes.join(" "),
            "iat": turn.now,
            "exp": turn.now + self.knobs.access_token_lifetime,
            "jti": turn.uuid(),
        });
        self.keys.sign_as("at+jwt", KeyUse::Access, &claims.to_string())
    }

    fn register(&mut self, turn: &mut Turn<'_>) -> HttpResponse {
        if self.breaks(ResourceFault::NoRegistration) {
            return pages::not_found();
        }
        if self.breaks(ResourceFault::RegistrationClosed) {
            return refused((403, "access_denied", "Registration needs an initial access token."));
        }
        let Ok(Value::Object(mut asked)) = serde_json::from_slice(&turn.request.body) else {
            return refused((400, "invalid_client_metadata", "The body is not a JSON object."));
        };
        let uris = asked.get("redirect_uris").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let mut redirect_uris: Vec<String> = uris.map(str::to_owned).collect();
        let is_refused = |uri: &String| {
            let is_secure = |uri: &url::Url| uri.scheme() == "https" || is_loopback(uri);
            self.breaks(ResourceFault::RedirectRefused) || !url::Url::parse(uri).is_ok_and(|uri| is_secure(&uri))
        };
        if redirect_uris.is_empty() || redirect_uris.iter().any(is_refused) {
            return refused((400, "invalid_redirect_uri", "A redirect URI is not allowed."));
        }
        let scopes = asked.get("scope").and_then(Value::as_str).unwrap_or_default();
        if scopes.split_whitespace().any(|scope| !self.known_scopes().contains(&scope)) {
            return refused((400, "invalid_client_metadata", "A scope is unknown."));
        }
        if self.breaks(ResourceFault::OtherPort) {
            redirect_uris = redirect_uris.iter().map(|uri| with_port(uri, 33418)).collect();
            asked.insert("redirect_uris".into(), json!(redirect_uris));
        }
        let (client_id, management) = (turn.uuid(), turn.uuid());
        let is_confidential = self.breaks(ResourceFault::OtherMethod);
        let secret = is_confidential.then(|| CLIENT_SECRET.to_owned());
        if !self.breaks(ResourceFault::Forgotten) {
            let client = RegisteredClient { redirect_uris, secret: secret.clone(), management: management.clone() };
            self.state.standards.clients.insert(client_id.clone(), client);
        }
        asked.insert("client_id_issued_at".into(), json!(turn.now));
        asked.insert(
            "registration_client_uri".into(),
            json!(format!("{}/register/{client_id}", self.standards_issuer())),
        );
        asked.insert("registration_access_token".into(), json!(management));
        asked.insert("client_id".into(), json!(client_id));
        if let Some(secret) = secret {
            asked.insert("token_endpoint_auth_method".into(), json!("client_secret_post"));
            asked.insert("client_secret".into(), json!(secret));
            asked.insert("client_secret_expires_at".into(), json!(0));
        }
        document(201, &Value::Object(asked))
    }

    /// The client configuration endpoint (RFC 7592): 401 for an unknown client, as for a wrong token.
    fn manage(&mut self, turn: &Turn<'_>, client_id: &str, method: &Method) -> HttpResponse {
        let clients = &mut self.state.standards.clients;
        let token = turn.request.header("authorization").and_then(|header| header.strip_prefix("Bearer "));
        let client = clients.get(client_id).filter(|it| token.is_some_and(|t| constant_time_equal(&it.management, t)));
        match (client, method.as_str()) {
            (None, _) => refused((401, "invalid_token", "Unknown client or token.")),
            (Some(client), "GET") => {
                document(200, &json!({ "client_id": client_id, "redirect_uris": client.redirect_uris }))
            }
            (Some(_), "DELETE") => {
                clients.remove(client_id);
                HttpResponse::new(204)
            }
            _ => HttpResponse::new(405).with_header("allow", "GET, DELETE"),
        }
    }
}

fn document(status: u16, document: &Value) -> HttpResponse {
    HttpResponse::new(status)
        .with_header("cache-control", "no-store")
        .with_body("application/json", document.to_string())
}

fn refused((status, error, description): Refusal) -> HttpResponse {
    let response = document(status, &json!({ "error": error, "error_description": description }));
    match status {
        401 => response.with_header("www-authenticate", "Basic realm=\"as\""),
        _ => response,
    }
}

/// Whether a redirect URI is a registered one. The port of a loopback address does not count (RFC 8252 section 7.3).
fn fits(registered: &str, sent: &str, is_exact: bool) -> bool {
    if registered == sent || is_exact {
        return registered == sent;
    }
    let is_local = |uri: &str| url::Url::parse(uri).is_ok_and(|uri| uri.scheme() == "http" && is_loopback(&uri));
    is_local(registered) && is_local(sent) && with_port(registered, 1) == with_port(sent, 1)
}

/// A URI with another port.
fn with_port(uri: &str, port: u16) -> String {
    let Ok(mut uri) = url::Url::parse(uri) else { return uri.to_owned() };
    let _ = uri.set_port(Some(port));
    uri.into()
}
