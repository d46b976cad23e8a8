//! What was worked out from the database, kept until the next change: the same rows give the same answer.

use crate::{Result, audit};
use sea_orm::ConnectionTrait;
use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Above so many answers those that nobody asked for since the last time are forgotten.
const MOST: usize = 256;

/// Answers by key, all worked out after the same change.
#[derive(Default)]
pub struct Memo(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    change: i64,
    /// Asked for since answers were last forgotten.
    recent: Answers,
    /// Not asked for since.
    older: Answers,
}

type Answers = HashMap<String, Arc<dyn Any + Send + Sync>>;

impl Kept {
    fn find(&mut self, key: &str) -> Option<Arc<dyn Any + Send + Sync>> {
        if let Some(answer) = self.recent.get(key) {
            return Some(answer.clone());
        }
        let (key, answer) = self.older.remove_entry(key)?;
        self.keep(key, answer.clone());
        Some(answer)
    }

    fn keep(&mut self, key: String, answer: Arc<dyn Any + Send + Sync>) {
        if self.recent.len() >= MOST {
            self.older = std::mem::take(&mut self.recent);
        }
        self.recent.insert(key, answer);
    }
}

impl Memo {
    /// The answer kept under `key`, or the one that `work` finds now. It must depend on nothing but what changes write
    /// and what is read once at start; `key` names the question with everything that was asked.
    pub async fn answer<T: Any + Send + Sync>(
        &self,
        connection: &impl ConnectionTrait,
        key: String,
        work: impl Future<Output = Result<T>>,
    ) -> Result<Arc<T>> {
        // Read before the work: an answer that saw a later change is forgotten with the earlier one.
        let change = audit::last(connection).await?;
        let known = self.kept(change).find(&key);
        if let Some(answer) = known.and_then(|answer| answer.downcast().ok()) {
            return Ok(answer);
        }
        let answer = Arc::new(work.await?);
        let mut kept = self.kept(change);
        if kept.change == change {
            kept.keep(key, answer.clone());
        }
        Ok(answer)
    }

    fn kept(&self, change: i64) -> std::sync::MutexGuard<'_, Kept> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.change < change {
            *kept = Kept { change, ..Kept::default() };
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FixedClock;
    use crate::testing::on_each_database;
    use crate::{Actor, Change};

    fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
        crate::migrations().into_iter().map(|migration| Box::new(migration) as _).collect()
    }

    #[test]
    fn what_is_asked_for_again_outlives_what_is_not() {
        let mut kept = Kept::default();
        for question in 0..=2 * MOST {
            kept.keep(question.to_string(), Arc::new(question));
            assert!(kept.find("0").is_some(), "asked for after {question}");
        }
        assert!(kept.find("1").is_none());
        assert!(kept.recent.len() + kept.older.len() <= 2 * MOST);
    }

    #[tokio::test]
    async fn an_answer_is_worked_out_once_a_change() {
        on_each_database(migrations, |database| async move {
            let memo = Memo::default();
            let ask = async |found: i64| {
                let work = async move { Ok(found) };
                *memo.answer(database.reader(), "how many".to_owned(), work).await.expect("an answer")
            };
            assert_eq!((ask(1).await, ask(2).await), (1, 1));
            let clock = FixedClock(chrono::DateTime::UNIX_EPOCH);
            let change = Change::begin(&database, &clock, &Actor::visitor(), "test", None).await.expect("a change");
            change.commit().await.expect("it is committed");
            assert_eq!((ask(3).await, ask(4).await), (3, 3));
        })
        .await;
    }
}
