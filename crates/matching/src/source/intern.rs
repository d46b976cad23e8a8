//! Distinct values as dense numbers.

/// A dictionary of byte strings. Codes begin with 1; 0 stands for a missing value.
#[derive(Debug)]
pub(crate) struct Interner {
    /// The upper half of the hash beside the code, 0 where the slot is free: a miss rarely touches the bytes.
    slots: Vec<u64>,
    bytes: Vec<u8>,
    /// Where each value ends; the one before it begins at 0.
    ends: Vec<usize>,
}

const FEWEST_SLOTS: usize = 1 << 10;
const CODE: u64 = 0xffff_ffff;
/// Room is made for no more values than this before they come: more grow as they do.
const MOST_EXPECTED: usize = 1 << 22;
/// Bytes that a value is expected to have.
const EXPECTED_BYTES: usize = 20;
/// Values that are looked up together.
const TOGETHER: usize = 64;

impl Default for Interner {
    fn default() -> Interner {
        Interner { slots: vec![0; FEWEST_SLOTS], bytes: Vec::new(), ends: Vec::new() }
    }
}

impl Interner {
    /// An empty dictionary with room for about so many values. What grows bit by bit is copied again and again, and is there
    /// twice meanwhile; room that nothing comes to takes no memory.
    pub(crate) fn with_room(values: usize) -> Interner {
        let values = values.min(MOST_EXPECTED);
        let slots = (values * 4 / 3 + 1).next_power_of_two().max(FEWEST_SLOTS);
        Interner {
            slots: vec![0; slots],
            bytes: Vec::with_capacity(values * EXPECTED_BYTES),
            ends: Vec::with_capacity(values),
        }
    }

    /// The code of a value, a new one if it was not seen before.
    pub(crate) fn intern(&mut self, value: &[u8]) -> u32 {
        self.intern_hashed(value, hash_bytes(value))
    }

    fn intern_hashed(&mut self, value: &[u8], hash: u64) -> u32 {
        if (self.ends.len() + 1) * 4 > self.slots.len() * 3 {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = self.slot_of(hash);
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                self.bytes.extend_from_slice(value);
                self.ends.push(self.bytes.len());
                let code = self.ends.len() as u32;
                self.slots[at] = (hash & !CODE) | u64::from(code);
                return code;
            }
            if (slot ^ hash) & !CODE == 0 && are_same(self.get((slot & CODE) as u32), value) {
                return (slot & CODE) as u32;
            }
            at = (at + 1) & mask;
        }
    }

    /// The code of a value if it was seen before.
    pub(crate) fn find(&self, value: &[u8]) -> Option<u32> {
        let hash = hash_bytes(value);
        let mask = self.slots.len() - 1;
        let mut at = self.slot_of(hash);
        while self.slots[at] != 0 {
            let slot = self.slots[at];
            if (slot ^ hash) & !CODE == 0 && are_same(self.get((slot & CODE) as u32), value) {
                return Some((slot & CODE) as u32);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// The slot at which a hash is looked for first: by its upper bits, which the slots keep.
    fn slot_of(&self, hash: u64) -> usize {
        (hash >> (u64::BITS - self.slots.len().trailing_zeros())) as usize
    }

    /// The codes of values one after the other, 0 for an empty one. What they are held against lies all over the memory:
    /// looked up together, it is fetched side by side.
    pub(crate) fn intern_all<'v>(&mut self, values: impl Iterator<Item = &'v [u8]>, codes: &mut Vec<u32>) {
        let mut values = values.fuse();
        let mut together: Vec<(&[u8], u64)> = Vec::with_capacity(TOGETHER);
        loop {
            together.clear();
            together.extend(values.by_ref().take(TOGETHER).map(|value| (value, hash_bytes(value))));
            if together.is_empty() {
                return;
            }
            let mut known = [0_u32; TOGETHER];
            for (known, (_, hash)) in known.iter_mut().zip(&together) {
                *known = (self.slots[self.slot_of(*hash)] & CODE) as u32;
            }
            let beginnings = known.map(|code| self.start(code));
            let touched =
                beginnings.iter().fold(0, |touched, &start| touched ^ self.bytes.get(start).copied().unwrap_or(0));
            std::hint::black_box(touched);
            codes.extend(together.iter().map(|(value, hash)| match value {
                [] => 0,
                value => self.intern_hashed(value, *hash),
            }));
        }
    }

    /// Where the bytes of a value begin.
    fn start(&self, code: u32) -> usize {
        (code as usize).checked_sub(2).map_or(0, |before| self.ends[before])
    }

    /// The value with this code; nothing for 0.
    pub(crate) fn get(&self, code: u32) -> &[u8] {
        let Some(at) = (code as usize).checked_sub(1) else { return &[] };
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    /// The greatest code.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    fn grow(&mut self) {
        let more = vec![0; self.slots.len() * 2];
        let mask = more.len() - 1;
        for slot in std::mem::replace(&mut self.slots, more) {
            if slot != 0 {
                let mut at = self.slot_of(slot);
                while self.slots[at] != 0 {
                    at = (at + 1) & mask;
                }
                self.slots[at] = slot;
            }
        }
    }
}

/// Whether two values are the same: most are short, and compared eight bytes at a time without a call.
#[inline]
fn are_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    match (one.last_chunk::<8>(), other.last_chunk::<8>()) {
        (Some(end), Some(other_end)) => {
            u64::from_le_bytes(*end) == u64::from_le_bytes(*other_end)
                && one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0).all(|(one, other)| one == other)
        }
        _ => one.iter().zip(other).all(|(one, other)| one == other),
    }
}

/// A hash of bytes, the same on every machine.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = mix(hash ^ u64::from_le_bytes(word));
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut word = [0; 8];
        word[..rest.len()].copy_from_slice(rest);
        hash = mix(hash ^ u64::from_le_bytes(word));
    }
    mix(hash)
}

/// Spreads a number over all 64 bits: both halves of a product folded into one.
#[inline]
pub(crate) fn mix(number: u64) -> u64 {
    let product = u128::from(number ^ 0x2d35_8dcc_aa6c_78a5) * u128::from(0x8bb8_4b93_962e_acc9_u64);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn values_get_the_same_codes_together_as_alone(values in prop::collection::vec("[a-c]{0,7}", 0..3000)) {
            let (mut alone, mut together) = (Interner::default(), Interner::default());
            let one = |value: &String| if value.is_empty() { 0 } else { alone.intern(value.as_bytes()) };
            let expected: Vec<u32> = values.iter().map(one).collect();
            let mut codes = Vec::new();
            together.intern_all(values.iter().map(String::as_bytes), &mut codes);
            prop_assert_eq!(codes, expected);
        }

        #[test]
        fn codes_stand_for_values_one_to_one(values in prop::collection::vec("[a-c]{0,20}", 0..3000)) {
            let mut interner = Interner::default();
            let mut seen: HashMap<String, u32> = HashMap::new();
            for value in values {
                let code = interner.intern(value.as_bytes());
                prop_assert_eq!(interner.get(code), value.as_bytes());
                prop_assert_eq!(interner.find(value.as_bytes()), Some(code));
                prop_assert_eq!(*seen.entry(value).or_insert(code), code);
            }
            prop_assert_eq!(interner.len(), seen.len());
            prop_assert_eq!(interner.find(b"never seen"), None);
        }
    }
}
