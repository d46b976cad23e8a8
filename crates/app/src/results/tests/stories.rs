use super::*;
use crate::testing::on_each_world;
use platform::Problem;
use platform::problem::Refusal;
use rules::number::Fixed;

#[tokio::test]
async fn ben_tre_through_the_years() {
    on_each_world(async |world| {
        load_samples(&world).await;
        let unit = world.unit("Bến Tre");
        let years = yearly(&world.app, unit, "coverage_rate").await.expect("they are read");
        let said: Vec<_> = years
            .iter()
            .map(|(year, figure)| (*year, figure.value.plain(true).unwrap_or_default(), figure.full_year()))
            .collect();
        let expected = [(2016, "82.29", true), (2017, "91.20", true), (2018, "91.87", true), (2019, "92.12", false)];
        assert_eq!(said, expected.map(|(year, value, full)| (year, value.to_owned(), full)));
        assert_eq!(years[&2019].as_of, day(2019, 8, 31), "chưa hết năm");
        for (figure, target, points) in
            [(&years[&2016], 752_000, "+7,09"), (&years[&2017], 790_000, "+12,20"), (&years[&2018], 828_000, "+9,07")]
        {
            let percent = figure.value.percent().expect("a percentage");
            let over = rules::rate::points(percent, Fixed::from_ten_thousandths(target)).expect("they differ");
            assert_eq!(over.vietnamese(), points);
        }
        assert!(yearly(&world.app, world.unit("Vĩnh Long"), "coverage_rate").await.expect("it is read").is_empty());

        let criteria = by_facet(&world.app, unit, "communes_meeting_criterion", 2019).await.expect("they are read");
        let said: Vec<_> = criteria.iter().map(|figure| (figure.denominator.as_deref(), &figure.value)).collect();
        assert_eq!(said[0], (Some("communes_all"), &Value::Pair { num: 132, den: 164 }));
        assert_eq!(said[1].0, Some("communes_rural"));
        assert!(matches!(said[1].1, Value::Unknown(reason) if reason.contains("không nói")));
        let bands = by_facet(&world.app, unit, "communes_by_criteria_met", 2019).await.expect("they are read");
        assert_eq!(bands.iter().filter_map(|figure| figure.value.num()).sum::<i64>(), 147);
        let nation = yearly(&world.app, world.unit("Việt Nam"), "coverage_rate").await.expect("it is read");
        assert_eq!(nation[&2018].as_of, day(2018, 6, 30), "the last of the year");
        assert!(nation[&2025].estimate);
        assert_sound(&world).await;
    })
    .await;
}

#[tokio::test]
async fn who_entered_cannot_confirm() {
    on_each_world(async |world| {
        let unit = chau_binh(&world);
        let actor = accounts::system("vu.tdkt", "Vụ TĐKT", "emulation_department");
        let rows = vec![pair(unit, (2019, 12, 31), 90, 100)];
        let entered = enter_results(&world.app, &actor, Batch { rows, reason: None }).await.expect("it is entered");
        let own = confirm_results(&world.app, &actor, Which::Change(entered.change), None).await;
        assert_eq!(sentence(own), "Tài khoản vu.tdkt đã nhập số liệu này nên không được tự xác nhận.");
        let operator = confirm_results(&world.app, &world.operator(), Which::Change(entered.change), None).await;
        assert!(matches!(operator, Err(Problem::Forbidden(_))));
        let waiting = yearly(&world.app, unit, "coverage_rate").await.expect("it is read");
        assert!(waiting.is_empty(), "what waits is not confirmed");
        let province = world.unit("Bến Tre");
        let sums = summed(&world.app, "coverage_rate", &Facet::None, &[province], 2019).await.expect("they are read");
        assert!(sums.is_empty(), "what waits is in no sum");
        let seen = waiting_in_scope(&world.app, &director()).await.expect("it is counted");
        assert_eq!(seen, [(unit, 1)]);
        confirm_results(&world.app, &director(), Which::Observations(entered.ids.clone()), None).await.expect("done");
        let again = confirm_results(&world.app, &director(), Which::Observations(entered.ids), None).await;
        assert!(sentence(again).contains("không còn chờ xác nhận"));
        assert!(waiting_in_scope(&world.app, &director()).await.expect("it is counted").is_empty());
        assert_sound(&world).await;
    })
    .await;
}

#[tokio::test]
async fn an_officer_enters_in_its_own_territory_only() {
    on_each_world(async |world| {
        world.login("can.bo", "local_officer", Some("Bến Tre")).await;
        let actor = world.actor("can.bo").await;
        let own = vec![pair(chau_binh(&world), (2019, 12, 31), 1, 2)];
        enter_results(&world.app, &actor, Batch { rows: own, reason: None }).await.expect("its own commune");
        let other = vec![pair(world.unit("Vĩnh Long"), (2025, 12, 31), 1, 2)];
        let refused = enter_results(&world.app, &actor, Batch { rows: other, reason: None }).await;
        assert!(matches!(refused, Err(Problem::Forbidden(_))), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn a_correction_keeps_the_old_figure_as_it_was_known() {
    on_each_world(async |world| {
        let unit = chau_binh(&world);
        let ids = enter_confirmed(&world, vec![pair(unit, (2019, 12, 31), 80, 100)]).await;
        let before = figure(&world.app, ids[0]).await.expect("it is there").confirmed.expect("confirmed").change;
        let new = pair(unit, (2019, 12, 31), 85, 100);
        let none = correct_result(&world.app, &clerk(), ids[0], new.clone(), " ").await;
        assert!(sentence(none).contains("lý do sửa"));
        let id = correct_result(&world.app, &clerk(), ids[0], new.clone(), "đếm trùng 5 thẻ").await.expect("corrected");
        let twice = correct_result(&world.app, &clerk(), ids[0], new, "lại").await;
        assert!(sentence(twice).contains("đã có bản sửa"));
        let province = world.unit("Bến Tre");
        let sum = async || summed(&world.app, "coverage_rate", &Facet::None, &[province], 2019).await.expect("read");
        assert_eq!(sum().await[0].num, 80, "the confirmed figure holds until its correction is confirmed");
        confirm_results(&world.app, &director(), Which::Observations(vec![id]), None).await.expect("confirmed");
        assert_eq!((sum().await[0].num, sum().await[0].leaves_known), (85, 1));
        let now = of_unit(&world.app, unit, Some("coverage_rate"), None).await.expect("read");
        assert_eq!(now.iter().map(|figure| figure.id).collect::<Vec<_>>(), [id]);
        let then = of_unit(&world.app, unit, Some("coverage_rate"), Some(before)).await.expect("read");
        assert_eq!(then[0].value, Value::Pair { num: 80, den: 100 });
        assert!(then[0].confirmed.is_some());
        assert_sound(&world).await;
    })
    .await;
}

#[tokio::test]
async fn a_correction_of_what_waits_takes_its_place_at_once() {
    on_each_world(async |world| {
        let unit = chau_binh(&world);
        let entered = enter(&world, vec![pair(unit, (2019, 12, 31), 80, 100)]).await;
        let new = pair(unit, (2019, 12, 31), 81, 100);
        let id = correct_result(&world.app, &clerk(), entered.ids[0], new, "gõ nhầm").await.expect("corrected");
        let open = of_unit(&world.app, unit, None, None).await.expect("read");
        assert_eq!(open.iter().map(|figure| figure.id).collect::<Vec<_>>(), [id]);
        confirm_results(&world.app, &director(), Which::Observations(vec![id]), None).await.expect("confirmed");
        assert_sound(&world).await;
    })
    .await;
}

async fn refusal_of(world: &World, row: NewResult) -> Refusal {
    match enter_results(&world.app, &clerk(), Batch { rows: vec![row], reason: None }).await {
        Err(Problem::Refused(refusal)) => refusal,
        other => panic!("it should be refused: {other:?}"),
    }
}

#[tokio::test]
async fn what_may_not_stand_is_refused_with_its_rule() {
    on_each_world(async |world| {
        let app = &world.app;
        let province = world.unit("Bến Tre");
        let good = || pair(province, (2019, 8, 31), 90, 100);
        let cases: Vec<(&str, &str, NewResult)> = vec![
            ("unit", "nay là tỉnh Vĩnh Long", pair(province, (2025, 12, 31), 1, 2)),
            ("indicator", "không có chỉ tiêu", NewResult { indicator: "khong_co".to_owned(), ..good() }),
            ("as_of", "ngoài kỳ", NewResult { as_of: day(2018, 8, 31), ..good() }),
            ("num", "nhỏ hơn 0", NewResult { value: Value::Pair { num: -1, den: 10 }, ..good() }),
            ("den", "mẫu số là 0", NewResult { value: Value::Pair { num: 1, den: 0 }, ..good() }),
            ("den", "thiếu mẫu số", NewResult { value: Value::Count(5), ..good() }),
            ("denominator", "chưa nói mẫu số", NewResult { denominator: None, ..good() }),
            ("denominator", "không phải mẫu số", NewResult { denominator: Some("communes_all".to_owned()), ..good() }),
            ("group", "không tách theo nhóm", NewResult { group: Some("poor".to_owned()), ..good() }),
            ("num", "chưa nói vì sao", NewResult { value: Value::Unknown(String::new()), ..good() }),
            ("facet", "không tính riêng", NewResult { facet: Facet::parse("qd_1980_2016/15.1"), ..good() }),
            ("as_of", "chưa tới", pair(world.unit("Vĩnh Long"), (2026, 12, 31), 1, 2)),
        ];
        for (column, rule, row) in cases {
            let refusal = refusal_of(&world, row).await;
            let fault = refusal.faults.iter().find(|fault| fault.column == column);
            let fault = fault.unwrap_or_else(|| panic!("{column}: {refusal:?}"));
            assert!(fault.rule.contains(rule), "{column}: {}", fault.rule);
            assert!(!fault.remedy.is_empty());
        }
        let district = app.resolve_unit("huyện Giồng Trôm", None, Some(day(2025, 6, 30))).expect("it is there");
        enter(&world, vec![pair(district, (2025, 6, 30), 1, 2)]).await;
        let ended = refusal_of(&world, pair(district, (2025, 7, 1), 1, 2)).await;
        assert!(ended.sentence.contains("đã kết thúc từ ngày 01/07/2025"), "{}", ended.sentence);
        enter(&world, vec![good()]).await;
        assert!(refusal_of(&world, good()).await.sentence.contains("đã có số liệu này của tỉnh Bến Tre"));
    })
    .await;
}

#[tokio::test]
async fn what_is_odd_is_said_and_entered() {
    on_each_world(async |world| {
        let unit = chau_binh(&world);
        let male = NewResult { sex: Some(rules::rate::Sex::Male), ..pair(unit, (2019, 12, 31), 60, 60) };
        let female = NewResult { sex: Some(rules::rate::Sex::Female), ..pair(unit, (2019, 12, 31), 50, 40) };
        let rows = vec![pair(unit, (2019, 12, 31), 105, 100), male, female];
        let entered = enter(&world, rows).await;
        let said: Vec<&str> = entered.warnings.iter().map(|warning| warning.sentence.as_str()).collect();
        assert_eq!(said.len(), 3, "{said:?}");
        assert!(said[0].contains("vượt 100 %"), "{said:?}");
        assert!(said[2].contains("nam 60 cộng nữ 50 lớn hơn tổng 105"), "{said:?}");
        let province = world.unit("Bến Tre");
        let wrong = NewResult {
            indicator: "communes_meeting_criterion".to_owned(),
            denominator: Some("communes_all".to_owned()),
            facet: Facet::parse("qd_1980_2016/15.1"),
            ..pair(province, (2019, 10, 4), 132, 147)
        };
        let entered = enter(&world, vec![wrong]).await;
        assert!(entered.warnings[0].sentence.contains("danh sách ngày 04/10/2019 có 164"), "{:?}", entered.warnings);
    })
    .await;
}
