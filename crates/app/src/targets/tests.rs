use super::*;
use crate::documents;
use crate::testing::{World, day, on_each_world};
use axum::http::StatusCode;
use platform::Problem;
use rules::number::Fixed;
use rules::rate::Comparator;

fn fixed(text: &str) -> Fixed {
    text.parse().expect("a number")
}

/// A coverage target in short: unit, year, value, authority, paper.
fn target(unit: i64, year: i32, value: &str, authority: &str, document: i64) -> NewTarget {
    NewTarget {
        unit,
        each: None,
        indicator: "coverage_rate".to_owned(),
        year: Some(year),
        due: None,
        value: Some(fixed(value)),
        upper: None,
        comparator: Comparator::AtLeast,
        measure: None,
        denominator: None,
        group: None,
        per_sex: false,
        criterion: None,
        authority: authority.to_owned(),
        document: Some(document),
        decided_on: None,
        movement: None,
        objective: None,
        resolutions: Vec::new(),
        supersedes: None,
        printed: None,
        unknown_reason: None,
        note: None,
        source: 0,
        locator: "Phụ lục".to_owned(),
    }
}

async fn enter(world: &World, actor: &Actor, targets: Vec<NewTarget>) -> platform::Result<Vec<i64>> {
    let document = targets.first().and_then(|target| target.document).expect("a paper");
    let paper = documents::by_ids(world.app.reader(), vec![document]).await?.remove(&document).expect("the paper");
    let mut change = world.app.begin(actor, ENTER.0, None).await?;
    let source = documents::source_of_document(&mut change, &paper).await?;
    let targets = targets.into_iter().map(|target| NewTarget { source, ..target }).collect();
    let ids = enter_targets(&world.app, actor, &mut change, targets).await?;
    change.commit().await?;
    Ok(ids)
}

#[tokio::test]
async fn two_authorities_set_two_targets_and_the_screen_says_which_is_used() {
    on_each_world(async |world| {
        let unit = world.unit("tỉnh Bà Rịa - Vũng Tàu");
        let prime_minister = world.decision("546/QĐ-TTg", "Thủ tướng Chính phủ", day(2022, 4, 29)).await;
        let party = world.decision("03-NQ/TU", "Tỉnh ủy Bà Rịa - Vũng Tàu", day(2022, 1, 10)).await;
        let operator = world.operator();
        enter(&world, &operator, vec![target(unit, 2022, "91.5", "prime_minister", prime_minister)])
            .await
            .expect("entered");
        enter(&world, &operator, vec![target(unit, 2022, "92", "provincial_party_committee", party)])
            .await
            .expect("entered");
        let chosen = in_use(&world.app, unit, "coverage_rate", 2022).await.expect("read").expect("one is in use");
        assert_eq!(chosen.view.value, Some(fixed("91.5")));
        assert_eq!(chosen.reason, "Chỉ tiêu do Thủ tướng Chính phủ giao được dùng trước theo thứ bậc đã khai báo.");
        assert_eq!(chosen.ground, None, "the ranking has no ground, and the page says so");
        let (other, why) = &chosen.others[0];
        assert_eq!((other.value, why.as_str()), (Some(fixed("92")), "cơ quan xếp sau trong thứ tự áp dụng"));
        let page = world.get(&path(chosen.view.id), "").await;
        assert!(page.body.contains("92,00 %") && page.body.contains("chưa có căn cứ"), "{}", page.body);
    })
    .await;
}

#[tokio::test]
async fn a_later_decision_replaces_an_earlier_one_from_its_day_on() {
    on_each_world(async |world| {
        let unit = world.unit("tỉnh Quảng Nam");
        let first = world.decision("1584/QĐ-TTg", "Thủ tướng Chính phủ", day(2015, 9, 14)).await;
        let second = world.decision("1167/QĐ-TTg", "Thủ tướng Chính phủ", day(2016, 6, 28)).await;
        let operator = world.operator();
        let old = target(unit, 2016, "85.3", "prime_minister", first);
        let old = enter(&world, &operator, vec![old]).await.expect("entered")[0];
        let new = NewTarget { supersedes: Some(old), ..target(unit, 2016, "86", "prime_minister", second) };
        enter(&world, &operator, vec![new]).await.expect("entered");
        let all = of_unit(&world.app, unit).await.expect("read");
        let asked = |on| model::choose(all.to_vec(), world.app.catalogue(), on)[0].view.value;
        assert_eq!(asked(day(2016, 6, 27)), Some(fixed("85.3")), "the old value as of its time");
        assert_eq!(asked(day(2016, 6, 28)), Some(fixed("86")));
        assert_eq!(asked(day(2016, 12, 31)), Some(fixed("86")));
    })
    .await;
}

#[tokio::test]
async fn a_headcount_printed_in_the_wrong_format_is_found_by_its_rate() {
    on_each_world(async |world| {
        let nation = world.unit("Việt Nam");
        let plan = world.decision("2213/KH-BHXH", "Bảo hiểm xã hội Việt Nam", day(2022, 8, 12)).await;
        let rows = [
            (2022, "91.641 triệu người", "91641000", "92.6"),
            (2023, "93,019 triệu người", "93019000", "93.2"),
            (2024, "94,716 triệu người", "94716000", "94.1"),
            (2025, "96,618 triệu người", "96618000", "95.15"),
        ];
        let targets = rows.iter().flat_map(|(year, printed, people, rate)| {
            let people = NewTarget {
                indicator: "participants".to_owned(),
                printed: Some((*printed).to_owned()),
                ..target(nation, *year, people, "vss", plan)
            };
            [people, target(nation, *year, rate, "vss", plan)]
        });
        enter(&world, &world.operator(), targets.collect()).await.expect("entered");
        let all = of_unit(&world.app, nation).await.expect("read");
        let pairs = model::check_pairs(&all);
        let implied: Vec<Option<i64>> = all.iter().map(|target| pairs[&target.id].implied_population).collect();
        let millions: Vec<i64> = implied.iter().map(|people| (people.expect("a pair") + 500) / 1_000).collect();
        assert_eq!(millions, [98_964, 98_964, 99_806, 99_806, 100_655, 100_655, 101_543, 101_543]);
        let warned: Vec<i32> =
            all.iter().filter(|target| pairs[&target.id].warning.is_some()).filter_map(|target| target.year).collect();
        assert_eq!(warned, [2022, 2022], "only the year that was printed with a point");
    })
    .await;
}

#[tokio::test]
async fn over_and_at_least_are_two_targets_and_the_plain_one_is_used() {
    on_each_world(async |world| {
        let nation = world.unit("Việt Nam");
        let plan = world.decision("2213/KH-BHXH", "Bảo hiểm xã hội Việt Nam", day(2022, 8, 12)).await;
        let over = NewTarget { comparator: Comparator::MoreThan, ..target(nation, 2025, "95.15", "vss", plan) };
        enter(&world, &world.operator(), vec![over, target(nation, 2025, "95.15", "vss", plan)])
            .await
            .expect("entered");
        let chosen = in_use(&world.app, nation, "coverage_rate", 2025).await.expect("read").expect("one is in use");
        assert_eq!(chosen.view.comparator, Comparator::AtLeast);
        assert_eq!(chosen.others[0].0.words(), "trên 95,15 %");
    })
    .await;
}

#[tokio::test]
async fn an_officer_enters_only_for_the_own_territory_through_its_mergers() {
    on_each_world(async |world| {
        world.login("vinh.long", "province_focal_unit", Some("tỉnh Vĩnh Long")).await;
        let officer = world.actor("vinh.long").await;
        let paper = world.decision("546/QĐ-TTg", "Thủ tướng Chính phủ", day(2022, 4, 29)).await;
        let old = world.unit("tỉnh Bến Tre");
        enter(&world, &officer, vec![target(old, 2024, "94.05", "prime_minister", paper)])
            .await
            .expect("the old province is theirs");
        let foreign = world.app.resolve_unit_of_year("thành phố Cần Thơ", None, Some(2024)).expect("it stood in 2024");
        let refused = enter(&world, &officer, vec![target(foreign, 2024, "93.55", "prime_minister", paper)]).await;
        assert!(matches!(refused, Err(Problem::Forbidden(_))), "{refused:?}");
        let chain = platform::audit::verify(world.app.reader()).await.expect("the chain is walked");
        assert!(chain.breaks.is_empty(), "a refused change leaves no hole");
    })
    .await;
}

#[tokio::test]
async fn a_target_is_refused_for_a_unit_that_no_longer_stands() {
    on_each_world(async |world| {
        let paper = world.decision("546/QĐ-TTg", "Thủ tướng Chính phủ", day(2022, 4, 29)).await;
        let old = world.unit("tỉnh Bến Tre");
        let refused = enter(&world, &world.operator(), vec![target(old, 2026, "95", "prime_minister", paper)]).await;
        let Err(Problem::Refused(refusal)) = refused else { panic!("Bến Tre ended in 2025") };
        assert!(refusal.sentence.contains("không tồn tại"), "{}", refusal.sentence);
        let answer = enter(&world, &world.operator(), vec![target(old, 2025, "95", "prime_minister", paper)]).await;
        assert!(answer.is_ok(), "its target of 2025 stands under the old province");
        let new = world.unit("tỉnh Vĩnh Long");
        assert!(
            in_use(&world.app, new, "coverage_rate", 2025).await.expect("read").is_none(),
            "and is not the new one's"
        );
    })
    .await;
}

#[tokio::test]
async fn the_cascade_lists_the_districts_without_a_target() {
    on_each_world(async |world| {
        let unit = world.unit("tỉnh Bến Tre");
        let paper = world.decision("1167/QĐ-TTg", "Thủ tướng Chính phủ", day(2016, 6, 28)).await;
        enter(&world, &world.operator(), vec![target(unit, 2019, "86.5", "prime_minister", paper)])
            .await
            .expect("entered");
        let cascade = check_cascade(&world.app, unit, "coverage_rate", 2019).await.expect("checked");
        assert_eq!((cascade.rows.len(), cascade.without_target.len(), cascade.verdict), (9, 9, "unknown"));
        let page = world.get(&cascade_path(unit, "coverage_rate", 2019), "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("86,50 %") && page.body.contains("Huyện Chợ Lách"), "{}", page.body);
    })
    .await;
}

const HEADINGS: &str = "Đơn vị;Chỉ tiêu;Năm;Cách so;Giá trị;Cơ quan quyết định;Căn cứ;Vị trí\n";

async fn import(world: &World, text: &str) -> crate::exchange::Sorted<exchange::Checked> {
    let upload =
        crate::exchange::Upload { name: "x.csv".to_owned(), bytes: text.as_bytes().to_vec(), address: String::new() };
    exchange::check(&world.app, &upload).await.expect("the sheet is read")
}

#[tokio::test]
async fn one_bad_row_commits_nothing_and_says_where_it_is() {
    on_each_world(async |world| {
        world.decision("1167/QĐ-TTg", "Thủ tướng Chính phủ", day(2016, 6, 28)).await;
        let good = "tinh ben tre;coverage_rate;2018;;82,8;Thủ tướng Chính phủ;1167/QĐ-TTg;dòng 1\n";
        let bad = "Bến Tree;Tỷ lệ bao phủ bảo hiểm y tế;hai nghìn;gần;8x;Ai đó;99/QĐ-XX;\n";
        let sorted = import(&world, &format!("{HEADINGS}{good}{bad}")).await;
        assert!(!sorted.may_commit(false) && sorted.may_commit(true));
        let columns: Vec<&str> = sorted.faults.iter().map(|fault| fault.column.as_str()).collect();
        assert_eq!(columns, ["Năm", "Đơn vị", "Giá trị", "Cách so", "Cơ quan quyết định", "Căn cứ"]);
        assert!(sorted.faults.iter().all(|fault| fault.row == Some(3) && !fault.remedy.is_empty()));
        assert_eq!(sorted.refused().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn good_rows_are_recorded_with_their_paper_and_the_file() {
    on_each_world(async |world| {
        world.decision("1167/QĐ-TTg", "Thủ tướng Chính phủ", day(2016, 6, 28)).await;
        let rows = "83;coverage_rate;2016;;75,2;prime_minister;1167/QĐ-TTg;dòng 1\n83;coverage_rate;2017;đạt;79;prime_minister;1167/QĐ-TTg;dòng 1\n";
        let sorted = import(&world, &format!("{HEADINGS}{rows}")).await;
        assert!(sorted.faults.is_empty(), "{:?}", sorted.faults);
        let upload = crate::exchange::Upload { name: "giao.csv".to_owned(), bytes: Vec::new(), address: "0".repeat(64) };
        let checked = sorted.good.into_iter().map(|(_, checked)| checked).collect();
        exchange::commit(&world.app, &world.operator(), &upload, checked).await.expect("committed");
        let by_year = in_use_by_year(&world.app, world.unit("tỉnh Bến Tre"), "coverage_rate").await.expect("read");
        let words: Vec<String> = by_year.values().map(|chosen| chosen.view.words()).collect();
        assert_eq!(words, ["từ 75,20 % trở lên", "từ 79,00 % trở lên"]);
        let view = &by_year[&2016].view;
        assert_eq!((view.source_title.as_str(), view.locator.as_str()), ("giao.csv", "1167/QĐ-TTg ngày 28/6/2016 · dòng 1"));
    })
    .await;
}

#[tokio::test]
async fn a_mistake_is_withdrawn_with_a_reason_and_stays_readable() {
    on_each_world(async |world| {
        let cookie = world.login("vu.tdkt", "emulation_department", None).await;
        let unit = world.unit("tỉnh Bến Tre");
        let paper = world.decision("1167/QĐ-TTg", "Thủ tướng Chính phủ", day(2016, 6, 28)).await;
        let id = enter(&world, &world.operator(), vec![target(unit, 2018, "88.2", "prime_minister", paper)])
            .await
            .expect("entered")[0];
        let withdraw = format!("/targets/{id}/withdraw");
        let answer = world.post(&withdraw, &cookie, &[("reason", "sai")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        let answer = world.post(&withdraw, &cookie, &[("reason", "Gõ nhầm: quyết định ghi 82,8")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(of_unit(&world.app, unit).await.expect("read").is_empty());
        assert!(world.get(&path(id), "").await.body.contains("đã được rút lại"));
    })
    .await;
}

#[tokio::test]
async fn the_form_comes_back_filled_in_with_every_fault() {
    on_each_world(async |world| {
        let cookie = world.login("vu.tdkt", "emulation_department", None).await;
        let fields = [
            ("unit", "Bến Tree"),
            ("indicator", "coverage_rate"),
            ("authority", "prime_minister"),
            ("value", "86,5 phần"),
            ("document", "1/X"),
        ];
        let answer = world.post("/targets", &cookie, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for text in ["value=\"Bến Tree\"", "id=\"unit-fault\"", "id=\"value-fault\"", "id=\"document-fault\""] {
            assert!(answer.body.contains(text), "{text} in {}", answer.body);
        }
        assert_eq!(world.get("/targets/new", "").await.headers["location"], "/login?back=/targets/new");
    })
    .await;
}
