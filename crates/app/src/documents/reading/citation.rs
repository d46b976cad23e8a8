//! Accepting a citation notes in the register that the paper cites or carries out another.

use super::super::{path, service as papers, store};
use super::service::decide::{AcceptFinding, Accepted, Became};
use crate::app::App;
use chrono::NaiveDate;
use platform::problem::{Fault, Refusal};
use platform::table::Later;
use platform::{Actor, Change, Result};

/// Makes links of citations.
pub struct CitationFinding;

impl AcceptFinding for CitationFinding {
    fn kind(&self) -> &'static str {
        "citation"
    }

    fn fields(&self) -> &'static [&'static str] {
        &["number", "date", "issuer", "subject", "relation"]
    }

    fn accept<'a>(
        &'a self,
        _app: &'a App,
        _actor: &'a Actor,
        change: &'a mut Change,
        finding: &'a Accepted,
    ) -> Later<'a, Became> {
        Box::pin(accept(change, finding))
    }
}

/// The cited paper is found by number, and by date or year where several bear it; one that nobody entered is named by its
/// number and stands as missing.
async fn accept(change: &mut Change, finding: &Accepted) -> Result<Became> {
    let Some(number) = finding.field("number") else {
        let remedy = "Sửa dữ kiện và điền số, ký hiệu, rồi chấp nhận.";
        let fault = Fault::field("number", "văn bản được viện dẫn chưa có số, ký hiệu", remedy);
        return Err(Refusal::of_faults(vec![fault]).into());
    };
    let relation = match finding.field("relation") {
        Some("implements") => "implements",
        Some("replaces") => "replaces",
        Some("amends") => "amends",
        _ => "cites",
    };
    let day = |text: &str| {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
            let fault = Fault::field("date", format!("không hiểu ngày “{text}”"), "Ghi ngày như 18/5/2022.");
            Refusal::of_faults(vec![fault])
        })
    };
    let date = finding.field("date").map(day).transpose()?;
    let mut known = store::find_by_number(change.connection(), number).await?;
    if let Some(exact) = store::find_by_key(change.connection(), number).await?
        && !known.iter().any(|row| row.id == exact.id)
    {
        known.push(exact);
    }
    known.retain(|row| {
        row.id != finding.paper.id && (date.is_none() || row.issued_on.is_none() || row.issued_on == date)
    });
    let target = match known.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        many => {
            let keys: Vec<String> = many.iter().map(|row| format!("{} ({})", papers::label(row), row.key)).collect();
            let rule = format!("có {} văn bản cùng số: {}", many.len(), keys.join("; "));
            let fault = Fault::field("number", rule, "Sửa dữ kiện: điền ngày ban hành, hoặc ghi khóa thay cho số.");
            return Err(Refusal::of_faults(vec![fault]).into());
        }
    };
    let key = target.as_ref().map_or_else(|| number.to_owned(), |row| row.key.clone());
    papers::link(change, finding.paper.id, relation, &key).await?;
    Ok(Became {
        kind: "citation".to_owned(),
        title: target.as_ref().map_or(key, papers::label),
        path: path(target.map_or(finding.paper.id, |row| row.id)),
    })
}
