//! The command line: one binary, one subcommand a capability. JSON goes to standard output, everything else to standard
//! error; exit 0 is done, 1 a refusal in Vietnamese, 2 wrong usage.

mod bar;
mod demo;
mod export;
mod matching;
mod papers;
mod population;
mod run;

pub use run::{load_definitions, main, open};

use clap::{Parser, Subcommand};
use serde_json::Value;
use std::path::PathBuf;

/// Chung Sức: từ quyết định đến người cuối cùng chưa có thẻ bảo hiểm y tế.
#[derive(Debug, Parser)]
#[command(name = "chungsuc", version)]
pub struct Arguments {
    /// Thư mục dữ liệu
    #[arg(long, global = true, default_value = "chungsuc-data")]
    pub data: PathBuf,
    /// Cơ sở dữ liệu khác thư mục dữ liệu (postgres://…)
    #[arg(long, global = true, env = "CHUNGSUC_DATABASE")]
    pub database: Option<String>,
    /// Làm việc với tư cách tài khoản này
    #[arg(long = "as", global = true)]
    pub acting: Option<String>,
    /// In JSON thay cho bảng
    #[arg(long, global = true)]
    pub json: bool,
    /// Việc cần làm
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Mở máy chủ với dữ liệu mẫu
    Demo {
        /// Chỉ nạp dữ liệu, không mở máy chủ
        #[arg(long)]
        no_serve: bool,
        /// Bỏ dữ liệu cũ trong thư mục và nạp lại
        #[arg(long)]
        fresh: bool,
        /// Địa chỉ máy chủ
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
    },
    /// Mở máy chủ
    Serve {
        /// Địa chỉ máy chủ
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
        /// Người dùng vào qua HTTPS (cookie chỉ đi qua HTTPS)
        #[arg(long)]
        https: bool,
    },
    /// Địa bàn
    #[command(subcommand)]
    Places(crate::places::cli::Command),
    /// Chỉ tiêu
    #[command(subcommand)]
    Targets(crate::targets::cli::Command),
    /// Kết quả
    #[command(subcommand)]
    Results(crate::results::cli::Command),
    /// Công nhận xã, huyện nông thôn mới
    #[command(subcommand)]
    Recognitions(crate::criteria::cli::Command),
    /// Văn bản
    #[command(subcommand)]
    Documents(crate::documents::cli::Command),
    /// Xuất một bảng ra XLSX hoặc CSV
    Export {
        /// Tên bảng: targets, results, documents, outgoing, incoming, places, recognitions
        table: String,
        /// Tệp .xlsx hoặc .csv
        #[arg(short)]
        output: PathBuf,
    },
    /// Tài khoản
    #[command(subcommand)]
    User(crate::accounts::cli::Command),
    /// Sao lưu toàn bộ vào một tệp, trong khi hệ thống vẫn chạy
    Backup {
        /// Tệp ZIP sẽ ghi ra
        file: PathBuf,
    },
    /// Phục hồi từ bản sao lưu vào một thư mục hoặc cơ sở dữ liệu còn trống
    Restore {
        /// Tệp do lệnh backup ghi ra
        file: PathBuf,
    },
    /// Đọc văn bản hành chính thành dữ kiện (TXT, HTML, DOCX, PDF có lớp chữ)
    Read {
        /// Các tệp
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Ghi văn bản trích ra vào tệp này; vị trí của mọi dữ kiện tính theo tệp đó
        #[arg(long)]
        text: Option<PathBuf>,
    },
    /// Soạn văn bản theo Nghị định 30/2020/NĐ-CP từ một tệp dữ liệu (--data TỆP)
    Write {
        /// Loại văn bản
        #[arg(required_unless_present = "example")]
        kind: Option<String>,
        /// Tệp .pdf hoặc .docx sẽ ghi ra
        #[arg(short, required_unless_present = "example")]
        output: Option<PathBuf>,
        /// In một tệp dữ liệu mẫu của loại này
        #[arg(long, value_name = "LOẠI", conflicts_with_all = ["kind", "output"])]
        example: Option<String>,
    },
    /// Dân cư và thẻ BHYT: nạp danh sách, tính bao phủ, lập danh sách người chưa có thẻ
    #[command(subcommand)]
    Population(population::Command),
    /// Tìm những dòng của hai danh sách nói về cùng một người, khi không có mã chung
    Match {
        /// Danh sách thứ nhất (.csv, .parquet)
        first: PathBuf,
        /// Danh sách thứ hai
        second: PathBuf,
        /// How
        #[command(flatten)]
        wanted: matching::Wanted,
    },
    /// Tìm những dòng trùng người trong một danh sách
    Dedupe {
        /// Danh sách (.csv, .parquet)
        list: PathBuf,
        /// How
        #[command(flatten)]
        wanted: matching::Wanted,
    },
    /// Kiểm tra nhật ký, khóa ngoại, định nghĩa, tệp và số liệu tổng hợp
    Doctor,
}

/// What a command answers.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The JSON on standard output.
    pub value: Value,
    columns: &'static [(&'static str, &'static str)],
    /// The field whose list is the table, when the answer is an object around one.
    rows: Option<&'static str>,
    /// Rows of the table where the value would not make a readable one.
    told: Option<Vec<Vec<String>>>,
    /// A refusal that comes with an answer (an import that was not committed).
    pub refused: Option<String>,
    /// How long it took and what memory it took, for standard error.
    pub time: Option<Value>,
}

impl Answer {
    /// An answer of this value.
    pub fn new(value: Value) -> Self {
        Self { value, columns: &[], rows: None, told: None, refused: None, time: None }
    }

    /// The fields to show, with their Vietnamese headings, when no JSON is asked for.
    #[must_use]
    pub fn columns(mut self, columns: &'static [(&'static str, &'static str)]) -> Self {
        self.columns = columns;
        self
    }

    /// The field whose list to show as the table.
    #[must_use]
    pub fn rows(mut self, field: &'static str) -> Self {
        self.rows = Some(field);
        self
    }

    /// What to show in place of the value when no JSON is asked for.
    #[must_use]
    pub fn told(mut self, rows: Vec<Vec<String>>) -> Self {
        self.told = Some(rows);
        self
    }

    /// The answer stands, and the command is refused with this sentence.
    #[must_use]
    pub fn refused(mut self, sentence: impl Into<String>) -> Self {
        self.refused = Some(sentence.into());
        self
    }

    /// How long the phases took, if that was asked for.
    #[must_use]
    pub fn timed(mut self, time: Option<Value>) -> Self {
        self.time = time;
        self
    }

    /// The answer as a table in Vietnamese: a list a row each, an object a line a field; a text as it is.
    pub fn table(&self) -> String {
        if let Some(rows) = &self.told {
            return align(rows.clone());
        }
        match self.rows.map_or(&self.value, |field| &self.value[field]) {
            Value::Array(rows) => {
                let headings: Vec<String> = self.columns.iter().map(|(_, title)| (*title).to_owned()).collect();
                let body = rows.iter().map(|row| self.columns.iter().map(|(key, _)| short(&row[*key])).collect());
                align(std::iter::once(headings).chain(body).collect())
            }
            Value::String(text) => text.clone(),
            object => {
                align(self.columns.iter().map(|(key, title)| vec![(*title).to_owned(), short(&object[*key])]).collect())
            }
        }
    }
}

/// A value in one line of a table.
fn short(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(true) => "có".to_owned(),
        Value::Bool(false) => "không".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => items.iter().map(short).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => ["full_name", "path", "title", "name"]
            .iter()
            .find_map(|key| fields.get(*key).and_then(Value::as_str).map(str::to_owned))
            .unwrap_or_else(|| {
                fields.iter().map(|(key, value)| format!("{key} {}", short(value))).collect::<Vec<_>>().join(", ")
            }),
    }
}

fn align(rows: Vec<Vec<String>>) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let line: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.chars().count()))))
            .collect();
        text.push_str(line.join("  ").trim_end());
        text.push('\n');
    }
    text
}
