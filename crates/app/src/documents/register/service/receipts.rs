//! Receipts: what became of a paper at each of its recipients.

use super::super::super::HANDLE;
use super::super::model::{ReceiptStatus, State};
use super::super::store;
use super::super::table::receipt;
use super::{authorise, find, find_for};
use crate::app::App;
use platform::Result;
use platform::gate::Actor;
use platform::problem::Problem;
use sea_orm::ActiveValue;

/// Notes what became of the paper at some of its recipients.
pub async fn note_receipts(
    app: &App,
    actor: &Actor,
    id: i64,
    recipients: &[i64],
    status: ReceiptStatus,
    note: Option<String>,
) -> Result<()> {
    let paper = find_for(app, actor, id).await?;
    authorise(app, actor, HANDLE, &paper.series)?;
    let mut change = app.begin(actor, "registers.receipt", None).await?;
    let paper = find(change.connection(), id).await?;
    if !paper.state().is_numbered() {
        return Err(Problem::refuse("Văn bản chưa phát hành nên chưa gửi cho ai.", "Cấp số và phát hành trước."));
    }
    if status == ReceiptStatus::Cancelled && paper.state() != State::Recalled {
        return Err(Problem::refuse("Văn bản chưa bị thu hồi nên nơi nhận chưa hủy.", "Thu hồi văn bản trước."));
    }
    let known = |id: &&i64| paper.recipients.iter().any(|(recipient, _)| recipient.id == **id);
    let recipients: Vec<i64> = recipients.iter().filter(known).copied().collect();
    if recipients.is_empty() {
        return Err(Problem::refuse("Chưa chọn nơi nhận nào.", "Đánh dấu ít nhất một nơi nhận."));
    }
    for recipient in recipients {
        store::close_receipt(&change, recipient).await?;
        let row = receipt::ActiveModel {
            outgoing_id: ActiveValue::Set(id),
            recipient_id: ActiveValue::Set(recipient),
            status: ActiveValue::Set(platform::key::of(&status)?),
            day: ActiveValue::Set(app.today()),
            by: ActiveValue::Set(actor.name.clone()),
            note: ActiveValue::Set(note.clone()),
            ..Default::default()
        };
        store::insert_receipt(&mut change, row).await?;
    }
    change.commit().await?;
    Ok(())
}
