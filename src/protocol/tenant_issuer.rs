//! The issuer of Microsoft Entra ID for applications of any tenant. Its document (`common`, `organizations`) has
//! `https://login.microsoftonline.com/{tenantid}/v2.0`, while each token has the issuer of its own tenant, named by the
//! claim `tid`.

use crate::protocol::urls::origin_of;

/// The placeholder of the tenant.
const TENANT: &str = "{tenantid}";
/// The tenants in the documents of the older endpoints.
const OLDER: &str = "https://sts.windows.net/{tenantid}/";

/// The tenant in an issuer, if the announced issuer has a placeholder for it. `None` if the announced issuer has no
/// placeholder, or the other one does not match it.
pub fn tenant_of<'a>(announced: &str, issuer: &'a str) -> Option<&'a str> {
    let (before, after) = announced.split_once(TENANT)?;
    let tenant = issuer.strip_prefix(before)?.strip_suffix(after)?;
    let is_name = !tenant.is_empty() && tenant.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    is_name.then_some(tenant)
}

/// Whether a document whose issuer has a placeholder belongs to the requested issuer:
/// `https://login.microsoftonline.com/common/v2.0`.
pub fn is_announced_for(announced: &str, asked: &str) -> bool {
    let is_older = announced == OLDER && origin_of(asked).as_deref() == Some("https://login.microsoftonline.com");
    is_older || tenant_of(announced, asked).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_issuer_fits_its_tenants_and_nothing_else() {
        let open = "https://login.microsoftonline.com/{tenantid}/v2.0";
        assert_eq!(tenant_of(open, "https://login.microsoftonline.com/9122040d-6c67/v2.0"), Some("9122040d-6c67"));
        for other in [
            "https://login.microsoftonline.com//v2.0",
            "https://login.microsoftonline.com/a/b/v2.0",
            "https://login.microsoftonline.com/{tenantid}/v2.0",
            "https://login.microsoftonline.com/a/v2.0/",
            "https://evil.example/a/v2.0",
        ] {
            assert_eq!(tenant_of(open, other), None, "{other}");
        }
        assert_eq!(tenant_of("https://op.example", "https://op.example"), None);
        assert!(is_announced_for(open, "https://login.microsoftonline.com/common/v2.0"));
        assert!(is_announced_for(OLDER, "https://login.microsoftonline.com/common"));
        assert!(!is_announced_for(OLDER, "https://op.example/common"));
    }
}
