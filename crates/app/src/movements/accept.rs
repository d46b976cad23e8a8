//! Accepting what a paper says of a movement makes it, or its phase; accepting a duty or a review adds it to the movement
//! that the paper carries out.

use super::model::{Citation, Duty, DutyKind, Movement, MovementKind, Phase, Repeats};
use super::service::{check, write_in};
use super::{Deadline, EDIT, list_movements, path};
use crate::app::App;
use crate::documents::{AcceptFinding, Accepted, Became};
use chrono::{Datelike, NaiveDate};
use platform::gate::{self, Place};
use platform::problem::{Fault, Refusal};
use platform::table::Later;
use platform::{Actor, Change, Result};
use rules::period::Period;
use rules::text::search_key;
use std::collections::BTreeMap;

/// Makes movements of findings.
pub struct MovementFinding;

/// Makes duties of findings.
pub struct DutyFinding;

impl AcceptFinding for MovementFinding {
    fn kind(&self) -> &'static str {
        "movement"
    }

    fn fields(&self) -> &'static [&'static str] {
        &["name", "from", "to", "key", "launched_by"]
    }

    fn accept<'a>(
        &'a self,
        app: &'a App,
        actor: &'a Actor,
        change: &'a mut Change,
        finding: &'a Accepted,
    ) -> Later<'a, Became> {
        Box::pin(accept_movement(app, actor, change, finding))
    }
}

impl AcceptFinding for DutyFinding {
    fn kind(&self) -> &'static str {
        "duty"
    }

    fn fields(&self) -> &'static [&'static str] {
        &["movement", "phase", "what", "about", "who", "due_date", "due_rule", "soft", "to", "via"]
    }

    fn accept<'a>(
        &'a self,
        app: &'a App,
        actor: &'a Actor,
        change: &'a mut Change,
        finding: &'a Accepted,
    ) -> Later<'a, Became> {
        Box::pin(accept_duty(app, actor, change, finding))
    }
}

fn refuse(field: &str, rule: impl Into<String>, remedy: &str) -> platform::Problem {
    Refusal::of_faults(vec![Fault::field(field, rule.into(), remedy)]).into()
}

/// A movement of this name that has a phase of these years is the one meant; otherwise a movement or a phase is made.
async fn accept_movement(app: &App, actor: &Actor, change: &mut Change, finding: &Accepted) -> Result<Became> {
    gate::authorise(actor, EDIT, Place::Country, app.territory())?;
    let name = finding
        .field("name")
        .ok_or_else(|| refuse("name", "văn bản không nêu tên phong trào", "Sửa dữ kiện: điền tên phong trào."))?;
    let (Some(from), Some(to)) = (year(finding, "from")?, year(finding, "to")?) else {
        return Err(refuse("from", "văn bản không nêu giai đoạn", "Sửa dữ kiện: điền năm đầu và năm cuối."));
    };
    let known = list_movements(app).await?;
    let folded = search_key(name);
    let standing = known.values().find(|revision| search_key(&revision.body.name) == folded);
    let mut movement = match standing {
        Some(revision) => revision.body.clone(),
        None => blank(app, finding, name)?,
    };
    let became = |movement: &Movement| Became {
        kind: "movement".to_owned(),
        title: movement.name.clone(),
        path: path(&movement.key),
    };
    let overlapping = movement
        .phases
        .iter()
        .find(|phase| phase.from <= to.last_day() && phase.to.is_none_or(|end| from.first_day() <= end));
    if let Some(phase) = overlapping {
        let same = phase.from == from.first_day() && phase.to == Some(to.last_day());
        return match same {
            true => Ok(became(&movement)),
            false => Err(refuse(
                "from",
                format!("phong trào đã có giai đoạn “{}” trùng thời gian", phase.name),
                "Sửa năm của giai đoạn, hoặc mở phong trào và sửa giai đoạn đã có.",
            )),
        };
    }
    movement.phases.push(Phase {
        key: format!("gd_{}_{}", finding.field("from").unwrap_or_default(), finding.field("to").unwrap_or_default()),
        name: format!(
            "Giai đoạn {} - {}",
            finding.field("from").unwrap_or_default(),
            finding.field("to").unwrap_or_default()
        ),
        plan: Some(finding.paper.key.clone()),
        ..Phase::between(from.first_day(), Some(to.last_day()))
    });
    movement.phases.sort_by_key(|phase| phase.from);
    save(
        app,
        change,
        &movement,
        standing.and_then(|revision| revision.unit),
        &known.keys().cloned().collect::<Vec<_>>(),
    )
    .await?;
    Ok(became(&movement))
}

fn year(finding: &Accepted, name: &str) -> Result<Option<Period>> {
    let Some(text) = finding.field(name) else { return Ok(None) };
    let period = text.parse::<i32>().ok().and_then(Period::year);
    period.map(Some).ok_or_else(|| refuse(name, format!("“{text}” không phải là năm"), "Ghi năm bốn chữ số."))
}

fn blank(app: &App, finding: &Accepted, name: &str) -> Result<Movement> {
    let issuer = finding.field("launched_by").unwrap_or(&finding.paper.issuer);
    let folded = search_key(issuer);
    let authority = app.catalogue().authorities.iter().find(|row| row.key == issuer || search_key(&row.name) == folded);
    let authority = authority.ok_or_else(|| {
        let rule = format!("danh mục không có cơ quan “{issuer}”");
        refuse("launched_by", rule, "Sửa dữ kiện: ghi khóa hoặc tên cơ quan phát động trong danh mục.")
    })?;
    let key = finding.field("key").map_or_else(|| key_of(name), str::to_owned);
    Ok(Movement {
        key,
        name: name.to_owned(),
        name_en: String::new(),
        kind: MovementKind::Thematic,
        launched_by: authority.key.clone(),
        bases: vec![finding.paper.key.clone()],
        linked: Vec::new(),
        phases: Vec::new(),
        note: None,
    })
}

/// A key from a name: its first words without diacritics.
fn key_of(name: &str) -> String {
    let letters = search_key(name).replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
    let words: Vec<&str> = letters.split('_').filter(|word| !word.is_empty()).take(8).collect();
    words.join("_").chars().take(60).collect()
}

async fn accept_duty(app: &App, actor: &Actor, change: &mut Change, finding: &Accepted) -> Result<Became> {
    let known = list_movements(app).await?;
    let revision = match finding.field("movement") {
        Some(key) => known.get(key),
        None => carried_out_by(&known, &finding.paper.key),
    };
    let revision = revision.ok_or_else(|| {
        refuse(
            "movement",
            "chưa rõ nhiệm vụ thuộc phong trào nào",
            "Chấp nhận phong trào của văn bản này trước, hoặc sửa dữ kiện: điền mã phong trào.",
        )
    })?;
    let place = revision.unit.map_or(Place::Country, |unit| Place::Unit(unit, app.today()));
    gate::authorise(actor, EDIT, place, app.territory())?;
    let mut movement = revision.body.clone();
    let due = deadline(finding)?;
    let day = due.last_day(0).or(finding.paper.issued_on).unwrap_or_else(|| app.today());
    let wanted = finding.field("phase");
    let phase =
        movement.phases.iter_mut().find(|phase| wanted.map_or_else(|| phase.holds(day), |key| phase.key == key));
    let phase = phase.ok_or_else(|| {
        refuse("phase", "phong trào không có giai đoạn nào gồm thời hạn này", "Sửa dữ kiện: điền mã giai đoạn.")
    })?;
    let what = finding.field("what").unwrap_or_default().to_owned();
    phase.duties.push(Duty {
        key: format!("vb_{}", finding.id),
        kind: finding.field("about").and_then(platform::key::parse).unwrap_or_else(|| kind_of(&what)),
        what,
        who: actors(app, finding, "who")?,
        to_whom: actors(app, finding, "to")?.pop(),
        via: actors(app, finding, "via")?.pop(),
        deadline: due,
        soft: finding.field("soft") == Some("yes"),
        repeats: if finding.field("due_rule") == Some("yearly") { Repeats::Yearly } else { Repeats::Once },
        sends: Vec::new(),
        done_by: None,
        source: Some(Citation { document: finding.paper.key.clone(), locator: Some(finding.locator.clone()) }),
        note: None,
    });
    let keys: Vec<String> = known.keys().cloned().collect();
    save(app, change, &movement, revision.unit, &keys).await?;
    Ok(Became { kind: "duty".to_owned(), title: movement.name.clone(), path: path(&movement.key) })
}

/// The movement that stands on this paper or is brought to the sector by it; none when several do.
fn carried_out_by<'a>(
    known: &'a BTreeMap<String, super::MovementRevision>,
    paper: &str,
) -> Option<&'a super::MovementRevision> {
    let mut fitting = known.values().filter(|revision| {
        let movement = &revision.body;
        let in_phase =
            |phase: &Phase| phase.plan.as_deref() == Some(paper) || phase.bases.iter().any(|key| key == paper);
        movement.bases.iter().any(|key| key == paper) || movement.phases.iter().any(in_phase)
    });
    fitting.next().filter(|_| fitting.next().is_none())
}

fn deadline(finding: &Accepted) -> Result<Deadline> {
    let Some(text) = finding.field("due_date") else { return Ok(Deadline::Unstated) };
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| refuse("due_date", format!("không hiểu ngày “{text}”"), "Ghi ngày như 31/10/2020."))?;
    Ok(match finding.field("due_rule") {
        Some("before") => Deadline::Before(day),
        Some("quarter") => {
            Period::quarter(day.year(), day.month().div_ceil(3)).map_or(Deadline::On(day), Deadline::Within)
        }
        _ => Deadline::On(day),
    })
}

/// A name as it is told apart: papers write "Bảo hiểm xã hội các tỉnh, thành phố" for the catalogue's "BHXH tỉnh, …".
fn as_called(name: &str) -> String {
    let folded = search_key(name).replace("bao hiem xa hoi", "bhxh");
    folded.split_whitespace().filter(|word| *word != "cac").collect::<Vec<_>>().join(" ")
}

/// The actors of the catalogue that a field names, by key or name; whoever the catalogue does not know is a fault.
fn actors(app: &App, finding: &Accepted, field: &str) -> Result<Vec<String>> {
    let Some(text) = finding.field(field) else { return Ok(Vec::new()) };
    let catalogue = app.catalogue();
    let find = |name: &str| {
        let wanted = as_called(name);
        let only = |fits: &dyn Fn(&str) -> bool| {
            let mut rows = catalogue.actors.iter().filter(|row| fits(&as_called(&row.name)));
            rows.next().filter(|_| rows.next().is_none())
        };
        let exact = catalogue.actors.iter().find(|row| row.key == name || as_called(&row.name) == wanted);
        let near = exact.or_else(|| only(&|called| called.starts_with(&wanted)));
        near.or_else(|| only(&|called| called.contains(&wanted))).map(|row| row.key.clone())
    };
    if let Some(whole) = find(text.trim()) {
        return Ok(vec![whole]);
    }
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| {
            find(name).ok_or_else(|| {
                let rule = format!("danh mục không có “{name}” trong những nơi thực hiện nhiệm vụ");
                refuse(field, rule, "Sửa dữ kiện: ghi khóa hoặc tên trong danh mục, cách nhau bằng dấu phẩy.")
            })
        })
        .collect()
}

/// What a duty is about, by its first telling word.
fn kind_of(what: &str) -> DutyKind {
    let folded = search_key(what);
    let told = [
        ("bao cao", DutyKind::Report),
        ("gui", DutyKind::Report),
        ("ke hoach", DutyKind::Plan),
        ("chi tieu", DutyKind::Target),
        ("ban chi dao", DutyKind::Committee),
        ("tuyen truyen", DutyKind::Communication),
        ("truyen thong", DutyKind::Communication),
        ("kiem tra", DutyKind::Monitoring),
        ("giam sat", DutyKind::Monitoring),
        ("khen thuong", DutyKind::Award),
        ("ho tro", DutyKind::Support),
        ("van dong", DutyKind::Support),
        ("vuong mac", DutyKind::Question),
    ];
    let first =
        told.iter().filter_map(|(word, kind)| folded.find(word).map(|at| (at, *kind))).min_by_key(|(at, _)| *at);
    first.map_or(DutyKind::Launch, |(_, kind)| kind)
}

async fn save(app: &App, change: &mut Change, movement: &Movement, unit: Option<i64>, keys: &[String]) -> Result<()> {
    let faults = check(app, movement, keys.iter().cloned().chain([movement.key.clone()]).collect());
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    write_in(change, movement, unit).await?;
    Ok(())
}
