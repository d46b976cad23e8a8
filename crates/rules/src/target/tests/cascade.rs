use proptest::prelude::*;

use super::*;

fn child(unit: &'static str, goal: Option<Goal>, population: Option<i64>) -> Child<&'static str> {
    Child { unit, goal, population }
}

#[track_caller]
fn check_children(parent: Goal, children: &[Child<&'static str>], expected: CascadeVerdict, together: Option<&str>) {
    let found = check_cascade(&parent, children);
    assert_eq!(found.verdict, expected);
    assert_eq!(found.together, together.map(fixed));
}

fn short(by: &str) -> CascadeVerdict {
    CascadeVerdict::FallsShort { by: fixed(by) }
}

#[test]
fn districts_must_reach_the_province_by_weight_and_not_by_plain_mean() {
    let districts = |large: &str, small: &str| {
        [
            child("Châu Thành", Some(percent(">=", large)), Some(160_000)),
            child("Chợ Lách", Some(percent(">=", small)), Some(40_000)),
        ]
    };
    // The plain mean of 86 and 88 would pass.
    check_children(percent(">=", "86.5"), &districts("86", "88"), short("0.1"), Some("86.4"));
    check_children(percent(">=", "86.5"), &districts("87", "84.5"), CascadeVerdict::Reaches, Some("86.5"));
    check_children(percent("=", "86.5"), &districts("90", "90"), CascadeVerdict::Reaches, Some("90"));
    check_children(percent(">", "86.5"), &districts("87", "84.5"), short("0"), Some("86.5"));
    check_children(percent("<=", "86.5"), &districts("90", "90"), short("3.5"), Some("90"));
}

#[test]
fn children_that_go_beyond_go_beyond_together() {
    let children = [
        child("Ba Tri", Some(percent(">", "95.15")), Some(10)),
        child("Bình Đại", Some(percent(">=", "95.15")), Some(10)),
    ];
    check_children(percent(">", "95.15"), &children, CascadeVerdict::Reaches, Some("95.15"));
}

#[test]
fn a_shortfall_is_never_rounded_away() {
    let children =
        [child("a", Some(percent(">=", "90")), Some(99_999_999)), child("b", Some(percent(">=", "89.9999")), Some(1))];
    check_children(percent(">=", "90"), &children, short("0.0001"), Some("90"));
}

#[test]
fn a_check_with_gaps_is_unknown_and_lists_them() {
    let children = [
        child("Giồng Trôm", Some(percent(">=", "87")), Some(160_000)),
        child("Mỏ Cày Bắc", None, Some(110_000)),
        child("Mỏ Cày Nam", Some(goal(Measure::People, ">=", "120000")), None),
    ];
    let found = check_cascade(&percent(">=", "86.5"), &children);
    assert_eq!(found.without_target, ["Mỏ Cày Bắc", "Mỏ Cày Nam"]);
    assert_eq!(found.without_population, ["Mỏ Cày Nam"]);
    let CascadeVerdict::Unknown { reason } = found.verdict else { panic!("unknown") };
    assert_eq!(reason, "Chưa kết luận được: 2 đơn vị trực thuộc chưa có chỉ tiêu, 1 đơn vị trực thuộc chưa có dân số.");
    assert!(matches!(check_cascade::<&str>(&percent(">=", "86.5"), &[]).verdict, CascadeVerdict::Unknown { .. }));
    let empty = [child("a", Some(percent(">=", "90")), Some(0))];
    assert!(matches!(check_cascade(&percent(">=", "90"), &empty).verdict, CascadeVerdict::Unknown { .. }));
}

#[test]
fn counts_are_added() {
    let people = |value: &str| Some(goal(Measure::People, ">=", value));
    let parent = goal(Measure::People, ">=", "1000");
    let all = [child("a", people("600"), None), child("b", people("400"), None)];
    check_children(parent, &all, CascadeVerdict::Reaches, Some("1000"));
    let fewer = [child("a", people("600"), None), child("b", people("399"), None)];
    check_children(parent, &fewer, short("1"), Some("999"));
    let enough_already = [child("a", people("1000"), None), child("b", None, None)];
    check_children(parent, &enough_already, CascadeVerdict::Reaches, Some("1000"));
    let open = [child("a", people("999"), None), child("b", None, None)];
    assert!(matches!(check_cascade(&parent, &open).verdict, CascadeVerdict::Unknown { .. }));
}

proptest! {
    #[test]
    fn equal_children_reach_exactly_their_own_value(value in 0_i64..1_500_000, populations in proptest::collection::vec(1_i64..20_000_000, 1..70)) {
        let goal = |ten_thousandths: i64| Goal::new(Measure::Percent, Comparator::AtLeast, Fixed::from_ten_thousandths(ten_thousandths)).expect("a goal");
        let children: Vec<_> = populations.iter().enumerate().map(|(unit, population)| Child { unit, goal: Some(goal(value)), population: Some(*population) }).collect();
        prop_assert_eq!(check_cascade(&goal(value), &children).verdict, CascadeVerdict::Reaches);
        let by = Fixed::from_ten_thousandths(1);
        prop_assert_eq!(check_cascade(&goal(value + 1), &children).verdict, CascadeVerdict::FallsShort { by });
    }

    #[test]
    fn the_order_of_children_does_not_matter(values in proptest::collection::vec((0_i64..1_000_000, 0_i64..20_000_000), 1..30), parent in 0_i64..1_000_000) {
        let goal = |ten_thousandths: i64| Goal::new(Measure::Percent, Comparator::AtLeast, Fixed::from_ten_thousandths(ten_thousandths)).expect("a goal");
        let mut children: Vec<_> = values.iter().map(|(value, population)| Child { unit: (), goal: Some(goal(*value)), population: Some(*population) }).collect();
        let forward = check_cascade(&goal(parent), &children);
        children.reverse();
        prop_assert_eq!(forward, check_cascade(&goal(parent), &children));
    }
}
