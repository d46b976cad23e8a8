use super::*;
use crate::schema::{Columns, Field, Kind};

fn schema() -> Schema {
    let mut name = Field::new("họ tên", Kind::Name);
    name.columns.left = vec!["họ".to_owned(), "tên".to_owned()];
    Schema { id: Some(Columns::same("id")), fields: vec![name, Field::new("Xã", Kind::Place)] }
}

fn values(lists: &Lists, field: usize, side: usize) -> Vec<String> {
    let column = &lists.columns[field];
    column.codes[side].iter().map(|&code| String::from_utf8_lossy(column.interner.get(code)).into_owned()).collect()
}

#[test]
fn lists_that_are_written_differently_are_read_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let left = folder.path().join("a.csv");
    let right = folder.path().join("b.csv");
    std::fs::write(&left, "\u{feff}id;họ;tên;xã\n1;Lê;An;00001\n2;;\"Bình; con\";\n").expect("written");
    std::fs::write(&right, "xã,id,họ tên\n00001,x,Lê An\n").expect("written");
    let lists = read(&left, Some(&right), &schema()).expect("lists");
    assert_eq!(lists.rows, [2, 1]);
    assert_eq!(values(&lists, 0, 0), ["Lê An", "Bình; con"]);
    assert_eq!(values(&lists, 1, 0), ["00001", ""]);
    assert_eq!(lists.columns[0].codes[0][0], lists.columns[0].codes[1][0], "one dictionary serves both lists");
    assert_eq!((lists.ids[0].get(1), lists.ids[1].get(0)), ("2".into(), "x".into()));
}

#[test]
fn a_column_that_is_not_there_is_named_with_those_that_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = folder.path().join("a.csv");
    std::fs::write(&list, "id,ten\n1,An\n").expect("written");
    let schema = Schema { id: None, fields: vec![Field::new("họ tên", Kind::Name)] };
    let error = read(&list, None, &schema).expect_err("no such column").to_string();
    assert!(error.ends_with("không có cột `họ tên`; các cột là id, ten"), "{error}");
}
