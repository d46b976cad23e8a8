//! The files of an import on the web: sent a piece at a time, kept for their owner alone, and their columns.

use super::super::table::people_import::Model;
use super::{on_a_thread, source_problem};
use crate::app::App;
use axum::extract::Multipart;
use axum::extract::multipart::{Field as MultipartField, MultipartError};
use chrono::NaiveDate;
use platform::problem::Fault;
use platform::{Problem, Refusal, Result};
use population::source::{Column, ColumnsProblem, Field, List, Mapping, SourceError, propose};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// The folder of the files of jobs.
pub fn uploads(app: &App) -> PathBuf {
    app.config().data.join("population").join(".uploads")
}

/// What the form sent.
#[derive(Default)]
pub struct Sent {
    name: String,
    as_of: String,
    pub numbers_only: bool,
    pub residents: String,
    pub cards: String,
}

impl Sent {
    /// Takes the form into a folder.
    pub async fn take(&mut self, form: &mut Multipart, folder: &Path) -> Result<()> {
        while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
            let key = field.name().unwrap_or_default().to_owned();
            match key.as_str() {
                "residents" | "cards" => {
                    let name = field.file_name().unwrap_or_default().to_owned();
                    let Some(path) = kept_as(folder, &key, &name) else { continue };
                    DirBuilder::new().mode(0o700).create(folder.join(&key))?;
                    keep(&mut field, &path).await?.sync_all()?;
                    if key == "cards" { self.cards = name } else { self.residents = name }
                }
                _ => {
                    let value = field.text().await.map_err(unreadable)?.trim().to_owned();
                    match key.as_str() {
                        "name" => self.name = value,
                        "as_of" => self.as_of = value,
                        "numbers_only" => self.numbers_only = value == "yes",
                        _ => {}
                    }
                }
            }
        }
        Ok(())
    }

    /// The name of the snapshot and the day of the lists, or everything that is wrong.
    pub fn check(&self) -> Result<(String, Option<NaiveDate>)> {
        let mut faults = Vec::new();
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        let starts = self.name.chars().next().is_some_and(|letter| letter.is_ascii_alphanumeric());
        if !starts
            || self.name.len() > 64
            || !self.name.chars().all(plain)
            || ["import", "voluntary"].contains(&self.name.as_str())
        {
            let rule = "tên không dùng được";
            faults.push(Fault::field(
                "name",
                rule,
                "Dùng chữ thường không dấu, chữ số, dấu gạch nối; ví dụ: thang-12-2025.",
            ));
        }
        for (column, file) in [("residents", &self.residents), ("cards", &self.cards)] {
            if file.is_empty() {
                let rule = "chưa chọn tệp, hoặc tệp không phải XLSX, CSV, Parquet";
                faults.push(Fault::field(column, rule, "Chọn một tệp .xlsx, .csv hoặc .parquet."));
            }
        }
        let day = Some(self.as_of.as_str()).filter(|text| !text.is_empty()).map(rules::period::parse_date).transpose();
        match day {
            Ok(day) if faults.is_empty() => return Ok((self.name.clone(), day)),
            Ok(_) => {}
            Err(error) => faults.push(Fault::field("as_of", error.to_string(), "Viết ngày như 31/12/2025.")),
        }
        Err(Refusal::of_faults(faults).into())
    }
}

/// What a form that breaks off is to its sender.
pub fn unreadable(_: MultipartError) -> Problem {
    Problem::refuse("Không đọc được tệp gửi lên.", "Gửi lại tệp.")
}

/// Keeps a file that a form sends, a piece at a time, for its owner alone.
pub async fn keep(field: &mut MultipartField<'_>, path: &Path) -> Result<File> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    while let Some(piece) = field.chunk().await.map_err(unreadable)? {
        file.write_all(&piece)?;
    }
    Ok(file)
}

/// Under which name a file sent is kept: its own, so that the manifest tells it, in a folder of its own. Nothing for kinds
/// that cannot be read, and where no file was chosen.
pub fn kept_as(folder: &Path, list: &str, name: &str) -> Option<PathBuf> {
    let name = name.rsplit(['/', '\\']).next().filter(|name| !name.starts_with('.'))?;
    let ending = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    let readable = ["xlsx", "csv", "tsv", "txt", "parquet"].contains(&ending.as_str());
    readable.then(|| folder.join(list).join(name))
}

/// The files of a job, where they are still there.
pub fn sent(app: &App, row: &Model) -> Result<[PathBuf; 2]> {
    let folder = uploads(app).join(&row.folder);
    let gone = || Problem::refuse("Các tệp đã gửi không còn nữa.", "Gửi lại cả hai tệp.");
    let find = |list: &str, name: &str| kept_as(&folder, list, name).filter(|path| path.is_file()).ok_or_else(gone);
    Ok([find("residents", &row.residents_file)?, find("cards", &row.cards_file)?])
}

/// The columns of one list: what its headings say.
#[derive(Debug, Clone)]
pub struct ListColumns {
    /// Which list.
    pub list: List,
    /// Every heading, in the order of the file.
    pub headings: Vec<String>,
    /// Which are which.
    pub mapping: Mapping,
    /// What is missing or unclear, in words.
    pub problem: Option<String>,
}

/// The columns of both lists as their headings say.
pub async fn list_columns(app: &App, row: &Model) -> Result<[ListColumns; 2]> {
    let [residents, cards] = sent(app, row)?;
    on_a_thread(move || Ok([columns_of(&residents, List::Residents)?, columns_of(&cards, List::Cards)?])).await
}

fn columns_of(path: &Path, list: List) -> Result<ListColumns> {
    let mut columns = ListColumns { list, headings: Vec::new(), mapping: Mapping::new(list), problem: None };
    match propose(path, list) {
        Ok(proposal) => {
            for table in &proposal.tables {
                let unclear = table.unclear.iter().flat_map(|(_, headings)| headings);
                let all = table.used.iter().map(|(_, heading)| heading).chain(&table.unused).chain(unclear);
                for heading in all {
                    if !columns.headings.contains(heading) {
                        columns.headings.push(heading.clone());
                    }
                }
            }
            columns.mapping = proposal.mapping;
        }
        Err(SourceError::Columns(ColumnsProblem { found, missing, unclear, .. })) => {
            let missing: Vec<&str> =
                missing.iter().chain(unclear.iter().map(|(field, _)| field)).map(|field| field.title()).collect();
            columns.problem = Some(missing.join(", "));
            columns.headings = found;
        }
        Err(error) => return Err(source_problem(&error)),
    }
    Ok(columns)
}

impl ListColumns {
    /// The heading proposed for a field; empty where none is.
    pub fn proposed(&self, field: Field) -> &str {
        match self.mapping.columns_of(field).first() {
            Some(Column::Heading(heading)) => heading,
            _ => "",
        }
    }

    /// The mapping with what the user chose: a heading for each field, or nothing.
    pub fn chosen(mut self, choice: impl Fn(Field) -> String) -> Mapping {
        for field in self.list.fields() {
            let heading = choice(*field);
            if heading != self.proposed(*field) {
                let columns = if heading.is_empty() { Vec::new() } else { vec![Column::Heading(heading)] };
                self.mapping.set(*field, columns);
            }
        }
        self.mapping
    }
}
