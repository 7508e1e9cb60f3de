//! Redirect URIs and the schemes of apps.

use super::catalogue::{NO_LOOPBACK, SCHEME_IS_URI, SCHEME_NOT_REGISTERED};
use crate::profile::DEFAULT_REDIRECT_URI;
use crate::profile::import::draft::Draft;
use crate::profile::import::imported::ImportedProfile;
use crate::profile::import::kind::ImportKind;
use crate::protocol::Finding;
use crate::protocol::urls::is_loopback;

pub(super) fn of_redirect_uris(kind: ImportKind, profile: &ImportedProfile) -> Option<Finding> {
    let uris = &profile.redirect_uris;
    let registered = kind.is_deployed() || kind == ImportKind::UserPoolClient;
    let is_here = |uri: &String| url::Url::parse(uri).is_ok_and(|uri| is_loopback(&uri));
    if uris.is_empty() || registered || uris.iter().any(is_here) {
        return None;
    }
    Some(
        NO_LOOPBACK
            .found(
                format!("The redirect URI {} is not on this machine: paste the callback after signing in", uris[0]),
                format!("Also register {DEFAULT_REDIRECT_URI}, so that grantscope can receive it"),
            )
            .seen(None, "redirect URIs", uris.join(", ")),
    )
}

/// A scheme with more than its name.
pub(in super::super) fn scheme_is_uri(scheme: &str) -> Finding {
    let bare = scheme.split([':', '/']).next().unwrap_or_default();
    SCHEME_IS_URI
        .found(
            format!("{scheme} is registered as a URL scheme, but a scheme is only the part before the colon: the app does not receive the callback"),
            format!("Register {bare}"),
        )
        .seen(None, "URL scheme", scheme)
}

/// The system opens a redirect URI only in an app that registers its scheme.
pub(super) fn scheme_not_registered(draft: &Draft, profile: &ImportedProfile) -> Option<Finding> {
    let schemes = &draft.schemes;
    let scheme_of = |uri: &String| uri.split_once(':').map(|(scheme, _)| scheme.to_owned());
    let is_own = |scheme: &String| !matches!(scheme.as_str(), "http" | "https");
    let uris: Vec<(&String, String)> =
        profile.redirect_uris.iter().filter_map(|uri| Some((uri, scheme_of(uri).filter(is_own)?))).collect();
    let is_known = |scheme: &String| schemes.iter().any(|known| known.eq_ignore_ascii_case(scheme));
    if schemes.is_empty()
        || schemes.iter().any(|scheme| scheme.contains(':'))
        || uris.iter().any(|(_, scheme)| is_known(scheme))
    {
        return None;
    }
    let (uri, scheme) = uris.first()?;
    Some(
        SCHEME_NOT_REGISTERED
            .found(
                format!("The redirect URI is {uri}, but the app registers {}", schemes.join(", ")),
                format!("Register the scheme {scheme} in the app, or use a redirect URI with a registered one"),
            )
            .seen(None, "redirect URI", (*uri).clone()),
    )
}
