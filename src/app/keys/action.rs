//! Everything a person can ask the program to do: each action with its name and its help text.

use crate::session::Step;

/// Something a person can ask the program to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Run the current step, or go to the next one when it is done.
    Proceed,
    /// Rebuild a step's request.
    Again,
    /// Close the topmost layer: overlay, field, pane. Never quits.
    Back,
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// The first row.
    Top,
    /// The last row.
    Bottom,
    /// The next pane.
    NextPane,
    /// The previous pane.
    PreviousPane,
    /// The next step.
    NextStep,
    /// The previous step.
    PreviousStep,
    /// A step by its number.
    GoTo(Step),
    /// Edit the selected value.
    Edit,
    /// Add a parameter.
    Add,
    /// Remove the selected parameter.
    Remove,
    /// Undo the last change in this step.
    Undo,
    /// Undo all changes to this request.
    Reset,
    /// Save the edited text.
    Commit,
    /// Sign in at the embedded provider as one of its users.
    SignIn,
    /// Choose an app client of the embedded provider.
    ChooseClient,
    /// Choose what the embedded provider breaks on purpose.
    Scenarios,
    /// Show the step's URL as a QR code.
    QrCode,
    /// Refresh the tokens automatically before they expire, or manually again.
    KeepFresh,
    /// Check the client without a browser.
    Preflight,
    /// Ask the provider what is registered for this client.
    Registration,
    /// Open the step's URL in the browser.
    OpenBrowser,
    /// Stop waiting for an answer.
    Cancel,
    /// Choose what to copy.
    CopyMenu,
    /// Copy one thing.
    Copy(CopyKind),
    /// Show bodies as they were sent, or laid out.
    Raw,
    /// Open the exchange in the pager.
    Pager,
    /// Edit the selected value in the editor.
    Editor,
    /// Print the focused pane as text, to select it in the terminal.
    PrintView,
    /// Reveal or mask secrets.
    Reveal,
    /// Keep secrets masked, whatever key is pressed.
    RecordingSafe,
    /// Turn mouse capture on or off.
    Mouse,
    /// Maximize the focused pane, or restore all panes.
    Zoom,
    /// Show the next of the three tokens.
    NextToken,
    /// Compare the tokens side by side.
    Compare,
    /// Work out what is compared in the flow.
    WorkedOut,
    /// Fold or unfold a nested value.
    Fold,
    /// Search.
    Search,
    /// The next match.
    FindNext,
    /// The previous match.
    FindPrevious,
    /// Show only the rows of a list that match.
    Filter,
    /// Open the exchange that shows a finding.
    OpenEvidence,
    /// Show all exchanges.
    Exchanges,
    /// Save the exchanges as HAR, secrets masked.
    SaveArchive,
    /// Save the exchanges as HAR, tokens included.
    SaveWholeArchive,
    /// Show the sequence diagram.
    Diagram,
    /// Turn presenter mode on or off.
    Presenter,
    /// Open the break-it bench.
    Bench,
    /// Show the lifetimes, and who accepts what.
    Lifetimes,
    /// Look at a minute earlier.
    Earlier,
    /// Look at a minute later.
    Later,
    /// Look at ten minutes earlier.
    MuchEarlier,
    /// Look at ten minutes later.
    MuchLater,
    /// Go to six minutes later.
    SixMinutesLater,
    /// Go to tomorrow.
    Tomorrow,
    /// Go to the end of the access token.
    TokenEnd,
    /// Turn the clock of the embedded provider to the time that is looked at.
    TurnClock,
    /// Explain why this step exists.
    Why,
    /// Select a choice of a lesson's question, from 1.
    Choose(u8),
    /// Enter the votes of a room.
    Votes,
    /// Show a hint of the lesson.
    Hint,
    /// Skip the step of the lesson.
    SkipStep,
    /// Take the step of the lesson back.
    TakeBack,
    /// Leave the lesson; its session stays.
    LeaveLesson,
    /// List all available commands.
    Palette,
    /// Show all keys.
    Help,
    /// Save the client as a profile.
    SaveProfile,
    /// Save the session, secrets masked.
    SaveSession,
    /// Save the session, tokens included.
    SaveWhole,
    /// Rename a profile or a saved session.
    Rename,
    /// Delete a profile or a saved session.
    Delete,
    /// Return to the start screen.
    StartScreen,
    /// Suspend the program and return to the shell.
    Suspend,
    /// Quit.
    Quit,
}

impl Action {
    /// The name in the settings file. People save it in their files, so a name never changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proceed => "proceed",
            Self::Again => "again",
            Self::Back => "back",
            Self::Up => "up",
            Self::Down => "down",
            Self::PageUp => "page-up",
            Self::PageDown => "page-down",
            Self::Top => "top",
            Self::Bottom => "bottom",
            Self::NextPane => "next-pane",
            Self::PreviousPane => "previous-pane",
            Self::NextStep => "next-step",
            Self::PreviousStep => "previous-step",
            Self::GoTo(Step::Find) => "go-to-find",
            Self::GoTo(Step::Client) => "go-to-client",
            Self::GoTo(Step::Authorize) => "go-to-authorize",
            Self::GoTo(Step::Callback) => "go-to-callback",
            Self::GoTo(Step::Redeem) => "go-to-redeem",
            Self::GoTo(Step::Tokens) => "go-to-tokens",
            Self::GoTo(Step::UserInfo) => "go-to-user-info",
            Self::GoTo(Step::Refresh) => "go-to-refresh",
            Self::GoTo(Step::SignOut) => "go-to-sign-out",
            Self::GoTo(Step::Call) => "go-to-call",
            Self::Edit => "edit",
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Undo => "undo",
            Self::Reset => "reset",
            Self::Commit => "commit",
            Self::SignIn => "sign-in",
            Self::ChooseClient => "choose-client",
            Self::Scenarios => "scenarios",
            Self::QrCode => "qr-code",
            Self::KeepFresh => "keep-fresh",
            Self::Preflight => "preflight",
            Self::Registration => "registration",
            Self::OpenBrowser => "open-browser",
            Self::Cancel => "cancel",
            Self::CopyMenu => "copy-menu",
            Self::Copy(CopyKind::AccessToken) => "copy-access-token",
            Self::Copy(CopyKind::IdToken) => "copy-id-token",
            Self::Copy(CopyKind::RefreshToken) => "copy-refresh-token",
            Self::Copy(CopyKind::Header) => "copy-header",
            Self::Copy(CopyKind::Curl) => "copy-curl",
            Self::Copy(CopyKind::Body) => "copy-body",
            Self::Copy(CopyKind::Url) => "copy-url",
            Self::Copy(CopyKind::Claims) => "copy-claims",
            Self::Copy(CopyKind::Finding) => "copy-finding",
            Self::Copy(CopyKind::Value) => "copy-value",
            Self::Raw => "raw",
            Self::Pager => "pager",
            Self::Editor => "editor",
            Self::PrintView => "print-view",
            Self::Reveal => "reveal",
            Self::RecordingSafe => "recording-safe",
            Self::Mouse => "mouse",
            Self::Zoom => "zoom",
            Self::NextToken => "next-token",
            Self::Compare => "compare",
            Self::WorkedOut => "worked-out",
            Self::Fold => "fold",
            Self::Search => "search",
            Self::FindNext => "find-next",
            Self::FindPrevious => "find-previous",
            Self::Filter => "filter",
            Self::OpenEvidence => "open-evidence",
            Self::Exchanges => "exchanges",
            Self::SaveArchive => "save-archive",
            Self::SaveWholeArchive => "save-whole-archive",
            Self::Diagram => "diagram",
            Self::Presenter => "presenter",
            Self::Bench => "bench",
            Self::Lifetimes => "lifetimes",
            Self::Earlier => "earlier",
            Self::Later => "later",
            Self::MuchEarlier => "much-earlier",
            Self::MuchLater => "much-later",
            Self::SixMinutesLater => "six-minutes-later",
            Self::Tomorrow => "tomorrow",
            Self::TokenEnd => "token-end",
            Self::TurnClock => "turn-clock",
            Self::Why => "why",
            Self::Choose(1) => "choose-1",
            Self::Choose(2) => "choose-2",
            Self::Choose(3) => "choose-3",
            Self::Choose(_) => "choose-4",
            Self::Votes => "votes",
            Self::Hint => "hint",
            Self::SkipStep => "skip-step",
            Self::TakeBack => "take-back",
            Self::LeaveLesson => "leave-lesson",
            Self::Palette => "palette",
            Self::Help => "help",
            Self::SaveProfile => "save-profile",
            Self::SaveSession => "save-session",
            Self::SaveWhole => "save-whole",
            Self::Rename => "rename",
            Self::Delete => "delete",
            Self::StartScreen => "start-screen",
            Self::Suspend => "suspend",
            Self::Quit => "quit",
        }
    }

    /// Whether it only moves the selection or scrolls.
    pub fn is_move(self) -> bool {
        matches!(self, Self::Up | Self::Down | Self::PageUp | Self::PageDown | Self::Top | Self::Bottom | Self::Back)
    }

    /// One or two words for the footer.
    pub fn label(self) -> &'static str {
        match self {
            Self::Proceed => "run step",
            Self::Again => "rebuild",
            Self::Back => "back",
            Self::Up => "up",
            Self::Down => "down",
            Self::PageUp => "page up",
            Self::PageDown => "page down",
            Self::Top => "top",
            Self::Bottom => "bottom",
            Self::NextPane => "next pane",
            Self::PreviousPane => "previous pane",
            Self::NextStep => "next step",
            Self::PreviousStep => "previous step",
            Self::GoTo(_) => "go to step",
            Self::Edit => "edit",
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Undo => "undo",
            Self::Reset => "undo all",
            Self::Commit => "save",
            Self::SignIn => "sign in as…",
            Self::ChooseClient => "app client",
            Self::Scenarios => "break something",
            Self::QrCode => "QR code",
            Self::KeepFresh => "auto-refresh",
            Self::Preflight => "preflight",
            Self::Registration => "check registration",
            Self::OpenBrowser => "browser",
            Self::Cancel => "cancel",
            Self::CopyMenu => "copy",
            Self::Copy(kind) => kind.label(),
            Self::Raw => "raw body",
            Self::Pager => "pager",
            Self::Editor => "editor",
            Self::PrintView => "print view",
            Self::Reveal => "reveal",
            Self::RecordingSafe => "screen recording",
            Self::Mouse => "mouse",
            Self::Zoom => "maximize",
            Self::NextToken => "next token",
            Self::Compare => "compare",
            Self::WorkedOut => "worked out",
            Self::Fold => "fold",
            Self::Search => "search",
            Self::FindNext => "next match",
            Self::FindPrevious => "previous match",
            Self::Filter => "filter",
            Self::OpenEvidence => "open exchange",
            Self::Exchanges => "exchanges",
            Self::SaveArchive => "save HAR",
            Self::SaveWholeArchive => "save HAR with tokens",
            Self::Diagram => "diagram",
            Self::Presenter => "presenter",
            Self::Bench => "break-it bench",
            Self::Lifetimes => "lifetimes",
            Self::Earlier => "1 min earlier",
            Self::Later => "1 min later",
            Self::MuchEarlier => "10 min earlier",
            Self::MuchLater => "10 min later",
            Self::SixMinutesLater => "+6 min",
            Self::Tomorrow => "tomorrow",
            Self::TokenEnd => "token's end",
            Self::TurnClock => "turn the clock",
            Self::Why => "why",
            Self::Choose(_) => "choose",
            Self::Votes => "votes",
            Self::Hint => "hint",
            Self::SkipStep => "skip",
            Self::TakeBack => "take back",
            Self::LeaveLesson => "leave lesson",
            Self::Palette => "more",
            Self::Help => "help",
            Self::SaveProfile => "save profile",
            Self::SaveSession => "save",
            Self::SaveWhole => "save with tokens",
            Self::Rename => "rename",
            Self::Delete => "delete",
            Self::StartScreen => "start screen",
            Self::Suspend => "suspend",
            Self::Quit => "quit",
        }
    }

    /// One line for the help screen and the README.
    pub fn help(self) -> String {
        match self {
            Self::Proceed => "run this step, then go to the next",
            Self::Again => "rebuild this step's request",
            Self::Back => "go back (close the dialog, leave the field)",
            Self::Up => "move up one row",
            Self::Down => "move down one row",
            Self::PageUp => "move up one page",
            Self::PageDown => "move down one page",
            Self::Top => "go to the first row",
            Self::Bottom => "go to the last row",
            Self::NextPane => "focus the next pane",
            Self::PreviousPane => "focus the previous pane",
            Self::NextStep => "go to the next step",
            Self::PreviousStep => "go to the previous step",
            Self::GoTo(step) => return format!("go to step {}: {}", step.number(), step.task()),
            Self::Edit => "edit the selected value (invalid values allowed)",
            Self::Add => "add a parameter to the request",
            Self::Remove => "remove the selected parameter",
            Self::Undo => "undo the last change in this step; again, the one before",
            Self::Reset => "undo all changes to this request or to the client",
            Self::Commit => "save the edited value",
            Self::SignIn => "sign in at the embedded provider as one of its users, over HTTP",
            Self::ChooseClient => "choose an app client of the embedded provider",
            Self::Scenarios => "choose what to break on purpose",
            Self::QrCode => "show the step's URL as a QR code, to open on a phone",
            Self::KeepFresh => "refresh tokens automatically before they expire, or manually again",
            Self::Preflight => {
                "check this client without a browser or a password: discovery, keys, one authorization request"
            }
            Self::Registration => {
                "ask the provider which redirect URIs and scopes are registered (shows what it will send first)"
            }
            Self::OpenBrowser => "open the authorization URL or logout URL in the browser",
            Self::Cancel => "stop waiting for the response",
            Self::CopyMenu => "choose what to copy",
            Self::Copy(kind) => return format!("copy {}", kind.what()),
            Self::Raw => "show bodies as they were sent, or laid out again",
            Self::Pager => "open this request and its response in $PAGER",
            Self::Editor => "edit the selected value in $VISUAL or $EDITOR",
            Self::PrintView => "print the focused pane as text, to select it in the terminal; any key returns",
            Self::Reveal => "reveal or mask secrets",
            Self::RecordingSafe => "screen-recording mode on or off: all secrets stay masked",
            Self::Mouse => "turn mouse capture on or off (off: select text in the terminal)",
            Self::Zoom => "maximize or restore the focused pane",
            Self::NextToken => "show the next token (ID, access, refresh)",
            Self::WorkedOut => "work out state, PKCE, nonce, at_hash and Basic with this session's values",
            Self::Compare => "compare the ID token, the access token and their previous versions",
            Self::Fold => "fold or unfold the selected nested value",
            Self::Search => "search the token or all exchanges",
            Self::FindNext => "go to the next match",
            Self::FindPrevious => "go to the previous match",
            Self::Filter => "show only matching rows",
            Self::OpenEvidence => "open the exchange that shows this finding",
            Self::Exchanges => "show all HTTP requests and responses of this session",
            Self::SaveArchive => "save all exchanges as a HAR file that only you can read, secrets masked",
            Self::SaveWholeArchive => "save all exchanges as a HAR file that only you can read, tokens included",
            Self::Diagram => "show the sequence diagram of this session",
            Self::Why => "open the lesson: why this step exists, what to look at, what to break",
            Self::Presenter => "presenter mode on or off: secrets masked, the pressed key shown, one message a key",
            Self::Bench => "break one thing by hand (a token, the clock), after a prediction",
            Self::Lifetimes => "show how long everything lives, and who accepts what now and at another time",
            Self::Earlier => "look at one minute earlier",
            Self::Later => "look at one minute later",
            Self::MuchEarlier => "look at ten minutes earlier",
            Self::MuchLater => "look at ten minutes later",
            Self::SixMinutesLater => "go to six minutes later (in the demo, its clock is turned)",
            Self::Tomorrow => "go to tomorrow (in the demo, its clock is turned)",
            Self::TokenEnd => "go to the end of the access token (in the demo, its clock is turned)",
            Self::TurnClock => "turn the demo's clock to the time you look at",
            Self::Choose(number) => return format!("select choice {number} of the question"),
            Self::Votes => "enter the votes of a room for each choice",
            Self::Hint => "show the next hint",
            Self::SkipStep => "skip this step of the lesson",
            Self::TakeBack => "take this step of the lesson back: session and provider as before",
            Self::LeaveLesson => "leave the lesson and keep its session",
            Self::Palette => "search all available commands",
            Self::Help => "show all keys",
            Self::SaveProfile => "save this client as a profile",
            Self::SaveSession => "save this session, secrets masked",
            Self::SaveWhole => "save this session, tokens included",
            Self::Rename => "rename the selected profile or saved session",
            Self::Delete => "delete the selected profile or saved session (asks first)",
            Self::StartScreen => "return to the start screen",
            Self::Suspend => "suspend (fg resumes)",
            Self::Quit => "quit",
        }
        .to_owned()
    }
}

/// One thing to copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CopyKind {
    /// The access token.
    AccessToken,
    /// The ID token.
    IdToken,
    /// The refresh token.
    RefreshToken,
    /// `Authorization: Bearer …`
    Header,
    /// The request of the selected exchange or the current step, as a curl command.
    Curl,
    /// The response body of the selected exchange or the current step.
    Body,
    /// The current step's URL.
    Url,
    /// The claims of the token that step 5 shows, as JSON.
    Claims,
    /// The open finding as text for a ticket, secrets masked.
    Finding,
    /// The selected value.
    Value,
}

impl CopyKind {
    /// Two words for the footer.
    pub fn label(self) -> &'static str {
        match self {
            Self::AccessToken => "access token",
            Self::IdToken => "ID token",
            Self::RefreshToken => "refresh token",
            Self::Header => "header",
            Self::Curl => "curl",
            Self::Body => "body",
            Self::Url => "URL",
            Self::Claims => "claims",
            Self::Finding => "copy for a ticket",
            Self::Value => "value",
        }
    }

    /// The same, as part of a sentence.
    pub fn what(self) -> &'static str {
        match self {
            Self::AccessToken => "the access token",
            Self::IdToken => "the ID token",
            Self::RefreshToken => "the refresh token",
            Self::Header => "the Authorization header with the access token",
            Self::Curl => "the request as a curl command",
            Self::Body => "the body of the response",
            Self::Url => "this step's URL",
            Self::Claims => "all claims of the token that step 5 shows, as JSON",
            Self::Finding => "this finding as text for a ticket, secrets masked",
            Self::Value => "the selected value",
        }
    }
}
