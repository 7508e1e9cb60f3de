//! The syntaxes of configuration. Each finds its documents in any text, with their positions, and converts them to
//! JSON.

pub(super) mod assignments;
pub(super) mod blocks;
pub(super) mod bru;
pub(super) mod calls;
pub(super) mod directives;
pub(super) mod flags;
pub(super) mod hcl;
pub(super) mod ini;
pub(super) mod javascript;
pub(super) mod json;
pub(super) mod lines;
pub(super) mod schemes;
pub(super) mod yaml;
