//! One code for two databases: SQLite (default: one writer, many readers, write-ahead log) and PostgreSQL.

use crate::Result;
use crate::problem::Problem;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigrationTrait;
use sea_orm_migration::migrator::MigratorTrait;
use std::time::Duration;

/// How long a writer waits for another before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
const READERS: u32 = 8;

/// A pool for reading and a pool for writing. On SQLite the writing pool has one connection and the reading one is
/// opened read-only; on PostgreSQL both are the same pool and writers queue on an advisory lock.
#[derive(Debug, Clone)]
pub struct Database {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
}

impl Database {
    /// Opens the database at `url` (`sqlite:///path/file.db` or `postgres://…`), creating a SQLite file that is
    /// missing, and asserts that foreign keys are enforced.
    pub async fn open(url: &str) -> Result<Self> {
        let database =
            if url.starts_with("sqlite:") { Self::open_sqlite(url).await? } else { Self::open_postgres(url).await? };
        database.assert_foreign_keys().await?;
        Ok(database)
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        let mut writing = ConnectOptions::new(format!("{url}?mode=rwc"));
        writing.max_connections(1).min_connections(1).sqlx_logging(false).acquire_timeout(BUSY_TIMEOUT);
        writing.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>).test_before_acquire(false);
        writing.map_sqlx_sqlite_opts(|options| {
            options
                .foreign_keys(true)
                .busy_timeout(BUSY_TIMEOUT)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("cache_size", "-65536")
        });
        let writer = sea_orm::Database::connect(writing).await?;
        let mut reading = ConnectOptions::new(format!("{url}?mode=ro"));
        reading.max_connections(READERS).min_connections(1).sqlx_logging(false).acquire_timeout(BUSY_TIMEOUT);
        reading.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>).test_before_acquire(false);
        reading.map_sqlx_sqlite_opts(|options| {
            options
                .foreign_keys(true)
                .busy_timeout(BUSY_TIMEOUT)
                .pragma("query_only", "ON")
                .pragma("cache_size", "-32768")
                .pragma("mmap_size", "1073741824")
        });
        let reader = sea_orm::Database::connect(reading).await?;
        Ok(Self { reader, writer })
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let mut options = ConnectOptions::new(url.to_owned());
        options.max_connections(READERS + 4).sqlx_logging(false).acquire_timeout(BUSY_TIMEOUT);
        let pool = sea_orm::Database::connect(options).await?;
        Ok(Self { reader: pool.clone(), writer: pool })
    }

    /// The pool to read from.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Which of the two databases this is.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// Applies the migrations that are not applied yet, in the order of their names.
    pub async fn migrate(&self, migrations: fn() -> Vec<Box<dyn MigrationTrait>>) -> Result<()> {
        MIGRATIONS.scope(migrations, async { Migrator::up(&self.writer, None).await }).await?;
        Ok(())
    }

    /// Housekeeping writes that are no facts (session touches, rate limits): no audit entry, no lock.
    pub fn touch(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Refreshes the statistics of the query planner after a bulk load.
    pub async fn analyze(&self) -> Result<()> {
        self.writer.execute_unprepared("ANALYZE").await?;
        Ok(())
    }

    /// Closes the pools; on SQLite this folds the write-ahead log into the file.
    pub async fn close(self) -> Result<()> {
        self.reader.close().await?;
        self.writer.close().await?;
        Ok(())
    }

    async fn assert_foreign_keys(&self) -> Result<()> {
        if self.backend() != DbBackend::Sqlite {
            return Ok(());
        }
        for connection in [&self.reader, &self.writer] {
            let row =
                connection.query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_keys")).await?;
            let on: i32 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
            if on != 1 {
                return Err(Problem::internal("foreign keys are not enforced on a pooled SQLite connection"));
            }
        }
        Ok(())
    }
}

tokio::task_local! {
    static MIGRATIONS: fn() -> Vec<Box<dyn MigrationTrait>>;
}

/// SeaORM asks for the list through a type, ours comes from the slices: a task-local hands it over.
struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut list = MIGRATIONS.with(|migrations| migrations());
        list.sort_by(|left, right| left.name().cmp(right.name()));
        list
    }
}
