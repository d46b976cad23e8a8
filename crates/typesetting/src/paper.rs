//! What a paper says, as its data file says it.
//!
//! A data file is TOML. Every text may carry `**bold**` and `*italic*` runs where the layout leaves room for them; a
//! backslash keeps a star as it is. Days are written "2026-01-05". What is not known yet (number, day) is left out and
//! stays a blank to be filled. The files of `examples/` show every field at work.

use chrono::NaiveDate;
use serde::Deserialize;

/// A paper.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Name of the type for the general form `van_ban`, such as "Hướng dẫn"; for a certificate "Giấy khen" or "Bằng
    /// khen".
    #[serde(default)]
    pub type_name: Option<String>,
    /// Trích yếu: what the paper is about. A dispatch writes it after "V/v".
    #[serde(default)]
    pub subject: Option<String>,
    /// Kính gửi: one addressee stands on the same line, more stand in a list.
    #[serde(default)]
    pub addressees: Vec<String>,
    /// Who decides, over the bases of a decision: "GIÁM ĐỐC BẢO HIỂM XÃ HỘI TỈNH VĨNH LONG".
    #[serde(default)]
    pub authority: Option<String>,
    /// Căn cứ, each with type, number, issuer, day and subject (a law: type and name); no mark at the end.
    #[serde(default)]
    pub bases: Vec<String>,
    /// What the paper says, block by block.
    #[serde(default)]
    pub body: Vec<Block>,
    /// What stands above the body.
    pub head: Head,
    /// The meeting of a biên bản.
    #[serde(default)]
    pub meeting: Option<Meeting>,
    /// The invitation of a giấy mời.
    #[serde(default)]
    pub invitation: Option<Invitation>,
    /// The award of a certificate.
    #[serde(default)]
    pub certificate: Option<Certificate>,
    /// Who signs.
    pub signature: Signature,
    /// Who signs on the left: the secretary of a biên bản.
    #[serde(default)]
    pub second_signature: Option<Signature>,
    /// Nơi nhận.
    #[serde(default)]
    pub recipients: Vec<Recipient>,
    /// Where the file copy is kept: the last line of the recipients.
    #[serde(default)]
    pub archive: Option<Archive>,
    /// Phụ lục.
    #[serde(default)]
    pub annexes: Vec<Annex>,
}

/// What stands above the body of a paper.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The agency above the issuer (box 2, regular).
    #[serde(default)]
    pub parent: Option<String>,
    /// The issuing agency (box 2, bold).
    pub issuer: String,
    /// The issuer's name as a sentence says it, "Giám đốc Bảo hiểm xã hội tỉnh Vĩnh Long", for "(Kèm theo … của …)".
    #[serde(default)]
    pub spoken_issuer: Option<String>,
    /// The number, once given.
    #[serde(default)]
    pub number: Option<u32>,
    /// The symbol after the number: "QĐ-BHXH", "BHXH-TĐKT". A certificate has none.
    #[serde(default)]
    pub symbol: Option<String>,
    /// Where the issuer sits: the name of the province for a central or provincial agency.
    pub place: String,
    /// The day of issue, once given.
    #[serde(default)]
    pub date: Option<NaiveDate>,
    /// Độ mật (box 10a).
    #[serde(default)]
    pub secrecy: Option<Secrecy>,
    /// Độ khẩn (box 10b).
    #[serde(default)]
    pub urgency: Option<Urgency>,
    /// How far it may go (box 11), such as "LƯU HÀNH NỘI BỘ".
    #[serde(default)]
    pub circulation: Option<String>,
    /// Drafter's symbol and number of copies (box 12), such as "NTH.05".
    #[serde(default)]
    pub drafter: Option<String>,
    /// Address, e-mail, telephone of the issuer at the foot of page 1 (box 13).
    #[serde(default)]
    pub contact: Option<String>,
}

/// Degrees of secrecy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Secrecy {
    /// Mật.
    #[serde(rename = "MẬT")]
    Secret,
    /// Tối mật.
    #[serde(rename = "TỐI MẬT")]
    TopSecret,
    /// Tuyệt mật.
    #[serde(rename = "TUYỆT MẬT")]
    UtmostSecret,
}

/// Degrees of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Urgency {
    /// Khẩn.
    #[serde(rename = "KHẨN")]
    Urgent,
    /// Thượng khẩn.
    #[serde(rename = "THƯỢNG KHẨN")]
    VeryUrgent,
    /// Hỏa tốc.
    #[serde(rename = "HỎA TỐC")]
    Express,
}

/// One block of a body, named by its only key.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// "Phần I" and its title.
    Part(String),
    /// "Chương I" and its title.
    Chapter(String),
    /// "Mục 1" and its title.
    Section(String),
    /// "I. TITLE" of a plan, report or proposal.
    Heading(String),
    /// "1. Title" in bold under a heading.
    Subheading(String),
    /// "Điều 1. …".
    Article(Article),
    /// Khoản: "1. …".
    Clause(String),
    /// Điểm: "a) …", in the order of the Vietnamese alphabet.
    Point(String),
    /// A paragraph without a number.
    Paragraph(String),
    /// Items after a dash.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A drawing.
    Figure(Figure),
    /// How things stand: what was reached, what was not, and why.
    Situation(Situation),
}

/// An article.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Its title, bold after "Điều 1.".
    #[serde(default)]
    pub title: Option<String>,
    /// Its text; without a title it follows "Điều 1." on the same line.
    #[serde(default)]
    pub text: Option<String>,
}

/// A situation section, as a log of the year's work fills it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// Kết quả đạt được.
    #[serde(default)]
    pub achievements: Vec<String>,
    /// Tồn tại, hạn chế.
    #[serde(default)]
    pub weaknesses: Vec<String>,
    /// Nguyên nhân.
    #[serde(default)]
    pub causes: Vec<String>,
}

/// A table whose head repeats on every page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Above the table.
    #[serde(default)]
    pub caption: Option<String>,
    /// "Đơn vị tính: …", above the table at the right.
    #[serde(default)]
    pub unit: Option<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each with a text for every column.
    #[serde(default)]
    pub rows: Vec<Vec<String>>,
    /// A last row in bold.
    #[serde(default)]
    pub total: Option<Vec<String>>,
}

/// A column of a table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// A heading over this column and its neighbours that have the same.
    #[serde(default)]
    pub group: Option<String>,
    /// Its share of the width, relative to the other columns.
    #[serde(default = "one")]
    pub width: f64,
    /// Where its texts stand.
    #[serde(default)]
    pub align: ColumnAlign,
}

fn one() -> f64 {
    1.0
}

/// Where the texts of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnAlign {
    /// Words.
    #[default]
    Left,
    /// Ordinals, short marks.
    Center,
    /// Numbers.
    Right,
}

/// A drawing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The SVG itself; nothing outside it is loaded.
    pub svg: String,
    /// Below the drawing.
    #[serde(default)]
    pub caption: Option<String>,
    /// What it shows, for those who cannot see it; the caption where it is left out.
    #[serde(default)]
    pub alt: Option<String>,
    /// Its share of the text's width, 0.1 to 1.
    #[serde(default = "one")]
    pub width: f64,
}

/// An annex.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annex {
    /// Its title.
    pub title: String,
    /// A4 on its side, for wide tables.
    #[serde(default)]
    pub landscape: bool,
    /// Its body.
    #[serde(default)]
    pub body: Vec<Block>,
}

/// Who signs, and by what right (Article 13 of Decree 30/2020/NĐ-CP).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The right to sign; left out when the head signs in person.
    #[serde(default)]
    pub capacity: Option<Capacity>,
    /// After TM., KT., TL., TUQ.: on whose behalf; the acting head (Q.) needs none.
    #[serde(default)]
    pub on_behalf: Option<String>,
    /// The signer's own post.
    pub title: String,
    /// The name, without titles of rank or learning; left out on a draft.
    #[serde(default)]
    pub name: Option<String>,
}

/// The right by which somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Capacity {
    /// Thay mặt, on behalf of a collective body.
    #[serde(rename = "TM.")]
    ForBody,
    /// Quyền, the acting head.
    #[serde(rename = "Q.")]
    Acting,
    /// Ký thay, a deputy for the head.
    #[serde(rename = "KT.")]
    Deputy,
    /// Thừa lệnh, a head of a unit by order.
    #[serde(rename = "TL.")]
    ByOrder,
    /// Thừa ủy quyền, by written authorisation.
    #[serde(rename = "TUQ.")]
    Authorised,
}

impl Capacity {
    /// The letters before the post.
    pub fn letters(self) -> &'static str {
        match self {
            Self::ForBody => "TM.",
            Self::Acting => "Q.",
            Self::Deputy => "KT.",
            Self::ByOrder => "TL.",
            Self::Authorised => "TUQ.",
        }
    }
}

/// One who receives the paper.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    /// "Như Điều 3", "Các Phó Tổng Giám đốc".
    pub to: String,
    /// What for, such as "để b/c".
    #[serde(default)]
    pub purpose: Option<String>,
}

/// The file copy: "- Lưu: VT, TCCB (05)."
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// "VT" and the symbol of the drafting unit.
    pub units: String,
    /// How many copies are kept.
    #[serde(default)]
    pub copies: Option<u32>,
}

/// A meeting, for a biên bản (form 1.9 of Annex III).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// When it began: "08 giờ 00, ngày 15 tháng 10 năm 2026".
    pub begins: String,
    /// Where.
    pub place: String,
    /// Who took part.
    pub attendees: Vec<String>,
    /// Chủ trì (chủ tọa).
    pub chair: String,
    /// Thư ký (người ghi biên bản).
    pub secretary: String,
    /// When it ended: "11 giờ 30, ngày 15 tháng 10 năm 2026".
    pub ends: String,
}

/// An invitation, for a giấy mời (form 1.7 of Annex III).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// Who invites, as a sentence says it: "Bảo hiểm xã hội tỉnh Vĩnh Long".
    pub host: String,
    /// Who is invited.
    pub guests: Vec<String>,
    /// To what.
    pub event: String,
    /// Chủ trì.
    pub chair: String,
    /// Thời gian.
    pub time: String,
    /// Địa điểm.
    pub place: String,
}

/// What a certificate says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Who awards, over the name of the certificate: "GIÁM ĐỐC BẢO HIỂM XÃ HỘI TỈNH VĨNH LONG".
    pub awarded_by: String,
    /// Ông, Bà, or nothing for a collective.
    #[serde(default)]
    pub honorific: Option<String>,
    /// Who is awarded.
    pub recipient: String,
    /// Post and unit of a person, or the body above a collective.
    #[serde(default)]
    pub position: Option<String>,
    /// What for: "Đã có thành tích …".
    pub merit: String,
    /// The decision: "Quyết định số 15/QĐ-BHXH ngày 05 tháng 01 năm 2026".
    #[serde(default)]
    pub decision: Option<String>,
    /// The number in the golden book.
    #[serde(default)]
    pub book_number: Option<String>,
}
