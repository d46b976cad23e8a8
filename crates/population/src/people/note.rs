//! What is said about persons elsewhere than in chunks, such as pairs of rows kept for review.

use super::error::PeopleError;
use super::seal::{Chance, DataKey, Part, Place};

const NONCE: usize = super::seal::NONCE;

impl DataKey {
    /// Seals a note; it opens only under the same number.
    ///
    /// # Errors
    /// The operating system gave no random bytes.
    pub fn seal_note(&self, number: u64, note: Vec<u8>, chance: &Chance<'_>) -> Result<Vec<u8>, PeopleError> {
        let (nonce, sealed) = self.seal(place(number), note, chance)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens a note; `None` if it was sealed under another key or number, or was changed.
    pub fn open_note(&self, number: u64, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        self.open(place(number), *nonce, sealed.to_vec())
    }
}

fn place(number: u64) -> Place<'static> {
    Place { part: Part::Note, of: "", number: number as u32, count: (number >> 32) as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_opens_only_under_its_number_and_unchanged() {
        let chance = |bytes: &mut [u8]| {
            bytes.fill(7);
            Ok(())
        };
        let key = DataKey::throw_away(&chance).expect("a key");
        let sealed = key.seal_note(1 << 40 | 3, b"Lan".to_vec(), &chance).expect("sealed");
        assert_eq!(key.open_note(1 << 40 | 3, &sealed).as_deref(), Some(&b"Lan"[..]));
        assert_eq!(key.open_note(3, &sealed), None);
        let mut changed = sealed.clone();
        changed[30] ^= 1;
        assert_eq!((key.open_note(1 << 40 | 3, &changed), key.open_note(0, &sealed[..5])), (None, None));
    }
}
