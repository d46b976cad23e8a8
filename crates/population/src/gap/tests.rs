use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow_array::{Array, StringArray};
use calamine::{Data, Reader, Xlsx, open_workbook};
use chrono::NaiveDate;
use proptest::prelude::*;
use rules::number::Fixed;
use rules::rate::Comparator;

use super::*;
use crate::coverage::{By, GroupBy, PlaceBy, Question, ask};
use crate::day::epoch_days;
use crate::import::{Import, Sealing, import};
use crate::people::sample::{Somebody, people};
use crate::people::{CommunePeople, Keyring, SealedPeople};
use crate::person::person_key;
use crate::policy::{PolicySets, STANDARD};
use crate::snapshot::Snapshots;
use crate::source::{CardBatch, GroupCatalogue, Mappings, OPEN, Progress};
use crate::synthetic;
use crate::testing::{COMMUNES, POLICY, REGISTRY};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn sets() -> PolicySets {
    PolicySets::parse("policy.toml", STANDARD).expect("well formed")
}

const NOBODY: Somebody = Somebody {
    id: "",
    name: "",
    birth: "1980-01-01",
    sex: 1,
    group: "GD",
    ethnicity: "Kinh",
    household: "",
    cards: &[],
};

/// A hamlet on 31 December 2024: household 1 partly covered, household 2 not at all, household 3 all.
fn hamlet() -> CommunePeople {
    let people = people(&[
        Somebody {
            id: "8300000001",
            name: "Nguyễn Văn An",
            sex: 1,
            household: "1",
            cards: &[("2020-01-01", "2024-06-30")],
            ..NOBODY
        },
        Somebody {
            id: "8300000002",
            name: "Trần Thị Bình",
            sex: 2,
            household: "1",
            cards: &[("2024-01-01", "2025-01-15")],
            ..NOBODY
        },
        Somebody { id: "8300000003", name: "Lê Văn Cường", sex: 1, group: "HN", household: "2", ..NOBODY },
        Somebody {
            id: "8300000004",
            name: "Đỗ Thị Đào",
            sex: 2,
            group: "HN",
            birth: "1950-05-01",
            household: "2",
            cards: &[("2025-02-01", "")],
            ..NOBODY
        },
        Somebody { id: "8300000005", name: "Lê Bé", sex: 2, birth: "2025-01-01", household: "2", ..NOBODY },
        Somebody {
            id: "8300000006",
            name: "Y Hoa",
            sex: 2,
            group: "DT",
            ethnicity: "Ê Đê",
            household: "3",
            cards: &[("2023-01-01", "2024-12-31"), ("2025-01-01", "2025-12-31")],
            ..NOBODY
        },
        Somebody {
            id: "8300000007",
            name: "Phạm Giang",
            sex: 1,
            birth: "",
            group: "",
            household: "",
            cards: &[("2024-12-01", "2024-12-31"), ("2025-01-10", "2025-12-31")],
            ..NOBODY
        },
        Somebody { id: "8300000008", name: "Hồ Hải", sex: 1, birth: "", household: "", ..NOBODY },
    ]);
    CommunePeople { commune: "28984".to_owned(), people, cards: None }
}

fn ids(list: &GapList) -> Vec<&str> {
    list.rows.iter().map(|row| row.person_id.as_str()).collect()
}

#[test]
fn an_agent_goes_first_where_nobody_is_covered() {
    let list = uncovered(&hamlet(), date("2024-12-31"), &Filter::default());
    // The child of household 2 is not born yet; people without a household come last.
    assert_eq!(ids(&list), ["8300000003", "8300000004", "8300000001", "8300000008"]);
    let places: Vec<_> = list.rows.iter().map(|row| (row.household_place, row.whole_household)).collect();
    assert_eq!(places, [(Some(1), true), (Some(1), true), (Some(2), false), (None, false)]);
    assert_eq!(list.rows[2].last_covered, Some(date("2024-06-30")));
    assert_eq!((list.rows[1].last_covered, list.rows[1].next_covered), (None, Some(date("2025-02-01"))));
}

#[test]
fn a_filter_leaves_out_whom_it_cannot_judge_and_says_how_many() {
    let (sets, groups) = (sets(), ["HN".to_owned()]);
    let on = date("2024-12-31");
    let of = |filter: &Filter<'_>| {
        let list = uncovered(&hamlet(), on, filter);
        (ids(&list).into_iter().map(str::to_owned).collect::<Vec<_>>(), list.unsure)
    };
    assert_eq!(of(&Filter { groups: Some(&groups), ..Filter::default() }).0, ["8300000003", "8300000004"]);
    let elderly = sets.bits_of(["elderly"]).expect("a set");
    let expected = (vec!["8300000004".to_owned()], 1);
    assert_eq!(of(&Filter { sets: Some((&sets, elderly)), ..Filter::default() }), expected);
    assert_eq!(of(&Filter { age_from: Some(60), ..Filter::default() }), expected);
    assert_eq!(of(&Filter { sex: Some(2), ..Filter::default() }), (expected.0, 0));
}

#[test]
fn a_card_that_another_follows_at_once_does_not_run_out() {
    let list = running_out(&hamlet(), date("2024-12-31"), 30, &Filter::default());
    assert_eq!(ids(&list), ["8300000002", "8300000007"]);
    assert_eq!(list.rows[0].covered_until, Some(date("2025-01-15")));
    assert_eq!(list.rows[1].next_covered, Some(date("2025-01-10")), "a break, though a card is there");
    assert_eq!(ids(&running_out(&hamlet(), date("2024-12-31"), 15, &Filter::default())), ["8300000007"]);
    assert_eq!(ids(&running_out(&hamlet(), date("2024-12-31"), 16, &Filter::default())).len(), 2);
    assert_eq!(ids(&running_out(&hamlet(), date("2024-12-31"), 0, &Filter::default())).len(), 0);
    assert_eq!(running_out(&hamlet(), date("2024-12-31"), u32::MAX, &Filter::default()).rows.len(), 3);
}

#[test]
fn who_left_the_list_of_the_poor_is_followed() {
    let before = people(&[
        Somebody { id: "8300000001", group: "HN", household: "1", ..NOBODY },
        Somebody { id: "8300000002", group: "CN", household: "1", ..NOBODY },
        Somebody { id: "8300000003", group: "HN", household: "2", ..NOBODY },
        Somebody { id: "8300000006", group: "DT", household: "3", ..NOBODY },
        Somebody { id: "8300000007", group: "HN", household: "", ..NOBODY },
        Somebody { id: "8300000099", group: "CN", household: "9", cards: &[("2023-01-01", "")], ..NOBODY },
    ]);
    let sets = sets();
    let poor = sets.bits_of(["poor", "near_poor"]).expect("sets");
    let on = date("2024-12-31");
    let list = left_poor_list(&[(&before, date("2023-12-31"))], &hamlet(), on, (&sets, poor), &Filter::default());
    assert_eq!(ids(&list.here), ["8300000001", "8300000002"], "first who has no card now");
    let rows: Vec<_> =
        list.here.rows.iter().map(|row| (row.earlier_group.as_str(), row.group.as_str(), row.covered)).collect();
    assert_eq!(rows, [("HN", "GD", false), ("CN", "GD", true)]);
    assert_eq!(list.here.unsure, 1, "8300000007 has no group code now");
    assert_eq!(list.gone.len(), 1);
    assert_eq!((list.gone[0].person_id.as_str(), list.gone[0].covered_until), ("8300000099", None));
}

#[test]
fn counts_say_who_is_missing_and_by_whom() {
    let (sets, on) = (sets(), date("2024-12-31"));
    let by = BreakdownBy { sets: &sets, ages: &[6, 60] };
    let counts = Breakdown::of(&hamlet().people, on, by);
    let pair = |residents, covered| Pair { residents, covered };
    assert_eq!((counts.all, counts.men, counts.women), (pair(7, 3), pair(4, 1), pair(3, 2)));
    assert_eq!(counts.by_group["HN"], pair(2, 0));
    assert_eq!(counts.by_group[""], pair(1, 1));
    assert_eq!(counts.by_age[&AgeBand { from: 6, to: Some(59) }], pair(4, 2));
    assert_eq!((counts.by_age[&AgeBand { from: 60, to: None }], counts.age_unknown), (pair(1, 0), pair(2, 1)));
    let elderly = sets.position("elderly").expect("a set");
    assert_eq!((counts.by_set[&elderly], counts.set_unknown[&elderly]), (pair(1, 0), pair(2, 1)));
    assert_eq!(counts.households, Households { covered: 1, partly: 1, uncovered: 1 });
    let mut twice = counts.clone();
    twice.add(&counts);
    assert_eq!((twice.all, twice.by_group["HN"], twice.households.partly), (pair(14, 6), pair(4, 0), 2));

    // 4 of 7 are 57.1 %, but of the men only 1 of 4: two more men and no woman.
    let needs = counts.needs(Comparator::AtLeast, "57".parse().expect("a decimal"));
    assert_eq!((needs.all, needs.men, needs.women), (Need::People(1), Need::People(2), Need::Met));
    assert_eq!((needs.both_sexes, &needs.by_group["HN"]), (Need::People(2), &Need::People(2)));
}

#[test]
fn a_need_is_exact_to_the_last_person() {
    let percent = |text: &str| text.parse::<Fixed>().expect("a decimal");
    let need = |covered, residents, comparator, text: &str| {
        still_needed(Pair { residents, covered }, comparator, percent(text))
    };
    // 22 499 of 25 000 prints as 90,00 %.
    assert_eq!(need(22_499, 25_000, Comparator::AtLeast, "90"), Need::People(1));
    assert_eq!(need(22_500, 25_000, Comparator::AtLeast, "90"), Need::Met);
    assert_eq!(need(22_500, 25_000, Comparator::MoreThan, "90"), Need::People(1));
    assert_eq!(need(0, 1_000, Comparator::AtLeast, "95.15"), Need::People(952));
    assert_eq!(need(9, 10, Comparator::MoreThan, "100"), Need::OutOfReach);
    assert_eq!(need(11, 10, Comparator::AtLeast, "100"), Need::Met, "more cards than residents");
    assert!(matches!(need(0, 0, Comparator::AtLeast, "90"), Need::Unknown(_)));
    assert!(matches!(need(1, 2, Comparator::AtMost, "90"), Need::Unknown(_)));
}

proptest! {
    #[test]
    fn the_need_is_the_least_that_meets_the_target(residents in 1_u64..3_000, covered in 0_u64..3_000, target in 0_i64..1_020_000, more in any::<bool>()) {
        let comparator = if more { Comparator::MoreThan } else { Comparator::AtLeast };
        let target = Fixed::from_ten_thousandths(target);
        let meets = |covered: u64| Pair { residents, covered }.ratio().is_some_and(|ratio| ratio.meets(comparator, target));
        let naive = (0..=residents.saturating_sub(covered)).find(|more| meets(covered + more));
        let expected = match naive {
            Some(0) => Need::Met,
            Some(people) => Need::People(people),
            None => Need::OutOfReach,
        };
        prop_assert_eq!(still_needed(Pair { residents, covered }, comparator, target), expected);
    }
}

#[test]
fn voluntary_insurance_counts_people_once_and_tells_the_new() {
    let mut list = VoluntaryList::default();
    let mut add = |id: &str, from: &str, until: &str, group: u16| {
        let until = if until.is_empty() { OPEN } else { epoch_days(date(until)) };
        list.add(&CardBatch {
            person: vec![person_key(id).expect("an identifier")],
            from: vec![epoch_days(date(from))],
            until: vec![until],
            group: vec![group],
            number: None,
        });
    };
    add("1", "2023-01-01", "", 1);
    add("2", "2024-03-01", "2024-12-31", 2);
    add("2", "2024-03-01", "2024-12-31", 2);
    add("3", "2022-01-01", "2022-12-31", 1);
    add("3", "2024-05-01", "", 3);
    add("4", "2024-02-01", "2024-02-29", 0);
    add("5", "2023-01-01", "2024-03-31", 3);
    add("5", "2024-04-01", "", 3);
    add("6", "2025-01-01", "", 3);
    let codes = ["", "HN", "CN", "GD"];
    let counts = list.counts(epoch_days(date("2024-01-01")), epoch_days(date("2024-12-31")), |group| {
        Poverty::of_code(codes[usize::from(group)])
    });
    let count = |participants, new, returned| VoluntaryCount { participants, new, returned };
    assert_eq!(counts.poor, count(1, 0, 0));
    assert_eq!(counts.near_poor, count(1, 1, 0));
    assert_eq!(counts.others, count(2, 0, 1), "3 came back after a break, 5 went on without one");
    assert_eq!(counts.unknown, count(0, 1, 0));
    assert_eq!(Poverty::ALL.map(|poverty| counts.of(poverty).participants), [1, 1, 2, 0]);
}

#[test]
fn a_masked_list_shows_no_more_than_it_says() {
    let masked = Disclosure::Masked;
    assert_eq!(masked.name("Nguyễn Văn An"), "Nguyễn V. A.");
    assert_eq!(masked.name("Đặng Đức"), "Đặng Đ.");
    assert_eq!((masked.name("Hoa"), masked.name("  ")), ("H.".to_owned(), String::new()));
    assert_eq!(masked.identifier("8321003456"), "******3456");
    assert_eq!((masked.identifier("3456"), masked.identifier("")), ("****".to_owned(), String::new()));
    assert_eq!(masked.birth(Some(date("1980-05-17"))), None);
    assert_eq!(masked.birth_year(Some(date("1980-05-17"))), Some(1980));
    assert_eq!(Disclosure::Open.name("Nguyễn Văn An"), "Nguyễn Văn An");
}

fn written(name: &str, disclosure: Disclosure) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    let on = date("2024-12-31");
    let mut writer = GapWriter::create(&path, ListKind::Uncovered, on, disclosure).expect("a file");
    writer.write(&uncovered(&hamlet(), on, &Filter::default())).expect("written");
    assert!(!path.exists(), "not before it is whole");
    assert_eq!(writer.finish().expect("written"), 4);
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "no draft stays");
    (folder, path)
}

#[test]
fn a_list_goes_out_as_csv() {
    let (_folder, path) = written("list.csv", Disclosure::Masked);
    let text = std::fs::read_to_string(&path).expect("text");
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].starts_with("commune,household_id,person_id,full_name,birth_date,sex,group,last_covered,birth_year,"),
        "{}",
        lines[0]
    );
    assert_eq!(lines[3], "28984,*,******0001,Nguyễn V. A.,,1,GD,2024-06-30,1980,2,false,false,,,");
    assert!(!text.contains("8300000001") && !text.contains("Văn An"));
    let (_folder, path) = written("list.csv", Disclosure::Open);
    let text = std::fs::read_to_string(&path).expect("text");
    assert!(
        text.contains("28984,1,8300000001,Nguyễn Văn An,1980-01-01,1,GD,2024-06-30,1980,2,false,false,,,"),
        "{text}"
    );
}

#[test]
fn a_list_goes_out_as_a_workbook() {
    let (_folder, path) = written("list.xlsx", Disclosure::Open);
    let mut workbook: Xlsx<_> = open_workbook(&path).expect("a workbook");
    let range = workbook.worksheet_range("Danh sách 1").expect("a sheet");
    let text = |row, column| range.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
    assert_eq!(text(0, 0), "Danh sách người chưa có thẻ bảo hiểm y tế");
    assert!(text(1, 0).contains("31/12/2024"));
    assert_eq!(
        (text(3, 3), text(4, 3), text(4, 5), text(4, 10)),
        ("Họ và tên".into(), "Lê Văn Cường".into(), "Nam".into(), "x".into())
    );
    assert!(matches!(range.get_value((4, 4)), Some(Data::DateTime(_))), "a date is a date");
}

#[test]
fn a_list_goes_out_as_parquet() {
    let (_folder, path) = written("list.parquet", Disclosure::Open);
    let file = std::fs::File::open(&path).expect("a file");
    let mut reader =
        ParquetRecordBatchReaderBuilder::try_new(file).and_then(|builder| builder.build()).expect("Parquet");
    let batch = reader.next().expect("a batch").expect("rows");
    let names: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, COLUMNS.map(|column| column.name));
    let column = batch.column_by_name("person_id").expect("a column");
    let texts = column.as_any().downcast_ref::<StringArray>().expect("texts");
    assert_eq!(texts.iter().flatten().collect::<Vec<_>>(), ["8300000003", "8300000004", "8300000001", "8300000008"]);
    assert_eq!(batch.column_by_name("last_covered").map(|column| column.null_count()), Some(3));
}

#[test]
fn an_unknown_format_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = GapWriter::create(
        &folder.path().join("list.docx"),
        ListKind::Uncovered,
        date("2024-12-31"),
        Disclosure::Masked,
    )
    .err();
    assert!(error.is_some_and(|error| error.to_string().contains(".xlsx")));
}

/// Chance that can be foreseen: a test needs no secret.
fn chance(bytes: &mut [u8]) -> std::io::Result<()> {
    static CALLS: AtomicU64 = AtomicU64::new(1);
    bytes.fill_with(|| (CALLS.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8);
    Ok(())
}

#[test]
fn the_lists_name_exactly_those_whom_the_counts_miss() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = synthetic::Options { persons: 6_000, seed: 11, errors: 0.0, sorted: false, threads: 1 };
    synthetic::synthesize(&COMMUNES, &options, folder.path(), &mut |_| {}).expect("made up");
    let keyring = Keyring::open_or_make(folder.path(), false, &chance).expect("a key");
    let report = import(
        &Import {
            snapshots: &Snapshots::at(&folder.path().join("population")),
            name: "country",
            residents: &folder.path().join("residents.parquet"),
            cards: &folder.path().join("cards.parquet"),
            mappings: Mappings::default(),
            as_of: Some(COMMUNES.day()),
            today: date("2026-11-22"),
            accept_valid: false,
            sealing: Some(Sealing { keyring: &keyring, chance: &chance }),
            registry: &REGISTRY,
            catalogue: &GroupCatalogue::open(),
            policy: &POLICY,
            memory: 1 << 24,
            rejects: folder.path(),
            made_at: String::new(),
            made_by: String::new(),
            entry: String::new(),
            within: None,
        },
        &Progress::new(),
        &|_| {},
    );
    let snapshot = report.expect("imported").snapshot().expect("published").clone();
    let identifier = format!("{}/{}", snapshot.manifest().name, snapshot.manifest().version);
    let key = keyring.unwrap_in(&identifier, snapshot.folder()).expect("its key");
    let sealed = SealedPeople::open(snapshot.folder(), &key).expect("its people");

    let on = date("2023-06-30");
    let by = By { place: PlaceBy::Commune, sex: true, group: GroupBy::Stated, ..By::default() };
    let answer = ask(&snapshot.index().expect("its index"), &Question::new(vec![on], by));
    let mut counted = BTreeMap::new();
    for row in answer.rows().filter(|row| row.residents > row.covered) {
        let place = row.cell.place.map(|place| answer.places()[place as usize].clone()).expect("by commune");
        let group = row.cell.group.map(|group| answer.groups()[usize::from(group)].clone()).expect("by group");
        counted.insert((place, row.cell.sex, group), row.residents - row.covered);
    }
    let (mut listed, mut total) = (BTreeMap::new(), Breakdown::default());
    for province in COMMUNES.provinces() {
        for (commune, _, _) in sealed.communes(&province.code).expect("a directory") {
            let opened = sealed.commune(&province.code, &commune).expect("opens").expect("has people");
            total.add(&Breakdown::of(&opened.people, on, BreakdownBy { sets: &POLICY, ages: &[6, 60] }));
            for row in uncovered(&opened, on, &Filter::default()).rows {
                *listed.entry((commune.clone(), Some(row.sex), row.group)).or_insert(0_u32) += 1;
            }
        }
    }
    assert_eq!(listed, counted);
    assert_eq!((total.all.residents, total.all.covered), answer.total(0));
    assert!(total.all.uncovered() > 100, "a test that could not fail");
}
