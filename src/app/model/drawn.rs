//! What the last frame showed where: the way back from a cell on the screen to the thing on it.

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
    /// Whether a cell lies inside.
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
    /// The findings.
    Findings,
    /// Whatever lies on top.
    Overlay,
}

/// Something that can be clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A pane as a whole.
    Pane(Pane),
    /// A step in the flow.
    Step(crate::session::Step),
    /// A row of a pane, counted from 0 over all of its selectable rows.
    Row(Pane, usize),
    /// A key of the footer.
    Key(crate::app::keys::key::Key),
}

/// What a frame showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Places that can be clicked; the last one that contains a cell is on top.
    pub targets: Vec<(Area, Target)>,
    /// How far each scrolling pane can scroll, in rows.
    pub limits: Vec<(Pane, u16)>,
    /// How many rows each scrolling pane shows.
    pub heights: Vec<(Pane, u16)>,
    /// The first row that each scrolling pane shows.
    pub offsets: Vec<(Pane, u16)>,
    /// How many rows of the selection lie below those that its pane shows.
    pub unread: Vec<(Pane, u16)>,
    /// Whether the screen had no room for any of it: keys would act unseen.
    pub is_too_small: bool,
}

impl Drawn {
    /// The topmost thing at a cell.
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

    /// How far a pane can scroll; of two pages side by side the longer one decides.
    pub fn limit(&self, pane: Pane) -> u16 {
        most(&self.limits, pane)
    }

    /// How many rows of the selection of a pane lie below those that it shows.
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
