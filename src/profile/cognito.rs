//! What can be derived from a Cognito user pool's id and domain.

use crate::protocol::Endpoints;
use crate::protocol::tenant_issuer::is_announced_for;
use crate::protocol::urls::is_loopback;

/// The region of a user pool id: the part before `_`. `None` if there is none, as in emulators' `local_…`.
pub fn region(user_pool_id: &str) -> Option<&str> {
    let (region, _) = user_pool_id.split_once('_')?;
    region.contains('-').then_some(region)
}

/// The issuer of a user pool: `https://cognito-idp.{region}.amazonaws.com/{id}`, without a trailing slash.
pub fn issuer(user_pool_id: &str) -> Option<String> {
    Some(format!("https://cognito-idp.{}.{}/{user_pool_id}", region(user_pool_id)?, suffix(user_pool_id)))
}

fn suffix(user_pool_id: &str) -> &'static str {
    if user_pool_id.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" }
}

/// Whether an issuer is a Cognito user pool, in either form, or an emulator's.
pub fn is_issuer(issuer: &str) -> bool {
    issuer_user_pool_id(issuer).is_some()
}

/// The user pool id in an issuer of either form, or of an emulator on this machine: a loopback origin whose whole path
/// is a pool id (`http://127.0.0.1:9000/us-east-1_DemoPool1`).
pub fn issuer_user_pool_id(issuer: &str) -> Option<&str> {
    let emulated = || {
        let (_, pool) = issuer.split_once("://")?.1.split_once('/')?;
        (is_pool_id(pool) && url::Url::parse(issuer).is_ok_and(|url| is_loopback(&url))).then_some(pool)
    };
    amazon_user_pool_id(issuer).or_else(emulated)
}

/// Whether the issuer in a document matches the configured one: the same text (OpenID Connect Discovery 1.0 section
/// 4.3), both forms of the same user pool, or one that is for any tenant.
pub fn is_same_issuer(told: &str, asked: &str) -> bool {
    let pools = issuer_user_pool_id(told).zip(issuer_user_pool_id(asked));
    told == asked || is_announced_for(told, asked) || pools.is_some_and(|(told, asked)| told == asked)
}

/// The same for Amazon's own issuers only: an emulator's address cannot be derived from its pool id.
pub fn amazon_user_pool_id(issuer: &str) -> Option<&str> {
    let (host, pool) = issuer.strip_prefix("https://")?.split_once('/')?;
    let named = host.starts_with("cognito-idp.") || host.starts_with("issuer-cognito-idp.");
    let amazon = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
    (named && amazon && pool.contains('_') && !pool.contains('/')).then_some(pool)
}

/// Whether a text has the form of a pool id: a region or an emulator's `local`, `_`, letters and digits.
pub fn is_pool_id(text: &str) -> bool {
    let Some((region, id)) = text.split_once('_') else { return false };
    let is_regional = region.contains('-')
        && region.ends_with(|c: char| c.is_ascii_digit())
        && region.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (is_regional || region == "local") && !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether a text has the form of an app client id: 26 lower-case letters and digits.
pub fn is_client_id(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// Whether a text has the form of Cognito's authorization codes: a UUID.
pub fn is_code(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
}

/// Whether a host is a prefix domain of a user pool (`{prefix}.auth.{region}.amazoncognito.com`).
pub fn is_prefix_domain(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host.ends_with(".amazoncognito.com") || host.ends_with(".amazoncognito.com.cn")
}

/// Normalises a domain: scheme and path are removed, a bare prefix becomes `{prefix}.auth.{region}.amazoncognito.com`,
/// or `auth-fips` in GovCloud.
pub fn domain_host(domain: &str, region: Option<&str>) -> String {
    let domain = domain.trim();
    let rest = domain.split_once("://").map_or(domain, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match region {
        Some(region) if !host.is_empty() && !host.contains(['.', ':']) && host != "localhost" => {
            let auth = if region.starts_with("us-gov-") { "auth-fips" } else { "auth" };
            format!("{host}.{auth}.{region}.amazoncognito.com")
        }
        _ => host.to_owned(),
    }
}

/// The endpoints on a user pool domain.
pub fn domain_endpoints(host: &str) -> Endpoints {
    let at = |path: &str| Some(format!("https://{host}{path}"));
    Endpoints {
        authorization: at("/oauth2/authorize"),
        token: at("/oauth2/token"),
        userinfo: at("/oauth2/userInfo"),
        revocation: at("/oauth2/revoke"),
        end_session: at("/logout"),
        ..Endpoints::default()
    }
}

/// The endpoints of a user pool that follow from its id and domain.
pub fn endpoints(user_pool_id: &str, domain: Option<&str>) -> Endpoints {
    let issuer = issuer(user_pool_id);
    let served = domain.map(|domain| domain_endpoints(&domain_host(domain, region(user_pool_id)))).unwrap_or_default();
    Endpoints { jwks_uri: issuer.as_ref().map(|issuer| format!("{issuer}/.well-known/jwks.json")), issuer, ..served }
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
        assert_eq!(domain_host("https://login.example.com/login?x", Some("us-east-1")), "login.example.com");
        assert_eq!(domain_host("shop", Some("us-gov-west-1")), "shop.auth-fips.us-gov-west-1.amazoncognito.com");
    }

    #[test]
    fn a_pool_id_without_a_region_is_accepted_and_has_no_issuer() {
        assert_eq!(issuer("local_1a2b"), None);
        assert_eq!(endpoints("local_1a2b", None), Endpoints::default());
    }

    #[test]
    fn an_emulator_on_loopback_is_recognised_by_the_pool_id_that_is_its_path() {
        for pool in ["us-east-1_DemoPool1", "local_1a2b"] {
            let issuer = format!("http://127.0.0.1:9000/{pool}");
            assert_eq!((issuer_user_pool_id(&issuer), amazon_user_pool_id(&issuer)), (Some(pool), None));
        }
        assert!(is_prefix_domain("shop.auth.eu-west-1.amazoncognito.com"));
        assert!(!is_prefix_domain("amazoncognito.com.evil.example"));
    }

    #[test]
    fn each_identifier_of_cognito_has_one_shape() {
        assert!(is_client_id("1example23456789abcdefghij") && !is_client_id("1Example23456789abcdefghij"));
        assert!(is_pool_id("us-gov-west-1_AbC123456") && is_pool_id("local_1a2b"));
        for other in ["US-EAST-1_AbC", "us-east-1_", "us-east_AbC", "us-east-1_a_b", "my_realm", "us-east-1_a-b"] {
            assert!(!is_pool_id(other), "{other}");
        }
        assert!(is_code("2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4c") && !is_code("2f1b4a52-8a0e-4a3c-9d77-0f5b1f0e1e4g"));
    }

    #[test]
    fn both_issuer_forms_are_recognised_and_lookalikes_are_not() {
        let pool = "eu-west-1_X1";
        let updated = format!("https://issuer-cognito-idp.eu-west-1.amazonaws.com/{pool}");
        for issuer in [issuer(pool).unwrap(), updated] {
            assert_eq!((issuer_user_pool_id(&issuer), amazon_user_pool_id(&issuer)), (Some(pool), Some(pool)));
        }
        for other in [
            "https://cognito-idp.eu-west-1.amazonaws.com.evil.example/eu-west-1_X1",
            "http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_X1",
            "https://op.example/eu-west-1_X1",
            "http://127.0.0.1:9000/realms/master",
            "http://localhost:9000/my_realm",
        ] {
            assert_eq!(issuer_user_pool_id(other), None, "{other}");
        }
    }
}
