//! Lists of voluntary social insurance: read, counted by month and kind of household, and kept nowhere.

use super::super::definition::group_catalogue;
use super::{on_a_thread, source_problem, uploads};
use crate::app::App;
use chrono::{Datelike, NaiveDate};
use platform::{Problem, Result};
use population::coverage::month_ends;
use population::day::epoch_days;
use population::gap::{Poverty, VoluntaryCounts, VoluntaryList};
use population::places::Communes;
use population::source::{
    CardBatch, Dictionary, GroupCatalogue, List, Mapping, Progress, Reading, Rejects, Tally, propose, read_cards,
};
use rules::place::Registry;
use std::convert::Infallible;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Months that are counted at once, at most.
const MOST_MONTHS: usize = 240;

/// What is counted: a list, and the months.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The list.
    pub list: &'a Path,
    /// Which column is which; none: by their headings.
    pub mapping: Option<Mapping>,
    /// A day of the first month.
    pub from: NaiveDate,
    /// A day of the last month.
    pub to: NaiveDate,
    /// The folder for refused rows.
    pub rejects: &'a Path,
}

/// A month, and who took part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its last day.
    pub end: NaiveDate,
    /// Counted by kind of household.
    pub counts: VoluntaryCounts,
}

/// What a list of voluntary social insurance tells.
#[derive(Debug)]
pub struct Voluntary {
    /// Different people on it.
    pub people: usize,
    /// What became of its rows.
    pub tally: Tally,
    /// The months asked for, each with who was new in it.
    pub months: Vec<Month>,
    /// All the months as one period.
    pub all: VoluntaryCounts,
    /// The file of the refused rows.
    pub rejects: Option<PathBuf>,
}

/// Reads and counts a list, on the threads of the current pool. Nothing is kept but the file of refused rows.
pub fn count_voluntary(registry: &Registry, catalogue: &GroupCatalogue, asked: Asked<'_>) -> Result<Voluntary> {
    let ends = month_ends(asked.from, asked.to);
    let (Some(first), Some(&last)) = (asked.from.with_day(1), ends.last()) else {
        return Err(Problem::refuse("Tháng đầu đứng sau tháng cuối.", "Đổi lại tháng đầu và tháng cuối."));
    };
    if ends.len() > MOST_MONTHS {
        return Err(Problem::refuse(
            format!("Khoảng thời gian dài {} tháng.", ends.len()),
            format!("Chọn không quá {MOST_MONTHS} tháng."),
        ));
    }
    let mapping = match asked.mapping {
        Some(mapping) => mapping,
        None => propose(asked.list, List::Cards).map_err(|error| source_problem(&error))?.mapping,
    };
    let (groups, ethnicities) = (Dictionary::new(), Dictionary::new());
    let reading = Reading {
        communes: &Communes::on(registry, last),
        registry,
        groups: &groups,
        ethnicities: &ethnicities,
        catalogue,
        as_of: last,
        threads: rayon::current_num_threads(),
        details: false,
    };
    let rejects = Rejects::new(asked.rejects.join("bhxh-tu-nguyen-tra-lai"));
    let list = Mutex::new(VoluntaryList::default());
    let sink = |batch: CardBatch| -> std::result::Result<(), Infallible> {
        list.lock().unwrap_or_else(PoisonError::into_inner).add(&batch);
        Ok(())
    };
    let tally = read_cards(asked.list, &mapping, &reading, &sink, &Progress::new(), &rejects)
        .map_err(|error| source_problem(&error))?;
    let list = list.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut kinds = vec![Poverty::Unknown];
    kinds.extend(groups.texts().iter().map(|code| Poverty::of_code(code)));
    let counts = |first: NaiveDate, last: NaiveDate| {
        let kind = |group: u16| kinds.get(usize::from(group)).copied().unwrap_or(Poverty::Unknown);
        list.counts(epoch_days(first), epoch_days(last), kind)
    };
    let month = |&end: &NaiveDate| Month { end, counts: counts(end.with_day(1).unwrap_or(end), end) };
    Ok(Voluntary {
        people: list.people(),
        months: ends.iter().map(month).collect(),
        all: counts(first, last),
        rejects: rejects.finish().map_err(|error| source_problem(&error))?.map(|file| file.path),
        tally,
    })
}

/// The first day of a month that is written as `2020-01` or `01/2020`.
///
/// # Errors
/// It is none.
pub fn month(text: &str) -> std::result::Result<NaiveDate, String> {
    let text = text.trim();
    let swapped = text.split_once('/').map(|(month, year)| format!("{year}-{month:0>2}-01"));
    let day = swapped.unwrap_or_else(|| format!("{text}-01"));
    day.parse().map_err(|_| format!("“{text}” không phải là tháng; viết như 2020-01"))
}

/// Where a list sent by a form lies while it is read; it goes when this is dropped.
pub fn room(app: &App) -> Result<tempfile::TempDir> {
    let folder = uploads(app);
    DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
    Ok(tempfile::tempdir_in(folder)?)
}

/// [`count_voluntary`] for a page.
pub async fn voluntary(
    app: &App,
    list: PathBuf,
    (from, to): (NaiveDate, NaiveDate),
    rejects: PathBuf,
) -> Result<Voluntary> {
    let app = app.clone();
    on_a_thread(move || {
        let asked = Asked { list: &list, mapping: None, from, to, rejects: &rejects };
        count_voluntary(app.places(), &group_catalogue(&app)?, asked)
    })
    .await
}
