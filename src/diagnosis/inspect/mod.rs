//! Identifies a file or paste and reports its problems, without sending anything.
//!
//! ```text
//!   bytes ─► Input (byte order mark, quotes, entities, … removed, each listed)
//!         ─► the whole text: HAR, saved session, storage, JSON, tokens, a form, a page with its URL
//!         ─► or its parts (crate::reading), judged together: requests with responses, URLs, tokens, sentences
//!         ─► or a fragment: a callback, a page, a link, an error message
//!         ─► Inspection: kind, parts, parameters, profile, tokens, findings, what was not recognised
//! ```
//!
//! The readers build a [`Session`](crate::session::Session) from the input, so that [`super::diagnose`] reports the
//! same for a pasted response as for a live one.

mod inspection;
mod kind;
mod mixed;
mod options;
mod rules;
mod single;
mod token_set;

use super::ranked;
use crate::profile::Profile;
use crate::profile::file::ProfileFile;
use crate::profile::import;
use crate::protocol::{Finding, SignatureStatus};
use crate::reading::wire::json_length;
use crate::session::redaction;

pub use inspection::{Inspection, ReadPart};
pub use kind::Kind;
pub use options::Options;
pub(super) use rules::RULES;
pub(super) use single::saml_response::RULES as SAML_RULES;
pub use token_set::TokenSet;

use crate::reading::input::Input;
use inspection::imported;
use mixed::{cause_in_words, combined, failure_line};
use options::ReadContext;
use rules::{BROKEN_JSON, NO_TEXT, TOO_LONG, UNKNOWN_PAGE};
use single::{
    callback, challenge, cors_message, error_code, error_page, json_document, recording, request, request_url,
    saml_response, tokens, wrapped,
};

/// A reader for one family of inputs: `None` if the input does not belong to it.
type Reader = fn(&Input, &ReadContext<'_>) -> Option<Inspection>;

/// The readers for a whole text, the most certain first.
const WHOLE: [Reader; 12] = [
    recording::session,
    recording::storage,
    json_document::json,
    |input, _| profiles(&input.text),
    wrapped::base64,
    tokens::read,
    saml_response::read,
    request::alone,
    |input, context| (!input.text.contains('\n')).then(|| challenge::challenge(input, context)).flatten(),
    cors_message::console,
    error_page::page_with_its_address,
    error_page::federation,
];
/// The readers for a piece of a text, or for a whole one that no other reader recognised.
const PIECE: [Reader; 7] = [
    callback::callback,
    error_page::page,
    request_url::link,
    wrapped::read,
    challenge::challenge,
    configuration,
    error_code::error,
];

/// How many of the readers accept documents, which may be long.
const DOCUMENT_READERS: usize = 3;
/// How much of a text that is no document is read part by part. Time and memory grow with it: the densest log of errors
/// takes about a second for each megabyte.
const LONGEST_PASTE: usize = 16 * 1024 * 1024;

/// Inspects an input. Total: accepts any bytes.
pub fn inspect(bytes: &[u8], options: &Options) -> Inspection {
    // A recording is large, and an incomplete one is read as far as possible: not as text, and without repairs.
    if let Some(inspection) = recording::har(bytes, options) {
        return inspection;
    }
    let wide = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let mut input = match Input::read(bytes) {
        Ok(input) => input,
        Err(problem) => {
            let finding = NO_TEXT.found(problem.to_string(), "Save the file as UTF-8 text.");
            return Inspection::new(Kind::Unknown).with_findings([finding]);
        }
    };
    // PowerShell redirects output as UTF-16.
    if let Some(mut inspection) = wide.then(|| recording::har(input.text.as_bytes(), options)).flatten() {
        inspection.repairs = input.repairs;
        return inspection;
    }
    let context = &read_context(options);
    let documents = &WHOLE[..DOCUMENT_READERS];
    let length = input.text.len();
    let whole = if length > LONGEST_PASTE { first(documents, &input, context) } else { None };
    let is_cut = length > LONGEST_PASTE && whole.is_none();
    if is_cut {
        input.text.truncate(beginning(&input.text));
    }
    let read = whole
        .or_else(|| first(&WHOLE, &input, context))
        .or_else(|| combined::read(&input, context))
        .or_else(|| first(&PIECE, &input, context))
        .or_else(|| failure_line::read(&input, context));
    let mut inspection = read.unwrap_or_else(|| unknown(&input));
    if input.text.len() <= LONGEST_PASTE {
        cause_in_words::explain(&mut inspection, &input.text);
    }
    inspection.findings.extend(is_cut.then(|| too_long(length)));
    let mut repairs = input.repairs;
    repairs.extend(
        std::mem::take(&mut inspection.repairs)
            .into_iter()
            .filter(|repair| !repairs.contains(repair))
            .collect::<Vec<_>>(),
    );
    inspection.repairs = repairs;
    // A client secret or password is never printed, wherever it was.
    for (name, value) in inspection.parameters.iter_mut().flat_map(|p| p.pairs_mut()) {
        if redaction::is_credential(name) {
            *value = redaction::masked(name, value);
        }
    }
    let altered = altered(&inspection, options);
    inspection.findings = ranked(altered.into_iter().chain(std::mem::take(&mut inspection.findings)));
    inspection
}

/// Findings about tokens that are edited copies of known ones. A verified token is what its issuer signed.
fn altered(inspection: &Inspection, options: &Options) -> Vec<Finding> {
    let reports = inspection.token_sets.iter().flat_map(TokenSet::reports);
    // A log may have thousands of tokens, and a session thousands of refreshes.
    let unverified = reports.filter(|report| report.signature.status != SignatureStatus::Verified).take(100);
    let found = unverified.filter_map(|report| {
        let finding = options.known.iter().find_map(|known| known.altered(report.raw.expose()))?;
        Some(finding.seen(None, "token", report.raw.masked()))
    });
    found.collect()
}

/// The length of the lines of a text within the limit.
fn beginning(text: &str) -> usize {
    let most = text.floor_char_boundary(LONGEST_PASTE);
    text[..most].rfind('\n').map_or(most, |line| line + 1)
}

/// What is no document is read up to the limit, and nobody knows what is in the rest.
fn too_long(length: usize) -> Finding {
    TOO_LONG.found(
        format!(
            "The text has {length} bytes and is no recording or other document. Of such a text, the first \
             {LONGEST_PASTE} bytes are read."
        ),
        "Give the part of it around the login.",
    )
}

/// The options, with access to all readers.
fn read_context(options: &Options) -> ReadContext<'_> {
    ReadContext { options, text: |text, options| inspect(text.as_bytes(), options), piece: alone }
}

fn first(readers: &[Reader], input: &Input, options: &ReadContext<'_>) -> Option<Inspection> {
    readers.iter().find_map(|read| read(input, options))
}

/// Reads a piece of a text as one thing.
fn alone(text: &str, options: &Options) -> Inspection {
    let Ok(input) = Input::read(text.as_bytes()) else { return Inspection::new(Kind::Unknown) };
    let context = &read_context(options);
    let read = first(&WHOLE, &input, context).or_else(|| first(&PIECE, &input, context));
    let mut inspection = read.unwrap_or_else(|| unknown(&input));
    inspection.repairs.splice(0..0, input.repairs);
    inspection
}

/// A configuration file of one of the importers' kinds.
fn configuration(input: &Input, _: &ReadContext<'_>) -> Option<Inspection> {
    import::recognise(&input.text).map(imported)
}

/// grantscope's profile file.
fn profiles(text: &str) -> Option<Inspection> {
    let file = ProfileFile::read(text);
    let first = file.profiles().find(|profile| !profile.client_id.is_empty())?;
    let name = |profile: &Profile| profile.name.clone().unwrap_or_default();
    let facts = file.profiles().map(|profile| (name(profile), profile.client_id.clone())).collect();
    Some(Inspection { profile: Some(first.into()), facts, ..Inspection::new(Kind::Profiles) })
}

/// Whether the text begins with a whole JSON value and goes on: a log is no broken document.
fn is_followed_by_words(text: &str) -> bool {
    json_length(text).is_some_and(|length| text[length..].contains(char::is_alphanumeric))
}

/// Whether the text is one whole object with comments, trailing commas or names without quotes.
fn is_tolerant_json(text: &str) -> bool {
    let value = crate::protocol::literal::value(&crate::protocol::literal::Source::new(text), 0);
    value.is_ok_and(|(_, end)| text[end..].trim_matches([';', ' ', '\n']).is_empty())
}

fn unknown(input: &Input) -> Inspection {
    let inspection = Inspection::new(Kind::Unknown);
    if input.is_json()
        && !is_followed_by_words(&input.text)
        && !is_tolerant_json(&input.text)
        && let Err(error) = crate::protocol::Json::parse(input.text.as_str())
    {
        let finding = BROKEN_JSON.found(
            format!("It begins like JSON, but is invalid at {error}."),
            "Copy the whole document again: terminals and chats cut long texts.",
        );
        return inspection.with_findings([finding]);
    }
    if input.is_html() {
        let finding = UNKNOWN_PAGE.found(
            "The input is a web page instead of a document or token.",
            "Check its URL: a proxy, a login page or a single-page application responded instead of an API.",
        );
        return inspection.with_findings([finding]);
    }
    inspection
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_and_any_text_give_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "(curl |\\{|<html>|eyJ|https?://|%|&amp;|\"|code=|error=|\\PC){0,60}") {
            let options = Options::at(jiff::Timestamp::UNIX_EPOCH);
            inspect(&bytes, &options);
            inspect(text.as_bytes(), &options);
        }
    }
}
