use axum::http::StatusCode;
use chrono::NaiveDate;
use platform::Slice;

use super::model::{Offices, RulePlace};
use crate::testing::{loaded, on_each_world};

fn offices() -> Offices {
    Offices::load(&loaded().definitions).unwrap_or_else(|faults| panic!("{faults:#?}"))
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
fn an_unknown_parent_stands_on_its_line() {
    let mut definitions = loaded().definitions;
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

#[tokio::test]
async fn the_tree_bears_the_names_of_its_day() {
    on_each_world(async |world| {
        let old = world.get("/offices?on=2020-09-24", "").await;
        assert_eq!(old.status, StatusCode::OK);
        assert!(old.body.contains(">Ban Thu<") && !old.body.contains("Ban Quản lý Thu"), "{}", old.body);
        for name in ["63 cơ quan ở địa phương", "BHXH huyện Mỏ Cày Bắc", "BHXH thành phố Hà Nội"] {
            assert!(old.body.contains(name), "{name}");
        }
        let new = world.get("/offices?on=12/8/2022", "").await;
        assert!(new.body.contains("Ban Quản lý Thu - Sổ, Thẻ") && !new.body.contains(">Ban Thu<"));
        let between = world.get("/offices?on=2025-04-01", "").await;
        assert!(between.body.contains("cơ quan chưa rõ cơ quan cấp trên") && between.body.contains("35 BHXH khu vực"));
        let now = world.get("/offices", "").await;
        assert!(now.body.contains("34 cơ quan ở địa phương") && !now.body.contains("BHXH huyện Mỏ Cày"));
        assert!(old.body.len() < 150_000, "{}", old.body.len());
        assert_eq!(world.get("/offices?on=hom-qua", "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn an_office_is_read_through_time() {
    on_each_world(async |world| {
        let page = world.get("/offices/bhxh_tinh_83?on=2019-10-04", "").await;
        for part in [
            "BHXH tỉnh Bến Tre",
            "Phòng Tổ chức cán bộ",
            "thấy trong văn bản ngày 04/10/2019",
            "BHXH huyện Giồng Trôm",
            "tỉnh Bến Tre",
            "chưa rõ cơ quan nào",
        ] {
            assert!(page.body.contains(part), "{part}");
        }
        let page = world.get("/offices/bhxh_tinh_83", "").await;
        assert!(page.body.contains("không có cơ quan này"));
        let english = world.get("/offices/thu", "chungsuc_lang=en").await;
        assert!(english.body.contains("day unknown") || english.body.contains("seen in a paper"));
        assert!(!english.body.contains("[offices-"), "{}", english.body);
        assert_eq!(world.get("/offices/khong-co", "").await.status, StatusCode::NOT_FOUND);
        let hits = super::OfficesSlice.search(&world.app, &world.operator(), "ban thu").await.expect("it searches");
        assert_eq!(hits[0].path, "/offices/thu");
    })
    .await;
}

#[tokio::test]
async fn a_unit_knows_its_focal_unit_where_a_paper_tells_it() {
    on_each_world(async |world| {
        let focal = |unit: i64, on: &str| super::focal_unit(&world.app, unit, day(on));
        let name = |unit, on| focal(unit, on).map(|focal| (focal.office_name, focal.unit.name, focal.unit.ground));
        let ben_tre = name(world.unit("tỉnh Bến Tre"), "2019-10-04").expect("it is known");
        assert_eq!((ben_tre.0.as_str(), ben_tre.1.as_str()), ("BHXH tỉnh Bến Tre", "Phòng Tổ chức cán bộ"));
        assert!(ben_tre.2.is_some());
        assert_eq!(name(world.unit("huyện Giồng Trôm"), "2019-10-04").expect("the province's").1, ben_tre.1);
        let centre = name(world.unit("Việt Nam"), "2022-08-12").expect("it is known");
        assert_eq!(centre.1, "Vụ Thi đua - Khen thưởng");
        let ha_noi = world.app.resolve_unit("Hà Nội", None, Some(day("2019-10-04"))).expect("it is found");
        assert!(name(ha_noi, "2019-10-04").expect("by rule").2.is_none(), "no ground for other provinces");
        assert!(focal(world.unit("tỉnh Bến Tre"), "2025-04-01").is_none(), "the province office had ended");
    })
    .await;
}
