//! Why a file could not be read at all. Faults of single rows are no errors: they go to the rejects.

use std::fmt;
use std::path::PathBuf;

use super::{Field, List};

/// Why a file could not be read to its end. The sentences are for the person who chose the file.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The file cannot be opened or read.
    #[error("không đọc được tệp “{}”", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        #[source]
        source: std::io::Error,
    },
    /// The name ends on none of the kinds that are read.
    #[error("không biết tệp “{}” thuộc loại gì: chỉ đọc .xlsx, .csv (.tsv, .txt) và .parquet", path.display())]
    Kind {
        /// The file.
        path: PathBuf,
    },
    /// The file is not what its name says, or damaged.
    #[error("tệp “{}” hỏng hoặc không đúng định dạng: {what}", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        what: String,
    },
    /// Columns are missing or unclear.
    #[error(transparent)]
    Columns(#[from] ColumnsProblem),
    /// The file of a mapping is at fault.
    #[error("tệp ghép cột có lỗi:\n{}", lines(.0))]
    Map(Vec<MapFault>),
    /// Refused rows could not be written.
    #[error("không ghi được tệp các dòng bị trả lại “{}”: {what}", path.display())]
    Rejects {
        /// The file of refused rows.
        path: PathBuf,
        /// Why.
        what: String,
    },
    /// Whoever takes the rows could not.
    #[error("không nhận được các dòng đã đọc")]
    Sink(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// [`super::Progress::stop`] was called.
    #[error("đã dừng theo yêu cầu; chưa có gì thay đổi")]
    Stopped,
}

/// What is missing or unclear among the columns of a file, what was found, and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnsProblem {
    /// Which list the file was read as.
    pub list: List,
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// Headings that were found, in their order.
    pub found: Vec<String>,
    /// Mandatory columns that are not among them.
    pub missing: Vec<Field>,
    /// Columns for which several headings fit.
    pub unclear: Vec<(Field, Vec<String>)>,
}

impl std::error::Error for ColumnsProblem {}

impl fmt::Display for ColumnsProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "chưa ghép được các cột của {}", self.list.title())?;
        if let Some(sheet) = &self.sheet {
            write!(formatter, " (trang tính “{sheet}”)")?;
        }
        write!(formatter, ".")?;
        if !self.missing.is_empty() {
            let names: Vec<String> =
                self.missing.iter().map(|field| format!("{} ({})", field.title(), field.key())).collect();
            write!(formatter, " Không thấy cột: {}.", names.join(", "))?;
        }
        for (field, headings) in &self.unclear {
            write!(formatter, " Nhiều cột có thể là {} ({}): {}.", field.title(), field.key(), quoted(headings))?;
        }
        if self.found.is_empty() {
            write!(formatter, " Không thấy dòng tiêu đề nào.")?;
        } else {
            write!(formatter, " Các cột có trong tệp: {}.", quoted(&self.found))?;
        }
        let wanted = self.missing.iter().chain(self.unclear.iter().map(|(field, _)| field));
        write!(formatter, " Hãy ghi vào tệp ghép cột (--columns):\n[{}]", self.list.key())?;
        for field in wanted {
            write!(formatter, "\n{} = \"tên cột trong tệp\"", field.key())?;
        }
        Ok(())
    }
}

/// A fault in a mapping file or a file of definitions, for the person who edits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapFault {
    /// The file's name.
    pub file: String,
    /// The line, counted from 1; nought if it is about the whole file.
    pub line: usize,
    /// The entry, such as `residents.person_id`.
    pub field: String,
    /// What is wrong and what to do, in Vietnamese.
    pub what: String,
}

impl fmt::Display for MapFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: dòng {}: {}: {}", self.file, self.line, self.field, self.what)
    }
}

fn lines(faults: &[MapFault]) -> String {
    faults.iter().map(MapFault::to_string).collect::<Vec<_>>().join("\n")
}

fn quoted(headings: &[String]) -> String {
    headings.iter().map(|heading| format!("“{heading}”")).collect::<Vec<_>>().join(", ")
}
