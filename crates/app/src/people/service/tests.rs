//! What only the rows of a job can show.

use super::super::store;
use super::super::table::people_import;
use super::super::tests::{CARDS, NAME, RESIDENTS, collector, ended};
use super::sweep::sweep;
use super::*;
use crate::testing::on_sqlite_world;
use crate::testing::{World, on_each_world};
use axum::http::StatusCode;
use chrono::Duration;
use population::import::Report;
use population::source::{Mappings, Progress};
use sea_orm::ActiveValue::Set;
use std::path::PathBuf;

#[tokio::test]
async fn an_import_whose_process_is_gone_can_be_started_again() {
    on_each_world(async |world: World| {
        let cookie = collector(&world).await;
        let fields = [("name", NAME), ("as_of", "31/12/2024"), ("numbers_only", "yes")];
        let files = [("residents", "dan-cu.csv", RESIDENTS), ("cards", "the.csv", CARDS)];
        let sent = world.post_files("/people/import", &cookie, &fields, &files).await;
        let path = sent.headers["location"].clone();
        let id: i64 = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("its key");
        let long_ago = world.app.clock().now() - chrono::Duration::minutes(5);
        let row = people_import::ActiveModel {
            id: Set(id),
            state: Set(Standing::Running.key().to_owned()),
            beat_at: Set(Some(long_ago)),
            ..Default::default()
        };
        store::update_import(world.app.database().touch(), row).await.expect("it is written");
        let page = world.get(&path, &cookie).await;
        assert!(page.body.contains("bị ngắt, có thể chạy lại"), "{}", page.body);
        let again = world.post(&format!("{path}/again"), &cookie, &[]).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
        let page = ended(&world, &path, &cookie).await;
        assert!(page.body.contains("Xem bao phủ"), "{}", page.body);
        let snapshot = find(&world.app, NAME, None).await.expect("it is there");
        assert!(snapshot.manifest().people.is_none(), "numbers only");
    })
    .await;
}

/// Sends two lists of residents and cards; the key of the import.
async fn send(world: &World, cookie: &str, residents: &str) -> i64 {
    let fields = [("name", NAME), ("as_of", "31/12/2024")];
    let files = [("residents", "dan-cu.csv", residents), ("cards", "the.csv", CARDS)];
    let sent = world.post_files("/people/import", cookie, &fields, &files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    sent.headers["location"].rsplit('/').next().and_then(|id| id.parse().ok()).expect("its key")
}

/// Starts an import with the columns as they were found, and waits for its end.
async fn start_and_wait(world: &World, cookie: &str, id: i64) -> String {
    let actor = world.operator();
    let row = store::import(world.app.reader(), id).await.expect("the job");
    let columns = list_columns(&world.app, &row).await.expect("its columns");
    let choice = |list: population::source::List, field| {
        let list = columns.iter().find(|columns| columns.list == list).expect("both lists");
        list.proposed(field).to_owned()
    };
    start(&world.app, &actor, id, false, Some(&choice)).await.expect("it starts");
    ended(world, &format!("/people/import/{id}"), cookie).await.body
}

fn files_in(folder: &std::path::Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

/// Whether any file of uploads says something about somebody on the lists.
fn is_in_clear(world: &World) -> bool {
    let tells = |path: &PathBuf| {
        let bytes = std::fs::read(path).expect("read");
        let has = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        has("8300000003") || has("Cường") || has("99999")
    };
    files_in(&uploads(&world.app)).iter().any(tells)
}

#[tokio::test]
async fn lists_that_wait_and_rows_that_came_back_are_sealed() {
    on_sqlite_world(async |world: World| {
        let cookie = collector(&world).await;
        let id = send(&world, &cookie, &RESIDENTS.replace("20/10/1990,29008", "20/10/1990,99999")).await;
        let folder = uploads(&world.app).join(store::import(world.app.reader(), id).await.expect("the job").folder);
        assert!(!files_in(&folder).is_empty() && !is_in_clear(&world), "while the columns are confirmed");
        let page = start_and_wait(&world, &cookie, id).await;
        assert!(page.contains("có dòng sai, chưa đưa vào"), "{page}");
        assert!(!is_in_clear(&world), "while the rows wait to be mended");
        let names: Vec<String> = files_in(&folder)
            .iter()
            .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
            .collect();
        assert!(names.contains(&format!("{NAME}-dan-cu-tra-lai.csv.sealed")), "{names:?}");
        let returned = format!("/people/import/{id}/returned/0");
        let viewer = world.login("xem", "viewer", None).await;
        assert_eq!(world.get(&returned, &viewer).await.status, StatusCode::FORBIDDEN);
        assert!(world.get(&returned, &cookie).await.body.contains("99999"));
        let (entries, _) = platform::audit::list(world.app.reader(), 0, 100).await.expect("the trail");
        let taken: Vec<&str> = entries
            .iter()
            .filter(|entry| entry.verb == "people.returned_rows")
            .map(|entry| entry.actor.as_str())
            .collect();
        assert_eq!(taken, ["thu.bhxh"]);
        cancel(&world.app, &world.operator(), id).await.expect("given up");
        assert!(!folder.exists());
    })
    .await;
}

#[tokio::test]
async fn files_that_nobody_comes_back_to_are_removed_after_their_time() {
    on_each_world(async |world: World| {
        let cookie = collector(&world).await;
        let [waiting, refused] = [send(&world, &cookie, RESIDENTS).await, send(&world, &cookie, RESIDENTS).await];
        let now = world.app.clock().now();
        let folder =
            async |id: i64| uploads(&world.app).join(store::import(world.app.reader(), id).await.expect("it").folder);
        let touched = async |id: i64, state: Standing, days: i64| {
            let row = people_import::ActiveModel {
                id: Set(id),
                state: Set(state.key().to_owned()),
                ended_at: Set(Some(now - Duration::days(days))),
                ..Default::default()
            };
            store::update_import(world.app.database().touch(), row).await.expect("written");
        };
        // A process that was killed while it read leaves lists in clear; a form that broke off belongs to no import.
        let killed = folder(waiting).await.join("clear-1");
        std::fs::create_dir(&killed).expect("made");
        std::fs::write(killed.join("dan-cu.csv"), RESIDENTS).expect("written");
        let loose = uploads(&world.app).join("loose.xlsx");
        std::fs::write(&loose, RESIDENTS).expect("written");
        let long_ago = std::time::SystemTime::from(now - Duration::hours(2));
        std::fs::File::options().write(true).open(&loose).and_then(|file| file.set_modified(long_ago)).expect("old");
        touched(refused, Standing::Refused, 6).await;
        sweep(&world.app).await.expect("swept");
        assert!(!is_in_clear(&world) && !loose.exists());
        assert!(folder(waiting).await.is_dir() && folder(refused).await.is_dir(), "their time has not come");
        touched(refused, Standing::Refused, 7).await;
        sweep(&world.app).await.expect("swept");
        assert!(folder(waiting).await.is_dir() && !folder(refused).await.exists());
        let page = world.get(&format!("/people/import/{refused}"), &cookie).await;
        assert!(page.body.contains("đã bỏ"), "{}", page.body);
        let (entries, _) = platform::audit::list(world.app.reader(), 0, 1).await.expect("the trail");
        assert!(entries[0].details.contains("files_removed_after_days"), "{}", entries[0].details);
    })
    .await;
}

/// A snapshot as it stands when its process is killed before the audit entry is written.
async fn killed_before_the_entry(world: &World, job: Option<i64>) -> Report {
    let app = world.app.clone();
    on_a_thread(move || {
        let folder = tempfile::tempdir()?;
        let [residents, cards] = [("dan-cu.csv", RESIDENTS), ("the.csv", CARDS)].map(|(name, text)| {
            std::fs::write(folder.path().join(name), text).expect("written");
            folder.path().join(name)
        });
        let lists = Lists {
            name: NAME,
            residents: &residents,
            cards: &cards,
            mappings: Mappings::default(),
            as_of: None,
            accept_valid: false,
            numbers_only: false,
            rejects: folder.path(),
            memory: 1 << 24,
            asked_by: "thu.bhxh",
            job,
            unit: None,
        };
        import_lists(&app, lists, &Progress::new(), &|_| ())
    })
    .await
    .expect("imported")
}

async fn entries_of_snapshots(world: &World) -> Vec<(String, String)> {
    let (entries, _) = platform::audit::list(world.app.reader(), 0, 100).await.expect("the trail");
    let of_snapshots = entries.into_iter().filter(|entry| entry.details.contains("people_snapshot"));
    of_snapshots.map(|entry| (entry.actor, entry.reason.unwrap_or_default())).collect()
}

#[tokio::test]
async fn an_import_killed_between_its_snapshot_and_its_entry_is_entered_at_the_next_start() {
    on_each_world(async |world: World| {
        let cookie = collector(&world).await;
        let id = send(&world, &cookie, RESIDENTS).await;
        let running = people_import::ActiveModel {
            id: Set(id),
            state: Set(Standing::Running.key().to_owned()),
            beat_at: Set(Some(world.app.clock().now() - Duration::hours(1))),
            ..Default::default()
        };
        store::update_import(world.app.database().touch(), running).await.expect("written");
        let report = killed_before_the_entry(&world, Some(id)).await;
        assert_eq!(enter_left_over(&world.app).await.expect("looked"), 0, "as long as the process lives it is its own");
        drop(report);
        // The killed process had written the refused rows of the cards, in clear.
        let folder = uploads(&world.app).join(store::import(world.app.reader(), id).await.expect("the job").folder);
        std::fs::create_dir(folder.join("clear-1")).expect("made");
        std::fs::write(folder.join(format!("clear-1/{NAME}-the-tra-lai.csv")), "8300000003,31/02/2024")
            .expect("written");
        assert!(entries_of_snapshots(&world).await.is_empty());
        assert_eq!(enter_left_over(&world.app).await.expect("entered"), 1);
        let entries = entries_of_snapshots(&world).await;
        assert_eq!((entries.len(), entries[0].0.as_str()), (1, "thu.bhxh"));
        assert!(entries[0].1.starts_with("Ghi bù"), "{entries:?}");
        let page = world.get(&format!("/people/import/{id}"), &cookie).await;
        assert!(page.body.contains("Xem bao phủ") && page.body.contains("5 dòng"), "{}", page.body);
        let returned = world.get(&format!("/people/import/{id}/returned/0"), &cookie).await;
        assert_eq!(returned.body, "8300000003,31/02/2024");
        let left = files_in(&folder).len();
        assert!(left == 2 && !is_in_clear(&world), "the key and the sealed rows; its lists are not needed any more");
        assert_eq!(enter_left_over(&world.app).await.expect("looked"), 0);
    })
    .await;
}

#[tokio::test]
async fn an_import_killed_after_its_entry_is_not_entered_twice() {
    on_sqlite_world(async |world: World| {
        let report = killed_before_the_entry(&world, None).await;
        let manifest = report.snapshot().expect("published").manifest().clone();
        let actor = world.operator();
        let mut change = world.app.begin(&actor, super::super::IMPORT.0, None).await.expect("it begins");
        let body = super::lists::entry_of(&manifest);
        change.record("people_snapshot", i64::from(manifest.version), body).expect("recorded");
        change.commit().await.expect("committed");
        drop(report);
        assert_eq!(enter_left_over(&world.app).await.expect("looked"), 1);
        assert_eq!(entries_of_snapshots(&world).await.len(), 1);
        assert_eq!(enter_left_over(&world.app).await.expect("looked"), 0);
    })
    .await;
}
