//! The verb that stores a paper's text with everything read from it.

pub mod decide;
pub mod intake;

use super::super::{ENTER, index, store as papers};
use super::model::{ReadPaper, ten_thousandths};
use super::store;
use super::table::{finding, repair, text};
use crate::app::App;
use platform::gate::{self, Actor, Place};
use platform::problem::Problem;
use platform::{Change, Result};
use sea_orm::ActiveValue;

/// Stores a text of a paper as its newest: `file` is the name and content address of the original. Returns the key of
/// the text.
pub async fn store_text(
    app: &App,
    actor: &Actor,
    document: i64,
    file: Option<(&str, &str)>,
    read: ReadPaper,
) -> Result<i64> {
    gate::authorise(actor, ENTER, Place::Country, app.territory())?;
    read.check()?;
    let mut change = app.begin(actor, "documents.read", None).await?;
    let id = store_text_in(&mut change, document, file, read).await?;
    change.commit().await?;
    Ok(id)
}

/// Stores a text in a change whose actor was authorised already and whose spans were checked.
pub async fn store_text_in(
    change: &mut Change,
    document: i64,
    file: Option<(&str, &str)>,
    read: ReadPaper,
) -> Result<i64> {
    let found = papers::find(change.connection(), document).await?;
    let paper = found.ok_or_else(|| Problem::NotFound(format!("văn bản số {document}")))?;
    let before = store::latest_text(change.connection(), document).await?;
    let row = text::ActiveModel {
        document_id: ActiveValue::Set(document),
        version: ActiveValue::Set(before.as_ref().map_or(1, |before| before.version + 1)),
        file_name: ActiveValue::Set(file.map(|(name, _)| name.to_owned())),
        sha256: ActiveValue::Set(file.map(|(_, sha256)| sha256.to_owned())),
        format: ActiveValue::Set(read.format.clone()),
        text: ActiveValue::Set(read.text.clone()),
        ..Default::default()
    };
    let row = store::insert_text(change, row).await?;
    let findings = read.findings.iter().map(|found| -> Result<finding::ActiveModel> {
        Ok(finding::ActiveModel {
            id: ActiveValue::NotSet,
            document_id: ActiveValue::Set(document),
            text_id: ActiveValue::Set(row.id),
            kind: ActiveValue::Set(found.kind.clone()),
            label: ActiveValue::Set(found.label.clone()),
            fields: ActiveValue::Set(serde_json::to_string(&found.fields)?),
            start: ActiveValue::Set(found.span.as_ref().and_then(|span| i64::try_from(span.start).ok())),
            end: ActiveValue::Set(found.span.as_ref().and_then(|span| i64::try_from(span.end).ok())),
            confidence: ActiveValue::Set(ten_thousandths(found.confidence)),
            change_id: ActiveValue::Set(change.id()),
        })
    });
    let findings = findings.collect::<Result<Vec<_>>>()?;
    store::insert_findings(change, findings).await?;
    let repairs = read.repairs.into_iter().map(|mended| -> Result<repair::ActiveModel> {
        let place = |at: usize| i64::try_from(at).map_err(|_| Problem::internal("a text longer than can be counted"));
        Ok(repair::ActiveModel {
            id: ActiveValue::NotSet,
            text_id: ActiveValue::Set(row.id),
            start: ActiveValue::Set(place(mended.span.start)?),
            end: ActiveValue::Set(place(mended.span.end)?),
            was: ActiveValue::Set(mended.was),
            now: ActiveValue::Set(mended.now),
            rule: ActiveValue::Set(mended.rule),
            change_id: ActiveValue::Set(change.id()),
        })
    });
    let repairs = repairs.collect::<Result<Vec<_>>>()?;
    store::insert_repairs(change, repairs).await?;
    let earlier = index::Fields::of(&paper, before.as_ref().map(|before| before.text.as_str()));
    let now = index::Fields::of(&paper, Some(&read.text));
    index::put(change, document, Some(&earlier), &now).await?;
    Ok(row.id)
}

/// What was read from the newest text of a paper, in the order of the text; nothing where it has none.
pub async fn findings_of(app: &App, document: i64) -> Result<Vec<store::FindingRow>> {
    match store::latest_text(app.reader(), document).await? {
        Some(text) => store::findings(app.reader(), text.id).await,
        None => Ok(Vec::new()),
    }
}
