//! Loading the units, finding one, and the containment that the gate asks about.

use crate::app::App;
use chrono::NaiveDate;
use platform::problem::{Fault, Refusal};
use platform::sheet::{Exported, Value};
use platform::slice::Hit;
use platform::{Problem, Result};
use rules::place::{Find, Registry, ResolveError, Tables, UnitId};
use std::path::Path;

const UNITS: &str = include_str!("../../../../definitions/places/units.tsv");
const SUCCESSIONS: &str = include_str!("../../../../definitions/places/successions.tsv");
const DOCUMENTS: &str = include_str!("../../../../definitions/places/documents.tsv");
const KNOWN: &str = include_str!("../../../../definitions/places/known.tsv");

/// Loads the embedded tables, or those of `folder/places` where it has them.
pub fn load(folder: Option<&Path>) -> Result<Registry> {
    let text = |name: &str, embedded: &'static str| -> Result<std::borrow::Cow<'static, str>> {
        match folder.map(|folder| folder.join("places").join(name)).filter(|path| path.exists()) {
            Some(path) => Ok(std::fs::read_to_string(path)?.into()),
            None => Ok(embedded.into()),
        }
    };
    let units = text("units.tsv", UNITS)?;
    let successions = text("successions.tsv", SUCCESSIONS)?;
    let documents = text("documents.tsv", DOCUMENTS)?;
    let known = text("known.tsv", KNOWN)?;
    let tables = Tables { units: &units, successions: &successions, documents: &documents, known: &known };
    Registry::parse(&tables).map_err(|faults| {
        let faults = faults
            .into_iter()
            .map(|fault| Fault {
                sheet: Some(format!("places/{}", fault.file)),
                row: u32::try_from(fault.line).ok(),
                column: fault.field.to_owned(),
                rule: fault.message,
                remedy: "Sửa dòng đó trong tệp định nghĩa rồi chạy lại.".to_owned(),
            })
            .collect();
        Problem::Refused(Refusal::of_faults(faults))
    })
}

/// The id of a unit as the registry knows it, from a database key.
pub fn id(unit: i64) -> Option<UnitId> {
    UnitId::try_from(unit).ok()
}

/// Whether `unit` belongs to `scope` on that day, or through its successions.
pub fn contains(places: &Registry, scope: i64, unit: i64, on: NaiveDate) -> bool {
    let (Some(scope), Some(unit)) = (id(scope), id(unit)) else { return false };
    places.contains(scope, unit, on) || places.contains_ever(scope, unit)
}

/// The unit of a code or a name. Without a day, abolished units are found too.
pub fn resolve_id(
    places: &Registry,
    text: &str,
    within: Option<UnitId>,
    on: Option<NaiveDate>,
) -> std::result::Result<UnitId, Refusal> {
    places.resolve(text.trim(), within, on).map_err(|error| {
        let remedy = match &error {
            ResolveError::NotFound { .. } => "Ghi mã hoặc tên đơn vị hành chính, thêm nơi nó thuộc về nếu cần.",
            ResolveError::Ambiguous { .. } => "Ghi rõ loại đơn vị, nơi nó thuộc về, hoặc mã.",
            ResolveError::NotValidOn { .. } => "Dùng đơn vị kế tiếp, hoặc một ngày mà đơn vị còn tồn tại.",
        };
        Refusal::new(error.message(places, text), remedy)
    })
}

/// The same with database keys.
pub fn resolve(
    places: &Registry,
    text: &str,
    within: Option<i64>,
    on: Option<NaiveDate>,
) -> std::result::Result<i64, Refusal> {
    resolve_id(places, text, within.and_then(id), on).map(i64::from)
}

/// The last day in `[from, to]` on which the unit was valid: the day to look at it for figures of that time.
pub fn check_day(places: &Registry, unit: UnitId, from: NaiveDate, to: NaiveDate) -> Option<NaiveDate> {
    let spell = places.unit(unit)?;
    let last = spell.to.and_then(|end| end.pred_opt()).map_or(to, |end| end.min(to));
    (last >= from && spell.valid_on(last)).then_some(last)
}

/// Works out what the first request for it would wait for: the index of names, and the way of the last years' figures
/// into the units of today.
pub fn warm_up(app: &App) {
    let nation = app.places().nation();
    app.places().find(&Find { text: &nation.name, within: None, on: None });
    let today = app.today();
    for year in REMAPPED_YEARS {
        if let Some(day) = NaiveDate::from_ymd_opt(year, 12, 31).filter(|day| *day < today) {
            app.remap(day, today).origins(nation.id);
        }
    }
}

/// Years before the units of July 2025 whose figures pages carry into them.
const REMAPPED_YEARS: std::ops::Range<i32> = 2022..2025;

/// Units whose name or code fits.
pub fn search(app: &App, text: &str) -> Vec<Hit> {
    let places = app.places();
    let found = places.find(&Find { text, within: None, on: None });
    found
        .into_iter()
        .take(12)
        .filter_map(|found| places.unit(found.unit))
        .map(|unit| Hit { title: unit.title(), detail: detail(app, unit.id), path: super::path(unit.id), rank: 10 })
        .collect()
}

fn detail(app: &App, unit: UnitId) -> String {
    let places = app.places();
    let path = places.latest_path_name(unit);
    let upper = path.split_once(", ").map_or("", |(_, upper)| upper).to_owned();
    let ended = places.unit(unit).and_then(|unit| unit.to).filter(|to| *to <= app.today());
    match ended {
        Some(to) => format!("{upper} · đến hết ngày {}", rules::period::vietnamese_date(to.pred_opt().unwrap_or(to))),
        None => upper,
    }
}

/// Every spell of every unit, with what it became and on which ground.
pub fn export_all(app: &App) -> Exported {
    let places = app.places();
    let rows = places.units().iter().map(|unit| {
        let after: Vec<String> = places
            .successors(unit.id)
            .map(|link| {
                let name = link.to.map(|to| places.path_name(to, link.date)).unwrap_or_default();
                format!("{} {name} ({})", link.relation.word(), link.ground_text())
            })
            .collect();
        vec![
            Value::Text(unit.code.to_string()),
            Value::Text(unit.title()),
            Value::Text(unit.parent_code.to_string()),
            unit.from.map_or(Value::Empty, Value::Day),
            unit.to.and_then(|to| to.pred_opt()).map_or(Value::Empty, Value::Day),
            Value::Text(after.join("; ")),
        ]
    });
    let headings = ["Mã", "Đơn vị", "Mã cấp trên", "Từ ngày", "Đến ngày", "Trở thành"];
    Exported {
        name: "dia-ban".to_owned(),
        title: "Đơn vị hành chính qua thời gian".to_owned(),
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
        rows: rows.collect(),
    }
}
