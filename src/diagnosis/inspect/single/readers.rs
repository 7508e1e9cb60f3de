//! The readers of a text that is one thing, in the order in which they are tried.

use super::wrapped::{self, Wrapped};
use super::{
    callback, challenge, cors_message, error_code, error_page, json_document, recording, request, request_url,
    saml_response, tokens, unknown,
};
use crate::diagnosis::inspect::inspection::{Inspection, imported};
use crate::diagnosis::inspect::kind::Kind;
use crate::diagnosis::inspect::options::Options;
use crate::profile::Profile;
use crate::profile::file::ProfileFile;
use crate::profile::import;
use crate::reading::input::Input;

/// A reader for one family of texts.
pub(in crate::diagnosis::inspect) enum Reader {
    /// Reads the text.
    Reads(fn(&Input, &Options) -> Option<Inspection>),
    /// Finds another text in it, to be read in its place.
    Unwraps(fn(&Input) -> Option<Wrapped>),
}

/// What a reader made of a text that belongs to it.
pub(in crate::diagnosis::inspect) enum Reading {
    /// The result.
    Done(Box<Inspection>),
    /// A text inside it: read this one.
    Inside(Wrapped),
}

use Reader::{Reads, Unwraps};

/// Documents: one syntax from the first byte to the last, recognised by their members. They may be long.
pub(in crate::diagnosis::inspect) const DOCUMENTS: [Reader; 4] = [
    Reads(recording::session),
    Reads(recording::storage),
    Unwraps(wrapped::lambda_response),
    Reads(json_document::json),
];

/// Texts that would lose their meaning part by part: a token in lines, a form in a form field, words around a URL. The
/// strictest syntax comes first, and a message that may contain the others comes after them.
pub(in crate::diagnosis::inspect) const TEXTS: [Reader; 9] = [
    Reads(profiles),
    // Before tokens: the middle part of a token is base64 too, and is left to them.
    Unwraps(wrapped::base64),
    Reads(tokens::read),
    // Before requests: it is posted as a form.
    Reads(saml_response::read),
    Reads(request::alone),
    Reads(challenge::on_one_line),
    Reads(cors_message::console),
    Reads(error_page::page_with_its_address),
    Reads(error_page::federation),
];

/// Things that occur inside other texts. They are tried for a part of a text, and for a whole one that has no parts: what
/// has a URL's syntax first, words last.
pub(in crate::diagnosis::inspect) const PIECES: [Reader; 7] = [
    Reads(callback::callback),
    Reads(error_page::page),
    Reads(request_url::link),
    Unwraps(wrapped::answer),
    Reads(challenge::challenge),
    Reads(|input, _| import::recognise(&input.text).map(imported)),
    Reads(error_code::error),
];

impl Reader {
    /// `None` if the text does not belong to the reader.
    pub(in crate::diagnosis::inspect) fn read(&self, input: &Input, options: &Options) -> Option<Reading> {
        match self {
            Reads(read) => read(input, options).map(Box::new).map(Reading::Done),
            Unwraps(unwrap) => unwrap(input).map(Reading::Inside),
        }
    }
}

/// Reads a part of a text as one thing.
pub(in crate::diagnosis::inspect) fn read(text: &str, options: &Options) -> Inspection {
    let Ok(input) = Input::read(text.as_bytes()) else { return Inspection::new(Kind::Unknown) };
    let readers = DOCUMENTS.iter().chain(&TEXTS).chain(&PIECES);
    let mut inspection = first(readers, &input, options).unwrap_or_else(|| unknown::unknown(&input));
    inspection.repairs.splice(0..0, input.repairs);
    inspection
}

/// Reads an object in a text as a protocol document.
pub(in crate::diagnosis::inspect) fn read_object(text: &str, options: &Options) -> Option<Inspection> {
    let input = Input { text: text.to_owned(), repairs: Vec::new() };
    let inside = wrapped::lambda_response(&input).and_then(|inside| inside.with(read(&inside.text, options)));
    inside.or_else(|| json_document::json(&input, options))
}

fn first<'a>(mut readers: impl Iterator<Item = &'a Reader>, input: &Input, options: &Options) -> Option<Inspection> {
    readers.find_map(|reader| match reader.read(input, options)? {
        Reading::Done(inspection) => Some(*inspection),
        Reading::Inside(inside) => inside.with(read(&inside.text, options)),
    })
}

/// grantscope's profile file.
fn profiles(input: &Input, _: &Options) -> Option<Inspection> {
    let file = ProfileFile::read(&input.text);
    let first = file.profiles().find(|profile| !profile.client_id.is_empty())?;
    let name = |profile: &Profile| profile.name.clone().unwrap_or_default();
    let facts = file.profiles().map(|profile| (name(profile), profile.client_id.clone())).collect();
    Some(Inspection { profile: Some(first.into()), facts, ..Inspection::new(Kind::Profiles) })
}
