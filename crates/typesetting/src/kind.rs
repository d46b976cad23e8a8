//! The kinds of paper that can be written, by Article 7 and Annex III of Decree 30/2020/NĐ-CP.

use std::fmt;
use std::str::FromStr;

/// A kind of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Quyết định (QĐ), form 1.2 of Annex III.
    QuyetDinh,
    /// Kế hoạch (KH), form 1.4.
    KeHoach,
    /// Báo cáo (BC), form 1.4.
    BaoCao,
    /// Tờ trình (TTr), form 1.4.
    ToTrinh,
    /// Thông báo (TB), form 1.4.
    ThongBao,
    /// Công văn, form 1.5: no type name, "V/v …" under its number.
    CongVan,
    /// Giấy mời (GM), form 1.7.
    GiayMoi,
    /// Biên bản (BB), form 1.9.
    BienBan,
    /// Any other named type, form 1.4: chương trình, hướng dẫn, phương án, chỉ thị…
    VanBan,
    /// Giấy khen or bằng khen: a certificate of one landscape page.
    GiayKhen,
}

impl Kind {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 10] = [
        Self::QuyetDinh,
        Self::KeHoach,
        Self::BaoCao,
        Self::ToTrinh,
        Self::ThongBao,
        Self::CongVan,
        Self::GiayMoi,
        Self::BienBan,
        Self::VanBan,
        Self::GiayKhen,
    ];

    /// The name used on the command line: `quyet_dinh`.
    pub fn key(self) -> &'static str {
        match self {
            Self::QuyetDinh => "quyet_dinh",
            Self::KeHoach => "ke_hoach",
            Self::BaoCao => "bao_cao",
            Self::ToTrinh => "to_trinh",
            Self::ThongBao => "thong_bao",
            Self::CongVan => "cong_van",
            Self::GiayMoi => "giay_moi",
            Self::BienBan => "bien_ban",
            Self::VanBan => "van_ban",
            Self::GiayKhen => "giay_khen",
        }
    }

    /// Its abbreviation in Annex III, in lower case and with d for đ; empty where there is none.
    fn abbreviation(self) -> &'static str {
        match self {
            Self::QuyetDinh => "qd",
            Self::KeHoach => "kh",
            Self::BaoCao => "bc",
            Self::ToTrinh => "ttr",
            Self::ThongBao => "tb",
            Self::CongVan => "cv",
            Self::GiayMoi => "gm",
            Self::BienBan => "bb",
            Self::VanBan | Self::GiayKhen => "",
        }
    }

    /// The name written over the subject; none for a dispatch, and none where the data must say it.
    pub fn type_name(self) -> Option<&'static str> {
        match self {
            Self::QuyetDinh => Some("Quyết định"),
            Self::KeHoach => Some("Kế hoạch"),
            Self::BaoCao => Some("Báo cáo"),
            Self::ToTrinh => Some("Tờ trình"),
            Self::ThongBao => Some("Thông báo"),
            Self::GiayMoi => Some("Giấy mời"),
            Self::BienBan => Some("Biên bản"),
            Self::CongVan | Self::VanBan | Self::GiayKhen => None,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.key())
    }
}

/// No kind has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Không có loại văn bản `{0}`; hãy chọn một trong: {list}.", list = Kind::ALL.map(Kind::key).join(", "))]
pub struct UnknownKind(pub String);

impl FromStr for Kind {
    type Err = UnknownKind;

    /// By its key, its name in Vietnamese or its abbreviation of Annex III (QĐ, TTr; CV for a dispatch), whatever the case.
    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let wanted = text.trim().to_lowercase().replace(['-', ' '], "_");
        let named = |kind: &Self| {
            let name = kind.type_name().map(|name| name.to_lowercase().replace(' ', "_"));
            kind.key() == wanted
                || name.as_deref() == Some(wanted.as_str())
                || (wanted.len() > 1 && kind.abbreviation() == wanted.replace('đ', "d"))
        };
        Self::ALL.into_iter().find(named).ok_or_else(|| UnknownKind(text.to_owned()))
    }
}
