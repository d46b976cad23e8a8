//! Aims for shares of what no rule names: "tối thiểu 75% hộ dân dùng nước sạch", "tỷ lệ hồ sơ trễ hẹn dưới 0,5%".

use super::amounts::Unit;
use super::groups;
use super::measures;
use super::outline::Topic;
use super::scope;
use super::targets::{Around, Carry, Reader};
use super::tense::{self, Tense};
use super::{Clause, Scene};
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::reading::Target;

/// Whether a clause that measures nothing may still ask for a share of something.
pub(super) fn may_ask(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let shares = || clause.tokens.clone().any(|index| scene.document.is(index, marks::PERCENT));
    let asks = || {
        tense::by_place(scene, clause) == Some(Tense::Wanted)
            || tense::by_words(scene, &clause.tokens) == Some(Tense::Wanted)
    };
    shares() && asks()
}

impl Reader<'_, '_, '_> {
    /// A bounded share that an aim sets for something no rule names: "không dưới 80% cán bộ được tập huấn".
    pub(super) fn other(&mut self, around: &Around<'_>, carry: &Carry) {
        let target = Target { indicator: "other".to_owned(), ..self.target(around, carry) };
        let share = around.amount.unit == Some(Unit::Percent) && around.tense == Tense::Wanted;
        let near = around.amount.start().saturating_sub(5).max(around.before.start)..around.amount.start();
        let pays = self.scene.has(&near, &[phrase!("hỗ trợ"), phrase!("mức đóng"), phrase!("bằng"), phrase!("giảm")]);
        if share && !pays && target.comparator.is_some() && !self.is_condition(around) {
            self.push(target, around.amount.start()..around.amount.end, 0.6);
        }
    }

    /// Whether a share outside a list of aims is asked for: of a thing that is named right after it, or by a rate that is named before it.
    pub(super) fn is_asked_share(&self, around: &Around<'_>) -> bool {
        let told = self.scene.reports() || self.scene.is_news();
        let ahead = || {
            let place = tense::by_place(self.scene, self.clause);
            place == Some(Tense::Wanted)
                || tense::by_times(self.scene, &self.clause.tokens, place) == Some(Tense::Wanted)
        };
        let rated = || self.scene.has(&around.before, &[phrase!("tỷ lệ"), phrase!("tỉ lệ")]);
        around.amount.unit == Some(Unit::Percent)
            && around.tense == Tense::Wanted
            && (!told || ahead())
            && (self.has_own_noun(around) || self.is_share_of_insured(around) || rated())
            && !self.is_money(around)
            && !self.is_relative(around)
    }

    /// "…; trong đó khu vực đô thị đạt ít nhất 75%": a part of a share that was asked for in the clause before.
    pub(super) fn is_part_of_other(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let part = document.after(self.clause.tokens.start, phrase!("trong đó")).is_some() && self.clause.goes_on;
        let before = self.scene.index_of(self.clause).checked_sub(1).and_then(|before| self.scene.clauses.get(before));
        let asked = || {
            let last = self.values.targets.last().filter(|item| item.value.indicator == "other")?;
            Some(last.span.start >= document.span(before?.tokens.clone()).start)
        };
        part && !self.is_money(around) && !self.is_relative(around) && asked().unwrap_or_default()
    }

    /// "30% mức đóng", "2% quỹ tiền lương": a part of money.
    fn is_money(&self, around: &Around<'_>) -> bool {
        const MONEY: [Key; 13] = [
            key("mức"),
            key("kinh"),
            key("lương"),
            key("tiền"),
            key("quỹ"),
            key("ngân"),
            key("chi"),
            key("phí"),
            key("giá"),
            key("thu"),
            key("doanh"),
            key("dự"),
            key("mệnh"),
        ];
        const BEFORE: [&[Key]; 6] = [
            phrase!("hưởng"),
            phrase!("trích"),
            phrase!("đóng"),
            phrase!("chiết khấu"),
            phrase!("lãi suất"),
            phrase!("thù lao"),
        ];
        let document = self.scene.document;
        let of = around.amount.end;
        let of = if document.is_any(of, &[key("số"), key("tổng"), key("của")]) { of + 1 } else { of };
        let near = around.amount.start().saturating_sub(5).max(around.before.start)..around.amount.start();
        document.is_any(of, &MONEY) && !document.is(of + 1, key!("nghiệp")) || self.scene.has(&near, &BEFORE)
    }

    /// "các xã có tỷ lệ dưới 75% phải …", "nếu đạt trên 90%": whom something concerns, not what is asked for.
    fn is_condition(&self, around: &Around<'_>) -> bool {
        const ASIDE: [&[Key]; 6] = [
            phrase!("nếu"),
            phrase!("trường hợp"),
            phrase!("trừ điểm"),
            phrase!("cộng điểm"),
            phrase!("bị phê bình"),
            phrase!("xếp loại"),
        ];
        const AIMS: [Key; 10] = [
            key("đấu"),
            key("đảm"),
            key("để"),
            key("đến"),
            key("phải"),
            key("cần"),
            key("sẽ"),
            key("và"),
            key("là"),
            key("nay"),
        ];
        let document = self.scene.document;
        let from = around.amount.start().saturating_sub(7).max(self.clause.tokens.start + 1);
        let having = (from..around.amount.start()).rev().find(|index| document.is(*index, key!("có")));
        let whose = having.is_some_and(|having| {
            let before = having - 1;
            let aim = document.is_any(before, &AIMS) || document.date_at(before).is_some();
            document.get(before).is_some_and(|token| token.is_word())
                && !aim
                && scope::level_in(document, &(before.saturating_sub(1)..having)).is_none()
        });
        whose || self.scene.has(&self.clause.tokens, &ASIDE)
    }

    /// "95% đơn vị thành viên tham gia BHTN": a share of bodies, not of people.
    pub(super) fn is_share_of_bodies(&self, around: &Around<'_>) -> bool {
        const BODIES: &[&[Key]] = &[
            phrase!("đơn vị"),
            phrase!("doanh nghiệp"),
            phrase!("cơ quan"),
            phrase!("công đoàn"),
            phrase!("hợp tác xã"),
            phrase!("hộ kinh doanh"),
            phrase!("nhà trường"),
            phrase!("trường"),
            phrase!("cơ sở"),
            phrase!("tổ chức"),
            phrase!("chi hội"),
            phrase!("chi đoàn"),
            phrase!("bệnh viện"),
            phrase!("trạm y tế"),
            phrase!("hồ sơ"),
        ];
        let document = self.scene.document;
        let of = document.after(around.amount.end, phrase!("trở lên")).unwrap_or(around.amount.end);
        let of = document.after_any(of, &[phrase!("tổng số"), phrase!("số"), phrase!("các")]).unwrap_or(of);
        around.amount.unit == Some(Unit::Percent) && document.after_any(of, BODIES).is_some()
    }

    /// "98% hồ sơ được giải quyết", "70% người hưởng nhận qua tài khoản": a share of something of its own, whatever was measured before.
    pub(super) fn has_own_noun(&self, around: &Around<'_>) -> bool {
        const SAME: [Key; 32] = [
            key("dân"),
            key("số"),
            key("người"),
            key("lực"),
            key("tổng"),
            key("lao"),
            key("trở"),
            key("vào"),
            key("đến"),
            key("năm"),
            key("trong"),
            key("so"),
            key("kế"),
            key("và"),
            key("của"),
            key("trên"),
            key("tại"),
            key("cuối"),
            key("hết"),
            key("ở"),
            key("theo"),
            key("tham"),
            key("có"),
            key("đối"),
            key("toàn"),
            key("ngay"),
            key("thì"),
            key("để"),
            key("thôn"),
            key("xã"),
            key("phường"),
            key("huyện"),
        ];
        let document = self.scene.document;
        let end = document.after(around.amount.end, phrase!("trở lên")).unwrap_or(around.amount.end);
        let next = document.get(end).filter(|token| token.is_word() && !token.is_capital());
        around.amount.unit == Some(Unit::Percent)
            && next.is_some()
            && document.date_at(end).is_none()
            && groups::at(document, end).is_none()
            && (!document.is_any(end, &SAME) || self.enjoys(around))
    }

    /// "60% người tham gia BHYT được lập hồ sơ sức khỏe": a share of those who take part already.
    pub(super) fn is_share_of_insured(&self, around: &Around<'_>) -> bool {
        const VERBS: [Key; 7] =
            [key("được"), key("nhận"), key("sử"), key("cài"), key("có"), key("dùng"), key("thực")];
        let document = self.scene.document;
        let insured = [phrase!("người tham gia"), phrase!("số người tham gia")];
        let Some(end) = document.after_any(around.amount.end, &insured) else { return false };
        let end = measures::mention_at(document, end).map_or(end, |mention| mention.end);
        around.amount.unit == Some(Unit::Percent) && document.is_any(end, &VERBS)
    }

    /// "60% người hưởng nhận qua tài khoản", "45% số người sau độ tuổi nghỉ hưu được hưởng lương hưu": people who get something rather than take part.
    fn enjoys(&self, around: &Around<'_>) -> bool {
        const GET: [Key; 2] = [key("hưởng"), key("nhận")];
        const ENDS: [Key; 6] =
            [key("tham"), key("thẻ"), key("phủ"), marks::COMMA, marks::SEMICOLON, marks::POINT];
        let document = self.scene.document;
        let near = around.amount.end..around.after.end.min(around.amount.end + 14);
        let first = near.clone().find(|index| document.is_any(*index, &GET) || document.is_any(*index, &ENDS));
        first.is_some_and(|index| document.is_any(index, &GET))
    }

    pub(super) fn under_aims(&self) -> bool {
        self.scene.outline.topic(self.clause.paragraph) == Some(Topic::Target)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_targets;

    #[test]
    fn shares_of_other_things_are_asked_for_anywhere() {
        check_targets(
            "II. TỔ CHỨC THỰC HIỆN\n1. Tổ Chế độ trả kết quả đúng hạn, tỷ lệ hồ sơ trễ hẹn năm 2022 dưới 0,5%.",
            &[("other", 0.5, "<", 2022)],
        );
        check_targets(
            "1. Từ 85% công đoàn cơ sở trở lên công khai việc đóng năm 2022.",
            &[("other", 85.0, ">=", 2022)],
        );
        check_targets(
            "1. Năm 2022 có ít nhất 95% đơn vị thành viên tham gia BHTN cho người lao động.",
            &[("other", 95.0, ">=", 2022)],
        );
        check_targets(
            "I. MỤC TIÊU ĐẾN NĂM 2025\n1. Từ 45% số người sau độ tuổi nghỉ hưu được hưởng lương hưu.",
            &[("other", 45.0, ">=", 2025)],
        );
    }

    #[test]
    fn conditions_and_parts_of_money_are_no_aims() {
        check_targets("1. Các xã có tỷ lệ dưới 75% phải lập danh sách.", &[]);
        check_targets("1. Ngân sách hỗ trợ ít nhất 20% mức đóng cho hộ cận nghèo.", &[]);
        check_targets("1. Lớp có dưới 95% học sinh tham gia bị trừ điểm thi đua.", &[]);
    }

    #[test]
    fn what_was_before_stands_in_brackets() {
        check_targets(
            "Năm 2023 từ 96,5% trở lên dân số tham gia BHYT (năm 2022: 95,2%).",
            &[("coverage_rate", 96.5, ">=", 2023)],
        );
        check_targets(
            "Giảm tỷ lệ chậm đóng xuống dưới 2% vào cuối năm 2022 (hiện là 2,74%).",
            &[("debt_rate", 2.0, "<", 2022)],
        );
    }
}
