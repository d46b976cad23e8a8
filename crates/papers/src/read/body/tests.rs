//! Sentences of the house's own, inside a plan of a provincial office of 10 March 2022.

use crate::layer::TextLayer;
use crate::reading::{Deadline, Duty, Item, Reading, ResultFact, Target};

pub(super) fn read(text: &str) -> Reading {
    crate::read::read(&TextLayer { text: text.to_owned(), ..TextLayer::default() })
}

pub(super) fn paper(kind: &str, symbol: &str, body: &str) -> Reading {
    read(&format!(
        "BẢO HIỂM XÃ HỘI VIỆT NAM\nBẢO HIỂM XÃ HỘI TỈNH AN GIANG\nSố: 215/{symbol}-BHXH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
         Độc lập - Tự do - Hạnh phúc\n\nAn Giang, ngày 10 tháng 3 năm 2022\n\n{kind}\nPhát triển người tham gia bảo hiểm\n\n\
         Thực hiện Quyết định số 15/QĐ-BHXH ngày 05/01/2022 của Bảo hiểm xã hội Việt Nam, Bảo hiểm xã hội tỉnh xây dựng nội dung như sau:\n\n\
         {body}\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nNguyễn Văn Minh\n"
    ))
}

fn plan(body: &str) -> Reading {
    paper("KẾ HOẠCH", "KH", body)
}

fn report(body: &str) -> Reading {
    paper("BÁO CÁO", "BC", body)
}

/// indicator, value, comparator, year
pub(super) type Short = (String, Option<f64>, Option<String>, Option<i32>);

pub(super) fn short(item: &Item<Target>) -> Short {
    let target = &item.value;
    let name = match &target.group {
        Some(group) => format!("{}:{group}", target.indicator),
        None => target.indicator.clone(),
    };
    (name, target.value, target.comparator.clone(), target.year)
}

pub(super) fn check_targets(body: &str, expected: &[(&str, f64, &str, i32)]) {
    let found: Vec<Short> = plan(body).targets.iter().map(short).collect();
    let expected: Vec<Short> = expected
        .iter()
        .map(|(name, value, bound, year)| {
            let bound = (!bound.is_empty()).then(|| (*bound).to_owned());
            ((*name).to_owned(), Some(*value), bound, (*year > 0).then_some(*year))
        })
        .collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn targets_with_their_bounds() {
    let rate = "coverage_rate";
    check_targets("Phấn đấu đến hết năm 2022, tỷ lệ bao phủ BHYT đạt 92,5% dân số.", &[(rate, 92.5, ">=", 2022)]);
    check_targets("Đến năm 2025, tỷ lệ người dân tham gia bảo hiểm y tế đạt trên 95%.", &[(rate, 95.0, ">", 2025)]);
    check_targets("Phấn đấu năm 2023 có ít nhất 93% dân số tham gia BHYT.", &[(rate, 93.0, ">=", 2023)]);
    check_targets("Duy trì tỷ lệ bao phủ BHYT không thấp hơn 91% trong năm 2022.", &[(rate, 91.0, ">=", 2022)]);
    check_targets("Phấn đấu tỷ lệ dân số tham gia BHYT từ 94 % trở lên vào năm 2024.", &[(rate, 94.0, ">=", 2024)]);
    check_targets("Giảm tỷ lệ nợ BHXH, BHYT xuống dưới 2,5% vào cuối năm 2022.", &[("debt_rate", 2.5, "<", 2022)]);
    check_targets("Tỷ lệ chậm đóng không quá 1,9% số phải thu năm 2022.", &[("debt_rate", 1.9, "<=", 2022)]);
    check_targets(
        "Phấn đấu năm 2022 số người tham gia BHXH tự nguyện đạt 21.500 người, BHXH bắt buộc đạt 130.000 người, BHTN đạt 118.200 người.",
        &[
            ("voluntary_social_insurance_participants", 21_500.0, ">=", 2022),
            ("social_insurance_participants", 130_000.0, ">=", 2022),
            ("unemployment_insurance_participants", 118_200.0, ">=", 2022),
        ],
    );
    check_targets(
        "Phấn đấu đến năm 2025 có tối thiểu 45% lực lượng lao động tham gia BHXH; 35% lực lượng lao động tham gia bảo hiểm thất nghiệp.",
        &[("social_insurance_rate", 45.0, ">=", 2025), ("unemployment_insurance_rate", 35.0, "", 2025)],
    );
    check_targets(
        "Mức độ hài lòng của người tham gia đạt 90% trong năm 2022.",
        &[("satisfaction_rate", 90.0, ">=", 2022)],
    );
    check_targets(
        "Tổng số thu BHXH, BHYT, BHTN năm 2022 đạt 3.250 tỷ đồng.",
        &[("collection_amount", 3_250e9, ">=", 2022)],
    );
}

#[test]
fn targets_by_year_under_a_heading() {
    check_targets(
        "1. Chỉ tiêu tỷ lệ bao phủ BHYT:\n- Năm 2022: 92,1%;\n- Năm 2023: 93%;\n- Năm 2024: 94,25%.",
        &[("coverage_rate", 92.1, "", 2022), ("coverage_rate", 93.0, "", 2023), ("coverage_rate", 94.25, "", 2024)],
    );
    check_targets(
        "1. Mục tiêu đến năm 2025:\n- Tỷ lệ bao phủ BHYT đạt 95%;\n- Số người tham gia BHXH tự nguyện đạt 30.000 người.",
        &[("coverage_rate", 95.0, ">=", 2025), ("voluntary_social_insurance_participants", 30_000.0, ">=", 2025)],
    );
}

#[test]
fn head_counts_with_their_rates_and_faulty_points() {
    let reading = plan("Năm 2022, số người tham gia BHYT là 1.756 triệu người, đạt tỷ lệ bao phủ 92% dân số.");
    let people = reading.targets.iter().find(|item| item.value.indicator == "participants").expect("participants");
    assert_eq!(people.value.value, Some(1_756_000.0));
    assert!(people.confidence < 0.7 && reading.warnings.iter().any(|warning| warning.code == "number_format"));
    let reading = plan("Năm 2022, số người tham gia BHYT là 1,756 triệu người.");
    assert_eq!(reading.targets.first().and_then(|item| item.value.value), Some(1_756_000.0));
    assert!(reading.warnings.iter().all(|warning| warning.code != "number_format"));
}

#[test]
fn groups_criteria_and_communes() {
    check_targets(
        "Đến năm 2023, bảo đảm 100% người nghèo, người có công và trẻ em dưới 6 tuổi được cấp thẻ BHYT.",
        &[
            ("group_coverage_rate:poor", 100.0, "", 2023),
            ("group_coverage_rate:meritorious", 100.0, "", 2023),
            ("group_coverage_rate:child", 100.0, "", 2023),
        ],
    );
    check_targets(
        "Phấn đấu năm 2022 tỷ lệ học sinh, sinh viên tham gia BHYT đạt 98%.",
        &[("group_coverage_rate:student", 98.0, ">=", 2022)],
    );
    check_targets(
        "2. Tỷ lệ tham gia BHYT của các nhóm đối tượng năm 2022\n- Học sinh, sinh viên: 100%.\n- Hộ cận nghèo: 98%.",
        &[("group_coverage_rate:student", 100.0, "", 2022), ("group_coverage_rate:near_poor", 98.0, "", 2022)],
    );
    let reading =
        plan("Phấn đấu các xã đạt tỷ lệ tham gia BHYT từ 90% trở lên theo tiêu chí số 15.1 (đạt cho cả nam và nữ).");
    let target = &reading.targets.first().expect("a target").value;
    assert_eq!((target.indicator.as_str(), target.value, target.both_sexes), ("criterion_15_1", Some(90.0), true));
    let reading = plan("Mỗi năm, mỗi đơn vị nhận đỡ đầu từ 01 đến 02 xã khó khăn.");
    let target = &reading.targets.first().expect("a target").value;
    assert_eq!(
        (target.indicator.as_str(), target.value, target.upper),
        ("communes_adopted_per_unit_per_year", Some(1.0), Some(2.0))
    );
    check_targets(
        "Phấn đấu đến năm 2024 có thêm 5 xã đạt chuẩn nông thôn mới.",
        &[("new_rural_communes", 5.0, "", 2024)],
    );
}

#[test]
fn a_table_has_a_target_in_each_cell() {
    let reading = plan(
        "Chỉ tiêu tỷ lệ bao phủ BHYT giao cho các huyện như sau:\n\nSTT\tĐơn vị\t2022\t2023\n1\tHuyện Châu Phú\t91,5\t92\n2\tThị xã Tân Châu\t90\t91,2\n\nCác huyện tổ chức triển khai.",
    );
    let cells: Vec<_> = reading
        .targets
        .iter()
        .map(|item| (item.value.scope.clone().unwrap_or_default(), item.value.value, item.value.year))
        .collect();
    assert_eq!(
        cells,
        [
            ("Huyện Châu Phú".to_owned(), Some(91.5), Some(2022)),
            ("Huyện Châu Phú".to_owned(), Some(92.0), Some(2023)),
            ("Thị xã Tân Châu".to_owned(), Some(90.0), Some(2022)),
            ("Thị xã Tân Châu".to_owned(), Some(91.2), Some(2023)),
        ]
    );
}

#[test]
fn values_that_rise_fall_and_stand_after_a_colon() {
    let rate = "coverage_rate";
    check_targets("Nâng tỷ lệ bao phủ BHYT từ 89,2% năm 2021 lên 91,5% vào cuối năm 2022.", &[(rate, 91.5, "", 2022)]);
    check_targets("Kéo giảm tỷ lệ nợ từ 3,1% xuống còn dưới 2,2% vào cuối năm 2022.", &[("debt_rate", 2.2, "<", 2022)]);
    check_targets("Không để nợ BHXH quá 3% số phải thu trong năm 2022.", &[("debt_rate", 3.0, "<=", 2022)]);
    check_targets(
        "Năm 2022, tỷ lệ bao phủ BHYT tối thiểu: ấp Cái Cấm 96%, ấp Bùi Mắc 93%.",
        &[(rate, 96.0, ">=", 2022), (rate, 93.0, ">=", 2022)],
    );
}

#[test]
fn tables_with_two_rows_at_their_head_and_labels_over_lines() {
    let shown = |body: &str| {
        let targets = plan(body).targets;
        targets
            .iter()
            .map(|item| {
                let target = &item.value;
                (target.indicator.clone(), target.value.unwrap_or_default(), target.year.unwrap_or_default())
            })
            .collect::<Vec<_>>()
    };
    let (rate, voluntary) = ("coverage_rate".to_owned(), "voluntary_social_insurance_participants".to_owned());
    assert_eq!(
        shown(
            "Chỉ tiêu giao:\n\nTT\tĐơn vị\tTỷ lệ bao phủ BHYT (%)\n\t\tNăm 2022\tNăm 2023\n(1)\t(2)\t(3)\t(4)\n1\tHuyện Châu Phú\t91,5\t92\n"
        ),
        [(rate.clone(), 91.5, 2022), (rate.clone(), 92.0, 2023)]
    );
    assert_eq!(
        shown(
            "Chỉ tiêu giao:\n\nChỉ tiêu                        Kế hoạch năm 2022\nSố người tham gia BHXH tự      1.560\nnguyện\nTỷ lệ dân số tham gia BHYT     91,5\n"
        ),
        [(voluntary, 1_560.0, 2022), (rate, 91.5, 2022)]
    );
}

#[test]
fn what_is_no_target() {
    for body in [
        "Căn cứ khoản 2 Điều 15 Luật Bảo hiểm y tế, mức đóng bằng 4,5% mức lương cơ sở.",
        "Ngân sách hỗ trợ 30% mức đóng BHYT cho người thuộc hộ cận nghèo.",
        "Tính đến ngày 28/02/2022, tỷ lệ bao phủ BHYT đạt 90,4% dân số.",
        "Người tham gia từ đủ 05 năm liên tục được hưởng 100% chi phí khám bệnh, chữa bệnh.",
        "Số người tham gia BHYT tăng 3,2% so với năm 2021.",
    ] {
        assert_eq!(plan(body).targets.iter().map(short).collect::<Vec<_>>(), [], "{body}");
    }
}

fn result(item: &Item<ResultFact>) -> (String, Option<f64>, Option<i32>, Option<f64>, Option<f64>) {
    let fact = &item.value;
    (fact.indicator.clone(), fact.value, fact.year, fact.target, fact.beyond)
}

#[test]
fn results_with_their_targets() {
    let found = |body: &str| report(body).results.iter().map(result).collect::<Vec<_>>();
    let rate = || "coverage_rate".to_owned();
    assert_eq!(
        found("Năm 2021 chỉ tiêu giao 90%, thực hiện đạt 91,2%, vượt 1,2% về tỷ lệ bao phủ BHYT."),
        [(rate(), Some(91.2), Some(2021), Some(90.0), Some(1.2))]
    );
    assert_eq!(
        found("Đến ngày 31/12/2021, tỷ lệ bao phủ BHYT toàn tỉnh đạt 90,6%, vượt 0,6% so với chỉ tiêu 90% được giao."),
        [(rate(), Some(90.6), Some(2021), Some(90.0), Some(0.6))]
    );
    assert_eq!(
        found("Năm 2021, toàn tỉnh có 18.204 người tham gia BHXH tự nguyện, tăng 2.100 người so với năm 2020."),
        [("voluntary_social_insurance_participants".to_owned(), Some(18_204.0), Some(2021), None, None)]
    );
    let reading = report("Đến ngày 31/12/2021 có 95/110 xã đạt tiêu chí 15.1.");
    let fact = &reading.results.first().expect("a result").value;
    assert_eq!((fact.met, fact.of, fact.year), (Some(95), Some(110), Some(2021)));
}

fn deadline(deadline: &Deadline) -> (String, String, String, bool) {
    let show = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    (deadline.rule.clone(), show(deadline.date), show(deadline.last_day), deadline.soft)
}

pub(super) fn check_deadlines(body: &str, expected: &[(&str, &str, &str, bool)]) {
    let found: Vec<_> = plan(body).deadlines.iter().map(|item| deadline(&item.value)).collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(rule, day, last, soft)| ((*rule).to_owned(), (*day).to_owned(), (*last).to_owned(), *soft))
        .collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn deadlines_of_every_rule() {
    check_deadlines(
        "1. Phòng Thu gửi danh sách trước ngày 31/10/2022.",
        &[("before", "2022-10-31", "2022-10-30", false)],
    );
    check_deadlines(
        "1. Phòng Thu gửi danh sách chậm nhất ngày 15 tháng 12 năm 2022.",
        &[("by", "2022-12-15", "2022-12-15", false)],
    );
    check_deadlines("1. Văn phòng hoàn thành trong tháng 9/2022.", &[("by", "2022-09-30", "2022-09-30", false)]);
    check_deadlines("1. Các đơn vị sơ kết vào Quý III năm 2023.", &[("quarter", "2023-09-30", "2023-09-30", false)]);
    check_deadlines("1. BHXH huyện báo cáo trước ngày 15/12 hằng năm.", &[("yearly", "", "", false)]);
    check_deadlines("1. BHXH huyện báo cáo trước ngày 15 hằng tháng.", &[("before", "", "", false)]);
    check_deadlines(
        "Trong thời hạn 05 ngày làm việc kể từ ngày nhận hồ sơ, Phòng Chế độ trả kết quả.",
        &[("working_days", "", "", false)],
    );
    check_deadlines(
        "Hội đồng khen thưởng sơ kết (dự kiến cuối năm 2024).",
        &[("by", "2024-12-31", "2024-12-31", true)],
    );
    check_deadlines("1. Phòng Thu rà soát, xong trước 30/6.", &[("before", "2022-06-30", "2022-06-29", false)]);
    check_deadlines("1. Phòng Thu rà soát, xong trước ngày 31/01.", &[("before", "2023-01-31", "2023-01-30", false)]);
    check_deadlines(
        "1. Thời hạn gửi hồ sơ: trước 17 giờ ngày 20/5/2022.",
        &[("before", "2022-05-20", "2022-05-20", false)],
    );
    check_deadlines(
        "1. Văn phòng nộp báo cáo, hạn cuối là ngày 20/5/2022.",
        &[("by", "2022-05-20", "2022-05-20", false)],
    );
    check_deadlines(
        "1. Các đơn vị hoàn thành việc rà soát đến hết ngày 30/4/2022.",
        &[("by", "2022-04-30", "2022-04-30", false)],
    );
    check_deadlines(
        "1. Phòng Thu rà soát hồ sơ; thời gian hoàn thành: 30/11/2022.",
        &[("by", "2022-11-30", "2022-11-30", false)],
    );
    check_deadlines("1. Văn phòng hoàn thành trong năm 2022.", &[("by", "2022-12-31", "2022-12-31", false)]);
}

#[test]
fn times_that_bind_nobody() {
    for body in [
        "Thẻ có giá trị sử dụng từ ngày 01/4/2022 đến ngày 31/12/2022.",
        "Quyết định có hiệu lực từ ngày 01/7/2022.",
        "Theo Quyết định số 546/QĐ-TTg ngày 29/4/2022 của Thủ tướng Chính phủ.",
        "Tính đến ngày 31/01/2022, toàn tỉnh có 1.200 đơn vị tham gia.",
        "Phấn đấu đến năm 2025 tỷ lệ bao phủ BHYT đạt trên 95%.",
        "Hội nghị tổ chức vào 08 giờ ngày 22/4/2022 tại Hội trường.",
    ] {
        let found: Vec<_> = plan(body).deadlines.iter().map(|item| deadline(&item.value)).collect();
        assert_eq!(found, [], "{body}");
    }
}

fn duty(item: &Item<Duty>) -> (String, String, String, String) {
    let duty = &item.value;
    let or = |text: &Option<String>| text.clone().unwrap_or_default();
    (or(&duty.who), duty.what.clone(), or(&duty.to), or(&duty.via))
}

fn check_duties(body: &str, expected: &[(&str, &str, &str, &str)]) {
    let found: Vec<_> = plan(body).duties.iter().map(duty).collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(a, b, c, d)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned(), (*d).to_owned()))
        .collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn duties_by_headings_orders_and_subjects() {
    check_duties(
        "III. TỔ CHỨC THỰC HIỆN\n1. Phòng Kế hoạch - Tài chính\nTham mưu phân bổ kinh phí; quyết toán trước ngày 31/12/2022.\n2. Văn phòng: tổng hợp kết quả, báo cáo Giám đốc.",
        &[
            ("Phòng Kế hoạch - Tài chính", "Tham mưu phân bổ kinh phí", "", ""),
            ("Phòng Kế hoạch - Tài chính", "quyết toán", "", ""),
            ("Văn phòng", "tổng hợp kết quả, báo cáo Giám đốc", "Giám đốc", ""),
        ],
    );
    check_duties(
        "Giao Phòng Truyền thông xây dựng tài liệu.\nĐề nghị UBND các xã phối hợp tuyên truyền.",
        &[("Phòng Truyền thông", "xây dựng tài liệu", "", ""), ("UBND các xã", "phối hợp tuyên truyền", "", "")],
    );
    check_duties(
        "II. NHIỆM VỤ\n1. BHXH các huyện lập danh sách, gửi về BHXH tỉnh (qua Phòng Quản lý thu) trước ngày 15/4/2022.",
        &[(
            "BHXH các huyện",
            "lập danh sách, gửi về BHXH tỉnh (qua Phòng Quản lý thu)",
            "BHXH tỉnh",
            "Phòng Quản lý thu",
        )],
    );
    check_duties(
        "Bảo hiểm xã hội tỉnh yêu cầu Giám đốc BHXH các huyện, thị xã thực hiện các nội dung sau:\n1. Rà soát người chưa tham gia.\n2. Mở rộng điểm thu.",
        &[
            ("Giám đốc BHXH các huyện, thị xã", "Rà soát người chưa tham gia", "", ""),
            ("Giám đốc BHXH các huyện, thị xã", "Mở rộng điểm thu", "", ""),
        ],
    );
}

#[test]
fn reviews_awards_support_and_money() {
    let reading = plan(
        "IV. SƠ KẾT, TỔNG KẾT\nCác đơn vị sơ kết vào quý III năm 2023, tổng kết vào quý III năm 2025. Hội đồng Thi đua - Khen thưởng BHXH Việt Nam tổng kết (dự kiến cuối năm 2025).",
    );
    let reviews: Vec<_> = reading
        .reviews
        .iter()
        .map(|item| (item.value.kind.as_str(), item.value.by.as_deref(), item.value.at.as_deref(), item.value.soft))
        .collect();
    assert_eq!(
        reviews,
        [
            ("interim", Some("units"), Some("2023-Q3"), false),
            ("final", Some("units"), Some("2025-Q3"), false),
            ("final", Some("council_national"), Some("2025"), true),
        ]
    );
    let reading = report("Qua tổng kết, Giám đốc tặng Giấy khen cho 05 tập thể và 12 cá nhân.");
    let award = &reading.awards.first().expect("an award").value;
    assert_eq!(
        (award.form.as_deref(), award.review.as_deref(), award.collectives, award.individuals),
        (Some("Giấy khen"), Some("final"), Some(5), Some(12))
    );
    let reading = report(
        "Năm 2021, đơn vị vận động tặng 350 thẻ BHYT cho người thuộc hộ cận nghèo với số tiền 281.610.000 đồng. Thẻ có giá trị từ ngày 01/01/2022 đến ngày 31/12/2022.",
    );
    let support = &reading.support.first().expect("support").value;
    assert_eq!(
        (support.year, support.cards, support.amount, support.groups.len()),
        (Some(2021), Some(350), Some(281_610_000), 1)
    );
    assert!(support.valid_from.is_some() && support.valid_to.is_some());
    assert_eq!(reading.money.iter().map(|item| item.value.amount).collect::<Vec<_>>(), [281_610_000]);
}

#[test]
fn the_situation_turns_at_however_and_at_the_cause() {
    let reading = plan(
        "Thời gian qua, công tác thu đạt được nhiều kết quả. Tuy nhiên, số người tham gia còn thấp, công tác phối hợp chưa thường xuyên. Nguyên nhân là do cán bộ còn mỏng.",
    );
    let texts = |items: &[Item<crate::reading::Statement>]| {
        items.iter().map(|item| item.value.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&reading.situation.achievements), ["Thời gian qua, công tác thu đạt được nhiều kết quả"]);
    assert_eq!(
        texts(&reading.situation.weaknesses),
        ["số người tham gia còn thấp", "công tác phối hợp chưa thường xuyên"]
    );
    assert_eq!(texts(&reading.situation.causes), ["cán bộ còn mỏng"]);
}

#[test]
fn lists_of_values_by_year_place_and_group() {
    let rate = "coverage_rate";
    check_targets(
        "Nâng tỷ lệ dân số tham gia bảo hiểm y tế lên 91% vào năm 2023, 92,4% vào năm 2024 và 93% vào năm 2025.",
        &[(rate, 91.0, "", 2023), (rate, 92.4, "", 2024), (rate, 93.0, "", 2025)],
    );
    check_targets(
        "Số người tham gia bảo hiểm xã hội bắt buộc và bảo hiểm thất nghiệp năm 2023 lần lượt là 7.150 người và 6.420 người.",
        &[
            ("social_insurance_participants", 7150.0, "", 2023),
            ("unemployment_insurance_participants", 6420.0, "", 2023),
        ],
    );
    check_targets(
        "Năm 2023, học sinh tham gia bảo hiểm y tế ít nhất 97%, người thuộc hộ cận nghèo ít nhất 81%.",
        &[("group_coverage_rate:student", 97.0, ">=", 2023), ("group_coverage_rate:near_poor", 81.0, ">=", 2023)],
    );
    check_targets(
        "Năm 2022, phát triển thêm ít nhất 850 người tham gia bảo hiểm xã hội tự nguyện so với năm 2021.",
        &[("voluntary_social_insurance_participants", 850.0, ">=", 2022)],
    );
    check_targets("Năm 2022, không để tỷ lệ nợ BHXH vượt quá 2,7%.", &[("debt_rate", 2.7, "<=", 2022)]);
    let places = plan("Năm 2022, tỷ lệ bao phủ BHYT huyện Tri Tôn đạt 90,2%, huyện An Phú từ 88,6%.").targets;
    let scopes: Vec<Option<&str>> = places.iter().map(|item| item.value.scope.as_deref()).collect();
    assert_eq!(scopes, [Some("huyện Tri Tôn"), Some("huyện An Phú")]);
}

#[test]
fn what_is_covered_is_named_after_the_word() {
    check_targets(
        "Năm 2022 toàn tỉnh phải bao phủ BHYT 93,5% dân số, bao phủ BHXH 42,1% và BHTN 33,4% lực lượng lao động trong độ tuổi.",
        &[
            ("coverage_rate", 93.5, "", 2022),
            ("social_insurance_rate", 42.1, "", 2022),
            ("unemployment_insurance_rate", 33.4, "", 2022),
        ],
    );
}

#[test]
fn points_of_an_emulation_are_no_aims() {
    check_targets("Huyện hoàn thành chỉ tiêu bao phủ BHYT được 40 điểm; cứ thiếu 0,1% bị trừ 0,5 điểm.", &[]);
}

#[test]
fn a_table_by_group_sets_an_aim_for_each_group() {
    check_targets(
        "1. Tỷ lệ tham gia BHYT theo nhóm (%):\n\nNhóm\tNăm 2023\tNăm 2024\nHọc sinh, sinh viên\t97\t98,5\nNgười thuộc hộ cận nghèo\t90\t95\n",
        &[
            ("group_coverage_rate:student", 97.0, "", 2023),
            ("group_coverage_rate:student", 98.5, "", 2024),
            ("group_coverage_rate:near_poor", 90.0, "", 2023),
            ("group_coverage_rate:near_poor", 95.0, "", 2024),
        ],
    );
}

#[test]
fn values_that_share_one_noun() {
    let rate = "coverage_rate";
    check_targets(
        "Phấn đấu năm 2025 đạt 95%, năm 2030 đạt 98% dân số tham gia BHYT.",
        &[(rate, 95.0, ">=", 2025), (rate, 98.0, ">=", 2030)],
    );
    check_targets(
        "Đến năm 2025 có ít nhất 45% lực lượng lao động tham gia BHXH và ít nhất 35% tham gia BHTN; đến năm 2030 các tỷ lệ này tương ứng là 60% và 45%.",
        &[
            ("social_insurance_rate", 45.0, ">=", 2025),
            ("unemployment_insurance_rate", 35.0, ">=", 2025),
            ("social_insurance_rate", 60.0, "", 2030),
            ("unemployment_insurance_rate", 45.0, "", 2030),
        ],
    );
}

#[test]
fn what_is_owed_and_who_is_covered_in_the_words_of_offices() {
    check_targets("Nợ BHXH, BHYT, BHTN năm 2022 không quá 2% so với số phải thu.", &[("debt_rate", 2.0, "<=", 2022)]);
    check_targets("Năm 2022, giảm số tiền chậm đóng xuống dưới 2,8% số phải thu.", &[("debt_rate", 2.8, "<", 2022)]);
    check_targets(
        "Năm 2022, tỷ lệ bao phủ BHYT học sinh, sinh viên đạt 98%.",
        &[("group_coverage_rate:student", 98.0, ">=", 2022)],
    );
    check_targets(
        "Năm 2022 phát triển 45 người BHXH tự nguyện, 120 người BHYT hộ gia đình.",
        &[("voluntary_social_insurance_participants", 45.0, "", 2022), ("household_participants", 120.0, "", 2022)],
    );
    check_targets("Phấn đấu năm 2022 tỷ lệ bao phủ BHYT đạt và vượt 93%.", &[("coverage_rate", 93.0, ">=", 2022)]);
}
