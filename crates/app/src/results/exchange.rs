//! Results in sheets: one list of columns for the template, the import, its error report and the form.

use super::model::{Facet, Figure, NewResult, Origin, Value};
use super::service::{Batch, Entered, Guard, enter_results, examine};
use super::{ENTER, check, is_rate};
use crate::app::App;
use crate::documents::{self, SourceView};
use crate::exchange::{Sorted, Upload};
use chrono::NaiveDate;
use platform::Result;
use platform::gate::{self, Actor, Place};
use platform::problem::{Fault, Problem, Refusal};
use platform::sheet::{Cell, Column, Exported, Row, Value as Shown};
use rules::number::{Fixed, NumberError, parse_vietnamese, parse_whole};
use rules::period::{Period, parse_date};
use rules::rate::Sex;
use rules::text::search_key;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The columns in the order of the template.
#[rustfmt::skip]
pub const COLUMNS: &[Column] = &[
    Column { key: "unit", title: "Đơn vị", required: true, hint: "Mã hoặc tên đơn vị hành chính tồn tại vào ngày chốt; dấu và loại đơn vị không bắt buộc.", example: "Xã Châu Bình" },
    Column { key: "within", title: "Thuộc", required: false, hint: "Đơn vị cấp trên, khi tên một mình chưa đủ phân biệt.", example: "Tỉnh Bến Tre" },
    Column { key: "indicator", title: "Chỉ tiêu", required: true, hint: "Tên hoặc khóa trong danh mục chỉ tiêu.", example: "Tỷ lệ bao phủ bảo hiểm y tế" },
    Column { key: "period", title: "Kỳ", required: true, hint: "Năm, quý hoặc tháng: 2019, Quý III năm 2019, tháng 8/2019.", example: "2019" },
    Column { key: "as_of", title: "Đến ngày", required: true, hint: "Ngày chốt số liệu, nằm trong kỳ.", example: "31/8/2019" },
    Column { key: "sex", title: "Giới", required: false, hint: "nam, nữ; để trống là cả hai.", example: "" },
    Column { key: "group", title: "Nhóm", required: false, hint: "Nhóm đối tượng trong danh mục; để trống là mọi người.", example: "" },
    Column { key: "facet", title: "Tiêu chí, mức", required: false, hint: "Với chỉ tiêu theo tiêu chí: qd_1980_2016/15.1; theo mức: qd_1980_2016#15-18.", example: "" },
    Column { key: "num", title: "Số đạt", required: false, hint: "Tử số hoặc con số đếm được, số nguyên.", example: "9.212" },
    Column { key: "den", title: "Mẫu số", required: false, hint: "Bắt buộc với tỷ lệ, trừ khi chỉ có tỷ lệ công bố.", example: "10.000" },
    Column { key: "denominator", title: "Định nghĩa mẫu số", required: false, hint: "Mẫu số đếm gì: tên hoặc khóa trong danh mục.", example: "Dân số trung bình năm" },
    Column { key: "published", title: "Tỷ lệ công bố", required: false, hint: "Chỉ khi nguồn chỉ công bố phần trăm, không có tử số và mẫu số.", example: "" },
    Column { key: "unknown", title: "Lý do chưa rõ", required: false, hint: "Khi nguồn không cho biết số: nói vì sao.", example: "" },
    Column { key: "document", title: "Căn cứ", required: false, hint: "Số và ký hiệu văn bản có trong sổ; để trống thì nguồn là tệp này.", example: "" },
    Column { key: "locator", title: "Vị trí", required: false, hint: "Đoạn, trang, bảng trong văn bản.", example: "" },
    Column { key: "note", title: "Ghi chú", required: false, hint: "Điều cần biết khi đọc số này.", example: "" },
];

/// Reads and checks a file outside any transaction: each row alone, then against what is there.
pub async fn check_file(app: &App, actor: &Actor, upload: &Upload) -> Result<Sorted<NewResult>> {
    if !actor.holds(ENTER) {
        gate::authorise(actor, ENTER, Place::Country, app.territory())?;
    }
    let rows = platform::sheet::read(&upload.name, &upload.bytes, COLUMNS)?;
    let papers = papers(app, &rows).await?;
    let file = Arc::new(Origin::Import { name: upload.name.clone(), sha256: upload.address.clone() });
    let mut sorted = Sorted::on_all_cores(rows, || {
        let mut reader = RowReader {
            app,
            guard: Guard::new(app, actor, ENTER),
            papers: &papers,
            file: file.clone(),
            units: HashMap::new(),
            uppers: HashMap::new(),
            keys: HashMap::new(),
        };
        move |row: &Row| reader.read(row)
    });
    let (indices, values): (Vec<usize>, Vec<NewResult>) = std::mem::take(&mut sorted.good).into_iter().unzip();
    let found = examine(app, app.reader(), &values, &[]).await?;
    let mut bad: Vec<bool> = vec![false; values.len()];
    for (index, fault) in found.faults {
        bad[index] = true;
        sorted.faults.push(at_cell(&sorted.rows[indices[index]], fault));
    }
    sorted.good = indices.into_iter().zip(values).zip(bad).filter(|(_, bad)| !bad).map(|(good, _)| good).collect();
    sorted.faults.sort_by(|left, right| (&left.sheet, left.row).cmp(&(&right.sheet, right.row)));
    Ok(sorted)
}

/// Enters the good rows in one change.
pub async fn commit(app: &App, actor: &Actor, upload: &Upload, rows: Vec<NewResult>) -> Result<Entered> {
    enter_results(app, actor, Batch { rows, reason: Some(upload.name.clone()) }).await
}

fn column(key: &str) -> &'static Column {
    COLUMNS.iter().find(|column| column.key == key).unwrap_or(&COLUMNS[0])
}

fn at_cell(row: &Row, fault: Fault) -> Fault {
    row.fault(column(&fault.column), fault.rule, fault.remedy)
}

type Papers = BTreeMap<String, std::result::Result<Arc<Origin>, Refusal>>;

async fn papers(app: &App, rows: &[Row]) -> Result<Papers> {
    let place = COLUMNS.iter().position(|column| column.key == "document").unwrap_or_default();
    let mut papers = Papers::new();
    for row in rows {
        let number = row.cells[place].text();
        if number.is_empty() || papers.contains_key(&number) {
            continue;
        }
        let found = match documents::find_document(app.reader(), &number).await {
            Ok(paper) => Ok(Arc::new(Origin::Document(paper.key))),
            Err(Problem::Refused(refusal)) => Err(refusal),
            Err(problem) => return Err(problem),
        };
        papers.insert(number, found);
    }
    Ok(papers)
}

type Sought = (String, String, NaiveDate);

/// Reads rows; what many rows share is looked up once.
struct RowReader<'a> {
    app: &'a App,
    guard: Guard<'a>,
    papers: &'a Papers,
    file: Arc<Origin>,
    units: HashMap<Sought, std::result::Result<i64, Refusal>>,
    uppers: HashMap<String, std::result::Result<i64, Refusal>>,
    keys: HashMap<(&'static str, String), Option<String>>,
}

impl RowReader<'_> {
    fn read(&mut self, row: &Row) -> std::result::Result<NewResult, Vec<Fault>> {
        let texts: Vec<String> = row.cells.iter().map(Cell::text).collect();
        let text = |key: &str| {
            let place = COLUMNS.iter().position(|column| column.key == key);
            place.and_then(|place| texts.get(place)).map(String::as_str).unwrap_or_default()
        };
        let mut faults = Vec::new();
        let source = match text("document") {
            "" => self.file.clone(),
            number => match self.papers.get(number) {
                Some(Ok(origin)) => origin.clone(),
                Some(Err(refusal)) => {
                    faults.push(Fault::field("document", refusal.sentence.clone(), refusal.remedy.clone()));
                    self.file.clone()
                }
                None => self.file.clone(),
            },
        };
        let locator = match text("locator") {
            "" => row.locator(),
            given => format!("{given}; {}", row.locator()),
        };
        let found = self.fields(&text, source, locator, &mut faults);
        match found {
            Some(mut result) if faults.is_empty() => {
                check::complete(self.app, &mut result);
                faults = check::check(self.app, &result);
                if let Err(problem) = self.guard.ask(result.unit, result.as_of) {
                    faults.push(Fault::field("unit", problem.to_string(), "Nhờ người có quyền ở địa bàn đó nhập."));
                }
                if faults.is_empty() { Ok(result) } else { Err(at_cells(row, faults)) }
            }
            _ => Err(at_cells(row, faults)),
        }
    }

    fn fields<'t>(
        &mut self,
        text: &impl Fn(&str) -> &'t str,
        source: Arc<Origin>,
        locator: String,
        faults: &mut Vec<Fault>,
    ) -> Option<NewResult> {
        let period = parsed(faults, "period", text("period"), "Ghi như 2019 hoặc tháng 8/2019.", str::parse::<Period>);
        let as_of = parsed(faults, "as_of", text("as_of"), "Ghi ngày như 31/8/2019.", parse_date);
        let sex = sex(faults, text("sex"));
        let indicator = self.key(faults, "indicator", text("indicator"));
        let group = self.key(faults, "group", text("group"));
        let denominator = self.key(faults, "denominator", text("denominator"));
        let value = value(faults, text);
        for (key, missing) in [
            ("indicator", text("indicator").is_empty()),
            ("period", text("period").is_empty()),
            ("as_of", text("as_of").is_empty()),
            ("unit", text("unit").is_empty()),
        ] {
            if missing {
                faults.push(Fault::field(key, "để trống", "Điền ô này."));
            }
        }
        let as_of = as_of?;
        let unit = self.unit(faults, text("unit"), text("within"), as_of);
        Some(NewResult {
            unit: unit?,
            indicator: indicator?,
            denominator,
            facet: Facet::parse(text("facet")),
            period: period?,
            as_of,
            sex,
            group,
            value: value?,
            estimate: false,
            printed: None,
            rounded_to: None,
            note: Some(text("note").to_owned()).filter(|note| !note.is_empty()),
            source,
            locator,
        })
    }

    fn unit(&mut self, faults: &mut Vec<Fault>, text: &str, within: &str, on: NaiveDate) -> Option<i64> {
        if text.is_empty() {
            return None;
        }
        let app = self.app;
        let sought = (text.to_owned(), within.to_owned(), on);
        let uppers = &mut self.uppers;
        let found = self.units.entry(sought).or_insert_with(|| {
            let upper = match within {
                "" => None,
                _ => {
                    let upper = uppers.entry(within.to_owned()).or_insert_with(|| app.resolve_unit(within, None, None));
                    Some(upper.clone()?)
                }
            };
            app.resolve_unit(text, upper, Some(on))
        });
        match found {
            Ok(unit) => Some(*unit),
            Err(refusal) => {
                faults.push(Fault::field("unit", refusal.sentence.clone(), refusal.remedy.clone()));
                None
            }
        }
    }

    fn key(&mut self, faults: &mut Vec<Fault>, kind: &'static str, text: &str) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        let app = self.app;
        let found = self.keys.entry((kind, text.to_owned())).or_insert_with(|| key_of(app, kind, text)).clone();
        if found.is_none() {
            faults.push(Fault::field(
                kind,
                format!("danh mục không có “{text}”"),
                "Chép đúng tên hoặc khóa trong danh mục.",
            ));
        }
        found
    }
}

/// The unit that a text names on a day, perhaps within another.
pub fn find_unit(app: &App, text: &str, within: &str, on: NaiveDate) -> std::result::Result<i64, Refusal> {
    let upper = if within.is_empty() { None } else { Some(app.resolve_unit(within, None, None)?) };
    app.resolve_unit(text, upper, Some(on))
}

/// The key of an indicator, group or denominator that a text names, by key or by name with or without diacritics.
pub fn key_of(app: &App, kind: &str, text: &str) -> Option<String> {
    let catalogue = app.catalogue();
    let wanted = search_key(text);
    let fits = |key: &str, name: &str| key == text.trim() || search_key(name) == wanted;
    match kind {
        "indicator" => catalogue.indicators.iter().find(|row| fits(&row.key, &row.name)).map(|row| row.key.clone()),
        "group" => catalogue.groups.iter().find(|row| fits(&row.key, &row.name)).map(|row| row.key.clone()),
        _ => catalogue.denominators.iter().find(|row| fits(&row.key, &row.name)).map(|row| row.key.clone()),
    }
}

fn at_cells(row: &Row, faults: Vec<Fault>) -> Vec<Fault> {
    faults.into_iter().map(|fault| at_cell(row, fault)).collect()
}

fn parsed<'t, T, E: std::fmt::Display>(
    faults: &mut Vec<Fault>,
    key: &'static str,
    text: &'t str,
    remedy: &str,
    parse: impl FnOnce(&'t str) -> std::result::Result<T, E>,
) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    match parse(text) {
        Ok(value) => Some(value),
        Err(error) => {
            faults.push(Fault::field(key, error.to_string(), remedy));
            None
        }
    }
}

fn sex(faults: &mut Vec<Fault>, text: &str) -> Option<Sex> {
    match search_key(text).as_str() {
        "" => None,
        "nam" | "male" => Some(Sex::Male),
        "nu" | "female" => Some(Sex::Female),
        _ => {
            faults.push(Fault::field("sex", format!("không hiểu giới “{text}”"), "Ghi nam, nữ hoặc để trống."));
            None
        }
    }
}

/// A percentage as a cell or a form gives it: plain (`82.29`) or Vietnamese (`82,29`).
pub fn percent(text: &str) -> std::result::Result<Fixed, NumberError> {
    let text = text.trim().trim_end_matches('%').trim_end();
    if text.contains(',') { parse_vietnamese(text) } else { text.parse() }
}

/// What a row or a form says: a pair, a count, a percentage, or why it is not known.
pub fn value<'t>(faults: &mut Vec<Fault>, text: &impl Fn(&str) -> &'t str) -> Option<Value> {
    let before = faults.len();
    let whole = "Ghi số nguyên như 9.212.";
    let num = parsed(faults, "num", text("num"), whole, parse_whole);
    let den = parsed(faults, "den", text("den"), whole, parse_whole);
    let published = parsed(faults, "published", text("published"), "Ghi như 82,29.", percent);
    if faults.len() > before {
        return None;
    }
    match (num, den, published, text("unknown")) {
        (Some(num), Some(den), None, "") => Some(Value::Pair { num, den }),
        (Some(num), None, None, "") => Some(Value::Count(num)),
        (None, None, Some(percent), "") => Some(Value::Published(percent)),
        (None, None, None, reason) => Some(Value::Unknown(reason.to_owned())),
        (None, Some(_), None, "") => {
            faults.push(Fault::field("num", "có mẫu số mà thiếu số đạt", "Ghi số đạt."));
            None
        }
        _ => {
            let remedy = "Chỉ giữ một cách: cặp số, tỷ lệ công bố, hoặc lý do chưa rõ.";
            faults.push(Fault::field("published", "ghi số liệu theo nhiều cách cùng lúc", remedy));
            None
        }
    }
}

/// Figures as a table to export, each with its source.
pub fn exported(app: &App, figures: &[Figure], sources: &BTreeMap<i64, SourceView>, title: &str) -> Exported {
    let headings = [
        "Đơn vị",
        "Chỉ tiêu",
        "Tiêu chí, mức",
        "Kỳ",
        "Đến ngày",
        "Giới",
        "Nhóm",
        "Số đạt",
        "Mẫu số",
        "Định nghĩa mẫu số",
        "Tỷ lệ (%)",
        "Lý do chưa rõ",
        "Ghi nhận",
        "Nguồn",
        "Vị trí trong nguồn",
        "Người nhập",
        "Người xác nhận",
        "Thay đổi số",
        "Ghi chú",
    ];
    Exported {
        name: "ket-qua".to_owned(),
        title: title.to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        rows: figures.iter().map(|figure| exported_row(app, figure, sources)).collect(),
    }
}

fn exported_row(app: &App, figure: &Figure, sources: &BTreeMap<i64, SourceView>) -> Vec<Shown> {
    let text = |text: String| if text.is_empty() { Shown::Empty } else { Shown::Text(text) };
    let catalogue = app.catalogue();
    let indicator = catalogue.indicator(&figure.indicator);
    let rate = indicator.is_some_and(is_rate);
    let denominator = figure.denominator.as_deref().and_then(|key| catalogue.denominator(key));
    let group = figure.group.as_deref().and_then(|key| catalogue.group(key));
    let unit = crate::places::id(figure.unit).map(|id| app.places().path_name(id, figure.as_of)).unwrap_or_default();
    let mut marks = vec![if figure.confirmed.is_some() { "đã xác nhận" } else { "chưa xác nhận" }];
    marks.extend((!figure.full_year()).then_some("chưa hết năm"));
    marks.extend(figure.estimate.then_some("số ước"));
    marks.extend(matches!(figure.value, Value::Published(_)).then_some("tỷ lệ công bố, không có cặp số"));
    let reason = if let Value::Unknown(reason) = &figure.value { reason.clone() } else { String::new() };
    let percent = figure.value.percent().filter(|_| rate || figure.value.den().is_some());
    vec![
        text(unit),
        text(indicator.map_or_else(|| figure.indicator.clone(), |row| row.name.clone())),
        text(figure.facet.to_string()),
        text(figure.period.label()),
        Shown::Day(figure.as_of),
        text(figure.sex.map(Sex::label).unwrap_or_default().to_owned()),
        text(group.map(|row| row.name.clone()).unwrap_or_default()),
        figure.value.num().map_or(Shown::Empty, Shown::Whole),
        figure.value.den().map_or(Shown::Empty, Shown::Whole),
        text(denominator.map(|row| row.name.clone()).unwrap_or_default()),
        percent.map_or(Shown::Empty, |percent| Shown::Decimal(percent.ten_thousandths(), 2)),
        text(reason),
        text(marks.join("; ")),
        text(sources.get(&figure.source).map(|source| source.title.clone()).unwrap_or_default()),
        text(figure.locator.clone()),
        text(figure.entered_by.clone()),
        text(figure.confirmed.as_ref().map(|row| row.by.clone()).unwrap_or_default()),
        Shown::Whole(figure.change),
        text(figure.note.clone().unwrap_or_default()),
    ]
}
