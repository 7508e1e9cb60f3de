//! Identifies a file or paste and reports its problems, without sending anything.
//!
//! ```text
//!   bytes ─► Input (byte order mark, quotes, entities, … removed, each listed)
//!         ─► single/  one thing: DOCUMENTS, then TEXTS; what is inside another text is read in its place
//!         ─► mixed/   its parts (crate::reading), judged together: requests with responses, URLs, tokens, sentences
//!         ─► single/  one of the PIECES that such parts are: a callback, a page, a link, an error message
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
use crate::protocol::{Finding, SignatureStatus};
use crate::session::redaction;

pub use inspection::{Inspection, ReadPart};
pub use kind::Kind;
pub use options::Options;
pub(super) use rules::RULES;
pub(super) use single::saml_response::RULES as SAML_RULES;
pub use token_set::TokenSet;

use crate::reading::input::Input;
use mixed::{cause_in_words, combined, failure_line};
use rules::{NO_TEXT, TOO_LONG};
use single::readers::{DOCUMENTS, PIECES, Reader, Reading, TEXTS};
use single::recording;
use single::unknown::unknown;

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
    let read = |input: &Input, readers: &[Reader]| {
        readers.iter().find_map(|reader| match reader.read(input, options)? {
            Reading::Done(inspection) => Some(*inspection),
            Reading::Inside(inside) => inside.with(inspect(inside.text.as_bytes(), options)),
        })
    };
    let length = input.text.len();
    let document = read(&input, &DOCUMENTS);
    let is_cut = length > LONGEST_PASTE && document.is_none();
    if is_cut {
        input.text.truncate(beginning(&input.text));
    }
    let mut inspection = document
        .or_else(|| read(&input, &TEXTS))
        .or_else(|| combined::read(&input, options))
        .or_else(|| read(&input, &PIECES))
        .or_else(|| failure_line::read(&input))
        .unwrap_or_else(|| unknown(&input));
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
