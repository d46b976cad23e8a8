//! What a sentence measures: the insurances, debts and shares that targets and results are about.

use std::ops::Range;

use super::amounts::Unit;
use crate::read::Document;
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::number;
use crate::read::phrases::phrases;

/// What a sentence speaks of when a number follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// BHYT of the whole population.
    Health,
    /// BHYT of households.
    Household,
    /// BHXH without saying which.
    Social,
    /// BHXH bắt buộc.
    Compulsory,
    /// BHXH tự nguyện.
    Voluntary,
    /// BHTN.
    Unemployment,
    /// Money owed.
    Debt,
    /// Money collected.
    Collection,
    /// How content people are.
    Satisfaction,
    /// How many were reached by information.
    Publicity,
    /// Communes that meet the standard of the new countryside.
    NewRural,
}

/// A measure with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// What.
    pub measure: Measure,
    /// Its first token.
    pub at: usize,
    /// The token after its last.
    pub end: usize,
}

impl Measure {
    /// The key of the indicator, for a number in this unit.
    pub fn indicator(self, unit: Option<Unit>) -> Option<&'static str> {
        let rate = match unit {
            Some(Unit::Percent | Unit::Points) => true,
            Some(Unit::People) => false,
            Some(Unit::Dong) => return matches!(self, Measure::Collection).then_some("collection_amount"),
            Some(Unit::Communes) => return matches!(self, Measure::NewRural).then_some("new_rural_communes"),
            _ => return None,
        };
        Some(match (self, rate) {
            (Measure::Health, true) => "coverage_rate",
            (Measure::Health, false) => "participants",
            (Measure::Household, true) => "group_coverage_rate",
            (Measure::Household, false) => "household_participants",
            (Measure::Social | Measure::Compulsory, true) => "social_insurance_rate",
            (Measure::Social | Measure::Compulsory, false) => "social_insurance_participants",
            (Measure::Voluntary, true) => "voluntary_social_insurance_rate",
            (Measure::Voluntary, false) => "voluntary_social_insurance_participants",
            (Measure::Unemployment, true) => "unemployment_insurance_rate",
            (Measure::Unemployment, false) => "unemployment_insurance_participants",
            (Measure::Debt, true) => "debt_rate",
            (Measure::Satisfaction, true) => "satisfaction_rate",
            (Measure::Publicity, true) => "publicity_rate",
            _ => return None,
        })
    }
}

const HEALTH_SHORT: Key = key!("BHYT");
const SOCIAL_SHORT: Key = key!("BHXH");
const UNEMPLOYMENT_SHORT: Key = key!("BHTN");
const VOLUNTARY_SHORT: Key = key!("BHXHTN");
const COMPULSORY_SHORT: Key = key!("BHXHBB");
const SHORT: Key = key!("BH");

/// The measure that begins at a token.
pub fn mention_at(document: &Document<'_>, index: usize) -> Option<Mention> {
    let token = document.get(index)?;
    let (measure, end) = match token.key {
        HEALTH_SHORT => health(document, index + 1),
        SOCIAL_SHORT => social(document, index, index + 1)?,
        UNEMPLOYMENT_SHORT => (Measure::Unemployment, index + 1),
        VOLUNTARY_SHORT => (Measure::Voluntary, index + 1),
        COMPULSORY_SHORT => (Measure::Compulsory, index + 1),
        // "BH thất nghiệp", "BH y tế".
        SHORT => match () {
            () if document.after(index + 1, phrase!("y tế")).is_some() => health(document, index + 3),
            () if document.after(index + 1, phrase!("xã hội")).is_some() => social(document, index, index + 3)?,
            () if document.after(index + 1, phrase!("thất nghiệp")).is_some() => (Measure::Unemployment, index + 3),
            () => return None,
        },
        INSURE => match () {
            () if document.after(index, phrase!("bảo hiểm y tế")).is_some() => health(document, index + 4),
            () if document.after(index, phrase!("bảo hiểm xã hội")).is_some() => {
                social(document, index, index + 4)?
            }
            () if document.after(index, phrase!("bảo hiểm thất nghiệp")).is_some() => {
                (Measure::Unemployment, after_short(document, index + 4))
            }
            () => return None,
        },
        // "bao phủ BHXH 45,1%" is not of health insurance: what is covered is named next.
        COVER if document.is(index + 1, key!("phủ")) && !names_other(document, index + 2) => {
            (Measure::Health, index + 2)
        }
        DEBT if index > 0
            && (document.is(index + 1, key!("đọng"))
                || document.is_any(index - 1, &[key!("lệ"), key!("số"), key!("giảm"), key!("tiền"), key!("để")])
                || token.is_capital() && (names_any(document, index + 1) || document.is(index + 1, marks::COLON))
                || document.is_any(index - 1, &[key!("kéo"), key!("hạ"), key!("đưa")])
                || is_bounded_rate(document, index + 1)
                || names_any(document, index + 1) && is_bounded_below(document, index + 1)) =>
        {
            (Measure::Debt, index + 1)
        }
        SLOW if document.is(index + 1, key!("đóng"))
            && (near_rate(document, index)
                || token.is_capital() && document.is(index + 2, marks::COLON)
                || is_owed(document, index + 2)
                || index > 0 && document.is(index - 1, key!("tiền")) && is_bounded_below(document, index + 2)
                || names_any(document, index + 2) && is_bounded_below(document, index + 2)) =>
        {
            (Measure::Debt, index + 2)
        }
        COLLECT
            if index > 0
                && (document.is_any(index - 1, &[key!("số"), key!("tổng"), key!("tiền")])
                    || document.is_number(index + 1)
                    || heads_sentence(document, index)
                    || document.is(index - 1, key!("về")) && document.is(index + 1, marks::COLON)
                    || document.is(index - 1, key!("phải")) && owes_much(document, index)
                    || is_planned(document, index)
                    || collects_much(document, index)
                    || (2..4).any(|ahead| document.is_number(index + ahead))
                        && document.is_any(
                            index + 1,
                            &[key!("được"), key!("đạt"), key!("tối"), key!("ít"), key!("trên"), key!("cho")],
                        )
                    || (2..6).any(|ahead| document.is_number(index + ahead))
                        && document.is(index + 1, key!("thêm"))) =>
        {
            (Measure::Collection, index + 1)
        }
        CONTENT if document.is(index + 1, key!("lòng")) => (Measure::Satisfaction, index + 2),
        PUBLIC if document.is(index + 1, key!("khai")) && near_rate(document, index) => (Measure::Publicity, index + 2),
        // "tham gia BHXH đạt 55%, trong đó tự nguyện đạt 6%"
        WILLING if document.is(index + 1, key!("nguyện")) && is_part(document, index) => {
            (Measure::Voluntary, index + 2)
        }
        // "30.850 người tham gia BHYT, trong đó hộ gia đình: 6.920 người"
        HOUSE
            if document.after(index, phrase!("hộ gia đình")).is_some()
                && document.before(index, phrase!("trong đó")).is_some()
                && (index + 3..index + 6).any(|at| document.is_number(at)) =>
        {
            (Measure::Household, index + 3)
        }
        NEW_RURAL if document.after(index, phrase!("nông thôn mới")).is_some() => (Measure::NewRural, index + 3),
        _ => return None,
    };
    Some(Mention { measure, at: index, end })
}

const INSURE: Key = key!("bảo");
const COVER: Key = key!("bao");
const DEBT: Key = key!("nợ");
const SLOW: Key = key!("chậm");
const COLLECT: Key = key!("thu");
const CONTENT: Key = key!("hài");
const PUBLIC: Key = key!("công");
const NEW_RURAL: Key = key!("nông");
const WILLING: Key = key!("tự");
const HOUSE: Key = key!("hộ");

/// "trong đó tự nguyện đạt 6%": the voluntary part of the insurance that was named before.
fn is_part(document: &Document<'_>, index: usize) -> bool {
    let before = if document.is(index.saturating_sub(1), marks::COMMA) { index - 1 } else { index };
    let part = phrases!["trong đó", "riêng"].iter().any(|words| document.before(before, words).is_some())
        || document.is(before - 1, key!("và")) && after_compulsory(document, before - 1);
    part && (index + 2..index + 7).any(|at| document.is_number(at))
}

/// The token after the abbreviation in brackets that may follow a name: "bảo hiểm thất nghiệp (BHTN)".
fn after_short(document: &Document<'_>, end: usize) -> usize {
    if document.is(end, marks::OPEN) && document.is(end + 2, marks::CLOSE) { end + 3 } else { end }
}

/// "tham gia BHXH bắt buộc đạt 38% và tự nguyện đạt 3,5%", not "BHXH bắt buộc và tự nguyện đạt 20 triệu người".
fn after_compulsory(document: &Document<'_>, and: usize) -> bool {
    let named = document.find(and.saturating_sub(FAR_COMPULSORY)..and, phrase!("bắt buộc"));
    named.is_some_and(|found| (found.end..and).any(|index| document.is_number(index)))
}

/// Words between what is compulsory and the voluntary part beside it.
const FAR_COMPULSORY: usize = 16;

fn health(document: &Document<'_>, end: usize) -> (Measure, usize) {
    let end = after_short(document, end);
    match document.after_any(end, phrases!["hộ gia đình", "theo hộ gia đình", "HGĐ"]) {
        Some(end) => (Measure::Household, end),
        None => (Measure::Health, end),
    }
}

/// "nợ dưới 1,5%", "nợ không quá 2%".
fn is_bounded_rate(document: &Document<'_>, index: usize) -> bool {
    let value = (index..index + 4).find(|at| document.is_number(*at));
    value.is_some_and(|at| at > index && document.is(at + 1, marks::PERCENT))
}

/// "kiểm soát nợ BHXH ở mức dưới 3%".
fn is_bounded_below(document: &Document<'_>, index: usize) -> bool {
    let bounds =
        phrases!["dưới", "không quá", "tối đa", "không vượt quá", "thấp hơn", "còn", "không cao hơn", "≤", "<"];
    let near = index..index + 14;
    near.clone().find(|at| document.is_number(*at)).is_some_and(|at| {
        document.is(at + 1, marks::PERCENT)
            && (at.saturating_sub(3)..at).any(|at| document.after_any(at, bounds).is_some())
    })
}

/// "Nợ BHXH, BHYT …" at the head of an item.
fn names_any(document: &Document<'_>, index: usize) -> bool {
    document.is_any(index, &[SOCIAL_SHORT, HEALTH_SHORT, UNEMPLOYMENT_SHORT, INSURE])
}

/// "số tiền chậm đóng … dưới 2,8% số phải thu": a share of what must be collected.
fn is_owed(document: &Document<'_>, end: usize) -> bool {
    document.has(&(end..end + 16), phrases!["số phải thu", "kế hoạch thu", "tổng số thu"])
}

/// Whether another insurance than that of health follows "bao phủ".
fn names_other(document: &Document<'_>, index: usize) -> bool {
    document.is_any(index, &[SOCIAL_SHORT, UNEMPLOYMENT_SHORT])
        || document.after_any(index, phrases!["bảo hiểm xã hội", "bảo hiểm thất nghiệp"]).is_some()
}

/// BHXH is an agency as often as an insurance: without "tự nguyện" or "bắt buộc" it counts only after "tham gia" or "bao phủ", and where a share
/// of the labour force follows.
fn social(document: &Document<'_>, index: usize, end: usize) -> Option<(Measure, usize)> {
    let end = after_short(document, end);
    if let Some(end) = document.after_any(end, phrases!["tự nguyện", "TN"]) {
        return Some((Measure::Voluntary, end));
    }
    if let Some(end) = document.after_any(end, phrases!["bắt buộc", "BB"]) {
        return Some((Measure::Compulsory, end));
    }
    let takes_part = phrases!["tham gia", "bao phủ"];
    let said = takes_part.iter().any(|words| document.before(index, words).is_some());
    (said || is_shared(document, end)).then_some((Measure::Social, end))
}

/// "… đạt từ 40% lực lượng lao động trở lên", ": khoảng 45% lực lượng lao động": a share of those who work, right after the insurance.
fn is_shared(document: &Document<'_>, end: usize) -> bool {
    const FILL: [Key; 14] = [
        key!("đạt"),
        key!("là"),
        key!("từ"),
        key!("khoảng"),
        key!("trên"),
        key!("tối"),
        key!("thiểu"),
        key!("ít"),
        key!("nhất"),
        key!("phải"),
        key!("lên"),
        key!("phấn"),
        key!("đấu"),
        marks::COLON,
    ];
    let value = (end..end + 7).find(|at| !document.is_any(*at, &FILL));
    let labelled = document.is(end, marks::COLON);
    value.filter(|at| document.is_number(*at)).is_some_and(|at| {
        labelled && document.is_any(at + 1, &[marks::PERCENT, key!("người")])
            || document.is(at + 1, marks::PERCENT) && stands_alone(document, end, at)
            || document.find(at..at + 8, phrase!("lực lượng")).is_some()
    })
}

/// "BHYT 95,5%; BHXH 42%; BHTN đạt 32%", not "đóng BHXH 25,5%" or "nợ BHXH 3%".
fn stands_alone(document: &Document<'_>, end: usize, value: usize) -> bool {
    let first = [marks::COMMA, marks::SEMICOLON, marks::COLON, key!("và")];
    let ended = document.get(value + 2).is_none_or(|next| !next.is_word());
    let last = end.saturating_sub(1);
    let name = if document.is(last, SOCIAL_SHORT) {
        Some(last)
    } else {
        document.before(end, phrase!("bảo hiểm xã hội"))
    };
    ended && name.is_some_and(|name| name > 0 && document.is_any(name - 1, &first))
}

/// "chỉ tiêu thu năm 2024 (152 tỷ đồng)", not "kế hoạch thu BHXH".
fn is_planned(document: &Document<'_>, index: usize) -> bool {
    let planned =
        phrases!["chỉ tiêu", "dự toán", "nhiệm vụ"].iter().any(|words| document.before(index, words).is_some());
    let much = |at: usize| number::at(document, at).is_some_and(|quantity| quantity.factor >= 1_000_000);
    planned && (index + 1..index + 9).any(|at| document.is_number(at) && much(at))
}

/// "Thu BHXH, BHYT, BHTN đạt 287,4 tỷ đồng": the money collected, at the head of a sentence.
fn heads_sentence(document: &Document<'_>, index: usize) -> bool {
    let first = index.checked_sub(1).is_none_or(|before| document.get(before).is_some_and(|token| !token.is_word()));
    let insured =
        document.is_any(index + 1, &[SOCIAL_SHORT, HEALTH_SHORT, INSURE, marks::COLON, key!("đạt"), key!("vượt")]);
    first && insured && document.get(index).is_some_and(|token| token.is_capital())
}

/// "năm 2022 thu BHXH, BHYT, BHTN đạt 2.150 tỷ đồng", not "tổ chức dịch vụ thu BHXH".
fn collects_much(document: &Document<'_>, index: usize) -> bool {
    let insured = document.is_any(index + 1, &[SOCIAL_SHORT, HEALTH_SHORT, INSURE]);
    let much = |at: usize| number::at(document, at).is_some_and(|quantity| quantity.factor >= 1_000_000);
    // "thu BHXH, BHYT, BHTN 3.450 tỷ đồng"
    const NAMES: [Key; 12] = [
        SOCIAL_SHORT,
        HEALTH_SHORT,
        UNEMPLOYMENT_SHORT,
        marks::COMMA,
        marks::COLON,
        marks::OPEN,
        key!("và"),
        key!("năm"),
        key!("được"),
        key!("giao"),
        key!("kế"),
        key!("hoạch"),
    ];
    let year = |at: usize| document.digits(at, 4..5).is_some_and(|year| (1990..2100).contains(&year));
    let named = || (index + 1..index + 14).find(|at| !document.is_any(*at, &NAMES) && !year(*at));
    insured
        && (named().is_some_and(|at| document.is_number(at) && much(at))
            || (index + 2..index + 16).any(|at| document.is_any(at, &[key!("đạt"), key!("là")]) && much(at + 1)))
}

/// "tổng số phải thu năm 2024 là 5.120 tỷ đồng", not "2% số phải thu".
fn owes_much(document: &Document<'_>, index: usize) -> bool {
    let value = (index + 1..index + 9).find(|at| document.is_any(*at, &[key!("là"), key!("đạt"), marks::COLON]));
    value.is_some_and(|at| number::at(document, at + 1).is_some_and(|quantity| quantity.factor >= 1_000_000))
}

fn near_rate(document: &Document<'_>, index: usize) -> bool {
    document.find(index.saturating_sub(6)..index, phrase!("tỷ lệ")).is_some()
}

/// Every measure of a range that a number may belong to, in order.
pub fn mentions(document: &Document<'_>, range: Range<usize>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut index = range.start;
    while index < range.end {
        match mention_at(document, index).filter(|_| document.symbol_at(index).is_none()) {
            Some(mention) => {
                index = mention.end;
                // "nợ BHXH, BHYT" is money owed, whatever insurance follows.
                match found.last_mut() {
                    Some(last) if owns(last.measure) && goes_on(document, last.end..mention.at) => {
                        last.end = mention.end
                    }
                    _ => found.push(mention),
                }
            }
            None => index += 1,
        }
    }
    found
}

/// "hài lòng của người tham gia bảo hiểm xã hội": nothing parts what is measured from whose it is.
fn goes_on(document: &Document<'_>, between: Range<usize>) -> bool {
    let parts = |index: usize| {
        document.is_number(index) || document.is_any(index, &[marks::COMMA, marks::SEMICOLON, key!("và"), key!("đạt")])
    };
    // "nợ bảo hiểm xã hội, bảo hiểm y tế, bảo hiểm thất nghiệp": names of insurances and nothing else.
    const NAMES: [Key; 13] = [
        SOCIAL_SHORT,
        HEALTH_SHORT,
        UNEMPLOYMENT_SHORT,
        marks::COMMA,
        INSURE,
        key!("hiểm"),
        key!("xã"),
        key!("hội"),
        key!("y"),
        key!("tế"),
        key!("thất"),
        key!("nghiệp"),
        key!("và"),
    ];
    between.len() <= 3
        || between.len() <= 12 && between.clone().all(|index| document.is_any(index, &NAMES))
        || between.len() <= 10 && !between.clone().any(parts)
}

fn owns(measure: Measure) -> bool {
    matches!(measure, Measure::Debt | Measure::Collection | Measure::Satisfaction)
}

/// The last measure of a range.
pub fn last_mention(document: &Document<'_>, range: Range<usize>) -> Option<Mention> {
    mentions(document, range).pop()
}
