//! How many people live in which commune, and by which numbers they are known.

use super::Error;
use super::chance::{Chance, Permutation, Subject};
use super::provinces::{self, Profile};
use crate::places::{CommuneIndex, Communes};

/// People whose households are dealt out together.
pub(super) const BLOCK: u64 = 12;

/// Identifiers that one province can give: eight digits follow its code.
const IDENTIFIERS: u64 = 100_000_000;

/// Serial numbers that an identity number has for one province, sex and year.
pub(super) const SERIALS: u64 = 1_000_000;

/// A made-up country: `persons` people, counted from nought, who stand in the order of their communes.
#[derive(Debug)]
pub(super) struct Country<'c> {
    pub communes: &'c Communes,
    pub seed: u64,
    pub persons: u64,
    /// The first person of each commune, and the end.
    starts: Vec<u64>,
    /// The first block of each commune.
    blocks: Vec<u64>,
    provinces: Vec<Province>,
    /// The province of each commune.
    province_of: Vec<u8>,
    /// People of minorities in each commune, of a thousand.
    minority: Vec<u16>,
    /// The first number that is no resident's in each province's identifiers is the number of its people.
    identifiers: Permutation,
    serials: Permutation,
}

/// A province of the made-up country.
#[derive(Debug)]
pub(super) struct Province {
    /// What it is like.
    pub profile: &'static Profile,
    /// The number that its code is.
    pub number: u64,
    /// Its first person.
    pub start: u64,
    /// How many people it has.
    pub people: u64,
}

/// Where a person stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub commune: CommuneIndex,
    pub province: usize,
    /// The block, counted over the country.
    pub block: u64,
    /// The place in the block.
    pub slot: u8,
    /// How many people the block has: fewer than [`BLOCK`] only at the end of a commune.
    pub block_len: u8,
}

impl<'c> Country<'c> {
    /// Deals `persons` people out to the communes.
    ///
    /// # Errors
    /// A province whose shape is not known.
    pub fn new(communes: &'c Communes, seed: u64, persons: u64) -> Result<Country<'c>, Error> {
        let profiles = communes
            .provinces()
            .iter()
            .map(|province| provinces::find(&province.code).ok_or_else(|| Error::Province(province.code.clone())))
            .collect::<Result<Vec<_>, _>>()?;
        let of_provinces = deal(persons, &profiles.iter().map(|profile| f64::from(profile.people)).collect::<Vec<_>>());
        let mut country = Country {
            communes,
            seed,
            persons,
            starts: Vec::with_capacity(communes.len() + 1),
            blocks: Vec::with_capacity(communes.len()),
            provinces: Vec::with_capacity(profiles.len()),
            province_of: Vec::with_capacity(communes.len()),
            minority: Vec::with_capacity(communes.len()),
            identifiers: Permutation::new(seed, 1, IDENTIFIERS),
            serials: Permutation::new(seed, 2, SERIALS),
        };
        let (mut start, mut block) = (0, 0);
        for ((province, profile), people) in communes.provinces().iter().zip(profiles).zip(of_provinces) {
            country.provinces.push(Province { profile, number: number(profile.code), start, people });
            let range = province.communes.clone();
            let weights: Vec<f64> = range.clone().map(|commune| size(communes.code(commune as CommuneIndex))).collect();
            for (commune, people) in range.zip(deal(people, &weights)) {
                country.starts.push(start);
                country.blocks.push(block);
                country.province_of.push((country.provinces.len() - 1) as u8);
                country.minority.push(minority(communes.code(commune as CommuneIndex), profile.minority));
                start += people;
                block += people.div_ceil(BLOCK);
            }
        }
        country.starts.push(start);
        Ok(country)
    }

    /// Where person `number` stands.
    #[inline]
    pub fn spot(&self, number: u64) -> Spot {
        let commune = self.starts.partition_point(|&start| start <= number) - 1;
        let within = number - self.starts[commune];
        let people = self.starts[commune + 1] - self.starts[commune];
        let first = within / BLOCK * BLOCK;
        Spot {
            commune: commune as CommuneIndex,
            province: usize::from(self.province_of[commune]),
            block: self.blocks[commune] + within / BLOCK,
            slot: (within - first) as u8,
            block_len: (people - first).min(BLOCK) as u8,
        }
    }

    /// The people of a commune.
    pub fn people_of(&self, commune: usize) -> std::ops::Range<u64> {
        self.starts[commune]..self.starts[commune + 1]
    }

    /// A province by its place.
    #[inline]
    pub fn province(&self, place: usize) -> &Province {
        &self.provinces[place]
    }

    /// The provinces in the order of their codes.
    pub fn provinces(&self) -> &[Province] {
        &self.provinces
    }

    /// People of minorities in a commune, of a thousand.
    #[inline]
    pub fn minority(&self, commune: CommuneIndex) -> u32 {
        u32::from(self.minority[usize::from(commune)])
    }

    /// The social-insurance number of person `number`, who lives in `province`, as the number that its ten digits are:
    /// the code of the province and eight digits. Numbers from the country's people on are strangers', who stand on no
    /// list of residents.
    #[inline]
    pub fn person_id(&self, number: u64, province: usize) -> i64 {
        let place = &self.provinces[province];
        let within = match number.checked_sub(self.persons) {
            None => number - place.start,
            Some(stranger) => place.people + stranger / self.provinces.len() as u64,
        };
        (place.number * IDENTIFIERS + self.identifiers.at(within % IDENTIFIERS)) as i64
    }

    /// The last six digits of an identity number.
    #[inline]
    pub fn serial(&self, number: u64, province: usize) -> u64 {
        self.serials.at((number - self.provinces[province].start) % SERIALS)
    }

    /// Those who were given the same last six digits before person `number`.
    #[inline]
    pub fn namesakes(&self, number: u64, province: usize) -> impl Iterator<Item = u64> {
        let start = self.provinces[province].start;
        (1..=(number - start) / SERIALS).map(move |back| number - back * SERIALS)
    }
}

/// The number that a code of digits is.
fn number(code: &str) -> u64 {
    code.bytes().fold(0, |number, byte| number * 10 + u64::from(byte.wrapping_sub(b'0')))
}

/// How large a commune is against its neighbours: a few times the common size now and then, as towns are. It hangs on the
/// code alone, so that every seed knows the same towns.
///
/// Six factors up or down make the logarithm nearly normal with a deviation of 0.6, with no logarithm that another
/// machine might round otherwise.
fn size(code: &str) -> f64 {
    let mut chance = Chance::about(0, Subject::CommuneSize, number(code));
    let steps = chance.bits();
    let fine = 0.9 + f64::from(chance.below(1_000)) / 5_000.0;
    (0..6).fold(fine, |size, step| if steps >> step & 1 == 1 { size * 1.28 } else { size / 1.28 })
}

/// The share of minorities in a commune, of a thousand: villages are of one people or of another more than provinces are.
fn minority(code: &str, province: u32) -> u16 {
    let mut chance = Chance::about(0, Subject::CommunePeople, number(code));
    let share = match province {
        0..100 => province * chance.below(3_000) / 1_500,
        100..500 => province * [2, 4, 10, 24][chance.below(4) as usize] / 10,
        _ => 1_000_u32.saturating_sub((1_000 - province) * [1, 4, 10, 25][chance.below(4) as usize] / 10),
    };
    share.min(995) as u16
}

/// Deals `things` out by weight; what rounding leaves goes to the largest remainders, the first of equals.
fn deal(things: u64, weights: &[f64]) -> Vec<u64> {
    let total: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|weight| things as f64 * weight / total).collect();
    let mut dealt: Vec<u64> = exact.iter().map(|share| share.floor() as u64).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let remainder = |&place: &usize| exact[place].floor() - exact[place];
    order.sort_by(|a, b| remainder(a).total_cmp(&remainder(b)));
    let left = things.saturating_sub(dealt.iter().sum());
    for &place in order.iter().cycle().take(left as usize) {
        dealt[place] += 1;
    }
    dealt
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nobody_is_lost_in_dealing(things in 0_u64..1_000_000, weights in proptest::collection::vec(0.01..99.0_f64, 1..50)) {
            prop_assert_eq!(deal(things, &weights).iter().sum::<u64>(), things);
        }
    }
}
