//! Groups of people that a paper names.

use std::ops::Range;

use crate::read::Document;
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::{Meanings, meanings};

/// The group that begins at a token, and the token after it.
pub fn at(document: &Document<'_>, index: usize) -> Option<(&'static str, usize)> {
    static GROUPS: Meanings<&str> = meanings![
        "cận nghèo" => "near_poor",
        "mới thoát nghèo" => "near_poor",
        "người có công" => "meritorious",
        "người cao tuổi" => "elderly",
        "dân tộc thiểu số" => "ethnic_minority",
        "DTTS" => "ethnic_minority",
        "học sinh , sinh viên" => "student",
        "học sinh sinh viên" => "student",
        "học sinh" => "student",
        "sinh viên" => "student",
        "HSSV" => "student",
        "chính sách xã hội" => "social_policy",
        "bảo trợ xã hội" => "social_policy",
        "đối tượng chính sách" => "social_policy",
        "trẻ em" => "child",
        "khối trường" => "student",
        "khối đại học" => "student",
        "trường phổ thông" => "student",
        "nghèo" => "poor",
    ];
    let (group, end) = GROUPS.at(document, index)?;
    let before = index.checked_sub(1);
    let other = [
        key!("giảm"),
        key!("xóa"),
        key!("thoát"),
        key!("chuẩn"),
        key!("chống"),
        key!("vì"),
        key!("cận"),
        key!("xã"),
        key!("huyện"),
    ];
    let movement = before.is_some_and(|before| document.is_any(before, &other));
    let for_the_poor = group == "poor" && document.before(index, phrase!("vì người")).is_some();
    let bank = group == "social_policy" && document.before(index, phrase!("ngân hàng")).is_some();
    let other = (group == "poor" && movement) || for_the_poor || bank;
    (!other).then_some((group, end))
}

/// The groups of a range, each once, in order, with where the last of them ends.
pub fn all(document: &Document<'_>, range: Range<usize>) -> Vec<(&'static str, Range<usize>)> {
    let mut found: Vec<(&'static str, Range<usize>)> = Vec::new();
    let mut index = range.start;
    while index < range.end {
        match at(document, index) {
            Some((group, end)) => {
                // "học sinh dân tộc thiểu số" is one narrower group.
                let narrows = |last: &Range<usize>| {
                    last.end == index
                        || last.end + 1 == index && document.is_any(last.end, &[key!("người"), key!("là")])
                        || last.end + 2 == index && document.is(last.end, key!("thuộc"))
                };
                if let Some(last) = found.last_mut().filter(|(known, last)| *known == "student" && narrows(last)) {
                    *last = (group, last.1.start..end);
                } else if !found.iter().any(|(known, _)| *known == group) {
                    found.push((group, index..end));
                }
                index = end;
            }
            None => index += 1,
        }
    }
    found
}

/// The groups of a range, each once; "học sinh thuộc hộ cận nghèo" names both.
pub fn each(document: &Document<'_>, range: Range<usize>) -> impl Iterator<Item = &'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    let mut index = range.start;
    while index < range.end {
        let named = at(document, index);
        found.extend(named.map(|(group, _)| group).filter(|group| !found.contains(group)));
        index = named.map_or(index + 1, |(_, end)| end);
    }
    found.into_iter()
}

/// The groups of the list that follows a number: "100% người nghèo, người có công và người cao tuổi có thẻ".
pub fn list_after(document: &Document<'_>, start: usize, end: usize) -> Vec<(&'static str, Range<usize>)> {
    const STOPS: [Key; 7] =
        [key!("tham"), key!("có"), key!("được"), key!("trên"), key!("đạt"), marks::SEMICOLON, marks::POINT];
    // "93,5% dân số, trong đó học sinh duy trì 100%": the group has a number of its own.
    let part = document.find(start..end.min(start + 60), phrase!("trong đó")).map(|found| found.start);
    let limit = part.unwrap_or(end).min(end).min(start + 60);
    let mut stop = start;
    let goes_on = |index: usize| !document.is_any(index, &STOPS) || document.is(index + 1, key!("công"));
    while stop < limit && goes_on(stop) {
        stop += 1;
    }
    all(document, start..stop)
}
