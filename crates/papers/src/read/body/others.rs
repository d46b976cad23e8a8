//! Aims for shares of what no rule names: "tối thiểu 75% hộ dân dùng nước sạch", "tỷ lệ hồ sơ trễ hẹn dưới 0,5%".

use std::ops::Range;

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
use crate::read::phrases::{Phrases, phrases};
use crate::reading::Target;

/// Whether a clause that measures nothing may still ask for a share of something.
pub(super) fn may_ask(scene: &Scene<'_, '_>, clause: &Clause) -> bool {
    let document = scene.document;
    let written = |index: usize| document.is_any(index, &[key!("tin"), key!("bài")]) && document.is_number(index - 1);
    let shares = || clause.tokens.clone().skip(1).any(|index| document.is(index, marks::PERCENT) || written(index));
    let asks = || {
        let place = tense::by_place(scene, clause);
        place == Some(Tense::Wanted)
            || tense::by_words(scene, &clause.tokens) == Some(Tense::Wanted)
            || tense::by_times(scene, &clause.tokens, place) == Some(Tense::Wanted)
    };
    shares() && asks()
}

impl Reader<'_, '_, '_> {
    /// A bounded share that an aim sets for something no rule names: "không dưới 80% cán bộ được tập huấn".
    pub(super) fn other(&mut self, around: &Around<'_>, carry: &Carry) {
        let target = Target { indicator: "other".to_owned(), ..self.target(around, carry) };
        let share = around.amount.unit == Some(Unit::Percent) && around.tense == Tense::Wanted;
        let near = around.amount.start().saturating_sub(5).max(around.before.start)..around.amount.start();
        let pays = self.scene.has(&near, phrases!["hỗ trợ", "mức đóng", "bằng", "giảm"]);
        // "phấn đấu 80% trạm y tế có bác sĩ", "quý II đạt 55% chỉ tiêu".
        let aimed = || {
            around.amount.value < 100.0 && self.scene.document.is(around.amount.start().saturating_sub(1), key!("đấu"))
        };
        // "có khoảng 45% số người sau độ tuổi nghỉ hưu được hưởng lương hưu" among aims.
        let about =
            || self.under_aims() && self.scene.document.is(around.amount.start().saturating_sub(1), key!("khoảng"));
        let asked = target.comparator.is_some() || aimed() || about() || self.is_listed_share_of_plan(around);
        if share && !pays && asked && !self.is_condition(around) {
            self.push(target, around.amount.start()..around.amount.end, 0.6);
        }
    }

    /// "gửi Báo ít nhất 24 tin, bài", "có từ 30 đến 40 tin, bài": how much shall be written.
    pub(super) fn articles(&mut self, around: &Around<'_>, carry: &Carry) -> bool {
        let fits = around.amount.unit == Some(Unit::Articles) && around.tense == Tense::Wanted;
        let target = Target { indicator: "other".to_owned(), ..self.target(around, carry) };
        if fits && (target.comparator.is_some() || target.upper.is_some()) {
            self.push(target, around.amount.start()..around.amount.end, 0.6);
        }
        fits
    }

    /// "90% người lao động được phổ biến chính sách": how many shall be reached by information.
    pub(super) fn told_to(&mut self, around: &Around<'_>, carry: &Carry) -> bool {
        const TOLD: &Phrases = phrases![
            "được phổ biến",
            "được tuyên truyền",
            "được tiếp cận thông tin",
            "được thông tin",
            "được cung cấp thông tin",
            "được truyền thông"
        ];
        const PEOPLE: &Phrases = phrases!["người", "số người", "dân số", "lao động", "số lao động"];
        let document = self.scene.document;
        let near = around.amount.end..around.after.end.min(around.amount.end + 16);
        let fits = around.amount.unit == Some(Unit::Percent)
            && around.tense == Tense::Wanted
            && document.after_any(around.amount.end, PEOPLE).is_some()
            && self.scene.has(&near, TOLD);
        if fits {
            let target = Target { indicator: "publicity_rate".to_owned(), ..self.target(around, carry) };
            self.push(target, around.amount.start()..around.amount.end, 0.8);
        }
        fits
    }

    /// Whether a share outside a list of aims is asked for: of a thing that is named right after it, or by a rate that is named before it.
    pub(super) fn is_asked_share(&self, around: &Around<'_>) -> bool {
        let told = self.scene.reports() || self.scene.is_news();
        let ahead = || {
            let place = tense::by_place(self.scene, self.clause);
            place == Some(Tense::Wanted)
                || tense::by_times(self.scene, &self.clause.tokens, place) == Some(Tense::Wanted)
        };
        let rated = || self.scene.has(&around.before, phrases!["tỷ lệ", "tỉ lệ"]);
        // "Hồ sơ trả đúng hạn không dưới 99%."
        let bounded = || {
            let end = around.amount.end;
            let ended = self.scene.document.get(end).is_none_or(|token| !token.is_word());
            ended && tense::by_words(self.scene, &around.before) == Some(Tense::Wanted)
        };
        around.amount.unit == Some(Unit::Percent)
            && around.tense == Tense::Wanted
            && (!told || ahead())
            && (self.has_own_noun(around) || self.is_share_of_insured(around) || rated() || bounded())
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

    /// "đạt tối thiểu 60% chỉ tiêu vào ngày 30/6", "quý I đạt 25%, 6 tháng đạt 55% chỉ tiêu": how much of what was set shall be reached.
    pub(super) fn is_share_of_plan(&self, around: &Around<'_>) -> bool {
        around.amount.unit == Some(Unit::Percent)
            && around.tense == Tense::Wanted
            && self.plan_follows(around.amount.end)
    }

    /// "quý I tối thiểu 27%, quý II 55%, quý III 82% chỉ tiêu": one of several shares of a plan.
    fn is_listed_share_of_plan(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let quarter =
            |range: &Range<usize>| range.clone().any(|index| document.is_any(index, &[key!("quý"), key!("tháng")]));
        let others = self.clause.tokens.clone().filter(|index| document.is(*index, marks::PERCENT)).count() > 1;
        others && quarter(&around.before) && self.is_share_of_plan(around)
    }

    /// Whether a plan is what a share is of: right after it, or after the shares that follow with nothing but their times between.
    fn plan_follows(&self, end: usize) -> bool {
        const BETWEEN: [Key; 30] = [
            marks::COMMA,
            marks::SLASH,
            marks::PERCENT,
            key!("và"),
            key!("đạt"),
            key!("đến"),
            key!("hết"),
            key!("cuối"),
            key!("ngày"),
            key!("tháng"),
            key!("quý"),
            key!("năm"),
            key!("đầu"),
            key!("cả"),
            key!("hoàn"),
            key!("thành"),
            key!("ít"),
            key!("nhất"),
            key!("tối"),
            key!("thiểu"),
            key!("trên"),
            key!("từ"),
            key!("trở"),
            key!("lên"),
            key!("I"),
            key!("II"),
            key!("III"),
            key!("IV"),
            key!("thực"),
            key!("hiện"),
        ];
        let document = self.scene.document;
        let plan = phrases!["kế hoạch", "chỉ tiêu", "dự toán"];
        let is_plan =
            |at: usize| document.after_any(at, plan).is_some() && document.after(at, phrase!("kế hoạch thu")).is_none();
        let mut at = end;
        while at < self.clause.tokens.end.min(end + FARTHEST_PLAN) {
            if document.is(at - 1, marks::PERCENT) && is_plan(at) {
                return true;
            }
            if !document.is_number(at) && !document.is_any(at, &BETWEEN) {
                return false;
            }
            at += 1;
        }
        false
    }

    /// "còn 9,2% dân số chưa tham gia", "hộ có mức sống trung bình: 70%": of those without a card, or of a group that no rule names.
    pub(super) fn is_of_uncovered(&self, around: &Around<'_>) -> bool {
        let after = around.amount.end..around.after.end.min(around.amount.end + 8);
        around.amount.unit == Some(Unit::Percent)
            && (self.scene.has(&after, phrases!["chưa tham gia", "chưa có thẻ"])
                || self.scene.has(&around.before, phrases!["mức sống trung bình"]))
    }

    /// "30% mức đóng", "2% quỹ tiền lương": a part of money.
    fn is_money(&self, around: &Around<'_>) -> bool {
        const MONEY: [Key; 13] = [
            key!("mức"),
            key!("kinh"),
            key!("lương"),
            key!("tiền"),
            key!("quỹ"),
            key!("ngân"),
            key!("chi"),
            key!("phí"),
            key!("giá"),
            key!("thu"),
            key!("doanh"),
            key!("dự"),
            key!("mệnh"),
        ];
        const BEFORE: &Phrases = phrases!["hưởng", "trích", "đóng", "chiết khấu", "lãi suất", "thù lao"];
        let document = self.scene.document;
        let of = around.amount.end;
        let of = if document.is_any(of, &[key!("số"), key!("tổng"), key!("của")]) { of + 1 } else { of };
        let near = around.amount.start().saturating_sub(5).max(around.before.start)..around.amount.start();
        document.is_any(of, &MONEY) && !document.is(of + 1, key!("nghiệp"))
            || self.scene.has(&near, BEFORE)
            || self.scene.has(&around.before, phrases!["ngân sách", "kinh phí"])
    }

    /// "95% đơn vị thành viên tham gia BHTN", "98% hội viên có thẻ BHYT": a share of bodies or of their people, not of the population.
    pub(super) fn is_share_of_bodies(&self, around: &Around<'_>) -> bool {
        const BODIES: &Phrases = phrases![
            "đơn vị",
            "doanh nghiệp",
            "cơ quan",
            "công đoàn",
            "hợp tác xã",
            "hộ kinh doanh",
            "nhà trường",
            "trường",
            "cơ sở",
            "tổ chức",
            "chi hội",
            "chi đoàn",
            "bệnh viện",
            "trạm",
            "hồ sơ",
            "hộ",
            "hội viên",
            "đoàn viên",
            "đảng viên",
            "cán bộ",
            "công chức",
            "viên chức",
            "giáo viên",
            "thân nhân"
        ];
        const UNITS: &Phrases =
            phrases!["xã", "phường", "thị trấn", "huyện", "thôn", "ấp", "khu phố", "tổ dân phố", "địa phương"];
        let document = self.scene.document;
        let of = document.after(around.amount.end, phrase!("trở lên")).unwrap_or(around.amount.end);
        let of = document.after_any(of, phrases!["tổng số", "số", "các"]).unwrap_or(of);
        // "96,8% xã Diễn Châu …" begins with the next place.
        let units = || {
            let end = document.after_any(of, UNITS)?;
            document.get(end).filter(|next| !next.is_capital()).map(|_| end)
        };
        around.amount.unit == Some(Unit::Percent) && document.after_any(of, BODIES).or_else(units).is_some()
    }

    /// "98% hồ sơ được giải quyết", "70% người hưởng nhận qua tài khoản": a share of something of its own, whatever was measured before.
    pub(super) fn has_own_noun(&self, around: &Around<'_>) -> bool {
        const SAME: [Key; 34] = [
            key!("như"),
            key!("nữa"),
            key!("dân"),
            key!("số"),
            key!("người"),
            key!("lực"),
            key!("tổng"),
            key!("lao"),
            key!("trở"),
            key!("vào"),
            key!("đến"),
            key!("năm"),
            key!("trong"),
            key!("so"),
            key!("kế"),
            key!("và"),
            key!("của"),
            key!("trên"),
            key!("tại"),
            key!("cuối"),
            key!("hết"),
            key!("ở"),
            key!("theo"),
            key!("tham"),
            key!("có"),
            key!("đối"),
            key!("toàn"),
            key!("ngay"),
            key!("thì"),
            key!("để"),
            key!("thôn"),
            key!("xã"),
            key!("phường"),
            key!("huyện"),
        ];
        let document = self.scene.document;
        let end = document.after(around.amount.end, phrase!("trở lên")).unwrap_or(around.amount.end);
        let next = document.get(end).filter(|token| token.is_word() && !token.is_capital());
        around.amount.unit == Some(Unit::Percent)
            && next.is_some()
            && document.date_at(end).is_none()
            && groups::at(document, end).is_none()
            && (!document.is_any(end, &SAME) || self.enjoys(around) || self.is_served(end))
    }

    /// "cấp thẻ cho 100% người tham gia": what is done for those who take part already.
    pub(super) fn is_served_to(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let those = phrases!["người tham gia", "đối tượng", "người hưởng", "các đối tượng", "số người hưởng"];
        around.amount.unit == Some(Unit::Percent)
            && document.is_any(around.amount.start().saturating_sub(1), &[key!("cho"), key!("đến"), key!("tới")])
            && document.after_any(around.amount.end, those).is_some()
    }

    /// "tỷ lệ tái tục BHXH tự nguyện đạt trên 80%", "tỷ lệ hoàn thành chỉ tiêu BHYT": a rate of something about the insurance.
    pub(super) fn is_rate_of_work(&self, around: &Around<'_>) -> bool {
        const RATES: &Phrases = phrases![
            "tỷ lệ tái tục",
            "tỷ lệ duy trì",
            "tỷ lệ gia hạn",
            "tỷ lệ tiếp tục",
            "tỷ lệ hoàn thành",
            "tỷ lệ giải quyết",
            "tỷ lệ chi trả",
            "tỷ lệ cấp",
            "tỷ lệ sử dụng",
            "tỷ lệ hồ sơ",
            "tỷ lệ giao dịch"
        ];
        around.amount.unit == Some(Unit::Percent)
            && around.tense == Tense::Wanted
            && self.scene.has(&around.before, RATES)
    }

    /// "95% dân số được quản lý sức khỏe": what is done for people that is no insurance.
    fn is_served(&self, end: usize) -> bool {
        const SERVED: &Phrases = phrases!["được", "sử dụng", "có hồ sơ", "cài đặt", "có tài khoản", "hài lòng"];
        let document = self.scene.document;
        let served =
            document.after_any(end, phrases!["dân số", "người dân"]).and_then(|at| document.after_any(at, SERVED));
        served.is_some_and(|at| {
            !document.has(&(end..at + 4), phrases!["thẻ", "tham gia", "bao phủ", "cấp thẻ", "bảo hiểm"])
        })
    }

    /// "60% người tham gia BHYT được lập hồ sơ sức khỏe": a share of those who take part already.
    pub(super) fn is_share_of_insured(&self, around: &Around<'_>) -> bool {
        const VERBS: [Key; 8] =
            [key!("được"), key!("nhận"), key!("sử"), key!("cài"), key!("có"), key!("dùng"), key!("thực"), key!("mới")];
        let document = self.scene.document;
        let insured = phrases!["người tham gia", "số người tham gia"];
        // "80% số người đến hạn được tái tục thẻ".
        let due = phrases!["số người đến hạn", "người đến hạn", "số người hết hạn", "số thẻ hết hạn", "số thẻ đến hạn"];
        if around.amount.unit == Some(Unit::Percent) && document.after_any(around.amount.end, due).is_some() {
            return true;
        }
        let Some(end) = document.after_any(around.amount.end, insured) else { return false };
        let end = measures::mention_at(document, end).map_or(end, |mention| mention.end);
        around.amount.unit == Some(Unit::Percent) && document.is_any(end, &VERBS)
    }

    /// "60% người hưởng nhận qua tài khoản", "45% số người sau độ tuổi nghỉ hưu được hưởng lương hưu": people who get something rather than take part.
    fn enjoys(&self, around: &Around<'_>) -> bool {
        const GET: [Key; 2] = [key!("hưởng"), key!("nhận")];
        const ENDS: [Key; 6] = [key!("tham"), key!("thẻ"), key!("phủ"), marks::COMMA, marks::SEMICOLON, marks::POINT];
        let document = self.scene.document;
        let near = around.amount.end..around.after.end.min(around.amount.end + 14);
        let first = near.clone().find(|index| document.is_any(*index, &GET) || document.is_any(*index, &ENDS));
        first.is_some_and(|index| document.is_any(index, &GET))
    }

    /// "hoàn thành 84%, …", "đạt 83,5% trước ngày …": nothing but the paper's subject says what is meant.
    pub(super) fn stands_bare(&self, around: &Around<'_>) -> bool {
        const REACH: [Key; 4] = [key!("đạt"), key!("thành"), key!("là"), key!("trên")];
        const AFTER: [Key; 5] = [key!("vào"), key!("trước"), key!("trong"), key!("dân"), key!("trở")];
        let document = self.scene.document;
        let end = around.amount.end;
        let reached = around.before.clone().rev().take(3).any(|index| document.is_any(index, &REACH));
        let ended = document.get(end).is_none_or(|token| !token.is_word()) || document.is_any(end, &AFTER);
        const LEVELS: [Key; 5] = [key!("trấn"), key!("huyện"), key!("xã"), key!("phường"), key!("tỉnh")];
        let placed = document.is_any(around.amount.start().saturating_sub(1), &LEVELS)
            || scope::place_before(document, &(self.clause.tokens.start..around.amount.start())).is_some();
        let money = phrases!["ngân sách", "kinh phí", "mức đóng", "tự đóng"];
        around.amount.unit == Some(Unit::Percent)
            && (reached || placed)
            && ended
            && !self.scene.has(&self.clause.tokens, money)
            && !self.scene.has(&around.before, phrases!["tỷ lệ", "tỉ lệ"])
            && !self.is_relative(around)
    }

    pub(super) fn under_aims(&self) -> bool {
        self.scene.outline.topic(self.clause.paragraph) == Some(Topic::Target)
    }
}

/// Words between a share and the plan that it is of: "quý I đạt 25%, 6 tháng đạt 55%, 9 tháng đạt 80% chỉ tiêu".
const FARTHEST_PLAN: usize = 40;

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

    #[test]
    fn shares_of_the_plan_and_of_those_who_take_part_are_of_their_own() {
        check_targets("Đến ngày 30/6/2022 đạt tối thiểu 60% chỉ tiêu được giao.", &[("other", 60.0, ">=", 2022)]);
        check_targets(
            "Năm 2022, trên 60% người tham gia BHYT được lập hồ sơ sức khỏe; ít nhất 95% người tham gia BHYT hài lòng.",
            &[("other", 60.0, ">", 2022), ("satisfaction_rate", 95.0, ">=", 2022)],
        );
        check_targets("Năm 2022 còn dưới 8% dân số chưa tham gia BHYT.", &[]);
    }

    #[test]
    fn growth_beside_an_aim_is_a_remark() {
        let voluntary = "voluntary_social_insurance_participants";
        check_targets(
            "Năm 2022: BHXH tự nguyện 21.000 người (tăng 4.500 người so với năm 2021); BHTN: 90.100.",
            &[(voluntary, 21_000.0, "", 2022), ("unemployment_insurance_participants", 90_100.0, "", 2022)],
        );
        check_targets(
            "Năm 2022 có 1.200 lượt người tham gia BHXH tự nguyện, 9.000 lượt người được tư vấn.",
            &[(voluntary, 1_200.0, "", 2022)],
        );
    }

    #[test]
    fn shares_of_a_plan_may_be_listed_before_it() {
        check_targets(
            "Năm 2022: quý I đạt tối thiểu 25%, 6 tháng đạt 55%, 9 tháng đạt 80% chỉ tiêu giao.",
            &[("other", 25.0, ">=", 2022), ("other", 55.0, ">=", 2022), ("other", 80.0, ">=", 2022)],
        );
        check_targets("Năm 2022 thu BHXH, BHYT, BHTN vượt 2% kế hoạch.", &[]);
    }

    #[test]
    fn what_units_must_reach_is_no_aim_of_its_own() {
        check_targets("Năm 2022 giữ vững 100% xã, thị trấn đạt tỷ lệ bao phủ BHYT trên 90%.", &[]);
        check_targets("Năm 2022 phấn đấu có 12/17 xã đạt tỷ lệ bao phủ BHYT từ 95% trở lên.", &[]);
    }

    #[test]
    fn rates_about_the_insurance_are_not_its_coverage() {
        check_targets("Năm 2022 tỷ lệ tái tục BHXH tự nguyện đạt trên 80%.", &[("other", 80.0, ">", 2022)]);
        check_targets("Năm 2022 trên 95% dân số được quản lý sức khỏe.", &[("other", 95.0, ">", 2022)]);
        check_targets("Năm 2022 tốc độ tăng số người tham gia BHXH tự nguyện trên 15%.", &[]);
        check_targets("Năm 2022 cấp thẻ BHYT đúng hạn cho 100% người tham gia.", &[]);
    }
}
