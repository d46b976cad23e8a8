//! What a matching found.

use std::borrow::Cow;
use std::io::Write;

use crate::level;
use crate::schema::Kind;
use crate::source::Ids;

/// The pairs found in two lists, or in one, and how far they can be trusted.
#[derive(Debug)]
pub struct Outcome {
    /// Matches and pairs for review, in the order of the rows of the first list, then of the second.
    pub pairs: Vec<Pair>,
    /// The probability from which a pair is a match.
    pub threshold: f64,
    /// The share of the matches that are expected to be right, by their probabilities; 1 where there is none.
    pub expected_precision: f64,
    /// The share of all true pairs that are expected to be among the matches; `None` where too little was found to say.
    pub expected_recall: Option<f64>,
    /// How many different pairs were compared.
    pub compared_pairs: u64,
    /// The keys that brought the pairs together.
    pub keys: Vec<KeyReport>,
    /// What each level of each field says.
    pub weights: Vec<FieldWeights>,
    /// Rows of the first list, and of the second (the same, where one list was held against itself).
    pub rows: (usize, usize),
    pub(crate) fields: Vec<(String, Kind)>,
    pub(crate) left_ids: Ids,
    /// Nothing where one list was held against itself.
    pub(crate) right_ids: Option<Ids>,
}

/// Two rows that are, or may be, about one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The row of the first list, counted from 0 without the header.
    pub left: u32,
    /// The row of the second list; where one list was held against itself, of the same list and greater than `left`.
    pub right: u32,
    /// How probable it is that both are about one person, 0 to 1.
    pub probability: f32,
    /// What follows from it.
    pub decision: Decision,
    pub(crate) pattern: u32,
}

/// What is to become of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Taken as one person.
    Match,
    /// A human being should look.
    Review,
}

/// How two values of a field agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// At least one side says nothing.
    Missing,
    /// They contradict each other.
    Different,
    /// A part is the same: the given name, the year, the end of a number.
    Partial,
    /// They resemble each other.
    Similar,
    /// A slip of the pen lies between them.
    Close,
    /// The same parts in another order: given name and surname, day and month.
    Swapped,
    /// One is the other with parts left out: middle names, or a year for a day.
    Shortened,
    /// A place and the place that came after it.
    Succeeded,
    /// The same but for diacritics that one side lacks.
    Folded,
    /// The same.
    Equal,
}

/// A key under which pairs were brought together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyReport {
    /// Its parts in Vietnamese, as `tên gọi của ho_ten + năm của ngay_sinh`.
    pub name: String,
    /// Pairs that agree on it.
    pub pairs: u64,
    /// Blocks that would have made too many pairs, and so were split by a further field.
    pub split_blocks: u64,
    /// Pairs that splitting left out.
    pub left_out_pairs: u64,
}

/// What the levels of a field say.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldWeights {
    /// The field.
    pub field: String,
    /// For each level but [`Agreement::Missing`]: how often it occurs among matches, how often among other pairs.
    pub levels: Vec<(Agreement, f64, f64)>,
}

impl Decision {
    /// The word for it in the file of pairs.
    pub fn word(self) -> &'static str {
        match self {
            Decision::Match => "match",
            Decision::Review => "review",
        }
    }
}

impl Outcome {
    /// The name of the pair's row in the first list.
    pub fn left_id(&self, pair: &Pair) -> Cow<'_, str> {
        Cow::Owned(self.left_ids.get(pair.left))
    }

    /// The name of the pair's row in the second list.
    pub fn right_id(&self, pair: &Pair) -> Cow<'_, str> {
        Cow::Owned(self.right_ids.as_ref().unwrap_or(&self.left_ids).get(pair.right))
    }

    /// How the fields of a pair agree, in the order of the schema.
    pub fn agreements(&self, pair: &Pair) -> Vec<(&str, Agreement)> {
        let kinds: Vec<Kind> = self.fields.iter().map(|(_, kind)| *kind).collect();
        let packing = level::Packing::new(&kinds);
        let levels = self.fields.iter().enumerate();
        levels
            .map(|(at, (name, kind))| (name.as_str(), level::agreement(*kind, packing.level(pair.pattern, at))))
            .collect()
    }

    /// Writes the pairs as CSV: `a_id,b_id,probability,decision`, the decision being `match` or `review`.
    pub fn write_csv(&self, output: impl Write) -> std::io::Result<()> {
        let mut output = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(output);
        output.write_record(["a_id", "b_id", "probability", "decision"]).map_err(std::io::Error::from)?;
        let right_ids = self.right_ids.as_ref().unwrap_or(&self.left_ids);
        let mut room = String::new();
        for pair in &self.pairs {
            let mut write = |field: &[u8]| output.write_field(field).map_err(std::io::Error::from);
            self.left_ids.with(pair.left, &mut room, &mut write)?;
            right_ids.with(pair.right, &mut room, &mut write)?;
            write(&six_places(pair.probability))?;
            write(pair.decision.word().as_bytes())?;
            output.write_record(None::<&[u8]>).map_err(std::io::Error::from)?;
        }
        output.flush()
    }
}

/// A probability with six places: a list has a million of them.
fn six_places(probability: f32) -> [u8; 8] {
    let mut millionths = (f64::from(probability).clamp(0.0, 1.0) * 1e6).round() as u32;
    let mut text = *b"0.000000";
    for place in (2..8).rev() {
        text[place] = b'0' + (millionths % 10) as u8;
        millionths /= 10;
    }
    text[0] = b'0' + millionths as u8;
    text
}
