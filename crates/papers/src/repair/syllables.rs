//! Every syllable that Vietnamese spelling allows, and the words of papers with their ranks, as one automaton over classes of letters.
//!
//! A syllable is onset × rime × tone. Spelling ties them: k, gh, ngh stand before e, ê, i, y and c, g, ng before the others; a rime
//! that ends in c, ch, p or t takes only the sharp and the heavy tone; the tone of oa, oe, uy may stand on either vowel (hòa, hoà).

use std::collections::HashMap;

use super::letters::{CLASSES, Letters, Packed, packed, toned};
use super::vocabulary::Quick;

const ONSETS: &str = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x";
/// Rimes without a glide before the vowel.
const PLAIN: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oc oi om on ong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt \
    ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu ooc oong";
/// Rimes with a glide, which the lip sounds b, m, v, ph do not take.
const GLIDED: &str = "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet \
    uân uâng uât uây uê uêch uênh uêt uơ uy uych uynh uyt uyp uyu uya uyên uyêt";
/// Rimes written with y where i would sound the same, and those that only stand without an onset.
const WITH_Y: &str = "y";
const BARE: &str = "y yêm yên yêng yêt yêu";
/// What may follow qu, whose u is the glide.
const AFTER_QU: &str = "a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu ây e en eo et \
    ê êch ên ênh êt êu i ich in inh it ơ ơi ơn ơt ôc y ych ynh yt yên yêt yu ia o on";
/// What may follow gi, whose i is swallowed by an i of the rime (giữ gìn, giếng, giết).
const AFTER_GI: &str = "a ac ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e em en eo ep et \
    ê êc êng êt êp êm ên êu o oc oi on ong op ot ô ôc ôi ông ôp ôt ôn ơ ơi ơn ơm u ua uc ui um un up ut uôc uôi ư ưa ươc ương ưt ưu \
    ươm oan";
/// The tones in the order of the classes of a vowel: ngang, huyền, sắc, hỏi, ngã, nặng.
const TONES: std::ops::Range<u8> = 0..6;
const SHARP: u8 = 2;
const HEAVY: u8 = 5;

/// How well a string of letters is known as a word: none at all, a legal syllable that papers hardly use, or a rank from 1 (commonest) to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank(u8);

impl Rank {
    pub(super) const NONE: Rank = Rank(0);
    pub(super) const LEGAL: Rank = Rank(1);
    /// Cost of the word, as the negative logarithm of its rough frequency.
    const COSTS: [f32; 7] = [f32::INFINITY, 11.0, 3.0, 4.5, 6.0, 7.5, 8.5];

    fn known(rank: u8) -> Rank {
        Rank(rank.clamp(1, 5) + 1)
    }

    pub(super) fn is_word(self) -> bool {
        self > Rank::NONE
    }

    pub(super) fn is_known(self) -> bool {
        self > Rank::LEGAL
    }

    pub(super) fn cost(self) -> f32 {
        Rank::COSTS.get(usize::from(self.0)).copied().unwrap_or(f32::INFINITY)
    }
}

/// The automaton: state 0 is dead.
pub(super) struct Syllables {
    next: Vec<[u16; CLASSES]>,
    rank: Vec<Rank>,
    start: u16,
}

impl Syllables {
    /// Builds the automaton of all legal syllables and the given words with their ranks (1 to 5).
    pub(super) fn build(ranks: &HashMap<Packed, u8, Quick>) -> Syllables {
        let mut words: Vec<(Packed, Rank)> = ranks.iter().map(|(&word, &rank)| (word, Rank::known(rank))).collect();
        each_legal(|spellings| {
            let known = spellings.iter().filter_map(|spelling| ranks.get(spelling)).min();
            let rank = known.map_or(Rank::LEGAL, |&rank| Rank::known(rank));
            words.extend(spellings.iter().map(|&spelling| (spelling, rank)));
        });
        // Of a word that is there twice the later rank holds: that of the syllable in all its spellings.
        words.sort_by_key(|(word, _)| *word);
        words.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 = later.1;
            }
            same
        });
        let mut syllables = Syllables { next: vec![[0; CLASSES]], rank: vec![Rank::NONE], start: 0 };
        syllables.start = syllables.add(&words, 0, &mut Seen::default());
        syllables
    }

    fn add(&mut self, words: &[(Packed, Rank)], depth: usize, seen: &mut Seen) -> u16 {
        let class = |word: Packed| word.to_be_bytes().get(depth).copied().unwrap_or_default();
        let rank = words.first().filter(|(word, _)| class(*word) == 0).map_or(Rank::NONE, |&(_, rank)| rank);
        let longer = &words[usize::from(rank != Rank::NONE)..];
        let arcs: Vec<(u8, u16)> = longer
            .chunk_by(|(one, _), (other, _)| class(*one) == class(*other))
            .map(|group| (class(group[0].0), self.add(group, depth + 1, seen)))
            .collect();
        let node = (rank, arcs);
        if let Some(&state) = seen.get(&node) {
            return state;
        }
        // Some thousands of states: the number fits; were it ever not so, the word would only stay unknown.
        let state = u16::try_from(self.next.len()).unwrap_or_default();
        let mut row = [0; CLASSES];
        for &(class, target) in &node.1 {
            row[usize::from(class)] = target;
        }
        self.next.push(row);
        self.rank.push(rank);
        seen.insert(node, state);
        state
    }

    pub(super) fn start(&self) -> u16 {
        self.start
    }

    #[inline]
    pub(super) fn step(&self, state: u16, class: u8) -> u16 {
        self.next[usize::from(state)].get(usize::from(class & 0x7f)).copied().unwrap_or_default()
    }

    #[inline]
    pub(super) fn rank(&self, state: u16) -> Rank {
        self.rank[usize::from(state)]
    }

    /// How well a word is known, whatever its case.
    #[cfg(test)]
    pub(super) fn of(&self, word: &str) -> Rank {
        self.rank(Letters::new().classes(word).fold(self.start, |state, class| self.step(state, class)))
    }
}

type Seen = HashMap<(Rank, Vec<(u8, u16)>), u16, Quick>;

impl std::hash::Hash for Rank {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

/// Tells every legal syllable, each with all its spellings.
fn each_legal(mut tell: impl FnMut(&[Packed])) {
    let letters = Letters::new();
    let mut spellings = Vec::new();
    let mut add = |onset: &str, rimes: &str| {
        for rime in rimes.split(' ').filter(|rime| !rime.is_empty()) {
            let Some(plain) = packed(letters.classes(onset).chain(letters.classes(rime))) else { continue };
            let (places, before) = (tone_places(rime), onset.chars().count());
            for tone in TONES.filter(|tone| may_take(rime, *tone)) {
                let places = if tone == 0 { &places[..1] } else { &places[..] };
                spellings.clear();
                spellings.extend(places.iter().map(|place| toned(plain, before + place, tone)));
                tell(&spellings);
            }
        }
    };
    add("", PLAIN);
    add("", GLIDED);
    add("", BARE);
    for onset in ONSETS.split_whitespace() {
        match onset {
            "qu" => add(onset, AFTER_QU),
            "gi" => {
                add(onset, AFTER_GI);
                add("g", "i in im ip");
            }
            _ => {
                let rimes =
                    |all: &str| all.split_whitespace().filter(|rime| suits(onset, rime)).collect::<Vec<_>>().join(" ");
                add(onset, &rimes(PLAIN));
                match onset {
                    "c" | "p" => {}
                    "b" | "m" | "v" | "ph" => add(onset, &rimes("oan uy uyt uơ")),
                    _ => add(onset, &rimes(GLIDED)),
                }
                if matches!(onset, "h" | "k" | "l" | "m" | "t" | "s" | "v") {
                    add(onset, WITH_Y);
                }
            }
        }
    }
}

/// Whether spelling lets the onset stand before the rime.
fn suits(onset: &str, rime: &str) -> bool {
    let front = rime.starts_with(['e', 'ê', 'i', 'y']);
    match onset {
        "k" | "gh" | "ngh" => front,
        "c" | "g" | "ng" => !front,
        _ => true,
    }
}

fn may_take(rime: &str, tone: u8) -> bool {
    let stopped = rime.ends_with(['c', 'p', 't']) || rime.ends_with("ch");
    !stopped || matches!(tone, SHARP | HEAVY)
}

fn tone_places(rime: &str) -> Vec<usize> {
    let letters: Vec<char> = rime.chars().collect();
    let is_vowel = |letter: char| "aăâeêioôơuưy".contains(letter);
    let vowels = letters.iter().filter(|letter| is_vowel(**letter)).count();
    if let Some(place) = letters.iter().rposition(|letter| "ăâêôơ".contains(*letter)) {
        return vec![place];
    }
    if vowels == 1 || rime == "oong" || rime == "ooc" {
        return vec![vowels - 1];
    }
    if vowels < letters.len() {
        return vec![vowels - 1];
    }
    match rime {
        "oa" | "oe" | "uy" => vec![0, 1],
        _ if rime.starts_with("oa") || rime.starts_with("oe") || rime.starts_with("uy") => vec![1],
        _ => vec![0],
    }
}
