//! Starts the work that the core asks for, and sends one answer for each.
//!
//! ```text
//!   Effect::Start ──► a task: World::perform ──► its answer ─────────► Message::Answered
//!                       │  │                                        ▲
//!                       │  └─ cancelled, panicked ──► WorkKind::lost ┘
//!                       └──► Reporter ──► Message::News
//! ```

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;
use tokio::task::{AbortHandle, JoinError};

use crate::app::{Answer, Effect, Message, News, Work, WorkId, WorkKind};

/// The world, as work needs it.
pub trait World: Send + Sync + 'static {
    /// Does a piece of work; reports before its answer go to `reporter`.
    fn perform(self: Arc<Self>, work: Work, reporter: Reporter) -> impl Future<Output = Answer> + Send;
}

/// Sends what work reports before its answer to the core.
#[derive(Clone, Debug)]
pub struct Reporter {
    id: WorkId,
    messages: UnboundedSender<Message>,
}

impl Reporter {
    pub(super) fn tell(&self, news: News) {
        // Without a receiver the program is ending.
        drop(self.messages.send(Message::News { id: self.id, news }));
    }
}

/// Starts work and sends its answer.
#[derive(Debug)]
pub struct Performer<W> {
    pub(super) world: Arc<W>,
    messages: UnboundedSender<Message>,
    running: HashMap<WorkId, (WorkKind, AbortHandle)>,
}

impl<W: World> Performer<W> {
    /// Performs effects in a world and sends the answers through a channel.
    pub fn new(world: W, messages: UnboundedSender<Message>) -> Self {
        Self { world: Arc::new(world), messages, running: HashMap::new() }
    }

    /// Starts an effect. The loop itself performs the effects on the terminal.
    pub fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Start { id, work } => self.start(id, work),
            Effect::Cancel(id) => drop(self.running.remove(&id).map(|(_, task)| task.abort())),
            Effect::CaptureMouse(_) | Effect::UseTheme(_) | Effect::Print | Effect::Suspend | Effect::Quit => {}
        }
    }

    /// Waits until expected tokens are received and saved, because they cannot be requested a second time.
    pub async fn finish_saving(&self, at_most: Duration) {
        let is_saving = |(kind, task): &(WorkKind, AbortHandle)| *kind == WorkKind::SendAndSave && !task.is_finished();
        let saved = async {
            while self.running.values().any(is_saving) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        drop(tokio::time::timeout(at_most, saved).await);
    }

    /// The only place that sends answers: for the work, or for work that was cancelled or panicked.
    fn start(&mut self, id: WorkId, work: Work) {
        let (kind, started) = (WorkKind::from(&work), Instant::now());
        let reporter = Reporter { id, messages: self.messages.clone() };
        let world = Arc::clone(&self.world);
        let task = tokio::spawn(async move { world.perform(work, reporter).await });
        self.running.retain(|_, (_, task)| !task.is_finished());
        self.running.insert(id, (kind, task.abort_handle()));
        let messages = self.messages.clone();
        tokio::spawn(async move {
            let lost = |error: JoinError| kind.lost(error.is_cancelled(), started.elapsed());
            let answer = task.await.unwrap_or_else(lost);
            drop(messages.send(Message::Answered { id, answer }));
        });
    }
}
