//! What movements tell the rest: search, what rests on a paper, and the duties that a reader's office owes.

use super::done::done_of_unit;
use super::model::Movement;
use super::service::list_movements;
use super::store::{self, DoneRow};
use super::timeline::{DueState, Owed};
use super::{Status, pages};
use crate::app::App;
use crate::places;
use chrono::Datelike;
use platform::slice::{Attention, Hit};
use platform::{Page, Result};
use rules::period::vietnamese_date;
use rules::text::search_key;

/// Movements whose name, phases or objectives have all the words.
pub async fn search(app: &App, text: &str) -> Result<Vec<Hit>> {
    let wanted = search_key(text);
    let words: Vec<&str> = wanted.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let has_all = |text: &str| {
        let folded = search_key(text);
        words.iter().all(|word| folded.contains(word))
    };
    let mut hits = Vec::new();
    for movement in list_movements(app).await?.into_values().map(|revision| revision.body) {
        if has_all(&format!("{} {}", movement.name, movement.name_en)) {
            hits.push(hit(&movement, "Phong trào".to_owned(), 15));
            continue;
        }
        let part = movement.phases.iter().find_map(|phase| {
            let texts = phase.objectives.iter().map(|row| &row.text).chain(phase.duties.iter().map(|row| &row.what));
            texts.chain([&phase.name]).find(|text| has_all(text)).map(|text| format!("{}: {text}", phase.name))
        });
        hits.extend(part.map(|part| hit(&movement, part, 35)));
    }
    Ok(hits)
}

fn hit(movement: &Movement, detail: String, rank: u32) -> Hit {
    Hit { title: movement.name.clone(), detail, path: pages::path(&movement.key), rank }
}

/// Movements and phases that stand on a paper, and objectives and duties that cite it.
pub async fn resting_on(app: &App, document: i64) -> Result<Vec<Hit>> {
    let Some(paper) = crate::documents::find(app.reader(), document).await? else {
        return Ok(Vec::new());
    };
    let is_it = |key: &String| *key == paper.key || Some(key) == paper.number.as_ref();
    let mut hits = Vec::new();
    let done = store::of_document(app.reader(), document).await?;
    for movement in list_movements(app).await?.into_values().map(|revision| revision.body) {
        if movement.bases.iter().any(is_it) {
            hits.push(hit(&movement, "Căn cứ của phong trào".to_owned(), 20));
        }
        hits.extend(done.iter().filter(|row| row.movement_key == movement.key).map(|row| Hit {
            title: movement.name.clone(),
            detail: format!("{} đã làm một nhiệm vụ", app.unit_name_or_country(Some(row.unit_id))),
            path: pages::duty_path(&row.movement_key, &row.duty_key),
            rank: 22,
        }));
        for phase in &movement.phases {
            let cited = phase.objectives.iter().filter(|row| {
                row.resolutions.iter().any(is_it) || row.source.as_ref().is_some_and(|source| is_it(&source.document))
            });
            let ordered = phase.duties.iter().filter(|row| {
                row.done_by.as_ref().is_some_and(is_it) || row.source.as_ref().is_some_and(|s| is_it(&s.document))
            });
            let (objectives, duties) = (cited.count(), ordered.count());
            let base = phase.bases.iter().chain(&phase.plan).any(is_it);
            if base || objectives + duties > 0 {
                let mut parts: Vec<String> = Vec::new();
                parts.extend(base.then(|| "căn cứ hoặc kế hoạch".to_owned()));
                parts.extend((objectives > 0).then(|| format!("{objectives} mục tiêu")));
                parts.extend((duties > 0).then(|| format!("{duties} nhiệm vụ")));
                let detail = format!("{}: {}", phase.name, parts.join(", "));
                hits.push(Hit {
                    title: movement.name.clone(),
                    detail,
                    path: pages::phase_path(&movement.key, &phase.key),
                    rank: 21,
                });
            }
        }
    }
    Ok(hits)
}

/// Which actors of the duties a reader with this role stands for.
fn actors_of(role: &str) -> &'static [&'static str] {
    match role {
        "director_general" => &["director_general", "vss"],
        "emulation_department" => &["vu_tdkt", "vss", "council_national", "central_units", "units"],
        "council_member" => &["council_national"],
        "collection_department" => &["thu", "central_units", "units"],
        "insurance_policy_department" => &["thuc_hien_chinh_sach_bhyt", "central_units", "units"],
        "inspection_department" => &["thanh_tra_kiem_tra", "central_units", "units"],
        "central_office" => &["van_phong", "central_units", "units"],
        "communication" => &["truyen_thong", "tap_chi"],
        "province_director" => &["province_director", "province_office", "council_province", "units"],
        "province_focal_unit" => &["province_focal_unit", "province_office", "council_province", "units"],
        "local_officer" => &["district_office", "local_office", "units"],
        _ => &[],
    }
}

/// Duties of running phases that the reader's kind of office owes and its unit has not recorded as done: each that falls
/// due soon, and how many are past their day. A unit that was not there on the last day owes nothing.
pub async fn attention(app: &App, page: &Page, unit: Option<i64>) -> Result<Vec<Attention>> {
    let actors: Vec<&str> = page.actor.roles.iter().flat_map(|role| actors_of(role)).copied().collect();
    let own = pages::own_unit(app, page);
    let place = places::id(own).and_then(|unit| app.places().unit(unit));
    let Some(place) = place.filter(|_| !actors.is_empty() && unit.is_none_or(|unit| unit == own)) else {
        return Ok(Vec::new());
    };
    let done = done_of_unit(app, own).await?;
    let today = app.today();
    let mut found = Vec::new();
    for movement in list_movements(app).await?.into_values().map(|revision| revision.body) {
        let Status::Running(phase) = movement.status(today) else { continue };
        let path = format!("{}#duties", pages::phase_path(&movement.key, &phase.key));
        let is_done = |owed: &Owed<'_>| {
            let year = i64::from(owed.last_day.year());
            let answers = |row: &DoneRow| row.for_year.is_none_or(|of| of == year) && row.duty_key == owed.key;
            done.iter().any(|row| row.movement_key == movement.key && answers(row))
        };
        let owed = movement.owed_by(&actors, today).into_iter();
        let owed = owed.filter(|owed| place.valid_on(owed.last_day) && !is_done(owed));
        let (soon, over): (Vec<Owed<'_>>, Vec<Owed<'_>>) = owed.partition(|owed| owed.state == DueState::Due);
        for owed in soon {
            let day = vietnamese_date(owed.last_day);
            let sentence = page.a2("movements-attention-due", "what", owed.what, "day", day);
            found.push(Attention { sentence, path: path.clone(), rank: 20 });
        }
        if !over.is_empty() {
            let name = pages::movement_name(page, &movement);
            let sentence = page.a2("movements-attention-over", "count", over.len(), "movement", name);
            found.push(Attention { sentence, path, rank: 40 });
        }
    }
    Ok(found)
}
