//! The experiments of each step: one thing is broken, a question comes before, and the rule after. Each is a lesson of
//! one step.

use std::sync::LazyLock;

use super::fact::Fact;
use super::lesson::{Choices, Lesson, LessonStep, Press, Question};
use super::source::{Members, Problem, Source};
use crate::demo::scenarios::{self, CLEAN, Scenario};
use crate::session::{Purpose, Step};

const TEXT: &str = include_str!("library/experiments.toml");

/// An experiment of a step.
#[derive(Clone, Debug)]
pub struct Experiment {
    /// The step.
    pub step: Step,
    /// The question.
    pub question: String,
    /// The lesson that plays it.
    pub lesson: Lesson,
}

/// The experiments of a step.
pub fn experiments(step: Step) -> &'static [Experiment] {
    static ALL: LazyLock<Vec<Vec<Experiment>>> = LazyLock::new(|| {
        let all = read(TEXT).unwrap_or_default();
        Step::ALL.map(|step| all.iter().filter(|found| found.step == step).cloned().collect()).into()
    });
    let at = Step::ALL.iter().position(|it| *it == step);
    at.and_then(|at| ALL.get(at)).map_or(&[], Vec::as_slice)
}

fn read(text: &str) -> Result<Vec<Experiment>, Vec<Problem>> {
    let mut source = Source::new(text);
    let Some(document) = source.parse() else { return Err(source.into_problems()) };
    let top = Members { table: document.as_table(), span: None, what: "the experiments".to_owned() };
    let tables = source.tables(&top, "experiment");
    let all = tables.iter().filter_map(|table| experiment(&mut source, table)).collect();
    let problems = source.into_problems();
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

fn experiment(source: &mut Source<'_>, at: &Members<'_>) -> Option<Experiment> {
    source.only(at, &["step", "scenario", "question", "choices", "answer", "came", "rule", "spec"]);
    let (name, id) = (source.required_text(at, "step"), source.required_text(at, "scenario"));
    let step = Step::ALL.into_iter().find(|step| step.name() == name);
    let scenario = scenarios::find(&id);
    if step.is_none() || scenario.is_none() {
        source.report(at.span.clone(), format!("found {name:?} and {id:?}, expected a step and a scenario"));
    }
    let question = source.required_text(at, "question");
    let choices = source.list(at, "choices");
    let most = u32::try_from(choices.len()).unwrap_or(1).max(1);
    let right = source.number(at, "answer", 1..=most).map_or(0, |answer| answer as usize - 1);
    let (came, rule) = (source.required_text(at, "came"), source.required_text(at, "rule"));
    let spec = source.required_text(at, "spec");
    let (step, scenario) = (step?, scenario?);
    let only = LessonStep {
        words: String::new(),
        title: "predict, then see".to_owned(),
        task: format!("To see it: {}.", scenario.instructions()),
        keys: keys(scenario),
        question: Some(Question {
            text: question.clone(),
            choices: Choices::Fixed(choices, right),
            because: Vec::new(),
        }),
        fault: None,
        until: Some(Fact::Finding(scenario.findings.iter().map(|id| (*id).to_owned()).collect())),
        wrong: Vec::new(),
        came,
        rule,
        spec,
        hints: Vec::new(),
    };
    let lesson = Lesson {
        name: format!("experiment {id}"),
        title: format!("Experiment, step {}", step.number()),
        goal: question.clone(),
        minutes: 2,
        client: None,
        scenarios: vec![scenario],
        is_experiment: true,
        hint_cost: 0,
        steps: vec![only],
    };
    Some(Experiment { step, question, lesson })
}

/// The keys that let a scenario show.
fn keys(scenario: &Scenario) -> Vec<Press> {
    let mut keys = vec!["go-to-client", "proceed"];
    let shows_at = scenario.step();
    if shows_at > Step::Client {
        keys.extend(["go-to-authorize", "sign-in", "proceed"]);
    }
    let walk = match shows_at {
        Step::Client | Step::Authorize | Step::Callback => &[],
        Step::Redeem if scenario.requests == CLEAN.requests => &[Purpose::Token][..],
        _ => scenario.requests,
    };
    for (at, purpose) in walk.iter().enumerate() {
        keys.push(match purpose {
            Purpose::Token => "go-to-redeem",
            Purpose::UserInfo => "go-to-user-info",
            Purpose::Refresh => "go-to-refresh",
            _ => "go-to-sign-out",
        });
        if walk[..at].contains(purpose) {
            keys.push("again");
        }
        // The logout request is below the three rows of the revocation request.
        match purpose {
            Purpose::Revocation => keys.push("top"),
            Purpose::Logout => keys.extend(["top", "down", "down", "down"]),
            _ => {}
        }
        keys.push("proceed");
    }
    keys.into_iter().map(|name| Press::Action(name.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_experiments_and_each_asks_a_question_that_its_scenario_answers() {
        let all = read(TEXT).unwrap();
        assert!(Step::ALL.iter().all(|step| !experiments(*step).is_empty()));
        for Experiment { question, lesson, .. } in &all {
            assert!(question.ends_with('?') && !lesson.scenario().findings.is_empty(), "{question}");
            let (choices, right) = lesson.steps[0].choices().unwrap();
            assert!(choices.len() >= 2 && right < choices.len(), "{question}");
        }
    }
}
