//! Why an action is unavailable.

use super::copy::NothingToCopy;
use super::progress::Blocked;
use crate::app::model::Model;
use crate::protocol::enum_table::enum_table;

enum_table! {
    /// Why an action is unavailable, as half a sentence. The texts of the table may name actions.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Unavailable: 1 {
        NoItemSelected => "no profile or saved session is selected";
        NothingStored => "there are no profiles or saved sessions";
        ShortList => "the list is short";
        NoSession => "no session is open";
        NoResponse => "there is no response to copy";
        NotSent => "the request has not been sent yet";
        NoAuthorization => "no authorization request has been sent yet";
        FindingsHidden => "a lesson hides the findings; {up} and {down} move in the step";
        OnlyInDemo => "this works with the embedded provider only: grantscope demo";
        NoResource => "the session does not begin at a resource";
        OneRun => "this step has no two runs yet: {again} prepares a new request; change one thing in it and send it";
        NothingToCompare => "there is nothing to compare yet: run step 2";
        NothingLives => "nothing lives yet: sign in first";
        NoTokenEnd => "no access token says when it expires";
        NothingToEdit => "there is nothing to edit here";
        NoParameters => "this step sends no request with parameters";
        NoExchangeOfFinding => "this finding has no exchange";
        NoUrl => "there is no URL to open yet";
        NoIssuer => "enter the issuer or a user pool ID first";
        NothingSelected => "none is selected";
        NoChanges => "there are no changes to undo";
        NoSearch => "there is no search to repeat";
        NoExchange => "no exchange is shown";
        NothingToCancel => "there is nothing to cancel";
        Recording => "screen-recording mode is on";
        ShortText => "this is a short text";
        SecretInEditor => "an editor shows the secret: {reveal} reveals secrets first";
        StepIsDone => "nothing left to do in this step";
        Blocked(Blocked) => "the step cannot run";
        NothingToCopy(NothingToCopy) => "there is nothing to copy";
        Other(String) => "what a lesson, the bench, the lifetimes or auto-refresh says";
    }
}

impl Unavailable {
    /// The words, with the keys of the actions that they name.
    pub fn words(&self, model: &Model) -> String {
        match self {
            Self::Blocked(reason) => reason.to_string(),
            Self::NothingToCopy(reason) => reason.to_string(),
            Self::Other(reason) => reason.clone(),
            _ => model.words(self.row()[0]),
        }
    }
}

impl From<Blocked> for Unavailable {
    fn from(reason: Blocked) -> Self {
        Self::Blocked(reason)
    }
}

impl From<NothingToCopy> for Unavailable {
    fn from(reason: NothingToCopy) -> Self {
        Self::NothingToCopy(reason)
    }
}

impl From<&str> for Unavailable {
    fn from(reason: &str) -> Self {
        Self::Other(reason.to_owned())
    }
}
