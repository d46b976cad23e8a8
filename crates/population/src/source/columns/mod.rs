//! Which column of a file is which: proposed from the headings, shown, changed, written and read as TOML.

mod file;
pub(super) mod layout;
mod words;

use std::collections::BTreeMap;
use std::path::Path;

pub use file::Mappings;

use layout::Recognition;

use super::{ColumnsProblem, Field, List, SourceError};

/// Where a column of a list stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// Under this heading; capitals, diacritics and notes in brackets do not matter.
    Heading(String),
    /// At this place, counted from nought (column A of a workbook).
    Place(usize),
}

/// Which column of a file is which.
///
/// Several entries for one field are tried in their order, since sheets of one workbook call a column by different names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    list: List,
    columns: BTreeMap<Field, Vec<Column>>,
    sheets: Vec<String>,
    heading_row: Option<u32>,
}

impl Mapping {
    /// A mapping of nothing yet.
    pub fn new(list: List) -> Mapping {
        Mapping { list, columns: BTreeMap::new(), sheets: Vec::new(), heading_row: None }
    }

    /// The mapping by the names of the contract (`person_id`, `commune_code`): what the program itself writes.
    pub fn contract(list: List) -> Mapping {
        let mut mapping = Mapping::new(list);
        for &field in list.fields() {
            mapping.set(field, vec![Column::Heading(field.key().to_owned())]);
        }
        mapping
    }

    /// Which list it is for.
    pub fn list(&self) -> List {
        self.list
    }

    /// The entries of a field; none if it is not mapped.
    pub fn columns_of(&self, field: Field) -> &[Column] {
        self.columns.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The mapped fields, mandatory ones first.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.list.fields().iter().copied().filter(|field| !self.columns_of(*field).is_empty())
    }

    /// Columns without which rows cannot be read and that are not mapped: mandatory ones, and the year of birth beside its
    /// day or month. A column for men and one for women stand for that of the sex, and may hold the year.
    pub fn missing(&self) -> Vec<Field> {
        let is_mapped = |field: Field| !self.columns_of(field).is_empty();
        let by_sex = is_mapped(Field::Male) && is_mapped(Field::Female);
        let mandatory = self.list.mandatory().iter().filter(|field| !(by_sex && **field == Field::Sex));
        let mut missing: Vec<Field> = mandatory.copied().filter(|field| !is_mapped(*field)).collect();
        let is_parted = is_mapped(Field::BirthDay) || is_mapped(Field::BirthMonth);
        if is_parted && !by_sex && !is_mapped(Field::BirthYear) {
            missing.push(Field::BirthYear);
        }
        missing
    }

    /// Changes the entries of a field; no entries: the field is not read. A field that the list does not have is left out.
    pub fn set(&mut self, field: Field, columns: Vec<Column>) {
        if columns.is_empty() || !self.list.fields().contains(&field) {
            self.columns.remove(&field);
        } else {
            self.columns.insert(field, columns);
        }
    }

    /// The sheets that are read; all that have the columns, if none is named.
    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// Changes the sheets that are read.
    pub fn set_sheets(&mut self, sheets: Vec<String>) {
        self.sheets = sheets;
    }

    /// The line of the last heading, as the user counts; nought if there are no headings; `None` to look for it.
    pub fn heading_row(&self) -> Option<u32> {
        self.heading_row
    }

    /// Says where the headings end.
    pub fn set_heading_row(&mut self, line: Option<u32>) {
        self.heading_row = line;
    }

    pub(super) fn reads_sheet(&self, sheet: &str) -> bool {
        self.sheets.is_empty() || self.sheets.iter().any(|name| name == sheet)
    }
}

/// What the headings of a file say about its columns.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The mapping.
    pub mapping: Mapping,
    /// What was found in each sheet (one in files without sheets).
    pub tables: Vec<Table>,
}

/// The headings of a sheet and what they were taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// Columns that are read, with their headings.
    pub used: Vec<(Field, String)>,
    /// Headings that are not read.
    pub unused: Vec<String>,
    /// Columns that could be several: to be chosen by the user, else not read.
    pub unclear: Vec<(Field, Vec<String>)>,
    /// Whether the sheet is read: it has every mandatory column.
    pub read: bool,
}

/// Finds out by the headings which column is which.
///
/// # Errors
/// [`SourceError::Columns`] if a mandatory column is missing or unclear; it says what was found and what to write.
pub fn propose(path: &Path, list: List) -> Result<Proposal, SourceError> {
    let mut mapping = Mapping::new(list);
    let mut tables = Vec::new();
    let mut problems = Vec::new();
    for top in super::read::tops(path)? {
        let Some(layout) = layout::find(&top, Recognition::Words(list)) else {
            problems.push((0, problem(list, &top, None)));
            continue;
        };
        let used: Vec<(Field, String)> = list
            .fields()
            .iter()
            .filter_map(|field| Some((*field, layout.headings[layout.places[*field as usize]?].clone())))
            .collect();
        let read = layout.is_complete(list);
        if read {
            for (field, heading) in &used {
                let entries = mapping.columns.entry(*field).or_default();
                let entry = Column::Heading(heading.clone());
                if !entries.contains(&entry) {
                    entries.push(entry);
                }
            }
        } else {
            problems.push((layout.found_mandatory(list), problem(list, &top, Some(&layout))));
        }
        let is_used = |column: usize| layout.places.contains(&Some(column));
        let unused =
            (0..layout.headings.len()).filter(|column| !is_used(*column) && !layout.headings[*column].is_empty());
        let unused = unused.map(|column| layout.headings[column].clone()).collect();
        tables.push(Table { sheet: top.sheet, used, unused, unclear: layout.unclear, read });
    }
    if tables.iter().any(|table| table.read) {
        return Ok(Proposal { mapping, tables });
    }
    let nearest = problems.into_iter().max_by_key(|(found, _)| *found).map(|(_, problem)| problem);
    Err(nearest.unwrap_or_else(|| problem(list, &layout::Top::default(), None)).into())
}

/// What to tell about a table whose columns are not all there.
pub(super) fn problem(list: List, top: &layout::Top, layout: Option<&layout::Layout>) -> ColumnsProblem {
    ColumnsProblem {
        list,
        sheet: top.sheet.clone(),
        found: layout.map_or_else(Vec::new, |layout| {
            layout.headings.iter().filter(|heading| !heading.is_empty()).cloned().collect()
        }),
        missing: layout.map_or_else(|| list.mandatory().to_vec(), |layout| layout.missing.clone()),
        unclear: layout.map_or_else(Vec::new, |layout| layout.unclear.clone()),
    }
}
