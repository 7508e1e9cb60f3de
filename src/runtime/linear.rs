//! The loop of linear mode: lines in, lines out, without a cursor. The model is that of the panes.

use std::io::{self, IsTerminal, Write, stdin, stdout};
use std::time::Duration;

use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::time::{Instant, sleep_until, timeout};

use super::app_loop::Ended;
use super::clock::now;
use super::effects::{Configuration, Outside};
use super::interruption;
use super::paste;
use super::performer::Performer;
use super::signals::{SignalRequest, Signals};
use super::terminal;
use crate::app::{self, Answer, Effect, Message, Model, Work, WorkError};
use crate::protocol::Secret;
use crate::ui::Styles;
use crate::ui::linear::{Linear, is_secret_typed};

/// The command that begins a text of several lines.
const PASTE: &str = "paste";

/// The line that ends it.
const END_OF_PASTE: &str = ".";

/// Lines that arrive so close together at a terminal were pasted.
const PASTED_WITHIN: Duration = Duration::from_millis(30);

/// What is answered so quickly is printed with its answer.
const UNSEEN: Duration = Duration::from_millis(300);

/// So long is a line at least that a terminal has cut (macOS cuts the earliest).
const CUT_AT: usize = if cfg!(target_os = "macos") { 1023 } else { 4095 };

/// Runs the interface until it ends. `first` has the initial effects.
pub async fn run(
    mut model: Model,
    first: Vec<Effect>,
    (styles, is_ascii): (Styles, bool),
    configuration: Configuration,
) -> io::Result<Ended> {
    let Ok(printer) = Linear::new(styles, is_ascii);
    let is_terminal = stdin().is_terminal();
    let signals = Signals::new()?;
    let (sender, answers) = mpsc::unbounded_channel();
    let mut app = Loop {
        printer,
        performer: Performer::new(Outside::new(configuration), sender),
        answers,
        lines: paste::lines(),
        signals,
        is_terminal,
        mode: paste::Mode::default(),
        is_asked: false,
        has_typed: false,
        quiet_until: Instant::now(),
        is_over: false,
        ended: None,
    };
    app.print(&[WELCOME.to_owned()])?;
    app.perform(&mut model, first);
    let ended = app.turn(&mut model).await;
    app.mode = paste::Mode::default();
    app.performer.finish_saving(interruption::GRACE).await;
    app.performer.world.clear_clipboard().await;
    ended
}

/// How to use it.
const WELCOME: &str = "grantscope in linear mode. Press Enter for the next step, or type a number or a command and press Enter. \
                       ? lists all commands, q quits; for a text of several lines type paste.";

struct Loop {
    printer: Linear,
    performer: Performer<Outside>,
    answers: UnboundedReceiver<Message>,
    lines: UnboundedReceiver<String>,
    signals: Signals,
    is_terminal: bool,
    mode: paste::Mode,
    /// Whether the prompt stands at the end of the output.
    is_asked: bool,
    /// Whether a line was typed since the last output.
    has_typed: bool,
    /// Until then, nothing is printed while an answer is awaited.
    quiet_until: Instant,
    /// Whether the input has ended.
    is_over: bool,
    ended: Option<Ended>,
}

impl Loop {
    async fn turn(&mut self, model: &mut Model) -> io::Result<Ended> {
        let mut ticked = Instant::now();
        loop {
            while let Ok(message) = self.answers.try_recv() {
                self.take(model, message);
            }
            if self.ended.is_none() && self.is_over && !model.is_busy() {
                self.ended = Some(Ended::Left);
            }
            let is_quiet = model.is_busy() && self.ended.is_none() && Instant::now() < self.quiet_until;
            if !is_quiet && self.print_news(model).is_err() {
                // Nobody reads any more.
                return Ok(Ended::Terminated);
            }
            if let Some(ended) = self.ended {
                return Ok(ended);
            }
            // A script's next line waits for the answer to the one before; a person may always cancel.
            let takes_lines = !self.is_over && (self.is_terminal || !model.is_busy());
            let every = model.ticks_every();
            tokio::select! {
                biased;
                signal = self.signals.next() => match signal {
                    SignalRequest::End | SignalRequest::Interrupt => {
                        self.take(model, Message::Terminate);
                        self.ended = Some(Ended::Terminated);
                    }
                    SignalRequest::Stop if terminal::can_stop() => terminal::stop()?,
                    SignalRequest::Stop => {}
                    SignalRequest::Continue => self.is_asked = false,
                },
                Some(message) = self.answers.recv() => self.take(model, message),
                line = self.lines.recv(), if takes_lines => self.typed(model, line).await?,
                () = sleep_until(self.quiet_until), if is_quiet => {}
                () = sleep_until(ticked + every.unwrap_or_default()), if every.is_some() => {
                    ticked = Instant::now();
                    self.take(model, Message::Tick);
                }
            }
        }
    }

    /// Handles a line, or the end of the input.
    async fn typed(&mut self, model: &mut Model, line: Option<String>) -> io::Result<()> {
        self.is_asked = false;
        self.has_typed = true;
        self.quiet_until = Instant::now() + UNSEEN;
        let Some(mut text) = line else {
            self.is_over = true;
            return Ok(());
        };
        if self.mode.is_hidden() {
            // The terminal did not show the end of the line either.
            self.print(&[String::new()])?;
        }
        if text.trim() == PASTE {
            text = self.pasted().await?;
            self.take(model, Message::Paste(Secret::new(text)));
            return Ok(());
        }
        if self.is_terminal && text.len() >= CUT_AT {
            let words = "this line may have been cut by the terminal: type paste, press Enter, then paste it again";
            self.take(model, Message::Failed(words.to_owned()));
            return Ok(());
        }
        while self.is_terminal
            && let Ok(Some(more)) = timeout(PASTED_WITHIN, self.lines.recv()).await
        {
            text = text + "\n" + &more;
        }
        self.take(model, Message::Line(Secret::new(text)));
        Ok(())
    }

    /// A text of several lines, each as long as it is.
    async fn pasted(&mut self) -> io::Result<String> {
        if self.is_terminal {
            self.mode = paste::Mode::long_lines();
            self.print(&[format!("Paste the text, then a line with only {END_OF_PASTE}")])?;
        }
        let mut text = String::new();
        while let Some(line) = self.lines.recv().await {
            if line.trim() == END_OF_PASTE {
                break;
            }
            text = text + &line + "\n";
        }
        self.mode = paste::Mode::default();
        Ok(text)
    }

    fn take(&mut self, model: &mut Model, message: Message) {
        let effects = app::update(model, message, now());
        self.perform(model, effects);
    }

    fn perform(&mut self, model: &mut Model, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Quit => self.ended = self.ended.or(Some(Ended::Left)),
                Effect::Suspend => self.take(model, Message::Failed("press Ctrl-Z to suspend".to_owned())),
                Effect::CaptureMouse(_) | Effect::UseTheme(_) | Effect::Print => {}
                // The lines stay where they are printed, and a pager would read the same input.
                Effect::Start { id, work: Work::Page(text) } => {
                    let lines: Vec<String> = text.expose().lines().map(str::to_owned).collect();
                    let printed = self.print(&lines).map_err(WorkError::of);
                    self.take(model, Message::Answered { id, answer: Answer::Page(printed) });
                }
                Effect::Start { id, work: Work::EditText(_) } => {
                    let error = WorkError::of("an editor cannot be used in linear mode: type the value");
                    self.take(model, Message::Answered { id, answer: Answer::EditText(Err(error)) });
                }
                other => self.performer.perform(other),
            }
        }
    }

    /// Prints what has changed, then the prompt at a terminal.
    fn print_news(&mut self, model: &Model) -> io::Result<()> {
        let news = self.printer.news(model, std::mem::take(&mut self.has_typed));
        if !news.is_empty() {
            self.print(&news)?;
        }
        if self.is_terminal && !self.is_asked && self.ended.is_none() {
            let is_secret = is_secret_typed(model);
            if is_secret != self.mode.is_hidden() {
                self.mode = paste::Mode::default();
                if is_secret {
                    self.mode = paste::Mode::hidden();
                }
            }
            stdout().write_all(b"> ")?;
            stdout().flush()?;
            self.is_asked = true;
        }
        Ok(())
    }

    fn print(&mut self, lines: &[String]) -> io::Result<()> {
        let mut out = io::BufWriter::new(stdout().lock());
        if std::mem::take(&mut self.is_asked) {
            out.write_all(b"\n")?;
        }
        for line in lines {
            out.write_all(line.as_bytes())?;
            out.write_all(b"\n")?;
        }
        out.flush()
    }
}
