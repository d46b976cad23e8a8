//! Targets in sheets: one list of columns for the template, the import and its error report.

use super::model::{NewTarget, TargetView};
use super::service::{indicator_name, unit_path};
use super::{ENTER, service};
use crate::app::App;
use crate::documents;
use crate::exchange::cells::{Cells, Papers};
use crate::exchange::{Sorted, Upload};
use platform::Result;
use platform::gate::Actor;
use platform::problem::{Fault, Problem};
use platform::sheet::{Column, Exported, Row, Value};
use rules::number::Fixed;
use rules::rate::Comparator;
use rules::text::search_key;
use std::collections::HashMap;

const UNIT: Column = Column {
    key: "unit",
    title: "Đơn vị",
    required: true,
    hint: "Mã hoặc tên đơn vị hành chính, dấu và loại đơn vị không bắt buộc.",
    example: "Tỉnh Bến Tre",
};
const WITHIN: Column = Column {
    key: "within",
    title: "Thuộc",
    required: false,
    hint: "Đơn vị cấp trên, khi tên một mình chưa đủ phân biệt.",
    example: "",
};
const INDICATOR: Column = Column {
    key: "indicator",
    title: "Chỉ tiêu",
    required: true,
    hint: "Tên hoặc khóa trong danh mục chỉ tiêu.",
    example: "Tỷ lệ bao phủ bảo hiểm y tế",
};
const YEAR: Column =
    Column { key: "year", title: "Năm", required: true, hint: "Năm của chỉ tiêu.", example: "2019" };
const COMPARATOR: Column = Column {
    key: "comparator",
    title: "Cách so",
    required: false,
    hint: "≥ hoặc “đạt” (mặc định), > hoặc “trên”, ≤, <, =.",
    example: "đạt",
};
const VALUE: Column = Column {
    key: "value",
    title: "Giá trị",
    required: true,
    hint: "Số; phần trăm ghi 86,5. Để trống nếu văn bản không nêu số.",
    example: "86,5",
};
const UPPER: Column = Column {
    key: "upper",
    title: "Đến",
    required: false,
    hint: "Cận trên khi chỉ tiêu là một khoảng, ví dụ 1 đến 2 xã.",
    example: "",
};
const GROUP: Column = Column {
    key: "group",
    title: "Nhóm",
    required: false,
    hint: "Nhóm đối tượng trong danh mục; để trống là mọi người.",
    example: "",
};
const AUTHORITY: Column = Column {
    key: "authority",
    title: "Cơ quan quyết định",
    required: true,
    hint: "Tên hoặc khóa trong danh mục cơ quan.",
    example: "Thủ tướng Chính phủ",
};
const DOCUMENT: Column = Column {
    key: "document",
    title: "Căn cứ",
    required: true,
    hint: "Số và ký hiệu của quyết định, phải có trong sổ văn bản.",
    example: "1167/QĐ-TTg",
};
const LOCATOR: Column = Column {
    key: "locator",
    title: "Vị trí",
    required: false,
    hint: "Phụ lục, điều, khoản hoặc trang có số này.",
    example: "Phụ lục, dòng 12",
};
const DECIDED: Column = Column {
    key: "decided_on",
    title: "Ngày quyết định",
    required: false,
    hint: "Chỉ ghi khi khác ngày của văn bản.",
    example: "",
};
const NOTE: Column = Column { key: "note", title: "Ghi chú", required: false, hint: "", example: "" };

/// The columns in the order of the template.
pub const COLUMNS: &[Column] =
    &[UNIT, WITHIN, INDICATOR, YEAR, COMPARATOR, VALUE, UPPER, GROUP, AUTHORITY, DOCUMENT, LOCATOR, DECIDED, NOTE];

/// A checked row: everything but the source, which exists only once the import is committed.
#[derive(Debug)]
pub struct Checked {
    target: NewTarget,
    document: documents::DocumentRow,
}

/// Reads and checks a file outside any transaction.
pub async fn check(app: &App, upload: &Upload) -> Result<Sorted<Checked>> {
    let rows = platform::sheet::read(&upload.name, &upload.bytes, COLUMNS)?;
    let papers = Papers::of(app, &rows, COLUMNS, &[DOCUMENT]).await?;
    let mut units = HashMap::new();
    Ok(Sorted::of(rows, |row| check_row(app, row, &papers, &mut units)))
}

/// The comparator of a word or a sign; nothing said is "đạt".
pub fn comparator(text: &str) -> Option<Comparator> {
    match search_key(text).as_str() {
        "dat" | "it nhat" | "toi thieu" | "tu" => return Some(Comparator::AtLeast),
        "tren" | "hon" | "lon hon" => return Some(Comparator::MoreThan),
        "duoi" | "nho hon" => return Some(Comparator::LessThan),
        "toi da" | "khong qua" => return Some(Comparator::AtMost),
        "bang" => return Some(Comparator::Equal),
        _ => {}
    }
    match text.trim() {
        "" | "≥" => Some(Comparator::AtLeast),
        "≤" => Some(Comparator::AtMost),
        sign => platform::key::parse(sign),
    }
}

fn check_row(app: &App, row: &Row, papers: &Papers, units: &mut Units) -> std::result::Result<Checked, Vec<Fault>> {
    let mut cells = Cells::new(row, COLUMNS);
    let year = year(&mut cells);
    let unit = unit(app, &mut cells, year, units);
    let value = cells.number(&VALUE);
    let upper = cells.number(&UPPER);
    let sign = cells.text(&COMPARATOR);
    let comparator = comparator(&sign).unwrap_or_else(|| {
        cells.fault(&COMPARATOR, format!("không hiểu cách so “{sign}”"), "Ghi đạt, trên, ≥, >, ≤, < hoặc =.");
        Comparator::AtLeast
    });
    let catalogue = app.catalogue();
    let indicators = catalogue.indicators.iter().map(|row| (row.key.as_str(), row.name.as_str()));
    let indicator = cells.named(&INDICATOR, indicators);
    let authorities = catalogue.authorities.iter().map(|row| (row.key.as_str(), row.name.as_str()));
    let authority = cells.named(&AUTHORITY, authorities);
    let groups = catalogue.groups.iter().map(|row| (row.key.as_str(), row.name.as_str()));
    let group = cells.optional(&GROUP).and_then(|_| cells.named(&GROUP, groups));
    let decided_on = cells.day(&DECIDED);
    cells.required(&DOCUMENT);
    let document = cells.paper(&DOCUMENT, papers);
    let (Some(unit), Some(indicator), Some(authority), Some(document)) = (unit, indicator, authority, document) else {
        return Err(cells.faults);
    };
    let target = NewTarget {
        unit,
        each: None,
        indicator,
        year,
        due: None,
        value,
        upper,
        comparator,
        measure: None,
        denominator: None,
        group,
        per_sex: false,
        criterion: None,
        authority,
        document: Some(document.id),
        decided_on,
        movement: None,
        objective: None,
        resolutions: Vec::new(),
        supersedes: None,
        printed: None,
        unknown_reason: None,
        note: cells.optional(&NOTE),
        source: 0,
        locator: cells.text(&LOCATOR),
    };
    check_target(app, &mut cells, &target);
    if cells.faults.is_empty() { Ok(Checked { target, document }) } else { Err(cells.faults) }
}

/// The catalogue's rules, with each fault put at its column.
fn check_target(app: &App, cells: &mut Cells<'_>, target: &NewTarget) {
    let unit = crate::places::id(target.unit).and_then(|unit| app.places().unit(unit));
    let Some(unit) = unit else { return };
    for fault in target.check(app.catalogue(), unit.level()) {
        let column = COLUMNS.iter().find(|column| column.key == fault.column).unwrap_or(&VALUE);
        cells.fault(column, fault.rule, fault.remedy);
    }
    if let Err(Problem::Refused(refusal)) = service::day_of(app, target) {
        cells.fault(&UNIT, refusal.sentence, refusal.remedy);
    }
}

/// Units found already: by text, upper unit and year.
type Units = HashMap<(String, String, Option<i32>), std::result::Result<i64, (String, String)>>;

fn unit(app: &App, cells: &mut Cells<'_>, year: Option<i32>, units: &mut Units) -> Option<i64> {
    let text = cells.required(&UNIT);
    if text.is_empty() {
        return None;
    }
    let within = cells.text(&WITHIN);
    let found = units.entry((text.clone(), within.clone(), year)).or_insert_with(|| {
        let upper = match within.as_str() {
            "" => Ok(None),
            within => app.resolve_unit_of_year(within, None, year).map(Some),
        };
        upper
            .and_then(|upper| app.resolve_unit_of_year(&text, upper, year))
            .map_err(|refusal| (refusal.sentence, refusal.remedy))
    });
    match found.clone() {
        Ok(unit) => Some(unit),
        Err((sentence, remedy)) => {
            cells.fault(&UNIT, sentence, remedy);
            None
        }
    }
}

fn year(cells: &mut Cells<'_>) -> Option<i32> {
    let text = cells.required(&YEAR);
    match text.parse() {
        Ok(year) => Some(year),
        Err(_) if text.is_empty() => None,
        Err(_) => {
            cells.fault(&YEAR, format!("“{text}” không phải là năm"), "Ghi năm bốn chữ số, ví dụ 2019.");
            None
        }
    }
}

/// Writes the good rows in one change. Returns how many.
pub async fn commit(app: &App, actor: &Actor, upload: &Upload, checked: Vec<Checked>) -> Result<usize> {
    let mut change = app.begin(actor, ENTER.0, Some(&upload.name)).await?;
    let source = documents::source_of_import(&mut change, &upload.name, &upload.address).await?;
    let count = checked.len();
    let targets = checked
        .into_iter()
        .map(|Checked { target, document }| NewTarget {
            source,
            locator: format!("{} · {}", documents::label(&document), target.locator).trim_end_matches(" · ").to_owned(),
            ..target
        })
        .collect();
    service::enter_targets(app, actor, &mut change, targets).await?;
    change.commit().await?;
    Ok(count)
}

/// Targets as a table to export, with the source of each.
pub fn exported(app: &App, targets: &[TargetView], title: &str) -> Exported {
    let optional = |text: &Option<String>| text.clone().map_or(Value::Empty, Value::Text);
    let decimal = |target: &TargetView, value: Option<Fixed>| {
        let decimals = if target.measure.is_rate() { 2 } else { 0 };
        value.map_or(Value::Empty, |value| Value::Decimal(value.ten_thousandths(), decimals))
    };
    let rows = targets
        .iter()
        .map(|target| {
            vec![
                Value::Text(unit_path(app, target.unit)),
                Value::Text(indicator_name(app, &target.indicator)),
                target.year.map_or(Value::Empty, |year| Value::Text(year.to_string())),
                Value::Text(target.comparator.symbol().to_owned()),
                decimal(target, target.value),
                decimal(target, target.upper),
                Value::Text(target.group.clone()),
                Value::Text(target.authority_name.clone()),
                optional(&target.document_number),
                target.decided_on.map_or(Value::Empty, Value::Day),
                Value::Text(format!("{}, {}", target.source_title, target.locator).trim_end_matches(", ").to_owned()),
                optional(&target.note),
                Value::Whole(target.change),
            ]
        })
        .collect();
    let headings = [
        "Đơn vị",
        "Chỉ tiêu",
        "Năm",
        "Cách so",
        "Giá trị",
        "Đến",
        "Nhóm",
        "Cơ quan quyết định",
        "Căn cứ",
        "Ngày quyết định",
        "Nguồn của số này",
        "Ghi chú",
        "Thay đổi số",
    ];
    Exported {
        name: "chi-tieu".to_owned(),
        title: title.to_owned(),
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
        rows,
    }
}
