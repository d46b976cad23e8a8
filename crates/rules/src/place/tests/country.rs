use std::collections::BTreeMap;

use super::{REGISTRY, at, day};
use crate::place::{Counts, Kind, Level, NotCounted, Relation, Share, UnitId};

fn counts(code: &str, on: &str) -> Counts {
    REGISTRY.counts(at(code, on), day(on)).expect("known on that day")
}

fn kinds(list: &[(Kind, usize)]) -> BTreeMap<Kind, usize> {
    list.iter().copied().collect()
}

#[test]
fn the_country_before_and_after_the_reform() {
    let before = counts("00", "2025-06-30");
    assert_eq!((before.provinces, before.districts, before.communes), (63, 696, 10_035));
    assert_eq!(before, counts("00", "2025-03-01"));
    let after = counts("00", "2025-07-01");
    assert_eq!((after.provinces, after.districts, after.communes), (34, 0, 3_321));
    assert_eq!(after.by_kind, kinds(&[(Kind::Xa, 2_621), (Kind::Phuong, 687), (Kind::DacKhu, 13)]));
    let later = counts("00", "2026-04-30");
    assert_eq!((later.provinces, later.communes), (34, 3_321));
    assert_eq!(later.by_kind, kinds(&[(Kind::Xa, 2_611), (Kind::Phuong, 697), (Kind::DacKhu, 13)]));
    assert_eq!(after, counts("00", "2026-04-29"));
}

#[test]
fn ben_tre_through_time() {
    for (on, districts, xa, phuong, thi_tran) in [
        ("2019-10-04", 9, 147, 10, 7),
        ("2020-01-31", 9, 147, 10, 7),
        ("2020-02-01", 9, 142, 8, 7),
        ("2023-04-10", 9, 139, 8, 10),
        ("2025-01-01", 9, 132, 6, 10),
        ("2025-06-30", 9, 132, 6, 10),
    ] {
        let found = counts("83", on);
        assert_eq!((found.provinces, found.districts, found.communes), (1, districts, xa + phuong + thi_tran), "{on}");
        assert_eq!(found.by_kind, kinds(&[(Kind::Xa, xa), (Kind::Phuong, phuong), (Kind::ThiTran, thi_tran)]), "{on}");
    }
    assert_eq!(counts("83", "2004-08-31").communes, 160);
    assert!(REGISTRY.by_code("83", day("2025-07-01")).is_none());
}

#[test]
fn a_count_before_the_known_time_is_not_known() {
    let nation = REGISTRY.nation().id;
    let unknown = Err(NotCounted::NotKnown { known_from: day("2025-03-01") });
    assert_eq!(REGISTRY.counts(nation, day("2019-10-04")), unknown);
    assert_eq!(REGISTRY.counts(at("86", "2019-10-04"), day("2019-10-04")), unknown);
    assert_eq!(REGISTRY.counts(at("834", "2019-10-04"), day("2019-10-04")).map(|found| found.communes), Ok(22));
    let early = REGISTRY.counts(at("83", "2019-10-04"), day("2003-01-01"));
    assert_eq!(early, Err(NotCounted::NotKnown { known_from: day("2004-08-31") }));
    let unit = at("83", "2019-10-04");
    assert_eq!(REGISTRY.counts(unit, day("2025-07-01")), Err(NotCounted::NotValid { unit }));
    assert!(REGISTRY.valid(at("86", "2019-10-04"), day("2019-10-04")), "looking a unit up still works");
}

/// 164 communes in the structure of 2019, part of Vĩnh Long in that of 2025.
#[test]
fn chau_binh_and_what_became_of_it() {
    let on = day("2019-10-04");
    let id = at("29008", "2019-10-04");
    assert_eq!(REGISTRY.path_name(id, on), "xã Châu Bình, huyện Giồng Trôm, tỉnh Bến Tre");
    assert_eq!(REGISTRY.unit(id).map(|unit| unit.title()), Some("Xã Châu Bình".to_owned()));
    let names: Vec<String> = REGISTRY.ancestors(id, on).iter().map(|unit| unit.full_name()).collect();
    assert_eq!(names, ["huyện Giồng Trôm", "tỉnh Bến Tre", "Việt Nam"], "nearest first");
    let links: Vec<_> = REGISTRY.successors(id).collect();
    assert_eq!(links.len(), 1);
    assert_eq!((links[0].date, links[0].relation, links[0].share), (day("2025-07-01"), Relation::Merge, Share::Whole));
    assert_eq!(links[0].ground_text(), "khoản 93 Điều 1, 1687/NQ-UBTVQH15");
    let new = links[0].to.expect("a successor");
    assert_eq!(REGISTRY.path_name(new, day("2025-07-01")), "xã Châu Hòa, tỉnh Vĩnh Long");
    assert_eq!(REGISTRY.predecessors(new).count(), 3);

    let (ben_tre, vinh_long) = (at("83", "2019-10-04"), at("86", "2025-07-01"));
    assert!(REGISTRY.contains(ben_tre, id, on));
    assert!(!REGISTRY.contains(ben_tre, new, day("2025-07-01")));
    assert!(REGISTRY.contains_ever(vinh_long, id) && REGISTRY.contains_ever(vinh_long, ben_tre));
    assert!(!REGISTRY.contains_ever(ben_tre, new) && !REGISTRY.contains_ever(ben_tre, vinh_long));
    assert!(!REGISTRY.contains_ever(at("86", "2025-06-30"), id), "the old Vĩnh Long never held it");
    assert_eq!(REGISTRY.standing_for(id, day("2025-07-01")), [new]);
}

#[test]
fn districts_end_and_islands_become_special_zones() {
    assert!(REGISTRY.descendants(REGISTRY.nation().id, Level::District, day("2025-07-01")).is_empty());
    let giong_trom = at("834", "2025-06-30");
    let link = REGISTRY.successors(giong_trom).next().expect("an abolition");
    assert_eq!((link.relation, link.to, link.ground_text().as_str()), (Relation::Abolition, None, "203/2025/QH15"));
    for (district, zone) in [("318", "11948"), ("471", "19742"), ("498", "20333"), ("536", "21548"), ("755", "26732")] {
        let id = at(district, "2025-06-30");
        assert!(REGISTRY.children(id, day("2025-06-30")).is_empty());
        assert_eq!(REGISTRY.standing_for(id, day("2025-07-01")), [at(zone, "2025-07-01")]);
    }
    let zones = REGISTRY.units().iter().filter(|unit| unit.kind == Kind::DacKhu).count();
    assert_eq!(zones, 13);
}

#[test]
fn lineage_follows_whole_one_to_one_links() {
    let tien_thuy = at("28861", "2019-10-04");
    let spells: Vec<UnitId> = vec![tien_thuy, at("28861", "2023-04-10")];
    assert_eq!(REGISTRY.lineage(tien_thuy), spells, "xã, then thị trấn; merged in 2025");
    assert_eq!(REGISTRY.lineage(spells[1]), spells);
    let an_thuy = REGISTRY.lineage(at("29179", "2019-10-04"));
    assert_eq!(
        an_thuy.iter().map(|id| REGISTRY.full_name(*id)).collect::<Vec<_>>(),
        ["xã An Thủy", "thị trấn Tiệm Tôm"]
    );
    let dong_nai = at("75", "2026-04-30");
    assert_eq!(REGISTRY.lineage(dong_nai), [at("75", "2025-07-01"), dong_nai]);
    assert_eq!(REGISTRY.lineage(UnitId(0)), []);
}

#[test]
fn every_succession_of_the_country_has_a_ground() {
    assert!(REGISTRY.all_successions().iter().all(|link| link.ground.is_some()));
    let one_source: Vec<_> = REGISTRY.all_successions().iter().filter(|link| link.date == day("2026-04-30")).collect();
    assert_eq!(one_source.len(), 11);
    assert!(one_source.iter().all(|link| { link.note.as_deref().is_some_and(|note| note.contains("một nguồn")) }));
}
