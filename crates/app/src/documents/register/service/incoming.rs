//! The verbs of incoming papers: register one, pass it on, note that it was signed for and done.

use super::super::super::model::{Document, DocumentState};
use super::super::super::{HANDLE, READ, service as papers, store as paper_store};
use super::super::model::{Direction, Handling, NewIncoming, SUBJECT_LENGTH};
use super::super::store::{self, HandlingRow, IncomingRow, SeriesRow};
use super::super::table::{handling, incoming};
use super::{authorise, free_key, past_day, series_for};
use crate::app::App;
use crate::catalogue::Mark;
use chrono::{Datelike, NaiveDate};
use platform::gate::{self, Actor};
use platform::problem::{Fault, Problem, Refusal};
use platform::{Change, Result};
use rules::period::vietnamese_date;
use rules::text::{search_key, tone_key};
use sea_orm::{ActiveValue, ConnectionTrait};

/// An incoming paper with what became of it.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Its row.
    pub row: IncomingRow,
    /// Its series.
    pub series: SeriesRow,
    /// What was done, the first first.
    pub handlings: Vec<HandlingRow>,
}

impl Arrival {
    /// Where it stands.
    pub fn state(&self) -> Handling {
        let open = self.handlings.iter().rev().find(|row| row.closed_by.is_none());
        open.and_then(|row| platform::key::parse(&row.state)).unwrap_or(Handling::Registered)
    }

    /// The last row of a state.
    pub fn last(&self, state: Handling) -> Option<&HandlingRow> {
        self.handlings.iter().rev().find(|row| platform::key::parse(&row.state) == Some(state))
    }
}

/// One arrival, if the actor may read it.
pub async fn find_for(app: &App, actor: &Actor, id: i64) -> Result<Arrival> {
    gate::anywhere(actor, READ, app.territory())?;
    let arrival = find(app.reader(), id).await?;
    authorise(app, actor, READ, &arrival.series)?;
    Ok(arrival)
}

async fn find<C: ConnectionTrait>(connection: &C, id: i64) -> Result<Arrival> {
    let row = store::find_incoming(connection, id).await?;
    let row = row.ok_or_else(|| Problem::NotFound(format!("văn bản đến số {id}")))?;
    let series = store::find_series(connection, row.series_id).await?;
    let series = series.ok_or_else(|| Problem::internal(format!("series {} is missing", row.series_id)))?;
    let handlings = store::handlings(connection, &[id]).await?;
    Ok(Arrival { row, series, handlings })
}

/// Arrivals that may be this paper: the same number, issuer and year, or the same file. Only those of series that the
/// actor may read are named.
async fn likely_same(app: &App, actor: &Actor, change: &Change, new: &NewIncoming) -> Result<Vec<IncomingRow>> {
    let file = new.file.as_ref().map(|(_, sha256)| sha256.as_str());
    let like = store::arrivals_like(change.connection(), new.printed.as_deref(), file).await?;
    let mut same = Vec::new();
    for row in like {
        let same_file = file.is_some() && row.sha256.as_deref() == file;
        let year = |day: Option<NaiveDate>| day.map(|day| day.year());
        let same_year = match (year(row.issued_on), year(new.issued_on)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        let same_paper = row.printed == new.printed && tone_key(&row.author) == tone_key(&new.author) && same_year;
        let readable = match store::find_series(change.connection(), row.series_id).await? {
            Some(series) => authorise(app, actor, READ, &series).is_ok(),
            None => false,
        };
        if readable && (same_file || same_paper) {
            same.push(row);
        }
    }
    Ok(same)
}

/// Gives a paper that arrived its number. A paper that may be there already is refused once, with what it may be.
pub async fn register_arrival(app: &App, actor: &Actor, new: &NewIncoming) -> Result<i64> {
    let series = series_for(app, actor, HANDLE, new.series).await?;
    if series.direction != platform::key::of(&Direction::Incoming)? {
        return Err(Problem::refuse("Sổ này là sổ văn bản đi.", "Chọn một sổ văn bản đến."));
    }
    let mut change = app.begin(actor, "registers.arrive", None).await?;
    check(app, actor, &change, &series, new).await?;
    let year = i64::from(new.arrived_on.year());
    let last = store::last_arrival(change.connection(), series.id, Some(year)).await?;
    let text = [new.printed.as_deref().unwrap_or_default(), &new.author, &new.subject].join(" ");
    let document = match series.secret {
        true => None,
        false => Some(open_document(&mut change, &series, new).await?),
    };
    let row = incoming::ActiveModel {
        series_id: ActiveValue::Set(series.id),
        year: ActiveValue::Set(year),
        number: ActiveValue::Set(last.map_or(1, |last| last.number + 1)),
        arrived_on: ActiveValue::Set(new.arrived_on),
        author: ActiveValue::Set(new.author.clone()),
        printed: ActiveValue::Set(new.printed.clone()),
        issued_on: ActiveValue::Set(new.issued_on),
        kind: ActiveValue::Set(platform::key::of(&new.kind)?),
        subject: ActiveValue::Set(new.subject.clone()),
        search_key: ActiveValue::Set(search_key(&text)),
        document_id: ActiveValue::Set(document),
        sha256: ActiveValue::Set(new.file.as_ref().map(|(_, sha256)| sha256.clone())),
        file_name: ActiveValue::Set(new.file.as_ref().map(|(name, _)| name.clone())),
        note: ActiveValue::Set(new.note.clone()),
        ..Default::default()
    };
    let row = store::insert_incoming(&mut change, row, series.secret).await?;
    note(
        &mut change,
        actor,
        row.id,
        Handled { state: Handling::Registered, whom: None, note: None, day: None },
        new.arrived_on,
    )
    .await?;
    change.commit().await?;
    Ok(row.id)
}

async fn check(app: &App, actor: &Actor, change: &Change, series: &SeriesRow, new: &NewIncoming) -> Result<()> {
    let mut faults = Vec::new();
    for (name, text) in [("author", &new.author), ("subject", &new.subject)] {
        if text.trim().is_empty() {
            faults.push(Fault::field(name, "để trống", "Điền ô này."));
        }
    }
    if new.subject.chars().count() > SUBJECT_LENGTH {
        faults.push(Fault::field("subject", format!("dài quá {SUBJECT_LENGTH} ký tự"), "Viết gọn lại."));
    }
    if new.arrived_on > app.today() {
        faults.push(Fault::field("arrived_on", "ngày đến ở tương lai", "Ghi ngày văn bản đến thật."));
    }
    if new.issued_on.is_some_and(|day| day > new.arrived_on) {
        faults.push(Fault::field("issued_on", "ngày của văn bản sau ngày đến", "Kiểm tra lại hai ngày."));
    }
    if let Some(last) = store::last_arrival(change.connection(), series.id, None).await?
        && last.arrived_on > new.arrived_on
    {
        let rule = format!("số đến {} của sổ này đã vào ngày {}", last.number, vietnamese_date(last.arrived_on));
        let remedy = "Số đến theo thứ tự tiếp nhận (Điều 22 Nghị định 30/2020/NĐ-CP); ghi ngày đó hoặc ngày sau.";
        faults.push(Fault::field("arrived_on", rule, remedy));
    }
    if !new.again {
        for row in likely_same(app, actor, change, new).await? {
            let number = row.printed.as_deref().unwrap_or(&row.subject);
            let rule = format!("có thể đã vào sổ: {number} của {}, số đến {}/{}", row.author, row.number, row.year);
            faults.push(Fault::field("again", rule, "Kiểm tra lại; nếu đúng là văn bản khác thì đánh dấu vẫn vào sổ."));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Refusal::of_faults(faults).into()) }
}

/// The paper in the open register: the one that is there with this number, issuer and date, else a new one.
async fn open_document(change: &mut Change, series: &SeriesRow, new: &NewIncoming) -> Result<i64> {
    if let Some(number) = &new.printed {
        let known = paper_store::find_by_number(change.connection(), number).await?;
        let same = |row: &&paper_store::DocumentRow| {
            tone_key(&row.issuer) == tone_key(&new.author)
                && (row.issued_on == new.issued_on || new.issued_on.is_none())
        };
        if let Some(known) = known.iter().find(same) {
            return Ok(known.id);
        }
    }
    let name = new.printed.clone().unwrap_or_else(|| new.subject.clone());
    let key = free_key(change, &name, &new.author, new.issued_on.unwrap_or(new.arrived_on)).await?;
    let paper = Document {
        key,
        kind: new.kind,
        number: new.printed.clone(),
        date: new.issued_on,
        place: None,
        issuer: new.author.clone(),
        authority: None,
        subject: new.subject.clone(),
        signer: None,
        signer_post: None,
        capacity: None,
        state: DocumentState::Unknown,
        cites: Vec::new(),
        implements: Vec::new(),
        replaces: Vec::new(),
        amends: Vec::new(),
        published_on: None,
        address: None,
        addressees: vec![series.issuer.clone()],
        recipients: Vec::new(),
        annexes: Vec::new(),
        mark: Mark::Stated,
        ground: Some(format!("{} · {}", series.issuer, series.name)),
        note: new.note.clone(),
    };
    papers::insert_document(change, &paper).await
}

/// What was done with a paper that arrived.
#[derive(Debug, Clone)]
pub struct Handled {
    /// What.
    pub state: Handling,
    /// The unit or person it was passed on to, or who signed for it.
    pub whom: Option<String>,
    /// What else is to be known.
    pub note: Option<String>,
    /// On which day; today when absent.
    pub day: Option<NaiveDate>,
}

async fn note(change: &mut Change, actor: &Actor, id: i64, handled: Handled, day: NaiveDate) -> Result<()> {
    store::close_handling(change, id).await?;
    let row = handling::ActiveModel {
        incoming_id: ActiveValue::Set(id),
        state: ActiveValue::Set(platform::key::of(&handled.state)?),
        day: ActiveValue::Set(day),
        by: ActiveValue::Set(actor.name.clone()),
        whom: ActiveValue::Set(handled.whom),
        note: ActiveValue::Set(handled.note),
        ..Default::default()
    };
    store::insert_handling(change, row).await?;
    Ok(())
}

/// Passes a paper on, or notes that it was signed for or done.
pub async fn handle_arrival(app: &App, actor: &Actor, id: i64, handled: Handled) -> Result<()> {
    let arrival = find_for(app, actor, id).await?;
    authorise(app, actor, HANDLE, &arrival.series)?;
    let mut change = app.begin(actor, "registers.handle", None).await?;
    let arrival = find(change.connection(), id).await?;
    if !arrival.state().next().contains(&handled.state) {
        return Err(Problem::refuse(
            "Văn bản chưa ở bước đó.",
            "Thứ tự: vào sổ, chuyển đơn vị hoặc người nhận, ký nhận, xử lý xong.",
        ));
    }
    if handled.state == Handling::Transferred && handled.whom.as_deref().unwrap_or_default().trim().is_empty() {
        let fault = Fault::field("whom", "chưa ghi đơn vị hoặc người nhận", "Điền ô này.");
        return Err(Refusal::of_faults(vec![fault]).into());
    }
    let before = arrival.handlings.iter().map(|row| row.day).max();
    let day = past_day(app, "day", handled.day, before)?;
    note(&mut change, actor, id, handled, day).await?;
    change.commit().await?;
    Ok(())
}

/// Arrivals of these rows with what became of them.
pub async fn load<C: ConnectionTrait>(connection: &C, rows: Vec<IncomingRow>) -> Result<Vec<Arrival>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let handlings = store::handlings(connection, &ids).await?;
    let mut series: Vec<SeriesRow> = store::all_series(connection, Direction::Incoming).await?;
    series.sort_by_key(|series| series.id);
    let mut arrivals = Vec::with_capacity(rows.len());
    for row in rows {
        let Ok(index) = series.binary_search_by_key(&row.series_id, |series| series.id) else {
            return Err(Problem::internal(format!("series {} is missing", row.series_id)));
        };
        let own = handlings.iter().filter(|handling| handling.incoming_id == row.id).cloned().collect();
        arrivals.push(Arrival { series: series[index].clone(), handlings: own, row });
    }
    Ok(arrivals)
}
