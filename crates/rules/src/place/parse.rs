//! Reading the tables of `definitions/places`: tab-separated text, `#` begins a comment line, one header line.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::unit::{Code, Document, Ground, Kind, Relation, Share, Succession, Unit, UnitId};

/// The text of the tables, wherever the caller got it from.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'a> {
    /// `units.tsv`: id, code, kind, name, parent, from, to.
    pub units: &'a str,
    /// `successions.tsv`: from, to, date, relation, share, ground, clause, note.
    pub successions: &'a str,
    /// `documents.tsv`: number, date, subject.
    pub documents: &'a str,
    /// `known.tsv`: code, from.
    pub known: &'a str,
}

/// A fault in a definition, for the person who edits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionFault {
    /// The file's name, as in `definitions/places`.
    pub file: &'static str,
    /// The line, from 1.
    pub line: usize,
    /// The column's name; empty where the whole line is meant.
    pub field: &'static str,
    /// What is wrong, in Vietnamese.
    pub message: String,
}

impl fmt::Display for DefinitionFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, dòng {}", self.file, self.line)?;
        if !self.field.is_empty() {
            write!(formatter, ", trường {}", self.field)?;
        }
        write!(formatter, ": {}", self.message)
    }
}

/// Ids index a vector, so a slip of the pen must not ask for gigabytes.
const LARGEST_ID: u32 = 1_000_000;

/// Rows with the line each stands on.
pub(super) struct Parsed {
    pub units: Vec<(usize, Unit)>,
    pub successions: Vec<(usize, Succession)>,
    pub known: Vec<(usize, Code, NaiveDate)>,
}

pub(super) const UNITS: &str = "units.tsv";
pub(super) const SUCCESSIONS: &str = "successions.tsv";
const DOCUMENTS: &str = "documents.tsv";
pub(super) const KNOWN: &str = "known.tsv";

/// Reads every table; relations between rows are checked by the registry.
pub(super) fn parse(tables: &Tables<'_>, faults: &mut Vec<DefinitionFault>) -> Parsed {
    let mut documents: HashMap<&str, Arc<Document>> = HashMap::new();
    each_row(DOCUMENTS, tables.documents, &["number", "date", "subject"], faults, |row| {
        let [number, date, subject] = row.fields;
        let document = Document { number: number.into(), date: row.optional_date(1, date), subject: optional(subject) };
        if documents.insert(number, Arc::new(document)).is_some() {
            row.fault(0, format!("văn bản {number} đã có ở dòng trên"));
        }
    });

    let mut units = Vec::new();
    let columns = ["id", "code", "kind", "name", "parent", "from", "to"];
    each_row(UNITS, tables.units, &columns, faults, |row| {
        let [id, code, kind, name, parent, from, to] = row.fields;
        let id = row.id(0, id);
        let code = row.code(1, code);
        let kind = Kind::from_key(kind).or_else(|| {
            row.fault(2, format!("không có loại đơn vị “{kind}”"));
            None
        });
        if name.trim() != name || name.is_empty() {
            row.fault(3, "tên trống hoặc thừa dấu cách ở hai đầu".to_owned());
        }
        let parent_code = row.code(4, parent);
        let (from, to) = (row.optional_date(5, from), row.optional_date(6, to));
        if let (Some(from), Some(to)) = (from, to)
            && to <= from
        {
            row.fault(6, format!("ngày hết hiệu lực {to} không sau ngày có hiệu lực {from}"));
        }
        if let (Some(id), Some(code), Some(kind), Some(parent_code)) = (id, code, kind, parent_code) {
            units.push((row.line, Unit { id, code, kind, name: name.into(), parent_code, from, to }));
        }
    });

    let mut successions = Vec::new();
    let columns = ["from", "to", "date", "relation", "share", "ground", "clause", "note"];
    each_row(SUCCESSIONS, tables.successions, &columns, faults, |row| {
        let [from, to, date, relation, share, ground, clause, note] = row.fields;
        let from = row.id(0, from);
        let to = if to.is_empty() { None } else { row.id(1, to) };
        let date = row.date(2, date);
        let relation = Relation::from_key(relation).or_else(|| {
            row.fault(3, format!("không có quan hệ “{relation}”"));
            None
        });
        let share = row.share(4, share);
        if let Some(relation) = relation
            && (relation == Relation::Abolition) != to.is_none()
        {
            row.fault(1, "chỉ quan hệ abolition mới để trống đơn vị kế tiếp".to_owned());
        }
        let ground = (!ground.is_empty()).then(|| Ground {
            document: Arc::clone(
                documents
                    .entry(ground)
                    .or_insert_with(|| Arc::new(Document { number: ground.into(), date: None, subject: None })),
            ),
            clause: optional(clause),
        });
        if let (Some(from), Some(date), Some(relation), Some(share)) = (from, date, relation, share) {
            let succession = Succession { from, to, date, relation, share, ground, note: optional(note) };
            successions.push((row.line, succession));
        }
    });

    let mut known = Vec::new();
    each_row(KNOWN, tables.known, &["code", "from"], faults, |row| {
        let [code, from] = row.fields;
        if let (Some(code), Some(from)) = (row.code(0, code), row.date(1, from)) {
            known.push((row.line, code, from));
        }
    });
    Parsed { units, successions, known }
}

struct Row<'a, 'f, const N: usize> {
    file: &'static str,
    columns: &'f [&'static str; N],
    line: usize,
    fields: [&'a str; N],
    faults: &'f mut Vec<DefinitionFault>,
}

impl<const N: usize> Row<'_, '_, N> {
    fn fault(&mut self, column: usize, message: String) {
        let field = self.columns[column];
        self.faults.push(DefinitionFault { file: self.file, line: self.line, field, message });
    }

    fn code(&mut self, column: usize, text: &str) -> Option<Code> {
        let code = Code::of(text);
        if code.is_none() {
            self.fault(column, format!("mã “{text}” phải gồm 2, 3 hoặc 5 chữ số"));
        }
        code
    }

    fn id(&mut self, column: usize, text: &str) -> Option<UnitId> {
        match text.parse::<u32>() {
            Ok(number) if (1..=LARGEST_ID).contains(&number) => Some(UnitId(number)),
            _ => {
                self.fault(column, format!("“{text}” không phải số thứ tự từ 1 đến {LARGEST_ID}"));
                None
            }
        }
    }

    fn date(&mut self, column: usize, text: &str) -> Option<NaiveDate> {
        let date = iso_date(text);
        if date.is_none() {
            self.fault(column, format!("“{text}” không phải ngày dạng 2025-07-01"));
        }
        date
    }

    fn optional_date(&mut self, column: usize, text: &str) -> Option<NaiveDate> {
        if text.is_empty() { None } else { self.date(column, text) }
    }

    fn share(&mut self, column: usize, text: &str) -> Option<Share> {
        let part = || {
            let (numerator, denominator) = text.split_once('/')?;
            let (numerator, denominator) = (numerator.parse().ok()?, denominator.parse().ok()?);
            (0 < numerator && numerator < denominator).then_some(Share::Part(numerator, denominator))
        };
        let share = match text {
            "whole" => Some(Share::Whole),
            "none" => Some(Share::Nobody),
            "unknown" => Some(Share::Unknown),
            _ => part(),
        };
        if share.is_none() {
            self.fault(column, format!("phần dân số “{text}” phải là whole, none, unknown hoặc một phân số nhỏ hơn 1"));
        }
        share
    }
}

/// Hands over the rows of one table; a line with another number of fields is a fault and left out.
fn each_row<'a, const N: usize>(
    file: &'static str,
    text: &'a str,
    columns: &[&'static str; N],
    faults: &mut Vec<DefinitionFault>,
    mut take: impl FnMut(&mut Row<'a, '_, N>),
) {
    let mut header = false;
    for (index, content) in text.lines().enumerate() {
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let line = index + 1;
        let mut fields = [""; N];
        let mut count = 0;
        for field in content.split('\t') {
            if count < N {
                fields[count] = field;
            }
            count += 1;
        }
        if !header {
            header = true;
            if count != N || fields != *columns {
                let message = format!("dòng tiêu đề phải là: {}", columns.join(", "));
                faults.push(DefinitionFault { file, line, field: "", message });
                return;
            }
        } else if count == N {
            take(&mut Row { file, columns, line, fields, faults });
        } else {
            let message = format!("có {count} trường, phải có {N}");
            faults.push(DefinitionFault { file, line, field: "", message });
        }
    }
    if !header {
        let message = "bảng trống, thiếu dòng tiêu đề".to_owned();
        faults.push(DefinitionFault { file, line: 1, field: "", message });
    }
}

/// chrono's own parser takes several times as long, and the tables hold 40,000 dates.
fn iso_date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range]
            .iter()
            .try_fold(0_u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    NaiveDate::from_ymd_opt(i32::try_from(number(0..4)?).ok()?, number(5..7)?, number(8..10)?)
}

fn optional(text: &str) -> Option<Box<str>> {
    (!text.is_empty()).then(|| text.into())
}
