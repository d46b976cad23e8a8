//! Issuing: the next number, the recipients, the paper in the open register.

use super::super::super::model::{Annex, Document, DocumentState};
use super::super::super::{service as papers, store as paper_store};
use super::super::model::{Content, Recipient, printed};
use super::super::store;
use super::super::table::{number, recipient};
use super::Paper;
use crate::app::App;
use crate::catalogue::Mark;
use crate::offices::{self, OfficeKind};
use chrono::{Datelike, NaiveDate};
use platform::problem::{Fault, Refusal};
use platform::{Change, Result};
use rules::period::vietnamese_date;
use rules::text::search_key;
use sea_orm::ActiveValue;

/// Gives the next number, notes the recipients, and enters the paper into the open register.
pub async fn issue(app: &App, change: &mut Change, paper: &Paper, day: NaiveDate) -> Result<Option<i64>> {
    check_day(app, change, paper, day).await?;
    let year = i64::from(day.year());
    let last = store::last_number(change.connection(), paper.series.id, Some(year)).await?;
    let next = last.map_or(1, |last| last.number + 1);
    let number = printed(next, &paper.content.symbol);
    let document = match paper.series.secret {
        true => None,
        false => Some(enter_open(change, paper, &number, day).await?),
    };
    let row = number::ActiveModel {
        outgoing_id: ActiveValue::Set(paper.id),
        series_id: ActiveValue::Set(paper.series.id),
        year: ActiveValue::Set(year),
        number: ActiveValue::Set(next),
        printed: ActiveValue::Set(number),
        issued_on: ActiveValue::Set(day),
        document_id: ActiveValue::Set(document),
        ..Default::default()
    };
    store::insert_number(change, row).await?;
    for (name, purpose, office) in recipients_of(app, &paper.content, day) {
        let row = recipient::ActiveModel {
            outgoing_id: ActiveValue::Set(paper.id),
            name: ActiveValue::Set(name),
            purpose: ActiveValue::Set(purpose),
            office: ActiveValue::Set(office),
            ..Default::default()
        };
        store::insert_recipient(change, row).await?;
    }
    Ok(document)
}

async fn check_day(app: &App, change: &Change, paper: &Paper, day: NaiveDate) -> Result<()> {
    let refuse =
        |rule: String, remedy: &str| Err(Refusal::of_faults(vec![Fault::field("issued_on", rule, remedy)]).into());
    if day > app.today() {
        return refuse("ngày ban hành ở tương lai".to_owned(), "Cấp số vào ngày ban hành.");
    }
    if let Some(signature) = paper.signature().filter(|signature| signature.on > day) {
        return refuse(
            format!("ngày ban hành trước ngày ký {}", vietnamese_date(signature.on)),
            "Số được cấp sau khi ký (Điều 15 Nghị định 30/2020/NĐ-CP).",
        );
    }
    match store::last_number(change.connection(), paper.series.id, None).await? {
        Some(last) if last.issued_on > day => refuse(
            format!("số {} của sổ này đã ban hành ngày {}", last.printed, vietnamese_date(last.issued_on)),
            "Số và ngày phải theo cùng một thứ tự (Điều 15 Nghị định 30/2020/NĐ-CP); ghi ngày đó hoặc ngày sau.",
        ),
        _ => Ok(()),
    }
}

async fn enter_open(change: &mut Change, paper: &Paper, number: &str, day: NaiveDate) -> Result<i64> {
    let content = &paper.content;
    let signature = paper.signature();
    let issuer = &paper.series.issuer;
    let key = free_key(change, number, issuer, day).await?;
    let document = Document {
        key,
        kind: content.kind,
        number: Some(number.to_owned()),
        date: Some(day),
        place: content.place.clone(),
        issuer: issuer.clone(),
        authority: None,
        subject: content.subject.clone(),
        signer: signature.as_ref().map(|signature| signature.name.clone()),
        signer_post: signature.as_ref().and_then(|signature| signature.post.clone()),
        capacity: signature.and_then(|signature| signature.capacity),
        state: DocumentState::InForce,
        cites: content.cites.clone(),
        implements: content.implements.clone(),
        replaces: content.replaces.clone(),
        amends: content.amends.clone(),
        published_on: None,
        address: None,
        addressees: content.addressees.clone(),
        recipients: content.recipients.iter().map(Recipient::line).collect(),
        annexes: content
            .annexes
            .iter()
            .map(|name| Annex { name: name.clone(), subject: None, missing: false })
            .collect(),
        mark: Mark::Stated,
        ground: Some(format!("{} · {}", paper.series.issuer, paper.series.name)),
        note: content.note.clone(),
    };
    papers::insert_document(change, &document).await
}

/// A key that no paper has yet: the number, else with the issuer, the year, both.
pub async fn free_key(change: &Change, number: &str, issuer: &str, day: NaiveDate) -> Result<String> {
    let year = day.year();
    let keys = [
        number.to_owned(),
        format!("{number}/{year}"),
        format!("{number}/{issuer}"),
        format!("{number}/{issuer}/{year}"),
    ];
    for key in keys {
        if paper_store::find_by_key(change.connection(), &key).await?.is_none() {
            return Ok(key);
        }
    }
    Ok(format!("{number}/{issuer}/{year}/{}", change.id()))
}

/// Everyone a paper goes to, once each: addressees first; groups of offices become their members of that day.
fn recipients_of(app: &App, content: &Content, day: NaiveDate) -> Vec<(String, Option<String>, Option<String>)> {
    let named = content.addressees.iter().map(|name| (name.clone(), None));
    let named = named.chain(content.recipients.iter().map(|one| (one.name.clone(), one.purpose.clone())));
    let mut found: Vec<(String, Option<String>, Option<String>)> = Vec::new();
    for (name, purpose) in named {
        if search_key(&name).starts_with("nhu tren") {
            continue;
        }
        let members = members_of(app, &name, day);
        let all = match members.is_empty() {
            true => vec![(name, purpose, None)],
            false => members.into_iter().map(|(key, name)| (name, purpose.clone(), Some(key))).collect(),
        };
        for one in all {
            if !found.iter().any(|other| other.0 == one.0) {
                found.push(one);
            }
        }
    }
    found
}

/// The offices that a group means on a day, as (key, name); none where the name is no group.
pub fn members_of(app: &App, name: &str, day: NaiveDate) -> Vec<(String, String)> {
    let key = search_key(name);
    let insurance = key.contains("bao hiem xa hoi") || key.contains("bhxh");
    let kind = match key {
        _ if !insurance => return Vec::new(),
        key if key.contains("bhxh cac tinh") || key.contains("xa hoi cac tinh") => OfficeKind::Province,
        key if key.contains("cac khu vuc") => OfficeKind::Region,
        key if key.starts_with("cac don vi truc thuoc") => OfficeKind::Department,
        _ => return Vec::new(),
    };
    let offices = offices::all(app).iter().filter(|office| office.kind == kind && office.exists_on(day));
    offices.filter_map(|office| Some((office.key.clone(), office.version_on(day)?.name.clone()))).collect()
}
