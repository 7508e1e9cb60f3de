//! Mouse capture and masking.

use jiff::SignedDuration;

use crate::app::model::message::Effect;
use crate::app::model::{Masking, Model};

/// Turns mouse capture on or off.
pub fn toggle_mouse(model: &mut Model) -> Vec<Effect> {
    model.mouse = !model.mouse;
    model.say(if model.mouse {
        "mouse capture is on: click and scroll in grantscope"
    } else {
        "mouse capture is off: select text in the terminal"
    });
    vec![Effect::CaptureMouse(model.mouse)]
}

/// Reveals or masks secrets.
pub fn reveal(model: &mut Model) {
    model.masking = match model.masking {
        Masking::Masked => Masking::Revealed,
        Masking::Revealed | Masking::RevealedUntil(_) => Masking::Masked,
        Masking::Recording => {
            model.warn(model.words(STAYS_MASKED));
            Masking::Recording
        }
    };
}

/// Turns presenter mode on or off.
pub fn present(model: &mut Model) {
    let is_on = model.presenter.is_none();
    model.present(is_on);
    model.say(if is_on { "presenter mode on: secrets masked, keys shown" } else { "presenter mode off" });
}

/// Why secrets are not revealed.
const STAYS_MASKED: &str = "screen-recording mode is on: all secrets stay masked ({recording-safe} turns it off)";

/// How long secrets are revealed by the key for a short time.
const BRIEFLY: SignedDuration = SignedDuration::from_secs(10);

/// Reveals secrets for ten seconds.
pub fn reveal_briefly(model: &mut Model) {
    match model.masking {
        Masking::Recording => model.warn(model.words(STAYS_MASKED)),
        _ => model.masking = Masking::RevealedUntil(model.now.saturating_add(BRIEFLY).unwrap_or(model.now)),
    }
}

/// Masks what was revealed for a short time.
pub fn mask_again(model: &mut Model) {
    if matches!(model.masking, Masking::RevealedUntil(end) if model.now >= end) {
        model.masking = Masking::Masked;
    }
}

/// Turns recording mode on or off.
pub fn recording_safe(model: &mut Model) {
    model.masking = match model.masking {
        Masking::Recording => Masking::Masked,
        _ => Masking::Recording,
    };
    let on = model.masking == Masking::Recording;
    model.say(if on { "screen-recording mode is on: all secrets stay masked" } else { "screen-recording mode is off" });
}
