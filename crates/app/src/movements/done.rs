//! That a duty was done: a fact of one unit, on a day, by a paper or a note; never edited, a mistake is struck out.
//!
//! Whether it was done in time is computed from that day and the deadline, each time it is asked.

use super::RECORD;
use super::model::{Duty, Movement, Phase, Repeats, Review};
use super::moment::Deadline;
use super::store::{self, DoneRow};
use super::timeline::{Dated, DueState, Span};
use crate::app::App;
use crate::documents::{self, DocumentRow};
use crate::places;
use chrono::{Datelike, NaiveDate};
use platform::Result;
use platform::gate::{self, Actor, Place};
use platform::problem::{Fault, Problem, Refusal};
use rules::period::{DeadlineRule, vietnamese_date};
use rules::place::Level;

/// Shortest note or reason that says something.
const WORDS_LENGTH: usize = 10;

/// Something dated that a unit has to do: a duty or a review of a phase, or an item of the unit's plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// Key of the movement.
    pub movement: String,
    /// Its key in the movement.
    pub key: String,
    /// What is to be done.
    pub what: String,
    /// When it is due.
    pub deadline: Deadline,
    /// Whether the day is only expected.
    pub soft: bool,
    /// Whether it comes back.
    pub repeats: Repeats,
    /// Whether a paper of the movement itself discharged it.
    pub by_paper: bool,
    /// While it is owed.
    pub span: Span,
    /// The year it is for, in a plan of one year.
    pub year: Option<i32>,
}

impl Task {
    /// A duty of a phase.
    pub fn of_duty(movement: &Movement, phase: &Phase, duty: &Duty) -> Self {
        Self {
            movement: movement.key.clone(),
            key: duty.key.clone(),
            what: duty.what.clone(),
            deadline: duty.deadline,
            soft: duty.soft,
            repeats: duty.repeats,
            by_paper: duty.done_by.is_some(),
            span: phase.span(),
            year: None,
        }
    }

    /// A review of a phase, under the name that the reader sees.
    pub fn of_review(movement: &Movement, phase: &Phase, review: &Review, what: String) -> Self {
        Self {
            movement: movement.key.clone(),
            key: review.key.clone(),
            what,
            deadline: review.deadline,
            soft: review.soft,
            repeats: Repeats::Once,
            by_paper: false,
            span: phase.span(),
            year: None,
        }
    }

    /// Whether a record of it names a year.
    pub fn is_yearly(&self) -> bool {
        self.repeats == Repeats::Yearly || matches!(self.deadline, Deadline::EachYear(_))
    }

    /// Whether it is ever done: what goes on all the time is not.
    pub fn can_be_done(&self) -> bool {
        self.repeats != Repeats::Continuously && !self.by_paper
    }

    fn dated(&self) -> Dated {
        let in_year = match (self.deadline, self.year) {
            (Deadline::EachYear(day), Some(year)) => day.in_year(year).map(Deadline::On),
            _ => None,
        };
        let deadline = in_year.unwrap_or(self.deadline);
        Dated { deadline, soft: self.soft, done: self.by_paper, span: self.span }
    }

    /// The last good day that counts now.
    pub fn last_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.dated().last_day(today)
    }

    /// The year that counts now, of what comes back every year.
    pub fn year_now(&self, today: NaiveDate) -> Option<i32> {
        let year = || self.year.or(self.last_day(today).map(|day| day.year())).unwrap_or(today.year());
        self.is_yearly().then(year)
    }

    /// The record that answers it now, among those of a unit.
    pub fn done_in<'a>(&self, rows: &'a [DoneRow], spells: &[i64], today: NaiveDate) -> Option<&'a DoneRow> {
        let year = self.year_now(today).map(i64::from);
        rows.iter().find(|row| self.is_of(row) && row.for_year == year && spells.contains(&row.unit_id))
    }

    /// Whether a record is of it, whoever did it and in whichever year.
    pub fn is_of(&self, row: &DoneRow) -> bool {
        row.movement_key == self.movement && row.duty_key == self.key
    }

    /// What a record makes of it: done in time, done late, or done where no day was set.
    pub fn outcome(&self, row: &DoneRow) -> DueState {
        let last = match row.for_year.and_then(|year| i32::try_from(year).ok()) {
            Some(year) => self.deadline.last_day(year),
            None => self.last_day(row.done_on),
        };
        let Some(date) = last else { return DueState::Done };
        let rule = if self.soft { DeadlineRule::Expected } else { DeadlineRule::On };
        let late = rules::period::Deadline { date, rule }.is_late(row.done_on);
        if late { DueState::DoneLate } else { DueState::DoneInTime }
    }

    /// Where it stands, with the record that answers it.
    pub fn state(&self, done: Option<&DoneRow>, today: NaiveDate) -> DueState {
        done.map_or_else(|| self.dated().state(today), |row| self.outcome(row))
    }
}

/// Whether units of a level owe a duty of these actors.
pub fn is_owed_at(level: Level, who: &[String]) -> bool {
    const PROVINCE: [&str; 5] =
        ["province_office", "province_director", "province_focal_unit", "council_province", "provinces"];
    const BELOW: [&str; 2] = ["district_office", "local_office"];
    who.iter().map(String::as_str).any(|who| match level {
        Level::Nation => !PROVINCE.contains(&who) && !BELOW.contains(&who) && who != "staff",
        Level::Province => PROVINCE.contains(&who) || who == "units",
        Level::District => who == "district_office" || who == "units",
        Level::Commune => who == "local_office" || who == "units",
    })
}

/// That a task was done, to be recorded.
#[derive(Debug, Clone)]
pub struct NewDone {
    /// Who did it.
    pub unit: i64,
    /// For which year, when it comes back every year.
    pub for_year: Option<i32>,
    /// The day on which it was done.
    pub done_on: NaiveDate,
    /// The paper by which it was done.
    pub document: Option<DocumentRow>,
    /// How it was done, where no paper says so; or what to know.
    pub note: Option<String>,
}

/// Records that a unit did a task.
pub async fn record_done(app: &App, actor: &Actor, task: &Task, new: NewDone) -> Result<i64> {
    gate::authorise(actor, RECORD, Place::Unit(new.unit, new.done_on), app.territory())?;
    let mut change = app.begin(actor, RECORD.0, None).await?;
    let rows = store::of_movement(change.connection(), &task.movement).await?;
    let faults = check(app, task, &new, &rows);
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let (source, locator) = match &new.document {
        Some(paper) => (documents::source_of_document(&mut change, paper).await?, String::new()),
        None => (documents::source_of_form(&mut change, "Ghi nhận hoàn thành nhiệm vụ").await?, actor.name.clone()),
    };
    let row = DoneRow {
        id: 0,
        movement_key: task.movement.clone(),
        duty_key: task.key.clone(),
        unit_id: new.unit,
        for_year: new.for_year.map(i64::from),
        done_on: new.done_on,
        document_id: new.document.map(|paper| paper.id),
        note: new.note,
        source_id: source,
        locator,
        by: actor.name.clone(),
        change_id: 0,
        closed_by: None,
    };
    let id = store::insert(&mut change, row).await?;
    change.commit().await?;
    Ok(id)
}

fn check(app: &App, task: &Task, new: &NewDone, rows: &[DoneRow]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, rule: String, remedy: &str| faults.push(Fault::field(field, rule, remedy));
    if !task.can_be_done() {
        let rule = "việc này làm thường xuyên, hoặc văn bản của phong trào đã ghi là xong".to_owned();
        fault("done_on", rule, "Không cần ghi nhận gì thêm.");
    }
    if new.done_on > app.today() {
        fault("done_on", format!("ngày {} chưa tới", vietnamese_date(new.done_on)), "Ghi ngày đã làm xong.");
    }
    let unit = places::id(new.unit).and_then(|unit| app.places().unit(unit));
    if let Some(unit) = unit.filter(|unit| !unit.valid_on(new.done_on)) {
        let rule = format!("{} không tồn tại ngày {}", unit.full_name(), vietnamese_date(new.done_on));
        fault("unit", rule, "Chọn đơn vị của ngày đó, hoặc sửa ngày.");
    }
    let within = |year: i32| {
        task.year.is_none_or(|only| only == year)
            && task.span.from.year() <= year
            && task.span.to.is_none_or(|to| year <= to.year())
    };
    match new.for_year {
        None if task.is_yearly() => {
            fault("for_year", "chưa ghi làm cho năm nào".to_owned(), "Ghi năm: việc này có ở mỗi năm.");
        }
        Some(year) if !task.is_yearly() => {
            fault("for_year", format!("việc này chỉ làm một lần, không riêng năm {year}"), "Để trống năm.");
        }
        Some(year) if !within(year) => {
            fault("for_year", format!("năm {year} nằm ngoài thời gian của việc này"), "Sửa năm.");
        }
        _ => {}
    }
    let said = new.note.as_deref().unwrap_or_default().trim().chars().count();
    if new.document.is_none() && said < WORDS_LENGTH {
        let rule = "chưa ghi văn bản, cũng chưa ghi đã làm thế nào".to_owned();
        fault("document", rule, "Ghi số văn bản trong sổ, hoặc ghi chú ít nhất 10 ký tự.");
    }
    let spells = spells(app, new.unit);
    let year = new.for_year.map(i64::from);
    let known = rows.iter().find(|row| task.is_of(row) && row.for_year == year && spells.contains(&row.unit_id));
    if let Some(row) = known {
        let rule = format!("việc này đã ghi là làm xong ngày {}", vietnamese_date(row.done_on));
        fault("unit", rule, "Nếu lần ghi đó sai thì gạch bỏ rồi ghi lại.");
    }
    faults
}

/// Strikes out a record that was entered by mistake; the row stays, with the reason in the audit trail.
pub async fn strike_out_done(app: &App, actor: &Actor, task: &Task, id: i64, reason: &str) -> Result<()> {
    let row = store::find(app.reader(), id).await?.filter(|row| task.is_of(row));
    let row = row.ok_or_else(|| Problem::NotFound(format!("ghi nhận số {id}")))?;
    gate::authorise(actor, RECORD, Place::Unit(row.unit_id, row.done_on), app.territory())?;
    if reason.trim().chars().count() < WORDS_LENGTH {
        let fault = Fault::field("reason", "chưa nêu lý do", "Ghi ít nhất 10 ký tự: sai ở đâu.");
        return Err(Refusal::of_faults(vec![fault]).into());
    }
    let mut change = app.begin(actor, "movements.strike_out_done", Some(reason.trim())).await?;
    store::close(&mut change, row).await?;
    change.commit().await?;
    Ok(())
}

/// Everything recorded as done in a movement.
pub async fn done_of_movement(app: &App, movement: &str) -> Result<Vec<DoneRow>> {
    store::of_movement(app.reader(), movement).await
}

/// Everything that a unit recorded as done, under all its spells.
pub async fn done_of_unit(app: &App, unit: i64) -> Result<Vec<DoneRow>> {
    store::of_spells(app.reader(), &spells(app, unit)).await
}

/// All spells of a unit.
pub fn spells(app: &App, unit: i64) -> Vec<i64> {
    let lineage = |unit| app.places().lineage(unit).into_iter().map(i64::from).collect();
    places::id(unit).map_or_else(Vec::new, lineage)
}
