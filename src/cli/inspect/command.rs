//! `grantscope inspect`: identifies a file or paste and reports its problems.
//!
//! Exit status 0 without findings of severity error, 1 with them, 2 if the input is not recognised or unreadable.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::cli::client::TransportArgs;
use crate::cli::document::{ReportDocument, exchanges};
use crate::cli::evidence_page;
use crate::cli::given_keys::GivenKeys;
use crate::cli::global::Global;
use crate::cli::input::{self, LONGEST_RECORDING};
use crate::cli::inspect::text;
use crate::cli::output::{self, Page, Style};
use crate::cli::session::kept_sessions::KeptSessions;
use crate::cli::status::{Failure, Status};
use crate::cli::token_text::TokenText;
use crate::diagnosis::catalogue;
use crate::diagnosis::inspect::{Inspection, Kind, Options, TokenSet, inspect};
use crate::protocol::{Parameters, text::sanitise};
use crate::reading::{LineColumn, Lines};
use crate::runtime::{clock, random};

/// The arguments.
#[derive(Args, Clone, Debug)]
pub struct InspectArgs {
    /// The file; - or no argument reads standard input. Several files are inspected one after the other.
    #[arg(value_name = "FILE|-")]
    pub files: Vec<PathBuf>,
    /// Verify signatures with this JWK Set (a file or a URL) instead of the one in the input.
    #[arg(long, value_name = "FILE_OR_URL")]
    pub jwks: Option<String>,
    /// The URL of the API or MCP server that the input is about.
    #[arg(long, value_name = "URL")]
    pub resource: Option<String>,
    /// Check against this time instead of now.
    #[arg(long, value_name = "RFC3339", value_parser = crate::cli::times::moment)]
    pub at: Option<jiff::Timestamp>,
    /// List all findings that grantscope can report.
    #[arg(long)]
    pub list_findings: bool,
    /// Show the meaning of every claim and every check, even if the input contains several tokens.
    #[arg(long)]
    pub full: bool,
    /// Print one JSON document.
    #[arg(long)]
    pub json: bool,
    /// Print a page for a ticket: one HTML file with secrets masked.
    #[arg(long = "as", value_name = "FORMAT", conflicts_with = "json")]
    pub page: Option<PageFormat>,
    /// The connection to the keys.
    #[command(flatten)]
    pub transport: TransportArgs,
}

/// A form of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// One file that needs no script and no network.
    Html,
}

/// Inspects the input.
pub fn run(args: &InspectArgs, global: &Global) -> Result<Status, Failure> {
    if args.list_findings {
        return list_findings(args.json);
    }
    match args.files.as_slice() {
        [] => one(args, None, global),
        [file] => one(args, Some(file), global),
        _ if args.json || args.page.is_some() => {
            Err(Failure::usage("--json and --as: found several files, expected one"))
        }
        files => several(args, files, global),
    }
}

/// Inspects one file after the other. The exit status is 1 if one of them has errors, 2 if one cannot be read.
fn several(args: &InspectArgs, files: &[PathBuf], global: &Global) -> Result<Status, Failure> {
    let (mut worst, mut problems) = (Status::Worked, Vec::new());
    for file in files {
        let name = sanitise::line(&file.to_string_lossy()).into_owned();
        let mut page = Page::stdout();
        page.styled(Style::Name, &format!("{name}:")).end_line();
        page.print()?;
        let status = one(args, Some(file), global).unwrap_or_else(|failure| {
            problems.extend(failure.problems.iter().map(|problem| format!("{name}: {problem}")));
            failure.status
        });
        if worst == Status::Worked || status == Status::Bad {
            worst = status;
        }
        let mut page = Page::stdout();
        page.end_line().print()?;
    }
    Failure::unless_empty(worst, problems).map(|()| worst)
}

fn one(args: &InspectArgs, file: Option<&Path>, global: &Global) -> Result<Status, Failure> {
    let input = read(file)?;
    if input.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::usage("the input is empty"));
    }
    let GivenKeys { keys, unfetched } = GivenKeys::read(args.jwks.as_deref(), &args.transport)?;
    let mut options =
        Options { keys, resource: args.resource.clone(), ..Options::at(args.at.unwrap_or_else(clock::now)) };
    let mut inspection = inspect(&input, &options);
    let kept = KeptSessions::about(inspection.token_sets.iter().flat_map(TokenSet::reports), global);
    if !kept.is_empty() {
        (options.lent, options.known) = (kept.keys, kept.tokens);
        inspection = inspect(&input, &options);
    }
    drop(input);
    if args.page == Some(PageFormat::Html) {
        output::exact(html(&inspection, options.now)?.as_bytes())?;
    } else if args.json {
        output::json(&InspectionDocument(&inspection))?;
    } else {
        let mut page = Page::stdout();
        let text = TokenText { now: options.now, zone: clock::zone(), ascii: global.ascii };
        text::write(&mut page, &inspection, &text, args.full);
        page.print()?;
    }
    if let Some(failure) = unfetched {
        return Err(failure);
    }
    Ok(match inspection.kind {
        Kind::Unknown => Status::Usage,
        _ if inspection.has_errors() => Status::Bad,
        _ => Status::Worked,
    })
}

/// The page of what was read: of its session, otherwise of its findings.
fn html(inspection: &Inspection, now: jiff::Timestamp) -> Result<String, Failure> {
    if inspection.kind == Kind::Unknown && inspection.findings.is_empty() {
        return Err(Failure::usage("--as html: the input is not recognised, so there is nothing for a page"));
    }
    let Some(session) = &inspection.session else {
        return Ok(evidence_page::of_findings(&inspection.kind.title(), &inspection.findings, now));
    };
    if !inspection.others.is_empty() {
        output::progress("The page shows the first of several sessions.");
    }
    evidence_page::write(session, inspection.findings.clone(), &random::bytes()?, now)
}

fn read(file: Option<&Path>) -> Result<Vec<u8>, Failure> {
    match file.filter(|file| *file != Path::new("-")) {
        // The argument may be a secret, so it is not quoted.
        Some(file) if !file.exists() && is_text(&file.to_string_lossy()) => {
            Err(Failure::usage("found text, expected a file; pass text on standard input: grantscope inspect -"))
        }
        Some(file) => Ok(input::read(file, LONGEST_RECORDING)?),
        None => input::pasted("the text", LONGEST_RECORDING),
    }
}

/// Whether someone pasted text where a file name is expected.
fn is_text(argument: &str) -> bool {
    argument.contains("://") || argument.starts_with("eyJ") || argument.starts_with(['{', '?', '#'])
}

fn list_findings(as_json: bool) -> Result<Status, Failure> {
    if as_json {
        let rules: Vec<_> = catalogue()
            .map(|rule| serde_json::json!({"id": rule.id, "severity": rule.severity, "title": rule.title, "spec": rule.spec}))
            .collect();
        output::json(&rules)?;
        return Ok(Status::Worked);
    }
    let mut page = Page::stdout();
    let mut rules: Vec<_> = catalogue().collect();
    rules.sort_by_key(|rule| rule.id);
    for rule in rules {
        let severity = format!("{:8}", rule.severity.to_string());
        page.styled(Style::Name, &format!("{:42}", rule.id)).plain(" ").styled(rule.severity.into(), &severity);
        page.plain(" ").plain(rule.title);
        if !rule.spec.is_empty() {
            page.styled(Style::Faint, &format!(" ({})", rule.spec));
        }
        page.end_line();
    }
    page.print()?;
    Ok(Status::Worked)
}

/// `inspect --json`.
struct InspectionDocument<'a>(&'a Inspection);

impl Serialize for InspectionDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inspection = self.0;
        let sets: Vec<_> = inspection.token_sets.iter().map(TokenSetDocument).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", inspection.kind.name())?;
        map.serialize_entry("repairs", &inspection.repairs)?;
        map.serialize_entry("parameters", &inspection.parameters.as_ref().map(ParametersDocument))?;
        map.serialize_entry("profile", &inspection.profile)?;
        map.serialize_entry("tokens", &inspection.tokens().map(TokenSetDocument))?;
        map.serialize_entry("token_sets", &sets)?;
        map.serialize_entry("findings", &inspection.findings)?;
        let lines = Lines::of(inspection.text.expose());
        let place = |at: usize| PlaceDocument(lines.place(at));
        let parts: Vec<_> = inspection
            .parts
            .iter()
            .map(|part| PartDocument {
                kind: part.kind.name(),
                from: place(part.span.start),
                to: place(part.span.end),
                label: part.kind.words(),
            })
            .collect();
        let unread: Vec<_> = inspection
            .unread
            .iter()
            .map(|span| SpanDocument { from: place(span.start), to: place(span.end) })
            .collect();
        map.serialize_entry("parts", &parts)?;
        map.serialize_entry("unread", &unread)?;
        if inspection.recorded().next().is_some() {
            map.serialize_entry("exchanges", &inspection.recorded().flat_map(exchanges).collect::<Vec<_>>())?;
        }
        map.end()
    }
}

/// One of `parts`.
#[derive(Serialize)]
struct PartDocument {
    kind: &'static str,
    from: PlaceDocument,
    to: PlaceDocument,
    label: &'static str,
}

/// One of `unread`.
#[derive(Serialize)]
struct SpanDocument {
    from: PlaceDocument,
    to: PlaceDocument,
}

/// `{"line", "column"}`, both from 1.
struct PlaceDocument(LineColumn);

impl Serialize for PlaceDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("line", &self.0.line)?;
        map.serialize_entry("column", &self.0.column)?;
        map.end()
    }
}

/// `parameters`: a repeated name has an array.
struct ParametersDocument<'a>(&'a Parameters);

impl Serialize for ParametersDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let repeated: HashSet<&str> = self.0.duplicates().into_iter().map(|(name, _)| name).collect();
        let mut written: HashSet<&str> = HashSet::new();
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.0.iter().filter(|(name, _)| written.insert(name)) {
            if repeated.contains(name) {
                map.serialize_entry(name, &self.0.all(name).collect::<Vec<_>>())?
            } else {
                map.serialize_entry(name, value)?
            }
        }
        map.end()
    }
}

/// `tokens`, and each of `token_sets`.
struct TokenSetDocument<'a>(&'a TokenSet);

impl Serialize for TokenSetDocument<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let set = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("token_type", &set.token_type)?;
        map.serialize_entry("expires_in", &set.expires_in)?;
        map.serialize_entry("scope", &set.scope)?;
        map.serialize_entry("id_token", &set.id_token.as_ref().map(ReportDocument))?;
        map.serialize_entry("access_token", &set.access_token.as_ref().map(ReportDocument))?;
        map.serialize_entry("refresh_token", &set.refresh_token.as_ref().map(ReportDocument))?;
        if !set.other.is_empty() {
            map.serialize_entry("other", &set.other.iter().map(ReportDocument).collect::<Vec<_>>())?;
        }
        map.end()
    }
}
