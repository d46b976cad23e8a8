//! Numbers that say whom something concerns or what earns a reward: "các xã có tỷ lệ dưới 75% phải …", "80% số xã có tỷ lệ trên 90%".

use super::amounts::Unit;
use super::measures::{Measure, Mention};
use super::outline::Topic;
use super::scope;
use super::targets::{Around, Reader};
use super::tense::Tense;
use super::{Clause, Scene};
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::{Phrases, phrases};

/// Words between "có" and the bound of a condition: "trường có tỷ lệ học sinh tham gia BHYT dưới 98%".
const WIDEST_CONDITION: usize = 12;

/// Words between a number and what it earns.
const FAR: usize = 60;

/// Percent of a wage that all insurances together take at most.
const HIGHEST_CONTRIBUTION: f64 = 35.0;

/// What reaching or missing a value earns.
const REWARDS: &Phrases = phrases![
    "được xét",
    "được đề nghị",
    "được khen",
    "được tặng",
    "được biểu dương",
    "được thưởng",
    "giải trình",
    "phải kiểm điểm"
];

/// Whether a clause stands under the conditions of a title or a reward: "Điều kiện xét danh hiệu", not "Nội dung, tiêu chí thi đua".
pub(super) fn earns(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    const EARNS: &Phrases = phrases!["điều kiện", "danh hiệu", "giấy khen", "bằng khen"];
    const AIMS: &Phrases = phrases!["nội dung", "mục tiêu", "chỉ tiêu", "tiêu chí"];
    let heading = scene.outline.chain(clause.paragraph).find(|heading| heading.topic.is_some());
    heading.is_some_and(|heading| {
        heading.topic == Some(Topic::Award) && scene.has(&heading.content, EARNS) && !scene.has(&heading.content, AIMS)
    })
}

impl Reader<'_, '_, '_> {
    /// "các xã có tỷ lệ dưới 75% phải …", "nếu đạt trên 90%": whom something concerns, not what is asked for.
    pub(super) fn is_condition(&self, around: &Around<'_>) -> bool {
        const IF: &Phrases = phrases!["nếu", "trường hợp", "được xem xét khi", "chỉ khi"];
        const THEN: &Phrases = phrases!["trừ điểm", "cộng điểm", "bị phê bình", "xếp loại", "không xét"];
        const AIMS: [Key; 10] = [
            key!("đấu"),
            key!("đảm"),
            key!("để"),
            key!("đến"),
            key!("phải"),
            key!("cần"),
            key!("sẽ"),
            key!("và"),
            key!("là"),
            key!("nay"),
        ];
        let document = self.scene.document;
        let from = around.amount.start().saturating_sub(WIDEST_CONDITION).max(self.clause.tokens.start + 1);
        let having = (from..around.amount.start())
            .rev()
            .take_while(|index| !document.is_any(*index, &[marks::COMMA, marks::COLON]))
            .find(|index| document.is(*index, key!("có")));
        let whose = having.is_some_and(|having| {
            let before = having - 1;
            let aim = document.is_any(before, &AIMS) || document.date_at(before).is_some();
            document.get(before).is_some_and(|token| token.is_word())
                && !aim
                && scope::level_in(document, &(before.saturating_sub(1)..having)).is_none()
        });
        whose
            || self.scene.has(&(self.clause.tokens.start..around.amount.start()), IF)
            || [THEN, REWARDS].iter().any(|set| self.scene.has(&(around.amount.end..self.clause.tokens.end), set))
    }

    /// "100% xã đạt tỷ lệ bao phủ BHYT trên 90%", "80% số xã có tỷ lệ trên 90%": what units must reach to be counted is no aim of its own.
    pub(super) fn is_threshold_of_units(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        if around.amount.unit != Some(Unit::Percent) || around.tense == Tense::Reached {
            return false;
        }
        let before = self.clause.tokens.start..around.amount.start();
        let units =
            phrases!["xã", "phường", "huyện", "thôn", "ấp", "khóm", "khu phố", "tổ dân phố", "trường", "địa phương"];
        // "100% xã", "12/17 xã".
        let counts = |index: &usize| {
            document.is(*index, marks::PERCENT)
                || document.is_number(*index)
                    && document.digits(*index, 4..5).is_none_or(|year| !(1990..2100).contains(&year))
                    && document.after_any(*index + 1, units).is_some()
        };
        // "số xã, phường có tỷ lệ bao phủ trên 95% là 120".
        let listed = phrases!["số xã", "số huyện", "số trường", "số thôn", "số địa phương"];
        if let Some(found) = listed.iter().find_map(|words| document.find(before.clone(), words)) {
            let rated = document.find(found.end..before.end, phrase!("có tỷ lệ"));
            let own = rated.is_some_and(|rated| {
                rated.start - found.end <= 8
                    && !(found.end..rated.start).any(|index| document.is_number(index))
                    && !(rated.end..before.end).any(|index| document.is_any(index, &[marks::COMMA, marks::SEMICOLON]))
            });
            if own {
                return true;
            }
        }
        let Some(share) = before.clone().rev().find(counts) else { return false };
        let own = share + 1..around.amount.start();
        let whose = document.after_any(own.start, phrases!["số", "các"]).unwrap_or(own.start);
        let Some(of) = document.after_any(whose, units) else { return false };
        let reach = phrases!["đạt tỷ lệ", "có tỷ lệ", "đạt tỉ lệ", "có tỉ lệ", "đạt", "có", "dưới", "trên"];
        let Some(at) = (of..own.end).find(|index| document.after_any(*index, reach).is_some()) else { return false };
        at - of <= 5
            && !own.clone().any(|index| document.is_any(index, &[marks::SEMICOLON, marks::COLON, marks::OPEN]))
            && !(at..own.end).any(|index| document.is(index, marks::COMMA))
    }

    /// "các xã có tỷ lệ bao phủ dưới 85%": below what a unit is meant, and nothing is asked for.
    pub(super) fn concerns(&self, around: &Around<'_>, mentions: &[Mention]) -> bool {
        let owed = mentions.iter().any(|mention| mention.measure == Measure::Debt);
        let below = || self.bound(around) == Some("<");
        around.amount.unit == Some(Unit::Percent) && !owed && below() && self.is_condition(around)
    }

    /// "đóng BHXH 8%, BHYT 1,5%, BHTN 1%", "mức đóng bằng 4,5% lương cơ sở": what is paid of a wage.
    pub(super) fn is_contribution(&self, around: &Around<'_>) -> bool {
        const PAYS: &Phrases = phrases![
            "mức đóng",
            "tỷ lệ đóng",
            "đóng BHXH",
            "đóng BHYT",
            "đóng BHTN",
            "đóng bảo hiểm",
            "đóng vào",
            "tiền lương",
            "lương cơ sở",
            "lương tối thiểu"
        ];
        const COVERS: &Phrases =
            phrases!["bao phủ", "tham gia", "nợ", "chậm đóng", "trốn đóng", "dân số", "lực lượng lao động", "hài lòng"];
        // "hỗ trợ 30% đối với hộ nghèo, 25% đối với hộ cận nghèo", "thanh toán 80% đối với người tham gia khác", "7% số tiền đóng".
        const GIVES: &Phrases = phrases!["hỗ trợ", "thanh toán", "thù lao", "hoa hồng", "chi trả", "được hưởng", "giảm trừ"];
        const OF: &Phrases = phrases!["đối với", "chi phí", "số tiền", "mức đóng", "mức hưởng", "tiền đóng", "mức thu nhập"];
        const RATED: &Phrases = phrases!["tỷ lệ", "bao phủ", "phấn đấu", "có thẻ"];
        let document = self.scene.document;
        let before = self.clause.tokens.start..around.amount.start();
        let percent = around.amount.unit == Some(Unit::Percent);
        if percent
            && document.after_any(around.amount.end, OF).is_some()
            && self.scene.has(&before, GIVES)
            && !self.scene.has(&before, RATED)
        {
            return true;
        }
        let paid = percent && around.amount.value <= HIGHEST_CONTRIBUTION;
        paid && self.scene.has(&self.clause.tokens, PAYS) && !self.scene.has(&self.clause.tokens, COVERS)
    }

    /// "tập thể có tỷ lệ từ 95% trở lên được đề nghị tặng Giấy khen": what earns a reward is no aim.
    pub(super) fn is_rewarded(&self, around: &Around<'_>) -> bool {
        let end = self.clause.tokens.end.min(around.amount.end + FAR);
        around.tense == Tense::Wanted && self.scene.has(&(around.amount.end..end), REWARDS)
    }
}
