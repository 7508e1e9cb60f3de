//! Parts of URLs as they are written, and which URLs mean the same place.

/// The query of a URL, without `?` and fragment; empty if there is none.
pub fn query_of(url: &str) -> &str {
    let url = url.split('#').next().unwrap_or_default();
    url.split_once('?').map_or("", |(_, query)| query)
}

/// The fragment of a URL, without `#`; empty if there is none.
pub fn fragment_of(url: &str) -> &str {
    url.split_once('#').map_or("", |(_, fragment)| fragment)
}

/// The path of a URL, without query and fragment; `/` if it is empty.
pub fn path_of(url: &str) -> &str {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    if after_scheme.len() == url.len() {
        return if url.is_empty() { "/" } else { url };
    }
    after_scheme.find('/').map_or("/", |at| &after_scheme[at..])
}

/// `to`, the target of a redirect or link, resolved against `base`.
pub fn absolute(base: &str, to: &str) -> Option<String> {
    // As it is written: a parsed URL is normalised.
    if url::Url::parse(to).is_ok() {
        return Some(to.to_owned());
    }
    Some(url::Url::parse(base).ok()?.join(to).ok()?.into())
}

/// The host of a URL, and its port unless it is the scheme's default.
pub fn host_and_port(url: &url::Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// The scheme, host and port of a URL as text, equal for two URLs of the same origin (RFC 6454): lower case, without
/// the default port. `None` if the URL is not absolute.
pub fn origin_of(url: &str) -> Option<String> {
    let origin = url::Url::parse(url).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}

/// Whether a URL points at this machine: `localhost`, `*.localhost`, `127.0.0.0/8` or `[::1]`.
pub fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Whether a browser that opens one URL arrives at the other, ignoring query and fragment. Browsers write scheme and
/// host in lower case, drop the default port and write an empty path as `/` (RFC 3986 sections 6.2.2 and 6.2.3). The
/// provider compares registered URLs byte for byte instead.
pub fn is_same_place(one: &str, other: &str) -> bool {
    place_of(one) == place_of(other)
}

/// A normalised form of a URL, equal for two URLs that are [`is_same_place`]; other texts are unchanged.
pub fn place_of(url: &str) -> String {
    let Ok(mut place) = url::Url::parse(url) else { return url.to_owned() };
    place.set_query(None);
    place.set_fragment(None);
    place.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_url_are_taken_without_normalising_it() {
        assert_eq!(path_of("https://h.example/a/../b?x#y"), "/a/../b");
        assert_eq!(path_of("https://h.example"), "/");
        assert_eq!(path_of("/cb?code=1"), "/cb");
        assert_eq!(query_of("https://h/cb?a=1#b"), "a=1");
        assert_eq!(fragment_of("https://h/cb#b=2"), "b=2");
        assert_eq!(origin_of("HTTPS://Op.Example:443/x").as_deref(), Some("https://op.example"));
        assert_eq!(origin_of("mailto:a@b"), None);
    }

    #[test]
    fn a_place_is_the_same_in_every_form_that_a_browser_gives_it() {
        for (sent, arrived) in [
            ("http://localhost:3000", "http://localhost:3000/"),
            ("https://App.Example.com/cb", "https://app.example.com/cb"),
            ("https://host:443/cb?x=1", "https://host/cb"),
            ("com.example.app://callback", "com.example.app://callback?code=1"),
        ] {
            assert!(is_same_place(sent, arrived), "{sent} {arrived}");
        }
        for (sent, arrived) in [
            ("http://localhost:3000", "http://localhost:3001/"),
            ("https://app.example.com/cb", "https://app.example.com/cb/"),
            ("https://app.example.com/cb", "https://app.example.com/CB"),
            ("https://app.example.com/cb", "http://app.example.com/cb"),
            ("https://app.example.com", "https://app.example.com.evil.example/"),
            ("https://app.example.com/", "https://app.example.com@evil.example/"),
        ] {
            assert!(!is_same_place(sent, arrived), "{sent} {arrived}");
        }
    }
}
