//! The engine against counting person by person.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::day::{date_of_epoch, epoch_days};
use crate::index::{BuildOptions, Built, IndexBuilder};
use crate::source::{CardBatch, NO_DAY, OPEN, ResidentBatch};
use crate::testing::{COMMUNES, day};

#[derive(Clone, Debug)]
struct Person {
    key: u64,
    commune: u16,
    sex: u8,
    group: u16,
    ethnicity: u16,
    birth: Option<i32>,
}

#[derive(Clone, Debug)]
struct Card {
    key: u64,
    from: i32,
    until: Option<i32>,
}

const GROUPS: [&str; 4] = ["", "HN", "GD", "CN"];

fn ethnic(number: u16) -> Ethnic {
    [Ethnic::Unknown, Ethnic::Majority, Ethnic::Minority][usize::from(number)]
}

/// Births and cards around the days asked for, so that edges meet.
fn people() -> impl Strategy<Value = (Vec<Person>, Vec<Card>)> {
    let day = 17_800..20_200_i32;
    let birth = prop_oneof![Just(None), (-15_000..20_200_i32).prop_map(Some), day.clone().prop_map(Some)];
    // Communes of the first two provinces, so that cells are shared and a province ends.
    let communes = COMMUNES.provinces()[1].communes.start as u16;
    let person = (communes - 2..communes + 2, 1..=2_u8, 0..4_u16, 0..3_u16, birth)
        .prop_map(|(commune, sex, group, ethnicity, birth)| Person { key: 0, commune, sex, group, ethnicity, birth });
    let card = (0..45_u64, day.clone(), prop_oneof![Just(None), (-3..900_i32).prop_map(Some)])
        .prop_map(|(key, from, length)| Card { key, from, until: length.map(|length| from + length) });
    (prop::collection::vec(person, 1..40), prop::collection::vec(card, 0..120)).prop_map(|(mut people, cards)| {
        people.iter_mut().enumerate().for_each(|(key, person)| person.key = key as u64);
        (people, cards)
    })
}

fn build(people: &[Person], cards: &[Card]) -> (tempfile::TempDir, Built) {
    let folder = tempfile::tempdir().expect("a folder");
    let options = BuildOptions {
        communes: &COMMUNES,
        bands: AgeBands::default(),
        memory: usize::MAX,
        expected: 100_000,
        folder: folder.path(),
    };
    let builder = IndexBuilder::new(options).expect("a builder");
    for people in people.chunks(7) {
        let batch = ResidentBatch {
            person: people.iter().map(|person| person.key).collect(),
            commune: people.iter().map(|person| person.commune).collect(),
            sex: people.iter().map(|person| person.sex).collect(),
            birth: people.iter().map(|person| person.birth.unwrap_or(NO_DAY)).collect(),
            group: people.iter().map(|person| person.group).collect(),
            ethnicity: people.iter().map(|person| person.ethnicity).collect(),
            row: people.iter().map(|person| person.key as u32).collect(),
            details: None,
        };
        builder.add_residents(&batch, ethnic).expect("taken");
    }
    let batch = CardBatch {
        person: cards.iter().map(|card| card.key).collect(),
        from: cards.iter().map(|card| card.from).collect(),
        until: cards.iter().map(|card| card.until.unwrap_or(OPEN)).collect(),
        group: vec![0; cards.len()],
        number: None,
    };
    builder.add_cards(&batch).expect("taken");
    let built = builder.finish(&GROUPS.map(str::to_owned)).expect("built");
    (folder, built)
}

type Named = (NaiveDate, String, Option<u8>, String, Option<Ethnic>, String);

/// Person by person, card by card.
fn naive(
    people: &[Person],
    cards: &[Card],
    question: &Question,
    bands: &AgeBands,
    place: impl Fn(&Person) -> String,
) -> BTreeMap<Named, (u32, u32)> {
    let mut cells = BTreeMap::new();
    for &date in question.dates() {
        let at = epoch_days(date);
        for person in people.iter().filter(|person| person.birth.is_none_or(|birth| birth <= at)) {
            let covered = cards
                .iter()
                .any(|card| card.key == person.key && card.from <= at && card.until.is_none_or(|until| at <= until));
            let age = person.birth.and_then(date_of_epoch).and_then(|birth| date.years_since(birth));
            let band = age.map_or(0, |age| bands.beginnings().iter().filter(|&&from| u32::from(from) <= age).count());
            let by = &question.by;
            let key = (
                date,
                place(person),
                by.sex.then_some(person.sex),
                if matches!(by.group, GroupBy::Stated) {
                    GROUPS[usize::from(person.group)].to_owned()
                } else {
                    String::new()
                },
                by.ethnic.then(|| ethnic(person.ethnicity)),
                if by.age { bands.label(band) } else { String::new() },
            );
            let cell: &mut (u32, u32) = cells.entry(key).or_default();
            cell.0 += 1;
            cell.1 += u32::from(covered);
        }
    }
    cells
}

fn named(answer: &Answer) -> BTreeMap<Named, (u32, u32)> {
    let rows: Vec<_> = answer
        .rows()
        .map(|row| {
            let cell = row.cell;
            let key = (
                row.date,
                cell.place.map_or(String::new(), |place| answer.places()[place as usize].clone()),
                cell.sex,
                cell.group.map_or(String::new(), |group| answer.groups()[usize::from(group)].clone()),
                cell.ethnic,
                cell.age.map_or(String::new(), |age| answer.ages()[usize::from(age)].clone()),
            );
            (key, (row.residents, row.covered))
        })
        .collect();
    let count = rows.len();
    let cells: BTreeMap<_, _> = rows.into_iter().collect();
    assert_eq!(cells.len(), count, "each cell stands once");
    cells
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_cards_any_days_any_groups_count_as_person_by_person(
        (people, cards) in people(),
        days in prop::collection::vec(17_700..20_300_i32, 1..9),
        (sex, group, ethnic, age, communes) in any::<(bool, bool, bool, bool, bool)>(),
    ) {
        let (folder, built) = build(&people, &cards);
        let index = Index::open(folder.path(), &built.files).expect("opens");
        let by = By {
            place: if communes { PlaceBy::Commune } else { PlaceBy::Together },
            sex,
            group: if group { GroupBy::Stated } else { GroupBy::Together },
            ethnic,
            age,
        };
        let question = Question::new(days.into_iter().filter_map(date_of_epoch).collect(), by);
        let place = |person: &Person| if communes { COMMUNES.code(person.commune).to_owned() } else { String::new() };
        let expected = naive(&people, &cards, &question, index.bands(), place);
        prop_assert_eq!(named(&ask(&index, &question)), expected.clone());

        // In parts, joined in any order, one of them twice.
        let parts: Vec<Answer> = index.provinces().iter().map(|province| ask_provinces(&[province], index.bands(), &question)).collect();
        let joined = parts.iter().rev().chain(&parts).try_fold(ask_provinces(&[], index.bands(), &question), Answer::join).expect("parts of one answer");
        prop_assert_eq!(named(&joined), expected);
    }
}

#[test]
fn month_ends_are_the_last_days() {
    let ends = month_ends(day("2023-12-05"), day("2024-03-01"));
    assert_eq!(ends, ["2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31"].map(day));
}

struct PoorAndOld;

impl GroupSets for PoorAndOld {
    fn labels(&self) -> Vec<String> {
        vec!["poor".to_owned(), "elderly".to_owned()]
    }
    fn need_age(&self) -> bool {
        true
    }
    fn sets_of(&self, group: &str, _: Ethnic, ages: Option<(u8, Option<u8>)>) -> u64 {
        u64::from(group == "HN") | u64::from(ages.is_some_and(|(first, _)| first >= 60)) << 1
    }
}

#[test]
fn a_poor_old_person_counts_once_in_each_set() {
    let person = |key, group, birth: &str| Person {
        key,
        commune: 0,
        sex: 1,
        group,
        ethnicity: 0,
        birth: Some(epoch_days(day(birth))),
    };
    let people = [
        person(1, 1, "1950-01-01"),
        person(2, 1, "2000-01-01"),
        person(3, 2, "1964-06-30"),
        person(4, 2, "1999-01-01"),
    ];
    let card = |key| Card { key, from: epoch_days(day("2024-01-01")), until: None };
    let (folder, built) = build(&people, &[card(1), card(3), card(4)]);
    let index = Index::open(folder.path(), &built.files).expect("opens");
    let by = By { group: GroupBy::Sets(Arc::new(PoorAndOld)), ..By::default() };
    let answer = ask(&index, &Question::new(vec![day("2024-06-29"), day("2024-06-30")], by));
    let numbers: Vec<_> = answer.rows().map(|row| (row.date, row.cell.group, row.residents, row.covered)).collect();
    let (before, after) = (day("2024-06-29"), day("2024-06-30"));
    assert_eq!(
        numbers,
        [(before, Some(0), 2, 1), (after, Some(0), 2, 1), (before, Some(1), 1, 1), (after, Some(1), 2, 2)]
    );
}

#[test]
fn communes_that_cannot_be_placed_stand_in_a_cell_of_their_own() {
    let person = |key, commune| Person { key, commune, sex: 1, group: 1, ethnicity: 0, birth: None };
    let (folder, built) = build(&[person(1, 0), person(2, 1), person(3, 2)], &[]);
    let index = Index::open(folder.path(), &built.files).expect("opens");
    let of = HashMap::from([
        (COMMUNES.code(0).to_owned(), Some(0)),
        (COMMUNES.code(1).to_owned(), Some(0)),
        (COMMUNES.code(2).to_owned(), None),
    ]);
    let map = PlaceMap { labels: vec!["00001".to_owned()], of };
    let answer = ask(
        &index,
        &Question::new(vec![day("2024-06-30")], By { place: PlaceBy::Map(Arc::new(map)), ..By::default() }),
    );
    let numbers: Vec<_> = answer.rows().map(|row| (row.cell.place, row.residents)).collect();
    assert_eq!(numbers, [(None, 1), (Some(0), 2)]);
}
