//! **grantscope**: a terminal program in which a person *is* the OAuth client, one visible step at a time.
//!
//! The crate is a library with a thin binary. Its layers, highest first; a module imports only lower layers:
//!
//! ```text
//!   main.rs        arguments → terminal interface or a command → exit status
//!   cli/           one file per command, reports as text and JSON              imports runtime, never ui
//!   runtime/       ALL I/O: sockets, disk, clock, randomness, clipboard, browser, terminal; the loop
//!   ui/            draws &Model with &Styles; owns no state, starts nothing
//!  ═══════════════ pure from here down: no I/O, no clock, no randomness, no environment, no async ═══════════
//!   app/           Elm core: keys/ → model/ → query/ → update/ (message in, effects out)
//!   lessons/       lessons as files; whether a step has happened, judged by the session's record
//!   demo/          the embedded provider as a function: (state, HttpRequest, now) → HttpResponse; scenarios
//!   diagnosis/     rules over recorded evidence → findings; inspect/ for files and pastes; the assessment of preflight
//!   reading/       any text → parts with places: wire/ (HTTP messages), sentences/ (what libraries say)
//!   session/       one session: record/ (steps, exchanges, attempts), redaction/, import/, export/
//!   profile/       providers (Cognito, OpenID discovery, explicit), clients; import/ of configuration files
//!   protocol/      OAuth and OpenID Connect as values: text/, json/, literal/, endpoint/, jose/, token/
//! ```
//!
//! The files of one layer form no circle either. `tests/architecture.rs` checks both rules.
//!
//! [`protocol`], [`profile`], [`session`], [`reading`] and [`diagnosis`] are the API. The layers above them are public
//! only for the binary and the tests, and may change in any version.
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

// Only hidden from rustdoc: if they were private to rustc, their items would not need doc comments.
#[cfg_attr(doc, doc(hidden))]
pub mod app;
#[cfg_attr(doc, doc(hidden))]
pub mod cli;
#[cfg_attr(doc, doc(hidden))]
pub mod demo;
pub mod diagnosis;
#[cfg_attr(doc, doc(hidden))]
pub mod lessons;
pub mod profile;
pub mod protocol;
pub mod reading;
#[cfg_attr(doc, doc(hidden))]
pub mod runtime;
pub mod session;
#[cfg_attr(doc, doc(hidden))]
pub mod ui;
