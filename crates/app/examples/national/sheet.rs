//! A sheet of results as an office would send it: units by name, months in words, numbers as numbers.

use super::figures::{month_ends, month_of, of_commune};
use chungsuc::app::App;
use chungsuc::results::{Origin, Value};
use platform::sheet::{self, Exported, Value as Cell};
use platform::{Problem, Result};
use rules::place::Level;
use rules::rate::Sex;
use std::sync::Arc;

const HEADINGS: [&str; 9] =
    ["Đơn vị", "Thuộc", "Chỉ tiêu", "Kỳ", "Đến ngày", "Giới", "Số đạt", "Mẫu số", "Định nghĩa mẫu số"];

/// Writes the sheet. Its figures are over another denominator than those of the data set, so that none is there yet.
pub fn write(app: &App, file: &str, count: usize) -> Result<()> {
    let registry = app.places();
    let nation = registry.nation().id;
    let source = Arc::new(Origin::Form);
    let mut rows = Vec::with_capacity(count);
    'full: for day in month_ends(app.today(), 12) {
        let period = month_of(day)?;
        for unit in registry.descendants(nation, Level::Commune, day) {
            let province = registry.ancestors(unit.id, day).into_iter().find(|above| above.level() == Level::Province);
            let province = province.map(|unit| unit.title()).unwrap_or_default();
            for figure in of_commune(unit.id.into(), day, period, &source) {
                if rows.len() == count {
                    break 'full;
                }
                let Value::Pair { num, den } = figure.value else { continue };
                rows.push(vec![
                    Cell::Text(unit.title()),
                    Cell::Text(province.clone()),
                    Cell::Text("Tỷ lệ bao phủ bảo hiểm y tế".to_owned()),
                    Cell::Text(period.label()),
                    Cell::Day(day),
                    Cell::Text(figure.sex.map(Sex::label).unwrap_or_default().to_owned()),
                    Cell::Whole(num),
                    Cell::Whole(den),
                    Cell::Text("population_resident".to_owned()),
                ]);
            }
        }
    }
    if rows.len() < count {
        return Err(Problem::internal(format!("a year has only {} figures", rows.len())));
    }
    let title = "Dữ liệu sinh ngẫu nhiên".to_owned();
    let headings = HEADINGS.map(str::to_owned).to_vec();
    std::fs::write(file, sheet::xlsx(&Exported { name: "Kết quả".to_owned(), title, headings, rows })?)?;
    Ok(())
}
