//! The exchange of papers between agencies: edXML as QCVN 102:2016/BTTTT lays it down, and a ZIP of a paper with its annexes.
//!
//! Read leniently ([`read`]): element names without regard to case or prefix, the flat older variants, dates in every
//! order, one or many attachments, plain or in a ZIP; what is not there is absent. Written in one version ([`write()`]), with
//! the spellings of the standard's own samples (`Bussiness`, `TyperNotation`), each attachment as base64 of a ZIP.
//!
//! The axis itself, its accounts and certificates are outside: this makes and takes files.

mod archive;
mod model;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use archive::{Member, pack, unpack};
pub use model::{Agency, Attachment, Envelope, Signatory, Status, Trace};
pub use read::{LARGEST, read};
pub use write::write;

/// Why a file is not an exchanged paper, or cannot become one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// The file is no XML, or is cut off.
    #[error("tệp không phải XML đọc được: {0}")]
    NotXml(String),
    /// It is XML, but no exchanged paper.
    #[error("tệp XML không phải văn bản trao đổi (edXML)")]
    NotEdXml,
    /// It is nested or grows beyond every real paper.
    #[error("tệp quá lớn hoặc lồng quá sâu")]
    TooLarge,
    /// An attachment cannot be decoded; its name follows.
    #[error("không giải mã được tệp kèm “{0}”")]
    Attachment(String),
    /// An archive cannot be read or written.
    #[error("không đọc hoặc ghi được tệp nén: {0}")]
    Archive(String),
}
