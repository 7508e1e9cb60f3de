//! The handout of a lesson as Markdown: for the learner with space for answers, for the teacher with the answers.

use std::fmt::Write;

use super::describe::describe;
use super::lesson::{CLEAR, Choices, Lesson, LessonStep, Press};

/// Who reads the handout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The learner: space for answers.
    Learner,
    /// The teacher: the answers, the rules, and the mistakes that learners make.
    Teacher,
}

/// The handout; `key` names the key of an action.
pub fn sheet(lesson: &Lesson, reader: Sheet, key: &dyn Fn(&str) -> String) -> String {
    let mut page = format!("# {}\n\n{}\n\n", lesson.title, lesson.goal);
    let name = if reader == Sheet::Learner { "\n\nName: ______________________________" } else { "" };
    let _ = writeln!(page, "{} minutes · `grantscope learn {}`{name}", lesson.minutes, lesson.name);
    for (number, step) in (1..).zip(&lesson.steps) {
        let _ = write!(page, "\n## {number}. {}\n", step.title);
        write_step(&mut page, step, reader, key);
    }
    page
}

fn write_step(page: &mut String, step: &LessonStep, reader: Sheet, key: &dyn Fn(&str) -> String) {
    if !step.words.is_empty() {
        let _ = write!(page, "\n{}\n", step.words);
    }
    if step.is_look() {
        write_task(page, step, key);
    }
    if let Some(question) = &step.question {
        let when = if step.until.is_some() { "Predict before you send: " } else { "" };
        let _ = write!(page, "\n{when}{}\n\n", question.text);
        match &question.choices {
            Choices::Fixed(choices, right) => {
                for (at, choice) in choices.iter().enumerate() {
                    let mark = if reader == Sheet::Teacher && at == *right { "x" } else { " " };
                    let _ = writeln!(page, "- [{mark}] {choice}");
                    if let Some(because) =
                        question.because.get(at).filter(|it| reader == Sheet::Teacher && !it.is_empty())
                    {
                        let _ = writeln!(page, "  {because}");
                    }
                }
            }
            Choices::Scenarios => page.push_str("Your answer: ______________________________\n"),
        }
    }
    if !step.is_look() {
        write_task(page, step, key);
    }
    match reader {
        Sheet::Learner => {
            page.push_str("\nWhat came? ______________________________\n\nWhy? ______________________________\n")
        }
        Sheet::Teacher => {
            if let Some(until) = &step.until {
                let _ = write!(page, "\nThe step waits for {}.\n", describe(until));
            }
            if !step.came.is_empty() {
                let _ = write!(page, "\nWhat came: {}\n", step.came);
            }
            let _ = write!(page, "\nThe rule: {} ({})\n", step.rule, step.spec);
            for wrong in &step.wrong {
                let _ = write!(page, "\nIf a learner does something else: {}\n", wrong.say);
            }
        }
    }
}

fn write_task(page: &mut String, step: &LessonStep, key: &dyn Fn(&str) -> String) {
    if !step.task.is_empty() {
        let _ = write!(page, "\n{}\n", step.task);
    }
    if !step.keys.is_empty() {
        let _ = write!(page, "\nKeys: {}\n", keys(&step.keys, key));
    }
}

/// Keys in a row, each as code.
fn keys(keys: &[Press], key: &dyn Fn(&str) -> String) -> String {
    let names = keys.iter().map(|press| match press {
        Press::Action(action) => format!("`{}`", key(action)),
        Press::Clear => format!("`{CLEAR}`"),
        Press::Look => "(look)".to_owned(),
        Press::Text(text) => format!("type `{}`", text.replace("{origin}", "http://localhost:PORT")),
    });
    names.collect::<Vec<_>>().join(" ")
}
