use super::{REGISTRY, TEXTS, at};
use crate::place::{Registry, Tables};

const UNITS: &str = "id\tcode\tkind\tname\tparent\tfrom\tto\n1\t00\tquoc_gia\tViệt Nam\t\t\t\n";
const SUCCESSIONS: &str = "from\tto\tdate\trelation\tshare\tground\tclause\tnote\n";
const DOCUMENTS: &str = "number\tdate\tsubject\n";
const KNOWN: &str = "code\tfrom\n00\t2025-03-01\n";

fn faults(units: &str, successions: &str) -> Vec<String> {
    let (units, successions) = (format!("{UNITS}{units}"), format!("{SUCCESSIONS}{successions}"));
    let tables = Tables { units: &units, successions: &successions, documents: DOCUMENTS, known: KNOWN };
    match Registry::parse(&tables) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_fault_names_file_line_and_field() {
    assert_eq!(faults("2\t01\ttinh\tA\t00\t\t\n", ""), [""; 0]);
    assert_eq!(faults("2\t01\tbang\tA\t00\t\t\n", ""), ["units.tsv, dòng 3, trường kind: không có loại đơn vị “bang”"]);
    assert_eq!(
        faults("2\t01\ttinh\tA\t00\t2025-13-01\t\n", ""),
        ["units.tsv, dòng 3, trường from: “2025-13-01” không phải ngày dạng 2025-07-01"]
    );
    assert_eq!(faults("2\t01\ttinh\tA\n", ""), ["units.tsv, dòng 3: có 4 trường, phải có 7"]);
    assert_eq!(
        faults("2\t00001\txa\tA\t09\t\t\n", ""),
        ["units.tsv, dòng 3, trường parent: xã A: không có đơn vị cấp trên mã “09” vào ngày bắt đầu"]
    );
    assert_eq!(faults("x\t01\ttinh\tA\t00\t\t\n", "").len(), 1);
    assert_eq!(faults("1\t01\ttinh\tA\t00\t\t\n", ""), ["units.tsv, dòng 3, trường id: số 1 dùng hai lần"]);
}

#[test]
fn spells_of_a_code_do_not_overlap_and_links_meet_them() {
    let twice = "2\t01\ttinh\tA\t00\t\t2025-07-01\n3\t01\ttinh\tA\t00\t2025-06-30\t\n";
    assert_eq!(faults(twice, ""), ["units.tsv, dòng 4, trường from: mã 01 có hai quãng chồng nhau (số 2 và 3)"]);
    let fit = "2\t01\ttinh\tA\t00\t\t2025-07-01\n3\t01\ttinh\tA\t00\t2025-07-01\t\n";
    assert_eq!(faults(fit, "2\t3\t2025-07-01\trename\t1/2\t\t\t\n"), [""; 0]);
    assert_eq!(
        faults(fit, "2\t3\t2025-07-02\trename\twhole\t\t\t\n"),
        [
            "successions.tsv, dòng 2, trường date: quãng số 2 không kết thúc ngày 2025-07-02",
            "successions.tsv, dòng 2, trường date: quãng số 3 không bắt đầu ngày 2025-07-02",
        ]
    );
    assert_eq!(
        faults(fit, "2\t9\t2025-07-01\trename\twhole\t\t\t\n"),
        ["successions.tsv, dòng 2, trường to: không có quãng số 9"]
    );
    assert_eq!(faults(fit, "2\t\t2025-07-01\trename\twhole\t\t\t\n").len(), 1);
    assert_eq!(faults(fit, "2\t3\t2025-07-01\trename\t3/2\t\t\t\n").len(), 1);
}

#[test]
fn a_missing_country_or_header_is_a_fault() {
    let tables = Tables { units: "", ..TEXTS.tables() };
    assert!(Registry::parse(&tables).is_err());
    let tables = Tables { known: "code\tfrom\n", ..TEXTS.tables() };
    assert!(Registry::parse(&tables).is_err());
}

/// Rows in databases point to these numbers: a rebuild of the tables may only add to them.
#[test]
fn ids_of_the_table_are_stable() {
    for (id, code, on) in IDS {
        assert_eq!(at(code, on).0, id, "{code} on {on}");
    }
    assert!(REGISTRY.units().windows(2).all(|pair| pair[0].id < pair[1].id));
}

const IDS: [(u32, &str, &str); 8] = [
    (1, "00", "2025-07-01"),
    (74, "83", "2019-10-04"),
    (76, "86", "2025-06-30"),
    (77, "86", "2025-07-01"),
    (686, "834", "2019-10-04"),
    (12642, "29008", "2019-10-04"),
    (12638, "28996", "2025-07-01"),
    (66, "75", "2026-04-30"),
];
