use std::path::Path;

use toml::Value;

use super::pack::{Pack, Target};
use crate::catalogue::Catalogue;
use crate::catalogue::embedded::definitions;
use rules::number::Fixed;
use rules::place::Level;
use rules::rate::Comparator;

fn pack() -> Pack {
    let definitions = definitions();
    let catalogue = Catalogue::load(&definitions).expect("the catalogue");
    Pack::load(&definitions, &catalogue).unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

fn national<'a>(pack: &'a Pack, document: &'a str) -> impl Iterator<Item = &'a Target> {
    pack.targets.iter().filter(move |row| row.unit.level == Level::Nation && row.source.document == document)
}

/// The value in hundredths, if it has no more than two decimals.
fn hundredths(value: Option<Fixed>) -> Option<i64> {
    value.and_then(|value| value.try_mul(100).ok()?.as_whole())
}

/// The facts of the four papers, checked by hand; nothing where they are not at hand.
fn facts() -> Option<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/facts/seeds.toml");
    let Ok(text) = std::fs::read_to_string(path) else {
        return None;
    };
    let table: toml::Table = toml::from_str(&text).expect("the facts are TOML");
    table.get("document")?.as_array().cloned()
}

/// A number of the facts in hundredths.
fn number(value: Option<&Value>) -> Option<i64> {
    let value = value?;
    value.as_integer().map(|whole| whole * 100).or_else(|| {
        let text = value.as_float()?.to_string();
        hundredths(text.parse().ok())
    })
}

#[test]
fn the_pack_holds_what_the_papers_state() {
    let pack = pack();
    assert!(pack.documents.len() >= 45, "{}", pack.documents.len());
    let table: Vec<&Target> =
        pack.targets.iter().filter(|row| row.document == "546/QĐ-TTg" && row.unit.level == Level::Province).collect();
    assert_eq!(table.len(), 21 * 4);
    let bands: i64 = pack.results.iter().filter(|row| row.band.is_some()).filter_map(|row| row.num).sum();
    assert_eq!(bands, 147);
    let partial: Vec<i32> = pack
        .results
        .iter()
        .filter(|row| row.unit.name.as_deref() == Some("Bến Tre") && row.indicator == "coverage_rate")
        .filter(|row| !row.full_year())
        .map(|row| row.year)
        .collect();
    assert_eq!(partial, [2019]);
}

#[test]
fn two_comparators_of_2025_stay_apart() {
    let pack = pack();
    let comparators: Vec<Comparator> = national(&pack, "2213/KH-BHXH")
        .filter(|row| row.indicator == "coverage_rate" && row.year == Some(2025))
        .map(|row| row.comparator)
        .collect();
    assert_eq!(comparators, [Comparator::AtLeast, Comparator::MoreThan]);
}

#[test]
fn a_replaced_target_names_its_successor_though_the_number_is_not_known() {
    let pack = pack();
    let new = pack.targets.iter().find(|row| row.key.as_deref() == Some("quang_nam_1167_2016")).expect("the row");
    assert!(new.value.is_none() && new.unknown_reason.is_some());
    let old = pack.targets.iter().find(|row| row.key == new.supersedes).expect("the replaced row");
    assert_eq!(hundredths(old.value), Some(8530));
}

#[test]
fn implied_populations_show_the_printed_dot_to_be_a_comma() {
    let pack = pack();
    let implied = |year| {
        let of = |indicator: &str| {
            national(&pack, "2213/KH-BHXH")
                .find(|row| {
                    row.indicator == indicator && row.year == Some(year) && row.comparator == Comparator::AtLeast
                })
                .and_then(|row| row.value)
        };
        let people = of("participants")?.as_whole()?;
        let rate = hundredths(of("coverage_rate"))?;
        Some((people * 10_000 + rate * 500) / (rate * 1000))
    };
    let thousands: Vec<Option<i64>> = (2022..=2025).map(implied).collect();
    assert_eq!(thousands, [Some(98_964), Some(99_806), Some(100_655), Some(101_543)]);
}

#[test]
fn the_facts_of_the_four_papers_are_in_the_pack() {
    let Some(facts) = facts() else {
        eprintln_skipped();
        return;
    };
    let pack = pack();
    let mut compared = 0;
    for paper in &facts {
        for basis in paper.get("legal_basis").and_then(Value::as_array).into_iter().flatten() {
            let number = basis.get("number").and_then(Value::as_str).expect("a number");
            let found = pack.documents.iter().find(|row| row.number.as_deref() == Some(number));
            let found = found.unwrap_or_else(|| panic!("{number} is not in the pack"));
            let date = basis.get("date").map(ToString::to_string);
            assert_eq!(found.date.map(|date| date.to_string()), date, "{number}");
            compared += 1;
        }
        for target in paper.get("targets").and_then(Value::as_array).into_iter().flatten() {
            compared += compare_target(&pack, target);
        }
        for result in paper.get("results").and_then(Value::as_array).into_iter().flatten() {
            compared += compare_result(&pack, result);
        }
    }
    assert!(compared >= 35, "compared {compared} facts");
}

fn eprintln_skipped() {
    eprintln!("skipped: 1 (the facts of the four papers are not at hand)");
}

fn compare_target(pack: &Pack, fact: &Value) -> usize {
    let text = |field: &str| fact.get(field).and_then(Value::as_str);
    let indicator = match text("indicator").expect("an indicator") {
        "criterion_15_1" | "criterion_14_1" => "criterion_rate",
        "communes_adopted_per_unit_per_year" => "communes_adopted",
        other => other,
    };
    let year = fact.get("year").and_then(Value::as_integer);
    let found = pack.targets.iter().any(|row| {
        row.indicator == indicator
            && (year.is_none() || row.year.map(i64::from) == year)
            && hundredths(row.value) == number(fact.get("value"))
            && hundredths(row.upper) == number(fact.get("upper"))
            && text("group").is_none_or(|group| row.group.as_deref() == Some(group))
            && text("comparator").is_none_or(|sign| row.comparator.symbol() == sign)
            && (text("rule").is_none() || row.per_sex)
    });
    assert!(found, "not in the pack: {fact}");
    1
}

fn compare_result(pack: &Pack, fact: &Value) -> usize {
    let year = fact.get("year").and_then(Value::as_integer);
    let of_year = |row: Option<i32>| row.map(i64::from) == year;
    let target = pack
        .targets
        .iter()
        .find(|row| row.unit.code.as_deref() == Some("83") && row.indicator == "coverage_rate" && of_year(row.year));
    let result = pack.results.iter().find(|row| {
        row.unit.code.as_deref() == Some("83") && row.indicator == "coverage_rate" && of_year(Some(row.year))
    });
    let target = target.expect("a target of the year");
    let result = result.expect("a result of the year");
    let wanted = hundredths(target.value);
    let reached = hundredths(result.published);
    assert_eq!(wanted, number(fact.get("target")));
    assert_eq!(reached, number(fact.get("actual")));
    let beyond = reached.zip(wanted).map(|(reached, wanted)| reached - wanted);
    assert_eq!(beyond, number(fact.get("beyond")));
    if let Some(as_of) = fact.get("as_of") {
        assert_eq!(result.as_of.to_string(), as_of.to_string());
    }
    1
}

#[test]
fn faults_of_a_pack_are_told_in_one_sentence() {
    let check = |file: &str, from: &str, to: &str, part: &str| {
        let mut definitions = definitions();
        let text = definitions.get(file).expect("the file").text.clone();
        assert!(text.contains(from), "{file} does not hold {from}");
        definitions.overlay([(file.to_owned(), text.replacen(from, to, 1))]);
        let catalogue = Catalogue::load(&definitions).expect("the catalogue");
        let faults = Pack::load(&definitions, &catalogue).expect_err("a fault");
        let line = faults[0].to_string();
        assert!(line.starts_with(&format!("{file}, dòng ")) && line.contains(part), "{line}");
    };
    let file = "samples/ben_tre.toml";
    check(file, "published =", "publised =", "có phải là `published`");
    check(file, "denominator = \"communes_all\"", "denominator = \"plan_target\"", "không phải của chỉ tiêu");
    check(file, "band = \"19\"", "band = \"20\"", "Không có mức số tiêu chí mã `20`");
    check(file, "code = \"15.1\"", "code = \"15.9\"", "Không có tiêu chí mã");
    check(file, "document = \"1167/QĐ-TTg\"", "document = \"1168/QĐ-TTg\"", "Không có văn bản mã `1168/QĐ-TTg`");
    check("samples/targets.toml", "supersedes = \"quang_nam_2016\"", "supersedes = \"x\"", "Không có dòng chỉ tiêu");
    check("samples/targets.toml", "[\"89\", \"90\"", "[\"90\"", "mỗi năm một giá trị");
}
