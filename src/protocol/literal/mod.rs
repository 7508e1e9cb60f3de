//! Objects and values as programs write and print them: JSON, JavaScript, Python, PHP, Ruby, and what Node's
//! `util.inspect` prints. Nothing is run: a name, a call and an operator that are not known stay as text.
//!
//! ```text
//!   {'sub': 'a', 'exp': 1, 'ok': True}      { sub: 'a', exp: 1, ok: true }      ["sub" => "a", "exp" => 1]
//!                       └──────────────────────────────┴─────────────────────────────┘
//!                                      {"sub":"a","exp":1,"ok":true}
//! ```
//!
//! One reader for four dialects: a program's code, what a program printed, a printed object that stands alone, and
//! configuration. Total, and linear in the text.

mod brackets;
mod code;
mod escapes;
mod reader;
mod source;
mod value;

pub use brackets::brackets;
pub use escapes::unescape;
pub use reader::{Configuration, arguments, configuration, dumped, member, members, printed, step_over, value};
pub use source::{Closer, Source};
pub use value::{Argument, Value};
