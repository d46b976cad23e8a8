//! Writing the registers of the pack: series, outgoing papers with their lives, papers that arrived, and one that is read.

use super::load::refused;
use super::pack::Pack;
use super::pack::registers::{Arrival, Outgoing, StepRow, TextFile};
use crate::accounts;
use crate::app::App;
use crate::documents::{
    self, AttachedFile, Content, Handled, NewIncoming, NewSeries, Receipt, Recipient, Said, Signature, Step,
};
use platform::blob::Blobs;
use platform::{Actor, Problem, Result};
use std::collections::HashMap;

struct Loader<'a> {
    app: &'a App,
    clerk: Actor,
    signer: Actor,
    series: HashMap<&'a str, i64>,
    files: HashMap<&'a str, AttachedFile>,
}

/// Enters both registers. Papers that arrived come last, since some of them are papers that went out.
pub async fn load_registers(app: &App, pack: &Pack) -> Result<()> {
    let clerk = accounts::system("mau.van-thu", "Văn thư của dữ liệu mẫu", "demo");
    let signer = accounts::system("mau.lanh-dao", "Người ký của dữ liệu mẫu", "demo_confirmer");
    let mut loader = Loader { app, clerk, signer, series: HashMap::new(), files: HashMap::new() };
    for row in &pack.series {
        let unit = row.territory.as_deref().map(|text| app.resolve_unit(text, None, Some(app.today()))).transpose()?;
        let (issuer, name) = (row.issuer.clone(), row.name.clone());
        let new = NewSeries { direction: row.direction, issuer, name, secret: false, unit };
        let id = documents::open_series(app, &loader.clerk, new).await?;
        loader.series.insert(&row.key, id);
    }
    for file in &pack.files {
        let sha256 = Blobs::of(&app.config().data).keep(file.text.as_bytes())?;
        loader.files.insert(&file.name, AttachedFile { name: file.name.clone(), sha256 });
    }
    let mut answered = Vec::new();
    for paper in &pack.outgoing {
        let id = loader.send(paper).await?;
        answered.extend(paper.steps.iter().filter(|step| step.step.asks_document()).map(|step| (id, paper, step)));
    }
    for (id, paper, step) in answered {
        loader.step(id, paper, step).await?;
    }
    for row in &pack.incoming {
        loader.arrive(row).await?;
    }
    for file in pack.files.iter().filter(|file| file.read) {
        loader.read(file).await?;
    }
    Ok(())
}

impl Loader<'_> {
    fn series(&self, key: &str) -> Result<i64> {
        self.series.get(key).copied().ok_or_else(|| Problem::internal(format!("sample series {key} is not open")))
    }

    fn file(&self, name: &str) -> Result<AttachedFile> {
        self.files.get(name).cloned().ok_or_else(|| Problem::internal(format!("sample file {name} is not kept")))
    }

    async fn send(&self, paper: &Outgoing) -> Result<i64> {
        let content = Content {
            kind: paper.kind,
            symbol: paper.symbol.clone(),
            subject: paper.subject.clone(),
            place: paper.place.clone(),
            drafted_by: paper.drafted_by.clone(),
            keeper: paper.keeper.clone(),
            copies: paper.copies,
            addressees: paper.addressees.clone(),
            recipients: paper.recipients.iter().filter_map(|line| Recipient::of_line(line)).collect(),
            cites: paper.cites.clone(),
            implements: paper.implements.clone(),
            replaces: Vec::new(),
            amends: Vec::new(),
            annexes: paper.annexes.clone(),
            files: paper.files.iter().map(|name| self.file(name)).collect::<Result<_>>()?,
            note: paper.note.clone(),
        };
        let series = self.series(&paper.series)?;
        let id = documents::draft_paper(self.app, &self.clerk, series, &content, paper.drafted_on).await?;
        for step in paper.steps.iter().take_while(|step| !step.step.asks_document()) {
            self.step(id, paper, step).await?;
        }
        if paper.receipts.is_empty() {
            return Ok(id);
        }
        let sent = documents::find_paper(self.app, &self.clerk, id).await?.recipients;
        for row in &paper.receipts {
            if let Some(name) = row.to.iter().find(|name| !sent.iter().any(|(known, _)| known.name == **name)) {
                return Err(refused(format!("“{name}” không có trong nơi nhận của “{}”.", paper.subject)));
            }
            let of = sent.iter().filter(|(known, _)| row.to.is_empty() || row.to.contains(&known.name));
            let ids: Vec<i64> = of.map(|(known, _)| known.id).collect();
            let said = Receipt { status: row.status, day: Some(row.on), note: row.note.clone() };
            documents::note_receipts(self.app, &self.clerk, id, &ids, said).await?;
        }
        Ok(id)
    }

    async fn step(&self, id: i64, paper: &Outgoing, row: &StepRow) -> Result<()> {
        let (actor, signature) = match (row.step, &paper.signer) {
            (Step::Sign, Some(signer)) => {
                let (name, post, capacity) = (signer.name.clone(), signer.post.clone(), signer.capacity.clone());
                let on = row.on.unwrap_or(self.app.today());
                (&self.signer, Some(Signature { name, post, capacity, on }))
            }
            (Step::Return, _) => (&self.signer, None),
            _ => (&self.clerk, None),
        };
        let said = Said {
            reason: row.reason.clone(),
            document: row.document.clone(),
            signature,
            issued_on: row.on,
            taken_on: row.on,
        };
        documents::take_step(self.app, actor, id, row.step, said).await
    }

    async fn arrive(&self, row: &Arrival) -> Result<()> {
        let file = row.file.as_deref().map(|name| self.file(name)).transpose()?;
        let new = NewIncoming {
            series: self.series(&row.series)?,
            arrived_on: row.arrived_on,
            author: row.author.clone(),
            printed: row.number.clone(),
            issued_on: row.date,
            kind: row.kind,
            subject: row.subject.clone(),
            note: row.note.clone(),
            file: file.map(|file| (file.name, file.sha256)),
            again: false,
        };
        let id = documents::register_arrival(self.app, &self.clerk, &new).await?;
        for done in &row.handlings {
            let (whom, note) = (done.whom.clone(), done.note.clone());
            let handled = Handled { state: done.state, whom, note, day: Some(done.on) };
            documents::handle_arrival(self.app, &self.clerk, id, handled).await?;
        }
        Ok(())
    }

    async fn read(&self, file: &TextFile) -> Result<()> {
        let kept = self.file(&file.name)?;
        documents::take_in(self.app, &self.clerk, &kept.name, &kept.sha256, file.text.as_bytes()).await?;
        Ok(())
    }
}
