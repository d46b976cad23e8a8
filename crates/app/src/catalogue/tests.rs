use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use chrono::NaiveDate;
use platform::Slice;

use super::embedded::{FILES, definitions};
use super::{Catalogue, CriteriaLevel, Mark, criteria_path};
use crate::testing::on_each_world;

fn catalogue() -> Catalogue {
    Catalogue::load(&definitions()).unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

/// Loads with one embedded file changed; the faults as sentences.
fn faults_after(file: &str, from: &str, to: &str) -> Vec<String> {
    let mut definitions = definitions();
    let text = &definitions.get(file).expect("an embedded file").text;
    assert!(text.contains(from), "{file} does not hold {from}");
    let changed = text.replacen(from, to, 1);
    definitions.overlay([(file.to_owned(), changed)]);
    Catalogue::load(&definitions).expect_err("the change is a fault").iter().map(ToString::to_string).collect()
}

#[test]
fn the_list_of_embedded_files_is_the_folder() {
    fn walk(folder: &Path, root: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path: PathBuf = entry.expect("a readable entry").path();
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                let name = path.strip_prefix(root).expect("inside the folder");
                found.insert(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions");
    let mut found = BTreeSet::new();
    for folder in ["catalogue", "law", "movements", "offices", "population", "samples"] {
        walk(&root.join(folder), &root, &mut found);
    }
    let listed: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(listed, found);
    let bytes: usize = FILES.iter().map(|(_, text)| text.len()).sum();
    assert!(bytes < 300 * 1024, "definitions stay small: {bytes}");
}

#[test]
fn the_embedded_catalogue_is_whole() {
    let catalogue = catalogue();
    assert_eq!(catalogue.indicators.len(), 10);
    assert_eq!(catalogue.regions.len(), 7);
    assert_eq!(catalogue.award_forms.len(), 4);
    assert_eq!(catalogue.criteria_sets.len(), 9);
}

#[test]
fn thresholds_belong_to_their_version() {
    let catalogue = catalogue();
    let threshold = |level, on: &str, code: &str| {
        let set = catalogue.criteria_in_force(level, day(on))?;
        let criterion = set.criterion(code)?;
        Some((set.key.clone(), criterion.threshold.map(|threshold| threshold.to_string()), criterion.per_sex))
    };
    let row = |key: &str, value: Option<&str>, per_sex| Some((key.to_owned(), value.map(str::to_owned), per_sex));
    let new_rural = CriteriaLevel::NewRural;
    assert_eq!(threshold(new_rural, "2015-06-30", "15.1"), row("qd_342_2013", Some("70"), false));
    assert_eq!(threshold(new_rural, "2019-08-31", "15.1"), row("qd_1980_2016", Some("85"), false));
    assert_eq!(threshold(new_rural, "2021-06-30", "15.1"), row("qd_1980_2016", Some("85"), false));
    assert_eq!(threshold(new_rural, "2022-12-31", "15.1"), row("qd_318_2022_phu_luc_1", Some("90"), true));
    assert_eq!(
        threshold(CriteriaLevel::Advanced, "2022-12-31", "14.1"),
        row("qd_318_2022_phu_luc_2", Some("95"), true)
    );
    assert_eq!(threshold(new_rural, "2026-06-30", "BHYT"), row("qd_51_2025", None, false));
    assert!(catalogue.criteria_in_force(CriteriaLevel::District, day("2025-07-01")).is_none());
}

#[test]
fn what_was_not_found_is_unknown_and_has_no_ground() {
    let catalogue = catalogue();
    let set = catalogue.criteria_set("qd_51_2025").expect("the set of 2026");
    let criterion = set.criterion_on("criterion_rate").expect("its criterion");
    assert_eq!(criterion.mark, Mark::NotFound);
    assert!(criterion.threshold.is_none() && criterion.ground.is_none());
    let stunting = catalogue.criteria_set("qd_318_2022_phu_luc_1").and_then(|set| set.criterion("15.3")).expect("15.3");
    assert_eq!(stunting.threshold_in(Some("dbscl")).map(|threshold| threshold.to_string()).as_deref(), Some("19"));
    assert!(stunting.threshold_in(Some("btb")).is_none());
}

#[test]
fn the_rule_on_simultaneous_targets_is_data() {
    let catalogue = catalogue();
    let rule = catalogue.precedence_on(day("2022-12-31")).expect("a rule");
    assert!(rule.ground.is_none(), "its ground was not found");
    let rank = |key| catalogue.authority(key).expect("an authority").rank;
    assert!(rank("prime_minister") < rank("provincial_party_committee"));
}

#[test]
fn every_actor_that_is_an_office_exists() {
    let offices = crate::testing::loaded().offices;
    for actor in &catalogue().actors {
        if let Some(key) = &actor.office {
            assert!(offices.office(key).is_some(), "{key}");
        }
    }
}

#[test]
fn a_misspelt_key_is_told_with_file_line_and_field() {
    let faults = faults_after("law/criteria/qd_1980_2016.toml", "threshold = \"85\"", "thresold = \"85\"");
    assert_eq!(faults.len(), 1);
    assert!(
        faults[0].starts_with("law/criteria/qd_1980_2016.toml, dòng ")
            && faults[0].contains("trường `criteria[0].thresold`")
            && faults[0].ends_with("có phải là `threshold`? Hãy sửa tên trường."),
        "{}",
        faults[0]
    );
}

#[test]
fn broken_rules_are_told() {
    let file = "law/criteria/qd_1980_2016.toml";
    let check = |from: &str, to: &str, part: &str| {
        let faults = faults_after(file, from, to);
        assert!(faults.iter().any(|fault| fault.contains(part)), "{faults:?}");
    };
    check("from = 15, to = 18", "from = 16, to = 18", "không chồng, không hở");
    check("indicator = \"criterion_rate\"", "indicator = \"rate\"", "Không có chỉ tiêu mã `rate`");
    check("region = \"dbsh\"", "region = \"dbs\"", "Không có vùng mã `dbs`");
    check("threshold = \"85\"", "threshold = \"85,0\"", "không phải là số");
    for wrong in ["", ".", "1.", ".5", "1e3", "1.2.3", "95.12345"] {
        check("threshold = \"85\"", &format!("threshold = \"{wrong}\""), "trường `criteria[0].threshold`");
    }
    check("threshold = \"85\"", "threshold = \"-1\"", "Ngưỡng phải từ 0 trở lên");
    check("comparator = \">=\"", "comparator = \"trên\"", "không thuộc danh mục");
    check("comparator = \">=\"", "comparator = \"=>\"", "không thuộc danh mục");
    let faults = faults_after("catalogue/indicators.toml", "\"population_average\"", "\"population\"");
    assert!(faults[0].contains("dòng ") && faults[0].contains("Không có mẫu số mã `population`"), "{faults:?}");
}

#[test]
fn a_file_that_nothing_reads_is_a_fault() {
    let mut definitions = definitions();
    definitions.overlay([("luat/x.toml".to_owned(), String::new())]);
    let faults = Catalogue::load(&definitions).expect_err("nobody reads it");
    assert!(faults[0].message.contains("Không phần nào của hệ thống đọc tệp này"));
}

#[tokio::test]
async fn definitions_are_read_on_pages() {
    on_each_world(async |world| {
        let page = world.get("/catalogue", "").await;
        assert_eq!(page.status, StatusCode::OK);
        for part in [
            "Mọi đơn vị hành chính cấp xã",
            "Xã, phường, thị trấn (từ 01/7/2025: xã, phường, đặc khu)",
            "Bỏ chỉ tiêu đã bị thay thế",
            "Bằng khen của Tổng Giám đốc",
            "chưa có căn cứ",
            "/catalogue/criteria/qd_318_2022_phu_luc_1",
        ] {
            assert!(page.body.contains(part), "{part}");
        }
        let english = world.get("/catalogue", "chungsuc_lang=en").await;
        assert!(english.body.contains("All commune-level units") && !english.body.contains("[catalogue-"));
        assert!(page.body.len() < 150_000 && !page.body.contains("[catalogue-"));
        let last = page.body.find("href=\"/catalogue\"").expect("a menu entry");
        assert!(page.body.find("href=\"/documents\"").expect("a menu entry") < last, "definitions come last");
    })
    .await;
}

#[tokio::test]
async fn a_criteria_set_says_what_it_asks_and_what_is_unknown() {
    on_each_world(async |world| {
        let set = world.get("/catalogue/criteria/qd_318_2022_phu_luc_1", "").await;
        assert!(set.body.contains("từ 90 % trở lên, cả nam và nữ") && set.body.contains("nam đạt và nữ đạt"));
        assert!(set.body.contains("Nguồn đọc không rõ (25?)"), "why a region's threshold is unknown");
        let set = world.get("/catalogue/criteria/qd_51_2025", "").await;
        assert!(set.body.contains("chưa rõ") && set.body.contains("Ngưỡng theo từng nhóm xã và số hiệu chưa tìm thấy"));
        assert!(set.body.contains("đang áp dụng"));
        assert_eq!(world.get("/catalogue/criteria/khong-co", "").await.status, StatusCode::NOT_FOUND);
        for set in &world.app.catalogue().criteria_sets {
            let page = world.get(&criteria_path(&set.key), "chungsuc_lang=en").await;
            assert!(page.status == StatusCode::OK && !page.body.contains("[catalogue-"), "{}", set.key);
        }
        let slice = super::CatalogueSlice;
        let hits = slice.search(&world.app, &world.operator(), "nong thon moi nang cao").await.expect("it searches");
        assert!(hits.iter().any(|hit| hit.path == criteria_path("qd_318_2022_phu_luc_2")), "{hits:?}");
        let hits = slice.search(&world.app, &world.operator(), "bao phủ").await.expect("it searches");
        assert!(hits.iter().any(|hit| hit.path.ends_with("coverage_rate")), "{hits:?}");
    })
    .await;
}
