//! The difference between two URLs, in terms of common mistakes.

use url::Url;

/// What to change in `sent` to get `registered`: `None` if they are equal. Redirect URIs are compared byte for byte, so
/// every part counts.
pub fn difference(sent: &str, registered: &str) -> Option<String> {
    if sent == registered {
        return None;
    }
    Some(named_difference(sent, registered).unwrap_or_else(|| "the texts differ".to_owned()))
}

fn named_difference(sent: &str, registered: &str) -> Option<String> {
    if format!("{sent}/") == registered {
        return Some("a trailing slash is missing".to_owned());
    }
    if format!("{registered}/") == sent {
        return Some("there is an extra trailing slash".to_owned());
    }
    if sent.trim() == registered {
        return Some("there is whitespace around it".to_owned());
    }
    if sent.eq_ignore_ascii_case(registered) {
        return Some("the letter case differs".to_owned());
    }
    let (a, b) = (Url::parse(sent).ok()?, Url::parse(registered).ok()?);
    let mut parts = Vec::new();
    let mut compare = |name: &str, a: String, b: String| {
        if a != b {
            parts.push(format!("the {name} is {a} instead of {b}"));
        }
    };
    compare("scheme", a.scheme().to_owned(), b.scheme().to_owned());
    compare("host", host(&a), host(&b));
    compare("port", port(&a), port(&b));
    compare("path", a.path().to_owned(), b.path().to_owned());
    compare("query", a.query().unwrap_or("none").to_owned(), b.query().unwrap_or("none").to_owned());
    if parts.is_empty() { None } else { Some(parts.join(", ")) }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or("none").to_owned()
}

fn port(url: &Url) -> String {
    url.port().map_or_else(|| "the default".to_owned(), |port| port.to_string())
}

/// The registered URI that is closest to `sent`, with the difference: the one with the fewest differing parts.
pub(super) fn closest<'a>(sent: &str, registered: &'a [String]) -> Option<(&'a str, String)> {
    let differing = registered.iter().filter_map(|uri| Some((uri.as_str(), difference(sent, uri)?)));
    differing.min_by_key(|(_, difference)| difference.matches(" instead of ").count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_usual_mistake_is_named() {
        let registered = "http://localhost:8765/callback";
        for (sent, said) in [
            ("http://localhost:8765/callback/", "there is an extra trailing slash"),
            ("http://localhost:8765/Callback", "the letter case differs"),
            ("https://localhost:8765/callback", "the scheme is https instead of http"),
            ("http://127.0.0.1:8765/callback", "the host is 127.0.0.1 instead of localhost"),
            ("http://localhost/callback", "the port is the default instead of 8765"),
            ("http://localhost:8765/cb", "the path is /cb instead of /callback"),
            ("nonsense", "the texts differ"),
        ] {
            assert_eq!(difference(sent, registered).as_deref(), Some(said), "{sent}");
        }
        assert_eq!(difference(registered, registered), None);
        assert_eq!(
            difference("https://a.example/x", "https://a.example/x/").as_deref(),
            Some("a trailing slash is missing")
        );
    }

    #[test]
    fn the_closest_registered_uri_is_the_one_with_the_fewest_differences() {
        let registered = ["https://app.example/done".to_owned(), "http://localhost:8765/cb".to_owned()];
        assert_eq!(closest("http://127.0.0.1:8765/cb", &registered).map(|(uri, _)| uri), Some(registered[1].as_str()));
    }
}
