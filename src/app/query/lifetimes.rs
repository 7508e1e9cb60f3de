//! The truth table of the open session: who can be asked, at which moments, and what asking sends.

use jiff::{SignedDuration, Timestamp};

use crate::app::model::session_view::SessionView;
use crate::app::model::{Model, Overlay};
use crate::app::query::progress::{Progress, to_send};
use crate::demo::api::RESOURCES;
use crate::diagnosis::lifetimes::{Api, Asked, Row, Stop, When, endings, truth_table};
use crate::protocol::HttpRequest;
use crate::protocol::urls::origin_of;
use crate::session::{Purpose, ResourceKind, Session, Step, call};

/// A moment of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Just before the first thing that ended the sign-in.
    Before(Stop),
    /// Now.
    Now(Timestamp),
    /// The time that the person looks at.
    WhatIf(Timestamp),
}

impl Moment {
    fn when(self, session: &Session) -> When {
        match self {
            Self::Before(stop) => When::before(stop),
            Self::Now(at) => When::now(at),
            Self::WhatIf(at) => When::at(session, at),
        }
    }
}

/// What asking does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    /// It sends a request.
    Send(Purpose, Box<HttpRequest>),
    /// It sends the refresh request of step 7.
    Refresh,
    /// It needs the browser: step 2.
    SignIn,
}

/// The moments of the table.
pub fn moments(model: &Model, what_if: Option<Timestamp>) -> Vec<Moment> {
    let first = model.view().and_then(|view| endings(&view.session).first().copied());
    let mut moments: Vec<Moment> = first.map(Moment::Before).into_iter().collect();
    moments.push(Moment::Now(model.now));
    moments.extend(what_if.map(Moment::WhatIf));
    moments
}

/// The table for some moments.
pub fn table(model: &Model, moments: &[Moment]) -> Vec<Row> {
    let Some(session) = model.view().map(|view| &view.session) else { return Vec::new() };
    let moments: Vec<When> = moments.iter().map(|moment| moment.when(session)).collect();
    truth_table(session, &apis(model), &moments)
}

/// Who can be asked, in the order of the table.
pub fn asked(model: &Model) -> Vec<Asked> {
    table(model, &[]).into_iter().map(|row| row.asked).collect()
}

/// What asking whoever is in a row sends; the error says why it cannot be asked.
pub fn request(model: &Model, row: usize) -> Result<Asking, String> {
    let (Some(view), Some(asked)) = (model.view(), asked(model).into_iter().nth(row)) else {
        return Err("nobody is selected".to_owned());
    };
    match asked {
        Asked::UserInfo => {
            let draft = view.session.draft(Purpose::Probe).map_err(|error| error.to_string())?;
            Ok(Asking::Send(Purpose::Probe, Box::new(draft.build())))
        }
        Asked::Refresh => match to_send(view, Step::Refresh) {
            Progress::Blocked(reason) => Err(reason.to_string()),
            _ => Ok(Asking::Refresh),
        },
        Asked::Api(api) => match view.session.grant().and_then(|grant| grant.response.access_token()) {
            Some(token) => Ok(Asking::Send(Purpose::Other, Box::new(call(&api.url, ResourceKind::Api, Some(&token))))),
            None => Err("the access token is missing".to_owned()),
        },
        Asked::SignIn => Ok(Asking::SignIn),
        Asked::VerifyingApi | Asked::AskingApi => Err("this stands for any API of that kind: it has no URL".to_owned()),
        Asked::Client => Err("this client checks the ID token itself: see step 5".to_owned()),
    }
}

/// The footer's label of asking.
pub fn label(model: &Model, row: usize) -> &'static str {
    match request(model, row) {
        Ok(Asking::SignIn) => "sign in again",
        _ => "ask now",
    }
}

/// The end of the current access token: the first second in which it has expired.
pub fn token_end(view: &SessionView) -> Option<Timestamp> {
    let expiry = view.session.grant()?.access_token_expires_at(&view.session)?;
    expiry.checked_add(SignedDuration::from_secs(1)).ok()
}

/// Why the clock cannot be turned to the time that is looked at.
pub fn cannot_turn(model: &Model) -> Option<&'static str> {
    Some(match &model.overlay {
        _ if model.demo.is_none() => "only the clock of the demo can be turned",
        Some(Overlay::Lifetimes { what_if: Some(at), .. }) if *at > model.now => return None,
        Some(Overlay::Lifetimes { .. }) => "look at a later time first",
        _ => "the clock is turned in the lifetimes",
    })
}

/// The APIs whose rules are known: those of the embedded provider.
fn apis(model: &Model) -> Vec<Api> {
    let issuer = model.demo.and(model.demo_issuer.as_deref()).and_then(origin_of);
    let api = |origin: &String| {
        let of = |resource: &crate::demo::api::Resource| {
            let url = format!("{origin}{}", resource.path);
            Api { audience: Some(url.clone()), url, scope: Some(resource.scope.to_owned()) }
        };
        RESOURCES.iter().map(of).collect()
    };
    issuer.as_ref().map(api).unwrap_or_default()
}
