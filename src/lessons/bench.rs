//! The faults of the break-it bench: each is a lesson of one step on the session that is open. Its question comes
//! first; then the fault is made, and the record shows what came.

use std::sync::LazyLock;

use super::fact_file;
use super::lesson::{Choices, Lesson, LessonStep, Press, Question};
use super::source::{Members, Problem, Source};
use crate::demo::bench::BenchFault;
use crate::demo::scenarios::CLEAN;

const TEXT: &str = include_str!("library/bench.toml");

/// The faults as lessons, in the order of the list.
pub fn bench() -> &'static [Lesson] {
    static ALL: LazyLock<Vec<Lesson>> = LazyLock::new(|| read(TEXT).unwrap_or_default());
    &ALL
}

fn read(text: &str) -> Result<Vec<Lesson>, Vec<Problem>> {
    static CLEAN_LOGIN: crate::demo::Scenario = CLEAN;
    let mut source = Source::new(text);
    let Some(document) = source.parse() else { return Err(source.into_problems()) };
    let top = Members { table: document.as_table(), span: None, what: "the bench".to_owned() };
    let mut all = Vec::new();
    for table in source.tables(&top, "fault") {
        all.extend(step(&mut source, &table).map(|(title, step)| Lesson {
            name: format!("bench {}", step.title),
            goal: step.question.as_ref().map(|question| question.text.clone()).unwrap_or_default(),
            title,
            minutes: 1,
            client: None,
            scenarios: vec![&CLEAN_LOGIN],
            is_experiment: true,
            hint_cost: 0,
            steps: vec![step],
        }));
    }
    let problems = source.into_problems();
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

fn step(source: &mut Source<'_>, at: &Members<'_>) -> Option<(String, LessonStep)> {
    source.only(at, &["name", "title", "question", "choices", "answer", "until", "came", "rule", "spec"]);
    let name = source.required_text(at, "name");
    let fault = BenchFault::ALL.into_iter().find(|(_, known)| *known == name);
    if fault.is_none() {
        source.wrong(at, "name", format!("found {name:?}, expected a fault of the bench"));
    }
    let choices = source.list(at, "choices");
    let most = u32::try_from(choices.len()).unwrap_or(1).max(1);
    let right = source.number(at, "answer", 1..=most).map_or(0, |answer| answer as usize - 1);
    let text = source.required_text(at, "question");
    let step = LessonStep {
        title: name,
        words: String::new(),
        task: "It is done. Send the request.".to_owned(),
        keys: vec![Press::Action("proceed".to_owned())],
        question: Some(Question { text, choices: Choices::Fixed(choices, right), because: Vec::new() }),
        fault: fault.map(|(fault, _)| fault),
        until: source.table(at, "until").and_then(|table| fact_file::read(source, &table)),
        wrong: Vec::new(),
        came: source.required_text(at, "came"),
        rule: source.required_text(at, "rule"),
        spec: source.required_text(at, "spec"),
        hints: Vec::new(),
    };
    Some((source.required_text(at, "title"), step)).filter(|(_, step)| step.until.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_text_once() {
        let all = read(TEXT).unwrap();
        let faults: Vec<_> = all.iter().filter_map(|lesson| lesson.steps[0].fault).collect();
        assert_eq!(faults, BenchFault::ALL.map(|(fault, _)| fault));
    }
}
