//! What tables say: years or measures at the head, places or measures before the numbers of each row.

use std::ops::Range;

use chrono::NaiveDate;

use super::Scene;
use super::amounts::Unit;
use super::grid::{Row, Table};
use super::groups;
use super::measures::{Measure, last_mention, mentions};
use super::targets::Values;
use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::{key, marks};
use crate::read::number;
use crate::read::phrases::{Meanings, Phrases, meanings, phrases};
use crate::reading::{Item, ResultFact, Target};

/// What a column or a row says of its numbers.
#[derive(Debug, Clone, Copy, Default)]
struct About {
    year: Option<i32>,
    measure: Option<Measure>,
    /// Of whom: "Học sinh, sinh viên", "Hộ cận nghèo".
    group: Option<&'static str>,
    unit: Option<Unit>,
    /// What money or people in the cells are counted in: triệu đồng, tỷ đồng, nghìn người.
    factor: Option<f64>,
    reached: Option<bool>,
    as_of: Option<NaiveDate>,
    skipped: bool,
    /// The column of running numbers.
    counts: bool,
    /// "Số người cần vận động thêm".
    wins: bool,
    /// "Tỷ lệ so với lực lượng lao động".
    of_workers: bool,
}

/// Adds the values of every table.
pub fn facts(scene: &Scene<'_, '_>, values: &mut Values) {
    for table in &scene.tables {
        let (head, body) = table.rows.split_at(head_rows(scene, table));
        let width = body.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let mut columns = columns(scene, head, width);
        // "Kế hoạch | Thực hiện | Tỷ lệ (%)": the last column is the share of the plan.
        if columns.iter().any(|it| it.reached == Some(true)) && columns.iter().any(|it| it.reached == Some(false)) {
            for column in columns.iter_mut().filter(|it| it.reached.is_none() && it.measure.is_none()) {
                column.skipped |= column.unit == Some(Unit::Percent);
            }
        }
        tell_past_years(scene, &mut columns);
        tell_rates(&mut columns);
        if columns.iter().all(|column| {
            column.year.is_none() && column.measure.is_none() && column.unit.is_none() && column.reached.is_none()
        }) {
            continue;
        }
        let mut caption = caption(scene, table);
        for row in body {
            // "I. Số người tham gia BHXH tự nguyện" over the rows of its places.
            if let Some(section) = section(scene, row) {
                caption = About { measure: section.measure, unit: section.unit, ..caption };
            }
            read_row(scene, &columns, row, caption, values);
        }
    }
}

/// What a numbered row without any value measures.
fn section(scene: &Scene<'_, '_>, row: &Row) -> Option<About> {
    let [_, label] = row.cells.as_slice() else { return None };
    row.is_numbered.then(|| about(scene, label)).filter(|section| section.measure.is_some())
}

/// "Năm 2023 | Năm 2024" in a paper of 2024: what is no plan in the earlier column was reached.
fn tell_past_years(scene: &Scene<'_, '_>, columns: &mut [About]) {
    let Some(issued) = scene.year else { return };
    let ahead = columns.iter().any(|column| column.year.is_some_and(|year| year >= issued));
    for column in columns.iter_mut().filter(|_| ahead) {
        let past = column.year.is_some_and(|year| year < issued);
        column.reached = column.reached.or(past.then_some(true));
    }
}

/// "Số người tham gia BHYT | Tỷ lệ (%)": a rate beside the heads of those who have a card is the coverage; "số người cần vận động" are for it.
fn tell_rates(columns: &mut [About]) {
    for index in 1..columns.len() {
        let left = columns[..index].iter().rev().find(|it| it.measure.is_some()).copied();
        let column = &mut columns[index];
        let rates = column.unit == Some(Unit::Percent) || column.wins && column.unit == Some(Unit::People);
        let working = |measure| matches!(measure, Measure::Social | Measure::Voluntary | Measure::Unemployment);
        let fits = |measure| measure == Measure::Health || column.of_workers && working(measure);
        let beside = left.filter(|left| left.measure.is_some_and(fits));
        if column.measure.is_none() && column.group.is_none() && rates && !column.skipped {
            column.measure = beside.and_then(|left| left.measure);
            column.group = beside.and_then(|left| left.group);
        }
    }
}

/// How many rows the head has: all until the first that holds values.
fn head_rows(scene: &Scene<'_, '_>, table: &Table) -> usize {
    let values = |row: &Row| {
        row.cells.iter().any(|cell| {
            let year = scene.document.digits(cell.start, 4..5).is_some_and(|year| (1990..2100).contains(&year));
            single_number(scene, cell).is_some() && !(year && cell.len() == 1)
        })
    };
    let rows = table
        .rows
        .iter()
        .take(HIGHEST_HEAD)
        .enumerate()
        .take_while(|(index, row)| !(values(row) || *index > 0 && row.is_numbered))
        .count();
    if rows < table.rows.len() { rows.max(1) } else { 1 }
}

/// No head of a table has more rows.
const HIGHEST_HEAD: usize = 3;

/// What the columns say, where a row below the first parts its columns: "Tỷ lệ bao phủ (%)" over "Năm 2024", "Năm 2025".
fn columns(scene: &Scene<'_, '_>, head: &[Row], width: usize) -> Vec<About> {
    if let Some(columns) = columns_by_place(scene, head) {
        return columns;
    }
    let mut columns: Vec<About> = Vec::new();
    for row in head {
        let own: Vec<About> = row.cells.iter().map(|cell| about(scene, cell)).collect();
        let plain = width.saturating_sub(own.len());
        let parted = columns.len().saturating_sub(plain);
        if columns.is_empty() {
            columns = own;
        } else if own.len() == columns.len() && !(width > columns.len() && row.is_indented()) {
            columns = own.iter().zip(&columns).map(|(own, above)| own.under(*above)).collect();
        } else if width > columns.len() && parted > 0 && own.len().is_multiple_of(parted) {
            let each = own.len() / parted;
            let above = |index: usize| columns[plain + index / each];
            let below: Vec<About> = own.iter().enumerate().map(|(index, own)| own.under(above(index))).collect();
            columns.truncate(plain);
            columns.extend(below);
        }
    }
    columns
}

/// What the columns say where the head leaves cells empty beside those that stand over several columns.
fn columns_by_place(scene: &Scene<'_, '_>, head: &[Row]) -> Option<Vec<About>> {
    let places: Vec<&Vec<usize>> = head.iter().map(|row| row.places.as_ref()).collect::<Option<_>>()?;
    let gaps = places.iter().any(|row| row.windows(2).any(|pair| pair[1] > pair[0] + 1));
    let width = places.iter().filter_map(|row| row.last()).max()? + 1;
    if !gaps || width > MOST_COLUMNS {
        return None;
    }
    let mut columns = vec![About::default(); width];
    for (row, places) in head.iter().zip(places) {
        for (index, (cell, place)) in row.cells.iter().zip(places).enumerate() {
            let own = about(scene, cell);
            // A cell stands over the empty ones right of it.
            let end = places.get(index + 1).copied().unwrap_or(width);
            for column in columns.get_mut(*place..end)? {
                *column = own.under(*column);
            }
        }
    }
    Some(columns)
}

/// No table that is read has more columns.
const MOST_COLUMNS: usize = 200;

impl About {
    /// With what the cell above says where this one says nothing.
    fn under(self, above: About) -> About {
        About {
            year: self.year.or(above.year),
            measure: self.measure.or(above.measure),
            group: self.group.or(above.group),
            unit: self.unit.or(above.unit),
            factor: self.factor.or(above.factor),
            reached: self.reached.or(above.reached),
            as_of: self.as_of.or(above.as_of),
            skipped: self.skipped || above.skipped,
            counts: self.counts || above.counts,
            wins: self.wins || above.wins,
            of_workers: self.of_workers || above.of_workers,
        }
    }
}

fn about(scene: &Scene<'_, '_>, cell: &Range<usize>) -> About {
    let document = scene.document;
    let bare_at = |index: usize| {
        let year = document.digits(index, 4..5).and_then(|year| i32::try_from(year).ok())?;
        (1990..2100).contains(&year).then_some(year)
    };
    // "2024", "Kế hoạch 2024".
    let planned =
        || document.after_any(cell.start, phrases!["kế hoạch", "chỉ tiêu", "thực hiện", "ước thực hiện", "KH", "TH"]);
    let bare = bare_at(cell.start).or_else(|| planned().filter(|at| *at < cell.end).and_then(bare_at));
    let year = document.dates_in(cell.clone()).iter().find_map(|date| match date.when {
        When::Years { .. } => None,
        when => when.year(),
    });
    let has = |words: &[crate::read::lex::Key]| document.find(cell.clone(), words).is_some();
    let group = group(scene, cell);
    let unit = match () {
        () if has(phrase!("%")) || has(phrase!("tỷ lệ")) => Some(Unit::Percent),
        // "Người thuộc hộ cận nghèo" says who, not in what.
        () if has(phrase!("người")) && !(group.is_some() && names_who(document, cell)) => Some(Unit::People),
        () => None,
    };
    let factor = match () {
        () if has(phrase!("tỷ đồng")) => Some(1e9),
        () if has(phrase!("triệu đồng")) => Some(1e6),
        () if has(phrase!("nghìn đồng")) || has(phrase!("ngàn đồng")) => Some(1e3),
        () => None,
    };
    let unit = if factor.is_some() { Some(Unit::Dong) } else { unit };
    // "Số người tham gia (nghìn người)"
    let heads = match () {
        () if has(phrase!("triệu người")) => Some(1e6),
        () if has(phrase!("nghìn người")) || has(phrase!("ngàn người")) => Some(1e3),
        () => None,
    };
    let factor = factor.or(heads);
    let collected = document.after_any(cell.start, phrases!["số thu", "tổng thu", "thu"]);
    let collects = document
        .after_any(cell.start, COLLECTS)
        .or(collected.filter(|end| *end == cell.end || document.is(*end, marks::OPEN)));
    let measure = match collects {
        Some(_) => Some(Measure::Collection),
        None if document.is(cell.start, key!("nợ")) => Some(Measure::Debt),
        None => last_mention(document, cell.clone()).map(|mention| mention.measure),
    };
    let is_now = document.has(cell, phrases!["hiện tại", "hiện nay", "hiện có", "hiện trạng"]);
    let reached = match () {
        // "chỉ tiêu còn phải thực hiện"
        () if has(phrase!("phải thực hiện")) || has(phrase!("cần thực hiện")) => Some(false),
        () if has(phrase!("thực hiện")) || has(phrase!("kết quả")) || has(phrase!("đạt được")) || is_now => {
            Some(true)
        }
        () if has(phrase!("chỉ tiêu"))
            || has(phrase!("kế hoạch"))
            || has(phrase!("giao"))
            || has(phrase!("mục tiêu")) =>
        {
            Some(false)
        }
        () => None,
    };
    let counts = document.is_any(cell.start, &[key!("TT"), key!("STT")]) && cell.len() <= 3
        || document.after_any(cell.start, phrases!["số TT", "số thứ tự"]).is_some();
    let of_workers = document.has(cell, phrases!["lực lượng lao động", "LLLĐ"]);
    let skipped = counts
        || has(phrase!("ghi chú"))
        || has(phrase!("so sánh"))
        || has(phrase!("so với")) && !of_workers
        || has(phrase!("chênh lệch"))
        || has(phrase!("còn thiếu"))
        || has(phrase!("còn lại"))
        || has(phrase!("chưa tham gia"))
        || has(phrase!("chưa có thẻ"))
        || has(phrase!("tăng")) && !has(phrase!("tăng mới")) && !has(phrase!("tăng thêm"))
        || (of_workers || has(phrase!("dân số"))) && !has(phrase!("tỷ lệ")) && !has(phrase!("%"));
    let wins = document.has(cell, phrases!["vận động", "phát triển", "tăng mới", "tăng thêm"]);
    About {
        as_of: as_of(scene, cell),
        year: year.or(bare),
        measure,
        group,
        unit,
        factor,
        reached,
        skipped,
        counts,
        wins,
        of_workers,
    }
}

/// "Người thuộc hộ cận nghèo", not "Người tham gia BHYT hộ gia đình".
fn names_who(document: &crate::read::Document<'_>, cell: &Range<usize>) -> bool {
    document.is(cell.start, key!("người")) && !document.is(cell.start + 1, key!("tham"))
}

/// The group of people that a row or column is of.
fn group(scene: &Scene<'_, '_>, cell: &Range<usize>) -> Option<&'static str> {
    let document = scene.document;
    let household = || document.find(cell.clone(), phrase!("hộ gia đình")).map(|_| "household");
    groups::all(document, cell.clone()).first().map(|(group, _)| *group).or_else(household)
}

/// "đến ngày 31/3/2025": the day that results stand at.
pub(super) fn as_of(scene: &Scene<'_, '_>, range: &Range<usize>) -> Option<NaiveDate> {
    let document = scene.document;
    let date = document.dates_in(range.clone()).iter().find(|date| {
        let before = date.tokens.start.checked_sub(1);
        before.is_some_and(|before| document.is_any(before, &[key!("đến"), key!("hết")]))
            && !matches!(date.when, When::Years { .. })
    })?;
    let day = date.when.period(scene.year)?.last_day();
    scene.date.is_none_or(|issued| day <= issued).then_some(day)
}

/// What the lines over the table, the heading and the subject say of it.
fn caption(scene: &Scene<'_, '_>, table: &Table) -> About {
    let document = scene.document;
    let mut caption = About::default();
    for line in
        document.lines.get(table.first_line.saturating_sub(4)..table.first_line).unwrap_or_default().iter().rev()
    {
        let own = about(scene, &(line.first..line.end));
        caption.year = caption.year.or(own.year);
        caption.measure = caption.measure.or(own.measure);
        caption.unit = caption.unit.or(own.unit);
        // "Thực hiện Quyết định số …" begins a paper and tells of no result.
        let begins = document.after(line.first, phrase!("thực hiện")).is_some();
        caption.reached = caption.reached.or(own.reached.filter(|_| !begins));
        caption.as_of = caption.as_of.or(own.as_of);
    }
    if caption.measure.is_none() {
        let subject = scene.subject.clone().unwrap_or_default();
        let words = crate::read::Document::new(&subject);
        caption.measure = mentions(&words, 0..words.len()).last().map(|mention| mention.measure);
    }
    caption.year = caption.year.or(scene.subject_year);
    caption.reached = caption.reached.or(scene.reports().then_some(true));
    caption
}

/// "(1)", "(2)", "(3)" or "A", "1", "2", "3=1+2" under the head: the numbers of the columns.
fn is_numbering(scene: &Scene<'_, '_>, row: &[Range<usize>]) -> bool {
    let mut last = 0;
    let mut counted = 0;
    let ascending = row.iter().all(|cell| {
        let at = if scene.document.is(cell.start, marks::OPEN) { cell.start + 1 } else { cell.start };
        match scene.document.digits(at, 1..3) {
            Some(number) => {
                counted += 1;
                std::mem::replace(&mut last, number) + 1 == number
            }
            None => cell.len() == 1 && scene.document.at(cell.start).chars().count() == 1,
        }
    });
    ascending && counted >= 2
}

fn read_row(scene: &Scene<'_, '_>, columns: &[About], whole: &Row, caption: About, values: &mut Values) {
    let document = scene.document;
    let row = whole.cells.as_slice();
    if is_numbering(scene, row) {
        return;
    }
    let Some(label) = row.iter().find(|cell| {
        document.get(cell.start).is_some_and(|token| token.is_word()) && single_number(scene, cell).is_none()
    }) else {
        return year_row(scene, columns, whole, caption, values);
    };
    let own = about(scene, label);
    // A column of units: "%", "Người", "Triệu đồng".
    let counted_in = row
        .iter()
        .filter(|cell| cell.start > label.start && cell.len() <= 2 && !document.is_number(cell.start))
        .map(|cell| about(scene, cell))
        .find(|cell| cell.unit.is_some() && cell.measure.is_none());
    let own = match counted_in {
        Some(cell) => About { unit: cell.unit, factor: cell.factor.or(own.factor), ..own },
        None => own,
    };
    let own = match whole.wrapped(document, label) {
        Some(words) => About { measure: measure_of(&words).or(own.measure), ..own },
        None => own,
    };
    let scope = if own.group.is_some() { None } else { place(scene, label, own.measure) };
    let first = values.targets.len();
    for (index, cell) in row.iter().enumerate().filter(|(_, cell)| cell.start > label.start) {
        let Some(column) = column_of(columns, whole, index) else { continue };
        push(scene, cell, (own, column, caption), scope.clone(), first, values);
    }
}

/// What a label that runs over lines measures.
fn measure_of(words: &str) -> Option<Measure> {
    let words = crate::read::Document::new(words);
    let collects = words.after_any(0, COLLECTS).map(|_| Measure::Collection);
    collects.or_else(|| last_mention(&words, 0..words.len()).map(|mention| mention.measure))
}

/// "Thu BHXH, BHYT, BHTN" at the head of a row or column.
const COLLECTS: &Phrases = phrases!["thu BHXH", "thu BHYT"];

/// A row that begins with a year: a year, a rate, a head count.
fn year_row(scene: &Scene<'_, '_>, columns: &[About], row: &Row, caption: About, values: &mut Values) {
    let Some((year, rest)) = row.cells.split_first() else { return };
    let own = about(scene, year);
    if own.year.is_none() {
        return;
    }
    let first = values.targets.len();
    for (index, cell) in rest.iter().enumerate() {
        let Some(column) = column_of(columns, row, index + 1) else { continue };
        push(scene, cell, (own, column, caption), None, first, values);
    }
}

/// The column of a cell: by its place where the row has as many columns as the head or begins as the head does, else counted from the right,
/// as a row may lack its running number.
fn column_of(columns: &[About], row: &Row, index: usize) -> Option<About> {
    let whole = |places: &Vec<usize>| places.last().map(|last| last + 1);
    let width = row.places.as_ref().and_then(whole).unwrap_or(row.cells.len());
    let place = row.places.as_ref().map_or(index, |places| places[index]);
    let numbered = row.is_numbered && columns.first().is_some_and(|first| first.counts);
    let at = if numbered && width < columns.len() { Some(place) } else { (columns.len() + place).checked_sub(width) };
    at.and_then(|at| columns.get(at)).copied().filter(|column| !column.skipped)
}

fn single_number(scene: &Scene<'_, '_>, cell: &Range<usize>) -> Option<number::Quantity> {
    bounded_number(scene, cell).map(|(quantity, _)| quantity)
}

/// The number that a cell holds, with its bound: "95", "≥ 95%", "từ 95 trở lên", "< 2".
fn bounded_number(scene: &Scene<'_, '_>, cell: &Range<usize>) -> Option<(number::Quantity, Option<&'static str>)> {
    static BOUNDS: Meanings<&str> = meanings![
        "≥" => ">=",
        "> =" => ">=",
        "≤" => "<=",
        "< =" => "<=",
        ">" => ">",
        "<" => "<",
        "trên" => ">",
        "dưới" => "<",
        "từ" => ">=",
        "ít nhất" => ">=",
        "tối thiểu" => ">=",
        "không quá" => "<=",
        "tối đa" => "<=",
        "đạt" => ">=",
    ];
    let document = scene.document;
    let bound = BOUNDS.at(document, cell.start).filter(|(_, end)| *end < cell.end);
    let quantity = number::single(document, bound.map_or(cell.start, |(_, end)| end))?;
    let end = quantity.tokens.end;
    let upwards = document.after(end, phrase!("trở lên"));
    let whole = upwards.unwrap_or(end) >= cell.end && !quantity.in_words;
    let bound = upwards.map(|_| ">=").or(bound.map(|(found, _)| found));
    whole.then_some((quantity, bound))
}

fn push(
    scene: &Scene<'_, '_>,
    cell: &Range<usize>,
    (row, column, caption): (About, About, About),
    scope: Option<String>,
    first: usize,
    values: &mut Values,
) {
    let Some((quantity, bound)) = bounded_number(scene, cell) else { return };
    let Some(measure) = row.measure.or(column.measure).or(caption.measure) else { return };
    let percent = quantity.percent.then_some(Unit::Percent);
    let counted = matches!(column.unit.or(row.unit), Some(Unit::People));
    // A number beyond 100 without any word of its unit counts heads.
    let heads =
        counted || quantity.number() > 100.0 && quantity.other.map(number::as_number).is_none_or(|it| it > 100.0);
    let implied = if heads { Unit::People } else { Unit::Percent };
    // "Phát triển người tham gia" over a table counts no parts of people.
    let parted = value_is_parted(&quantity);
    let captioned = caption.unit.filter(|unit| !(*unit == Unit::People && parted));
    let unit = percent.or(row.unit).or(column.unit).or(captioned).unwrap_or(implied);
    let Some(mut indicator) = measure.indicator(Some(unit)) else { return };
    let mut group = row.group.or(column.group).filter(|_| matches!(measure, Measure::Health | Measure::Household));
    match (unit, group) {
        (Unit::Percent, Some(_)) => indicator = "group_coverage_rate",
        // How many of one group take part is no indicator.
        (_, Some(of)) if of != "household" => return,
        _ => group = None,
    }
    let other = quantity.other.map(number::as_number);
    let counted = matches!(unit, Unit::Dong | Unit::People);
    let factor = column.factor.or(row.factor).filter(|_| counted).unwrap_or(1.0);
    let value = match other {
        Some(other) if unit == Unit::Percent && quantity.number() > 100.0 => other,
        _ => quantity.number() * factor,
    };
    if unit == Unit::Percent && value > 100.0 {
        return;
    }
    let year = column.year.or(row.year).or(caption.year);
    let span = scene.document.span(cell.clone());
    let as_of = column.as_of.or(row.as_of).or(caption.as_of);
    if column.reached.or(row.reached).or(caption.reached) == Some(true) {
        let fact = ResultFact {
            indicator: indicator.to_owned(),
            value: Some(value),
            unit: Some(unit.name().to_owned()),
            year: year.or_else(|| as_of.map(|day| chrono::Datelike::year(&day))),
            as_of,
            target: values_goal(values, first, indicator, scope.as_deref()),
            scope,
            ..ResultFact::default()
        };
        values.results.push(Item { value: fact, span, confidence: 0.85 });
    } else {
        let target = Target {
            indicator: indicator.to_owned(),
            group: group.map(str::to_owned),
            value: Some(value),
            upper: None,
            comparator: bound.map(str::to_owned),
            unit: Some(unit.name().to_owned()),
            year,
            scope,
            both_sexes: false,
            standard: None,
        };
        values.targets.push(Item { value: target, span, confidence: 0.85 });
    }
}

/// Whether a number up to 100 has a part behind its comma.
fn value_is_parted(quantity: &number::Quantity) -> bool {
    quantity.number() <= 100.0 && quantity.number().fract() != 0.0
}

/// The target that the same row set for the result beside it.
fn values_goal(values: &Values, first: usize, indicator: &str, scope: Option<&str>) -> Option<f64> {
    let set = |item: &&Item<Target>| item.value.indicator == indicator && item.value.scope.as_deref() == scope;
    values.targets.iter().skip(first).find(set).and_then(|item| item.value.value)
}

/// The place that a row is about: "Huyện Kế Sách", "Toàn tỉnh"; none where the row names a measure.
fn place(scene: &Scene<'_, '_>, label: &Range<usize>, measure: Option<Measure>) -> Option<String> {
    let document = scene.document;
    let level = super::scope::level_in(document, label)
        .or_else(|| document.after_any(label.start, phrases!["tổng cộng", "tổng số", "cộng"]).map(|_| "province"));
    if let Some(level) = level {
        return Some(level.to_owned());
    }
    if measure.is_some() {
        return None;
    }
    let year = !document.dates_in(label.clone()).is_empty();
    let named = document.get(label.start).is_some_and(|token| token.is_capital());
    (named && !year).then(|| document.words(label.clone()))
}
