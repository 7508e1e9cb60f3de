//! The rows, by family.

/// Rows of the table: `library: cause, expression, example, source;`.
macro_rules! rows {
    ($($library:ident: $cause:ident, $expression:literal, $example:literal, $source:literal;)+) => {
        /// The messages of this family.
        pub(super) const ROWS: &[$crate::reading::sentences::Sentence] = &[$($crate::reading::sentences::Sentence {
            expression: $expression,
            library: $crate::reading::sentences::Library::$library,
            proves: $crate::reading::sentences::Cause::$cause,
            example: $example,
            source: $source,
        }),+];
    };
}

mod aws;
mod browsers;
mod dotnet;
mod forms;
mod go;
mod identity_servers;
mod java;
mod javascript;
mod mcp;
mod programs;
mod providers;
mod python;
mod ruby_php;
mod servers;

use super::Sentence;

/// The families.
const FAMILIES: [&[Sentence]; 14] = [
    aws::ROWS,
    browsers::ROWS,
    dotnet::ROWS,
    forms::ROWS,
    go::ROWS,
    identity_servers::ROWS,
    java::ROWS,
    javascript::ROWS,
    mcp::ROWS,
    programs::ROWS,
    providers::ROWS,
    python::ROWS,
    ruby_php::ROWS,
    servers::ROWS,
];

/// All messages of the table.
pub fn sentences() -> impl Iterator<Item = &'static Sentence> {
    FAMILIES.into_iter().flatten()
}

/// Whether the words of a message say something about a sign-in only in a text about one.
pub(super) fn needs_context(sentence: &Sentence) -> bool {
    forms::ROWS.iter().any(|row| std::ptr::eq(row, sentence))
}
