//! What the registers know of a paper, and the steps of its life: the pure part.

use super::super::model::DocumentKind;
use chrono::NaiveDate;
use platform::Fault;
use serde::{Deserialize, Serialize};

/// Longest symbol that the exchange of papers takes (Annex VI of Decree 30/2020/NĐ-CP).
pub const SYMBOL_LENGTH: usize = 30;
/// Longest subject (Annex VI).
pub const SUBJECT_LENGTH: usize = 500;
/// Longest name of an agency (Annex VI).
pub const ISSUER_LENGTH: usize = 200;
/// Shortest reason for sending back, withdrawing or recalling.
pub const REASON_LENGTH: usize = 10;

/// Which way papers of a series go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the agency.
    Outgoing,
    /// To the agency.
    Incoming,
}

/// Where an outgoing paper stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being written.
    Draft,
    /// Laid before the signer.
    Submitted,
    /// Signed; has no number yet.
    Signed,
    /// Numbered and out.
    Issued,
    /// Another of equal form took its place.
    Replaced,
    /// Called back after it was issued.
    Recalled,
    /// Given up before it had a number.
    Withdrawn,
}

impl State {
    /// Whether files may still be put to a paper in it or taken away: it has no number yet and is not given up.
    pub fn takes_files(self) -> bool {
        matches!(self, Self::Draft | Self::Submitted | Self::Signed)
    }

    /// All of them in the order of a life.
    pub const ALL: &'static [Self] =
        &[Self::Draft, Self::Submitted, Self::Signed, Self::Issued, Self::Replaced, Self::Recalled, Self::Withdrawn];

    /// Whether a paper in it has its number, and so stands in the register.
    pub fn is_numbered(self) -> bool {
        matches!(self, Self::Issued | Self::Replaced | Self::Recalled)
    }
}

/// What may be done with an outgoing paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Lay it before the signer.
    Submit,
    /// Send it back with a reason.
    Return,
    /// Note the signature.
    Sign,
    /// Give number and date, and send it out.
    Issue,
    /// Give it up before it has a number.
    Withdraw,
    /// Note a correction of its form by a dispatch (đính chính).
    Correct,
    /// Note the paper of equal form that takes its place.
    Replace,
    /// Call it back.
    Recall,
}

impl Step {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Submit,
        Self::Return,
        Self::Sign,
        Self::Issue,
        Self::Withdraw,
        Self::Correct,
        Self::Replace,
        Self::Recall,
    ];

    /// The state after the step; nothing where it cannot be taken.
    pub fn from(self, state: State) -> Option<State> {
        match (self, state) {
            (Self::Submit, State::Draft) => Some(State::Submitted),
            (Self::Return, State::Submitted) => Some(State::Draft),
            (Self::Sign, State::Submitted) => Some(State::Signed),
            (Self::Issue, State::Signed) => Some(State::Issued),
            (Self::Withdraw, State::Draft | State::Submitted | State::Signed) => Some(State::Withdrawn),
            (Self::Correct, State::Issued) => Some(State::Issued),
            (Self::Replace, State::Issued) => Some(State::Replaced),
            (Self::Recall, State::Issued | State::Replaced) => Some(State::Recalled),
            _ => None,
        }
    }

    /// Whether it needs a reason in words.
    pub fn asks_reason(self) -> bool {
        matches!(self, Self::Return | Self::Withdraw | Self::Recall)
    }

    /// Whether it names another paper.
    pub fn asks_document(self) -> bool {
        matches!(self, Self::Correct | Self::Replace)
    }
}

/// Whom a paper goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The name, or the name of a group.
    pub name: String,
    /// What for: `để báo cáo`, `để thực hiện`.
    pub purpose: Option<String>,
}

impl Recipient {
    /// Reads a line of "Nơi nhận": `Thủ tướng Chính phủ (để b/c)`. Lines that only say where the file copy lies are none.
    pub fn of_line(line: &str) -> Option<Self> {
        let line = line.trim().trim_start_matches(['-', '–', '+']).trim().trim_end_matches([';', '.']).trim();
        if line.is_empty() || line.to_lowercase().starts_with("lưu") {
            return None;
        }
        let (name, purpose) = match line.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
            Some((name, purpose)) if purpose.trim_start().starts_with("để") => {
                (name.trim(), Some(purpose.trim().to_owned()))
            }
            _ => (line, None),
        };
        (!name.is_empty()).then(|| Self { name: name.to_owned(), purpose })
    }

    /// As a line of a form.
    pub fn line(&self) -> String {
        self.purpose.as_ref().map_or_else(|| self.name.clone(), |purpose| format!("{} ({purpose})", self.name))
    }
}

/// A file that goes out with a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedFile {
    /// Its name, without folders.
    pub name: String,
    /// The address of its content.
    pub sha256: String,
}

/// What an outgoing paper says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its kind.
    pub kind: DocumentKind,
    /// Its symbol without the number: `KH-BHXH`, `BHXH-TĐKT`.
    pub symbol: String,
    /// What it is about (trích yếu).
    pub subject: String,
    /// Where it is signed.
    pub place: Option<String>,
    /// The unit that drafts it.
    pub drafted_by: Option<String>,
    /// Who keeps the file copy.
    pub keeper: Option<String>,
    /// How many copies are made.
    pub copies: Option<i64>,
    /// To whom it is written.
    pub addressees: Vec<String>,
    /// Who else is sent it.
    pub recipients: Vec<Recipient>,
    /// Keys of the papers it rests on.
    pub cites: Vec<String>,
    /// Keys of the papers it carries out.
    pub implements: Vec<String>,
    /// Keys of the papers it replaces.
    pub replaces: Vec<String>,
    /// Keys of the papers it amends.
    pub amends: Vec<String>,
    /// Its annexes by name.
    pub annexes: Vec<String>,
    /// Files that go out with it: its own text, its annexes.
    #[serde(default)]
    pub files: Vec<AttachedFile>,
    /// What to know of it.
    pub note: Option<String>,
}

impl Content {
    /// Everything wrong with it, by field.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let lengths = [("symbol", &self.symbol, SYMBOL_LENGTH), ("subject", &self.subject, SUBJECT_LENGTH)];
        for (name, text, longest) in lengths {
            let length = text.chars().count();
            if length > longest {
                let rule =
                    format!("dài {length} ký tự, quá {longest} ký tự mà Phụ lục VI Nghị định 30/2020/NĐ-CP cho phép");
                faults.push(Fault::field(name, rule, "Viết gọn lại."));
            }
            if text.trim().is_empty() {
                faults.push(Fault::field(name, "để trống", "Điền ô này."));
            }
        }
        if let Some(rule) = symbol_fault(self.kind, &self.symbol) {
            let remedy = match self.kind.symbol() {
                Some(mark) => format!("Viết {mark}-TÊN CƠ QUAN, ví dụ {mark}-BHXH."),
                None => "Viết TÊN CƠ QUAN-ĐƠN VỊ, ví dụ BHXH-TĐKT.".to_owned(),
            };
            faults.push(Fault::field("symbol", rule, remedy));
        }
        if self.copies.is_some_and(|copies| !(1..=999).contains(&copies)) {
            faults.push(Fault::field("copies", "số bản phải từ 1 đến 999", "Sửa số bản."));
        }
        faults
    }
}

/// Why a symbol does not belong to a paper of this kind (Annex III of Decree 30/2020/NĐ-CP): a named kind begins with its
/// mark, a dispatch with the agency.
pub fn symbol_fault(kind: DocumentKind, symbol: &str) -> Option<String> {
    let first = symbol.split(['-', '/']).next().unwrap_or_default();
    let named = DocumentKind::of_symbol(first);
    match (kind.symbol(), named) {
        (Some(mark), _) if first != mark => {
            Some(format!("ký hiệu “{symbol}” không bắt đầu bằng “{mark}” của loại văn bản đã chọn"))
        }
        (None, Some(_)) if kind == DocumentKind::Dispatch => {
            Some(format!("công văn không mang ký hiệu loại “{first}” trong “{symbol}”"))
        }
        _ => None,
    }
}

/// Number and symbol as printed: below ten with a zero before (Annex I of Decree 30/2020/NĐ-CP).
pub fn printed(number: i64, symbol: &str) -> String {
    format!("{number:02}/{symbol}")
}

/// Who signed, in what capacity, when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Name.
    pub name: String,
    /// Own post: `Phó Tổng Giám đốc`.
    pub post: Option<String>,
    /// `KT.`, `TM.`, `TL.`, `TUQ.`, `Q.`; none in person.
    pub capacity: Option<String>,
    /// The day.
    pub on: NaiveDate,
}

/// The capacities in which one signs for another (Article 13 of Decree 30/2020/NĐ-CP).
pub const CAPACITIES: &[&str] = &["TM.", "KT.", "TL.", "TUQ.", "Q."];

/// What became of a paper at a recipient, after the statuses of the national exchange of papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptStatus {
    /// It left us.
    Sent,
    /// It reached the recipient's system or desk (01).
    Arrived,
    /// The recipient sent it back (02).
    Refused,
    /// The recipient put it into the register (03).
    Received,
    /// It was given to somebody (04).
    Assigned,
    /// It is being worked on (05).
    InWork,
    /// It is done (06).
    Handled,
    /// After a recall the recipient cancelled it and told us (15).
    Cancelled,
}

impl ReceiptStatus {
    /// All of them in order.
    pub const ALL: &'static [Self] = &[
        Self::Sent,
        Self::Arrived,
        Self::Refused,
        Self::Received,
        Self::Assigned,
        Self::InWork,
        Self::Handled,
        Self::Cancelled,
    ];

    /// Whether the recipient has confirmed that it got the paper.
    pub fn is_confirmed(self) -> bool {
        matches!(self, Self::Received | Self::Assigned | Self::InWork | Self::Handled)
    }
}

/// Where an incoming paper stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// It has its number of arrival.
    Registered,
    /// Passed on to a unit or person.
    Transferred,
    /// The unit or person signed for it.
    Received,
    /// Done.
    Handled,
}

impl Handling {
    /// All of them in order.
    pub const ALL: &'static [Self] = &[Self::Registered, Self::Transferred, Self::Received, Self::Handled];

    /// What may follow. A paper may be passed on again until it is done.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Registered => &[Self::Transferred],
            Self::Transferred => &[Self::Received, Self::Transferred],
            Self::Received => &[Self::Handled, Self::Transferred],
            Self::Handled => &[],
        }
    }
}

/// A paper that arrived, to be registered.
#[derive(Clone, Debug)]
pub struct NewIncoming {
    /// The series.
    pub series: i64,
    /// Day of arrival.
    pub arrived_on: NaiveDate,
    /// Who issued it.
    pub author: String,
    /// Number and symbol.
    pub printed: Option<String>,
    /// Its date.
    pub issued_on: Option<NaiveDate>,
    /// Its kind.
    pub kind: DocumentKind,
    /// What it is about.
    pub subject: String,
    /// What to know of it.
    pub note: Option<String>,
    /// The file that arrived: name and content address.
    pub file: Option<(String, String)>,
    /// Whether the clerk saw the warning that it may be there already.
    pub again: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_only_after_the_signature() {
        let before =
            |step: Step| State::ALL.iter().copied().filter(|state| step.from(*state).is_some()).collect::<Vec<_>>();
        assert_eq!(before(Step::Issue), [State::Signed]);
        assert_eq!(before(Step::Sign), [State::Submitted]);
        assert_eq!(before(Step::Withdraw), [State::Draft, State::Submitted, State::Signed]);
        assert_eq!(before(Step::Recall), [State::Issued, State::Replaced]);
        for step in Step::ALL {
            assert_eq!(step.from(State::Withdrawn), None, "a withdrawn paper stays withdrawn");
        }
    }

    #[test]
    fn a_symbol_says_the_kind() {
        assert_eq!(symbol_fault(DocumentKind::Plan, "KH-BHXH"), None);
        assert_eq!(symbol_fault(DocumentKind::Dispatch, "BHXH-BT"), None);
        assert!(symbol_fault(DocumentKind::Plan, "BHXH-BT").is_some());
        assert!(symbol_fault(DocumentKind::Dispatch, "KH-BHXH").is_some());
        assert_eq!(printed(7, "QĐ-BHXH"), "07/QĐ-BHXH");
        assert_eq!(printed(2213, "KH-BHXH"), "2213/KH-BHXH");
    }

    #[test]
    fn recipients_are_read_from_lines() {
        let read = |line: &str| Recipient::of_line(line).map(|found| (found.name, found.purpose));
        assert_eq!(
            read("- Thủ tướng Chính phủ (để b/c);"),
            Some(("Thủ tướng Chính phủ".to_owned(), Some("để b/c".to_owned())))
        );
        assert_eq!(read("Hội đồng quản lý (2 bản)."), Some(("Hội đồng quản lý (2 bản)".to_owned(), None)));
        assert_eq!(read("- Lưu: VT, TĐKT (5b)."), None);
        assert_eq!(read(" ; "), None);
    }
}
