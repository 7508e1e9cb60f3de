//! Everything a person can ask the program to do: each action with its name and its help text.

use crate::protocol::enum_table::enum_table;
use crate::session::Step;

enum_table! {
    /// Something a person can ask the program to do: its name in the settings file, one or two words for the footer, and
    /// one line for the help screen and the README. People save the names in their files, so a name never changes.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Action: 3 {
        Proceed: "proceed", "run step" => "run this step; when it is done, go to the next";
        Again: "again", "new request" => "prepare this step's request again, to send it once more";
        Back: "back", "back" => "go back (close the dialog, leave the field)";
        Up: "up", "up" => "move up one row";
        Down: "down", "down" => "move down one row";
        PageUp: "page-up", "page up" => "move up one page";
        PageDown: "page-down", "page down" => "move down one page";
        Top: "top", "top" => "go to the first row";
        Bottom: "bottom", "bottom" => "go to the last row";
        NextPane: "next-pane", "next pane" => "focus the next pane";
        PreviousPane: "previous-pane", "previous pane" => "focus the previous pane";
        NextStep: "next-step", "next step" => "go to the next step";
        PreviousStep: "previous-step", "previous step" => "go to the previous step";
        GoTo(Step): "go-to-step", "go to step" => "go to a step";
        Edit: "edit", "edit" => "edit the selected value (invalid values allowed)";
        Add: "add", "add" => "add a parameter to the request";
        Remove: "remove", "remove" => "remove the selected parameter";
        Undo: "undo", "undo" => "undo the last change in this step; again, the one before";
        Reset: "reset", "undo all" => "undo all changes to this request or to the client";
        Commit: "commit", "save" => "save the edited value";
        SignIn: "sign-in", "sign in as…" => "sign in at the embedded provider as one of its users, over HTTP";
        ChooseClient: "choose-client", "app client" => "choose an app client of the embedded provider";
        Scenarios: "scenarios", "scenarios" => "choose a scenario: one thing is broken from the start";
        QrCode: "qr-code", "QR code" => "show the step's URL as a QR code, to open on a phone";
        KeepFresh: "keep-fresh", "auto-refresh" => "refresh tokens automatically before they expire, or manually again";
        Preflight: "preflight", "preflight" =>
            "check this client without a browser or a password: discovery, keys, one authorization request";
        Registration: "registration", "check registration" =>
            "ask the provider which redirect URIs and scopes are registered (shows what it will send first)";
        OpenBrowser: "open-browser", "browser" => "open the authorization request or logout request in the browser";
        Cancel: "cancel", "cancel" => "stop waiting for the response";
        CopyMenu: "copy-menu", "copy" => "choose what to copy";
        Copy(CopyKind): "copy", "copy" => "copy one thing";
        Raw: "raw", "raw body" => "show bodies as they were sent, or laid out again";
        Pager: "pager", "pager" => "open this request and its response in $PAGER";
        Editor: "editor", "editor" => "edit the selected value in $VISUAL or $EDITOR";
        PrintView: "print-view", "print view" =>
            "print the focused pane as text, to select it in the terminal; any key returns";
        GrowPane: "grow-pane", "larger pane" => "make the focused pane larger";
        ShrinkPane: "shrink-pane", "smaller pane" => "make the focused pane smaller";
        Themes: "theme", "theme" => "choose a theme: colours and contrast";
        RevealBriefly: "reveal-briefly", "reveal for 10 s" => "reveal secrets for ten seconds";
        Reveal: "reveal", "reveal" => "reveal or mask secrets";
        RecordingSafe: "recording-safe", "screen recording" =>
            "screen-recording mode on or off: all secrets stay masked";
        Mouse: "mouse", "mouse" => "turn mouse capture on or off (off: select text in the terminal)";
        Zoom: "zoom", "maximize" => "maximize or restore the focused pane";
        NextToken: "next-token", "next token" => "show the next token (ID, access, refresh)";
        Compare: "compare", "compare" => "compare the ID token, the access token and their previous versions";
        Fork: "fork", "compare runs" => "compare the last two runs of this step side by side";
        WorkedOut: "worked-out", "worked out" =>
            "show how state, PKCE, nonce, at_hash and the Basic header are computed from this session's values";
        Fold: "fold", "fold" => "fold or unfold the selected nested value";
        Search: "search", "search" => "search the token or all exchanges";
        FindNext: "find-next", "next match" => "go to the next match";
        FindPrevious: "find-previous", "previous match" => "go to the previous match";
        Filter: "filter", "filter" => "show only matching rows";
        OpenEvidence: "open-evidence", "open exchange" => "open the exchange that shows this finding";
        Exchanges: "exchanges", "exchanges" => "show all HTTP requests and responses of this session";
        SaveArchive: "save-archive", "save HAR" =>
            "save all exchanges as a HAR file that only you can read, secrets masked";
        SaveWholeArchive: "save-whole-archive", "save HAR with tokens" =>
            "save all exchanges as a HAR file that only you can read, tokens included";
        Diagram: "diagram", "diagram" => "show the sequence diagram of this session";
        Notes: "notes", "notes" => "look up what a parameter, header, claim, check or finding is, and why";
        Presenter: "presenter", "presenter" =>
            "presenter mode on or off: secrets masked, each key press shown, with one request at most";
        Bench: "bench", "fault bench" => "predict what happens, then change one thing (a token, the clock) and see";
        Lifetimes: "lifetimes", "lifetimes" =>
            "show how long each token is valid, and who accepts it now or at another time";
        Earlier: "earlier", "1 min earlier" => "look at one minute earlier";
        Later: "later", "1 min later" => "look at one minute later";
        MuchEarlier: "much-earlier", "10 min earlier" => "look at ten minutes earlier";
        MuchLater: "much-later", "10 min later" => "look at ten minutes later";
        SixMinutesLater: "six-minutes-later", "+6 min" => "go to six minutes later (in the demo, its clock is turned)";
        Tomorrow: "tomorrow", "tomorrow" => "go to tomorrow (in the demo, its clock is turned)";
        TokenEnd: "token-end", "token's end" => "go to the end of the access token (in the demo, its clock is turned)";
        TurnClock: "turn-clock", "turn the clock" => "set the demo's clock to the chosen time";
        Why: "why", "why" => "explain this step: why it exists, what to look at, what to break";
        Choose(u8): "choose", "choose" => "select a choice of the question, from 1";
        Votes: "votes", "votes" => "enter the votes of a room for each choice";
        Hint: "hint", "hint" => "show the next hint";
        SkipStep: "skip-step", "skip" => "skip this task of the lesson";
        TakeBack: "take-back", "take back" => "take this task of the lesson back: session and provider as before";
        LeaveLesson: "leave-lesson", "leave lesson" => "leave the lesson and keep its session";
        Palette: "palette", "more" => "search all available commands";
        Help: "help", "help" => "show all keys";
        SaveProfile: "save-profile", "save profile" => "save this client as a profile";
        SaveSession: "save-session", "save" => "save this session, secrets masked";
        SaveWhole: "save-whole", "save with tokens" => "save this session, tokens included";
        Rename: "rename", "rename" => "rename the selected profile or saved session";
        Delete: "delete", "delete" => "delete the selected profile or saved session (asks first)";
        StartScreen: "start-screen", "start screen" => "return to the start screen";
        Suspend: "suspend", "suspend" => "suspend (fg resumes)";
        Quit: "quit", "quit" => "quit";
    }
}

impl Action {
    /// The name in the settings file.
    pub fn name(self) -> &'static str {
        match self {
            Self::GoTo(step) => match step {
                Step::Find => "go-to-find",
                Step::Client => "go-to-client",
                Step::Authorize => "go-to-authorize",
                Step::Callback => "go-to-callback",
                Step::Redeem => "go-to-redeem",
                Step::Tokens => "go-to-tokens",
                Step::UserInfo => "go-to-user-info",
                Step::Refresh => "go-to-refresh",
                Step::SignOut => "go-to-sign-out",
                Step::Call => "go-to-call",
            },
            Self::Copy(kind) => kind.name(),
            Self::Choose(1) => "choose-1",
            Self::Choose(2) => "choose-2",
            Self::Choose(3) => "choose-3",
            Self::Choose(_) => "choose-4",
            _ => self.row()[0],
        }
    }

    /// Whether it only moves the selection or scrolls.
    pub fn is_move(self) -> bool {
        matches!(self, Self::Up | Self::Down | Self::PageUp | Self::PageDown | Self::Top | Self::Bottom | Self::Back)
    }

    /// One or two words for the footer.
    pub fn label(self) -> &'static str {
        match self {
            Self::Copy(kind) => kind.label(),
            _ => self.row()[1],
        }
    }

    /// One line for the help screen and the README.
    pub fn help(self) -> String {
        match self {
            Self::GoTo(step) => format!("go to step {}: {}", step.number(), step.task()),
            Self::Copy(kind) => format!("copy {}", kind.what()),
            Self::Choose(number) => format!("select choice {number} of the question"),
            _ => self.row()[2].to_owned(),
        }
    }
}

enum_table! {
    /// One thing to copy: the name of its action, two words for the footer, and the same as part of a sentence.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum CopyKind: 3 {
        AccessToken: "copy-access-token", "access token" => "the access token";
        IdToken: "copy-id-token", "ID token" => "the ID token";
        RefreshToken: "copy-refresh-token", "refresh token" => "the refresh token";
        Header: "copy-header", "header" => "the Authorization header with the access token";
        Curl: "copy-curl", "curl" => "the request as a curl command";
        Body: "copy-body", "body" => "the body of the response";
        Url: "copy-url", "URL" => "this step's URL";
        Claims: "copy-claims", "claims" => "all claims of the token that step 5 shows, as JSON";
        Finding: "copy-finding", "copy for a ticket" => "this finding for a ticket, secrets masked";
        Value: "copy-value", "value" => "the selected value";
    }
}

impl CopyKind {
    /// The name of its action in the settings file.
    fn name(self) -> &'static str {
        self.row()[0]
    }

    /// Two words for the footer.
    pub fn label(self) -> &'static str {
        self.row()[1]
    }

    /// The same outside the copy menu, where the label alone does not say that it copies.
    pub fn command(self) -> String {
        match self {
            Self::Curl => "copy as curl".to_owned(),
            Self::Finding => self.label().to_owned(),
            _ => format!("copy {}", self.label()),
        }
    }

    /// The same, as part of a sentence.
    pub fn what(self) -> &'static str {
        self.row()[2]
    }
}
