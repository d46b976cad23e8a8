//! The paper that a web page is about.

use super::{Scene, parties};
use crate::read::letters::phrase;
use crate::read::phrases::phrases;
use crate::read::symbol::SymbolAt;
use crate::reading::{Found, Kind, Reading, ReportsOn};

/// How many paragraphs of an article may name the paper it reports.
const OPENING: usize = 4;

/// Finds the paper that the opening of a page says was just issued.
pub fn reports_on(scene: &Scene<'_, '_>, reading: &mut Reading) {
    if !scene.is_news() {
        return;
    }
    let document = scene.document;
    let mut paragraphs: Vec<usize> =
        scene.clauses.iter().filter(|clause| clause.zone_is_body).map(|clause| clause.paragraph).collect();
    paragraphs.dedup();
    let opening = paragraphs.into_iter().take(OPENING).filter_map(|index| document.paragraphs.get(index));
    let named = opening.enumerate().flat_map(|(place, paragraph)| {
        document.symbols_in(paragraph.tokens.clone()).iter().map(move |symbol| (place, symbol))
    });
    let found =
        named.into_iter().find(|(place, symbol)| is_announced(scene, symbol, *place < 2)).map(|(_, symbol)| symbol);
    let Some(symbol) = found else { return };
    let cited = reading.citations.iter().position(|item| item.value.number.as_deref() == Some(symbol.number.as_str()));
    let cited = cited.and_then(|index| reading.citations.get(index));
    let (kind_start, kind) = kind_before(scene, symbol);
    let date = document.dates_in(symbol.tokens.end..symbol.tokens.end + 3).first().and_then(|date| date.when.day());
    let end = document
        .dates_in(symbol.tokens.end..symbol.tokens.end + 3)
        .first()
        .map_or(symbol.tokens.end, |date| date.tokens.end);
    let said = issuer(scene, kind_start);
    let value = ReportsOn {
        number: Some(symbol.number.clone()),
        kind: kind.or(symbol.symbol.kind),
        date: date.or_else(|| cited.as_ref().and_then(|item| item.value.date)),
        issuer: cited
            .and_then(|item| item.value.issuer.clone())
            .or_else(|| symbol.issuer().map(str::to_owned))
            .or(said)
            .or_else(|| scene.issuer.clone()),
    };
    let span = document.span(kind_start..end);
    reading.reports_on = Some(Found::new(value, span, 0.92));
}

/// "vừa có Công văn số …", "đã ban hành Kế hoạch số …", "vừa ký Quyết định số …".
fn is_announced(scene: &Scene<'_, '_>, symbol: &SymbolAt, first: bool) -> bool {
    let (start, kind) = kind_before(scene, symbol);
    if kind.is_none() {
        return false;
    }
    let near = start.saturating_sub(8)..start;
    let announces = phrases!["vừa", "mới ban hành", "đã ban hành", "đã có", "ban hành", "đã ký", "mới có"];
    let other = phrases!["theo", "thực hiện", "căn cứ", "cơ sở"];
    let announced =
        if first { scene.has(&near, announces) } else { scene.has(&near, phrases!["vừa", "mới ban hành"]) };
    announced && !scene.has(&(start.saturating_sub(2)..start), other)
}

/// Where the name of the kind begins before a number, and the kind as the page calls it.
fn kind_before(scene: &Scene<'_, '_>, symbol: &SymbolAt) -> (usize, Option<Kind>) {
    let document = scene.document;
    let end = document.before(symbol.tokens.start, phrase!("số")).unwrap_or(symbol.tokens.start);
    let kinds = [
        (phrase!("công văn"), Kind::CongVan),
        (phrase!("kế hoạch"), Kind::KeHoach),
        (phrase!("quyết định"), Kind::QuyetDinh),
        (phrase!("chỉ thị"), Kind::ChiThi),
        (phrase!("nghị quyết"), Kind::NghiQuyet),
        (phrase!("thông báo"), Kind::ThongBao),
        (phrase!("hướng dẫn"), Kind::HuongDan),
        (phrase!("báo cáo"), Kind::BaoCao),
        (phrase!("tờ trình"), Kind::ToTrinh),
        (phrase!("thông tư"), Kind::ThongTu),
        (phrase!("nghị định"), Kind::NghiDinh),
        (phrase!("giấy mời"), Kind::GiayMoi),
    ];
    let found = kinds.iter().find_map(|(words, kind)| document.before(end, words).map(|start| (start, Some(*kind))));
    found.unwrap_or((end, None))
}

/// The unit at the beginning of the sentence that announces: "BHXH Việt Nam vừa có …".
fn issuer(scene: &Scene<'_, '_>, before: usize) -> Option<String> {
    let clause = scene.clauses.iter().find(|clause| clause.tokens.contains(&before))?;
    let (unit, _) = parties::unit_until_verb(scene.document, clause.tokens.start, before)?;
    let name = scene.document.words(unit);
    Some(
        name.replace("Bảo hiểm xã hội (BHXH)", "Bảo hiểm xã hội")
            .replace("BHXH", "Bảo hiểm xã hội")
            .replace("UBND", "Ủy ban nhân dân"),
    )
}
