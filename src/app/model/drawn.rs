//! Where the last frame drew what, to find the thing at a clicked cell.

/// A rectangle of cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Leftmost column.
    pub x: u16,
    /// Topmost row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether it contains a cell.
    pub fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }
}

/// A pane that scrolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The list of steps.
    Flow,
    /// The current step.
    Step,
    /// The explanation.
    Why,
    /// The sequence diagram beside the step.
    Diagram,
    /// The findings.
    Findings,
    /// A lesson that is played.
    Lesson,
    /// The topmost overlay.
    Overlay,
    /// The selected exchange, below the list of all.
    Exchange,
}

/// Something that can be clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A whole pane.
    Pane(Pane),
    /// A step in the flow.
    Step(crate::session::Step),
    /// A row of a pane, counted from 0 over all of its selectable rows.
    Row(Pane, usize),
    /// A tab of the step, counted from 0.
    Tab(usize),
    /// A key in the footer.
    Key(crate::app::keys::key::Key),
}

/// What the last frame drew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// What can be clicked; later entries are above earlier ones.
    pub targets: Vec<(Area, Target)>,
    /// How far each pane can scroll, in rows.
    pub limits: Vec<(Pane, u16)>,
    /// How many rows each pane shows.
    pub heights: Vec<(Pane, u16)>,
    /// The first row that each pane shows.
    pub offsets: Vec<(Pane, u16)>,
    /// How many rows of the selected entry are below the visible part of its pane.
    pub unread: Vec<(Pane, u16)>,
    /// Whether the terminal was too small to draw anything, so that keys would act unseen.
    pub is_too_small: bool,
}

impl Drawn {
    /// The topmost target at a cell.
    pub fn target(&self, x: u16, y: u16) -> Option<Target> {
        self.targets.iter().rev().find(|(area, _)| area.contains(x, y)).map(|(_, target)| *target)
    }

    /// The pane at a cell.
    pub fn pane(&self, x: u16, y: u16) -> Option<Pane> {
        self.targets.iter().rev().find_map(|(area, target)| match target {
            Target::Pane(pane) if area.contains(x, y) => Some(*pane),
            _ => None,
        })
    }

    /// Whether the sequence diagram stands beside the step.
    pub fn is_drawn_beside(&self) -> bool {
        self.targets.iter().any(|(_, target)| *target == Target::Pane(Pane::Diagram))
    }

    /// How far a pane can scroll; the longer of two columns counts.
    pub fn limit(&self, pane: Pane) -> u16 {
        most(&self.limits, pane)
    }

    /// How many rows of the selected entry are below the visible part of a pane.
    pub fn unread(&self, pane: Pane) -> u16 {
        most(&self.unread, pane)
    }

    /// The first row that a pane shows.
    pub fn offset(&self, pane: Pane) -> u16 {
        most(&self.offsets, pane)
    }

    /// How many rows a pane shows.
    pub fn height(&self, pane: Pane) -> u16 {
        self.heights.iter().find(|(p, _)| *p == pane).map_or(1, |(_, height)| *height)
    }
}

fn most(numbers: &[(Pane, u16)], pane: Pane) -> u16 {
    numbers.iter().filter(|(p, _)| *p == pane).map(|(_, number)| *number).max().unwrap_or(0)
}
