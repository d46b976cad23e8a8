//! From buckets of rows to the people of a commune.

use crate::person::PersonKey;
use crate::places::CommuneIndex;

use super::bytes::{Bytes, Wrong, put_number};
use super::columns::{Cards, Coded, People, Strays, merge};
use super::row::{BUCKETS, CardRow, Resident, RowTexts};
use super::texts::Texts;

/// What joining one bucket of people came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Joined {
    pub(super) people: u64,
    pub(super) cards: u64,
    pub(super) repeated: u64,
}

/// Where a row stands in its bucket.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    key: PersonKey,
    /// The row in the file for residents, nought for cards.
    order: u64,
    start: usize,
    end: usize,
}

/// Brings residents and cards of one bucket together. Of several rows with one key the first of the file stays. Returns
/// the cards of nobody on the list; everybody else is appended to one of the buckets of communes.
pub(super) fn join(
    residents: &[u8],
    cards: &[u8],
    communes: &mut [Vec<u8>],
    strays: &mut Vec<u8>,
) -> Result<Joined, Wrong> {
    let mut rows = resident_rows(residents)?;
    let mut card_rows = card_rows(cards)?;
    rows.sort_unstable();
    card_rows.sort_unstable();
    let mut joined = Joined::default();
    let before = rows.len();
    rows.dedup_by_key(|row| row.key);
    joined.repeated = (before - rows.len()) as u64;
    let mut rest = &card_rows[..];
    for row in &rows {
        let unlisted = rest.partition_point(|card| card.key < row.key);
        put_strays(&rest[..unlisted], cards, strays);
        rest = &rest[unlisted..];
        let own;
        (own, rest) = rest.split_at(rest.iter().take_while(|card| card.key == row.key).count());
        let commune = u16::from_le_bytes([residents[row.start], residents[row.start + 1]]);
        let out = &mut communes[usize::from(commune) % BUCKETS];
        out.extend(commune.to_le_bytes());
        out.extend(row.key.to_le_bytes());
        out.extend_from_slice(&residents[row.start + 2..row.end]);
        put_number(out, own.len() as u64);
        for card in own {
            out.extend_from_slice(&cards[card.start..card.end]);
        }
        joined.people += 1;
        joined.cards += own.len() as u64;
    }
    put_strays(rest, cards, strays);
    Ok(joined)
}

/// Stray cards as rows: key, how many, the cards.
fn put_strays(rows: &[Row], cards: &[u8], strays: &mut Vec<u8>) {
    for own in rows.chunk_by(|one, other| one.key == other.key) {
        strays.extend(own[0].key.to_le_bytes());
        put_number(strays, own.len() as u64);
        for card in own {
            strays.extend_from_slice(&cards[card.start..card.end]);
        }
    }
}

fn resident_rows(bytes: &[u8]) -> Result<Vec<Row>, Wrong> {
    let mut rows = Vec::new();
    let mut rest = Bytes::of(bytes);
    while !rest.is_empty() {
        let (key, order) = (rest.word()?, rest.number()?);
        let start = bytes.len() - rest.rest().len();
        rest.take(2)?;
        Resident::skip(&mut rest)?;
        rows.push(Row { key, order, start, end: bytes.len() - rest.rest().len() });
    }
    Ok(rows)
}

fn card_rows(bytes: &[u8]) -> Result<Vec<Row>, Wrong> {
    let mut rows = Vec::new();
    let mut rest = Bytes::of(bytes);
    while !rest.is_empty() {
        let key = rest.word()?;
        let start = bytes.len() - rest.rest().len();
        CardRow::skip(&mut rest)?;
        rows.push(Row { key, order: 0, start, end: bytes.len() - rest.rest().len() });
    }
    Ok(rows)
}

/// The people of each commune in a bucket of joined rows, with their cards, in household order.
pub(super) fn communes(
    bytes: &[u8],
    groups: &[String],
    ethnicities: &[String],
    mut visit: impl FnMut(CommuneIndex, People, Cards) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut rows: Vec<(CommuneIndex, usize)> = Vec::new();
    let mut rest = Bytes::of(bytes);
    while !rest.is_empty() {
        let start = rest.take(2)?;
        rows.push((u16::from_le_bytes([start[0], start[1]]), bytes.len() - rest.rest().len()));
        rest.take(8)?;
        Resident::skip(&mut rest)?;
        for _ in 0..rest.count(bytes.len())? {
            CardRow::skip(&mut rest)?;
        }
    }
    rows.sort_unstable();
    for own in rows.chunk_by(|one, other| one.0 == other.0) {
        let mut draft = Draft::new(groups, ethnicities);
        for &(_, start) in own {
            draft.push(Bytes::of(&bytes[start..]))?;
        }
        let (people, cards) = draft.in_household_order();
        visit(own[0].0, people, cards)?;
    }
    Ok(())
}

/// The stray cards of a bucket.
pub(super) fn strays(bytes: &[u8], groups: &[String]) -> Result<Strays, Failure> {
    let mut strays = Strays::default();
    strays.cards.group.texts = with_none(groups);
    let mut own = OwnCards::default();
    let mut rest = Bytes::of(bytes);
    while !rest.is_empty() {
        let key = rest.word()?;
        own.read(&mut rest, key, groups.len())?;
        strays.person.push(key);
        own.put(&mut strays.cards);
    }
    Ok(strays)
}

/// Why rows cannot become people.
pub(super) enum Failure {
    /// The bytes are not what was written.
    Wrong(Wrong),
    /// Anything else.
    Error(super::PeopleError),
}

impl From<Wrong> for Failure {
    fn from(what: Wrong) -> Failure {
        Failure::Wrong(what)
    }
}

impl From<super::PeopleError> for Failure {
    fn from(error: super::PeopleError) -> Failure {
        Failure::Error(error)
    }
}

/// People in the order of their rows.
struct Draft {
    keys: Vec<PersonKey>,
    people: People,
    cards: Cards,
    groups: usize,
    ethnicities: usize,
    texts: RowTexts,
    own: OwnCards,
}

impl Draft {
    fn new(groups: &[String], ethnicities: &[String]) -> Draft {
        let mut draft = Draft {
            keys: Vec::new(),
            people: People::default(),
            cards: Cards::default(),
            groups: groups.len(),
            ethnicities: ethnicities.len(),
            texts: RowTexts::default(),
            own: OwnCards::default(),
        };
        draft.people.group.texts = with_none(groups);
        draft.people.ethnicity.texts = with_none(ethnicities);
        draft.cards.group.texts = with_none(groups);
        draft
    }

    fn push(&mut self, mut row: Bytes<'_>) -> Result<(), Failure> {
        let key = row.word()?;
        let resident = Resident::read(&mut row, key, &mut self.texts)?;
        let people = &mut self.people;
        self.keys.push(key);
        people.person_id.push(&self.texts.identifier);
        people.full_name.push(&self.texts.name);
        people.national_id.push(&self.texts.national_id);
        people.birth.push(resident.birth);
        people.sex.push(resident.sex);
        people.group.codes.push(within(resident.group, self.groups, "mã đối tượng")?);
        people.ethnicity.codes.push(within(resident.ethnicity, self.ethnicities, "dân tộc")?);
        people.household.codes.push(people.household.texts.len() as u32);
        people.household.texts.push(&self.texts.household);
        self.own.read(&mut row, key, self.groups)?;
        merge(self.own.cards.iter().map(|card| (card.from, card.until)), &mut people.spells);
        people.spell_ends.push(people.spells.len() as u32);
        self.own.put(&mut self.cards);
        Ok(())
    }

    fn in_household_order(self) -> (People, Cards) {
        let (people, keys) = (&self.people, &self.keys);
        let mut order: Vec<u32> = (0..people.len() as u32).collect();
        let place = |person: u32| {
            let person = person as usize;
            let household = people.household(person);
            (household.is_empty(), household.len(), household, people.birth[person], keys[person])
        };
        order.sort_unstable_by(|&one, &other| place(one).cmp(&place(other)));
        let mut sorted = people.pick(&order);
        sorted.household = runs(&sorted.household);
        (sorted, self.cards.pick(&order))
    }
}

/// The cards of one person, ascending by first day.
#[derive(Default)]
struct OwnCards {
    cards: Vec<OwnCard>,
    numbers: String,
}

struct OwnCard {
    from: i32,
    until: i32,
    group: u32,
    number: std::ops::Range<usize>,
}

impl OwnCards {
    fn read(&mut self, rows: &mut Bytes<'_>, key: PersonKey, groups: usize) -> Result<(), Failure> {
        self.cards.clear();
        self.numbers.clear();
        let mut number = String::new();
        for _ in 0..rows.count(rows.rest().len())? {
            let row = CardRow::read(rows, key, &mut number)?;
            let start = self.numbers.len();
            self.numbers.push_str(&number);
            let group = within(row.group, groups, "mã đối tượng")?;
            self.cards.push(OwnCard { from: row.from, until: row.until, group, number: start..self.numbers.len() });
        }
        let numbers = &self.numbers;
        self.cards.sort_by(|one, other| {
            let place = |card: &OwnCard| (card.from, card.until, card.group);
            place(one).cmp(&place(other)).then_with(|| numbers[one.number.clone()].cmp(&numbers[other.number.clone()]))
        });
        Ok(())
    }

    fn put(&self, cards: &mut Cards) {
        for card in &self.cards {
            cards.push(&self.numbers[card.number.clone()], card.from, card.until, card.group);
        }
        cards.ends.push(cards.len() as u32);
    }
}

fn within(code: u16, codes: usize, what: &'static str) -> Result<u32, super::PeopleError> {
    if usize::from(code) <= codes { Ok(u32::from(code)) } else { Err(super::PeopleError::OutOfList { what }) }
}

/// The codes of a list, and before them the empty one that nought stands for.
fn with_none(codes: &[String]) -> Texts {
    let mut texts = Texts::default();
    texts.push("");
    codes.iter().for_each(|code| texts.push(code));
    texts
}

/// The same values with equal neighbours sharing one text.
fn runs(coded: &Coded) -> Coded {
    let mut runs = Coded { texts: Texts::default(), codes: Vec::with_capacity(coded.codes.len()) };
    for index in 0..coded.codes.len() {
        let text = coded.get(index);
        if runs.texts.is_empty() || runs.texts.get(runs.texts.len() - 1) != text {
            runs.texts.push(text);
        }
        runs.codes.push(runs.texts.len() as u32 - 1);
    }
    runs
}
