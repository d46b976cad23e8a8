use chrono::NaiveDate;

use super::model::{Offices, RulePlace};
use crate::catalogue::embedded::definitions;

fn offices() -> Offices {
    Offices::load(&definitions()).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

#[test]
fn an_office_bears_the_name_of_the_day() {
    let offices = offices();
    let office = offices.office("thu").expect("the department of collection");
    let name = |on| office.version_on(day(on)).map(|version| version.name.as_str());
    assert_eq!(name("2020-09-24"), Some("Ban Thu"));
    assert_eq!(name("2022-08-12"), Some("Ban Quản lý Thu - Sổ, Thẻ"));
    let renamed = &office.versions[1];
    assert!(renamed.valid_from.is_none(), "the day of the renaming was not found");
}

#[test]
fn focal_units_differ_between_centre_and_province() {
    let offices = offices();
    let focal = |key: &str, on| {
        offices.office(key).and_then(|office| office.focal_unit_on(day(on))).map(|unit| unit.name.as_str())
    };
    assert_eq!(focal("bhxh_vn", "2022-08-12"), Some("Vụ Thi đua - Khen thưởng"));
    assert_eq!(focal("bhxh_tinh_83", "2019-10-04"), Some("Phòng Tổ chức cán bộ"));
}

#[test]
fn province_offices_are_made_by_rule() {
    let offices = offices();
    let rule = &offices.rules[0];
    let office = rule.office_for(RulePlace { code: "01", parent_code: "", kind: "thành phố", name: "Hà Nội" });
    assert_eq!(office.key, "bhxh_tinh_01");
    assert_eq!(office.versions[0].name, "BHXH thành phố Hà Nội");
    assert!(office.exists_on(day("2025-02-28")) && !office.exists_on(day("2025-03-01")));
    let later =
        offices.rules[2].office_for(RulePlace { code: "86", parent_code: "", kind: "tỉnh", name: "Vĩnh Long" });
    assert!(later.versions[0].valid_from.is_none() && !later.exists_on(day("2025-06-30")));
    let districts = offices.offices.iter().filter(|office| office.parent.as_deref() == Some("bhxh_tinh_83"));
    assert_eq!(districts.count(), 9);
}

#[test]
fn every_actor_that_is_an_office_exists() {
    let catalogue = crate::catalogue::Catalogue::load(&definitions()).expect("the catalogue");
    let offices = offices();
    for actor in &catalogue.actors {
        if let Some(key) = &actor.office {
            assert!(offices.office(key).is_some(), "{key}");
        }
    }
}

#[test]
fn an_unknown_parent_stands_on_its_line() {
    let mut definitions = definitions();
    let text = definitions.get(super::model::FILE).expect("the file").text.replacen(
        "parent = \"bhxh_vn\"",
        "parent = \"bhxh_viet_nam\"",
        1,
    );
    definitions.overlay([(super::model::FILE.to_owned(), text)]);
    let faults = Offices::load(&definitions).expect_err("no such office");
    assert_eq!(faults.len(), 1);
    assert!(faults[0].line > 1 && faults[0].field == "offices[1].parent", "{}", faults[0]);
}
