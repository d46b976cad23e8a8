use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::compare::{Comparison, by_row};
use crate::level::Packing;
use crate::schema::{Kind, Schema};
use crate::source::{Ids, Lists, RawColumn};

const KINDS: [Kind; 3] = [Kind::Code, Kind::Code, Kind::Sex];

/// Fields of a few values each.
fn fields(left: &[[u8; 3]], right: &[[u8; 3]]) -> Vec<Field> {
    let schema = Schema { id: None, fields: KINDS.iter().map(|&kind| crate::schema::Field::new("x", kind)).collect() };
    let mut columns: Vec<RawColumn> = KINDS.iter().map(|_| RawColumn::default()).collect();
    for (side, rows) in [left, right].into_iter().enumerate() {
        for row in rows {
            for (column, value) in columns.iter_mut().zip(row) {
                let code = if *value == 0 { 0 } else { column.interner.intern(&[b'a'.wrapping_add(*value)]) };
                column.codes[side].push(code);
            }
        }
    }
    let mut lists = Lists { columns, ids: [Ids::RowNumbers, Ids::RowNumbers], rows: [left.len(), right.len()] };
    crate::value::prepare(&mut lists, &schema).expect("prepared")
}

fn key(fields: &[usize], further: Option<usize>) -> Key {
    let part = |&field: &usize| PartOf { field, part: 0 };
    Key { parts: fields.iter().map(part).collect(), expected_pairs: 1e9, further: further.map(|field| part(&field)) }
}

fn find(
    keys: &[Key],
    left: &[[u8; 3]],
    right: &[[u8; 3]],
    most: u64,
) -> (Vec<Candidate>, Vec<crate::outcome::KeyReport>) {
    let mut fields = fields(left, right);
    let packing = Packing::new(&KINDS);
    let rows = by_row(&mut fields, keys.len());
    let mut comparison = Comparison::new(&fields, &packing, rows);
    let (found, reports) = find_pairs(keys, &mut comparison, most);
    (found.concat(), reports)
}

fn rows() -> impl Strategy<Value = Vec<[u8; 3]>> {
    prop::collection::vec([0_u8..5, 0_u8..4, 0_u8..3], 1..60)
}

proptest! {
    #[test]
    fn pairs_that_agree_on_a_key_are_found_once_each(left in rows(), right in rows(), one_list in any::<bool>()) {
        let right = if one_list { Vec::new() } else { right };
        let keys = [key(&[0, 1], None), key(&[1, 2], None), key(&[0, 2], None)];
        let (found, reports) = find(&keys, &left, &right, u64::MAX);
        let mut expected = BTreeMap::new();
        for (at, row) in left.iter().enumerate() {
            let others: Vec<_> = if one_list { left.iter().enumerate().skip(at + 1).collect() } else { right.iter().enumerate().collect() };
            for (to, other) in others {
                let agrees = |fields: &[usize]| fields.iter().all(|&field| row[field] == other[field] && row[field] != 0);
                let bits = u32::from(agrees(&[0, 1])) | u32::from(agrees(&[1, 2])) << 1 | u32::from(agrees(&[0, 2])) << 2;
                if bits != 0 {
                    expected.insert((at as u32, to as u32), bits);
                }
            }
        }
        let pairs: BTreeMap<_, _> = found.iter().map(|pair| ((pair.left, pair.right), pair.keys)).collect();
        prop_assert_eq!(pairs.len(), found.len(), "no pair twice");
        prop_assert_eq!(&pairs, &expected);
        for (at, report) in reports.iter().enumerate() {
            prop_assert_eq!(report.pairs, expected.values().filter(|bits| *bits >> at & 1 == 1).count() as u64);
        }
    }

    #[test]
    fn a_large_block_is_split_by_a_further_field_and_reported(left in rows(), right in rows()) {
        let keys = [key(&[0], Some(1)), key(&[2], None)];
        let (found, reports) = find(&keys, &left, &right, 20);
        let pairs: BTreeSet<_> = found.iter().map(|pair| (pair.left, pair.right)).collect();
        prop_assert_eq!(pairs.len(), found.len(), "no pair twice");
        for value in 1_u8..5 {
            let of = |rows: &[[u8; 3]]| rows.iter().filter(|row| row[0] == value).count() as u64;
            let is_large = of(&left) * of(&right) > 20;
            for (at, row) in left.iter().enumerate().filter(|(_, row)| row[0] == value) {
                for (to, other) in right.iter().enumerate().filter(|(_, row)| row[0] == value) {
                    if !is_large || (row[1] == other[1] && row[1] != 0) {
                        prop_assert!(pairs.contains(&(at as u32, to as u32)));
                    }
                }
            }
        }
        let large = (1_u8..5).filter(|&value| {
            let of = |rows: &[[u8; 3]]| rows.iter().filter(|row| row[0] == value).count() as u64;
            of(&left) * of(&right) > 20
        });
        prop_assert_eq!(reports[0].split_blocks, large.count() as u64);
let agreeing: u64 = (1_u8..5).map(|value| [&left, &right].map(|rows| rows.iter().filter(|row| row[0] == value).count() as u64).iter().product::<u64>()).sum();
        prop_assert_eq!(reports[0].pairs + reports[0].left_out_pairs, agreeing);
    }
}

#[test]
fn keys_stay_within_what_may_be_spent() {
    let rows: Vec<[u8; 3]> =
        (0..4000_u32).map(|row| [(row % 200) as u8, (row / 7 % 150) as u8, (row % 2) as u8 + 1]).collect();
    let fields = fields(&rows, &rows);
    let keys = choose_keys(&fields, [4_000_000, 4_000_000], 2.0);
    assert!(!keys.is_empty() || fields[0].parts[0].chance * fields[1].parts[0].chance * 1.6e13 > 8e6);
    assert!(keys.iter().map(|key| key.expected_pairs).sum::<f64>() <= 8e6);
    let keys = choose_keys(&fields, [4000, 4000], 2.0);
    assert!(keys.iter().any(|key| key.parts.len() == 1), "short lists are looked at under wide keys");
}

#[test]
fn a_key_that_finds_far_more_than_was_expected_is_refined_or_left_out() {
    let rows: Vec<[u8; 3]> = (0..60).map(|row| [1 + row % 2, 1 + row % 3, 1]).collect();
    let unexpected = |key: Key| Key { expected_pairs: 10.0, ..key };
    let (found, reports) = find(&[unexpected(key(&[0], Some(1)))], &rows, &rows, 600);
    assert!(found.iter().all(|pair| (pair.left % 6) == (pair.right % 6)), "it is refined by its further part");
    assert_eq!((found.len(), reports[0].pairs, reports[0].left_out_pairs), (600, 600, 1200));
    let (found, reports) = find(&[unexpected(key(&[0], Some(1)))], &rows, &rows, 60);
    assert_eq!((found.len(), reports[0].pairs, reports[0].left_out_pairs), (0, 0, 1800), "even so it finds too many");
}
