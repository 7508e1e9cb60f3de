//! The steps in a text, judged by the rules of a live session.

use std::collections::{BTreeSet, HashSet};

use super::role::kind_of;
use crate::diagnosis::inspect::inspection::{Inspection, members};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::diagnosis::inspect::rules::{CALLER_REFUSED, UNREAD_ERROR};
use crate::diagnosis::inspect::single::{request, tokens};
use crate::diagnosis::inspect::token_set::TokenSet;
use crate::diagnosis::token_endpoint::invalid_grant;
use crate::diagnosis::{SessionEvidence, diagnose, reported, userinfo};
use crate::profile::import::ImportedProfile;
use crate::protocol::urls::{path_of, query_of};
use crate::protocol::{ExchangeId, Finding, HttpRequest, Json, Parameters, Place, Severity};
use crate::reading::evidence::{Step, evidence};
use crate::reading::wire::PastedResponse;
use crate::session::{Entry, Exchange, Purpose, Session, har};

/// The session of the steps, judged by the rules of a live one.
pub(super) fn flow(steps: Vec<Step>, inspections: &[Inspection], options: &Options) -> Option<Inspection> {
    if steps.is_empty() {
        return None;
    }
    let of = |read: fn(&Step) -> Option<&HttpRequest>| steps.iter().filter_map(read).cloned().collect::<Vec<_>>();
    let whole = of(|step| match step {
        Step::Request(request) => Some(request),
        _ => None,
    });
    let requests = of(|step| match step {
        Step::Request(request) | Step::Logged(request) => Some(request),
        _ => None,
    });
    let repeated = repeated_callback(&steps);
    let evidence = evidence(steps, options.now);
    let named = inspections.iter().find_map(|inspection| inspection.profile.clone());
    let given = options.profile.clone();
    let profile = given.or_else(|| named.filter(|named| named.client_id.is_some()).map(ImportedProfile::into_profile));
    let session = options.with_keys(match profile {
        Some(profile) => Session::from_log(profile, None, evidence.log),
        None => Session::of_record(har::profile(&evidence.log), evidence.log),
    });
    let mut findings = diagnose(&session, evidence.at);
    findings.extend(repeated);
    // A header that a log does not show may have been sent.
    let is_unseen = |id: Option<ExchangeId>| id.is_some_and(|id| evidence.without_headers.contains(&id));
    findings.retain(|finding| {
        finding.rule != &userinfo::NO_TOKEN || !finding.evidence.iter().any(|seen| is_unseen(seen.exchange))
    });
    for finding in &mut findings {
        let is_invented = |id: ExchangeId| evidence.without_status.contains(&id);
        finding
            .evidence
            .retain(|seen| !(seen.place == Place::RESPONSE_STATUS && seen.exchange.is_some_and(is_invented)));
    }
    // Looked up for each request: a comparison with every exchange takes the square of the time.
    let successes: HashSet<&HttpRequest> =
        session.exchanges().filter(|it| it.succeeded()).map(|it| &it.request).collect();
    let succeeded = |request: &HttpRequest| successes.contains(request);
    let broken = whole.iter().filter_map(|request| Some((request, request::broken_body(request)?)));
    findings.extend(broken.filter(|(request, _)| !succeeded(request)).map(|(_, finding)| finding));
    if !findings.iter().any(|finding| finding.severity() == Severity::Error) {
        let evidence = SessionEvidence::new(&session, evidence.at);
        // What the provider answered with tokens was complete for it.
        let of_form = |request| request::findings(request, &evidence);
        let (good, open): (Vec<_>, Vec<_>) = whole.iter().partition(|request| succeeded(request));
        findings.extend(open.into_iter().flat_map(of_form));
        findings.extend(good.into_iter().flat_map(of_form).filter(|finding| finding.severity() != Severity::Error));
    }
    let mut shown = TokenSet::default();
    let tokens: BTreeSet<String> = requests.iter().filter_map(request::bearer).collect();
    for report in tokens.iter().filter_map(|token| tokens::report(token, options)) {
        findings.extend(tokens::named(&report));
        shown.add(report);
    }
    let sent = requests.iter().find(|request| kind_of(request) != Kind::HttpRequest).map(request::sent);
    let callback = || session.callback().map(|record| record.callback.parameters.clone());
    let asked = || session.attempt().map(|attempt| attempt.draft.parameters.clone());
    let parameters: Option<Parameters> =
        sent.filter(|sent| !sent.is_empty()).or_else(callback).or_else(asked).or_else(|| refusal(&session));
    let repairs = session.callback().map(|record| record.callback.repairs.clone()).unwrap_or_default();
    let mut token_sets = tokens::sets_alone(&session, options);
    if shown.reports().next().is_some() {
        token_sets.push(shown);
    }
    let knows_client = session.log().iter().any(|entry| matches!(entry, Entry::Authorization(_)));
    let profile = knows_client.then(|| session.profile().into());
    // A request alone is not a session yet.
    let is_session = session.exchanges().any(|exchange| exchange.response().is_some())
        || session.attempt().is_some() && session.callback().is_some();
    let session = is_session.then_some(session);
    Some(Inspection { repairs, parameters, profile, token_sets, findings, session, ..Inspection::new(Kind::Unknown) })
}

/// A log in which the callback with one code was requested again, and failed only then.
fn repeated_callback(steps: &[Step]) -> Option<Finding> {
    let mut succeeded: BTreeSet<String> = BTreeSet::new();
    for pair in steps.windows(2) {
        let [Step::Logged(request), Step::Response(PastedResponse { status: Some(status), .. })] = pair else {
            continue;
        };
        let Some(code) = Parameters::decode(query_of(&request.url)).get("code").map(str::to_owned) else { continue };
        if *status < 400 {
            succeeded.insert(code);
        } else if succeeded.contains(&code) {
            let seen = format!("{}: {status} for a code that was brought before", path_of(&request.url));
            return Some(
                invalid_grant::REPLAYED
                    .found(
                        "The log has two requests with the same code to the callback URL. The first one worked, and the second \
                         one failed: a code is redeemed once.",
                        "Find out what requests the callback again: a reload, a browser's prefetch, a retry of a proxy, or a \
                         second instance. Redirect away from the callback URL at once.",
                    )
                    .seen(None, "text", seen),
            );
        }
    }
    None
}

/// Words in the path of a request that belongs to a sign-in.
const LOGIN_WORDS: [&str; 12] = [
    "auth", "login", "signin", "sign-in", "sign_in", "oidc", "openid", "callback", "token", "userinfo", "sso",
    "session",
];

/// How the paths of introspection endpoints end.
const INTROSPECTION: [&str; 3] = ["/introspect", "/introspection", "/check_token"];

/// The last response with an error status whose cause no rule knows.
pub(super) fn failed_alone(session: &Session) -> Option<Finding> {
    // A page's icon, style or script is no step of a login.
    let is_static = |url: &str| [".ico", ".css", ".js", ".png", ".svg"].iter().any(|end| path_of(url).ends_with(end));
    let is_step = |exchange: &&Exchange| exchange.response().is_some() && !is_static(&exchange.request.url);
    let exchange = session.exchanges().rfind(is_step)?;
    let response = exchange.response().filter(|response| response.status >= 400)?;
    let path = path_of(&exchange.request.url).to_ascii_lowercase();
    if response.status == 401 && INTROSPECTION.iter().any(|end| path.ends_with(end)) {
        return Some(
            CALLER_REFUSED
                .found(
                    "The endpoint did not accept the caller. This says nothing about the token: an API must authenticate \
                     before it may ask about one.",
                    "Send the credentials of a client that may introspect: its id and secret as HTTP Basic, or an \
                     access token of its own.",
                )
                .seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string()),
        );
    }
    let is_of_a_login = matches!(response.status, 401 | 403)
        || exchange.purpose != Purpose::Other
        || !exchange.has_request()
        || LOGIN_WORDS.iter().any(|word| path.contains(word));
    let finding = if response.body.is_empty() && is_of_a_login {
        reported::body_not_logged(Some(&response.status.to_string()))
    } else {
        UNREAD_ERROR.found(
            "A request failed, but no rule recognizes its response, so the cause is unknown.",
            "Read the response. The log of the responding server may show more.",
        )
    };
    Some(finding.seen(Some(exchange.id), Place::RESPONSE_STATUS, response.status.to_string()))
}

/// The members of the last error document.
pub(super) fn refusal(session: &Session) -> Option<Parameters> {
    let response = session.exchanges().last()?.response()?;
    let json = Json::from_bytes(&response.body).ok().filter(|json| json.get("error").is_some())?;
    Some(members(&json))
}
