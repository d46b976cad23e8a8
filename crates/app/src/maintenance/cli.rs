//! `chungsuc backup`, `chungsuc restore`, `chungsuc doctor`.

use super::{Report, Summary};
use crate::app::App;
use crate::cli::Answer;
use platform::problem::Refusal;
use platform::{Actor, Result};
use std::path::Path;

const SUMMARY: &[(&str, &str)] = &[
    ("file", "Tệp"),
    ("created_at", "Sao lưu lúc (UTC)"),
    ("tables", "Bảng có dữ liệu"),
    ("rows", "Dòng"),
    ("blobs", "Tệp đính kèm"),
    ("changes", "Thay đổi trong nhật ký"),
    ("head", "Dấu niêm cuối"),
    ("breaks", "Chỗ đứt của nhật ký"),
];

/// `chungsuc backup FILE`.
pub async fn backup(app: &App, actor: &Actor, file: &Path) -> Result<Answer> {
    answer(super::backup(app, actor, file).await?)
}

/// `chungsuc restore FILE`.
pub async fn restore(app: &App, actor: &Actor, file: &Path) -> Result<Answer> {
    answer(super::restore(app, actor, file).await?)
}

fn answer(summary: Summary) -> Result<Answer> {
    Ok(Answer::new(serde_json::to_value(summary)?).columns(SUMMARY))
}

/// `chungsuc doctor`; refused when something is unsound.
pub async fn doctor(app: &App, actor: &Actor, definitions: Option<&Refusal>) -> Result<Answer> {
    let report = super::doctor(app, actor, definitions).await?;
    let unsound = report.findings.iter().filter(|finding| !finding.sound).count();
    let answer = Answer::new(serde_json::to_value(&report)?).rows("findings").columns(&[
        ("check", "Kiểm tra"),
        ("sound", "Ổn"),
        ("sentence", "Kết quả"),
    ]);
    Ok(match report {
        Report { sound: true, .. } => answer,
        _ => answer.refused(format!("Có {unsound} điều không ổn; xem cột kết quả.")),
    })
}
