//! Which words some phrases may begin with, so that most tokens are told off by one bit.

use super::lex::Key;
use super::words::Words;

/// One bit of 512 for the first word of each phrase.
pub struct Firsts([u64; 8]);

impl Firsts {
    /// Those of some phrases.
    pub const fn of(phrases: &[&[Key]]) -> Firsts {
        let mut firsts = Firsts([0; 8]);
        let mut index = 0;
        while index < phrases.len() {
            firsts = firsts.with(phrases[index]);
            index += 1;
        }
        firsts
    }

    /// With one more phrase.
    pub const fn with(self, phrase: &[Key]) -> Firsts {
        let Firsts(mut bits) = self;
        if let Some(first) = phrase.first() {
            let bit = first.bit(512);
            bits[bit / 64] |= 1 << (bit % 64);
        }
        Firsts(bits)
    }

    /// Whether one of the phrases may begin at a token.
    pub fn may_begin(&self, words: &Words<'_>, index: usize) -> bool {
        words.get(index).is_some_and(|token| {
            let bit = token.key.bit(512);
            self.0[bit / 64] & (1 << (bit % 64)) != 0
        })
    }
}
