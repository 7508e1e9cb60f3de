//! A text with several things, such as a log or a chat: its parts, and what they are together.

pub(super) mod cause_in_words;
pub(super) mod combined;
pub(super) mod failure_line;
mod flow;
mod leading_kind;
mod role;
mod spans;
