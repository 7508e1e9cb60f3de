//! From the URL of an API or MCP server to a call that works, with keys.

use super::purposes;
use crate::stage::{ORIGIN, Stage};
use grantscope::app::{Answer, Effect, Overlay, Progress, Screen, Work};
use grantscope::demo::scenarios::{self, CLEAN, Scenario};
use grantscope::profile::{Profile, Provider};
use grantscope::protocol::resource::mcp;
use grantscope::protocol::{Endpoints, HttpRequest, HttpResponse};
use grantscope::session::{Delivery, Purpose, Received, Session, Step};

/// A session of the demo that begins at its MCP server.
fn at_mcp() -> Stage {
    let mut stage = Stage::at_start();
    stage.press("down enter enter");
    stage
}

/// A session that begins at a URL, whose requests the test answers.
fn at(url: &str) -> Stage {
    let profile = Profile::new(Provider::Explicit(Endpoints::default()), "");
    let mut stage = Stage::session(Session::from_resource(profile, None, url));
    stage.answers = false;
    stage
}

/// The request that waits for its answer.
fn waiting(stage: &Stage) -> Option<HttpRequest> {
    stage.waiting.iter().find_map(|effect| match effect {
        Effect::Start { work: Work::Send { request, .. }, .. } => Some(request.clone()),
        _ => None,
    })
}

fn answer(stage: &mut Stage, response: HttpResponse) {
    let at = stage.waiting.iter().position(|it| matches!(it, Effect::Start { work: Work::Send { .. }, .. })).unwrap();
    let Some(Effect::Start { id, .. }) = stage.waiting.remove(at) else { panic!("nothing waits") };
    let received = Received::Response(response);
    let delivery = Delivery::from(received);
    stage.take(grantscope::app::Message::Answered { id, answer: Answer::Send(Box::new(delivery)) });
}

fn json(body: &str) -> HttpResponse {
    HttpResponse::new(200).with_body("application/json", body)
}

#[test]
fn twelve_keys_lead_from_the_start_screen_to_the_tools_of_the_demo() {
    let mut stage = Stage::at_start();
    let keys = "down enter enter  enter enter  enter enter enter  enter enter  9 enter";
    assert!(keys.split_whitespace().count() <= 12);
    stage.press(keys);
    assert_eq!(stage.view().step(), Step::Call);
    assert_eq!(stage.view().progress(Step::Call), Progress::Done);
    let last = stage.view_session().exchanges().last().unwrap();
    assert_eq!(mcp::tools(last.response().unwrap()).unwrap(), ["list_orders", "who_am_i"]);
    assert_eq!(stage.findings(), Vec::<&str>::new());
    let mut sent = purposes(&stage);
    sent.retain(|purpose| *purpose != Purpose::SignIn);
    let expected = [
        Purpose::Resource,
        Purpose::ResourceMetadata,
        Purpose::Discovery,
        Purpose::ClientRegistration,
        Purpose::Token,
        Purpose::JwkSet,
        Purpose::Resource,
        Purpose::Resource,
        Purpose::Resource,
    ];
    assert_eq!(sent, expected);
}

#[test]
fn enter_alone_leads_from_the_resource_to_its_call() {
    let mut stage = at_mcp();
    let mut steps = vec![stage.view().step()];
    for _ in 0..20 {
        stage.press("enter");
        if steps.last() != Some(&stage.view().step()) {
            steps.push(stage.view().step());
        }
    }
    assert_eq!(steps[..5], [Step::Find, Step::Authorize, Step::Callback, Step::Redeem, Step::Tokens]);
    assert_eq!(steps[5], Step::Call);
    assert_eq!(stage.view().progress(Step::Call), Progress::Done);
}

#[test]
fn a_client_is_registered_only_when_the_person_says_so_and_the_request_is_shown_first() {
    let mut stage = at_mcp();
    stage.press("enter");
    assert!(!purposes(&stage).contains(&Purpose::ClientRegistration));
    assert_eq!(stage.view().progress(Step::Find), Progress::Ready);
    let shown = crate::screens::screen(&mut stage, (120, 36), &grantscope::ui::Styles::default());
    for text in ["POST http://localhost:9000/as/register", "redirect_uris", "native", "none"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    stage.press("enter");
    assert_eq!(stage.view().progress(Step::Find), Progress::Done);
    assert!(!stage.view_session().profile().client_id.is_empty());
}

#[test]
fn no_request_goes_to_another_host_before_it_was_shown() {
    let mut stage = at("https://api.example/mcp");
    stage.press("enter");
    assert_eq!(waiting(&stage).unwrap().url, "https://api.example/mcp");
    answer(&mut stage, HttpResponse::new(401));
    // The well-known location is at the host that the person entered.
    assert_eq!(waiting(&stage).unwrap().url, "https://api.example/.well-known/oauth-protected-resource/mcp");
    answer(
        &mut stage,
        json(r#"{"resource":"https://api.example/mcp","authorization_servers":["https://login.example"]}"#),
    );
    assert_eq!(waiting(&stage), None);
    let shown = crate::screens::screen(&mut stage, (120, 36), &grantscope::ui::Styles::default());
    assert!(shown.contains("to another host") && shown.contains("https://login.example"), "{shown}");
    stage.press("enter");
    assert_eq!(waiting(&stage).unwrap().url, "https://login.example/.well-known/oauth-authorization-server");
    answer(&mut stage, HttpResponse::new(404));
    assert_eq!(waiting(&stage).unwrap().url, "https://login.example/.well-known/openid-configuration");
    for exchange in stage.view_session().exchanges() {
        assert_eq!(exchange.request.header("authorization"), None);
        assert!(exchange.why.is_some(), "each request says why it is sent");
    }
}

#[test]
fn a_cancelled_walk_goes_on_where_it_stopped() {
    let mut stage = at("https://api.example/orders");
    stage.press("enter");
    answer(&mut stage, HttpResponse::new(401));
    stage.press("ctrl-x");
    stage.answer_all();
    assert_eq!(stage.view().progress(Step::Find), Progress::Ready);
    let before = stage.view_session().exchanges().count();
    stage.answers = false;
    stage.press("enter");
    assert_eq!(stage.view_session().exchanges().count(), before + 1);
}

#[test]
fn a_rejected_token_lets_the_way_be_found_again_once() {
    let mut stage = Stage::demo(scenarios::find("resource-ignored").unwrap());
    stage.press("enter enter enter enter enter enter enter 9 enter");
    assert_eq!(stage.view().progress(Step::Call), Progress::Failed);
    stage.press("enter");
    assert_eq!(stage.view().step(), Step::Find);
    let walks = |stage: &Stage| purposes(stage).iter().filter(|it| **it == Purpose::ResourceMetadata).count();
    assert_eq!(walks(&stage), 2);
    // The server is the same, and its next token is rejected, too: then the call is sent again instead.
    stage.wait(1).press("enter enter enter enter enter 9 enter");
    assert_eq!(stage.view().progress(Step::Call), Progress::Failed);
    stage.press("enter");
    assert_eq!((stage.view().step(), walks(&stage)), (Step::Call, 2));
}

#[test]
fn a_step_up_requests_all_scopes_together_and_the_call_then_works() {
    let mut stage = Stage::demo(scenarios::find("step-up").unwrap());
    stage.press("enter enter enter enter enter enter enter 9 enter enter");
    assert_eq!(stage.view().step(), Step::Authorize);
    let draft = stage.view().drafts.authorization.clone().unwrap();
    assert_eq!(draft.request.parameters.get("scope"), Some("reports.read offline_access reports.export"));
    stage.press("enter enter enter enter 9 enter");
    assert_eq!(stage.view().progress(Step::Call), Progress::Done);
    assert_eq!(stage.findings(), ["scope.step_up"]);
}

/// Presses Enter, or goes to the call after the tokens, until nothing more can be done with a scenario.
pub fn walk(scenario: &'static Scenario) -> Stage {
    let mut stage = Stage::demo(scenario);
    for _ in 0..24 {
        let before = (stage.view().step(), stage.view_session().log().len());
        let is_failed = stage.view().progress(stage.view().step()) == Progress::Failed;
        let is_step_up = stage.view().step() == Step::Call && scenario.id.starts_with("step-up");
        let is_done = stage.view().step() == Step::Call && stage.view().progress(Step::Call) == Progress::Done;
        if is_failed && !is_step_up || is_done {
            break;
        }
        if is_failed && scenario.id == "step-up-loop" && stage.findings().contains(&"scope.step_up_loop") {
            break;
        }
        stage.press("enter");
        if before == (stage.view().step(), stage.view_session().log().len()) && stage.model.overlay.is_none() {
            break;
        }
    }
    stage
}

#[test]
fn each_scenario_of_a_resource_shows_at_the_step_that_it_names() {
    for scenario in scenarios::RESOURCES {
        let stage = walk(scenario);
        let failed = scenario.step();
        let is_there = stage.view().step() == failed;
        let has_gone_on = stage.view().progress(Step::Call) == Progress::Done;
        assert!(is_there || has_gone_on, "{}: {:?}, expected {failed:?}", scenario.id, stage.view().step());
    }
}

/// A session of the demo that called its MCP server and shows step 8.
fn after_the_call() -> Stage {
    let mut stage = at_mcp();
    stage.press("enter enter  enter enter enter  enter enter  9 enter  8");
    stage
}

#[test]
fn a_registration_is_read_and_deleted_in_step_8_and_can_then_be_made_anew() {
    let mut stage = after_the_call();
    let status = |stage: &Stage, purpose| stage.view_session().last_exchange(purpose)?.response().map(|it| it.status);
    stage.press("enter");
    assert_eq!(status(&stage, Purpose::RegistrationRead), Some(200));
    assert_eq!(status(&stage, Purpose::RegistrationDeletion), None);
    stage.press("enter");
    assert_eq!(status(&stage, Purpose::RegistrationDeletion), Some(204));
    assert_eq!(stage.view().progress(Step::SignOut), Progress::Done);
    assert_eq!(stage.findings(), Vec::<&str>::new());
    stage.press("0 r enter");
    assert_eq!(stage.view_session().profile().client_id, "");
    stage.press("enter");
    assert_eq!(purposes(&stage).iter().filter(|it| **it == Purpose::ClientRegistration).count(), 2);
    assert!(!stage.view_session().profile().client_id.is_empty());
}

#[test]
fn a_deleted_client_that_is_used_again_is_named() {
    let mut stage = after_the_call();
    stage.press("enter enter  7 enter");
    assert_eq!(stage.findings(), ["registration.dead"]);
}

#[test]
fn a_registration_that_the_provider_lost_is_named_when_it_is_read_and_when_the_client_refreshes() {
    for keys in ["enter", "7 enter"] {
        let mut stage = after_the_call();
        stage.provider = Stage::at_start().provider;
        stage.press(keys);
        assert_eq!(stage.findings(), ["registration.dead"], "{keys}");
    }
}

#[test]
fn a_registration_can_be_read_before_anyone_signs_in() {
    let mut stage = Stage::demo(scenarios::find("registration-forgotten").unwrap());
    stage.press("enter enter 8 enter");
    assert_eq!(stage.findings(), ["registration.dead"]);
}

#[test]
fn a_url_is_typed_or_pasted_on_the_start_screen_and_a_wrong_one_is_refused() {
    let mut stage = Stage::at_start();
    stage.press("down enter").paste("http://api.example/mcp").press("enter");
    assert!(matches!(stage.model.screen, Screen::Start(_)), "plain http is refused");
    assert!(stage.model.notice.as_ref().unwrap().text.contains("https"), "{:?}", stage.model.notice);
    stage.press("ctrl-u").paste("https://api.example/mcp").press("enter");
    assert_eq!(stage.view().step(), Step::Find);
    assert_eq!(stage.view_session().target().unwrap().url, "https://api.example/mcp");
    assert!(stage.asked.iter().all(|it| !matches!(it, Effect::Start { work: Work::Send { .. }, .. })));
    let mut away = Stage::at_start();
    away.press("down enter esc");
    assert!(matches!(&away.model.screen, Screen::Start(start) if start.prompt.is_none()));
}

#[test]
fn the_url_and_the_kind_of_call_are_edited_before_they_are_sent() {
    let mut stage = at("https://api.example/mcp");
    stage.press("e ctrl-u").type_text("https://api.example/orders").press("enter");
    stage.press("down e ctrl-u").type_text("head").press("enter enter");
    let request = waiting(&stage).unwrap();
    assert_eq!((request.method.as_str(), request.url.as_str()), ("HEAD", "https://api.example/orders"));
}

#[test]
fn a_session_without_a_resource_has_neither_step_0_nor_step_9() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("0");
    assert_eq!(stage.view().step(), Step::Client);
    assert!(stage.model.notice.as_ref().unwrap().text.contains("does not begin at a resource"));
    assert_eq!(stage.view_session().steps(), Step::ALL);
}

#[test]
fn a_resource_is_chosen_in_the_demo_like_an_app_client() {
    let mut stage = Stage::demo(&CLEAN);
    stage.press("A / / a p i / o enter");
    assert!(!matches!(stage.model.overlay, Some(Overlay::List(_))));
    assert_eq!(stage.view_session().target().unwrap().url, format!("{ORIGIN}/api/orders"));
    stage.press("enter enter enter enter enter enter enter 9 enter");
    assert_eq!(stage.view().progress(Step::Call), Progress::Done);
}

#[test]
fn a_paste_that_is_about_a_resource_starts_at_it() {
    let metadata = r#"{"resource":"https://api.example/mcp","authorization_servers":["https://login.example"]}"#;
    let challenge = "WWW-Authenticate: Bearer \
                     resource_metadata=\"https://api.example/.well-known/oauth-protected-resource/mcp\", scope=\"a\"";
    let settings = r#"{"mcpServers":{"orders":{"type":"http","url":"https://api.example/mcp"}}}"#;
    for text in ["https://api.example/mcp", metadata, challenge, settings] {
        let mut stage = Stage::at_start();
        stage.paste(text);
        let Some(Overlay::List(list)) = &stage.model.overlay else { panic!("not asked") };
        let rows = list.kind.choices(&stage.model);
        let at =
            rows.iter().position(|row| row.name == "start at resource").unwrap_or_else(|| panic!("{text}: {rows:?}"));
        stage.press(&"down ".repeat(at)).press("enter");
        assert_eq!(stage.view_session().target().unwrap().url, "https://api.example/mcp", "{text}");
        assert_eq!(stage.view().step(), Step::Find);
        assert!(stage.asked.iter().all(|it| !matches!(it, Effect::Start { work: Work::Send { .. }, .. })));
    }
}
