//! Many rows into one table.
//!
//! Nearly all of the time of a large insert goes into placeholders: one for each value of each row has to be written into
//! the statement, parsed by the database and bound. In a sheet of a hundred thousand figures most columns say the same in
//! every row (the source, the change, who entered it), so those are bound once a statement, and the text of the
//! statement is made once for all.

use crate::Result;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, IdenStatic, Iterable, ModelTrait, Statement, Value};

/// Rows of one statement: more of them make the statement dearer to prepare than its calls save.
const ROWS: usize = 200;

/// Inserts `rows` as they are, keys included, inside the caller's transaction.
pub async fn insert<E: EntityTrait, C: ConnectionTrait>(connection: &C, rows: &[E::Model]) -> Result<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let backend = connection.get_database_backend();
    let columns: Vec<E::Column> = E::Column::iter().collect();
    let shared_by_all = |column: &E::Column| {
        let value = first.get(*column);
        rows.iter().all(|row| row.get(*column) == value)
    };
    let mut same: Vec<bool> = columns.iter().map(shared_by_all).collect();
    // A list of values has to have a column.
    same[0] = false;
    let varying: Vec<E::Column> = pick(&columns, &same, false);
    let shared: Vec<Value> = pick(&columns, &same, true).into_iter().map(|column| first.get(column)).collect();
    let mut shape = Shape {
        table: E::default().table_name(),
        columns: &columns,
        same: &same,
        backend,
        rows: 0,
        sql: String::new(),
    };
    let mut make = |chunk: &[E::Model]| {
        let mut values = Vec::with_capacity(shared.len() + chunk.len() * varying.len());
        values.extend(shared.iter().cloned());
        values.extend(chunk.iter().flat_map(|row| varying.iter().map(|column| row.get(*column))));
        Statement::from_sql_and_values(backend, shape.sql(chunk.len()), values)
    };
    let mut chunks = rows.chunks(ROWS);
    let mut next = chunks.next().map(&mut make);
    while let Some(statement) = next {
        // The next statement is made while the database works at this one.
        let (done, made) = tokio::join!(connection.execute_raw(statement), async { chunks.next().map(&mut make) });
        done?;
        next = made;
    }
    Ok(())
}

fn pick<T: Copy>(all: &[T], same: &[bool], wanted: bool) -> Vec<T> {
    all.iter().zip(same).filter(|(_, same)| **same == wanted).map(|(item, _)| *item).collect()
}

/// The statement for a number of rows, kept for the next chunk of as many.
struct Shape<'a, Column> {
    table: &'a str,
    columns: &'a [Column],
    /// Of each column, whether all rows say the same in it.
    same: &'a [bool],
    backend: DbBackend,
    rows: usize,
    sql: String,
}

impl<Column: IdenStatic> Shape<'_, Column> {
    fn sql(&mut self, rows: usize) -> &str {
        if self.rows != rows {
            self.sql = self.write(rows);
            self.rows = rows;
        }
        &self.sql
    }

    fn write(&self, rows: usize) -> String {
        // Numbered marks would make the driver look for each name among all of them; SQLite counts plain ones in the order
        // of the text, in which the shared values come first.
        let numbered = self.backend == DbBackend::Postgres;
        let mark = |number: usize| if numbered { format!("${number}") } else { "?".to_owned() };
        let shared = self.same.iter().filter(|same| **same).count();
        let varying = self.columns.len() - shared;
        let names: Vec<String> = self.columns.iter().map(|column| format!("\"{}\"", column.as_str())).collect();
        let (mut bound, mut listed) = (0, 0);
        let selected: Vec<String> = self
            .same
            .iter()
            .map(|same| {
                let counter = if *same { &mut bound } else { &mut listed };
                *counter += 1;
                if *same { mark(*counter) } else { format!("\"column{counter}\"") }
            })
            .collect();
        let row = |row: usize| {
            let places = (1..=varying).map(|place| mark(shared + row * varying + place));
            format!("({})", places.collect::<Vec<_>>().join(","))
        };
        let lists: Vec<String> = (0..rows).map(row).collect();
        format!(
            "INSERT INTO \"{}\" ({}) SELECT {} FROM (VALUES {}) AS \"given\"",
            self.table,
            names.join(","),
            selected.join(","),
            lists.join(",")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::insert;
    use crate::clock::FixedClock;
    use crate::revision::table::{Entity, Model};
    use crate::testing::on_each_database;
    use crate::{Actor, Change};
    use sea_orm::{EntityTrait, QueryOrder};

    fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
        crate::migrations().into_iter().map(|migration| Box::new(migration) as _).collect()
    }

    fn row(id: i64, change_id: i64) -> Model {
        Model {
            id,
            kind: "movement".to_owned(),
            key: format!("phong-trào-{id}"),
            revision: 1,
            digest: String::new(),
            body: "{}".to_owned(),
            origin: if id % 3 == 0 { "user" } else { "pack" }.to_owned(),
            unit_id: (id % 7 == 0).then_some(id),
            change_id,
        }
    }

    #[tokio::test]
    async fn rows_are_read_back_as_they_were_given_whatever_their_number() {
        on_each_database(migrations, |database| async move {
            let clock = FixedClock(chrono::DateTime::UNIX_EPOCH);
            let change = Change::begin(&database, &clock, &Actor::visitor(), "test", None).await.expect("a change");
            let rows: Vec<Model> = (1..=450).map(|id| row(id, change.id())).collect();
            let (alone, others) = rows.split_first().expect("there are rows");
            insert::<Entity, _>(change.connection(), &[]).await.expect("nothing is inserted");
            insert::<Entity, _>(change.connection(), std::slice::from_ref(alone)).await.expect("one row is inserted");
            insert::<Entity, _>(change.connection(), others).await.expect("the others are inserted");
            let found = Entity::find().order_by_asc(crate::revision::table::Column::Id).all(change.connection()).await;
            assert_eq!(found.expect("they are read"), rows);
            change.commit().await.expect("it is committed");
        })
        .await;
    }
}
