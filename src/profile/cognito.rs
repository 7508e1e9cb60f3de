//! What follows from a Cognito user pool's id and domain.

use crate::protocol::Endpoints;

/// The region of a user pool id: the part before `_`. `None` when there is none, as with emulators' `local_…`.
pub fn region(user_pool_id: &str) -> Option<&str> {
    let (region, _) = user_pool_id.split_once('_')?;
    region.contains('-').then_some(region)
}

/// The issuer of a user pool: `https://cognito-idp.{region}.amazonaws.com/{id}`, without a trailing slash.
pub fn issuer(user_pool_id: &str) -> Option<String> {
    Some(format!("https://cognito-idp.{}.{}/{user_pool_id}", region(user_pool_id)?, suffix(user_pool_id)))
}

/// The issuer of a pool that was switched to the updated form (`issuer-cognito-idp`). Both are the same pool with the
/// same keys.
pub fn updated_issuer(user_pool_id: &str) -> Option<String> {
    Some(format!("https://issuer-cognito-idp.{}.{}/{user_pool_id}", region(user_pool_id)?, suffix(user_pool_id)))
}

fn suffix(user_pool_id: &str) -> &'static str {
    if user_pool_id.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" }
}

/// Whether an issuer is a Cognito user pool's, in either form.
pub fn is_issuer(issuer: &str) -> bool {
    issuer_user_pool_id(issuer).is_some()
}

/// The user pool id within an issuer of either form.
pub fn issuer_user_pool_id(issuer: &str) -> Option<&str> {
    let rest = issuer.strip_prefix("https://")?;
    let (host, pool) = rest.split_once('/')?;
    let named = host.starts_with("cognito-idp.") || host.starts_with("issuer-cognito-idp.");
    let amazon = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
    (named && amazon && pool.contains('_') && !pool.contains('/')).then_some(pool)
}

/// Completes a domain: a bare prefix becomes `{prefix}.auth.{region}.amazoncognito.com`, scheme and slash are removed.
pub fn domain_host(domain: &str, region: Option<&str>) -> String {
    let host = domain.trim().trim_start_matches("https://").trim_end_matches('/');
    match region {
        Some(region) if !host.contains('.') && !host.contains(':') => format!("{host}.auth.{region}.amazoncognito.com"),
        _ => host.to_owned(),
    }
}

/// The endpoints of a user pool, as far as its id and domain tell them.
pub fn endpoints(user_pool_id: &str, domain: Option<&str>) -> Endpoints {
    let issuer = issuer(user_pool_id);
    let base = domain.map(|domain| format!("https://{}", domain_host(domain, region(user_pool_id))));
    let at = |path: &str| base.as_ref().map(|base| format!("{base}{path}"));
    Endpoints {
        authorization: at("/oauth2/authorize"),
        token: at("/oauth2/token"),
        userinfo: at("/oauth2/userInfo"),
        revocation: at("/oauth2/revoke"),
        end_session: at("/logout"),
        jwks_uri: issuer.as_ref().map(|issuer| format!("{issuer}/.well-known/jwks.json")),
        issuer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuer_and_endpoints_follow_from_pool_id_and_domain() {
        let endpoints = endpoints("us-east-1_AbCdEfGhI", Some("shop"));
        assert_eq!(
            endpoints.issuer.as_deref(),
            Some("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI")
        );
        assert_eq!(
            endpoints.userinfo.as_deref(),
            Some("https://shop.auth.us-east-1.amazoncognito.com/oauth2/userInfo")
        );
        assert_eq!(domain_host("https://login.example.com/", Some("us-east-1")), "login.example.com");
    }

    #[test]
    fn a_pool_id_without_a_region_is_taken_and_tells_no_issuer() {
        assert_eq!(issuer("local_1a2b"), None);
        assert_eq!(endpoints("local_1a2b", None), Endpoints::default());
    }

    #[test]
    fn both_issuer_forms_are_recognised_and_lookalikes_are_not() {
        let pool = "eu-west-1_X1";
        for issuer in [issuer(pool), updated_issuer(pool)].into_iter().flatten() {
            assert_eq!(issuer_user_pool_id(&issuer), Some(pool));
        }
        for other in [
            "https://cognito-idp.eu-west-1.amazonaws.com.evil.example/eu-west-1_X1",
            "http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_X1",
            "https://op.example/eu-west-1_X1",
        ] {
            assert_eq!(issuer_user_pool_id(other), None, "{other}");
        }
    }
}
