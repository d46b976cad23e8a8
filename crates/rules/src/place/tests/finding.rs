use super::{REGISTRY, at, day};
use crate::place::{Find, Quality, ResolveError, UnitId};

fn resolve(text: &str, within: Option<&str>, on: Option<&str>) -> Result<UnitId, ResolveError> {
    let within = within.map(|text| REGISTRY.resolve(text, None, None).expect("a known scope"));
    REGISTRY.resolve(text, within, on.map(day))
}

fn found(text: &str, within: Option<&str>, on: Option<&str>) -> String {
    resolve(text, within, on).map(|id| REGISTRY.latest_path_name(id)).unwrap_or_else(|error| format!("{error:?}"))
}

#[test]
fn a_province_is_found_by_name_also_after_its_end() {
    for text in ["Bến Tre", "ben tre", "BẾN TRE", "tỉnh Bến Tre", "Tinh Ben Tre", "83"] {
        assert_eq!(resolve(text, None, None), Ok(at("83", "2019-10-04")), "{text}");
        assert_eq!(resolve(text, None, Some("2019-10-04")), Ok(at("83", "2019-10-04")), "{text}");
    }
    assert_eq!(resolve("Hà Nội", None, None), Ok(at("01", "2025-07-01")));
    assert_eq!(resolve("TP. Hồ Chí Minh", None, None), Ok(at("79", "2025-07-01")));
    assert_eq!(resolve("Việt Nam", None, None), Ok(REGISTRY.nation().id));
}

#[test]
fn of_successive_spells_the_latest_is_meant_without_a_day() {
    assert_eq!(resolve("Vĩnh Long", None, None), Ok(at("86", "2025-07-01")));
    assert_eq!(resolve("Vĩnh Long", None, Some("2025-06-30")), Ok(at("86", "2025-06-30")));
    assert_eq!(resolve("Đồng Nai", None, None), Ok(at("75", "2026-04-30")));
    assert_eq!(resolve("tỉnh Đồng Nai", None, None), Ok(at("75", "2025-07-01")));
    assert_eq!(resolve("tỉnh Đồng Nai", None, Some("2025-01-01")), Ok(at("75", "2025-01-01")));
    assert_eq!(resolve("thành phố Bến Tre", None, None), Ok(at("829", "2025-06-30")));
    assert_eq!(resolve("phường Bến Tre", None, None), Ok(at("28789", "2025-07-01")));
}

#[test]
fn a_commune_within_a_province() {
    for text in ["xã Châu Bình", "Châu Bình", "chau binh", "Xã chau binh", "29008"] {
        assert_eq!(resolve(text, Some("Bến Tre"), None), Ok(at("29008", "2019-10-04")), "{text}");
        assert_eq!(resolve(text, Some("Bến Tre"), Some("2019-10-04")), Ok(at("29008", "2019-10-04")), "{text}");
    }
    assert_eq!(resolve("Châu Bình", Some("Vĩnh Long"), None), Ok(at("29008", "2019-10-04")), "it came to lie there");
    assert_eq!(found("Châu Hòa", Some("Bến Tre"), None), "xã Châu Hòa, huyện Giồng Trôm, tỉnh Bến Tre");
    assert_eq!(found("Châu Hoà", Some("Vĩnh Long"), None), "xã Châu Hòa, tỉnh Vĩnh Long");
}

#[test]
fn a_unit_that_is_not_valid_names_what_stands_in_its_place() {
    let error = resolve("Bến Tre", None, Some("2025-07-01")).expect_err("ended");
    let (ben_tre, vinh_long) = (at("83", "2019-10-04"), at("86", "2025-07-01"));
    let on = day("2025-07-01");
    assert_eq!(error, ResolveError::NotValidOn { unit: ben_tre, on, successors: vec![vinh_long] });
    assert_eq!(
        error.message(&REGISTRY, "Bến Tre"),
        "Ngày 01/07/2025 không có tỉnh Bến Tre: đã kết thúc từ ngày 01/07/2025, nay là tỉnh Vĩnh Long."
    );
    let error = resolve("xã Châu Bình", Some("Bến Tre"), Some("2025-07-01")).expect_err("merged");
    assert!(error.message(&REGISTRY, "").ends_with("nay là xã Châu Hòa, tỉnh Vĩnh Long."), "{error:?}");
    let error = resolve("phường An Hội", Some("Bến Tre"), Some("2019-10-04")).expect_err("not yet");
    assert_eq!(
        error.message(&REGISTRY, ""),
        "Ngày 04/10/2019 không có phường An Hội, thành phố Bến Tre, tỉnh Bến Tre: chưa được lập, khi đó là \
         phường 1, thành phố Bến Tre, tỉnh Bến Tre; phường 3, thành phố Bến Tre, tỉnh Bến Tre; \
         phường 2, thành phố Bến Tre, tỉnh Bến Tre."
    );
}

#[test]
fn several_units_are_listed() {
    let Err(ResolveError::Ambiguous { candidates }) = resolve("huyện Châu Thành", None, None) else {
        panic!("several districts bear that name");
    };
    assert!(candidates.len() > 5);
    assert_eq!(found("huyện Châu Thành", Some("Bến Tre"), None), "huyện Châu Thành, tỉnh Bến Tre");
    let error = resolve("huyện Châu Thành", None, None).expect_err("several");
    assert!(error.message(&REGISTRY, "huyện Châu Thành").contains("tỉnh Bến Tre"), "{error:?}");
}

#[test]
fn written_tones_are_meant_and_their_place_is_not() {
    assert_eq!(found("Thạnh Phú", Some("Bến Tre"), None), "huyện Thạnh Phú, tỉnh Bến Tre");
    assert!(matches!(resolve("Thanh Phú", Some("Bến Tre"), None), Err(ResolveError::NotFound { .. })));
    assert_eq!(found("thanh phu", Some("Bến Tre"), None), "huyện Thạnh Phú, tỉnh Bến Tre");
    assert_eq!(resolve("Hoà Bình", None, None), resolve("Hòa Bình", None, None));
    assert_eq!(found("Thanh Hoá", None, None), "tỉnh Thanh Hóa");
    assert_eq!(found("huyện Ia H’Drai", None, None), "huyện Ia H'Drai, tỉnh Kon Tum");
    assert_eq!(found("dak rlap", None, None), found("huyện Đắk R'Lấp", None, None), "apostrophes are optional");
    assert_eq!(found("tp.ho chi minh", None, None), found("Thành phố Hồ Chí Minh", None, None));
    assert_eq!(found("Quan Sơn", None, None), "huyện Quan Sơn, tỉnh Thanh Hóa", "no quận Sơn");
}

#[test]
fn search_puts_the_whole_name_and_the_larger_unit_first() {
    let list = REGISTRY.find(&Find { text: "ben tre", within: None, on: None });
    let names: Vec<String> = list.iter().map(|found| REGISTRY.latest_path_name(found.unit)).collect();
    assert_eq!(
        names,
        [
            "tỉnh Bến Tre",
            "thành phố Bến Tre, tỉnh Bến Tre",
            "thị xã Bến Tre, tỉnh Bến Tre",
            "phường Bến Tre, tỉnh Vĩnh Long"
        ]
    );
    let today = REGISTRY.find(&Find { text: "ben tre", within: None, on: Some(day("2025-07-01")) });
    assert_eq!(today.len(), 1);
    let partial = REGISTRY.find(&Find { text: "Châu Bì", within: Some(at("83", "2019-10-04")), on: None });
    assert_eq!((partial[0].unit, partial[0].quality), (at("29008", "2019-10-04"), Quality::Beginning));
    let typing = |text| REGISTRY.find(&Find { text, within: Some(at("83", "2019-10-04")), on: None });
    let begun = typing("Châu Binh");
    assert_eq!(begun[0].unit, at("29008", "2019-10-04"), "the tone of the last word may still come");
    assert!(REGISTRY.find(&Find { text: "  ", within: None, on: None }).is_empty());
    assert!(REGISTRY.find(&Find { text: "không có nơi nào", within: None, on: None }).is_empty());
}
