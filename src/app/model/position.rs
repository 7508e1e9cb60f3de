//! Where the person is in a session: the step, the focused pane, and what is selected in each.

use tui_input::Input;

use super::drawn::Pane;
use super::field::Field;
use crate::session::Step;

/// The place in a session. A step keeps its selection when the person leaves it, but not its open text field or its
/// problem.
#[derive(Clone, Debug, Default)]
pub struct Position {
    step: Step,
    focus: Focus,
    selections: [Selection; Step::FROM_RESOURCE.len()],
    /// The row of each step's request that was selected when it was sent.
    sent_from: [usize; Step::FROM_RESOURCE.len()],
    finding: usize,
    /// The open text field.
    pub editing: Option<Editing>,
    /// What failed in the step before anything was sent, one sentence.
    pub problem: Option<String>,
}

/// The focused pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The list of steps.
    Flow,
    /// The current step.
    #[default]
    Step,
    /// The findings.
    Findings,
    /// Why the step exists, and what is told about the selected row.
    Why,
}

/// What is selected and visible in a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The selected row.
    pub row: usize,
    /// How many lines the step is scrolled beyond the selected row.
    pub scroll: u16,
    /// The first visible line of what is told about the row.
    pub about: u16,
}

impl Selection {
    /// The beginning of a row.
    pub fn of(row: usize) -> Self {
        Self { row, ..Self::default() }
    }
}

/// A text field being edited.
#[derive(Clone, Debug)]
pub struct Editing {
    /// The field.
    pub field: Field,
    /// The text and its cursor.
    pub input: Input,
}

impl Editing {
    /// A field with its text, the cursor at the end.
    pub fn new(field: Field, text: impl Into<String>) -> Self {
        Self { field, input: Input::new(text.into()) }
    }
}

impl Position {
    /// The current step.
    pub fn step(&self) -> Step {
        self.step
    }

    /// The focused pane.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// The selection in the current step.
    pub fn selection(&self) -> Selection {
        self.selections[self.step as usize]
    }

    /// The selected finding.
    pub fn finding(&self) -> usize {
        self.finding
    }

    /// Goes to a step.
    pub fn go_to(&mut self, step: Step) {
        self.step = step;
        self.editing = None;
        self.problem = None;
    }

    /// Focuses a pane.
    pub fn focus_on(&mut self, focus: Focus) {
        self.focus = focus;
    }

    /// The selection in the current step, to move it.
    pub fn selection_mut(&mut self) -> &mut Selection {
        &mut self.selections[self.step as usize]
    }

    /// Remembers the selected row of a request that is sent, and selects the first row of its response.
    pub fn sent(&mut self) {
        self.sent_from[self.step as usize] = self.selection().row;
        *self.selection_mut() = Selection::default();
    }

    /// Selects the row again that was selected when the step's request was sent.
    pub fn back_to_request(&mut self) {
        *self.selection_mut() = Selection::of(self.sent_from[self.step as usize]);
    }

    /// Selects a row of a step.
    pub fn select_in(&mut self, step: Step, row: usize) {
        self.selections[step as usize] = Selection::of(row);
    }

    /// Selects a finding.
    pub fn select_finding(&mut self, index: usize) {
        self.finding = index;
    }

    /// Opens a text field.
    pub fn edit(&mut self, field: Field, text: impl Into<String>) {
        self.editing = Some(Editing::new(field, text));
    }
}

impl Focus {
    /// All of them, in the order of the key.
    pub const ALL: [Self; 4] = [Self::Flow, Self::Step, Self::Findings, Self::Why];

    /// The pane of a focus.
    pub fn pane(self) -> Pane {
        match self {
            Self::Flow => Pane::Flow,
            Self::Step => Pane::Step,
            Self::Findings => Pane::Findings,
            Self::Why => Pane::Why,
        }
    }
}
