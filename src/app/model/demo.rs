//! The embedded provider as the screen shows it: its address, what is broken, who can sign in.

use jiff::SignedDuration;

use super::choice::Choice;
use crate::demo::scenarios::{CLEAN, Scenario};
use crate::demo::{PROTECTED_RESOURCES, directory, scenarios};
use crate::profile::{Profile, Provider};
use crate::protocol::urls::origin_of;
use crate::protocol::{Endpoints, Finding, Secret};
use crate::session::Session;

/// The path of the resource that stands for the demo.
pub const DEMO_RESOURCE: &str = "/mcp";

/// A scenario as a row, which does not say what happens: that is for the person to predict. If it is selected, the row
/// also says what to do first.
fn row(scenario: &Scenario) -> Choice {
    if scenario.id == CLEAN.id {
        return Choice::new(scenario.id, scenario.title);
    }
    let step = scenario.step();
    let who = match scenario.breaks() {
        "user" => "the user",
        "client" => "the client",
        "resource" => "the resource",
        _ => "the provider",
    };
    let row = Choice::new(scenario.id, format!("{who}, step {} {}", step.number(), step.name()));
    let more = format!("Predict what will happen and at which step. To trigger it: {}.", scenario.instructions());
    Choice { more, ..row }
}

/// The end of the title of a session in which something is broken on purpose, until the findings show what.
const UNREVEALED: &str = "one planted fault";

/// The embedded provider, running.
#[derive(Clone, Copy, Debug)]
pub struct Demo {
    /// What is broken on purpose.
    pub scenario: &'static Scenario,
    /// How far the clock of the demo, provider and client, was turned ahead of this machine's.
    pub ahead: SignedDuration,
    /// The path of the resource that its session begins at.
    pub resource: Option<&'static str>,
}

impl Demo {
    /// Whether a scenario is active.
    pub fn is_broken(self) -> bool {
        self.scenario.id != CLEAN.id
    }

    /// The title of a session once its fault was found; `None` while it must not be told, or was told already.
    pub fn revealed(self, title: &str, findings: &[Finding]) -> Option<String> {
        let before = title.strip_suffix(UNREVEALED)?;
        let shows = self.scenario.findings.first()?;
        findings.iter().any(|finding| finding.id() == *shows).then(|| format!("{before}{}", self.scenario.title))
    }

    /// Who can sign in: the scenario's user first, then the other users of the pool.
    pub fn users(self) -> Vec<Choice> {
        let mut users: Vec<Choice> = directory::users()
            .into_iter()
            .map(|user| {
                let note = match (user.enabled, user.groups.is_empty()) {
                    (false, _) => "disabled: the sign-in fails".to_owned(),
                    (true, true) => "no groups".to_owned(),
                    (true, false) => format!("groups: {}", user.groups.join(", ")),
                };
                Choice::new(user.username, note)
            })
            .collect();
        let about = self.scenario.user;
        match users.iter().position(|user| user.name == about) {
            Some(at) => users[..=at].rotate_right(1),
            None => users.insert(0, Choice::new(about, "through a simulated identity provider")),
        }
        users
    }

    /// The scenarios; the first row is none.
    pub fn scenarios() -> Vec<Choice> {
        std::iter::once(&CLEAN).chain(scenarios::every()).map(row).collect()
    }

    /// The scenario of a row in that list.
    pub fn scenario(row: usize) -> Option<&'static Scenario> {
        std::iter::once(&CLEAN).chain(scenarios::every()).nth(row)
    }

    /// The app clients, and the resources that a session can begin at.
    pub fn clients(self) -> Vec<Choice> {
        let clients = directory::clients().into_iter().map(|client| Choice::new(client.client_id, client.note));
        clients.chain(PROTECTED_RESOURCES.iter().map(|place| Choice::new(place.path, place.note))).collect()
    }

    /// A session of an app client by its id, or of a resource by its path; `None` is the scenario's client, with its fault.
    pub fn session(self, issuer: &str, client: Option<&str>) -> (Session, String) {
        let named = client.and_then(|name| PROTECTED_RESOURCES.iter().find(|place| place.path == name));
        let path = named.map(|place| place.path).or(self.resource.filter(|_| client.is_none()));
        if let Some(path) = path {
            return self.at_resource(issuer, path);
        }
        let clients = directory::clients();
        let note = |id: &str| clients.iter().find(|c| c.client_id == id).map(|c| c.note.clone()).unwrap_or_default();
        let Some(client) = client.and_then(|id| clients.iter().find(|client| client.client_id == id)) else {
            let session = Session::new(self.scenario.profile(issuer), self.scenario.client_secret());
            // The fault matters more than the pool, for which a narrow header has no room.
            let title = if self.is_broken() {
                format!("demo · {UNREVEALED}")
            } else {
                format!("demo · {} · {}", directory::POOL_ID, note(self.scenario.client_id))
            };
            return (session, title);
        };
        let profile = scenarios::profile(issuer, &client.client_id).unwrap_or_else(|| self.scenario.profile(issuer));
        let session = Session::new(profile, client.client_secret.as_deref().map(Secret::new));
        (session, format!("demo · {} · {}", directory::POOL_ID, client.note))
    }

    fn at_resource(self, issuer: &str, path: &str) -> (Session, String) {
        let url = format!("{}{path}", origin_of(issuer).unwrap_or_default());
        // The user pool registers no clients.
        let client_id = match (self.scenario.resource, path) {
            (Some(_), _) => self.scenario.client_id,
            (None, "/pool/mcp") => directory::client_id::PUBLIC,
            (None, _) => "",
        };
        let profile = Profile::new(Provider::Explicit(Endpoints::default()), client_id);
        let session = Session::from_resource(profile, None, &url);
        let what = if self.is_broken() { UNREVEALED } else { path };
        (session, format!("demo · {what}"))
    }
}
