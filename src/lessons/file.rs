//! Reads the file of a lesson, a TOML document. `docs/lessons.md` describes the format.
//!
//! All mistakes are reported together, each with its line and column.

use super::fact_file;
use super::lesson::{Choices, Lesson, LessonStep, Press, Question, Wrong};
use super::source::{Members, Source};
use crate::demo::bench::BenchFault;
use crate::demo::{directory, scenarios};

pub use super::source::Problem;

/// The most choices that a question may have: each has a digit.
const MOST_CHOICES: usize = 4;

/// Reads a lesson called `name`. `is_action` says whether an action of that name has a key.
pub fn read(name: &str, text: &str, is_action: &dyn Fn(&str) -> bool) -> Result<Lesson, Vec<Problem>> {
    let mut source = Source::new(text);
    let Some(document) = source.parse() else { return Err(source.into_problems()) };
    let top = Members { table: document.as_table(), span: None, what: "the lesson".to_owned() };
    source.only(&top, &["title", "goal", "minutes", "client", "scenario", "hint_cost", "step"]);
    let scenarios = scenarios(&mut source, &top);
    let lesson = Lesson {
        name: name.to_owned(),
        title: source.required_text(&top, "title"),
        goal: source.required_text(&top, "goal"),
        minutes: minutes(&mut source, &top),
        client: client(&mut source, &top),
        scenarios,
        is_experiment: false,
        hint_cost: source.number(&top, "hint_cost", 0..=5).unwrap_or(0),
        steps: steps(&mut source, &top, is_action),
    };
    let problems = source.into_problems();
    if problems.is_empty() { Ok(lesson) } else { Err(problems) }
}

fn minutes(source: &mut Source<'_>, top: &Members<'_>) -> u8 {
    let minutes = source.number(top, "minutes", 1..=60);
    if minutes.is_none() && top.table.get("minutes").is_none() {
        source.missing(top, "minutes");
    }
    minutes.and_then(|minutes| u8::try_from(minutes).ok()).unwrap_or(1)
}

fn client(source: &mut Source<'_>, top: &Members<'_>) -> Option<&'static str> {
    let name = source.text(top, "client")?;
    let found = directory::CLIENT_NAMES.iter().find(|(known, _)| *known == name).map(|(_, id)| *id);
    if found.is_none() {
        let known: Vec<&str> = directory::CLIENT_NAMES.iter().map(|(known, _)| *known).collect();
        source.wrong(top, "client", format!("found {name:?}, expected one of {}", known.join(", ")));
    }
    found
}

fn scenarios(source: &mut Source<'_>, top: &Members<'_>) -> Vec<&'static scenarios::Scenario> {
    let names = source.text_or_list(top, "scenario");
    let mut found = Vec::new();
    for name in names {
        match scenarios::find(&name) {
            Some(scenario) => found.push(scenario),
            None => {
                let what = format!("found {name:?}, expected a name that grantscope demo --list-scenarios prints");
                source.wrong(top, "scenario", what);
            }
        }
    }
    found
}

fn steps(source: &mut Source<'_>, top: &Members<'_>, is_action: &dyn Fn(&str) -> bool) -> Vec<LessonStep> {
    let tables = source.tables(top, "step");
    if tables.is_empty() {
        source.missing(top, "[[step]]");
    }
    let mut steps = Vec::new();
    for (number, mut at) in (1..).zip(tables) {
        at.what = format!("step {number}");
        steps.push(step(source, &at, is_action));
    }
    steps
}

fn step(source: &mut Source<'_>, at: &Members<'_>, is_action: &dyn Fn(&str) -> bool) -> LessonStep {
    source
        .only(at, &["title", "words", "do", "keys", "ask", "fault", "until", "wrong", "came", "rule", "spec", "hints"]);
    let until = source.table(at, "until").and_then(|table| fact_file::read(source, &table));
    let question = source.table(at, "ask").map(|table| question(source, &table));
    if at.table.get("until").is_none() && question.is_none() {
        source.report(at.span.clone(), format!("{}: found neither until nor ask, expected at least one", at.what));
    }
    let has_task = at.table.get("until").is_some();
    let keys = keys(source, at, is_action);
    if !has_task && keys.contains(&Press::Action("proceed".to_owned())) {
        source.wrong(at, "keys", "found proceed in a step without until, where it opens the question");
    }
    LessonStep {
        title: source.required_text(at, "title"),
        words: source.text(at, "words").unwrap_or_default(),
        task: if has_task { source.required_text(at, "do") } else { source.text(at, "do").unwrap_or_default() },
        keys,
        fault: fault(source, at, question.is_some() && has_task),
        question,
        until,
        wrong: wrong(source, at, is_action),
        came: source.text(at, "came").unwrap_or_default(),
        rule: source.required_text(at, "rule"),
        spec: source.required_text(at, "spec"),
        hints: source.list(at, "hints"),
    }
}

/// A fault of the bench is made once a question is answered, and shows in what is sent next.
fn fault(source: &mut Source<'_>, at: &Members<'_>, is_possible: bool) -> Option<BenchFault> {
    let name = source.text(at, "fault")?;
    let found = BenchFault::ALL.into_iter().find(|(_, known)| *known == name).map(|(fault, _)| fault);
    if found.is_none() {
        let known: Vec<&str> = BenchFault::ALL.iter().map(|(_, known)| *known).collect();
        source.wrong(at, "fault", format!("found {name:?}, expected one of {}", known.join(", ")));
    } else if !is_possible {
        source.wrong(at, "fault", "found a fault, expected ask and until beside it");
    }
    found
}

fn question(source: &mut Source<'_>, at: &Members<'_>) -> Question {
    source.only(at, &["question", "choices", "answer", "because"]);
    let text = source.required_text(at, "question");
    let because = source.list(at, "because");
    if at.table.get("choices").and_then(toml_edit::Item::as_str) == Some("scenarios") {
        return Question { text, choices: Choices::Scenarios, because };
    }
    let choices = source.list(at, "choices");
    if !(2..=MOST_CHOICES).contains(&choices.len()) {
        source.wrong(at, "choices", format!("found {} choices, expected 2 to {MOST_CHOICES}", choices.len()));
    }
    let most = u32::try_from(choices.len()).unwrap_or(1).max(1);
    let answer = source.number(at, "answer", 1..=most);
    if answer.is_none() && at.table.get("answer").is_none() {
        source.missing(at, "answer");
    }
    let right = answer.map_or(0, |answer| answer as usize - 1);
    if !because.is_empty() && because.len() != choices.len() {
        let what = format!("found {} sentences, expected {}: one for each choice", because.len(), choices.len());
        source.wrong(at, "because", what);
    }
    Question { text, choices: Choices::Fixed(choices, right), because }
}

fn wrong(source: &mut Source<'_>, at: &Members<'_>, is_action: &dyn Fn(&str) -> bool) -> Vec<Wrong> {
    let mut found = Vec::new();
    for mut table in source.tables(at, "wrong") {
        table.what = format!("{}: wrong", at.what);
        source.only(&table, &["keys", "when", "say"]);
        let when = source.table(&table, "when").and_then(|fact| fact_file::read(source, &fact));
        if table.table.get("when").is_none() {
            source.missing(&table, "when");
        }
        let (keys, say) = (keys(source, &table, is_action), source.required_text(&table, "say"));
        found.extend(when.map(|when| Wrong { keys, when, say }));
    }
    found
}

/// The names of actions, `clear` for the open field, `look` for a pause, and `type TEXT`.
fn keys(source: &mut Source<'_>, at: &Members<'_>, is_action: &dyn Fn(&str) -> bool) -> Vec<Press> {
    let mut keys = Vec::new();
    for name in source.list(at, "keys") {
        match name.strip_prefix("type ") {
            Some(text) => keys.push(Press::Text(text.to_owned())),
            None if name == "clear" => keys.push(Press::Clear),
            None if name == "look" => keys.push(Press::Look),
            None if is_action(&name) => keys.push(Press::Action(name)),
            None => {
                let what = format!("found {name:?}, expected an action that grantscope config lists, or \"type TEXT\"");
                source.wrong(at, "keys", what);
            }
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        let problems = read("test", text, &|name| name == "proceed").err().unwrap_or_default();
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_mistakes_are_reported_together_with_line_and_column() {
        let text = "title = \"T\"\nminutes = 90\nclient = \"nobody\"\ncolour = 1\n\n[[step]]\ntitle = 3\nkeys = [\"prozeed\"]\n\
                    until = { exchange = \"tokn\", status = \"400\" }\nrule = \"R\"\nspec = \"S\"\n\n  [step.ask]\n  question = \"Q\"\n  \
                    choices = [\"one\"]\n";
        let found = problems(text);
        for expected in [
            "line 1 column 1: the lesson: goal is missing",
            "line 2 column 11: minutes: found 90, expected 1 to 60",
            "line 3 column 10: client: found \"nobody\", expected one of",
            "line 4 column 1: found \"colour\", expected",
            "line 7 column 9: step 1: title: found an integer, expected a string",
            "line 8 column 8: step 1: keys: found \"prozeed\", expected an action",
            "line 9 column 22: until: exchange: found \"tokn\", expected one of",
            "line 9 column 39: until: status: found a string, expected a number",
            "line 15 column 13: ask: choices: found 1 choices, expected 2 to 4",
            "line 13 column 3: ask: answer is missing",
        ] {
            assert!(found.iter().any(|problem| problem.starts_with(expected)), "{expected}\n{}", found.join("\n"));
        }
        let lines: Vec<&String> = found.iter().collect();
        assert!(
            lines.is_sorted_by_key(|line| line.split(' ').nth(1).and_then(|n| n.parse::<usize>().ok())),
            "{found:#?}"
        );
    }

    #[test]
    fn what_is_not_toml_is_reported_with_the_rest() {
        let found = problems("title = \"T\nminutes = 3\ngoal = \"G\"\nstep = 4\n");
        assert!(found[0].starts_with("line 1 column"), "{found:?}");
        assert!(found.iter().any(|problem| problem.contains("step: found an integer, expected [[step]]")), "{found:?}");
    }
}
