//! The issuer of a Cognito user pool, in both forms: the original `https://cognito-idp.REGION.amazonaws.com/POOL` and
//! the newer `https://issuer-cognito-idp.REGION.amazonaws.com/POOL`.

/// The parts of a Cognito issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CognitoIssuer {
    /// The region of the host: `eu-west-1`. For a replica of a multi-Region pool, it differs from the region in the id.
    pub region: String,
    /// `eu-west-1_AbCdEf123`
    pub pool_id: String,
    /// Whether it has the newer of the two hosts.
    pub is_updated_form: bool,
}

impl CognitoIssuer {
    /// Reads an issuer. The pool's id starts with the region where it was created. Unknown regions are accepted,
    /// because AWS adds new ones.
    pub fn parse(issuer: &str) -> Option<Self> {
        let (host, pool_id) = issuer.strip_prefix("https://")?.split_once('/')?;
        let (is_updated_form, region) = host_region(host)?;
        let (pool_region, id) = pool_id.split_once('_')?;
        let is_name = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (is_region(pool_region) && is_name).then(|| Self {
            region: region.to_owned(),
            pool_id: pool_id.to_owned(),
            is_updated_form,
        })
    }

    /// Whether it is a replica: a multi-Region pool has the same id in all regions.
    pub fn is_replica(&self) -> bool {
        self.pool_id.split_once('_').is_some_and(|(home, _)| home != self.region)
    }

    /// Whether the issuer is on one of Cognito's hosts, with any pool.
    pub fn is_host_of(issuer: &str) -> bool {
        let rest = issuer.strip_prefix("https://").unwrap_or_default();
        host_region(rest.split('/').next().unwrap_or_default()).is_some()
    }

    /// Whether two issuers belong to one user pool, in either form and in any of its regions.
    pub fn same_pool(a: &str, b: &str) -> bool {
        match (Self::parse(a), Self::parse(b)) {
            (Some(a), Some(b)) => a.pool_id == b.pool_id,
            _ => false,
        }
    }
}

/// The form of the host, and its region. China's hosts end in `.com.cn`.
fn host_region(host: &str) -> Option<(bool, &str)> {
    let (updated, rest) = match host.strip_prefix("issuer-cognito-idp.") {
        Some(rest) => (true, rest),
        None => (false, host.strip_prefix("cognito-idp.")?),
    };
    let region = rest.strip_suffix(".amazonaws.com").or_else(|| rest.strip_suffix(".amazonaws.com.cn"))?;
    is_region(region).then_some((updated, region))
}

fn is_region(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_the_issuer_name_the_same_pool() {
        let original = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1";
        let updated = "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1";
        assert!(CognitoIssuer::same_pool(original, updated));
        assert!(CognitoIssuer::parse(updated).unwrap().is_updated_form);
        assert_eq!(CognitoIssuer::parse(original).unwrap().region, "eu-west-1");
    }

    #[test]
    fn a_replica_has_the_id_of_its_pool_and_a_region_of_its_own() {
        let replica = "https://cognito-idp.us-west-2.amazonaws.com/us-east-1_Ab1";
        let pool = CognitoIssuer::parse(replica).unwrap();
        assert!(pool.is_replica() && pool.region == "us-west-2");
        assert!(CognitoIssuer::same_pool(replica, "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab1"));
        assert!(!CognitoIssuer::same_pool(replica, "https://cognito-idp.us-west-2.amazonaws.com/us-east-1_Ab2"));
    }

    #[test]
    fn what_only_looks_like_cognito_is_not() {
        for issuer in [
            "http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1",
            "https://cognito-idp.eu-west-1.amazonaws.com.evil.example/eu-west-1_Ab1",
            "https://cognito-idp.eu-west-1.evil.example/eu-west-1_Ab1",
            "https://issuer.cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1",
            "https://cognito-idp.a.b.amazonaws.com/a_Ab1",
        ] {
            assert!(!CognitoIssuer::is_host_of(issuer), "{issuer}");
        }
        assert_eq!(CognitoIssuer::parse("https://cognito-idp.eu-west-1.amazonaws.com/My_Ab1"), None);
        assert_eq!(CognitoIssuer::parse("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab1/x"), None);
    }
}
