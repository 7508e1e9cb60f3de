//! Why a saved session cannot be read.

/// Why a saved session is damaged. It quotes nothing from the document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the sentences say it")]
pub enum Damage {
    #[error("line {line} column {column}: the document ends too early")]
    Cut { line: usize, column: usize },
    #[error("line {line} column {column}: a member is missing or has the wrong type")]
    Member { line: usize, column: usize },
    #[error("line {line} column {column}: this is not JSON")]
    NotJson { line: usize, column: usize },
    #[error("version: expected a number from 1")]
    Version,
    #[error("log entry {number}: {damage}")]
    Entry {
        number: usize,
        #[source]
        damage: Box<Damage>,
    },
    #[error("profile client_auth: expected {}", crate::protocol::endpoint::token::METHODS)]
    ClientAuth,
    #[error("left_out: until is not a time")]
    LeftOut,
    #[error("failure kind: expected one of those that grantscope writes")]
    FailureKind,
    #[error("body base64: {0}")]
    Body(#[from] base64::DecodeError),
    #[error("at: expected a time such as 2026-01-31T12:00:00Z")]
    Time,
}

/// serde_json's own message may quote a value, which may be a secret.
impl From<serde_json::Error> for Damage {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            serde_json::error::Category::Eof => Self::Cut { line, column },
            serde_json::error::Category::Data => Self::Member { line, column },
            _ => Self::NotJson { line, column },
        }
    }
}
