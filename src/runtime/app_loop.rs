//! The loop of the terminal interface: messages in, effects out, a frame when no message is waiting.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{self, Event};
use crossterm::execute;
use crossterm::style::Print;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::time::{Instant, sleep_until};

use super::background;
use super::burst::joined;
use super::clock::now;
use super::effects::{Configuration, Outside};
use super::gate::Gate;
use super::performer::Performer;
use super::signals::{SignalRequest, Signals};
use super::terminal::{self, RawTerminal, Screen};
use super::theme::{Look, Source};
use super::{foreground, interruption};
use crate::app::{self, Answer, Effect, Message, Model, WorkKind};
use crate::ui::{self, Styles};

/// So long at least between two looks at the file of the theme.
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// After this many messages, a frame is drawn even if more are waiting.
const BURST: usize = 500;

/// So far apart, two keys belong to one burst: little at its beginning, for every single key waits so long.
const BETWEEN_KEYS: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(5));

/// So far apart, two parts of an answer of the terminal belong together: a network may lie between.
const WITHIN_ANSWER: Duration = Duration::from_millis(100);

/// So many events are handled before more are read.
const LONGEST_BURST: usize = 100_000;

/// How the interface ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The person quit.
    Left,
    /// A signal asked it to quit, or the terminal is gone.
    Terminated,
}

/// Runs the interface on the terminal until it ends. `first` has the initial effects.
pub async fn run(mut model: Model, first: Vec<Effect>, look: Look, configuration: Configuration) -> io::Result<Ended> {
    terminal::restore_on_panic();
    // Register the handlers before changing the terminal: from then on, no signal may end the program without restoring
    // it.
    let signals = Signals::new()?;
    let taken = terminal::take(model.mouse)?;
    let (sender, answers) = mpsc::unbounded_channel();
    let gate = Arc::new(Gate::default());
    let mut app = Loop {
        terminal: Terminal::new(CrosstermBackend::new(Screen::new()))?,
        taken: Some(taken),
        styles: look.styles,
        on_light: look.on_light,
        theme: look.source,
        theme_seen: Instant::now(),
        performer: Performer::new(Outside::new(configuration), sender),
        answers,
        events: events(Arc::clone(&gate)),
        gate,
        holder: Holder::Us,
        returns: false,
        signals,
        ended: None,
    };
    app.draw(&mut model)?;
    if app.on_light.is_some() {
        // The first frame does not wait for the answer.
        execute!(Screen::new(), Print(background::QUESTION))?;
    }
    app.perform(&mut model, first)?;
    let ended = app.turn(&mut model).await;
    app.taken = None;
    app.performer.finish_saving(interruption::GRACE).await;
    app.performer.world.clear_clipboard().await;
    ended
}

/// The terminal's events. A separate thread reads them, and nothing waits for it, because reading a terminal cannot be
/// cancelled. It checks before each read whether there is more, so that no part of a burst remains unread.
fn events(gate: Arc<Gate>) -> UnboundedReceiver<io::Result<Incoming>> {
    let (sender, events) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        loop {
            gate.pass();
            let (mut burst, failure) = burst();
            let is_over = failure.is_some();
            let background = background::taken(&mut burst).flatten().map(Incoming::Background);
            let events = joined(burst).into_iter().map(Incoming::Event);
            for event in events.chain(background).map(Ok).chain(failure.map(Err)) {
                if sender.send(event).is_err() {
                    return;
                }
            }
            if is_over {
                return;
            }
        }
    });
    events
}

/// The next event, what arrives with it, and why no more can be read.
fn burst() -> (Vec<Event>, Option<io::Error>) {
    let mut burst = Vec::new();
    loop {
        match event::read() {
            Ok(event) => burst.push(event),
            Err(error) => return (burst, Some(error)),
        }
        let wait = match burst.len() {
            _ if background::is_begun(&burst) => WITHIN_ANSWER,
            1 => BETWEEN_KEYS.0,
            _ => BETWEEN_KEYS.1,
        };
        if burst.len() >= LONGEST_BURST || !event::poll(wait).unwrap_or(false) {
            return (burst, None);
        }
    }
}

/// What the terminal reports.
enum Incoming {
    /// A key, a paste, the mouse, a new size.
    Event(Event),
    /// Whether its background is light.
    Background(bool),
}

struct Loop {
    terminal: Terminal<CrosstermBackend<Screen>>,
    taken: Option<RawTerminal>,
    styles: Styles,
    /// The styles to use if the terminal answers that its background is light, until something is typed: a screen in use
    /// does not change its colours.
    on_light: Option<Styles>,
    theme: Source,
    /// When its file was last looked at.
    theme_seen: Instant,
    performer: Performer<Outside>,
    answers: UnboundedReceiver<Message>,
    events: UnboundedReceiver<io::Result<Incoming>>,
    signals: Signals,
    gate: Arc<Gate>,
    holder: Holder,
    /// Whether the person pressed a key to return from what was printed.
    returns: bool,
    ended: Option<Ended>,
}

/// Who uses the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holder {
    /// This program.
    Us,
    /// A pager or an editor.
    Another,
    /// The person, who selects text of what was printed.
    Person,
}

impl Loop {
    async fn turn(&mut self, model: &mut Model) -> io::Result<Ended> {
        let mut ticked = Instant::now();
        loop {
            let every = model.ticks_every();
            let message = tokio::select! {
                biased;
                // Quitting works however much input keeps arriving.
                signal = self.signals.next() => match signal {
                    SignalRequest::End => { self.ended = Some(Ended::Terminated); Some(Message::Terminate) }
                    // The key that sends it is for the program that uses the terminal.
                    SignalRequest::Interrupt if self.holder == Holder::Another => None,
                    SignalRequest::Interrupt => { self.ended = Some(Ended::Terminated); Some(Message::Terminate) }
                    SignalRequest::Stop if self.holder == Holder::Another => { terminal::stop()?; None }
                    SignalRequest::Stop => { self.suspend(model)?; None }
                    SignalRequest::Continue if self.holder == Holder::Another => None,
                    // SIGSTOP cannot be caught: the shell has used the terminal since.
                    SignalRequest::Continue => { self.take_again(model)?; None }
                },
                // Answers before input: the effect of a key depends on what has arrived.
                Some(message) = self.answers.recv() => Some(message),
                event = self.events.recv() => self.taken_from(event),
                () = sleep_until(ticked + every.unwrap_or_default()), if every.is_some() => {
                    ticked = Instant::now();
                    Some(Message::Tick)
                }
            };
            if let Some(message) = message {
                self.take(model, message)?;
            }
            self.drain(model)?;
            self.reload_theme(model)?;
            if let Some(ended) = self.ended {
                foreground::end_running();
                return Ok(ended);
            }
            if self.draw(model).is_err() {
                // Drawing worked before, so the terminal is gone.
                return Ok(Ended::Terminated);
            }
        }
    }

    /// Handles everything else that is already waiting, so that a burst of input costs one frame.
    fn drain(&mut self, model: &mut Model) -> io::Result<()> {
        for _ in 0..BURST {
            let message = match self.answers.try_recv() {
                Ok(message) => message,
                Err(_) => match self.events.try_recv() {
                    Ok(event) => match self.taken_from(Some(event)) {
                        Some(message) => message,
                        None => continue,
                    },
                    Err(_) => return Ok(()),
                },
            };
            self.take(model, message)?;
            if self.ended.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The message of an event. The end of the events means that the terminal is gone.
    fn taken_from(&mut self, event: Option<io::Result<Incoming>>) -> Option<Message> {
        match event {
            Some(Ok(Incoming::Event(event))) => {
                if !matches!(event, Event::Resize(..)) {
                    self.on_light = None;
                }
                match terminal::message(event) {
                    Some(Message::Key(_)) if self.holder == Holder::Person => {
                        self.returns = true;
                        None
                    }
                    message => message.filter(|_| self.holder == Holder::Us),
                }
            }
            Some(Ok(Incoming::Background(is_light))) => {
                if let (Some(styles), true) = (self.on_light.take(), is_light) {
                    self.styles = styles;
                    self.theme.is_light();
                }
                None
            }
            Some(Err(_)) | None => {
                self.ended = Some(Ended::Terminated);
                Some(Message::Terminate)
            }
        }
    }

    fn take(&mut self, model: &mut Model, message: Message) -> io::Result<()> {
        if matches!(&message, Message::Answered { answer: Answer::Page(_) | Answer::EditText(_), .. }) {
            self.gate.open();
            self.take_again(model)?;
        }
        let effects = app::update(model, message, now());
        self.perform(model, effects)
    }

    fn perform(&mut self, model: &mut Model, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            match effect {
                Effect::Quit => self.ended = self.ended.or(Some(Ended::Left)),
                Effect::Suspend => self.suspend(model)?,
                Effect::CaptureMouse(on) => terminal::capture_mouse(on)?,
                Effect::UseTheme(name) => {
                    let read = self.theme.choose(name);
                    self.use_styles(model, read)?;
                }
                Effect::Print => {
                    let width = self.terminal.size()?.width;
                    terminal::print(&ui::plain(model, &self.styles, width))?;
                    self.holder = Holder::Person;
                }
                Effect::Start { id, work } if WorkKind::from(&work).lends_the_terminal() => {
                    if self.gate.close(terminal::wake_reader) {
                        self.holder = Holder::Another;
                        self.taken = None;
                        self.performer.perform(Effect::Start { id, work });
                    } else {
                        let answer = WorkKind::from(&work).lost(false, Duration::ZERO);
                        self.take(model, Message::Answered { id, answer })?;
                    }
                }
                other => self.performer.perform(other),
            }
        }
        Ok(())
    }

    /// Reads the file of the theme again if it was saved: only when something happens anyway, and not for every key.
    fn reload_theme(&mut self, model: &mut Model) -> io::Result<()> {
        if self.theme_seen.elapsed() < BETWEEN_LOOKS {
            return Ok(());
        }
        self.theme_seen = Instant::now();
        if model.themes.previewed.is_none() && model.themes.chosen != self.theme.name() {
            self.theme.name().clone_into(&mut model.themes.chosen);
        }
        match self.theme.reload() {
            Some(read) => self.use_styles(model, read),
            None => Ok(()),
        }
    }

    fn use_styles(&mut self, model: &mut Model, (styles, problems): (Styles, Vec<String>)) -> io::Result<()> {
        self.styles = styles;
        problems.into_iter().take(1).try_for_each(|problem| self.take(model, Message::Failed(problem)))
    }

    /// Returns the terminal to the shell, and takes it back when the shell resumes the program.
    fn suspend(&mut self, model: &mut Model) -> io::Result<()> {
        if !terminal::can_stop() {
            let reason = "not suspended: no shell can resume grantscope in this terminal".to_owned();
            return self.take(model, Message::Failed(reason));
        }
        self.taken = None;
        terminal::stop()?;
        self.take_again(model)
    }

    /// Takes back the terminal from the shell after the program was stopped.
    fn take_again(&mut self, model: &Model) -> io::Result<()> {
        // Only what was given back is taken again.
        self.taken = None;
        self.taken = Some(terminal::take(model.mouse)?);
        // A new terminal has no memory of the old screen and redraws everything, without querying the terminal.
        self.terminal = Terminal::new(CrosstermBackend::new(Screen::new()))?;
        self.holder = Holder::Us;
        Ok(())
    }

    fn draw(&mut self, model: &mut Model) -> io::Result<()> {
        if std::mem::take(&mut self.returns) {
            self.take_again(model)?;
        }
        if self.holder != Holder::Us {
            return Ok(());
        }
        let mut drawn = None;
        // Terminals that support this show the frame at once, without tearing; others ignore it.
        execute!(Screen::new(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| drawn = Some(ui::draw(frame, model, &self.styles)))?;
        execute!(Screen::new(), EndSynchronizedUpdate)?;
        if let Some(drawn) = drawn {
            app::update(model, Message::Drawn(drawn), now());
        }
        Ok(())
    }
}
