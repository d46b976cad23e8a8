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
fn insurances_by_their_short_names() {
    check_targets(
        "Cuối năm 2022 có 89% dân số tham gia BHYT, 14% lao động tham gia BHXH và 12,4% lao động tham gia BH thất nghiệp.",
        &[(RATE, 89.0, "", 2022), (SOCIAL, 14.0, "", 2022), (UNEMPLOYED, 12.4, "", 2022)],
    );
    check_targets(
        "Năm 2022, tham gia bảo hiểm xã hội (BHXH), bảo hiểm thất nghiệp (BHTN) lần lượt đạt 44%, 36% lực lượng lao động.",
        &[(SOCIAL, 44.0, ">=", 2022), (UNEMPLOYED, 36.0, ">=", 2022)],
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
