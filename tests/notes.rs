//! The notes: nothing that a screen shows lacks its note.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;

use grantscope::app::model::field::Field;
use grantscope::app::query::fields;
use grantscope::diagnosis::catalogue;
use grantscope::protocol::notes::{Subject, note};
use grantscope::protocol::token::claims;
use grantscope::protocol::{CheckId, TokenReport};
use grantscope::session::{Entry, Step};

use crate::stage::{Stage, states};

#[derive(Default)]
struct Missing(BTreeSet<String>);

impl Missing {
    fn want(&mut self, subjects: &[Subject], name: &str, place: &str) {
        if subjects.iter().all(|subject| note(*subject, name).is_none()) {
            self.0.insert(format!("{} {name}: {place}", subjects[0].name()));
        }
    }

    fn token(&mut self, report: &TokenReport) {
        for (name, _) in report.header.iter().flat_map(|header| header.root().members()) {
            self.want(&[Subject::TokenHeader], &name, "token");
        }
        for (name, _) in report.claims.iter().flat_map(|claims| claims.root().members()) {
            if claims::meaning(&name).is_none() {
                self.0.insert(format!("claim {name}"));
            }
        }
        for check in &report.checks {
            self.want(&[Subject::Check], check.id.as_str(), "token");
        }
    }

    fn session(&mut self, session: &grantscope::session::Session) {
        for entry in session.log() {
            match entry {
                Entry::Authorization(attempt) => {
                    for (name, _) in attempt.draft.parameters.iter() {
                        self.want(&[Subject::Parameter], name, "authorization request");
                    }
                }
                Entry::Callback(record) => {
                    for (name, _) in record.callback.parameters.iter() {
                        self.want(&[Subject::Parameter], name, "callback");
                    }
                }
                Entry::Exchange(exchange) => {
                    let response = exchange.response().map(|response| &response.headers[..]).unwrap_or_default();
                    for header in exchange.request.headers.iter().chain(response) {
                        self.want(&[Subject::Header], &header.name.to_ascii_lowercase(), exchange.purpose.name());
                    }
                    if exchange.purpose != grantscope::session::Purpose::SignIn {
                        for (name, _) in exchange.request.form().iter() {
                            self.want(&[Subject::Parameter, Subject::Row], name, exchange.purpose.name());
                        }
                    }
                }
            }
        }
        for grant in session.grants() {
            for (name, _) in grant.response.json.root().members() {
                self.want(&[Subject::Member], &name, "token response");
            }
            [&grant.id_token, &grant.access_token].into_iter().flatten().for_each(|report| self.token(report));
        }
    }
}

#[test]
fn nothing_shown_lacks_its_note() {
    let mut missing = Missing::default();
    for step in Step::ALL {
        missing.want(&[Subject::Step], step.name(), "steps");
    }
    for id in CheckId::ALL.iter() {
        missing.want(&[Subject::Check], id.as_str(), "checks");
    }
    for rule in catalogue() {
        missing.want(&[Subject::Finding], rule.id, "findings");
    }
    for (name, model) in states::all() {
        let Some(view) = model.view() else { continue };
        for row in fields::rows(view) {
            // What a person typed has no note.
            let is_own = name.contains("type") || matches!(row.field, Field::NewParameter(_));
            if !is_own {
                missing.want(&[Subject::Parameter, Subject::Row], &row.name, &name);
            }
        }
        if !name.contains("paste") && !name.contains("nested") {
            missing.session(&view.session);
        }
    }
    assert!(missing.0.is_empty(), "{:#?}", missing.0);
}

#[test]
fn the_notes_are_one_key_away_and_begin_at_the_selected_row() {
    let mut stage = Stage::demo(&grantscope::demo::scenarios::CLEAN);
    stage.press("enter 2 home down down K");
    let screen = crate::screens::screen(&mut stage, (120, 36), &grantscope::ui::Styles::default());
    assert!(screen.contains("Notes") && screen.contains("Names the client at the"), "{screen}");
    stage.press("ctrl-u").type_text("at_hash");
    let screen = crate::screens::screen(&mut stage, (120, 36), &grantscope::ui::Styles::default());
    assert!(screen.contains("Binds the ID token"), "{screen}");
    stage.press("enter");
    assert!(stage.model.overlay.is_none());
}

#[test]
fn a_finding_has_its_own_note() {
    let mut stage = Stage::demo(grantscope::demo::scenarios::find("state-forged").unwrap());
    stage.press("enter 2 s enter tab K");
    let screen = crate::screens::screen(&mut stage, (120, 36), &grantscope::ui::Styles::default());
    assert!(screen.contains("state.mismatch  ") && screen.contains("callback is not the answer"), "{screen}");
}
