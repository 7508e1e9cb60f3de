//! Objects and values as programs write and print them: JSON, JavaScript, Python, PHP, Ruby, and what Node's
//! `util.inspect` prints. Nothing is run: unknown names, calls and operators remain as text.
//!
//! ```text
//!   {'sub': 'a', 'exp': 1, 'ok': True}      { sub: 'a', exp: 1, ok: true }      ["sub" => "a", "exp" => 1]
//!                       └──────────────────────────────┴─────────────────────────────┘
//!                                      {"sub":"a","exp":1,"ok":true}
//! ```
//!
//! One reader for four dialects: source code, printed output, a single printed object, and configuration. Accepts every
//! input, in linear time.

mod brackets;
pub mod bru;
mod code;
mod configured;
mod escapes;
mod parser;
mod printed;
mod reader;
mod source;
mod strings;
mod value;

pub use brackets::brackets;
pub use escapes::unescape;
pub use reader::{Configuration, arguments, configuration, dumped, member, members, printed, step_over, value};
pub use source::{Closer, Source};
pub use value::{Argument, Value};
