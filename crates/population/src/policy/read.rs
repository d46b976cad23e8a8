//! From the TOML text to the sets, with faults by line and field.

use std::collections::HashSet;
use std::ops::Range;

use rules::text::search_key;
use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use super::{Condition, Ethnicities, MOST_SETS, PolicyFault, PolicySet, PolicySets};

/// Nobody is older; an age above it is a slip of the pen.
const OLDEST: u16 = 150;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    ethnicity: EthnicityLists,
    sets: Vec<Set>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EthnicityLists {
    majority: Vec<String>,
    #[serde(default)]
    unknown: Vec<String>,
    #[serde(default)]
    foreign: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    key: String,
    name: String,
    #[serde(default)]
    name_en: String,
    any: Vec<Line>,
    ground: String,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default)]
    groups: Vec<String>,
    minority: Option<bool>,
    age_from: Option<u16>,
    age_to: Option<u16>,
}

pub(super) fn parse(file: &str, text: &str) -> Result<PolicySets, Vec<PolicyFault>> {
    let fault = |line, field, message| PolicyFault { file: file.to_owned(), line, field, message };
    let definitions: File = toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        vec![fault(line_at(text, span.start), path_at(&fields(text), &span), sentence(error.message()))]
    })?;
    let problems = problems(&definitions);
    if problems.is_empty() {
        return Ok(sets(definitions));
    }
    let fields = fields(text);
    let mut faults: Vec<PolicyFault> =
        (problems.into_iter()).map(|(field, message)| fault(line_of(text, &fields, &field), field, message)).collect();
    faults.sort_by_key(|fault| fault.line);
    Err(faults)
}

fn sets(definitions: File) -> PolicySets {
    let keys = |names: Vec<String>| names.iter().map(|name| search_key(name)).collect();
    let ethnicity = Ethnicities {
        majority: keys(definitions.ethnicity.majority),
        unknown: keys(definitions.ethnicity.unknown),
        foreign: keys(definitions.ethnicity.foreign),
    };
    let condition = |line: Line| Condition {
        groups: line.groups.iter().map(|code| code.trim().to_uppercase()).collect(),
        minority: line.minority,
        age_from: line.age_from,
        age_to: line.age_to,
    };
    let sets = definitions.sets.into_iter().map(|set| PolicySet {
        key: set.key,
        name: set.name,
        name_en: set.name_en,
        any: set.any.into_iter().map(condition).collect(),
        ground: Some(set.ground).filter(|ground| !ground.trim().is_empty()),
        note: set.note,
    });
    PolicySets { sets: sets.collect(), ethnicity }
}

/// What reads well and yet makes no sense: path of the field and what to do.
fn problems(definitions: &File) -> Vec<(String, String)> {
    let mut problems = Vec::new();
    let mut tell = |field: String, message: &str| problems.push((field, message.to_owned()));
    if definitions.sets.is_empty() {
        tell("sets".to_owned(), "Chưa có nhóm nào; hãy thêm ít nhất một nhóm [[sets]].");
    }
    if definitions.sets.len() > MOST_SETS {
        tell(format!("sets[{MOST_SETS}]"), "Một tệp có tối đa 32 nhóm; hãy chuyển bớt sang tệp khác.");
    }
    let mut seen = HashSet::new();
    for (place, set) in definitions.sets.iter().enumerate() {
        let well_formed =
            set.key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if set.key.is_empty() || !well_formed {
            tell(
                format!("sets[{place}].key"),
                "Tên ngắn chỉ gồm chữ thường không dấu, chữ số và gạch dưới, như near_poor.",
            );
        }
        if !seen.insert(&set.key) {
            tell(format!("sets[{place}].key"), "Hai nhóm trùng tên ngắn; hãy đổi một tên.");
        }
        if set.name.trim().is_empty() {
            tell(format!("sets[{place}].name"), "Chưa có tên nhóm; hãy ghi tên theo văn bản.");
        }
        if set.any.is_empty() {
            tell(
                format!("sets[{place}].any"),
                "Nhóm chưa có điều kiện nào; hãy ghi ít nhất một dòng, như { groups = [\"HN\"] }.",
            );
        }
        for (index, line) in set.any.iter().enumerate() {
            line_problems(&format!("sets[{place}].any[{index}]"), line, &mut tell);
        }
    }
    problems
}

fn line_problems(path: &str, line: &Line, tell: &mut impl FnMut(String, &str)) {
    if line.groups.is_empty() && line.minority.is_none() && line.age_from.is_none() && line.age_to.is_none() {
        tell(path.to_owned(), "Dòng trống khớp với mọi người; hãy ghi groups, minority, age_from hoặc age_to.");
    }
    for (index, code) in line.groups.iter().enumerate() {
        if code.trim().is_empty() || !code.trim().bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            tell(
                format!("{path}.groups[{index}]"),
                "Mã đối tượng chỉ gồm chữ cái không dấu và chữ số, như HN; hãy sửa lại.",
            );
        }
    }
    for (name, age) in [("age_from", line.age_from), ("age_to", line.age_to)] {
        if age.is_some_and(|age| age > OLDEST) {
            tell(format!("{path}.{name}"), "Tuổi không quá 150; hãy sửa lại.");
        }
    }
    if let (Some(from), Some(to)) = (line.age_from, line.age_to)
        && from > to
    {
        tell(format!("{path}.age_from"), "Tuổi bắt đầu lớn hơn tuổi kết thúc; hãy đổi lại.");
    }
}

/// A field or element of the text: its path, where its name stands, where its value stands.
type Field = (String, Range<usize>, Range<usize>);

fn fields(text: &str) -> Vec<Field> {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut found = Vec::new();
    collect_table("", table.get_ref(), &mut found);
    found
}

fn collect_table(parent: &str, table: &DeTable<'_>, found: &mut Vec<Field>) {
    for (name, value) in table.iter() {
        let dot = if parent.is_empty() { "" } else { "." };
        collect(format!("{parent}{dot}{}", name.get_ref()), name.span(), value.span(), value.get_ref(), found);
    }
}

fn collect(path: String, name: Range<usize>, whole: Range<usize>, value: &DeValue<'_>, found: &mut Vec<Field>) {
    match value {
        DeValue::Table(table) => collect_table(&path, table, found),
        DeValue::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                collect(format!("{path}[{index}]"), element.span(), element.span(), element.get_ref(), found);
            }
        }
        _ => {}
    }
    found.push((path, name, whole));
}

/// The innermost field written around these bytes.
fn path_at(fields: &[Field], span: &Range<usize>) -> String {
    let around = |outer: &Range<usize>| outer.start <= span.start && span.end <= outer.end;
    let holding = fields.iter().filter(|(_, name, value)| around(name) || around(value));
    holding.max_by_key(|(path, ..)| path.len()).map(|(path, ..)| path.clone()).unwrap_or_default()
}

/// The line of a field, or of the nearest thing around it that is written.
fn line_of(text: &str, fields: &[Field], path: &str) -> usize {
    let mut wanted = path;
    loop {
        if let Some((_, name, _)) = fields.iter().find(|(path, ..)| path == wanted) {
            return line_at(text, name.start);
        }
        match wanted.rfind(['.', '[']) {
            Some(end) => wanted = &wanted[..end],
            None => return 1,
        }
    }
}

fn line_at(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|&byte| byte == b'\n').count()
}

/// What serde and toml say in English, for officers.
fn sentence(message: &str) -> String {
    let mut names = message.split('`').skip(1).step_by(2);
    let first = names.next().unwrap_or_default();
    let rest: Vec<&str> = names.collect();
    if message.starts_with("unknown field") {
        return format!("Không có trường `{first}` ở đây; các trường được dùng: {}. Hãy sửa hoặc bỏ.", rest.join(", "));
    }
    if message.starts_with("missing field") {
        return format!("Thiếu trường bắt buộc `{first}`; hãy thêm trường này.");
    }
    if message.starts_with("duplicate") {
        return "Trường được viết hai lần; hãy giữ lại một lần.".to_owned();
    }
    if message.starts_with("invalid type") || message.starts_with("invalid value") {
        return "Giá trị không đúng kiểu: chữ viết trong dấu nháy, danh sách trong [ ], tuổi là số nguyên không âm, minority là true hoặc false; hãy sửa lại.".to_owned();
    }
    format!("Dòng này không đúng cú pháp TOML ({message}); hãy sửa lại.")
}
