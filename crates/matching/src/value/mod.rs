//! Values taken apart once for each distinct one: what is compared, and the parts under which rows are brought together.

mod date;
mod identifier;
mod name;
mod place;
mod plain;
#[cfg(test)]
mod tests;
mod word;

use rayon::prelude::*;

use crate::level::{self, Level};
use crate::run::MatchError;
use crate::schema::{Kind, Schema};
use crate::source::intern::Interner;
use crate::source::{Lists, RawColumn};

/// A field of both lists, ready to be compared.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    /// The code of each row's value in each list, 0 where nothing is known.
    pub(crate) codes: [Vec<u32>; 2],
    /// Parts of the values, from the whole to the coarse.
    pub(crate) parts: Vec<Part>,
    values: Values,
}

/// A part of the values of a field: values of one class agree in it.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its name in reports, in Vietnamese.
    pub(crate) name: &'static str,
    /// The class of each code, 0 for none; without them each code is a class of its own.
    classes: Option<Vec<u32>>,
    /// How often two rows drawn by chance, both of which have the part, agree in it.
    pub(crate) chance: f64,
    /// The share of rows that have it, in each list.
    pub(crate) present: [f64; 2],
    /// Rows of each class, in both lists together.
    pub(crate) counts: Vec<u32>,
    /// Rows that have the part, in both lists together.
    pub(crate) known: f64,
}

/// What of the values is compared, by kind.
#[derive(Debug)]
enum Values {
    Name(name::Names),
    Word(std::sync::Arc<word::Words>),
    Text(word::Words),
    Date(Vec<date::PackedDate>),
    Identifier(identifier::Identifiers),
    Place(place::Places),
    Plain(plain::Texts),
    Sex,
}

/// What a kind makes of the distinct values as they are written.
struct Prepared {
    /// The new code of each old one.
    recoded: Vec<u32>,
    /// How many new codes there are, 0 included.
    codes: usize,
    parts: Vec<(&'static str, Option<Vec<u32>>)>,
    values: Values,
}

/// Takes the values of all fields apart.
pub(crate) fn prepare(lists: &mut Lists, schema: &Schema) -> Result<Vec<Field>, MatchError> {
    let is_pair = name_pair(schema.fields.iter().map(|field| field.kind)).is_some();
    // Given name and surname share one dictionary, so that a swap is seen by their codes.
    let words: Vec<usize> = (0..schema.fields.len())
        .filter(|&at| is_pair && matches!(schema.fields[at].kind, Kind::Given | Kind::Surname))
        .collect();
    let mut shared: Vec<Option<Prepared>> = schema.fields.iter().map(|_| None).collect();
    if is_pair {
        let interners: Vec<&Interner> = words.iter().map(|&at| &lists.columns[at].interner).collect();
        for (&at, prepared) in words.iter().zip(word::prepare(&interners)) {
            shared[at] = Some(prepared);
        }
    }
    let one_list = lists.rows[1] == 0;
    let columns = std::mem::take(&mut lists.columns);
    let work: Vec<_> = columns
        .into_par_iter()
        .zip(shared)
        .zip(&schema.fields)
        .with_max_len(1)
        .map(|((column, shared), field)| {
            let prepared = match shared {
                Some(prepared) => prepared,
                None => prepare_field(&column.interner, field)?,
            };
            Ok(Field::new(field, column, prepared, one_list))
        })
        .collect();
    work.into_iter().collect()
}

fn prepare_field(interner: &Interner, field: &crate::schema::Field) -> Result<Prepared, MatchError> {
    Ok(match field.kind {
        Kind::Name => name::prepare(interner),
        Kind::Given | Kind::Surname => word::prepare(&[interner]).remove(0),
        Kind::Text => word::prepare_text(interner),
        Kind::Date => date::prepare(interner, field.order),
        Kind::Identifier => identifier::prepare(interner),
        Kind::Place => place::prepare(interner, field)?,
        Kind::Sex => plain::prepare_sex(interner),
        Kind::Year | Kind::Code | Kind::Number | Kind::Phone => plain::prepare(interner, field.kind),
    })
}

/// The fields that hold the given name and the surname, if each stands alone and once.
pub(crate) fn name_pair(kinds: impl Iterator<Item = Kind> + Clone) -> Option<(usize, usize)> {
    let only = |wanted: Kind| {
        let mut found = kinds.clone().enumerate().filter(|&(_, kind)| kind == wanted).map(|(at, _)| at);
        found.next().filter(|_| found.next().is_none())
    };
    Some((only(Kind::Given)?, only(Kind::Surname)?))
}

impl Field {
    fn new(field: &crate::schema::Field, column: RawColumn, prepared: Prepared, one_list: bool) -> Field {
        let mut codes = column.codes;
        for code in codes.iter_mut().flatten() {
            *code = prepared.recoded[*code as usize];
        }
        let mut rows_of_code = [vec![0; prepared.codes], vec![0; prepared.codes]];
        for (counts, codes) in rows_of_code.iter_mut().zip(&codes) {
            codes.iter().for_each(|&code| counts[code as usize] += 1);
        }
        let rows = [codes[0].len(), codes[1].len()];
        let parts = prepared.parts.into_iter();
        let parts = parts.map(|(name, classes)| Part::new(name, classes, &rows_of_code, rows, one_list)).collect();
        Field { name: field.name.clone(), kind: field.kind, codes, parts, values: prepared.values }
    }

    /// The level of two values that are there and are not the same code.
    pub(crate) fn level(&self, left: u32, right: u32) -> Level {
        match &self.values {
            Values::Name(names) => names.level(left, right),
            Values::Word(words) => words.level(left, right),
            Values::Text(words) => words.text_level(left, right),
            Values::Date(dates) => date::level(dates[left as usize], dates[right as usize]),
            Values::Identifier(identifiers) => identifiers.level(left, right),
            Values::Place(places) => places.level(left, right),
            Values::Plain(texts) => texts.level(left, right),
            Values::Sex => level::DIFFERENT,
        }
    }

    /// Reads a little of a value, so that it comes from memory.
    #[inline]
    pub(crate) fn touch(&self, code: u32) -> u32 {
        match &self.values {
            Values::Name(names) => names.touch(code),
            Values::Identifier(identifiers) => identifiers.touch(code),
            Values::Text(words) => words.touch(code),
            Values::Word(_) | Values::Date(_) | Values::Place(_) | Values::Plain(_) | Values::Sex => 0,
        }
    }

    /// Whether it is worth while to remember the level of two values.
    pub(crate) fn is_costly(&self) -> bool {
        matches!(self.values, Values::Name(_) | Values::Word(_) | Values::Text(_) | Values::Identifier(_))
    }

    /// The part whose class two values share when they are at `level`, and by whose frequency the level weighs more
    /// or less.
    pub(crate) fn shared_part(&self, level: Level) -> Option<&Part> {
        let at = match (self.kind, level) {
            (Kind::Name, 7) => 0,
            (Kind::Name, 6) => 1,
            (Kind::Name, 5) => 2,
            (Kind::Name, 4) => 4,
            (Kind::Name, 2) => 3,
            (Kind::Given | Kind::Surname, 7) => 0,
            (Kind::Given | Kind::Surname, 6) => 1,
            (Kind::Text, 5) => 0,
            (Kind::Text, 4) => 1,
            (Kind::Date, 7) => 0,
            (Kind::Date, 2 | 5) => 3,
            (Kind::Place, 3) => 1,
            (kind, level) if level == level::equal(kind) => 0,
            _ => return None,
        };
        self.parts.get(at)
    }
}

impl Part {
    fn new(
        name: &'static str,
        classes: Option<Vec<u32>>,
        rows_of_code: &[Vec<u32>; 2],
        rows: [usize; 2],
        one_list: bool,
    ) -> Part {
        let greatest = classes
            .as_ref()
            .map_or(rows_of_code[0].len(), |classes| classes.iter().max().map_or(0, |&class| class as usize) + 1);
        let mut by_class = [vec![0_u32; greatest], vec![0_u32; greatest]];
        for (by_class, by_code) in by_class.iter_mut().zip(rows_of_code) {
            for (code, &count) in by_code.iter().enumerate() {
                by_class[classes.as_ref().map_or(code, |classes| classes[code] as usize)] += count;
            }
        }
        let [left, right] = &by_class;
        let known = [0, 1].map(|side| (rows[side] - by_class[side][0] as usize) as f64);
        let present = [0, 1].map(|side| if rows[side] == 0 { 0.0 } else { known[side] / rows[side] as f64 });
        let square = |(&left, &right): (&u32, &u32)| {
            let other = if one_list { left.saturating_sub(1) } else { right };
            f64::from(left) * f64::from(other)
        };
        let agreeing: f64 = left[1..].iter().zip(&right[1..]).map(square).sum();
        let pairs = if one_list { known[0] * (known[0] - 1.0) } else { known[0] * known[1] };
        let counts = left.iter().zip(right).map(|(left, right)| left + right).collect();
        Part {
            name,
            classes,
            chance: if pairs > 0.0 { agreeing / pairs } else { 0.0 },
            present: if one_list { [present[0]; 2] } else { present },
            counts,
            known: known[0] + known[1],
        }
    }

    /// The class of a code, 0 for none.
    #[inline]
    pub(crate) fn class(&self, code: u32) -> u32 {
        self.classes.as_ref().map_or(code, |classes| classes[code as usize])
    }
}

/// How often, by a rough guess, two values of one person agree in which parts: a share and a bit for each part. The
/// guess only serves to choose keys; what is learnt from the lists decides. Values without a slip come first.
pub(crate) fn slips(kind: Kind) -> &'static [(f64, u32)] {
    match kind {
        // Exact, without diacritics, surname and given name, given name, any order.
        Kind::Name => {
            &[(0.78, 0b11111), (0.06, 0b01111 << 1), (0.06, 0b01100), (0.03, 0b10000), (0.04, 0b00000), (0.03, 0b01000)]
        }
        // Exact, without diacritics, sound, beginning.
        Kind::Given | Kind::Surname => &[(0.78, 0b1111), (0.06, 0b1100), (0.05, 0b1000), (0.03, 0b0100), (0.08, 0)],
        // Exact, any order, first word, longest word.
        Kind::Text => &[(0.72, 0b1111), (0.03, 0b1010), (0.06, 0b1000), (0.07, 0b0100), (0.12, 0)],
        // Exact, day, day and month in any order, year, day and month of any year.
        Kind::Date => &[(0.86, 0b11111), (0.03, 0b01100), (0.07, 0b01000), (0.025, 0b10000), (0.015, 0)],
        // Exact, end.
        Kind::Identifier => &[(0.88, 0b11), (0.05, 0b10), (0.07, 0)],
        // Exact, line of succession.
        Kind::Place => &[(0.82, 0b11), (0.08, 0b10), (0.1, 0)],
        Kind::Sex => &[(0.98, 1), (0.02, 0)],
        Kind::Year => &[(0.93, 1), (0.07, 0)],
        Kind::Code | Kind::Number => &[(0.86, 1), (0.14, 0)],
        Kind::Phone => &[(0.8, 1), (0.2, 0)],
    }
}

/// Numbers texts by what they are, the first being 1; nothing is 0.
#[derive(Debug, Default)]
struct Classes {
    interner: Interner,
}

impl Classes {
    fn with_room(classes: usize) -> Classes {
        Classes { interner: Interner::with_room(classes) }
    }

    fn of(&mut self, text: &[u8]) -> u32 {
        if text.is_empty() { 0 } else { self.interner.intern(text) }
    }

    /// The class of a list of numbers.
    fn of_numbers(&mut self, numbers: &[u32], room: &mut Vec<u8>) -> u32 {
        room.clear();
        numbers.iter().for_each(|number| room.extend_from_slice(&number.to_le_bytes()));
        self.of(room)
    }
}

/// Whether a value, as it is written, only says that there is none.
fn is_void(text: &str) -> bool {
    matches!(
        text,
        "" | "-" | "--" | "?" | "nan" | "NaN" | "NULL" | "null" | "None" | "<NA>" | "N/A" | "n/a" | "NaT" | "\\N"
    )
}

/// The values as they are written, in the order of their codes, 0 left out.
fn written(interner: &Interner) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
    (1..=interner.len() as u32).map(|code| String::from_utf8_lossy(interner.get(code)))
}

/// A whole number that went through a table of fractions: 123.0 is 123.
fn without_fraction(text: &str) -> &str {
    text.strip_suffix(".0").filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(text)
}
