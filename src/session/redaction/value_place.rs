//! The places of values in messages, and the interface that replaces values.

/// The place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValuePlace<'a> {
    /// A parameter of a query, fragment or form.
    Parameter(&'a str),
    /// A member of a JSON document, or an element of an array under that name.
    Member(&'a str),
    /// What follows the scheme of `Authorization`, or the whole value of another secret header. The scheme is in lower
    /// case, and empty if there is none.
    Credentials(&'a str),
    /// The value of a cookie.
    Cookie(&'a str),
    /// The part of a URL before `@`.
    UserInformation,
    /// A compact JWT within free text.
    Jwt,
}

/// Decides which values are replaced.
pub trait Redact {
    /// The replacement of `value`; `None` keeps it.
    fn redact(&mut self, place: ValuePlace<'_>, value: &str) -> Option<String>;
}
