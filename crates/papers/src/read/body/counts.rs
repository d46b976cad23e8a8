//! Numbers that count people though no unit follows them.

use super::amounts::Unit;
use super::measures::{self, Measure};
use super::targets::{Around, Reader};
use crate::read::lex::{Gap, key, marks};
use crate::read::phrases::phrases;

/// A smaller number without its unit may be anything.
const FEWEST_COUNTED: i64 = 1_000;

impl Reader<'_, '_, '_> {
    /// A number of people without the word: "đạt 96,618 triệu".
    pub(super) fn bare_unit(&self, around: &Around<'_>, measure: Measure) -> Option<Unit> {
        let counted = self.scene.has(&around.before, phrases!["số người", "số lượng", "số đối tượng"]);
        let plain = measure != Measure::Debt && around.amount.unit.is_none() && !around.amount.quantity.in_words;
        let counted =
            counted || self.is_labelled_count(around) || self.is_listed_count(around) || self.is_placed_count(around);
        (plain && counted).then_some(Unit::People)
    }

    /// "BHXH tự nguyện: 2.580 người, chia theo xã:" / "Đất Mới: 485": a whole number that ends its line, in a list of people.
    pub(super) fn is_listed_count(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let amount = around.amount;
        let whole = amount.unit.is_none() && !amount.quantity.in_words && amount.quantity.whole().is_some();
        let labelled = || document.is_any(amount.start().saturating_sub(1), &[marks::COLON, marks::DASH]);
        let ended = || document.get(amount.end).is_none_or(|next| !next.is_word() || next.gap >= Gap::Line);
        let listed = || {
            let heading = self.scene.outline.chain(self.clause.paragraph).next()?;
            let people = phrases!["người", "lao động", "chỉ tiêu"];
            Some(heading.mention.is_some() && self.scene.has(&heading.content, people))
        };
        whole && labelled() && ended() && listed().unwrap_or_default()
    }

    /// "Chỉ tiêu phát triển người tham gia: Châu Phú 1.250, Châu Thành 980": a whole number right after the name of a place, one of several.
    pub(super) fn is_placed_count(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let amount = around.amount;
        let whole =
            amount.unit.is_none() && !amount.quantity.in_words && amount.quantity.whole().is_some_and(|it| it > 9);
        let ends = |index: usize| document.is_any(index, &[marks::COMMA, marks::SEMICOLON, marks::POINT, key!("và")]);
        let ended = document.get(amount.end).is_none() || amount.end >= self.clause.tokens.end || ends(amount.end);
        let others = || {
            let numbers = self.clause.tokens.clone().filter(|index| document.is_number(*index) && ends(*index + 1));
            numbers.count() >= 2 || self.clause.goes_on
        };
        let before = self.clause.tokens.start..amount.start();
        whole
            && ended
            && document
                .get(amount.start().saturating_sub(1))
                .is_some_and(|token| token.is_capital() || token.is_mark(marks::COLON))
            && super::scope::place_before(document, &before).is_some()
            && others()
    }

    /// "BHXH tự nguyện 21.000; BHYT: 1.745.000": a whole number of thousands right after what is measured.
    pub(super) fn is_labelled_count(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let amount = around.amount;
        let many = !amount.quantity.in_words && amount.quantity.whole().is_some_and(|count| count >= FEWEST_COUNTED);
        let before = if document.is(amount.start().saturating_sub(1), marks::COLON) { 2 } else { 1 };
        let near = amount.start().saturating_sub(before + 4)..amount.start();
        let labelled = measures::last_mention(document, near).is_some_and(|last| last.end + before > amount.start());
        many && labelled && document.get(amount.end).is_none_or(|token| !token.is_word())
    }

    /// "số người tham gia BHXH tự nguyện là 95": a whole number that "số người" counts, though no unit follows it.
    pub(super) fn is_told_count(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let amount = around.amount;
        let whole = amount.unit.is_none() && !amount.quantity.in_words && amount.quantity.whole().is_some();
        let told = || document.is_any(amount.start().saturating_sub(1), &[key!("là"), key!("đạt"), marks::COLON]);
        let ended =
            || document.get(amount.end).is_none_or(|token| !token.is_word() || document.is(amount.end, key!("và")));
        whole
            && told()
            && ended()
            && self.scene.has(&around.before, phrases!["số người", "số lao động", "số đối tượng"])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::check_targets;

    const VOLUNTARY: &str = "voluntary_social_insurance_participants";

    #[test]
    fn places_with_bare_numbers_list_people() {
        check_targets(
            "Chỉ tiêu phát triển người tham gia BHXH tự nguyện năm 2022: Châu Phú 1.250, Châu Thành 980, An Phú 760.",
            &[(VOLUNTARY, 1_250.0, "", 2022), (VOLUNTARY, 980.0, "", 2022), (VOLUNTARY, 760.0, "", 2022)],
        );
    }

    #[test]
    fn growth_of_each_year_is_no_rate() {
        check_targets(
            "Tỷ lệ bao phủ BHYT đến năm 2025 tăng bình quân mỗi năm 1%, đạt 95%.",
            &[("coverage_rate", 95.0, ">=", 2025)],
        );
    }

    #[test]
    fn names_of_insurances_in_one_word_head_columns() {
        check_targets(
            "Huyện\tBHXH TN\tBHYT\nCàng Long\t1.850\t94\nCầu Kè\t1.640\t92",
            &[
                (VOLUNTARY, 1_850.0, "", 0),
                ("coverage_rate", 94.0, "", 0),
                (VOLUNTARY, 1_640.0, "", 0),
                ("coverage_rate", 92.0, "", 0),
            ],
        );
    }
}
