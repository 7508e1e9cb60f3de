//! A token: its kind, its claims, their checks, and the report.

pub mod alteration;
pub mod at_hash;
pub mod checks;
pub mod claims;
pub mod classify;
pub mod compare;
pub mod cross_checks;
pub mod expectations;
mod forms;
pub mod issuers;
pub mod kind;
mod opaque_to_client;
pub mod pasted;
pub mod provenance;
pub mod provenance_rules;
mod provenance_text;
pub mod report;
