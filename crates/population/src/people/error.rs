//! Why people cannot be sealed or opened, in Vietnamese.

use std::io;
use std::path::{Path, PathBuf};

/// Why people cannot be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// There are sealed people, and the key file is gone.
    #[error(
        "Không tìm thấy tệp khóa {path}: dữ liệu người dân đã được niêm phong bằng khóa này nên không mở được. Hãy chép tệp khóa từ bản sao lưu về đúng chỗ; không tạo khóa mới vì khóa mới không mở được dữ liệu cũ."
    )]
    KeyMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// Others than the owner may read the key file.
    #[error("Tệp khóa {path} đang cho người khác đọc (quyền {mode:03o}): hãy chạy `chmod 600 {path}` rồi làm lại.")]
    KeyOpenToOthers {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The key file does not hold a key.
    #[error("Tệp khóa {path} không phải là khóa 32 byte: hãy chép lại tệp khóa từ bản sao lưu.")]
    KeyMalformed {
        /// The file.
        path: PathBuf,
    },
    /// The key file is another installation's, or the wrapped key was changed.
    #[error(
        "Khóa không mở được dữ liệu người dân của bản chụp {snapshot}: khóa của nơi khác, hoặc tệp bị sửa. Hãy chép đúng tệp khóa từ bản sao lưu."
    )]
    WrongKey {
        /// The snapshot's identifier.
        snapshot: String,
    },
    /// The snapshot has no sealed people, or was erased.
    #[error("Bản chụp không có dữ liệu người dân ({path}): chỉ nhập số liệu, hoặc dữ liệu đã được xóa.")]
    NoPeople {
        /// What is not there.
        path: PathBuf,
    },
    /// The bytes are not what was written.
    #[error("Tệp {path} bị hỏng hoặc bị sửa ({what}): hãy lấy lại tệp từ bản sao lưu hoặc nhập lại danh sách.")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong in it.
        what: &'static str,
    },
    /// The rows came without what identifies a person.
    #[error("Các dòng được đọc không có thông tin người dân: hãy đọc danh sách với đủ họ tên và số thẻ.")]
    WithoutDetails,
    /// A row names a commune or a code that the lists of this snapshot do not have.
    #[error("Một dòng có số thứ tự {what} ngoài danh mục: hãy nhập lại danh sách.")]
    OutOfList {
        /// "xã", "mã đối tượng", "dân tộc".
        what: &'static str,
    },
    /// More in one place than the format holds.
    #[error("Quá nhiều dòng cho một xã hoặc một người ({what}): hãy kiểm tra lại cột mã xã và mã số của danh sách.")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
    },
    /// The operating system refused.
    #[error("Không đọc hoặc ghi được {path}: {source}.")]
    Io {
        /// What was being read or written.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The operating system gave no random bytes.
    #[error("Không lấy được số ngẫu nhiên của hệ điều hành: {source}.")]
    NoChance {
        /// Why.
        source: io::Error,
    },
}

impl PeopleError {
    /// Makes an error of reading or writing at `path`.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> PeopleError + '_ {
        |source| PeopleError::Io { path: path.to_owned(), source }
    }

    pub(super) fn damaged(path: &Path, what: &'static str) -> PeopleError {
        PeopleError::Damaged { path: path.to_owned(), what }
    }
}
