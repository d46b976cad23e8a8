//! People and cards as rows of their files, right or wrong.

use super::Maker;
use super::chance::{Chance, Subject};
use super::files::{CardColumns, ResidentColumns};
use super::history::Card;
use super::mistakes::{self, CardMistake, Mistake, ResidentMistake};
use super::names;
use super::people::{HOUSEHOLDS, Person};
use super::time;
use crate::day::epoch_days;

/// The file of residents, as `truth.json` calls it.
pub(super) const RESIDENTS: &str = "residents.parquet";

/// The file of cards.
pub(super) const CARDS: &str = "cards.parquet";

/// Writes rows of one piece; keeps its room between rows.
pub(super) struct Rows<'m> {
    maker: &'m Maker<'m>,
    text: String,
    /// Since this day, 1 April 2021, a card shows only the ten digits of the social-insurance number (Quyết định
    /// 1666/QĐ-BHXH).
    short_numbers: i32,
    pub mistakes: Vec<Mistake>,
}

impl<'m> Rows<'m> {
    pub fn new(maker: &'m Maker<'m>) -> Rows<'m> {
        let short_numbers = chrono::NaiveDate::from_ymd_opt(2021, 4, 1).map_or(time::FIRST, epoch_days);
        Rows { maker, text: String::new(), short_numbers, mistakes: Vec::new() }
    }

    fn note(&mut self, file: &'static str, row: u64, kind: &'static str, person_id: i64, what: Option<Wrong>) {
        let (column, written, right) = match what {
            Some(Wrong { column, written, right }) => (Some(column), Some(written), Some(right)),
            None => (None, None, None),
        };
        self.mistakes.push(Mistake { file, row, kind, person_id, column, written, right });
    }

    /// One row about a resident; `row` is its number in the file. `again`: the row is there for the second time.
    /// Without a row number the row is right.
    pub fn resident(&mut self, person: &Person, row: Option<u64>, again: bool, columns: &mut ResidentColumns) {
        let maker = self.maker;
        let country = &maker.country;
        let person_id = country.person_id(person.number, person.province);
        let mistake = row.and_then(|_| ResidentMistake::of(person, country, &maker.names, maker.options.errors));
        let code = person.commune.map_or("", |commune| country.communes.code(commune));
        self.text.clear();
        maker.names.write(person, country, &mut self.text);
        let mut wrong = None;
        let mut birth = person.birth;
        let mut sex = person.sex;
        match mistake {
            Some(ResidentMistake::Sex) => {
                sex = mistakes::bad_sex(person);
                wrong = Some(Wrong::new("sex", sex.to_string(), person.sex.to_string()));
            }
            Some(ResidentMistake::BirthDate) => birth = mistakes::impossible_birth(person),
            Some(ResidentMistake::DayAndMonth) => birth = mistakes::swapped(birth).unwrap_or(birth),
            Some(ResidentMistake::Commune) => {
                wrong = Some(Wrong::new("commune_code", mistakes::unknown_commune(person, country), code.to_owned()));
            }
            Some(ResidentMistake::Diacritics) => {
                let plain = names::without_diacritics(&self.text);
                wrong = Some(Wrong::new("full_name", plain.clone(), std::mem::replace(&mut self.text, plain)));
            }
            Some(ResidentMistake::Duplicate) | None => {}
        }
        if birth != person.birth {
            wrong = Some(Wrong::new("birth_date", mistakes::shown(birth), mistakes::shown(person.birth)));
        }
        columns.person_id.push(person_id);
        columns.sex.push(sex);
        match (&wrong, mistake) {
            (Some(wrong), Some(ResidentMistake::Commune)) => columns.commune_code.append_value(&wrong.written),
            _ => columns.commune_code.append_value(code),
        }
        columns.full_name.append_value(&self.text);
        columns.birth_date.push(birth);
        columns.group_code.append_value(person.group.code());
        columns.household_id.append_value(digits(self.household_id(person), &mut [0; 10]));
        columns.ethnicity_code.append_value(digits(u64::from(person.household.ethnicity), &mut [0; 2]));
        match self.national_id(person) {
            Some(number) => columns.national_id.append_value(digits(number, &mut [0; 12])),
            None => columns.national_id.append_null(),
        }
        if let (Some(kind), Some(row)) = (mistake, row)
            && (kind != ResidentMistake::Duplicate || again)
        {
            self.note(RESIDENTS, row, kind.key(), person_id, wrong);
        }
    }

    /// The number of a household: two digits of the province and eight that count.
    fn household_id(&self, person: &Person) -> u64 {
        let province = self.maker.country.province(person.province);
        let first = self.maker.country.spot(province.start).block * HOUSEHOLDS;
        province.number * 100_000_000 + (person.household.number - first)
    }

    /// Twelve digits as the law on identity cards builds them: three of the province, one of century and sex, two of the
    /// year of birth, six of chance. `None` for one or two in a hundred who have none yet, among them whoever would get the
    /// number of somebody else: there are only so many.
    fn national_id(&self, person: &Person) -> Option<u64> {
        let country = &self.maker.country;
        let mut chance = Chance::about(country.seed, Subject::Papers, person.number);
        if chance.per_mille(15) {
            return None;
        }
        let taken = country.namesakes(person.number, person.province).any(|other| {
            let other = self.maker.society.person(country, other);
            (other.sex, other.birth_year) == (person.sex, person.birth_year)
        });
        if taken {
            return None;
        }
        let century = (person.birth_year / 100 - 19) as u64 * 2 + u64::from(person.sex == 2);
        let front = country.province(person.province).number * 10 + century;
        Some(
            (front * 100 + (person.birth_year % 100) as u64) * 1_000_000
                + country.serial(person.number, person.province),
        )
    }

    /// One row about a card, row `place` of those about the person; `row` is its number in the file. Without a row
    /// number the row is right.
    pub fn card(&mut self, person: &Person, place: usize, card: Card, row: Option<u64>, columns: &mut CardColumns) {
        let maker = self.maker;
        let country = &maker.country;
        let person_id = country.person_id(person.number, person.province);
        let mistake = row.and_then(|_| CardMistake::of(person, place, card, country, maker.options.errors));
        self.text.clear();
        if card.from < self.short_numbers {
            self.text.push_str(card.group.code());
            self.text.push(char::from(card.group.benefit()));
            self.text.push_str(country.province(person.province).profile.code);
        }
        self.text.push_str(digits(person_id as u64, &mut [0; 10]));
        let (mut from, mut until) = (card.from, card.until);
        let mut wrong = None;
        match mistake {
            Some(CardMistake::Reversed) => {
                (from, until) = (until, from);
                let shown = |from: i32, until: i32| format!("{} – {}", mistakes::shown(from), mistakes::shown(until));
                wrong = Some(Wrong::new("valid_from", shown(from, until), shown(card.from, card.until)));
            }
            Some(CardMistake::FirstDay) => {
                from = mistakes::impossible_first_day(from);
                wrong = Some(Wrong::new("valid_from", mistakes::shown(from), mistakes::shown(card.from)));
            }
            Some(CardMistake::Number) => {
                let number = mistakes::malformed(&self.text, person);
                wrong = Some(Wrong::new("card_no", number.clone(), std::mem::replace(&mut self.text, number)));
            }
            None => {}
        }
        columns.person_id.push(person_id);
        columns.valid_from.push(from);
        columns.valid_to.push(until);
        columns.card_no.append_value(&self.text);
        columns.group_code.append_value(card.group.code());
        if let Some(communes) = &mut columns.commune_code {
            communes.append_option(person.commune.map(|commune| country.communes.code(commune)));
        }
        if let (Some(kind), Some(row)) = (mistake, row) {
            self.note(CARDS, row, kind.key(), person_id, wrong);
        }
    }
}

/// What stands in a column, and what should.
struct Wrong {
    column: &'static str,
    written: String,
    right: String,
}

impl Wrong {
    fn new(column: &'static str, written: String, right: String) -> Wrong {
        Wrong { column, written, right }
    }
}

/// The number in as many digits as there is room for.
#[inline]
fn digits<const LEN: usize>(number: u64, room: &mut [u8; LEN]) -> &str {
    let mut left = number;
    for digit in room.iter_mut().rev() {
        *digit = b'0' + (left % 10) as u8;
        left /= 10;
    }
    std::str::from_utf8(room).unwrap_or_default()
}
