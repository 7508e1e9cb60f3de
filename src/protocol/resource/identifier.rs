//! Compares the identifier that a resource gives itself with the URL that a person wants to call.

/// A part of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UrlPart {
    /// `https`
    Scheme,
    /// The host.
    Host,
    /// The port.
    Port,
    /// The user name or password before the host.
    UserInfo,
    /// The path.
    Path,
    /// The query.
    Query,
    /// The fragment, which an identifier cannot have (RFC 8707 section 2).
    Fragment,
}

impl UrlPart {
    /// Its name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scheme => "scheme",
            Self::Host => "host",
            Self::Port => "port",
            Self::UserInfo => "user name",
            Self::Path => "path",
            Self::Query => "query",
            Self::Fragment => "fragment",
        }
    }
}

/// How an identifier relates to a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Byte for byte the same, as RFC 9728 section 3.3 requires.
    Same,
    /// They differ only by a slash at the end.
    Slash,
    /// The same place, spelled differently: letter case of the host, the default port.
    Spelling,
    /// The identifier is the URL's origin, or a path above it.
    Above,
    /// It is another resource; this part differs first.
    Other(UrlPart),
    /// It is not an absolute URL.
    NoUrl,
}

impl Relation {
    /// Whether the document can still be about the URL: some clients stop here, others continue.
    pub fn may_be_meant(self) -> bool {
        matches!(self, Self::Same | Self::Slash | Self::Spelling | Self::Above)
    }
}

/// Compares `identifier`, as a document writes it, with `url`, as it is called.
pub fn relation(identifier: &str, url: &str) -> Relation {
    if identifier == url {
        return Relation::Same;
    }
    let (Ok(own), Ok(called)) = (url::Url::parse(identifier), url::Url::parse(url)) else { return Relation::NoUrl };
    let trimmed = |text: &str| text.strip_suffix('/').unwrap_or(text).to_owned();
    if trimmed(identifier) == trimmed(url) {
        return Relation::Slash;
    }
    if own.scheme() != called.scheme() {
        return Relation::Other(UrlPart::Scheme);
    }
    if own.host_str() != called.host_str() {
        return Relation::Other(UrlPart::Host);
    }
    if own.port_or_known_default() != called.port_or_known_default() {
        return Relation::Other(UrlPart::Port);
    }
    if (own.username(), own.password()) != (called.username(), called.password()) {
        return Relation::Other(UrlPart::UserInfo);
    }
    if own.fragment() != called.fragment() {
        return Relation::Other(UrlPart::Fragment);
    }
    if own == called {
        return Relation::Spelling;
    }
    let (own_path, called_path) = (trimmed(own.path()), trimmed(called.path()));
    if own_path == called_path && own.query() == called.query() {
        return Relation::Slash;
    }
    let is_above = called_path.strip_prefix(&own_path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    match (is_above, own_path == called_path) {
        (true, _) if own.query().is_none() => Relation::Above,
        (_, true) => Relation::Other(UrlPart::Query),
        (_, false) => Relation::Other(UrlPart::Path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_compared_byte_by_byte_and_the_first_difference_is_named() {
        let url = "https://h.example/public/mcp";
        for (identifier, expected) in [
            (url, Relation::Same),
            ("https://h.example/public/mcp/", Relation::Slash),
            ("https://H.example:443/public/mcp", Relation::Spelling),
            ("https://h.example", Relation::Above),
            ("https://h.example/public", Relation::Above),
            ("https://h.example/pub", Relation::Other(UrlPart::Path)),
            ("https://h.example/other", Relation::Other(UrlPart::Path)),
            ("http://h.example/public/mcp", Relation::Other(UrlPart::Scheme)),
            ("https://i.example/public/mcp", Relation::Other(UrlPart::Host)),
            ("https://h.example:8443/public/mcp", Relation::Other(UrlPart::Port)),
            ("https://user@h.example/public/mcp", Relation::Other(UrlPart::UserInfo)),
            ("https://h.example/public/mcp?tenant=1", Relation::Other(UrlPart::Query)),
            ("https://h.example/public/mcp#tools", Relation::Other(UrlPart::Fragment)),
            ("https://h.example/public/mcp/#", Relation::Other(UrlPart::Fragment)),
            ("api://app", Relation::Other(UrlPart::Scheme)),
            ("mcp", Relation::NoUrl),
        ] {
            assert_eq!(relation(identifier, url), expected, "{identifier}");
        }
        assert_eq!(relation("https://h.example/", "https://h.example"), Relation::Slash);
    }
}
