//! A movement and one of its phases as the fields of a form without scripts, and back.

use super::lines::{self, LineFault};
use super::model::{Movement, MovementKind, Phase};
use chrono::NaiveDate;
use platform::form::{Fields, Reading};
use platform::problem::Refusal;

/// The form of a movement with one phase in it.
pub fn fill(movement: &Movement, phase: Option<&Phase>) -> Fields {
    let mut fields = Fields::default();
    fields.set("key", movement.key.clone());
    fields.set("name", movement.name.clone());
    fields.set("name_en", movement.name_en.clone());
    fields.set("kind", platform::key::of(&movement.kind).unwrap_or_default());
    fields.set("launched_by", movement.launched_by.clone());
    fields.set("bases", movement.bases.join("\n"));
    fields.set("linked", movement.linked.join("\n"));
    fields.set("note", movement.note.clone().unwrap_or_default());
    let Some(phase) = phase else { return fields };
    fields.set("phase", phase.key.clone());
    fields.set("phase_key", phase.key.clone());
    fields.set("phase_name", phase.name.clone());
    fields.set("phase_from", phase.from.to_string());
    fields.set("phase_to", phase.to.map(|day| day.to_string()).unwrap_or_default());
    fields.set("phase_bases", phase.bases.join("\n"));
    fields.set("phase_plan", phase.plan.clone().unwrap_or_default());
    fields.set("phase_criteria_sets", phase.criteria_sets.join("\n"));
    fields.set("phase_note", phase.note.clone().unwrap_or_default());
    fields.set("objectives", lines::write_objectives(&phase.objectives));
    fields.set("duties", lines::write_duties(&phase.duties));
    fields.set("drives", lines::write_drives(&phase.drives));
    fields.set("reviews", lines::write_reviews(&phase.reviews));
    fields.set("participants", lines::write_participants(&phase.participants));
    fields.set("award_forms", phase.award_forms.join("\n"));
    fields.set("report_route", phase.report_route.join("\n"));
    fields
}

/// The movement that the form says, laid over the one it was opened on; `edited` is the key of the phase it showed.
pub fn read_movement(fields: &Fields, base: Option<&Movement>, edited: Option<&str>) -> Result<Movement, Refusal> {
    let mut reading = Reading::new(fields);
    let key = match base {
        Some(base) => base.key.clone(),
        None => reading.required("key"),
    };
    let name = reading.required("name");
    let kind: Option<MovementKind> = platform::key::parse(fields.value("kind"));
    if kind.is_none() {
        reading.fault("kind", "chưa chọn loại", "Chọn một loại trong danh sách.");
    }
    let launched_by = reading.required("launched_by");
    let mut phases = base.map(|base| base.phases.clone()).unwrap_or_default();
    let position = phases.iter().position(|phase| Some(phase.key.as_str()) == edited);
    let says_phase = ["phase_key", "phase_name", "phase_from", "objectives", "duties"];
    if position.is_some() || says_phase.iter().any(|name| fields.filled(name).is_some()) {
        let old = position.map(|position| phases.remove(position));
        phases.extend(read_phase(&mut reading, fields, old));
        phases.sort_by_key(|phase| phase.from);
    }
    reading.finish()?;
    Ok(Movement {
        key,
        name,
        name_en: fields.value("name_en").to_owned(),
        kind: kind.unwrap_or(MovementKind::Thematic),
        launched_by,
        bases: lines::read_keys(fields.value("bases")),
        linked: lines::read_keys(fields.value("linked")),
        phases,
        note: fields.filled("note").map(str::to_owned),
    })
}

/// Nothing when the form has no first day, which is then a fault.
fn read_phase(reading: &mut Reading<'_>, fields: &Fields, old: Option<Phase>) -> Option<Phase> {
    let key = reading.required("phase_key");
    let name = reading.required("phase_name");
    if fields.filled("phase_from").is_none() {
        reading.fault("phase_from", "để trống", "Điền ngày bắt đầu của giai đoạn.");
    }
    let from = reading.day("phase_from");
    let to = reading.day("phase_to");
    let old = old.unwrap_or_else(|| Phase::between(NaiveDate::MIN, None));
    let text = |name: &str| fields.value(name);
    let objectives = lines::read_objectives(text("objectives"), &old.objectives);
    let duties = lines::read_duties(text("duties"), &old.duties);
    let drives = lines::read_drives(text("drives"), &old.drives);
    let reviews = lines::read_reviews(text("reviews"), &old.reviews);
    let participants = lines::read_participants(text("participants"));
    Some(Phase {
        key,
        name,
        from: from?,
        to,
        bases: lines::read_keys(text("phase_bases")),
        plan: fields.filled("phase_plan").map(str::to_owned),
        criteria_sets: lines::read_keys(text("phase_criteria_sets")),
        years: old.years,
        objectives: kept(reading, "objectives", objectives),
        standards: old.standards,
        duties: kept(reading, "duties", duties),
        drives: kept(reading, "drives", drives),
        reviews: kept(reading, "reviews", reviews),
        participants: kept(reading, "participants", participants),
        award_forms: lines::read_keys(text("award_forms")),
        report_route: lines::read_keys(text("report_route")),
        note: fields.filled("phase_note").map(str::to_owned),
    })
}

fn kept<T>(reading: &mut Reading<'_>, field: &str, rows: Result<Vec<T>, Vec<LineFault>>) -> Vec<T> {
    rows.unwrap_or_else(|faults| {
        for fault in faults {
            reading.fault(field, format!("dòng {}: {}", fault.line, fault.message), "");
        }
        Vec::new()
    })
}
