//! A row of the tables: what a cause is reported as.

use crate::protocol::{Finding, Rule};
use crate::reading::sentences::{Cause, Library, Said};

/// Some sources, and the fix in their words.
pub(super) type Other = (&'static [Library], &'static str);

/// A cause whose finding a function makes.
pub(super) type Made = (Cause, fn(&Said) -> Finding);

/// What a cause is reported as.
pub(super) struct Row {
    /// What the message proves.
    pub cause: Cause,
    /// The only source that it is for. Such a row stands before the one for all sources.
    pub from: Option<Library>,
    /// The value that the message must have. Such a row stands before the one without.
    pub with: Option<&'static str>,
    /// The kind of problem.
    pub rule: &'static Rule,
    /// What it means. `{Source}` is the name of the source at the beginning of a sentence, `{source}` within one; a value
    /// of the message has its own name.
    pub template: &'static str,
    /// The fix.
    pub fix: &'static str,
    /// The fix in the words of some sources.
    pub others: [&'static [Other]; 2],
}

/// Rows of a table: `Cause: RULE, detail, fix, [Source] other fix;`, with `from Source` or `with value` after the cause.
macro_rules! rows {
    ($(
        $cause:ident $(from $from:ident)? $(with $value:ident)?: $rule:expr, $detail:literal, $fix:expr
        $(, [$($source:ident)+] $other:literal)* $(, ..$more:expr)?;
    )+) => {
        /// What each cause is reported as.
        pub(super) const ROWS: &[Row] = &[$(Row {
            cause: $crate::reading::sentences::Cause::$cause,
            from: [$(Some($crate::reading::sentences::Library::$from),)? None][0],
            with: [$(Some(stringify!($value)),)? None][0],
            rule: &$rule,
            template: $detail,
            fix: $fix,
            others: [&[$((&[$($crate::reading::sentences::Library::$source),+], $other)),*], [$($more,)? &[]][0]],
        }),+];
    };
}
pub(super) use rows;

impl Row {
    /// Whether it is for a message.
    pub fn is_for(&self, said: &Said) -> bool {
        self.cause == said.proves()
            && self.from.is_none_or(|source| source == said.library())
            && self.with.is_none_or(|name| said.value(name).is_some())
    }

    /// The finding, without evidence.
    pub fn finding(&self, said: &Said) -> Finding {
        let source = said.library();
        let mut detail = self.template.replace("{Source}", &source.subject()).replace("{source}", source.name());
        if let Some(name) = self.with
            && let Some(value) = said.value(name)
        {
            detail = detail.replace(&format!("{{{name}}}"), value);
        }
        let other = self.others.iter().copied().flatten().find(|(sources, _)| sources.contains(&source));
        self.rule.found(detail, other.map_or(self.fix, |(_, fix)| fix))
    }
}
