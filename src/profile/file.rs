//! `profiles.toml`: all profiles in one file that people edit by hand.
//!
//! ```text
//!   # Anything before the first profile stays unchanged.
//!
//!   # The comment directly above a profile belongs to it.
//!   [staging]
//!   user_pool_id = "eu-west-1_AbCdEfGhI"
//!   domain = "login.example.com"
//!   client_id = "2k4h8d9s0a1q2w3e4r5t6y7u8i"
//!   client_secret_command = ["op", "read", "op://work/staging/secret"]
//!   redirect_uris = ["http://localhost:8765/callback"]
//!   scopes = ["openid", "email"]
//! ```
//!
//! There is one file for all profiles, because people compare and copy them. The text is split at the headers before
//! parsing, so a broken block, even one that is not TOML, does not affect the others, and an edit changes only the
//! bytes of its own block.

use std::collections::HashMap;
use std::ops::Range;

use toml_edit::{Document, DocumentMut, Item, Table};

use super::{Profile, fields};
use crate::protocol::text::sanitise;

/// The beginning of a new file.
const GREETING: &str = "# Profiles of grantscope. You can edit this file: comments and order are kept.\n\
                        # It never contains a client secret, only where the secret is stored.\n";

/// The maximum length of a profile's name, in characters.
const MAX_NAME: usize = 64;

/// The text of a profile file, and its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileFile {
    preamble: String,
    blocks: Vec<Block>,
}

/// The text from one header to the next, including the comment above it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    text: String,
    /// The line at which its text begins, from 1.
    line: usize,
    name: Option<String>,
    profile: Option<Profile>,
    problems: Vec<Problem>,
}

/// A problem of a profile, and its position. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} column {column}: {what}")]
pub struct Problem {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The profile, if its name can be read.
    pub profile: Option<String>,
    /// What was found and what was expected.
    pub what: String,
}

/// Why a profile name is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum NameProblem {
    #[error("missing, expected a name")]
    Missing,
    #[error(
        "found {:?}, expected printable characters without a leading - or space around them",
        sanitise::line(.0)
    )]
    Characters(String),
    #[error("found {0} characters, expected at most {MAX_NAME}")]
    Long(usize),
}

/// Why a file has no profile of a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoProfile {
    /// It has none.
    #[error("no profile {name:?}: {}", expected(known))]
    Unknown {
        /// The name.
        name: String,
        /// The names of the profiles that it has.
        known: Vec<String>,
    },
    /// It has one with these problems.
    #[error("{}", .0.iter().map(Problem::to_string).collect::<Vec<_>>().join("; "))]
    Broken(Vec<Problem>),
}

fn expected(known: &[String]) -> String {
    match known {
        [] => "there are no profiles yet".to_owned(),
        known => format!("expected one of {}", known.join(", ")),
    }
}

/// Why a profile was not saved or renamed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum EditError {
    #[error("profile name: {0}")]
    Name(#[from] NameProblem),
    #[error(transparent)]
    NoProfile(#[from] NoProfile),
    #[error("profile {0:?} already exists; use a new name")]
    Taken(String),
    #[error("profile {name:?} has a problem that must be fixed first: {problem}")]
    Broken { name: String, problem: Problem },
    #[error("profile {0:?} cannot be read")]
    Unread(String),
    #[error("profile {0:?} cannot be renamed: its header is invalid")]
    InvalidHeader(String),
}

impl ProfileFile {
    /// Reads a file. Total: all errors become problems, and the valid parts are kept.
    pub fn read(text: &str) -> Self {
        // Editors on Windows write a byte order mark, but a header must be in the first column.
        let (preamble, pieces) = cut(text.trim_start_matches('\u{feff}'));
        let mut blocks: Vec<Block> = Vec::new();
        // The line in which each name is used first.
        let mut used: HashMap<String, usize> = HashMap::new();
        for (line, text) in pieces {
            let mut block = Block::read(text, line);
            if let Some(name) = block.name.clone() {
                let header = block.header_line();
                let first = *used.entry(name.clone()).or_insert(header);
                if first != header {
                    let what = format!("[{name}] is already used in line {first}, expected another name");
                    block.problems.push(Problem { line: header, column: 1, profile: Some(name), what });
                    block.profile = None;
                }
            }
            blocks.push(block);
        }
        Self { preamble, blocks }
    }

    /// The valid profiles, in the order of the file.
    pub fn profiles(&self) -> impl Iterator<Item = &Profile> {
        self.blocks.iter().filter_map(|block| block.profile.as_ref())
    }

    /// The profile of this name.
    pub fn get(&self, name: &str) -> Result<&Profile, NoProfile> {
        if let Some(profile) = self.profiles().find(|profile| profile.name.as_deref() == Some(name)) {
            return Ok(profile);
        }
        let mut broken = self.problems();
        broken.retain(|problem| problem.profile.as_deref() == Some(name));
        if !broken.is_empty() {
            return Err(NoProfile::Broken(broken));
        }
        let known = self.profiles().filter_map(|profile| profile.name.clone()).collect();
        Err(NoProfile::Unknown { name: name.to_owned(), known })
    }

    /// All problems, in the order of the file.
    pub fn problems(&self) -> Vec<Problem> {
        let mut found: Vec<Problem> = preamble_problem(&self.preamble).into_iter().collect();
        found.extend(self.blocks.iter().flat_map(|block| block.problems.iter().cloned()));
        found
    }

    /// Whether the file has a block of this name, even a broken one.
    pub fn contains(&self, name: &str) -> bool {
        self.blocks.iter().any(|block| block.name.as_deref() == Some(name))
    }

    /// Adds a profile, or changes the differing members of the existing one. Everything else, including comments and
    /// order, stays byte for byte. A broken profile is not changed.
    pub fn set(&mut self, profile: &Profile) -> Result<(), EditError> {
        let name = profile.name.clone().unwrap_or_default();
        if let Some(problem) = name_problem(&name) {
            return Err(problem.into());
        }
        let Some(at) = self.blocks.iter().position(|block| block.name.as_deref() == Some(&name)) else {
            let text = self.new_block(&name, profile);
            let line = self.text().lines().count() + 1;
            self.blocks.push(Block::read(text, line));
            return Ok(());
        };
        let changed = self.blocks[at].changed(&name, profile)?;
        self.blocks[at].text = changed;
        *self = Self::read(&self.text());
        Ok(())
    }

    /// Renames a profile to an unused name; nothing else in its block changes. A broken profile is not changed.
    pub fn rename(&mut self, from: &str, to: &str) -> Result<(), EditError> {
        if let Some(problem) = name_problem(to) {
            return Err(problem.into());
        }
        if self.contains(to) {
            return Err(EditError::Taken(to.to_owned()));
        }
        self.get(from)?;
        let block = self.blocks.iter_mut().find(|block| block.profile.is_some() && block.name.as_deref() == Some(from));
        let renamed = block.and_then(|block| {
            let document = Document::parse(block.text.clone()).ok()?;
            let name = document.as_table().key(from)?.span()?;
            block.text.replace_range(name, &quoted(to));
            Some(())
        });
        renamed.ok_or_else(|| EditError::InvalidHeader(from.to_owned()))?;
        *self = Self::read(&self.text());
        Ok(())
    }

    /// Removes all blocks of this name, with the comment directly above; returns whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.blocks.len();
        self.blocks.retain(|block| block.name.as_deref() != Some(name));
        let removed = self.blocks.len() < before;
        if removed {
            *self = Self::read(&self.text());
        }
        removed
    }

    /// The file's text.
    pub fn text(&self) -> String {
        self.blocks.iter().fold(self.preamble.clone(), |text, block| text + &block.text)
    }

    fn new_block(&mut self, name: &str, profile: &Profile) -> String {
        if self.preamble.is_empty() && self.blocks.is_empty() {
            self.preamble = GREETING.to_owned();
        }
        let before = self.text();
        let gap = match before.as_str() {
            text if text.ends_with("\n\n") => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        let mut table = Table::new();
        for member in fields::MEMBERS {
            if let Some(value) = fields::written(profile, member) {
                table.insert(member, Item::Value(value));
            }
        }
        let mut document = DocumentMut::new();
        document.insert(name, Item::Table(table));
        format!("{gap}{}", document.to_string().trim_start())
    }
}

impl Block {
    fn read(text: String, line: usize) -> Self {
        let mut block = Self { text, line, name: None, profile: None, problems: Vec::new() };
        let parsed = Document::parse(block.text.clone());
        match parsed {
            Ok(document) => block.read_table(document.as_table()),
            Err(error) => {
                block.name = header_name(&block.text);
                let what = error.message().lines().collect::<Vec<_>>().join(", ");
                let at = error.span();
                block.problem(at, format!("not TOML: {what}"));
            }
        }
        block
    }

    fn read_table(&mut self, document: &Table) {
        let Some((name, item)) = document.iter().next() else { return };
        self.name = Some(name.to_owned());
        let span = document.key(name).and_then(toml_edit::Key::span);
        let Some(table) = item.as_table().filter(|table| !table.is_implicit()) else {
            self.problem(
                span,
                format!("[{name}] has a name in several parts or double brackets, expected [{}]", quoted(name)),
            );
            return;
        };
        if let Some(problem) = name_problem(name) {
            self.problem(span.clone(), format!("profile name: {problem}"));
        }
        let mut found: Vec<(Option<Range<usize>>, String)> = Vec::new();
        let profile = fields::read(name, table, &mut |member, what| {
            let at = table.get_key_value(member).and_then(|(key, item)| item.span().or_else(|| key.span()));
            let member = if member.is_empty() { String::new() } else { format!(" {member}") };
            found.push((at.or_else(|| span.clone()), format!("[{name}]{member}: {what}")));
        });
        for (at, what) in found {
            self.problem(at, what);
        }
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        if self.problems.is_empty() {
            self.profile = Some(profile);
        }
    }

    fn problem(&mut self, at: Option<Range<usize>>, what: String) {
        let offset = at.map_or(0, |at| at.start).min(self.text.len());
        let before = self.text.get(..offset).unwrap_or_default();
        let line = self.line + before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.problems.push(Problem { line, column, profile: self.name.clone(), what });
    }

    fn header_line(&self) -> usize {
        self.line + self.text.lines().take_while(|line| !line.trim_start().starts_with('[')).count()
    }

    /// The text of the block, changed where it differs from `profile`.
    fn changed(&self, name: &str, profile: &Profile) -> Result<String, EditError> {
        if let Some(problem) = self.problems.first() {
            return Err(EditError::Broken { name: name.to_owned(), problem: problem.clone() });
        }
        let unread = || EditError::Unread(name.to_owned());
        let mut document: DocumentMut = self.text.parse().map_err(|_| unread())?;
        let table = document.get_mut(name).and_then(Item::as_table_mut).ok_or_else(unread)?;
        let before = fields::read(name, table, &mut |_, _| {});
        for member in fields::MEMBERS {
            let new = fields::written(profile, member);
            if same(&new, &fields::written(&before, member)) {
                continue;
            }
            match (new, table.get_mut(member).and_then(Item::as_value_mut)) {
                (Some(mut new), Some(old)) => {
                    *new.decor_mut() = old.decor().clone();
                    *old = new;
                }
                (Some(new), None) => {
                    table.insert(member, Item::Value(new));
                }
                (None, _) => {
                    table.remove(member);
                }
            }
        }
        Ok(document.to_string())
    }
}

/// Whether two profiles have the same value for a member.
fn same(one: &Option<toml_edit::Value>, other: &Option<toml_edit::Value>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => fields::same(one, other),
        (None, None) => true,
        _ => false,
    }
}

/// Why a profile name is invalid; `None` if it is valid.
pub fn name_problem(name: &str) -> Option<NameProblem> {
    let length = name.chars().count();
    if name.trim().is_empty() {
        return Some(NameProblem::Missing);
    }
    if name.trim() != name || name.starts_with('-') || name.chars().any(sanitise::is_unsafe) {
        return Some(NameProblem::Characters(name.to_owned()));
    }
    (length > MAX_NAME).then_some(NameProblem::Long(length))
}

/// The text before the first block, and each block with its first line.
fn cut(text: &str) -> (String, Vec<(usize, String)>) {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut starts: Vec<usize> = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| is_header(line)) {
        let comments = lines[..at].iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
        let floor = starts.last().map_or(0, |last| last + 1);
        // The very first comment describes the file if something else is between it and the header.
        starts.push((at - comments).max(floor));
        debug_assert!(is_header(line));
    }
    let end_of = |index: usize| starts.get(index + 1).copied().unwrap_or(lines.len());
    let preamble = lines[..starts.first().copied().unwrap_or(lines.len())].concat();
    let blocks = starts.iter().enumerate().map(|(index, start)| (start + 1, lines[*start..end_of(index)].concat()));
    (preamble, blocks.collect())
}

/// Whether a line starts a block: a bracket in the first column, or further right if the line is a valid header
/// (items of a list may also start with a bracket).
fn is_header(line: &str) -> bool {
    let indented = line.trim_start();
    line.starts_with('[') || indented.starts_with('[') && Document::parse(indented.trim_end().to_owned()).is_ok()
}

/// The name in the header of a block that is not TOML, if the header itself is valid.
fn header_name(text: &str) -> Option<String> {
    let header = text.lines().find(|line| line.trim_start().starts_with('['))?;
    let document = Document::parse(header.to_owned()).ok()?;
    document.iter().next().map(|(name, _)| name.to_owned())
}

fn preamble_problem(preamble: &str) -> Option<Problem> {
    let says_nothing = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let line = preamble.lines().take_while(says_nothing).count();
    (line < preamble.lines().count()).then(|| Problem {
        line: line + 1,
        column: 1,
        profile: None,
        what: "found a member outside of a profile, expected [NAME] before it".to_owned(),
    })
}

fn quoted(name: &str) -> String {
    let bare = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if bare { name.to_owned() } else { toml_edit::Value::from(name).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Provider, SecretSource};
    use crate::protocol::{Endpoints, Parameters};
    use proptest::prelude::*;

    const TWO: &str = "# mine\n\n# first\n[ one ] # here\nclient_id='a'   # id\npkce = true\nuser_pool_id = \"eu-west-1_A\"\n\
                       \n[two]\nissuer = \"https://op.example\"\nclient_id = \"b\"\n";

    fn problems(text: &str) -> Vec<String> {
        ProfileFile::read(text).problems().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_edit_changes_its_own_members_and_nothing_else() {
        let mut file = ProfileFile::read(TWO);
        let mut one = file.get("one").unwrap().clone();
        one.client_id = "c".into();
        one.redirect_uris = vec!["http://localhost:8765/callback".into()];
        file.set(&one).unwrap();
        assert_eq!(
            file.text(),
            TWO.replace("'a'", "\"c\"")
                .replace("_A\"\n", "_A\"\nredirect_uris = [\"http://localhost:8765/callback\"]\n")
        );
        assert_eq!(file.get("one").unwrap(), &one);
    }

    #[test]
    fn a_byte_order_mark_costs_no_profile() {
        let file = ProfileFile::read(&format!("\u{feff}{}", TWO.trim_start_matches("# mine\n\n# first\n")));
        assert_eq!(file.problems(), []);
        assert_eq!(file.profiles().count(), 2);
    }

    #[test]
    fn saving_an_unchanged_profile_changes_no_byte() {
        let text = "[a]\nclient_id = \"x\"\nscopes = [ 'openid', ] # all\nclient_auth = \"auto\"\n";
        let mut file = ProfileFile::read(text);
        let profile = file.get("a").unwrap().clone();
        file.set(&profile).unwrap();
        assert_eq!(file.text(), text);
    }

    #[test]
    fn removing_takes_the_comment_above_and_leaves_the_rest() {
        let mut file = ProfileFile::read(TWO);
        assert!(file.remove("one"));
        assert!(!file.remove("one"));
        assert_eq!(file.text(), "# mine\n\n[two]\nissuer = \"https://op.example\"\nclient_id = \"b\"\n");
    }

    #[test]
    fn every_problem_is_reported_at_once_with_its_place() {
        let text = "x = 1\n[a]\nclient_id = 7\nscopes = \"openid\"\nredirect_uri = \"http://localhost/\"\n\n[b]\nclient_secret = \"hunter2\"\n\n\
                    [a]\nclient_id = \"x\"\n\n[c\nclient_id = \"y\"\n\n[d]\nscopes = [\"openid\"\n\n[e.f]\nz = 1\n\n[ok]\nclient_id = \"k\"\n";
        assert_eq!(
            problems(text),
            [
                "line 1 column 1: found a member outside of a profile, expected [NAME] before it",
                "line 3 column 13: [a] client_id: found an integer, expected a string",
                "line 4 column 10: [a] scopes: found a string, expected an array of strings",
                "line 5 column 16: [a] redirect_uri: not a profile member, expected redirect_uris",
                "line 8 column 17: [b] client_secret: found a client secret, expected client_secret_keyring, \
                 client_secret_command, client_secret_env or client_secret_file: a profile contains only the place of a \
                 secret",
                "line 10 column 1: [a] is already used in line 2, expected another name",
                "line 13 column 3: not TOML: unclosed table, expected `]`",
                "line 17 column 19: not TOML: unclosed array, expected `]`",
                "line 19 column 2: [e] has a name in several parts or double brackets, expected [e]",
            ]
        );
        assert_eq!(ProfileFile::read(text).profiles().count(), 1);
    }

    #[test]
    fn a_broken_profile_is_neither_changed_nor_lost() {
        let text = "[a]\nclient_id = \n\n[b]\nclient_id = \"b\"\n";
        let mut file = ProfileFile::read(text);
        let mut b = file.get("b").unwrap().clone();
        b.client_id = "c".into();
        file.set(&b).unwrap();
        let mut a = b.clone();
        a.name = Some("a".into());
        assert!(file.set(&a).unwrap_err().to_string().contains("line 2"));
        assert!(file.text().starts_with("[a]\nclient_id = \n"));
        assert!(file.text().contains("client_id = \"c\""));
    }

    fn provider() -> impl Strategy<Value = Provider> {
        let text = "[ -~é\u{1b}]{1,12}";
        prop_oneof![
            (text, proptest::option::of(text))
                .prop_map(|(user_pool_id, domain)| Provider::Cognito { user_pool_id, domain }),
            text.prop_map(Provider::Issuer),
            (proptest::option::of(text), text, proptest::option::of(text)).prop_map(|(issuer, token, jwks_uri)| {
                Provider::Explicit(Endpoints { issuer, token: Some(token), jwks_uri, ..Endpoints::default() })
            }),
        ]
    }

    prop_compose! {
        fn profile()(
            provider in provider(),
            name in "[a-zA-Z0-9_.é\\[\\]\"'#=/]{1,10}",
            client_id in ".{0,10}",
            lists in proptest::collection::vec(proptest::collection::vec(".{0,30}", 0..5), 4),
            pairs in proptest::collection::vec(("[a-z]{1,5}", ".{0,9}"), 0..4),
            pkce in any::<bool>(),
            source in 0..5_usize,
        ) -> Profile {
            let mut lists = lists.into_iter();
            let mut next = || lists.next().unwrap_or_default();
            let mut profile = Profile::new(provider, client_id);
            profile.name = Some(name);
            profile.redirect_uris = next();
            profile.scopes = next();
            profile.identity_providers = next();
            profile.parameters = pairs.into_iter().collect::<Parameters>();
            (profile.pkce, profile.is_machine) = (pkce, !pkce);
            let words: Vec<String> = std::iter::once("op".to_owned()).chain(next()).collect();
            profile.secret_source = [
                SecretSource::None,
                SecretSource::Keyring,
                SecretSource::Command(words),
                SecretSource::Environment("X".into()),
                SecretSource::File("/run/secret".into()),
            ][source].clone();
            profile
        }
    }

    proptest! {
        #[test]
        fn a_profile_comes_back_from_the_file_as_it_went_in(one in profile(), other in profile()) {
            let mut file = ProfileFile::read("# kept\n");
            file.set(&one).unwrap();
            let mut changed = other;
            changed.name.clone_from(&one.name);
            let read = ProfileFile::read(&file.text());
            prop_assert_eq!(read.get(one.name.as_ref().unwrap()), Ok(&one));
            file.set(&changed).unwrap();
            let read = ProfileFile::read(&file.text());
            prop_assert_eq!(read.get(one.name.as_ref().unwrap()), Ok(&changed));
            prop_assert!(file.text().starts_with("# kept\n"));
        }

        #[test]
        fn any_text_is_survived_and_kept(text in "([\\[\\]\"'#=\n.,a-c]| |client_id = |scopes = ){0,40}") {
            let file = ProfileFile::read(&text);
            prop_assert_eq!(file.text(), text);
            let _ = file.problems();
        }
    }
}
