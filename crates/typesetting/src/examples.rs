//! Data files to start from: a filled example of each kind, and templates of papers that every office needs.

use crate::kind::Kind;

/// A paper that many offices issue, with its own places left to be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name: `thanh_lap_ban_chi_dao`.
    pub name: &'static str,
    /// What it is, in Vietnamese.
    pub title: &'static str,
    /// The kind of paper it becomes.
    pub kind: Kind,
    /// The data file.
    pub data: &'static str,
}

/// Every template.
pub const TEMPLATES: &[Template] = &[Template {
    name: "thanh_lap_ban_chi_dao",
    title: "Quyết định thành lập Ban Chỉ đạo, kèm danh sách thành viên và quy chế hoạt động",
    kind: Kind::QuyetDinh,
    data: include_str!("../templates/thanh_lap_ban_chi_dao.toml"),
}];

/// The example of a kind.
pub fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::QuyetDinh => include_str!("../examples/quyet_dinh.toml"),
        Kind::KeHoach => include_str!("../examples/ke_hoach.toml"),
        Kind::BaoCao => include_str!("../examples/bao_cao.toml"),
        Kind::ToTrinh => include_str!("../examples/to_trinh.toml"),
        Kind::ThongBao => include_str!("../examples/thong_bao.toml"),
        Kind::CongVan => include_str!("../examples/cong_van.toml"),
        Kind::GiayMoi => include_str!("../examples/giay_moi.toml"),
        Kind::BienBan => include_str!("../examples/bien_ban.toml"),
        Kind::VanBan => include_str!("../examples/van_ban.toml"),
        Kind::GiayKhen => include_str!("../examples/giay_khen.toml"),
    }
}
