//! One step on a saved session: load it, run the step, save the result.

use std::path::PathBuf;

use clap::Args;

use crate::cli::candidates;
use crate::cli::client::{SECRET_VARIABLE, TransportArgs, client_secret};
use crate::cli::document::SessionDocument;
use crate::cli::global::Global;
use crate::cli::login::flow::LoginFlow;
use crate::cli::output::{self, Page};
use crate::cli::report;
use crate::cli::session::session_file::SessionFile;
use crate::cli::signer::Signer;
use crate::cli::status::{Failure, Status};
use crate::diagnosis;
use crate::profile::{Profile, Provider, issuer_problem};
use crate::protocol::{ClientAuthentication, Finding, Severity, text::sanitise};
use crate::runtime::http::HttpClient;
use crate::runtime::interruption::run_until_asked_to_end;
use crate::runtime::sessions::{Opened, Sessions};
use crate::runtime::signing::SigningKey;
use crate::runtime::{client_store, clock, settings};
use crate::session::{Purpose, Session};

/// The session, and what is needed to continue it.
#[derive(Args, Clone, Debug)]
pub struct SavedArgs {
    /// The saved session: a name or a file.
    #[arg(value_name = "SESSION", add = candidates::sessions())]
    pub session: String,
    /// A file with the client secret.
    ///
    /// `-` reads standard input. Or set $GRANTSCOPE_CLIENT_SECRET.
    #[arg(long, value_name = "FILE")]
    pub client_secret_file: Option<PathBuf>,
    /// The private key for private_key_jwt, in PEM.
    #[arg(long, value_name = "PEM", hide_short_help = true)]
    pub client_key_file: Option<PathBuf>,
    /// The key ID (kid) in the header of the assertion.
    #[arg(long, value_name = "KID", hide_short_help = true)]
    pub client_key_id: Option<String>,
    /// The profile of the client.
    ///
    /// Needed only if the session does not name the provider.
    #[arg(long, value_name = "NAME", conflicts_with = "issuer", add = candidates::profiles())]
    pub profile: Option<String>,
    /// The issuer.
    ///
    /// Needed only if the session does not contain the provider's endpoints: discovery then starts at this issuer.
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// The connection to the provider.
    #[command(flatten)]
    pub transport: TransportArgs,
}

/// How a step on a saved session ended.
pub struct Outcome {
    /// The session after it.
    pub session: Session,
    /// The findings of this step, not of earlier ones, the worst first.
    pub findings: Vec<Finding>,
    ended: Result<(), Failure>,
    saved: Result<(), Failure>,
}

impl Outcome {
    /// Prints the document or, with `tell`, what the step did.
    pub fn print(self, json: bool, tell: impl FnOnce(&mut Page, &Session, bool)) -> Result<Status, Failure> {
        if json {
            output::json(&SessionDocument::new(&self.session, &self.findings))?;
        } else {
            let mut page = Page::stdout();
            tell(&mut page, &self.session, self.ended.is_ok());
            report::findings(&mut page, &self.findings);
            page.conceal(self.session.known_secrets()).print()?;
        }
        self.status(!json)
    }

    /// The exit status of this step. `told` says whether the findings were printed for people to read.
    pub fn status(&self, told: bool) -> Result<Status, Failure> {
        let ended = self.ended.clone();
        ended.map_err(|failure| if told { failure.unless_told_by(&self.findings) } else { failure })?;
        self.saved.clone()?;
        let wrong = self.findings.iter().any(|finding| finding.severity() == Severity::Error);
        Ok(if wrong { Status::Bad } else { Status::Worked })
    }
}

impl SavedArgs {
    /// Opens the session, runs `step` on it and saves it back, also if the step failed, because the provider's response
    /// is worth keeping. A client secret is fetched only for a request that needs it.
    pub fn run(
        &self,
        purpose: Purpose,
        global: &Global,
        step: impl AsyncFnOnce(&mut LoginFlow) -> Result<(), Failure>,
    ) -> Result<Outcome, Failure> {
        let sessions = Sessions::of(&global.data_dir()?).keeping(settings::kept_requests(&global.config_dir()?));
        let opened = open(&sessions, &self.session)?;
        let mut flow = self.flow(&opened, purpose, global)?;
        if purpose == Purpose::Refresh {
            // With rotation, the provider invalidates the old refresh token when it issues the new one.
            sessions.can_save_back(&opened.path)?;
        }
        flow.kept = Some(SessionFile::in_file(sessions, opened.path.clone()));
        let tokens = flow.expected_tokens();
        let work = async {
            self.find_endpoint(&mut flow, purpose).await?;
            step(&mut flow).await
        };
        let ended = run_until_asked_to_end(work, &tokens);
        let ended = ended?.unwrap_or_else(|| Err(Failure::interrupted()));
        flow.cancel();
        let ended = ended.map_err(|failure| failure.concealing(flow.session.known_secrets()));
        // If saving fails, the session is still printed: the rotated refresh token is nowhere else.
        let saved = match flow.kept.take() {
            Some(mut kept) if flow.session.log().len() != opened.saved.session.log().len() => {
                kept.save(&flow.session).map_err(Failure::usage)
            }
            _ => Ok(()),
        };
        let findings = new_findings(&opened.saved.session, &flow.session);
        Ok(Outcome { session: flow.session, findings, ended, saved })
    }

    fn flow(&self, opened: &Opened, purpose: Purpose, global: &Global) -> Result<LoginFlow, Failure> {
        if let Some(reason) = opened.saved.read_only() {
            return Err(Failure::usage(format!("{}: {reason}", self.session)));
        }
        let mut problems = Vec::new();
        let mut session = opened.saved.session.clone();
        session.set_profile(self.client(session.profile(), global)?, None);
        let given = client_secret(self.client_secret_file.as_deref())?;
        if given.is_some() || !purpose.authenticates() {
            session.set_profile(session.profile().clone(), given);
        } else {
            let is_own = opened.name.is_some() || self.profile.is_some();
            let (client, secret) = client_store::of_session(&session, is_own, &global.config_dir()?);
            let expected = format!("; expected --client-secret-file FILE or ${SECRET_VARIABLE}");
            session.set_profile(client, secret.map_err(|error| Failure::usage(format!("{error}{expected}")))?);
        }
        let limits = self.transport.limits(&mut problems);
        Failure::unless_empty(Status::Usage, problems)?;
        let http = HttpClient::new(limits, self.transport.ca_file.as_deref())?;
        let (method, secret) = (session.profile().authentication, session.client_secret());
        let signs = matches!(method, ClientAuthentication::PrivateKeyJwt | ClientAuthentication::SecretJwt);
        let key = match (&self.client_key_file, secret.filter(|_| signs && purpose.authenticates())) {
            (Some(file), _) if signs => Some(SigningKey::read(file)?),
            (_, Some(secret)) => Some(SigningKey::of_client(method, secret)?),
            _ => None,
        };
        let key_id = self.client_key_id.as_ref().or(session.profile().client_key_id.as_ref()).cloned();
        let signer = key.map(|key| Signer { key, key_id });
        Ok(LoginFlow::resume(session, http).with_signer(signer))
    }

    /// The client of the session, at the provider that the arguments name.
    fn client(&self, client: &Profile, global: &Global) -> Result<Profile, Failure> {
        if let Some(issuer) = &self.issuer {
            let provider = Provider::Issuer(issuer.clone());
            return match issuer_problem("--issuer", issuer) {
                None => Ok(Profile { provider, ..client.clone() }),
                Some(problem) => Err(Failure::usage(problem)),
            };
        }
        let Some(name) = &self.profile else { return Ok(client.clone()) };
        let profile = global.profile(name)?;
        if client.client_id.is_empty() || client.client_id == profile.client_id {
            return Ok(profile);
        }
        Err(Failure::usage(format!(
            "--profile: {name} is for client {:?}, but the session is for client {:?}",
            profile.client_id, client.client_id
        )))
    }

    /// Fetches the discovery document if the session has only tokens and no endpoint for a request: only for an Amazon
    /// user pool or a provider that the arguments name, because a token may name any URL as its issuer.
    async fn find_endpoint(&self, flow: &mut LoginFlow, purpose: Purpose) -> Result<(), Failure> {
        let endpoints = flow.session.endpoints();
        let (name, endpoint) = match purpose {
            Purpose::Refresh => ("token endpoint", &endpoints.token),
            Purpose::UserInfo => ("UserInfo endpoint", &endpoints.userinfo),
            Purpose::RegistrationRead | Purpose::RegistrationDeletion => return Ok(()),
            _ => ("revocation endpoint", &endpoints.revocation),
        };
        let is_named = self.profile.is_some() || self.issuer.is_some();
        let is_amazons = matches!(flow.session.profile().provider, Provider::Cognito { .. });
        // If the arguments name the provider, what the file recorded about another one does not apply.
        let is_known = endpoint.is_some() || flow.session.metadata().is_some();
        if is_named || (is_amazons && !is_known) {
            return flow.discover().await;
        }
        if is_known {
            return Ok(());
        }
        let issuer = endpoints.issuer.map_or_else(
            || "--issuer URL or --profile NAME".to_owned(),
            |issuer| format!("--issuer {issuer} (from the tokens: check that it is the right one) or --profile NAME"),
        );
        let problem = format!("unknown {name}: the session has tokens but no provider; use {issuer}");
        Err(Failure::usage(sanitise::line(&problem)))
    }
}

/// The findings in exchanges that `after` has and `before` does not, the worst first.
fn new_findings(before: &Session, after: &Session) -> Vec<Finding> {
    let now = clock::now();
    let known: Vec<_> = before.exchanges().map(|exchange| exchange.id).collect();
    let old = diagnosis::diagnose(before, now);
    let seen_now = |finding: &Finding| {
        finding.evidence.iter().filter_map(|evidence| evidence.exchange).any(|exchange| !known.contains(&exchange))
    };
    let mut findings = diagnosis::diagnose(after, now);
    findings.retain(|finding| seen_now(finding) || !old.contains(finding));
    findings
}

/// Opens a saved session by its name or file.
pub fn open(sessions: &Sessions, session: &str) -> Result<Opened, Failure> {
    let opened = sessions.open(session)?;
    opened.exposure.iter().for_each(|exposure| output::progress(&format!("warning: {exposure}")));
    Ok(opened)
}
