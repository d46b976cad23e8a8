//! People, cards and coverage by the built binary: the contract of the command line, and imports that are killed.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

struct Installation {
    folder: TempDir,
}

impl Installation {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chungsuc"));
        command.arg("--data").arg(self.path("data")).args(arguments);
        command.env_remove("CHUNGSUC_DATABASE").env_remove("RUST_LOG").current_dir(self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.run(&[arguments, &["--json"]].concat());
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
        serde_json::from_slice(&ran.stdout).expect("standard output is JSON and nothing else")
    }

    fn make_up(&self, folder: &str, persons: u64, seed: u64, errors: &str) -> Value {
        let out = self.text(folder);
        let (persons, seed) = (persons.to_string(), seed.to_string());
        self.json(&[
            "population",
            "synthesize",
            "--persons",
            &persons,
            "--seed",
            &seed,
            "--out",
            &out,
            "--errors",
            errors,
        ])
    }

    fn import(&self, name: &str, folder: &str, more: &[&str]) -> Command {
        let lists = [self.path(folder).join("residents.parquet"), self.path(folder).join("cards.parquet")];
        let mut command = self.command(&["population", "import", name, "--rejects"]);
        command.arg(self.folder.path()).arg("--residents").arg(&lists[0]).arg("--cards").arg(&lists[1]).args(more);
        command
    }

    /// Rows of a coverage file: the fields before the two numbers, then the numbers.
    fn coverage(&self, name: &str, more: &[&str]) -> BTreeMap<Vec<String>, (u64, u64)> {
        let out = self.text("coverage.csv");
        self.json(&[&["population", "coverage", name, "--out", &out], more].concat());
        rows(&self.path("coverage.csv"))
    }
}

fn rows(file: &Path) -> BTreeMap<Vec<String>, (u64, u64)> {
    let text = std::fs::read_to_string(file).expect("read");
    let number = |text: &str| text.parse().expect("a number");
    text.lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let (key, numbers) = fields.split_at(fields.len() - 2);
            (key.iter().map(|field| (*field).to_owned()).collect(), (number(numbers[0]), number(numbers[1])))
        })
        .collect()
}

fn total(rows: &BTreeMap<Vec<String>, (u64, u64)>) -> (u64, u64) {
    rows.values().fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1))
}

#[test]
fn from_two_lists_to_coverage_and_to_the_people_who_are_missing() {
    let here = Installation::new();
    let made = here.make_up("lists", 30_000, 5, "0");
    assert!(here.path("lists/truth.json").is_file());
    let imported = here.import("thu", "lists", &["--json", "--time"]).output().expect("runs");
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let time: Value = serde_json::from_slice(&imported.stderr).expect("one line of JSON on standard error");
    for phase in ["residents", "cards", "index", "people", "publish"] {
        assert!(time["phases"][phase].is_number(), "{time}");
    }
    assert!(time["peak_rss"].as_u64() > Some(0) && time["peak_anon"].as_u64() > Some(0), "{time}");

    // The numbers are those of whoever made the people up.
    for date in made["truth"]["dates"].as_array().expect("dates") {
        let day = date["date"].as_str().expect("a day");
        let rows = here.coverage("thu", &["--as-of", day]);
        assert_eq!(
            total(&rows),
            (date["residents"].as_u64().expect("number"), date["covered"].as_u64().expect("number")),
            "{day}"
        );
        let by_sex = here.coverage("thu", &["--as-of", day, "--by", "sex"]);
        assert_eq!((total(&by_sex), by_sex.len()), (total(&rows), 2));
        let today = here.coverage("thu", &["--as-of", day, "--by", "province,sex", "--structure", "2025-07-01"]);
        assert_eq!(total(&today), total(&rows));
        assert_eq!(today.keys().map(|key| &key[0]).collect::<std::collections::BTreeSet<_>>().len(), 34);
    }
    // A month is its last day.
    let months = here.coverage("thu", &["--from", "2020-01", "--to", "2024-12", "--by", "commune,sex,group"]);
    let june = here.coverage("thu", &["--as-of", "2024-06-30"]);
    let of_june: BTreeMap<_, _> =
        months.iter().filter(|(key, _)| key[3] == "2024-06").map(|(key, row)| (key[..3].to_vec(), *row)).collect();
    assert_eq!(of_june, june);

    // The missing people of a commune are as many as the numbers say; masked, unless a purpose is stated.
    let (commune, missing) = june.iter().fold((String::new(), 0), |most, (key, _)| {
        let of_commune = june.iter().filter(|(other, _)| other[0] == key[0]).map(|(_, row)| row.0 - row.1).sum();
        if of_commune > most.1 { (key[0].clone(), of_commune) } else { most }
    });
    let out = here.text("gap.csv");
    let listed =
        here.json(&["population", "gap", "thu", "--commune", &commune, "--as-of", "2024-06-30", "--out", &out]);
    assert_eq!(listed["listed"].as_u64(), Some(missing));
    let masked = std::fs::read_to_string(&out).expect("written");
    let purpose = ["--purpose", "vận động tham gia BHYT hộ gia đình"];
    here.json(
        &[&["population", "gap", "thu", "--commune", &commune, "--as-of", "2024-06-30", "--out", &out], &purpose[..]]
            .concat(),
    );
    let open = std::fs::read_to_string(&out).expect("written");
    assert_eq!(masked.lines().count(), open.lines().count());
    assert_ne!(masked, open);
    let short = here.run(&[
        "population",
        "gap",
        "thu",
        "--commune",
        &commune,
        "--as-of",
        "2024-06-30",
        "--out",
        &out,
        "--purpose",
        "xem",
    ]);
    assert_eq!(short.status.code(), Some(1), "a purpose of one word is none");
}

#[test]
fn coverage_enters_the_books_only_when_asked_to() {
    let here = Installation::new();
    here.make_up("lists", 30_000, 5, "0");
    let imported = here.import("thu", "lists", &["--numbers-only"]).output().expect("runs");
    assert!(imported.status.success(), "{}", String::from_utf8_lossy(&imported.stderr));
    let day = ["--as-of", "2024-06-30"];
    let with_people = |more: &[&str], is_within: &dyn Fn(&str) -> bool| {
        let rows = here.coverage("thu", &[&day, more].concat());
        rows.into_iter().filter(|(key, (residents, _))| is_within(&key[0]) && *residents > 0).count() as u64
    };
    // The communes of Bến Tre on that day bear these codes and no others do.
    let is_commune = |code: &str| ("28756"..="29233").contains(&code);
    let of_communes =
        with_people(&["--by", "commune"], &is_commune) + with_people(&["--by", "commune,sex"], &is_commune);
    let groups = with_people(&["--by", "province,group", "--groups", "default"], &|code| code == "83");
    let out = here.text("coverage.csv");
    let words = ["population", "coverage", "thu", "--as-of", "2024-06-30", "--by", "province", "--out", &out];
    let silent = here.json(&words);
    assert!(silent.get("recorded").is_none(), "{silent}");
    let recorded = here.json(&[&words[..], &["--record", "Bến Tre"]].concat());
    let found = recorded["recorded"].as_u64().expect("a number");
    assert_eq!(found, 3 + groups + of_communes, "all, men, women; groups; and the communes");
    let twice = here.run(&[&words[..], &["--record", "Bến Tre"]].concat());
    assert_eq!(twice.status.code(), Some(1), "{}", String::from_utf8_lossy(&twice.stderr));
}

#[test]
fn refused_rows_come_back_and_nothing_is_taken_in() {
    let here = Installation::new();
    here.make_up("lists", 12_000, 8, "0.01");
    let refused = here.import("thu", "lists", &[]).output().expect("runs");
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("--accept-valid") && said.contains("tra-lai"), "{said}");
    assert!(here.path("thu-dan-cu-tra-lai.csv").is_file() && here.path("thu-the-tra-lai.csv").is_file());
    assert_eq!(here.json(&["population", "list"]).as_array().map(Vec::len), Some(0));
    let accepted = here.import("thu", "lists", &["--accept-valid", "--numbers-only", "--json"]).output().expect("runs");
    assert!(accepted.status.success(), "{}", String::from_utf8_lossy(&accepted.stderr));
    let out = here.text("gap.csv");
    let gap = here.run(&["population", "gap", "thu", "--commune", "00001", "--as-of", "2024-06-30", "--out", &out]);
    assert_eq!(gap.status.code(), Some(1), "where only numbers are kept nobody can be listed");
}

#[test]
fn voluntary_insurance_is_counted_by_month_and_household() {
    let here = Installation::new();
    let list = "Mã số BHXH,Từ ngày,Đến ngày,Mã đối tượng\n\
        8300000001,15/01/2024,31/03/2024,HN\n\
        8300000001,01/06/2024,,HN\n\
        8300000002,01/02/2024,,CN\n\
        8300000003,01/05/2023,,GD\n";
    std::fs::write(here.path("tu-nguyen.csv"), list).expect("written");
    let file = here.text("tu-nguyen.csv");
    let words = ["population", "voluntary", &file, "--from", "2024-01", "--to", "2024-06"];
    let months = here.json(&words);
    let row = |month: usize| {
        let row = &months[month];
        ["poor", "near_poor", "other", "all", "new", "returned"].map(|key| row[key].as_u64().expect("a number"))
    };
    assert_eq!((months[0]["month"].as_str(), row(0)), (Some("2024-01"), [1, 0, 1, 2, 1, 0]));
    assert_eq!(row(1), [1, 1, 1, 3, 1, 0], "the near-poor household joins in February");
    assert_eq!(row(3), [0, 1, 1, 2, 0, 0], "in April the poor one has left");
    assert_eq!(row(5), [1, 1, 1, 3, 0, 1], "and comes back in June");
    std::fs::write(here.path("tu-nguyen.csv"), format!("{list}8300000004,31/02/2024,,HN\n")).expect("written");
    let wrong = here.run(&words);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("Có 1 dòng sai không được đếm"));
    assert!(here.path("bhxh-tu-nguyen-tra-lai.csv").is_file());
}

/// A version that is there is whole: `kill -9` at any moment of an import leaves the old one or the new one.
///
/// `SOAK_KILLS` says how often; `cargo xtask soak` sets it high.
#[test]
fn an_import_that_is_killed_leaves_the_old_snapshot_or_the_new_one() {
    let kills: u64 = std::env::var("SOAK_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20);
    let here = Installation::new();
    let persons = [4_000, 6_000];
    for (number, persons) in persons.into_iter().enumerate() {
        here.make_up(&format!("lists-{number}"), persons, 1, "0");
    }
    let began = Instant::now();
    assert!(here.import("thu", "lists-0", &[]).output().expect("runs").status.success());
    let whole = began.elapsed();
    let mut known = persons[0];
    let mut appeared = 0;
    // Moments spread evenly over somewhat more than an import takes, in an order without a pattern.
    for kill in 0..kills {
        let place = (kill * 7 + 3) % kills.max(1);
        let moment = whole.mul_f64(1.2 * (place as f64 + 0.5) / kills as f64);
        let next = usize::from(known == persons[0]);
        let mut import = here.import("thu", &format!("lists-{next}"), &[]);
        let mut child = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
        std::thread::sleep(moment.max(Duration::from_millis(1)));
        child.kill().expect("killed");
        child.wait().expect("gone");
        let rows = here.coverage("thu", &["--as-of", "2025-12-31"]);
        let residents = total(&rows).0;
        assert!(persons.contains(&residents), "kill {kill} after {moment:?}: {residents} residents");
        if residents != known {
            appeared += 1;
            known = residents;
        }
        let commune = &rows.keys().next().expect("some commune")[0];
        let missing: u64 = rows.iter().filter(|(key, _)| &key[0] == commune).map(|(_, row)| row.0 - row.1).sum();
        let out = here.text("gap.csv");
        let listed =
            here.json(&["population", "gap", "thu", "--commune", commune, "--as-of", "2025-12-31", "--out", &out]);
        assert_eq!(
            listed["listed"].as_u64(),
            Some(missing),
            "kill {kill} after {moment:?}: people and numbers are of one version"
        );
    }
    // After all that an import goes through, and nothing is left of those that were killed.
    assert!(here.import("thu", "lists-1", &[]).output().expect("runs").status.success());
    let left: Vec<String> = std::fs::read_dir(here.path("data/population/thu"))
        .expect("read")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with('.') && name != ".lock")
        .collect();
    assert!(left.is_empty(), "{left:?}");
    // Whatever appeared stands in the audit trail, too: what a killed import could not enter, a later start has entered.
    let doctor = here.json(&["doctor"]);
    assert!(!doctor.to_string().contains("people.entries"), "{doctor}");
    let versions = std::fs::read_dir(here.path("data/population/thu")).expect("read");
    for version in versions.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()) {
        assert!(!version.join("entry").exists(), "{}", version.display());
    }
    println!("{appeared} of {kills} killed imports had already appeared");
}
