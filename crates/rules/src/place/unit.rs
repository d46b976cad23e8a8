//! The words of the registry: a spell of a unit, its kind and level, a succession between spells and its ground.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize, Serializer};

/// The stable number of one *spell* of a unit: the time during which its code, kind, name and parent stay the same and
/// no people or land join or leave it. Foreign keys in the database point to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitId(pub u32);

impl From<UnitId> for i64 {
    fn from(id: UnitId) -> Self {
        i64::from(id.0)
    }
}

impl TryFrom<i64> for UnitId {
    type Error = std::num::TryFromIntError;

    fn try_from(value: i64) -> Result<Self, Self::Error> {
        u32::try_from(value).map(UnitId)
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

/// An official code of 2, 3 or 5 digits; empty as the parent of the country. In a row of 14,000 units it must not cost
/// an allocation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    digits: [u8; 5],
    length: u8,
}

impl Code {
    /// The code a text is; none unless it is of 0, 2, 3 or 5 digits.
    pub fn of(text: &str) -> Option<Code> {
        let bytes = text.as_bytes();
        if !matches!(bytes.len(), 0 | 2 | 3 | 5) || !bytes.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut digits = [0; 5];
        digits[..bytes.len()].copy_from_slice(bytes);
        Some(Code { digits, length: bytes.len() as u8 })
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..usize::from(self.length)]).expect("digits are ASCII")
    }
}

impl AsRef<str> for Code {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), formatter)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Where a unit stands in the tree; a larger unit comes first in the order. Districts end on 30/06/2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The country.
    Nation,
    /// Cấp tỉnh.
    Province,
    /// Cấp huyện, until 30/06/2025.
    District,
    /// Cấp xã.
    Commune,
}

impl Level {
    /// "cấp tỉnh", as in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Level::Nation => "cả nước",
            Level::Province => "cấp tỉnh",
            Level::District => "cấp huyện",
            Level::Commune => "cấp xã",
        }
    }
}

/// The kind of a unit (loại đơn vị hành chính), with the key the tables and JSON use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The country.
    QuocGia,
    /// Thành phố trực thuộc trung ương.
    ThanhPhoTrungUong,
    /// Tỉnh.
    Tinh,
    /// Thành phố thuộc tỉnh, or thuộc thành phố trực thuộc trung ương.
    ThanhPho,
    /// Quận.
    Quan,
    /// Thị xã.
    ThiXa,
    /// Huyện.
    Huyen,
    /// Phường.
    Phuong,
    /// Thị trấn, until 30/06/2025.
    ThiTran,
    /// Xã.
    Xa,
    /// Đặc khu, since 01/07/2025.
    DacKhu,
}

impl Kind {
    /// Every kind, larger levels first.
    pub const ALL: [Kind; 11] = [
        Kind::QuocGia,
        Kind::ThanhPhoTrungUong,
        Kind::Tinh,
        Kind::ThanhPho,
        Kind::Quan,
        Kind::ThiXa,
        Kind::Huyen,
        Kind::Phuong,
        Kind::ThiTran,
        Kind::Xa,
        Kind::DacKhu,
    ];

    /// The key in tables and JSON: `xa`, `thi_tran`, `thanh_pho_trung_uong`.
    pub fn key(self) -> &'static str {
        match self {
            Kind::QuocGia => "quoc_gia",
            Kind::ThanhPhoTrungUong => "thanh_pho_trung_uong",
            Kind::Tinh => "tinh",
            Kind::ThanhPho => "thanh_pho",
            Kind::Quan => "quan",
            Kind::ThiXa => "thi_xa",
            Kind::Huyen => "huyen",
            Kind::Phuong => "phuong",
            Kind::ThiTran => "thi_tran",
            Kind::Xa => "xa",
            Kind::DacKhu => "dac_khu",
        }
    }

    /// The kind of a key.
    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The word before a name in a sentence: "xã", "thành phố".
    pub fn word(self) -> &'static str {
        match self {
            Kind::QuocGia => "nước",
            Kind::ThanhPhoTrungUong | Kind::ThanhPho => "thành phố",
            Kind::Tinh => "tỉnh",
            Kind::Quan => "quận",
            Kind::ThiXa => "thị xã",
            Kind::Huyen => "huyện",
            Kind::Phuong => "phường",
            Kind::ThiTran => "thị trấn",
            Kind::Xa => "xã",
            Kind::DacKhu => "đặc khu",
        }
    }

    /// The word at the beginning of a line: "Xã", "Thành phố".
    pub fn title_word(self) -> &'static str {
        match self {
            Kind::QuocGia => "Nước",
            Kind::ThanhPhoTrungUong | Kind::ThanhPho => "Thành phố",
            Kind::Tinh => "Tỉnh",
            Kind::Quan => "Quận",
            Kind::ThiXa => "Thị xã",
            Kind::Huyen => "Huyện",
            Kind::Phuong => "Phường",
            Kind::ThiTran => "Thị trấn",
            Kind::Xa => "Xã",
            Kind::DacKhu => "Đặc khu",
        }
    }

    /// The level of this kind.
    pub fn level(self) -> Level {
        match self {
            Kind::QuocGia => Level::Nation,
            Kind::ThanhPhoTrungUong | Kind::Tinh => Level::Province,
            Kind::ThanhPho | Kind::Quan | Kind::ThiXa | Kind::Huyen => Level::District,
            Kind::Phuong | Kind::ThiTran | Kind::Xa | Kind::DacKhu => Level::Commune,
        }
    }
}

/// One spell of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The number of the spell.
    pub id: UnitId,
    /// The official code: 2 digits for a province, 3 for a district, 5 for a commune, "00" for the country. Codes are
    /// reused for other territories: only (code, day) is a key.
    pub code: Code,
    /// What it is.
    pub kind: Kind,
    /// The name without the kind word: "Châu Bình".
    pub name: Box<str>,
    /// The code of the unit above; empty for the country. Which spell of it, depends on the day.
    pub parent_code: Code,
    /// First day. `None`: it is not known since when.
    pub from: Option<NaiveDate>,
    /// The day after the last one. `None`: still valid.
    pub to: Option<NaiveDate>,
}

impl Unit {
    /// The level of its kind.
    pub fn level(&self) -> Level {
        self.kind.level()
    }

    /// Whether the spell holds on that day. A spell with an unknown beginning holds on every day before its end.
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }

    /// "xã Châu Bình", "Việt Nam".
    pub fn full_name(&self) -> String {
        match self.kind {
            Kind::QuocGia => self.name.to_string(),
            kind => format!("{} {}", kind.word(), self.name),
        }
    }

    /// "Xã Châu Bình", "Việt Nam".
    pub fn title(&self) -> String {
        match self.kind {
            Kind::QuocGia => self.name.to_string(),
            kind => format!("{} {}", kind.title_word(), self.name),
        }
    }

    /// Whether both spells share a day.
    pub(super) fn overlaps(&self, other: &Unit) -> bool {
        let before = |end: Option<NaiveDate>, start: Option<NaiveDate>| match (end, start) {
            (Some(end), Some(start)) => end <= start,
            (Some(_) | None, None) | (None, Some(_)) => false,
        };
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

/// What happened between two spells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Goes whole into a unit that also takes others.
    Merge,
    /// A part of it goes to that unit.
    Split,
    /// Only the name changes (and with it perhaps the unit above).
    Rename,
    /// The kind changes (and with it perhaps name and unit above).
    ChangeOfKind,
    /// Only the unit above changes.
    ChangeOfParent,
    /// The same unit goes on, with people or land more or less than before.
    UnchangedPart,
    /// Ends without a successor of its own.
    Abolition,
}

impl Relation {
    const ALL: [Relation; 7] = [
        Relation::Merge,
        Relation::Split,
        Relation::Rename,
        Relation::ChangeOfKind,
        Relation::ChangeOfParent,
        Relation::UnchangedPart,
        Relation::Abolition,
    ];

    /// The key in tables and JSON.
    pub fn key(self) -> &'static str {
        match self {
            Relation::Merge => "merge",
            Relation::Split => "split",
            Relation::Rename => "rename",
            Relation::ChangeOfKind => "change_of_kind",
            Relation::ChangeOfParent => "change_of_parent",
            Relation::UnchangedPart => "unchanged_part",
            Relation::Abolition => "abolition",
        }
    }

    /// The relation of a key.
    pub fn from_key(key: &str) -> Option<Relation> {
        Relation::ALL.into_iter().find(|relation| relation.key() == key)
    }

    /// "nhập vào", as between two names.
    pub fn word(self) -> &'static str {
        match self {
            Relation::Merge => "nhập vào",
            Relation::Split => "chia một phần cho",
            Relation::Rename => "đổi tên thành",
            Relation::ChangeOfKind => "đổi loại thành",
            Relation::ChangeOfParent => "chuyển sang",
            Relation::UnchangedPart => "tiếp tục là",
            Relation::Abolition => "kết thúc hoạt động",
        }
    }
}

/// The share of the *people* that goes along a succession. Land is apart: "một phần diện tích, toàn bộ dân số" is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Share {
    /// All its people.
    Whole,
    /// Numerator and denominator of a stated part, 0 < numerator < denominator.
    Part(u64, u64),
    /// Land only.
    Nobody,
    /// A part whose size nothing states.
    Unknown,
}

impl Share {
    /// Whether people may go this way.
    pub fn carries_people(self) -> bool {
        self != Share::Nobody
    }
}

impl fmt::Display for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Share::Whole => formatter.write_str("whole"),
            Share::Part(numerator, denominator) => write!(formatter, "{numerator}/{denominator}"),
            Share::Nobody => formatter.write_str("none"),
            Share::Unknown => formatter.write_str("unknown"),
        }
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A document that is a ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Number and symbol: "1687/NQ-UBTVQH15".
    pub number: Box<str>,
    /// Date of issue, where known.
    pub date: Option<NaiveDate>,
    /// What it is about, where known.
    pub subject: Option<Box<str>>,
}

/// Why a succession happened in law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The document.
    pub document: Arc<Document>,
    /// The clause of its Article 1, where known.
    pub clause: Option<Box<str>>,
}

impl fmt::Display for Ground {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.clause {
            Some(clause) => write!(formatter, "khoản {clause} Điều 1, {}", self.document.number),
            None => formatter.write_str(&self.document.number),
        }
    }
}

/// What is written where a ground is missing.
pub const MISSING_GROUND: &str = "chưa có căn cứ";

/// One link between a spell that ends and a spell that begins on the same day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The spell that ends.
    pub from: UnitId,
    /// The spell that begins; none after an abolition.
    pub to: Option<UnitId>,
    /// First day of the new state.
    pub date: NaiveDate,
    /// What happened.
    pub relation: Relation,
    /// How much of the people went along.
    pub share: Share,
    /// The document; a missing one is shown as [`MISSING_GROUND`].
    pub ground: Option<Ground>,
    /// A remark for readers, in Vietnamese.
    pub note: Option<Box<str>>,
}

impl Succession {
    /// The ground in words, or [`MISSING_GROUND`].
    pub fn ground_text(&self) -> String {
        match &self.ground {
            Some(ground) => ground.to_string(),
            None => MISSING_GROUND.to_owned(),
        }
    }
}
