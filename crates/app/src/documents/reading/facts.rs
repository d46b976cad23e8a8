//! From what `papers` reads to what an officer decides on: each fact as a line in Vietnamese with the fields that may be
//! corrected.

use super::model::{Finding, ReadPaper, Repair};
use super::words;
use chrono::NaiveDate;
use papers::reading::{Deadline, Duty, Found, Item, Kind, Reading, Review, Support, Target};
use papers::{Span, TextLayer};
use platform::{Problem, Result};
use rules::number::{Fixed, vietnamese_whole};
use rules::period::vietnamese_date;
use std::collections::BTreeMap;
use std::ops::Range;

/// Reads a file: its text, where it was mended, and every fact in it.
///
/// # Errors
/// A file that is no paper or has no text: a refusal that says what to do.
pub fn read_file(name: &str, bytes: &[u8]) -> Result<(ReadPaper, Reading)> {
    let layer = TextLayer::open(name, bytes).map_err(|error| {
        Problem::refuse(format!("Không đọc được “{name}”: {error}"), "Gửi tệp TXT, HTML, DOCX hoặc PDF có lớp chữ.")
    })?;
    let repaired = papers::repair::repair(&layer.text);
    let reading = papers::read_repaired(&repaired);
    let repairs = repaired.repairs.into_iter().map(|repair| Repair {
        span: range(repair.span),
        was: repair.was,
        now: repair.now,
        rule: rule(repair.rule).to_owned(),
    });
    let findings = findings(&reading);
    let format = layer.format.key().to_owned();
    // PostgreSQL keeps no NUL in a text.
    if layer.text.contains('\0') {
        return Err(Problem::refuse(format!("“{name}” có ký tự NUL trong văn bản."), "Lưu lại tệp rồi gửi lại."));
    }
    Ok((ReadPaper { format, text: layer.text, repairs: repairs.collect(), findings }, reading))
}

fn range(span: Span) -> Range<usize> {
    span.start..span.end
}

/// A finding under construction: its fields in the order in which its line is told.
struct Facts {
    kind: &'static str,
    span: Span,
    confidence: f64,
    fields: BTreeMap<String, String>,
    line: Vec<String>,
}

impl Facts {
    fn of<T>(kind: &'static str, item: &Item<T>) -> Facts {
        Facts { kind, span: item.span, confidence: item.confidence, fields: BTreeMap::new(), line: Vec::new() }
    }

    fn scalar<T>(kind: &'static str, found: &Found<T>) -> Facts {
        Facts { kind, span: found.span, confidence: found.confidence, fields: BTreeMap::new(), line: Vec::new() }
    }

    /// A field that the line does not tell.
    fn field(mut self, key: &str, value: impl Into<String>) -> Facts {
        let value = value.into();
        if !value.is_empty() {
            self.fields.insert(key.to_owned(), value);
        }
        self
    }

    /// A field that the line tells in other words.
    fn told(self, key: &str, value: Option<String>, words: impl FnOnce(&str) -> String) -> Facts {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return self };
        let words = words(&value);
        let mut facts = self.field(key, value);
        facts.line.push(words);
        facts
    }

    /// A field that the line tells as it is.
    fn tell(self, key: &str, value: Option<String>) -> Facts {
        self.told(key, value, str::to_owned)
    }

    fn done(self) -> Finding {
        Finding {
            kind: self.kind.to_owned(),
            label: self.line.join(", "),
            fields: self.fields,
            span: Some(range(self.span)),
            confidence: self.confidence,
        }
    }
}

/// Every fact of a reading, those of the head first.
pub fn findings(reading: &Reading) -> Vec<Finding> {
    let mut all = head(reading);
    all.extend(reading.citations.iter().map(|item| {
        Facts::of("citation", item)
            .tell("number", item.value.number.clone())
            .told("kind", item.value.kind.map(|kind| kind.vietnamese().to_owned()), str::to_owned)
            .told("date", item.value.date.map(|day| day.to_string()), |_| day_words(item.value.date))
            .told("issuer", item.value.issuer.clone(), |issuer| format!("của {issuer}"))
            .tell("subject", item.value.subject.clone())
            .done()
    }));
    all.extend(reading.targets.iter().map(target));
    all.extend(reading.results.iter().map(|item| {
        let fact = &item.value;
        let (met, of) = (fact.met.map(vietnamese_whole), fact.of.map(vietnamese_whole));
        Facts::of("result", item)
            .told("indicator", Some(fact.indicator.clone()), |key| words::indicator(key).to_owned())
            .told("value", fact.value.map(plain), |_| amount(fact.value, fact.unit.as_deref()))
            .told("year", fact.year.map(|year| year.to_string()), |year| format!("năm {year}"))
            .told("as_of", fact.as_of.map(|day| day.to_string()), |_| format!("đến {}", day_words(fact.as_of)))
            .told("target", fact.target.map(plain), |_| {
                format!("chỉ tiêu {}", amount(fact.target, fact.unit.as_deref()))
            })
            .told("beyond", fact.beyond.map(plain), |_| format!("vượt {} điểm %", number(fact.beyond)))
            .told("met", met, |met| format!("{met} đạt"))
            .told("of", of, |of| format!("trên {of}"))
            .told("scope", fact.scope.clone(), |key| words::scope(key).to_owned())
            .done()
    }));
    all.extend(reading.duties.iter().map(duty));
    all.extend(reading.deadlines.iter().map(deadline));
    all.extend(reading.reviews.iter().map(review));
    all.extend(reading.support.iter().map(support));
    all.extend(reading.awards.iter().map(|item| {
        let count = |value: Option<i64>| value.map(vietnamese_whole);
        Facts::of("award", item)
            .tell("form", item.value.form.clone())
            .told("review", item.value.review.clone(), |review| words::review(review).to_owned())
            .told("collectives", count(item.value.collectives), |count| format!("{count} tập thể"))
            .told("individuals", count(item.value.individuals), |count| format!("{count} cá nhân"))
            .done()
    }));
    all.extend(reading.assignments.iter().map(|item| {
        Facts::of("assignment", item)
            .tell("unit", Some(item.value.unit.clone()))
            .told("text", Some(item.value.text.clone()), short)
            .done()
    }));
    all.extend(reading.money.iter().map(|item| {
        Facts::of("money", item)
            .told("amount", Some(item.value.amount.to_string()), |_| {
                format!("{} đồng", vietnamese_whole(item.value.amount))
            })
            .done()
    }));
    for (part, statements) in [
        ("kết quả", &reading.situation.achievements),
        ("hạn chế", &reading.situation.weaknesses),
        ("nguyên nhân", &reading.situation.causes),
    ] {
        all.extend(statements.iter().map(|item| {
            Facts::of("situation", item)
                .tell("part", Some(part.to_owned()))
                .told("text", Some(item.value.text.clone()), short)
                .done()
        }));
    }
    all.extend(reading.warnings.iter().map(|warning| Finding {
        kind: "warning".to_owned(),
        label: warning.message.clone(),
        fields: BTreeMap::new(),
        span: warning.span.map(range),
        confidence: 1.0,
    }));
    all
}

fn head(reading: &Reading) -> Vec<Finding> {
    let text = |kind, found: &Option<Found<String>>| {
        found.as_ref().map(|found| Facts::scalar(kind, found).tell("value", Some(found.value.clone())).done())
    };
    let mut all: Vec<Finding> = [
        text("number", &reading.number),
        reading.kind.as_ref().map(|found| {
            Facts::scalar("kind", found)
                .told("value", Some(key_of(found.value)), |_| found.value.vietnamese().to_owned())
                .done()
        }),
        reading.date.as_ref().map(|found| {
            Facts::scalar("date", found)
                .told("value", Some(found.value.to_string()), |_| vietnamese_date(found.value))
                .done()
        }),
        text("place", &reading.place),
        text("subject", &reading.subject),
        text("issuer", &reading.issuer),
        text("parent_issuer", &reading.parent_issuer),
        reading.signer.as_ref().map(|found| {
            Facts::scalar("signer", found)
                .tell("capacity", found.value.capacity.clone())
                .tell("title", found.value.title.clone())
                .tell("name", found.value.name.clone())
                .done()
        }),
        reading.movement.as_ref().map(|found| {
            Facts::scalar("movement", found)
                .tell("name", Some(found.value.name.clone()))
                .told("from", found.value.from.map(|year| year.to_string()), |year| format!("từ {year}"))
                .told("to", found.value.to.map(|year| year.to_string()), |year| format!("đến {year}"))
                .done()
        }),
        reading.reports_on.as_ref().map(|found| {
            Facts::scalar("reports_on", found)
                .tell("number", found.value.number.clone())
                .told("kind", found.value.kind.map(key_of), |_| {
                    found.value.kind.map_or("", Kind::vietnamese).to_owned()
                })
                .told("date", found.value.date.map(|day| day.to_string()), |_| day_words(found.value.date))
                .told("issuer", found.value.issuer.clone(), |issuer| format!("của {issuer}"))
                .done()
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    let named = |kind: &'static str, items: &[Item<papers::reading::Named>]| -> Vec<Finding> {
        let line = |item: &Item<papers::reading::Named>| {
            Facts::of(kind, item)
                .tell("name", Some(item.value.name.clone()))
                .told("purpose", item.value.purpose.clone(), |purpose| format!("({purpose})"))
                .done()
        };
        items.iter().map(line).collect()
    };
    all.extend(named("addressee", &reading.addressees));
    all.extend(named("recipient", &reading.recipients));
    all.extend(named("linked_movement", &reading.linked_movements));
    all.extend(reading.annexes.iter().map(|item| {
        let missing = if item.value.present { "" } else { "thiếu trong tệp" };
        Facts::of("annex", item)
            .tell("label", Some(item.value.label.clone()))
            .tell("title", item.value.title.clone())
            .tell("missing", Some(missing.to_owned()))
            .done()
    }));
    all
}

fn target(item: &Item<Target>) -> Finding {
    let fact = &item.value;
    Facts::of("target", item)
        .told("indicator", Some(fact.indicator.clone()), |key| words::indicator(key).to_owned())
        .told("group", fact.group.clone(), |key| words::group(key).to_owned())
        .field("comparator", fact.comparator.clone().unwrap_or_default())
        .told("value", fact.value.map(plain), |_| {
            let amount = amount(fact.value, fact.unit.as_deref());
            fact.comparator
                .as_deref()
                .map_or_else(|| amount.clone(), |sign| format!("{} {amount}", words::comparator(sign)))
        })
        .told("upper", fact.upper.map(plain), |_| format!("đến {}", amount(fact.upper, fact.unit.as_deref())))
        .field("unit", fact.unit.clone().unwrap_or_default())
        .told("year", fact.year.map(|year| year.to_string()), |year| format!("năm {year}"))
        .told("scope", fact.scope.clone(), |key| words::scope(key).to_owned())
        .told("both_sexes", fact.both_sexes.then(|| "yes".to_owned()), |_| "cho cả nam và nữ".to_owned())
        .told("standard", fact.standard.clone(), |key| words::standard(key).to_owned())
        .done()
}

fn duty(item: &Item<Duty>) -> Finding {
    let fact = &item.value;
    let due = fact.due.as_ref();
    Facts::of("duty", item)
        .tell("who", fact.who.clone())
        .told("what", Some(fact.what.clone()), short)
        .told("due", due.map(|due| due.text.clone()), str::to_owned)
        .field("due_date", due.and_then(|due| due.date).map(|day| day.to_string()).unwrap_or_default())
        .field("due_rule", due.map(|due| due.rule.clone()).unwrap_or_default())
        .told("soft", due.filter(|due| due.soft).map(|_| "yes".to_owned()), |_| "dự kiến".to_owned())
        .told("to", fact.to.clone(), |to| format!("gửi {to}"))
        .told("via", fact.via.clone(), |via| format!("qua {via}"))
        .done()
}

fn deadline(item: &Item<Deadline>) -> Finding {
    let fact = &item.value;
    Facts::of("deadline", item)
        .tell("text", Some(fact.text.clone()))
        .field("date", fact.date.map(|day| day.to_string()).unwrap_or_default())
        .field("rule", fact.rule.clone())
        .told("last_day", fact.last_day.map(|day| day.to_string()), |_| {
            format!("ngày cuối còn đúng hạn {}", day_words(fact.last_day))
        })
        .told("soft", fact.soft.then(|| "yes".to_owned()), |_| "dự kiến".to_owned())
        .done()
}

fn review(item: &Item<Review>) -> Finding {
    Facts::of("review", item)
        .told("kind", Some(item.value.kind.clone()), |kind| words::review(kind).to_owned())
        .told("by", item.value.by.clone(), |by| words::holder(by).to_owned())
        .told("at", item.value.at.clone(), moment)
        .told("to", item.value.to.clone(), |to| format!("gửi {to}"))
        .told("soft", item.value.soft.then(|| "yes".to_owned()), |_| "dự kiến".to_owned())
        .done()
}

fn support(item: &Item<Support>) -> Finding {
    let fact = &item.value;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    Facts::of("support", item)
        .told("year", fact.year.map(|year| year.to_string()), |year| format!("năm {year}"))
        .told("cards", fact.cards.map(|cards| cards.to_string()), |_| {
            format!("{} thẻ", vietnamese_whole(fact.cards.unwrap_or_default()))
        })
        .told("amount", fact.amount.map(|amount| amount.to_string()), |_| {
            format!("{} đồng", vietnamese_whole(fact.amount.unwrap_or_default()))
        })
        .told("valid_from", day(fact.valid_from), |_| format!("từ {}", day_words(fact.valid_from)))
        .told("valid_to", day(fact.valid_to), |_| format!("đến {}", day_words(fact.valid_to)))
        .told("share", fact.share.map(plain), |_| format!("hỗ trợ {}%", number(fact.share)))
        .told("groups", Some(fact.groups.join(", ")), |keys| {
            keys.split(", ").map(words::group).collect::<Vec<_>>().join(", ")
        })
        .done()
}

/// A text cut at a word near eighty letters.
fn short(text: &str) -> String {
    if text.chars().count() <= 80 {
        return text.to_owned();
    }
    let cut: String = text.chars().take(80).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

fn plain(value: f64) -> String {
    value.to_string()
}

/// A value as it is written in Vietnamese; papers write at most four decimals.
fn number(value: Option<f64>) -> String {
    let Some(value) = value else { return String::new() };
    let plain = plain(value);
    plain.parse::<Fixed>().map_or(plain, Fixed::vietnamese_shortest)
}

fn amount(value: Option<f64>, unit: Option<&str>) -> String {
    let unit = unit.map(words::unit).unwrap_or_default();
    let space = if matches!(unit, "" | "%") { "" } else { " " };
    format!("{}{space}{unit}", number(value))
}

/// `2023-Q3` as a quarter, `2018` as a year, `every year`.
fn moment(at: &str) -> String {
    match at.split_once("-Q") {
        Some((year, quarter)) => format!("quý {quarter} năm {year}"),
        None if at == "every year" => "hằng năm".to_owned(),
        None if at.bytes().all(|byte| byte.is_ascii_digit()) => format!("năm {at}"),
        None => at.to_owned(),
    }
}

fn day_words(day: Option<NaiveDate>) -> String {
    day.map(|day| format!("ngày {}", vietnamese_date(day))).unwrap_or_default()
}

fn key_of(kind: Kind) -> String {
    platform::key::of(&kind).unwrap_or_default()
}

/// What a repair's rule did, in Vietnamese.
fn rule(key: &str) -> &str {
    match key {
        "unicode_form" => "đưa về Unicode dựng sẵn",
        "letter_form" => "thay chữ viết bằng mã khác (Ð thành Đ)",
        "invisible" => "bỏ ký tự ẩn",
        "star_marks" => "bỏ dấu * của máy quét",
        "formula" => "đọc công thức",
        "split_word" => "ghép từ bị tách",
        "split_by_lines" => "ghép từ bị tách nhiều dòng",
        "split_number" => "ghép số bị tách",
        "lost_space" => "thêm dấu cách bị mất",
        "moved_space" => "đặt lại dấu cách",
        "broken_line" => "nối dòng bị ngắt",
        "table_bars" => "đọc bảng kẻ bằng dấu |",
        "heading_sign" => "bỏ dấu # của đề mục",
        other => other,
    }
}
