//! Roles, passwords, tokens: the pure part.

use platform::problem::{Fault, Problem};

/// How long a session lives without being used, in hours.
pub const SESSION_HOURS: i64 = 12;
/// Failed logins of one account or one address within [`ATTEMPT_MINUTES`] after which the door stays shut.
pub const ATTEMPTS: u64 = 5;
/// The span in which failed logins are counted.
pub const ATTEMPT_MINUTES: i64 = 15;
/// Shortest password.
pub const PASSWORD_LENGTH: usize = 8;

/// A role an account may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Role {
    /// Key in the database and on the command line.
    pub key: &'static str,
    /// Name in Vietnamese.
    pub name: &'static str,
    /// Name in English.
    pub name_en: &'static str,
}

/// The roles that follow from the duties in the source documents.
pub const ROLES: &[Role] = &[
    Role { key: "system_admin", name: "Quản trị hệ thống", name_en: "System administrator" },
    Role { key: "director_general", name: "Tổng Giám đốc", name_en: "Director General" },
    Role { key: "emulation_department", name: "Vụ Thi đua - Khen thưởng", name_en: "Emulation department" },
    Role { key: "council_member", name: "Thành viên Hội đồng thi đua", name_en: "Council member" },
    Role { key: "collection_department", name: "Ban Quản lý Thu - Sổ, Thẻ", name_en: "Collection department" },
    Role {
        key: "insurance_policy_department",
        name: "Ban Thực hiện chính sách BHYT",
        name_en: "Health-insurance policy department",
    },
    Role { key: "inspection_department", name: "Vụ Thanh tra - Kiểm tra", name_en: "Inspection department" },
    Role { key: "central_office", name: "Văn phòng BHXH Việt Nam", name_en: "Central office" },
    Role { key: "communication", name: "Truyền thông", name_en: "Communication" },
    Role { key: "clerk", name: "Văn thư", name_en: "Clerk" },
    Role { key: "province_director", name: "Giám đốc BHXH tỉnh", name_en: "Provincial director" },
    Role {
        key: "province_focal_unit", name: "Phòng Tổ chức cán bộ (đầu mối tỉnh)", name_en: "Provincial focal unit"
    },
    Role { key: "local_officer", name: "BHXH huyện, cơ sở", name_en: "Local officer" },
    Role { key: "committee_member", name: "Thành viên Ban Chỉ đạo", name_en: "Steering-committee member" },
    Role { key: "viewer", name: "Người xem", name_en: "Viewer" },
];

/// The role of a key.
pub fn role(key: &str) -> Option<&'static Role> {
    ROLES.iter().find(|role| role.key == key)
}

/// Checks an account name: 2–40 of a–z, 0–9, dot, dash, underscore.
pub fn check_name(name: &str) -> Result<(), Fault> {
    let allowed =
        |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || ".-_".contains(character);
    if (2..=40).contains(&name.len()) && name.chars().all(allowed) {
        return Ok(());
    }
    Err(Fault::field(
        "name",
        format!("“{name}” không dùng làm tên tài khoản được"),
        "Dùng 2 đến 40 ký tự a–z, 0–9, dấu chấm, gạch.",
    ))
}

/// Checks a new password.
pub fn check_password(password: &str) -> Result<(), Fault> {
    if password.chars().count() >= PASSWORD_LENGTH {
        return Ok(());
    }
    Err(Fault::field("password", "mật khẩu quá ngắn", format!("Dùng ít nhất {PASSWORD_LENGTH} ký tự.")))
}

/// A random token of 256 bits in hexadecimal.
pub fn new_token() -> Result<String, Problem> {
    Ok(platform::audit::hex(&platform::random::bytes::<32>()?))
}

/// A random password that can be read aloud: four groups of letters and digits that do not look alike.
pub fn new_password() -> Result<String, Problem> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789z";
    let bytes = platform::random::bytes::<16>()?;
    let groups: Vec<String> = bytes
        .chunks(4)
        .map(|chunk| chunk.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect())
        .collect();
    Ok(groups.join("-"))
}
