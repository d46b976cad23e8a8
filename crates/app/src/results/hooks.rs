//! What results tell the rest of the product: what needs doing, what rests on a paper, the table to export.

use super::{CONFIRM_PATH, exchange, path, read, service};
use crate::app::App;
use crate::{documents, places};
use platform::page::Page;
use platform::sheet::Exported;
use platform::slice::{Attention, Hit};
use platform::{Result, gate::Territory};
use rules::period::vietnamese_date;

/// Figures of a paper that its page lists.
const LISTED: u64 = 20;

/// What waits for this reader's confirmation.
pub async fn attention(app: &App, page: &Page, unit: Option<i64>) -> Result<Vec<Attention>> {
    let waiting = service::waiting_in_scope(app, &page.actor).await?;
    let today = app.today();
    let inside = |waiting: i64| unit.is_none_or(|unit| places::contains(app.places(), unit, waiting, today));
    let count: i64 = waiting.into_iter().filter(|(waiting, _)| inside(*waiting)).map(|(_, count)| count).sum();
    if count == 0 {
        return Ok(Vec::new());
    }
    let sentence = page.a("results-attention", "count", count);
    Ok(vec![Attention { sentence, path: CONFIRM_PATH.to_owned(), rank: 20 }])
}

/// Figures read from a paper.
pub async fn resting_on(app: &App, document: i64) -> Result<Vec<Hit>> {
    let (figures, count) = read::of_document(app, document, LISTED).await?;
    let rest = count.saturating_sub(LISTED);
    let mut hits: Vec<Hit> = figures
        .into_iter()
        .map(|figure| {
            let indicator = app.catalogue().indicator(&figure.indicator);
            let value = figure.value.vietnamese(indicator.is_some_and(super::is_rate));
            let name = indicator.map_or_else(|| figure.indicator.clone(), |row| row.name.clone());
            Hit {
                title: format!("{}: {name}", app.name(figure.unit)),
                detail: format!("{value}, đến ngày {}; {}", vietnamese_date(figure.as_of), figure.locator),
                path: path(figure.id),
                rank: 20,
            }
        })
        .collect();
    if let Some(last) = hits.last_mut().filter(|_| rest > 0) {
        last.detail.push_str(&format!("; và {rest} số liệu khác"));
    }
    Ok(hits)
}

/// All open figures with their sources.
pub async fn export(app: &App) -> Result<Exported> {
    let figures = read::all(app).await?;
    let sources = documents::sources(app.reader(), figures.iter().map(|figure| figure.source).collect()).await?;
    Ok(exchange::exported(app, &figures, &sources, "Kết quả"))
}
