//! The verbs of outgoing papers: open a series, draft, change, take a step, note receipts.

mod attached;
pub mod incoming;
mod issue;
mod receipts;

pub use attached::{attach_file, detach_file};
pub use issue::free_key;
pub use receipts::{Receipt, note_receipts};

use super::super::model::DocumentKind;
use super::super::{HANDLE, MANAGE, READ, SECRET, SIGN, WRITE, service as papers, store as paper_store};
use super::model::{Content, Direction, ISSUER_LENGTH, REASON_LENGTH, ReceiptStatus, Signature, State, Step};
use super::store::{self, NumberRow, ReceiptRow, RecipientRow, SeriesRow, StepRow};
use super::table::{outgoing, series, step, version};
use crate::app::App;
use chrono::NaiveDate;
use platform::gate::{self, Actor, Permission, Place};
use platform::problem::{Fault, Problem, Refusal};
use platform::sheet::Exported;
use platform::{Change, Page, Result};
use rules::period::vietnamese_date;
use rules::text::search_key;
use sea_orm::{ActiveValue, ConnectionTrait};

/// An outgoing paper with everything that became of it.
#[derive(Debug, Clone)]
pub struct Paper {
    /// Its key.
    pub id: i64,
    /// Its series.
    pub series: SeriesRow,
    /// What it says now.
    pub content: Content,
    /// How many times what it says was changed.
    pub revisions: usize,
    /// Its number, once it has one.
    pub number: Option<NumberRow>,
    /// The steps taken, the first first.
    pub steps: Vec<StepRow>,
    /// To whom it was sent.
    pub recipients: Vec<(RecipientRow, Vec<ReceiptRow>)>,
}

impl Paper {
    /// Where it stands.
    pub fn state(&self) -> State {
        let open = self.steps.iter().rev().find(|step| step.closed_by.is_none());
        open.and_then(|step| platform::key::parse(&step.state)).unwrap_or(State::Draft)
    }

    /// Who laid it before the signer last.
    pub fn submitter(&self) -> Option<&str> {
        self.steps.iter().rev().find(|step| step.step == "submit").map(|step| step.by.as_str())
    }

    /// The last signature.
    pub fn signature(&self) -> Option<Signature> {
        let signed = self.steps.iter().rev().find_map(|step| step.signature.as_deref())?;
        serde_json::from_str(signed).ok()
    }

    /// The latest receipt of a recipient.
    pub fn latest(receipts: &[ReceiptRow]) -> Option<&ReceiptRow> {
        receipts.iter().rev().find(|receipt| receipt.closed_by.is_none())
    }

    /// How many recipients have confirmed that they got it.
    pub fn confirmed(&self) -> usize {
        let confirmed = |receipts: &[ReceiptRow]| {
            let status =
                Self::latest(receipts).and_then(|latest| platform::key::parse::<ReceiptStatus>(&latest.status));
            status.is_some_and(ReceiptStatus::is_confirmed)
        };
        self.recipients.iter().filter(|(_, receipts)| confirmed(receipts)).count()
    }
}

/// A series to open.
#[derive(Debug, Clone)]
pub struct NewSeries {
    /// Which way.
    pub direction: Direction,
    /// Whose.
    pub issuer: String,
    /// What it is called.
    pub name: String,
    /// Whether its papers are secret.
    pub secret: bool,
    /// The agency's territory.
    pub unit: Option<i64>,
}

/// What a step is taken with.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// Why.
    pub reason: Option<String>,
    /// The paper that corrects or replaces, by key or number.
    pub document: Option<String>,
    /// Who signed.
    pub signature: Option<Signature>,
    /// The day of issue; today when absent.
    pub issued_on: Option<NaiveDate>,
    /// The day on which another step was taken, where it is noted later; today when absent.
    pub taken_on: Option<NaiveDate>,
}

fn place(app: &App, unit: Option<i64>) -> Place {
    unit.map_or(Place::Country, |unit| Place::Unit(unit, app.today()))
}

/// Refuses unless the actor holds the permission over the series, and may see secrets where it holds them.
pub fn authorise(app: &App, actor: &Actor, permission: Permission, series: &SeriesRow) -> Result<()> {
    gate::authorise(actor, permission, place(app, series.unit_id), app.territory())?;
    if series.secret {
        gate::authorise(actor, SECRET, place(app, series.unit_id), app.territory())?;
    }
    Ok(())
}

/// Whether the actor may do this in the series.
pub fn may(app: &App, actor: &Actor, permission: Permission, series: &SeriesRow) -> bool {
    authorise(app, actor, permission, series).is_ok()
}

/// The series of a direction that the actor may read.
pub async fn readable_series(app: &App, actor: &Actor, direction: Direction) -> Result<Vec<SeriesRow>> {
    gate::anywhere(actor, READ, app.territory())?;
    let all = store::all_series(app.reader(), direction).await?;
    Ok(all.into_iter().filter(|series| may(app, actor, READ, series)).collect())
}

/// The series of this key, if the actor may do this in it.
pub async fn series_for(app: &App, actor: &Actor, permission: Permission, id: i64) -> Result<SeriesRow> {
    let found = store::find_series(app.reader(), id).await?;
    let series = found.ok_or_else(|| Problem::NotFound(format!("sổ số {id}")))?;
    authorise(app, actor, permission, &series)?;
    Ok(series)
}

/// Opens a series of numbers.
pub async fn open_series(app: &App, actor: &Actor, new: NewSeries) -> Result<i64> {
    gate::authorise(actor, MANAGE, place(app, new.unit), app.territory())?;
    let mut faults = Vec::new();
    for (name, text) in [("issuer", &new.issuer), ("name", &new.name)] {
        if text.trim().is_empty() {
            faults.push(Fault::field(name, "để trống", "Điền ô này."));
        }
        if text.chars().count() > ISSUER_LENGTH {
            faults.push(Fault::field(name, format!("dài quá {ISSUER_LENGTH} ký tự"), "Viết gọn lại."));
        }
    }
    let mut change = app.begin(actor, MANAGE.0, None).await?;
    let same = |series: &SeriesRow| series.issuer == new.issuer && series.name == new.name;
    if store::all_series(change.connection(), new.direction).await?.iter().any(same) {
        faults.push(Fault::field("name", "cơ quan này đã có sổ cùng tên", "Mở sổ đã có, hoặc đặt tên khác."));
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let row = series::ActiveModel {
        direction: ActiveValue::Set(platform::key::of(&new.direction)?),
        issuer: ActiveValue::Set(new.issuer),
        name: ActiveValue::Set(new.name),
        secret: ActiveValue::Set(new.secret),
        unit_id: ActiveValue::Set(new.unit),
        ..Default::default()
    };
    let id = store::insert_series(&mut change, row).await?.id;
    change.commit().await?;
    Ok(id)
}

/// Papers by their keys, in the order asked for.
pub async fn load<C: ConnectionTrait>(connection: &C, ids: &[i64]) -> Result<Vec<Paper>> {
    let papers = store::outgoing_of(connection, ids).await?;
    let versions = store::versions(connection, ids).await?;
    let steps = store::steps(connection, ids).await?;
    let numbers = store::numbers(connection, ids).await?;
    let recipients = store::recipients(connection, ids).await?;
    let receipts = store::receipts(connection, ids).await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(paper) = papers.iter().find(|paper| paper.id == *id) else { continue };
        let own: Vec<_> = versions.iter().filter(|version| version.outgoing_id == *id).collect();
        let Some(current) = own.iter().rev().find(|version| version.closed_by.is_none()) else {
            return Err(Problem::internal(format!("outgoing paper {id} has no version")));
        };
        let series = store::find_series(connection, paper.series_id).await?;
        let sent = |recipient: &RecipientRow| {
            receipts.iter().filter(|receipt| receipt.recipient_id == recipient.id).cloned().collect()
        };
        found.push(Paper {
            id: *id,
            series: series.ok_or_else(|| Problem::internal(format!("series {} is missing", paper.series_id)))?,
            content: serde_json::from_str(&current.body)?,
            revisions: own.len(),
            number: numbers.iter().find(|number| number.outgoing_id == *id).cloned(),
            steps: steps.iter().filter(|step| step.outgoing_id == *id).cloned().collect(),
            recipients: recipients
                .iter()
                .filter(|recipient| recipient.outgoing_id == *id)
                .map(|recipient| (recipient.clone(), sent(recipient)))
                .collect(),
        });
    }
    Ok(found)
}

/// One paper.
pub async fn find<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Paper> {
    load(connection, &[id]).await?.pop().ok_or_else(|| Problem::NotFound(format!("văn bản đi số {id}")))
}

/// One paper, if the actor may read it.
pub async fn find_for(app: &App, actor: &Actor, id: i64) -> Result<Paper> {
    gate::anywhere(actor, READ, app.territory())?;
    let paper = find(app.reader(), id).await?;
    authorise(app, actor, READ, &paper.series)?;
    Ok(paper)
}

/// Writes a new draft. A paper that was drafted before this register was opened says so by its day.
pub async fn draft_paper(
    app: &App,
    actor: &Actor,
    series: i64,
    content: &Content,
    drafted_on: Option<NaiveDate>,
) -> Result<i64> {
    let day = past_day(app, "drafted_on", drafted_on, None)?;
    let series = series_for(app, actor, WRITE, series).await?;
    if series.direction != platform::key::of(&Direction::Outgoing)? {
        return Err(Problem::refuse("Sổ này là sổ văn bản đến.", "Chọn một sổ văn bản đi."));
    }
    check(content)?;
    let mut change = app.begin(actor, WRITE.0, None).await?;
    let row = outgoing::ActiveModel { series_id: ActiveValue::Set(series.id), ..Default::default() };
    let id = store::insert_outgoing(&mut change, row).await?.id;
    write_version(&mut change, id, content, series.secret).await?;
    note_step(&mut change, actor, id, None, Taken { state: State::Draft, day, said: Said::default(), document: None })
        .await?;
    change.commit().await?;
    Ok(id)
}

/// The day on which something happened: today, or the day that is said, which lies neither ahead nor before what went
/// before it.
fn past_day(app: &App, field: &str, said: Option<NaiveDate>, before: Option<NaiveDate>) -> Result<NaiveDate> {
    let Some(day) = said else { return Ok(app.today()) };
    let fault = match before {
        _ if day > app.today() => Fault::field(field, "ngày ở tương lai", "Ghi ngày việc đó đã diễn ra."),
        Some(before) if day < before => Fault::field(
            field,
            format!("ngày {} trước ngày {} của việc liền trước", vietnamese_date(day), vietnamese_date(before)),
            "Các việc ghi theo thứ tự thời gian; kiểm tra lại ngày.",
        ),
        _ => return Ok(day),
    };
    Err(Refusal::of_faults(vec![fault]).into())
}

fn check(content: &Content) -> Result<()> {
    let faults = content.faults();
    if faults.is_empty() { Ok(()) } else { Err(Refusal::of_faults(faults).into()) }
}

/// Changes what a draft says; its files stay. What was said before stays.
pub async fn edit_paper(app: &App, actor: &Actor, id: i64, content: &Content) -> Result<()> {
    let paper = find_for(app, actor, id).await?;
    authorise(app, actor, WRITE, &paper.series)?;
    check(content)?;
    let mut change = app.begin(actor, WRITE.0, None).await?;
    let paper = find(change.connection(), id).await?;
    if paper.state() != State::Draft {
        return Err(Problem::refuse(
            "Chỉ sửa được bản nháp.",
            "Trả lại văn bản đã trình rồi sửa; văn bản đã phát hành thì đính chính hoặc thay thế.",
        ));
    }
    let content = Content { files: paper.content.files.clone(), ..content.clone() };
    if paper.content != content {
        store::close_version(&change, id).await?;
        write_version(&mut change, id, &content, paper.series.secret).await?;
        change.commit().await?;
    }
    Ok(())
}

async fn write_version(change: &mut Change, id: i64, content: &Content, secret: bool) -> Result<()> {
    let text = [content.symbol.as_str(), &content.subject, &content.addressees.join(" ")].join(" ");
    let row = version::ActiveModel {
        outgoing_id: ActiveValue::Set(id),
        kind: ActiveValue::Set(platform::key::of(&content.kind)?),
        search_key: ActiveValue::Set(search_key(&text)),
        body: ActiveValue::Set(serde_json::to_string(content)?),
        ..Default::default()
    };
    store::insert_version(change, row, secret).await?;
    Ok(())
}

struct Taken {
    state: State,
    day: NaiveDate,
    said: Said,
    document: Option<i64>,
}

async fn note_step(change: &mut Change, actor: &Actor, id: i64, step: Option<Step>, taken: Taken) -> Result<()> {
    store::close_step(change, id).await?;
    let row = step::ActiveModel {
        outgoing_id: ActiveValue::Set(id),
        step: ActiveValue::Set(step.map(|step| platform::key::of(&step)).transpose()?.unwrap_or_default()),
        state: ActiveValue::Set(platform::key::of(&taken.state)?),
        day: ActiveValue::Set(taken.day),
        by: ActiveValue::Set(actor.name.clone()),
        reason: ActiveValue::Set(taken.said.reason.filter(|reason| !reason.trim().is_empty())),
        signature: ActiveValue::Set(
            taken.said.signature.map(|signature| serde_json::to_string(&signature)).transpose()?,
        ),
        document_id: ActiveValue::Set(taken.document),
        ..Default::default()
    };
    store::insert_step(change, row).await?;
    Ok(())
}

/// Which permission a step needs.
pub fn permission(step: Step) -> Permission {
    match step {
        Step::Submit | Step::Withdraw => WRITE,
        Step::Return | Step::Sign => SIGN,
        Step::Issue | Step::Correct | Step::Replace | Step::Recall => HANDLE,
    }
}

/// Takes a step in the life of a paper. Issuing gives the next number of the series and year and, unless the series is
/// secret, enters the paper into the open register.
pub async fn take_step(app: &App, actor: &Actor, id: i64, step: Step, said: Said) -> Result<()> {
    let paper = find_for(app, actor, id).await?;
    authorise(app, actor, permission(step), &paper.series)?;
    let verb = format!("registers.{}", platform::key::of(&step)?);
    let mut change = app.begin(actor, &verb, said.reason.as_deref()).await?;
    let paper = find(change.connection(), id).await?;
    let Some(state) = step.from(paper.state()) else {
        return Err(Problem::refuse(
            format!("Văn bản {} nên chưa làm được bước này.", state_words(paper.state())),
            "Thứ tự các bước: nháp, trình ký, ký, cấp số và phát hành; sau đó mới đính chính, thay thế, thu hồi.",
        ));
    };
    check_step(app, actor, &paper, step, &said)?;
    let day = match step {
        Step::Issue => said.issued_on.unwrap_or(app.today()),
        _ => past_day(app, "taken_on", said.taken_on, paper.steps.iter().map(|step| step.day).max())?,
    };
    let document = match step {
        Step::Issue => issue::issue(app, &mut change, &paper, day).await?,
        Step::Correct | Step::Replace => Some(answer_by(&mut change, &paper, step, &said).await?),
        _ => None,
    };
    note_step(&mut change, actor, id, Some(step), Taken { state, day, said, document }).await?;
    change.commit().await?;
    Ok(())
}

fn check_step(app: &App, actor: &Actor, paper: &Paper, step: Step, said: &Said) -> Result<()> {
    if step.asks_reason() {
        let length = said.reason.as_deref().unwrap_or_default().trim().chars().count();
        if length < REASON_LENGTH {
            let rule = format!("lý do phải có ít nhất {REASON_LENGTH} ký tự, đang có {length}");
            return Err(Refusal::of_faults(vec![Fault::field("reason", rule, "Ghi rõ vì sao.")]).into());
        }
    }
    match step {
        Step::Sign if paper.submitter() == Some(actor.name.as_str()) => Err(Problem::refuse(
            "Người trình văn bản không được tự ghi nhận chữ ký.",
            "Nhờ người khác có thẩm quyền ký.",
        )),
        Step::Sign => match &said.signature {
            None => {
                Err(Refusal::of_faults(vec![Fault::field("name", "chưa có người ký", "Điền họ tên người ký.")]).into())
            }
            Some(signature) if signature.on > app.today() => {
                let fault = Fault::field("on", "ngày ký ở tương lai", "Ghi ngày ký thật.");
                Err(Refusal::of_faults(vec![fault]).into())
            }
            Some(_) => Ok(()),
        },
        Step::Issue => check(&paper.content),
        _ => Ok(()),
    }
}

/// The paper that corrects or replaces: in the open register, a dispatch or of equal form, and linked to what it does.
async fn answer_by(change: &mut Change, paper: &Paper, step: Step, said: &Said) -> Result<i64> {
    let field = |rule: String, remedy: &str| Refusal::of_faults(vec![Fault::field("document", rule, remedy)]);
    let Some(text) = said.document.as_deref().filter(|text| !text.trim().is_empty()) else {
        return Err(field("chưa nêu văn bản".to_owned(), "Ghi số và ký hiệu của văn bản trong sổ.").into());
    };
    let other = papers::find_document(change.connection(), text).await?;
    let (relation, wanted) = match step {
        Step::Correct => ("corrects", DocumentKind::Dispatch),
        _ => ("replaces", paper.content.kind),
    };
    if other.kind != platform::key::of(&wanted)? {
        let (rule, remedy) = match step {
            Step::Correct => (
                "văn bản đính chính phải là công văn",
                "Sai thể thức thì đính chính bằng công văn (Điều 18 Nghị định 30/2020/NĐ-CP).",
            ),
            _ => (
                "văn bản thay thế phải có hình thức tương đương",
                "Sai nội dung thì thay bằng văn bản cùng hình thức (Điều 18 Nghị định 30/2020/NĐ-CP).",
            ),
        };
        return Err(field(rule.to_owned(), remedy).into());
    }
    let own = paper.number.as_ref().and_then(|number| number.document_id);
    if own == Some(other.id) {
        return Err(field("đó chính là văn bản này".to_owned(), "Nêu một văn bản khác.").into());
    }
    if let Some(own) = own
        && let Some(own) = paper_store::find(change.connection(), own).await?
    {
        papers::link(change, other.id, relation, &own.key).await?;
    }
    Ok(other.id)
}

fn state_words(state: State) -> &'static str {
    match state {
        State::Draft => "còn là bản nháp",
        State::Submitted => "đang trình ký",
        State::Signed => "đã ký, chưa có số",
        State::Issued => "đã phát hành",
        State::Replaced => "đã được thay thế",
        State::Recalled => "đã thu hồi",
        State::Withdrawn => "đã rút",
    }
}

/// Where a paper of the open register stands in the registers that the reader may see, as (path, words).
pub async fn entries(app: &App, page: &Page, document: i64) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    if !page.may(READ) {
        return Ok(found);
    }
    let (numbers, arrivals) = store::entries_of_document(app.reader(), document).await?;
    let numbers = numbers.iter().map(|row| (row.series_id, super::pages::outgoing_path(row.outgoing_id)));
    let arrivals = arrivals.iter().map(|row| (row.series_id, super::pages::incoming_path(row.id)));
    for (series, path) in numbers.chain(arrivals) {
        if let Some(series) = store::find_series(app.reader(), series).await?
            && may(app, &page.actor, READ, &series)
        {
            found.push((path, format!("{} · {}", series.issuer, series.name)));
        }
    }
    Ok(found)
}

/// Both registers as the actor may read them, for the command line.
pub async fn exports(app: &App, actor: &Actor, direction: Direction) -> Result<Exported> {
    let series = readable_series(app, actor, direction).await?.into_iter().map(|series| series.id).collect();
    let filter = store::Filter { series, ..Default::default() };
    super::exchange::table(app, direction, &filter).await
}
