//! What a kind of paper asks of its data, beyond its form.

use crate::kind::Kind;
use crate::metrics::can_show;
use crate::paper::{Block, Capacity, Figure, Paper, Table};
use crate::runs::clean;

/// A rule that a value breaks; it has no file, so that a form can report it too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Path of the field, such as `body[2].table.rows[0]`.
    pub field: String,
    /// What is wrong and what to do, in Vietnamese.
    pub message: String,
}

impl Problem {
    fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// What the kind asks for and the paper lacks or has wrong; none for a paper in order. Papers that [`super::read`]
/// returned are in order; those made by a program should be checked before they are written.
pub fn check(kind: Kind, paper: &Paper) -> Vec<Problem> {
    let mut problems = missing(kind, paper);
    problems.extend(signature(paper));
    if paper.head.number == Some(0) {
        problems.push(Problem::new("head.number", "Số văn bản bắt đầu từ 01 (Điều 15 Nghị định 30/2020/NĐ-CP)."));
    }
    problems.extend(too_long(paper));
    blocks("body", &paper.body, &mut problems);
    for (index, annex) in paper.annexes.iter().enumerate() {
        blocks(&format!("annexes[{index}].body"), &annex.body, &mut problems);
    }
    problems
}

/// A character that the font does not have would be a hole in the paper; white space and marks are let through.
pub(super) fn characters(path: &str, text: &str) -> Option<Problem> {
    if path.ends_with(".svg") {
        return None;
    }
    let strange = clean(text).chars().find(|&character| !can_show(character))?;
    Some(Problem::new(
        path,
        format!("Phông chữ của văn bản không có ký tự “{strange}” (U+{:04X}); hãy viết cách khác.", u32::from(strange)),
    ))
}

/// What the kind cannot do without.
fn missing(kind: Kind, paper: &Paper) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut need = |present: bool, field: &str, why: &str| {
        if !present {
            problems.push(Problem::new(field, format!("Thiếu trường `{field}`: {why}.")));
        }
    };
    let has = |text: &Option<String>| text.as_deref().is_some_and(|text| !clean(text).is_empty());
    need(!clean(&paper.head.issuer).is_empty(), "head.issuer", "văn bản phải có tên cơ quan ban hành");
    need(!clean(&paper.head.place).is_empty(), "head.place", "văn bản phải có địa danh");
    if kind == Kind::GiayKhen {
        need(paper.certificate.is_some(), "certificate", "giấy khen, bằng khen cần người được khen và thành tích");
        need(paper.body.is_empty(), "body", "giấy khen, bằng khen không có phần nội dung `body`; hãy bỏ trường này");
    } else {
        need(has(&paper.head.symbol), "head.symbol", "văn bản phải có ký hiệu, như \"QĐ-BHXH\"");
        need(paper.certificate.is_none(), "certificate", "chỉ `giay_khen` có phần này; hãy bỏ");
        need(has(&paper.subject), "subject", "văn bản phải có trích yếu nội dung");
    }
    match kind {
        Kind::QuyetDinh => need(has(&paper.authority), "authority", "quyết định phải ghi thẩm quyền ban hành"),
        Kind::VanBan => need(has(&paper.type_name), "type_name", "mẫu chung cần tên loại, như \"Hướng dẫn\""),
        Kind::GiayMoi => need(paper.invitation.is_some(), "invitation", "giấy mời cần người mời, việc, giờ, nơi họp"),
        Kind::BienBan => need(paper.meeting.is_some(), "meeting", "biên bản cần thời gian, địa điểm, thành phần"),
        Kind::CongVan => need(!paper.addressees.is_empty(), "addressees", "công văn phải có nơi kính gửi"),
        Kind::ToTrinh => need(!paper.addressees.is_empty(), "addressees", "tờ trình phải có nơi kính gửi"),
        _ => {}
    }
    problems
}

/// The lengths that the register of outgoing papers has room for (Annex VI of Decree 30/2020/NĐ-CP).
fn too_long(paper: &Paper) -> Vec<Problem> {
    let fields = [
        ("subject", paper.subject.as_deref(), 500),
        ("head.issuer", Some(paper.head.issuer.as_str()), 200),
        ("head.parent", paper.head.parent.as_deref(), 200),
        ("head.symbol", paper.head.symbol.as_deref(), 30),
        ("type_name", paper.type_name.as_deref(), 100),
    ];
    let long = fields.into_iter().filter(|(_, text, most)| text.is_some_and(|text| text.chars().count() > *most));
    long.map(|(field, _, most)| {
        Problem::new(field, format!("Dài quá {most} ký tự (Phụ lục VI Nghị định 30/2020/NĐ-CP); hãy viết gọn lại."))
    })
    .collect()
}

fn signature(paper: &Paper) -> Vec<Problem> {
    let named = [("signature", Some(&paper.signature)), ("second_signature", paper.second_signature.as_ref())];
    let mut problems = Vec::new();
    for (name, signature) in named.into_iter().filter_map(|(name, signature)| Some((name, signature?))) {
        let deputy = matches!(signature.capacity, Some(Capacity::Deputy | Capacity::ByOrder | Capacity::Authorised));
        if deputy && signature.on_behalf.is_none() {
            problems.push(Problem::new(
                format!("{name}.on_behalf"),
                "Ký KT., TL., TUQ. phải ghi chức vụ của người đứng đầu ở `on_behalf` (Phụ lục I Nghị định 30/2020/NĐ-CP).",
            ));
        }
        if signature.capacity.is_none() && signature.on_behalf.is_some() {
            problems.push(Problem::new(
                format!("{name}.on_behalf"),
                "Có `on_behalf` thì phải có `capacity`: \"TM.\", \"KT.\", \"TL.\" hoặc \"TUQ.\".",
            ));
        }
    }
    problems
}

fn blocks(path: &str, blocks: &[Block], problems: &mut Vec<Problem>) {
    for (index, block) in blocks.iter().enumerate() {
        match block {
            Block::Table(table) => check_table(&format!("{path}[{index}].table"), table, problems),
            Block::Figure(figure) => check_figure(&format!("{path}[{index}].figure"), figure, problems),
            Block::Article(article) if article.title.is_none() && article.text.is_none() => {
                problems.push(Problem::new(format!("{path}[{index}].article"), "Điều phải có `title` hoặc `text`."));
            }
            _ => {}
        }
    }
}

fn check_table(path: &str, table: &Table, problems: &mut Vec<Problem>) {
    let columns = table.columns.len();
    if columns == 0 {
        problems.push(Problem::new(format!("{path}.columns"), "Bảng phải có ít nhất một cột."));
    }
    for (index, column) in table.columns.iter().enumerate() {
        if !(column.width.is_finite() && column.width > 0.0) {
            problems.push(Problem::new(format!("{path}.columns[{index}].width"), "Độ rộng cột phải lớn hơn 0."));
        }
    }
    let rows = table.rows.iter().enumerate().map(|(index, row)| (format!("{path}.rows[{index}]"), row));
    let total = table.total.iter().map(|row| (format!("{path}.total"), row));
    for (field, row) in rows.chain(total) {
        if row.len() != columns {
            problems.push(Problem::new(field, format!("Dòng có {} ô, bảng có {columns} cột.", row.len())));
        }
    }
}

fn check_figure(path: &str, figure: &Figure, problems: &mut Vec<Problem>) {
    if !(0.1..=1.0).contains(&figure.width) {
        problems.push(Problem::new(format!("{path}.width"), "Độ rộng hình từ 0.1 đến 1 (phần của bề rộng trang chữ)."));
    }
    if figure.caption.is_none() && figure.alt.is_none() {
        problems.push(Problem::new(path, "Hình phải có `caption` hoặc `alt` cho người không nhìn được hình."));
    }
    if let Err(message) = crate::drawing::check(&figure.svg) {
        problems.push(Problem::new(format!("{path}.svg"), message));
    }
}
