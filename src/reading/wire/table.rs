//! The forms in which people paste HTTP messages, and the search for all of them.
//!
//! ```text
//!   text ─► line by line: which rows begin here, and where? ─► the first of them reads ─► messages with their spans
//!                                                          └─► no success: that row continues after what it read
//! ```
//!
//! A new form is a file with two functions, a member of [`Form`] and a row.

use std::fmt;

use super::message::{Message, Reading};
use super::{
    access_log, answer, bru, curl, dump, error_text, fiddler, http_call, http_client, http_file, okhttp, panel,
    power_shell, raw, tools, w3c,
};
use crate::protocol::enum_table::enum_table;
use crate::protocol::literal::Source;
use crate::protocol::urls::path_of;
use crate::reading::part::Spanned;

enum_table! {
    /// The form of a message.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Form: 1 {
        /// A request as HTTP text.
        HttpRequest => "HTTP request";
        /// A response as HTTP text.
        HttpResponse => "HTTP response";
        /// A body after a request, without a status line.
        ResponseBody => "response body";
        /// curl for a POSIX shell or PowerShell.
        Curl => "curl command";
        /// curl for cmd.exe.
        CurlCmd => "curl command (cmd)";
        /// PowerShell's `Invoke-WebRequest` or `Invoke-RestMethod`.
        PowerShell => "PowerShell command";
        /// HTTPie or xh.
        Httpie => "HTTPie command";
        /// wget.
        Wget => "wget command";
        /// A request whose first line has no version, as in `.http` files.
        HttpFile => "HTTP request";
        /// A request of a Bruno file.
        Bruno => "Bruno request";
        /// A panel of a browser's developer tools.
        DevToolsPanel => "developer tools panel";
        /// A line of an access log.
        AccessLog => "access log line";
        /// A line of a browser's console or a development server.
        LogLine => "log line";
        /// Debug output of Python's `http.client`.
        HttpClientDebug => "http.client debug output";
        /// The log of OkHttp.
        OkHttpLog => "OkHttp log";
        /// An error message of an HTTP client.
        ErrorMessage => "error message";
        /// A call of `fetch`.
        Fetch => "fetch call";
        /// A call of axios or of a client with the same arguments.
        Axios => "axios call";
        /// A call of Python's requests or httpx.
        PythonRequests => "Python requests call";
        /// Printed request and response objects, and entries of collections.
        Object => "logged object";
        /// A request of an Insomnia export.
        Insomnia => "Insomnia request";
        /// An Angular `HttpErrorResponse`.
        HttpErrorResponse => "HttpErrorResponse";
    }
}

impl Form {
    /// Its name in words.
    pub fn name(self) -> &'static str {
        self.row()[0]
    }

    /// Whether a body after a request of this form, without a status line, is its response. Not if the form has its own
    /// place for the response.
    fn is_answered_below(self) -> bool {
        !matches!(
            self,
            Self::Object
                | Self::Insomnia
                | Self::Bruno
                | Self::AccessLog
                | Self::LogLine
                | Self::ErrorMessage
                | Self::DevToolsPanel
                | Self::OkHttpLog
        )
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A message and its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundMessage {
    /// The message.
    pub message: Message,
    /// Its form.
    pub form: Form,
}

/// One form: a cheap search for its beginning on a line from an offset on, and its reader.
struct Row {
    form: Form,
    begins: fn(&str, usize) -> Option<usize>,
    read: fn(&Source, usize) -> Reading,
}

/// The forms. If two begin at the same place, the first is tried first.
const ROWS: [Row; 25] = [
    Row { form: Form::Curl, begins: curl::begins, read: curl::read },
    Row { form: Form::CurlCmd, begins: curl::cmd_begins, read: curl::read_cmd },
    Row { form: Form::Fetch, begins: http_call::fetch_begins, read: http_call::read_fetch },
    Row { form: Form::Axios, begins: http_call::axios_begins, read: http_call::read_axios },
    Row { form: Form::PythonRequests, begins: http_call::python_begins, read: http_call::read_python },
    Row { form: Form::Insomnia, begins: dump::insomnia_begins, read: dump::read_insomnia },
    Row { form: Form::HttpErrorResponse, begins: dump::angular_begins, read: dump::read_angular },
    Row { form: Form::Object, begins: dump::begins, read: dump::read },
    Row { form: Form::PowerShell, begins: power_shell::begins, read: power_shell::read },
    Row { form: Form::Httpie, begins: tools::httpie_begins, read: tools::read_httpie },
    Row { form: Form::Wget, begins: tools::wget_begins, read: tools::read_wget },
    Row { form: Form::Bruno, begins: bru::begins, read: bru::read },
    Row { form: Form::DevToolsPanel, begins: panel::begins, read: panel::read },
    Row { form: Form::HttpClientDebug, begins: http_client::sent_begins, read: http_client::read_sent },
    Row { form: Form::HttpClientDebug, begins: http_client::reply_begins, read: http_client::read_reply },
    Row { form: Form::OkHttpLog, begins: okhttp::sent_begins, read: okhttp::read_sent },
    Row { form: Form::OkHttpLog, begins: okhttp::received_begins, read: okhttp::read_received },
    Row { form: Form::AccessLog, begins: w3c::begins, read: w3c::read },
    Row { form: Form::AccessLog, begins: fiddler::begins, read: fiddler::read },
    Row { form: Form::AccessLog, begins: access_log::begins, read: access_log::read },
    Row { form: Form::LogLine, begins: access_log::console_begins, read: access_log::read_console },
    Row { form: Form::HttpFile, begins: http_file::begins, read: http_file::read },
    Row { form: Form::ErrorMessage, begins: error_text::begins, read: error_text::read },
    Row { form: Form::HttpRequest, begins: raw::request_begins, read: raw::read_request },
    Row { form: Form::HttpResponse, begins: raw::response_begins, read: raw::read_response },
];

/// All requests and responses in a text, in order. Spans do not overlap.
pub fn find(text: &str) -> Vec<Spanned<FoundMessage>> {
    let source = Source::new(text);
    let mut found = Vec::new();
    let mut from = [0; ROWS.len()];
    let mut at = 0;
    while at < text.len() {
        at = line(&source, at, &mut from, &mut found);
    }
    found
}

/// Reads what begins on the line of `at`, and returns where the search continues. `from` has for each row the offset
/// before which it has read without success.
fn line(source: &Source, at: usize, from: &mut [usize; ROWS.len()], found: &mut Vec<Spanned<FoundMessage>>) -> usize {
    let start = source.line_start(at);
    let (text, end) = (source.line(start), source.line_end(at));
    let begins = |row: usize, from: usize| {
        let place = (from <= end).then(|| (ROWS[row].begins)(text, floor(text, from.max(start) - start)));
        place.flatten().map(|place| start + place)
    };
    let mut places: [Option<usize>; ROWS.len()] = std::array::from_fn(|row| begins(row, from[row].max(at)));
    let mut at = at;
    loop {
        let first = (0..ROWS.len()).filter_map(|row| Some((places[row]?, row))).min();
        let Some((place, row)) = first else { return source.next_line(end).max(end + 1) };
        let go_on = match (ROWS[row].read)(source, place) {
            Ok(messages) => {
                let form = ROWS[row].form;
                let messages = without_repeated(messages, found.last());
                let messages = with_command(messages, form, found);
                found.extend(
                    messages.into_iter().map(|m| Spanned::new(m.span, FoundMessage { message: m.value, form })),
                );
                at = found.last().map_or(place + 1, |last| last.span.end).max(at);
                if form.is_answered_below() {
                    at = with_answer(source, at, found);
                }
                if at > end {
                    return at;
                }
                at
            }
            Err(read) => {
                from[row] = read.max(place + 1);
                from[row]
            }
        };
        for other in 0..ROWS.len() {
            let is_past = places[other].is_some_and(|place| place < at);
            if other == row || is_past {
                places[other] = begins(other, from[other].max(at).max(if other == row { go_on } else { 0 }));
            }
        }
    }
}

/// A logged error often contains its request twice, the second time inside the response: it counts once.
fn without_repeated(
    mut messages: Vec<Spanned<Message>>,
    last: Option<&Spanned<FoundMessage>>,
) -> Vec<Spanned<Message>> {
    let is_repeated = messages.len() == 2 && last.is_some_and(|last| last.value.message == messages[0].value);
    if is_repeated {
        messages.remove(0);
    }
    messages
}

/// curl with `-v` writes the head of the request that its command line makes: both are one request, and the body is
/// only in the command.
fn with_command(
    mut messages: Vec<Spanned<Message>>,
    form: Form,
    found: &mut Vec<Spanned<FoundMessage>>,
) -> Vec<Spanned<Message>> {
    let [Spanned { span, value: Message::Request(sent) }] = messages.as_mut_slice() else { return messages };
    let is_command = |form: Form| matches!(form, Form::Curl | Form::CurlCmd);
    let Some(Spanned { span: command, value: FoundMessage { message: Message::Request(asked), .. } }) =
        found.last().filter(|last| form == Form::HttpRequest && is_command(last.value.form))
    else {
        return messages;
    };
    if path_of(&asked.url) == path_of(&sent.url) && asked.method == sent.method && sent.body.is_empty() {
        sent.body.clone_from(&asked.body);
        span.start = command.start;
        found.pop();
    }
    messages
}

/// Adds the body after a request; returns where the search continues.
fn with_answer(source: &Source, at: usize, found: &mut Vec<Spanned<FoundMessage>>) -> usize {
    let is_request = found.last().is_some_and(|last| matches!(last.value.message, Message::Request(_)));
    let Some(answer) = is_request.then(|| answer::below(source, at)).flatten() else { return at };
    let end = answer.span.end;
    let message = Message::Response(answer.value);
    found.push(Spanned::new(answer.span, FoundMessage { message, form: Form::ResponseBody }));
    end
}

/// The nearest character boundary from an offset on.
fn floor(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}
