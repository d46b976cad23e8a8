//! The measures of `layout.toml`: what Annex I of Decree 30/2020/NĐ-CP asks of each box of a paper.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// Points in a millimetre.
pub const POINTS_PER_MM: f64 = 72.0 / 25.4;

/// The layout, read once.
pub fn layout() -> &'static Layout {
    static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
        toml::from_str(include_str!("../layout.toml")).expect("the layout is a file of this crate and a test reads it")
    });
    &LAYOUT
}

/// All measures.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// A4 upright.
    pub page: PageMeasures,
    /// A certificate.
    pub certificate: CertificateMeasures,
    /// A row for each piece.
    pub pieces: BTreeMap<Piece, Style>,
}

impl Layout {
    /// The row of a piece.
    pub fn style(&self, piece: Piece) -> &Style {
        self.pieces.get(&piece).expect("a test asserts a row for every piece")
    }
}

/// Measures of a page of a paper, in millimetres.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it, and layout.toml what is special")]
pub struct PageMeasures {
    pub width: f64,
    pub height: f64,
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    pub right: f64,
    pub header: f64,
    pub footer: f64,
    pub head_columns: [f64; 2],
    pub closing_columns: [f64; 2],
    pub signature_room: f64,
}

/// Measures of a certificate, in millimetres unless layout.toml says otherwise.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it, and layout.toml what is special")]
pub struct CertificateMeasures {
    pub width: f64,
    pub height: f64,
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    pub right: f64,
    pub border: f64,
    pub border_gap: f64,
    pub border_weight: f64,
    pub border_colour: String,
    pub columns: [f64; 2],
    pub signature_room: f64,
}

/// How a piece looks.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// Its Vietnamese name, which Word shows.
    pub label: String,
    /// The box of the decree's plan, where there is one.
    #[serde(default, rename = "box")]
    pub box_number: Option<String>,
    /// Points.
    pub size: f64,
    /// Bold.
    #[serde(default)]
    pub bold: bool,
    /// Italic.
    #[serde(default)]
    pub italic: bool,
    /// Capital letters.
    #[serde(default)]
    pub caps: bool,
    /// Where its lines stand.
    pub align: Align,
    /// Indent of the first line, mm.
    #[serde(default)]
    pub first_line: f64,
    /// Indent of all lines, mm.
    #[serde(default)]
    pub left: f64,
    /// Gap above, points.
    #[serde(default)]
    pub before: f64,
    /// Line spacing as a multiple of single.
    #[serde(default = "one")]
    pub line: f64,
    /// A rule below the text.
    #[serde(default)]
    pub rule: Option<RuleLength>,
    /// Between the text and its rule, points.
    #[serde(default = "rule_gap")]
    pub rule_gap: f64,
    /// Weight of the rule, points.
    #[serde(default = "rule_weight")]
    pub rule_weight: f64,
    /// Width and height of the frame around it, mm; a width of nought fits the text.
    #[serde(default)]
    pub frame: Option<[f64; 2]>,
    /// Hexadecimal colour; black where there is none.
    #[serde(default)]
    pub colour: Option<String>,
    /// Stays on the page of what follows.
    #[serde(default)]
    pub keep: bool,
}

fn one() -> f64 {
    1.0
}

fn rule_gap() -> f64 {
    2.5
}

fn rule_weight() -> f64 {
    0.75
}

/// Where lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Align {
    Left,
    Center,
    Right,
    Justify,
}

/// How long a rule is, measured on the line of text above it.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub enum RuleLength {
    /// As long as the line.
    Whole,
    /// A share of the line.
    Share(f64),
}

impl RuleLength {
    /// The share of the line.
    pub fn share(self) -> f64 {
        match self {
            Self::Whole => 1.0,
            Self::Share(share) => share,
        }
    }
}

impl TryFrom<String> for RuleLength {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text == "whole" {
            return Ok(Self::Whole);
        }
        text.parse().map(Self::Share).map_err(|_| format!("a rule is \"whole\" or a share, not \"{text}\""))
    }
}

impl From<RuleLength> for String {
    fn from(length: RuleLength) -> Self {
        match length {
            RuleLength::Whole => "whole".to_owned(),
            RuleLength::Share(share) => share.to_string(),
        }
    }
}

macro_rules! pieces {
    ($($name:ident $key:literal $id:literal),+ $(,)?) => {
        /// A piece of a paper that has a look of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
        #[expect(missing_docs, reason = "layout.toml labels each")]
        pub enum Piece { $(#[serde(rename = $key)] $name),+ }

        impl Piece {
            /// Every piece.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The identifier of its style in a DOCX.
            pub fn style_id(self) -> &'static str {
                match self { $(Self::$name => $id),+ }
            }
        }
    };
}

pieces! {
    State "state" "QuocHieu",
    Motto "motto" "TieuNgu",
    Parent "parent" "CoQuanChuQuan",
    Issuer "issuer" "CoQuanBanHanh",
    Number "number" "SoKyHieu",
    PlaceAndDate "place_and_date" "DiaDanhThoiGian",
    DispatchSubject "dispatch_subject" "TrichYeuCongVan",
    Secrecy "secrecy" "DoMat",
    Urgency "urgency" "DoKhan",
    Circulation "circulation" "PhamViLuuHanh",
    TypeName "type_name" "TenLoai",
    Subject "subject" "TrichYeu",
    Addressee "addressee" "KinhGui",
    Addressees "addressees" "KinhGuiNhieuNoi",
    AddresseeItem "addressee_item" "NoiKinhGui",
    Authority "authority" "ThamQuyen",
    Base "base" "CanCu",
    Resolve "resolve" "ChuQuyetDinh",
    Paragraph "paragraph" "NoiDung",
    PartNumber "part_number" "SoPhan",
    PartTitle "part_title" "TieuDePhan",
    ChapterNumber "chapter_number" "SoChuong",
    ChapterTitle "chapter_title" "TieuDeChuong",
    SectionNumber "section_number" "SoMuc",
    SectionTitle "section_title" "TieuDeMuc",
    Heading "heading" "DeMucLaMa",
    Subheading "subheading" "DeMuc",
    Article "article" "Dieu",
    Clause "clause" "Khoan",
    Point "point" "Diem",
    ListItem "list_item" "GachDauDong",
    TableCaption "table_caption" "TenBang",
    TableUnit "table_unit" "DonViTinh",
    TableHead "table_head" "DauBang",
    TableCell "table_cell" "OBang",
    Figure "figure" "Hinh",
    FigureCaption "figure_caption" "TenHinh",
    Capacity "capacity" "QuyenHanChucVu",
    Signer "signer" "NguoiKy",
    Recipients "recipients" "NoiNhan",
    Recipient "recipient" "DanhSachNoiNhan",
    Drafter "drafter" "KyHieuSoanThao",
    Contact "contact" "DiaChiCoQuan",
    AnnexNumber "annex_number" "SoPhuLuc",
    AnnexTitle "annex_title" "TenPhuLuc",
    AnnexReference "annex_reference" "VanBanKemPhuLuc",
    PageNumber "page_number" "SoTrang",
    AwardAuthority "award_authority" "NguoiTang",
    AwardGives "award_gives" "ChuTang",
    AwardName "award_name" "TenHinhThucKhen",
    AwardRecipient "award_recipient" "NguoiDuocKhen",
    AwardPosition "award_position" "ChucVuDonVi",
    AwardMerit "award_merit" "ThanhTich",
    AwardDecision "award_decision" "QuyetDinhKhenThuong",
}
