//! Households and who lives in them.

use super::chance::{Chance, Chooser, Subject};
use super::country::{BLOCK, Country, Spot};
use super::group::Group;
use super::time;
use crate::places::CommuneIndex;

/// The year at whose end the list of residents was made.
pub(super) const LIST_YEAR: i32 = 2024;

/// Ways to deal twelve people out to households, and how common each is.
const BLOCKS: [(&[u8], u32); 12] = [
    (&[4, 4, 4], 14),
    (&[5, 4, 3], 15),
    (&[4, 3, 3, 2], 14),
    (&[6, 4, 2], 8),
    (&[4, 4, 3, 1], 10),
    (&[5, 5, 2], 8),
    (&[7, 5], 3),
    (&[4, 4, 2, 2], 8),
    (&[6, 4, 1, 1], 4),
    (&[3, 3, 3, 3], 6),
    (&[5, 3, 2, 1, 1], 6),
    (&[7, 4, 1], 4),
];

/// Most households that a block can have.
pub(super) const HOUSEHOLDS: u64 = 6;

/// What one needs to know to make up people: the tables, drawn up once.
#[derive(Debug)]
pub(super) struct Society {
    blocks: Chooser<u8>,
    /// The middle age of grown people who keep house alone, as couples without children, with children.
    alone: Chooser<u8>,
    couples: Chooser<u8>,
    parents: Chooser<u8>,
}

/// A household.
#[derive(Clone, Copy, Debug)]
pub(super) struct Household {
    /// Its number in the country.
    pub number: u64,
    pub size: u8,
    pub poor: bool,
    pub near_poor: bool,
    /// The year at whose start it left the list of the poor, if it was on it after 2018.
    pub left_poverty: Option<i32>,
    /// Code of its people: 1 the Kinh.
    pub ethnicity: u8,
    /// What decides about the ages and kinship of its members.
    plan: u64,
}

/// A resident, or a stranger who only has cards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    /// Place among all people; strangers follow the residents.
    pub number: u64,
    /// `None` for a stranger.
    pub commune: Option<CommuneIndex>,
    pub province: usize,
    /// 1 man, 2 woman.
    pub sex: u8,
    pub birth_year: i32,
    /// Days since 1970-01-01.
    pub birth: i32,
    pub household: Household,
    /// Bears the family name of the household rather than one of his or her own.
    pub bears_household_name: bool,
    pub group: Group,
}

impl Person {
    /// Full years at the end of [`LIST_YEAR`].
    pub fn age(&self) -> i32 {
        LIST_YEAR - self.birth_year
    }
}

/// A part in a household.
struct Part {
    sex: u8,
    age: i32,
    bears_household_name: bool,
}

impl Society {
    pub fn new() -> Society {
        let blocks: Vec<(u8, u32)> = (0_u8..).zip(BLOCKS).map(|(place, (_, weight))| (place, weight)).collect();
        let ages = |bands: &[(u8, u8, u32)]| {
            let years: Vec<(u8, u32)> = bands
                .iter()
                .flat_map(|&(first, last, weight)| {
                    (first..=last).map(move |age| (age, weight * 100 / u32::from(last - first + 1)))
                })
                .collect();
            Chooser::new(&years).expect("the weights are not all nought")
        };
        Society {
            blocks: Chooser::new(&blocks).expect("the weights are not all nought"),
            alone: ages(&[(19, 24, 12), (25, 34, 14), (35, 54, 14), (55, 69, 28), (70, 84, 26), (85, 96, 6)]),
            couples: ages(&[(20, 29, 9), (30, 44, 8), (45, 54, 16), (55, 64, 35), (65, 74, 26), (75, 84, 6)]),
            parents: ages(&[(22, 26, 3), (27, 34, 25), (35, 42, 37), (43, 50, 21), (51, 58, 14)]),
        }
    }

    /// Person `number` of the country.
    #[inline]
    pub fn person(&self, country: &Country<'_>, number: u64) -> Person {
        let spot = country.spot(number);
        let (place, size, member) = self.household_place(country.seed, spot);
        let household = self.household(country, spot, spot.block * HOUSEHOLDS + u64::from(place), size);
        let part = self.part(&household, member);
        let mut chance = Chance::about(country.seed, Subject::Person, number);
        let birth_year = LIST_YEAR - part.age;
        let birth = time::first_day(birth_year) + chance.below(365) as i32;
        let mut person = Person {
            number,
            commune: Some(spot.commune),
            province: spot.province,
            sex: part.sex,
            birth_year,
            birth,
            household,
            bears_household_name: part.bears_household_name,
            group: Group::Household,
        };
        person.group = Group::of(&person, country);
        person
    }

    /// Somebody between 18 and 64 who has cards and stands on no list of residents.
    pub fn stranger(&self, country: &Country<'_>, stranger: u64) -> Person {
        let mut chance = Chance::about(country.seed, Subject::Stranger, stranger);
        let birth_year = LIST_YEAR - 18 - chance.below(47) as i32;
        Person {
            number: country.persons + stranger,
            commune: None,
            province: (stranger % country.provinces().len() as u64) as usize,
            sex: 1 + chance.below(2) as u8,
            birth_year,
            birth: time::first_day(birth_year) + chance.below(365) as i32,
            household: Household {
                number: 0,
                size: 1,
                poor: false,
                near_poor: false,
                left_poverty: None,
                ethnicity: 1,
                plan: 0,
            },
            bears_household_name: false,
            group: if chance.per_mille(500) { Group::Household } else { Group::Worker },
        }
    }

    /// Which household of the block, how large, and which of its members.
    #[inline]
    fn household_place(&self, seed: u64, spot: Spot) -> (u8, u8, u8) {
        debug_assert!(u64::from(spot.block_len) <= BLOCK);
        let sizes = BLOCKS[usize::from(self.blocks.choose(&mut Chance::about(seed, Subject::Block, spot.block)))].0;
        let mut start = 0;
        for (place, &size) in (0..).zip(sizes) {
            if spot.slot < start + size {
                return (place, size.min(spot.block_len - start), spot.slot - start);
            }
            start += size;
        }
        (0, 1, 0)
    }

    #[inline]
    fn household(&self, country: &Country<'_>, spot: Spot, number: u64, size: u8) -> Household {
        let profile = country.province(spot.province).profile;
        let mut chance = Chance::about(country.seed, Subject::Household, number);
        let minority = chance.below(1_000) < country.minority(spot.commune);
        let ethnicity = if minority { one_of(profile.minorities, spot.commune, &mut chance) } else { 1 };
        // Where a third of the people are of minorities they bear most of the poverty.
        let tilt = |share: u32| match (minority, profile.minority) {
            (true, 0..700) => share * 2,
            (false, 200..) => share / 3,
            _ => share,
        };
        let luck = chance.below(1_000);
        let [poor, near_poor] = profile.poor.map(tilt);
        let was_poor = luck < poor + near_poor + poor / 2 + 4;
        let left = 2020 + chance.below(5) as i32;
        Household {
            number,
            size,
            poor: luck < poor,
            near_poor: (poor..poor + near_poor).contains(&luck),
            left_poverty: (was_poor && luck >= poor).then_some(left),
            ethnicity,
            plan: chance.bits(),
        }
    }

    /// The part that `member` plays in the household.
    #[inline]
    fn part(&self, household: &Household, member: u8) -> Part {
        let mut chance = Chance::about(household.plan, Subject::Household, 0);
        let kind = chance.below(100);
        let grown = |sex: u8, age: i32| Part { sex, age: age.clamp(18, 99), bears_household_name: sex == 1 };
        let either = |chance: &mut Chance| 1 + chance.below(2) as u8;
        match household.size {
            1 => {
                let age = i32::from(self.alone.choose(&mut chance));
                let women = if age >= 60 { 740 } else { 480 };
                Part { sex: 1 + u8::from(chance.per_mille(women)), age, bears_household_name: true }
            }
            2 if kind < 62 => {
                let wife = i32::from(self.couples.choose(&mut chance));
                let older = chance.below(8) as i32 - 1;
                if member == 0 { grown(1, wife + older) } else { grown(2, wife) }
            }
            2 => {
                let parent = i32::from(self.parents.choose(&mut chance)) + 4;
                let sex = 1 + u8::from(chance.per_mille(780));
                let gap = 20 + chance.below(14) as i32;
                if member == 0 { grown(sex, parent) } else { child(parent - gap, &mut chance) }
            }
            size => {
                let wife = i32::from(self.parents.choose(&mut chance));
                let older = chance.below(8) as i32 - 1;
                let old = grandparents(size, kind);
                match member {
                    0 => grown(1, wife + older),
                    1 => grown(2, wife),
                    member if member - 2 < old => {
                        let ahead = 22 + chance.below(13) as i32;
                        // One of them lives longer, more often she; of a pair he is the older.
                        let sex = if old == 2 { member - 1 } else { 1 + u8::from(chance.per_mille(720)) };
                        grown(sex, wife + ahead + i32::from(sex == 1) * 2)
                    }
                    member => self.later(wife, member - 2 - old, &mut chance, either),
                }
            }
        }
    }

    /// The child number `place` of a woman of age `wife`; a grandchild or another relative where she is too old or too young.
    #[inline]
    fn later(&self, wife: i32, place: u8, chance: &mut Chance, either: impl Fn(&mut Chance) -> u8) -> Part {
        let mut age = wife - 21 - chance.below(11) as i32;
        for _ in 0..place {
            age -= 2 + chance.below(5) as i32;
        }
        let mut own = Chance::about(chance.bits(), Subject::Person, u64::from(place));
        if place >= 2 && wife >= 50 {
            return child(age - 22 - own.below(5) as i32, &mut own);
        }
        if age < 0 {
            let sex = either(&mut own);
            return Part { sex, age: (wife - 7 + own.below(14) as i32).max(16), bears_household_name: sex == 1 };
        }
        child(age, &mut own)
    }
}

/// A child of the house, who bears its name. 111 boys are born for 100 girls since about 2006.
#[inline]
fn child(age: i32, chance: &mut Chance) -> Part {
    let boys = if age < 18 { 526 } else { 512 };
    Part { sex: 2 - u8::from(chance.per_mille(boys)), age: age.max(0), bears_household_name: true }
}

/// How many grandparents live with a household of three or more.
fn grandparents(size: u8, kind: u32) -> u8 {
    let (none, one) = match size {
        3 => (80, 100),
        4 => (80, 97),
        5 => (30, 78),
        6 => (10, 45),
        _ => (5, 35),
    };
    u8::from(kind >= none) + u8::from(kind >= one)
}

/// One of a province's minorities: most often that of the commune.
#[inline]
fn one_of(minorities: &[u8], commune: CommuneIndex, chance: &mut Chance) -> u8 {
    let draw = chance.bits();
    let own = Chance::about(1, Subject::CommunePeople, u64::from(commune)).bits();
    let of = |bits: u64| {
        // The first named is the largest: two draws, the lower counts.
        let len = minorities.len() as u64;
        ((bits & 0xFFFF) % len).min((bits >> 16 & 0xFFFF) % len) as usize
    };
    minorities[if draw >> 62 == 0 { of(draw) } else { of(own) }]
}
