//! The situation that a paper begins with: what went well, what did not, and why.

use std::ops::Range;

use super::outline::{Heading, Topic};
use super::{Clause, Scene};
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::{Meanings, meanings, phrases};
use crate::reading::{Item, Situation, Statement};

/// The statements under headings of the situation, or in prose from "Thời gian qua …" over "Tuy nhiên …" to "Nguyên nhân …".
pub fn facts(scene: &Scene<'_, '_>) -> Situation {
    let mut situation = Situation::default();
    let mut told: Option<Topic> = None;
    let mut praised: Vec<Range<usize>> = Vec::new();
    let mut paragraph = usize::MAX;
    let praises_apart = scene.outline.headings.iter().any(|heading| is_praise(scene, heading));
    for clause in scene.clauses.iter().filter(|clause| clause.zone_is_body && !scene.rows.contains(&clause.paragraph)) {
        let heading = scene.outline.is_heading.get(clause.paragraph).copied().unwrap_or(false);
        if heading && !is_prose(scene, clause) {
            continue;
        }
        if clause.paragraph != paragraph {
            paragraph = clause.paragraph;
            if marked(scene, clause) {
                told = None;
            }
        }
        let topic = scene
            .outline
            .topic(clause.paragraph)
            .filter(|topic| matches!(topic, Topic::Achievement | Topic::Weakness | Topic::Cause));
        let opens = opening(scene, clause);
        match (topic, opens) {
            (_, Some((Topic::Cause, start))) => {
                told = Some(Topic::Cause);
                push(scene, Topic::Cause, start..clause.tokens.end, &mut situation);
            }
            (_, Some((Topic::Achievement, start))) => {
                push(scene, Topic::Achievement, start..clause.tokens.end, &mut situation);
            }
            (Some(Topic::Cause), _) => push(scene, Topic::Cause, clause.tokens.clone(), &mut situation),
            (_, Some((Topic::Weakness, start))) => {
                for range in praised.drain(..) {
                    push(scene, Topic::Achievement, range, &mut situation);
                }
                told = Some(Topic::Weakness);
                push(scene, Topic::Weakness, start..clause.tokens.end, &mut situation);
            }
            (Some(Topic::Achievement), _) if told.is_none() => {
                let figures = praises_apart && !under_praise(scene, clause);
                if !clause.goes_on && !figures {
                    push(scene, Topic::Achievement, clause.tokens.clone(), &mut situation);
                }
            }
            (Some(topic), _) => push(scene, told.unwrap_or(topic), clause.tokens.clone(), &mut situation),
            (None, _) => match told {
                Some(topic) if clause.goes_on || (!clause.first && continues(scene, clause)) => {
                    push(scene, topic, clause.tokens.clone(), &mut situation)
                }
                _ => {
                    told = None;
                    note_praise(scene, clause, &mut praised);
                }
            },
        }
    }
    situation
}

/// "Ưu điểm": where a paper sets praise apart, the figures before it are no praise.
fn is_praise(scene: &Scene<'_, '_>, heading: &Heading) -> bool {
    scene.has(&heading.content, phrases!["ưu điểm", "mặt được", "những mặt đạt được"])
}

fn under_praise(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    scene.outline.chain(clause.paragraph).any(|heading| is_praise(scene, heading))
}

/// A heading that ends with a colon may still tell something: "Nguyên nhân là do:" does not.
fn is_prose(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    !clause.first || clause.tokens.len() > 25 && !super::outline::ends_with_colon(scene.document, &clause.tokens)
}

fn marked(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    scene.document.paragraphs.get(clause.paragraph).is_some_and(|paragraph| paragraph.mark.is_some())
}

/// The words that turn a text from praise to faults, or to causes, and where the statement begins.
fn opening(scene: &Scene<'_, '_>, clause: &Clause) -> Option<(Topic, usize)> {
    let document = scene.document;
    let start = clause.tokens.start;
    let causes =
        phrases!["nguyên nhân", "nguyên nhân chủ yếu", "nguyên nhân chính", "nguyên nhân của", "những hạn chế trên"];
    static LABELS: Meanings<Topic> = meanings![
        "mặt mạnh :" => Topic::Achievement,
        "mặt được :" => Topic::Achievement,
        "ưu điểm :" => Topic::Achievement,
        "mặt yếu :" => Topic::Weakness,
        "hạn chế :" => Topic::Weakness,
        "tồn tại :" => Topic::Weakness,
        "khuyết điểm :" => Topic::Weakness,
        "lý do :" => Topic::Cause,
    ];
    if let Some((topic, after)) = LABELS.at(document, start) {
        return (after < clause.tokens.end).then_some((topic, after));
    }
    if document.after_any(start, causes).is_some() {
        let stems = phrases!["xuất phát từ", "bắt nguồn từ"];
        let near = start..clause.tokens.end.min(start + 12);
        if let Some(stem) = stems.iter().find_map(|words| document.find(near.clone(), words)) {
            return (stem.end < clause.tokens.end).then_some((Topic::Cause, stem.end));
        }
        let due = (start..clause.tokens.end.min(start + 20))
            .find(|index| document.is_any(*index, &[key!("do"), marks::COLON, key!("là")]));
        let mut due = due?;
        while document.is_any(due, &[key!("do"), marks::COLON, key!("là"), marks::DASH]) {
            due += 1;
        }
        return (due < clause.tokens.end).then_some((Topic::Cause, due));
    }
    let greatest = phrases!["khó khăn lớn nhất là", "hạn chế lớn nhất là", "khó khăn chủ yếu là"];
    if let Some(after) = document.after_any(start, greatest) {
        return Some((Topic::Weakness, after));
    }
    let turns = phrases![
        "bên cạnh đó vẫn còn",
        "bên cạnh đó , còn",
        "tuy nhiên",
        "tuy vậy",
        "song",
        "bên cạnh những kết quả",
        "bên cạnh kết quả",
        "mặc dù vậy",
        "bên cạnh đó , vẫn còn",
        "ngoài những kết quả"
    ];
    let also = document
        .after(start, phrase!("bên cạnh đó ,"))
        .filter(|_| scene.has(&clause.tokens, phrases!["chưa", "vẫn còn", "còn"]));
    let after = document.after_any(start, turns).or(also)?;
    let faulty = clause.tokens.clone().any(|index| is_judgement(scene, index));
    if !faulty || scene.has(&clause.tokens, phrases!["đề nghị", "yêu cầu"]) {
        return None;
    }
    // "vẫn còn một số tồn tại, hạn chế, như: …": the faults begin after "như".
    let listed = phrases!["như :", "cụ thể :", "đó là :", "cụ thể là :", "sau :"];
    let begin = listed.iter().find_map(|words| document.find(clause.tokens.clone(), words)).map(|found| found.end);
    let named = || {
        let colon = clause.tokens.clone().find(|index| document.is(*index, marks::COLON))?;
        scene.has(&(start..colon), phrases!["hạn chế", "tồn tại", "khó khăn"]).then_some(colon + 1)
    };
    let begin = begin.or_else(named).unwrap_or(after);
    let begin = if document.is(begin, marks::COMMA) { begin + 1 } else { begin };
    (begin < clause.tokens.end).then_some((Topic::Weakness, begin))
}

/// A sentence after the first fault that tells another: "Bên cạnh đó, …", "Một số …".
fn continues(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let orders = phrases!["yêu cầu", "đề nghị", "để", "thực hiện", "căn cứ"];
    scene.document.after_any(clause.tokens.start, orders).is_none()
        && clause.tokens.clone().any(|index| is_judgement(scene, index))
}

/// More sentences of praise before the first fault are not kept.
const MOST_PRAISE: usize = 6;

/// Praise in prose counts once faults follow it.
fn note_praise(scene: &Scene<'_, '_>, clause: &Clause, praised: &mut Vec<Range<usize>>) {
    if praised.len() >= MOST_PRAISE {
        return;
    }
    let good = phrases![
        "đạt được",
        "kết quả tích cực",
        "chuyển biến",
        "nhiều đổi mới",
        "thành tích",
        "tăng đều",
        "kết quả quan trọng",
        "đã đạt",
        "kịp thời",
        "tỷ lệ bao phủ",
        "nhiều kết quả",
        "tích cực",
        "ổn định",
        "tăng khá",
        "đã chủ động",
        "đã cấp",
        "tham gia bảo hiểm y tế",
        "tham gia BHYT"
    ];
    let last = clause.tokens.end.saturating_sub(1);
    if clause.goes_on && praised.last().is_some_and(|range| range.end == clause.tokens.start) {
        return;
    }
    if !scene.document.is(last, marks::COLON) && scene.has(&clause.tokens, good) {
        praised.push(clause.tokens.clone());
    }
}

/// Adds the statements of a range: parts that each judge something are statements of their own.
fn push(scene: &Scene<'_, '_>, topic: Topic, range: Range<usize>, situation: &mut Situation) {
    let ranges = if topic == Topic::Weakness {
        judged_parts(scene, range)
    } else if topic == Topic::Cause {
        cause_parts(scene, range)
    } else {
        vec![range]
    };
    let list = match topic {
        Topic::Weakness => &mut situation.weaknesses,
        Topic::Cause => &mut situation.causes,
        _ => &mut situation.achievements,
    };
    for range in ranges {
        let text = scene.document.words(range.clone());
        let text =
            text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | '-' | ':' | '+')).to_owned();
        if text.chars().count() >= 8 {
            list.push(Item { value: Statement { text }, span: scene.document.span(range), confidence: 0.8 });
        }
    }
}

const JUDGEMENTS: [Key; 14] = [
    key!("còn"),
    key!("chưa"),
    key!("chậm"),
    key!("thấp"),
    key!("thiếu"),
    key!("yếu"),
    key!("mỏng"),
    key!("ít"),
    key!("kém"),
    key!("khó"),
    key!("lúng"),
    key!("hạn"),
    key!("không"),
    key!("nợ"),
];

fn is_judgement(scene: &Scene<'_, '_>, index: usize) -> bool {
    scene.document.is_any(index, &JUDGEMENTS)
}

fn judged_parts(scene: &Scene<'_, '_>, range: Range<usize>) -> Vec<Range<usize>> {
    parts(scene, range, is_judgement)
}

fn cause_parts(scene: &Scene<'_, '_>, range: Range<usize>) -> Vec<Range<usize>> {
    parts(scene, range, is_judgement)
}

/// Cuts at commas where the words before and the words after each judge something, and the words after begin with what they judge.
fn parts(
    scene: &Scene<'_, '_>,
    range: Range<usize>,
    judges: impl Fn(&Scene<'_, '_>, usize) -> bool,
) -> Vec<Range<usize>> {
    let document = scene.document;
    let commas: Vec<usize> = range.clone().filter(|index| document.is(*index, marks::COMMA)).collect();
    let mut found = Vec::new();
    let mut start = range.start;
    for (place, comma) in commas.iter().enumerate() {
        let next = commas.get(place + 1).copied().unwrap_or(range.end);
        let before = (start..*comma).any(|index| judges(scene, index));
        let after = (comma + 2..next).any(|index| judges(scene, index)) && !judges(scene, comma + 1);
        if before && after && next - comma >= 5 {
            found.push(start..*comma);
            start = comma + 1;
        }
    }
    found.push(start..range.end);
    found
}
