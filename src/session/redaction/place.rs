//! Where values stand in messages, and who decides what replaces them.

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// A parameter of a query, fragment or form.
    Parameter(&'a str),
    /// A member of a JSON document, or an element of an array under that name.
    Member(&'a str),
    /// What follows the scheme word of `Authorization`, or the whole value of another secret header. The scheme is
    /// in lower case, and empty where there is none.
    Credentials(&'a str),
    /// The value of a cookie.
    Cookie(&'a str),
    /// The part of a URL before `@`.
    UserInformation,
    /// A compact JWT within free text.
    Jwt,
}

/// Decides what is replaced, and by what.
pub trait Redact {
    /// What to write in place of `value`; `None` leaves it.
    fn redact(&mut self, place: Place<'_>, value: &str) -> Option<String>;
}
