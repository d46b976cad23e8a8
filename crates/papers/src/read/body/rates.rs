//! Rates and people that are none of those who take part, though a number near them is: "tỷ lệ dân số dùng nước sạch", "người lao động: 85%".

use super::measures;
use super::targets::{Around, Reader};
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::{Phrases, phrases};

/// What may stand between "tỷ lệ" and its value where it goes on with what was measured before.
const RATE_WORDS: [Key; 62] = [
    key!("này"),
    key!("đó"),
    key!("đạt"),
    key!("là"),
    key!("bao"),
    key!("phủ"),
    key!("tham"),
    key!("gia"),
    key!("chung"),
    key!("của"),
    key!("toàn"),
    key!("tỉnh"),
    key!("huyện"),
    key!("xã"),
    key!("thị"),
    key!("trấn"),
    key!("phường"),
    key!("thành"),
    key!("phố"),
    key!("quận"),
    key!("cả"),
    key!("nước"),
    key!("dân"),
    key!("số"),
    key!("người"),
    key!("trên"),
    key!("từ"),
    key!("lên"),
    key!("năm"),
    key!("phải"),
    key!("tối"),
    key!("thiểu"),
    key!("ít"),
    key!("nhất"),
    key!("mức"),
    key!("đến"),
    key!("hết"),
    key!("cuối"),
    key!("vào"),
    key!("có"),
    key!("thẻ"),
    key!("tăng"),
    key!("giảm"),
    key!("còn"),
    key!("xuống"),
    key!("dưới"),
    key!("không"),
    key!("thấp"),
    key!("hơn"),
    key!("quá"),
    key!("vượt"),
    key!("bình"),
    key!("quân"),
    key!("phấn"),
    key!("đấu"),
    key!("khoảng"),
    key!("lệ"),
    key!("cao"),
    key!("cần"),
    key!("nâng"),
    key!("tương"),
    key!("ứng"),
];

impl Reader<'_, '_, '_> {
    /// "tỷ lệ số xã đạt chuẩn", "tỷ lệ dân số dùng nước sạch": a rate whose name says of what, and that is none of those who take part.
    pub(super) fn names_other_rate(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let rates = phrases!["tỷ lệ", "tỉ lệ"];
        let Some(start) = around.before.clone().rev().find_map(|index| document.after_any(index, rates)) else {
            return false;
        };
        let name = start..around.amount.start();
        let other = |index: usize| {
            document
                .get(index)
                .is_some_and(|token| token.is_word() && !token.is_capital() && !RATE_WORDS.contains(&token.key))
                && document.date_at(index).is_none()
        };
        measures::last_mention(document, name.clone()).is_none() && name.clone().any(other)
    }

    /// "- Người lao động trong doanh nghiệp: 85%" in a list of groups: people of whom no indicator is.
    pub(super) fn labels_others(&self, around: &Around<'_>) -> bool {
        const OTHERS: &Phrases = phrases![
            "người lao động trong",
            "lao động trong",
            "doanh nghiệp",
            "hộ nông",
            "hộ kinh doanh",
            "hội viên",
            "đoàn viên",
            "cán bộ",
            "thân nhân"
        ];
        let labels = [marks::COLON, key!("đạt"), key!("là")];
        let start = around.amount.start();
        let labelled = (start.saturating_sub(4).max(around.before.start)..start)
            .any(|index| self.scene.document.is_any(index, &labels));
        labelled
            && self.scene.has(&around.before, OTHERS)
            && !self.scene.has(&around.before, phrases!["bao phủ", "dân số"])
    }

    /// "…, người lao động trong doanh nghiệp đạt 95%": people of their own before a number.
    pub(super) fn names_people(&self, around: &Around<'_>) -> bool {
        self.scene.has(&around.before, phrases!["người", "hộ", "lao động", "thân nhân", "cán bộ", "hội viên"])
    }
}
