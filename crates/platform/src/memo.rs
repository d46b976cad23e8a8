//! What was worked out from the database, kept until the next change: the same rows give the same answer.

use crate::{Result, audit};
use sea_orm::ConnectionTrait;
use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Above so many answers all are forgotten.
const MOST: usize = 64;

/// Answers by key, all worked out after the same change.
#[derive(Default)]
pub struct Memo(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    change: i64,
    answers: HashMap<String, Arc<dyn Any + Send + Sync>>,
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
        let known = self.kept(change).answers.get(&key).cloned();
        if let Some(answer) = known.and_then(|answer| answer.downcast().ok()) {
            return Ok(answer);
        }
        let answer = Arc::new(work.await?);
        let mut kept = self.kept(change);
        if kept.change == change {
            if kept.answers.len() >= MOST {
                kept.answers.clear();
            }
            kept.answers.insert(key, answer.clone());
        }
        Ok(answer)
    }

    fn kept(&self, change: i64) -> std::sync::MutexGuard<'_, Kept> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.change < change {
            *kept = Kept { change, answers: HashMap::new() };
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
