//! A finding as text, for a ticket.

use std::fmt::Write;

use crate::protocol::{Finding, text::sanitise};

/// A finding as plain text: title, evidence, fix, specification. Evidence is masked before it enters a finding, so the
/// text can be sent to anyone.
pub fn finding_text(finding: &Finding) -> String {
    let mut text = format!("{}: {} [{}]\n", finding.severity(), finding.rule.title, finding.id());
    // Writing to a String cannot fail.
    let _ = writeln!(text, "  {}", sanitise::line(&finding.detail));
    for evidence in &finding.evidence {
        let _ = writeln!(text, "  evidence: {}", sanitise::line(&format!("{evidence}: {}", evidence.value)));
    }
    let _ = writeln!(text, "  fix: {}", sanitise::line(&finding.remedy.to_string()));
    if !finding.rule.spec.is_empty() {
        let _ = writeln!(text, "  specification: {}", finding.rule.spec);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{ExchangeId, Place, Rule, Severity};

    #[test]
    fn a_finding_for_a_ticket_says_what_where_and_what_to_do_without_control_characters() {
        const RULE: Rule = Rule::new("x.y", Severity::Error, "It is broken", "RFC 6749 5.2");
        let finding =
            RULE.found("was seen\u{1b}[2J", "mend it").seen(Some(ExchangeId(3)), Place::response_body("error"), "bad");
        assert_eq!(
            finding_text(&finding),
            "error: It is broken [x.y]\n  was seen\\u{1b}[2J\n  evidence: exchange 3, response body error: bad\n  fix: mend \
             it\n  specification: RFC 6749 5.2\n"
        );
    }
}
