//! The verbs of papers: enter one, find one, and give facts their source.

use super::model::Document;
use super::table::{document, source};
use super::{ENTER, index, store};
use crate::app::App;
use chrono::NaiveDate;
use platform::gate::{self, Actor, Place};
use platform::problem::{Fault, Problem, Refusal};
use platform::sheet::{Exported, Value};
use platform::slice::{Finding, Hit};
use platform::{Change, Result};
use rules::period::vietnamese_date;
use rules::text::search_key;
use sea_orm::{ActiveValue, ConnectionTrait};
use std::collections::BTreeMap;

/// Enters a paper into the register. Its key must be new.
pub async fn enter_document(app: &App, actor: &Actor, paper: &Document) -> Result<i64> {
    gate::authorise(actor, ENTER, Place::Country, app.territory())?;
    let mut change = app.begin(actor, ENTER.0, None).await?;
    let id = insert_document(&mut change, paper).await?;
    change.commit().await?;
    Ok(id)
}

/// Inserts a paper as part of a change whose actor was authorised already.
pub async fn insert_document(change: &mut Change, paper: &Document) -> Result<i64> {
    let mut faults = Vec::new();
    for (name, value) in [("key", &paper.key), ("issuer", &paper.issuer), ("subject", &paper.subject)] {
        if value.trim().is_empty() {
            faults.push(Fault::field(name, "để trống", "Điền ô này."));
        }
    }
    if store::find_by_key(change.connection(), &paper.key).await?.is_some() {
        let rule = format!("đã có văn bản “{}” trong sổ", paper.key);
        faults.push(Fault::field("key", rule, "Mở văn bản đã có, hoặc thêm năm hay cơ quan ban hành vào khóa."));
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults).into());
    }
    let text = [paper.number.as_deref().unwrap_or_default(), &paper.key, &paper.issuer, &paper.subject].join(" ");
    let row = document::ActiveModel {
        key: ActiveValue::Set(paper.key.clone()),
        kind: ActiveValue::Set(platform::key::of(&paper.kind)?),
        number: ActiveValue::Set(paper.number.clone()),
        issued_on: ActiveValue::Set(paper.date.or(paper.published_on)),
        issuer: ActiveValue::Set(paper.issuer.clone()),
        subject: ActiveValue::Set(paper.subject.clone()),
        state: ActiveValue::Set(platform::key::of(&paper.state)?),
        search_key: ActiveValue::Set(search_key(&text)),
        body: ActiveValue::Set(serde_json::to_string(paper)?),
        change_id: ActiveValue::Set(change.id()),
        ..Default::default()
    };
    let links = paper
        .relations()
        .into_iter()
        .flat_map(|(relation, keys)| keys.iter().map(move |key| (relation, key.clone())))
        .collect();
    let row = store::insert(change.connection(), row, links).await?;
    index::put(change, row.id, None, &index::Fields::of(&row, None)).await?;
    change.record("document", row.id, paper)?;
    Ok(row.id)
}

/// Notes what a paper does to another, once.
pub async fn link(change: &mut Change, document: i64, relation: &'static str, target: &str) -> Result<()> {
    let known = store::links_from(change.connection(), document).await?;
    if known.iter().any(|link| link.relation == relation && link.target_key == target) {
        return Ok(());
    }
    let row = store::insert_link(change, document, relation, target).await?;
    change.record("document_link", row.id, &row)
}

/// The paper that `text` names: a key, or a number that only one paper has.
pub async fn find_document<C: ConnectionTrait>(connection: &C, text: &str) -> Result<store::DocumentRow> {
    let text = text.trim();
    if let Some(found) = store::find_by_key(connection, text).await? {
        return Ok(found);
    }
    let mut found = store::find_by_number(connection, text).await?;
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Problem::refuse(
            format!("Chưa có văn bản “{text}” trong sổ."),
            "Nhập văn bản vào sổ trước, hoặc kiểm tra lại số và ký hiệu.",
        )),
        many => {
            let keys: Vec<String> = found.iter().map(label).collect();
            Err(Problem::refuse(
                format!("Có {many} văn bản cùng số “{text}”: {}.", keys.join("; ")),
                "Ghi khóa của văn bản thay cho số.",
            ))
        }
    }
}

/// How a paper is named on pages: its number and date, or its subject where it has no number.
pub fn label(paper: &store::DocumentRow) -> String {
    let name = paper.number.clone().unwrap_or_else(|| paper.subject.clone());
    match paper.issued_on {
        Some(day) => format!("{name} ngày {}", vietnamese_date(day)),
        None => name,
    }
}

struct NewSource<'a> {
    kind: &'static str,
    title: &'a str,
    document_id: Option<i64>,
    sha256: Option<&'a str>,
}

/// The source that is this paper; made on first use.
pub async fn source_of_document(change: &mut Change, paper: &store::DocumentRow) -> Result<i64> {
    if let Some(known) = store::source_of_document(change.connection(), paper.id).await? {
        return Ok(known.id);
    }
    let title = label(paper);
    make(change, NewSource { kind: "document", title: &title, document_id: Some(paper.id), sha256: None }).await
}

/// The key of the source that is this paper, if any fact rests on it.
pub async fn source_id_of(app: &App, document: i64) -> Result<Option<i64>> {
    Ok(store::source_of_document(app.reader(), document).await?.map(|source| source.id))
}

/// The source that is an imported file, by its content.
pub async fn source_of_import(change: &mut Change, file: &str, sha256: &str) -> Result<i64> {
    make(change, NewSource { kind: "import", title: file, document_id: None, sha256: Some(sha256) }).await
}

/// The source that is a form filled in by hand.
pub async fn source_of_form(change: &mut Change, form: &str) -> Result<i64> {
    make(change, NewSource { kind: "form", title: form, document_id: None, sha256: None }).await
}

async fn make(change: &mut Change, new: NewSource<'_>) -> Result<i64> {
    let row = source::ActiveModel {
        kind: ActiveValue::Set(new.kind.to_owned()),
        title: ActiveValue::Set(new.title.to_owned()),
        document_id: ActiveValue::Set(new.document_id),
        sha256: ActiveValue::Set(new.sha256.map(str::to_owned)),
        change_id: ActiveValue::Set(change.id()),
        ..Default::default()
    };
    let row = store::insert_source(change.connection(), row).await?;
    change.record("source", row.id, &row)?;
    Ok(row.id)
}

/// A source as pages and exports show it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SourceView {
    /// Its key.
    pub id: i64,
    /// `document`, `import` or `form`.
    pub kind: String,
    /// Number and date of the paper, name of the file or of the form.
    pub title: String,
    /// The paper, when it is one.
    pub document: Option<i64>,
    /// Number and symbol of the paper.
    pub number: Option<String>,
    /// Date of the paper.
    pub issued_on: Option<NaiveDate>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Content address of an imported file.
    pub sha256: Option<String>,
    /// The change that recorded it.
    pub change: i64,
}

/// Sources by their keys, in one step for a whole page.
pub async fn sources<C: ConnectionTrait>(connection: &C, mut ids: Vec<i64>) -> Result<BTreeMap<i64, SourceView>> {
    ids.sort_unstable();
    ids.dedup();
    let rows = store::sources(connection, ids).await?;
    Ok(rows
        .into_iter()
        .map(|(source, paper)| {
            let view = SourceView {
                id: source.id,
                kind: source.kind,
                title: source.title,
                document: source.document_id,
                number: paper.as_ref().and_then(|paper| paper.number.clone()),
                issued_on: paper.as_ref().and_then(|paper| paper.issued_on),
                issuer: paper.map(|paper| paper.issuer),
                sha256: source.sha256,
                change: source.change_id,
            };
            (view.id, view)
        })
        .collect())
}

/// Papers by their keys, in one step for a whole page.
pub async fn by_ids<C: ConnectionTrait>(
    connection: &C,
    mut ids: Vec<i64>,
) -> Result<BTreeMap<i64, store::DocumentRow>> {
    ids.sort_unstable();
    ids.dedup();
    Ok(store::of_ids(connection, ids).await?.into_iter().map(|paper| (paper.id, paper)).collect())
}

/// Papers for the search over everything: first those whose number, issuer or subject begins so, then those whose text
/// has the words.
pub async fn search(app: &App, text: &str) -> Result<Vec<Hit>> {
    let words = folded_words(text);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let (papers, _) = store::list(app.reader(), &words, None, 0, 10).await?;
    let known: Vec<i64> = papers.iter().map(|paper| paper.id).collect();
    let hit = |paper: &store::DocumentRow, detail: String, rank| Hit {
        title: label(paper),
        detail,
        path: super::pages::path(paper.id),
        rank,
    };
    let mut hits: Vec<Hit> =
        papers.iter().map(|paper| hit(paper, format!("{} · {}", paper.issuer, paper.subject), 30)).collect();
    let (found, _) = index::pages::found(app, &index::words::query(text), 0, 10).await?;
    for snippet in found.iter().filter(|snippet| !known.contains(&snippet.paper.id)) {
        let words = if snippet.text.is_empty() { &snippet.subject } else { &snippet.text };
        let words: String = words.iter().map(|(text, _)| text.as_str()).collect();
        hits.push(hit(&snippet.paper, words, 31));
    }
    Ok(hits)
}

/// Whether every paper can be found by its words.
pub async fn check(app: &App) -> Result<Vec<Finding>> {
    let (papers, indexed) = index::is_complete(app).await?;
    let sentence = match papers == indexed {
        true => format!("{papers} văn bản đều có trong chỉ mục tìm kiếm."),
        false => format!("{papers} văn bản, {indexed} có trong chỉ mục tìm kiếm. Chạy: chungsuc documents reindex."),
    };
    Ok(vec![Finding { check: "documents.index".to_owned(), sound: papers == indexed, sentence }])
}

pub fn folded_words(text: &str) -> Vec<String> {
    search_key(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The whole register as a table.
pub async fn export_all(app: &App) -> Result<Exported> {
    let (papers, _) = store::list(app.reader(), &[], None, 0, u64::from(u32::MAX)).await?;
    let rows = papers
        .into_iter()
        .map(|paper| {
            vec![
                paper.number.map_or(Value::Empty, Value::Text),
                paper.issued_on.map_or(Value::Empty, Value::Day),
                Value::Text(paper.kind),
                Value::Text(paper.issuer),
                Value::Text(paper.subject),
                Value::Text(paper.key),
                Value::Whole(paper.change_id),
            ]
        })
        .collect();
    let headings = ["Số, ký hiệu", "Ngày", "Loại", "Cơ quan ban hành", "Nội dung", "Khóa", "Thay đổi số"];
    Ok(Exported {
        name: "van-ban".to_owned(),
        title: "Sổ văn bản".to_owned(),
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
        rows,
    })
}
