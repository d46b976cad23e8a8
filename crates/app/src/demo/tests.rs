use std::collections::BTreeSet;
use std::path::Path;

use toml::Value;

use super::pack::{Pack, Target};
use super::registers::load_registers;
use crate::accounts;
use crate::catalogue::Catalogue;
use crate::catalogue::embedded::definitions;
use crate::documents::{self, State};
use crate::testing::{World, on_each_world};
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
    let file = "samples/registers.toml";
    check(file, "series = \"vl_hoi_dong\"", "series = \"vl_hoi\"", "Không có sổ văn bản đi mã `vl_hoi`");
    check(file, "series = \"vn_den\"\narrived", "series = \"vn_di\"\narrived", "Không có sổ văn bản đến mã `vn_di`");
    check(file, "file = \"bao-cao-vinh", "file = \"bao-cao-vimh", "Không có tệp mã `bao-cao-vimh");
    check(file, "implements = [\"587/QĐ-TTg\"]", "implements = [\"588/QĐ-TTg\"]", "Không có văn bản mã `588/QĐ-TTg`");
    check(file, "{ step = \"sign\", on = \"2025-08-05\" },", "", "không theo sau bước trước");
    check(file, "steps = [{ step = \"submit\" }, { step = \"sign\" }]", "", "phải có người ký");
    check("samples/targets.toml", "supersedes = \"quang_nam_2016\"", "supersedes = \"x\"", "Không có dòng chỉ tiêu");
    check("samples/targets.toml", "[\"89\", \"90\"", "[\"90\"", "mỗi năm một giá trị");
}

/// The registers of the pack with the papers they rest on.
async fn with_registers(world: &World) -> Pack {
    let pack = pack();
    for paper in &pack.documents {
        documents::enter_document(&world.app, &world.operator(), paper).await.expect("a paper is entered");
    }
    load_registers(&world.app, &pack).await.expect("the registers are entered");
    pack
}

#[tokio::test]
async fn the_registers_show_papers_in_every_state() {
    on_each_world(async |world| {
        let pack = with_registers(&world).await;
        let reader = accounts::system("mau", "Mẫu", "clerk");
        let mut states = BTreeSet::new();
        for id in 1..=pack.outgoing.len() {
            let id = i64::try_from(id).expect("a key");
            let paper = documents::find_paper(&world.app, &reader, id).await.expect("the paper");
            states.insert(paper.state());
            assert!(
                paper.content.note.is_some_and(|note| note.starts_with("Văn bản mẫu")),
                "{}",
                paper.content.subject
            );
        }
        let expected = [State::Draft, State::Submitted, State::Signed, State::Issued, State::Replaced, State::Recalled];
        assert_eq!(states, BTreeSet::from(expected));

        let plan = documents::find_document(world.app.reader(), "03/KH-BHXH").await.expect("the plan that holds");
        let cookie = world.login("van.thu", "clerk", None).await;
        let shown = world.get("/documents/outgoing/3", &cookie).await;
        for words in
            ["BHXH tỉnh Cao Bằng", "bị từ chối", "Tệp phụ lục không mở được", "4/36 đã nhận", "phu-luc-dang-ky.csv"]
        {
            assert!(shown.body.contains(words), "{words}: {}", shown.body);
        }
        let replaced = world.get("/documents/outgoing/1", &cookie).await;
        for words in ["Bổ sung đơn vị phối hợp", "Đính chính", &documents::path(plan.id)] {
            assert!(replaced.body.contains(words), "{words}: {}", replaced.body);
        }
        let bases = world.get("/documents/bases", &cookie).await;
        assert!(bases.body.contains("01/KH-BHXH"), "the province still carries out the plan that was replaced");
    })
    .await;
}

#[tokio::test]
async fn papers_that_arrived_are_those_the_movements_rest_on() {
    on_each_world(async |world| {
        let pack = with_registers(&world).await;
        let cookie = world.login("van.thu", "clerk", None).await;
        for key in ["1258/QĐ-TTg", "587/QĐ-TTg", "2213/KH-BHXH", "3036/BHXH-BT", "02/BC-BHXH"] {
            let paper = documents::find_document(world.app.reader(), key).await.expect("one paper of this number");
            let shown = world.get(&documents::path(paper.id), &cookie).await;
            assert!(shown.body.contains("/documents/incoming/"), "{key} stands in the register of arrivals");
        }
        let list = world.get("/documents/incoming", &cookie).await;
        assert!(list.body.contains(&format!("{} văn bản", pack.incoming.len())), "{}", list.body);
        assert!(list.body.contains("Vụ Thi đua - Khen thưởng, 24/5/2022"), "who signed for it and when");
    })
    .await;
}

#[tokio::test]
async fn one_sample_paper_waits_with_its_facts() {
    on_each_world(async |world| {
        with_registers(&world).await;
        let plan = documents::find_document(world.app.reader(), "03/KH-BHXH").await.expect("the plan");
        let findings = documents::findings_of(&world.app, plan.id).await.expect("its facts");
        for kind in ["movement", "citation", "target", "duty", "deadline"] {
            assert!(findings.iter().any(|finding| finding.kind == kind), "{kind}");
        }
    })
    .await;
}
