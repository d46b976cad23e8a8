//! The verbs of plans: derive one, edit its items, take it through its steps, make the next version.

use super::model::{self, DraftItem, REASON_LENGTH, State, Step};
use super::store::{self, EventRow, ItemRow, PlanRow};
use super::table::{event, plan};
use super::{APPROVE, EDIT, NUMBER};
use crate::app::App;
use crate::movements::{self, Movement, MovementRevision, Phase};
use crate::{documents, places};
use chrono::NaiveDate;
use platform::gate::{self, Actor, Permission, Place};
use platform::problem::{Fault, Problem, Refusal};
use platform::{Change, Result, revision};
use rules::place::{Level, UnitId};
use sea_orm::ActiveValue;
use std::collections::BTreeMap;

/// What a new plan is for.
#[derive(Debug, Clone)]
pub struct NewPlan {
    /// Key of the movement.
    pub movement: String,
    /// Key of the phase.
    pub phase: String,
    /// Whose plan.
    pub unit: i64,
    /// Key of the office, when it is not the unit's own plan.
    pub office: Option<String>,
    /// The year, when it is not of the whole phase.
    pub year: Option<i32>,
    /// Its title; empty to have one made.
    pub title: String,
}

/// An edit of one item.
#[derive(Debug, Clone)]
pub struct ItemEdit {
    /// The item's row.
    pub id: i64,
    /// What it says now.
    pub text: String,
    /// When it is due now.
    pub due: String,
    /// Why it differs from the parent's.
    pub note: Option<String>,
    /// Whether the unit leaves it out.
    pub dropped: bool,
}

/// A new item of the unit itself.
#[derive(Debug, Clone)]
pub struct NewItem {
    /// What it is.
    pub kind: model::ItemKind,
    /// What it says.
    pub text: String,
    /// When it is due.
    pub due: String,
}

/// A plan with where it stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The plan.
    pub plan: PlanRow,
    /// Its events, oldest first.
    pub events: Vec<EventRow>,
    /// The last event's state.
    pub state: State,
}

impl Standing {
    /// Who submitted it last.
    pub fn proposer(&self) -> Option<&str> {
        let submitted = self.events.iter().rfind(|event| state_of(&event.to_state) == Some(State::Submitted));
        submitted.map(|event| event.by.as_str())
    }

    /// The paper it became.
    pub fn document(&self) -> Option<i64> {
        self.events.iter().find_map(|event| event.document_id)
    }
}

fn state_of(key: &str) -> Option<State> {
    platform::key::parse(key)
}

/// Plans with where they stand, in the order given.
pub async fn standings(connection: &impl sea_orm::ConnectionTrait, plans: Vec<PlanRow>) -> Result<Vec<Standing>> {
    let mut events: BTreeMap<i64, Vec<EventRow>> = BTreeMap::new();
    for event in store::events(connection, plans.iter().map(|plan| plan.id).collect()).await? {
        events.entry(event.plan_id).or_default().push(event);
    }
    plans
        .into_iter()
        .map(|plan| {
            let events = events.remove(&plan.id).unwrap_or_default();
            let state = events.last().and_then(|event| state_of(&event.to_state));
            let state = state.ok_or_else(|| Problem::internal(format!("plan {} has no state", plan.id)))?;
            Ok(Standing { plan, events, state })
        })
        .collect()
}

/// One plan with where it stands.
pub async fn find_plan(connection: &impl sea_orm::ConnectionTrait, id: i64) -> Result<Standing> {
    let not_found = || Problem::NotFound(format!("kế hoạch số {id}"));
    let plan = store::find(connection, id).await?.ok_or_else(not_found)?;
    let mut found = standings(connection, vec![plan]).await?;
    found.pop().ok_or_else(not_found)
}

/// The movement and the phase of a plan, in the revision it was made from.
pub async fn phase_of_plan(app: &App, plan: &PlanRow) -> Result<(MovementRevision, Phase)> {
    let found: Option<MovementRevision> = revision::find(app.reader(), plan.definition_id).await?;
    let revision = found.ok_or_else(|| Problem::internal("the revision of a plan is gone"))?;
    let phase = phase_of(&revision.body, &plan.phase_key)?.clone();
    Ok((revision, phase))
}

pub fn phase_of<'a>(movement: &'a Movement, key: &str) -> Result<&'a Phase> {
    movement.phase(key).ok_or_else(|| Problem::NotFound(format!("giai đoạn “{key}”")))
}

/// Whose plan and for what: plans of one line are versions of each other.
fn line(plan: &PlanRow) -> (i64, Option<&str>, Option<i64>) {
    (plan.unit_id, plan.office.as_deref(), plan.year)
}

fn is_key_of(plan: &PlanRow, unit: i64, office: Option<&str>, year: Option<i64>) -> bool {
    line(plan) == (unit, office, year)
}

/// The nearest plan above that went out: of the unit for an office, else of the units above, of the same year or, where
/// there is none, of the whole phase.
fn parent_among<'a>(app: &App, plans: &'a [Standing], new: &NewPlan, on: NaiveDate) -> Option<&'a Standing> {
    let registry = app.places();
    let unit = places::id(new.unit)?;
    let own = new.office.is_some().then_some(unit);
    let above: Vec<UnitId> = own.into_iter().chain(registry.ancestors(unit, on).iter().map(|unit| unit.id)).collect();
    let year = new.year.map(i64::from);
    let years = if year.is_some() { vec![year, None] } else { vec![None] };
    above.into_iter().find_map(|above| {
        years.iter().find_map(|year| {
            let of = |plan: &&Standing| is_key_of(&plan.plan, i64::from(above), None, *year) && plan.state.is_out();
            plans.iter().rfind(of)
        })
    })
}

/// A day on which the unit exists, as near as possible to the phase's day.
fn day_of_unit(app: &App, phase: &Phase, unit: i64) -> Option<NaiveDate> {
    let id = places::id(unit)?;
    places::check_day(app.places(), id, phase.from, model::day_of(phase, app.today()))
}

/// Makes a plan: the country's from the movement's phase, any other from the nearest plan above that went out.
pub async fn derive_plan(app: &App, actor: &Actor, new: NewPlan) -> Result<i64> {
    gate::authorise(actor, EDIT, Place::Unit(new.unit, app.today()), app.territory())?;
    let movement = movements::find_movement(app, &new.movement).await?;
    let phase = phase_of(&movement.body, &new.phase)?;
    let on = check_new(app, &new, phase)?;
    let mut change = app.begin(actor, "plans.derive", None).await?;
    let rows = store::of_phase(change.connection(), &new.movement, &new.phase).await?;
    let known = standings(change.connection(), rows).await?;
    let year = new.year.map(i64::from);
    if let Some(standing) = known.iter().rfind(|known| is_key_of(&known.plan, new.unit, new.office.as_deref(), year)) {
        return Err(Problem::refuse(
            format!("{} đã có kế hoạch này: “{}”.", app.unit_name_or_country(Some(new.unit)), standing.plan.title),
            "Mở kế hoạch đã có; khi đã phát hành thì lập bản điều chỉnh.",
        ));
    }
    let is_nation = places::id(new.unit) == Some(app.places().nation().id);
    let parent = parent_among(app, &known, &new, on);
    if parent.is_none() && !(is_nation && new.office.is_none()) {
        return Err(Problem::refuse(
            format!(
                "Cấp trên của {} chưa phát hành kế hoạch của {}.",
                app.unit_name_or_country(Some(new.unit)),
                phase.name
            ),
            "Phát hành kế hoạch của cấp trên trước, rồi lập kế hoạch của đơn vị từ đó.",
        ));
    }
    let title = if new.title.trim().is_empty() { title(app, &new, phase) } else { new.title.trim().to_owned() };
    let row = plan::ActiveModel {
        movement_key: ActiveValue::Set(new.movement.clone()),
        phase_key: ActiveValue::Set(new.phase.clone()),
        definition_id: ActiveValue::Set(movement.id),
        unit_id: ActiveValue::Set(new.unit),
        office: ActiveValue::Set(new.office.clone()),
        year: ActiveValue::Set(year),
        parent_plan_id: ActiveValue::Set(parent.map(|parent| parent.plan.id)),
        version: ActiveValue::Set(1),
        supersedes: ActiveValue::Set(None),
        title: ActiveValue::Set(title),
        ..Default::default()
    };
    let row = store::insert_plan(&mut change, row).await?;
    match parent {
        Some(parent) => {
            let level = level_of(app, new.unit);
            let inherited = store::items(change.connection(), parent.plan.id).await?;
            let falls = |item: &ItemRow| year.is_none() || item.year.is_none() || item.year == year;
            for item in inherited {
                if !item.dropped && falls(&item) && model::concerns(level, &item.who) {
                    store::insert_item(&mut change, inherit(&row, &item, phase)).await?;
                }
            }
        }
        None => {
            for (position, item) in model::items_of_phase(phase, new.year, app.catalogue()).into_iter().enumerate() {
                store::insert_item(&mut change, from_phase(&row, position, item)).await?;
            }
        }
    }
    note_event(&mut change, actor, row.id, None, State::Draft, Said::default()).await?;
    change.commit().await?;
    Ok(row.id)
}

fn check_new(app: &App, new: &NewPlan, phase: &Phase) -> Result<NaiveDate> {
    let mut faults = Vec::new();
    let day = day_of_unit(app, phase, new.unit);
    if day.is_none() {
        let rule = format!("{} không tồn tại trong {}", app.unit_name_or_country(Some(new.unit)), phase.name);
        faults.push(Fault::field("unit", rule, "Chọn đơn vị có trong thời gian của giai đoạn."));
    }
    if let Some(office) = &new.office
        && app.offices().office(office).is_none()
    {
        let rule = format!("không có cơ quan mã “{office}”");
        faults.push(Fault::field("office", rule, "Ghi mã trong danh mục cơ quan, hoặc để trống."));
    }
    let holds_year = |year: i32| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1);
        let last = NaiveDate::from_ymd_opt(year, 12, 31);
        first.zip(last).is_some_and(|(first, last)| phase.from <= last && phase.to.is_none_or(|to| first <= to))
    };
    if let Some(year) = new.year
        && !holds_year(year)
    {
        faults.push(Fault::field("year", format!("năm {year} nằm ngoài {}", phase.name), "Sửa năm, hoặc để trống."));
    }
    match (day, faults.is_empty()) {
        (Some(day), true) => Ok(day),
        _ => Err(Refusal::of_faults(faults).into()),
    }
}

fn title(app: &App, new: &NewPlan, phase: &Phase) -> String {
    let office = new.office.as_ref().and_then(|key| app.offices().office(key));
    let name = office.and_then(|office| office.version_on(app.today())).map(|version| version.name.clone());
    let whose = name.unwrap_or_else(|| app.unit_name_or_country(Some(new.unit)));
    let year = new.year.map(|year| format!(", năm {year}")).unwrap_or_default();
    format!("Kế hoạch của {whose}: {}{year}", phase.name)
}

pub fn level_of(app: &App, unit: i64) -> Level {
    places::id(unit).and_then(|id| app.places().unit(id)).map_or(Level::Commune, rules::place::Unit::level)
}

fn from_phase(plan: &PlanRow, position: usize, item: DraftItem) -> ItemRow {
    ItemRow {
        id: 0,
        plan_id: plan.id,
        parent_item_id: None,
        position: i64::try_from(position).unwrap_or(i64::MAX),
        key: item.key,
        kind: platform::key::of(&item.kind).unwrap_or_default(),
        above_text: Some(item.text.clone()),
        above_due: Some(item.due.clone()),
        text: item.text,
        who: item.who,
        due: item.due,
        year: item.year.map(i64::from),
        criteria_set: item.criteria_set,
        deviation_note: None,
        origin: "inherited".to_owned(),
        edited: false,
        dropped: false,
        change_id: 0,
        closed_by: None,
    }
}

/// The parent's item in a new plan; of one year, with that year's criteria.
fn inherit(plan: &PlanRow, parent: &ItemRow, phase: &Phase) -> ItemRow {
    let year = plan.year.and_then(|year| i32::try_from(year).ok());
    let sets = year.map(|year| phase.criteria_sets_of(year)).unwrap_or_default();
    let criteria_set = parent.criteria_set.as_ref().map(|set| match sets.first() {
        Some(first) if !sets.contains(set) => first.clone(),
        _ => set.clone(),
    });
    ItemRow {
        plan_id: plan.id,
        parent_item_id: Some(parent.id),
        year: parent.year.or(plan.year),
        criteria_set,
        above_text: Some(parent.text.clone()),
        above_due: Some(parent.due.clone()),
        deviation_note: None,
        origin: "inherited".to_owned(),
        edited: false,
        ..parent.clone()
    }
}

/// Whether an item says something else than where it comes from.
pub fn differs(item: &ItemRow) -> bool {
    let other = |above: &Option<String>, own: &str| above.as_ref().is_some_and(|above| above != own);
    other(&item.above_text, &item.text) || other(&item.above_due, &item.due)
}

/// Saves edits of items. An inherited item that says something else than the parent's, or is left out, needs a note.
pub async fn edit_items(app: &App, actor: &Actor, id: i64, edits: Vec<ItemEdit>, added: Vec<NewItem>) -> Result<()> {
    let standing = find_plan(app.reader(), id).await?;
    authorise(app, actor, EDIT, &standing.plan)?;
    let mut change = app.begin(actor, EDIT.0, None).await?;
    let standing = find_plan(change.connection(), id).await?;
    if !standing.state.is_open() {
        return Err(Problem::refuse(
            "Kế hoạch đã trình thì không sửa được nội dung.",
            "Nhờ người ký trả lại để sửa, hoặc lập bản điều chỉnh khi đã phát hành.",
        ));
    }
    let items = store::items(change.connection(), id).await?;
    let mut faults = Vec::new();
    let mut changed = Vec::new();
    for edit in edits {
        let Some(old) = items.iter().find(|item| item.id == edit.id) else {
            return Err(Problem::refuse(
                "Kế hoạch đã được người khác sửa trong lúc này.",
                "Mở lại trang rồi sửa tiếp.",
            ));
        };
        match edited(old, edit) {
            Ok(new) if new != *old => changed.push((old.clone(), new)),
            Ok(_) => {}
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    if changed.is_empty() && added.is_empty() {
        return Ok(());
    }
    for (old, new) in changed {
        store::close_item(&mut change, old).await?;
        store::insert_item(&mut change, new).await?;
    }
    let next = items.last().map_or(0, |item| item.position + 1);
    for (index, item) in (next..).zip(added) {
        store::insert_item(&mut change, local(id, index, item)).await?;
    }
    change.commit().await?;
    Ok(())
}

fn edited(old: &ItemRow, edit: ItemEdit) -> std::result::Result<ItemRow, Fault> {
    let new = ItemRow {
        text: edit.text.trim().to_owned(),
        due: edit.due.trim().to_owned(),
        deviation_note: edit.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty()),
        dropped: edit.dropped,
        ..old.clone()
    };
    let field = format!("item_{}", old.id);
    if new.text.is_empty() {
        return Err(Fault::field(&field, "nội dung để trống", "Điền nội dung, hoặc đánh dấu không thực hiện."));
    }
    let differs = differs(&new) || new.dropped;
    let inherited = new.origin == "inherited";
    if inherited && differs && new.deviation_note.is_none() {
        return Err(Fault::field(
            &field,
            format!("“{}” khác với cấp trên mà chưa nói vì sao", old.text),
            "Điền lý do điều chỉnh cho phù hợp với đơn vị.",
        ));
    }
    let edited = inherited && differs;
    Ok(ItemRow { edited, ..new })
}

fn local(plan: i64, position: i64, item: NewItem) -> ItemRow {
    ItemRow {
        id: 0,
        plan_id: plan,
        parent_item_id: None,
        position,
        key: format!("local-{plan}-{position}"),
        kind: platform::key::of(&item.kind).unwrap_or_default(),
        text: item.text,
        who: String::new(),
        due: item.due,
        year: None,
        criteria_set: None,
        above_text: None,
        above_due: None,
        deviation_note: None,
        origin: "local".to_owned(),
        edited: false,
        dropped: false,
        change_id: 0,
        closed_by: None,
    }
}

/// Which permission a step needs.
pub fn permission(step: Step) -> Permission {
    match step {
        Step::Submit | Step::Start => EDIT,
        Step::Return | Step::Sign | Step::End => APPROVE,
        Step::Number | Step::Issue => NUMBER,
    }
}

fn authorise(app: &App, actor: &Actor, permission: Permission, plan: &PlanRow) -> Result<()> {
    gate::authorise(actor, permission, Place::Unit(plan.unit_id, app.today()), app.territory())
}

/// Whether this actor holds the permission over the plan's unit.
pub fn may(app: &App, actor: &Actor, permission: Permission, plan: &PlanRow) -> bool {
    authorise(app, actor, permission, plan).is_ok()
}

/// What a step is taken with.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Why, for sending back.
    pub reason: Option<String>,
    /// The paper, for giving the number.
    pub document: Option<i64>,
}

/// Takes a step. Who submitted a plan cannot sign it or send it back; sending back needs a reason; a number is a paper
/// of the register.
pub async fn take_step(app: &App, actor: &Actor, id: i64, step: Step, said: Said) -> Result<()> {
    let standing = find_plan(app.reader(), id).await?;
    authorise(app, actor, permission(step), &standing.plan)?;
    let verb = format!("plans.{}", platform::key::of(&step)?);
    let mut change = app.begin(actor, &verb, said.reason.as_deref()).await?;
    let standing = find_plan(change.connection(), id).await?;
    let Some(next) = step.from(standing.state) else {
        return Err(Problem::refuse(
            format!("Kế hoạch {} nên chưa làm được bước này.", state_words(standing.state)),
            "Thứ tự các bước: nháp, trình, ký, cấp số, phát hành, thực hiện, kết thúc.",
        ));
    };
    check_step(&change, &standing, step, &said, actor).await?;
    note_event(&mut change, actor, id, Some(standing.state), next, said).await?;
    if step == Step::Issue {
        retire_earlier(&mut change, actor, &standing.plan).await?;
    }
    change.commit().await?;
    Ok(())
}

async fn check_step(change: &Change, standing: &Standing, step: Step, said: &Said, actor: &Actor) -> Result<()> {
    match step {
        Step::Sign | Step::Return if standing.proposer() == Some(actor.name.as_str()) => Err(Problem::refuse(
            "Người trình kế hoạch không được tự ký hoặc tự trả lại.",
            "Nhờ người khác có thẩm quyền ký.",
        )),
        Step::Return => {
            let length = said.reason.as_deref().unwrap_or_default().trim().chars().count();
            if length >= REASON_LENGTH {
                return Ok(());
            }
            let rule = format!("lý do trả lại phải có ít nhất {REASON_LENGTH} ký tự, đang có {length}");
            Err(Refusal::of_faults(vec![Fault::field("reason", rule, "Ghi rõ cần sửa gì.")]).into())
        }
        Step::Number if said.document.is_none() => {
            let fault = Fault::field("document", "chưa nêu văn bản", "Ghi số và ký hiệu của văn bản trong sổ.");
            Err(Refusal::of_faults(vec![fault]).into())
        }
        Step::Submit => check_whole(change, standing).await,
        _ => Ok(()),
    }
}

/// A plan that is submitted has items, and a note wherever it differs from the parent's.
async fn check_whole(change: &Change, standing: &Standing) -> Result<()> {
    let items = store::items(change.connection(), standing.plan.id).await?;
    if !items.iter().any(|item| !item.dropped) {
        return Err(Problem::refuse("Kế hoạch chưa có nội dung nào.", "Thêm mục tiêu hoặc nhiệm vụ rồi trình."));
    }
    let bare = |item: &&ItemRow| {
        item.origin == "inherited" && (differs(item) || item.dropped) && item.deviation_note.is_none()
    };
    let bare: Vec<String> = items.iter().filter(bare).map(|item| format!("“{}”", item.text)).collect();
    if bare.is_empty() {
        return Ok(());
    }
    Err(Problem::refuse(
        format!("{} nội dung khác với cấp trên mà chưa có lý do: {}.", bare.len(), bare.join("; ")),
        "Sửa theo cấp trên, hoặc điền lý do điều chỉnh.",
    ))
}

/// The version before goes out of use when the next is issued.
async fn retire_earlier(change: &mut Change, actor: &Actor, plan: &PlanRow) -> Result<()> {
    let Some(earlier) = plan.supersedes else { return Ok(()) };
    let earlier = find_plan(change.connection(), earlier).await?;
    note_event(change, actor, earlier.plan.id, Some(earlier.state), State::Superseded, Said::default()).await
}

async fn note_event(
    change: &mut Change,
    actor: &Actor,
    plan: i64,
    from: Option<State>,
    to: State,
    said: Said,
) -> Result<()> {
    let row = event::ActiveModel {
        plan_id: ActiveValue::Set(plan),
        from_state: ActiveValue::Set(from.map(|state| platform::key::of(&state)).transpose()?.unwrap_or_default()),
        to_state: ActiveValue::Set(platform::key::of(&to)?),
        by: ActiveValue::Set(actor.name.clone()),
        reason: ActiveValue::Set(said.reason.filter(|reason| !reason.trim().is_empty())),
        document_id: ActiveValue::Set(said.document),
        ..Default::default()
    };
    store::insert_event(change, row).await?;
    Ok(())
}

fn state_words(state: State) -> &'static str {
    match state {
        State::Draft => "còn là bản nháp",
        State::Submitted => "đã trình",
        State::Returned => "bị trả lại",
        State::Signed => "đã ký",
        State::Numbered => "đã cấp số",
        State::Issued => "đã phát hành",
        State::Running => "đang thực hiện",
        State::Superseded => "đã được bản sau thay",
        State::Ended => "đã kết thúc",
    }
}

/// The paper that a number names, for [`take_step`].
pub async fn document_of(app: &App, text: &str) -> Result<i64> {
    Ok(documents::find_document(app.reader(), text).await?.id)
}

/// Makes the next version of a plan that went out: a draft with the same items, under the parent's newest plan. Items
/// that the parent changed keep the unit's text, and show the difference; items that the parent added are taken over.
pub async fn adjust(app: &App, actor: &Actor, id: i64) -> Result<i64> {
    let standing = find_plan(app.reader(), id).await?;
    authorise(app, actor, EDIT, &standing.plan)?;
    let movement = movements::find_movement(app, &standing.plan.movement_key).await?;
    let phase = phase_of(&movement.body, &standing.plan.phase_key)?;
    let mut change = app.begin(actor, "plans.adjust", None).await?;
    let standing = find_plan(change.connection(), id).await?;
    let old = &standing.plan;
    let rows = store::of_phase(change.connection(), &old.movement_key, &old.phase_key).await?;
    let known = standings(change.connection(), rows).await?;
    if !matches!(standing.state, State::Issued | State::Running) {
        return Err(Problem::refuse(
            format!("Kế hoạch {} nên không điều chỉnh được.", state_words(standing.state)),
            "Chỉ điều chỉnh kế hoạch đã phát hành hoặc đang thực hiện.",
        ));
    }
    if known.iter().any(|known| known.plan.supersedes == Some(id)) {
        return Err(Problem::refuse("Đã có bản điều chỉnh của kế hoạch này.", "Mở bản điều chỉnh đang soạn."));
    }
    let new = NewPlan {
        movement: old.movement_key.clone(),
        phase: old.phase_key.clone(),
        unit: old.unit_id,
        office: old.office.clone(),
        year: old.year.and_then(|year| i32::try_from(year).ok()),
        title: String::new(),
    };
    let on = day_of_unit(app, phase, old.unit_id).unwrap_or_else(|| model::day_of(phase, app.today()));
    let parent = old.parent_plan_id.and_then(|_| parent_among(app, &known, &new, on));
    let row = plan::ActiveModel {
        movement_key: ActiveValue::Set(old.movement_key.clone()),
        phase_key: ActiveValue::Set(old.phase_key.clone()),
        definition_id: ActiveValue::Set(movement.id),
        unit_id: ActiveValue::Set(old.unit_id),
        office: ActiveValue::Set(old.office.clone()),
        year: ActiveValue::Set(old.year),
        parent_plan_id: ActiveValue::Set(parent.map_or(old.parent_plan_id, |parent| Some(parent.plan.id))),
        version: ActiveValue::Set(old.version + 1),
        supersedes: ActiveValue::Set(Some(id)),
        title: ActiveValue::Set(old.title.clone()),
        ..Default::default()
    };
    let row = store::insert_plan(&mut change, row).await?;
    copy_items(app, &mut change, old, &row, parent, phase).await?;
    note_event(&mut change, actor, row.id, None, State::Draft, Said::default()).await?;
    change.commit().await?;
    Ok(row.id)
}

async fn copy_items(
    app: &App,
    change: &mut Change,
    old: &PlanRow,
    new: &PlanRow,
    parent: Option<&Standing>,
    phase: &Phase,
) -> Result<()> {
    let items = store::items(change.connection(), old.id).await?;
    let of_parent = match parent {
        Some(parent) => store::items(change.connection(), parent.plan.id).await?,
        None => Vec::new(),
    };
    for item in &items {
        let above = of_parent.iter().find(|above| above.key == item.key && item.parent_item_id.is_some());
        let mut copy = ItemRow { plan_id: new.id, ..item.clone() };
        if let Some(above) = above {
            copy.parent_item_id = Some(above.id);
            copy.above_text = Some(above.text.clone());
            copy.above_due = Some(above.due.clone());
        }
        store::insert_item(change, copy).await?;
    }
    let level = level_of(app, new.unit_id);
    for above in of_parent {
        let known = items.iter().any(|item| item.key == above.key);
        let falls = new.year.is_none() || above.year.is_none() || above.year == new.year;
        if !known && !above.dropped && falls && model::concerns(level, &above.who) {
            store::insert_item(change, inherit(new, &above, phase)).await?;
        }
    }
    Ok(())
}
