//! Workbooks and text as officials write them.

use super::*;

/// The list of a hamlet with its title, headings of two lines with joined cells, and numbers of columns.
const HAMLET: &[&[&str]] = &[
    &["UBND XÃ CHÂU BÌNH", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    &["", "", "", "Độc lập - Tự do - Hạnh phúc"],
    &[],
    &["DANH SÁCH NGƯỜI DÂN ẤP 1"],
    &["STT", "Mã số BHXH", "Họ và tên", "Thông tin cá nhân", "", "Nơi cư trú", "", "Mã đối tượng"],
    &["", "", "", "Ngày sinh", "Giới tính", "Xã", "Huyện", ""],
    &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    &["#1", "8312345678", "Nguyễn Văn An", "@1980-05-17", "Nam", "Châu Bình", "Giồng Trôm", "HN"],
    &["Hộ số 2"],
    &["#2", "#8312345679", "Trần Thị Bé", "#1955", "nữ", "Xã Châu Bình", "huyện Giồng Trôm", "gd"],
    &[],
    &["", "", "", "", "", "", "Ngày 31 tháng 12 năm 2024"],
    &["", "", "Người lập biểu"],
];

#[test]
fn the_list_of_a_commune_is_read_as_it_is_written() {
    let world = World::new();
    let path = world.path("ap.xlsx");
    let second: &[&[&str]] = &[
        &["Mã BHXH", "Họ tên", "Phái", "Xã/Phường", "CCCD", "Năm sinh"],
        &["8312345680", "Lê Cẩm Tú", "2", "xã Châu Bình, huyện Giồng Trôm, tỉnh Bến Tre", "#83123456789", "2001"],
    ];
    workbook(&path, &[("Ấp 1", HAMLET), ("Ấp 2", second), ("Hướng dẫn", &[&["Điền theo mẫu."]])]);
    let read = world.residents(&path);
    assert_eq!(read.refused(), []);
    let told: Vec<String> = read
        .rows
        .iter()
        .map(|resident| {
            format!(
                "{} {} {} {} {} {} {} {}",
                resident.row,
                resident.person_id,
                resident.full_name,
                resident.birth,
                resident.sex,
                resident.commune,
                resident.group,
                resident.national_id
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "1 8312345678 Nguyễn Văn An 1980-05-17 1 29008 HN ",
            "2 8312345679 Trần Thị Bé 1955-01-01 2 29008 GD ",
            "3 8312345680 Lê Cẩm Tú 2001-01-01 2 29008  083123456789",
        ]
    );
    assert_eq!((read.tally.rows, read.tally.notes, read.tally.births_without_day), (3, 3, 2));
    assert_eq!(read.tally.skipped_sheets, ["Hướng dẫn"]);
    assert_eq!(read.rejected, None);
}

/// A list as communes keep it: the year of birth stands under "Nam" or under "Nữ", and tells the sex.
const BY_SEX: &[&[&str]] = &[
    &["DANH SÁCH THÀNH VIÊN HỘ GIA ĐÌNH THAM GIA BHYT"],
    &["TT", "Họ và tên", "Năm sinh", "", "Mã số BHXH", "Mã xã"],
    &["", "", "Nam", "Nữ", "", ""],
    &["1", "Nguyễn Văn An", "#1980", "", "8312345678", "28756"],
    &["2", "Trần Thị Bé", "", "05/3/1955", "8312345679", "28756"],
    &["3", "Lê Văn Cường", "1961", "1961", "8312345680", "28756"],
    &["4", "Phạm Thị Dung", "", "", "8312345681", "28756"],
    &["5", "Võ Văn Em", "19 tám mươi", "", "8312345682", "28756"],
];

#[test]
fn the_column_of_a_birth_year_tells_the_sex() {
    let world = World::new();
    let path = world.path("theo-gioi.xlsx");
    workbook(&path, &[("Ấp 1", BY_SEX)]);
    let read = world.residents(&path);
    let told: Vec<String> =
        read.rows.iter().map(|row| format!("{} {} {}", row.full_name, row.birth, row.sex)).collect();
    assert_eq!(told, ["Nguyễn Văn An 1980-01-01 1", "Trần Thị Bé 1955-03-05 2"]);
    assert_eq!(read.refused(), [(6, Rule::SexUnknown), (7, Rule::SexMissing), (8, Rule::DateUnreadable)]);
}

#[test]
fn a_mark_under_nam_or_nu_tells_the_sex_alone() {
    let world = World::new();
    let path = world.path("danh-dau.xlsx");
    let marked: &[&[&str]] = &[
        &["Mã số BHXH", "Giới tính", "", "Ngày sinh", "Mã xã"],
        &["", "Nam", "Nữ", "", ""],
        &["8312345678", "x", "", "17/5/1980", "28756"],
        &["8312345679", "", "X", "1955", "28756"],
    ];
    workbook(&path, &[("Ấp 1", marked)]);
    let read = world.residents(&path);
    let told: Vec<String> = read.rows.iter().map(|row| format!("{} {}", row.birth, row.sex)).collect();
    assert_eq!(told, ["1980-05-17 1", "1955-01-01 2"]);
}

#[test]
fn a_lone_column_of_years_is_not_one_of_men() {
    let world = World::new();
    let path = world.path("nam.xlsx");
    let rows: &[&[&str]] = &[&["Mã số BHXH", "Giới tính", "Năm", "Mã xã"], &["8312345678", "nữ", "#2024", "28756"]];
    workbook(&path, &[("Ấp 1", rows)]);
    let read = world.residents(&path);
    assert_eq!(read.rows.iter().map(|row| row.sex).collect::<Vec<_>>(), [2]);
    assert_eq!(read.tally.births_without_day, 0, "the year is nobody's birth");
}

#[test]
fn one_thread_reads_what_two_read() {
    let mut world = World::new();
    let path = world.path("ap.xlsx");
    workbook(&path, &[("Ấp 1", HAMLET)]);
    let two = world.residents(&path);
    world.threads = 1;
    let one = world.residents(&path);
    assert_eq!((one.rows, one.tally), (two.rows, two.tally));
}

#[test]
fn only_numbers_are_read_if_only_numbers_are_wanted() {
    let mut world = World::new();
    world.details = false;
    let path =
        world.write("list.csv", "person_id,sex,commune_code,full_name,national_id\n7,1,28756,Nguyễn Văn An,wrong\n");
    let read = world.residents(&path);
    assert_eq!((read.rows[0].person, read.rows[0].full_name.as_str(), read.tally.refused), (7, "", 0));
}

#[test]
fn each_wrong_cell_breaks_its_rule() {
    let check = |row: &str, rule: Rule| {
        let world = World::new();
        let heading = "person_id,sex,commune_code,birth_date,national_id,group_code,ethnicity_code,full_name";
        let path = world.write("list.csv", &format!("{heading}\n7,1,28756,1980,,HN,01,An\n{row}\n"));
        let read = world.residents(&path);
        assert_eq!(read.refused(), [(3, rule)], "{row}");
        assert_eq!(read.tally.faults, [(rule, 1)].into());
        assert_eq!(read.rows.len(), 1);
    };
    check(",1,28756", Rule::PersonMissing);
    check("a\u{7}b,1,28756", Rule::PersonMalformed);
    check("8,,28756", Rule::SexMissing);
    check("8,3,28756", Rule::SexUnknown);
    check("8,1,", Rule::PlaceMissing);
    check("8,1,99999", Rule::PlaceUnknown);
    check("8,1,Châu Bình", Rule::PlaceUnknown);
    check("8,1,28756,31/02/2000", Rule::DateUnreadable);
    check("8,1,28756,01/01/2025", Rule::BirthAfterList);
    check("8,1,28756,31/12/1899", Rule::DateOutOfRange);
    check("8,1,28756,1980,0123", Rule::NationalIdMalformed);
    check("8,1,28756,1980,,hộ nghèo", Rule::CodeMalformed);
    check(&format!("8,1,28756,1980,,HN,01,{}", "á".repeat(201)), Rule::TextTooLong);
}

#[test]
fn each_wrong_card_breaks_its_rule() {
    let check = |row: &str, rule: Rule| {
        let world = World::new();
        let path = world.write("cards.csv", &format!("person_id,valid_from,valid_to,card_no\n7,2024-01-01,,\n{row}\n"));
        let read = world.cards(&path);
        assert_eq!(read.refused(), [(3, rule)], "{row}");
    };
    check("8,,2024-12-31,", Rule::DateMissing);
    check("8,2024,2024-12-31,", Rule::DateUnreadable);
    check("8,2024-01-01,2023-12-31,", Rule::PeriodReversed);
    check("8,1899-12-31,,", Rule::DateOutOfRange);
    check("8,2024-01-01,9999-12-31,", Rule::DateOutOfRange);
    check("8,2024-01-01,,HN6838312345678", Rule::CardNumberMalformed);
}

#[test]
fn cards_are_read_from_headings_of_two_lines() {
    let world = World::new();
    let path = world.path("the.xlsx");
    let rows: &[&[&str]] = &[
        &["STT", "Mã số BHXH", "Số thẻ", "Giá trị sử dụng", "", "Mã ĐT"],
        &["", "", "", "Từ ngày", "Đến ngày", ""],
        &["#1", "8312345678", "HN2838312345678", "@2024-01-01", "@2024-12-31", "HN"],
        &["#2", "8312345679", "#8312345679", "01/06/2024", "", ""],
    ];
    workbook(&path, &[("Thẻ", rows)]);
    let read = world.cards(&path);
    let told: Vec<(u64, &str, &str, &str, &str)> = read
        .rows
        .iter()
        .map(|card| (card.person, card.from.as_str(), card.until.as_str(), card.group.as_str(), card.number.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (8_312_345_678, "2024-01-01", "2024-12-31", "HN", "HN2838312345678"),
            (8_312_345_679, "2024-06-01", "", "", "8312345679"),
        ]
    );
}

#[test]
fn text_comes_with_commas_semicolons_or_tabs() {
    for (name, mark) in [("list.csv", ","), ("list.csv", ";"), ("list.tsv", "\t"), ("list.txt", "|")] {
        let world = World::new();
        let line = |cells: &[&str]| format!("{}\r\n", cells.join(mark));
        let text = format!(
            "\u{feff}{}{}{}",
            line(&["Mã số BHXH", "Giới tính", "Mã xã", "Họ và tên"]),
            line(&["7", "Nam", "28756", "\"Nguyễn, \"\"Văn\"\"; An\""]),
            line(&["8", "Nữ", "28756"]),
        );
        let read = world.residents(&world.write(name, &text));
        assert_eq!(read.rows.len(), 2, "{mark:?}");
        assert_eq!(read.rows[0].full_name, "Nguyễn, \"Văn\"; An");
    }
}

#[test]
fn a_refused_line_is_counted_as_the_editor_counts() {
    let world = World::new();
    for end in ["\n", "\r\n"] {
        let lines =
            ["", "title", "", "person_id,sex,commune_code", "7,\"1\n\",28756", "8,x,28756", "", "", "9,x,28756"];
        let read = world.residents(&world.write("list.csv", &lines.join(end)));
        assert_eq!(read.refused(), [(7, Rule::SexUnknown), (10, Rule::SexUnknown)], "{end:?}");
    }
}

#[test]
fn text_in_another_encoding_is_refused_with_its_line() {
    let world = World::new();
    let path = world.path("list.csv");
    std::fs::write(&path, b"person_id,sex,commune_code\n7,1,28756\n8,N\xef,28756\n").expect("the folder takes files");
    let refusal = world.residents_by(&path, &Mapping::contract(List::Residents)).err().expect("Latin text");
    assert!(refusal.to_string().contains("dòng 3 không phải UTF-8"), "{refusal}");
}

#[test]
fn a_place_is_of_the_day_of_the_structure() {
    let world = World::new();
    // Codes are numbers in a spreadsheet, and lose their noughts.
    let rows: &[&[&str]] = &[&["person_id", "sex", "commune_code"], &["#7", "#1", "#4"], &["#8", "#1", "#28757"]];
    let path = world.path("list.xlsx");
    workbook(&path, &[("Sheet1", rows)]);
    let read = world.residents(&path);
    assert_eq!(read.rows[0].commune, "00004");
    let path = world.write(
        "names.csv",
        "Mã số BHXH,Giới tính,Xã,Huyện,Tỉnh\n1,1,Châu Bình,Giồng Trôm,Bến Tre\n2,1,Châu Bình,Quỳ Châu,Nghệ An\n\
         3,1,Châu Bình,,Bến Tre\n4,1,Giồng Trôm,Giồng Trôm,Bến Tre\n5,1,Châu Bnh,Giồng Trôm,Bến Tre\n",
    );
    let read = world.residents(&path);
    let communes: Vec<&str> = read.rows.iter().map(|resident| resident.commune.as_str()).collect();
    assert_eq!(communes[..3], ["29008", "16804", "29008"]);
    assert_eq!(
        REGISTRY.by_code(communes[3], day("2024-12-31")).map(|unit| unit.name.to_string()),
        Some("Giồng Trôm".to_owned())
    );
    assert_eq!(read.refused(), [(6, Rule::PlaceUnknown)]);
}

#[test]
fn a_code_that_is_not_on_the_list_is_taken_and_told_unless_the_list_is_closed() {
    let mut world = World::new();
    let list =
        "closed = false\n[[groups]]\ncode = \"HN\"\nname = \"\"\npayer = \"budget\"\nground = \"\"\nbenefits = []\n";
    world.catalogue = GroupCatalogue::parse("groups.toml", list).expect("a list");
    let path =
        world.write("list.csv", "person_id,sex,commune_code,group_code\n1,1,28756,HN\n2,1,28756,LH\n3,1,28756,lh\n");
    let read = world.residents(&path);
    assert_eq!(read.tally.unlisted_groups, [("LH".to_owned(), 2)].into());
    assert_eq!(read.rows[2].group, "LH");
    world.catalogue = GroupCatalogue::parse("groups.toml", &list.replace("false", "true")).expect("a list");
    let read = world.residents(&path);
    assert_eq!(read.refused(), [(3, Rule::GroupUnknown), (4, Rule::GroupUnknown)]);
}

#[test]
fn a_sheet_that_lacks_one_column_is_no_sheet_to_skip() {
    let world = World::new();
    let path = world.path("list.xlsx");
    let whole: &[&[&str]] = &[&["person_id", "sex", "commune_code"], &["7", "1", "28756"]];
    let part: &[&[&str]] = &[&["person_id", "commune_code"], &["8", "28756"]];
    workbook(&path, &[("Một", whole), ("Hai", part)]);
    let mut mapping = Mapping::contract(List::Residents);
    let refusal = world.residents_by(&path, &mapping).err().expect("a sheet without sexes").to_string();
    assert!(refusal.contains("trang tính “Hai”") && refusal.contains("Giới tính (sex)"), "{refusal}");
    mapping.set_sheets(vec!["Một".to_owned()]);
    assert_eq!(world.residents_by(&path, &mapping).expect("one sheet").rows.len(), 1);
    mapping.set_sheets(vec!["Ba".to_owned()]);
    assert!(world.residents_by(&path, &mapping).is_err());
}
