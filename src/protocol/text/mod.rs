//! Text: secrets, sanitising, escaping, encodings and line ends, and URLs in other text.

pub mod base64_text;
pub mod hexadecimal;
pub mod html;
pub mod line_ends;
pub mod sanitise;
pub mod secret;
pub mod url_in_text;
