//! Identifies pasted text and lets the person choose what to do with it. Nothing is sent without a choice.

use super::{listening, opening, saving};
use crate::app::model::list::ListKind;
use crate::app::model::message::Effect;
use crate::app::model::paste::{Paste, PasteChoice, PastedPart};
use crate::app::model::start_screen::Naming;
use crate::app::model::{Model, Overlay};
use crate::app::query::pasted_resource::resource_in;
use crate::diagnosis::inspect::{Inspection, Kind, Options, ReadPart, TokenSet as TokenReports, inspect};
use crate::profile::import;
use crate::profile::import::ImportedProfile;
use crate::profile::{Profile, Provider};
use crate::protocol::text::line_ends::line_feeds;
use crate::protocol::token::compare::{Difference, Relation, compare};
use crate::protocol::{Callback, CallbackKind, Endpoints, Parameters, Secret, TokenReport};
use crate::reading::Lines;
use crate::session::token_set::TokenSet;
use crate::session::{Grant, Session, TokenSource, lent_keys, redaction};

/// Identifies a paste and asks what to do with it.
pub fn pasted(model: &mut Model, text: &Secret) {
    let profile = model.view().map(|view| view.session.profile().clone());
    let known = model.view().map(|view| view.session.known_tokens("this session")).unwrap_or_default();
    let inspection = inspect(text.expose().as_bytes(), &Options { profile, known, ..Options::at(model.now) });
    let parameters: Parameters = inspection.parameters.iter().chain([&inspection.facts]).flat_map(owned).collect();
    let mut choices = Vec::new();
    if model.view().is_some() && is_callback(text, &inspection.kind) {
        choices.push(PasteChoice::TakeCallback);
    }
    if session_in(model, &inspection).is_some() {
        choices.push(PasteChoice::OpenSession);
    }
    let resource = resource_in(text.expose(), &inspection);
    let starts = resource.as_ref().map(|_| PasteChoice::FromResource);
    // The URL of an issuer looks the same.
    let is_certain = inspection.kind != Kind::Issuer;
    choices.extend(starts.filter(|_| is_certain));
    let clients = clients_in(text, &inspection);
    choices.extend((0..clients.len()).map(PasteChoice::UseClient));
    if let [client] = clients.as_slice()
        && client.client_id.is_some()
    {
        choices.push(PasteChoice::SaveClient(0));
    }
    choices.extend(starts.filter(|_| !is_certain));
    let compared = compared(model, &inspection);
    choices.extend(compared.is_some().then_some(PasteChoice::Compare));
    // A session is shown once it is opened.
    let says_something = !parameters.is_empty() || !inspection.findings.is_empty();
    let is_several = inspection.parts.len() > 1;
    let has_more = inspection.findings.len() > 1;
    if is_several || has_more || says_something && !choices.contains(&PasteChoice::OpenSession) {
        choices.push(PasteChoice::Read);
    }
    let parts = parts(&inspection);
    choices.extend((0..parts.len()).map(PasteChoice::OpenPart));
    choices.push(PasteChoice::Discard);
    // A text that is one part is shown by its content.
    let is_one = parts.is_empty() && inspection.kind != Kind::Unknown && inspection.unread.is_empty();
    let paste = Paste {
        lines: if is_one { Vec::new() } else { lines(&inspection, text) },
        parts,
        compared,
        is_in_session: model.view().is_some(),
        unread: unread(&inspection),
        is_token: matches!(inspection.kind, Kind::IdToken | Kind::AccessToken | Kind::Jwt),
        is_provider: clients.iter().all(|client| client.client_id.is_none()),
        text: text.clone(),
        what: inspection.kind.words(),
        repairs: inspection.repairs,
        parameters,
        findings: inspection.findings,
        facts: inspection.facts,
        resource,
        clients: clients.iter().map(named).collect(),
        choices,
    };
    model.open_list(ListKind::Paste(Box::new(paste)));
}

/// Does what was chosen.
pub fn choose(model: &mut Model, paste: &Paste, choice: PasteChoice) -> Vec<Effect> {
    if choice == PasteChoice::TakeCallback {
        let part = paste.parts.iter().rev().find(|part| part.what == Kind::Callback.words());
        return listening::take_callback(model, part.map_or(&paste.text, |part| &part.text).expose());
    }
    // What is opened is checked on its own, not against the client on the screen.
    let inspection = inspect(paste.text.expose().as_bytes(), &Options::at(model.now));
    match choice {
        PasteChoice::OpenSession => match session_in(model, &inspection) {
            Some(session) => {
                let session = with_keys_of(model, session);
                let mut effects = opening::open(model, session, paste.what);
                effects.extend(opening::find_keys(model));
                effects
            }
            None => Vec::new(),
        },
        PasteChoice::FromResource => {
            let url = paste.resource.as_deref().unwrap_or_default();
            // The way names the server; a secret is not sent to one that only a paste names.
            let client = inspection.profile.filter(|client| client.client_id.is_some()).unwrap_or_default();
            let mut profile =
                Profile::new(Provider::Explicit(Endpoints::default()), client.client_id.unwrap_or_default());
            profile.redirect_uris = client.redirect_uris;
            opening::open(model, Session::from_resource(profile, None, url), url)
        }
        PasteChoice::UseClient(at) | PasteChoice::SaveClient(at) => {
            match clients_in(&paste.text, &inspection).into_iter().nth(at) {
                Some(mut imported) => {
                    let (title, secret) = (imported.suggested_name(), imported.client_secret.take());
                    let mut effects = opening::open(model, Session::new(imported.into_profile(), secret), title);
                    if choice == PasteChoice::SaveClient(at) {
                        effects.extend(saving::ask(model, Naming::Profile));
                    }
                    effects
                }
                None => Vec::new(),
            }
        }
        PasteChoice::Read | PasteChoice::Compare => {
            model.open_overlay(Overlay::Pasted { paste: Box::new(paste.clone()), scroll: 0 });
            Vec::new()
        }
        PasteChoice::OpenPart(at) => {
            if let Some(part) = paste.parts.get(at) {
                pasted(model, &part.text.clone());
            }
            Vec::new()
        }
        PasteChoice::TakeCallback | PasteChoice::Discard => Vec::new(),
    }
}

/// The parts of a text with several.
fn parts(inspection: &Inspection) -> Vec<PastedPart> {
    let text = inspection.text.expose();
    let lines = Lines::of(text);
    let part = |part: &ReadPart| PastedPart {
        what: part.kind.words(),
        place: lines.numbers(&part.span),
        text: text[part.span.clone()].into(),
    };
    let parts: Vec<_> = inspection.parts.iter().map(part).collect();
    if parts.len() > 1 { parts } else { Vec::new() }
}

/// The lines of a text that no part has.
fn unread(inspection: &Inspection) -> Option<String> {
    let lines = Lines::of(inspection.text.expose());
    let mut places: Vec<String> = inspection.unread.iter().map(|span| lines.numbers(span)).collect();
    places.dedup();
    let more = places.len().saturating_sub(4);
    places.truncate(4);
    let rest = if more > 0 { format!(" and {more} more places") } else { String::new() };
    (!places.is_empty()).then(|| places.join(", ") + &rest)
}

/// The session's token of the kind that was pasted, and what differs from it; `None` if it is the same token, or if there
/// is no such pair.
fn compared(model: &Model, inspection: &Inspection) -> Option<(String, Vec<Difference>)> {
    let grant = model.view()?.session.grant()?;
    let (other, own) = match inspection.kind {
        Kind::IdToken => ("the ID token of this session", &grant.id_token),
        Kind::AccessToken => ("the access token of this session", &grant.access_token),
        _ => return None,
    };
    let (own, given) = (own.as_ref()?, inspection.token_sets.iter().flat_map(TokenReports::reports).next()?);
    let differences = compare(own.claims.as_ref()?, given.claims.as_ref()?, Relation::Sessions);
    (own.raw != given.raw).then(|| (other.to_owned(), differences))
}

/// The maximum length of a paste that a screen shows.
const MOST_LINES: usize = 500;

/// The lines of a text, each with the number of the part in it. A line with several parts is broken before each.
fn lines(inspection: &Inspection, pasted: &Secret) -> Vec<(Option<usize>, String)> {
    // Terminals paste line ends as carriage returns.
    let text = line_feeds(if inspection.text.is_empty() { pasted } else { &inspection.text }.expose());
    let text = text.as_ref();
    let masked = redaction::text(text);
    let mut parts = inspection.parts.iter().enumerate().peekable();
    let mut start = 0;
    let mut lines = Vec::new();
    for (line, shown) in text.split('\n').zip(masked.split('\n')).take(MOST_LINES) {
        let span = start..start + line.len();
        start = span.end + 1;
        // The parts are in order, so each line continues where the previous one ended.
        while parts.next_if(|(_, part)| part.span.end <= span.start).is_some() {}
        let touched: Vec<_> =
            parts.clone().take_while(|(_, part)| part.span.start < span.end.max(span.start + 1)).collect();
        let number = |at: Option<&(usize, &ReadPart)>| at.map(|(at, _)| at + 1);
        let first = touched.first().filter(|(_, part)| part.span.start < span.end);
        let cuts: Vec<usize> =
            touched.iter().skip(1).map(|(_, part)| part.span.start - span.start).filter(|at| *at > 0).collect();
        let mut pieces = Vec::new();
        let mut from = 0;
        for (at, to) in cuts.iter().copied().chain([line.len()]).enumerate() {
            pieces.push((number(touched.get(at)), redaction::text(&line[from..to])));
            from = to;
        }
        // What is masked only in the whole line stays masked.
        let is_same = pieces.iter().map(|(_, piece)| piece.as_str()).collect::<String>() == shown;
        if pieces.len() > 1 && is_same { lines.extend(pieces) } else { lines.push((number(first), shown.to_owned())) }
    }
    lines
}

fn owned(parameters: &Parameters) -> impl Iterator<Item = (String, String)> {
    parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned()))
}

/// Whether a step could continue with it. The text of an error page is identified too, but only a URL is a callback.
fn is_callback(text: &Secret, kind: &Kind) -> bool {
    let is_address = || !matches!(Callback::read(text.expose()).kind, CallbackKind::Nothing | CallbackKind::BareCode);
    match kind {
        Kind::Callback => true,
        Kind::LoginPage | Kind::ProviderErrorPage => is_address(),
        _ => false,
    }
}

/// All clients that a paste names: a configuration may have several, and the person chooses one.
fn clients_in(text: &Secret, inspection: &Inspection) -> Vec<ImportedProfile> {
    let Some(first) = inspection.profile.clone() else { return Vec::new() };
    match import::recognise(text.expose()) {
        Some(import) if import.profiles.len() > 1 => import.profiles,
        _ => vec![first],
    }
}

/// A client in a few words: its id, and the name it would be saved under.
fn named(client: &ImportedProfile) -> String {
    match &client.client_id {
        Some(id) => format!("{id} ({})", client.suggested_name()),
        None => format!("{}: add a client ID in step 1", client.suggested_name()),
    }
}

/// The session, with the keys of the current one if both have the same issuer.
fn with_keys_of(model: &Model, mut session: Session) -> Session {
    let Some(view) = model.view() else { return session };
    let is_pasted = session.grant().is_some_and(Grant::is_pasted);
    let issuer = |session: &Session| session.profile().provider.issuer();
    // What another program recorded may name any keys for the issuer.
    let lent = || lent_keys(view.session.exchanges(), &issuer(&session)?);
    if let Some((keys, fetched_at)) = lent().filter(|_| is_pasted) {
        session.give_keys(keys.lent_by("the session that was open", fetched_at));
    }
    session
}

/// The session in a paste: its own, or one made from its tokens.
fn session_in(model: &Model, inspection: &Inspection) -> Option<Session> {
    let holds_something = |session: &&Session| session.exchanges().next().is_some() || session.attempt().is_some();
    if let Some(session) = inspection.session.as_ref().filter(holds_something) {
        return Some(session.clone());
    }
    let set = inspection.tokens()?;
    let raw = |report: &Option<TokenReport>| report.as_ref().map(|report| report.raw.clone());
    let tokens = TokenSet {
        id_token: raw(&set.id_token),
        access_token: raw(&set.access_token).or_else(|| set.other.first().map(|report| report.raw.clone())),
        refresh_token: raw(&set.refresh_token),
        expires_in: set.expires_in,
    };
    let is_readable = tokens.id_token.is_some() || tokens.access_token.is_some();
    is_readable.then(|| tokens.session(TokenSource::Paste, None, model.now))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::app::model::list::List;
    use crate::app::update::update;
    use crate::app::{Key, KeyCode, Message, Screen};

    fn paste(model: &mut Model, text: &str) -> Vec<PasteChoice> {
        assert!(
            update(model, Message::Paste(Secret::new(text)), Timestamp::UNIX_EPOCH).is_empty(),
            "a paste sends nothing"
        );
        match &model.overlay {
            Some(Overlay::List(List { kind: ListKind::Paste(paste), .. })) => paste.choices.clone(),
            other => panic!("expected the paste overlay, found {other:?}"),
        }
    }

    fn waiting(model: &Model) -> Paste {
        match &model.overlay {
            Some(Overlay::List(List { kind: ListKind::Paste(paste), .. })) => (**paste).clone(),
            other => panic!("expected the paste overlay, found {other:?}"),
        }
    }

    fn enter(model: &mut Model) {
        let effects = update(model, Message::Key(Key::plain(KeyCode::Enter)), Timestamp::UNIX_EPOCH);
        assert!(
            !effects.iter().any(|effect| matches!(effect, Effect::Start { work: crate::app::Work::Send { .. }, .. })),
            "opening sends nothing: {effects:?}"
        );
    }

    #[test]
    fn a_configuration_begins_a_session_with_its_client() {
        let mut model = Model::new(Timestamp::UNIX_EPOCH);
        let file = r#"{"aws_project_region":"eu-west-1","aws_user_pools_id":"eu-west-1_AbCdEfGhI",
            "aws_user_pools_web_client_id":"3n4b5urk1ft4fl3mg5e62d9ado"}"#;
        assert_eq!(
            paste(&mut model, file),
            [PasteChoice::UseClient(0), PasteChoice::SaveClient(0), PasteChoice::Discard]
        );
        enter(&mut model);
        assert_eq!(model.view().unwrap().session.profile().client_id, "3n4b5urk1ft4fl3mg5e62d9ado");
    }

    #[test]
    fn a_configuration_with_several_clients_asks_which_one() {
        let mut model = Model::new(Timestamp::UNIX_EPOCH);
        let file = include_str!("../../../tests/cases/import/clients_list.json");
        let choices = paste(&mut model, file);
        assert!(choices.contains(&PasteChoice::UseClient(1)), "{choices:?}");
        update(&mut model, Message::Key(Key::plain(KeyCode::Down)), Timestamp::UNIX_EPOCH);
        enter(&mut model);
        let second = import::recognise(file).unwrap().profiles.swap_remove(1);
        assert_eq!(Some(&model.view().unwrap().session.profile().client_id), second.client_id.as_ref());
    }

    #[test]
    fn a_token_opens_a_session_that_can_be_read() {
        let mut model = Model::new(Timestamp::UNIX_EPOCH);
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIiwiaXNzIjoiaHR0cHM6Ly9vcC5leGFtcGxlIn0.AAAA";
        assert_eq!(paste(&mut model, token), [PasteChoice::OpenSession, PasteChoice::Read, PasteChoice::Discard]);
        enter(&mut model);
        let grant = model.view().unwrap().session.grant().unwrap();
        assert_eq!(grant.access_token.as_ref().unwrap().claim("sub").as_deref(), Some("a"));
    }

    #[test]
    fn a_discovery_document_says_its_endpoints_and_what_is_missing() {
        let mut model = Model::new(Timestamp::UNIX_EPOCH);
        paste(&mut model, include_str!("../../../tests/cases/inspect/discovery_cognito.json"));
        let Some(Overlay::List(List { kind: ListKind::Paste(paste), .. })) = &model.overlay else { panic!() };
        assert!(paste.facts.get("token_endpoint").unwrap().ends_with("/oauth2/token"));
        assert!(paste.facts.get("code_challenge_methods_supported").unwrap().starts_with("absent"));
    }

    #[test]
    fn a_token_that_was_cut_opens_on_what_came_of_it_and_is_not_called_whole() {
        let mut model = Model::new(Timestamp::UNIX_EPOCH);
        let token = include_str!("../../../tests/cases/inspect/jwt_cut_in_claims.txt");
        assert_eq!(paste(&mut model, token), [PasteChoice::OpenSession, PasteChoice::Discard]);
        enter(&mut model);
        let view = model.view().unwrap();
        let report = crate::app::query::tokens::report(view, view.tokens.which).expect("the token that was given");
        assert!(report.claim("iss").is_some());
        assert!(view.session.profile().is_cognito(), "the issuer tells the pool");
        assert_eq!(view.progress(crate::session::Step::Tokens), crate::app::Progress::Failed);
        assert_eq!(view.step(), crate::session::Step::Tokens);
    }

    #[test]
    fn a_callback_is_offered_to_a_session_only_and_unknown_text_can_only_be_put_away() {
        let mut model = Model::new(Timestamp::UNIX_EPOCH);
        assert_eq!(paste(&mut model, "hello there"), [PasteChoice::Discard]);
        enter(&mut model);
        assert!(matches!(model.screen, Screen::Start(_)) && model.overlay.is_none());
        paste(&mut model, r#"{"user_pool_id":"x"}"#);
        let url = "http://localhost:8765/callback?code=2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4c&state=s";
        assert!(!paste(&mut model, url).contains(&PasteChoice::TakeCallback));
        let session = Session::new(
            crate::profile::Profile::new(crate::profile::Provider::Issuer("https://op.example".into()), "c"),
            None,
        );
        crate::app::open(&mut model, session, "t");
        assert_eq!(paste(&mut model, url)[0], PasteChoice::TakeCallback);
        enter(&mut model);
        assert!(model.view().unwrap().session.callback().is_some());
    }

    #[test]
    fn the_words_of_an_error_page_are_explained_and_are_no_callback() {
        let mut model = Model::new(Timestamp::UNIX_EPOCH);
        let issuer = crate::profile::Provider::Issuer("https://op.example".into());
        crate::app::open(&mut model, Session::new(crate::profile::Profile::new(issuer, "c"), None), "t");
        for words in ["redirect_mismatch", "An error was encountered with the requested page.\nredirect_mismatch"] {
            assert_eq!(paste(&mut model, words), [PasteChoice::Read, PasteChoice::Discard], "{words}");
            enter(&mut model);
        }
        let address = "https://op.example/error?error=redirect_mismatch&client_id=c";
        assert_eq!(paste(&mut model, address)[0], PasteChoice::TakeCallback);
    }

    #[test]
    fn what_is_no_session_is_read_with_its_parameters_and_findings() {
        for (text, parameter) in [
            (
                "http://localhost:8765/cb?error=access_denied&error_description=no+user&state=s",
                ("error_description", "no user"),
            ),
            ("http://localhost:8765/cb?code=2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4c&state=s", ("state", "s")),
        ] {
            let mut model = Model::new(Timestamp::UNIX_EPOCH);
            let choices = paste(&mut model, text);
            let at = choices
                .iter()
                .position(|choice| *choice == PasteChoice::Read)
                .unwrap_or_else(|| panic!("{text}: {choices:?}"));
            for _ in 0..at {
                update(&mut model, Message::Key(Key::plain(KeyCode::Down)), Timestamp::UNIX_EPOCH);
            }
            enter(&mut model);
            let Some(Overlay::Pasted { paste, .. }) = &model.overlay else { panic!("{text}: {:?}", model.overlay) };
            assert_eq!(paste.parameters.get(parameter.0), Some(parameter.1), "{text}");
        }
    }

    #[test]
    fn a_text_with_several_parts_is_shown_with_their_numbers_and_each_part_opens_by_itself() {
        let text = "curl https://d.example/oauth2/token -d grant_type=refresh_token -d client_id=c\n\n\
                    {\"error\":\"invalid_grant\"}\n\nhttps://app.example.com/cb?code=abc&state=s";
        let mut model = Model::new(Timestamp::UNIX_EPOCH);
        let choices = paste(&mut model, text);
        assert!(choices.contains(&PasteChoice::OpenPart(2)), "{choices:?}");
        let paste = waiting(&model);
        assert_eq!(
            paste.lines.iter().map(|(part, _)| *part).collect::<Vec<_>>(),
            [Some(1), None, Some(2), None, Some(3)]
        );
        assert!(!paste.lines[4].1.contains("code=abc"), "{:?}", paste.lines);
        choose(&mut model, &paste, PasteChoice::OpenPart(2));
        let part = waiting(&model);
        assert_eq!((part.what, part.parts.len()), (Kind::Callback.words(), 0));
    }

    #[test]
    fn several_parts_of_one_line_are_numbered_and_a_token_of_the_session_is_compared() {
        let text = "first https://app.example.com/cb?code=abc&state=s then https://app.example.com/cb?code=def&state=t";
        let mut model = Model::new(Timestamp::UNIX_EPOCH);
        paste(&mut model, text);
        let waiting = waiting(&model);
        assert_eq!(waiting.lines.iter().map(|(part, _)| *part).collect::<Vec<_>>(), [Some(1), Some(2)]);
        assert!(!waiting.lines.iter().any(|(_, line)| line.contains("code=abc") || line.contains("code=def")));
        assert!(waiting.named_parts().ends_with(Kind::Callback.words()), "{}", waiting.named_parts());
    }
}
