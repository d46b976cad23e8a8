//! What an exchanged paper says.

use chrono::NaiveDate;

/// An agency on the exchange.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agency {
    /// Its code: `000.00.05.H56`.
    pub id: String,
    /// The agency above it.
    pub in_charge: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its mail.
    pub email: Option<String>,
    /// Its telephone.
    pub telephone: Option<String>,
    /// Its fax.
    pub fax: Option<String>,
    /// Its site.
    pub website: Option<String>,
}

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signatory {
    /// In what capacity: `KT.`.
    pub competence: Option<String>,
    /// The post.
    pub position: Option<String>,
    /// The name.
    pub full_name: Option<String>,
}

/// A station of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Code of the agency.
    pub agency: String,
    /// When, as written by the station.
    pub at: String,
}

/// A file that goes with the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Key within the envelope.
    pub id: String,
    /// Name of the file.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// An exchanged paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Envelope {
    /// Who sends it.
    pub from: Agency,
    /// To whom.
    pub to: Vec<Agency>,
    /// Key of the paper at the sender.
    pub document_id: Option<String>,
    /// The number without the symbol: `2213`.
    pub number: Option<String>,
    /// The symbol: `KH-BHXH`.
    pub notation: Option<String>,
    /// Where it was signed.
    pub place: Option<String>,
    /// Its date.
    pub date: Option<NaiveDate>,
    /// Code of its kind.
    pub kind: Option<String>,
    /// Code within the kind.
    pub kind_detail: Option<String>,
    /// Name of its kind: `Kế hoạch`.
    pub kind_name: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// A summary.
    pub content: Option<String>,
    /// Who signed.
    pub signer: Signatory,
    /// By when an answer is asked.
    pub due: Option<NaiveDate>,
    /// Whom it names as recipients.
    pub to_places: Vec<String>,
    /// How urgent: 0 ordinary to 3.
    pub priority: Option<String>,
    /// Within which bounds it may go round.
    pub sphere: Option<String>,
    /// Mark of who typed it, and of how many copies.
    pub typist: Option<String>,
    /// How many copies were issued.
    pub copies: Option<u32>,
    /// How many pages it has.
    pub pages: Option<u32>,
    /// Whether it directs or answers, by the sender's code.
    pub direction: Option<String>,
    /// Whether it steers, by the sender's code.
    pub steering: Option<String>,
    /// What is done with it on the way, by the exchange's code: new, recalled, updated, replaced.
    pub business: Option<String>,
    /// The way so far.
    pub traces: Vec<Trace>,
    /// Its files.
    pub attachments: Vec<Attachment>,
}

impl Envelope {
    /// Number and symbol as printed, where both are known.
    pub fn printed(&self) -> Option<String> {
        Some(format!("{}/{}", self.number.as_deref()?, self.notation.as_deref()?))
    }
}

/// What the receiving side says of a paper on the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// 01.
    Arrived,
    /// 02.
    Refused,
    /// 03.
    Received,
    /// 04.
    Assigned,
    /// 05.
    InWork,
    /// 06.
    Done,
    /// 13.
    RecallAsked,
    /// 15.
    RecallAgreed,
    /// 16.
    RecallRefused,
}

impl Status {
    const CODES: [(Self, &'static str); 9] = [
        (Self::Arrived, "01"),
        (Self::Refused, "02"),
        (Self::Received, "03"),
        (Self::Assigned, "04"),
        (Self::InWork, "05"),
        (Self::Done, "06"),
        (Self::RecallAsked, "13"),
        (Self::RecallAgreed, "15"),
        (Self::RecallRefused, "16"),
    ];

    /// Its code.
    pub fn code(self) -> &'static str {
        Self::CODES.iter().find(|(status, _)| *status == self).map_or("", |(_, code)| code)
    }

    /// The status of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::CODES.iter().find(|(_, known)| *known == code.trim()).map(|(status, _)| *status)
    }
}
