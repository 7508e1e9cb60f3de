//! Every lesson, played to its end in a real terminal by doing what it says; before each step, what learners do wrong
//! is tried, told, and taken back.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Instant;

use grantscope::app::keys::keymap::BINDINGS;
use grantscope::app::{Action, Key, KeyCode};
use grantscope::lessons::{self, Choices, Lesson, Press};

use super::Sitting;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

/// How many terminals are open at once.
const AT_ONCE: usize = 4;

/// A learner before a real terminal.
struct Learner {
    sitting: Sitting,
    columns: u16,
}

impl Learner {
    fn begin(lesson: &Lesson, (columns, rows): (u16, u16)) -> Self {
        let mut sitting = Sitting::at(columns, rows, &["learn", &lesson.name]);
        sitting.see(&format!(" 1 of {} ", lesson.steps.len()));
        Self { sitting, columns }
    }

    /// The text of the lesson's pane, on one line.
    fn pane(&self) -> String {
        let width = if self.columns >= 100 { self.columns * 2 / 5 } else { self.columns };
        let screen = self.sitting.shared.screen.lock().unwrap();
        let rows = screen.0.screen().rows(1, width.saturating_sub(2)).collect::<Vec<_>>().join(" ");
        rows.split(|c: char| c.is_whitespace() || "│┃╭╮╰╯─".contains(c))
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Scheme, host and port of the embedded provider, as the screen shows them.
    fn origin(&self) -> String {
        // The lesson says what to type, perhaps over two lines.
        let pane = self.pane().replace(' ', "");
        let after = pane.split("http://localhost:").nth(1).unwrap();
        let port: String = after.chars().take_while(char::is_ascii_digit).collect();
        format!("http://localhost:{port}")
    }

    fn screen(&self) -> String {
        self.sitting.shared.screen.lock().unwrap().0.screen().contents()
    }

    fn is_over(&self) -> bool {
        self.pane().contains("the rule")
    }

    /// Presses a key and waits until it was handled: the help, which opens after it, is there and gone again, and nothing
    /// is waited for.
    fn press(&mut self, key: &str) {
        self.sitting.send(key).send("?").see("╭ Keys ").send("\u{1b}");
        let is_done = |text: &str| {
            !["╭ Keys ", "waiting…", "signing in (", "◌", "◐", "◓", "◑", "◒"].iter().any(|sign| text.contains(sign))
        };
        self.sitting.until(key, |parser, _| is_done(&parser.screen().contents()));
    }

    fn act(&mut self, action: Action) {
        let key = BINDINGS.iter().find(|binding| binding.action == action).unwrap().keys[0];
        let bytes = bytes(key);
        match action {
            // Letters type then: the help would be a letter too.
            // A key after it could be taken for its second half.
            Action::Back => {
                let before = self.screen();
                self.sitting.send(&bytes).until("back", |parser, _| parser.screen().contents() != before);
            }
            Action::Edit | Action::Add | Action::Search => drop(self.sitting.send(&bytes).see("type the value")),
            _ => self.press(&bytes),
        }
    }

    /// Does what a step says, until it is over.
    fn follow(&mut self, keys: &[Press]) {
        for press in keys {
            match press {
                Press::Action(name) => self.act(Action::named(name).unwrap()),
                Press::Clear => drop(self.sitting.send("\u{15}")),
                Press::Look => {}
                Press::Text(text) => {
                    let text = match text.contains("{origin}") {
                        true => text.replace("{origin}", &self.origin()),
                        false => text.clone(),
                    };
                    // The lesson shows the text too: only before the cursor is it typed.
                    let end = &text[text.len().saturating_sub(12)..];
                    let typed = |parser: &vt100::Parser| {
                        let (row, column) = parser.screen().cursor_position();
                        parser.screen().rows(0, column).nth(row.into()).is_some_and(|line| ends_like(&line, end))
                    };
                    self.sitting.send(&text).until(&text, |parser, _| typed(parser));
                }
            }
            if self.is_over() {
                break;
            }
        }
    }

    fn answer(&mut self, choice: usize) {
        self.press(["a", "b", "c", "d"][choice]);
        self.press("\r");
    }

    fn play(&mut self, lesson: &Lesson) -> Result<(), String> {
        for (at, step) in lesson.steps.iter().enumerate() {
            let number = at + 1;
            self.sitting.see(&format!(" {number} of {} ", lesson.steps.len()));
            let right = match &step.question.as_ref().map(|question| &question.choices) {
                Some(Choices::Fixed(_, right)) => Some(*right),
                Some(Choices::Scenarios) => Some(0),
                None => None,
            };
            if step.is_look() {
                self.follow(&step.keys);
                self.press("\r");
            }
            if let Some(wrong) = step.wrong.first() {
                if let Some(right) = right {
                    self.answer(if right == 0 { 1 } else { 0 });
                }
                self.follow(&wrong.keys);
                let pane = self.pane();
                if self.is_over() || !pane.contains(&wrong.say.split_whitespace().collect::<Vec<_>>().join(" ")) {
                    return Err(format!("step {number}: {:?} was not told: {pane}", wrong.say));
                }
                self.press("[");
            }
            if let Some(right) = right {
                self.answer(right);
            }
            if step.until.is_some() {
                if self.is_over() {
                    return Err(format!("step {number} is over before anything was done"));
                }
                self.follow(&step.keys);
            }
            if !self.is_over() {
                let contents = self.sitting.shared.screen.lock().unwrap().0.screen().contents();
                return Err(format!("step {number} is not over:\n{contents}"));
            }
            self.press("\r");
        }
        self.sitting.see("The lesson is over.").send("\r");
        // The list is at the next lesson; after the last one, at the first that was not played.
        if lessons::all().last().is_some_and(|last| last.name == lesson.name) {
            self.sitting.see("╭ Lessons ").send("\u{1b}[F");
        }
        self.sitting.see("done, ");
        Ok(())
    }
}

/// Whether a line ends with a text, of which secrets are shown as dots.
fn ends_like(line: &str, end: &str) -> bool {
    let mut shown = line.chars().rev();
    end.chars().rev().all(|wanted| shown.next().is_some_and(|found| found == wanted || found == '•'))
}

fn bytes(key: Key) -> String {
    match key.code {
        KeyCode::Char(c) => c.to_string(),
        KeyCode::Enter => "\r".to_owned(),
        KeyCode::Esc => "\u{1b}".to_owned(),
        KeyCode::Up => "\u{1b}[A".to_owned(),
        KeyCode::Down => "\u{1b}[B".to_owned(),
        KeyCode::Home => "\u{1b}[H".to_owned(),
        KeyCode::End => "\u{1b}[F".to_owned(),
        other => panic!("{other:?}: a key that this test does not send"),
    }
}

#[test]
fn every_lesson_is_played_to_its_end_in_a_terminal_and_wrong_actions_are_told_and_taken_back() {
    let begun = Instant::now();
    let all = SIZES.iter().flat_map(|size| lessons::all().iter().map(move |lesson| (lesson, *size)));
    let (queue, failed) = (Mutex::new(all.collect::<VecDeque<_>>()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().unwrap().pop_front();
                    let Some((lesson, size)) = next else { break };
                    let play = || Learner::begin(lesson, size).play(lesson);
                    let played = std::panic::catch_unwind(play).unwrap_or_else(|_| Err("it was never seen".to_owned()));
                    if let Err(why) = played {
                        failed.lock().unwrap().push(format!("{} at {size:?}: {why}", lesson.name));
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    println!("{} lessons at {} sizes in {:.1} s", lessons::all().len(), SIZES.len(), begun.elapsed().as_secs_f64());
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}
