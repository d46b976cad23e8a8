//! Givings that a table lists: in each row a group, the share of its premium that is paid, and how many cards and how much money that takes.

use std::ops::Range;

use chrono::Datelike;

use super::Scene;
use super::grid::{Row, Table};
use super::support::names;
use super::support_times::{Term, validity};
use crate::read::number;
use crate::read::phrases::phrases;
use crate::reading::{Item, Support};

/// What a column says of a giving.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Column {
    Share,
    Cards,
    /// Money, counted in so many đồng.
    Money(f64),
    Other,
}

/// How many lines over a table say from when to when it holds.
const LINES_OVER: usize = 3;

/// Adds the rows of every table that says which share of a premium is paid for whom.
pub fn facts(scene: &Scene<'_, '_>, found: &mut Vec<Item<Support>>) {
    for table in &scene.tables {
        let Some((head, body)) = table.rows.split_first() else { continue };
        let columns: Vec<Column> = head.cells.iter().map(|cell| column(scene, cell)).collect();
        if !columns.contains(&Column::Share) {
            continue;
        }
        let term = term(scene, table);
        for row in body.iter().filter(|row| row.cells.len() == columns.len()) {
            found.extend(giving(scene, &columns, row, term));
        }
    }
}

fn column(scene: &Scene<'_, '_>, head: &Range<usize>) -> Column {
    let has = |words| scene.has(head, words);
    match () {
        () if has(phrases!["mức hỗ trợ", "tỷ lệ hỗ trợ", "phần hỗ trợ", "hỗ trợ"]) && has(phrases!["%", "tỷ lệ"]) => {
            Column::Share
        }
        () if has(phrases!["số thẻ", "thẻ BHYT"]) => Column::Cards,
        () if !has(phrases!["kinh phí", "số tiền", "thành tiền"]) => Column::Other,
        () if has(phrases!["tỷ đồng"]) => Column::Money(1e9),
        () if has(phrases!["triệu đồng"]) => Column::Money(1e6),
        () if has(phrases!["nghìn đồng", "ngàn đồng", "1.000 đồng"]) => Column::Money(1e3),
        () if has(phrases!["đồng", "VNĐ"]) => Column::Money(1.0),
        () => Column::Other,
    }
}

/// From when to when, by the lines over a table.
fn term(scene: &Scene<'_, '_>, table: &Table) -> Option<Term> {
    let above = table.first_line.saturating_sub(LINES_OVER)..table.first_line;
    let lines = scene.document.lines.get(above).unwrap_or_default();
    lines.iter().rev().find_map(|line| {
        let (from, to) = validity(scene, &(line.first..line.end));
        from.map(|from| (from, to))
    })
}

fn giving(scene: &Scene<'_, '_>, columns: &[Column], row: &Row, term: Option<Term>) -> Option<Item<Support>> {
    let document = scene.document;
    let number = |wanted: fn(&Column) -> bool| {
        let place = columns.iter().position(wanted)?;
        number::at(document, row.cells.get(place)?.start).map(|quantity| (quantity, columns[place]))
    };
    let share = number(|column| *column == Column::Share)?.0.number();
    let whole = row.cells.first()?.start..row.cells.last()?.end;
    let groups = names(scene, whole.clone());
    if groups.is_empty() || !(0.0..=100.0).contains(&share) {
        return None;
    }
    let amount = number(|column| matches!(column, Column::Money(_))).and_then(|(quantity, column)| match column {
        Column::Money(each) => whole_dong(quantity.number() * each),
        _ => None,
    });
    let value = Support {
        year: term.map(|(from, _)| from.year()).or(scene.subject_year),
        cards: number(|column| *column == Column::Cards).and_then(|(quantity, _)| quantity.whole()),
        amount,
        valid_from: term.map(|(from, _)| from),
        valid_to: term.and_then(|(_, to)| to),
        share: Some(share),
        groups,
    };
    Some(Item { value, span: document.span(whole), confidence: 0.85 })
}

#[expect(clippy::cast_possible_truncation, reason = "sums beyond what a number of 64 bits holds are left out before")]
fn whole_dong(value: f64) -> Option<i64> {
    (1_000.0..1e17).contains(&value).then(|| value.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::super::tests::paper;

    type Short = (Option<i32>, Option<i64>, Option<i64>, Option<f64>, String, Option<String>);

    fn check(body: &str, expected: &[(i32, i64, i64, f64, &str, &str)]) {
        let found: Vec<Short> = paper("QUYẾT ĐỊNH", "QĐ", body)
            .support
            .into_iter()
            .map(|item| {
                let it = item.value;
                let to = it.valid_to.map(|day| day.to_string());
                (it.year, it.cards, it.amount, it.share, it.groups.join(" "), to)
            })
            .collect();
        let expected: Vec<Short> = expected
            .iter()
            .map(|(year, cards, amount, share, groups, to)| {
                (
                    (*year > 0).then_some(*year),
                    (*cards > 0).then_some(*cards),
                    (*amount > 0).then_some(*amount),
                    (*share > 0.0).then_some(*share),
                    (*groups).to_owned(),
                    (!to.is_empty()).then(|| (*to).to_owned()),
                )
            })
            .collect();
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn a_table_gives_each_group_its_share_and_money() {
        check(
            "Ngân sách tỉnh hỗ trợ mức đóng BHYT từ ngày 01/01/2024 đến ngày 31/12/2024 cho các nhóm sau:\n\n\
             TT\tNhóm\tMức hỗ trợ (%)\tKinh phí (triệu đồng)\n\
             1\tNgười thuộc hộ cận nghèo\t30\t4.735\n2\tHọc sinh, sinh viên\t10\t1.022",
            &[
                (2024, 0, 4_735_000_000, 30.0, "near_poor", "2024-12-31"),
                (2024, 0, 1_022_000_000, 10.0, "student", "2024-12-31"),
            ],
        );
    }

    #[test]
    fn one_term_holds_for_every_giving() {
        check(
            "Điều 1. Mức hỗ trợ đóng bảo hiểm y tế\n1. Người thuộc hộ cận nghèo: hỗ trợ 30% mức đóng.\n\
             2. Hộ gia đình làm nông nghiệp có mức sống trung bình: hỗ trợ thêm 40%.\n\
             Điều 2. Thời gian hỗ trợ: từ tháng 01/2021 đến hết tháng 12/2025.",
            &[(0, 0, 0, 30.0, "near_poor", "2025-12-31"), (0, 0, 0, 40.0, "household", "2025-12-31")],
        );
    }

    #[test]
    fn an_aim_is_no_giving() {
        check("Hằng năm, các đơn vị tặng không dưới 300 thẻ BHYT cho người thuộc hộ cận nghèo.", &[]);
        check("Năm 2022, các đơn vị tặng 300 thẻ BHYT cho người cao tuổi.", &[(2022, 300, 0, 0.0, "elderly", "")]);
    }
}
