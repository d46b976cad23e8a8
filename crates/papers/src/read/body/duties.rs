//! What somebody has to do: who, what, by when, to whom, through which unit.

use std::ops::Range;

use super::deadlines::DeadlineAt;
use super::outline::Topic;
use super::parties::{self, Subject};
use super::{Clause, Scene};
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::paragraphs::Mark;
use crate::read::phrases::phrases;
use crate::reading::{Duty, Item, Kind};

/// Who acts, as the clauses of a paragraph hand it on.
#[derive(Debug, Clone)]
struct Doer {
    unit: Range<usize>,
    /// Whether the paper orders it: by a heading, or by words such as giao, đề nghị, có trách nhiệm.
    ordered: bool,
}

/// Every duty, in order.
pub fn facts(scene: &Scene<'_, '_>, deadlines: &[DeadlineAt]) -> Vec<Item<Duty>> {
    let mut found = Vec::new();
    let mut doer: Option<Doer> = None;
    let mut next_deadline = 0;
    for (index, clause) in scene.clauses.iter().enumerate() {
        while deadlines.get(next_deadline).is_some_and(|deadline| deadline.clause < index) {
            next_deadline += 1;
        }
        let due = deadlines.get(next_deadline).filter(|deadline| deadline.clause == index);
        if clause.first {
            doer = scene
                .outline
                .chain(clause.paragraph)
                .find_map(|heading| heading.unit.clone())
                .map(|unit| Doer { unit, ordered: true });
        }
        if !clause.zone_is_body || scene.rows.contains(&clause.paragraph) || !may_order(scene, clause) {
            continue;
        }
        if finishes_the_last(scene, clause)
            && let Some(due) = due
            && let Some(last) = found.last_mut().filter(|last: &&mut Item<Duty>| last.value.due.is_none())
        {
            last.value.due = Some(due.deadline.clone());
            last.span = last.span.join(scene.document.span(clause.tokens.clone()));
            continue;
        }
        found.extend(duty(scene, clause, due, &mut doer));
    }
    found
}

/// "…; hoàn thành trong tháng 6/2020": the day of the deed before, no deed of its own.
fn finishes_the_last(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let document = scene.document;
    let deeds = phrases!["hoàn thành", "xong", "thời gian hoàn thành", "thời hạn hoàn thành"];
    let Some(end) = document.after_any(skip_marks(scene, clause), deeds) else { return false };
    let rest = end..clause.tokens.end;
    let day = document.dates_in(rest).first().map(|date| date.tokens.clone());
    clause.goes_on && day.is_some_and(|day| day.start <= end + 3 && day.end + 1 >= clause.tokens.end)
}

/// "Tổ chức in thẻ": a deed, though a team (tổ) begins with the same word.
fn is_deed_of_organising(scene: &Scene<'_, '_>, unit: &Range<usize>) -> bool {
    scene.document.after(unit.start, phrase!("tổ chức")) == Some(unit.end)
}

/// Whether the part of the paper gives orders at all.
fn may_order(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let told = matches!(
        scene.outline.topic(clause.paragraph),
        Some(Topic::Achievement | Topic::Weakness | Topic::Cause | Topic::Award)
    );
    let heading = scene.outline.is_heading.get(clause.paragraph).copied().unwrap_or(false);
    let lead_in = heading && super::outline::ends_with_colon(scene.document, &clause.tokens);
    // What was said at a meeting orders nothing; its conclusions do.
    let said = scene
        .outline
        .chain(clause.paragraph)
        .any(|heading| scene.reports() && scene.has(&heading.content, phrases!["thảo luận", "phát biểu", "trình bày"]));
    let no_orders = told || said || lead_in || matches!(scene.kind, Some(Kind::Luat));
    !no_orders
}

fn duty(
    scene: &Scene<'_, '_>,
    clause: &Clause,
    due: Option<&DeadlineAt>,
    doer: &mut Option<Doer>,
) -> Option<Item<Duty>> {
    let document = scene.document;
    let heading = scene.outline.is_heading.get(clause.paragraph).copied().unwrap_or(false);
    if heading && due.is_none() {
        return None;
    }
    let own = clause.subject(document).filter(|own| !is_deed_of_organising(scene, &own.unit)).cloned();
    if own.as_ref().is_some_and(|own| is_no_doer(scene, own)) {
        return None;
    }
    let deed = match &own {
        Some(subject) => {
            let ordered = subject.asked
                || in_task_list(scene, clause)
                || due.is_some()
                || doer.as_ref().is_some_and(|doer| doer.ordered);
            *doer = Some(Doer { unit: subject.unit.clone(), ordered });
            subject.deed
        }
        None => {
            if !clause.first && !clause.goes_on && doer.as_ref().is_some_and(|doer| !doer.ordered) && due.is_none() {
                *doer = None;
            }
            skip_marks(scene, clause)
        }
    };
    if deed >= clause.tokens.end || is_no_duty(scene, clause, deed) {
        return None;
    }
    let sends = receiver(scene, deed..clause.tokens.end);
    let who = doer.as_ref().filter(|doer| doer.ordered || due.is_some());
    let sent = sends.is_some() || scene.has(&clause.tokens, phrases!["gửi", "hoàn thành", "báo cáo"]);
    if who.is_none() && !(due.is_some() && sent) {
        return None;
    }
    // An aim is no deed of the units that a lead-in far above names.
    let aimed = scene.outline.topic(clause.paragraph) == Some(Topic::Target)
        && (clause.cues.has_measure && clause.cues.has_number);
    if own.is_none() && due.is_none() && aimed {
        return None;
    }
    if own.is_none() && due.is_none() && !begins_with_deed(scene, deed) {
        return None;
    }
    let what = deed..end_of_deed(clause, deed, due);
    let tokens = own.as_ref().map_or(deed, |own| own.unit.start.min(deed))..clause.tokens.end;
    let confidence = match (&own, due) {
        (Some(_), Some(_)) => 0.93,
        (_, Some(_)) => 0.88,
        (Some(own), None) if own.asked => 0.85,
        _ => 0.75,
    };
    let duty = Duty {
        who: who.map(|doer| document.words(doer.unit.clone())),
        what: trimmed(&document.words(what)),
        due: due.map(|due| due.deadline.clone()),
        to: sends.map(|unit| document.words(unit)),
        via: via(scene, &clause.tokens).map(|unit| document.words(unit)),
    };
    (!duty.what.is_empty()).then(|| Item { value: duty, span: document.span(tokens), confidence })
}

/// "đơn vị không gửi báo cáo …" tells what follows from it; "BHXH tỉnh kính trình …" closes; who is asked for
/// an award decides.
fn is_no_doer(scene: &Scene<'_, '_>, own: &Subject) -> bool {
    const ENDS: [Key; 4] = [key!("không"), key!("chưa"), key!("nào"), key!("kính")];
    let document = scene.document;
    let last = own.unit.end.saturating_sub(1);
    document.is_any(last, &ENDS) || own.asked && document.after_any(own.deed, phrases!["tặng", "khen thưởng"]).is_some()
}

/// A numbered item under a heading of tasks or of organisation, or of a list in which units act.
fn in_task_list(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let marked = scene.document.paragraphs.get(clause.paragraph).is_some_and(|paragraph| {
        matches!(
            paragraph.mark,
            Some(Mark::Number(_) | Mark::Letter | Mark::Dash | Mark::SubNumber(_) | Mark::Plus | Mark::Bullet)
        )
    });
    let topic = scene.outline.topic(clause.paragraph);
    let lead =
        scene.outline.over.get(clause.paragraph).copied().flatten().and_then(|above| scene.outline.headings.get(above));
    let led =
        lead.is_some_and(|lead| super::outline::ends_with_colon(scene.document, &lead.content)) && topic.is_none();
    (marked
        && (led
            || scene.in_list_of_units(clause.paragraph)
            || matches!(topic, Some(Topic::Organisation | Topic::Task))))
        || topic == Some(Topic::Organisation)
}

fn skip_marks(scene: &Scene<'_, '_>, clause: &Clause) -> usize {
    let mut index = clause.tokens.start;
    while index < clause.tokens.end
        && scene.document.is_any(index, &[marks::DASH, marks::PLUS, marks::BULLET, marks::COLON])
    {
        index += 1;
    }
    index
}

/// Closing formulas, reviews, targets and rules on validity order nothing of their own.
fn is_no_duty(scene: &Scene<'_, '_>, clause: &Clause, deed: usize) -> bool {
    let document = scene.document;
    let near = deed..(deed + 5).min(clause.tokens.end);
    let first = phrases![
        "phấn đấu",
        "nghiêm túc",
        "xem xét",
        "chịu trách nhiệm thi hành",
        "thi hành",
        "được",
        "đề nghị tặng",
        "về mục tiêu :",
        "về chỉ tiêu :",
        "về kinh phí :",
        "tiến độ :",
        "trân trọng",
        "thông báo để",
        "thông báo đến",
        "thông báo tới",
        "thông báo các",
        "thông báo như",
        "thông báo kết",
        "kính",
        "sơ kết",
        "tổng kết",
        "tiến hành sơ kết",
        "tiến hành tổng kết",
        "định kỳ sơ kết",
        "có hiệu lực",
        "dự kiến tổng kết",
        "dự kiến sơ kết",
        "tổ chức thực hiện kế hoạch này"
    ];
    // "Trưởng ban: Ông …" fills a post.
    let people = phrases!["ông", "bà", "mời ông", "mời bà", "đồng chí", "mời đồng chí"];
    if document.get(deed).is_some_and(|token| token.is_capital()) && document.after_any(deed, people).is_some() {
        return true;
    }
    let issues = document.after(deed, phrase!("ban hành kế hoạch")).is_some() && !clause.cues.has_time;
    if issues || document.after_any(deed, first).is_some() || document.find(near, phrase!("như sau :")).is_some() {
        return true;
    }
    let last = clause.tokens.end.saturating_sub(1);
    let closing = phrases![
        "khó khăn , vướng mắc",
        "có vướng mắc",
        "có khó khăn",
        "vướng mắc , đề nghị",
        "thi hành quyết định này",
        "chịu trách nhiệm thi hành"
    ];
    let short = clause.tokens.end - deed <= 8 && !clause.cues.has_time;
    let vague =
        phrases!["triển khai", "thực hiện", "nghiên cứu", "khẩn trương", "tổ chức thực hiện", "tổ chức triển khai"];
    let praise = phrases!["tặng giấy khen", "tặng bằng khen", "khen thưởng"];
    (short && document.after_any(deed, vague).is_some())
        || document.after_any(deed, praise).is_some()
        || document.is(last, marks::COLON)
        || scene.has(&clause.tokens, closing)
}

/// Without a doer or a day of its own a clause is a duty only if it begins with a deed.
fn begins_with_deed(scene: &Scene<'_, '_>, deed: usize) -> bool {
    let document = scene.document;
    let no_deeds = phrases![
        "trong",
        "việc",
        "đây",
        "nội dung",
        "thời gian",
        "hình thức",
        "số",
        "tỷ lệ",
        "đối tượng",
        "năm",
        "những",
        "các",
        "phong trào",
        "trên đây",
        "mỗi",
        "đến",
        "có",
        "không",
        "người",
        "kết quả",
        "ngoài ra",
        "trường hợp",
        "nếu",
        "kinh phí",
        "hồ sơ",
        "tuy nhiên",
        "nguyên nhân",
        "chương",
        "mức",
        "phần",
        "đối với",
        "kết thúc",
        "nguồn",
        "để",
        "tổng kinh phí",
        "tổng số"
    ];
    document.get(deed).is_some_and(|token| token.is_word()) && document.after_any(deed, no_deeds).is_none()
}

/// The deed ends before its day.
fn end_of_deed(clause: &Clause, deed: usize, due: Option<&DeadlineAt>) -> usize {
    // "định kỳ trước ngày 20/12 hằng năm báo cáo …": the deed stands behind its day.
    let behind = |due: &&DeadlineAt| due.tokens.start < deed + 4 && due.tokens.end + 3 < clause.tokens.end;
    let before = due.filter(|due| !behind(due)).map(|due| due.tokens.start);
    before.filter(|start| *start >= deed + 2).unwrap_or(clause.tokens.end)
}

fn trimmed(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | '/' | '-' | ':')).to_owned()
}

/// To whom something is sent or reported.
pub fn receiver(scene: &Scene<'_, '_>, range: Range<usize>) -> Option<Range<usize>> {
    const SENDS: [Key; 5] = [key!("cung"), key!("gửi"), key!("nộp"), key!("chuyển"), key!("trình")];
    const TOWARDS: [Key; 8] =
        [key!("về"), key!("cho"), key!("đến"), key!("tới"), key!("gửi"), key!("cáo"), key!("trình"), key!("chuyển")];
    let document = scene.document;
    let mut index = range.start;
    while index < range.end {
        let sends = match document.tokens[index].key {
            GIVE => document.is(index + 1, key!("kinh")),
            REPORT => document.before(index + 1, phrase!("báo cáo")).is_some(),
            _ => document.is_any(index, &SENDS),
        };
        if sends {
            for start in index + 1..range.end.min(index + 22) {
                // "báo cáo kết quả với Ban Chỉ đạo", not "phối hợp với".
                let with =
                    document.is(start - 1, key!("với")) && !document.is_any(start - 2, &[key!("hợp"), key!("cùng")]);
                if (with || document.is_any(start - 1, &TOWARDS))
                    && let Some(unit) = parties::receiver(document, start, range.end)
                {
                    return Some(unit);
                }
                if document.is_any(start, &[marks::COMMA, marks::SEMICOLON, marks::OPEN]) {
                    break;
                }
            }
        }
        index += 1;
    }
    None
}

const GIVE: Key = key!("cấp");
const REPORT: Key = key!("cáo");

/// "(qua Ban Thu)".
pub fn via(scene: &Scene<'_, '_>, range: &Range<usize>) -> Option<Range<usize>> {
    let document = scene.document;
    let found = document
        .find(range.clone(), phrase!("( qua"))
        .or_else(|| document.find(range.clone(), phrase!("( thông qua")))?;
    let close = (found.end..range.end.min(found.end + 20))
        .find(|index| document.is_any(*index, &[marks::CLOSE, marks::SEMICOLON, marks::COLON]))?;
    (close > found.end).then_some(found.end..close)
}
