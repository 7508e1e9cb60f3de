//! Explains a finding by what the person edited: a provider that rejects an edited value is not at fault.

use super::unspecific::is_unspecific;
use crate::protocol::place::Part;
use crate::protocol::{Evidence, ExchangeId, Finding, Place, Remedy, Severity};
use crate::session::{Edit, EditedAt, Session};

/// Where something was edited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edited {
    AuthorizationRequest,
    Callback,
    Exchange(ExchangeId),
}

/// The finding, explained by the edits that caused it or that may have.
pub(super) fn explained(finding: Finding, session: &Session) -> Finding {
    let Some((detail, remedy)) = explanation(&finding, session) else { return finding };
    Finding { detail, remedy, ..finding }
}

fn explanation(finding: &Finding, session: &Session) -> Option<(String, Remedy)> {
    let (causes, others): (Vec<_>, Vec<_>) =
        edits(session, finding).partition(|(edited, edit)| is_caused_by(finding, *edited, edit));
    if !causes.is_empty() && finding.severity() != Severity::Info {
        return Some(with_cause(finding, &causes));
    }
    let is_sent = |(edited, _): &(Edited, &Edit)| matches!(edited, Edited::Exchange(_));
    let sent: Vec<_> = others.into_iter().filter(is_sent).collect();
    if sent.is_empty() || finding.severity() != Severity::Error {
        return None;
    }
    let detail = format!("{}, which may be the cause. {}", edits_in_words(&sent), finding.detail);
    let instruction = format!("First send the request without the edit. {}", finding.remedy.instruction);
    Some((detail, Remedy { instruction, ..finding.remedy.clone() }))
}

/// The edits of the current authorization request and callback, and of the exchanges that the finding is about.
fn edits<'a>(session: &'a Session, finding: &'a Finding) -> impl Iterator<Item = (Edited, &'a Edit)> {
    let asked = session.attempt().into_iter().flat_map(|attempt| &attempt.edits);
    let came = session.callback().into_iter().flat_map(|record| &record.edits);
    let ids: std::collections::BTreeSet<ExchangeId> = finding.evidence.iter().filter_map(|it| it.exchange).collect();
    let sent = ids.into_iter().filter_map(|id| session.exchange(id)).flat_map(|exchange| {
        let id = exchange.id;
        exchange.edits.iter().map(move |edit| (Edited::Exchange(id), edit))
    });
    asked.map(|edit| (Edited::AuthorizationRequest, edit)).chain(came.map(|edit| (Edited::Callback, edit))).chain(sent)
}

/// Whether the edit alone causes what was found.
fn is_caused_by(finding: &Finding, edited: Edited, edit: &Edit) -> bool {
    finding.evidence.iter().any(|it| names(it, edited, edit))
        || matches!(edited, Edited::Exchange(id) if is_unspecific(finding)
            && finding.evidence.iter().any(|it| it.exchange == Some(id) && is_rejected(it, edit)))
}

/// Whether the evidence is the edited value.
fn names(evidence: &Evidence, edited: Edited, edit: &Edit) -> bool {
    let is_named = evidence.place.name().is_some_and(|name| name.eq_ignore_ascii_case(&edit.name));
    match (edited, &evidence.place) {
        (Edited::AuthorizationRequest, Place::AuthorizationRequest(_)) => is_named,
        (Edited::Callback, Place::Callback(_)) => is_named,
        // The code of the callback is sent in step 4.
        (Edited::Callback, Place::Request(Part::Member(_))) => is_named && edit.name == "code",
        // Whatever came back came from another place, or for another token.
        (Edited::Exchange(id), place) if evidence.exchange == Some(id) => {
            is_named && place.is_sent() || matches!(edit.name.as_str(), Edit::URL | Edit::AUTHORIZATION)
        }
        _ => false,
    }
}

/// Whether an error code rejects the edited parameter (RFC 6749 section 5.2, RFC 6750 section 3.1).
fn is_rejected(evidence: &Evidence, edit: &Edit) -> bool {
    if evidence.place.name() != Some("error") {
        return false;
    }
    let names: &[&str] = match evidence.value.as_str() {
        "invalid_grant" => &["code", "redirect_uri", "code_verifier", "refresh_token", "client_id"],
        "invalid_client" | "unauthorized_client" => &["client_id", "client_secret"],
        "invalid_scope" => &["scope"],
        "unsupported_grant_type" => &["grant_type"],
        "unsupported_token_type" => &["token", "token_type_hint"],
        _ => &[],
    };
    names.contains(&edit.name.as_str())
}

/// The detail and the fix of a finding that edits caused. A rule that knows only that something was rejected has
/// nothing to add.
fn with_cause(finding: &Finding, causes: &[(Edited, &Edit)]) -> (String, Remedy) {
    let told = edits_in_words(causes);
    let detail = if is_unspecific(finding) {
        format!("{told}. That is why it was rejected.")
    } else if finding.severity() != Severity::Error {
        // A warning rejected nothing that could have a cause.
        format!("{told}. {}", finding.detail)
    } else {
        format!("{told}. That is the cause. {}", finding.detail)
    };
    let remedy = if causes.iter().all(|(edited, _)| *edited == Edited::Callback) {
        "Paste the callback as the browser received it."
    } else {
        "Undo the edit and send the request again."
    };
    (detail, remedy.into())
}

/// What was edited, as one sentence without its full stop.
fn edits_in_words(edits: &[(Edited, &Edit)]) -> String {
    let one = |(edited, edit): &(Edited, &Edit)| {
        let place = match edited {
            Edited::AuthorizationRequest => "in the authorization request",
            Edited::Callback => "in the callback",
            Edited::Exchange(_) => "in this request",
        };
        let name = match edit.name.as_str() {
            Edit::URL => "the URL",
            Edit::AUTHORIZATION => "the token of the authorization header",
            name => name,
        };
        let at = match edit.at {
            None => String::new(),
            Some(EditedAt::Header) => " (its header)".to_owned(),
            Some(EditedAt::Payload) => " (its claims)".to_owned(),
            Some(EditedAt::Signature) => " (its signature)".to_owned(),
            Some(EditedAt::Character(at)) => format!(" (from character {at} on)"),
        };
        match (&edit.was, &edit.now) {
            (Some(was), Some(now)) => format!("changed {name} {place} from {was} to {now}{at}"),
            (Some(was), None) => format!("removed {name} {place} ({was})"),
            (None, Some(now)) => format!("added {name} {place} ({now})"),
            (None, None) => format!("edited {name} {place}"),
        }
    };
    format!("You {}", edits.iter().map(one).collect::<Vec<_>>().join(" and "))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use crate::diagnosis::diagnose;
    use crate::profile::{Profile, Provider};
    use crate::protocol::{HttpRequest, HttpResponse, Method, Parameters, RequestDraft};
    use crate::session::{Edit, Purpose, Received, Session};

    /// The finding about a token request with these parameters, of which `own` is what the program built.
    fn found(own: &[(&str, &str)], sent: &[(&str, &str)], error: &str) -> (&'static str, String, String) {
        let draft = |pairs: &[(&str, &str)]| RequestDraft {
            parameters: pairs.iter().copied().collect::<Parameters>(),
            ..RequestDraft::new(Method::Post, "https://op.example/token")
        };
        let now = Timestamp::UNIX_EPOCH;
        let mut session = Session::new(Profile::new(Provider::Issuer("https://op.example".into()), "c"), None);
        let request: HttpRequest = draft(sent).build();
        let id = session.begin(Purpose::Token, request, now);
        session.mark_edited(Edit::of_request(&draft(own), &draft(sent)));
        let body = format!(r#"{{"error":"{error}"}}"#);
        let received = Received::Response(HttpResponse::new(400).with_body("application/json", body));
        session.absorb(id, received.into());
        let finding = diagnose(&session, now).remove(0);
        (finding.id(), finding.detail, finding.remedy.to_string())
    }

    const OWN: [(&str, &str); 4] = [
        ("grant_type", "authorization_code"),
        ("client_id", "c"),
        ("code", "2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4c"),
        ("redirect_uri", "http://localhost:8765/callback"),
    ];

    #[test]
    fn a_rejected_request_that_nobody_edited_names_no_edit() {
        let (_, detail, _) = found(&OWN, &OWN, "invalid_grant");
        assert!(!detail.contains("You "), "{detail}");
    }

    #[test]
    fn an_edited_code_is_the_cause_of_its_rejection() {
        let mut sent = OWN;
        sent[2].1 = "2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4d";
        let (_, detail, remedy) = found(&OWN, &sent, "invalid_grant");
        assert!(detail.starts_with("You changed code in this request from "), "{detail}");
        assert!(detail.contains("(from character 36 on)") && !detail.contains(sent[2].1), "{detail}");
        assert!(remedy.starts_with("Undo the edit"), "{remedy}");
    }

    #[test]
    fn a_removed_parameter_and_an_added_one_are_named() {
        let (_, detail, _) = found(&OWN, &OWN[..3], "invalid_grant");
        assert!(
            detail.starts_with("You removed redirect_uri in this request (http://localhost:8765/callback)"),
            "{detail}"
        );
        let added = [OWN.as_slice(), &[("foo", "bar")]].concat();
        let (_, detail, remedy) = found(&OWN, &added, "invalid_grant");
        assert!(detail.starts_with("You added foo in this request (bar), which may be the cause."), "{detail}");
        assert!(remedy.starts_with("First send the request without the edit."), "{remedy}");
    }

    #[test]
    fn the_edits_stay_with_a_saved_session() {
        use crate::session::saved;
        let mut session = Session::new(Profile::new(Provider::Issuer("https://op.example".into()), "c"), None);
        session.receive_callback("https://app.example/cb?code=2f1b4a52-8a0e-4a3c&state=two", Timestamp::UNIX_EPOCH);
        let callback = crate::protocol::Callback::read("https://app.example/cb?code=2f1b4a52-8a0e-4a3c&state=one");
        let edits = Edit::of_callback(&callback, &session.callback().unwrap().callback);
        session.mark_edited(edits.clone());
        for whole in [true, false] {
            let read = saved::read(&saved::write(&session, whole, Timestamp::UNIX_EPOCH)).unwrap();
            let kept = &read.session.callback().unwrap().edits;
            assert_eq!(kept.iter().map(|edit| &edit.name).collect::<Vec<_>>(), ["state"], "whole: {whole}");
        }
        assert_eq!((edits[0].was.as_deref(), edits[0].now.as_deref()), (Some("one"), Some("two")));
    }
}
