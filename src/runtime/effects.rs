//! Performs effects: the one function between the core and the world.
//!
//! Each effect that starts work runs as a task of its own and is answered exactly once: a supervisor answers for a task
//! that panics, and a request that is given up answers that it was cancelled.

use std::collections::HashMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::AbortHandle;

use super::clipboard::{Clipboard, Copied};
use super::http::HttpClient;
use super::listener::{Listener, Verdict};
use super::saved_send::{self, Sent};
use super::server::Server;
use super::stored::Stores;
use super::{browser, random};
use crate::app::{Consent, Effect, ListenOutcome, Message, WorkId};
use crate::demo::scenarios;
use crate::protocol::{ExchangeId, HttpRequest, Secret};
use crate::session::{Delivery, FailureKind, Session};

/// What the interface is given.
#[derive(Debug)]
pub struct Configuration {
    /// Sends requests.
    pub http: HttpClient,
    /// The port of the embedded provider; 0 takes a free one.
    pub demo_port: u16,
    /// Where profiles are kept.
    pub config_dir: PathBuf,
    /// Where sessions are kept.
    pub data_dir: PathBuf,
}

/// Everything that effects need of the world.
#[derive(Debug)]
pub struct Performer {
    http: Arc<HttpClient>,
    demo_port: u16,
    stores: Stores,
    answers: UnboundedSender<Message>,
    requests: HashMap<WorkId, AbortHandle>,
    listeners: HashMap<WorkId, AbortHandle>,
    clipboard: Arc<Mutex<Clipboard>>,
    /// The embedded provider; it lives as long as this.
    server: Arc<Mutex<Option<Server>>>,
}

impl Performer {
    /// Performs effects with what it is given, and answers through a channel.
    pub fn new(configuration: Configuration, answers: UnboundedSender<Message>) -> Self {
        Self {
            http: Arc::new(configuration.http),
            demo_port: configuration.demo_port,
            stores: Stores::new(configuration.config_dir, configuration.data_dir, answers.clone()),
            answers,
            requests: HashMap::new(),
            listeners: HashMap::new(),
            clipboard: Arc::new(Mutex::new(Clipboard::here())),
            server: Arc::default(),
        }
    }

    /// Starts what an effect asks for. Effects of the terminal itself are the loop's own.
    pub fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Send { id, request } => self.send(id, request),
            Effect::SendAndSave { id, request, name, session } => self.send_and_save(id, request, name, session),
            Effect::Cancel(id) => drop(self.requests.remove(&id).map(|task| task.abort())),
            Effect::Pause { id, length } => self.pause(id, length),
            Effect::DrawRandomness => self.draw_randomness(),
            Effect::Listen { id, redirect_uri, state } => self.listen(id, redirect_uri, state),
            Effect::StopListening(id) => drop(self.listeners.remove(&id).map(|task| task.abort())),
            Effect::OpenBrowser { id, url } => self.open_browser(id, &url),
            Effect::Copy { what, text } => self.copy(what, text),
            Effect::StartDemo { scenario } => self.start_demo(scenario),
            Effect::ReadStoredItems => self.stores.read(),
            Effect::FetchSecret(profile) => self.stores.fetch_secret(*profile),
            Effect::OpenSession(name) => self.stores.open_session(name),
            Effect::SaveProfile { profile, secret, consent } => self.stores.save_profile(*profile, secret, consent),
            Effect::SaveSession { name, session, whole, is_own, consent } => {
                self.stores.save_session(name, session, whole, is_own, consent == Some(Consent::Replace));
            }
            Effect::Rename { item, to } => self.stores.rename(item, to),
            Effect::Delete(item) => self.stores.delete(item),
            Effect::SaveArchive { path, session, whole, replace } => {
                self.stores.save_archive(path, *session, whole, replace);
            }
            Effect::CaptureMouse(_) | Effect::Suspend | Effect::Quit => {}
        }
    }

    fn answer(&self, message: Message) {
        // Without a receiver the program is ending.
        drop(self.answers.send(message));
    }

    /// Runs `work` and sends its answer; `lost` answers for it when it panics or is given up.
    fn spawn(
        &self,
        work: impl Future<Output = Message> + Send + 'static,
        lost: impl FnOnce(bool) -> Message + Send + 'static,
    ) -> AbortHandle {
        let task = tokio::spawn(work);
        let handle = task.abort_handle();
        let answers = self.answers.clone();
        tokio::spawn(async move {
            let message = task.await.unwrap_or_else(|error| lost(error.is_cancelled()));
            drop(answers.send(message));
        });
        handle
    }

    fn send(&mut self, id: WorkId, request: HttpRequest) {
        let http = Arc::clone(&self.http);
        let started = Instant::now();
        let finished = move |delivery| Message::ExchangeFinished { id, delivery: Box::new(delivery) };
        let work = async move { finished(http.send(&request).await) };
        let lost = move |was_cancelled: bool| finished(lost_delivery(was_cancelled, started.elapsed()));
        let handle = self.spawn(work, lost);
        self.requests.retain(|_, task| !task.is_finished());
        self.requests.insert(id, handle);
    }

    fn send_and_save(&mut self, id: WorkId, request: HttpRequest, name: String, session: Box<Session>) {
        let (http, sessions) = (Arc::clone(&self.http), self.stores.sessions());
        let (answers, started) = (self.answers.clone(), Instant::now());
        let finished = move |delivery| Message::ExchangeFinished { id, delivery: Box::new(delivery) };
        let work = async move {
            match saved_send::send(http, sessions, ExchangeId(id.number), request, name, session).await {
                Sent::Newer(session) => Message::NewerTokens { id, session },
                Sent::Answered(delivery, None) => finished(delivery),
                Sent::Answered(delivery, Some((name, outcome))) => {
                    drop(answers.send(finished(delivery)));
                    Message::TokensSaved { id, name, outcome }
                }
            }
        };
        let lost = move |was_cancelled: bool| finished(lost_delivery(was_cancelled, started.elapsed()));
        let handle = self.spawn(work, lost);
        self.requests.retain(|_, task| !task.is_finished());
        self.requests.insert(id, handle);
    }

    fn pause(&self, id: WorkId, length: Duration) {
        let work = async move {
            tokio::time::sleep(length).await;
            Message::PauseEnded(id)
        };
        self.spawn(work, move |_| Message::PauseEnded(id));
    }

    fn draw_randomness(&self) {
        self.answer(Message::Random(random::randomness().map(Box::new)));
    }

    fn listen(&mut self, id: WorkId, redirect_uri: String, state: Option<String>) {
        let answers = self.answers.clone();
        let ended = move |outcome| Message::ListenEnded { id, outcome };
        let work = async move {
            let mut listener = match Listener::bind(&redirect_uri).await {
                Ok(listener) => listener,
                Err(reason) => return ended(ListenOutcome::Failed(reason)),
            };
            listener.expect(state.as_deref());
            drop(answers.send(Message::Listening { id, at: listener.redirect_uri().to_owned() }));
            loop {
                let hit = listener.hit().await;
                match hit.verdict {
                    Verdict::Answer => return ended(ListenOutcome::Callback(hit.url)),
                    Verdict::OtherState => drop(answers.send(Message::UnexpectedCallback { id, url: hit.url })),
                    Verdict::OtherHost => drop(answers.send(Message::Failed(hit.refusal()))),
                    Verdict::Nothing | Verdict::Elsewhere => {}
                }
            }
        };
        let lost = move |was_cancelled: bool| {
            ended(match was_cancelled {
                true => ListenOutcome::Stopped,
                false => ListenOutcome::Failed("the listener ended unexpectedly".to_owned()),
            })
        };
        let handle = self.spawn(work, lost);
        self.listeners.retain(|_, task| !task.is_finished());
        self.listeners.insert(id, handle);
    }

    fn open_browser(&self, id: WorkId, url: &str) {
        let answers = self.answers.clone();
        let later = move |reason| drop(answers.send(Message::BrowserFailed { id, reason }));
        self.answer(Message::BrowserOpened { id, result: browser::open(url, later) });
    }

    /// Copies, one text after the other, and clears the clipboard later. A desktop is asked beside the loop: it takes as
    /// long as whoever owns its clipboard likes.
    fn copy(&self, what: String, text: Secret) {
        let clipboard = Arc::clone(&self.clipboard);
        let ended = || Err("not copied: the clipboard ended unexpectedly".to_owned());
        let lost = {
            let (what, text) = (what.clone(), text.clone());
            move |_| Message::Copied { what, text, result: ended() }
        };
        let work = async move {
            let held = Arc::clone(&clipboard).lock_owned().await;
            let copying = text.clone();
            let asked = tokio::task::spawn_blocking(move || {
                let (mut held, mut sequence) = (held, Vec::new());
                let copied = held.copy(&copying, &mut sequence);
                (held, copied, sequence)
            });
            let Ok((held, mut copied, sequence)) = asked.await else {
                return Message::Copied { what, text, result: ended() };
            };
            // Tasks run on the loop's own thread, thus between two drawings.
            let mut terminal = std::io::stdout();
            if let Err(error) = terminal.write_all(&sequence).and_then(|()| terminal.flush()) {
                copied = Copied::Nowhere(format!("the terminal cannot be written ({error})"));
            }
            if let Some((copy, after)) = held.to_clear().filter(|_| copied == Copied::Clipboard) {
                tokio::spawn(clear(Arc::clone(&clipboard), copy, after));
            }
            let result = held.sentence(&what, &copied);
            Message::Copied { what, text, result }
        };
        self.spawn(work, lost);
    }

    fn start_demo(&self, scenario: &'static str) {
        let (port, slot, answers) = (self.demo_port, Arc::clone(&self.server), self.answers.clone());
        let work = async move {
            let scenario = scenarios::find(scenario).unwrap_or(&scenarios::CLEAN);
            // Held to the end: a scenario that is chosen meanwhile comes after this one and replaces it. The one
            // before must free its port first.
            let mut slot = slot.lock().await;
            *slot = None;
            let server = match Server::start(port, scenario.knobs).await {
                Ok(server) => server,
                Err(reason) => return Message::DemoStarted(Err(reason)),
            };
            let issuer = server.issuer();
            // Its screen need not wait for the keys; requests do.
            drop(answers.send(Message::DemoStarted(Ok(issuer))));
            match server.provider().await {
                Ok(provider) => {
                    provider.lock().await.set_scenario(scenario);
                    *slot = Some(server);
                    Message::Resized
                }
                Err(reason) => Message::DemoStarted(Err(reason)),
            }
        };
        self.spawn(work, |_| Message::DemoStarted(Err("it ended unexpectedly".to_owned())));
    }
}

async fn clear(clipboard: Arc<Mutex<Clipboard>>, copy: u64, after: Duration) {
    tokio::time::sleep(after).await;
    let mut held = clipboard.lock_owned().await;
    drop(tokio::task::spawn_blocking(move || held.clear(copy)).await);
}

fn lost_delivery(was_cancelled: bool, after: Duration) -> Delivery {
    if was_cancelled {
        return Delivery::failed(FailureKind::Cancelled, "cancelled".to_owned(), after);
    }
    Delivery::failed(FailureKind::Transport, "the transport ended unexpectedly".to_owned(), after)
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::{self, UnboundedReceiver};

    use super::super::clipboard::{Board, Surroundings, Terminal};
    use super::super::loopback;
    use super::*;

    fn performer(demo_port: u16) -> (Performer, UnboundedReceiver<Message>) {
        let (sender, answers) = mpsc::unbounded_channel();
        let http = HttpClient::new(crate::runtime::http::Limits::default(), None).unwrap();
        let configuration = Configuration { http, demo_port, config_dir: PathBuf::new(), data_dir: PathBuf::new() };
        (Performer::new(configuration, sender), answers)
    }

    async fn free_port() -> u16 {
        loopback::bind(&loopback::LOCALHOST, 0).await.unwrap().port()
    }

    #[tokio::test]
    async fn a_listener_that_is_stopped_leaves_its_port_to_the_next_one_at_once() {
        let (mut performer, mut answers) = performer(0);
        let redirect_uri = format!("http://localhost:{}/callback", free_port().await);
        let work = |number| WorkId { session: 1, number };
        let listen = |number| Effect::Listen { id: work(number), redirect_uri: redirect_uri.clone(), state: None };
        performer.perform(listen(1));
        assert_eq!(answers.recv().await, Some(Message::Listening { id: work(1), at: redirect_uri.clone() }));
        performer.perform(Effect::StopListening(work(1)));
        performer.perform(listen(2));
        let mut told = [answers.recv().await.unwrap(), answers.recv().await.unwrap()];
        told.sort_by_key(|message| matches!(message, Message::Listening { .. }));
        assert_eq!(told[0], Message::ListenEnded { id: work(1), outcome: ListenOutcome::Stopped });
        assert_eq!(told[1], Message::Listening { id: work(2), at: redirect_uri.clone() });
    }

    /// A desktop that answers when it likes: it says when it was asked for what it holds, and waits for a word.
    struct Slow {
        asked: UnboundedSender<()>,
        word: std::sync::mpsc::Receiver<()>,
    }

    impl Board for Slow {
        fn set(&mut self, _: &str) -> Result<(), String> {
            Ok(())
        }

        fn get(&mut self) -> Result<String, String> {
            self.asked.send(()).map_err(|error| error.to_string())?;
            self.word.recv().map_err(|error| error.to_string())?;
            Ok(String::new())
        }

        fn clear(&mut self) -> Result<(), String> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_slow_desktop_holds_up_the_next_copy_and_not_the_loop() {
        let (mut performer, mut answers) = performer(0);
        let (asked, mut was_asked) = mpsc::unbounded_channel();
        let (word, heard) = std::sync::mpsc::channel();
        let slow = std::sync::Mutex::new(Some(Box::new(Slow { asked, word: heard }) as Box<dyn Board>));
        let open = move || slow.lock().unwrap().take().ok_or_else(|| "opened twice".to_owned());
        let here = Surroundings { display: true, terminal: Terminal::None };
        let clipboard = Clipboard::new(here, Some(Duration::from_millis(1)), Box::new(open));
        performer.clipboard = Arc::new(Mutex::new(clipboard));
        let copy = |what: &str| Effect::Copy { what: what.to_owned(), text: Secret::new("text") };
        let copied = |message| matches!(message, Some(Message::Copied { result: Ok(_), .. }));
        performer.perform(copy("first"));
        assert!(copied(answers.recv().await));
        // It is to be cleared, and the desktop is asked whether it still holds our text.
        was_asked.recv().await.unwrap();
        performer.perform(copy("second"));
        assert!(answers.try_recv().is_err(), "the loop goes on, and the copy waits");
        word.send(()).unwrap();
        assert!(copied(answers.recv().await));
        // The second one is cleared in its turn.
        was_asked.recv().await.unwrap();
        word.send(()).unwrap();
    }

    #[tokio::test]
    async fn two_scenarios_in_a_row_share_one_port_and_the_last_one_stays() {
        let port = free_port().await;
        let (mut performer, mut answers) = performer(port);
        performer.perform(Effect::StartDemo { scenario: "clean" });
        performer.perform(Effect::StartDemo { scenario: "code-expired" });
        for _ in 0..4 {
            let told = answers.recv().await.unwrap();
            assert!(matches!(told, Message::DemoStarted(Ok(_)) | Message::Resized), "{told:?}");
        }
        let server = performer.server.lock().await;
        let provider = server.as_ref().unwrap().provider().await.unwrap();
        assert_eq!(provider.lock().await.listing().scenario, Some("code-expired"));
    }
}
