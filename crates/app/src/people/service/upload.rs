//! The files of an import on the web: sent a piece at a time, sealed as soon as their columns are known.

use super::super::table::people_import::Model;
use super::room::{Room, gone, sealed};
use super::{on_a_thread, source_problem};
use crate::app::App;
use axum::extract::Multipart;
use axum::extract::multipart::{Field as MultipartField, MultipartError};
use chrono::NaiveDate;
use platform::form::Fields;
use platform::problem::Fault;
use platform::{Problem, Refusal, Result};
use population::source::{Column, ColumnsProblem, Field, List, Mapping, Mappings, SourceError, propose};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// Takes the form into a folder; `typed` is to hold what was filled in, for a form that comes back.
    async fn take(&mut self, form: &mut Multipart, folder: &Path, typed: &mut Fields) -> Result<()> {
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
                    typed.set(&key, value.clone());
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
    fn check(&self) -> Result<(String, Option<NaiveDate>)> {
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

/// What the headings of both lists say, under this name among a job's sealed files.
const COLUMNS: &str = "columns";

/// Takes what a form sends into a room: both lists and what their headings say, sealed.
pub async fn take_into(
    room: Room,
    form: &mut Multipart,
    typed: &mut Fields,
) -> Result<(Sent, String, Option<NaiveDate>)> {
    let clear = room.clear()?;
    let mut sent = Sent::default();
    sent.take(form, clear.path(), typed).await?;
    let (name, as_of) = sent.check()?;
    on_a_thread(move || {
        let files = [(List::Residents, &sent.residents), (List::Cards, &sent.cards)];
        let mut columns = Vec::new();
        for (list, file) in files {
            let path = kept_as(clear.path(), list.key(), file).ok_or_else(gone)?;
            columns.push(columns_of(&path, list)?);
            room.seal(list.key(), &path)?;
        }
        let found = clear.path().join(COLUMNS);
        std::fs::write(&found, serde_json::to_vec(&columns)?)?;
        room.seal(COLUMNS, &found)?;
        Ok((sent, name, as_of))
    })
    .await
}

/// Whether the files of a job are still there.
pub fn present(app: &App, row: &Model) -> Result<()> {
    let folder = uploads(app).join(&row.folder);
    let is_there = |list: List| sealed(&folder, list.key()).is_file();
    if is_there(List::Residents) && is_there(List::Cards) { Ok(()) } else { Err(gone()) }
}

/// Opens the lists of a job into a folder, under their own names, so that the manifest tells them.
pub fn open_lists(room: &Room, row: &Model, clear: &Path) -> Result<[PathBuf; 2]> {
    let open = |list: List, name: &str| -> Result<PathBuf> {
        let path = kept_as(clear, list.key(), name).ok_or_else(gone)?;
        DirBuilder::new().mode(0o700).create(clear.join(list.key()))?;
        room.open_into(list.key(), &path)?;
        Ok(path)
    };
    Ok([open(List::Residents, &row.residents_file)?, open(List::Cards, &row.cards_file)?])
}

/// Removes the lists of a job, and everything if no refused rows came back.
pub fn remove_lists(app: &App, row: &Model, rows_came_back: bool) -> Result<()> {
    let folder = uploads(app).join(&row.folder);
    if !rows_came_back {
        return super::room::remove(&folder);
    }
    [List::Residents.key(), List::Cards.key(), COLUMNS]
        .iter()
        .try_for_each(|name| super::room::remove(&sealed(&folder, name)))
}

/// The columns of one list: which heading is which.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListColumns {
    /// Which list.
    pub list: List,
    /// Every heading, in the order of the file.
    pub headings: Vec<String>,
    /// The headings of each field, as they were proposed or confirmed.
    fields: BTreeMap<Field, Vec<String>>,
    /// What is missing or unclear, in words.
    pub problem: Option<String>,
}

/// The columns of both lists: as they were confirmed, else as their headings say.
pub async fn list_columns(app: &App, row: &Model) -> Result<[ListColumns; 2]> {
    present(app, row)?;
    let (app, row) = (app.clone(), row.clone());
    on_a_thread(move || {
        let bytes = Room::open(&app, &row.folder)?.read(COLUMNS)?;
        let mut lists: [ListColumns; 2] = serde_json::from_slice(&bytes)?;
        if let Ok(confirmed) = Mappings::parse("cột", &row.columns) {
            for list in &mut lists {
                if let Some(mapping) = confirmed.of(list.list) {
                    list.fields = fields_of(mapping);
                }
            }
        }
        Ok(lists)
    })
    .await
}

fn fields_of(mapping: &Mapping) -> BTreeMap<Field, Vec<String>> {
    let heading = |column: &Column| match column {
        Column::Heading(heading) => Some(heading.clone()),
        Column::Place(_) => None,
    };
    let of = |field| (field, mapping.columns_of(field).iter().filter_map(heading).collect());
    mapping.fields().map(of).collect()
}

fn columns_of(path: &Path, list: List) -> Result<ListColumns> {
    let mut columns = ListColumns { list, headings: Vec::new(), fields: BTreeMap::new(), problem: None };
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
            columns.fields = fields_of(&proposal.mapping);
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
        self.fields.get(&field).and_then(|headings| headings.first()).map_or("", String::as_str)
    }

    /// The mapping with what the user chose: a heading for each field, or nothing.
    pub fn chosen(&self, choice: impl Fn(Field) -> String) -> Mapping {
        let mut mapping = Mapping::new(self.list);
        for &field in self.list.fields() {
            let heading = choice(field);
            // Sheets may call the column by several names; whoever leaves the first leaves them all.
            let headings = match self.fields.get(&field) {
                Some(headings) if heading == self.proposed(field) => headings.clone(),
                _ => vec![heading],
            };
            let columns = headings.into_iter().filter(|heading| !heading.is_empty()).map(Column::Heading);
            mapping.set(field, columns.collect());
        }
        mapping
    }
}

/// What still has to be chosen among the columns, by the names that the form gives them.
pub fn faults_of_columns(mapping: &Mapping) -> Vec<Fault> {
    let fault = |field: Field| {
        let (rule, remedy) = match field {
            Field::Sex => ("chưa chọn cột", "Chọn cột giới tính, hoặc chọn cả cột riêng của nam và cột riêng của nữ."),
            Field::BirthYear => ("ngày, tháng sinh thiếu cột năm", "Chọn cột năm, hoặc bỏ cột ngày và cột tháng."),
            _ => ("chưa chọn cột", "Cột này bắt buộc: chọn một tiêu đề có trong tệp."),
        };
        let rule = format!("{} ({}): {rule}", field.title(), mapping.list().title());
        Fault::field(&field_name(mapping.list(), field), rule, remedy)
    };
    mapping.missing().into_iter().map(fault).collect()
}

/// What the form calls the select of a field.
pub fn field_name(list: List, field: Field) -> String {
    format!("{}.{}", list.key(), field.key())
}
