//! Wordings of offices and of papers' pages that the rules of the body tell apart, in sentences of our own.

use super::tests::{Short, check_deadlines, check_targets, paper, read, short};

const RATE: &str = "coverage_rate";
const VOLUNTARY: &str = "voluntary_social_insurance_participants";
const SOCIAL: &str = "social_insurance_rate";
const UNEMPLOYED: &str = "unemployment_insurance_rate";

fn targets_in(kind: &str, symbol: &str, body: &str) -> Vec<Short> {
    paper(kind, symbol, body).targets.iter().map(short).collect()
}

/// The targets of a page of 10 December 2022.
fn targets_of_page(article: &str) -> Vec<Short> {
    let text = format!(
        "Bảo hiểm xã hội ở Châu Thành cuối năm\nThứ Bảy, 10/12/2022 - 09:05   Xem cỡ chữ   Nghe bài viết\n{article}\n"
    );
    read(&text).targets.iter().map(short).collect()
}

fn target(name: &str, value: f64, bound: &str, year: i32) -> Short {
    (name.to_owned(), Some(value), (!bound.is_empty()).then(|| bound.to_owned()), (year > 0).then_some(year))
}

#[test]
fn debts_by_their_label_and_their_verbs() {
    check_targets("5. Chậm đóng: kéo xuống còn 1,6% trong năm 2022.", &[("debt_rate", 1.6, "", 2022)]);
    check_targets(
        "2. Nợ: đến hết tháng 10 còn dưới 4,1%, đến hết tháng 12 không quá 2,3%.",
        &[("debt_rate", 4.1, "<", 2022), ("debt_rate", 2.3, "<=", 2022)],
    );
    check_targets("3. Năm 2022 kéo nợ xuống mức 3,7%.", &[("debt_rate", 3.7, "", 2022)]);
    check_targets("4. Năm 2022 số nợ của mỗi huyện ≤ 3,1% số phải thu.", &[("debt_rate", 3.1, "<=", 2022)]);
    check_targets("5. Tỷ lệ chậm đóng năm 2022: không vượt 1,4%.", &[("debt_rate", 1.4, "<=", 2022)]);
}

#[test]
fn a_sentence_that_goes_into_detail_is_of_the_year_before_it() {
    let article = "Theo kế hoạch, năm 2023 huyện Châu Thành phấn đấu có ít nhất 71.300 người tham gia BHYT. Cụ thể, tỷ lệ bao phủ BHYT của xã An Hòa là 91,4%, \
        xã Tân Bình 89,7%. Riêng BHXH tự nguyện, huyện được tỉnh giao 640 người.";
    let found = targets_of_page(article);
    for told in [target(RATE, 91.4, "", 2023), target(RATE, 89.7, "", 2023), target(VOLUNTARY, 640.0, "", 2023)] {
        assert!(found.contains(&told), "{told:?} in {found:?}");
    }
}

#[test]
fn insurances_by_their_short_names() {
    check_targets(
        "Năm 2022 phải vận động để 12,4% lực lượng lao động tham gia BH thất nghiệp, 89% dân số tham gia BH y tế.",
        &[(UNEMPLOYED, 12.4, "", 2022), (RATE, 89.0, "", 2022)],
    );
    check_targets(
        "Mức tham gia bảo hiểm xã hội (BHXH), bảo hiểm thất nghiệp (BHTN) năm 2022 lần lượt đạt 41%, 33% lực lượng lao động.",
        &[(SOCIAL, 41.0, ">=", 2022), (UNEMPLOYED, 33.0, ">=", 2022)],
    );
    check_targets(
        "Năm 2022: 31.200 người tham gia BHYT. Trong đó hộ gia đình: 6.810 người.",
        &[("participants", 31_200.0, "", 2022), ("household_participants", 6_810.0, "", 2022)],
    );
}

#[test]
fn the_year_is_that_of_the_value_and_of_no_bracket_beside_it() {
    check_targets(
        "Năm 2022: ít nhất 1.150 người tham gia BHXH tự nguyện (năm 2021 là 436 người); 66.700 lao động tham gia BHTN.",
        &[(VOLUNTARY, 1_150.0, ">=", 2022), ("unemployment_insurance_participants", 66_700.0, "", 2022)],
    );
    check_targets(
        "Bao phủ BHYT không thấp hơn 96% trong năm 2026, đến năm 2028 đạt 98,2% và năm 2030 đạt 99,5% dân số.",
        &[(RATE, 96.0, ">=", 2026), (RATE, 98.2, ">=", 2028), (RATE, 99.5, ">=", 2030)],
    );
    check_targets(
        "Trong hai tháng cuối năm, mỗi xã phải vận động ít nhất 140 người tham gia BHXH tự nguyện.",
        &[(VOLUNTARY, 140.0, ">=", 2022)],
    );
    check_targets(
        "Tỷ lệ lao động tham gia BHXH các năm 2022, 2023, 2024 tương ứng là 28,5%; 30%; 31,8%.",
        &[(SOCIAL, 28.5, "", 2022), (SOCIAL, 30.0, "", 2023), (SOCIAL, 31.8, "", 2024)],
    );
}

#[test]
fn counts_and_places_in_lists() {
    check_targets(
        "II. CHỈ TIÊU NĂM 2022\n3. BHXH tự nguyện: 2.480 người, chia theo xã:\n Ba Chúc: 910\n Cô Tô: 485\n",
        &[(VOLUNTARY, 2_480.0, "", 2022), (VOLUNTARY, 910.0, "", 2022), (VOLUNTARY, 485.0, "", 2022)],
    );
    let plan = paper(
        "KẾ HOẠCH",
        "KH",
        "1. Năm 2022 BHXH tự nguyện: Ninh Phước 420 người; Ninh Hải 310 người; huyện Đắk R'lấp 95 người.",
    );
    let scopes: Vec<Option<&str>> = plan.targets.iter().map(|item| item.value.scope.as_deref()).collect();
    assert_eq!(scopes, [Some("Ninh Phước"), Some("Ninh Hải"), Some("huyện Đắk R'lấp")]);
}

#[test]
fn shares_without_a_bound_are_aims_where_they_are_striven_for() {
    check_targets("Năm 2022 phấn đấu 80% trạm y tế có bác sĩ.", &[("other", 80.0, "", 2022)]);
    check_targets(
        "Năm 2022: quý I hoàn thành tối thiểu 27%, quý II 55%, quý III 82% chỉ tiêu tăng mới.",
        &[("other", 27.0, ">=", 2022), ("other", 55.0, "", 2022), ("other", 82.0, "", 2022)],
    );
    check_targets("Năm 2022 các đơn vị phấn đấu vượt ít nhất 2% kế hoạch thu.", &[]);
}

#[test]
fn whom_a_rule_concerns_is_no_aim() {
    check_targets("1. Doanh nghiệp sử dụng từ 10 lao động trở lên tham gia BHTN.", &[]);
    check_targets("2. Người lao động đóng 1%, người sử dụng lao động đóng 1% bảo hiểm thất nghiệp.", &[]);
    check_targets(
        "1. Điều kiện xét danh hiệu\na) Vận động từ 60 người tham gia BHXH tự nguyện trở lên trong năm 2022;\nb) Tổng điểm cao.",
        &[],
    );
}

#[test]
fn units_that_shall_meet_a_criterion() {
    check_targets(
        "Đến hết năm 2022 phải có 130 xã đạt tiêu chí 15.1.",
        &[("units_meeting_criterion", 130.0, "", 2022)],
    );
    check_targets(
        "Phấn đấu 100% huyện, xã đạt chuẩn nông thôn mới về tỷ lệ tham gia BHYT và đến năm 2023 đạt trên 95% dân số.",
        &[("units_meeting_criterion", 100.0, "", 0), (RATE, 95.0, ">", 2023)],
    );
    check_targets("Giữ vững 100% xã duy trì tiêu chí BHYT năm 2022.", &[("units_meeting_criterion", 100.0, "", 2022)]);
    check_targets(
        "Xã đạt chuẩn năm 2022: người dân tham gia BHYT (chỉ tiêu 15.1) đạt từ 90% trở lên.",
        &[("criterion_15_1", 90.0, ">=", 2022)],
    );
}

#[test]
fn reports_tell_what_was_though_they_keep_it_up() {
    let told = "1. Kết quả vận động tham gia BHYT\nĐến ngày 28/02/2022, toàn tỉnh có 694.000 người tham gia BHYT, vượt chỉ tiêu 90% Tỉnh ủy đề ra; trong đó:\n\
        - Người nghèo: 402.300 người, đạt 100%;\n- Nhóm học sinh duy trì ở mức 93%.";
    assert_eq!(targets_in("BÁO CÁO", "BC", told), []);
    let table = "II. Cấp thẻ\n1. Cấp thẻ cho 61.300 người, bằng 57,2% kế hoạch năm. Cụ thể:\n\n| Nhóm | Số thẻ | Tỷ lệ tham gia (%) |\n|---|---|---|\n\
        | Người nghèo | 17.420 | 100 |\n| Cận nghèo | 1.386 | 14,2 |\n";
    assert_eq!(targets_in("BÁO CÁO", "BC", table), []);
}

#[test]
fn directives_open_with_why_they_are_given() {
    let text = "UBND TỈNH AN GIANG\nSố: 9/CT-UBND\nAn Giang, ngày 10 tháng 3 năm 2022\n\nCHỈ THỊ\nVề việc phát triển người tham gia bảo hiểm\n\n\
        Số nợ còn 3,6%, thuộc nhóm cao của vùng. Một số địa phương giao hết việc cho cơ quan bảo hiểm.\n\n\
        Để khắc phục, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:\n\n1. Năm 2022 kéo nợ xuống dưới 2,5%.\n\nNơi nhận:\n- Lưu: VT.\n";
    let found: Vec<Short> = read(text).targets.iter().map(short).collect();
    assert_eq!(found, [target("debt_rate", 2.5, "<", 2022)]);
}

#[test]
fn news_tell_what_was_beside_what_shall_be() {
    let article = "Báo cáo tại hội nghị cho thấy, cuối năm 2022 toàn huyện có 158.700 người tham gia BHYT, tỷ lệ bao phủ 95,3%, vượt 0,3% kế hoạch; \
        2.060 người tham gia BHXH tự nguyện, gấp 6 lần năm 2019 và vượt mục tiêu 1.800 người.";
    assert_eq!(targets_of_page(article), []);
    let asked = "Năm 2023 huyện đặt ra chỉ tiêu:\n\n• Tỷ lệ bao phủ BHYT đạt từ 95,6% dân số trở lên;\n• Trao tặng 5.200 thẻ BHYT cho người khó khăn.";
    assert_eq!(targets_of_page(asked), [target(RATE, 95.6, ">=", 2023), target("cards_donated", 5_200.0, "", 2023)]);
}

#[test]
fn what_is_written_and_who_is_told() {
    check_targets(
        "Năm 2022 có từ 30 đến 40 tin, bài được đăng; 90% số người lao động được phổ biến chính sách.",
        &[("other", 30.0, "", 2022), ("publicity_rate", 90.0, "", 2022)],
    );
}

#[test]
fn deadlines_after_their_label() {
    check_deadlines("- Đánh giá giữa kỳ: quý III/2022.", &[("quarter", "2022-09-30", "2022-09-30", false)]);
    check_deadlines("- Tiếp nhận kinh phí: đến hết ngày 20/12/2022.", &[("by", "2022-12-20", "2022-12-20", false)]);
    check_deadlines("2. Quý IV năm 2023: tổ chức sơ kết.", &[("quarter", "2023-12-31", "2023-12-31", false)]);
    check_deadlines("3. Mỗi năm tổng hợp, báo cáo UBND tỉnh trước ngày 15/12.", &[("yearly", "", "", false)]);
}

#[test]
fn what_is_paid_of_a_wage_is_no_share_of_people() {
    check_targets("1. Người lao động đóng BHXH 8%, BHYT 1,5%, BHTN 1% trong năm 2022.", &[]);
    check_targets("2. Ngân sách hỗ trợ 30% đối với hộ nghèo, 25% đối với hộ cận nghèo tham gia BHXH tự nguyện.", &[]);
    check_targets("3. Thù lao đại lý: 7% số tiền đóng của người tham gia BHXH tự nguyện.", &[]);
}

#[test]
fn rates_by_their_labels_and_years_without_their_word() {
    check_targets(
        "- Đến 2025: BHXH 44%, trong đó BHXH tự nguyện 4,5%; BHTN 34%; BHYT trên 95%.",
        &[
            (SOCIAL, 44.0, "", 2025),
            ("voluntary_social_insurance_rate", 4.5, "", 2025),
            (UNEMPLOYED, 34.0, "", 2025),
            (RATE, 95.0, ">", 2025),
        ],
    );
    check_targets(
        "Mức phấn đấu: năm 2022 đạt 93%; 2023 đạt 94%; 2025 đạt 95% dân số tham gia BHYT.",
        &[(RATE, 93.0, ">=", 2022), (RATE, 94.0, ">=", 2023), (RATE, 95.0, ">=", 2025)],
    );
    check_targets(
        "Bao phủ BHYT từng năm: 2022 (93%), 2023 (94,2%).",
        &[(RATE, 93.0, "", 2022), (RATE, 94.2, "", 2023)],
    );
}

#[test]
fn the_new_countryside_is_not_what_was_just_reached() {
    check_targets(
        "Năm 2022 người dân tham gia BHYT của xã nông thôn mới đạt từ 90% trở lên.",
        &[(RATE, 90.0, ">=", 2022)],
    );
}

#[test]
fn rates_of_other_things_are_not_the_coverage() {
    check_targets(
        "II. MỤC TIÊU NĂM 2022\n(5) Dân số tham gia BHYT đạt 96%. (9) Tỷ lệ dân số đô thị dùng nước sạch đạt 88%.",
        &[(RATE, 96.0, ">=", 2022), ("other", 88.0, ">=", 2022)],
    );
}

#[test]
fn what_was_reached_before_the_paper_is_no_aim() {
    check_targets(
        "Từ kết quả năm 2021 (BHYT đạt 92,4%), tỉnh đề ra mức của năm 2022: BHYT đạt 93,5%.",
        &[(RATE, 93.5, ">=", 2022)],
    );
}

#[test]
fn money_that_must_be_collected() {
    check_targets("Tổng số phải thu năm 2022 là 5.120 tỷ đồng.", &[("collection_amount", 5_120e9, "", 2022)]);
    check_targets(
        "Năm 2022: (1) Thu: 152,6 tỷ; (2) BHYT 95%.",
        &[("collection_amount", 152.6e9, "", 2022), (RATE, 95.0, "", 2022)],
    );
}

#[test]
fn a_label_may_say_its_unit_in_brackets() {
    check_targets(
        "II. CHỈ TIÊU NĂM 2022\n1. Tỷ lệ bao phủ BHYT (%): 94,2\n2. Số người tham gia BHXH tự nguyện (người): 2.230\n3. Tổng số thu (triệu đồng): 315.000",
        &[(RATE, 94.2, "", 2022), (VOLUNTARY, 2_230.0, "", 2022), ("collection_amount", 315e9, "", 2022)],
    );
}

#[test]
fn a_plan_that_shall_be_exceeded_and_its_share() {
    check_targets("Phấn đấu vượt chỉ tiêu 94% dân số tham gia BHYT năm 2022.", &[(RATE, 94.0, "", 2022)]);
    check_targets("Đến ngày 30/6/2022 đạt tối thiểu 55% kế hoạch thu.", &[("other", 55.0, ">=", 2022)]);
}
