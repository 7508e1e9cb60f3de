//! Playing a lesson: starting it, its keys, and judging its steps after each message.

use super::{bench, opening};
use crate::app::keys::action::Action;
use crate::app::model::demo::Demo;
use crate::app::model::field::Field;
use crate::app::model::message::Effect;
use crate::app::model::playing::Playing;
use crate::app::model::work::Work;
use crate::app::model::{Model, Screen};
use crate::lessons::{self, Lesson, Phase, Scores};

/// Starts a lesson: its session opens once the embedded provider runs. `random` draws its scenario.
pub fn start(model: &mut Model, lesson: Lesson, random: u64) -> Vec<Effect> {
    let lesson = lesson.drawn(random);
    let scores = match &model.screen {
        Screen::Start(start) => start.stored.scores.clone(),
        Screen::Session(_) => Scores::default(),
    };
    let effects = opening::start_demo(model, lesson.scenario());
    let mut playing = Playing::new(lesson, 0);
    playing.scores = scores;
    model.playing = Some(Box::new(playing));
    effects
}

/// Starts a lesson of the list.
pub fn start_listed(model: &mut Model, at: usize) -> Vec<Effect> {
    let Some(lesson) = lessons::all().get(at).cloned() else { return Vec::new() };
    // The fraction of the second in which a person pressed a key is as good as a die.
    let random = u64::from(model.now.subsec_nanosecond().unsigned_abs());
    start(model, lesson, random)
}

/// Opens the session of a lesson in the embedded provider that was started for it.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Some(playing) = model.playing.take() else { return Vec::new() };
    let title = format!("lesson: {}", playing.run.lesson.title);
    let mut effects = opening::open_demo_client(model, playing.run.lesson.client);
    if let Some(view) = model.view_mut() {
        view.title = title;
        model.playing = Some(playing);
        effects.extend(settle(model));
    }
    effects
}

/// What a lesson does with an action. `None` if the lesson has no use for it.
pub fn perform(model: &mut Model, action: Action) -> Option<Vec<Effect>> {
    let is_covered = model.overlay.is_some() || model.view().is_none_or(|view| view.position.editing.is_some());
    let length = model.view().map_or(0, |view| view.session.log().len());
    let run = &mut model.playing.as_mut().filter(|_| !is_covered)?.run;
    match (run.phase(), action) {
        (Phase::Look, Action::Proceed) => run.open_question(),
        (Phase::Question, Action::Choose(number)) => run.select(usize::from(number).saturating_sub(1)),
        (Phase::Question, Action::Up) => run.move_selection(-1),
        (Phase::Question, Action::Down) => run.move_selection(1),
        (Phase::Question, Action::Proceed) => {
            let fault = run.step().and_then(|step| step.fault);
            match (run.answer(), fault) {
                (true, Some(fault)) => return Some(bench::make(model, fault)),
                (true, None) => {}
                (false, _) => model.warn(model.words("choose an answer first, by its letter or with {up} and {down}")),
            }
        }
        (Phase::Question, Action::Votes) => model.view_mut()?.position.edit(Field::Votes, ""),
        (Phase::Result, Action::Proceed) => run.next(length),
        (Phase::Over, Action::Proceed) if run.lesson.is_experiment => leave(model),
        (Phase::Over, Action::Proceed) => return Some(to_lessons(model)),
        (_, Action::Hint) => {
            run.hint();
        }
        (Phase::Over | Phase::Result, Action::SkipStep) => {}
        (_, Action::SkipStep) => run.next(length),
        (_, Action::TakeBack) => return Some(take_back(model)),
        (_, Action::LeaveLesson) => leave(model),
        _ => return None,
    }
    Some(Vec::new())
}

/// Judges the current step, keeps the state at the beginning of the next one, and saves the score at the end.
pub fn settle(model: &mut Model) -> Vec<Effect> {
    let Model { screen: Screen::Session(view), playing: Some(playing), works, demo, .. } = model else {
        return Vec::new();
    };
    playing.run.judge(&view.session, &view.findings);
    let mut effects = Vec::new();
    if let Some(at) = playing.keep(view, demo.map(|demo| demo.ahead).unwrap_or_default()) {
        effects.push(works.start(Work::KeepDemo(at)));
    }
    if playing.run.is_complete() && !playing.is_saved && !playing.run.lesson.is_experiment {
        playing.is_saved = true;
        let (lesson, score) = (playing.run.lesson.name.clone(), playing.run.score());
        effects.push(works.start(Work::SaveScore { lesson, score }));
    }
    effects
}

/// Restores the session and the provider as they were at the beginning of the step.
fn take_back(model: &mut Model) -> Vec<Effect> {
    let length = model.view().map_or(0, |view| view.session.log().len());
    let Some(mut playing) = model.playing.take() else { return Vec::new() };
    let Some((at, view, ahead)) = playing.take_back(length, model.opened + 1) else {
        model.playing = Some(playing);
        model.warn("this is the beginning of the lesson");
        return Vec::new();
    };
    model.opened += 1;
    let demo = model.demo.map(|demo| Demo { ahead, ..demo });
    let mut effects = opening::replace_screen(model, Screen::Session(Box::new(view)));
    (model.demo, model.playing) = (demo, Some(playing));
    effects.push(model.works.start(Work::RestoreDemo(at)));
    model.say("taken back: the task begins again");
    effects
}

/// Closes the lesson.
fn leave(model: &mut Model) {
    model.playing = None;
    model.say("lesson closed; its session stays open");
}

/// Goes back to the list of lessons. The tokens of the embedded provider are no loss.
fn to_lessons(model: &mut Model) -> Vec<Effect> {
    let next = model.playing.as_ref().and_then(|playing| playing.next_lesson(lessons::all()));
    let effects = opening::to_start_screen(model);
    opening::open_lessons(model, next);
    effects
}
