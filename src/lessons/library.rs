//! The lessons that the program brings, in the order in which to take them.

use std::sync::LazyLock;

use super::file;
use super::lesson::Lesson;

macro_rules! texts {
    ($($name:literal,)+) => {
        /// The names and texts of the lessons.
        pub(super) const TEXTS: &[(&str, &str)] = &[$(($name, include_str!(concat!("library/", $name, ".toml")))),+];
    };
}

texts! {
    "redirect",
    "authorization-url",
    "code-and-state",
    "code-twice",
    "foreign-callback",
    "stolen-code",
    "id-or-access",
    "api-401-403",
    "old-refresh-token",
    "two-audiences",
    "tampered-token",
    "machine-client",
    "discovery-from-401",
    "sign-out",
    "find-the-fault",
}

/// Every lesson, in order.
pub fn all() -> &'static [Lesson] {
    static ALL: LazyLock<Vec<Lesson>> = LazyLock::new(|| {
        // The names of their actions are tested: here, they need not be known.
        TEXTS.iter().filter_map(|(name, text)| file::read(name, text, &|_| true).ok()).collect()
    });
    &ALL
}

/// The lesson called `name`.
pub fn find(name: &str) -> Option<&'static Lesson> {
    all().iter().find(|lesson| lesson.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lesson_is_read_without_a_problem() {
        for (name, text) in TEXTS {
            assert!(
                file::read(name, text, &|_| true).is_ok(),
                "{name}: {:#?}",
                file::read(name, text, &|_| true).err()
            );
        }
    }
}
