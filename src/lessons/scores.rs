//! The best score of each lesson, as kept between runs: a JSON object by the lessons' names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::run::Score;

/// The best score of each lesson that was played to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scores(BTreeMap<String, Score>);

impl Scores {
    /// Reads the document.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The document.
    pub fn write(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The score of a lesson.
    pub fn get(&self, lesson: &str) -> Option<Score> {
        self.0.get(lesson).copied()
    }

    /// Keeps a score if it is the best one of its lesson.
    pub fn keep(&mut self, lesson: &str, score: Score) {
        let is_better = self.get(lesson).is_none_or(|best| score.is_better_than(best));
        if is_better {
            self.0.insert(lesson.to_owned(), score);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_score_is_kept_and_read_back() {
        let score = |right, hints| Score { right, hints, answered: 3, questions: 3, ..Score::default() };
        let mut scores = Scores::default();
        for next in [score(1, 0), score(2, 1), score(2, 0), score(1, 0)] {
            scores.keep("redirect", next);
        }
        assert_eq!(scores.get("redirect"), Some(score(2, 0)));
        assert_eq!(Scores::read(&scores.write()).ok(), Some(scores));
        assert!(Scores::read("[]").is_err());
    }
}
