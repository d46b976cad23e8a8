use super::*;

fn fault(text: &str) -> String {
    Schema::parse(text).expect_err("the schema is wrong").to_string()
}

#[test]
fn a_schema_of_few_lines_is_enough() {
    let schema = Schema::parse("[[field]]\ncolumn = \"ho_ten\"\nkind = \"name\"\n").expect("a schema");
    assert_eq!(schema, Schema { id: None, fields: vec![Field::new("ho_ten", Kind::Name)] });
}

#[test]
fn lists_may_call_their_columns_differently() {
    let text = "[id]\nleft = \"ma\"\nright = \"id\"\n[[field]]\nname = \"sinh\"\nleft = \"ngay_sinh\"\nright = [\"d\", \"m\"]\n\
                kind = \"dob\"\nformat = \"DD/MM/YYYY\"\n";
    let schema = Schema::parse(text).expect("a schema");
    assert_eq!(schema.id.expect("an id").right, ["id"]);
    assert_eq!(schema.fields[0].columns.right, ["d", "m"]);
    assert_eq!((schema.fields[0].kind, schema.fields[0].order), (Kind::Date, DateOrder::DayFirst));
    assert_eq!(schema.fields[0].name, "sinh");
}

#[test]
fn faults_name_line_and_field() {
    let head = "[id]\ncolumn = \"id\"\n\n[[field]]\ncolumn = \"a\"\nkind = \"name\"\n\n[[field]]\ncolumn = \"b\"\n";
    assert_eq!(
        fault(&format!("{head}kind = \"colour\"\n")),
        "tệp lược đồ, dòng 10, trường thứ 2 (b): không có loại `colour`; các loại là name, given, surname, text, date, year, sex, code, \
         place, identifier, number, phone"
    );
    assert!(
        fault(&format!("{head}kind = \"name\"\nformat = \"DMY\"\n"))
            .starts_with("tệp lược đồ, dòng 11, trường thứ 2 (b): chỉ")
    );
    assert!(fault(&format!("{head}kind = \"date\"\nformat = \"swatch\"\n")).contains("không có định dạng `swatch`"));
    assert!(fault(&format!("{head}kind = \"date\"\nhistory = \"x.csv\"\n")).contains("chỉ địa bàn"));
    assert!(
        fault(&format!("{head}knd = \"date\"\n"))
            .starts_with("tệp lược đồ, dòng 10, trường thứ 2 (b): không có trường tên `knd`")
    );
    assert!(fault(head).starts_with("tệp lược đồ, dòng 8, trường thứ 2 (b): thiếu trường `kind`"));
    assert!(fault("[[field]]\nleft = \"a\"\nkind = \"name\"\n").ends_with("còn thiếu `right`"));
    assert!(fault("[id]\ncolumn = \"id\"\n").contains("chưa có trường nào"));
}
