//! A session as the screen shows it: what is selected, edited, pending and visible.

use std::ops::Deref;

use super::field::{AUTHORIZATION, SIGN_OUT};
use super::message::Effect;
use super::position::{Focus, Position, Selection};
use super::preflight::Preflight;
use super::question::Loss;
use super::registration::Registration;
use super::tokens_view::{TokenTab, TokensView};
use super::undo::Undo;
use super::work::{Consent, Work};
use super::works::Works;
use crate::demo::{Cookies, Scenario, Visitor};
use crate::profile::Profile;
use crate::protocol::resource::why::Why;
use crate::protocol::{Check, ExchangeId, Finding, HttpRequest, RequestDraft, Secret};
use crate::session::diagram::Arrow;
use crate::session::{AuthorizationDraft, DraftError, Edit, Exchange, Purpose, Session, Source, Step};

/// A session on the screen.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// The session.
    pub session: Session,
    /// Its name in the title.
    pub title: String,
    /// Where the person is in it.
    pub position: Position,
    /// The requests that are composed.
    pub drafts: Drafts,
    /// The browser, real or simulated.
    pub browser: Browser,
    /// What is saved.
    pub storage: Storage,
    /// The pending work of this session.
    pub works: Works,
    /// The client's fault in the active scenario.
    pub scenario: Option<&'static Scenario>,
    /// The checks of the provider that the person started.
    pub checks: ProviderChecks,
    /// The display state of the exchanges.
    pub exchanges: ExchangesView,
    /// The display state of step 5.
    pub tokens: TokensView,
    /// Whether the tokens are refreshed automatically before they expire.
    pub keeps_fresh: bool,
    /// The findings.
    pub findings: Findings,
    /// The arrows of the sequence diagram, renewed with the findings: a frame only lays out the visible ones.
    pub arrows: Vec<Arrow>,
    /// The arrows that start a round, by their places.
    pub rounds: Vec<usize>,
    /// The discovery from a resource.
    pub discovery: DiscoveryView,
}

/// The state of the discovery from a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiscoveryView {
    /// Whether the next request follows from an answer by itself.
    pub is_discovering: bool,
    /// The scopes that the discovery set; others were entered by the person.
    pub scopes: Vec<String>,
    /// Whether no assertion could be signed, until the client changes.
    pub signing_failed: bool,
}

/// The requests that are composed in the steps.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    /// The authorization request of step 2.
    pub authorization: Option<AuthorizationDraft>,
    /// The same request before the person edited it.
    pub built_authorization: Option<AuthorizationDraft>,
    /// The callback as it came or was pasted, before the person edits it.
    pub pasted_callback: Option<Secret>,
    /// Edited requests that have not been sent.
    pub edited: Vec<(Purpose, RequestDraft)>,
    /// What the changes to the client and to unsent requests replaced, the latest last.
    pub undo: Vec<Undo>,
    /// Steps that show their next request although an earlier one was answered.
    pub again: Vec<Step>,
    /// Whether a refresh that no key in its step asked for waits for the client's assertion.
    pub refreshes_once_signed: bool,
    /// In presenter mode, the next message of its own: it waits for a key.
    pub held: Option<(Purpose, HttpRequest)>,
}

/// The browser, real or simulated, and the wait for its callback.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// The state of the callback listener.
    pub listener: Listener,
    /// Since when it waits for the callback.
    pub waits_since: Option<jiff::Timestamp>,
    /// The page to open once the listener is bound. Opened earlier, its code could go to another program on that port.
    pub to_open: Option<String>,
    /// The simulated browser, which signs in at the embedded provider.
    pub sign_in: Option<Visitor>,
    /// The provider's page on which the last sign-in ended: its URL and its text.
    pub stranded: Option<(String, String)>,
    /// The last user of the simulated browser.
    pub user: String,
    /// The cookies of that user's browser.
    pub cookies: Cookies,
}

/// What is saved of the client and of the session.
#[derive(Clone, Debug)]
pub struct Storage {
    /// The client as it was last opened or saved.
    pub opened_profile: Profile,
    /// Whether the client secret differs from the stored one: it was typed or removed.
    pub secret_changed: bool,
    /// The name under which the session is saved with its tokens.
    pub saved_as: Option<String>,
    /// How many token sets were included in the last save, or came from a saved session.
    pub saved_grants: usize,
    /// Why the session can be viewed but not continued: it was saved without its secrets.
    pub read_only: Option<String>,
    /// The name that was typed to save something, and what entering it again confirms.
    pub agreed: Option<(String, Consent)>,
}

/// The checks of the provider before a sign-in.
#[derive(Clone, Debug, Default)]
pub struct ProviderChecks {
    /// The state of preflight.
    pub preflight: Preflight,
    /// The registration check.
    pub registration: Option<Registration>,
}

/// The display state of the exchanges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExchangesView {
    /// The search text; empty if there is none.
    pub search: String,
    /// What the shown exchanges have in common; empty if all are shown.
    pub filter: String,
    /// The selected row of the selected exchange, if its rows have the focus.
    pub row: Option<usize>,
    /// Whether bodies are shown as they were sent.
    pub is_raw: bool,
    /// The places of the exchanges that match the filter; `None` without one. Renewed when something happened.
    pub found: Option<Vec<usize>>,
}

/// What had happened in a session: log entries, pending requests, and callbacks for other requests, of which the log
/// keeps few.
pub type Happened = (usize, usize, usize);

/// The findings of a session, and what it had done when they were computed.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    all: Vec<Finding>,
    of: Option<Happened>,
}

impl Deref for Findings {
    type Target = [Finding];

    fn deref(&self) -> &[Finding] {
        &self.all
    }
}

impl Findings {
    /// Whether nothing has happened since they were computed.
    pub fn are_of(&self, happened: Happened) -> bool {
        self.of == Some(happened)
    }

    /// Replaces them.
    pub fn renew(&mut self, happened: Happened, all: Vec<Finding>) {
        *self = Self { all, of: Some(happened) };
    }
}

/// The state of the callback listener.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Listener {
    /// Not listening.
    #[default]
    Off,
    /// Requested, not bound yet.
    Starting,
    /// Bound, at this redirect URI.
    Waiting(String),
    /// It could not listen, and why.
    Failed(String),
}

impl SessionView {
    /// A session at its first step, with its number in this run of the program.
    pub fn new(number: u32, session: Session, title: impl Into<String>) -> Self {
        Self {
            storage: Storage {
                opened_profile: session.profile().clone(),
                secret_changed: false,
                saved_as: None,
                saved_grants: session.grants().len(),
                read_only: None,
                agreed: None,
            },
            session,
            title: title.into(),
            position: Position::default(),
            drafts: Drafts::default(),
            browser: Browser::default(),
            works: Works::of_session(number),
            scenario: None,
            checks: ProviderChecks::default(),
            exchanges: ExchangesView::default(),
            tokens: TokensView::default(),
            keeps_fresh: false,
            findings: Findings::default(),
            arrows: Vec::new(),
            rounds: Vec::new(),
            discovery: DiscoveryView::default(),
        }
    }

    /// The current step.
    pub fn step(&self) -> Step {
        self.position.step()
    }

    /// Whether the current step shows an unsent request instead of an answered one.
    pub fn is_composing(&self, step: Step) -> bool {
        let answered = match step {
            Step::Authorize => self.session.attempt().is_some(),
            step => self.exchange(step).is_some(),
        };
        self.drafts.again.contains(&step) || !answered
    }

    /// Whether another authorization request is composed: what came after the last one belongs to the attempt before.
    pub fn is_beginning_again(&self) -> bool {
        self.drafts.again.contains(&Step::Authorize) && self.session.attempt().is_some()
    }

    /// Whether a step shows what belongs to the attempt before the authorization request that is composed. The tokens
    /// stay in use.
    pub fn is_of_previous_attempt(&self, step: Step) -> bool {
        let has_result = match step {
            Step::Callback => self.session.callback().is_some() || self.browser.stranded.is_some(),
            Step::Redeem | Step::UserInfo | Step::Refresh => self.exchange(step).is_some(),
            Step::SignOut => SIGN_OUT.iter().any(|purpose| self.exchange_for(*purpose).is_some()),
            Step::Find | Step::Client | Step::Authorize | Step::Tokens | Step::Call => false,
        };
        has_result && self.is_beginning_again()
    }

    /// The request that would be sent now for a purpose: the edited one, or the session's draft.
    pub fn draft(&self, purpose: Purpose) -> Result<RequestDraft, DraftError> {
        match self.drafts.edited.iter().find(|(p, _)| *p == purpose) {
            Some((_, draft)) => Ok(draft.clone()),
            None => self.built_draft(purpose),
        }
    }

    /// The request for a purpose without the person's edits.
    fn built_draft(&self, purpose: Purpose) -> Result<RequestDraft, DraftError> {
        let mut draft = self.session.draft(purpose)?;
        if let Some(scenario) = self.scenario {
            scenario.amend(&self.session, purpose, &mut draft);
        }
        Ok(draft)
    }

    /// The edited request for a purpose, and the same as the program built it.
    pub fn edited(&self, purpose: Purpose) -> Option<(RequestDraft, RequestDraft)> {
        if purpose == AUTHORIZATION {
            let built = self.drafts.built_authorization.as_ref();
            return Some((self.drafts.authorization.as_ref()?.request.clone(), built?.request.clone()));
        }
        let (_, draft) = self.drafts.edited.iter().find(|(p, _)| *p == purpose)?;
        Some((draft.clone(), self.built_draft(purpose).ok()?))
    }

    /// What the person edited in the request for a purpose.
    pub fn edits(&self, purpose: Purpose) -> Vec<Edit> {
        self.edited(purpose).map(|(draft, built)| Edit::of_request(&built, &draft)).unwrap_or_default()
    }

    /// Whether the person edited the request for a purpose.
    pub fn is_edited(&self, purpose: Purpose) -> bool {
        match purpose {
            AUTHORIZATION => {
                let Drafts { authorization, built_authorization: built, .. } = &self.drafts;
                authorization.is_some() && built.is_some() && authorization != built
            }
            purpose => self.drafts.edited.iter().any(|(p, _)| *p == purpose),
        }
    }

    /// The last exchange of a step in this round: since the last authorization request.
    pub fn exchange(&self, step: Step) -> Option<&Exchange> {
        match step {
            Step::Find => self.session.discovery_exchanges().pop(),
            Step::Call => self.session.target().and_then(|target| self.session.last_call(&target).pop()),
            Step::UserInfo => {
                let [userinfo, api] = [Purpose::UserInfo, Purpose::Api].map(|purpose| self.exchange_for(purpose));
                userinfo.into_iter().chain(api).max_by_key(|exchange| exchange.id)
            }
            step => self.exchange_for(purpose_of(step)?),
        }
    }

    /// Whether step 6 shows a request to an API instead of UserInfo.
    pub fn is_at_api(&self) -> bool {
        let composed =
            || self.draft(Purpose::UserInfo).is_ok_and(|it| self.session.is_api_call(Purpose::UserInfo, &it.build()));
        let is_api = |exchange: &Exchange| exchange.purpose == Purpose::Api;
        self.step() == Step::UserInfo
            && if self.is_composing(Step::UserInfo) {
                composed()
            } else {
                self.exchange(Step::UserInfo).is_some_and(is_api)
            }
    }

    /// The last exchange for a purpose in this round.
    pub fn exchange_for(&self, purpose: Purpose) -> Option<&Exchange> {
        if matches!(purpose, Purpose::Discovery | Purpose::JwkSet) {
            return self.session.last_exchange(purpose);
        }
        self.exchanges_for(purpose).next()
    }

    /// The exchanges for a purpose since the last authorization request, the newest first.
    pub fn exchanges_for(&self, purpose: Purpose) -> impl Iterator<Item = &Exchange> {
        self.session.exchanges_of_round(purpose).rev()
    }

    /// Whether an answer is pending.
    pub fn is_running(&self) -> bool {
        self.browser.sign_in.is_some()
            || matches!(self.browser.listener, Listener::Starting | Listener::Waiting(_))
            || self.pending().next().is_some()
            || self.checks.registration.as_ref().is_some_and(Registration::is_asking)
    }

    /// What would be lost if the session ended now.
    pub fn would_be_lost(&self) -> Option<Loss> {
        if self.is_running() {
            Some(Loss::Running)
        } else if self.session.grants().len() <= self.storage.saved_grants {
            None
        } else if self.storage.saved_as.is_none() {
            Some(Loss::Unsaved)
        } else if self.has_rotated() {
            Some(Loss::Rotated)
        } else {
            Some(Loss::Older)
        }
    }

    /// Whether a refresh since the last save returned a new refresh token.
    fn has_rotated(&self) -> bool {
        let unsaved = self.session.grants().iter().skip(self.storage.saved_grants);
        unsaved.into_iter().any(|grant| grant.source == Source::Refresh && grant.response.refresh_token().is_some())
    }

    /// Shortens the record as its file will be. The number of unsaved tokens stays.
    pub fn shorten(&mut self, kept: usize) {
        let unsaved = self.session.grants().len().saturating_sub(self.storage.saved_grants);
        self.session.shorten(kept);
        self.storage.saved_grants = self.session.grants().len().saturating_sub(unsaved);
    }

    /// The pending exchanges.
    pub fn pending(&self) -> impl Iterator<Item = ExchangeId> {
        self.session.pending().map(|exchange| exchange.id)
    }

    /// Shows a token, at its first row.
    pub(in crate::app) fn show_token(&mut self, which: TokenTab) {
        self.tokens.which = which;
        *self.position.selection_mut() = Selection::default();
    }

    /// Whether the focus is on a finding, which Enter opens.
    pub fn is_at_finding(&self) -> bool {
        self.position.focus() == Focus::Findings && !self.findings.is_empty()
    }

    /// Shows the current step's next request although an earlier one was answered.
    pub fn compose_again(&mut self) {
        let step = self.step();
        if !self.drafts.again.contains(&step) {
            self.drafts.again.push(step);
        }
        self.position.back_to_request();
    }

    /// Whether the client differs from the one that was last opened or saved, apart from its secret.
    pub fn is_client_changed(&self) -> bool {
        let now = self.session.profile();
        let opened = &self.storage.opened_profile;
        *now != Profile { secret_source: now.secret_source.clone(), name: now.name.clone(), ..opened.clone() }
    }

    /// What entering the same name again confirms.
    pub(in crate::app) fn consent_to(&mut self, name: &str) -> Option<Consent> {
        self.storage.agreed.take().filter(|(asked, _)| asked == name).map(|(_, consent)| consent)
    }

    /// Records a request and returns the effect that sends it.
    pub(in crate::app) fn begin(&mut self, purpose: Purpose, request: HttpRequest, now: jiff::Timestamp) -> Effect {
        self.begin_because(purpose, request, None, now)
    }

    /// The same with the reason why it is sent.
    pub(in crate::app) fn begin_because(
        &mut self,
        purpose: Purpose,
        request: HttpRequest,
        why: Option<&Why>,
        now: jiff::Timestamp,
    ) -> Effect {
        if matches!(purpose, Purpose::Discovery | Purpose::JwkSet) {
            self.drafts.again.retain(|step| *step != Step::Client);
        }
        let edits = self.edits(purpose);
        let exchange = match why {
            Some(why) => self.session.begin_because(purpose, request.clone(), Some(why.to_string()), now),
            None => self.session.begin(purpose, request.clone(), now),
        };
        self.session.mark_edited(edits);
        self.forget_changes(|p| p == purpose);
        if purpose.authenticates() {
            // Each assertion is sent once.
            self.session.set_assertion(None);
        }
        self.works.start(
            match self.storage.saved_as.clone().filter(|_| matches!(purpose, Purpose::Token | Purpose::Refresh)) {
                Some(name) => Work::SendAndSave { exchange, request, name, session: Box::new(self.session.clone()) },
                None => Work::Send { exchange, request },
            },
        )
    }

    /// Records a callback; a scenario may change the callback or its time.
    pub fn receive_callback(&mut self, url: &str, now: jiff::Timestamp) {
        match self.scenario {
            Some(scenario) => {
                let at = now.saturating_sub(scenario.callback_age()).unwrap_or(now);
                self.session.receive_callback(&scenario.amend_callback(url), at);
            }
            None => self.session.receive_callback(url, now),
        }
        self.show_callback();
    }

    /// Selects what decides about the callback: its error, which is shown first, or the parameter of a failed check.
    pub fn show_callback(&mut self) {
        let Some(record) = self.session.callback() else { return };
        let failed = self.session.callback_checks().into_iter().find(Check::failed);
        let names = || record.callback.parameters.iter().map(|(name, _)| name);
        let row = failed.filter(|_| record.callback.error().is_none());
        let row = row.and_then(|check| names().position(|name| name == check.id.as_str()));
        self.position.select_in(Step::Callback, row.unwrap_or(0));
    }

    /// Records that the browser was sent to the provider with the request of step 2.
    pub fn authorize(&mut self, now: jiff::Timestamp) -> Option<String> {
        let draft = self.drafts.authorization.take()?;
        let built = self.drafts.built_authorization.take();
        let edits = built.map(|built| Edit::of_request(&built.request, &draft.request)).unwrap_or_default();
        self.drafts.again.retain(|step| *step != Step::Authorize);
        self.forget_changes(|_| true);
        self.browser.stranded = None;
        self.drafts.held = None;
        // A new round needs new random values.
        self.storage.read_only = None;
        let url = self.session.authorize(draft, now);
        self.session.mark_edited(edits);
        Some(url)
    }
}

/// The purpose of the request that a step sends.
pub fn purpose_of(step: Step) -> Option<Purpose> {
    Some(match step {
        Step::Client => Purpose::Discovery,
        Step::Redeem => Purpose::Token,
        Step::UserInfo => Purpose::UserInfo,
        Step::Refresh => Purpose::Refresh,
        Step::SignOut => Purpose::Revocation,
        Step::Find | Step::Authorize | Step::Callback | Step::Tokens | Step::Call => return None,
    })
}
