//! Birth dates in columns of day, month and year, and years of birth in a column for men and one for women.

use calamine::{Data, Reader, Xlsx, open_workbook};
use proptest::prelude::*;

use super::*;

/// A list as communes keep it: "Ngày, tháng, năm sinh" stands over three columns, "Giới tính" over two.
const PARTED: &[&[&str]] = &[
    &["DANH SÁCH NHÂN KHẨU ẤP 3"],
    &["TT", "Họ và tên", "Ngày, tháng, năm sinh", "", "", "Giới tính", "", "Mã số BHXH", "Mã xã"],
    &["", "", "Ngày", "Tháng", "Năm", "Nam", "Nữ", "", ""],
    &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
    &["1", "Nguyễn Văn An", "17", "05", "1980", "x", "", "8312345678", "28756"],
    &["2", "Trần Thị Bé", "#3", "#2", "#1955", "", "x", "8312345679", "28756"],
    &["3", "Lê Văn Cường", "", "11", "1961", "x", "", "8312345680", "28756"],
    &["4", "Phạm Thị Dung", "", "", "1948", "", "x", "8312345681", "28756"],
    &["5", "Võ Văn Em", "20", "", "1990", "x", "", "8312345682", "28756"],
    &["6", "Đỗ Thị Giang", "", "", "", "", "x", "8312345683", "28756"],
    // One cell across the three, and a whole date in the first.
    &["7", "Bùi Văn Hải", "1937", "", "", "x", "", "8312345684", "28756"],
    &["8", "Hồ Thị Ích", "01/9/2001", "", "", "", "x", "8312345685", "28756"],
    &["9", "Ngô Văn Khá", "@2003-04-30", "", "#2003", "x", "", "8312345686", "28756"],
];

fn told(read: &Outcome<Resident>) -> Vec<String> {
    read.rows.iter().map(|row| format!("{} {} {}", row.full_name, row.birth, row.sex)).collect()
}

#[test]
fn a_birth_date_in_three_columns_is_put_together() {
    let world = World::new();
    let path = world.path("ap-3.xlsx");
    workbook(&path, &[("Ấp 3", PARTED)]);
    let read = world.residents(&path);
    assert_eq!(read.refused(), []);
    assert_eq!(
        told(&read),
        [
            "Nguyễn Văn An 1980-05-17 1",
            "Trần Thị Bé 1955-02-03 2",
            "Lê Văn Cường 1961-11-01 1",
            "Phạm Thị Dung 1948-01-01 2",
            "Võ Văn Em 1990-01-01 1",
            "Đỗ Thị Giang  2",
            "Bùi Văn Hải 1937-01-01 1",
            "Hồ Thị Ích 2001-09-01 2",
            "Ngô Văn Khá 2003-04-30 1",
        ]
    );
    assert_eq!(read.tally.births_without_day, 4);
}

/// What the headings of a list (lines of cells) are taken for: fields and the columns they stand in.
fn taken_for(lines: &[&str]) -> Vec<(&'static str, String)> {
    let world = World::new();
    let path = world.write("list.csv", &format!("{}\n", lines.join("\n")));
    let proposal = propose(&path, List::Residents).unwrap_or_else(|error| panic!("{lines:?}: {error}"));
    proposal.tables[0].used.iter().map(|(field, heading)| (field.key(), heading.clone())).collect()
}

#[test]
fn columns_of_a_parted_birth_date_are_found_by_their_headings() {
    let parts = |lines: &[&str]| -> Vec<(&'static str, String)> {
        let used = taken_for(lines);
        used.into_iter().filter(|(key, _)| !["person_id", "sex", "commune_code"].contains(key)).collect()
    };
    let three = |day: &str, month: &str, year: &str| {
        [("birth_day", day), ("birth_month", month), ("birth_year", year)]
            .map(|(key, text)| (key, text.to_owned()))
            .to_vec()
    };
    for above in ["Ngày tháng năm sinh", "NGAY THANG NAM SINH", "Sinh ngày", "Năm sinh"] {
        assert_eq!(
            parts(&[&format!("Mã BHXH;{above};;;Phái;Mã xã"), ";Ngày;Tháng;Năm;;"]),
            three(&format!("{above} - Ngày"), &format!("{above} - Tháng"), &format!("{above} - Năm")),
        );
    }
    // In one line, as rows come back to be mended; with and without diacritics; as another program calls them.
    let line = "Mã BHXH;Ngày sinh - Ngày;Ngày sinh - Tháng;Ngày sinh - Năm;Phái;Mã xã";
    assert_eq!(parts(&[line]), three("Ngày sinh - Ngày", "Ngày sinh - Tháng", "Ngày sinh - Năm"));
    assert_eq!(
        parts(&["Mã BHXH;Ngày sinh;Tháng sinh;Năm sinh;Phái;Mã xã"]),
        three("Ngày sinh", "Tháng sinh", "Năm sinh")
    );
    assert_eq!(
        parts(&["ma bhxh;ngay sinh;thang sinh;nam sinh;phai;ma xa"]),
        three("ngay sinh", "thang sinh", "nam sinh")
    );
    assert_eq!(
        parts(&["person_id;sex;commune_code;birth_day;birth_month;birth_year"]),
        three("birth_day", "birth_month", "birth_year")
    );
    // A month and a year alone; a whole date where no column is of the month.
    assert_eq!(parts(&["Mã BHXH;Tháng sinh;Năm sinh;Phái;Mã xã"])[0], ("birth_month", "Tháng sinh".to_owned()));
    assert_eq!(parts(&["Mã BHXH;Ngày sinh;Năm sinh;Phái;Mã xã"]), [("birth_date", "Ngày sinh".to_owned())]);
    // The year of birth under "Nam" or "Nữ" beside columns of day and month.
    let by_sex = taken_for(&["Mã BHXH;Ngày sinh;Tháng sinh;Năm sinh;;Mã xã", ";;;Nam;Nữ;"]);
    let keys: Vec<&str> = by_sex.iter().map(|(key, _)| *key).collect();
    assert_eq!(keys, ["person_id", "commune_code", "birth_day", "birth_month", "male", "female"]);
}

#[test]
fn a_wrong_part_of_a_birth_date_is_named_by_its_own_cell() {
    let check = |date: &str, expected: (Field, Rule)| {
        let world = World::new();
        let line = "Mã BHXH;Ngày sinh;Tháng sinh;Năm sinh;Phái;Mã xã";
        let read = world.residents(&world.write("list.csv", &format!("{line}\n7;{date};nam;28756\n")));
        let found: Vec<(Field, Rule)> =
            read.tally.examples.iter().map(|refused| (refused.field, refused.rule)).collect();
        assert_eq!(found, [expected], "{date}");
    };
    check("32;5;1980", (Field::BirthDay, Rule::BirthPartUnreadable));
    check("31;2;1980", (Field::BirthDay, Rule::BirthPartUnreadable));
    check("0;2;1980", (Field::BirthDay, Rule::BirthPartUnreadable));
    check("17;13;1980", (Field::BirthMonth, Rule::BirthPartUnreadable));
    check("17;năm;1980", (Field::BirthMonth, Rule::BirthPartUnreadable));
    check("17;5;80", (Field::BirthYear, Rule::BirthPartUnreadable));
    check(";;80", (Field::BirthYear, Rule::BirthPartUnreadable));
    check("17;5;", (Field::BirthYear, Rule::BirthYearMissing));
    check("17;;", (Field::BirthYear, Rule::BirthYearMissing));
    check("17;5;1880", (Field::BirthYear, Rule::DateOutOfRange));
    check("17;5;2025", (Field::BirthYear, Rule::BirthAfterList));
    check("17/5/1980;6;1980", (Field::BirthDay, Rule::BirthPartUnreadable));
}

#[test]
fn the_year_under_men_or_women_goes_with_columns_of_day_and_month() {
    let world = World::new();
    let path = world.path("theo-gioi.xlsx");
    let rows: &[&[&str]] = &[
        &["Mã BHXH", "Họ và tên", "Ngày sinh", "Tháng sinh", "Năm sinh", "", "Mã xã"],
        &["", "", "", "", "Nam", "Nữ", ""],
        &["8312345678", "Nguyễn Văn An", "#17", "#5", "#1980", "", "28756"],
        &["8312345679", "Trần Thị Bé", "", "", "", "#1955", "28756"],
        &["8312345680", "Lê Văn Cường", "#17", "#5", "#80", "", "28756"],
    ];
    workbook(&path, &[("Ấp 1", rows)]);
    let read = world.residents(&path);
    assert_eq!(told(&read), ["Nguyễn Văn An 1980-05-17 1", "Trần Thị Bé 1955-01-01 2"]);
    assert_eq!(read.tally.examples[0].field, Field::Male);
}

#[test]
fn a_year_of_two_digits_is_no_day_of_the_year_1900() {
    let world = World::new();
    let path = world.path("theo-gioi.xlsx");
    let rows: &[&[&str]] = &[
        &["Mã BHXH", "Năm sinh", "", "Mã xã"],
        &["", "Nam", "Nữ", ""],
        &["8312345678", "#80", "", "28756"],
        &["8312345679", "", "#1955", "28756"],
    ];
    workbook(&path, &[("Ấp 1", rows)]);
    let read = world.residents(&path);
    assert_eq!((read.refused(), read.tally.accepted), (vec![(3, Rule::DateUnreadable)], 1));
}

#[test]
fn refused_rows_of_parted_dates_are_marked_at_the_wrong_cell_mended_and_accepted() {
    let world = World::new();
    let path = world.path("ap-3.xlsx");
    let mut rows: Vec<&[&str]> = PARTED[..5].to_vec();
    let wrong: &[&str] = &["2", "Trần Thị Bé", "3", "13", "1955", "", "x", "8312345679", "28756"];
    rows.push(wrong);
    workbook(&path, &[("Ấp 3", &rows)]);
    let file = world.residents(&path).rejected.expect("one row");
    let mut book: Xlsx<_> = open_workbook(&file.path).expect("a workbook");
    let sheet = book.worksheet_range("Ấp 3").expect("the sheet of the source");
    let text = |row: u32, column: u32| sheet.get_value((row, column)).map(Data::to_string).unwrap_or_default();
    assert_eq!(text(0, 3), "Ngày, tháng, năm sinh - Tháng");
    assert!(text(1, 9).starts_with("Cột tháng của ngày sinh: “13” không phải một tháng"), "{}", text(1, 9));
    let line = |row: u32| (0..9).map(|column| text(row, column)).collect::<Vec<_>>();
    let (heading, mut row) = (line(0), line(1));
    row[3] = "12".to_owned();
    let lines: Vec<Vec<&str>> =
        [heading.iter().map(String::as_str).collect(), row.iter().map(String::as_str).collect()].to_vec();
    let lines: Vec<&[&str]> = lines.iter().map(Vec::as_slice).collect();
    let mended = world.path("mended.xlsx");
    workbook(&mended, &[("Ấp 3", &lines)]);
    assert_eq!(told(&world.residents(&mended)), ["Trần Thị Bé 1955-12-03 2"]);
}

#[test]
fn a_mapping_names_the_parts_of_a_birth_date() {
    let world = World::new();
    let path = world.write("list.csv", "Mã;GT;Xã;N;T;Nm\n7;1;28756;17;5;1980\n");
    let map = "[residents]\nperson_id = \"Mã\"\nsex = \"GT\"\ncommune_code = \"Xã\"\nbirth_day = \"N\"\nbirth_month = { column = \"E\" }\n";
    let faults = Mappings::parse("MAP.toml", map).expect_err("a day of no year");
    assert!(faults.iter().any(|fault| fault.field == "residents.birth_year"), "{faults:?}");
    let map = format!("{map}birth_year = \"Nm\"\n");
    let mappings = Mappings::parse("MAP.toml", &map).expect("a mapping");
    assert_eq!(Mappings::parse("MAP.toml", &mappings.to_toml()).as_ref(), Ok(&mappings));
    let read = world.residents_by(&path, &mappings.residents.expect("residents")).expect("a list");
    assert_eq!(read.rows[0].birth, "1980-05-17");
}

#[test]
fn sheets_of_one_workbook_state_births_in_different_ways() {
    let world = World::new();
    let path = world.path("hai-ap.xlsx");
    let parted: &[&[&str]] = &[
        &["Mã BHXH", "Phái", "Mã xã", "Ngày sinh", "Tháng sinh", "Năm sinh"],
        &["7", "1", "28756", "17", "5", "1980"],
    ];
    let plain: &[&[&str]] = &[&["Mã BHXH", "Phái", "Mã xã", "Ngày sinh"], &["8", "2", "28756", "03/02/1955"]];
    workbook(&path, &[("Ấp 1", parted), ("Ấp 2", plain)]);
    let read = world.residents(&path);
    let births: Vec<&str> = read.rows.iter().map(|row| row.birth.as_str()).collect();
    assert_eq!((births, read.refused()), (vec!["1980-05-17", "1955-02-03"], vec![]));
}

#[test]
fn parquet_may_have_the_parts_too() {
    use arrow_array::{ArrayRef, Int32Array, Int64Array, StringArray};
    let world = World::new();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("person_id", std::sync::Arc::new(Int64Array::from(vec![7, 8]))),
        ("sex", std::sync::Arc::new(Int32Array::from(vec![1, 2]))),
        ("commune_code", std::sync::Arc::new(StringArray::from(vec!["28756", "28756"]))),
        ("birth_day", std::sync::Arc::new(Int32Array::from(vec![Some(17), None]))),
        ("birth_month", std::sync::Arc::new(Int32Array::from(vec![Some(5), None]))),
        ("birth_year", std::sync::Arc::new(Int32Array::from(vec![Some(1980), Some(1955)]))),
    ];
    let read = world.residents(&columnar::file(&world, "list.parquet", 9, columns));
    let births: Vec<&str> = read.rows.iter().map(|row| row.birth.as_str()).collect();
    assert_eq!((births, read.refused()), (vec!["1980-05-17", "1955-01-01"], vec![]));
}

proptest! {
    /// A date says the same in one cell and in three, whole or in part, and no cells break the checks.
    #[test]
    fn a_date_in_three_cells_is_the_date_in_one(epoch in -25_567..20_088_i32, known in 0..3_u8, padded: bool) {
        let date = date_of_epoch(epoch).expect("within the calendar");
        let (format, whole) = match (known, padded) {
            (0, _) => (";;%Y", "%Y"),
            (1, true) => (";%m;%Y", "%m/%Y"),
            (1, false) => (";%-m;%Y", "%m/%Y"),
            (_, true) => ("%d;%m;%Y", "%d/%m/%Y"),
            (_, false) => ("%-d;%-m;%Y", "%d/%m/%Y"),
        };
        let world = World::new();
        let parted = format!("Mã BHXH;Ngày sinh;Tháng sinh;Năm sinh;Phái;Mã xã\n7;{};nam;28756\n", date.format(format));
        let parted = world.residents(&world.write("parted.csv", &parted));
        let plain = format!("Mã BHXH;Ngày sinh;Phái;Mã xã\n7;{};nam;28756\n", date.format(whole));
        let plain = world.residents(&world.write("plain.csv", &plain));
        prop_assert_eq!(parted.rows, plain.rows);
        prop_assert_eq!(parted.tally.births_without_day, plain.tally.births_without_day);
    }

    #[test]
    fn no_cells_of_a_parted_date_break_the_checks(cells in proptest::collection::vec("[0-9/x. ]{0,8}", 3)) {
        let world = World::new();
        let text = format!("Mã BHXH;Ngày sinh;Tháng sinh;Năm sinh;Phái;Mã xã\n7;{};nam;28756\n", cells.join(";"));
        let read = world.residents(&world.write("list.csv", &text));
        prop_assert_eq!((read.tally.rows, read.tally.accepted), (1, read.rows.len() as u64));
    }
}
