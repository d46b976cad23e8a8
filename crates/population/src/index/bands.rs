//! Ages in bands, and the day on which a person passes from one band to the next.

use chrono::{Datelike, NaiveDate};

use crate::day::Day;

/// Ages in completed years at which a band begins; the first is nought.
///
/// Bands are numbered from 1; band 0 holds those whose birth is not known. The bands of a snapshot are in its index and
/// its manifest, since covered spells are cut where a person passes from one band to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeBands {
    from: Vec<u8>,
}

/// At most so many bands, the one of unknown births counted in: four bits of a packed event.
const MOST: usize = 16;

impl Default for AgeBands {
    /// Under 6 (children's cards), 6 to 14, 15 to 17, 18 to 59, 60 to 74 (the elderly from 60, Luật người cao tuổi
    /// 39/2009/QH12, article 2), 75 to 79, 80 and over.
    fn default() -> AgeBands {
        AgeBands { from: vec![0, 6, 15, 18, 60, 75, 80] }
    }
}

impl AgeBands {
    /// Bands that begin at these ages; `None` unless they rise from nought and are at most fifteen.
    pub fn new(from: &[u8]) -> Option<AgeBands> {
        let rises = from.first() == Some(&0) && from.windows(2).all(|pair| pair[0] < pair[1]);
        (rises && from.len() < MOST).then(|| AgeBands { from: from.to_vec() })
    }

    /// The common bands, and further ones that begin at these ages; `None` if they become too many or an age is above 255.
    pub fn with(ages: &[u16]) -> Option<AgeBands> {
        let mut from = AgeBands::default().from;
        for &age in ages {
            from.push(u8::try_from(age).ok()?);
        }
        from.sort_unstable();
        from.dedup();
        AgeBands::new(&from)
    }

    /// The ages at which bands 1, 2, … begin.
    pub fn beginnings(&self) -> &[u8] {
        &self.from
    }

    /// How many bands there are, that of unknown births counted in.
    pub fn count(&self) -> usize {
        self.from.len() + 1
    }

    /// The band's ages as written, such as `6-14` and `80+`; empty for band 0.
    pub fn label(&self, band: usize) -> String {
        match (band.checked_sub(1).and_then(|index| self.from.get(index)), self.from.get(band)) {
            (None, _) => String::new(),
            (Some(first), Some(next)) => format!("{first}-{}", next - 1),
            (Some(first), None) => format!("{first}+"),
        }
    }

    /// For each age that begins a band after the first: the first birth day whose bearer has *not* reached it on `date`.
    /// So of sorted births, those before it are at least that old.
    pub fn births_reaching(&self, date: NaiveDate) -> Vec<Day> {
        self.from[1..].iter().map(|&age| Day(first_birth_not_reaching(date, age))).collect()
    }
}

/// The birthday on which someone born on `birth` completes `age` years; one born on 29 February completes them on
/// 1 March in a year without that day.
fn birthday(birth: NaiveDate, age: u8) -> NaiveDate {
    let year = birth.year() + i32::from(age);
    birth
        .with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
        .expect("years of people are within chrono's range")
}

fn first_birth_not_reaching(date: NaiveDate, age: u8) -> u16 {
    let (mut low, mut high) = (0_u32, u32::from(u16::MAX));
    while low < high {
        let middle = low.midpoint(high);
        if birthday(Day(middle as u16).date(), age) <= date {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low as u16
}

/// For every day of birth the days on which each further band begins.
pub(crate) struct BandDays {
    days: Vec<u16>,
    steps: usize,
}

impl BandDays {
    pub(crate) fn new(bands: &AgeBands) -> BandDays {
        let ages = &bands.from[1..];
        let mut days = Vec::with_capacity(ages.len() << 16);
        for birth in 0..=u16::MAX {
            let birth = Day(birth).date();
            days.extend(ages.iter().map(|&age| Day::of(birthday(birth, age)).0));
        }
        BandDays { days, steps: ages.len() }
    }

    /// The days on which bands 2, 3, … begin for one born on `birth`, rising.
    #[inline]
    pub(crate) fn of(&self, birth: u16) -> &[u16] {
        let start = usize::from(birth) * self.steps;
        &self.days[start..start + self.steps]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_person_passes_into_the_next_band_on_the_birthday() {
        let bands = AgeBands::default();
        let days = BandDays::new(&bands);
        let born = |text: &str| days.of(Day::of(day(text)).0).iter().map(|&at| Day(at).date()).collect::<Vec<_>>();
        assert_eq!(born("2018-03-07")[0], day("2024-03-07"));
        assert_eq!(born("2016-02-29")[..2], [day("2022-03-01"), day("2031-03-01")]);
        assert_eq!(bands.label(2), "6-14");
        assert_eq!(bands.label(7), "80+");
        assert_eq!(bands.label(0), "");
    }

    #[test]
    fn those_who_reached_an_age_are_those_born_before_a_day() {
        let bands = AgeBands::default();
        for date in ["2024-02-28", "2024-02-29", "2024-03-01", "2023-03-01"] {
            for (index, &first) in bands.births_reaching(day(date)).iter().enumerate() {
                let age = bands.beginnings()[index + 1];
                assert!(birthday(Day(first.0 - 1).date(), age) <= day(date));
                assert!(birthday(first.date(), age) > day(date));
            }
        }
    }

    #[test]
    fn bands_rise_from_nought() {
        assert!(AgeBands::new(&[0, 6, 60]).is_some());
        assert!(AgeBands::new(&[6, 60]).is_none());
        assert!(AgeBands::new(&[0, 60, 60]).is_none());
    }
}
