//! `preflight --junit FILE`: the checks and findings as JUnit XML, which CI servers show.

use crate::protocol::text::{html, sanitise};
use crate::protocol::{Check, Finding, Outcome, Severity};

/// The document: a test case for each check, and for each finding that is an error or a warning.
pub fn document(checks: &[Check], findings: &[Finding]) -> String {
    let findings: Vec<&Finding> = findings.iter().filter(|finding| finding.severity() != Severity::Info).collect();
    let failed = checks.iter().filter(|check| check.failed()).count()
        + findings.iter().filter(|finding| finding.severity() == Severity::Error).count();
    let skipped = checks.iter().filter(|check| matches!(check.outcome, Outcome::NotChecked { .. })).count();
    let tests = checks.len() + findings.len();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"grantscope preflight\" \
         tests=\"{tests}\" failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\">\n"
    );
    for check in checks {
        let inside = match &check.outcome {
            Outcome::Pass => String::new(),
            Outcome::Fail { .. } => format!("<failure message=\"{}\"/>", text(&check.detail)),
            Outcome::NotChecked { reason } => format!("<skipped message=\"{}\"/>", text(reason)),
        };
        xml += &case("check", check.id.as_str(), &inside);
    }
    for finding in findings {
        let said = text(&format!("{} {}", finding.detail, finding.remedy));
        let inside = match finding.severity() {
            Severity::Error => format!("<failure message=\"{}\">{said}</failure>", text(finding.rule.title)),
            _ => format!("<system-out>{said}</system-out>"),
        };
        xml += &case("finding", finding.id(), &inside);
    }
    xml + "</testsuite>\n</testsuites>\n"
}

fn case(kind: &str, name: &str, inside: &str) -> String {
    format!("<testcase classname=\"grantscope.{kind}\" name=\"{}\">{inside}</testcase>\n", text(name))
}

/// Text for an attribute or an element. XML has no control characters, not even escaped.
fn text(text: &str) -> String {
    html::escape(&sanitise::line(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::CheckId;

    #[test]
    fn a_failed_check_is_a_failure_and_its_text_is_escaped() {
        let checks = [
            Check::pass(CheckId::Host, "", "fine"),
            Check::fail(CheckId::Resource, "", "a <b> & \"c\" \u{1b}", "x", "y"),
            Check::not_checked(CheckId::JwkSet, "", "no jwks_uri is known"),
        ];
        let xml = document(&checks, &[]);
        assert!(xml.contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\""), "{xml}");
        assert!(xml.contains("&lt;b&gt; &amp; &quot;c&quot;") && !xml.contains('\u{1b}'), "{xml}");
    }
}
