//! How a person arranged the panes; kept between runs.

use serde::{Deserialize, Serialize};

/// Whether one pane has the screen, and what was added to the size of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Panes {
    /// Whether the focused pane is maximized.
    pub is_zoomed: bool,
    /// Columns of the list of steps.
    pub flow: i16,
    /// Rows of what stands below the step.
    pub below: i16,
    /// Rows of the explanation below the diagram.
    pub why: i16,
}

impl Panes {
    /// The file's text.
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads the file's text.
    pub fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }
}

/// A size with what a person added to it, within its limits.
pub fn sized(size: u16, added: i16, least: u16, most: u16) -> u16 {
    size.saturating_add_signed(added).clamp(least, most.max(least))
}
