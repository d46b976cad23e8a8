//! A filled data file of each kind, to start from.

use crate::kind::Kind;

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
