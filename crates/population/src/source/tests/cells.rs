//! Single cells: dates, sexes, numbers of cards and papers, codes.

use proptest::prelude::*;

use super::super::check::{Cell, date, is_card_number, is_national_id, sex};
use super::*;

fn read(cell: Cell<'_>) -> Option<(String, bool)> {
    date(cell).map(|written| (super::written(written.day), written.whole))
}

#[test]
fn a_date_is_read_however_an_office_writes_it() {
    let check = |text: &str, expected: &str| {
        assert_eq!(read(Cell::of_text(text)), Some((expected.to_owned(), true)), "{text}");
    };
    check("31/12/2024", "2024-12-31");
    check("1/2/2024", "2024-02-01");
    check("2024-12-31", "2024-12-31");
    check(" 31-12-2024 ", "2024-12-31");
    check("31.12.2024", "2024-12-31");
    check("20241231", "2024-12-31");
    check("31122024", "2024-12-31");
    check("2024-12-31 00:00:00", "2024-12-31");
    check("2024-12-31T23:59:59Z", "2024-12-31");
    check("ngày 31 tháng 12 năm 2024", "2024-12-31");
    assert_eq!(read(Cell::Number(45_657.0)), Some(("2024-12-31".to_owned(), true)));
    assert_eq!(read(Cell::Number(20_241_231.0)), Some(("2024-12-31".to_owned(), true)));
}

#[test]
fn a_year_or_a_month_alone_is_its_first_day_and_says_so() {
    for cell in [Cell::of_text("1960"), Cell::Number(1960.0), Cell::Whole(1960), Cell::of_text("1/1960")] {
        assert_eq!(read(cell), Some(("1960-01-01".to_owned(), false)));
    }
}

#[test]
fn what_is_no_date_is_not_guessed() {
    for text in
        ["31/02/2024", "12/31/2024", "31/12/24", "2024/31/12", "31/12-2024", "hôm qua", "1/2/3/2024", "99999999", "-"]
    {
        assert_eq!(date(Cell::of_text(text)), None, "{text}");
    }
    for number in [-1.0, 0.0, f64::NAN, f64::INFINITY, 1e300] {
        assert_eq!(date(Cell::Number(number)), None, "{number}");
    }
}

#[test]
fn a_sex_is_a_number_a_letter_or_a_word() {
    for text in ["1", "M", "nam", "Nam", "NAM ", "male"] {
        assert_eq!(sex(Cell::of_text(text)), Some(1), "{text}");
    }
    for text in ["2", "f", "nữ", "Nữ", "NU", "nu\u{31b}\u{303}"] {
        assert_eq!(sex(Cell::of_text(text)), Some(2), "{text}");
    }
    for text in ["0", "3", "x", "không rõ"] {
        assert_eq!(sex(Cell::of_text(text)), None, "{text}");
    }
    assert_eq!((sex(Cell::Number(2.0)), sex(Cell::Number(1.5)), sex(Cell::Whole(0))), (Some(2), None, None));
}

#[test]
fn numbers_of_cards_and_papers_have_their_form() {
    assert!(is_card_number("HN2838312345678") && is_card_number("8312345678"));
    for text in
        ["HN6838312345678", "hn2838312345678", "H12838312345678", "HN283831234567", "831234567", "HN28383123456789"]
    {
        assert!(!is_card_number(text), "{text}");
    }
    assert!(is_national_id("083123456789") && is_national_id("320123456") && !is_national_id("0831234567"));
}

proptest! {
    #[test]
    fn every_day_is_read_in_every_form(epoch in -25_567..=40_176_i32) {
        let day = date_of_epoch(epoch).expect("within the calendar");
        for form in ["%d/%m/%Y", "%-d/%-m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%Y%m%d", "%d%m%Y", "%d.%m.%Y", "%Y/%m/%d"] {
            let text = day.format(form).to_string();
            prop_assert_eq!(date(Cell::of_text(&text)).map(|written| written.day), Some(epoch), "{}", text);
        }
        let serial = Cell::Number(f64::from(epoch + 25_569));
        if !(1_900..=2_100).contains(&(epoch + 25_569)) && epoch + 25_569 > 99 {
            prop_assert_eq!(date(serial).map(|written| written.day), Some(epoch));
        }
    }

    #[test]
    fn no_text_breaks_a_cell(text in "\\PC{0,30}") {
        let cell = Cell::of_text(&text);
        let _ = (date(cell), sex(cell), is_card_number(&text), is_national_id(&text), cell.text());
    }

    #[test]
    fn digits_and_marks_are_a_date_or_nothing(text in "[0-9/. -]{0,12}") {
        if let Some(written) = date(Cell::of_text(&text)) {
            prop_assert!(date_of_epoch(written.day).is_some());
        }
    }

    #[test]
    fn no_row_of_text_breaks_the_checks(cells in proptest::collection::vec("[^\r\n\"]{0,12}", 7)) {
        let world = World::new();
        let heading = "person_id\tsex\tcommune_code\tbirth_date\tgroup_code\tnational_id\tfull_name\n";
        let path = world.write("list.tsv", &format!("{heading}{}\n", cells.join("\t")));
        let read = world.residents_by(&path, &Mapping::contract(List::Residents)).expect("a list");
        prop_assert_eq!(read.tally.rows, read.tally.accepted + read.tally.refused);
        prop_assert_eq!(read.tally.accepted, read.rows.len() as u64);
    }
}
