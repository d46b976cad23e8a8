use super::*;
use crate::problem::Problem;

const COLUMNS: &[Column] = &[
    Column { key: "unit", title: "Đơn vị", required: true, hint: "Mã hoặc tên", example: "Tỉnh Bến Tre" },
    Column { key: "value", title: "Giá trị", required: true, hint: "Số", example: "86,5" },
    Column { key: "note", title: "Ghi chú", required: false, hint: "", example: "" },
];

#[test]
fn a_template_comes_back_empty_of_its_example() {
    let bytes = template("Chỉ tiêu", COLUMNS).expect("a template is written");
    let Err(Problem::Refused(refusal)) = read("mau.xlsx", &bytes, COLUMNS) else {
        panic!("an empty template has no rows")
    };
    assert_eq!(refusal.sentence, "Tệp “mau.xlsx” không có dòng số liệu nào.");
}

#[test]
fn an_export_can_be_read_again_with_its_types() {
    let table = Exported {
        name: "Chỉ tiêu".to_owned(),
        title: "Chỉ tiêu năm 2019".to_owned(),
        headings: vec!["Đơn vị".to_owned(), "Giá trị".to_owned()],
        rows: vec![vec![Value::Text("Tỉnh Bến Tre".to_owned()), Value::Decimal(865_000, 2)]],
    };
    let rows = read("x.xlsx", &xlsx(&table).expect("it is written"), COLUMNS).expect("it is read");
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].number, 3, "the title and the headings stand above");
    assert_eq!(rows[0].cells, [Cell::Text("Tỉnh Bến Tre".to_owned()), Cell::Number(86.5), Cell::Empty]);
    let text = String::from_utf8(csv(&table).expect("it is written")).expect("it is UTF-8");
    assert_eq!(text, "\u{feff}Đơn vị;Giá trị\nTỉnh Bến Tre;86,50\n");
    assert_eq!(read("x.csv", text.as_bytes(), COLUMNS).expect("it is read")[0].number, 2);
}

#[test]
fn headings_are_found_without_diacritics_and_by_key() {
    for head in ["don vi,GIA TRI", "unit,value", "Ghi chú,Đơn vị,Giá trị"] {
        let row = if head.starts_with("Ghi") { "x,Bến Tre,1" } else { "Bến Tre,1" };
        let rows = read("a.csv", format!("{head}\n{row}\n").as_bytes(), COLUMNS).expect("the headings are found");
        assert_eq!(rows[0].cells[0], Cell::Text("Bến Tre".to_owned()), "{head}");
    }
}

#[test]
fn a_missing_heading_is_named() {
    let Err(Problem::Refused(refusal)) = read("a.csv", "Đơn vị;Ghi chú\nBến Tre;x\n".as_bytes(), COLUMNS) else {
        panic!("a column is missing")
    };
    assert_eq!(refusal.faults[0].column, "Giá trị");
}

#[test]
fn bytes_that_are_no_sheet_are_refused_in_words() {
    assert!(matches!(read("a.xlsx", b"not a workbook", COLUMNS), Err(Problem::Refused(_))));
    assert!(matches!(read("a.csv", b"\xff\xfe\x00", COLUMNS), Err(Problem::Refused(_))));
    assert!(matches!(read("a.doc", b"", COLUMNS), Err(Problem::Refused(_))));
}

#[test]
fn a_returned_sheet_can_be_mended_and_sent_again() {
    let rows = read("a.csv", "Đơn vị;Giá trị\nKhông đâu;12\n".as_bytes(), COLUMNS).expect("it is read");
    let fault = rows[0].fault(&COLUMNS[0], "không có đơn vị “Không đâu”", "Sửa tên.");
    let bytes = returned(COLUMNS, &rows, &[fault]).expect("it is written");
    let again = read("sua.xlsx", &bytes, COLUMNS).expect("the headings are still there");
    assert_eq!(again[0].cells[0], rows[0].cells[0]);
}
