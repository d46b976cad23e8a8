//! Stories of whole lists, from files to pairs.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::{Agreement, Decision, Options, Outcome, Phase, Schema, run_dedupe, run_match};

const SCHEMA: &str = "[id]\ncolumn = \"id\"\n[[field]]\ncolumn = \"name\"\nkind = \"name\"\n[[field]]\ncolumn = \"born\"\n\
    kind = \"date\"\n[[field]]\ncolumn = \"sex\"\nkind = \"sex\"\n[[field]]\ncolumn = \"commune\"\nkind = \"place\"\n\
    [[field]]\ncolumn = \"cccd\"\nkind = \"identifier\"\n";

struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }
}

/// A made-up person as a row without an id: name, birth date, sex, commune, identity number.
#[derive(Clone)]
struct Person([String; 5]);

fn person(chance: &mut Chance) -> Person {
    let surname = chance.pick(&["Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đỗ", "Vũ", "Đặng"]);
    let middle = chance.pick(&["Văn", "Thị", "Hữu", "Đức", "Ngọc", "Thanh", "Minh", "Thu", "Kim", "Xuân"]);
    let given = chance
        .pick(&["An", "Bình", "Cường", "Dũng", "Hà", "Hằng", "Hòa", "Lan", "Mai", "Nga", "Phúc", "Sơn", "Thảo", "Tú"]);
    let born = format!("{:02}/{:02}/{}", 1 + chance.below(28), 1 + chance.below(12), 1940 + chance.below(80));
    let commune = format!("{:05}", 1 + chance.below(60));
    let sex = if chance.below(2) == 0 { "Nam" } else { "Nữ" };
    Person([
        format!("{surname} {middle} {given}"),
        born,
        sex.to_owned(),
        commune,
        if chance.below(2) == 0 { String::new() } else { format!("0{:011}", chance.below(99_999_999_999)) },
    ])
}

/// The person as another list has it.
fn again(mut person: Person, chance: &mut Chance) -> Person {
    let [name, born, _, commune, cccd] = &mut person.0;
    match chance.below(12) {
        0 => *name = rules::text::search_key(name).to_uppercase(),
        1 => *name = name.split(' ').filter(|word| !["Văn", "Thị"].contains(word)).collect::<Vec<_>>().join(" "),
        2 => *born = format!("{}/{}/{}", &born[3..5], &born[..2], &born[6..]),
        3 => *born = born[6..].to_owned(),
        4 => *commune = "00099".to_owned(),
        _ => {}
    }
    if chance.below(2) == 0 {
        cccd.clear();
    }
    person
}

fn write(path: &Path, people: &[(String, Person)]) {
    let mut text = String::from("id,name,born,sex,commune,cccd\n");
    for (id, Person(columns)) in people {
        writeln!(text, "{id},{}", columns.join(",")).expect("written");
    }
    std::fs::write(path, text).expect("written");
}

/// Two lists of 3000 people, 2000 of whom are on both under the same number.
fn two_lists(folder: &Path) -> (PathBuf, PathBuf) {
    let mut chance = Chance(7);
    let people: Vec<Person> = (0..4000).map(|_| person(&mut chance)).collect();
    let left: Vec<_> = (0..3000).map(|at| (format!("a{at}"), people[at].clone())).collect();
    let right: Vec<_> = (1000..4000).map(|at| (format!("b{at}"), again(people[at].clone(), &mut chance))).collect();
    let paths = (folder.join("a.csv"), folder.join("b.csv"));
    write(&paths.0, &left);
    write(&paths.1, &right);
    paths
}

/// Precision and recall of the matches, a pair being right where the ids are the same but for their first letter.
fn grade(outcome: &Outcome, all: f64) -> (f64, f64) {
    let matches: Vec<_> = outcome.pairs.iter().filter(|pair| pair.decision == Decision::Match).collect();
    let right = matches.iter().filter(|pair| outcome.left_id(pair)[1..] == outcome.right_id(pair)[1..]).count() as f64;
    (right / matches.len() as f64, right / all)
}

#[test]
fn people_are_found_again_in_another_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let (left, right) = two_lists(folder.path());
    let schema = Schema::parse(SCHEMA).expect("a schema");
    let mut phases = Vec::new();
    let outcome =
        run_match(&left, &right, &schema, &Options::default(), &mut |phase| phases.push(phase)).expect("matched");
    let (precision, recall) = grade(&outcome, 2000.0);
    assert!(precision > 0.99 && recall > 0.985, "precision {precision}, recall {recall}");
    assert!((outcome.expected_precision - precision).abs() < 0.01, "expected {}", outcome.expected_precision);
    assert_eq!(phases, [Phase::Read, Phase::Prepare, Phase::Compare, Phase::Learn, Phase::Decide]);
    let mut rights: Vec<u32> =
        outcome.pairs.iter().filter(|pair| pair.decision == Decision::Match).map(|pair| pair.right).collect();
    rights.sort_unstable();
    assert!(rights.windows(2).all(|pair| pair[0] != pair[1]), "nobody is matched twice");
    let pair = outcome.pairs.iter().find(|pair| outcome.left_id(pair) == "a1500").expect("found again");
    assert_eq!(outcome.agreements(pair)[2], ("sex", Agreement::Equal));
}

#[test]
fn the_answer_does_not_depend_on_the_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let (left, right) = two_lists(folder.path());
    let schema = Schema::parse(SCHEMA).expect("a schema");
    let answer = |threads: usize| {
        let options = Options { threads, ..Options::default() };
        let mut csv = Vec::new();
        run_match(&left, &right, &schema, &options, &mut |_| {})
            .expect("matched")
            .write_csv(&mut csv)
            .expect("written");
        run_dedupe(&left, &schema, &options, &mut |_| {}).expect("matched").write_csv(&mut csv).expect("written");
        String::from_utf8(csv).expect("text")
    };
    let alone = answer(1);
    assert!(alone.starts_with("a_id,b_id,probability,decision\n"));
    assert_eq!(alone, answer(2));
    assert_eq!(alone, answer(3));
}

#[test]
fn all_rows_of_a_person_are_found_in_one_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut chance = Chance(11);
    let mut rows = Vec::new();
    let mut all = 0.0;
    for at in 0..1500 {
        let one = person(&mut chance);
        let copies = if at % 3 == 0 { 1 + at % 3 + chance.below(3) as usize } else { 0 };
        all += (copies * (copies + 1) / 2) as f64;
        for copy in 0..=copies {
            let row = if copy == 0 { one.clone() } else { again(one.clone(), &mut chance) };
            rows.push((format!("{}{at}", ["a", "b", "c", "d"][copy]), row));
        }
    }
    let path = folder.path().join("a.csv");
    write(&path, &rows);
    let schema = Schema::parse(SCHEMA).expect("a schema");
    let outcome = run_dedupe(&path, &schema, &Options::default(), &mut |_| {}).expect("matched");
    let (precision, recall) = grade(&outcome, all);
    assert!(precision > 0.98 && recall > 0.96, "precision {precision}, recall {recall}");
}

#[test]
fn lists_of_nobody_have_no_pairs() {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = Schema::parse(SCHEMA).expect("a schema");
    let (empty, one) = (folder.path().join("empty.csv"), folder.path().join("one.csv"));
    write(&empty, &[]);
    write(&one, &[("a".to_owned(), person(&mut Chance(1)))]);
    for (left, right) in [(&empty, &empty), (&empty, &one), (&one, &empty)] {
        let outcome = run_match(left, right, &schema, &Options::default(), &mut |_| {}).expect("matched");
        assert!(outcome.pairs.is_empty());
    }
    for list in [&empty, &one] {
        assert!(run_dedupe(list, &schema, &Options::default(), &mut |_| {}).expect("matched").pairs.is_empty());
    }
}
