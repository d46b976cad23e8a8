//! Receipts: what became of a paper at each of its recipients.

use super::super::super::HANDLE;
use super::super::model::{ReceiptStatus, State};
use super::super::store;
use super::super::table::receipt;
use super::{Paper, authorise, find, find_for, past_day};
use crate::app::App;
use chrono::NaiveDate;
use platform::Result;
use platform::gate::Actor;
use platform::problem::Problem;
use sea_orm::ActiveValue;

/// What became of a paper at a recipient.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Where it stands there.
    pub status: ReceiptStatus,
    /// Since which day; today when absent.
    pub day: Option<NaiveDate>,
    /// What else the recipient said.
    pub note: Option<String>,
}

/// Notes what became of the paper at some of its recipients.
pub async fn note_receipts(app: &App, actor: &Actor, id: i64, recipients: &[i64], said: Receipt) -> Result<()> {
    let paper = find_for(app, actor, id).await?;
    authorise(app, actor, HANDLE, &paper.series)?;
    let mut change = app.begin(actor, "registers.receipt", None).await?;
    let paper = find(change.connection(), id).await?;
    if !paper.state().is_numbered() {
        return Err(Problem::refuse("Văn bản chưa phát hành nên chưa gửi cho ai.", "Cấp số và phát hành trước."));
    }
    if said.status == ReceiptStatus::Cancelled && paper.state() != State::Recalled {
        return Err(Problem::refuse("Văn bản chưa bị thu hồi nên nơi nhận chưa hủy.", "Thu hồi văn bản trước."));
    }
    let known = |id: &&i64| paper.recipients.iter().any(|(recipient, _)| recipient.id == **id);
    let recipients: Vec<i64> = recipients.iter().filter(known).copied().collect();
    if recipients.is_empty() {
        return Err(Problem::refuse("Chưa chọn nơi nhận nào.", "Đánh dấu ít nhất một nơi nhận."));
    }
    for recipient in recipients {
        let before = known_days(&paper, recipient).max().or(paper.number.as_ref().map(|number| number.issued_on));
        let day = past_day(app, "day", said.day, before)?;
        store::close_receipt(&change, recipient).await?;
        let row = receipt::ActiveModel {
            outgoing_id: ActiveValue::Set(id),
            recipient_id: ActiveValue::Set(recipient),
            status: ActiveValue::Set(platform::key::of(&said.status)?),
            day: ActiveValue::Set(day),
            by: ActiveValue::Set(actor.name.clone()),
            note: ActiveValue::Set(said.note.clone()),
            ..Default::default()
        };
        store::insert_receipt(&mut change, row).await?;
    }
    change.commit().await?;
    Ok(())
}

fn known_days(paper: &Paper, recipient: i64) -> impl Iterator<Item = NaiveDate> {
    let own = paper.recipients.iter().filter(move |(row, _)| row.id == recipient);
    own.flat_map(|(_, receipts)| receipts.iter().map(|receipt| receipt.day))
}
