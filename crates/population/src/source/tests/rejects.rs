//! Refused rows: sent back, mended, sent again.

use calamine::{Data, Reader, Xlsx, open_workbook};

use super::*;

#[test]
fn refused_rows_of_a_workbook_are_mended_and_accepted() {
    let world = World::new();
    let path = world.path("ap.xlsx");
    let rows: &[&[&str]] = &[
        &["DANH SÁCH"],
        &["Mã số BHXH", "Họ và tên", "Ngày sinh", "Giới tính", "Mã xã", "Ghi chú"],
        &["8312345678", "Nguyễn Văn An", "@1980-05-17", "Nam", "29008", ""],
        &["8312345679", "Trần Thị Bé", "@1990-01-02", "khác", "29008", "mới về"],
        &["8312345680", "Lê Văn Cò", "31/02/2000", "Nam", "", ""],
    ];
    workbook(&path, &[("Ấp 1", rows)]);
    let read = world.residents(&path);
    assert_eq!(read.refused(), [(4, Rule::SexUnknown), (5, Rule::PlaceMissing), (5, Rule::DateUnreadable)]);
    let file = read.rejected.expect("two rows");
    assert_eq!((file.rows, file.path.extension()), (2, Some("xlsx".as_ref())));

    let mut book: Xlsx<_> = open_workbook(&file.path).expect("a workbook");
    let sheet = book.worksheet_range("Ấp 1").expect("the sheet of the source");
    let text = |row: u32, column: u32| sheet.get_value((row, column)).map(Data::to_string).unwrap_or_default();
    assert_eq!(text(0, 5), "Ghi chú");
    assert_eq!(text(1, 5), "mới về");
    assert!(text(1, 6).contains("“khác” không phải nam hay nữ (quy tắc sex_unknown"), "{}", text(1, 6));
    assert_eq!((text(1, 7).as_str(), text(1, 8).as_str()), ("Giới tính: ghi nam hoặc nữ.", "Ấp 1!4"));

    // The official mends both rows in the file that came back, and leaves our columns as they are.
    let mended = world.path("mended.xlsx");
    let reason = text(1, 6);
    let rows: &[&[&str]] = &[
        &[
            &text(0, 0),
            &text(0, 1),
            &text(0, 2),
            &text(0, 3),
            &text(0, 4),
            &text(0, 5),
            &text(0, 6),
            &text(0, 7),
            &text(0, 8),
        ],
        &[&text(1, 0), &text(1, 1), "@1990-01-02", "nữ", &text(1, 4), &text(1, 5), &reason, "", ""],
        &[&text(2, 0), &text(2, 1), "28/02/2000", &text(2, 3), "29008", "", &reason, "", ""],
    ];
    workbook(&mended, &[("Ấp 1", rows)]);
    let again = world.residents(&mended);
    assert_eq!((again.tally.accepted, again.tally.refused), (2, 0));
    assert_eq!(again.rows[0].birth, "1990-01-02");
}

#[test]
fn refused_rows_of_text_come_back_with_the_same_mark_and_never_grow() {
    let world = World::new();
    let path = world.write("list.csv", "Mã số BHXH;Giới tính;Mã xã;Họ và tên\n7;x;28756;\"A; B\"\n8;Nam;28756;C\n");
    let first = world.residents(&path).rejected.expect("one row");
    let text = std::fs::read_to_string(&first.path).expect("text");
    assert!(text.starts_with(
        "\u{feff}Mã số BHXH;Giới tính;Mã xã;Họ và tên;Lý do trả lại;Cách sửa;Dòng cũ\n7;x;28756;\"A; B\";"
    ));
    let sent = world.write("again.csv", &text);
    let second = world.residents(&sent).rejected.expect("it is still wrong");
    assert_eq!(std::fs::read_to_string(&second.path).expect("text"), text);
    let mended = world.residents(&world.write("mended.csv", &text.replace(";x;", ";1;")));
    assert_eq!((mended.rows[0].full_name.as_str(), mended.tally.refused), ("A; B", 0));
}

#[test]
fn headings_stay_where_the_mapping_says_they_are() {
    let world = World::new();
    let text = "title\n\nMã;GT;Xã\n7;x;28756\n";
    let path = world.write("list.csv", text);
    let map = "[residents]\nperson_id = \"Mã\"\nsex = \"GT\"\ncommune_code = \"Xã\"\nheading_row = 3\n";
    let mapping = Mappings::parse("MAP.toml", map).expect("a mapping").residents.expect("residents");
    let file = world.residents_by(&path, &mapping).expect("a list").rejected.expect("one row");
    let mended = std::fs::read_to_string(file.path).expect("text").replace(";x;", ";nam;");
    let again = world.residents_by(&world.write("mended.csv", &mended), &mapping).expect("a list");
    assert_eq!((again.tally.accepted, again.tally.refused), (1, 0));
}

#[cfg(unix)]
#[test]
fn refused_rows_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let csv = world.residents(&world.write("list.csv", "person_id,sex,commune_code\n7,x,28756\n")).rejected;
    let path = world.path("list.xlsx");
    workbook(&path, &[("Một", &[&["person_id", "sex", "commune_code"], &["7", "x", "28756"]])]);
    let xlsx = world.residents(&path).rejected;
    for file in [csv, xlsx] {
        let mode = std::fs::metadata(file.expect("one row").path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_list_without_faults_leaves_no_file() {
    let world = World::new();
    let read = world.residents(&world.write("list.csv", "person_id,sex,commune_code\n7,1,28756\n"));
    assert_eq!(read.rejected, None);
    assert_eq!(std::fs::read_dir(world.folder.path()).expect("a folder").count(), 1);
}
