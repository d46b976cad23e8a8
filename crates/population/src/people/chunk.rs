//! People and cards as the bytes of a chunk: a version, then columns compressed by zstd.

use crate::source::{NO_DAY, OPEN};

use super::bytes::{Bytes, Wrong, code_of_day, counts_of, ends_of, push_digits, put_column, put_number, put_texts};
use super::columns::{Cards, Coded, People, Spell, Strays};
use super::texts::{Texts, range_at};

const VERSION: u8 = 1;
/// The most people, and spells or cards, in one chunk: what a damaged count can make us allocate.
pub(super) const MOST_PEOPLE: usize = 1 << 20;
pub(super) const MOST_CARDS: usize = 1 << 24;
/// The most bytes of a chunk before compression.
const MOST_BYTES: usize = 1 << 30;
/// Costs least to write; the next levels save less than a tenth.
const LEVEL: i32 = 1;

/// How the number of a card is told.
const EMPTY: u64 = 0;
const AS_WRITTEN: u64 = 1;
/// The person's identifier, as new cards have it.
const IDENTIFIER: u64 = 2;
/// From here on: a beginning out of a short list, then the person's identifier, as cards of fifteen characters have it.
const BEGINNINGS: u64 = 3;
/// Two letters, the digit of benefits, two digits of the province.
const BEGINNING: usize = 5;

pub(super) fn encode_people(people: &People) -> Result<Vec<u8>, Wrong> {
    if people.len() > MOST_PEOPLE || people.spells.len() > MOST_CARDS {
        return Err("người");
    }
    let mut out = Vec::with_capacity(people.len() * 64);
    put_number(&mut out, people.len() as u64);
    put_texts(&mut out, &people.person_id);
    put_texts(&mut out, &people.full_name);
    put_texts(&mut out, &people.national_id);
    put_column(&mut out, people.birth.iter().map(|&day| code_of_day(day, NO_DAY)));
    put_column(&mut out, people.sex.iter().map(|&sex| u64::from(sex)));
    put_coded(&mut out, &people.group);
    put_coded(&mut out, &people.ethnicity);
    put_coded(&mut out, &people.household);
    put_column(&mut out, counts_of(&people.spell_ends));
    put_column(&mut out, people.spells.iter().map(|spell| code_of_day(spell.from, NO_DAY)));
    put_column(&mut out, people.spells.iter().map(|spell| code_of_day(spell.until, OPEN)));
    compress(&out)
}

pub(super) fn decode_people(bytes: &[u8]) -> Result<People, Wrong> {
    let plain = decompress(bytes)?;
    let mut bytes = Bytes::of(&plain);
    let count = bytes.count(MOST_PEOPLE)?;
    let mut people = People {
        person_id: bytes.texts(count)?,
        full_name: bytes.texts(count)?,
        national_id: bytes.texts(count)?,
        birth: bytes.days(count, NO_DAY)?,
        sex: bytes.small_column(count, 255)?.into_iter().map(|sex| sex as u8).collect(),
        group: coded(&mut bytes, count)?,
        ethnicity: coded(&mut bytes, count)?,
        household: coded(&mut bytes, count)?,
        ..People::default()
    };
    people.spell_ends = ends_of(&bytes.small_column(count, MOST_CARDS as u32)?)?;
    let spells = total(&people.spell_ends)?;
    let from = bytes.days(spells, NO_DAY)?;
    let until = bytes.days(spells, OPEN)?;
    people.spells = from.into_iter().zip(until).map(|(from, until)| Spell { from, until }).collect();
    bytes.end()?;
    Ok(people)
}

/// The cards of people whose identifiers are given.
pub(super) fn encode_cards(cards: &Cards, identifiers: &Texts) -> Result<Vec<u8>, Wrong> {
    let mut out = Vec::with_capacity(cards.len() * 12);
    put_cards(&mut out, cards, identifiers)?;
    compress(&out)
}

pub(super) fn decode_cards(bytes: &[u8], identifiers: &Texts) -> Result<Cards, Wrong> {
    let plain = decompress(bytes)?;
    let mut bytes = Bytes::of(&plain);
    let cards = take_cards(&mut bytes, identifiers)?;
    bytes.end()?;
    Ok(cards)
}

pub(super) fn encode_strays(strays: &Strays) -> Result<Vec<u8>, Wrong> {
    let mut out = Vec::with_capacity(strays.cards.len() * 16);
    put_number(&mut out, strays.len() as u64);
    put_column(&mut out, strays.person.iter().copied());
    put_cards(&mut out, &strays.cards, &identifiers_of(&strays.person))?;
    compress(&out)
}

pub(super) fn decode_strays(bytes: &[u8]) -> Result<Strays, Wrong> {
    let plain = decompress(bytes)?;
    let mut bytes = Bytes::of(&plain);
    let count = bytes.count(MOST_CARDS)?;
    let person = bytes.column(count, u64::MAX)?;
    let cards = take_cards(&mut bytes, &identifiers_of(&person))?;
    bytes.end()?;
    Ok(Strays { person, cards })
}

/// What the identifiers of people known only by key look like on their cards: ten digits.
fn identifiers_of(person: &[u64]) -> Texts {
    let mut identifiers = Texts::with_capacity(person.len(), person.len() * 10);
    for &key in person {
        let mut digits = String::new();
        push_digits(&mut digits, key, 10);
        identifiers.push(&digits);
    }
    identifiers
}

fn put_cards(out: &mut Vec<u8>, cards: &Cards, identifiers: &Texts) -> Result<(), Wrong> {
    if cards.len() > MOST_CARDS {
        return Err("thẻ");
    }
    put_column(out, counts_of(&cards.ends));
    put_column(out, cards.from.iter().map(|&day| code_of_day(day, NO_DAY)));
    put_column(out, cards.until.iter().map(|&day| code_of_day(day, OPEN)));
    put_coded(out, &cards.group);
    let (mut beginnings, mut others, mut kinds) = (Texts::default(), Texts::default(), Vec::with_capacity(cards.len()));
    for person in 0..cards.people() {
        let identifier = identifiers.get(person);
        for card in range_at(&cards.ends, person) {
            kinds.push(kind_of(cards.number.get(card), identifier, &mut beginnings, &mut others));
        }
    }
    put_number(out, beginnings.len() as u64);
    put_texts(out, &beginnings);
    put_number(out, others.len() as u64);
    put_texts(out, &others);
    put_column(out, kinds.iter().copied());
    Ok(())
}

fn kind_of(number: &str, identifier: &str, beginnings: &mut Texts, others: &mut Texts) -> u64 {
    if number.is_empty() {
        return EMPTY;
    }
    match number.strip_suffix(identifier) {
        Some("") => return IDENTIFIER,
        Some(beginning) if beginning.len() == BEGINNING && beginning.is_ascii() => {
            if let Some(place) = beginnings.iter().position(|known| known == beginning) {
                return place as u64 + BEGINNINGS;
            }
            // A list that is searched from its beginning stays short.
            if beginnings.len() < 1000 {
                beginnings.push(beginning);
                return beginnings.len() as u64 - 1 + BEGINNINGS;
            }
        }
        _ => {}
    }
    others.push(number);
    AS_WRITTEN
}

fn take_cards(bytes: &mut Bytes<'_>, identifiers: &Texts) -> Result<Cards, Wrong> {
    let ends = ends_of(&bytes.small_column(identifiers.len(), MOST_CARDS as u32)?)?;
    let count = total(&ends)?;
    let from = bytes.days(count, NO_DAY)?;
    let until = bytes.days(count, OPEN)?;
    let group = coded(bytes, count)?;
    let beginnings = bytes.count(MOST_CARDS)?;
    let beginnings = bytes.texts(beginnings)?;
    let others = bytes.count(MOST_CARDS)?;
    let others = bytes.texts(others)?;
    let kinds = bytes.column(count, BEGINNINGS + beginnings.len() as u64)?;
    let mut number = Texts::with_capacity(count, count * 12);
    let (mut other, mut text) = (0, String::new());
    for person in 0..identifiers.len() {
        for card in range_at(&ends, person) {
            text.clear();
            match kinds[card] {
                EMPTY => {}
                AS_WRITTEN => {
                    text.push_str(others.get(other));
                    other += 1;
                }
                IDENTIFIER => text.push_str(identifiers.get(person)),
                kind => {
                    text.push_str(beginnings.get((kind - BEGINNINGS) as usize));
                    text.push_str(identifiers.get(person));
                }
            }
            number.push(&text);
        }
    }
    Ok(Cards { number, from, until, group, ends })
}

fn put_coded(out: &mut Vec<u8>, coded: &Coded) {
    put_number(out, coded.texts.len() as u64);
    put_texts(out, &coded.texts);
    // Households come in order, so that most differ by nought or one from the one before.
    let steps = coded.codes.iter().scan(0_u32, |before, &code| {
        let step = code.wrapping_sub(*before) as i32;
        *before = code;
        Some(u64::from(((step << 1) ^ (step >> 31)) as u32))
    });
    put_column(out, steps);
}

fn coded(bytes: &mut Bytes<'_>, count: usize) -> Result<Coded, Wrong> {
    let texts = bytes.count(MOST_CARDS)?;
    let texts = bytes.texts(texts)?;
    let mut codes = bytes.small_column(count, u32::MAX)?;
    let mut code = 0_u32;
    for step in &mut codes {
        code = code.wrapping_add((*step >> 1) ^ (*step & 1).wrapping_neg());
        *step = code;
    }
    if codes.iter().any(|&code| code as usize >= texts.len()) {
        return Err("a code out of its list");
    }
    Ok(Coded { texts, codes })
}

fn total(ends: &[u32]) -> Result<usize, Wrong> {
    let total = ends.last().map_or(0, |&end| end as usize);
    if total > MOST_CARDS { Err("a count too great") } else { Ok(total) }
}

fn compress(plain: &[u8]) -> Result<Vec<u8>, Wrong> {
    if plain.len() > MOST_BYTES {
        return Err("byte");
    }
    let mut out = vec![VERSION];
    put_number(&mut out, plain.len() as u64);
    out.extend(zstd::bulk::compress(plain, LEVEL).map_err(|_| "zstd")?);
    Ok(out)
}

fn decompress(bytes: &[u8]) -> Result<Vec<u8>, Wrong> {
    let mut bytes = Bytes::of(bytes);
    if bytes.byte()? != VERSION {
        return Err("an unknown version");
    }
    let length = bytes.count(MOST_BYTES)?;
    let plain = zstd::bulk::decompress(bytes.rest(), length).map_err(|_| "not compressed by zstd")?;
    if plain.len() == length { Ok(plain) } else { Err("cut short") }
}
