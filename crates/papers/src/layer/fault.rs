//! Why a file cannot be read, in the officer's language: what, where, what to do.

use thiserror::Error;

/// A file that cannot be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}: {fault}")]
pub struct LayerError {
    /// The name of the file.
    pub file: String,
    /// Why.
    pub fault: Fault,
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// No letter in it.
    #[error("Tệp không có chữ nào. Hãy kiểm tra lại tệp đã chọn.")]
    Empty,
    /// Larger than any paper.
    #[error("Tệp lớn hơn 256 MB, quá cỡ một văn bản. Hãy tách phần văn bản ra tệp riêng rồi thử lại.")]
    TooLarge,
    /// The binary format of Word before 2007.
    #[error(
        "Đây là tệp Word đời cũ (.doc), chưa đọc được. Hãy mở bằng Word hoặc LibreOffice, lưu lại dạng .docx rồi thử lại."
    )]
    OldWord,
    /// Rich text format.
    #[error("Đây là tệp RTF, chưa đọc được. Hãy mở bằng Word hoặc LibreOffice, lưu lại dạng .docx rồi thử lại.")]
    RichText,
    /// A picture.
    #[error("Đây là tệp ảnh, không có lớp chữ. Hãy nhận dạng chữ (OCR) thành .docx hoặc PDF có lớp chữ rồi thử lại.")]
    Picture,
    /// An encoding that cannot be told with certainty.
    #[error(
        "Không xác định chắc chắn được bảng mã của tệp (không phải Unicode, windows-1258, TCVN3 hay VNI). Hãy lưu lại tệp với bảng mã UTF-8 rồi thử lại."
    )]
    Encoding,
    /// A ZIP file that is damaged or is no DOCX.
    #[error(
        "Tệp nén (ZIP) nhưng không phải văn bản Word .docx, hoặc đã hỏng. Hãy mở bằng Word, lưu lại dạng .docx rồi thử lại."
    )]
    NotWord,
    /// Damaged XML inside a DOCX.
    #[error("Nội dung bên trong tệp .docx bị hỏng ở byte {at} của {part}. Hãy mở bằng Word, lưu lại rồi thử lại.")]
    BrokenXml {
        /// The part of the package.
        part: String,
        /// The byte of the part at which reading stopped.
        at: u64,
    },
    /// A file that swells beyond its limit.
    #[error(
        "Tệp bung ra lớn bất thường so với cỡ của nó (dấu hiệu tệp cố ý làm hỏng), nên dừng đọc. Hãy xin lại bản gốc từ nơi gửi."
    )]
    Swollen,
    /// A damaged PDF.
    #[error(
        "Tệp PDF bị hỏng, không mở được. Hãy tải lại tệp, hoặc mở bằng trình đọc PDF và in lại ra PDF mới rồi thử lại."
    )]
    BrokenPdf,
    /// A PDF under a password.
    #[error("Tệp PDF có mật khẩu. Hãy mở bằng trình đọc PDF, bỏ mật khẩu, lưu lại rồi thử lại.")]
    Locked,
    /// A PDF of pictures.
    #[error(
        "Tệp PDF ({pages} trang) chỉ có ảnh quét, không có lớp chữ. Hãy nhận dạng chữ (OCR) bằng phần mềm của máy quét, lưu thành PDF có lớp chữ hoặc .docx rồi thử lại."
    )]
    NoTextLayer {
        /// Pages of the file.
        pages: usize,
    },
    /// A PDF whose fonts do not say which letters they draw.
    #[error(
        "Tệp PDF có chữ nhưng phông chữ không cho biết mã chữ, nên không lấy ra được. Hãy nhận dạng chữ (OCR) hoặc xin bản .docx rồi thử lại."
    )]
    UnreadableFonts,
}
