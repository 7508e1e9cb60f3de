//! The sign-in of a scenario: a simulated user at the embedded provider's pages, over HTTP.

use crate::cli::login::flow::LoginFlow;
use crate::cli::status::{Failure, Status};
use crate::demo::{Cookies, Scenario, Visit, Visitor};
use crate::runtime::{clock, random};
use crate::session::{Exchange, Purpose};

/// Sends the authorization request and signs in as the browser would; every request is recorded.
pub async fn visit(flow: &mut LoginFlow, scenario: &Scenario) -> Result<(), Failure> {
    let random = random::randomness()?;
    let mut draft = flow.session.draft_authorization(&random).map_err(|problem| Failure::new(Status::Bad, problem))?;
    scenario.amend_authorization(&mut draft);
    // The code does not really have to age: it is recorded as received earlier.
    let then = clock::now().saturating_sub(scenario.callback_age()).unwrap_or_else(|_| clock::now());
    let url = flow.session.authorize(draft, then);
    let mut visitor = Visitor::new(&url, scenario.user, Cookies::default());
    let mut next = Visit::Request(visitor.start());
    loop {
        next = match next {
            Visit::Request(request) => {
                flow.exchange(Purpose::SignIn, request).await?;
                let answer = flow.session.last_exchange(Purpose::SignIn).and_then(Exchange::response);
                visitor.next(answer.ok_or_else(|| Failure::new(Status::Network, "sign-in: no response"))?)
            }
            Visit::Arrived(url) => {
                flow.session.receive_callback(&scenario.amend_callback(&url), then);
                return Ok(());
            }
            Visit::Stranded { text, .. } => {
                return Err(Failure::new(Status::Bad, format!("the sign-in ended at the provider: {text}")));
            }
        }
    }
}
