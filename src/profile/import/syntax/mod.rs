//! The syntaxes that configuration is written in. Each finds its documents within any text, says where they stand, and
//! hands them on as JSON.

pub(super) mod assignments;
pub(super) mod bru;
pub(super) mod flags;
pub(super) mod hcl;
pub(super) mod ini;
pub(super) mod javascript;
pub(super) mod json;
pub(super) mod lines;
pub(super) mod yaml;
