use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::{REGISTRY, at, day};
use crate::place::{Held, Level, Outcome, Registry, Remap, RemapError, Share, Tables, UnitId, Value};

static FORWARD: LazyLock<Remap> = LazyLock::new(|| Remap::between(&REGISTRY, day("2025-06-30"), day("2025-07-01")));
static BACKWARD: LazyLock<Remap> = LazyLock::new(|| Remap::between(&REGISTRY, day("2025-07-01"), day("2025-06-30")));

/// Units without units below on that day: communes, and island districts without communes.
fn leaves(on: NaiveDate) -> Vec<UnitId> {
    let valid = REGISTRY.units().iter().filter(|unit| unit.valid_on(on));
    valid.map(|unit| unit.id).filter(|id| REGISTRY.children(*id, on).is_empty()).collect()
}

fn known(outcome: &Outcome, unit: UnitId) -> Option<(i64, i64)> {
    match outcome.value(unit) {
        Some(Value::Known { num, den, .. }) => Some((num, den)),
        _ => None,
    }
}

fn targets(remap: &Remap, unit: UnitId) -> Vec<(UnitId, Share)> {
    remap.targets(unit).expect("valid on the first day").collect()
}

#[test]
fn the_whole_country_forward() {
    let inputs: Vec<_> = leaves(FORWARD.from()).into_iter().map(|id| (id, 3, 7)).collect();
    assert_eq!(inputs.len(), 10_040);
    let outcome = FORWARD.apply(&inputs).expect("valid inputs");
    assert_eq!(known(&outcome, REGISTRY.nation().id), Some((3 * 10_040, 7 * 10_040)));
    for new in REGISTRY.descendants(REGISTRY.nation().id, Level::Province, FORWARD.to()) {
        let old = inputs.iter().filter(|(id, ..)| REGISTRY.contains_ever(new.id, *id)).count() as i64;
        assert_eq!(known(&outcome, new.id), Some((3 * old, 7 * old)), "{}", new.title());
    }
    let communes = REGISTRY.descendants(REGISTRY.nation().id, Level::Commune, FORWARD.to());
    let unknown = communes.iter().filter(|unit| known(&outcome, unit.id).is_none()).count();
    assert_eq!((unknown, outcome.held.len()), (387, 381));
    assert!(outcome.held.iter().all(|held| held.holder.is_some()), "no commune is split across provinces");
}

#[test]
fn the_origins_of_a_unit_are_all_that_touches_its_figure() {
    for remap in [&*FORWARD, &*BACKWARD] {
        let inputs: Vec<_> = leaves(remap.from()).into_iter().map(|id| (id, 3, 7)).collect();
        let all = remap.apply(&inputs).expect("valid inputs");
        let units = REGISTRY.units().iter().filter(|unit| unit.valid_on(remap.to()));
        for unit in units.step_by(37).map(|unit| unit.id) {
            let origins: BTreeSet<UnitId> = remap.origins(unit).iter().copied().collect();
            let some: Vec<_> = inputs.iter().copied().filter(|(id, ..)| origins.contains(id)).collect();
            let alone = remap.apply(&some).expect("valid inputs");
            assert_eq!(all.value(unit), alone.value(unit), "{}", REGISTRY.full_name(unit));
        }
    }
}

#[test]
fn the_whole_country_backward() {
    let inputs: Vec<_> = leaves(BACKWARD.from()).into_iter().map(|id| (id, 3, 7)).collect();
    let outcome = BACKWARD.apply(&inputs).expect("valid inputs");
    assert_eq!(known(&outcome, REGISTRY.nation().id), Some((3 * 3_321, 7 * 3_321)));
    let count = |level| {
        let units = REGISTRY.descendants(REGISTRY.nation().id, level, BACKWARD.to());
        units.iter().filter(|unit| known(&outcome, unit.id).is_some()).count()
    };
    assert_eq!((count(Level::Province), count(Level::District), count(Level::Commune)), (63, 402, 133));
}

#[test]
fn whole_provinces_go_forward_and_only_undivided_ones_come_back() {
    let (ben_tre, vinh_long) = (at("83", "2025-06-30"), at("86", "2025-07-01"));
    assert_eq!(targets(&FORWARD, ben_tre), [(vinh_long, Share::Whole)]);
    let back = targets(&BACKWARD, vinh_long);
    assert_eq!(back.len(), 3);
    assert!(back.iter().all(|(_, share)| *share == Share::Unknown));
    let outcome = BACKWARD.apply(&[(vinh_long, 90, 100)]).expect("valid");
    assert_eq!(known(&outcome, ben_tre), None);
    assert_eq!(known(&outcome, REGISTRY.nation().id), Some((90, 100)));
    assert_eq!(
        BACKWARD.reason(&REGISTRY, &outcome.held[0]),
        "không quy đổi được: tỉnh Vĩnh Long được lập từ tỉnh Bến Tre, tỉnh Trà Vinh, tỉnh Vĩnh Long (202/2025/QH15), \
         số chung không tách lại được"
    );
    let ha_noi = at("01", "2025-07-01");
    assert_eq!(targets(&BACKWARD, ha_noi), [(ha_noi, Share::Whole)]);
    let island = at("20333", "2025-07-01");
    assert_eq!(targets(&BACKWARD, island), [(at("498", "2025-06-30"), Share::Whole)]);
}

/// A figure of 2019 is found under Bến Tre and adds to Vĩnh Long only when asked for in today's structure.
#[test]
fn ben_tre_2019_in_the_structure_of_2025() {
    let remap = Remap::between(&REGISTRY, day("2019-10-04"), day("2025-07-01"));
    let (ben_tre, vinh_long) = (at("83", "2019-10-04"), at("86", "2025-07-01"));
    assert_eq!(targets(&remap, ben_tre), [(vinh_long, Share::Whole)]);
    assert_eq!(targets(&remap, at("29008", "2019-10-04")), [(at("28996", "2025-07-01"), Share::Whole)]);
    assert_eq!(targets(&remap, at("28774", "2019-10-04")), [(at("28777", "2025-07-01"), Share::Whole)], "phường 3");
    let communes = REGISTRY.descendants(ben_tre, Level::Commune, day("2019-10-04"));
    let inputs: Vec<_> = communes.iter().map(|unit| (unit.id, 9, 10)).collect();
    let outcome = remap.apply(&inputs).expect("valid");
    assert!(outcome.held.is_empty(), "no commune of Bến Tre is divided after 2013");
    assert_eq!(known(&outcome, vinh_long), Some((9 * 164, 10 * 164)));
    assert_eq!(outcome.value(ben_tre), None, "nothing is written to the old structure");
}

#[test]
fn a_split_without_shares_is_unknown_and_says_why() {
    let ky_loi = at("18796", "2025-06-30");
    let outcome = FORWARD.apply(&[(ky_loi, 5, 8)]).expect("valid");
    let ha_tinh = at("42", "2025-07-01");
    assert_eq!(known(&outcome, ha_tinh), Some((5, 8)));
    let held = Held { unit: ky_loi, num: 5, den: 8, holder: Some(ha_tinh) };
    for code in ["18754", "18823", "18832"] {
        assert_eq!(outcome.value(at(code, "2025-07-01")), Some(Value::Unknown { inputs: vec![held] }));
    }
    assert_eq!(
        FORWARD.reason(&REGISTRY, &held),
        "không quy đổi được: xã Kỳ Lợi, thị xã Kỳ Anh, tỉnh Hà Tĩnh chia cho phường Hoành Sơn, phường Sông Trí, \
         phường Vũng Áng (1665/NQ-UBTVQH15), chưa có tỷ lệ dân số của từng phần"
    );
    let phuc_loi = at("00136", "2025-06-30");
    assert_eq!(targets(&FORWARD, phuc_loi), [(at("00136", "2025-07-01"), Share::Whole)], "the other part is land only");
}

#[test]
fn a_district_is_placed_by_its_communes() {
    let giong_trom = at("834", "2025-06-30");
    let outcome = FORWARD.apply(&[(giong_trom, 5, 8)]).expect("valid");
    assert_eq!(known(&outcome, at("86", "2025-07-01")), Some((5, 8)));
    assert_eq!(known(&outcome, at("28996", "2025-07-01")), None);
    assert!(FORWARD.reason(&REGISTRY, &outcome.held[0]).contains("không có đơn vị cấp huyện kế tiếp"));
    assert_eq!(targets(&FORWARD, at("755", "2025-06-30")), [(at("26732", "2025-07-01"), Share::Whole)], "Côn Đảo");
}

/// 08/NĐ-CP: of 13.984 people of Phú Hưng, 1.825 went to Phú Tân, 1.289 to Phú Khương, 10.870 stayed.
#[test]
fn stated_shares_apportion_and_lose_nobody() {
    let remap = Remap::between(&REGISTRY, day("2009-01-01"), day("2009-03-01"));
    let phu_hung = at("28786", "2009-01-01");
    let outcome = remap.apply(&[(phu_hung, 100, 13_984)]).expect("valid");
    let value = |code: &str| outcome.value(at(code, "2009-03-01"));
    let part = |num, den| Some(Value::Known { num, den, apportioned: true });
    assert_eq!([value("28757"), value("28756"), value("28786")], [part(13, 1_825), part(9, 1_289), part(78, 10_870)]);
    assert_eq!(value("829"), Some(Value::Known { num: 100, den: 13_984, apportioned: false }));
}

#[test]
fn inputs_must_be_valid_and_sums_must_fit() {
    let new = at("28996", "2025-07-01");
    assert_eq!(FORWARD.apply(&[(new, 1, 1)]), Err(RemapError::NotValid { unit: new }));
    let old = at("29008", "2025-06-30");
    assert_eq!(FORWARD.apply(&[(old, i64::MAX, 1), (old, 1, 1)]), Err(RemapError::Overflow));
}

#[test]
fn the_same_day_changes_nothing() {
    let on = day("2025-06-30");
    let remap = Remap::between(&REGISTRY, on, on);
    assert!(leaves(on).into_iter().all(|id| targets(&remap, id) == [(id, Share::Whole)]));
}

/// A registry of one province 01 with district 001 and the given communes and successions.
fn small(communes: &str, links: &str) -> Registry {
    let units = format!(
        "id\tcode\tkind\tname\tparent\tfrom\tto\n1\t00\tquoc_gia\tX\t\t\t\n2\t01\ttinh\tA\t00\t\t\n\
         3\t001\thuyen\tB\t01\t\t\n{communes}"
    );
    let successions = format!("from\tto\tdate\trelation\tshare\tground\tclause\tnote\n{links}");
    let tables = Tables {
        units: &units,
        successions: &successions,
        documents: "number\tdate\tsubject\n",
        known: "code\tfrom\n00\t2019-01-01\n",
    };
    Registry::parse(&tables).unwrap_or_else(|faults| panic!("{}", faults[0]))
}

/// Divided in 2020 by a share nobody stated, united again in 2025: in between unknown, in the end whole.
#[test]
fn a_split_that_is_united_again_is_whole() {
    let registry = small(
        "4\t00001\txa\tC\t001\t\t2020-02-01\n5\t00002\txa\tD\t001\t2020-02-01\t2025-07-01\n\
         6\t00003\txa\tE\t001\t2020-02-01\t2025-07-01\n7\t00004\txa\tF\t001\t2025-07-01\t\n",
        "4\t5\t2020-02-01\tsplit\tunknown\t\t\t\n4\t6\t2020-02-01\tsplit\tunknown\t\t\t\n\
         5\t7\t2025-07-01\tmerge\twhole\t\t\t\n6\t7\t2025-07-01\tmerge\twhole\t\t\t\n",
    );
    let between = |from: &str, to: &str| Remap::between(&registry, day(from), day(to));
    assert_eq!(targets(&between("2019-10-04", "2025-07-01"), UnitId(4)), [(UnitId(7), Share::Whole)]);
    assert_eq!(targets(&between("2025-07-01", "2019-10-04"), UnitId(7)), [(UnitId(4), Share::Whole)]);
    let half = between("2019-10-04", "2020-02-01");
    let outcome = half.apply(&[(UnitId(4), 1, 2)]).expect("valid");
    assert_eq!(outcome.held, [Held { unit: UnitId(4), num: 1, den: 2, holder: Some(UnitId(3)) }]);
    let reason = half.reason(&registry, &outcome.held[0]);
    assert!(reason.contains("chia cho xã D, xã E (chưa có căn cứ)"), "{reason}");
}

#[test]
fn people_of_a_unit_without_successor_stay_in_the_unit_above() {
    let registry = small(
        "4\t00001\txa\tC\t001\t\t2020-02-01\n5\t00002\txa\tD\t001\t\t\n",
        "4\t\t2020-02-01\tabolition\tnone\t\t\t\n",
    );
    let remap = Remap::between(&registry, day("2019-10-04"), day("2020-02-01"));
    let outcome = remap.apply(&[(UnitId(4), 1, 2), (UnitId(5), 1, 2)]).expect("valid");
    assert_eq!(known(&outcome, UnitId(3)), Some((2, 4)));
    assert_eq!(known(&outcome, UnitId(5)), Some((1, 2)));
    assert_eq!(outcome.held.len(), 1);
}

/// Everything that went in is either in one leaf or held above it, exactly.
fn conserved(remap: &Remap, inputs: &[(UnitId, i64, i64)]) {
    let outcome = remap.apply(inputs).expect("valid inputs");
    let sum = inputs.iter().fold((0, 0), |(num, den), input| (num + input.1, den + input.2));
    let bottom: BTreeSet<UnitId> = leaves(remap.to()).into_iter().collect();
    let placed = outcome.figures.iter().filter(|(id, _)| bottom.contains(id));
    let placed = placed.fold((0, 0), |(num, den), (_, figure)| (num + figure.num, den + figure.den));
    let held = outcome.held.iter().fold((0, 0), |(num, den), held| (num + held.num, den + held.den));
    assert_eq!((placed.0 + held.0, placed.1 + held.1), sum);
    assert_eq!(known(&outcome, REGISTRY.nation().id).unwrap_or_default(), sum);
    let provinces = REGISTRY.descendants(REGISTRY.nation().id, Level::Province, remap.to());
    let by_province = provinces.iter().filter_map(|unit| outcome.figures.get(&unit.id)).map(|figure| figure.num);
    let above = outcome.held.iter().filter(|held| held.holder == Some(REGISTRY.nation().id)).map(|held| held.num);
    assert_eq!(by_province.sum::<i64>() + above.sum::<i64>(), sum.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn figures_are_conserved(seeds in prop::collection::vec((-1_000_000_i64..1_000_000, 0_i64..2_000_000), 97)) {
        for remap in [&*FORWARD, &*BACKWARD] {
            let units = leaves(remap.from());
            let inputs: Vec<_> = units.into_iter().zip(seeds.iter().cycle()).map(|(id, (num, den))| (id, *num, *den)).collect();
            conserved(remap, &inputs);
        }
    }

    #[test]
    fn stated_shares_conserve(number in any::<i32>(), parts in prop::collection::vec(1_u64..1000, 2..6)) {
        let total: u64 = parts.iter().sum();
        let mut units = "id\tcode\tkind\tname\tparent\tfrom\tto\n1\t00\tquoc_gia\tX\t\t\t\n2\t01\ttinh\tA\t00\t\t2025-07-01\n".to_owned();
        let mut links = "from\tto\tdate\trelation\tshare\tground\tclause\tnote\n".to_owned();
        for (index, part) in parts.iter().enumerate() {
            units += &format!("{}\t{}\ttinh\tB\t00\t2025-07-01\t\n", index + 3, index + 10);
            links += &format!("2\t{}\t2025-07-01\tsplit\t{part}/{total}\t\t\t\n", index + 3);
        }
        let tables = Tables { units: &units, successions: &links, documents: "number\tdate\tsubject\n", known: "code\tfrom\n00\t2025-01-01\n" };
        let registry = Registry::parse(&tables).expect("a small registry");
        let remap = Remap::between(&registry, day("2025-06-30"), day("2025-07-01"));
        let outcome = remap.apply(&[(UnitId(2), i64::from(number), i64::from(number))]).expect("valid");
        prop_assert!(outcome.held.is_empty());
        let sum: i64 = (0..parts.len()).map(|index| outcome.figures[&UnitId(index as u32 + 3)].num).sum();
        prop_assert_eq!(sum, i64::from(number));
    }
}
