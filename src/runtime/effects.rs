//! What the work that the core asks for does in the real world.
use std::io::Write;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;

use super::browser::{self, BrowserError};
use super::clipboard::{Clipboard, Copied, NotCopied};
use super::http::HttpClient;
use super::listener::{Listener, Verdict};
use super::loopback::BindError;
use super::performer::{Reporter, World};
use super::private_page::{self, PageError};
use super::server::{NoProvider, Server};
use super::signing::{self, AssertionError, SigningKey};
use super::stored::Stores;
use super::{archive, foreground, random, saved_send};
use crate::app::{Answer, Consent, ListenOutcome, News, Work, WorkError};
use crate::demo::{Provider, scenarios};
use crate::protocol::Secret;

/// How long the desktop is waited for at the end.
const DESKTOP_ANSWERS: Duration = Duration::from_secs(1);

/// What effects need from the caller.
#[derive(Debug)]
pub struct Configuration {
    /// Sends requests.
    pub http: HttpClient,
    /// The port of the embedded provider; 0 chooses a free one.
    pub demo_port: u16,
    /// The store of profiles.
    pub config_dir: PathBuf,
    /// The store of sessions.
    pub data_dir: PathBuf,
    /// Whether control sequences may be written to the terminal.
    pub has_sequences: bool,
}

/// The real world.
#[derive(Debug)]
pub struct Outside {
    http: HttpClient,
    demo_port: u16,
    stores: Stores,
    clipboard: Arc<Mutex<Clipboard>>,
    /// The embedded provider, which runs as long as this exists.
    server: Mutex<Option<Server>>,
}

impl World for Outside {
    async fn perform(self: Arc<Self>, work: Work, reporter: Reporter) -> Answer {
        match work {
            Work::Send { request, .. } => Answer::Send(Box::new(self.http.send(&request).await)),
            Work::SendAndSave { exchange, request, name, session } => {
                let sessions = self.stores.sessions();
                Answer::SendAndSave(saved_send::send(&self.http, sessions, exchange, request, name, session).await)
            }
            Work::Pause(length) => {
                tokio::time::sleep(length).await;
                Answer::Pause
            }
            Work::DrawRandomness => Answer::DrawRandomness(random::randomness().map(Box::new).map_err(WorkError::of)),
            Work::SignAssertion { method, key, key_id, client_id, audience } => {
                let key = SigningKey::of_client(method, &key).map_err(AssertionError::from);
                let signed = key.and_then(|key| signing::assertion(&key, key_id.as_deref(), &client_id, &audience));
                Answer::SignAssertion(signed.map_err(WorkError::of))
            }
            Work::Listen { redirect_uri, state } => {
                Answer::Listen(listen(&redirect_uri, state.as_deref(), &reporter).await)
            }
            Work::OpenBrowser { url } => {
                Answer::OpenBrowser(open_browser(&url, &reporter).await.map_err(WorkError::of))
            }
            Work::Copy { what, text } => {
                let copied = self.copy(&what, text).await;
                Answer::Copy(copied.map_err(|error| WorkError::of(format_args!("{what} not copied: {error}"))))
            }
            Work::Page(text) => {
                Answer::Page(self.on_disk(move |_| foreground::page(&text)).await.map_err(WorkError::of))
            }
            Work::EditText(text) => {
                let edit = move |stores: &Stores| foreground::edit(&text, stores.data_dir());
                Answer::EditText(self.on_disk(edit).await.map_err(WorkError::of))
            }
            Work::StartDemo { scenario } => {
                Answer::StartDemo(self.start_demo(scenario, &reporter).await.map_err(WorkError::of))
            }
            Work::KeepDemo(number) => {
                self.with_provider(|provider| provider.keep(number)).await;
                Answer::KeepDemo
            }
            Work::RestoreDemo(number) => {
                self.with_provider(|provider| provider.restore(number)).await;
                Answer::RestoreDemo
            }
            Work::TurnDemoClock(seconds) => {
                self.with_provider(|provider| provider.turn_clock(seconds)).await;
                Answer::TurnDemoClock
            }
            Work::SaveScore { lesson, score } => Answer::SaveScore(
                self.on_disk(move |stores| stores.keep_score(&lesson, score)).await.map_err(WorkError::of),
            ),
            Work::KeepTheme(name) => {
                Answer::KeepTheme(self.on_disk(move |stores| stores.keep_theme(&name)).await.map_err(WorkError::of))
            }
            Work::KeepPanes(panes) => {
                Answer::KeepPanes(self.on_disk(move |stores| stores.keep_panes(panes)).await.map_err(WorkError::of))
            }
            Work::ReadStoredItems => Answer::ReadStoredItems(Box::new(self.on_disk(Stores::read).await)),
            Work::FetchSecret(profile) => Answer::FetchSecret(
                self.on_disk(move |stores| stores.fetch_secret(&profile)).await.map_err(WorkError::of),
            ),
            Work::OpenSession(name) => {
                Answer::OpenSession(self.on_disk(move |stores| stores.open_session(&name)).await.map_err(WorkError::of))
            }
            Work::FindKeys { issuer, kid } => {
                let find = move |stores: &Stores| stores.sessions().lend_keys(&issuer, kid.as_deref());
                Answer::FindKeys(self.on_disk(find).await.map(Box::new))
            }
            Work::SaveProfile { profile, secret, consent } => {
                let save = move |stores: &Stores| stores.save_profile(*profile, &secret, consent);
                let (secret_source, outcome) = self.on_disk(save).await;
                Answer::SaveProfile { secret_source: Some(secret_source), outcome }
            }
            Work::SaveSession { name, session, whole, is_own, consent } => {
                let replace = consent == Some(Consent::Replace);
                let save = move |stores: &Stores| stores.save_session(&name, &session, whole, is_own, replace);
                let (other_name, outcome) = self.on_disk(save).await;
                Answer::SaveSession { other_name, outcome }
            }
            Work::Rename { item, to } => {
                Answer::Rename(self.on_disk(move |stores| stores.rename(&item, &to)).await.map_err(WorkError::of))
            }
            Work::Delete(item) => {
                Answer::Delete(self.on_disk(move |stores| stores.delete(&item)).await.map_err(WorkError::of))
            }
            Work::SaveArchive { path, session, whole, replace } => {
                let save = move |_: &Stores| archive::save(&path, &session, whole, replace);
                Answer::SaveArchive(self.on_disk(save).await)
            }
        }
    }
}

impl Outside {
    /// The world of this machine.
    pub fn new(configuration: Configuration) -> Self {
        Self {
            http: configuration.http,
            demo_port: configuration.demo_port,
            stores: Stores::new(configuration.config_dir, configuration.data_dir),
            clipboard: Arc::new(Mutex::new(Clipboard::here(configuration.has_sequences))),
            server: Mutex::default(),
        }
    }

    /// Clears what was copied. A desktop that does not answer is not waited for long.
    pub async fn clear_clipboard(&self) {
        let clear = async {
            let mut held = Arc::clone(&self.clipboard).lock_owned().await;
            drop(tokio::task::spawn_blocking(move || held.clear_at_end()).await);
        };
        drop(tokio::time::timeout(DESKTOP_ANSWERS, clear).await);
    }

    /// Uses the stored data in a separate thread so that the screen continues.
    async fn on_disk<T: Send + 'static>(&self, work: impl FnOnce(&Stores) -> T + Send + 'static) -> T {
        let stores = self.stores.clone();
        let done = tokio::task::spawn_blocking(move || work(&stores)).await;
        done.unwrap_or_else(|error| resume_unwind(error.into_panic()))
    }

    /// Copies one text after the other and clears the clipboard later. The desktop is called outside the loop, because
    /// its clipboard owner may take any time.
    async fn copy(&self, what: &str, text: Secret) -> Result<String, NotCopied> {
        let held = Arc::clone(&self.clipboard).lock_owned().await;
        let asked = tokio::task::spawn_blocking(move || {
            let (mut held, mut sequence) = (held, Vec::new());
            let copied = held.copy(&text, &mut sequence);
            (held, copied, sequence)
        });
        let (held, copied, sequence) = asked.await.unwrap_or_else(|error| resume_unwind(error.into_panic()));
        // Tasks run on the loop's own thread, so between two drawings.
        let mut terminal = std::io::stdout();
        let written = terminal.write_all(&sequence).and_then(|()| terminal.flush());
        let copied = copied.and_then(|copied| written.map(|()| copied).map_err(NotCopied::Unwritable))?;
        if let Some((copy, after)) = held.to_clear().filter(|_| copied == Copied::Clipboard) {
            tokio::spawn(clear(Arc::clone(&self.clipboard), copy, after));
        }
        Ok(held.sentence(what, copied))
    }

    /// Changes the embedded provider, if it runs.
    async fn with_provider(&self, change: impl FnOnce(&mut Provider)) {
        let slot = self.server.lock().await;
        if let Some(server) = &*slot
            && let Ok(provider) = server.provider().await
        {
            change(&mut *provider.lock().await);
        }
    }

    async fn start_demo(&self, scenario: &str, reporter: &Reporter) -> Result<(), DemoError> {
        let scenario = scenarios::find(scenario).unwrap_or(&scenarios::CLEAN);
        // Locked to the end: a scenario that is chosen meanwhile comes after this one and replaces it. The previous one
        // must free its port first.
        let mut slot = self.server.lock().await;
        *slot = None;
        let server = Server::start(self.demo_port, scenario.knobs).await?;
        // The screen need not wait for its keys; requests do.
        reporter.tell(News::DemoIssuer(server.issuer()));
        server.provider().await?.lock().await.set_scenario(scenario);
        *slot = Some(server);
        Ok(())
    }
}

async fn listen(redirect_uri: &str, state: Option<&str>, reporter: &Reporter) -> ListenOutcome {
    let mut listener = match Listener::bind(redirect_uri).await {
        Ok(listener) => listener,
        Err(error) => return ListenOutcome::Failed(WorkError::of(error)),
    };
    listener.expect(state);
    reporter.tell(News::Listening(listener.redirect_uri().to_owned()));
    loop {
        let hit = listener.hit().await;
        match hit.verdict {
            Verdict::Answer => return ListenOutcome::Callback(hit.url),
            Verdict::Elsewhere if hit.has_our_state => return ListenOutcome::Callback(hit.url),
            Verdict::OtherState => reporter.tell(News::UnexpectedCallback(hit.url)),
            Verdict::OtherHost => reporter.tell(News::RefusedRequest(hit.refusal())),
            Verdict::Nothing | Verdict::Elsewhere | Verdict::OtherMethod => {}
        }
    }
}

/// Why the embedded provider is not available.
#[derive(Debug, thiserror::Error)]
enum DemoError {
    #[error(transparent)]
    Port(#[from] BindError),
    #[error(transparent)]
    Provider(#[from] NoProvider),
}

/// Why a URL was not opened.
#[derive(Debug, thiserror::Error)]
enum OpenError {
    #[error(transparent)]
    Page(#[from] PageError),
    #[error(transparent)]
    Browser(#[from] BrowserError),
}

async fn open_browser(url: &str, reporter: &Reporter) -> Result<(), OpenError> {
    let end = browser::open(&private_page::address(url).await?)?;
    reporter.tell(News::BrowserStarted);
    Ok(end.await.unwrap_or(Ok(()))?)
}

async fn clear(clipboard: Arc<Mutex<Clipboard>>, copy: u64, after: Duration) {
    tokio::time::sleep(after).await;
    let mut held = clipboard.lock_owned().await;
    drop(tokio::task::spawn_blocking(move || held.clear(copy)).await);
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;
    use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

    use super::super::clipboard::{Board, BoardError, Surroundings, Terminal};
    use super::super::loopback;
    use super::super::performer::Performer;
    use super::*;
    use crate::app::model::start_screen::StoredItem;
    use crate::app::model::work::AnswerKind;
    use crate::app::model::works::Works;
    use crate::app::{Effect, Message, SecretChange, WorkKind};
    use crate::profile::{Profile, Provider};
    use crate::protocol::{ExchangeId, HttpRequest};
    use crate::session::Session;

    /// Work of a kind. A new kind does not compile without a line here.
    fn example(kind: WorkKind) -> Work {
        let profile = || Profile::new(Provider::Issuer("https://op.example".to_owned()), "client-1");
        let session = || Box::new(Session::new(profile(), None));
        let (name, item) = ("it".to_owned(), StoredItem::Session("it".to_owned()));
        match kind {
            WorkKind::Send => Work::Send { exchange: ExchangeId(1), request: HttpRequest::get("https://op.example") },
            WorkKind::SendAndSave => {
                let request = HttpRequest::get("https://op.example");
                Work::SendAndSave { exchange: ExchangeId(1), request, name, session: session() }
            }
            WorkKind::Pause => Work::Pause(Duration::from_secs(1)),
            WorkKind::DrawRandomness => Work::DrawRandomness,
            WorkKind::SignAssertion => Work::SignAssertion {
                method: crate::protocol::ClientAuthentication::SecretJwt,
                key: Secret::new("secret"),
                key_id: None,
                client_id: "c".to_owned(),
                audience: "https://op.example".to_owned(),
            },
            WorkKind::Listen => Work::Listen { redirect_uri: "http://localhost/".to_owned(), state: None },
            WorkKind::OpenBrowser => Work::OpenBrowser { url: "https://op.example".to_owned() },
            WorkKind::Copy => Work::Copy { what: name, text: Secret::new("text") },
            WorkKind::Page => Work::Page(Secret::new("text")),
            WorkKind::EditText => Work::EditText(Secret::new("text")),
            WorkKind::StartDemo => Work::StartDemo { scenario: "clean" },
            WorkKind::KeepDemo => Work::KeepDemo(1),
            WorkKind::RestoreDemo => Work::RestoreDemo(1),
            WorkKind::TurnDemoClock => Work::TurnDemoClock(360),
            WorkKind::SaveScore => Work::SaveScore { lesson: name, score: crate::lessons::Score::default() },
            WorkKind::KeepTheme => Work::KeepTheme(name),
            WorkKind::KeepPanes => Work::KeepPanes(Default::default()),
            WorkKind::ReadStoredItems => Work::ReadStoredItems,
            WorkKind::FetchSecret => Work::FetchSecret(Box::new(profile())),
            WorkKind::OpenSession => Work::OpenSession(name),
            WorkKind::FindKeys => Work::FindKeys { issuer: name, kid: None },
            WorkKind::SaveProfile => {
                Work::SaveProfile { profile: Box::new(profile()), secret: SecretChange::None, consent: None }
            }
            WorkKind::SaveSession => {
                Work::SaveSession { name, session: session(), whole: true, is_own: false, consent: None }
            }
            WorkKind::Rename => Work::Rename { item, to: name },
            WorkKind::Delete => Work::Delete(item),
            WorkKind::SaveArchive => Work::SaveArchive { path: name, session: session(), whole: false, replace: false },
        }
    }

    /// A world in which every piece of work ends the same way.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Fate {
        Answers,
        Panics,
        NeverEnds,
    }

    impl World for Fate {
        async fn perform(self: Arc<Self>, work: Work, reporter: Reporter) -> Answer {
            reporter.tell(News::BrowserStarted);
            tokio::task::yield_now().await;
            match *self {
                Self::Answers => WorkKind::from(&work).lost(false, Duration::ZERO),
                Self::Panics => panic!("as it was to"),
                Self::NeverEnds => std::future::pending().await,
            }
        }
    }

    /// When work is cancelled.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Cancelled {
        Never,
        AtOnce,
        WhileItRuns,
        Afterwards,
    }

    #[tokio::test]
    async fn all_work_gets_exactly_one_answer_of_its_own_kind() {
        use Cancelled::{Afterwards, AtOnce, Never, WhileItRuns};
        for kind in WorkKind::iter() {
            for (fate, cancelled) in [Fate::Answers, Fate::Panics, Fate::NeverEnds]
                .into_iter()
                .flat_map(|fate| [Never, AtOnce, WhileItRuns, Afterwards].map(|cancelled| (fate, cancelled)))
                .filter(|case| !matches!(case, (Fate::NeverEnds, Never | Afterwards)))
            {
                let (sender, mut messages) = mpsc::unbounded_channel();
                let mut performer = Performer::new(fate, sender);
                let effect = Works::default().start(example(kind));
                let Effect::Start { id, .. } = effect else { panic!("{effect:?}") };
                performer.perform(effect);
                let mut seen = Vec::new();
                match cancelled {
                    Never | AtOnce => {}
                    WhileItRuns => seen.extend(messages.recv().await),
                    Afterwards => {
                        seen.extend(messages.recv().await);
                        seen.extend(messages.recv().await);
                    }
                }
                if cancelled != Never {
                    performer.perform(Effect::Cancel(id));
                }
                drop(performer);
                while let Some(message) = messages.recv().await {
                    seen.push(message);
                }
                let answers: Vec<_> = seen
                    .iter()
                    .filter_map(|message| match message {
                        Message::Answered { id: of, answer } => Some((*of, format!("{:?}", AnswerKind::from(answer)))),
                        _ => None,
                    })
                    .collect();
                assert_eq!(answers, [(id, format!("{kind:?}"))], "{fate:?}, cancelled {cancelled:?}");
                assert!(matches!(seen.last(), Some(Message::Answered { .. })), "no news after the answer: {seen:?}");
            }
        }
    }

    fn outside(demo_port: u16) -> Outside {
        let http = HttpClient::new(crate::runtime::http::Limits::default(), None).unwrap();
        Outside::new(Configuration {
            http,
            demo_port,
            config_dir: PathBuf::new(),
            data_dir: PathBuf::new(),
            has_sequences: true,
        })
    }

    fn performer(demo_port: u16) -> (Performer<Outside>, UnboundedReceiver<Message>) {
        let (sender, answers) = mpsc::unbounded_channel();
        (Performer::new(outside(demo_port), sender), answers)
    }

    async fn free_port() -> u16 {
        loopback::bind(&loopback::LOCALHOST, 0).await.unwrap().port()
    }

    #[tokio::test]
    async fn a_listener_that_is_stopped_leaves_its_port_to_the_next_one_at_once() {
        let (mut performer, mut answers) = performer(0);
        let redirect_uri = format!("http://localhost:{}/callback", free_port().await);
        let mut works = Works::default();
        let mut listen = || {
            let effect = works.start(Work::Listen { redirect_uri: redirect_uri.clone(), state: None });
            let Effect::Start { id, .. } = effect else { panic!("{effect:?}") };
            (id, effect)
        };
        let listening = |id| Message::News { id, news: News::Listening(redirect_uri.clone()) };
        let (first, effect) = listen();
        performer.perform(effect);
        assert_eq!(answers.recv().await, Some(listening(first)));
        performer.perform(Effect::Cancel(first));
        let (second, effect) = listen();
        performer.perform(effect);
        let mut told = [answers.recv().await.unwrap(), answers.recv().await.unwrap()];
        told.sort_by_key(|message| matches!(message, Message::News { .. }));
        assert_eq!(told[0], Message::Answered { id: first, answer: Answer::Listen(ListenOutcome::Stopped) });
        assert_eq!(told[1], listening(second));
    }

    /// A desktop that answers when it likes: it says when it was asked for what it holds, and waits for a word.
    struct Slow {
        asked: UnboundedSender<()>,
        word: std::sync::mpsc::Receiver<()>,
    }

    impl Board for Slow {
        fn set(&mut self, _: &str) -> Result<(), BoardError> {
            Ok(())
        }

        fn get(&mut self) -> Result<String, BoardError> {
            self.asked.send(()).unwrap();
            self.word.recv().unwrap();
            Ok(String::new())
        }

        fn clear(&mut self) -> Result<(), BoardError> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn a_slow_desktop_delays_the_next_copy_but_not_the_loop() {
        let (sender, mut answers) = mpsc::unbounded_channel();
        let (asked, mut was_asked) = mpsc::unbounded_channel();
        let (word, heard) = std::sync::mpsc::channel();
        let slow = std::sync::Mutex::new(Some(Box::new(Slow { asked, word: heard }) as Box<dyn Board>));
        let open = move || slow.lock().unwrap().take().ok_or(BoardError::NotBuilt);
        let here = Surroundings { display: true, terminal: Terminal::None };
        let clipboard = Clipboard::new(here, Some(Duration::from_millis(1)), Box::new(open));
        let mut performer =
            Performer::new(Outside { clipboard: Arc::new(Mutex::new(clipboard)), ..outside(0) }, sender);
        let mut works = Works::default();
        let mut copy = |what: &str| works.start(Work::Copy { what: what.to_owned(), text: Secret::new("text") });
        let copied = |message| matches!(message, Some(Message::Answered { answer: Answer::Copy(Ok(_)), .. }));
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
    async fn at_the_end_the_desktop_is_asked_at_once_whether_it_still_holds_the_copy() {
        let (sender, mut answers) = mpsc::unbounded_channel();
        let (asked, mut was_asked) = mpsc::unbounded_channel();
        let (word, heard) = std::sync::mpsc::channel();
        let slow = std::sync::Mutex::new(Some(Box::new(Slow { asked, word: heard }) as Box<dyn Board>));
        let open = move || slow.lock().unwrap().take().ok_or(BoardError::NotBuilt);
        let here = Surroundings { display: true, terminal: Terminal::None };
        let clipboard = Clipboard::new(here, Some(Duration::from_secs(60)), Box::new(open));
        let mut performer =
            Performer::new(Outside { clipboard: Arc::new(Mutex::new(clipboard)), ..outside(0) }, sender);
        performer.world.clear_clipboard().await;
        assert!(was_asked.try_recv().is_err(), "nothing was copied");
        let text = Secret::new("text");
        performer.perform(Works::default().start(Work::Copy { what: "it".to_owned(), text }));
        assert!(answers.recv().await.is_some());
        word.send(()).unwrap();
        performer.world.clear_clipboard().await;
        assert!(was_asked.try_recv().is_ok());
    }

    #[tokio::test]
    async fn two_scenarios_in_a_row_share_one_port_and_the_last_one_stays() {
        let port = free_port().await;
        let (mut performer, mut answers) = performer(port);
        let mut works = Works::default();
        performer.perform(works.start(Work::StartDemo { scenario: "clean" }));
        performer.perform(works.start(Work::StartDemo { scenario: "code-expired" }));
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push(answers.recv().await.unwrap());
        }
        let is_answer =
            |message: &&Message| matches!(message, Message::Answered { answer: Answer::StartDemo(Ok(())), .. });
        let is_news = |message: &&Message| matches!(message, Message::News { news: News::DemoIssuer(_), .. });
        assert_eq!((seen.iter().filter(is_answer).count(), seen.iter().filter(is_news).count()), (2, 2), "{seen:?}");
        let server = performer.world.server.lock().await;
        let provider = server.as_ref().unwrap().provider().await.unwrap();
        assert_eq!(provider.lock().await.listing().scenario, Some("code-expired"));
    }
}
