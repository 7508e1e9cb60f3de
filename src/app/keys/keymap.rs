//! All key bindings, declared once: dispatch, footer, help, palette and the README read this table. The user's settings
//! change a copy of it.

use std::borrow::Cow;

use strum::VariantArray;

use super::action::{Action, CopyKind};
use super::key::{Key, KeyCode};
use crate::protocol::enum_table::enum_table;
use crate::session::Step;

enum_table! {
    /// Where a binding applies, in the order of the help screen: its name in the settings file, and its heading in the help
    /// screen. Several contexts are active at a time; the most specific one comes first. People save the names in their
    /// files, so a name never changes.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, VariantArray)]
    pub enum KeyContext: 2 {
        Step: "step" => "In a step";
        Client: "client" => "Step 1";
        Authorize: "authorize" => "Step 2";
        Callback: "callback" => "Step 3";
        Tokens: "tokens" => "Step 5";
        Refresh: "refresh" => "Step 7";
        SignOut: "sign-out" => "Step 8";
        Session: "session" => "In a session";
        Copy: "copy" => "In the copy menu";
        Text: "text" => "In a text field";
        Playing: "playing" => "In a lesson";
        Question: "question" => "In a question of a lesson";
        Lesson: "lesson" => "In the experiments of a step";
        Finding: "finding" => "In a finding";
        Exchanges: "exchanges" => "In the exchanges";
        Preflight: "preflight" => "In preflight";
        Registration: "registration" => "In the registration check";
        Lifetimes: "lifetimes" => "In the lifetimes";
        Menu: "menu" => "In a list";
        Filter: "filter" => "In the filter of a list";
        Reader: "reader" => "In a text view";
        StartScreen: "start-screen" => "On the start screen";
        Global: "global" => "Anywhere";
        Always: "always" => "Always, also while typing";
    }
}

impl KeyContext {
    /// Every context, in the order of the help screen.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The contexts of single steps.
    pub const STEPS: &[Self] =
        &[Self::Client, Self::Authorize, Self::Callback, Self::Tokens, Self::Refresh, Self::SignOut];

    /// The name in the settings file.
    pub fn name(self) -> &'static str {
        self.row()[0]
    }

    /// Whether letters are typed as text here and so cannot be bound.
    pub fn is_typed(self) -> bool {
        matches!(self, Self::Text | Self::Filter | Self::Always)
    }

    /// Its heading in the help screen.
    pub fn title(self) -> &'static str {
        self.row()[1]
    }
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The keys; the footer shows the first one. Empty if the user removed them all.
    pub keys: Cow<'static, [Key]>,
    /// The action that they trigger.
    pub action: Action,
    /// Where the binding applies.
    pub context: KeyContext,
    /// The position in the footer, 1 first; 0 is not shown.
    pub rank: u8,
}

impl Binding {
    /// Its help text: what the action does in this context.
    pub fn help(&self) -> String {
        match (self.action, self.context) {
            (Action::Proceed, KeyContext::Menu | KeyContext::Filter) => "confirm the selected row".to_owned(),
            (Action::Proceed, KeyContext::Lesson) => "run the selected experiment".to_owned(),
            (Action::Proceed, KeyContext::Lifetimes) => "send a real request now".to_owned(),
            (Action::Proceed, KeyContext::Registration) => "send the requests".to_owned(),
            (Action::Proceed, KeyContext::Exchanges) => "select among the rows of the exchange".to_owned(),
            (Action::Proceed, KeyContext::StartScreen) => "open the selected entry".to_owned(),
            _ => self.action.help(),
        }
    }
}

const fn on(context: KeyContext, keys: &'static [Key], action: Action, rank: u8) -> Binding {
    Binding { keys: Cow::Borrowed(keys), action, context, rank }
}

const fn c(character: char) -> Key {
    Key::char(character)
}

const fn k(code: KeyCode) -> Key {
    Key::plain(code)
}

use KeyContext as At;

/// The default table.
pub const BINDINGS: &[Binding] = &[
    on(At::Text, &[k(KeyCode::Enter)], Action::Commit, 1),
    on(At::Text, &[k(KeyCode::Esc)], Action::Back, 2),
    on(At::Text, &[Key::ctrl('o')], Action::Editor, 3),
    on(At::Copy, &[c('a')], Action::Copy(CopyKind::AccessToken), 1),
    on(At::Copy, &[c('i')], Action::Copy(CopyKind::IdToken), 2),
    on(At::Copy, &[c('r')], Action::Copy(CopyKind::RefreshToken), 3),
    on(At::Copy, &[c('h')], Action::Copy(CopyKind::Header), 4),
    on(At::Copy, &[c('c')], Action::Copy(CopyKind::Curl), 5),
    on(At::Copy, &[c('t')], Action::Copy(CopyKind::Body), 6),
    on(At::Copy, &[c('f')], Action::Copy(CopyKind::Finding), 0),
    on(At::Copy, &[c('p')], Action::Copy(CopyKind::Claims), 0),
    on(At::Copy, &[c('u')], Action::Copy(CopyKind::Url), 6),
    on(At::Copy, &[c('y')], Action::Copy(CopyKind::Value), 7),
    on(At::Copy, &[k(KeyCode::Esc), c('q')], Action::Back, 8),
    on(At::Menu, &[k(KeyCode::Enter), c(' ')], Action::Proceed, 1),
    on(At::Menu, &[k(KeyCode::Down), c('j')], Action::Down, 0),
    on(At::Menu, &[k(KeyCode::Up), c('k')], Action::Up, 0),
    on(At::Menu, &[k(KeyCode::PageDown), Key::ctrl('d')], Action::PageDown, 0),
    on(At::Menu, &[k(KeyCode::PageUp), Key::ctrl('u')], Action::PageUp, 0),
    on(At::Menu, &[k(KeyCode::Home), c('g')], Action::Top, 0),
    on(At::Menu, &[k(KeyCode::End), c('G')], Action::Bottom, 0),
    on(At::Menu, &[c('/')], Action::Filter, 2),
    on(At::Menu, &[c('y')], Action::CopyMenu, 0),
    on(At::Menu, &[k(KeyCode::Esc), c('q')], Action::Back, 4),
    on(At::Filter, &[k(KeyCode::Enter)], Action::Proceed, 1),
    on(At::Filter, &[k(KeyCode::Esc)], Action::Back, 2),
    on(At::Filter, &[k(KeyCode::Down), Key::ctrl('n')], Action::Down, 0),
    on(At::Filter, &[k(KeyCode::Up), Key::ctrl('p')], Action::Up, 0),
    on(At::Filter, &[k(KeyCode::PageDown)], Action::PageDown, 0),
    on(At::Filter, &[k(KeyCode::PageUp)], Action::PageUp, 0),
    on(At::Lesson, &[k(KeyCode::Enter)], Action::Proceed, 1),
    on(At::Question, &[c('a')], Action::Choose(1), 0),
    on(At::Question, &[c('b')], Action::Choose(2), 0),
    on(At::Question, &[c('c')], Action::Choose(3), 0),
    on(At::Question, &[c('d')], Action::Choose(4), 0),
    on(At::Question, &[c('#')], Action::Votes, 3),
    on(At::Playing, &[c('.')], Action::Hint, 3),
    on(At::Playing, &[c(']')], Action::SkipStep, 3),
    on(At::Playing, &[c('[')], Action::TakeBack, 3),
    on(At::Playing, &[c('L')], Action::LeaveLesson, 0),
    on(At::Finding, &[k(KeyCode::Enter)], Action::OpenEvidence, 1),
    on(At::Finding, &[c('y')], Action::CopyMenu, 2),
    on(At::Finding, &[c('K')], Action::Notes, 3),
    on(At::Exchanges, &[c('c')], Action::Copy(CopyKind::Curl), 1),
    on(At::Exchanges, &[c('t')], Action::Copy(CopyKind::Body), 2),
    on(At::Exchanges, &[k(KeyCode::Enter)], Action::Proceed, 3),
    on(At::Exchanges, &[c('R')], Action::Raw, 5),
    on(At::Exchanges, &[c('O')], Action::Pager, 5),
    on(At::Exchanges, &[c('v')], Action::Reveal, 4),
    on(At::Exchanges, &[c('/')], Action::Search, 4),
    on(At::Exchanges, &[c('f')], Action::Filter, 4),
    on(At::Exchanges, &[c('n')], Action::FindNext, 0),
    on(At::Exchanges, &[c('N')], Action::FindPrevious, 0),
    on(At::Exchanges, &[c('s')], Action::SaveArchive, 4),
    on(At::Exchanges, &[c('W')], Action::SaveWholeArchive, 0),
    on(At::Exchanges, &[k(KeyCode::Esc), c('q'), c('x')], Action::Back, 0),
    on(At::Preflight, &[c('r')], Action::Registration, 1),
    on(At::Registration, &[k(KeyCode::Enter)], Action::Proceed, 1),
    on(At::Registration, &[Key::ctrl('x')], Action::Cancel, 2),
    on(At::Registration, &[c('r')], Action::Registration, 2),
    on(At::Lifetimes, &[k(KeyCode::Enter)], Action::Proceed, 1),
    on(At::Lifetimes, &[k(KeyCode::Left), c('h')], Action::Earlier, 0),
    on(At::Lifetimes, &[k(KeyCode::Right), c('l')], Action::Later, 2),
    on(At::Lifetimes, &[c('H')], Action::MuchEarlier, 0),
    on(At::Lifetimes, &[c('L')], Action::MuchLater, 2),
    on(At::Lifetimes, &[c('=')], Action::TurnClock, 3),
    on(At::Lifetimes, &[c('6')], Action::SixMinutesLater, 4),
    on(At::Lifetimes, &[c('e')], Action::TokenEnd, 4),
    on(At::Lifetimes, &[c('t')], Action::Tomorrow, 4),
    on(At::Lifetimes, &[k(KeyCode::Esc), c('q'), c('T')], Action::Back, 5),
    on(At::Reader, &[k(KeyCode::Down), c('j')], Action::Down, 0),
    on(At::Reader, &[k(KeyCode::Up), c('k')], Action::Up, 0),
    on(At::Reader, &[k(KeyCode::PageDown), Key::ctrl('d'), c(' ')], Action::PageDown, 0),
    on(At::Reader, &[k(KeyCode::PageUp), Key::ctrl('u')], Action::PageUp, 0),
    on(At::Reader, &[k(KeyCode::Home), c('g')], Action::Top, 0),
    on(At::Reader, &[k(KeyCode::End), c('G')], Action::Bottom, 0),
    on(At::Reader, &[c('y')], Action::CopyMenu, 0),
    on(At::Reader, &[k(KeyCode::Esc), c('q')], Action::Back, 3),
    on(At::StartScreen, &[k(KeyCode::Enter)], Action::Proceed, 1),
    on(At::StartScreen, &[k(KeyCode::Down), c('j')], Action::Down, 0),
    on(At::StartScreen, &[k(KeyCode::Up), c('k')], Action::Up, 0),
    on(At::StartScreen, &[k(KeyCode::PageDown), Key::ctrl('d'), c(' ')], Action::PageDown, 0),
    on(At::StartScreen, &[k(KeyCode::PageUp), Key::ctrl('u')], Action::PageUp, 0),
    on(At::StartScreen, &[k(KeyCode::Home), c('g')], Action::Top, 0),
    on(At::StartScreen, &[k(KeyCode::End), c('G')], Action::Bottom, 0),
    on(At::StartScreen, &[c('/')], Action::Filter, 4),
    on(At::StartScreen, &[k(KeyCode::Esc)], Action::Back, 0),
    on(At::StartScreen, &[c('r')], Action::Rename, 2),
    on(At::StartScreen, &[k(KeyCode::Delete), c('-')], Action::Delete, 3),
    on(At::Client, &[c('A')], Action::ChooseClient, 4),
    on(At::Client, &[c('b')], Action::Scenarios, 4),
    on(At::Client, &[c('p')], Action::SaveProfile, 6),
    on(At::Authorize, &[c('s')], Action::SignIn, 0),
    on(At::Client, &[c('f')], Action::Preflight, 4),
    on(At::Authorize, &[c('f')], Action::Preflight, 0),
    on(At::Callback, &[c('f')], Action::Preflight, 0),
    on(At::Authorize, &[c('o')], Action::OpenBrowser, 4),
    on(At::Tokens, &[c('t')], Action::NextToken, 4),
    on(At::Tokens, &[c('D')], Action::Compare, 5),
    on(At::Tokens, &[c('f')], Action::Fold, 0),
    on(At::Tokens, &[c('/')], Action::Search, 4),
    on(At::Tokens, &[c('n')], Action::FindNext, 0),
    on(At::Tokens, &[c('N')], Action::FindPrevious, 0),
    on(At::Authorize, &[c('Q')], Action::QrCode, 8),
    on(At::Refresh, &[c('f')], Action::KeepFresh, 4),
    on(At::SignOut, &[c('o')], Action::OpenBrowser, 4),
    on(At::Step, &[c('e'), c('i')], Action::Edit, 4),
    on(At::Step, &[c('E')], Action::Editor, 0),
    on(At::Step, &[c('a')], Action::Add, 9),
    on(At::Step, &[c('-'), k(KeyCode::Delete)], Action::Remove, 9),
    on(At::Step, &[c('u')], Action::Undo, 4),
    on(At::Step, &[c('U')], Action::Reset, 0),
    on(At::Session, &[k(KeyCode::Enter)], Action::Proceed, 2),
    on(At::Session, &[c('r')], Action::Again, 5),
    on(At::Session, &[c('y')], Action::CopyMenu, 3),
    on(At::Session, &[c('Y')], Action::Copy(CopyKind::AccessToken), 0),
    on(At::Session, &[c('x')], Action::Exchanges, 8),
    on(At::Session, &[c('d')], Action::Diagram, 10),
    on(At::Session, &[c('=')], Action::WorkedOut, 0),
    on(At::Session, &[c('D')], Action::Fork, 6),
    on(At::Session, &[c('T')], Action::Lifetimes, 0),
    on(At::Session, &[c('B')], Action::Bench, 0),
    on(At::Session, &[c('w')], Action::Why, 9),
    on(At::Session, &[c('R')], Action::Raw, 8),
    on(At::Session, &[c('O')], Action::Pager, 0),
    on(At::Session, &[c('v')], Action::Reveal, 11),
    on(At::Session, &[Key::ctrl('r')], Action::RevealBriefly, 0),
    on(At::Session, &[c('V')], Action::RecordingSafe, 0),
    on(At::Session, &[Key::ctrl('x')], Action::Cancel, 2),
    on(At::Session, &[c('z')], Action::Zoom, 12),
    on(At::Session, &[c(']')], Action::GrowPane, 0),
    on(At::Session, &[c('[')], Action::ShrinkPane, 0),
    on(At::Session, &[k(KeyCode::Tab)], Action::NextPane, 2),
    on(At::Session, &[k(KeyCode::BackTab)], Action::PreviousPane, 0),
    on(At::Session, &[k(KeyCode::Down), c('j')], Action::Down, 0),
    on(At::Session, &[k(KeyCode::Up), c('k')], Action::Up, 0),
    on(At::Session, &[k(KeyCode::Right), c('l')], Action::NextStep, 0),
    on(At::Session, &[k(KeyCode::Left), c('h')], Action::PreviousStep, 0),
    on(At::Session, &[k(KeyCode::PageDown), Key::ctrl('d'), c(' ')], Action::PageDown, 0),
    on(At::Session, &[k(KeyCode::PageUp), Key::ctrl('u')], Action::PageUp, 0),
    on(At::Session, &[k(KeyCode::Home), c('g')], Action::Top, 0),
    on(At::Session, &[k(KeyCode::End), c('G')], Action::Bottom, 0),
    on(At::Session, &[c('0')], Action::GoTo(Step::Find), 0),
    on(At::Session, &[c('1')], Action::GoTo(Step::Client), 0),
    on(At::Session, &[c('2')], Action::GoTo(Step::Authorize), 0),
    on(At::Session, &[c('3')], Action::GoTo(Step::Callback), 0),
    on(At::Session, &[c('4')], Action::GoTo(Step::Redeem), 0),
    on(At::Session, &[c('5')], Action::GoTo(Step::Tokens), 0),
    on(At::Session, &[c('6')], Action::GoTo(Step::UserInfo), 0),
    on(At::Session, &[c('7')], Action::GoTo(Step::Refresh), 0),
    on(At::Session, &[c('8')], Action::GoTo(Step::SignOut), 0),
    on(At::Session, &[c('9')], Action::GoTo(Step::Call), 0),
    on(At::Session, &[c('S')], Action::SaveSession, 0),
    on(At::Session, &[c('W')], Action::SaveWhole, 0),
    on(At::Session, &[c('b')], Action::Scenarios, 0),
    on(At::Session, &[c('C')], Action::StartScreen, 0),
    on(At::Session, &[k(KeyCode::Esc)], Action::Back, 0),
    on(At::Session, &[c('K')], Action::Notes, 0),
    on(At::Global, &[c(':'), Key::ctrl('p')], Action::Palette, 19),
    on(At::Global, &[c('?'), k(KeyCode::F(1))], Action::Help, 20),
    on(At::Global, &[c('m')], Action::Mouse, 0),
    on(At::Global, &[c('P')], Action::Presenter, 0),
    on(At::Global, &[c('M')], Action::PrintView, 0),
    on(At::Global, &[Key::ctrl('t')], Action::Themes, 0),
    on(At::Global, &[c('q')], Action::Quit, 21),
    on(At::Always, &[Key::ctrl('c')], Action::Quit, 0),
    on(At::Always, &[Key::ctrl('z')], Action::Suspend, 0),
];

/// The key bindings of this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { bindings: BINDINGS.to_vec() }
    }
}

impl Keymap {
    /// Every row.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// Every row, for changing the keys.
    pub fn bindings_mut(&mut self) -> &mut [Binding] {
        &mut self.bindings
    }

    /// The rows of one context.
    pub fn of(&self, context: KeyContext) -> impl Iterator<Item = &Binding> {
        self.bindings.iter().filter(move |binding| binding.context == context)
    }

    /// The action of a key in these contexts.
    pub fn find(&self, contexts: &[KeyContext], key: Key) -> Option<Action> {
        contexts.iter().find_map(|context| {
            let bound = self.of(*context).find(|binding| binding.keys.contains(&key));
            bound.map(|binding| binding.action)
        })
    }

    /// The key of an action in these contexts.
    pub fn key(&self, contexts: &[KeyContext], action: Action) -> Option<Key> {
        let bound = contexts.iter().flat_map(|context| self.of(*context)).filter(|binding| binding.action == action);
        bound.flat_map(|binding| binding.keys.iter().copied()).find(|key| self.find(contexts, *key) == Some(action))
    }
}

impl Action {
    /// The action with a name.
    pub fn named(name: &str) -> Option<Self> {
        BINDINGS.iter().map(|binding| binding.action).find(|action| action.name() == name)
    }
}
