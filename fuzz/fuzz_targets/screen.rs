//! A paste and some keys: the result is drawn at every size without a panic and without a control character.
#![no_main]

use grantscope::app::{Key, KeyCode, Message, Model, update};
use grantscope::protocol::text::sanitise;
use grantscope::ui::{self, Styles};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 36)];

fuzz_target!(|bytes: &[u8]| {
    let (keys, paste) = bytes.split_at(bytes.len().min(12));
    let now = Timestamp::from_second(1_780_000_000).unwrap();
    let mut model = Model::new(now);
    update(&mut model, Message::Paste(String::from_utf8_lossy(paste).into_owned().into()), now);
    for (at, key) in keys.iter().enumerate() {
        let key = match key {
            b'\n' => Key::plain(KeyCode::Enter),
            b'\t' => Key::plain(KeyCode::Tab),
            0x1b => Key::plain(KeyCode::Esc),
            key => Key::char(char::from(*key)),
        };
        update(&mut model, Message::Key(key), now);
        let (width, height) = SIZES[at % SIZES.len()];
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut drawn = None;
        terminal.draw(|frame| drawn = Some(ui::draw(frame, &model, &Styles::default()))).unwrap();
        let cells = terminal.backend().buffer().content();
        assert!(cells.iter().all(|cell| !cell.symbol().chars().any(sanitise::is_unsafe)));
        update(&mut model, Message::Drawn(drawn.unwrap()), now);
    }
});
