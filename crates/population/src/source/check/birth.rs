//! The birth date of a resident, from whichever columns state it.

use chrono::Datelike;

use super::cell::{is_mark, whole, year_alone};
use super::{Cell, Cells, Checker, DATES, OLDEST, Rule, Written, date, short, vietnamese, written};
use crate::day::date_of_epoch;
use crate::source::Field;

/// A fault of a cell: its column, the rule, what is wrong.
type Wrong = (Field, Rule, String);

impl Checker<'_> {
    /// The birth date that the row states. A column of whole dates goes before columns of day, month and year, and those
    /// before what stands in a column for men or for women.
    pub(super) fn birth(&mut self, cells: &Cells<'_>) -> Option<Written> {
        let at = |field: Field| cells[field as usize];
        let by_sex =
            [Field::Male, Field::Female].into_iter().find(|field| !at(*field).is_empty() && !is_mark(at(*field)));
        let parts = Field::BIRTH_PARTS.map(at);
        let read = if !at(Field::BirthDate).is_empty() {
            alone(Field::BirthDate, at(Field::BirthDate))
        } else if parts.iter().all(Cell::is_empty) {
            // Whoever stands under both has no sex, and is refused for that.
            match by_sex {
                Some(field) if at(Field::Male).is_empty() || at(Field::Female).is_empty() => alone(field, at(field)),
                _ => return None,
            }
        } else {
            match by_sex {
                Some(field) if at(Field::BirthYear).is_empty() => of_parts(parts[0], parts[1], (field, at(field))),
                _ => of_parts(parts[0], parts[1], (Field::BirthYear, at(Field::BirthYear))),
            }
        };
        match read.and_then(|(field, birth)| self.within(field, birth)) {
            Ok(birth) => Some(birth),
            Err((field, rule, what)) => {
                self.fault(field, rule, what);
                None
            }
        }
    }

    /// The birth, if somebody on this list may be born then; `field` is the column that would be wrong.
    fn within(&self, field: Field, birth: Written) -> Result<Written, Wrong> {
        if self.births.contains(&birth.day) {
            return Ok(birth);
        }
        let list = self.reading.as_of;
        if birth.day > *self.births.end() {
            let what = format!("{} sau ngày của danh sách {}", written(birth.day), vietnamese(list));
            let born = date_of_epoch(birth.day).filter(|born| field == Field::BirthYear && born.year() == list.year());
            let field = match born {
                Some(born) if born.month() == list.month() => Field::BirthDay,
                Some(_) => Field::BirthMonth,
                None => field,
            };
            return Err((field, Rule::BirthAfterList, what));
        }
        if DATES.contains(&birth.day) {
            let what = format!("{} là quá {OLDEST} tuổi vào ngày {}", written(birth.day), vietnamese(list));
            return Err((field, Rule::BirthTooEarly, what));
        }
        Err((field, Rule::DateOutOfRange, format!("{} trước năm 1900", written(birth.day))))
    }
}

/// A date that stands in one cell.
fn alone(field: Field, cell: Cell<'_>) -> Result<(Field, Written), Wrong> {
    let unreadable = || (field, Rule::DateUnreadable, format!("“{}” không phải một ngày", short(&cell.text())));
    Ok((field, date(cell).ok_or_else(unreadable)?))
}

/// A date in columns of its own. Without a day it is the first of its month, without a month the first of its year.
///
/// People of whom less is known often have one cell across the columns, and some offices write the whole date into the
/// column of the day: a cell that says it all is taken as it is.
fn of_parts(day: Cell<'_>, month: Cell<'_>, (year_field, year): (Field, Cell<'_>)) -> Result<(Field, Written), Wrong> {
    let parts = [(Field::BirthDay, day), (Field::BirthMonth, month), (year_field, year)];
    let mut filled = parts.into_iter().filter(|(_, cell)| !cell.is_empty());
    if let (Some((field, only)), None) = (filled.next(), filled.next()) {
        match (number(only, 4), date(only)) {
            (Some(number), _) if number >= 1_000 => return of_numbers(number, None, None, field),
            (None, Some(whole)) if !matches!(only, Cell::Whole(_) | Cell::Number(_)) => return Ok((field, whole)),
            _ => {}
        }
    }
    let stated = if matches!(day, Cell::Whole(_) | Cell::Number(_)) { None } else { date(day).filter(|day| day.whole) };
    if let Some(stated) = stated {
        return agreeing(stated, day, month, year);
    }
    let unreadable = |field: Field, cell: Cell<'_>, what: &str| {
        (field, Rule::BirthPartUnreadable, format!("“{}” không phải {what}", short(&cell.text())))
    };
    if year.is_empty() {
        return Err((year_field, Rule::BirthYearMissing, "trống".to_owned()));
    }
    let written_year = number(year, 4).filter(|number| *number >= 1_000);
    let written_year = written_year.ok_or_else(|| unreadable(year_field, year, "một năm đủ 4 chữ số"))?;
    let small = |field: Field, cell: Cell<'_>, most: u32, what: &str| match cell.is_empty() {
        true => Ok(None),
        false => match number(cell, 2).filter(|number| (1..=most).contains(number)) {
            Some(number) => Ok(Some(number)),
            None => Err(unreadable(field, cell, what)),
        },
    };
    let month = small(Field::BirthMonth, month, 12, "một tháng (1–12)")?;
    let day = small(Field::BirthDay, day, 31, "một ngày trong tháng (1–31)")?;
    of_numbers(written_year, month, day, year_field)
}

fn of_numbers(year: u32, month: Option<u32>, day: Option<u32>, year_field: Field) -> Result<(Field, Written), Wrong> {
    let read = match (month, day) {
        (Some(month), Some(day)) => whole(year, month, day),
        (Some(month), None) => whole(year, month, 1).map(|first| Written { whole: false, ..first }),
        (None, _) => i32::try_from(year).ok().and_then(year_alone),
    };
    let (month, day) = (month.unwrap_or(1), day.unwrap_or(1));
    let never = || (Field::BirthDay, Rule::BirthPartUnreadable, format!("không có ngày {day}/{month}/{year}"));
    Ok((year_field, read.ok_or_else(never)?))
}

/// A whole date in the column of the day, where month and year beside it say nothing else.
fn agreeing(stated: Written, day: Cell<'_>, month: Cell<'_>, year: Cell<'_>) -> Result<(Field, Written), Wrong> {
    let born = date_of_epoch(stated.day);
    let differs = |cell: Cell<'_>, digits: usize, part: Option<u32>| !cell.is_empty() && number(cell, digits) != part;
    let months = born.map(|born| born.month());
    let years = born.and_then(|born| u32::try_from(born.year()).ok());
    if differs(month, 2, months) || differs(year, 4, years) {
        let what = format!("“{}” khác tháng, năm ghi ở hai cột bên cạnh", short(&day.text()));
        return Err((Field::BirthDay, Rule::BirthPartUnreadable, what));
    }
    Ok((Field::BirthDay, stated))
}

/// A number of at most so many digits.
fn number(cell: Cell<'_>, digits: usize) -> Option<u32> {
    match cell {
        Cell::Text(text) => {
            let plain = (1..=digits).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| text.parse().ok())?
        }
        other => other.whole().and_then(|number| u32::try_from(number).ok()).filter(|number| *number < 10_000),
    }
}
