//! Lessons that check themselves: a lesson's text, what each of its steps waits for, and whether it happened.
//!
//! ```text
//!   library/*.toml, a teacher's file ─► file::read ─► Lesson ─┬─► sheet    the handout as Markdown
//!                                                            └─► Run ◄─── the session's record
//!                                                                 │
//!                          question ─► task ─► what came, the rule ┘  ─► the next step … ─► the score
//! ```
//!
//! A step waits for a [`Fact`] of the session's own record: an exchange, a callback, a token, a check, a finding. No
//! key press and no text on the screen counts.

mod bench;
mod describe;
mod experiments;
mod fact;
mod fact_file;
mod file;
mod judge;
mod lesson;
mod library;
mod run;
mod scores;
mod sheet;
mod source;
mod worked;

pub use bench::bench;
pub use describe::{describe, seen};
pub use experiments::{Experiment, experiments};
pub use fact::{Bearer, CallbackWant, Fact, TokenOf, Want};
pub use file::{Problem, read};
pub use judge::{Notice, Verdict, judge};
pub use lesson::{CLEAR, Choices, Lesson, LessonStep, Press, Question, Wrong};
pub use library::{all, find};
pub use run::{Phase, Run, Score, StepRecord, VoteError};
pub use scores::Scores;
pub use sheet::{Sheet, sheet};
pub use worked::{Equality, Row, Working, worked_out};
