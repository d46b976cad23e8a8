//! `chungsuc export`: any table of any area, whole, with the source of each figure.

use super::Answer;
use crate::app::App;
use crate::exchange::write;
use platform::{Actor, Problem, Result};
use serde_json::json;
use std::path::Path;

/// Writes one table as the kind of file that the name asks for.
pub async fn run(app: &App, actor: &Actor, table: &str, output: &Path) -> Result<Answer> {
    let slice = crate::SLICES.iter().find(|slice| slice.exports().contains(&table)).ok_or_else(|| {
        let names: Vec<&str> = crate::SLICES.iter().flat_map(|slice| slice.exports()).copied().collect();
        Problem::refuse(format!("Không có bảng “{table}”."), format!("Chọn một trong: {}.", names.join(", ")))
    })?;
    let name = output.to_string_lossy().to_lowercase();
    if !name.ends_with(".xlsx") && !name.ends_with(".csv") {
        return Err(Problem::refuse(
            format!("Tệp {} không phải .xlsx hay .csv.", output.display()),
            "Đặt tên tệp kết thúc bằng .xlsx hoặc .csv.",
        ));
    }
    let exported = slice.export(app, actor, table).await?;
    let rows = exported.rows.len();
    std::fs::write(output, write(&name, &exported)?)?;
    Ok(Answer::new(json!({ "table": table, "rows": rows, "written": output.display().to_string() })).columns(&[
        ("table", "Bảng"),
        ("rows", "Số dòng"),
        ("written", "Đã ghi"),
    ]))
}
