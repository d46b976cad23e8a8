//! The communes of one structure of administrative units, as dense numbers.

use chrono::NaiveDate;
use rules::place::{Level, Registry, UnitId};

/// A commune among those of one [`Communes`], counted from nought in the order of province, then of code.
pub type CommuneIndex = u16;

/// The communes that were there on one day.
///
/// Communes of one province stand together, provinces in the order of their codes.
#[derive(Clone, Debug)]
pub struct Communes {
    on: NaiveDate,
    units: Vec<UnitId>,
    codes: Vec<String>,
    provinces: Vec<Province>,
    /// By the number that a code of five digits is; [`NONE`] where there is no such commune.
    by_number: Vec<CommuneIndex>,
}

/// A province and its communes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Province {
    /// Its code, two digits.
    pub code: String,
    /// The unit.
    pub unit: UnitId,
    /// Its communes.
    pub communes: std::ops::Range<usize>,
}

const NONE: CommuneIndex = CommuneIndex::MAX;

impl Communes {
    /// The communes of the whole country on `on`.
    pub fn on(registry: &Registry, on: NaiveDate) -> Communes {
        let mut provinces = registry.descendants(registry.nation().id, Level::Province, on);
        provinces.sort_by(|a, b| a.code.as_str().cmp(b.code.as_str()));
        let mut communes = Communes {
            on,
            units: Vec::new(),
            codes: Vec::new(),
            provinces: Vec::new(),
            by_number: vec![NONE; 100_000],
        };
        for province in provinces {
            let start = communes.units.len();
            let mut below = registry.descendants(province.id, Level::Commune, on);
            below.sort_by(|a, b| a.code.as_str().cmp(b.code.as_str()));
            for unit in below {
                if let Some(number) = number_of(unit.code.as_str()) {
                    communes.by_number[number] = communes.units.len() as CommuneIndex;
                }
                communes.units.push(unit.id);
                communes.codes.push(unit.code.as_str().to_owned());
            }
            communes.provinces.push(Province {
                code: province.code.as_str().to_owned(),
                unit: province.id,
                communes: start..communes.units.len(),
            });
        }
        communes
    }

    /// The day whose structure this is.
    pub fn day(&self) -> NaiveDate {
        self.on
    }

    /// How many communes there are.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there is none: the day lies before all that is known.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The provinces in the order of their codes.
    pub fn provinces(&self) -> &[Province] {
        &self.provinces
    }

    /// The code of a commune, five digits.
    pub fn code(&self, commune: CommuneIndex) -> &str {
        &self.codes[usize::from(commune)]
    }

    /// The unit that a commune is.
    pub fn unit(&self, commune: CommuneIndex) -> UnitId {
        self.units[usize::from(commune)]
    }

    /// The commune with this code; leading zeros may be missing.
    #[inline]
    pub fn by_code(&self, code: &str) -> Option<CommuneIndex> {
        self.by_number(number_of(code)?)
    }

    /// The commune whose code is this number.
    #[inline]
    pub fn by_number(&self, number: usize) -> Option<CommuneIndex> {
        self.by_number.get(number).copied().filter(|&commune| commune != NONE)
    }
}

/// The number that a code of up to five digits is.
#[inline]
fn number_of(code: &str) -> Option<usize> {
    if code.is_empty() || code.len() > 5 {
        return None;
    }
    code.bytes().try_fold(0_usize, |number, byte| byte.is_ascii_digit().then(|| number * 10 + usize::from(byte - b'0')))
}
