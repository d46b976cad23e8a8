//! Recognitions in sheets: one list of columns for the template, the import and its error report.

use super::RECOGNISE;
use super::model::{LEVELS, NewRecognition, level_words};
use super::service::{self, Known};
use crate::app::App;
use crate::catalogue::CriteriaLevel;
use crate::documents;
use crate::exchange::cells::{Cells, Papers};
use crate::exchange::{Sorted, Upload};
use crate::places;
use chrono::NaiveDate;
use platform::gate::{self, Actor, Place};
use platform::problem::{Fault, Problem};
use platform::sheet::{Column, Row};
use platform::{Refusal, Result};
use rules::text::search_key;

const UNIT: Column = Column {
    key: "unit",
    title: "Đơn vị",
    required: true,
    hint: "Mã hoặc tên xã (trước 01/7/2025 cả huyện) của ngày quyết định, dấu và loại đơn vị không bắt buộc.",
    example: "xã Châu Bình",
};
const WITHIN: Column = Column {
    key: "within",
    title: "Thuộc",
    required: false,
    hint: "Đơn vị cấp trên, khi tên một mình chưa đủ phân biệt.",
    example: "tỉnh Bến Tre",
};
const LEVEL: Column = Column {
    key: "level",
    title: "Công nhận là",
    required: true,
    hint: "xã nông thôn mới, xã nông thôn mới nâng cao, xã nông thôn mới kiểu mẫu, xã nông thôn mới hiện đại, hoặc huyện \
           nông thôn mới.",
    example: "xã nông thôn mới",
};
const SET: Column = Column {
    key: "set",
    title: "Bộ tiêu chí",
    required: false,
    hint: "Khóa, tên, hoặc số quyết định ban hành bộ tiêu chí; để trống nếu chưa rõ.",
    example: "1980/QĐ-TTg",
};
const DOCUMENT: Column = Column {
    key: "document",
    title: "Số quyết định",
    required: false,
    hint: "Số và ký hiệu của quyết định công nhận, phải có trong sổ văn bản; để trống nếu chưa rõ.",
    example: "1234/QĐ-UBND",
};
const DECIDED: Column = Column {
    key: "decided_on",
    title: "Ngày quyết định",
    required: false,
    hint: "Ngày ký quyết định; để trống nếu chưa rõ, khi đó ghi ngày thấy trong văn bản.",
    example: "28/12/2018",
};
const SOURCE: Column = Column {
    key: "source",
    title: "Đọc được ở văn bản",
    required: false,
    hint: "Số của văn bản nêu việc công nhận; để trống nếu chính là quyết định.",
    example: "",
};
const LOCATOR: Column = Column {
    key: "locator",
    title: "Chỗ trong văn bản",
    required: true,
    hint: "Điều, khoản, phụ lục hoặc trang nêu việc công nhận.",
    example: "Điều 1",
};
const SEEN: Column = Column {
    key: "seen_on",
    title: "Thấy trong văn bản ngày",
    required: false,
    hint: "Ngày mà văn bản cho thấy đơn vị đã được công nhận; chỉ cần khi chưa rõ ngày quyết định.",
    example: "",
};
const NOTE: Column = Column { key: "note", title: "Ghi chú", required: false, hint: "", example: "" };

/// The columns in the order of the template.
pub const COLUMNS: &[Column] = &[UNIT, WITHIN, LEVEL, SET, DOCUMENT, DECIDED, SOURCE, LOCATOR, SEEN, NOTE];

/// Reads and checks a file outside any transaction. The rows have no source yet: it exists once they are committed.
pub async fn check(app: &App, actor: &Actor, upload: &Upload) -> Result<Sorted<NewRecognition>> {
    gate::anywhere(actor, RECOGNISE, app.territory())?;
    let rows = platform::sheet::read(&upload.name, &upload.bytes, COLUMNS)?;
    let papers = Papers::of(app, &rows, COLUMNS, &[DOCUMENT, SOURCE]).await?;
    let mut sorted = Sorted::of(rows, |row| check_row(app, actor, row, &papers));
    let mut known = Known::of(app, app.reader(), sorted.good.iter().map(|(_, new)| new.unit)).await?;
    let mut good = Vec::with_capacity(sorted.good.len());
    for (index, new) in sorted.good {
        match known.take(app, &new)? {
            None => good.push((index, new)),
            Some(fault) => sorted.faults.push(sorted.rows[index].fault(&UNIT, fault.rule, fault.remedy)),
        }
    }
    sorted.good = good;
    Ok(sorted)
}

fn check_row(app: &App, actor: &Actor, row: &Row, papers: &Papers) -> std::result::Result<NewRecognition, Vec<Fault>> {
    let mut cells = Cells::new(row, COLUMNS);
    let (decided_on, seen_on) = (cells.day(&DECIDED), cells.day(&SEEN));
    let unit = unit(app, &mut cells, decided_on.or(seen_on));
    let level = level(&mut cells);
    let set = level.and_then(|level| set(app, &mut cells, level));
    let document = cells.paper(&DOCUMENT, papers);
    let read_in = cells.paper(&SOURCE, papers);
    if cells.optional(&DOCUMENT).is_none() && cells.optional(&SOURCE).is_none() {
        let remedy = "Ghi số quyết định, hoặc văn bản đã nêu việc công nhận.";
        cells.fault(&DOCUMENT, "chưa ghi đọc được ở đâu", remedy);
    }
    let place = cells.required(&LOCATOR);
    let note = cells.optional(&NOTE);
    let paper = read_in.or_else(|| document.clone());
    let (Some(unit), Some(level), Some(paper)) = (unit, level, paper) else { return Err(cells.faults) };
    let locator = format!("{} · {place}", documents::label(&paper));
    let document = document.map(|paper| paper.id);
    let new = NewRecognition { unit, level, set, decided_on, document, seen_on, note, source: 0, locator };
    check_whole(app, actor, &mut cells, &new);
    if cells.faults.is_empty() { Ok(new) } else { Err(cells.faults) }
}

/// The rules of the form, with each fault put at its column, and the reader's territory.
fn check_whole(app: &App, actor: &Actor, cells: &mut Cells<'_>, new: &NewRecognition) {
    let Some(unit) = places::id(new.unit).and_then(|unit| app.places().unit(unit)) else { return };
    for fault in new.check(unit, app.catalogue(), app.today()) {
        let column = COLUMNS.iter().find(|column| column.key == fault.column).unwrap_or(&UNIT);
        cells.fault(column, fault.rule, fault.remedy);
    }
    let day = new.holds_from().unwrap_or_else(|| app.today());
    if let Err(Problem::Forbidden(sentence)) =
        gate::authorise(actor, RECOGNISE, Place::Unit(new.unit, day), app.territory())
    {
        cells.fault(&UNIT, sentence, "Gửi dòng này cho người có quyền ở địa bàn đó.");
    }
}

fn unit(app: &App, cells: &mut Cells<'_>, on: Option<NaiveDate>) -> Option<i64> {
    let text = cells.required(&UNIT);
    if text.is_empty() {
        return None;
    }
    let upper = cells.optional(&WITHIN).map(|upper| app.resolve_unit(&upper, None, on)).transpose();
    let (column, found) = match upper {
        Ok(upper) => (&UNIT, app.resolve_unit(&text, upper, on)),
        Err(refusal) => (&WITHIN, Err(refusal)),
    };
    found.map_err(|Refusal { sentence, remedy, .. }| cells.fault(column, sentence, remedy)).ok()
}

fn level(cells: &mut Cells<'_>) -> Option<CriteriaLevel> {
    let text = cells.required(&LEVEL);
    if text.is_empty() {
        return None;
    }
    let wanted = search_key(&text);
    let named = LEVELS.into_iter().find(|level| search_key(level_words(*level)) == wanted);
    let level = named.or_else(|| platform::key::parse(text.trim()));
    if level.is_none() {
        cells.fault(&LEVEL, format!("không có mức công nhận “{text}”"), LEVEL.hint);
    }
    level
}

/// The set of this level that a cell names by its key, its name or the number of its decision.
fn set(app: &App, cells: &mut Cells<'_>, level: CriteriaLevel) -> Option<String> {
    let text = cells.optional(&SET)?;
    let wanted = search_key(&text);
    let mut found = app.catalogue().criteria_sets.iter().filter(|set| {
        let names = [&set.name, &set.decision.number];
        set.level == level && (set.key == text || names.iter().any(|name| search_key(name) == wanted))
    });
    match (found.next(), found.next()) {
        (Some(set), None) => Some(set.key.clone()),
        (first, _) => {
            let what = if first.is_some() { "có nhiều" } else { "không có" };
            let rule = format!("{what} bộ tiêu chí “{text}” cho mức này");
            cells.fault(&SET, rule, "Chép khóa hoặc tên của bộ tiêu chí trong trang Danh mục.");
            None
        }
    }
}

/// Writes the good rows in one change. Returns how many.
pub async fn commit(app: &App, actor: &Actor, upload: &Upload, rows: Vec<NewRecognition>) -> Result<usize> {
    let mut change = app.begin(actor, RECOGNISE.0, Some(&upload.name)).await?;
    let source = documents::source_of_import(&mut change, &upload.name, &upload.address).await?;
    let rows = rows.into_iter().map(|row| NewRecognition { source, ..row }).collect();
    let ids = service::recognise(app, actor, &mut change, rows).await?;
    change.commit().await?;
    Ok(ids.len())
}
