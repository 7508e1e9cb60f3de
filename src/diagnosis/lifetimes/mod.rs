//! How long everything of a sign-in lives, and who still accepts what at a moment: facts from the record and from the
//! provider's rules, without sentences.
//!
//! ```text
//!   Session ─┬─► lanes          code, tokens, the browser's session: from, end, what ended it early
//!            └─► truth_table    at a moment: UserInfo, APIs, refresh, a new sign-in; each answer with its ground
//! ```
//!
//! A ground is what was seen, or a rule; without either, the answer is unknown until somebody tries it.

mod lane;
mod truth;
mod words;

pub use lane::{End, Ending, Lane, Lived, Stop, endings, lanes};
pub use truth::{Answer, Api, Asked, Cell, Ground, Row, When, truth_table};
pub use words::{answer, asked, ground, spec, told};
