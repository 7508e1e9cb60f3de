//! Mouse capture and masking.

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
        Masking::Revealed => Masking::Masked,
        Masking::Recording => {
            model.warn(
                model.words("screen-recording mode is on: all secrets stay masked ({recording-safe} turns it off)"),
            );
            Masking::Recording
        }
    };
}

/// Turns presenter mode on or off.
pub fn present(model: &mut Model) {
    let is_on = model.presenter.is_none();
    model.present(is_on);
    model.say(match is_on {
        true => "presenter mode is on: secrets stay masked, each key is shown and sends one message",
        false => "presenter mode is off",
    });
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
