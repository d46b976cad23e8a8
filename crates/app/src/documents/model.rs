//! Papers as packs describe them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::catalogue::Mark;

/// The kind of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Luật.
    Law,
    /// Nghị quyết.
    Resolution,
    /// Nghị định.
    Decree,
    /// Thông tư.
    Circular,
    /// Quyết định.
    Decision,
    /// Chỉ thị.
    Directive,
    /// Kế hoạch.
    Plan,
    /// Công văn.
    Dispatch,
    /// Thông báo.
    Notice,
    /// Báo cáo.
    Report,
    /// Tờ trình.
    Proposal,
    /// Hướng dẫn.
    Guidance,
    /// Chương trình.
    Programme,
    /// Quy chế.
    Statute,
    /// Quy định.
    Regulation,
    /// Biên bản.
    Minutes,
    /// Giấy mời.
    Invitation,
    /// Công điện.
    Telegram,
    /// A portal or newspaper article.
    Article,
    /// A page that quotes a table or figures.
    Publication,
    /// A paper of any other kind.
    Other,
}

impl DocumentKind {
    /// All of them, in the order of menus.
    pub const ALL: &'static [Self] = &[
        Self::Law,
        Self::Resolution,
        Self::Decree,
        Self::Circular,
        Self::Decision,
        Self::Directive,
        Self::Plan,
        Self::Dispatch,
        Self::Notice,
        Self::Report,
        Self::Proposal,
        Self::Guidance,
        Self::Programme,
        Self::Statute,
        Self::Regulation,
        Self::Minutes,
        Self::Invitation,
        Self::Telegram,
        Self::Article,
        Self::Publication,
        Self::Other,
    ];

    /// The mark of a named kind of administrative paper in its symbol (Annex III of Decree 30/2020/NĐ-CP); a dispatch has
    /// none, legal documents are marked in their own way.
    pub fn symbol(self) -> Option<&'static str> {
        match self {
            Self::Resolution => Some("NQ"),
            Self::Decision => Some("QĐ"),
            Self::Directive => Some("CT"),
            Self::Plan => Some("KH"),
            Self::Notice => Some("TB"),
            Self::Report => Some("BC"),
            Self::Proposal => Some("TTr"),
            Self::Guidance => Some("HD"),
            Self::Programme => Some("CTr"),
            Self::Statute => Some("QC"),
            Self::Regulation => Some("QyĐ"),
            Self::Minutes => Some("BB"),
            Self::Invitation => Some("GM"),
            Self::Telegram => Some("CĐ"),
            Self::Law | Self::Decree | Self::Circular | Self::Dispatch => None,
            Self::Article | Self::Publication | Self::Other => None,
        }
    }

    /// The kind whose mark this is.
    pub fn of_symbol(mark: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.symbol() == Some(mark))
    }
}

/// Whether a paper holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// It holds.
    InForce,
    /// Its time is over.
    Expired,
    /// Another took its place.
    Replaced,
    /// Not known.
    #[default]
    Unknown,
}

/// Something attached to a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annex {
    /// Its name, such as `Phụ lục 1`.
    pub name: String,
    /// What it holds, in Vietnamese.
    pub subject: Option<String>,
    /// Whether it is named but was not found.
    #[serde(default)]
    pub missing: bool,
}

/// A paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Its key: the number, with the issuer or year where the number is not enough.
    pub key: String,
    /// Its kind.
    pub kind: DocumentKind,
    /// Its whole number as printed, such as `3036/BHXH-BT`.
    pub number: Option<String>,
    /// Its date; absent when not stated.
    pub date: Option<NaiveDate>,
    /// Where it was signed.
    pub place: Option<String>,
    /// Who issued it, in Vietnamese.
    pub issuer: String,
    /// Key of the authority, where it is one of the catalogue.
    pub authority: Option<String>,
    /// What it is about, in our words.
    pub subject: String,
    /// Who signed it.
    pub signer: Option<String>,
    /// The signer's post.
    pub signer_post: Option<String>,
    /// In what capacity: `KT.`, `TM.`, `TL.`, …
    pub capacity: Option<String>,
    /// Whether it holds.
    #[serde(default)]
    pub state: DocumentState,
    /// Keys of the papers it cites.
    #[serde(default)]
    pub cites: Vec<String>,
    /// Keys of the papers it carries out.
    #[serde(default)]
    pub implements: Vec<String>,
    /// Keys of the papers it replaces.
    #[serde(default)]
    pub replaces: Vec<String>,
    /// Keys of the papers it amends.
    #[serde(default)]
    pub amends: Vec<String>,
    /// Day of publication, for an article.
    pub published_on: Option<NaiveDate>,
    /// Where it can be read.
    pub address: Option<String>,
    /// To whom it is written.
    #[serde(default)]
    pub addressees: Vec<String>,
    /// Its recipients ("Nơi nhận").
    #[serde(default)]
    pub recipients: Vec<String>,
    /// What is attached.
    #[serde(default)]
    pub annexes: Vec<Annex>,
    /// How sure the row is.
    #[serde(default)]
    pub mark: Mark,
    /// Where the row was read; absent is "chưa có căn cứ".
    pub ground: Option<String>,
    /// What to know when reading it.
    pub note: Option<String>,
}

impl Document {
    /// The symbol in its number: `BHXH-BT` of 3036/BHXH-BT, `NQ/TW` of 21-NQ/TW, `QH15` of 25/2021/QH15.
    pub fn symbol(&self) -> Option<&str> {
        let number = self.number.as_deref()?;
        let start = number.find(|letter: char| !letter.is_ascii_digit() && letter != '/')?;
        Some(number[start..].trim_start_matches('-'))
    }

    /// Every relation to other papers, as (field, keys).
    pub fn relations(&self) -> [(&'static str, &[String]); 4] {
        [
            ("cites", &self.cites),
            ("implements", &self.implements),
            ("replaces", &self.replaces),
            ("amends", &self.amends),
        ]
    }
}
