//! Versions that appear, vanish and outlive the program's end.

use super::*;
use crate::testing::day;

fn manifest() -> Manifest {
    let list =
        SourceFile { name: "a.csv".to_owned(), sha256: String::new(), bytes: 0, rows: 0, refused: 0, made_up: false };
    Manifest {
        format: 0,
        name: String::new(),
        version: 0,
        made_at: "2024-12-31T08:00:00+07:00".to_owned(),
        made_by: "chungsuc 0.1.0".to_owned(),
        as_of: day("2024-12-31"),
        residents: list.clone(),
        cards: list,
        tally: Tally::default(),
        ages: vec![0],
        index: Vec::new(),
        people: None,
        unit: None,
    }
}

fn publish(snapshots: &Snapshots, name: &str) -> Snapshot {
    let published = snapshots.begin(name).expect("begins").publish(manifest(), "").expect("published");
    published.entered().expect("entered");
    published.snapshot().clone()
}

#[test]
fn a_version_is_there_whole_or_not_at_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshots = Snapshots::at(folder.path());
    assert!(matches!(snapshots.open("thang-12"), Err(SnapshotError::Missing { .. })));
    let first = publish(&snapshots, "thang-12");
    assert_eq!(first.manifest().version, 1);

    // One that is given up, and one whose program was killed: its folder stays.
    drop(snapshots.begin("thang-12").expect("begins"));
    let killed = snapshots.begin("thang-12").expect("begins");
    fs::write(killed.folder().join("01.arrow"), "half").expect("written");
    let left = killed.folder().to_owned();
    std::mem::forget(fs::File::open(&left).expect("opened"));
    assert!(matches!(snapshots.begin("thang-12"), Err(SnapshotError::Busy(_))));
    assert_eq!(snapshots.open("thang-12").expect("opens").manifest().version, 1);
    drop(killed);

    fs::create_dir(folder.path().join("thang-12/.making-0002")).expect("left behind");
    let second = publish(&snapshots, "thang-12");
    assert_eq!((second.manifest().version, snapshots.versions("thang-12").expect("read")), (2, vec![1, 2]));
    assert_eq!(snapshots.names().expect("read"), ["thang-12"]);
}

#[test]
fn an_erased_version_is_gone_and_the_one_before_is_in_force() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshots = Snapshots::at(folder.path());
    for _ in 0..2 {
        publish(&snapshots, "a");
    }
    snapshots.erase("a", 2).expect("erased");
    assert_eq!(snapshots.open("a").expect("opens").manifest().version, 1);
    assert!(matches!(snapshots.erase("a", 2), Err(SnapshotError::Missing { .. })));
    let left: Vec<String> = entries(&folder.path().join("a")).expect("read");
    assert_eq!(left, [".lock", "0001"]);
}

#[test]
fn names_are_plain() {
    for name in ["", "../x", "A", "a b", ".a", "-a", "é"] {
        assert!(matches!(Snapshots::at(Path::new("/nowhere")).open(name), Err(SnapshotError::Name(_))), "{name}");
    }
}

#[test]
fn a_version_whose_entry_was_not_written_is_found_when_its_import_is_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshots = Snapshots::at(folder.path());
    let first = snapshots.begin("a").expect("begins").publish(manifest(), "by Lan").expect("published");
    assert_eq!(first.snapshot().manifest().version, 1);
    // Its import still runs: the entry is its own business.
    assert!(snapshots.unentered().expect("read").is_empty());
    drop(first);
    snapshots.begin("a").expect("begins").publish(manifest(), "by Hoa").expect("published");
    publish(&snapshots, "b");
    let found = snapshots.unentered().expect("read");
    let told: Vec<(u32, &str)> =
        found.iter().map(|missing| (missing.snapshot().manifest().version, missing.text())).collect();
    assert_eq!(told, [(1, "by Lan"), (2, "by Hoa")]);
    assert!(matches!(snapshots.begin("a"), Err(SnapshotError::Busy(_))), "while they are entered");
    for missing in found {
        missing.entered().expect("entered");
    }
    assert!(snapshots.unentered().expect("read").is_empty());
}

/// Chance that is none, but another one each time.
fn chance(bytes: &mut [u8]) -> io::Result<()> {
    static CALLS: std::sync::atomic::AtomicU8 = std::sync::atomic::AtomicU8::new(1);
    bytes.fill(CALLS.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    Ok(())
}

/// A snapshot with two sealed people of one commune; with its key and the first of them.
fn sealed(folder: &Path) -> (Snapshots, crate::people::DataKey, crate::person::PersonKey) {
    use crate::import::{Import, Sealing, import};
    use crate::people::Keyring;
    let lists = [
        ("dan-cu.csv", "person_id,sex,commune_code\n8300000001,1,29008\n8300000002,2,29008\n"),
        ("the.csv", "person_id,valid_from,valid_to\n8300000001,2024-01-01,\n"),
    ];
    let [residents, cards] = lists.map(|(name, text)| {
        fs::write(folder.join(name), text).expect("written");
        folder.join(name)
    });
    let snapshots = Snapshots::at(&folder.join("population"));
    let keyring = Keyring::open_or_make(folder, false, &chance).expect("a key");
    let wanted = Import {
        snapshots: &snapshots,
        name: "a",
        residents: &residents,
        cards: &cards,
        mappings: crate::source::Mappings::default(),
        as_of: Some(day("2024-12-31")),
        today: day("2026-11-22"),
        accept_valid: false,
        sealing: Some(Sealing { keyring: &keyring, chance: &chance }),
        registry: &crate::testing::REGISTRY,
        catalogue: &crate::source::GroupCatalogue::open(),
        policy: &crate::testing::POLICY,
        memory: 1 << 24,
        rejects: folder,
        made_at: String::new(),
        made_by: "test".to_owned(),
        entry: String::new(),
        within: None,
    };
    let report = import(&wanted, &crate::source::Progress::new(), &|_| {}).expect("imported");
    let published = report.published.expect("published");
    published.entered().expect("entered");
    let key = keyring.unwrap_in("a/1", published.snapshot().folder()).expect("its key");
    (snapshots, key, crate::person::person_key("8300000001").expect("a key"))
}

fn people_of(snapshot: &Snapshot, key: &crate::people::DataKey) -> usize {
    let sealed = crate::people::SealedPeople::open(snapshot.folder(), key).expect("people");
    sealed.commune("83", "29008").expect("opens").map_or(0, |commune| commune.people.len())
}

#[test]
fn an_erasure_stopped_before_it_was_decided_has_not_happened() {
    let folder = tempfile::tempdir().expect("a folder");
    let (snapshots, key, person) = sealed(folder.path());
    let open = || snapshots.open("a").expect("opens");
    let home = open().folder().to_owned();
    crate::people::erase_person(&home, &key, person, &chance).expect("prepared");
    fs::write(home.join("manifest.draft"), "{ \"format\":").expect("half a manifest");
    open().verify().expect("as before");
    assert_eq!(people_of(&open(), &key), 2);
    let erased = open().erase_person(&key, person, &chance).expect("erased");
    assert_eq!((erased.people, erased.cards, people_of(&open(), &key)), (1, 1, 1));
    open().verify().expect("the manifest knows the new file");
}

#[test]
fn an_erasure_stopped_after_it_was_decided_is_finished_at_the_next_opening() {
    for is_in_place in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let (snapshots, key, person) = sealed(folder.path());
        let open = || snapshots.open("a").expect("opens");
        let home = open().folder().to_owned();
        let prepared = crate::people::erase_person(&home, &key, person, &chance).expect("prepared");
        erasure::decide(&home, &prepared.files).expect("decided");
        if is_in_place {
            crate::people::put_in_place(&home, &prepared.files).expect("in place");
        }
        // While the process that erases lives, whoever opens the version leaves that to it.
        let lock = Lock::take("a", home.parent().expect("a home")).expect("free");
        open();
        assert!(home.join("manifest.next").is_file());
        drop(lock);
        open().verify().expect("finished");
        assert_eq!(people_of(&open(), &key), 1);
        let left = [entries(&home).expect("read"), entries(&home.join("people")).expect("read")].concat();
        assert!(!left.iter().any(|name| name.ends_with("draft") || name.ends_with("next")), "{left:?}");
    }
}
