//! A paper dropped as a file: entered into the register by what its own head says, with its text and findings.

use super::super::super::model::{Annex, Document, DocumentKind, DocumentState};
use super::super::super::service::insert_document;
use super::super::super::{ENTER, store};
use super::super::facts::read_file;
use super::store_text_in;
use crate::app::App;
use crate::catalogue::Mark;
use ::papers::reading::{Found, Kind, Reading};
use platform::gate::{self, Actor, Place};
use platform::problem::{Fault, Refusal};
use platform::{Change, Result};
use rules::text::search_key;

/// Enters the paper of a file, or adds the file to the paper that has its number and date already. Returns the paper's key.
///
/// # Errors
/// A file without text; a head that does not say what the register must know: each missing part is a fault.
pub async fn take_in(app: &App, actor: &Actor, name: &str, address: &str, bytes: &[u8]) -> Result<i64> {
    gate::authorise(actor, ENTER, Place::Country, app.territory())?;
    let (read, reading) = read_file(name, bytes)?;
    read.check()?;
    let mut paper = document(app, &reading)?;
    let mut change = app.begin(actor, "documents.take_in", Some(name)).await?;
    let mut known = match &paper.number {
        Some(number) => store::find_by_number(change.connection(), number).await?,
        None => Vec::new(),
    };
    let issuer = search_key(&paper.issuer);
    known.retain(|row| row.issued_on.is_none() || row.issued_on == paper.date.or(paper.published_on));
    // Many agencies give the same number on the same day.
    known.retain(|row| search_key(&row.issuer) == issuer);
    let id = match known.as_slice() {
        [one] => one.id,
        _ => {
            paper.key = free_key(&change, &paper).await?;
            insert_document(&mut change, &paper).await?
        }
    };
    store_text_in(&mut change, id, Some((name, address)), read).await?;
    change.commit().await?;
    Ok(id)
}

/// The number or, where another paper has that key, the number with its year or its issuer: papers that cite it by its
/// number alone then find the one that had it first.
async fn free_key(change: &Change, paper: &Document) -> Result<String> {
    let year = paper.date.or(paper.published_on).map(|date| date.format(" (%Y)").to_string()).unwrap_or_default();
    for key in [paper.key.clone(), format!("{}{year}", paper.key)] {
        if store::find_by_key(change.connection(), &key).await?.is_none() {
            return Ok(key);
        }
    }
    Ok(format!("{}{year} {}", paper.key, paper.issuer))
}

fn document(app: &App, reading: &Reading) -> Result<Document> {
    let said = |found: &Option<Found<String>>| found.as_ref().map(|found| found.value.clone());
    let kind = reading.kind.as_ref().map(|found| found.value);
    let news = kind == Some(Kind::News);
    let mut faults = Vec::new();
    let mut needed = |name: &str, found: Option<String>, what: &str| {
        found.unwrap_or_else(|| {
            let remedy = "Nhập văn bản ở trang “Nhập văn bản”, rồi gửi tệp ở trang của văn bản đó.";
            faults.push(Fault::field(name, format!("không đọc được {what} từ tệp"), remedy));
            String::new()
        })
    };
    let number = said(&reading.number);
    let subject = needed("subject", said(&reading.subject), "trích yếu");
    let issuer = said(&reading.issuer);
    let issuer = if news {
        issuer.unwrap_or_else(|| "(chưa rõ nơi đăng)".to_owned())
    } else {
        needed("issuer", issuer, "cơ quan ban hành")
    };
    let date = reading.date.as_ref().map(|found| found.value);
    let key = number.clone().unwrap_or_else(|| short(&subject));
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let signer = reading.signer.as_ref().map(|found| &found.value);
    let folded = search_key(&issuer);
    let authority = app.catalogue().authorities.iter().find(|row| search_key(&row.name) == folded);
    Ok(Document {
        key,
        kind: kind.map_or(DocumentKind::Other, kind_of),
        number,
        date: date.filter(|_| !news),
        place: said(&reading.place),
        authority: authority.map(|row| row.key.clone()),
        issuer,
        subject,
        signer: signer.and_then(|signer| signer.name.clone()),
        signer_post: signer.and_then(|signer| signer.title.clone()),
        capacity: signer.and_then(|signer| signer.capacity.clone()),
        state: DocumentState::Unknown,
        cites: Vec::new(),
        implements: Vec::new(),
        replaces: Vec::new(),
        amends: Vec::new(),
        published_on: date.filter(|_| news),
        address: None,
        addressees: reading.addressees.iter().map(|item| item.value.name.clone()).collect(),
        recipients: reading.recipients.iter().map(|item| item.value.name.clone()).collect(),
        annexes: reading
            .annexes
            .iter()
            .map(|item| Annex {
                name: item.value.label.clone(),
                subject: item.value.title.clone(),
                missing: !item.value.present,
            })
            .collect(),
        mark: Mark::default(),
        ground: None,
        note: None,
    })
}

/// The first words of a subject, as the key of a paper without a number.
fn short(subject: &str) -> String {
    subject.split_whitespace().take(8).collect::<Vec<_>>().join(" ")
}

fn kind_of(kind: Kind) -> DocumentKind {
    match kind {
        Kind::CongVan => DocumentKind::Dispatch,
        Kind::QuyetDinh => DocumentKind::Decision,
        Kind::KeHoach => DocumentKind::Plan,
        Kind::NghiQuyet => DocumentKind::Resolution,
        Kind::ChiThi => DocumentKind::Directive,
        Kind::ThongBao => DocumentKind::Notice,
        Kind::BaoCao => DocumentKind::Report,
        Kind::ToTrinh => DocumentKind::Proposal,
        Kind::HuongDan => DocumentKind::Guidance,
        Kind::QuyChe => DocumentKind::Statute,
        Kind::ThongTu => DocumentKind::Circular,
        Kind::NghiDinh => DocumentKind::Decree,
        Kind::Luat => DocumentKind::Law,
        Kind::BienBan => DocumentKind::Minutes,
        Kind::GiayMoi => DocumentKind::Invitation,
        Kind::News => DocumentKind::Article,
        Kind::Other => DocumentKind::Other,
    }
}
