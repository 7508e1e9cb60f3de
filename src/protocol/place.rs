//! The place of a finding's evidence.

use std::fmt;

/// The place of a value. Its text is the `field` of the JSON documents and is shown on screens and in reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the request of the exchange.
    Request(Part),
    /// In its response.
    Response(Part),
    /// In the response to a browser's CORS preflight.
    PreflightResponse(Part),
    /// In the authorization request.
    AuthorizationRequest(Part),
    /// In the logout request.
    LogoutRequest(Part),
    /// In the callback.
    Callback(Part),
    /// In the URL of the provider's error page.
    ErrorPage(Part),
    /// In a page that was returned instead of a document.
    Page(Part),
    /// A claim of a token: the token's member name in the token response, and the claim.
    Claim(&'static str, &'static str),
    /// Why there is no response.
    Failure,
    /// The time from the first byte sent to the last byte received.
    Duration,
    /// This machine's clock when a response with a date arrived.
    LocalClock,
    /// The time between the callback and sending the code.
    CodeAge,
    /// The code verifier of the request.
    CodeVerifier,
    /// The granted scopes, from the response or the access token.
    GrantedScope,
    /// The expected issuer of the callback.
    ExpectedIssuer,
    /// A URL that was pasted.
    Url,
    /// A text that was pasted.
    Text,
    /// Something with its own name: a claim, a token, a member of a file.
    Named(String),
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The whole message.
    Whole,
    /// The method.
    Method,
    /// The URL.
    Url,
    /// The status.
    Status,
    /// A header.
    Header(String),
    /// A parameter of the query.
    Query(String),
    /// The body.
    Body,
    /// A parameter of a form or a member of a document in the body.
    Member(String),
    /// A parameter, in the query or the body.
    Parameter(String),
    /// The sending time.
    Sent,
    /// The arrival time.
    Received,
    /// The URL without its query.
    Address,
    /// The title of a page.
    Title,
    /// The visible text of a page.
    Text,
}

impl Place {
    /// The method of the request.
    pub const REQUEST_METHOD: Self = Self::Request(Part::Method);
    /// The status of the response.
    pub const RESPONSE_STATUS: Self = Self::Response(Part::Status);
    /// The body of the response.
    pub const RESPONSE_BODY: Self = Self::Response(Part::Body);

    /// A header of the request.
    pub fn request_header(name: &str) -> Self {
        Self::Request(Part::Header(name.to_owned()))
    }

    /// A parameter of the request's query.
    pub fn request_query(name: &str) -> Self {
        Self::Request(Part::Query(name.to_owned()))
    }

    /// A parameter of the request's form.
    pub fn request_body(name: &str) -> Self {
        Self::Request(Part::Member(name.to_owned()))
    }

    /// A header of the response.
    pub fn response_header(name: &str) -> Self {
        Self::Response(Part::Header(name.to_owned()))
    }

    /// A member of the response's JSON document.
    pub fn response_body(name: &str) -> Self {
        Self::Response(Part::Member(name.to_owned()))
    }

    /// A parameter of the authorization request.
    pub fn authorization_request(name: &str) -> Self {
        Self::AuthorizationRequest(Part::Parameter(name.to_owned()))
    }

    /// A parameter of the logout request.
    pub fn logout_request(name: &str) -> Self {
        Self::LogoutRequest(Part::Parameter(name.to_owned()))
    }

    /// A parameter of the callback.
    pub fn callback(name: &str) -> Self {
        Self::Callback(Part::Parameter(name.to_owned()))
    }

    /// Whether it is in what was sent, not in what was received.
    pub fn is_sent(&self) -> bool {
        matches!(self, Self::Request(_))
    }

    /// The name of the header, parameter, member or claim.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Claim(_, name) => Some(name),
            Self::Named(name) => Some(name),
            _ => match self.parts()?.1 {
                Part::Header(name) | Part::Query(name) | Part::Member(name) | Part::Parameter(name) => Some(name),
                _ => None,
            },
        }
    }

    fn parts(&self) -> Option<(&'static str, &Part)> {
        Some(match self {
            Self::Request(part) => ("request", part),
            Self::Response(part) => ("response", part),
            Self::PreflightResponse(part) => ("preflight response", part),
            Self::AuthorizationRequest(part) => ("authorization request", part),
            Self::LogoutRequest(part) => ("logout request", part),
            Self::Callback(part) => ("callback", part),
            Self::ErrorPage(part) => ("error page", part),
            Self::Page(part) => ("page", part),
            _ => return None,
        })
    }
}

impl<T: Into<String>> From<T> for Place {
    fn from(name: T) -> Self {
        Self::Named(name.into())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (message, part) = match self {
            Self::Claim(token, claim) => return write!(f, "{token} {claim}"),
            Self::Named(name) => return f.write_str(name),
            Self::Failure => return f.write_str("failure"),
            Self::Duration => return f.write_str("timing total"),
            Self::LocalClock => return f.write_str("this machine's clock then"),
            Self::CodeAge => return f.write_str("sent after the callback"),
            Self::CodeVerifier => return f.write_str("code_verifier"),
            Self::GrantedScope => return f.write_str("granted scope"),
            Self::ExpectedIssuer => return f.write_str("expected issuer"),
            Self::Url => return f.write_str("url"),
            Self::Text => return f.write_str("text"),
            _ => self.parts().unwrap_or(("", &Part::Whole)),
        };
        f.write_str(message)?;
        match part {
            Part::Whole => Ok(()),
            Part::Method => f.write_str(" method"),
            Part::Url => f.write_str(" url"),
            Part::Status => f.write_str(" status"),
            Part::Header(name) => write!(f, " header {name}"),
            Part::Query(name) => write!(f, " query {name}"),
            Part::Body => f.write_str(" body"),
            Part::Member(name) => write!(f, " body {name}"),
            Part::Parameter(name) => write!(f, " {name}"),
            Part::Sent => f.write_str(" sent"),
            Part::Received => f.write_str(" received"),
            Part::Address => f.write_str(" address"),
            Part::Title => f.write_str(" title"),
            Part::Text => f.write_str(" text"),
        }
    }
}
