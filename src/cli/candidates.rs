//! What a shell offers for an argument: the names that there are. Asked for while a person types, so that nothing is
//! opened or sent.

use std::path::PathBuf;

use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use super::global::Global;
use crate::demo::scenarios;
use crate::lessons;
use crate::profile::file;
use crate::runtime::profiles::Profiles;
use crate::runtime::sessions::Sessions;
use crate::session::saved;

/// The names of the saved profiles.
pub fn profiles() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let file = global().config_dir().ok().and_then(|directory| Profiles::of(&directory).load().ok());
        let profiles = file.iter().flat_map(|file| file.profiles());
        // A name that the program would not take is no offer, and may hold characters for the terminal.
        let names = profiles.filter_map(|profile| profile.name.as_ref());
        let names = names.filter(|name| file::name_problem(name).is_none());
        names.map(CompletionCandidate::new).collect()
    })
}

/// The names of the saved sessions.
pub fn sessions() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let names = global().data_dir().ok().and_then(|directory| Sessions::of(&directory).names().ok());
        let names = names.unwrap_or_default().into_iter().filter(|name| saved::name_problem(name).is_none());
        names.map(CompletionCandidate::new).collect()
    })
}

/// The scenarios of the embedded provider, each with its title.
pub fn scenarios() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let offer =
            |scenario: &scenarios::Scenario| CompletionCandidate::new(scenario.id).help(Some(scenario.title.into()));
        scenarios::every().map(offer).collect()
    })
}

/// The lessons, each with its title.
pub fn lessons() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let offer =
            |lesson: &lessons::Lesson| CompletionCandidate::new(&lesson.name).help(Some(lesson.title.clone().into()));
        lessons::all().iter().map(offer).collect()
    })
}

/// The directories of the environment: an argument before the cursor is not known here.
fn global() -> Global {
    let directory = |name: &str| std::env::var_os(name).map(PathBuf::from);
    Global {
        config_dir: directory("GRANTSCOPE_CONFIG_DIR"),
        data_dir: directory("GRANTSCOPE_DATA_DIR"),
        ..Global::default()
    }
}
