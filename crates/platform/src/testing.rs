//! Databases for tests: a fresh SQLite file always, a fresh PostgreSQL database when `TEST_POSTGRES_URL` names a server.

use crate::Database;
use sea_orm::{ConnectOptions, ConnectionTrait};
use sea_orm_migration::MigrationTrait;
use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

/// Runs `test` on each database there is, each time on an empty, migrated one.
///
/// # Panics
/// When a database cannot be made: a test without its database proves nothing.
pub async fn on_each_database<F: Future<Output = ()>>(
    migrations: fn() -> Vec<Box<dyn MigrationTrait>>,
    test: impl Fn(Database) -> F,
) {
    on_sqlite(migrations, &test).await;
    on_postgres(migrations, &test).await;
}

/// Runs `test` on an empty, migrated SQLite file.
///
/// # Panics
/// When it cannot be made.
pub async fn on_sqlite<F: Future<Output = ()>>(
    migrations: fn() -> Vec<Box<dyn MigrationTrait>>,
    test: impl FnOnce(Database) -> F,
) {
    let folder = std::env::temp_dir().join(format!("chungsuc-test-{}-{}", std::process::id(), next()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    let url = format!("sqlite://{}", folder.join("test.db").display());
    let database = Database::open(&url).await.expect("SQLite opens");
    database.migrate(migrations).await.expect("the migrations apply to SQLite");
    test(database).await;
    std::fs::remove_dir_all(&folder).expect("the temporary folder can be removed");
}

/// Runs `test` on an empty, migrated PostgreSQL database; without a server nothing happens and the answer is `false`.
///
/// # Panics
/// When it cannot be made.
pub async fn on_postgres<F: Future<Output = ()>>(
    migrations: fn() -> Vec<Box<dyn MigrationTrait>>,
    test: impl FnOnce(Database) -> F,
) -> bool {
    let Some(server) = postgres_server() else { return false };
    let name = format!("chungsuc_test_{}_{}", std::process::id(), next());
    on_server(&server, &format!("CREATE DATABASE {name}")).await;
    let database = Database::open(&with_database(&server, &name)).await.expect("PostgreSQL opens");
    database.migrate(migrations).await.expect("the migrations apply to PostgreSQL");
    test(database.clone()).await;
    database.close().await.expect("the pool closes");
    on_server(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    true
}

/// The PostgreSQL server of this run, if any.
pub fn postgres_server() -> Option<String> {
    std::env::var("TEST_POSTGRES_URL").ok()
}

/// The URL of another database on the same server.
pub fn with_database(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').unwrap_or((server, ""));
    let (host, _) = address.rsplit_once('/').expect("a URL with a database name");
    format!("{host}/{name}?{options}")
}

/// Runs one statement on the server itself.
///
/// # Panics
/// When the server does not answer.
pub async fn on_server(server: &str, sql: &str) {
    let mut options = ConnectOptions::new(server.to_owned());
    options.max_connections(1).sqlx_logging(false);
    let connection = sea_orm::Database::connect(options).await.expect("the PostgreSQL server answers");
    connection.execute_unprepared(sql).await.expect("the statement runs");
    connection.close().await.expect("the connection closes");
}

fn next() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Runs one statement past every rule, as somebody with the file in hand could.
///
/// # Panics
/// When the statement fails.
pub async fn run(database: &Database, sql: &str) {
    database.touch().execute_unprepared(sql).await.expect("the statement runs");
}
