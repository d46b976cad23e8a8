//! `doctor`'s look at the books: roll-ups and the list of what waits, counted again from the facts.

use super::rollup::{Cell, Deltas, Sum};
use super::store;
use crate::app::App;
use platform::Result;
use platform::slice::Finding;
use rules::number::vietnamese_whole;
use std::collections::BTreeMap;

const PAGE: u64 = 5_000;

/// Counts everything again and compares.
pub async fn check(app: &App) -> Result<Vec<Finding>> {
    let mut deltas = Deltas::default();
    let (mut last, mut waiting) = (0, 0_u64);
    loop {
        let rows = store::open_after(app.reader(), last, PAGE).await?;
        let Some((row, _)) = rows.last() else { break };
        last = row.id;
        for (row, confirmed) in &rows {
            match confirmed {
                Some(_) => deltas.add(app, row, 1),
                None => waiting += 1,
            }
        }
    }
    let counted: BTreeMap<Cell, Sum> = deltas.into_cells().collect();
    let kept = kept(app).await?;
    let wrong = counted.iter().filter(|(cell, sum)| kept.get(cell) != Some(sum)).count()
        + kept.keys().filter(|cell| !counted.contains_key(cell)).count();
    let number = |count: usize| vietnamese_whole(i64::try_from(count).unwrap_or(i64::MAX));
    let rollups = match wrong {
        0 => format!("Đã tính lại {} ô cộng dồn: khớp.", number(counted.len())),
        wrong => format!("{} ô cộng dồn không khớp khi tính lại.", number(wrong)),
    };
    let listed = store::count_pending(app.reader()).await?;
    let pending = format!("{listed} số liệu trong danh sách chờ xác nhận, đếm lại là {waiting}.");
    Ok(vec![
        Finding { check: "results.rollups".to_owned(), sound: wrong == 0, sentence: rollups },
        Finding { check: "results.pending".to_owned(), sound: listed == waiting, sentence: pending },
    ])
}

async fn kept(app: &App) -> Result<BTreeMap<Cell, Sum>> {
    let mut kept = BTreeMap::new();
    let mut last = 0;
    loop {
        let rows = store::rollups_after(app.reader(), last, PAGE).await?;
        let Some(row) = rows.last() else { return Ok(kept) };
        last = row.id;
        for row in rows {
            let sum = Sum { num: row.num, den: row.den, leaves_known: row.leaves_known, dens_known: row.dens_known };
            let cell = Cell {
                unit: row.unit_id,
                series: row.series_id,
                sex: row.sex,
                grp: row.grp,
                as_of: row.as_of,
                period_from: row.period_from,
                period_to: row.period_to,
                leaves: row.leaves,
            };
            if sum != Sum::default() {
                kept.insert(cell, sum);
            }
        }
    }
}
