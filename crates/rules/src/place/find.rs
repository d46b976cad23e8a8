//! Finding a unit by what a person types: a code or a name, diacritics and the kind word optional.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use super::registry::Registry;
use super::unit::{Kind, Level, Unit, UnitId};
use crate::text::{search_key, tone_key};

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Find<'a> {
    /// A code ("29008") or a name ("xã Châu Bình", "chau binh").
    pub text: &'a str,
    /// Only units that lie, or ever came to lie, in this one.
    pub within: Option<UnitId>,
    /// Only units valid on that day; without it abolished units are found, too.
    pub on: Option<NaiveDate>,
}

/// How well a unit fits, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quality {
    /// The code.
    Code,
    /// The whole name with its diacritics.
    Exact,
    /// The whole name, diacritics aside.
    Folded,
    /// The beginning of the name.
    Beginning,
    /// The beginning of a later word of the name.
    Inside,
}

/// A unit that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The spell.
    pub unit: UnitId,
    /// How well it fits.
    pub quality: Quality,
}

/// Why a text does not name one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolveError {
    /// No unit of that name or code.
    NotFound {
        /// Units with a similar name, best first.
        similar: Vec<UnitId>,
    },
    /// Several units.
    Ambiguous {
        /// Each of them once, in its latest spell.
        candidates: Vec<UnitId>,
    },
    /// One unit, but not valid on that day.
    NotValidOn {
        /// The unit.
        unit: UnitId,
        /// The day asked for.
        on: NaiveDate,
        /// What stands in its place on that day.
        successors: Vec<UnitId>,
    },
}

impl ResolveError {
    /// The refusal as a Vietnamese sentence.
    pub fn message(&self, registry: &Registry, text: &str) -> String {
        let list = |ids: &[UnitId]| {
            let names: Vec<String> = ids.iter().take(10).map(|id| registry.latest_path_name(*id)).collect();
            let more =
                if ids.len() > 10 { format!("; và {} đơn vị khác", ids.len() - 10) } else { String::new() };
            names.join("; ") + &more
        };
        match self {
            ResolveError::NotFound { similar } if similar.is_empty() => {
                format!("Không có đơn vị nào tên “{text}”.")
            }
            ResolveError::NotFound { similar } => {
                format!("Không có đơn vị nào tên “{text}”. Tên gần giống: {}.", list(similar))
            }
            ResolveError::Ambiguous { candidates } => {
                format!("“{text}” chỉ nhiều đơn vị: {}. Hãy ghi rõ loại đơn vị, nơi hoặc mã.", list(candidates))
            }
            ResolveError::NotValidOn { unit, on, successors } => {
                let name = registry.latest_path_name(*unit);
                let day = on.format("%d/%m/%Y");
                let spell = registry.unit(*unit);
                let since = match spell.and_then(|unit| unit.to).filter(|to| to <= on) {
                    Some(to) => format!("đã kết thúc từ ngày {}", to.format("%d/%m/%Y")),
                    None => "chưa được lập".to_owned(),
                };
                let instead = match (successors.as_slice(), spell.and_then(|unit| unit.to).is_some_and(|to| to <= *on))
                {
                    ([], _) => "không có đơn vị kế tiếp".to_owned(),
                    (ids, true) => format!("nay là {}", list(ids)),
                    (ids, false) => format!("khi đó là {}", list(ids)),
                };
                format!("Ngày {day} không có {name}: {since}, {instead}.")
            }
        }
    }
}

/// Keys of all names, made at the first search.
#[derive(Debug)]
pub(super) struct SearchIndex {
    keys: Vec<Keys>,
    by_key: HashMap<Box<str>, Vec<u32>>,
}

#[derive(Debug)]
struct Keys {
    search: Box<str>,
    tone: Box<str>,
}

/// The five tone marks: huyền, sắc, ngã, hỏi, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// One way to read the text: a name, perhaps after a kind word.
struct Reading {
    search: String,
    tone: String,
    kinds: &'static [Kind],
}

/// Kind words and their usual short forms, as `search_key` and `tone_key` give them.
const KIND_WORDS: [(&str, &[Kind]); 16] = [
    ("thành phố", &[Kind::ThanhPhoTrungUong, Kind::ThanhPho]),
    ("tp", &[Kind::ThanhPhoTrungUong, Kind::ThanhPho]),
    ("tỉnh", &[Kind::Tinh]),
    ("quận", &[Kind::Quan]),
    ("q", &[Kind::Quan]),
    ("huyện", &[Kind::Huyen]),
    ("h", &[Kind::Huyen]),
    ("thị xã", &[Kind::ThiXa]),
    ("tx", &[Kind::ThiXa]),
    ("phường", &[Kind::Phuong]),
    ("p", &[Kind::Phuong]),
    ("thị trấn", &[Kind::ThiTran]),
    ("tt", &[Kind::ThiTran]),
    ("xã", &[Kind::Xa]),
    ("đặc khu", &[Kind::DacKhu]),
    ("nước", &[Kind::QuocGia]),
];

/// A kind word as it is compared; a sheet of results asks for tens of thousands of names.
struct KindKey {
    search: String,
    tone: String,
    words: usize,
    kinds: &'static [Kind],
}

static KIND_KEYS: LazyLock<Vec<KindKey>> = LazyLock::new(|| {
    let key = |(word, kinds): &(&str, &'static [Kind])| KindKey {
        search: search_key(word),
        tone: tone_key(word),
        words: word.split(' ').count(),
        kinds,
    };
    KIND_WORDS.iter().map(key).collect()
});

impl Registry {
    /// Units that fit the text, best first: by quality, larger units first, those valid without end first, later ones
    /// first. Of a unit that only grew or shrank, the last fitting spell stands for all.
    pub fn find(&self, find: &Find<'_>) -> Vec<Match> {
        let mut matches = self.matching(find.text, true);
        matches.retain(|found| self.admits(find, found.unit));
        let kept: Vec<UnitId> = matches.iter().map(|found| found.unit).collect();
        matches.retain(|found| self.goes_on_as(found.unit).is_none_or(|next| !kept.contains(&next)));
        self.rank(&mut matches);
        matches
    }

    /// The one unit a text names.
    ///
    /// With several levels of the same name the highest wins ("Bến Tre" is the province, also after its end), unless a kind
    /// word says otherwise. Without a day, of several spells that follow one another the latest is meant.
    ///
    /// # Errors
    /// [`ResolveError`]: not found, several, or not valid on that day.
    pub fn resolve(&self, text: &str, within: Option<UnitId>, on: Option<NaiveDate>) -> Result<UnitId, ResolveError> {
        let anywhen = Find { text, within, on: None };
        let mut matches = self.matching(text, false);
        matches.retain(|found| self.admits(&anywhen, found.unit));
        let best = matches.iter().map(|found| found.quality).min();
        matches.retain(|found| Some(found.quality) == best);
        let Some(highest) = matches.iter().map(|found| self.level(found.unit)).min() else {
            let similar = self.find(&anywhen).into_iter().take(5).map(|found| found.unit).collect();
            return Err(ResolveError::NotFound { similar });
        };
        matches.retain(|found| self.level(found.unit) == highest);
        self.rank(&mut matches);
        let spells: Vec<UnitId> = matches.into_iter().map(|found| found.unit).collect();
        let latest = |ids: &[UnitId]| -> Vec<UnitId> {
            let passed = |id: UnitId| ids.iter().any(|other| *other != id && self.leads_to(id, *other));
            ids.iter().copied().filter(|id| !passed(*id)).collect()
        };
        let Some(day) = on else {
            return one(latest(&spells));
        };
        let valid: Vec<UnitId> = spells.iter().copied().filter(|id| self.valid(*id, day)).collect();
        if !valid.is_empty() {
            return one(valid);
        }
        let unit = one(latest(&spells))?;
        let nearest = spells.iter().copied().filter(|id| *id == unit || self.leads_to(*id, unit));
        let unit = nearest.min_by_key(|id| self.distance(*id, day)).unwrap_or(unit);
        Err(ResolveError::NotValidOn { unit, on: day, successors: self.standing_for(unit, day) })
    }

    fn level(&self, id: UnitId) -> Level {
        self.unit(id).map_or(Level::Commune, Unit::level)
    }

    /// Days between a day and the nearest day of a spell.
    fn distance(&self, id: UnitId, day: NaiveDate) -> i64 {
        let Some(unit) = self.unit(id) else {
            return i64::MAX;
        };
        let after = unit.to.map_or(0, |to| (day - to).num_days() + 1);
        let before = unit.from.map_or(0, |from| (from - day).num_days());
        after.max(before).max(0)
    }

    fn admits(&self, find: &Find<'_>, id: UnitId) -> bool {
        find.on.is_none_or(|on| self.valid(id, on))
            && find.within.is_none_or(|scope| match find.on {
                Some(on) if self.valid(scope, on) => self.contains(scope, id, on),
                _ => self.contains_ever(scope, id),
            })
    }

    fn rank(&self, matches: &mut [Match]) {
        matches.sort_by_cached_key(|found| {
            let unit = self.unit(found.unit);
            let to = unit.map(|unit| unit.to.unwrap_or(NaiveDate::MAX));
            (found.quality, self.level(found.unit), Reverse(to), unit.map(|unit| unit.code), found.unit)
        });
    }

    /// Every fitting spell once, with its best quality; in no order.
    fn matching(&self, text: &str, partial: bool) -> Vec<Match> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let by_code: Vec<Match> =
                self.spells(text).map(|unit| Match { unit: unit.id, quality: Quality::Code }).collect();
            if !by_code.is_empty() {
                return by_code;
            }
        }
        let index = self.search.get_or_init(|| SearchIndex::of(&self.units));
        let mut best: HashMap<u32, Quality> = HashMap::new();
        for reading in readings(text) {
            let exact = index.by_key.get(reading.search.as_str()).into_iter().flatten().copied();
            let some = if partial { 0..index.keys.len() as u32 } else { 0..0 };
            for position in exact.chain(some) {
                let unit = &self.units[position as usize];
                if !reading.kinds.is_empty() && !reading.kinds.contains(&unit.kind) {
                    continue;
                }
                if let Some(quality) = index.keys[position as usize].quality(&reading, partial) {
                    best.entry(position).and_modify(|found| *found = quality.min(*found)).or_insert(quality);
                }
            }
        }
        best.into_iter().map(|(position, quality)| Match { unit: self.units[position as usize].id, quality }).collect()
    }
}

fn one(ids: Vec<UnitId>) -> Result<UnitId, ResolveError> {
    match ids.as_slice() {
        [only] => Ok(*only),
        _ => Err(ResolveError::Ambiguous { candidates: ids }),
    }
}

/// The first words of a key and what follows them; none when nothing does.
fn split_after(key: &str, words: usize) -> Option<(&str, &str)> {
    let (space, _) = key.match_indices(' ').nth(words.checked_sub(1)?)?;
    Some((&key[..space], &key[space + 1..]))
}

/// The text as a name, and as a name after a kind word: "quan son" is huyện Quan Sơn or a quận Sơn.
fn readings(text: &str) -> Vec<Reading> {
    let keys = Keys::of(text);
    let (search, tone) = (keys.search.as_ref(), keys.tone.as_ref());
    let mut readings = Vec::new();
    let reading = |search: &str, tone: &str, kinds| Reading { search: search.to_owned(), tone: tone.to_owned(), kinds };
    for word in KIND_KEYS.iter() {
        let (Some((_, search_rest)), Some((head, tone_rest))) =
            (split_after(search, word.words), split_after(tone, word.words))
        else {
            continue;
        };
        if head == word.tone || (head.is_ascii() && head == word.search) {
            readings.push(reading(search_rest, tone_rest, word.kinds));
        }
    }
    readings.push(reading(search, tone, &[]));
    readings.retain(|reading| !reading.search.is_empty());
    readings
}

impl SearchIndex {
    fn of(units: &[Unit]) -> SearchIndex {
        let mut by_key: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let mut keys = Vec::with_capacity(units.len());
        for (position, unit) in (0_u32..).zip(units) {
            let names = Keys::of(&unit.name);
            by_key.entry(names.search.clone()).or_default().push(position);
            keys.push(names);
        }
        SearchIndex { keys, by_key }
    }
}

impl Keys {
    /// Both keys have the same words: apostrophes are left out ("Đắk R'Lấp" is typed "dak rlap"), other punctuation
    /// parts words.
    fn of(name: &str) -> Keys {
        let plain: String = name
            .chars()
            .filter(|letter| !matches!(letter, '\'' | '’' | '‘' | '`' | 'ʼ'))
            .map(|letter| if letter.is_ascii_punctuation() || matches!(letter, '–' | '—') { ' ' } else { letter })
            .collect();
        Keys { search: search_key(&plain).into(), tone: tone_key(&plain).into() }
    }

    /// Someone who writes diacritics means them ("Thanh" is not "Thạnh"); someone who writes none leaves them open.
    fn quality(&self, reading: &Reading, partial: bool) -> Option<Quality> {
        if self.tone.as_ref() == reading.tone {
            return Some(Quality::Exact);
        }
        if self.search.as_ref() == reading.search && reading.is_plain() {
            return Some(Quality::Folded);
        }
        if !partial {
            return None;
        }
        let begins_a_word = |at: usize| at == 0 || self.search[..at].ends_with(' ');
        let agrees = |at: usize| begins_a_word(at) && (reading.is_plain() || self.agrees_in_tone(at, reading));
        let (at, _) = self.search.match_indices(reading.search.as_str()).find(|(at, _)| agrees(*at))?;
        Some(if at == 0 { Quality::Beginning } else { Quality::Inside })
    }

    /// Whether the name agrees in tone from the word at this place of the search key on.
    fn agrees_in_tone(&self, at: usize, reading: &Reading) -> bool {
        let words_before = self.search[..at].matches(' ').count();
        let Some(name) = self.tone.splitn(words_before + 1, ' ').nth(words_before) else {
            return false;
        };
        if name.starts_with(&reading.tone) {
            return true;
        }
        // The tone of a word that is still being typed may come with its next letters.
        let begun = reading.tone.rfind(' ').map_or(0, |blank| blank + 1);
        let rest = name.strip_prefix(&reading.tone[..begun]);
        rest.is_some_and(|rest| without_tones(rest).starts_with(&reading.tone[begun..]))
    }
}

impl Reading {
    /// Whether the writer used no diacritics at all.
    fn is_plain(&self) -> bool {
        self.tone.is_ascii()
    }
}

fn without_tones(text: &str) -> String {
    text.nfd().filter(|letter| !TONES.contains(letter)).nfc().collect()
}
