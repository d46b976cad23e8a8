//! What a pack says of the registers: series of numbers, papers that arrived and papers that went out, with files.
//!
//! Numbers of outgoing papers are not written: the register gives them, in the order of the file within a series and year.

use chrono::NaiveDate;
use platform::definition::Problem;
use serde::{Deserialize, Serialize};

use super::check::Names;
use crate::documents::model::DocumentKind;
use crate::documents::{Direction, Handling, ReceiptStatus, State, Step};

/// A run of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// What papers name it by.
    pub key: String,
    /// Which way its papers go.
    pub direction: Direction,
    /// The agency.
    pub issuer: String,
    /// What it is called.
    pub name: String,
    /// The agency's territory as somebody would write it; none for the centre.
    pub territory: Option<String>,
}

/// A file of plain text that papers come or go with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextFile {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub text: String,
    /// Whether it is read as an officer would: its paper gets the text with the facts found in it.
    #[serde(default)]
    pub read: bool,
}

/// What became of a paper that arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandlingRow {
    /// What.
    pub state: Handling,
    /// The day.
    pub on: NaiveDate,
    /// To whom, or by whom.
    pub whom: Option<String>,
    /// What else is to be known.
    pub note: Option<String>,
}

/// A paper that arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// Key of the series.
    pub series: String,
    /// Day of arrival.
    pub arrived_on: NaiveDate,
    /// Who issued it, as the register of papers names it.
    pub author: String,
    /// Number and symbol.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<NaiveDate>,
    /// Its kind.
    pub kind: DocumentKind,
    /// What it is about.
    pub subject: String,
    /// What to know of it.
    pub note: Option<String>,
    /// Name of the file it came with.
    pub file: Option<String>,
    /// What became of it, in order.
    #[serde(default)]
    pub handlings: Vec<HandlingRow>,
}

/// Who signs a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// A made-up name.
    pub name: String,
    /// Own post.
    pub post: Option<String>,
    /// `KT.`, `TM.`, …
    pub capacity: Option<String>,
}

/// A step in the life of an outgoing paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepRow {
    /// Which.
    pub step: Step,
    /// The day; absent for the day of loading, so that what waits has not waited for years.
    pub on: Option<NaiveDate>,
    /// Why.
    pub reason: Option<String>,
    /// Number of the paper that corrects or replaces; these steps are taken once every paper has its number.
    pub document: Option<String>,
}

/// What became of a paper at its recipients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptRow {
    /// What.
    pub status: ReceiptStatus,
    /// The day.
    pub on: NaiveDate,
    /// Names of recipients; all of them when empty.
    #[serde(default)]
    pub to: Vec<String>,
    /// What else the recipient said.
    pub note: Option<String>,
}

/// A paper that goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Key of the series.
    pub series: String,
    /// Its kind.
    pub kind: DocumentKind,
    /// Its symbol without the number.
    pub symbol: String,
    /// What it is about.
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
    #[serde(default)]
    pub addressees: Vec<String>,
    /// Lines of "Nơi nhận".
    #[serde(default)]
    pub recipients: Vec<String>,
    /// Keys of papers it rests on.
    #[serde(default)]
    pub cites: Vec<String>,
    /// Keys of papers it carries out.
    #[serde(default)]
    pub implements: Vec<String>,
    /// Its annexes.
    #[serde(default)]
    pub annexes: Vec<String>,
    /// Names of the files that go out with it.
    #[serde(default)]
    pub files: Vec<String>,
    /// What to know of it.
    pub note: Option<String>,
    /// The day of the draft; absent for the day of loading.
    pub drafted_on: Option<NaiveDate>,
    /// Who signs it, where it is signed.
    pub signer: Option<Signer>,
    /// The steps of its life, in order.
    #[serde(default)]
    pub steps: Vec<StepRow>,
    /// What became of it at its recipients, in order.
    #[serde(default)]
    pub receipts: Vec<ReceiptRow>,
}

/// The registers of one file.
#[derive(Clone, Copy)]
pub(super) struct Registers<'a> {
    /// Papers that arrived.
    pub incoming: &'a [Arrival],
    /// Papers that go out.
    pub outgoing: &'a [Outgoing],
}

/// What is wrong with the registers of a file.
pub(super) fn problems(registers: Registers<'_>, names: &Names) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut known = |path: String, what: &str, key: &str, is_known: bool| {
        if !is_known {
            found.push(Problem::new(&path, format!("Không có {what} mã `{key}`; hãy sửa mã hoặc bổ sung.")));
        }
    };
    for (index, row) in registers.incoming.iter().enumerate() {
        let path = format!("incoming[{index}]");
        known(
            format!("{path}.series"),
            "sổ văn bản đến",
            &row.series,
            names.has_series(&row.series, Direction::Incoming),
        );
        if let Some(file) = &row.file {
            known(format!("{path}.file"), "tệp", file, names.has_file(file));
        }
    }
    for (index, row) in registers.outgoing.iter().enumerate() {
        let path = format!("outgoing[{index}]");
        known(
            format!("{path}.series"),
            "sổ văn bản đi",
            &row.series,
            names.has_series(&row.series, Direction::Outgoing),
        );
        for file in &row.files {
            known(format!("{path}.files"), "tệp", file, names.has_file(file));
        }
        for (field, keys) in [("cites", &row.cites), ("implements", &row.implements)] {
            for key in keys {
                known(format!("{path}.{field}"), "văn bản", key, names.may_be_paper(key));
            }
        }
    }
    for (index, row) in registers.outgoing.iter().enumerate() {
        found.extend(life(&format!("outgoing[{index}]"), row));
    }
    found
}

/// The steps of a paper must follow one another, and only a signed paper has a signer and only an issued one receipts.
fn life(path: &str, row: &Outgoing) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut state = State::Draft;
    for (index, taken) in row.steps.iter().enumerate() {
        let field = format!("{path}.steps[{index}]");
        match taken.step.from(state) {
            Some(next) => state = next,
            None => found.push(Problem::new(&field, "Bước này không theo sau bước trước; hãy sửa thứ tự.".to_owned())),
        }
        if taken.step.asks_document() != taken.document.is_some() {
            let message = "Đính chính, thay thế thì nêu số văn bản ở `document`; bước khác thì không.";
            found.push(Problem::new(&field, message.to_owned()));
        }
    }
    if row.steps.iter().any(|taken| taken.step == Step::Sign) != row.signer.is_some() {
        let message = "Văn bản đã ký thì phải có người ký, chưa ký thì không; hãy sửa `signer`.";
        found.push(Problem::new(format!("{path}.signer"), message.to_owned()));
    }
    if !row.receipts.is_empty() && !state.is_numbered() {
        let message = "Văn bản chưa phát hành nên chưa gửi cho ai; hãy bỏ `receipts`.";
        found.push(Problem::new(format!("{path}.receipts"), message.to_owned()));
    }
    found
}
