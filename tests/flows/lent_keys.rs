//! A pasted token is verified with the keys of the session that is open or of a saved one, and an edited copy of the
//! session's own token is told apart from it.

use grantscope::app::{Answer, Overlay, Work, WorkKind};
use grantscope::protocol::{JwkSet, SignatureStatus};
use grantscope::session::Purpose;

use super::{demo, list_on_top};
use crate::stage::Stage;

/// The demo with its tokens, its access token and its keys.
fn signed_in() -> (Stage, String, JwkSet) {
    let mut stage = demo();
    stage.press("enter 2 s enter 4 enter");
    let session = stage.view_session();
    let token = session.grant().unwrap().response.access_token().unwrap().expose().to_owned();
    let keys = session.last_exchange(Purpose::JwkSet).unwrap().response().unwrap().text();
    let keys = JwkSet::parse(&keys).unwrap();
    (stage, token, keys)
}

fn verdict(stage: &Stage) -> (SignatureStatus, String) {
    let report = stage.view_session().grant().unwrap().access_token.clone().unwrap();
    (report.signature.status, report.signature.reason.to_string())
}

#[test]
fn the_open_session_verifies_a_pasted_token_of_its_issuer() {
    let (mut stage, token, _) = signed_in();
    stage.paste(&token).press("enter enter");
    let (status, reason) = verdict(&stage);
    assert_eq!(status, SignatureStatus::Verified, "{reason}");
    assert!(reason.contains("the keys of the session that was open"), "{reason}");
}

#[test]
fn a_saved_session_verifies_a_pasted_token_without_any_request() {
    let (_, token, keys) = signed_in();
    let mut stage = Stage::at_start();
    stage.paste(&token).press("enter");
    assert_eq!(verdict(&stage).0, SignatureStatus::NotChecked);
    let asked = stage.work().next_back().cloned();
    let Some(Work::FindKeys { issuer, kid }) = asked else { panic!("{asked:?}") };
    assert!(issuer.starts_with("http") && kid.is_some(), "{issuer} {kid:?}");
    let lent = keys.lent_by("saved session work", stage.now);
    stage.reply(Answer::FindKeys(Some(Box::new(lent))));
    let (status, reason) = verdict(&stage);
    assert_eq!(status, SignatureStatus::Verified, "{reason}");
    assert!(reason.contains("the keys of saved session work, fetched "), "{reason}");
    assert!(!stage.has_asked(WorkKind::Send));
}

#[test]
fn an_edited_copy_of_the_sessions_token_is_named_when_it_is_pasted() {
    let (mut stage, token, _) = signed_in();
    let edited = format!("{}AAAA", &token[..token.len() - 4]);
    stage.paste(&edited);
    assert!(list_on_top(&stage).is_some());
    let Some(Overlay::List(list)) = &stage.model.overlay else { panic!("no list") };
    let grantscope::app::model::list::ListKind::Paste(paste) = &list.kind else { panic!("no paste") };
    let finding = &paste.findings[0];
    assert_eq!(finding.id(), "token.altered");
    assert!(
        finding.detail.contains("the access token of this session with edited parts: the signature."),
        "{finding:?}"
    );
}
