//! Lists of a movement as lines of text, for a form without scripts: one objective, duty, drive or review a line, its
//! cells parted by `|`. What a line does not show is kept from the row of the same key.

use chrono::{Datelike, NaiveDate};
use rules::number::Fixed;
use rules::period::{Period, PeriodKind};
use rules::rate::Comparator;
use rules::text::search_key;

use super::model::{Drive, Duty, DutyKind, Goal, Objective, Participant, Repeats, Review, ReviewKind};
use super::moment::{Deadline, MonthDay};

/// What is wrong in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what to do, in Vietnamese.
    pub message: String,
}

type Lines<T> = Result<Vec<T>, Vec<LineFault>>;

const DUTY_KINDS: [(&str, DutyKind); 10] = [
    ("ban hành", DutyKind::Launch),
    ("kế hoạch", DutyKind::Plan),
    ("chỉ tiêu", DutyKind::Target),
    ("báo cáo", DutyKind::Report),
    ("ban chỉ đạo", DutyKind::Committee),
    ("giúp đỡ", DutyKind::Support),
    ("truyền thông", DutyKind::Communication),
    ("theo dõi", DutyKind::Monitoring),
    ("khen thưởng", DutyKind::Award),
    ("vướng mắc", DutyKind::Question),
];
const REVIEW_KINDS: [(&str, ReviewKind); 3] =
    [("sơ kết", ReviewKind::Interim), ("tổng kết", ReviewKind::Final), ("hằng năm", ReviewKind::Annual)];
const COMPARATORS: [&str; 5] = [">=", "<=", ">", "<", "="];

/// `mã | nội dung | chỉ tiêu | con số | năm | nghị quyết; …`
pub fn read_objectives(text: &str, old: &[Objective]) -> Lines<Objective> {
    read_lines(text, 6, |cells| {
        let known = old.iter().find(|row| row.key == cells[0]);
        let goal = read_goal(cells[3], cells[4])?;
        Ok(Objective {
            key: filled(cells[0], "mã")?,
            text: filled(cells[1], "nội dung")?,
            indicator: optional(cells[2]),
            goal,
            criterion: known.and_then(|row| row.criterion.clone()),
            groups: known.map(|row| row.groups.clone()).unwrap_or_default(),
            resolutions: list(cells[5]),
            parent: known.and_then(|row| row.parent.clone()),
            source: known.and_then(|row| row.source.clone()),
            note: known.and_then(|row| row.note.clone()),
        })
    })
}

/// The lines that [`read_objectives`] reads.
pub fn write_objectives(rows: &[Objective]) -> String {
    write_lines(rows, |row| {
        let (goal, year) = row.goal.as_ref().map(write_goal).unwrap_or_default();
        vec![
            row.key.clone(),
            row.text.clone(),
            row.indicator.clone().unwrap_or_default(),
            goal,
            year,
            row.resolutions.join("; "),
        ]
    })
}

/// `mã | loại | nội dung | hạn | ai; … | gửi ai | qua đâu`
pub fn read_duties(text: &str, old: &[Duty]) -> Lines<Duty> {
    read_lines(text, 7, |cells| {
        let known = old.iter().find(|row| row.key == cells[0]);
        let (deadline, soft) = read_deadline(cells[3])?;
        let yearly = matches!(deadline, Deadline::EachYear(_));
        let repeats = known.map_or(if yearly { Repeats::Yearly } else { Repeats::Once }, |row| row.repeats);
        Ok(Duty {
            key: filled(cells[0], "mã")?,
            kind: one_of(cells[1], &DUTY_KINDS, "loại nhiệm vụ")?,
            what: filled(cells[2], "nội dung")?,
            who: list(cells[4]),
            to_whom: optional(cells[5]),
            via: optional(cells[6]),
            deadline,
            soft,
            repeats,
            sends: known.map(|row| row.sends.clone()).unwrap_or_default(),
            done_by: known.and_then(|row| row.done_by.clone()),
            source: known.and_then(|row| row.source.clone()),
            note: known.and_then(|row| row.note.clone()),
        })
    })
}

/// The lines that [`read_duties`] reads.
pub fn write_duties(rows: &[Duty]) -> String {
    write_lines(rows, |row| {
        vec![
            row.key.clone(),
            word_of(row.kind, &DUTY_KINDS),
            row.what.clone(),
            write_deadline(row.deadline, row.soft),
            row.who.join("; "),
            row.to_whom.clone().unwrap_or_default(),
            row.via.clone().unwrap_or_default(),
        ]
    })
}

/// `mã | tên | từ ngày | đến ngày | nội dung`
pub fn read_drives(text: &str, old: &[Drive]) -> Lines<Drive> {
    read_lines(text, 5, |cells| {
        Ok(Drive {
            key: filled(cells[0], "mã")?,
            name: filled(cells[1], "tên đợt")?,
            from: read_day(cells[2])?,
            to: read_day(cells[3])?,
            content: optional(cells[4]),
            source: old.iter().find(|row| row.key == cells[0]).and_then(|row| row.source.clone()),
        })
    })
}

/// The lines that [`read_drives`] reads.
pub fn write_drives(rows: &[Drive]) -> String {
    write_lines(rows, |row| {
        vec![
            row.key.clone(),
            row.name.clone(),
            write_day(row.from),
            write_day(row.to),
            row.content.clone().unwrap_or_default(),
        ]
    })
}

/// `mã | loại | ai | hạn`
pub fn read_reviews(text: &str, old: &[Review]) -> Lines<Review> {
    read_lines(text, 4, |cells| {
        let known = old.iter().find(|row| row.key == cells[0]);
        let (deadline, soft) = read_deadline(cells[3])?;
        Ok(Review {
            key: filled(cells[0], "mã")?,
            kind: one_of(cells[1], &REVIEW_KINDS, "loại sơ kết, tổng kết")?,
            by: filled(cells[2], "ai")?,
            deadline,
            soft,
            awards: known.is_some_and(|row| row.awards),
            source: known.and_then(|row| row.source.clone()),
            note: known.and_then(|row| row.note.clone()),
        })
    })
}

/// The lines that [`read_reviews`] reads.
pub fn write_reviews(rows: &[Review]) -> String {
    write_lines(rows, |row| {
        vec![row.key.clone(), word_of(row.kind, &REVIEW_KINDS), row.by.clone(), write_deadline(row.deadline, row.soft)]
    })
}

/// `ai | ghi chú`
pub fn read_participants(text: &str) -> Lines<Participant> {
    read_lines(text, 2, |cells| Ok(Participant { who: filled(cells[0], "ai")?, note: optional(cells[1]) }))
}

/// The lines that [`read_participants`] reads.
pub fn write_participants(rows: &[Participant]) -> String {
    write_lines(rows, |row| vec![row.who.clone(), row.note.clone().unwrap_or_default()])
}

/// Keys, one a line.
pub fn read_keys(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// When something is due, in the words of the form: `trước 31/10/2020`, `quý 3/2023`, `hằng năm 31/12`, `dự kiến 2018`.
pub fn read_deadline(text: &str) -> Result<(Deadline, bool), String> {
    let folded = search_key(text);
    let (soft, rest) = match folded.strip_prefix("du kien") {
        Some(rest) => (true, rest.trim()),
        None => (false, folded.as_str()),
    };
    let digits = text.trim().rsplit(' ').next().unwrap_or_default();
    let deadline = match rest {
        "" | "chua neu" => Deadline::Unstated,
        "bat cu luc nao" => Deadline::AnyTime,
        _ if rest.starts_with("truoc") => Deadline::Before(read_day(digits)?),
        _ if rest.starts_with("hang nam") => Deadline::EachYear(read_month_day(digits)?),
        _ if rest.starts_with("quy") => Deadline::Within(read_period(digits, "-Q")?),
        _ if rest.starts_with("thang") => Deadline::Within(read_period(digits, "-")?),
        _ if digits.len() == 4 => Deadline::Within(digits.parse::<Period>().map_err(|error| error.to_string())?),
        _ => Deadline::On(read_day(digits)?),
    };
    Ok((deadline, soft))
}

/// The words that [`read_deadline`] reads.
pub fn write_deadline(deadline: Deadline, soft: bool) -> String {
    let text = match deadline {
        Deadline::Before(day) => format!("trước {}", write_day(day)),
        Deadline::On(day) => write_day(day),
        Deadline::Within(period) => write_period(period),
        Deadline::EachYear(day) => {
            let text = String::from(day);
            let (month, day) = text.split_once('-').unwrap_or_default();
            format!("hằng năm {day}/{month}")
        }
        Deadline::Unstated => "chưa nêu".to_owned(),
        Deadline::AnyTime => "bất cứ lúc nào".to_owned(),
    };
    if soft { format!("dự kiến {text}") } else { text }
}

/// The words for kinds of duties, for the hint of the form.
pub fn duty_kind_words() -> String {
    DUTY_KINDS.map(|(word, _)| word).join(", ")
}

/// The words for kinds of reviews, for the hint of the form.
pub fn review_kind_words() -> String {
    REVIEW_KINDS.map(|(word, _)| word).join(", ")
}

fn read_lines<T>(text: &str, most: usize, read: impl Fn(&[&str]) -> Result<T, String>) -> Lines<T> {
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let row = if cells.len() > most {
            Err(format!("có {} ô, nhiều hơn {most}; hãy bỏ bớt dấu |", cells.len()))
        } else {
            cells.resize(most, "");
            read(&cells)
        };
        match row {
            Ok(row) => rows.push(row),
            Err(message) => faults.push(LineFault { line: index + 1, message }),
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// Empty cells at the end are left out.
fn write_lines<T>(rows: &[T], cells: impl Fn(&T) -> Vec<String>) -> String {
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let mut cells = cells(row);
            while cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            cells.join(" | ")
        })
        .collect();
    lines.join("\n")
}

fn filled(cell: &str, name: &str) -> Result<String, String> {
    if cell.is_empty() { Err(format!("thiếu {name}; hãy điền ô này")) } else { Ok(cell.to_owned()) }
}

fn optional(cell: &str) -> Option<String> {
    Some(cell).filter(|cell| !cell.is_empty()).map(str::to_owned)
}

fn list(cell: &str) -> Vec<String> {
    cell.split(';').map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

fn one_of<T: Copy>(cell: &str, words: &[(&str, T)], name: &str) -> Result<T, String> {
    let wanted = search_key(cell);
    words.iter().find(|(word, _)| search_key(word) == wanted).map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        format!("“{cell}” không phải {name}; hãy ghi một trong: {}", known.join(", "))
    })
}

fn word_of<T: PartialEq>(value: T, words: &[(&str, T)]) -> String {
    words.iter().find(|(_, known)| *known == value).map(|(word, _)| (*word).to_owned()).unwrap_or_default()
}

fn read_goal(number: &str, year: &str) -> Result<Option<Goal>, String> {
    let year = match year {
        "" => None,
        year => Some(year.parse().map_err(|_| format!("“{year}” không phải năm; hãy ghi bốn chữ số"))?),
    };
    if number.is_empty() {
        return match year {
            Some(_) => Err("có năm mà không có con số; hãy điền con số hoặc bỏ năm".to_owned()),
            None => Ok(None),
        };
    }
    let sign = COMPARATORS.into_iter().find(|sign| number.starts_with(sign));
    let digits = sign.map_or(number, |sign| number[sign.len()..].trim());
    let comparator = platform::key::parse(sign.unwrap_or(">=")).unwrap_or(Comparator::AtLeast);
    let (value, upper) = match digits.split_once("..") {
        Some((value, upper)) => (read_decimal(value)?, Some(read_decimal(upper)?)),
        None => (read_decimal(digits)?, None),
    };
    Ok(Some(Goal { value, upper, comparator, year }))
}

fn write_goal(goal: &Goal) -> (String, String) {
    let sign = platform::key::of(&goal.comparator).unwrap_or_default();
    let upper = goal.upper.as_ref().map(|upper| format!("..{}", comma(upper))).unwrap_or_default();
    let year = goal.year.map(|year| year.to_string()).unwrap_or_default();
    (format!("{sign} {}{upper}", comma(&goal.value)), year)
}

/// A goal's figure as Vietnamese papers print it: `95,15 %`, `91.641.000`; whether it is a percentage is known from its
/// indicator.
pub fn figure(goal: &Goal, percent: bool) -> String {
    let value = match &goal.upper {
        Some(upper) => format!("{}–{}", goal.value.vietnamese_shortest(), upper.vietnamese_shortest()),
        None => goal.value.vietnamese_shortest(),
    };
    if percent { format!("{value} %") } else { value }
}

/// A decimal with a comma, as the form writes it.
fn comma(value: &Fixed) -> String {
    value.to_string().replace('.', ",")
}

fn read_decimal(text: &str) -> Result<Fixed, String> {
    let text = text.trim();
    text.replace(',', ".")
        .parse()
        .map_err(|_| format!("“{text}” không phải con số; hãy ghi chữ số với dấu phẩy, như 95,15"))
}

fn read_day(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%d/%m/%Y")
        .or_else(|_| NaiveDate::parse_from_str(text, "%Y-%m-%d"))
        .map_err(|_| format!("“{text}” không phải ngày; hãy ghi như 31/10/2020"))
}

fn write_day(day: NaiveDate) -> String {
    day.format("%-d/%-m/%Y").to_string()
}

fn read_month_day(text: &str) -> Result<MonthDay, String> {
    let (day, month) = text.split_once('/').unwrap_or((text, ""));
    MonthDay::try_from(format!("{month}-{day}")).map_err(|_| format!("“{text}” không phải ngày; hãy ghi như 31/12"))
}

fn read_period(text: &str, between: &str) -> Result<Period, String> {
    let (part, year) = text.split_once('/').unwrap_or((text, ""));
    let part = match part {
        "I" => "1",
        "II" => "2",
        "III" => "3",
        "IV" => "4",
        digits => digits,
    };
    let part = if between == "-" { format!("{part:0>2}") } else { part.to_owned() };
    format!("{year}{between}{part}")
        .parse()
        .map_err(|_| format!("“{text}” không phải kỳ; hãy ghi như quý 3/2023 hoặc tháng 10/2017"))
}

fn write_period(period: Period) -> String {
    let (year, month) = (period.first_day().year(), period.first_day().month());
    match period.kind() {
        PeriodKind::Quarter => format!("quý {}/{year}", month.div_ceil(3)),
        PeriodKind::Month => format!("tháng {month}/{year}"),
        _ => year.to_string(),
    }
}
