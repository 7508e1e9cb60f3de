//! Step 5 as rows: which token is shown, which values are unfolded, what is searched for.

use unicode_width::UnicodeWidthStr;

use crate::app::model::session_view::SessionView;
use crate::app::model::token_row::{TokenPart, TokenRow};
use crate::app::model::tokens_view::{ShownToken, TokenTab};
use crate::protocol::json::{Kind, Value};
use crate::protocol::judgement::capitalised;
use crate::protocol::{Check, SignatureReason, SignatureStatus, TokenReport};
use crate::session::{Purpose, Received, redaction};

/// The maximum number of rows of a token. `grantscope decode` prints longer ones in full.
pub const MOST_ROWS: usize = 2_000;

/// The report of a token of the session.
pub fn report(view: &SessionView, which: TokenTab) -> Option<&TokenReport> {
    let grant = view.session.grant()?;
    match which {
        TokenTab::Id => grant.id_token.as_ref(),
        TokenTab::Access => grant.access_token.as_ref(),
        // A refresh without rotation returns none, and the previous one stays valid (RFC 6749 section 6).
        TokenTab::Refresh => view.session.grants().iter().rev().find_map(|grant| grant.refresh_token.as_ref()),
    }
}

/// The most bytes of a value that a row for the screen has: a claim may have megabytes.
const MOST_BYTES: usize = 4_096;

/// The shown token for the screen.
pub fn shown(view: &SessionView) -> ShownToken {
    let rows = brief_rows(view);
    let report = report(view, view.tokens.which);
    let token = report.map(|report| report.raw.expose()).unwrap_or_default();
    // Read from the whole token. If its signature was verified, its issuer is known.
    let open = report.filter(|it| it.signature.status != SignatureStatus::Verified);
    ShownToken {
        of: Some((view.tokens.which, view.tokens.folded.clone())),
        name_columns: rows.iter().map(|row| row.name.width()).max().unwrap_or(0),
        rows,
        masked: redaction::masked("token", token),
        characters: token.chars().count(),
        provenance: open.and_then(TokenReport::provenance).map(|it| capitalised(&it.to_string())).unwrap_or_default(),
    }
}

/// Its rows: the end of a long value is left out.
fn brief_rows(view: &SessionView) -> Vec<TokenRow> {
    let known = view.session.known_secrets();
    let mut rows = rows(view);
    for row in &mut rows {
        row.masked = match row.part {
            TokenPart::Header | TokenPart::Claim => redaction::member(&row.name, &known.replace(&row.value)),
            TokenPart::Signature | TokenPart::Raw => String::new(),
        };
        row.cut = row.value.len().saturating_sub(MOST_BYTES);
        for text in [&mut row.value, &mut row.masked] {
            text.truncate(text.floor_char_boundary(MOST_BYTES));
            text.shrink_to_fit();
        }
    }
    rows
}

/// The whole rows of the shown token.
pub fn rows(view: &SessionView) -> Vec<TokenRow> {
    rows_of(view, view.tokens.which)
}

fn rows_of(view: &SessionView, which: TokenTab) -> Vec<TokenRow> {
    let chosen = &view.tokens;
    let Some(report) = report(view, which) else { return Vec::new() };
    let mut rows = vec![row(TokenPart::Signature, "", "signature", 0, signature(view, report))];
    for (part, json) in [(TokenPart::Header, &report.header), (TokenPart::Claim, &report.claims)] {
        if let Some(json) = json {
            members(&mut rows, part, json.root(), "", 0, &chosen.folded);
        }
    }
    rows.push(row(TokenPart::Raw, "", "token", 0, report.raw.expose().to_owned()));
    rows
}

/// The first token with a failed check, and the first row that the failure is about.
pub fn first_failure(view: &SessionView) -> Option<(TokenTab, usize)> {
    let which = TokenTab::ALL.into_iter().find(|which| report(view, *which).is_some_and(TokenReport::is_bad))?;
    let report = report(view, which)?;
    let rows = rows_of(view, which);
    let is_failed = |row: &TokenRow| match row.part {
        TokenPart::Signature => report.signature.status == SignatureStatus::Failed,
        _ => report.checks.iter().any(|check| check.failed() && is_about(check, row)),
    };
    Some((which, rows.iter().position(is_failed).unwrap_or(0)))
}

/// Whether a check is about the claim or header parameter of a row.
pub fn is_about(check: &Check, row: &TokenRow) -> bool {
    let name = match row.part {
        TokenPart::Claim => check.id.claim(),
        TokenPart::Header => check.id.header_parameter(),
        TokenPart::Signature | TokenPart::Raw => None,
    };
    row.depth == 0 && name == Some(row.member())
}

/// The selected row.
pub fn selected(view: &SessionView) -> Option<TokenRow> {
    let rows = rows(view);
    let at = view.position.selection().row.min(rows.len().saturating_sub(1));
    rows.into_iter().nth(at)
}

fn signature(view: &SessionView, report: &TokenReport) -> String {
    // "No key given" would hide that the keys were requested.
    let asked = view.session.last_exchange(Purpose::JwkSet).is_some_and(|e| e.received != Received::Pending);
    let no_key = matches!(report.signature.reason, SignatureReason::NoKey | SignatureReason::NoSecret(_));
    if no_key && asked && view.session.keys().is_none() {
        return "not checked: the JWK Set could not be fetched".to_owned();
    }
    let word = match report.signature.status {
        SignatureStatus::Verified => "verified",
        SignatureStatus::Failed => "FAILED",
        SignatureStatus::NotChecked => "not checked",
    };
    match &report.signature.reason {
        reason @ SignatureReason::VerifiedWith(_) => reason.to_string(),
        reason => format!("{word}: {reason}"),
    }
}

fn row(part: TokenPart, path: &str, name: &str, depth: usize, value: String) -> TokenRow {
    TokenRow {
        part,
        path: path.to_owned(),
        name: name.to_owned(),
        depth,
        value,
        masked: String::new(),
        cut: 0,
        folded: None,
    }
}

fn members(rows: &mut Vec<TokenRow>, part: TokenPart, value: Value<'_>, path: &str, depth: usize, folded: &[String]) {
    let named = value.members().map(|(name, member)| (name.into_owned(), member));
    let numbered = value.items().enumerate().map(|(index, item)| (index.to_string(), item));
    for (name, member) in named.chain(numbered) {
        if rows.len() >= MOST_ROWS {
            return;
        }
        let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
        let text = member.as_string().unwrap_or_else(|| compact(member));
        let is_nested = member.members().next().is_some() || member.items().any(|item| nested(item.kind()));
        let is_folded = folded.contains(&path);
        rows.push(TokenRow { folded: is_nested.then_some(is_folded), ..row(part, &path, &name, depth, text) });
        if is_nested && !is_folded {
            members(rows, part, member, &path, depth + 1, folded);
        }
    }
}

fn nested(kind: Kind) -> bool {
    matches!(kind, Kind::Array | Kind::Object)
}

/// A value on one line, without white space between its members.
fn compact(value: Value<'_>) -> String {
    let mut text = Vec::new();
    match crate::protocol::text::sanitise::write_json_line(&mut text, &value) {
        Ok(()) => String::from_utf8_lossy(&text).into_owned(),
        Err(_) => value.raw().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use jiff::Timestamp;

    use super::*;
    use crate::app::update::reading_tokens::{find, toggle_fold};
    use crate::profile::{Profile, Provider};
    use crate::protocol::{Endpoints, HttpRequest, HttpResponse};
    use crate::session::{Purpose, Received, Session, Step};

    /// Step 5 with an ID token of these claims.
    fn view(claims: &str) -> SessionView {
        let mut session = Session::new(Profile::new(Provider::Explicit(Endpoints::default()), "c"), None);
        let token = format!("{}.{}.x", URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256"}"#), URL_SAFE_NO_PAD.encode(claims));
        let body = format!(r#"{{"id_token":"{token}","access_token":"opaque"}}"#);
        let id = session.begin(Purpose::Token, HttpRequest::get("https://op.example/token"), Timestamp::UNIX_EPOCH);
        let received = Received::Response(HttpResponse::new(200).with_body("application/json", body));
        session.absorb(id, received.into());
        let mut view = SessionView::new(1, session, "test");
        view.position.go_to(Step::Tokens);
        view
    }

    fn names(view: &SessionView) -> Vec<String> {
        rows(view).into_iter().map(|row| row.name).collect()
    }

    #[test]
    fn nested_values_fold_and_the_selection_stays_on_what_was_folded() {
        let mut view = view(r#"{"sub":"a","act":{"sub":"b","act":{"sub":"c"}},"amr":["pwd"]}"#);
        assert_eq!(names(&view), ["signature", "alg", "sub", "act", "sub", "act", "sub", "amr", "token"]);
        view.position.select_in(Step::Tokens, 4);
        toggle_fold(&mut view);
        assert_eq!(names(&view), ["signature", "alg", "sub", "act", "amr", "token"]);
        assert_eq!(selected(&view).unwrap().name, "act");
        toggle_fold(&mut view);
        assert_eq!(names(&view).len(), 9);
    }

    #[test]
    fn search_goes_round_in_both_directions_and_says_when_there_is_nothing() {
        let mut view = view(r#"{"email":"a@b","name":"x","email_verified":true}"#);
        let mut seek = |text: &str, back| {
            text.clone_into(&mut view.tokens.search);
            find(&mut view, back).then(|| selected(&view).unwrap().name)
        };
        assert_eq!(seek("EMAIL", false).as_deref(), Some("email"));
        assert_eq!(seek("EMAIL", false).as_deref(), Some("email_verified"));
        assert_eq!(seek("EMAIL", false).as_deref(), Some("email"));
        assert_eq!(seek("EMAIL", true).as_deref(), Some("email_verified"));
        assert_eq!(seek("nowhere", false), None);
    }

    #[test]
    fn an_opaque_token_still_has_a_row_to_copy() {
        let mut view = view("{}");
        view.tokens.which = TokenTab::Access;
        assert_eq!(names(&view), ["signature", "token"]);
        assert_eq!(rows(&view).pop().unwrap().value, "opaque");
    }

    #[test]
    fn a_token_of_a_million_claims_is_laid_out_up_to_a_limit() {
        let claims: Vec<String> = (0..5_000).map(|n| format!("\"c{n}\":{n}")).collect();
        let view = view(&format!("{{{}}}", claims.join(",")));
        assert!(rows(&view).len() <= MOST_ROWS + 1);
    }
}
