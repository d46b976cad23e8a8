use super::*;
use crate::outcome::Agreement;
use crate::schema;
use crate::source::RawColumn;

/// How two values of a kind agree.
fn agreement_in(field: &schema::Field, left: &str, right: &str) -> Agreement {
    let mut column = RawColumn::default();
    for (side, text) in [left, right].into_iter().enumerate() {
        let code = if text.is_empty() { 0 } else { column.interner.intern(text.as_bytes()) };
        column.codes[side].push(code);
    }
    let prepared = prepare_field(&column.interner, field).expect("prepared");
    let field = Field::new(field, column, prepared, false);
    let level = match (field.codes[0][0], field.codes[1][0]) {
        (0, _) | (_, 0) => level::MISSING,
        (left, right) if left == right => level::equal(field.kind),
        (left, right) => {
            assert_eq!(field.level(left, right), field.level(right, left), "{left} and {right} the other way round");
            field.level(left, right)
        }
    };
    level::agreement(field.kind, level)
}

fn check(kind: Kind, left: &str, right: &str, expected: Agreement) {
    assert_eq!(agreement_in(&schema::Field::new("x", kind), left, right), expected, "{left} | {right}");
}

#[test]
fn names_are_recognised_as_they_are_written_in_lists() {
    use Agreement::{Different, Equal, Folded, Missing, Partial, Shortened, Similar, Swapped};
    let check = |left, right, expected| check(Kind::Name, left, right, expected);
    check("Nguyễn Văn Hoà", "NGUYỄN VĂN HÒA", Equal);
    check("Đỗ Thị Thuý", "Ðỗ  Thị Thúy", Equal);
    check("Nguyễn Văn Hòa", "Nguyen Van Hoa", Folded);
    check("Nguyễn Văn Hòa", "Nguyễn Van Hòa", Similar);
    check("Lê Văn Thanh", "Lê Văn Thạnh", Similar);
    check("Nguyễn Thị Ngọc Lan", "Nguyễn Lan", Shortened);
    check("Nguyễn Thị Ngọc Lan", "Nguyễn T.N. Lan", Shortened);
    check("Nguyễn Thị Ngọc Lan", "N.T.N. Lan", Shortened);
    check("Nguyễn Thị Ngọc Lan", "Nguyen Thi Lan", Shortened);
    check("Nguyễn Văn An", "An Nguyễn Văn", Swapped);
    check("Nguyễn Văn Hùng", "Nguyễn Văn Hungf", Similar);
    check("Trần Quốc Bảo", "Lê Gia Bảo", Partial);
    check("Trần Quốc Bảo", "Trần Quốc Việt", Different);
    check("Trần Quốc Bảo", "...", Missing);
}

#[test]
fn words_alone_are_recognised() {
    use Agreement::{Close, Different, Equal, Folded, Shortened, Similar};
    check(Kind::Surname, "Huỳnh", "HUYNH", Folded);
    check(Kind::Surname, "O'Brien", "o’brien", Equal);
    check(Kind::Given, "matthew", "mathew", Close);
    check(Kind::Given, "Ngọc Lan", "Lan", Shortened);
    check(Kind::Given, "m", "matthew", Shortened);
    check(Kind::Surname, "smith", "smyth", Close);
    check(Kind::Surname, "clarke", "klerk", Different);
    check(Kind::Surname, "stephens", "stevens", Similar);
    check(Kind::Text, "12 Lê Lợi, P.5", "p5 12 le loi", Similar);
    check(Kind::Text, "Tổ 5, ấp Tân Lập", "ấp Tân Lập - tổ 5", Agreement::Swapped);
}

#[test]
fn numbers_of_a_person_survive_what_lists_do_to_them() {
    use Agreement::{Close, Different, Equal, Missing, Partial, Similar};
    let check = |left, right, expected| check(Kind::Identifier, left, right, expected);
    check("079 090 012 345", "079090012345", Equal);
    check("079090012345", "79090012345", Equal);
    check("079090012345.0", "079090012345", Equal);
    check("079090012345", "079090012346", Close);
    check("079090012345", "079090021345", Close);
    check("079090012345", "079090011365", Similar);
    check("DN4790123456789", "0123456789", Partial);
    check("079090012345", "2345", Partial);
    check("0790******45", "079090012345", Partial);
    check("0790******46", "079090012345", Different);
    check("123456789", "079090012345", Missing);
    check("079090012345", "001185067890", Different);
    check("000000000000", "079090012345", Missing);
}

#[test]
fn sexes_codes_and_telephones_have_many_spellings() {
    use Agreement::{Close, Different, Equal};
    check(Kind::Sex, "Nữ", "2", Equal);
    check(Kind::Sex, "M", "nam", Equal);
    check(Kind::Sex, "1", "0", Different);
    check(Kind::Phone, "+84 912 345 678", "0912345678", Equal);
    check(Kind::Code, "02601", "2601.0", Equal);
    check(Kind::Number, "17", "71", Different);
    check(Kind::Code, "2601", "2610", Close);
    check(Kind::Year, "1975", "30/04/1975", Equal);
}

#[test]
fn places_are_followed_through_their_history() {
    let mut field = schema::Field::new("xã", Kind::Place);
    assert_eq!(agreement_in(&field, "Xã Tân Lập", "tân lập"), Agreement::Equal);
    assert_eq!(agreement_in(&field, "00157", "00160"), Agreement::Different);
    field.successions = [("00157", "00163"), ("00160", "00163"), ("00163", "00166"), ("00166", "00157")]
        .map(|(old, new)| (old.to_owned(), new.to_owned()))
        .to_vec();
    assert_eq!(agreement_in(&field, "00157", "00160"), Agreement::Different, "a circle of successions leads nowhere");
    field.successions.pop();
    assert_eq!(agreement_in(&field, "00157", "160"), Agreement::Succeeded, "both became one");
    assert_eq!(agreement_in(&field, "00157", "00166"), Agreement::Succeeded, "by two steps");
}
