//! Which column is which.

use proptest::prelude::*;

use super::*;

fn headings(world: &World, line: &str) -> PathBuf {
    world.write("list.csv", &format!("{line}\n"))
}

/// The proposed mapping of a line of headings as TOML.
fn proposed(list: List, line: &str) -> String {
    let world = World::new();
    match propose(&headings(&world, line), list) {
        Ok(proposal) => proposal.mapping.to_toml(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn columns_are_found_by_their_names_with_and_without_diacritics() {
    let expected = "[residents]\nperson_id = \"Mã số BHXH\"\nsex = \"Giới tính\"\ncommune_code = \"Mã xã\"\n\
                    full_name = \"Họ và tên\"\nbirth_date = \"Ngày sinh\"\ngroup_code = \"Mã đối tượng\"\n\
                    household_id = \"Mã hộ\"\nethnicity_code = \"Dân tộc\"\nnational_id = \"Số CCCD\"\n";
    let line = "STT,Mã số BHXH,Họ và tên,Ngày sinh,Giới tính,Mã xã,Mã đối tượng,Mã hộ,Dân tộc,Số CCCD";
    assert_eq!(proposed(List::Residents, line), expected);
    let bare = proposed(List::Residents, "ma so bhxh;HO VA TEN;gioi tinh;XA PHUONG");
    assert_eq!(
        bare,
        "[residents]\nperson_id = \"ma so bhxh\"\nsex = \"gioi tinh\"\ncommune_code = \"XA PHUONG\"\nfull_name = \"HO VA TEN\"\n"
    );
    let cards = proposed(List::Cards, "person_id,valid_from,valid_to,card_no,group_code");
    assert_eq!(
        cards,
        "[cards]\nperson_id = \"person_id\"\nvalid_from = \"valid_from\"\nvalid_to = \"valid_to\"\ncard_no = \"card_no\"\n\
         group_code = \"group_code\"\n"
    );
    let notes = proposed(List::Cards, "Mã số BHXH (*);Hạn thẻ từ (ngày/tháng/năm);Hạn thẻ đến");
    assert!(notes.contains("valid_from = \"Hạn thẻ từ (ngày/tháng/năm)\""), "{notes}");
}

#[test]
fn a_code_is_preferred_to_a_name() {
    let text = proposed(List::Residents, "Mã BHXH,Giới tính,Xã/Phường,Mã xã");
    assert!(text.contains("commune_code = \"Mã xã\""), "{text}");
}

#[test]
fn missing_columns_are_named_with_what_was_found_and_what_to_write() {
    let text = proposed(List::Residents, "Mã số BHXH,Họ tên,Nơi ở");
    assert!(text.contains("Không thấy cột: Giới tính (sex), Mã xã (commune_code)"), "{text}");
    assert!(text.contains("“Mã số BHXH”, “Họ tên”, “Nơi ở”"), "{text}");
    assert!(text.ends_with("[residents]\nsex = \"tên cột trong tệp\"\ncommune_code = \"tên cột trong tệp\""), "{text}");
}

#[test]
fn two_columns_of_one_name_are_unclear() {
    let text = proposed(List::Cards, "Mã số BHXH,Từ ngày,Đến ngày,Từ ngày");
    assert!(text.contains("Nhiều cột có thể là Thẻ có giá trị từ ngày (valid_from): “Từ ngày”, “Từ ngày”"), "{text}");
    let world = World::new();
    let proposal = propose(&headings(&world, "Mã BHXH,Phái,Mã xã,Dân tộc,Dân tộc"), List::Residents).expect("columns");
    assert_eq!(proposal.tables[0].unclear.len(), 1);
    assert!(proposal.mapping.columns_of(Field::Ethnicity).is_empty());
}

#[test]
fn a_mapping_is_written_changed_and_read_again() {
    let text = "\
[residents]
person_id = \"Mã\"
sex = [\"Phái\", \"GT\"]
commune_code = { column = \"D\" }
sheets = [\"Ấp 1\"]
heading_row = 5
";
    let mappings = Mappings::parse("MAP.toml", text).expect("a mapping");
    let residents = mappings.of(List::Residents).expect("residents").clone();
    assert_eq!(residents.columns_of(Field::Commune), [Column::Place(3)]);
    assert_eq!(residents.columns_of(Field::Sex).len(), 2);
    assert_eq!((residents.sheets().len(), residents.heading_row()), (1, Some(5)));
    assert!(mappings.of(List::Cards).is_none());
    assert_eq!(Mappings::parse("MAP.toml", &mappings.to_toml()), Ok(mappings));
    let mut changed = residents;
    changed.set(Field::FullName, vec![Column::Heading("Họ \"tên\"".to_owned())]);
    let again = Mappings::parse("MAP.toml", &changed.to_toml()).expect("a mapping");
    assert_eq!(again.residents, Some(changed));
}

#[test]
fn faults_of_a_mapping_name_line_and_field() {
    let check = |text: &str, line: usize, field: &str| {
        let faults = Mappings::parse("MAP.toml", text).expect_err("a fault");
        assert!(faults.iter().any(|fault| fault.line == line && fault.field == field), "{faults:?}");
        assert!(faults[0].to_string().starts_with("MAP.toml: dòng "));
    };
    let whole = "[cards]\nperson_id = \"a\"\nvalid_from = \"b\"\nvalid_to = \"c\"\n";
    check(&format!("{whole}sex = \"d\"\n"), 5, "cards.sex");
    check(&format!("{whole}card_no = 5\n"), 5, "cards.card_no");
    check(&format!("{whole}card_no = {{ column = \"A1\" }}\n"), 5, "cards.card_no");
    check(&format!("{whole}card_no = {{ column = 0 }}\n"), 5, "cards.card_no");
    check(&format!("{whole}heading_row = -1\n"), 5, "cards.heading_row");
    check("\n[cards]\nperson_id = \"a\"\nvalid_from = \"b\"\n", 2, "cards.valid_to");
    check("[people]\n", 1, "people");
    check("[cards\n", 1, "TOML");
}

#[test]
fn a_file_without_headings_is_read_by_places() {
    let world = World::new();
    let path = world.write("list.csv", "7,nam,28756\n8,nữ,28756\n");
    let text = "[residents]\nperson_id = { column = 1 }\nsex = { column = \"B\" }\ncommune_code = { column = \"c\" }\nheading_row = 0\n";
    let mapping = Mappings::parse("MAP.toml", text).expect("a mapping").residents.expect("residents");
    let read = world.residents_by(&path, &mapping).expect("a list");
    assert_eq!(read.rows.iter().map(|resident| resident.sex).collect::<Vec<_>>(), [1, 2]);
}

proptest! {
    #[test]
    fn no_headings_break_the_recognition(lines in proptest::collection::vec("[A-Za-zà-ỹ0-9 ,;()\"]{0,60}", 0..8)) {
        let world = World::new();
        let path = world.write("list.csv", &lines.join("\n"));
        let _ = propose(&path, List::Residents);
        let _ = propose(&path, List::Cards);
    }

    #[test]
    fn any_text_is_a_mapping_or_has_faults(text in "\\PC{0,200}") {
        if let Err(faults) = Mappings::parse("MAP.toml", &text) {
            prop_assert!(!faults.is_empty());
        }
    }

    #[test]
    fn capitals_spaces_and_order_do_not_matter(order in Just(vec!["Mã số BHXH", "Giới tính", "Mã xã", "Họ và tên"]).prop_shuffle(), loud: bool) {
        let heading: Vec<String> = order.iter().map(|name| if loud { format!(" {} ", name.to_uppercase()) } else { (*name).to_owned() }).collect();
        let world = World::new();
        let path = world.write("list.csv", &format!("{}\n", heading.join(";")));
        let proposal = propose(&path, List::Residents).expect("columns");
        prop_assert_eq!(proposal.mapping.fields().count(), 4);
        prop_assert!(proposal.tables[0].unused.is_empty());
    }
}
