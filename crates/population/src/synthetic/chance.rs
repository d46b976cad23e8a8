//! Chance that can be asked again: every draw is a function of the seed and of what it is about.

/// The step of splitmix64: 2⁶⁴ over the golden ratio, made odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// The output function of splitmix64: every bit of `value` moves about half of the bits of the answer.
#[inline]
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// What a draw is about. Two subjects never share their numbers, so that one more draw for one leaves the others alone.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject {
    CommuneSize = 1,
    CommunePeople,
    Block,
    Household,
    Person,
    Name,
    Group,
    Cards,
    Papers,
    Stranger,
    ResidentMistake,
    CardMistake,
    Order,
}

/// A stream of draws about one thing.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// The draws about `subject` number `index` under `seed`; always the same ones.
    #[inline]
    pub fn about(seed: u64, subject: Subject, index: u64) -> Chance {
        Chance(mix(seed.wrapping_add((subject as u64).wrapping_mul(STEP))) ^ index.wrapping_mul(0xD6E8_FEB8_6659_FD93))
    }

    /// The next 64 bits.
    #[inline]
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number from nought to `end - 1`; nought if `end` is nought.
    #[inline]
    pub fn below(&mut self, end: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(end)) >> 32) as u32
    }

    /// True in `share` of 1,000 cases.
    #[inline]
    pub fn per_mille(&mut self, share: u32) -> bool {
        self.below(1_000) < share
    }

    /// True in a share between nought and one of the cases.
    #[inline]
    pub fn share(&mut self, share: f64) -> bool {
        ((self.bits() >> 11) as f64) < share * (1_u64 << 53) as f64
    }
}

/// How many slots a [`Chooser`] has.
const SLOTS: usize = 4_096;

/// One of several things, each as often as its weight says to the nearest 1/4096.
#[derive(Clone, Debug)]
pub(super) struct Chooser<T>(Box<[T]>);

impl<T: Copy> Chooser<T> {
    /// `None` if all weights together are nought.
    pub fn new(weighted: &[(T, u32)]) -> Option<Chooser<T>> {
        let total: u64 = weighted.iter().map(|&(_, weight)| u64::from(weight)).sum();
        if total == 0 {
            return None;
        }
        let mut slots = Vec::with_capacity(SLOTS);
        let mut passed = 0_u64;
        for &(thing, weight) in weighted {
            passed += u64::from(weight);
            slots.resize((passed * SLOTS as u64 / total) as usize, thing);
        }
        Some(Chooser(slots.into()))
    }

    /// The next thing.
    #[inline]
    pub fn choose(&self, chance: &mut Chance) -> T {
        self.0[(chance.bits() >> 52) as usize]
    }
}

/// The numbers below `size` in an order that looks like chance, each at one place, without a table.
///
/// Steps that each can be undone stir the numbers below the next power of two; whatever falls outside is stirred again.
#[derive(Clone, Debug)]
pub(super) struct Permutation {
    size: u64,
    mask: u64,
    shift: u32,
    keys: [u64; 3],
}

impl Permutation {
    /// The order number `index` under `seed` of the numbers below `size`.
    pub fn new(seed: u64, index: u64, size: u64) -> Permutation {
        let mut chance = Chance::about(seed, Subject::Order, index);
        let bits = (u64::BITS - size.saturating_sub(1).leading_zeros()).max(2);
        let mask = u64::MAX >> (u64::BITS - bits);
        Permutation { size, mask, shift: bits.div_ceil(2), keys: [chance.bits(), chance.bits(), chance.bits()] }
    }

    /// Which number stands at `place`. `place` must lie below the size.
    #[inline]
    pub fn at(&self, place: u64) -> u64 {
        debug_assert!(place < self.size);
        let mut value = place;
        loop {
            for key in self.keys {
                value = value.wrapping_add(key).wrapping_mul(key | 1) & self.mask;
                value ^= value >> self.shift;
                value = value.wrapping_mul(0xD134_2543_DE82_EF95) & self.mask;
                value ^= value >> self.shift;
            }
            if value < self.size {
                return value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn draws_come_back_and_subjects_differ() {
        let first = Chance::about(7, Subject::Person, 12).bits();
        assert_eq!(first, Chance::about(7, Subject::Person, 12).bits());
        assert_ne!(first, Chance::about(7, Subject::Cards, 12).bits());
        assert_ne!(first, Chance::about(8, Subject::Person, 12).bits());
    }

    #[test]
    fn a_chooser_keeps_to_its_weights() {
        let chooser = Chooser::new(&[('a', 3), ('b', 1)]).expect("weights");
        let mut chance = Chance::about(1, Subject::Block, 1);
        let found = (0..10_000).filter(|_| chooser.choose(&mut chance) == 'a').count();
        assert!((7_300..7_700).contains(&found), "{found}");
        assert!(Chooser::new(&[('a', 0)]).is_none());
    }

    proptest! {
        #[test]
        fn every_number_stands_at_one_place(seed: u64, index in 0_u64..9, size in 1_u64..3_000) {
            let order = Permutation::new(seed, index, size);
            let mut seen: Vec<u64> = (0..size).map(|place| order.at(place)).collect();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..size).collect::<Vec<u64>>());
        }
    }
}
