//! One code for two databases: SQLite (default: one writer, many readers, write-ahead log) and PostgreSQL.

use crate::Result;
use crate::problem::Problem;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, IsolationLevel, SqliteTransactionMode,
    Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigrationTrait;
use sea_orm_migration::migrator::MigratorTrait;
use std::time::Duration;

/// How long a writer waits for another before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
const READERS: u32 = 8;
/// Key of the advisory lock that queues writers on PostgreSQL.
const WRITE_LOCK: i64 = 0x6368_756e_6773_7563;

/// A transaction, for code that passes one on without speaking to the database itself.
pub type Transaction = sea_orm::DatabaseTransaction;

/// What the database says about its own soundness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Integrity {
    /// Rows that point to nothing: a sentence each, in Vietnamese.
    pub dangling: Vec<String>,
    /// What else is wrong with the file or the constraints: a sentence each, in Vietnamese.
    pub damage: Vec<String>,
}

/// The pool that pages read from.
pub type Reader = DatabaseConnection;

/// The list of all migrations, in the order of their names.
pub type Migrations = Vec<Box<dyn MigrationTrait>>;

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

    /// Which of the two databases this is.
    pub fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }

    /// Applies the migrations that are not applied yet, in the order of their names.
    pub async fn migrate(&self, migrations: fn() -> Vec<Box<dyn MigrationTrait>>) -> Result<()> {
        MIGRATIONS.scope(migrations, async { Migrator::up(&self.writer, None).await }).await?;
        Ok(())
    }

    /// Begins the one writing transaction there may be at a time; others wait.
    #[expect(clippy::disallowed_methods, reason = "every writing transaction begins here, immediate and queued")]
    pub(crate) async fn begin_writing(&self) -> Result<Transaction> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.writer.begin_with_options(options).await?;
        if self.backend() == DbBackend::Postgres {
            transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({WRITE_LOCK})")).await?;
        }
        Ok(transaction)
    }

    /// The whole database as it is at this moment, for reading while writers go on.
    #[expect(clippy::disallowed_methods, reason = "a transaction that only reads has no audit entry")]
    pub async fn snapshot(&self) -> Result<Transaction> {
        let options = match self.backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
                ..TransactionOptions::default()
            },
        };
        let transaction = self.reader.begin_with_options(options).await?;
        // Both databases fix the moment at the first read, not at BEGIN.
        transaction.query_one_raw(Statement::from_string(self.backend(), "SELECT max(id) FROM \"change\"")).await?;
        Ok(transaction)
    }

    /// Fills an empty database from a backup: one writing transaction without an audit entry of its own, because the
    /// entries come with the rows. Nothing else may use it; everything else is a [`crate::Change`].
    pub async fn refill(&self) -> Result<Transaction> {
        self.begin_writing().await
    }

    /// Names of the applied migrations, sorted.
    pub async fn applied_migrations(&self) -> Result<Vec<String>> {
        self.names("SELECT version FROM seaql_migrations").await
    }

    /// Names of all tables but the one that lists migrations, sorted.
    pub async fn table_names(&self) -> Result<Vec<String>> {
        let mut names = match self.backend() {
            DbBackend::Postgres => {
                self.names("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").await?
            }
            _ => self.names("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").await?,
        };
        names.retain(|name| name != "seaql_migrations");
        Ok(names)
    }

    async fn names(&self, sql: &str) -> Result<Vec<String>> {
        let rows = self.reader.query_all_raw(Statement::from_string(self.backend(), sql)).await?;
        let mut names: Vec<String> =
            rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?;
        names.sort();
        Ok(names)
    }

    /// Checks every foreign key, and on SQLite the file itself. PostgreSQL enforces its constraints at every write; what
    /// can be wrong there is a constraint that was added without being checked.
    pub async fn integrity(&self) -> Result<Integrity> {
        let mut found = Integrity { dangling: Vec::new(), damage: Vec::new() };
        if self.backend() == DbBackend::Postgres {
            let sql = "SELECT conrelid::regclass::text || '.' || conname FROM pg_constraint WHERE NOT convalidated";
            let names = self.names(sql).await?;
            found.damage = names.iter().map(|name| format!("Ràng buộc {name} chưa được kiểm tra.")).collect();
            return Ok(found);
        }
        let rows =
            self.reader.query_all_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check")).await?;
        for row in rows {
            let (table, target): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
            let id: Option<i64> = row.try_get_by_index(1)?;
            let id = id.map_or_else(String::new, |id| format!(" {id}"));
            found.dangling.push(format!("Dòng{id} của bảng {table} trỏ tới một dòng không có trong bảng {target}."));
        }
        let lines = self.names("PRAGMA quick_check(20)").await?;
        found.damage = lines.into_iter().filter(|line| line != "ok").map(|line| format!("Tệp hỏng: {line}")).collect();
        Ok(found)
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
