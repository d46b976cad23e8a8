//! What the heads of tables say of their columns: years, measures, units, what was reached and what shall be.

use std::ops::Range;

use chrono::NaiveDate;

use super::Scene;
use super::amounts::Unit;
use super::grid::{Row, Table};
use super::groups;
use super::measures::{Measure, last_mention};
use super::tables::single_number;
use crate::read::date::When;
use crate::read::letters::phrase;
use crate::read::lex::{key, marks};
use crate::read::phrases::{Phrases, phrases};

/// What a column or a row says of its numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About {
    pub(super) year: Option<i32>,
    pub(super) measure: Option<Measure>,
    /// Of whom: "Học sinh, sinh viên", "Hộ cận nghèo".
    pub(super) group: Option<&'static str>,
    pub(super) unit: Option<Unit>,
    /// What money or people in the cells are counted in: triệu đồng, tỷ đồng, nghìn người.
    pub(super) factor: Option<f64>,
    pub(super) reached: Option<bool>,
    pub(super) as_of: Option<NaiveDate>,
    pub(super) skipped: bool,
    /// The column of running numbers.
    pub(super) counts: bool,
    /// "Số người cần vận động thêm".
    pub(super) wins: bool,
    /// "Tỷ lệ so với lực lượng lao động".
    pub(super) of_workers: bool,
    /// "Số người tham gia", with nothing said of what.
    pub(super) takes_part: bool,
    /// "Quý I", "6 tháng", "Cả năm".
    pub(super) timed: bool,
    /// The plan of a year whose results stand beside it: what they are compared with, and no aim of the paper.
    pub(super) compared: bool,
}

/// "KH 2023 | TH 2023 | KH 2024": where a later plan stands beside them, the plan of the year that was told is none of the paper's own; a report
/// of that year still tells it.
pub(super) fn tell_compared_plans(scene: &Scene<'_, '_>, columns: &mut [About]) {
    let own = scene.year.filter(|_| scene.reports()).unwrap_or(i32::MAX);
    let told: Vec<i32> = columns.iter().filter(|it| it.reached == Some(true)).filter_map(|it| it.year).collect();
    let latest = columns.iter().filter(|it| it.reached != Some(true) && !it.skipped).filter_map(|it| it.year).max();
    for column in columns.iter_mut().filter(|it| it.reached == Some(false)) {
        column.compared = column
            .year
            .is_some_and(|year| year < own && told.contains(&year) && latest.is_some_and(|last| last > year));
    }
}

/// "Năm 2023 | Năm 2024" in a paper of 2024: what is no plan in the earlier column was reached.
pub(super) fn tell_past_years(scene: &Scene<'_, '_>, columns: &mut [About]) {
    let Some(issued) = scene.year else { return };
    let ahead = columns.iter().any(|column| column.year.is_some_and(|year| year >= issued));
    for column in columns.iter_mut().filter(|_| ahead) {
        let past = column.year.is_some_and(|year| year < issued);
        column.reached = column.reached.or(past.then_some(true));
    }
}

/// "Số người tham gia BHYT | Tỷ lệ (%)": a rate beside the heads of those who have a card is the coverage; "số người cần vận động" are for it.
pub(super) fn tell_rates(columns: &mut [About]) {
    tell_heads(columns);
    let mut left: Option<About> = None;
    for column in columns {
        let rates = column.unit == Some(Unit::Percent) || column.wins && column.unit == Some(Unit::People);
        let working = |measure| matches!(measure, Measure::Social | Measure::Voluntary | Measure::Unemployment);
        let fits = |measure| measure == Measure::Health || column.of_workers && working(measure);
        let beside = left.filter(|left| left.measure.is_some_and(fits));
        if column.measure.is_none() && column.group.is_none() && rates && !column.skipped {
            column.measure = beside.and_then(|left| left.measure);
            column.group = beside.and_then(|left| left.group);
        }
        left = column.measure.is_some().then_some(*column).or(left);
    }
}

/// "Tỷ lệ bao phủ BHYT (%) | Số người tham gia": heads beside the rate of one insurance are of those who take part in it.
fn tell_heads(columns: &mut [About]) {
    let mut measures = columns.iter().filter(|column| !column.skipped).filter_map(|column| column.measure);
    let Some(first) = measures.next().filter(|first| measures.all(|other| other == *first)) else { return };
    for column in columns.iter_mut().filter(|column| column.takes_part && !column.skipped) {
        column.measure = column.measure.or(Some(first));
    }
}

/// How many rows the head has: all until the first that holds values.
pub(super) fn head_rows(scene: &Scene<'_, '_>, table: &Table) -> usize {
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
pub(super) fn columns(scene: &Scene<'_, '_>, head: &[Row], width: usize) -> Vec<About> {
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
            takes_part: self.takes_part || above.takes_part,
            timed: self.timed || above.timed,
            compared: self.compared || above.compared,
        }
    }
}

pub(super) fn about(scene: &Scene<'_, '_>, cell: &Range<usize>) -> About {
    let document = scene.document;
    let bare_at = |index: usize| {
        let year = document.digits(index, 4..5).and_then(|year| i32::try_from(year).ok())?;
        (1990..2100).contains(&year).then_some(year)
    };
    // "2024", "Kế hoạch 2024".
    let planned = || {
        document.after_any(
            cell.start,
            phrases!["kế hoạch", "chỉ tiêu", "thực hiện", "ước thực hiện", "KH", "TH", "KQ", "ước TH", "ước", "giao"],
        )
    };
    let bare = bare_at(cell.start).or_else(|| planned().filter(|at| *at < cell.end).and_then(bare_at));
    let year = document.dates_in(cell.clone()).iter().find_map(|date| match date.when {
        When::Years { .. } => None,
        when => when.year(),
    });
    let has = |words: &[crate::read::lex::Key]| document.find(cell.clone(), words).is_some();
    let group = group(scene, cell);
    let unit = match () {
        () if has(phrase!("%")) || has(phrase!("tỷ lệ")) => Some(Unit::Percent),
        () if has(phrase!("số thẻ")) => Some(Unit::Cards),
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
        () if has(phrase!("thực hiện"))
            || has(phrase!("TH"))
            || has(phrase!("kết quả"))
            || has(phrase!("đạt được"))
            || document.has(cell, DONE)
            || is_now =>
        {
            Some(true)
        }
        () if has(phrase!("chỉ tiêu"))
            || has(phrase!("kế hoạch"))
            || has(phrase!("KH"))
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
        || measure.is_none() && is_share_of_plan(document, cell)
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
        takes_part: unit == Some(Unit::People) && has(phrase!("tham gia")),
        timed: document.after_any(cell.start, phrases!["quý", "cả năm", "6 tháng", "9 tháng"]).is_some(),
        compared: false,
    }
}

/// Short words for what was reached: "KQ 2023", "Ước 2024", "Đã đạt".
const DONE: &Phrases = phrases!["KQ", "đã đạt", "đã thực hiện", "ước đạt", "ước năm", "UTH"];

/// "Đạt % KH", "TH/KH (%)", "Tỷ lệ % KH 2025/TH 2024": how much of a plan was done, or how a plan compares with what was.
fn is_share_of_plan(document: &crate::read::Document<'_>, cell: &Range<usize>) -> bool {
    let at = |words: &Phrases| {
        cell.clone().find(|index| document.after_any(*index, words).is_some_and(|end| end <= cell.end))
    };
    let plan = at(phrases!["kế hoạch", "chỉ tiêu", "dự toán", "KH"]);
    let done = at(phrases!["đạt", "hoàn thành", "thực hiện", "TH"]);
    let rated = document.has(cell, phrases!["%", "tỷ lệ", "tỉ lệ"]);
    let over = cell.clone().any(|index| document.is(index, marks::SLASH));
    plan.zip(done).is_some_and(|(plan, done)| over || rated && done < plan)
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

/// "Thu BHXH, BHYT, BHTN" at the head of a row or column.
pub(super) const COLLECTS: &Phrases = phrases!["thu BHXH", "thu BHYT"];
