use super::*;

fn registry() -> rules::place::Registry {
    load(None).expect("the embedded tables are sound")
}

fn day(year: i32, month: u32, day: u32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(year, month, day).expect("a real day")
}

#[test]
fn a_new_province_answers_for_the_old_ones_it_took() {
    let places = registry();
    let old = resolve(&places, "tỉnh Bến Tre", None, None).expect("the old province is found");
    let new = resolve(&places, "tỉnh Vĩnh Long", None, Some(day(2025, 7, 1))).expect("the new province is found");
    assert!(contains(&places, new, old, day(2025, 7, 1)));
    assert!(!contains(&places, old, new, day(2025, 7, 1)));
}

#[test]
fn a_refusal_says_what_to_do() {
    let places = registry();
    let old = resolve(&places, "tỉnh Bến Tre", None, None).expect("the old province is found");
    let refusal = resolve(&places, "Không Đâu Cả", None, None).expect_err("there is no such unit");
    assert!(refusal.sentence.contains("Không Đâu Cả"));
    assert!(!refusal.remedy.is_empty());
    let refusal = resolve(&places, "xã Châu Bình", Some(old), Some(day(2026, 1, 1))).expect_err("it was merged");
    assert!(refusal.sentence.contains("Châu Hòa"), "{}", refusal.sentence);
}
