//! Coverage counted from a snapshot becomes figures in the books, which somebody else confirms as any others.

use super::super::area::{Area, Below};
use super::super::counting::{self, Asked, BySex, Numbers, Split};
use super::{look, on_a_thread};
use crate::app::App;
use crate::results::{self, Batch, Entered, Facet, NewResult, Origin, Value};
use chrono::{Datelike, NaiveDate};
use platform::blob::Blobs;
use platform::gate::Actor;
use platform::{Problem, Result};
use population::snapshot::Snapshot;
use rules::period::Period;
use rules::rate::Sex;
use std::sync::Arc;

/// The residents of the list are what coverage is taken of.
const DENOMINATOR: &str = "population_resident";

/// Enters the coverage of a unit and of all its communes on a day, in all and of men and women apart, and that of each policy
/// group of the unit. Units whose number of residents is not known for certain are left out, as are those without residents.
pub async fn record(
    app: &App,
    actor: &Actor,
    name: &str,
    version: Option<u32>,
    unit: i64,
    on: NaiveDate,
) -> Result<Entered> {
    let snapshot = look(app, actor, name, version, unit, on).await?;
    if let Some(own) = snapshot.manifest().unit.map(i64::from)
        && !app.territory().contains(own, unit, on)
    {
        return Err(Problem::refuse(
            format!(
                "Bản số liệu này chỉ có dân của {}, không đủ để ghi số của đơn vị đã chọn.",
                app.territory().name(own)
            ),
            "Chọn đơn vị thuộc địa bàn ấy.",
        ));
    }
    let area = Area::of(app, unit, Below::Communes, on, snapshot.manifest().as_of)?;
    let counted = counting::count(app, &snapshot, Asked { area: area.clone(), on, split: Split::Place }).await?;
    let source = Arc::new(provenance(app, &snapshot).await?);
    let mut rows = Vec::new();
    if counted.perhaps == Numbers::default() {
        rows.extend(figures(unit, on, counted.total, &source, &snapshot));
        let sets = counting::count(app, &snapshot, Asked { area, on, split: Split::Set }).await?;
        let known = sets.lines.into_iter().filter(|set| app.catalogue().group(&set.key).is_some());
        rows.extend(known.filter_map(|set| {
            let numbers = set.numbers.all();
            let figure = (numbers.residents > 0).then(|| figure(unit, on, None, numbers, &source, &snapshot));
            figure.flatten().map(|figure| NewResult {
                indicator: "group_coverage_rate".to_owned(),
                denominator: Some("group_population".to_owned()),
                group: Some(set.key),
                ..figure
            })
        }));
    }
    for line in counted.lines.iter().filter(|line| line.whole) {
        let unit = line.unit.ok_or_else(|| Problem::internal("a line of units without a unit"))?;
        rows.extend(figures(unit, on, line.numbers, &source, &snapshot));
    }
    if rows.is_empty() {
        return Err(Problem::refuse(
            "Không có số nào ghi được: chưa có dân trong danh sách, hoặc dân chưa xếp được vào đơn vị của ngày này.",
            "Chọn đơn vị hoặc ngày khác.",
        ));
    }
    results::enter_results(app, actor, Batch { rows, reason: None }).await
}

/// The snapshot's manifest, kept by its content: which lists were read, with their digests, and what was counted.
async fn provenance(app: &App, snapshot: &Snapshot) -> Result<Origin> {
    let (data, manifest) = (app.config().data.clone(), snapshot.manifest().clone());
    on_a_thread(move || {
        let sha256 = Blobs::of(&data).keep(&serde_json::to_vec_pretty(&manifest)?)?;
        Ok(Origin::Import {
            name: format!("Bảng kê bản số liệu {}, lần {}", manifest.name, manifest.version), sha256
        })
    })
    .await
}

fn figures(unit: i64, on: NaiveDate, numbers: BySex, source: &Arc<Origin>, snapshot: &Snapshot) -> Vec<NewResult> {
    let parts = [(None, numbers.all()), (Some(Sex::Male), numbers.men), (Some(Sex::Female), numbers.women)];
    let known = parts.into_iter().filter(|(_, numbers)| numbers.residents > 0);
    known.filter_map(|(sex, numbers)| figure(unit, on, sex, numbers, source, snapshot)).collect()
}

fn figure(
    unit: i64,
    on: NaiveDate,
    sex: Option<Sex>,
    numbers: Numbers,
    source: &Arc<Origin>,
    snapshot: &Snapshot,
) -> Option<NewResult> {
    let manifest = snapshot.manifest();
    Some(NewResult {
        unit,
        indicator: "coverage_rate".to_owned(),
        denominator: Some(DENOMINATOR.to_owned()),
        facet: Facet::None,
        period: Period::year(on.year())?,
        as_of: on,
        sex,
        group: None,
        value: Value::Pair { num: numbers.covered, den: numbers.residents },
        estimate: false,
        printed: None,
        rounded_to: None,
        note: Some(format!(
            "Đếm từ danh sách dân cư và danh sách thẻ: {}, {}.",
            manifest.residents.name, manifest.cards.name
        )),
        source: source.clone(),
        locator: format!("bản số liệu {}, lần {}", manifest.name, manifest.version),
    })
}
