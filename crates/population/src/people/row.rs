//! Rows on their way: residents and cards as short bytes, each telling where it ends.
//!
//! Most texts of a row follow from its key: an identifier of ten digits *is* the key, and the number on a card is the
//! identifier, alone or after five characters. What follows is not written again.

use crate::person::PersonKey;
use crate::source::{CardBatch, NO_DAY, OPEN, ResidentBatch, ResidentDetails, TextColumn};

use super::bytes::{Bytes, Wrong, code_of_day, day_of_code, push_digits, put_number, put_text, value_of};

/// Into how many buckets people are split by their keys, and communes by their numbers.
pub(super) const BUCKETS: usize = 256;

/// How a text is told: empty, a number of that many digits, or (here) as it is.
const AS_WRITTEN: u8 = 255;
const MOST_DIGITS: usize = 18;

/// How the number of a card is told.
const CARD_EMPTY: u8 = 0;
const CARD_IDENTIFIER: u8 = 1;
const CARD_AFTER_FIVE: u8 = 2;
const CARD_AS_WRITTEN: u8 = 3;
const IDENTIFIER_DIGITS: usize = 10;
const BEGINNING: usize = 5;

/// The bucket of a person. Identifiers given out one after the other spread over all buckets.
pub(super) fn bucket_of(person: PersonKey) -> usize {
    (person.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize
}

/// A resident's row: key, row in the file, commune; then what [`Resident`] reads.
pub(super) fn put_resident(out: &mut Vec<u8>, batch: &ResidentBatch, details: &ResidentDetails, index: usize) {
    let key = batch.person[index];
    out.extend(key.to_le_bytes());
    put_number(out, u64::from(batch.row[index]));
    out.extend(batch.commune[index].to_le_bytes());
    out.push(batch.sex[index]);
    put_number(out, code_of_day(batch.birth[index], NO_DAY));
    put_number(out, u64::from(batch.group[index]));
    put_number(out, u64::from(batch.ethnicity[index]));
    let identifier = details.person_id.get(index);
    match digits_of(identifier) {
        Some(digits) if value_of(identifier) == key => out.push(digits as u8),
        _ => {
            out.push(AS_WRITTEN);
            put_text(out, identifier);
        }
    }
    put_text(out, details.full_name.get(index));
    put_packed(out, details.household.get(index));
    put_packed(out, details.national_id.get(index));
}

/// A card's row: key; then what [`CardRow`] reads.
pub(super) fn put_card(out: &mut Vec<u8>, batch: &CardBatch, numbers: &TextColumn, index: usize) {
    let key = batch.person[index];
    out.extend(key.to_le_bytes());
    put_number(out, code_of_day(batch.from[index], NO_DAY));
    put_number(out, code_of_day(batch.until[index], OPEN));
    put_number(out, u64::from(batch.group[index]));
    put_card_number(out, numbers.get(index), key);
}

fn put_card_number(out: &mut Vec<u8>, number: &str, key: PersonKey) {
    if number.is_empty() {
        out.push(CARD_EMPTY);
        return;
    }
    if let Some(start) = number.len().checked_sub(IDENTIFIER_DIGITS)
        && let Some((beginning, identifier)) = number.split_at_checked(start)
        && digits_of(identifier).is_some()
        && value_of(identifier) == key
    {
        match beginning.len() {
            0 => return out.push(CARD_IDENTIFIER),
            BEGINNING => {
                out.push(CARD_AFTER_FIVE);
                return out.extend_from_slice(beginning.as_bytes());
            }
            _ => {}
        }
    }
    out.push(CARD_AS_WRITTEN);
    put_text(out, number);
}

fn put_packed(out: &mut Vec<u8>, text: &str) {
    match digits_of(text) {
        Some(digits) => {
            out.push(digits as u8);
            let width = width_of(digits);
            out.extend_from_slice(&value_of(text).to_le_bytes()[..width]);
        }
        None if text.is_empty() => out.push(0),
        None => {
            out.push(AS_WRITTEN);
            put_text(out, text);
        }
    }
}

/// How many digits a text is, if it is nothing else and fits.
fn digits_of(text: &str) -> Option<usize> {
    let fits = (1..=MOST_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(text.len())
}

/// How many bytes every number of so many digits fits into.
fn width_of(digits: usize) -> usize {
    (64 - (10_u64.pow(digits as u32) - 1).leading_zeros() as usize).div_ceil(8)
}

/// A resident's row without what it is joined by; its texts are put into the buffers given.
pub(super) struct Resident {
    pub(super) sex: u8,
    pub(super) birth: i32,
    pub(super) group: u16,
    pub(super) ethnicity: u16,
}

/// The texts of a row, kept from row to row so that their memory is used again.
#[derive(Default)]
pub(super) struct RowTexts {
    pub(super) identifier: String,
    pub(super) name: String,
    pub(super) household: String,
    pub(super) national_id: String,
}

impl Resident {
    /// Reads on after the commune.
    pub(super) fn read(bytes: &mut Bytes<'_>, key: PersonKey, texts: &mut RowTexts) -> Result<Resident, Wrong> {
        let sex = bytes.byte()?;
        let birth = day_of_code(bytes.number()?, NO_DAY).ok_or("no day")?;
        let group = bytes.count(usize::from(u16::MAX))? as u16;
        let ethnicity = bytes.count(usize::from(u16::MAX))? as u16;
        texts.identifier.clear();
        match bytes.byte()? {
            AS_WRITTEN => texts.identifier.push_str(bytes.text()?),
            digits => push_digits(&mut texts.identifier, key, usize::from(digits)),
        }
        texts.name.clear();
        texts.name.push_str(bytes.text()?);
        take_packed(bytes, &mut texts.household)?;
        take_packed(bytes, &mut texts.national_id)?;
        Ok(Resident { sex, birth, group, ethnicity })
    }

    /// Passes over a row after the commune.
    pub(super) fn skip(bytes: &mut Bytes<'_>) -> Result<(), Wrong> {
        bytes.byte()?;
        for _ in 0..3 {
            bytes.number()?;
        }
        if bytes.byte()? == AS_WRITTEN {
            bytes.text()?;
        }
        bytes.text()?;
        for _ in 0..2 {
            match bytes.byte()? {
                0 => {}
                AS_WRITTEN => {
                    bytes.text()?;
                }
                digits => {
                    bytes.take(width_of(usize::from(digits).min(MOST_DIGITS)))?;
                }
            }
        }
        Ok(())
    }
}

fn take_packed(bytes: &mut Bytes<'_>, text: &mut String) -> Result<(), Wrong> {
    text.clear();
    match bytes.byte()? {
        0 => {}
        AS_WRITTEN => text.push_str(bytes.text()?),
        digits => {
            let digits = usize::from(digits).min(MOST_DIGITS);
            let value = bytes.take(width_of(digits))?.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte));
            push_digits(text, value, digits);
        }
    }
    Ok(())
}

/// A card's row without its key; the number is put into the buffer given.
pub(super) struct CardRow {
    pub(super) from: i32,
    pub(super) until: i32,
    pub(super) group: u16,
}

impl CardRow {
    /// Reads on after the key.
    pub(super) fn read(bytes: &mut Bytes<'_>, key: PersonKey, number: &mut String) -> Result<CardRow, Wrong> {
        let from = day_of_code(bytes.number()?, NO_DAY).ok_or("no day")?;
        let until = day_of_code(bytes.number()?, OPEN).ok_or("no day")?;
        let group = bytes.count(usize::from(u16::MAX))? as u16;
        number.clear();
        match bytes.byte()? {
            CARD_EMPTY => {}
            CARD_IDENTIFIER => push_digits(number, key, IDENTIFIER_DIGITS),
            CARD_AFTER_FIVE => {
                number.push_str(std::str::from_utf8(bytes.take(BEGINNING)?).map_err(|_| "no text")?);
                push_digits(number, key, IDENTIFIER_DIGITS);
            }
            CARD_AS_WRITTEN => number.push_str(bytes.text()?),
            _ => return Err("an unknown kind of card number"),
        }
        Ok(CardRow { from, until, group })
    }

    /// Passes over a row after the key.
    pub(super) fn skip(bytes: &mut Bytes<'_>) -> Result<(), Wrong> {
        for _ in 0..3 {
            bytes.number()?;
        }
        match bytes.byte()? {
            CARD_EMPTY | CARD_IDENTIFIER => {}
            CARD_AFTER_FIVE => {
                bytes.take(BEGINNING)?;
            }
            _ => {
                bytes.text()?;
            }
        }
        Ok(())
    }
}
