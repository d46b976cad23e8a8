//! Coverage on the web: a snapshot's index asked for a unit, a day and a way of splitting it up.

use super::area::{Area, Where};
use super::definition::{counted_sets, group_catalogue, policy_sets};
use super::service::{on_a_thread, snapshot_problem};
use crate::app::App;
use chrono::{Datelike, NaiveDate};
use platform::Result;
use population::coverage::{Answer, By, GroupBy, PlaceBy, PlaceMap, Question, Row, ask_provinces, month_ends};
use population::index::{Ethnic, Index};
use population::snapshot::Snapshot;
use rules::criteria::Counts;
use rules::rate::Ratio;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Month ends in the chart.
const MONTHS: i32 = 36;

/// What the rows of a table stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// The units directly below.
    Place,
    /// The group that the list of residents states.
    Group,
    /// Sets by policy word; a person counts once in each.
    Set,
    /// Bands of age.
    Age,
    /// Ethnic minorities apart.
    Ethnic,
}

impl Split {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Place, Self::Group, Self::Set, Self::Age, Self::Ethnic];

    /// Its key in addresses and words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Group => "group",
            Self::Set => "set",
            Self::Age => "age",
            Self::Ethnic => "ethnic",
        }
    }

    /// The split of a key; places when there is none such.
    pub fn of(key: &str) -> Self {
        Self::ALL.into_iter().find(|split| split.key() == key).unwrap_or(Self::Place)
    }
}

/// Residents and how many of them are covered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Numbers {
    /// Residents.
    pub residents: i64,
    /// Residents with a valid card.
    pub covered: i64,
}

impl Numbers {
    /// The pair; none where nobody lives.
    pub fn ratio(self) -> Option<Ratio> {
        Ratio::new(self.covered, self.residents).ok()
    }

    /// Residents without a valid card.
    pub fn uncovered(self) -> i64 {
        self.residents - self.covered
    }

    fn add(&mut self, row: &Row<'_>) {
        self.residents += i64::from(row.residents);
        self.covered += i64::from(row.covered);
    }
}

/// Numbers of men and of women.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct BySex {
    /// Men.
    pub men: Numbers,
    /// Women.
    pub women: Numbers,
}

impl BySex {
    /// Both together.
    pub fn all(self) -> Numbers {
        Numbers {
            residents: self.men.residents + self.women.residents,
            covered: self.men.covered + self.women.covered,
        }
    }

    /// As criteria are judged on them.
    pub fn counts(self) -> Counts {
        Counts { total: self.all().ratio(), male: self.men.ratio(), female: self.women.ratio() }
    }

    fn add(&mut self, row: &Row<'_>) {
        match row.cell.sex {
            Some(1) => self.men.add(row),
            _ => self.women.add(row),
        }
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The unit, where rows are units.
    pub unit: Option<i64>,
    /// What it stands for: a group code, the key of a set, a band of age, an ethnicity; empty where it is not stated.
    pub key: String,
    /// What it is called in Vietnamese, where a definition says it.
    pub name: String,
    /// The same in English, where it is called otherwise.
    pub name_en: String,
    /// How many.
    pub numbers: BySex,
    /// Whether these are all: false where people of a split commune may belong here too.
    pub whole: bool,
}

/// A unit counted on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Everybody of whom it is known that they live in the unit.
    pub total: BySex,
    /// Residents of communes that were split, who may live in the unit or beside it.
    pub perhaps: Numbers,
    /// People of the unit who cannot be placed in one of the units below; only where rows are units.
    pub unplaced: BySex,
    /// The rows.
    pub lines: Vec<Line>,
}

/// Coverage at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthEnd {
    /// The last day of the month, or the day asked for.
    pub day: NaiveDate,
    /// How many.
    pub numbers: Numbers,
}

/// The question of a page.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The unit.
    pub area: Area,
    /// The day.
    pub on: NaiveDate,
    /// What rows stand for.
    pub split: Split,
}

/// Counts a unit on a day.
pub async fn count(app: &App, snapshot: &Snapshot, asked: Asked) -> Result<Counted> {
    let (app, snapshot) = (app.clone(), snapshot.clone());
    on_a_thread(move || {
        let index = snapshot.index().map_err(snapshot_problem)?;
        counted(&app, &index, &asked)
    })
    .await
}

/// Coverage at the ends of the months up to a day, and on the day itself.
pub async fn month_series(snapshot: &Snapshot, area: Area, on: NaiveDate) -> Result<Vec<MonthEnd>> {
    let snapshot = snapshot.clone();
    on_a_thread(move || {
        let index = snapshot.index().map_err(snapshot_problem)?;
        let months = on.year() * 12 + i32::try_from(on.month0()).unwrap_or_default() - MONTHS;
        let month = u32::try_from(months.rem_euclid(12)).unwrap_or_default() + 1;
        let first = NaiveDate::from_ymd_opt(months.div_euclid(12), month, 1).unwrap_or(on);
        let mut days = month_ends(first, on);
        days.retain(|day| *day < on);
        days.push(on);
        let by = By { place: PlaceBy::Map(Arc::new(area.whole())), ..By::default() };
        let answer = ask(&index, &area, days, by);
        let mut found: BTreeMap<NaiveDate, Numbers> = BTreeMap::new();
        for row in answer.rows().filter(|row| row.cell.place == Some(0)) {
            found.entry(row.date).or_default().add(&row);
        }
        Ok(found.into_iter().map(|(day, numbers)| MonthEnd { day, numbers }).collect())
    })
    .await
}

fn ask(index: &Index, area: &Area, days: Vec<NaiveDate>, by: By) -> Answer {
    let provinces = index.provinces().iter().filter(|province| area.has_province(province.code()));
    ask_provinces(&provinces.collect::<Vec<_>>(), index.bands(), &Question::new(days, by))
}

fn counted(app: &App, index: &Index, asked: &Asked) -> Result<Counted> {
    let map = |map: PlaceMap| PlaceBy::Map(Arc::new(map));
    let by = By { place: map(asked.area.parts()), sex: true, ..By::default() };
    let parts = ask(index, &asked.area, vec![asked.on], by);
    let mut counted = Counted {
        total: BySex::default(),
        perhaps: Numbers::default(),
        unplaced: BySex::default(),
        lines: Vec::new(),
    };
    let mut children = vec![BySex::default(); asked.area.children.len()];
    for row in parts.rows() {
        let Some(label) = row.cell.place else { continue };
        let place = Area::where_of(label);
        match place {
            Where::Perhaps => counted.perhaps.add(&row),
            Where::Inside => counted.unplaced.add(&row),
            Where::Child(number) => children[number].add(&row),
        }
        if place != Where::Perhaps {
            counted.total.add(&row);
        }
    }
    if asked.split == Split::Place {
        let units = asked.area.children.iter().zip(children).enumerate();
        counted.lines = units
            .map(|(number, (unit, numbers))| Line {
                whole: !asked.area.unsure.contains(&number),
                unit: Some(*unit),
                key: String::new(),
                name: app.unit_name_or_country(Some(*unit)),
                name_en: String::new(),
                numbers,
            })
            .collect();
        return Ok(counted);
    }
    let mut by = By { place: map(asked.area.whole()), sex: true, ..By::default() };
    match asked.split {
        Split::Place => {}
        Split::Group => by.group = GroupBy::Stated,
        Split::Set => by.group = GroupBy::Sets(Arc::new(counted_sets(app, index.bands())?)),
        Split::Age => by.age = true,
        Split::Ethnic => by.ethnic = true,
    }
    let answer = ask(index, &asked.area, vec![asked.on], by);
    let mut lines: BTreeMap<(usize, String), BySex> = BTreeMap::new();
    for row in answer.rows().filter(|row| row.cell.place == Some(0)) {
        lines.entry(line_key(&answer, &row, asked.split)).or_default().add(&row);
    }
    let named = lines.into_iter().map(|((_, key), numbers)| (key, numbers));
    counted.lines = named_lines(app, asked.split, named)?;
    Ok(counted)
}

/// Where a cell stands in the table, and its key.
fn line_key(answer: &Answer, row: &Row<'_>, split: Split) -> (usize, String) {
    let of = |texts: &[String], at: Option<usize>| {
        let text = at.and_then(|at| texts.get(at)).cloned().unwrap_or_default();
        (at.map_or(usize::MAX, |at| at + 1), text)
    };
    match split {
        Split::Place => (0, String::new()),
        Split::Group | Split::Set => of(answer.groups(), row.cell.group.map(usize::from)),
        Split::Age => of(answer.ages(), row.cell.age.map(usize::from).filter(|age| *age > 0)),
        Split::Ethnic => match row.cell.ethnic {
            Some(Ethnic::Majority) => (0, "majority".to_owned()),
            Some(Ethnic::Minority) => (1, "minority".to_owned()),
            Some(Ethnic::Unknown) | None => (2, String::new()),
        },
    }
}

fn named_lines(app: &App, split: Split, lines: impl Iterator<Item = (String, BySex)>) -> Result<Vec<Line>> {
    let line = |key: String, name: String, name_en: String, numbers| Line { unit: None, key, name, name_en, numbers, whole: true };
    Ok(match split {
        Split::Group => {
            let catalogue = group_catalogue(app)?;
            let name = |key: &str| catalogue.find(key).map(|group| group.name.clone()).unwrap_or_default();
            lines.map(|(key, numbers)| line(key.clone(), name(&key), String::new(), numbers)).collect()
        }
        Split::Set => {
            let sets = policy_sets(app)?;
            let find = |key: &str| sets.sets().iter().find(|set| set.key == key);
            let named = |(key, numbers): (String, BySex)| {
                let (name, name_en) = find(&key).map(|set| (set.name.clone(), set.name_en.clone())).unwrap_or_default();
                line(key, name, name_en, numbers)
            };
            lines.map(named).collect()
        }
        Split::Place | Split::Age | Split::Ethnic => {
            lines.map(|(key, numbers)| line(key, String::new(), String::new(), numbers)).collect()
        }
    })
}
