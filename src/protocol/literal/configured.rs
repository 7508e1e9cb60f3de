//! Values of a configuration: literals, constants, and expressions with a default.

use std::collections::HashMap;

use super::parser::Parser;
use super::source::Source;
use super::strings::decoded;
use super::value::{Value, plain};

impl Parser<'_, '_> {
    /// A literal of a configuration, a constant, or an expression with or without a default.
    pub(super) fn configured(&mut self, depth: usize, constants: &HashMap<&str, String>) -> Option<Value> {
        self.skip();
        let start = self.at;
        let literal = self.literal(depth);
        if literal.is_some() && self.ends_here() {
            return literal;
        }
        self.fuel = self.fuel.checked_sub(self.at - start)?;
        self.at = start;
        let expression = self.unread()?;
        if expression.is_empty() {
            return None;
        }
        if let Some(text) = constants.get(expression.as_str()) {
            return Some(Value::Text(text.clone()));
        }
        Some(match self.default_of(&expression, depth) {
            Some(default) => Value::Default(expression, Box::new(default)),
            None => Value::Name(expression),
        })
    }

    pub(super) fn literal(&mut self, depth: usize) -> Option<Value> {
        if self.string_begins() {
            let is_template = self.peek() == Some('`');
            let (text, is_raw) = self.quoted()?;
            // The values in a template are known only at run time.
            return (!is_template || !text.contains("${") && !text.contains('\\')).then(|| decoded(text, is_raw));
        }
        if self.take("{") {
            return self.members(depth, '}');
        }
        if self.take("[") {
            return self.list(depth, ']');
        }
        let start = self.at;
        self.at += self.length(|c| c.is_alphanumeric() || "+-._$".contains(c));
        plain(&self.source.text[start..self.at])
    }

    /// Whether a literal ends its member: a comma or closing bracket follows, perhaps after `as const` or `satisfies T`.
    pub(super) fn ends_here(&mut self) -> bool {
        self.skip();
        let word = self.length(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
        if matches!(&self.source.text[self.at..self.at + word], "as" | "satisfies") {
            self.unread();
        }
        matches!(self.peek(), Some(',' | '}' | ']'))
    }

    /// The literal after the last `||` or `??` of an expression.
    pub(super) fn default_of(&mut self, expression: &str, depth: usize) -> Option<Value> {
        let at = expression.rfind("||").max(expression.rfind("??"))?;
        let closed = format!("{}}}", expression[at + 2..].trim());
        let source = Source::new(&closed);
        let mut parser = Parser { fuel: self.fuel, ..Parser::new(&source, 0, self.dialect) };
        let value = parser.literal(depth).filter(|value| parser.ends_here() && !value.has_names());
        self.fuel = parser.fuel.saturating_sub(closed.len());
        value.filter(|_| parser.at + 1 == closed.len())
    }
}
