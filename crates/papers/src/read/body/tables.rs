//! What tables say: years or measures at the head, places or measures before the numbers of each row.

use std::ops::Range;

use super::Scene;
use super::amounts::Unit;
use super::columns::{About, COLLECTS, about, columns, head_rows, tell_compared_plans, tell_past_years, tell_rates};
use super::grid::{Row, Table};
use super::measures::{Measure, last_mention, mentions};
use super::targets::Values;
use crate::read::letters::phrase;
use crate::read::lex::marks;
use crate::read::number;
use crate::read::phrases::{Meanings, meanings, phrases};
use crate::reading::{Item, ResultFact, Target};

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
        tell_compared_plans(scene, &mut columns);
        tell_rates(&mut columns);
        if columns.iter().all(|column| {
            column.year.is_none()
                && column.measure.is_none()
                && column.unit.is_none()
                && column.reached.is_none()
                && !column.timed
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

/// What the lines over the table, the heading and the subject say of it.
fn caption(scene: &Scene<'_, '_>, table: &Table) -> About {
    let document = scene.document;
    let mut caption = About::default();
    // The paper's own place and date are no caption.
    let dated = document.outline.head.place_date.as_ref().map(|cell| document.line_of(cell.start));
    let above = table.first_line.saturating_sub(4)..table.first_line;
    for (index, line) in document.lines.iter().enumerate().take(above.end).skip(above.start).rev() {
        if Some(index) == dated {
            continue;
        }
        let own = about(scene, &(line.first..line.end));
        // "(Kèm theo Quyết định số … ngày 26/12/2025)" under "CHỈ TIÊU NĂM 2026".
        let cites = (line.first..line.end).any(|index| document.symbol_at(index).is_some());
        let years = || super::years_in(document, &(line.first..line.end)).last().copied();
        caption.year = caption.year.or(if cites { years() } else { own.year });
        caption.measure = caption.measure.or(own.measure);
        caption.unit = caption.unit.or(own.unit);
        // "Thực hiện Quyết định số …" begins a paper and tells of no result.
        let begins = document.after(line.first, phrase!("thực hiện")).is_some();
        // "… bằng 73,6% kế hoạch năm. Cụ thể:" tells, and names no plan.
        let valued = |index: usize| document.is(index, marks::PERCENT) && document.is_number(index - 1);
        let tells = (line.first + 1..line.end).any(valued);
        caption.reached = caption.reached.or(own.reached.filter(|_| !begins && !tells));
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
    let mut compared = Vec::new();
    for (index, cell) in row.iter().enumerate().filter(|(_, cell)| cell.start > label.start) {
        let Some(column) = column_of(columns, whole, index) else { continue };
        let before = values.targets.len();
        push(scene, cell, (own, column, caption), scope.clone(), first, values);
        compared.extend((before..values.targets.len()).filter(|_| column.compared));
    }
    for index in compared.into_iter().rev() {
        values.targets.remove(index);
    }
}

/// What a label that runs over lines measures.
fn measure_of(words: &str) -> Option<Measure> {
    let words = crate::read::Document::new(words);
    let collects = words.after_any(0, COLLECTS).map(|_| Measure::Collection);
    collects.or_else(|| last_mention(&words, 0..words.len()).map(|mention| mention.measure))
}

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
    // A last column of notes may be empty in a row whose last cell is a number.
    let noted = columns.last().is_some_and(|last| last.skipped) && row.ends_with_number && width < columns.len();
    let columns = if noted { &columns[..columns.len() - 1] } else { columns };
    let at = if numbered && width < columns.len() { Some(place) } else { (columns.len() + place).checked_sub(width) };
    at.and_then(|at| columns.get(at)).copied().filter(|column| !column.skipped)
}

pub(super) fn single_number(scene: &Scene<'_, '_>, cell: &Range<usize>) -> Option<number::Quantity> {
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
    // Nor does it make heads of the 94 and 92 under "BHYT".
    let rated = measure == Measure::Health && (LEAST_COVERAGE..=100.0).contains(&quantity.number());
    let captioned = caption.unit.filter(|unit| !(*unit == Unit::People && (parted || rated)));
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

/// Percent of the people that have a card at least.
const LEAST_COVERAGE: f64 = 50.0;

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

#[cfg(test)]
mod tests {
    use super::super::tests::check_targets;

    const RATE: &str = "coverage_rate";
    const VOLUNTARY: &str = "voluntary_social_insurance_participants";

    #[test]
    fn empty_cells_keep_their_columns() {
        check_targets(
            "STT\tTên xã\tBHXH tự nguyện\t\tBHYT\n\t\tTăng mới\tTổng số\tSố người\tTỷ lệ %\n1\tThu Cúc\t20\t95\t7.650\t98,1\n2\tMỹ Thuận\t25\t120\t8.700\t95,6",
            &[
                (VOLUNTARY, 20.0, "", 0),
                (VOLUNTARY, 95.0, "", 0),
                ("participants", 7_650.0, "", 0),
                (RATE, 98.1, "", 0),
                (VOLUNTARY, 25.0, "", 0),
                (VOLUNTARY, 120.0, "", 0),
                ("participants", 8_700.0, "", 0),
                (RATE, 95.6, "", 0),
            ],
        );
    }

    #[test]
    fn the_year_before_the_paper_was_reached() {
        check_targets(
            "TT\tChỉ tiêu\tĐVT\tNăm 2021\tNăm 2022\tSo sánh (%)\n1\tBHXH tự nguyện\tngười\t1.150\t1.250\t108,7\n2\tTỷ lệ bao phủ BHYT\t%\t94,2\t95,5\t",
            &[(VOLUNTARY, 1_250.0, "", 2022), (RATE, 95.5, "", 2022)],
        );
    }

    #[test]
    fn cells_may_bound_their_values() {
        check_targets(
            "TT\tNội dung\tĐơn vị\tKế hoạch 2022\n1\tTỷ lệ bao phủ BHYT\t%\t≥ 95\n2\tTỷ lệ chậm đóng\t%\t< 2\n3\tSố người tham gia BHXH tự nguyện\tNgười\t1.250",
            &[(RATE, 95.0, ">=", 2022), ("debt_rate", 2.0, "<", 2022), (VOLUNTARY, 1_250.0, "", 2022)],
        );
    }

    #[test]
    fn a_row_without_values_says_what_the_rows_below_it_count() {
        check_targets(
            "TT\tĐơn vị\tKế hoạch năm 2022\tThực hiện tháng 01/2022\tTỷ lệ hoàn thành (%)\nI\tSố người tham gia BHXH tự nguyện\t\t\t\n1\tXã Thu Cúc\t95\t20\t21,1\n2\tXã Mỹ Thuận\t120\t31\t25,8",
            &[(VOLUNTARY, 95.0, "", 2022), (VOLUNTARY, 120.0, "", 2022)],
        );
    }

    #[test]
    fn a_rate_beside_heads_is_of_them() {
        check_targets(
            "Đơn vị\tDân số\tSố người tham gia BHYT\tTỷ lệ (%)\nXã Thu Cúc\t7.800\t7.650\t98,1\nXã Mỹ Thuận\t9.100\t8.700\t95,6",
            &[
                ("participants", 7_650.0, "", 0),
                (RATE, 98.1, "", 0),
                ("participants", 8_700.0, "", 0),
                (RATE, 95.6, "", 0),
            ],
        );
    }

    #[test]
    fn the_plan_of_the_year_that_was_told_is_no_aim_where_a_later_one_stands_beside_it() {
        check_targets(
            "TT\tChỉ tiêu\tĐVT\tKH 2021\tTH 2021\tKH 2022\tTỷ lệ % KH 2022/TH 2021\n1\tTỷ lệ bao phủ BHYT\t%\t93\t93,4\t94,5\t101,2\n2\tBHXH tự nguyện\tNgười\t2.900\t2.760\t3.100\t112,3",
            &[(RATE, 94.5, "", 2022), (VOLUNTARY, 3_100.0, "", 2022)],
        );
    }

    #[test]
    fn short_heads_tell_plans_from_results_and_their_shares() {
        check_targets(
            "Số người tham gia BHXH tự nguyện của các xã:\nTT\tTên xã\tKH giao\tKQ\tĐạt % KH\n1\tXã Kiến An\t95\t93\t97,9\n2\tXã Hội An\t80\t82\t102,5",
            &[(VOLUNTARY, 95.0, "", 0), (VOLUNTARY, 80.0, "", 0)],
        );
        check_targets(
            "Đơn vị\tChỉ tiêu BHYT năm 2022 (%)\tĐã đạt (%)\nXã An Thạnh\t95,0\t92,1\nXã Mỹ Hiệp\t96,0\t94,3",
            &[(RATE, 95.0, "", 2022), (RATE, 96.0, "", 2022)],
        );
    }
}
