//! What every import has in common: rows sorted into good ones and faulty ones, one bad row commits nothing unless the
//! user asks for the good ones, and what is refused comes back marked.

pub mod cells;
pub mod web;

use crate::app::App;
use crate::cli::Answer;
use axum::extract::Multipart;
use platform::blob::Blobs;
use platform::sheet::{self, Column, Row};
use platform::{Fault, Problem, Result};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Fewer rows than this are not worth a thread.
const PIECE: usize = 2_000;

/// A sheet whose rows have been checked.
#[derive(Debug)]
pub struct Sorted<T> {
    /// All rows.
    pub rows: Vec<Row>,
    /// Index of each good row, with what it says.
    pub good: Vec<(usize, T)>,
    /// Everything wrong with the others.
    pub faults: Vec<Fault>,
}

impl<T> Sorted<T> {
    /// Checks every row.
    pub fn of(rows: Vec<Row>, mut check: impl FnMut(&Row) -> std::result::Result<T, Vec<Fault>>) -> Self {
        let mut good = Vec::with_capacity(rows.len());
        let mut faults = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            match check(row) {
                Ok(value) => good.push((index, value)),
                Err(found) => faults.extend(found),
            }
        }
        Self { rows, good, faults }
    }

    /// Checks every row on all cores: `checker` makes the checker of each piece, which keeps what it looked up for the rows
    /// after.
    pub fn on_all_cores<C>(rows: Vec<Row>, checker: impl Fn() -> C + Sync) -> Self
    where
        T: Send,
        C: FnMut(&Row) -> std::result::Result<T, Vec<Fault>>,
    {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let piece = rows.len().div_ceil(cores).max(PIECE);
        let check = &|(start, piece): (usize, &[Row])| {
            let mut check = checker();
            let checked = piece.iter().enumerate().map(|(index, row)| (start + index, check(row)));
            checked.collect::<Vec<_>>()
        };
        let pieces: Vec<Vec<_>> = std::thread::scope(|scope| {
            let pieces = rows.chunks(piece).enumerate().map(|(number, rows)| (number * piece, rows));
            let threads: Vec<_> = pieces.map(|piece| scope.spawn(move || check(piece))).collect();
            let join = |thread: std::thread::ScopedJoinHandle<'_, _>| {
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            threads.into_iter().map(join).collect()
        });
        let (mut good, mut faults) = (Vec::with_capacity(rows.len()), Vec::new());
        for (index, checked) in pieces.into_iter().flatten() {
            match checked {
                Ok(value) => good.push((index, value)),
                Err(found) => faults.extend(found),
            }
        }
        Self { rows, good, faults }
    }

    /// Whether the import may be committed: no faults, or the good rows alone are asked for.
    pub fn may_commit(&self, accept_valid: bool) -> bool {
        !self.good.is_empty() && (self.faults.is_empty() || accept_valid)
    }

    /// The rows that have faults.
    pub fn refused(&self) -> Vec<Row> {
        let mut good = self.good.iter().map(|(index, _)| *index).peekable();
        let rows = self.rows.iter().enumerate();
        rows.filter(|(index, _)| good.next_if_eq(index).is_none()).map(|(_, row)| row.clone()).collect()
    }

    /// The sheet that goes back to the sender.
    pub fn returned(&self, columns: &[Column]) -> Result<Vec<u8>> {
        sheet::returned(columns, &self.refused(), &self.faults)
    }

    /// What the command line prints.
    pub fn summary(&self, committed: bool, returned: Option<&Path>) -> Value {
        json!({
            "committed": committed,
            "rows": self.rows.len(),
            "valid": self.good.len(),
            "faults": self.faults,
            "returned": returned.map(|path| path.display().to_string()),
        })
    }

    /// The sentence of the refusal when not everything was committed.
    pub fn sentence(&self, committed: bool) -> Option<String> {
        if self.faults.is_empty() {
            return None;
        }
        let refused = self.rows.len() - self.good.len();
        let done = if committed {
            format!("Đã ghi {} dòng. ", self.good.len())
        } else {
            "Chưa ghi dòng nào. ".to_owned()
        };
        Some(format!("{done}{refused} trên {} dòng cần sửa; xem từng lỗi trong kết quả.", self.rows.len()))
    }
}

/// How an import from the command line is asked for.
#[derive(Debug, clap::Args)]
pub struct ImportArguments {
    /// Tệp XLSX hoặc CSV
    pub file: PathBuf,
    /// Chỉ kiểm tra, không ghi
    #[arg(long)]
    pub dry_run: bool,
    /// Ghi những dòng đúng, trả lại những dòng sai
    #[arg(long)]
    pub accept_valid: bool,
}

impl ImportArguments {
    /// Imports the file: `check` sorts its rows, `commit` writes the good ones and says what it wrote. The answer is
    /// there even when nothing could be read, so that a program always finds its JSON.
    pub async fn run<T>(
        &self,
        app: &App,
        columns: &[Column],
        check: impl AsyncFnOnce(&Upload) -> Result<Sorted<T>>,
        commit: impl AsyncFnOnce(&Upload, Vec<T>) -> Result<Value>,
    ) -> Result<Answer> {
        let upload = Upload::of_file(app, &self.file)?;
        let sorted = match check(&upload).await {
            Ok(sorted) => sorted,
            Err(Problem::Refused(refusal)) => {
                let sentence = format!("{} {}", refusal.sentence, refusal.remedy);
                let unread = Sorted::<T> { rows: Vec::new(), good: Vec::new(), faults: refusal.faults };
                return Ok(answer(unread.summary(false, None)).refused(sentence));
            }
            Err(problem) => return Err(problem),
        };
        let mut returned = None;
        if !sorted.faults.is_empty() && !self.dry_run {
            let path = returned_path(&self.file);
            std::fs::write(&path, sorted.returned(columns)?)?;
            returned = Some(path);
        }
        let commits = !self.dry_run && sorted.may_commit(self.accept_valid);
        let sentence = sorted.sentence(commits);
        let mut value = sorted.summary(commits, returned.as_deref());
        if commits {
            let good = sorted.good.into_iter().map(|(_, row)| row).collect();
            if let (Value::Object(fields), Value::Object(written)) = (&mut value, commit(&upload, good).await?) {
                fields.extend(written);
            }
        }
        Ok(match sentence {
            Some(sentence) if !commits => answer(value).refused(sentence),
            _ => answer(value),
        })
    }
}

fn answer(value: Value) -> Answer {
    Answer::new(value).columns(&[
        ("committed", "Đã ghi"),
        ("rows", "Số dòng"),
        ("valid", "Dòng đúng"),
        ("returned", "Tệp trả lại"),
    ])
}

/// Where the returned sheet of an import from the command line goes: beside the file sent.
fn returned_path(sent: &Path) -> PathBuf {
    let stem = sent.file_stem().map_or_else(|| "so-lieu".to_owned(), |stem| stem.to_string_lossy().into_owned());
    sent.with_file_name(format!("{stem}.can-sua.xlsx"))
}

/// A file sent through a form, kept as a blob so that the second step finds it again.
#[derive(Debug)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its address.
    pub address: String,
}

impl Upload {
    /// Takes the file of the field `file`.
    pub async fn take(app: &App, mut form: Multipart) -> Result<Self> {
        let unreadable = |_| Problem::refuse("Không đọc được tệp gửi lên.", "Gửi lại tệp, tối đa 64 MB.");
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            let Some(name) = field.file_name().map(str::to_owned).filter(|name| !name.is_empty()) else { continue };
            let bytes = field.bytes().await.map_err(unreadable)?.to_vec();
            let address = Blobs::of(&app.config().data).keep(&bytes)?;
            return Ok(Self { name, bytes, address });
        }
        Err(Problem::refuse("Chưa chọn tệp.", "Chọn một tệp XLSX hoặc CSV rồi gửi lại."))
    }

    /// Reads a file named on the command line.
    fn of_file(app: &App, file: &Path) -> Result<Self> {
        let bytes = std::fs::read(file).map_err(|error| {
            Problem::refuse(format!("Không đọc được tệp {}: {error}.", file.display()), "Kiểm tra lại đường dẫn.")
        })?;
        let address = Blobs::of(&app.config().data).keep(&bytes)?;
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self { name, bytes, address })
    }

    /// Finds again the file of the first step.
    pub fn again(app: &App, name: &str, address: &str) -> Result<Self> {
        let bytes = Blobs::of(&app.config().data).read(address)?;
        Ok(Self { name: name.to_owned(), bytes, address: address.to_owned() })
    }
}

/// The response that downloads a file.
pub fn download(name: &str, bytes: Vec<u8>) -> axum::response::Response {
    use axum::http::header;
    use axum::response::IntoResponse;
    let kind = if name.ends_with(".csv") {
        "text/csv; charset=utf-8"
    } else {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    };
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// The table as the kind of file that the name asks for.
pub fn write(name: &str, table: &sheet::Exported) -> Result<Vec<u8>> {
    if name.to_lowercase().ends_with(".csv") { sheet::csv(table) } else { sheet::xlsx(table) }
}
