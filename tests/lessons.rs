//! Every lesson is played to its end by doing what it says, on a small and on a usual screen; in every step, a wrong
//! action is told, is not taken for the right one, and can be taken back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use grantscope::app::keys::action::Action;
use grantscope::app::model::drawn::Pane;
use grantscope::app::model::playing::Playing;
use grantscope::app::{self, Work};
use grantscope::demo::bench::BenchFault;
use grantscope::demo::scenarios::{self, CLEAN};
use grantscope::lessons::{self, Choices, Equality, Lesson, LessonStep, Phase, Press, Run};
use grantscope::session::{Purpose, Step};
use grantscope::ui::Styles;

use serde_json::{Value, json};

use crate::program::Sandbox;
use crate::stage::Stage;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

/// A learner before a screen.
struct Learner {
    stage: Stage,
    size: (u16, u16),
}

impl Learner {
    fn begin(lesson: &Lesson, size: (u16, u16)) -> Self {
        let mut stage = Stage::at_start();
        let first = app::start_lesson(&mut stage.model, lesson.clone(), 7);
        stage.perform(first);
        Self { stage, size }
    }

    fn run(&self) -> &Run {
        &self.stage.model.playing.as_ref().unwrap().run
    }

    /// Draws the screen, as text.
    fn look(&mut self) -> String {
        crate::screens::screen(&mut self.stage, self.size, &Styles::default())
    }

    /// Presses the key of an action, after a look as a person takes it.
    fn press(&mut self, action: Action) {
        self.look();
        let key = self.stage.model.key(action);
        self.stage.press(&key);
    }

    fn follow(&mut self, keys: &[Press]) {
        for press in keys {
            match press {
                Press::Action(name) => self.press(Action::named(name).unwrap()),
                Press::Clear => drop(self.stage.press("ctrl-u")),
                Press::Look => {}
                Press::Text(text) => {
                    let text = self.stage.model.typed(text);
                    self.stage.type_text(&text);
                }
            }
            if self.run().phase() == Phase::Result {
                break;
            }
        }
    }

    /// Presses what the pane says, letter by letter. Every key must be needed: the task is over at the last one.
    fn follow_hint(&mut self, keys: &[Press], of: &str) {
        let hint = self.stage.model.presses(keys);
        let pressed: Vec<&str> = hint.split(", ").collect();
        for (at, word) in pressed.iter().enumerate() {
            assert_ne!(self.run().phase(), Phase::Result, "{of}: over before {:?} of {hint:?}", &pressed[at..]);
            if *word == "(look)" {
                continue;
            }
            let (key, times) = word.split_once(" ×").map_or((*word, 1), |(key, times)| (key, times.parse().unwrap()));
            for _ in 0..times {
                self.look();
                let text = key.strip_prefix("type without spaces ").or(key.strip_prefix("type "));
                match text {
                    Some(text) => drop(self.stage.type_text(text)),
                    None => drop(self.stage.press(key)),
                }
            }
        }
    }

    fn answer(&mut self, choice: usize) {
        if self.run().phase() == Phase::Look {
            self.press(Action::Proceed);
        }
        // Enter alone must not answer.
        self.press(Action::Proceed);
        assert_eq!(self.run().phase(), Phase::Question);
        for _ in 0..=choice {
            self.press(Action::Down);
        }
        self.press(Action::Proceed);
    }

    /// What the pane of the lesson must show, without scrolling.
    fn must_show(&mut self, text: &str, of: &str) {
        let screen = self.look();
        assert_eq!(self.stage.model.drawn.limit(Pane::Lesson), 0, "{of}: the pane is too small\n{screen}");
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let (wanted, shown) = (words(text), words(&screen));
        let last = wanted.last().map_or("", |word| word.as_str());
        assert!(shown.iter().any(|word| word == last), "{of}: {text:?}\n{screen}");
    }
}

/// Plays every lesson at every size, and reports all that fail together. The files are read, so that a lesson can be
/// changed without compiling.
fn with_every_lesson(sizes: &[(u16, u16)], play: impl Fn(&Lesson, (u16, u16))) {
    let mut failed = Vec::new();
    for name in lessons::all().iter().map(|lesson| &lesson.name) {
        let path = format!("{}/src/lessons/library/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let lesson = lessons::read(name, &text, &|action| Action::named(action).is_some());
        let lesson = lesson.unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
        for size in sizes {
            let played = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| play(&lesson, *size)));
            failed.extend(played.err().map(|_| format!("{name} at {size:?}")));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn every_lesson_is_played_to_its_end_by_doing_what_it_says() {
    with_every_lesson(&SIZES, |lesson, size| {
        let mut learner = Learner::begin(lesson, size);
        for (at, _) in lesson.steps.iter().enumerate() {
            let of = format!("{} step {} at {size:?}", lesson.name, at + 1);
            assert_eq!(learner.run().at, at, "{of}");
            let step = learner.run().step().unwrap().clone();
            if !step.words.is_empty() {
                learner.must_show(&step.words, &of);
            }
            if step.is_look() {
                assert_eq!(learner.run().phase(), Phase::Look, "{of}");
                learner.must_show(&step.task, &of);
                learner.follow_hint(&step.keys, &of);
                learner.press(Action::Proceed);
            }
            if let Some((choices, right)) = step.choices() {
                assert_eq!(learner.run().phase(), Phase::Question, "{of}");
                learner.must_show(choices.last().unwrap(), &of);
                learner.answer(right);
            }
            if step.until.is_some() {
                assert_eq!(learner.run().phase(), Phase::Task, "{of}: must not be over before anything is done");
                learner.must_show(&step.task, &of);
                // The one task that ends wherever its fault shows.
                match lesson.is_random() {
                    true => learner.follow(&step.keys),
                    false => learner.follow_hint(&step.keys, &of),
                }
            }
            let (phase, screen) = (learner.run().phase(), learner.look());
            assert_eq!(phase, Phase::Result, "{of}: {:?}\n{screen}", learner.run().notice);
            learner.must_show(&step.spec, &of);
            learner.press(Action::Proceed);
        }
        assert_eq!(learner.run().phase(), Phase::Over, "{}", lesson.name);
        let score = learner.run().score();
        assert_eq!(score.right, score.questions, "{}", lesson.name);
        let saved = |work: &Work| matches!(work, Work::SaveScore { lesson: name, .. } if *name == lesson.name);
        assert!(learner.stage.work().any(saved), "{}", lesson.name);
    });
}

#[test]
fn a_wrong_action_is_told_is_not_taken_for_the_right_one_and_can_be_taken_back() {
    with_every_lesson(&SIZES, |lesson, size| {
        let mut learner = Learner::begin(lesson, size);
        for (at, _) in lesson.steps.iter().enumerate() {
            let step = learner.run().step().unwrap().clone();
            let of = format!("{} step {} at {size:?}", lesson.name, at + 1);
            assert!(step.until.is_none() || !step.wrong.is_empty(), "{of}: no wrong action is described");
            for wrong in &step.wrong {
                if let Some((choices, right)) = step.choices() {
                    let other = if right == 0 { choices.len() - 1 } else { 0 };
                    learner.answer(other);
                    assert_ne!(learner.run().records[at].answer, Some(right), "{of}");
                }
                learner.follow(&wrong.keys);
                let phase = learner.run().phase();
                assert_eq!(
                    phase,
                    Phase::Task,
                    "{of}: the wrong action was taken for the right one\n{}",
                    learner.look()
                );
                let (told, screen) = (learner.run().notice.clone().map(|told| told.text), learner.look());
                assert_eq!(told.as_ref(), Some(&wrong.say), "{of}\n{screen}");
                learner.must_show(&wrong.say, &of);
                learner.press(Action::TakeBack);
                assert_eq!((learner.run().at, &learner.run().notice), (at, &None), "{of}");
            }
            if let Some((_, right)) = step.choices() {
                learner.answer(right);
            }
            if step.until.is_some() {
                learner.follow(&step.keys);
            }
            assert_eq!(learner.run().phase(), Phase::Result, "{of}: after taking back\n{}", learner.look());
            learner.press(Action::Proceed);
        }
    });
}

#[test]
fn a_wrong_answer_is_explained_and_is_not_ticked() {
    with_every_lesson(&SIZES, |lesson, size| {
        for (at, step) in lesson.steps.iter().enumerate().filter(|(_, step)| step.until.is_none()) {
            let Some((choices, right)) = step.choices() else { continue };
            let of = format!("{} step {} at {size:?}", lesson.name, at + 1);
            let mut learner = Learner::begin(lesson, size);
            for _ in 0..at {
                learner.press(Action::SkipStep);
            }
            let wrong = (0..choices.len()).find(|choice| *choice != right).unwrap();
            learner.answer(wrong);
            learner.must_show(&step.spec, &of);
            let because = &step.question.as_ref().unwrap().because;
            if let Some(because) = because.get(wrong) {
                learner.must_show(because, &of);
            }
            assert_eq!(learner.run().score().right, 0, "{of}");
        }
    });
}

#[test]
fn the_right_answer_stands_at_every_position_and_each_wrong_one_is_explained() {
    let right = |step: &LessonStep| step.choices().map(|(_, right)| right);
    let of_lessons = lessons::all().iter().flat_map(|lesson| &lesson.steps).filter_map(right);
    let experiments = Step::ALL.iter().flat_map(|step| lessons::experiments(*step)).map(|it| &it.lesson);
    let of_experiments = experiments.flat_map(|lesson| &lesson.steps).filter_map(right);
    let of_bench = lessons::bench().iter().flat_map(|lesson| &lesson.steps).filter_map(right);
    let sets: [(&str, Vec<usize>); 3] =
        [("lessons", of_lessons.collect()), ("experiments", of_experiments.collect()), ("bench", of_bench.collect())];
    for (name, set) in sets {
        for position in 0..4 {
            let here = set.iter().filter(|right| **right == position).count();
            assert!(here * 2 <= set.len(), "{name}: {here} of {} right answers are at {}", set.len(), position + 1);
        }
    }
    for (lesson, step) in lessons::all().iter().flat_map(|lesson| lesson.steps.iter().map(move |step| (lesson, step))) {
        let Some(question) = step.question.as_ref().filter(|it| it.choices != Choices::Scenarios) else { continue };
        let (choices, right) = step.choices().unwrap();
        for (at, choice) in choices.iter().enumerate() {
            let is_explained = question.because.get(at).is_some_and(|because| !because.is_empty());
            assert_eq!(is_explained, at != right, "{}: {} {:?}", lesson.name, step.title, choice);
        }
    }
}

#[test]
fn after_a_lesson_the_list_is_at_the_next_one_that_was_not_played() {
    let played = |names: &[&str]| {
        let mut playing = Playing::new(lessons::find("code-twice").unwrap().clone(), 0);
        names.iter().for_each(|name| playing.scores.keep(name, lessons::Score::default()));
        playing.next_lesson(lessons::all()).map(|at| lessons::all()[at].name.as_str())
    };
    assert_eq!(played(&[]), Some("foreign-callback"));
    assert_eq!(played(&["foreign-callback", "stolen-code"]), Some("id-or-access"));
    let all_after: Vec<&str> = lessons::all()[4..].iter().map(|lesson| lesson.name.as_str()).collect();
    assert_eq!(played(&all_after), Some("redirect"));
}

#[test]
fn every_lesson_takes_three_to_eight_minutes() {
    for lesson in lessons::all() {
        assert!((3..=8).contains(&lesson.minutes), "{}: {} minutes", lesson.name, lesson.minutes);
    }
}

#[test]
fn looking_around_fulfils_no_step() {
    with_every_lesson(&SIZES[1..], |lesson, size| {
        let mut learner = Learner::begin(lesson, size);
        for (at, _) in lesson.steps.iter().enumerate() {
            let step = learner.run().step().unwrap().clone();
            if let Some((_, right)) = step.choices() {
                learner.answer(right);
            }
            if step.until.is_some() {
                // Looking around is not doing: no key that only moves or opens a window fulfils a step.
                for action in [
                    "exchanges",
                    "back",
                    "diagram",
                    "back",
                    "help",
                    "back",
                    "go-to-client",
                    "go-to-tokens",
                    "down",
                    "up",
                ] {
                    learner.follow(&[Press::Action(action.to_owned())]);
                }
                assert_eq!(learner.run().phase(), Phase::Task, "{} step {}", lesson.name, at + 1);
                learner.follow(&step.keys);
            }
            assert_eq!(learner.run().phase(), Phase::Result, "{} step {}\n{}", lesson.name, at + 1, learner.look());
            learner.press(Action::Proceed);
        }
    });
}

#[test]
fn votes_are_typed_as_numbers_and_a_skipped_step_gives_no_point() {
    let lesson = lessons::find("code-twice").unwrap();
    let mut learner = Learner::begin(lesson, SIZES[0]);
    learner.follow(&lesson.steps[0].keys);
    learner.press(Action::Proceed);
    learner.stage.press("#").type_text("3 11").press("enter");
    assert!(learner.look().contains("found 2 numbers, expected 3"), "{}", learner.look());
    learner.stage.type_text(" 1").press("enter");
    assert_eq!(learner.run().records[1].votes, [3, 11, 1]);
    assert!(learner.look().contains("(11 of the room)"), "{}", learner.look());
    learner.press(Action::SkipStep);
    assert_eq!(learner.run().at, 2);
    assert_eq!(learner.run().score().answered, 0);
    learner.press(Action::LeaveLesson);
    assert!(learner.stage.model.playing.is_none() && learner.stage.model.view().is_some());
}

#[test]
fn the_screen_does_not_give_the_answer_away() {
    let lesson = lessons::find("foreign-callback").unwrap();
    let mut learner = Learner::begin(lesson, SIZES[1]);
    let screen = learner.look();
    let title = lesson.scenario().title;
    assert!(!screen.contains(title), "{screen}");
    learner.answer(1);
    learner.follow(&lesson.steps[0].keys);
    let screen = learner.look();
    assert!(!screen.contains("Findings"), "{screen}");
}

#[test]
fn a_chosen_scenario_is_not_told_before_it_shows() {
    for scenario in scenarios::ALL {
        let mut stage = Stage::demo(scenario);
        let tells = |stage: &mut Stage| {
            let screen = crate::screens::screen(stage, (200, 60), &Styles::default());
            screen.contains(scenario.title) || stage.view().title.contains(scenario.title)
        };
        assert!(!tells(&mut stage), "{}: the header tells it", scenario.id);
        let row = scenarios::ALL.iter().position(|other| other.id == scenario.id).unwrap();
        stage.press("b").press(&"down ".repeat(row + 1));
        assert!(!tells(&mut stage), "{}: the list tells it", scenario.id);
    }
    let mut stage = Stage::demo(scenarios::find("redirect-slash").unwrap());
    stage.press("enter 2");
    assert!(stage.view().title.ends_with("one planted fault"), "{}", stage.view().title);
    stage.press("s enter");
    assert!(stage.view().title.ends_with("a trailing slash that is not registered"), "{}", stage.view().title);
}

#[test]
fn a_drawn_fault_is_found_whichever_it_is_and_its_title_is_shown_only_at_the_end() {
    let lesson = lessons::find("find-the-fault").unwrap();
    for random in 0..lesson.scenarios.len() as u64 {
        let drawn = lesson.clone().drawn(random);
        let mut learner = Learner::begin(&drawn, SIZES[1]);
        let title = drawn.scenario().title;
        assert!(!learner.look().contains(title), "{title}");
        learner.follow(&drawn.steps[0].keys);
        assert_eq!(learner.run().phase(), Phase::Result, "{title}: {:?}\n{}", learner.stage.findings(), learner.look());
        learner.press(Action::Proceed);
        let (choices, right) = drawn.steps[1].choices().unwrap();
        assert!(choices.len() == 4 && choices[right] == title, "{choices:?}");
        learner.press(Action::Hint);
        learner.answer(right);
        learner.press(Action::Proceed);
        assert_eq!((learner.run().phase(), learner.run().score().cost), (Phase::Over, 1), "{title}");
    }
}

#[test]
fn every_experiment_asks_first_and_shows_what_it_says() {
    for experiment in Step::ALL.iter().flat_map(|step| lessons::experiments(*step)) {
        let mut learner = Learner::begin(&experiment.lesson, SIZES[0]);
        let (name, step) = (&experiment.lesson.name, &experiment.lesson.steps[0]);
        learner.must_show(&experiment.question, name);
        assert!(!learner.look().contains(experiment.lesson.scenario().title), "{name}");
        let (_, right) = step.choices().unwrap();
        learner.answer(right);
        learner.must_show(&step.task, name);
        learner.follow(&step.keys);
        let (phase, screen) = (learner.run().phase(), learner.look());
        assert_eq!(phase, Phase::Result, "{name}: {:?}\n{screen}", learner.stage.findings());
        learner.must_show(&step.spec, name);
        learner.press(Action::Proceed);
        learner.press(Action::Proceed);
        assert!(learner.stage.model.playing.is_none() && learner.stage.model.view().is_some(), "{name}");
    }
}

/// What each fault of the bench is made on, and the findings that it must cause.
const BENCH: [(BenchFault, &str, &[&str]); 9] = [
    (BenchFault::SixMinutesLater, "enter 2 s enter", &["code.expired"]),
    (BenchFault::TokenEnd, SIGN_IN, &["token.expired"]),
    (BenchFault::Tomorrow, SIGN_IN, &[]),
    (BenchFault::SignatureCharacter, SIGN_IN, &["userinfo.token_refused"]),
    (BenchFault::Claim, SIGN_IN, &["userinfo.token_refused"]),
    (BenchFault::AddedScope, SIGN_IN, &["api.token_refused"]),
    (BenchFault::AlgNone, SIGN_IN, &["userinfo.token_refused"]),
    (BenchFault::Kid, SIGN_IN, &["userinfo.token_refused"]),
    (BenchFault::OtherKey, SIGN_IN, &["userinfo.token_refused"]),
];

const SIGN_IN: &str = "enter 2 s enter 4 enter";

#[test]
fn every_fault_of_the_bench_asks_first_and_ends_in_what_it_says() {
    let mut wrong = Vec::new();
    for (row, lesson) in lessons::bench().iter().enumerate() {
        let step = &lesson.steps[0];
        let Some((_, keys, findings)) = BENCH.iter().find(|(fault, ..)| Some(*fault) == step.fault) else {
            panic!("{}: not in the table", lesson.name)
        };
        for size in SIZES {
            let mut learner = Learner { stage: Stage::demo(&CLEAN), size };
            learner.stage.press("B enter");
            assert!(learner.stage.model.playing.is_none(), "{}: nothing to break yet", lesson.name);
            learner.stage.press("esc").press(keys).press("B").press(&"down ".repeat(row)).press("enter");
            let sent = learner.stage.view_session().exchanges().count();
            learner.must_show(&lesson.goal, &lesson.name);
            let (_, right) = step.choices().unwrap();
            learner.answer(right);
            assert_eq!(learner.stage.view_session().exchanges().count(), sent, "{}: nothing is sent", lesson.name);
            assert_eq!(learner.run().phase(), Phase::Task, "{}", lesson.name);
            learner.follow(&step.keys);
            let screen = learner.look();
            assert_eq!(learner.run().phase(), Phase::Result, "{}: {:?}\n{screen}", lesson.name, learner.run().notice);
            learner.must_show(&step.spec, &lesson.name);
            if learner.stage.findings() != *findings {
                wrong.push(format!("{}: {:?}", lesson.name, learner.stage.findings()));
            }
            learner.press(Action::Proceed);
            learner.press(Action::Proceed);
            assert!(learner.stage.model.playing.is_none(), "{}", lesson.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_compared_is_worked_out_with_the_values_of_the_session() {
    let results = |stage: &Stage| -> Vec<(&'static str, Equality)> {
        let workings = lessons::worked_out(stage.view_session());
        workings.iter().map(|working| (working.title.split(':').next().unwrap(), working.result)).collect()
    };
    let mut stage = Stage::demo(&CLEAN);
    stage.press("enter 2 s enter");
    assert!(matches!(results(&stage)[1], ("PKCE", Equality::NotCompared(_))), "the provider has no verifier yet");
    stage.press("4 enter");
    let names = ["state", "PKCE", "nonce", "at_hash"];
    assert_eq!(results(&stage), names.map(|name| (name, Equality::Equal)));
    // After a refresh, the nonce is still that of the first ID token.
    stage.press("7 enter");
    assert_eq!(results(&stage), names.map(|name| (name, Equality::Equal)));
    stage.press("2 r s enter");
    assert!(matches!(results(&stage)[2].1, Equality::NotCompared(_)), "the tokens belong to the request before");
    for (id, name) in [("state-forged", "state"), ("nonce-mismatch", "nonce"), ("pkce-plain", "PKCE")] {
        let mut stage = Stage::demo(scenarios::find(id).unwrap());
        stage.press("enter 2 s enter 4 enter");
        let found = results(&stage).into_iter().find(|(found, _)| *found == name).unwrap().1;
        // The provider refuses plain before the client sends its verifier.
        assert_eq!(found == Equality::NotEqual, id != "pkce-plain", "{id}: {found:?}");
    }
    let mut confidential = Stage::demo(scenarios::find("secret-wrong").unwrap());
    confidential.press("enter 2 s enter 4 enter");
    assert_eq!(
        results(&confidential).last(),
        Some(&("Basic", Equality::Equal)),
        "what was sent is this client's secret"
    );
    let screen = crate::screens::screen(confidential.press("="), (120, 36), &Styles::default());
    let secret = confidential.view_session().client_secret().unwrap().expose();
    assert!(screen.contains("Worked out") && !screen.contains(secret), "{screen}");
}

#[test]
fn a_page_is_made_of_what_inspect_reads() {
    let sandbox = Sandbox::new();
    let case = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/har");
    let mut pages = 0;
    for entry in std::fs::read_dir(case).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "har") {
            continue;
        }
        let file = path.to_string_lossy();
        let (page, json) =
            (sandbox.run(&["inspect", &file, "--as", "html"]), sandbox.run(&["inspect", &file, "--json"]));
        if json.json()["exchanges"].as_array().is_none_or(Vec::is_empty) {
            continue;
        }
        pages += 1;
        assert_eq!(page.status, json.status, "{file}: {page:?}");
        assert!(page.stdout.starts_with("<!doctype html>") && page.stdout.contains("default-src 'none'"), "{file}");
        for id in json.findings() {
            assert!(page.stdout.contains(&id), "{file}: {id}");
        }
    }
    assert!(pages > 0);
    let nothing = crate::program::feed(&mut sandbox.command(&["inspect", "-", "--as", "html"]), b"hello there");
    assert!(
        nothing.status == Some(2) && nothing.stdout.is_empty() && nothing.stderr.contains("--as html"),
        "{nothing:?}"
    );
}

#[test]
fn the_command_lists_checks_and_prints() {
    let sandbox = Sandbox::new();
    let listed = sandbox.run(&["learn"]);
    assert!(
        listed.status == Some(0) && lessons::all().iter().all(|lesson| listed.stdout.contains(&lesson.title)),
        "{listed:?}"
    );
    let json = sandbox.run(&["learn", "--json"]).json();
    assert_eq!(json[3]["name"], "code-twice", "{json}");
    let (sheet, answers) =
        (sandbox.run(&["learn", "code-twice", "--sheet"]), sandbox.run(&["learn", "code-twice", "--answers"]));
    assert!(sheet.stdout.contains("- [ ] 400 invalid_grant") && !sheet.stdout.contains("[x]"), "{sheet:?}");
    assert!(
        answers.stdout.contains("- [x] 400 invalid_grant") && answers.stdout.contains("RFC 6749 4.1.2"),
        "{answers:?}"
    );
    let file = sandbox.0.path().join("mine.toml");
    std::fs::write(&file, "title = 1\n[[step]]\nrule = \"R\"\n").unwrap();
    let checked = sandbox.run(&["learn", "--check", "mine.toml"]);
    assert!(checked.status == Some(2) && checked.stdout.is_empty(), "{checked:?}");
    for expected in ["line 1 column 9: title: found an integer", "step 1: spec is missing", "neither until nor ask"] {
        assert!(checked.stderr.contains(expected), "{expected}: {checked:?}");
    }
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lessons/library/code-twice.toml"), &file).unwrap();
    assert_eq!(sandbox.run(&["learn", "--check", "mine.toml"]).status, Some(0));
    assert!(sandbox.run(&["learn", "no-such-lesson"]).stderr.contains("expected a file or one of redirect,"));
}

#[test]
fn the_schema_in_docs_accepts_every_lesson_and_no_misspelt_one() {
    let schema: Value = serde_json::from_str(include_str!("../docs/lessons.schema.json")).unwrap();
    let purposes = schema.pointer("/$defs/fact/oneOf/1/properties/exchange/enum").unwrap();
    assert_eq!(*purposes, json!(Purpose::ALL.iter().map(|purpose| purpose.name()).collect::<Vec<_>>()));
    let check = |text: &str| {
        let document: toml_edit::DocumentMut = text.parse().unwrap();
        let mut found = Vec::new();
        disagree(&schema, &schema, &json_of(document.as_item()), "", &mut found);
        found
    };
    for name in lessons::all().iter().map(|lesson| &lesson.name) {
        let path = format!("{}/src/lessons/library/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(check(&text), Vec::<String>::new(), "{name}");
        for (right, wrong) in [("minutes = ", "minutes = 9"), ("[step.ask]", "[step.asks]"), ("spec = ", "specs = ")] {
            assert!(!check(&text.replacen(right, wrong, 1)).is_empty(), "{name}: {wrong}");
        }
    }
}

/// A TOML item as JSON.
pub fn json_of(item: &toml_edit::Item) -> Value {
    if let Some(table) = item.as_table_like() {
        return Value::Object(table.iter().map(|(name, item)| (name.to_owned(), json_of(item))).collect());
    }
    if let Some(tables) = item.as_array_of_tables() {
        return tables.iter().map(|table| json_of(&toml_edit::Item::Table(table.clone()))).collect();
    }
    if let Some(array) = item.as_array() {
        return array.iter().map(|value| json_of(&toml_edit::Item::Value(value.clone()))).collect();
    }
    let text = item.as_str().map(|text| json!(text)).or(item.as_bool().map(|on| json!(on)));
    text.or(item.as_integer().map(|number| json!(number))).unwrap()
}

/// Where a value is not as a schema says, for the keywords that the schemas in docs use.
pub fn disagree(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let fits = |schema: &Value| {
        let mut found = Vec::new();
        disagree(root, schema, value, at, &mut found);
        found.is_empty()
    };
    let mut unless = |holds: bool, what: &str| found.extend((!holds).then(|| format!("{at}: {what}")));
    for (keyword, wanted) in schema.as_object().unwrap() {
        let number = |value: &Value| value.as_u64().unwrap();
        let all = || wanted.as_array().unwrap().iter();
        match keyword.as_str() {
            "$schema" | "title" | "description" | "$defs" | "properties" | "additionalProperties" | "items" => {}
            "$ref" => {
                let pointer = wanted.as_str().unwrap().trim_start_matches('#');
                unless(fits(root.pointer(pointer).unwrap()), pointer);
            }
            "type" => unless(
                wanted.as_array().unwrap_or(&vec![wanted.clone()]).iter().any(|wanted| {
                    match wanted.as_str().unwrap() {
                        "object" => value.is_object(),
                        "array" => value.is_array(),
                        "integer" => value.is_u64() || value.is_i64(),
                        "number" => value.is_number(),
                        "boolean" => value.is_boolean(),
                        "null" => value.is_null(),
                        _ => value.is_string(),
                    }
                }),
                "type",
            ),
            "enum" => unless(all().any(|one| one == value), "enum"),
            "const" => unless(wanted == value, "const"),
            "oneOf" => unless(all().filter(|one| fits(one)).count() == 1, "oneOf"),
            "anyOf" => unless(all().any(&fits), "anyOf"),
            "required" => {
                unless(value.is_null() || all().all(|name| value.get(name.as_str().unwrap()).is_some()), "required")
            }
            "minimum" => unless(value.as_u64().is_none_or(|found| found >= number(wanted)), "minimum"),
            "maximum" => unless(value.as_u64().is_none_or(|found| found <= number(wanted)), "maximum"),
            "minLength" => unless(value.as_str().is_none_or(|text| !text.is_empty()), "minLength"),
            "minItems" => unless(value.as_array().is_none_or(|items| items.len() as u64 >= number(wanted)), "minItems"),
            "maxItems" => unless(value.as_array().is_none_or(|items| items.len() as u64 <= number(wanted)), "maxItems"),
            "pattern" => {
                let words = ["present", "absent", "used", "new", "own", "foreign"];
                unless(value.as_str().is_some_and(|text| words.contains(&text) || text.starts_with('=')), "pattern");
            }
            other => panic!("{other}: a keyword that this test does not know"),
        }
    }
    if let (Some(items), Some(wanted)) = (value.as_array(), schema.get("items")) {
        items.iter().enumerate().for_each(|(n, item)| disagree(root, wanted, item, &format!("{at}/{n}"), found));
    }
    let Some(members) = value.as_object() else { return };
    for (name, member) in members {
        let at = format!("{at}/{name}");
        match (schema.get("properties").and_then(|known| known.get(name)), schema.get("additionalProperties")) {
            (Some(wanted), _) => disagree(root, wanted, member, &at, found),
            (None, Some(Value::Bool(false))) => found.push(format!("{at}: unknown")),
            (None, Some(wanted)) => disagree(root, wanted, member, &at, found),
            (None, None) => {}
        }
    }
}
