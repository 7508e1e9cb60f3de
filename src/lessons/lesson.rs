//! A lesson as a value.

use super::fact::Fact;
use crate::demo::Scenario;
use crate::demo::bench::BenchFault;
use crate::demo::scenarios::CLEAN;

/// A lesson.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Its name for `grantscope learn NAME`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// What the learner can explain afterwards, one sentence.
    pub goal: String,
    /// How long it takes, in minutes.
    pub minutes: u8,
    /// The app client of the embedded provider; `None` is the scenario's.
    pub client: Option<&'static str>,
    /// What is broken on purpose. Of several, one is drawn at random.
    pub scenarios: Vec<&'static Scenario>,
    /// Whether it is an experiment of a step: it has no score, and its session stays.
    pub is_experiment: bool,
    /// How many points a hint costs.
    pub hint_cost: u32,
    /// The steps, in order.
    pub steps: Vec<LessonStep>,
}

/// A step of a lesson.
#[derive(Clone, Debug)]
pub struct LessonStep {
    /// A short name for the list of steps.
    pub title: String,
    /// The words that it needs and no earlier step explained.
    pub words: String,
    /// What to do, or without `until` what to look at before the question.
    pub task: String,
    /// The keys that do it.
    pub keys: Vec<Press>,
    /// The question to answer first.
    pub question: Option<Question>,
    /// The fault of the bench that is made once the question is answered.
    pub fault: Option<BenchFault>,
    /// What must happen; `None` if answering the question is enough.
    pub until: Option<Fact>,
    /// Wrong actions that learners try.
    pub wrong: Vec<Wrong>,
    /// What came, to compare with the prediction.
    pub came: String,
    /// The rule behind it.
    pub rule: String,
    /// Where the rule is written.
    pub spec: String,
    /// Hints, from vague to exact.
    pub hints: Vec<String>,
}

/// Something to press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// The key of an action, by the action's name.
    Action(String),
    /// Text typed into the open field.
    Text(String),
    /// The key that empties the open field.
    Clear,
    /// No key: a pause to look at the screen before the next one.
    Look,
}

/// A question with choices.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question.
    pub text: String,
    /// The choices.
    pub choices: Choices,
    /// Why each wrong choice is wrong, in the order of the choices; empty if nothing is said.
    pub because: Vec<String>,
}

/// The choices of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choices {
    /// Fixed choices, and the right one, from 0.
    Fixed(Vec<String>, usize),
    /// The lesson's scenarios: the right one is the one that was drawn.
    Scenarios,
}

/// A wrong action, and what to say about it.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The keys that do it.
    pub keys: Vec<Press>,
    /// How it shows in the record.
    pub when: Fact,
    /// What to say.
    pub say: String,
}

/// The key that empties a text field, which no setting changes.
pub const CLEAR: &str = "ctrl-u";

/// How many scenarios a question offers.
const OFFERED: usize = 4;

impl Lesson {
    /// The scenario; only one is left after [`Lesson::drawn`].
    pub fn scenario(&self) -> &'static Scenario {
        static CLEAN_LOGIN: Scenario = CLEAN;
        self.scenarios.first().copied().unwrap_or(&CLEAN_LOGIN)
    }

    /// Whether its scenario is drawn at random.
    pub fn is_random(&self) -> bool {
        self.scenarios.len() > 1
    }

    /// The lesson with one of its scenarios, drawn by a random number. The questions and texts name it.
    #[must_use]
    pub fn drawn(mut self, random: u64) -> Self {
        if !self.is_random() {
            return self;
        }
        let count = self.scenarios.len();
        let nth = |number: u64| usize::try_from(number % count as u64).unwrap_or(0);
        let at = nth(random);
        let drawn = self.scenarios[at];
        // The others follow in the order of the list, from another place each time.
        let place = usize::try_from(random / count as u64 % OFFERED as u64).unwrap_or(0).min(count - 1);
        let others = (1..count).map(|step| self.scenarios[(at + step) % count].title.to_owned());
        let mut offered: Vec<String> = others.take(OFFERED - 1).collect();
        let place = place.min(offered.len());
        offered.insert(place, drawn.title.to_owned());
        for step in &mut self.steps {
            step.name_scenario(drawn, &offered, place);
        }
        self.scenarios = vec![drawn];
        self
    }
}

impl LessonStep {
    /// The choices of its question, and the right one, from 0.
    pub fn choices(&self) -> Option<(&[String], usize)> {
        match &self.question.as_ref()?.choices {
            Choices::Fixed(choices, right) => Some((choices, *right)),
            Choices::Scenarios => None,
        }
    }

    /// Whether there is something to look at before its question.
    pub fn is_look(&self) -> bool {
        self.until.is_none() && self.question.is_some() && !self.task.is_empty()
    }

    fn name_scenario(&mut self, drawn: &Scenario, offered: &[String], right: usize) {
        if let Some(question) = self.question.as_mut().filter(|question| question.choices == Choices::Scenarios) {
            question.choices = Choices::Fixed(offered.to_vec(), right);
        }
        if let Some(Fact::Finding(ids)) = self.until.as_mut().filter(|fact| fact.is_of_scenario()) {
            *ids = drawn.findings.iter().map(|id| (*id).to_owned()).collect();
        }
        let who = match drawn.breaks() {
            "user" => "the user who signs in",
            "client" => "the client",
            _ => "the provider",
        };
        let step = drawn.step();
        let place = format!("step {} ({})", step.number(), step.name());
        let texts = [&mut self.task, &mut self.came, &mut self.rule].into_iter().chain(&mut self.hints);
        for text in texts {
            *text = text.replace("{fault}", drawn.title).replace("{fault-step}", &place).replace("{fault-who}", who);
        }
    }
}
