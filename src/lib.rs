//! **grantscope**: a terminal program in which a person *is* the OAuth client, one visible step at a time.
//!
//! The crate is a library with a thin binary. Its layers, highest first; a module imports only what stands below it:
//!
//! ```text
//!   main.rs        arguments → TUI or headless → exit status
//!   cli/           one file per command, reports as text and JSON              imports runtime, never ui
//!   runtime/       ALL I/O: sockets, disk, clock, randomness, clipboard, browser, terminal; the loop
//!   ui/            draws &Model with &Styles; owns no state, starts nothing
//!  ═══════════════ pure from here down: no I/O, no clock, no randomness, no environment, no async ═══════════
//!   app/           Elm core: Model, Message, update → Vec<Effect>, actions, the key table
//!   demo/          the embedded provider as a function: (state, HttpRequest, now) → HttpResponse; scenarios
//!   diagnosis/     rules over recorded evidence → findings; preflight's reading
//!   reading/       any text → parts → evidence: sessions, tokens, clients
//!   session/       one authorization code session: steps, exchanges, redaction, exports and imports
//!   profile/       providers (Cognito, OpenID discovery, explicit), clients, settings; config-file importers
//!   protocol/      OAuth and OpenID Connect as values: requests out, responses in, JWT, JWK Set, checks
//! ```
//!
//! `tests/architecture.rs` holds that rule.
//!
//! The smallest use of the core, an authorization request as a value:
//!
//! ```
//! use grantscope::protocol::{AuthorizationRequest, Pkce};
//!
//! let pkce = Pkce::from_verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
//! let request = AuthorizationRequest::new("https://login.example.com/oauth2/authorize", "client-1", "code")
//!     .redirect_uri("http://localhost:8765/callback")
//!     .scopes(["openid", "email"])
//!     .pkce(&pkce);
//! assert!(request.draft().url().ends_with("code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"));
//! ```

pub mod app;
pub mod cli;
pub mod demo;
pub mod diagnosis;
pub mod profile;
pub mod protocol;
pub mod reading;
pub mod runtime;
pub mod session;
pub mod ui;
