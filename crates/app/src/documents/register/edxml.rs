//! Papers of the registers as edXML (QCVN 102:2016/BTTTT), out and in; the reading and writing itself is
//! `papers::exchange`.

use super::super::model::DocumentKind;
use super::super::reading;
use super::exchange::kind_name;
use super::model::NewIncoming;
use super::service::Paper;
use crate::app::App;
use papers::exchange::{Agency, Attachment, Envelope, ExchangeError, Member, Signatory, pack, write};
use platform::Result;
use platform::blob::Blobs;
use platform::problem::{Problem, Refusal};
use rules::text::search_key;

/// A refusal that says why a file is no exchanged paper.
pub fn refused(error: &ExchangeError) -> Refusal {
    Refusal::new(format!("Không nhận được: {error}."), "Gửi tệp edXML theo QCVN 102:2016/BTTTT, hoặc vào sổ bằng tay.")
}

/// An issued paper with its file and the files that go out with it. Codes of agencies on the exchange are not known here and stay empty.
pub async fn envelope(app: &App, paper: &Paper) -> Result<Envelope> {
    let Some(number) = &paper.number else {
        return Err(Problem::refuse("Văn bản chưa phát hành nên chưa gửi được.", "Cấp số và phát hành trước."));
    };
    let signature = paper.signature();
    let kind = platform::key::of(&paper.content.kind)?;
    let blobs = Blobs::of(&app.config().data);
    let mut files = Vec::new();
    if let Some(document) = number.document_id
        && let Some(text) = reading::text_of(app, document).await?
        && let (Some(name), Some(sha256)) = (text.file_name, text.sha256)
    {
        files.push((name, sha256));
    }
    for file in &paper.content.files {
        if files.iter().all(|(_, sha256)| *sha256 != file.sha256) {
            files.push((file.name.clone(), file.sha256.clone()));
        }
    }
    let mut attachments = Vec::with_capacity(files.len());
    for (place, (name, sha256)) in files.into_iter().enumerate() {
        let (id, content_type) = (format!("cid:{}", place + 1), "application/octet-stream".to_owned());
        attachments.push(Attachment { id, name, content_type, bytes: blobs.read(&sha256)? });
    }
    let agency = |name: &str| Agency { name: Some(name.to_owned()), ..Agency::default() };
    Ok(Envelope {
        from: agency(&paper.series.issuer),
        to: paper.recipients.iter().map(|(recipient, _)| agency(&recipient.name)).collect(),
        document_id: Some(format!("outgoing-{}", paper.id)),
        number: number.printed.split('/').next().map(str::to_owned),
        notation: Some(paper.content.symbol.clone()),
        place: paper.content.place.clone(),
        date: Some(number.issued_on),
        kind_name: Some(kind_name(&kind)),
        subject: Some(paper.content.subject.clone()),
        signer: Signatory {
            competence: signature.as_ref().and_then(|signature| signature.capacity.clone()),
            position: signature.as_ref().and_then(|signature| signature.post.clone()),
            full_name: signature.map(|signature| signature.name),
        },
        to_places: paper.content.recipients.iter().map(super::model::Recipient::line).collect(),
        copies: paper.content.copies.and_then(|copies| u32::try_from(copies).ok()),
        attachments,
        ..Envelope::default()
    })
}

/// The paper as an edXML file.
pub fn file(envelope: &Envelope) -> Result<String> {
    write(envelope).map_err(|error| Problem::internal(error.to_string()))
}

/// The paper's edXML, its file and its annexes in one ZIP.
pub fn package(envelope: &Envelope) -> Result<Vec<u8>> {
    let mut members = vec![Member { name: format!("{}.edxml", stem(envelope)), bytes: file(envelope)?.into_bytes() }];
    let files = envelope.attachments.iter();
    members.extend(files.map(|file| Member { name: file.name.clone(), bytes: file.bytes.clone() }));
    pack(&members).map_err(|error| Problem::internal(error.to_string()))
}

/// Number and symbol as the name of a file: `2213-kh-bhxh`.
pub fn stem(envelope: &Envelope) -> String {
    search_key(&envelope.printed().unwrap_or_default()).replace(' ', "-")
}

/// What an exchanged paper says for the incoming register; its first file is kept.
pub fn arrival(app: &App, envelope: &Envelope, series: i64) -> Result<NewIncoming> {
    let blobs = Blobs::of(&app.config().data);
    let file = match envelope.attachments.first() {
        Some(file) => Some((file.name.clone(), blobs.keep(&file.bytes)?)),
        None => None,
    };
    let author = envelope.from.name.clone().unwrap_or_else(|| envelope.from.id.clone());
    Ok(NewIncoming {
        series,
        arrived_on: app.today(),
        author,
        printed: envelope.printed(),
        issued_on: envelope.date,
        kind: kind(envelope),
        subject: envelope.subject.clone().unwrap_or_default(),
        note: envelope.content.clone(),
        file,
        again: false,
    })
}

/// The kind by its name, else by the symbol; a symbol without a mark is a dispatch's.
fn kind(envelope: &Envelope) -> DocumentKind {
    let name = envelope.kind_name.as_deref().map(search_key).unwrap_or_default();
    let named = DocumentKind::ALL.iter().copied().filter(|kind| *kind != DocumentKind::Other);
    let mut by_name =
        named.filter(|kind| platform::key::of(kind).is_ok_and(|key| search_key(&kind_name(&key)) == name));
    let mark = envelope.notation.as_deref().and_then(|notation| notation.split(['-', '/']).next());
    by_name.next().or_else(|| DocumentKind::of_symbol(mark?)).unwrap_or(match envelope.notation {
        Some(_) => DocumentKind::Dispatch,
        None => DocumentKind::Other,
    })
}
