//! `chungsuc read` and `chungsuc write`: papers without an installation. Nothing is stored; no folder is made.

use super::Answer;
use crate::documents;
use papers::{Reading, TextLayer};
use platform::{Problem, Result};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use typesetting::{Format, Kind, UnknownKind};

/// Reads papers into facts: one file gives one object, several give a list of objects that name their file.
///
/// # Errors
/// A file that cannot be opened or has no text; `text` with more than one file.
pub fn read(files: &[PathBuf], text: Option<&Path>) -> Result<Answer> {
    if let ([_, _, ..], Some(_)) = (files, text) {
        return Err(Problem::refuse(
            "--text chỉ dùng khi đọc một tệp.",
            "Đọc từng tệp một, mỗi lần ghi văn bản trích ra một tệp riêng.",
        ));
    }
    let mut readings = Vec::with_capacity(files.len());
    for file in files {
        let layer = open(file)?;
        if let Some(text) = text {
            std::fs::write(text, &layer.text).map_err(|error| unwritable(text, &error))?;
        }
        readings.push((file, papers::read(&layer)));
    }
    let several = readings.len() > 1;
    let mut rows = Vec::new();
    for (file, reading) in &readings {
        if several {
            rows.push(vec![file.display().to_string()]);
        }
        rows.extend(told(reading));
    }
    let value = match readings.as_slice() {
        [(_, reading)] => serde_json::to_value(reading)?,
        readings => Value::Array(readings.iter().map(|(file, reading)| named(file, reading)).collect::<Result<_>>()?),
    };
    Ok(Answer::new(value).told(rows))
}

/// Kinds of facts, in the order of the table.
const FACTS: &[(&str, &str)] = &[
    ("number", "Số, ký hiệu"),
    ("kind", "Loại"),
    ("date", "Ngày"),
    ("place", "Địa danh"),
    ("subject", "Trích yếu"),
    ("issuer", "Cơ quan ban hành"),
    ("parent_issuer", "Cơ quan chủ quản"),
    ("signer", "Người ký"),
    ("addressee", "Kính gửi"),
    ("recipient", "Nơi nhận"),
    ("annex", "Phụ lục"),
    ("reports_on", "Viết về"),
    ("movement", "Phong trào"),
    ("linked_movement", "Phong trào liên quan"),
    ("citation", "Căn cứ"),
    ("target", "Chỉ tiêu"),
    ("result", "Kết quả"),
    ("duty", "Nhiệm vụ"),
    ("deadline", "Thời hạn"),
    ("review", "Sơ kết, tổng kết"),
    ("support", "Hỗ trợ"),
    ("award", "Khen thưởng"),
    ("assignment", "Phân công"),
    ("situation", "Tình hình"),
    ("money", "Số tiền"),
    ("warning", "Cần xem lại"),
];

/// A line for each fact, in the words that the page of the paper uses.
fn told(reading: &Reading) -> Vec<Vec<String>> {
    let findings = documents::findings(reading);
    let of_kind = |(kind, title): &(&str, &str)| {
        let lines = findings.iter().filter(|finding| finding.kind == *kind);
        lines.map(|finding| vec![(*title).to_owned(), finding.label.clone()]).collect::<Vec<_>>()
    };
    FACTS.iter().flat_map(of_kind).collect()
}

fn named(file: &Path, reading: &Reading) -> Result<Value> {
    let mut object = json!({ "file": file.display().to_string() });
    if let (Value::Object(object), Value::Object(fields)) = (&mut object, serde_json::to_value(reading)?) {
        object.extend(fields);
    }
    Ok(object)
}

fn open(file: &Path) -> Result<TextLayer> {
    let bytes = std::fs::read(file).map_err(|error| unreadable(file, &error))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    TextLayer::open(&name, &bytes)
        .map_err(|error| Problem::refuse(format!("{}: {error}", file.display()), "Kiểm tra tệp rồi đọc lại."))
}

/// Writes the paper that a data file describes, as PDF or DOCX by the name of the output.
///
/// # Errors
/// A kind that does not exist, a data file that does not describe such a paper, an output that is neither PDF nor DOCX.
pub fn write(kind: &str, data: &Path, output: &Path) -> Result<Answer> {
    let kind = known(kind)?;
    let text = std::fs::read_to_string(data).map_err(|error| unreadable(data, &error))?;
    let ending = output.extension().unwrap_or_default().to_string_lossy();
    let format: Format = ending.parse().map_err(|sentence: String| {
        Problem::refuse(sentence, "Đặt tên tệp ghi ra (-o) kết thúc bằng .pdf hoặc .docx.")
    })?;
    let bytes = typesetting::write(kind, &data.display().to_string(), &text, format)
        .map_err(|error| Problem::refuse(error.to_string(), "Xem mẫu bằng: chungsuc write --example LOẠI."))?;
    std::fs::write(output, &bytes).map_err(|error| unwritable(output, &error))?;
    let value = json!({ "written": output.display().to_string(), "bytes": bytes.len() });
    Ok(Answer::new(value).columns(&[("written", "Đã ghi"), ("bytes", "Số byte")]))
}

/// A filled data file of a kind.
///
/// # Errors
/// A kind that does not exist.
pub fn example(kind: &str) -> Result<Answer> {
    Ok(Answer::new(Value::String(typesetting::example(known(kind)?).to_owned())))
}

fn known(kind: &str) -> Result<Kind> {
    kind.parse().map_err(|error: UnknownKind| Problem::refuse(error.to_string(), "Ghi đúng tên loại rồi chạy lại."))
}

fn unreadable(file: &Path, error: &std::io::Error) -> Problem {
    Problem::refuse(format!("Không đọc được tệp {}: {error}.", file.display()), "Kiểm tra lại đường dẫn.")
}

fn unwritable(file: &Path, error: &std::io::Error) -> Problem {
    Problem::refuse(format!("Không ghi được tệp {}: {error}.", file.display()), "Kiểm tra thư mục và quyền ghi.")
}
