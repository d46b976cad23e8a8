//! Where the headings of a table stand, and which column each is.
//!
//! Officials write a title above the headings, headings of two or three lines with cells joined across columns, and a
//! line of column numbers below. Joined cells need not be known for that: in a line above the last, an empty cell over
//! a written one belongs to the cell at its left.

use std::cmp::Reverse;

use super::words::{birth_part, heading_key, words};
use super::{Column, Mapping};
use crate::source::{Field, List};

/// How many lines at the top of a table may hold its headings.
pub(in crate::source) const TOP: usize = 40;

/// The most lines that headings have.
const TALLEST: usize = 3;

/// The first lines of a table.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct Top {
    /// The sheet, in a workbook.
    pub sheet: Option<String>,
    /// Line numbers as the user counts them, and the texts of the cells.
    pub lines: Vec<(u32, Vec<String>)>,
}

/// The headings found in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) struct Layout {
    /// How many of the lines of the top lie before the first row.
    pub skip: usize,
    /// The headings of all columns; empty where a column has none.
    pub headings: Vec<String>,
    /// For each field, the column.
    pub places: [Option<usize>; Field::COUNT],
    /// Mandatory fields without a column.
    pub missing: Vec<Field>,
    /// Fields for which several columns fit equally well, with their headings.
    pub unclear: Vec<(Field, Vec<String>)>,
}

impl Layout {
    /// Whether every mandatory column is there once.
    pub(in crate::source) fn is_complete(&self, list: List) -> bool {
        self.missing.is_empty() && self.unclear.iter().all(|(field, _)| !list.mandatory().contains(field))
    }

    /// How many mandatory columns are there.
    pub(in crate::source) fn found_mandatory(&self, list: List) -> usize {
        list.mandatory().len() - self.missing.len()
    }

    /// A column for men and one for women stand for that of the sex, but neither counts alone.
    fn pair_sexes(&mut self) {
        let [male, female] = [Field::Male, Field::Female].map(|field| self.places[field as usize]);
        if male.is_some() && female.is_some() && male != female {
            self.missing.retain(|field| *field != Field::Sex);
        } else {
            self.places[Field::Male as usize] = None;
            self.places[Field::Female as usize] = None;
            self.unclear.retain(|(field, _)| !matches!(field, Field::Male | Field::Female));
        }
    }

    /// A column that is taken for a whole birth date and for a part of one is a part where the month has a column of its own,
    /// else the whole date.
    fn settle_birth(&mut self) {
        let whole = self.places[Field::BirthDate as usize];
        let parts = Field::BIRTH_PARTS.map(|field| self.places[field as usize]);
        if whole.is_none() || !parts.contains(&whole) {
            return;
        }
        if parts[1].is_some() {
            self.places[Field::BirthDate as usize] = None;
        } else {
            Field::BIRTH_PARTS.iter().for_each(|field| self.places[*field as usize] = None);
        }
    }

    fn found(&self) -> usize {
        self.places.iter().flatten().count() + self.unclear.len()
    }
}

/// What the columns are recognised by.
#[derive(Clone, Copy, Debug)]
pub(in crate::source) enum Recognition<'a> {
    /// The words that headings usually are.
    Words(List),
    /// What a mapping says.
    Mapping(&'a Mapping),
}

/// The headings of a table; `None` if no line has any.
pub(in crate::source) fn find(top: &Top, recognition: Recognition<'_>) -> Option<Layout> {
    let fixed = match recognition {
        Recognition::Words(_) => None,
        Recognition::Mapping(mapping) => mapping.heading_row,
    };
    if fixed == Some(0) {
        let width = top.lines.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        return Some(recognise(0, &vec![Heading::default(); width], recognition));
    }
    let mut best: Option<(Layout, usize)> = None;
    for last in 0..top.lines.len() {
        if fixed.is_some_and(|line| top.lines[last].0 != line) {
            continue;
        }
        for height in 1..=TALLEST.min(last + 1) {
            let layout = recognise(last + 1, &headings(&top.lines[last + 1 - height..=last]), recognition);
            let rank = |layout: &Layout, height: usize| (layout.found(), Reverse(height));
            if layout.found() > 0 && best.as_ref().is_none_or(|(best, tall)| rank(&layout, height) > rank(best, *tall))
            {
                best = Some((layout, height));
            }
        }
    }
    let (mut layout, _) = best?;
    if top.lines.get(layout.skip).is_some_and(|(_, cells)| is_numbering(cells)) {
        layout.skip += 1;
    }
    Some(layout)
}

/// What stands over a column.
#[derive(Clone, Debug, Default)]
struct Heading {
    whole: String,
    /// The last line alone, if there is more.
    last: Option<String>,
}

fn headings(lines: &[(u32, Vec<String>)]) -> Vec<Heading> {
    let width = lines.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let cell = |line: usize, column: usize| lines[line].1.get(column).map_or("", String::as_str);
    let bottom = lines.len() - 1;
    (0..width)
        .map(|column| {
            let mut parts: Vec<&str> = Vec::new();
            for line in 0..lines.len() {
                let written = cell(line, column);
                let below = (line + 1..lines.len()).any(|lower| !cell(lower, column).is_empty());
                let part = if written.is_empty() && line < bottom && below {
                    (0..column).rev().map(|left| cell(line, left)).find(|text| !text.is_empty()).unwrap_or("")
                } else {
                    written
                };
                if !part.is_empty() && parts.last() != Some(&part) {
                    parts.push(part);
                }
            }
            let last = (parts.len() > 1).then(|| parts[parts.len() - 1].to_owned());
            Heading { whole: parts.join(" - "), last }
        })
        .collect()
}

fn recognise(skip: usize, headings: &[Heading], recognition: Recognition<'_>) -> Layout {
    let list = match recognition {
        Recognition::Words(list) => list,
        Recognition::Mapping(mapping) => mapping.list,
    };
    let keys: Vec<(String, Option<String>)> = headings
        .iter()
        .map(|heading| (heading_key(&heading.whole), heading.last.as_deref().map(heading_key)))
        .collect();
    let texts: Vec<String> = headings.iter().map(|heading| heading.whole.clone()).collect();
    let mut layout =
        Layout { skip, headings: texts, places: [None; Field::COUNT], missing: Vec::new(), unclear: Vec::new() };
    let parts = match recognition {
        Recognition::Words(List::Residents) => birth_parts(&keys),
        _ => BirthParts::default(),
    };
    for &field in list.fields() {
        let candidates = match recognition {
            Recognition::Words(_) if Field::BIRTH_PARTS.contains(&field) => parts.of(field),
            Recognition::Words(_) => by_words(field, &keys, &parts),
            Recognition::Mapping(mapping) => by_mapping(mapping.columns_of(field), &keys),
        };
        match candidates.as_slice() {
            [] if list.mandatory().contains(&field) => layout.missing.push(field),
            [] => {}
            [only] => layout.places[field as usize] = Some(*only),
            several => {
                let names = several.iter().map(|column| layout.headings[*column].clone()).collect();
                layout.unclear.push((field, names));
            }
        }
    }
    layout.pair_sexes();
    layout.settle_birth();
    layout
}

/// The columns into which a birth date is parted.
#[derive(Default)]
struct BirthParts {
    /// Columns of the month; none if the date is not parted.
    months: Vec<usize>,
    day: Option<usize>,
    year: Option<usize>,
}

impl BirthParts {
    fn of(&self, field: Field) -> Vec<usize> {
        match field {
            Field::BirthDay => self.day.into_iter().collect(),
            Field::BirthYear => self.year.into_iter().collect(),
            _ => self.months.clone(),
        }
    }

    fn contains(&self, column: usize) -> bool {
        self.months.contains(&column) || [self.day, self.year].contains(&Some(column))
    }
}

/// The columns of day, month and year of birth. It is the month that gives them away; the year may stand in a column for men
/// and one for women.
fn birth_parts(keys: &[(String, Option<String>)]) -> BirthParts {
    let columns = |part: Field| -> Vec<usize> {
        let is = |column: &usize| birth_part(&keys[*column].0, keys[*column].1.as_deref()) == Some(part);
        (0..keys.len()).filter(is).collect()
    };
    let months = columns(Field::BirthMonth);
    let Some(&month) = months.first() else { return BirthParts::default() };
    // Titles of several columns alike: the one beside the month, the right one before the left.
    let beside = |columns: Vec<usize>| columns.into_iter().min_by_key(|&at| (at.abs_diff(month), at < month));
    let is_of_men = |column: &usize| {
        let women = keys[*column].0.strip_suffix("nam").map(|above| format!("{above}nu"));
        women.is_some_and(|women| keys.iter().any(|(whole, _)| *whole == women))
    };
    let (years, by_sex): (Vec<usize>, Vec<usize>) =
        columns(Field::BirthYear).into_iter().partition(|column| !is_of_men(column));
    let year = beside(years);
    if year.is_none() && by_sex.is_empty() {
        return BirthParts::default();
    }
    BirthParts { months, day: beside(columns(Field::BirthDay)), year }
}

/// The columns whose headings are the surest words for a field; a whole heading is surer than its last line.
fn by_words(field: Field, keys: &[(String, Option<String>)], parts: &BirthParts) -> Vec<usize> {
    let rank = |key: &str| words(field).iter().position(|word| *word == key);
    let ranked: Vec<Option<(u8, usize)>> = keys
        .iter()
        .enumerate()
        .map(|(column, (whole, last))| {
            if parts.contains(column) {
                return None;
            }
            let whole = rank(whole).map(|rank| (0, rank));
            whole.or_else(|| last.as_deref().and_then(rank).map(|rank| (1, rank)))
        })
        .collect();
    let best = ranked.iter().flatten().min().copied();
    let fits = ranked.iter().enumerate().filter(|(_, rank)| best.is_some() && **rank == best);
    fits.map(|(column, _)| column).collect()
}

/// The columns that the first fitting entry of a mapping names.
fn by_mapping(entries: &[Column], keys: &[(String, Option<String>)]) -> Vec<usize> {
    for entry in entries {
        let found: Vec<usize> = match entry {
            Column::Place(place) => (0..keys.len()).filter(|column| column == place).collect(),
            Column::Heading(heading) => {
                let wanted = heading_key(heading);
                let whole: Vec<usize> = (0..keys.len()).filter(|column| keys[*column].0 == wanted).collect();
                if whole.is_empty() {
                    (0..keys.len()).filter(|column| keys[*column].1.as_ref() == Some(&wanted)).collect()
                } else {
                    whole
                }
            }
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether a line numbers the columns: A, B, (1), (2), (3) …
fn is_numbering(cells: &[String]) -> bool {
    let inner = |cell: &String| cell.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let marks: Vec<String> = cells.iter().filter(|cell| !cell.is_empty()).map(inner).collect();
    let mut numbers =
        marks.iter().skip_while(|mark| mark.len() == 1 && mark.as_bytes()[0].is_ascii_uppercase()).peekable();
    if marks.len() < 4 || numbers.peek().is_none() {
        return false;
    }
    let counted: Vec<Option<u32>> = numbers.map(|mark| mark.parse().ok()).collect();
    counted[0].is_some_and(|first| first <= 3)
        && counted.windows(2).all(|pair| pair[0].is_some() && pair[1] == pair[0].map(|one| one + 1))
}
