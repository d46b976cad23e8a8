//! What is read from a paper: the facts, each with the words it came from and how sure it is.

use chrono::NaiveDate;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::span::Span;

/// A fact with the words it came from.
///
/// Serialised as `{"value": …, "span": [start, end], "confidence": 0…1}`; where the value is an object, its parts stand beside `value` too.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<T> {
    /// What was found.
    pub value: T,
    /// The words it came from, in the text before repair.
    pub span: Span,
    /// The chance that it is right, as held against the sample papers (`score::Score::bands`): 0 to 1.
    pub confidence: f64,
}

impl<T> Found<T> {
    /// A fact from its words.
    pub fn new(value: T, span: Span, confidence: f64) -> Found<T> {
        Found { value, span, confidence }
    }
}

/// A part of a [`Reading`] that is an object by itself (a symbol, a signer), so that its parts can be written beside its value.
pub trait Parts: Serialize {
    /// Writes the parts into the object of the fact.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

macro_rules! scalar {
    ($($kind:ty),+) => {
        $(impl Parts for $kind {
            fn write<M: SerializeMap>(&self, _map: &mut M) -> Result<(), M::Error> {
                Ok(())
            }
        })+
    };
}

scalar!(String, NaiveDate, Kind);

impl<T: Parts> Serialize for Found<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("value", &self.value)?;
        self.value.write(&mut map)?;
        map.serialize_entry("span", &self.span)?;
        map.serialize_entry("confidence", &self.confidence)?;
        map.end()
    }
}

/// An item of a list: its own fields with `span` and `confidence` beside them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Item<T> {
    /// The fields.
    #[serde(flatten)]
    pub value: T,
    /// The words it came from, in the text before repair.
    pub span: Span,
    /// The chance that it is right: 0 to 1.
    pub confidence: f64,
}

/// What sort of paper it is. Names by Article 7 of Decree 30/2020/NĐ-CP, the laws of 2015 and 2025 on legal documents, and `News` for a web page that
/// reports a paper or an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Công văn.
    CongVan,
    /// Quyết định.
    QuyetDinh,
    /// Kế hoạch.
    KeHoach,
    /// Nghị quyết.
    NghiQuyet,
    /// Chỉ thị.
    ChiThi,
    /// Thông báo.
    ThongBao,
    /// Báo cáo.
    BaoCao,
    /// Tờ trình.
    ToTrinh,
    /// Hướng dẫn.
    HuongDan,
    /// Quy chế.
    QuyChe,
    /// Thông tư.
    ThongTu,
    /// Nghị định.
    NghiDinh,
    /// Luật.
    Luat,
    /// Biên bản.
    BienBan,
    /// Giấy mời.
    GiayMoi,
    /// A web page about a paper or an event.
    News,
    /// Any other kind.
    Other,
}

impl Kind {
    /// What it is called.
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::CongVan => "công văn",
            Self::QuyetDinh => "quyết định",
            Self::KeHoach => "kế hoạch",
            Self::NghiQuyet => "nghị quyết",
            Self::ChiThi => "chỉ thị",
            Self::ThongBao => "thông báo",
            Self::BaoCao => "báo cáo",
            Self::ToTrinh => "tờ trình",
            Self::HuongDan => "hướng dẫn",
            Self::QuyChe => "quy chế",
            Self::ThongTu => "thông tư",
            Self::NghiDinh => "nghị định",
            Self::Luat => "luật",
            Self::BienBan => "biên bản",
            Self::GiayMoi => "giấy mời",
            Self::News => "tin, bài",
            Self::Other => "loại khác",
        }
    }
}

/// What the symbol of a paper says: `2213/KH-BHXH` is a plan (KH) of BHXH; `3036/BHXH-BT` is a dispatch of BHXH drafted by the unit BT.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Symbol {
    /// The kind the symbol names; a dispatch names none and is `CongVan`.
    pub kind: Option<Kind>,
    /// The issuing agency as abbreviated in the symbol.
    pub agency: Option<String>,
    /// The drafting unit as abbreviated in the symbol.
    pub unit: Option<String>,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// The name, without titles of rank or learning; absent where the scan or the page lost it.
    pub name: Option<String>,
    /// The signer's own post: "Phó Tổng Giám đốc".
    pub title: Option<String>,
    /// `KT.`, `TL.`, `TUQ.`, `TM.` or `Q.`; absent when the head signs in person.
    pub capacity: Option<String>,
}

/// The paper a news page is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportsOn {
    /// Number and symbol.
    pub number: Option<String>,
    /// Its kind as the page calls it.
    pub kind: Option<Kind>,
    /// Its date.
    pub date: Option<NaiveDate>,
    /// Its issuer.
    pub issuer: Option<String>,
}

/// The movement (phong trào thi đua) a paper carries out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MovementName {
    /// Its name, without quotation marks.
    pub name: String,
    /// First year.
    pub from: Option<i32>,
    /// Last year.
    pub to: Option<i32>,
}

macro_rules! parts {
    ($kind:ty: $($field:ident),+) => {
        impl Parts for $kind {
            fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                $(map.serialize_entry(stringify!($field), &self.$field)?;)+
                Ok(())
            }
        }
    };
}

parts!(Symbol: kind, agency, unit);
parts!(Signer: name, title, capacity);
parts!(ReportsOn: number, kind, date, issuer);
parts!(MovementName: name, from, to);

/// A named party: an addressee, a recipient, a linked movement, a form of award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Named {
    /// As written, whitespace normalised.
    pub name: String,
    /// Of a recipient: what it gets the paper for ("để báo cáo"); of a group of addressees: who its members are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
}

/// An annex that the paper names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Annex {
    /// "Phụ lục 1".
    pub label: String,
    /// Its title, where the paper says it.
    pub title: Option<String>,
    /// Whether its text follows in the file.
    pub present: bool,
}

/// A paper that this paper cites (căn cứ, thực hiện, theo).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Number and symbol, spaces removed.
    pub number: Option<String>,
    /// Its kind.
    pub kind: Option<Kind>,
    /// Its date.
    pub date: Option<NaiveDate>,
    /// Its issuer in full, where said or implied by the symbol.
    pub issuer: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
}

/// A value that must be reached.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Target {
    /// Key of the indicator: `coverage_rate`, `participants`, `group_coverage_rate`, …
    pub indicator: String,
    /// Of `group_coverage_rate`: `poor`, `near_poor`, `meritorious`, `elderly`, `ethnic_minority`, `student`, `household`, `social_policy`, `child`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The value; absent when the paper asks for growth without a number.
    pub value: Option<f64>,
    /// The upper end of a range ("từ 1 đến 2 xã").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// `>=`, `>`, `<=`, `<` or `=`.
    pub comparator: Option<String>,
    /// `percent`, `people`, `communes`, `cards`, `dong`, …
    pub unit: Option<String>,
    /// The year it is to be reached in.
    pub year: Option<i32>,
    /// `national`, `province`, `district`, `commune`, `districts and communes`, or a place's name.
    pub scope: Option<String>,
    /// Whether it must hold for men and for women each.
    pub both_sexes: bool,
    /// The criteria standard it belongs to: `new_rural`, `advanced_new_rural`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
}

/// A value that was reached.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct ResultFact {
    /// Key of the indicator.
    pub indicator: String,
    /// The value reached.
    pub value: Option<f64>,
    /// `percent`, `people`, …
    pub unit: Option<String>,
    /// The year.
    pub year: Option<i32>,
    /// The day it stands at, where said.
    pub as_of: Option<NaiveDate>,
    /// The target named beside it.
    pub target: Option<f64>,
    /// By how much it went beyond the target, in percentage points.
    pub beyond: Option<f64>,
    /// "132/164": how many of how many.
    pub met: Option<i64>,
    /// "132/164": of how many.
    pub of: Option<i64>,
    /// A place or scope.
    pub scope: Option<String>,
}

/// When something must be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deadline {
    /// The day as written (31/10/2020); the last day of a quarter or year.
    pub date: Option<NaiveDate>,
    /// `before`, `by`, `quarter`, `yearly`, `working_days`.
    pub rule: String,
    /// The last day on time: 30/10/2020 of "trước ngày 31/10/2020".
    pub last_day: Option<NaiveDate>,
    /// "dự kiến": expected, not binding.
    pub soft: bool,
    /// The words: "trước ngày 31/10/2020".
    pub text: String,
}

/// What somebody has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// Who does it.
    pub who: Option<String>,
    /// What is to be done.
    pub what: String,
    /// By when.
    pub due: Option<Deadline>,
    /// To whom it is sent.
    pub to: Option<String>,
    /// Through which unit it is sent.
    pub via: Option<String>,
}

/// A review of a movement: `interim` (sơ kết), `final` (tổng kết), `annual_award`, `annual_report`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// Which review.
    pub kind: String,
    /// Who holds it: `units`, `council_national`, `council_province`, or the words.
    pub by: Option<String>,
    /// When: `2023-Q3`, `2018`, `every year`.
    pub at: Option<String>,
    /// To whom it is sent.
    pub to: Option<String>,
    /// Expected, not binding.
    pub soft: bool,
}

/// Money or cards given to somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Support {
    /// Year of the giving.
    pub year: Option<i32>,
    /// Cards given.
    pub cards: Option<i64>,
    /// Amount in whole đồng.
    pub amount: Option<i64>,
    /// Cards hold from.
    pub valid_from: Option<NaiveDate>,
    /// Cards hold to.
    pub valid_to: Option<NaiveDate>,
    /// The supported share of the premium, in percent.
    pub share: Option<f64>,
    /// The groups supported.
    pub groups: Vec<String>,
}

/// What one unit is made responsible for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assignment {
    /// The unit or units, as written.
    pub unit: String,
    /// What it is responsible for.
    pub text: String,
}

/// Awards given or foreseen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Award {
    /// The form ("Bằng khen của Thủ tướng Chính phủ"), where named.
    pub form: Option<String>,
    /// The review it belongs to.
    pub review: Option<String>,
    /// Collectives.
    pub collectives: Option<i64>,
    /// Individuals.
    pub individuals: Option<i64>,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Money {
    /// Whole đồng.
    pub amount: i64,
    /// The words.
    pub text: String,
}

/// The situation section: what went well, what did not, why.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Situation {
    /// Achievements.
    pub achievements: Vec<Item<Statement>>,
    /// Weaknesses.
    pub weaknesses: Vec<Item<Statement>>,
    /// Causes.
    pub causes: Vec<Item<Statement>>,
}

/// One statement in the paper's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The words, whitespace normalised.
    pub text: String,
}

/// Something the officer should look at, in Vietnamese, with the words it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// A short English key: `kind_disagrees_with_symbol`, `annex_missing`, `number_format`, …
    pub code: String,
    /// What, in Vietnamese.
    pub message: String,
    /// Where.
    pub span: Option<Span>,
}

/// Everything read from one paper. Serialised, it is the object that `chungsuc read --json` prints.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
#[expect(missing_docs, reason = "each field is named after the fact it holds; the types say what a fact is")]
pub struct Reading {
    pub number: Option<Found<String>>,
    pub symbol: Option<Found<Symbol>>,
    pub kind: Option<Found<Kind>>,
    pub date: Option<Found<NaiveDate>>,
    pub place: Option<Found<String>>,
    pub subject: Option<Found<String>>,
    pub issuer: Option<Found<String>>,
    pub parent_issuer: Option<Found<String>>,
    pub signer: Option<Found<Signer>>,
    pub addressees: Vec<Item<Named>>,
    pub recipients: Vec<Item<Named>>,
    pub annexes: Vec<Item<Annex>>,
    pub citations: Vec<Item<Citation>>,
    pub targets: Vec<Item<Target>>,
    pub results: Vec<Item<ResultFact>>,
    pub duties: Vec<Item<Duty>>,
    pub deadlines: Vec<Item<Deadline>>,
    pub reviews: Vec<Item<Review>>,
    pub support: Vec<Item<Support>>,
    pub awards: Vec<Item<Award>>,
    pub linked_movements: Vec<Item<Named>>,
    pub assignments: Vec<Item<Assignment>>,
    pub situation: Situation,
    pub money: Vec<Item<Money>>,
    pub movement: Option<Found<MovementName>>,
    pub reports_on: Option<Found<ReportsOn>>,
    pub warnings: Vec<Warning>,
}
