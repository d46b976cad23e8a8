//! Both registers as sheets of ten columns (Annex IV of Decree 30/2020/NĐ-CP).

use super::model::{Direction, Handling, ReceiptStatus};
use super::service::incoming::Arrival;
use super::service::{self, Paper};
use super::store::{self, Filter, HandlingRow};
use crate::app::App;
use platform::Result;
use platform::sheet::{Exported, Value};
use rules::period::vietnamese_date;

/// Headings of the outgoing register.
pub const OUTGOING: [&str; 10] = [
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
];

/// Headings of the incoming register.
pub const INCOMING: [&str; 10] = [
    "Ngày đến",
    "Số đến",
    "Tác giả",
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Đơn vị hoặc người nhận",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
];

/// How many papers are read at a time.
const AT_ONCE: u64 = 500;

/// The name of a kind in Vietnamese, as it begins the third column.
pub fn kind_name(key: &str) -> String {
    let words = match key {
        "law" => "Luật",
        "resolution" => "Nghị quyết",
        "decree" => "Nghị định",
        "circular" => "Thông tư",
        "decision" => "Quyết định",
        "directive" => "Chỉ thị",
        "plan" => "Kế hoạch",
        "dispatch" => "Công văn",
        "notice" => "Thông báo",
        "report" => "Báo cáo",
        "proposal" => "Tờ trình",
        "guidance" => "Hướng dẫn",
        "programme" => "Chương trình",
        "statute" => "Quy chế",
        "regulation" => "Quy định",
        "minutes" => "Biên bản",
        "invitation" => "Giấy mời",
        "telegram" => "Công điện",
        "article" => "Bài đăng",
        "publication" => "Tài liệu đăng lại",
        _ => "Văn bản",
    };
    words.to_owned()
}

/// One of the registers, whole or filtered.
pub async fn table(app: &App, direction: Direction, filter: &Filter) -> Result<Exported> {
    let mut rows = Vec::new();
    let mut part = 0;
    loop {
        let count = match direction {
            Direction::Outgoing => {
                let (ids, count) = store::list_numbered(app.reader(), filter, (part, AT_ONCE)).await?;
                rows.extend(service::load(app.reader(), &ids).await?.iter().map(outgoing_row));
                count
            }
            Direction::Incoming => {
                let (found, count) = store::list_incoming(app.reader(), filter, (part, AT_ONCE)).await?;
                rows.extend(service::incoming::load(app.reader(), found).await?.iter().map(incoming_row));
                count
            }
        };
        part += 1;
        if part * AT_ONCE >= count {
            break;
        }
    }
    let (name, title, headings) = match direction {
        Direction::Outgoing => ("so-van-ban-di", "Sổ đăng ký văn bản đi", &OUTGOING),
        Direction::Incoming => ("so-van-ban-den", "Sổ đăng ký văn bản đến", &INCOMING),
    };
    Ok(Exported {
        name: name.to_owned(),
        title: format!("{title} · lập ngày {}", vietnamese_date(app.today())),
        headings: headings.iter().map(|heading| (*heading).to_owned()).collect(),
        rows,
    })
}

/// Whom a paper went to, in one cell: names as the paper writes them, and how many they are where a group is among them.
pub fn receivers(paper: &Paper) -> String {
    const SHOWN: usize = 4;
    let (content, all) = (&paper.content, paper.recipients.len());
    let written = content.addressees.iter().chain(content.recipients.iter().map(|one| &one.name));
    let names: Vec<&str> = written.map(String::as_str).collect();
    let cut = if names.len() > SHOWN { "; …" } else { "" };
    let shown = format!("{}{cut}", names[..names.len().min(SHOWN)].join("; "));
    if all > names.len() || !cut.is_empty() { format!("{shown} ({all} nơi nhận)") } else { shown }
}

/// Who signed for a paper that arrived, and when.
pub fn signed_for(row: &HandlingRow) -> String {
    let whom = row.whom.as_ref().unwrap_or(&row.by);
    format!("{whom}, {}", vietnamese_date(row.day))
}

/// The first day on which the paper was sent to anybody.
pub fn sent_on(paper: &Paper) -> Option<chrono::NaiveDate> {
    let sent = |status: &str| platform::key::parse(status) == Some(ReceiptStatus::Sent);
    let receipts = paper.recipients.iter().flat_map(|(_, receipts)| receipts);
    receipts.filter(|receipt| sent(&receipt.status)).map(|receipt| receipt.day).min()
}

/// How many recipients confirmed: `61/63`; empty where there are none.
pub fn confirmed(paper: &Paper) -> String {
    match paper.recipients.len() {
        0 => String::new(),
        all => format!("{}/{all}", paper.confirmed()),
    }
}

/// The note of the register: what the paper says itself and what became of it.
pub fn note(paper: &Paper) -> String {
    let became = paper.steps.iter().filter_map(|step| match step.step.as_str() {
        "replace" => Some(format!("thay thế ngày {}", vietnamese_date(step.day))),
        "correct" => Some(format!("đính chính ngày {}", vietnamese_date(step.day))),
        "recall" => Some(format!("thu hồi ngày {}", vietnamese_date(step.day))),
        _ => None,
    });
    paper.content.note.iter().cloned().chain(became).collect::<Vec<_>>().join("; ")
}

fn text(text: impl Into<String>) -> Value {
    let text = text.into();
    if text.is_empty() { Value::Empty } else { Value::Text(text) }
}

fn outgoing_row(paper: &Paper) -> Vec<Value> {
    let kind = platform::key::of(&paper.content.kind).map(|key| kind_name(&key)).unwrap_or_default();
    vec![
        text(paper.number.as_ref().map(|number| number.printed.clone()).unwrap_or_default()),
        paper.number.as_ref().map_or(Value::Empty, |number| Value::Day(number.issued_on)),
        text(format!("{kind}: {}", paper.content.subject)),
        text(paper.signature().map(|signature| signature.name).unwrap_or_default()),
        text(receivers(paper)),
        text(paper.content.keeper.clone().unwrap_or_default()),
        paper.content.copies.map_or(Value::Empty, Value::Whole),
        sent_on(paper).map_or(Value::Empty, Value::Day),
        text(confirmed(paper)),
        text(note(paper)),
    ]
}

fn incoming_row(arrival: &Arrival) -> Vec<Value> {
    let row = &arrival.row;
    let transferred = arrival.last(Handling::Transferred);
    let received = arrival.last(Handling::Received);
    vec![
        Value::Day(row.arrived_on),
        Value::Whole(row.number),
        text(row.author.clone()),
        text(row.printed.clone().unwrap_or_default()),
        row.issued_on.map_or(Value::Empty, Value::Day),
        text(format!("{}: {}", kind_name(&row.kind), row.subject)),
        text(transferred.and_then(|row| row.whom.clone()).unwrap_or_default()),
        transferred.map_or(Value::Empty, |row| Value::Day(row.day)),
        text(received.map(signed_for).unwrap_or_default()),
        text(row.note.clone().unwrap_or_default()),
    ]
}
