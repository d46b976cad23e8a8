//! The few words a drawing says by itself.

/// Language of a drawing's own words; numbers stay in Vietnamese format in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vietnamese,
    /// English.
    English,
}

/// How a result stands against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Beyond the target.
    Exceeded,
    /// Exactly what the target asks.
    Met,
    /// Short of the target.
    Missed,
    /// Not to be told: the result, the target or a part of them is unknown.
    Unknown,
}

pub(crate) struct Words {
    pub result: &'static str,
    pub target: &'static str,
    pub unfinished: &'static str,
    pub over: &'static str,
    pub under: &'static str,
    pub missing: &'static str,
    pub missing_result: &'static str,
    pub missing_target: &'static str,
    pub missing_data: &'static str,
    pub exceeded: &'static str,
    pub met: &'static str,
    pub missed: &'static str,
    pub unknown: &'static str,
    pub first: &'static str,
    pub last: &'static str,
    pub lowest: &'static str,
    pub highest: &'static str,
    pub total: &'static str,
    pub not_on_map: &'static str,
}

impl Language {
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Language::Vietnamese => &VIETNAMESE,
            Language::English => &ENGLISH,
        }
    }
}

impl Words {
    pub fn standing(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Exceeded => self.exceeded,
            Standing::Met => self.met,
            Standing::Missed => self.missed,
            Standing::Unknown => self.unknown,
        }
    }
}

static VIETNAMESE: Words = Words {
    result: "Kết quả",
    target: "Chỉ tiêu",
    unfinished: "Chưa hết năm",
    over: "Vượt",
    under: "Còn thiếu",
    missing: "chưa có",
    missing_result: "chưa có kết quả",
    missing_target: "chưa có chỉ tiêu",
    missing_data: "chưa có số liệu",
    exceeded: "vượt",
    met: "đạt",
    missed: "chưa đạt",
    unknown: "chưa rõ",
    first: "Đầu kỳ",
    last: "Cuối kỳ",
    lowest: "thấp nhất",
    highest: "cao nhất",
    total: "Tổng",
    not_on_map: "Không có tỉnh mã",
};

static ENGLISH: Words = Words {
    result: "Result",
    target: "Target",
    unfinished: "Year not over",
    over: "Over",
    under: "Short by",
    missing: "none yet",
    missing_result: "no result yet",
    missing_target: "no target yet",
    missing_data: "no data yet",
    exceeded: "exceeded",
    met: "met",
    missed: "not met",
    unknown: "unknown",
    first: "First",
    last: "Last",
    lowest: "lowest",
    highest: "highest",
    total: "Total",
    not_on_map: "No province has code",
};
