//! An officer's decision on a finding, and what an accepted one becomes.

use super::super::super::{ACCEPT, store as papers};
use super::super::store::{self, DecisionRow, FindingRow};
use super::super::table::decision;
use crate::app::App;
use crate::documents::DocumentRow;
use platform::gate::{self, Actor, Place};
use platform::problem::{Fault, Problem, Refusal};
use platform::table::Later;
use platform::{Change, Result};
use sea_orm::ActiveValue;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Confidence, in ten-thousandths, from which a finding needs no special look.
pub const SURE: i64 = 9_000;

/// What may be said of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It is right.
    Accepted,
    /// It is right with other fields.
    Corrected,
    /// It is wrong.
    Rejected,
}

/// A finding that an officer holds to be right.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// Key of the finding.
    pub id: i64,
    /// The paper it was read from.
    pub paper: DocumentRow,
    /// Its fields, as corrected.
    pub fields: BTreeMap<String, String>,
    /// Where it stands, as a locator of the source: `ký tự 120–180`.
    pub locator: String,
}

impl Accepted {
    /// A field that is filled in.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
    }
}

/// What an accepted finding became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Became {
    /// `citation`, `target`, …
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Its page.
    pub path: String,
}

/// Makes something of the findings of one kind. A slice that can lists its handler in [`crate::FINDINGS`].
pub trait AcceptFinding: Sync {
    /// The kind of findings.
    fn kind(&self) -> &'static str;
    /// Keys of the fields an officer may correct, in the order of the form.
    fn fields(&self) -> &'static [&'static str];
    /// Makes it, in the change that records the decision, after checking what the actor may do there; refuses with the
    /// field where something is missing.
    fn accept<'a>(
        &'a self,
        app: &'a App,
        actor: &'a Actor,
        change: &'a mut Change,
        finding: &'a Accepted,
    ) -> Later<'a, Became>;
}

/// The handler of a kind.
pub fn handler(kind: &str) -> Option<&'static dyn AcceptFinding> {
    crate::FINDINGS.iter().copied().find(|handler| handler.kind() == kind)
}

/// Where a finding stands, in words for a source's locator.
pub fn locator(finding: &FindingRow) -> String {
    match (finding.start, finding.end) {
        (Some(start), Some(end)) => format!("byte {start}–{end} của văn bản"),
        _ => "toàn văn bản".to_owned(),
    }
}

/// Records a decision. An accepted or corrected finding becomes what its handler makes of it; once it became something it
/// cannot be decided anew here.
pub async fn decide(
    app: &App,
    actor: &Actor,
    id: i64,
    judgement: Judgement,
    corrected: BTreeMap<String, String>,
    reason: Option<String>,
) -> Result<FindingRow> {
    gate::authorise(actor, ACCEPT, Place::Country, app.territory())?;
    let mut change = app.begin(actor, "documents.decide", reason.as_deref()).await?;
    let found = store::find_finding(change.connection(), id).await?;
    let finding = found.ok_or_else(|| Problem::NotFound(format!("dữ kiện số {id}")))?;
    if let Some(known) = standing(&store::decisions(change.connection(), &[id]).await?, id)
        && let Some(title) = &known.became_title
    {
        return Err(Problem::refuse(
            format!("Dữ kiện này đã được chấp nhận và đã ghi thành “{title}”."),
            "Mở mục đã ghi và sửa ở đó.",
        ));
    }
    let mut fields: BTreeMap<String, String> = serde_json::from_str(&finding.fields)?;
    if judgement == Judgement::Corrected {
        if corrected.is_empty() {
            let fault = Fault::field("fields", "chưa sửa ô nào", "Sửa ít nhất một ô, hoặc chọn chấp nhận.");
            return Err(Refusal::of_faults(vec![fault]).into());
        }
        fields.extend(corrected);
    }
    let mut became = None;
    if judgement != Judgement::Rejected
        && let Some(handler) = handler(&finding.kind)
    {
        let paper = papers::find(change.connection(), finding.document_id).await?;
        let paper = paper.ok_or_else(|| Problem::internal("a finding without its paper"))?;
        let accepted = Accepted { id, paper, fields: fields.clone(), locator: locator(&finding) };
        became = Some(handler.accept(app, actor, &mut change, &accepted).await?);
    }
    let corrected = (judgement == Judgement::Corrected).then(|| serde_json::to_string(&fields)).transpose()?;
    let row = decision::ActiveModel {
        fields: ActiveValue::Set(corrected),
        reason: ActiveValue::Set(reason),
        became_kind: ActiveValue::Set(became.as_ref().map(|became| became.kind.clone())),
        became_title: ActiveValue::Set(became.as_ref().map(|became| became.title.clone())),
        became_path: ActiveValue::Set(became.map(|became| became.path)),
        ..decision_of(actor, id, judgement)?
    };
    store::decide(&mut change, row, id).await?;
    change.commit().await?;
    Ok(finding)
}

fn decision_of(actor: &Actor, finding: i64, judgement: Judgement) -> Result<decision::ActiveModel> {
    Ok(decision::ActiveModel {
        finding_id: ActiveValue::Set(finding),
        verdict: ActiveValue::Set(platform::key::of(&judgement)?),
        by: ActiveValue::Set(actor.name.clone()),
        ..Default::default()
    })
}

/// Whether a finding may be confirmed together with others: it is sure, becomes nothing else and nobody decided on it.
pub fn is_plainly_sure(finding: &FindingRow, decisions: &[DecisionRow]) -> bool {
    finding.confidence >= SURE && handler(&finding.kind).is_none() && standing(decisions, finding.id).is_none()
}

/// Accepts everything that was read surely from the newest text of a paper and becomes nothing else; returns how many.
pub async fn confirm_sure(app: &App, actor: &Actor, document: i64) -> Result<usize> {
    gate::authorise(actor, ACCEPT, Place::Country, app.territory())?;
    let mut change = app.begin(actor, "documents.confirm", None).await?;
    let text = store::latest_text(change.connection(), document).await?;
    let text = text.ok_or_else(|| Problem::NotFound(format!("toàn văn của văn bản số {document}")))?;
    let findings = store::findings(change.connection(), text.id).await?;
    let ids: Vec<i64> = findings.iter().map(|finding| finding.id).collect();
    let decisions = store::decisions(change.connection(), &ids).await?;
    let sure: Vec<i64> =
        findings.iter().filter(|finding| is_plainly_sure(finding, &decisions)).map(|finding| finding.id).collect();
    if sure.is_empty() {
        return Err(Problem::refuse(
            "Không còn dữ kiện chắc chắn nào chờ xác nhận.",
            "Xem và quyết định từng dữ kiện còn lại.",
        ));
    }
    for id in &sure {
        store::decide(&mut change, decision_of(actor, *id, Judgement::Accepted)?, *id).await?;
    }
    change.commit().await?;
    Ok(sure.len())
}

/// The decision that holds on a finding.
pub fn standing(decisions: &[DecisionRow], finding: i64) -> Option<&DecisionRow> {
    decisions.iter().rev().find(|decision| decision.finding_id == finding && decision.closed_by.is_none())
}
