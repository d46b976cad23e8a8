//! What a number measures, and whether it counts those who take part.

use super::amounts::Unit;
use super::groups;
use super::measures::{self, Measure, Mention};
use super::outline::Topic;
use super::targets::{Around, Carry, Reader};
use super::tense;
use crate::read::letters::phrase;
use crate::read::lex::{Key, key, marks};
use crate::read::phrases::{Phrases, phrases};

/// What rates of those who take part are of.
const WHOLE: &Phrases = phrases!["dân số", "lực lượng lao động", "LLLĐ", "tổng số phải thu", "số phải thu"];

/// Growth of each year: "mỗi năm tăng bình quân 1%".
const YEARLY: &Phrases = phrases![
    "tăng bình quân",
    "giảm bình quân",
    "tăng mỗi năm",
    "mỗi năm tăng",
    "mỗi năm giảm",
    "hằng năm tăng",
    "hàng năm tăng",
    "bình quân mỗi năm tăng",
    "bình quân hằng năm tăng",
    "bình quân hàng năm tăng"
];

/// A plan is exceeded by less than this, in percent.
const LARGEST_EXCESS: f64 = 30.0;

impl Reader<'_, '_, '_> {
    /// What a number measures: the words right after it ("95% dân số tham gia BHYT"), the words before it, or what the sentence before spoke of.
    pub(super) fn measure(
        &self,
        around: &Around<'_>,
        mentions: &[Mention],
        carry: &Carry,
    ) -> Option<(Measure, usize, bool)> {
        let document = self.scene.document;
        let amount = around.amount;
        let heads = || {
            amount.quantity.factor >= 1_000_000
                || self.is_labelled_count(around)
                || self.is_told_count(around)
                || self.is_listed_count(around)
                || self.is_placed_count(around)
        };
        let unit = amount.unit.or_else(|| heads().then_some(Unit::People));
        let fits = |mention: &&Mention| mention.measure.indicator(unit).is_some();
        let after = mentions.iter().find(|mention| mention.at >= amount.end && mention.at < around.after.end);
        let takes_part = |mention: &&Mention| {
            let between = amount.end..mention.at;
            mention.at - amount.end <= 10
                && (document.find(between.clone(), phrase!("tham gia")).is_some()
                    || document.after_any(amount.end, phrases!["dân số", "người dân"]).is_some()
                    || document.before(mention.at, phrase!("thẻ")).is_some_and(|card| card >= amount.end)
                    || document.after_any(amount.end, WHOLE).is_some()
                        && document.before(mention.at, phrase!("có")).is_some()
                    || mention.measure == Measure::Satisfaction
                    || amount.unit == Some(Unit::People) && mention.at == amount.end)
                && !between.clone().any(|index| document.is_any(index, &[marks::SEMICOLON, marks::COMMA, marks::OPEN]))
        };
        let standard = |mention: &&Mention| mention.measure == Measure::NewRural && mention.at - amount.end <= 8;
        let meets = |mention: &&Mention| {
            !(amount.end..mention.at).any(|index| document.is(index, marks::COMMA))
                && self.scene.has(&(amount.end..mention.at), phrases!["đạt chuẩn", "công nhận", "về đích"])
        };
        // "95% người tham gia BHYT hài lòng" is how content they are.
        let content = mentions.iter().find(|mention| {
            mention.measure == Measure::Satisfaction
                && mention.at >= amount.end
                && mention.at < around.after.end.min(amount.end + 14)
                && !(amount.end..mention.at).any(|at| document.is_any(at, &[marks::COMMA, marks::SEMICOLON]))
        });
        if let Some(mention) = content.filter(|_| amount.unit == Some(Unit::Percent)) {
            return Some((mention.measure, amount.start(), false));
        }
        if amount.unit == Some(Unit::Communes) {
            // "Số xã đạt chuẩn nông thôn mới: 01 xã".
            let labelled = || {
                let met = phrases!["số xã đạt chuẩn", "xã đạt chuẩn", "xã được công nhận"];
                let grows = [marks::COLON, key!("thêm"), key!("lên")];
                mentions.iter().find(|it| {
                    it.measure == Measure::NewRural
                        && document.is_any(amount.start().saturating_sub(1), &grows)
                        && it.end <= amount.start()
                        && it.end + 12 > amount.start()
                        && met.iter().any(|words| document.before(it.at, words).is_some())
                })
            };
            let found = after.filter(standard).filter(meets).or_else(labelled)?;
            return Some((found.measure, amount.start(), false));
        }
        if let Some(mention) = after.filter(takes_part).filter(fits) {
            return self.counts(around, mention.measure, false).then_some((mention.measure, amount.start(), false));
        }
        let before = mentions.iter().rev().filter(|mention| mention.end <= amount.start());
        // "…, tỷ lệ hồ sơ bị từ chối dưới 1%" measures something that no rule knows.
        let other_rate = |mention: &Mention| {
            let between = mention.end..amount.start();
            self.scene.has(&between, phrases!["tỷ lệ", "tỉ lệ"])
                && !self
                    .scene
                    .has(&between, phrases!["tỷ lệ này", "đạt tỷ lệ", "chiếm tỷ lệ", "tỷ lệ bao phủ", "với tỷ lệ"])
        };
        if let Some(mention) = before.into_iter().find(fits) {
            if amount.unit == Some(Unit::Percent) && other_rate(mention) {
                return None;
            }
            // "BHYT hộ gia đình đạt 85%, người lao động đạt 95%": the second is of others.
            let valued = (mention.end..amount.start()).any(|index| document.is(index, marks::PERCENT));
            if mention.measure == Measure::Household
                && amount.unit == Some(Unit::Percent)
                && valued
                && self.names_people(around)
            {
                return None;
            }
            // A list may take its measure from the clause before, where it has no words.
            let elsewhere = mention.at == mention.end;
            return self.counts(around, mention.measure, elsewhere).then_some((mention.measure, mention.at, false));
        }
        // "chỉ tiêu giao 90%, thực hiện đạt 91,2% về tỷ lệ bao phủ": the measure is named last.
        let named_last = mentions.iter().find(|mention| mention.at >= amount.end);
        let last = named_last
            .filter(fits)
            .filter(|_| carry.mention.is_none() && tense::is_set(self.scene, &self.clause.tokens));
        if let Some(mention) = last {
            return self.counts(around, mention.measure, true).then_some((mention.measure, amount.start(), true));
        }
        // "Hội Nông dân vận động 120 hội viên, Hội Phụ nữ 150 hội viên tham gia BHXH tự nguyện": heads of whom the last number tells.
        let listed = || {
            let mention = mentions.first().filter(|mention| mention.at >= around.after.end).filter(fits)?;
            let joined = document.before(mention.at, phrase!("tham gia")).is_some();
            let counted = amount.unit == Some(Unit::People) && !amount.quantity.in_words;
            let comma = around.after.clone().any(|index| document.is_any(index, &[marks::COMMA, key!("và")]));
            (joined && counted && comma && around.tense == tense::Tense::Wanted).then_some(mention)
        };
        if let Some(mention) = listed() {
            return self.counts(around, mention.measure, true).then_some((mention.measure, amount.start(), true));
        }
        // "Toàn huyện đạt 91%, riêng các xã đạt 95% dân số tham gia BHYT" under aims.
        let under = self.scene.outline.topic(self.clause.paragraph) == Some(Topic::Target);
        let placed = around.tense == tense::Tense::Wanted
            && super::scope::place_before(document, &(self.clause.tokens.start..amount.start())).is_some();
        let aimed = carry.mention.is_none() && (under || placed || self.shares_noun(around));
        if let Some(mention) = mentions.iter().filter(|mention| mention.at >= amount.end).find(fits)
            && aimed
            && amount.unit == Some(Unit::Percent)
            && !mentions.iter().any(|mention| mention.end <= amount.start() && fits(&mention))
        {
            return self.counts(around, mention.measure, true).then_some((mention.measure, amount.start(), true));
        }
        let carried = carry.mention.filter(|measure| measure.indicator(unit).is_some())?;
        // "giữ tỷ lệ bao phủ BHYT …; vận động người thuộc hộ gia đình mua thẻ đạt 2.150 người"
        let household = carried == Measure::Health
            && unit == Some(Unit::People)
            && self.scene.has(&around.before, phrases!["hộ gia đình"])
            && self.scene.has(&self.clause.tokens, phrases!["thẻ", "tham gia"]);
        let carried = if household { Measure::Household } else { carried };
        let own = mentions.iter().any(|mention| mention.end <= amount.start() && mention.measure != Measure::NewRural);
        // "tỷ lệ số xã đạt chuẩn tối thiểu 85%" is no share of those who were spoken of before.
        let own = own || amount.unit == Some(Unit::Percent) && self.names_other_rate(around);
        (!own && self.counts(around, carried, true)).then_some((carried, amount.start(), true))
    }

    /// "phấn đấu năm 2025 đạt 95%, năm 2030 đạt 98% dân số tham gia BHYT": nothing but a year stands between a value and the next, whose noun is
    /// that of both.
    fn shares_noun(&self, around: &Around<'_>) -> bool {
        const BETWEEN: [Key; 18] = [
            marks::COMMA,
            marks::SEMICOLON,
            key!("và"),
            key!("đạt"),
            key!("là"),
            key!("trên"),
            key!("từ"),
            key!("ít"),
            key!("nhất"),
            key!("tối"),
            key!("thiểu"),
            key!("vào"),
            key!("đến"),
            key!("hết"),
            key!("cuối"),
            key!("khoảng"),
            key!("trở"),
            key!("lên"),
        ];
        let document = self.scene.document;
        let last = around.after.end == self.clause.tokens.end;
        let bare = |index: usize| document.is_any(index, &BETWEEN) || document.date_at(index).is_some();
        around.tense == tense::Tense::Wanted && !last && around.after.clone().all(bare)
    }

    /// "có thêm 212 người tham gia, đạt 46% chỉ tiêu": a share of the plan says that the rest was reached.
    pub(super) fn shares_plan(&self, amounts: &[super::amounts::Amount]) -> bool {
        let document = self.scene.document;
        let plan = phrases!["chỉ tiêu", "kế hoạch", "dự toán"];
        amounts.iter().any(|amount| {
            const REACH: [Key; 5] = [key!("đạt"), key!("bằng"), key!("thành"), key!("được"), key!("mới")];
            let said = amount.start() > 0 && document.is_any(amount.start().saturating_sub(1), &REACH);
            said && amount.unit == Some(Unit::Percent) && document.after_any(amount.end, plan).is_some()
        })
    }

    /// Whether a number says how many take part, and not what they pay, get or grow by.
    fn counts(&self, around: &Around<'_>, measure: Measure, carried: bool) -> bool {
        let scene = self.scene;
        let near = around.amount.start().saturating_sub(5).max(around.before.start)..around.amount.start();
        let pays =
            phrases!["mức đóng", "hỗ trợ", "mệnh giá", "lãi suất", "chi trả", "hưởng", "ngân sách", "bằng", "thù lao"];
        if around.amount.unit == Some(Unit::Percent) {
            let rate = phrases![
                "tỷ lệ",
                "tỉ lệ",
                "bao phủ",
                "dân số",
                "lực lượng",
                "tham gia",
                "hài lòng",
                "mức độ",
                "số phải thu",
                "người dân"
            ];
            let wide = self.clause.tokens.start..around.after.end;
            let aimed = || scene.outline.topic(self.clause.paragraph) == Some(Topic::Target);
            // "…; trong đó BHXH tự nguyện lần lượt là 4,1% và 4,6%": a part of the rate before.
            let part =
                self.clause.goes_on && scene.document.after(self.clause.tokens.start, phrase!("trong đó")).is_some();
            let said = carried
                || part
                || measure == Measure::Debt
                || scene.has(&wide, rate)
                || self.heading_mentions()
                || aimed();
            // "bằng 55,8% dân số" is the rate itself.
            let whole = scene.document.after_any(around.amount.end, WHOLE).is_some();
            let pays = measure != Measure::Satisfaction && scene.has(&near, pays);
            let said =
                said || whole || scene.has(&near, phrases!["chỉ tiêu"]) || self.is_labelled_rate(around, measure);
            // "Người lao động đóng 1%, người sử dụng lao động đóng 1%".
            let pays = pays || scene.document.is(around.amount.start().saturating_sub(1), key!("đóng"));
            return (whole || !pays) && said && !(measure == Measure::Social && scene.has(&near, phrases!["lương"]));
        }
        // "doanh nghiệp sử dụng từ 10 lao động trở lên": whom a rule concerns.
        if around.amount.unit == Some(Unit::People) && scene.has(&near, phrases!["sử dụng", "có từ"]) {
            return false;
        }
        if around.amount.unit == Some(Unit::People) && measure != Measure::Household {
            let own = around.before.start..(around.amount.end + 8).min(self.clause.tokens.end);
            let takes = scene.has(
                &own,
                phrases![
                    "tham gia",
                    "số người",
                    "người",
                    "bao phủ",
                    "đối tượng",
                    "hội viên",
                    "đoàn viên",
                    "thanh niên",
                    "lao động"
                ],
            );
            let others = groups::all(scene.document, around.amount.end..(around.amount.end + 6).min(around.after.end));
            return takes && others.is_empty();
        }
        true
    }

    /// "BHYT 95,5%", "BHYT toàn dân đạt 95,8%": nothing but words of reaching between what is measured and its rate.
    fn is_labelled_rate(&self, around: &Around<'_>, measure: Measure) -> bool {
        const BETWEEN: [Key; 15] = [
            marks::COLON,
            key!("đạt"),
            key!("là"),
            key!("từ"),
            key!("trên"),
            key!("toàn"),
            key!("dân"),
            key!("phấn"),
            key!("đấu"),
            key!("ít"),
            key!("nhất"),
            key!("tối"),
            key!("thiểu"),
            key!("phải"),
            key!("lên"),
        ];
        let document = self.scene.document;
        let start = around.amount.start();
        let insured = matches!(
            measure,
            Measure::Health | Measure::Unemployment | Measure::Social | Measure::Voluntary | Measure::Compulsory
        );
        let paid = phrases!["đóng", "nộp", "trích", "thuế"];
        let paid = self.scene.has(&(start.saturating_sub(8).max(around.before.start)..start), paid);
        let last = || measures::last_mention(document, start.saturating_sub(12).max(around.before.start)..start);
        insured
            && !paid
            && around.tense == tense::Tense::Wanted
            && last().is_some_and(|mention| {
                mention.measure == measure && (mention.end..start).all(|index| document.is_any(index, &BETWEEN))
            })
    }

    pub(super) fn heading_mentions(&self) -> bool {
        self.scene.outline.chain(self.clause.paragraph).any(|heading| heading.mention.is_some())
    }

    pub(super) fn heading_scope(&self) -> Option<&'static str> {
        self.scene
            .outline
            .chain(self.clause.paragraph)
            .filter(|heading| heading.mention.is_some() || heading.topic == Some(Topic::Target))
            .find_map(|heading| heading.scope)
    }

    pub(super) fn group_of_subject(&self) -> Option<&'static str> {
        let subject = crate::read::Document::new(self.scene.subject.as_deref()?);
        match groups::all(&subject, 0..subject.len()).as_slice() {
            [(group, _)] => Some(group),
            _ => None,
        }
    }

    /// "90,7% dân số" in a paper of a national agency is the population of the country.
    pub(super) fn implied_scope(&self, around: &Around<'_>, measure: Measure) -> Option<String> {
        let issuer = self.scene.issuer.as_deref().unwrap_or_default().to_lowercase();
        let national = ["bảo hiểm xã hội việt nam", "thủ tướng chính phủ", "chính phủ"].contains(&issuer.as_str());
        let document = self.scene.document;
        let people = document.after(around.amount.end, phrase!("dân số")).is_some_and(|end| {
            document.get(end).is_none_or(|next| !next.is_word())
                || document.is_any(end, &[key!("vào"), key!("đến"), key!("năm")])
        });
        (measure == Measure::Health && national && people && around.amount.unit == Some(Unit::Percent))
            .then(|| "national".to_owned())
    }

    /// "BHYT toàn tỉnh năm 2022 là 92,8%, năm 2023 là 93,4%": nothing but years stands between the values of one place.
    pub(super) fn scope_of_run(&self, around: &Around<'_>, indicator: &str) -> Option<String> {
        const BETWEEN: [Key; 16] = [
            marks::COMMA,
            key!("và"),
            key!("đạt"),
            key!("là"),
            key!("trên"),
            key!("đến"),
            key!("hết"),
            key!("cuối"),
            key!("vào"),
            key!("từ"),
            key!("dân"),
            key!("số"),
            key!("tối"),
            key!("thiểu"),
            key!("ít"),
            key!("nhất"),
        ];
        let document = self.scene.document;
        let last = self.values.targets.last().filter(|item| item.value.indicator == indicator)?;
        let own = document.span(self.clause.tokens.clone()).start <= last.span.start;
        let bare = |index: usize| document.is_any(index, &BETWEEN) || document.date_at(index).is_some();
        (own && around.before.start > self.clause.tokens.start && around.before.clone().all(bare))
            .then(|| last.value.scope.clone())?
    }

    /// "tốc độ tăng số người tham gia trên 15%", "thêm 250 người (tương đương 22%)": how fast something grows.
    fn is_pace(&self, around: &Around<'_>) -> bool {
        let start = around.amount.start();
        let before = start.saturating_sub(40).max(self.clause.tokens.start)..start;
        let near = start.saturating_sub(3).max(before.start)..around.amount.start();
        around.amount.unit == Some(Unit::Percent)
            && self.scene.document.after_any(around.amount.end, WHOLE).is_none()
            && (self.scene.has(&before, phrases!["tốc độ tăng", "tốc độ phát triển", "tăng trưởng"])
                || self.scene.has(&(start.saturating_sub(9).max(around.before.start)..start), YEARLY)
                || self.bracket(around.amount).is_some() && self.scene.has(&near, phrases!["tương đương"]))
    }

    /// "kế hoạch là 30.650 tỷ đồng, phấn đấu vượt ít nhất 2%": by how much a plan shall be exceeded.
    fn exceeds_plan(&self, around: &Around<'_>) -> bool {
        let start = around.amount.start();
        let near = start.saturating_sub(4).max(around.before.start)..start;
        let exceeds = phrases!["vượt ít nhất", "vượt tối thiểu", "vượt từ", "vượt thêm"];
        around.amount.unit == Some(Unit::Percent)
            && around.amount.value < LARGEST_EXCESS
            && self.scene.has(&near, exceeds)
    }

    /// "tăng 5%", "86% kế hoạch", "30% mức đóng": a part of something else.
    pub(super) fn is_relative(&self, around: &Around<'_>) -> bool {
        let document = self.scene.document;
        let end = around.amount.end;
        let of = phrases![
            "kế hoạch",
            "chỉ tiêu",
            "so với",
            "dự toán",
            "mức đóng",
            "mệnh giá",
            "kinh phí",
            "mỗi năm",
            "trên năm",
            "/ năm",
            "một năm"
        ];
        // "2% kế hoạch thu" is a rate of what is owed.
        let whole = phrases![
            "kế hoạch thu",
            "so với số phải thu",
            "so với lực lượng",
            "so với tổng số",
            "so với dân số",
            "so với kế hoạch thu"
        ];
        let rate = document.after_any(end, whole).is_some();
        if document.after_any(end, of).is_some() && !rate || around.amount.unit == Some(Unit::Points) {
            return true;
        }
        if self.is_pace(around) || self.exceeds_plan(around) {
            return true;
        }
        // "thu thêm ít nhất 20.100 triệu đồng": the increment itself is to be reached.
        if around.amount.unit == Some(Unit::Dong) {
            return false;
        }
        let grows = [key!("tăng"), key!("giảm"), key!("thêm"), key!("bằng")];
        let start = around.amount.start();
        (1..=4).any(|back| {
            let index = start.checked_sub(back).filter(|index| *index >= around.before.start);
            index.is_some_and(|index| {
                let reaching = (index + 1..start).any(|at| {
                    document.is_any(at, &[key!("xuống"), key!("còn"), key!("lên"), key!("đạt"), key!("dưới")])
                });
                document.is_any(index, &grows)
                    && !reaching
                    && !document.is(index + 1, key!("tỷ"))
                    && !(document.is(index, key!("bằng"))
                        && (document.is(index + 1, key!("hoặc")) || document.after_any(end, WHOLE).is_some()))
            })
        })
    }
}
