//! The faults of form that serde and toml find, in Vietnamese.

/// The same fault in Vietnamese, with what to do.
pub(super) fn sentence(message: &str) -> String {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (first, rest) = names.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    if message.starts_with("unknown field") {
        return format!("Không có trường `{first}` ở đây; các trường được dùng: {}.", rest.join(", "));
    }
    if message.starts_with("unknown variant") {
        return format!("Không có giá trị `{first}`; hãy chọn một trong: {}.", rest.join(", "));
    }
    if message.starts_with("missing field") {
        return format!("Thiếu trường `{first}`; hãy thêm trường này.");
    }
    if message.starts_with("duplicate") {
        return "Trường được viết hai lần; hãy giữ lại một lần.".to_owned();
    }
    if message.contains("formatted date") || message.contains("end of input") || message.starts_with("input ") {
        return "Ngày phải có thật và viết trong dấu nháy theo dạng \"năm-tháng-ngày\", như \"2026-01-05\".".to_owned();
    }
    if message.starts_with("wanted exactly 1 element") || message.contains("expected table with exactly 1") {
        return "Mỗi khối của `body` chỉ có một khóa nói loại của nó, như `paragraph` hoặc `article`.".to_owned();
    }
    if let Some(types) = message.strip_prefix("invalid type: ").or(message.strip_prefix("invalid value: ")) {
        let (found, expected) = types.split_once(", expected ").unwrap_or((types, ""));
        return format!("Giá trị không đúng kiểu: cần {}, đang là {}.", type_name(expected), type_name(found));
    }
    format!("Dòng này không đúng cú pháp TOML ({message}); hãy sửa lại.")
}

/// The name of a type or of a value with its type; a word that is not known stays as it is.
fn type_name(words: &str) -> &str {
    const NAMES: [(&str, &str); 14] = [
        ("a string", "chữ trong dấu nháy"),
        ("string", "chữ trong dấu nháy"),
        ("a formatted date", "ngày dạng \"năm-tháng-ngày\""),
        ("datetime", "ngày không có dấu nháy"),
        ("integer", "số nguyên"),
        ("u32", "số nguyên không âm"),
        ("floating point", "số thập phân"),
        ("f64", "số"),
        ("boolean", "true hoặc false"),
        ("a boolean", "true hoặc false"),
        ("sequence", "danh sách [ … ]"),
        ("a sequence", "danh sách [ … ]"),
        ("map", "nhóm trường"),
        ("struct", "nhóm trường"),
    ];
    NAMES.iter().find(|(english, _)| words.starts_with(english)).map_or(words, |(_, vietnamese)| vietnamese)
}
