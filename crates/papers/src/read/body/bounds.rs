//! How the words around a number bound it: at least, at most, more than, less than.

use super::amounts::Amount;
use crate::read::Document;
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::phrases;

/// How a value is bounded by the words around it.
pub fn comparator(document: &Document<'_>, amount: &Amount, from: usize) -> Option<&'static str> {
    if document.after(amount.end, phrase!("trở lên")).is_some() || near_after(document, amount, phrase!("trở lên"))
    {
        return Some(">=");
    }
    // "từ 85% người dân tham gia bảo hiểm y tế (tiêu chí 15.1) trở lên".
    let from_here = amount.start() > from && document.is(amount.start() - 1, key!("từ"));
    let far = document.find(amount.end..amount.end + 18, phrase!("trở lên"));
    if from_here
        && far.is_some_and(|found| {
            !(amount.end..found.start).any(|index| document.is_any(index, &[marks::COMMA, marks::SEMICOLON]))
        })
    {
        return Some(">=");
    }
    if near_after(document, amount, phrase!("trở xuống")) {
        return Some("<=");
    }
    let mut index = amount.start();
    let mut reached = None;
    for _ in 0..8 {
        if index <= from {
            break;
        }
        if let Some((start, found)) = bound_before(document, index) {
            if start >= from {
                return Some(found);
            }
            break;
        }
        let before = index - 1;
        if document.is_any(before, &REACH) {
            reached = Some(">=");
        } else if !document.is_any(before, &FILL) {
            break;
        }
        index = before;
    }
    // "Từ 45% số người …": no less.
    let least = from_here && amount.quantity.percent && amount.quantity.upper.is_none();
    reached.or(least.then_some(">="))
}

const REACH: [Key; 3] = [key!("đạt"), key!("bảo"), key!("đảm")];
const FILL: [Key; 22] = [
    key!("là"),
    key!("mức"),
    key!("tỷ"),
    key!("lệ"),
    key!("khoảng"),
    key!("được"),
    key!("lên"),
    key!("xuống"),
    key!("còn"),
    key!("cho"),
    key!("có"),
    key!("từ"),
    key!("phải"),
    key!("đến"),
    key!("số"),
    key!("người"),
    key!("ở"),
    key!("của"),
    key!("nâng"),
    key!("giảm"),
    key!(":"),
    key!("tỉ"),
];

/// Whether a phrase stands after the unit with at most a few words between ("95% dân số trở lên").
fn near_after(document: &Document<'_>, amount: &Amount, phrase: &[Key]) -> bool {
    document.find(amount.end..amount.end + NEAR, phrase).is_some_and(|found| {
        !(amount.end..found.start).any(|index| {
            document.is_number(index) || document.is_any(index, &[marks::COMMA, marks::SEMICOLON, marks::POINT])
        })
    })
}

/// "620 người tham gia bảo hiểm xã hội tự nguyện trở lên".
const NEAR: usize = 12;

/// The bound that a lead-in sets for the values after its colon: "đạt tỷ lệ tối thiểu: ấp A 96%, ấp B 94%", "ít nhất như sau:".
pub fn bound_of_list(document: &Document<'_>, colon: usize) -> Option<&'static str> {
    let said = phrases!["như sau", "cụ thể", "cụ thể như sau", "là"];
    let end = said.iter().filter_map(|words| document.before(colon, words)).min().unwrap_or(colon);
    let end = if end > 0 && document.is_any(end - 1, &[marks::COMMA, marks::OPEN]) { end - 1 } else { end };
    bound_before(document, end).map(|(_, found)| found)
}

fn bound_before(document: &Document<'_>, index: usize) -> Option<(usize, &'static str)> {
    const BOUNDS: &[(&[Key], &str)] = &[
        (phrase!("bằng hoặc thấp hơn"), "<="),
        (phrase!("bằng hoặc cao hơn"), ">="),
        (phrase!("không vượt quá"), "<="),
        (phrase!("không vượt"), "<="),
        (phrase!("không để vượt"), "<="),
        (phrase!("không để vượt quá"), "<="),
        (phrase!("vượt quá"), ">"),
        (phrase!("vượt mức"), ">"),
        (phrase!("đạt và vượt"), ">="),
        (phrase!("đạt hoặc vượt"), ">="),
        (phrase!("không được vượt quá"), "<="),
        (phrase!("không quá"), "<="),
        (phrase!("tối đa"), "<="),
        (phrase!("nhiều nhất"), "<="),
        (phrase!("cao nhất"), "<="),
        (phrase!("không cao hơn"), "<="),
        (phrase!("≤"), "<="),
        (phrase!("không thấp hơn"), ">="),
        (phrase!("không dưới"), ">="),
        (phrase!("không ít hơn"), ">="),
        (phrase!("ít nhất"), ">="),
        (phrase!("tối thiểu"), ">="),
        (phrase!("thấp nhất"), ">="),
        (phrase!("≥"), ">="),
        (phrase!("> ="), ">="),
        (phrase!("< ="), "<="),
        (phrase!("dưới"), "<"),
        (phrase!("thấp hơn"), "<"),
        (phrase!("nhỏ hơn"), "<"),
        (phrase!("ít hơn"), "<"),
        (phrase!("<"), "<"),
        (phrase!("trên"), ">"),
        (phrase!("vượt"), ">"),
        (phrase!("quá"), ">"),
        (phrase!("hơn"), ">"),
        (phrase!(">"), ">"),
    ];
    BOUNDS.iter().find_map(|(phrase, found)| document.before(index, phrase).map(|start| (start, *found)))
}
