//! Which share of a premium is paid: the percentages that are no rate of anything else.

use super::amounts::{Amount, Unit};
use super::outline::{self, Topic};
use super::{Clause, Scene};
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::{Phrases, phrases};

/// "hỗ trợ 30% mức đóng", "phần 30% mệnh giá thẻ"; "hỗ trợ thêm 20% cho hộ cận nghèo".
pub fn is_share(scene: &Scene<'_, '_>, clause: &Clause, amount: &Amount) -> bool {
    let of = phrases![
        "mức đóng",
        "mệnh giá",
        "phần đóng",
        "mức phí",
        "số tiền đóng",
        "tiền đóng",
        "tiền mua",
        "phí đóng",
        "phí mua",
        "phí bảo hiểm",
        "phí BHYT",
        "phí tham gia",
        "phần kinh phí",
        "giá trị thẻ"
    ];
    let document = scene.document;
    if amount.unit != Some(Unit::Percent) {
        return false;
    }
    // "30% (ba mươi phần trăm) mức đóng".
    let close = (amount.end..amount.end + 8).find(|index| document.is(*index, marks::CLOSE));
    let end = close.filter(|_| document.is(amount.end, marks::OPEN)).map_or(amount.end, |close| close + 1);
    document.has(&(end..end + 4), of)
        || is_right_after_help(scene, clause, amount)
        || is_item_of_help(scene, clause, amount)
}

/// "hỗ trợ thêm 20%", "mức hỗ trợ: 30%": nothing but a measure of the help stands between, and no count of people follows.
fn is_right_after_help(scene: &Scene<'_, '_>, clause: &Clause, amount: &Amount) -> bool {
    const BETWEEN: [Key; 13] = [
        key!("thêm"),
        key!("tiếp"),
        key!("bằng"),
        key!("là"),
        key!("tối"),
        key!("thiểu"),
        key!("đa"),
        key!("ít"),
        key!("nhất"),
        key!("mức"),
        key!("từ"),
        key!("đến"),
        marks::COLON,
    ];
    const COUNTED: &Phrases =
        phrases!["dân số", "người", "số người", "học sinh", "hộ", "số hộ", "đối tượng", "số đối tượng", "thành viên"];
    let document = scene.document;
    let mut index = amount.start();
    while index > clause.tokens.start && document.is_any(index - 1, &BETWEEN) {
        index -= 1;
    }
    let colon = index < amount.start() && document.is(amount.start() - 1, marks::COLON);
    let named = colon && document.has(&(clause.tokens.start..index), phrases!["mức hỗ trợ"]);
    let helps = named || document.before(index, phrase!("hỗ trợ")).is_some();
    helps && is_about_insurance(scene, clause) && document.after_any(amount.end, COUNTED).is_none()
}

/// "b) Học sinh, sinh viên: 20%;", "c) Bằng 10% đối với …" below "ngân sách tỉnh hỗ trợ thêm:".
fn is_item_of_help(scene: &Scene<'_, '_>, clause: &Clause, amount: &Amount) -> bool {
    let document = scene.document;
    let start = amount.start();
    let content = document.paragraphs.get(clause.paragraph).map_or(clause.tokens.start, |paragraph| paragraph.content);
    let first = start <= content + 1 && document.after(amount.end, phrase!("đối với")).is_some();
    let last = start > content && document.is(start - 1, marks::COLON) && amount.end + 1 >= clause.tokens.end;
    let helps = |heading: &outline::Heading| scene.has(&heading.content, phrases!["hỗ trợ"]);
    (first || last)
        && scene.outline.topic(clause.paragraph) != Some(Topic::Target)
        && scene.outline.chain(clause.paragraph).next().is_some_and(helps)
        && is_about_insurance(scene, clause)
}

/// Whether the clause, a heading over it or the subject of the paper names an insurance.
fn is_about_insurance(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    const INSURANCE: &Phrases = phrases!["BHYT", "bảo hiểm y tế", "BHXH tự nguyện", "bảo hiểm xã hội tự nguyện"];
    let subject = || {
        let subject = scene.subject.as_deref().unwrap_or_default().to_lowercase();
        ["bhyt", "bảo hiểm y tế", "xã hội tự nguyện"].iter().any(|name| subject.contains(name))
    };
    scene.has(&clause.tokens, INSURANCE)
        || scene.outline.chain(clause.paragraph).any(|heading| scene.has(&heading.content, INSURANCE))
        || subject()
}
