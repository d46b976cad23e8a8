//! The checks of a row: from the cells of a row to the values of a batch, or to its faults.

mod birth;
mod cell;
mod code;
mod groups;
mod place;
mod rule;

pub(super) use cell::{Cell, Cells, Written, date, is_card_number, is_national_id, sex};
pub(super) use code::Codes;
pub(super) use groups::line_of;
pub use groups::{Benefit, GroupCatalogue, GroupCode, Payer};
pub use rule::{Fault, Rule};

use place::{Misplaced, PlaceFinder};

use super::read::Reading;
use super::{CardBatch, Field, NO_DAY, OPEN, ResidentBatch};
use crate::day::{date_of_epoch, epoch_days};
use crate::person::{PersonKey, person_key};
use chrono::{Datelike, NaiveDate};

/// The longest identifier.
const LONGEST_ID: usize = 64;

/// The longest text of a detail, in characters.
const LONGEST_TEXT: usize = 200;

/// How old somebody on a list may be, in years.
const OLDEST: i32 = 125;

/// First and last day that a date may be: 1900-01-01 to 2079-12-31, in days since 1970-01-01.
pub(super) const DATES: std::ops::RangeInclusive<i32> = -25_567..=40_176;

/// Checks rows; remembers what it looked up. One for each thread.
pub(super) struct Checker<'a> {
    reading: &'a Reading<'a>,
    places: PlaceFinder<'a>,
    groups: Codes<'a>,
    ethnicities: Codes<'a>,
    births: std::ops::RangeInclusive<i32>,
    /// Faults of the last row.
    pub faults: Vec<Fault>,
    /// Accepted residents whose birth is known by month or year only.
    pub births_without_day: u64,
}

impl<'a> Checker<'a> {
    pub(super) fn new(reading: &'a Reading<'a>) -> Checker<'a> {
        Checker {
            reading,
            places: PlaceFinder::new(reading.communes, reading.registry),
            groups: Codes::groups(reading),
            ethnicities: Codes::ethnicities(reading),
            births: births(reading.as_of),
            faults: Vec::new(),
            births_without_day: 0,
        }
    }

    /// Puts the resident at the end of the batch; if the row has faults, leaves the batch as it is and says no.
    pub(super) fn resident(&mut self, cells: &Cells<'_>, row: u32, batch: &mut ResidentBatch) -> bool {
        self.faults.clear();
        let at = |field: Field| cells[field as usize];
        let person = self.person(at(Field::PersonId));
        let sex = self.sex(cells);
        let commune = self.commune(cells);
        let birth = self.birth(cells);
        let group = self.group(at(Field::Group));
        let ethnicity = self.ethnicity(at(Field::Ethnicity));
        let national_id = if batch.details.is_some() { self.national_id(at(Field::NationalId)) } else { None };
        if batch.details.is_some() {
            self.text(Field::FullName, at(Field::FullName));
            self.text(Field::Household, at(Field::Household));
        }
        let (Some(person), Some(sex), Some(commune), true) = (person, sex, commune, self.faults.is_empty()) else {
            return false;
        };
        batch.person.push(person);
        batch.sex.push(sex);
        batch.commune.push(commune);
        batch.birth.push(birth.map_or(NO_DAY, |birth| birth.day));
        batch.group.push(group);
        batch.ethnicity.push(ethnicity);
        batch.row.push(row);
        if let Some(details) = &mut batch.details {
            details.person_id.push(&at(Field::PersonId).text());
            details.full_name.push(&at(Field::FullName).text());
            details.household.push(&at(Field::Household).text());
            details.national_id.push(&national_id.unwrap_or_default());
        }
        self.births_without_day += u64::from(birth.is_some_and(|birth| !birth.whole));
        true
    }

    /// Puts the card at the end of the batch; if the row has faults, leaves the batch as it is and says no.
    pub(super) fn card(&mut self, cells: &Cells<'_>, batch: &mut CardBatch) -> bool {
        self.faults.clear();
        let at = |field: Field| cells[field as usize];
        let person = self.person(at(Field::PersonId));
        let from = self.day_of_card(Field::ValidFrom, at(Field::ValidFrom));
        if at(Field::ValidFrom).is_empty() {
            self.fault(Field::ValidFrom, Rule::DateMissing, "trống".to_owned());
        }
        let until = self.day_of_card(Field::ValidTo, at(Field::ValidTo));
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            let what = format!("hết hạn {} trước ngày bắt đầu {}", written(until), written(from));
            self.fault(Field::ValidTo, Rule::PeriodReversed, what);
        }
        let group = self.group(at(Field::Group));
        let number = if batch.number.is_some() { self.card_number(at(Field::CardNumber)) } else { None };
        let (Some(person), Some(from), true) = (person, from, self.faults.is_empty()) else {
            return false;
        };
        batch.person.push(person);
        batch.from.push(from);
        batch.until.push(until.unwrap_or(OPEN));
        batch.group.push(group);
        if let Some(numbers) = &mut batch.number {
            numbers.push(&number.unwrap_or_default());
        }
        true
    }

    /// The commune of this name or code; `None` if it has faults.
    pub(super) fn commune_named(&mut self, text: &str) -> Option<u16> {
        match Cell::of_text(text) {
            Cell::Empty => None,
            cell => self.places.find(cell, Cell::Empty, Cell::Empty).ok(),
        }
    }

    /// The number of a group's code; `None` if it has faults.
    pub(super) fn group_number(&mut self, cell: Cell<'_>) -> Option<u16> {
        self.groups.number(cell).ok()
    }

    /// The number of an ethnicity's code; `None` if it has faults.
    pub(super) fn ethnicity_number(&mut self, cell: Cell<'_>) -> Option<u16> {
        self.ethnicities.number(cell).ok()
    }

    fn fault(&mut self, field: Field, rule: Rule, what: String) {
        self.faults.push(Fault { field, rule, what });
    }

    fn person(&mut self, cell: Cell<'_>) -> Option<PersonKey> {
        let key = person_of(cell);
        if key.is_none() {
            let (rule, what) = match cell {
                Cell::Empty => (Rule::PersonMissing, "trống".to_owned()),
                other => (Rule::PersonMalformed, format!("“{}” không phải một mã số", short(&other.text()))),
            };
            self.fault(Field::PersonId, rule, what);
        }
        key
    }

    /// The sex by its own column, else by which of the columns for men and for women is filled.
    fn sex(&mut self, cells: &Cells<'_>) -> Option<u8> {
        let at = |field: Field| cells[field as usize];
        let cell = match (at(Field::Sex), at(Field::Male).is_empty(), at(Field::Female).is_empty()) {
            (Cell::Empty, false, true) => return Some(1),
            (Cell::Empty, true, false) => return Some(2),
            (Cell::Empty, false, false) => Cell::Text("cả cột nam và cột nữ"),
            (own, ..) => own,
        };
        let read = sex(cell);
        if read.is_none() {
            let (rule, what) = match cell {
                Cell::Empty => (Rule::SexMissing, "trống".to_owned()),
                other => (Rule::SexUnknown, format!("“{}” không phải nam hay nữ", short(&other.text()))),
            };
            self.fault(Field::Sex, rule, what);
        }
        read
    }

    fn commune(&mut self, cells: &Cells<'_>) -> Option<u16> {
        let at = |field: Field| cells[field as usize];
        if at(Field::Commune).is_empty() {
            self.fault(Field::Commune, Rule::PlaceMissing, "trống".to_owned());
            return None;
        }
        match self.places.find(at(Field::Commune), at(Field::District), at(Field::Province)) {
            Ok(commune) => Some(commune),
            Err(Misplaced { rule, what }) => {
                self.fault(Field::Commune, rule, what);
                None
            }
        }
    }

    /// A card is counted by the day, so a month or a year alone does not do.
    fn day_of_card(&mut self, field: Field, cell: Cell<'_>) -> Option<i32> {
        if cell.is_empty() {
            return None;
        }
        match date(cell) {
            Some(read) if read.whole && DATES.contains(&read.day) => Some(read.day),
            Some(read) if read.whole => {
                self.fault(field, Rule::DateOutOfRange, format!("{} ngoài khoảng 1900–2079", written(read.day)));
                None
            }
            _ => {
                self.unreadable(field, cell);
                None
            }
        }
    }

    fn unreadable(&mut self, field: Field, cell: Cell<'_>) {
        self.fault(field, Rule::DateUnreadable, format!("“{}” không phải một ngày", short(&cell.text())));
    }

    fn group(&mut self, cell: Cell<'_>) -> u16 {
        match self.groups.number(cell) {
            Ok(number) => number,
            Err(rule) => {
                self.fault(Field::Group, rule, format!("“{}”", short(&cell.text())));
                0
            }
        }
    }

    fn ethnicity(&mut self, cell: Cell<'_>) -> u16 {
        match self.ethnicities.number(cell) {
            Ok(number) => number,
            Err(rule) => {
                self.fault(Field::Ethnicity, rule, format!("“{}”", short(&cell.text())));
                0
            }
        }
    }

    fn national_id(&mut self, cell: Cell<'_>) -> Option<String> {
        let text = digits(cell, &[9, 12]);
        if !text.is_empty() && !is_national_id(&text) {
            let what = format!("“{}” không đủ 12 hoặc 9 chữ số", short(&text));
            self.fault(Field::NationalId, Rule::NationalIdMalformed, what);
        }
        Some(text)
    }

    fn card_number(&mut self, cell: Cell<'_>) -> Option<String> {
        let text = digits(cell, &[10]).to_uppercase();
        if !text.is_empty() && !is_card_number(&text) {
            self.fault(Field::CardNumber, Rule::CardNumberMalformed, format!("“{}” không phải số thẻ", short(&text)));
        }
        Some(text)
    }

    fn text(&mut self, field: Field, cell: Cell<'_>) {
        if let Cell::Text(text) = cell
            && text.len() > LONGEST_TEXT
            && text.chars().count() > LONGEST_TEXT
        {
            self.fault(field, Rule::TextTooLong, format!("ô có {} ký tự", text.chars().count()));
        }
    }
}

/// The key of a person's cell; `None` if it is empty or no identifier.
pub(super) fn person_of(cell: Cell<'_>) -> Option<PersonKey> {
    match cell {
        Cell::Text(text) if text.len() <= LONGEST_ID && !text.chars().any(char::is_control) => person_key(text),
        Cell::Whole(_) | Cell::Number(_) => {
            cell.whole().filter(|number| *number >= 0).and_then(|_| person_key(&cell.text()))
        }
        _ => None,
    }
}

/// The days on which somebody on a list of `as_of` may be born, in days since 1970-01-01.
pub(super) fn births(as_of: NaiveDate) -> std::ops::RangeInclusive<i32> {
    let earliest = NaiveDate::from_ymd_opt(as_of.year() - OLDEST - 1, as_of.month(), as_of.day().min(28));
    let earliest = earliest.map_or(*DATES.start(), epoch_days);
    earliest.max(*DATES.start())..=epoch_days(as_of)
}

/// The cell as text without blanks inside; a number gets back the noughts that a spreadsheet took from its front, up to
/// the next of these lengths if no more than two are missing.
fn digits(cell: Cell<'_>, lengths: &[usize]) -> String {
    let text: String = cell.text().chars().filter(|letter| !letter.is_whitespace()).collect();
    if cell.whole().is_none() {
        return text;
    }
    match lengths.iter().find(|length| (text.len()..=text.len() + 2).contains(length)) {
        Some(&length) => format!("{text:0>length$}"),
        None => text,
    }
}

/// What is quoted of a cell.
fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn written(day: i32) -> String {
    date_of_epoch(day).map_or_else(|| day.to_string(), vietnamese)
}

fn vietnamese(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}
